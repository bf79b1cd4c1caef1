//! Positions that come to the broker when their transaction is over, as of a broker that stood still before it took them in.
//!
//! They are told from others by the producer's id and epoch alone, so a broker takes them for the next transaction's while that
//! is open under the same epoch, and commits them with it: whoever has the partition next begins behind pages that nobody
//! has published. The late ones are written here as they would be on the wire, since no client sends them at will.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
};

use copydesk::{
    desk::{
        capture::{Partition, position::Position},
        wire::{Channel, Outgoing},
    },
    kafka::{Sink, TopicPartition, real::RealSink},
};
use rdkafka::consumer::Consumer;

use crate::{
    kafka::{Kafka, PATIENCE},
    service::Service,
};

#[test]
fn positions_that_come_after_their_abort_are_none_of_the_next_transactions() {
    let service = Service::new("late-positions", 1);
    let nobody = Arc::new(service.onlooker().group_metadata().expect("it knows the group's name"));
    let at = |position| {
        let partition = TopicPartition { topic: service.raw().into(), partition: Partition(0) };
        [(partition, Position(position))]
    };
    let mut sink = RealSink::connect(&service.settings).expect("nobody else has the id");
    let open = |sink: &mut RealSink, position| {
        sink.begin().expect("none is open");
        sink.send(letter()).expect("there is room");
        sink.send_offsets(&at(position), &nobody).expect("the group is empty");
    };
    open(&mut sink, 7);
    let producer = Producer::of(&service);
    sink.abort().expect("nothing stands against it");

    // Of the same epoch, and in a transaction that has begun: the broker takes them.
    open(&mut sink, 2);
    let here = Producer::of(&service);
    assert_eq!(here.commit(&service, 3), NONE);
    // Those of the transaction before it are not.
    assert_ne!(producer.commit(&service, 7), NONE, "{producer:?} {here:?}");
    sink.commit().expect("nothing stands against it");
    assert_eq!(service.committed(), [(0, 3)].into());
}

fn letter() -> Outgoing {
    Outgoing { channel: Channel::Rejects, key: None, value: Some(b"page".to_vec()), headers: Vec::new() }
}

/// No error.
const NONE: i16 = 0;

/// A producer as the broker knows it.
#[derive(Debug)]
struct Producer {
    id: i64,
    epoch: i32,
}

impl Producer {
    /// The one that has written to the rejects last (`DescribeProducers`, version 0).
    fn of(service: &Service) -> Self {
        let topic = &service.settings.topics.rejects;
        let mut body = vec![NO_TAGS, counted(1)];
        body.push(counted(topic.len()));
        body.extend(topic.as_bytes());
        body.push(counted(1));
        body.extend(0_i32.to_be_bytes());
        body.extend([NO_TAGS, NO_TAGS]);
        let told = ask(service.kafka, 61, 0, &body);
        // Tags and the throttling time; the topic; its partition.
        let mut rest = &told[1 + 4 + 1 + 1 + topic.len() + 1 + 4..];
        assert_eq!(i16::from_be_bytes(take(&mut rest)), NONE);
        let [_no_message, count] = take(&mut rest);
        assert!(count > 1, "no producer is known");
        let (id, epoch) = (i64::from_be_bytes(take(&mut rest)), i32::from_be_bytes(take(&mut rest)));
        Self { id, epoch }
    }

    /// Sends a position of its first raw partition (`TxnOffsetCommit`, version 2); the error that the broker answers with.
    fn commit(&self, service: &Service, position: i64) -> i16 {
        let mut body = [text(&service.settings.transactional_id), text(&service.settings.group)].concat();
        body.extend(self.id.to_be_bytes());
        body.extend(i16::try_from(self.epoch).expect("an epoch has 16 bits").to_be_bytes());
        body.extend(1_i32.to_be_bytes());
        body.extend(text(service.raw()));
        body.extend([1_i32, 0].map(i32::to_be_bytes).concat());
        body.extend(position.to_be_bytes());
        // No leader's epoch, and no metadata.
        body.extend((-1_i32).to_be_bytes());
        body.extend((-1_i16).to_be_bytes());
        let told = ask(service.kafka, 28, 2, &body);
        let mut error = &told[told.len() - 2..];
        i16::from_be_bytes(take(&mut error))
    }
}

const NO_TAGS: u8 = 0;

/// A length as newer requests have it; those here are short.
fn counted(length: usize) -> u8 {
    u8::try_from(length + 1).ok().filter(|&byte| byte < 0x80).expect("short")
}

/// A text as older requests have it.
fn text(text: &str) -> Vec<u8> {
    let length = i16::try_from(text.len()).expect("a short text");
    [&length.to_be_bytes(), text.as_bytes()].concat()
}

/// Asks the broker; what it answers behind the number of the request.
fn ask(kafka: &Kafka, api: i16, version: i16, body: &[u8]) -> Vec<u8> {
    let head = [&api.to_be_bytes()[..], &version.to_be_bytes(), &1_i32.to_be_bytes(), &text("late")].concat();
    let request = [&head, body].concat();
    let mut broker = TcpStream::connect(kafka.brokers()).expect("it serves");
    broker.set_read_timeout(Some(PATIENCE)).expect("more than nothing");
    let length = i32::try_from(request.len()).expect("short");
    broker.write_all(&[&length.to_be_bytes(), &request[..]].concat()).expect("it takes requests");
    let mut length = [0; 4];
    broker.read_exact(&mut length).expect("an answer");
    let mut answer = vec![0; usize::try_from(i32::from_be_bytes(length)).expect("a length")];
    broker.read_exact(&mut answer).expect("a whole answer");
    answer.split_off(4)
}

fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let (first, after) = rest.split_first_chunk().expect("the answer is as long as its version says");
    *rest = after;
    *first
}
