//! The text of elements that hold a short value: bounded in length and in nodes, whatever the element holds.

use super::plain::plain;
use crate::desk::decode::tree::Step;
use crate::desk::decode::{NodeId, Tree};

/// The most nodes walked through for one value.
const NODES_MAX: usize = 200;

/// The element's visible text on one line; nothing where it is empty, longer than `chars_max` characters or too
/// intricate to be one value. Elements that `leave` picks are left out.
pub(in crate::desk::extract) fn line(
    tree: &Tree,
    id: NodeId,
    chars_max: usize,
    leave: impl Fn(NodeId) -> bool,
) -> Option<String> {
    let mut out = String::new();
    let mut walk = tree.walk(id);
    let mut steps = 0;
    while let Some(step) = walk.next() {
        steps += 1;
        if steps > 2 * NODES_MAX || out.len() > chars_max.saturating_mul(8) {
            return None;
        }
        match step {
            Step::Enter(node) => {
                if let Some(text) = tree.text_node(node) {
                    out.push_str(text);
                } else if node != id && (tree.is_hidden(node) || leave(node)) {
                    out.push(' ');
                    walk.skip_subtree(node);
                } else if tree.is_block(node) || tree.is(node, "br") {
                    out.push(' ');
                }
            }
            Step::Leave(node) => {
                if tree.is_block(node) {
                    out.push(' ');
                }
            }
        }
    }
    let text = plain(&out, chars_max + 1);
    (!text.is_empty() && text.chars().count() <= chars_max).then_some(text)
}
