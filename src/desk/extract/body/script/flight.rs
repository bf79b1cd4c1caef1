//! The rows in which React Server Components stream a page: `self.__next_f.push([1,"2a:[…]\n"])`.
//!
//! A row is an id in hexadecimal digits, a colon, and a value: JSON up to the line's end, with a letter or two before it
//! for other kinds than a model; or `T`, a length in bytes in hexadecimal digits, a comma, and so much text, to which
//! strings refer as `$2a`.
//!
//! # Source: react-client's `ReactFlightClient.js` (`processBinaryChunk`, `parseModelString`).

use std::collections::BTreeMap;

use serde_json::Value;

/// What opens a script that pushes rows.
const PUSH: &str = "self.__next_f.push(";

/// The longest id of a row, in digits.
const ID_CHARS_MAX: usize = 8;

/// The stretch of rows that a script pushes, unescaped; `None` for a script that pushes none.
pub(super) fn pushed(script: &str) -> Option<String> {
    let argument = script.trim_start().strip_prefix(PUSH)?;
    let value = serde_json::Deserializer::from_str(argument).into_iter::<Value>().next()?.ok()?;
    Some(value.get(1).and_then(Value::as_str).unwrap_or_default().to_owned())
}

/// The rows of a page.
pub(super) struct Flight<'a> {
    rows: Vec<&'a str>,
    texts: BTreeMap<&'a str, &'a str>,
}

impl<'a> Flight<'a> {
    /// Splits the page's whole stretch; what is no row is passed over to the line's end.
    pub(super) fn of(mut rest: &'a str) -> Self {
        let mut flight = Self { rows: Vec::new(), texts: BTreeMap::new() };
        while !rest.is_empty() {
            let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
            let Some((id, value)) = line.split_once(':').filter(|(id, _)| is_id(id)) else {
                rest = behind;
                continue;
            };
            rest = if let Some((text, next)) = rest.get(id.len() + 1..).and_then(text) {
                flight.texts.insert(id, text);
                next
            } else {
                flight.rows.push(value.trim_start_matches(|c: char| c.is_ascii_uppercase()));
                behind
            };
        }
        flight
    }

    /// The values of the rows, as JSON.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'a str> {
        self.rows.iter().copied()
    }

    /// The text that a string refers to, or the string itself.
    pub(super) fn resolve<'s>(&self, text: &'s str) -> &'s str
    where
        'a: 's,
    {
        text.strip_prefix('$').and_then(|id| self.texts.get(id).copied()).unwrap_or(text)
    }
}

fn is_id(text: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The text of a row of text, and what stands behind it: the next row, without a line's end between.
fn text(value: &str) -> Option<(&str, &str)> {
    let (length, rest) = value.strip_prefix('T')?.split_once(',')?;
    let end = rest.floor_char_boundary(usize::from_str_radix(length, 16).ok()?);
    rest.split_at_checked(end)
}
