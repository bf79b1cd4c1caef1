//! The headline: the `<h1>` most like what structured data call the story, without the site's name.

use std::collections::BTreeSet;

use super::json_ld::Article;
use super::likeness::{Folded, Words};
use super::scan::{self, Scan, Spot};
use super::short;
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found, is_unspaced};

/// How like an `<h1>` must be to another headline to be this page's: a third of the words. Titles for search engines
/// are worded anew; what has less in common is a logo, a section's name or a kicker.
const LIKE_MIN: f64 = 0.3;

/// How like an `<h2>` must be to the headline to show it: pages that keep the `<h1>` for their own name.
const SECOND_LIKE_MIN: f64 = 0.75;

/// The longest headline, in characters; longer ones are leads set as headings.
const CHARS_MAX: usize = 400;

/// How many bytes longer than a site's name a text may be and still be that name: `News`, `Online`, a country.
const SITE_BYTES_MORE: usize = 8;

/// The longest part of a host's name that is too short to be the site's, in bytes: `city` in `citynews`.
const LABEL_BYTES_MIN: usize = 4;

/// The longest kicker, in characters, and the shortest length that a headline is cut to for search engines (Google's
/// guideline was 110).
const KICKER_CHARS_MAX: usize = 60;
const CUT_CHARS_MIN: usize = 100;

/// Words of class names of parts of an `<h1>` that are not the headline.
const KICKER_WORDS: &[&str] = &[
    "dachzeile",
    "eyebrow",
    "kicker",
    "overline",
    "overtitle",
    "pretitle",
    "roofline",
    "spitzmarke",
    "strapline",
    "superhead",
    "supertitle",
    "surtitre",
    "topline",
];

/// Words of class names of headings that only programs see which read pages aloud.
const UNSEEN_WORDS: &[&str] = &["invisible", "offscreen", "screen", "sr", "sronly", "visually", "visuallyhidden"];

/// Words of class names and ids of parts that repeat the headline: trails and menus.
const TRAIL_WORDS: &[&str] = &["breadcrumb", "breadcrumbs", "menu", "nav", "navbar", "navigation", "ticker"];

/// How many levels above a heading its part is looked for. Set by hand; `the_headline_stands_where_readers_see_it` moves with
/// it.
const PART_DEPTH_MAX: usize = 8;

/// The most nodes of a heading that are looked at for a badge.
const INNER_MAX: usize = 12;

/// How many places a title is cut at to find the headline in it.
const VARIANTS_MAX: usize = 12;

/// A title of fewer words that is a site's name names no story.
const STORY_WORDS_MIN: usize = 3;

/// How like a second headline may be to the first and still say something of its own.
const SAME_MAX: f64 = 0.75;

/// How like two headlines are that say the same but for a sign.
const IDENTICAL: f64 = 0.999;

/// The longest part that repeats the headline beside the article, in characters: a trail of breadcrumbs, a bar that
/// follows the reader. A frame around the article holds the article's text.
const PART_CHARS_MAX: usize = 1_000;

/// Signs that part the headline from the site's name in a title, with the spaces around them.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " // ", " › ", " ‹ ", " ~ ", " < ", " : ", "|",
    "｜", "ㅣ",
];

/// Those of them that never stand in a headline.
const BARS: &[char] = &['|', '｜', 'ㅣ'];

/// Signs that part them, too, but stand within headlines as well: what is behind must be a name that the site goes by, or
/// what is in front a line of the page.
const WEAK_SEPARATORS: &[&str] = &[": ", "：", "_", " / ", "-", " @ "];

/// The names that a site goes by, for taking them out of titles.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// Each name's letters and digits in lower case.
    names: Vec<String>,
    /// The host's labels but the last.
    labels: Vec<String>,
}

impl Site {
    /// The site of these names and this host. Templates fill the page's title in where the site's name belongs: what
    /// is most of the title names no site.
    pub(super) fn new<'a>(names: impl Iterator<Item = &'a str>, host: &str, title: Option<&str>) -> Self {
        let title = squashed(title.unwrap_or_default());
        let is_title = |name: &String| title.starts_with(name) && name.len() * 2 > title.len();
        let names = names.map(squashed).filter(|name| !name.is_empty() && !is_title(name)).collect();
        let mut labels: Vec<String> = host.split('.').map(squashed).filter(|label| label.len() > 3).collect();
        // The last label is a country's or a kind's.
        if host.rsplit('.').next().is_none_or(|last| last.len() > 3) {
            labels.pop();
        }
        Self { names, labels }
    }

    /// Whether the text is no more than one of the site's names.
    pub(super) fn is_named(&self, text: &str) -> bool {
        let text = squashed(text);
        if text.is_empty() {
            return false;
        }
        self.names.iter().any(|name| *name == text || name.contains(&text) && text.len() * 2 >= name.len())
            || self
                .names
                .iter()
                .any(|name| name.len() >= 4 && text.contains(name) && text.len() <= name.len() + SITE_BYTES_MORE)
            || self.labels.iter().any(|label| {
                *label == text
                    || text.contains(label) && text.len() <= label.len() + SITE_BYTES_MORE
                    || label.contains(&text) && text.len() * 2 > label.len() && text.len() > LABEL_BYTES_MIN
            })
    }

    /// The title without the segments at its ends that name the site.
    pub(super) fn strip<'t>(&self, title: &'t str) -> &'t str {
        let mut rest = title.trim();
        let signs: Vec<&str> = separators(rest).collect();
        let weak: Vec<&str> = WEAK_SEPARATORS.iter().copied().filter(|sign| rest.contains(sign)).collect();
        loop {
            let tail = signs.iter().filter_map(|sign| rest.rsplit_once(sign)).max_by_key(|(front, _)| front.len());
            if let Some((front, end)) = tail
                && self.is_named(end)
                && !front.trim().is_empty()
            {
                rest = front.trim();
                continue;
            }
            let head = signs.iter().filter_map(|sign| rest.split_once(sign)).min_by_key(|(front, _)| front.len());
            if let Some((front, end)) = head
                && self.is_named(front)
                && !end.trim().is_empty()
            {
                rest = end.trim();
                continue;
            }
            let parted = |(story, site): (&'t str, &'t str)| {
                (self.is_called(site) && !story.trim().is_empty()).then_some(story.trim())
            };
            let ends = weak.iter().flat_map(|sign| {
                let front = rest.split_once(sign).map(|(site, story)| (story, site));
                [rest.rsplit_once(sign), front].into_iter().flatten()
            });
            match ends.filter_map(parted).max_by_key(|story| story.len()) {
                Some(story) => rest = story,
                None => return rest,
            }
        }
    }

    /// Whether the text is one of the site's names, letter by letter.
    fn is_called(&self, text: &str) -> bool {
        let text = squashed(text);
        !text.is_empty() && self.names.iter().chain(&self.labels).any(|name| *name == text)
    }
}

/// The [`SEPARATORS`] that a title holds: most hold one or none, and to part a text by each costs far more.
fn separators(title: &str) -> impl Iterator<Item = &'static str> {
    SEPARATORS.iter().copied().filter(|sign| title.contains(sign))
}

/// Whether the text is the segment at either end of the title: there stands what the site is called.
pub(super) fn ends(title: &str, text: &str) -> bool {
    let text = squashed(text);
    let ends = separators(title)
        .flat_map(|sign| [title.split_once(sign).map(|(end, _)| end), title.rsplit_once(sign).map(|(_, end)| end)]);
    !text.is_empty() && ends.flatten().any(|end| squashed(end) == text)
}

/// The letters and digits of a name, in lower case.
fn squashed(name: &str) -> String {
    Folded::of(name).text
}

/// The parts of a title that could be the headline alone: itself, and what is left when segments are taken off either
/// end.
fn variants(title: &str) -> Vec<&str> {
    let mut out = vec![title];
    if title.len() <= 4 * CHARS_MAX {
        let signs = separators(title).flat_map(|sign| title.match_indices(sign).take(VARIANTS_MAX));
        for (at, sign) in signs.take(VARIANTS_MAX) {
            out.extend([title.get(..at), title.get(at + sign.len()..)].into_iter().flatten());
        }
    }
    out
}

/// The `<h1>` that shows the headline, with its text and how like it is to the best of `stated`, in 0.0..=1.0.
///
/// `stated` are headlines as JSON-LD, OpenGraph and `<title>` spell them. Of equals the first is taken.
pub(super) fn shown(tree: &Tree, h1s: &[Spot], stated: &[&str], site: &Site) -> Option<(Spot, String, f64)> {
    let stated: Vec<Words> = stated.iter().flat_map(|other| variants(other)).map(Words::of).collect();
    let spelt: BTreeSet<&str> = stated.iter().map(Words::squashed).collect();
    let mut best: Option<(Spot, String, f64)> = None;
    for &spot in h1s {
        let Some(whole) = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time)) else { continue };
        let is_kicker = |id| scan::is_marked(tree, id, KICKER_WORDS);
        // Some call the headline itself a topline: a kicker is the shorter part.
        let bare = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time) || is_kicker(id));
        let text = bare.filter(|bare| 2 * bare.chars().count() >= whole.chars().count()).or(Some(whole));
        let text = text.map(|text| site.strip(text.trim_matches(EDGES)).to_owned()).filter(|text| !text.is_empty());
        let Some(text) = text.filter(|text| !site.is_named(text)) else {
            continue;
        };
        let text = unbadged(tree, spot.id, &text, &spelt).unwrap_or(text);
        let words = Words::of(&text);
        let likeness = stated.iter().map(|other| words.likeness(other)).fold(0.0, f64::max);
        if best.as_ref().is_none_or(|&(.., most)| likeness > most) {
            best = Some((spot, text, likeness));
        }
    }
    best
}

/// Whether only programs that read pages aloud see the heading.
fn is_unseen(tree: &Tree, heading: NodeId) -> bool {
    std::iter::once(heading).chain(tree.parent(heading)).any(|id| scan::is_marked(tree, id, UNSEEN_WORDS))
}

/// Whether the heading stands in a trail or a menu.
fn repeats(tree: &Tree, heading: NodeId) -> bool {
    let around = std::iter::once(heading).chain(tree.ancestors(heading).take(PART_DEPTH_MAX));
    around
        .filter(|&id| !tree.is(id, Tag::Body) && !tree.is(id, Tag::Html))
        .any(|id| matches!(tree.name(id), "nav" | "aside") || scan::is_marked(tree, id, TRAIL_WORDS))
}

/// The heading without the element in it (a kicker, a badge) that no other evidence says with the headline.
fn unbadged(tree: &Tree, heading: NodeId, text: &str, spelt: &BTreeSet<&str>) -> Option<String> {
    if spelt.is_empty() || spelt.contains(&*squashed(text)) {
        return None;
    }
    let inner = tree.descendants(heading).take(INNER_MAX).filter(|&id| tree.is_element(id));
    inner.filter_map(|badge| short::line(tree, heading, CHARS_MAX, |id| id == badge)).find_map(|rest| {
        let rest = rest.trim_matches(EDGES);
        (2 * rest.len() >= text.len() && spelt.contains(&*squashed(rest))).then(|| rest.to_owned())
    })
}

/// The line of the page that says exactly what a title says before or behind one of its signs: the headline of a page that
/// sets none as a heading. It is the longest such line, and most of the title.
fn line(tree: &Tree, scan: &Scan<'_>, stated: &[&str], site: &Site) -> Option<(Spot, String)> {
    let mut parts: BTreeSet<String> = BTreeSet::new();
    for title in stated.iter().filter(|title| title.len() <= 4 * CHARS_MAX) {
        let most = squashed(title).len();
        let signs = separators(title).chain(WEAK_SEPARATORS.iter().copied());
        for (at, sign) in signs.flat_map(|sign| title.match_indices(sign).take(VARIANTS_MAX)).take(2 * VARIANTS_MAX) {
            let ends = [title.get(..at), title.get(at + sign.len()..)].into_iter().flatten();
            let ends = ends.filter(|end| Folded::of(end).count() >= STORY_WORDS_MIN && !site.is_named(end));
            parts.extend(ends.map(squashed).filter(|end| 2 * end.len() >= most));
        }
    }
    if parts.is_empty() {
        return None;
    }
    let said = |spot: &Spot| {
        let text = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time))?;
        parts.contains(&squashed(&text)).then_some((*spot, text))
    };
    let lines = scan.h2s.iter().chain(&scan.lines).filter(|spot| !spot.aside).filter_map(said);
    // Of equals the first.
    lines.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })
}

/// The first line of the page that says exactly what a title says as a whole, with its text: where the headline stands on a
/// page that sets it as no heading, and whose title names no site.
fn whole(tree: &Tree, scan: &Scan<'_>, stated: &[&str]) -> Option<(Spot, String)> {
    // A character has four bytes at most.
    let titles = stated.iter().filter(|title| title.len() <= 4 * CHARS_MAX);
    let titles = titles.filter(|title| Folded::of(title).count() >= STORY_WORDS_MIN);
    let titles: BTreeSet<String> = titles.map(|title| squashed(title)).collect();
    if titles.is_empty() {
        return None;
    }
    let said = |spot: &Spot| {
        let text = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time))?;
        titles.contains(&squashed(&text)).then_some((*spot, text))
    };
    scan.h2s.iter().chain(&scan.lines).filter(|spot| !spot.aside).find_map(said)
}

/// The one element of the page that microdata names a headline, with its text: pages whose title is the section's, and
/// whose headline is no `<h1>`. Where there are several, they are a list's.
fn named(tree: &Tree, scan: &Scan<'_>) -> Option<(Spot, String)> {
    let is_headline = |spot: &&Spot| {
        let name = tree.value(spot.id, Key::ItemProp).unwrap_or_default();
        !spot.aside && name.split_ascii_whitespace().any(|word| word == "headline")
    };
    let mut all = scan.properties.iter().filter(is_headline);
    let text = |spot: &Spot| short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time));
    let found = all.next().and_then(|spot| Some((*spot, text(spot)?)));
    let tells = |text: &str| Folded::of(text).count() >= STORY_WORDS_MIN || text.contains(is_unspaced);
    found.filter(|(_, text)| all.next().is_none() && tells(text))
}

/// Signs left at the ends of a headline when a part was taken off.
const EDGES: &[char] = &[' ', '-', '–', '—', '|', '·', '•', ':'];

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) headline: Option<Found<String>>,
    pub(super) alternative: Option<Found<String>>,
    /// The `<h1>` that shows it, where one does.
    pub(super) at: Option<Spot>,
}

/// Chooses the headline among all that the page calls the story.
///
/// News sites fill `NewsArticle.headline` with the story's own headline, kicker left out, because news search demands
/// it; that is taken first. Elsewhere JSON-LD repeats the title made for search engines, and the `<h1>` comes first.
pub(super) fn choose(tree: &Tree, scan: &Scan<'_>, article: &Article, og_title: Option<&str>, site: &Site) -> Choice {
    let found = |value: &str, from| Found { value: value.to_owned(), from };
    let json_ld = article.headline.as_deref().map(|text| found(site.strip(text), Evidence::JsonLd));
    let graph = og_title.map(|text| found(site.strip(text), Evidence::OpenGraph));
    let title = scan.title.as_deref().map(|text| found(site.strip(text), Evidence::Title));
    let mut stated: Vec<Found<String>> =
        [json_ld, graph, title].into_iter().flatten().filter(|found| !site.is_named(&found.value)).collect();
    let texts: Vec<&str> = stated.iter().map(|found| found.value.as_str()).collect();
    let shown = shown(tree, &scan.h1s, &texts, site);
    // An `<h1>` among the breadcrumbs repeats the title. A part that holds much more is no part beside the article: it
    // is the page's frame, named for its layout (`content-with-sidebar`).
    let is_frame = |part| short::line(tree, part, PART_CHARS_MAX, |_| false).is_none();
    let shown = shown.map(|(spot, text, likeness)| {
        let aside = spot.aside && !(likeness >= LIKE_MIN && spot.part.is_some_and(is_frame));
        (Spot { aside, ..spot }, text, likeness)
    });
    let mut at = shown.as_ref().map(|&(spot, ..)| spot).filter(|spot| !spot.aside);
    let apart = shown.as_ref().filter(|(spot, _, likeness)| spot.aside && *likeness >= SECOND_LIKE_MIN);
    let apart = apart.map(|&(spot, ..)| spot).filter(|spot| !repeats(tree, spot.id));
    let seen = shown.filter(|&(spot, _, likeness)| likeness >= LIKE_MIN && !spot.aside || stated.is_empty());
    let mut seen = seen.map(|(_, text, _)| Found { value: text, from: Evidence::Visible });
    // A section of the title may stand in a line as well: what news sites call the headline tells.
    let told = stated.first().filter(|found| found.from == Evidence::JsonLd && article.is_news);
    let is_told = |text: &str| told.is_none_or(|told| Words::of(&told.value).likeness(&Words::of(text)) >= LIKE_MIN);
    if seen.is_none()
        && let Some((spot, text)) = line(tree, scan, &texts, site).filter(|(_, text)| is_told(text))
    {
        at = Some(spot);
        seen = Some(Found { value: text, from: Evidence::Visible });
    }
    if seen.is_none()
        && at.is_none()
        && let Some((spot, text)) = named(tree, scan).filter(|(_, text)| is_told(text) && !site.is_named(text))
    {
        at = Some(spot);
        seen = Some(Found { value: text, from: Evidence::Visible });
    }
    // An `<h1>` that is like no title is another thing's. The headline is worded in the title already.
    if seen.is_none()
        && let Some((spot, _)) = whole(tree, scan, &texts).filter(|(_, text)| is_told(text))
    {
        at = Some(spot);
    }
    if at.is_none_or(|spot| is_unseen(tree, spot.id)) {
        let second = self::shown(tree, &scan.h2s, &texts, site);
        at = second.filter(|&(.., likeness)| likeness >= SECOND_LIKE_MIN).map(|(spot, ..)| spot).or(at);
    }
    // A heading that nothing else shows heads the article, whatever its part is called: the name may tell what kind of
    // story it is (`comment-headline`).
    at = at.or(apart);
    let is_first = |found: &Found<String>| {
        let others = seen.iter().chain(stated.iter().filter(|other| other.from != Evidence::JsonLd));
        found.from == Evidence::JsonLd
            && article.is_news
            && !others.into_iter().any(|other| is_cut(&found.value, &other.value))
            && !is_for_engines(&found.value, seen.as_ref(), &stated)
    };
    let first = stated.iter().position(is_first).map(|at| stated.remove(at));
    let mut ranked: Vec<Found<String>> = first.into_iter().chain(seen).chain(stated).collect();
    // Some sites name themselves by the story's title: then all its spellings look like the site's name.
    if ranked.is_empty() {
        let graph = og_title.map(|text| found(text.trim(), Evidence::OpenGraph));
        let title = || scan.title.as_deref().map(|text| found(site.strip(text), Evidence::Title));
        ranked.extend(graph.or_else(title).filter(|found| Folded::of(&found.value).count() >= STORY_WORDS_MIN));
    }
    // And some name every page by the site alone: there the first heading below is the story's.
    if ranked.is_empty()
        && let Some((spot, text, _)) = self::shown(tree, &scan.h2s, &[], site)
        && !spot.aside
        && Folded::of(&text).count() >= STORY_WORDS_MIN
    {
        ranked.push(Found { value: text, from: Evidence::Visible });
        at = Some(spot);
    }
    // Where the social headline is the same but for a kicker and its colon, it is the headline.
    let is_bare = |first: &Found<String>, other: &Found<String>| {
        other.from == Evidence::OpenGraph && is_kicked(&first.value, &other.value)
    };
    let bare = ranked.first().and_then(|first| ranked.iter().position(|other| is_bare(first, other)));
    if let Some(bare) = bare {
        ranked.swap(0, bare);
    }
    let whole = |first: &Found<String>| ranked.iter().position(|other| is_cut(&first.value, &other.value));
    if let Some(whole) = ranked.first().and_then(whole) {
        ranked.swap(0, whole);
    }
    if let Some(first) = ranked.first_mut().filter(|first| matches!(first.from, Evidence::OpenGraph | Evidence::Title))
    {
        first.value = unbarred(&first.value).to_owned();
    }
    let headline = ranked.first().cloned();
    let second = |first: &Found<String>| {
        let own = article.alternative_headline.as_deref().map(|text| found(text, Evidence::JsonLd));
        let words = Words::of(&first.value);
        own.into_iter().chain(ranked.clone()).find(|other| words.likeness(&Words::of(&other.value)) < SAME_MAX)
    };
    Choice { alternative: headline.as_ref().and_then(second), headline, at }
}

/// The longest of the parts between a title's bars: the others name sections and sites. Where nothing on the page shows the
/// headline, no other evidence can tell.
fn unbarred(title: &str) -> &str {
    let parts = title.split(BARS).map(str::trim).rev();
    parts.max_by_key(|part| part.chars().count()).filter(|part| !part.is_empty()).unwrap_or(title)
}

/// Whether JSON-LD's headline is the title that was made for search engines: `<title>` alone says the same, while the
/// headline that readers see is also the one that is shared.
fn is_for_engines(headline: &str, seen: Option<&Found<String>>, stated: &[Found<String>]) -> bool {
    let Some(seen) = seen else { return false };
    let said = |from: Evidence, text: &str| {
        let words = Words::of(text);
        stated.iter().any(|other| other.from == from && words.likeness(&Words::of(&other.value)) >= IDENTICAL)
    };
    said(Evidence::OpenGraph, &seen.value) && said(Evidence::Title, headline) && !said(Evidence::Title, &seen.value)
}

/// Whether a headline was cut to the length that a search engine allows, as another that goes on shows.
fn is_cut(headline: &str, other: &str) -> bool {
    let bare = headline.trim_end_matches(['…', '.', ' ']);
    // What goes on behind a sign that parts is the name of a section or of the site.
    let rest = other.strip_prefix(bare).unwrap_or_default().trim_start();
    let is_front = rest.chars().next().is_some_and(|c| !EDGES.contains(&c));
    is_front && (bare.len() < headline.len() || headline.chars().count() >= CUT_CHARS_MIN)
}

/// Whether `headline` is `bare` behind a kicker: `Kicker: headline`.
fn is_kicked(headline: &str, bare: &str) -> bool {
    let kicker = headline.strip_suffix(bare).map(str::trim_end);
    kicker.and_then(|kicker| kicker.strip_suffix(':')).is_some_and(|kicker| kicker.chars().count() <= KICKER_CHARS_MAX)
}
