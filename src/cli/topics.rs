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
            super::say(&format!("created {name}\n"))?;
        }
    }
    let (topics, brokers) = (admin.check(&clients, &layout)?, admin.check_brokers(&clients)?);
    let broken = [topics.broken, brokers.broken].concat();
    let lines = (broken.iter().cloned())
        .chain(topics.weak.iter().chain(&brokers.weak).map(|line| format!("warning: {line}")))
        .chain(topics.unseen.iter().chain(&brokers.unseen).map(|line| format!("not looked at: {line}")));
    super::say(&lines.map(|line| line + "\n").collect::<String>())?;
    if !broken.is_empty() {
        bail!("the topics are not as they must be");
    }
    super::say("the topics are as they must be\n")
}
