//! Bylines: who the page says wrote the article, as written, best evidence first.
//!
//! Whether a byline names persons, an agency or the publisher again is `normalize`'s to say; here only what can be no
//! byline at all is left out, and what names nobody but the publisher is put last.

mod seen;

use super::CANDIDATES_MAX;
use super::headline::{self, Site};
use super::json_ld::Article;
use super::microdata::Item;
use super::scan::{Scan, Spot};
use crate::desk::decode::Tree;
use crate::desk::extract::{Evidence, Found};

pub(in crate::desk::extract) use seen::is_name;
pub(super) use seen::{holds_authors, is_in_authors};

/// `<meta>` names that state an author, best first.
const METAS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "byl",
    "byline",
    "cxenseparse:author",
    "cxenseparse:rbs-authors",
    "citation_author",
    "article:author_name",
    "authors",
    "articleauthor",
    "article_author",
    "article-author",
    "content_author",
    "author_name",
    "creator",
    "og:article:author",
    "shareaholic:article_author_name",
];

/// Those of them that library catalogues read, which put the family name first: `Doe, Jane`.
const CATALOGUE_METAS: &[&str] = &["citation_author", "dc.creator", "dcterms.creator"];

/// What the label of a preview card's fact says where the fact is the author (WordPress's and Ghost's plugins state
/// such cards: `twitter:label1`, `twitter:data1`), in lower case.
const CARD_LABELS: &[&str] = &[
    "written by",
    "author",
    "by",
    "verfasst von",
    "geschrieben von",
    "autor",
    "écrit par",
    "auteur",
    "escrito por",
    "scritto da",
    "geschreven door",
    "skrevet av",
    "skrevet af",
    "skriven av",
    "kirjoittanut",
    "napisane przez",
    "napsal(a)",
    "szerző:",
    "scris de",
    "yazan",
    "автор",
    "написано автором",
    "ditulis oleh",
    "執筆者",
    "作者",
    "글쓴이",
];

/// Who wrote the text and where it came from, as the page says it.
pub(super) struct Bylines {
    /// Every byline of the page, ranked.
    pub(super) bylines: Vec<Found<String>>,
    /// What a label calls the text's source.
    pub(super) sources: Vec<Found<String>>,
}

/// Every byline of the page, and the sources that it states.
pub(super) fn bylines(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline_at: Option<Spot>,
    site: &Site,
) -> Bylines {
    let mut out = Vec::new();
    push(&mut out, article.authors.iter().map(String::as_str), Evidence::JsonLd);
    let title = scan.title.as_deref().unwrap_or_default();
    // A platform puts the paper in front of itself: `Harbour Post | Portal`.
    let is_platform = |text: &str| text.split_once(" | ").is_some_and(|(paper, _)| site.is_named(paper));
    let is_own = |text: &str| site.is_named(text) || headline::ends(title, text) || is_platform(text);
    // One meta's values belong together; another meta states them again in its own way, or the author where the first names
    // the site.
    let mut metas = METAS.iter().filter_map(|&name| {
        let values: Vec<String> =
            scan.metas(name).filter(|value| is_byline(value)).map(|value| turned(name, value)).collect();
        (!values.is_empty()).then_some(values)
    });
    let first = metas.next();
    let is_sites = |values: &Vec<String>| values.iter().all(|value| site.is_itself(value));
    let meta =
        if first.as_ref().is_some_and(is_sites) { metas.find(|values| !is_sites(values)).or(first) } else { first };
    push(&mut out, meta.iter().flatten().map(String::as_str), Evidence::Meta);
    push(&mut out, card(scan).into_iter(), Evidence::Meta);
    push(&mut out, item.all("author").chain(item.all("creator")), Evidence::Microdata);
    let seen::Seen { bylines: seen, sources } = seen::seen(tree, scan, headline_at, !out.is_empty());
    push(&mut out, seen.iter().map(String::as_str), Evidence::Visible);
    push(&mut out, scan.metas("article:author"), Evidence::OpenGraph);
    push(&mut out, article.author_organizations.iter().map(String::as_str), Evidence::JsonLd);
    // What names the site again is kept for last, where a reader sees it sign: `normalize` may know better.
    let (own, others): (Vec<_>, Vec<_>) = out.into_iter().partition(|found| is_own(&found.value));
    let is_kept = |found: &Found<String>| {
        let is_publication = site.is_itself(&found.value) && !seen::is_full_name(&found.value);
        // That an organization wrote it is stated on purpose; where its name stands for a person's, a field had to be filled.
        !is_publication || article.author_organizations.contains(&found.value) || {
            let name = headline::squashed(&found.value);
            seen.iter().any(|line| headline::squashed(line).contains(&name))
        }
    };
    let bylines = others.into_iter().chain(own.into_iter().filter(is_kept)).collect();
    let sources = sources.into_iter().map(|value| Found { value, from: Evidence::Visible }).collect();
    Bylines { bylines, sources }
}

fn push<'a>(out: &mut Vec<Found<String>>, values: impl Iterator<Item = &'a str>, from: Evidence) {
    for value in values.filter(|value| is_byline(value)).take(CANDIDATES_MAX) {
        out.push(Found { value: value.to_owned(), from });
    }
}

/// Whether the text could name somebody: letters, no address, no handle.
fn is_byline(text: &str) -> bool {
    let is_address = text.contains("://")
        || text.starts_with(['@', '/'])
        || text.starts_with("www.")
        || text.contains('/') && text.contains('.') && !text.contains(' ');
    let is_mail = text.contains('@') && !text.contains(' ');
    text.chars().any(char::is_alphabetic) && !is_address && !is_mail
}

/// A catalogue's `Doe, Jane` as `Jane Doe`; anything else as it is.
fn turned(meta: &str, value: &str) -> String {
    let parted = value.split_once(", ").filter(|_| CATALOGUE_METAS.contains(&meta));
    let single = parted.filter(|(family, given)| !family.contains(' ') && !given.contains([',', ';']));
    single.map_or_else(|| value.to_owned(), |(family, given)| format!("{given} {family}"))
}

/// The author as the page's preview card states one.
fn card<'a>(scan: &'a Scan<'_>) -> Option<&'a str> {
    let label = scan.meta(&["twitter:label1"])?.to_lowercase();
    scan.meta(&["twitter:data1"]).filter(|_| CARD_LABELS.contains(&label.as_str()))
}
