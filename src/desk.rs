//! The desk: the whole journey of a page, pure. Facts in, decision out; the shell carries it out.
//!
//! `capture → decode → extract → normalize → sketch → verdict → wire`. [`read`] is capture to sketch: stateless, so it
//! runs on all cores at once. Judging is [`verdict::Memory::fold`]: stateful, in ledger order.

#![forbid(unsafe_code)]
#![deny(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::iter_over_hash_type,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented
)]

pub mod capture;
pub mod decode;
mod eights;
pub mod extract;
pub mod normalize;
pub mod sketch;
pub mod verdict;
pub mod wire;

use std::sync::Arc;

use extract::publishers::Publishers;
use verdict::{Reason, Stage};

/// Every stage's caps and rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Caps on records.
    pub capture: capture::Limits,
    /// Caps on bytes and trees.
    pub decode: decode::Limits,
    /// Caps and thresholds of extraction.
    pub extract: extract::Limits,
    /// Rules of normalization.
    pub normalize: normalize::Rules,
    /// What is known of single sources.
    pub publishers: Arc<Publishers>,
    /// Rules of judgement.
    pub verdict: verdict::Rules,
}

/// What a capture was read as.
#[derive(Clone, Debug)]
pub enum Reading {
    /// An article, ready to be judged.
    Article(Box<sketch::Sketched>),
    /// A page that is gone.
    Gone {
        /// The canonical spelling of its URL.
        url: String,
        /// When it was found to be gone.
        fetched_at: jiff::Timestamp,
        /// W3C trace context of the crawl.
        traceparent: Option<String>,
    },
}

/// Reads a record: each page it carries, or why it is none.
pub fn read(record: &capture::RawRecord, policy: &Policy) -> Vec<Result<Reading, Reason>> {
    read_on(record, policy, &mut |_| ())
}

/// [`read_guarded`], and tells `done` each stage as it ends, so that the shell can hold a clock beside it.
pub fn read_told(
    record: &capture::RawRecord,
    policy: &Policy,
    done: &mut dyn FnMut(Stage),
) -> Vec<Result<Reading, Reason>> {
    // Nothing outlives the closure but its result, so no half-changed state can be seen after a panic.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read_on(record, policy, done)))
        .unwrap_or_else(|_| vec![Err(Reason::Panicked)])
}

fn read_on(record: &capture::RawRecord, policy: &Policy, done: &mut dyn FnMut(Stage)) -> Vec<Result<Reading, Reason>> {
    let captures = capture::open(record, &policy.capture);
    done(Stage::Capture);
    captures.into_iter().map(|capture| read_capture(capture?, policy, done)).collect()
}

/// [`read`], but a stage that panics rejects its record instead of taking the process with it: one bad page must not
/// stop its neighbours. The panic itself is reported by the process's panic hook.
pub fn read_guarded(record: &capture::RawRecord, policy: &Policy) -> Vec<Result<Reading, Reason>> {
    read_told(record, policy, &mut |_| ())
}

/// Reads one capture.
pub fn read_capture(
    capture: capture::Capture<'_>,
    policy: &Policy,
    done: &mut dyn FnMut(Stage),
) -> Result<Reading, Reason> {
    if capture.body == capture::Body::Gone {
        return Ok(Reading::Gone {
            url: normalize::canonical(&capture.url),
            fetched_at: capture.fetched_at,
            traceparent: capture.traceparent,
        });
    }
    let page = decode::page(capture, &policy.decode);
    done(Stage::Decode);
    let page = page?;
    let source = policy.publishers.of(&page);
    let draft = extract::draft(&page, &policy.extract, source);
    done(Stage::Extract);
    let article = normalize::article(draft?, &page, &policy.normalize, source);
    done(Stage::Normalize);
    let article = article?;
    let sketched = sketch::sketch(article);
    done(Stage::Sketch);
    Ok(Reading::Article(Box::new(sketched)))
}
