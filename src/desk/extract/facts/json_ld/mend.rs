//! JSON as web pages write it, mended to what the grammar allows.
//!
//! A block that parses is left alone. One that doesn't is copied in one pass with the faults seen on news pages
//! repaired: comments and CDATA or HTML-comment wrappers around it, several values in a row, a trailing or missing
//! comma, raw line breaks and quotation marks within strings, escapes that JSON doesn't know, single quotes, bare
//! words, and an end that is cut off. What is still no JSON after that is dropped.

use std::iter::Peekable;
use std::str::CharIndices;

use serde_json::Value;

/// How deep arrays and objects may nest; what is deeper is cut off there. Real blocks stay under 20, and the parser
/// itself stops at 128.
const DEPTH_MAX: usize = 64;

/// How many values one block may hold in a row.
const VALUES_MAX: usize = 64;

/// The values of a block, in order; none where it is no JSON even with its faults mended.
///
/// Costs one pass over the text, two where it is broken.
pub(super) fn values(raw: &str) -> Vec<Value> {
    if let Ok(value) = serde_json::from_str(raw) {
        return vec![value];
    }
    // Some templates escape the whole block for HTML, which `<script>` does not undo.
    let mended =
        if !raw.contains('"') && raw.contains("&quot;") { mend(&super::super::plain::decode(raw)) } else { mend(raw) };
    serde_json::Deserializer::from_str(&mended).into_iter().map_while(Result::ok).take(VALUES_MAX).collect()
}

/// The longest key without quotation marks that is looked for, in bytes.
const KEY_BYTES_MAX: usize = 40;

/// What opens a CDATA section, after its `<`: its bracket opens no array.
const CDATA: &str = "![CDATA[";

/// What stood before the place that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// An opening bracket, or nothing.
    Open,
    /// A whole value, or a key.
    Value,
    /// A comma, which is written only once a value follows.
    Comma,
    /// A colon.
    Colon,
}

/// The state of one pass.
struct Pass<'a> {
    raw: &'a str,
    chars: Peekable<CharIndices<'a>>,
    out: String,
    /// The closing brackets still owed, innermost last.
    open: Vec<char>,
    last: Last,
    /// Whether a line break was looked for and none was left, so that it is not looked for again.
    last_line: bool,
}

/// The text with its faults repaired; at top level, values parted by a line break and nothing else.
fn mend(raw: &str) -> String {
    let mut pass = Pass {
        raw,
        chars: raw.char_indices().peekable(),
        out: String::with_capacity(raw.len() + 64),
        open: Vec::new(),
        last: Last::Open,
        last_line: false,
    };
    while let Some((at, c)) = pass.chars.next() {
        match c {
            '{' | '[' => {
                if pass.open.len() >= DEPTH_MAX {
                    break;
                }
                pass.before_value();
                pass.out.push(c);
                pass.open.push(if c == '{' { '}' } else { ']' });
                pass.last = Last::Open;
            }
            '/' => pass.comment(at),
            '<' if pass.open.is_empty() && pass.rest().starts_with(CDATA) => pass.skip(CDATA.len()),
            // Outside of every bracket only a bracket means anything: the rest is wrapping.
            _ if pass.open.is_empty() => {}
            '}' | ']' => pass.close(c),
            ',' => {
                if pass.last == Last::Colon {
                    pass.out.push_str("null");
                }
                if pass.last != Last::Open {
                    pass.last = Last::Comma;
                }
            }
            ':' if pass.last == Last::Value => {
                pass.out.push(':');
                pass.last = Last::Colon;
            }
            '"' | '\'' => pass.string(c),
            c if is_bare(c) => pass.bare(at),
            _ => {}
        }
    }
    while let Some(&closing) = pass.open.last() {
        pass.close(closing);
    }
    pass.out
}

impl<'a> Pass<'a> {
    /// The text from here on.
    fn rest(&mut self) -> &'a str {
        let at = self.chars.peek().map_or(self.raw.len(), |&(at, _)| at);
        self.raw.get(at..).unwrap_or_default()
    }

    /// Drops the next `bytes` bytes.
    fn skip(&mut self, bytes: usize) {
        let end = self.chars.peek().map_or(self.raw.len(), |&(at, _)| at) + bytes;
        while self.chars.next_if(|&(at, _)| at < end).is_some() {}
    }

    /// Writes the comma that stands, or should stand, before a value.
    fn before_value(&mut self) {
        if self.open.is_empty() {
            self.out.push('\n');
        } else if matches!(self.last, Last::Comma | Last::Value) {
            self.out.push(',');
        }
    }

    /// Closes brackets up to the one that `closing` closes; drops it where it closes none.
    fn close(&mut self, closing: char) {
        if !self.open.contains(&closing) {
            return;
        }
        while let Some(owed) = self.open.pop() {
            if self.last == Last::Colon {
                self.out.push_str("null");
            }
            self.out.push(owed);
            self.last = Last::Value;
            if owed == closing {
                return;
            }
        }
    }

    /// Skips a comment that begins with the slash just read; a slash that begins none is dropped.
    fn comment(&mut self, at: usize) {
        let rest = self.raw.get(at + 1..).unwrap_or_default();
        if let Some(inside) = rest.strip_prefix('*') {
            let bytes = inside.find("*/").map_or(inside.len(), |end| end + 2);
            self.skip(1 + bytes);
        } else if let Some(line) = rest.strip_prefix('/') {
            // Minified pages lose the line break after `//<![CDATA[`: then only the mark itself is the comment.
            let words = line.trim_start();
            let mark = ["<![CDATA[", "]]>"].into_iter().find(|mark| words.starts_with(mark));
            let bytes = match mark {
                Some(mark) => line.len() - words.len() + mark.len(),
                None if self.last_line => 0,
                None => line.find(['\n', '\r']).unwrap_or_else(|| {
                    self.last_line = true;
                    0
                }),
            };
            self.skip(1 + bytes);
        }
    }

    /// Copies a string whose opening quotation mark has been read.
    fn string(&mut self, quote: char) {
        self.before_value();
        self.out.push('"');
        while let Some((_, c)) = self.chars.next() {
            match c {
                '\\' => self.escape(),
                c if c == quote => {
                    if self.ends_string() {
                        break;
                    }
                    self.out.push_str(if c == '"' { "\\\"" } else { "'" });
                }
                '"' => self.out.push_str("\\\""),
                c if c.is_control() => self.out.push(' '),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
        self.last = Last::Value;
    }

    /// Copies an escape whose backslash has been read, if JSON knows it; a lone surrogate becomes U+FFFD.
    fn escape(&mut self) {
        let Some((_, c)) = self.chars.next() else { return };
        match c {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => self.out.extend(['\\', c]),
            'u' => {
                let Some(code) = hex(self.rest()) else { return };
                self.skip(4);
                if !(0xD800..0xE000).contains(&code) {
                    self.unicode(code);
                    return;
                }
                let low = self.rest().strip_prefix("\\u").and_then(hex).filter(|low| (0xDC00..0xE000).contains(low));
                match low {
                    Some(low) if code < 0xDC00 => {
                        self.skip(6);
                        self.unicode(code);
                        self.unicode(low);
                    }
                    _ => self.out.push('\u{FFFD}'),
                }
            }
            c if c.is_control() => self.out.push(' '),
            c => self.out.push(c),
        }
    }

    /// Writes the escape of a UTF-16 code unit.
    fn unicode(&mut self, code: u32) {
        let digit = |shift: u32| char::from_digit((code >> shift) & 15, 16).unwrap_or('0');
        self.out.extend(['\\', 'u', digit(12), digit(8), digit(4), digit(0)]);
    }

    /// Whether the quotation mark just read ends its string, by what follows it: quotation marks that nobody
    /// escaped are followed by more text.
    fn ends_string(&mut self) -> bool {
        let is_key = self.last != Last::Colon && self.open.last() == Some(&'}');
        let in_object = self.open.last() == Some(&'}');
        let rest = self.rest();
        let after = rest.trim_start();
        let broken_line = rest.get(..rest.len() - after.len()).is_some_and(|gap| gap.contains('\n'));
        match after.chars().next() {
            None | Some('}' | ']' | ';') => true,
            Some(':') => is_key,
            Some(',') if is_key => false,
            Some(',') => match after.get(1..).unwrap_or_default().trim_start().chars().next() {
                None | Some('"' | '\'' | '}' | ']' | '/' | ',') => true,
                Some(_) if in_object => is_bare_key(after.get(1..).unwrap_or_default().trim_start()),
                Some(c) => matches!(c, '{' | '[' | '-' | '0'..='9'),
            },
            Some('/') => after.starts_with("//") || after.starts_with("/*"),
            // A comma was forgotten, if a new line begins with the next key.
            Some('"') => broken_line,
            Some(_) => false,
        }
    }

    /// Copies a word without quotation marks: a number or literal as it is, anything else as a string.
    fn bare(&mut self, at: usize) {
        while self.chars.next_if(|&(_, c)| is_bare(c)).is_some() {}
        let end = self.chars.peek().map_or(self.raw.len(), |&(at, _)| at);
        let word = self.raw.get(at..end).unwrap_or_default();
        self.before_value();
        match word {
            "true" | "false" | "null" => self.out.push_str(word),
            "undefined" | "NaN" | "None" => self.out.push_str("null"),
            "True" | "False" => self.out.push_str(&word.to_ascii_lowercase()),
            _ if serde_json::from_str::<serde_json::Number>(word).is_ok() => self.out.push_str(word),
            _ => self.out.extend(['"'].into_iter().chain(word.chars()).chain(['"'])),
        }
        self.last = Last::Value;
    }
}

/// Whether a word without quotation marks may hold this.
fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_' | '@' | '$')
}

/// Whether the text begins with a key that bears no quotation marks.
fn is_bare_key(text: &str) -> bool {
    let word = text.bytes().take(KEY_BYTES_MAX).take_while(|&b| is_bare(char::from(b))).count();
    word > 0 && text.get(word..).is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// The number that the first four characters spell in hexadecimal.
fn hex(digits: &str) -> Option<u32> {
    let four = digits.get(..4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(four, 16).ok()
}

#[cfg(test)]
mod tests;
