//! `pipe --articles`: articles in, verdicts out; the duplicate detector alone, on texts that are clean already.

use std::{
    cell::RefCell,
    collections::HashMap,
    io::{self, BufRead, Write},
    num::NonZeroUsize,
};

use serde_json::{Value, json};

use super::{ordered, stats::Stats};
use crate::desk::{
    Policy,
    capture::{Offset, Part, Partition, SourcePosition, TopicId},
    normalize::ArticleId,
    sketch,
    verdict::{Claim, Entry, Facts, Memory, Verdict, memory::LedgerTime},
};

/// A line whose text has been sketched.
struct Line {
    id: Value,
    published_ms: i64,
    claim: Claim,
}

/// Sketches each line's text, judges it against the lines before it and writes the verdict. `published` is the clock:
/// RFC 3339, UTC where it names no zone; a line without one happens at the time of the line before it. `of` and
/// `cluster` are ids of earlier lines. A line that is no JSON object counts as an empty text.
pub fn run(
    input: impl BufRead + Send,
    output: impl Write,
    policy: &Policy,
    jobs: NonZeroUsize,
    stats: &Stats,
) -> io::Result<()> {
    let mut memory = Memory::new(policy.verdict.clone());
    let mut next = Offset(0);
    let mut ids: HashMap<ArticleId, Value> = HashMap::new();
    let output = RefCell::new(output);
    ordered::map(
        input,
        jobs,
        |line| read(line, stats),
        |line: Line| {
            let source = SourcePosition {
                topic: TopicId(0),
                partition: Partition(0),
                offset: next,
                part: Part(0),
                timestamp_ms: 0,
            };
            next = Offset(next.0 + 1);
            let own = if let Claim::Article { url, .. } = &line.claim { Some(ArticleId::of(url)) } else { None };
            let entry = Entry { source, claim: line.claim };
            let judgement = stats.judging(|| memory.fold(LedgerTime(line.published_ms), &entry));
            let (of, similarity) = match &judgement.verdict {
                Verdict::Duplicate(link)
                | Verdict::NearDuplicate(link)
                | Verdict::Unchanged { link: Some(link), .. } => {
                    (ids.get(&link.original).cloned(), f64::from(link.containment.0) / 1000.0)
                }
                Verdict::Update { .. } | Verdict::Unchanged { link: None, .. } => {
                    (own.and_then(|own| ids.get(&own).cloned()), 1.0)
                }
                Verdict::New | Verdict::Withdrawn { .. } | Verdict::Rejected(_) => (None, 0.0),
            };
            let cluster = judgement.story.and_then(|story| ids.get(&story).cloned()).unwrap_or_else(|| line.id.clone());
            let told = json!({
                "id": line.id,
                "verdict": judgement.verdict.name(),
                "of": of,
                "similarity": similarity,
                "cluster": cluster,
            });
            if let Some(own) = own {
                ids.entry(own).or_insert(line.id);
            }
            let mut output = output.borrow_mut();
            serde_json::to_writer(&mut *output, &told)?;
            output.write_all(b"\n")
        },
        || output.borrow_mut().flush(),
    )
}

fn read(line: &[u8], stats: &Stats) -> Line {
    let fields: Value = serde_json::from_slice(line).unwrap_or_default();
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let (content, sketch) = stats.reading(line.len(), || {
        sketch::mark(sketch::Text {
            headline: text("title"),
            body: text("text"),
            language: fields.get("lang").and_then(Value::as_str),
            site: text("site"),
        })
    });
    Line {
        id: fields.get("id").cloned().unwrap_or_default(),
        published_ms: instant_ms(text("published")).unwrap_or(i64::MIN),
        claim: Claim::Article { url: text("url").to_owned(), content, sketch, facts: Facts::default() },
    }
}

fn instant_ms(published: &str) -> Option<i64> {
    if let Ok(instant) = published.parse::<jiff::Timestamp>() {
        return Some(instant.as_millisecond());
    }
    let naive: jiff::civil::DateTime = published.parse().ok()?;
    Some(jiff::tz::Offset::UTC.to_timestamp(naive).ok()?.as_millisecond())
}
