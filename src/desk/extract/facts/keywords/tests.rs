use super::super::tests::{read, values};
use super::*;

const HEADLINE: &str = "<h1>Rain stops play in the park</h1>";

fn check(markup: &str, expected: &[&str]) {
    let draft = read(&format!("{HEADLINE}{markup}"));
    assert_eq!(values(&draft.keywords), expected, "{markup}");
}

#[test]
fn the_headline_is_no_keyword() {
    check("<meta name=keywords content='Rain, stops, play, in, the, park'>", &[]);
    check("<meta name=keywords content='Rain stops play in the park'><meta name=dc.subject content=Rain>", &["Rain"]);
    check("<meta name=keywords content='Rain,stops,play,in,the,park,Rain stops play in the park'>", &[]);
    check("<meta name=keywords content='Rain, park'>", &["Rain, park"]);
    check(
        "<meta name=keywords content='Weather, Rain stops play in the big park'>",
        &["Weather, Rain stops play in the big park"],
    );
    check("<meta name=keywords content='Rain stops play in the park, Weather'>", &[" Weather"]);
    check("<meta name=keywords content='Rain stops, play in, the park'>", &["Rain stops, play in, the park"]);
    let tags =
        "<meta property=article:tag content='Rain stops play in the park'><meta property=article:tag content=Rain>";
    check(tags, &["Rain"]);
}

#[test]
fn tags_that_the_page_links_are_keywords() {
    let tags = "<p>It rains.</p><a rel=tag href=/tag/rain>Rain</a><a rel=tag href=/category/city>City</a>
        <a rel='category tag' href=/c/parks>Parks</a><a rel='nofollow tag' href=/tag/park>Park</a>";
    check(tags, &["Rain", "Park"]);
    check(&format!("<meta name=keywords content=Play>{tags}"), &["Play"]);
}

#[test]
fn tags_of_other_stories_are_theirs() {
    let own = "<article><h1>Rain stops play in the park</h1><a rel=tag href=/tag/rain>Rain</a></article>";
    let other = "<article><h2>Sun</h2><a rel=tag href=/tag/sun>Sun</a></article>";
    let draft = read(&format!("{own}{other}<aside><a rel=tag href=/tag/x>X</a></aside>"));
    assert_eq!(values(&draft.keywords), ["Rain"]);
}

#[test]
fn a_list_that_is_called_so_holds_tags() {
    let list = |class: &str, entries: &str| format!("<p>It rains.</p><ul class='{class}'>{entries}</ul>");
    let entries = "<li><a href=/tag/rain>Rain</a><li><a href=https://the-example.test/tags/park/>#Park (3 stories)</a><li><a href=/city>City</a>";
    check(&list("post-tags", entries), &["Rain", "#Park"]);
    check(&list("entryTags__list", entries), &["Rain", "#Park"]);
    check(
        &list("tags", "<li><a href=/tagi/deszcz>Deszcz</a><li><a href=/mots-cles/pluie/>Pluie</a>"),
        &["Deszcz", "Pluie"],
    );
    check(&list("tag-cloud", entries), &[]);
    check(&list("menu", entries), &[]);
    let many = |count: usize| {
        let entries: String = (0..count).map(|at| format!("<li><a href=/tag/{at}>Tag {at}</a>")).collect();
        read(&format!("{HEADLINE}{}", list("tags", &entries))).keywords.len()
    };
    assert_eq!((many(LISTED_MAX), many(LISTED_MAX + 1)), (LISTED_MAX, 0));
    let above = format!("{}{HEADLINE}", list("tags", entries));
    assert_eq!(read(&above).keywords, []);
}
