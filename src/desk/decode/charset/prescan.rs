//! The prescan of a byte stream for a `<meta>` that declares its charset. § WHATWG HTML 13.2.3.3

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

/// How far the prescan looks, in bytes: the standard's own number.
const PRESCAN_BYTES: usize = 1024;

/// The charset that a `<meta>` in the first 1024 bytes declares, or an XML declaration before it.
pub(super) fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    let mut at = 0;
    while let Some(rest) = head.get(at..) {
        at += memchr::memchr(b'<', rest)?;
        let rest = head.get(at..)?;
        if rest.starts_with(b"<!--") {
            // The two dashes of `<!-->` may end it at once.
            at += 2 + memmem::find(rest.get(2..)?, b"-->")? + 3;
        } else if starts_with(rest, b"<meta") && rest.get(5).is_some_and(|byte| is_space(*byte) || *byte == b'/') {
            let mut cursor = Cursor { bytes: head, at: at + 5 };
            if let Some(encoding) = meta(&mut cursor) {
                return Some(encoding);
            }
            at = cursor.at.max(at + 1);
        } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic)
            || (rest.get(1) == Some(&b'/') && rest.get(2).is_some_and(u8::is_ascii_alphabetic))
        {
            let name = rest.iter().position(|byte| is_space(*byte) || *byte == b'>')?;
            let mut cursor = Cursor { bytes: head, at: at + name };
            while cursor.attribute().is_some() {}
            at = cursor.at.max(at + 1);
        } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
            at += memchr::memchr(b'>', rest)?;
        } else {
            at += 1;
        }
    }
    None
}

/// Reads a `<meta>`'s attributes: the charset where it declares one that is known.
fn meta(cursor: &mut Cursor<'_>) -> Option<&'static Encoding> {
    let (mut pragma, mut needs_pragma, mut found) = (false, None, None);
    let mut seen: Vec<Vec<u8>> = Vec::new();
    while let Some((name, value)) = cursor.attribute() {
        if seen.contains(&name) {
            continue;
        }
        match name.as_slice() {
            b"http-equiv" => pragma |= value == b"content-type",
            b"content" if found.is_none() => {
                if let Some(encoding) = in_content(&value) {
                    (found, needs_pragma) = (Some(encoding), Some(true));
                }
            }
            b"charset" => (found, needs_pragma) = (Encoding::for_label(&value), Some(false)),
            _ => {}
        }
        seen.push(name);
    }
    if needs_pragma? && !pragma {
        return None;
    }
    match found? {
        // A page whose meta could be read as ASCII is in no UTF-16.
        encoding if encoding == UTF_16BE || encoding == UTF_16LE => Some(UTF_8),
        encoding if encoding.name() == "x-user-defined" => Some(WINDOWS_1252),
        encoding => Some(encoding),
    }
}

/// The charset within a `content` attribute. § WHATWG HTML 2.6.5 (extracting a character encoding from a meta element)
fn in_content(value: &[u8]) -> Option<&'static Encoding> {
    let mut rest = value;
    loop {
        let found = memmem::find(rest, b"charset")?;
        rest = rest.get(found + 7..)?.trim_ascii_start();
        if let Some(label) = rest.strip_prefix(b"=") {
            let label = label.trim_ascii_start();
            let label = match label.first()? {
                quote @ (b'"' | b'\'') => {
                    let label = label.get(1..)?;
                    label.get(..memchr::memchr(*quote, label)?)?
                }
                _ => label.split(|byte| is_space(*byte) || *byte == b';').next()?,
            };
            return Encoding::for_label(label);
        }
    }
}

fn starts_with(bytes: &[u8], name: &[u8]) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

/// A place in the head.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_spaces(&mut self, slash: bool) {
        while self.peek().is_some_and(|byte| is_space(byte) || (slash && byte == b'/')) {
            self.at += 1;
        }
    }

    /// The next attribute, name and value in lower case; `None` at the tag's end. § "get an attribute"
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.skip_spaces(true);
        if self.peek()? == b'>' {
            return None;
        }
        let mut name = Vec::new();
        loop {
            match self.peek()? {
                b'=' if !name.is_empty() => break,
                b'/' | b'>' => return Some((name, Vec::new())),
                byte if is_space(byte) => {
                    self.skip_spaces(false);
                    if self.peek()? != b'=' {
                        return Some((name, Vec::new()));
                    }
                    break;
                }
                byte => name.push(byte.to_ascii_lowercase()),
            }
            self.at += 1;
        }
        self.at += 1;
        self.skip_spaces(false);
        let mut value = Vec::new();
        match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                while self.peek()? != quote {
                    value.push(self.peek()?.to_ascii_lowercase());
                    self.at += 1;
                }
                self.at += 1;
            }
            _ => {
                while !is_space(self.peek()?) && self.peek()? != b'>' {
                    value.push(self.peek()?.to_ascii_lowercase());
                    self.at += 1;
                }
            }
        }
        Some((name, value))
    }
}
