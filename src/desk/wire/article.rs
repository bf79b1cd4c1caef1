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
use crate::desk::verdict::{Change, Instant, Judgement, PerMille, Verdict};

/// What a record tells beside the article itself.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) version: u32,
    /// The id of the first article of its story; its own where `None`.
    pub(super) story: Option<ArticleId>,
    /// What it changes, where it isn't the first version.
    pub(super) change: Option<Change>,
    pub(super) first_published_at: Option<Instant>,
    /// The URL that names the article, where that isn't the page's canonical one.
    pub(super) url: Option<&'a str>,
    /// Canonical URLs that earlier pages of it have named.
    pub(super) aliases: &'a [String],
}

impl<'a> Told<'a> {
    /// What a judgement tells; the version is 1 where it publishes none.
    pub(super) fn of(judgement: &'a Judgement) -> Self {
        let (version, change, first_published_at) = match judgement.verdict {
            Verdict::Update { version, change, first_published_at } => (version, Some(change), first_published_at),
            _ => (1, None, None),
        };
        let known_as = judgement.known_as.as_ref();
        Self {
            version,
            story: judgement.story,
            change,
            first_published_at,
            url: known_as.map(|known| known.url.as_str()),
            aliases: known_as.map_or(&[], |known| known.aliases.as_slice()),
        }
    }
}

/// A share from 0 to 1, in thousandths.
pub(super) fn share(PerMille(thousandths): PerMille) -> f64 {
    f64::from(thousandths) / 1000.0
}

/// The value of a record on the articles' topic.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    id: String,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_fields: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change_ratio: Option<f64>,
    urls: Urls<'a>,
    publisher: Publisher<'a>,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative_headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    correction: Option<&'a str>,
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_published_at: Option<String>,
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
    aliases: Vec<&'a str>,
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
    pub(super) fn new(sketched: &'a Sketched, told: Told<'a>, origin: Option<&Origin<'a>>) -> Self {
        let article = &sketched.article;
        let urls = &article.urls;
        let canonical = told.url.unwrap_or(&urls.canonical);
        let id = id_of(article, told.url);
        let story = told.story.unwrap_or(id);
        Self {
            id: id.to_string(),
            version: told.version,
            changed_fields: told.change.map(|change| change.fields.names()),
            change_ratio: told.change.and_then(|change| change.ratio).map(share),
            urls: Urls {
                fetched: &urls.fetched,
                final_url: urls.final_url.as_deref(),
                canonical,
                aliases: aliases(urls, told.aliases, canonical),
            },
            publisher: Publisher { name: article.publisher.name.as_deref(), domain: &article.publisher.domain },
            headline: &article.headline,
            alternative_headline: article.alternative_headline.as_deref(),
            description: article.description.as_deref(),
            body: article.body_text(),
            correction: article.correction.as_deref(),
            authors: article.authors.iter().map(|name| Author { name }).collect(),
            agency: article.agency.as_deref(),
            first_published_at: told.first_published_at.map(|at| at.to_string()),
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
            story: Story { id: story.to_string(), original: story == id },
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

/// The id of the article that this URL names, or that the page's canonical one does.
pub(super) fn id_of(article: &normalize::Article, url: Option<&str>) -> ArticleId {
    url.map_or(article.id, ArticleId::of)
}

/// Every other address of the article, sorted, without repeats and without the one that names it.
fn aliases<'a>(urls: &'a normalize::Urls, known: &'a [String], canonical: &str) -> Vec<&'a str> {
    let stated = urls.aliases.iter().chain(known).chain([&urls.canonical]).map(String::as_str);
    let mut aliases: Vec<&str> = stated.filter(|alias| *alias != canonical).collect();
    aliases.sort_unstable();
    aliases.dedup();
    aliases
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
