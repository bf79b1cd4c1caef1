//! Producers as the broker knows them, and positions sent in their names.
//!
//! # Source
//! Kafka protocol: DescribeProducers (key 61), version 0, and TxnOffsetCommit (key 28), version 2.

use super::{
    Kafka,
    request::{Request, ask},
};

/// A producer's id and epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProducerEpoch {
    id: u64,
    epoch: u16,
}

impl Kafka {
    /// The only producer that has written to the first partition of a topic.
    pub(crate) fn producer_of(&self, topic: &str) -> ProducerEpoch {
        let mut body = Request::default();
        // No tags of the header; one topic, one partition of it, and no tags of either.
        body.byte(0).byte(2).compact(topic).byte(2).int(0).byte(0).byte(0);
        let told = ask(self.brokers(), 61, 0, &body).unwrap_or_else(|error| self.fail(&format!("producers: {error}")));
        // Tags, throttle time, count, name, count and number; then the code, 0 where nothing is wrong, no message, and a count.
        let mut rest = &told[1 + 4 + 1 + 1 + topic.len() + 1 + 4..];
        assert_eq!(take(&mut rest), [0, 0, 0, 2], "{told:?}");
        let (id, [_, _, high, low]) = (u64::from_be_bytes(take(&mut rest)), take(&mut rest));
        ProducerEpoch { id, epoch: u16::from_be_bytes([high, low]) }
    }

    /// Sends a position of a topic's first partition in a transaction of that producer's; whether the broker takes it.
    pub(crate) fn commit_as(
        &self,
        ProducerEpoch { id, epoch }: ProducerEpoch,
        (transactional_id, group): (&str, &str),
        (topic, position): (&str, u64),
    ) -> bool {
        let mut body = Request::default();
        body.text(transactional_id).text(group).long(id).short(epoch);
        // One topic, one partition of it; no leader's epoch and no metadata.
        body.int(1).text(topic).int(1).int(0).long(position).int(u32::MAX).short(u16::MAX);
        let told = ask(self.brokers(), 28, 2, &body).unwrap_or_else(|error| self.fail(&format!("positions: {error}")));
        told.ends_with(&[0, 0])
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let (first, after) = rest.split_first_chunk().expect("the answer is as long as its version says");
    *rest = after;
    *first
}
