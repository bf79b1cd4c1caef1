//! What keys must be to each other, and which client properties are not the deployment's to set.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::num::NonZeroU16;
use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

use super::{Config, GroupProtocol};

/// Client properties that are refused, and why: either a key of ours sets them, or the promise rests on them.
const RESERVED: &[(&str, &str)] = &[
    ("bootstrap.servers", "kafka.brokers sets it"),
    ("metadata.broker.list", "kafka.brokers sets it"),
    ("client.id", "kafka.client_id sets it"),
    ("group.id", "kafka.group sets it"),
    ("transactional.id", "kafka.transactional_id sets it"),
    ("transaction.timeout.ms", "kafka.transaction_timeout_ms sets it"),
    ("message.max.bytes", "kafka.message_bytes_max sets it"),
    ("group.protocol", "kafka.group_protocol sets it"),
    ("group.instance.id", "kafka.static_membership sets it"),
    ("enable.auto.commit", "offsets are committed in the transaction that publishes their pages"),
    ("auto.commit.enable", "offsets are committed in the transaction that publishes their pages"),
    ("enable.auto.offset.store", "offsets are committed in the transaction that publishes their pages"),
    ("isolation.level", "without read_committed a page of an open transaction would be read twice"),
    ("enable.idempotence", "exactly once rests on it"),
    ("acks", "exactly once rests on all"),
    ("request.required.acks", "exactly once rests on all"),
    ("auto.offset.reset", "where reading begins is decided for each topic"),
    ("check.crcs", "the ledger is read with its checksums"),
    (
        "statistics.interval.ms",
        "the loop tells by the statistics how far behind it is, and whether a partition stands still",
    ),
    ("log.connection.close", "after a lost connection the next transaction has a new producer"),
    ("log_level", "copydesk hears of lost connections by the client's log"),
    ("delivery.report.only.error", "a record counts as published once the broker has said where it is"),
    ("enable.partition.eof", "the loop asks the broker for the end itself"),
];

/// Client properties that are the brokers' to set where they share the partitions out.
const BROKERS_OWN: &[&str] =
    &["session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy", "group.protocol.type"];

/// The client's `max.poll.interval.ms` where nobody sets it.
const POLL_MAX: Duration = Duration::from_mins(5);

/// Why a client property is refused, if it is.
pub(super) fn reserved(property: &str) -> Option<&'static str> {
    RESERVED.iter().find(|(name, _)| *name == property).map(|(_, why)| *why)
}

/// Checks what no key can be told by itself. A key of which a problem is known already stands at its default, so nothing that
/// rests on it is demanded.
pub(super) fn together(config: &Config, problems: &mut Vec<String>) {
    let known = problems.clone();
    let mut demand = |keys: &[&str], holds: bool, problem: String| {
        let is_told = || known.iter().any(|problem| keys.iter().any(|key| problem.contains(key)));
        if !holds && !is_told() {
            problems.push(problem);
        }
    };
    let (kafka, topics, batch, policy) = (&config.kafka, &config.topics, &config.batch, &config.policy);
    demand(&["kafka.brokers"], !kafka.brokers.is_empty(), "kafka.brokers must name one broker at least".to_owned());
    demand(&["kafka.group"], !kafka.group.is_empty(), "kafka.group must not be empty".to_owned());
    demand(&["topics.raw"], !topics.raw.is_empty(), "topics.raw must name one topic at least".to_owned());
    if kafka.group_protocol == GroupProtocol::Consumer {
        for (table, properties) in [("properties", &kafka.properties), ("consumer", &kafka.consumer)] {
            for name in BROKERS_OWN.iter().filter(|name| properties.contains_key(**name)) {
                demand(
                    &[],
                    false,
                    format!("kafka.{table}.{name} can't be set with kafka.group_protocol = \"consumer\": brokers do"),
                );
            }
        }
    }

    let mut names = BTreeSet::new();
    let out = [&topics.articles, &topics.links, &topics.rejects, &topics.ledger];
    for name in topics.raw.iter().chain(out) {
        demand(&[], is_topic(name), format!("{name:?} is no name for a topic: 1 to 249 of a-z A-Z 0-9 . _ -"));
        demand(&["topics."], names.insert(name), format!("topics must differ, and {name:?} stands twice"));
    }
    for fields in [&policy.capture.fields.url, &policy.capture.fields.body] {
        demand(
            &["capture.fields"],
            !fields.is_empty(),
            "capture.fields.url and .body must name one field at least".to_owned(),
        );
    }

    // A replica that starts must find a whole window before every entry that it may still have to judge again.
    let kept_min = Duration::from_secs(2 * policy.verdict.window_seconds + 86_400);
    demand(
        &["topics.ledger_retention_hours", "verdict.window_seconds"],
        topics.ledger_retention >= kept_min,
        format!(
            "topics.ledger_retention_hours must be {} at least: twice verdict.window_seconds and a day",
            kept_min.as_secs().div_ceil(3600)
        ),
    );
    // A dead letter is its record and some headers.
    let letter_max = policy.capture.record_bytes_max + policy.capture.header_bytes_max + (64 << 10);
    demand(
        &["kafka.message_bytes_max", "capture."],
        kafka.message_bytes_max >= letter_max,
        format!("kafka.message_bytes_max must be {letter_max} at least: capture's caps and 64 KiB for a dead letter"),
    );
    demand(
        &["batch.inflight_bytes_max", "batch.bytes_max"],
        batch.inflight_bytes_max >= batch.bytes_max,
        "batch.inflight_bytes_max must be batch.bytes_max at least".to_owned(),
    );
    demand(
        &["decode.page_bytes_max", "decode.attr_bytes_max"],
        policy.decode.page_bytes_max >= policy.decode.attr_bytes_max,
        "decode.page_bytes_max must be decode.attr_bytes_max at least".to_owned(),
    );
    // A batch may wait so long for its commit while the loop stands still.
    demand(
        &["ops.heartbeat_ms", "batch.settle_ms"],
        config.ops.heartbeat > batch.settle,
        "ops.heartbeat_ms must be above batch.settle_ms".to_owned(),
    );
    // Who takes partitions over waits for what their last owner left open.
    demand(
        &["ops.heartbeat_ms", "kafka.transaction_timeout_ms"],
        config.ops.heartbeat > kafka.transaction_timeout,
        "ops.heartbeat_ms must be above kafka.transaction_timeout_ms".to_owned(),
    );
    // A loop that stands still for so long is thrown out of the group, and must not go on beside its successor.
    let poll_max = [&kafka.consumer, &kafka.properties]
        .into_iter()
        .find_map(|properties| properties.get("max.poll.interval.ms"))
        .and_then(|value| value.parse().ok())
        .map_or(POLL_MAX, Duration::from_millis);
    demand(
        &["ops.heartbeat_ms"],
        config.ops.heartbeat < poll_max,
        format!("ops.heartbeat_ms must be below the consumer's max.poll.interval.ms, {}", poll_max.as_millis()),
    );
}

/// Whether Kafka takes this for a topic's name.
fn is_topic(name: &str) -> bool {
    (1..=249).contains(&name.len())
        && !matches!(name, "." | "..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// What may stand before a broker's address, as the Kafka client takes it where `security.protocol` is the same.
const PROTOCOLS: &[&str] = &["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];

/// Whether the Kafka client finds a host, and a port or none, where this is given as a broker's address. It passes over
/// what it can't read, and then says that no broker is named.
pub(super) fn is_broker(address: &str) -> bool {
    let address = match address.split_once("://") {
        Some((protocol, rest)) if PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(protocol)) => rest,
        _ => address,
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<NonZeroU16>().is_ok();
    // A zone names the interface of an address that is but the link's.
    let is_v6 = |host: &str| host.split('%').next().is_some_and(|host| host.parse::<Ipv6Addr>().is_ok());
    if let Some((host, rest)) = address.strip_prefix('[').and_then(|address| address.split_once(']')) {
        return is_v6(host) && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port));
    }
    let (host, port) = address.split_once(':').map_or((address, None), |(host, port)| (host, Some(port)));
    let is_name = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (is_name && port.is_none_or(is_port)) || is_v6(address)
}

/// The target that copydesk's own lines begin theirs with.
const TARGET: &str = "copydesk";

/// Whether this filter can be read and lets anything of copydesk's through, or why not. A word that is no level is a target
/// to it, so that `warning` would have the service say nothing, not even why it can't start. `off` is said on purpose.
pub(super) fn filter(filter: &str) -> Result<(), String> {
    EnvFilter::try_new(filter).map_err(|error| format!("can't be read: {error}"))?;
    let directives: Vec<&str> = filter.split(',').map(str::trim).filter(|directive| !directive.is_empty()).collect();
    let applies = |directive: &&str| {
        let target = directive.split(['=', '[']).next().unwrap_or_default();
        let is_level = target == *directive && target.parse::<LevelFilter>().is_ok();
        is_level || target.starts_with(TARGET) || TARGET.starts_with(target)
    };
    // Where there is none, errors are logged.
    if directives.is_empty() || directives.iter().any(applies) {
        return Ok(());
    }
    let why = match directives.iter().find(|directive| !directive.contains(['=', '['])) {
        Some(word) => format!("{word:?} is neither a level nor a target of copydesk's"),
        None => format!("{filter:?} has neither a level for all nor a target of copydesk's"),
    };
    Err(format!(
        "would log nothing: {why}; levels are off, error, warn, info, debug and trace, alone or as in copydesk::run=debug"
    ))
}
