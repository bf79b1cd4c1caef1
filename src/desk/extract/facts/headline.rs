//! The headline: the `<h1>` most like what structured data call the story, without the site's name.

mod parts;
mod site;
mod trail;

use std::collections::BTreeSet;

use url::Url;

use super::address;
use super::json_ld::Article;
use super::likeness::{Folded, Words};
use super::scan::{self, Scan, Spot};
use super::short;
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found, is_unspaced};
use parts::{is_tailed, unkicked};
pub(super) use site::{Site, ends, segments, squashed};
use site::{WEAK_SEPARATORS, separators};
use trail::leads_on;

/// `<meta>` names of the headline as it is shared, best first.
pub(super) const SHARED_TITLES: &[&str] =
    &["og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title"];

/// How like an `<h1>` must be to another headline to be this page's: a third of the words. Titles for search engines
/// are worded anew; what has less in common is a logo, a section's name or a kicker.
const LIKE_MIN: f64 = 0.3;

/// How like an `<h2>` must be to the headline to show it: pages that keep the `<h1>` for their own name.
const SECOND_LIKE_MIN: f64 = 0.75;

/// The longest headline, in characters; longer ones are leads set as headings.
const CHARS_MAX: usize = 400;

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
const UNSEEN_WORDS: &[&str] =
    &["assistive", "aural", "invisible", "offscreen", "screen", "sr", "sronly", "visually", "visuallyhidden"];

/// Words of class names and ids of parts that repeat the headline, trails and menus; and the word that is said of others as well, which
/// lead nowhere.
const TRAIL_WORDS: &[&str] = &["breadcrumb", "breadcrumbs", "crumbs", "menu", "navbar", "navigation", "ticker"];
const MENU_WORDS: &[&str] = &["nav"];

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

/// The fewest words of a second headline: a word alone names a site or a section. Set by hand;
/// `a_second_headline_says_more_than_a_name` moves with it.
const SECOND_WORDS_MIN: usize = 2;

/// How like the last part of the address is to the headline that it was made of: slugs leave short words out. Set by hand;
/// `a_lone_heading_tells_more_than_the_title_of_a_section` moves with it.
const SLUG_LIKE_MIN: f64 = 0.5;

/// How long the signs between a title's parts are at least, in bytes: one and the spaces around it.
/// `a_heading_that_is_the_titles_first_part_is_the_headline` moves with it.
const SIGN_BYTES_MIN: usize = 3;

/// The class that content systems give to the title of a post.
const TITLE_CLASS: &str = "entry-title";

/// How like two headlines are that say the same but for a sign.
const IDENTICAL: f64 = 0.999;

/// The longest part that repeats the headline beside the article, in characters: a trail of breadcrumbs, a bar that
/// follows the reader. A frame around the article holds the article's text.
const PART_CHARS_MAX: usize = 1_000;

/// Those of them that never stand in a headline.
const BARS: &[char] = &['|', '｜', 'ㅣ'];

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

/// A heading that shows the headline.
pub(super) struct Shown {
    spot: Spot,
    pub(super) text: String,
    /// How like it is to the best of the stated headlines or a part of one, in 0.0..=1.0.
    likeness: f64,
    /// How like it is to the best of them as a whole.
    whole: f64,
    /// Whether it stands in a trail or a menu.
    repeats: bool,
}

impl Shown {
    /// Whether it shows the headline better than another. Of what a menu and the page say alike the page's counts; a segment of a
    /// title may be the section's, where another heading says all of a headline.
    fn is_better(&self, other: &Self) -> bool {
        let rank =
            |shown: &Self| (shown.likeness >= LIKE_MIN && !shown.repeats, shown.likeness, shown.whole, !shown.repeats);
        rank(self) > rank(other)
    }
}

/// The `<h1>` that shows the headline.
///
/// `titles` are headlines as JSON-LD, OpenGraph and `<title>` spell them. Of equals the first is taken.
pub(super) fn shown(tree: &Tree, h1s: &[Spot], titles: &[&str], site: &Site) -> Option<Shown> {
    // The first variant is the whole.
    let parts = |other| variants(other).into_iter().enumerate().map(|(nth, part)| (Words::of(part), nth == 0));
    let stated: Vec<(Words, bool)> = titles.iter().flat_map(|other| parts(*other)).collect();
    let spelt: BTreeSet<&str> = stated.iter().map(|(words, _)| words.squashed()).collect();
    let mut best: Option<Shown> = None;
    for &spot in h1s {
        let Some(whole) = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time)) else { continue };
        let is_kicker = |id| scan::is_marked(tree, id, KICKER_WORDS);
        // Some call the headline itself a topline: a kicker is the shorter part.
        let bare = short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time) || is_kicker(id));
        let bare = bare.filter(|bare| 2 * bare.chars().count() >= whole.chars().count());
        let text = stated_in(tree, spot.id).or(bare).or(Some(whole));
        let text = text.map(|text| site.strip(text.trim_matches(EDGES)).to_owned()).filter(|text| !text.is_empty());
        let Some(text) = text.filter(|text| !site.is_named(text)) else {
            continue;
        };
        let bare = unbadged(tree, spot.id, &text, &spelt).or_else(|| unkicked(tree, spot.id, &text, titles));
        let text = bare.unwrap_or(text);
        let words = Words::of(&text);
        let (mut likeness, mut whole) = (0.0_f64, 0.0_f64);
        for (other, is_whole) in &stated {
            let like = words.likeness(other);
            likeness = likeness.max(like);
            whole = if *is_whole { whole.max(like) } else { whole };
        }
        let repeats = spot.aside && repeats(tree, spot.id);
        let next = Shown { spot, text, likeness, whole, repeats };
        if best.as_ref().is_none_or(|best| next.is_better(best)) {
            best = Some(next);
        }
    }
    best
}

/// The part of a heading that microdata name the headline: beside it stand a kicker and signs that nobody sees.
fn stated_in(tree: &Tree, heading: NodeId) -> Option<String> {
    let mut inner = tree.descendants(heading).take(INNER_MAX).filter(|&id| tree.is_element(id));
    let headline = inner.find(|&id| is_headline(tree, id))?;
    short::line(tree, headline, CHARS_MAX, |id| tree.is(id, Tag::Time))
}

/// Whether microdata name the element a headline.
fn is_headline(tree: &Tree, id: NodeId) -> bool {
    tree.value(id, Key::ItemProp).is_some_and(|name| name.split_ascii_whitespace().any(|word| word == "headline"))
}

/// Whether only programs that read pages aloud see the heading.
fn is_unseen(tree: &Tree, heading: NodeId) -> bool {
    std::iter::once(heading).chain(tree.parent(heading)).any(|id| scan::is_marked(tree, id, UNSEEN_WORDS))
}

/// Whether it stands in a part beside the article: one that holds little, or a trail or a menu.
fn is_beside(tree: &Tree, spot: &Spot) -> bool {
    spot.aside && (!spot.part.is_some_and(|part| is_frame(tree, part)) || repeats(tree, spot.id))
}

/// Whether a part holds more than one beside the article: it is the page's frame, named for its layout.
fn is_frame(tree: &Tree, part: NodeId) -> bool {
    short::line(tree, part, PART_CHARS_MAX, |_| false).is_none()
}

/// Whether the heading stands in a trail or a menu.
fn repeats(tree: &Tree, heading: NodeId) -> bool {
    let around = std::iter::once(heading).chain(tree.ancestors(heading).take(PART_DEPTH_MAX));
    around.filter(|&id| !tree.is(id, Tag::Body) && !tree.is(id, Tag::Html)).any(|id| {
        matches!(tree.name(id), "nav" | "aside")
            || scan::is_marked(tree, id, TRAIL_WORDS)
            || scan::is_marked(tree, id, MENU_WORDS) && (id == heading || leads_on(tree, id, heading))
    })
}

/// Takes the logos, which lead to the site's front page, out of the page's headings; their texts name the site. What says
/// the page's whole title is its headline, wherever it leads.
pub(super) fn take_logos(tree: &Tree, scan: &mut Scan<'_>, host: &str) -> Vec<String> {
    let titles = scan.meta(SHARED_TITLES).into_iter().chain(scan.title.as_deref());
    let titles: Vec<String> = titles.map(squashed).collect();
    let mut names = Vec::new();
    scan.h1s.retain(|spot| {
        let logo = logo(tree, spot.id, host).filter(|text| !titles.contains(&squashed(text)));
        let is_kept = logo.is_none();
        names.extend(logo);
        is_kept
    });
    names
}

/// The text of a heading that is wholly a link to the site's front page.
fn logo(tree: &Tree, heading: NodeId, host: &str) -> Option<String> {
    let is_front = |&id: &NodeId| {
        tree.is(id, Tag::A) && tree.value(id, Key::Href).is_some_and(|href| address::is_front(href, host))
    };
    let around = tree.ancestors(heading).take(LOGO_LINK_DEPTH).find(is_front);
    if around.is_none() {
        let link = tree.descendants(heading).take(INNER_MAX).find(is_front)?;
        if short::line(tree, heading, LOGO_CHARS_MAX, |id| id == link).is_some() {
            return None;
        }
    }
    short::line(tree, heading, LOGO_CHARS_MAX, |_| false)
}

/// The longest name on a logo, in characters, slogan included, and how many levels above its heading its link is looked for. Set by
/// hand; `a_heading_that_leads_to_the_front_page_is_a_logo` moves with them.
const LOGO_CHARS_MAX: usize = 120;
const LOGO_LINK_DEPTH: usize = 2;

/// The heading without the element in it (a kicker, a badge) that no other evidence says with the headline.
fn unbadged(tree: &Tree, heading: NodeId, text: &str, spelt: &BTreeSet<&str>) -> Option<String> {
    if spelt.is_empty() || spelt.contains(&*squashed(text)) {
        return None;
    }
    let inner = tree.descendants(heading).take(INNER_MAX).filter(|&id| tree.is_element(id));
    inner.filter_map(|badge| short::line(tree, heading, CHARS_MAX, |id| id == badge)).find_map(|rest| {
        let rest = rest.trim_matches(EDGES);
        let is_most = || 2 * rest.len() >= text.len() || Folded::of(rest).count() >= STORY_WORDS_MIN;
        (rest.len() < text.len() && is_most() && spelt.contains(&*squashed(rest))).then(|| rest.to_owned())
    })
}

/// The line of the page that says exactly what a title says before or behind one of its signs: the headline of a page that
/// sets none as a heading. It is the longest such line, and most of the title, or a heading that is the title's first part.
fn line(tree: &Tree, scan: &Scan<'_>, stated: &[&str], site: &Site) -> Option<(Spot, String)> {
    let (mut parts, mut firsts) = (BTreeSet::new(), BTreeSet::new());
    let tells = |part: &&str| Folded::of(part).count() >= STORY_WORDS_MIN && !site.is_named(part);
    for title in stated.iter().filter(|title| title.len() <= 4 * CHARS_MAX) {
        let most = squashed(title).len();
        let signs = separators(title).chain(WEAK_SEPARATORS.iter().copied());
        for (at, sign) in signs.flat_map(|sign| title.match_indices(sign).take(VARIANTS_MAX)).take(2 * VARIANTS_MAX) {
            let ends = [title.get(..at), title.get(at + sign.len()..)].into_iter().flatten().filter(tells);
            parts.extend(ends.map(squashed).filter(|end| 2 * end.len() >= most));
        }
        // Of two parts the longer one tells.
        let is_of_many = |first: &str, last: &str| first.len() + last.len() + 2 * SIGN_BYTES_MIN <= title.len();
        let first = segments(title).filter(|(first, last)| is_of_many(first, last)).map(|(first, _)| first);
        firsts.extend(first.filter(tells).map(squashed));
    }
    if parts.is_empty() && firsts.is_empty() {
        return None;
    }
    let said = |spot: &Spot| {
        let text = line_of(tree, spot, parts.iter().chain(&firsts).map(String::as_str))?;
        let letters = squashed(&text);
        let is_headline = parts.contains(&letters) || firsts.contains(&letters) && is_title(tree, spot.id);
        is_headline.then_some((*spot, text))
    };
    let lines = scan.h2s.iter().chain(&scan.lines).filter_map(said).filter(|(spot, _)| !is_beside(tree, spot));
    // Of equals the first.
    lines.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })
}

/// The line of an element that may say one of these, which are [squashed]: most don't begin as any of them.
fn line_of<'s>(tree: &Tree, spot: &Spot, mut wanted: impl Iterator<Item = &'s str>) -> Option<String> {
    let is_time = |id| tree.is(id, Tag::Time);
    let first = short::first_letter(tree, spot.id, CHARS_MAX, is_time);
    let may_say = first.is_none_or(|first| wanted.any(|wanted| wanted.bytes().next() == Some(first)));
    may_say.then(|| short::line(tree, spot.id, CHARS_MAX, is_time)).flatten()
}

/// Whether an element is a heading, or its class says that it holds a post's title.
fn is_title(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.tag(id), Tag::H2 | Tag::H3 | Tag::H4) || tree.has_class(id, TITLE_CLASS)
}

/// How many headings of the second rank are held against the page's title. Set by hand; no test moves with it.
const HEADS_MAX: usize = 20;

/// The one `<h1>` of a page, else the one element whose class says that it holds a post's title, where the page's only title
/// is a section's: it has too few words for a story, or the address says what the heading does.
fn lone(tree: &Tree, scan: &Scan<'_>, title: &str, own: &Url, site: &Site) -> Option<(Spot, String)> {
    let text = |spot: &Spot| short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time));
    let tells = |text: &str| Folded::of(text).count() >= STORY_WORDS_MIN && !site.is_named(text);
    let only = |spots: &mut dyn Iterator<Item = &Spot>| {
        let found = spots.next()?;
        spots.next().is_none().then_some(*found)
    };
    let posts = || scan.h2s.iter().chain(&scan.lines).filter(|spot| tree.has_class(spot.id, TITLE_CLASS));
    let spot = only(&mut scan.h1s.iter()).or_else(|| only(&mut posts()))?;
    let text = text(&spot).filter(|text| tells(text) && !is_beside(tree, &spot) && !is_unseen(tree, spot.id))?;
    let slug = own.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let slug = Words::of(slug);
    let is_story = slug.likeness(&Words::of(title)) >= LIKE_MIN || {
        let letters = squashed(title);
        let heads =
            scan.h2s.iter().filter_map(|spot| short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time)));
        heads.take(HEADS_MAX).any(|head| squashed(&head) == letters)
    };
    let is_named = || slug.likeness(&Words::of(&text)) >= SLUG_LIKE_MIN;
    (!is_story && (Folded::of(title).count() < STORY_WORDS_MIN || is_named())).then_some((spot, text))
}

/// The first line of the page that says exactly what a title says as a whole, with its text: where the headline stands on a
/// page that sets it as no heading, and whose title names no site.
fn whole(tree: &Tree, scan: &Scan<'_>, stated: &[&str]) -> Option<(Spot, String)> {
    // A character has four bytes at most.
    let titles = stated.iter().filter(|title| title.len() <= 4 * CHARS_MAX);
    let titles = titles.filter(|title| Folded::of(title).count() >= STORY_WORDS_MIN);
    let titles: Vec<(String, &str)> = titles.map(|title| (squashed(title), *title)).collect();
    if titles.is_empty() {
        return None;
    }
    let said = |spot: &Spot| {
        let text = line_of(tree, spot, titles.iter().map(|(title, _)| title.as_str()))?;
        let line = squashed(&text);
        let (_, title) = titles.iter().find(|(title, _)| *title == line)?;
        // A style sheet sets a kicker's colon.
        let is_kicked = title.contains(": ") && !text.contains(':');
        Some((*spot, if is_kicked { (*title).to_owned() } else { text }))
    };
    scan.h2s.iter().chain(&scan.lines).filter(|spot| !spot.aside).find_map(said)
}

/// The one element of the page that microdata names a headline, with its text: pages whose title is the section's, and
/// whose headline is no `<h1>`. Where there are several, they are a list's.
fn named(tree: &Tree, scan: &Scan<'_>) -> Option<(Spot, String)> {
    let is_ours = |spot: &&Spot| is_headline(tree, spot.id) && !is_beside(tree, spot);
    let mut all = scan.properties.iter().filter(is_ours);
    let text = |spot: &Spot| short::line(tree, spot.id, CHARS_MAX, |id| tree.is(id, Tag::Time));
    let found = all.next().and_then(|spot| Some((*spot, text(spot)?)));
    let tells = |text: &str| Folded::of(text).count() >= STORY_WORDS_MIN || text.contains(is_unspaced);
    found.filter(|(_, text)| all.next().is_none() && tells(text))
}

/// Other signs that part the name of a section or of the site.
const MARKS: &[char] = &['~', '«', '»', '‹', '›', '<', '/', '｜', 'ㅣ', 'ǀ'];

/// The `<h1>` that says all of the title, where that is more than the site's name.
fn column(tree: &Tree, scan: &Scan<'_>, site: &Site) -> Option<(Spot, String)> {
    let title = scan.title.as_deref().map(squashed)?;
    let headings = scan.h1s.iter().filter(|spot| !is_beside(tree, spot));
    let mut texts = headings.filter_map(|spot| Some((*spot, short::line(tree, spot.id, CHARS_MAX, |_| false)?)));
    texts.find(|(_, text)| squashed(text) == title && !site.is_itself(text))
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
pub(super) fn choose(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    og_title: Option<&str>,
    own: &Url,
    site: &Site,
) -> Choice {
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
    let shown = shown.map(|shown| {
        let aside = shown.spot.aside
            && !(shown.likeness >= LIKE_MIN && shown.spot.part.is_some_and(|part| is_frame(tree, part)));
        Shown { spot: Spot { aside, ..shown.spot }, ..shown }
    });
    let mut at = shown.as_ref().map(|shown| shown.spot).filter(|spot| !spot.aside);
    let is_apart = |shown: &&Shown| shown.spot.aside && shown.likeness >= SECOND_LIKE_MIN && !shown.repeats;
    let apart = shown.as_ref().filter(is_apart).map(|shown| (shown.spot, shown.text.clone(), shown.likeness));
    let visible = |text: String| Found { value: text, from: Evidence::Visible };
    let seen = shown.filter(|shown| {
        shown.likeness >= LIKE_MIN && !shown.spot.aside || stated.is_empty() && !(shown.spot.aside && shown.repeats)
    });
    // What is like a segment of a title alone may be the section's.
    let (mut seen, is_segment) =
        seen.map_or((None, false), |shown| (Some(visible(shown.text)), shown.whole < LIKE_MIN && !stated.is_empty()));
    // A section of the title may stand in a line as well: what news sites call the headline tells.
    let told = stated.first().filter(|found| found.from == Evidence::JsonLd && article.is_news);
    let is_told = |text: &str| told.is_none_or(|told| Words::of(&told.value).likeness(&Words::of(text)) >= LIKE_MIN);
    if (seen.is_none() || is_segment)
        && let Some((spot, text)) = line(tree, scan, &texts, site).filter(|(_, text)| is_told(text))
    {
        at = Some(spot);
        seen = Some(visible(text));
    }
    // Titles may all be the site's, but what microdata name is the story's.
    let is_named =
        |(spot, text): &(Spot, String)| at.is_none_or(|at| at.id == spot.id) && is_told(text) && !site.is_named(text);
    if seen.is_none()
        && let Some((spot, text)) = named(tree, scan).filter(is_named)
    {
        at = Some(spot);
        seen = Some(visible(text));
    }
    // An `<h1>` that is like no title is another thing's.
    let is_shared = |text: &str| told.is_some_and(|told| is_for_engines(&told.value, text, &stated));
    if seen.is_none()
        && let Some((spot, text)) = whole(tree, scan, &texts).filter(|(_, text)| is_told(text) || is_shared(text))
    {
        at = Some(spot);
        seen = Some(visible(text));
    }
    // Nothing but a title states the headline, and that is a section's.
    let mut is_sections = false;
    if seen.is_none()
        && let [only] = stated.as_slice()
        && only.from == Evidence::Title
        && let Some((spot, text)) = lone(tree, scan, &only.value, own, site)
    {
        at = Some(spot);
        seen = Some(visible(text));
        is_sections = true;
    }
    if at.is_none_or(|spot| is_unseen(tree, spot.id)) {
        let second = self::shown(tree, &scan.h2s, &texts, site);
        let best = apart.as_ref().filter(|(spot, ..)| !is_unseen(tree, spot.id)).map_or(0.0, |(_, _, like)| *like);
        at = second.filter(|second| second.likeness >= SECOND_LIKE_MIN.max(best)).map(|second| second.spot).or(at);
    }
    // A heading that nothing else shows heads the article, whatever its part is called: the name may tell what kind of
    // story it is (`comment-headline`).
    at = at.or(apart.as_ref().map(|&(spot, ..)| spot));
    seen = seen.or(apart.map(|(_, text, _)| visible(text)));
    if is_sections {
        stated.clear();
    }
    let is_first = |found: &Found<String>| {
        let others = seen.iter().chain(stated.iter().filter(|other| other.from != Evidence::JsonLd));
        found.from == Evidence::JsonLd
            && article.is_news
            && !others.into_iter().any(|other| is_cut(&found.value, &other.value))
            && !seen.as_ref().is_some_and(|seen| {
                is_dotted(&found.value, &seen.value)
                    || is_for_engines(&found.value, &seen.value, &stated)
                    || is_tailed(&found.value, &seen.value, &[og_title, scan.title.as_deref()])
            })
    };
    let first = stated.iter().position(is_first).map(|at| stated.remove(at));
    let mut ranked: Vec<Found<String>> = first.into_iter().chain(seen).chain(stated).collect();
    // Some sites name themselves by the story's title: then all its spellings look like the site's name.
    if ranked.is_empty() {
        let graph = og_title.map(|text| found(text.trim(), Evidence::OpenGraph));
        let title = || scan.title.as_deref().map(|text| found(site.strip(text), Evidence::Title));
        ranked.extend(graph.or_else(title).filter(|found| Folded::of(&found.value).count() >= STORY_WORDS_MIN));
    }
    // A column may be named for the site: then a heading says all of the title.
    if ranked.is_empty()
        && let Some((spot, text)) = column(tree, scan, site)
    {
        ranked.push(visible(text));
        at = Some(spot);
    }
    // And some name every page by the site alone: there the first heading below is the story's.
    if ranked.is_empty()
        && let Some(second) = self::shown(tree, &scan.h2s, &[], site)
        && !second.spot.aside
        && Folded::of(&second.text).count() >= STORY_WORDS_MIN
    {
        ranked.push(visible(second.text));
        at = Some(second.spot);
    }
    let (headline, alternative) = worded(ranked, article.alternative_headline.as_deref());
    Choice { headline, alternative, at }
}

/// The headline as the best of its spellings has it, and a second one, among ranked ones and what is stated as a second.
fn worded(mut ranked: Vec<Found<String>>, stated: Option<&str>) -> (Option<Found<String>>, Option<Found<String>>) {
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
        let first = Words::of(&first.value);
        let own = stated.map(|text| (text, Evidence::JsonLd));
        let others = own.into_iter().chain(ranked.iter().skip(1).map(|other| (other.value.as_str(), other.from)));
        let (text, from) = others.into_iter().find(|(text, _)| says_more(&first, text))?;
        Some(Found { value: text.to_owned(), from })
    };
    let alternative = headline.as_ref().and_then(second);
    (headline, alternative)
}

/// Whether a second headline says something that the first doesn't: no word alone, which names a site or a section, and not
/// the same with a name in front or behind.
fn says_more(first: &Words, second: &str) -> bool {
    let words = Words::of(second);
    let is_same = |part: &&str| squashed(part) == first.squashed();
    let named = second.split_once(": ").map(|(front, _)| front);
    words.count() >= SECOND_WORDS_MIN
        && words.likeness(first) < SAME_MAX
        && !variants(second).iter().skip(1).chain(&named).any(is_same)
}

/// The longest of the parts between a title's bars: the others name sections and sites. Where nothing on the page shows the
/// headline, no other evidence can tell.
fn unbarred(title: &str) -> &str {
    let parts = title.split(BARS).map(str::trim).rev();
    parts.max_by_key(|part| part.chars().count()).filter(|part| !part.is_empty()).unwrap_or(title)
}

/// Whether JSON-LD's headline is the title that was made for search engines: `<title>` alone says the same, while the
/// headline that readers see is also the one that is shared.
fn is_for_engines(headline: &str, seen: &str, stated: &[Found<String>]) -> bool {
    let said = |from: Evidence, text: &str| {
        let words = Words::of(text);
        stated.iter().any(|other| other.from == from && words.likeness(&Words::of(&other.value)) >= IDENTICAL)
    };
    let is_title = said(Evidence::Title, headline) && !said(Evidence::Title, seen);
    // What readers see, share and find in the window's title is the headline, whatever else is stated.
    let is_alone = || said(Evidence::Title, seen) && Words::of(seen).likeness(&Words::of(headline)) < SAME_MAX;
    said(Evidence::OpenGraph, seen) && (is_title || is_alone())
}

/// Whether dots stand behind a headline that readers see without them.
fn is_dotted(headline: &str, seen: &str) -> bool {
    let is_open = |text: &str| text.ends_with(['…', '.']);
    is_open(headline) && !is_open(seen) && squashed(headline) == squashed(seen)
}

/// Whether a headline was cut to the length that a search engine allows, as another that goes on shows.
fn is_cut(headline: &str, other: &str) -> bool {
    let bare = headline.trim_end_matches(['…', '.', ' ']);
    // What goes on behind a sign that parts is the name of a section or of the site.
    let rest = other.strip_prefix(bare).unwrap_or_default().trim_start();
    let is_front = rest.chars().next().is_some_and(|c| !EDGES.contains(&c) && !MARKS.contains(&c));
    is_front && (bare.len() < headline.len() || headline.chars().count() >= CUT_CHARS_MIN)
}

/// Whether `headline` is `bare` behind a kicker: `Kicker: headline`.
fn is_kicked(headline: &str, bare: &str) -> bool {
    let kicker = headline.strip_suffix(bare).map(str::trim_end);
    kicker.and_then(|kicker| kicker.strip_suffix(':')).is_some_and(|kicker| kicker.chars().count() <= KICKER_CHARS_MAX)
}
