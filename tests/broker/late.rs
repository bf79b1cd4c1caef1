//! What a transaction left on its way to the brokers, aborted or disturbed, and what it does to the next one.

use std::{sync::Arc, thread, time::Duration};

use copydesk::{
    desk::{
        capture::{Partition, position::Position},
        wire::{Channel, Outgoing},
    },
    kafka::{Failure, Sink, TopicPartition, real::RealSink},
};
use rdkafka::consumer::Consumer;

use crate::{
    kafka::{Kafka, ProducerEpoch, Record, secured::Secured},
    service::Service,
};

fn letter(value: &str) -> Outgoing {
    let value = Some(value.as_bytes().to_vec());
    Outgoing { channel: Channel::Rejects, key: None, value, headers: Vec::new() }
}

/// Opens a transaction with a record and that position in it; the producer that it is of.
fn open(service: &Service, sink: &mut RealSink, position: u64) -> ProducerEpoch {
    let nobody = Arc::new(service.onlooker().group_metadata().expect("it knows the group's name"));
    let partition = TopicPartition { topic: service.raw().into(), partition: Partition(0) };
    sink.begin().expect("none is open");
    sink.send(letter("page")).expect("there is room");
    sink.send_offsets(&[(partition, Position(position))], &nobody).expect("the group is empty");
    service.kafka.producer_of(&service.settings.topics.rejects)
}

fn values(records: Vec<Record>) -> Vec<String> {
    records.into_iter().map(|record| String::from_utf8(record.value.expect("a value")).expect("text")).collect()
}

/// A broker tells positions of one transaction from those of another by the producer's id and epoch alone, so it takes late ones
/// for the next transaction's while that is open under the same epoch, and commits them with it: whoever has the partition
/// next begins behind pages that nobody has published. They are sent here as they would be on the wire, since no client
/// sends them at will.
#[test]
fn positions_that_come_after_their_abort_are_none_of_the_next_transactions() {
    // What is written on the wire goes to the one broker that there is.
    let service = Service::on(&Secured::shared().kafka, "late-positions", 1);
    service.create_topics();
    let mut sink = RealSink::connect(&service.settings).expect("nobody else has the id");
    let late = open(&service, &mut sink, 7);
    sink.abort().expect("nothing stands against it");

    let names = (service.settings.transactional_id.as_str(), service.settings.group.as_str());
    let next = open(&service, &mut sink, 2);
    assert!(service.kafka.commit_as(next, names, (service.raw(), 3)), "the broker takes what is this transaction's");
    assert!(!service.kafka.commit_as(late, names, (service.raw(), 7)), "{late:?} {next:?}");
    sink.commit().expect("nothing stands against it");
    assert_eq!(service.committed(), [(0, 3)].into());
}

/// Those of a transaction that was committed are the same to a broker. A client sends positions and commits again where the connection
/// was lost, so what it sent first may come at any time.
#[test]
fn what_comes_after_a_disturbed_commit_is_none_of_the_next_transactions() {
    let mut service = Service::on(Kafka::alone(), "late-commit", 1);
    service.settings.transaction_timeout = Duration::from_mins(1);
    service.settings.producer.insert("socket.timeout.ms".to_owned(), "1000".to_owned());
    service.create_topics();
    let names = (service.settings.transactional_id.as_str(), service.settings.group.as_str());
    let mut sink = RealSink::connect(&service.settings).expect("nobody else has the id");
    let first = open(&service, &mut sink, 7);
    service.kafka.freeze();
    thread::scope(|scope| {
        scope.spawn(|| {
            // Longer by far than the client takes to see that an answer is overdue: it looks once a second.
            thread::sleep(Duration::from_secs(6));
            service.kafka.thaw();
        });
        while let Err(failure) = sink.commit() {
            assert!(matches!(failure, Failure::Retry(_)), "{failure:?}");
        }
    });
    let next = open(&service, &mut sink, 12);
    assert!(!service.kafka.commit_as(first, names, (service.raw(), 7)), "{first:?} {next:?}");
    sink.commit().expect("nothing stands against it");
    assert_eq!(service.committed(), [(0, 12)].into());
}

/// A record that a broker took in without its answer being heard, and that the client drops as the transaction is aborted: the
/// client gives its number to the next record (librdkafka 2.12.1, `rd_kafka_toppar_purge_queues`), and the broker, which has
/// had the number, answers as if it had taken that record in.
#[test]
fn a_record_that_was_dropped_hides_none_of_the_next_transaction() {
    let mut service = Service::on(Kafka::alone(), "late-record", 1);
    let properties = [
        // What the broker doesn't answer in that time isn't waited for any longer,
        ("socket.timeout.ms", "1000"),
        ("request.timeout.ms", "1000"),
        // and rests for so long until it is sent again.
        ("retry.backoff.ms", "6000"),
        ("retry.backoff.max.ms", "6000"),
    ];
    service.settings.producer.extend(properties.map(|(name, value)| (name.to_owned(), value.to_owned())));
    service.create_topics();
    let topic = &service.settings.topics.rejects;
    let arrived = |count| {
        let all = || values(service.kafka.read_attempted(topic));
        service.kafka.until("what was sent", || Some(all()).filter(|values| values.len() == count))
    };
    let mut sink = RealSink::connect(&service.settings).expect("nobody else has the id");
    sink.begin().expect("none is open");
    sink.send(letter("first")).expect("there is room");
    arrived(1);
    service.kafka.freeze();
    sink.send(letter("unheard")).expect("there is room");
    // Twice the time after which the client gives the answer up, and far less than the record's rest.
    thread::sleep(Duration::from_secs(2));
    service.kafka.thaw();
    assert_eq!(arrived(2), ["first", "unheard"]);
    while let Err(failure) = sink.abort() {
        assert!(matches!(failure, Failure::Retry(_)), "{failure:?}");
    }

    sink.begin().expect("none is open");
    sink.send(letter("next")).expect("there is room");
    sink.commit().expect("nothing stands against it");
    assert_eq!(values(service.kafka.read_visible(topic)), ["next"]);
}
