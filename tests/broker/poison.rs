//! Records that can't be read and articles that can't be written: each ends where somebody finds it, whole, and its
//! neighbours pass.

use crate::{
    audit::{self, header},
    pages::{self, Page},
    service::Service,
};
use copydesk::desk::{
    verdict::{Claim, Entry, LedgerRecord},
    wire::Dialect,
};

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

/// Has what is sent be as large as what is written, and the articles' topic refuse what is longer than the service believes.
fn refuse_long_articles(service: &mut Service) {
    service.settings.producer.insert("compression.type".to_owned(), "none".to_owned());
    let size = pages::BATCH_BYTES.to_string();
    service
        .kafka
        .set(&service.settings.topics.articles, &[("max.message.bytes", &size), ("cleanup.policy", "compact")]);
}

#[test]
fn an_article_that_the_broker_refuses_holds_up_no_other() {
    let mut service = Service::new("refused-article", 1);
    refuse_long_articles(&mut service);
    let mut pages = pages::draw(6, 5, 1);
    let large = pages::too_long(0);
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

/// What a replica took back is the last that the ledger has, and behind it the marker of the transaction: who starts then knows all
/// that there is, though no record comes behind the marker.
#[test]
fn a_ledger_that_ends_in_a_marker_is_read_to_its_end() {
    let mut service = Service::new("ends-in-marker", 1);
    refuse_long_articles(&mut service);
    let mut pages = vec![pages::too_long(1)];
    service.feed(&pages);
    let first = service.start(0);
    service.seen.until_pages(1);
    first.leave();
    let ledger = &service.settings.topics.ledger;
    let last = service.kafka.read_all(ledger).pop().expect("the ledger has records");
    let taken_back = LedgerRecord::decode(last.value.as_deref().unwrap_or_default());
    assert!(matches!(taken_back, Ok(LedgerRecord::Entry(Entry { claim: Claim::Retraction, .. }))), "{taken_back:?}");
    assert_eq!(service.kafka.ends(ledger, "read_committed")[&0], last.offset + 2, "a marker stands behind it");

    let second = service.start(1);
    let more = pages::draw(8, 3, 1);
    service.feed(&more);
    pages.extend(more);
    service.seen.until_pages(pages.len());
    second.leave();
    audit::audit(&service, &pages);
}
