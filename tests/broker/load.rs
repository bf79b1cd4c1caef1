//! The service under load, beside a client that only passes the same bytes on: `make load` prints the table.
//!
//! Pages of some 100 KB are read from a topic of a real broker on this machine: by `copydesk run`, and by a bare loop that
//! consumes and produces in transactions with the same client and the same settings, in turns. Beside them `copydesk
//! pipe` reads the same pages from a file, with no broker at all. CPU is user and system time as the kernel counts it,
//! of that process alone. Then pages come at half of the measured speed, and the service's own histogram tells how old
//! they are at their commit, by the crawler's clock and by the broker's. All of it is done twice: with pages that the crawler
//! sends as they are, and with pages that its client packs.

mod bare;
mod page;
mod soak;

use std::{
    fmt::Write as _,
    fs,
    io::{BufWriter, Write as _},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use self::page::page;
use crate::{binary::Binary, service::Service};

const PARTITIONS: i32 = 4;
const PAGES: usize = 8_000;

/// Pages that are let pass before the speed of either is measured: clients connect meanwhile, the group forms, and topics are
/// looked at.
const WARM_UP: usize = 1_000;

/// How the crawler's client packs what it sends: not at all, which is every client's default, and as it had better.
const PACKED: [&str; 2] = ["none", "lz4"];

/// How often each is measured, in turns; the table has the medians.
const ROUNDS: usize = 3;

/// How long anything here may take.
const LIMIT: Duration = Duration::from_mins(10);

/// How long pages come at half of the full speed, by either clock, and how long before that.
const HALF_LOAD: Duration = Duration::from_mins(1);
const WARM_UP_TIME: Duration = Duration::from_secs(20);

/// Topics of large records are kept in segments of 16 MB: a broker flushes a whole one to its disk when it begins the next, and
/// stands still for seconds where that is a gigabyte.
const SEGMENT: (&str, &str) = ("segment.bytes", "16777216");

/// No more of the pages is kept than this, in bytes a partition: minutes of them would fill the disk of a small machine. It is half
/// a minute of them, and more than the service is ever behind.
const KEPT: &[(&str, &str)] = &[("retention.bytes", "2147483648"), ("file.delete.delay.ms", "1000")];

/// A service at its defaults, on topics for large records.
fn service(name: &str, packed: &str) -> Service {
    let mut service = Service::new(name, PARTITIONS);
    service.pack(packed);
    service.settings.consumer.clear();
    service.bounds.batch_records_max = 500;
    service.threads = 0;
    configure(&service, &[]);
    service
}

/// Gives the raw topic what large records need, and those settings besides.
fn configure(service: &Service, besides: &[(&str, &str)]) {
    let size = service.settings.message_bytes_max.to_string();
    let settings = [&[SEGMENT, ("max.message.bytes", &size)], besides].concat();
    service.kafka.set(service.raw(), &settings);
}

fn address(number: usize) -> String {
    format!("https://host{}.example/news/{number}", number % 40)
}

fn queue(service: &Service, number: usize, page: &str) {
    let partition = i32::try_from(number).expect("few pages") % PARTITIONS;
    let url = address(number);
    service.queue(partition, None, page.as_bytes(), &[("content-type", b"text/html"), ("url", url.as_bytes())]);
}

/// User and system time that a process has used, in seconds: fields 14 and 15 of its `stat` (proc(5)), in hundredths.
fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process is there");
    let (_, behind_name) = stat.rsplit_once(')').expect("a name in brackets");
    let fields: Vec<&str> = behind_name.split_whitespace().collect();
    let ticks = |field: usize| fields[field - 3].parse::<f64>().expect("a number");
    (ticks(14) + ticks(15)) / 100.0
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// How one contender took the pages.
struct Took {
    pages_a_second: f64,
    cpu_seconds_a_page: f64,
}

/// Pages and processor seconds at a moment.
struct Stand {
    pages: f64,
    at: Instant,
    cpu_seconds: f64,
}

impl Took {
    fn between(from: &Stand, to: &Stand) -> Self {
        let pages = to.pages - from.pages;
        Self {
            pages_a_second: pages / (to.at - from.at).as_secs_f64(),
            cpu_seconds_a_page: (to.cpu_seconds - from.cpu_seconds) / pages,
        }
    }
}

/// `copydesk run`, from its warm-up until the last page is committed, by its own count.
fn run(service: &Service) -> Took {
    let disk = tempfile::tempdir().expect("a folder");
    let binary = Binary::start_on(service, &service.settings.transactional_id, disk.path());
    let until = |pages: usize| {
        service.kafka.until_within(LIMIT, "pages to be committed", || {
            // Often enough to err by a hundredth, seldom enough to cost nothing.
            thread::sleep(Duration::from_millis(50));
            let committed = binary.metrics().get("copydesk_pages_consumed_total").copied().unwrap_or_default();
            let stand = Stand { pages: committed, at: Instant::now(), cpu_seconds: cpu_seconds(binary.id()) };
            (committed >= pages as f64).then_some(stand)
        })
    };
    let took = Took::between(&until(WARM_UP), &until(PAGES));
    assert_eq!(binary.stop(), Some(0));
    took
}

/// `copydesk pipe` on the same pages, one thread.
fn pipe(file: &std::path::Path) -> Took {
    let out = tempfile::tempfile().expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(["pipe", "--pages", "--jobs", "1"]).stdin(fs::File::open(file).expect("it was written")).stdout(out);
    let started = Instant::now();
    let mut child = command.spawn().expect("the binary was built");
    let mut cpu = 0.0;
    while child.try_wait().expect("it is our child").is_none() {
        cpu = cpu_seconds(child.id());
        thread::sleep(Duration::from_millis(10));
    }
    let pages = PAGES as f64;
    Took { pages_a_second: pages / started.elapsed().as_secs_f64(), cpu_seconds_a_page: cpu / pages }
}

#[test]
#[ignore = "takes minutes and is for the release binary: make load"]
fn load() {
    let pages: Vec<String> = (0..PAGES).map(|number| page(4_000_000 + number)).collect();
    let mut file = BufWriter::new(tempfile::NamedTempFile::new().expect("a file"));
    for (number, page) in pages.iter().enumerate() {
        let line = serde_json::json!({"id": number.to_string(), "url": address(number), "html": page});
        writeln!(file, "{line}").expect("room on the disk");
    }
    let file = file.into_inner().expect("room on the disk");
    for packed in PACKED {
        println!("pages packed by the crawler: {packed}\n");
        let speed = compare(&pages, file.path(), packed);
        freshness(&pages, packed, speed / 2.0);
    }
}

/// How the three take the pages, in turns; prints the table, and gives how many pages a second `copydesk run` takes.
fn compare(pages: &[String], file: &std::path::Path, packed: &str) -> f64 {
    let (mut bare, mut ours, mut piped): (Vec<Took>, Vec<Took>, Vec<Took>) = Default::default();
    for round in 0..ROUNDS {
        let service = service(&format!("load-{round}"), packed);
        for (number, page) in pages.iter().enumerate() {
            queue(&service, number, page);
            if number % 100 == 99 {
                service.settle();
            }
        }
        service.settle();
        bare.push(bare::pass_on(&service, PAGES));
        ours.push(run(&service));
        piped.push(pipe(file));
    }
    let mut report = String::from("| | pages/s | CPU ms a page |\n|---|---|---|\n");
    let mut speeds = Vec::new();
    for (name, took) in
        [("bare transactional pass-through", &bare), ("copydesk run", &ours), ("copydesk pipe, 1 thread", &piped)]
    {
        let mut speed: Vec<f64> = took.iter().map(|took| took.pages_a_second).collect();
        let mut cpu: Vec<f64> = took.iter().map(|took| took.cpu_seconds_a_page * 1_000.0).collect();
        let (speed, cpu) = (median(&mut speed), median(&mut cpu));
        let _ = writeln!(report, "| {name} | {speed:.0} | {cpu:.2} |");
        speeds.push((speed, cpu));
    }
    println!("{report}");
    println!("run / bare: {:.2} times the pages/s", speeds[1].0 / speeds[0].0);
    println!("run / pipe: {:.2} times the CPU a page", speeds[1].1 / speeds[2].1);
    speeds[1].0
}

/// How old pages are at their commit when they come at that speed: first by the time that the crawler's client gives each as it
/// is queued, then by the time at which the broker has it. What lies between the two is the client's and the broker's.
fn freshness(pages: &[String], packed: &str, pages_a_second: f64) {
    let service = service("load-half", packed);
    let disk = tempfile::tempdir().expect("a folder");
    let binary = Binary::start_on(&service, &service.settings.transactional_id, disk.path());
    service.kafka.until("it is ready", || (binary.get("/readyz").0 == 200).then_some(()));
    let period = Duration::from_secs_f64(pages_a_second.recip());
    let mut sent = 0;
    let mut feed = |time: Duration| {
        let (started, before) = (Instant::now(), sent);
        while started.elapsed() < time {
            while started.elapsed() >= period.saturating_mul(u32::try_from(sent - before).unwrap_or(u32::MAX)) {
                // Beyond the pages at hand they come again, as recrawls.
                queue(&service, sent % pages.len(), &pages[sent % pages.len()]);
                sent += 1;
            }
            service.go_on_sending(Duration::from_millis(5));
        }
        service.settle();
        service.until_committed(i64::try_from(sent).expect("a count"));
    };
    configure(&service, KEPT);
    // Meanwhile the group forms, and the broker compiles what it runs often.
    feed(WARM_UP_TIME);
    for (clock, kind) in [("the crawler's record", "CreateTime"), ("the broker's record", "LogAppendTime")] {
        configure(&service, &[KEPT, &[("message.timestamp.type", kind)]].concat());
        let before = [END_TO_END, TRANSACTION].map(|name| buckets(&binary, name));
        feed(HALF_LOAD);
        let [pages, transactions] =
            [(0, END_TO_END), (1, TRANSACTION)].map(|(at, name)| since(before[at].clone(), buckets(&binary, name)));
        println!(
            "at {pages_a_second:.0} pages/s, {clock} to commit: p50 {:.3} s, p99 {:.3} s, {} pages; a transaction: p50 {:.3} s, \
             p99 {:.3} s, {} of them",
            quantile(&pages, 0.5),
            quantile(&pages, 0.99),
            count(&pages),
            quantile(&transactions, 0.5),
            quantile(&transactions, 0.99),
            count(&transactions),
        );
    }
    assert_eq!(binary.stop(), Some(0));
}

/// How many values a histogram counted.
fn count(buckets: &[(f64, f64)]) -> f64 {
    buckets.last().map_or(0.0, |(_, count)| *count)
}

/// A quantile of cumulative buckets, as Prometheus's `histogram_quantile` estimates it: evenly within a bucket.
fn quantile(buckets: &[(f64, f64)], share: f64) -> f64 {
    let rank = share * count(buckets);
    let (mut low, mut below) = (0.0, 0.0);
    for &(bound, count) in buckets {
        if count >= rank {
            return if bound.is_finite() {
                low + (bound - low) * (rank - below) / (count - below).max(1.0)
            } else {
                low
            };
        }
        (low, below) = (bound, count);
    }
    low
}

/// From record to commit.
const END_TO_END: &str = "copydesk_end_to_end_latency_seconds";

/// From the beginning of a transaction to its commit.
const TRANSACTION: &str = "copydesk_transaction_duration_seconds";

/// The cumulative buckets of a histogram without labels: upper bound in seconds, count.
fn buckets(binary: &Binary<'_>, histogram: &str) -> Vec<(f64, f64)> {
    let mut buckets: Vec<(f64, f64)> = binary
        .metrics()
        .into_iter()
        .filter_map(|(name, count)| {
            let bound = name.strip_prefix(histogram)?.strip_prefix("_bucket{le=\"")?.strip_suffix("\"}")?;
            Some((bound.parse().unwrap_or(f64::INFINITY), count))
        })
        .collect();
    buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
    buckets
}

/// What was counted since `earlier`.
fn since(earlier: Vec<(f64, f64)>, now: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    now.into_iter().zip(earlier).map(|((bound, now), (_, before))| (bound, now - before)).collect()
}
