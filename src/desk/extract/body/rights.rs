//! Rights: the line at the end of a paragraph that says that all rights are reserved, cut off its last sentence.

use std::cell::OnceCell;

use super::unit::Units;
use super::weight::{ends_sentence, weigh};

/// Phrases that reserve all rights, in lower case.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "all rights reserved", "alle rechte vorbehalten", "alle rechten voorbehouden", "riproduzione riservata", "todos los derechos reservados", "todos os direitos reservados",
    "tous droits réservés", "tutti i diritti riservati", "wszelkie prawa zastrzeżone", "все права защищены", "всі права захищені",
];

/// Signs that introduce whoever holds the rights, in lower case, and how many bytes in front of the phrase they are looked for in: a name
/// and a year. Set by hand; `the_rights_are_cut_off_the_last_sentence` moves with it.
const SIGNS: &[&str] = &["©", "(c)"];
const HOLDER_BYTES_MAX: usize = 60;

/// The word that often stands in front of the sign.
const COPYRIGHT: &str = "copyright";

/// What tells when the text was changed, in lower case, where only figures follow.
const CHANGED: &[&str] = &["last updated", "last update", "letzte aktualisierung", "ultimo aggiornamento"];

/// How many bytes such a line has at most: a day in words and an hour behind the words. Set by hand; the same test moves with it.
const CHANGED_BYTES_MAX: usize = 48;

/// The least weight of what is left: a short sentence. Set by hand; the same test moves with it.
const LEFT_WEIGHT_MIN: usize = 25;

/// Cuts the rights off the ends of these units.
pub(super) fn trim(units: &mut Units, picked: &[usize]) {
    for &index in picked {
        let Some(unit) = units.list.get_mut(index).filter(|unit| unit.level == 0) else { continue };
        let text = units.text.get(unit.from..unit.to).unwrap_or_default();
        if let Some(left) = left(text) {
            unit.to = unit.from + left.len();
            unit.weight = weigh(left);
            unit.link_weight = unit.link_weight.min(unit.weight);
            (unit.key, unit.promo) = (OnceCell::new(), OnceCell::new());
        }
    }
}

/// What a paragraph says in front of the rights; `None` where it reserves none, or says nothing else.
fn left(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = bare.chars().next_back()?.to_lowercase();
    let phrase = |phrase: &&str| {
        // Nearly all paragraphs end in another letter.
        phrase.chars().next_back().filter(|end| last.clone().eq([*end]))?;
        let at = bare.len().checked_sub(phrase.len())?;
        let is_it = |end: &&str| end.chars().flat_map(char::to_lowercase).eq(phrase.chars());
        bare.get(at..).filter(is_it).and(bare.get(..at))
    };
    let before = PHRASES.iter().find_map(phrase)?;
    let from = before.floor_char_boundary(before.len().saturating_sub(HOLDER_BYTES_MAX));
    let holder = before.get(from..)?.to_ascii_lowercase();
    let sign = SIGNS.iter().filter_map(|sign| holder.rfind(sign)).min();
    let before = sign.and_then(|at| before.get(..from + at)).unwrap_or(before).trim_end_matches(is_gap);
    let left = without_change(without_word(before)).trim_end_matches(is_gap);
    (ends_sentence(left) && !left.ends_with([':', ';']) && weigh(left) >= LEFT_WEIGHT_MIN).then_some(left)
}

/// A text without the word in front of the sign at its end.
fn without_word(text: &str) -> &str {
    let word = text.len().checked_sub(COPYRIGHT.len()).and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
    let before = word.filter(|(_, word)| word.eq_ignore_ascii_case(COPYRIGHT)).map(|(before, _)| before);
    before.map_or(text, |before| before.trim_end_matches(is_gap))
}

/// What may stand between a sentence and the rights.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | '(' | '[')
}

/// A text without the line at its end that tells when it was changed.
fn without_change(text: &str) -> &str {
    let from = text.floor_char_boundary(text.len().saturating_sub(CHANGED_BYTES_MAX));
    let end = text.get(from..).unwrap_or_default().to_ascii_lowercase();
    let told = CHANGED.iter().find_map(|word| Some((end.rfind(word)?, word.len())));
    let is_figures = |at: usize| end.get(at..).is_some_and(|rest| !rest.contains(char::is_alphabetic));
    let told = told.filter(|(at, length)| is_figures(at + length));
    told.and_then(|(at, _)| text.get(..from + at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rights_are_cut_off_the_last_sentence() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(left(text), expect, "{text}");
        let told = Some("The bridge stays open for a year.");
        check("The bridge stays open for a year. © RIPRODUZIONE RISERVATA", told);
        check("The bridge stays open for a year.© Riproduzione riservata.", told);
        check("The bridge stays open for a year. Ultimo aggiornamento: 22:07 © RIPRODUZIONE RISERVATA", told);
        check("The bridge stays open for a year. Copyright © 2030 Example Post. All rights reserved.", told);
        check("The bridge stays open for a year. – Tous droits réservés", told);
        check("The bridge stays open for a year. Все права защищены.", told);
        check("The band gave a name to its first album: All Rights Reserved.", None);
        check("The council says that all rights are reserved.", None);
        check("© 2030 Example Post. All rights reserved.", None);
        check("The bridge at dusk © Riproduzione riservata", None);
    }
}
