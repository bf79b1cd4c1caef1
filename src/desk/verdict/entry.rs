//! The ledger's entry: which page it was, and what it said.

use super::super::{
    capture::SourcePosition,
    sketch::{ContentHash, Sketch, Sketched},
};

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
