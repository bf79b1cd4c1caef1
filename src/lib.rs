//! copydesk: raw crawled pages in from Kafka, clean deduplicated news articles out, exactly once.

pub mod cli;
pub mod desk;
pub mod kafka;
pub mod ops;
pub mod run;
