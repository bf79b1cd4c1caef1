//! `pipe --pages`: pages in, articles and verdicts out.

use std::{
    cell::RefCell,
    io::{self, BufRead, Write},
    num::NonZeroUsize,
};

use serde::{Serializer as _, ser::SerializeMap as _};
use serde_json::Value;

use super::{identity, ordered, stats::Stats};
use crate::desk::{
    self, Policy, Reading,
    capture::{self, Offset, Part, Partition, RawRecord, SourcePosition, TopicId},
    verdict::{Claim, Entry, Judgement, LedgerTime, Memory, Reason, Verdict},
    wire,
};

/// A line that has been read.
struct Line {
    id: Value,
    reading: Result<Reading, Reason>,
}

/// Reads each line as a page in copydesk's JSON envelope, judges it against the lines before it (unless `judge` is
/// false: then every article is new) and writes its verdict. A line that is no page is rejected with its reason.
pub fn run(
    input: impl BufRead + Send,
    output: impl Write,
    policy: &Policy,
    jobs: NonZeroUsize,
    judge: bool,
    stats: &Stats,
) -> io::Result<()> {
    let mut memory = judge.then(|| Memory::new(policy.verdict.clone()));
    let mut nameless = policy.clone();
    nameless.capture.fields.url.clear();
    let mut next = Offset(0);
    let output = RefCell::new(output);
    ordered::map(
        input,
        jobs,
        |line| read(line, policy, &nameless, stats),
        |line| {
            let judgement = stats.judging(|| judged(&line.reading, memory.as_mut(), next));
            next = Offset(next.0 + 1);
            let mut output = output.borrow_mut();
            tell(&line, &judgement, &mut *output)?;
            output.write_all(b"\n")
        },
        || output.borrow_mut().flush(),
    )
}

/// `nameless` is the policy under which a line's own address is not looked at.
fn read(line: &mut Vec<u8>, policy: &Policy, nameless: &Policy, stats: &Stats) -> Line {
    let (id, bytes) = (identity::of(line), line.len());
    let headers = vec![("copydesk-format".to_owned(), Some(b"json".to_vec()))];
    // A page that doesn't say when it was fetched was fetched just now, as far as a filter can know.
    let timestamp_ms = jiff::Timestamp::now().as_millisecond();
    let mut record = RawRecord { key: None, value: Some(std::mem::take(line)), headers, timestamp_ms };
    let reading = stats.reading(bytes, || {
        let first = |record: &RawRecord, policy| desk::read_guarded(record, policy).into_iter().next();
        let reading = first(&record, policy);
        if !matches!(reading, Some(Err(Reason::Capture(capture::Fault::MissingUrl | capture::Fault::BadUrl)))) {
            return reading;
        }
        let url = stand_in(record.value.as_deref().unwrap_or_default());
        record.headers.push(("url".to_owned(), Some(url.into_bytes())));
        first(&record, nameless)
    });
    *line = record.value.unwrap_or_default();
    Line { id, reading: reading.unwrap_or(Err(Reason::Panicked)) }
}

/// The address of a page that was saved without one, or under a file's name: under a host that no site has (RFC 6761
/// § 6.4), and one's own for each line, as two articles at one address would be two versions of one.
pub(super) fn stand_in(line: &[u8]) -> String {
    format!("https://nameless.invalid/{}.html", blake3::hash(line).to_hex())
}

fn judged(reading: &Result<Reading, Reason>, memory: Option<&mut Memory>, offset: Offset) -> Judgement {
    let reading = match reading {
        Err(reason) => return Judgement::alone(Verdict::Rejected(*reason)),
        Ok(reading) => reading,
    };
    let Some(memory) = memory else { return Judgement::alone(Verdict::New) };
    let (claim, fetched_ms) = match reading {
        // A withdrawal carries no time of its own here; the memory's clock stands still for it.
        Reading::Gone { url, .. } => (Claim::Withdrawal { url: url.clone() }, i64::MIN),
        Reading::Article(sketched) => (Claim::of(sketched), sketched.article.fetched_at.as_millisecond()),
    };
    let source = SourcePosition { topic: TopicId(0), partition: Partition(0), offset, part: Part(0), timestamp_ms: 0 };
    memory.fold(LedgerTime(fetched_ms), &Entry { source, claim })
}

/// Writes `{"id","verdict"}`, then `reason` for a reject, `of` and `similarity` for a copy, `article` for an article.
fn tell(line: &Line, judgement: &Judgement, output: impl Write) -> serde_json::Result<()> {
    let mut serializer = serde_json::Serializer::new(output);
    let mut told = serializer.serialize_map(None)?;
    told.serialize_entry("id", &line.id)?;
    told.serialize_entry("verdict", judgement.verdict.name())?;
    if let Verdict::Rejected(reason) = &judgement.verdict {
        told.serialize_entry("reason", reason.name())?;
    }
    if let Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } =
        &judgement.verdict
    {
        told.serialize_entry("of", &link.original_url)?;
        told.serialize_entry("similarity", &(f64::from(link.containment.0) / 1000.0))?;
    }
    if let Ok(Reading::Article(sketched)) = &line.reading {
        told.serialize_entry("article", &wire::article(sketched, judgement))?;
    }
    told.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_web_address_is_read() {
        let text =
            "The ferry to the island will sail twice a day from May, the harbour office said on Monday. ".repeat(6);
        let html = format!("<title>Ferry sails twice a day</title><h1>Ferry sails twice a day</h1><p>{text}</p>");
        let lines = [
            serde_json::json!({"id": 1, "url": "saved/ferry.html", "html": html}),
            serde_json::json!({"id": 2, "html": html}),
            serde_json::json!({"id": 3, "url": "https://news.example/ferry-sails", "html": html}),
        ];
        let input = lines.map(|line| format!("{line}\n")).concat();
        let mut output = Vec::new();
        let stats = Stats::start();
        run(input.as_bytes(), &mut output, &Policy::default(), NonZeroUsize::MIN, false, &stats).unwrap();
        let told: Vec<Value> =
            output.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        let url = |at: usize| told[at]["article"]["urls"]["canonical"].as_str().unwrap();
        assert!(url(0).starts_with("https://nameless.invalid/") && url(1).starts_with("https://nameless.invalid/"));
        assert_ne!(url(0), url(1), "two lines are two articles");
        assert_eq!(url(2), "https://news.example/ferry-sails");
    }
}
