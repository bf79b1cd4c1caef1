//! Dates that a reader sees: `<time>`, elements whose class speaks of a date, and short lines that hold one.
//!
//! In: the texts with figures that the scan noted. Out: their lines, each as the date of publication or of a change, the
//! likeliest first: what a word for publishing introduces, what markup calls a date, what stands close behind the
//! headline. A reader looks for it there, and behind the text; what stands far off belongs to other stories.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::labels::{label, tells_first};
use super::line::{BARE_LETTERS_MAX, LINE_CHARS_MAX, Line, PARAGRAPH_BYTES_MIN, collapsed, letters};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::dating::shape::{counts_back, dateline, has_clock, has_day, has_year, is_brief, parted};
use crate::desk::extract::dating::{Spoken, first, spoken, tells_publication};
use crate::desk::extract::facts::scan::{Numbered, Scan, Spot, is_marked};
use crate::desk::extract::facts::{address, short};

/// The most nodes of a line that are looked at for links.
const LINE_NODES_MAX: usize = 40;

/// How far from the headline a date stands close to it, in characters of text: above it a section and a standfirst,
/// below it a standfirst, a byline and a caption.
const BEFORE_MAX: usize = 400;
const CLOSE_MAX: usize = 600;

/// How far above the headline a kicker and the article's own date reach, in the same unit. The date of the day that
/// stands in the page's head stands farther off.
const KICKER_MAX: usize = 100;

/// How far below the headline an unmarked line may stand and date the article, in the same unit.
const AFTER_MAX: usize = 3_000;

/// The longest part apart (an `<aside>`, a list called `nav`) that still tells of the article, in characters: what
/// holds other stories is longer.
const APART_CHARS_MAX: usize = 200;

/// How much longer than its date a link may be, in characters: longer ones lead to other stories.
const LINK_CHARS_MORE: usize = 24;

/// The most dates in links below the text of which one may be the article's: more are the days of what a list leads to. Set
/// by hand; `the_days_of_a_list_of_links_are_others` moves with it.
const LINKED_MAX: usize = 3;

/// How many levels above a date the link may open that holds it. Set by hand.
const LINK_DEPTH_MAX: usize = 8;

/// How many levels above a date a quote may open that holds it: a paragraph, a link and what marks the date.
const QUOTE_DEPTH_MAX: usize = 5;

/// The most letters of a link that is a date: weekday, month and the little words between, as Portuguese has them.
const LINK_LETTERS_MAX: usize = 28;

/// The most texts that are looked at, and the most dates given.
const TEXTS_MAX: usize = 160;
const SEEN_MAX: usize = 24;

/// Words of the names of parts in which readers write.
const COMMENT_WORDS: &[&str] = &["comment", "comments", "commentlist", "disqus", "replies", "respond"];

/// Words of the names of a page's foot.
const FOOT_WORDS: &[&str] = &["foot", "footer"];

/// How many levels above a date the foot may open that holds it. Set by hand.
const FOOT_DEPTH_MAX: usize = 16;

/// Attributes in which pages keep a date for scripts to spell out.
const STATED: &[&str] = &[
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-time",
    "data-timestamp",
    "data-publish-date",
    "data-published",
    "data-published-at",
    "data-utime",
    "data-iso",
    "unixtime",
];

/// A date that a reader sees.
pub(super) struct Seen {
    pub(super) text: String,
    pub(super) is_change: bool,
    pub(super) standing: Standing,
    /// Whether it stands off the headline in a link, and nothing introduces it.
    is_linked: bool,
}

/// How plainly a date is the article's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// It stands by the headline, a whole day in one line with a word for publishing.
    Told,
    /// The text came out then for the first time, as the page says wherever it says so.
    First,
    /// It stands by the headline, and a word or its markup says that it is a date.
    Plain,
    /// It stands by the headline.
    Close,
    /// It stands elsewhere, a whole day that a word for publishing introduces.
    Said,
    /// It stands elsewhere.
    Off,
}

/// What makes a text a date, best first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words for the first publication introduce it.
    First,
    /// A word for publishing introduces it.
    Labelled,
    /// `<time>`.
    Time,
    /// Its class or id speaks of a date.
    Marked,
    /// Its figures alone.
    Bare,
    /// Its figures alone, in a link off the headline.
    Linked,
}

/// The cost of a line far from the headline that nothing calls a date.
const FAR_BARE: u8 = 14;

/// How far from the headline it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Close,
    Below,
    Far,
}

/// Every visible date, likeliest first.
pub(super) fn seen(tree: &Tree, scan: &Scan<'_>, headline_at: Option<usize>) -> Vec<Seen> {
    let mut dates = Dates {
        tree,
        headline_at,
        apart: false,
        wide: false,
        found: Vec::new(),
        last: None,
        barren: BTreeSet::new(),
        short: Cell::default(),
        comment: Cell::default(),
        feet: RefCell::default(),
    };
    let near = Near {
        times: near(&scan.times, |spot| *spot, headline_at),
        dates: near(&scan.dates, |spot| *spot, headline_at),
        numbered: near(&scan.numbered, |numbered| numbered.spot, headline_at),
    };
    dates.look(&near);
    // How long a film is or how old a comment tells no day.
    if dates.found.iter().all(|((cost, _), seen)| seen.is_change || *cost == FAR_BARE || !has_year(&seen.text)) {
        // Parts are told by their names, which may mean something else: `category-popular` is a post's, too.
        dates.apart = true;
        dates.look(&near);
    }
    if dates.found.is_empty() {
        // So may the name of the part that holds all of the article. The only day of the page is its own, as below.
        dates.wide = true;
        dates.look(&near);
    }
    if dates.found.iter().filter(|(_, seen)| seen.is_linked).count() > LINKED_MAX {
        dates.found.retain(|(_, seen)| !seen.is_linked);
    }
    dates.found.sort_by_key(|(cost, _)| *cost);
    let mut published = dates.found.iter().filter(|(_, seen)| !seen.is_change);
    let is_only = published.next().is_some_and(|((cost, _), _)| *cost == FAR_BARE) && published.next().is_none();
    dates.found.retain(|((cost, _), _)| *cost < FAR_BARE || is_only);
    dates.found.into_iter().map(|(_, seen)| seen).take(SEEN_MAX).collect()
}

/// The days on cards that lead to the page itself, and in lines that begin with such a link: a list of the latest articles on
/// it holds this one, too, and a box beside the text says when it was posted.
pub(super) fn on_own_cards(tree: &Tree, scan: &Scan<'_>, own: &str) -> Vec<String> {
    let leads_here = |link: NodeId| {
        // A mark within the page is a comment's.
        let href = tree.value(link, Key::Href).filter(|href| !href.contains('#'));
        href.is_some_and(|href| address::same(href, own))
    };
    let is_own = |id: NodeId| {
        if let Some(link) = tree.ancestors(id).take(LINK_DEPTH_MAX).find(|&id| tree.is(id, Tag::A)) {
            return leads_here(link);
        }
        let line = tree
            .ancestors(id)
            .find(|&id| tree.is_block(id))
            .filter(|&line| tree.is(line, Tag::P) || tree.is(line, Tag::Li));
        let first = line.and_then(|line| tree.descendants(line).take(LINE_NODES_MAX).find(|&id| tree.is(id, Tag::A)));
        first.is_some_and(leads_here)
    };
    let dated = scan.numbered.iter().take(TEXTS_MAX).filter_map(|numbered| {
        let text = tree.text_node(numbered.spot.id).filter(|text| has_year(text) && is_own(numbered.spot.id))?;
        Some(collapsed(text).into_owned()).filter(|text| is_brief(text))
    });
    dated.take(SEEN_MAX).collect()
}

/// What is looked at.
struct Near {
    times: Vec<Spot>,
    dates: Vec<Spot>,
    numbered: Vec<Numbered>,
}

/// The spots closest to the headline.
fn near<T: Copy>(all: &[T], spot: impl Fn(&T) -> Spot, headline_at: Option<usize>) -> Vec<T> {
    let mut all: Vec<(usize, T)> = all.iter().map(|one| (distance(spot(one).at, headline_at), *one)).collect();
    if all.len() > TEXTS_MAX {
        all.sort_by_key(|(distance, _)| *distance);
        all.truncate(TEXTS_MAX);
    }
    all.into_iter().map(|(_, one)| one).collect()
}

/// An answer for a node, found once as long as the same one is asked for.
fn once(known: &Cell<Option<(NodeId, bool)>>, id: NodeId, find: impl FnOnce() -> bool) -> bool {
    if let Some((_, answer)) = known.get().filter(|(known, _)| *known == id) {
        return answer;
    }
    let answer = find();
    known.set(Some((id, answer)));
    answer
}

/// The distance from the headline. Behind it counts half: what stands before it may belong to the page's head.
fn distance(at: usize, headline_at: Option<usize>) -> usize {
    match headline_at {
        Some(headline) if at < headline => 2 * (headline - at),
        Some(headline) => at - headline,
        None => at,
    }
}

/// The dates found so far, each with its cost.
struct Dates<'t> {
    tree: &'t Tree,
    headline_at: Option<usize>,
    /// Whether it looks into the parts that seem to be about something else, and there only.
    apart: bool,
    /// Whether it looks for the only day that the page tells, wherever that stands.
    wide: bool,
    found: Vec<((u8, usize), Seen)>,
    /// The block that was read last as one line.
    last: Option<NodeId>,
    /// Texts that no line of theirs makes a date: they needn't be looked at again.
    barren: BTreeSet<NodeId>,
    /// The part apart that was asked for last, and whether it is short; the same of one in which readers write: each may hold
    /// dozens of figures.
    short: Cell<Option<(NodeId, bool)>>,
    comment: Cell<Option<(NodeId, bool)>>,
    /// The elements above the text that was asked for last, nearest first, and which of them is a foot.
    feet: RefCell<Vec<(NodeId, bool)>>,
}

impl Dates<'_> {
    fn look(&mut self, near: &Near) {
        self.last = None;
        near.times.iter().for_each(|spot| self.time(*spot));
        near.dates.iter().for_each(|spot| self.stated(*spot));
        near.numbered.iter().for_each(|numbered| self.line(*numbered));
    }

    /// A `<time>`: what it states, else what it says.
    fn time(&mut self, spot: Spot) {
        let Some(reach) = self.reach(spot) else { return };
        if self.is_link_elsewhere(spot.id) {
            return;
        }
        let text = short::line(self.tree, spot.id, LINE_CHARS_MAX, |_| false).unwrap_or_default();
        let lower = text.to_lowercase();
        let said = spoken(&lower).next().map(|(_, spoken)| spoken);
        let label = said.or_else(|| label(self.tree, spot.id));
        if label == Some(Spoken::Other) {
            return;
        }
        let is_first = || first::tells_first(&lower) || tells_first(self.tree, spot.id);
        let kind = match label {
            Some(Spoken::Published) if is_first() => Kind::First,
            Some(Spoken::Published) => Kind::Labelled,
            _ => Kind::Time,
        };
        let stated = self.tree.value(spot.id, Key::DateTime).map(str::trim).filter(|stated| stated.len() >= 8);
        let is_change = label == Some(Spoken::Changed);
        // What its own words call the date of publication, a reader believes; the attribute may be the last change's.
        let is_told = said == Some(Spoken::Published) && has_year(&text);
        let mut texts: Vec<String> =
            stated.map(str::to_owned).into_iter().chain((!text.is_empty()).then_some(text)).collect();
        if is_told {
            texts.reverse();
        }
        for text in texts {
            self.push(kind, reach, spot.at, text, is_change);
        }
    }

    /// What an element that is called a date states in an attribute, or says without a figure ("Yesterday").
    fn stated(&mut self, spot: Spot) {
        let tree = self.tree;
        // A link's title tells of what it leads to.
        let title = tree.value(spot.id, Key::Title).filter(|_| !tree.is(spot.id, Tag::A));
        let title = title.filter(|title| tree.name(spot.id) == "abbr" || has_year(title));
        let stated = STATED.iter().find_map(|name| tree.attr(spot.id, name)).or(title).map(str::trim);
        let stated = stated.filter(|stated| stated.len() >= 8 && stated.len() <= LINE_CHARS_MAX && has_day(stated));
        let said = || {
            let text = short::line(tree, spot.id, LINE_CHARS_MAX, |_| false)?;
            (is_brief(&text) && !text.contains(char::is_numeric)).then_some(text)
        };
        if tree.is(spot.id, Tag::Time) || stated.is_none() && tree.first_child(spot.id).is_none() {
            return;
        }
        let Some(text) = stated.map(str::to_owned).or_else(said) else { return };
        let (Some(reach), label) = (self.reach(spot), label(tree, spot.id)) else { return };
        if label == Some(Spoken::Other) {
            return;
        }
        self.push(Kind::Marked, reach, spot.at, text, label == Some(Spoken::Changed));
    }

    /// The line in which a text with figures stands.
    fn line(&mut self, numbered: Numbered) {
        let Numbered { spot, time, mark, in_byline, .. } = numbered;
        let tree = self.tree;
        if time.is_some() || self.barren.contains(&spot.id) {
            return;
        }
        let Some(reach) = self.reach(spot) else { return };
        let is_marked = mark.is_some();
        // An abbreviation's title says it whole.
        if mark.is_some_and(|mark| tree.name(mark) == "abbr") {
            return;
        }
        if reach > Reach::Below && !is_marked && !tree.text_node(spot.id).is_some_and(has_year) {
            return;
        }
        let Some(block) = tree.ancestors(spot.id).find(|&id| tree.is_block(id)) else { return };
        if self.last == Some(block) {
            return;
        }
        let whole = (!tree.is(block, Tag::H1)).then(|| short::line(tree, block, LINE_CHARS_MAX, |_| false)).flatten();
        if whole.is_none() && tree.parent(spot.id).is_some_and(|parent| tree.is(parent, Tag::H1)) {
            return;
        }
        // Most texts with figures are no dates: they are left before it is asked what introduces them.
        let may_date = |text: &str| has_year(text) || counts_back(text) || is_marked && has_day(text);
        let text = tree.text_node(spot.id).filter(|text| text.len() <= PARAGRAPH_BYTES_MIN);
        let words = text.map(collapsed);
        if let (Some(text), Some(words)) = (text, &words) {
            let may_not = match &whole {
                Some(whole) => !may_date(whole) && (whole == words || !may_date(words)),
                // A longer text may tell a date with its opening or with a stretch of it.
                None => words.len() <= LINE_CHARS_MAX && !may_date(words) && dateline(text).is_none(),
            };
            if may_not {
                self.barren.insert(spot.id);
                return;
            }
        }
        let tells_date = |text: &str| {
            text.chars().nth(LINE_CHARS_MAX).is_none()
                && (has_year(text) || counts_back(text) || has_day(text) && is_brief(text) && is_marked)
        };
        let own = || {
            let text = tree.text_node(spot.id)?;
            let opening = dateline(text).filter(|opening| letters(text) > letters(opening) + BARE_LETTERS_MAX);
            if let Some(opening) = opening {
                return Some((opening, true));
            }
            let words = words?;
            let stretch = || first::stretch(&words).map(str::to_owned);
            let stretch = (words.len() > LINE_CHARS_MAX).then(stretch).flatten();
            Some((stretch.unwrap_or_else(|| words.into_owned()), false))
        };
        let mut line = whole.map(|text| Line::of(tree, text, block));
        // What stands above the headline beside such a link is that story's, whatever calls it a date.
        let is_above = self.headline_at.is_some_and(|headline| spot.at < headline);
        if line.as_ref().is_some_and(|line| (line.is_crowded() || is_above) && self.leads_elsewhere(block)) {
            self.last = Some(block);
            return;
        }
        let is_alone = line.as_ref().is_some_and(|line| !line.is_crowded());
        if is_alone {
            self.last = Some(block);
        } else {
            // Among many other words a text that is a date and nothing else is read by itself.
            let is_date = |(text, _): &(String, bool)| line.is_none() || has_year(text) && is_brief(text);
            let apart = own().filter(is_date);
            // Nearly all that stands so is a paragraph: what introduces it is not asked.
            if apart.as_ref().is_some_and(|(text, _)| !tells_date(text)) {
                return;
            }
            line = apart.map(|(text, opens)| Line { opens, ..Line::of(tree, text, spot.id) }).or(line);
        }
        let Some(line) = line else { return };
        if line.is_other() || line.is_caption() || self.is_link_elsewhere(spot.id) {
            return;
        }
        let text = &line.text;
        if !tells_date(text) || line.is_crowded() && !is_marked {
            return;
        }
        // A sentence may name any day, even where it is called a date or opens a paragraph.
        let is_sentence = line.is_crowded() || line.opens;
        let (reach, is_marked) = if is_sentence { (reach.max(Reach::Below), false) } else { (reach, is_marked) };
        let in_link = || tree.ancestors(spot.id).take(LINK_DEPTH_MAX).any(|above| tree.is(above, Tag::A));
        let is_linked = || reach > Reach::Close && in_link();
        for (text, spoken) in parted(text, &line.lower, &line.words, line.label) {
            if spoken == Some(Spoken::Other) {
                continue;
            }
            let leads = reach < Reach::Far || line.leads();
            let kind = match spoken {
                Some(Spoken::Published) if line.tells_first(tree) => Kind::First,
                Some(Spoken::Published) if leads && !line.opens_weakly() => Kind::Labelled,
                Some(Spoken::Published) if leads => Kind::Marked,
                _ if is_marked => Kind::Marked,
                // Behind the text, too, a byline tells when it was written.
                _ if in_byline && reach > Reach::Close && is_alone && has_year(&text) => Kind::Marked,
                // Only what is published tells its minute in a line of its own by the headline.
                _ if reach == Reach::Close && is_alone && has_clock(&text) => Kind::Marked,
                _ if is_linked() => Kind::Linked,
                _ => Kind::Bare,
            };
            self.push(kind, reach, spot.at, text, spoken == Some(Spoken::Changed));
        }
    }

    fn push(&mut self, kind: Kind, reach: Reach, at: usize, text: String, is_change: bool) {
        let in_head = self.headline_at.is_some_and(|headline| at + KICKER_MAX < headline);
        let cost = match (reach, kind) {
            // As far from the headline, whatever calls it a date.
            (Reach::Below | Reach::Far, Kind::Time | Kind::Marked | Kind::Bare) if self.wide && has_year(&text) => {
                FAR_BARE
            }
            // Of what seems to be about something else, only what stands by the headline or is plainly introduced.
            (Reach::Below | Reach::Far, Kind::Time | Kind::Marked | Kind::Bare | Kind::Linked) if self.apart => return,
            (Reach::Close, Kind::First | Kind::Labelled) => 0,
            (Reach::Close, Kind::Time) => 1,
            (Reach::Close, Kind::Marked) if !in_head => 2,
            (Reach::Close, Kind::Bare | Kind::Linked) if !in_head => 3,
            (Reach::Below, Kind::Labelled) | (_, Kind::First) => 4,
            // In the page's head the date of the day may stand: what is introduced as the article's own outranks it.
            (Reach::Far, Kind::Labelled) => 5,
            (Reach::Close, Kind::Marked) => 6,
            (Reach::Close, Kind::Bare | Kind::Linked) => 7,
            (Reach::Below, Kind::Time) => 8,
            (Reach::Below, Kind::Marked) => 9,
            (Reach::Far, Kind::Marked) => 10,
            (Reach::Below, Kind::Bare | Kind::Linked) => 11,
            (Reach::Far, Kind::Time) => 12,
            // A line far from the headline is the article's only where something says so, or where it is the only one.
            (Reach::Far, Kind::Bare | Kind::Linked) if is_change => 13,
            (Reach::Far, Kind::Bare | Kind::Linked) => FAR_BARE,
        };
        let standing = match cost {
            0 if has_year(&text) && tells_publication(&text.to_lowercase()) => Standing::Told,
            _ if kind == Kind::First && has_year(&text) => Standing::First,
            0..=2 => Standing::Plain,
            3 => Standing::Close,
            _ if kind == Kind::Labelled && has_year(&text) => Standing::Said,
            _ => Standing::Off,
        };
        self.found.push((
            (cost, distance(at, self.headline_at)),
            Seen { text, is_change, standing, is_linked: kind == Kind::Linked },
        ));
    }

    /// How far from the headline a spot stands; nothing where it tells of something else.
    fn reach(&self, spot: Spot) -> Option<Reach> {
        if self.is_quoted(spot.id) {
            return None;
        }
        let reach = match self.headline_at {
            None => Reach::Close,
            Some(headline) if spot.at < headline && headline - spot.at > BEFORE_MAX => Reach::Far,
            Some(headline) if spot.at < headline + CLOSE_MAX => Reach::Close,
            Some(headline) if spot.at < headline + AFTER_MAX => Reach::Below,
            Some(_) => Reach::Far,
        };
        let is_near = reach == Reach::Close && self.headline_at.is_some();
        let is_ours = !spot.aside || is_near && spot.part.is_some_and(|part| self.is_short(part));
        if !self.apart {
            return is_ours.then_some(reach);
        }
        let is_comment = || spot.part.is_some_and(|part| self.is_comment(part));
        let is_left = is_ours || is_comment() || self.wide && self.is_in_foot(spot.id);
        (!is_left).then_some(reach)
    }

    /// Whether a part apart is so short that it may tell of the article.
    fn is_short(&self, part: NodeId) -> bool {
        once(&self.short, part, || short::line(self.tree, part, APART_CHARS_MAX, |_| false).is_some())
    }

    /// Whether readers write in a part apart.
    fn is_comment(&self, part: NodeId) -> bool {
        once(&self.comment, part, || is_marked(self.tree, part, COMMENT_WORDS))
    }

    /// Whether it stands in a foot, where pages tell the day on which they were printed or the site was changed.
    fn is_in_foot(&self, id: NodeId) -> bool {
        let mut feet = self.feet.borrow_mut();
        let is_foot = |id: NodeId| {
            let known = feet.iter().find(|(known, _)| *known == id).map(|(_, is_foot)| *is_foot);
            known.unwrap_or_else(|| self.tree.is(id, Tag::Footer) || is_marked(self.tree, id, FOOT_WORDS))
        };
        let above = self.tree.ancestors(id).take(FOOT_DEPTH_MAX).map(|id| (id, is_foot(id))).collect();
        *feet = above;
        feet.iter().any(|(_, is_foot)| *is_foot)
    }

    /// Whether it stands in a quote, as the day of a post elsewhere that the article shows does.
    fn is_quoted(&self, id: NodeId) -> bool {
        self.tree.ancestors(id).take(QUOTE_DEPTH_MAX).any(|above| self.tree.is(above, Tag::BlockQuote))
    }

    /// Whether a crowded block holds a link of many words: it is the line of another story.
    fn leads_elsewhere(&self, block: NodeId) -> bool {
        let links = self.tree.descendants(block).take(LINE_NODES_MAX).filter(|&id| self.tree.is(id, Tag::A));
        links
            .filter_map(|id| short::line(self.tree, id, LINE_CHARS_MAX, |_| false))
            .any(|text| letters(&text) > BARE_LETTERS_MAX)
    }

    /// Whether the text is part of a link that says more than the date: it leads to another story.
    fn is_link_elsewhere(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let Some(link) = tree.ancestors(id).take(LINK_DEPTH_MAX).find(|&id| tree.is(id, Tag::A)) else {
            return false;
        };
        // The headline's own link leads here.
        if tree.value(link, Key::Href).is_none() || tree.ancestors(link).take(4).any(|id| tree.is(id, Tag::H1)) {
            return false;
        }
        let own = tree.text_node(id).map(str::to_owned).or_else(|| short::line(tree, id, LINE_CHARS_MAX, |_| false));
        let own = own.unwrap_or_default().trim().chars().count();
        let text = short::line(tree, link, own + LINK_CHARS_MORE, |_| false);
        text.is_none_or(|text| letters(&text) > LINK_LETTERS_MAX)
    }
}
