//! What is claimed of Kafka, shown on a real Kafka.
//!
//! The tests share one broker, `kafka::Kafka::shared()`; each makes topics, groups and transactional ids of its own.
//! Those of passwords, certificates and permissions share another, `kafka::secured::Secured::shared()`.

mod audit;
mod binary;
mod fixture;
mod kafka;
mod operated;
mod pages;
mod pending;
mod poison;
mod protocols;
mod replicas;
mod secured;
mod seed_page;
mod service;
mod settings;
