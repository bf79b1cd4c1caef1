use proptest::prelude::*;

use super::super::super::{
    capture::{Offset, Part, Partition, SourcePosition, TopicId},
    sketch::{ContentHash, Sketch, Tape, Text, mark},
};
use super::super::Rules;
use super::*;

fn source() -> SourcePosition {
    SourcePosition {
        topic: TopicId(0x0102_0304_0506_0708),
        partition: Partition(7),
        offset: Offset(1_000),
        part: Part(2),
        timestamp_ms: 1_700_000_000_123,
    }
}

fn article() -> Entry {
    let (content, sketch) = mark(Text {
        headline: "Harbor bridge reopens",
        body: "After 14 months of repairs the harbor bridge was opened to traffic again on Monday.",
        language: Some("en"),
        site: "gazette.example",
    });
    Entry {
        source: source(),
        claim: Claim::Article {
            url: "https://gazette.example/harbor-bridge".to_owned(),
            content,
            sketch,
            facts: Facts::default(),
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a record, as hex, with the spaces that `layout` has to tell the fields apart.
fn check_layout(record: &LedgerRecord, layout: &str) {
    assert_eq!(hex(&record.encode()), layout.replace([' ', '\n'], ""));
}

#[test]
fn the_layout_is_stable() {
    let entry = |claim| LedgerRecord::Entry(Entry { source: source(), claim });
    let sketch = Sketch {
        version: 1,
        words: 0x1000,
        shingles: 0x2000,
        level: 4,
        spaceless: true,
        site: 0x0a0b_0c0d,
        fingerprints: vec![1, 0xffff_ffff_ffff],
        numbers: vec![0x1122],
        headline: vec![3, 4],
        headline_tokens: 2,
        tape: Tape::of([1, 2, 31].into_iter()),
    };
    let facts = Facts {
        addresses: vec!["https://a.example/b".to_owned()],
        published_at: Instant::from_bits(0x0000_6553_f100_103c),
        fields: FieldMarks([0x0101, 0, 0x0303, 0, 0, 0, 0, 0x0808]),
    };
    let article = Claim::Article { url: "https://a.example/".to_owned(), content: ContentHash(0x77), sketch, facts };

    let rules = Rules {
        window_seconds: 604_800,
        containment_min: PerMille(520),
        memory_bytes_max: 4 << 30,
        change_ratio_min: PerMille(5),
    };
    check_layout(&LedgerRecord::Genesis(Genesis::new(0x00ff, &rules)), GENESIS);
    check_layout(&entry(article), ARTICLE);
    check_layout(&entry(Claim::Withdrawal { url: "https://a.example/ü".to_owned() }), WITHDRAWAL);
    check_layout(&entry(Claim::Retraction), RETRACTION);
}

const GENESIS: &str =
    "02 00 934d8905 ff000000000000000000000000000000 06000000 803a090000000000 0802 0000000001000000 0500";

const ARTICLE: &str = "02 01 c328d2b9 0807060504030201 07000000 e803000000000000 02000000 7b68e5cf8b010000
    1200 68747470733a2f2f612e6578616d706c652f
    01 1300 68747470733a2f2f612e6578616d706c652f62 3c1000f153650000 0101 0000 0303 0000 0000 0000 0000 0808
    77000000000000000000000000000000
    01 01 04 00100000 00200000 0d0c0b0a 02 010000000000 ffffffffffff 01 2211 02 0300 0400 02 0300 417c";

const WITHDRAWAL: &str = "02 02 f95fa493 0807060504030201 07000000 e803000000000000 02000000 7b68e5cf8b010000
    1400 68747470733a2f2f612e6578616d706c652fc3bc";

const RETRACTION: &str = "02 03 ef9774ad 0807060504030201 07000000 e803000000000000 02000000 7b68e5cf8b010000";

#[test]
fn what_is_written_is_read() {
    let genesis = LedgerRecord::Genesis(Genesis::new(u128::MAX, &Rules::default()));
    assert_eq!(LedgerRecord::decode(&genesis.encode()), Ok(genesis));
    for claim in [article().claim, Claim::Withdrawal { url: String::new() }, Claim::Retraction] {
        let record = LedgerRecord::Entry(Entry { source: source(), claim });
        assert_eq!(LedgerRecord::decode(&record.encode()), Ok(record));
    }
}

#[test]
fn the_fullest_entry_is_read() {
    let sketch = Sketch {
        version: u8::MAX,
        words: u32::MAX,
        shingles: u32::MAX,
        level: 12,
        spaceless: true,
        site: u32::MAX,
        fingerprints: (0..255).collect(),
        numbers: (0..24).collect(),
        headline: (0..24).collect(),
        headline_tokens: u8::MAX,
        tape: Tape::of(std::iter::repeat_n(31, 4096)),
    };
    let url = "u".repeat(usize::from(u16::MAX));
    let addresses = vec![url.clone(); ADDRESSES_MAX];
    let fields = FieldMarks([u16::MAX; 8]);
    let facts = Facts { addresses, published_at: Instant::from_bits(4096), fields };
    let record = LedgerRecord::Entry(Entry {
        source: source(),
        claim: Claim::Article { url, content: ContentHash(u128::MAX), sketch, facts },
    });
    let bytes = record.encode();
    assert!(bytes.len() <= ENTRY_BYTES_MAX);
    assert_eq!(LedgerRecord::decode(&bytes), Ok(record));
}

#[test]
fn an_entry_of_a_common_article_is_under_a_kilobyte() {
    let body: String = (0..450).fold(String::new(), |body, n| body + &format!("word{} ", n * 7919 % 1009));
    let url = format!("https://www.gazette.example/{}", "x".repeat(80));
    let (content, sketch) = mark(Text {
        headline: "Ten words stand in the headline of this long article",
        body: &body,
        language: None,
        site: "",
    });
    let entry = Entry { source: source(), claim: Claim::Article { url, content, sketch, facts: Facts::default() } };
    assert!(entry.encode().len() <= 900, "{}", entry.encode().len());
}

const ARTICLE_KIND: u8 = 1;

#[test]
fn unknown_versions_and_kinds_are_told_from_damage() {
    let reseal = |kind: u8| {
        let mut bytes = article().encode();
        bytes[1] = kind;
        let check = {
            let seed = u16::from_le_bytes([FORMAT_VERSION, kind]);
            xxhash_rust::xxh3::xxh3_64_with_seed(&bytes[6..], u64::from(seed)).to_le_bytes()
        };
        bytes[2..6].copy_from_slice(&check[..4]);
        bytes
    };
    assert_eq!(LedgerRecord::decode(&reseal(4)), Err(Unreadable::Foreign));
    assert_eq!(LedgerRecord::decode(&reseal(3)), Err(Unreadable::Damaged), "bytes follow the retraction");
    let mut other = article().encode();
    other[0] = FORMAT_VERSION + 1;
    assert_eq!(LedgerRecord::decode(&other), Err(Unreadable::Damaged), "its check is another version's");
    let seed = u16::from_le_bytes([FORMAT_VERSION + 1, ARTICLE_KIND]);
    let check = xxhash_rust::xxh3::xxh3_64_with_seed(&other[6..], u64::from(seed)).to_le_bytes();
    other[2..6].copy_from_slice(&check[..4]);
    assert_eq!(LedgerRecord::decode(&other), Err(Unreadable::Foreign));
    assert_eq!(LedgerRecord::decode(&[]), Err(Unreadable::Damaged));
}

#[test]
fn a_genesis_of_other_rules_does_not_agree() {
    let rules = Rules::default();
    let genesis = Genesis::new(5, &rules);
    assert!(genesis.agrees_with(&rules));
    assert!(!genesis.agrees_with(&Rules { window_seconds: 1, ..rules.clone() }));
    assert!(!Genesis { fold_version: FOLD_VERSION + 1, ..genesis }.agrees_with(&rules));
}

proptest! {
    #[test]
    fn no_bytes_panic_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = LedgerRecord::decode(&bytes);
    }

    #[test]
    fn no_damage_goes_unseen(at in 0_usize..2000, flip in 1_u8..=255) {
        let mut bytes = article().encode();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        prop_assert!(LedgerRecord::decode(&bytes).is_err());
    }

    #[test]
    fn sealed_nonsense_is_skipped_or_read_back_alike(
        kind in 0_u8..5,
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let seed = u16::from_le_bytes([FORMAT_VERSION, kind]);
        let check = xxhash_rust::xxh3::xxh3_64_with_seed(&body, u64::from(seed)).to_le_bytes();
        let bytes: Vec<u8> = [FORMAT_VERSION, kind].into_iter().chain(check[..4].iter().copied()).chain(body).collect();
        if let Ok(record) = LedgerRecord::decode(&bytes) {
            prop_assert_eq!(record.encode(), bytes);
        }
    }
}
