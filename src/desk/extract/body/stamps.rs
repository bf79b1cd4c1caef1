//! Stamps: lines in front of the text, or below its standfirst, that tell nothing but when it came out.

use super::unit::{Cut, Unit, Units};
use crate::desk::extract::dating::shape::has_year;
use crate::desk::extract::{Draft, Found, Role};

/// How many units of the text, and how many paragraphs of running text among them, are gone over for such lines. Set by hand: the
/// first of them are a standfirst and the first paragraph; `a_line_that_only_dates_the_text_is_left_out` moves with both.
const UNITS_MAX: usize = 12;
const PROSE_MAX: usize = 2;

/// The heaviest such line, in weight: a line of print. Set by hand; the same test moves with it.
const STAMP_WEIGHT_MAX: usize = 80;

/// The most letters of such a line: a weekday, a month and a short name or a section. What a day is that of has more of them, an
/// exhibition's or a town's. Set by hand; the same test moves with it.
const LETTERS_MAX: usize = 24;

/// How many bytes a date has that is written `2024-05-17`.
const ISO_BYTES: usize = 10;

/// The fewest bytes of a date as the page spells it that a line is searched for: `1.5.2024`. Set by hand; the same test moves with it.
const SPELT_BYTES_MIN: usize = 8;

/// Drops such lines from the beginning of the text, each with the heading in its own element, which says of what it is.
pub(super) fn drop(units: &mut Units, picked: &mut Vec<usize>, facts: &Draft) {
    let mut found: Vec<usize> = Vec::new();
    let (mut before, mut prose) = (None, 0);
    for &index in picked.iter().take(UNITS_MAX) {
        let Some(unit) = units.get(index) else { continue };
        if unit.is_prose() {
            prose += 1;
            if prose > PROSE_MAX {
                break;
            }
        } else if is_stamp(units.text(unit), unit, facts) {
            let is_head = |head: &Unit| head.level > 0 && units.places.is_within(head.place, unit.place);
            found.extend(before.filter(|&before| units.get(before).is_some_and(is_head)));
            found.push(index);
        }
        before = Some(index);
    }
    if found.is_empty() {
        return;
    }
    picked.retain(|index| !found.contains(index));
    for index in found {
        units.cut(index, Cut::Edge);
    }
}

/// Whether a line names the day on which the text came out or was changed, and hardly anything else.
fn is_stamp(text: &str, unit: &Unit, facts: &Draft) -> bool {
    unit.role == Role::Paragraph
        && unit.weight <= STAMP_WEIGHT_MAX
        && has_year(text)
        && !text.ends_with(['.', '!', '?'])
        && !is_labelled(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS_MAX
        && facts.published.iter().chain(&facts.modified).any(|date| names(text, date))
}

/// Whether a label says of what a day is that: `Opening: 17.05.2024`.
fn is_labelled(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, _)| before.ends_with(char::is_alphabetic))
}

/// Whether a line holds a date as the page spells it, or the year and the day of one that is written `2024-05-17`.
fn names(text: &str, date: &Found<String>) -> bool {
    let mut parts = date.value.get(..ISO_BYTES).unwrap_or_default().splitn(3, '-').map(str::parse::<u32>);
    let is_number = |part: &str, number: u32| part.parse() == Ok(number);
    if let (Some(Ok(year)), Some(Ok(_)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) {
        let numbers = || text.split(|c: char| !c.is_ascii_digit());
        return numbers().any(|part| is_number(part, day))
            && numbers().any(|part| is_number(part, year) || part.len() == 2 && is_number(part, year % 100));
    }
    date.value.len() >= SPELT_BYTES_MIN && text.contains(date.value.as_str())
}
