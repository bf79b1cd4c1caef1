//! The body that a page's scripts hold: where a script fills the page, its text travels as data; so does the date of its
//! publication.
//!
//! In: the texts of a page's scripts and data blocks, JSON-LD left out. Out: markup of the body, to be read as a page's is.
//! Data is what parses as JSON: a whole block, what a script assigns (`window.__STATE__ = {…}`) or passes (`push({…})`),
//! a string of JSON within it, and the [rows](flight) that React streams. Other JavaScript is not run and not read.
//!
//! A text counts only where it belongs to the page's headline: an object around it, at most [`LEVELS_MAX`] above, holds
//! both. Else the stories of a list, the words of a menu and the shop's terms would stand in for an article.

mod flight;
mod rich;

use serde_json::Value;

use super::weight::weigh;
use crate::desk::decode::tree::{Key, Tag, Tree};
use crate::desk::extract::facts::{likeness::Words, plain::plain_lines};
use crate::desk::extract::is_unspaced;
use crate::desk::extract::{Limits, budget::Budget};

/// How many levels of objects and arrays a text may stand below the object that holds its headline: `body`, `content`,
/// an array, its items.
const LEVELS_MAX: usize = 4;

/// How like a string must be to the headline to be one: as in JSON-LD.
const SAME_HEADLINE: f64 = 0.75;

/// The longest string that is held against the headline, in bytes.
const HEADLINE_BYTES_MAX: usize = 600;

/// The shortest string that may be data spelt as a string, in bytes.
const NESTED_BYTES_MIN: usize = 200;

/// The most attempts to read a value that fail in one page. Code has brackets behind `=` and `(` as data has, and most
/// fail at the first word.
const FAILURES_MAX: usize = 400;

/// The longest words of prose on average, in characters: languages that compound stay below fifteen.
const WORD_CHARS_MAX: usize = 40;

/// How many times the bytes of scripts that are read may be weighed as texts: a text that is nested in arrays is weighed in
/// each of the [`LEVELS_MAX`] that stand within reach of the headline.
const WEIGHED_FACTOR: usize = LEVELS_MAX;

/// Names under which an object tells its own headline. One that tells another is another story.
const HEADLINE_KEYS: &[&str] = &["title", "headline", "Title", "Headline"];

/// Names under which an object tells when its story was published: their letters, in lower case.
const PUBLISHED_KEYS: &[&str] = &[
    "datepublished",
    "datetimepublished",
    "firstpublished",
    "firstpublishedat",
    "firstpublisheddate",
    "pubdate",
    "publicationdate",
    "publishdate",
    "published",
    "publishedat",
    "publisheddate",
    "publishedtime",
    "publishtime",
];

/// The most dates that are taken, and the longest in bytes.
const DATES_MAX: usize = 4;
const DATE_BYTES_MAX: usize = 40;

/// The body's markup, of all texts that belong to the headline the one that says most; nothing where there is none.
///
/// # Limits
/// Those of [`search`].
pub(super) fn body(tree: &Tree, headline: &str, limits: &Limits) -> Option<String> {
    search(tree, headline, limits, true, |search| search.best.map(|(_, markup)| markup))
}

/// When the story of that headline was published, as the page's scripts spell it.
///
/// # Limits
/// Those of [`search`].
pub(in crate::desk::extract) fn published(tree: &Tree, headline: &str, limits: &Limits) -> Vec<String> {
    search(tree, headline, limits, false, |search| search.dates)
}

/// Looks through the scripts for what belongs to the headline, `texts` among it where they are asked for.
///
/// # Limits
/// Reads [`Limits::script_bytes_max`] bytes of scripts under the caps on objects and values that JSON-LD is read under, and
/// as many bytes again of attempts that fail; weighs [`WEIGHED_FACTOR`] times as many bytes of texts.
fn search<T>(tree: &Tree, headline: &str, limits: &Limits, texts: bool, take: impl FnOnce(Search<'_>) -> T) -> T {
    let bytes_max = limits.script_bytes_max;
    let mut budget = Budget::default();
    let mut reader = Reader { values: Vec::new(), failures: 0, failed_bytes_left: bytes_max };
    let mut rows = String::new();
    for script in tree.elements(Tag::Script) {
        let Some(text) = tree.first_child(script).and_then(|child| tree.text_node(child)) else { continue };
        let is_linked_data = tree.value(script, Key::Type).is_some_and(|kind| kind.contains("ld+json"));
        if is_linked_data || !budget.takes(text, bytes_max, limits) {
            continue;
        }
        match flight::pushed(text) {
            Some(pushed) => rows.push_str(&pushed),
            None => reader.read(text),
        }
    }
    // Escapes may have hidden what these hold, so that they are counted as they read.
    let mut unescaped = Budget::default();
    if !unescaped.takes(&rows, bytes_max, limits) {
        rows.clear();
    }
    let flight = flight::Flight::of(&rows);
    let mut values = reader.values;
    values.extend(flight.rows().filter_map(|row| serde_json::from_str(row).ok()));
    let left = if texts { bytes_max.saturating_mul(WEIGHED_FACTOR) } else { 0 };
    let words = Words::of(headline);
    let mut search =
        Search { headline, words, flight: &flight, limits, unescaped, left, best: None, dates: Vec::new() };
    for value in &values {
        search.visit(value, 0, true);
    }
    take(search)
}

/// Whether an object tells under that name when its story was published.
fn is_published_key(key: &str) -> bool {
    let letters: String = key.chars().filter(char::is_ascii_alphabetic).collect();
    PUBLISHED_KEYS.iter().any(|known| known.eq_ignore_ascii_case(&letters))
}

/// The longest markup that stands there for readers without scripts, within the cap on scripts. Most is a counter's
/// picture, which ends no element.
pub(super) fn without(tree: &Tree, limits: &Limits) -> Option<String> {
    let texts = tree.elements(Tag::NoScript).filter_map(|id| tree.text_node(tree.first_child(id)?));
    let held = texts.filter(|text| text.len() <= limits.script_bytes_max && text.contains("</"));
    let longest = held.max_by_key(|text| text.len())?;
    Some(longest.to_owned())
}

/// Finds the JSON values in scripts.
struct Reader {
    values: Vec<Value>,
    failures: usize,
    failed_bytes_left: usize,
}

impl Reader {
    fn read(&mut self, script: &str) {
        let mut at = 0;
        while let Some(start) = next_start(script, at) {
            let rest = script.get(start..).unwrap_or_default();
            let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
            match stream.next() {
                Some(Ok(value)) => {
                    at = start + stream.byte_offset().max(1);
                    // A short string is no data.
                    if value.as_str().is_none_or(|text| text.len() >= NESTED_BYTES_MIN) {
                        self.values.push(value);
                    }
                }
                Some(Err(error)) => {
                    let read = consumed(rest, &error);
                    self.failures += 1;
                    if self.failures > FAILURES_MAX || read > self.failed_bytes_left {
                        return;
                    }
                    self.failed_bytes_left -= read;
                    at = start + 1;
                }
                None => return,
            }
        }
    }
}

/// The next opening bracket or quote that begins the script, or stands behind `=` or `(`.
fn next_start(script: &str, from: usize) -> Option<usize> {
    let bytes = script.as_bytes();
    let is_space = |b: &&u8| b.is_ascii_whitespace();
    if from == 0 {
        let start = bytes.iter().take_while(is_space).count();
        if matches!(bytes.get(start), Some(b'{' | b'[')) {
            return Some(start);
        }
    }
    let mut at = from;
    loop {
        at += memchr::memchr2(b'=', b'(', bytes.get(at..)?)? + 1;
        let start = at + bytes.get(at..)?.iter().take_while(is_space).count();
        match bytes.get(start)? {
            b'{' | b'[' => return Some(start),
            // A short string is no data; which it is shows where the next quote stands.
            b'"' if memchr::memchr(b'"', bytes.get(start + 1..)?).is_none_or(|end| end >= 2) => return Some(start),
            _ => {}
        }
    }
}

/// How far a failed attempt has read.
fn consumed(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    lines + error.column()
}

/// Whether it is made of words, not a picture in base64 or a key.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().count() * WORD_CHARS_MAX >= text.chars().count() || text.chars().any(is_unspaced)
}

/// Whether a line is a mark at which something is to be put in: `$$AD$$`, `{{related}}`.
pub(super) fn is_placeholder(line: &str) -> bool {
    [("$$", "$$"), ("%%", "%%"), ("##", "##"), ("{{", "}}"), ("[[", "]]")]
        .iter()
        .any(|(open, close)| line.len() > 4 && line.starts_with(open) && line.ends_with(close))
}

/// Looks for the text that belongs to the headline.
struct Search<'a> {
    headline: &'a str,
    /// Its words.
    words: Words,
    flight: &'a flight::Flight<'a>,
    limits: &'a Limits,
    /// What was parsed of strings.
    unescaped: Budget,
    /// How many bytes of texts may still be weighed: one text can be referred to any number of times.
    left: usize,
    best: Option<(usize, String)>,
    dates: Vec<String>,
}

impl Search<'_> {
    /// Visits a value that stands `near` levels within the reach of the headline. Values nest as deep as the parser
    /// lets them, which is 128.
    fn visit(&mut self, value: &Value, near: usize, may_nest: bool) {
        match value {
            Value::Object(object) => {
                let own = HEADLINE_KEYS.iter().filter_map(|key| object.get(*key)?.as_str());
                let tells_other = own.clone().next().is_some() && !own.clone().any(|title| self.is_headline(title));
                let near = if tells_other {
                    0
                } else if object.values().filter_map(Value::as_str).any(|text| self.is_headline(text)) {
                    LEVELS_MAX
                } else {
                    near.saturating_sub(1)
                };
                let dates = object.iter().filter(|(key, _)| near > 0 && is_published_key(key));
                for (_, date) in dates {
                    self.date(date);
                }
                for inner in object.values() {
                    self.visit(inner, near, may_nest);
                }
            }
            Value::Array(items) => {
                if near > 0
                    && let Some(markup) = rich::markup(items)
                {
                    self.consider(&markup);
                }
                for inner in items {
                    self.visit(inner, near.saturating_sub(1), may_nest);
                }
            }
            Value::String(text) => {
                let text = self.flight.resolve(text);
                let nested = text.trim_start();
                if may_nest && text.len() >= NESTED_BYTES_MIN && nested.starts_with(['{', '[']) {
                    if self.unescaped.takes(nested, self.limits.script_bytes_max, self.limits)
                        && let Ok(value) = serde_json::from_str(nested)
                    {
                        self.visit(&value, near, false);
                    }
                } else if near > 0 && text.len() >= NESTED_BYTES_MIN {
                    self.consider(text);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn is_headline(&self, text: &str) -> bool {
        (text.len() <= HEADLINE_BYTES_MAX)
            && text.len() <= self.headline.len() * 3
            && self.headline.len() <= text.len() * 3
            && self.words.likeness(&Words::of(text)) >= SAME_HEADLINE
    }

    fn date(&mut self, value: &Value) {
        let spelt = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return,
        };
        if self.dates.len() < DATES_MAX && (1..=DATE_BYTES_MAX).contains(&spelt.len()) && !self.dates.contains(&spelt) {
            self.dates.push(spelt);
        }
    }

    fn consider(&mut self, markup: &str) {
        let Some(left) = self.left.checked_sub(markup.len()) else { return };
        self.left = left;
        let text = plain_lines(markup, markup.len());
        let weight = weigh(&text);
        if is_prose(&text) && self.best.as_ref().is_none_or(|(best, _)| weight > *best) {
            self.best = Some((weight, markup.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests;
