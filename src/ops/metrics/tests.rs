#![expect(clippy::float_cmp, reason = "samples are counts, and the text has their shortest exact spelling")]
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::Metrics;
use crate::desk::capture::{self, Offset, Part, Partition, SourcePosition, TopicId};
use crate::desk::sketch::{Text, mark};
use crate::desk::verdict::{Change, Claim, Entry, Facts, Judgement, LedgerTime, Memory, Reason, Rules, Verdict};

fn metrics() -> Metrics {
    Metrics::new(&["pages.raw".to_owned()])
}

/// Each sample of the text format, without the buckets of histograms.
fn samples(metrics: &Metrics) -> BTreeMap<String, f64> {
    let text = metrics.expose();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.contains("_bucket{"));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.to_owned(), value.parse().unwrap()))
        .collect()
}

fn sum(samples: &BTreeMap<String, f64>, name: &str) -> f64 {
    samples.iter().filter(|(sample, _)| sample.starts_with(&format!("{name}{{"))).map(|(_, value)| value).sum()
}

fn judged(verdict: Verdict) -> Judgement {
    Judgement { replayed: true, ..Judgement::alone(verdict) }
}

#[test]
fn names_labels_and_kinds_are_these() {
    let metrics = metrics();
    metrics.lag("pages.raw", 0, 0, Duration::ZERO);
    let text = metrics.expose();
    let mut told: BTreeMap<&str, (&str, BTreeSet<String>)> = BTreeMap::new();
    for line in text.lines() {
        if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|line| line.split_once(' ')) {
            told.insert(name, (kind, BTreeSet::new()));
        }
    }
    let labels = regex::Regex::new(r#"([a-z]+)=""#).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        let name = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end).filter(|base| told.contains_key(base)))
            .unwrap_or(name);
        let own = labels.captures_iter(line).map(|found| found[1].to_owned()).filter(|label| label != "le");
        told.get_mut(name).unwrap().1.extend(own);
    }
    let told: Vec<String> = told
        .iter()
        .map(|(name, (kind, labels))| {
            format!("{kind} {name} {}", labels.iter().cloned().collect::<Vec<_>>().join(",")).trim_end().to_owned()
        })
        .collect();
    assert_eq!(
        told,
        [
            "gauge copydesk_build_info revision,version",
            "gauge copydesk_consumer_lag_records partition,topic",
            "gauge copydesk_consumer_lag_seconds partition,topic",
            "histogram copydesk_end_to_end_latency_seconds",
            "counter copydesk_events_produced_total channel,type",
            "histogram copydesk_fetched_to_published_seconds",
            "gauge copydesk_inflight_bytes",
            "gauge copydesk_intake_paused",
            "gauge copydesk_last_commit_timestamp_seconds",
            "counter copydesk_ledger_clock_steps_total",
            "counter copydesk_ledger_entries_folded_total",
            "counter copydesk_ledger_entries_reappended_total",
            "counter copydesk_ledger_entries_skipped_total",
            "gauge copydesk_ledger_lag_records",
            "counter copydesk_ledger_resets_total",
            "gauge copydesk_memory_articles",
            "gauge copydesk_memory_bytes",
            "gauge copydesk_memory_bytes_max",
            "counter copydesk_memory_evicted_total",
            "counter copydesk_memory_expired_total",
            "gauge copydesk_memory_file_bytes",
            "counter copydesk_notes_total note",
            "counter copydesk_pages_altered_total",
            "counter copydesk_pages_consumed_total",
            "counter copydesk_pages_replayed_total",
            "counter copydesk_pages_total verdict",
            "gauge copydesk_partitions_assigned",
            "counter copydesk_positions_displaced_total kind",
            "counter copydesk_raw_batches_unreadable_total then",
            "gauge copydesk_ready",
            "counter copydesk_rebalances_total kind",
            "counter copydesk_records_consumed_bytes_total topic",
            "counter copydesk_records_consumed_total topic",
            "counter copydesk_rejects_total reason,stage",
            "counter copydesk_rewinds_total",
            "gauge copydesk_snapshot_bytes",
            "gauge copydesk_snapshot_pause_seconds",
            "counter copydesk_snapshot_reads_total result",
            "gauge copydesk_snapshot_timestamp_seconds",
            "counter copydesk_snapshots_total result",
            "histogram copydesk_stage_duration_seconds stage",
            "histogram copydesk_transaction_duration_seconds",
            "histogram copydesk_transaction_records",
            "counter copydesk_transactions_total result",
            "counter copydesk_updates_minor_total",
        ]
    );
}

#[test]
fn every_combination_is_there_from_the_start() {
    let samples = samples(&metrics());
    for verdict in Verdict::NAMES {
        assert_eq!(samples[&format!("copydesk_pages_total{{verdict=\"{verdict}\"}}")], 0.0);
    }
    for reason in Reason::all() {
        let (reason, stage) = (reason.name(), reason.stage().name());
        assert_eq!(samples[&format!("copydesk_rejects_total{{reason=\"{reason}\",stage=\"{stage}\"}}")], 0.0);
    }
    assert_eq!(samples["copydesk_records_consumed_total{topic=\"pages.raw\"}"], 0.0);
    let build =
        format!("copydesk_build_info{{revision=\"{}\",version=\"{}\"}}", super::REVISION, env!("CARGO_PKG_VERSION"));
    assert_eq!(samples[&build], 1.0);
}

#[test]
fn consumed_pages_are_the_sum_over_verdicts_and_rejects_over_reasons() {
    let metrics = metrics();
    let verdicts = [
        Verdict::New,
        Verdict::Update { version: 2, change: Change::default(), first_published_at: None },
        Verdict::Update { version: 3, change: Change { minor: true, ..Change::default() }, first_published_at: None },
        Verdict::Withdrawn { version: 2 },
        Verdict::Rejected(Reason::Panicked),
        Verdict::Rejected(Reason::Capture(capture::Fault::BadJson)),
    ];
    for verdict in verdicts.clone() {
        metrics.published(&judged(verdict), 1_000, 3_000);
    }
    metrics.committed(verdicts.len(), 4, Duration::from_millis(20), 3_500);
    metrics.produced("articles", "updated", 3);
    let samples = samples(&metrics);
    assert_eq!(samples["copydesk_pages_consumed_total"], 6.0);
    assert_eq!(sum(&samples, "copydesk_pages_total"), 6.0);
    assert_eq!(samples["copydesk_updates_minor_total"], 1.0);
    assert_eq!(samples["copydesk_events_produced_total{channel=\"articles\",type=\"updated\"}"], 3.0);
    assert_eq!(sum(&samples, "copydesk_events_produced_total"), 3.0, "what is sent is counted, not what was judged");
    assert_eq!(samples["copydesk_pages_total{verdict=\"rejected\"}"], 2.0);
    assert_eq!(sum(&samples, "copydesk_rejects_total"), 2.0);
    assert_eq!(samples["copydesk_pages_replayed_total"], 6.0);
    assert_eq!(samples["copydesk_end_to_end_latency_seconds_sum"], 12.0);
    assert_eq!(samples["copydesk_last_commit_timestamp_seconds"], 3.5);
    assert_eq!(samples["copydesk_transaction_records_sum"], 4.0);
}

#[test]
fn an_objective_is_an_edge() {
    let metrics = metrics();
    metrics.published(&judged(Verdict::New), 1_000, 61_000);
    metrics.published(&judged(Verdict::New), 1_000, 61_001);
    metrics.published(&judged(Verdict::New), 2_000, 1_000);
    metrics.published(&judged(Verdict::New), 0, 1_000);
    let text = metrics.expose();
    assert!(text.contains("copydesk_end_to_end_latency_seconds_bucket{le=\"60\"} 2\n"), "{text}");
    assert!(text.contains("copydesk_end_to_end_latency_seconds_count 3\n"), "a record without a time tells none");
}

#[test]
fn lag_of_a_revoked_partition_is_gone() {
    let metrics = metrics();
    metrics.assigned(2);
    metrics.lag("pages.raw", 0, 7, Duration::from_millis(1500));
    metrics.lag("pages.raw", 1, 8, Duration::ZERO);
    metrics.revoked([("pages.raw", 0)].into_iter());
    let samples = samples(&metrics);
    assert_eq!(samples["copydesk_partitions_assigned"], 1.0);
    assert_eq!(samples["copydesk_consumer_lag_records{partition=\"1\",topic=\"pages.raw\"}"], 8.0);
    assert!(!samples.contains_key("copydesk_consumer_lag_records{partition=\"0\",topic=\"pages.raw\"}"));
    assert!(!samples.contains_key("copydesk_consumer_lag_seconds{partition=\"0\",topic=\"pages.raw\"}"));
}

#[test]
fn the_loops_other_counts_are_kept() {
    let metrics = metrics();
    let memory = Memory::new(Rules::default());
    metrics.folded(5, 1);
    metrics.remembers(&memory, true);
    metrics.reappended(2);
    metrics.ledger_lost();
    metrics.ledger_clock_stepped();
    metrics.ledger_lag(9);
    metrics.aborted();
    metrics.rewound();
    metrics.displaced("moved");
    metrics.unreadable("passed-over");
    metrics.inflight(100);
    metrics.paused(true);
    metrics.ready(true);
    metrics.consumed("pages.raw", 10);
    metrics.article(1_000, 2_000, &[]);
    let samples = samples(&metrics);
    for (name, value) in [
        ("copydesk_ledger_entries_folded_total", 5.0),
        ("copydesk_ledger_entries_skipped_total", 1.0),
        ("copydesk_ledger_entries_reappended_total", 2.0),
        ("copydesk_ledger_resets_total", 1.0),
        ("copydesk_ledger_clock_steps_total", 1.0),
        ("copydesk_ledger_lag_records", 9.0),
        ("copydesk_transactions_total{result=\"aborted\"}", 1.0),
        ("copydesk_rewinds_total", 1.0),
        ("copydesk_positions_displaced_total{kind=\"moved\"}", 1.0),
        ("copydesk_positions_displaced_total{kind=\"overtaken\"}", 0.0),
        ("copydesk_raw_batches_unreadable_total{then=\"passed-over\"}", 1.0),
        ("copydesk_raw_batches_unreadable_total{then=\"asked-again\"}", 0.0),
        ("copydesk_inflight_bytes", 100.0),
        ("copydesk_intake_paused", 1.0),
        ("copydesk_ready", 1.0),
        ("copydesk_records_consumed_bytes_total{topic=\"pages.raw\"}", 10.0),
        ("copydesk_fetched_to_published_seconds_sum", 1.0),
        ("copydesk_memory_articles", 0.0),
    ] {
        assert_eq!(samples[name], value, "{name}");
    }
}

#[test]
fn the_process_is_measured_on_demand_and_registries_are_apart() {
    let (one, other) = (metrics(), metrics().with_process());
    one.rewound();
    assert!(other.expose().contains("copydesk_rewinds_total 0\n"));
    assert!(!one.expose().contains("process_"));
    #[cfg(target_os = "linux")]
    assert!(other.with_process().expose().contains("process_resident_memory_bytes"));
}

/// A memory that forgets an article with nearly each that comes.
#[test]
fn what_was_forgotten_before_the_replica_had_caught_up_is_not_counted() {
    let metrics = metrics();
    let mut memory = Memory::new(Rules { memory_bytes_max: 4_000, ..Rules::default() });
    let mut next = 0..;
    let mut come = |memory: &mut Memory, articles: usize| {
        for offset in next.by_ref().take(articles) {
            let (url, body) = (format!("https://a.example/{offset}"), format!("Word{offset} ").repeat(80));
            let text = Text { headline: "A headline", body: &body, language: None, site: "a.example" };
            let (content, sketch) = mark(text);
            let source = SourcePosition {
                topic: TopicId(1),
                partition: Partition(0),
                offset: Offset(offset),
                part: Part(0),
                timestamp_ms: 0,
            };
            let claim = Claim::Article { url, content, sketch, facts: Facts::default() };
            memory.fold(LedgerTime(0), &Entry { source, claim });
        }
    };
    let evicted = |metrics: &Metrics| samples(metrics)["copydesk_memory_evicted_total"];
    come(&mut memory, 50);
    let before = memory.evicted();
    metrics.remembers(&memory, false);
    metrics.remembers(&memory, true);
    assert_eq!((before > 0, evicted(&metrics)), (true, 0.0));
    come(&mut memory, 50);
    metrics.remembers(&memory, true);
    assert_eq!(evicted(&metrics), f64::from(u32::try_from(memory.evicted() - before).unwrap()));
}
