//! The fixture itself: were it to read carelessly, every other test here would prove nothing.

use std::collections::BTreeSet;

use rdkafka::{
    message::{Header, OwnedHeaders},
    producer::{BaseProducer, BaseRecord, Producer},
};

use crate::kafka::{Kafka, PATIENCE, Record};

fn send(producer: &BaseProducer, topic: &str, partition: i32, value: &str) {
    let headers = OwnedHeaders::new().insert(Header { key: "kind", value: Some("test") });
    let record = BaseRecord::to(topic).partition(partition).key("key").payload(value).headers(headers);
    producer.send(record).map_err(|(error, _)| error).expect("the queue has room");
}

/// Partition, offset and value of each. A record without a value is none of ours, and shows up as one that is missing.
fn values(records: &[Record]) -> Vec<(i32, i64, &str)> {
    records
        .iter()
        .filter_map(|record| {
            let value = std::str::from_utf8(record.value.as_deref()?).ok()?;
            Some((record.partition, record.offset, value))
        })
        .collect()
}

#[test]
fn committed_records_are_read_and_aborted_ones_are_not() {
    let kafka = Kafka::shared();
    let topic = kafka.topic("fixture", 2, &[("max.message.bytes", "100000")]);
    let producer = kafka.transactional(&topic);

    producer.begin_transaction().expect("initialised");
    send(&producer, &topic, 0, "committed");
    send(&producer, &topic, 1, "committed elsewhere");
    kafka.settle(&producer);
    producer.commit_transaction(PATIENCE).expect("nothing stands against it");

    // Aborted last, so that partition 0 ends in records and markers that no reader is given.
    producer.begin_transaction().expect("the last one has ended");
    send(&producer, &topic, 0, "aborted");
    kafka.settle(&producer);
    producer.abort_transaction(PATIENCE).expect("nothing stands against it");

    let records = kafka.read_all(&topic);
    assert_eq!(values(&records), [(0, 0, "committed"), (1, 0, "committed elsewhere")]);
    assert_eq!(records[0].key.as_deref(), Some(&b"key"[..]));
    assert_eq!(records[0].headers, [(String::from("kind"), Some(b"test".to_vec()))]);
}

#[test]
fn an_open_transaction_hides_itself_and_all_behind_it() {
    let kafka = Kafka::shared();
    let topic = kafka.topic("fixture", 1, &[]);
    let producer = kafka.transactional(&topic);
    let plain = kafka.producer();

    producer.begin_transaction().expect("initialised");
    send(&producer, &topic, 0, "open");
    kafka.settle(&producer);
    send(&plain, &topic, 0, "behind");
    kafka.settle(&plain);
    assert_eq!(kafka.read_visible(&topic), []);

    producer.commit_transaction(PATIENCE).expect("nothing stands against it");
    assert_eq!(values(&kafka.read_all(&topic)), [(0, 0, "open"), (0, 1, "behind")]);
}

#[test]
fn topics_are_never_shared() {
    let kafka = Kafka::shared();
    let names: BTreeSet<String> = (0..3).map(|_| kafka.topic("fixture", 1, &[])).collect();
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| kafka.read_all(name).is_empty()));
}
