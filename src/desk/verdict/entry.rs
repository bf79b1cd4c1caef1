//! The ledger's entry: which page it was, and what it said.

mod codec;
#[cfg(test)]
mod tests;

use super::super::{
    capture::SourcePosition,
    normalize::{self, Article},
    sketch::{ContentHash, Sketch, Sketched},
};
use super::{
    PerMille, Rules,
    lineage::{FieldMarks, Instant},
};

pub use codec::{ENTRY_BYTES_MAX, FORMAT_VERSION, Unreadable};

/// The version of the fold: of all that makes a verdict out of entries, and of which records of the ledger are any. Replicas of
/// different fold versions must not share a ledger; it rises with any change by which a ledger would be judged otherwise.
pub const FOLD_VERSION: u32 = 6;

/// What one record of the ledger holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LedgerRecord {
    /// The ledger's first record: whose ledger it is and how it is folded.
    Genesis(Genesis),
    /// An entry about a page.
    Entry(Entry),
}

/// The ledger's first record. A replica whose own rules differ must not fold the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The ledger's identity, drawn at random when it was made: a topic that was deleted and made anew has another.
    pub ledger: u128,
    /// [`FOLD_VERSION`] of those who fold it.
    pub fold_version: u32,
    /// How long an article is remembered, in seconds of ledger time.
    pub window_seconds: u64,
    /// From which share of the shorter text in common two articles are near-duplicates.
    pub containment_min: PerMille,
    /// How many bytes the memory may take by its own account.
    pub memory_bytes_max: u64,
    /// The least share of a text that an update must change to be published.
    pub change_ratio_min: PerMille,
}

impl Genesis {
    /// The first record of a ledger that this software folds by these rules.
    pub fn new(ledger: u128, rules: &Rules) -> Self {
        Self {
            ledger,
            fold_version: FOLD_VERSION,
            window_seconds: rules.window_seconds,
            containment_min: rules.containment_min,
            memory_bytes_max: rules.memory_bytes_max,
            change_ratio_min: rules.change_ratio_min,
        }
    }

    /// Whether this software, under these rules, folds the ledger as everyone else does.
    pub fn agrees_with(&self, rules: &Rules) -> bool {
        *self == Self::new(self.ledger, rules)
    }
}

/// One entry of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which page this is.
    pub source: SourcePosition,
    /// What is claimed of it.
    pub claim: Claim,
}

/// What an entry claims of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The page holds this article.
    Article {
        /// Its canonical URL; the article's id is its hash.
        url: String,
        /// What it says, exactly.
        content: ContentHash,
        /// What it says, nearly.
        sketch: Sketch,
        /// What is told of it when it changes.
        facts: Facts,
    },
    /// The page at this canonical URL is gone.
    Withdrawal {
        /// The canonical URL.
        url: String,
    },
    /// The page at this source position was judged, and then could not be published after all.
    Retraction,
}

/// What an entry says of an article beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Other addresses at which the page was reached, in their one spelling, at most [`ADDRESSES_MAX`]: those that were
    /// asked for or answered after redirects, where the page names another of its site as its canonical one.
    pub addresses: Vec<String>,
    /// When it says it was first published.
    pub published_at: Option<Instant>,
    /// Marks of its fields.
    pub fields: FieldMarks,
}

/// The most addresses that an entry tells beside the canonical one.
pub const ADDRESSES_MAX: usize = 2;

impl Facts {
    /// The facts of an article.
    pub fn of(article: &Article) -> Self {
        let urls = &article.urls;
        let reached = [Some(&urls.fetched), urls.final_url.as_ref()].into_iter().flatten();
        let mut addresses: Vec<String> = Vec::new();
        for address in reached.filter_map(|url| normalize::urls::spelling_beside(url, &urls.canonical)) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        Self {
            addresses,
            published_at: article.published_at.as_ref().and_then(Instant::of),
            fields: FieldMarks::of(article),
        }
    }
}

impl Claim {
    /// What a sketched article claims.
    pub fn of(sketched: &Sketched) -> Self {
        Self::Article {
            url: sketched.article.urls.canonical.clone(),
            content: sketched.content,
            sketch: sketched.sketch.clone(),
            facts: Facts::of(&sketched.article),
        }
    }
}
