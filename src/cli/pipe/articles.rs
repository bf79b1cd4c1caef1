//! `pipe --articles`: articles in, verdicts out; the duplicate detector alone, on texts that are clean already.

use std::{
    cell::RefCell,
    collections::HashMap,
    io::{self, BufRead, Write},
    num::NonZeroUsize,
};

use serde_json::{Value, json};

use super::{identity, ordered, pages, stats::Stats};
use crate::desk::{
    Policy,
    capture::{self, Offset, Part, Partition, SourcePosition, TopicId},
    normalize::ArticleId,
    sketch,
    verdict::{Claim, Entry, Facts, Judgement, LedgerTime, Memory, Reason, Verdict},
};

/// A line that has been read.
struct Line {
    id: Value,
    article: Result<Article, Reason>,
}

/// A line whose text has been sketched.
struct Article {
    published_ms: i64,
    url: String,
    claim: Claim,
}

/// Sketches each line's text, judges it against the lines before it and writes the verdict. `published` is the clock:
/// RFC 3339, UTC where it names no zone; a line without one that can be read happens at the time of the line before it.
/// `of` and `cluster` are ids of earlier lines. A line without `url` is an article of its own. A line that is no JSON
/// object, or whose text is no string or an empty one, is rejected with its reason, whatever title it has.
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
            let own = line.article.as_ref().ok().map(|article| ArticleId::of(&article.url));
            let judgement = stats.judging(|| match line.article {
                Ok(Article { published_ms, claim, .. }) => {
                    memory.fold(LedgerTime(published_ms), &Entry { source, claim })
                }
                Err(reason) => Judgement::alone(Verdict::Rejected(reason)),
            });
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
            let mut told = json!({
                "id": line.id,
                "verdict": judgement.verdict.name(),
                "of": of,
                "similarity": similarity,
                "cluster": cluster,
            });
            if let Verdict::Rejected(reason) = judgement.verdict {
                told["reason"] = reason.name().into();
            }
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
    let refused = |reason| Line { id: identity::of(line), article: Err(reason) };
    let Ok(Value::Object(fields)) = serde_json::from_slice(line) else {
        return refused(capture::Fault::BadJson.into());
    };
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    // As `--pages` has it: what is no string states no body.
    match fields.get("text").and_then(Value::as_str) {
        None => return refused(capture::Fault::MissingBody.into()),
        Some(text) if text.trim().is_empty() => return refused(capture::Fault::EmptyBody.into()),
        Some(_) => {}
    }
    let (content, sketch) = stats.reading(line.len(), || {
        sketch::mark(sketch::Text {
            headline: text("title"),
            body: text("text"),
            language: fields.get("lang").and_then(Value::as_str),
            site: text("site"),
        })
    });
    let url = if text("url").is_empty() { pages::stand_in(line) } else { text("url").to_owned() };
    let article = Article {
        published_ms: instant_ms(text("published")).unwrap_or(i64::MIN),
        url: url.clone(),
        claim: Claim::Article { url, content, sketch, facts: Facts::default() },
    };
    Line { id: fields.get("id").cloned().unwrap_or_default(), article: Ok(article) }
}

fn instant_ms(published: &str) -> Option<i64> {
    if let Ok(instant) = published.parse::<jiff::Timestamp>() {
        return Some(instant.as_millisecond());
    }
    let naive: jiff::civil::DateTime = published.parse().ok()?;
    Some(jiff::tz::Offset::UTC.to_timestamp(naive).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[String]) -> Vec<Value> {
        let mut output = Vec::new();
        let input = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        run(input.as_bytes(), &mut output, &Policy::default(), NonZeroUsize::MIN, &Stats::start()).unwrap();
        output.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }

    #[test]
    fn a_text_that_says_nothing_is_refused_under_any_title() {
        let given = [json!(["a"]), json!(123), Value::Null, json!({"a": "b"}), json!(true), json!(""), json!(" \n")];
        let mut lines: Vec<String> =
            given.iter().map(|text| json!({"id": "i", "title": "Ferry sails", "text": text}).to_string()).collect();
        lines.push(json!({"id": "i", "title": "Ferry sails"}).to_string());
        let told = told(&lines);
        let reasons: Vec<_> = told.iter().map(|line| line["reason"].as_str().unwrap_or_default()).collect();
        let (missing, empty) = ("missing-body", "empty-body");
        assert_eq!(reasons, [missing, missing, missing, missing, missing, empty, empty, missing]);
        assert!(told.iter().all(|line| line["id"] == "i" && line["verdict"] == "rejected"), "{told:?}");
    }

    #[test]
    fn what_is_no_article_is_refused_and_what_has_no_address_is_one_of_its_own() {
        let text = |place: &str| {
            format!("The ferry to {place} will sail twice a day from May, said its office in {place}. ").repeat(6)
        };
        let lines = [
            "broken".to_owned(),
            json!({"id": 1}).to_string(),
            json!({"id": 2, "text": text("Oddmoor"), "published": "some day"}).to_string(),
            json!({"id": 3, "text": text("the nearest of the outer islands")}).to_string(),
        ];
        let told = told(&lines);
        let fields = |at: usize| (told[at]["id"].clone(), told[at]["verdict"].clone(), told[at].get("reason").cloned());
        assert_eq!(fields(0), (Value::Null, "rejected".into(), Some("bad-json".into())));
        assert_eq!(fields(1), (1.into(), "rejected".into(), Some("missing-body".into())));
        assert_eq!(fields(2), (2.into(), "new".into(), None));
        assert_eq!(fields(3), (3.into(), "new".into(), None), "no update of the one before");
    }
}
