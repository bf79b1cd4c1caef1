//! A record in the client's words and in copydesk's.

use std::{thread, time::Duration};

use rdkafka::{
    Message, Offset as KafkaOffset,
    error::{KafkaError, RDKafkaErrorCode},
    message::{BorrowedMessage, Header, Headers, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, Producer, ProducerContext},
};

use crate::desk::capture::{Partition, RawRecord, position::Position};

/// A copy of a record: a borrowed message pins the whole fetch buffer that it came in.
pub fn raw(message: &BorrowedMessage<'_>) -> RawRecord {
    RawRecord {
        key: message.key().map(<[u8]>::to_vec),
        value: message.payload().map(<[u8]>::to_vec),
        headers: message
            .headers()
            .map(|headers| {
                headers.iter().map(|header| (header.key.to_owned(), header.value.map(<[u8]>::to_vec))).collect()
            })
            .unwrap_or_default(),
        timestamp_ms: message.timestamp().to_millis().unwrap_or_default(),
    }
}

/// Hands a record to the client, waiting for room in its queue. An error where it can't be queued at all.
pub fn queue<C: ProducerContext<DeliveryOpaque = ()>>(
    producer: &BaseProducer<C>,
    mut record: BaseRecord<'_, [u8], [u8]>,
) -> Result<(), KafkaError> {
    loop {
        record = match producer.send(record) {
            Ok(()) => return Ok(()),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), unsent)) => {
                serve_deliveries(producer);
                unsent
            }
            Err((error, _)) => return Err(error),
        };
    }
}

/// How often deliveries are looked for while they are waited for: a small part of what a broker takes for one.
const DELIVERIES_EVERY: Duration = Duration::from_micros(500);

/// Waits a moment and takes in all that was delivered by then. Polled with a time to wait, the client's binding spins
/// through what is left of its last millisecond; polled without, it takes in one answer of a broker.
pub fn serve_deliveries<C: ProducerContext<DeliveryOpaque = ()>>(producer: &BaseProducer<C>) {
    thread::sleep(DELIVERIES_EVERY);
    let mut in_flight = i32::MAX;
    while producer.in_flight_count() < in_flight {
        in_flight = producer.in_flight_count();
        producer.poll(Duration::ZERO);
    }
}

/// A partition's number as the client has it.
pub fn partition(number: Partition) -> i32 {
    i32::try_from(number.0).unwrap_or(i32::MAX)
}

/// A position as the client has it.
pub fn place(position: Position) -> KafkaOffset {
    KafkaOffset::Offset(i64::try_from(position.0).unwrap_or(i64::MAX))
}

/// Headers as the client sends them, in their order.
pub fn headers(headers: &[(String, Option<Vec<u8>>)]) -> OwnedHeaders {
    headers.iter().fold(OwnedHeaders::new_with_capacity(headers.len()), |headers, (key, value)| {
        headers.insert(Header { key, value: value.as_deref() })
    })
}
