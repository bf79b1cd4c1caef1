//! A record in the client's words and in copydesk's.

use std::time::Duration;

use rdkafka::{
    Message,
    error::{KafkaError, RDKafkaErrorCode},
    message::{BorrowedMessage, Header, Headers, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, ProducerContext},
};

use crate::desk::capture::RawRecord;

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
                producer.poll(Duration::from_millis(1));
                unsent
            }
            Err((error, _)) => return Err(error),
        };
    }
}

/// Headers as the client sends them, in their order.
pub fn headers(headers: &[(String, Option<Vec<u8>>)]) -> OwnedHeaders {
    headers.iter().fold(OwnedHeaders::new_with_capacity(headers.len()), |headers, (key, value)| {
        headers.insert(Header { key, value: value.as_deref() })
    })
}
