//! `pipe --pages`: pages in, articles and verdicts out.

use std::{
    cell::RefCell,
    io::{self, BufRead, Write},
    num::NonZeroUsize,
};

use serde_json::{Map, Value};

use super::{identity, ordered, stats::Stats};
use crate::desk::{
    self, Policy, Reading,
    capture::{Offset, Part, Partition, RawRecord, SourcePosition, TopicId},
    verdict::{Claim, Entry, Judgement, Memory, Reason, Verdict, memory::LedgerTime},
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
    let mut next = Offset(0);
    let output = RefCell::new(output);
    ordered::map(
        input,
        jobs,
        |line| read(line, policy, stats),
        |line| {
            let judgement = stats.judging(|| judged(&line.reading, memory.as_mut(), next));
            next = Offset(next.0 + 1);
            let mut output = output.borrow_mut();
            serde_json::to_writer(&mut *output, &told(line, &judgement))?;
            output.write_all(b"\n")
        },
        || output.borrow_mut().flush(),
    )
}

fn read(line: Vec<u8>, policy: &Policy, stats: &Stats) -> Line {
    let (id, bytes) = (identity::of(&line), line.len());
    let headers = vec![("copydesk-format".to_owned(), Some(b"json".to_vec()))];
    // A page that doesn't say when it was fetched was fetched just now, as far as a filter can know.
    let timestamp_ms = jiff::Timestamp::now().as_millisecond();
    let record = RawRecord { key: None, value: Some(line), headers, timestamp_ms };
    let readings = stats.reading(bytes, || desk::read_guarded(&record, policy));
    Line { id, reading: readings.into_iter().next().unwrap_or(Err(Reason::Panicked)) }
}

fn judged(reading: &Result<Reading, Reason>, memory: Option<&mut Memory>, offset: Offset) -> Judgement {
    let unjudged = |verdict| Judgement { verdict, story: None, replayed: false, altered: false };
    let (claim, fetched_ms) = match reading {
        Err(reason) => return unjudged(Verdict::Rejected(*reason)),
        // A withdrawal carries no time of its own here; the memory's clock stands still for it.
        Ok(Reading::Gone { url, .. }) => (Claim::Withdrawal { url: url.clone() }, i64::MIN),
        Ok(Reading::Article(sketched)) => (Claim::of(sketched), sketched.article.fetched_at.as_millisecond()),
    };
    let Some(memory) = memory else { return unjudged(Verdict::New) };
    let source = SourcePosition { topic: TopicId(0), partition: Partition(0), offset, part: Part(0), timestamp_ms: 0 };
    memory.fold(LedgerTime(fetched_ms), &Entry { source, claim })
}

/// `{"id","verdict"}`, then `reason` for a reject, `article` for an article, `of` and `similarity` for a copy.
fn told(line: Line, judgement: &Judgement) -> Value {
    let mut told = Map::new();
    told.insert("id".to_owned(), line.id);
    told.insert("verdict".to_owned(), judgement.verdict.name().into());
    if let Verdict::Rejected(reason) = &judgement.verdict {
        told.insert("reason".to_owned(), reason.name().into());
    }
    if let Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } =
        &judgement.verdict
    {
        told.insert("of".to_owned(), link.original_url.clone().into());
        told.insert("similarity".to_owned(), (f64::from(link.containment.0) / 1000.0).into());
    }
    if let Ok(Reading::Article(sketched)) = &line.reading {
        told.insert("article".to_owned(), wire::article(sketched, judgement));
    }
    Value::Object(told)
}
