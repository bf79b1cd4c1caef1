//! Settings of topics and brokers that break or weaken the promise, and positions that are not where they were left:
//! what the service says of them.

use std::time::Duration;

use copydesk::kafka::real::topics::{Admin, Findings};
use rdkafka::{
    TopicPartitionList,
    consumer::{CommitMode, Consumer},
    topic_partition_list::Offset,
};

use crate::{
    audit,
    binary::Binary,
    kafka::secured::Secured,
    pages::{self, Expected},
    service::Service,
};

/// A service on the node that is always the tests' own: a cluster that is given has settings of its own.
fn service(name: &str) -> Service {
    let service = Service::on(&Secured::shared().kafka, name, 1);
    service.create_topics();
    service
}

/// What is found of a service's topics and brokers.
pub(crate) fn found(service: &Service) -> Findings {
    let admin = Admin::connect(&service.settings).expect("the settings are good");
    let topics = admin.check(&service.settings, &service.layout).expect("the cluster answers");
    let brokers = admin.check_brokers(&service.settings).expect("the cluster answers");
    Findings {
        broken: [topics.broken, brokers.broken].concat(),
        weak: [topics.weak, brokers.weak].concat(),
        unseen: [topics.unseen, brokers.unseen].concat(),
    }
}

fn says(lines: &[String], parts: &[&str]) -> bool {
    lines.iter().any(|line| parts.iter().all(|part| line.contains(part)))
}

#[test]
fn one_copy_of_everything_is_said_and_endured() {
    let service = service("weak");
    let found = found(&service);
    assert_eq!(found.broken, Vec::<String>::new());
    let topics = &service.settings.topics;
    for topic in [service.raw(), &topics.articles, &topics.links, &topics.rejects, &topics.ledger] {
        assert!(says(&found.weak, &[topic, "replication factor = 1 and should have at least 2"]), "{found:?}");
    }
    let copies = found.weak.iter().filter(|line| line.contains("replication factor")).count();
    assert_eq!(copies, 2, "once of the service's topics, and once of the brokers' own: {found:?}");
}

#[test]
fn what_weakens_the_promise_is_said_of_each_topic() {
    let service = service("weaker");
    let size = service.settings.message_bytes_max.to_string();
    let topics = service.settings.topics.clone();
    service.kafka.set(service.raw(), &[("cleanup.policy", "compact,delete"), ("retention.ms", "3600000")]);
    service.kafka.set(&topics.links, &[("cleanup.policy", "compact"), ("max.message.bytes", &size)]);
    service.kafka.set(
        &topics.articles,
        &[("unclean.leader.election.enable", "true"), ("max.message.bytes", &size), ("cleanup.policy", "compact")],
    );
    let expected: [(&str, &[&str]); 4] = [
        (service.raw(), &["retention.ms = 3600000 and should have at least 86400000"]),
        (service.raw(), &["cleanup.policy = compact,delete and should have no compact", "never judged"]),
        (&topics.links, &["cleanup.policy = compact and should have no compact", "later link"]),
        (&topics.articles, &["unclean.leader.election.enable = true and should have false"]),
    ];
    service.kafka.until("all that was set", || {
        let found = found(&service);
        assert_eq!(found.broken, Vec::<String>::new());
        expected.iter().all(|(topic, parts)| says(&found.weak, &[&[*topic], *parts].concat())).then_some(())
    });
}

#[test]
fn what_breaks_the_promise_is_told_of_each_topic() {
    let mut service = service("broken");
    let topics = service.settings.topics.clone();
    let raw = &topics.raw[0];
    service.kafka.set(raw, &[("max.message.bytes", "20000000")]);
    service.kafka.set(&topics.articles, &[("max.message.bytes", "1000000")]);
    let size = service.settings.message_bytes_max.to_string();
    service.kafka.set(&topics.rejects, &[("cleanup.policy", "compact"), ("max.message.bytes", &size)]);
    // As the ledger was made, but for one setting.
    let retention = service.layout.ledger_retention.as_millis().to_string();
    let ledger = [("message.timestamp.type", "LogAppendTime"), ("retention.ms", &retention), ("retention.bytes", "-1")];
    service.kafka.set(&topics.ledger, &[&ledger[..], &[("max.message.bytes", "100000")]].concat());
    // Longer than any broker allows that was not told to.
    service.settings.transaction_timeout = Duration::from_secs(1_000);
    let expected: [(&str, &str); 5] = [
        (raw, "max.message.bytes = 20000000 and must have at most"),
        (&topics.articles, "max.message.bytes = 1000000 and must have at least"),
        (&topics.rejects, "cleanup.policy = compact and must have no compact"),
        (&topics.ledger, "max.message.bytes = 100000 and must have at least 1048576"),
        ("broker 1", "transaction.max.timeout.ms = 900000 and must have at least 1000000"),
    ];
    service.kafka.until("all that was set", || {
        let found = found(&service);
        expected.iter().all(|(whose, what)| says(&found.broken, &[whose, what])).then(|| {
            assert_eq!(found.broken.len(), expected.len(), "{found:?}");
        })
    });

    service.settings.transaction_timeout = Duration::from_secs(10);
    let (code, said) = Binary::start(&service).end();
    let complaints: Vec<&str> = said.lines().filter(|line| line.starts_with("copydesk: ")).collect();
    assert_eq!((code, complaints.len()), (Some(1), 1), "{said}");
    let told = |(whose, what): &&(&str, &str)| complaints[0].contains(whose) && complaints[0].contains(what);
    assert_eq!(expected.iter().filter(told).count(), 4, "{said}");
    let (code, said) = Binary::command(&service, &["topics", "check"], &[]).end();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("warning: topics "), "{said}");
}

/// Sets the group's position in partition 0 as Kafka's own tools do, with nobody in the group.
fn move_to(service: &Service, position: i64) {
    let mut positions = TopicPartitionList::new();
    positions.add_partition_offset(service.raw(), 0, Offset::Offset(position)).expect("a partition once");
    service.onlooker().commit(&positions, CommitMode::Sync).expect("nobody is in the group");
}

/// Runs the binary until it has its partitions, and then until `done`; how many positions it found displaced, by kind,
/// and what it said.
fn displaced(service: &Service, done: impl Fn(&Binary<'_>) -> bool) -> [i64; 2] {
    let binary = Binary::start(service);
    service.kafka.until("its partitions, and what it has to do", || {
        let assigned = binary.metrics()["copydesk_partitions_assigned"];
        (assigned > 0.5 && done(&binary)).then_some(())
    });
    let metrics = binary.metrics();
    let counts = ["moved", "overtaken"].map(|kind| {
        let counted = metrics[&format!("copydesk_positions_displaced_total{{kind=\"{kind}\"}}")];
        // A counter of few.
        (0..10).find(|&count| (counted - count as f64).abs() < 0.5).expect("few")
    });
    assert_eq!(binary.stop(), Some(0));
    counts
}

#[test]
fn positions_that_somebody_moves_are_told_and_pages_keep_their_verdicts() {
    let service = Service::new("moved", 1);
    let pages = pages::draw(70, 60, 1);
    let sent = i64::try_from(pages.len()).expect("a count");
    service.feed(&pages);
    let committed = |_: &Binary<'_>| service.committed().get(&0) == Some(&sent);
    assert_eq!(displaced(&service, committed), [0, 0], "the first time there is no position");
    assert_eq!(displaced(&service, committed), [0, 0], "its own position is where it was");
    let told = |binary: &Binary<'_>| binary.metrics()["copydesk_pages_replayed_total"];
    let fates = audit::audit(&service, &pages);

    // Back: what was judged is told again, with the verdicts that it had.
    move_to(&service, 20);
    assert_eq!(displaced(&service, |binary| committed(binary) && told(binary) > 0.5), [1, 0]);
    assert_eq!(displaced(&service, committed), [0, 0], "by then the position is its own again");
    let topic = &service.settings.topics.articles;
    let mut again = 0;
    for record in service.kafka.read_all(topic) {
        let ids: Vec<String> = fates.values().map(|fate| audit::header(&fate.record, "ce_id")).collect();
        again += usize::from(ids.contains(&audit::header(&record, "ce_id")));
        assert!(ids.contains(&audit::header(&record, "ce_id")), "an event that was not told before");
    }
    let articles = fates.values().filter(|fate| ["new", "update"].contains(&fate.verdict.as_str())).count();
    assert!(again > articles, "{again} events of {articles} articles");

    // Forth: what is skipped is never read.
    let more = pages::draw(71, 20, 1);
    service.feed(&more);
    let all = sent + i64::try_from(more.len()).expect("a count");
    move_to(&service, all - 1);
    assert_eq!(displaced(&service, |_| service.committed().get(&0) == Some(&all)), [1, 0]);
    assert!(more.iter().any(|page| page.expected != Expected::Rejected));

    // Beyond the log's end: all that is there is read.
    move_to(&service, all + 100);
    assert_eq!(displaced(&service, |_| service.committed().get(&0) == Some(&all)), [1, 1]);
}
