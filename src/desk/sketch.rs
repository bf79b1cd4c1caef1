//! Sketch: an [`Article`] gets the marks by which its copies are found: an exact hash of
//! what it says, and a sketch from which resemblance and containment are estimated.
//!
//! A sketch says nothing of when or where in Kafka; it is a pure function of headline, body and site, the same on every
//! machine, and all of it is integers.

mod shingles;
mod tape;
#[cfg(test)]
mod tests;
mod tokens;

use super::normalize::Article;
use tokens::Tokens;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

pub(in crate::desk) use shingles::level_of;
pub use shingles::{FINGERPRINT_BITS, FINGERPRINTS_MAX, LEVEL_MAX};
pub use tape::{TAPE_MAX, TOKEN_BITS, Tape, bytes_of, unpacked};

/// The version of folding, sampling and marks. Marks of different versions aren't comparable: the verdict never compares
/// them, so that replicas of two versions may share a ledger. It rises with any change that the golden tests show, and the
/// layout of a [`Sketch`] doesn't change with it.
pub const SKETCH_VERSION: u8 = 1;

/// Under this many words a text is identified together with its headline, and numbers must agree.
pub const BRIEF_WORDS: u32 = 40;

/// Under this many words, headline included, a text says too little to be a copy of another.
pub const TINY_WORDS: u32 = 6;

/// The most number marks a sketch has; the smallest are kept.
pub const NUMBERS_MAX: usize = 24;

/// The most headline marks a sketch has; the smallest are kept.
pub const HEADLINE_MAX: usize = 24;

/// The exact identity of what an article says: 128 bits over its folded tokens, so that case, quotes, dashes and
/// spacing don't matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub u128);

/// What a ledger entry says of an article's text: all that the verdict needs, about 700 bytes for 450 words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// [`SKETCH_VERSION`] of the software that made it.
    pub version: u8,
    /// The length of the text in words; two characters of a script without spaces are one word.
    pub words: u32,
    /// How many shingles it has.
    pub shingles: u32,
    /// The level at which its shingles are sampled: one in `2^level` is kept, more of the lead.
    pub level: u8,
    /// Whether most of it is in a script without spaces.
    pub spaceless: bool,
    /// The site: 32 bits of XXH3-64 of its name.
    pub site: u32,
    /// The sampled shingles, 48 bits each, sorted, without repeats, at most [`FINGERPRINTS_MAX`].
    pub fingerprints: Vec<u64>,
    /// Marks of the tokens that hold digits: sorted, without repeats, the smallest [`NUMBERS_MAX`].
    pub numbers: Vec<u16>,
    /// Marks of the headline's tokens: sorted, without repeats, the smallest [`HEADLINE_MAX`].
    pub headline: Vec<u16>,
    /// How many tokens at the start of the tape are the headline's: a brief text is marked together with it, and
    /// compared without it with one that isn't brief.
    pub headline_tokens: u8,
    /// A few bits of each token, in text order: what alignment verifies a resemblance on.
    pub tape: Tape,
}

impl Sketch {
    /// Whether the text says too little to be recognised by what it says.
    pub fn is_tiny(&self) -> bool {
        self.words < TINY_WORDS
    }
}

/// An article and its marks.
#[derive(Clone, Debug)]
pub struct Sketched {
    /// The article.
    pub article: Article,
    /// What it says, exactly.
    pub content: ContentHash,
    /// What it says, nearly.
    pub sketch: Sketch,
}

/// What the sketch is made of; `pipe --articles` gives this without a page.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The headline.
    pub headline: &'a str,
    /// The body, paragraphs parted by line breaks.
    pub body: &'a str,
    /// The BCP 47 tag, where known.
    pub language: Option<&'a str>,
    /// The registrable domain of the site, or its host.
    pub site: &'a str,
}

/// Marks a text. Linear in its length.
///
/// The content hash is XXH3-128 of the tokens' hashes, each of eight bytes, little-endian; a text under
/// [`BRIEF_WORDS`] words is marked as its headline followed by its body.
pub fn mark(text: Text<'_>) -> (ContentHash, Sketch) {
    let headline = Tokens::of(text.headline);
    let mut whole = Tokens::of(text.body);
    let headline_marks = marks(&headline.hashes, HEADLINE_MAX);
    let brief = words(whole.half_words()) < BRIEF_WORDS;
    let headline_tokens = if brief { u8::try_from(headline.len()).unwrap_or(u8::MAX) } else { 0 };
    if brief {
        whole.prepend(headline);
    }

    let sample = shingles::sample(&whole);
    // A word is two of them, a character one.
    let half_words = whole.half_words();
    let characters = 2 * whole.len() - half_words;
    let sketch = Sketch {
        version: SKETCH_VERSION,
        words: words(half_words),
        shingles: sample.shingles,
        level: sample.level,
        spaceless: characters * 2 > whole.len(),
        site: low_32(xxh3_64(text.site.as_bytes())),
        fingerprints: sample.fingerprints,
        numbers: marks(&whole.numbers, NUMBERS_MAX),
        headline: headline_marks,
        headline_tokens,
        tape: Tape::of(whole.hashes.iter().map(|hash| hash.to_le_bytes()[1])),
    };
    (content_hash(&whole.hashes), sketch)
}

/// Sketches an article.
pub fn sketch(article: Article) -> Sketched {
    let body = article.body_text();
    let (content, sketch) = mark(Text {
        headline: &article.headline,
        body: &body,
        language: article.language.as_deref(),
        site: &article.publisher.domain,
    });
    Sketched { article, content, sketch }
}

fn words(half_words: usize) -> u32 {
    u32::try_from(half_words / 2).unwrap_or(u32::MAX)
}

fn content_hash(tokens: &[u64]) -> ContentHash {
    let mut hash = Xxh3::new();
    let mut block = [0; 64 * 8];
    for tokens in tokens.chunks(64) {
        let (places, _) = block.as_chunks_mut::<8>();
        places.iter_mut().zip(tokens).for_each(|(place, token)| *place = token.to_le_bytes());
        hash.update(block.get(..tokens.len() * 8).unwrap_or_default());
    }
    ContentHash(hash.digest128())
}

/// The upper 16 bits of each token's hash: sorted, without repeats, the smallest `most`.
fn marks(tokens: &[u64], most: usize) -> Vec<u16> {
    let mut marks: Vec<u16> = tokens.iter().map(|&token| upper_16(token)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.truncate(most);
    marks
}

fn upper_16(hash: u64) -> u16 {
    let [.., low, high] = hash.to_le_bytes();
    u16::from_le_bytes([low, high])
}

fn low_32(hash: u64) -> u32 {
    let [a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}
