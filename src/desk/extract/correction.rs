//! Corrections: what a page says was wrong in an earlier version of its article, in the words with which papers of a
//! language open such a note. The note stays in the body, where the paper put it.

use super::{Block, Evidence, Found, Role, unspaced::is_dense};

/// Words with which corrections open. None is a word that news opens with before a colon.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "correction", "corrections", "corrigendum", "erratum", "errata",
    "berichtigung", "korrektur", "korrekturhinweis", "richtigstellung",
    "rectificatif", "rectification", "mise au point",
    "corrección", "correccion", "rectificación", "fe de errores", "fe de erratas",
    "correção", "retificação", "correzione", "errata corrige", "rettifica",
    "correctie", "rectificatie", "rettelse", "rettelser", "retting", "rättelse", "oikaisu", "korjaus",
    "sprostowanie", "oprava", "helyesbítés", "ispravak", "ispravka", "popravek", "rectificare", "erată",
    "исправление", "поправка", "уточнение", "виправлення", "уточнення", "διόρθωση", "düzeltme", "koreksi", "ralat", "đính chính",
    "訂正", "お詫びと訂正", "更正", "更正启事", "更正啟事", "정정", "정정보도", "바로잡습니다", "تصحيح", "تصويب", "اصلاحیه", "תיקון", "תיקון טעות", "भूल सुधार",
];

/// How many blocks at the body's beginning and at its end are looked at: notes stand before the news or after it.
const BLOCKS_LOOKED_AT: usize = 3;

/// The longest head behind a note's label, in characters: the date of the correction.
const HEAD_CHARS_MAX: usize = 60;

/// The shortest note, in characters.
const NOTE_CHARS_MIN: usize = 12;

/// The first note of the body that says what was wrong, without its label.
pub(super) fn stated(body: &[Block]) -> Option<Found<String>> {
    let near_an_end = |at: usize| at < BLOCKS_LOOKED_AT || at + BLOCKS_LOOKED_AT >= body.len();
    let mut blocks = body.iter().enumerate().filter(|(at, _)| near_an_end(*at));
    let value = blocks.find_map(|(at, block)| {
        let rest = behind_label(block.text.trim())?;
        // A label by itself heads the note.
        let alone = !rest.contains(char::is_alphanumeric);
        let following = || body.get(at + 1).filter(|next| next.role != Role::Heading).map(|next| next.text.trim());
        let note = if alone { following()? } else { note(rest)? };
        (note.chars().count() >= NOTE_CHARS_MIN).then(|| note.to_owned())
    })?;
    Some(Found { value, from: Evidence::Visible })
}

/// What stands behind the label that a text opens with.
fn behind_label(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    LABELS.iter().find_map(|label| {
        let mut letters = text.chars();
        let same =
            label.chars().all(|expected| letters.next().is_some_and(|letter| letter.to_lowercase().eq([expected])));
        let rest = letters.as_str();
        let is_whole = || label.ends_with(is_dense) || !rest.starts_with(char::is_alphanumeric);
        (same && is_whole()).then_some(rest)
    })
}

/// The note behind its label: after a colon, a dash or a bracket, before which stands at most a date.
fn note(rest: &str) -> Option<&str> {
    // "Correction of the river's course" is news.
    if rest.trim_start().starts_with(char::is_alphabetic) {
        return None;
    }
    rest.char_indices().take(HEAD_CHARS_MAX).find_map(|(at, c)| {
        let (before, behind) = (rest.get(..at)?, rest.get(at + c.len_utf8()..)?);
        let dash = matches!(c, '—' | '–') || (c == '-' && before.ends_with(' '));
        // A time of day has a colon too.
        let colon = matches!(c, ':' | '：') && !behind.starts_with(|c: char| c.is_ascii_digit());
        (dash || colon || c == '】').then(|| behind.trim_start_matches([' ', ':', '：']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block { role: Role::Paragraph, text: text.to_owned() }
    }

    fn note_of(texts: &[&str]) -> Option<String> {
        stated(&texts.iter().copied().map(block).collect::<Vec<_>>()).map(|found| found.value)
    }

    const LEAD: &str = "The barque Heron came home to Kelp Harbour on Saturday.";

    #[test]
    fn notes_are_known_by_their_labels() {
        for (text, note) in [
            ("Correction: The refit cost 15.1 million.", "The refit cost 15.1 million."),
            ("CORRECTION (Oct. 5, 2026): The refit cost 15.1 million.", "The refit cost 15.1 million."),
            ("Correction, 6 October, 14:30 — The ship was built in 1887.", "The ship was built in 1887."),
            ("*Berichtigung: Das Schiff lief 1887 vom Stapel.", "Das Schiff lief 1887 vom Stapel."),
            ("Rectificatif : le navire date de 1887.", "le navire date de 1887."),
            ("Fe de errores: el barco es de 1887.", "el barco es de 1887."),
            ("【訂正】船の進水は1887年でした。訂正します。", "船の進水は1887年でした。訂正します。"),
            ("更正：该船于一八八七年下水，特此更正。", "该船于一八八七年下水，特此更正。"),
        ] {
            assert_eq!(note_of(&[text, LEAD]).as_deref(), Some(note), "{text}");
            assert_eq!(note_of(&[LEAD, LEAD, LEAD, LEAD, LEAD, text]).as_deref(), Some(note), "at the end: {text}");
        }
        assert_eq!(note_of(&[LEAD, "Corrección", "El barco es de 1887."]).as_deref(), Some("El barco es de 1887."));
    }

    #[test]
    fn news_of_corrections_is_none() {
        for text in [
            "Correction of the river's course will cost 14 million: the council votes on Monday.",
            "Corrections officers went on strike on Monday.",
            "Correctional staff: three are missing since Sunday.",
            "Korrektur am Haushalt. Die Stadt spart: drei Bäder schließen.",
            "Correction: no.",
            "Correction",
        ] {
            assert_eq!(note_of(&[text]), None, "{text}");
        }
        let middle = "Correction: The refit cost 15.1 million.";
        assert_eq!(note_of(&[LEAD, LEAD, LEAD, middle, LEAD, LEAD, LEAD]), None, "in the midst of the text");
    }
}
