//! What is the story's own and what is another's: a page shows other stories as cards, each with its headline, which leads to
//! it, and its author, who is marked as the story's is. The publisher's address stands on the page as well.

use super::beside::is_name;
use super::is_author_link;
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::facts::{address, cards, short};

/// How many levels above a byline its card may open. Set by hand, as are the caps below; `a_card_of_another_story_signs_nothing` moves
/// with it.
const CARD_DEPTH_MAX: usize = 4;

/// How many elements in front of a byline are looked at for the card's headline on each level, and how many nodes in each of them; no
/// test moves with these.
const CARD_SIBLINGS_MAX: usize = 6;
const CARD_NODES_MAX: usize = 24;

/// How many nodes of a link are looked at for a heading; no test moves with it.
const LINK_NODES_MAX: usize = 40;

/// The longest address that signs, in characters: a name, a role and a place. Set by hand; `an_imprint_signs_nothing` moves with it.
const ADDRESS_CHARS_MAX: usize = 300;

/// How many digits in a row a postcode has. A year has four.
const POSTCODE_DIGITS: usize = 5;

/// Words in front of a number to call.
const PHONES: &[&str] =
    &["fax", "phone", "tel", "telefax", "telefon", "telefono", "teléfono", "telephone", "téléphone"];

/// Where the page's own story stands.
pub(super) struct Story {
    /// The headline and what is around it, nearest first; nothing where no element shows it.
    around: Vec<NodeId>,
    /// The `<article>` among them.
    post: Option<NodeId>,
    /// The outermost `<article>` or `<main>` among them.
    frame: Option<NodeId>,
}

impl Story {
    pub(super) fn of(tree: &Tree, headline: Option<NodeId>) -> Self {
        let around = headline.into_iter().flat_map(|id| std::iter::once(id).chain(tree.ancestors(id)));
        let around: Vec<NodeId> = around.collect();
        let frame = around.iter().rev().copied().find(|&id| matches!(tree.tag(id), Tag::Article | Tag::Main));
        let post = around.iter().copied().find(|&id| tree.is(id, Tag::Article));
        Self { around, post, frame }
    }

    /// Whether a byline stands in another story's card: in a small `<article>` of its own, in a link with a headline, or in a small box
    /// with a headline that leads to another page in front.
    pub(super) fn is_of_other(&self, tree: &Tree, byline: NodeId) -> bool {
        if self.around.is_empty() || self.around.contains(&byline) {
            return false;
        }
        // Some mark all of a card as a byline.
        if heads_story(tree, byline) && short::fits(tree, byline, cards::CHARS_MAX) {
            return true;
        }
        let mut at = byline;
        for above in tree.ancestors(byline).take_while(|above| !self.around.contains(above)).take(CARD_DEPTH_MAX) {
            match tree.tag(above) {
                Tag::Article if self.is_apart(tree, above) => return true,
                Tag::A if leads_to_story(tree, above) => return holds_headline(tree, above, byline),
                _ => {}
            }
            let before = std::iter::successors(tree.previous_sibling(at), |&before| tree.previous_sibling(before));
            let mut before = before.filter(|&before| tree.is_element(before)).take(CARD_SIBLINGS_MAX);
            if before.any(|before| heads_story(tree, before)) && short::fits(tree, above, cards::CHARS_MAX) {
                return true;
            }
            at = above;
        }
        false
    }

    /// Whether an `<article>` is small, and neither the story's nor within it.
    fn is_apart(&self, tree: &Tree, article: NodeId) -> bool {
        let is_other = |own| own != article && !tree.ancestors(article).any(|above| above == own);
        self.post.is_some_and(is_other) && short::fits(tree, article, cards::CHARS_MAX)
    }

    /// Whether an `<address>` is the publisher's: it stands apart from the story, or says how to reach somebody.
    pub(super) fn is_imprint(&self, tree: &Tree, id: NodeId) -> bool {
        let is_apart = || self.frame.is_some_and(|frame| !tree.ancestors(id).any(|above| above == frame));
        let line = || short::line(tree, id, ADDRESS_CHARS_MAX, |_| false);
        let is_author =
            || tree.value(id, Key::Rel).is_some_and(|rel| rel.split_ascii_whitespace().any(|one| one == "author"));
        tree.is(id, Tag::Address) && !is_author() && (is_apart() || line().is_none_or(|line| is_postal(&line)))
    }
}

/// Whether a headline that leads to another page is the first that an element holds of stories and their authors.
fn heads_story(tree: &Tree, id: NodeId) -> bool {
    for inner in std::iter::once(id).chain(tree.descendants(id).take(CARD_NODES_MAX)) {
        if tree.is(inner, Tag::A) && tree.value(inner, Key::Href).is_some_and(is_author_link) {
            return false;
        }
        if cards::is_heading(tree, inner) {
            let within = tree.descendants(inner).take(CARD_NODES_MAX);
            let mut links = within.chain(tree.ancestors(inner).take(CARD_DEPTH_MAX)).filter(|&id| tree.is(id, Tag::A));
            // The inner one of the two says the headline.
            let link = links.find(|&link| leads_to_story(tree, link));
            if link.is_some_and(|link| is_headline(tree, link.max(inner))) {
                return true;
            }
        }
    }
    false
}

/// Whether a text is as long as a headline, and no name: a section's or an author's may stand so as well.
fn is_headline(tree: &Tree, id: NodeId) -> bool {
    let line = short::line(tree, id, cards::CHARS_MAX, |_| false);
    line.is_some_and(|line| cards::is_headline(&line) && !is_name(&line))
}

/// Whether a link holds a headline beside the byline.
fn holds_headline(tree: &Tree, link: NodeId, byline: NodeId) -> bool {
    let headings = tree.descendants(link).take(LINK_NODES_MAX).filter(|&id| cards::is_heading(tree, id));
    let mut beside =
        headings.filter(|&heading| heading != byline && !tree.ancestors(heading).any(|above| above == byline));
    // A portrait's link is headed by its bearer's name.
    beside.any(|heading| !short::line(tree, heading, cards::CHARS_MAX, |_| false).is_some_and(|line| is_name(&line)))
}

/// Whether a link leads to a page, and to no author's.
fn leads_to_story(tree: &Tree, link: NodeId) -> bool {
    tree.value(link, Key::Href).is_some_and(|href| address::is_page(href) && !is_author_link(href))
}

/// Whether a text tells whose rights these are, where somebody sits or how to call them.
fn is_postal(line: &str) -> bool {
    let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let calls = |(word, next): (&str, &str)| PHONES.contains(&word.to_lowercase().as_str()) && is_number(next);
    line.contains('©')
        || words().any(|word| word.len() == POSTCODE_DIGITS && is_number(word))
        || words().zip(words().skip(1)).any(calls)
}
