//! Laws of the fold, over random streams of few URLs and few texts, so that everything meets everything.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*};

use super::{super::super::PerMille, *};

/// What happens next.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A page that names this site's address is read, reached at another's now and then; its text is a part of this story's,
    /// from the 20th words on.
    See { site: u8, reached: u8, story: u32, from: u32, to: u32 },
    /// A page is gone.
    Gone { site: u8 },
    /// The judgement at an earlier place is taken back.
    Retract { back: u64 },
    /// The page at an earlier place is read again.
    Again { back: u64 },
}

pub(super) fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => (0..6_u8, 0..20_u8, 0..3_u32, 0..4_u32, 4..9_u32)
            .prop_map(|(site, reached, story, from, to)| Event::See { site, reached, story, from, to }),
        1 => (0..6_u8).prop_map(|site| Event::Gone { site }),
        2 => (0..12_u64).prop_map(|back| Event::Retract { back }),
        1 => (0..12_u64).prop_map(|back| Event::Again { back }),
    ]
}

fn url(site: u8) -> String {
    format!("https://s{site}.example/1")
}

fn part(story: u32, from: u32, to: u32) -> String {
    (from * 20..to * 20).map(|n| format!("w{story}x{n} ")).collect()
}

/// The entries of a stream, each with its time: the events `step_ms` apart.
pub(super) fn entries(events: &[Event], start: u64, start_ms: i64, step_ms: i64) -> Vec<(LedgerTime, Entry)> {
    let mut entries: Vec<(LedgerTime, Entry)> = Vec::new();
    let mut pages: Vec<Entry> = Vec::new();
    for (event, count) in events.iter().zip(0..) {
        let earlier = |back: &u64| pages.iter().rev().nth(usize::try_from(*back).unwrap());
        let entry = match event {
            Event::See { site, reached, story, from, to } => {
                let mut claim = article(&url(*site), "A headline of five words", &part(*story, *from, *to));
                if let Claim::Article { facts, .. } = &mut claim {
                    facts.addresses.extend((*reached < 6 && reached != site).then(|| url(*reached)));
                }
                Entry { source: source(start + pages.len() as u64), claim }
            }
            Event::Gone { site } => {
                Entry { source: source(start + pages.len() as u64), claim: Claim::Withdrawal { url: url(*site) } }
            }
            Event::Retract { back } => match earlier(back) {
                Some(page) => Entry { source: page.source, claim: Claim::Retraction },
                None => continue,
            },
            Event::Again { back } => match earlier(back) {
                Some(page) => page.clone(),
                None => continue,
            },
        };
        if let Event::See { .. } | Event::Gone { .. } = event {
            pages.push(entry.clone());
        }
        entries.push((LedgerTime(start_ms + step_ms * count), entry));
    }
    entries
}

pub(super) fn fold_all(memory: &mut Memory, entries: &[(LedgerTime, Entry)]) -> Vec<Judgement> {
    entries.iter().map(|(at, entry)| memory.fold(*at, entry)).collect()
}

/// What is known of each article, by the verdicts alone: its versions in order, each with the page that it came of, and
/// whether it went out. None where none of them stands that did.
type Published = BTreeMap<ArticleId, Vec<(SourcePosition, u32, bool)>>;

fn article_of(entry: &Entry) -> Option<ArticleId> {
    match &entry.claim {
        Claim::Article { url, .. } | Claim::Withdrawal { url } => Some(ArticleId::of(url)),
        Claim::Retraction => None,
    }
}

/// Folds a stream into an empty memory and checks each verdict by those before it: a story is new once as long as it isn't
/// taken back; versions count; links lead to what is published, which is no copy, so that none goes in a circle.
fn check_verdicts(entries: &[(LedgerTime, Entry)], change_ratio_min: PerMille) -> Result<(), TestCaseError> {
    let mut memory = Memory::new(Rules { change_ratio_min, ..Rules::default() });
    let mut published = Published::new();
    for (at, entry) in entries {
        let judgement = memory.fold(*at, entry);
        if judgement.replayed {
            continue;
        }
        let known_as = judgement.known_as.as_ref().map(|known| ArticleId::of(&known.url));
        let own = known_as.or_else(|| article_of(entry));
        let versions = own.and_then(|own| published.get(&own)).filter(|versions| !versions.is_empty());
        let last = versions.and_then(|versions| versions.last()).map(|&(_, version, _)| version);
        match &judgement.verdict {
            Verdict::New => {
                prop_assert_eq!(last, None, "a published article is new again");
                prop_assert_eq!(judgement.story, own);
            }
            Verdict::Update { version, .. } => prop_assert_eq!(Some(version - 1), last),
            Verdict::Unchanged { version, link: None } => prop_assert_eq!(Some(*version), last),
            Verdict::Withdrawn { version } => prop_assert_eq!(Some(*version), last),
            Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } => {
                prop_assert_eq!(last, None, "a published article is a copy");
                prop_assert!(published.get(&link.original).is_some_and(|versions| !versions.is_empty()));
                prop_assert_eq!(ArticleId::of(&link.original_url), link.original);
                prop_assert_eq!(judgement.story, Some(link.original));
                prop_assert!(link.containment >= ANCHOR_MIN && link.containment >= link.resemblance);
            }
            Verdict::Rejected(_) => {}
        }
        // The story is that of an article which stands published, this one's or another's.
        let told = |story: ArticleId| judgement.verdict.publishes() || published.contains_key(&story);
        prop_assert!(judgement.story.is_none_or(told), "a story that was never told");
        match (&judgement.verdict, own) {
            (Verdict::New, Some(own)) => published.entry(own).or_default().push((entry.source, 1, true)),
            (Verdict::Update { version, change, .. }, Some(own)) => {
                published.entry(own).or_default().push((entry.source, *version, !change.minor));
            }
            (_, None) => published.values_mut().for_each(|versions| {
                versions.retain(|&(source, ..)| source != entry.source);
                if !versions.iter().any(|&(.., went_out)| went_out) {
                    versions.clear();
                }
            }),
            _ => {}
        }
    }
    Ok(())
}

/// The least change that is published: any, or more than most of a stream's are.
fn ratio() -> impl Strategy<Value = PerMille> {
    prop_oneof![Just(PerMille(0)), Just(PerMille(300)), Just(PerMille(900))]
}

proptest! {
    #[test]
    fn links_lead_to_what_is_published_and_versions_count(events in vec(event(), 1..60), ratio in ratio()) {
        check_verdicts(&entries(&events, 0, 0, 1000), ratio)?;
    }

    /// A replica that lost its snapshot and finds the ledger's beginning gone starts with an empty memory anywhere in the
    /// stream. By its own verdicts no story is lost: all that it takes for copies leads to what it published.
    #[test]
    fn a_replica_that_starts_anywhere_loses_no_story(
        events in vec(event(), 1..60),
        start in 0..60_usize,
        ratio in ratio(),
    ) {
        let entries = entries(&events, 0, 0, 1000);
        check_verdicts(entries.get(start..).unwrap_or_default(), ratio)?;
    }

    #[test]
    fn reading_again_changes_nothing(events in vec(event(), 1..40)) {
        let entries = entries(&events, 0, 0, 1000);
        let (mut memory, mut other) = (Memory::new(Rules::default()), Memory::new(Rules::default()));
        let judged = fold_all(&mut memory, &entries);
        prop_assert_eq!(&fold_all(&mut other, &entries), &judged);
        prop_assert_eq!(memory.digest(), other.digest());

        for (at, entry) in &entries {
            let known = memory.recall(&entry.source);
            prop_assert_eq!(Some(memory.fold(*at, entry)), known);
        }
        prop_assert_eq!(memory.digest(), other.digest());
    }

    #[test]
    fn a_window_without_news_forgets_all(before in vec(event(), 1..40), after in vec(event(), 1..40)) {
        let window_ms = 7 * 24 * HOUR;
        let after = entries(&after, 1000, window_ms + 60_000, 1000);
        let (mut old, mut new) = (Memory::new(Rules::default()), Memory::new(Rules::default()));
        fold_all(&mut old, &entries(&before, 0, 0, 1000));
        settle(&mut old, LedgerTime(window_ms + 60_000));
        prop_assert_eq!(fold_all(&mut old, &after), fold_all(&mut new, &after));
        prop_assert_eq!(old.articles(), new.articles());
        prop_assert_eq!(old.texts.counts(), new.texts.counts());

        settle(&mut old, LedgerTime(10 * window_ms));
        prop_assert_eq!((old.articles(), old.texts.counts()), (0, (0, 0)));
    }

    /// A replica that starts a window before another's entry judges it alike, as far as exact copies go.
    #[test]
    fn a_window_is_memory_enough(stream in vec((0..5_u32, 1..60_i64), 20..120), skip in 1..20_usize) {
        let mut at = 0;
        let entries: Vec<(LedgerTime, Entry)> = stream
            .iter()
            .zip(0_u64..)
            .map(|(&(story, hours), offset)| {
                at += hours * HOUR;
                let page = format!("https://s{offset}.example/1");
                (LedgerTime(at), Entry { source: source(offset), claim: article(&page, "", &part(story, 0, 4)) })
            })
            .collect();
        let (early, late) = (&entries[..], &entries[skip..]);
        let known_from = late[0].0.0 + 7 * 24 * HOUR;
        let (mut old, mut new) = (Memory::new(Rules::default()), Memory::new(Rules::default()));
        let (judged, judged_late) = (fold_all(&mut old, early), fold_all(&mut new, late));
        for (((at, _), a), b) in late.iter().zip(&judged[skip..]).zip(&judged_late) {
            prop_assert!(at.0 < known_from || a.verdict.name() == b.verdict.name());
        }
    }
}
