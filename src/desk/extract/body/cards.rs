//! Cards: other articles as sites announce them, side by side, each a headline that is a link and a sentence about it. A dozen of
//! them outweigh a short article, and on a front they are all there is.

use std::collections::{BTreeMap, BTreeSet};

use super::place::Kind;
use super::unit::{Unit, Units};
use super::words::Named;
use crate::desk::decode::tree::{Key, Tag, Tree};
use crate::desk::extract::wording;

/// The most units of a card: headline, section, summary, date, “read more”.
const UNITS_MAX: usize = 5;

/// The least weight of its headline, and the most of all that stands beside it: two words, and four lines of print. Set by hand.
const HEAD_WEIGHT_MIN: usize = 15;
const SUMMARY_WEIGHT_MAX: usize = 320;

/// The most paragraphs of a summary. Set by hand; `cards_of_many_makes_are_no_text` moves with it.
const SUMMARY_UNITS_MAX: usize = 2;

/// How many of them make a row; articles that announce others in their text do so with fewer. `rows_of_cards_are_no_text` moves
/// with these.
const ROW_MIN: usize = 4;

/// The least running text outside of rows from which they are beside an article, in weight: two lines.
const OUTSIDE_WEIGHT_MIN: usize = 120;

/// Rows without an `<article>` to stand outside of are behind the text if less than one of so many parts of it follows them, as a
/// footer's lines do. Set by hand: a list that is meant has text on both sides.
const TEXT_PARTS: usize = 5;

/// The rows of a page.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Units in them, from and up to, in order.
    spans: Vec<(usize, usize)>,
    /// Those of cards that are [sure](Card::is_sure).
    sure: Vec<(usize, usize)>,
}

impl Rows {
    /// Finds them. What holds the headline is no card, and what is named as the body holds none.
    pub(super) fn of(tree: &Tree, units: &Units, headline: Option<usize>) -> Self {
        let mut cards: Vec<Card> = Vec::new();
        let mut index = 0;
        while index < units.list.len() {
            match card(units, index, headline) {
                Some(card) => {
                    index = card.to.max(index + 1);
                    cards.push(card);
                }
                None => index += 1,
            }
        }
        // A line between two of them is an advertisement's. Grids have a wrapper around every two or three.
        let mut found = Self::default();
        for row in cards.chunk_by(|one, next| next.from <= one.to + 1) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            let is_sure = row.iter().filter(|card| card.is_sure).count() >= ROW_MIN;
            if row.len() < ROW_MIN || !is_row(units, row) || !is_sure && !leads_elsewhere(tree, units, row) {
                continue;
            }
            found.spans.push((first.from, last.to));
            if is_sure {
                found.sure.push((first.from, last.to));
            }
        }
        found
    }

    /// Notes that they are no running text, where the page has some of its own below the headline. They stand outside of the
    /// `<article>` around that, or behind most of the text and are the lesser part: else they may be a list that is meant.
    pub(super) fn mark(&self, units: &mut Units, headline: Option<usize>) {
        let own = |from: usize| {
            let all = units.list.iter().enumerate().skip(from);
            let own = all.filter(|(index, unit)| unit.is_prose() && !hold(&self.spans, *index));
            own.map(|(_, unit)| unit.weight).sum::<usize>()
        };
        let outside = own(headline.map_or(0, |at| at + 1));
        if self.spans.is_empty() || outside < OUTSIDE_WEIGHT_MIN {
            return;
        }
        let article = headline.and_then(|at| units.get(at)).and_then(|unit| {
            units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Article).map(|(at, _)| at)
        });
        let units_of = |&(from, to): &(usize, usize)| units.list.get(from..to).unwrap_or_default().iter();
        let inside: usize = self.spans.iter().flat_map(units_of).map(|unit| unit.weight).sum();
        let first = self.spans.first().map_or(0, |(from, _)| *from);
        let is_less = inside < outside && own(first) * TEXT_PARTS < outside;
        let is_outside = |(from, _): &(usize, usize)| {
            let place = units.get(*from).map(|unit| unit.place);
            article.zip(place).is_some_and(|(article, place)| !units.places.is_within(place, article))
        };
        let marked = self.spans.iter().filter(|span| is_less || is_outside(span)).copied();
        for (from, to) in marked.collect::<Vec<_>>() {
            for unit in units.list.get_mut(from..to).unwrap_or_default() {
                unit.boiler = true;
            }
        }
    }

    /// Whether most of what was picked for the body stands in those that are sure.
    pub(super) fn hold_most(&self, units: &Units, picked: &[usize]) -> bool {
        let weight = |index: &usize| units.get(*index).map_or(0, |unit| unit.weight);
        let all: usize = picked.iter().map(weight).sum();
        let own: usize = picked.iter().filter(|index| hold(&self.sure, **index)).map(weight).sum();
        all > 0 && own * 3 > all * 2
    }
}

/// Whether a unit stands in one of these spans.
fn hold(spans: &[(usize, usize)], index: usize) -> bool {
    let behind = spans.partition_point(|&(from, _)| from <= index);
    behind.checked_sub(1).and_then(|at| spans.get(at)).is_some_and(|&(_, to)| index < to)
}

/// A card: its units, the place that it is, and the one around it.
struct Card {
    from: usize,
    to: usize,
    at: usize,
    around: usize,
    /// Whether its make leaves no doubt: one heading, which is a link, and one paragraph at most.
    is_sure: bool,
}

/// The card whose headline a unit is.
fn card(units: &Units, head: usize, headline: Option<usize>) -> Option<Card> {
    // A line that is a link is a headline in the type of the text; another heading leads on by a link at the card's end.
    let is_head = |unit: &Unit| (unit.level > 0 || unit.is_link()) && unit.weight >= HEAD_WEIGHT_MIN;
    let unit = units.get(head).filter(|unit| is_head(unit) && unit.is_plain())?;
    let is_heading = unit.level > 0;
    let leads_on = |unit: &Unit| wording::is_button(units.text(unit)) || units.is_promo(unit);
    let is_other = |(index, other): &(usize, &Unit)| {
        *index != head
            && (other.level > 0 || !is_heading && other.is_link())
            && other.weight >= HEAD_WEIGHT_MIN
            && !leads_on(other)
    };
    let mut found = None;
    for (at, place) in units.places.around(unit.place) {
        let Some((from, to)) = extent(units, head, at) else { break };
        let mut own = (from..to).filter_map(|index| Some((index, units.get(index)?)));
        if own.any(|unit| is_other(&unit)) || headline.is_some_and(|headline| (from..to).contains(&headline)) {
            break;
        }
        let holds = matches!(
            place.kind,
            Kind::Division | Kind::Section | Kind::Article | Kind::Item | Kind::Cell | Kind::Aside
        );
        if holds && to - from > 1 {
            found = Some(Card { from, to, at, around: place.above, is_sure: false });
        }
    }
    let found = found?;
    let own = units.list.get(found.from..found.to)?;
    let prose = own.iter().filter(|unit| unit.is_prose()).count();
    let head_weight = if is_heading { 0 } else { unit.weight };
    let weight: usize = own.iter().filter(|unit| unit.level == 0).map(|unit| unit.weight).sum();
    let weight = weight.saturating_sub(head_weight);
    if prose > SUMMARY_UNITS_MAX || !(1..=SUMMARY_WEIGHT_MAX).contains(&weight) {
        return None;
    }
    let is_sure = is_heading && unit.is_link() && prose <= 1 && own.iter().filter(|unit| unit.level > 0).count() == 1;
    // What stands below a paragraph is where that leads on.
    let is_first = !units.list.get(found.from..head).unwrap_or_default().iter().any(Unit::is_prose);
    let leads = if unit.is_link() {
        is_heading || is_first && !leads_on(unit)
    } else {
        own.last().is_some_and(|last| last.is_link() && leads_on(last))
    };
    leads.then_some(Card { is_sure, ..found })
}

/// The most links of a card that are compared with those of others: picture, headline, section, author, “read more”. Set by hand: a
/// card has few.
const LINKS_MAX: usize = 8;

/// Whether cards side by side are of one make and each leads to a place of its own, all on one host, whichever that is: the page's own
/// is not known here.
fn leads_elsewhere(tree: &Tree, units: &Units, row: &[Card]) -> bool {
    let ids = || row.iter().filter_map(|card| units.places.get(card.at)).map(|place| place.id);
    let Some(first) = ids().next() else { return false };
    let links = |id| {
        let links = tree.descendants(id).filter(|&id| tree.is(id, Tag::A)).take(LINKS_MAX);
        links.filter_map(|id| tree.value(id, Key::Href)).collect::<BTreeSet<_>>()
    };
    let links: Vec<BTreeSet<&str>> = ids().map(links).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for link in links.iter().flatten() {
        *counts.entry(link).or_default() += 1;
    }
    let own = links.iter().map(|links| links.iter().find(|link| counts.get(**link) == Some(&1)).copied());
    let hosts: BTreeSet<Option<&str>> = own.map(|link| link.map(host)).collect();
    hosts.len() == 1 && !hosts.contains(&None) && ids().all(|id| tree.tag(id) == tree.tag(first))
}

/// The host that a link names, if any.
pub(super) fn host(link: &str) -> &str {
    link.split_once("//").and_then(|(_, rest)| rest.split(['/', '?', '#']).next()).unwrap_or_default()
}

/// The units in a place around one of them, where they are few.
fn extent(units: &Units, index: usize, at: usize) -> Option<(usize, usize)> {
    let within = |index: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, at));
    let (mut from, mut to) = (index, index + 1);
    while from > 0 && to - from <= UNITS_MAX && within(from - 1) {
        from -= 1;
    }
    while to - from <= UNITS_MAX && within(to) {
        to += 1;
    }
    (to - from <= UNITS_MAX).then_some((from, to))
}

/// Whether cards side by side are announcements and no chapters of a text: they tell something, and nothing around them says that it
/// is the body.
fn is_row(units: &Units, row: &[Card]) -> bool {
    let Some(card) = row.first() else { return false };
    let is_body = units.places.around(card.around).any(|(_, place)| place.named.has(Named::BODY));
    let tells = |card: &&Card| {
        let own = units.list.get(card.from..card.to).unwrap_or_default();
        own.iter().any(|unit| unit.is_prose() || unit.level == 0 && units.ends_sentence(unit))
    };
    !is_body && row.iter().filter(tells).count() * 2 > row.len()
}
