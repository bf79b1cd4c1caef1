//! Bylines become authors and an agency.
//!
//! In: bylines as pages write them, ranked. Out: the names of those who signed, in page order, without the word that
//! introduces them, roles, places, addresses and brackets; and the news agency, apart.
//!
//! Authors are persons: the first evidence that names one is believed, all of its bylines together. What names the
//! publisher again, a desk, an account or an agency is passed over for a person, wherever that one stands; only where
//! no person signs at all is it the author, as the page spells it.

mod agencies;
mod cut;
mod signature;
mod words;

use super::text;
use crate::desk::extract::{Evidence, Found, ungendered};
use signature::{Signature, Where, signature};

/// How many authors one article has at most; longer lists are of contributors or of the whole staff.
const AUTHORS_MAX: usize = 24;

/// The longest byline that is read, in characters.
const BYLINE_CHARS_MAX: usize = 600;

/// Who wrote an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    /// Who signed, in page order, without repeats: persons, or where none did, the desk or the organization.
    pub authors: Vec<String>,
    /// Where they were named, and the page's spelling.
    pub authors_from: Option<(Evidence, String)>,
    /// The agency.
    pub agency: Option<String>,
    /// Where the agency was named, and the page's spelling.
    pub agency_from: Option<(Evidence, String)>,
}

/// A byline and everybody that it names.
type Read<'f> = (&'f Found<String>, Vec<Signature>);

/// Reads ranked bylines of a text in that language. `publisher` are the names under which the source itself might sign: its
/// name, its domain.
pub fn read(bylines: &[Found<String>], publisher: &[&str], language: &str) -> Credits {
    let own: Vec<String> = publisher.iter().map(|name| bare(name)).filter(|name| !name.is_empty()).collect();
    let mut read: Vec<Read<'_>> = Vec::with_capacity(bylines.len());
    for found in bylines {
        // Most pages say the same in several places.
        let is_same =
            |known: &Found<String>| known.value == found.value && Where::of(known.from) == Where::of(found.from);
        let known = read.iter().find(|(known, _)| is_same(known)).map(|(_, signatures)| signatures.clone());
        let named = || {
            let mut signatures = signatures(&found.value, &own, Where::of(found.from));
            signatures.retain(|signature| !is_foreign(signature, language));
            if language == WHENCE_LANGUAGE {
                signatures.iter_mut().for_each(tell_desk);
            }
            if found.from == Evidence::Meta {
                signatures.retain(|signature| !is_other_firm(signature, &own));
            }
            signatures
        };
        read.push((found, known.unwrap_or_else(named)));
    }
    let mut credits = Credits::default();
    for (found, signatures) in &read {
        let agency = signatures.iter().find_map(|signature| match signature {
            Signature::Agency(name, _) | Signature::Source(name, _) => Some(*name),
            _ => None,
        });
        if let Some(agency) = agency.filter(|_| credits.agency.is_none()) {
            credits.agency = Some(agency.to_owned());
            credits.agency_from = Some((found.from, spelt(found)));
        }
    }
    let is_person = |signature: &Signature| matches!(signature, Signature::Person(_));
    let any_person = read.iter().any(|(_, signatures)| signatures.iter().any(is_person));
    let persons: Vec<Vec<String>> = read.iter().map(persons).collect();
    for (found, signatures) in (0..read.len()).filter_map(|own| fuller(own, &read, &persons)) {
        // What a reader sees is several bylines, the likeliest first; what a field states is one list.
        let goes_on = credits
            .authors_from
            .as_ref()
            .is_none_or(|(from, _)| *from == found.from && found.from != Evidence::Visible);
        let has_person = signatures.iter().any(is_person);
        // A single word is a name beside a full one of the same list, and else an account's.
        let is_listed = signatures.len() == 1 && credits.authors_from.is_some();
        let names: Vec<&String> = signatures
            .iter()
            .filter_map(|signature| match signature {
                Signature::Person(name) => Some(name),
                Signature::Single(name) if !any_person || is_listed && found.from != Evidence::Visible => Some(name),
                Signature::Desk(name) | Signature::Agency(_, name) if !any_person => Some(name),
                _ => None,
            })
            .collect();
        if !goes_on || names.is_empty() || any_person && !has_person && !is_listed {
            continue;
        }
        match &mut credits.authors_from {
            Some((_, all)) => {
                all.push_str("; ");
                all.push_str(&spelt(found));
            }
            none => *none = Some((found.from, spelt(found))),
        }
        for name in names {
            let known = credits.authors.iter().any(|known| bare(known) == bare(name));
            if !known && credits.authors.len() < AUTHORS_MAX {
                credits.authors.push(name.clone());
            }
        }
    }
    complete(&mut credits, &read);
    credits
}

/// Gives an author whom a field names by a given name alone the full name by which a reader sees them, and nobody else, sign.
fn complete(credits: &mut Credits, read: &[Read<'_>]) {
    let ([author], Some((from, _))) = (&mut *credits.authors, &credits.authors_from) else { return };
    if *from == Evidence::Visible || !signature::is_given_name(author) {
        return;
    }
    let mut seen = read.iter().filter(|(found, _)| found.from == Evidence::Visible);
    let full = seen.find_map(|(found, signatures)| match &**signatures {
        [Signature::Person(name)] if name.split_once(' ').is_some_and(|(given, _)| given == author) => {
            Some((name.clone(), found))
        }
        _ => None,
    });
    if let Some((name, found)) = full {
        *author = name;
        credits.authors_from = Some((Evidence::Visible, spelt(found)));
    }
}

/// The agency that the first of these lines names which tell where the text came from; whoever else one names is passed over.
/// Behind a label (`Quelle: dpa`) stand agencies alone, as it introduces a picture's archive as well.
pub fn agency<'f>(sources: &'f [Found<String>], language: &str) -> Option<(&'static str, &'f Found<String>)> {
    sources.iter().find_map(|found| {
        let (label, source) = found.value.split_once(':').unwrap_or(("", &found.value));
        let named = |part: &str| agencies::named_beside(part).filter(|_| agencies::is_named_in(part, language));
        let is_archive = !label.is_empty() && agencies::parts(source).any(|part| named(part).is_none());
        Some((agencies::parts(source).find_map(named).filter(|_| !is_archive)?, found))
    })
}

/// The language in which a byline's first word may tell from where a text came.
const WHENCE_LANGUAGE: &str = "pt";

/// Makes a desk of what that word was read as a name with: `Do Harbour Post`. A family name alone may begin so; it signs where no other does.
fn tell_desk(signature: &mut Signature) {
    if let Signature::Person(name) = signature
        && name.starts_with(char::is_uppercase)
        && cut::unsourced(name).len() < name.len()
    {
        *signature = Signature::Desk(std::mem::take(name));
    }
}

/// Whether a signature names an agency by letters that are somebody's initials in that language.
fn is_foreign(signature: &Signature, language: &str) -> bool {
    matches!(signature, Signature::Agency(_, spelling) | Signature::Source(_, spelling) if !agencies::is_named_in(spelling, language))
}

/// Whether a signature is a firm's that is called like neither the source nor its host: in a template's field stands who made the site
/// or who owns it.
fn is_other_firm(signature: &Signature, own: &[String]) -> bool {
    let Signature::Desk(name) = signature else { return false };
    let is_word = |word: &str| word.chars().count() >= FIRM_LETTERS_MIN && !words::is_in(words::FIRMS, word);
    let is_like = |word: &str| own.iter().any(|own| own.contains(word) || word.contains(own.as_str()));
    signature::is_legal(name) && !name.split(' ').map(bare).any(|word| is_word(&word) && is_like(&word))
}

/// The shortest word of a firm's name that tells whose it is, in characters. Set by hand; `a_firm_that_made_the_site_signs_nothing`
/// moves with it.
const FIRM_LETTERS_MIN: usize = 3;

/// Words and signs that join the last of several authors.
const JOINTS: &[&str] = &[" & ", " and ", " e ", " en ", " et ", " i ", " og ", " och ", " und ", " y "];

/// A byline, or another where that names the same persons and then more: an element may be marked that holds one of several
/// authors, and a field may hold only the first.
fn fuller<'r, 'f>(own: usize, read: &'r [Read<'f>], persons: &[Vec<String>]) -> Option<&'r Read<'f>> {
    let from = |at: usize| read.get(at).map(|(found, _)| found.from);
    let of = |at: usize| persons.get(at).map_or(&[][..], Vec::as_slice);
    let is_seen = from(own) == Some(Evidence::Visible);
    // What a reader sees is several bylines, what fields of one kind state is one list.
    let is_same = |&at: &usize| if is_seen { at == own } else { from(at) == from(own) };
    let named: Vec<&String> = (0..read.len()).filter(is_same).flat_map(of).collect();
    // Links and lines beside each other name who checked or translated a text, too, and an item's text tells of its author.
    let is_list = |at: usize| {
        // Behind a comma a place or a paper may stand: the last of several is joined by a word.
        let is_joined = |found: &Found<String>| {
            found.from != Evidence::Visible || JOINTS.iter().any(|joint| found.value.contains(joint))
        };
        let is_line = |found: &Found<String>| !found.value.contains([';', '\n', cut::UNIT]) && is_joined(found);
        read.get(at).is_some_and(|(found, _)| found.from != Evidence::Microdata && is_line(found))
    };
    let is_fuller = |&at: &usize| {
        let others = of(at);
        let is_stated = if is_seen { from(at) == Some(Evidence::Visible) } else { is_list(at) };
        is_stated && others.len() > named.len() && others.iter().zip(&named).all(|(other, name)| other == *name)
    };
    let fuller = (0..read.len()).find(|at| !of(own).is_empty() && is_fuller(at));
    read.get(fuller.unwrap_or(own))
}

/// The persons that a byline names, bare.
fn persons((_, signatures): &Read<'_>) -> Vec<String> {
    let names = signatures.iter().filter_map(|signature| match signature {
        Signature::Person(name) => Some(bare(name)),
        _ => None,
    });
    names.collect()
}

/// A byline on one line, as the page spells it.
fn spelt(found: &Found<String>) -> String {
    text::line(text::capped(found.value.clone(), BYLINE_CHARS_MAX))
}

/// Everybody that one byline names, in its order.
fn signatures(raw: &str, own: &[String], stands: Where) -> Vec<Signature> {
    let raw = text::capped(ungendered(raw).into_owned(), BYLINE_CHARS_MAX);
    // Beside a person the name behind such a sign is that of who took the portrait.
    if let Some(bare) = without_rights(&raw) {
        let signatures = signatures(&bare, own, stands);
        if signatures.iter().any(|signature| matches!(signature, Signature::Person(_))) {
            return signatures;
        }
    }
    let mut out = Vec::new();
    // The source's name may hold signs and words that join persons elsewhere: `Post & Mail`, `Harbour | Post`.
    if raw.contains(' ') && own.contains(&bare(&raw)) {
        return vec![Signature::Desk(text::line(raw))];
    }
    let (mut opened, mut skips) = (false, false);
    for line in raw.lines() {
        // Of an element's lines the first that names a person says who wrote it; the next tell of that person, but
        // where a list goes on.
        let units = line.split(cut::UNIT).map(|unit| once(text::line(unit))).filter(|unit| !unit.is_empty());
        let units: Vec<String> = units.collect();
        let line = without_addresses(&units.join(&format!(" {} ", cut::UNIT)));
        // A label on a line of its own speaks of the next one.
        if std::mem::replace(&mut skips, cut::introduces_other(&line)) {
            continue;
        }
        // A word alone in an element that was marked as a byline is a name.
        opened |= !raw.trim().contains(char::is_whitespace) && !raw.contains(text::is_unspaced);
        let goes_on = line.starts_with([',', '&', ';']);
        if !goes_on && out.iter().any(|signature| matches!(signature, Signature::Person(_))) {
            break;
        }
        for cut::Credit { text: credit, labelled, is_source } in cut::credits(&line) {
            if is_source {
                let named = |part: &str| Some(Signature::Source(agencies::named_beside(part)?, part.to_owned()));
                out.extend(agencies::parts(&credit).filter_map(named));
                continue;
            }
            let parts = cut::parts(&credit, labelled || opened);
            if let Some(name) = turned(&parts).filter(|_| stands == Where::Field) {
                out.push(Signature::Person(name));
                continue;
            }
            let (mut is_signed, mut by_agency, mut by_firm) = (false, false, false);
            let (count, begin) = (parts.len(), out.len());
            for part in parts {
                if part.opened && !opened && !labelled && part.text.chars().all(text::is_unspaced) {
                    // `某報／記者王小明`: what stands before the title is the paper or a place.
                    out.truncate(begin);
                }
                opened |= part.opened;
                // Behind a desk, too, a word in lower case that a reader sees names nobody.
                let is_behind = is_signed || by_firm || out.len() > begin && part.text.starts_with(char::is_lowercase);
                if is_behind && is_place(&part, stands, by_agency || by_firm)
                    || is_signed && stands == Where::Field && is_paper(&part, &credit)
                {
                    continue;
                }
                let Some(signature) = signature(&part, own, stands) else { continue };
                by_agency = matches!(signature, Signature::Agency(..));
                // Behind a firm's name stand its town and country: `Example Verlag GmbH, Hamburg, Germany`.
                by_firm |= signature::is_firm(&part.text) || stands == Where::Field && cut::is_phrase(&part.text);
                is_signed |= by_agency || matches!(signature, Signature::Person(_));
                // A role beside a name is its bearer's.
                if !(matches!(signature, Signature::Desk(_)) && is_signed && count > 1) {
                    out.push(signature);
                }
            }
        }
    }
    out
}

/// A byline without the elements and lines that the sign of copyright opens; nothing where it has none, or no other.
fn without_rights(raw: &str) -> Option<String> {
    let is_rights = |unit: &&str| {
        let unit = unit.trim_start();
        unit.starts_with('©') || unit.get(..3).is_some_and(|sign| sign.eq_ignore_ascii_case("(c)"))
    };
    let units = || raw.split([cut::UNIT, '\n']);
    if !units().any(|unit| is_rights(&unit)) {
        return None;
    }
    let kept = |line: &str| -> String {
        let units = line.split(cut::UNIT).filter(|unit| !is_rights(unit));
        units.collect::<Vec<_>>().join(&cut::UNIT.to_string())
    };
    let lines: Vec<String> = raw.lines().map(kept).filter(|line| !line.trim().is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A text that says itself twice, said once: a name for those who are read to stands beside the one that is seen.
fn once(text: String) -> String {
    let (one, other) = text.split_at_checked(text.len().div_ceil(2)).unwrap_or_default();
    let (one, other) = (one.trim_end(), other.trim_start());
    if one == other && one.contains(' ') { one.to_owned() } else { text }
}

/// Whether a part behind a name is a place, a title or a section: a single word behind a comma or an agency, what goes on in
/// lower case (`Jean Dupont, à Marseille`), what tells where from (`Por Ana Lima, de Porto Alegre`), what a reader sees
/// behind a dash (`Ana Lima, Gazeta — Porto Alegre`).
fn is_place(part: &cut::Part, stands: Where, by_agency: bool) -> bool {
    if agencies::named_beside(cut::unsourced(&part.text)).is_some() {
        return false;
    }
    let word = part.text.split(' ').next().unwrap_or_default();
    let is_single = word == part.text && !word.chars().any(text::is_unspaced);
    let is_lower = word.starts_with(char::is_lowercase) && !words::is_in(words::PARTICLES, word);
    match part.after {
        Some(',') => is_single || is_lower && stands == Where::Field || part.is_origin(),
        Some('–') => stands == Where::Seen && !by_agency,
        _ => is_single && (by_agency || is_lower && stands == Where::Seen),
    }
}

/// Whether a part of a field behind a bar is the paper that the persons before it write for: `Jane Doe | The Harbour Post`, `Jane Doe |
/// HARBOUR POST`.
fn is_paper(part: &cut::Part, credit: &str) -> bool {
    let is_shouted = |text: &str| text.contains(char::is_uppercase) && !text.contains(char::is_lowercase);
    let is_called = || part.text.split(' ').any(|word| words::is_in(words::PAPERS, &word.to_lowercase()));
    part.after == Some('|')
        && agencies::named_beside(&part.text).is_none()
        && (part.text.starts_with("The ") || is_shouted(&part.text) && !is_shouted(credit) && is_called())
}

/// The name that a catalogue's spelling gives, which puts the family name first: `Doe, Jane`.
fn turned(parts: &[cut::Part]) -> Option<String> {
    let [family, given] = parts else { return None };
    let is_name = |part: &cut::Part| signature::is_given_name(&part.text) && !part.bracketed && !part.opened;
    let is_known = |part: &cut::Part| {
        let lower = part.text.to_lowercase();
        agencies::named(&part.text).is_some()
            || [words::COLLECTIVES, words::ROLES, words::FURNITURE].iter().any(|list| words::is_in(list, &lower))
    };
    let is_turned =
        given.after == Some(',') && [family, given].into_iter().all(|part| is_name(part) && !is_known(part));
    is_turned.then(|| format!("{} {}", given.text, family.text))
}

/// A name's letters and digits in lower case: for comparing.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The byline without mail addresses, web addresses and handles.
fn without_addresses(raw: &str) -> String {
    let is_address = |word: &str| {
        let lower = word.to_ascii_lowercase();
        word.contains('@') || lower.contains("://") || lower.starts_with("www.")
    };
    // The sign that stands behind one still parts what stands around it.
    let kept = |word: &'_ str| match word.ends_with([';', ',']) {
        _ if !is_address(word) => Some(word.to_owned()),
        true => Some(";".to_owned()),
        false => None,
    };
    raw.split(' ').filter_map(kept).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
