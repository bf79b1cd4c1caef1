//! One walk over the page that notes what facts are read from: head entries, data blocks, and what is seen near the
//! headline, each with how much text a reader has read before it.

use std::collections::BTreeSet;

use super::plain::plain;
use crate::desk::decode::tree::Step;
use crate::desk::decode::{NodeId, Tree};

/// The most entries of each kind that are kept; those behind them are ignored. Heads of news pages have under 200
/// entries, bodies up to a few hundred `<time>`s where they list other stories.
const ENTRIES_MAX: usize = 1_000;

/// The most short texts with figures that are kept: a page with a long list of prices, results or comments has as many
/// before it comes to its end.
const NUMBERED_MAX: usize = 2_000;

/// The longest of them, in bytes, white space of the markup's layout included: a date line in a script of three bytes a
/// letter.
const NUMBERED_BYTES_MAX: usize = 400;

/// The most `<h1>` that are looked at: pages that set every teaser in one have dozens.
const HEADINGS_MAX: usize = 50;

/// The most characters kept of an entry's value.
const VALUE_CHARS_MAX: usize = 5_000;

/// The most characters of a class or id that are read.
const MARK_CHARS_MAX: usize = 400;

/// A `<meta>` with a name (or property, itemprop, http-equiv) and content.
#[derive(Debug)]
pub(super) struct Meta {
    /// In lower case.
    pub(super) name: String,
    pub(super) content: String,
}

/// A `<link>` with its relations.
#[derive(Debug)]
pub(super) struct Link<'t> {
    pub(super) rel: &'t str,
    pub(super) href: &'t str,
    pub(super) hreflang: Option<&'t str>,
    pub(super) media: Option<&'t str>,
}

/// An element of the body and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) id: NodeId,
    /// How many characters of visible text stand before it.
    pub(super) at: usize,
    /// Whether it stands in a part that is not about the article: navigation, footer, related stories, comments.
    pub(super) aside: bool,
    /// The innermost such part.
    pub(super) part: Option<NodeId>,
}

/// A short text with a figure in it, which may be a date's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbered {
    pub(super) spot: Spot,
    /// The `<time>` around it.
    pub(super) time: Option<NodeId>,
    /// The innermost element around it whose class or id speaks of a date.
    pub(super) mark: Option<NodeId>,
}

/// What the walk found, each kind in document order.
#[derive(Debug, Default)]
pub(super) struct Scan<'t> {
    pub(super) metas: Vec<Meta>,
    pub(super) links: Vec<Link<'t>>,
    pub(super) title: Option<String>,
    /// The `lang` of `<html>`, else of `<body>` or the first `<article>`.
    pub(super) lang: Option<&'t str>,
    pub(super) json_ld: Vec<&'t str>,
    pub(super) h1s: Vec<Spot>,
    pub(super) h2s: Vec<Spot>,
    pub(super) times: Vec<Spot>,
    /// Elements whose class, id or relation speaks of an author; none within another.
    pub(super) bylines: Vec<Spot>,
    /// Elements whose class or id speaks of a date.
    pub(super) dates: Vec<Spot>,
    /// Short texts with a figure, captions' aside.
    pub(super) numbered: Vec<Numbered>,
    /// Short blocks of text that bear no such mark.
    pub(super) lines: Vec<Spot>,
    /// Elements with `itemprop` or RDFa's `property`, in the body.
    pub(super) properties: Vec<Spot>,
    pub(super) figures: Vec<Spot>,
}

impl<'t> Scan<'t> {
    /// The contents of the metas of that name, in page order.
    pub(super) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |meta| meta.name == name).map(|meta| meta.content.as_str())
    }

    /// The first content among metas of these names, the first name best.
    pub(super) fn meta<'a>(&'a self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.metas(name).next())
    }

    /// Takes back that parts around the headline are not about the article: their names said something else.
    pub(super) fn settle(&mut self, tree: &Tree, headline: NodeId) {
        let around: BTreeSet<NodeId> = tree.ancestors(headline).collect();
        let kinds = [&mut self.times, &mut self.bylines, &mut self.dates, &mut self.lines, &mut self.properties];
        let numbered = self.numbered.iter_mut().map(|numbered| &mut numbered.spot);
        for spot in kinds.into_iter().flatten().chain(&mut self.figures).chain(numbered) {
            spot.aside = spot.part.is_some_and(|part| !around.contains(&part));
        }
    }

    /// The addresses of the links that state that relation.
    pub(super) fn linked<'a>(&'a self, rel: &'a str) -> impl Iterator<Item = &'a Link<'t>> {
        self.links.iter().filter(move |link| link.rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(rel)))
    }
}

/// Words of class names and ids that speak of an author.
const BYLINE_WORDS: &[&str] = &[
    "author",
    "authors",
    "autor",
    "autora",
    "autore",
    "autores",
    "autorzy",
    "auteur",
    "auteurs",
    "byline",
    "bylines",
    "contributor",
    "contributors",
    "creator",
    "forfatter",
    "journalist",
    "kirjoittaja",
    "redacteur",
    "reporter",
    "reporters",
    "signature",
    "verfasser",
    "writer",
    "writers",
];

/// Words that make such an element something else: what stands around an author or tells more of one.
const NOT_BYLINE_WORDS: &[&str] = &[
    "about",
    "articles",
    "avatar",
    "bio",
    "biography",
    "comment",
    "comments",
    "description",
    "email",
    "follow",
    "image",
    "img",
    "latest",
    "more",
    "photo",
    "picture",
    "quote",
    "social",
    "tooltip",
    "twitter",
];

/// Words of class names and ids that speak of a date.
const DATE_WORDS: &[&str] = &[
    "created",
    "data",
    "date",
    "dateline",
    "dates",
    "datetime",
    "dato",
    "datum",
    "fecha",
    "modified",
    "posted",
    "pubdate",
    "published",
    "publish",
    "publication",
    "time",
    "timestamp",
    "tid",
    "updated",
    "veröffentlicht",
];

/// Words of class names and ids of parts that are not about the article.
const ASIDE_WORDS: &[&str] = &[
    "aside",
    "breadcrumb",
    "breadcrumbs",
    "carousel",
    "comment",
    "comments",
    "disqus",
    "footer",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popular",
    "promo",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "sidebar",
    "teaser",
    "teasers",
    "ticker",
    "trending",
];

/// Walks the page once.
pub(super) fn scan(tree: &Tree) -> Scan<'_> {
    let mut out = Scan::default();
    let mut state = State::default();
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => {
                if let Some(text) = tree.text_node(id).filter(|_| state.hidden.is_none()) {
                    state.number(id, text, &mut out);
                    state.at += text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
                } else if !tree.is_element(id) {
                } else if head_entry(tree, id, &mut out) {
                    walk.skip_subtree(id);
                } else if state.hidden.is_none() {
                    if tree.is_hidden(id) && !tree.is(id, "head") && !is_streamed(tree, id) {
                        state.hidden = Some(id);
                    } else {
                        state.enter(tree, id, &mut out);
                    }
                }
            }
            Step::Leave(id) => state.leave(id),
        }
    }
    out
}

/// Whether it is hidden only until a script moves it to its place: how React streams parts of a page
/// (`<div hidden id="S:1">`).
fn is_streamed(tree: &Tree, id: NodeId) -> bool {
    tree.attr(id, "hidden").is_some() && tree.id_attr(id).is_some_and(|id| id.starts_with("S:"))
}

/// What the walk stands in.
#[derive(Default)]
struct State {
    at: usize,
    /// The element that hides what the walk stands in: only head entries and data blocks count there.
    hidden: Option<NodeId>,
    /// Parts that are not about the article, innermost last.
    aside: Vec<NodeId>,
    figure: Option<NodeId>,
    byline: Option<NodeId>,
    time: Option<NodeId>,
    /// Elements that speak of a date, innermost last.
    dates: Vec<NodeId>,
}

impl State {
    fn number(&self, id: NodeId, text: &str, out: &mut Scan<'_>) {
        if self.figure.is_none() && text.len() <= NUMBERED_BYTES_MAX && text.contains(char::is_numeric) {
            let (time, mark) = (self.time, self.dates.last().copied());
            keep(&mut out.numbered, Numbered { spot: self.spot(id), time, mark }, NUMBERED_MAX);
        }
    }

    fn spot(&self, id: NodeId) -> Spot {
        Spot { id, at: self.at, aside: !self.aside.is_empty(), part: self.aside.last().copied() }
    }

    fn enter<'t>(&mut self, tree: &'t Tree, id: NodeId, out: &mut Scan<'t>) {
        let name = tree.name(id);
        let (mut is_aside, mut is_byline, mut is_not_byline, mut is_date) = (false, false, false, false);
        each_mark(tree, id, |word| {
            is_aside |= ASIDE_WORDS.contains(&word);
            is_byline |= BYLINE_WORDS.contains(&word);
            is_not_byline |= NOT_BYLINE_WORDS.contains(&word);
            is_date |= DATE_WORDS.contains(&word);
        });
        let is_page = matches!(name, "html" | "body" | "main");
        if matches!(name, "nav" | "aside" | "footer") || is_aside && !is_page {
            self.aside.push(id);
        }
        let spot = self.spot(id);
        match name {
            "h1" => keep(&mut out.h1s, spot, HEADINGS_MAX),
            "h2" => keep(&mut out.h2s, spot, HEADINGS_MAX),
            "time" => {
                self.time.get_or_insert(id);
                keep(&mut out.times, spot, ENTRIES_MAX);
            }
            "figure" => {
                self.figure.get_or_insert(id);
                keep(&mut out.figures, spot, ENTRIES_MAX);
            }
            // What stands in a caption is the picture's: its photographer, its date.
            "p" | "div" | "span" | "li" if self.figure.is_none() => keep(&mut out.lines, spot, ENTRIES_MAX),
            "body" | "article" if out.lang.is_none() => out.lang = tree.attr(id, "lang"),
            _ => {}
        }
        if tree.attr(id, "itemprop").is_some() || tree.attr(id, "property").is_some() {
            keep(&mut out.properties, spot, ENTRIES_MAX);
        }
        let is_author = name == "address"
            || tree.attr(id, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author"))
            || is_byline && !is_not_byline;
        let is_whole = is_page || matches!(name, "article" | "img");
        if self.byline.is_none() && is_author && !is_whole {
            self.byline = Some(id);
            keep(&mut out.bylines, spot, ENTRIES_MAX);
        }
        if is_date && !is_whole {
            self.dates.push(id);
            keep(&mut out.dates, spot, ENTRIES_MAX);
        }
    }

    fn leave(&mut self, id: NodeId) {
        if self.aside.last() == Some(&id) {
            self.aside.pop();
        }
        if self.dates.last() == Some(&id) {
            self.dates.pop();
        }
        for mark in [&mut self.hidden, &mut self.figure, &mut self.byline, &mut self.time] {
            if *mark == Some(id) {
                *mark = None;
            }
        }
    }
}

fn keep<T>(list: &mut Vec<T>, entry: T, max: usize) {
    if list.len() < max {
        list.push(entry);
    }
}

/// Whether an element's class or id holds a word of the list.
pub(super) fn is_marked(tree: &Tree, id: NodeId, list: &[&str]) -> bool {
    let mut found = false;
    each_mark(tree, id, |word| found |= list.contains(&word));
    found
}

/// Gives each word of an element's class and id, in lower case: `articleAuthor-Name` is `article`, `author`, `name`.
fn each_mark(tree: &Tree, id: NodeId, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    for value in ["class", "id", "data-testid", "data-component"].into_iter().filter_map(|name| tree.attr(id, name)) {
        let mut was_lower = false;
        // Style sheets in class names run to kilobytes; what names the part stands early.
        for c in value.chars().take(MARK_CHARS_MAX) {
            if !word.is_empty() && (!c.is_alphabetic() || c.is_uppercase() && was_lower) {
                take(&word);
                word.clear();
            }
            if c.is_alphabetic() {
                word.extend(c.to_lowercase());
            }
            was_lower = c.is_lowercase();
        }
        if !word.is_empty() {
            take(&word);
            word.clear();
        }
    }
}

/// Notes an entry of the head, or a data block, wherever it stands; says whether it was one.
fn head_entry<'t>(tree: &'t Tree, id: NodeId, out: &mut Scan<'t>) -> bool {
    match tree.name(id) {
        "meta" => {
            let content = tree.attr(id, "content").map(|content| plain(content, VALUE_CHARS_MAX)).unwrap_or_default();
            // In the body `itemprop` metas are microdata, which needs to know what they stand in.
            if tree.attr(id, "itemprop").is_some() && !content.is_empty() {
                keep(&mut out.properties, Spot { id, at: 0, aside: false, part: None }, ENTRIES_MAX);
            }
            let names = ["property", "name", "http-equiv"].into_iter().filter_map(|key| tree.attr(id, key));
            for name in names.map(|name| name.trim().to_ascii_lowercase()) {
                if !content.is_empty() && !out.metas.last().is_some_and(|l| l.name == name && l.content == content) {
                    keep(&mut out.metas, Meta { name, content: content.clone() }, ENTRIES_MAX);
                }
            }
        }
        "link" => {
            if let (Some(rel), Some(href)) = (tree.attr(id, "rel"), tree.attr(id, "href").map(str::trim)) {
                let (hreflang, media) = (tree.attr(id, "hreflang"), tree.attr(id, "media"));
                if !href.is_empty() {
                    keep(&mut out.links, Link { rel, href, hreflang, media }, ENTRIES_MAX);
                }
            }
        }
        "title" => {
            if out.title.is_none() {
                let text: String = tree.children(id).filter_map(|child| tree.text_node(child)).collect();
                out.title = Some(plain(&text, VALUE_CHARS_MAX)).filter(|title| !title.is_empty());
            }
        }
        "script" => {
            let kind = tree.attr(id, "type").unwrap_or_default().trim();
            if kind.get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) {
                out.json_ld.extend(tree.children(id).filter_map(|child| tree.text_node(child)).take(ENTRIES_MAX));
            }
        }
        "html" => {
            out.lang =
                tree.attr(id, "lang").or_else(|| tree.attr(id, "xml:lang")).filter(|lang| !lang.trim().is_empty());
            return false;
        }
        _ => return false,
    }
    true
}
