//! Dialects: the names under which other software's tools look for what a dead letter says.

use super::Origin;
use crate::desk::{
    capture::{Offset, Partition, RawRecord},
    verdict::Reason,
};

/// Whose names the headers of dead letters have, beside copydesk's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Kafka Connect's (KIP-298), which most tools show. All of them are text.
    #[default]
    Connect,
    /// Kafka Streams' (KIP-1034). All of them are text.
    Streams,
    /// Spring for Apache Kafka's (`KafkaHeaders.DLT_*`). Numbers are big-endian, of four and eight bytes.
    Spring,
}

/// Headers of copydesk's own, which every dead letter has, behind those of its dialect.
pub(super) const OWN: &[&str] = &["copydesk-reason", "copydesk-stage", "copydesk-replays"];

/// Where a dead letter's record lay, and what stopped it, as a dialect says so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) topic: Option<&'a str>,
    pub(super) partition: Option<Partition>,
    pub(super) offset: Option<Offset>,
    pub(super) message: Option<&'a str>,
}

impl Dialect {
    /// Every dialect, in the order of the enum.
    pub const ALL: &[Self] = &[Self::Connect, Self::Streams, Self::Spring];

    /// The name that the configuration gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Streams => "streams",
            Self::Spring => "spring",
        }
    }

    /// The names of the headers that a dead letter adds to its record's, in order.
    pub fn headers(self) -> impl Iterator<Item = &'static str> {
        self.names().iter().chain(OWN).copied()
    }

    /// The dialect's own names, in order: topic, partition, offset, then what stopped the record.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Connect => &[
                "__connect.errors.topic",
                "__connect.errors.partition",
                "__connect.errors.offset",
                "__connect.errors.connector.name",
                "__connect.errors.stage",
                "__connect.errors.class.name",
                "__connect.errors.exception.class.name",
                "__connect.errors.exception.message",
            ],
            Self::Streams => &[
                "__streams.errors.topic",
                "__streams.errors.partition",
                "__streams.errors.offset",
                "__streams.errors.exception",
                "__streams.errors.message",
            ],
            Self::Spring => &[
                "kafka_dlt-original-topic",
                "kafka_dlt-original-partition",
                "kafka_dlt-original-offset",
                "kafka_dlt-original-timestamp",
                "kafka_dlt-exception-fqcn",
                "kafka_dlt-exception-message",
            ],
        }
    }

    /// The values of [`Self::names`].
    fn values(self, origin: &Origin<'_>, reason: Reason) -> Vec<Vec<u8>> {
        let (place, stage) = (&origin.position, reason.stage().name());
        let (Partition(partition), Offset(offset)) = (place.partition, place.offset);
        let topic = origin.topic.to_owned().into_bytes();
        let (name, message) = (reason.name().to_owned().into_bytes(), reason.to_string().into_bytes());
        match self {
            Self::Connect => vec![
                topic,
                partition.to_string().into_bytes(),
                offset.to_string().into_bytes(),
                b"copydesk".to_vec(),
                stage.to_uppercase().into_bytes(),
                format!("copydesk::desk::{stage}").into_bytes(),
                name,
                message,
            ],
            Self::Streams => {
                vec![topic, partition.to_string().into_bytes(), offset.to_string().into_bytes(), name, message]
            }
            Self::Spring => vec![
                topic,
                partition.to_be_bytes().to_vec(),
                offset.to_be_bytes().to_vec(),
                place.timestamp_ms.to_be_bytes().to_vec(),
                name,
                message,
            ],
        }
    }

    /// The headers that tell where a record lay and why it was rejected.
    pub(super) fn told(self, origin: &Origin<'_>, reason: Reason) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
        self.names().iter().copied().zip(self.values(origin, reason))
    }

    /// The dialect of a dead letter: that of the header in front of copydesk's own, as the record may have been another
    /// software's dead letter before.
    pub(super) fn of(letter: &RawRecord) -> Option<Self> {
        let own = letter.headers.iter().rposition(|(name, _)| OWN.first() == Some(&name.as_str()))?;
        let (last, _) = letter.headers.get(own.checked_sub(1)?)?;
        Self::ALL.iter().copied().find(|dialect| dialect.names().last() == Some(&last.as_str()))
    }

    /// What a dead letter says in this dialect; nothing of what isn't there or can't be read.
    pub(super) fn said(self, letter: &RawRecord) -> Said<'_> {
        let (names, text) = (self.names(), |name: Option<&&str>| letter.header(name?));
        let number = |name: Option<&&str>| -> Option<u64> {
            if self != Self::Spring {
                return text(name)?.parse().ok();
            }
            let value = letter.headers.iter().rev().find(|(known, _)| Some(&known.as_str()) == name)?.1.as_deref()?;
            match *value {
                [a, b, c, d] => Some(u32::from_be_bytes([a, b, c, d]).into()),
                _ => Some(u64::from_be_bytes(value.try_into().ok()?)),
            }
        };
        Said {
            topic: text(names.first()),
            partition: number(names.get(1)).and_then(|number| number.try_into().ok()).map(Partition),
            offset: number(names.get(2)).map(Offset),
            message: text(names.last()),
        }
    }
}
