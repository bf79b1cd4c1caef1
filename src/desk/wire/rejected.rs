//! Dead letters: the record as it came, and beside it why it is here.

use super::{Channel, Dialect, Origin, Outgoing, dialect::OWN};
use crate::desk::capture::RawRecord;
use crate::desk::verdict::Reason;

/// The dead letter of a record: key, value and headers byte for byte, and behind them the [headers](Dialect::headers) that
/// say where it lay and why it is here. Where the record already has one of these, it has been a dead letter before and was
/// replayed: they are replaced, and everything else stays as it came.
///
/// `copydesk-replays` counts how often the record has been sent back to the raw topic: 0 at first, one more each time it
/// comes with the header.
///
/// # Limits
/// The dead letter is larger than the record by about a kilobyte: the rejects' topic must take that much more than the
/// raw topic does.
pub fn rejected(record: &RawRecord, origin: &Origin<'_>, reason: Reason, dialect: Dialect) -> Outgoing {
    let replays =
        record.header("copydesk-replays").map_or(0, |count| count.parse::<u32>().unwrap_or_default().saturating_add(1));
    let own = [reason.name().to_owned(), reason.stage().name().to_owned(), replays.to_string()];
    let own = OWN.iter().copied().zip(own.map(String::into_bytes));
    let is_ours = |name: &str| dialect.headers().any(|known| known.eq_ignore_ascii_case(name));
    let headers = record.headers.iter().filter(|(name, _)| !is_ours(name)).cloned();
    let added = dialect.told(origin, reason).chain(own).map(|(name, value)| (name.to_owned(), Some(value)));
    Outgoing {
        channel: Channel::Rejects,
        key: record.key.clone(),
        value: record.value.clone(),
        headers: headers.chain(added).collect(),
    }
}

/// How much of a record's value its stand-in keeps, in bytes: enough to tell by eye what it was.
const HEAD_BYTES: usize = 4096;

/// What stands in for a dead letter that the broker refuses too (it is larger than the rejects' topic takes): the first
/// 4 KiB of the value, the source position, and the value's size and BLAKE3 digest, by which the record can be known
/// again where it still lies in the raw topic. It cannot be replayed.
pub fn stand_in(record: &RawRecord, origin: &Origin<'_>, reason: Reason, dialect: Dialect) -> Outgoing {
    let value = record.value.as_deref().unwrap_or_default();
    let bare = RawRecord {
        key: record.key.clone().filter(|key| key.len() <= HEAD_BYTES),
        value: Some(value.iter().copied().take(HEAD_BYTES).collect()),
        headers: Vec::new(),
        timestamp_ms: record.timestamp_ms,
    };
    let mut letter = rejected(&bare, origin, reason, dialect);
    let of_value =
        [("copydesk-value-bytes", value.len().to_string()), ("copydesk-value-blake3", blake3::hash(value).to_string())];
    letter.headers.extend(of_value.map(|(name, said)| (name.to_owned(), Some(said.into_bytes()))));
    letter
}
