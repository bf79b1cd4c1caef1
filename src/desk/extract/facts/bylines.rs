//! Bylines: who the page says wrote the article, as written, best evidence first.
//!
//! Whether a byline names persons, an agency or the publisher again is `normalize`'s to say; here only what can be no
//! byline at all is left out, and a visible byline is put first where structured data name nobody but the publisher.

use super::headline::Site;
use super::json_ld::Article;
use super::microdata::Item;
use super::scan::{Scan, Spot};
use super::{CANDIDATES_MAX, short};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found};

/// The longest visible byline, in characters: several names with their roles. Longer texts are about the author.
const LINE_CHARS_MAX: usize = 200;

/// How far from the headline's beginning a visible byline may stand, in characters of text: before it a kicker's
/// length, after it the headline, a lead and a caption.
const BEFORE_MAX: usize = 300;
const AFTER_MAX: usize = 2_500;

/// The longest unmarked line taken for a byline, in characters, and how far behind the headline it may stand.
const UNMARKED_CHARS_MAX: usize = 80;
const UNMARKED_AFTER_MAX: usize = 1_200;

/// Words that open an unmarked byline, each followed by a name.
const OPENINGS: &[&str] = &[
    "by", "von", "par", "por", "di", "door", "av", "af", "autor", "author", "autore", "tekst", "text", "words",
    "written",
];

/// Words that label the author in a list of facts.
const LABELS: &[&str] = &["author", "autor", "autorin/autor", "autor/in", "auteur", "autore", "автор"];

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
    "creator",
];

/// Every byline of the page, ranked.
pub(super) fn bylines(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline_at: Option<usize>,
    site: &Site,
) -> Vec<Found<String>> {
    let mut out = Vec::new();
    // What names the site again is kept for last: `normalize` may know better.
    let is_someone = |name: &&str| is_byline(name) && !site.is_named(name);
    push(&mut out, article.authors.iter().map(String::as_str).filter(is_someone), Evidence::JsonLd);
    let organizations = article.author_organizations.iter().map(String::as_str).filter(is_someone);
    if out.is_empty() {
        push(&mut out, organizations, Evidence::JsonLd);
    }
    // One meta's values belong together; another meta states them again in its own way.
    let meta = METAS.iter().map(|name| scan.metas(name).filter(is_someone).collect::<Vec<_>>());
    push(&mut out, meta.into_iter().find(|values| !values.is_empty()).unwrap_or_default().into_iter(), Evidence::Meta);
    push(&mut out, item.all("author").chain(item.all("creator")).filter(is_someone), Evidence::Microdata);
    let seen = visible(tree, scan, headline_at);
    push(&mut out, seen.iter().map(String::as_str).filter(is_someone), Evidence::Visible);
    push(&mut out, scan.metas("article:author").filter(is_someone), Evidence::OpenGraph);
    let own = article.authors.iter().chain(&article.author_organizations).map(String::as_str);
    push(&mut out, own.filter(|name| is_byline(name) && site.is_named(name)), Evidence::JsonLd);
    out
}

fn push<'a>(out: &mut Vec<Found<String>>, values: impl Iterator<Item = &'a str>, from: Evidence) {
    for value in values.take(CANDIDATES_MAX) {
        out.push(Found { value: value.to_owned(), from });
    }
}

/// Whether the text could name somebody: letters, no address, no handle.
fn is_byline(text: &str) -> bool {
    let is_address = text.contains("://") || text.starts_with(['@', '/']) || text.starts_with("www.");
    let is_mail = text.contains('@') && !text.contains(' ');
    text.chars().any(char::is_alphabetic) && !is_address && !is_mail && !text.eq_ignore_ascii_case("admin")
}

/// Bylines that a reader sees, those nearest to the headline; several where one byline has several parts.
fn visible(tree: &Tree, scan: &Scan<'_>, headline_at: Option<usize>) -> Vec<String> {
    let at = headline_at.unwrap_or(0);
    let near = |spot: &&Spot| !spot.aside && spot.at + BEFORE_MAX >= at && spot.at <= at + AFTER_MAX;
    let read = |spot: &Spot| Some((*spot, names(tree, spot.id)).1).filter(|names| !names.is_empty());
    // A byline behind the headline is the rule, one before it the exception.
    let (after, before): (Vec<&Spot>, Vec<&Spot>) = scan.bylines.iter().filter(near).partition(|spot| spot.at >= at);
    let marked = after.into_iter().chain(before.into_iter().rev());
    let mut chosen: Option<(&Spot, Vec<String>)> = None;
    for spot in marked {
        let Some(names) = read(spot) else { continue };
        match &mut chosen {
            None => chosen = Some((spot, names)),
            // The next author of a list stands beside the first.
            Some((first, list)) if tree.parent(first.id) == tree.parent(spot.id) && list.len() < CANDIDATES_MAX => {
                list.extend(names.into_iter().filter(|name| !list.contains(name)).collect::<Vec<_>>());
            }
            Some(_) => {}
        }
    }
    if let Some((_, names)) = chosen {
        return names;
    }
    let unmarked = scan.lines.iter().filter(|spot| !spot.aside && spot.at >= at && spot.at <= at + UNMARKED_AFTER_MAX);
    let mut lines =
        unmarked.filter_map(|spot| short::line(tree, spot.id, UNMARKED_CHARS_MAX, |id| tree.is(id, "time")));
    if let Some(line) = lines.find(|line| opens_byline(line)) {
        return vec![line];
    }
    // Some papers sign at the end: the last marked element of the article.
    let behind = scan.bylines.iter().rev().filter(|spot| !spot.aside && spot.at > at + AFTER_MAX);
    if let Some(names) = behind.take(CANDIDATES_MAX).find_map(read) {
        return names;
    }
    let labelled = |line: &String| {
        let label = line.split([' ', ':']).next().unwrap_or_default().to_lowercase();
        LABELS.contains(&label.as_str()) && line.contains(' ')
    };
    let lines = scan.lines.iter().filter_map(|spot| short::line(tree, spot.id, UNMARKED_CHARS_MAX / 2, |_| false));
    lines
        .filter(labelled)
        .take(1)
        .map(|line| line.split_once([' ', ':']).map_or(line.clone(), |(_, name)| name.to_owned()))
        .collect()
}

/// The names that a marked element holds: its author links where it has any, else its text.
fn names(tree: &Tree, id: NodeId) -> Vec<String> {
    let is_author = |&inner: &NodeId| {
        let rel = tree.attr(inner, "rel").unwrap_or_default();
        let property = tree.attr(inner, "itemprop").unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word == "author")
            || property == "name"
            || tree.is(inner, "a") && tree.attr(inner, "href").is_some_and(is_author_link)
    };
    let inner = tree.descendants(id).take(200).filter(is_author);
    let mut out: Vec<String> = Vec::new();
    for name in inner.filter_map(|inner| short::line(tree, inner, LINE_CHARS_MAX, |_| false)) {
        if is_byline(&name) && !out.contains(&name) {
            out.push(name);
        }
    }
    if out.is_empty() {
        out.extend(short::line(tree, id, LINE_CHARS_MAX, |id| tree.is(id, "time")).filter(|text| is_byline(text)));
    }
    out
}

/// Whether a link leads to an author's own page, by the words of its path.
fn is_author_link(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).rev();
    let own = parts.next().is_some();
    own && parts.any(|part| {
        matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "autores"
                | "auteur"
                | "auteurs"
                | "autore"
                | "by"
                | "contributor"
                | "contributors"
                | "journalist"
                | "journalists"
                | "people"
                | "profile"
                | "reporter"
                | "reporters"
                | "staff"
                | "writer"
                | "writers"
        )
    })
}

/// Whether an unmarked line begins like a byline: an opening word and a name with a capital.
fn opens_byline(line: &str) -> bool {
    let mut words = line.split([' ', ':']).filter(|word| !word.is_empty());
    let opening = words.next().unwrap_or_default().to_lowercase();
    let opening = opening.as_str();
    let mut next = words.next().unwrap_or_default();
    if opening == "written" && next == "by" {
        next = words.next().unwrap_or_default();
    }
    OPENINGS.contains(&opening)
        && next.chars().next().is_some_and(char::is_uppercase)
        && !line.ends_with(['.', '!', '?'])
}
