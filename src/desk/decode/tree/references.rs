//! Character references: `&amp;`, `&#8212;`, `&nbsp` without its semicolon.
//!
//! # Source: WHATWG HTML §13.2.5.72–80, §13.5.

use web_atoms::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Where a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In text.
    Text,
    /// In an attribute's value, where a name without its semicolon is text if a letter, a digit or `=` follows
    /// (`?a=1&copy=2`).
    Attribute,
}

/// The longest name of those that need no semicolon (`Aacute`), in bytes.
const BARE_NAME_MAX: usize = 6;

/// The longest name, in bytes (`CounterClockwiseContourIntegral`), with room for its semicolon.
const NAME_MAX: usize = 32;

/// Appends the text with its references resolved and nulls left out. A reference that names nothing stays as it is.
pub fn decode(raw: &str, place: Place, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr2(b'&', 0, rest.as_bytes()) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let (sign, behind) = after.split_at(1);
        if sign == "\0" {
            rest = behind;
            continue;
        }
        let length = if let Some((c, length)) = common(behind) {
            out.push(c);
            length
        } else {
            numeric(behind, out).or_else(|| named(behind, place, out)).unwrap_or_else(|| {
                out.push('&');
                0
            })
        };
        rest = behind.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// What the text stands for where it begins with one of the names that nearly all references have, and how many bytes that takes.
fn common(text: &str) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'a', b'm', b'p', b';', ..] => Some(('&', 4)),
        [b'q', b'u', b'o', b't', b';', ..] => Some(('"', 5)),
        [b'n', b'b', b's', b'p', b';', ..] => Some(('\u{a0}', 5)),
        [b'l', b't', b';', ..] => Some(('<', 3)),
        [b'g', b't', b';', ..] => Some(('>', 3)),
        [b'a', b'p', b'o', b's', b';', ..] => Some(('\'', 5)),
        _ => None,
    }
}

/// Appends what a numeric reference stands for, behind its `&`: how many bytes it takes.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let digits = text.strip_prefix('#')?;
    let (radix, digits) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (16, hex),
        None => (10, digits),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let number = digits.get(..length).filter(|number| !number.is_empty())?;
    // A number too large for any character is no character.
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    out.push(character(code));
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some(text.len() - digits.len() + length + semicolon)
}

/// The character of a number; those of the C1 controls mean windows-1252, what is no character is U+FFFD.
pub fn character(code: u32) -> char {
    let replaced = code.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(at as usize).copied());
    replaced.flatten().or_else(|| char::from_u32(code)).filter(|&c| c != '\0').unwrap_or('\u{fffd}')
}

/// Appends what a named reference stands for, behind its `&`: how many bytes it takes.
fn named(text: &str, place: Place, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = bytes.iter().take(NAME_MAX).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if bytes.get(length) == Some(&b';')
        && let Some(name) = text.get(..=length)
        && push(name, out)
    {
        return Some(length + 1);
    }
    // Without a semicolon, the longest of the old names that the text begins with.
    let lengths = (2..=length.min(BARE_NAME_MAX)).rev();
    for length in lengths {
        let next = bytes.get(length);
        let within = next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'=');
        if let Some(name) = text.get(..length)
            && is_bare(name)
        {
            return (place == Place::Text || !within).then(|| push(name, out)).filter(|done| *done).map(|_| length);
        }
    }
    None
}

/// Whether a name needs no semicolon: the table lists it without one.
fn is_bare(name: &str) -> bool {
    NAMED_ENTITIES.get(name).is_some_and(|codes| codes.0 != 0)
}

/// Appends what the table has for a name, its semicolon included; false where it has nothing.
pub fn push(name: &str, out: &mut String) -> bool {
    if let Some((c, _)) = common(name).filter(|(_, length)| *length == name.len()) {
        out.push(c);
        return true;
    }
    let Some(&(first, second)) = NAMED_ENTITIES.get(name).filter(|codes| codes.0 != 0) else { return false };
    out.extend([first, second].into_iter().filter(|&code| code != 0).filter_map(char::from_u32));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str, place: Place) -> String {
        let mut out = String::new();
        decode(raw, place, &mut out);
        out
    }

    #[test]
    fn names_and_numbers_are_resolved() {
        let text = |raw| decoded(raw, Place::Text);
        assert_eq!(text("a &amp; b &lt;&gt; &quot;&apos;&nbsp;"), "a & b <> \"'\u{a0}");
        assert_eq!(text("&eacute;&Eacute;&hellip;&NotEqualTilde;"), "éÉ…≂̸");
        assert_eq!(text("&#8212;&#x2014;&#X2014;&#8212 &#150;"), "———— –");
        assert_eq!(text("&#0;&#xD800;&#1114112;&#99999999999;"), "\u{fffd}".repeat(4));
    }

    #[test]
    fn what_names_nothing_stays() {
        for raw in ["&", "&;", "&#;", "&#x;", "&#xg", "&bogus;", "AT&T", "a && b", "&é;"] {
            assert_eq!(decoded(raw, Place::Text), raw);
        }
    }

    #[test]
    fn old_names_need_no_semicolon_in_text() {
        assert_eq!(decoded("&copy 2026 &notit; &ampamp", Place::Text), "© 2026 ¬it; &amp");
        assert_eq!(decoded("?a=1&copy=2&reg&lt", Place::Attribute), "?a=1&copy=2®<");
        assert_eq!(decoded("?a=1&copya&copy;", Place::Attribute), "?a=1&copya©");
    }

    #[test]
    fn nulls_are_left_out() {
        assert_eq!(decoded("a\0b&amp;\0", Place::Text), "ab&");
    }
}
