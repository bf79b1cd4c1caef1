//! JSON-LD: what a page says of its article in schema.org's words.
//!
//! In: the text of each `application/ld+json` block. Out: [`Article`], the node that tells of this page, with its
//! values as plain text; the kinds of thing the page says it is; its trail of breadcrumbs. Pages often carry several
//! nodes of an article's kind (teasers, the next story, a video): the one whose address or headline is this page's
//! is taken, and what it lacks is taken from others that tell of this page.
//!
//! It follows no remote context and no framing: the names are taken as schema.org's, whatever prefix they bear.

mod mend;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::address;
use super::likeness::Words;
use super::plain::{plain, plain_lines, plain_some};
use crate::desk::extract::{Limits, budget::Budget};

/// How like two headlines must be to be one story's: the same words but for a quarter of them (a test below moves
/// with it).
const SAME_HEADLINE: f64 = 0.75;

/// Below this a headline shares little more with the page's than words any two stories share.
const OTHER_HEADLINE: f64 = 0.2;

/// The most nodes (objects) of a page that are looked at. Pages that list a whole archive have a few thousand.
const NODES_MAX: usize = 10_000;

/// The most values taken from one property that may repeat.
const VALUES_MAX: usize = 64;

/// The most characters of a short value (a name, a headline, a date), of a description and of a body.
const SHORT_CHARS_MAX: usize = 1_000;
const DESCRIPTION_CHARS_MAX: usize = 5_000;
const BODY_CHARS_MAX: usize = 1_000_000;

type Object = Map<String, Value>;

/// The blocks of one page, parsed.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    values: Vec<Value>,
}

/// Parses the page's blocks, within the caps on their bytes, objects and values in all; broken ones are mended where that
/// is possible and dropped where not.
pub(super) fn parse<'a>(blocks: impl Iterator<Item = &'a str>, limits: &Limits) -> Blocks {
    let mut budget = Budget::default();
    let taken = blocks.filter(|raw| budget.takes(raw, limits.json_ld_bytes_max, limits));
    Blocks { values: taken.flat_map(|raw| mend::values(raw.trim())).collect() }
}

/// What the page itself is known by, to tell its own node from others'.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// Addresses of this page, as spelt.
    pub(super) urls: Vec<&'a str>,
    /// Headlines as other evidence spells them (`<h1>`, `og:title`, `<title>`).
    pub(super) headlines: Vec<&'a str>,
}

/// What the page's blocks say of this page, values as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    /// Whether the best node says that it is news, not any article.
    pub(super) is_news: bool,
    pub(super) headline: Option<String>,
    pub(super) alternative_headline: Option<String>,
    pub(super) description: Option<String>,
    /// What it says was wrong before: the texts of its `correction`s.
    pub(super) correction: Option<String>,
    /// The names of persons (or of things of no stated kind) that wrote it.
    pub(super) authors: Vec<String>,
    /// The names of organizations stated as authors.
    pub(super) author_organizations: Vec<String>,
    pub(super) published: Vec<String>,
    pub(super) created: Vec<String>,
    pub(super) modified: Vec<String>,
    pub(super) sections: Vec<String>,
    pub(super) keywords: Vec<String>,
    /// Addresses of pictures, each with its caption.
    pub(super) images: Vec<(String, Option<String>)>,
    pub(super) urls: Vec<String>,
    pub(super) publisher: Option<String>,
    /// The address of the publisher's logo.
    pub(super) logo: Option<String>,
    pub(super) languages: Vec<String>,
    pub(super) is_accessible_for_free: Option<bool>,
    /// CSS selectors of the parts that only subscribers see (`hasPart` with `isAccessibleForFree` false).
    pub(super) paid_selectors: Vec<String>,
    pub(super) identifier: Option<String>,
    pub(super) body: Option<String>,
    /// schema.org types of the things the page is about, outermost first, without repeats.
    pub(super) types: Vec<String>,
    /// The names of the trail of breadcrumbs, outermost first, each with its address where stated.
    pub(super) breadcrumbs: Vec<(String, Option<String>)>,
}

/// Where an object stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// It is a block's own subject: at top level, in `@graph`, or a page's `mainEntity`.
    Root,
    /// It is the value of some other property.
    Nested,
    /// It is an item of a list, a part, or something the subject only points at: another article.
    Pointed,
}

/// An object with the kinds it states.
struct Node<'a> {
    object: &'a Object,
    types: Vec<&'a str>,
    place: Place,
}

/// How far a type speaks for the article; schema.org's tree of `CreativeWork`, as news sites use it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// `WebPage` and its like: the page around the article.
    Page,
    /// Another work that may be what the page shows.
    Work,
    /// An article.
    Article,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        match name {
            "AdvertiserContentArticle"
            | "AnalysisNewsArticle"
            | "AskPublicNewsArticle"
            | "BackgroundNewsArticle"
            | "OpinionNewsArticle"
            | "ReportageNewsArticle"
            | "ReviewNewsArticle"
            | "NewsArticle"
            | "Article"
            | "LiveBlogPosting"
            | "BlogPosting"
            | "Report"
            | "SatiricalArticle"
            | "ScholarlyArticle"
            | "TechArticle"
            | "MedicalScholarlyArticle"
            | "SocialMediaPosting" => Some(Self::Article),
            "CreativeWork"
            | "VideoObject"
            | "AudioObject"
            | "PodcastEpisode"
            | "ImageGallery"
            | "MediaGallery"
            | "Review"
            | "Recipe"
            | "ClaimReview"
            | "HowTo"
            | "DiscussionForumPosting" => Some(Self::Work),
            "WebPage" | "ItemPage" | "AboutPage" | "MedicalWebPage" => Some(Self::Page),
            _ => None,
        }
    }
}

/// Whether a type, in any spelling, is an article's.
pub(super) fn is_article_type(name: &str) -> bool {
    Kind::of(local_name(name)) == Some(Kind::Article)
}

/// What the blocks say of the page known by `known`.
pub(super) fn article(blocks: &Blocks, known: &Known<'_>) -> Article {
    let nodes = nodes(&blocks.values);
    let by_id = identified(&nodes);
    let mut out = Article { types: types(&nodes), ..Article::default() };
    if let Some(trail) = nodes.iter().find(|node| node.place != Place::Pointed && node.is("BreadcrumbList")) {
        out.breadcrumbs = breadcrumbs(trail.object);
    }
    for node in about_this_page(&nodes, known) {
        out.fill(node, &by_id);
    }
    out
}

/// Every object of the blocks, outermost first, in document order.
fn nodes(values: &[Value]) -> Vec<Node<'_>> {
    let mut out = Vec::new();
    let mut level: Vec<(&Value, Place)> = values.iter().map(|value| (value, Place::Root)).collect();
    while !level.is_empty() && out.len() < NODES_MAX {
        let mut next = Vec::new();
        for (value, place) in level {
            match value {
                Value::Array(items) => next.extend(items.iter().map(|item| (item, place))),
                Value::Object(object) if out.len() < NODES_MAX => {
                    next.extend(object.iter().map(|(key, value)| (value, place.max(place_of(key)))));
                    out.push(Node { object, types: stated_types(object), place });
                }
                _ => {}
            }
        }
        level = next;
    }
    out
}

/// Where the value of a property stands, if its subject is a root.
fn place_of(key: &str) -> Place {
    match local_name(key) {
        "@graph" | "mainEntity" | "mainEntityOfPage" => Place::Root,
        "itemListElement" | "hasPart" | "isPartOf" | "liveBlogUpdate" | "blogPost" | "blogPosts" | "mentions"
        | "citation" | "isBasedOn" | "relatedLink" | "isRelatedTo" | "comment" | "review" | "author" | "publisher"
        | "creator" | "translationOfWork" | "workTranslation" => Place::Pointed,
        _ => Place::Nested,
    }
}

/// A name without its vocabulary's prefix or address: `http://schema.org/Article` and `schema:Article` are `Article`.
fn local_name(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

fn stated_types(object: &Object) -> Vec<&str> {
    let names = object.get("@type").or_else(|| object.get("type"));
    let names = names.into_iter().flat_map(items).filter_map(Value::as_str);
    names.map(|name| local_name(name.trim())).filter(|name| !name.is_empty()).take(8).collect()
}

/// The items of an array, or the value itself.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

/// The fullest object for each `@id`: a graph states a person once and points at it elsewhere.
fn identified<'a>(nodes: &[Node<'a>]) -> BTreeMap<&'a str, &'a Object> {
    let mut out: BTreeMap<&str, &Object> = BTreeMap::new();
    for node in nodes {
        if let Some(id) = node.object.get("@id").and_then(Value::as_str) {
            let kept = out.entry(id).or_insert(node.object);
            if node.object.len() > kept.len() {
                *kept = node.object;
            }
        }
    }
    out
}

/// The types of the things that the page is about.
fn types(nodes: &[Node<'_>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let roots = nodes.iter().filter(|node| node.place == Place::Root);
    for name in roots.flat_map(|node| &node.types) {
        if out.len() < VALUES_MAX && !out.iter().any(|known| known == name) {
            out.push(plain(name, SHORT_CHARS_MAX));
        }
    }
    out
}

/// The nodes that tell of this page, best first.
fn about_this_page<'a, 'n>(nodes: &'a [Node<'n>], known: &Known<'_>) -> Vec<&'a Node<'n>> {
    let headlines: Vec<Words> = known.headlines.iter().map(|headline| Words::of(headline)).collect();
    let mut ranked = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let Some(kind) = node.types.iter().filter_map(|name| Kind::of(name)).max() else { continue };
        let urls = node.urls();
        let is_here = urls.iter().any(|url| known.urls.iter().any(|known| address::same(url, known)));
        let likeness = node
            .headline()
            .map(|headline| Words::of(&headline))
            .map_or(0.0, |own| headlines.iter().map(|other| own.likeness(other)).fold(0.0, f64::max));
        let is_like = likeness >= SAME_HEADLINE;
        let is_elsewhere = !is_here && urls.iter().any(|url| address::is_deep(url));
        let is_ours = match (node.place, kind) {
            (Place::Pointed, _) => kind == Kind::Article && is_here && is_like,
            (Place::Nested, _) | (_, Kind::Work) => is_here || is_like,
            (Place::Root, Kind::Page) => is_here || is_like || urls.is_empty(),
            // A lone article that names another address and another headline is a teaser.
            (Place::Root, Kind::Article) => !is_elsewhere || likeness >= OTHER_HEADLINE || known.headlines.is_empty(),
        };
        if is_ours {
            let matches = u8::from(is_here) + 2 * u8::from(is_like);
            let is_dated = node.object.contains_key("datePublished");
            ranked.push(((kind, matches, is_dated, Reverse((node.place, at))), node));
        }
    }
    ranked.sort_by(|(a, _), (b, _)| b.cmp(a));
    // Where several articles are ours, those that match by nothing are other stories; pages and works add to it.
    let is_rest = |(at, ((kind, matches, ..), _)): &(usize, &((Kind, u8, bool, _), _))| {
        *at == 0 || *kind != Kind::Article || *matches > 0
    };
    ranked.iter().enumerate().filter(is_rest).map(|(_, &(_, node))| node).collect()
}

impl Node<'_> {
    fn is(&self, name: &str) -> bool {
        self.types.contains(&name)
    }

    fn headline(&self) -> Option<String> {
        let short = |key| texts(self.object, key, SHORT_CHARS_MAX).into_iter().next();
        short("headline").or_else(|| short("name")).or_else(|| short("title"))
    }

    /// The addresses that it says are its own.
    fn urls(&self) -> Vec<String> {
        let mut out = Vec::new();
        for key in ["url", "mainEntityOfPage", "@id"] {
            for item in self.object.get(key).into_iter().flat_map(items).take(VALUES_MAX) {
                let url = match item {
                    Value::Object(page) => page.get("@id").or_else(|| page.get("url")).and_then(Value::as_str),
                    other => other.as_str(),
                };
                out.extend(url.map(|url| plain(url, SHORT_CHARS_MAX)).filter(|url| url.contains('/')));
            }
        }
        out
    }
}

impl Article {
    /// Takes from a node what no better node has said.
    fn fill(&mut self, node: &Node<'_>, by_id: &BTreeMap<&str, &Object>) {
        let object = node.object;
        if self.headline.is_none() {
            self.is_news = node.types.iter().any(|name| name.ends_with("NewsArticle"));
        }
        let is_page = node.types.iter().filter_map(|name| Kind::of(name)).max() == Some(Kind::Page);
        let short = |key: &str| texts(object, key, SHORT_CHARS_MAX);
        let first = |key: &str| short(key).into_iter().next();
        // A page's name is its title with the site's name in it, which the `<title>` says already.
        if !is_page {
            or_set(&mut self.headline, || first("headline").or_else(|| first("name")));
            or_set(&mut self.alternative_headline, || first("alternativeHeadline").or_else(|| first("alternateName")));
        }
        let long = |key: &str| texts(object, key, DESCRIPTION_CHARS_MAX).into_iter().next();
        or_set(&mut self.description, || long("description").or_else(|| long("abstract")));
        or_set(&mut self.correction, || correction(object, by_id));
        if self.authors.is_empty() && self.author_organizations.is_empty() {
            let stated = ["author", "creator", "authors"].into_iter().filter_map(|key| object.get(key));
            // An empty author is none: the creator may be named all the same.
            let mut lists = stated.map(|value| {
                items(value).iter().take(VALUES_MAX).filter_map(|item| Author::of(item, by_id)).collect::<Vec<_>>()
            });
            for author in lists.find(|authors| !authors.is_empty()).unwrap_or_default() {
                let names = if author.is_organization { &mut self.author_organizations } else { &mut self.authors };
                if !names.contains(&author.name) {
                    names.push(author.name);
                }
            }
        }
        for (field, key) in [
            (&mut self.published, "datePublished"),
            (&mut self.created, "dateCreated"),
            (&mut self.modified, "dateModified"),
            (&mut self.sections, "articleSection"),
            (&mut self.keywords, "keywords"),
            (&mut self.languages, "inLanguage"),
        ] {
            if field.is_empty() {
                *field = short(key);
            }
        }
        if self.created.is_empty() {
            self.created = short("uploadDate");
        }
        if self.images.is_empty() {
            let stated = object.get("image").or_else(|| object.get("thumbnailUrl"));
            let logo = logo(object, by_id);
            let pictures = stated.into_iter().flat_map(items).filter_map(|image| picture(image, by_id));
            self.images = pictures.filter(|(url, _)| logo.as_ref() != Some(url)).collect();
            self.images.truncate(VALUES_MAX);
        }
        if self.urls.len() < VALUES_MAX {
            self.urls.extend(node.urls().into_iter().filter(|url| url.contains("//") || url.starts_with('/')));
        }
        or_set(&mut self.logo, || logo(object, by_id));
        let publisher = || object.get("publisher").into_iter().flat_map(items).find_map(|item| Author::of(item, by_id));
        or_set(&mut self.publisher, || publisher().map(|publisher| publisher.name));
        if self.is_accessible_for_free.is_none() {
            self.access(object);
        }
        or_set(&mut self.identifier, || first("identifier").filter(|id| !id.contains("//")));
        or_set(&mut self.body, || {
            object.get("articleBody").and_then(Value::as_str).map(|raw| plain_lines(raw, BODY_CHARS_MAX))
        });
    }

    /// Reads who may read it: schema.org's marks for paid content.
    fn access(&mut self, object: &Object) {
        self.is_accessible_for_free = object.get("isAccessibleForFree").and_then(truth);
        let parts = object.get("hasPart").into_iter().flat_map(items).filter_map(Value::as_object);
        for part in parts.take(VALUES_MAX) {
            if part.get("isAccessibleForFree").and_then(truth) == Some(false) {
                self.is_accessible_for_free.get_or_insert(false);
                self.paid_selectors.extend(texts(part, "cssSelector", SHORT_CHARS_MAX));
            }
        }
    }
}

fn or_set(field: &mut Option<String>, value: impl FnOnce() -> Option<String>) {
    if field.is_none() {
        *field = value();
    }
}

/// The texts of a property: strings, numbers, and objects by their `@value` or `name`.
fn texts(object: &Object, key: &str, chars_max: usize) -> Vec<String> {
    let stated = object.get(key).into_iter().flat_map(items);
    stated.filter_map(|value| text(value, chars_max)).take(VALUES_MAX).collect()
}

fn text(value: &Value, chars_max: usize) -> Option<String> {
    match value {
        Value::String(raw) => plain_some(raw, chars_max),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => ["@value", "value", "name", "alternateName"]
            .into_iter()
            .find_map(|key| object.get(key).and_then(Value::as_str).and_then(|raw| plain_some(raw, chars_max))),
        _ => None,
    }
}

/// A boolean, as itself or in words: `"False"`, `"http://schema.org/True"`, `"no"`, `0`.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(word) => match local_name(word.trim()).to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Someone named as author or publisher.
struct Author {
    name: String,
    is_organization: bool,
}

impl Author {
    fn of(value: &Value, by_id: &BTreeMap<&str, &Object>) -> Option<Self> {
        let Value::Object(object) = value else {
            return Some(Self { name: text(value, SHORT_CHARS_MAX)?, is_organization: false });
        };
        let meant = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id)).copied().unwrap_or(object);
        let types = stated_types(meant);
        let is_organization = types.iter().any(|name| name.ends_with("Organization") || *name == "Corporation");
        let name = |object: &Object| {
            // A person with several names is several persons; an organization is called in several ways.
            let most = if is_organization { 1 } else { VALUES_MAX };
            let stated = object.get("name").into_iter().flat_map(items).filter_map(|name| text(name, SHORT_CHARS_MAX));
            let stated = stated.take(most).collect::<Vec<_>>().join("; ");
            Some(stated).filter(|stated| !stated.is_empty()).or_else(|| {
                let parts: Vec<String> = ["givenName", "familyName"]
                    .into_iter()
                    .filter_map(|key| object.get(key).and_then(|part| text(part, SHORT_CHARS_MAX)))
                    .collect();
                Some(parts.join(" ")).filter(|name| !name.is_empty())
            })
        };
        Some(Self { name: name(object).or_else(|| name(meant))?, is_organization })
    }
}

/// A picture's address and caption.
fn picture(value: &Value, by_id: &BTreeMap<&str, &Object>) -> Option<(String, Option<String>)> {
    let Value::Object(object) = value else {
        return Some((text(value, SHORT_CHARS_MAX)?, None));
    };
    let meant = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id)).copied().unwrap_or(object);
    let first = |key: &str| texts(meant, key, DESCRIPTION_CHARS_MAX).into_iter().next();
    let url = first("url").or_else(|| first("contentUrl")).or_else(|| first("@id"))?;
    Some((url, first("caption").or_else(|| first("description"))))
}

/// The address of its publisher's logo.
fn logo(object: &Object, by_id: &BTreeMap<&str, &Object>) -> Option<String> {
    let publisher = object.get("publisher").into_iter().flat_map(items).find_map(Value::as_object)?;
    let pointed = publisher.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id)).copied();
    let logo = pointed.unwrap_or(publisher).get("logo").into_iter().flat_map(items).next()?;
    picture(logo, by_id).map(|(url, _)| url)
}

/// The texts of its corrections, each in words or as a `CorrectionComment`; an address alone says nothing.
fn correction(object: &Object, by_id: &BTreeMap<&str, &Object>) -> Option<String> {
    let stated = object.get("correction").into_iter().flat_map(items).take(VALUES_MAX);
    let texts: Vec<String> = stated
        .filter_map(|value| match value {
            Value::Object(comment) => {
                let pointed = comment.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id)).copied();
                let comment = pointed.unwrap_or(comment);
                ["text", "description", "name", "headline"]
                    .into_iter()
                    .find_map(|key| texts(comment, key, DESCRIPTION_CHARS_MAX).into_iter().next())
            }
            other => text(other, DESCRIPTION_CHARS_MAX),
        })
        .filter(|text| !text.contains("://") || text.contains(' '))
        .collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// The trail's entries in the order of their positions, outermost first.
fn breadcrumbs(trail: &Object) -> Vec<(String, Option<String>)> {
    let entries = trail.get("itemListElement").into_iter().flat_map(items).filter_map(Value::as_object);
    let mut out = Vec::new();
    for (at, entry) in entries.take(VALUES_MAX).enumerate() {
        let item = entry.get("item");
        let of_item =
            |key: &str| item.and_then(Value::as_object).and_then(|item| text(item.get(key)?, SHORT_CHARS_MAX));
        let own = |key: &str| entry.get(key).and_then(|value| text(value, SHORT_CHARS_MAX));
        let url = item.and_then(Value::as_str).map(str::to_owned).or_else(|| of_item("@id")).or_else(|| of_item("url"));
        let position = own("position").and_then(|position| position.parse().ok()).unwrap_or(at + 1);
        if let Some(name) = own("name").or_else(|| of_item("name")) {
            out.push((position, (name, url)));
        }
    }
    out.sort_by_key(|&(position, _)| position);
    out.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests;
