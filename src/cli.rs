//! The command line: one file a subcommand. Arguments in, an exit code out; what is shared between them is below.

pub mod demo;
pub mod pipe;
pub mod trace;

use clap::{Parser, Subcommand};

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
    /// The service on an embedded broker with sample pages; nothing to install, no network
    Demo(demo::Arguments),
    /// The desk as a Unix filter, no Kafka: pages on stdin, articles and verdicts on stdout
    Pipe(pipe::Arguments),
    /// What each stage makes of a page, and the verdict on it
    Trace(trace::Arguments),
}

/// Carries out a command.
pub fn dispatch(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Pipe(arguments) => pipe::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
    }
}

/// The desk's caps and rules: from this configuration file and the environment, or the defaults.
fn policy(config: Option<&std::path::Path>) -> anyhow::Result<crate::desk::Policy> {
    use crate::ops::config::{Config, variables};
    Ok(Config::load(config, variables())?.policy())
}
