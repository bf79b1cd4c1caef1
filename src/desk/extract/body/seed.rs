//! Seed: the element that holds the body, found by the mass of running text.

use super::unit::{Bulk, LIST_ITEM_SHARE_MAX, Unit};
use crate::desk::decode::tree::{NodeId, Tree};
use crate::desk::extract::Role;

/// What part of a unit's weight counts one level further up. At 0.6 the parent of two equal chunks wins over either, and
/// a neighbour with less than two thirds of the body's mass (teasers, comments) doesn't drag the choice up.
const DECAY: f64 = 0.6;

/// How many levels up a unit counts.
const LEVELS: usize = 6;

/// The most that one unit counts, so that one long text (terms of use) is no body.
const UNIT_WEIGHT_MAX: usize = 1200;

/// The element that holds the body; `None` where no unit reads as running text.
pub(super) fn seed(tree: &Tree, bulk: &Bulk, units: &[Unit]) -> Option<NodeId> {
    let prose: Vec<(&Unit, f64)> = units.iter().filter(|unit| unit.is_prose()).map(|unit| (unit, mass(unit))).collect();
    let mut masses = vec![0.0_f64; tree.len()];
    for (unit, mass) in &prose {
        for id in levels(tree, bulk, unit.at) {
            if let Some(sum) = masses.get_mut(id.index()) {
                *sum += mass;
            }
        }
    }
    let mut scores = vec![0.0_f64; tree.len()];
    for (unit, mass) in &prose {
        let (mut part, mut below, mut level) = (*mass, None, 0);
        for id in levels(tree, bulk, unit.at) {
            let all = masses.get(id.index()).copied().unwrap_or_default();
            // A wrapper around all the same text is no level of its own.
            if below.is_some_and(|below| all > below) {
                part *= DECAY;
                level += 1;
            }
            if level > LEVELS {
                break;
            }
            if below != Some(all)
                && let Some(score) = scores.get_mut(id.index())
            {
                *score += part;
            }
            below = Some(all);
        }
    }
    let mut best = None;
    for (index, score) in scores.iter().enumerate() {
        if *score > 0.0 && best.is_none_or(|(_, most)| *score > most) {
            best = Some((index, *score));
        }
    }
    let (index, _) = best?;
    // Ids are dense, so the index is found again on some unit's way up.
    prose.iter().flat_map(|(unit, _)| levels(tree, bulk, unit.at)).find(|id| id.index() == index)
}

/// What a unit counts for where the body is.
fn mass(unit: &Unit) -> f64 {
    let mass = unit.weight.min(UNIT_WEIGHT_MAX) as f64 * (1.0 - unit.link_share());
    // A list's items count less: menus and teasers are lists.
    if unit.role == Role::ListItem { mass * 0.5 } else { mass }
}

/// The elements around a block that can hold a body, nearest first: paragraphs and lists hold none.
fn levels<'a>(tree: &'a Tree, bulk: &'a Bulk, at: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    std::iter::once(at).chain(tree.ancestors(at)).filter(|&id| {
        tree.is(id, "li") && bulk.share(id) >= LIST_ITEM_SHARE_MAX
            || !matches!(
                tree.name(id),
                "" | "p"
                    | "li"
                    | "ul"
                    | "ol"
                    | "dl"
                    | "dd"
                    | "dt"
                    | "blockquote"
                    | "pre"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
                    | "tr"
                    | "tbody"
                    | "html"
            )
    })
}

/// The signature of the element that holds a unit: names and classes of it and the one above. Chunks of one body share it.
pub(super) fn signature(tree: &Tree, at: NodeId) -> Option<String> {
    let own = std::iter::once(at)
        .chain(tree.ancestors(at))
        .find(|&id| matches!(tree.name(id), "div" | "section" | "article" | "td"))?;
    let above = tree.parent(own)?;
    let class = |id| tree.attr(id, "class").map(str::trim).unwrap_or_default();
    if class(own).is_empty() && class(above).is_empty() {
        return None;
    }
    Some([tree.name(own), class(own), tree.name(above), class(above)].join("|"))
}
