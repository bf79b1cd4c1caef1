//! The months' names: by language, with their abbreviations and the cases in which dates put them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{
    Clue,
    tokens::{Token, fold},
};

/// Languages, and their names of January to December, alternatives parted by spaces; `_` is a space within a name.
///
/// One word can be two months (`listopad` is October in Croatian and November in Polish): the page's language decides,
/// then the order of this table.
#[rustfmt::skip]
const NAMES: &[(&str, [&str; 12])] = &[
    ("en", ["january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"]),
    ("de", ["januar jan jänner jän", "februar feb feber febr", "märz mär mrz maerz", "april apr", "mai", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "dezember dez"]),
    ("fr", ["janvier janv jan", "février févr fév fevr", "mars", "avril avr", "mai", "juin", "juillet juil", "août aou", "septembre sept", "octobre oct", "novembre nov", "décembre déc"]),
    ("es", ["enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul", "agosto ago", "septiembre setiembre sep sept set", "octubre oct", "noviembre nov", "diciembre dic"]),
    ("pt", ["janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul", "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    ("it", ["gennaio gen genn", "febbraio feb febbr", "marzo mar", "aprile apr", "maggio mag", "giugno giu", "luglio lug", "agosto ago", "settembre set sett", "ottobre ott", "novembre nov", "dicembre dic"]),
    ("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
];

/// Which months a folded word is, by language, in the table's order.
type Names = BTreeMap<String, Vec<(&'static str, u64)>>;

static INDEX: LazyLock<Names> = LazyLock::new(|| {
    let mut index = Names::new();
    for (language, months) in NAMES {
        for (month, names) in (1..).zip(months) {
            for name in names.split(' ').filter(|name| !name.is_empty()) {
                index.entry(fold(&name.replace('_', " "))).or_default().push((language, month));
            }
        }
    }
    index
});

/// The month named at `at`, and the index after it. Figures count where a word says that they are a month.
pub(super) fn read(tokens: &[Token], at: usize, clue: &Clue) -> Option<(u64, usize)> {
    let token = tokens.get(at)?;
    if let Some((value, digits)) = token.number() {
        // Vietnamese counts its months: "28 tháng 4".
        let counted = at.checked_sub(1).and_then(|i| tokens.get(i)).and_then(Token::word) == Some("thang");
        return (counted && digits <= 2 && (1..=12).contains(&value)).then_some((value, at + 1));
    }
    let word = token.word()?;
    if let Some(next) = tokens.get(at + 1).and_then(Token::word)
        && let Some(month) = lookup(&format!("{word} {next}"), clue)
    {
        return Some((month, at + 2));
    }
    lookup(word, clue).map(|month| (month, at + 1))
}

/// The month of a folded word.
fn lookup(word: &str, clue: &Clue) -> Option<u64> {
    let months = INDEX.get(word)?;
    let own = months.iter().find(|(language, _)| *language == clue.language());
    own.or(months.first()).map(|(_, month)| *month)
}
