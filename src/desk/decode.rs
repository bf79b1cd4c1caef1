//! Decode: bytes become a [`Page`], a tree of markup or plain text.
//!
//! Inflates `Content-Encoding` under a cap, finds the charset (BOM, HTTP, `<meta>`, detector: the WHATWG's order),
//! decides markup or text, and builds the tree under caps of nodes and depth. Refuses binaries and what passes a cap.

pub mod tree;

use jiff::Timestamp;

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
    /// Not text: an image, an archive, a PDF.
    #[error("the page is a binary file")]
    Binary,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[Self::Binary];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Binary => "binary",
        }
    }
}

/// The caps of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest inflated page, in bytes.
    pub page_bytes_max: usize,
    /// The most nodes of a tree; what stands behind the last one is left out.
    pub nodes_max: usize,
    /// The deepest nesting of open elements; deeper elements are dissolved into the deepest one.
    pub depth_max: usize,
    /// The longest attribute value that is kept, in bytes; a longer one reads as empty.
    pub attr_bytes_max: usize,
    /// The most bytes of JSON data blocks that are kept of one page.
    pub script_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes_max: 10 << 20,
            nodes_max: 300_000,
            depth_max: 256,
            attr_bytes_max: 64 << 10,
            script_bytes_max: 4 << 20,
        }
    }
}

/// Decodes a capture whose body is not [`Gone`](super::capture::Body::Gone) into a page.
pub fn page(_capture: super::capture::Capture<'_>, _limits: &Limits) -> Result<Page, Fault> {
    Err(Fault::Binary)
}
