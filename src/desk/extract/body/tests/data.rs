//! Standfirsts, bodies that the page holds as data, and names that programs make.

use super::*;

#[test]
fn the_anchor_of_a_heading_names_nothing() {
    let inner = format!("<h2 id=nav_newsletter_1>What they read</h2>{}", p(B));
    assert_eq!(body(&around(&inner)), [A, "# What they read", B, C]);
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
