//! Configuration: a TOML file, then the environment over it; every key checked once, at the start.
//!
//! `config/copydesk.toml` holds every key with its default, unit and reason. A key is overridden by the variable
//! `COPYDESK__SECTION__KEY` (lists parted by commas), or by `COPYDESK__SECTION__KEY_FILE`, which names a file that holds
//! the value: so come secrets from a mounted volume. Client properties by librdkafka's names stand in
//! `[kafka.properties]`, `[kafka.consumer]` and `[kafka.producer]`; in variables their dots are underscores
//! (`COPYDESK__KAFKA__PROPERTIES__SASL_PASSWORD_FILE`).

mod check;
mod keys;
pub mod publishers;
mod source;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::desk::{Policy, wire::Dialect};

/// All that a deployment can set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// How to reach the cluster.
    pub kafka: Kafka,
    /// The topics.
    pub topics: Topics,
    /// How much is taken on at once.
    pub batch: Batch,
    /// Who reads pages.
    pub workers: Workers,
    /// Every stage's caps and rules, and what is known of sources.
    pub policy: Policy,
    /// The file of what is known of sources; empty for none. A relative path starts from the configuration file's folder.
    pub publishers_file: String,
    /// Whose names the headers of dead letters have.
    pub dialect: Dialect,
    /// Where metrics and probes are served.
    pub ops: Ops,
    /// Where and how often the memory is kept on disk.
    pub snapshot: Snapshot,
    /// Where the texts' tapes lie.
    pub tapes: Tapes,
    /// How logs are written.
    pub log: Log,
    /// How long the service may take to stop.
    pub shutdown: Shutdown,
}

/// Who reads pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workers {
    /// How many threads; 0 for one a core.
    pub threads: usize,
    /// How long reading one record may take.
    pub read_max: Duration,
}

impl Default for Workers {
    fn default() -> Self {
        Self { threads: 0, read_max: Duration::from_secs(30) }
    }
}

/// How to reach the cluster.
#[derive(Clone, PartialEq, Eq)]
pub struct Kafka {
    /// Addresses from which the cluster is found.
    pub brokers: Vec<String>,
    /// The consumer group of the raw topics.
    pub group: String,
    /// How the clients call themselves in the broker's logs and quotas; those of the ledger put `-ledger` behind it.
    pub client_id: String,
    /// The transactional id; empty for group and host name: see [`Kafka::transactional_id_on`].
    pub transactional_id: String,
    /// How the group shares the partitions out.
    pub group_protocol: GroupProtocol,
    /// Whether an instance keeps its partitions over a restart.
    pub static_membership: bool,
    /// How long the broker keeps a transaction open for an instance that has gone silent.
    pub transaction_timeout: Duration,
    /// The largest record that is read or written, in bytes.
    pub message_bytes_max: usize,
    /// Bytes of raw records that are fetched ahead.
    pub prefetch_bytes_max: usize,
    /// Properties of every client, by librdkafka's names.
    pub properties: BTreeMap<String, String>,
    /// Further properties of the consumers.
    pub consumer: BTreeMap<String, String>,
    /// Further properties of the producers.
    pub producer: BTreeMap<String, String>,
}

impl Kafka {
    /// The transactional id of the instance on this host: unique to it, and the same after its restart, so that what
    /// a dead run left open is aborted at once.
    pub fn transactional_id_on(&self, host: &str) -> String {
        if self.transactional_id.is_empty() { format!("{}-{host}", self.group) } else { self.transactional_id.clone() }
    }
}

impl Default for Kafka {
    fn default() -> Self {
        Self {
            brokers: vec!["localhost:9092".to_owned()],
            group: "copydesk".to_owned(),
            client_id: "copydesk".to_owned(),
            transactional_id: String::new(),
            group_protocol: GroupProtocol::Classic,
            static_membership: false,
            transaction_timeout: Duration::from_secs(15),
            message_bytes_max: 12 << 20,
            prefetch_bytes_max: 8 << 20,
            properties: BTreeMap::new(),
            consumer: BTreeMap::new(),
            producer: BTreeMap::new(),
        }
    }
}

impl fmt::Debug for Kafka {
    /// Of the client properties only the names: values are passwords too often.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kafka")
            .field("brokers", &self.brokers)
            .field("group", &self.group)
            .field("client_id", &self.client_id)
            .field("transactional_id", &self.transactional_id)
            .field("group_protocol", &self.group_protocol)
            .field("static_membership", &self.static_membership)
            .field("transaction_timeout", &self.transaction_timeout)
            .field("message_bytes_max", &self.message_bytes_max)
            .field("prefetch_bytes_max", &self.prefetch_bytes_max)
            .field("properties", &self.properties.keys())
            .field("consumer", &self.consumer.keys())
            .field("producer", &self.producer.keys())
            .finish()
    }
}

/// Who shares the partitions of the raw topics out among the replicas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupProtocol {
    /// One of the members, by `partition.assignment.strategy`, which is cooperative-sticky.
    #[default]
    Classic,
    /// The broker (KIP-848, Kafka 4.0 and later).
    Consumer,
}

impl GroupProtocol {
    /// Its name, as Kafka spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::Consumer => "consumer",
        }
    }
}

/// The topics by what they carry, and how they are laid out where they are created.
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
    /// Whether missing topics are created at the start.
    pub create: bool,
    /// Partitions of created topics; the ledger always has one.
    pub partitions: u32,
    /// Copies of each partition; 0 for the broker's default.
    pub replication: u16,
    /// How long the ledger keeps its entries.
    pub ledger_retention: Duration,
    /// How long links and dead letters are kept.
    pub links_retention: Duration,
}

impl Default for Topics {
    fn default() -> Self {
        Self {
            raw: vec!["pages.raw".to_owned()],
            articles: "articles".to_owned(),
            links: "articles.links".to_owned(),
            rejects: "pages.rejected".to_owned(),
            ledger: "copydesk.ledger".to_owned(),
            create: false,
            partitions: 12,
            replication: 0,
            ledger_retention: Duration::from_hours(15 * 24),
            links_retention: Duration::from_hours(30 * 24),
        }
    }
}

/// How much a replica takes on at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Records in a batch, at most.
    pub records_max: usize,
    /// Bytes of raw records in a batch, at most.
    pub bytes_max: usize,
    /// How long the first record of a batch waits for others.
    pub wait: Duration,
    /// Closed batches in flight, at most.
    pub batches_max: usize,
    /// Bytes of raw records in flight over all batches, at most.
    pub inflight_bytes_max: usize,
    /// How long intake may stand still before the partitions are paused.
    pub stall: Duration,
    /// How long one commit, abort or send is tried again.
    pub settle: Duration,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            records_max: 500,
            bytes_max: 16 << 20,
            wait: Duration::from_millis(100),
            batches_max: 3,
            inflight_bytes_max: 48 << 20,
            stall: Duration::from_secs(2),
            settle: Duration::from_mins(1),
        }
    }
}

/// Where metrics and probes are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ops {
    /// Address and port. All interfaces by default, as the scraper and the kubelet come from outside the pod; what is
    /// served is read-only and holds nothing of a page.
    pub listen: SocketAddr,
    /// After how long without a turn of the loop the process is no longer alive.
    pub heartbeat: Duration,
}

impl Default for Ops {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([0, 0, 0, 0], 9600)), heartbeat: Duration::from_mins(2) }
    }
}

/// Where and how often the memory is kept on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The directory, this replica's alone; empty for no snapshots.
    pub directory: String,
    /// Ledger entries folded from one snapshot to the next.
    pub every_entries: u64,
}

impl Default for Snapshot {
    fn default() -> Self {
        Self { directory: String::new(), every_entries: 500_000 }
    }
}

/// Where the tapes of known texts lie, by which articles are compared word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tapes {
    /// The directory of the file for those beyond the bytes below; empty for all in RAM.
    pub directory: String,
    /// Bytes of tapes that lie in RAM, at most, where there is a directory.
    pub ram_bytes_max: u64,
}

impl Default for Tapes {
    fn default() -> Self {
        Self { directory: String::new(), ram_bytes_max: 64 << 20 }
    }
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    #[default]
    Json,
    /// For a terminal.
    Text,
}

/// How logs are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How a line is written.
    pub format: LogFormat,
    /// What is written: `tracing`'s directives.
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Json, filter: "info".to_owned() }
    }
}

/// How long the service may take to stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shutdown {
    /// From the signal to the end of the process.
    pub deadline: Duration,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(30) }
    }
}

/// A configuration that can't be used: everything that is wrong with it, one line each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("; "))]
pub struct Error {
    problems: Vec<String>,
}

impl Error {
    /// What is wrong, one line each: where, which key, and what it may be.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

/// Why the Kafka client takes no property of this name and value, if it doesn't.
pub type Refusal = fn(name: &str, value: &str) -> Option<String>;

impl Config {
    /// Loads the file, if one is named, and then the environment over it. `refusal` is asked of each client property.
    ///
    /// # Errors
    /// Unknown keys, values of the wrong type or out of range, client properties that the promise rests on or the client refuses, topics
    /// that clash, caps that contradict each other, and what is wrong with the file of publishers: all of them at once.
    pub fn load(
        path: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
        refusal: Refusal,
    ) -> Result<Self, Error> {
        let mut config = Self::default();
        let mut problems = Vec::new();
        let mut is_read = true;
        if let Some(path) = path {
            is_read = match std::fs::read_to_string(path) {
                Ok(text) => source::file(&mut config, &path.display().to_string(), &text, refusal, &mut problems),
                Err(error) => {
                    problems.push(format!("{}: {error}", path.display()));
                    false
                }
            };
        }
        source::environment(&mut config, env, refusal, &mut problems);
        if !config.publishers_file.is_empty() {
            let folder = path.and_then(Path::parent).unwrap_or(Path::new(""));
            let publishers = publishers::read(&folder.join(&config.publishers_file), &mut problems);
            config.policy.publishers = Arc::new(publishers);
        }
        // Of a file that wasn't read nothing is known of how its keys go together.
        if is_read {
            check::together(&config, &mut problems);
        }
        if problems.is_empty() { Ok(config) } else { Err(Error { problems }) }
    }

    /// Every stage's caps and rules.
    pub fn policy(&self) -> Policy {
        self.policy.clone()
    }

    /// The configuration as a TOML document, secrets redacted. What isn't redacted loads again as it is.
    pub fn show(&self) -> String {
        keys::show(self)
    }
}

/// The name of this host, by which instances tell themselves apart: `HOSTNAME`, which Kubernetes sets to the pod's name,
/// or the kernel's.
pub fn host(env: impl Iterator<Item = (String, String)>) -> Option<String> {
    let mut env = env;
    env.find(|(name, value)| name == "HOSTNAME" && !value.is_empty())
        .map(|(_, value)| value)
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// The process's environment, as [`Config::load`] takes it; variables that are no UTF-8 are none of ours.
pub fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}
