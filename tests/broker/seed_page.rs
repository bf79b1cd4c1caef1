//! The page that the service is for first of all: stripped to its text, through a real broker, out as an article.

use std::env;

use serde_json::Value;

use crate::{
    audit::{header, value},
    kafka::Record,
    service::Service,
};

/// Written for this test, in the shape of a page that was stripped to its text: facts first, the headline twice.
const PAGE: &str = "\
News ID: 512077
Published: 0640 GMT April 9, 2019

Harbour council agrees on a new lighthouse for the northern pier

Harbour council agrees on a new lighthouse for the northern pier

The harbour council agreed on Tuesday to build a new lighthouse at the end of the northern pier, after two winters in \
which boats could hardly find the channel.

The old tower, built of timber a century ago, has stood dark since a storm broke its lamp room in November.

“Nobody who sails here needs to be told why,” the harbour master, Edda Lindqvist, told reporters after the meeting.

Work begins in June and should take five months, the council said in its decision.
";

/// Sends a stripped page through a replica; what came out on the articles' topic.
fn published(page: &str, url: &str) -> (Record, Value) {
    let service = Service::new("seed-page", 1);
    let replica = service.start(0);
    let headers: [(&str, &[u8]); 2] = [("content-type", b"text/plain"), ("url", url.as_bytes())];
    service.send(0, None, page.as_bytes(), &headers);
    service.seen.until_pages(1);
    replica.leave();
    let topic = &service.settings.topics.articles;
    let mut records = service.kafka.read_all(topic);
    let record = records.pop().expect("it was published");
    assert!(records.is_empty(), "it was published again");
    transcript(topic, &record);
    let article = value(&record);
    (record, article)
}

/// What a console consumer would show; seen with `--nocapture`.
fn transcript(topic: &str, record: &Record) {
    let shown = |bytes: &Option<Vec<u8>>| String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    println!("{topic}[{}] at {}, key {}", record.partition, record.offset, shown(&record.key));
    for (name, value) in &record.headers {
        println!("  {name}: {}", shown(value));
    }
    let value = shown(&record.value);
    println!("  {}…", value.chars().take(900).collect::<String>());
}

#[test]
fn a_stripped_page_comes_out_as_an_article() {
    let (record, article) = published(PAGE, "https://harbour.example/news/512077");
    assert_eq!(article["headline"], "Harbour council agrees on a new lighthouse for the northern pier");
    assert_eq!(article["published_at"], "2019-04-09T06:40:00Z");
    assert_eq!(article["external_id"], "512077");
    assert_eq!(article["language"], "en");
    assert_eq!(article["version"], 1);
    let body = article["body"].as_str().expect("an article has a body");
    assert!(!body.contains("agrees on a new lighthouse"), "the headline stands in the body");
    assert_eq!(body.split("\n\n").count(), 4, "{body}");
    assert_eq!(record.key.as_deref(), article["id"].as_str().map(str::as_bytes));
    assert_eq!(header(&record, "ce_type"), "copydesk.article.published.v1");
    assert_eq!(header(&record, "content-type"), "application/json");
}

#[test]
fn the_seed_page_comes_out_as_an_article() {
    let root = env::var("COPYDESK_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let Ok(page) = std::fs::read_to_string(format!("{root}/seed/page.txt")) else {
        eprintln!("skipped: no seed page under {root}");
        return;
    };
    let (_, article) = published(&page, "https://seed.example/news/200356");
    let headline = article["headline"].as_str().expect("an article has a headline");
    assert!(headline.starts_with("Lavrov: Moscow to bring diplomatic missions"), "{headline}");
    assert_eq!(article["published_at"], "2017-09-11T02:04:00Z");
    assert_eq!(article["external_id"], "200356");
    assert_eq!(article["language"], "en");
    let body = article["body"].as_str().expect("an article has a body");
    assert!(!body.contains(headline), "the headline stands in the body");
    assert_eq!(body.split("\n\n").count(), 13, "{body}");
}
