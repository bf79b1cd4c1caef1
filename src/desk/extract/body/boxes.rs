//! Boxes within the text: a few units in a block of their own, of which one tells what the others are.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::phrase;
use super::place::Kind;
use super::seed;
use super::unit::{Cut, Unit, Units};
use crate::desk::decode::tree::Tree;
use crate::desk::extract::{Role, wording};

/// The most units of an offer behind the text, and its weight: prices, what they bring, and how to cancel. Set by hand;
/// `a_wall_behind_the_text_goes_whole` moves with these.
const WALL_UNITS_MAX: usize = 14;
const WALL_WEIGHT_MAX: usize = 1_200;

/// Drops what stands with a heading that asks for something in a box of its own: the terms of an offer, what a newsletter
/// brings. At the end of the text, where a wall stands, the box may be larger.
pub(super) fn offers(units: &mut Units, seed: usize, picked: &mut Vec<usize>) {
    let (Some(&first), Some(&last)) = (picked.first(), picked.last()) else { return };
    let is_offer = |unit: &Unit| unit.level > 0 && unit.cut == Some(Cut::Promotion);
    let heads: Vec<usize> = (first..=last).filter(|&index| units.get(index).is_some_and(is_offer)).collect();
    for head in heads {
        let weight = |(from, to): (usize, usize)| {
            units.list.get(from..to).unwrap_or_default().iter().map(|unit| unit.weight).sum::<usize>()
        };
        let opens = |found: &(usize, usize)| found.0 == head;
        let small = boxed(units, seed, head, TEASER_UNITS_MAX);
        let small = small.filter(|found| opens(found) && weight(*found) < TEASER_WEIGHT_MAX);
        let is_last = |found: &(usize, usize)| picked.last().is_some_and(|last| *last < found.1);
        let is_text = |index: &usize| *index < head && units.get(*index).is_some_and(Unit::is_prose);
        let large = || {
            let found = boxed(units, seed, head, WALL_UNITS_MAX);
            let found = found.filter(|found| opens(found) && is_last(found) && weight(*found) < WALL_WEIGHT_MAX);
            // What is headed as a list of articles is told by its links.
            let lists = units.get(head).is_some_and(|unit| wording::heads_tail(units.text(unit)).is_some());
            found.filter(|_| !lists && picked.iter().any(is_text))
        };
        if let Some((from, to)) = small.or_else(large) {
            picked.retain(|index| !(from..to).contains(index));
            (from..to).for_each(|index| units.cut(index, Cut::Promotion));
        }
    }
}

/// The heaviest caption, in weight: three lines of print. `a_box_goes_with_what_tells_it` moves with it.
const CAPTION_WEIGHT_MAX: usize = 250;

/// Drops captions that stand in a box with the line that says whose the picture is.
pub(super) fn captions(units: &mut Units, seed: usize, picked: &mut Vec<usize>) {
    let (Some(&first), Some(&last)) = (picked.first(), picked.last()) else { return };
    let is_credit = |index: &usize| {
        let unit = units.get(*index).filter(|unit| unit.level == 0 && unit.cut == Some(Cut::Promotion));
        unit.is_some_and(|unit| phrase::is_credit(units.text(unit)))
    };
    let credits: Vec<usize> = (first..=last).filter(is_credit).collect();
    for credit in credits {
        let Some((from, to)) = boxed(units, seed, credit, TEASER_UNITS_MAX).filter(|(_, to)| *to == credit + 1) else {
            continue;
        };
        let own = units.list.get(from..to).unwrap_or_default();
        let weight: usize = own.iter().map(|unit| unit.weight).sum();
        if weight <= CAPTION_WEIGHT_MAX && own.iter().all(|unit| unit.level == 0) {
            picked.retain(|index| !(from..to).contains(index));
            (from..to).for_each(|index| units.cut(index, Cut::Promotion));
        }
    }
}

/// The most units of a box of links with its head: a dozen other articles. Set by hand;
/// `the_head_of_a_box_of_links_goes_with_them` moves with it.
const LINKS_UNITS_MAX: usize = 13;

/// The heaviest line without a stop that is the head of a list of links, in weight: half a line of print. Set by hand;
/// `the_head_of_a_list_of_links_goes_with_them` moves with it.
const HEAD_WEIGHT_MAX: usize = 40;

/// The level from which on a heading that links follow heads them alone: one of a higher level heads the text behind them as well. Set by
/// hand; the same test moves with it.
const SMALL_LEVEL: u8 = 4;

/// How many links make such a list. Set by hand: one link below a sub-headline may belong to it; the same test moves with it.
const LINKS_MIN: usize = 2;

/// Drops the head of a box out of which nothing was picked and in which half of what stands is links, or more; and that of a list
/// of links all of which were left out.
pub(super) fn heads(units: &mut Units, seed: usize, picked: &mut Vec<usize>) {
    let is_emptied = |head: usize| {
        let found = boxed(units, seed, head, LINKS_UNITS_MAX).filter(|(from, _)| *from == head);
        found.is_some_and(|(from, to)| {
            let others = units.list.get(from + 1..to).unwrap_or_default();
            (from + 1..to).all(|index| picked.binary_search(&index).is_err())
                && others.iter().filter(|unit| unit.is_link()).count() * 2 >= others.len()
        })
    };
    let is_head = |index: usize| units.get(index).is_some_and(|unit| unit.level > 0);
    let is_line = |index: usize| {
        let unit = units.get(index).filter(|unit| unit.role == Role::Paragraph && unit.weight <= HEAD_WEIGHT_MAX);
        unit.is_some_and(|unit| unit.link_weight == 0 && !units.ends_sentence(unit))
    };
    let heads_links = |place: usize, head: usize| {
        let next = picked.get(place + 1).copied().unwrap_or(head);
        let is_item = |unit: &Unit| unit.role == Role::ListItem && unit.cut == Some(Cut::Links);
        next > head + LINKS_MIN && units.list.get(head + 1..next).is_some_and(|items| items.iter().all(is_item))
    };
    let goes = |(place, &index): (usize, &usize)| {
        let is_small = units.get(index).is_some_and(|unit| unit.level >= SMALL_LEVEL);
        let heads = is_small || is_line(index);
        let goes = is_head(index) && is_emptied(index) || heads && heads_links(place, index);
        goes.then_some(index)
    };
    let heads: Vec<usize> = picked.iter().enumerate().filter_map(goes).collect();
    picked.retain(|index| heads.binary_search(index).is_err());
    for head in heads {
        units.cut(head, Cut::Teaser);
    }
}

/// The heaviest line that announces links: a line of print. Set by hand; `a_line_that_announced_links_goes_with_them` moves with it.
const LABEL_WEIGHT_MAX: usize = 80;

/// Drops lines with a colon that announced links, which were left out.
pub(super) fn labels(units: &mut Units, picked: &mut Vec<usize>) {
    let is_left_out = |index: usize| {
        let link = units.get(index).filter(|unit| unit.cut.is_some() && unit.is_link());
        link.filter(|_| picked.binary_search(&index).is_err())
    };
    // One link may stand between a sentence and what it introduces.
    let is_dropped = |index: usize| {
        let is_list = |next: &Unit| next.role == Role::ListItem || is_left_out(index + 2).is_some();
        is_left_out(index + 1).is_some_and(is_list)
    };
    let announces = |index: usize| {
        let unit = units.get(index).filter(|unit| unit.link_weight == 0 && unit.weight <= LABEL_WEIGHT_MAX);
        unit.is_some_and(|unit| units.text(unit).ends_with([':', '：'])) && is_dropped(index)
    };
    let labels: Vec<usize> = picked.iter().copied().filter(|&index| announces(index)).collect();
    picked.retain(|index| labels.binary_search(index).is_err());
    for label in labels {
        units.cut(label, Cut::Teaser);
    }
}

/// The most units of a box that announces another article: headline, summary, date, “read more”.
const TEASER_UNITS_MAX: usize = 4;

/// The most such boxes in one article: a page made of more of them is a list that means them.
const TEASERS_MAX: usize = 3;

/// The heaviest summary of such a box.
const TEASER_WEIGHT_MAX: usize = 400;

/// How many other units of the text, sub-headlines among them, stand in boxes of the same make, where a box is one of its stretches. Set by hand;
/// `a_stretch_of_the_text_that_ends_in_a_link_stays` moves with it.
const STRETCHES_MIN: usize = 4;

/// Drops boxes that announce another article: a line that is one whole link, and not more than a summary beside it.
pub(super) fn teasers(tree: &Tree, units: &mut Units, seed: usize, picked: &mut Vec<usize>) {
    let weight = |index: usize| units.get(index).map_or(0, |unit| unit.weight);
    let all: usize = picked.iter().map(|&index| weight(index)).sum();
    let (Some(&first), Some(&last)) = (picked.first(), picked.last()) else { return };
    let make = |units: &Units, index: usize| seed::make(tree, &units.places, units.get(index)?.place);
    let makes = LazyCell::new(|| {
        let mut makes: BTreeMap<seed::Make, usize> = BTreeMap::new();
        for own in picked.iter().filter_map(|&index| make(units, index)) {
            *makes.entry(own).or_default() += 1;
        }
        makes
    });
    let mut found: Vec<usize> = Vec::new();
    let mut boxes = 0;
    for index in first..=last {
        let Some(unit) = units.get(index) else { continue };
        if unit.weight < 20 || !unit.is_link() || unit.hidden.is_some() {
            continue;
        }
        let Some((from, to)) = boxed(units, seed, index, TEASER_UNITS_MAX) else { continue };
        let summary: Vec<usize> = (from..to).filter(|at| picked.binary_search(at).is_ok()).collect();
        // Builders of pages put each stretch of the text into a box of one make, and a stretch may end in a link.
        let is_stretch = || {
            let own = summary.last().and_then(|&last| make(units, last)).filter(|_| index + 1 == to);
            let inside = || summary.iter().filter(|&&other| make(units, other) == own).count();
            own.and_then(|own| makes.get(&own)).is_some_and(|&all| all >= STRETCHES_MIN + inside())
        };
        let prose = summary.iter().filter(|&&at| units.get(at).is_some_and(Unit::is_prose)).count();
        let is_light = summary.iter().map(|&at| weight(at)).sum::<usize>() < TEASER_WEIGHT_MAX;
        if prose <= 1 && is_light && !is_stretch() {
            boxes += usize::from(!summary.is_empty());
            found.extend(summary);
        }
    }
    found.sort_unstable();
    found.dedup();
    if boxes <= TEASERS_MAX && found.iter().map(|&index| weight(index)).sum::<usize>() * 4 < all {
        picked.retain(|index| found.binary_search(index).is_err());
        for index in found {
            units.cut(index, Cut::Teaser);
        }
    }
}

/// Drops the line that says who wrote a post where nothing of the post itself was kept: it was made of links.
pub(super) fn posts(units: &mut Units, picked: &mut Vec<usize>) {
    let is_bare = |place: usize, index: usize| {
        let unit = units.get(index)?;
        let text = units.text(unit);
        if !text.starts_with('—') || !text.contains("(@") {
            return None;
        }
        let (post, _) = units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Quote)?;
        let before = place.checked_sub(1).and_then(|before| picked.get(before)).and_then(|&before| units.get(before));
        (!before.is_some_and(|before| units.places.is_within(before.place, post))).then_some(index)
    };
    let bare: Vec<usize> = picked.iter().enumerate().filter_map(|(place, &index)| is_bare(place, index)).collect();
    picked.retain(|index| bare.binary_search(index).is_err());
    for index in bare {
        units.cut(index, Cut::Links);
    }
}

/// The units of the smallest block in the seed that holds more than this one, where they are `most` of them or fewer.
fn boxed(units: &Units, seed: usize, index: usize, most: usize) -> Option<(usize, usize)> {
    let own = units.get(index)?.place;
    for (at, place) in units.places.around(own).take_while(|(at, _)| *at != seed) {
        let within = |index: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, at));
        let is_box = matches!(place.kind, Kind::Division | Kind::Section | Kind::Article | Kind::Aside | Kind::Figure);
        let (mut from, mut to) = (index, index + 1);
        while from > 0 && to - from <= most && within(from - 1) {
            from -= 1;
        }
        while to - from <= most && within(to) {
            to += 1;
        }
        if to - from > most {
            return None;
        }
        if is_box && to - from > 1 {
            return Some((from, to));
        }
    }
    None
}
