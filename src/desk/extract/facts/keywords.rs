//! Keywords: what the page states or links as its tags.

use std::cell::LazyCell;

use super::headline::Site;
use super::json_ld::Article;
use super::likeness::likeness;
use super::openers::Openers;
use super::scan::{Scan, Spot, Tagged, is_marked};
use super::section::{Known, is_catch_all};
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

/// The longest card of another story, in characters, and the most of them that stand between the headline and the story's own post. Set by
/// hand; `tags_of_other_stories_are_theirs` moves with both.
const CARD_CHARS_MAX: usize = 300;
const CARDS_MAX: usize = 10;

/// Folders that hold what is filed in a category, whatever the link's relation says.
pub(super) const CATEGORY_FOLDERS: &[&str] =
    &["/category/", "/categories/", "/categoria/", "/kategorie/", "/categorie/"];

/// So many stated keywords are few: a focus for search engines, or the section again. The tags that the page shows stand in front of
/// them where they are [`MORE_TIMES`] as many. Set by hand; `tags_that_the_page_links_are_keywords` moves with both.
const FEW: usize = 2;
const MORE_TIMES: usize = 2;

/// Keywords from the first kind of evidence that has any, behind those that readers see where few are stated. Behind what metas state
/// stand the tags that the page links, for where that turns out to be the site's own.
pub(super) fn keywords(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    known: &Known<'_>,
    site: &Site,
) -> Vec<Found<String>> {
    let mut stated = stated(scan, article, known.headline, site);
    let count = stated.iter().map(|found| parts(&found.value).count()).sum::<usize>();
    if count > FEW {
        if stated.first().is_some_and(|first| first.from == Evidence::Meta) {
            let tags = tags_within(tree, scan, known).into_iter().filter(|text| !site.is_stated(text));
            push(&mut stated, tags.map(|text| (Evidence::Visible, text)));
        }
        return stated;
    }
    let mut shown = Vec::new();
    push(&mut shown, tags(tree, scan, known.headline_at, |_| true).map(|text| (Evidence::Visible, text)));
    // A list that only its class calls so may be another's.
    if shown.is_empty() && stated.is_empty() {
        push(&mut shown, listed(tree, known).into_iter().map(|text| (Evidence::Visible, text)));
    }
    if shown.is_empty() {
        push(&mut shown, labelled(tree, known).into_iter().map(|text| (Evidence::Visible, text)));
    }
    shown.retain(|found| !site.is_stated(&found.value));
    if shown.len() < MORE_TIMES * count {
        return stated;
    }
    let is_shown = |name: &str| shown.iter().any(|tag| tag.value.to_lowercase() == name.trim().to_lowercase());
    keep_parts(&mut stated, |part| !is_shown(part));
    shown.extend(stated);
    shown
}

/// Keywords that structured data state, those of the first kind that has any.
fn stated(scan: &Scan<'_>, article: &Article, headline: Option<&str>, site: &Site) -> Vec<Found<String>> {
    let graph = || scan.metas("article:tag").chain(scan.metas("og:article:tag")).chain(scan.metas("video:tag"));
    let meta = |name| scan.metas(name).map(|text| (Evidence::Meta, text.to_owned()));
    let mut out = Vec::new();
    push(&mut out, article.keywords.iter().map(|text| (Evidence::JsonLd, text.clone())));
    leave(&mut out, headline, site);
    if out.is_empty() {
        push(&mut out, graph().map(|text| (Evidence::OpenGraph, text.to_owned())));
        leave(&mut out, headline, site);
    }
    for name in METAS {
        if out.is_empty() {
            push(&mut out, meta(name));
            leave(&mut out, headline, site);
        }
    }
    out
}

/// The keywords of one value.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(SEPARATORS)
}

/// Signs that part the keywords of one value.
pub(in crate::desk) const SEPARATORS: [char; 6] = [',', ';', '|', '，', '、', '،'];

/// Leaves out the site's own name, and what some content systems fill in where nobody has: the headline, whole or cut into words.
fn leave(found: &mut Vec<Found<String>>, headline: Option<&str>, site: &Site) {
    unfield(found);
    keep_parts(found, |part| !site.is_stated(part));
    let Some(headline) = headline.filter(|_| !found.is_empty()) else { return };
    // Alone it may be any spelling of the headline; among others what a short one is about.
    let count = found.iter().map(|found| parts(&found.value).count()).sum::<usize>();
    let (like, words_min) = if count == 1 { (HEADLINE_LIKE, 1) } else { (IDENTICAL, LISTED_WORDS_MIN) };
    keep_parts(found, |part| {
        // What is half as long says something else.
        2 * part.len() <= headline.len()
            || part.split_whitespace().count() < words_min
            || likeness(part, headline) < like
    });
    let all: Vec<&str> = found.iter().flat_map(|found| parts(&found.value)).collect();
    let is_cut = all.len() >= CUT_WORDS_MIN && all.iter().all(|part| !part.trim().contains(' '));
    if is_cut && likeness(&all.join(" "), headline) >= CUT_LIKE {
        found.clear();
    }
}

/// Takes the word off with which programs tell a keyword from other fields, and leaves out what they state of other things so:
/// `tag:rain`, `type:story`. What people write has a space behind its colon, or more words: `Type: 2 diabetes`.
fn unfield(found: &mut Vec<Found<String>>) {
    for found in found.iter_mut().filter(|found| found.value.contains(':')) {
        if parts(&found.value).any(|part| unfielded(part) != Some(part)) {
            found.value = parts(&found.value).filter_map(unfielded).collect::<Vec<_>>().join(",");
        }
    }
    found.retain(|found| !found.value.trim().is_empty());
}

/// A keyword without the word of its field; nothing where the field is another thing's.
fn unfielded(part: &str) -> Option<&str> {
    let Some((field, value)) = part.split_once(':').filter(|(_, value)| !value.starts_with(char::is_whitespace)) else {
        return Some(part);
    };
    let (field, value) = (field.trim().to_lowercase(), value.trim());
    if field == TAG_FIELD && value.contains(char::is_alphabetic) {
        return Some(value);
    }
    let is_word = || !value.contains(|c: char| c.is_whitespace() || c.is_numeric());
    let is_others = PROGRAMS_FIELDS.contains(&field.as_str()) || OTHER_FIELDS.contains(&field.as_str()) && is_word();
    (!is_others).then_some(part)
}

/// The field of a keyword; fields that programs alone state among keywords; and those of other things that a keyword may begin with, too.
/// In lower case.
const TAG_FIELD: &str = "tag";
const PROGRAMS_FIELDS: &[&str] = &["page-type", "ssts", "type"];
const OTHER_FIELDS: &[&str] = &["author", "section"];

/// Keeps those keywords of the values.
fn keep_parts(found: &mut Vec<Found<String>>, is_kept: impl Fn(&str) -> bool) {
    for found in found.iter_mut() {
        if !parts(&found.value).all(&is_kept) {
            found.value = parts(&found.value).filter(|part| is_kept(part)).collect::<Vec<_>>().join(",");
        }
    }
    found.retain(|found| !found.value.trim().is_empty());
}

/// The `<article>` around an element.
pub(super) fn post(tree: &Tree, id: NodeId) -> Option<NodeId> {
    tree.ancestors(id).take(POST_DEPTH_MAX).find(|&above| tree.is(above, Tag::Article))
}

/// The story's `<article>`: the one around the headline, or the first below it that holds more than a card of another story.
pub(super) fn own_post(tree: &Tree, headline_at: Option<Spot>) -> Option<NodeId> {
    let headline = headline_at?.id;
    let is_post = |&article: &NodeId| !short::fits(tree, article, CARD_CHARS_MAX);
    post(tree, headline)
        .or_else(|| tree.elements(Tag::Article).filter(|&id| id > headline).take(CARDS_MAX).find(is_post))
}

/// Whether an element stands in no other story's `<article>`.
pub(super) fn is_of(tree: &Tree, id: NodeId, own: Option<NodeId>) -> bool {
    post(tree, id).is_none_or(|post| own.is_none_or(|own| own == post))
}

/// The tags that the page links as its own: in the relation `tag`, not `category`, and not in another story's post.
fn tags<'a>(
    tree: &'a Tree,
    scan: &'a Scan<'_>,
    headline_at: Option<Spot>,
    is_ours: impl Fn(&Tagged) -> bool + 'a,
) -> impl Iterator<Item = String> + 'a {
    let own = LazyCell::new(move || own_post(tree, headline_at));
    let is_category = |tagged: &Tagged| {
        let href = tree.value(tagged.spot.id, Key::Href).unwrap_or_default();
        tagged.is_category || CATEGORY_FOLDERS.iter().any(|folder| href.contains(folder))
    };
    let ours = scan.tags.iter().filter(move |tagged| {
        !tagged.spot.aside && !is_category(tagged) && is_of(tree, tagged.spot.id, *own) && is_ours(tagged)
    });
    let names = ours.filter_map(|tagged| short::line(tree, tagged.spot.id, TAG_CHARS_MAX, |_| false));
    names.filter(|name| !is_catch_all(&name.to_lowercase()))
}

/// Those behind the headline in its own `<article>` or `<main>`, where they are no cloud of all that the site has.
fn tags_within(tree: &Tree, scan: &Scan<'_>, known: &Known<'_>) -> Vec<String> {
    let Some(headline) = known.headline_at else { return Vec::new() };
    let frame = tree.ancestors(headline.id).find(|&id| matches!(tree.tag(id), Tag::Article | Tag::Main));
    let Some(frame) = frame else { return Vec::new() };
    let is_ours = |tagged: &Tagged| {
        let id = tagged.spot.id;
        let in_cloud = || tree.ancestors(id).take(CLOUD_DEPTH_MAX).any(|above| is_marked(tree, above, CLOUD_WORDS));
        id > headline.id && tree.ancestors(id).any(|above| above == frame) && !in_cloud()
    };
    let names: Vec<String> = tags(tree, scan, known.headline_at, is_ours).collect();
    if names.len() > LISTED_MAX { Vec::new() } else { names }
}

/// The tags of a list that its class calls so, each a link into a folder of tags, behind the headline.
fn listed(tree: &Tree, known: &Known<'_>) -> Vec<String> {
    let leads_to_tag = |link: &NodeId| {
        let href = tree.value(*link, Key::Href).unwrap_or_default().trim();
        let end = memchr::memchr(b'?', href.as_bytes()).unwrap_or(href.len());
        let (path, query) = href.split_at_checked(end).unwrap_or((href, ""));
        let mut folders = path.trim_end_matches('/').as_bytes().rsplit(|&byte| byte == b'/');
        let is_tags = |folder: &[u8]| TAG_FOLDERS.iter().any(|known| known.as_bytes() == folder);
        // Some ask for the tag's name: `/tag?name=bridges`.
        let is_asked = || query.split_once('=').is_some_and(|(_, name)| !name.is_empty());
        let name = folders.next().unwrap_or_default();
        !name.is_empty() && folders.next().is_some_and(is_tags) || is_tags(name) && is_asked()
    };
    // What a quoted post links are the network's tags.
    let is_quoted =
        |link: &NodeId| tree.ancestors(*link).take(LIST_DEPTH_MAX).any(|above| tree.name(above) == "blockquote");
    let is_list = |link: &NodeId| {
        let around = || tree.ancestors(*link).filter(|&above| tree.is_element(above));
        let is_called = |words: &[&str], depth: usize| around().take(depth).any(|above| is_marked(tree, above, words));
        is_called(TAG_WORDS, LIST_DEPTH_MAX) && !is_called(CLOUD_WORDS, CLOUD_DEPTH_MAX)
    };
    let links = tree.elements(Tag::A).filter(|link| known.headline_at.is_none_or(|spot| *link > spot.id));
    let own = LazyCell::new(|| own_post(tree, known.headline_at));
    let links = links.filter(leads_to_tag).take(LINKS_MAX).filter(|link| is_of(tree, *link, *own));
    let links: Vec<NodeId> = links.filter(|link| is_list(link) && !is_quoted(link)).collect();
    // So many are all that the site has.
    if links.len() > LISTED_MAX {
        return Vec::new();
    }
    let names = links.into_iter().filter_map(|link| short::line(tree, link, TAG_CHARS_MAX, |_| false));
    names.map(without_count).filter(|name| !is_catch_all(&name.to_lowercase())).collect()
}

/// The tags of a list that a label opens: `Tags:`, and nothing but short links behind it.
fn labelled(tree: &Tree, known: &Known<'_>) -> Vec<String> {
    let Some(headline) = known.headline_at else { return Vec::new() };
    // Beside the story's own part a label may be that of all the site's tags.
    let around = std::iter::once(headline.id).chain(tree.ancestors(headline.id));
    let frame = around.into_iter().find(|&id| matches!(tree.tag(id), Tag::Article | Tag::Main));
    let own = LazyCell::new(|| own_post(tree, known.headline_at));
    let is_ours = |label: NodeId| {
        let frame = frame.or(*own);
        is_of(tree, label, *own) && frame.is_none_or(|frame| tree.ancestors(label).any(|above| above == frame))
    };
    let is_label = |id: &NodeId| tree.text_node(*id).is_some_and(is_tag_label);
    let is_text = |id: &NodeId| !short::fits(tree, *id, TEXT_CHARS_MAX);
    // What some labels head may be a menu's part in front of the text.
    let stands = |label: NodeId| {
        let is_menus =
            tree.text_node(label).is_some_and(|text| says(text.trim_start(), &BEHIND_OPENERS, BEHIND_LABELS));
        !is_menus || tree.elements(Tag::P).filter(|&id| id > headline.id && id < label).any(|id| is_text(&id))
    };
    let labels = tree.elements(Tag::Text).filter(|id| *id > headline.id).filter(is_label).take(LABELS_MAX);
    let mut lists = labels.filter(|label| is_ours(*label) && stands(*label)).filter_map(|label| {
        let is_called = |id: NodeId| {
            matches!(tree.tag(id), Tag::Nav | Tag::Aside | Tag::Footer) || is_marked(tree, id, CLOUD_WORDS)
        };
        let mut around = tree.ancestors(label).take(CLOUD_DEPTH_MAX);
        if around.any(|id| tree.is_hidden(id) || is_called(id)) {
            return None;
        }
        tree.ancestors(label).take(LABEL_DEPTH_MAX).find_map(|around| links_behind(tree, around, label))
    });
    lists.next().unwrap_or_default()
}

/// Whether a text is what stands before an article's tags.
fn is_tag_label(text: &str) -> bool {
    // Nearly all begin with a letter, or with white space of the layout's in front of one.
    let text = text.trim_ascii_start();
    let text = if text.starts_with(|first: char| first.is_ascii_graphic()) { text } else { text.trim_start() };
    says(text, &TAG_OPENERS, TAG_LABELS) || says(text, &BEHIND_OPENERS, BEHIND_LABELS)
}

/// Whether a text without white space before it is one of these labels, which have these first letters.
#[inline]
fn says(text: &str, openers: &Openers, labels: &[&str]) -> bool {
    openers.may_open(text) && is_label(text, labels)
}

fn is_label(text: &str, labels: &[&str]) -> bool {
    let text = text.trim_end();
    if text.len() > TAG_LABEL_BYTES_MAX {
        return false;
    }
    let bare = text.trim_end_matches([':', '>']).trim_end();
    if bare.is_ascii() {
        labels.iter().any(|label| label.eq_ignore_ascii_case(bare))
    } else {
        labels.contains(&bare.to_lowercase().as_str())
    }
}

/// The names of an element's links, where it holds nothing else but a label and what parts them.
fn links_behind(tree: &Tree, around: NodeId, label: NodeId) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut within = tree.descendants(around);
    for _ in 0..LABELLED_NODES_MAX {
        let Some(id) = within.next() else { break };
        if tree.is(id, Tag::A) {
            within.skip_subtree(id);
            let name = short::line(tree, id, TAG_CHARS_MAX, |_| false)?;
            let is_tag = name.split_whitespace().count() <= TAG_WORDS_MAX && !is_tag_label(&name);
            if !is_tag {
                return None;
            }
            if !is_catch_all(&name.to_lowercase()) {
                names.push(name);
            }
        } else if tree.text_node(id).is_some_and(|text| id != label && text.contains(char::is_alphanumeric)) {
            return None;
        }
    }
    (within.next().is_none() && (1..=LISTED_MAX).contains(&names.len())).then_some(names)
}

/// What stands before an article's tags, in lower case.
#[rustfmt::skip]
const TAG_LABELS: &[&str] = &[
    "aiheet", "avainsanat", "ключевые слова", "címkék", "emneord", "etichette", "etiketler", "etiketter", "etiquetas", "hashtags", "keyword", "keywords", "klíčová slova",
    "kulcsszavak", "mot clé", "mot-clé", "mots clés", "mots-clés", "nyckelord", "palabra clave", "palabras clave", "palavra-chave", "palavras-chave",
    "parola chiave", "parole chiave", "related tags", "schlagwort", "schlagworte", "schlagwörter", "słowa kluczowe", "stichwort", "stichworte", "stichwörter", "tagged", "tagged as", "tags", "tagi", "temas relacionados", "tópicos", "trefwoord", "trefwoorden",
    "štítky", "метки", "мітки", "теги",
];

/// Labels that stand before an article's tags behind its text, and before other lists elsewhere, in lower case; and the longest paragraph
/// in front of them that is no text, in characters. Set by hand; `a_label_behind_the_text_opens_a_list_of_tags` moves with it.
const BEHIND_LABELS: &[&str] = &["abgelegt unter", "argomenti", "assuntos", "filed under", "related topics"];
const TEXT_CHARS_MAX: usize = 80;

/// The same words, for telling soon what begins with none of them; and the longest text that is one, in bytes, with its colon. Set by
/// hand: the longest word has 27; no test moves with it.
const TAG_OPENERS: Openers = Openers::of(TAG_LABELS);
const BEHIND_OPENERS: Openers = Openers::of(BEHIND_LABELS);
const TAG_LABEL_BYTES_MAX: usize = 48;

/// How many of them are looked at; how many levels above a label its list may open; the most nodes of such a list; and the most words of
/// a tag in it. Set by hand; `a_label_opens_a_list_of_tags` moves with all but the first.
const LABELS_MAX: usize = 8;
const LABEL_DEPTH_MAX: usize = 3;
const LABELLED_NODES_MAX: usize = 200;
const TAG_WORDS_MAX: usize = 4;

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
