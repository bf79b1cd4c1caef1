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

use super::{Block, Draft, Limits, Role};
use crate::desk::decode::Tree;
pub(super) use unit::weigh;

/// The most units that a page is cut into.
const UNITS_MAX: usize = 50_000;

/// A body of less weight than this is looked for in the page's structured data as well: about three lines.
const BODY_WEIGHT_MIN: usize = 250;

/// The body's blocks, in order; the facts gathered before help to find it.
pub(super) fn blocks(tree: &Tree, facts: &Draft, _limits: &Limits) -> Vec<Block> {
    let bulk = unit::Bulk::measure(tree);
    let mut units = unit::cut(tree, &bulk, UNITS_MAX);
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

/// The paragraphs of a body that the page states as data.
fn stated_blocks(stated: &str) -> Vec<Block> {
    let lines = stated.lines().map(str::trim).filter(|line| !line.is_empty() && !phrase::is_promo(line));
    lines.map(|line| Block { role: Role::Paragraph, text: line.to_owned() }).collect()
}
