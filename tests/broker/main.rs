//! What is claimed of Kafka, shown on a real Kafka.
//!
//! The tests share one broker, `kafka::Kafka::shared()`; each makes topics, groups and transactional ids of its own.
//! Those of passwords, certificates and permissions share another, `kafka::secured::Secured::shared()`, as do those that need a
//! single broker whatever cluster is given. `torture` and `leaderless` have clusters of their own, of which they kill brokers,
//! and `late` has brokers of its own that stand still.

mod audit;
mod binary;
mod displaced;
mod doomed;
mod expelled;
mod fixture;
mod kafka;
mod late;
mod leaderless;
mod load;
mod operated;
mod overdue;
mod pages;
mod paused;
mod pending;
mod poison;
mod protocols;
mod rejects;
mod replicas;
mod rotten;
mod secured;
mod seed_page;
mod service;
mod settings;
mod slow_output;
mod stall;
mod torture;
