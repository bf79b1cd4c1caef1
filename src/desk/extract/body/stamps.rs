//! Stamps: lines in front of the text, or below its standfirst, that tell nothing but when it came out, or who signs.

use std::{cell::LazyCell, collections::BTreeSet};

use super::unit::{Cut, Unit, Units};
use crate::desk::extract::dating::shape::has_year;
use crate::desk::extract::facts::openers::Openers;
use crate::desk::extract::{Draft, Evidence, Found, Role};

/// How many units of the text, and how many paragraphs of running text among them, are gone over for such lines. Set by hand: the
/// first of them are a standfirst and the first paragraph; `a_line_that_only_dates_the_text_is_left_out` moves with the second.
const UNITS_MAX: usize = 12;
const PROSE_MAX: usize = 2;

/// The heaviest such line, in weight: a line of print. Set by hand; no test moves with it.
const STAMP_WEIGHT_MAX: usize = 80;

/// The most letters of such a line: a weekday, a month and a short name or a section. What a day is that of has more of them, an
/// exhibition's or a town's. Set by hand; `a_line_that_only_dates_the_text_is_left_out` moves with it.
const LETTERS_MAX: usize = 24;

/// The longest byline, in bytes: several names and a paper. Set by hand; no test moves with it.
const BYLINE_BYTES_MAX: usize = 160;

/// How many bytes a date has that is written `2024-05-17`.
const ISO_BYTES: usize = 10;

/// The fewest bytes of a date as the page spells it that a line is searched for: `1.5.2024`. Set by hand; no test moves with it.
const SPELT_BYTES_MIN: usize = 8;

/// Drops such lines from the beginning of the text, each with the heading in its own element, which says of what it is.
pub(super) fn drop(units: &mut Units, picked: &mut Vec<usize>, facts: &Draft) {
    let signed = LazyCell::new(|| signed(facts));
    let mut found: Vec<usize> = Vec::new();
    let (mut before, mut prose) = (None, 0);
    for &index in picked.iter().take(UNITS_MAX) {
        let Some(unit) = units.get(index) else { continue };
        if unit.is_prose() {
            prose += 1;
            if prose > PROSE_MAX {
                break;
            }
        } else if is_stamp(units, unit, facts) || is_byline(units, unit, &signed) {
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

/// Words that open a byline.
const OPENERS: Openers = Openers::of(&["by", "von", "par", "por", "di", "door", "av", "af"]);

/// Whether a line begins with such a word and is a byline as a whole, with whatever stands behind the names: `By Jane Doe, Harbour Post`.
fn is_byline(units: &Units, unit: &Unit, signed: &BTreeSet<String>) -> bool {
    let text = units.text(unit);
    unit.role == Role::Paragraph
        && text.len() <= BYLINE_BYTES_MAX
        && OPENERS.open(text)
        && !units.ends_sentence(unit)
        && signed.contains(&squashed(text))
}

/// The lines of the bylines that a reader sees, their letters and figures alone.
fn signed(facts: &Draft) -> BTreeSet<String> {
    let seen = facts.bylines.iter().filter(|byline| byline.from == Evidence::Visible);
    seen.flat_map(|byline| byline.value.lines()).map(squashed).collect()
}

fn squashed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a line names the day on which the text came out or was changed, and hardly anything else.
fn is_stamp(units: &Units, unit: &Unit, facts: &Draft) -> bool {
    let text = units.text(unit);
    unit.role == Role::Paragraph
        && unit.weight <= STAMP_WEIGHT_MAX
        && has_year(text)
        && !units.ends_sentence(unit)
        && !is_labelled(text)
        && text.chars().filter(|c| c.is_alphabetic()).count() <= LETTERS_MAX
        && facts.published.iter().chain(&facts.modified).any(|date| names(text, date))
}

/// Whether a label says of what a day is that: `Opening: 17.05.2024`.
fn is_labelled(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, _)| before.ends_with(char::is_alphabetic))
}

/// Whether a line holds a date as the page spells it, or that of one that is written `2024-05-17`.
fn names(text: &str, date: &Found<String>) -> bool {
    let mut parts = date.value.get(..ISO_BYTES).unwrap_or_default().splitn(3, '-').map(str::parse::<u32>);
    if let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) {
        return tells(text, year, month, day);
    }
    date.value.len() >= SPELT_BYTES_MIN && text.contains(date.value.as_str())
}

/// How many words stand between a day and its year at most: `de mayo de`.
const MONTH_WORDS_MAX: usize = 3;

/// Whether three numbers in a row are the day, the month and the year in one of their orders, or the day and the year stand around a
/// month in letters or behind it.
fn tells(text: &str, year: u32, month: u32, day: u32) -> bool {
    let numbers: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let short = year % 100;
    let orders = [[day, month, year], [month, day, year], [year, month, day], [day, month, short], [month, day, short]];
    if numbers.windows(3).any(|row| orders.iter().any(|order| row == order)) {
        return true;
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_letters = |word: &str| word.chars().all(char::is_alphabetic);
    let is_number = |word: &str, number: u32| word.trim_end_matches(char::is_alphabetic).parse() == Ok(number);
    words.iter().enumerate().filter(|(_, word)| is_number(word, day)).any(|(at, _)| {
        let between = words.iter().skip(at + 1).take_while(|word| is_letters(word)).count();
        let is_behind_month =
            || at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| is_letters(word));
        let is_beside_month = between > 0 && between <= MONTH_WORDS_MAX || between == 0 && is_behind_month();
        is_beside_month && words.get(at + 1 + between).is_some_and(|word| is_number(word, year))
    })
}
