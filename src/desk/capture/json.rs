//! JSON as an envelope needs it: the fields of one object, each name and value borrowed where it needed no escapes.
//!
//! A page in JSON is one long string with an escape every few words, and reading it is most of what capture costs. So
//! strings are read here, eight bytes at a time; whatever else a field holds is left to `serde_json`, which also caps
//! its nesting at 128 levels.
//!
//! # Source
//! RFC 8259 § 2–7. As `serde_json` does, it refuses raw control characters, unknown escapes and halves of surrogate
//! pairs.

use std::borrow::Cow;

use serde::Deserialize;

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
    let (plain, rest) = text.split_at_checked(plain_length(text)).ok_or(Broken)?;
    if let [b'"', rest @ ..] = rest {
        return Ok((Cow::Borrowed(std::str::from_utf8(plain).map_err(|_| Broken)?), rest));
    }
    let (bytes, rest) = unescaped(plain.to_vec(), rest)?;
    Ok((Cow::Owned(String::from_utf8(bytes).map_err(|_| Broken)?), rest))
}

/// From which length on a string is a page's, in bytes.
const LARGE_BYTES: usize = 32 << 10;

/// The rest of a string behind `out`, its escapes resolved, and what follows its closing quote.
fn unescaped(mut out: Vec<u8>, mut rest: &[u8]) -> Result<(Vec<u8>, &[u8]), Broken> {
    loop {
        if out.capacity() - out.len() < 8 {
            // Small strings double; a page takes what it can need at once, which is what is left of the record.
            out.reserve(if out.len() > LARGE_BYTES { rest.len() } else { 8 });
        }
        if let Some(chunk) = rest.first_chunk::<8>() {
            let plain = plain_bytes(u64::from_le_bytes(*chunk));
            // All eight are copied, and those that are not plain taken back: a copy of known length is one move.
            out.extend_from_slice(chunk);
            out.truncate(out.len() - (8 - plain));
            rest = rest.get(plain..).unwrap_or_default();
            if plain == 8 {
                continue;
            }
        }
        match rest {
            [b'"', rest @ ..] => return Ok((out, rest)),
            [b'\\', b'u', tail @ ..] => {
                let (sign, tail) = code_point(tail)?;
                out.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                rest = tail;
            }
            [b'\\', escape, tail @ ..] => {
                out.push(match escape {
                    b'"' | b'\\' | b'/' => *escape,
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'b' => 0x08,
                    b'f' => 0x0c,
                    _ => return Err(Broken),
                });
                rest = tail;
            }
            [byte, tail @ ..] if !is_special(*byte) => {
                out.push(*byte);
                rest = tail;
            }
            _ => return Err(Broken),
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

/// Whether the byte ends a run of plain text: a quote, a backslash or a control character.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

/// How many bytes stand before the first that [`is_special`].
fn plain_length(text: &[u8]) -> usize {
    let (chunks, tail) = text.as_chunks::<8>();
    for (at, chunk) in chunks.iter().enumerate() {
        let plain = plain_bytes(u64::from_le_bytes(*chunk));
        if plain < 8 {
            return at * 8 + plain;
        }
    }
    text.len() - tail.len() + tail.iter().take_while(|&&byte| !is_special(byte)).count()
}

/// How many of the eight bytes, lowest first, stand before the first that [`is_special`].
fn plain_bytes(word: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    // Sets the high bit of each byte below `least`; a borrow can only set it wrongly in bytes above the first.
    let below = |word: u64, least: u64| word.wrapping_sub(ONES * least) & !word;
    // With one bit turned the quote, 0x22, stands right behind the control characters.
    let special = (below(word ^ (ONES * 2), 0x21) | below(word ^ (ONES * u64::from(b'\\')), 1)) & HIGHS;
    special.trailing_zeros() as usize / 8
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
