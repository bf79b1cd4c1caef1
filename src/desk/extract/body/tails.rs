//! Tails: what stands under a head of its own behind the article: lists of other articles, what readers say. Their text
//! can be longer than the article's, so that they are told before the body is looked for.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::cards::host;
use super::place::Kind;
use super::unit::{Unit, Units};
use super::words::Named;
use crate::desk::decode::NodeId;
use crate::desk::decode::tree::{Key, Tag, Tree};
use crate::desk::extract::Role;
use crate::desk::extract::wording::{self, Talk};

/// The heaviest head, in weight as all below: half a line of print. `what_stands_below_the_text_under_a_head_of_its_own_is_left_out`
/// moves with these.
const HEAD_WEIGHT_MAX: usize = 60;

/// The least running text between headline and head, so that it follows an article: two short paragraphs. Less is a
/// standfirst, below which a list may stand beside the text.
const BEFORE_WEIGHT_MIN: usize = 400;

/// The share of the page's text from which a part is the article's holder, and the one up to which it need not stand
/// behind any text.
const TAIL_SHARE_MAX: f64 = 0.7;
const SMALL_SHARE_MAX: f64 = 0.2;

/// The share up to which a part is what readers say, behind the text and under a head that says so. Set by hand: they write ten
/// times as much as a short article has;
/// `what_readers_say_may_be_longer_than_the_text` moves with it.
const TALK_SHARE_MAX: f64 = 0.95;

/// How many lines that are links as a whole make a list of other articles, and the least weight of such a line.
const LINKS_MIN: usize = 2;
const LINK_WEIGHT_MIN: usize = 20;

/// How many nodes of an item are looked at for its link. Set by hand: an item of a list of articles has a picture, a link and a date;
/// no test moves with it.
const ITEM_NODES_MAX: usize = 40;

/// Notes of the units of such parts behind the headline that they are no running text.
pub(super) fn mark(tree: &Tree, units: &mut Units, headline: Option<usize>) {
    let Some(headline) = headline else { return };
    let portraits = portraits(units);
    let (mut before, mut last) = (0, headline);
    let mut index = headline + 1;
    while let Some(unit) = units.get(index) {
        let end = part(units, index, last, before)
            .or_else(|| list(tree, units, index, last, before))
            .or_else(|| portrait(units, &portraits, index, last, before));
        if let Some(end) = end {
            for unit in units.list.get_mut(index..end).unwrap_or_default() {
                unit.boiler = true;
            }
            index = end;
        } else {
            if unit.is_prose() {
                (before, last) = (before + unit.weight, index);
            }
            index += 1;
        }
    }
}

/// One past the last unit of the part that the unit is the head of. `last` is the last unit above that belongs to the
/// article, `before` the weight of running text above.
fn part(units: &Units, index: usize, last: usize, before: usize) -> Option<usize> {
    let (unit, next) = (units.get(index)?, units.get(index + 1)?);
    let is_head = unit.level > 0 || next.is_link();
    if !is_head || unit.boiler || unit.hidden.is_some() || unit.weight > HEAD_WEIGHT_MAX || unit.is_link() {
        return None;
    }
    let within = |index: usize, at: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, at));
    let (holder, place) = units.places.around(unit.place).find(|(at, _)| within(index + 1, *at))?;
    let share = units.places.share(holder);
    let is_first = index == 0 || !within(index - 1, holder);
    let is_frame = matches!(place.kind, Kind::Root | Kind::Page | Kind::Main);
    let talk = LazyCell::new(|| wording::heads_tail(units.text(unit)));
    // What readers say may be longer than the article.
    let is_less = || share < TAIL_SHARE_MAX || *talk == Some(Talk::Readers) && share < TALK_SHARE_MAX;
    let follows = before >= BEFORE_WEIGHT_MIN && is_less() || share < SMALL_SHARE_MAX;
    if unit.level > 0 && before >= BEFORE_WEIGHT_MIN && within(last, holder) && *talk == Some(Talk::Readers) {
        // What readers say stands in the article's own element, up to the next head of the same rank.
        let ends = |index: &usize| {
            !within(*index, holder) || units.get(*index).is_some_and(|next| (1..=unit.level).contains(&next.level))
        };
        return Some((index + 1..units.list.len()).find(ends).unwrap_or(units.list.len()));
    }
    if !is_first || is_frame || within(last, holder) || !follows {
        return None;
    }
    let talk = (*talk)?;
    let end = (index + 1..units.list.len()).find(|&index| !within(index, holder)).unwrap_or(units.list.len());
    let is_link = |unit: &&Unit| unit.weight >= LINK_WEIGHT_MIN && unit.is_link();
    let links = || units.list.get(index + 1..end).unwrap_or_default().iter().filter(is_link).take(LINKS_MIN).count();
    (talk == Talk::Readers || links() == LINKS_MIN).then_some(end)
}

/// One past the last item of a list of other articles that stands in the article's own element, under the unit as its head: up to
/// the next head of its rank there is nothing but items that lead to one site each, whatever words stand around the links.
fn list(tree: &Tree, units: &Units, index: usize, last: usize, before: usize) -> Option<usize> {
    let is_head = |unit: &Unit| unit.level > 0 && unit.is_plain() && unit.weight <= HEAD_WEIGHT_MAX;
    let unit = units.get(index).filter(|unit| before >= BEFORE_WEIGHT_MIN && is_head(unit) && !unit.is_link())?;
    units.get(index + 1).filter(|next| next.role == Role::ListItem)?;
    if wording::heads_tail(units.text(unit)) != Some(Talk::Site) {
        return None;
    }
    let within = |index: usize, at: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, at));
    let (holder, _) = units.places.around(unit.place).find(|(at, _)| within(index + 1, *at))?;
    if !within(last, holder) {
        return None;
    }
    let ends = |index: &usize| {
        !within(*index, holder) || units.get(*index).is_some_and(|next| (1..=unit.level).contains(&next.level))
    };
    let end = (index + 1..units.list.len()).find(ends).unwrap_or(units.list.len());
    let (mut items, mut hosts, mut told) = (BTreeSet::new(), BTreeSet::new(), 0);
    for unit in units.list.get(index + 1..end)?.iter().filter(|unit| unit.is_plain()) {
        let mut around = units.places.around(unit.place);
        let (at, item) = around.find(|(_, place)| place.kind == Kind::Item).filter(|_| unit.role == Role::ListItem)?;
        if items.insert(at) {
            hosts.insert(host(link(tree, item.id)?));
        }
        told += usize::from(unit.is_prose() && unit.link_share() < TOLD_SHARE_MAX);
    }
    // A briefing has such a head, too, and each of its items tells all that there is.
    (items.len() >= LINKS_MIN && hosts.len() == 1 && 2 * told < items.len()).then_some(end)
}

/// The share of links up to which an item tells by itself what it is about. Set by hand; `a_briefing_keeps_its_items` moves with it.
const TOLD_SHARE_MAX: f64 = 0.2;

/// Where the first link in an element leads.
fn link(tree: &Tree, id: NodeId) -> Option<&str> {
    let mut links = tree.descendants(id).take(ITEM_NODES_MAX).filter(|&id| tree.is(id, Tag::A));
    links.find_map(|id| tree.value(id, Key::Href)).filter(|link| !link.starts_with('#'))
}

/// The places that say of the author, none of which stands in another, in order.
fn portraits(units: &Units) -> Vec<usize> {
    let mut found = Vec::new();
    let mut end = 0;
    for at in 0..units.places.len() {
        if let Some(place) = units.places.get(at).filter(|place| at >= end && place.named.has(Named::PORTRAIT)) {
            found.push(at);
            end = place.end;
        }
    }
    found
}

/// With more of them the article is about authors. Set by hand: one has seldom more than two writers;
/// `an_article_on_authors_keeps_what_it_says_of_them` moves with it.
const PORTRAITS_MAX: usize = 2;

/// One past the last unit of the box behind the text that says of the author, however much, where the unit is its first one. Some
/// templates call the article's own element so, which holds more of the page.
fn portrait(units: &Units, portraits: &[usize], index: usize, last: usize, before: usize) -> Option<usize> {
    let place = units.get(index)?.place;
    let found = portraits.partition_point(|&at| at <= place).checked_sub(1)?;
    let at = *portraits.get(found)?;
    let within = |index: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, at));
    let follows = before >= BEFORE_WEIGHT_MIN && units.places.share(at) < TAIL_SHARE_MAX;
    if portraits.len() > PORTRAITS_MAX || !within(index) || within(last) || !follows {
        return None;
    }
    let end = (index + 1..units.list.len()).find(|&index| !within(index)).unwrap_or(units.list.len());
    // An article on authors goes on behind each.
    let holder = units.places.get(at)?.above;
    let goes_on = |unit: &Unit| unit.is_prose() && units.places.is_within(unit.place, holder);
    (!units.list.get(end..).unwrap_or_default().iter().any(goes_on)).then_some(end)
}
