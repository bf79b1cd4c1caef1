//! Listed: what lists, and their heads and numbers, say of what stands in them.

use std::collections::BTreeMap;

use super::cards::host;
use super::place::Kind;
use super::unit::{Unit, Units};
use crate::desk::decode::tree::{Key, Tag, Tree};
use crate::desk::extract::{Draft, Role, wording};

/// Heads of a table of contents, in lower case.
const CONTENTS: &[&str] = &["inhaltsverzeichnis", "table of contents", "sommaire", "índice", "indice"];

/// Likewise, where no text follows: a book's or a film's may.
const BARE_CONTENTS: &[&str] = &["contents", "inhalt", "inhoud"];

/// The longest of them, in bytes.
const CONTENTS_BYTES_MAX: usize = 20;

/// Whether a unit heads a table of contents that is not there: a script makes it.
pub(super) fn is_contents(units: &Units, index: usize, unit: &Unit) -> bool {
    let text = units.text(unit);
    if text.len() > CONTENTS_BYTES_MAX || !(unit.level > 0 || unit.role == Role::Paragraph) {
        return false;
    }
    let lower = text.trim_end_matches([':', ' ']).to_lowercase();
    let next = units.get(index + 1);
    let is_alone = || next.is_none_or(|next| next.role != Role::ListItem);
    CONTENTS.contains(&&*lower) && is_alone()
        || BARE_CONTENTS.contains(&&*lower) && is_alone() && !next.is_some_and(Unit::is_prose)
}

/// The most digits of an item's number. Set by hand; `numbers_of_items_are_no_text` moves with it.
const NUMBER_DIGITS_MAX: usize = 3;

/// Whether a unit is the number of an item, beside its text.
pub(super) fn is_number(units: &Units, index: usize, unit: &Unit) -> bool {
    let text = units.text(unit);
    let digits = text.strip_suffix(['.', ')']).unwrap_or_default();
    if unit.role != Role::ListItem
        || !(1..=NUMBER_DIGITS_MAX).contains(&digits.len())
        || !digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return false;
    }
    let item = units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Item).map(|(at, _)| at);
    let within = |index: usize| {
        units.get(index).zip(item).is_some_and(|(other, item)| units.places.is_within(other.place, item))
    };
    within(index + 1) || index.checked_sub(1).is_some_and(within)
}

/// The least weight of the links in a list that the text refers to, on average: what they are called, not the names of networks. Set by
/// hand; `links_to_other_sites_stay_with_what_introduces_them` moves with it.
const LINK_WEIGHT_MIN: usize = 20;

/// How many nodes of an item are looked at for its link. Set by hand; no test moves with it.
const ITEM_NODES_MAX: usize = 16;

/// What tells whether a text refers to a list of links: they are part of what it says, and lead to others.
pub(super) struct Referring<'t> {
    tree: &'t Tree,
    units: &'t Units,
    /// The page's own host; nothing where it is not known.
    own: &'t str,
    /// The last running text in each place.
    prose: BTreeMap<usize, usize>,
}

impl<'t> Referring<'t> {
    pub(super) fn of(tree: &'t Tree, units: &'t Units, picked: &[usize], facts: &'t Draft) -> Self {
        let own = facts.canonicals.iter().map(|found| site(&found.value)).find(|host| !host.is_empty());
        let holder = |index: usize| {
            let unit = units.get(index).filter(|unit| unit.is_prose())?;
            Some((units.places.get(unit.place)?.above, index))
        };
        Self {
            tree,
            units,
            own: own.unwrap_or_default(),
            prose: picked.iter().filter_map(|&index| holder(index)).collect(),
        }
    }

    /// Whether the text refers to a list with these items: a sentence introduces it, running text follows, and at least half of the links
    /// lead to other sites.
    pub(super) fn hold(&self, at: usize, items: &[(usize, &Unit)]) -> bool {
        let (Some((first, _)), Some((last, _)), Some(place)) = (items.first(), items.last(), self.units.places.get(at))
        else {
            return false;
        };
        let weight: usize = items.iter().map(|(_, unit)| unit.weight).sum();
        let is_named = weight >= items.len() * LINK_WEIGHT_MIN && items.iter().all(|(_, unit)| unit.is_link());
        let goes_on = self.prose.get(&place.above).is_some_and(|prose| prose > last);
        if self.own.is_empty() || !is_named || !goes_on || !self.introduced(*first, place.above) {
            return false;
        }
        let leads_away = |unit: &&Unit| self.link(unit).map(site).is_some_and(|host| !is_same(host, self.own));
        items.iter().map(|(_, unit)| *unit).filter(leads_away).count() * 2 >= items.len()
    }

    /// Whether running text, or a line with a colon, stands right in front of a list, in the place that holds it.
    fn introduced(&self, first: usize, holder: usize) -> bool {
        let Some(before) = first.checked_sub(1).and_then(|before| self.units.get(before)) else { return false };
        let text = self.units.text(before);
        let stands = self.units.places.get(before.place).is_some_and(|place| place.above == holder);
        let introduces = before.is_prose() || before.is_plain() && before.level == 0 && text.ends_with([':', '：']);
        stands && introduces && wording::heads_tail(text).is_none() && !self.units.is_promo(before)
    }

    /// Where an item leads.
    fn link(&self, unit: &Unit) -> Option<&'t str> {
        let (_, item) = self.units.places.around(unit.place).find(|(_, place)| place.kind == Kind::Item)?;
        let mut links = self.tree.descendants(item.id).take(ITEM_NODES_MAX).filter(|&id| self.tree.is(id, Tag::A));
        links.find_map(|id| self.tree.value(id, Key::Href))
    }
}

/// The host that an address names, without what stands in front of nearly all.
fn site(address: &str) -> &str {
    let host = host(address);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether a link's host is the page's own, or of the same site. A link that names none stays on its site.
fn is_same(host: &str, own: &str) -> bool {
    let is_part = |part: &str, whole: &str| {
        part.strip_suffix(whole).is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
    host.is_empty() || is_part(host, own) || is_part(own, host)
}
