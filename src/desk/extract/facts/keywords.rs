//! Keywords: what the page states or links as its tags.

use std::cell::LazyCell;

use super::json_ld::Article;
use super::likeness::likeness;
use super::scan::{Scan, Spot, Tagged, is_marked};
use super::section::is_catch_all;
use super::{push, short};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found};

/// `<meta>` names that state keywords, best first.
const METAS: &[&str] = &["news_keywords", "keywords", "parsely-tags", "sailthru.tags", "dc.subject", "dcterms.subject"];

/// The longest name of a tag that the page links, in characters.
const TAG_CHARS_MAX: usize = 80;

/// How like the only keyword is to the headline that it was made of: the same words but for a site's name. Set by hand, as are the four
/// below; `the_headline_is_no_keyword` moves with them.
const HEADLINE_LIKE: f64 = 0.85;

/// How like one of several is, and how many words it has at least: what a shorter headline names may well be its subject.
const IDENTICAL: f64 = 0.999;
const LISTED_WORDS_MIN: usize = 4;

/// How like single words together are to the headline that was cut into them, the short ones left out; and how many they are at
/// least, since two words of a headline may be what it is about.
const CUT_LIKE: f64 = 0.8;
const CUT_WORDS_MIN: usize = 3;

/// How many levels above a link the post that it tags may open. Set by hand.
const POST_DEPTH_MAX: usize = 12;

/// Folders that hold what is filed in a category, whatever the link's relation says.
pub(super) const CATEGORY_FOLDERS: &[&str] =
    &["/category/", "/categories/", "/categoria/", "/kategorie/", "/categorie/"];

/// Keywords from the first kind of evidence that has any.
pub(super) fn keywords(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    headline: Option<&str>,
    headline_at: Option<Spot>,
) -> Vec<Found<String>> {
    let mut out = Vec::new();
    let graph = || scan.metas("article:tag").chain(scan.metas("og:article:tag")).chain(scan.metas("video:tag"));
    let meta = |name| scan.metas(name).map(|text| (Evidence::Meta, text.to_owned()));
    push(&mut out, article.keywords.iter().map(|text| (Evidence::JsonLd, text.clone())));
    leave_headline(&mut out, headline);
    if out.is_empty() {
        push(&mut out, graph().map(|text| (Evidence::OpenGraph, text.to_owned())));
        leave_headline(&mut out, headline);
    }
    for name in METAS {
        if out.is_empty() {
            push(&mut out, meta(name));
            leave_headline(&mut out, headline);
        }
    }
    if out.is_empty() {
        push(&mut out, tags(tree, scan, headline_at).map(|text| (Evidence::Visible, text)));
    }
    if out.is_empty() {
        push(&mut out, listed(tree, headline_at).into_iter().map(|text| (Evidence::Visible, text)));
    }
    out
}

/// Signs that part the keywords of one value.
pub(in crate::desk) const SEPARATORS: [char; 6] = [',', ';', '|', '，', '、', '،'];

/// Leaves out what some content systems fill in where nobody has: the headline, whole or cut into words.
fn leave_headline(found: &mut Vec<Found<String>>, headline: Option<&str>) {
    let Some(headline) = headline.filter(|_| !found.is_empty()) else { return };
    let parts = |value: &str| value.split(SEPARATORS).map(str::to_owned).collect::<Vec<_>>();
    // Alone it may be any spelling of the headline; among others what a short one is about.
    let count = found.iter().map(|found| parts(&found.value).len()).sum::<usize>();
    let (like, words_min) = if count == 1 { (HEADLINE_LIKE, 1) } else { (IDENTICAL, LISTED_WORDS_MIN) };
    let is_headline = |part: &str| {
        // What is half as long says something else.
        2 * part.len() > headline.len()
            && part.split_whitespace().count() >= words_min
            && likeness(part, headline) >= like
    };
    for found in found.iter_mut() {
        if parts(&found.value).iter().any(|part| is_headline(part)) {
            let rest: Vec<String> = parts(&found.value).into_iter().filter(|part| !is_headline(part)).collect();
            found.value = rest.join(",");
        }
    }
    found.retain(|found| !found.value.trim().is_empty());
    let all: Vec<String> = found.iter().flat_map(|found| parts(&found.value)).collect();
    let is_cut = all.len() >= CUT_WORDS_MIN && all.iter().all(|part| !part.trim().contains(' '));
    if is_cut && likeness(&all.join(" "), headline) >= CUT_LIKE {
        found.clear();
    }
}

/// The `<article>` around an element.
fn post(tree: &Tree, id: NodeId) -> Option<NodeId> {
    tree.ancestors(id).take(POST_DEPTH_MAX).find(|&above| tree.is(above, Tag::Article))
}

/// The story's `<article>`: the one around the headline, or the first below it.
pub(super) fn own_post(tree: &Tree, headline_at: Option<Spot>) -> Option<NodeId> {
    let headline = headline_at?.id;
    post(tree, headline).or_else(|| tree.elements(Tag::Article).find(|&article| article > headline))
}

/// Whether an element stands in no other story's `<article>`.
pub(super) fn is_of(tree: &Tree, id: NodeId, own: Option<NodeId>) -> bool {
    post(tree, id).is_none_or(|post| own.is_none_or(|own| own == post))
}

/// The tags that the page links as its own: in the relation `tag`, not `category`, and not in another story's post.
fn tags<'a>(tree: &'a Tree, scan: &'a Scan<'_>, headline_at: Option<Spot>) -> impl Iterator<Item = String> + 'a {
    let own = LazyCell::new(move || own_post(tree, headline_at));
    let is_category = |tagged: &Tagged| {
        let href = tree.value(tagged.spot.id, Key::Href).unwrap_or_default();
        tagged.is_category || CATEGORY_FOLDERS.iter().any(|folder| href.contains(folder))
    };
    let ours = scan
        .tags
        .iter()
        .filter(move |tagged| !tagged.spot.aside && !is_category(tagged) && is_of(tree, tagged.spot.id, *own));
    let names = ours.filter_map(|tagged| short::line(tree, tagged.spot.id, TAG_CHARS_MAX, |_| false));
    names.filter(|name| !is_catch_all(&name.to_lowercase()))
}

/// The tags of a list that its class calls so, each a link into a folder of tags, behind the headline.
fn listed(tree: &Tree, headline_at: Option<Spot>) -> Vec<String> {
    let leads_to_tag = |link: &NodeId| {
        let href = tree.value(*link, Key::Href).unwrap_or_default().trim().trim_end_matches('/');
        let mut folders = href.rsplit('/');
        folders.next().is_some_and(|name| !name.is_empty())
            && folders.next().is_some_and(|it| TAG_FOLDERS.contains(&it))
    };
    let is_list = |link: &NodeId| {
        let around = || tree.ancestors(*link).filter(|&above| tree.is_element(above));
        let is_called = |words: &[&str], depth: usize| around().take(depth).any(|above| is_marked(tree, above, words));
        is_called(TAG_WORDS, LIST_DEPTH_MAX) && !is_called(CLOUD_WORDS, CLOUD_DEPTH_MAX)
    };
    let links = tree.elements(Tag::A).filter(|link| headline_at.is_none_or(|spot| *link > spot.id));
    let own = LazyCell::new(|| own_post(tree, headline_at));
    let links = links.filter(leads_to_tag).take(LINKS_MAX).filter(|link| is_of(tree, *link, *own));
    let links: Vec<NodeId> = links.filter(is_list).collect();
    // So many are all that the site has.
    if links.len() > LISTED_MAX {
        return Vec::new();
    }
    let names = links.into_iter().filter_map(|link| short::line(tree, link, TAG_CHARS_MAX, |_| false));
    names.map(without_count).filter(|name| !is_catch_all(&name.to_lowercase())).collect()
}

/// A tag without how many bear it: `Bridges (12)`.
fn without_count(name: String) -> String {
    let is_count = |rest: &str| rest.ends_with(')') && rest.starts_with(|c: char| c.is_ascii_digit());
    match name.rsplit_once(" (") {
        Some((bare, rest)) if is_count(rest) => bare.to_owned(),
        _ => name,
    }
}

/// Folders of addresses that hold what bears a tag.
#[rustfmt::skip]
const TAG_FOLDERS: &[&str] = &[
    "cimke", "cimkek", "etiqueta", "etiquetas", "hashtag", "keyword", "keywords", "mot-cle", "mots-cles", "schlagwort", "schlagworte", "stichwort",
    "stichworte", "stitek", "stitky", "sujet", "tag", "tagi", "tags", "tema", "temas", "thema", "themen", "topic", "topics",
];

/// Words of class names and ids of a list of an article's tags, and of lists of the site's.
const TAG_WORDS: &[&str] =
    &["hashtags", "keywords", "schlagworte", "schlagworter", "tag", "taglist", "tags", "temas", "themen", "topics"];
const CLOUD_WORDS: &[&str] =
    &["cloud", "menu", "nav", "navbar", "navigation", "popular", "sidebar", "tagcloud", "trending", "widget"];

/// How many levels above a link its list may open, and a part of the page that lists the site's tags. Set by hand.
const LIST_DEPTH_MAX: usize = 4;
const CLOUD_DEPTH_MAX: usize = 8;

/// The most links to tags that are looked at, and the most tags that an article has. Set by hand; `a_list_that_is_called_so_holds_tags`
/// moves with the second.
const LINKS_MAX: usize = 100;
const LISTED_MAX: usize = 20;

#[cfg(test)]
mod tests;
