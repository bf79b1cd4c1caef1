//! Capture: a Kafka record becomes the pages it carries, each as it was fetched.
//!
//! In: a [`RawRecord`], bytes and headers as the crawler wrote them. Out: one [`Capture`] a page, in the order they
//! stand in the record. Each of the three [`Format`]s holds one page a record; the caller is ready for several.
//! Refuses what names no page or holds none ([`Fault`]). It neither inflates nor decodes what the page's own server
//! compressed or encoded: that is `decode`'s work.
//!
//! Facts stand in the record's headers (`url`, `final-url`, `status`, `content-type`, `content-encoding`,
//! `fetched-at`, `http-headers`, `traceparent`) or in the JSON envelope's fields. Where both state one, the envelope
//! wins, as it was written with the page; a header fills in what the envelope leaves out.

mod envelope;
mod fields;
mod format;
mod http;
mod json;
pub mod position;
mod said;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::Timestamp;

pub use fields::Fields;
pub use format::Format;
pub use http::HTTP_HEADERS_KEPT;
pub use position::{Offset, Part, Partition, SourcePosition, TopicId};

/// A record of a raw topic, owned, as the transport handed it over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRecord {
    /// The record's key; most crawlers send none. Only a null value without a `url` header is named by it.
    pub key: Option<Vec<u8>>,
    /// The record's value. `None` is Kafka's null: the crawler says that the page is gone.
    pub value: Option<Vec<u8>>,
    /// Headers in their order, names as sent; a header's value may be null.
    pub headers: Vec<(String, Option<Vec<u8>>)>,
    /// The record's timestamp in milliseconds since the epoch; 0 where the broker keeps none.
    pub timestamp_ms: i64,
}

impl RawRecord {
    /// The last header of that name (ASCII case ignored) that is text, trimmed.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .rev()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .and_then(|(_, v)| std::str::from_utf8(v.as_deref()?).ok())
            .map(str::trim)
    }
}

/// A page as fetched: where from, when, with which headers, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture<'a> {
    /// The envelope it came in.
    pub format: Format,
    /// The URL that the crawler asked for; absolute `http` or `https`, checked to parse.
    pub url: url::Url,
    /// The URL that answered after redirects, where the crawler says so; one that is no web address is passed over.
    pub final_url: Option<url::Url>,
    /// The HTTP status of the answer, where the crawler says so.
    pub status: Option<u16>,
    /// HTTP response headers that matter later ([`HTTP_HEADERS_KEPT`]), names in lower case, in their order.
    pub http_headers: Vec<(String, String)>,
    /// The media type as stated, parameters and all (`text/html; charset=koi8-r`).
    pub content_type: Option<String>,
    /// The codings still on the bytes, as HTTP's `Content-Encoding` would say them.
    pub content_encoding: Option<String>,
    /// When the page was fetched; the record's own time where the crawler doesn't say, or not in a spelling that
    /// can be read.
    pub fetched_at: Timestamp,
    /// W3C trace context of the crawl, carried through to what is published.
    pub traceparent: Option<String>,
    /// What was fetched.
    pub body: Body<'a>,
}

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// Bytes as the server sent them, in a charset that `decode` finds.
    Bytes(Cow<'a, [u8]>),
    /// Markup that the crawler has decoded already.
    Markup(Cow<'a, str>),
    /// Visible text only, no markup: the crawler stripped the page.
    Text(Cow<'a, str>),
    /// The page is gone: a null value, or status 404 or 410.
    Gone,
}

/// Why a record gives no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// More headers, or more bytes in them, than [`Limits`] allows.
    #[error("the record's headers pass the cap on their number or bytes")]
    HeadersTooLarge,
    /// More bytes in the value than [`Limits`] allows.
    #[error("the record's value passes the cap on its bytes")]
    RecordTooLarge,
    /// Neither headers nor first bytes tell what the record is, or `copydesk-format` names no format.
    #[error("neither headers nor first bytes tell the format")]
    UnknownFormat,
    /// The envelope is not one JSON object, or nests deeper than 128 levels.
    #[error("the envelope is not one JSON object")]
    BadJson,
    /// The HTTP headers are neither a JSON object nor a JSON list of pairs.
    #[error("the page's HTTP headers are neither a JSON object nor a list of pairs")]
    BadHttpHeaders,
    /// No URL: neither in the headers nor in the envelope.
    #[error("the record states no URL")]
    MissingUrl,
    /// The URL doesn't parse, has no host, is neither `http` nor `https`, or is longer than [`Limits`] allows.
    #[error("the URL is not an absolute http or https address within the cap")]
    BadUrl,
    /// The status is no number from 200 to 599: no final answer of HTTP's.
    #[error("the status is not a final HTTP status")]
    BadStatus,
    /// A status of 4xx or 5xx other than 404 and 410: the server's excuse, not the page.
    #[error("the server answered with an error status")]
    ErrorStatus,
    /// A status of 3xx: the crawler recorded the redirect, not the page behind it; what body there is says "moved".
    #[error("the record holds a redirect and no page")]
    Redirect,
    /// The envelope has none of the body's fields, or null in them.
    #[error("the envelope has no body")]
    MissingBody,
    /// The body is empty or white space.
    #[error("the body is empty")]
    EmptyBody,
    /// The envelope says that the body is base64, and it is not.
    #[error("the body is not the base64 that the envelope says it is")]
    BadBase64,
    /// A body of plain text that is not UTF-8.
    #[error("the plain text is not UTF-8")]
    BadUtf8,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[
        Self::HeadersTooLarge,
        Self::RecordTooLarge,
        Self::UnknownFormat,
        Self::BadJson,
        Self::BadHttpHeaders,
        Self::MissingUrl,
        Self::BadUrl,
        Self::BadStatus,
        Self::ErrorStatus,
        Self::Redirect,
        Self::MissingBody,
        Self::EmptyBody,
        Self::BadBase64,
        Self::BadUtf8,
    ];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::HeadersTooLarge => "headers-too-large",
            Self::RecordTooLarge => "record-too-large",
            Self::UnknownFormat => "unknown-format",
            Self::BadJson => "bad-json",
            Self::BadHttpHeaders => "bad-http-headers",
            Self::MissingUrl => "missing-url",
            Self::BadUrl => "bad-url",
            Self::BadStatus => "bad-status",
            Self::ErrorStatus => "error-status",
            Self::Redirect => "redirect",
            Self::MissingBody => "missing-body",
            Self::EmptyBody => "empty-body",
            Self::BadBase64 => "bad-base64",
            Self::BadUtf8 => "bad-utf8",
        }
    }
}

/// The caps of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest record value that is looked at, in bytes. Ten times Kafka's default for a record, which leaves room
    /// for a 7 MB page in base64.
    pub record_bytes_max: usize,
    /// The most headers a record may carry. Brokers, tracers and schema registries add a dozen at most.
    pub headers_max: usize,
    /// The most bytes that a record's headers may hold together, names and values. `http-headers` is the largest:
    /// servers refuse more than 8 to 16 KB of them.
    pub header_bytes_max: usize,
    /// The longest URL, in bytes. RFC 9110 § 4.1 asks for 8000.
    pub url_bytes_max: usize,
    /// What the JSON envelope's fields are called.
    pub fields: Fields,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record_bytes_max: 10 << 20,
            headers_max: 128,
            header_bytes_max: 64 << 10,
            url_bytes_max: 8000,
            fields: Fields::default(),
        }
    }
}

/// Opens a record: the captures it carries, or why it carries none.
pub fn open<'a>(record: &'a RawRecord, limits: &Limits) -> Vec<Result<Capture<'a>, Fault>> {
    vec![capture(record, limits)]
}

fn capture<'a>(record: &'a RawRecord, limits: &Limits) -> Result<Capture<'a>, Fault> {
    let header_bytes: usize =
        record.headers.iter().map(|(name, value)| name.len() + value.as_ref().map_or(0, Vec::len)).sum();
    if record.headers.len() > limits.headers_max || header_bytes > limits.header_bytes_max {
        return Err(Fault::HeadersTooLarge);
    }
    let Some(value) = record.value.as_deref() else {
        return said::Said::by_headers(record)?.named_by_key(record).gone(Format::Native, record, limits);
    };
    if value.len() > limits.record_bytes_max {
        return Err(Fault::RecordTooLarge);
    }
    match format::of(record, value)? {
        Format::Json => envelope::capture(record, value, limits),
        format @ (Format::Native | Format::Text) => {
            said::Said::by_headers(record)?.capture(format, record, limits, |said| said.raw_body(format, value))
        }
    }
}
