//! A real cluster, through librdkafka.
//!
//! Three clients a replica: a consumer in the group for raw records, a transactional producer for what is published,
//! and for the ledger an idempotent producer with a consumer of its own that is assigned by hand. The rules that
//! shape them (drain before commit, purge before abort, a generation that is still good) are told where they are kept.

mod cluster;
mod extent;
mod failure;
mod forgotten;
mod generation;
mod group;
mod ledger;
pub mod letters;
mod limit;
mod questions;
mod record;
pub mod resend;
mod sink;
mod source;
pub mod topics;

use std::{collections::BTreeMap, time::Duration};

use rdkafka::{ClientConfig, error::KafkaError};

pub use ledger::RealLedger;
pub use sink::RealSink;
pub use source::RealSource;

use super::Failure;

/// Client properties by librdkafka's names.
pub type Properties = BTreeMap<String, String>;

/// How a replica reaches its cluster.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Properties of every client: `bootstrap.servers`, security, and what the user passes through.
    pub common: Properties,
    /// Further properties of the consumers.
    pub consumer: Properties,
    /// Further properties of the producers.
    pub producer: Properties,
    /// The consumer group of the raw topics.
    pub group: String,
    /// The transactional id: unique to this instance, and the same after its restart, so that what a dead run left
    /// open is aborted at once.
    pub transactional_id: String,
    /// How long the broker keeps a transaction open for an instance that has gone silent.
    pub transaction_timeout: Duration,
    /// The topics.
    pub topics: Topics,
    /// The largest record that is read or written, in bytes.
    pub message_bytes_max: usize,
    /// Bytes of raw records that the consumer fetches ahead.
    pub prefetch_bytes_max: usize,
}

impl std::fmt::Debug for Settings {
    /// Properties hold passwords; their names tell enough.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("common", &self.common.keys())
            .field("consumer", &self.consumer.keys())
            .field("producer", &self.producer.keys())
            .field("group", &self.group)
            .field("transactional_id", &self.transactional_id)
            .field("topics", &self.topics)
            .finish_non_exhaustive()
    }
}

/// Topics by what they carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics {
    /// Raw pages; one or several.
    pub raw: Vec<String>,
    /// Published articles.
    pub articles: String,
    /// Links.
    pub links: String,
    /// Dead letters.
    pub rejects: String,
    /// The ledger.
    pub ledger: String,
}

/// Connects a replica: reaches the ledger, fences whoever had this transactional id, and is ready to subscribe.
pub fn connect(settings: &Settings) -> Result<(RealSource, RealSink, RealLedger), Failure> {
    let ledger = RealLedger::connect(settings)?;
    let sink = RealSink::connect(settings)?;
    let source = RealSource::connect(settings)?;
    Ok((source, sink, ledger))
}

/// Why no client takes this property, if none does: the name is none that it knows, or the value none that it can have.
/// What a client makes of several of them together is told when it is made.
pub fn refusal(name: &str, value: &str) -> Option<String> {
    match ClientConfig::new().set(name, value).create_native_config() {
        Ok(taken) => {
            let taken = taken.get(name).ok().filter(|taken| is_cut(value, taken))?;
            Some(format!("the client would take {value:?} for {taken}"))
        }
        Err(KafkaError::ClientConfig(_, why, ..)) => Some(why),
        Err(error) => Some(error.to_string()),
    }
}

/// Whether the client has read a number from the beginning of this alone, as it does of `45s`, or another one than it says.
fn is_cut(value: &str, taken: &str) -> bool {
    let hexadecimal = |text: &str| i64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    let number = |text: &str| text.parse().ok().or_else(|| hexadecimal(text).map(|whole| whole as f64));
    // Words for numbers are the client's own (`all`), and texts are kept as they are.
    let is_figure = value.trim_start().starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    let Some(taken) = number(taken).filter(|_| is_figure && value != taken) else { return false };
    // Fractions are told with six digits.
    !number(value.trim()).is_some_and(|said: f64| (said - taken).abs() <= taken.abs() * 1e-5)
}

/// How long a request to the cluster may take before the caller is told to try again.
const REQUEST_MAX: Duration = Duration::from_secs(10);

/// How long a call that was given [`REQUEST_MAX`] is waited for: half as long again, which a client that keeps it
/// doesn't take. Until then readers of what the transaction wrote wait too.
const CALL_MAX: Duration = Duration::from_secs(15);

/// Bytes that one fetch takes of one partition, so that a partition with much to read doesn't fill the queue alone while
/// others wait; a dozen pages, so that eight partitions fill the queue. A larger record comes whole all the same
/// (KIP-74). In the torture's long form, where replicas are killed every few seconds, a partition starved without it.
const PARTITION_FETCH_BYTES_MAX: usize = 1 << 20;

/// Bytes of a batch that is unpacked, at most: the client holds its partition up where it is larger.
const UNPACKED_BYTES_MAX: usize = 128 << 20;

impl Settings {
    fn consumer(&self, own: &[(&str, &str)], fixed: &[(&str, &str)]) -> ClientConfig {
        let prefetch = (self.prefetch_bytes_max / 1024).max(1).to_string();
        let message = self.message_bytes_max.to_string();
        // A fetch response holds whole records, so it must be able to hold the largest and what frames it. A batch is unpacked
        // only where it doesn't grow beyond this either, and one of pages may well be ten times as large as it was packed.
        let response =
            (self.message_bytes_max.max(self.prefetch_bytes_max) + (1 << 20)).max(UNPACKED_BYTES_MAX).to_string();
        let fetch = self.message_bytes_max.max(8 << 20).to_string();
        let share = self.message_bytes_max.min(PARTITION_FETCH_BYTES_MAX).to_string();
        let mut all = vec![
            ("queued.max.messages.kbytes", prefetch.as_str()),
            ("fetch.message.max.bytes", share.as_str()),
            ("fetch.max.bytes", fetch.as_str()),
            ("receive.message.max.bytes", response.as_str()),
            // librdkafka's default of a second stalls every time that the queue fills.
            ("fetch.queue.backoff.ms", "10"),
            ("message.max.bytes", message.as_str()),
        ];
        all.extend(own);
        client(&all, [&self.common, &self.consumer], fixed)
    }

    fn producer(&self, own: &[(&str, &str)], fixed: &[(&str, &str)]) -> ClientConfig {
        let message = self.message_bytes_max.to_string();
        let mut all = vec![
            ("message.max.bytes", message.as_str()),
            ("queue.buffering.max.kbytes", "65536"),
            ("compression.type", "lz4"),
            // The partition that a Java producer would choose for the key, so that other tools find it.
            ("partitioner", "murmur2_random"),
        ];
        all.extend(own);
        client(&all, [&self.common, &self.producer], fixed)
    }
}

/// A client's configuration: our own values, what the user passes through, and last what the promise rests on, so
/// that nothing before can undo it.
fn client(own: &[(&str, &str)], passed: [&Properties; 2], fixed: &[(&str, &str)]) -> ClientConfig {
    let mut config = ClientConfig::new();
    for (name, value) in own {
        config.set(*name, *value);
    }
    for (name, value) in passed.into_iter().flatten() {
        config.set(name, value);
    }
    for (name, value) in fixed {
        config.set(*name, *value);
    }
    config
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn a_property_is_refused_that_no_client_takes_as_it_is() {
        let refused = |name, value| refusal(name, value).unwrap_or_default();
        assert_eq!(refused("security.protocl", "SSL"), "No such configuration property: \"security.protocl\"");
        assert!(refused("security.protocol", "TLS").contains("\"TLS\""));
        assert_eq!(refused("session.timeout.ms", "45s"), "the client would take \"45s\" for 45");
        assert_eq!(refused("session.timeout.ms", "1e4"), "the client would take \"1e4\" for 1");
        assert_eq!(refused("linger.ms", "5ms"), "the client would take \"5ms\" for 5");
        assert_eq!(refused("acks", "1 or so"), "the client would take \"1 or so\" for 1");
        assert_eq!(refused("receive.message.max.bytes", "4294968296"), "the client would take \"4294968296\" for 1000");
        assert!(
            !refused("session.timeout.ms", "").is_empty() && !refused("socket.keepalive.enable", "perhaps").is_empty()
        );
    }

    #[test]
    fn a_property_that_a_client_takes_is_let_through() {
        for (name, value) in [
            ("session.timeout.ms", "45000"),
            ("session.timeout.ms", " 45000 "),
            ("socket.timeout.ms", "0x2710"),
            ("linger.ms", "0.0001"),
            ("linger.ms", "123456.789"),
            ("linger.ms", "5"),
            ("linger.ms", "5.0"),
            ("acks", "all"),
            ("acks", "-1"),
            ("compression.codec", "zstd"),
            ("security.protocol", "sasl_ssl"),
            ("sasl.username", "007 desk"),
            ("sasl.password", "1e3"),
            ("sasl.password", "10.50"),
            ("client.rack", "1a"),
            ("debug", "broker,topic"),
            ("ssl.ca.location", "/no/such/file.pem"),
            ("socket.keepalive.enable", "true"),
            ("enable.ssl.certificate.verification", "false"),
            ("partition.assignment.strategy", "range"),
            ("broker.address.family", "v4"),
            ("topic.blacklist", "^1,^2"),
        ] {
            assert_eq!(refusal(name, value), None, "{name} = {value:?}");
        }
    }
}
