//! Anchors: marks that systems make from a heading's words, which are the author's, and put on what stands around it.

use super::phrase;
use crate::desk::decode::NodeId;
use crate::desk::decode::tree::{Tag, Tree, class};
use crate::desk::extract::facts::short;
use crate::desk::extract::wording;

/// How many nodes of an element are looked at for its heading, which begins it, and of that for a link. Set by hand: a builder of pages
/// has a few blocks around each; `a_mark_made_of_the_heading_says_nothing` moves with the first.
const NODES_MAX: usize = 24;

/// The longest heading, in characters. Set by hand; no test moves with it.
const CHARS_MAX: usize = 200;

/// The fewest words of a heading that a mark is made of: shorter ones are names of parts as well. Set by hand;
/// `a_mark_made_of_the_heading_says_nothing` moves with it.
const WORDS_MIN: usize = 3;

/// The longest mark that is read, in bytes: that of a heading and what a system puts in front. Set by hand; no test moves with it.
const MARK_BYTES_MAX: usize = 400;

/// Whether an element's mark holds, as a whole, that which the first heading in it has itself. Heads of lists of other articles and of
/// what is asked for are no author's.
pub(super) fn is_of_heading(tree: &Tree, element: NodeId, mark: &str) -> bool {
    let mut inner = tree.descendants(element).take(NODES_MAX);
    let Some(heading) = inner.find(|&id| tree.tag(id).is(class::HEADING)) else { return false };
    let own = tree.id_attr(heading).unwrap_or_default();
    if mark.len() > MARK_BYTES_MAX || own.len() > MARK_BYTES_MAX {
        return false;
    }
    let links = || tree.descendants(heading).take(NODES_MAX).any(|id| tree.is(id, Tag::A));
    let line = || short::line(tree, heading, CHARS_MAX, |_| false).filter(|_| !links());
    let Some(line) = line().filter(|line| wording::heads_tail(line).is_none() && !phrase::is_promo(line)) else {
        return false;
    };
    !line.is_empty() && holds(&mark.to_ascii_lowercase(), &own.to_ascii_lowercase())
}

/// Whether a mark holds another of several words as a whole.
fn holds(mark: &str, own: &str) -> bool {
    let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let stands = |(at, own): (usize, &str)| {
        let (before, behind) = (mark.get(..at).unwrap_or_default(), mark.get(at + own.len()..).unwrap_or_default());
        is_edge(before.chars().next_back()) && is_edge(behind.chars().next())
    };
    own.split(['-', '_']).filter(|word| !word.is_empty()).count() >= WORDS_MIN && mark.match_indices(own).any(stands)
}
