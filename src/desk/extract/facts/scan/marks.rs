//! What the words of class names and ids speak of.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::desk::decode::tree::{Key, Keys};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::eights::holds;
use crate::desk::extract::lexicon::Lexicon;

/// The most bytes of a class or an id that are read.
const MARK_BYTES_MAX: usize = 400;

/// Words of class names and ids that speak of an author.
const BYLINE_WORDS: &[&str] = &[
    "author",
    "authors",
    "authorname",
    "autor",
    "autora",
    "autore",
    "autoren",
    "autores",
    "autori",
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
    let mut found = false;
    for name in tree.keyed(id, MARKING).flat_map(|(_, value)| names(value)) {
        each_word(name, |word| found |= list.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word)));
    }
    found
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

/// What a name speaks of, all its words together.
pub(super) fn marks(value: &str) -> u8 {
    let words = &*WORDS;
    let mut marks = 0;
    each_word(value, |word| marks |= words.get(word).unwrap_or_default());
    marks
}

/// The names that are read: style sheets in class names run to kilobytes, and what names the part stands early. A style's
/// own syntax (`pr-[--sidebar-width]`, `print:hidden`), which has a bracket or colon, names none.
pub(super) fn names(value: &str) -> impl Iterator<Item = &str> {
    let head = value.get(..value.floor_char_boundary(MARK_BYTES_MAX)).unwrap_or(value);
    head.split_ascii_whitespace().filter(|name| !holds([b':', b'['], name.as_bytes()))
}

/// Gives each word of a class or an id: of `articleAuthor-Name` `article`, `Author`, `Name`. All beyond ASCII counts as small
/// letters.
fn each_word<'v>(value: &'v str, mut take: impl FnMut(&'v [u8])) {
    let value = value.as_bytes();
    let mut end =
        |from: usize, to: usize| value.get(from..to).filter(|word| !word.is_empty()).into_iter().for_each(&mut take);
    let (mut from, mut was_small) = (0, false);
    for (at, byte) in value.iter().enumerate() {
        let (is_small, is_large) = (byte.is_ascii_lowercase() || !byte.is_ascii(), byte.is_ascii_uppercase());
        if is_large && was_small {
            end(from, at);
            from = at;
        } else if !is_small && !is_large {
            end(from, at);
            from = at + 1;
        }
        was_small = is_small;
    }
    end(from, value.len());
}
