//! What the memory of articles takes of RAM, against its own account of it.

use copydesk::desk::{
    capture::{Offset, Part, Partition, SourcePosition, TopicId},
    sketch::{self, Text},
    verdict::{Claim, Entry, Facts, LedgerTime, Memory, Rules},
};

use super::allocator::measured;

/// The least that can be configured. In less, lists of the index would stand half empty.
const BUDGET: u64 = 64 << 20;

/// More than the budget has room for.
const ARTICLES: u64 = 130_000;

/// The most that is held at once for each byte of the account, in per cent: `config/copydesk.toml` promises a quarter more at
/// most, and an account of much more than is held would forget articles for nothing.
const HELD_PERCENT: std::ops::RangeInclusive<u64> = 70..=125;

#[test]
fn the_memory_takes_what_its_account_says_and_keeps_within_its_budget() {
    let rules = Rules { memory_bytes_max: BUDGET, ..Rules::default() };
    let ((memory, most), used) = measured(|| {
        let (mut memory, mut most) = (Memory::new(rules), 0);
        for number in 0..ARTICLES {
            memory.fold(LedgerTime(0), &entry(number));
            most = most.max(memory.bytes());
        }
        (memory, most)
    });
    let held = used.peak as u64 * 100 / most;
    println!("{} articles, {most} bytes by the account, {held} % of that held", memory.articles());
    assert!(most <= BUDGET && most > BUDGET * 9 / 10, "{most}");
    assert!(memory.evicted() > 1000, "{} forgotten", memory.evicted());
    assert!(HELD_PERCENT.contains(&held), "{held} % of the account is held");
}

/// An article like no other, of some hundred words.
fn entry(number: u64) -> Entry {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let body: Vec<String> = (0..120)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            format!("word{}", state >> 50)
        })
        .collect();
    let site = format!("gazette-{}.example", number % 500);
    let (content, sketch) = sketch::mark(Text {
        headline: &format!("Report of number {number}"),
        body: &body.join(" "),
        language: None,
        site: &site,
    });
    Entry {
        source: SourcePosition {
            topic: TopicId(1),
            partition: Partition(0),
            offset: Offset(number),
            part: Part(0),
            timestamp_ms: 0,
        },
        claim: Claim::Article {
            url: format!("https://www.{site}/2026/10/news/report-of-number-{number}"),
            content,
            sketch,
            facts: Facts::default(),
        },
    }
}
