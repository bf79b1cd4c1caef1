//! The page's markup as a flat arena: nodes in one vector, links as 32-bit ids, all text in one string.
//!
//! Built by html5ever's tokenizer and tree builder (the WHATWG's parsing rules, error recovery and all) under the caps
//! of [`Limits`]. Nothing here recurses: a page may nest as deep as it likes.
//! Comments, doctype and the text of scripts and styles are left out, save JSON data blocks (`application/ld+json`,
//! `application/json`), which facts are read from.
//!
//! Ids are given in the order of creation, which misnested markup can make differ from document order; walk to get
//! document order.

mod build;
mod text;
mod walk;

#[cfg(test)]
mod tests;

use html5ever::{LocalName, Namespace, ns};

use super::Limits;
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

/// What a node is.
#[derive(Debug)]
enum Data {
    /// The root above `<html>`; also what nothing hangs on.
    Document,
    /// An element; its attributes are `attrs[from..to]`.
    Element { name: LocalName, ns: Namespace, from: u32, to: u32 },
    /// Text: `text[from..to]`.
    Text { from: u32, to: u32 },
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    previous: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
    data: Data,
}

impl Node {
    fn new(data: Data) -> Self {
        let none = NodeId::NONE;
        Self { parent: none, previous: none, next: none, first: none, last: none, data }
    }
}

/// An attribute; its value is `text[from..to]`.
#[derive(Debug, Clone)]
struct Attr {
    name: LocalName,
    from: u32,
    to: u32,
}

/// A parsed page.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    attrs: Vec<Attr>,
    text: String,
    /// Whether a cap cut the page: what stands behind the cut is not in the tree.
    cut: bool,
}

impl Default for Tree {
    /// The empty page.
    fn default() -> Self {
        Self { nodes: vec![Node::new(Data::Document)], attrs: Vec::new(), text: String::new(), cut: false }
    }
}

impl Tree {
    /// Parses markup, already decoded. Never fails: what passes a cap is left out, and [`is_cut`](Self::is_cut) says
    /// where nodes are missing.
    ///
    /// Scripting counts as off, so `<noscript>` holds elements ([hidden](Self::is_hidden) ones).
    pub fn parse(markup: &str, limits: &Limits) -> Self {
        build::build(markup, limits)
    }

    /// The document: the parent of `<html>`.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The number of ids given; every [`NodeId::index`] of this tree is below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the page has no element at all.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() <= 1
    }

    /// Whether a cap on nodes cut the page: what stands behind the cut is missing.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// The element's name in lower case (`h1`; SVG keeps its own case); empty for text and the document.
    pub fn name(&self, id: NodeId) -> &str {
        match self.data(id) {
            Some(Data::Element { name, .. }) => name,
            _ => "",
        }
    }

    /// Whether it is an element of that name.
    pub fn is(&self, id: NodeId, name: &str) -> bool {
        self.name(id) == name && !name.is_empty()
    }

    /// Whether it is an element.
    pub fn is_element(&self, id: NodeId) -> bool {
        matches!(self.data(id), Some(Data::Element { .. }))
    }

    /// Whether it is an element of HTML's own namespace, not of SVG's or `MathML`'s.
    pub fn is_html(&self, id: NodeId) -> bool {
        matches!(self.data(id), Some(Data::Element { ns, .. }) if *ns == ns!(html))
    }

    /// The text of a text node, entities resolved, white space as on the page; `None` for anything else. The text of
    /// a kept JSON data block is the text node under its `<script>`.
    pub fn text_node(&self, id: NodeId) -> Option<&str> {
        match self.data(id)? {
            Data::Text { from, to } => self.text.get(*from as usize..*to as usize),
            _ => None,
        }
    }

    /// The value of an attribute (name in lower case), entities resolved; the first one where it is repeated.
    /// A value longer than the cap reads as empty.
    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attrs(id).find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// All attributes in their order, names and values.
    pub fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let (from, to) = match self.data(id) {
            Some(Data::Element { from, to, .. }) => (*from as usize, *to as usize),
            _ => (0, 0),
        };
        let attrs = self.attrs.get(from..to).unwrap_or_default();
        attrs.iter().map(|attr| (&*attr.name, self.text.get(attr.from as usize..attr.to as usize).unwrap_or_default()))
    }

    /// The words of the `class` attribute.
    pub fn classes(&self, id: NodeId) -> impl Iterator<Item = &str> {
        self.attr(id, "class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether the element is of that class (ASCII case ignored).
    pub fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.classes(id).any(|word| word.eq_ignore_ascii_case(class))
    }

    /// The `id` attribute, trimmed, where it is not empty.
    pub fn id_attr(&self, id: NodeId) -> Option<&str> {
        self.attr(id, "id").map(str::trim).filter(|value| !value.is_empty())
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

    /// It and everything below it as a sequence of [`Step::Enter`] and [`Step::Leave`], for what needs to know where an
    /// element ends.
    pub fn walk(&self, id: NodeId) -> Walk<'_> {
        Walk::new(self, id)
    }

    /// Every element of that name in document order (those within `<template>` too).
    pub fn elements_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.descendants(self.root()).filter(move |&id| self.is(id, name))
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    fn data(&self, id: NodeId) -> Option<&Data> {
        self.node(id).map(|node| &node.data)
    }
}
