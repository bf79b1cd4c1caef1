//! The command line: one file a subcommand. Arguments in, an exit code out; what is shared between them is below.

pub mod config;
pub mod demo;
pub mod pipe;
pub mod rejects;
pub mod run;
mod settings;
pub mod topics;
pub mod trace;

use std::{path::Path, sync::Arc};

use clap::{Parser, Subcommand};

use crate::{desk::Policy, ops::config::publishers};

/// Raw crawled pages in from Kafka, clean deduplicated news articles out, exactly once.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The service
    Run(run::Arguments),
    /// The service on an embedded broker with sample pages; nothing to install, no network
    Demo(demo::Arguments),
    /// The desk as a Unix filter, no Kafka: pages on stdin, articles and verdicts on stdout
    Pipe(pipe::Arguments),
    /// What each stage makes of a page, and the verdict on it
    Trace(trace::Arguments),
    /// List the dead letters, send them back to be judged again, or delete them
    Rejects(rejects::Arguments),
    /// Create or check the topics that the promise rests on
    Topics(topics::Arguments),
    /// Check or show the configuration
    Config(config::Arguments),
}

/// Carries out a command.
pub fn dispatch(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Pipe(arguments) => pipe::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Rejects(arguments) => rejects::run(&arguments),
        Command::Topics(arguments) => topics::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
    }
}

/// The desk's caps and rules: from this configuration file and the environment, or the defaults; and what is known of
/// sources, from the configuration or this file in its place.
fn policy(config: Option<&Path>, publishers: Option<&Path>) -> anyhow::Result<Policy> {
    let mut policy = settings::load(config)?.policy();
    if let Some(file) = publishers {
        policy.publishers = Arc::new(publishers::load(file)?);
    }
    Ok(policy)
}
