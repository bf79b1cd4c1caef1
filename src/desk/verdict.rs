//! Verdict: what a page is, given everything that was judged before it: new, update, unchanged, duplicate,
//! near-duplicate, withdrawn, or rejected with a reason.
//!
//! The verdict on a ledger [`Entry`] depends on the entries before it and on nothing else, so that every replica that
//! folds the same ledger says the same of every page.

pub mod clock;
pub mod entry;
pub mod lineage;
pub mod memory;
pub mod reason;

use super::normalize::ArticleId;

pub use clock::{LedgerClock, LedgerTime};
pub use entry::{Claim, Entry, Facts, Genesis, LedgerRecord, Unreadable};
pub use lineage::{Change, Instant};
pub use memory::Memory;
pub use reason::{Reason, Stage};

/// A share in thousandths, 0..=1000: verdicts carry no floats, so that no two machines round them differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerMille(pub u16);

/// In what way a text is a copy of its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// On another site, in the same words.
    Exact,
    /// On another site, most of each in the other.
    Reprint,
    /// On another site, a part of the original.
    Excerpt,
    /// On another site, the original or a part of it, and more.
    Extension,
    /// On the original's own site, at another address.
    SameSite,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Exact, Self::Reprint, Self::Excerpt, Self::Extension, Self::SameSite];

    /// The stable name, as links tell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Reprint => "reprint",
            Self::Excerpt => "excerpt",
            Self::Extension => "extension",
            Self::SameSite => "same_site",
        }
    }
}

/// What a copy is a copy of, and how far the story had spread when the copy was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The published article whose text this is.
    pub original: ArticleId,
    /// The original's canonical URL.
    pub original_url: String,
    /// The original's publisher: the registrable domain of its URL.
    pub original_publisher: String,
    /// In what way it is a copy.
    pub kind: Kind,
    /// How much of the shorter text both share; 1000 for an exact duplicate.
    pub containment: PerMille,
    /// How much of both texts together they share; 1000 for an exact duplicate.
    pub resemblance: PerMille,
    /// How much of the copy is the original's.
    pub of_copy: PerMille,
    /// How much of the original is in the copy.
    pub of_original: PerMille,
    /// How many articles were judged to be of the story so far, the original and this copy among them.
    pub story_articles: u32,
    /// How many publishers they came from, up to [`memory::PUBLISHERS_MAX`].
    pub story_publishers: u16,
    /// The first of those publishers, at most [`memory::PUBLISHERS_NAMED_MAX`], in the order in which they came: the
    /// registrable domains of their articles' URLs.
    pub publishers: Vec<String>,
}

/// The fate of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first of its story: published, version 1.
    New,
    /// A known article with another text: published with this version, unless it changes too little.
    Update {
        /// The version, counted from 1; one that isn't published counts as well.
        version: u32,
        /// What it changes.
        change: Change,
        /// When the first version said it was published; `None` where it didn't.
        first_published_at: Option<Instant>,
    },
    /// A known URL that says what it said when last seen.
    Unchanged {
        /// The published version; 0 where the article is a copy that was never published itself.
        version: u32,
        /// What it is a copy of, where it was never published itself.
        link: Option<Link>,
    },
    /// The exact text of a published article, at another URL.
    Duplicate(Link),
    /// Nearly the text of a published article, or a part or an extension of it, at another URL.
    NearDuplicate(Link),
    /// A published article whose page is gone.
    Withdrawn {
        /// The version that was last published.
        version: u32,
    },
    /// No article, or none that could be read: to the dead letters.
    Rejected(Reason),
}

impl Verdict {
    /// Every kind's name, in the order of the enum.
    pub const NAMES: &[&str] = &["new", "update", "unchanged", "duplicate", "near_duplicate", "withdrawn", "rejected"];

    /// Whether the article is published by it: told in full.
    pub fn publishes(&self) -> bool {
        match self {
            Self::New => true,
            Self::Update { change, .. } => !change.minor,
            _ => false,
        }
    }

    /// The stable name: a metric label and `pipe`'s output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Update { .. } => "update",
            Self::Unchanged { .. } => "unchanged",
            Self::Duplicate(_) => "duplicate",
            Self::NearDuplicate(_) => "near_duplicate",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Rejected(_) => "rejected",
        }
    }
}

/// How the ledger knows an article that a page names otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAs {
    /// The canonical URL that names the article since it was first published; its id is the hash of it.
    pub url: String,
    /// Other canonical URLs that pages of it have named since, in the order in which they came.
    pub aliases: Vec<String>,
}

/// A verdict and the story it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The story: the id of its first article. `None` for a reject.
    pub story: Option<ArticleId>,
    /// Whether this source position had been judged before: the page is read again after a crash or a rebalance.
    pub replayed: bool,
    /// Whether a page read again says something else than it did the first time (another software version read it);
    /// the first verdict stands all the same.
    pub altered: bool,
    /// How the article is known, where pages have named it by more than one canonical URL.
    pub known_as: Option<KnownAs>,
}

impl Judgement {
    /// A verdict that no memory stands behind.
    pub fn alone(verdict: Verdict) -> Self {
        Self { verdict, story: None, replayed: false, altered: false, known_as: None }
    }
}

/// The rules of this stage. Every replica of a ledger folds by the same; the ledger's genesis entry states them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long an article is remembered, in seconds of ledger time.
    pub window_seconds: u64,
    /// From which share of the shorter text in common two articles are near-duplicates.
    pub containment_min: PerMille,
    /// How many bytes the memory may take by its own account; the oldest are forgotten before their time rather than
    /// take more.
    pub memory_bytes_max: u64,
    /// The least share of a text that an update must change to be published: see [`Change`]. It is one of the rules because
    /// the next change is measured against what was published.
    pub change_ratio_min: PerMille,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            window_seconds: 7 * 86_400,
            containment_min: PerMille(520),
            memory_bytes_max: 2 << 30,
            change_ratio_min: PerMille(0),
        }
    }
}
