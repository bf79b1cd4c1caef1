//! What a client's error means for who must act.

use rdkafka::error::{KafkaError, RDKafkaErrorCode};

use crate::kafka::Failure;

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
        _ => {
            tracing::debug!(%error, doing, "the client mends this by itself");
            None
        }
    }
}
