//! What stays at the edges of the text.

use super::*;

#[test]
fn a_list_at_the_end_stays_with_its_announcement() {
    let page =
        |tail: &str| format!("<main><h1>Bridge stays open</h1><div class=text>{}{}{tail}</div></main>", p(A), p(B));
    let list = "<p>The council also wants:</p><ul><li>A new pier</li><li>A lamp at <a href=/x>one end</a></li></ul>";
    assert_eq!(body(&page(list)), [A, B, "The council also wants:", "* A new pier", "* A lamp at one end"]);
    let links = "<p>Read more:</p><ul><li><a href=/x>A new pier</a></li><li><a href=/y>Two benches</a></li></ul>";
    assert_eq!(body(&page(links)), [A, B], "links alone");
    let sources = "<p>Quellen:</p><ul><li>Council of Elmhaven</li></ul>";
    assert_eq!(body(&page(sources)), [A, B], "where it is from");
    let mixed = "<ul><li>A new pier</li><li>See <a href=/y>the plans for the new pier</a></li></ul>";
    assert_eq!(body(&page(mixed)), [A, B, "* A new pier"], "an item that leads elsewhere");
}

#[test]
fn a_paragraph_that_opens_with_its_place_is_text() {
    let first =
        "<p class=dateline>ELMHAVEN — The bridge has stood for a hundred years, and it will stand a little longer.</p>";
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{first}{}{}{}</div></main>", p(A), p(B), p(C));
    assert_eq!(body(&page).first().map(|line| line.starts_with("ELMHAVEN")), Some(true));
}
