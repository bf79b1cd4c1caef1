//! What a record's pages have to say downstream.

use super::batch::Row;
use crate::desk::wire::Outgoing;

/// The output records for a judged row, in the order of its pages.
pub fn records(_row: &Row) -> Vec<Outgoing> {
    Vec::new()
}
