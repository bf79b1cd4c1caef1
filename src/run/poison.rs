//! Which record does the broker refuse? A refusal names a batch at best, so batches shrink until one record stands alone.

use std::collections::BTreeMap;

use super::batch::{Batch, Standing};
use crate::{desk::capture::Offset, kafka::TopicPartition};

/// How many records may go into one batch, and which records are known to be refused.
///
/// A batch that is refused is read again in halves; a record that is refused alone is undeliverable, and if even its
/// dead letter is refused, unkeepable. Batches double again with every one that passes. Forgotten at a restart: the
/// next replica finds the same record by the same steps.
#[derive(Debug)]
pub struct Suspicion {
    records_max: usize,
    records_most: usize,
    known: BTreeMap<(TopicPartition, Offset), Standing>,
}

impl Suspicion {
    /// No suspicion; batches may hold that many records.
    pub fn none(records_most: usize) -> Self {
        let records_most = records_most.max(1);
        Self { records_max: records_most, records_most, known: BTreeMap::new() }
    }

    /// How many records a batch may hold.
    pub fn records_max(&self) -> usize {
        self.records_max
    }

    /// Notes on a batch's rows what is known of them.
    pub fn mark(&self, batch: &mut Batch) {
        if self.known.is_empty() {
            return;
        }
        for row in batch.rows_mut() {
            row.standing = self.known.get(&(row.from.clone(), row.offset)).copied().unwrap_or_default();
        }
    }

    /// The broker refused a record of this batch. True if nothing is left to try: the record's head alone was refused.
    pub fn raise(&mut self, batch: &Batch) -> bool {
        self.records_max = (batch.records() / 2).max(1);
        let [row] = batch.rows() else { return false };
        let worse = match row.standing {
            Standing::Good => Standing::Undeliverable,
            Standing::Undeliverable => Standing::Unkeepable,
            Standing::Unkeepable => return true,
        };
        self.known.insert((row.from.clone(), row.offset), worse);
        false
    }

    /// A batch passed.
    pub fn ease(&mut self, batch: &Batch) {
        self.records_max = (self.records_max * 2).min(self.records_most);
        if !self.known.is_empty() {
            for row in batch.rows() {
                self.known.remove(&(row.from.clone(), row.offset));
            }
        }
    }
}
