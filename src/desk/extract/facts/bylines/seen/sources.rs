//! Where a text came from, as a label on the page says it: `Quelle: dpa`. A picture's source has the same label, and none of it is
//! told here.

use super::{BYLINES_MAX, Begun, begins_any};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::facts::short;

/// Words that, with a colon, introduce where a text came from.
#[rustfmt::skip]
const SOURCE_LABELS: &[&str] = &[
    "quelle", "source", "fuente", "fonte", "bron", "źródło", "zdroj", "forrás", "kaynak", "källa", "kilde", "lähde", "izvor", "sursa", "источник",
    "джерело", "извор", "πηγή",
];

/// The longest line that a source and its label fill, in characters. Set by hand; `a_label_introduces_the_source` moves with it.
const SOURCE_CHARS_MAX: usize = 50;

/// The lines below the headline that name the text's source behind a label, label and all.
pub(super) fn labelled(tree: &Tree, begun: &[Begun<'_>], at: usize) -> Vec<String> {
    let behind = begun.iter().filter(|(spot, text)| !spot.aside && spot.at >= at && begins_any(text, SOURCE_LABELS));
    let behind = behind.filter(|(spot, _)| !is_of_picture(tree, spot.id));
    let lines = behind.filter_map(|(spot, _)| short::line(tree, spot.id, SOURCE_CHARS_MAX, |_| false));
    let is_labelled = |line: &String| line.split_once(':').is_some_and(|(label, _)| !label.contains(' '));
    lines.filter(is_labelled).take(BYLINES_MAX).collect()
}

/// Words in class names of what stands below a picture.
const CAPTION_WORDS: &[&str] = &["caption", "bildunterschrift", "image", "photo", "foto", "picture"];

/// How many levels above a line its picture's box is looked for, and how many nodes of what stands in front of it. Set by hand;
/// `a_label_introduces_the_source` moves with both.
const PICTURE_DEPTH_MAX: usize = 3;
const PICTURE_NODES_MAX: usize = 8;

/// Whether a line stands below a picture, by the name of a box around it or what is in front of it.
fn is_of_picture(tree: &Tree, id: NodeId) -> bool {
    let holds = |at| {
        std::iter::once(at).chain(tree.descendants(at).take(PICTURE_NODES_MAX)).any(|inner| tree.is(inner, Tag::Img))
    };
    let mut boxes = std::iter::once(id).chain(tree.ancestors(id)).take(PICTURE_DEPTH_MAX);
    holds(id)
        || boxes.any(|at| {
            let class = tree.value(at, Key::Class).unwrap_or_default().to_ascii_lowercase();
            let before = || std::iter::successors(tree.previous_sibling(at), |&before| tree.previous_sibling(before));
            CAPTION_WORDS.iter().any(|word| class.contains(word)) || before().take(2).any(holds)
        })
}
