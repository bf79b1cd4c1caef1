//! What looks like another thing's and is the text's own: below linked heads, beside the text, in oddly named parts.

use super::*;

/// A text of some length, told anew for each day.
fn text(day: usize) -> String {
    [A, B, C, A, B].iter().enumerate().map(|(at, text)| p(&format!("{text} So said {at} on day {day}."))).collect()
}

#[test]
fn a_linked_sub_headline_may_have_a_short_line_below_it() {
    let head = "# 1. The harbour fern of Elmhaven";
    let page = |between: &str, text: &str| {
        body(&around(&format!("<h2>1. <a href=/fern>The harbour fern of Elmhaven</a></h2>{between}{text}")))
    };
    let line = p("From the pier");
    assert_eq!(page(&line, &p(B)), [A, head, "From the pier", B, C]);
    let keeps = |between: &str| page(between, &p(B)).contains(&head.to_owned());
    assert!(keeps("") && keeps(&(line.clone() + &p("It likes salt"))));
    assert!(!keeps(&(line.clone() + &p("It likes salt") + &p("It likes rain"))), "three lines");
    assert!(!keeps(&p("12 May 2030")), "another article's date");
    assert!(!keeps("<p><a href=/all>All ferns of the harbour</a></p>"), "a button");
    assert!(!keeps("<h2><a href=/moss>The harbour moss of Elmhaven</a></h2><p><a href=/x>More moss here</a></p>"));
    assert!(!page(&line, &format!("<div>{}</div>", p(B))).contains(&head.to_owned()), "another block");
    let card = format!("<div class=x><h3><a href=/s/1>Harbour basin number 1 is drained</a></h3>{line}{}</div>", p(B));
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{}{card}{}</div></main>", text(1), text(2));
    assert_eq!(body(&page).len(), 10, "an announcement in a box of its own");
}
