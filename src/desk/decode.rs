//! Decode: bytes become a [`Page`], a tree of markup or plain text.
//!
//! Inflates `Content-Encoding` under a cap, finds the charset (BOM, HTTP, `<meta>`, detector: the WHATWG's order),
//! mends UTF-8 that somebody read as Latin-1, decides markup or text, and builds the tree under caps of nodes and depth.
//! Refuses binaries and what passes a cap.

mod charset;
mod inflate;
mod media;
pub mod tree;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use super::capture::{Body, Capture};

pub use tree::{NodeId, Tree};

/// A decoded page: what the capture said of it, and its content as text or tree.
#[derive(Debug)]
pub struct Page {
    /// The URL that the crawler asked for.
    pub url: url::Url,
    /// The URL that answered after redirects, where known.
    pub final_url: Option<url::Url>,
    /// HTTP response headers, names in lower case, in their order.
    pub http_headers: Vec<(String, String)>,
    /// When the page was fetched.
    pub fetched_at: Timestamp,
    /// W3C trace context of the crawl.
    pub traceparent: Option<String>,
    /// The charset it was decoded from, by its WHATWG name, and who said so.
    pub charset: Charset,
    /// What it holds.
    pub content: Content,
}

/// What a page holds.
#[derive(Debug)]
pub enum Content {
    /// Markup, as a tree.
    Html(Tree),
    /// Visible text without markup: lines as the crawler kept them.
    Text(String),
}

/// A charset and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset {
    /// The WHATWG Encoding Standard's name, in its own spelling (`UTF-8`, `windows-1252`).
    pub name: &'static str,
    /// Who said so.
    pub source: CharsetSource,
}

/// Who said which charset a page is in; the order is the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CharsetSource {
    /// A byte order mark.
    Bom,
    /// HTTP's `Content-Type`.
    Http,
    /// A `<meta>` within the first 1024 bytes.
    Meta,
    /// A guess from the bytes.
    Detector,
    /// The crawler had decoded it already.
    Crawler,
}

/// Why bytes are no page that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// Compressed by a coding that this build can't read (`compress`, a shared dictionary's, an unknown one).
    #[error("the content coding is not supported")]
    UnsupportedContentEncoding,
    /// Said to be compressed, and the compressed bytes are broken.
    #[error("the compressed bytes are broken")]
    InflateFailed,
    /// Inflates to more than the ratio cap times its size: a decompression bomb.
    #[error("the page inflates beyond the ratio cap")]
    InflateRatio,
    /// Larger than the cap, inflated.
    #[error("the page is larger than the cap")]
    PageTooLarge,
    /// No bytes, or white space only.
    #[error("the page is empty")]
    EmptyPage,
    /// Not text: an image, an archive, a PDF.
    #[error("the page is a binary file")]
    Binary,
    /// An RSS or Atom feed, or a sitemap: a list of pages, not a page.
    #[error("the page is a feed")]
    Feed,
    /// Text of a type that holds no page: JSON, a script, a style sheet, XML that is not XHTML.
    #[error("the media type holds no page")]
    UnsupportedMediaType,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[
        Self::UnsupportedContentEncoding,
        Self::InflateFailed,
        Self::InflateRatio,
        Self::PageTooLarge,
        Self::EmptyPage,
        Self::Binary,
        Self::Feed,
        Self::UnsupportedMediaType,
    ];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnsupportedContentEncoding => "unsupported-content-encoding",
            Self::InflateFailed => "inflate-failed",
            Self::InflateRatio => "inflate-ratio",
            Self::PageTooLarge => "page-too-large",
            Self::EmptyPage => "empty-page",
            Self::Binary => "binary",
            Self::Feed => "feed",
            Self::UnsupportedMediaType => "unsupported-media-type",
        }
    }
}

/// The caps of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest inflated page, in bytes.
    pub page_bytes_max: usize,
    /// The largest ratio of inflated to compressed bytes, looked at past the first megabyte. Markup compresses to a fifth
    /// or a tenth; deflate's own limit is 1,032.
    pub inflate_ratio_max: usize,
    /// The most nodes of a tree; what stands behind the last one is left out.
    pub nodes_max: usize,
    /// The deepest nesting of open elements; deeper elements are dissolved into the deepest one.
    pub depth_max: usize,
    /// The longest attribute value that is kept, in bytes; a longer one reads as empty.
    pub attr_bytes_max: usize,
    /// The most attributes of a tag that are kept; those behind them are passed over. The widest real tags have a few
    /// dozen.
    pub tag_attrs_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes_max: 10 << 20,
            inflate_ratio_max: 100,
            nodes_max: 300_000,
            depth_max: 256,
            attr_bytes_max: 64 << 10,
            tag_attrs_max: 256,
        }
    }
}

/// Decodes a capture whose body is not [`Gone`](Body::Gone) into a page.
///
/// Text that in fact is markup is read as markup, whatever the crawler or the server calls it.
/// # Limits
/// A decoded page is at most three times [`Limits::page_bytes_max`]: a byte can become a character of three.
pub fn page(capture: Capture<'_>, limits: &Limits) -> Result<Page, Fault> {
    let crawler = Charset { name: encoding_rs::UTF_8.name(), source: CharsetSource::Crawler };
    // Whole pages: whoever holds the text hands it on.
    let body;
    let inflated;
    let (text, charset, stripped) = match capture.body {
        Body::Gone => return Err(Fault::EmptyPage),
        Body::Text(text) => (text, crawler, true),
        Body::Markup(text) => (text, crawler, false),
        Body::Bytes(bytes) => {
            body = bytes;
            inflated = inflate::inflate(&body, capture.content_encoding.as_deref(), limits)?;
            if inflated.len() > limits.page_bytes_max {
                return Err(Fault::PageTooLarge);
            }
            if media::is_binary(&inflated, charset::is_utf16(capture.content_type.as_deref())) {
                return Err(Fault::Binary);
            }
            let tld =
                capture.final_url.as_ref().unwrap_or(&capture.url).domain().and_then(|host| host.rsplit('.').next());
            let (text, charset) = charset::decode(&inflated, capture.content_type.as_deref(), tld);
            (text, charset, false)
        }
    };
    if text.len() > limits.page_bytes_max.saturating_mul(3) {
        return Err(Fault::PageTooLarge);
    }
    // Bytes may hold what was misread before they were stored.
    let (text, charset) = match charset::mended(&text) {
        Some(mended) => (mended.into(), Charset { name: encoding_rs::UTF_8.name(), source: CharsetSource::Detector }),
        None => (text, charset),
    };
    let content = match media::kind(&text, capture.content_type.as_deref(), stripped)? {
        media::Kind::Markup => Content::Html(Tree::parse(text, limits)),
        media::Kind::Text => Content::Text(text.into_owned()),
    };
    Ok(Page {
        url: capture.url,
        final_url: capture.final_url,
        http_headers: capture.http_headers,
        fetched_at: capture.fetched_at,
        traceparent: capture.traceparent,
        charset,
        content,
    })
}
