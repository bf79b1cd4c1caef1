//! Opening: sub-headlines and key points between the headline and the first running text.

use super::item;
use crate::desk::decode::tree::{Tag, Tree};
use crate::desk::extract::Role;
use crate::desk::extract::body::place::Kind;
use crate::desk::extract::body::unit::{Unit, Units};
use crate::desk::extract::body::weight::ends_sentence;
use crate::desk::extract::dating::shape::has_year;

/// How many units in front of the first of the text open it.
pub(super) fn count(tree: &Tree, units: &Units, picked: &[usize], first: usize) -> usize {
    let before = |count: usize| picked.get(..first - count.min(first)).unwrap_or_default();
    let heads = heads(tree, units, picked, first, 0);
    let points = points(tree, units, before(heads), picked.get(first));
    if points == 0 {
        return heads;
    }
    let above = heads + points;
    above + self::heads(tree, units, picked, first, above)
}

/// The most lines in bold between a sub-headline and the text. Set by hand; `sub_headlines_in_front_of_the_text_stay` moves with it.
const BOLD_MAX: usize = 2;

/// How many of the units in front of the first of the text, without as many as are counted, are its sub-headlines: those that an
/// author set as large as the headline, too. Lines in bold may stand between where sub-headlines of the same rank follow in the text.
fn heads(tree: &Tree, units: &Units, picked: &[usize], first: usize, counted: usize) -> usize {
    let (before, behind) = picked.split_at_checked(first).unwrap_or_default();
    let Some(holder) = behind.first().and_then(|&edge| holder(units, edge)) else {
        return adjacent(units, before, counted);
    };
    let adjacent = adjacent(units, before, counted);
    let outwards = || before.iter().rev().skip(counted + adjacent).filter_map(|&index| units.get(index));
    let bold = outwards().take_while(|unit| is_bold(tree, units, unit, holder)).take(BOLD_MAX + 1).count();
    let own = |unit: &&Unit| {
        (3..=4).contains(&unit.level)
            && !unit.boiler
            && units.places.get(unit.place).is_some_and(|place| place.above == holder)
    };
    let head = outwards().nth(bold).filter(|_| (1..=BOLD_MAX).contains(&bold)).filter(own);
    let follows =
        |head: &Unit| behind.iter().any(|&index| units.get(index).is_some_and(|unit| unit.level == head.level));
    if head.is_some_and(follows) { adjacent + bold + 1 } else { adjacent }
}

/// How many of them stand right in front.
fn adjacent(units: &Units, before: &[usize], counted: usize) -> usize {
    let is_head = |index: &&usize| units.get(**index).is_some_and(|unit| unit.level > 0 && !unit.boiler);
    before.iter().rev().skip(counted).take_while(is_head).count()
}

/// What holds the paragraph that a unit is, or its text itself.
fn holder(units: &Units, index: usize) -> Option<usize> {
    let unit = units.get(index)?;
    let place = units.places.get(unit.place)?;
    Some(if place.kind == Kind::Paragraph { place.above } else { unit.place })
}

/// How many key points stand in front of a text at least and at most, the fewest words of each, and the most of it that may be links.
/// Set by hand: lists of what a page is about and of who wrote it have names and dates; `key_points_in_front_of_the_text_stay` moves
/// with these.
const POINTS_MIN: usize = 2;
const POINTS_MAX: usize = 8;
const POINT_WORDS_MIN: usize = 4;
const POINT_SHARE_MAX: f64 = 0.2;

/// How many of these units, in front of the text, are its key points: one list beside the first paragraph, and the line in bold that
/// is its label.
fn points(tree: &Tree, units: &Units, before: &[usize], edge: Option<&usize>) -> usize {
    let list = |index: &usize| {
        let unit = units.get(*index).filter(|unit| unit.role == Role::ListItem && unit.is_plain())?;
        item(units, unit).map(|(_, list)| list)
    };
    let Some(own) = before.last().and_then(list) else { return 0 };
    let Some(holder) = edge.and_then(|&edge| holder(units, edge)) else { return 0 };
    let is_point = |index: &usize| {
        units.get(*index).is_some_and(|unit| {
            let text = units.text(unit);
            text.split(' ').count() >= POINT_WORDS_MIN
                && unit.link_share() <= POINT_SHARE_MAX
                && !has_year(text)
                && !has_hour(text)
        })
    };
    let run = before.iter().rev().take_while(|index| list(index) == Some(own)).take(POINTS_MAX + 1).count();
    let (above, run_of) = before.split_at_checked(before.len() - run).unwrap_or_default();
    let stands = units.places.get(own).is_some_and(|list| list.above == holder);
    if !stands || !(POINTS_MIN..=POINTS_MAX).contains(&run) || !run_of.iter().all(is_point) {
        return 0;
    }
    let label = above.last().and_then(|&label| units.get(label)).filter(|label| is_bold(tree, units, label, holder));
    run + usize::from(label.is_some())
}

/// Whether a text tells an hour: `19:30`.
fn has_hour(text: &str) -> bool {
    let is_hour =
        |three: &[u8; 3]| matches!(three, [before, b':', behind] if before.is_ascii_digit() && behind.is_ascii_digit());
    text.as_bytes().array_windows().any(is_hour)
}

/// The heaviest line in bold that is a label or a sub-headline, in weight: half a line of print. Set by hand;
/// `key_points_in_front_of_the_text_stay` moves with it.
const BOLD_WEIGHT_MAX: usize = 60;

/// Whether a unit is a short paragraph in bold, all of it, in what holds the text.
fn is_bold(tree: &Tree, units: &Units, unit: &Unit, holder: usize) -> bool {
    let place = units.places.get(unit.place).filter(|place| place.kind == Kind::Paragraph && place.above == holder);
    let text = units.text(unit);
    let is_blank = |id| tree.text_node(id).is_some_and(|text| text.trim().is_empty());
    let is_strong = |id| matches!(tree.tag(id), Tag::Strong | Tag::B);
    unit.role == Role::Paragraph
        && unit.weight <= BOLD_WEIGHT_MAX
        && unit.link_weight == 0
        && unit.is_plain()
        && (!ends_sentence(text) || text.ends_with([':', '：', '?']))
        && !has_year(text)
        && !has_hour(text)
        && place.is_some_and(|place| tree.children(place.id).all(|id| is_blank(id) || is_strong(id)))
}
