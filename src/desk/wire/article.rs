//! The article as it is published: schema.org NewsArticle's words in snake case, in the order of this file.
//!
//! A fact that the page doesn't state is left out; lists stand even when empty. Instants are RFC 3339, as plain
//! strings, so that every reader can take them as they are: the fetch's in UTC, the page's in the offset that it states,
//! since the day of publication is the one that its readers had. How exactly the page stated one, whether it named a zone
//! and how it spelt it, stands with the field's evidence under `provenance.fields`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::{Origin, Source};
use crate::desk::normalize::{self, ArticleId, Dated};
use crate::desk::sketch::Sketched;
use crate::desk::verdict::Verdict;

/// The version that a verdict publishes.
pub(super) fn version(verdict: &Verdict) -> Option<u32> {
    match verdict {
        Verdict::New => Some(1),
        Verdict::Update { version } => Some(*version),
        Verdict::Unchanged { .. }
        | Verdict::Duplicate(_)
        | Verdict::NearDuplicate(_)
        | Verdict::Withdrawn { .. }
        | Verdict::Rejected(_) => None,
    }
}

/// The value of a record on the articles' topic.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    id: String,
    version: u32,
    urls: Urls<'a>,
    publisher: Publisher<'a>,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative_headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    body: String,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified_at: Option<String>,
    fetched_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    keywords: &'a [String],
    images: Vec<Image<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_accessible_for_free: Option<bool>,
    word_count: u32,
    content_hash: String,
    story: Story,
    provenance: Provenance<'a>,
}

#[derive(Serialize)]
struct Urls<'a> {
    fetched: &'a str,
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    final_url: Option<&'a str>,
    canonical: &'a str,
    aliases: &'a [String],
}

#[derive(Serialize)]
struct Publisher<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    domain: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Image<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
}

/// The articles that are one text; `original` says that this article is the first of them.
#[derive(Serialize)]
struct Story {
    id: String,
    original: bool,
}

#[derive(Serialize)]
struct Provenance<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source<'a>>,
    extractor: &'static str,
    fields: BTreeMap<&'a str, Evidence<'a>>,
    notes: Vec<&'static str>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone_known: Option<bool>,
}

impl<'a> Record<'a> {
    /// The record of an article; `origin` is `None` where it came from no topic.
    pub(super) fn new(sketched: &'a Sketched, version: u32, story: ArticleId, origin: Option<&Origin<'a>>) -> Self {
        let article = &sketched.article;
        let urls = &article.urls;
        Self {
            id: article.id.to_string(),
            version,
            urls: Urls {
                fetched: &urls.fetched,
                final_url: urls.final_url.as_deref(),
                canonical: &urls.canonical,
                aliases: &urls.aliases,
            },
            publisher: Publisher { name: article.publisher.name.as_deref(), domain: &article.publisher.domain },
            headline: &article.headline,
            alternative_headline: article.alternative_headline.as_deref(),
            description: article.description.as_deref(),
            body: article.body_text(),
            authors: article.authors.iter().map(|name| Author { name }).collect(),
            agency: article.agency.as_deref(),
            published_at: article.published_at.as_ref().map(Dated::to_string),
            modified_at: article.modified_at.as_ref().map(Dated::to_string),
            fetched_at: article.fetched_at,
            language: article.language.as_deref(),
            section: article.section.as_deref(),
            keywords: &article.keywords,
            images: article
                .images
                .iter()
                .map(|image| Image { url: &image.url, caption: image.caption.as_deref() })
                .collect(),
            external_id: article.external_id.as_deref(),
            is_accessible_for_free: article.is_accessible_for_free,
            word_count: article.word_count,
            content_hash: format!("{:032x}", sketched.content.0),
            story: Story { id: story.to_string(), original: story == article.id },
            provenance: Provenance {
                source: origin.map(Source::of),
                extractor: concat!("copydesk ", env!("CARGO_PKG_VERSION")),
                fields: article
                    .provenance
                    .iter()
                    .map(|(&field, said)| (field, evidence(article, field, said)))
                    .collect(),
                notes: article.notes.iter().map(|note| note.name()).collect(),
            },
        }
    }
}

/// Where a field came from; for an instant also how exactly it was stated.
fn evidence<'a>(article: &'a normalize::Article, field: &str, said: &'a normalize::Provenance) -> Evidence<'a> {
    let dated: Option<&Dated> = match field {
        "published_at" => article.published_at.as_ref(),
        "modified_at" => article.modified_at.as_ref(),
        _ => None,
    };
    Evidence {
        from: said.from.name(),
        raw: dated.map(|dated| dated.raw.as_str()).or(said.raw.as_deref()),
        precision: dated.map(|dated| dated.precision.name()),
        zone_known: dated.map(|dated| dated.zone_known),
    }
}
