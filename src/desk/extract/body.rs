//! Body: the blocks of the article's running text, from a page's tree.
//!
//! The page is cut into [units](mod@unit): stretches of text on lines of their own. The [place](mod@place) with most
//! running text in it is the [seed]; units in it, in chunks of the same make beside it, and between headline and it (the
//! standfirst) are [judged](judge) one by one: by their links, by what the markup is [named](words), by what the
//! [sentence](phrase) is shaped like, by place and repetition. A single element is never the answer: even the best one,
//! chosen with hindsight, holds too much or too little on most news pages.

mod anchors;
mod bios;
mod boxes;
mod captions;
mod cards;
mod edges;
mod judge;
mod phrase;
mod place;
mod reach;
mod rights;
mod run;
mod said;
mod script;
mod seed;
mod shortcodes;
mod stamps;
mod tails;
mod unit;
mod walk;
mod weight;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::publishers::{Field, Matches};
use super::{Block, Draft, Limits, Role};
use crate::desk::decode::{self, NodeId, Tree};
pub(super) use phrase::{is_credit, is_promo};
pub(super) use script::published as published_in_script;
pub use unit::Cut;
pub(super) use weight::{holds_wide_space, is_spaced, trimmed, weigh};

/// A body of less weight than this is looked for in the page's structured data as well: about three lines.
const BODY_WEIGHT_MIN: usize = 250;

/// A body of less weight than this may be a teaser in place of which a script puts the whole text: a standfirst and a
/// line about the author. `a_teaser_gives_way_to_the_text_in_a_script` moves with it.
const TEASER_WEIGHT_MAX: usize = 800;

/// How many times as heavy as a teaser the text in a script must be. Set by hand; the same test moves with it.
const WHOLE_FACTOR: usize = 4;

/// The longest body stated as data that is read, in bytes: many times the longest article.
const STATED_BYTES_MAX: usize = 100_000;

/// How many times as heavy as the picked text, and as all that the page shows, a stated body must be to stand in for it.
const STATED_FACTOR: usize = 2;

/// What was found for a body.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its blocks, in order.
    pub(super) blocks: Vec<Block>,
    /// Whether the page shows little but [cards] in its place.
    pub(super) lists_cards: bool,
    /// The elements that hold its blocks, in order; none where they come from the page's data.
    pub(super) holders: Vec<NodeId>,
}

/// The body; the facts gathered before help to find it, and what the source's entry names holds before any judgement.
pub(super) fn find(tree: &Tree, facts: &Draft, matches: &Matches, limits: &Limits) -> Found {
    let Judged { units, picked, lists_cards } = judged(tree, facts, matches, limits);
    let is_named = !matches.of(Field::Body).is_empty() && !picked.is_empty();
    let picked = || picked.iter().filter_map(|&index| units.get(index));
    let weight: usize = picked().map(|unit| unit.weight).sum();
    if let Some(stated) = facts.hints.article_body.as_deref().filter(|_| !is_named) {
        let own = weigh(stated);
        // Where the page shows as much, what was left out of it was left out for a reason.
        let shown = || units.list.iter().filter(|unit| unit.level == 0).map(|unit| unit.weight).sum::<usize>();
        let stands_in = own > weight * STATED_FACTOR && stated.contains('\n') && own > shown() * STATED_FACTOR;
        if weight < BODY_WEIGHT_MIN && own > weight + weight / 4 || stands_in {
            return Found { blocks: led(stated_blocks(stated), picked(), &units, facts), ..Found::default() };
        }
    }
    let least =
        if weight < BODY_WEIGHT_MIN { (weight * STATED_FACTOR).max(BODY_WEIGHT_MIN) } else { weight * WHOLE_FACTOR };
    if weight < TEASER_WEIGHT_MAX
        && !is_named
        && let Some(found) = in_script(tree, facts, limits)
        && found.iter().map(|block| weigh(&block.text)).sum::<usize>() > least
    {
        return Found { blocks: led(found, picked(), &units, facts), ..Found::default() };
    }
    if weight < BODY_WEIGHT_MIN && !is_named {
        let captions = captions::captions(tree);
        if captions.iter().map(|block| weigh(&block.text)).sum::<usize>() > weight * STATED_FACTOR {
            let own = picked().map(|unit| Block { role: unit.role, text: units.text(unit).to_owned() });
            return Found { blocks: own.chain(captions).collect(), ..Found::default() };
        }
    }
    let blocks = picked().map(|unit| Block { role: unit.role, text: units.text(unit).to_owned() }).collect();
    let holders = picked().filter_map(|unit| Some(units.places.get(unit.place)?.id)).collect();
    Found { blocks, lists_cards, holders }
}

/// A body from the page's data, and in front of it the standfirst that the page shows and the data leave out: what the
/// description says as well.
fn led<'u>(
    mut blocks: Vec<Block>,
    picked: impl Iterator<Item = &'u unit::Unit>,
    units: &unit::Units,
    facts: &Draft,
) -> Vec<Block> {
    let description = judge::description(facts);
    let is_told = |own: &str| judge::is_told(&description, own);
    let is_new = |own: &str| !blocks.iter().any(|block| said::key(&block.text).contains(own));
    let lead = picked.map(|unit| (unit, units.key(unit))).find(|(_, own)| is_told(own));
    let lead = lead.filter(|(_, own)| is_new(own)).map(|(unit, _)| units.text(unit).to_owned());
    blocks.splice(0..0, lead.map(|text| Block { role: Role::Paragraph, text }));
    blocks
}

/// The body that the page's scripts hold as data, or that stands there for readers without scripts, judged as if it
/// stood on a page.
fn in_script(tree: &Tree, facts: &Draft, limits: &Limits) -> Option<Vec<Block>> {
    let stated = script::body(tree, &facts.headline.as_ref()?.value, limits);
    let markup = stated.or_else(|| script::without(tree, limits))?;
    let mut blocks = if markup.contains("</") || markup.contains("<br") {
        // The cap on scripts bounds it, whatever the page's own caps on a tree.
        let page = Tree::parse(markup, &decode::Limits::default());
        let known = Draft { headline: facts.headline.clone(), ..Draft::default() };
        let Judged { units, picked, .. } = judged(&page, &known, &Matches::default(), limits);
        let picked = picked.iter().filter_map(|&index| units.get(index));
        picked.map(|unit| Block { role: unit.role, text: units.text(unit).to_owned() }).collect()
    } else {
        stated_blocks(&markup)
    };
    blocks.retain(|block| !script::is_placeholder(&block.text));
    Some(blocks)
}

/// What stands on the page and is no part of the body, in order, and why; of what stands elsewhere running text only.
pub(super) fn cuts(tree: &Tree, facts: &Draft, matches: &Matches, limits: &Limits) -> Vec<(Cut, String)> {
    let Judged { units, .. } = judged(tree, facts, matches, limits);
    let tells = |unit: &&unit::Unit| unit.cut != Some(Cut::Elsewhere) || unit.is_prose();
    let told = units.list.iter().filter(tells);
    told.filter_map(|unit| Some((unit.cut?, units.text(unit).to_owned()))).collect()
}

/// A page's units, and which of them are the body's.
struct Judged {
    units: unit::Units,
    picked: Vec<usize>,
    /// Whether most of those are cards.
    lists_cards: bool,
}

fn judged(tree: &Tree, facts: &Draft, matches: &Matches, limits: &Limits) -> Judged {
    let dropped: BTreeSet<NodeId> = matches.of(Field::Drop).iter().copied().collect();
    let mut units = walk::units(tree, facts.hints.headline_at, limits.units_max, &dropped);
    let named = named(&mut units, facts, matches.of(Field::Body));
    if !named.is_empty() {
        return Judged { units, picked: named, lists_cards: false };
    }
    let headline = judge::headline(&units, facts);
    tails::mark(tree, &mut units, headline);
    let rows = cards::Rows::of(tree, &units, headline);
    rows.mark(&mut units, headline);
    let stated = facts.hints.article_body.as_deref().filter(|stated| stated.len() < STATED_BYTES_MAX);
    let stated = stated.map(said::key).unwrap_or_default();
    let seed = seed::seed(&units, &stated);
    let picked = match seed {
        Some(seed) => judge::pick(tree, &mut units, seed, facts, &stated),
        None => judge::standfirst(&mut units, facts),
    };
    let lists_cards = rows.hold_most(&units, &picked);
    Judged { units, picked, lists_cards }
}

/// What a reader sees in the elements that hold the body by the source's entry, without the headline.
fn named(units: &mut unit::Units, facts: &Draft, holders: &[NodeId]) -> Vec<usize> {
    if holders.is_empty() {
        return Vec::new();
    }
    let holders: BTreeSet<NodeId> = holders.iter().copied().collect();
    // Those around come before those within.
    let mut inside: Vec<bool> = Vec::with_capacity(units.places.len());
    for at in 0..units.places.len() {
        let is_inside = units.places.get(at).is_some_and(|place| {
            holders.contains(&place.id) || place.above < at && inside.get(place.above) == Some(&true)
        });
        inside.push(is_inside);
    }
    let headline = facts.headline.as_ref().map(|found| found.value.as_str());
    let is_named = |unit: &unit::Unit| {
        inside.get(unit.place) == Some(&true)
            && unit.hidden.is_none()
            && !headline.is_some_and(|headline| said::is_same(headline, units.text(unit)))
    };
    let found: Vec<usize> =
        units.list.iter().enumerate().filter(|(_, unit)| is_named(unit)).map(|(index, _)| index).collect();
    for index in (0..units.list.len()).filter(|index| found.binary_search(index).is_err()) {
        units.cut(index, Cut::Elsewhere);
    }
    found
}

/// The paragraphs of a body that the page states as data.
fn stated_blocks(stated: &str) -> Vec<Block> {
    let lines = stated.lines().map(str::trim).filter(|line| !line.is_empty() && !phrase::is_promo(line));
    lines.map(|line| Block { role: Role::Paragraph, text: line.to_owned() }).collect()
}
