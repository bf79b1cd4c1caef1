//! A broker that takes what is published ten times slower than it could be: intake waits for it, and memory doesn't grow.

use std::time::{Duration, Instant};

use crate::{
    audit,
    binary::Binary,
    kafka::secured::Secured,
    pages::{self, Page},
    service::Service,
};

const PAGES: usize = 1_500;

/// What each page is filled up to: some 90 MB in all, far more than may be in flight.
const PAGE_BYTES: usize = 60_000;

/// What the service is told to keep within, in bytes: raw records in flight, in one batch, and fetched ahead.
const INFLIGHT: u64 = 6 << 20;
const BATCH: u64 = 2 << 20;
const AHEAD: u64 = 2 << 20;

/// For how long the broker is slow.
const SLOW: Duration = Duration::from_secs(20);

/// What the process may take beyond what it took before the broker was slow: what is in flight, as it came and as it
/// was read, what is fetched ahead, and as much again for what allocators keep.
const GROWTH_MAX: u64 = 2 * (2 * INFLIGHT + AHEAD);

/// A page whose text is known and short, in markup with much beside it.
fn markup(page: &Page) -> String {
    let (headline, body) = page.text.split_once("\n\n").unwrap_or_default();
    let paragraphs = body.replace("\n\n", "</p>\n<p>");
    let filler = "a{margin:0}\n".repeat((PAGE_BYTES - page.text.len()) / 12);
    format!(
        "<!doctype html><html lang=\"en\"><head><style>{filler}</style></head><body><article>\
         <h1>{headline}</h1><p>{paragraphs}</p></article></body></html>"
    )
}

fn feed(service: &Service, pages: &[Page]) {
    for page in pages {
        let (markup, url) = (markup(page), page.url.as_bytes());
        service.queue(page.partition, None, markup.as_bytes(), &[("content-type", b"text/html"), ("url", url)]);
        service.go_on_sending(Duration::ZERO);
    }
    service.settle();
}

/// What the service has published so far, in bytes of values.
fn written_bytes(service: &Service) -> usize {
    let topics = &service.settings.topics;
    let written = [&topics.articles, &topics.links];
    let records = written.iter().flat_map(|topic| service.kafka.read_visible(topic));
    records.map(|record| record.value.map_or(0, |value| value.len())).sum()
}

#[test]
fn a_loop_that_stands_still_ends_the_process() {
    let kafka = &Secured::shared().kafka;
    let mut service = Service::on(kafka, "standstill", 2);
    service.settings.transaction_timeout = Duration::from_secs(1);
    service.create_topics();
    let client_id = service.settings.group.clone();
    let variables = [
        ("COPYDESK__KAFKA__CLIENT_ID", &*client_id),
        ("COPYDESK__OPS__HEARTBEAT_MS", "2000"),
        ("COPYDESK__BATCH__SETTLE_MS", "1000"),
    ];
    feed(&service, &pages::draw(61, 100, 2));
    // What is published behind the first record waits for minutes, and the loop for that to be aborted; the ledger is not held up.
    kafka.limit_producers(&client_id, Some(1));
    let (code, said) = Binary::command(&service, &["run"], &variables).end();
    kafka.limit_producers(&client_id, None);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("\"stopped\"") && said.contains("the loop has not turned for"), "{said}");
    let pages = pages::draw(61, 100, 2);
    let binary = Binary::command(&service, &["run"], &variables);
    service.until_committed(i64::try_from(pages.len()).expect("a count"));
    assert_eq!(binary.stop(), Some(0));
    audit::audit(&service, &pages);
}

#[test]
fn a_slow_output_holds_the_intake_back_and_takes_no_memory() {
    // The node that is always the tests' own: quotas of a cluster that is given are its owner's.
    let kafka = &Secured::shared().kafka;
    let service = Service::on(kafka, "slow-output", 2);
    service.create_topics();
    let pages = pages::draw(60, PAGES, 2);
    let (first, rest) = pages.split_at(PAGES / 5);
    let client_id = service.settings.group.clone();
    let bytes = |bytes: u64| bytes.to_string();
    let variables = [
        ("COPYDESK__KAFKA__CLIENT_ID", client_id.clone()),
        // The broker counts what it is sent.
        ("COPYDESK__KAFKA__PRODUCER__COMPRESSION_TYPE", "none".to_owned()),
        ("COPYDESK__KAFKA__PREFETCH_BYTES_MAX", bytes(AHEAD)),
        ("COPYDESK__BATCH__BYTES_MAX", bytes(BATCH)),
        ("COPYDESK__BATCH__INFLIGHT_BYTES_MAX", bytes(INFLIGHT)),
    ];
    let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();

    feed(&service, first);
    let started = Instant::now();
    let binary = Binary::command(&service, &["run"], &variables);
    let judged = i64::try_from(first.len()).expect("a count");
    service.until_committed(judged);
    let took = started.elapsed();
    let full = first.len() as f64 / took.as_secs_f64();
    let tenth = written_bytes(&service) as u128 * 100 / took.as_millis();
    kafka.limit_producers(&client_id, Some(u32::try_from(tenth).expect("some kilobytes a second")));
    let peak_before = binary.memory_bytes("VmHWM");
    feed(&service, rest);
    let slow = Instant::now();
    service.go_on_sending(SLOW);
    let done = service.committed().values().sum::<i64>() - judged;
    let speed = done as f64 / slow.elapsed().as_secs_f64();
    let (peak, metrics) = (binary.memory_bytes("VmHWM"), binary.metrics());
    println!(
        "{full:.0} pages/s, then {speed:.1}; {} MB resident at most, then {}; {} bytes in flight",
        peak_before >> 20,
        peak >> 20,
        metrics["copydesk_inflight_bytes"],
    );
    let sent = i64::try_from(pages.len()).expect("a count");
    assert!(judged + done < sent, "the broker was not slow enough to hold anything back");
    assert!(metrics["copydesk_inflight_bytes"] <= (INFLIGHT + PAGE_BYTES as u64) as f64);
    assert!(peak <= peak_before + GROWTH_MAX, "{peak_before} bytes grew to {peak}");
    assert_eq!(binary.get("/livez").0, 200);

    kafka.limit_producers(&client_id, None);
    service.until_committed(sent);
    assert_eq!(binary.stop(), Some(0));
    audit::audit(&service, &pages);
}
