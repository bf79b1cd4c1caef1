//! Bios: what is said of the author behind the text.

use super::unit::{Cut, Unit, Units};
use crate::desk::extract::Draft;

/// The most paragraphs of them, and the heaviest: as many authors, and six lines of print. Set by hand.
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

/// Drops the last paragraphs that begin with an author's name and say who that is.
pub(super) fn drop(units: &mut Units, picked: &mut Vec<usize>, facts: &Draft) {
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
