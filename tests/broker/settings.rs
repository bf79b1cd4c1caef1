//! Settings of topics and brokers that break or weaken the promise: what the service says of them.

use std::time::Duration;

use copydesk::kafka::real::topics::{Admin, Findings};

use crate::{
    binary::{Binary, complaints},
    kafka::secured::Secured,
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
    let complaints = complaints(&said);
    assert_eq!((code, complaints.len()), (Some(1), 1), "{said}");
    let told = |(whose, what): &&(&str, &str)| complaints[0].contains(whose) && complaints[0].contains(what);
    assert_eq!(expected.iter().filter(told).count(), 4, "{said}");
    let (code, said) = Binary::command(&service, &["topics", "check"], &[]).end();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("warning: topics "), "{said}");
}
