//! Judge: which units are the article's, one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::phrase;
use super::seed;
use super::unit::{Unit, weigh};
use crate::desk::decode::tree::{NodeId, Tree};
use crate::desk::extract::{Draft, Role};

/// How many units between headline and body are looked at for the standfirst.
const LEAD_UNITS_MAX: usize = 40;

/// The most units of a standfirst: some newsrooms write it as a list of three or four points.
const LEADS_MAX: usize = 4;

/// The least weight of a standfirst that nothing but its place tells.
const LEAD_WEIGHT: usize = 60;

/// The weight of body behind which another `<h1>` begins another article.
const ARTICLE_WEIGHT: usize = 400;

/// Picks the body's units: indices into `units`, in order.
pub(super) fn pick(tree: &Tree, units: &[Unit], seed: NodeId, facts: &Draft) -> Vec<usize> {
    let inside = |unit: &Unit| unit.at == seed || tree.ancestors(unit.at).any(|id| id == seed);
    let headline = headline(tree, units, facts);
    let mut picked: Vec<usize> = Vec::new();
    let (mut first, mut last) = (None, 0);
    for (index, unit) in units.iter().enumerate() {
        if inside(unit) {
            first = first.or(Some(index));
            last = index;
        }
    }
    let Some(first) = first else { return picked };
    let start = match headline {
        // A headline within the seed ends what stands above it, unless that is the body itself.
        Some(at) if at >= first && above(units, first, at) => at + 1,
        _ => first,
    };
    let end = end(tree, units, start, last, headline, facts);
    picked.extend(chunks(tree, units, start, end, seed));
    let body = |unit: &Unit| inside(unit) && !unit.marks.boiler;
    picked.extend((start..=end).filter(|&index| units.get(index).is_some_and(body)));
    picked.sort_unstable();
    picked.dedup();
    picked.retain(|&index| units.get(index).is_some_and(|unit| is_body(unit, facts)));
    trim(units, &mut picked);
    let lead = headline.map(|at| lead(units, at, picked.first().copied().unwrap_or(start), facts)).unwrap_or_default();
    picked.splice(0..0, lead);
    once(units, &mut picked);
    vouched(units, &mut picked, facts);
    headings(tree, units, &mut picked);
    picked
}

/// Where the headline stands.
fn headline(tree: &Tree, units: &[Unit], facts: &Draft) -> Option<usize> {
    if let Some(at) = facts.hints.headline_at
        && let Some(index) = units.iter().position(|u| u.at == at || tree.ancestors(u.at).take(3).any(|id| id == at))
    {
        return Some(index);
    }
    let known = facts.headline.as_ref().map(|found| key(&found.value));
    units
        .iter()
        .position(|unit| unit.level > 0 && known.as_ref().is_some_and(|known| key(&unit.text) == *known))
        .or_else(|| units.iter().position(|unit| unit.level == 1))
}

/// Whether the text above the headline is little against the text below it.
fn above(units: &[Unit], first: usize, at: usize) -> bool {
    let mass = |units: Option<&[Unit]>| {
        units.unwrap_or_default().iter().filter(|unit| unit.is_prose()).map(|unit| unit.weight).sum::<usize>()
    };
    mass(units.get(first..at)) * 4 < mass(units.get(at..))
}

/// The last unit of the article: what another `<article>`'s headline begins, well behind the first text, is another
/// article. Other `<h1>`s are sub-headlines of an author who likes them large.
fn end(tree: &Tree, units: &[Unit], start: usize, last: usize, headline: Option<usize>, facts: &Draft) -> usize {
    let known = facts.headline.as_ref().map(|found| key(&found.value));
    let holder = |index: usize| {
        let unit = units.get(index)?;
        tree.ancestors(unit.at).find(|&id| tree.is(id, "article"))
    };
    let own = headline.and_then(holder).or_else(|| holder(start));
    let mut weight = 0;
    for (index, unit) in units.iter().enumerate().take(last + 1).skip(start) {
        if unit.level == 1 && Some(index) != headline && weight > ARTICLE_WEIGHT {
            let again = known.as_ref().is_some_and(|known| key(&unit.text) == *known);
            let other = holder(index).is_some_and(|holder| {
                Some(holder) != own && !own.is_some_and(|own| tree.ancestors(own).any(|id| id == holder))
            });
            if other && !again {
                return index.saturating_sub(1);
            }
        }
        if unit.is_prose() {
            weight += unit.weight;
        }
    }
    last
}

/// Running text outside of the seed whose holder is of the same make as the holders of running text inside: the other
/// chunks of a body that is cut in pieces.
fn chunks(tree: &Tree, units: &[Unit], start: usize, end: usize, seed: NodeId) -> Vec<usize> {
    let mut make: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for unit in units.get(start..=end).unwrap_or_default().iter().filter(|unit| unit.is_prose()) {
        if let Some(signature) = seed::signature(tree, unit.at) {
            *make.entry(signature).or_default() += unit.weight;
        }
        all += unit.weight;
    }
    make.retain(|_, weight| *weight * 2 > all);
    if make.is_empty() {
        return Vec::new();
    }
    let outside = |unit: &Unit| !unit.marks.boiler && !tree.ancestors(unit.at).any(|id| id == seed) && unit.at != seed;
    units
        .iter()
        .enumerate()
        .skip(start)
        .filter(|(_, unit)| outside(unit) && seed::signature(tree, unit.at).is_some_and(|s| make.contains_key(&s)))
        .map(|(index, _)| index)
        .collect()
}

/// Whether a unit in the right place is running text by its own looks.
fn is_body(unit: &Unit, facts: &Draft) -> bool {
    let share = unit.link_share();
    let own = key(&unit.text);
    if own.is_empty() || facts.headline.as_ref().is_some_and(|found| key(&found.value) == own) {
        return false;
    }
    if phrase::is_promo(&unit.text) {
        return false;
    }
    match unit.role {
        Role::Heading | Role::ListItem => share < 0.5,
        Role::Preformatted => share < 0.7,
        // One whole link is a teaser; a paragraph about a list of links has words between them.
        Role::Paragraph | Role::Quote => share < 0.75 && !(share > 0.5 && unit.weight < 150),
    }
}

/// Cuts off what stands before the first and behind the last running text and reads as none: dates, bylines, tags, lists
/// of links.
fn trim(units: &[Unit], picked: &mut Vec<usize>) {
    let solid = |index: &usize| {
        units.get(*index).is_some_and(|unit| {
            unit.level == 0 && (unit.is_prose() || unit.ends_sentence() && unit.weight >= 25 && unit.link_share() < 0.3)
        })
    };
    let (Some(first), Some(last)) = (picked.iter().position(solid), picked.iter().rposition(solid)) else {
        picked.clear();
        return;
    };
    // A list behind its announcement and a sub-headline in front of the text belong to it.
    let first = match first.checked_sub(1).and_then(|before| picked.get(before)).and_then(|&index| units.get(index)) {
        Some(unit) if unit.role == Role::Heading && unit.level > 1 && !unit.marks.boiler => first - 1,
        _ => first,
    };
    let mut last = last;
    while let Some(unit) = picked.get(last + 1).and_then(|&index| units.get(index)) {
        let item = matches!(unit.role, Role::ListItem | Role::Preformatted) && unit.link_share() < 0.2;
        if !item {
            break;
        }
        last += 1;
    }
    picked.truncate(last + 1);
    picked.drain(..first.min(picked.len()));
}

/// The standfirst: what stands between the headline and the body's first unit and reads so, or is named so.
fn lead(units: &[Unit], headline: usize, first: usize, facts: &Draft) -> Vec<usize> {
    let description = facts.description.as_ref().map(|found| key(&found.value)).unwrap_or_default();
    let mut found = Vec::new();
    for (index, unit) in units.iter().enumerate().take(first).skip(headline + 1).take(LEAD_UNITS_MAX) {
        let own = key(&unit.text);
        let said = own.len() > 30
            && !description.is_empty()
            && (description.starts_with(&own) || own.starts_with(&description));
        let hidden_promo = phrase::is_promo(&unit.text) || unit.link_share() > 0.5;
        let reads = unit.weight >= LEAD_WEIGHT && unit.ends_sentence() && !unit.marks.boiler && unit.level == 0;
        let named = unit.marks.lead && unit.weight >= 30 && !unit.marks.boiler;
        if said
            || !hidden_promo && (reads || named) && unit.level != 1 && (unit.role != Role::ListItem || unit.marks.lead)
        {
            found.push(index);
        }
    }
    found.truncate(LEADS_MAX);
    found
}

/// Keeps the first of what is said twice.
fn once(units: &[Unit], picked: &mut Vec<usize>) {
    let mut seen = BTreeSet::new();
    picked.retain(|&index| {
        let Some(unit) = units.get(index) else { return false };
        // Short lines may repeat (a name before each answer of an interview).
        unit.weight < 40 || seen.insert(key(&unit.text))
    });
}

/// The most units and bytes for which the stated body is searched.
const VOUCHED_MAX: (usize, usize) = (500, 100_000);

/// Where the page states its body as data and the picked text holds all of that and a little more, drops the rest behind
/// the first stated unit: the publisher's own word for what is text and what is a box in it. Sub-headlines stay, since
/// stated bodies often leave them out.
fn vouched(units: &[Unit], picked: &mut Vec<usize>, facts: &Draft) {
    let Some(stated) = facts.hints.article_body.as_deref().filter(|stated| stated.len() < VOUCHED_MAX.1) else {
        return;
    };
    if picked.len() > VOUCHED_MAX.0 {
        return;
    }
    let stated = key(stated);
    let vouched = |index: &usize| units.get(*index).is_some_and(|unit| stated.contains(&key(&unit.text)));
    let weight = |index: &usize| units.get(*index).map_or(0, |unit| unit.weight);
    let all: usize = picked.iter().map(weight).sum();
    let held: Vec<bool> = picked.iter().map(vouched).collect();
    let sure: usize = picked.iter().zip(&held).filter(|(_, held)| **held).map(|(index, _)| weight(index)).sum();
    let own = weigh(&stated);
    // The stated text is counted without spaces and stops, the units with: equal means six sevenths of it.
    if sure * 10 < all * 8 || sure < own {
        return;
    }
    let first = held.iter().position(|held| *held).unwrap_or_default();
    let mut place = 0;
    picked.retain(|index| {
        place += 1;
        let held = held.get(place - 1).copied().unwrap_or_default();
        held || place <= first || units.get(*index).is_some_and(|unit| unit.level > 0)
    });
}

/// Drops sub-headlines that nothing follows, and those of boxes that ask for something.
fn headings(tree: &Tree, units: &[Unit], picked: &mut Vec<usize>) {
    let level = |index: Option<&usize>| index.and_then(|&index| units.get(index)).map(|unit| unit.level);
    let keep: Vec<bool> = picked
        .iter()
        .enumerate()
        .map(|(place, index)| match (level(Some(index)), level(picked.get(place + 1))) {
            (Some(0), _) => true,
            (Some(own), Some(next)) => {
                (next == 0 || next > own) && !heads_box(tree, units, *index, picked.get(place + 1).copied())
            }
            _ => false,
        })
        .collect();
    let mut keep = keep.into_iter();
    picked.retain(|_| keep.next().unwrap_or(false));
}

/// Whether a sub-headline stands in a box with a promotion, out of which nothing else was picked: the next text is beyond.
fn heads_box(tree: &Tree, units: &[Unit], heading: usize, next: Option<usize>) -> bool {
    let Some(holder) = units.get(heading).and_then(|unit| tree.parent(unit.at)) else { return false };
    let within = |index: usize| units.get(index).is_some_and(|unit| tree.ancestors(unit.at).any(|id| id == holder));
    let promotes = units.get(heading + 1).is_some_and(|unit| phrase::is_promo(&unit.text));
    promotes && within(heading + 1) && !next.is_some_and(within)
}

/// A text's letters and digits in lower case: what two spellings of one sentence have in common.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
