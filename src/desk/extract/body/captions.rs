//! Captions: the text of a gallery, which has no other. They are looked for where a page holds no body.

use super::phrase;
use super::weight::{ends_sentence, weigh};
use crate::desk::decode::tree::{Key, Step, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Block, Role};

/// How many captions make a gallery, how many are read, and the least weight of each: less is a name or a credit. Set by
/// hand; `a_gallery_is_told_in_its_captions` moves with the first and the last.
const CAPTIONS_MIN: usize = 3;
const CAPTIONS_MAX: usize = 300;
const CAPTION_WEIGHT_MIN: usize = 40;

/// The longest caption that is read, in bytes.
const CAPTION_BYTES_MAX: usize = 4_000;

/// Words of names of captions, and of their parts that tell nothing: whose the picture is, which of how many it is.
const WORDS: &[&str] =
    &["caption", "captions", "bildunterschrift", "bildtext", "legende", "didascalia", "leyenda", "legenda"];
const OTHER_WORDS: &[&str] = &[
    "author",
    "autor",
    "copyright",
    "count",
    "counter",
    "credit",
    "credits",
    "index",
    "number",
    "photographer",
    "quelle",
    "share",
    "source",
];

/// A gallery's captions in order; nothing where they are few. What stands in a link, or holds one, announces another page.
pub(super) fn captions(tree: &Tree) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next().filter(|_| found.len() < CAPTIONS_MAX) {
        let Step::Enter(id) = step else { continue };
        let is_apart = matches!(tree.tag(id), Tag::A | Tag::Nav | Tag::Aside | Tag::Footer | Tag::Head);
        if is_apart || tree.is_hidden(id) {
            walk.skip_subtree(id);
            continue;
        }
        if tree.tag(id) == Tag::FigCaption || is_named(tree, id, WORDS) {
            let text = caption(tree, id).filter(|text| is_new(text, &found));
            found.extend(text.map(|text| Block { role: Role::Paragraph, text }));
            walk.skip_subtree(id);
        }
    }
    if found.len() < CAPTIONS_MIN { Vec::new() } else { found }
}

/// Whether none before says the same: galleries show each picture small and large.
fn is_new(text: &str, found: &[Block]) -> bool {
    found.iter().all(|known| known.text != text)
}

/// What a caption tells, where it is a sentence.
fn caption(tree: &Tree, id: NodeId) -> Option<String> {
    let mut text = String::new();
    let mut walk = tree.walk(id);
    while let Some(step) = walk.next() {
        match step {
            Step::Text(node) => text.push_str(tree.text_node(node).unwrap_or_default()),
            Step::Enter(node) if tree.tag(node) == Tag::A => return None,
            Step::Enter(node) if node != id && (tree.is_hidden(node) || is_named(tree, node, OTHER_WORDS)) => {
                walk.skip_subtree(node);
                text.push(' ');
            }
            Step::Enter(node) | Step::Leave(node) if tree.is_block(node) || tree.tag(node) == Tag::Br => text.push(' '),
            Step::Enter(_) | Step::Leave(_) => {}
        }
        if text.len() > CAPTION_BYTES_MAX {
            return None;
        }
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tells = weigh(&text) >= CAPTION_WEIGHT_MIN && ends_sentence(&text) && !phrase::is_promo(&text);
    tells.then_some(text)
}

/// Whether a word of an element's class is one of these.
fn is_named(tree: &Tree, id: NodeId, words: &[&str]) -> bool {
    let class = tree.value(id, Key::Class).unwrap_or_default();
    let mut parts = class.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
    parts.any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}
