//! What a client's error means for who must act.

use std::time::{Duration, Instant};

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use crate::kafka::{Failure, Unreadable};

/// An error of a transactional call, told apart by the client's own three flags.
///
/// # Source
/// librdkafka, INTRODUCTION.md, "Error handling" of the transactional producer.
pub fn of_transaction(doing: &str, error: KafkaError) -> Failure {
    let why = format!("{doing}: {error}");
    match error {
        // An abort would change nothing, and tries to end what the coordinator may never have begun.
        KafkaError::Transaction(flags) if is_denied(flags.code()) => Failure::Fatal(why),
        KafkaError::Transaction(flags) if flags.txn_requires_abort() => Failure::Abort(why),
        KafkaError::Transaction(flags) if flags.is_retriable() => Failure::Retry(why),
        // Fatal by its flag, or none of the three: the client's state is unknown, and a new one knows where it is.
        _ => Failure::Fatal(why),
    }
}

/// A record that could not be delivered, or not even queued.
pub fn of_delivery(code: RDKafkaErrorCode) -> Failure {
    let why = format!("producing: {code}");
    match code {
        RDKafkaErrorCode::MessageSizeTooLarge
        | RDKafkaErrorCode::InvalidMessage
        | RDKafkaErrorCode::InvalidMessageSize
        | RDKafkaErrorCode::InvalidRecord
        | RDKafkaErrorCode::PolicyViolation => Failure::Refused(why),
        code if is_denied(code) => Failure::Fatal(why),
        _ => Failure::Abort(why),
    }
}

/// Whether the cluster refuses this client for good: no retry mends a missing permission or topic.
pub fn is_denied(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::TopicAuthorizationFailed
            | RDKafkaErrorCode::GroupAuthorizationFailed
            | RDKafkaErrorCode::ClusterAuthorizationFailed
            | RDKafkaErrorCode::TransactionalIdAuthorizationFailed
            | RDKafkaErrorCode::SaslAuthenticationFailed
            | RDKafkaErrorCode::Authentication
            | RDKafkaErrorCode::UnsupportedSASLMechanism
            | RDKafkaErrorCode::UnknownTopic
            | RDKafkaErrorCode::UnknownTopicOrPartition
            | RDKafkaErrorCode::UnknownPartition
    )
}

/// Whether a broker does not let this client in, or is not what it should be: so it stays until somebody mends its
/// credentials or the broker's certificate. `why` is the client's own sentence.
pub fn is_turned_away(code: RDKafkaErrorCode, why: &str) -> bool {
    // TLS 1.3 has the broker ask for a certificate when the client takes the connection for made already: what it
    // thinks of it comes as an alert, which passes for a broken connection.
    let alerted = why.contains("SSL alert number");
    alerted
        || matches!(
            code,
            RDKafkaErrorCode::SSL
                | RDKafkaErrorCode::Authentication
                | RDKafkaErrorCode::SaslAuthenticationFailed
                | RDKafkaErrorCode::UnsupportedSASLMechanism
        )
}

/// A client that could not be made: a property is wrong. Its value is not told, as it may be a secret.
pub fn of_creation(what: &str, error: KafkaError) -> Failure {
    let why = match error {
        KafkaError::ClientConfig(_, why, property, _) => format!("{property}: {why}"),
        KafkaError::ClientCreation(why) => why,
        other => other.to_string(),
    };
    Failure::Fatal(format!("creating {what}: {why}"))
}

/// An error that a consumer's poll hands over: `None` where the client mends it by itself.
pub fn of_poll(doing: &str, error: &KafkaError) -> Option<Failure> {
    let code = error.rdkafka_error_code()?;
    let why = format!("{doing}: {error}");
    match code {
        RDKafkaErrorCode::Fatal | RDKafkaErrorCode::FencedInstanceId => Some(Failure::Fatal(why)),
        code if is_denied(code) => Some(Failure::Fatal(why)),
        _ => None,
    }
}

/// What the client does with the batch that an error tells of, if it tells of one (librdkafka 2.12.1,
/// `rd_kafka_msgset_reader_run`: an unknown version is passed over, what can't be parsed or unpacked asked for again).
pub fn unreadable(error: &KafkaError) -> Option<Unreadable> {
    match error.rdkafka_error_code()? {
        RDKafkaErrorCode::NotImplemented => Some(Unreadable::PassedOver),
        RDKafkaErrorCode::BadMessage | RDKafkaErrorCode::BadCompression => Some(Unreadable::AskedAgain),
        _ => None,
    }
}

/// How often the same error is told that the client goes on after.
const TOLD_AGAIN: Duration = Duration::from_mins(1);

/// Errors after which the client goes on by itself. It asks again for what it couldn't read, so the same may come for ever,
/// twice a second: a batch that no build of the client can unpack holds its partition up.
#[derive(Debug, Default)]
pub struct Passing {
    told: Vec<(RDKafkaErrorCode, Instant)>,
}

impl Passing {
    /// Tells of an error, at `now`: those that brokers which come and go bring about to who looks closely, others as a warning,
    /// each once a minute.
    pub fn tell(&mut self, doing: &str, error: &KafkaError, now: Instant) {
        let Some(code) = error.rdkafka_error_code() else { return };
        if is_weather(code) {
            tracing::debug!(%error, doing, "the client mends this by itself");
        } else if self.is_due(code, now) {
            tracing::warn!(%error, doing, "the client goes on after an error; a partition may stand still");
        }
    }

    /// Whether the code wasn't told within the last minute; from now on it was.
    fn is_due(&mut self, code: RDKafkaErrorCode, now: Instant) -> bool {
        self.told.retain(|(_, at)| now.duration_since(*at) < TOLD_AGAIN);
        let is_due = !self.told.iter().any(|(told, _)| *told == code);
        if is_due {
            self.told.push((code, now));
        }
        is_due
    }
}

/// Whether brokers that come and go, or hand a partition to one another, bring this about.
fn is_weather(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::BrokerTransportFailure
            | RDKafkaErrorCode::AllBrokersDown
            | RDKafkaErrorCode::Resolve
            | RDKafkaErrorCode::OperationTimedOut
            | RDKafkaErrorCode::RequestTimedOut
            | RDKafkaErrorCode::MessageTimedOut
            | RDKafkaErrorCode::LeaderNotAvailable
            | RDKafkaErrorCode::NotLeaderForPartition
            | RDKafkaErrorCode::ReplicaNotAvailable
            | RDKafkaErrorCode::BrokerNotAvailable
            | RDKafkaErrorCode::NetworkException
            | RDKafkaErrorCode::CoordinatorLoadInProgress
            | RDKafkaErrorCode::CoordinatorNotAvailable
            | RDKafkaErrorCode::NotCoordinator
            | RDKafkaErrorCode::RebalanceInProgress
            | RDKafkaErrorCode::FencedLeaderEpoch
            | RDKafkaErrorCode::UnknownLeaderEpoch
            | RDKafkaErrorCode::OffsetNotAvailable
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_is_told_once_a_minute() {
        let (mut passing, now) = (Passing::default(), Instant::now());
        let (one, other) = (RDKafkaErrorCode::BadCompression, RDKafkaErrorCode::BadMessage);
        let mut told = Vec::new();
        for half_seconds in 0..=240 {
            told.extend(passing.is_due(one, now + Duration::from_millis(500) * half_seconds).then_some(half_seconds));
        }
        assert_eq!(told, [0, 120, 240]);
        assert!(passing.is_due(other, now + TOLD_AGAIN * 2) && passing.told.len() == 2);
    }
}
