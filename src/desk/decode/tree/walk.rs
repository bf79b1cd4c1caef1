//! Ways through a [`Tree`], all without recursion.

use super::{NodeId, Tag, Tree};

/// The nodes under a node, in order.
#[derive(Clone, Debug)]
pub struct Children<'a> {
    tree: &'a Tree,
    next: Option<NodeId>,
}

impl<'a> Children<'a> {
    pub(super) fn new(tree: &'a Tree, id: NodeId) -> Self {
        Self { tree, next: tree.first_child(id) }
    }
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.next_sibling(id);
        Some(id)
    }
}

/// The nodes above a node, nearest first.
#[derive(Clone, Debug)]
pub struct Ancestors<'a> {
    tree: &'a Tree,
    next: Option<NodeId>,
}

impl<'a> Ancestors<'a> {
    pub(super) fn new(tree: &'a Tree, id: NodeId) -> Self {
        Self { tree, next: tree.parent(id) }
    }
}

impl Iterator for Ancestors<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let id = self.next?;
        self.next = self.tree.parent(id);
        Some(id)
    }
}

/// A step of a [`Walk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An element, or the document, begins; what is below it follows.
    Enter(NodeId),
    /// A text node.
    Text(NodeId),
    /// What was entered ends.
    Leave(NodeId),
}

/// A node and everything below it: texts met, all else entered and left.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    tree: &'a Tree,
    top: NodeId,
    next: Option<Step>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(tree: &'a Tree, id: NodeId) -> Self {
        Self { tree, top: id, next: Some(Self::into(tree, id)) }
    }

    /// The step that meets a node.
    fn into(tree: &Tree, id: NodeId) -> Step {
        if tree.tag(id) == Tag::Text { Step::Text(id) } else { Step::Enter(id) }
    }

    /// Leaves out what is below the node that was entered last: its [`Step::Leave`] comes next.
    pub fn skip_subtree(&mut self, entered: NodeId) {
        self.next = Some(Step::Leave(entered));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    #[inline]
    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(id) => {
                Some(self.tree.first_child(id).map_or(Step::Leave(id), |child| Self::into(self.tree, child)))
            }
            Step::Leave(id) | Step::Text(id) if id == self.top => None,
            Step::Leave(id) | Step::Text(id) => {
                let next = self.tree.next_sibling(id).map(|next| Self::into(self.tree, next));
                next.or_else(|| self.tree.parent(id).map(Step::Leave))
            }
        };
        Some(step)
    }
}

/// Everything below a node in document order.
#[derive(Clone, Debug)]
pub struct Descendants<'a> {
    walk: Walk<'a>,
}

impl<'a> Descendants<'a> {
    pub(super) fn new(tree: &'a Tree, id: NodeId) -> Self {
        let mut walk = Walk::new(tree, id);
        walk.next();
        Self { walk }
    }

    /// Leaves out what is below the node that was given last.
    pub fn skip_subtree(&mut self, given: NodeId) {
        self.walk.skip_subtree(given);
    }
}

impl Iterator for Descendants<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        loop {
            if let Step::Enter(id) | Step::Text(id) = self.walk.next()? {
                return Some(id);
            }
        }
    }
}
