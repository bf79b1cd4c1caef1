//! What introduces a date: the words in front of it, the class of what holds it.

use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::dating::{Spoken, first, spoken};
use crate::desk::extract::facts::short;

/// The longest words in front of a date that introduce it, in characters.
const LABEL_CHARS_MAX: usize = 60;

/// What introduces the date at a node: the words in front of it, else its class.
pub(super) fn label(tree: &Tree, id: NodeId) -> Option<Spoken> {
    let said = || {
        let lower = before(tree, id)?.to_lowercase();
        spoken(&lower).last().map(|(_, spoken)| spoken)
    };
    said().or_else(|| called(tree, id))
}

/// Whether the words in front of the date at a node say that the text came out then for the first time.
pub(super) fn tells_first(tree: &Tree, id: NodeId) -> bool {
    before(tree, id).is_some_and(|text| first::tells_first(&text.to_lowercase()))
}

/// The most characters of a part whose class says what a date in it is: more than a byline, less than a paragraph. The class
/// of the whole article may speak of publishing, too, as `status-publish` does on every page of one content system.
const CALLED_CHARS_MAX: usize = 200;

/// Parts of names by which the date is the reader's day; `date` stands in all of them.
const OTHERS: &[&str] =
    &["current-date", "current_date", "currentdate", "today-date", "todays-date", "todaysdate", "date-today"];

/// Parts of names that speak of a date of publication or of any date, and of one of a change.
const DATES: &[&str] = &["publ", "date", "posted", "created"];
const CHANGES: &[&str] = &["updat", "modif", "aktualis"];

/// What the class of an element or of those close around it says its date is.
fn called(tree: &Tree, id: NodeId) -> Option<Spoken> {
    let around = std::iter::once(id).chain(tree.ancestors(id).take(2));
    let is_small = |id| short::fits(tree, id, CALLED_CHARS_MAX);
    around.filter(|&id| tree.is_element(id)).find_map(|id| {
        let mut called = None;
        let property = tree.value(id, Key::ItemProp).into_iter();
        let mut names = tree.classes(id).chain(tree.id_attr(id));
        if names.any(|name| holds_any(name, &["date"]) && holds_any(name, OTHERS)) && is_small(id) {
            return Some(Spoken::Other);
        }
        for name in tree.classes(id).chain(property) {
            let is_change = holds_any(name, CHANGES);
            if !is_change && holds_any(name, DATES) {
                // `entry-date updated` is how hAtom marks the date of publication where it is the only one.
                return (holds_any(name, &["publ"]) && is_small(id)).then_some(Spoken::Published);
            }
            if is_change {
                called = Some(Spoken::Changed).filter(|_| is_small(id));
            }
        }
        called
    })
}

/// Whether one of the words stands in a name, ASCII case ignored. Few letters of names are the first of any.
#[inline]
fn holds_any(name: &str, words: &[&str]) -> bool {
    // Upper and lower case of a letter are one kind.
    let kind = |letter: u8| 1_u32 << (letter % 32);
    let firsts = words.iter().filter_map(|word| word.bytes().next()).fold(0, |firsts, first| firsts | kind(first));
    let name = name.as_bytes();
    let begins = |rest: &[u8], word: &[u8]| rest.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    name.iter().enumerate().filter(|(_, letter)| firsts & kind(**letter) != 0).any(|(at, _)| {
        let rest = name.get(at..).unwrap_or_default();
        words.iter().any(|word| begins(rest, word.as_bytes()))
    })
}

/// The words just before a node: in its own line, else the line above it where that holds no figure of its own.
fn before(tree: &Tree, id: NodeId) -> Option<String> {
    let mut at = id;
    for _ in 0..4 {
        let mut previous = tree.previous_sibling(at);
        while let Some(sibling) = previous {
            let text = match tree.text_node(sibling) {
                Some(text) => Some(collapsed(text)?),
                None if tree.is_element(sibling) && !tree.is_hidden(sibling) => {
                    Some(short::line(tree, sibling, LABEL_CHARS_MAX, |_| false).unwrap_or_default())
                }
                None => None,
            };
            match text {
                // A caption's words, a picture's owner among them, are the picture's.
                _ if tree.is(sibling, Tag::Figure) => return None,
                Some(text) if !text.is_empty() => return Some(text).filter(|text| !text.contains(char::is_numeric)),
                // An element without text (an icon, a picture) parts nothing; a long one is no label.
                Some(_) if tree.is_element(sibling) && tree.is_block(sibling) => return None,
                _ => previous = tree.previous_sibling(sibling),
            }
        }
        at = tree.parent(at)?;
        if tree.is(at, Tag::Body) || tree.is(at, Tag::Article) || tree.is(at, Tag::Main) {
            return None;
        }
    }
    None
}

/// A text's words parted by single spaces; nothing where it is too long for a label.
fn collapsed(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut room = LABEL_CHARS_MAX;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
            room = room.checked_sub(1)?;
        }
        room = room.checked_sub(word.chars().count())?;
        out.push_str(word);
    }
    Some(out)
}
