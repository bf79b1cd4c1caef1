//! `copydesk pipe`: the desk as a Unix filter. One JSON object a line in, one a line out, in the same order.

pub mod articles;
pub mod identity;
pub mod ordered;
pub mod pages;
pub mod stats;

use std::{io, num::NonZeroUsize, path::PathBuf};

use anyhow::Context;
use clap::{ArgGroup, Args};

/// What `pipe` takes.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("mode").required(true).args(["pages", "articles"])))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Arguments {
    /// A page a line: {"id","url","html"|"text"}, optional "fetched_at" → {"id","verdict","reason","article"}
    ///
    /// A page whose "url" is missing or no http(s) address is read all the same, at a made-up address under
    /// `https://nameless.invalid/`; the service refuses such a page.
    #[arg(long)]
    pages: bool,
    /// An article a line: {"id","url","site","lang","published","title","text"} → {"id","verdict","of","similarity","cluster"}
    #[arg(long)]
    articles: bool,
    /// Judge nothing: every article is new
    #[arg(long, requires = "pages")]
    no_dedup: bool,
    /// Cores to use; all of them where not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Write what was done and how long it took to stderr at the end, as one line of JSON
    #[arg(long)]
    stats: bool,
    /// The configuration whose caps and rules apply; the defaults where not given
    #[arg(long, value_name = "FILE", env = "COPYDESK_CONFIG", value_parser = super::settings::path())]
    config: Option<PathBuf>,
    /// What is known of sources, a file like config/publishers.toml; the configuration's where not given
    #[arg(long, value_name = "FILE")]
    publishers: Option<PathBuf>,
}

/// How much is read at once, in bytes, and how much a pipe may hold for that: the most that Linux lets anyone ask for (pipe(7)). With
/// the usual 64 KiB the process and whoever feeds it wake each other three times a page: a twentieth of its time. Moves with
/// no test.
const READ_BYTES: usize = 1 << 20;

/// Runs until stdin ends.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let policy = super::policy(arguments.config.as_deref(), arguments.publishers.as_deref())?;
    let jobs = arguments.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    // Of a file or a terminal there is nothing to widen, and a pipe that may not be widened does as well.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(io::stdin(), READ_BYTES);
    let input = io::BufReader::with_capacity(READ_BYTES, io::stdin());
    let output = io::BufWriter::with_capacity(1 << 18, io::stdout());
    let stats = stats::Stats::start();
    let ended = if arguments.articles {
        articles::run(input, output, &policy, jobs, &stats)
    } else {
        pages::run(input, output, &policy, jobs, !arguments.no_dedup, &stats)
    };
    ended.context("reading stdin or writing stdout")?;
    if arguments.stats {
        super::remark(&stats.report(jobs));
    }
    Ok(())
}
