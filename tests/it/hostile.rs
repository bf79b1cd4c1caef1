//! Hostile records: whatever comes, it ends as an article or as a reject with a reason, and nothing panics.

mod journey;
mod pages;
mod records;
mod slow;

use std::{fmt::Write, thread};

use copydesk::desk::{Policy, Reading, capture::RawRecord, read_guarded};
use records::Row;

/// The stack that a record is read on: a quarter of what the service gives its readers. Recursion that follows the
/// page's own nesting would pass it long before a million levels.
const STACK_BYTES: usize = 1 << 20;

/// How a record ends: `article`, `gone`, or the reason's name.
fn end(record: &RawRecord) -> Vec<&'static str> {
    let named = |reading: &Result<Reading, _>| match reading {
        Ok(Reading::Article(_)) => "article",
        Ok(Reading::Gone { .. }) => "gone",
        Err(reason) => copydesk::desk::verdict::Reason::name(*reason),
    };
    read_guarded(record, &Policy::default()).iter().map(named).collect()
}

fn check(rows: &'static [Row]) {
    let reading = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        let mut wrong = String::new();
        for (name, record, expected) in rows {
            let ended = end(&record());
            if ended != [*expected] {
                writeln!(wrong, "{name}: expected {expected}, was {ended:?}").unwrap();
            }
        }
        wrong
    });
    let wrong = reading.unwrap().join().unwrap();
    assert!(wrong.is_empty(), "hostile records ended otherwise than they should:\n{wrong}");
}

#[test]
fn records_that_carry_no_page_say_why() {
    check(records::CAPTURE);
}

#[test]
fn bytes_that_are_no_page_say_why() {
    check(records::DECODE);
}

#[test]
fn hostile_markup_does_not_cost_the_story() {
    check(pages::MARKUP);
}

#[test]
fn facts_without_end_do_not_cost_the_story() {
    check(pages::FACTS);
}

#[test]
fn hostile_data_blocks_do_not_cost_the_story() {
    check(pages::DATA);
}

#[test]
fn hostile_words_do_not_cost_the_story() {
    check(pages::WORDS);
}
