//! `copydesk config check|show`: what holds, and what is wrong with it.

use anyhow::bail;
use clap::{Args, Subcommand};

use super::settings;

/// What `config` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    configured: settings::File,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say OK, or what is wrong, a line each
    Check,
    /// Print what holds, every key, secrets redacted
    Show,
}

/// Checks or shows.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match (arguments.configured.load(), &arguments.what) {
        (Ok(_), What::Check) => super::say("OK\n"),
        (Ok(config), What::Show) => super::say(&config.show()),
        (Err(error), _) => {
            super::say(&error.problems().iter().map(|problem| format!("{problem}\n")).collect::<String>())?;
            bail!("the configuration can't be used");
        }
    }
}
