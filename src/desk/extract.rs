//! Extract: a [`Page`] becomes a [`Draft`]: headline, standfirst, bylines, dates, body and the rest,
//! each with the evidence it came from; or the reason why the page is no article.
//!
//! Values are raw: as the page spells them. Which of several candidate dates parses, what a byline's names are, what
//! the URL's one spelling is: `normalize` decides.

mod body;
mod budget;
mod correction;
mod dating;
mod facts;
mod gate;
mod genders;
mod letters;
mod lexicon;
mod patterns;
pub mod publishers;
mod sources;
mod text;
mod unspaced;
mod wording;

use super::decode::{Content, NodeId, Page, Tree};
pub use body::Cut;
pub(in crate::desk) use dating::tells_publication;
pub(in crate::desk) use facts::keywords::SEPARATORS as KEYWORD_SEPARATORS;
pub(in crate::desk) use facts::pictures::ENDINGS as PICTURE_ENDINGS;
pub(in crate::desk) use genders::ungendered;
pub(in crate::desk) use letters::{ascii_lower, is_alphanumeric};
use publishers::{Matches, SourceFacts};
pub(in crate::desk) use unspaced::is_unspaced;

/// Where on the page a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// A JSON-LD block (schema.org).
    JsonLd,
    /// Microdata or `RDFa` attributes in the markup.
    Microdata,
    /// An OpenGraph or `article:*` property.
    OpenGraph,
    /// Another `<meta>`.
    Meta,
    /// A `<link>`, the `lang` attribute or the data of a script: what names a relation.
    Markup,
    /// The `<title>`.
    Title,
    /// What a reader sees.
    Visible,
    /// The URL itself.
    Url,
    /// An HTTP response header.
    Http,
    /// What the crawler said in the record.
    Crawler,
    /// Worked out from the text (language detection).
    Detected,
    /// The source's entry in `config/publishers.toml`.
    Publisher,
}

impl Evidence {
    /// The stable name that `provenance` gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "json-ld",
            Self::Microdata => "microdata",
            Self::OpenGraph => "opengraph",
            Self::Meta => "meta",
            Self::Markup => "markup",
            Self::Title => "title",
            Self::Visible => "visible",
            Self::Url => "url",
            Self::Http => "http",
            Self::Crawler => "crawler",
            Self::Detected => "detected",
            Self::Publisher => "publisher",
        }
    }
}

/// A raw value and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value, as the page spells it.
    pub value: T,
    /// Where it stood.
    pub from: Evidence,
}

/// What part a block of the body plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Running text.
    Paragraph,
    /// A sub-headline within the body.
    Heading,
    /// One item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// Preformatted text or a table's row.
    Preformatted,
}

/// One block of the body: a paragraph, a sub-headline, a list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The part it plays.
    pub role: Role,
    /// Its text, white space as on the page; a line break is one that readers see.
    pub text: String,
}

/// A picture that belongs to the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its address as written, possibly relative.
    pub url: String,
    /// Its caption, where there is one.
    pub caption: Option<String>,
}

/// An article as the page gives it: candidates ranked best first wherever the page may contradict itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The headline, without the site's name.
    pub headline: Option<Found<String>>,
    /// A second headline that the page states (a kicker, a social headline), where it differs.
    pub alternative_headline: Option<Found<String>>,
    /// The standfirst or summary.
    pub description: Option<Found<String>>,
    /// What the page says was wrong in an earlier version.
    pub correction: Option<Found<String>>,
    /// Bylines as written, ranked: best evidence first; each may name several persons, roles and agencies.
    pub bylines: Vec<Found<String>>,
    /// What tells where the text came from, as written: an agency most often, among others.
    pub sources: Vec<Found<String>>,
    /// Candidate spellings of the publication date, ranked.
    pub published: Vec<Found<String>>,
    /// Candidate spellings of the last modification's date, ranked.
    pub modified: Vec<Found<String>>,
    /// The section or category.
    pub section: Option<Found<String>>,
    /// Keywords or tags, in page order, not yet split.
    pub keywords: Vec<Found<String>>,
    /// The article's pictures, in page order.
    pub pictures: Vec<Picture>,
    /// Canonical addresses the page claims (`link rel=canonical`, `og:url`, JSON-LD), ranked, as written.
    pub canonicals: Vec<Found<String>>,
    /// Other addresses of the same article (AMP, short link), as written.
    pub aliases: Vec<Found<String>>,
    /// Language tags that the page states, ranked, as written.
    pub languages: Vec<Found<String>>,
    /// The publisher's or site's name.
    pub publisher: Option<Found<String>>,
    /// The source's own number for the article.
    pub external_id: Option<Found<String>>,
    /// Whether it can be read without paying, where the page says so.
    pub is_accessible_for_free: Option<Found<bool>>,
    /// The body, in order, the headline not repeated in it. A standfirst that the page shows as running text above the body is
    /// its first block, and the description as well; one that only markup states is not in it.
    pub body: Vec<Block>,
    /// What the page's markup says of the article besides: evidence for the body and for the gate, not published.
    pub hints: Hints,
}

/// What markup says of an article that isn't published as it stands, but helps to find the body and to tell an article
/// from another kind of page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The text of JSON-LD's (or microdata's) `articleBody`, the longest one of the main article: plain, entities
    /// resolved, paragraphs parted by line breaks where the page says so.
    pub article_body: Option<String>,
    /// Types that JSON-LD, microdata and `og:type` state for the page's main thing, as written, in lower case and without the
    /// `https://schema.org/` in front (`newsarticle`, `product`, `website`, `collectionpage`), best evidence first.
    pub types: Vec<String>,
    /// The element that holds the headline (the chosen `<h1>`), where it is on the page.
    pub headline_at: Option<NodeId>,
    /// Whether what was found for a body is a row of announcements: headlines that are links, each with a sentence.
    pub lists_cards: bool,
}

/// Why a page is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// An address under which, by the source's entry in `config/publishers.toml`, nothing is an article.
    #[error("the source's entry says that no articles stand under this address")]
    ExcludedPath,
    /// A page that asks its reader to prove that they are human.
    #[error("the page asks for proof of being human")]
    Captcha,
    /// A page that asks for consent to cookies before it shows anything.
    #[error("the page asks for consent before it shows anything")]
    ConsentWall,
    /// A page that asks to log in or subscribe, and shows no text of an article.
    #[error("the page asks to log in or subscribe")]
    LoginWall,
    /// An error told in words, with a status that claims success.
    #[error("the page tells an error")]
    ErrorPage,
    /// What a site's search found.
    #[error("the page is a search result")]
    SearchResult,
    /// A front page, a section, a tag's or an author's page: a list of articles.
    #[error("the page lists articles")]
    SectionFront,
    /// A product, an offer or a list of them.
    #[error("the page offers goods")]
    Shop,
    /// A thread or a board, questions and answers of readers.
    #[error("the page is a forum's")]
    Forum,
    /// A page of a manual, a reference, a wiki's or a tutorial's: read for years, not news.
    #[error("the page is documentation")]
    Documentation,
    /// A page that presents a service, a firm or an offer and stands as it is for years.
    #[error("the page presents a service, a firm or an offer")]
    LandingPage,
    /// Markup with hardly any text, which a script was to fill.
    #[error("the page is a shell for a script to fill")]
    EmptyShell,
    /// The page holds no body of text.
    #[error("the page holds no body of text")]
    NoText,
    /// A body too short for an article, on a page that doesn't say that it is one, or too short even so.
    #[error("the body is too short for an article")]
    TooShort,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[
        Self::ExcludedPath,
        Self::Captcha,
        Self::ConsentWall,
        Self::LoginWall,
        Self::ErrorPage,
        Self::SearchResult,
        Self::SectionFront,
        Self::Shop,
        Self::Forum,
        Self::Documentation,
        Self::LandingPage,
        Self::EmptyShell,
        Self::NoText,
        Self::TooShort,
    ];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExcludedPath => "excluded-path",
            Self::Captcha => "captcha",
            Self::ConsentWall => "consent-wall",
            Self::LoginWall => "login-wall",
            Self::ErrorPage => "error-page",
            Self::SearchResult => "search-result",
            Self::SectionFront => "section-front",
            Self::Shop => "shop",
            Self::Forum => "forum",
            Self::Documentation => "documentation",
            Self::LandingPage => "landing-page",
            Self::EmptyShell => "empty-shell",
            Self::NoText => "no-text",
            Self::TooShort => "too-short",
        }
    }
}

/// The caps and thresholds of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of JSON-LD that are read of one page; a block that passes the sum is left out.
    pub json_ld_bytes_max: usize,
    /// The most objects of JSON-LD that are parsed of one page; a block that passes the sum is left out. An object costs
    /// some 700 bytes parsed, and eight on the page. Pages that list a whole archive have a few thousand.
    pub json_ld_objects_max: usize,
    /// The most values of JSON-LD that are parsed of one page, likewise. A value costs 32 bytes or more parsed, and two on
    /// the page.
    pub json_ld_values_max: usize,
    /// The most bytes of scripts and data blocks that are read for a body where the markup shows none.
    pub script_bytes_max: usize,
    /// The most stretches of text that a page is cut into. The longest live blogs have a few thousand.
    pub units_max: usize,
    /// The most lines of a page of text that are read. A line costs some 80 bytes beside its text, so that a page of line
    /// breaks would cost eighty times its size.
    pub text_lines_max: usize,
    /// The most bytes of a body; the blocks behind them are left out. What is made of a body takes a dozen times its size,
    /// and no article has ninety thousand words.
    pub body_bytes_max: usize,
    /// The least body of a page that states to be an article, in Latin letters (a letter of a script that writes a word in
    /// one or two counts threefold): a sentence, since agencies send flashes.
    pub stated_weight_min: usize,
    /// The least body of a page that states nothing but shows a headline and the date of its publication, in the same unit:
    /// two sentences. Set by hand: no shorter brief was met, and lists with a date were.
    /// `a_short_page_with_its_date_is_a_brief` moves with it.
    pub dated_weight_min: usize,
    /// The least body of any other page, in the same unit: two short paragraphs. Of real articles that state nothing fewer
    /// than one in fifty is shorter, of shops, fronts and forums a third are.
    pub unstated_weight_min: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            json_ld_bytes_max: 2 << 20,
            json_ld_objects_max: 20_000,
            json_ld_values_max: 200_000,
            script_bytes_max: 2 << 20,
            units_max: 20_000,
            text_lines_max: 200_000,
            body_bytes_max: 512 << 10,
            stated_weight_min: 80,
            dated_weight_min: 120,
            unstated_weight_min: 400,
        }
    }
}

/// Drafts the article that a page holds, or says why it holds none. `entry` is what is known of the page's source.
pub fn draft(page: &Page, limits: &Limits, entry: Option<&SourceFacts>) -> Result<Draft, Fault> {
    if entry.is_some_and(|entry| entry.excludes(page.final_url.as_ref().unwrap_or(&page.url))) {
        return Err(Fault::ExcludedPath);
    }
    match &page.content {
        Content::Html(tree) => {
            let name = entry.and_then(|entry| entry.name.as_deref());
            let matches = entry.map(|entry| entry.selectors.matches(tree)).unwrap_or_default();
            let mut draft = facts::gather(page, tree, limits, name);
            vouched(&mut draft, entry, Some((tree, &matches)));
            let found = body::find(tree, &draft, &matches, limits);
            facts::add_pictures(&mut draft.pictures, tree, page, &found.holders);
            (draft.body, draft.hints.lists_cards) = (found.blocks, found.lists_cards);
            cap(&mut draft.body, limits.body_bytes_max);
            gate::check(page, tree, &draft, limits)?;
            draft.correction = draft.correction.or_else(|| correction::stated(&draft.body));
            draft.sources.extend(sources::stated(&draft.body));
            Ok(draft)
        }
        Content::Text(text) => {
            let mut draft = text::draft(page, text, limits)?;
            gate::check_text(&draft)?;
            vouched(&mut draft, entry, None);
            cap(&mut draft.body, limits.body_bytes_max);
            draft.correction = correction::stated(&draft.body);
            draft.sources = sources::stated(&draft.body);
            Ok(draft)
        }
    }
}

/// Puts what is known of the source in front of what the page says.
fn vouched(draft: &mut Draft, entry: Option<&SourceFacts>, matches: Option<(&Tree, &Matches)>) {
    let Some(entry) = entry else { return };
    entry.vouch(draft);
    if let Some((tree, matches)) = matches {
        publishers::point(tree, matches, draft);
    }
}

/// What stands on a page of markup and was left out of its draft's body, in order, and why; of what stands elsewhere on
/// the page running text only. For a reader who wonders where a paragraph went: it costs as much as finding the body.
pub fn cuts(page: &Page, draft: &Draft, limits: &Limits, entry: Option<&SourceFacts>) -> Vec<(Cut, String)> {
    match &page.content {
        Content::Html(tree) => {
            let matches = entry.map(|entry| entry.selectors.matches(tree)).unwrap_or_default();
            body::cuts(tree, draft, &matches, limits)
        }
        Content::Text(_) => Vec::new(),
    }
}

/// Leaves out the blocks behind so many bytes of text; the block that passes them is cut.
fn cap(body: &mut Vec<Block>, bytes_max: usize) {
    let mut left = bytes_max;
    body.retain_mut(|block| {
        let kept = block.text.floor_char_boundary(left);
        let cut = kept < block.text.len();
        if cut {
            block.text.truncate(kept);
            block.text.shrink_to_fit();
        }
        // Nothing follows a block that is cut.
        left = if cut { 0 } else { left - kept };
        !block.text.is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_cut_at_its_cap() {
        let block = |text: &str| Block { role: Role::Paragraph, text: text.to_owned() };
        let capped = |bytes_max| {
            let mut body = vec![block("abc"), block("dé"), block("f")];
            cap(&mut body, bytes_max);
            body.into_iter().map(|block| block.text).collect::<Vec<_>>()
        };
        assert_eq!(capped(7), ["abc", "dé", "f"]);
        assert_eq!(capped(6), ["abc", "dé"]);
        assert_eq!(capped(5), ["abc", "d"]);
        assert_eq!(capped(3), ["abc"]);
        assert!(capped(0).is_empty());
    }
}
