//! A ledger whose bytes are others than were written: on the broker's disk, or on their way.
//!
//! librdkafka 2.12.1 tells of a batch that it can't read and goes on in the midst of it, or behind it. What it does next depends on
//! the bytes that it finds there.

use std::time::Duration;

use copydesk::kafka::{Failure, Ledger, Tailed, real::RealLedger};

use crate::{
    kafka::{Rot, secured::Secured},
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
    service.kafka.rot(&service.settings.topics.ledger, 0, i64::try_from(ROTTEN).expect("few"), what);
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
