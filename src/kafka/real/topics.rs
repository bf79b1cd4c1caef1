//! The topics and brokers that the promise rests on: topics are created with the settings they need; those that are
//! there are looked at, and what breaks the promise is told from what weakens it.

mod rules;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rdkafka::{
    TopicPartitionList,
    admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication},
    client::DefaultClientContext,
    error::{KafkaResult, RDKafkaErrorCode},
};

use super::{
    REQUEST_MAX, Settings,
    cluster::{Cluster, Shape},
    failure,
};
use crate::kafka::Failure;
use rules::{Rule, Weight};

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

/// What was found, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// What breaks the promise: the service does not run on it.
    pub broken: Vec<String>,
    /// What leaves the promise to good luck: the service says so and runs.
    pub weak: Vec<String>,
    /// What this user may not look at, and need not be allowed to.
    pub unseen: Vec<String>,
}

/// How often a topic that was just made is looked for; brokers hear of it within milliseconds.
const LOOK_EVERY: Duration = Duration::from_millis(20);

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
        for topic in rules::of_topics(settings, layout) {
            if self.cluster.topic(&topic.name)?.is_some() {
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
                    Ok(name) => {
                        self.await_topic(&name)?;
                        created.push(name);
                    }
                    // Another replica was faster.
                    Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                    Err((name, code)) => return Err(Failure::Fatal(format!("creating the topic {name}: {code}"))),
                }
            }
        }
        Ok(created)
    }

    /// Deletes what lies before the offsets named; answers with where each partition begins after it, or why it can't.
    pub(super) fn delete_records(
        &self,
        before: &TopicPartitionList,
        options: &AdminOptions,
    ) -> KafkaResult<TopicPartitionList> {
        self.runtime.block_on(self.client.delete_records(before, options))
    }

    /// Waits until the brokers tell of a topic that the controller has made.
    fn await_topic(&self, name: &str) -> Result<(), Failure> {
        let asked = Instant::now();
        while asked.elapsed() < REQUEST_MAX {
            match self.cluster.topic(name) {
                Ok(Some(_)) => return Ok(()),
                Ok(None) | Err(Failure::Retry(_)) => std::thread::sleep(LOOK_EVERY),
                Err(failure) => return Err(failure),
            }
        }
        Err(Failure::Retry(format!("no broker tells of the topic {name}, which was created")))
    }

    /// Looks at every topic.
    pub fn check(&self, settings: &Settings, layout: &Layout) -> Result<Findings, Failure> {
        let mut sieve = Sieve::default();
        for topic in rules::of_topics(settings, layout) {
            let name = &topic.name;
            match self.cluster.topic(name)? {
                None => sieve.broken(format!("topic {name} does not exist: `copydesk topics create` makes it")),
                Some(found) if topic.exactly && found.partitions != topic.partitions as usize => {
                    sieve.broken(format!(
                        "topic {name} has {} partitions and must have {}: its one order is what decides",
                        found.partitions, topic.partitions
                    ));
                }
                Some(found) => match self.topic_settings(name, found)? {
                    // The client keeps the broker's refusal to itself, and a topic without settings would pass for a
                    // good one.
                    None => {
                        return Err(Failure::Fatal(format!(
                            "reading the settings of {name}: none is told: this user needs DescribeConfigs on it"
                        )));
                    }
                    Some(told) => sieve.hold("topic", name, &told, &topic.rules),
                },
            }
        }
        Ok(sieve.findings())
    }

    /// Looks at the brokers, and at the topics that they keep for themselves, as far as this user may and they answer: a
    /// broker that is away must not keep a service from starting.
    pub fn check_brokers(&self, settings: &Settings) -> Result<Findings, Failure> {
        let mut sieve = Sieve::default();
        for broker in self.cluster.brokers()? {
            let told = self.told(&ResourceSpecifier::Broker(broker), &format!("broker {broker}"));
            let rules = rules::of_brokers(settings);
            sieve.hold_if_told("broker", &broker.to_string(), told, &rules, "DescribeConfigs on the cluster");
        }
        for name in rules::INTERNAL {
            let told = match self.cluster.topic(name) {
                Ok(Some(found)) => self.topic_settings(name, found),
                // It is made when the first one needs it.
                Ok(None) => continue,
                Err(Failure::Fatal(_)) => Ok(None),
                Err(failure) => Err(failure),
            };
            sieve.hold_if_told("topic", name, told, &rules::of_internal(), "Describe and DescribeConfigs on it");
        }
        Ok(sieve.findings())
    }

    /// A topic's settings, and as one of them how many copies there are; `None` where this user may not see them.
    fn topic_settings(&self, name: &str, shape: Shape) -> Result<Option<Told>, Failure> {
        let told = self.told(&ResourceSpecifier::Topic(name), name)?;
        Ok(told.map(|mut told| {
            told.insert(rules::COPIES.to_owned(), shape.copies.to_string());
            if shape.copies < 2 {
                // There is nothing to be in sync with, and that there is but one copy is said already.
                told.remove(rules::IN_SYNC);
            }
            told
        }))
    }

    fn told(&self, resource: &ResourceSpecifier<'_>, name: &str) -> Result<Option<Told>, Failure> {
        let options = AdminOptions::new().request_timeout(Some(REQUEST_MAX));
        let answers = self
            .runtime
            .block_on(self.client.describe_configs([resource], &options))
            .map_err(|error| Failure::Retry(format!("reading the settings of {name}: {error}")))?;
        let mut told = Told::new();
        for answer in answers {
            let described = answer.map_err(|code| Failure::Fatal(format!("reading the settings of {name}: {code}")))?;
            told.extend(described.entries.into_iter().filter_map(|entry| Some((entry.name, entry.value?))));
        }
        Ok(Some(told).filter(|told| !told.is_empty()))
    }
}

/// Settings by name, as the broker tells them.
type Told = BTreeMap<String, String>;

/// Sorts what is found. What is said of several topics alike is said once.
#[derive(Default)]
struct Sieve {
    found: Findings,
    weak: BTreeMap<(&'static str, String), Vec<String>>,
}

impl Sieve {
    fn broken(&mut self, line: String) {
        self.found.broken.push(line);
    }

    /// Holds what was told against the rules; what was not is named, with the permission that it takes.
    fn hold_if_told(
        &mut self,
        kind: &'static str,
        name: &str,
        told: Result<Option<Told>, Failure>,
        rules: &[Rule],
        takes: &str,
    ) {
        match told {
            Ok(Some(told)) => self.hold(kind, name, &told, rules),
            Ok(None) => self.found.unseen.push(format!("the settings of {kind} {name}: this takes {takes}")),
            Err(failure) => self.found.unseen.push(failure.to_string()),
        }
    }

    fn hold(&mut self, kind: &'static str, name: &str, told: &Told, rules: &[Rule]) {
        for Rule { setting, holds, why, weight } in rules {
            // A setting that this version of the broker doesn't know is no fault of the topic's.
            let Some(value) = told.get(*setting).filter(|value| !holds.by(value)) else { continue };
            match weight {
                Weight::Breaks => {
                    self.broken(format!("{kind} {name} has {setting} = {value} and must have {holds}: {why}"));
                }
                Weight::Weakens => {
                    let line = format!("{setting} = {value} and should have {holds}: {why}");
                    self.weak.entry((kind, line)).or_default().push(name.to_owned());
                }
            }
        }
    }

    fn findings(self) -> Findings {
        let Self { mut found, weak } = self;
        found.weak.extend(weak.into_iter().map(|((kind, line), names)| {
            let (plural, have) = if names.len() > 1 { ("s", "have") } else { ("", "has") };
            format!("{kind}{plural} {} {have} {line}", names.join(", "))
        }));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Findings, Sieve, Told,
        rules::{Holds, Rule, Weight},
    };

    #[test]
    fn what_weakens_several_topics_is_said_once_and_what_breaks_one_of_each() {
        let rule = |setting, weight| Rule { setting, holds: Holds::AtLeast(2), why: "so", weight };
        let rules = [rule("copies", Weight::Weakens), rule("size", Weight::Breaks)];
        let told = |copies: &str, size: &str| {
            Told::from([("copies", copies), ("size", size)].map(|(name, value)| (name.to_owned(), value.to_owned())))
        };
        let mut sieve = Sieve::default();
        sieve.hold("topic", "a", &told("1", "1"), &rules);
        sieve.hold("topic", "b", &told("1", "2"), &rules);
        sieve.hold("topic", "c", &told("3", "0"), &rules);
        sieve.hold("topic", "d", &Told::new(), &rules);
        assert_eq!(
            sieve.findings(),
            Findings {
                broken: vec![
                    "topic a has size = 1 and must have at least 2: so".to_owned(),
                    "topic c has size = 0 and must have at least 2: so".to_owned(),
                ],
                weak: vec!["topics a, b have copies = 1 and should have at least 2: so".to_owned()],
                unseen: Vec::new(),
            }
        );
    }
}
