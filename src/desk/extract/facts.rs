//! Facts: headline, standfirst, bylines, dates, section, images, links, language and publisher, from JSON-LD, OpenGraph,
//! `<meta>`, microdata and what a reader sees.
//!
//! Each fact is gathered as evidence and choice: where pages may contradict themselves, every candidate is kept in the
//! order of how often it is right, and `normalize` takes the first that can be read. Nothing is parsed here.

mod address;
mod bylines;
mod cards;
mod dates;
mod description;
mod headline;
mod json_ld;
pub(super) mod keywords;
pub(super) mod likeness;
mod microdata;
pub(super) mod openers;
mod parsely;
pub(super) mod pictures;
pub(super) mod plain;
mod publisher;
mod scan;
mod section;
pub(super) mod short;

use super::{Draft, Evidence, Found, Hints, Limits};
use crate::desk::decode::{NodeId, Page, Tree};
use headline::Site;
use json_ld::{Article, Known};
use microdata::Item;
use scan::Scan;

pub(super) use bylines::is_name;
pub(super) use pictures::add_pictures;

/// The most candidates of one fact.
const CANDIDATES_MAX: usize = 24;

/// Gathers the facts that a page's markup states; the body is left empty. `known_name` is the source's name where that
/// is known already: it goes from titles like those that the page states.
pub(super) fn gather(page: &Page, tree: &Tree, limits: &Limits, known_name: Option<&str>) -> Draft {
    let mut scan = scan::scan(tree);
    for meta in parsely::metas(&scan) {
        scan.note(meta);
    }
    let blocks = json_ld::parse(scan.json_ld.iter().copied(), limits);

    let canonicals: Vec<Found<String>> = canonicals(page, &scan);
    let own = page.final_url.as_ref().unwrap_or(&page.url);
    let host = own.host_str().unwrap_or_default();
    let site_names =
        ["og:site_name", "application-name", "twitter:app:name:iphone", "al:ios:app_name", "publisher", "dc.publisher"];
    let logos = headline::take_logos(tree, &mut scan, host);
    let logo_names = || logos.iter().map(String::as_str);
    let stated_names = site_names.iter().filter_map(|name| scan.meta(&[name])).chain(logo_names());
    let first_site = Site::new(known_name.into_iter().chain(stated_names), host, scan.title.as_deref());

    // The page's headlines as other evidence has them tell its own JSON-LD node from teasers'.
    let og_title = scan.meta(headline::SHARED_TITLES);
    let titles: Vec<&str> =
        og_title.into_iter().chain(scan.title.as_deref()).map(|title| first_site.strip(title)).collect();
    let first_h1 = headline::shown(tree, &scan.h1s, &titles, &first_site);
    let known = Known {
        urls: [page.url.as_str(), own.as_str()]
            .into_iter()
            .chain(canonicals.iter().map(|found| found.value.as_str()))
            .collect(),
        headlines: titles.iter().copied().chain(first_h1.iter().map(|shown| shown.text.as_str())).collect(),
    };
    let article = json_ld::article(&blocks, &known);

    let names =
        site_names.iter().filter_map(|name| scan.meta(&[name])).chain(article.publisher.as_deref()).chain(logo_names());
    let site = Site::new(known_name.into_iter().chain(names), host, scan.title.as_deref());
    let choice = headline::choose(tree, &scan, &article, og_title, own, &site);
    scan.settle(tree, choice.at.map(|spot| spot.id));
    let item = microdata::item(tree, &scan, choice.at.map(|spot| spot.id));

    let dates = dates::dates(page, tree, &scan, &article, &item, &choice, limits);
    let bylines = bylines::bylines(tree, &scan, &article, &item, choice.at, &site);
    let mut draft = Draft {
        bylines: bylines.bylines,
        sources: bylines.sources,
        published: dates.published,
        modified: dates.modified,
        pictures: pictures::pictures(tree, &scan, &article, own, choice.at),
        headline: choice.headline,
        alternative_headline: choice.alternative,
        ..Draft::default()
    };
    draft.correction = article.correction.as_deref().map(|text| found(text, Evidence::JsonLd));
    let headline = draft.headline.as_ref().map(|found| found.value.as_str());
    draft.description = description::description(&scan, &article, &item, headline, &site);
    let is_apart = |other: &Found<String>| {
        let is_description = |text: &Found<String>| headline::squashed(&text.value) == headline::squashed(&other.value);
        let is_slogan = || site.is_slogan(&other.value, headline.unwrap_or_default(), scan.title.as_deref());
        !draft.description.as_ref().is_some_and(is_description) && !is_slogan()
    };
    draft.alternative_headline = draft.alternative_headline.filter(is_apart);
    let here = section::Known { url: own, headline, headline_at: choice.at };
    draft.section = section::section(tree, &scan, &article, &item, &here);
    draft.keywords = keywords::keywords(tree, &scan, &article, &here, &site);
    draft.canonicals = canonicals;
    push(&mut draft.canonicals, article.urls.iter().map(|url| (Evidence::JsonLd, url.clone())));
    draft.aliases = aliases(page, &scan);
    draft.languages = languages(page, &scan, &article, &item);
    draft.publisher = publisher::publisher(tree, &scan, &article, &item, headline, host);
    draft.sources.extend(publisher::agency(&article, host).map(|name| found(name, Evidence::JsonLd)));
    draft.external_id = external_id(&scan, &article);
    draft.is_accessible_for_free = is_accessible_for_free(&scan, &article, &item);
    draft.hints = hints(&scan, article, &item, choice.at.map(|spot| spot.id));
    draft
}

fn push(out: &mut Vec<Found<String>>, values: impl Iterator<Item = (Evidence, String)>) {
    for (from, value) in values {
        if out.len() < CANDIDATES_MAX && !value.is_empty() && !out.iter().any(|known| known.value == value) {
            out.push(Found { value, from });
        }
    }
}

fn found(value: &str, from: Evidence) -> Found<String> {
    Found { value: value.to_owned(), from }
}

/// The addresses that links and metas call the article's own.
fn canonicals(page: &Page, scan: &Scan<'_>) -> Vec<Found<String>> {
    let mut out = Vec::new();
    push(&mut out, scan.linked("canonical").map(|link| (Evidence::Markup, link.href.to_owned())));
    push(&mut out, scan.metas("og:url").map(|url| (Evidence::OpenGraph, url.to_owned())));
    push(&mut out, header_links(page, "canonical").map(|url| (Evidence::Http, url)));
    out
}

/// The addresses that the HTTP `Link` header states in that relation.
///
/// # Source: RFC 8288 §3.
fn header_links(page: &Page, rel: &str) -> impl Iterator<Item = String> {
    let headers = page.http_headers.iter().filter(|(name, _)| name == "link");
    let links = headers.flat_map(|(_, value)| value.split(',')).take(CANDIDATES_MAX);
    links.filter_map(move |link| {
        let (url, parameters) = link.split_once('<')?.1.split_once('>')?;
        parameters.contains(rel).then(|| url.to_owned())
    })
}

/// Other addresses of the same article: its AMP page, its short link, its page for small screens.
fn aliases(page: &Page, scan: &Scan<'_>) -> Vec<Found<String>> {
    let mut out = Vec::new();
    let short = ["amphtml", "shortlink", "shorturl"].into_iter().flat_map(|rel| scan.linked(rel));
    // An alternate in another language is another article; feeds and apps state a media type instead.
    let mobile = scan.linked("alternate").filter(|link| link.media.is_some() && link.hreflang.is_none());
    push(&mut out, short.chain(mobile).map(|link| (Evidence::Markup, link.href.to_owned())));
    push(&mut out, header_links(page, "shortlink").map(|url| (Evidence::Http, url)));
    out
}

/// The languages that the page states.
fn languages(page: &Page, scan: &Scan<'_>, article: &Article, item: &Item) -> Vec<Found<String>> {
    let mut out = Vec::new();
    let meta = |name| scan.metas(name).map(|tag| (Evidence::Meta, tag.to_owned()));
    let header = page.http_headers.iter().filter(|(name, _)| name == "content-language");
    push(&mut out, scan.lang.into_iter().map(|tag| (Evidence::Markup, tag.trim().to_owned())));
    push(&mut out, article.languages.iter().map(|tag| (Evidence::JsonLd, tag.clone())));
    push(&mut out, item.all("inlanguage").map(|tag| (Evidence::Microdata, tag.to_owned())));
    push(&mut out, scan.metas("og:locale").map(|tag| (Evidence::OpenGraph, tag.to_owned())));
    for name in ["content-language", "language", "dc.language", "dcterms.language"] {
        push(&mut out, meta(name));
    }
    push(&mut out, header.map(|(_, tag)| (Evidence::Http, tag.clone())));
    out
}

/// The source's own number for the article.
fn external_id(scan: &Scan<'_>, article: &Article) -> Option<Found<String>> {
    let json_ld = article.identifier.as_deref().map(|id| found(id, Evidence::JsonLd));
    let names = [
        "article:id",
        "article_id",
        "article-id",
        "articleid",
        "parsely-post-id",
        "cxenseparse:recs:articleid",
        "cxenseparse:articleid",
        "bt:id",
        "post-id",
        "postid",
        "content-id",
        "contentid",
        "brightspot.contentid",
        "dc.identifier",
    ];
    let is_id = |id: &&str| id.chars().count() <= 64 && !id.contains("//") && !id.contains(' ');
    json_ld
        .filter(|id| is_id(&id.value.as_str()))
        .or_else(|| scan.meta(&names).filter(is_id).map(|id| found(id, Evidence::Meta)))
}

/// Whether the page says that it can be read without paying.
fn is_accessible_for_free(scan: &Scan<'_>, article: &Article, item: &Item) -> Option<Found<bool>> {
    let json_ld = article.is_accessible_for_free.map(|value| Found { value, from: Evidence::JsonLd });
    let micro = || {
        let value = match item.first("isaccessibleforfree")?.to_ascii_lowercase().as_str() {
            "true" => true,
            "false" => false,
            _ => return None,
        };
        Some(Found { value, from: Evidence::Microdata })
    };
    let tier = || {
        let value = match scan.meta(&["article:content_tier"])?.to_ascii_lowercase().as_str() {
            "free" => true,
            "locked" | "metered" => false,
            _ => return None,
        };
        Some(Found { value, from: Evidence::OpenGraph })
    };
    json_ld.or_else(micro).or_else(tier)
}

/// What the page says it is, and the body as structured data give it.
fn hints(scan: &Scan<'_>, article: Article, item: &Item, headline_at: Option<NodeId>) -> Hints {
    let mut types: Vec<String> = Vec::new();
    let micro = item.types.iter().flat_map(|stated| stated.split_ascii_whitespace());
    let micro = micro.map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name));
    for name in article.types.iter().map(String::as_str).chain(micro).chain(scan.meta(&["og:type"])) {
        let name = name.to_lowercase();
        if !types.contains(&name) {
            types.push(name);
        }
    }
    let longest = item.all("articlebody").max_by_key(|body| body.len()).map(str::to_owned);
    let article_body = article.body.filter(|body| !body.is_empty()).or(longest);
    Hints { article_body, types, headline_at, lists_cards: false }
}

#[cfg(test)]
mod tests;
