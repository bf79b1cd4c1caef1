//! Publishers: what a user knows of sources, as data: `config/publishers.toml`.
//!
//! Its facts hold for a host and for all hosts below it that have no entry of their own. What they say is evidence
//! that ranks before the page's own: name and language, the zone and the order of dates that state neither, where on the
//! page headline, byline, dates and body stand, what to leave out, and which addresses hold no articles.
//! [`selector`] says which selectors are understood.

mod matches;
mod selector;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::facts::short;
use super::{Draft, Evidence, Found};
use crate::desk::decode::{NodeId, Page, Tree};

pub use matches::{COMPOUNDS_MAX, Field, Matches, Selectors};
pub use selector::{SELECTOR_CHARS_MAX, SelectorError};

/// The longest value that a selector finds, in characters; longer text is none. Headlines end well below, bylines of
/// several authors with their roles too.
const VALUE_CHARS_MAX: usize = 400;

/// What is known of sources, by host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publishers {
    entries: BTreeMap<String, SourceFacts>,
}

/// What is known of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFacts {
    /// The host, in lower case and as DNS spells it (`xn--…`), without a final dot.
    pub host: String,
    /// The publisher's name.
    pub name: Option<String>,
    /// The language of its articles, a BCP 47 tag.
    pub language: Option<String>,
    /// The zone of dates that state none.
    pub zone: Option<TimeZone>,
    /// What numeric dates name first, where both orders make a date.
    pub numeric_dates: Option<NumericDates>,
    /// Paths under which nothing is an article, each without its final slash.
    pub not_articles: Vec<String>,
    /// Where on its pages the facts stand.
    pub selectors: Selectors,
}

/// The order of numeric dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumericDates {
    /// 28/4/2023
    DayFirst,
    /// 4/28/2023
    MonthFirst,
}

impl Publishers {
    /// The entries; of two for one host the later stands.
    pub fn new(entries: impl IntoIterator<Item = SourceFacts>) -> Self {
        Self { entries: entries.into_iter().map(|entry| (entry.host.clone(), entry)).collect() }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known of any source.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry for a page: that of the host which answered, or of the nearest one above it.
    pub fn of(&self, page: &Page) -> Option<&SourceFacts> {
        self.of_host(page.final_url.as_ref().unwrap_or(&page.url).host_str()?)
    }

    /// The entry for a host, found in as many look-ups as it has labels.
    pub fn of_host(&self, host: &str) -> Option<&SourceFacts> {
        let mut host = host.strip_suffix('.').unwrap_or(host);
        while !self.entries.is_empty() {
            if let Some(entry) = self.entries.get(host) {
                return Some(entry);
            }
            host = host.split_once('.')?.1;
        }
        None
    }
}

impl SourceFacts {
    /// Whether the address stands under one of the paths that hold no articles: a path holds itself, and what goes on
    /// behind it with a slash.
    pub(super) fn excludes(&self, url: &url::Url) -> bool {
        let below = |path: &String| url.path().strip_prefix(path.as_str());
        self.not_articles.iter().filter_map(below).any(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Puts what is known of the source in front of what the page says of it.
    pub(super) fn vouch(&self, draft: &mut Draft) {
        let stated = |value: &String| Found { value: value.clone(), from: Evidence::Publisher };
        draft.publisher = self.name.as_ref().map(stated).or(draft.publisher.take());
        draft.languages.splice(0..0, self.language.as_ref().map(stated));
    }
}

/// Puts what the selectors found in front of what the page states elsewhere.
pub(super) fn point(tree: &Tree, matches: &Matches, draft: &mut Draft) {
    let values = |field| matches.of(field).iter().filter_map(|&id| Some((id, value(tree, id)?)));
    let found = |(_, value)| Found { value, from: Evidence::Publisher };
    if let Some((id, headline)) = values(Field::Headline).next() {
        draft.hints.headline_at = Some(id);
        if draft.alternative_headline.as_ref().is_some_and(|other| other.value == headline) {
            draft.alternative_headline = None;
        }
        draft.headline = Some(found((id, headline)));
    }
    draft.bylines.splice(0..0, values(Field::Byline).map(found));
    draft.published.splice(0..0, values(Field::Published).map(found));
    draft.modified.splice(0..0, values(Field::Modified).map(found));
    // Who says where the body stands has said that the page is an article.
    if !matches.of(Field::Body).is_empty() {
        draft.hints.types.insert(0, "newsarticle".to_owned());
    }
}

/// The value that an element states: a machine's spelling (`content`, `datetime`) before its text.
pub(super) fn value(tree: &Tree, id: NodeId) -> Option<String> {
    let stated = ["content", "datetime"].into_iter().find_map(|name| tree.attr(id, name));
    let stated = stated.map(str::trim).filter(|value| !value.is_empty() && value.chars().count() <= VALUE_CHARS_MAX);
    stated.map(str::to_owned).or_else(|| short::line(tree, id, VALUE_CHARS_MAX, |_| false))
}
