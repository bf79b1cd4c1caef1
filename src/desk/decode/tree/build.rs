//! Tokens to tree, by the tree construction rules of WHATWG HTML §13.2.6, misnesting and foster parents and all.
//!
//! One file an insertion mode or a kin of them: [`head`] up to the body, [`body`], [`table`], [`mod@format`] for what misnested
//! formatting makes, [`foreign`] for SVG and `MathML`. [`stack`] holds the open elements.
//!
//! The rules have quadratic corners, which caps close: no stack grows past the depth cap (elements beyond it are dissolved
//! into the deepest one), no list of formatting elements past [`format::FORMATS_MAX`], no tree past the node cap.

mod body;
mod foreign;
mod format;
mod head;
mod stack;
mod table;

use super::tag::class;
use super::text::HIDING;
use super::token::{Name, Start, Text, Token, Tokens};
use super::{Arena, Node, NodeId, Span, Tag, offset, references};
use crate::desk::decode::Limits;
use format::Format;
use stack::{Open, Stack};

/// How much text is moved, in bytes, to make one node of texts that a tag between them came to nothing in; past it they
/// stay two.
const JOIN_BYTES_MAX: usize = 512;

/// The insertion modes (§13.2.4.1) that remain where text up to an end tag is read at once and framesets mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    BeforeHtml,
    BeforeHead,
    InHead,
    AfterHead,
    InBody,
    InTable,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
}

/// What a mode has done with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Done,
    /// The mode has changed, and the token is the new one's.
    Again,
}

/// Where a node is inserted.
#[derive(Clone, Copy, Debug)]
struct Place {
    parent: NodeId,
    /// The sibling it stands before; [`NodeId::NONE`] for the end.
    before: NodeId,
}

/// A tree that grows.
struct Build<'s> {
    source: &'s str,
    arena: Arena,
    tokens: Tokens<'s>,
    mode: Mode,
    stack: Stack,
    formats: Vec<Format>,
    /// The insertion modes of open templates.
    templates: Vec<Mode>,
    head: NodeId,
    form: NodeId,
    /// Whether what stands misplaced in a table goes before it.
    fostering: bool,
    /// Whether a line begins here, so that white space is nothing.
    line_begins: bool,
    depth_max: usize,
    nodes_max: usize,
    /// Start tags dissolved at the depth cap whose end tags are still to come.
    dissolved: usize,
}

/// [`Tree::parse`](super::Tree::parse): the arena, and whether the node cap cut it.
pub(super) fn build(source: &str, limits: &Limits) -> (Arena, bool) {
    let mut arena = Arena::default();
    // A page has about one node in 60 bytes and as many attributes, and as many bytes that stand for references.
    arena.nodes.reserve((source.len() / 60).min(limits.nodes_max));
    arena.attrs.reserve(source.len() / 60);
    arena.extra.reserve(source.len() / 60);
    let mut build = Build {
        source,
        arena,
        tokens: Tokens::new(source, limits),
        mode: Mode::BeforeHtml,
        stack: Stack::default(),
        formats: Vec::new(),
        templates: Vec::new(),
        head: NodeId::NONE,
        form: NodeId::NONE,
        fostering: false,
        line_begins: true,
        depth_max: limits.depth_max,
        nodes_max: limits.nodes_max,
        dissolved: 0,
    };
    build.run();
    let cut = build.is_full();
    (build.arena, cut)
}

impl Build<'_> {
    fn is_full(&self) -> bool {
        self.arena.nodes.len() >= self.nodes_max
    }

    fn run(&mut self) {
        while !self.is_full() {
            match self.tokens.next(&mut self.arena, self.stack.top().is_some_and(|open| open.tag == Tag::Foreign)) {
                Token::Text(text) => self.text(text),
                Token::Start(start) => {
                    self.start(&start);
                    self.note_line(start.name.tag);
                }
                Token::End(name) => {
                    self.end(name);
                    self.note_line(name.tag);
                }
                Token::Eof => {
                    while self.template_ends() {}
                    return self.open_body();
                }
            }
        }
    }

    /// Whether a line begins behind this tag: blocks part lines, and what is never seen changes nothing.
    fn note_line(&mut self, tag: Tag) {
        if tag.is(class::BLOCK) || tag.is(class::CELL) || tag == Tag::Br {
            self.line_begins = true;
        } else if !tag.is(class::HIDDEN) {
            self.line_begins = false;
        }
    }

    fn text(&mut self, text: Text) {
        if text.blank && self.line_begins && !self.stack.keeps_space() {
            return;
        }
        self.line_begins = false;
        if self.stack.top().is_some_and(|open| open.tag == Tag::Foreign) {
            return;
        }
        loop {
            let step = match self.mode {
                Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => self.head_text(text),
                Mode::InBody | Mode::InCaption | Mode::InCell | Mode::InTemplate => self.body_text(text),
                Mode::InTable | Mode::InTableBody | Mode::InRow => self.table_text(text),
                Mode::InColumnGroup => self.column_text(text),
            };
            if step == Step::Done {
                return;
            }
        }
    }

    fn start(&mut self, start: &Start) {
        if self.is_dissolved(start) {
            self.dissolved += usize::from(!start.self_closing);
            self.forget(start);
            return;
        }
        if self.foreign_start(start) {
            return;
        }
        loop {
            let step = match self.mode {
                Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => self.head_start(start),
                Mode::InBody => self.body_start(start),
                Mode::InTemplate => self.template_start(start),
                Mode::InTable => self.table_start(start),
                Mode::InCaption => self.caption_start(start),
                Mode::InColumnGroup => self.column_start(start),
                Mode::InTableBody => self.row_group_start(start),
                Mode::InRow => self.row_start(start),
                Mode::InCell => self.cell_start(start),
            };
            if step == Step::Done {
                return;
            }
        }
    }

    /// Whether the stack is full for this element. What holds raw text passes: dropped, its text would be read as the page's.
    fn is_dissolved(&self, start: &Start) -> bool {
        let passes = class::VOID.or(class::RAW).or(class::RCDATA);
        self.stack.len() >= self.depth_max && !start.name.tag.is(passes)
    }

    fn end(&mut self, name: Name) {
        if self.dissolved > 0 {
            self.dissolved -= 1;
            return;
        }
        if self.foreign_end(name) {
            return;
        }
        loop {
            let step = match self.mode {
                Mode::BeforeHtml | Mode::BeforeHead | Mode::InHead | Mode::AfterHead => self.head_end(name),
                Mode::InBody => self.body_end(name),
                Mode::InTemplate if name.tag == Tag::Template => self.template_end(),
                Mode::InTemplate => Step::Done,
                Mode::InTable => self.table_end(name),
                Mode::InCaption => self.caption_end(name),
                Mode::InColumnGroup => self.column_end(name),
                Mode::InTableBody => self.row_group_end(name),
                Mode::InRow => self.row_end(name),
                Mode::InCell => self.cell_end(name),
            };
            if step == Step::Done {
                return;
            }
        }
    }

    /// A start tag comes to nothing.
    fn forget(&mut self, start: &Start) -> Step {
        self.arena.forget(start.attrs, start.extra);
        Step::Done
    }

    fn current_is(&self, tag: Tag) -> bool {
        self.stack.top().is_some_and(|open| open.tag == tag)
    }

    /// The appropriate place for inserting a node (§13.2.6.1).
    fn place(&self) -> Place {
        self.place_in(self.stack.top())
    }

    fn place_in(&self, target: Option<&Open>) -> Place {
        let misplaced = class::ROW_GROUP;
        let Some(open) = target else { return Place { parent: NodeId(0), before: NodeId::NONE } };
        if self.fostering && (open.tag.is(misplaced) || matches!(open.tag, Tag::Table | Tag::Tr)) {
            return self.foster_place();
        }
        Place { parent: open.id, before: NodeId::NONE }
    }

    fn foster_place(&self) -> Place {
        let holder = self.stack.iter().rev().find(|open| matches!(open.tag, Tag::Table | Tag::Template));
        match holder {
            Some(template) if template.tag == Tag::Template => Place { parent: template.id, before: NodeId::NONE },
            Some(table) => match self.arena.nodes.get(table.id.index()).and_then(|node| node.parent.some()) {
                Some(parent) => Place { parent, before: table.id },
                None => Place { parent: self.stack.above(table.id), before: NodeId::NONE },
            },
            None => Place { parent: self.stack.iter().next().map_or(NodeId(0), |open| open.id), before: NodeId::NONE },
        }
    }

    /// Makes a node that hangs nowhere yet; `hides`: whether its attributes hide it.
    fn create(&mut self, tag: Tag, data: Span, hides: bool) -> NodeId {
        let len = self.arena.nodes.len();
        let id = NodeId(offset(len));
        if len == self.arena.nodes.capacity() {
            // Twice as many, as a vector would, but no more than there can be.
            self.arena.nodes.reserve_exact(len.min(self.nodes_max.saturating_sub(len)).max(1));
        }
        let mut node = Node::new(tag, data);
        node.hidden |= hides;
        self.arena.add(node);
        id
    }

    /// The span of a start tag's attributes.
    fn attrs(&self, start: &Start) -> Span {
        Span::source(start.attrs, self.arena.attrs.len())
    }

    /// Inserts the element of a start tag; void and self-made ones are not opened.
    fn insert_closed(&mut self, start: &Start) -> NodeId {
        self.insert_as(start, start.name.tag)
    }

    fn insert_as(&mut self, start: &Start, tag: Tag) -> NodeId {
        let attrs = self.attrs(start);
        let hides = start.keys.meets(HIDING) && self.arena.hides(self.source, tag, attrs);
        let id = self.create(tag, attrs, hides);
        self.arena.link(self.place(), id);
        id
    }

    /// Inserts the element of a start tag and opens it.
    fn insert(&mut self, start: &Start) -> NodeId {
        let id = self.insert_closed(start);
        self.stack.push(Open { id, tag: start.name.tag, inner: start.name.tag, math: false, name: start.name });
        id
    }

    /// Inserts an element that no tag spells, and opens it.
    fn insert_phantom(&mut self, tag: Tag) -> NodeId {
        let at = self.arena.attrs.len();
        let id = self.create(tag, Span::source(at, at), false);
        self.arena.link(self.place(), id);
        self.stack.push(Open { id, tag, inner: tag, math: false, name: Name::none(tag) });
        id
    }

    /// Inserts text, one node with the text before it where nothing stands between them.
    fn insert_text(&mut self, text: Text) {
        let place = self.place();
        self.insert_text_at(place, text);
    }

    fn insert_text_at(&mut self, place: Place, text: Text) {
        if text.span.range().is_empty() {
            return;
        }
        let neighbour = match place.before.some() {
            Some(before) => self.arena.nodes.get(before.index()).map(|node| node.previous),
            None => self.arena.nodes.get(place.parent.index()).map(|node| node.last),
        };
        let neighbour = neighbour.and_then(NodeId::some);
        let raw = self.source.get(text.span.range()).unwrap_or_default();
        if let Some(id) = neighbour
            && let Some(span) = self.joined(id, raw, text.plain)
        {
            if let Some(node) = self.arena.nodes.get_mut(id.index()) {
                node.data = span;
            }
            return;
        }
        let span = if text.plain { text.span } else { self.resolve(raw) };
        let id = self.create(Tag::Text, span, false);
        self.arena.link(place, id);
    }

    /// The text of a node and what follows it as one, where it is a text and near.
    fn joined(&mut self, id: NodeId, raw: &str, plain: bool) -> Option<Span> {
        let node = self.arena.nodes.get(id.index()).filter(|node| node.tag == Tag::Text)?;
        let range = node.data.range();
        let from = if node.data.is_extra() && range.end == self.arena.extra.len() {
            range.start
        } else {
            if range.len() > JOIN_BYTES_MAX {
                return None;
            }
            let text = self.arena.slice(self.source, node.data).to_owned();
            self.arena.keep_text(&text).range().start
        };
        if plain {
            self.arena.extra.push_str(raw);
        } else {
            references::decode(raw, references::Place::Text, &mut self.arena.extra);
        }
        Some(Span::extra(from, self.arena.extra.len()))
    }

    fn resolve(&mut self, raw: &str) -> Span {
        let from = self.arena.extra.len();
        references::decode(raw, references::Place::Text, &mut self.arena.extra);
        Span::extra(from, self.arena.extra.len())
    }

    /// Inserts an element that holds text up to its end tag, and that text where it is kept.
    fn insert_raw(&mut self, start: &Start) -> Step {
        let id = self.insert_closed(start);
        let tag = start.name.tag;
        let text = self.tokens.raw(tag, &mut self.arena);
        if matches!(tag, Tag::Title | Tag::TextArea | Tag::Xmp | Tag::Script | Tag::NoScript) {
            self.insert_text_at(Place { parent: id, before: NodeId::NONE }, text);
        }
        Step::Done
    }

    /// What a repeated `<html>` or `<body>` says besides is added to the element's attributes.
    fn add_attrs(&mut self, id: NodeId, start: &Start) -> Step {
        let old = self.arena.nodes.get(id.index()).map(|node| node.data.range()).unwrap_or_default();
        if start.attrs == self.arena.attrs.len() || old.len() >= self.tokens.tag_attrs_max {
            return self.forget(start);
        }
        let new: Vec<_> = self.arena.attrs.get(start.attrs..).unwrap_or_default().to_vec();
        let kept: Vec<_> = self.arena.attrs.get(old).unwrap_or_default().to_vec();
        let spelt = |span| self.arena.slice(self.source, span);
        let added: Vec<_> =
            new.into_iter().filter(|attr| !kept.iter().any(|known| spelt(known.name) == spelt(attr.name))).collect();
        if added.is_empty() {
            return self.forget(start);
        }
        self.arena.attrs.truncate(start.attrs);
        // A page that repeats them without end gets one element's worth.
        self.arena.attrs.extend(kept.into_iter().chain(added).take(self.tokens.tag_attrs_max));
        let data = self.attrs(start);
        let hides = |tag| start.keys.meets(HIDING) && self.arena.hides(self.source, tag, data);
        let hides = self.arena.nodes.get(id.index()).is_some_and(|node| hides(node.tag));
        if let Some(node) = self.arena.nodes.get_mut(id.index()) {
            node.data = data;
            node.hidden |= hides;
        }
        Step::Done
    }
}

impl Arena {
    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    /// Hangs a node that hangs nowhere.
    fn link(&mut self, place: Place, id: NodeId) {
        let previous = match self.node_mut(place.before) {
            Some(before) => std::mem::replace(&mut before.previous, id),
            None => match self.node_mut(place.parent) {
                Some(parent) => std::mem::replace(&mut parent.last, id),
                None => return,
            },
        };
        match self.node_mut(previous) {
            Some(node) => node.next = id,
            None => {
                if let Some(parent) = self.node_mut(place.parent) {
                    parent.first = id;
                }
            }
        }
        if let Some(node) = self.node_mut(id) {
            (node.parent, node.previous, node.next) = (place.parent, previous, place.before);
        }
    }

    /// Takes a node from where it hangs, with all below it.
    fn unlink(&mut self, id: NodeId) {
        self.is_shuffled = true;
        let Some(node) = self.node_mut(id) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NodeId::NONE, NodeId::NONE, NodeId::NONE);
        match self.node_mut(previous) {
            Some(before) => before.next = next,
            None => {
                if let Some(above) = self.node_mut(parent) {
                    above.first = next;
                }
            }
        }
        match self.node_mut(next) {
            Some(after) => after.previous = previous,
            None => {
                if let Some(above) = self.node_mut(parent) {
                    above.last = previous;
                }
            }
        }
    }

    /// Moves all children of one node to the end of another's.
    fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.nodes.get(from.index()).and_then(|node| node.first.some()) {
            self.unlink(child);
            self.link(Place { parent: to, before: NodeId::NONE }, child);
        }
    }
}
