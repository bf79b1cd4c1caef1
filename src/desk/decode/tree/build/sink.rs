//! html5ever's `TreeSink` over the arena.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};

use super::super::{Attr, Data, Node, NodeId, Tree};
use crate::desk::decode::Limits;

/// The arena while it grows.
pub(super) struct Sink {
    tree: RefCell<Tree>,
    nodes_max: usize,
    attr_bytes_max: usize,
    script_bytes_max: usize,
    /// Bytes of JSON data blocks kept.
    script_bytes: Cell<usize>,
    full: Cell<bool>,
}

/// An element's name, owned: the arena may grow while html5ever holds it.
#[derive(Debug)]
pub(super) struct Name {
    ns: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl Sink {
    pub(super) fn new(limits: &Limits, bytes: usize) -> Self {
        let mut tree = Tree::default();
        // A page has about one node in 60 bytes, and a quarter of it is text and attributes that are kept.
        tree.nodes.reserve((bytes / 60).min(limits.nodes_max));
        tree.text.reserve(bytes / 4);
        Self {
            tree: RefCell::new(tree),
            nodes_max: limits.nodes_max,
            attr_bytes_max: limits.attr_bytes_max,
            script_bytes_max: limits.script_bytes_max,
            script_bytes: Cell::new(0),
            full: Cell::new(false),
        }
    }

    /// Whether the node cap is reached: what follows is left out.
    pub(super) fn is_full(&self) -> bool {
        self.full.get()
    }

    pub(super) fn into_tree(self) -> Tree {
        let mut tree = self.tree.into_inner();
        tree.cut = self.full.get();
        tree
    }

    fn create(&self, data: Data) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let id = NodeId(u32::try_from(tree.nodes.len()).unwrap_or(u32::MAX - 1));
        tree.nodes.push(Node::new(data));
        self.full.set(self.full.get() || tree.nodes.len() >= self.nodes_max);
        id
    }

    /// Makes a text node or, where the text before it is the newest in the arena, lengthens that one.
    fn text(&self, previous: NodeId, text: &str) -> Option<NodeId> {
        let tree = &mut *self.tree.borrow_mut();
        let (from, to) = (offset(tree.text.len()), offset(tree.text.len() + text.len()));
        tree.text.push_str(text);
        if let Some(Node { data: Data::Text { to: end, .. }, .. }) = tree.nodes.get_mut(previous.index())
            && *end == from
        {
            *end = to;
            return None;
        }
        let id = NodeId(offset(tree.nodes.len()));
        tree.nodes.push(Node::new(Data::Text { from, to }));
        Some(id)
    }

    /// Whether the text under this element is kept: all but scripts and styles, and of scripts JSON data within the cap.
    fn keeps_text(&self, parent: NodeId, bytes: usize) -> bool {
        let tree = self.tree.borrow();
        match tree.name(parent) {
            "style" => false,
            "script" => {
                let json = tree.attr(parent, "type").is_some_and(is_json);
                let sum = self.script_bytes.get() + bytes;
                let keep = json && sum <= self.script_bytes_max;
                if keep {
                    self.script_bytes.set(sum);
                }
                keep
            }
            _ => true,
        }
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    ["application/ld+json", "application/json"].iter().any(|json| essence.eq_ignore_ascii_case(json))
}

/// Pages are capped far below four gigabytes; past that offsets stay at the end.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX - 1)
}

impl Tree {
    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.index())
    }

    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.node_mut(id) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NodeId::NONE, NodeId::NONE, NodeId::NONE);
        if let Some(before) = self.node_mut(previous) {
            before.next = next;
        } else if let Some(above) = self.node_mut(parent) {
            above.first = next;
        }
        if let Some(after) = self.node_mut(next) {
            after.previous = previous;
        } else if let Some(above) = self.node_mut(parent) {
            above.last = previous;
        }
    }

    fn append(&mut self, parent: NodeId, id: NodeId) {
        self.detach(id);
        let Some(above) = self.node_mut(parent) else { return };
        let last = std::mem::replace(&mut above.last, id);
        if last == NodeId::NONE {
            above.first = id;
        }
        if let Some(before) = self.node_mut(last) {
            before.next = id;
        }
        if let Some(node) = self.node_mut(id) {
            (node.parent, node.previous) = (parent, last);
        }
    }

    fn insert_before(&mut self, sibling: NodeId, id: NodeId) {
        self.detach(id);
        let Some(node) = self.node_mut(sibling) else { return };
        let (parent, previous) = (node.parent, std::mem::replace(&mut node.previous, id));
        if let Some(before) = self.node_mut(previous) {
            before.next = id;
        } else if let Some(above) = self.node_mut(parent) {
            above.first = id;
        }
        if let Some(node) = self.node_mut(id) {
            (node.parent, node.previous, node.next) = (parent, previous, sibling);
        }
    }

    fn last_child(&self, id: NodeId) -> NodeId {
        self.node(id).map_or(NodeId::NONE, |node| node.last)
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Name;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        NodeId(0)
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        match self.tree.borrow().data(*target) {
            Some(Data::Element { name, ns, .. }) => Name { ns: ns.clone(), local: name.clone() },
            _ => Name { ns: ns!(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let (from, to) = {
            let tree = &mut *self.tree.borrow_mut();
            let from = offset(tree.attrs.len());
            for attr in attrs {
                tree.keep_attr(attr, self.attr_bytes_max);
            }
            (from, offset(tree.attrs.len()))
        };
        self.create(Data::Element { name: name.local, ns: name.ns, from, to })
    }

    /// Comments hang nowhere, so one id stands for all: the document's own, which nothing appends.
    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.get_document()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.get_document()
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) if id == self.get_document() => {}
            NodeOrText::AppendNode(id) => self.tree.borrow_mut().append(*parent, id),
            NodeOrText::AppendText(text) => {
                if !self.keeps_text(*parent, text.len()) {
                    return;
                }
                let last = self.tree.borrow().last_child(*parent);
                if let Some(id) = self.text(last, &text) {
                    self.tree.borrow_mut().append(*parent, id);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// A template's contents hang under the template itself, where [`Tree::is_hidden`] covers them.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(id) if id == self.get_document() => {}
            NodeOrText::AppendNode(id) => self.tree.borrow_mut().insert_before(*sibling, id),
            NodeOrText::AppendText(text) => {
                let previous = self.tree.borrow().previous_sibling(*sibling).unwrap_or(NodeId::NONE);
                if let Some(id) = self.text(previous, &text) {
                    self.tree.borrow_mut().insert_before(*sibling, id);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let tree = &mut *self.tree.borrow_mut();
        let Some(Data::Element { from, to, .. }) = tree.data(*target) else { return };
        let (from, to) = (*from as usize, *to as usize);
        let old: Vec<Attr> = tree.attrs.get(from..to).unwrap_or_default().to_vec();
        let new: Vec<Attribute> =
            attrs.into_iter().filter(|attr| !old.iter().any(|known| known.name == attr.name.local)).collect();
        // Only `<html>` and `<body>` get here; a page that repeats them without end gets one element's worth.
        if new.is_empty() || old.len() + new.len() > super::TAG_ATTRS_MAX {
            return;
        }
        let start = offset(tree.attrs.len());
        tree.attrs.extend(old);
        for attr in new {
            tree.keep_attr(attr, self.attr_bytes_max);
        }
        let end = offset(tree.attrs.len());
        if let Some(Node { data: Data::Element { from, to, .. }, .. }) = tree.node_mut(*target) {
            (*from, *to) = (start, end);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let tree = &mut *self.tree.borrow_mut();
        while let Some(child) = tree.first_child(*node) {
            tree.append(*new_parent, child);
        }
    }
}

impl Tree {
    /// Keeps an attribute; a value past the cap (a picture as a `data:` URL) is kept as empty.
    fn keep_attr(&mut self, attr: Attribute, bytes_max: usize) {
        let value = if attr.value.len() <= bytes_max { &*attr.value } else { "" };
        let from = offset(self.text.len());
        self.text.push_str(value);
        self.attrs.push(Attr { name: attr.name.local, from, to: offset(self.text.len()) });
    }
}
