//! Why a page was rejected: a closed list, each with a stable name, the stage that said so and a line of meaning.

use super::super::{capture, decode, extract, normalize};

/// A stage of the journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Kafka record to captures.
    Capture,
    /// Bytes to page.
    Decode,
    /// Page to draft.
    Extract,
    /// Draft to article.
    Normalize,
    /// Article to its marks.
    Sketch,
    /// Marks to verdict.
    Verdict,
    /// Verdict to records.
    Wire,
    /// One of the stages from capture to sketch, and which isn't known: it didn't come to its end.
    Reading,
}

impl Stage {
    /// The stages of reading, which are stateless.
    pub const READING: &[Self] = &[Self::Capture, Self::Decode, Self::Extract, Self::Normalize, Self::Sketch];

    /// The stable name: a metric label and a dead-letter header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Decode => "decode",
            Self::Extract => "extract",
            Self::Normalize => "normalize",
            Self::Sketch => "sketch",
            Self::Verdict => "verdict",
            Self::Wire => "wire",
            Self::Reading => "reading",
        }
    }
}

/// Why a page was rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Reason {
    /// The record gives no page.
    #[error(transparent)]
    Capture(#[from] capture::Fault),
    /// The bytes are no page.
    #[error(transparent)]
    Decode(#[from] decode::Fault),
    /// The page is no article.
    #[error(transparent)]
    Extract(#[from] extract::Fault),
    /// The draft makes no article.
    #[error(transparent)]
    Normalize(#[from] normalize::Fault),
    /// A stage panicked on the page: a defect of copydesk's, kept with its page.
    #[error("a stage panicked on the page")]
    Panicked,
    /// Reading the page took longer than a reader may take: a defect of copydesk's, kept with its page.
    #[error("reading the page took too long")]
    TooSlow,
    /// The crawler says that the page is gone, and no published article is known at its URL.
    #[error("the page is gone and no published article is known at its URL")]
    GoneUnknown,
    /// The article's record would be larger than the output topic takes.
    #[error("the article is larger than the output topic takes")]
    ArticleTooLarge,
    /// The broker refused this page's record again and again while its neighbours passed.
    #[error("the broker refuses the page's record")]
    Undeliverable,
}

impl Reason {
    /// Every reason there is.
    pub fn all() -> impl Iterator<Item = Self> {
        capture::Fault::ALL
            .iter()
            .map(|&fault| Self::Capture(fault))
            .chain(decode::Fault::ALL.iter().map(|&fault| Self::Decode(fault)))
            .chain(extract::Fault::ALL.iter().map(|&fault| Self::Extract(fault)))
            .chain(normalize::Fault::ALL.iter().map(|&fault| Self::Normalize(fault)))
            .chain([Self::Panicked, Self::TooSlow, Self::GoneUnknown, Self::ArticleTooLarge, Self::Undeliverable])
    }

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Capture(fault) => fault.name(),
            Self::Decode(fault) => fault.name(),
            Self::Extract(fault) => fault.name(),
            Self::Normalize(fault) => fault.name(),
            Self::Panicked => "panicked",
            Self::TooSlow => "too-slow",
            Self::GoneUnknown => "gone-unknown",
            Self::ArticleTooLarge => "article-too-large",
            Self::Undeliverable => "undeliverable",
        }
    }

    /// The stage that said so.
    pub fn stage(self) -> Stage {
        match self {
            Self::Capture(_) => Stage::Capture,
            Self::Decode(_) => Stage::Decode,
            Self::Extract(_) => Stage::Extract,
            Self::Normalize(_) => Stage::Normalize,
            Self::Panicked | Self::TooSlow => Stage::Reading,
            Self::GoneUnknown => Stage::Verdict,
            Self::ArticleTooLarge | Self::Undeliverable => Stage::Wire,
        }
    }
}
