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
    let (string, rest) = if let [b'"', rest @ ..] = rest {
        (Cow::Borrowed(std::str::from_utf8(plain).map_err(|_| Broken)?), rest)
    } else {
        let (bytes, rest) = unescaped(plain, rest)?;
        (Cow::Owned(String::from_utf8(bytes).map_err(|_| Broken)?), rest)
    };
    let raw = text.get(..text.len() - rest.len()).unwrap_or_default();
    // All bytes are asked, whatever those before say: so processors ask a dozen at once.
    let holds_control = raw.iter().map(|&byte| byte < b' ').fold(false, |any, is| any | is);
    if holds_control { Err(Broken) } else { Ok((string, rest)) }
}

/// What stands before the next quote or backslash, and the rest from there on.
fn plain(text: &[u8]) -> Result<(&[u8], &[u8]), Broken> {
    let length = memchr::memchr2(b'"', b'\\', text).ok_or(Broken)?;
    text.split_at_checked(length).ok_or(Broken)
}

/// The rest of a string behind `begun`, its escapes resolved, and what follows its closing quote.
fn unescaped<'a>(begun: &[u8], mut rest: &'a [u8]) -> Result<(Vec<u8>, &'a [u8]), Broken> {
    let mut out = Unescaped::default();
    out.append(begun, rest.len());
    loop {
        let behind = match rest {
            [b'"', rest @ ..] => return Ok((out.whole(), rest)),
            [b'\\', b'u', tail @ ..] => {
                let (sign, tail) = code_point(tail)?;
                out.append(sign.encode_utf8(&mut [0; 4]).as_bytes(), tail.len());
                tail
            }
            [b'\\', escape, tail @ ..] => {
                let byte = match escape {
                    b'"' | b'\\' | b'/' => *escape,
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'b' => 0x08,
                    b'f' => 0x0c,
                    _ => return Err(Broken),
                };
                out.push(&[byte], 1, tail.len());
                tail
            }
            _ => return Err(Broken),
        };
        let (run, tail) = plain(behind)?;
        match behind.first_chunk::<SHORT_BYTES>() {
            // All are copied, and those behind the run written over: a copy of known length is a move or two.
            Some(chunk) if run.len() <= SHORT_BYTES => out.push(chunk, run.len(), tail.len()),
            _ => out.append(run, tail.len()),
        }
        rest = tail;
    }
}

/// The longest stretch between two escapes that is short, in bytes: nine of ten in a page.
const SHORT_BYTES: usize = 32;

/// How many bytes of a string are put together before they are appended in one piece.
const STAGE_BYTES: usize = 512;

/// From which length on a string is a page's, in bytes.
const LARGE_BYTES: usize = 32 << 10;

/// A string whose escapes are being resolved.
struct Unescaped {
    done: Vec<u8>,
    /// What comes behind it: where there is always room for a chunk, none has to be made.
    stage: [u8; STAGE_BYTES],
    staged: usize,
}

impl Default for Unescaped {
    fn default() -> Self {
        Self { done: Vec::new(), stage: [0; STAGE_BYTES], staged: 0 }
    }
}

impl Unescaped {
    /// Adds the first `kept` bytes of a chunk; `left` bytes of the record are left to read.
    fn push<const N: usize>(&mut self, chunk: &[u8; N], kept: usize, left: usize) {
        if self.staged > STAGE_BYTES - N {
            self.flush(left);
        }
        if let Some(place) = self.stage.get_mut(self.staged..).and_then(<[u8]>::first_chunk_mut) {
            *place = *chunk;
            self.staged += kept;
        }
    }

    /// Adds bytes of any number; `left` bytes of the record are left to read.
    fn append(&mut self, bytes: &[u8], left: usize) {
        self.flush(left);
        self.done.extend_from_slice(bytes);
    }

    fn flush(&mut self, left: usize) {
        // Small strings double; a page takes what it can need at once, which is what is left of the record.
        if self.done.len() > LARGE_BYTES && self.done.capacity() - self.done.len() < STAGE_BYTES {
            self.done.reserve(STAGE_BYTES + left);
        }
        self.done.extend_from_slice(self.stage.get(..self.staged).unwrap_or_default());
        self.staged = 0;
    }

    fn whole(mut self) -> Vec<u8> {
        self.flush(0);
        self.done
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
            assert!(value.len() > STAGE_BYTES && (gap < 20 || value.len() > LARGE_BYTES));
            assert_eq!(read(&text), Some(vec![("html".to_owned(), Some(value))]), "{gap}");
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
