//! A ledger and raw pages whose bytes are others than were written: on the broker's disk, or on their way.
//!
//! librdkafka 2.12.1 tells of a batch that it can't read and goes on in the midst of it, or behind it. What it does next depends on
//! the bytes that it finds there.

use std::time::Duration;

use copydesk::kafka::{Failure, Ledger, Tailed, real::RealLedger};

use crate::{
    audit,
    binary::Binary,
    kafka::{Rot, secured::Secured},
    pages,
    service::Service,
};

/// How many entries the ledger has, each in a batch of its own, and which of them rots.
const ENTRIES: u64 = 6;
const ROTTEN: u64 = 2;

/// What goes wrong with entries of these bytes, and what the client would do.
const CASES: [(&str, u8, Rot); 3] = [
    ("it finds a version that it knows, and asks for the same again", 1, Rot::Records),
    ("it finds one that it doesn't know, and an offset far beyond the log", b'A', Rot::Records),
    ("it doesn't know the batch's version, and passes over it", 1, Rot::Version),
];

/// A ledger with entries of such bytes, of which one rots.
fn ledger(byte: u8) -> Service {
    // The disk must be at hand.
    let mut service = Service::on(&Secured::shared().kafka, "rotten", 1);
    service.create_topics();
    // What is sent must be what is written.
    service.settings.producer.insert("compression.type".to_owned(), "none".to_owned());
    let mut ledger = connect(&service);
    for _ in 0..ENTRIES {
        ledger.append(vec![byte; 200]).expect("it is queued");
        // One at a time, so that no two are in one batch.
        service.kafka.until("the entry", || ledger.poll(WAIT).expect("it reads"));
    }
    service
}

fn connect(service: &Service) -> RealLedger {
    RealLedger::connect(&service.settings).expect("the ledger is there")
}

fn rot(service: &Service, what: Rot) {
    rot_in(service, &service.settings.topics.ledger, what);
}

fn rot_in(service: &Service, topic: &str, what: Rot) {
    service.kafka.rot(topic, 0, i64::try_from(ROTTEN).expect("few"), what);
}

const WAIT: Duration = Duration::from_millis(20);

/// Reads up to the rotten entry, and nothing else.
fn read_to_the_rot(service: &Service, ledger: &mut RealLedger) {
    for number in 0..ROTTEN {
        let tailed = service.kafka.until("an entry", || ledger.poll(WAIT).expect("it reads"));
        assert!(matches!(tailed, Tailed::Entry { offset, .. } if offset.0 == number), "{tailed:?}");
    }
}

#[test]
fn a_ledger_whose_checksum_is_wrong_is_not_read_past() {
    for (what, byte, part) in CASES {
        let service = ledger(byte);
        rot(&service, part);
        let mut ledger = connect(&service);
        read_to_the_rot(&service, &mut ledger);
        let why = service.kafka.until("the end", || match ledger.poll(WAIT) {
            Ok(None) => None,
            Ok(Some(tailed)) => panic!("{what}: {tailed:?}"),
            Err(failure) => Some(failure),
        });
        assert!(matches!(&why, Failure::Fatal(why) if why.contains("can't be read at offset 2,")), "{what}: {why:?}");
        assert_eq!(ledger.position().0, ROTTEN);
    }
}

#[test]
fn entries_that_are_whole_the_next_time_are_read() {
    for (what, byte, part) in CASES {
        let service = ledger(byte);
        rot(&service, part);
        let mut ledger = connect(&service);
        read_to_the_rot(&service, &mut ledger);
        assert_eq!(ledger.poll(Duration::from_secs(20)), Ok(None), "{what}: asked for again");
        // The bit is flipped back.
        rot(&service, part);
        for number in ROTTEN..ENTRIES {
            let tailed = service.kafka.until("an entry", || ledger.poll(WAIT).expect("it reads"));
            assert!(matches!(tailed, Tailed::Entry { offset, .. } if offset.0 == number), "{what}: {tailed:?}");
        }
    }
}

/// Raw pages, each in a batch of its own, of which one rots.
fn raw(compression: &str, part: Rot) -> Service {
    let mut service = Service::on(&Secured::shared().kafka, "rotten-raw", 1);
    service.create_topics();
    service.pack(compression);
    for page in pages::draw(73, PAGES, 1).chunks(1) {
        service.feed(page);
    }
    rot_in(&service, service.raw(), part);
    service
}

/// How many raw pages are drawn; some more are sent.
const PAGES: usize = 6;

/// How often the client has told of a batch that it can't read, by what it does then.
fn unreadable(binary: &Binary<'_>, then: &str) -> f64 {
    binary.metrics()[&format!("copydesk_raw_batches_unreadable_total{{then=\"{then}\"}}")]
}

#[test]
fn a_raw_page_that_is_passed_over_is_counted_and_the_others_are_read() {
    let service = raw("none", Rot::Version);
    let binary = Binary::start(&service);
    service.until_committed(service.sent()[&0]);
    assert!(unreadable(&binary, "passed-over") > 0.5 && unreadable(&binary, "asked-again") < 0.5);
    assert_eq!(binary.stop(), Some(0));
    let told: Vec<i64> = audit::fates(&service).into_keys().map(|(_, offset)| offset).collect();
    let rotten = i64::try_from(ROTTEN).expect("few");
    assert_eq!(told, (0..service.sent()[&0]).filter(|&offset| offset != rotten).collect::<Vec<_>>());
}

#[test]
fn a_raw_partition_that_stands_still_is_counted_and_goes_on_when_its_batch_is_whole() {
    // A checksum of its own tells that a batch packed like this is garbled.
    let service = raw("gzip", Rot::Records);
    let binary = Binary::start(&service);
    service.kafka.until("a batch that is asked for again", || (unreadable(&binary, "asked-again") > 1.5).then_some(()));
    service.until_committed(i64::try_from(ROTTEN).expect("few"));
    // The bit is flipped back.
    rot_in(&service, service.raw(), Rot::Records);
    service.until_committed(service.sent()[&0]);
    assert!(unreadable(&binary, "passed-over") < 0.5);
    assert_eq!(binary.stop(), Some(0));
    assert_eq!(audit::fates(&service).len(), usize::try_from(service.sent()[&0]).expect("few"));
}
