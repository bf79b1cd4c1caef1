//! What must hold when a run is over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
};

use copydesk::{
    desk::{
        capture::{Offset, Part, Partition, SourcePosition},
        verdict::{Claim, Judgement, LedgerClock, LedgerRecord, Memory, Rules, Verdict},
    },
    kafka::log::{Cluster, Consumed},
};
use serde_json::Value;

use super::{
    pages::Page,
    stage::{ARTICLES, LEDGER, LINKS, REJECTS, Software},
};

/// A record that was fed, and where it went.
#[derive(Clone, Debug)]
pub struct Fed {
    pub partition: Partition,
    pub offset: Offset,
    pub pages: Vec<Page>,
}

type Place = (Partition, Offset, Part);

/// What the output topics say of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    verdict: String,
    id: String,
    version: u64,
    /// What it is a copy of.
    original: Option<String>,
}

/// Everything that a reader of the output topics is told.
struct Output {
    told: BTreeMap<Place, Vec<Told>>,
    /// How many dead letters there are of a record.
    letters: BTreeMap<(Partition, Offset), usize>,
}

/// Checks a run's outputs; `whole` where the ledger was never lost, and with it the memory. How many articles were taken back.
pub fn audit(
    cluster: &Cluster,
    fed: &[Fed],
    digests: &[u128],
    whole: bool,
    software: Software,
) -> Result<usize, String> {
    let output = read(cluster)?;
    one_verdict_a_page(fed, &output)?;
    let (judged, taken_back, digest) = fold(cluster);
    if whole {
        as_the_ledger_says(fed, &output, &judged)?;
        taken_back_is_not_out(&output, &taken_back)?;
        refused_is_taken_back(fed, &output, &judged, &taken_back)?;
        one_new_a_story(fed, &output, software)?;
        for (number, said) in digests.iter().enumerate() {
            same(&format!("the digest of replica {number} of those that stopped"), *said, digest)?;
        }
    }
    Ok(taken_back.len())
}

fn read(cluster: &Cluster) -> Result<Output, String> {
    let mut output = Output { told: BTreeMap::new(), letters: BTreeMap::new() };
    for consumed in cluster.read_committed(ARTICLES).iter().chain(&cluster.read_committed(LINKS)) {
        let value: Value = serde_json::from_slice(consumed.record.value.as_deref().unwrap_or_default())
            .map_err(|error| format!("{consumed:?}: {error}"))?;
        let source = value.get("source").or_else(|| value["provenance"].get("source"));
        let source = source.ok_or_else(|| format!("{value} does not say where it came from"))?;
        let number = |name: &str| source[name].as_u64().ok_or_else(|| format!("no {name} in {source}"));
        let small = |name: &str| u32::try_from(number(name)?).map_err(|error| error.to_string());
        let place = (Partition(small("partition")?), Offset(number("offset")?), Part(small("part")?));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let version = value["version"].as_u64().unwrap_or_default();
        let verdict = text(&value["verdict"]).unwrap_or(if version == 1 { "new" } else { "update" }.to_owned());
        let id = text(&value["id"]).ok_or_else(|| format!("{value} has no id"))?;
        let original = text(&value["original"]["id"]);
        output.told.entry(place).or_default().push(Told { verdict, id, version, original });
    }
    for Consumed { record, .. } in cluster.read_committed(REJECTS) {
        let number = |name: &str| {
            let header = record.header(name).and_then(|value| value.parse::<u64>().ok());
            header.ok_or_else(|| format!("no {name} in {record:?}"))
        };
        let partition = u32::try_from(number("__connect.errors.partition")?).map_err(|error| error.to_string())?;
        let place = (Partition(partition), Offset(number("__connect.errors.offset")?));
        *output.letters.entry(place).or_default() += 1;
    }
    Ok(output)
}

/// Every page is told of once: as an article, as a link, or with its record's dead letter.
fn one_verdict_a_page(fed: &[Fed], output: &Output) -> Result<(), String> {
    let mut places = BTreeSet::new();
    for record in fed {
        let mut rejected = 0_usize;
        for (part, page) in (0..).map(Part).zip(&record.pages) {
            let place = (record.partition, record.offset, part);
            places.insert(place);
            match output.told.get(&place).map_or(0, Vec::len) {
                0 => rejected += 1,
                1 => {}
                times => return Err(format!("{place:?} is told {times} times: {page:?}: {:?}", output.told[&place])),
            }
        }
        let letters = output.letters.get(&(record.partition, record.offset)).copied().unwrap_or_default();
        same(&format!("dead letters of {record:?}"), letters, rejected)?;
    }
    match output.told.keys().find(|place| !places.contains(place)) {
        Some(place) => Err(format!("{place:?} is told and was never fed")),
        None => Ok(()),
    }
}

/// Folds the ledger as one replica would that nobody ever disturbed: the judgement on each source position, those that were taken
/// back, and the memory's digest.
fn fold(cluster: &Cluster) -> (BTreeMap<SourcePosition, Judgement>, BTreeSet<Place>, u128) {
    let (mut memory, mut clock) = (Memory::new(Rules::default()), LedgerClock::default());
    let (mut judged, mut taken_back) = (BTreeMap::new(), BTreeSet::new());
    for Consumed { record, .. } in cluster.read_committed(LEDGER) {
        let at = clock.tell(record.timestamp_ms);
        if let Ok(LedgerRecord::Entry(entry)) = LedgerRecord::decode(record.value.as_deref().unwrap_or_default()) {
            let judgement = memory.fold(at, &entry);
            if entry.claim == Claim::Retraction {
                taken_back.insert((entry.source.partition, entry.source.offset, entry.source.part));
            } else {
                judged.entry(entry.source).or_insert(judgement);
            }
        }
    }
    (judged, taken_back, memory.digest())
}

/// What the ledger has taken back is no article that readers have: its next copy would be as new as it.
fn taken_back_is_not_out(output: &Output, taken_back: &BTreeSet<Place>) -> Result<(), String> {
    for place in taken_back {
        let told = output.told.get(place).map_or(&[][..], Vec::as_slice);
        if let Some(told) = told.iter().find(|told| ["new", "update"].contains(&told.verdict.as_str())) {
            return Err(format!("{place:?} is out and was taken back: {told:?}"));
        }
    }
    Ok(())
}

/// What the broker refuses was judged before, and if it was new or an update, is taken back.
fn refused_is_taken_back(
    fed: &[Fed],
    output: &Output,
    judged: &BTreeMap<SourcePosition, Judgement>,
    taken_back: &BTreeSet<Place>,
) -> Result<(), String> {
    for (source, judgement) in judged {
        let place = (source.partition, source.offset, source.part);
        let record = fed.iter().find(|record| (record.partition, record.offset) == (place.0, place.1));
        let is_refused = record.is_some_and(|record| record.pages.iter().any(Page::poison));
        let has_version = matches!(judgement.verdict, Verdict::New | Verdict::Update { .. });
        if is_refused && has_version && !output.told.contains_key(&place) && !taken_back.contains(&place) {
            return Err(format!("{place:?} was refused, and the ledger says {judgement:?}"));
        }
    }
    Ok(())
}

/// What is told is what the ledger says, page for page; what the broker refuses is rejected.
fn as_the_ledger_says(
    fed: &[Fed],
    output: &Output,
    judged: &BTreeMap<SourcePosition, Judgement>,
) -> Result<(), String> {
    let judged: BTreeMap<Place, &Judgement> =
        judged.iter().map(|(source, judgement)| ((source.partition, source.offset, source.part), judgement)).collect();
    for record in fed {
        // A page that is refused takes its record's other pages with it, unless it is known as refused already.
        let suspect = record.pages.iter().any(Page::poison);
        for (part, page) in (0..).map(Part).zip(&record.pages) {
            let place = (record.partition, record.offset, part);
            let told = output.told.get(&place).map(|told| &told[0]);
            if told.is_none() && (suspect || page.fussy()) {
                continue;
            }
            let expected = judged.get(&place).map(|judgement| &judgement.verdict).filter(|_| !page.poison());
            let said = told.map(|told| told.verdict.as_str());
            let what = format!("the verdict on {place:?}, {page:?}");
            match expected {
                None | Some(Verdict::Rejected(_)) => same(&what, said, None)?,
                Some(verdict) => same(&what, said, Some(verdict.name()))?,
            }
            let (Some(told), Some(expected)) = (told, expected) else { continue };
            match expected {
                Verdict::Duplicate(link) | Verdict::NearDuplicate(link) => {
                    same(&what, told.original.clone(), Some(link.original.to_string()))?;
                }
                Verdict::Update { version, .. } => same(&what, told.version, u64::from(*version))?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// A story that no page was refused of or withdrawn from is new once for each version of the software, and all its links lead to what was published.
fn one_new_a_story(fed: &[Fed], output: &Output, software: Software) -> Result<(), String> {
    let pages = || {
        fed.iter().flat_map(|record| {
            (0..)
                .map(Part)
                .zip(&record.pages)
                .map(move |(part, page)| ((record.partition, record.offset, part), record, page))
        })
    };
    let gone: BTreeSet<&str> = pages().filter(|(_, _, page)| page.gone).map(|(_, _, page)| page.url.as_str()).collect();
    let (mut troubled, mut fussy) = (BTreeSet::new(), BTreeSet::new());
    for (_, record, page) in pages() {
        if record.pages.iter().any(Page::poison) || gone.contains(page.url.as_str()) {
            troubled.extend(page.family);
        }
        if page.fussy() {
            fussy.extend(page.family);
        }
    }
    let mut new: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    let mut published = BTreeSet::new();
    for (place, _, page) in pages() {
        let Some(told) = output.told.get(&place).map(|told| &told[0]) else { continue };
        if told.verdict == "new" {
            published.insert(told.id.as_str());
            if let Some(family) = page.family {
                new.entry(family).or_default().push(place);
            }
        }
    }
    for (place, _, page) in pages() {
        let Some(family) = page.family.filter(|family| !troubled.contains(family)) else { continue };
        let places = new.get(&family).map_or(0, Vec::len);
        // Copies that two versions have sketched don't meet.
        let most = if software == Software::Upgraded { 2 } else { 1 };
        let often = format!("how often family {family} is new, {:?}", new.get(&family));
        // Where its first page is refused, copies that were judged before that was known lead to what never came out.
        let is_fussy = fussy.contains(&family);
        same(&often, places, places.clamp(usize::from(!is_fussy), most))?;
        if is_fussy {
            continue;
        }
        if let Some(original) = output.told.get(&place).and_then(|told| told[0].original.as_deref())
            && !published.contains(original)
        {
            return Err(format!("{place:?} is a copy of {original}, which was never published"));
        }
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "an assertion reads best with its values in place")]
fn same<T: PartialEq + Debug>(what: &str, was: T, expected: T) -> Result<(), String> {
    if was == expected { Ok(()) } else { Err(format!("{what}: was {was:?}, expected {expected:?}")) }
}
