//! A partition without a leader: its only copy lies on a broker that is away.

use std::time::Duration;

use rdkafka::producer::{BaseProducer, Producer};

use crate::{
    audit,
    binary::Binary,
    kafka::{BROKERS, Cluster},
    pages::{self, Page},
    service::Service,
};

const PARTITIONS: i32 = 3;

/// Who leads each partition of the raw topic, by broker; negative where nobody does.
fn leaders(service: &Service, client: &BaseProducer) -> Option<Vec<i32>> {
    let metadata = client.client().fetch_metadata(Some(service.raw()), Duration::from_secs(2)).ok()?;
    let mut told: Vec<(i32, i32)> =
        metadata.topics().first()?.partitions().iter().map(|partition| (partition.id(), partition.leader())).collect();
    told.sort_unstable();
    Some(told.into_iter().map(|(_, leader)| leader).collect())
}

/// Pages that all come in that partition.
fn of(partition: i32, seed: usize, count: usize) -> Vec<Page> {
    pages::draw(seed, count, 1).into_iter().map(|page| Page { partition, ..page }).collect()
}

fn sent(pages: &[Page]) -> i64 {
    i64::try_from(pages.len()).expect("a count")
}

#[test]
fn a_partition_without_a_leader_keeps_no_other_from_being_read() {
    let mut cluster = Cluster::start();
    let mut service = Service::on(cluster.kafka, "leaderless", PARTITIONS);
    service.settings.topics.raw = vec![cluster.kafka.topic_of("leaderless.raw", PARTITIONS, 1, &[])];
    service.create_topics();
    let client = cluster.kafka.producer();
    let led = cluster.kafka.until("leaders", || leaders(&service, &client));
    let mut pages = pages::draw(80, 60, PARTITIONS);
    service.feed(&pages);
    let binary = Binary::start(&service);
    service.until_committed(sent(&pages));
    assert_eq!(binary.stop(), Some(0));

    // The group has a position in each partition, and the broker of the first goes away.
    let broker = usize::try_from(led[0] - 1).expect("ids begin at one");
    cluster.kill(broker);
    let lost: Vec<i32> = (0..).zip(&led).filter(|(_, leader)| **leader == led[0]).map(|(at, _)| at).collect();
    let led_now = cluster
        .kafka
        .until("a partition without a leader", || leaders(&service, &client).filter(|leaders| leaders[0] < 0));
    let living = (0..PARTITIONS).find(|at| !lost.contains(at)).expect("copies are spread over the brokers");
    assert!(led_now.len() == BROKERS && led_now[usize::try_from(living).expect("a place")] >= 0, "{led_now:?}");
    let more = of(living, 81, 40);
    service.feed(&more);
    pages.extend(more);
    let binary = Binary::start(&service);
    service.until_committed(sent(&pages));

    // When it is back, its partition is read on.
    cluster.revive(broker);
    cluster.kafka.until("its leader", || leaders(&service, &client).filter(|leaders| leaders[0] >= 0));
    let held_back = of(0, 82, 40);
    service.feed(&held_back);
    pages.extend(held_back);
    service.until_committed(sent(&pages));
    assert_eq!(binary.stop(), Some(0));
    audit::audit(&service, &pages);
}
