//! Records that can't be read and articles that can't be written: each ends where somebody finds it, whole, and its
//! neighbours pass.

use crate::{
    audit::{self, header},
    pages::{self, Expected, Page},
    service::Service,
};
use copydesk::desk::wire::Dialect;

#[test]
fn a_record_that_cannot_be_read_is_kept_whole() {
    let service = Service::new("unreadable", 1);
    let (key, value) = (&b"key \xff"[..], &b"{\"url\": \xff\x00 not JSON"[..]);
    let headers: [(&str, &[u8]); 3] =
        [("content-type", b"application/json"), ("crawler", b"\x00\xfe"), ("crawler", b"said twice")];
    let neighbours = pages::draw(5, 5, 1);
    service.feed(&neighbours[..2]);
    let offset = service.send(0, Some(key), value, &headers);
    service.feed(&neighbours[2..]);
    let replica = service.start(0);
    service.seen.until_pages(neighbours.len() + 1);
    replica.leave();

    let fates = audit::fates(&service);
    let letter = &fates[&(0, offset)];
    assert_eq!(letter.verdict, "rejected");
    let record = &letter.record;
    assert_eq!((record.key.as_deref(), record.value.as_deref()), (Some(key), Some(value)));
    let (own, added) = record.headers.split_at(headers.len());
    let sent = headers.map(|(name, value)| (name.to_owned(), Some(value.to_vec())));
    assert_eq!(own, sent);
    let added: Vec<&str> = added.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(added, Dialect::default().headers().collect::<Vec<_>>());
    assert_eq!(header(record, "copydesk-reason"), "bad-json");
    assert_eq!(header(record, "copydesk-stage"), "capture");
    assert_eq!(header(record, "__connect.errors.topic"), service.raw());
    assert_eq!(header(record, "__connect.errors.offset"), offset.to_string());
    assert_eq!(fates.values().filter(|fate| fate.verdict == "new").count(), neighbours.len());
}

/// Bytes of the largest batch that the articles' topic takes in the test below.
const ARTICLE_BYTES_MAX: usize = 200_000;

#[test]
fn an_article_that_the_broker_refuses_holds_up_no_other() {
    let mut service = Service::new("refused-article", 1);
    // What is sent must be as large as what is written.
    service.settings.producer.insert("compression.type".to_owned(), "none".to_owned());
    // The topic is smaller than the service believes it to be.
    let size = ARTICLE_BYTES_MAX.to_string();
    service
        .kafka
        .set(&service.settings.topics.articles, &[("max.message.bytes", &size), ("cleanup.policy", "compact")]);
    let mut pages = pages::draw(6, 5, 1);
    let large: Vec<String> = (0..).take(200).map(|number| pages::text(700_000 + number)).collect();
    let large = Page {
        partition: 0,
        url: "https://long.example/read".to_owned(),
        text: large.join("\n\n"),
        content_type: "text/plain",
        expected: Expected::Rejected,
    };
    assert!(large.text.len() > ARTICLE_BYTES_MAX);
    pages.insert(2, large.clone());
    service.feed(&pages);
    let replica = service.start(0);
    service.seen.until_pages(pages.len());

    // What could not be published hides none that comes after it: the copy is refused for itself.
    let copy = Page { url: "https://copy.example/read".to_owned(), ..large };
    service.feed(std::slice::from_ref(&copy));
    pages.push(copy);
    let sights = service.seen.until_pages(pages.len());
    replica.leave();

    let fates = audit::audit(&service, &pages);
    for place in [(0, 2), (0, service.sent()[&0] - 1)] {
        assert_eq!(header(&fates[&place].record, "copydesk-reason"), "undeliverable");
    }
    assert_eq!(fates.values().filter(|fate| fate.verdict == "new").count(), 5);
    println!("aborted on the way: {:#?}", sights[0].aborted);
}
