use proptest::prelude::*;

use super::*;
use crate::desk::normalize::Precision;

fn dated(at: &str, ahead_s: i32) -> Dated {
    Dated {
        at: at.parse().unwrap(),
        offset: jiff::tz::Offset::from_seconds(ahead_s).unwrap(),
        precision: Precision::Second,
        zone_known: true,
        raw: String::new(),
    }
}

#[test]
fn an_instant_is_written_as_its_page_stated_it() {
    for (at, ahead_s, written) in [
        ("2026-10-05T13:20:00Z", 3600, "2026-10-05T14:20:00+01:00"),
        ("2026-10-05T13:20:00.7Z", 0, "2026-10-05T13:20:00Z"),
        ("1969-12-31T23:59:59Z", -34_200, "1969-12-31T14:29:59-09:30"),
    ] {
        let dated = dated(at, ahead_s);
        let instant = Instant::of(&dated).unwrap();
        assert_eq!(instant.to_string(), written);
        assert_eq!(Instant::from_bits(instant.bits()), Some(instant));
    }
    assert_eq!(Instant::of(&dated("2026-10-05T13:20:00Z", 61)), None);
    assert_eq!(Instant::from_bits(0), None);
}

#[test]
fn marks_tell_which_fields_differ() {
    let marks = FieldMarks([1, 2, 3, 0, 0, 6, 7, 0]);
    let other = FieldMarks([1, 9, 3, 4, 0, 6, 0, 0]);
    let names: Vec<_> = marks.differing(other).iter().map(Field::name).collect();
    assert_eq!(names, ["description", "authors", "images"]);
    assert_eq!(marks.differing(marks), Fields::default());
    assert!(marks.agree_in(other, Field::Headline) && !marks.agree_in(other, Field::PublishedAt));
}

#[test]
fn a_mark_tells_parts_apart_and_none_from_some() {
    assert_eq!(mark(std::iter::empty()), 0);
    assert_ne!(mark([""].into_iter()), 0);
    assert_ne!(mark(["ab", "c"].into_iter()), mark(["a", "bc"].into_iter()));
    assert_eq!(mark(["Harbor bridge reopens"].into_iter()), 0x2e8f, "marks stand in every ledger");
}

proptest! {
    #[test]
    fn bits_are_an_instant_or_none(bits in any::<u64>()) {
        if let Some(instant) = Instant::from_bits(bits) {
            prop_assert_eq!(instant.bits(), bits);
            prop_assert!(!instant.to_string().is_empty());
        }
    }
}
