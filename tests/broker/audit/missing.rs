//! Pages that nothing came of, and all that the logs tell of how they were lost.

use std::collections::BTreeMap;

use copydesk::desk::verdict::LedgerRecord;

use super::{Fate, Place, header, outputs, told};
use crate::{kafka::Record, pages::Page, service::Service};

/// Pages whose loss is told in full, at most.
const TOLD_MAX: usize = 20;

/// Something came of every page. Where nothing did, this prints what the logs say of the page: whether it lies in the raw
/// topic, whether it was claimed, whether a transaction that was aborted told of it, what came of the pages beside it, and
/// how the group's position went past it.
pub(super) fn nothing_is_missing(service: &Service, placed: &[(Place, &Page)], fates: &BTreeMap<Place, Fate>) {
    let lost = placed.iter().filter(|(place, _)| !fates.contains_key(place));
    let missing: Vec<(Place, &str)> = lost.map(|&(place, page)| (place, page.url.as_str())).collect();
    if missing.is_empty() {
        return;
    }
    println!("{} of {} pages are missing", missing.len(), placed.len());
    let raw = service.kafka.read_all(service.raw());
    let claims: Vec<(Place, Record)> =
        service.kafka.read_all(&service.settings.topics.ledger).into_iter().filter_map(claimed).collect();
    let attempts: Vec<(&str, Place, Fate)> = outputs(service)
        .into_iter()
        .flat_map(|topic| service.kafka.read_attempted(topic).into_iter().map(move |record| (topic, record)))
        .map(|(topic, record)| {
            let (place, fate) = told(service, topic, record);
            (topic, place, fate)
        })
        .collect();
    let steps = steps(service);
    for &(place, url) in missing.iter().take(TOLD_MAX) {
        println!("\n{place:?} {url}");
        for record in raw.iter().filter(|record| (record.partition, record.offset) == place) {
            println!("    lies in the log since {}: {}", record.timestamp_ms, header(record, "url"));
        }
        let near = |&(partition, offset): &Place| partition == place.0 && (offset - place.1).abs() <= 3;
        for (at, record) in claims.iter().filter(|(at, _)| near(at)) {
            println!("    {at:?} claimed at {} of the ledger, {}", record.offset, record.timestamp_ms);
        }
        for (topic, at, fate) in attempts.iter().filter(|(_, at, _)| near(at)) {
            let Fate { verdict, record: Record { partition, offset, timestamp_ms, .. } } = fate;
            let counts = fates.get(at).is_some_and(|known| {
                (known.record.partition, known.record.offset, &known.verdict) == (*partition, *offset, verdict)
            });
            let ended = if counts { "committed" } else { "aborted" };
            println!("    {at:?} {verdict}, {ended}, at {topic} {partition}:{offset}, {timestamp_ms}");
        }
        for step in steps.iter().filter(|step| step.partition == place.0 && (step.to - place.1).abs() <= 40) {
            println!(
                "    position {} at {} of the offsets topic, {}, {}",
                step.to, step.offset, step.timestamp_ms, step.ended
            );
        }
    }
    panic!("nothing came of {missing:?}");
}

/// The page that a ledger record claims.
fn claimed(record: Record) -> Option<(Place, Record)> {
    let Ok(LedgerRecord::Entry(entry)) = LedgerRecord::decode(record.value.as_deref()?) else { return None };
    let place = (i32::try_from(entry.source.partition.0).ok()?, i64::try_from(entry.source.offset.0).ok()?);
    Some((place, record))
}

/// A position of the group as it was sent, whatever became of the transaction.
struct Step {
    partition: i32,
    to: i64,
    offset: i64,
    timestamp_ms: i64,
    ended: &'static str,
}

const OFFSETS: &str = "__consumer_offsets";

/// Every position that was sent for the group (Kafka's `OffsetCommitKey.json` and `OffsetCommitValue.json`).
fn steps(service: &Service) -> Vec<Step> {
    let committed: Vec<(i32, i64)> =
        service.kafka.read_all(OFFSETS).iter().map(|record| (record.partition, record.offset)).collect();
    let mut steps = Vec::new();
    for record in service.kafka.read_attempted(OFFSETS) {
        let (Some(key), Some(value)) = (&record.key, &record.value) else { continue };
        let Some((partition, to)) = position(service, key, value) else { continue };
        let counts = committed.binary_search(&(record.partition, record.offset)).is_ok();
        let ended = if counts { "committed" } else { "aborted" };
        steps.push(Step { partition, to, offset: record.offset, timestamp_ms: record.timestamp_ms, ended });
    }
    steps
}

fn position(service: &Service, key: &[u8], value: &[u8]) -> Option<(i32, i64)> {
    let mut rest = key;
    let version = i16::from_be_bytes(take(&mut rest)?);
    let mut word = || -> Option<&[u8]> {
        let length = usize::try_from(i16::from_be_bytes(take(&mut rest)?)).ok()?;
        let (word, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(word)
    };
    let is_ours = version <= 1 && word()? == service.settings.group.as_bytes() && word()? == service.raw().as_bytes();
    let partition = i32::from_be_bytes(take(&mut rest)?);
    let mut rest = value;
    let _version: [u8; 2] = take(&mut rest)?;
    is_ours.then_some((partition, i64::from_be_bytes(take(&mut rest)?)))
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (first, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*first)
}
