//! Positions that are not where the service left them, and records that are gone before they are read: what it says of
//! them, and where it reads on.

use std::{
    collections::BTreeSet,
    thread,
    time::{Duration, Instant},
};

use copydesk::kafka::{Arrival, Displacement, Source, real::RealSource};
use rdkafka::{
    TopicPartitionList,
    admin::{AdminClient, AdminOptions},
    client::DefaultClientContext,
    consumer::{CommitMode, Consumer},
    topic_partition_list::Offset,
};

use crate::{
    audit,
    binary::Binary,
    kafka::PATIENCE,
    pages::{self, Expected},
    service::Service,
};

/// How many positions a running service has found displaced, by kind.
fn count(binary: &Binary<'_>) -> [i64; 2] {
    let metrics = binary.metrics();
    ["moved", "overtaken"].map(|kind| {
        let counted = metrics[&format!("copydesk_positions_displaced_total{{kind=\"{kind}\"}}")];
        // A counter of few.
        (0..10).find(|&count| (counted - count as f64).abs() < 0.5).expect("few")
    })
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
    let counts = count(&binary);
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

/// Deletes what lies before an offset of partition 0, as expiry does.
fn delete_before(service: &Service, offset: i64) {
    let mut before = TopicPartitionList::new();
    before.add_partition_offset(service.raw(), 0, Offset::Offset(offset)).expect("a partition once");
    let admin: AdminClient<DefaultClientContext> = service.kafka.config().create().expect("the settings are good");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    let options = AdminOptions::new().request_timeout(Some(PATIENCE)).operation_timeout(Some(PATIENCE));
    let deleted = runtime.block_on(admin.delete_records(&before, &options)).expect("the broker answers");
    assert!(deleted.elements().iter().all(|partition| partition.error().is_ok()), "{deleted:?}");
}

#[test]
fn records_that_expire_while_they_are_waited_for_are_told_and_what_is_left_is_read() {
    const READ: usize = 20;
    const LEFT: i64 = 50;
    let mut service = Service::new("expired", 1);
    // One record is fetched at a time, so that all but the first of what comes while it is frozen is still to be fetched.
    service.settings.consumer.insert("fetch.message.max.bytes".to_owned(), "1".to_owned());
    let pages = pages::draw(72, 60, 1);
    service.feed(&pages[..READ]);
    let binary = Binary::start(&service);
    service.until_committed(i64::try_from(READ).expect("a count"));
    binary.signal("STOP");
    for page in &pages[READ..] {
        service.feed(std::slice::from_ref(page));
    }
    delete_before(&service, LEFT);
    binary.signal("CONT");
    let sent = i64::try_from(pages.len()).expect("a count");
    service.until_committed(sent);
    assert_eq!(count(&binary), [0, 1]);
    let said = binary.said();
    assert!(said.contains("is not in the log") && said.contains("\"low\":50"), "{said}");
    assert_eq!(binary.stop(), Some(0));
    let told: Vec<i64> = audit::fates(&service).into_keys().map(|(_, offset)| offset).collect();
    let read = i64::try_from(READ).expect("a count");
    assert!(told.starts_with(&(0..read).collect::<Vec<_>>()), "{told:?}");
    assert!(told.ends_with(&(LEFT..sent).collect::<Vec<_>>()), "{told:?}");
    assert!(told.len() < pages.len(), "nothing had expired: {told:?}");
}

/// How long a client is given to do by itself what nothing tells of.
const BY_ITSELF: Duration = Duration::from_secs(1);

fn join(service: &Service) -> RealSource {
    let mut source = RealSource::connect(&service.settings).expect("the settings are good");
    source.subscribe().expect("the topic is there");
    source
}

fn poll(source: &mut RealSource) -> Option<Arrival> {
    source.poll(Duration::from_millis(20)).expect("it reads")
}

/// The client takes the assignment anew for the answer to the revocation, and goes on in the group: the other member may have what is
/// revoked while this one has not heard of it.
fn a_revocation_waits_while_records_are_gone(name: &str, properties: &[(&str, &str)]) {
    const SENT: i64 = 10;
    const LEFT: i64 = 8;
    let mut service = Service::new(name, 2);
    // One record is fetched at a time, and the next when that is taken.
    let slowly = [("fetch.message.max.bytes", "1"), ("queued.min.messages", "1")];
    service.settings.consumer =
        properties.iter().chain(&slowly).map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    for _ in 0..SENT {
        service.send(0, None, b"page", &[]);
    }
    let mut first = join(&service);
    let is_read = |arrival: &Arrival, at: u64| matches!(arrival, Arrival::Record { offset, .. } if offset.0 == at);
    service.kafka.until("the first record", || poll(&mut first).filter(|arrival| is_read(arrival, 0)));
    thread::sleep(BY_ITSELF);
    delete_before(&service, LEFT);
    let next = poll(&mut first);
    assert!(next.as_ref().is_some_and(|arrival| is_read(arrival, 1)), "{next:?}");
    // It asks for the third, which is gone.
    thread::sleep(BY_ITSELF);

    let (mut second, joined) = (join(&service), Instant::now());
    // The revocation comes to the first meanwhile.
    while joined.elapsed() < BY_ITSELF * 4 {
        let given = poll(&mut second);
        assert!(given.is_none_or(|given| given == Arrival::Assigned(Vec::new())), "nobody has given it back");
    }
    let told = poll(&mut first);
    let by = |told: &Arrival| match told {
        Arrival::Displaced { position, by: Displacement::Overtaken { low, .. }, .. } => Some((position.0, low.0)),
        _ => None,
    };
    assert_eq!(told.as_ref().and_then(by), Some((2, 8)), "{told:?}");
    service.kafka.until("the second to have what is revoked", || {
        assert!(first.membership().is_none(), "it may commit what is another's");
        poll(&mut second).filter(|arrival| matches!(arrival, Arrival::Assigned(one) if one.len() == 1))
    });
    assert!(first.membership().is_none(), "it may commit what is another's");
    let told = poll(&mut first);
    assert!(matches!(&told, Some(Arrival::Revoked(one)) if one.len() == 1), "{told:?}");

    let mut read = BTreeSet::new();
    service.kafka.until("what is left, and both to be members", || {
        for source in [&mut first, &mut second] {
            if let Some(Arrival::Record { offset, .. }) = poll(source) {
                assert!(read.insert(offset.0), "{} is read twice", offset.0);
            }
        }
        (read.len() == 2 && first.membership().is_some() && second.membership().is_some()).then_some(())
    });
    assert_eq!(read, BTreeSet::from([8, 9]));
}

#[test]
fn a_revocation_that_waits_while_records_are_gone_is_heard_of() {
    a_revocation_waits_while_records_are_gone("gone-and-revoked", &[("heartbeat.interval.ms", "300")]);
}

#[test]
fn a_revocation_by_the_broker_that_waits_while_records_are_gone_is_heard_of() {
    a_revocation_waits_while_records_are_gone("gone-and-revoked-consumer", &[("group.protocol", "consumer")]);
}
