//! Every key: its name, its place in [`Config`], what it may be. A further cap is one line here, and one in
//! `config/copydesk.toml`, which a test holds equal.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::{Config, GroupProtocol, LogFormat, check};
use crate::desk::{verdict::PerMille, wire::Dialect};

/// A key.
pub(super) struct Key {
    /// Sections and name, parted by dots.
    pub(super) path: &'static str,
    /// What a number may be, in the key's unit.
    pub(super) range: RangeInclusive<u64>,
    /// Where its value stands.
    pub(super) slot: fn(&mut Config) -> Slot<'_>,
}

/// The place of a value.
pub(super) enum Slot<'a> {
    Size(&'a mut usize),
    Long(&'a mut u64),
    Signed(&'a mut i64),
    Int(&'a mut u32),
    Short(&'a mut u16),
    PerMille(&'a mut PerMille),
    Millis(&'a mut Duration),
    Hours(&'a mut Duration),
    Flag(&'a mut bool),
    Text(&'a mut String),
    List(&'a mut Vec<String>),
    Brokers(&'a mut Vec<String>),
    Filter(&'a mut String),
    Address(&'a mut SocketAddr),
    Format(&'a mut LogFormat),
    Protocol(&'a mut GroupProtocol),
    Dialect(&'a mut Dialect),
}

/// A value as it was given: from a file with its type, from the environment as text.
#[derive(Clone, Debug)]
pub(super) enum Given {
    Whole(i64),
    Flag(bool),
    Text(String),
    List(Vec<String>),
    /// Of a type that no key has.
    Other(&'static str),
    /// A variable's text, which becomes what the key asks for.
    Variable(String),
}

/// Any text is good; the range is not asked.
pub(super) const ANY: RangeInclusive<u64> = 0..=u64::MAX;
const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const DAY_S: u64 = 86_400;

macro_rules! keys {
    ($($path:literal $kind:ident $range:expr => $($field:ident).+;)+) => {
        &[$(Key { path: $path, range: $range, slot: |config| Slot::$kind(&mut config.$($field).+) },)+]
    };
}

/// Every key, in the order of `config/copydesk.toml`.
pub(super) const KEYS: &[Key] = keys! {
    "kafka.brokers" Brokers ANY => kafka.brokers;
    "kafka.group" Text ANY => kafka.group;
    "kafka.client_id" Text ANY => kafka.client_id;
    "kafka.transactional_id" Text ANY => kafka.transactional_id;
    "kafka.group_protocol" Protocol ANY => kafka.group_protocol;
    "kafka.static_membership" Flag ANY => kafka.static_membership;
    "kafka.transaction_timeout_ms" Millis 1_000..=900_000 => kafka.transaction_timeout;
    "kafka.message_bytes_max" Size 64 * KIB..=512 * MIB => kafka.message_bytes_max;
    "kafka.prefetch_bytes_max" Size 64 * KIB..=1024 * MIB => kafka.prefetch_bytes_max;
    "topics.raw" List ANY => topics.raw;
    "topics.articles" Text ANY => topics.articles;
    "topics.links" Text ANY => topics.links;
    "topics.rejects" Text ANY => topics.rejects;
    "topics.ledger" Text ANY => topics.ledger;
    "topics.create" Flag ANY => topics.create;
    "topics.partitions" Int 1..=10_000 => topics.partitions;
    "topics.replication" Short 0..=32 => topics.replication;
    "topics.ledger_retention_hours" Hours 1..=87_600 => topics.ledger_retention;
    "topics.links_retention_hours" Hours 1..=87_600 => topics.links_retention;
    "batch.records_max" Size 1..=100_000 => batch.records_max;
    "batch.bytes_max" Size 64 * KIB..=512 * MIB => batch.bytes_max;
    "batch.wait_ms" Millis 1..=10_000 => batch.wait;
    "batch.batches_max" Size 1..=16 => batch.batches_max;
    "batch.inflight_bytes_max" Size MIB..=8192 * MIB => batch.inflight_bytes_max;
    "batch.stall_ms" Millis 100..=60_000 => batch.stall;
    "batch.settle_ms" Millis 1_000..=600_000 => batch.settle;
    "workers.threads" Size 0..=1024 => workers.threads;
    "workers.read_ms_max" Millis 1_000..=600_000 => workers.read_max;
    "capture.record_bytes_max" Size KIB..=512 * MIB => policy.capture.record_bytes_max;
    "capture.headers_max" Size 16..=10_000 => policy.capture.headers_max;
    "capture.header_bytes_max" Size KIB..=16 * MIB => policy.capture.header_bytes_max;
    "capture.url_bytes_max" Size 256..=64 * KIB => policy.capture.url_bytes_max;
    "capture.fields.url" List ANY => policy.capture.fields.url;
    "capture.fields.final_url" List ANY => policy.capture.fields.final_url;
    "capture.fields.status" List ANY => policy.capture.fields.status;
    "capture.fields.headers" List ANY => policy.capture.fields.headers;
    "capture.fields.content_type" List ANY => policy.capture.fields.content_type;
    "capture.fields.content_encoding" List ANY => policy.capture.fields.content_encoding;
    "capture.fields.fetched_at" List ANY => policy.capture.fields.fetched_at;
    "capture.fields.body" List ANY => policy.capture.fields.body;
    "capture.fields.text" List ANY => policy.capture.fields.text;
    "capture.fields.encoding" List ANY => policy.capture.fields.encoding;
    "capture.fields.traceparent" List ANY => policy.capture.fields.traceparent;
    "decode.page_bytes_max" Size KIB..=512 * MIB => policy.decode.page_bytes_max;
    "decode.inflate_ratio_max" Size 2..=1_100 => policy.decode.inflate_ratio_max;
    "decode.nodes_max" Size 100..=10_000_000 => policy.decode.nodes_max;
    "decode.depth_max" Size 16..=4_096 => policy.decode.depth_max;
    "decode.attr_bytes_max" Size KIB..=16 * MIB => policy.decode.attr_bytes_max;
    "decode.tag_attrs_max" Size 16..=65_536 => policy.decode.tag_attrs_max;
    "extract.json_ld_bytes_max" Size 0..=64 * MIB => policy.extract.json_ld_bytes_max;
    "extract.json_ld_objects_max" Size 0..=10_000_000 => policy.extract.json_ld_objects_max;
    "extract.json_ld_values_max" Size 0..=100_000_000 => policy.extract.json_ld_values_max;
    "extract.script_bytes_max" Size 0..=64 * MIB => policy.extract.script_bytes_max;
    "extract.units_max" Size 100..=1_000_000 => policy.extract.units_max;
    "extract.text_lines_max" Size 100..=10_000_000 => policy.extract.text_lines_max;
    "extract.body_bytes_max" Size KIB..=64 * MIB => policy.extract.body_bytes_max;
    "extract.stated_weight_min" Size 1..=10_000 => policy.extract.stated_weight_min;
    "extract.dated_weight_min" Size 1..=10_000 => policy.extract.dated_weight_min;
    "extract.unstated_weight_min" Size 1..=10_000 => policy.extract.unstated_weight_min;
    "normalize.skew_seconds_max" Signed 0..=30 * DAY_S => policy.normalize.skew_seconds_max;
    "publishers.file" Text ANY => publishers_file;
    "verdict.window_seconds" Long 60..=366 * DAY_S => policy.verdict.window_seconds;
    "verdict.containment_min" PerMille 1..=1_000 => policy.verdict.containment_min;
    "verdict.memory_bytes_max" Long 64 * MIB..=256 * 1024 * MIB => policy.verdict.memory_bytes_max;
    "updates.change_ratio_min" PerMille 0..=1_000 => policy.verdict.change_ratio_min;
    "rejects.header_dialect" Dialect ANY => dialect;
    "ops.listen" Address ANY => ops.listen;
    "ops.heartbeat_ms" Millis 1_000..=3_600_000 => ops.heartbeat;
    "snapshot.directory" Text ANY => snapshot.directory;
    "snapshot.every_entries" Long 1_000..=1_000_000_000 => snapshot.every_entries;
    "tapes.directory" Text ANY => tapes.directory;
    "tapes.ram_bytes_max" Long 0..=1024 * 1024 * MIB => tapes.ram_bytes_max;
    "log.format" Format ANY => log.format;
    "log.filter" Filter ANY => log.filter;
    "shutdown.deadline_ms" Millis 6_000..=600_000 => shutdown.deadline;
};

/// The tables of client properties.
pub(super) const PROPERTIES: &[&str] = &["kafka.properties", "kafka.consumer", "kafka.producer"];

/// The client properties of a table of [`PROPERTIES`].
pub(super) fn properties<'a>(config: &'a mut Config, table: &str) -> &'a mut BTreeMap<String, String> {
    match table {
        "kafka.consumer" => &mut config.kafka.consumer,
        "kafka.producer" => &mut config.kafka.producer,
        _ => &mut config.kafka.properties,
    }
}

impl Key {
    /// Sets the value, or says what it may be.
    pub(super) fn set(&self, config: &mut Config, given: &Given) -> Result<(), String> {
        let whole = || match given {
            Given::Whole(number) => u64::try_from(*number).ok(),
            Given::Variable(text) => text.trim().parse().ok(),
            _ => None,
        };
        let number = || {
            whole().filter(|number| self.range.contains(number)).ok_or_else(|| {
                let (low, high) = (self.range.start(), self.range.end());
                format!("must be a whole number from {low} to {high}, not {}", given.shown())
            })
        };
        let text = || match given {
            Given::Text(text) | Given::Variable(text) => Ok(text.clone()),
            _ => Err(format!("must be a string, not {}", given.shown())),
        };
        let other = |what: &str| format!("must be {what}, not {}", given.shown());
        // The ranges of the narrow kinds lie within them.
        let fits = || other("smaller");
        match (self.slot)(config) {
            Slot::Size(slot) => *slot = usize::try_from(number()?).map_err(|_| fits())?,
            Slot::Long(slot) => *slot = number()?,
            Slot::Signed(slot) => *slot = i64::try_from(number()?).map_err(|_| fits())?,
            Slot::Int(slot) => *slot = u32::try_from(number()?).map_err(|_| fits())?,
            Slot::Short(slot) => *slot = u16::try_from(number()?).map_err(|_| fits())?,
            Slot::PerMille(slot) => *slot = PerMille(u16::try_from(number()?).map_err(|_| fits())?),
            Slot::Millis(slot) => *slot = Duration::from_millis(number()?),
            Slot::Hours(slot) => *slot = Duration::from_secs(number()? * 3600),
            Slot::Flag(slot) => {
                *slot = match given {
                    Given::Flag(flag) => *flag,
                    Given::Variable(text) => text.trim().parse().map_err(|_| other("true or false"))?,
                    _ => return Err(other("true or false")),
                }
            }
            Slot::Text(slot) => *slot = text()?,
            Slot::List(slot) => *slot = given.list()?,
            Slot::Brokers(slot) => {
                let brokers = given.list()?;
                let wrong = |broker: &&String| !broker.split(',').all(|one| check::is_broker(one.trim()));
                let wrong: Vec<_> = brokers.iter().filter(wrong).map(|broker| quoted(broker)).collect();
                if !wrong.is_empty() {
                    return Err(format!("must be addresses as host:port, not {}", wrong.join(", ")));
                }
                *slot = brokers;
            }
            Slot::Filter(slot) => {
                let filter = text()?;
                check::filter(&filter)?;
                *slot = filter;
            }
            Slot::Address(slot) => *slot = text()?.parse().map_err(|_| other("an IP address and port"))?,
            Slot::Format(slot) => {
                *slot = match text()?.as_str() {
                    "json" => LogFormat::Json,
                    "text" => LogFormat::Text,
                    _ => return Err(other("\"json\" or \"text\"")),
                }
            }
            Slot::Protocol(slot) => {
                let text = text()?;
                *slot = [GroupProtocol::Classic, GroupProtocol::Consumer]
                    .into_iter()
                    .find(|protocol| protocol.name() == text)
                    .ok_or_else(|| other("\"classic\" or \"consumer\""))?;
            }
            Slot::Dialect(slot) => {
                let text = text()?;
                *slot = Dialect::ALL
                    .iter()
                    .copied()
                    .find(|dialect| dialect.name() == text)
                    .ok_or_else(|| other("\"connect\", \"streams\" or \"spring\""))?;
            }
        }
        Ok(())
    }

    /// The value, as TOML writes it.
    fn shown(&self, config: &mut Config) -> String {
        match (self.slot)(config) {
            Slot::Size(value) => value.to_string(),
            Slot::Long(value) => value.to_string(),
            Slot::Signed(value) => value.to_string(),
            Slot::Int(value) => value.to_string(),
            Slot::Short(value) => value.to_string(),
            Slot::PerMille(value) => value.0.to_string(),
            Slot::Millis(value) => value.as_millis().to_string(),
            Slot::Hours(value) => (value.as_secs() / 3600).to_string(),
            Slot::Flag(value) => value.to_string(),
            Slot::Text(value) | Slot::Filter(value) => quoted(value),
            Slot::List(value) | Slot::Brokers(value) => {
                format!("[{}]", value.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
            }
            Slot::Address(value) => quoted(&value.to_string()),
            Slot::Format(LogFormat::Json) => quoted("json"),
            Slot::Format(LogFormat::Text) => quoted("text"),
            Slot::Protocol(protocol) => quoted(protocol.name()),
            Slot::Dialect(dialect) => quoted(dialect.name()),
        }
    }
}

impl Given {
    fn list(&self) -> Result<Vec<String>, String> {
        match self {
            Self::List(list) => Ok(list.clone()),
            Self::Variable(text) => {
                Ok(text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect())
            }
            _ => Err(format!("must be a list of strings, not {}", self.shown())),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Whole(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) | Self::Variable(text) => quoted(text),
            Self::List(_) => "a list".to_owned(),
            Self::Other(kind) => (*kind).to_owned(),
        }
    }
}

/// The whole configuration as TOML, secrets redacted.
pub(super) fn show(config: &Config) -> String {
    let mut config = config.clone();
    let mut shown = String::new();
    let mut section = "";
    for key in KEYS {
        let (own, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        if own != section {
            // Tables of properties stand behind their section's own keys, and before the next section.
            show_properties(&mut config, section, &mut shown);
            let gap = if section.is_empty() { "" } else { "\n" };
            let _ = writeln!(shown, "{gap}[{own}]");
            section = own;
        }
        let _ = writeln!(shown, "{name} = {}", key.shown(&mut config));
    }
    shown
}

fn show_properties(config: &mut Config, section: &str, shown: &mut String) {
    for table in PROPERTIES.iter().filter(|table| table.strip_prefix(section).is_some_and(|rest| rest.starts_with('.')))
    {
        let properties = properties(config, table);
        if properties.is_empty() {
            continue;
        }
        let _ = writeln!(shown, "\n[{table}]");
        for (name, value) in properties {
            let value = if is_secret(name) { "<redacted>" } else { value };
            let _ = writeln!(shown, "{} = {}", quoted(name), quoted(value));
        }
    }
}

/// Whether a client property holds a secret. Told by parts of names, so that a property of a later librdkafka is
/// rather hidden than shown.
pub(super) fn is_secret(name: &str) -> bool {
    ["pass", "secret", "token", "pem", "oauthbearer.config", "jaas"]
        .iter()
        .any(|part| name.to_ascii_lowercase().contains(part))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
