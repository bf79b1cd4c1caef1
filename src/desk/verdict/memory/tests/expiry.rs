//! Forgetting a few records at a time: the verdicts are those of a memory that forgets at once.

use proptest::{collection::vec, prelude::*};

use super::{
    super::super::PerMille,
    laws::{entries, event},
    *,
};

/// Folds the entries as they come, and beside it into a memory that forgets all that has left the window before it judges.
fn same_as_at_once(rules: &Rules, entries: &[(LedgerTime, Entry)]) -> Result<(), TestCaseError> {
    let (mut slow, mut eager) = (Memory::new(rules.clone()), Memory::new(rules.clone()));
    for (at, entry) in entries {
        settle(&mut eager, *at);
        let before = slow.records.gone();
        let judged = slow.fold(*at, entry);
        prop_assert_eq!(&judged, &eager.fold(*at, entry));
        let forgotten = slow.records.gone() - before;
        let bounded = forgotten <= FORGOTTEN_A_FOLD_MAX as u64 || rules.memory_bytes_max < u64::MAX;
        prop_assert!(bounded, "{} in one fold", forgotten);
        prop_assert_eq!(slow.evicted(), eager.evicted());
    }
    if let Some((at, _)) = entries.last() {
        settle(&mut slow, *at);
    }
    prop_assert_eq!((slow.bytes(), slow.articles()), (eager.bytes(), eager.articles()));
    prop_assert_eq!(slow.texts.counts(), eager.texts.counts());
    Ok(())
}

/// Bursts with silences between them: so many events, then so long nothing.
fn bursts() -> impl Strategy<Value = Vec<(LedgerTime, Entry)>> {
    vec((vec(event(), 1..60), 0..90_i64), 1..5).prop_map(|bursts| {
        let (mut all, mut at, mut pages) = (Vec::new(), 0, 0);
        for (events, silence_s) in bursts {
            all.extend(entries(&events, pages, at, 300));
            pages += 100;
            at += 300 * 60 + silence_s * 1000;
        }
        all
    })
}

proptest! {
    #[test]
    fn verdicts_are_as_if_all_were_forgotten_at_once(
        entries in bursts(),
        window_seconds in 5..40_u64,
        memory_bytes_max in prop_oneof![3 => Just(u64::MAX), 1 => 10_000..40_000_u64],
        change_ratio_min in (0..400_u16).prop_map(PerMille),
    ) {
        same_as_at_once(&Rules { window_seconds, memory_bytes_max, change_ratio_min, ..Rules::default() }, &entries)?;
    }
}

#[test]
fn after_a_silence_of_a_window_no_fold_forgets_more_than_its_share() {
    let mut desk = Desk::open();
    for n in 0..500 {
        desk.see(&format!("s{n}.example/1"), &text(n, 60));
    }
    desk.now = 8 * 24 * HOUR;
    for n in 0..40 {
        let gone = desk.memory.records.gone();
        assert_eq!(
            desk.see(&format!("t{n}.example/1"), &text(n, 60)),
            Verdict::New,
            "what it copies has left the window"
        );
        assert!(desk.memory.records.gone() - gone <= FORGOTTEN_A_FOLD_MAX as u64);
        assert_eq!(desk.memory.recall(&source(499)), None);
    }
    assert!(desk.memory.is_settled());
    assert_eq!((desk.memory.expired(), desk.memory.articles()), (500, 40));
}
