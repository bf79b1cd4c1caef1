//! The shapes that dates have in a line of text. A light look, whatever the language: whether a text could name a day, not
//! which.

use super::{Spoken, is_led};
use crate::desk::extract::letters::{figure_at, is_numeric};

/// The longest text that is a day and nothing else, in characters: weekday, day, month and year in words.
pub(in crate::desk::extract) const BRIEF_CHARS_MAX: usize = 40;

/// The most numbers in a line of dates: two dates in figures, each with a time to the second.
const NUMBERS_MAX: usize = 12;

/// Whether the text could name a day: at least two digits, or one and a word (`3 hours ago`).
pub(in crate::desk::extract) fn has_day(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).take(2).count();
    digits == 2 || digits == 1 && text.chars().any(char::is_alphabetic)
}

/// Whether the text is short enough to be a day and nothing else.
pub(in crate::desk::extract) fn is_brief(text: &str) -> bool {
    text.chars().take(BRIEF_CHARS_MAX + 1).count() <= BRIEF_CHARS_MAX
}

/// Whether the text tells a minute: a colon between two figures.
pub(in crate::desk::extract) fn has_clock(text: &str) -> bool {
    let is_figure = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    let colons = bytes.iter().enumerate().filter(|(_, byte)| **byte == b':');
    colons.into_iter().any(|(at, _)| at > 0 && is_figure(bytes.get(at - 1)) && is_figure(bytes.get(at + 1)))
}

/// Whether a line that nothing marks could tell a date from the reader's day: a word for publishing or changing leads it,
/// and it holds one short number and a word right behind that (`Published 3 hours ago`, unlike `Updated on the 19.`).
pub(in crate::desk::extract) fn counts_back(text: &str) -> bool {
    let Some((_, from)) = text.find(char::is_numeric).and_then(|at| text.split_at_checked(at)) else { return false };
    let rest = from.trim_start_matches(char::is_numeric);
    let is_short = from.chars().take_while(|c| c.is_numeric()).count() <= 2;
    let unit = rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic());
    is_short && unit && !rest.contains(char::is_numeric) && is_led(text)
}

/// The fewest digits that tell a year and a day: `1.5.24`.
const YEAR_DIGITS_MIN: usize = 4;

/// Whether the text holds a year of this or the last century beside a day's number, or a day in figures with a short year
/// (`17.05.24`), or one of an era (`令和7年5月17日`).
pub(in crate::desk::extract) fn has_year(text: &str) -> bool {
    if text.is_ascii() && ascii_digits(text) < YEAR_DIGITS_MIN {
        return false;
    }
    let (mut years, mut smalls, mut numbers, mut joined) = (0, 0, 0, 0);
    let mut previous = "";
    let mut rest = text;
    while let Some((gap, from)) = figure_at(rest).and_then(|at| rest.split_at_checked(at)) {
        let end = from.find(|c| !is_numeric(c)).unwrap_or(from.len());
        let Some((number, after)) = from.split_at_checked(end) else { break };
        let digits = number.chars().count();
        let is_sign = |gap: &str| matches!(gap, "." | "/" | "-" | "|" | " | " | ". " | "·");
        joined = if digits <= 2 && is_sign(gap) && matches!(previous.chars().count(), 1 | 2) { joined + 1 } else { 0 };
        if joined == 2 && digits == 2 {
            return true;
        }
        match digits {
            4 if !number.is_ascii()
                || number.starts_with("19")
                || number.starts_with("20")
                || number.starts_with("25") =>
            {
                years += 1;
            }
            8 if number.starts_with("19") || number.starts_with("20") => return true,
            1..=3
                if after.starts_with('年') && ["令和", "平成", "民國", "民国"].iter().any(|era| gap.ends_with(era)) =>
            {
                years += 1;
            }
            1 | 2 => smalls += 1,
            _ => {}
        }
        numbers += 1;
        (previous, rest) = (number, after);
    }
    years > 0 && smalls > 0 && numbers <= NUMBERS_MAX
}

/// How many digits of ASCII a text has. All bytes are asked, whatever those before say, and counted in a byte: so processors ask a dozen
/// at once.
fn ascii_digits(text: &str) -> usize {
    let pieces = text.as_bytes().chunks(u8::MAX.into());
    pieces.map(|piece| usize::from(piece.iter().map(|byte| u8::from(byte.is_ascii_digit())).sum::<u8>())).sum()
}

/// The longest opening that is looked at for a date, in characters: the name of a place, a weekday, a day in words.
const DATELINE_CHARS_MAX: usize = 60;

/// The most words of it: a place of three (`Frankfurt am Main`) and a month. More are a sentence's.
const DATELINE_WORDS_MAX: usize = 4;

/// The date with which a paragraph opens, the place in front of it included: `Town, 3 May 2024 – The council`,
/// `(3.5.2024) The council`. A sign parts it from the sentence; a comma doesn't, since sentences begin
/// `On May 3, 2024, the council`.
pub(in crate::desk::extract) fn dateline(text: &str) -> Option<String> {
    let head = text
        .trim_start()
        .char_indices()
        .nth(DATELINE_CHARS_MAX)
        .map_or(text.trim_start(), |(end, _)| text.trim_start().get(..end).unwrap_or_default());
    let mut from = 0;
    while let Some(at) = head.get(from..)?.find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let rest = head.get(at..)?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        from = at + digits;
        let is_year = digits == 4 && (rest.starts_with("19") || rest.starts_with("20"));
        let parts = |c: char| !c.is_alphanumeric() && !matches!(c, ',' | '/' | '\'' | '’' | '%');
        let opening = head.get(..from)?;
        let rest = head.get(from..)?;
        // A wire's name in slashes: `Town, 3 May 2024 /Newswire/ -- The council`.
        let is_wire = rest.trim_start().strip_prefix('/').is_some_and(|name| name.starts_with(char::is_alphabetic));
        let words = opening.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
        if is_year
            && words <= DATELINE_WORDS_MAX
            && has_year(opening)
            && (rest.trim_start().starts_with(parts) || rest.starts_with(' ') && is_wire)
        {
            return Some(opening.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    None
}

/// The dates of a line, each with the word that introduces it.
pub(in crate::desk::extract) fn parted(
    text: &str,
    lower: &str,
    words: &[(usize, Spoken)],
    label: Option<Spoken>,
) -> Vec<(String, Option<Spoken>)> {
    // Lower case may be longer than the text: then it is not cut.
    let cuts = if lower.len() == text.len() { words } else { &[] };
    let mut out = Vec::new();
    let (mut start, mut spoken) = (0, label);
    if lower.len() != text.len() {
        spoken = words.first().map(|(_, spoken)| *spoken).or(label);
    }
    for (at, next) in cuts.iter().map(|(at, next)| (*at, Some(*next))).chain([(text.len(), None)]) {
        let part = text.get(start..at).unwrap_or_default().trim();
        if has_day(part) {
            // Behind the only date of a line its verb may stand, as in German: "am 3. Mai 2024 veröffentlicht".
            let is_last = || !text.get(at..).is_some_and(has_day);
            let said = next.filter(|next| spoken.is_none() && *next == Spoken::Published && is_last());
            out.push((part.to_owned(), spoken.or(said)));
            start = at;
        }
        // A word behind which no date stands introduces the next one, too: "Published (updated): 3 May".
        spoken = next.or(spoken);
    }
    out
}
