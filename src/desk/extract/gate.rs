//! Gate: is the page an article at all?

use super::{Draft, Fault, Limits};
use crate::desk::decode::{Page, Tree};

/// Refuses a page that is no article.
pub(super) fn check(_page: &Page, _tree: &Tree, draft: &Draft, _limits: &Limits) -> Result<(), Fault> {
    if draft.body.is_empty() { Err(Fault::NoText) } else { Ok(()) }
}
