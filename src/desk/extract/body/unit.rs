//! Units: the page's visible text cut where a reader sees a new line, each with what is known of it.

use std::collections::BTreeSet;

use super::words;
use crate::desk::decode::tree::{NodeId, Step, Tree};
use crate::desk::extract::Role;

/// A stretch of text that stands on lines of its own.
#[derive(Debug)]
pub(super) struct Unit {
    /// The part it plays, by its element.
    pub(super) role: Role,
    /// The heading's level, 1 to 6; 0 for no heading.
    pub(super) level: u8,
    /// The block element that holds it directly.
    pub(super) at: NodeId,
    /// Its text, white space collapsed.
    pub(super) text: String,
    /// How much it says: see [`weigh`].
    pub(super) weight: usize,
    /// How much of that is links.
    pub(super) link_weight: usize,
    /// What the elements around it say of it.
    pub(super) marks: Marks,
}

impl Unit {
    /// The share of links in it, 0 to 1.
    pub(super) fn link_share(&self) -> f64 {
        if self.weight == 0 { 0.0 } else { self.link_weight as f64 / self.weight as f64 }
    }

    /// Whether it reads as running text of an article: long enough, and not made of links.
    pub(super) fn is_prose(&self) -> bool {
        self.level == 0 && self.weight >= PROSE_WEIGHT && self.link_share() < 0.4 && !self.marks.boiler
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

/// The least weight of running text, in Latin letters: a line of print. Lower, and bylines and teasers decide where the
/// body is; higher, and bodies of one-line paragraphs are lost.
const PROSE_WEIGHT: usize = 70;

/// What the elements around a unit say of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Marks {
    /// Named or placed as something else than an article's text: navigation, promotion, comments, captions.
    pub(super) boiler: bool,
    /// Named as the standfirst.
    pub(super) lead: bool,
    /// Within a link as a whole.
    pub(super) link: bool,
}

/// How much a text says, in Latin letters: a character of a script that writes a word in one or two counts threefold.
pub(in crate::desk::extract) fn weigh(text: &str) -> usize {
    text.chars().map(weight_of).sum()
}

fn weight_of(c: char) -> usize {
    match c {
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => 3,
        '\u{ac00}'..='\u{d7af}' => 2,
        _ => 1,
    }
}

/// Whether a text ends as a sentence does, in any script; closing quotes and brackets may follow.
pub(super) fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '“' | '’' | '»' | '«' | '›' | ')' | ']' | '」' | '』' | '）')
    });
    end.ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '．', '।', '۔', '؟', '။', '።', '՝'])
        // Thai and Lao write no stop.
        || end.ends_with(|c| matches!(c, '\u{e00}'..='\u{eff}'))
}

/// Cuts a page into units, in document order; nothing that is hidden or dropped, and at most `most` of them.
pub(super) fn cut(tree: &Tree, bulk: &Bulk, most: usize, dropped: &BTreeSet<NodeId>) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut open: Vec<Frame> = Vec::new();
    let mut run = Run::default();
    let mut names = words::Names::default();
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => {
                if let Some(text) = tree.text_node(id) {
                    let marks = open.last().map(|frame| frame.marks).unwrap_or_default();
                    run.push(text, marks);
                    continue;
                }
                let name = tree.name(id);
                if name == "br" {
                    run.break_line();
                    continue;
                }
                let hidden = tree.is_hidden(id) && name != "html" && name != "body";
                if hidden || words::is_furniture(name) || dropped.contains(&id) {
                    run.space = true;
                    walk.skip_subtree(id);
                    open.push(Frame { block: false, marks: Marks::default() });
                    continue;
                }
                let above = open.last().map(|frame| frame.marks).unwrap_or_default();
                let block = tree.is_block(id) || matches!(name, "td" | "th");
                let row = open.last().is_some_and(|frame| frame.block) && name == "tr" && is_data_row(tree, id);
                if block {
                    run.flush(tree, bulk, id, &mut out);
                }
                let marks = mark(tree, &mut names, id, above, bulk);
                run.at = if block { Some(id) } else { run.at };
                if row {
                    push_row(tree, id, marks, &mut out);
                    walk.skip_subtree(id);
                }
                open.push(Frame { block, marks });
                if out.len() >= most {
                    return out;
                }
            }
            Step::Leave(id) => {
                if !tree.is_element(id) || tree.is(id, "br") {
                    continue;
                }
                if open.pop().is_some_and(|frame| frame.block) {
                    run.at = Some(id);
                    run.flush(tree, bulk, id, &mut out);
                    run.at = tree.parent(id);
                }
            }
        }
    }
    out
}

/// An element that is open.
struct Frame {
    block: bool,
    marks: Marks,
}

/// What an element adds to the marks of what is in it.
fn mark<'a>(tree: &'a Tree, names: &mut words::Names<'a>, id: NodeId, above: Marks, bulk: &Bulk) -> Marks {
    let name = tree.name(id);
    let said = names.judge(tree, id);
    let share = bulk.share(id);
    let boiler = said.talk && share < 0.7
        || (said.strong || words::is_aside(name)) && share < 0.3
        || said.weak
            && (share < 0.1 && bulk.weight(id) < WEAK_WEIGHT_MAX
                || share < 0.3 && bulk.weight(id) < WEAK_WEIGHT_MAX / 2);
    Marks {
        boiler: above.boiler || boiler && !matches!(name, "html" | "body" | "main"),
        lead: above.lead || said.lead,
        link: above.link || name == "a" && tree.attr(id, "href").is_some(),
    }
}

/// The most text that is dropped on a weak word: more is a body whose template is oddly named.
const WEAK_WEIGHT_MAX: u32 = 800;

/// Whether a table's row holds data: two cells or more, short, with no blocks in them.
fn is_data_row(tree: &Tree, row: NodeId) -> bool {
    let (mut cells, mut bytes) = (0, 0);
    for id in tree.descendants(row) {
        if let Some(text) = tree.text_node(id) {
            bytes += text.trim().len();
        } else if matches!(tree.name(id), "td" | "th") {
            cells += 1;
        } else if tree.is_block(id) && !tree.is(id, "p") {
            return false;
        }
        if bytes > 400 {
            return false;
        }
    }
    cells >= 2
}

fn push_row(tree: &Tree, row: NodeId, marks: Marks, out: &mut Vec<Unit>) {
    let text = tree.line(row);
    if text.is_empty() {
        return;
    }
    let weight = weigh(&text);
    let linked = tree.descendants(row).filter(|&id| tree.is(id, "a")).map(|id| weigh(&tree.line(id))).sum::<usize>();
    out.push(Unit {
        role: Role::Preformatted,
        level: 0,
        at: row,
        weight,
        link_weight: linked.min(weight),
        marks,
        text,
    });
}

/// The inline text that is being gathered.
#[derive(Default)]
struct Run {
    /// The segments between single line breaks.
    text: String,
    at: Option<NodeId>,
    space: bool,
    /// Line breaks since the last text.
    breaks: usize,
    /// Where single line breaks stand in the text, as byte offsets.
    lines: Vec<usize>,
    weight: usize,
    link_weight: usize,
    marks: Option<Marks>,
    done: Vec<Part>,
}

/// A finished part of a run, between empty lines.
struct Part {
    text: String,
    weight: usize,
    link_weight: usize,
    marks: Marks,
}

/// The least weight of each line, where single line breaks part paragraphs rather than verses or addresses.
const BROKEN_LINE_WEIGHT: usize = 120;

impl Run {
    fn push(&mut self, text: &str, marks: Marks) {
        self.space |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if self.breaks > 1 {
                self.part();
            } else if self.breaks == 1 && !self.text.is_empty() {
                self.lines.push(self.text.len());
                self.space = true;
            }
            self.breaks = 0;
            if self.space && !self.text.is_empty() {
                self.text.push(' ');
                self.weight += 1;
            }
            self.space = true;
            self.text.push_str(word);
            let weight = weigh(word);
            self.weight += weight;
            self.link_weight += if marks.link { weight + 1 } else { 0 };
            // What all of it has in common.
            self.marks = Some(self.marks.map_or(marks, |all| Marks {
                boiler: all.boiler && marks.boiler,
                lead: all.lead && marks.lead,
                ..all
            }));
        }
        self.space = text.ends_with(char::is_whitespace) || self.space && text.trim().is_empty();
    }

    fn break_line(&mut self) {
        self.breaks += 1;
    }

    fn part(&mut self) {
        let text = std::mem::take(&mut self.text);
        let lines = std::mem::take(&mut self.lines);
        let (weight, link_weight) = (self.weight, self.link_weight);
        (self.weight, self.link_weight) = (0, 0);
        let marks = self.marks.take().unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let link_weight = link_weight.min(weight);
        if weight >= BROKEN_LINE_WEIGHT * (lines.len() + 1) && !lines.is_empty() {
            let mut from = 0;
            for to in lines.into_iter().chain([text.len()]) {
                let line = text.get(from..to).unwrap_or_default().trim();
                from = to;
                if !line.is_empty() {
                    let share = weigh(line);
                    let linked = link_weight * share / weight.max(1);
                    self.done.push(Part { text: line.to_owned(), weight: share, link_weight: linked, marks });
                }
            }
        } else {
            self.done.push(Part { text, weight, link_weight, marks });
        }
    }

    fn flush(&mut self, tree: &Tree, bulk: &Bulk, near: NodeId, out: &mut Vec<Unit>) {
        self.part();
        (self.space, self.breaks) = (false, 0);
        if self.done.is_empty() {
            return;
        }
        let at = self.at.or_else(|| tree.parent(near)).unwrap_or(near);
        let (role, level) = role(tree, bulk, at);
        for part in self.done.drain(..) {
            let Part { text, weight, link_weight, marks } = part;
            out.push(Unit { role, level, at, text, weight, link_weight, marks });
        }
    }
}

/// The share of the page's text from which an item of a list is no item but the article's holder.
pub(super) const LIST_ITEM_SHARE_MAX: f64 = 0.2;

/// The role of text that stands in this block, by the block itself and what it stands in.
fn role(tree: &Tree, bulk: &Bulk, at: NodeId) -> (Role, u8) {
    for id in std::iter::once(at).chain(tree.ancestors(at)).take(6) {
        match tree.name(id) {
            "h1" => return (Role::Heading, 1),
            "h2" => return (Role::Heading, 2),
            "h3" => return (Role::Heading, 3),
            "h4" => return (Role::Heading, 4),
            "h5" => return (Role::Heading, 5),
            "h6" => return (Role::Heading, 6),
            // Some templates put the whole article into one item of a list.
            "li" | "dd" | "dt" if bulk.share(id) < LIST_ITEM_SHARE_MAX => return (Role::ListItem, 0),
            "blockquote" => return (Role::Quote, 0),
            "pre" | "listing" | "xmp" => return (Role::Preformatted, 0),
            "article" | "section" | "main" | "table" | "body" => break,
            _ => {}
        }
    }
    (Role::Paragraph, 0)
}

/// How much visible text outside of links each element holds.
pub(super) struct Bulk {
    weights: Vec<u32>,
    all: u32,
}

impl Bulk {
    pub(super) fn measure(tree: &Tree) -> Self {
        let mut weights = vec![0_u32; tree.len()];
        let mut sums: Vec<u32> = Vec::new();
        let mut walk = tree.walk(tree.root());
        while let Some(step) = walk.next() {
            match step {
                Step::Enter(id) if tree.is_element(id) => {
                    sums.push(0);
                    if tree.is_hidden(id) || tree.is(id, "a") || words::is_furniture(tree.name(id)) {
                        walk.skip_subtree(id);
                    }
                }
                Step::Enter(id) => {
                    let weight =
                        tree.text_node(id).map_or(0, |text| u32::try_from(weigh(text.trim())).unwrap_or(u32::MAX));
                    // Labels and dates are not bulk.
                    if let Some(sum) = sums.last_mut().filter(|_| weight >= 25) {
                        *sum = sum.saturating_add(weight);
                    }
                }
                Step::Leave(id) if tree.is_element(id) => {
                    let sum = sums.pop().unwrap_or_default();
                    if let Some(slot) = weights.get_mut(id.index()) {
                        *slot = sum;
                    }
                    if let Some(above) = sums.last_mut() {
                        *above = above.saturating_add(sum);
                    }
                }
                Step::Leave(_) => {}
            }
        }
        let all =
            tree.children(tree.root()).filter_map(|id| weights.get(id.index())).copied().max().unwrap_or_default();
        Self { weights, all }
    }

    /// The weight of visible text outside of links, labels left out.
    fn weight(&self, id: NodeId) -> u32 {
        self.weights.get(id.index()).copied().unwrap_or_default()
    }

    /// The share of the page's text that the element holds, 0 to 1.
    pub(super) fn share(&self, id: NodeId) -> f64 {
        let weight = self.weight(id);
        if self.all == 0 { 0.0 } else { f64::from(weight) / f64::from(self.all) }
    }
}
