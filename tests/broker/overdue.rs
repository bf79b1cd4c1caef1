//! A transaction that the broker has aborted because its time was up: whoever had it open goes on with the next one.

use std::{sync::Arc, time::Duration};

use copydesk::{
    desk::{
        capture::{Partition, position::Position},
        wire::{Channel, Outgoing},
    },
    kafka::{Failure, Sink, TopicPartition, real::RealSink},
};
use rdkafka::consumer::Consumer;

use crate::service::Service;

/// As short as a transaction may be; the tests' broker looks for those that are over twice a second.
const TIME: Duration = Duration::from_secs(1);

fn letter(value: &str) -> Outgoing {
    let value = Some(value.as_bytes().to_vec());
    Outgoing { channel: Channel::Rejects, key: Some(b"one partition".to_vec()), value, headers: Vec::new() }
}

fn visible(service: &Service) -> Vec<String> {
    let records = service.kafka.read_visible(&service.settings.topics.rejects);
    records.into_iter().map(|record| String::from_utf8(record.value.expect("a value")).expect("text")).collect()
}

/// A sink with a transaction open that holds a record, and that the broker has aborted.
fn overdue(service: &mut Service) -> RealSink {
    service.settings.transaction_timeout = TIME;
    let mut sink = RealSink::connect(&service.settings).expect("nobody else has the id");
    sink.begin().expect("none is open");
    sink.send(letter("late")).expect("there is room");
    // Whoever reads what is committed comes past the record, and the mark behind it, once it is aborted.
    let topic = &service.settings.topics.rejects;
    let end = || service.kafka.ends(topic, "read_committed").values().sum::<i64>();
    service.kafka.until("the broker's abort", || (end() == 2).then_some(()));
    sink
}

/// Commits the record in a transaction of its own.
fn commit(sink: &mut RealSink, value: &str) {
    sink.begin().expect("none is open");
    sink.send(letter(value)).expect("there is room");
    sink.commit().expect("nothing stands against it");
}

#[test]
fn a_transaction_that_ran_out_of_its_time_is_dropped_and_the_next_one_counts() {
    let mut service = Service::new("overdue", 1);
    let mut sink = overdue(&mut service);
    assert_eq!(sink.abort(), Ok(()));
    commit(&mut sink, "again");
    assert_eq!(visible(&service), ["again"]);
}

#[test]
fn positions_that_come_too_late_for_their_transaction_have_it_dropped() {
    let mut service = Service::new("overdue-positions", 1);
    let mut sink = overdue(&mut service);
    let nobody = Arc::new(service.onlooker().group_metadata().expect("it knows the group's name"));
    let at = TopicPartition { topic: service.raw().into(), partition: Partition(0) };
    let sent = sink.send_offsets(&[(at, Position(7))], &nobody);
    let Err(Failure::Abort(why)) = sent else { panic!("{sent:?}") };
    assert!(why.starts_with("sending positions: "), "{why}");
    assert_eq!(sink.abort(), Ok(()));
    commit(&mut sink, "again");
    assert_eq!(visible(&service), ["again"]);
    assert_eq!(service.committed().values().sum::<i64>(), 0, "the positions are dropped with it");
}

/// Where a commit was asked for, only the broker knows what became of it, late as it may be: to go on would be to publish twice.
#[test]
fn a_transaction_whose_commit_was_asked_for_is_not_dropped_for_its_time() {
    let mut service = Service::new("overdue-commit", 1);
    let mut sink = overdue(&mut service);
    let committed = sink.commit();
    assert!(matches!(committed, Err(Failure::Abort(_) | Failure::Fatal(_))), "{committed:?}");
    let aborted = sink.abort();
    assert!(matches!(aborted, Err(Failure::Fatal(_))), "{aborted:?}");
}

#[test]
fn an_instance_that_is_replaced_ends_with_its_transaction() {
    let service = Service::new("replaced", 1);
    let mut first = RealSink::connect(&service.settings).expect("nobody else has the id");
    first.begin().expect("none is open");
    first.send(letter("late")).expect("there is room");
    let mut second = RealSink::connect(&service.settings).expect("it takes the id over");
    let committed = first.commit();
    assert!(matches!(committed, Err(Failure::Abort(_) | Failure::Fatal(_))), "{committed:?}");
    let aborted = first.abort();
    assert!(matches!(aborted, Err(Failure::Fatal(_))), "{aborted:?}");
    commit(&mut second, "again");
    assert_eq!(visible(&service), ["again"]);
}

/// Two that have one id, the first of which was asleep until its transaction was over: it goes on, and the other one ends.
#[test]
fn of_two_with_one_id_the_one_that_did_not_take_it_last_ends() {
    let mut service = Service::new("rivals", 1);
    let mut first = overdue(&mut service);
    let mut second = RealSink::connect(&service.settings).expect("it takes the id over");
    commit(&mut second, "again");
    assert_eq!(first.abort(), Ok(()));
    let ended = second.begin().and_then(|()| second.send(letter("late"))).and_then(|()| second.commit());
    assert!(matches!(ended, Err(Failure::Abort(_) | Failure::Fatal(_))), "{ended:?}");
    assert!(matches!(second.abort(), Err(Failure::Fatal(_))));
    commit(&mut first, "and again");
    assert_eq!(visible(&service), ["again", "and again"]);
}
