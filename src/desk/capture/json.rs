//! JSON as an envelope needs it: the fields of one object, each name and value borrowed where it needed no escapes.
//!
//! A page in JSON is one long string with an escape every few words, and reading it is most of what capture costs. So
//! strings are read here, from escape to escape; whatever else a field holds is left to `serde_json`, which also caps
//! its nesting at 128 levels.
//!
//! # Source
//! RFC 8259 § 2–7. As `serde_json` does, it refuses raw control characters, unknown escapes and halves of surrogate
//! pairs.

use std::borrow::Cow;

use serde::Deserialize;

use crate::desk::eights::{BLOCK_BYTES, places_of};

/// The text is not one JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// An object that is being read: [`name`](Self::name) and [`value`](Self::value) take turns.
pub(super) struct Object<'a> {
    rest: &'a [u8],
    /// Whether no field has been read.
    fresh: bool,
}

impl<'a> Object<'a> {
    /// Opens the object that the text holds.
    pub(super) fn open(text: &'a [u8]) -> Result<Self, Broken> {
        let rest = unspaced(text).strip_prefix(b"{").ok_or(Broken)?;
        Ok(Self { rest: unspaced(rest), fresh: true })
    }

    /// The next field's name; `None` at the object's end, behind which nothing may follow.
    pub(super) fn name(&mut self) -> Result<Option<Cow<'a, str>>, Broken> {
        let mut rest = self.rest;
        if let [b'}', after @ ..] = rest {
            return if unspaced(after).is_empty() { Ok(None) } else { Err(Broken) };
        }
        if !std::mem::take(&mut self.fresh) {
            rest = unspaced(rest.strip_prefix(b",").ok_or(Broken)?);
        }
        let (name, rest) = string(rest.strip_prefix(b"\"").ok_or(Broken)?)?;
        self.rest = unspaced(unspaced(rest).strip_prefix(b":").ok_or(Broken)?);
        Ok(Some(name))
    }

    /// The value of the field whose name was read last.
    pub(super) fn value<T: Value<'a>>(&mut self) -> Result<T, Broken> {
        let (value, rest) = if let [b'"', rest @ ..] = self.rest {
            let (text, rest) = string(rest)?;
            (T::text(text), rest)
        } else {
            let mut values = serde_json::Deserializer::from_slice(self.rest).into_iter::<T>();
            let value = values.next().ok_or(Broken)?.map_err(|_| Broken)?;
            (value, self.rest.get(values.byte_offset()..).unwrap_or_default())
        };
        self.rest = unspaced(rest);
        Ok(value)
    }
}

/// What a field's value can be read as.
pub(super) trait Value<'a>: Deserialize<'a> {
    /// The value of a string.
    fn text(text: Cow<'a, str>) -> Self;
}

impl<'a> Value<'a> for serde::de::IgnoredAny {
    fn text(_: Cow<'a, str>) -> Self {
        Self
    }
}

/// What follows the white space at the start.
fn unspaced(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// A string whose opening quote has been read, and what follows its closing one.
fn string(text: &[u8]) -> Result<(Cow<'_, str>, &[u8]), Broken> {
    let (plain, rest) = plain(text)?;
    if let [b'"', rest @ ..] = rest {
        return Ok((Cow::Borrowed(std::str::from_utf8(plain).map_err(|_| Broken)?), rest));
    }
    let (bytes, rest) = unescaped(plain, rest)?;
    Ok((Cow::Owned(String::from_utf8(bytes).map_err(|_| Broken)?), rest))
}

/// What stands before the next quote or backslash, and the rest from there on.
fn plain(text: &[u8]) -> Result<(&[u8], &[u8]), Broken> {
    let length = memchr::memchr2(b'"', b'\\', text).ok_or(Broken)?;
    let (plain, rest) = text.split_at_checked(length).ok_or(Broken)?;
    // The lowest of all bytes is sought, whatever those before say: so processors ask dozens at once.
    let holds_control = plain.iter().fold(u8::MAX, |lowest, &byte| lowest.min(byte)) < b' ';
    if holds_control { Err(Broken) } else { Ok((plain, rest)) }
}

/// How far apart a byte is from what ends a stretch that stands for itself: a quote, a backslash, any control character.
fn apart_from_stop(byte: u8) -> u8 {
    (byte ^ b'"').min(byte ^ b'\\').min(byte & !(b' ' - 1))
}

/// The rest of a string behind `begun`, its escapes resolved, and what follows its closing quote.
fn unescaped<'a>(begun: &[u8], mut rest: &'a [u8]) -> Result<(Vec<u8>, &'a [u8]), Broken> {
    let mut out = Unescaped { done: begun.to_vec() };
    loop {
        let (run, at_stop) = plain(out.runs(rest))?;
        out.append(run, at_stop.len());
        rest = at_stop;
        while let [b'\\', behind @ ..] = rest {
            rest = out.escape(behind)?;
        }
        if let [b'"', behind @ ..] = rest {
            return Ok((out.done, behind));
        }
    }
}

/// What the letter or sign behind a backslash means; 0 for what means nothing there.
static MEANT: [u8; 256] = {
    let mut table = [0; 256];
    let (mut places, mut byte): (&mut [u8], u8) = (&mut table, 0);
    while let [place, rest @ ..] = places {
        *place = match byte {
            b'"' | b'\\' | b'/' => byte,
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'b' => 0x08,
            b'f' => 0x0c,
            _ => 0,
        };
        (places, byte) = (rest, byte.wrapping_add(1));
    }
    table
};

/// How many bytes an escape has that is a backslash and one letter or sign.
const ESCAPE_BYTES: usize = 2;

/// How many bytes are at hand where a block is read: it and what is copied too much behind an escape that ends beyond it.
const WIDE_BYTES: usize = 2 * BLOCK_BYTES + ESCAPE_BYTES - 1;

/// From which length on a string is a page's, in bytes.
const LARGE_BYTES: usize = 4 << 10;

/// A string whose escapes are being resolved.
struct Unescaped {
    done: Vec<u8>,
}

impl Unescaped {
    /// Adds stretches up to their escapes, most of which are short, each with what the escape behind it means; gives the rest, which
    /// begins with something else or is short itself.
    fn runs<'a>(&mut self, mut rest: &'a [u8]) -> &'a [u8] {
        // How far the block is read: the escape before it may end in it.
        let mut read = 0;
        while let (Some(block), Some(wide)) = (rest.first_chunk(), rest.first_chunk::<WIDE_BYTES>()) {
            self.make_room(WIDE_BYTES, rest.len());
            let mut stops = places_of(block, apart_from_stop) & u64::MAX << read;
            while stops != 0 {
                let at = stops.trailing_zeros() as usize;
                let meant = match wide.get(at..) {
                    Some([b'\\', escape, ..]) => MEANT.get(usize::from(*escape)).copied().unwrap_or_default(),
                    _ => 0,
                };
                if meant == 0 {
                    self.run(wide, read, at);
                    return rest.get(at..).unwrap_or_default();
                }
                self.run(wide, read, at);
                self.done.push(meant);
                read = at + ESCAPE_BYTES;
                stops &= !(0b11 << at);
            }
            self.run(wide, read, BLOCK_BYTES);
            (read, rest) = (read.saturating_sub(BLOCK_BYTES), rest.get(BLOCK_BYTES..).unwrap_or_default());
        }
        rest.get(read..).unwrap_or_default()
    }

    /// Adds what stands between two places of a block.
    #[inline]
    fn run(&mut self, wide: &[u8; WIDE_BYTES], from: usize, to: usize) {
        let length = self.done.len() + to.saturating_sub(from);
        // As much as it can be is copied and what is too much taken back: a copy of known length is a few moves.
        if let Some(run) = wide.get(from..).and_then(<[u8]>::first_chunk::<BLOCK_BYTES>) {
            self.done.extend_from_slice(run);
            self.done.truncate(length);
        }
    }

    /// Adds what the escape means whose backslash has been read; gives the rest.
    fn escape<'a>(&mut self, text: &'a [u8]) -> Result<&'a [u8], Broken> {
        let (&escape, behind) = text.split_first().ok_or(Broken)?;
        match MEANT.get(usize::from(escape)) {
            Some(&meant @ 1..) => {
                self.append(&[meant], behind.len());
                Ok(behind)
            }
            _ if escape == b'u' => {
                let (sign, behind) = code_point(behind)?;
                self.append(sign.encode_utf8(&mut [0; 4]).as_bytes(), behind.len());
                Ok(behind)
            }
            _ => Err(Broken),
        }
    }

    /// Adds bytes of any number; `left` bytes of the record are left to read.
    fn append(&mut self, bytes: &[u8], left: usize) {
        self.make_room(bytes.len(), left);
        self.done.extend_from_slice(bytes);
    }

    /// Makes room for so many bytes more. Small strings double; a page takes what it can need at once, which is what is
    /// left of the record.
    fn make_room(&mut self, bytes: usize, left: usize) {
        if self.done.capacity() - self.done.len() < bytes {
            self.done.reserve(if self.done.len() + bytes < LARGE_BYTES { bytes } else { bytes + left });
        }
    }
}

/// The code point behind `\u`: four digits, or two times four that are halves of a surrogate pair.
fn code_point(text: &[u8]) -> Result<(char, &[u8]), Broken> {
    let (high, rest) = code_unit(text)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Ok((char::from_u32(high).ok_or(Broken)?, rest));
    }
    let (low, rest) = code_unit(rest.strip_prefix(b"\\u").ok_or(Broken)?)?;
    if !(0xdc00..0xe000).contains(&low) {
        return Err(Broken);
    }
    let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    Ok((char::from_u32(code).ok_or(Broken)?, rest))
}

/// Four hexadecimal digits.
fn code_unit(text: &[u8]) -> Result<(u32, &[u8]), Broken> {
    let (digits, rest) = text.split_first_chunk::<4>().ok_or(Broken)?;
    let unit = digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?));
    Ok((unit.ok_or(Broken)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Deserialize)]
    struct Stated(serde_json::Value);

    impl Value<'_> for Stated {
        fn text(text: Cow<'_, str>) -> Self {
            Self(text.into())
        }
    }

    /// The strings of an object by name, in order; `None` where it is broken.
    fn read(text: &[u8]) -> Option<Vec<(String, Option<String>)>> {
        let mut object = Object::open(text).ok()?;
        let mut fields = Vec::new();
        while let Some(name) = object.name().ok()? {
            let Stated(value) = object.value().ok()?;
            fields.push((name.into_owned(), value.as_str().map(str::to_owned)));
        }
        Some(fields)
    }

    /// The same by `serde_json` alone.
    fn expected(text: &[u8]) -> Option<Vec<(String, Option<String>)>> {
        struct Pairs(Vec<(String, Option<String>)>);
        impl<'de> Deserialize<'de> for Pairs {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl<'de> serde::de::Visitor<'de> for Visitor {
                    type Value = Pairs;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                        let mut pairs = Vec::new();
                        while let Some((name, value)) = map.next_entry::<String, serde_json::Value>()? {
                            pairs.push((name, value.as_str().map(str::to_owned)));
                        }
                        Ok(Pairs(pairs))
                    }
                }
                deserializer.deserialize_map(Visitor)
            }
        }
        serde_json::from_slice::<Pairs>(text).ok().map(|pairs| pairs.0)
    }

    #[test]
    fn objects_read_as_serde_json_reads_them() {
        let texts: &[&[u8]] = &[
            b"{}",
            b" { } ",
            b"{} x",
            b"{",
            b"[]",
            b"",
            br#"{"a":"b"}"#,
            br#"{"a":"b",}"#,
            br#"{,"a":"b"}"#,
            br#"{"a":"b" "c":1}"#,
            br#"{"a":"b","c":1.5e3,"d":[1,"x"],"e":{"f":null},"g":true}"#,
            br#"{"a":1x}"#,
            br#"{"a":tru}"#,
            br#"{"a" : "b\u00e9\n\t\r\b\f\/\\\"" , "" : ""}"#,
            br#"{"a":"\ud83d\ude00"}"#,
            br#"{"a":"\ud83d"}"#,
            br#"{"a":"\ud83d\u0041"}"#,
            br#"{"a":"\ude00"}"#,
            br#"{"a":"\u12"}"#,
            br#"{"a":"\x"}"#,
            b"{\"a\":\"line\nbreak\"}",
            b"{\"a\":\"\x7f\xc3\xa9 long enough to fill chunks \xe6\x97\xa5\"}",
            b"{\"a\":\"not utf-8 \xff but long enough\"}",
            br#"{"a":"open"#,
            br#"{"a":"open\"#,
            br#"{"a""#,
            br#"{"a":"#,
        ];
        for text in texts {
            assert_eq!(read(text), expected(text), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_page_comes_back_wherever_its_escapes_stand() {
        for gap in 0..80 {
            let value = format!("{}\"é\n", "x".repeat(gap)).repeat(2_000);
            let text = serde_json::to_vec(&std::collections::BTreeMap::from([("html", &value)])).unwrap();
            assert!(value.len() > LARGE_BYTES);
            assert_eq!(read(&text), Some(vec![("html".to_owned(), Some(value))]), "{gap}");
        }
    }

    #[test]
    fn a_page_is_refused_wherever_what_is_wrong_stands() {
        for before in 0..200 {
            for odd in ["\n", "\x1f", r"\x", r"\u12", r"\ud800", r"\u00e9", r#"\\\""#] {
                let text = format!(r#"{{"html":"{}{odd}{}"}}"#, "x".repeat(before), "y\\n".repeat(100));
                assert_eq!(read(text.as_bytes()), expected(text.as_bytes()), "{before} {odd}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_string_comes_back(names in proptest::collection::vec(any::<String>(), 0..4), value in any::<String>()) {
            let object: std::collections::BTreeMap<&str, &str> = names.iter().map(|name| (&**name, &*value)).collect();
            let text = serde_json::to_vec(&object).unwrap();
            prop_assert_eq!(read(&text), expected(&text));
        }

        #[test]
        fn any_bytes_read_as_serde_json_reads_them(inner in "[\\x00-\\x7fé日]{0,40}") {
            let text = format!("{{\"name\":\"{inner}\"}}");
            prop_assert_eq!(read(text.as_bytes()), expected(text.as_bytes()));
        }
    }
}
