//! The one walk over the tree that cuts the page into units and notes the places they stand in.
//!
//! What an attribute hides is walked as well: a click may be meant to open it.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::place::{BULK_WEIGHT_MIN, Kind, Place, Places};
use super::run::{Part, Run};
use super::shortcodes;
use super::unit::{PROSE_WEIGHT, Unit, Units};
use super::weight::weigh;
use super::words::{Named, Names};
use crate::desk::decode::tree::{Key, NodeId, Step, Tag, Tree, class};
use crate::desk::extract::Role;
use crate::desk::extract::dating::shape;
use crate::desk::extract::facts::short;

/// How many places around a text are asked for its role.
const ROLE_LEVELS: usize = 6;

/// The share of the page's text from which an element is no quotation, whatever its name.
const QUOTE_SHARE_MAX: f64 = 0.2;

/// The longest row of a table, in bytes, that is one line of data; a longer one lays out the page.
const ROW_BYTES_MAX: usize = 400;

/// How many elements around the headline are known: those near it. Set by hand; `the_caption_around_the_headline_is_none` moves with it.
const AROUND_MAX: usize = 16;

/// The running text below the headline, in weight, behind which a teaser that leads on is another article's: two short paragraphs.
/// Set by hand; `a_teaser_behind_the_text_is_another_articles` moves with it.
const TOLD_WEIGHT_MIN: usize = 400;

/// How many nodes of a page make a place and a unit, and how much text stands in one, in bytes: what most pages need is made room
/// for at once. Set by hand, after pages of news; no test moves with them.
const NODES_A_PLACE: usize = 2;
const NODES_A_UNIT: usize = 5;
const BYTES_A_NODE: usize = 16;

/// How many places a page may have for each unit that it may have: what stands behind them is not read.
const PLACES_A_UNIT_MAX: usize = 5;

/// Cuts a page into units, in document order, at most `most` of them. `headline` is the
/// headline's element, where it is known; what is `dropped` is left out as if it were not there.
pub(super) fn units<'t>(tree: &'t Tree, headline: Option<NodeId>, most: usize, dropped: &'t BTreeSet<NodeId>) -> Units {
    let mut out = Units::default();
    let root = out.places.open(tree.root(), None, Kind::Root, Named::default());
    let frame = Frame {
        block: true,
        place: root,
        holder: root,
        is_link: false,
        is_row: false,
        is_hidden: false,
        is_pre: false,
    };
    let around = headline.into_iter().flat_map(|headline| tree.ancestors(headline)).take(AROUND_MAX).collect();
    let (names, mut run, open) = (Names::default(), Run::default(), vec![frame]);
    let nodes = tree.len().min(most * PLACES_A_UNIT_MAX);
    out.places.reserve(nodes / NODES_A_PLACE);
    out.list.reserve(nodes / NODES_A_UNIT);
    run.text.reserve(nodes * BYTES_A_NODE);
    let mut page = Page { tree, out, names, run, open, dropped, around, is_below: false, told: 0 };
    let mut begun = None;
    let mut walk = tree.walk(tree.root());
    walk.next();
    while let Some(step) = walk.next() {
        match step {
            Step::Text(id) => page.text(tree.text_node(id).unwrap_or_default()),
            Step::Enter(id) => {
                let enters = page.enter(id);
                if !enters {
                    walk.skip_subtree(id);
                }
                if headline == Some(id) && enters {
                    begun = Some(page.out.list.len());
                }
                if page.out.list.len() >= most || page.out.places.len() >= most * PLACES_A_UNIT_MAX {
                    break;
                }
            }
            Step::Leave(id) => {
                let is_hidden = page.top().is_hidden;
                page.leave();
                if headline == Some(id) {
                    let begun = begun.filter(|&at| !is_hidden && page.has_begun(at));
                    page.out.headline = page.out.headline.or(begun);
                    page.is_below = true;
                }
            }
        }
    }
    page.settle()
}

/// An element that is open.
#[allow(clippy::struct_excessive_bools)] // Answers to different questions; any of them may hold together.
#[derive(Clone, Copy)]
struct Frame {
    /// Whether it begins and ends a line.
    block: bool,
    /// The innermost place.
    place: usize,
    /// The innermost place that is a block.
    holder: usize,
    /// Whether it stands within a link.
    is_link: bool,
    /// Whether it stands within a row of data.
    is_row: bool,
    /// Whether an attribute hides it.
    is_hidden: bool,
    /// Whether its line breaks are its author's.
    is_pre: bool,
}

/// The walk's state.
struct Page<'t> {
    tree: &'t Tree,
    out: Units,
    names: Names<'t>,
    run: Run,
    open: Vec<Frame>,
    dropped: &'t BTreeSet<NodeId>,
    /// The elements around the headline.
    around: Vec<NodeId>,
    /// Whether the headline was left, and the weight of running text met since.
    is_below: bool,
    told: usize,
}

impl Page<'_> {
    fn top(&self) -> Frame {
        let outermost =
            Frame { block: true, place: 0, holder: 0, is_link: false, is_row: false, is_hidden: false, is_pre: false };
        self.open.last().copied().unwrap_or(outermost)
    }

    /// Whether text was met since there were that many units.
    fn has_begun(&self, units: usize) -> bool {
        self.out.list.len() > units || !self.run.is_empty()
    }

    fn text(&mut self, text: &str) {
        let Frame { place, holder, is_link, is_row, is_hidden, is_pre, .. } = self.top();
        let place = if is_row { holder } else { place };
        let weight = if is_pre && !is_row {
            self.run.push_lines(text, place, holder, is_link)
        } else {
            self.run.push(text, place, holder, is_link)
        };
        if !is_link && !is_hidden && weight >= BULK_WEIGHT_MIN {
            self.out.places.add(place, weight);
        }
    }

    /// Enters an element; says whether what is in it is to be read.
    fn enter(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        // What the headline stands in is no caption, and no button.
        let kind = match Kind::of(tree, id) {
            Kind::Furniture if self.around.contains(&id) => Kind::Division,
            Kind::Furniture if tree.tag(id) == Tag::Button && is_heading(tree, id) => Kind::Inline,
            Kind::Furniture if tree.tag(id) == Tag::Button && self.asks_question(id) => Kind::Heading(QUESTION_LEVEL),
            kind => kind,
        };
        let above = self.top();
        match kind {
            Kind::Break => {
                self.run.break_line();
                self.open.push(Frame { block: false, ..above });
                return false;
            }
            Kind::Reading => {
                self.open.push(Frame { block: false, ..above });
                return false;
            }
            Kind::Furniture | Kind::Unseen => {
                if tree.tag(id) == Tag::Input && asks_address(tree, id) {
                    self.out.asks.push(above.place);
                }
                self.run.space();
                self.open.push(Frame { block: false, ..above });
                return false;
            }
            _ => {}
        }
        let mut seen = self.names.judge(tree, id);
        let kind = match kind {
            Kind::Division | Kind::Paragraph if seen.is_heading => Kind::Heading(level(tree, id)),
            kind => kind,
        };
        if tree.tag(id) == Tag::Button {
            // That it is a button says nothing of a heading.
            seen.named = Named::default();
        }
        // What stands in it alone is a date or a live blog's hour.
        seen.named.add_if(tree.tag(id) == Tag::Time, Named::WEAK);
        if seen.named.has(Named::TEASER) && self.told >= TOLD_WEIGHT_MIN {
            seen.named.add_if(leads_on(tree, id), Named::WEAK);
            seen.named.remove(Named::LEAD);
        }
        let dates = kind == Kind::Inline && self.run.is_at_stop() && is_date(tree, id, seen.named);
        let hides = !matches!(kind, Kind::Root | Kind::Page) && tree.is_hidden(id);
        let opens_over = kind == Kind::Inline && seen.named.has(Named::WEAK) && is_tooltip(tree, id);
        if hides && !kind.is_block() || dates || opens_over || !self.dropped.is_empty() && self.dropped.contains(&id) {
            self.run.space();
            self.open.push(Frame { block: false, ..above });
            return false;
        }
        let is_row = above.is_row || tree.tag(id) == Tag::Tr && is_data_row(tree, id);
        let block = kind.is_block() && !above.is_row;
        if block {
            self.flush(above.is_row);
        } else if kind.is_block() {
            self.run.space();
        }
        let is_pre = above.is_pre || kind == Kind::Preformatted;
        let mut frame = Frame { block, is_row, is_hidden: above.is_hidden || hides, is_pre, ..above };
        if block || !is_row && seen.named != Named::default() {
            frame.place = self.out.places.open(id, Some(above.place), kind, seen.named);
        }
        if block {
            frame.holder = frame.place;
        }
        if hides && !above.is_hidden {
            self.out.places.hide(frame.place);
        }
        frame.is_link |= seen.has_href && tree.tag(id) == Tag::A && !(seen.is_local && self.unfolds(id));
        self.open.push(frame);
        true
    }

    /// Whether a link within the page is the head of a part that it opens: it stands in a sub-headline, or says so.
    fn unfolds(&mut self, link: NodeId) -> bool {
        let tree = self.tree;
        let is_head = |id: NodeId| tree.tag(id).is(class::HEADING) && tree.tag(id) != Tag::H1;
        let block = tree.ancestors(link).take(HEAD_LEVELS).find(|&id| Kind::of(tree, id).is_block());
        let collapses = |name: &&str| tree.attr(link, name).is_some_and(|value| value.eq_ignore_ascii_case("collapse"));
        block.is_some_and(is_head)
            || COLLAPSING.iter().any(collapses)
            || tree.classes(link).any(is_head_class)
            || tree.attr(link, "aria-expanded").is_some() && self.heads_text(link)
    }

    /// Whether a button is a question that opens its answer.
    fn asks_question(&mut self, button: NodeId) -> bool {
        let tree = self.tree;
        let opens = OPENING.iter().any(|name| tree.attr(button, name).is_some());
        let line = || short::line(tree, button, QUESTION_CHARS_MAX, |_| false);
        let is_question = |line: String| {
            let words = line.split(' ').filter(|word| word.contains(char::is_alphabetic)).count();
            line.ends_with(['?', '？', '؟']) && words >= QUESTION_WORDS_MIN
        };
        opens && line().is_some_and(is_question) && self.heads_text(button)
    }

    /// Whether the element right behind a link is a block with text that is no link, and that is named as none else's.
    fn heads_text(&mut self, link: NodeId) -> bool {
        let tree = self.tree;
        let is_blank = |id: NodeId| tree.text_node(id).is_some_and(|text| text.trim().is_empty());
        let mut behind = std::iter::successors(tree.next_sibling(link), |&id| tree.next_sibling(id)).take(HEAD_LEVELS);
        let part = behind.find(|&id| !is_blank(id)).filter(|&id| tree.is_element(id) && Kind::of(tree, id).is_block());
        let Some(part) = part else { return false };
        let named = self.names.judge(tree, part).named;
        !named.has(OTHERS) && holds_text(tree, part)
    }

    fn leave(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        if frame.block {
            self.flush(frame.is_row);
        } else if frame.is_row {
            self.run.space();
        }
        if frame.place != self.top().place {
            self.out.places.close(frame.place);
        }
    }

    /// Ends the line: what was gathered becomes units, or a row of a table.
    fn flush(&mut self, is_row: bool) {
        self.run.end(is_row);
        let Some(place) = self.run.block.take() else { return };
        for mut part in self.run.done.drain(..) {
            let begins = self.is_below && self.told == 0 && !is_row;
            let begins_word = |unit: &mut Unit| {
                let hides = self.out.places.get(unit.place).is_none_or(|letter| self.tree.is_hidden(letter.id));
                begins && !hides && is_initial(&self.out.places, &self.run.text, unit, &part, place)
            };
            if let Some(initial) = self.out.list.pop_if(begins_word) {
                (part.from, part.weight) = (initial.from, initial.weight + part.weight);
            }
            if self.is_below && part.weight >= PROSE_WEIGHT && part.link_weight * 2 < part.weight {
                self.told += part.weight;
            }
            self.out.list.push(Unit {
                role: if is_row { Role::Preformatted } else { Role::Paragraph },
                level: 0,
                place,
                from: part.from,
                to: part.to,
                weight: part.weight,
                link_weight: part.link_weight,
                pieces: part.places,
                boiler: false,
                hidden: None,
                lead: false,
                cut: None,
                key: OnceCell::new(),
                promo: OnceCell::new(),
            });
        }
    }

    /// Once the walk is done: what the places say of the units in them.
    fn settle(mut self) -> Units {
        // Where the page has more units than are kept, elements are still open.
        while !self.open.is_empty() {
            self.leave();
        }
        self.flush(false);
        let Self { mut out, run, .. } = self;
        out.text = run.text;
        let headline = out.headline.and_then(|index| out.list.get(index)).map(|unit| unit.place);
        out.places.settle(headline, &out.asks);
        for unit in &mut out.list {
            if unit.role != Role::Preformatted {
                (unit.role, unit.level) = role(&out.places, unit.place);
            }
            let text = out.text.get(unit.from..unit.to).filter(|text| text.starts_with('[') || text.ends_with(']'));
            if let Some(mut own) = text.and_then(shortcodes::outside) {
                let (from, to) = (unit.from, unit.from + own.len());
                unit.weight = weigh(&own);
                unit.link_weight = unit.link_weight.min(unit.weight);
                // Where the other units stand does not change: blanks fill what is left behind it.
                own.extend(std::iter::repeat_n(' ', unit.to.saturating_sub(to)));
                out.text.replace_range(from..unit.to, &own);
                unit.to = to;
            }
            // A heading is one line, wherever it is broken to fit.
            if unit.level > 0 {
                joined(&mut out.text, unit.from, unit.to);
            }
            let (from, to) = unit.pieces;
            let pieces = run.places.get(from..to).unwrap_or_default();
            let all = |is: fn(&Place) -> bool| pieces.iter().all(|&at| out.places.get(at).is_some_and(is));
            unit.boiler = all(|place| place.boiler || place.figure);
            unit.lead = all(|place| place.lead);
            unit.hidden = out.places.get(unit.place).and_then(|place| place.hidden);
        }
        out
    }
}

/// The longest letter of UTF-8, in bytes.
const LETTER_BYTES_MAX: usize = 4;

/// Whether a unit is the first letter of the running text right behind it, set large in a block of its own beside that: one capital,
/// behind which a word goes on in small letters, and not as names of things do that begin with one (`iPhone`).
fn is_initial(places: &Places, text: &str, unit: &Unit, behind: &Part, at: usize) -> bool {
    let is_short = unit.to - unit.from <= LETTER_BYTES_MAX && unit.to == behind.from && unit.link_weight == 0;
    is_short && behind.weight >= PROSE_WEIGHT && {
        let mut letters = text.get(unit.from..unit.to).unwrap_or_default().chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        let mut word = text.get(behind.from..behind.to).unwrap_or_default().chars();
        let goes_on = word.next().is_some_and(char::is_lowercase) && !word.next().is_some_and(char::is_uppercase);
        let block = |place: usize| {
            let place = places.get(place).filter(|place| matches!(place.kind, Kind::Division | Kind::Paragraph));
            place.map(|place| place.above)
        };
        // The text may have a block of its own around its paragraphs.
        let holder = block(unit.place);
        is_capital && goes_on && holder.is_some() && (block(at) == holder || block(at).and_then(block) == holder)
    }
}

/// Puts a space in place of each line break in a part of the text.
fn joined(text: &mut String, mut from: usize, to: usize) {
    while let Some(at) = text.get(from..to).and_then(|part| part.find('\n')) {
        from += at;
        text.replace_range(from..=from, " ");
    }
}

/// Whether a button is all of a sub-headline: a question whose answer it opens.
fn is_heading(tree: &Tree, button: NodeId) -> bool {
    let is_empty = |id| tree.text_node(id).is_some_and(|text| text.trim().is_empty());
    let around = tree.parent(button).filter(|&above| tree.tag(above).is(class::HEADING) && tree.tag(above) != Tag::H1);
    around.is_some_and(|above| tree.children(above).all(|id| id == button || is_empty(id)))
}

/// The level of a heading that is one by its role alone.
fn level(tree: &Tree, id: NodeId) -> u8 {
    let stated = tree.attr(id, "aria-level").and_then(|level| level.trim().parse::<u8>().ok());
    // A headline is told otherwise.
    stated.unwrap_or(ROLE_LEVEL).clamp(2, 6)
}

/// That of one whose level is not told, as the standard has it.
const ROLE_LEVEL: u8 = 2;

/// The level of a question that is a button: below that of any heading that it stands under.
const QUESTION_LEVEL: u8 = 6;

/// The longest of them, in characters, and the fewest words: `Noch Fragen?` opens a form. Set by hand;
/// `a_question_that_opens_its_answer_is_a_sub_headline` moves with both.
const QUESTION_CHARS_MAX: usize = 200;
const QUESTION_WORDS_MIN: usize = 3;

/// Attributes of buttons that open a part of the page.
const OPENING: &[&str] = &["aria-expanded", "aria-controls"];

/// Attributes of what opens and shuts a part of the page, as the widespread libraries spell them: with `collapse` as their value.
const COLLAPSING: &[&str] = &["data-toggle", "data-bs-toggle"];

/// What names a part that is no text of such a head.
const OTHERS: Named = Named::TALK.and(Named::STRONG).and(Named::WEAK).and(Named::ANNOUNCES).and(Named::CONSENT);

/// What the last two words in the class of such a head are, in lower case. Menus, sizes of letters and comments have a `toggle` as
/// well, which is no title. `what_opens_a_part_of_the_page_is_no_link` moves with these.
const HEAD_CLASSES: &[(&[&str], &[&str])] = &[
    (
        &["accordeon", "accordion", "collapse", "collapsible"],
        &["button", "head", "header", "heading", "headline", "link", "question", "title", "toggle", "trigger"],
    ),
    (&["toggle"], &["head", "header", "heading", "headline", "question", "title"]),
];

/// Whether a class is that of the head of a part that opens: `elementor-toggle-title`.
fn is_head_class(name: &str) -> bool {
    let mut words = name.rsplit(['-', '_']).filter(|word| !word.is_empty());
    let (Some(last), Some(before)) = (words.next(), words.next()) else { return false };
    let is_in = |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    HEAD_CLASSES.iter().any(|(parts, heads)| is_in(parts, before) && is_in(heads, last))
}

/// Whether an element within a heading, by its kind or name, is a date and nothing else, and the last of it.
fn is_date(tree: &Tree, id: NodeId, named: Named) -> bool {
    let is_named = |name: &str| name.to_ascii_lowercase().split(['-', '_']).any(|word| word == "date");
    let is_blank = |id: NodeId| tree.text_node(id).is_some_and(|text| text.trim().is_empty());
    let is_last = || std::iter::successors(tree.next_sibling(id), |&id| tree.next_sibling(id)).all(is_blank);
    // Beside a standfirst's name the word makes no part of its own.
    let is_marked =
        tree.tag(id) == Tag::Time || named.has(Named::WEAK.and(Named::TEASER)) && tree.classes(id).any(is_named);
    let in_heading = || tree.parent(id).is_some_and(|above| tree.tag(above).is(class::HEADING));
    if !is_marked || !in_heading() || !is_last() {
        return false;
    }
    short::line(tree, id, shape::BRIEF_CHARS_MAX, |_| false).is_some_and(|line| shape::has_year(&line))
}

/// Whether an element within a line is a note that opens over the word in front of it.
fn is_tooltip(tree: &Tree, id: NodeId) -> bool {
    let is_called = tree.value(id, Key::Role) == Some("tooltip") || tree.has_class(id, TOOLTIP_CLASS);
    is_called && tree.tag(id) != Tag::A && tree.name(id) != "abbr"
}

/// The class of such notes. Others that begin with `tooltip` are as often those of the word itself.
const TOOLTIP_CLASS: &str = "tooltiptext";

/// How many nodes of a part or a teaser are looked at for what it holds. Set by hand: its first lines.
const PART_NODES_MAX: usize = 24;

/// Whether a part of the page holds text that is no link.
fn holds_text(tree: &Tree, part: NodeId) -> bool {
    let mut nodes = tree.descendants(part);
    for _ in 0..PART_NODES_MAX {
        let Some(id) = nodes.next() else { break };
        if tree.text_node(id).is_some_and(|text| !text.trim().is_empty()) {
            return true;
        }
        if tree.is(id, Tag::A) || matches!(Kind::of(tree, id), Kind::Furniture | Kind::Unseen) {
            nodes.skip_subtree(id);
        }
    }
    false
}

/// Whether a teaser leads to an article: it holds a headline or a link, or stands right behind a headline that is one.
fn leads_on(tree: &Tree, teaser: NodeId) -> bool {
    let nodes = |id| tree.descendants(id).take(PART_NODES_MAX);
    let is_link = |id: NodeId| tree.is(id, Tag::A) && tree.value(id, Key::Href).is_some_and(|to| !to.starts_with('#'));
    let is_head = |id: NodeId| tree.tag(id).is(class::HEADING);
    let before = std::iter::successors(tree.previous_sibling(teaser), |&id| tree.previous_sibling(id));
    let before = before.take(HEAD_LEVELS).find(|&id| tree.is_element(id));
    nodes(teaser).any(|id| is_head(id) || is_link(id))
        || before.is_some_and(|id| is_link(id) || is_head(id) && nodes(id).any(is_link))
}

/// How many elements around a link are looked at for the sub-headline that it is the text of, and how many nodes beside it for the
/// element that is next. Set by hand: what sets it in bold and in colour stands between, and blanks;
/// `what_opens_a_part_of_the_page_is_no_link` moves with it.
const HEAD_LEVELS: usize = 3;

/// Whether it is a field for an e-mail address.
fn asks_address(tree: &Tree, input: NodeId) -> bool {
    let is_named = |key| tree.value(input, key).is_some_and(|value| value.to_ascii_lowercase().contains("email"));
    [Key::Type, Key::Name, Key::Id].into_iter().any(is_named)
}

/// The role of text that stands in this place, by the place itself and what it stands in.
fn role(places: &Places, at: usize) -> (Role, u8) {
    for (at, place) in places.around(at).take(ROLE_LEVELS) {
        match place.kind {
            Kind::Heading(level) => return (Role::Heading, level),
            Kind::Item | Kind::Definition if places.is_item(at) => return (Role::ListItem, 0),
            Kind::Quote => return (Role::Quote, 0),
            Kind::Preformatted => return (Role::Preformatted, 0),
            _ if place.named.has(Named::QUOTE) && places.share(at) < QUOTE_SHARE_MAX => return (Role::Quote, 0),
            Kind::Article | Kind::Section | Kind::Main | Kind::Table | Kind::Page => break,
            _ => {}
        }
    }
    (Role::Paragraph, 0)
}

/// Whether a table's row holds data: two cells or more, short, with no blocks in them.
fn is_data_row(tree: &Tree, row: NodeId) -> bool {
    let (mut cells, mut bytes) = (0, 0);
    for id in tree.descendants(row) {
        if let Some(text) = tree.text_node(id) {
            bytes += text.trim().len();
        } else {
            match Kind::of(tree, id) {
                Kind::Cell => cells += 1,
                Kind::Paragraph => {}
                kind if kind.is_block() => return false,
                _ => {}
            }
        }
        if bytes > ROW_BYTES_MAX {
            return false;
        }
    }
    cells >= 2
}
