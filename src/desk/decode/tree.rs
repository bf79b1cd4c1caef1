//! The page's markup as a flat arena: nodes in one vector, links as 32-bit ids, texts and values as spans of the markup.
//!
//! A [tokenizer](token) of WHATWG HTML's rules fills it through their [tree construction](build), error recovery and all, under
//! the caps of [`Limits`]. Nothing here recurses: a page may nest as deep as it likes. Text is copied only where it holds
//! character references.
//!
//! What is not as in a browser, since no reader of articles would see it:
//! - comments, doctype, what stands in SVG and `MathML`, and the text of styles are left out; that of scripts is kept, for
//!   the data in them, and is visible to no reader;
//! - white space that begins a line is left out, and carriage returns stay;
//! - any doctype counts as HTML5's, and framesets as nothing;
//! - scripting counts as on, so that what stands in `<noscript>` is one text of raw markup that no reader sees.
//!
//! Ids are given in the order of creation, which misnested markup can make differ from document order; walk to get
//! document order.

mod build;
pub mod key;
mod known;
pub(in crate::desk) mod references;
mod spelt;
pub mod tag;
mod text;
mod token;
mod walk;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Limits;
pub use key::{Key, Keys};
pub use tag::{Class, Tag, class};
pub use walk::{Ancestors, Children, Descendants, Step, Walk};

/// A node of a [`Tree`]: an index that is valid for the tree it came from only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The id that stands for no node in the arena's links.
    const NONE: Self = Self(u32::MAX);

    /// This node as a position in a vector with one entry a node ([`Tree::len`] of them).
    pub fn index(self) -> usize {
        self.0 as usize
    }

    fn some(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }
}

/// A stretch of the markup, or of the arena's extra text where the markup doesn't spell it as it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// Its first byte; the highest bit is set for extra text.
    from: u32,
    to: u32,
}

/// The bit that tells extra text from markup. Pages are capped far below two gigabytes.
const EXTRA: u32 = 1 << 31;

/// An offset; past the largest one everything is empty.
fn offset(at: usize) -> u32 {
    u32::try_from(at.min(EXTRA as usize - 1)).unwrap_or_default()
}

impl Span {
    fn source(from: usize, to: usize) -> Self {
        Self { from: offset(from), to: offset(to) }
    }

    fn extra(from: usize, to: usize) -> Self {
        Self { from: offset(from) | EXTRA, to: offset(to) }
    }

    fn is_extra(self) -> bool {
        self.from & EXTRA != 0
    }

    fn range(self) -> Range<usize> {
        (self.from & !EXTRA) as usize..self.to as usize
    }
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    previous: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
    tag: Tag,
    /// Whether readers never see it: see [`Tree::is_hidden`].
    hidden: bool,
    /// A text node's text; an element's attributes as positions in the arena's.
    data: Span,
}

impl Node {
    fn new(tag: Tag, data: Span) -> Self {
        let none = NodeId::NONE;
        Self {
            parent: none,
            previous: none,
            next: none,
            first: none,
            last: none,
            tag,
            hidden: tag.is(class::HIDDEN),
            data,
        }
    }
}

/// An attribute. An element of [another name](Tag::Other) has that name, without a value, as its first.
#[derive(Debug, Clone, Copy)]
struct Attr {
    name: Span,
    value: Span,
    key: Key,
}

/// What a tree holds besides the markup it points into.
#[derive(Debug)]
struct Arena {
    nodes: Vec<Node>,
    /// How many of the nodes have each tag.
    counts: Vec<u32>,
    attrs: Vec<Attr>,
    extra: String,
    /// Whether nodes may stand in another order than they were created in, or hang nowhere.
    is_shuffled: bool,
}

impl Default for Arena {
    /// The document alone.
    fn default() -> Self {
        let nodes = vec![Node::new(Tag::Document, Span::source(0, 0))];
        Self { nodes, counts: vec![0; Tag::COUNT], attrs: Vec::new(), extra: String::new(), is_shuffled: false }
    }
}

impl Arena {
    /// Adds a node that hangs nowhere yet.
    fn add(&mut self, node: Node) {
        if let Some(count) = self.counts.get_mut(node.tag as usize) {
            *count += 1;
        }
        self.nodes.push(node);
    }

    #[inline]
    fn slice<'a>(&'a self, source: &'a str, span: Span) -> &'a str {
        let text = if span.is_extra() { &self.extra } else { source };
        text.get(span.range()).unwrap_or_default()
    }

    /// The names and values of an element's attributes, whose positions are `attrs`.
    #[inline]
    fn attrs<'a>(&'a self, source: &'a str, tag: Tag, attrs: Span) -> impl Iterator<Item = (&'a str, &'a str)> {
        let attrs = self.own_attrs(tag, attrs).iter();
        attrs.map(move |attr| (self.slice(source, attr.name), self.slice(source, attr.value)))
    }

    /// The keys and values of those whose key is in the set.
    #[inline]
    fn keyed<'a>(&'a self, source: &'a str, tag: Tag, attrs: Span, keys: Keys) -> impl Iterator<Item = (Key, &'a str)> {
        let attrs = self.own_attrs(tag, attrs).iter().filter(move |attr| keys.has(attr.key));
        attrs.map(move |attr| (attr.key, self.slice(source, attr.value)))
    }

    #[inline]
    fn own_attrs(&self, tag: Tag, attrs: Span) -> &[Attr] {
        let attrs = attrs.from as usize + usize::from(tag == Tag::Other)..attrs.to as usize;
        self.attrs.get(attrs).unwrap_or_default()
    }

    /// Keeps text that the markup doesn't spell as it reads.
    fn keep_text(&mut self, text: &str) -> Span {
        let from = self.extra.len();
        self.extra.push_str(text);
        Span::extra(from, self.extra.len())
    }

    /// Keeps an element's name, in lower case, as an attribute before its others.
    fn keep_name(&mut self, source: &str, name: Span) {
        let spelt = source.get(name.range()).unwrap_or_default();
        let name = if spelt.bytes().any(|b| b.is_ascii_uppercase()) {
            self.keep_text(&spelt.to_ascii_lowercase())
        } else {
            name
        };
        self.attrs.push(Attr { name, value: Span::source(0, 0), key: Key::Other });
    }

    /// Forgets the attributes of a tag that comes to nothing.
    fn forget(&mut self, attrs: usize, extra: usize) {
        self.attrs.truncate(attrs);
        self.extra.truncate(extra);
    }
}

/// A parsed page; the empty one by default.
#[derive(Debug, Default)]
pub struct Tree {
    source: String,
    arena: Arena,
    /// Whether a cap cut the page: what stands behind the cut is not in the tree.
    cut: bool,
}

impl Tree {
    /// Parses markup, already decoded. Never fails: what passes a cap is left out, and [`is_cut`](Self::is_cut) says
    /// where nodes are missing.
    pub fn parse(markup: impl Into<String>, limits: &Limits) -> Self {
        let source = markup.into();
        let (arena, cut) = build::build(&source, limits);
        Self { source, arena, cut }
    }

    /// The document: the parent of `<html>`.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The number of ids given; every [`NodeId::index`] of this tree is below it.
    pub fn len(&self) -> usize {
        self.arena.nodes.len()
    }

    /// Whether the page has no element at all.
    pub fn is_empty(&self) -> bool {
        self.arena.nodes.len() <= 1
    }

    /// Whether a cap on nodes cut the page: what stands behind the cut is missing.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The element's tag; [`Tag::Text`] and [`Tag::Document`] for the other kinds of node.
    pub fn tag(&self, id: NodeId) -> Tag {
        self.node(id).map_or(Tag::Document, |node| node.tag)
    }

    /// The element's name in lower case (`h1`); empty for text and the document.
    pub fn name(&self, id: NodeId) -> &str {
        match self.node(id) {
            Some(node) if node.tag == Tag::Other => {
                let name = self.arena.attrs.get(node.data.from as usize).map(|attr| attr.name);
                name.map(|name| self.arena.slice(&self.source, name)).unwrap_or_default()
            }
            Some(node) => node.tag.name(),
            None => "",
        }
    }

    /// Whether it is an element of that tag.
    #[inline]
    pub fn is(&self, id: NodeId, tag: Tag) -> bool {
        self.tag(id) == tag
    }

    /// Whether it is an element.
    pub fn is_element(&self, id: NodeId) -> bool {
        self.tag(id).is_element()
    }

    /// The text of a text node, entities resolved, white space as on the page; `None` for anything else. A
    /// script's text is the text node under its `<script>`.
    pub fn text_node(&self, id: NodeId) -> Option<&str> {
        let node = self.node(id).filter(|node| node.tag == Tag::Text)?;
        Some(self.arena.slice(&self.source, node.data))
    }

    /// The value of an attribute (name in lower case), entities resolved; the first one where it is repeated.
    /// A value longer than the cap reads as empty.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// [`attr`](Self::attr) by its key.
    #[inline]
    pub fn value(&self, id: NodeId, key: Key) -> Option<&str> {
        self.keyed(id, Keys::of(&[key])).next().map(|(_, value)| value)
    }

    /// All attributes in their order, names and values.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let (tag, attrs) = self.element(id);
        self.arena.attrs(&self.source, tag, attrs)
    }

    /// The attributes of these keys in their order, keys and values.
    #[inline]
    pub fn keyed(&self, id: NodeId, keys: Keys) -> impl Iterator<Item = (Key, &str)> {
        let (tag, attrs) = self.element(id);
        self.arena.keyed(&self.source, tag, attrs, keys)
    }

    /// The tag of an element, and where its attributes stand; no attributes for anything else.
    fn element(&self, id: NodeId) -> (Tag, Span) {
        let element = self.node(id).filter(|node| node.tag.is_element());
        element.map_or((Tag::Document, Span::source(0, 0)), |node| (node.tag, node.data))
    }

    /// The words of the `class` attribute.
    pub fn classes(&self, id: NodeId) -> impl Iterator<Item = &str> {
        self.value(id, Key::Class).unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether the element is of that class (ASCII case ignored).
    pub fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.classes(id).any(|word| word.eq_ignore_ascii_case(class))
    }

    /// The `id` attribute, trimmed, where it is not empty.
    pub fn id_attr(&self, id: NodeId) -> Option<&str> {
        self.value(id, Key::Id).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The node above; `None` for the document and what is detached.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.parent.some()
    }

    /// The node after it under the same parent.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.next.some()
    }

    /// The node before it under the same parent.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.previous.some()
    }

    /// The first node under it.
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id)?.first.some()
    }

    /// The nodes under it, elements and text, in order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children::new(self, id)
    }

    /// The nodes above it, nearest first, the document last.
    pub fn ancestors(&self, id: NodeId) -> Ancestors<'_> {
        Ancestors::new(self, id)
    }

    /// Everything below it in document order, itself left out; [`Descendants::skip_subtree`] leaves a subtree out.
    pub fn descendants(&self, id: NodeId) -> Descendants<'_> {
        Descendants::new(self, id)
    }

    /// It and everything below it as a sequence of [`Step`]s, for what needs to know where an element ends.
    pub fn walk(&self, id: NodeId) -> Walk<'_> {
        Walk::new(self, id)
    }

    /// How many nodes of that tag there are; more, where misnested markup has left some that hang nowhere.
    pub fn count(&self, tag: Tag) -> usize {
        self.arena.counts.get(tag as usize).map_or(0, |&count| count as usize)
    }

    /// Every node of that tag in document order (those within `<template>` too).
    pub fn elements(&self, tag: Tag) -> impl Iterator<Item = NodeId> {
        // Nodes are created in document order but for what is misnested: to pass along them is a fraction of a walk.
        let in_order = if self.arena.is_shuffled { &[][..] } else { &self.arena.nodes };
        let in_order = in_order.iter().zip(0..).filter(move |(node, _)| node.tag == tag).map(|(_, id)| NodeId(id));
        let shuffled = self.arena.is_shuffled.then(|| self.descendants(self.root())).into_iter().flatten();
        // Behind the last one nothing is looked at.
        in_order.chain(shuffled.filter(move |&id| self.is(id, tag))).take(self.count(tag))
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.arena.nodes.get(id.index())
    }
}
