//! The same records through the real loop: what is broken goes to the dead letters as it came, and its neighbours go
//! out as if it had not been there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use copydesk::{
    cli::demo::pages::{Sample, samples},
    desk::{
        Policy,
        capture::{Offset, Partition, RawRecord},
        wire::Dialect,
    },
    kafka::{
        SystemClock,
        log::{Cluster, Consumed, Layout, Limits},
    },
    run::{Bounds, Replica, readers::Pool},
};
use serde_json::Value;

use super::records;

const RAW: &str = "raw";
const PARTITIONS: u32 = 3;

/// What the output topics take. Many of the hostile records are larger.
const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// The largest records are left out: the cluster keeps all it is given in memory.
const FED_BYTES_MAX: usize = 16 << 20;

/// Many times as many turns as it takes; a turn waits a moment at most.
const TURNS_MAX: usize = 1_000_000;

/// A record that was fed, and how it must end: a reason's name, or `new`, `article`, `gone` as the tables have it.
struct Fed {
    name: String,
    record: RawRecord,
    expected: String,
}

type Place = (Partition, Offset);

/// Hostile records and sample pages of stories that are new, in turns, on all partitions.
fn feed(cluster: &Cluster) -> BTreeMap<Place, Fed> {
    // What a page is read as is the manifest's own test; here its story has to arrive.
    let is_new = |sample: &Sample| sample.expected.verdict == "new" && super::end(&sample.record) == ["article"];
    let mut good = samples().unwrap().into_iter().filter(is_new);
    let hostile = records::CAPTURE.iter().chain(records::DECODE).map(|(name, record, expected)| Fed {
        name: (*name).to_owned(),
        record: record(),
        expected: (*expected).to_owned(),
    });
    let small = |fed: &Fed| fed.record.value.as_ref().is_none_or(|value| value.len() <= FED_BYTES_MAX);
    let mut all = Vec::new();
    for fed in hostile.filter(small) {
        all.push(fed);
        all.extend(good.next().map(|sample| Fed {
            name: sample.name,
            record: sample.record,
            expected: "new".to_owned(),
        }));
    }
    assert!(good.next().is_none(), "every sample found a neighbour");
    let place = |(partition, fed): (u32, Fed)| {
        let partition = Partition(partition);
        ((partition, cluster.produce(RAW, partition, fed.record.clone()).unwrap()), fed)
    };
    (0..PARTITIONS).cycle().zip(all).map(place).collect()
}

fn header<'a>(record: &'a RawRecord, name: &str) -> &'a str {
    record.header(name).unwrap_or_else(|| panic!("no {name} in {:?}", record.headers))
}

/// Where the record came from that this dead letter is of.
fn place_of_letter(letter: &Consumed) -> Place {
    let number = |name| header(&letter.record, name).parse::<u64>().unwrap();
    let partition = u32::try_from(number("__connect.errors.partition")).unwrap();
    (Partition(partition), Offset(number("__connect.errors.offset")))
}

/// Where the page came from that this article or link is of.
fn place_of_event(event: &Consumed) -> Place {
    let value: Value = serde_json::from_slice(event.record.value.as_deref().unwrap()).unwrap();
    let source = value.get("source").unwrap_or_else(|| &value["provenance"]["source"]);
    let number = |name: &str| source[name].as_u64().unwrap();
    (Partition(u32::try_from(number("partition")).unwrap()), Offset(number("offset")))
}

/// Why the page that came from there is not published: its dead letter's reason, or its link.
fn instead(links: &[Consumed], letters: &[Consumed], place: Place) -> String {
    let letter = letters.iter().find(|letter| place_of_letter(letter) == place);
    let link = links.iter().find(|link| place_of_event(link) == place);
    match (letter, link) {
        (Some(letter), _) => header(&letter.record, "copydesk-reason").to_owned(),
        (None, Some(link)) => String::from_utf8_lossy(link.record.value.as_deref().unwrap_or_default()).into_owned(),
        (None, None) => "nothing".to_owned(),
    }
}

/// The bytes of a record's key, value and headers.
fn size(record: &RawRecord) -> usize {
    let length = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len);
    let headers: usize = record.headers.iter().map(|(name, value)| name.len() + length(value) + 10).sum();
    length(&record.key) + length(&record.value) + headers
}

fn check_letter(fed: &Fed, letter: &RawRecord) {
    let name = &fed.name;
    let reason = header(letter, "copydesk-reason");
    // No page was published at an address before it was gone.
    assert!(reason == fed.expected || (fed.expected == "gone" && reason == "gone-unknown"), "{name}: {reason}");
    let added: Vec<&str> = letter.headers.iter().map(|(name, _)| name.as_str()).collect();
    // What a dead letter adds is below two kilobytes.
    if size(&fed.record) + 2048 <= MESSAGE_BYTES_MAX {
        assert_eq!(letter.key, fed.record.key, "{name}");
        assert!(letter.value == fed.record.value, "{name}: the value is another");
        assert!(letter.headers.starts_with(&fed.record.headers), "{name}: the headers are others");
        assert!(Dialect::default().headers().eq(added[fed.record.headers.len()..].iter().copied()), "{name}");
    } else {
        let value = fed.record.value.as_deref().unwrap_or_default();
        assert!(size(letter) < 16 << 10, "{name}: the stand-in is no smaller");
        assert!(value.starts_with(letter.value.as_deref().unwrap()), "{name}: the stand-in shows other bytes");
        assert_eq!(header(letter, "copydesk-value-bytes"), value.len().to_string(), "{name}");
        assert_eq!(header(letter, "copydesk-value-blake3"), blake3::hash(value).to_string(), "{name}");
    }
}

#[test]
fn hostile_records_are_kept_and_their_neighbours_published() {
    let layout = Layout { raw: vec![(RAW.into(), PARTITIONS)], output_partitions: 2, ..Layout::default() };
    let limits = Limits { record_bytes_max: MESSAGE_BYTES_MAX, ..Limits::default() };
    let cluster = Cluster::new(layout, limits, Arc::new(SystemClock::start()));
    let fed = feed(&cluster);

    let policy = Arc::new(Policy::default());
    let bounds = Bounds { message_bytes_max: MESSAGE_BYTES_MAX, ..Bounds::default() };
    let mut replicas: Vec<_> = ["one", "two"]
        .map(|name| {
            Replica::new(
                cluster.replica(name),
                Box::new(SystemClock::start()),
                Box::new(Pool::new(1, Arc::clone(&policy)).unwrap()),
                Box::new(()),
                bounds.clone(),
                policy.verdict.clone(),
                7,
            )
        })
        .into();
    let mut turns = 0;
    while cluster.lag() > 0 {
        turns += 1;
        assert!(turns < TURNS_MAX, "{} records are left", cluster.lag());
        for replica in &mut replicas {
            replica.turn().unwrap();
        }
    }

    let (articles, links) = (cluster.read_committed("articles"), cluster.read_committed("links"));
    let letters = cluster.read_committed("rejects");
    let published: BTreeSet<Place> = articles.iter().map(place_of_event).collect();
    let mut ends: BTreeMap<Place, usize> = BTreeMap::new();
    let places = articles.iter().chain(&links).map(place_of_event).chain(letters.iter().map(place_of_letter));
    for place in places {
        *ends.entry(place).or_default() += 1;
    }
    for (place, fed) in &fed {
        assert_eq!(ends.get(place), Some(&1), "{} has not one outcome", fed.name);
        if fed.expected == "new" {
            assert!(
                published.contains(place),
                "{} was not published, but: {}",
                fed.name,
                instead(&links, &letters, *place)
            );
        }
    }
    assert_eq!(ends.len(), fed.len(), "outcomes of records that nobody fed");
    let mut stand_ins = 0;
    for letter in &letters {
        check_letter(&fed[&place_of_letter(letter)], &letter.record);
        stand_ins += usize::from(letter.record.header("copydesk-value-bytes").is_some());
    }
    assert!(stand_ins > 3, "records larger than the rejects' topic takes come as stand-ins");
}
