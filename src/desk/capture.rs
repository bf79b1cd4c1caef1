//! Capture: a Kafka record becomes the pages it carries, each as it was fetched.
//!
//! In: a [`RawRecord`], bytes and headers as the crawler wrote them. Out: one [`Capture`] a page, in the order they
//! stand in the record (one for every format of today; a WARC file holds many).
//! Refuses what names no page or holds none ([`Fault`]). It neither inflates nor decodes what the page's own server
//! compressed or encoded: that is `decode`'s work.

pub mod position;

use std::borrow::Cow;

use jiff::Timestamp;

pub use position::{Offset, Part, Partition, SourcePosition, TopicId};

/// A record of a raw topic, owned, as the transport handed it over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawRecord {
    /// The record's key; most crawlers send none, and nothing here depends on it.
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
    /// The stable name: the `copydesk-format` header's value and a metric label.
    pub fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Json => "json",
            Self::Text => "text",
        }
    }
}

/// A page as fetched: where from, when, with which headers, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture<'a> {
    /// The envelope it came in.
    pub format: Format,
    /// The URL that the crawler asked for; absolute `http` or `https`, checked to parse.
    pub url: url::Url,
    /// The URL that answered after redirects, where the crawler says so.
    pub final_url: Option<url::Url>,
    /// The HTTP status of the answer, where the crawler says so.
    pub status: Option<u16>,
    /// HTTP response headers that matter later, names in lower case, in their order.
    pub http_headers: Vec<(String, String)>,
    /// The media type as stated, parameters and all (`text/html; charset=koi8-r`).
    pub content_type: Option<String>,
    /// The codings still on the bytes, as HTTP's `Content-Encoding` would say them.
    pub content_encoding: Option<String>,
    /// When the page was fetched; the record's own time where the crawler doesn't say.
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
    /// Neither headers nor magic bytes tell what the record is.
    #[error("neither headers nor first bytes tell the format")]
    UnknownFormat,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[Self::UnknownFormat];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownFormat => "unknown-format",
        }
    }
}

/// The caps of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest record value that is looked at, in bytes.
    pub record_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record_bytes_max: 10 << 20 }
    }
}

/// Opens a record: the captures it carries, or why it carries none.
pub fn open<'a>(_record: &'a RawRecord, _limits: &Limits) -> Vec<Result<Capture<'a>, Fault>> {
    vec![Err(Fault::UnknownFormat)]
}
