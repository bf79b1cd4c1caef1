mod budget;
mod expiry;
mod golden;
mod laws;
mod look_alikes;
mod resketched;
mod snapshots;
mod spread;
mod tapes;
mod versions;

use super::{
    super::{Claim, Entry, Facts, Judgement, Reason, Rules, Verdict},
    *,
};
use crate::desk::{
    capture::{Offset, Part, Partition, SourcePosition, TopicId},
    sketch::{Text, mark},
};

const HOUR: i64 = 3_600_000;

/// A memory, and the position of the next page.
struct Desk {
    memory: Memory,
    next: u64,
    now: i64,
}

fn source(offset: u64) -> SourcePosition {
    SourcePosition {
        topic: TopicId(1),
        partition: Partition(0),
        offset: Offset(offset),
        part: Part(0),
        timestamp_ms: 0,
    }
}

/// A text of so many words out of a vocabulary of its own.
fn text(seed: u32, words: u32) -> String {
    (0..words).map(|n| format!("w{seed}x{n} ")).collect()
}

fn article(url: &str, headline: &str, body: &str) -> Claim {
    let site = url.split('/').next().unwrap_or_default();
    let (content, sketch) = mark(Text { headline, body, language: None, site });
    Claim::Article { url: url.to_owned(), content, sketch, facts: Facts::default() }
}

impl Desk {
    fn open() -> Self {
        Self { memory: Memory::new(Rules::default()), next: 0, now: 0 }
    }

    fn claim(&mut self, claim: Claim) -> Judgement {
        let source = source(self.next);
        self.next += 1;
        self.memory.fold(LedgerTime(self.now), &Entry { source, claim })
    }

    fn see(&mut self, url: &str, body: &str) -> Verdict {
        self.claim(article(url, "A headline of five words", body)).verdict
    }

    fn gone(&mut self, url: &str) -> Verdict {
        self.claim(Claim::Withdrawal { url: url.to_owned() }).verdict
    }

    fn retract(&mut self, offset: u64) -> Judgement {
        self.memory.fold(LedgerTime(self.now), &Entry { source: source(offset), claim: Claim::Retraction })
    }
}

/// Lets the window move until all that has left it is forgotten, by entries that say nothing.
fn settle(memory: &mut Memory, at: LedgerTime) {
    let nothing = Entry { source: source(u64::MAX), claim: Claim::Retraction };
    memory.fold(at, &nothing);
    while !memory.is_settled() {
        memory.fold(at, &nothing);
    }
}

/// What the verdict links to.
fn original(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } => {
            &link.original_url
        }
        _ => "",
    }
}

fn check(verdict: &Verdict, name: &str, url: &str) {
    assert_eq!((verdict.name(), original(verdict)), (name, url));
}

fn check_update(verdict: &Verdict, expected: u32) {
    assert!(matches!(verdict, Verdict::Update { version, .. } if *version == expected), "{verdict:?}");
}

#[test]
fn one_story_from_its_first_page_to_its_last() {
    let mut desk = Desk::open();
    let body = text(1, 300);
    check(&desk.see("a.example/1", &body), "new", "");
    assert_eq!(desk.see("a.example/1", &body), Verdict::Unchanged { version: 1, link: None });
    check(&desk.see("b.example/1", &body), "duplicate", "a.example/1");
    check(&desk.see("c.example/1", &text(1, 200)), "near_duplicate", "a.example/1");
    check(&desk.see("d.example/1", &text(1, 200)), "near_duplicate", "a.example/1");
    check(&desk.see("c.example/1", &text(1, 200)), "unchanged", "a.example/1");
    check_update(&desk.see("a.example/1", &text(1, 310)), 2);
    assert_eq!(desk.gone("a.example/1"), Verdict::Withdrawn { version: 2 });
    assert_eq!(desk.gone("a.example/1"), Verdict::Rejected(Reason::GoneUnknown));
    check(&desk.see("e.example/1", &body), "duplicate", "a.example/1");
    check_update(&desk.see("a.example/1", &text(1, 310)), 3);
    check(&desk.see("f.example/1", &text(2, 300)), "new", "");
    assert_eq!(desk.memory.articles(), 6);
}

#[test]
fn a_page_that_was_never_published_cannot_be_withdrawn() {
    let mut desk = Desk::open();
    assert_eq!(desk.gone("a.example/1"), Verdict::Rejected(Reason::GoneUnknown));
    desk.see("a.example/1", &text(1, 300));
    desk.see("b.example/1", &text(1, 300));
    assert_eq!(desk.gone("b.example/1"), Verdict::Rejected(Reason::GoneUnknown));
}

#[test]
fn a_copy_that_says_something_else_is_judged_afresh() {
    let mut desk = Desk::open();
    desk.see("a.example/1", &text(1, 300));
    desk.see("b.example/1", &text(1, 300));
    check(&desk.see("b.example/1", &text(2, 300)), "new", "");
    check(&desk.see("c.example/1", &text(2, 300)), "duplicate", "b.example/1");
}

#[test]
fn another_headline_over_the_same_words_is_an_update() {
    let mut desk = Desk::open();
    let body = text(1, 300);
    desk.claim(article("a.example/1", "Toll of the storm rises", &body));
    let judged = desk.claim(article("a.example/1", "Toll of the storm rises to five", &body));
    check_update(&judged.verdict, 2);
}

#[test]
fn a_page_read_again_gets_its_first_judgement() {
    let mut desk = Desk::open();
    desk.see("a.example/1", &text(1, 300));
    let first = desk.claim(article("b.example/1", "", &text(1, 250)));
    desk.see("a.example/1", &text(3, 300));
    let digest = desk.memory.digest();

    let mut again = |claim| desk.memory.fold(LedgerTime(0), &Entry { source: source(1), claim });
    let same = again(article("b.example/1", "", &text(1, 250)));
    assert_eq!(same, Judgement { replayed: true, ..first.clone() });
    let other = again(article("b.example/1", "", &text(4, 250)));
    assert_eq!(other, Judgement { replayed: true, altered: true, ..first.clone() });
    assert_eq!(desk.memory.recall(&source(1)), Some(Judgement { replayed: true, ..first }));
    assert_eq!(desk.memory.recall(&source(99)), None);
    assert_eq!(desk.memory.digest(), digest);
}

#[test]
fn a_retracted_original_explains_nothing() {
    let mut desk = Desk::open();
    let body = text(1, 300);
    desk.see("a.example/1", &body);
    let copy = desk.see("b.example/1", &body);
    check(&copy, "duplicate", "a.example/1");
    let judged = desk.retract(0);
    assert_eq!((judged.verdict, judged.replayed), (Verdict::Rejected(Reason::Undeliverable), false));
    let digest = desk.memory.digest();
    assert!(desk.retract(0).replayed);
    assert_eq!(desk.memory.digest(), digest);

    check(&desk.see("c.example/1", &body), "new", "");
    check(&desk.see("b.example/1", &body), "duplicate", "c.example/1");
    check(&desk.see("a.example/1", &text(1, 280)), "near_duplicate", "c.example/1");
    assert_eq!(
        desk.memory.recall(&source(0)).map(|judged| judged.verdict),
        Some(Verdict::Rejected(Reason::Undeliverable))
    );
    assert_eq!(desk.memory.recall(&source(1)).map(|judged| judged.verdict), Some(copy));
}

#[test]
fn a_retracted_update_gives_its_version_back() {
    let mut desk = Desk::open();
    desk.see("a.example/1", &text(1, 300));
    desk.see("a.example/1", &text(2, 300));
    desk.see("a.example/1", &text(3, 300));
    desk.retract(2);
    check(&desk.see("b.example/1", &text(3, 300)), "new", "");
    assert_eq!(desk.see("a.example/1", &text(2, 300)), Verdict::Unchanged { version: 2, link: None });
    desk.retract(0);
    assert_eq!(desk.see("a.example/1", &text(2, 300)), Verdict::Unchanged { version: 2, link: None });
    check(&desk.see("c.example/1", &text(2, 300)), "duplicate", "a.example/1");
    desk.retract(1);
    check(&desk.see("a.example/1", &text(2, 300)), "new", "");
}

#[test]
fn a_retracted_withdrawal_leaves_the_article_published() {
    let mut desk = Desk::open();
    desk.see("a.example/1", &text(1, 300));
    desk.gone("a.example/1");
    desk.retract(1);
    assert_eq!(desk.see("a.example/1", &text(1, 300)), Verdict::Unchanged { version: 1, link: None });
}

#[test]
fn what_leaves_the_window_is_forgotten() {
    let mut desk = Desk::open();
    desk.see("a.example/1", &text(1, 300));
    desk.now = 7 * 24 * HOUR;
    check(&desk.see("b.example/1", &text(1, 300)), "duplicate", "a.example/1");
    desk.now += 7 * 24 * HOUR;
    check(&desk.see("c.example/1", &text(1, 300)), "duplicate", "a.example/1");
    assert_eq!(desk.memory.expired(), 1);
    desk.now += 7 * 24 * HOUR + 1;
    check(&desk.see("d.example/1", &text(1, 300)), "new", "");
    assert_eq!((desk.memory.expired(), desk.memory.articles()), (3, 1));
    assert_eq!(desk.memory.recall(&source(0)), None);
}

#[test]
fn time_does_not_go_back() {
    let mut desk = Desk::open();
    desk.now = 30 * 24 * HOUR;
    desk.see("a.example/1", &text(1, 300));
    desk.now = 0;
    check(&desk.see("b.example/1", &text(1, 300)), "duplicate", "a.example/1");
}

#[test]
fn tiny_texts_are_never_copies() {
    let mut desk = Desk::open();
    assert_eq!(desk.claim(article("a.example/1", "", "Login required")).verdict, Verdict::New);
    assert_eq!(desk.claim(article("b.example/1", "", "Login required")).verdict, Verdict::New);
    assert_eq!(
        desk.claim(article("b.example/1", "", "Login required")).verdict,
        Verdict::Unchanged { version: 1, link: None }
    );
}
