//! What the words of class names and ids speak of.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::desk::decode::tree::{Key, Keys};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::eights::each;
use crate::desk::extract::lexicon::Lexicon;

/// The most bytes of a class or an id that are read.
const MARK_BYTES_MAX: usize = 400;

/// Words of class names and ids that speak of an author.
const BYLINE_WORDS: &[&str] = &[
    "author",
    "authors",
    "authorline",
    "authorname",
    "autor",
    "autora",
    "autore",
    "autoren",
    "autorenzeile",
    "autores",
    "autori",
    "autorzeile",
    "autorzy",
    "auteur",
    "auteurs",
    "avtor",
    "byline",
    "bylines",
    "contributor",
    "contributors",
    "createdby",
    "creator",
    "firma",
    "forfatter",
    "giornalista",
    "journalist",
    "journaliste",
    "journalists",
    "kirjoittaja",
    "muhabir",
    "penulis",
    "periodista",
    "redacteur",
    "reporter",
    "reporters",
    "signature",
    "skribent",
    "szerzo",
    "textauthor",
    "verfasser",
    "wartawan",
    "writer",
    "writers",
    "yazar",
];

/// Words that make such an element something else: what stands around an author or tells more of one.
const NOT_BYLINE_WORDS: &[&str] = &[
    "about",
    "articles",
    "avatar",
    "bio",
    "biography",
    "comment",
    "comments",
    "description",
    "email",
    "follow",
    "image",
    "img",
    "latest",
    "licence",
    "license",
    "more",
    "photo",
    "picture",
    "prep",
    "quote",
    "social",
    "tooltip",
    "twitter",
];

/// Words of class names and ids that speak of a date.
const DATE_WORDS: &[&str] = &[
    "created",
    "data",
    "date",
    "dateline",
    "dates",
    "datetime",
    "dato",
    "datum",
    "fecha",
    "modified",
    "posted",
    "pubdate",
    "published",
    "publish",
    "time",
    "timestamp",
    "tid",
    "updated",
    "veröffentlicht",
];

/// Words of class names and ids of parts that are not about the article.
const ASIDE_WORDS: &[&str] = &[
    "aside",
    "breadcrumb",
    "breadcrumbs",
    "carousel",
    "comment",
    "comments",
    "disqus",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "popular",
    "promo",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "sidebar",
    "teaser",
    "teasers",
    "ticker",
    "trending",
];

/// Words of class names and ids of the page's foot, and of the article itself: an article has a foot of its own
/// (`entry-footer`), where its author and its date may stand.
const FOOTER_WORDS: &[&str] = &["footer"];
const POST_WORDS: &[&str] = &["article", "asset", "entry", "node", "post", "story"];

/// Words of class names and ids of the trail from the front page to the article.
const TRAIL_WORDS: &[&str] = &["ariane", "breadcrumb", "breadcrumbs", "crumbs"];

/// Words of names by which a date is a day of other things: one content system calls a story's own so, too, and then its
/// figures alone say that it is a date.
const EVENT_WORDS: &[&str] = &["event", "events"];

/// The attributes whose words are marks.
pub(super) const MARKING: Keys = Keys::of(&[Key::Class, Key::Id, Key::DataTestId, Key::DataComponent]);

/// Whether an element's class or id holds a word of the list.
pub(in crate::desk::extract::facts) fn is_marked(tree: &Tree, id: NodeId, list: &[&str]) -> bool {
    let is_listed = |word: &[u8]| u8::from(list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word)));
    tree.keyed(id, MARKING).any(|(_, value)| all_words(value, is_listed) != 0)
}

/// What a word of a class name or an id speaks of, a bit each.
pub(super) const ASIDE: u8 = 1;
pub(super) const BYLINE: u8 = 2;
pub(super) const NOT_BYLINE: u8 = 4;
pub(super) const DATE: u8 = 8;
pub(super) const FOOTER: u8 = 16;
pub(super) const POST: u8 = 32;
pub(super) const EVENT: u8 = 64;
pub(super) const TRAIL: u8 = 128;

/// Every word of the lists above with what it speaks of.
static WORDS: LazyLock<Lexicon<u8>> = LazyLock::new(|| {
    let lists = [
        (ASIDE_WORDS, ASIDE),
        (BYLINE_WORDS, BYLINE),
        (NOT_BYLINE_WORDS, NOT_BYLINE),
        (DATE_WORDS, DATE),
        (FOOTER_WORDS, FOOTER),
        (POST_WORDS, POST),
        (EVENT_WORDS, EVENT),
        (TRAIL_WORDS, TRAIL),
    ];
    let mut marks: BTreeMap<&str, u8> = BTreeMap::new();
    for (word, mark) in lists.into_iter().flat_map(|(list, mark)| list.iter().map(move |word| (*word, mark))) {
        *marks.entry(word).or_default() |= mark;
    }
    Lexicon::new(marks.into_iter())
});

/// What a list of names speaks of, all the words of its names together.
pub(super) fn marks(list: &str) -> u8 {
    let words = &*WORDS;
    all_words(list, |word| words.get(word).unwrap_or_default())
}

/// What `read` says of the words of a list of names, all bits together: of `articleAuthor-Name` the words are `article`, `Author`,
/// `Name`. A style's own syntax (`pr-[--sidebar-width]`, `print:hidden`), which has a bracket or colon, names nothing. Style sheets
/// in class names run to kilobytes, and what names the part stands early.
fn all_words(list: &str, read: impl Fn(&[u8]) -> u8) -> u8 {
    let mut rest = list.get(..list.floor_char_boundary(MARK_BYTES_MAX)).unwrap_or(list).as_bytes();
    let (mut all, mut of_name, mut is_style) = (0, 0, false);
    while !rest.is_empty() {
        // Capitals and the small letters behind them are a word.
        let large = rest.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let small = small_len(rest.get(large..).unwrap_or_default());
        let Some((word, behind)) = rest.split_at_checked(large + small) else { break };
        if !word.is_empty() {
            of_name |= read(word);
        }
        // A sign stands behind it, or another word's capital.
        rest = behind;
        if let Some((sign, behind)) = behind.split_first().filter(|(sign, _)| !sign.is_ascii_uppercase()) {
            if sign.is_ascii_whitespace() {
                all |= if is_style { 0 } else { of_name };
                (of_name, is_style) = (0, false);
            }
            is_style |= matches!(sign, b':' | b'[');
            rest = behind;
        }
    }
    all | if is_style { 0 } else { of_name }
}

/// How many small letters a text begins with, in bytes; all beyond ASCII counts as such. Eight bytes are looked at together.
fn small_len(text: &[u8]) -> usize {
    let (mut small, mut rest) = (0, text);
    while let Some((eight, behind)) = rest.split_first_chunk() {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return small + others.trailing_zeros() as usize / 8;
        }
        (small, rest) = (small + eight.len(), behind);
    }
    small + rest.iter().take_while(|byte| byte.is_ascii_lowercase() || !byte.is_ascii()).count()
}

/// The upper bit of each of eight bytes that is no small letter.
fn others(eight: u64) -> u64 {
    // No sum of lower seven bits overflows.
    let lower = eight & each(0x7f);
    let is_small = (lower + each(0x80 - b'a')) & !(lower + each(0x7f - b'z'));
    !(is_small | eight) & each(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_capitals_and_the_small_letters_behind_them() {
        let words = |list: &str| {
            let words = std::cell::RefCell::new(Vec::new());
            all_words(list, |word| {
                words.borrow_mut().push(String::from_utf8_lossy(word).into_owned());
                0
            });
            words.into_inner()
        };
        assert_eq!(words("articleAuthor-Name 2x"), ["article", "Author", "Name", "x"]);
        assert_eq!(words("HTMLauthor_veröffentlicht @{`z"), ["HTMLauthor", "veröffentlicht", "z"]);
        assert_eq!(words("breadcrumbsnavigation-x"), ["breadcrumbsnavigation", "x"]);
        assert_eq!(marks("author print:byline bio"), BYLINE | NOT_BYLINE, "a style's syntax");
        assert_eq!(marks("pr-[--sidebar-width] sidebar[x] Footer"), FOOTER);
    }
}
