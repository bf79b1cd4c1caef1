//! The binary under an operator: killed, restarted, scraped, stopped, and started on topics that break the promise.

use std::collections::BTreeMap;

use rdkafka::{
    message::{Header, OwnedHeaders},
    producer::{BaseRecord, Producer},
};

use crate::{
    audit,
    binary::{Binary, complaints},
    kafka::PATIENCE,
    pages::{self, Expected, Page},
    service::Service,
};

fn count(records: usize) -> i64 {
    i64::try_from(records).expect("a count")
}

#[test]
fn killed_again_and_again_it_tells_each_page_once() {
    let mut service = Service::new("killed", 3);
    service.bounds.batch_records_max = 20;
    // Each life waits for the one before to be given up.
    service.settings.consumer.insert("session.timeout.ms".to_owned(), "2000".to_owned());
    let mut pages = Vec::new();
    for life in 0..3 {
        let done = count(pages.len());
        let more = pages::draw(10 + life, 300, service.partitions);
        service.feed(&more);
        pages.extend(more);
        let binary = Binary::start(&service);
        // In the middle of its work: the first transactions of this life are through.
        service.until_committed(done + 1);
        binary.kill();
    }
    // What was published lives ago is remembered by the ledger alone.
    let old = pages.iter().find(|page| matches!(page.expected, Expected::Story(_))).expect("a story was told");
    let copy = Page { partition: 1, url: "https://late.example/copy".to_owned(), ..old.clone() };
    service.feed(std::slice::from_ref(&copy));
    pages.push(copy);

    let binary = Binary::start(&service);
    service.until_committed(count(pages.len()));
    assert_eq!(binary.stop(), Some(0));
    let fates = audit::audit(&service, &pages);
    let last = service.sent()[&1] - 1;
    assert_eq!(fates[&(1, last)].verdict, "duplicate");
}

/// How the binary began: with its snapshot, or in spite of it.
fn began(binary: &Binary<'_>, service: &Service) -> (f64, f64) {
    service.kafka.until("the replica is ready", || (binary.get("/readyz").0 == 200).then_some(()));
    let metrics = binary.metrics();
    let reads = |result: &str| metrics[&format!("copydesk_snapshot_reads_total{{result=\"{result}\"}}")];
    (reads("resumed"), reads("refused"))
}

#[test]
fn it_goes_on_from_its_snapshot_if_the_ledger_bears_it_out() {
    let mut service = Service::new("snapshot", 2);
    let mut pages = Vec::new();
    let file = service.disk.path().join("memory.snapshot");
    for (life, expected) in [(0, (0.0, 0.0)), (1, (1.0, 0.0)), (2, (0.0, 1.0))] {
        if life == 2 {
            let mut bytes = std::fs::read(&file).expect("a snapshot was kept");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&file, bytes).expect("the folder is ours");
        }
        let more = pages::draw(30 + life, 200, service.partitions);
        service.feed(&more);
        pages.extend(more);
        let binary = Binary::start(&service);
        service.until_committed(count(pages.len()));
        let (resumed, refused) = began(&binary, &service);
        assert!(
            (resumed - expected.0).abs() < 0.5 && (refused - expected.1).abs() < 0.5,
            "{life}: {resumed} {refused}"
        );
        assert_eq!(binary.stop(), Some(0));
    }
    audit::audit(&service, &pages);

    // Another ledger, in which the same place holds something else.
    let kept = std::fs::read(&file).expect("a snapshot was kept");
    service = Service::new("snapshot", 2);
    std::fs::write(service.disk.path().join("memory.snapshot"), kept).expect("the folder is ours");
    let pages = pages::draw(33, 200, service.partitions);
    service.feed(&pages);
    let binary = Binary::start(&service);
    service.until_committed(count(pages.len()));
    assert!(began(&binary, &service).1 > 0.5, "it is refused");
    assert_eq!(binary.stop(), Some(0));
    audit::audit(&service, &pages);
}

/// A ledger that is made anew while nobody runs would pass for the first one.
#[test]
fn a_new_ledger_of_a_group_that_has_read_before_is_told() {
    let mut service = Service::new("anew", 1);
    let resets = |binary: &Binary<'_>| binary.metrics()["copydesk_ledger_resets_total"];
    for (ledger, expected) in [("first", 0.0), ("first", 0.0), ("second", 1.0)] {
        service.settings.topics.ledger = format!("{}.{ledger}", service.settings.group);
        service.create_topics();
        service.feed(&pages::draw(34, 20, service.partitions));
        let binary = Binary::start(&service);
        service.until_committed(service.sent().values().sum());
        assert!((resets(&binary) - expected).abs() < 0.5, "{ledger}: {}", resets(&binary));
        assert_eq!(binary.stop(), Some(0));
        let _ = std::fs::remove_file(service.disk.path().join("memory.snapshot"));
    }
}

#[test]
fn the_metrics_add_up_and_a_signal_ends_it_in_peace() {
    let service = Service::new("metrics", 2);
    let pages = pages::draw(20, 300, service.partitions);
    service.feed(&pages);
    let binary = Binary::start(&service);
    service.until_committed(count(pages.len()));
    let consumed = "copydesk_pages_consumed_total";
    // Counted right after the commit, which the group's positions may tell of before.
    let metrics = service.kafka.until("all pages counted", || {
        let metrics = binary.metrics();
        (metrics[consumed] >= pages.len() as f64).then_some(metrics)
    });
    let sum = |start: &str| -> f64 {
        metrics.iter().filter(|(name, _)| name.starts_with(start)).map(|(_, value)| value).sum()
    };
    let near = |one: f64, other: f64| (one - other).abs() < 0.5;
    let (all, rejected) = (metrics[consumed], metrics["copydesk_pages_total{verdict=\"rejected\"}"]);
    assert!(near(all, pages.len() as f64), "{all} pages of {}", pages.len());
    assert!(near(sum("copydesk_pages_total{"), all), "{metrics:#?}");
    assert!(near(sum("copydesk_rejects_total{"), rejected), "{metrics:#?}");
    assert!(near(sum("copydesk_events_produced_total{"), all), "{metrics:#?}");

    let mut told: BTreeMap<String, f64> = BTreeMap::new();
    for fate in audit::audit(&service, &pages).into_values() {
        *told.entry(fate.verdict).or_default() += 1.0;
    }
    for (verdict, pages) in told {
        let counted = metrics[&format!("copydesk_pages_total{{verdict=\"{verdict}\"}}")];
        assert!(near(counted, pages), "{verdict}: {counted} counted, {pages} published");
    }
    for probe in ["/livez", "/readyz", "/startupz"] {
        assert_eq!(binary.get(probe), (200, "ok\n".to_owned()), "{probe}");
    }
    assert_eq!(binary.stop(), Some(0));
}

/// A crawler that writes in transactions leaves a mark of each behind its pages, which no reader is ever given.
#[test]
fn the_mark_of_a_transaction_is_no_page_that_waits() {
    let service = Service::new("marks", 1);
    let crawler = service.kafka.transactional(&service.kafka.unique("crawler"));
    crawler.begin_transaction().expect("none is open");
    let page = pages::draw(15, 1, 1).remove(0);
    let headers = [("content-type", page.content_type), ("url", page.url.as_str())]
        .into_iter()
        .fold(OwnedHeaders::new(), |headers, (key, value)| headers.insert(Header { key, value: Some(value) }));
    let record = BaseRecord::<(), str>::to(service.raw()).partition(0).payload(&page.text).headers(headers);
    crawler.send(record).map_err(|(error, _)| error).expect("the queue has room");
    service.kafka.settle(&crawler);
    crawler.commit_transaction(PATIENCE).expect("nothing stands against it");

    let lag = format!("copydesk_consumer_lag_records{{partition=\"0\",topic=\"{}\"}}", service.raw());
    // The second life takes nothing in, and tells it all the same.
    for _ in 0..2 {
        let binary = Binary::start(&service);
        service.until_committed(1);
        service.kafka.until("nothing waits", || (binary.metrics().get(&lag) == Some(&0.0)).then_some(()));
        assert_eq!(binary.stop(), Some(0));
    }
}

/// Starts the binary on a ledger with these settings; what it says when it refuses.
fn refusal(partitions: i32, configs: &[(&str, &str)]) -> String {
    let mut service = Service::without_topics("refused", 1);
    service.settings.topics.ledger = service.kafka.topic("refused.ledger", partitions, configs);
    service.create_missing();
    let (code, said) = Binary::start(&service).end();
    assert_eq!(code, Some(1), "{said}");
    let mut complaints = complaints(&said);
    assert_eq!(complaints.len(), 1, "{said}");
    complaints.remove(0)
}

#[test]
fn a_ledger_of_three_partitions_is_refused() {
    let settings = [("message.timestamp.type", "LogAppendTime"), ("retention.ms", "-1")];
    let said = refusal(3, &settings);
    assert!(said.contains("has 3 partitions and must have 1"), "{said}");
}

#[test]
fn a_compacted_ledger_is_refused() {
    let settings = [("cleanup.policy", "compact"), ("message.timestamp.type", "LogAppendTime"), ("retention.ms", "-1")];
    let said = refusal(1, &settings);
    assert!(said.contains("cleanup.policy = compact and must have delete"), "{said}");
}
