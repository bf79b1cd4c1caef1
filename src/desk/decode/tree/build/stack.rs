//! The stack of open elements (§13.2.4.2), with a count of each tag so that what isn't open is never searched for.

use super::super::tag::class;
use super::super::token::Name;
use super::super::{NodeId, Tag};

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Its node; an element of SVG or `MathML` has none of its own and stands for the outermost one.
    pub(super) id: NodeId,
    /// [`Tag::Foreign`] for an element of SVG or `MathML`.
    pub(super) tag: Tag,
    /// The tag that its name has in its own namespace, where the parsing rules know it there.
    pub(super) inner: Tag,
    /// Whether it is one of `MathML`'s.
    pub(super) math: bool,
    /// Its name in the markup.
    pub(super) name: Name,
}

/// The scopes that a search for an open element ends at (§13.2.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Default,
    Button,
    ListItem,
    Table,
}

/// The open elements, outermost first.
pub(super) struct Stack {
    opens: Vec<Open>,
    counts: [u16; Tag::COUNT],
    /// Counts of the names that have no tag of HTML's, by their hash.
    named: [u16; 256],
}

impl Default for Stack {
    fn default() -> Self {
        Self { opens: Vec::new(), counts: [0; Tag::COUNT], named: [0; 256] }
    }
}

impl Stack {
    pub(super) fn len(&self) -> usize {
        self.opens.len()
    }

    pub(super) fn top(&self) -> Option<&Open> {
        self.opens.last()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Open> {
        self.opens.get(at)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Open> {
        self.opens.iter()
    }

    fn count(&mut self, open: &Open, by: i16) {
        if let Some(count) = self.counts.get_mut(open.tag as usize) {
            *count = count.saturating_add_signed(by);
        }
        if matches!(open.tag, Tag::Other | Tag::Foreign)
            && let Some(count) = self.named.get_mut(usize::from(open.name.hash))
        {
            *count = count.saturating_add_signed(by);
        }
    }

    /// Whether an element that has no tag of HTML's may be open by this name; if not, none is.
    pub(super) fn holds_named(&self, name: Name) -> bool {
        self.named.get(usize::from(name.hash)).is_some_and(|count| *count > 0)
    }

    pub(super) fn push(&mut self, open: Open) {
        self.count(&open, 1);
        self.opens.push(open);
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.opens.pop()?;
        self.count(&open, -1);
        Some(open)
    }

    pub(super) fn truncate(&mut self, len: usize) {
        while self.opens.len() > len {
            self.pop();
        }
    }

    pub(super) fn insert(&mut self, at: usize, open: Open) {
        self.count(&open, 1);
        self.opens.insert(at.min(self.opens.len()), open);
    }

    /// Puts another element in the place of one.
    pub(super) fn replace(&mut self, at: usize, id: NodeId) {
        if let Some(open) = self.opens.get_mut(at) {
            open.id = id;
        }
    }

    pub(super) fn remove(&mut self, at: usize) {
        if at < self.opens.len() {
            let open = self.opens.remove(at);
            self.count(&open, -1);
        }
    }

    pub(super) fn position(&self, id: NodeId) -> Option<usize> {
        self.opens.iter().rposition(|open| open.id == id && open.tag != Tag::Foreign)
    }

    /// The element that is open around this one; the document where there is none.
    pub(super) fn above(&self, id: NodeId) -> NodeId {
        let at = self.position(id).and_then(|at| at.checked_sub(1));
        at.and_then(|at| self.opens.get(at)).map_or(NodeId(0), |open| open.id)
    }

    /// Whether an element of this tag is open anywhere.
    pub(super) fn holds(&self, tag: Tag) -> bool {
        self.counts.get(tag as usize).is_some_and(|count| *count > 0)
    }

    /// Whether white space stands for itself here.
    pub(super) fn keeps_space(&self) -> bool {
        self.holds(Tag::Pre) || self.holds(Tag::Listing) || self.holds(Tag::PlainText)
    }

    /// Where the innermost element that `wanted` picks is open, no end of the scope between it and the top.
    pub(super) fn find_in(&self, scope: Scope, wanted: impl Fn(&Open) -> bool) -> Option<usize> {
        for (at, open) in self.opens.iter().enumerate().rev() {
            if wanted(open) {
                return Some(at);
            }
            let ends = match scope {
                Scope::Table => matches!(open.tag, Tag::Html | Tag::Table | Tag::Template),
                _ if open.tag == Tag::Foreign => open.inner.is(class::INTEGRATION),
                _ if open.tag.is(class::SCOPE) => true,
                Scope::Button => open.tag == Tag::Button,
                Scope::ListItem => matches!(open.tag, Tag::Ol | Tag::Ul),
                Scope::Default => false,
            };
            if ends {
                return None;
            }
        }
        None
    }

    /// Where the innermost element of this tag is open within the scope.
    pub(super) fn find(&self, scope: Scope, tag: Tag) -> Option<usize> {
        if self.holds(tag) { self.find_in(scope, |open| open.tag == tag) } else { None }
    }

    pub(super) fn in_scope(&self, scope: Scope, tag: Tag) -> bool {
        self.find(scope, tag).is_some()
    }

    /// Closes what the end of an element around it closes ("generate implied end tags"), `but` one tag.
    pub(super) fn close_implied(&mut self, but: Tag) {
        while self.top().is_some_and(|open| open.tag.is(class::IMPLIED) && open.tag != but) {
            self.pop();
        }
    }

    /// Closes elements up to one of these tags, which stays open.
    pub(super) fn close_to(&mut self, kept: impl Fn(Tag) -> bool) {
        while self.top().is_some_and(|open| !kept(open.tag) && open.tag != Tag::Html) {
            self.pop();
        }
    }
}
