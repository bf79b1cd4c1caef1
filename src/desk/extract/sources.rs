//! Sources: what a text says at its beginning and at its end of where it came from. Papers put an agency's name there,
//! in brackets or alone: `BERLIN (dpa) - …`, `… said the mayor. (AP)`. What else stands so is told from one by `normalize`.

use super::{Block, Evidence, Found, Role};

/// The longest source, in characters: two agencies and a desk. Set by hand; `a_text_tells_its_source_at_its_ends` moves with it.
const SOURCE_CHARS_MAX: usize = 40;

/// How many of the last blocks may end in one, since a note may follow the text, and how many words a block has at most that is
/// nothing else. Set by hand; the same test moves with them.
const ENDS_MAX: usize = 3;
const WORDS_MAX: usize = 3;

/// How many bytes of the first block are looked at: towns, a date, and the source behind them. Set by hand; the same test moves
/// with it.
const DATELINE_BYTES_MAX: usize = 100;

/// The most words in front of a source that no dash follows: two towns, or one and a day. Set by hand; the same test moves with it.
const TOWN_WORDS_MAX: usize = 4;

/// What ends a sentence, quoted or not.
const SENTENCE_ENDS: &[char] = &['.', '!', '?', '…', '"', '“', '”', '«', '»', '’', '\''];

/// What a quotation begins with.
const OPENING_QUOTES: &[char] = &['"', '“', '„', '«', '»', '‚', '‘', '\''];

/// What parts a dateline from the text.
const DASHES: &[char] = &['-', '–', '—', '_'];

/// The sources that the text itself states: those at its end first.
pub(super) fn stated(body: &[Block]) -> Vec<Found<String>> {
    let ends = body.iter().rev().take(ENDS_MAX).filter_map(|block| closing(&block.text));
    // The last entry of a list is no source, and neither is a line behind what isn't the text's own sentence.
    let last = body.split_last().filter(|(last, before)| {
        let ends = before.last().is_none_or(|block| block.text.trim_end().ends_with(SENTENCE_ENDS));
        last.role == Role::Paragraph && ends
    });
    let last = last.map(|(last, _)| last.text.trim()).filter(|text| is_short(text));
    let first = body.first().and_then(|block| opening(&block.text));
    ends.chain(last).chain(first).map(|text| Found { value: text.to_owned(), from: Evidence::Visible }).collect()
}

/// What stands in brackets behind a text's last sentence.
fn closing(text: &str) -> Option<&str> {
    let (before, source) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let before = before.trim_end();
    (is_source(source) && (before.is_empty() || before.ends_with(SENTENCE_ENDS))).then_some(source)
}

/// What stands in brackets in front of the dash behind which a text begins, or behind a town with which it begins.
fn opening(text: &str) -> Option<&str> {
    let head = text.get(..text.floor_char_boundary(DATELINE_BYTES_MAX))?;
    let (front, rest) = head.split_once(')')?;
    let (town, source) = front.rsplit_once('(')?;
    let text = rest.trim_start_matches(['.', ':', ' ', '\u{a0}']);
    // Without a sign behind the brackets a name that is explained by its letters stands there as well.
    let is_parted = || rest.starts_with(['.', ':']) || town.trim().is_empty() || !town.trim().contains(' ');
    let is_text = || text.starts_with(|c: char| c.is_uppercase() || OPENING_QUOTES.contains(&c));
    let begins = || is_parted() && is_text() && is_town(town);
    (is_source(source) && (text.starts_with(DASHES) || begins())).then_some(source)
}

/// Whether what stands in front of a source is a town or two, with a date perhaps, or nothing.
fn is_town(text: &str) -> bool {
    let mut words = text.split([' ', '/', ',', '\u{a0}']).filter(|word| !word.is_empty());
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words.by_ref().take(TOWN_WORDS_MAX).all(is_name) && words.next().is_none()
}

fn is_short(text: &str) -> bool {
    text.split(' ').count() <= WORDS_MAX && is_source(text)
}

fn is_source(text: &str) -> bool {
    text.chars().count() <= SOURCE_CHARS_MAX && text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &[&str], expected: &[&str]) {
        let block = |text: &&str| Block { role: Role::Paragraph, text: (*text).to_owned() };
        let found = stated(&body.iter().map(block).collect::<Vec<_>>());
        assert_eq!(found.iter().map(|found| found.value.as_str()).collect::<Vec<_>>(), expected, "{body:?}");
    }

    #[test]
    fn a_text_tells_its_source_at_its_ends() {
        check(&["The old bridge stays.", "Nobody will miss the new one. (dpa/gem)"], &["dpa/gem"]);
        check(&["The old bridge stays.", "\u{201e}Niemand vermisst sie.\u{201c} (FR mit dpa)"], &["FR mit dpa"]);
        check(&["The old bridge stays. (AP)", "Read the whole report of the council here."], &["AP"]);
        check(&["The old bridge stays for now.", "(AFP)"], &["AFP", "(AFP)"]);
        check(&["The old bridge stays for now.", "EPW/Bloomberg"], &["EPW/Bloomberg"]);
        check(&["Makers of bridges", "Sputnik"], &[]);
        check(&["ELMHAVEN, 3 May (Reuters) - The old bridge stays."], &["Reuters"]);
        check(&["Elmhaven (EFE).- El puente viejo se queda."], &["EFE"]);
        check(&["Wiesbaden (KNA/gem). The old bridge stays."], &["KNA/gem"]);
        check(&["Berlin/Wien (APA) Die alte Brücke bleibt."], &["APA"]);
        check(&["(dpa) „Die Brücke bleibt“, sagt der Rat."], &["dpa"]);
        check(&["Der Sender (ANI) zeigt die alte Brücke."], &[]);
        check(&["An old bridge (AP) Nobody will miss it."], &[]);
        check(&["The old bridge stays, says the group of the left (EP)"], &[]);
        check(&["The old bridge (built in 1870) stays for now, and so does the inn beside it."], &[]);
        check(&["The old bridge stays for now. (Report of those who looked after it until May)"], &[]);
    }
}
