//! What a record's pages have to say downstream: one output record for each page.

use super::batch::{Page, Row, Standing};
use crate::desk::{
    Reading,
    verdict::{Reason, Verdict},
    wire::{self, Channel, Dialect, Origin, Outgoing, Subject},
};

/// The records of a transaction, counted as they are sent, by channel and [type of event](Outgoing::kind).
#[derive(Debug, Default)]
pub struct Sent(Vec<(Channel, String, u64)>);

impl Sent {
    /// Counts a record.
    pub fn count(&mut self, record: &Outgoing) {
        let (channel, kind) = (record.channel, record.kind());
        match self.0.iter_mut().find(|(known, name, _)| *known == channel && name == kind) {
            Some((_, _, records)) => *records += 1,
            None => self.0.push((channel, kind.to_owned(), 1)),
        }
    }

    /// How many records of each channel and type there are.
    pub fn counts(&self) -> impl Iterator<Item = (Channel, &str, u64)> {
        self.0.iter().map(|(channel, kind, records)| (*channel, kind.as_str(), *records))
    }
}

/// The output records of a judged row, in the order of its pages, none larger than `bytes_max`; dead letters in this
/// dialect.
pub fn records(row: &Row, bytes_max: usize, dialect: Dialect) -> Vec<Outgoing> {
    row.pages.iter().map(|page| record(row, page, bytes_max, dialect)).collect()
}

fn record(row: &Row, page: &Page, bytes_max: usize, dialect: Dialect) -> Outgoing {
    let origin = Origin { topic: &row.from.topic, position: page.source };
    let told = page.judgement.as_ref().filter(|_| !is_dead_letter(page)).and_then(|judgement| {
        match (&judgement.verdict, &page.reading) {
            (verdict, Ok(Reading::Article(sketched))) if verdict.publishes() => {
                wire::published(judgement, sketched, &origin)
            }
            (_, Ok(Reading::Article(sketched))) => wire::link(judgement, &Subject::Article(sketched), &origin),
            (_, Ok(Reading::Gone { url, fetched_at, traceparent })) => {
                let subject = Subject::Gone { url, fetched_at: *fetched_at, traceparent: traceparent.as_deref() };
                wire::link(judgement, &subject, &origin)
            }
            (_, Err(_)) => None,
        }
    });
    told.unwrap_or_else(|| dead_letter(row, page, &origin, bytes_max, dialect))
}

/// Whether a judged page goes out as a dead letter: it is rejected, or its verdict and its reading don't fit together. Such a verdict
/// can only come from other software that read the same page, and the record must not be lost between.
pub fn is_dead_letter(page: &Page) -> bool {
    page.judgement.as_ref().is_some_and(|judgement| match (&judgement.verdict, &page.reading) {
        (Verdict::Rejected(_), _) | (_, Err(_)) => true,
        (verdict, Ok(Reading::Gone { .. })) => verdict.publishes(),
        (_, Ok(Reading::Article(_))) => false,
    })
}

fn dead_letter(row: &Row, page: &Page, origin: &Origin<'_>, bytes_max: usize, dialect: Dialect) -> Outgoing {
    let reason = match (page.judgement.as_ref().map(|judgement| &judgement.verdict), &page.reading) {
        (Some(Verdict::Rejected(reason)), _) | (_, Err(reason)) => *reason,
        _ => Reason::Undeliverable,
    };
    if row.standing < Standing::Unkeepable {
        let letter = wire::rejected(&row.record, origin, reason, dialect);
        if wire::size(&letter) <= bytes_max {
            return letter;
        }
    }
    wire::stand_in(&row.record, origin, reason, dialect)
}

/// Whether the article's record may be larger than the output topic takes: known before it is claimed in the ledger,
/// so that a story never begins with an article that can't be published.
pub fn is_too_large(page: &Page, topic: &str, bytes_max: usize) -> bool {
    let Ok(Reading::Article(sketched)) = &page.reading else { return false };
    let body: usize = sketched.article.body.iter().map(|block| block.text.len()).sum();
    // JSON at most doubles text that holds no control characters; far from the limit nothing need be written to know.
    body > bytes_max / 8 && wire::size_max(sketched, &Origin { topic, position: page.source }) > bytes_max
}
