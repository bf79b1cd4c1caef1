//! Reach: what of the body stands outside of the seed, or in parts of it that a reader opens.

use std::collections::{BTreeMap, BTreeSet};

use super::place::{Kind, Place};
use super::said::Said;
use super::seed;
use super::unit::{Unit, Units};
use super::words::Named;
use crate::desk::decode::tree::{Key, NodeId, Tag, Tree};
use crate::desk::extract::Draft;

/// Running text behind `from` that stands outside of the seed and in the body that the page states as data.
pub(super) fn stated_elsewhere(units: &Units, from: usize, seed: usize, stated: &str) -> Vec<usize> {
    if stated.is_empty() {
        return Vec::new();
    }
    let mut said = Said::new(stated);
    let outside = |unit: &Unit| unit.is_prose() && !units.places.is_within(unit.place, seed);
    let behind = units.list.iter().enumerate().skip(from);
    behind.filter(|(_, unit)| outside(unit) && said.holds(units.key(unit))).map(|(index, _)| index).collect()
}

/// The least running text of a hidden part that a reader is meant to open: about two lines. What asks for something or
/// tells where one is, is shorter.
const UNFOLDED_WEIGHT: usize = 150;

/// The units of hidden parts of the body that a reader is meant to open: answers under questions, the text behind “read
/// on”, the slides of a gallery. They hold running text, and no name around them says that they are something else.
pub(super) fn unfolded(units: &Units, seed: usize, start: usize, end: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut index = start;
    while let Some(hidden) = units.get(index).filter(|_| index <= end).map(|unit| unit.hidden) {
        let begin = index;
        index += 1;
        let Some(part) = hidden else { continue };
        while units.get(index).is_some_and(|unit| unit.hidden == hidden) {
            index += 1;
        }
        let own = units.list.get(begin..index).unwrap_or_default();
        let reads =
            |unit: &&Unit| unit.level == 0 && !unit.boiler && unit.link_share() < 0.3 && units.ends_sentence(unit);
        let weight = |units: &mut dyn Iterator<Item = &Unit>| units.map(|unit| unit.weight).sum::<usize>();
        let (prose, all) = (weight(&mut own.iter().filter(reads)), weight(&mut own.iter()));
        if units.places.is_within(part, seed) && prose >= UNFOLDED_WEIGHT && prose * 2 > all {
            found.extend((begin..index).filter(|&at| units.get(at).is_some_and(|unit| !unit.boiler)));
        }
    }
    found
}

/// How many places around an answer are looked at for what says that it is one. Set by hand: a builder of pages has two or three blocks
/// between; `answers_that_the_stated_body_leaves_out_stay` moves with it and the next.
const ANSWER_LEVELS: usize = 8;

/// The longest list of class names that is looked at, in bytes: each unit asks anew. Set by hand: builders' lists have half as many.
const CLASS_BYTES_MAX: usize = 400;

/// What the names of such places begin with, in lower case.
const ANSWER_NAMES: &[&str] = &["accordion", "akkordeon", "faq"];

/// Whether a unit in the seed stands in what answers a question.
pub(super) fn answers(tree: &Tree, units: &Units, unit: &Unit, seed: usize) -> bool {
    units.places.is_within(unit.place, seed) && is_answer(tree, units, unit, seed)
}

/// Whether a unit stands in what answers a question, by the element, its type or its name, within a place.
fn is_answer(tree: &Tree, units: &Units, unit: &Unit, holder: usize) -> bool {
    let begins = |word: &str| {
        let opens = |name: &&str| word.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        ANSWER_NAMES.iter().any(opens)
    };
    let answers = |id: NodeId| {
        let kind = tree.value(id, Key::ItemType).and_then(|kind| kind.rsplit('/').next());
        tree.tag(id) == Tag::Details
            || matches!(kind, Some("Question" | "Answer" | "FAQPage"))
            || tree.value(id, Key::Class).is_some_and(|list| {
                list.len() <= CLASS_BYTES_MAX && tree.classes(id).flat_map(|name| name.split(['-', '_'])).any(begins)
            })
    };
    let mut around = units.places.around(unit.place).take_while(|(at, _)| *at != holder).take(ANSWER_LEVELS);
    around.any(|(_, place)| answers(place.id))
}

/// Beside how many places questions are looked for: the seed and two around it, frames of its layout. Set by hand;
/// `questions_right_behind_the_text_are_its_own` moves with it and the next four.
const ASKED_LEVELS: usize = 3;

/// How many questions make a part of them, and the heaviest of these, in weight: two lines of print.
const QUESTIONS_MIN: usize = 2;
const QUESTION_WEIGHT_MAX: usize = 160;

/// The least running text of their answers, in weight: about two lines; and the share of links up to which they tell.
const ANSWERS_WEIGHT_MIN: usize = 150;
const ANSWERS_SHARE_MAX: f64 = 0.2;

/// Questions with their answers behind the seed, in a part of their own beside it or beside what is around it. Behind a footer, a
/// column, another article, what readers say or what is named as no part of the text they are no longer the text's.
pub(super) fn questions(tree: &Tree, units: &Units, end: usize, seed: usize, facts: &Draft) -> Vec<usize> {
    let mut found = Vec::new();
    let headline = facts.headline.as_ref().map(|found| found.value.to_lowercase()).unwrap_or_default();
    let subjects: BTreeSet<&str> = subjects(&headline).collect();
    let (mut next, mut inner) = (end + 1, seed);
    for _ in 0..ASKED_LEVELS {
        let is_frame = |place: &&Place| matches!(place.kind, Kind::Root | Kind::Page);
        let Some(place) = units.places.get(inner).filter(|place| !is_frame(place)) else { break };
        let (holder, mut at) = (place.above, place.end);
        while let Some(part) = units.places.get(at).filter(|part| part.above == holder) {
            let is_others = Named::TALK.and(Named::STRONG).and(Named::WEAK);
            if matches!(part.kind, Kind::Footer | Kind::Aside | Kind::Article) || part.named.has(is_others) {
                return found;
            }
            let is_within = |unit: &Unit| (at..part.end).contains(&unit.place);
            while units.get(next).is_some_and(|unit| unit.place < at) {
                next += 1;
            }
            let from = next;
            while units.get(next).is_some_and(is_within) {
                next += 1;
            }
            found.extend(asked(tree, units, (from, next), holder, &subjects));
            at = part.end;
        }
        inner = holder;
    }
    found
}

/// The words of a text that tell what it is about, in lower case, each up to where its ending may begin.
fn subjects(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.get(..word.char_indices().nth(SUBJECT_CHARS)?.0))
}

/// How many characters of a word tell what it is about, which has more of them: shorter ones stand in any headline. Set by hand;
/// `questions_right_behind_the_text_are_its_own` moves with it.
const SUBJECT_CHARS: usize = 5;

/// What of these units is questions and answers, which stand in such as is named so within the `holder`. Half of the questions are about
/// what the headline is about: what a site is asked about itself is not; and none is a link, as heads of other articles are.
fn asked(
    tree: &Tree,
    units: &Units,
    (from, to): (usize, usize),
    holder: usize,
    headline: &BTreeSet<&str>,
) -> Vec<usize> {
    let asks = |unit: &Unit| unit.weight <= QUESTION_WEIGHT_MAX && units.text(unit).ends_with(['?', '？', '؟']);
    let plain: Vec<(usize, &Unit)> =
        (from..to).filter_map(|index| Some((index, units.get(index).filter(|unit| unit.is_plain())?))).collect();
    if plain.iter().filter(|(_, unit)| asks(unit)).count() < QUESTIONS_MIN {
        return Vec::new();
    }
    // Units of one place stand in the same.
    let mut known: BTreeMap<usize, bool> = BTreeMap::new();
    let mut is_answer = |unit: &Unit| *known.entry(unit.place).or_insert_with(|| is_answer(tree, units, unit, holder));
    let own: Vec<(usize, &Unit)> = plain.into_iter().filter(|(_, unit)| is_answer(unit)).collect();
    let sum = |weight: fn(&Unit) -> usize| own.iter().map(|(_, unit)| weight(unit)).sum::<usize>();
    let prose = sum(|unit| if unit.is_prose() { unit.weight } else { 0 });
    let (all, linked) = (sum(|unit| unit.weight), sum(|unit| unit.link_weight));
    let questions: Vec<&Unit> = own.iter().map(|(_, unit)| *unit).filter(|unit| asks(unit)).collect();
    let is_told = |unit: &&&Unit| subjects(&units.text(unit).to_lowercase()).any(|subject| headline.contains(subject));
    let is_asked = questions.len() >= QUESTIONS_MIN
        && questions.iter().filter(is_told).count() * 2 >= questions.len()
        && !questions.iter().any(|unit| unit.is_link());
    let tells = prose >= ANSWERS_WEIGHT_MIN && (linked as f64) < all as f64 * ANSWERS_SHARE_MAX;
    if is_asked && tells { own.into_iter().map(|(index, _)| index).collect() } else { Vec::new() }
}

/// The longest that may stand behind the headline in its line, in bytes: a sign and a site's name. Set by hand;
/// `a_chunk_below_a_title_that_is_no_heading_stays` moves with it.
const SITE_BYTES_MAX: usize = 60;

/// The last line above the seed that is the headline, be it with the site's name behind, where no heading is.
pub(super) fn title_line(units: &Units, start: usize, facts: &Draft) -> Option<usize> {
    let known = facts.headline.as_ref()?.value.as_str();
    let is_title = |unit: &Unit| {
        let behind = units.text(unit).strip_prefix(known).map(str::trim_start);
        unit.level == 0
            && unit.hidden.is_none()
            && behind.is_some_and(|rest| {
                rest.is_empty() || rest.len() <= SITE_BYTES_MAX && rest.starts_with(['|', '-', '–', '—', '·', '•'])
            })
    };
    units.list.iter().take(start).rposition(is_title)
}

/// Running text outside of the seed whose holder is of the same make as the holders of running text inside: the other
/// chunks of a body that is cut in pieces. They are looked for behind `from`.
pub(super) fn chunks(tree: &Tree, units: &Units, from: usize, start: usize, end: usize, seed: usize) -> Vec<usize> {
    let mut known = seed::Makes::new(tree);
    let mut makes = BTreeMap::new();
    let mut all = 0;
    for unit in units.list.get(start..=end).unwrap_or_default().iter().filter(|unit| unit.is_prose()) {
        if let Some(make) = known.of(&units.places, unit.place) {
            *makes.entry(make).or_insert(0) += unit.weight;
        }
        all += unit.weight;
    }
    let Some((main, _)) = makes.into_iter().find(|(_, weight)| *weight * 2 > all) else { return Vec::new() };
    let outside = |unit: &Unit| unit.is_plain() && !units.places.is_within(unit.place, seed);
    let mut of_makes = |first: usize, last: usize, is_one: &dyn Fn(seed::Make) -> bool| {
        let own = units.list.iter().enumerate().take(last).skip(first).filter(|(_, unit)| outside(unit));
        let mut is_one = |unit: &Unit| known.of(&units.places, unit.place).is_some_and(is_one);
        own.filter(|(_, unit)| is_one(unit)).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let found = of_makes(from, units.list.len(), &|make| make == main);
    let (Some(&first), Some(&last)) = (found.first(), found.last()) else { return found };
    // Between them a chunk may be laid out otherwise.
    let between = of_makes(first.min(end), last.max(start), &|make| seed::is_like(make, main));
    [found, between].concat()
}

/// The sub-headlines of a body that is cut in pieces: they stand between the pieces, in what holds all of them, or each with its piece
/// in a box of their own.
pub(super) fn chapter_heads(units: &Units, picked: &[usize], headline: Option<usize>, seed: usize) -> Vec<usize> {
    let outside = |index: &usize| units.get(*index).is_some_and(|unit| !units.places.is_within(unit.place, seed));
    if !picked.iter().any(outside) {
        return Vec::new();
    }
    let is_picked = |index: usize| picked.binary_search(&index).is_ok();
    let is_head = |index: usize| {
        let unit = units.get(index).filter(|unit| unit.level > 1 && unit.is_plain() && unit.link_share() < 0.5);
        let Some(holder) = unit.and_then(|unit| units.places.get(unit.place)).map(|place| place.above) else {
            return false;
        };
        let is_inside = |(_, unit): &(usize, &Unit)| units.places.is_within(unit.place, holder);
        let mut behind =
            units.list.iter().enumerate().skip(index + 1).take_while(is_inside).take(PIECE_UNITS_MAX).peekable();
        units.places.is_within(seed, holder) || behind.peek().is_some() && behind.all(|(at, _)| is_picked(at))
    };
    let before = picked.iter().filter_map(|index| index.checked_sub(1));
    let new = before.filter(|&index| headline.is_none_or(|at| at < index) && !is_picked(index));
    new.filter(|&index| is_head(index)).collect()
}

/// How many units of a piece are looked at behind its sub-headline.
/// Set by hand: a chapter has fewer; no test moves with it.
const PIECE_UNITS_MAX: usize = 100;

/// The share of links up to which text outside of the seed tells rather than leads elsewhere. Set by hand;
/// no test moves with it.
const TELLING_SHARE_MAX: f64 = 0.2;

/// Whether a unit outside of the seed is running text, and no announcement.
fn tells(units: &Units, unit: &Unit) -> bool {
    unit.is_prose() && unit.link_share() < TELLING_SHARE_MAX && units.ends_sentence(unit)
}

/// Running text above the seed in the element that holds the article: an introduction that is longer than a standfirst.
/// The element says by its name that it is a body, or it is an `<article>` with the headline in it. What stands below the
/// seed in an `<article>` is mostly about the author, the comments or another article.
pub(super) fn introduction(units: &Units, headline: usize, start: usize, seed: usize) -> Vec<usize> {
    let headline_place = units.get(headline).map_or(0, |unit| unit.place);
    let is_holder = |at: usize, kind: Kind, is_body: bool| {
        is_body || kind == Kind::Article && units.places.is_within(headline_place, at)
    };
    let mut above = units.places.around(seed).skip(1);
    let Some((holder, _)) = above.find(|(at, place)| is_holder(*at, place.kind, place.named.has(Named::BODY))) else {
        return Vec::new();
    };
    let is_own = |unit: &Unit| {
        let mut inner = units.places.around(unit.place).take_while(|(at, _)| *at != holder);
        units.places.is_within(unit.place, holder) && !inner.any(|(_, place)| place.kind == Kind::Article)
    };
    let above = units.list.iter().enumerate().take(start).skip(headline + 1);
    let mut found: Vec<usize> =
        above.filter(|(_, unit)| tells(units, unit) && is_own(unit)).map(|(index, _)| index).collect();
    found.extend(between(units, &found));
    found
}

/// How many paragraphs of an introduction side by side are a text, of which the shorter ones are part as well. Set by hand;
/// `short_lines_within_an_introduction_stay` moves with it.
const INTRODUCTION_MIN: usize = 3;

/// What stands between paragraphs of an introduction in the place that holds these: short ones, and quotations. Captions have no
/// stop.
fn between(units: &Units, found: &[usize]) -> Vec<usize> {
    let holder = |index: usize| {
        let place = units.places.get(units.get(index).filter(|unit| unit.is_plain())?.place)?;
        matches!(place.kind, Kind::Paragraph | Kind::Quote).then_some(place.above)
    };
    let mut spans: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
    for (index, holder) in found.iter().filter_map(|&index| Some((index, holder(index)?))) {
        let (_, last, all) = spans.entry(holder).or_insert((index, index, 0));
        (*last, *all) = (index, *all + 1);
    }
    spans.retain(|_, (_, _, all)| *all >= INTRODUCTION_MIN);
    let reads = |index: usize| {
        units.get(index).is_some_and(|unit| units.ends_sentence(unit) || units.text(unit).ends_with([':', '：']))
    };
    let inside = spans.iter().flat_map(|(own, (first, last, _))| {
        (*first..*last).filter(|&index| holder(index) == Some(*own) && reads(index))
    });
    inside.collect()
}

/// Running text below the seed in the element that says by its name that it is the body, in blocks without a name of their own.
pub(super) fn continuation(tree: &Tree, units: &Units, end: usize, seed: usize) -> Vec<usize> {
    let mut above = units.places.around(seed).skip(1);
    let Some((holder, _)) = above.find(|(_, place)| place.named.has(Named::BODY)) else { return Vec::new() };
    let is_nameless =
        |place: &Place| tree.value(place.id, Key::Class).is_none() && tree.value(place.id, Key::Id).is_none();
    let is_own = |unit: &Unit| {
        let mut inner = units.places.around(unit.place).take_while(|(at, _)| *at != holder);
        units.places.is_within(unit.place, holder)
            && !units.places.is_within(unit.place, seed)
            && inner.all(|(_, place)| is_nameless(place) && place.kind != Kind::Article)
    };
    let below = units.list.iter().enumerate().skip(end + 1);
    below.filter(|(_, unit)| tells(units, unit) && is_own(unit)).map(|(index, _)| index).collect()
}
