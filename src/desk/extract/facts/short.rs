//! The text of elements that hold a short value: bounded in length and in nodes, whatever the element holds.

use super::plain::{is_collapsed, is_gap, plain};
use crate::desk::decode::tree::{Step, Tag};
use crate::desk::decode::{NodeId, Tree};

/// The most nodes walked through for one value.
const NODES_MAX: usize = 200;

/// The element's visible text on one line; nothing where it is empty, longer than `chars_max` characters or too
/// intricate to be one value. Elements that `leave` picks are left out.
pub(in crate::desk::extract) fn line(
    tree: &Tree,
    id: NodeId,
    chars_max: usize,
    leave: impl Fn(NodeId) -> bool,
) -> Option<String> {
    let mut line = Line::of(chars_max);
    match pieces(tree, id, chars_max, &leave, |piece| line.push(piece)) {
        Pieces::All => Some(line.out).filter(|line| !line.is_empty()),
        Pieces::TooMany => None,
        Pieces::Refused if line.overflows => None,
        // What may be escaped markup can be read only as a whole.
        Pieces::Refused => {
            let mut out = String::new();
            let pieces = pieces(tree, id, chars_max, &leave, |piece| {
                match piece {
                    Piece::Text(text) => out.push_str(text),
                    Piece::Gap => out.push(' '),
                    Piece::Edge => {}
                }
                true
            });
            let text = if pieces == Pieces::All { plain(&out, chars_max + 1) } else { String::new() };
            (!text.is_empty() && text.chars().count() <= chars_max).then_some(text)
        }
    }
}

/// Whether the element's visible text is no longer than that, and no more intricate than a value's.
pub(in crate::desk::extract) fn fits(tree: &Tree, id: NodeId, chars_max: usize) -> bool {
    let mut line = Line::of(chars_max);
    // What may be escaped markup is counted as it stands.
    pieces(tree, id, chars_max, &|_| false, |piece| line.put(piece)) == Pieces::All
}

/// The first letter or digit of the element's line, in lower case, where it is one of ASCII; nothing where only the whole line tells.
pub(super) fn first_letter(tree: &Tree, id: NodeId, chars_max: usize, leave: impl Fn(NodeId) -> bool) -> Option<u8> {
    let mut letter = None;
    pieces(tree, id, chars_max, &leave, |piece| {
        let Piece::Text(text) = piece else { return true };
        let rest = text.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
        // An escape may be any sign, and one beyond ASCII behind a letter may change it.
        if let [first, second, ..] = rest.as_bytes()
            && first.is_ascii()
            && second.is_ascii()
            && !is_escaped(text)
        {
            letter = Some(first.to_ascii_lowercase());
        }
        rest.is_empty() && !is_escaped(text)
    });
    letter
}

/// Whether a text may hold character references or tags.
fn is_escaped(text: &str) -> bool {
    memchr::memchr2(b'&', b'<', text.as_bytes()).is_some()
}

/// How giving the pieces of a text ended.
#[derive(PartialEq, Eq)]
enum Pieces {
    All,
    /// There are more nodes or bytes than a short value has.
    TooMany,
    /// `take` wants no more.
    Refused,
}

/// A part of an element's text.
#[derive(Clone, Copy)]
enum Piece<'t> {
    Text(&'t str),
    /// White space that the layout sets.
    Gap,
    /// Where an element within a line begins or ends.
    Edge,
}

impl Piece<'_> {
    fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Gap | Self::Edge => 1,
        }
    }
}

/// Gives `take` the element's visible texts in order, a gap where a block or a hidden element parts them, an edge where an inline
/// one does, while it says true.
fn pieces(
    tree: &Tree,
    id: NodeId,
    chars_max: usize,
    leave: &impl Fn(NodeId) -> bool,
    mut take: impl FnMut(Piece) -> bool,
) -> Pieces {
    let mut walk = tree.walk(id);
    let (mut steps, mut bytes) = (0, 0);
    while let Some(step) = walk.next() {
        steps += 1;
        if steps > 2 * NODES_MAX || bytes > chars_max.saturating_mul(8) {
            return Pieces::TooMany;
        }
        let piece = match step {
            Step::Text(node) => {
                // It begins and ends.
                steps += 1;
                Piece::Text(tree.text_node(node).unwrap_or_default())
            }
            Step::Enter(node) => {
                if node != id && (tree.is_hidden(node) || leave(node)) {
                    walk.skip_subtree(node);
                    Piece::Gap
                } else if tree.is_reading(node) {
                    // How the characters before it are read.
                    walk.skip_subtree(node);
                    continue;
                } else if tree.is_block(node) || tree.tag(node) == Tag::Br {
                    Piece::Gap
                } else {
                    Piece::Edge
                }
            }
            Step::Leave(node) if tree.is_block(node) => Piece::Gap,
            Step::Leave(_) => Piece::Edge,
        };
        bytes += piece.len();
        if piece.len() > 0 && !take(piece) {
            return Pieces::Refused;
        }
    }
    Pieces::All
}

/// The room that a line has to begin with, in bytes: most lines are no longer, and grow no more. Set by hand; no test moves with it.
const LINE_BYTES: usize = 64;

/// A line as it is put together, white space collapsed.
struct Line {
    out: String,
    /// How many characters still fit.
    room: usize,
    /// Whether white space stands behind what has been written.
    gap: bool,
    /// Whether an element began or ended behind it.
    edge: bool,
    /// Whether a word didn't fit.
    overflows: bool,
}

impl Line {
    fn of(chars_max: usize) -> Self {
        Self {
            out: String::with_capacity(chars_max.min(LINE_BYTES)),
            room: chars_max,
            gap: false,
            edge: false,
            overflows: false,
        }
    }

    /// Appends a piece; says whether it holds no escapes and fits.
    fn push(&mut self, piece: Piece) -> bool {
        !matches!(piece, Piece::Text(text) if is_escaped(text)) && self.put(piece)
    }

    /// Appends a piece, whatever it holds; says whether it fits.
    fn put(&mut self, piece: Piece) -> bool {
        match piece {
            Piece::Gap => self.gap = true,
            Piece::Edge => self.edge = true,
            Piece::Text(text) => {
                // Most white space is the layout's around a text.
                let bare = text.trim_start_matches(is_gap);
                self.gap |= bare.len() < text.len();
                let words = bare.trim_end_matches(is_gap);
                let fits = if is_collapsed(words) { words.is_empty() || self.add(words) } else { self.add_each(words) };
                self.gap |= words.len() < bare.len();
                return fits;
            }
        }
        true
    }

    /// Appends words with any white space between; says whether they fit.
    fn add_each(&mut self, words: &str) -> bool {
        words.split(is_gap).enumerate().all(|(place, word)| {
            self.gap |= place > 0;
            word.is_empty() || self.add(word)
        })
    }

    /// Appends a word, or words with single spaces between; says whether they fit.
    fn add(&mut self, words: &str) -> bool {
        // Figures that touch across an element's edge are set apart by a style sheet: a day and its hour.
        let touches = || self.out.ends_with(is_digit) && words.starts_with(is_digit);
        let gap = self.gap && !self.out.is_empty() || self.edge && touches();
        let Some(room) = self.room.checked_sub(words.chars().count() + usize::from(gap)) else {
            self.overflows = true;
            return false;
        };
        if gap {
            self.out.push(' ');
        }
        self.out.push_str(words);
        (self.room, self.gap, self.edge) = (room, false, false);
        true
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
