//! `tests/stories/<case>/`: pages in the order in which they arrive, and the verdict on each.
//!
//! `pages.json` holds `texts`, paragraphs by a short name, and `pages`. A page has a `name`, a `url`, and
//! - `headline` and `body`, a list of names of `texts` (or of paragraphs in full), or `gone: true` for a null value;
//! - where it matters `head`, `before` and `after`: markup within `<head>` and around the article;
//! - `hours` since the first page, and what is `expected`: the `verdict`, and the name of the page it is `of`; where it
//!   matters the fields that an update has `changed`, whether it is `minor`, and the other names (`aliases`) of its article.
//!
//! A story may be judged under a `change_ratio_min` of its own.

use std::{collections::BTreeMap, fmt::Write, fs, path::Path};

use copydesk::desk::{
    Policy,
    capture::{Partition, RawRecord},
    normalize::ArticleId,
    verdict::{Change, PerMille, Verdict},
};
use serde_json::{Value, json};

use super::judged::{Desk, Judged};

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
    let mut policy = Policy::default();
    if let Some(least) = story["change_ratio_min"].as_u64() {
        policy.verdict.change_ratio_min = PerMille(u16::try_from(least).unwrap());
    }
    let mut desk = Desk::under(policy);
    let mut known: BTreeMap<&str, Option<ArticleId>> = BTreeMap::new();
    for page in story["pages"].as_array().unwrap() {
        let name = page["name"].as_str().unwrap();
        let judged = desk.judge(Partition(0), &record(&story["texts"], page));
        let expected = &page["expected"];
        let of = expected["of"].as_str().map(|of| known[of].expect("a page that is pointed at is an article"));
        if expected["verdict"] != judged.verdict.name()
            || of != judged.of()
            || expected["reason"].as_str().is_some_and(|reason| judged.reason() != Some(reason))
            || !tells(expected, &judged)
        {
            writeln!(report, "\n== {title}: {}", why.trim()).unwrap();
            writeln!(report, "  {name}: expected {expected}, was {:?} {:?}", judged.verdict, judged.known_as).unwrap();
        }
        known.insert(name, judged.article);
    }
}

/// Whether an update tells of its article what is expected, where anything is.
fn tells(expected: &Value, judged: &Judged) -> bool {
    let change = if let Verdict::Update { change, .. } = judged.verdict { change } else { Change::default() };
    let aliases = judged.known_as.as_ref().map(|known| &known.aliases);
    let agree = |key: &str, said: Value| expected.get(key).is_none_or(|wanted| *wanted == said);
    agree("changed", json!(change.fields.names()))
        && agree("minor", json!(change.minor))
        && agree("aliases", json!(aliases))
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
