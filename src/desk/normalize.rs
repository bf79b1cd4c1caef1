//! Normalize: a [`Draft`](super::extract::Draft) becomes an [`Article`]: one spelling of every fact.
//!
//! Canonical URL under the same-registrable-domain rule, UTC instants with precision and raw spelling, BCP 47
//! language, NFC and single spaces, names without roles. Doubts about one field are notes; the article goes on.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::extract::{Block, Evidence};

/// The identity of an article over its versions: the first 128 bits of BLAKE3 of its canonical URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// The id of the article at this canonical URL.
    pub fn of(canonical: &str) -> Self {
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(canonical.as_bytes()).as_bytes()[..16]);
        Self(id)
    }
}

impl std::fmt::Display for ArticleId {
    /// 32 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// How exactly a page states an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day only; the instant is its first moment in the page's zone.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds or finer.
    Second,
}

impl Precision {
    /// The stable name that the article gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// An instant read from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The instant.
    pub at: Timestamp,
    /// How exactly the page states it.
    pub precision: Precision,
    /// Whether the page (or the source's entry) states the zone; where not, UTC is assumed.
    pub zone_known: bool,
    /// The page's own spelling.
    pub raw: String,
}

/// The addresses of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urls {
    /// The one that was asked for, as the crawler gave it.
    pub fetched: String,
    /// The one that answered after redirects, where known.
    pub final_url: Option<String>,
    /// The one spelling that names the article.
    pub canonical: String,
    /// Others that the page states for the same article (AMP, short link), sorted.
    pub aliases: Vec<String>,
}

/// Who published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// The name, where the page or the source's entry states one.
    pub name: Option<String>,
    /// The registrable domain of the canonical URL (`example.co.uk`).
    pub domain: String,
}

/// A picture of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its absolute address.
    pub url: String,
    /// Its caption, where there is one.
    pub caption: Option<String>,
}

/// Where a field came from, and how the page spelt it where that differs from the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The evidence.
    pub from: Evidence,
    /// The page's own spelling.
    pub raw: Option<String>,
}

/// A clean article: every fact in its one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its identity over versions.
    pub id: ArticleId,
    /// Its addresses.
    pub urls: Urls,
    /// Who published it.
    pub publisher: Publisher,
    /// The headline, on one line, never empty.
    pub headline: String,
    /// A second headline, where the page states one.
    pub alternative_headline: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// The body's blocks, never empty.
    pub body: Vec<Block>,
    /// The persons who wrote it.
    pub authors: Vec<String>,
    /// The agency it came from, where the page states one.
    pub agency: Option<String>,
    /// When it was first published.
    pub published_at: Option<Dated>,
    /// When it was last changed.
    pub modified_at: Option<Dated>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// BCP 47 tag in its canonical case (`en`, `pt-BR`, `zh-Hant`).
    pub language: Option<String>,
    /// The section or category.
    pub section: Option<String>,
    /// Keywords, without repeats, in page order.
    pub keywords: Vec<String>,
    /// Pictures, without repeats, in page order.
    pub images: Vec<Image>,
    /// The source's own number for it.
    pub external_id: Option<String>,
    /// Whether it can be read without paying, where the page says so.
    pub is_accessible_for_free: Option<bool>,
    /// Words of the body; in scripts without spaces two characters count as one word.
    pub word_count: u32,
    /// W3C trace context of the crawl.
    pub traceparent: Option<String>,
    /// For each field of the published record where it came from, by the field's name.
    pub provenance: BTreeMap<&'static str, Provenance>,
    /// Doubts about single fields, as stable names.
    pub notes: Vec<Note>,
}

impl Article {
    /// The body as one text: blocks parted by a blank line.
    pub fn body_text(&self) -> String {
        let blocks: Vec<&str> = self.body.iter().map(|block| block.text.as_str()).collect();
        blocks.join("\n\n")
    }
}

/// A doubt about one field: the value was dropped or assumed, the article goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// No candidate for the publication date could be read.
    DateUnreadable,
}

impl Note {
    /// The stable name: a metric label.
    pub fn name(self) -> &'static str {
        match self {
            Self::DateUnreadable => "date-unreadable",
        }
    }
}

/// Why a draft makes no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// No headline is left after cleaning.
    #[error("no headline is left after cleaning")]
    NoHeadline,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[Self::NoHeadline];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoHeadline => "no-headline",
        }
    }
}

/// The rules of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How far a stated date may lie after the fetch before it is refused, in seconds.
    pub skew_seconds_max: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { skew_seconds_max: 86_400 }
    }
}

/// Normalizes a draft of this page into an article.
pub fn article(_draft: super::extract::Draft, _page: &super::decode::Page, _rules: &Rules) -> Result<Article, Fault> {
    Err(Fault::NoHeadline)
}
