//! Ends of captions: who holds the rights in the picture.
//!
//! Looked for by hand: as patterns bound to a line's end with counted gaps in them they cost more than all others.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr2_iter, memchr3_iter};
use regex::Regex;

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
    "photo by",
    "image credit",
    "picture by",
    "photograph",
    "fotografie",
    "zdjęcie",
    "fot.",
    "фото",
    "kuva",
    "kép",
    "image",
    "images",
    "picture",
    "pictures",
    "pic",
    "imagen",
    "imagem",
    "immagine",
    "billede",
    "bilde",
    "fotoğraf",
    "grafik",
    "写真",
    "사진",
    "图",
    "圖",
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

/// What introduces whoever took a picture.
const SIGNS: &[&str] = &[":", "/", "=", "©", "：", "／", "＝"];

/// What they begin with in UTF-8: those of ASCII, and others.
const SIGN_BYTES: [u8; 3] = *b":/=";
const WIDE_SIGN_BYTES: [u8; 2] = [0xc2, 0xef];

/// What a caption ends in where no spaces or stops tell sentences from it: the agency, or that somebody took it.
const ENDINGS: &[&str] = &[
    "連合ニュース",
    "共同",
    "ロイター",
    "時事",
    "撮影",
    "资料图",
    "資料圖",
    "資料照",
    "資料照片",
    "示意图",
    "示意圖",
    "供图",
    "供圖",
    "摄",
    "攝",
    "연합뉴스",
    "뉴시스",
    "뉴스1",
    "자료사진",
    "캡처",
    "갈무리",
];

/// Signs in front of an ending that tell it from the end of a sub-headline, and how many characters it is looked for in.
const ENDING_SIGNS: &[char] = &['＝', '=', '（', '(', '／', '/', '.', '。', '[', '【', ' ', '・'];
const ENDING_CHARS_MAX: usize = 30;

/// What asks or forbids at the end of a line.
const ASKING: &[&str] =
    &["구독하기", "바로가기", "재배포 금지", "재배포금지", "전재 금지", "転載を禁じます", "転載禁止"];

/// The longest name of whoever holds the rights behind a sign, and its least length, in characters.
const HOLDER_CHARS: std::ops::RangeInclusive<usize> = 2..=60;

/// The most characters behind an archive's or agency's name.
const BEHIND_CHARS_MAX: usize = 24;

/// Whether a line in lower case ends in a credit.
pub(super) fn ends(line: &str) -> bool {
    let end = last_chars(line, CREDIT_CHARS_MAX + 1);
    // Of the holders' names none has a stop in it; behind the sign of copyright anything may follow.
    if end.ends_with('.') {
        return names_copyright(end);
    }
    let is_ascii = end.is_ascii();
    if !is_ascii && is_asking_or_taken(end) {
        return true;
    }
    signs(end).any(|(before, sign, after)| {
        let holder = after.strip_prefix(' ').unwrap_or(after);
        let word = before.strip_suffix(' ').unwrap_or(before);
        is_holder(holder) && WORDS.iter().any(|known| word.ends_with(known)) || sign == "/" && is_agency(holder)
    }) || ends_in_archive(end)
        || !is_ascii && names_copyright(end)
}

/// The last so many characters of a text.
fn last_chars(text: &str, count: usize) -> &str {
    let Some(from) = text.len().checked_sub(count) else { return text };
    // A character of ASCII is a byte.
    let ascii = text.get(from..).filter(|end| end.is_ascii());
    let others = || text.char_indices().rev().take(count).last().and_then(|(from, _)| text.get(from..));
    ascii.or_else(others).unwrap_or_default()
}

/// What stands before each sign that can introduce a credit, the sign, and what stands behind it; first those of ASCII.
fn signs(end: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let ([one, two, three], [wide, other]) = (SIGN_BYTES, WIDE_SIGN_BYTES);
    let begun = memchr3_iter(one, two, three, end.as_bytes()).chain(memchr2_iter(wide, other, end.as_bytes()));
    begun.filter_map(|at| {
        let (before, rest) = end.split_at_checked(at)?;
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
        Some((before, *sign, rest.strip_prefix(sign)?))
    })
}

/// The longest line that says whose a picture is and nothing else, in characters.
const LINE_CHARS_MAX: usize = 90;

/// Words behind the sign of copyright that speak of the text, not of a picture.
const RIGHTS: &[&str] = &["rights", "recht", "licen", "riproduzione", "copyright", "reserved"];

/// Whether a line in lower case says whose a picture is and nothing else: what stands above it is the caption.
pub(super) fn is_line(line: &str) -> bool {
    if line.chars().count() > LINE_CHARS_MAX {
        return false;
    }
    let line = line.trim_start_matches(['(', '[', ' ']).trim_end_matches([')', ']', ' ']);
    let is_signed = |rest: &str| SIGNS.iter().any(|sign| rest.trim_start().starts_with(sign));
    let worded = || WORDS.iter().any(|word| line.strip_prefix(word).is_some_and(is_signed));
    let owned = || {
        let holder = line.strip_prefix('©').map(str::trim_start).unwrap_or_default();
        holder.starts_with(char::is_alphabetic) && !RIGHTS.iter().any(|word| holder.contains(word))
    };
    worded()
        || owned()
        || line.rsplit_once('/').is_some_and(|(_, name)| is_agency(name.trim_start()))
        || ends_in_archive(line)
}

fn is_asking_or_taken(end: &str) -> bool {
    let bare = end.trim_end_matches([')', '）', ']', '】']);
    let taken = ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending));
    let has_sign = |before: &str| before.chars().rev().take(ENDING_CHARS_MAX).any(|c| ENDING_SIGNS.contains(&c));
    taken.is_some_and(has_sign) || ASKING.iter().any(|ending| bare.ends_with(ending))
}

fn ends_in_archive(end: &str) -> bool {
    let end = last_chars(end, BEHIND_CHARS_MAX + ARCHIVE_CHARS_MAX + 1);
    if !ANY_ARCHIVE.as_ref().is_some_and(|any| any.is_match(end)) {
        return false;
    }
    let behind = |name: &'static Finder| {
        let found = name.find_iter(end.as_bytes());
        found.filter_map(|at| end.get(at + name.needle().len()..))
    };
    FINDERS.iter().flat_map(behind).any(is_last)
}

/// What finds any of the [`ARCHIVES`], which few lines name.
static ANY_ARCHIVE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&ARCHIVES.join("|")).ok());

/// What finds each of them.
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
        check("the bridge at dusk. picture: ann example", true);
        check("川を渡る船＝六日、楡浜市、高橋さくら撮影", true);
        check("強風で揺れる橋（共同）", true);
        check("부두의 나룻배. 연합뉴스", true);
        check("河上的渡船 新华社记者 高樱 摄", true);
        check("", false);
        check("市民に写真の撮影", false);
        assert!(ANY_ARCHIVE.is_some());
        assert!(ARCHIVES.iter().all(|name| name.len() <= ARCHIVE_CHARS_MAX));
        let begins = |byte: u8| SIGN_BYTES.contains(&byte) || WIDE_SIGN_BYTES.contains(&byte);
        assert!(SIGNS.iter().all(|sign| sign.bytes().next().is_some_and(begins)));
    }

    #[test]
    fn lines_of_credit_are_told_from_captions_and_claims() {
        for line in [
            "photo: ann example",
            "(foto: reuters)",
            "© ann example",
            "ann example/getty images",
            "ann example/dpa",
            "写真：例報",
        ] {
            assert!(is_line(line), "{line}");
        }
        for line in [
            "© 2026 example post",
            "© all rights reserved",
            "the photo was taken at dusk: it shows the bridge",
            "the bridge at dusk",
            "",
        ] {
            assert!(!is_line(line), "{line}");
        }
    }
}
