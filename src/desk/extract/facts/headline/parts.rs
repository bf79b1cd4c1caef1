//! Parts that a headline is stated with and shown without, or shown with and stated without: kickers and the names of sections.

use super::{CHARS_MAX, EDGES, Folded, INNER_MAX, KICKER_CHARS_MAX, STORY_WORDS_MIN, squashed};
use crate::desk::decode::tree::Tag;
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::facts::short;

/// Signs between a headline and what a template puts behind it.
const TAIL_SIGNS: &[&str] = &[" | ", " - ", " – "];

/// How many words such a tail has at most: a longer one goes on with the story. Set by hand;
/// `a_tail_that_all_titles_have_and_no_reader_sees_is_left_off` moves with it.
const TAIL_WORDS_MAX: usize = 3;

/// Signs between a kicker and the headline where both are stated on one line.
const KICKER_SIGNS: &[&str] = &[": ", " - ", " – ", " | "];

/// Whether a stated headline is the one that readers see and a tail behind a sign that titles have as well: a template's, not the
/// story's.
pub(super) fn is_tailed(headline: &str, seen: &str, titles: &[Option<&str>]) -> bool {
    let is_tail = |tail: &str| titles.iter().flatten().any(|title| title.contains(tail));
    TAIL_SIGNS.iter().any(|sign| {
        headline.rsplit_once(sign).is_some_and(|(front, tail)| {
            tail.split_whitespace().count() <= TAIL_WORDS_MAX
                && squashed(front) == squashed(seen)
                && headline.get(front.len()..).is_some_and(is_tail)
        })
    })
}

/// A heading without the element that it begins with, where a title says only the rest, or parts the two by a sign that the heading
/// lacks: readers see a kicker apart. A name with its colon belongs to the headline, and so do a sentence, whom a quotation is of, and
/// words that a small letter goes on from.
pub(super) fn unkicked(tree: &Tree, heading: NodeId, text: &str, titles: &[&str]) -> Option<String> {
    let inner = tree.descendants(heading).take(INNER_MAX).filter(|&id| tree.is_element(id));
    inner.filter(|&id| !tree.is(id, Tag::A)).find_map(|id| {
        let kicker = short::line(tree, id, KICKER_CHARS_MAX, |_| false)?;
        let behind = text.strip_prefix(kicker.as_str())?.trim_start();
        if kicker.ends_with([':', '.', '!', '?'])
            || behind.starts_with(|c: char| c.is_lowercase() || !c.is_alphanumeric() && !OPENING.contains(&c))
        {
            return None;
        }
        let rest = short::line(tree, heading, CHARS_MAX, |inner| inner == id || tree.is(inner, Tag::Time))?;
        let rest = rest.trim_matches(EDGES);
        let (letters, front) = (squashed(rest), squashed(&kicker));
        let is_rest = |title: &&str| {
            let parted = KICKER_SIGNS.iter().filter_map(|sign| title.split_once(sign));
            let mut parted = parted.filter(|(kicker, _)| squashed(kicker) == front);
            squashed(title) == letters || parted.any(|(_, behind)| squashed(behind) == letters)
        };
        let is_story = Folded::of(rest).count() >= STORY_WORDS_MIN && letters.len() > front.len();
        (is_story && titles.iter().any(is_rest)).then(|| rest.to_owned())
    })
}

/// Signs that open a headline's first word and no quotation.
const OPENING: &[char] = &['¿', '¡', '('];
