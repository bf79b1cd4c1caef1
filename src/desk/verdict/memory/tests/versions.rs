//! What an update tells of its article, and the names that an article is known by.

use super::{
    super::super::{
        Change, KnownAs, PerMille,
        lineage::{FieldMarks, Instant},
    },
    *,
};
use crate::desk::normalize::urls::URL_BYTES_MAX;

const HEADLINE: &str = "A headline of five words";

/// A page of an article: its canonical URL, the address it was reached at, what it says, and the marks of its headline and
/// its description.
fn page(url: &str, reached: &str, headline: &str, body: &str, description: u16) -> Claim {
    let mut claim = article(url, headline, body);
    if let Claim::Article { facts, .. } = &mut claim {
        facts.addresses.extend((reached != url).then(|| reached.to_owned()));
        facts.published_at = Instant::from_bits(1_700_000_000 << 16 | 4096);
        facts.fields = FieldMarks([u16::try_from(headline.len()).unwrap(), description, 1, 0, 0, 0, 0, 0]);
    }
    claim
}

fn changed(judgement: &Judgement) -> (u32, Change) {
    match judgement.verdict {
        Verdict::Update { version, change, .. } => (version, change),
        ref other => panic!("no update: {other:?}"),
    }
}

/// The text with its words from `from` on replaced by others.
fn edited(seed: u32, words: u32, from: u32, count: u32) -> String {
    (0..words)
        .map(|n| if (from..from + count).contains(&n) { format!("e{n}x ") } else { format!("w{seed}x{n} ") })
        .collect()
}

#[test]
fn an_update_tells_what_it_changes() {
    let mut desk = Desk::open();
    let mut see = |headline: &str, body: &str, description| {
        let judged = desk.claim(page("a.example/1", "a.example/1", headline, body, description));
        if let Verdict::Update { first_published_at, .. } = judged.verdict {
            assert_eq!(first_published_at.unwrap().to_string(), "2023-11-14T22:13:20Z");
        }
        judged
    };
    see(HEADLINE, &text(1, 400), 1);
    let (version, change) = changed(&see("A headline of six more words", &text(1, 400), 1));
    assert_eq!((version, change.fields.names(), change.ratio), (2, vec!["headline"], Some(PerMille(0))));
    // Ten words in four hundred, in both texts.
    let (version, change) = changed(&see("A headline of six more words", &edited(1, 400, 200, 10), 2));
    assert_eq!((version, change.fields.names(), change.ratio), (3, vec!["description"], Some(PerMille(25))));
    let (_, change) = changed(&see("A headline of six more words", &text(7, 400), 2));
    assert!(change.ratio >= Some(PerMille(990)) && !change.minor, "{change:?}");
    let (_, change) = changed(&see("", "No more", 2));
    assert_eq!(change.ratio, None, "a text that says too little");
    let (_, change) = changed(&see("", &text(7, 400), 2));
    assert_eq!(change.ratio, None, "after a text that says too little");
}

fn careful() -> Desk {
    let rules = Rules { change_ratio_min: PerMille(50), ..Rules::default() };
    Desk { memory: Memory::new(rules), next: 0, now: 0 }
}

#[test]
fn small_changes_add_up_until_they_are_published() {
    let mut desk = careful();
    let see = |desk: &mut Desk, body: &str| changed(&desk.claim(page("a.example/1", "a.example/1", HEADLINE, body, 1)));
    desk.claim(page("a.example/1", "a.example/1", HEADLINE, &text(1, 400), 1));
    for (version, words, minor) in [(2, 8, true), (3, 16, true), (4, 30, false)] {
        let (was, change) = see(&mut desk, &edited(1, 400, 100, words));
        assert_eq!((was, change.minor), (version, minor), "{words} words: {change:?}");
    }
    // From here on the fourth version is what is compared with.
    assert!(see(&mut desk, &edited(1, 400, 100, 31)).1.minor);
    let unchanged = desk.claim(page("a.example/1", "a.example/1", HEADLINE, &edited(1, 400, 100, 31), 1));
    assert_eq!(unchanged.verdict, Verdict::Unchanged { version: 5, link: None });
}

#[test]
fn a_headline_a_return_and_a_rewrite_are_never_small() {
    let mut desk = careful();
    let mut see = |headline: &str, body: &str| desk.claim(page("a.example/1", "a.example/1", headline, body, 1));
    see(HEADLINE, &text(1, 400));
    assert!(!changed(&see("Another headline of five words", &text(1, 400))).1.minor);
    assert!(changed(&see("Another headline of five words", &edited(1, 400, 9, 3))).1.minor);
    desk.gone("a.example/1");
    let back = desk.claim(page("a.example/1", "a.example/1", "Another headline of five words", &text(1, 400), 1));
    assert!(!changed(&back).1.minor, "back after a withdrawal");
}

#[test]
fn a_retracted_update_is_compared_with_no_more() {
    let mut desk = Desk::open();
    let see = |desk: &mut Desk, body: &str, description| {
        desk.claim(page("a.example/1", "a.example/1", HEADLINE, body, description))
    };
    see(&mut desk, &text(1, 400), 1);
    see(&mut desk, &text(2, 400), 2);
    desk.retract(1);
    let (version, change) = changed(&see(&mut desk, &edited(1, 400, 100, 20), 2));
    assert_eq!((version, change.ratio), (2, Some(PerMille(50))));
    assert_eq!(change.fields.names(), ["description"]);
}

#[test]
fn the_text_that_was_published_last_is_remembered_beyond_its_records() {
    let mut desk = Desk::open();
    let day = 24 * HOUR;
    let mut see = |day_no: i64, body: &str| {
        desk.now = day_no * day;
        desk.claim(page("a.example/1", "a.example/1", HEADLINE, body, 1))
    };
    see(0, &text(1, 400));
    see(1, &text(2, 400));
    // A small edit keeps the story alive while the second version's record leaves the window.
    let mut careful = careful();
    for (day_no, body) in [(0, text(1, 400)), (1, text(2, 400)), (7, edited(2, 400, 50, 5))] {
        careful.now = day_no * day;
        careful.claim(page("a.example/1", "a.example/1", HEADLINE, &body, 1));
    }
    careful.now = 13 * day;
    let judged = careful.claim(page("a.example/1", "a.example/1", HEADLINE, &edited(2, 400, 50, 40), 1));
    assert_eq!((changed(&judged).1.ratio, careful.memory.expired()), (Some(PerMille(100)), 2));
    careful.now = 30 * day;
    careful.memory.fold(LedgerTime(careful.now), &Entry { source: source(99), claim: Claim::Retraction });
    assert_eq!((careful.memory.articles(), careful.memory.bytes(), careful.memory.texts.counts()), (0, 0, (0, 0)));
}

fn known_as(judgement: &Judgement) -> Option<(&str, Vec<&str>)> {
    let KnownAs { url, aliases } = judgement.known_as.as_ref()?;
    Some((url.as_str(), aliases.iter().map(String::as_str).collect()))
}

#[test]
fn a_better_address_is_another_name_of_the_article() {
    let mut desk = Desk::open();
    let (old, new) = ("a.example/?p=1", "a.example/harbour/heron-home");
    let first = desk.claim(page(old, old, HEADLINE, &text(1, 400), 1));
    assert_eq!(known_as(&first), None);
    // The old address redirects to the new one.
    let moved = desk.claim(page(new, old, HEADLINE, &edited(1, 400, 3, 9), 1));
    check_update(&moved.verdict, 2);
    assert_eq!((moved.story, known_as(&moved)), (first.story, Some((old, vec![new]))));
    // From now on each address leads to the article.
    let again = desk.claim(page(new, new, HEADLINE, &edited(1, 400, 3, 9), 1));
    assert_eq!((&again.verdict, again.story), (&Verdict::Unchanged { version: 2, link: None }, first.story));
    let at_old = desk.claim(page(old, old, HEADLINE, &text(1, 400), 1));
    check_update(&at_old.verdict, 3);
    assert_eq!(desk.gone(new), Verdict::Withdrawn { version: 3 });
    assert_eq!(desk.memory.recall(&source(0)).unwrap().known_as, None, "told as it was told first");
    assert_eq!(desk.memory.recall(&source(1)), Some(Judgement { replayed: true, ..moved }));
}

#[test]
fn a_copy_on_the_same_site_joins_when_it_says_whose_version_it_is() {
    let mut desk = Desk::open();
    let (one, other) = ("a.example/1", "a.example/print/1");
    let first = desk.claim(page(one, one, HEADLINE, &text(1, 400), 1));
    assert_eq!(desk.claim(page(other, other, HEADLINE, &text(1, 400), 1)).verdict.name(), "duplicate");
    let joined = desk.claim(page(one, other, HEADLINE, &text(1, 400), 1));
    assert_eq!(joined.verdict, Verdict::Unchanged { version: 1, link: None });
    assert_eq!(known_as(&joined), Some((one, vec![other])));
    let later = desk.claim(page(other, other, HEADLINE, &edited(1, 400, 3, 9), 1));
    check_update(&later.verdict, 2);
    assert_eq!(later.story, first.story);
}

#[test]
fn a_redirect_to_another_story_makes_no_version() {
    let mut desk = Desk::open();
    desk.claim(page("a.example/1", "a.example/1", HEADLINE, &text(1, 400), 1));
    let hub = desk.claim(page("a.example/live", "a.example/1", HEADLINE, &text(2, 400), 1));
    assert_eq!((hub.verdict, hub.known_as), (Verdict::New, None));
}

#[test]
fn a_name_that_is_too_long_is_not_remembered() {
    let mut desk = Desk::open();
    desk.claim(page("a.example/0", "a.example/0", HEADLINE, &text(1, 400), 1));
    let long = format!("a.example/{}", "x".repeat(URL_BYTES_MAX));
    let judged = desk.claim(page(&long, "a.example/0", HEADLINE, &text(1, 400), 1));
    assert_eq!((judged.verdict, judged.known_as), (Verdict::Unchanged { version: 1, link: None }, None));
    settle(&mut desk.memory, LedgerTime(8 * 24 * HOUR));
    assert_eq!((desk.memory.articles(), desk.memory.bytes()), (0, 0));
}

#[test]
fn the_names_of_an_article_are_bounded_and_go_with_it() {
    let mut desk = Desk::open();
    desk.claim(page("a.example/0", "a.example/0", HEADLINE, &text(1, 400), 1));
    for n in 1..20 {
        let judged = desk.claim(page(&format!("a.example/{n}"), "a.example/0", HEADLINE, &text(1, 400), 1));
        assert_eq!(judged.verdict, Verdict::Unchanged { version: 1, link: None });
        assert_eq!(judged.known_as.unwrap().aliases.len(), ALIASES_MAX.min(n));
    }
    assert_eq!(desk.memory.articles(), 1 + ALIASES_MAX);
    settle(&mut desk.memory, LedgerTime(8 * 24 * HOUR));
    assert_eq!((desk.memory.articles(), desk.memory.bytes()), (0, 0));
}

/// What went out is taken back, and an edit too small to go out stands: nothing stands that a copy could be a copy of.
#[test]
fn an_article_of_which_only_a_minor_version_stands_was_never_published() {
    let mut desk = careful();
    desk.see("a.example/1", &text(1, 400));
    assert!(changed(&desk.claim(article("a.example/1", HEADLINE, &edited(1, 400, 200, 4)))).1.minor);
    desk.retract(0);
    check(&desk.see("b.example/1", &edited(1, 400, 200, 4)), "new", "");
    check(&desk.see("a.example/1", &edited(1, 400, 200, 4)), "duplicate", "b.example/1");
}

/// A minor edit of a version that is taken back is a large one of the version that readers have.
#[test]
fn a_minor_version_is_measured_anew_when_its_base_is_taken_back() {
    let mut desk = careful();
    let third = edited(1, 400, 100, 204);
    desk.see("a.example/1", &text(1, 400));
    assert!(!changed(&desk.claim(article("a.example/1", HEADLINE, &edited(1, 400, 100, 200)))).1.minor);
    assert!(changed(&desk.claim(article("a.example/1", HEADLINE, &third))).1.minor);
    desk.retract(1);
    desk.retract(2);
    let (version, _) = changed(&desk.claim(article("a.example/1", HEADLINE, &edited(1, 400, 150, 5))));
    assert_eq!(version, 2, "the version that isn't measured is taken back as any other");
    desk.retract(3);
    desk.claim(article("a.example/1", HEADLINE, &edited(1, 400, 100, 200)));
    desk.claim(article("a.example/1", HEADLINE, &third));
    desk.retract(4);
    let (version, change) = changed(&desk.claim(article("a.example/1", HEADLINE, &third)));
    assert!(version == 4 && !change.minor, "{version} {change:?}");
    assert_eq!(
        desk.claim(article("a.example/1", HEADLINE, &third)).verdict,
        Verdict::Unchanged { version: 4, link: None }
    );
}

/// A base that is taken back is forgotten with its record, however many minor versions came after it.
#[test]
fn a_base_that_is_taken_back_is_forgotten() {
    let mut desk = careful();
    desk.see("a.example/1", &text(1, 400));
    desk.see("a.example/1", &text(2, 400));
    for minor in 1..12 {
        desk.now += 12 * HOUR;
        desk.see("a.example/1", &edited(2, 400, 30 * minor, 3));
    }
    for offset in (1..desk.next).rev() {
        desk.retract(offset);
    }
    desk.now += 30 * 24 * HOUR;
    settle(&mut desk.memory, LedgerTime(desk.now));
    assert_eq!((desk.memory.bytes(), desk.memory.texts.counts()), (0, (0, 0)));
}

/// A page that is seen again, and says what it said, bears no text beside the one it has: where the words are another
/// story's too, and where they are a part of the text that it was found by.
#[test]
fn what_is_seen_again_takes_no_text() {
    let mut desk = Desk::open();
    let (notice, story) = (text(1, 290), text(2, 300));
    let pages = [
        ("a.example/1", "Harbour bridge closed for repairs", &notice),
        ("a.example/2", "Tomatoes dearer than last summer", &notice),
        ("b.example/1", HEADLINE, &story),
        ("c.example/1", HEADLINE, &text(2, 292)),
    ];
    let verdicts = pages.map(|(url, headline, body)| desk.claim(article(url, headline, body)).verdict.name());
    assert_eq!(verdicts, ["new", "new", "new", "near_duplicate"]);
    let texts = desk.memory.texts.counts();
    assert_eq!(texts, (3, 3));
    for (url, headline, body) in pages.into_iter().cycle().take(12) {
        assert_eq!(desk.claim(article(url, headline, body)).verdict.name(), "unchanged", "{url}");
        assert_eq!(desk.memory.texts.counts(), texts, "{url}");
    }
}
