//! Formatting elements that misnested markup closes too early are opened again where text goes on (§13.2.4.3), and moved
//! where they end too late ("adoption agency", §13.2.6.4.7).

use super::super::tag::class;
use super::super::token::{Name, Start};
use super::super::{NodeId, Span, Tag};
use super::stack::{Open, Scope};
use super::{Build, Place};

/// The most formatting elements that wait to be opened again: each costs a node wherever text goes on. Pages that never
/// close a `<font>` have a dozen.
pub(super) const FORMATS_MAX: usize = 32;

/// How often one end tag may move elements (the standard's own limit).
const ADOPTIONS_MAX: usize = 8;

/// How many formatting elements within the one that ends are kept in the list (the standard's own limit).
const KEPT_WITHIN: usize = 3;

/// The most like elements behind a marker ("Noah's Ark clause").
const ALIKE_MAX: usize = 3;

/// An entry of the list of active formatting elements.
#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
    /// What was open before it is not opened again behind it: a cell, a caption, an object begins.
    Marker,
    /// An element.
    Element {
        id: NodeId,
        tag: Tag,
        /// Its attributes.
        attrs: Span,
    },
}

impl Format {
    fn is(self, node: NodeId) -> bool {
        matches!(self, Self::Element { id, .. } if id == node)
    }
}

impl Build<'_> {
    /// Inserts a formatting element and notes it.
    pub(super) fn insert_format(&mut self, start: &Start) {
        let attrs = self.attrs(start);
        let id = self.insert(start);
        let tag = start.name.tag;
        let alike = |format: &Format| {
            matches!(format, Format::Element { tag: other, attrs: theirs, .. }
                if *other == tag && self.alike(*theirs, attrs))
        };
        let since = self.formats.iter().rposition(|format| matches!(format, Format::Marker)).map_or(0, |at| at + 1);
        let recent = self.formats.get(since..).unwrap_or_default();
        if recent.iter().filter(|format| alike(format)).count() >= ALIKE_MAX
            && let Some(earliest) = recent.iter().position(alike)
        {
            self.formats.remove(since + earliest);
        }
        if self.formats.len() < FORMATS_MAX {
            self.formats.push(Format::Element { id, tag, attrs });
        }
    }

    /// Whether two lists of attributes say the same, in the same order.
    fn alike(&self, a: Span, b: Span) -> bool {
        let attrs = |span: Span| self.arena.attrs.get(span.range()).unwrap_or_default();
        let spelt = |span| self.arena.slice(self.source, span);
        let (a, b) = (attrs(a), attrs(b));
        a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| spelt(a.name) == spelt(b.name) && spelt(a.value) == spelt(b.value))
    }

    /// Opens again what was closed too early ("reconstruct the active formatting elements").
    pub(super) fn reconstruct(&mut self) {
        let is_open = |build: &Self, format: &Format| match format {
            Format::Marker => true,
            Format::Element { id, .. } => build.stack.position(*id).is_some(),
        };
        if self.formats.last().is_none_or(|last| is_open(self, last)) {
            return;
        }
        let first = self.formats.iter().rposition(|format| is_open(self, format)).map_or(0, |at| at + 1);
        for at in first..self.formats.len() {
            if self.stack.len() >= self.depth_max || self.is_full() {
                return;
            }
            let Some(Format::Element { tag, attrs, .. }) = self.formats.get(at).copied() else { continue };
            let id = self.create(tag, attrs, self.arena.hides(self.source, tag, attrs));
            self.arena.link(self.place(), id);
            self.stack.push(Open { id, tag, inner: tag, math: false, name: Name::none(tag) });
            self.renew(at, id);
        }
    }

    fn renew(&mut self, at: usize, new: NodeId) {
        if let Some(Format::Element { id, .. }) = self.formats.get_mut(at) {
            *id = new;
        }
    }

    /// Forgets formatting elements up to the last marker.
    pub(super) fn clear_formats(&mut self) {
        let marker = self.formats.iter().rposition(|format| matches!(format, Format::Marker));
        self.formats.truncate(marker.unwrap_or(0));
    }

    /// `<a>` ends an open one.
    pub(super) fn close_link(&mut self) {
        let Some(id) = self.last_format(Tag::A) else { return };
        self.adopt(Name::none(Tag::A));
        self.formats.retain(|format| !format.is(id));
        if let Some(at) = self.stack.position(id) {
            self.stack.remove(at);
        }
    }

    /// The last formatting element of this tag behind the last marker.
    fn last_format(&self, wanted: Tag) -> Option<NodeId> {
        let recent = self.formats.iter().rev().take_while(|format| !matches!(format, Format::Marker));
        recent.into_iter().find_map(|format| match format {
            Format::Element { id, tag, .. } if *tag == wanted => Some(*id),
            _ => None,
        })
    }

    /// The end tag of a formatting element ("adoption agency algorithm").
    pub(super) fn adopt(&mut self, name: Name) {
        if let Some(top) = self.stack.top().copied()
            && top.tag == name.tag
            && !self.formats.iter().any(|format| format.is(top.id))
        {
            self.stack.pop();
            return;
        }
        for _ in 0..ADOPTIONS_MAX {
            let Some(subject) = self.last_format(name.tag) else { return self.close_any(name) };
            let Some(at) = self.stack.position(subject) else {
                self.formats.retain(|format| !format.is(subject));
                return;
            };
            if self.stack.find_in(Scope::Default, |open| open.id == subject && open.tag != Tag::Foreign).is_none() {
                return;
            }
            let block = self.stack.iter().enumerate().skip(at + 1).find(|(_, open)| open.tag.is(class::SPECIAL));
            let Some((block_at, block)) = block.map(|(at, open)| (at, *open)) else {
                self.stack.truncate(at);
                self.formats.retain(|format| !format.is(subject));
                return;
            };
            if self.is_full() {
                return;
            }
            self.move_block(subject, at, block, block_at);
        }
    }

    /// One round of the adoption: the block goes out of the formatting element, whose copy goes into the block.
    fn move_block(&mut self, subject: NodeId, subject_at: usize, block: Open, block_at: usize) {
        let around = subject_at.checked_sub(1).and_then(|at| self.stack.get(at)).copied();
        let position = |build: &Self, id: NodeId| build.formats.iter().position(|format| format.is(id));
        let mut bookmark = position(self, subject).unwrap_or(self.formats.len());
        let mut last = block.id;
        let mut within = 0;
        for at in (subject_at + 1..block_at).rev() {
            within += 1;
            let Some(node) = self.stack.get(at).copied() else { continue };
            let mut listed = position(self, node.id);
            if within > KEPT_WITHIN
                && let Some(entry) = listed.take()
            {
                self.formats.remove(entry);
                bookmark -= usize::from(entry < bookmark);
            }
            let Some(entry) = listed else {
                self.stack.remove(at);
                continue;
            };
            let copy = self.copy(node.id);
            self.renew(entry, copy);
            self.stack.replace(at, copy);
            if last == block.id {
                bookmark = entry + 1;
            }
            self.arena.unlink(last);
            self.arena.link(Place { parent: copy, before: NodeId::NONE }, last);
            last = copy;
        }
        self.arena.unlink(last);
        let place = self.place_in(around.as_ref());
        self.arena.link(place, last);
        let copy = self.copy(subject);
        self.arena.move_children(block.id, copy);
        self.arena.link(Place { parent: block.id, before: NodeId::NONE }, copy);
        if let Some(entry) = position(self, subject) {
            let moved = self.formats.remove(entry);
            bookmark -= usize::from(entry < bookmark);
            self.formats.insert(bookmark.min(self.formats.len()), moved);
            self.renew(bookmark, copy);
        }
        let Some(old) = self.stack.position(subject).and_then(|at| self.stack.get(at).copied().map(|open| (at, open)))
        else {
            return;
        };
        self.stack.remove(old.0);
        if let Some(at) = self.stack.position(block.id) {
            self.stack.insert(at + 1, Open { id: copy, ..old.1 });
        }
    }

    /// An element of the same name and attributes, hanging nowhere.
    fn copy(&mut self, id: NodeId) -> NodeId {
        let Some(node) = self.arena.nodes.get(id.index()) else { return id };
        let (tag, data, hidden) = (node.tag, node.data, node.hidden);
        self.create(tag, data, hidden)
    }
}
