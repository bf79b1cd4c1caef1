//! Lines, lists and cards beside the text that only stamp, head or announce, and such as belong to it.

use super::*;

#[test]
fn a_byline_below_the_standfirst_is_left_out() {
    let facts = Draft {
        bylines: vec![Found { value: "Von Anna Berg und Karl Tal \u{1F} , HFR".to_owned(), from: Evidence::Visible }],
        ..Draft::default()
    };
    let page = |line: &str| with(&around(&format!("{line}{}", p(B))), &facts);
    assert_eq!(page("<p>Von Anna Berg und Karl Tal<span>, HFR</span></p>"), [A, B, C]);
    assert_eq!(page("<p>Von Anna Berg und Karl Tal stammt der Plan.</p>").len(), 4);
    assert_eq!(page("<p>Anna Berg und Karl Tal, HFR</p>").len(), 4, "who speaks");
}

#[test]
fn a_line_that_only_dates_the_text_is_left_out() {
    let facts = |date: &str| Draft {
        published: vec![Found { value: date.to_owned(), from: Evidence::Meta }],
        ..Draft::default()
    };
    let page = |line: &str, date: &str| with(&around(&format!("{line}{}", p(B))), &facts(date));
    for line in [
        "<div>Mittwoch, 01. November 2023 - <a href=/x>Handel</a></div>",
        "<p>1 novembre 2023</p>",
        "<p>Nov. 1, 2023 | 5:02 PM</p>",
        "<p>01.11.2023 | 13:10 Uhr | Anna Beispiel</p>",
        "<div><h4>Paper</h4>Nov 01, 2023, 06:15 PM IST</div>",
    ] {
        assert_eq!(page(line, "2023-11-01T08:20:40Z"), [A, B, C], "{line}");
    }
    assert_eq!(page("<p>1. November 2023, 9 Uhr</p>", "1. November 2023"), [A, B, C], "as the page spells it");
    assert_eq!(page("<p>Opening: 01.11.2023, 19 Uhr</p>", "2023-11-01").len(), 4, "the day of something");
    assert_eq!(page("<p>Bridges of Elmhaven in the old town hall, 1-23 Nov 2023</p>", "2023-11-01").len(), 4);
    assert_eq!(page("<p>1 November 1923</p>", "2023-11-01").len(), 4, "another day");
    assert_eq!(page("<p>Elmhaven, 01.12.2023</p>", "2023-11-01").len(), 4, "another month");
    assert_eq!(page("<p>Elmhaven – Salzbek 1:1 (2023)</p>", "2023-11-01").len(), 4, "a score");
    assert_eq!(
        page("<p>市議会は2023年11月1日、橋を残すと決めた。</p>", "2023-11-01").len(),
        4,
        "a sentence without spaces"
    );
    assert_eq!(page("<p>1 de noviembre de 2023</p>", "2023-11-01"), [A, B, C]);
    assert_eq!(page("<p>That was on 1 November 2023.</p>", "2023-11-01").len(), 4, "a sentence");
    let behind = format!("{}<p>1 November 2023</p>", p(&B.replace("told", "warned")));
    assert_eq!(page(&format!("{}{behind}", p(&B.replace("told", "asked"))), "2023-11-01").len(), 6, "a chronicle");
}

#[test]
fn the_head_of_a_list_of_links_goes_with_them() {
    let links =
        "<ul><li><a href=/1>The pier of the harbour</a></li><li><a href=/2>The lamp of the bridge</a></li></ul>";
    for head in ["<h4>Verwandte Brücken</h4>", "<p><b>Hintergrund</b></p>"] {
        assert_eq!(body(&around(&format!("{head}{links}{}", p(B)))), [A, B, C], "{head}");
    }
    assert_eq!(body(&around(&format!("<h3>Who pays for it</h3>{links}{}", p(B)))).len(), 4, "it heads the text, too");
    let told = "<ul><li>The pier of the harbour</li><li>The lamp of the bridge</li></ul>";
    assert_eq!(body(&around(&format!("<h4>Two things</h4>{told}{}", p(B)))).len(), 6);
    let one = "<ul><li><a href=/1>The pier of the harbour</a></li></ul>";
    assert_eq!(body(&around(&format!("<h4>The pier</h4>{one}{}", p(B)))).len(), 4, "one link above the text");
}

#[test]
fn who_wrote_a_post_goes_with_it() {
    let post = |text: &str| {
        let who = "&mdash; Anna Beispiel (@anna) <a href=https://post.example/1>May 5, 2022</a>";
        body(&around(&format!("<blockquote class=twitter-tweet><p>{text}</p>{who}</blockquote>{}", p(B)))).len()
    };
    assert_eq!(post("The old bridge stays open for another year."), 5);
    assert_eq!(post("<a href=/t/1>#bridge</a> <a href=/t/2>#elmhaven</a> <a href=/t/3>pic.example/1</a>"), 3);
}

#[test]
fn a_teaser_that_begins_the_body_is_text() {
    let rest = [C, B, A].map(|text| p(&text.replace("the", "every").repeat(6))).concat();
    let page = |class: &str, teaser: &str| {
        format!(
            "<main><h1>Bridge stays open</h1><div class={class}><div class=teaser-content><section>{teaser}</section></div>\
             <div class=remainder-content>{rest}</div></div></main>"
        )
    };
    let own = [A, B].map(|text| format!("<div>{}</div>", p(text))).concat();
    assert_eq!(body(&page("article-body", &own))[..2], [A, B]);
    let behind = |count: usize| {
        page("article-body", &own).replace(
            "<div class=teaser-content>",
            &format!("{}<div class=teaser-content>", "<div></div>".repeat(count)),
        )
    };
    assert_eq!(body(&behind(90))[..2], [A, B]);
    assert_ne!(body(&behind(110))[0], A, "far behind the opening");
    let beside = format!(
        "<main><h1>Bridge stays open</h1><div class=teaser-content>{own}</div><div class=article-body>{rest}</div></main>"
    );
    assert_eq!(body(&beside)[..2], [A, B], "right before the body");
    let other = format!("<h3>Pier of Salzbek</h3>{own}");
    assert_ne!(body(&page("article-body", &other))[0], A, "a headline of its own");
}

#[test]
fn a_date_at_the_end_of_the_standfirst_is_none_of_its_words() {
    let page = |end: &str| body(&around(&format!("<h2>Will it stand for another hundred years?{end}</h2>{}", p(B))));
    for end in ["<span class=deck__date>Monday, 6 January 2020</span>", "<time>6 January 2020</time>"] {
        assert_eq!(page(end)[1], "# Will it stand for another hundred years?", "{end}");
    }
    assert_eq!(page(" <b>6 January 2020</b>")[1], "# Will it stand for another hundred years? 6 January 2020");
}

#[test]
fn a_heading_may_be_left_out_of_the_table_of_contents() {
    for class in ["skip-toc", "toc-anchor x", "js-toc-heading"] {
        let head = format!("<h3 class='{class}'>What it costs</h3>{}", p(B));
        assert_eq!(body(&around(&head))[1], "# What it costs", "{class}");
    }
}
