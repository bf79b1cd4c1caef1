//! Matches: all selectors of an entry at once, in one walk over the page.
//!
//! The compounds of all selectors stand in one row of at most [`COMPOUNDS_MAX`], a bit each. A bit of an element's own
//! word says that the selector matches up to that compound, ending at this element; the words of what stands above say
//! which compounds may match next. It is Shift-And (Baeza-Yates and Gonnet 1992) with ancestors in place of letters: each
//! element is looked at once for each compound at most, however the combinators nest, so the cost is linear in the page.

use super::selector::{self, Compound, SelectorError};
use crate::desk::decode::tree::Step;
use crate::desk::decode::{NodeId, Tree};

/// The most compounds of one entry's selectors, all together: the bits of a word. An entry of all fields with three
/// alternatives of three compounds each has 54.
pub const COMPOUNDS_MAX: usize = 64;

/// The most elements kept of a field that states a value.
const VALUES_MAX: usize = 24;

/// What a selector is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline: the first element counts.
    Headline,
    /// Bylines: every element counts.
    Byline,
    /// Publication dates: the first that can be read counts.
    Published,
    /// Dates of the last change, likewise.
    Modified,
    /// What holds the body: every element counts, and nothing else.
    Body,
    /// Parts to leave out of the body.
    Drop,
}

impl Field {
    /// Every field.
    pub const ALL: &[Self] = &[Self::Headline, Self::Byline, Self::Published, Self::Modified, Self::Body, Self::Drop];

    /// The key in `config/publishers.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Published => "published",
            Self::Modified => "modified",
            Self::Body => "body",
            Self::Drop => "drop",
        }
    }
}

/// The selectors of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selectors {
    row: Vec<Compound>,
    /// Compounds that begin a selector.
    firsts: u64,
    /// Compounds whose element stands directly in the one before's.
    children: u64,
    /// Compounds that end a selector, and of which field.
    ends: Vec<(u64, Field)>,
}

impl Selectors {
    /// Adds a list of selectors for a field.
    ///
    /// # Errors
    /// What is wrong with the text, and where; or that the entry has no room for it.
    pub fn add(&mut self, field: Field, text: &str) -> Result<(), SelectorError> {
        let list = selector::parse(text)?;
        if self.row.len() + list.iter().map(Vec::len).sum::<usize>() > COMPOUNDS_MAX {
            return Err(SelectorError { at: 1, what: "the entry's selectors hold more than 64 elements in all" });
        }
        for complex in list {
            self.firsts |= 1 << self.row.len();
            for compound in complex {
                self.children |= u64::from(compound.is_child) << self.row.len();
                self.row.push(compound);
            }
            self.ends.push((1 << (self.row.len() - 1), field));
        }
        Ok(())
    }

    /// Whether any selector is for the field.
    pub fn names(&self, field: Field) -> bool {
        self.ends.iter().any(|(_, own)| *own == field)
    }

    /// The elements of a page that the selectors name.
    pub fn matches(&self, tree: &Tree) -> Matches {
        let mut found = Matches::default();
        if self.row.is_empty() {
            return found;
        }
        // For each open element, what matches up to it, and what matches up to it or anything above.
        let mut open: Vec<(u64, u64)> = Vec::new();
        for step in tree.walk(tree.root()) {
            match step {
                Step::Enter(id) if tree.is_element(id) => {
                    let (parent, above) = open.last().copied().unwrap_or_default();
                    let own = self.own(tree, id, parent, above);
                    open.push((own, own | above));
                    for (_, field) in self.ends.iter().filter(|(end, _)| own & end != 0) {
                        found.add(*field, id);
                    }
                }
                Step::Leave(id) if tree.is_element(id) => {
                    open.pop();
                }
                _ => {}
            }
        }
        found
    }

    /// Which compounds the element ends a match of.
    fn own(&self, tree: &Tree, id: NodeId, parent: u64, above: u64) -> u64 {
        let children = (parent << 1) & self.children;
        let descendants = (above << 1) & !self.children;
        let mut may = self.firsts | children | descendants;
        let mut own = 0;
        while may != 0 {
            let at = may.trailing_zeros();
            may &= may - 1;
            if self.row.get(at as usize).is_some_and(|compound| compound.is(tree, id)) {
                own |= 1 << at;
            }
        }
        own
    }
}

/// The elements that an entry's selectors name on a page, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// A list for each of [`Field::ALL`].
    lists: [Vec<NodeId>; Field::ALL.len()],
}

impl Matches {
    fn add(&mut self, field: Field, id: NodeId) {
        let is_part = matches!(field, Field::Body | Field::Drop);
        if let Some(list) = self.lists.get_mut(field as usize)
            // Two selectors of a list may name one element.
            && list.last() != Some(&id)
            && (is_part || list.len() < VALUES_MAX)
        {
            list.push(id);
        }
    }

    /// The elements of a field.
    pub fn of(&self, field: Field) -> &[NodeId] {
        self.lists.get(field as usize).map_or(&[], Vec::as_slice)
    }
}
