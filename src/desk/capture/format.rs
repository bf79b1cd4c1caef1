//! Which envelope a record is: told by the producer where it says so, by the first bytes where it doesn't.

use super::{Fault, RawRecord};

/// The envelope in which a page came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The raw bytes as fetched are the record's value; facts are in the record's headers.
    Native,
    /// A JSON object with a URL and a body.
    Json,
    /// A page that the crawler stripped to its visible text.
    Text,
}

impl Format {
    /// Every format, in the order of the enum.
    pub const ALL: &[Self] = &[Self::Native, Self::Json, Self::Text];

    /// The stable name: the `copydesk-format` header's value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Json => "json",
            Self::Text => "text",
        }
    }
}

/// Finds a record's format. The first of these that answers wins:
///
/// 1. the header `copydesk-format`, which must then name one;
/// 2. the header `content-type`: JSON is an envelope, `text/plain` is text, any other type is a page in that type;
///    `application/octet-stream` says nothing;
/// 3. the first bytes: a WARC record's and an HTTP response's are refused, and of others the first that is no white space tells: `{`
///    opens an envelope, `<` a page;
/// 4. with a `url` header, a value in UTF-8 that no `content-encoding` covers is text where it holds no markup, and any other a page
///    in bytes.
///
/// # Rejects
/// [`Fault::UnknownFormat`] where none answers, and for WARC files, HTTP responses with their heads and structured CloudEvents,
/// which hold their pages in ways that are not read here.
pub(super) fn of(record: &RawRecord, value: &[u8]) -> Result<Format, Fault> {
    if let Some(stated) = stated(record, "copydesk-format") {
        return Format::ALL
            .iter()
            .copied()
            .find(|format| format.name().eq_ignore_ascii_case(stated))
            .ok_or(Fault::UnknownFormat);
    }
    if let Some(stated) = stated(record, "content-type") {
        let media_type = media_type(stated);
        match media_type.as_str() {
            "application/octet-stream" => {}
            "application/warc" | "application/cloudevents+json" | "application/cloudevents-batch+json" => {
                return Err(Fault::UnknownFormat);
            }
            "text/plain" => return Ok(Format::Text),
            "application/json" => return Ok(Format::Json),
            other if other.ends_with("+json") => return Ok(Format::Json),
            other if other.contains('/') => return Ok(Format::Native),
            _ => {}
        }
    }
    if is_message(value) {
        return Err(Fault::UnknownFormat);
    }
    match first_byte(value) {
        Some(b'{') => Ok(Format::Json),
        Some(b'<') => Ok(Format::Native),
        _ if stated(record, "url").is_none() => Err(Fault::UnknownFormat),
        Some(_) if stated(record, "content-encoding").is_none() && is_text(value) => Ok(Format::Text),
        _ => Ok(Format::Native),
    }
}

/// The media type without its parameters, in lower case.
pub(super) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A value without UTF-8's byte order mark, which some writers put before JSON and text too.
pub(super) fn without_mark(value: &[u8]) -> &[u8] {
    value.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(value)
}

/// The first byte after a byte order mark and white space.
pub(super) fn first_byte(value: &[u8]) -> Option<u8> {
    without_mark(value).iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Whether text holds markup: it begins with a tag, or an end tag stands anywhere in it. A lone `<` is arithmetic.
pub(super) fn is_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    let tag = |rest: &[u8]| rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'));
    let starts = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('<');
    starts.is_some_and(|rest| tag(rest.as_bytes()))
        || memchr::memmem::find_iter(bytes, b"</").any(|at| bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic))
}

/// A header that says something.
fn stated<'a>(record: &'a RawRecord, name: &str) -> Option<&'a str> {
    record.header(name).filter(|value| !value.is_empty())
}

/// UTF-8 without markup, and without a NUL, which no text holds and every binary file does.
fn is_text(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| !is_markup(text)) && memchr::memchr(0, value).is_none()
}

/// Whether a value begins as a record of a WARC file (ISO 28500 § 4) or an HTTP response (RFC 9112 § 4) does: a page behind headers
/// of its own.
fn is_message(value: &[u8]) -> bool {
    let value = without_mark(value);
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let is_warc = value.strip_prefix(b"WARC/").is_some_and(|rest| digit(rest.first()));
    // A version of one or two figures, a space and a status.
    let is_http = value.strip_prefix(b"HTTP/").is_some_and(|rest| {
        let version = rest.iter().take_while(|&&byte| byte.is_ascii_digit() || byte == b'.').count();
        (1..=3).contains(&version)
            && rest.get(version) == Some(&b' ')
            && digit(rest.get(version + 1))
            && digit(rest.get(version + 3))
    });
    is_warc || is_http
}
