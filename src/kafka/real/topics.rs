//! The topics that the promise rests on: created with the settings they need, or checked and refused with a clear line.

use std::time::Duration;

use rdkafka::{
    admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication},
    client::DefaultClientContext,
    error::RDKafkaErrorCode,
};

use super::{REQUEST_MAX, Settings, cluster::Cluster, failure};
use crate::kafka::Failure;

/// How topics are laid out when they are created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Partitions of the raw and the output topics. The ledger always has one.
    pub partitions: u32,
    /// Copies of each partition; 0 leaves it to the broker's default.
    pub replication: u16,
    /// How long the ledger keeps its entries, at the least: two windows and a day, so that a replica that starts
    /// anywhere inside a window has all of it before.
    pub ledger_retention: Duration,
    /// How long dead letters and links are kept.
    pub links_retention: Duration,
    /// The largest record, in bytes.
    pub message_bytes_max: usize,
}

/// A topic and the settings that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    name: String,
    partitions: u32,
    /// Whether another number of partitions breaks the promise.
    exactly: bool,
    settings: Vec<(&'static str, String)>,
    /// What must hold of the settings of a topic that is there already.
    rules: Vec<Rule>,
}

/// What must hold of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    setting: &'static str,
    holds: Holds,
    why: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Holds {
    Equals(&'static str),
    /// At least that much, or -1: without end.
    AtLeast(u128),
}

impl Holds {
    fn by(&self, value: &str) -> bool {
        match self {
            Self::Equals(wanted) => value == *wanted,
            Self::AtLeast(least) => value == "-1" || value.parse::<u128>().is_ok_and(|value| value >= *least),
        }
    }
}

impl std::fmt::Display for Holds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Equals(wanted) => write!(f, "{wanted}"),
            Self::AtLeast(least) => write!(f, "at least {least}, or -1"),
        }
    }
}

fn wanted(settings: &Settings, layout: &Layout) -> Vec<Wanted> {
    let topics = &settings.topics;
    let size = ("max.message.bytes", layout.message_bytes_max.to_string());
    let takes_largest = Rule {
        setting: "max.message.bytes",
        holds: Holds::AtLeast(layout.message_bytes_max as u128),
        why: "the largest page must fit, also as a dead letter",
    };
    let retention = layout.ledger_retention.as_millis();
    let kept = layout.links_retention.as_millis().to_string();
    let output = |name: &str, settings: Vec<(&'static str, String)>| Wanted {
        name: name.to_owned(),
        partitions: layout.partitions,
        exactly: false,
        settings,
        rules: vec![takes_largest.clone()],
    };
    let mut all: Vec<Wanted> =
        topics.raw.iter().map(|name| Wanted { rules: Vec::new(), ..output(name, vec![size.clone()]) }).collect();
    // Compaction keeps the latest version of each article for as long as the topic lives.
    all.push(output(&topics.articles, vec![size.clone(), ("cleanup.policy", "compact".to_owned())]));
    all.push(output(&topics.links, vec![size.clone(), ("retention.ms", kept.clone())]));
    all.push(output(&topics.rejects, vec![size, ("retention.ms", kept)]));
    all.push(Wanted {
        name: topics.ledger.clone(),
        partitions: 1,
        exactly: true,
        settings: vec![
            ("cleanup.policy", "delete".to_owned()),
            ("retention.ms", retention.to_string()),
            ("retention.bytes", "-1".to_owned()),
            ("message.timestamp.type", "LogAppendTime".to_owned()),
            ("unclean.leader.election.enable", "false".to_owned()),
        ],
        rules: vec![
            Rule {
                setting: "cleanup.policy",
                holds: Holds::Equals("delete"),
                why: "compaction keeps the last entry of a page, and the first is the one that counts",
            },
            Rule {
                setting: "retention.ms",
                holds: Holds::AtLeast(retention),
                why: "a replica must find two windows and a day of entries",
            },
            Rule {
                setting: "retention.bytes",
                holds: Holds::AtLeast(u128::MAX),
                why: "entries may expire by time only",
            },
            Rule {
                setting: "message.timestamp.type",
                holds: Holds::Equals("LogAppendTime"),
                why: "one producer's wrong clock must not expire the memory of all",
            },
            Rule {
                setting: "unclean.leader.election.enable",
                holds: Holds::Equals("false"),
                why: "replicas that folded entries which are lost afterwards disagree for ever",
            },
        ],
    });
    all
}

/// The topics' admin.
pub struct Admin {
    cluster: Cluster,
    client: AdminClient<DefaultClientContext>,
    runtime: tokio::runtime::Runtime,
}

impl Admin {
    /// Makes the client.
    pub fn connect(settings: &Settings) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Fatal(format!("starting a runtime: {error}")))?;
        let client = super::client(&[], [&settings.common, &super::Properties::new()], &[])
            .create()
            .map_err(|error| failure::of_creation("the admin client", error))?;
        Ok(Self { cluster: Cluster::connect(settings)?, client, runtime })
    }

    /// Creates what is missing; names what was created.
    pub fn create(&self, settings: &Settings, layout: &Layout) -> Result<Vec<String>, Failure> {
        let mut created = Vec::new();
        for topic in wanted(settings, layout) {
            if self.cluster.partitions(&topic.name)?.is_some() {
                continue;
            }
            let replication = match layout.replication {
                0 => TopicReplication::Fixed(-1),
                copies => TopicReplication::Fixed(i32::from(copies)),
            };
            let partitions = i32::try_from(topic.partitions).unwrap_or(i32::MAX);
            let mut new = NewTopic::new(&topic.name, partitions, replication);
            for (name, value) in &topic.settings {
                new = new.set(name, value);
            }
            let options = AdminOptions::new().operation_timeout(Some(REQUEST_MAX)).request_timeout(Some(REQUEST_MAX));
            let answers = self
                .runtime
                .block_on(self.client.create_topics([&new], &options))
                .map_err(|error| Failure::Fatal(format!("creating the topic {}: {error}", topic.name)))?;
            for answer in answers {
                match answer {
                    Ok(name) => created.push(name),
                    // Another replica was faster.
                    Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                    Err((name, code)) => return Err(Failure::Fatal(format!("creating the topic {name}: {code}"))),
                }
            }
        }
        Ok(created)
    }

    /// What is wrong with the topics, a line each; empty when all is as it must be.
    pub fn problems(&self, settings: &Settings, layout: &Layout) -> Result<Vec<String>, Failure> {
        let mut problems = Vec::new();
        for topic in wanted(settings, layout) {
            let name = &topic.name;
            match self.cluster.partitions(name)? {
                None => problems.push(format!("topic {name} does not exist: `copydesk topics create` makes it")),
                Some(found) if topic.exactly && found != topic.partitions as usize => {
                    problems.push(format!(
                        "topic {name} has {found} partitions and must have {}: its one order is what decides",
                        topic.partitions
                    ));
                }
                Some(_) => problems.extend(self.broken_rules(&topic)?),
            }
        }
        Ok(problems)
    }

    fn broken_rules(&self, topic: &Wanted) -> Result<Vec<String>, Failure> {
        if topic.rules.is_empty() {
            return Ok(Vec::new());
        }
        let options = AdminOptions::new().request_timeout(Some(REQUEST_MAX));
        let answers = self
            .runtime
            .block_on(self.client.describe_configs([&ResourceSpecifier::Topic(&topic.name)], &options))
            .map_err(|error| Failure::Retry(format!("reading the settings of {}: {error}", topic.name)))?;
        let mut broken = Vec::new();
        for answer in answers {
            let described =
                answer.map_err(|code| Failure::Fatal(format!("reading the settings of {}: {code}", topic.name)))?;
            // The client keeps the broker's refusal to itself, and a topic without settings would pass for a good one.
            if described.entries.is_empty() {
                return Err(Failure::Fatal(format!(
                    "reading the settings of {}: none is told: this user needs DescribeConfigs on it",
                    topic.name
                )));
            }
            for rule in &topic.rules {
                let value = described
                    .entries
                    .iter()
                    .find(|entry| entry.name == rule.setting)
                    .and_then(|entry| entry.value.as_deref());
                if let Some(value) = value
                    && !rule.holds.by(value)
                {
                    broken.push(format!(
                        "topic {} has {} = {value} and must have {}: {}",
                        topic.name, rule.setting, rule.holds, rule.why
                    ));
                }
            }
        }
        Ok(broken)
    }
}

#[cfg(test)]
mod tests {
    use super::Holds;

    #[test]
    fn a_rule_of_at_least_takes_more_or_no_end() {
        let day = Holds::AtLeast(86_400_000);
        assert!(day.by("86400000") && day.by("-1") && day.by("604800000"));
        assert!(!day.by("86399999") && !day.by("") && !day.by("-2"));
    }
}
