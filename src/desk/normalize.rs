//! Normalize: a [`Draft`] becomes an [`Article`]: one spelling of every fact.
//!
//! Canonical URL under the same-registrable-domain rule, UTC instants with precision and raw spelling, BCP 47
//! language, NFC and single spaces, names without roles. Doubts about one field are notes; the article goes on.

pub mod dates;
mod images;
mod keywords;
pub mod language;
pub mod names;
pub mod text;
pub mod urls;

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    decode::Page,
    extract::{Block, Draft, Evidence, Found, publishers::SourceFacts},
};

pub use urls::canonical;

/// The publisher of the article at this canonical URL: the registrable domain of its host.
pub fn publisher_of(canonical: &str) -> String {
    match url::Url::parse(canonical) {
        Ok(url) => urls::domain(&url),
        Err(_) => canonical.split('/').next().unwrap_or_default().to_owned(),
    }
}

/// The identity of an article over its versions: the first 128 bits of BLAKE3 of its canonical URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// The id of the article at this canonical URL.
    pub fn of(canonical: &str) -> Self {
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(canonical.as_bytes()).as_bytes()[..16]);
        Self(id)
    }
}

impl std::fmt::Display for ArticleId {
    /// 32 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// How exactly a page states an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day only; the instant is its first moment in the page's zone.
    Day,
    /// Hours and minutes.
    Minute,
    /// Seconds or finer.
    Second,
}

impl Precision {
    /// The stable name that the article gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// An instant read from a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The instant.
    pub at: Timestamp,
    /// How far the page's clock is ahead of UTC: a reader's day there may be another than in UTC.
    pub offset: jiff::tz::Offset,
    /// How exactly the page states it.
    pub precision: Precision,
    /// Whether the page (or the source's entry) states the zone; where not, the country's or UTC is assumed.
    pub zone_known: bool,
    /// The page's own spelling.
    pub raw: String,
}

impl std::fmt::Display for Dated {
    /// RFC 3339 on the page's own clock; `Z` where that is UTC's or nothing tells its zone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.offset.is_zero() { self.at.fmt(f) } else { self.at.display_with_offset(self.offset).fmt(f) }
    }
}

/// The addresses of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urls {
    /// The one that was asked for, as the crawler gave it.
    pub fetched: String,
    /// The one that answered after redirects, where known.
    pub final_url: Option<String>,
    /// The one spelling that names the article.
    pub canonical: String,
    /// Others that the page states for the same article (AMP, short link), sorted.
    pub aliases: Vec<String>,
}

/// Who published it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// The name, where the page or the source's entry states one.
    pub name: Option<String>,
    /// The registrable domain of the canonical URL (`example.co.uk`).
    pub domain: String,
}

/// A picture of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its absolute address.
    pub url: String,
    /// Its caption, where there is one.
    pub caption: Option<String>,
}

/// Where a field came from, and how the page spelt it where that differs from the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The evidence.
    pub from: Evidence,
    /// The page's own spelling.
    pub raw: Option<String>,
}

/// A clean article: every fact in its one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its identity over versions.
    pub id: ArticleId,
    /// Its addresses.
    pub urls: Urls,
    /// Who published it.
    pub publisher: Publisher,
    /// The headline, on one line, never empty.
    pub headline: String,
    /// A second headline, where the page states one.
    pub alternative_headline: Option<String>,
    /// The standfirst or summary.
    pub description: Option<String>,
    /// The body's blocks, never empty.
    pub body: Vec<Block>,
    /// What the page says was wrong in an earlier version, on one line.
    pub correction: Option<String>,
    /// Who signed it: the persons who wrote it, or where none signed, the desk or the organization that did.
    pub authors: Vec<String>,
    /// The agency it came from, where the page states one.
    pub agency: Option<String>,
    /// When it was first published.
    pub published_at: Option<Dated>,
    /// When it was last changed.
    pub modified_at: Option<Dated>,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// BCP 47 tag in its canonical case (`en`, `pt-BR`, `zh-Hant`).
    pub language: Option<String>,
    /// The section or category.
    pub section: Option<String>,
    /// Keywords, without repeats, in page order.
    pub keywords: Vec<String>,
    /// Pictures, without repeats, in page order.
    pub images: Vec<Image>,
    /// The source's own number for it.
    pub external_id: Option<String>,
    /// Whether it can be read without paying, where the page says so.
    pub is_accessible_for_free: Option<bool>,
    /// Words of the body; in scripts without spaces two characters count as one word.
    pub word_count: u32,
    /// W3C trace context of the crawl.
    pub traceparent: Option<String>,
    /// For each field of the published record where it came from, by the field's name.
    pub provenance: BTreeMap<&'static str, Provenance>,
    /// Doubts about single fields, as stable names.
    pub notes: Vec<Note>,
}

impl Article {
    /// The body as one text: blocks parted by a blank line, lines within one by a line break.
    pub fn body_text(&self) -> String {
        let blocks: Vec<&str> = self.body.iter().map(|block| block.text.as_str()).collect();
        blocks.join("\n\n")
    }
}

/// A doubt about one field: the value was dropped or assumed, the article goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// No candidate for the publication date, or for the modification date, could be read.
    DateUnreadable,
    /// A candidate date later than the fetch was passed over.
    DateInFuture,
    /// A time of day without a zone was read in the only one of its country, or taken for UTC.
    DateZoneAssumed,
    /// The page states only when it was changed: that was taken for the publication, which can't be later.
    PublishedAssumed,
    /// A modification date before the publication date was dropped.
    ModifiedBeforePublished,
    /// A canonical address of another site, of a section or of nothing was passed over.
    CanonicalRefused,
    /// The text is not in the language that the page states; the text's own was taken.
    LanguageDisputed,
}

impl Note {
    /// Every note.
    pub const ALL: &[Self] = &[
        Self::DateUnreadable,
        Self::DateInFuture,
        Self::DateZoneAssumed,
        Self::PublishedAssumed,
        Self::ModifiedBeforePublished,
        Self::CanonicalRefused,
        Self::LanguageDisputed,
    ];

    /// The stable name: a metric label.
    pub fn name(self) -> &'static str {
        match self {
            Self::DateUnreadable => "date-unreadable",
            Self::DateInFuture => "date-in-future",
            Self::DateZoneAssumed => "date-zone-assumed",
            Self::PublishedAssumed => "published-assumed",
            Self::ModifiedBeforePublished => "modified-before-published",
            Self::CanonicalRefused => "canonical-refused",
            Self::LanguageDisputed => "language-disputed",
        }
    }
}

/// Why a draft makes no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Fault {
    /// No headline is left after cleaning.
    #[error("no headline is left after cleaning")]
    NoHeadline,
    /// No text of the body is left after cleaning.
    #[error("no text of the body is left after cleaning")]
    NoBody,
}

impl Fault {
    /// Every fault of this stage, in the order a page can meet them.
    pub const ALL: &[Self] = &[Self::NoHeadline, Self::NoBody];

    /// The stable name: metric label, dead-letter header and the runbook's heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoHeadline => "no-headline",
            Self::NoBody => "no-body",
        }
    }
}

/// The rules of this stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How far a stated date may lie after the fetch before it is refused, in seconds.
    pub skew_seconds_max: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self { skew_seconds_max: 86_400 }
    }
}

/// The longest headline, standfirst, caption and name that go out, in characters: several times the longest that
/// papers print, so that a template gone wrong costs little.
const LINE_CHARS_MAX: usize = 500;
const DESCRIPTION_CHARS_MAX: usize = 2000;
/// How many pictures an article keeps.
const IMAGES_MAX: usize = 64;

/// Normalizes a draft of this page into an article. `source` is what is known of the page's source.
pub fn article(draft: Draft, page: &Page, rules: &Rules, source: Option<&SourceFacts>) -> Result<Article, Fault> {
    let mut provenance = Facts::default();
    let mut notes = Vec::new();

    let headline = provenance.line("headline", draft.headline.as_ref(), LINE_CHARS_MAX).ok_or(Fault::NoHeadline)?;
    let body: Vec<Block> = draft.body.into_iter().filter_map(block).collect();
    if body.is_empty() {
        return Err(Fault::NoBody);
    }
    let second = draft.alternative_headline.as_ref().filter(|found| text::line(&found.value) != headline);
    let description = provenance.line("description", draft.description.as_ref(), DESCRIPTION_CHARS_MAX);
    let correction = provenance.line("correction", draft.correction.as_ref(), DESCRIPTION_CHARS_MAX);

    let own = page.final_url.as_ref().unwrap_or(&page.url);
    let (canonical, claim, refused) = urls::choose(own, &draft.canonicals);
    if refused {
        notes.push(Note::CanonicalRefused);
    }
    if let Some(claim) = claim {
        provenance.note("canonical", claim.from, &claim.value, canonical.as_str());
    }
    let aliases = urls::aliases(&canonical, draft.aliases.iter().map(|found| found.value.as_str()));
    let domain = urls::domain(&canonical);

    let language = provenance.language(&draft.languages, &headline, &body, &mut notes);
    let clue = dates::Clue {
        tag: language.as_deref().unwrap_or_default(),
        top_level: domain.rsplit('.').next().unwrap_or_default(),
        fetched_at: page.fetched_at,
        skew_seconds_max: rules.skew_seconds_max,
        zone: source.and_then(|source| source.zone.as_ref()),
        numeric_dates: source.and_then(|source| source.numeric_dates),
    };
    let (published_at, modified_at) = provenance.dates(&draft.published, draft.modified, &clue, &mut notes);

    let publisher = provenance.line("publisher", draft.publisher.as_ref(), LINE_CHARS_MAX);
    let alternative_headline = second.and_then(|found| {
        let line = text::capped(text::line(&found.value), LINE_CHARS_MAX);
        let line = publisher.as_ref().map_or(&*line, |publisher| unsigned(&line, publisher));
        let is_other = !line.is_empty() && line != headline;
        is_other.then(|| provenance.note("alternative_headline", found.from, found.value.trim(), line));
        is_other.then(|| line.to_owned())
    });
    let host = own.host_str().unwrap_or_default();
    let label = domain.split('.').next().unwrap_or_default();
    let spoken = language::primary(language.as_deref().unwrap_or_default());
    let own_names = [publisher.as_deref().unwrap_or_default(), &domain, label, host];
    let mut credits = names::read(&draft.bylines, &own_names, spoken);
    if let Some((agency, found)) = names::agency(&draft.sources, spoken).filter(|_| credits.agency.is_none()) {
        credits.agency = Some(agency.to_owned());
        credits.agency_from = Some((found.from, found.value.clone()));
    }
    provenance.credits(&credits);
    let (keywords, keywords_from) = keywords::choose(&draft.keywords, &domain, &headline, &body, &credits.authors);
    if let Some(from) = keywords_from {
        provenance.note("keywords", from, "", "");
    }
    let section = provenance.line("section", draft.section.as_ref(), LINE_CHARS_MAX);
    let external_id = provenance.line("external_id", draft.external_id.as_ref(), LINE_CHARS_MAX);
    let is_accessible_for_free = draft.is_accessible_for_free.map(|found| {
        provenance.note("is_accessible_for_free", found.from, "", "");
        found.value
    });
    notes.sort_unstable();
    notes.dedup();
    let word_count = body.iter().fold(0_u32, |sum, block| sum.saturating_add(text::words(&block.text)));
    let canonical = canonical.to_string();

    Ok(Article {
        id: ArticleId::of(&canonical),
        urls: Urls {
            fetched: page.url.to_string(),
            final_url: page.final_url.as_ref().map(ToString::to_string),
            canonical,
            aliases,
        },
        publisher: Publisher { name: publisher, domain },
        headline,
        alternative_headline,
        description,
        body,
        correction,
        authors: credits.authors,
        agency: credits.agency,
        published_at,
        modified_at,
        fetched_at: page.fetched_at,
        language,
        section,
        keywords,
        images: images::images(own, &draft.pictures),
        external_id,
        is_accessible_for_free,
        word_count,
        traceparent: page.traceparent.clone(),
        provenance: provenance.0,
        notes,
    })
}

/// Where each field came from, as it is filled in.
#[derive(Default)]
struct Facts(BTreeMap<&'static str, Provenance>);

impl Facts {
    /// The dates of publication and of the last change, whose notes go into `notes`.
    fn dates(
        &mut self,
        published: &[Found<String>],
        modified: Vec<Found<String>>,
        clue: &dates::Clue<'_>,
        notes: &mut Vec<Note>,
    ) -> (Option<Dated>, Option<Dated>) {
        let mut published_at = self.date("published_at", published, &modified, clue, notes);
        let mut modified_at = self.date("modified_at", &modified, &[], clue, notes);
        if let (Some(published), Some(changed)) = (&published_at, &modified_at) {
            let is_before = dates::is_before(changed, published);
            notes.extend(is_before.then_some(Note::ModifiedBeforePublished));
            // The bare day on which it was published says nothing of its own.
            if is_before || dates::is_day_of(changed, published) {
                self.0.remove("modified_at");
                modified_at = None;
            }
        }
        if published_at.is_none() && modified_at.is_some() {
            // What the server says of the file is nothing that the page states.
            let stated: Vec<_> = modified.into_iter().filter(|found| found.from != Evidence::Http).collect();
            published_at = self.date("published_at", &stated, &[], clue, &mut Vec::new());
            notes.extend(published_at.as_ref().map(|_| Note::PublishedAssumed));
        }
        (published_at, modified_at)
    }

    /// Notes a field's evidence, and the page's spelling where it isn't the value's own.
    fn note(&mut self, field: &'static str, from: Evidence, raw: &str, value: &str) {
        let raw = (!raw.is_empty() && raw != value).then(|| text::capped(raw.to_owned(), DESCRIPTION_CHARS_MAX));
        self.0.insert(field, Provenance { from, raw });
    }

    /// A field on one line, where anything is left of it.
    fn line(&mut self, field: &'static str, found: Option<&Found<String>>, chars_max: usize) -> Option<String> {
        let found = found?;
        let value = text::capped(text::line(&found.value), chars_max);
        if value.is_empty() {
            return None;
        }
        self.note(field, found.from, found.value.trim(), &value);
        Some(value)
    }

    /// The language: what the page states, checked against the text.
    fn language(
        &mut self,
        declared: &[Found<String>],
        headline: &str,
        body: &[Block],
        notes: &mut Vec<Note>,
    ) -> Option<String> {
        let mut sample = String::with_capacity(4 * language::SAMPLE_CHARS);
        for part in std::iter::once(headline).chain(body.iter().map(|block| block.text.as_str())) {
            // A character is four bytes at most.
            if sample.len() < 4 * language::SAMPLE_CHARS {
                sample.push_str(part);
                sample.push('\n');
            }
        }
        let (chosen, disputed) = language::choose(declared, &sample);
        if disputed {
            notes.push(Note::LanguageDisputed);
        }
        let (tag, from) = chosen?;
        let raw = declared.iter().find(|found| found.from == from).map_or("", |found| &found.value);
        self.note("language", from, raw, &tag);
        Some(tag)
    }

    /// Persons and agency.
    fn credits(&mut self, credits: &names::Credits) {
        if let Some((from, raw)) = &credits.authors_from {
            self.note("authors", *from, raw, &credits.authors.join("; "));
        }
        if let (Some((from, raw)), Some(agency)) = (&credits.agency_from, &credits.agency) {
            self.note("agency", *from, raw, agency);
        }
    }

    /// A date field from its candidates; `changes` are those for the date of the last change.
    fn date(
        &mut self,
        field: &'static str,
        candidates: &[Found<String>],
        changes: &[Found<String>],
        clue: &dates::Clue,
        notes: &mut Vec<Note>,
    ) -> Option<Dated> {
        let (chosen, doubts) = dates::choose(candidates, changes, clue);
        notes.extend(doubts);
        let (dated, from) = chosen?;
        self.note(field, from, &dated.raw, "");
        Some(dated)
    }
}

/// A block with its text in one spelling, where anything is left of it.
fn block(Block { role, text }: Block) -> Option<Block> {
    let text = if memchr::memchr(b'\n', text.as_bytes()).is_some() { text::lines(&text) } else { text::line(text) };
    (!text.is_empty()).then_some(Block { role, text })
}

/// A headline without the publisher's name, which a sign parts from it at its end.
fn unsigned<'a>(headline: &'a str, publisher: &str) -> &'a str {
    let parted = [" | ", " - ", " – ", " — "].into_iter().filter_map(|sign| headline.rsplit_once(sign));
    // A single word may end a headline, too: `What you need to know – today`.
    let is_publisher =
        |end: &str| end == publisher || publisher.contains(' ') && text::lower(end) == text::lower(publisher);
    let mut signed = parted.filter(|(front, end)| !front.is_empty() && is_publisher(end));
    signed.next().map_or(headline, |(front, _)| front.trim_end())
}

#[cfg(test)]
mod tests;
