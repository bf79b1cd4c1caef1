//! `copydesk rejects list|get|replay|purge`: the dead letters, once their cause is known.
//!
//! A letter that is sent back is judged like any page: what was mended gives its article, what was not comes back as a
//! new letter with its count of replays raised. Sending one back twice does no harm, as the second is judged
//! `unchanged`.

mod filter;

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    str::FromStr,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use self::filter::{Choice, Filter};
use super::{WRITING, remark, settings};
use crate::{
    desk::{
        capture::{Offset, Partition, RawRecord, position::Position},
        wire,
    },
    kafka::real::{
        Settings,
        letters::{self, Found, Letters, Stretch},
        resend::Resend,
    },
};

/// What `rejects` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    configured: settings::File,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say what lies there, a line a letter, and how many of each reason
    List {
        #[command(flatten)]
        filter: Filter,
        /// One JSON object a letter
        #[arg(long)]
        json: bool,
    },
    /// Write a letter's value to standard output as it came, and its key and headers to standard error, a line each
    Get {
        /// Where it lies, as `list` tells it
        #[arg(value_name = "PARTITION:OFFSET")]
        place: Place,
    },
    /// Send letters back to the raw topic that they came from
    Replay {
        #[command(flatten)]
        filter: Filter,
        /// Every letter there is now; needed where no filter is given
        #[arg(long)]
        all: bool,
        /// Only say what would be sent
        #[arg(long)]
        dry_run: bool,
        /// Leave letters alone that were sent back this often already
        #[arg(long, value_name = "N", default_value_t = 3)]
        replays_max: u32,
    },
    /// Delete letters: in each partition those at its front, up to the first that isn't meant
    Purge {
        #[command(flatten)]
        filter: Filter,
        /// Every letter there is now; needed where no filter is given
        #[arg(long)]
        all: bool,
        /// Only say what would be deleted
        #[arg(long)]
        dry_run: bool,
    },
}

/// Letters sent back in one transaction, at most, and their bytes.
const REPLAYED_AT_ONCE: usize = 500;
const REPLAYED_BYTES_AT_ONCE: usize = 8 << 20;

/// A letter's place in the rejects' topic.
#[derive(Clone, Copy, Debug)]
struct Place(Partition, Offset);

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let place = said.split_once(':').and_then(|(partition, offset)| {
            Some(Self(Partition(partition.parse().ok()?), Offset(offset.parse().ok()?)))
        });
        place.ok_or("a partition and an offset are meant, as 3:1042")
    }
}

/// Carries it out. Fails where the cluster does, and where everything would be sent back or deleted without being told so.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.configured.load()?;
    let clients = settings::clients(&config)?;
    let limits = config.policy().capture;
    match &arguments.what {
        What::List { filter, json } => list(&clients, &filter.choice(limits)?, *json),
        What::Get { place } => get(&clients, *place),
        What::Replay { filter, all, dry_run, replays_max } => {
            let (unasked, both) = (filter.is_empty() && !*all && !*dry_run, !filter.is_empty() && *all);
            if unasked || both {
                bail!("replay needs a filter, or --all for every letter there is, and not both");
            }
            replay(&clients, &filter.choice(limits)?, *dry_run, *replays_max)
        }
        What::Purge { filter, all, dry_run } => {
            if filter.is_empty() != *all {
                bail!("purge needs a filter, or --all for every letter there is, and not both");
            }
            purge(&clients, &filter.choice(limits)?, *dry_run)
        }
    }
}

fn list(clients: &Settings, choice: &Choice, as_json: bool) -> anyhow::Result<()> {
    let mut letters = Letters::open(clients, choice.stretch())?;
    let mut progress = Progress::of(&letters, "listed");
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for found in &mut letters {
        let found = found?;
        progress.looked();
        let Some(letter) = choice.takes(&found.record) else { continue };
        progress.done += 1;
        *reasons.entry(letter.reason.to_owned()).or_default() += 1;
        let told = if as_json { object(&found, choice) } else { line(&found, choice) };
        writeln!(out, "{told}").context(WRITING)?;
    }
    out.flush().context(WRITING)?;
    for (reason, count) in reasons {
        remark(&format!("{count:>9}  {reason}"));
    }
    progress.end();
    Ok(())
}

fn get(clients: &Settings, Place(partition, offset): Place) -> anyhow::Result<()> {
    let found = Letters::open(clients, Stretch::One(partition, offset))?.next().transpose()?;
    let Some(Found { record, .. }) = found else { bail!("no letter lies at {}:{}", partition.0, offset.0) };
    let text = |bytes: &[u8]| bytes.escape_ascii().to_string();
    if let Some(key) = &record.key {
        remark(&format!("key: {}", text(key)));
    }
    for (name, value) in &record.headers {
        remark(&format!("{name}: {}", value.as_deref().map(text).unwrap_or_default()));
    }
    let mut out = io::stdout().lock();
    out.write_all(record.value.as_deref().unwrap_or_default()).and_then(|()| out.flush()).context(WRITING)
}

fn replay(clients: &Settings, choice: &Choice, dry_run: bool, replays_max: u32) -> anyhow::Result<()> {
    let resend = if dry_run { None } else { Some(Resend::connect(clients)?) };
    let mut letters = Letters::open(clients, choice.stretch())?;
    let mut progress = Progress::of(&letters, if dry_run { "would be replayed" } else { "replayed" });
    let mut skipped: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut waiting, mut bytes) = (Vec::new(), 0);
    let send = |waiting: &mut Vec<(String, Option<Partition>, RawRecord)>| -> anyhow::Result<u64> {
        if let Some(resend) = &resend
            && !waiting.is_empty()
        {
            resend.send(waiting).context("of the last transaction all was sent or nothing, and all before it was")?;
        }
        Ok(waiting.drain(..).count() as u64)
    };
    for found in &mut letters {
        let found = found?;
        progress.looked();
        let Some(letter) = choice.takes(&found.record) else { continue };
        let raw = clients.topics.raw.iter().find(|name| letter.topic == Some(name.as_str()));
        let known = raw.is_some_and(|name| resend.as_ref().is_none_or(|resend| resend.sends_to(name)));
        let why_not = if letter.replays >= replays_max {
            Some("sent back too often already (--replays-max)")
        } else if !letter.whole {
            Some("only the head was kept: the record was larger than the topic takes")
        } else if !known {
            Some("the topic that it came from is none of topics.raw")
        } else {
            None
        };
        if let Some(why) = why_not {
            *skipped.entry(why).or_default() += 1;
            continue;
        }
        let (Some(topic), Some(record)) = (raw, wire::replayed(&found.record)) else { continue };
        bytes += record.value.as_ref().map_or(0, Vec::len);
        waiting.push((topic.clone(), letter.partition, record));
        if waiting.len() >= REPLAYED_AT_ONCE || bytes >= REPLAYED_BYTES_AT_ONCE {
            progress.done += send(&mut waiting)?;
            bytes = 0;
        }
    }
    progress.done += send(&mut waiting)?;
    for (why, count) in skipped {
        remark(&format!("{count:>9}  left alone: {why}"));
    }
    progress.end();
    Ok(())
}

fn purge(clients: &Settings, choice: &Choice, dry_run: bool) -> anyhow::Result<()> {
    let mut letters = Letters::open(clients, Stretch::All)?;
    let mut progress = Progress::of(&letters, if dry_run { "would be deleted" } else { "deleted" });
    // Where each partition's front ends: at its first letter that stays.
    let mut fronts: BTreeMap<Partition, Position> = letters.ends();
    let mut stopped: BTreeMap<Partition, bool> = BTreeMap::new();
    let mut behind = 0_u64;
    for found in &mut letters {
        let found = found?;
        progress.looked();
        let meant = choice.takes(&found.record).is_some();
        let stopped = stopped.entry(found.partition).or_default();
        if meant && !*stopped {
            progress.done += 1;
        } else if meant {
            behind += 1;
        } else if !*stopped {
            *stopped = true;
            fronts.insert(found.partition, found.offset.position());
        }
    }
    if !dry_run && progress.done > 0 {
        letters::delete_before(clients, &fronts)?;
    }
    if behind > 0 {
        remark(&format!("{behind:>9}  stay behind others that aren't meant: Kafka deletes from the front only"));
    }
    progress.end();
    Ok(())
}

/// A letter in a line: where it lies, when it was written, why, how often it was sent back, how large it is, what page.
fn line(found: &Found, choice: &Choice) -> String {
    let record = &found.record;
    let letter = wire::letter(record);
    format!(
        "{}:{}\t{}\t{}\t{} replays\t{} bytes\t{}",
        found.partition.0,
        found.offset.0,
        filter::time(record.timestamp_ms),
        letter.map_or("", |letter| letter.reason),
        letter.map_or(0, |letter| letter.replays),
        record.value.as_ref().map_or(0, Vec::len),
        choice.url(record).unwrap_or_else(|| "no address".to_owned()),
    )
}

fn object(found: &Found, choice: &Choice) -> String {
    let record = &found.record;
    let letter = wire::letter(record);
    let source = letter.map(|letter| {
        json!({
            "topic": letter.topic,
            "partition": letter.partition.map(|partition| partition.0),
            "offset": letter.offset.map(|offset| offset.0),
        })
    });
    json!({
        "partition": found.partition.0,
        "offset": found.offset.0,
        "rejected_at": filter::time(record.timestamp_ms),
        "reason": letter.map(|letter| letter.reason),
        "stage": letter.map(|letter| letter.stage),
        "message": letter.and_then(|letter| letter.message),
        "replays": letter.map(|letter| letter.replays),
        "whole": letter.map(|letter| letter.whole),
        "bytes": record.value.as_ref().map_or(0, Vec::len),
        "url": choice.url(record),
        "source": source,
    })
    .to_string()
}

/// How far it has come, told on standard error every few seconds and at the end.
struct Progress {
    doing: &'static str,
    looked: u64,
    done: u64,
    span: u64,
    told: Instant,
}

impl Progress {
    const EVERY: Duration = Duration::from_secs(5);

    fn of(letters: &Letters, doing: &'static str) -> Self {
        Self { doing, looked: 0, done: 0, span: letters.span(), told: Instant::now() }
    }

    fn looked(&mut self) {
        self.looked += 1;
        if self.told.elapsed() >= Self::EVERY {
            self.told = Instant::now();
            remark(&format!(
                "{} of at most {} letters looked at, {} {}",
                self.looked, self.span, self.done, self.doing
            ));
        }
    }

    fn end(&self) {
        remark(&format!("{} letters looked at, {} {}", self.looked, self.done, self.doing));
    }
}
