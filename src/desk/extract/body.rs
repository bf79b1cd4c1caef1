//! Body: the blocks of the article's running text, from a page's tree.
//!
//! The page is cut into [units](mod@unit): stretches of text on lines of their own. The element with most running text
//! below it is the [seed]; units in it, in chunks of the same make beside it, and between headline and it (the standfirst)
//! are [judged](judge) one by one: by their links, by what the markup is [named](words), by what the [sentence](phrase) is
//! shaped like, by place and repetition. A single element is never the answer: even the best one, chosen with hindsight,
//! holds too much or too little on most news pages.

mod judge;
mod phrase;
mod seed;
mod unit;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::publishers::{Field, Matches};
use super::{Block, Draft, Limits, Role};
use crate::desk::decode::{NodeId, Tree};
pub(super) use unit::weigh;

/// The most units that a page is cut into.
const UNITS_MAX: usize = 50_000;

/// A body of less weight than this is looked for in the page's structured data as well: about three lines.
const BODY_WEIGHT_MIN: usize = 250;

/// The body's blocks, in order; the facts gathered before help to find it, and what the source's entry names holds
/// before any judgement.
pub(super) fn blocks(tree: &Tree, facts: &Draft, _limits: &Limits, matches: &Matches) -> Vec<Block> {
    let bulk = unit::Bulk::measure(tree);
    let dropped: BTreeSet<NodeId> = matches.of(Field::Drop).iter().copied().collect();
    let mut units = unit::cut(tree, &bulk, UNITS_MAX, &dropped);
    let named = named(tree, &mut units, facts, matches.of(Field::Body));
    if !named.is_empty() {
        return named;
    }
    let picked = seed::seed(tree, &bulk, &units).map(|seed| judge::pick(tree, &units, seed, facts)).unwrap_or_default();
    let weight: usize = picked.iter().filter_map(|&index| units.get(index)).map(|unit| unit.weight).sum();
    if weight < BODY_WEIGHT_MIN
        && let Some(stated) = facts.hints.article_body.as_deref()
        && weigh(stated) > weight
    {
        return stated_blocks(stated);
    }
    let mut blocks = Vec::with_capacity(picked.len());
    for index in picked {
        if let Some(unit) = units.get_mut(index) {
            blocks.push(Block { role: unit.role, text: std::mem::take(&mut unit.text) });
        }
    }
    blocks
}

/// What a reader sees in the elements that hold the body by the source's entry, without the headline.
fn named(tree: &Tree, units: &mut [unit::Unit], facts: &Draft, holders: &[NodeId]) -> Vec<Block> {
    let mut inside: Vec<bool> = if holders.is_empty() { Vec::new() } else { vec![false; tree.len()] };
    for &holder in holders {
        // One within another has been gone through with that.
        if inside.get(holder.index()) == Some(&false) {
            for id in std::iter::once(holder).chain(tree.descendants(holder)) {
                inside.get_mut(id.index()).into_iter().for_each(|inside| *inside = true);
            }
        }
    }
    let headline = facts.headline.as_ref().map(|found| judge::key(&found.value));
    let held = units.iter_mut().filter(|unit| inside.get(unit.at.index()) == Some(&true));
    held.filter(|unit| headline.as_ref().is_none_or(|headline| judge::key(&unit.text) != *headline))
        .map(|unit| Block { role: unit.role, text: std::mem::take(&mut unit.text) })
        .collect()
}

/// The paragraphs of a body that the page states as data.
fn stated_blocks(stated: &str) -> Vec<Block> {
    let lines = stated.lines().map(str::trim).filter(|line| !line.is_empty() && !phrase::is_promo(line));
    lines.map(|line| Block { role: Role::Paragraph, text: line.to_owned() }).collect()
}
