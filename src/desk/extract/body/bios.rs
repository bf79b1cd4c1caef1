//! Bios: what is said of the author behind the text.

use super::phrase;
use super::unit::{Cut, Unit, Units};
use super::words::Named;
use crate::desk::extract::Draft;

/// The most paragraphs of them, and the heaviest: as many authors, and six lines of print. Set by hand, as is all below;
/// `what_is_said_of_the_author_behind_the_text_is_left_out` moves with these.
const BIOS_MAX: usize = 3;
const BIO_WEIGHT_MAX: usize = 450;

/// The least running text above: a portrait's last paragraph begins with a name as well, and its author has another.
const ABOVE_WEIGHT_MIN: usize = 400;

/// How many words an author's name has at most.
const NAME_WORDS_MAX: usize = 4;

/// What follows the name, in lower case.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "arbeitet", "berichtet", "covers", "est", "es", "has", "is", "ist", "joined", "leitet", "lebt", "lives", "reports", "schreibt", "serves", "studierte", "teaches", "war", "was",
    "works", "writes", "è", "é",
];

/// Heads of what is said of the author, in lower case.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "about the author", "about the authors", "about the writer", "about the writers", "autor", "autorin", "der autor", "die autorin", "autor*innen", "autor:innen", "autorinnen und autoren", "sobre el autor", "sobre la autora", "sobre los autores", "sobre o autor", "sull'autore", "zum autor",
    "zu den autoren", "zu den autorinnen", "zu den autorinnen und autoren", "zu den autor*innen", "zu den autor:innen", "zur autorin", "à propos de l'auteur", "à propos des auteurs",
    "über den autor", "über die autoren", "über die autorin", "über die autorinnen", "über die autorinnen und autoren", "über die autor*innen", "über die autor:innen",
];

/// The longest of them, in bytes.
const HEAD_BYTES_MAX: usize = 36;

/// How many units such a head and what it heads have at most.
const HEADED_MAX: usize = 5;

/// How many of the last units are looked at for what a site says of its writers: there may be tags and a wall's lines behind. Set by hand;
/// `what_a_site_says_of_its_writers_behind_the_text_is_left_out` moves with it.
const CLOSING_UNITS_MAX: usize = 8;

/// Drops what a site says of its writers behind the text: that they speak for themselves.
pub(super) fn closings(units: &mut Units, picked: &mut Vec<usize>) {
    let from = picked.len().saturating_sub(CLOSING_UNITS_MAX);
    let is_closing = |index: &usize| units.get(*index).is_some_and(|unit| phrase::disowns(units.text(unit)));
    let Some(first) = picked.iter().skip(from).position(is_closing).map(|at| from + at) else { return };
    let above: usize = picked.iter().take(first).filter_map(|&index| units.get(index)).map(|unit| unit.weight).sum();
    if above < ABOVE_WEIGHT_MIN {
        return;
    }
    let found: Vec<usize> = picked.iter().skip(first).copied().filter(is_closing).collect();
    picked.retain(|index| found.binary_search(index).is_err());
    for index in found {
        units.cut(index, Cut::Promotion);
    }
}

/// The heaviest line with a colon that announces what is said of the author: half a line of print. Set by hand;
/// `the_line_that_announced_an_author_goes_too` moves with it.
const LABEL_WEIGHT_MAX: usize = 60;

/// Drops the line with a colon that the text ends with, where what it announced was left out.
fn label(units: &mut Units, picked: &mut Vec<usize>) {
    let is_label = |index: &usize| {
        units.get(*index).is_some_and(|unit| unit.weight <= LABEL_WEIGHT_MAX && units.text(unit).ends_with([':', '：']))
    };
    if let Some(label) = picked.pop_if(|index| is_label(index)) {
        units.cut(label, Cut::Promotion);
    }
}

/// Drops the last paragraphs that begin with an author's name and say who that is, and all from a head that announces it.
pub(super) fn drop(units: &mut Units, picked: &mut Vec<usize>, facts: &Draft) {
    let all = picked.len();
    let is_head = |index: &usize| {
        let text = units.get(*index).map(|unit| units.text(unit)).unwrap_or_default();
        text.len() <= HEAD_BYTES_MAX && HEADS.contains(&&*text.trim_end_matches([':', ' ']).to_lowercase())
    };
    let from = picked.len().saturating_sub(HEADED_MAX);
    if let Some(at) = picked.get(from..).unwrap_or_default().iter().position(is_head).map(|at| from + at) {
        let above: usize = picked.iter().take(at).filter_map(|&index| units.get(index)).map(|unit| unit.weight).sum();
        let is_light = |&index: &usize| units.get(index).is_some_and(|unit| unit.weight <= BIO_WEIGHT_MAX);
        if above >= ABOVE_WEIGHT_MIN && picked.iter().skip(at).all(is_light) {
            picked.drain(at..).for_each(|index| units.cut(index, Cut::Promotion));
        }
    }
    bios(units, picked, facts);
    let behind = picked.last().and_then(|last| units.get(last + 1));
    let is_portrait = |unit: &Unit| units.places.around(unit.place).any(|(_, place)| place.named.has(Named::PORTRAIT));
    if picked.len() < all || behind.is_some_and(is_portrait) {
        label(units, picked);
    }
}

/// Drops the last paragraphs that begin with an author's name and say who that is.
fn bios(units: &mut Units, picked: &mut Vec<usize>, facts: &Draft) {
    for _ in 0..BIOS_MAX {
        let weight = |index: &usize| units.get(*index).filter(|unit| unit.is_prose()).map_or(0, |unit| unit.weight);
        let Some((&last, above)) = picked.split_last() else { return };
        let is_bio =
            |unit: &Unit| unit.level == 0 && unit.weight <= BIO_WEIGHT_MAX && tells_of(units.text(unit), facts);
        if !units.get(last).is_some_and(is_bio) || above.iter().map(weight).sum::<usize>() < ABOVE_WEIGHT_MIN {
            return;
        }
        picked.pop();
        units.cut(last, Cut::Promotion);
    }
}

/// Whether a text begins with an author's name, and a verb that tells of that person.
fn tells_of(text: &str, facts: &Draft) -> bool {
    let mut verbs = text.split(' ').enumerate().skip(2).take(NAME_WORDS_MAX - 1);
    let Some((words, _)) = verbs.find(|(_, word)| VERBS.contains(&&*word.to_lowercase())) else { return false };
    let name: Vec<&str> = text.split(' ').take(words).collect();
    let name = name.join(" ");
    facts.bylines.iter().any(|byline| byline.value.contains(name.trim_end_matches(',')))
}
