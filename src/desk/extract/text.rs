//! Text: an article from a page that the crawler stripped to its visible text.

use super::{Draft, Fault, Limits};
use crate::desk::decode::Page;

/// Drafts the article that a page of visible text holds.
pub(super) fn draft(_page: &Page, _text: &str, _limits: &Limits) -> Result<Draft, Fault> {
    Err(Fault::NoText)
}
