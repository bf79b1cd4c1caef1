//! A mark of an entry, for the memory's digest.

use std::hash::Hasher;

use super::{
    super::{Claim, Entry, lineage::Instant},
    fixed::Fixed,
    records::{SourceKey, lower_64},
};
use crate::desk::sketch::Sketch;

/// A mark of all that an entry says: equal for equal entries, and hardly ever for two others. It is made of the
/// values and not of their encoding, as that would be made for nothing else.
pub(super) fn mark(entry: &Entry) -> u64 {
    let mut hash = Fixed::default();
    let SourceKey(halves) = SourceKey::of(&entry.source);
    for half in halves {
        hash.write_u64(half);
    }
    match &entry.claim {
        Claim::Article { url, content, sketch, facts } => {
            hash.write_u64(1);
            hash.write(url.as_bytes());
            facts.addresses.iter().for_each(|address| hash.write(address.as_bytes()));
            hash.write_u64(facts.published_at.map_or(0, Instant::bits));
            values(&mut hash, &facts.fields.0);
            hash.write_u64(lower_64(content.0));
            hash.write_u64(lower_64(content.0 >> u64::BITS));
            sketched(&mut hash, sketch);
        }
        Claim::Withdrawal { url } => {
            hash.write_u64(2);
            hash.write(url.as_bytes());
        }
        Claim::Retraction => hash.write_u64(3),
    }
    hash.finish()
}

fn sketched(hash: &mut Fixed, sketch: &Sketch) {
    let [flags, level, headline] = [u8::from(sketch.spaceless), sketch.level, sketch.headline_tokens];
    hash.write_u64(u32::from_le_bytes([sketch.version, flags, level, headline]).into());
    hash.write_u64(u64::from(sketch.words) << u32::BITS | u64::from(sketch.shingles));
    hash.write_u64(u64::from(sketch.site) << u32::BITS | u64::from(sketch.tape.tokens()));
    sketch.fingerprints.iter().for_each(|&fingerprint| hash.write_u64(fingerprint));
    values(hash, &sketch.numbers);
    values(hash, &sketch.headline);
    hash.write(sketch.tape.packed());
}

/// Takes in how many values there are, and each.
fn values(hash: &mut Fixed, values: &[u16]) {
    hash.write_u64(values.len() as u64);
    for four in values.chunks(4) {
        hash.write_u64(four.iter().fold(0, |all, &value| all << u16::BITS | u64::from(value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{
        capture::{Offset, Part, Partition, SourcePosition, TopicId},
        sketch::{ContentHash, Tape},
        verdict::{Facts, lineage::FieldMarks},
    };

    struct Parts {
        source: SourcePosition,
        url: String,
        content: ContentHash,
        sketch: Sketch,
        facts: Facts,
    }

    fn entry(change: impl FnOnce(&mut Parts)) -> Entry {
        let (topic, partition, part) = (TopicId(1), Partition(2), Part(4));
        let sketch = Sketch {
            version: 1,
            fingerprints: vec![1, 2],
            numbers: vec![3],
            headline: vec![4],
            tape: Tape::of([5, 6].into_iter()),
            ..Sketch::default()
        };
        let mut parts = Parts {
            source: SourcePosition { topic, partition, offset: Offset(3), part, timestamp_ms: 5 },
            url: "https://gazette.example/1".to_owned(),
            content: ContentHash(6),
            sketch,
            facts: Facts::default(),
        };
        change(&mut parts);
        let Parts { source, url, content, sketch, facts } = parts;
        Entry { source, claim: Claim::Article { url, content, sketch, facts } }
    }

    /// Whatever of an entry is another, its mark is.
    #[test]
    fn every_part_of_an_entry_is_marked() {
        let mut others = vec![
            entry(|parts| parts.source.offset.0 += 1),
            entry(|parts| parts.url.push('2')),
            entry(|parts| parts.content.0 += 1),
            entry(|parts| parts.content.0 += 1 << 64),
            entry(|parts| parts.sketch.version += 1),
            entry(|parts| parts.sketch.spaceless = true),
            entry(|parts| parts.sketch.level += 1),
            entry(|parts| parts.sketch.words += 1),
            entry(|parts| parts.sketch.shingles += 1),
            entry(|parts| parts.sketch.site += 1),
            entry(|parts| parts.sketch.fingerprints.push(3)),
            entry(|parts| parts.sketch.numbers.push(4)),
            entry(|parts| parts.sketch.headline.push(5)),
            entry(|parts| (parts.sketch.numbers, parts.sketch.headline) = (vec![3, 4], vec![])),
            entry(|parts| parts.sketch.headline_tokens += 1),
            entry(|parts| parts.sketch.tape = Tape::of([5, 7].into_iter())),
            entry(|parts| parts.facts.addresses.push("https://gazette.example/2".to_owned())),
            entry(|parts| parts.facts.published_at = Instant::from_bits(1 << 32 | 4096)),
            entry(|parts| parts.facts.fields = FieldMarks([0, 0, 0, 0, 0, 0, 0, 1])),
        ];
        let base = entry(|_| ());
        assert_eq!(mark(&base), mark(&base.clone()));
        let url = "https://gazette.example/1".to_owned();
        for claim in [Claim::Withdrawal { url }, Claim::Retraction] {
            others.push(Entry { claim, ..base.clone() });
        }
        others.push(base);
        let mut marks: Vec<u64> = others.iter().map(mark).collect();
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), others.len());
    }
}
