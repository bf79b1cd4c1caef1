//! `copydesk config check|show`: what holds, and what is wrong with it.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use crate::ops::config::{Config, variables};

/// What `config` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    /// The configuration; the defaults where not given
    #[arg(long, value_name = "FILE", env = "COPYDESK_CONFIG", global = true)]
    config: Option<PathBuf>,
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
    match (Config::load(arguments.config.as_deref(), variables()), &arguments.what) {
        (Ok(_), What::Check) => println!("OK"),
        (Ok(config), What::Show) => print!("{}", config.show()),
        (Err(error), _) => {
            for problem in error.problems() {
                println!("{problem}");
            }
            bail!("the configuration can't be used");
        }
    }
    Ok(())
}
