//! Memory: what has been judged within the window; a fold over the ledger.

use super::{Entry, Judgement, Reason, Rules, Verdict};
use crate::desk::capture::SourcePosition;

/// Milliseconds since the epoch by the ledger's own clock: the running maximum of its records' append times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerTime(pub i64);

/// Everything that was judged within the window.
#[derive(Debug)]
pub struct Memory {
    rules: Rules,
}

impl Memory {
    /// An empty memory.
    pub fn new(rules: Rules) -> Self {
        Self { rules }
    }

    /// The rules it folds by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Judges the entry that stands next in the ledger, appended at `at`, and remembers it.
    pub fn fold(&mut self, _at: LedgerTime, _entry: &Entry) -> Judgement {
        Judgement { verdict: Verdict::Rejected(Reason::Panicked), story: None, replayed: false, altered: false }
    }

    /// The judgement on this source position, if it was judged within the window.
    pub fn recall(&self, _source: &SourcePosition) -> Option<Judgement> {
        None
    }

    /// How many articles are remembered.
    pub fn articles(&self) -> usize {
        0
    }

    /// A digest of the whole state: equal on replicas that agree.
    pub fn digest(&self) -> u128 {
        0
    }
}
