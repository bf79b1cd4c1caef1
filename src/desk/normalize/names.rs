//! Bylines become persons and an agency.
//!
//! In: bylines as pages write them, ranked. Out: the names of persons, in page order, without the word that introduces
//! them, roles, places, addresses and brackets; and the news agency, apart. The first evidence that names a person or
//! an agency is believed, all of its bylines together; what only names the publisher again is passed over.

mod agencies;
mod words;

use super::text;
use crate::desk::extract::{Evidence, Found};

/// How many persons one article has at most; longer lists are of contributors or of the whole staff.
const PERSONS_MAX: usize = 24;

/// The longest byline that is read, in characters; the longest name of one person, and its most words.
const BYLINE_CHARS_MAX: usize = 600;
const NAME_CHARS_MAX: usize = 80;
const NAME_WORDS_MAX: usize = 7;

/// Who wrote an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Persons, in page order, without repeats.
    pub persons: Vec<String>,
    /// Where the persons were named, and the page's spelling.
    pub persons_from: Option<(Evidence, String)>,
    /// The agency.
    pub agency: Option<String>,
    /// Where the agency was named, and the page's spelling.
    pub agency_from: Option<(Evidence, String)>,
}

/// Reads ranked bylines. `publisher` are the names under which the source itself might sign: its name, its domain.
pub fn read(bylines: &[Found<String>], publisher: &[&str]) -> Credits {
    let own: Vec<String> = publisher.iter().map(|name| bare(name)).filter(|name| !name.is_empty()).collect();
    let mut credits = Credits::default();
    for found in bylines {
        let from_here =
            |chosen: &Option<(Evidence, String)>| chosen.as_ref().is_none_or(|(from, _)| *from == found.from);
        let (persons, agency) = names(&found.value, &own);
        let raw = || text::line(&text::capped(found.value.clone(), BYLINE_CHARS_MAX));
        if !persons.is_empty() && from_here(&credits.persons_from) {
            match &mut credits.persons_from {
                Some((_, spelt)) => {
                    spelt.push_str("; ");
                    spelt.push_str(&raw());
                }
                none => *none = Some((found.from, raw())),
            }
            for person in persons {
                let known = credits.persons.iter().any(|name| bare(name) == bare(&person));
                if !known && credits.persons.len() < PERSONS_MAX {
                    credits.persons.push(person);
                }
            }
        }
        if credits.agency.is_none() && agency.is_some() {
            credits.agency = agency;
            credits.agency_from = Some((found.from, raw()));
        }
    }
    credits
}

/// The persons and the first agency of one byline.
fn names(raw: &str, own: &[String]) -> (Vec<String>, Option<String>) {
    let raw = text::line(&text::capped(raw.to_owned(), BYLINE_CHARS_MAX));
    let (mut persons, mut agency) = (Vec::new(), None);
    for credit in words::credits(&without_date(&without_addresses(&raw))) {
        let parts = words::parts(&credit);
        let full = parts.iter().any(|part| part.text.split(' ').count() > 1 && words::is_name(&part.text));
        for part in parts {
            if let Some(name) = agencies::named(&part.text) {
                agency = agency.or(Some(name.to_owned()));
                continue;
            }
            if part.bracketed || part.text.is_empty() {
                continue;
            }
            // After a full name a single word behind a comma is a place or a title.
            let lone =
                part.after_comma && full && !part.text.contains(' ') && !part.text.chars().any(text::is_unspaced);
            let short = part.text.chars().count() <= NAME_CHARS_MAX && part.text.split(' ').count() <= NAME_WORDS_MAX;
            if lone || !short || !words::is_name(&part.text) || is_own(&part.text, own) {
                continue;
            }
            persons.push(part.text);
        }
    }
    (persons, agency)
}

/// Whether a name is the source's own, or its host's.
fn is_own(name: &str, own: &[String]) -> bool {
    let name = bare(name);
    own.iter().any(|own| *own == name || name.strip_prefix("the").is_some_and(|rest| rest == own))
        || [".com", ".net", ".org", ".de", ".co"]
            .iter()
            .any(|end| name.ends_with(end.trim_start_matches('.')) && name.contains("www"))
}

/// A name's letters and digits in lower case: for comparing.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The byline without mail addresses, web addresses and handles.
fn without_addresses(raw: &str) -> String {
    let keep = |word: &&str| {
        let lower = word.to_ascii_lowercase();
        !(word.contains('@') || lower.contains("://") || lower.starts_with("www."))
    };
    raw.split(' ').filter(keep).collect::<Vec<_>>().join(" ")
}

/// The byline up to the date that follows on the same line.
fn without_date(raw: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for word in raw.split(' ') {
        if word.starts_with(|c: char| c.is_numeric()) && !kept.is_empty() {
            // "Jane Doe, May 4": the month goes with its day.
            if kept.len() > 1 && kept.last().is_some_and(|last| super::dates::is_month(last)) {
                kept.pop();
            }
            break;
        }
        kept.push(word);
    }
    kept.join(" ")
}

#[cfg(test)]
mod tests;
