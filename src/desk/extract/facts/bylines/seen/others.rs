//! Those who are no authors: who took a picture, edited or translated a text, whose names are marked as authors' are; and of whom a text
//! speaks, with a link to their page. The words in front tell.

use super::openings;
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::facts::short;

/// Words that introduce who took a picture, edited or translated a text, as the last words in front of a name.
#[rustfmt::skip]
const OTHER_LABELS: &[&str] = &[
    "bild", "bilder", "foto", "fotos", "photo", "photos", "image", "images", "picture", "pictures", "fotografie", "kamera", "camera", "grafik",
    "illustration", "illustrations", "fotó", "fotografia", "fotografía", "zdjęcia", "zdjęcie", "фото", "foto di", "foto von", "fotos von", "photo by",
    "photos by", "pictures by", "image by", "images by", "illustration by", "illustrations by", "photo par", "photos par", "foto de", "fotos de",
    "edited by", "editing by", "redigatur", "redigiert von", "übersetzt von", "übersetzung", "aus dem englischen von", "translated by", "translation",
    "traduit par", "traduction", "traducido por", "traducción", "traduzione", "vertaald door", "vertaling",
];

/// The longest text that is such a label, in characters, and how many levels above an element it may stand beside. Set by hand;
/// `a_credit_of_others_is_no_byline` moves with both.
const OTHER_CHARS_MAX: usize = 30;
const OTHER_DEPTH_MAX: usize = 2;

/// How many nodes in front of an element are looked at for a label, on all levels together. Set by hand: what parts a label from a
/// name are a few empty elements. `a_credit_of_others_is_no_byline` moves with it.
const SIBLINGS_MAX: usize = 16;

/// Whether the words in front of an element, in its line or right before that, say that it names who is no author.
pub(super) fn credits_other(tree: &Tree, id: NodeId) -> bool {
    let mut at = id;
    let mut seen = 0;
    for _ in 0..=OTHER_DEPTH_MAX {
        let mut before = tree.previous_sibling(at);
        while let Some(sibling) = before {
            seen += 1;
            if seen > SIBLINGS_MAX {
                return false;
            }
            let text = match tree.text_node(sibling) {
                Some(text) => text.trim().to_owned(),
                None if tree.is_element(sibling) && tree.first_child(sibling).is_some() => {
                    short::line(tree, sibling, OTHER_CHARS_MAX, |_| false).unwrap_or_default()
                }
                None => String::new(),
            };
            if !text.is_empty() {
                return is_other_label(&text);
            }
            // A long text is no label, and an empty element stands between nothing.
            if tree.is_element(sibling) && tree.first_child(sibling).is_some() {
                return false;
            }
            before = tree.previous_sibling(sibling);
        }
        let Some(parent) = tree.parent(at) else { return false };
        at = parent;
    }
    false
}

/// Whether a text is a label for others than authors, or ends in one behind a sign.
fn is_other_label(text: &str) -> bool {
    let last = text.rsplit(['|', '•', '·', '\n', '.', ';', ',']).map(str::trim).find(|part| !part.is_empty());
    let label = last.unwrap_or_default().trim_end_matches([':', ' ']);
    label.chars().count() <= OTHER_CHARS_MAX && {
        let lower = label.to_lowercase();
        // "Foto" alone may head what follows; a colon, or a word behind it, says that a name does.
        OTHER_LABELS.contains(&lower.as_str()) && (lower.contains(' ') || text.trim_end().ends_with(':'))
    }
}

/// Folders that hold the pages of those who write for the site as well as of anybody else.
const ANYBODYS: &[&str] = &["by", "people", "profile", "profiles"];

/// The longest line that such a link may stand in, in characters, and how many letters a sentence has in front of it at least. Set by
/// hand: a byline with its date, and two short words; `who_is_spoken_of_signs_nothing` moves with both.
const LINE_CHARS_MAX: usize = 100;
const FRONT_LETTERS_MIN: usize = 12;

/// How many nodes of a block are looked at for what stands in front of a link. Set by hand; no test moves with it.
const FRONT_NODES_MAX: usize = 200;

/// Whether a link names somebody of whom the text speaks: within running text, into a folder that holds anybody's pages, and no word in
/// front of it introduces a name.
pub(super) fn is_spoken_of(tree: &Tree, id: NodeId) -> bool {
    let says_author = |value: &str| ["author", "autor", "byline"].iter().any(|word| value.contains(word));
    let is_marked =
        || [Key::Rel, Key::Class, Key::Id].into_iter().any(|key| tree.value(id, key).is_some_and(says_author));
    let is_anybodys = |href: &str| href.split('/').any(|folder| ANYBODYS.contains(&folder));
    if !tree.is(id, Tag::A) || !tree.value(id, Key::Href).is_some_and(is_anybodys) || is_marked() {
        return false;
    }
    let Some(block) = tree.ancestors(id).find(|&above| tree.is_block(above)) else { return false };
    if short::fits(tree, block, LINE_CHARS_MAX) {
        return false;
    }
    let before = tree.descendants(block).take(FRONT_NODES_MAX).take_while(|&node| node != id);
    let front: String = before.filter_map(|node| tree.text_node(node)).collect();
    front.chars().filter(|c| c.is_alphabetic()).count() >= FRONT_LETTERS_MIN && !openings::introduces(&front)
}
