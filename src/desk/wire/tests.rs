mod schema;

use std::collections::BTreeMap;

use super::{Channel, Dialect, Origin, Outgoing, Subject, letter, link, published, rejected, replayed, size, size_max};
use crate::desk::capture::{self, Offset, Part, Partition, RawRecord, SourcePosition, TopicId};
use crate::desk::extract::{Block, Evidence, Role};
use crate::desk::normalize::urls::URL_BYTES_MAX;
use crate::desk::normalize::{Article, ArticleId, Dated, Image, Precision, Provenance, Publisher, Urls};
use crate::desk::sketch::{self, ContentHash, Sketched};
use crate::desk::verdict::lineage::{Change, Fields, Instant};
use crate::desk::verdict::memory::ALIASES_MAX;
use crate::desk::verdict::{Judgement, Kind, KnownAs, Link, PerMille, Reason, Verdict};

const CANONICAL: &str = "https://news.example/a";
const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

fn origin() -> Origin<'static> {
    let position = SourcePosition {
        topic: TopicId::of("pages.raw"),
        partition: Partition(3),
        offset: Offset(42),
        part: Part(0),
        timestamp_ms: 1_505_095_440_000,
    };
    Origin { topic: "pages.raw", position }
}

fn bare() -> Sketched {
    let article = Article {
        id: ArticleId::of(CANONICAL),
        urls: Urls {
            fetched: "https://news.example/a?x=1".into(),
            final_url: None,
            canonical: CANONICAL.into(),
            aliases: vec![],
        },
        publisher: Publisher { name: None, domain: "news.example".into() },
        headline: "Bridge reopens".into(),
        alternative_headline: None,
        description: None,
        body: ["The bridge reopened on Monday.", "Traffic was \"light\"."]
            .map(|text| Block { role: Role::Paragraph, text: text.into() })
            .into(),
        correction: None,
        authors: vec![],
        agency: None,
        published_at: None,
        modified_at: None,
        fetched_at: "2017-09-11T02:05:00.5Z".parse().unwrap(),
        language: None,
        section: None,
        keywords: vec![],
        images: vec![],
        external_id: None,
        is_accessible_for_free: None,
        word_count: 8,
        traceparent: None,
        provenance: BTreeMap::new(),
        notes: vec![],
    };
    Sketched { content: ContentHash(0xabc), ..sketch::sketch(article) }
}

fn full() -> Sketched {
    let mut sketched = bare();
    let article = &mut sketched.article;
    article.urls.final_url = Some(CANONICAL.into());
    article.urls.aliases = vec!["https://news.example/amp/a".into()];
    article.publisher.name = Some("The Example".into());
    article.alternative_headline = Some("Bridge open".into());
    article.description = Some("After a year of work.".into());
    article.correction = Some("It took a year.".into());
    article.authors = vec!["Ada Ames".into()];
    article.agency = Some("Example Wire".into());
    let dated = Dated {
        at: "2017-09-11T02:04:00Z".parse().unwrap(),
        offset: jiff::tz::Offset::UTC,
        precision: Precision::Minute,
        zone_known: true,
        raw: "0204 GMT September 11, 2017".into(),
    };
    article.modified_at = Some(dated.clone());
    article.published_at = Some(dated);
    article.language = Some("en".into());
    article.section = Some("City".into());
    article.keywords = vec!["bridge".into()];
    article.images = vec![Image { url: "https://news.example/a.jpg".into(), caption: Some("The bridge".into()) }];
    article.external_id = Some("200356".into());
    article.is_accessible_for_free = Some(true);
    article.traceparent = Some(TRACE.into());
    let said = |from, raw: Option<&str>| Provenance { from, raw: raw.map(str::to_owned) };
    article.provenance.insert("published_at", said(Evidence::Visible, None));
    article.provenance.insert("headline", said(Evidence::JsonLd, Some("Bridge  reopens")));
    sketched
}

fn judged(verdict: Verdict) -> Judgement {
    Judgement { story: Some(ArticleId::of(CANONICAL)), ..Judgement::alone(verdict) }
}

/// An update of the headline, the body and the pictures.
fn update(version: u32) -> Verdict {
    let change = Change { fields: Fields(0b0100_0101), ratio: Some(PerMille(12)), minor: false };
    Verdict::Update { version, change, first_published_at: full().article.published_at.as_ref().and_then(Instant::of) }
}

fn minor_update(version: u32) -> Verdict {
    let change = Change { fields: Fields(0b0000_0100), ratio: Some(PerMille(2)), minor: true };
    Verdict::Update { version, change, first_published_at: None }
}

fn known_as() -> KnownAs {
    KnownAs {
        url: "https://news.example/2017/a".into(),
        aliases: vec![CANONICAL.into(), "https://news.example/b".into()],
    }
}

fn copy() -> Link {
    Link {
        original: ArticleId::of("https://other.example/b"),
        original_url: "https://other.example/b".into(),
        original_publisher: "other.example".into(),
        kind: Kind::Excerpt,
        containment: PerMille(873),
        resemblance: PerMille(550),
        of_copy: PerMille(873),
        of_original: PerMille(402),
        story_articles: 12,
        story_publishers: 9,
        publishers: vec!["other.example".into(), "third.example".into()],
    }
}

fn text(bytes: Option<&Vec<u8>>) -> &str {
    std::str::from_utf8(bytes.expect("bytes")).unwrap()
}

fn headers(record: &Outgoing) -> Vec<String> {
    record.headers.iter().map(|(name, value)| format!("{name}: {}", text(value.as_ref()))).collect()
}

#[test]
fn a_full_article_has_these_very_bytes() {
    let id = ArticleId::of(CANONICAL);
    let record = published(&judged(Verdict::New), &full(), &origin()).unwrap();
    assert_eq!(record.channel, Channel::Articles);
    assert_eq!(text(record.key.as_ref()), id.to_string());
    let expect = [
        format!(r#"{{"id":"{id}","version":1,"#),
        r#""urls":{"fetched":"https://news.example/a?x=1","final":"https://news.example/a","#.into(),
        r#""canonical":"https://news.example/a","aliases":["https://news.example/amp/a"]},"#.into(),
        r#""publisher":{"name":"The Example","domain":"news.example"},"#.into(),
        r#""headline":"Bridge reopens","alternative_headline":"Bridge open","#.into(),
        r#""description":"After a year of work.","#.into(),
        r#""body":"The bridge reopened on Monday.\n\nTraffic was \"light\".","correction":"It took a year.","#.into(),
        r#""authors":[{"name":"Ada Ames"}],"agency":"Example Wire","#.into(),
        r#""published_at":"2017-09-11T02:04:00Z","modified_at":"2017-09-11T02:04:00Z","#.into(),
        r#""fetched_at":"2017-09-11T02:05:00.5Z","language":"en","section":"City","keywords":["bridge"],"#.into(),
        r#""images":[{"url":"https://news.example/a.jpg","caption":"The bridge"}],"external_id":"200356","#.into(),
        r#""is_accessible_for_free":true,"word_count":8,"#.into(),
        format!(r#""content_hash":"{:032x}","story":{{"id":"{id}","original":true}},"#, 0xabc),
        r#""provenance":{"source":{"topic":"pages.raw","partition":3,"offset":42,"part":0},"#.into(),
        format!(r#""extractor":"copydesk {}","#, env!("CARGO_PKG_VERSION")),
        r#""fields":{"headline":{"from":"json-ld","raw":"Bridge  reopens"},"#.into(),
        r#""published_at":{"from":"visible","raw":"0204 GMT September 11, 2017","#.into(),
        r#""precision":"minute","zone_known":true}},"notes":[]}}"#.into(),
    ];
    assert_eq!(text(record.value.as_ref()), expect.concat());
    assert_eq!(
        headers(&record),
        [
            "ce_specversion: 1.0".to_owned(),
            "ce_id: pages.raw/3/42/0@1505095440000".into(),
            "ce_source: /copydesk".into(),
            "ce_type: copydesk.article.published.v1".into(),
            "ce_time: 2017-09-11T02:05:00.5Z".into(),
            format!("ce_subject: {id}"),
            "ce_dataschema: urn:copydesk:schema:article:v1".into(),
            "content-type: application/json".into(),
            format!("traceparent: {TRACE}"),
        ]
    );
}

#[test]
fn an_update_has_its_own_type_and_keeps_its_story() {
    let mut judgement = judged(update(7));
    judgement.story = Some(ArticleId::of("https://other.example/b"));
    let record = published(&judgement, &bare(), &origin()).unwrap();
    let value: serde_json::Value = serde_json::from_slice(record.value.as_ref().unwrap()).unwrap();
    assert_eq!(value["version"], 7);
    assert_eq!(value["changed_fields"], serde_json::json!(["headline", "body", "images"]));
    assert_eq!(value["change_ratio"], 0.012);
    assert_eq!(value["first_published_at"], "2017-09-11T02:04:00Z");
    assert_eq!(value["story"]["original"], false);
    assert_eq!(value.get("published_at"), None);
    let told = headers(&record);
    assert!(told.contains(&"ce_type: copydesk.article.updated.v1".to_owned()));
    assert!(!told.iter().any(|header| header.starts_with("traceparent")));
}

#[test]
fn a_near_duplicate_has_these_very_bytes() {
    let (id, original) = (ArticleId::of(CANONICAL), ArticleId::of("https://other.example/b"));
    let mut judgement = judged(Verdict::NearDuplicate(copy()));
    judgement.story = Some(original);
    let sketched = full();
    let record = link(&judgement, &Subject::Article(&sketched), &origin()).unwrap();
    assert_eq!(record.channel, Channel::Links);
    assert_eq!(text(record.key.as_ref()), id.to_string());
    let expect = [
        format!(r#"{{"id":"{id}","url":"https://news.example/a","verdict":"near_duplicate","#),
        format!(r#""original":{{"id":"{original}","url":"https://other.example/b","#),
        r#""publisher":"other.example","kind":"excerpt","containment":0.873,"resemblance":0.55,"#.into(),
        format!(r#""of_copy":0.873,"of_original":0.402}},"story":"{original}","#),
        r#""spread":{"articles":12,"publishers":9,"first_publishers":["other.example","third.example"]},"#.into(),
        r#""fetched_at":"2017-09-11T02:05:00.5Z","#.into(),
        r#""source":{"topic":"pages.raw","partition":3,"offset":42,"part":0}}"#.into(),
    ];
    assert_eq!(text(record.value.as_ref()), expect.concat());
    let told = headers(&record);
    assert!(told.contains(&"ce_type: copydesk.link.near-duplicate.v1".to_owned()));
    assert!(told.contains(&"ce_id: pages.raw/3/42/0@1505095440000".to_owned()));
    assert!(told.contains(&format!("traceparent: {TRACE}")));
}

#[test]
fn an_article_keeps_the_name_that_it_was_published_under() {
    let first = ArticleId::of(&known_as().url);
    let judgement = Judgement { story: Some(first), known_as: Some(known_as()), ..judged(update(2)) };
    let (full, bare) = (full(), bare());
    let record = published(&judgement, &full, &origin()).unwrap();
    assert_eq!(text(record.key.as_ref()), first.to_string());
    let value: serde_json::Value = serde_json::from_slice(record.value.as_ref().unwrap()).unwrap();
    assert_eq!((&value["id"], &value["story"]["original"]), (&first.to_string().into(), &true.into()));
    assert_eq!(value["urls"]["canonical"], known_as().url);
    let aliases = [CANONICAL, "https://news.example/amp/a", "https://news.example/b"];
    assert_eq!(value["urls"]["aliases"], serde_json::json!(aliases));

    let unchanged = Judgement { known_as: Some(known_as()), ..judged(Verdict::Unchanged { version: 2, link: None }) };
    let record = link(&unchanged, &Subject::Article(&bare), &origin()).unwrap();
    let value: serde_json::Value = serde_json::from_slice(record.value.as_ref().unwrap()).unwrap();
    assert_eq!((&value["id"], &value["url"]), (&first.to_string().into(), &known_as().url.into()));
}

#[test]
fn an_update_that_changes_too_little_is_told_by_a_link() {
    let sketched = full();
    let record = link(&judged(minor_update(3)), &Subject::Article(&sketched), &origin()).unwrap();
    let id = ArticleId::of(CANONICAL);
    let expect = [
        format!(r#"{{"id":"{id}","url":"https://news.example/a","verdict":"update","version":3,"#),
        format!(r#""changed_fields":["body"],"change_ratio":0.002,"story":"{id}","#),
        r#""fetched_at":"2017-09-11T02:05:00.5Z","#.into(),
        r#""source":{"topic":"pages.raw","partition":3,"offset":42,"part":0}}"#.into(),
    ];
    assert_eq!(text(record.value.as_ref()), expect.concat());
    assert!(headers(&record).contains(&"ce_type: copydesk.link.minor-update.v1".to_owned()));
}

/// Every verdict that a link tells.
fn linked() -> [Verdict; 6] {
    [
        minor_update(3),
        Verdict::Duplicate(copy()),
        Verdict::NearDuplicate(copy()),
        Verdict::Unchanged { version: 2, link: None },
        Verdict::Unchanged { version: 0, link: Some(copy()) },
        Verdict::Withdrawn { version: 3 },
    ]
}

fn gone() -> Subject<'static> {
    Subject::Gone { url: CANONICAL, fetched_at: "2017-09-12T00:00:00Z".parse().unwrap(), traceparent: Some(TRACE) }
}

#[test]
fn every_verdict_is_told_on_one_channel_only() {
    let sketched = bare();
    for verdict in linked() {
        let judgement = judged(verdict);
        assert!(published(&judgement, &sketched, &origin()).is_none());
        assert!(link(&judgement, &Subject::Article(&sketched), &origin()).is_some());
    }
    for verdict in [Verdict::New, update(2)] {
        let judgement = judged(verdict);
        assert!(published(&judgement, &sketched, &origin()).is_some());
        assert!(link(&judgement, &Subject::Article(&sketched), &origin()).is_none());
    }
    let rejected = judged(Verdict::Rejected(Reason::GoneUnknown));
    assert!(published(&rejected, &sketched, &origin()).is_none());
    assert!(link(&rejected, &gone(), &origin()).is_none());
}

#[test]
fn what_goes_out_satisfies_the_shipped_schemas() {
    let article = schema::load("article.v1.json");
    let story = Some(ArticleId::of("https://other.example/b"));
    for sketched in [bare(), full()] {
        for verdict in [Verdict::New, update(2)] {
            let record = published(&Judgement { story, ..judged(verdict) }, &sketched, &origin()).unwrap();
            schema::check(&article, &record);
        }
        schema::check_value(&article, &serde_json::to_value(super::article(&sketched, &judged(Verdict::New))).unwrap());
    }
    let link_schema = schema::load("link.v1.json");
    let sketched = full();
    for verdict in linked() {
        for subject in [Subject::Article(&sketched), gone()] {
            schema::check(&link_schema, &link(&judged(verdict.clone()), &subject, &origin()).unwrap());
        }
    }
}

#[test]
fn dead_letters_keep_every_byte_and_say_why() {
    let record = RawRecord {
        key: Some(vec![0xff, 0]),
        value: Some(vec![0, 0xfe]),
        headers: vec![("a".into(), None), ("url".into(), Some(vec![0xff])), ("a".into(), Some(b"x".to_vec()))],
        timestamp_ms: 1,
    };
    let letter = rejected(&record, &origin(), Reason::Capture(capture::Fault::MissingUrl), Dialect::Connect);
    assert_eq!((letter.channel, &letter.key, &letter.value), (Channel::Rejects, &record.key, &record.value));
    assert_eq!(letter.headers[..3], record.headers[..]);
    let added: Vec<_> = letter.headers[3..].iter().map(|(name, value)| (name.as_str(), text(value.as_ref()))).collect();
    assert_eq!(
        added,
        [
            ("__connect.errors.topic", "pages.raw"),
            ("__connect.errors.partition", "3"),
            ("__connect.errors.offset", "42"),
            ("__connect.errors.connector.name", "copydesk"),
            ("__connect.errors.stage", "CAPTURE"),
            ("__connect.errors.class.name", "copydesk::desk::capture"),
            ("__connect.errors.exception.class.name", "missing-url"),
            ("__connect.errors.exception.message", "the record states no URL"),
            ("copydesk-reason", "missing-url"),
            ("copydesk-stage", "capture"),
            ("copydesk-replays", "0"),
        ]
    );
}

/// The headers that a dead letter adds to a record without any, by what tools of its dialect ask for.
#[test]
fn dead_letters_speak_the_dialects_of_other_tools() {
    let headers = |dialect| rejected(&RawRecord::default(), &origin(), Reason::GoneUnknown, dialect).headers;
    let own = 3;
    let told = |dialect| {
        let mut told = headers(dialect);
        told.truncate(told.len() - own);
        told.into_iter().map(|(name, value)| (name, value.unwrap())).collect::<Vec<_>>()
    };
    let pair = |name: &str, value: &[u8]| (name.to_owned(), value.to_vec());
    let message = Reason::GoneUnknown.to_string();
    assert_eq!(
        told(Dialect::Streams),
        [
            pair("__streams.errors.topic", b"pages.raw"),
            pair("__streams.errors.partition", b"3"),
            pair("__streams.errors.offset", b"42"),
            pair("__streams.errors.exception", b"gone-unknown"),
            pair("__streams.errors.message", message.as_bytes()),
        ]
    );
    assert_eq!(
        told(Dialect::Spring),
        [
            pair("kafka_dlt-original-topic", b"pages.raw"),
            pair("kafka_dlt-original-partition", &[0, 0, 0, 3]),
            pair("kafka_dlt-original-offset", &[0, 0, 0, 0, 0, 0, 0, 42]),
            pair("kafka_dlt-original-timestamp", &origin().position.timestamp_ms.to_be_bytes()),
            pair("kafka_dlt-exception-fqcn", b"gone-unknown"),
            pair("kafka_dlt-exception-message", message.as_bytes()),
        ]
    );
    for &dialect in Dialect::ALL {
        let names: Vec<String> = headers(dialect).into_iter().map(|(name, _)| name).collect();
        assert!(dialect.headers().eq(names.iter().map(String::as_str)), "{names:?}");
    }
}

#[test]
fn a_replayed_dead_letter_counts_up_and_repeats_nothing() {
    let record = RawRecord { value: Some(b"x".to_vec()), headers: vec![("a".into(), None)], ..RawRecord::default() };
    for &dialect in Dialect::ALL {
        let mut letter = rejected(&record, &origin(), Reason::Panicked, dialect);
        for replays in 1..4 {
            let back = RawRecord { value: letter.value, headers: letter.headers, ..RawRecord::default() };
            letter = rejected(&back, &origin(), Reason::GoneUnknown, dialect);
            assert_eq!(letter.headers.len(), 1 + dialect.headers().count());
            let own: Vec<_> = letter.headers.iter().rev().take(3).collect();
            let pair = |name: &str, value: &str| (name.to_owned(), Some(value.as_bytes().to_vec()));
            assert_eq!(*own[0], pair("copydesk-replays", &replays.to_string()));
            assert_eq!(*own[2], pair("copydesk-reason", "gone-unknown"));
        }
    }
}

#[test]
fn a_dead_letter_is_read_back_as_the_record_that_it_was() {
    let record = RawRecord {
        key: Some(vec![0xff, 0]),
        value: Some(vec![0, 0xfe]),
        headers: vec![("a".into(), None), ("url".into(), Some(vec![0xff])), ("a".into(), Some(b"x".to_vec()))],
        timestamp_ms: 1,
    };
    assert_eq!((letter(&record), replayed(&record)), (None, None));
    let read = |told: Outgoing| RawRecord { key: told.key, value: told.value, headers: told.headers, timestamp_ms: 1 };
    // A record that was another software's dead letter before keeps what that said of it.
    let other = RawRecord {
        headers: rejected(&record, &origin(), Reason::Panicked, Dialect::Spring).headers,
        ..record.clone()
    };
    for (&dialect, record) in Dialect::ALL.iter().zip([&record, &record, &record]).chain([(&Dialect::Connect, &other)])
    {
        let told = read(rejected(record, &origin(), Reason::GoneUnknown, dialect));
        let said = letter(&told).unwrap();
        assert_eq!((said.reason, said.stage, said.whole), ("gone-unknown", "verdict", true));
        assert_eq!(
            (said.topic, said.partition, said.offset),
            (Some("pages.raw"), Some(Partition(3)), Some(Offset(42)))
        );
        assert_eq!(said.message, Some(&*Reason::GoneUnknown.to_string()));
        let own = record.headers.iter().filter(|(name, _)| !name.starts_with("copydesk-")).cloned();
        let counted = ("copydesk-replays".to_owned(), Some(said.replays.to_string().into_bytes()));
        let back = replayed(&told).unwrap();
        assert_eq!((&back.key, &back.value), (&record.key, &record.value));
        assert_eq!(back.headers, own.chain([counted]).collect::<Vec<_>>(), "{}", dialect.name());
    }

    // Of what was too large only the head is there, which is no page.
    let head = read(super::stand_in(&record, &origin(), Reason::Undeliverable, Dialect::Connect));
    assert!(!letter(&head).unwrap().whole);
    assert_eq!(replayed(&head), None);
}

#[test]
fn every_reason_makes_a_dead_letter_of_bounded_growth() {
    let record = RawRecord { value: None, ..RawRecord::default() };
    for (reason, &dialect) in Reason::all().flat_map(|reason| Dialect::ALL.iter().map(move |of| (reason, of))) {
        let letter = rejected(&record, &origin(), reason, dialect);
        assert_eq!(letter.value, None, "a null value stays null");
        assert!(size(&letter) < 1000, "{} adds {}", reason.name(), size(&letter));
    }
}

#[test]
fn a_stand_in_is_small_and_names_the_record() {
    let record = RawRecord {
        key: Some(vec![b'k'; 5000]),
        value: Some(vec![b'v'; 1 << 20]),
        headers: vec![("big".into(), Some(vec![0; 1 << 20]))],
        timestamp_ms: 1,
    };
    let letter = super::stand_in(&record, &origin(), Reason::Undeliverable, Dialect::Connect);
    assert!(size(&letter) < 8192);
    let told = headers(&letter);
    assert!(told.contains(&"copydesk-value-bytes: 1048576".to_owned()));
    let digest = blake3::hash(record.value.as_ref().unwrap());
    assert!(told.contains(&format!("copydesk-value-blake3: {digest}")));
}

#[test]
fn the_size_known_beforehand_bounds_every_record() {
    for sketched in [bare(), full()] {
        let bound = size_max(&sketched, &origin());
        for verdict in [Verdict::New, update(u32::MAX)] {
            let story = Some(ArticleId::of("https://other.example/b"));
            let known_as = matches!(verdict, Verdict::Update { .. }).then(|| KnownAs {
                url: "u".repeat(URL_BYTES_MAX),
                aliases: (0..ALIASES_MAX).map(|n| format!("{n}{}", "a".repeat(URL_BYTES_MAX - 1))).collect(),
            });
            let record = published(&Judgement { story, known_as, ..judged(verdict) }, &sketched, &origin()).unwrap();
            assert!(size(&record) <= bound, "{} is over {bound}", size(&record));
        }
        let link = link(&judged(Verdict::Duplicate(copy())), &Subject::Article(&sketched), &origin()).unwrap();
        assert!(size(&link) <= bound);
    }
}
