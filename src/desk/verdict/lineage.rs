//! Lineage: what a version of an article changed, and when its first version was published.
//!
//! All of it is told from the ledger alone: an entry carries a short mark of each field and the date of publication, the
//! memory keeps those of the version that was last published, and the text that changed is measured on the tapes.

#[cfg(test)]
mod tests;

use std::num::NonZeroU64;

use xxhash_rust::xxh3::Xxh3;

use super::{
    super::normalize::{Article, Dated},
    PerMille,
};

/// A field of an article whose changes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline.
    Headline,
    /// The standfirst.
    Description,
    /// The text.
    Body,
    /// Who signed it.
    Authors,
    /// When it says it was first published.
    PublishedAt,
    /// The section.
    Section,
    /// The pictures, by their addresses.
    Images,
    /// What the page says was wrong before.
    Correction,
}

impl Field {
    /// Every field, in the order of their marks in a ledger entry.
    pub const ALL: [Self; 8] = [
        Self::Headline,
        Self::Description,
        Self::Body,
        Self::Authors,
        Self::PublishedAt,
        Self::Section,
        Self::Images,
        Self::Correction,
    ];

    /// The name that the field has in the published article.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Description => "description",
            Self::Body => "body",
            Self::Authors => "authors",
            Self::PublishedAt => "published_at",
            Self::Section => "section",
            Self::Images => "images",
            Self::Correction => "correction",
        }
    }
}

/// A set of fields: bit `n` stands for the `n`th of [`Field::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(pub u8);

impl Fields {
    /// Whether the field is among them.
    pub fn has(self, field: Field) -> bool {
        self.0 >> field as u8 & 1 == 1
    }

    /// The fields, in the order of [`Field::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.into_iter().filter(move |field| self.has(*field))
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        self.iter().map(Field::name).collect()
    }
}

/// A mark of each field of [`Field::ALL`]: 16 bits of XXH3-64 of what it says, never 0; 0 where the article has none. Of
/// 65,535 changes of a field one is overlooked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldMarks(pub [u16; 8]);

impl FieldMarks {
    /// The marks of an article's fields. Each is taken of the field as it is published: the parts of a list, each
    /// followed by a zero byte; an instant as it is written.
    pub fn of(article: &Article) -> Self {
        let line = |text: &Option<String>| mark(text.iter().map(String::as_str));
        let published_at = article.published_at.as_ref().map(ToString::to_string);
        Self([
            mark([article.headline.as_str()].into_iter()),
            line(&article.description),
            mark(article.body.iter().map(|block| block.text.as_str())),
            mark(article.authors.iter().map(String::as_str)),
            line(&published_at),
            line(&article.section),
            mark(article.images.iter().map(|image| image.url.as_str())),
            line(&article.correction),
        ])
    }

    /// The fields in which two articles differ.
    pub fn differing(self, other: Self) -> Fields {
        let differ = |field: &Field| self.mark(*field) != other.mark(*field);
        Fields(Field::ALL.iter().filter(|field| differ(field)).fold(0, |set, &field| set | 1 << field as u8))
    }

    /// Whether both state the field and say the same in it.
    pub fn agree_in(self, other: Self, field: Field) -> bool {
        self.mark(field) != 0 && self.mark(field) == other.mark(field)
    }

    fn mark(self, field: Field) -> u16 {
        self.0.get(field as usize).copied().unwrap_or_default()
    }
}

fn mark<'a>(parts: impl Iterator<Item = &'a str>) -> u16 {
    let mut hash = Xxh3::new();
    let mut any = false;
    for part in parts {
        hash.update(part.as_bytes());
        hash.update(&[0]);
        any = true;
    }
    let [low, high, ..] = hash.digest().to_le_bytes();
    if any { u16::from_le_bytes([low, high]).max(1) } else { 0 }
}

/// A second on the clock of whoever stated it, in 64 bits that are never all 0: the upper 48 are the seconds since the
/// epoch, the lower 16 how many minutes that clock is ahead of UTC and [`AHEAD_BIAS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Instant(NonZeroU64);

/// More minutes than any clock is behind UTC.
const AHEAD_BIAS: i64 = 4096;

impl Instant {
    /// The second of an instant that a page states; `None` where its clock is ahead by no whole minute.
    pub fn of(dated: &Dated) -> Option<Self> {
        let ahead_s = i64::from(dated.offset.seconds());
        let ahead = u16::try_from(ahead_s / 60 + AHEAD_BIAS).ok().filter(|_| ahead_s % 60 == 0)?;
        // A timestamp's seconds take 39 bits and a sign.
        Self::from_bits((dated.at.as_second() << u16::BITS | i64::from(ahead)).cast_unsigned())
    }

    /// The instant of these bits, if they are one's.
    pub fn from_bits(bits: u64) -> Option<Self> {
        let instant = Self(NonZeroU64::new(bits)?);
        instant.parts().is_some().then_some(instant)
    }

    /// Its bits.
    pub fn bits(self) -> u64 {
        self.0.get()
    }

    fn parts(self) -> Option<(jiff::Timestamp, jiff::tz::Offset)> {
        let bits = self.0.get().cast_signed();
        let at = jiff::Timestamp::from_second(bits >> u16::BITS).ok()?;
        let ahead_s = ((bits & i64::from(u16::MAX)) - AHEAD_BIAS) * 60;
        let offset = jiff::tz::Offset::from_seconds(i32::try_from(ahead_s).ok()?).ok()?;
        Some((at, offset))
    }
}

impl std::fmt::Display for Instant {
    /// RFC 3339 on the clock that it was stated by; `Z` where that is UTC's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.parts() {
            Some((at, offset)) if offset.is_zero() => at.fmt(f),
            Some((at, offset)) => at.display_with_offset(offset).fmt(f),
            None => Ok(()),
        }
    }
}

/// What an update changed, measured against the version that was published before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The fields that say something else.
    pub fields: Fields,
    /// The share of both versions' texts that stands in one of them only, rounded up: 0 for the same words, 1000 where
    /// nothing is left. A word counts as in both if it lies in a run of four words (eight characters of a script without
    /// spaces) that both have; what stands behind [`TAPE_MAX`](super::super::sketch::TAPE_MAX) words isn't looked at.
    /// `None` where it can't be told: the earlier text is forgotten, was sketched by another version of the software, or
    /// one of both says too little.
    pub ratio: Option<PerMille>,
    /// Whether it changes too little to be published: less than [`Rules::change_ratio_min`](super::Rules), and neither
    /// headline nor correction. The next update is measured against what was published all the same.
    pub minor: bool,
}
