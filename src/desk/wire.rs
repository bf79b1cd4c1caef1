//! Wire: a verdict becomes the Kafka record that tells it: key, headers (CloudEvents 1.0 binary mode), JSON value.
//!
//! Every page ends in one record: [`published`] for what goes out in full, [`link()`] for what is only pointed at,
//! [`rejected()`] for dead letters. The same page, judgement and origin give the same bytes: fields stand in the order
//! of their structs, and nothing is read from a clock. `config/schema/` holds the JSON Schemas of both values.

mod article;
mod dialect;
mod event;
mod letter;
mod link;
mod rejected;

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::capture::SourcePosition;
use super::normalize::{ArticleId, urls::URL_BYTES_MAX};
use super::sketch::Sketched;
use super::verdict::lineage::{Change, Fields, Instant};
use super::verdict::{Judgement, PerMille, memory::ALIASES_MAX};

pub use dialect::Dialect;
pub use letter::{Letter, letter, replayed};
pub use link::{Subject, link};
pub use rejected::{rejected, stand_in};

/// Which output topic a record goes to; names are the shell's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Published articles: new and update, keyed by article id.
    Articles,
    /// Small records without body: duplicate, near-duplicate, unchanged, withdrawn, and updates that change too little.
    Links,
    /// Dead letters, as they came.
    Rejects,
}

impl Channel {
    /// Every channel, in the order of the enum.
    pub const ALL: &[Self] = &[Self::Articles, Self::Links, Self::Rejects];

    /// The stable name: a metric label and the topic's key in the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Links => "links",
            Self::Rejects => "rejects",
        }
    }
}

/// A record to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The topic it goes to.
    pub channel: Channel,
    /// Its key.
    pub key: Option<Vec<u8>>,
    /// Its value.
    pub value: Option<Vec<u8>>,
    /// Its headers, in order.
    pub headers: Vec<(String, Option<Vec<u8>>)>,
}

impl Outgoing {
    /// The type of event that it tells, as its `ce_type` has it behind the kind of subject (`published`,
    /// `near-duplicate`); `rejected` for a dead letter, which is no event.
    pub fn kind(&self) -> &str {
        if self.channel == Channel::Rejects {
            return "rejected";
        }
        let stated = self.headers.iter().find(|(name, _)| name == "ce_type").and_then(|(_, value)| value.as_deref());
        let stated = stated.and_then(|value| std::str::from_utf8(value).ok());
        stated.and_then(|stated| stated.split('.').nth(2)).unwrap_or_default()
    }
}

/// Where a page came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The raw topic's name, which the position holds as a hash only.
    pub topic: &'a str,
    /// The page's place there.
    pub position: SourcePosition,
}

/// An origin as records state it.
#[derive(Clone, Copy, Debug, Serialize)]
struct Source<'a> {
    topic: &'a str,
    partition: u32,
    offset: u64,
    part: u32,
}

impl<'a> Source<'a> {
    fn of(origin: &Origin<'a>) -> Self {
        let SourcePosition { partition, offset, part, .. } = origin.position;
        Self { topic: origin.topic, partition: partition.0, offset: offset.0, part: part.0 }
    }
}

/// The most bytes by which a record grows on its way into the log, over the bytes of its key, value and headers: the
/// batch's head, the record's own lengths and counts as varints at their longest (Kafka's record format v2).
const RECORD_OVERHEAD_BYTES: usize = 61 + 5 + 1 + 10 + 5 + 5 + 5 + 5;

/// The same for one header: the lengths of its name and of its value.
const HEADER_OVERHEAD_BYTES: usize = 5 + 5;

/// The most bytes that a record takes uncompressed in a batch of its own, which is what the broker's
/// `max.message.bytes` and the client's `message.max.bytes` are held against.
pub fn size(record: &Outgoing) -> usize {
    let length = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len);
    let headers: usize =
        record.headers.iter().map(|(name, value)| HEADER_OVERHEAD_BYTES + name.len() + length(value)).sum();
    RECORD_OVERHEAD_BYTES + length(&record.key) + length(&record.value) + headers
}

/// The most bytes that the other names of an article take in its record: so many canonical URLs of its earlier pages, in
/// quotes, and the one that names it.
const NAMES_BYTES_MAX: usize = (ALIASES_MAX + 1) * (URL_BYTES_MAX + 3);

/// The most bytes ([`size`]) that the record of this article can take, whatever it is judged to be: known before it
/// enters the ledger, so that an article that cannot be published never becomes an original.
pub fn size_max(sketched: &Sketched, origin: &Origin<'_>) -> usize {
    let mut value = Count(0);
    let told = article::Told {
        version: u32::MAX,
        // A story of another article is the longer spelling: `"original":false`.
        story: Some(ArticleId([0; 16])),
        change: Some(Change { fields: Fields(u8::MAX), ratio: Some(PerMille(999)), minor: false }),
        first_published_at: Instant::from_bits(u64::from(u16::MAX / 8)),
        url: None,
        aliases: &[],
    };
    let record = article::Record::new(sketched, told, Some(origin));
    // A count takes whatever is written to it, and the record has only text for keys: there is nothing to fail.
    let _ = serde_json::to_writer(&mut value, &record);
    let id = sketched.article.id;
    let headers = event::headers(&event::published(true, origin), &sketched.article, id);
    let envelope = Outgoing { channel: Channel::Articles, key: Some(key(id)), value: None, headers };
    size(&envelope) + value.0 + NAMES_BYTES_MAX
}

/// The article as `pipe` shows it: the published value without a source position, which only Kafka gives.
pub fn article<'a>(sketched: &'a Sketched, judgement: &'a Judgement) -> impl Serialize + 'a {
    article::Record::new(sketched, article::Told::of(judgement), None)
}

/// The record of a new article or of an update: key the article's id, so that compaction keeps the latest version;
/// value the article as `config/schema/article.v1.json` describes it. `None` for verdicts that publish no article, an
/// update that changes too little among them.
pub fn published(judgement: &Judgement, sketched: &Sketched, origin: &Origin<'_>) -> Option<Outgoing> {
    if !judgement.verdict.publishes() {
        return None;
    }
    let told = article::Told::of(judgement);
    let id = article::id_of(&sketched.article, told.url);
    let record = article::Record::new(sketched, told, Some(origin));
    let first = matches!(judgement.verdict, super::verdict::Verdict::New);
    Some(Outgoing {
        channel: Channel::Articles,
        key: Some(key(id)),
        value: Some(json(&record)),
        headers: event::headers(&event::published(!first, origin), &sketched.article, id),
    })
}

/// A key: the article's id in hexadecimal digits.
fn key(id: ArticleId) -> Vec<u8> {
    id.to_string().into_bytes()
}

/// A value. Text keys and plain numbers leave serialization nothing to refuse.
fn json(record: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(record).unwrap_or_default()
}

/// Counts what is written.
struct Count(usize);

impl std::io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
