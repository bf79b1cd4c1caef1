//! Replicas that share the pages: each page one verdict, each story told once, whoever has which partition.

use std::time::Instant;

use crate::{
    audit,
    kafka::PATIENCE,
    pages,
    service::{Running, Service},
};

/// Waits until all that were started have folded the whole ledger, and holds them equal.
fn agree(service: &Service, replicas: usize) {
    let entries = service.kafka.read_all(&service.settings.topics.ledger).len();
    let sights = service.seen.until("the whole ledger folded", |sights| {
        sights.iter().filter(|sight| sight.ended.is_none()).all(|sight| sight.folded >= entries)
    });
    let digests: Vec<u128> = sights.iter().filter(|sight| sight.ended.is_none()).map(|sight| sight.digest).collect();
    assert_eq!(digests.len(), replicas);
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "{digests:x?}");
}

#[test]
fn two_replicas_tell_each_story_once() {
    let service = Service::new("two-replicas", 3);
    let replicas = [service.start(0), service.start(1)];
    service.seen.until("partitions on both", |sights| sights.iter().all(|sight| sight.partitions > 0));
    let pages = pages::draw(1, 2_500, service.partitions);
    service.feed(&pages);
    let sights = service.seen.until_pages(pages.len());
    assert!(sights.iter().all(|sight| sight.pages > 0), "one replica did all the work: {sights:?}");
    audit::audit(&service, &pages);
    agree(&service, 2);
    replicas.into_iter().for_each(Running::leave);
}

#[test]
fn partitions_change_hands_while_pages_flow() {
    let mut service = Service::new("rebalance", 3);
    service.bounds.batch_records_max = 20;
    let mut pages = pages::draw(2, 600, service.partitions);
    service.feed(&pages);
    let first = service.start(0);
    service.seen.until_pages(1);

    // However fast the first is, pages flow until the second has had some of them.
    let second = service.start(1);
    let deadline = Instant::now() + PATIENCE;
    for seed in 3.. {
        let more = pages::draw(seed, 200, service.partitions);
        service.feed(&more);
        let done = pages.len();
        pages.extend(more);
        let sights = service.seen.until_pages(done);
        if sights[1].pages > 0 {
            break;
        }
        assert!(Instant::now() < deadline, "no page for the second: {sights:?}");
    }

    let more = pages::draw(2_000, 600, service.partitions);
    service.feed(&more);
    pages.extend(more);
    first.leave();
    let sights = service.seen.until_pages(pages.len());
    assert_eq!(sights[1].partitions, 3, "the partitions of the first are lost: {sights:?}");
    audit::audit(&service, &pages);
    agree(&service, 1);
    second.leave();
}
