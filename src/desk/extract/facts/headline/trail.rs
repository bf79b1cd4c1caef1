//! Menus, told from parts that are only named so: they lead somewhere.

use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};

/// How many nodes of a part are looked at for its links. Set by hand: a menu's first link stands near its begin; no test moves with it.
const NODES_MAX: usize = 400;

/// Whether a part has a link or a button besides those of the heading. One without any is no menu, whatever it is named for.
pub(super) fn leads_on(tree: &Tree, part: NodeId, heading: NodeId) -> bool {
    let mut inner = tree.descendants(part);
    for _ in 0..NODES_MAX {
        let Some(id) = inner.next() else { return false };
        if id == heading {
            inner.skip_subtree(id);
        } else if tree.is(id, Tag::A) && tree.value(id, Key::Href).is_some() || tree.is(id, Tag::Button) {
            return true;
        }
    }
    false
}
