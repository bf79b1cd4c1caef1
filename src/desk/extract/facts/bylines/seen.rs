//! Bylines that a reader sees, near the headline first.
//!
//! What comes out is one text for each byline. Its lines are the page's lines; within a line [`UNIT`] parts what stands
//! in elements of its own.

mod beside;
mod openings;
mod others;
mod sources;
mod story;

use std::sync::LazyLock;

use super::super::openers::Openers;
use super::super::scan::{self, Scan, Spot};
use super::super::short;
use super::is_byline;
use crate::desk::decode::tree::{Key, Step, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{lexicon::Lexicon, ungendered};
use openings::{below_date, bracketed, may_sign, signed};
use story::Story;

pub(in crate::desk::extract) use beside::is_name;

/// Parts two elements on one line.
const UNIT: char = '\u{1F}';

/// The most bylines of a page that are read, and elements of a byline that name somebody.
const BYLINES_MAX: usize = 8;
const NAMES_MAX: usize = 24;

/// The longest visible byline, in characters: several names with their roles. Longer lines are about the author.
const LINE_CHARS_MAX: usize = 120;

/// The most lines of an element and the most nodes that are read: what stands behind them tells of the author.
const LINES_MAX: usize = 5;
const NODES_MAX: usize = 120;

/// How far from the headline's beginning a visible byline may stand, in characters of text: before it a kicker's
/// length, after it the headline, a lead and a caption.
const BEFORE_MAX: usize = 300;
const AFTER_MAX: usize = 2_500;

/// The longest unmarked line taken for a byline, in characters, how far behind the headline it may stand, and how many
/// such lines are looked at.
const UNMARKED_CHARS_MAX: usize = 100;
const UNMARKED_AFTER_MAX: usize = 1_200;
const UNMARKED_MAX: usize = 200;

/// How far above the headline an unmarked byline may stand, in the same unit: itself and a kicker. Set by hand;
/// `a_byline_may_stand_right_above_the_headline` moves with it.
const ABOVE_MAX: usize = 80;

/// How far behind an unmarked byline a marked one is another story's, in the same unit: a paragraph.
const APART_MIN: usize = 400;

/// Words that label the author in a list of facts.
const LABELS: Openers = Openers::of(&["author", "autor", "autorin/autor", "autor/in", "auteur", "autore", "автор"]);

/// Words of class names of parts of a byline that name nobody.
const NOT_NAME_WORDS: &[&str] = &[
    "about",
    "avatar",
    "bio",
    "biography",
    "breadcrumb",
    "breadcrumbs",
    "button",
    "category",
    "comments",
    "date",
    "description",
    "email",
    "follow",
    "photo",
    "published",
    "reading",
    "role",
    "share",
    "social",
    "time",
    "timestamp",
    "twitter",
    "updated",
];

/// Words of class names of lists within a byline that name sections.
const TRAIL_WORDS: &[&str] = &["breadcrumb", "breadcrumbs"];

/// A line and its first text that is no white space; empty where it has none.
type Begun<'t> = (&'t Spot, &'t str);

/// What a reader sees of who wrote the text, and of where it came from.
pub(super) struct Seen {
    /// Bylines, the likeliest first.
    pub(super) bylines: Vec<String>,
    /// Sources that a label introduces.
    pub(super) sources: Vec<String>,
}

/// The page's visible bylines and sources. `is_stated` says whether a field for authors holds anything.
pub(super) fn seen(tree: &Tree, scan: &Scan<'_>, headline_at: Option<Spot>, is_stated: bool) -> Seen {
    let at = headline_at.map_or(0, |spot| spot.at);
    let story = Story::of(tree, headline_at.map(|spot| spot.id));
    let mut out = Vec::new();
    let near = |spot: &&Spot| !spot.aside && spot.at + BEFORE_MAX >= at && spot.at <= at + AFTER_MAX;
    let begun: Vec<Begun> = scan.lines.iter().zip(scan.begun.iter().copied()).collect();
    let lines = unmarked(tree, &begun, at, &story);
    let is_apart = |spot: &&Spot| lines.first().is_some_and(|(line, _)| spot.at > line + APART_MIN);
    // A byline behind the headline is the rule, one before it the exception.
    let (after, before): (Vec<&Spot>, Vec<&Spot>) = scan.bylines.iter().filter(near).partition(|spot| spot.at >= at);
    let (apart, after): (Vec<&Spot>, Vec<&Spot>) = after.into_iter().partition(is_apart);
    marked(tree, after.into_iter().chain(before.into_iter().rev()), &story, &mut out);
    for (_, line) in lines {
        if !out.contains(&line) {
            out.push(line);
        }
    }
    marked(tree, apart.into_iter(), &story, &mut out);
    // Some papers sign at the end.
    let behind = scan.bylines.iter().filter(|spot| !spot.aside && spot.at > at + AFTER_MAX);
    marked(tree, behind.rev(), &story, &mut out);
    labelled(tree, &begun, &mut out);
    out.extend(above(tree, &begun, at));
    out.extend(beside::end(tree, scan, at));
    out.extend(beside::bracketed(tree, &begun, at));
    out.extend(beside::dates(tree, scan, at));
    out.extend(beside::last(tree, &begun, at, &story));
    if out.is_empty() {
        out.extend(beside::closing(tree, &begun, at, &story, is_stated));
    }
    if out.is_empty() {
        out.extend(boxed(tree, scan, &story));
    }
    let mut sources = sources::labelled(tree, &begun, at);
    sources.extend(sources::alone(tree, &begun, at, &story));
    Seen { bylines: out, sources }
}

/// Whom a box beside the story introduces, where all of them name one person.
fn boxed(tree: &Tree, scan: &Scan<'_>, story: &Story) -> Option<String> {
    let boxes = scan.bylines.iter().filter(|spot| spot.aside).take(BOXES_MAX);
    let mut names = boxes.filter(|spot| !story.is_of_other(tree, spot.id)).filter_map(|spot| introduced(tree, spot.id));
    let first = names.next()?;
    names.all(|other| other == first).then_some(first)
}

/// The most boxes beside the story that are looked at for its author. Set by hand: a list of other stories has as many; no test moves
/// with it.
const BOXES_MAX: usize = 24;

/// The full name in a marked element that leads to an author's page, where a word opens the element's line or the one around it.
fn introduced(tree: &Tree, id: NodeId) -> Option<String> {
    let is_link = |&inner: &NodeId| tree.is(inner, Tag::A) && tree.value(inner, Key::Href).is_some_and(is_author_link);
    let link = std::iter::once(id).chain(tree.descendants(id).take(NODES_MAX)).find(is_link)?;
    let name = short::line(tree, link, LINE_CHARS_MAX, |_| false).filter(|name| is_full_name(name))?;
    let mut around = std::iter::once(id).chain(tree.parent(id));
    let opens = |id: NodeId| lines(tree, id).is_some_and(|lines| signed(&lines).is_some());
    around.any(opens).then_some(name)
}

/// Whether a text is spelt like a person's full name, not shouted like a publication's.
pub(super) fn is_full_name(text: &str) -> bool {
    let is_shouted = |word: &str| word.chars().count() > 1 && !word.contains('.') && !word.contains(char::is_lowercase);
    beside::is_name(text) && !text.split(' ').any(is_shouted)
}

/// The most marked elements that are passed over for another story's. Set by hand: a long list of teasers has as many; no
/// test moves with it.
const CARDS_MAX: usize = 100;

/// Reads marked elements; those that stand beside each other are one byline.
fn marked<'s>(tree: &Tree, spots: impl Iterator<Item = &'s Spot>, story: &Story, out: &mut Vec<String>) {
    let mut group: Option<NodeId> = None;
    let mut cards = 0;
    for spot in spots {
        if out.len() >= BYLINES_MAX {
            return;
        }
        if story.is_imprint(tree, spot.id) || story.is_of_other(tree, spot.id) {
            cards += 1;
            if cards > CARDS_MAX {
                return;
            }
            continue;
        }
        if others::credits_other(tree, spot.id) || others::is_spoken_of(tree, spot.id) {
            continue;
        }
        let parent = tree.parent(spot.id);
        let whole = lines(tree, spot.id);
        // Where others than authors are named too, only the words between tell who is who.
        let mixed = whole.as_deref().is_some_and(names_others);
        let names = names(tree, spot.id).filter(|_| !mixed);
        let beside = group.is_some() && group == parent;
        if let (true, Some(last), Some(names)) = (beside, out.last_mut(), &names) {
            // The next author of a list.
            if !last.contains('\n') && !names.contains('\n') {
                last.push_str("; ");
                last.push_str(names);
                continue;
            }
        }
        if let (true, Some(last), None, Some(whole)) = (beside, out.last_mut(), &names, &whole) {
            // So is one that is marked as a whole.
            if !mixed && is_alone(last.rsplit("; ").next().unwrap_or_default()) && is_alone(whole) {
                last.push_str("; ");
                last.push_str(whole);
                continue;
            }
        }
        let whole = whole.filter(|_| names.is_none() || !beside);
        group = parent.filter(|_| names.is_some() || whole.is_some());
        out.extend(names);
        out.extend(whole);
    }
}

/// The longest byline that is a name and nothing else, in characters. Set by hand: beside it stands another author, and beside one
/// that says more of itself somebody who reviewed the text, or is quoted. `marked_elements_beside_each_other_are_one_byline`
/// moves with it.
const ALONE_CHARS_MAX: usize = 30;

/// Whether a byline is a name and nothing else.
fn is_alone(byline: &str) -> bool {
    byline.chars().count() <= ALONE_CHARS_MAX && !byline.contains([',', ':', '|', '\n', UNIT])
}

/// Whether a byline names who reviewed, edited or updated the text.
fn names_others(whole: &str) -> bool {
    whole.split(|c: char| !c.is_alphabetic()).any(|word| {
        ["reviewed", "edited", "checked", "updated", "translated"].iter().any(|other| word.eq_ignore_ascii_case(other))
    })
}

/// Lines without a mark that sign, each from where it does and with where it stands.
fn unmarked(tree: &Tree, begun: &[Begun<'_>], at: usize, story: &Story) -> Vec<(usize, String)> {
    let near = begun.iter().filter(|(spot, _)| !spot.aside && spot.at >= at && spot.at <= at + UNMARKED_AFTER_MAX);
    let mut out: Vec<(usize, String)> = Vec::new();
    for &(spot, text) in near.take(UNMARKED_MAX).filter(|(_, text)| may_sign(text)) {
        if let Some(line) = bracketed(text) {
            if !out.iter().any(|(_, known)| known == line) {
                out.push((spot.at, line.to_owned()));
            }
            continue;
        }
        if short::line(tree, spot.id, UNMARKED_CHARS_MAX, |id| tree.is(id, Tag::Time)).is_none() {
            continue;
        }
        let Some(lines) = lines(tree, spot.id) else { continue };
        let below = || below_date(&lines).filter(|_| !beside::leads_elsewhere(tree, spot.id));
        let Some(line) = signed(&lines).or_else(below).map(str::to_owned) else { continue };
        let is_known = out.iter().any(|(_, known)| *known == line);
        if out.len() < BYLINES_MAX / 2 && !is_known && !story.is_of_other(tree, spot.id) {
            out.push((spot.at, line));
        }
    }
    out
}

/// The line right above the headline that signs, for pages that name nobody below it.
fn above(tree: &Tree, begun: &[Begun<'_>], at: usize) -> Option<String> {
    let near = |spot: &Spot| !spot.aside && spot.at < at && spot.at + ABOVE_MAX >= at;
    let mut above = begun.iter().rev().filter(|(spot, text)| near(spot) && may_sign(text)).take(BYLINES_MAX);
    above.find_map(|(spot, _)| signed(&lines(tree, spot.id)?).map(str::to_owned))
}

/// The author as a list of the page's facts states it.
fn labelled(tree: &Tree, begun: &[Begun<'_>], out: &mut Vec<String>) {
    let labelled = begun.iter().filter(|(_, text)| LABELS.open(text));
    let line = labelled
        .filter_map(|(spot, _)| short::line(tree, spot.id, UNMARKED_CHARS_MAX / 2, |_| false))
        .find_map(|line| ungendered(&line).split_once([' ', ':']).map(|(_, name)| name.trim().to_owned()));
    out.extend(line.filter(|name| is_byline(name)));
}

/// The names that a marked element holds in elements of their own: links to authors, what is marked as a name.
fn names(tree: &Tree, id: NodeId) -> Option<String> {
    let is_name = |&inner: &NodeId| {
        let rel = tree.value(inner, Key::Rel).unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word == "author")
            || tree.value(inner, Key::ItemProp) == Some("name")
            || tree.has_class(inner, "fn")
            || tree.is(inner, Tag::A) && tree.value(inner, Key::Href).is_some_and(is_author_link)
    };
    let mut out = String::new();
    let mut count = 0;
    let in_trail = |inner: NodeId| {
        let mut around = tree.ancestors(inner).take_while(|&above| above != id);
        inner != id && around.any(|above| scan::is_marked(tree, above, TRAIL_WORDS))
    };
    for inner in std::iter::once(id).chain(tree.descendants(id).take(NODES_MAX)).filter(is_name) {
        if in_trail(inner) {
            continue;
        }
        let line = short::line(tree, inner, LINE_CHARS_MAX, |id| tree.is(id, Tag::Time));
        let Some(line) = line.filter(|line| is_byline(line)) else { continue };
        if count < NAMES_MAX && !out.split("; ").any(|known| known == line) {
            if count > 0 {
                out.push_str("; ");
            }
            out.push_str(&line);
            count += 1;
        }
    }
    Some(out).filter(|out| !out.is_empty())
}

/// The first lines of an element, without what is a date, a button or about the author.
fn lines(tree: &Tree, id: NodeId) -> Option<String> {
    let mut lines = Lines::default();
    let mut walk = tree.walk(id);
    let mut steps = 0;
    while let Some(step) = walk.next().filter(|_| steps < 2 * NODES_MAX && lines.count < LINES_MAX) {
        steps += 1;
        match step {
            Step::Text(node) => {
                lines.push(tree.text_node(node).unwrap_or_default());
                lines.edge = true;
                // It begins and ends.
                steps += 1;
            }
            Step::Enter(node) => {
                if node != id && is_left_out(tree, node) {
                    lines.ended = true;
                    walk.skip_subtree(node);
                } else if tree.is_block(node) || tree.is(node, Tag::Br) {
                    lines.end();
                }
            }
            Step::Leave(node) if tree.is_block(node) => lines.end(),
            Step::Leave(node) => {
                lines.edge = true;
                lines.ended |= tree.is(node, Tag::Span);
            }
        }
    }
    lines.end();
    Some(lines.text).filter(|text| is_byline(text))
}

/// The lines of an element as they are read.
#[derive(Default)]
struct Lines {
    /// Those that ended.
    text: String,
    count: usize,
    /// The one that goes on.
    line: String,
    /// Whether an inline element, or one that style sheets set apart, ended since the last text.
    edge: bool,
    ended: bool,
}

impl Lines {
    fn push(&mut self, text: &str) {
        let bare = text.trim_start();
        if bare.is_empty() {
            self.line.push(' ');
            return;
        }
        // What touches across an element's edge, or follows a `<span>`, is set apart by a style sheet.
        let touches = self.edge && bare.len() == text.len() && self.line.ends_with(char::is_alphanumeric);
        if bare.starts_with(char::is_alphanumeric) && (touches || self.ended && !self.line.trim().is_empty()) {
            self.line.extend([' ', UNIT, ' ']);
        }
        self.line.push_str(text);
        (self.edge, self.ended) = (false, false);
    }

    fn end(&mut self) {
        // The white space of the markup's layout counts for nothing.
        let words = self.line.split(|c: char| c.is_whitespace() || c.is_control() && c != UNIT);
        let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if line.chars().any(char::is_alphabetic) && line.chars().count() <= LINE_CHARS_MAX {
            if self.count > 0 {
                self.text.push('\n');
            }
            self.text.push_str(&line);
            self.count += 1;
        }
        self.line.clear();
        (self.edge, self.ended) = (false, false);
    }
}

/// Whether a part of a byline names nobody.
fn is_left_out(tree: &Tree, id: NodeId) -> bool {
    tree.is_hidden(id)
        || matches!(tree.tag(id), Tag::Time | Tag::Button | Tag::Img | Tag::Figure)
        || tree.is_element(id) && scan::is_marked(tree, id, NOT_NAME_WORDS)
}

/// Folders of addresses that hold authors' pages, in lower case, each for itself.
static AUTHOR_FOLDERS: LazyLock<Lexicon<&str>> =
    LazyLock::new(|| Lexicon::new(AUTHOR_FOLDER_NAMES.iter().map(|&name| (name, name))));

#[rustfmt::skip]
const AUTHOR_FOLDER_NAMES: &[&str] = &[
    "auteur", "auteurs", "author", "authors", "autor", "autore", "autoren", "autores", "autori", "blog-authors", "by", "columnist", "columnists", "contributor", "contributors", "firmas", "forfatter", "forfattere", "journalist", "journaliste", "journalistes", "journalists", "kirjoittajat", "people", "periodistas", "profile", "profiles", "reporter", "reporters", "skribent", "skribenter", "staff", "tac-gia", "toimittajat", "writer", "writers", "yazar", "yazarlar",
];

/// Which of them is a section of news as well, where it has folders of its own.
const SECTION: &str = "people";

/// Whether a link leads to an author's own page, by the words of its path.
pub(in super::super) fn is_author_link(href: &str) -> bool {
    is_in_authors(href, holds_authors)
}

/// [`is_author_link`] by whether a folder [holds authors' pages](holds_authors): many links lead into the same few.
pub(in super::super) fn is_in_authors<'h>(href: &'h str, holds_authors: impl FnOnce(&'h str) -> bool) -> bool {
    let end = memchr::memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len());
    // Elsewhere than in one content system, which numbers its authors, a query names whose works a shop lists.
    let query = href.get(end..).unwrap_or_default();
    if query.strip_prefix("?author=").is_some_and(|author| author.bytes().all(|byte| byte.is_ascii_digit())) {
        return true;
    }
    // Each part ends at a slash but the last, which is the author's own.
    let path = href.get(..end).unwrap_or_default().trim_end_matches('/');
    let folder = memchr::memrchr(b'/', path.as_bytes()).and_then(|end| path.get(..end));
    folder.is_some_and(holds_authors)
}

/// Whether a folder, or one above it, is called one of authors' pages.
pub(in super::super) fn holds_authors(folder: &str) -> bool {
    let mut before: &[u8] = &[];
    folder.as_bytes().split(|&byte| byte == b'/').any(|part| {
        // A licence's address: `/licenses/by/4.0`.
        let is_licence = std::mem::replace(&mut before, part) == b"licenses";
        // A section on the famous: `/people/news/…`.
        let is_section = part == SECTION.as_bytes() && !folder.ends_with(SECTION);
        !is_licence && !is_section && AUTHOR_FOLDERS.get(part).is_some_and(|known| known.as_bytes() == part)
    })
}
