//! What must hold of topics and brokers, and what should.

use std::time::Duration;

use super::Layout;
use crate::kafka::real::Settings;

/// A topic and the settings that it is created with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) partitions: u32,
    /// Whether another number of partitions breaks the promise.
    pub(super) exactly: bool,
    pub(super) settings: Vec<(&'static str, String)>,
    /// What must hold of a topic that is there already.
    pub(super) rules: Vec<Rule>,
}

/// What must hold of one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) setting: &'static str,
    pub(super) holds: Holds,
    pub(super) why: &'static str,
    pub(super) weight: Weight,
}

/// What it means if a rule doesn't hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// The promise can't be kept.
    Breaks,
    /// The promise is kept as long as nothing else goes wrong.
    Weakens,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Equals(&'static str),
    /// A list without this word.
    Without(&'static str),
    /// At least that much.
    AtLeast(u128),
    /// At least that much, or -1: without end.
    Lasts(u128),
    /// -1: without end.
    Endless,
    AtMost(u128),
}

impl Holds {
    pub(super) fn by(&self, value: &str) -> bool {
        match self {
            Self::Equals(wanted) => value == *wanted,
            Self::Without(word) => value.split(',').all(|own| own.trim() != *word),
            Self::AtLeast(least) => value.parse::<u128>().is_ok_and(|value| value >= *least),
            Self::Lasts(least) => Self::Endless.by(value) || Self::AtLeast(*least).by(value),
            Self::Endless => value == "-1",
            Self::AtMost(most) => value.parse::<u128>().is_ok_and(|value| value <= *most),
        }
    }
}

impl std::fmt::Display for Holds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Equals(wanted) => write!(f, "{wanted}"),
            Self::Without(word) => write!(f, "no {word}"),
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::Lasts(least) => write!(f, "at least {least}, or -1"),
            Self::Endless => write!(f, "-1"),
            Self::AtMost(most) => write!(f, "at most {most}"),
        }
    }
}

/// The copies of each partition, told as if they were a setting: of the partition that has fewest.
pub(super) const COPIES: &str = "replication factor";

/// The setting that says how many copies must have a record before it is acknowledged.
pub(super) const IN_SYNC: &str = "min.insync.replicas";

/// The topics that brokers keep for themselves: positions of groups, and transactions.
pub(super) const INTERNAL: [&str; 2] = ["__consumer_offsets", "__transaction_state"];

/// The shortest time for which pages may wait, and a group or an instance may be silent, before something is forgotten:
/// a night's outage and the morning that it takes to be noticed. A deployment's own is rather a weekend.
const ABSENCE: Duration = Duration::from_hours(24);

/// Bytes that the ledger must take at once: the client batches entries up to a million bytes, and the broker's limit is
/// on batches. Kafka's default is a few bytes more.
const LEDGER_BATCH_BYTES: u128 = 1 << 20;

const fn breaks(setting: &'static str, holds: Holds, why: &'static str) -> Rule {
    Rule { setting, holds, why, weight: Weight::Breaks }
}

const fn weakens(setting: &'static str, holds: Holds, why: &'static str) -> Rule {
    Rule { setting, holds, why, weight: Weight::Weakens }
}

/// What should hold of every topic.
fn durable() -> Vec<Rule> {
    vec![
        weakens(COPIES, Holds::AtLeast(2), "what one broker's disk loses is lost"),
        weakens(IN_SYNC, Holds::AtLeast(2), "an acknowledged record may be on one broker's disk alone"),
        unclean(Weight::Weakens),
    ]
}

fn unclean(weight: Weight) -> Rule {
    Rule {
        setting: "unclean.leader.election.enable",
        holds: Holds::Equals("false"),
        why: "a leader that lacks acknowledged records may be elected, and then they are lost",
        weight,
    }
}

/// What should hold of the topics that brokers keep for themselves.
pub(super) fn of_internal() -> Vec<Rule> {
    durable()
}

/// What must hold of every broker, and what should.
pub(super) fn of_brokers(settings: &Settings) -> Vec<Rule> {
    vec![
        breaks(
            "transaction.max.timeout.ms",
            Holds::AtLeast(settings.transaction_timeout.as_millis()),
            "it takes no transaction of kafka.transaction_timeout_ms",
        ),
        weakens(
            "transaction.partition.verification.enable",
            Holds::Equals("true"),
            "what an aborted transaction has left on its way may land in the next one",
        ),
        weakens(
            "offsets.retention.minutes",
            Holds::AtLeast(u128::from(ABSENCE.as_secs() / 60)),
            "a service that is down for longer begins at the raw topics' beginning",
        ),
        weakens(
            "transactional.id.expiration.ms",
            Holds::AtLeast(ABSENCE.as_millis()),
            "a replica without pages for longer must start anew",
        ),
    ]
}

/// Every topic, as it is created, and what must hold of it.
pub(super) fn of_topics(settings: &Settings, layout: &Layout) -> Vec<Wanted> {
    let topics = &settings.topics;
    let size = ("max.message.bytes", layout.message_bytes_max.to_string());
    let kept_safe = kept_safe(layout);
    let size_max = layout.message_bytes_max as u128;
    let kept = layout.links_retention.as_millis().to_string();
    let wide = |name: &str, settings: Vec<(&'static str, String)>, rules: Vec<Rule>| Wanted {
        name: name.to_owned(),
        partitions: layout.partitions,
        exactly: false,
        settings: settings.into_iter().chain(kept_safe.clone()).collect(),
        rules: rules.into_iter().chain(durable()).collect(),
    };
    let takes_largest =
        || breaks("max.message.bytes", Holds::AtLeast(size_max), "the largest page must fit, also as a dead letter");
    let mut all: Vec<Wanted> = topics.raw.iter().map(|name| wide(name, vec![size.clone()], raw(size_max))).collect();
    // Compaction keeps the latest version of each article for as long as the topic lives.
    let compacted = vec![size.clone(), ("cleanup.policy", "compact".to_owned())];
    all.push(wide(&topics.articles, compacted, vec![takes_largest()]));
    let uncompacted = "an article's later link drops its earlier ones";
    all.push(wide(
        &topics.links,
        vec![size.clone(), ("retention.ms", kept.clone())],
        vec![takes_largest(), weakens("cleanup.policy", Holds::Without("compact"), uncompacted)],
    ));
    let uncompacted = "a dead letter without a key can't be written, and one with a key drops those before it";
    all.push(wide(
        &topics.rejects,
        vec![size, ("retention.ms", kept)],
        vec![takes_largest(), breaks("cleanup.policy", Holds::Without("compact"), uncompacted)],
    ));
    let mut ledger = ledger(&topics.ledger, layout.ledger_retention);
    ledger.settings.extend(kept_safe);
    all.push(ledger);
    all
}

/// What keeps an acknowledged record through a broker's loss. With three copies, writing goes on while one is away.
fn kept_safe(layout: &Layout) -> Vec<(&'static str, String)> {
    let mut settings = vec![("unclean.leader.election.enable", "false".to_owned())];
    if layout.replication >= 3 {
        settings.push((IN_SYNC, "2".to_owned()));
    }
    settings
}

fn raw(size_max: u128) -> Vec<Rule> {
    vec![
        breaks(
            "max.message.bytes",
            Holds::AtMost(size_max),
            "a larger record can't be read and holds up its partition",
        ),
        weakens(
            "cleanup.policy",
            Holds::Without("compact"),
            "a page that is replaced before it is read is never judged",
        ),
        weakens("retention.ms", Holds::Lasts(ABSENCE.as_millis()), "pages that wait for longer are gone unread"),
    ]
}

fn ledger(name: &str, retention: Duration) -> Wanted {
    let retention = retention.as_millis();
    let mut rules = vec![
        breaks(
            "cleanup.policy",
            Holds::Equals("delete"),
            "compaction keeps the last entry of a page, and the first is the one that counts",
        ),
        breaks("retention.ms", Holds::Lasts(retention), "a replica must find two windows and a day of entries"),
        breaks("retention.bytes", Holds::Endless, "entries may expire by time only"),
        breaks(
            "message.timestamp.type",
            Holds::Equals("LogAppendTime"),
            "one producer's wrong clock must not expire the memory of all",
        ),
        breaks("max.message.bytes", Holds::AtLeast(LEDGER_BATCH_BYTES), "entries come in batches of a megabyte"),
    ];
    rules.extend(durable().into_iter().filter(|rule| rule.setting != unclean(Weight::Weakens).setting));
    // Replicas that folded entries which are lost afterwards disagree for ever.
    rules.push(unclean(Weight::Breaks));
    Wanted {
        name: name.to_owned(),
        partitions: 1,
        exactly: true,
        settings: vec![
            ("cleanup.policy", "delete".to_owned()),
            ("retention.ms", retention.to_string()),
            ("retention.bytes", "-1".to_owned()),
            ("message.timestamp.type", "LogAppendTime".to_owned()),
        ],
        rules,
    }
}

#[cfg(test)]
mod tests {
    use super::Holds;

    #[test]
    fn what_is_to_last_may_have_no_end_and_what_is_counted_may_not() {
        let day = Holds::Lasts(86_400_000);
        assert!(day.by("86400000") && day.by("-1") && day.by("604800000"));
        assert!(!day.by("86399999") && !day.by("") && !day.by("-2"));
        let copies = Holds::AtLeast(2);
        assert!(copies.by("2") && copies.by("3") && !copies.by("1") && !copies.by("-1"));
        assert!(Holds::Endless.by("-1") && !Holds::Endless.by("1073741824"));
    }

    #[test]
    fn a_rule_of_at_most_takes_less_and_an_end() {
        let size = Holds::AtMost(100);
        assert!(size.by("100") && size.by("0"));
        assert!(!size.by("101") && !size.by("-1") && !size.by(""));
    }

    #[test]
    fn a_word_is_looked_for_in_the_whole_list() {
        let uncompacted = Holds::Without("compact");
        assert!(uncompacted.by("delete") && uncompacted.by("") && uncompacted.by("compaction"));
        assert!(!uncompacted.by("compact") && !uncompacted.by("delete,compact") && !uncompacted.by("compact, delete"));
    }
}
