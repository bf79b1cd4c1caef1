//! Cards: other articles as sites announce them, side by side, each a headline that is a link and a sentence about it. A dozen of
//! them outweigh a short article, and on a front they are all there is.

use super::place::Kind;
use super::unit::{Unit, Units};

/// The most units of a card: headline, section, summary, date, “read more”.
const UNITS_MAX: usize = 5;

/// The least weight of its headline, and the most of all that stands beside it: two words, and four lines of print. Set by hand.
const HEAD_WEIGHT_MIN: usize = 15;
const SUMMARY_WEIGHT_MAX: usize = 320;

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
}

impl Rows {
    /// Finds them. What holds the headline is no card, and what is named as the body holds none.
    pub(super) fn of(units: &Units, headline: Option<usize>) -> Self {
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
        let rows = cards.chunk_by(|one, next| next.from <= one.to + 1);
        let spans = rows.filter(|row| row.len() >= ROW_MIN && is_row(units, row)).filter_map(|row| {
            let (first, last) = (row.first()?, row.last()?);
            Some((first.from, last.to))
        });
        Self { spans: spans.collect() }
    }

    fn hold(&self, index: usize) -> bool {
        let behind = self.spans.partition_point(|&(from, _)| from <= index);
        behind.checked_sub(1).and_then(|at| self.spans.get(at)).is_some_and(|&(_, to)| index < to)
    }

    /// Notes that they are no running text, where the page has some of its own below the headline. They stand outside of the
    /// `<article>` around that, or behind most of the text and are the lesser part: else they may be a list that is meant.
    pub(super) fn mark(&self, units: &mut Units, headline: Option<usize>) {
        let own = |from: usize| {
            let all = units.list.iter().enumerate().skip(from);
            let own = all.filter(|(index, unit)| unit.is_prose() && !self.hold(*index));
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

    /// Whether most of what was picked for the body stands in them.
    pub(super) fn hold_most(&self, units: &Units, picked: &[usize]) -> bool {
        let weight = |index: &usize| units.get(*index).map_or(0, |unit| unit.weight);
        let all: usize = picked.iter().map(weight).sum();
        let own: usize = picked.iter().filter(|index| self.hold(**index)).map(weight).sum();
        all > 0 && own * 3 > all * 2
    }
}

/// A card: its units, and the place around it.
struct Card {
    from: usize,
    to: usize,
    around: usize,
}

/// The card whose headline a unit is.
fn card(units: &Units, head: usize, headline: Option<usize>) -> Option<Card> {
    let is_head = |unit: &Unit| unit.level > 0 && unit.is_link() && unit.weight >= HEAD_WEIGHT_MIN;
    let unit = units.get(head).filter(|unit| is_head(unit) && unit.is_plain())?;
    let mut found = None;
    for (at, place) in units.places.around(unit.place) {
        let Some((from, to)) = extent(units, head, at) else { break };
        let heads = units.list.get(from..to).unwrap_or_default().iter().filter(|unit| unit.level > 0);
        if heads.count() > 1 || headline.is_some_and(|headline| (from..to).contains(&headline)) {
            break;
        }
        let holds = matches!(
            place.kind,
            Kind::Division | Kind::Section | Kind::Article | Kind::Item | Kind::Cell | Kind::Aside
        );
        if holds && to - from > 1 {
            found = Some(Card { from, to, around: place.above });
        }
    }
    let found = found?;
    let own = units.list.get(found.from..found.to)?;
    let prose = own.iter().filter(|unit| unit.is_prose()).count();
    let weight: usize = own.iter().filter(|unit| unit.level == 0).map(|unit| unit.weight).sum();
    (prose <= 1 && (1..=SUMMARY_WEIGHT_MAX).contains(&weight)).then_some(found)
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
    let is_body = units.places.around(card.around).any(|(_, place)| place.named.body);
    let tells = |card: &&Card| {
        let own = units.list.get(card.from..card.to).unwrap_or_default();
        own.iter().any(|unit| unit.is_prose() || unit.level == 0 && units.ends_sentence(unit))
    };
    !is_body && row.iter().filter(tells).count() * 2 > row.len()
}
