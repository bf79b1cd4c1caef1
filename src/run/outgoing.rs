//! What a record's pages have to say downstream.

use super::batch::Row;
use crate::desk::wire::{Channel, Outgoing};

/// The output records for a judged row, in the order of its pages.
pub fn records(row: &Row) -> Vec<Outgoing> {
    use crate::desk::verdict::Verdict;
    row.pages
        .iter()
        .map(|page| {
            let judgement = page.judgement.as_ref().map(|j| &j.verdict);
            let channel = match judgement {
                Some(Verdict::New | Verdict::Update { .. }) => Channel::Articles,
                Some(Verdict::Rejected(_)) | None => Channel::Rejects,
                _ => Channel::Links,
            };
            Outgoing { channel, key: None, value: None, headers: vec![] }
        })
        .collect()
}
