//! Bylines that a reader sees, near the headline first.
//!
//! What comes out is one text for each byline. Its lines are the page's lines; within a line [`UNIT`] parts what stands
//! in elements of its own.

use super::super::scan::{self, Scan, Spot};
use super::super::short;
use super::is_byline;
use crate::desk::decode::tree::{Key, Step};
use crate::desk::decode::{NodeId, Tree};

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
const UNMARKED_CHARS_MAX: usize = 80;
const UNMARKED_AFTER_MAX: usize = 1_200;
const UNMARKED_MAX: usize = 200;

/// Words that open an unmarked byline, each followed by a name.
const OPENINGS: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "autor",
    "autorin",
    "author",
    "autore",
    "auteur",
    "tekst",
    "text",
    "words",
    "written",
    "posted",
    "автор",
    "текст",
    "yazan",
    "oleh",
    "penulis",
    "przez",
    "írta",
    "szerző",
    "geschreven",
    "skrevet",
];

/// Words that label the author in a list of facts.
const LABELS: &[&str] = &["author", "autor", "autorin/autor", "autor/in", "auteur", "autore", "автор"];

/// Words of class names of parts of a byline that name nobody.
const NOT_NAME_WORDS: &[&str] = &[
    "about",
    "avatar",
    "bio",
    "biography",
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

/// The page's visible bylines, the likeliest first.
pub(super) fn bylines(tree: &Tree, scan: &Scan<'_>, headline_at: Option<usize>) -> Vec<String> {
    let at = headline_at.unwrap_or(0);
    let mut out = Vec::new();
    let near = |spot: &&Spot| !spot.aside && spot.at + BEFORE_MAX >= at && spot.at <= at + AFTER_MAX;
    // A byline behind the headline is the rule, one before it the exception.
    let (after, before): (Vec<&Spot>, Vec<&Spot>) = scan.bylines.iter().filter(near).partition(|spot| spot.at >= at);
    marked(tree, after.into_iter().chain(before.into_iter().rev()), &mut out);
    unmarked(tree, scan, at, &mut out);
    // Some papers sign at the end.
    let behind = scan.bylines.iter().filter(|spot| !spot.aside && spot.at > at + AFTER_MAX);
    marked(tree, behind.rev(), &mut out);
    labelled(tree, scan, &mut out);
    out
}

/// Reads marked elements; those that stand beside each other are one byline.
fn marked<'s>(tree: &Tree, spots: impl Iterator<Item = &'s Spot>, out: &mut Vec<String>) {
    let mut group: Option<NodeId> = None;
    for spot in spots {
        if out.len() >= BYLINES_MAX {
            return;
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
        let whole = whole.filter(|_| names.is_none() || !beside);
        group = parent.filter(|_| names.is_some() || whole.is_some());
        out.extend(names);
        out.extend(whole);
    }
}

/// Whether a byline names who reviewed, edited or updated the text.
fn names_others(whole: &str) -> bool {
    whole.split(|c: char| !c.is_alphabetic()).any(|word| {
        ["reviewed", "edited", "checked", "updated", "translated"].iter().any(|other| word.eq_ignore_ascii_case(other))
    })
}

/// Lines without a mark that open like a byline.
fn unmarked(tree: &Tree, scan: &Scan<'_>, at: usize, out: &mut Vec<String>) {
    let near = scan.lines.iter().filter(|spot| !spot.aside && spot.at >= at && spot.at <= at + UNMARKED_AFTER_MAX);
    let opening = near.take(UNMARKED_MAX).filter(|spot| leading(tree, spot.id).is_some_and(opens));
    for line in opening.filter_map(|spot| short::line(tree, spot.id, UNMARKED_CHARS_MAX, |id| tree.is(id, "time"))) {
        if out.len() < BYLINES_MAX && opens_byline(&line) && !out.contains(&line) {
            out.push(line);
        }
    }
}

/// The author as a list of the page's facts states it.
fn labelled(tree: &Tree, scan: &Scan<'_>, out: &mut Vec<String>) {
    let is_label = |text: &str| begins_any(text, LABELS);
    let labelled = scan.lines.iter().filter(|spot| leading(tree, spot.id).is_some_and(is_label));
    let line = labelled
        .filter_map(|spot| short::line(tree, spot.id, UNMARKED_CHARS_MAX / 2, |_| false))
        .find_map(|line| line.split_once([' ', ':']).map(|(_, name)| name.trim().to_owned()));
    out.extend(line.filter(|name| is_byline(name)));
}

/// The names that a marked element holds in elements of their own: links to authors, what is marked as a name.
fn names(tree: &Tree, id: NodeId) -> Option<String> {
    let is_name = |&inner: &NodeId| {
        let rel = tree.value(inner, Key::Rel).unwrap_or_default();
        rel.split_ascii_whitespace().any(|word| word == "author")
            || tree.value(inner, Key::ItemProp) == Some("name")
            || tree.has_class(inner, "fn")
            || tree.is(inner, "a") && tree.value(inner, Key::Href).is_some_and(is_author_link)
    };
    let mut out = String::new();
    let mut count = 0;
    for inner in std::iter::once(id).chain(tree.descendants(id).take(NODES_MAX)).filter(is_name) {
        let line = short::line(tree, inner, LINE_CHARS_MAX, |id| tree.is(id, "time"));
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
                } else if tree.is_block(node) || tree.is(node, "br") {
                    lines.end();
                }
            }
            Step::Leave(node) if tree.is_block(node) => lines.end(),
            Step::Leave(node) => {
                lines.edge = true;
                lines.ended |= tree.is(node, "span");
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
        let line = self.line.trim();
        if line.chars().any(char::is_alphabetic) && line.chars().count() <= LINE_CHARS_MAX {
            if self.count > 0 {
                self.text.push('\n');
            }
            self.text.extend(line.chars().map(|c| if c.is_control() && c != UNIT { ' ' } else { c }));
            self.count += 1;
        }
        self.line.clear();
        (self.edge, self.ended) = (false, false);
    }
}

/// Whether a part of a byline names nobody.
fn is_left_out(tree: &Tree, id: NodeId) -> bool {
    tree.is_hidden(id)
        || matches!(tree.name(id), "time" | "button" | "img" | "figure")
        || tree.is_element(id) && scan::is_marked(tree, id, NOT_NAME_WORDS)
}

/// The first text of an element that is no white space.
fn leading(tree: &Tree, id: NodeId) -> Option<&str> {
    let mut texts = tree.descendants(id).take(8).filter_map(|inner| tree.text_node(inner));
    texts.find_map(|text| Some(text.trim_start()).filter(|text| !text.is_empty()))
}

/// Whether a text [begins] with one of the words: nearly every text is told from all by its first letter.
fn begins_any(text: &str, words: &[&str]) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let lower =
        if first.is_ascii() { first.to_ascii_lowercase() } else { first.to_lowercase().next().unwrap_or(first) };
    let may_be = |word: &str| word.chars().next().is_some_and(|begun| begun == first || begun == lower);
    words.iter().any(|word| may_be(word) && begins(text, word))
}

/// Whether a text begins with a word, case ignored, and ends there or goes on with another.
fn begins(text: &str, word: &str) -> bool {
    let mut chars = text.chars();
    word.chars().all(|c| chars.next().is_some_and(|other| other == c || other.to_lowercase().eq([c])))
        && chars.next().is_none_or(|next| !next.is_alphanumeric())
}

/// Whether a text begins with a word that opens a byline.
fn opens(text: &str) -> bool {
    begins_any(text, OPENINGS)
}

/// Whether an unmarked line begins like a byline: an opening word and a name with a capital.
fn opens_byline(line: &str) -> bool {
    let mut words = line.split([' ', ':']).filter(|word| !word.is_empty()).skip(1);
    let mut next = words.next().unwrap_or_default();
    if matches!(next, "by" | "By" | "von" | "door" | "av" | "af") {
        next = words.next().unwrap_or_default();
    }
    opens(line) && next.chars().next().is_some_and(char::is_uppercase) && !line.ends_with(['.', '!', '?'])
}

/// Whether a link leads to an author's own page, by the words of its path.
pub(in super::super) fn is_author_link(href: &str) -> bool {
    let end = memchr::memchr2(b'?', b'#', href.as_bytes()).unwrap_or(href.len());
    let path = href.get(..end).unwrap_or_default().trim_end_matches('/');
    // Each part ends at a slash but the last, which is the author's own.
    let mut from = 0;
    memchr::memchr_iter(b'/', path.as_bytes()).any(|end| {
        let part = path.get(from..end).unwrap_or_default();
        from = end + 1;
        matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "autores"
                | "autori"
                | "auteur"
                | "auteurs"
                | "autore"
                | "by"
                | "contributor"
                | "contributors"
                | "columnist"
                | "columnists"
                | "journalist"
                | "journalists"
                | "people"
                | "profile"
                | "profiles"
                | "reporter"
                | "reporters"
                | "staff"
                | "writer"
                | "writers"
                | "forfatter"
                | "skribent"
                | "yazar"
                | "yazarlar"
                | "blog-authors"
        )
    })
}
