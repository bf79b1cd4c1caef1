//! The section: what the page calls the part of its site in which the article stands.
//!
//! Pages state it, link it as the article's category, show a trail of breadcrumbs that leads through it, or file the article
//! in a folder that their menu names. What only a program would call a section (a slug, a template's sign, the name for what
//! has none) stands behind what a reader would.

use std::cell::LazyCell;

use super::json_ld::Article;
use super::keywords::{CATEGORY_FOLDERS, is_of, own_post};
use super::likeness::likeness;
use super::microdata::Item;
use super::scan::{Scan, Spot, Tagged};
use super::{CANDIDATES_MAX, address, short};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found};

/// The longest name of a section, in characters.
pub(super) const CHARS_MAX: usize = 80;

/// `<meta>` names that state the section, best first.
const METAS: &[&str] = &[
    "parsely-section",
    "cxenseparse:recs:category",
    "section",
    "articlesection",
    "dc.subject.category",
    "category",
    "sailthru.section",
];

/// What content systems call the section of what was filed in none, and the pages that hold everything, in lower case.
#[rustfmt::skip]
const CATCH_ALLS: &[&str] = &[
    "a la une", "accueil", "all articles", "all posts", "alle artikel", "alle beiträge", "allgemein", "allgemeines", "article", "articles", "artikel", "beitrag", "beiträge",
    "bez kategorii", "default", "detail", "details", "featured", "forside", "front page", "frontpage", "geen categorie", "general", "home", "home page", "homepage", "hovedside",
    "ikke kategoriseret", "inicio", "início", "nezařazené", "non classé", "non classifié", "ohne kategorie", "okategoriserade", "portada", "post", "posts", "sem categoria",
    "senza categoria", "sin categoria", "sin categoría", "sin categorizar", "start", "startseite", "strona główna", "top stories", "ukategorisert", "uncategorised",
    "uncategorized", "unkategorisiert", "à la une", "без категории", "без категорії", "без рубрики", "главная", "головна", "未分类", "未分類", "미분류", "首页", "首頁",
];

/// What programs write for nothing, in lower case.
const NOTHING: &[&str] = &["false", "n/a", "none", "null", "true", "undefined"];

/// Signs of templates that were never filled in.
const UNFILLED: &[&str] = &["{", "}", "%%", "$", "[object"];

/// So many parts make a value a list of names, whatever stands behind their commas: one name has a comma at most
/// (`Money, Tips`). `the_first_of_several_sections_is_taken` moves with it.
const PARTS_MIN: usize = 3;

/// How many links a trail of breadcrumbs has at most; a menu has more. Set by hand: the deepest trails met have seven;
/// `a_trail_leads_through_the_section` moves with it.
const TRAIL_LINKS_MAX: usize = 10;

/// The most nodes of a trail that are looked at. Set by hand: twenty for each link.
const TRAIL_NODES_MAX: usize = 200;

/// How far above the headline the article's own category stands at most, in characters of text: what stands farther off is
/// another story's in the page's head. How far below doesn't matter: posts end with it. Set by hand; `the_article_is_linked_in_its_category`
/// moves with it.
const CATEGORY_ABOVE_MAX: usize = 400;

/// The longest head of an article, in characters, how many levels above the headline it opens at most, and the most of its nodes
/// that are looked at. Set by hand; `a_link_beside_the_headline_names_the_category` moves with the first.
const HEAD_CHARS_MAX: usize = 300;
const HEAD_DEPTH_MAX: usize = 4;
const HEAD_NODES_MAX: usize = 100;

/// The class that a content system gives to the menu's entry for a category of the post that is shown.
const CURRENT_CLASS: &str = "current-post-parent";

/// How like an entry of a trail is to the headline where it is the page itself: trails cut it. Set by hand.
const HERE_LIKE_MIN: f64 = 0.5;

/// How good a name for a section is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It is spelt for readers.
    Spelt,
    /// It is spelt for addresses.
    Slug,
    /// It stands for all that the site has.
    CatchAll,
}

/// What the page is known by.
pub(super) struct Known<'a> {
    pub(super) url: &'a url::Url,
    pub(super) headline: Option<&'a str>,
    pub(super) headline_at: Option<Spot>,
}

/// The section: the first stated name that is spelt for readers, else what a reader calls a stated slug, else what links say.
pub(super) fn section(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    known: &Known<'_>,
) -> Option<Found<String>> {
    let json_ld = article.sections.iter().map(|text| (Evidence::JsonLd, text.as_str()));
    let graph = scan.metas("article:section").map(|text| (Evidence::OpenGraph, text));
    let metas = METAS.iter().flat_map(|name| scan.metas(name)).map(|text| (Evidence::Meta, text));
    let micro = item.all("articlesection").map(|text| (Evidence::Microdata, text));
    let stated = json_ld.chain(graph).chain(metas).chain(micro).take(CANDIDATES_MAX);
    let names = stated.flat_map(|(from, text)| parts(text).map(move |part| (from, part.trim())));
    let is_here = |name: &str| known.headline.is_some_and(|headline| headline == name);
    let ranked = names.filter_map(|(from, name)| Some((rank(name).filter(|_| !is_here(name))?, from, name)));
    // Of equals the first.
    let best = ranked.take(CANDIDATES_MAX).min_by_key(|(rank, ..)| *rank);
    let stated = |(_, from, name): (Rank, Evidence, &str)| Found { value: name.to_owned(), from };
    let found = |value, from| Some(Found { value, from });
    match best {
        Some(best @ (Rank::Spelt, ..)) => Some(stated(best)),
        Some(best @ (Rank::Slug, ..)) => spelt_out(tree, scan, article, best.2, known).or_else(|| Some(stated(best))),
        _ => of_breadcrumbs(article, known)
            .and_then(|name| found(name, Evidence::JsonLd))
            .or_else(|| category(tree, scan, known).and_then(|name| found(name, Evidence::Markup)))
            .or_else(|| of_trails(tree, scan, known).and_then(|name| found(name, Evidence::Visible)))
            .or_else(|| folder(tree, known).and_then(|name| found(name, Evidence::Url)))
            .or_else(|| beside_headline(tree, known).and_then(|name| found(name, Evidence::Visible)))
            .or_else(|| of_menu(tree).and_then(|name| found(name, Evidence::Visible)))
            .or_else(|| best.map(stated)),
    }
}

/// What a reader calls the section that is stated as a slug: the entry of a trail that holds its letters, else the name of a
/// link that leads to it.
fn spelt_out(tree: &Tree, scan: &Scan<'_>, article: &Article, slug: &str, known: &Known<'_>) -> Option<Found<String>> {
    let letters = letters(slug);
    let is_it = |name: &str, at: Option<&str>| {
        rank(name) == Some(Rank::Spelt) && self::letters(name).contains(&letters) && !known.is_here(name, at)
    };
    let stated = article.breadcrumbs.iter().find(|(name, at)| is_it(name, at.as_deref()));
    if let Some((name, _)) = stated {
        return Some(Found { value: name.clone(), from: Evidence::JsonLd });
    }
    let shown = trail(tree, scan, known).into_iter().find(|(name, at)| is_it(name, Some(*at))).map(|(name, _)| name);
    let ends = |href: &str| href.trim().trim_end_matches('/').rsplit('/').next() == Some(slug);
    let linked = || {
        let links = tree.elements(Tag::A).filter(|&link| tree.value(link, Key::Href).is_some_and(ends));
        let mut names = links.take(CANDIDATES_MAX).filter_map(|link| short::line(tree, link, CHARS_MAX, |_| false));
        names.find(|name| rank(name) == Some(Rank::Spelt) && self::letters(name) == letters)
    };
    let filed = || categories(tree, scan, known).into_iter().find(|name| is_it(name, None));
    shown.or_else(filed).or_else(linked).map(|value| Found { value, from: Evidence::Visible })
}

/// The names that a stated value lists. A comma without a space behind it parts them, as programs join lists.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let behind = || text.split(',').skip(1);
    let is_joined = behind().any(|part| part.starts_with(char::is_alphabetic));
    let is_list = is_joined || behind().count() + 1 >= PARTS_MIN;
    let (list, whole) = if is_list { (Some(text.split(',')), None) } else { (None, Some(text)) };
    list.into_iter().flatten().chain(whole).take(CANDIDATES_MAX)
}

/// How good a name it is; nothing where it is none.
fn rank(text: &str) -> Option<Rank> {
    let lower = text.to_lowercase();
    let is_name = text.chars().count() <= CHARS_MAX
        && text.contains(char::is_alphabetic)
        && !text.contains("://")
        && !UNFILLED.iter().any(|sign| text.contains(sign))
        && !NOTHING.contains(&lower.as_str());
    let is_slug =
        || text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_/".contains(&byte));
    match is_name {
        false => None,
        true if is_catch_all(&lower) => Some(Rank::CatchAll),
        true if is_slug() => Some(Rank::Slug),
        true => Some(Rank::Spelt),
    }
}

/// Whether a name in lower case stands for what was filed nowhere, or for all that the site has.
pub(super) fn is_catch_all(lower: &str) -> bool {
    CATCH_ALLS.contains(&lower) || lower.contains('-') && CATCH_ALLS.contains(&lower.replace('-', " ").as_str())
}

/// Whether a name may be that of a section among the links of a page.
fn is_section(name: &str) -> bool {
    rank(name).is_some_and(|rank| rank < Rank::CatchAll)
}

impl Known<'_> {
    /// Whether an entry of a trail is the page itself.
    fn is_here(&self, name: &str, at: Option<&str>) -> bool {
        at.is_some_and(|at| address::same(at, self.url.as_str()))
            || self.headline.is_some_and(|headline| likeness(name, headline) >= HERE_LIKE_MIN)
    }
}

/// The innermost entry of JSON-LD's breadcrumbs that is not this page.
fn of_breadcrumbs(article: &Article, known: &Known<'_>) -> Option<String> {
    // The first entry is the front page.
    innermost(article.breadcrumbs.iter().skip(1).map(|(name, at)| (name.as_str(), at.as_deref())), known)
}

/// The innermost entry of a trail, outermost first, that names a section.
fn innermost<'e>(
    entries: impl DoubleEndedIterator<Item = (&'e str, Option<&'e str>)>,
    known: &Known<'_>,
) -> Option<String> {
    let is_ours = |name: &str, at: Option<&str>| is_section(name) && !is_archive(name, at) && !known.is_here(name, at);
    let found = entries.rev().find(|(name, at)| is_ours(name, *at))?;
    Some(found.0.to_owned())
}

/// Whether an entry of a trail leads to an archive, a year, a month or an issue: nothing by which an article is filed but time.
fn is_archive(name: &str, at: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    let last = lower.split_whitespace().next_back().unwrap_or_default();
    let is_issue = name.rsplit_once([':', '#', '/']).is_some_and(|(_, number)| is_number(number.trim()));
    let mut folders = at.unwrap_or_default().trim_end_matches('/').rsplit('/');
    let is_month = |folder: &str| folder.len() <= 2 && is_number(folder);
    let of_time =
        folders.next().is_some_and(|folder| is_year(folder) || is_month(folder) && folders.next().is_some_and(is_year));
    let says_archive = ["archiv", "archive", "archives", "archivo", "archivio"].contains(&last);
    is_year(last) || is_issue || of_time || says_archive
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && is_number(word) && (word.starts_with("19") || word.starts_with("20"))
}

/// What the page links as the article's category: the first link in that relation.
fn category(tree: &Tree, scan: &Scan<'_>, known: &Known<'_>) -> Option<String> {
    let names = categories(tree, scan, known);
    let spelt = names.iter().find(|name| rank(name) == Some(Rank::Spelt));
    spelt.or_else(|| names.iter().find(|name| is_section(name))).cloned()
}

/// The names of the links in that relation around the headline or behind it.
fn categories(tree: &Tree, scan: &Scan<'_>, known: &Known<'_>) -> Vec<String> {
    let from = known.headline_at.map_or(0, |headline| headline.at.saturating_sub(CATEGORY_ABOVE_MAX));
    let own = LazyCell::new(|| own_post(tree, known.headline_at));
    let is_ours = |tagged: &Tagged| !tagged.spot.aside && tagged.spot.at >= from && is_of(tree, tagged.spot.id, *own);
    let is_category = |tagged: &Tagged| tagged.is_category || is_in_categories(tree, tagged.spot.id);
    let ours = scan.tags.iter().filter(|tagged| is_category(tagged) && is_ours(tagged));
    ours.take(CANDIDATES_MAX).filter_map(|tagged| short::line(tree, tagged.spot.id, CHARS_MAX, |_| false)).collect()
}

/// Whether a link leads into a folder of categories.
fn is_in_categories(tree: &Tree, link: NodeId) -> bool {
    let href = tree.value(link, Key::Href).unwrap_or_default();
    CATEGORY_FOLDERS.iter().any(|folder| href.contains(folder))
}

/// The name of the first link into a folder of categories beside the headline, whatever relation it states.
fn beside_headline(tree: &Tree, known: &Known<'_>) -> Option<String> {
    let headline = known.headline_at?.id;
    let around = tree.ancestors(headline).take(HEAD_DEPTH_MAX);
    let head = around.take_while(|&above| short::fits(tree, above, HEAD_CHARS_MAX)).last()?;
    let links = tree.descendants(head).take(HEAD_NODES_MAX).filter(|&id| tree.is(id, Tag::A));
    let mut names = links
        .filter(|&link| !tree.is_hidden(link) && is_in_categories(tree, link))
        .filter_map(|link| short::line(tree, link, CHARS_MAX, |_| false));
    names.find(|name| rank(name) == Some(Rank::Spelt))
}

/// The innermost entry of the site's menu that its own class calls the category of the post that is shown.
fn of_menu(tree: &Tree) -> Option<String> {
    let is_current = |id: &NodeId| {
        tree.value(*id, Key::Class).is_some_and(|class| class.contains(CURRENT_CLASS))
            && tree.has_class(*id, CURRENT_CLASS)
    };
    let entry = tree.elements(Tag::Li).filter(is_current).last()?;
    let link = tree.descendants(entry).take(HEAD_NODES_MAX).find(|&id| tree.is(id, Tag::A))?;
    if !is_in_categories(tree, link) {
        return None;
    }
    short::line(tree, link, CHARS_MAX, |_| false).filter(|name| rank(name) == Some(Rank::Spelt))
}

/// The innermost link of the trail that a reader sees.
fn of_trails(tree: &Tree, scan: &Scan<'_>, known: &Known<'_>) -> Option<String> {
    innermost(trail(tree, scan, known).iter().map(|(name, href)| (name.as_str(), Some(*href))), known)
}

/// Signs with which a link leads back, not along a trail.
const BACK: &[char] = &['<', '←', '‹', '«'];

/// The links of the trail that a reader sees, but for the front page's: of those above the headline together, since some mark
/// each entry, else of the first below it.
fn trail<'t>(tree: &'t Tree, scan: &Scan<'_>, known: &Known<'_>) -> Vec<(String, &'t str)> {
    let headline_at = known.headline_at.map_or(usize::MAX, |headline| headline.at);
    let (above, below): (Vec<Spot>, Vec<Spot>) = scan.trails.iter().partition(|spot| spot.at <= headline_at);
    let trails = if above.is_empty() { below.into_iter().take(1).collect() } else { above };
    // The trail of a head that holds the heading, too, ends there: buttons for sharing stand behind it.
    let is_before_heading = |spot: &Spot, link: NodeId| !scan.h1s.iter().any(|h1| (spot.id..link).contains(&h1.id));
    let links = trails.iter().flat_map(|spot| links(tree, spot.id).filter(|link| is_before_heading(spot, *link)));
    let mut entries: Vec<(String, &str)> = Vec::new();
    for link in links {
        let href = tree.value(link, Key::Href).map(str::trim);
        let href = href.filter(|href| address::is_deep(href) && address::is_page(href));
        let name = short::line(tree, link, CHARS_MAX, |_| false).filter(|name| !name.starts_with(BACK));
        if let (Some(href), Some(name)) = (href, name)
            && !entries.iter().any(|(known, _)| *known == name)
        {
            entries.push((name, href));
        }
        if entries.len() > TRAIL_LINKS_MAX {
            return Vec::new();
        }
    }
    entries
}

/// An element's own link, or those within it, but for the menus that its entries unfold.
fn links(tree: &Tree, id: NodeId) -> impl Iterator<Item = NodeId> {
    let mut within = tree.descendants(id);
    // A list of one is the trail's own next step.
    let is_menu = |id: NodeId| {
        matches!(tree.tag(id), Tag::Ul | Tag::Ol)
            && tree.parent(id).is_some_and(|above| tree.is(above, Tag::Li))
            && tree.children(id).filter(|&item| tree.is(item, Tag::Li)).nth(1).is_some()
    };
    let within = std::iter::from_fn(move || {
        let id = within.next()?;
        if is_menu(id) {
            within.skip_subtree(id);
        }
        Some(id)
    });
    let all = std::iter::once(id).chain(within.take(TRAIL_NODES_MAX));
    all.filter(|&id| tree.is(id, Tag::A) && !tree.is_hidden(id))
}

/// The innermost folder of the page's address that a link of the page leads to and is named like.
fn folder(tree: &Tree, known: &Known<'_>) -> Option<String> {
    let (folders, _) = known.url.path().trim_end_matches('/').rsplit_once('/')?;
    if !folders.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let host = known.url.host_str().unwrap_or_default();
    let mut best: Option<(usize, String)> = None;
    for link in tree.elements(Tag::A) {
        let Some(path) = tree.value(link, Key::Href).and_then(|href| path_on(href, host)) else { continue };
        let is_folder = path.len() > best.as_ref().map_or(1, |(length, _)| *length)
            && folders.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if !is_folder {
            continue;
        }
        let segment = path.rsplit('/').next().unwrap_or_default();
        let name = short::line(tree, link, CHARS_MAX, |_| false).filter(|name| is_named_like(name, segment));
        best = name.filter(|name| rank(name) == Some(Rank::Spelt)).map(|name| (path.len(), name)).or(best);
    }
    best.map(|(_, name)| name)
}

/// The path of an address on that host, without its last slash; nothing of one on another host or with a query.
fn path_on<'h>(href: &'h str, host: &str) -> Option<&'h str> {
    let href = href.trim();
    let path = match address::parted(href) {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => rest.strip_prefix(host)?,
        _ => href,
    };
    (path.starts_with('/') && !path.contains(['?', '#'])).then(|| path.trim_end_matches('/'))
}

/// The letters and digits of ASCII in a name, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a name says the same as a folder does: the same letters, signs aside; those beyond ASCII are spelt in several ways.
pub(super) fn is_named_like(name: &str, segment: &str) -> bool {
    let (name_letters, segment_letters) = (letters(name), letters(segment));
    let beyond = 2 * name.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    if beyond == 0 {
        return !segment_letters.is_empty() && name_letters == segment_letters;
    }
    // `Köln` is `koeln` or `koln`: what is beyond ASCII left out, the rest stands there in order.
    let mut rest = segment_letters.chars();
    let in_order = name_letters.chars().all(|c| rest.any(|other| other == c));
    in_order && !name_letters.is_empty() && segment_letters.len() <= name_letters.len() + beyond
}

#[cfg(test)]
mod tests;
