//! Logs: one line an event, JSON or text, to stderr; stdout is for what commands put out.

use std::io::Write;

use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use super::config::{Log, LogFormat};

/// Why logs can't be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The filter has a directive that can't be read.
    #[error("log.filter: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Something else logs for this process already.
    #[error("logs are set up already: {0}")]
    Twice(#[from] tracing::subscriber::SetGlobalDefaultError),
}

/// Sets up the process's logs, once, and has panics logged as well.
pub fn init(log: &Log) -> Result<(), Error> {
    tracing::subscriber::set_global_default(subscriber(log, std::io::stderr)?)?;
    std::panic::set_hook(Box::new(|panic| {
        // Where it happened, never the message: it may quote the page.
        let at = panic.location().map(ToString::to_string);
        let backtrace = std::backtrace::Backtrace::capture();
        tracing::error!(at, backtrace = %backtrace, "panic");
    }));
    Ok(())
}

/// What logs to `out`. JSON lines carry time, level, target, message and fields at one level, so that a query needs no
/// path; text has no colours where nobody sees them.
fn subscriber<W>(log: &Log, out: W) -> Result<Box<dyn Subscriber + Send + Sync>, Error>
where
    W: for<'w> MakeWriter<'w, Writer: Write> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&log.filter)?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(out);
    Ok(match log.format {
        LogFormat::Json => {
            Box::new(builder.json().flatten_event(true).with_current_span(false).with_span_list(false).finish())
        }
        LogFormat::Text => Box::new(builder.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).finish()),
    })
}

#[cfg(test)]
mod tests;
