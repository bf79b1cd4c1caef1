//! The ledger's entry: which page it was, and what it said.

mod codec;
#[cfg(test)]
mod tests;

use super::super::{
    capture::SourcePosition,
    sketch::{ContentHash, Sketch, Sketched},
};
use super::{PerMille, Rules};

pub use codec::{ENTRY_BYTES_MAX, FORMAT_VERSION, Skip};

/// The version of the fold: of all that makes a verdict out of entries. Replicas of different fold versions must not
/// share a ledger; it rises with any change by which a ledger would be judged otherwise.
pub const FOLD_VERSION: u32 = 1;

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
    },
    /// The page at this canonical URL is gone.
    Withdrawal {
        /// The canonical URL.
        url: String,
    },
    /// The page at this source position was judged, and then could not be published after all.
    Retraction,
}

impl Claim {
    /// What a sketched article claims.
    pub fn of(sketched: &Sketched) -> Self {
        Self::Article {
            url: sketched.article.urls.canonical.clone(),
            content: sketched.content,
            sketch: sketched.sketch.clone(),
        }
    }
}
