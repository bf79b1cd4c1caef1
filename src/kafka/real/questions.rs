//! What the consumer asks of the cluster by itself: where the group stands, and where logs end. The loop waits meanwhile, so each
//! question has its limit.

use std::time::{Duration, Instant};

use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    metadata::MetadataTopic,
};

use super::{failure, group::MARK};

/// How long one question for the group's positions may take. The client answers nothing while any of them is in an
/// open transaction, so it is asked again and again.
pub const QUESTION_MAX: Duration = Duration::from_millis(500);

/// How long it rests before it asks again.
pub const ASKED_AGAIN: Duration = Duration::from_millis(50);

/// How long an answer is awaited on where the group has stood before. Set by hand: it takes a round trip or two, and somebody who may
/// not join the group, who gets none, is to be told so soon.
const STOOD_AWAITED: Duration = Duration::from_secs(3);

/// Asks again until there is an answer, or that time is over: a leader may be being elected, and a position may be in an open
/// transaction.
pub fn until_answered<T>(since: Instant, limit: Duration, mut ask: impl FnMut() -> KafkaResult<T>) -> KafkaResult<T> {
    loop {
        match ask() {
            Err(error) if since.elapsed() < limit && !is_denied(&error) => {
                tracing::debug!(%error, "the cluster has not answered yet");
                // Some errors are told at once.
                std::thread::sleep(ASKED_AGAIN);
            }
            answered => return answered,
        }
    }
}

/// A log's ends. While its partition has no leader, the client knows none, and would not look it up by itself.
pub fn ends<C: ConsumerContext>(consumer: &BaseConsumer<C>, topic: &str, partition: i32) -> KafkaResult<(i64, i64)> {
    let told = consumer.fetch_watermarks(topic, partition, QUESTION_MAX);
    if told.as_ref().is_err_and(|error| error.rdkafka_error_code() == Some(RDKafkaErrorCode::UnknownPartition)) {
        consumer.fetch_metadata(Some(topic), QUESTION_MAX)?;
    }
    told
}

/// Whether no other answer will come. A partition that is unknown to the client has no leader, which may be elected.
pub fn is_denied(error: &KafkaError) -> bool {
    let code = error.rdkafka_error_code();
    code.is_some_and(|code| code != RDKafkaErrorCode::UnknownPartition && failure::is_denied(code))
}

/// Whether the group has a position of this service's in one of the topics, which isn't where its log once began.
pub fn has_stood<C: ConsumerContext>(consumer: &BaseConsumer<C>, topics: &[String]) -> KafkaResult<bool> {
    let since = Instant::now();
    let mut partitions = TopicPartitionList::new();
    for name in topics {
        let metadata = until_answered(since, STOOD_AWAITED, || consumer.fetch_metadata(Some(name), QUESTION_MAX))?;
        for partition in metadata.topics().iter().flat_map(MetadataTopic::partitions) {
            partitions.add_partition(name, partition.id());
        }
    }
    let committed = || consumer.committed_offsets(partitions.clone(), QUESTION_MAX);
    let told = until_answered(since, STOOD_AWAITED, committed)?;
    let stands = |offset| matches!(offset, Offset::Offset(position) if position > 0);
    Ok(told.elements().iter().any(|at| at.metadata() == MARK && stands(at.offset())))
}

#[cfg(test)]
mod tests {
    use rdkafka::ClientConfig;

    use super::*;

    fn failed(code: RDKafkaErrorCode) -> KafkaResult<()> {
        Err(KafkaError::MetadataFetch(code))
    }

    #[test]
    fn a_question_is_asked_again_until_it_is_answered_or_denied_or_its_time_is_over() {
        let check = |limit: Duration, answers: &[KafkaResult<()>], asked: usize| {
            let mut told = answers.iter().cloned();
            let _ = until_answered(Instant::now(), limit, || told.next().expect("it is asked no further"));
            assert_eq!(answers.len() - told.len(), asked, "{answers:?}");
        };
        let (busy, denied) = (RDKafkaErrorCode::OperationTimedOut, RDKafkaErrorCode::GroupAuthorizationFailed);
        // A leader may be being elected.
        let unknown = RDKafkaErrorCode::UnknownPartition;
        let ample = Duration::from_mins(1);
        check(ample, &[failed(busy), failed(unknown), Ok(()), Ok(())], 3);
        check(ample, &[failed(busy), failed(denied), Ok(())], 2);
        check(Duration::ZERO, &[failed(busy), Ok(())], 1);
    }

    #[test]
    fn where_a_group_has_stood_is_asked_for_no_longer_than_that() {
        // Nobody listens there.
        let consumer: BaseConsumer = ClientConfig::new()
            .set("bootstrap.servers", "127.0.0.1:1")
            .set("group.id", "nobody's")
            .create()
            .expect("the settings are good");
        let since = Instant::now();
        assert!(has_stood(&consumer, &["pages.raw".to_owned()]).is_err());
        assert!(since.elapsed() >= STOOD_AWAITED);
    }
}
