//! Is this consumer a member of its group, as far as it knows?
//!
//! A consumer that never joined hands out metadata with generation -1 and no member id, and both group protocols take
//! a transaction's offsets that carry it without asking further. The Rust client keeps both fields to itself, so they
//! are read through its C interface. A consumer that was expelled hands out a generation without a member id, or one
//! that the broker refuses; it is the broker's refusal that stops a zombie, this check only spares it the attempt.

use std::ffi::CStr;

use rdkafka::{
    bindings::{
        rd_kafka_consumer_group_metadata, rd_kafka_consumer_group_metadata_destroy,
        rd_kafka_consumer_group_metadata_generation_id, rd_kafka_consumer_group_metadata_member_id,
    },
    consumer::{BaseConsumer, Consumer, ConsumerContext, ConsumerGroupMetadata},
};

/// The membership that a transaction's offsets may carry, and the member's id; `None` out of the group.
///
/// The metadata is taken between two looks at generation and member. Generations only rise, so two equal looks mean
/// that it is of that generation.
pub fn membership<C: ConsumerContext>(consumer: &BaseConsumer<C>) -> Option<(ConsumerGroupMetadata, MemberId)> {
    let before = joined(consumer)?;
    let metadata = consumer.group_metadata()?;
    (joined(consumer)? == before).then_some((metadata, before.1))
}

/// The id that the group knows this consumer by; `None` out of the group.
pub fn member<C: ConsumerContext>(consumer: &BaseConsumer<C>) -> Option<MemberId> {
    joined(consumer).map(|(_, member)| member)
}

/// What a group tells its members apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberId(Vec<u8>);

/// Generation and member id; `None` without either.
#[expect(unsafe_code, reason = "the Rust client does not say its generation")]
fn joined<C: ConsumerContext>(consumer: &BaseConsumer<C>) -> Option<(i32, MemberId)> {
    // SAFETY: the client outlives the call; the metadata is a copy that is freed below, after the member id, which
    // points into it, has been copied out.
    unsafe {
        let metadata = rd_kafka_consumer_group_metadata(consumer.client().native_ptr());
        if metadata.is_null() {
            return None;
        }
        let generation = rd_kafka_consumer_group_metadata_generation_id(metadata);
        let member = rd_kafka_consumer_group_metadata_member_id(metadata);
        let member = if member.is_null() { Vec::new() } else { CStr::from_ptr(member).to_bytes().to_vec() };
        rd_kafka_consumer_group_metadata_destroy(metadata);
        (generation >= 0 && !member.is_empty()).then_some((generation, MemberId(member)))
    }
}
