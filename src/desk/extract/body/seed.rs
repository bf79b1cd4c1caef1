//! Seed: the place that holds the body, found by the mass of running text.

use std::collections::BTreeMap;

use super::place::{Kind, Place, Places};
use super::said::Said;
use super::unit::{Unit, Units};
use super::words::Named;
use crate::desk::decode::tree::{Key, NodeId, Tree};
use crate::desk::extract::Role;

/// What part of a unit's weight counts one level further up. At 0.6 the parent of two equal chunks wins over either, and
/// a neighbour with less than two thirds of the body's mass (teasers, comments) doesn't drag the choice up.
const DECAY: f64 = 0.6;

/// How many levels up a unit counts.
const LEVELS: usize = 6;

/// The most that one unit counts, so that one long text (terms of use) is no body.
const UNIT_WEIGHT_MAX: usize = 1200;

/// How much more a text counts that the page states as its body, in data or by the name of an element around it.
const STATED_FACTOR: f64 = 2.0;

/// The place that holds the body; `None` where no unit reads as running text. `stated` is the body that the page states
/// as data: its letters in lower case.
pub(super) fn seed(units: &Units, stated: &str) -> Option<usize> {
    let places = &units.places;
    let mut masses = vec![0.0_f64; places.len()];
    let mut bodies = vec![false; places.len()];
    for at in 0..places.len() {
        let is_body = |place: &Place| place.named.has(Named::BODY) || bodies.get(place.above) == Some(&true);
        let is_body = places.get(at).is_some_and(is_body);
        if let Some(slot) = bodies.get_mut(at) {
            *slot = is_body;
        }
    }
    let mut said = Said::new(stated);
    let mut prose = Vec::new();
    for unit in units.list.iter().filter(|unit| unit.is_prose()) {
        let is_stated = bodies.get(unit.place) == Some(&true) || !said.is_empty() && said.holds(units.key(unit));
        prose.push((unit, if is_stated { mass(unit) * STATED_FACTOR } else { mass(unit) }));
    }
    for (unit, mass) in &prose {
        for at in levels(places, unit.place) {
            if let Some(sum) = masses.get_mut(at) {
                *sum += mass;
            }
        }
    }
    let mut scores = vec![0.0_f64; places.len()];
    for (unit, mass) in &prose {
        let (mut part, mut below, mut level) = (*mass, None, 0);
        for at in levels(places, unit.place) {
            let all = masses.get(at).copied().unwrap_or_default();
            // A wrapper around all the same text is no level of its own.
            if below.is_some_and(|below| all > below) {
                part *= DECAY;
                level += 1;
            }
            if level > LEVELS {
                break;
            }
            if below != Some(all)
                && let Some(score) = scores.get_mut(at)
            {
                *score += part;
            }
            below = Some(all);
        }
    }
    let mut best = None;
    for (at, &score) in scores.iter().enumerate() {
        if score > 0.0 && best.is_none_or(|(_, most)| score > most) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// What a unit counts for where the body is.
fn mass(unit: &Unit) -> f64 {
    let mass = unit.weight.min(UNIT_WEIGHT_MAX) as f64 * (1.0 - unit.link_share());
    // A list's items count less: menus and teasers are lists.
    if unit.role == Role::ListItem { mass * 0.5 } else { mass }
}

/// The places around a text that can hold a body, innermost first: paragraphs and lists hold none.
fn levels(places: &Places, at: usize) -> impl Iterator<Item = usize> + '_ {
    places.around(at).filter_map(|(at, place)| match place.kind {
        Kind::Item if !places.is_item(at) => Some(at),
        Kind::Root
        | Kind::Paragraph
        | Kind::Item
        | Kind::Definition
        | Kind::List
        | Kind::Quote
        | Kind::Preformatted
        | Kind::Heading(_)
        | Kind::Row
        | Kind::Inline => None,
        _ => Some(at),
    })
}

/// The make of a block: names and classes of it and the one above.
pub(super) type Make<'t> = [&'t str; 4];

/// The fewest digits of a number that tells one block of a page from the next: builders of pages count on from a date or
/// from all that they have built. Set by hand: names of makes hold columns, widths and years, four digits at most.
const SERIAL_DIGITS_MIN: usize = 6;

/// A list of names up to the first that is numbered (`column vc_custom_1563455446145`).
fn unnumbered(names: &str) -> &str {
    // All are counted, whatever those before say: so processors count a dozen at once.
    if names.bytes().filter(u8::is_ascii_digit).count() < SERIAL_DIGITS_MIN {
        return names;
    }
    let mut digits = 0;
    let serial = names.bytes().position(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits == SERIAL_DIGITS_MIN
    });
    let Some(head) = serial.and_then(|at| names.get(..at)) else { return names };
    head.rfind(|c: char| c.is_ascii_whitespace()).and_then(|end| head.get(..end)).unwrap_or_default()
}

/// The make of the block that holds a text. Chunks of one body share it.
pub(super) fn make<'t>(tree: &'t Tree, places: &Places, at: usize) -> Option<Make<'t>> {
    block(places, at).and_then(|(_, block)| of_block(tree, block.id))
}

/// The makes of a page's blocks, each worked out once: most texts share theirs with others.
pub(super) struct Makes<'t> {
    tree: &'t Tree,
    known: BTreeMap<usize, Option<Make<'t>>>,
}

impl<'t> Makes<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        Self { tree, known: BTreeMap::new() }
    }

    /// As [`make()`].
    pub(super) fn of(&mut self, places: &Places, at: usize) -> Option<Make<'t>> {
        let (at, block) = block(places, at)?;
        *self.known.entry(at).or_insert_with(|| of_block(self.tree, block.id))
    }
}

/// The block that holds a text.
fn block(places: &Places, at: usize) -> Option<(usize, &Place)> {
    let is_chunk = |kind| matches!(kind, Kind::Division | Kind::Section | Kind::Article | Kind::Cell);
    places.around(at).find(|(_, place)| is_chunk(place.kind))
}

fn of_block(tree: &Tree, own: NodeId) -> Option<Make<'_>> {
    let above = tree.parent(own)?;
    let class = |id| tree.value(id, Key::Class).map(|names| unnumbered(names).trim()).unwrap_or_default();
    let (inner, outer) = (class(own), class(above));
    (!inner.is_empty() || !outer.is_empty()).then(|| [tree.name(own), inner, tree.name(above), outer])
}

/// Whether two makes differ in how what is around the blocks is laid out, at most: what it is stands first among its names.
pub(super) fn is_like(one: Make<'_>, other: Make<'_>) -> bool {
    let ([tag, class, above, around], [tag_of, class_of, above_of, around_of]) = (one, other);
    let is_same_kind = || around.split_ascii_whitespace().next() == around_of.split_ascii_whitespace().next();
    !class.is_empty() && (tag, class, above) == (tag_of, class_of, above_of) && is_same_kind()
}
