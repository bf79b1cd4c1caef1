//! What the JSON envelope's fields are called: every crawler has its own words for the same ten facts.

/// For each fact the names of its field, best first. Only the envelope's own fields are looked at, not those of
/// objects within it. A field that is null, empty, or of a kind that can't state the fact counts as absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The URL that was asked for.
    pub url: Vec<String>,
    /// The URL that answered.
    pub final_url: Vec<String>,
    /// The HTTP status, a number or its digits.
    pub status: Vec<String>,
    /// The HTTP response headers: an object of strings or lists of strings, or a list of pairs.
    pub headers: Vec<String>,
    /// The page's media type.
    pub content_type: Vec<String>,
    /// The codings still on a base64 body.
    pub content_encoding: Vec<String>,
    /// When the page was fetched: RFC 3339, ISO 8601 without a zone (taken as UTC), or Unix time in seconds,
    /// milliseconds or microseconds.
    pub fetched_at: Vec<String>,
    /// The body, in markup or text.
    pub body: Vec<String>,
    /// The body as plain text, taken where no field of `body` is filled.
    pub text: Vec<String>,
    /// How the body is written: `base64`. Any other value (crawlers put the page's charset here) says nothing, as a
    /// JSON string is decoded already.
    pub encoding: Vec<String>,
    /// W3C trace context.
    pub traceparent: Vec<String>,
}

impl Default for Fields {
    /// The words of hand-written spiders and of Scrapy Cluster's firehose.
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            url: names(&["url"]),
            final_url: names(&["final_url", "response_url"]),
            status: names(&["status", "status_code"]),
            headers: names(&["headers", "response_headers", "http_headers"]),
            content_type: names(&["content_type"]),
            content_encoding: names(&["content_encoding"]),
            fetched_at: names(&["fetched_at", "crawled_at", "timestamp"]),
            body: names(&["html", "content", "body", "raw"]),
            text: names(&["text"]),
            encoding: names(&["encoding"]),
            traceparent: names(&["traceparent"]),
        }
    }
}

/// A fact of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Url,
    FinalUrl,
    Status,
    Headers,
    ContentType,
    ContentEncoding,
    FetchedAt,
    Body,
    Text,
    Encoding,
    Traceparent,
}

impl Fields {
    /// The fact that a field states, and the field's rank among those that state it, 0 being the best.
    pub(super) fn fact(&self, field: &str) -> Option<(Fact, usize)> {
        [
            (Fact::Url, &self.url),
            (Fact::FinalUrl, &self.final_url),
            (Fact::Status, &self.status),
            (Fact::Headers, &self.headers),
            (Fact::ContentType, &self.content_type),
            (Fact::ContentEncoding, &self.content_encoding),
            (Fact::FetchedAt, &self.fetched_at),
            (Fact::Body, &self.body),
            (Fact::Text, &self.text),
            (Fact::Encoding, &self.encoding),
            (Fact::Traceparent, &self.traceparent),
        ]
        .into_iter()
        .find_map(|(fact, names)| names.iter().position(|name| name == field).map(|rank| (fact, rank)))
    }
}
