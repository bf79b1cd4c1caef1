//! The headers of what goes out: a CloudEvent in binary mode.
//!
//! # Source
//! CloudEvents 1.0.2 § 3.1 (attributes) and its Kafka protocol binding § 3.2 (`ce_` headers, `content-type`).

use jiff::Timestamp;

use super::Origin;
use crate::desk::normalize::{Article, ArticleId};

/// What tells one event from another.
pub(super) struct Event {
    /// The type, `copydesk.` and more.
    pub(super) kind: &'static str,
    /// Unique for this producer and the same however often the event is told, so that readers which see uncommitted
    /// records too can tell repeats.
    pub(super) id: String,
    /// The `$id` of the value's schema.
    pub(super) schema: &'static str,
}

/// The producer, as every event names it. The same for all replicas, as they are one producer; an id is unique under it.
const SOURCE: &str = "/copydesk";

/// The event of an article that goes out.
pub(super) fn published(update: bool, origin: &Origin<'_>) -> Event {
    let kind = if update { "copydesk.article.updated.v1" } else { "copydesk.article.published.v1" };
    Event { kind, id: id(origin), schema: "urn:copydesk:schema:article:v1" }
}

/// The event of a page that is pointed at.
pub(super) fn linked(kind: &'static str, origin: &Origin<'_>) -> Event {
    Event { kind, id: id(origin), schema: "urn:copydesk:schema:link:v1" }
}

/// A page makes one event, which is named by the page's source position. The record's time is a part of it, as a topic that
/// was made anew counts its offsets from 0 again. An article's id and version wouldn't do: an article that comes back after
/// the window begins at version 1 again.
fn id(origin: &Origin<'_>) -> String {
    let at = &origin.position;
    format!("{}/{}/{}/{}@{}", origin.topic, at.partition.0, at.offset.0, at.part.0, at.timestamp_ms)
}

/// The headers of an article's event.
pub(super) fn headers(event: &Event, article: &Article, subject: ArticleId) -> Vec<(String, Option<Vec<u8>>)> {
    told(event, article.fetched_at, article.traceparent.as_deref(), subject)
}

/// The headers of an event: its time is the fetch, the moment at which what it tells was so.
pub(super) fn told(
    event: &Event,
    fetched_at: Timestamp,
    traceparent: Option<&str>,
    subject: ArticleId,
) -> Vec<(String, Option<Vec<u8>>)> {
    let mut headers = vec![
        ("ce_specversion", "1.0".to_owned()),
        ("ce_id", event.id.clone()),
        ("ce_source", SOURCE.to_owned()),
        ("ce_type", event.kind.to_owned()),
        ("ce_time", fetched_at.to_string()),
        ("ce_subject", subject.to_string()),
        ("ce_dataschema", event.schema.to_owned()),
        ("content-type", "application/json".to_owned()),
    ];
    headers.extend(traceparent.map(|context| ("traceparent", context.to_owned())));
    headers.into_iter().map(|(name, value)| (name.to_owned(), Some(value.into_bytes()))).collect()
}
