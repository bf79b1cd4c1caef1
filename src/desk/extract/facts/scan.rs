//! One walk over the page that notes what facts are read from: head entries, data blocks, and what is seen near the
//! headline, each with how much text a reader has read before it.

mod marks;

use std::collections::BTreeSet;

use super::bylines::{holds_authors, is_in_authors};
use super::plain::plain;
use crate::desk::decode::tree::{Key, Keys, Step, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::eights::{each, rest_of};
use crate::desk::extract::body::holds_wide_space;
use crate::desk::extract::letters::{figure_at, figures};
use crate::desk::extract::lexicon::Answers;
pub(super) use marks::is_marked;
use marks::{ASIDE, BYLINE, DATE, EVENT, FOOTER, MARKING, NOT_BYLINE, POST, TRAIL, marks};

/// The most entries of each kind that are kept; those behind them are ignored. Heads of news pages have under 200
/// entries, bodies up to a few hundred `<time>`s where they list other stories.
const ENTRIES_MAX: usize = 1_000;

/// The most short texts with figures that are kept: a page with a long list of prices, results or comments has as many
/// before it comes to its end.
const NUMBERED_MAX: usize = 2_000;

/// The longest of them, in bytes, white space of the markup's layout included: a date line in a script of three bytes a
/// letter.
const NUMBERED_BYTES_MAX: usize = 400;

/// How many bytes of a longer text are looked at for a figure: a town's name stands in front of the day.
const OPENING_BYTES: usize = 40;

/// The most `<h1>` that are looked at: pages that set every teaser in one have dozens.
const HEADINGS_MAX: usize = 50;

/// The most links that call what they lead to a tag, and the most trails of breadcrumbs: a page whose trail is marked entry
/// by entry has a dozen, for large screens and for small ones.
const TAGS_MAX: usize = 200;
const TRAILS_MAX: usize = 24;

/// The most characters kept of an entry's value.
const VALUE_CHARS_MAX: usize = 5_000;

/// The longest block that is taken for a line, in characters: twice the longest that a reader of [`Scan::lines`] looks
/// at, since a text cut into nodes counts for longer than it is.
const LINE_CHARS_MAX: usize = 200;

/// How many nodes behind a line's own its first text is looked for. Set by hand: a few elements within each other and white space
/// between them; no test moves with it.
const BEGUN_NODES_MAX: usize = 8;

/// Words of class names of boxes with a press office's address, and how many levels above it they are looked for. Set by hand;
/// `an_address_to_write_to_signs_nothing` moves with it.
const CONTACT_WORDS: &[&str] = &["contact", "contactbox", "contacts", "kontakt", "kontaktbox"];
const CONTACT_DEPTH_MAX: usize = 2;

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
    pub(super) id: NodeId,
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
    /// Whether it stands in an element that speaks of an author.
    pub(super) in_byline: bool,
    /// The `<figure>` around it.
    figure: Option<NodeId>,
}

/// A link that calls what it leads to a tag of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tagged {
    pub(super) spot: Spot,
    /// Whether it calls it a category, too.
    pub(super) is_category: bool,
}

/// What the walk found, each kind in document order.
#[derive(Debug, Default)]
pub(super) struct Scan<'t> {
    pub(super) metas: Vec<Meta>,
    /// A bit for each [`kind`] of name among them.
    kinds: u128,
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
    /// Elements whose class or id speaks of a date; none within another.
    pub(super) dates: Vec<Spot>,
    /// Short texts with a figure, captions' too until [`Scan::settle`].
    pub(super) numbered: Vec<Numbered>,
    /// Short blocks of text that bear no such mark.
    pub(super) lines: Vec<Spot>,
    /// The first text of each of them that is no white space; empty where it has none near its beginning.
    pub(super) begun: Vec<&'t str>,
    /// Elements with `itemprop` or RDFa's `property`, in the body.
    pub(super) properties: Vec<Spot>,
    pub(super) figures: Vec<Spot>,
    /// Links in the relation `tag` or `category`.
    pub(super) tags: Vec<Tagged>,
    /// Elements whose class or id speaks of a trail of breadcrumbs; none within another.
    pub(super) trails: Vec<Spot>,
}

impl<'t> Scan<'t> {
    /// The contents of the metas of that name, in page order.
    pub(super) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        // Of a hundred names that are looked for, a page has a dozen.
        let metas = if self.kinds & kind(name) == 0 { &[][..] } else { &self.metas };
        metas.iter().filter(move |meta| meta.name == name).map(|meta| meta.content.as_str())
    }

    /// Notes a meta.
    pub(super) fn note(&mut self, meta: Meta) {
        self.kinds |= kind(&meta.name);
        self.metas.push(meta);
    }

    /// The first content among metas of these names, the first name best.
    pub(super) fn meta<'a>(&'a self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.metas(name).next())
    }

    /// Takes back that parts around the headline are not about the article: their names said something else. What stands
    /// in a figure is the picture's, but for one that holds the headline.
    pub(super) fn settle(&mut self, tree: &Tree, headline: Option<NodeId>) {
        let around: BTreeSet<NodeId> = headline.into_iter().flat_map(|headline| tree.ancestors(headline)).collect();
        self.numbered.retain(|numbered| numbered.figure.is_none_or(|figure| around.contains(&figure)));
        if headline.is_none() {
            return;
        }
        let kinds = [&mut self.times, &mut self.bylines, &mut self.dates, &mut self.lines, &mut self.properties];
        let numbered = self.numbered.iter_mut().map(|numbered| &mut numbered.spot);
        let tags = self.tags.iter_mut().map(|tagged| &mut tagged.spot);
        // Spots of one part stand one behind the other. They are gone over from within: asked for the next one, a chain looks each time
        // for the list that it is in.
        let (mut last, mut is_aside) = (None, false);
        kinds.into_iter().flatten().chain(&mut self.figures).chain(numbered).chain(tags).for_each(|spot| {
            if spot.part != last {
                last = spot.part;
                is_aside = spot.part.is_some_and(|part| !around.contains(&part));
            }
            spot.aside = is_aside;
        });
    }

    /// The addresses of the links that state that relation.
    pub(super) fn linked<'a>(&'a self, rel: &'a str) -> impl Iterator<Item = &'a Link<'t>> {
        self.links.iter().filter(move |link| link.rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(rel)))
    }
}

/// Walks the page once.
pub(super) fn scan(tree: &Tree) -> Scan<'_> {
    let mut out = Scan::default();
    let mut state = State::default();
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Text(id) => {
                let text = tree.text_node(id).unwrap_or_default();
                if state.begin(text, &mut out) && state.hidden.is_none() {
                    state.read(id, text, &mut out);
                }
            }
            Step::Enter(id) => {
                state.nodes += 1;
                if !tree.is_element(id) {
                } else if head_entry(tree, id, &mut out) {
                    for text in tree.children(id).filter_map(|child| tree.text_node(child)) {
                        state.begin(text, &mut out);
                    }
                    walk.skip_subtree(id);
                } else if state.hidden.is_none() {
                    if tree.is_hidden(id) && tree.tag(id) != Tag::Head && !is_streamed(tree, id) {
                        state.hidden = Some(id);
                    } else {
                        state.enter(tree, id, &mut out);
                    }
                }
            }
            Step::Leave(id) => state.leave(id, &out),
        }
    }
    let is_short = |chars: &usize| *chars <= LINE_CHARS_MAX;
    let State { line_chars, .. } = state;
    let (mut lines, mut begun) = (line_chars.iter(), line_chars.iter());
    out.lines.retain(|_| lines.next().is_some_and(is_short));
    out.begun.retain(|_| begun.next().is_some_and(is_short));
    out
}

/// Whether it is hidden only until a script moves it to its place: how React streams parts of a page
/// (`<div hidden id="S:1">`).
fn is_streamed(tree: &Tree, id: NodeId) -> bool {
    tree.value(id, Key::Hidden).is_some() && tree.id_attr(id).is_some_and(|id| id.starts_with("S:"))
}

/// What the walk stands in.
#[derive(Default)]
struct State<'t> {
    at: usize,
    /// What classes and ids speak of.
    marks: Answers<'t, u8>,
    /// Whether folders of addresses hold authors' pages.
    authors: Answers<'t, bool>,
    /// The element that hides what the walk stands in: only head entries and data blocks count there.
    hidden: Option<NodeId>,
    /// Parts that are not about the article, innermost last.
    aside: Vec<NodeId>,
    /// How many nodes were met.
    nodes: usize,
    /// Lines, innermost last.
    lines: Vec<Line>,
    /// How many of them hold a text before what comes next.
    begun: usize,
    /// How many characters of visible text each of [`Scan::lines`] holds.
    line_chars: Vec<usize>,
    figure: Option<NodeId>,
    byline: Option<NodeId>,
    time: Option<NodeId>,
    trail: Option<NodeId>,
    /// Elements that speak of a date, innermost last.
    dates: Vec<NodeId>,
}

/// A line that the walk stands in.
struct Line {
    id: NodeId,
    /// Its place in [`Scan::lines`].
    place: usize,
    /// How many nodes were met up to it.
    nodes: usize,
}

impl<'t> State<'t> {
    /// Notes a text, whether readers see it or not, as what those lines begin with that have none before it; says whether it is more
    /// than white space of ASCII.
    #[inline]
    fn begin(&mut self, text: &'t str, out: &mut Scan<'t>) -> bool {
        self.nodes += 1;
        let bare = text.trim_ascii_start();
        if self.begun < self.lines.len() && !bare.is_empty() {
            self.begin_lines(bare, out);
        }
        !bare.is_empty()
    }

    fn begin_lines(&mut self, text: &'t str, out: &mut Scan<'t>) {
        let bare = if text.starts_with(|first: char| first.is_ascii_graphic()) { text } else { text.trim_start() };
        if bare.is_empty() {
            return;
        }
        let lines = self.lines.get(self.begun..).unwrap_or_default();
        for line in lines.iter().filter(|line| self.nodes - line.nodes <= BEGUN_NODES_MAX) {
            out.begun.get_mut(line.place).into_iter().for_each(|begun| *begun = bare);
        }
        self.begun = self.lines.len();
    }

    /// Counts the characters of a text, those of its words and one behind each, and notes it where it holds a figure.
    fn read(&mut self, id: NodeId, text: &str, out: &mut Scan<'_>) {
        let look = Look::at(text);
        // A paragraph may open with the date of its day.
        let opens = || text.trim_start().bytes().take(OPENING_BYTES).any(|byte| byte.is_ascii_digit());
        let is_numbered = if text.len() <= NUMBERED_BYTES_MAX { look.finds_figure(text) } else { opens() };
        if is_numbered {
            let (time, mark, in_byline) = (self.time, self.dates.last().copied(), self.byline.is_some());
            let numbered = Numbered { spot: self.spot(id), time, mark, in_byline, figure: self.figure };
            keep(&mut out.numbered, numbered, NUMBERED_MAX);
        }
        self.at += look.chars;
    }

    fn spot(&self, id: NodeId) -> Spot {
        let part = self.aside.last().copied();
        Spot { id, at: self.at, aside: part.is_some(), part }
    }

    fn enter(&mut self, tree: &'t Tree, id: NodeId, out: &mut Scan<'t>) {
        let tag = tree.tag(id);
        // The address of who answers the press's questions.
        let is_contact = |id| is_marked(tree, id, CONTACT_WORDS);
        let is_address =
            tag == Tag::Address && !is_contact(id) && !tree.ancestors(id).take(CONTACT_DEPTH_MAX).any(is_contact);
        let (mut marks, mut is_property, mut is_author, mut lang, mut href) = (0, false, is_address, None, None);
        let (mut is_tag, mut is_category) = (false, false);
        for (key, value) in tree.keyed(id, NOTED) {
            match key {
                Key::ItemProp | Key::Property => is_property = true,
                Key::Rel => {
                    for word in value.split_ascii_whitespace() {
                        is_author |= word == "author";
                        is_tag |= word == "tag";
                        is_category |= word == "category";
                    }
                }
                Key::Lang => lang = Some(value),
                Key::Href => href = Some(value),
                _ => marks |= self.marks.of(value, self::marks),
            }
        }
        let is_page = || matches!(tag, Tag::Html | Tag::Body | Tag::Main);
        let is_foot = (marks & FOOTER != 0 || tag == Tag::Footer) && marks & POST == 0;
        // Some set the byline beside the text, in an element of its own.
        let is_beside = tag == Tag::Nav || tag == Tag::Aside && marks & (BYLINE | NOT_BYLINE) != BYLINE;
        if is_beside || (marks & ASIDE != 0 || is_foot) && !is_page() {
            self.aside.push(id);
        }
        let spot = self.spot(id);
        match tag {
            Tag::H1 => keep(&mut out.h1s, spot, HEADINGS_MAX),
            Tag::H2 => keep(&mut out.h2s, spot, HEADINGS_MAX),
            Tag::Time => {
                self.time.get_or_insert(id);
                keep(&mut out.times, spot, ENTRIES_MAX);
            }
            Tag::Figure => {
                self.figure.get_or_insert(id);
                keep(&mut out.figures, spot, ENTRIES_MAX);
            }
            // What stands in a caption is the picture's: its photographer, its date.
            Tag::P | Tag::Div | Tag::Span | Tag::Small | Tag::Li | Tag::H3 | Tag::H4 | Tag::Td
                if self.figure.is_none() && out.lines.len() < ENTRIES_MAX =>
            {
                self.lines.push(Line { id, place: out.lines.len(), nodes: self.nodes });
                self.line_chars.push(0);
                out.lines.push(spot);
                out.begun.push("");
            }
            Tag::Body | Tag::Article if out.lang.is_none() => out.lang = lang,
            _ => {}
        }
        if is_property {
            keep(&mut out.properties, spot, ENTRIES_MAX);
        }
        is_author |= marks & (BYLINE | NOT_BYLINE) == BYLINE
            || tag == Tag::A
                && self.byline.is_none()
                && href.is_some_and(|href| is_in_authors(href, |folder| self.authors.of(folder, holds_authors)));
        let is_whole = || is_page() || matches!(tag, Tag::Article | Tag::Img);
        if self.byline.is_none() && is_author && !is_whole() {
            self.byline = Some(id);
            keep(&mut out.bylines, spot, ENTRIES_MAX);
        }
        if (is_tag || is_category) && tag == Tag::A {
            keep(&mut out.tags, Tagged { spot, is_category }, TAGS_MAX);
        }
        if marks & TRAIL != 0 && self.trail.is_none() && !is_whole() {
            self.trail = Some(id);
            keep(&mut out.trails, spot, TRAILS_MAX);
        }
        if marks & (DATE | EVENT) == DATE && !is_whole() {
            self.dates.push(id);
            keep(&mut out.dates, spot, ENTRIES_MAX);
        }
    }

    fn leave(&mut self, id: NodeId, out: &Scan<'_>) {
        if self.aside.last() == Some(&id) {
            self.aside.pop();
        }
        if let Some(line) = self.lines.pop_if(|line| line.id == id) {
            self.begun = self.begun.min(self.lines.len());
            if let (Some(spot), Some(chars)) = (out.lines.get(line.place), self.line_chars.get_mut(line.place)) {
                *chars = self.at - spot.at;
            }
        }
        if self.dates.last() == Some(&id) {
            self.dates.pop();
        }
        for mark in [&mut self.hidden, &mut self.figure, &mut self.byline, &mut self.time, &mut self.trail] {
            if *mark == Some(id) {
                *mark = None;
            }
        }
    }
}

/// One of 128 kinds of names, as a bit: what most other names differ in is their length, their first or their last letter.
fn kind(name: &str) -> u128 {
    let letter = |letter: Option<u8>| usize::from(letter.unwrap_or_default());
    let (first, last) = (letter(name.bytes().next()), letter(name.bytes().next_back()));
    1 << ((name.len() * 37 + first * 5 + last) % 128)
}

fn keep<T>(list: &mut Vec<T>, entry: T, max: usize) {
    if list.len() < max {
        list.push(entry);
    }
}

/// What one look at a text tells.
struct Look {
    /// Its characters, those of its words and one behind each.
    chars: usize,
    /// Whether it holds a digit of ASCII.
    has_digit: bool,
    /// Whether it holds what is beyond ASCII.
    goes_beyond: bool,
}

impl Look {
    fn at(text: &str) -> Self {
        let look = Self::narrow(text.as_bytes());
        if !look.goes_beyond || !holds_wide_space(text) {
            return look;
        }
        // White space beyond ASCII parts words, too, and is none of them.
        let pieces = text.split(|c: char| !c.is_ascii() && c.is_whitespace());
        Self { chars: pieces.map(|piece| Self::narrow(piece.as_bytes()).chars).sum(), ..look }
    }

    /// At a text without white space beyond ASCII. Eight bytes are looked at together.
    fn narrow(text: &[u8]) -> Self {
        let (eights, _) = text.as_chunks();
        let eights = eights.iter().map(|eight| u64::from_le_bytes(*eight)).chain([rest_of(text, b' ')]);
        // The upper bit of the lowest byte, where white space stands before it.
        let mut before = 0x80;
        let (mut chars, mut digits, mut beyond) = (0, 0, 0);
        eights.for_each(|eight| {
            let spaces = spaces(eight);
            // What begins a character has not the upper bit alone.
            let begins = !spaces & !(eight & !(eight << 1)) & each(0x80);
            let words = begins & (spaces << 8 | before);
            before = spaces >> 56;
            let counts = (begins >> 7) + (words >> 7);
            chars += counts.wrapping_mul(each(1)) >> 56;
            digits |= figures(eight) & !eight;
            beyond |= eight;
        });
        Self {
            chars: usize::try_from(chars).unwrap_or(usize::MAX),
            has_digit: digits & each(0x80) != 0,
            goes_beyond: beyond & each(0x80) != 0,
        }
    }

    /// Whether the text holds a figure of any script.
    fn finds_figure(&self, text: &str) -> bool {
        self.has_digit || self.goes_beyond && figure_at(text).is_some()
    }
}

/// The upper bit of each of eight bytes that is white space of ASCII.
fn spaces(eight: u64) -> u64 {
    // No sum of lower seven bits overflows.
    let lower = eight & each(0x7f);
    let is_control = (lower + each(0x80 - 9)) & !(lower + each(0x80 - 14));
    let is_other = (lower ^ each(b' ')) + each(0x7f);
    (is_control | !is_other) & !eight & each(0x80)
}

/// All attributes of elements in the body that are looked at.
const NOTED: Keys = MARKING.and(&[Key::ItemProp, Key::Property, Key::Rel, Key::Lang, Key::Href]);

/// The name under which pages of one framework state JSON-LD in a `<meta>`, where their authors took its settings for
/// scripts.
const LD_JSON_META: &str = "script:ld+json";

/// Notes an entry of the head, or a data block, wherever it stands; says whether it was one.
fn head_entry<'t>(tree: &'t Tree, id: NodeId, out: &mut Scan<'t>) -> bool {
    match tree.tag(id) {
        Tag::Meta => {
            let content =
                tree.value(id, Key::Content).map(|content| plain(content, VALUE_CHARS_MAX)).unwrap_or_default();
            // In the body `itemprop` metas are microdata, which needs to know what they stand in.
            if tree.value(id, Key::ItemProp).is_some() && !content.is_empty() {
                keep(&mut out.properties, Spot { id, at: 0, aside: false, part: None }, ENTRIES_MAX);
            }
            let names = [Key::Property, Key::Name, Key::HttpEquiv].into_iter().filter_map(|key| tree.value(id, key));
            for name in names.map(|name| name.trim().to_ascii_lowercase()) {
                if name == LD_JSON_META {
                    out.json_ld.extend(tree.value(id, Key::Content).filter(|_| out.json_ld.len() < ENTRIES_MAX));
                    continue;
                }
                let is_known = || out.metas.last().is_some_and(|l| l.name == name && l.content == content);
                if !content.is_empty() && out.metas.len() < ENTRIES_MAX && !is_known() {
                    out.note(Meta { name, content: content.clone() });
                }
            }
        }
        Tag::Link => {
            if let (Some(rel), Some(href)) = (tree.value(id, Key::Rel), tree.value(id, Key::Href).map(str::trim)) {
                let (hreflang, media) = (tree.value(id, Key::HrefLang), tree.value(id, Key::Media));
                if !href.is_empty() {
                    keep(&mut out.links, Link { id, rel, href, hreflang, media }, ENTRIES_MAX);
                }
            }
        }
        Tag::Title => {
            if out.title.is_none() {
                let text: String = tree.children(id).filter_map(|child| tree.text_node(child)).collect();
                out.title = Some(plain(&text, VALUE_CHARS_MAX)).filter(|title| !title.is_empty());
            }
        }
        Tag::Script => {
            let kind = tree.value(id, Key::Type).unwrap_or_default().trim();
            if kind.get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) {
                out.json_ld.extend(tree.children(id).filter_map(|child| tree.text_node(child)).take(ENTRIES_MAX));
            }
        }
        Tag::Html => {
            out.lang =
                tree.value(id, Key::Lang).or_else(|| tree.attr(id, "xml:lang")).filter(|lang| !lang.trim().is_empty());
            return false;
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_by_the_eight_as_by_the_word() {
        let ascii = ["", " ", "a", " a", "a ", "The ferry  sails\n\ttwice.", "\u{b}x\u{c}y\u{1c}z"];
        for text in ascii.into_iter().chain([
            "é",
            " é è",
            "Die Fähre  fährt",
            "橋は 残る。",
            "a\u{a0}é\u{2003}b",
            "橋\u{3000}は",
        ]) {
            for times in [1, 2, 50] {
                let text = text.repeat(times);
                let by_word: usize = text.split_whitespace().map(|word| word.chars().count() + 1).sum();
                assert_eq!(Look::at(&text).chars, by_word, "{text:?}");
            }
        }
    }
}
