//! What the crawler said of a page, and the checks that make a capture of it.

use std::borrow::Cow;

use jiff::Timestamp;
use url::Url;

use super::{Body, Capture, Fault, Format, Limits, RawRecord, format, http};

/// What is said of a page, in the crawler's own spelling; nothing of it is checked yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) url: Option<Cow<'a, str>>,
    pub(super) final_url: Option<Cow<'a, str>>,
    pub(super) status: Option<Cow<'a, str>>,
    pub(super) content_type: Option<Cow<'a, str>>,
    pub(super) content_encoding: Option<Cow<'a, str>>,
    pub(super) fetched_at: Option<Timestamp>,
    pub(super) http_headers: Vec<(String, String)>,
    pub(super) traceparent: Option<Cow<'a, str>>,
}

impl<'a> Said<'a> {
    /// What the record's headers say.
    pub(super) fn by_headers(record: &'a RawRecord) -> Result<Self, Fault> {
        let stated = |name| record.header(name).filter(|value| !value.is_empty()).map(Cow::Borrowed);
        Ok(Self {
            url: stated("url"),
            final_url: stated("final-url"),
            status: stated("status"),
            content_type: stated("content-type"),
            content_encoding: stated("content-encoding"),
            fetched_at: record.header("fetched-at").and_then(instant),
            http_headers: match stated("http-headers") {
                Some(json) => http::headers(&json)?,
                None => Vec::new(),
            },
            traceparent: stated("traceparent"),
        })
    }

    /// Takes the record's key for the URL where no header states one: so do crawlers that delete a page by its key.
    pub(super) fn named_by_key(mut self, record: &'a RawRecord) -> Self {
        if self.url.is_none() {
            self.url = record.key.as_deref().and_then(|key| std::str::from_utf8(key).ok()).map(Cow::Borrowed);
        }
        self
    }

    /// A page that the crawler says is gone.
    pub(super) fn gone(mut self, format: Format, record: &RawRecord, limits: &Limits) -> Result<Capture<'a>, Fault> {
        // The null value says it; whatever status came with it adds nothing.
        self.status = None;
        self.capture(format, record, limits, |_| Ok(Body::Gone))
    }

    /// Checks what was said, then the body, which is only looked at where the status leaves room for one.
    pub(super) fn capture(
        self,
        format: Format,
        record: &RawRecord,
        limits: &Limits,
        body: impl FnOnce(&Self) -> Result<Body<'a>, Fault>,
    ) -> Result<Capture<'a>, Fault> {
        let url = web_address(self.url.as_deref().ok_or(Fault::MissingUrl)?, limits).ok_or(Fault::BadUrl)?;
        let final_url = self
            .final_url
            .as_deref()
            .and_then(|text| web_address(text, limits).or_else(|| web_address(url.join(text).ok()?.as_str(), limits)));
        let status = self.status.as_deref().map(status).transpose()?;
        let body = match status {
            Some(404 | 410) => Body::Gone,
            Some(400..) => return Err(Fault::ErrorStatus),
            Some(300..) => return Err(Fault::Redirect),
            _ => body(&self)?,
        };
        let content_encoding = self.content_encoding(&body);
        let content_type =
            self.content_type.map(Cow::into_owned).or_else(|| http::last(&self.http_headers, "content-type"));
        Ok(Capture {
            format,
            url,
            final_url,
            status,
            content_type,
            content_encoding,
            fetched_at: self.fetched_at.unwrap_or_else(|| record_time(record)),
            traceparent: self.traceparent.filter(|text| is_traceparent(text)).map(Cow::into_owned),
            http_headers: self.http_headers,
            body,
        })
    }

    /// The body of a record whose value it is. Text that is in another charset than UTF-8, or that is still
    /// compressed, is left to `decode` as bytes.
    pub(super) fn raw_body(&self, format: Format, value: &'a [u8]) -> Result<Body<'a>, Fault> {
        if value.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::EmptyBody);
        }
        let plain = format == Format::Text
            && self.content_encoding.as_deref().is_none_or(|coding| coding.eq_ignore_ascii_case("identity"))
            && self.content_type.as_deref().is_none_or(is_utf8);
        if !plain {
            return Ok(Body::Bytes(Cow::Borrowed(value)));
        }
        let text = std::str::from_utf8(format::without_mark(value)).map_err(|_| Fault::BadUtf8)?;
        if text.trim().is_empty() { Err(Fault::EmptyBody) } else { Ok(Body::Text(Cow::Borrowed(text))) }
    }

    /// The codings still on the body. What the crawler says of its own record holds. HTTP's header holds too, but not
    /// for bytes that begin as markup does: crawlers keep the header of a body that they have inflated.
    fn content_encoding(&self, body: &Body<'_>) -> Option<String> {
        let Body::Bytes(bytes) = body else { return None };
        match &self.content_encoding {
            Some(stated) => Some(stated.clone().into_owned()),
            None if format::first_byte(bytes) == Some(b'<') => None,
            None => http::last(&self.http_headers, "content-encoding"),
        }
    }
}

/// An instant as crawlers spell it: RFC 3339, ISO 8601 without a zone (taken as UTC), or Unix time.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse() {
        return Some(at);
    }
    if let Ok(at) = text.parse::<jiff::civil::DateTime>() {
        return jiff::tz::TimeZone::UTC.to_timestamp(at).ok();
    }
    text.parse().ok().and_then(unix_time)
}

/// Unix time in seconds, milliseconds or microseconds, told apart by size: read as seconds, today in milliseconds
/// would lie 50 000 years ahead. Times of 1970's first seconds and before are taken for mistakes.
#[expect(clippy::cast_possible_truncation, reason = "the value is below 1e17, which fits")]
pub(super) fn unix_time(number: f64) -> Option<Timestamp> {
    let at = |micros: f64| Timestamp::from_microsecond(micros as i64).ok();
    match number {
        1.0..1e11 => at((number * 1e3).round() * 1e3),
        1e11..1e14 => at((number * 1e3).round()),
        1e14..1e17 => at(number.round()),
        _ => None,
    }
}

/// An absolute `http` or `https` URL within the cap. A password in it is the crawler's own and goes no further.
fn web_address(text: &str, limits: &Limits) -> Option<Url> {
    let text = text.trim();
    let mut url = Url::parse(text).ok().filter(|_| text.len() <= limits.url_bytes_max)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_username("").and_then(|()| url.set_password(None)).ok()?;
    Some(url)
}

/// A final HTTP status (RFC 9110 § 15: 2xx to 5xx).
fn status(text: &str) -> Result<u16, Fault> {
    text.trim().parse().ok().filter(|status| (200..600).contains(status)).ok_or(Fault::BadStatus)
}

/// Whether a media type states no charset, or UTF-8 or its subset ASCII.
fn is_utf8(content_type: &str) -> bool {
    content_type
        .split(';')
        .skip(1)
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches('"'))
        .all(|charset| ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known)))
}

/// Whether this is a `traceparent` of version 00 (W3C Trace Context § 3.2); a broken one must not be passed on (§ 4.3).
fn is_traceparent(text: &str) -> bool {
    let fields: Vec<&str> = text.split('-').collect();
    let hex = |field: &str, digits: usize| {
        field.len() == digits && field.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let set = |field: &str| field.bytes().any(|byte| byte != b'0');
    matches!(fields.as_slice(), ["00", trace, span, flags]
        if hex(trace, 32) && set(trace) && hex(span, 16) && set(span) && hex(flags, 2))
}

/// The record's own time; the epoch where the broker keeps none.
fn record_time(record: &RawRecord) -> Timestamp {
    Timestamp::from_millisecond(record.timestamp_ms).unwrap_or_default()
}
