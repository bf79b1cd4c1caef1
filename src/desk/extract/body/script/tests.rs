//! Bodies in scripts, in the shapes that frameworks write.

use super::*;
use crate::desk::decode;

const HEADLINE: &str = "Bridge closes for the winter";

const FIRST: &str = "The old bridge over the Wend closes on Monday, and will not open again before the ice is gone in \
                     March, the council said after a meeting that took until midnight.";
const SECOND: &str = "Ferries go every half hour. “We have waited for this since the flood,” said a baker whose shop stands \
                      at the western end, and who loses half of her customers in a winter.";

fn found(scripts: &str) -> Option<String> {
    let page = format!("<html><body><div id=root></div>{scripts}</body></html>");
    body(&Tree::parse(page, &decode::Limits::default()), HEADLINE, &Limits::default())
}

fn html() -> String {
    format!("<p>{FIRST}</p><p>{SECOND}</p>")
}

/// As `"…"` in JSON, and in JSON that a string of JSON holds.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn state_is_found_however_a_page_hands_it_over() {
    let state = format!(r#"{{"article": {{"title": "{HEADLINE}", "content": {{"html": {}}}}}}}"#, quoted(&html()));
    for script in [
        format!("<script id=__NEXT_DATA__ type='application/json'>{state}</script>"),
        format!("<script>window.__STATE__ = {state};\nif (a[\"b\"] = [c]) {{ d({{e: 1}}) }}</script>"),
        format!("<script>var q = (\"x\"); (window.q = window.q || []).push({state});</script>"),
        format!("<script>window.state = JSON.parse({});</script>", quoted(&state)),
    ] {
        assert_eq!(found(&script).as_deref(), Some(html().as_str()), "{script}");
    }
}

#[test]
fn rows_of_text_are_resolved() {
    let text = html();
    let rows = format!(
        "1:I[4,[],\"\"]\n2b:T{:x},{text}2:[\"$\",\"div\",null,{{\"story\":{{\"headline\":\"{HEADLINE}\",\"body\":\"$2b\"}}}}]\n",
        text.len()
    );
    let (head, tail) = rows.split_at(rows.floor_char_boundary(rows.len() / 2));
    let push = |part: &str| format!("<script>self.__next_f.push([1,{}])</script>", quoted(part));
    assert_eq!(found(&(push(head) + &push(tail))).as_deref(), Some(text.as_str()));
}

#[test]
fn blocks_of_an_editor_become_markup() {
    let blocks = serde_json::json!({"headline": HEADLINE, "body": [
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": FIRST}]},
        {"type": "heading", "content": [{"type": "text", "text": "Ferries & buses"}]},
        {"type": "paragraph", "content": [
            {"type": "text", "text": "Ferries go "}, {"type": "link", "children": [{"type": "text", "text": "every half hour"}]},
            {"type": "text", "text": "."},
        ]},
        {"type": "list", "items": [{"type": "listItem", "children": [{"text": "By day"}]}, {"type": "listItem", "children": [{"text": "By night"}]}]},
        {"type": "paragraph", "data": {"text": "Buses go by night."}},
        {"type": "story", "title": "Another story", "content": "<p>Of something else.</p>"},
        {"type": "text", "content": format!("<p>{SECOND}</p>")},
    ]});
    let expect = format!(
        "<p>{FIRST}</p>\n<h3>Ferries &amp; buses</h3>\n<p>Ferries go every half hour.</p>\n<ul><li>By day</li>\n<li>By \
         night</li>\n</ul>\n<p>Buses go by night.</p>\n<p>{SECOND}</p>"
    );
    assert_eq!(found(&format!("<script type=application/json>{blocks}</script>")), Some(expect));
}

#[test]
fn what_belongs_to_no_headline_or_another_is_left() {
    let text = quoted(&html());
    for state in [
        format!(r#"{{"terms": {{"html": {text}}}}}"#),
        format!(r#"{{"title": "{HEADLINE}", "related": [{{"title": "Ice on the lakes", "html": {text}}}]}}"#),
        format!(r#"{{"title": "{HEADLINE}", "a": {{"b": {{"c": {{"d": {{"e": {text}}}}}}}}}}}"#),
        format!(r#"{{"title": "{HEADLINE}", "picture": "data:image/gif;base64,{}"}}"#, "R0lGODlh".repeat(100)),
    ] {
        assert_eq!(found(&format!("<script>s = {state}</script>")), None, "{state}");
    }
    let state = format!(r#"{{"title": "{HEADLINE}", "html": {text}}}"#);
    assert_eq!(found(&format!("<script type='application/ld+json'>{state}</script>")), None);
    let limits = Limits { script_bytes_max: 100, ..Limits::default() };
    let page = Tree::parse(format!("<script>s = {state}</script>"), &decode::Limits::default());
    assert_eq!(body(&page, HEADLINE, &limits), None, "past the cap");
}

#[test]
fn a_text_that_is_referred_to_again_and_again_is_weighed_so_often_and_no_more() {
    let found = |references: usize| {
        let (text, longer) = (html(), html() + &html());
        let again = vec![r#""$2b""#; references].join(",");
        let rows =
            format!("2b:T{:x},{text}3:{{\"title\":\"{HEADLINE}\",\"a\":[{again},{}]}}\n", text.len(), quoted(&longer));
        let script = format!("<script>self.__next_f.push([1,{}])</script>", quoted(&rows));
        let limits = Limits { script_bytes_max: 8 * text.len(), ..Limits::default() };
        body(&Tree::parse(script, &decode::Limits::default()), HEADLINE, &limits).map(|body| body == longer)
    };
    assert_eq!((found(10), found(31)), (Some(true), Some(false)));
}

#[test]
fn the_caps_on_objects_hold_for_all_scripts_together_and_behind_escapes() {
    let limits = Limits { json_ld_objects_max: 10, ..Limits::default() };
    let state = format!(r#"{{"title": "{HEADLINE}", "html": {}}}"#, quoted(&html()));
    let found = |before: String, state: &str| {
        let page = format!("{before}<script>s = {state}</script>");
        body(&Tree::parse(page, &decode::Limits::default()), HEADLINE, &limits).is_some()
    };
    let five = |scripts| "<script>s = [{}, {}, {}, {}, {}]</script>".repeat(scripts);
    assert!(found(five(1), &state) && !found(five(2), &state));
    let hidden = |objects: usize| {
        let list = format!("[{}{state}]", "{},".repeat(objects));
        format!("JSON.parse({})", quoted(&list).replace('{', "\\u007b"))
    };
    assert!(found(String::new(), &hidden(5)) && !found(String::new(), &hidden(20)));
}

#[test]
fn what_stands_there_without_scripts_is_found() {
    let pixel = format!("<noscript><img src='https://counter.example/?{}'></noscript>", "page=bridge&".repeat(60));
    let page = format!("<div id=root></div>{pixel}<noscript>{}</noscript>", html());
    let tree = Tree::parse(page, &decode::Limits::default());
    assert_eq!(without(&tree, &Limits::default()), Some(html()));
    assert_eq!(without(&tree, &Limits { script_bytes_max: 5, ..Limits::default() }), None);
}

#[test]
fn placeholders_are_told_from_text() {
    assert!(["$$AD$$", "{{related:3}}", "[[video]]"].iter().all(|line| is_placeholder(line)));
    assert!(["$$", "It costs $$ 3", "{{x", "[sic]"].iter().all(|line| !is_placeholder(line)));
}

#[test]
fn dates_are_the_headlines_own() {
    let state = format!(
        r#"{{"article": {{"title": "{HEADLINE}", "publishedAt": "2024-05-03T08:00Z", "meta": {{"publish_date": 1714723200}}}},
            "more": [{{"title": "Sun shines on the council", "publishedAt": "2023-01-02T08:00Z"}}]}}"#
    );
    let page = format!("<html><body><script type='application/json'>{state}</script></body></html>");
    let tree = Tree::parse(page, &decode::Limits::default());
    assert_eq!(published(&tree, HEADLINE, &Limits::default()), ["2024-05-03T08:00Z", "1714723200"]);
}
