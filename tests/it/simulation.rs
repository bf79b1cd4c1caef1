//! Seeded simulation: replicas run the real loop on the in-process cluster while everything goes wrong that can, and
//! in the end every page has its one verdict.
//!
//! A seed is a whole run: the pages, who goes when, who is killed, frozen, fenced or expelled, which answers get lost.
//! A run that fails prints its seed; `COPYDESK_SEED=n cargo test --test it simulation` runs that one alone, and
//! `COPYDESK_SEEDS=n` runs that many. With `COPYDESK_TRACE=1` a run prints what its replicas do.

mod audit;
mod baton;
mod disk;
mod pages;
mod stage;
mod weather;

use stage::{Losses, Software, run};

/// How many seeds a plain `cargo test` runs.
const SEEDS: u64 = 100;

fn seeds(default: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().map(|value| value.parse::<u64>().expect(name));
    match number("COPYDESK_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("COPYDESK_SEEDS").unwrap_or(default),
    }
}

/// How many articles were taken back over all seeds.
fn check(losses: Losses, software: Software, default: u64) -> usize {
    let run = |seed| {
        run(seed, losses, software).unwrap_or_else(|broken| {
            panic!("seed {seed}: {broken}\nCOPYDESK_SEED={seed} cargo test --test it simulation");
        })
    };
    seeds(default).map(run).sum()
}

/// Kills, freezes, fencing, rebalances, lost answers: the outputs are those of one replica that nobody disturbed.
#[test]
fn every_page_gets_one_verdict_whatever_goes_wrong() {
    check(Losses::None, Software::One, SEEDS);
}

/// The ledger itself is cut or made anew, and the memory with it: a story may be told again, and none is lost.
#[test]
fn no_page_is_lost_when_the_ledger_is() {
    check(Losses::Ledger, Software::One, SEEDS / 3);
}

/// Replicas of two sketch versions fold one ledger while entries of both come: they agree on every verdict and end with
/// equal memories; what one claimed and the other publishes has one verdict, and a story is told once by each at most.
#[test]
fn an_upgrade_rolls_while_pages_flow() {
    check(Losses::None, Software::Upgraded, SEEDS / 2);
}

/// Some replicas can't read what others have claimed: what they take back was published by nobody.
#[test]
fn what_some_replicas_cannot_read_is_taken_back_or_published() {
    let taken_back = check(Losses::None, Software::Mixed, SEEDS);
    assert!(taken_back > 0 || seeds(SEEDS).count() < 10, "so many runs take something back");
}
