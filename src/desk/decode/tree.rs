//! The page's elements as a flat arena: one allocation a page, links as 32-bit ids, document order = id order.

/// A node of a [`Tree`]: an index that is valid for the tree it came from only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A parsed page.
#[derive(Debug, Default)]
pub struct Tree {}
