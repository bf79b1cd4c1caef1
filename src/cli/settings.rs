//! What the configuration says, in the words of those who need it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context;
use clap::{
    Args,
    builder::{OsStringValueParser, TypedValueParser},
};

use crate::{
    kafka::real::{self, Properties, topics::Layout},
    ops::config::{self, Config},
    run::Bounds,
};

/// Where the configuration is, as subcommands that reach the cluster take it.
#[derive(Debug, Args)]
pub struct File {
    /// The configuration; the defaults where not given
    #[arg(long = "config", value_name = "FILE", env = "COPYDESK_CONFIG", global = true, value_parser = path())]
    path: Option<PathBuf>,
}

/// Takes a path as it is: compose files set a variable that isn't given to nothing, which is as good as unset.
pub fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

impl File {
    /// The configuration: the file, if one is named, and the environment over it.
    pub fn load(&self) -> Result<Config, config::Error> {
        load(self.path.as_deref())
    }
}

/// The configuration: this file, if one is named, and the environment over it.
pub fn load(path: Option<&Path>) -> Result<Config, config::Error> {
    let named = path.filter(|path| !path.as_os_str().is_empty());
    Config::load(named, config::variables(), real::refusal)
}

/// How the clients reach the cluster.
pub fn clients(config: &Config) -> anyhow::Result<real::Settings> {
    let kafka = &config.kafka;
    let host = config::host(config::variables()).context("this host has no name: set kafka.transactional_id")?;
    let mut common: Properties = kafka.properties.clone();
    common.insert("bootstrap.servers".to_owned(), kafka.brokers.join(","));
    common.entry("client.id".to_owned()).or_insert_with(|| kafka.client_id.clone());
    let transactional_id = kafka.transactional_id_on(&host);
    let mut consumer = kafka.consumer.clone();
    consumer.insert("group.protocol".to_owned(), kafka.group_protocol.name().to_owned());
    if kafka.static_membership {
        // As unique and as lasting as a member's name must be.
        consumer.insert("group.instance.id".to_owned(), transactional_id.clone());
    }
    Ok(real::Settings {
        common,
        consumer,
        producer: kafka.producer.clone(),
        group: kafka.group.clone(),
        transactional_id,
        transaction_timeout: kafka.transaction_timeout,
        topics: real::Topics {
            raw: config.topics.raw.clone(),
            articles: config.topics.articles.clone(),
            links: config.topics.links.clone(),
            rejects: config.topics.rejects.clone(),
            ledger: config.topics.ledger.clone(),
        },
        message_bytes_max: kafka.message_bytes_max,
        prefetch_bytes_max: kafka.prefetch_bytes_max,
    })
}

/// How topics are created, and what is asked of those that are there.
pub fn layout(config: &Config) -> Layout {
    let topics = &config.topics;
    Layout {
        partitions: topics.partitions,
        replication: topics.replication,
        // What the promise needs, or more if the configuration wants more.
        ledger_retention: topics
            .ledger_retention
            .max(Duration::from_secs(config.policy.verdict.window_seconds.saturating_mul(2).saturating_add(86_400))),
        links_retention: topics.links_retention,
        message_bytes_max: config.kafka.message_bytes_max,
    }
}

/// How much a replica takes on at once.
pub fn bounds(config: &Config) -> Bounds {
    let batch = &config.batch;
    Bounds {
        batch_records_max: batch.records_max,
        batch_bytes_max: batch.bytes_max,
        batch_wait_max: batch.wait,
        batches_max: batch.batches_max,
        inflight_bytes_max: batch.inflight_bytes_max,
        stall_max: batch.stall,
        transaction_max: config.kafka.transaction_timeout,
        settle_max: batch.settle,
        read_max: config.workers.read_max,
        message_bytes_max: config.kafka.message_bytes_max,
        dialect: config.dialect,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_that_no_client_takes_are_refused_all_at_once() {
        let variables = [
            ("PROPERTIES__SECURITY_PROTOCL", "SSL"),
            ("PROPERTIES__SECURITY_PROTOCOL", "TLS"),
            ("PROPERTIES__SSL_CA_LOCATION", "/etc/ca.pem"),
            ("CONSUMER__SESSION_TIMEOUT_MS", "45s"),
            ("CONSUMER__MAX_POLL_INTERVAL_MS", "400000"),
            ("PRODUCER__LINGER_MS", "0.5"),
            ("PRODUCER__COMPRESSION_TYPE", "zstd"),
        ];
        let variables = variables.map(|(name, value)| (format!("COPYDESK__KAFKA__{name}"), value.to_owned()));
        let refused = Config::load(None, variables.into_iter(), real::refusal).unwrap_err();
        let said = refused.problems();
        let expected = [
            ("CONSUMER__SESSION_TIMEOUT_MS", "kafka.consumer.session.timeout.ms", "\"45s\" for 45"),
            ("PROPERTIES__SECURITY_PROTOCL", "kafka.properties.security.protocl", "No such configuration property"),
            ("PROPERTIES__SECURITY_PROTOCOL", "kafka.properties.security.protocol", "\"TLS\""),
        ];
        assert_eq!(said.len(), expected.len(), "{said:?}");
        for (line, (variable, path, why)) in said.iter().zip(expected) {
            let start = format!("COPYDESK__KAFKA__{variable}: {path} can't be set: ");
            assert!(line.strip_prefix(&start).is_some_and(|rest| rest.contains(why)), "{line}");
        }
    }

    /// The demo and the simulations run within the bounds that are shipped.
    #[test]
    fn bounds_by_default_are_those_of_the_shipped_file() {
        assert_eq!(bounds(&Config::default()), Bounds::default());
    }
}
