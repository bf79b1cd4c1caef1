//! Ends of captions: who holds the rights in the picture.
//!
//! Looked for by hand: as patterns bound to a line's end with counted gaps in them they cost more than all others.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The most characters of a line's end that a credit is looked for in.
const CREDIT_CHARS_MAX: usize = 100;

/// Words in front of a sign that say whose the picture is, in lower case.
const WORDS: &[&str] = &[
    "bildrechte",
    "bildquelle",
    "bild",
    "foto",
    "fotos",
    "photo",
    "photos",
    "photo credit",
    "photograph",
    "fotografie",
    "zdjęcie",
    "fot.",
    "фото",
    "kuva",
    "kép",
    "image",
    "grafik",
];

/// Names of agencies and archives that stand at a caption's end by themselves.
const ARCHIVES: &[&str] = &[
    "getty images",
    "shutterstock",
    "imago",
    "picture alliance",
    "picture-alliance",
    "alamy",
    "afp via getty",
    "unsplash",
    "istock",
];

/// The longest of them, in characters.
const ARCHIVE_CHARS_MAX: usize = 16;

/// Names of agencies that stand there behind a slash.
const AGENCIES: &[&str] = &["afp", "epa", "dpa", "ap", "reuters", "ansa", "efe", "tass", "xinhua"];

/// What `©` begins with in UTF-8.
const COPYRIGHT_BYTE: u8 = 0xc2;

/// The longest name of whoever holds the rights behind a sign, and its least length, in characters.
const HOLDER_CHARS: std::ops::RangeInclusive<usize> = 2..=60;

/// The most characters behind an archive's or agency's name.
const BEHIND_CHARS_MAX: usize = 24;

/// Whether a line in lower case ends in a credit.
pub(super) fn ends(line: &str) -> bool {
    let from = line.char_indices().rev().nth(CREDIT_CHARS_MAX).map_or(0, |(at, _)| at);
    let end = line.get(from..).unwrap_or(line);
    // Of the holders' names none has a stop in it; behind the sign of copyright anything may follow.
    if end.ends_with('.') {
        return names_copyright(end);
    }
    signs(end).any(|(before, sign, after)| {
        let holder = after.strip_prefix(' ').unwrap_or(after);
        let word = before.strip_suffix(' ').unwrap_or(before);
        is_holder(holder) && WORDS.iter().any(|known| word.ends_with(known)) || sign == "/" && is_agency(holder)
    }) || ends_in_archive(end)
        || names_copyright(end)
}

/// What stands before each sign that can introduce a credit, the sign, and what stands behind it.
fn signs(end: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let begun = memchr::memchr3_iter(b':', b'/', COPYRIGHT_BYTE, end.as_bytes());
    begun.filter_map(|at| {
        let (before, rest) = end.split_at_checked(at)?;
        let sign = [":", "/", "©"].into_iter().find(|sign| rest.starts_with(sign))?;
        Some((before, sign, rest.strip_prefix(sign)?))
    })
}

fn ends_in_archive(end: &str) -> bool {
    let from = end.char_indices().rev().nth(BEHIND_CHARS_MAX + ARCHIVE_CHARS_MAX).map_or(0, |(at, _)| at);
    let end = end.get(from..).unwrap_or(end);
    let behind = |name: &'static Finder| {
        let found = name.find_iter(end.as_bytes());
        found.filter_map(|at| end.get(at + name.needle().len()..))
    };
    FINDERS.iter().flat_map(behind).any(is_last)
}

/// What finds the [`ARCHIVES`].
static FINDERS: LazyLock<Vec<Finder>> = LazyLock::new(|| ARCHIVES.iter().map(Finder::new).collect());

fn is_holder(name: &str) -> bool {
    !name.contains(['.', ':']) && HOLDER_CHARS.contains(&name.chars().count())
}

fn is_agency(name: &str) -> bool {
    AGENCIES.iter().any(|agency| name.strip_prefix(agency).is_some_and(is_last))
}

/// Whether so little follows that the name is the line's last word.
fn is_last(behind: &str) -> bool {
    !behind.contains('.') && behind.chars().count() <= BEHIND_CHARS_MAX
}

fn names_copyright(end: &str) -> bool {
    end.match_indices('©').any(|(at, sign)| {
        let holder = end.get(at + sign.len()..).unwrap_or_default().chars().count();
        // With a space in front of the name, or without.
        (*HOLDER_CHARS.start()..=HOLDER_CHARS.end() + 1).contains(&holder)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_told_from_sentences() {
        let check = |text: &str, expect: bool| assert_eq!(ends(text), expect, "{text}");
        check("the old bridge in may. photo: ann example", true);
        check("die alte brücke bildrechte: beispielfunk/anna beispiel", true);
        check("die brücke foto © anna", true);
        check("the bridge / afp", true);
        check("the bridge (getty images/ann example)", true);
        check("the bridge © example agency ltd.", true);
        check("the bridge, which cost 3/4 of it", false);
        check("photo: the bridge stays. so it will", false);
        check("she said this: the bridge stays", false);
        check("the photo agency alamy says so. it does not say more than that", false);
        check("the bridge ©", false);
        check("", false);
        assert!(ARCHIVES.iter().all(|name| name.len() <= ARCHIVE_CHARS_MAX));
    }
}
