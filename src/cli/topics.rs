//! `copydesk topics create|check`: the topics that the promise rests on.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::settings;
use crate::kafka::real::topics::Admin;

/// What `topics` takes.
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
    /// Create those that are missing, with the settings they need; then check all
    Create,
    /// Say what is wrong with them, a line each
    Check,
}

/// Creates or checks. Fails if anything is wrong with the topics afterwards.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = settings::load(arguments.config.as_deref())?;
    let (clients, layout) = (settings::clients(&config)?, settings::layout(&config));
    let admin = Admin::connect(&clients)?;
    if let What::Create = arguments.what {
        for name in admin.create(&clients, &layout)? {
            println!("created {name}");
        }
    }
    let problems = admin.problems(&clients, &layout)?;
    for problem in &problems {
        println!("{problem}");
    }
    if !problems.is_empty() {
        bail!("the topics are not as they must be");
    }
    println!("the topics are as they must be");
    Ok(())
}
