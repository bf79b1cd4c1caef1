//! Judge: which units are the article's, one by one.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem::Finder;

use super::bios;
use super::boxes;
use super::edges;
use super::place::Kind;
use super::reach;
use super::rights;
use super::run;
use super::said::{Said, head, is_same, key};
use super::stamps;
use super::unit::{Cut, Unit, Units};
use super::weight::weigh;
use crate::desk::decode::tree::Tree;
use crate::desk::extract::facts::likeness::likeness;
use crate::desk::extract::{Draft, Role, wording};

/// How many units between headline and body are looked at for the standfirst.
const LEAD_UNITS_MAX: usize = 40;

/// The most units of a standfirst, which may be a list of points, and of an introduction outside of the body's element.
/// Set by hand: four cut introductions off, and twelve let no more teasers in.
const LEADS_MAX: usize = 12;

/// The least weight of a standfirst that nothing but its place tells.
const LEAD_WEIGHT: usize = 60;

/// The weight of body behind which another `<h1>` begins another article.
const ARTICLE_WEIGHT: usize = 400;

/// Picks the body's units: indices, in order. The others are [cut](Unit::cut). `stated` is the body that the page states
/// as data: its letters in lower case.
pub(super) fn pick(tree: &Tree, units: &mut Units, seed: usize, facts: &Draft, stated: &str) -> Vec<usize> {
    units.list.iter_mut().for_each(|unit| unit.cut = Some(Cut::Elsewhere));
    let Some((first, last)) = span(units, seed) else { return Vec::new() };
    let headline = headline(units, facts);
    let start = match headline {
        // A headline within the seed ends what stands above it, unless that is the body itself.
        Some(at) if at >= first && above(units, first, at) && !heads_chapter(units, at, seed, facts) => at + 1,
        _ => first,
    };
    let end = end(units, start, last, headline, facts);
    let from = headline.or_else(|| reach::title_line(units, start, facts)).map_or(start, |at| start.min(at + 1));
    let mut picked = reach::chunks(tree, units, from, start, end, seed);
    for index in start..=end {
        let Some(unit) = units.get(index).filter(|unit| units.places.is_within(unit.place, seed)) else { continue };
        if unit.hidden.is_some() {
            units.cut(index, Cut::Hidden);
        } else if unit.boiler {
            units.cut(index, Cut::Named);
        } else {
            picked.push(index);
        }
    }
    picked.extend(headline.map(|at| reach::introduction(units, at, start, seed)).unwrap_or_default());
    picked.extend(reach::continuation(tree, units, end, seed));
    picked.extend(reach::questions(tree, units, end, seed, facts));
    picked.extend(reach::unfolded(units, seed, start, end));
    picked.extend(reach::stated_elsewhere(units, headline.map_or(0, |at| at + 1), seed, stated));
    picked.sort_unstable();
    picked.dedup();
    picked.extend(reach::chapter_heads(units, &picked, headline, seed));
    picked.sort_unstable();
    rights::trim(units, &picked);
    let (lists, labels) = lists(units, &picked);
    picked.retain(|&index| {
        let is_label = |unit: &Unit| labels.contains(&unit.from).then_some(Cut::Links);
        let why = units.get(index).and_then(|unit| fault(units, index, unit, facts, &lists).or_else(|| is_label(unit)));
        why.is_none_or(|why| {
            units.cut(index, why);
            false
        })
    });
    boxes::offers(units, seed, &mut picked);
    boxes::captions(units, seed, &mut picked);
    boxes::teasers(tree, units, seed, &mut picked);
    boxes::heads(units, seed, &mut picked);
    boxes::labels(units, &mut picked);
    boxes::posts(units, &mut picked);
    bios::closings(units, &mut picked);
    edges::trim(units, &mut picked);
    bios::drop(units, &mut picked, facts);
    let is_inside = |index: &&usize| units.get(**index).is_some_and(|unit| units.places.is_within(unit.place, seed));
    let first = picked.iter().find(is_inside).copied().unwrap_or(start);
    for index in headline.map(|at| lead(units, at, first, facts)).unwrap_or_default() {
        if let Err(at) = picked.binary_search(&index) {
            picked.insert(at, index);
            units.set_as_text(index);
        }
    }
    stamps::drop(units, &mut picked, facts);
    once(units, &mut picked);
    vouched(tree, units, &mut picked, stated, seed);
    headings(units, &mut picked);
    for &index in &picked {
        if let Some(unit) = units.list.get_mut(index) {
            unit.cut = None;
        }
    }
    picked
}

/// The first and the last unit in a place.
fn span(units: &Units, seed: usize) -> Option<(usize, usize)> {
    let inside = |unit: &Unit| units.places.is_within(unit.place, seed);
    Some((units.list.iter().position(inside)?, units.list.iter().rposition(inside)?))
}

/// Where the headline stands.
pub(super) fn headline(units: &Units, facts: &Draft) -> Option<usize> {
    let known = facts.headline.as_ref().map(|found| found.value.as_str());
    let is_it = |unit: &Unit| {
        unit.level > 0 && unit.hidden.is_none() && known.is_some_and(|known| is_same(units.text(unit), known))
    };
    let named = || units.list.iter().position(is_it);
    let first = || units.list.iter().position(|unit| unit.level == 1 && unit.hidden.is_none());
    units.headline.or_else(named).or_else(first)
}

/// Whether the text above the headline is little against the text below it.
fn above(units: &Units, first: usize, at: usize) -> bool {
    let mass = |units: Option<&[Unit]>| {
        units.unwrap_or_default().iter().filter(|unit| unit.is_prose()).map(|unit| unit.weight).sum::<usize>()
    };
    mass(units.list.get(first..at)) * 4 < mass(units.list.get(at..))
}

/// How like a heading in the text is at most to the headline that it is not, and how many others of its level stand below it in the text
/// at least. Set by hand: a headline that is worded anew stands alone; `the_first_of_several_large_heads_is_no_headline` moves with these.
const CHAPTER_LIKE_MAX: f64 = 0.3;
const CHAPTERS_MIN: usize = 2;

/// Whether what was taken for the headline heads the first chapter: it is not like the known one, and others of its level follow in the
/// text.
fn heads_chapter(units: &Units, at: usize, seed: usize, facts: &Draft) -> bool {
    let (Some(unit), Some(known)) = (units.get(at), &facts.headline) else { return false };
    let is_other = |other: &&Unit| other.level == unit.level && units.places.is_within(other.place, seed);
    let others = units.list.iter().skip(at + 1).filter(is_other).take(CHAPTERS_MIN).count();
    others == CHAPTERS_MIN
        && units.places.is_within(unit.place, seed)
        && likeness(&known.value, units.text(unit)) < CHAPTER_LIKE_MAX
}

/// The last unit of the article: what another `<article>`'s headline begins, well behind the first text, is another
/// article. Other `<h1>`s are sub-headlines of an author who likes them large.
fn end(units: &Units, start: usize, last: usize, headline: Option<usize>, facts: &Draft) -> usize {
    let known = facts.headline.as_ref().map(|found| found.value.as_str());
    let holder = |index: usize| {
        let unit = units.get(index)?;
        units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Article).map(|(at, _)| at)
    };
    let own = headline.and_then(holder).or_else(|| holder(start));
    let mut weight = 0;
    for (index, unit) in units.list.iter().enumerate().take(last + 1).skip(start) {
        if unit.level == 1 && Some(index) != headline && weight > ARTICLE_WEIGHT {
            let again = known.is_some_and(|known| is_same(units.text(unit), known));
            let other = holder(index).is_some_and(|holder| !own.is_some_and(|own| units.places.is_within(own, holder)));
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

/// The least weight outside of links in a sentence or an item that leads elsewhere and tells something all the same. Set by
/// hand: two words.
const UNLINKED_WEIGHT_MIN: usize = 12;

/// Whether an item of a list says something beside its links.
fn tells(unit: &Unit) -> bool {
    let share = unit.link_share();
    share < 0.5 || share < 0.75 && unit.weight.saturating_sub(unit.link_weight) >= UNLINKED_WEIGHT_MIN
}

/// The list that a unit begins an item of. What stands below in an item (a button, where to look it up) is judged by itself.
fn list_of(units: &Units, index: usize) -> Option<usize> {
    let unit = units.get(index).filter(|unit| unit.role == Role::ListItem)?;
    let (item, place) = units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Item)?;
    let is_within = |before: &Unit| units.places.is_within(before.place, item);
    (!index.checked_sub(1).and_then(|before| units.get(before)).is_some_and(is_within)).then_some(place.above)
}

/// Of how many items of a list one must say something beside its links for the list to be the text's own: sources, steps, some of
/// which have a page of their own. Lists of other articles are all made alike. Set by hand;
/// `a_list_is_one_thing_whatever_its_items_are_linked_to` moves with it.
const ITEMS_A_TELLING: usize = 4;

/// The most words of a label above links that is made an item of their list, and the least weight of those links, on average:
/// headlines, not names. Set by hand; `a_label_in_a_list_of_links_goes_with_them` moves with these.
const LABEL_WORDS_MAX: usize = 4;
const HEADLINE_WEIGHT_MIN: usize = 30;

/// Whether the first item of a list is the label of the others, which are headlines that lead elsewhere.
fn is_labelled<'u>(units: &Units, mut items: impl Iterator<Item = &'u Unit>) -> bool {
    let Some(label) = items.next().filter(|unit| unit.link_weight == 0) else { return false };
    let text = units.text(label);
    let (mut weight, mut others) = (0, 0);
    let lead_elsewhere = items.all(|unit| {
        (weight, others) = (weight + unit.weight, others + 1);
        unit.is_link()
    });
    lead_elsewhere
        && others > 1
        && weight >= others * HEADLINE_WEIGHT_MIN
        && text.split(' ').count() <= LABEL_WORDS_MAX
        && !units.ends_sentence(label)
}

/// How many units of an item are looked at for what it says of the link that it begins with, and the least running text of that, in
/// weight: more than the summary of another article has. Set by hand; `a_link_that_its_item_describes_stays` moves with the second, no
/// test with the first.
const ITEM_UNITS_MAX: usize = 12;
const DESCRIBED_WEIGHT_MIN: usize = 320;

/// Whether an item that a unit begins goes on with running text of its own.
fn is_described(units: &Units, index: usize) -> bool {
    let item = |unit: &Unit| units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Item);
    let Some((item, _)) = units.get(index).and_then(item) else { return false };
    let behind = units.list.iter().skip(index + 1).take(ITEM_UNITS_MAX);
    let own = behind.take_while(|unit| units.places.is_within(unit.place, item));
    own.filter(|unit| unit.is_prose()).map(|unit| unit.weight).sum::<usize>() >= DESCRIBED_WEIGHT_MIN
}

/// The lists that are the text's own, of those in which an item says nothing beside its links, and where the labels of others
/// begin in the text.
fn lists(units: &Units, picked: &[usize]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    // Labels and buttons say nothing, nor does what ends in a colon.
    let says = |unit: &Unit| {
        let text = units.text(unit);
        tells(unit) && !text.ends_with([':', '：']) && !wording::is_button(text) && wording::heads_tail(text).is_none()
    };
    let mut lists: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
    let mut described: BTreeMap<usize, usize> = BTreeMap::new();
    for &index in picked {
        if let (Some(list), Some(unit)) = (list_of(units, index), units.get(index)) {
            lists.entry(list).or_default().push(unit);
            *described.entry(list).or_default() += usize::from(unit.is_link() && is_described(units, index));
        }
    }
    let (mut own, mut labels) = (BTreeSet::new(), BTreeSet::new());
    for (list, items) in lists {
        if items.iter().all(|unit| tells(unit)) {
            continue;
        }
        let described = described.get(&list).copied().unwrap_or_default();
        let telling = items.iter().filter(|unit| says(unit)).count() + described;
        if telling == 1 && is_labelled(units, items.iter().copied()) {
            labels.extend(items.first().map(|label| label.from));
        } else if telling * ITEMS_A_TELLING >= items.len() {
            own.insert(list);
        }
    }
    (own, labels)
}

/// How many units below a sub-headline that is a link are looked at for its text. Set by hand: a short line or two may stand between,
/// who makes a thing and what it costs; `a_linked_sub_headline_may_have_a_short_line_below_it` moves with it.
const LINKED_HEAD_UNITS_MAX: usize = 3;

/// Whether running text follows a sub-headline that is a link: right behind it, or behind one with a number, as lists of plants or of
/// chapters have, below short lines in the block of both. A date between says that another article is announced.
fn heads_text(units: &Units, index: usize, head: &Unit) -> bool {
    if units.get(index + 1).is_some_and(Unit::is_prose) {
        return true;
    }
    if !units.text(head).contains(char::is_numeric) {
        return false;
    }
    let holder = |unit: &Unit| units.places.get(unit.place).map(|place| place.above);
    let is_beside =
        |unit: &&Unit| unit.level == 0 && unit.is_plain() && !unit.is_link() && holder(unit) == holder(head);
    let is_date = |unit: &Unit| units.text(unit).contains(char::is_numeric);
    let mut behind = units.list.iter().skip(index + 1).take(LINKED_HEAD_UNITS_MAX).take_while(is_beside);
    behind.find(|unit| unit.is_prose() || is_date(unit)).is_some_and(Unit::is_prose)
}

/// Why a unit in the right place is no running text by its own looks. `lists` are those that are the text's own.
fn fault(units: &Units, index: usize, unit: &Unit, facts: &Draft, lists: &BTreeSet<usize>) -> Option<Cut> {
    let share = unit.link_share();
    let text = units.text(unit);
    if !text.chars().any(char::is_alphanumeric) {
        return Some(Cut::Edge);
    }
    if facts.headline.as_ref().is_some_and(|found| is_same(&found.value, text)) {
        return Some(Cut::Headline);
    }
    if run::is_address(text) {
        return Some(Cut::Links);
    }
    if units.is_promo(unit) || unit.role == Role::Paragraph && wording::is_button(text) {
        return Some(Cut::Promotion);
    }
    let is_text = match unit.role {
        // A sub-headline may be a link; above another link it is a teaser's.
        Role::Heading => share < 0.5 || heads_text(units, index, unit),
        Role::ListItem => tells(unit) || list_of(units, index).is_some_and(|list| lists.contains(&list)),
        Role::Preformatted => share < 0.8,
        // One whole link is a teaser; a sentence has words around its links, however few.
        Role::Paragraph | Role::Quote => {
            share < 0.75 && !(share > 0.5 && unit.weight < 150)
                || units.ends_sentence(unit) && unit.weight.saturating_sub(unit.link_weight) >= UNLINKED_WEIGHT_MIN
        }
    };
    (!is_text).then_some(Cut::Links)
}

/// The shortest standfirst that the description tells, in bytes of its letters: a shorter one may be a kicker that both
/// begin with. Set by hand.
const TOLD_BYTES_MIN: usize = 30;

/// The letters of the description.
pub(super) fn description(facts: &Draft) -> String {
    facts.description.as_ref().map(|found| key(&found.value)).unwrap_or_default()
}

/// Whether the description says the same as a text of these letters, be it that one of them goes on.
pub(super) fn is_told(description: &str, own: &str) -> bool {
    own.len() > TOLD_BYTES_MIN
        && !description.is_empty()
        && (description.starts_with(own) || own.starts_with(description))
}

/// The body of a page without running text: the standfirst in front of a film or a wall, where it shows what the
/// description says.
pub(super) fn standfirst(units: &mut Units, facts: &Draft) -> Vec<usize> {
    units.list.iter_mut().for_each(|unit| unit.cut = Some(Cut::Elsewhere));
    let description = description(facts);
    let is_lead = |unit: &Unit| {
        unit.hidden.is_none() && unit.level != 1 && units.ends_sentence(unit) && is_told(&description, units.key(unit))
    };
    let Some(lead) = units.list.iter().position(is_lead) else { return Vec::new() };
    units.set_as_text(lead);
    if let Some(unit) = units.list.get_mut(lead) {
        unit.cut = None;
    }
    vec![lead]
}

/// The least weight of a sub-headline right below the headline that is a standfirst: three words. A section's name is shorter. Set by
/// hand; `a_short_line_below_the_headline_is_its_second_line` moves with it.
const SUBTITLE_WEIGHT_MIN: usize = 18;

/// The standfirst: what stands between the headline and the body's first unit and reads so, or is named so.
fn lead(units: &Units, headline: usize, first: usize, facts: &Draft) -> Vec<usize> {
    let description = description(facts);
    let mut found = Vec::new();
    let between = units.list.iter().enumerate().take(first).skip(headline + 1);
    for (index, unit) in between.filter(|(_, unit)| unit.hidden.is_none()).take(LEAD_UNITS_MAX) {
        let text = units.text(unit);
        let said = is_told(&description, &key(text));
        // A sub-headline right below the headline needs no stop to be a standfirst.
        let ends = units.ends_sentence(unit) || unit.level > 1 && index == headline + 1;
        let reads = unit.weight >= LEAD_WEIGHT && ends && !unit.boiler;
        let named = unit.lead && unit.weight >= 30 && !unit.boiler;
        let is_plain = unit.link_weight == 0 && !unit.boiler && unit.weight >= SUBTITLE_WEIGHT_MIN;
        let follows_on = index == headline + 1 && is_plain && (2..=3).contains(&unit.level);
        // Some call the standfirst a teaser, which other articles' are as well.
        let is_figure = || units.places.get(unit.place).is_some_and(|place| place.figure);
        let follows = index == headline + 1 && unit.boiler && unit.link_weight == 0 && unit.weight >= LEAD_WEIGHT;
        let teases = follows && unit.level > 1 && units.ends_sentence(unit) && !is_figure();
        let repeats = || facts.headline.as_ref().is_some_and(|found| is_same(&found.value, text));
        let fits = unit.level != 1 && (unit.role != Role::ListItem || unit.lead) && !repeats();
        let promotes = || units.is_promo(unit) || unit.link_share() > 0.5;
        if said || (reads || named || teases || follows_on) && fits && !promotes() {
            found.push(index);
        }
    }
    found.truncate(LEADS_MAX);
    found
}

/// The most quotations that are looked for in the text around them, each in all of it: features set a dozen in large type.
const QUOTES_MAX: usize = 64;

/// The least weight of what is said once only: short lines may repeat (a name before each answer of an interview). Set by
/// hand.
const ONCE_WEIGHT_MIN: usize = 40;

/// Keeps the first of what is said twice, and no quotation that is taken from the text around it.
fn once(units: &mut Units, picked: &mut Vec<usize>) {
    let own = || picked.iter().filter_map(|&index| units.get(index));
    let quotes = own().filter(|unit| unit.role == Role::Quote).take(QUOTES_MAX + 1).count();
    let all: Vec<&str> =
        if (1..=QUOTES_MAX).contains(&quotes) { own().map(|unit| units.key(unit)).collect() } else { Vec::new() };
    // Few texts begin alike: the others needn't be compared to their ends.
    let mut heads: Vec<u128> =
        own().filter(|unit| unit.weight >= ONCE_WEIGHT_MIN).map(|unit| head(units.text(unit))).collect();
    heads.sort_unstable();
    let shared: BTreeSet<u128> =
        heads.windows(2).filter(|pair| pair.first() == pair.last()).flatten().copied().collect();
    let is_shared = |unit: &Unit| !shared.is_empty() && shared.contains(&head(units.text(unit)));
    let mut seen = BTreeSet::new();
    let mut is_new = |index: usize| {
        let Some(unit) = units.get(index) else { return false };
        if unit.weight < ONCE_WEIGHT_MIN {
            return true;
        }
        let is_taken = unit.role == Role::Quote && {
            let own = units.key(unit);
            let quote = Finder::new(own);
            !own.is_empty() && all.iter().any(|other| other.len() > own.len() && quote.find(other.as_bytes()).is_some())
        };
        !is_taken && (!is_shared(unit) || units.key(unit).is_empty() || seen.insert(units.key(unit)))
    };
    let keep: Vec<bool> = picked.iter().map(|&index| is_new(index)).collect();
    // Tables have a head each, and it may be the same: of rows only several one behind the other are repeated.
    let is_line = |index: usize| units.get(index).is_some_and(|unit| unit.role == Role::Preformatted);
    let beside = |at: usize| [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
    let is_kept = |at: usize| keep.get(at).copied().unwrap_or(true);
    let lines = picked.iter().enumerate().map(|(at, &index)| is_kept(at) || is_line(index) && beside(at).all(is_kept));
    let keep = whole(units, picked, lines.collect());
    let mut keep = keep.into_iter();
    picked.retain(|&index| {
        let keeps = keep.next().unwrap_or(false);
        if !keeps {
            units.cut(index, Cut::Repeated);
        }
        keeps
    });
}

/// Of how many items or rows one must be said for the first time for a list or a table to be no repetition. Set by hand: what two
/// lists have in common is a place, an hour, a price; `what_lists_and_tables_have_in_common_stays_in_each` moves with it.
const ITEMS_A_NEW: usize = 4;

/// The heaviest item or row of such a list or table, in weight: two lines of print. A longer one is a box that stands on the page
/// twice. Set by hand; the same test moves with it.
const COMMON_WEIGHT_MAX: usize = 160;

/// What is kept where lists and tables are one thing each: an item or a row that was said before belongs to its own all the same,
/// unless nearly all of that was.
fn whole(units: &Units, picked: &[usize], keep: Vec<bool>) -> Vec<bool> {
    if keep.iter().all(|keeps| *keeps) {
        return keep;
    }
    let holder = |unit: &Unit| {
        let mut around = units.places.around(unit.place);
        let above = || units.places.get(unit.place).map(|place| place.above);
        let is_item = |kind: Kind| matches!(kind, Kind::Item | Kind::Definition);
        match unit.role {
            Role::ListItem => around.find(|(_, place)| is_item(place.kind)).map(|(_, place)| place.above),
            Role::Preformatted => around.find(|(_, place)| place.kind == Kind::Table).map(|(at, _)| at).or_else(above),
            _ => None,
        }
    };
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut holders = Vec::with_capacity(picked.len());
    for unit in picked.iter().map(|&index| units.get(index)) {
        let found = unit.and_then(|unit| Some((holder(unit)?, unit)));
        if let Some((holder, unit)) = found {
            let (new, all) = counts.entry(holder).or_default();
            *new += usize::from(seen.insert(units.key(unit)));
            *all += 1;
        }
        holders.push(found.filter(|(_, unit)| unit.weight <= COMMON_WEIGHT_MAX).map(|(holder, _)| holder));
    }
    let is_own = |holder: &Option<usize>| {
        holder.and_then(|holder| counts.get(&holder)).is_some_and(|(new, all)| new * ITEMS_A_NEW >= *all)
    };
    keep.into_iter().zip(&holders).map(|(keeps, holder)| keeps || is_own(holder)).collect()
}

/// The most units for which the stated body is searched.
const VOUCHED_UNITS_MAX: usize = 500;

/// Where the page states its body as data and the picked text holds all of that and a little more, drops the rest behind
/// the first stated unit: the publisher's own word for what is text and what is a box in it. Sub-headlines stay, and answers to
/// questions, since stated bodies often leave them out.
fn vouched(tree: &Tree, units: &mut Units, picked: &mut Vec<usize>, stated: &str, seed: usize) {
    if stated.is_empty() || picked.len() > VOUCHED_UNITS_MAX {
        return;
    }
    let mut said = Said::new(stated);
    let held: Vec<bool> =
        picked.iter().map(|&index| units.get(index).is_some_and(|unit| said.holds(units.key(unit)))).collect();
    let weight = |index: &usize| units.get(*index).map_or(0, |unit| unit.weight);
    let all: usize = picked.iter().map(weight).sum();
    let sure: usize = picked.iter().zip(&held).filter(|(_, held)| **held).map(|(index, _)| weight(index)).sum();
    let own = weigh(stated);
    // The stated text is counted without spaces and stops, the units with: equal means six sevenths of it.
    if sure * 10 < all * 8 || sure < own {
        return;
    }
    let first = held.iter().position(|held| *held).unwrap_or_default();
    let mut place = 0;
    picked.retain(|&index| {
        place += 1;
        let held = held.get(place - 1).copied().unwrap_or_default();
        let is_told = |unit: &Unit| unit.level > 0 || unit.is_prose() && reach::answers(tree, units, unit, seed);
        let keeps = held || place <= first || units.get(index).is_some_and(is_told);
        if !keeps {
            units.cut(index, Cut::Unstated);
        }
        keeps
    });
}

/// Drops sub-headlines that nothing follows, and those of boxes that ask for something.
fn headings(units: &mut Units, picked: &mut Vec<usize>) {
    let level = |index: Option<&usize>| index.and_then(|&index| units.get(index)).map(|unit| unit.level);
    let keep: Vec<bool> = picked
        .iter()
        .enumerate()
        .map(|(place, index)| match (level(Some(index)), level(picked.get(place + 1))) {
            (Some(0), _) => true,
            (Some(own), Some(next)) => {
                let heads = next == 0 || next > own || says_itself(units, *index);
                heads && !heads_box(units, *index, picked.get(place + 1).copied())
            }
            _ => false,
        })
        .collect();
    let mut keep = keep.into_iter();
    picked.retain(|&index| {
        let keeps = keep.next().unwrap_or(false);
        if !keeps {
            units.cut(index, Cut::Headless);
        }
        keeps
    });
}

/// The least weight of a sub-headline that is a sentence of its own: a line of print; and of one in quotation marks. Set by hand;
/// `a_sentence_in_large_type_needs_no_text_below_it` moves with these.
const SENTENCE_WEIGHT_MIN: usize = 60;
const QUOTE_WEIGHT_MIN: usize = 30;

/// Whether a sub-headline is a sentence in large type, which needs no text below it.
fn says_itself(units: &Units, index: usize) -> bool {
    let Some(unit) = units.get(index).filter(|unit| (2..=4).contains(&unit.level) && unit.link_weight == 0) else {
        return false;
    };
    let text = units.text(unit);
    let is_quoted = || text.starts_with(['“', '„', '«', '»', '"']) && text.ends_with(['”', '“', '»', '«', '"']);
    unit.weight >= SENTENCE_WEIGHT_MIN && text.ends_with(['.', '!', '。'])
        || unit.weight >= QUOTE_WEIGHT_MIN && is_quoted()
}

/// Whether a sub-headline stands in a box with a promotion, out of which nothing else was picked: the next text is beyond.
fn heads_box(units: &Units, heading: usize, next: Option<usize>) -> bool {
    let Some(holder) = units.get(heading).and_then(|unit| units.places.get(unit.place)).map(|place| place.above) else {
        return false;
    };
    let within = |index: usize| units.get(index).is_some_and(|unit| units.places.is_within(unit.place, holder));
    let promotes = units.get(heading + 1).is_some_and(|unit| units.is_promo(unit));
    promotes && within(heading + 1) && !next.is_some_and(within)
}
