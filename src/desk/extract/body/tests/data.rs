//! Standfirsts, bodies that the page holds as data, and names that programs make.

use super::*;
use crate::desk::extract::Hints;

#[test]
fn a_stated_body_keeps_the_standfirst_that_is_shown() {
    let description = Some(Found { value: A.to_owned(), from: Evidence::Meta });
    let hints = Hints { article_body: Some([[B, C].concat(), [C, B].concat()].join("\n")), ..Hints::default() };
    let facts = Draft { description, hints, ..Draft::default() };
    let page = format!("<main><h1>Bridge stays open</h1>{}</main>", p(A));
    assert_eq!(with(&page, &facts), [A, &[B, C].concat(), &[C, B].concat()]);
}

#[test]
fn a_film_has_a_standfirst_at_least() {
    let lead = "The bridge stays open until next year, the mayor says.";
    let description = Some(Found { value: lead.to_owned(), from: Evidence::Meta });
    let page = format!("<main><h1>Bridge stays open</h1>{}<p>2 min</p></main>", p(lead));
    assert_eq!(with(&page, &Draft { description, ..Draft::default() }), [lead]);
    assert!(body(&page).is_empty(), "nothing tells");
}

#[test]
fn a_standfirst_may_be_called_a_teaser() {
    let page = |class: &str| {
        format!(
            "<main><h1>Bridge stays open</h1><h2 class={class}>{B}</h2><div class=text>{}{}</div></main>",
            p(A),
            p(C)
        )
    };
    assert_eq!(body(&page("article-teaser")), [B, A, C]);
}

#[test]
fn a_teaser_gives_way_to_the_text_in_a_script() {
    let text = [B, C].map(p).concat();
    let whole = format!("{}{}", p(A), text).replace('"', "\\\"");
    let state = |times: usize| {
        let long: String = (0..times).map(|i| format!("<p>{i}: {B} {C}</p>")).collect();
        format!(r#"<script type="application/json">{{"title": "Bridge stays open", "body": "{whole}{long}"}}</script>"#)
    };
    let headline = Some(Found { value: "Bridge stays open".to_owned(), from: Evidence::Visible });
    let facts = Draft { headline, ..Draft::default() };
    let teaser = |times| {
        format!("<main><h1>Bridge stays open</h1>{}{}{}</main>{}", p(B), p(C), p(&[B, C].concat()), state(times))
    };
    assert_eq!(with(&teaser(20), &facts).first().map(String::as_str), Some(A));
    assert_eq!(with(&teaser(1), &facts).first().map(String::as_str), Some(B), "hardly more");
}

#[test]
fn the_anchor_of_a_heading_names_nothing() {
    let inner = format!("<h2 id=nav_newsletter_1>What they read</h2>{}", p(B));
    assert_eq!(body(&around(&inner)), [A, "# What they read", B, C]);
}

#[test]
fn a_piece_in_a_box_of_its_own_keeps_the_headline_above_it() {
    let piece = |head: &str, text: &str| {
        format!("<div class=item><div class=paragraph>{head}<div class=long>{text}</div></div></div>")
    };
    let pieces = [
        piece("", &[A, B, C].map(p).concat()),
        piece("<h2>What it costs</h2>", &p(&format!("{B} {A}"))),
        piece("<h2>Who decides</h2>", &p(&format!("{C} {A}"))),
    ];
    let page = format!("<main><h1>Bridge stays open</h1>{}</main>", pieces.concat());
    let second = [format!("{B} {A}"), format!("{C} {A}")];
    assert_eq!(body(&page), [A, B, C, "# What it costs", &second[0], "# Who decides", &second[1]]);
}

#[test]
fn pieces_are_of_one_make_whatever_their_number() {
    let piece = |number: u32, text: &str| {
        format!(
            "<div class='row'><div class='column'><div class='text_column vc_custom_{number}'>{}</div></div></div>",
            p(text)
        )
    };
    let page = |number| {
        let long = format!("{B} {C}");
        format!(
            "<main><h1>Bridge stays open</h1>{}<div><div><div class=grid>{}</div></div></div></main>",
            piece(1_563_455_446, A),
            piece(number, &long) + &piece(number, &format!("{C} {A}")) + &piece(number, &format!("{A} {B}"))
        )
    };
    assert_eq!(body(&page(1_563_455_447)).first().map(String::as_str), Some(A));
}
