//! The ways in which a group shares its partitions out: whichever it is, each page gets one verdict, while replicas join
//! and leave, and when one is killed. And whoever takes partitions from a replica doesn't wait for the pages that it has
//! in hand.

use std::{
    ops::RangeInclusive,
    sync::{Arc, Condvar, Mutex},
};

use crate::{
    audit,
    binary::Binary,
    pages::{self, Page},
    service::{Running, Service, lock},
};

const PARTITIONS: i32 = 4;

const TRANSACTIONAL_ID: &str = "COPYDESK__KAFKA__TRANSACTIONAL_ID";
const SNAPSHOTS: &str = "COPYDESK__SNAPSHOT__DIRECTORY";

/// A service in small batches, so that there is always one to be interrupted.
fn service(name: &str, consumer: &[(&str, &str)]) -> Service {
    let mut service = Service::new(name, PARTITIONS);
    service.bounds.batch_records_max = 20;
    service.settings.consumer = consumer.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    service
}

/// Starts a replica that has this name again whenever it is started.
fn start<'a>(service: &'a Service, name: &str) -> Binary<'a> {
    let id = format!("{}-{name}", service.settings.group);
    Binary::command(service, &["run"], &[(TRANSACTIONAL_ID, &id), (SNAPSHOTS, "")])
}

/// Sends some more pages.
fn feed(service: &Service, seed: usize, pages: &mut Vec<Page>) {
    let more = pages::draw(seed, 300, PARTITIONS);
    service.feed(&more);
    pages.extend(more);
}

fn count(pages: &[Page]) -> i64 {
    i64::try_from(pages.len()).expect("a count")
}

fn until_it_has(partitions: RangeInclusive<i32>, binary: &Binary<'_>, service: &Service) {
    let (low, high) = (f64::from(*partitions.start()), f64::from(*partitions.end()));
    service.kafka.until(&format!("{partitions:?} partitions"), || {
        let assigned = binary.metrics()["copydesk_partitions_assigned"];
        (low - 0.5..high + 0.5).contains(&assigned).then_some(())
    });
}

/// Two replicas: one joins, is killed, comes back, and the other leaves; pages flow all the while.
fn each_page_is_told_once(name: &str, consumer: &[(&str, &str)]) {
    let (service, mut pages) = (service(name, consumer), Vec::new());
    feed(&service, 60, &mut pages);
    let first = start(&service, "a");
    service.until_committed(1);

    let second = start(&service, "b");
    feed(&service, 61, &mut pages);
    until_it_has(1..=PARTITIONS - 1, &second, &service);
    until_it_has(1..=PARTITIONS - 1, &first, &service);
    service.until_committed(count(&pages));

    // In the middle of its work: the first transactions of what it is given now are through.
    let done = count(&pages);
    feed(&service, 62, &mut pages);
    service.until_committed(done + 40);
    second.kill();
    service.until_committed(count(&pages));

    let second = start(&service, "b");
    until_it_has(1..=PARTITIONS - 1, &second, &service);
    feed(&service, 63, &mut pages);
    assert_eq!(first.stop(), Some(0));
    service.until_committed(count(&pages));
    until_it_has(PARTITIONS..=PARTITIONS, &second, &service);
    assert_eq!(second.stop(), Some(0));
    audit::audit(&service, &pages);
}

// A member that was killed holds its partitions until its session times out.
const SESSION: [(&str, &str); 2] = [("session.timeout.ms", "3000"), ("heartbeat.interval.ms", "300")];

#[test]
fn members_share_the_partitions_out() {
    each_page_is_told_once("classic", &SESSION);
}

#[test]
fn the_broker_shares_the_partitions_out() {
    each_page_is_told_once("consumer", &[("group.protocol", "consumer")]);
}

/// The name itself is the binary's to choose.
const NAMED: (&str, &str) = ("group.instance.id", "its transactional id");

#[test]
fn members_that_have_names_share_the_partitions_out() {
    each_page_is_told_once("classic-static", &[SESSION[0], SESSION[1], NAMED]);
}

#[test]
fn the_broker_shares_the_partitions_out_to_members_that_have_names() {
    each_page_is_told_once("consumer-static", &[("group.protocol", "consumer"), NAMED]);
}

#[test]
fn a_group_goes_over_from_its_members_to_the_broker() {
    let (service, mut pages) = (service("goes-over", &[]), Vec::new());
    feed(&service, 66, &mut pages);
    let before = start(&service, "a");
    service.until_committed(1);
    let id = format!("{}-b", service.settings.group);
    let after = Binary::command(
        &service,
        &["run"],
        &[("COPYDESK__KAFKA__GROUP_PROTOCOL", "consumer"), (TRANSACTIONAL_ID, &id), (SNAPSHOTS, "")],
    );
    until_it_has(1..=PARTITIONS - 1, &after, &service);
    feed(&service, 67, &mut pages);
    assert_eq!(before.stop(), Some(0));
    until_it_has(PARTITIONS..=PARTITIONS, &after, &service);
    service.until_committed(count(&pages));
    assert_eq!(after.stop(), Some(0));
    audit::audit(&service, &pages);
}

#[test]
fn a_member_with_a_name_keeps_its_partitions_over_a_restart() {
    // Nobody takes over before the session times out, which is long after it is back.
    let service = service("kept", &[("session.timeout.ms", "40000"), NAMED]);
    let (other, restarted) = (start(&service, "a"), start(&service, "b"));
    until_it_has(1..=PARTITIONS - 1, &restarted, &service);
    until_it_has(1..=PARTITIONS - 1, &other, &service);
    let rebalances = |binary: &Binary<'_>| binary.metrics()["copydesk_rebalances_total{kind=\"assigned\"}"];
    let before = rebalances(&other);

    assert_eq!(restarted.stop(), Some(0));
    let restarted = start(&service, "b");
    until_it_has(1..=PARTITIONS - 1, &restarted, &service);
    let mut pages = Vec::new();
    feed(&service, 64, &mut pages);
    service.until_committed(count(&pages));
    assert!((rebalances(&other) - before).abs() < 0.5, "the other one was given partitions meanwhile");
    for binary in [other, restarted] {
        assert_eq!(binary.stop(), Some(0));
    }
    audit::audit(&service, &pages);
}

/// What readers wait at.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        drop(self.opened.wait_while(lock(&self.open), |open| !*open));
    }

    fn open(&self) {
        *lock(&self.open) = true;
        self.opened.notify_all();
    }
}

/// Opens the gate also when an assertion fails: the readers' threads are waited for.
struct Opens(Arc<Gate>);

impl Drop for Opens {
    fn drop(&mut self) {
        self.0.open();
    }
}

/// The first of two replicas has pages in hand that it can't be done with, and partitions are taken from it: the second
/// one judges their pages while the first still holds what it had.
fn partitions_go_while_pages_are_in_hand(name: &str, consumer: &[(&str, &str)]) {
    let mut service = service(name, consumer);
    // Room for all of them, in however many batches they come.
    service.bounds.batches_max = 16;
    let pages = pages::draw(65, 40, PARTITIONS);
    let per_partition = |of: &dyn Fn(i32) -> bool| pages.iter().filter(|page| of(page.partition)).count();
    assert!((0..PARTITIONS).all(|partition| per_partition(&|own| own == partition) > 0));
    let gate = Arc::new(Gate::default());
    let opens = Opens(Arc::clone(&gate));
    let first = service.start_timed(0, Arc::new(move |_, _| gate.pass()));
    service.seen.until("all partitions on the first", |sights| sights[0].partitions == 4);
    service.feed(&pages);
    service.seen.until("all pages in the first one's hands", |sights| sights[0].consumed >= pages.len());

    let second = service.start(1);
    let sights = service.seen.until("partitions on both, and pages judged by the second", |sights| {
        sights[0].partitions == 2 && sights[1].partitions == 2 && sights[1].pages > 0
    });
    assert_eq!(sights[0].pages, 0, "the gate does not hold");
    drop(opens);
    service.seen.until_pages(pages.len());
    audit::audit(&service, &pages);
    [first, second].into_iter().for_each(Running::leave);
}

#[test]
fn members_take_partitions_while_pages_are_in_hand() {
    partitions_go_while_pages_are_in_hand("in-hand", &SESSION);
}

#[test]
fn the_broker_takes_partitions_while_pages_are_in_hand() {
    partitions_go_while_pages_are_in_hand("in-hand-consumer", &[("group.protocol", "consumer")]);
}
