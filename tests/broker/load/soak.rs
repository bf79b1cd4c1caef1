//! The service at four fifths of the speed that it has, for an hour: `make soak` prints what its memory took and how far
//! behind it was. Every page is another article, and the memory is given a budget that it fills within minutes, so that
//! it forgets as fast as it learns for most of the hour.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    time::{Duration, Instant},
};

use rdkafka::consumer::BaseConsumer;

use super::{END_TO_END, LIMIT, buckets, page, quantile, queue, since};
use crate::{binary::Binary, service::Service};

/// Pages by which the full speed is measured, and those before them, on which the service starts.
const MEASURED: usize = 10_000;
const WARM_UP: usize = 1_000;

/// So many pages wait while the full speed is measured. They are sent as others are committed: who sends them, and the broker
/// that takes them, work on the same cores as they do later.
const WAITING: usize = 2_000;

/// The share of its full speed at which it is then fed.
const LOAD: f64 = 0.8;

/// Bytes that the memory may take: some hundred thousand of these pages, which are short.
const MEMORY_BYTES_MAX: &str = "67108864";

/// How many rows the report has; each is a stretch of equal length.
const ROWS: u32 = 12;

/// How often it is looked at within a row.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What was seen in one stretch.
struct Row {
    /// The process's resident bytes, at most.
    resident: u64,
    /// Pages sent and not committed, on average.
    waiting: f64,
    /// From record to commit, in seconds: half of the pages were faster, and 99 in 100.
    freshness: [f64; 2],
    /// Articles that the memory has forgotten for want of room, by its end.
    forgotten: f64,
}

#[test]
#[ignore = "takes an hour and is for the release binary: make soak"]
fn soak() {
    let minutes = env::var("COPYDESK_SOAK_MINUTES").map_or(60, |minutes| minutes.parse().expect("a number of minutes"));
    let service = super::service("soak", super::PACKED[0]);
    // An hour of pages would not fit on the disk.
    super::configure(&service, &[("retention.bytes", "1073741824")]);
    let onlooker = service.onlooker();

    let mut sent = 0;
    let mut feed_one = |service: &Service| {
        queue(service, sent, &page(5_000_000 + sent));
        sent += 1;
        if sent.is_multiple_of(100) {
            service.go_on_sending(Duration::ZERO);
        }
        sent
    };
    let binary = Binary::command(&service, &["run"], &[("COPYDESK__VERDICT__MEMORY_BYTES_MAX", MEMORY_BYTES_MAX)]);
    let (mut now_sent, mut warm) = (0, None);
    let (started, warm_committed, committed) = loop {
        let committed = total(&service, &onlooker);
        if warm.is_none() && committed >= WARM_UP {
            warm = Some((Instant::now(), committed));
        }
        if let Some((started, warm_committed)) = warm
            && committed >= WARM_UP + MEASURED
        {
            break (started, warm_committed, committed);
        }
        while now_sent < committed + WAITING {
            now_sent = feed_one(&service);
        }
        service.go_on_sending(Duration::from_millis(50));
    };
    let speed = (committed - warm_committed) as f64 / started.elapsed().as_secs_f64();
    let period = Duration::from_secs_f64((speed * LOAD).recip());
    println!("{speed:.0} pages/s at most; {:.0} pages/s from here on, for {minutes} minutes", speed * LOAD);

    let stretch = Duration::from_secs(60 * minutes) / ROWS;
    let (mut rows, started) = (Vec::new(), Instant::now());
    let before = now_sent;
    for number in 1..=ROWS {
        let earlier = buckets(&binary, END_TO_END);
        let (mut resident, mut waiting, mut looked) = (0, Vec::new(), Instant::now());
        while started.elapsed() < stretch * number {
            while started.elapsed() >= period.saturating_mul(u32::try_from(now_sent - before).unwrap_or(u32::MAX)) {
                now_sent = feed_one(&service);
            }
            service.go_on_sending(Duration::from_millis(5));
            if looked.elapsed() >= LOOK_EVERY {
                looked = Instant::now();
                resident = resident.max(binary.memory_bytes("VmRSS"));
                waiting.push(now_sent.saturating_sub(total(&service, &onlooker)) as f64);
            }
        }
        let metrics = binary.metrics();
        let counts = since(earlier, buckets(&binary, END_TO_END));
        rows.push(Row {
            resident,
            waiting: waiting.iter().sum::<f64>() / waiting.len() as f64,
            freshness: [0.5, 0.99].map(|share| quantile(&counts, share)),
            forgotten: forgotten(&metrics),
        });
    }
    service.settle();
    service.until_committed_while(LIMIT, i64::try_from(now_sent).expect("a count"), || ());
    let mut report = String::from(
        "| minutes | resident MB | pages waiting | record to commit, p50 s | p99 s | articles forgotten |\n|---|---|---|---|---|---|\n",
    );
    for (number, row) in (1..).zip(&rows) {
        let _ = writeln!(
            report,
            "| {:.0} | {:.0} | {:.0} | {:.2} | {:.2} | {:.0} |",
            (stretch * number).as_secs_f64() / 60.0,
            row.resident as f64 / 1e6,
            row.waiting,
            row.freshness[0],
            row.freshness[1],
            row.forgotten,
        );
    }
    println!("{report}\n{now_sent} pages, every one committed");
    assert_eq!(binary.stop(), Some(0));
    judge(&rows, speed * LOAD);
}

/// The memory's budget is full after the first third, so the process takes no more after that; and what waits is a
/// matter of the moment and not of the hour.
fn judge(rows: &[Row], pages_a_second: f64) {
    let (first, rest) = rows.split_at(rows.len() / 3);
    assert!(first.iter().all(|row| row.resident > 0), "every stretch was looked at");
    let most = |rows: &[Row]| rows.iter().map(|row| row.resident).max().unwrap_or_default() as f64;
    let (early, late) = rest.split_at(rest.len() / 2);
    assert!(most(late) <= most(early) * 1.05, "resident bytes grew from {} to {}", most(early), most(late));
    let forgotten = |row: Option<&Row>| row.map_or(0.0, |row| row.forgotten);
    assert!(forgotten(rows.last()) > forgotten(first.last()), "the budget was never full");
    for row in rest {
        assert!(row.waiting < pages_a_second * 5.0, "{:.0} pages waited", row.waiting);
    }
}

fn total(service: &Service, onlooker: &BaseConsumer) -> usize {
    let positions = service.kafka.until("the group's positions", || service.ask(onlooker));
    positions.values().map(|&position| usize::try_from(position).unwrap_or_default()).sum()
}

fn forgotten(metrics: &BTreeMap<String, f64>) -> f64 {
    metrics["copydesk_memory_evicted_total"]
}
