//! Dates told from the reader's day: "3 hours ago", "gestern", "2時間前".

use super::{Clue, Reading, clock::Clock, tokens::Token};

/// Reads a date told from the fetch.
pub(super) fn read(_tokens: &[Token], _clocks: &[Clock], _clue: &Clue) -> Option<Reading> {
    None
}
