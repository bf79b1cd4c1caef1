//! The story that a text belongs to, if it belongs to one that is known.

use crate::desk::sketch::{BRIEF_WORDS, ContentHash, Sketch};

use super::{
    super::{Kind, PerMille},
    Memory,
    align::{Alignment, align},
    index::Slot,
    records::Share,
    stories::StorySlot,
    texts::{Candidate, HEADLINE_MIN, Known, Marks, Search, Texts, headlines},
};

/// A text that resembles a story's copies belongs to the story if it shares this much with its first text.
pub const ANCHOR_MIN: PerMille = PerMille(350);

/// The most texts that are aligned with one that comes, the likeliest first. Bounds the work of an entry.
const TEXTS_ALIGNED_MAX: usize = 6;

/// The most of them that are of one story: where the likeliest is refused for its site or its lead, another copy of the
/// story may not be.
const TEXTS_OF_STORY_MAX: usize = 2;

/// A text without any long foreign passage is a copy with this much less in common: its words were changed one by one.
const ALLOWANCE: PerMille = PerMille(70);

/// The longest passage that isn't foreign, as a share of the shorter text.
const FOREIGN_MAX: PerMille = PerMille(200);

/// A paper's own pages share frames: two of them that have passages of their own longer than this share of the shorter
/// text ...
const SAME_SITE_FOREIGN_MAX: PerMille = PerMille(150);

/// ... are copies only with this much in common. A daily column's frame is two thirds of it; a story that is told again
/// at another address keeps more.
const SAME_SITE_CONTAINMENT_MIN: PerMille = PerMille(750);

/// Texts that both begin with words of their own, as long as this share of the shorter text, share only what follows
/// the news: a company's description of itself, terms and footers.
const OWN_LEADS_MAX: PerMille = PerMille(350);

/// What two texts must share of the shorter when that is under [`BRIEF_WORDS`].
const BRIEF_CONTAINMENT_MIN: PerMille = PerMille(800);

/// A copy that shares this much under a related headline is the same story, whose fingerprints aren't counted again;
/// a weaker link may rest on a frame that many stories share, and counting is how frames are learned.
const STRONG_MIN: PerMille = PerMille(850);

/// What was found for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// No story.
    Nothing,
    /// A text that says exactly the same.
    Exact { story: StorySlot, published: bool, share: Share },
    /// A text that says nearly the same, and in `covered` its place if it says all of it.
    Near { story: StorySlot, share: Share, strong: bool, covered: Option<Slot> },
}

/// A text of which a known one says this much, and that isn't longer than by a tenth, is found by the known one's
/// fingerprints; it isn't remembered by its own.
const COVERED_MIN: PerMille = PerMille(950);

/// From this share of both in common on, one text is the other again and no part of it.
const REPRINT_MIN: PerMille = PerMille(700);

/// A text that is looked for.
pub(super) struct Sought<'a> {
    marks: Marks<'a>,
    tape: Vec<u8>,
    spaceless: bool,
    version: u8,
}

/// An accepted match.
struct Match {
    story: StorySlot,
    with_candidate: PerMille,
    share: Share,
    strong: bool,
    covered: Option<Slot>,
}

impl Memory {
    /// Finds the story of a text. The search in the index is given back for [`super::Texts::insert`].
    pub(super) fn nearest(&self, content: ContentHash, sketch: &Sketch) -> (Finding, Option<Search>) {
        if sketch.is_tiny() {
            return (Finding::Nothing, None);
        }
        let marks = Marks::of(sketch);
        if let Some((_, known)) = self.texts.exact(content, self.live())
            && self.explains(known)
            && (known.marks().site != sketch.site
                || known.version != sketch.version
                || headlines(known.marks(), marks) >= HEADLINE_MIN)
        {
            let published = known.published().is_some();
            let share = Share { kind: self.kind_of(known.story, marks, known.share()), ..known.share() };
            return (Finding::Exact { story: known.story, published, share }, None);
        }
        let search = self.texts.search(sketch, self.live());
        let likeliest = self.likeliest(&search);
        if likeliest.is_empty() {
            return (Finding::Nothing, Some(search));
        }
        let sought = Sought::new(sketch);
        let mut best: Option<Match> = None;
        for (slot, known) in likeliest {
            if let Some(found) = self.match_with(&sought, slot, known)
                && best.as_ref().is_none_or(|best| found.with_candidate > best.with_candidate)
            {
                best = Some(found);
            }
        }
        let finding = best.map_or(Finding::Nothing, |found| Finding::Near {
            story: found.story,
            share: found.share,
            strong: found.strong,
            covered: found.covered,
        });
        (finding, Some(search))
    }

    /// Whether links may rest on this text.
    fn explains(&self, known: &Known) -> bool {
        !known.void && self.stories.is_alive(known.story)
    }

    /// The likeliest texts of each story, the likeliest first; of equals the older.
    fn likeliest(&self, search: &Search) -> Vec<(Slot, &Known)> {
        let mut known: Vec<(&Candidate, &Known)> = search
            .candidates
            .iter()
            .filter_map(|candidate| Some((candidate, self.texts.get(candidate.slot)?)))
            .filter(|(_, known)| self.explains(known))
            .collect();
        known.sort_unstable_by_key(|(candidate, known)| {
            (std::cmp::Reverse(candidate.estimate), known.published().is_none(), self.texts.age(known))
        });
        let mut likeliest: Vec<(Slot, &Known)> = Vec::with_capacity(TEXTS_ALIGNED_MAX);
        for (candidate, known) in known {
            if likeliest.len() == TEXTS_ALIGNED_MAX {
                break;
            }
            if likeliest.iter().filter(|(_, other)| other.story == known.story).count() < TEXTS_OF_STORY_MAX {
                likeliest.push((candidate.slot, known));
            }
        }
        likeliest
    }

    /// Aligns with a known text, and with its story's first where that is another.
    fn match_with(&self, sought: &Sought<'_>, slot: Slot, known: &Known) -> Option<Match> {
        let with_candidate = sought.aligned(known, &self.texts);
        let marks = known.marks();
        if !self.accepts(with_candidate, sought.marks, marks) {
            return None;
        }
        let with_original = match self.first_text(known.story) {
            Some(first) if known.published().is_none() && first.version == sought.version => {
                let with_first = sought.aligned(first, &self.texts);
                (with_first.containment >= ANCHOR_MIN).then_some(with_first)?
            }
            _ => with_candidate,
        };
        let related = headlines(sought.marks, marks) >= HEADLINE_MIN;
        let longer = u64::from(sought.marks.words) * 10 > u64::from(marks.words) * 11;
        let covered = with_candidate.of_a >= COVERED_MIN && !longer && related;
        let share = Share {
            containment: with_original.containment,
            resemblance: with_original.resemblance,
            of_copy: with_original.of_a,
            of_original: with_original.of_b,
            kind: Kind::Reprint,
        };
        Some(Match {
            story: known.story,
            with_candidate: with_candidate.containment,
            share: Share { kind: self.kind_of(known.story, sought.marks, share), ..share },
            strong: with_candidate.containment >= STRONG_MIN && related,
            covered: covered.then_some(slot),
        })
    }

    /// What kind of copy of the story's first article shares this much with it.
    fn kind_of(&self, story: StorySlot, copy: Marks<'_>, share: Share) -> Kind {
        if self.stories.get(story).is_some_and(|story| story.site == copy.site) {
            Kind::SameSite
        } else if share.kind == Kind::Exact {
            Kind::Exact
        } else if share.of_copy >= REPRINT_MIN && share.of_original >= REPRINT_MIN {
            Kind::Reprint
        } else if share.of_copy >= share.of_original {
            Kind::Excerpt
        } else {
            Kind::Extension
        }
    }

    fn accepts(&self, alignment: Alignment, a: Marks<'_>, b: Marks<'_>) -> bool {
        let least = self.rules.containment_min;
        if a.words.min(b.words) < BRIEF_WORDS {
            return alignment.containment >= least.max(BRIEF_CONTAINMENT_MIN);
        }
        let framed = a.site == b.site
            && alignment.containment < SAME_SITE_CONTAINMENT_MIN
            && alignment.foreign > SAME_SITE_FOREIGN_MAX;
        if framed || alignment.own_leads >= OWN_LEADS_MAX {
            return false;
        }
        let lenient = PerMille(least.0.saturating_sub(ALLOWANCE.0));
        alignment.containment >= least || (alignment.containment >= lenient && alignment.foreign <= FOREIGN_MAX)
    }

    /// The text that opened a story, if it stands.
    fn first_text(&self, story: StorySlot) -> Option<&Known> {
        let first = self.texts.get(self.stories.get(story)?.text()?)?;
        (!first.void).then_some(first)
    }
}

impl<'a> Sought<'a> {
    pub(super) fn new(sketch: &'a Sketch) -> Self {
        Self {
            marks: Marks::of(sketch),
            tape: sketch.tape.values(),
            spaceless: sketch.spaceless,
            version: sketch.version,
        }
    }

    /// Aligns with a known text. A brief text's tape begins with its headline, which the other's doesn't unless it is
    /// brief too.
    pub(super) fn aligned(&self, known: &Known, texts: &Texts) -> Alignment {
        let other = texts.tape(known);
        let skip = |one: u8, other: u8| usize::from(if other == 0 { one } else { 0 });
        let (own_headline, other_headline) = (self.marks.headline_tokens, known.marks().headline_tokens);
        let own = self.tape.get(skip(own_headline, other_headline)..).unwrap_or_default();
        let other = other.get(skip(other_headline, own_headline)..).unwrap_or_default();
        align(own, other, self.spaceless)
    }
}
