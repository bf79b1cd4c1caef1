//! Who signs, and what only looks like a byline.

use super::{read, values};

fn bylines(rest: &str) -> Vec<String> {
    let draft = read(&format!("<title>Rain stops all play</title><h1>Rain stops all play</h1>{rest}"));
    let mut out: Vec<String> = values(&draft.bylines).into_iter().map(str::to_owned).collect();
    // What an element holds and what it says are the same here.
    out.dedup();
    out
}

#[test]
fn the_site_is_no_author_where_no_reader_sees_it_sign() {
    let meta = "<meta property=og:site_name content='The Example'><meta name=author content='The Example'>";
    assert!(bylines(meta).is_empty());
    assert_eq!(bylines(&format!("{meta}<p class=byline>By The Example</p>")), ["The Example", "By The Example"]);
}

#[test]
fn the_next_meta_names_whom_the_first_leaves_to_the_site() {
    let meta = "<meta property=og:site_name content='The Example'><meta name=author content='The Example'>
        <meta property=og:article:author content='Jane Doe'>";
    assert_eq!(bylines(meta), ["Jane Doe"]);
}

#[test]
fn an_address_to_write_to_signs_nothing() {
    let address = "<address><p>Jane Doe</p></address>";
    assert_eq!(bylines(address), ["Jane Doe"]);
    assert!(bylines(&format!("<div class=contactbox><div>{address}</div></div>")).is_empty());
}

#[test]
fn labels_and_licences_are_no_bylines() {
    assert_eq!(
        bylines("<p><span class=meta-prep-author>Posted on</span> <a rel=author href=/x>Jane Doe</a></p>"),
        ["Jane Doe"]
    );
    assert!(bylines("<p><a class=license-author href=/x>John Roe</a></p>").is_empty());
}

#[test]
fn a_query_names_an_author_by_number_alone() {
    assert_eq!(bylines("<p><a href='/?author=12'>Jane Doe</a></p>"), ["Jane Doe"]);
    assert!(bylines("<p><a href='/shop?author=John+Roe'>John Roe</a></p>").is_empty());
}

#[test]
fn a_trail_beside_the_author_names_sections() {
    let markup = "<div class=article-author><span itemprop=name>Jane Doe</span>
        <ul class=breadcrumbs><li><span itemprop=name>City</span></ul></div>";
    assert_eq!(bylines(markup).first().map(String::as_str), Some("Jane Doe"));
}

#[test]
fn a_text_may_be_signed_at_its_end() {
    let text = "<div>The rain came down on the lawns all day, and nobody stayed to see it.</div>".repeat(30);
    let page = |end: &str| bylines(&format!("{text}{end}"));
    assert_eq!(page("<p><em>Von Anna Berg</em></p>"), ["Von Anna Berg"]);
    assert!(page("<p><em>Von Anna Berg</em></p><p>Von Karl Tal</p>").is_empty(), "they signed other stories");
    assert!(page("<p>Von Montag an</p>").is_empty());
}

#[test]
fn a_label_introduces_the_source() {
    let sources = |rest: &str| {
        let draft = read(&format!("<title>Rain stops all play</title><h1>Rain stops all play</h1>{rest}"));
        values(&draft.sources).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(sources("<p>It rained all day.</p><p>Quelle: dpa</p>"), ["Quelle: dpa"]);
    assert_eq!(sources("<ul><li><b>Fuente:</b> EFE</ul>"), ["Fuente: EFE"]);
    assert!(sources("<figure><div>Quelle: AFP</div></figure>").is_empty());
    assert!(sources("<div class=bildunterschrift>Quelle: dpa</div>").is_empty());
    assert!(sources("<div><img src=/a.jpg><p>Quelle: dpa</p></div>").is_empty());
    assert!(sources("<p>Source of the river: the old spring</p>").is_empty());
    assert!(sources("<p>Source: the report of the council of Elmhaven for the year 2030</p>").is_empty());
}

#[test]
fn a_credit_of_others_is_no_byline() {
    assert!(bylines("<ul><li>Bild:</li><li><address>picture-archive</address></li></ul>").is_empty());
    assert!(bylines("<p>Photos by <a rel=author href=/author/john>John Roe</a></p>").is_empty());
    assert!(bylines("<p>Rain fell. Foto: <a rel=author href=/author/john>John Roe</a></p>").is_empty());
    assert!(bylines("<p>Übersetzt von <a rel=author href=/autor/karl>Karl Tal</a></p>").is_empty());
    assert_eq!(
        bylines("<p>Text und Foto: <a rel=author href=/autor/anna>Anna Berg</a></p>").first().map(String::as_str),
        Some("Anna Berg")
    );
    let apart = |breaks: usize| {
        let breaks = "<br>".repeat(breaks);
        bylines(&format!("<p><b>Foto:</b>{breaks}<a rel=author href=/author/john>John Roe</a></p>"))
    };
    assert!(apart(15).is_empty());
    assert_eq!(apart(16), ["John Roe"], "what stands so far in front is another's label");
    assert_eq!(bylines("<p><b>Photos</b> <a rel=author href=/author/jane>Jane Doe</a></p>"), ["Jane Doe"]);
}

#[test]
fn a_licence_is_no_author() {
    let licence = "<p><a href=https://licences.test/licenses/by/4.0/>Attribution 4.0 International License</a></p>";
    assert!(bylines(licence).is_empty());
    assert_eq!(bylines("<p><a href=/by/jane-doe>Jane Doe</a></p>"), ["Jane Doe"]);
}
