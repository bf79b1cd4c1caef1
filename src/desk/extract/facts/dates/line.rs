//! A line that may tell a date, with the words in it and around it that say of what.

use std::borrow::Cow;

use super::labels::{label, tells_first};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::body::is_spaced;
use crate::desk::extract::dating::shape::has_year;
use crate::desk::extract::dating::{Spoken, first, spoken, tells_publication};

/// The longest line that is read for dates, in characters: both dates in words, with time and zone, and a name.
pub(super) const LINE_CHARS_MAX: usize = 110;

/// The most letters of a line that nothing but its figures makes a date: a weekday, a month, a zone and a name. Longer
/// ones are sentences that name a day.
pub(super) const BARE_LETTERS_MAX: usize = 36;

/// A text of more bytes than this is a paragraph, and no line: four bytes a character of the longest line.
pub(super) const PARAGRAPH_BYTES_MIN: usize = 4 * LINE_CHARS_MAX;

/// Words with which captions begin.
const PICTURE_WORDS: &[&str] = &["photo", "foto", "bild", "symbolbild", "image", "picture"];

/// A line that may tell a date, and what introduces it.
pub(super) struct Line {
    /// Where it stands.
    pub(super) id: NodeId,
    pub(super) text: String,
    pub(super) lower: String,
    /// The words for dates in it.
    pub(super) words: Vec<(usize, Spoken)>,
    /// What stands around it says.
    pub(super) label: Option<Spoken>,
    /// Whether it is the opening of a paragraph.
    pub(super) opens: bool,
}

impl Line {
    /// The line that the node holds.
    pub(super) fn of(tree: &Tree, text: String, id: NodeId) -> Self {
        let lower = text.to_lowercase();
        Self { id, words: spoken(&lower).collect(), label: label(tree, id), lower, text, opens: false }
    }

    /// Whether it tells the date of another thing, and none in front of that: `3 May 2024, available until 3 June` does.
    pub(super) fn is_other(&self) -> bool {
        let other = self.words.iter().find(|(_, spoken)| *spoken == Spoken::Other);
        let is_first = |at: usize| !self.lower.get(..at).is_some_and(has_year);
        self.label == Some(Spoken::Other) || other.is_some_and(|(at, _)| is_first(*at))
    }

    /// Whether it tells of a picture.
    pub(super) fn is_caption(&self) -> bool {
        let first = self.lower.split(|c: char| !c.is_alphabetic()).next();
        first.is_some_and(|first| PICTURE_WORDS.contains(&first))
    }

    /// Whether what introduces the date stands in front of all else.
    pub(super) fn leads(&self) -> bool {
        let leads = |words: &[(usize, Spoken)]| words.first().is_some_and(|(at, _)| *at == 0);
        self.label.is_some() || leads(&self.words) || !self.words.is_empty() && first::is_of_itself(&self.lower)
    }

    /// Whether all that calls it a date of publication is a word that may introduce any date: `Date` may be a picture's.
    pub(super) fn opens_weakly(&self) -> bool {
        self.label.is_none() && self.leads() && !tells_publication(&self.lower)
    }

    /// Whether it, or what introduces it, says that the text came out then for the first time.
    pub(super) fn tells_first(&self, tree: &Tree) -> bool {
        first::tells_first(&self.lower) || tells_first(tree, self.id)
    }

    /// Whether it says so much else that only a word or a mark could make it a date's.
    pub(super) fn is_crowded(&self) -> bool {
        let is_led = self.label.is_some() || !self.words.is_empty();
        !is_led && letters(&self.text) > BARE_LETTERS_MAX
    }
}

/// How many letters the text has, of its first few hundred characters.
pub(super) fn letters(text: &str) -> usize {
    text.chars().take(PARAGRAPH_BYTES_MIN).filter(|c| c.is_alphabetic()).count()
}

/// A text's words parted by single spaces, as those of most texts are.
pub(super) fn collapsed(text: &str) -> Cow<'_, str> {
    let bare = text.trim();
    if is_spaced(bare) { bare.into() } else { bare.split_whitespace().collect::<Vec<_>>().join(" ").into() }
}
