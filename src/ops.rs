//! The shell that knows the platform: configuration, metrics, probes, logs, the wish to stop.
//!
//! Nothing here knows the broker, and `kafka` knows nothing of this: `run` and `cli` introduce them.

pub mod config;
pub mod health;
pub mod logging;
pub mod metrics;
pub mod shutdown;
