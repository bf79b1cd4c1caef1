//! The story that a text belongs to, if it belongs to one that is known.

use crate::desk::sketch::{BRIEF_WORDS, ContentHash, Sketch};

use super::{
    super::PerMille,
    Memory,
    align::{Alignment, align},
    records::{Order, Share},
    texts::{Candidate, HEADLINE_MIN, Known, Search, headlines},
};

/// A text that resembles a story's copies belongs to the story if it shares this much with its first text.
pub const ANCHOR_MIN: PerMille = PerMille(350);

/// The most stories whose texts are aligned with one that comes, the likeliest first. Bounds the work of an entry.
const STORIES_ALIGNED_MAX: usize = 4;

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
    Exact { story: Order, published: bool, share: Share },
    /// A text that says nearly the same.
    Near { story: Order, share: Share, strong: bool },
}

/// An accepted match.
struct Match {
    story: Order,
    with_candidate: PerMille,
    share: Share,
    strong: bool,
}

impl Memory {
    /// Finds the story of a text. The search in the index is given back for [`super::Texts::insert`].
    pub(super) fn nearest(&self, content: ContentHash, sketch: &Sketch) -> (Finding, Option<Search>) {
        if sketch.is_tiny() {
            return (Finding::Nothing, None);
        }
        if let Some((_, known)) = self.texts.exact(content)
            && self.explains(known)
            && (known.sketch.site != sketch.site || headlines(&known.sketch, sketch) >= HEADLINE_MIN)
        {
            let exact = Finding::Exact { story: known.story, published: known.published.is_some(), share: known.share };
            return (exact, None);
        }
        let search = self.texts.search(sketch);
        let mut best: Option<Match> = None;
        for known in self.likeliest(&search) {
            if let Some(found) = self.match_with(sketch, known)
                && best.as_ref().is_none_or(|best| found.with_candidate > best.with_candidate)
            {
                best = Some(found);
            }
        }
        let finding = best.map_or(Finding::Nothing, |found| Finding::Near {
            story: found.story,
            share: found.share,
            strong: found.strong,
        });
        (finding, Some(search))
    }

    /// Whether links may rest on this text.
    fn explains(&self, known: &Known) -> bool {
        !known.void && self.stories.is_alive(known.story)
    }

    /// The likeliest text of each story, the likeliest story first; of equals the older.
    fn likeliest(&self, search: &Search) -> Vec<&Known> {
        let mut known: Vec<(&Candidate, &Known)> = search
            .candidates
            .iter()
            .filter_map(|candidate| Some((candidate, self.texts.get(candidate.slot)?)))
            .filter(|(_, known)| self.explains(known))
            .collect();
        known.sort_unstable_by_key(|(candidate, known)| {
            (std::cmp::Reverse(candidate.estimate), known.published.is_none(), known.first, candidate.slot)
        });
        let mut likeliest: Vec<&Known> = Vec::with_capacity(STORIES_ALIGNED_MAX);
        for (_, known) in known {
            if likeliest.len() == STORIES_ALIGNED_MAX {
                break;
            }
            if likeliest.iter().all(|other| other.story != known.story) {
                likeliest.push(known);
            }
        }
        likeliest
    }

    /// Aligns with a known text, and with its story's first where that is another.
    fn match_with(&self, sketch: &Sketch, known: &Known) -> Option<Match> {
        let with_candidate = aligned(sketch, &known.sketch);
        if !self.accepts(with_candidate, sketch, &known.sketch) {
            return None;
        }
        let with_original = match self.first_text(known.story) {
            Some(first) if known.published.is_none() => {
                let with_first = aligned(sketch, &first.sketch);
                (with_first.containment >= ANCHOR_MIN).then_some(with_first)?
            }
            _ => with_candidate,
        };
        Some(Match {
            story: known.story,
            with_candidate: with_candidate.containment,
            share: Share { containment: with_original.containment, resemblance: with_original.resemblance },
            strong: with_candidate.containment >= STRONG_MIN && headlines(sketch, &known.sketch) >= HEADLINE_MIN,
        })
    }

    fn accepts(&self, alignment: Alignment, a: &Sketch, b: &Sketch) -> bool {
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
    fn first_text(&self, story: Order) -> Option<&Known> {
        let first = self.texts.get(self.stories.get(story)?.text?)?;
        (!first.void).then_some(first)
    }
}

/// Aligns two texts. A brief text's tape begins with its headline, which the other's doesn't unless it is brief too.
fn aligned(a: &Sketch, b: &Sketch) -> Alignment {
    let (tape_a, tape_b) = (a.tape.values(), b.tape.values());
    let skip = |one: &Sketch, other: &Sketch| usize::from(if other.headline_tokens == 0 { one.headline_tokens } else { 0 });
    let of_a = tape_a.get(skip(a, b)..).unwrap_or_default();
    let of_b = tape_b.get(skip(b, a)..).unwrap_or_default();
    align(of_a, of_b, a.spaceless)
}
