use super::*;
use crate::desk::decode::{self, Charset, CharsetSource, Content};
use crate::desk::extract::{Fault, Limits, draft};

/// The texts of what a selector names on a page.
fn named(selector: &str, markup: &str) -> Vec<String> {
    let mut selectors = Selectors::default();
    selectors.add(Field::Body, selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
    let tree = Tree::parse(markup, &decode::Limits::default());
    selectors.matches(&tree).of(Field::Body).iter().map(|&id| tree.line(id)).collect()
}

fn refused(selector: &str, at: usize, what: &str) {
    let error = Selectors::default().add(Field::Body, selector).expect_err(selector);
    assert!(error.at == at && error.what.contains(what), "{selector}: {error}");
}

const PAGE: &str = "<main id=Top class='page wide'>
    <div class='text story'><p class=lead>one<p data-kind='Promo box'>two<section><p>three</section></div>
    <div class=side><p>four</div></main><p lang=de class='md:text-lg 3col'>five";

#[test]
fn each_part_of_a_selector_is_what_the_standard_says() {
    for (selector, wanted) in [
        ("p", vec!["one", "two", "three", "four", "five"]),
        ("P.lead", vec!["one"]),
        ("p.Lead", vec![]),
        ("#Top .story p", vec!["one", "two", "three"]),
        ("#top p", vec![]),
        (".story > p", vec!["one", "two"]),
        (".story>section>p", vec!["three"]),
        ("main > p", vec![]),
        ("body main div.text.story p.lead", vec!["one"]),
        ("[data-kind]", vec!["two"]),
        ("[DATA-KIND = 'Promo box']", vec!["two"]),
        ("p[data-kind=\"promo box\"]", vec![]),
        ("[data-kind~=box], [data-kind^=Promo], [data-kind$=box], [data-kind*='mo b']", vec!["two"]),
        ("[data-kind^=''], [data-kind~=Pro]", vec![]),
        (".lead, .side *", vec!["one", "four"]),
        ("* > .md\\:text-lg", vec!["five"]),
        (".\\33 col", vec!["five"]),
        ("[lang=de]", vec!["five"]),
        // The descendant combinator finds the right one of several that it could begin with.
        ("div.text section p", vec!["three"]),
        ("main > .text p", vec!["one", "two", "three"]),
    ] {
        assert_eq!(named(selector, PAGE), wanted, "{selector}");
    }
}

#[test]
fn child_and_descendant_go_together_at_any_depth() {
    let deep = "<i><b><i><b><u>x</u></b></i></b></i>";
    assert_eq!(named("i > b u", deep), ["x"]);
    assert_eq!(named("i b > u", deep), ["x"]);
    assert!(named("b > b u", deep).is_empty());
    assert!(named("u > *", deep).is_empty());
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    refused("", 1, "must stand here");
    refused(".story,", 8, "must stand here");
    refused("p:first-child", 2, "pseudo");
    refused("h1 + p", 4, "combinators");
    refused("h1 ~ p", 4, "combinators");
    refused("svg|a", 4, "namespaces");
    refused(".", 2, "name");
    refused(".3col", 2, "digit");
    refused("#-1", 3, "digit");
    refused("[a", 3, "= or ]");
    refused("[a='b]", 7, "quote");
    refused("[a=b c]", 6, "] must");
    refused("[a|=b]", 3, "= or ]");
    refused("p >", 4, "must stand here");
    refused("p > > a", 5, "must stand here");
    refused("p {", 3, "must stand here");
    refused("p\\", 3, "must follow");
    refused(&format!(".{}", "x".repeat(SELECTOR_CHARS_MAX)), SELECTOR_CHARS_MAX + 1, "longer");
}

#[test]
fn an_entrys_selectors_have_room_for_so_many_elements() {
    let mut selectors = Selectors::default();
    let all = vec!["a b c d"; COMPOUNDS_MAX / 4].join(",");
    assert_eq!(selectors.add(Field::Drop, &all), Ok(()));
    assert!(selectors.add(Field::Headline, "h1").is_err());
    let tree = Tree::parse("<a><b><c><d>x", &decode::Limits::default());
    assert_eq!(selectors.matches(&tree).of(Field::Drop).len(), 1);
}

#[test]
fn the_nearest_host_holds() {
    let entry = |host: &str| SourceFacts { host: host.to_owned(), ..SourceFacts::default() };
    let publishers = Publishers::new(["post.example", "sport.post.example"].map(entry));
    let of = |host| publishers.of_host(host).map(|entry| entry.host.as_str());
    assert_eq!(of("post.example"), Some("post.example"));
    assert_eq!(of("www.post.example."), Some("post.example"));
    assert_eq!(of("live.sport.post.example"), Some("sport.post.example"));
    assert_eq!(of("harbour-post.example"), None);
    assert_eq!(of("example"), None);
    assert_eq!(of(""), None);
    assert_eq!(Publishers::default().of_host("post.example"), None);
}

/// The draft of a page at this path, read with this entry.
fn read(markup: &str, path: &str, entry: &SourceFacts) -> Result<Draft, Fault> {
    let page = Page {
        url: url::Url::parse("https://post.example/").unwrap().join(path).unwrap(),
        final_url: None,
        http_headers: Vec::new(),
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        traceparent: None,
        charset: Charset { name: "UTF-8", source: CharsetSource::Crawler },
        content: Content::Html(Tree::parse(markup, &decode::Limits::default())),
    };
    draft(&page, &Limits::default(), Some(entry))
}

fn entry(selectors: &[(Field, &str)]) -> SourceFacts {
    let mut entry =
        SourceFacts { name: Some("The Post".to_owned()), language: Some("en-GB".to_owned()), ..SourceFacts::default() };
    for (field, text) in selectors {
        entry.selectors.add(*field, text).unwrap();
    }
    entry
}

const STORY: &str = "<html lang=en><title>Bridge to stay open | The Post</title><meta property=og:type content=article>
    <meta property=og:site_name content=Other><meta name=author content='Someone Else'>
    <h1>Today's paper</h1><div class=head>Old bridge stays open <span class=by>Ida Brandt</span></div>
    <span class=when datetime=2025-10-09>Thursday</span>
    <div class=copy>The council voted on Monday to keep the old bridge open for another year, against advice.
    <p class=more>Read more about bridges.<p>Engineers had told the members so. <b class=ad>Buy now.</b></div>
    <div class=other><p>The mayor said that she would put the question to the town's people before the summer, all
    of them, and that nobody needed to fear for the old bridge, which had stood there for three hundred years.</div>";

#[test]
fn what_is_known_of_the_source_ranks_first() {
    let known = entry(&[
        (Field::Headline, ".head"),
        (Field::Byline, ".by"),
        (Field::Published, ".when"),
        (Field::Body, ".copy"),
        (Field::Drop, ".more, .ad"),
    ]);
    let draft = read(STORY, "/1", &known).unwrap();
    let from = |value: &str| Found { value: value.to_owned(), from: Evidence::Publisher };
    assert_eq!(draft.headline, Some(from("Old bridge stays open Ida Brandt")));
    assert_eq!(draft.bylines[0], from("Ida Brandt"));
    assert_eq!(draft.published[0], from("2025-10-09"));
    assert_eq!(draft.publisher, Some(from("The Post")));
    assert_eq!(draft.languages[0], from("en-GB"));
    assert_eq!(draft.languages[1].from, Evidence::Markup);
    let body: Vec<&str> = draft.body.iter().map(|block| block.text.as_str()).collect();
    let first = "The council voted on Monday to keep the old bridge open for another year, against advice.";
    assert_eq!(body, [first, "Engineers had told the members so."]);
}

#[test]
fn selectors_that_find_nothing_change_nothing() {
    let all = Field::ALL.iter().map(|field| (*field, ".nowhere")).collect::<Vec<_>>();
    let known = SourceFacts { selectors: entry(&all).selectors, ..SourceFacts::default() };
    assert_eq!(read(STORY, "/1", &known), read(STORY, "/1", &SourceFacts::default()));
}

#[test]
fn parts_are_dropped_from_a_body_that_nobody_names() {
    let draft = read(STORY, "/1", &entry(&[(Field::Drop, ".copy")])).unwrap();
    assert!(draft.body.iter().all(|block| !block.text.contains("council")), "{:?}", draft.body);
    assert!(draft.body.iter().any(|block| block.text.contains("mayor")), "{:?}", draft.body);
}

#[test]
fn paths_without_articles_are_excluded_whole() {
    let known = SourceFacts { not_articles: vec!["/weather".to_owned()], ..SourceFacts::default() };
    for (path, excluded) in [
        ("/weather", true),
        ("/weather/", true),
        ("/weather/today", true),
        ("/weatherman", false),
        ("/x/weather", false),
    ] {
        assert_eq!(read(STORY, path, &known) == Err(Fault::ExcludedPath), excluded, "{path}");
    }
}
