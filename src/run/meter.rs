//! What the loop tells, as metrics, probes and logs.

use std::{sync::Arc, time::Duration};

use super::{
    batch::{Page, Row},
    readers::Timed,
    watch::{Event, Watch},
};
use crate::{
    desk::{Reading, capture::position::Position},
    kafka::{Clock, Displacement, TopicPartition},
    ops::{health::Health, metrics::Metrics},
};

/// Sets metrics and probes, and logs what an operator may want to know; never a page, nor anything per page.
pub struct Meter {
    /// What is measured.
    pub metrics: Metrics,
    /// What the probes go by.
    pub health: Health,
    /// The clock of the probes.
    pub clock: Arc<dyn Clock + Send + Sync>,
}

impl Meter {
    /// Where the readers tell how long a stage took.
    pub fn stages(&self) -> Timed {
        let metrics = self.metrics.clone();
        Arc::new(move |stage, took| metrics.stage(stage, took))
    }
}

impl Watch for Meter {
    fn saw(&mut self, event: &Event<'_>) {
        let Self { metrics, health, clock } = self;
        match event {
            Event::Turn { inflight_bytes, ledger_lag } => {
                health.turned(clock.elapsed());
                metrics.inflight(*inflight_bytes);
                if let Some(entries) = ledger_lag {
                    metrics.ledger_lag(*entries);
                }
                metrics.ready(health.is_ready().is_ok());
            }
            Event::Lag { partition, records, age } => {
                metrics.lag(&partition.topic, partition.partition.0, *records, *age);
            }
            Event::Consumed { topic, bytes } => metrics.consumed(topic, *bytes),
            Event::Folded { entries, skipped, .. } => metrics.folded(*entries, *skipped),
            Event::Remembers { memory } => metrics.remembers(memory, health.follows()),
            Event::Founds => {
                tracing::info!("the ledger is empty: beginning it; what was published before isn't known");
            }
            Event::LedgerMissed => {
                metrics.ledger_lost();
                tracing::error!(
                    "the ledger is new, though the group has read pages before: what was judged is forgotten"
                );
            }
            Event::LedgerClock { step_ms } => {
                metrics.ledger_clock_stepped();
                let minutes = step_ms / 60_000;
                tracing::warn!(minutes, "the clock of the ledger's broker made a step, which isn't believed");
            }
            Event::CaughtUp { memory } => {
                // From here on it is counted what is forgotten.
                metrics.remembers(memory, false);
                health.started();
                tracing::info!("caught up with the ledger; joining the group");
            }
            Event::LedgerLost { why } => {
                metrics.ledger_lost();
                health.rereads();
                tracing::error!(why, "the ledger was lost under the tail; reading it from its beginning");
            }
            Event::Resumed { from, memory } => {
                metrics.snapshot_read(true);
                tracing::info!(offset = from.0, articles = memory.articles(), "going on from the snapshot");
            }
            Event::SnapshotRefused { why } => {
                metrics.snapshot_read(false);
                tracing::warn!(why, "the snapshot isn't used; reading the ledger from its beginning");
            }
            Event::SnapshotKept { bytes, took, wall_ms } => {
                metrics.snapshot_kept(*bytes, *took, *wall_ms);
                tracing::info!(bytes, folding_stood_still_ms = millis(*took), "snapshot kept");
            }
            Event::SnapshotFailed { why } => {
                metrics.snapshot_failed();
                tracing::warn!(why, "the snapshot couldn't be kept; the one before it stands");
            }
            Event::ReaderLost => {
                tracing::error!("a reader doesn't come back from its record; the record is rejected as too-slow");
            }
            Event::Reappended { entries } => {
                metrics.reappended(*entries);
                tracing::warn!(entries, "appends may have been lost; appended again");
            }
            Event::Assigned { partitions } => {
                metrics.assigned(partitions.len());
                tracing::info!(partitions = partitions.len(), "partitions assigned");
            }
            Event::Revoked { partitions } => {
                metrics.revoked(partitions.iter().map(|at| (&*at.topic, at.partition.0)));
                tracing::info!(partitions = partitions.len(), "partitions revoked");
            }
            Event::Displaced { partition, position, by } => {
                metrics.displaced(by.name());
                tell_displaced(partition, *position, by);
            }
            // The client's own words are in the log by then.
            Event::Unreadable { then } => metrics.unreadable(then.name()),
            Event::Paused { paused } => metrics.paused(*paused),
            Event::Published { row, page, wall_ms } => count_published(metrics, row, page, *wall_ms),
            Event::Committed { pages, records, sent, took, wall_ms } => {
                metrics.committed(*pages, *records, *took, *wall_ms);
                for (channel, kind, records) in sent.counts() {
                    metrics.produced(channel.name(), kind, records);
                }
                tracing::debug!(pages, records, took_ms = millis(*took), "committed");
            }
            Event::Aborted { why, records } => {
                metrics.aborted();
                tracing::warn!(%why, records, "transaction aborted");
            }
            Event::Rewound { why, partitions } => {
                metrics.rewound();
                tracing::warn!(why, partitions, "reading again from the committed positions");
            }
            Event::Fatal { why } => {
                health.failed(why);
                metrics.ready(false);
            }
        }
    }
}

fn count_published(metrics: &Metrics, row: &Row, page: &Page, wall_ms: i64) {
    let Some(judgement) = &page.judgement else { return };
    metrics.published(judgement, row.record.timestamp_ms, wall_ms);
    if let Ok(Reading::Article(sketched)) = &page.reading
        && judgement.verdict.publishes()
    {
        metrics.article(sketched.article.fetched_at.as_millisecond(), wall_ms, &sketched.article.notes);
    }
}

fn tell_displaced(partition: &TopicPartition, position: Position, by: &Displacement) {
    let (topic, partition, position) = (&*partition.topic, partition.partition.0, position.0);
    match by {
        Displacement::Moved => tracing::warn!(
            topic,
            partition,
            position,
            "the group's position was set by somebody else; reading from there"
        ),
        Displacement::Overtaken { low, high } => tracing::error!(
            topic,
            partition,
            position,
            low = low.0,
            high = high.0,
            "the group's position is not in the log; reading all that is"
        ),
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
