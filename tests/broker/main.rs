//! What is claimed of Kafka, shown on a real Kafka.
//!
//! The tests share one broker, `kafka::Kafka::shared()`; each makes topics, groups and transactional ids of its own.

mod fixture;
mod kafka;
