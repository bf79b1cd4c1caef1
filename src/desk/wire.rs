//! Wire: a verdict becomes the Kafka records that tell it: key, headers (CloudEvents 1.0 binary mode), JSON value.

/// Which output topic a record goes to; names are the shell's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Published articles: new and update, keyed by article id.
    Articles,
    /// Small records without body: duplicate, near-duplicate, unchanged, withdrawn.
    Links,
    /// Dead letters, as they came.
    Rejects,
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

/// The article as it is published.
pub fn article(sketched: &super::sketch::Sketched, _judgement: &super::verdict::Judgement) -> serde_json::Value {
    let article = &sketched.article;
    serde_json::json!({
        "headline": article.headline,
        "body": article.body_text(),
        "authors": article.authors.iter().map(|name| serde_json::json!({"name": name})).collect::<Vec<_>>(),
        "published_at": article.published_at.as_ref().map(|dated| dated.at.to_string()),
        "language": article.language,
    })
}
