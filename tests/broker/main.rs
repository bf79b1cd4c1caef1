//! What is claimed of Kafka, shown on a real Kafka.
//!
//! The tests share one broker, `kafka::Kafka::shared()`; each makes topics, groups and transactional ids of its own.

mod audit;
mod binary;
mod fixture;
mod kafka;
mod operated;
mod pages;
mod pending;
mod poison;
mod replicas;
mod seed_page;
mod service;
