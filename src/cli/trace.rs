//! `copydesk trace FILE`: what each stage makes of a page, and the verdict on it.

use std::{
    fmt::Write as _,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;

use crate::desk::{
    Policy, Reading,
    capture::{self, Capture, Offset, Part, Partition, RawRecord, SourcePosition, TopicId},
    decode::{self, Content},
    extract::{
        self, Draft, Found,
        publishers::{Field, SourceFacts},
    },
    normalize::{self, Article},
    sketch,
    verdict::{Claim, Entry, LedgerTime, Memory, Reason, Verdict},
};

/// What `trace` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The page: HTML, visible text, or copydesk's JSON envelope; `-` for stdin
    file: PathBuf,
    /// The page's URL, where the file doesn't say; an article's, as the page at a site's root is its front
    #[arg(long, default_value = "https://page.example/the-page-to-trace")]
    url: String,
    /// The page's media type, as HTTP would state it
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// When the page was fetched (RFC 3339), where the file doesn't say; now, where nothing does
    #[arg(long, value_name = "INSTANT")]
    fetched_at: Option<jiff::Timestamp>,
    /// A page that came before, once for each, in order: the verdict is given with them in memory. One that doesn't
    /// state its address is taken for an earlier page of the same URL; a JSON envelope states one
    #[arg(long, value_name = "FILE")]
    after: Vec<PathBuf>,
    /// The configuration whose caps and rules apply; the defaults where not given
    #[arg(long, value_name = "FILE", env = "COPYDESK_CONFIG", value_parser = super::settings::path())]
    config: Option<PathBuf>,
    /// What is known of sources, a file like config/publishers.toml; the configuration's where not given
    #[arg(long, value_name = "FILE")]
    publishers: Option<PathBuf>,
}

/// Traces one page. A page that is rejected is traced up to the stage that refuses it; that is no failure.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let policy = super::policy(arguments.config.as_deref(), arguments.publishers.as_deref())?;
    let mut memory = Memory::new(policy.verdict.clone());
    for (file, number) in arguments.after.iter().zip(0..) {
        let record = record(file, arguments)?;
        for reading in crate::desk::read_guarded(&record, &policy).into_iter().flatten() {
            memory.fold(LedgerTime(record.timestamp_ms), &entry(&reading, number));
        }
    }
    let record = record(&arguments.file, arguments)?;
    let mut told = String::new();
    for capture in capture::open(&record, &policy.capture) {
        let ended = capture.map_err(Reason::from).and_then(|capture| trace(capture, &policy, &mut told));
        let number = arguments.after.len() as u64;
        section(&mut told, "verdict");
        match ended {
            Err(reason) => {
                line(&mut told, "verdict", "rejected");
                line(&mut told, "reason", &format!("{}: {reason}", reason.name()));
                line(&mut told, "stage", reason.stage().name());
            }
            Ok(reading) => {
                let judgement = memory.fold(LedgerTime(record.timestamp_ms), &entry(&reading, number));
                verdict(&mut told, &judgement.verdict);
                if let Some(known) = &judgement.known_as {
                    line(&mut told, "known_as", &known.url);
                    line(&mut told, "aliases", &known.aliases.join(" "));
                }
            }
        }
    }
    super::say(&told)
}

fn record(file: &Path, arguments: &Arguments) -> anyhow::Result<RawRecord> {
    let mut value = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut value).context("reading stdin")?;
    } else {
        value = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    }
    let mut headers = vec![("url".to_owned(), Some(arguments.url.clone().into_bytes()))];
    let text = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    let content_type = arguments.content_type.clone().or_else(|| text.then(|| "text/plain".to_owned()));
    if let Some(content_type) = content_type {
        headers.push(("content-type".to_owned(), Some(content_type.into_bytes())));
    }
    let timestamp_ms = arguments.fetched_at.unwrap_or_else(jiff::Timestamp::now).as_millisecond();
    Ok(RawRecord { key: None, value: Some(value), headers, timestamp_ms })
}

fn entry(reading: &Reading, number: u64) -> Entry {
    let claim = match reading {
        Reading::Article(sketched) => Claim::of(sketched),
        Reading::Gone { url, .. } => Claim::Withdrawal { url: url.clone() },
    };
    let source = SourcePosition {
        topic: TopicId(0),
        partition: Partition(0),
        offset: Offset(number),
        part: Part(0),
        timestamp_ms: 0,
    };
    Entry { source, claim }
}

/// The stages before the verdict, one by one, as [`crate::desk::read_capture`] runs them.
fn trace(capture: Capture<'_>, policy: &Policy, told: &mut String) -> Result<Reading, Reason> {
    section(told, "capture");
    line(told, "format", capture.format.name());
    line(told, "url", capture.url.as_str());
    maybe(told, "final_url", capture.final_url.as_ref().map(url::Url::as_str));
    maybe(told, "status", capture.status.map(|status| status.to_string()).as_deref());
    maybe(told, "content_type", capture.content_type.as_deref());
    line(told, "fetched_at", &capture.fetched_at.to_string());
    if capture.body == capture::Body::Gone {
        line(told, "body", "gone");
        return crate::desk::read_capture(capture, policy, &mut |_| ());
    }
    let page = decode::page(capture, &policy.decode)?;
    section(told, "decode");
    line(told, "charset", &format!("{} ({:?})", page.charset.name, page.charset.source).to_lowercase());
    line(
        told,
        "content",
        &match &page.content {
            Content::Html(tree) => format!("markup, {} nodes", tree.len()),
            Content::Text(text) => format!("text, {} lines", text.lines().count()),
        },
    );
    let source = policy.publishers.of(&page);
    if let Some(entry) = source {
        section(told, "publisher");
        matched(told, entry, &page.content);
    }
    let draft = extract::draft(&page, &policy.extract, source)?;
    section(told, "extract");
    drafted(told, &draft);
    for (why, text) in extract::cuts(&page, &draft, &policy.extract, source) {
        line(told, &format!("left out {}", why.name()), &text);
    }
    let article = normalize::article(draft, &page, &policy.normalize, source)?;
    section(told, "normalize");
    normalized(told, &article);
    let sketched = sketch::sketch(article);
    section(told, "sketch");
    line(told, "content_hash", &format!("{:032x}", sketched.content.0));
    line(told, "entry_bytes", &entry(&Reading::Article(Box::new(sketched.clone())), 0).encode().len().to_string());
    Ok(Reading::Article(Box::new(sketched)))
}

/// The entry that holds for the page's source: what it states, and what of the page its selectors name.
fn matched(told: &mut String, entry: &SourceFacts, content: &Content) {
    line(told, "entry", &entry.host);
    maybe(told, "name", entry.name.as_deref());
    maybe(told, "language", entry.language.as_deref());
    let zone = entry.zone.as_ref();
    maybe(
        told,
        "zone",
        zone.map(|zone| zone.iana_name().map_or_else(|| format!("{zone:?}"), str::to_owned)).as_deref(),
    );
    maybe(told, "numeric_dates", entry.numeric_dates.map(|order| format!("{order:?}")).as_deref());
    let Content::Html(tree) = content else { return };
    let matches = entry.selectors.matches(tree);
    for field in Field::ALL.iter().filter(|field| entry.selectors.names(**field)) {
        let found = matches.of(*field);
        line(told, field.name(), &format!("{} elements", found.len()));
        for &id in found.iter().take(MATCHES_SHOWN_MAX) {
            line(told, "", &format!("<{}> {}", tree.name(id), excerpt(&tree.text(id))));
        }
    }
}

/// How many of the elements that a selector names are shown, and how many characters of each.
const MATCHES_SHOWN_MAX: usize = 5;
const EXCERPT_CHARS_MAX: usize = 80;

fn excerpt(text: &str) -> String {
    let head: String = text.chars().take(EXCERPT_CHARS_MAX).collect();
    if head.len() < text.len() { head + "…" } else { head }
}

fn drafted(told: &mut String, draft: &Draft) {
    let mut found = |name: &str, values: &mut dyn Iterator<Item = &Found<String>>| {
        for value in values {
            line(told, name, &format!("{}  [{}]", value.value.trim(), value.from.name()));
        }
    };
    found("headline", &mut draft.headline.iter());
    found("alternative_headline", &mut draft.alternative_headline.iter());
    found("description", &mut draft.description.iter());
    found("correction", &mut draft.correction.iter());
    found("byline", &mut draft.bylines.iter());
    found("published", &mut draft.published.iter());
    found("modified", &mut draft.modified.iter());
    found("section", &mut draft.section.iter());
    found("keywords", &mut draft.keywords.iter());
    found("canonical", &mut draft.canonicals.iter());
    found("alias", &mut draft.aliases.iter());
    found("language", &mut draft.languages.iter());
    found("publisher", &mut draft.publisher.iter());
    found("external_id", &mut draft.external_id.iter());
    for block in &draft.body {
        line(told, &format!("body {:?}", block.role).to_lowercase(), block.text.trim());
    }
}

fn normalized(told: &mut String, article: &Article) {
    line(told, "id", &article.id.to_string());
    line(told, "canonical", &article.urls.canonical);
    line(told, "headline", &article.headline);
    line(told, "publisher", &article.publisher.domain);
    maybe(told, "language", article.language.as_deref());
    for (name, dated) in [("published_at", &article.published_at), ("modified_at", &article.modified_at)] {
        if let Some(dated) = dated {
            let zone = if dated.zone_known { "zone stated" } else { "zone assumed" };
            line(told, name, &format!("{dated} ({}, {zone}, from “{}”)", dated.precision.name(), dated.raw));
        }
    }
    maybe(told, "authors", (!article.authors.is_empty()).then(|| article.authors.join(" · ")).as_deref());
    maybe(told, "agency", article.agency.as_deref());
    maybe(told, "correction", article.correction.as_deref());
    line(told, "body", &format!("{} blocks, {} words", article.body.len(), article.word_count));
    for note in &article.notes {
        line(told, "note", note.name());
    }
}

fn verdict(told: &mut String, verdict: &Verdict) {
    line(told, "verdict", verdict.name());
    match verdict {
        Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } => {
            line(told, "of", &link.original_url);
            line(told, "kind", link.kind.name());
            line(told, "containment", &format!("{} ‰", link.containment.0));
            line(told, "resemblance", &format!("{} ‰", link.resemblance.0));
        }
        Verdict::Update { version, change, first_published_at } => {
            line(told, "version", &version.to_string());
            line(told, "changed_fields", &change.fields.names().join(", "));
            maybe(told, "change_ratio", change.ratio.map(|ratio| format!("{} ‰", ratio.0)).as_deref());
            maybe(told, "first_published_at", first_published_at.map(|at| at.to_string()).as_deref());
            maybe(told, "published", change.minor.then_some("no: it changes too little (updates.change_ratio_min)"));
        }
        Verdict::Withdrawn { version } | Verdict::Unchanged { version, link: None } => {
            line(told, "version", &version.to_string());
        }
        Verdict::New => {}
        Verdict::Rejected(reason) => line(told, "reason", &format!("{}: {reason}", reason.name())),
    }
}

fn section(told: &mut String, stage: &str) {
    let gap = if told.is_empty() { "" } else { "\n" };
    let _ = writeln!(told, "{gap}── {stage}");
}

fn line(told: &mut String, name: &str, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(told, "{name:<21} {value}");
}

fn maybe(told: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        line(told, name, value);
    }
}
