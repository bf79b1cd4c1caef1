//! The command line: one file a subcommand. Arguments in, an exit code out; what is shared between them is below.

pub mod config;
pub mod demo;
pub mod pipe;
pub mod rejects;
pub mod run;
mod settings;
pub mod topics;
pub mod trace;

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use anyhow::Context;
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

/// Carries out a command. Whoever reads what it puts out may have seen enough (`| head`): that is no failure of ours. The service
/// puts nothing out, and a pipe that breaks under it is one.
pub fn dispatch(arguments: Arguments) -> anyhow::Result<()> {
    let serves = matches!(arguments.command, Command::Run(_));
    match carry_out(arguments.command) {
        Err(error) if !serves && is_unread(&error) => Ok(()),
        ended => ended,
    }
}

fn carry_out(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Pipe(arguments) => pipe::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Rejects(arguments) => rejects::run(&arguments),
        Command::Topics(arguments) => topics::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
    }
}

/// Whether a command ended because nobody reads its output any more.
fn is_unread(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref()).any(is_closed)
}

fn is_closed(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// Puts out what a command has to say at its end, for which `println!` would panic where it can't be written. A reader
/// that is gone is passed over: what the command does further, and its exit code, don't depend on it.
fn say(text: &str) -> anyhow::Result<()> {
    put(text, io::stdout().lock())
}

fn put(text: &str, mut out: impl Write) -> anyhow::Result<()> {
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if is_closed(&error) => Ok(()),
        written => written.context(WRITING),
    }
}

/// What a command was doing whose output can't be written: a full disk has no name of its own.
const WRITING: &str = "writing standard output";

/// A line beside the output, on standard error. Where that is closed there is nobody to tell so.
pub fn remark(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Ends the process, whatever its threads are at. The hooks that libraries have for an exit aren't run: OpenSSL's would take away
/// what clients on TLS still use, and a process that crashes on its way out ends with another code than this.
fn leave(code: i32) -> ! {
    signal_hook::low_level::exit(code)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes nothing, for this reason.
    struct Closed(io::ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_is_gone_is_no_failure_and_a_full_disk_is_one() {
        assert!(put("OK\n", Closed(io::ErrorKind::BrokenPipe)).is_ok());
        let full = put("OK\n", Closed(io::ErrorKind::StorageFull)).unwrap_err();
        assert_eq!(format!("{full:#}"), "writing standard output: no storage space");
        assert!(!is_unread(&full));
        let gone = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context(WRITING);
        assert!(is_unread(&gone));
    }
}
