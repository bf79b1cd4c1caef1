//! The sample pages of `copydesk demo`, as the records that crawlers would write, in order of arrival.
//!
//! Publishers, persons, places and events are invented; hosts end in `.example` (RFC 2606 §2). `pages.json` tells for
//! each record how it comes in and what verdict is right; `pages/` holds what was fetched. All of it is in the binary.

use std::io::Write;

use anyhow::{Context, bail};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use crate::desk::capture::{Partition, RawRecord};

/// A sample record, and the verdict that it should get when all before it have been judged.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What a reader calls it; no other sample has this name.
    pub name: String,
    /// Which of the raw topic's three partitions it comes in on; copies lie on others than their originals.
    pub partition: Partition,
    /// The record.
    pub record: RawRecord,
    /// What should become of it.
    pub expected: Expected,
}

/// What should become of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The verdict, by the name that [`Verdict::name`](crate::desk::verdict::Verdict::name) gives.
    pub verdict: String,
    /// The name of the sample whose article it copies, updates, repeats or withdraws.
    pub of: Option<String>,
    /// Why it is rejected, by the reason's name; `None` for every other verdict.
    pub reason: Option<String>,
}

/// How many partitions the samples are spread over.
pub const PARTITIONS: u32 = 3;

const MANIFEST: &str = include_str!("pages.json");

macro_rules! embed {
    ($($name:literal,)*) => {
        &[$(($name, include_bytes!(concat!("pages/", $name)))),*]
    };
}

const FILES: &[(&str, &[u8])] = embed![
    "broken-envelope.json",
    "bruecke-abendbote-update.html",
    "bruecke-abendbote.html",
    "captcha.html",
    "consent-wall.html",
    "eki-asanagi.html",
    "eki-shiokaze.html",
    "embalse-mirador-amp.html",
    "embalse-mirador-correccion.html",
    "embalse-mirador.html",
    "faro-noray.html",
    "ferry-courier.html",
    "ferry-herald.html",
    "ferry-northline.html",
    "ferry-portalis.html",
    "ferry-valley.html",
    "forum-rivets.html",
    "garbled.bin",
    "grid-skerry.txt",
    "khaleej-marfa.html",
    "kino-abendbote.html",
    "lamp-shop.html",
    "librairie-gazette-recrawl.html",
    "librairie-gazette.html",
    "librairie-texte.txt",
    "market-monday.html",
    "market-tuesday.html",
    "mlyn-visnyk.html",
    "most-zarechye.html",
    "photo.png",
    "quake-kessa.html",
    "quake-orlo.html",
    "scholeio-aigialos.html",
    "scrapy-tram.json",
    "search-ferry.html",
    "section-local.html",
    "soft-404.html",
    "stoerche-abendbote.html",
    "stoerche-ufer.html",
    "storm-courier.html",
    "tram-courier.html",
    "walks-herald.html",
];

/// Every sample, in order of arrival.
///
/// Fails only if the manifest in the binary is broken; a test keeps it whole.
pub fn samples() -> anyhow::Result<Vec<Sample>> {
    let manifest: Vec<Value> = serde_json::from_str(MANIFEST)?;
    manifest
        .iter()
        .map(|row| {
            sample(row).with_context(|| format!("sample page {}", text(row, "name").unwrap_or("without a name")))
        })
        .collect()
}

fn sample(row: &Value) -> anyhow::Result<Sample> {
    let expected = row.get("expected").context("no verdict is expected")?;
    Ok(Sample {
        name: text(row, "name").context("no name")?.to_owned(),
        partition: Partition(row.get("partition").and_then(Value::as_u64).context("no partition")?.try_into()?),
        record: record(row)?,
        expected: Expected {
            verdict: text(expected, "verdict").context("no verdict is expected")?.to_owned(),
            of: text(expected, "of").map(str::to_owned),
            reason: text(expected, "reason").map(str::to_owned),
        },
    })
}

fn record(row: &Value) -> anyhow::Result<RawRecord> {
    let fetched_at = text(row, "fetched_at").context("no fetch time")?;
    let mut record =
        RawRecord { timestamp_ms: fetched_at.parse::<jiff::Timestamp>()?.as_millisecond(), ..RawRecord::default() };
    let mut head = |name: &str, value: &str| record.headers.push((name.to_owned(), Some(value.as_bytes().to_vec())));
    let format = text(row, "format").context("no format")?;
    let page = match text(row, "file") {
        Some(name) => FILES.iter().find(|(file, _)| *file == name).context("its file is not embedded")?.1,
        None => &[],
    };
    if format == "json" {
        head("content-type", "application/json");
        record.value = Some(if is_envelope(row) { page.to_vec() } else { envelope(row, page)? });
        return Ok(record);
    }
    for (header, key) in [
        ("url", "url"),
        ("final-url", "final_url"),
        ("content-type", "content_type"),
        ("content-encoding", "content_encoding"),
        ("fetched-at", "fetched_at"),
    ] {
        if let Some(value) = text(row, key) {
            head(header, value);
        }
    }
    if let Some(status) = row.get("status").and_then(Value::as_u64) {
        head("status", &status.to_string());
    }
    match format {
        "native" | "text" => {
            head("copydesk-format", format);
            record.value =
                Some(if text(row, "content_encoding") == Some("gzip") { gzip(page)? } else { page.to_vec() });
        }
        "gone" => record.value = None,
        other => bail!("unknown format {other}"),
    }
    Ok(record)
}

/// Whether the file is an envelope as it stands, and not a page that has to be put into one.
fn is_envelope(row: &Value) -> bool {
    text(row, "file").is_some_and(|file| std::path::Path::new(file).extension().is_some_and(|end| end == "json"))
}

fn envelope(row: &Value, page: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut envelope = json!({ "html": std::str::from_utf8(page)? });
    for key in ["url", "final_url", "status", "fetched_at"] {
        if let Some(value) = row.get(key) {
            envelope[key] = value.clone();
        }
    }
    Ok(serde_json::to_vec(&envelope)?)
}

fn gzip(page: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(page)?;
    Ok(encoder.finish()?)
}

fn text<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests;
