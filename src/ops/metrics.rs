//! Metrics: every one is declared once, in the table below, where its documentation is also its HELP line.
//!
//! Names follow Prometheus's rules: base units, `_total` on counters, labels with few values (never a URL, host or id).
//! Every combination of labels is there from the start with 0, so that an alert on a rate sees the first event.
//! The sums that must hold: `copydesk_pages_consumed_total` = `copydesk_pages_total` over its verdicts, and
//! `copydesk_pages_total{verdict="rejected"}` = `copydesk_rejects_total` over its reasons.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    Gauge, GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

use crate::desk::verdict::{Judgement, Reason, Stage, Verdict};

/// Bucket edges for latencies in seconds. 60 is the objective's threshold, so that the share below it is exact and not
/// interpolated.
const LATENCY_S: &[f64] = &[0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0];
/// Bucket edges for a stage's work on one page, in seconds.
const STAGE_S: &[f64] = &[0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];
/// Bucket edges for a transaction, in seconds: 15 is `kafka.transaction_timeout_ms` as shipped.
const TRANSACTION_S: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0];
/// Bucket edges for records in a transaction.
const RECORDS: &[f64] = &[1.0, 5.0, 10.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 5000.0];
/// What becomes of positions, by the names that the loop gives.
const DISPLACEMENTS: [&str; 2] = ["moved", "overtaken"];
/// What the client does with a batch that it can't read, by the names that it is given.
const UNREADABLE: [&str; 2] = ["asked-again", "passed-over"];
/// For metrics that have no buckets.
const NONE: &[f64] = &[];

/// A kind of metric.
trait Kind: Collector + Clone + Sized {
    fn declare(opts: Opts, labels: &[&str], buckets: &[f64]) -> prometheus::Result<Self>;
}

macro_rules! kinds {
    ($($kind:ty: |$opts:ident, $labels:ident, $buckets:ident| $make:expr;)+) => {
        $(impl Kind for $kind {
            fn declare($opts: Opts, $labels: &[&str], $buckets: &[f64]) -> prometheus::Result<Self> {
                $make
            }
        })+
    };
}

kinds! {
    IntCounter: |opts, _labels, _buckets| Self::with_opts(opts);
    IntCounterVec: |opts, labels, _buckets| Self::new(opts, labels);
    IntGauge: |opts, _labels, _buckets| Self::with_opts(opts);
    IntGaugeVec: |opts, labels, _buckets| Self::new(opts, labels);
    Gauge: |opts, _labels, _buckets| Self::with_opts(opts);
    GaugeVec: |opts, labels, _buckets| Self::new(opts, labels);
    Histogram: |opts, _labels, buckets| Self::with_opts(HistogramOpts::from(opts).buckets(buckets.to_vec()));
    HistogramVec: |opts, labels, buckets| Self::new(HistogramOpts::from(opts).buckets(buckets.to_vec()), labels);
}

macro_rules! metrics {
    ($(#[doc = $help:literal] $field:ident: $kind:ident = $name:literal [$($label:literal),*] $buckets:expr;)+) => {
        #[derive(Debug)]
        struct Declared {
            $(#[doc = $help] $field: $kind,)+
        }

        impl Declared {
            fn new(registry: &Registry) -> prometheus::Result<Self> {
                $(
                    let $field = <$kind as Kind>::declare(Opts::new($name, $help.trim()), &[$($label),*], $buckets)?;
                    registry.register(Box::new($field.clone()))?;
                )+
                Ok(Self { $($field),+ })
            }
        }
    };
}

metrics! {
    /// Raw records taken in, by topic; records read again after a rewind count again.
    records_consumed: IntCounterVec = "copydesk_records_consumed_total" ["topic"] NONE;
    /// Bytes of raw records taken in (keys, values, headers), by topic.
    bytes_consumed: IntCounterVec = "copydesk_records_consumed_bytes_total" ["topic"] NONE;
    /// Pages whose record's offset has been committed.
    pages_consumed: IntCounter = "copydesk_pages_consumed_total" [] NONE;
    /// Pages whose verdict has been committed, by verdict.
    pages: IntCounterVec = "copydesk_pages_total" ["verdict"] NONE;
    /// Committed rejects, by the stage that said so and its reason.
    rejects: IntCounterVec = "copydesk_rejects_total" ["stage", "reason"] NONE;
    /// Updates whose change lies below `updates.change_ratio_min`, told by a link and not published.
    updates_minor: IntCounter = "copydesk_updates_minor_total" [] NONE;
    /// Pages judged before a crash or a rebalance, whose first verdict was given again.
    pages_replayed: IntCounter = "copydesk_pages_replayed_total" [] NONE;
    /// Replayed pages that read differently than the first time, by another version of the software.
    pages_altered: IntCounter = "copydesk_pages_altered_total" [] NONE;
    /// Committed output records, by channel and type of event.
    events_produced: IntCounterVec = "copydesk_events_produced_total" ["channel", "type"] NONE;
    /// Doubts about single fields of published articles, by note.
    notes: IntCounterVec = "copydesk_notes_total" ["note"] NONE;
    /// Seconds of work on one page, by stage.
    stage_duration: HistogramVec = "copydesk_stage_duration_seconds" ["stage"] STAGE_S;
    /// Seconds from a record's timestamp to the commit of its verdict.
    end_to_end_latency: Histogram = "copydesk_end_to_end_latency_seconds" [] LATENCY_S;
    /// Seconds from the fetch of a page to the commit of its article.
    fetched_to_published: Histogram = "copydesk_fetched_to_published_seconds" [] LATENCY_S;
    /// Transactions, by how they ended.
    transactions: IntCounterVec = "copydesk_transactions_total" ["result"] NONE;
    /// Seconds from the begin of a transaction to its commit.
    transaction_duration: Histogram = "copydesk_transaction_duration_seconds" [] TRANSACTION_S;
    /// Raw records in a committed transaction.
    transaction_records: Histogram = "copydesk_transaction_records" [] RECORDS;
    /// When a transaction was last committed, in seconds since the epoch; 0 before the first.
    last_commit: Gauge = "copydesk_last_commit_timestamp_seconds" [] NONE;
    /// Changes of the assignment, by kind.
    rebalances: IntCounterVec = "copydesk_rebalances_total" ["kind"] NONE;
    /// Assigned partitions that are not read from where the service left them, by what became of their position.
    positions_displaced: IntCounterVec = "copydesk_positions_displaced_total" ["kind"] NONE;
    /// Times that the client could not read a batch of raw records, by whether it asks for it again or passes over it.
    raw_batches_unreadable: IntCounterVec = "copydesk_raw_batches_unreadable_total" ["then"] NONE;
    /// Times that what was in flight was dropped, to be read again.
    rewinds: IntCounter = "copydesk_rewinds_total" [] NONE;
    /// Partitions of raw topics that are this replica's.
    partitions_assigned: IntGauge = "copydesk_partitions_assigned" [] NONE;
    /// Records between this replica's position and the end that readers of committed records see, by partition.
    consumer_lag_records: IntGaugeVec = "copydesk_consumer_lag_records" ["topic", "partition"] NONE;
    /// Seconds that the next record to be published has waited at most, by partition; 0 where nothing waits.
    consumer_lag_seconds: GaugeVec = "copydesk_consumer_lag_seconds" ["topic", "partition"] NONE;
    /// Bytes of raw records that are taken in and not committed.
    inflight_bytes: IntGauge = "copydesk_inflight_bytes" [] NONE;
    /// 1 while the intake is paused.
    paused: IntGauge = "copydesk_intake_paused" [] NONE;
    /// Ledger entries folded into the memory.
    ledger_folded: IntCounter = "copydesk_ledger_entries_folded_total" [] NONE;
    /// Ledger entries that could not be read and were skipped, as every replica skips them.
    ledger_skipped: IntCounter = "copydesk_ledger_entries_skipped_total" [] NONE;
    /// Ledger entries that may not have arrived and were appended again.
    ledger_reappended: IntCounter = "copydesk_ledger_entries_reappended_total" [] NONE;
    /// Times that the ledger was truncated, had expired or was made anew: what was judged is forgotten but for what it holds.
    ledger_resets: IntCounter = "copydesk_ledger_resets_total" [] NONE;
    /// Steps of the clock of the ledger's broker that are not believed.
    ledger_clock_steps: IntCounter = "copydesk_ledger_clock_steps_total" [] NONE;
    /// Entries between the tail and the ledger's end.
    ledger_lag: IntGauge = "copydesk_ledger_lag_records" [] NONE;
    /// Articles that are remembered.
    memory_articles: IntGauge = "copydesk_memory_articles" [] NONE;
    /// Bytes that the memory takes by its own account.
    memory_bytes: IntGauge = "copydesk_memory_bytes" [] NONE;
    /// How many of them lie in a file: `tapes.directory`.
    memory_file_bytes: IntGauge = "copydesk_memory_file_bytes" [] NONE;
    /// Bytes that the memory may take by its own account: `verdict.memory_bytes_max`.
    memory_bytes_max: IntGauge = "copydesk_memory_bytes_max" [] NONE;
    /// Judgements that were forgotten before the window's end, to keep within that.
    memory_evicted: IntCounter = "copydesk_memory_evicted_total" [] NONE;
    /// Articles that have left the memory with the window.
    memory_expired: IntCounter = "copydesk_memory_expired_total" [] NONE;
    /// Snapshots of the memory, by what became of them: kept, or failed.
    snapshots: IntCounterVec = "copydesk_snapshots_total" ["result"] NONE;
    /// Starts with a snapshot, by whether the replica went on from it: resumed, or refused.
    snapshot_reads: IntCounterVec = "copydesk_snapshot_reads_total" ["result"] NONE;
    /// When the last snapshot was kept, in seconds since the epoch; 0 before the first of this run.
    snapshot_last: Gauge = "copydesk_snapshot_timestamp_seconds" [] NONE;
    /// Bytes of the last snapshot that was kept.
    snapshot_bytes: IntGauge = "copydesk_snapshot_bytes" [] NONE;
    /// Seconds for which folding stood still while the last snapshot was made.
    snapshot_pause: Gauge = "copydesk_snapshot_pause_seconds" [] NONE;
    /// 1 while the replica is ready.
    ready: IntGauge = "copydesk_ready" [] NONE;
    /// 1, with the version that runs and the commit that it was built from.
    build: IntGaugeVec = "copydesk_build_info" ["version", "revision"] NONE;
}

/// The channels, and the types of event that each has.
const EVENTS: &[(&str, &str)] = &[
    ("articles", "published"),
    ("articles", "updated"),
    ("links", "minor-update"),
    ("links", "unchanged"),
    ("links", "duplicate"),
    ("links", "near-duplicate"),
    ("links", "withdrawn"),
    ("rejects", "rejected"),
];

/// The commit that the binary was built from, as who built it stated in `COPYDESK_REVISION`: the image does.
const REVISION: &str = match option_env!("COPYDESK_REVISION") {
    Some(revision) => revision,
    None => "unknown",
};

/// All metrics of one service; clones are of the same. Every method is quick and never fails.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    all: Arc<Declared>,
    forgotten: Arc<Forgotten>,
}

/// How many articles the memory had forgotten when it was last looked at, from its first on: what the ledger tells that a replica reads at
/// its start, and a snapshot, was forgotten before.
#[derive(Debug, Default)]
struct Forgotten {
    evicted: AtomicU64,
    expired: AtomicU64,
}

impl Metrics {
    /// Metrics of a service that reads these topics, in a registry of their own.
    pub fn new(topics: &[String]) -> Self {
        let registry = Registry::new();
        let all = Declared::new(&registry).expect("names, labels and buckets are valid and differ");
        for topic in topics {
            all.records_consumed.with_label_values(&[topic]);
            all.bytes_consumed.with_label_values(&[topic]);
        }
        for verdict in Verdict::NAMES {
            all.pages.with_label_values(&[verdict]);
        }
        for (channel, kind) in EVENTS {
            all.events_produced.with_label_values(&[channel, kind]);
        }
        for reason in Reason::all() {
            all.rejects.with_label_values(&[reason.stage().name(), reason.name()]);
        }
        for note in crate::desk::normalize::Note::ALL {
            all.notes.with_label_values(&[note.name()]);
        }
        for stage in Stage::READING {
            all.stage_duration.with_label_values(&[stage.name()]);
        }
        for result in ["committed", "aborted"] {
            all.transactions.with_label_values(&[result]);
        }
        for result in ["kept", "failed"] {
            all.snapshots.with_label_values(&[result]);
        }
        for result in ["resumed", "refused"] {
            all.snapshot_reads.with_label_values(&[result]);
        }
        for kind in ["assigned", "revoked"] {
            all.rebalances.with_label_values(&[kind]);
        }
        for kind in DISPLACEMENTS {
            all.positions_displaced.with_label_values(&[kind]);
        }
        for then in UNREADABLE {
            all.raw_batches_unreadable.with_label_values(&[then]);
        }
        all.build.with_label_values(&[env!("CARGO_PKG_VERSION"), REVISION]).set(1);
        Self { registry, all: Arc::new(all), forgotten: Arc::default() }
    }

    /// Adds what the platform knows of the process: CPU, memory, descriptors. Once, for the process's one service.
    #[must_use]
    pub fn with_process(self) -> Self {
        #[cfg(target_os = "linux")]
        {
            let process = prometheus::process_collector::ProcessCollector::for_self();
            // Taken twice, the second is refused and the first goes on.
            let _ = self.registry.register(Box::new(process));
        }
        self
    }

    /// Everything in Prometheus's text format.
    pub fn expose(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).expect("what is gathered has names and values")
    }

    /// A raw record was taken in.
    pub fn consumed(&self, topic: &str, bytes: usize) {
        self.all.records_consumed.with_label_values(&[topic]).inc();
        self.all.bytes_consumed.with_label_values(&[topic]).inc_by(bytes as u64);
    }

    /// A page's judgement was committed at `wall_ms`; its record is of `record_ms`, both in milliseconds since the
    /// epoch. A record without a time tells no latency.
    pub fn published(&self, judgement: &Judgement, record_ms: i64, wall_ms: i64) {
        let verdict = judgement.verdict.name();
        self.all.pages.with_label_values(&[verdict]).inc();
        let minor = matches!(judgement.verdict, Verdict::Update { change, .. } if change.minor);
        self.all.updates_minor.inc_by(minor.into());
        if let Verdict::Rejected(reason) = judgement.verdict {
            self.all.rejects.with_label_values(&[reason.stage().name(), reason.name()]).inc();
        }
        self.all.pages_replayed.inc_by(judgement.replayed.into());
        self.all.pages_altered.inc_by(judgement.altered.into());
        if record_ms > 0 {
            self.all.end_to_end_latency.observe(seconds_between(record_ms, wall_ms));
        }
    }

    /// An article went out: when it was fetched, when it was committed, and the doubts about it.
    pub fn article(&self, fetched_ms: i64, wall_ms: i64, notes: &[crate::desk::normalize::Note]) {
        self.all.fetched_to_published.observe(seconds_between(fetched_ms, wall_ms));
        for note in notes {
            self.all.notes.with_label_values(&[note.name()]).inc();
        }
    }

    /// A stage worked on a page for that long.
    pub fn stage(&self, stage: Stage, took: Duration) {
        self.all.stage_duration.with_label_values(&[stage.name()]).observe(took.as_secs_f64());
    }

    /// A transaction of that many pages, from that many records, was committed.
    pub fn committed(&self, pages: usize, records: usize, took: Duration, wall_ms: i64) {
        self.all.pages_consumed.inc_by(pages as u64);
        self.all.transactions.with_label_values(&["committed"]).inc();
        self.all.transaction_duration.observe(took.as_secs_f64());
        self.all.transaction_records.observe(records as f64);
        self.all.last_commit.set(wall_ms as f64 / 1e3);
    }

    /// So many records of that channel and type were in it, counted as they were sent.
    pub fn produced(&self, channel: &str, kind: &str, records: u64) {
        self.all.events_produced.with_label_values(&[channel, kind]).inc_by(records);
    }

    /// A transaction was aborted.
    pub fn aborted(&self) {
        self.all.transactions.with_label_values(&["aborted"]).inc();
    }

    /// What was in flight was dropped, to be read again.
    pub fn rewound(&self) {
        self.all.rewinds.inc();
    }

    /// Partitions are this replica's.
    pub fn assigned(&self, partitions: usize) {
        self.all.rebalances.with_label_values(&["assigned"]).inc();
        self.all.partitions_assigned.add(signed(partitions));
    }

    /// A partition is read from another place than where the service left it, by the name of what became of it.
    pub fn displaced(&self, kind: &str) {
        self.all.positions_displaced.with_label_values(&[kind]).inc();
    }

    /// The client couldn't read a batch of raw records; by the name of what it does then.
    pub fn unreadable(&self, then: &str) {
        self.all.raw_batches_unreadable.with_label_values(&[then]).inc();
    }

    /// Partitions, by topic and number, are no longer this replica's: their lag is another's to tell.
    pub fn revoked<'a>(&self, partitions: impl Iterator<Item = (&'a str, u32)>) {
        self.all.rebalances.with_label_values(&["revoked"]).inc();
        for (topic, partition) in partitions {
            self.all.partitions_assigned.dec();
            let labels = [topic, &partition.to_string()];
            // A partition whose lag was never told has no series to take away.
            let _ = self.all.consumer_lag_records.remove_label_values(&labels);
            let _ = self.all.consumer_lag_seconds.remove_label_values(&labels);
        }
    }

    /// A partition's lag: records to its end, and the age of the next of them.
    pub fn lag(&self, topic: &str, partition: u32, records: u64, age: Duration) {
        let labels = [topic, &partition.to_string()];
        self.all.consumer_lag_records.with_label_values(&labels).set(i64::try_from(records).unwrap_or(i64::MAX));
        self.all.consumer_lag_seconds.with_label_values(&labels).set(age.as_secs_f64());
    }

    /// Bytes in flight.
    pub fn inflight(&self, bytes: usize) {
        self.all.inflight_bytes.set(signed(bytes));
    }

    /// Intake was paused or taken up again.
    pub fn paused(&self, paused: bool) {
        self.all.paused.set(paused.into());
    }

    /// Ledger entries were folded, some of them skipped.
    pub fn folded(&self, entries: usize, skipped: usize) {
        self.all.ledger_folded.inc_by(entries as u64);
        self.all.ledger_skipped.inc_by(skipped as u64);
    }

    /// What is remembered, and how many articles have left it since the last look; those that leave it while the ledger is still
    /// being read, as `follows` tells, left it long ago and aren't counted.
    pub fn remembers(&self, memory: &crate::desk::verdict::Memory, follows: bool) {
        self.all.memory_articles.set(signed(memory.articles()));
        let bytes = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.all.memory_bytes.set(bytes(memory.bytes()));
        self.all.memory_file_bytes.set(bytes(memory.file_bytes()));
        self.all.memory_bytes_max.set(bytes(memory.rules().memory_bytes_max));
        let counts = [
            (&self.all.memory_evicted, &self.forgotten.evicted, memory.evicted()),
            (&self.all.memory_expired, &self.forgotten.expired, memory.expired()),
        ];
        for (counter, before, now) in counts {
            let before = before.swap(now, Ordering::Relaxed);
            if follows {
                counter.inc_by(now.saturating_sub(before));
            }
        }
    }

    /// Entries between the tail and the ledger's end.
    pub fn ledger_lag(&self, entries: u64) {
        self.all.ledger_lag.set(i64::try_from(entries).unwrap_or(i64::MAX));
    }

    /// Entries were appended again.
    pub fn reappended(&self, entries: usize) {
        self.all.ledger_reappended.inc_by(entries as u64);
    }

    /// The ledger is read from its beginning, or is new where it shouldn't be.
    pub fn ledger_lost(&self) {
        self.all.ledger_resets.inc();
    }

    /// The clock of the ledger's broker made a step.
    pub fn ledger_clock_stepped(&self) {
        self.all.ledger_clock_steps.inc();
    }

    /// A snapshot was found at the start, and the replica went on from it or didn't.
    pub fn snapshot_read(&self, resumed: bool) {
        self.all.snapshot_reads.with_label_values(&[if resumed { "resumed" } else { "refused" }]).inc();
    }

    /// A snapshot was kept at `wall_ms`; folding stood still that long.
    pub fn snapshot_kept(&self, bytes: u64, pause: Duration, wall_ms: i64) {
        self.all.snapshots.with_label_values(&["kept"]).inc();
        self.all.snapshot_last.set(wall_ms as f64 / 1e3);
        self.all.snapshot_bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
        self.all.snapshot_pause.set(pause.as_secs_f64());
    }

    /// A snapshot couldn't be kept.
    pub fn snapshot_failed(&self) {
        self.all.snapshots.with_label_values(&["failed"]).inc();
    }

    /// Whether the replica is ready.
    pub fn ready(&self, ready: bool) {
        self.all.ready.set(ready.into());
    }
}

/// Seconds from one moment to another; 0 where clocks disagree on their order.
fn seconds_between(from_ms: i64, to_ms: i64) -> f64 {
    to_ms.saturating_sub(from_ms).max(0) as f64 / 1e3
}

/// A count as a gauge takes it.
fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
