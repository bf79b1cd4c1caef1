//! Dead letters: the record as it came, and beside it why it is here.

use super::{Channel, Origin, Outgoing};
use crate::desk::capture::RawRecord;
use crate::desk::verdict::Reason;

/// The headers that a dead letter adds, in order. Kafka Connect's names carry text and are what tools show; the last
/// three are copydesk's own. Where the record already has one of them, it has been a dead letter before and was
/// replayed: they are replaced, and everything else stays as it came.
pub const DEAD_LETTER_HEADERS: &[&str] = &[
    "__connect.errors.topic",
    "__connect.errors.partition",
    "__connect.errors.offset",
    "__connect.errors.connector.name",
    "__connect.errors.stage",
    "__connect.errors.class.name",
    "__connect.errors.exception.class.name",
    "__connect.errors.exception.message",
    "copydesk-reason",
    "copydesk-stage",
    "copydesk-replays",
];

/// The longest detail that a dead letter carries, in characters: enough for a message, too little for a page's text.
const DETAIL_CHARS_MAX: usize = 500;

/// The dead letter of a record: key, value and headers byte for byte, and [`DEAD_LETTER_HEADERS`].
///
/// `detail` is what the reason's own sentence leaves out (the broker's answer, a panic's message); cut after 500
/// characters, control characters blanked. `copydesk-replays` counts how often the record has been sent back to the
/// raw topic: 0 at first, one more each time it comes with the header.
///
/// # Limits
/// The dead letter is larger than the record by about a kilobyte: the rejects' topic must take that much more than the
/// raw topic does.
pub fn rejected(record: &RawRecord, origin: &Origin<'_>, reason: Reason, detail: &str) -> Outgoing {
    let stage = reason.stage().name();
    let mut message = reason.to_string();
    if !detail.is_empty() {
        message.push_str(": ");
        message.extend(detail.chars().take(DETAIL_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }));
    }
    let replays =
        record.header("copydesk-replays").map_or(0, |count| count.parse::<u32>().unwrap_or_default().saturating_add(1));
    let values = [
        origin.topic.to_owned(),
        origin.position.partition.0.to_string(),
        origin.position.offset.0.to_string(),
        "copydesk".to_owned(),
        stage.to_uppercase(),
        format!("copydesk::desk::{stage}"),
        reason.name().to_owned(),
        message,
        reason.name().to_owned(),
        stage.to_owned(),
        replays.to_string(),
    ];
    let ours = |name: &str| DEAD_LETTER_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let headers = record.headers.iter().filter(|(name, _)| !ours(name)).cloned();
    let added = DEAD_LETTER_HEADERS.iter().zip(values);
    Outgoing {
        channel: Channel::Rejects,
        key: record.key.clone(),
        value: record.value.clone(),
        headers: headers.chain(added.map(|(name, value)| ((*name).to_owned(), Some(value.into_bytes())))).collect(),
    }
}

/// How much of a record's value its stand-in keeps, in bytes: enough to tell by eye what it was.
const HEAD_BYTES: usize = 4096;

/// What stands in for a dead letter that the broker refuses too (it is larger than the rejects' topic takes): the first
/// 4 KiB of the value, the source position, and the value's size and BLAKE3 digest, by which the record can be known
/// again where it still lies in the raw topic. It cannot be replayed.
pub fn stand_in(record: &RawRecord, origin: &Origin<'_>, reason: Reason, detail: &str) -> Outgoing {
    let value = record.value.as_deref().unwrap_or_default();
    let bare = RawRecord {
        key: record.key.clone().filter(|key| key.len() <= HEAD_BYTES),
        value: Some(value.iter().copied().take(HEAD_BYTES).collect()),
        headers: Vec::new(),
        timestamp_ms: record.timestamp_ms,
    };
    let mut letter = rejected(&bare, origin, reason, detail);
    let of_value =
        [("copydesk-value-bytes", value.len().to_string()), ("copydesk-value-blake3", blake3::hash(value).to_string())];
    letter.headers.extend(of_value.map(|(name, said)| (name.to_owned(), Some(said.into_bytes()))));
    letter
}
