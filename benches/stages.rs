//! What each stage costs on one core: `cargo bench --bench stages`, or with a part of a name behind `--`.
//!
//! Pages are generated, of 20, 200 and 2,000 KB; news pages have 190 KB.

mod pages;

use std::io::Write as _;

use copydesk::desk::{
    self, Policy, Reading,
    capture::{self, RawRecord},
    decode, extract, normalize, sketch, wire,
};
use divan::{Bencher, counter::BytesCount};

const SIZES: [usize; 3] = [20_000, 200_000, 2_000_000];

fn main() {
    divan::main();
}

fn policy() -> Policy {
    Policy::default()
}

fn opened(record: &RawRecord) -> capture::Capture<'_> {
    capture::open(record, &policy().capture).remove(0).expect("a capture")
}

fn decoded(bytes: usize) -> decode::Page {
    decode::page(opened(&envelope(&pages::page(bytes))), &policy().decode).expect("a page")
}

fn read(record: &RawRecord) -> sketch::Sketched {
    match desk::read(record, &policy()).remove(0) {
        Ok(Reading::Article(sketched)) => *sketched,
        other => panic!("no article: {other:?}"),
    }
}

/// The whole journey of a page in JSON, capture to sketch.
#[divan::bench(args = SIZES)]
fn all_stages(bencher: Bencher<'_, '_>, bytes: usize) {
    let (record, policy) = (envelope(&pages::page(bytes)), policy());
    bencher.counter(BytesCount::new(bytes)).bench(|| desk::read(&record, &policy));
}

#[divan::bench(args = SIZES)]
fn capture_json(bencher: Bencher<'_, '_>, bytes: usize) {
    let (record, policy) = (envelope(&pages::page(bytes)), policy());
    bencher.counter(BytesCount::new(bytes)).bench(|| capture::open(&record, &policy.capture));
}

/// Charset and tree.
#[divan::bench(args = SIZES)]
fn decode_bytes(bencher: Bencher<'_, '_>, bytes: usize) {
    let record = pages::native(pages::page(bytes).into_bytes(), &[]);
    decode_record(bencher, bytes, &record);
}

/// Inflation, charset and tree.
#[divan::bench(args = SIZES)]
fn decode_gzip(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(pages::page(bytes).as_bytes()).expect("a vector takes all");
    let record = pages::native(gzip.finish().expect("a vector takes all"), &[("content-encoding", "gzip")]);
    decode_record(bencher, bytes, &record);
}

/// A legacy charset that only the detector can tell, and tree.
#[divan::bench(args = SIZES)]
fn decode_legacy(bencher: Bencher<'_, '_>, bytes: usize) {
    let page = pages::page(bytes).replace("utf-8", "").replace('e', "ё");
    let (page, ..) = encoding_rs::WINDOWS_1251.encode(&page);
    let record = pages::native(page.into_owned(), &[]);
    decode_record(bencher, bytes, &record);
}

fn decode_record(bencher: Bencher<'_, '_>, bytes: usize, record: &RawRecord) {
    let limits = policy().decode;
    bencher
        .counter(BytesCount::new(bytes))
        .with_inputs(|| opened(record))
        .bench_values(|capture| decode::page(capture, &limits).map(|page| page.content));
}

#[divan::bench(args = SIZES)]
fn extract_markup(bencher: Bencher<'_, '_>, bytes: usize) {
    let (page, limits) = (decoded(bytes), policy().extract);
    bencher.counter(BytesCount::new(bytes)).bench(|| extract::draft(&page, &limits, None));
}

/// A page that the crawler stripped to its visible text.
#[divan::bench(args = [400, 4_000])]
fn extract_text(bencher: Bencher<'_, '_>, words: usize) {
    let menu = "Local\nSport\nWeather\n";
    let text =
        format!("{menu}Town clock goes back to work after nine years\n5 October 2026\n\n{}", pages::prose(words));
    let record = pages::native(text.into_bytes(), &[("copydesk-format", "text")]);
    let policy = policy();
    let page = decode::page(opened(&record), &policy.decode).expect("a page");
    bencher.bench(|| extract::draft(&page, &policy.extract, None));
}

#[divan::bench(args = SIZES)]
fn normalize(bencher: Bencher<'_, '_>, bytes: usize) {
    let (page, policy) = (decoded(bytes), policy());
    let draft = extract::draft(&page, &policy.extract, None).expect("a draft");
    bencher
        .with_inputs(|| draft.clone())
        .bench_values(|draft| normalize::article(draft, &page, &policy.normalize, None));
}

/// An agency's story has some 400 words.
#[divan::bench(args = [100, 400, 4_000])]
fn sketch(bencher: Bencher<'_, '_>, words: usize) {
    let body = pages::prose(words);
    let headline = "Town clock goes back to work after nine years";
    bencher.bench(|| {
        sketch::mark(sketch::Text { headline, body: &body, language: Some("en"), site: "harbour-post.example" })
    });
}

/// The record of a new article, its size first, as the service asks.
#[divan::bench(args = SIZES)]
fn wire(bencher: Bencher<'_, '_>, bytes: usize) {
    use copydesk::desk::capture::{Offset, Part, Partition, SourcePosition, TopicId};
    use copydesk::desk::verdict::{Judgement, Verdict};
    let sketched = read(&envelope(&pages::page(bytes)));
    let position = SourcePosition {
        topic: TopicId(0),
        partition: Partition(0),
        offset: Offset(0),
        part: Part(0),
        timestamp_ms: 0,
    };
    let origin = wire::Origin { topic: "pages.raw", position };
    let judgement = Judgement::alone(Verdict::New);
    bencher.bench(|| wire::published(&judgement, &sketched, &origin));
}

/// A thousand articles into one memory, every tenth a copy of another.
#[divan::bench]
fn verdict_thousand(bencher: Bencher<'_, '_>) {
    use copydesk::desk::capture::{Offset, Part, Partition, SourcePosition, TopicId};
    use copydesk::desk::verdict::{Claim, Entry, Facts, LedgerTime, Memory};
    let sentences = pages::sentences();
    let entries: Vec<Entry> = (0..1_000_u64)
        .map(|n| {
            let story = if n % 10 == 9 { n - 1 } else { n };
            let seed = usize::try_from(story).expect("a small number");
            let words = (0..20).map(|at| sentences[(seed * 7 + at * (seed % 11 + 1)) % sentences.len()]);
            let body = words.collect::<Vec<_>>().join(" ") + &format!(" {story}");
            let text =
                sketch::Text { headline: &format!("Story {story}"), body: &body, language: None, site: "a.example" };
            let (content, sketch) = sketch::mark(text);
            let source = SourcePosition {
                topic: TopicId(0),
                partition: Partition(0),
                offset: Offset(n),
                part: Part(0),
                timestamp_ms: 0,
            };
            Entry {
                source,
                claim: Claim::Article {
                    url: format!("https://a.example/{n}"),
                    content,
                    sketch,
                    facts: Facts::default(),
                },
            }
        })
        .collect();
    let rules = policy().verdict;
    bencher.with_inputs(|| Memory::new(rules.clone())).bench_values(|mut memory| {
        for (time, entry) in (0..).zip(&entries) {
            divan::black_box(memory.fold(LedgerTime(time), entry));
        }
        memory
    });
}

/// The page as a crawler's JSON envelope.
fn envelope(page: &str) -> RawRecord {
    let value = serde_json::json!({ "url": pages::URL, "html": page, "fetched_at": "2026-10-05T15:00:00Z" });
    RawRecord { value: Some(value.to_string().into_bytes()), ..RawRecord::default() }
}
