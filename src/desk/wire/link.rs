//! Links: what is not published in full is told in a small record that points at what is.

use jiff::Timestamp;
use serde::Serialize;

use super::article::share;
use super::{Channel, Origin, Outgoing, Source, event, json, key};
use crate::desk::normalize::ArticleId;
use crate::desk::sketch::Sketched;
use crate::desk::verdict::{Judgement, Link, Verdict};

/// What was judged.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// An article.
    Article(&'a Sketched),
    /// A page that is gone.
    Gone {
        /// The canonical spelling of its URL.
        url: &'a str,
        /// When it was found to be gone.
        fetched_at: Timestamp,
        /// W3C trace context of the crawl.
        traceparent: Option<&'a str>,
    },
}

/// The value of a record on the links' topic.
#[derive(Serialize)]
struct Record<'a> {
    id: String,
    url: &'a str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_fields: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_ratio: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<Target<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Spread<'a>>,
    fetched_at: Timestamp,
    source: Source<'a>,
}

/// What it is a copy of, and how alike the two are: shares from 0 to 1 in thousandths.
#[derive(Serialize)]
struct Target<'a> {
    id: String,
    url: &'a str,
    publisher: &'a str,
    kind: &'static str,
    containment: f64,
    resemblance: f64,
    of_copy: f64,
    of_original: f64,
}

/// How far the story had spread when this copy was judged, so that a consumer needs no state to tell it.
#[derive(Serialize)]
struct Spread<'a> {
    articles: u32,
    publishers: u16,
    first_publishers: &'a [String],
}

impl<'a> Spread<'a> {
    fn of(link: &'a Link) -> Self {
        Self { articles: link.story_articles, publishers: link.story_publishers, first_publishers: &link.publishers }
    }
}

impl<'a> Target<'a> {
    fn of(link: &'a Link) -> Self {
        Self {
            id: link.original.to_string(),
            url: &link.original_url,
            publisher: &link.original_publisher,
            kind: link.kind.name(),
            containment: share(link.containment),
            resemblance: share(link.resemblance),
            of_copy: share(link.of_copy),
            of_original: share(link.of_original),
        }
    }
}

/// The record of a duplicate, a near-duplicate, an unchanged article, an update that changes too little to be published,
/// or a withdrawal: key the article's id, value as
/// `config/schema/link.v1.json` describes it. `None` for verdicts that are told in full or that reject.
///
/// `version` is the published version that stands, or that of the update; it is left out where the article was never published itself.
pub fn link(judgement: &Judgement, subject: &Subject<'_>, origin: &Origin<'_>) -> Option<Outgoing> {
    let (kind, version, original) = match &judgement.verdict {
        Verdict::Duplicate(link) => ("copydesk.link.duplicate.v1", None, Some(link)),
        Verdict::NearDuplicate(link) => ("copydesk.link.near-duplicate.v1", None, Some(link)),
        Verdict::Unchanged { version, link } => ("copydesk.link.unchanged.v1", Some(*version), link.as_ref()),
        Verdict::Withdrawn { version } => ("copydesk.link.withdrawn.v1", Some(*version), None),
        Verdict::Update { version, change, .. } if change.minor => {
            ("copydesk.link.minor-update.v1", Some(*version), None)
        }
        Verdict::New | Verdict::Update { .. } | Verdict::Rejected(_) => return None,
    };
    let (url, fetched_at, traceparent) = match subject {
        Subject::Article(sketched) => {
            let article = &sketched.article;
            (article.urls.canonical.as_str(), article.fetched_at, article.traceparent.as_deref())
        }
        Subject::Gone { url, fetched_at, traceparent } => (*url, *fetched_at, *traceparent),
    };
    let url = judgement.known_as.as_ref().map_or(url, |known| known.url.as_str());
    let id = ArticleId::of(url);
    let change = if let Verdict::Update { change, .. } = judgement.verdict { Some(change) } else { None };
    let record = Record {
        id: id.to_string(),
        url,
        verdict: judgement.verdict.name(),
        version: version.filter(|version| *version > 0),
        changed_fields: change.map(|change| change.fields.names()),
        change_ratio: change.and_then(|change| change.ratio).map(share),
        original: original.map(Target::of),
        story: judgement.story.map(|story| story.to_string()),
        spread: original.map(Spread::of),
        fetched_at,
        source: Source::of(origin),
    };
    Some(Outgoing {
        channel: Channel::Links,
        key: Some(key(id)),
        value: Some(json(&record)),
        headers: event::told(&event::linked(kind, origin), fetched_at, traceparent, id),
    })
}
