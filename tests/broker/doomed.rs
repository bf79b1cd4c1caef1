//! A replica that dies at a chosen step of the loop: before and after each call that its clients are asked to make.
//!
//! The replica runs in a process of its own, which is this test binary again and is told by its environment where to
//! die. It dies by `abort`, which runs no destructor, flushes nothing and says good-bye to nobody.

mod clients;

use std::{cell::Cell, env, process::Command, rc::Rc, sync::Arc};

use copydesk::{
    desk::{Policy, capture::position::Position},
    kafka::{SystemClock, real},
    ops::shutdown::Shutdown,
    run::{Replica, readers::Pool, service::drive},
};

use self::clients::{Doomed, DoomedLedger};
use crate::{
    audit,
    kafka::{Kafka, PATIENCE, process::Process},
    pages::{self, Draw},
    service::Service,
};

const PARTITIONS: i32 = 2;

/// Where a replica can die. What the loop calls in a turn, in the order of a turn.
const POINTS: &[&str] = &[
    "before poll",
    "after poll",
    "before append",
    "after append",
    "before acknowledged",
    "after acknowledged",
    "before ledger poll",
    "after ledger poll",
    "after folded",
    "before begin",
    "after begin",
    "before send",
    "after send",
    "before take back",
    "after take back",
    "before send offsets",
    "after send offsets",
    "before commit",
    "after commit",
];

/// The signal of `abort`.
const SIGABRT: i32 = 6;

const SERVICE: &str = "COPYDESK_TEST_DOOMED_SERVICE";
const POINT: &str = "COPYDESK_TEST_DOOMED_POINT";
const PASSES: &str = "COPYDESK_TEST_DOOMED_PASSES";

/// Where this process ends, and how often it may pass that point before. Until it has a page in hand it passes all points
/// freely: what it could lose by dying is a page.
struct Doom {
    point: String,
    passes: Cell<usize>,
    has_page: Cell<bool>,
}

impl Doom {
    fn is_at(&self, point: &str) -> bool {
        assert!(POINTS.contains(&point), "{point} is nowhere to die");
        self.point == point && self.has_page.get()
    }

    fn reached(&self, point: &str) {
        if self.is_at(point) && self.passes.replace(self.passes.get().saturating_sub(1)) == 0 {
            std::process::abort();
        }
    }
}

/// Whoever dies is given up in a second, and what is sent is as large as what is written, so that some of it is refused.
fn settle(service: &mut Service) {
    service.settings.consumer.insert("session.timeout.ms".to_owned(), "1000".to_owned());
    service.settings.producer.insert("compression.type".to_owned(), "none".to_owned());
}

#[test]
fn wherever_a_replica_dies_each_page_is_told_once() {
    let mut service = Service::new("doomed", PARTITIONS);
    settle(&mut service);
    let size = pages::BATCH_BYTES.to_string();
    service
        .kafka
        .set(&service.settings.topics.articles, &[("max.message.bytes", &size), ("cleanup.policy", "compact")]);
    let mut draw = Draw(5);
    let mut pages = Vec::new();
    for (number, point) in POINTS.iter().enumerate() {
        let mut more = pages::draw(100 + number, 80, PARTITIONS);
        if point.ends_with("take back") {
            more.extend((0..5).map(|long| pages::too_long(10 * number + long)));
        }
        service.feed(&more);
        pages.extend(more);
        let passes = draw.below(4);
        let mut command = Command::new(env::current_exe().expect("this binary is a file"));
        command
            .args(["--exact", "doomed::the_doomed", "--ignored", "--nocapture"])
            .env("COPYDESK_TEST_BROKERS", service.kafka.brokers())
            .env(SERVICE, &service.settings.group)
            .env(POINT, point)
            .env(PASSES, passes.to_string());
        let mut process = Process::start(command).expect("this binary runs");
        let died_of = process.signal_within(PATIENCE);
        let said = process.tail().text();
        process.kill();
        assert_eq!(died_of, Some(SIGABRT), "it was to die {point}, pass {passes}: {said}");
    }
    let replica = service.start(0);
    service.until_committed(i64::try_from(pages.len()).expect("a count"));
    audit::audit(&service, &pages);
    replica.leave();
}

/// The replica that dies: no test by itself.
#[test]
#[ignore = "is run by wherever_a_replica_dies_each_page_is_told_once"]
fn the_doomed() {
    let Ok(name) = env::var(SERVICE) else { return };
    let told = |name: &str| env::var(name).expect("whoever runs this says where it dies");
    let passes = told(PASSES).parse().expect("a number");
    let doom = Rc::new(Doom { point: told(POINT), passes: Cell::new(passes), has_page: Cell::new(false) });
    let mut service = Service::named(Kafka::shared(), &name, PARTITIONS);
    settle(&mut service);
    service.bounds.batch_records_max = 10;

    let policy = Arc::new(Policy::default());
    let (clock, rules) = (SystemClock::start(), policy.verdict.clone());
    let (source, sink, ledger) = real::connect(&service.settings).expect("the broker is there");
    let doomed = |doom: &Rc<Doom>| Rc::clone(doom);
    let ledger = DoomedLedger { ledger, doom: doomed(&doom), met: false, appended: Position(0) };
    let clients = (Doomed(source, doomed(&doom)), Doomed(sink, doomed(&doom)), ledger);
    let pool = Pool::new(1, policy).expect("a thread");
    let replica = Replica::new(clients, Box::new(clock), Box::new(pool), Box::new(()), service.bounds, rules, 7);
    let (_wish, shutdown) = Shutdown::new();
    drive(replica, &shutdown, &clock, PATIENCE).expect("it dies of nothing else");
}
