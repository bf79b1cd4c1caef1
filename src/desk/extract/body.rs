//! Body: the blocks of the article's running text, from a page's tree.

use super::{Block, Draft, Limits};
use crate::desk::decode::Tree;

/// The body's blocks, in order; the facts gathered before help to find it.
pub(super) fn blocks(_tree: &Tree, _facts: &Draft, _limits: &Limits) -> Vec<Block> {
    Vec::new()
}
