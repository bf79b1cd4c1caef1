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
    check(&format!("<meta name=keywords content=Play>{tags}"), &["Rain", "Park", "Play"]);
    check(&format!("<meta name=keywords content=rain>{tags}"), &["Rain", "Park"]);
    check(&format!("<meta name=keywords content='Play, Rain'>{tags}"), &["Play, Rain"]);
    check(&format!("<meta property=article:tag content=Play>{tags}"), &["Rain", "Park", "Play"]);
}

#[test]
fn tags_of_other_stories_are_theirs() {
    let own = "<article><h1>Rain stops play in the park</h1><a rel=tag href=/tag/rain>Rain</a></article>";
    let other = "<article><h2>Sun</h2><a rel=tag href=/tag/sun>Sun</a></article>";
    let draft = read(&format!("{own}{other}<aside><a rel=tag href=/tag/x>X</a></aside>"));
    assert_eq!(values(&draft.keywords), ["Rain"]);
    // A card below the headline is no post of its own.
    let card = "<article><h2><a href=/sun>Sun shines</a></h2></article>";
    let text = "It rained in the park all day. ".repeat(12);
    let post = format!("<article><p>{text}</p><a rel=tag href=/tag/rain>Rain</a></article>");
    let other = format!("<article><p>{text}</p><a rel=tag href=/tag/sun>Sun</a></article>");
    for (cards, expected) in [(1, &["Rain"][..]), (9, &["Rain"]), (10, &["Rain", "Sun"])] {
        let draft = read(&format!("{HEADLINE}{}{post}{other}", card.repeat(cards)));
        assert_eq!(values(&draft.keywords), expected, "{cards} cards");
    }
}

#[test]
fn a_label_opens_a_list_of_tags() {
    let check = |list: &str, expected: &[&str]| check(&format!("<p>It rains in the park.</p>{list}"), expected);
    check("<h2>Schlagworte</h2><ul><li><a href=/glossary/rain>Rain</a><li><a href=/glossary/park>Park</a></ul>", &[]);
    check(
        "<div><h2>Schlagworte</h2><ul><li><a href=/x/rain>Rain</a><li><a href=/x/park>Park</a></ul></div>",
        &["Rain", "Park"],
    );
    check("<p><b>Tags:</b> <a href=/x/rain>Rain</a>, <a href=/x/park>Park</a></p>", &["Rain", "Park"]);
    check("<p>Tags: <a href=/x/rain>Rain in the park</a></p>", &["Rain in the park"]);
    check("<p>Tags: <a href=/x/rain>Rain in the big park</a></p>", &[]);
    check("<div><i><i>Tags</i></i><a href=/x/rain>Rain</a></div>", &["Rain"]);
    check("<div><i><i><i>Tags</i></i></i><a href=/x/rain>Rain</a></div>", &[]);
    let filled = |count: usize| format!("<p>Tags:{} <a href=/x/rain>Rain</a></p>", "<br>".repeat(count));
    check(&filled(190), &["Rain"]);
    check(&filled(200), &[]);
    check("<p>Tags: <a href=/x/rain>Rain</a> and more</p>", &[]);
    check("<p>Tags: <a href=/x/home>Home</a>, <a href=/x/rain>Rain</a></p>", &["Rain"]);
    check("<nav><p>Tags: <a href=/x/rain>Rain</a></p></nav>", &[]);
    let beside = format!("<article>{HEADLINE}<p>It rains.</article><div><h3>Tags</h3><a href=/x/sun>Sun</a></div>");
    assert_eq!(read(&beside).keywords, []);
    check("<p>Topics of the day: <a href=/x/rain>Rain</a></p>", &[]);
}

#[test]
fn the_sites_name_is_no_keyword() {
    let check = |content: &str, expected: &[&str]| {
        check(
            &format!("<meta property=og:site_name content='The Example'><meta name=keywords content='{content}'>"),
            expected,
        );
    };
    check("The Example", &[]);
    check("Rain, The Example, Park", &["Rain, Park"]);
    check("Rain, The Example of rain", &["Rain, The Example of rain"]);
}

#[test]
fn a_tag_may_be_asked_for() {
    check(
        "<p>It rains.</p><div class=tags><a href='/tag?name=rain'>Rain</a><a href='/search?q=sun'>Sun</a></div>",
        &["Rain"],
    );
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

#[test]
fn a_field_in_front_of_a_keyword_is_none() {
    let check = |content: &str, expected: &[&str]| {
        check(&format!("<meta name=keywords content='{content}'>"), expected);
    };
    check("tag:Rain,type:story,Park", &["Rain,Park"]);
    check("ssts:news/uk, page-type:story, author:Doe, section:News", &[]);
    for kept in ["Type: 2 diabetes", "Author: the novel", "Author:Jane Doe", "Section:8", "Tag: 1", "Tag:1"] {
        check(kept, &[kept]);
    }
    check("Ratio 2:1; Park: a history", &["Ratio 2:1; Park: a history"]);
}

#[test]
fn a_label_behind_the_text_opens_a_list_of_tags() {
    let list = |label: &str| format!("<p>{label} <a href=/x/rain>Rain</a>, <a href=/x/park>Park</a></p>");
    let text = |chars: usize| format!("<p>{}</p>", "x".repeat(chars));
    for label in ["Filed under:", "Abgelegt unter", "Related topics", "Assuntos", "Argomenti:"] {
        check(&format!("{}{}", text(TEXT_CHARS_MAX + 1), list(label)), &["Rain", "Park"]);
        check(&format!("{}{}", text(TEXT_CHARS_MAX), list(label)), &[]);
    }
    check(&list("Mots-clés &gt;"), &["Rain", "Park"]);
}
