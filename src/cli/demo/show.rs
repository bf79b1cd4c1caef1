//! What the demo prints: a line a verdict, then sums that must agree.

use std::{collections::BTreeMap, fmt::Write};

use super::pages::Sample;
use crate::{
    desk::{
        Reading,
        capture::SourcePosition,
        normalize::ArticleId,
        verdict::{PerMille, Verdict},
    },
    kafka::log::Cluster,
    run::batch::Page,
};

/// A verdict that was committed.
#[derive(Clone, Debug)]
pub struct Fallen {
    /// Which page it is on.
    pub source: SourcePosition,
    /// The page's article, where it holds one.
    pub id: Option<ArticleId>,
    /// Its headline.
    pub headline: String,
    /// The verdict.
    pub verdict: Verdict,
}

impl Fallen {
    /// What a page came to.
    pub fn of(page: &Page) -> Self {
        let (id, headline) = match &page.reading {
            Ok(Reading::Article(sketched)) => {
                let article = &sketched.article;
                (Some(article.id), article.headline.clone())
            }
            Ok(Reading::Gone { url, .. }) => (None, format!("gone: {url}")),
            Err(reason) => (None, reason.to_string()),
        };
        let verdict = page.judgement.as_ref().map_or(Verdict::New, |judgement| judgement.verdict.clone());
        Self { source: page.source, id, headline, verdict }
    }
}

/// The demo's screen.
pub struct Show<'a> {
    colour: bool,
    samples: &'a [Sample],
    /// Names of the samples by the article they published, so that copies can say of which.
    names: BTreeMap<ArticleId, String>,
    counts: BTreeMap<&'static str, usize>,
    surprises: Vec<String>,
}

/// The sums at the end.
pub struct Sums {
    /// To be printed.
    pub text: String,
    /// Whether they agree.
    pub add_up: bool,
}

impl<'a> Show<'a> {
    /// An empty screen.
    pub fn new(colour: bool, samples: &'a [Sample]) -> Self {
        Self { colour, samples, names: BTreeMap::new(), counts: BTreeMap::new(), surprises: Vec::new() }
    }

    /// What stands above the first verdict.
    pub fn opening(&self, pages: usize, replicas: usize) -> String {
        format!(
            "{} {pages} sample pages, {replicas} replicas, on an embedded broker: an in-process log with Kafka's\n\
             transactions and consumer groups. It is not Kafka, and forgets all when it ends.\n",
            self.paint("1", "copydesk demo:")
        )
    }

    /// The line of the verdict on a sample, which is counted and held against what was expected.
    pub fn sample(&mut self, sample: &Sample, fallen: &Fallen) -> String {
        let kind = fallen.verdict.name();
        *self.counts.entry(kind).or_default() += 1;
        if kind != sample.expected.verdict {
            self.surprises.push(format!("{}: expected {}, got {kind}", sample.name, sample.expected.verdict));
        }
        self.line(&sample.name, fallen)
    }

    /// The line of one verdict.
    pub fn line(&mut self, name: &str, fallen: &Fallen) -> String {
        if let (Some(id), Verdict::New) = (fallen.id, &fallen.verdict) {
            self.names.insert(id, name.to_owned());
        }
        let kind = format!("{:<14}", fallen.verdict.name().replace('_', "-"));
        let shown = self.paint(colour_of(&fallen.verdict), &kind);
        format!("{shown} {:<34} {}", clip(name, 34), clip(&self.detail(fallen), 90))
    }

    fn detail(&self, fallen: &Fallen) -> String {
        let original = |id: &ArticleId| self.names.get(id).cloned().unwrap_or_else(|| id.to_string());
        let share = |PerMille(share): PerMille| format!("{}.{} %", share / 10, share % 10);
        match &fallen.verdict {
            Verdict::New => fallen.headline.clone(),
            Verdict::Update { version, change, .. } => {
                let ratio = change.ratio.map_or_else(String::new, |ratio| format!("{} of the text, ", share(ratio)));
                format!("version {version} changes {ratio}{}: {}", change.fields.names().join(" "), fallen.headline)
            }
            Verdict::Unchanged { .. } => "says what it said".to_owned(),
            Verdict::Duplicate(link) => format!("the text of “{}”", original(&link.original)),
            Verdict::NearDuplicate(link) => {
                format!("{} of “{}”", share(link.containment), original(&link.original))
            }
            Verdict::Withdrawn { version } => format!("version {version} was the last"),
            Verdict::Rejected(reason) => format!("{}: {reason}", reason.name()),
        }
    }

    /// The sums, and what a reader of the output topics counts.
    pub fn sums(&self, cluster: &Cluster) -> Sums {
        let count = |kind: &str| self.counts.get(kind).copied().unwrap_or_default();
        let articles = cluster.read_committed("articles").len();
        let links = cluster.read_committed("articles.links").len();
        let rejects = cluster.read_committed("pages.rejected").len();
        let sent = self.samples.len();
        let judged: usize = self.counts.values().sum();
        let add_up = sent == judged
            && articles == count("new") + count("update")
            && links == count("unchanged") + count("duplicate") + count("near_duplicate") + count("withdrawn")
            && rejects == count("rejected")
            && self.surprises.is_empty();
        let mut text = format!("\n{sent} pages sent = {judged} verdicts:");
        for kind in Verdict::NAMES {
            let _ = write!(text, " {} {}", count(kind), kind.replace('_', "-"));
        }
        let _ = writeln!(
            text,
            "\nread back with read_committed: {articles} articles, {links} links, {rejects} dead letters"
        );
        for surprise in &self.surprises {
            let _ = writeln!(text, "{} {surprise}", self.paint("31", "not as expected:"));
        }
        text.push_str(&if add_up {
            self.paint("32", "it all adds up")
        } else {
            self.paint("31", "it does not add up")
        });
        Sums { text, add_up }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// The terminal's colour of a verdict, as an SGR code.
fn colour_of(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::New => "32",
        Verdict::Update { .. } => "36",
        Verdict::Unchanged { .. } => "90",
        Verdict::Duplicate(_) => "33",
        Verdict::NearDuplicate(_) => "35",
        Verdict::Withdrawn { .. } => "34",
        Verdict::Rejected(_) => "31",
    }
}

/// At most that many characters, the last an ellipsis where something was cut.
fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
