//! Dead letters read back: what one says of itself, and the record that it was.

use super::Dialect;
use crate::desk::capture::{Offset, Partition, RawRecord};

/// What a dead letter says of itself. Borrowed from its record; what a header doesn't say, or not readably, is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter<'a> {
    /// The name of the reason: one of [`Reason`](crate::desk::verdict::Reason)'s, or one that other software knew.
    pub reason: &'a str,
    /// The stage that gave it.
    pub stage: &'a str,
    /// The raw topic that the record came from.
    pub topic: Option<&'a str>,
    /// Its partition there.
    pub partition: Option<Partition>,
    /// Its place there.
    pub offset: Option<Offset>,
    /// What stopped the record, in a sentence.
    pub message: Option<&'a str>,
    /// How often it had been sent back to the raw topic when it was rejected.
    pub replays: u32,
    /// Whether it holds the whole record; [`stand_in`](super::stand_in) holds only the head of one.
    pub whole: bool,
}

/// Reads a dead letter; `None` for a record that copydesk did not write.
pub fn letter(record: &RawRecord) -> Option<Letter<'_>> {
    let reason = record.header("copydesk-reason")?;
    let said = Dialect::of(record).map(|dialect| dialect.said(record)).unwrap_or_default();
    Some(Letter {
        reason,
        stage: record.header("copydesk-stage").unwrap_or_default(),
        topic: said.topic,
        partition: said.partition,
        offset: said.offset,
        message: said.message,
        replays: record.header("copydesk-replays").and_then(|said| said.parse().ok()).unwrap_or_default(),
        whole: record.header("copydesk-value-blake3").is_none(),
    })
}

/// The record as it goes back to the raw topic: key, value and headers as they came, and of the headers that a dead
/// letter adds only `copydesk-replays`, by which the next dead letter counts on. `None` for what holds no whole record
/// or is no dead letter of copydesk's.
pub fn replayed(record: &RawRecord) -> Option<RawRecord> {
    let replays = letter(record).filter(|letter| letter.whole)?.replays;
    let dialect = Dialect::of(record).unwrap_or_default();
    let added = |name: &str| dialect.headers().any(|known| known.eq_ignore_ascii_case(name));
    let own = record.headers.iter().filter(|(name, _)| !added(name)).cloned();
    let count = ("copydesk-replays".to_owned(), Some(replays.to_string().into_bytes()));
    Some(RawRecord { headers: own.chain([count]).collect(), ..record.clone() })
}
