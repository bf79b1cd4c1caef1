//! Cards: how a page shows another story, small, with a headline that leads to it, a picture and who wrote it.

use crate::desk::decode::tree::Tag;
use crate::desk::decode::{NodeId, Tree};

/// The longest card, in characters: picture, headline, teaser and author. Set by hand; `a_card_of_another_story_signs_nothing` and
/// `a_card_holds_another_storys_figure` move with it.
pub(super) const CHARS_MAX: usize = 400;

/// The shortest headline of a card, in characters: the names of sections and of authors, which stand as headings as well, are shorter.
/// Set by hand; the same tests move with it.
const HEADLINE_CHARS_MIN: usize = 20;

/// Whether an element is of a rank that cards are headed with.
pub(super) fn is_heading(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.tag(id), Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
}

/// Whether a text is as long as a headline.
pub(super) fn is_headline(text: &str) -> bool {
    text.chars().nth(HEADLINE_CHARS_MIN - 1).is_some()
}
