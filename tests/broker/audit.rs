//! What must hold of everything that came out, read as a consumer downstream reads it.

mod missing;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    kafka::Record,
    pages::{Expected, Page},
    service::Service,
};

/// A place in the raw topic: partition and offset.
pub(crate) type Place = (i32, i64);

/// What became of a page.
#[derive(Clone, Debug)]
pub(crate) struct Fate {
    /// The verdict's name.
    pub(crate) verdict: String,
    /// The record that tells it.
    pub(crate) record: Record,
}

/// What became of every page; panics where two records tell of one.
pub(crate) fn fates(service: &Service) -> BTreeMap<Place, Fate> {
    let mut fates = BTreeMap::new();
    for topic in outputs(service) {
        for record in service.kafka.read_all(topic) {
            let (place, fate) = told(service, topic, record);
            let before = fates.insert(place, fate);
            assert!(before.is_none(), "{place:?} was told twice, last as {}", fates[&place].verdict);
        }
    }
    fates
}

fn outputs(service: &Service) -> [&str; 3] {
    let topics = &service.settings.topics;
    [&topics.articles, &topics.links, &topics.rejects]
}

/// Which page a record of an output topic tells of, and what.
fn told(service: &Service, topic: &str, record: Record) -> (Place, Fate) {
    if topic == service.settings.topics.rejects {
        return (rejected_at(&record), Fate { verdict: "rejected".to_owned(), record });
    }
    let told = value(&record);
    let verdict = match (text(&told["verdict"]), header(&record, "ce_type").as_str()) {
        ("", "copydesk.article.published.v1") => "new",
        ("", "copydesk.article.updated.v1") => "update",
        (verdict, _) => verdict,
    };
    (source(&told), Fate { verdict: verdict.to_owned(), record })
}

/// Every page that was sent has one verdict, the one that it must have; each story was told in full once; and the
/// group stands behind the last of them. `pages` are all that were sent, in that order.
pub(crate) fn audit(service: &Service, pages: &[Page]) -> BTreeMap<Place, Fate> {
    assert_eq!(service.committed(), service.sent(), "the group does not stand behind what was sent");
    let fates = fates(service);
    let placed = placed(pages);
    missing::nothing_is_missing(service, &placed, &fates);
    let mut stories: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (place, page) in placed {
        let url = &page.url;
        let fate = &fates[&place];
        match page.expected {
            Expected::Story(number) => stories.entry(number).or_default().push(&fate.verdict),
            Expected::Unchanged => assert_eq!(fate.verdict, "unchanged", "{place:?} {url}"),
            Expected::Update => assert_eq!(fate.verdict, "update", "{place:?} {url}"),
            Expected::Rejected => assert_eq!(fate.verdict, "rejected", "{place:?} {url}"),
        }
    }
    assert_eq!(fates.len(), pages.len(), "something came out that was not sent");
    links_lead_to_articles(&fates);
    for (number, mut verdicts) in stories {
        verdicts.sort_unstable();
        let mut expected = vec!["duplicate"; verdicts.len() - 1];
        expected.push("new");
        assert_eq!(verdicts, expected, "story {number}");
    }
    fates
}

/// The pages, each with its place: they were sent to their partitions in this order.
fn placed(pages: &[Page]) -> Vec<(Place, &Page)> {
    let mut ends: BTreeMap<i32, i64> = BTreeMap::new();
    let place = |page: &Page| {
        let end = ends.entry(page.partition).or_default();
        *end += 1;
        (page.partition, *end - 1)
    };
    pages.iter().map(place).zip(pages).collect()
}

/// Whatever is told as a copy is a copy of an article that was published.
fn links_lead_to_articles(fates: &BTreeMap<Place, Fate>) {
    let published: BTreeSet<String> = fates
        .values()
        .filter(|fate| matches!(fate.verdict.as_str(), "new" | "update"))
        .map(|fate| text(&value(&fate.record)["id"]).to_owned())
        .collect();
    for (place, fate) in fates {
        if matches!(fate.verdict.as_str(), "duplicate" | "near_duplicate" | "unchanged") {
            let told = value(&fate.record);
            let of = if fate.verdict == "unchanged" { &told["id"] } else { &told["original"]["id"] };
            assert!(published.contains(text(of)), "{place:?} is a copy of what was never published: {told}");
        }
    }
}

/// Every article event there is.
pub(crate) fn articles(service: &Service) -> Vec<Record> {
    service.kafka.read_all(&service.settings.topics.articles)
}

/// The value of an article or a link.
pub(crate) fn value(record: &Record) -> Value {
    serde_json::from_slice(record.value.as_deref().unwrap_or_default()).expect("articles and links are JSON")
}

/// The last header of that name; empty where there is none.
pub(crate) fn header(record: &Record, name: &str) -> String {
    let value = record.headers.iter().rev().find(|(known, _)| known == name).and_then(|(_, value)| value.as_deref());
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}

fn rejected_at(record: &Record) -> Place {
    let number = |name: &str| header(record, name).parse::<i64>().expect("a dead letter says where it lay");
    let partition = number("__connect.errors.partition");
    (i32::try_from(partition).expect("a partition"), number("__connect.errors.offset"))
}

fn source(told: &Value) -> Place {
    let source = if told["provenance"].is_null() { &told["source"] } else { &told["provenance"]["source"] };
    let number = |name: &str| source[name].as_i64().unwrap_or_else(|| panic!("no source in {told}"));
    (i32::try_from(number("partition")).expect("a partition"), number("offset"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
