//! Words for who wrote a text that name both genders with a sign between: `Autor:innen`, `Redakteur*in`, `auteur·ice`. Lists of words hold
//! one of them; and such a sign parts other things elsewhere.

use std::borrow::Cow;

/// Words behind which the ending of the other gender may stand, in lower case.
const STEMS: &[&str] = &["autor", "redakteur", "verfasser", "journalist", "auteur", "rédacteur"];

/// Signs that stand between, the longer first, and endings behind them, likewise.
const SIGNS: &[&str] = &["/-", "/", ":", "*", "_", "·", "("];
const ENDINGS: &[&str] = &["innen", "in", "rice", "ice", "e"];

/// A text whose label has neither sign nor second ending: `Autor: Anna Berg` of `Autor:in: Anna Berg`. A label is all of the text, or begins
/// it and has a colon behind it: elsewhere such a word is part of a name.
pub(in crate::desk) fn ungendered(text: &str) -> Cow<'_, str> {
    let label = cut(text.trim_start()).filter(|(_, rest)| rest.trim().is_empty() || rest.trim_start().starts_with(':'));
    label.map_or(Cow::Borrowed(text), |(stem, rest)| Cow::Owned(format!("{stem}{rest}")))
}

/// Such a word up to the sign, and what stands behind its second ending.
fn cut(word: &str) -> Option<(&str, &str)> {
    let is_stem = |stem: &&str| word.get(..stem.len()).is_some_and(|begin| begin.to_lowercase() == **stem);
    let (stem, rest) = word.split_at_checked(STEMS.iter().find(|stem| is_stem(stem))?.len())?;
    let (sign, rest) = SIGNS.iter().find_map(|sign| Some((*sign, rest.strip_prefix(sign)?)))?;
    let rest = ENDINGS.iter().find_map(|ending| rest.strip_prefix(ending))?;
    let rest = if sign == "(" { rest.strip_prefix(')')? } else { rest };
    // `Autor:innenkollektiv` is a word of its own.
    (!rest.starts_with(char::is_alphanumeric)).then_some((stem, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_genders_become_one_word() {
        for (text, expect) in [
            ("Autor:in: Anna Berg", "Autor: Anna Berg"),
            ("Autor*innen: Anna Berg, Karl Tal", "Autor: Anna Berg, Karl Tal"),
            ("Autor_innen", "Autor"),
            ("Redakteur/-innen", "Redakteur"),
            ("Verfasser(in): Anna Berg", "Verfasser: Anna Berg"),
            ("Auteur·ice", "Auteur"),
            ("Rédacteur·rice : Anne Petit", "Rédacteur : Anne Petit"),
        ] {
            assert_eq!(ungendered(text), expect);
        }
        for text in [
            "Autor: Ingo Berg",
            "Autor:Ingo Berg",
            "Autor/Institut",
            "Autor:innenkollektiv Hafen",
            "Redakteur*innen der Hafenpost",
            "Netzwerk freier Autor*innen",
            "Leser*innen-Redaktion",
            "Rainer Autor",
            "Text/Foto: Anna Berg",
        ] {
            assert_eq!(ungendered(text), text);
        }
    }
}
