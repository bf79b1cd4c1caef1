//! Lines, lists and cards beside the text that only stamp, head or announce, and such as belong to it.

use super::*;

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
    assert_eq!(page("<p>That was on 1 November 2023.</p>", "2023-11-01").len(), 4, "a sentence");
    let behind = format!("{}<p>1 November 2023</p>", p(&B.replace("told", "warned")));
    assert_eq!(page(&format!("{}{behind}", p(&B.replace("told", "asked"))), "2023-11-01").len(), 6, "a chronicle");
}
