//! `copydesk topics create|check`: the topics that the promise rests on.

use anyhow::bail;
use clap::{Args, Subcommand};

use super::settings;
use crate::kafka::real::topics::Admin;

/// What `topics` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    configured: settings::File,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Create those that are missing, with the settings they need; then check all
    Create,
    /// Say what is wrong with them and with the brokers, a line each
    Check,
}

/// Creates or checks. Fails if anything breaks the promise afterwards; what weakens it is told as a warning.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.configured.load()?;
    let (clients, layout) = (settings::clients(&config)?, settings::layout(&config));
    let admin = Admin::connect(&clients)?;
    if let What::Create = arguments.what {
        for name in admin.create(&clients, &layout)? {
            println!("created {name}");
        }
    }
    let (topics, brokers) = (admin.check(&clients, &layout)?, admin.check_brokers(&clients)?);
    let broken = [topics.broken, brokers.broken].concat();
    for line in &broken {
        println!("{line}");
    }
    for line in topics.weak.iter().chain(&brokers.weak) {
        println!("warning: {line}");
    }
    for line in topics.unseen.iter().chain(&brokers.unseen) {
        println!("not looked at: {line}");
    }
    if !broken.is_empty() {
        bail!("the topics are not as they must be");
    }
    println!("the topics are as they must be");
    Ok(())
}
