//! The bare loop: what it costs to carry the same bytes through Kafka, exactly once, and do nothing with them.

use std::time::{Duration, Instant};

use rdkafka::{
    Message, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    producer::{BaseProducer, BaseRecord, Producer},
    topic_partition_list::Offset,
};

use super::{LIMIT, SEGMENT, Stand, Took, WARM_UP, cpu_seconds};
use crate::service::Service;

/// A transaction's limits: the service's own.
const BATCH_RECORDS_MAX: usize = 500;
const BATCH_BYTES_MAX: usize = 16 << 20;

/// Consumes that many records of the raw topic and produces their values to a topic of its own, in transactions that
/// carry the offsets.
pub(super) fn pass_on(service: &Service, records: usize) -> Took {
    let kafka = service.kafka;
    let group = kafka.unique("bare");
    let out = kafka.topic("bare", service.partitions, &[SEGMENT, ("max.message.bytes", "12582912")]);
    // The thread that does all of it is this one and the client's own.
    let started = Instant::now();
    let stand =
        |pages: usize| Stand { pages: pages as f64, at: Instant::now(), cpu_seconds: cpu_seconds(std::process::id()) };
    let mut warm = None;
    let consumer: BaseConsumer = kafka
        .config()
        .set("group.id", &group)
        .set("enable.auto.commit", "false")
        .set("auto.offset.reset", "earliest")
        .set("isolation.level", "read_committed")
        .set("fetch.message.max.bytes", "1048576")
        .set("queued.max.messages.kbytes", "8192")
        .set("fetch.queue.backoff.ms", "10")
        .create()
        .expect("the settings are good");
    let producer: BaseProducer = kafka
        .config()
        .set("transactional.id", &group)
        .set("message.max.bytes", "12582912")
        .set("queue.buffering.max.kbytes", "65536")
        .set("compression.type", "lz4")
        .set("linger.ms", "5")
        .create()
        .expect("the settings are good");
    producer.init_transactions(LIMIT).expect("the broker is there");
    consumer.subscribe(&[service.raw()]).expect("the topic is there");
    let mut passed = 0;
    while passed < records {
        assert!(started.elapsed() < LIMIT, "{passed} of {records} records passed on");
        let (mut taken, mut bytes) = (0, 0);
        let mut positions = TopicPartitionList::new();
        let opened = Instant::now();
        while taken < BATCH_RECORDS_MAX && bytes < BATCH_BYTES_MAX && passed + taken < records {
            let wait = Duration::from_millis(100).saturating_sub(opened.elapsed());
            let Some(Ok(message)) = consumer.poll(wait.max(Duration::from_millis(1))) else {
                if taken > 0 && opened.elapsed() >= Duration::from_millis(100) {
                    break;
                }
                continue;
            };
            if taken == 0 {
                producer.begin_transaction().expect("the last one has ended");
            }
            let payload = message.payload().unwrap_or_default();
            producer.send(BaseRecord::<(), [u8]>::to(&out).payload(payload)).map_err(|(error, _)| error).expect("room");
            let next = Offset::Offset(message.offset() + 1);
            if positions.set_partition_offset(message.topic(), message.partition(), next).is_err() {
                positions.add_partition_offset(message.topic(), message.partition(), next).expect("a partition once");
            }
            bytes += payload.len();
            taken += 1;
        }
        if taken == 0 {
            continue;
        }
        kafka.settle(&producer);
        let member = consumer.group_metadata().expect("it is a member");
        producer.send_offsets_to_transaction(&positions, &member, LIMIT).expect("it is a member");
        producer.commit_transaction(LIMIT).expect("nothing stands against it");
        passed += taken;
        if warm.is_none() && passed >= WARM_UP {
            warm = Some(stand(passed));
        }
    }
    Took::between(&warm.expect("more records than those"), &stand(passed))
}
