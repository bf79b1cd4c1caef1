//! `tests/stories/<case>/`: pages in the order in which they arrive, and the verdict on each.
//!
//! `pages.json` holds `texts`, paragraphs by a short name, and `pages`. A page has a `name`, a `url`, and
//! - `headline` and `body`, a list of names of `texts` (or of paragraphs in full), or `gone: true` for a null value;
//! - where it matters `head`, `before` and `after`: markup within `<head>` and around the article;
//! - `hours` since the first page, and what is `expected`: the `verdict`, and the name of the page it is `of`.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use copydesk::desk::{
    capture::{Partition, RawRecord},
    normalize::ArticleId,
};
use serde_json::Value;

use super::judged::Desk;

/// When the first page of every story is fetched.
const START: &str = "2026-10-05T06:00:00Z";

#[test]
fn every_story_is_judged_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let cases = super::folders(&root);
    assert!(cases.len() >= 12, "only {} cases in {}", cases.len(), root.display());
    let mut report = String::new();
    for case in &cases {
        judge(case, &mut report);
    }
    assert!(report.is_empty(), "stories are judged otherwise than expected:\n{report}");
}

fn judge(case: &Path, report: &mut String) {
    let title = case.file_name().unwrap().to_string_lossy();
    let why = fs::read_to_string(case.join("why.md")).unwrap();
    assert!(!why.trim().is_empty(), "{title} doesn't say why");
    let story: Value = serde_json::from_slice(&fs::read(case.join("pages.json")).unwrap()).unwrap();
    let mut desk = Desk::new();
    let mut known: BTreeMap<&str, Option<ArticleId>> = BTreeMap::new();
    for page in story["pages"].as_array().unwrap() {
        let name = page["name"].as_str().unwrap();
        let judged = desk.judge(Partition(0), &record(&story["texts"], page));
        let expected = &page["expected"];
        let of = expected["of"].as_str().map(|of| known[of].expect("a page that is pointed at is an article"));
        if expected["verdict"] != judged.verdict.name()
            || of != judged.of()
            || expected["reason"].as_str().is_some_and(|reason| judged.reason() != Some(reason))
        {
            writeln!(report, "\n== {title}: {}", why.trim()).unwrap();
            writeln!(report, "  {name}: expected {expected}, was {:?}", judged.verdict).unwrap();
        }
        known.insert(name, judged.article);
    }
}

/// The record in which a crawler would hand over the page.
fn record(texts: &Value, page: &Value) -> RawRecord {
    let text = |key: &str| page[key].as_str().unwrap_or_default();
    let start: jiff::Timestamp = START.parse().unwrap();
    let hours = page["hours"].as_i64().unwrap_or_default();
    let fetched_at = start + jiff::SignedDuration::from_hours(hours);
    let mut record = RawRecord { timestamp_ms: fetched_at.as_millisecond(), ..RawRecord::default() };
    for (name, value) in [
        ("copydesk-format", "native"),
        ("content-type", "text/html; charset=utf-8"),
        ("url", text("url")),
        ("fetched-at", &fetched_at.to_string()),
    ] {
        record.headers.push((name.to_owned(), Some(value.as_bytes().to_vec())));
    }
    if page["gone"] == true {
        return record;
    }
    let mut html = format!("<!doctype html><html><head><title>{}</title>{}</head>", text("headline"), text("head"));
    write!(html, "<body>{}<article><h1>{}</h1>", text("before"), text("headline")).unwrap();
    for paragraph in page["body"].as_array().unwrap() {
        let paragraph = paragraph.as_str().unwrap();
        write!(html, "<p>{}</p>", texts[paragraph].as_str().unwrap_or(paragraph)).unwrap();
    }
    write!(html, "</article>{}</body></html>", text("after")).unwrap();
    record.value = Some(html.into_bytes());
    record
}
