//! A value as plain text: character references decoded, inline markup dropped, white space collapsed.
//!
//! Structured data often carries markup that was escaped for another place: `&amp;quot;` in a `content` attribute,
//! `<em>` in a JSON string. What comes out here is what a reader would see. The last cleaning is `normalize`'s.

use std::borrow::Cow;

use crate::desk::decode::tree::references;
use crate::desk::eights::holds;
use crate::desk::extract::body::is_spaced;

/// Elements that structured data carries within a value; other words in angle brackets are text.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "img",
    "ins",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
    "wbr",
];

/// Of those, the ones that part words.
const PARTING: &[&str] = &["blockquote", "br", "div", "h1", "h2", "h3", "h4", "li", "ol", "p", "ul"];

/// The longest tag that is looked for, in bytes: a link with its attributes. Longer ones are taken for text.
const TAG_BYTES_MAX: usize = 512;

/// The longest character reference, in bytes: HTML's longest name is 31 letters.
const REFERENCE_BYTES_MAX: usize = 33;

/// The value as plain text, at most `chars_max` characters of it.
pub(super) fn plain(raw: &str, chars_max: usize) -> String {
    let mut bare = Cow::Borrowed(raw);
    if raw.contains('&') {
        // Twice: what was escaped for JSON and again for HTML is common, three layers are not.
        bare = Cow::Owned(decode(&decode(raw)));
    }
    if bare.contains('<') {
        bare = Cow::Owned(without_tags(&bare, " "));
    }
    collapsed(&bare, chars_max)
}

/// The text's words parted by single spaces, at most `chars_max` characters of them.
fn collapsed(text: &str, chars_max: usize) -> String {
    if text.len() <= chars_max && is_collapsed(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(chars_max.saturating_mul(4)));
    let mut room = chars_max;
    for word in text.split(is_gap).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            // A space only where a character fits after it.
            if room <= 1 {
                return out;
            }
            out.push(' ');
            room -= 1;
        }
        let Some(left) = room.checked_sub(word.chars().count()) else {
            out.extend(word.chars().take(room));
            return out;
        };
        out.push_str(word);
        room = left;
    }
    out
}

/// Whether a text is what it collapses to, as most values are; of others a few are missed that have a sign beyond ASCII.
pub(super) fn is_collapsed(text: &str) -> bool {
    // Controls beyond those that spaced words have none of.
    let has_control = holds([0x7f, 0xc2], text.as_bytes());
    !has_control && !text.starts_with(' ') && !text.ends_with(' ') && is_spaced(text)
}

/// Whether the character parts words: white space and controls.
pub(super) fn is_gap(c: char) -> bool {
    if c.is_ascii() { c <= ' ' || c == '\x7f' } else { c.is_whitespace() || c.is_control() }
}

/// [`plain`] line by line: line breaks in the value, and block elements, part paragraphs.
pub(in crate::desk::extract) fn plain_lines(raw: &str, chars_max: usize) -> String {
    let end = if raw.len() > chars_max { raw.char_indices().nth(chars_max) } else { None };
    let mut bare = Cow::Borrowed(end.and_then(|(end, _)| raw.get(..end)).unwrap_or(raw));
    if bare.contains('&') {
        bare = Cow::Owned(decode(&decode(&bare)));
    }
    if bare.contains('<') {
        bare = Cow::Owned(without_tags(&bare, "\n"));
    }
    let lines = bare.lines().filter_map(|line| plain_some(line, chars_max));
    lines.collect::<Vec<_>>().join("\n")
}

/// [`plain`], or nothing where no letter, digit or sign is left.
pub(super) fn plain_some(raw: &str, chars_max: usize) -> Option<String> {
    Some(plain(raw, chars_max)).filter(|text| !text.is_empty())
}

/// Decodes character references once. A reference that names nothing stays as it is.
///
/// # Source: HTML Standard §13.5 (names), §13.2.5.80 (numeric references that mean windows-1252).
pub(super) fn decode(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // A reference ends at its semicolon. Those without one are left: in a value that has been decoded before
        // they are far oftener a URL's `&copy=1` than a sign.
        let end = after.bytes().take(REFERENCE_BYTES_MAX).position(|b| b == b';');
        let known = end.and_then(|end| Some((sign(after.get(..end)?)?, after.get(end + 1..)?)));
        rest = if let Some((sign, behind)) = known {
            out.push_str(&sign);
            behind
        } else {
            out.push('&');
            after
        };
    }
    out.push_str(rest);
    out
}

/// What a reference's name or number stands for.
fn sign(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        let mut signs = String::new();
        return references::push(&format!("{name};"), &mut signs).then_some(signs);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(references::character(code)).filter(|&c| c != '\u{fffd}' || code == 0xfffd).map(String::from)
}

/// The text without the tags of [`INLINE`] elements; those of [`PARTING`] ones leave `gap`.
fn without_tags(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = after.bytes().take(TAG_BYTES_MAX).position(|b| b == b'>');
        let tag = end.and_then(|end| Some((tag_name(after.get(..end)?)?, after.get(end + 1..)?)));
        rest = if let Some((name, behind)) = tag {
            if PARTING.contains(&name.as_str()) {
                out.push_str(gap);
            }
            behind
        } else {
            out.push('<');
            after
        };
    }
    out.push_str(rest);
    out
}

/// The lower-case name of the tag with this inside, where it is one of [`INLINE`].
fn tag_name(inside: &str) -> Option<String> {
    let bare = inside.strip_prefix('/').unwrap_or(inside);
    let name: String = bare.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    INLINE.contains(&name.as_str()).then_some(name)
}

#[cfg(test)]
mod tests;
