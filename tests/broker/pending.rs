//! Where a partition is read from when its position is in somebody's open transaction.
//!
//! librdkafka 2.12.1, left to itself, forgets what it was asking for when the assignment changes before the position is
//! settled, and starts at `auto.offset.reset`: what lies below the position would be published a second time. Here the
//! assignment changes twice while the positions of all partitions are pending.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use copydesk::kafka::{Arrival, Source, real::RealSource};
use rdkafka::{
    TopicPartitionList,
    consumer::{CommitMode, Consumer},
    producer::Producer,
    topic_partition_list::Offset,
};

use crate::{
    audit::Place,
    kafka::PATIENCE,
    service::{Service, lock},
};

const PARTITIONS: i32 = 6;

/// Where the group stands before the transaction, and where the transaction moves it.
const COMMITTED: i64 = 10;
const PENDING: i64 = 12;
const RECORDS: i64 = 20;

/// How often a member that gets nothing polls before the next one comes; 20 ms each.
const POLLS: usize = 60;

fn positions(service: &Service, at: i64) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for partition in 0..PARTITIONS {
        list.add_partition_offset(service.raw(), partition, Offset::Offset(at)).expect("a partition once");
    }
    list
}

#[test]
fn a_pending_position_is_waited_for_however_often_the_group_changes() {
    let service = Service::new("pending", PARTITIONS);
    for _ in 0..RECORDS {
        for partition in 0..PARTITIONS {
            service.queue(partition, None, b"page", &[]);
        }
    }
    service.settle();
    let onlooker = service.onlooker();
    onlooker.commit(&positions(&service, COMMITTED), CommitMode::Sync).expect("nobody is in the group");

    // As the member before left it: its transaction is neither committed nor dropped.
    let producer = service.kafka.transactional(&service.settings.transactional_id);
    producer.begin_transaction().expect("initialised");
    // The broker takes the offsets of one who never joined: the group is empty.
    let nobody = onlooker.group_metadata().expect("it knows the group's name");
    producer.send_offsets_to_transaction(&positions(&service, PENDING), &nobody, PATIENCE).expect("the group is empty");

    let (read, done) = (Mutex::new(BTreeSet::<Place>::new()), AtomicBool::new(false));
    thread::scope(|scope| {
        // Also when an assertion fails: the scope waits for the members.
        let ended = Ended(&done);
        for members in 1..=3 {
            let (service, read, done, polls) = (&service, &read, &done, AtomicUsize::new(0));
            let polls = Arc::new(polls);
            let own = Arc::clone(&polls);
            scope.spawn(move || follow(service, read, done, &own));
            // The next one joins while the positions are pending. A client that doesn't wait for them has the group
            // settle in a moment; one that does is waited for by the others.
            service.kafka.until(&format!("{members} members"), || {
                let groups = onlooker.fetch_group_list(Some(&service.settings.group), Duration::from_secs(2)).ok()?;
                let group = groups.groups().first()?;
                drop(onlooker.poll(Duration::from_millis(20)));
                let settled = group.state() == "Stable" || polls.load(Ordering::Relaxed) >= POLLS;
                (group.members().len() == members && settled).then_some(())
            });
        }
        assert_eq!(*lock(&read), BTreeSet::new(), "read from a position that is not settled");
        producer.commit_transaction(PATIENCE).expect("nothing stands against it");
        let wanted = usize::try_from(i64::from(PARTITIONS) * (RECORDS - PENDING)).expect("a count");
        let all = service.kafka.until("all records above the position", || {
            // It is assigned nothing, so that this only waits.
            drop(onlooker.poll(Duration::from_millis(20)));
            let read = lock(&read);
            (read.len() >= wanted || read.iter().any(|&(_, offset)| offset < PENDING)).then(|| read.clone())
        });
        drop(ended);
        let expected = (0..PARTITIONS).flat_map(|at| (PENDING..RECORDS).map(move |offset| (at, offset))).collect();
        assert_eq!(all, expected);
    });
}

/// Has the members end when it is dropped.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads as a replica does, and notes where each record lay.
fn follow(service: &Service, read: &Mutex<BTreeSet<Place>>, done: &AtomicBool, polls: &AtomicUsize) {
    let mut source = RealSource::connect(&service.settings).expect("the settings are good");
    source.subscribe().expect("the topic is there");
    while !done.load(Ordering::Relaxed) {
        polls.fetch_add(1, Ordering::Relaxed);
        if let Some(Arrival::Record { from, offset, .. }) = source.poll(Duration::from_millis(20)).expect("it reads") {
            let partition = i32::try_from(from.partition.0).expect("a partition");
            lock(read).insert((partition, i64::try_from(offset.0).expect("an offset")));
        }
    }
}
