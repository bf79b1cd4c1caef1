//! Gate: is the page an article at all?
//!
//! Most of what a crawl brings besides articles says what it is: in its schema.org or OpenGraph type, in its address, in
//! its headline, or by how little it says. A page that states that it is an article is believed unless it shows a wall or an
//! error instead of one; a page that states nothing must say more. Better a stray shop page published than an
//! article refused: the thresholds are set so that of real articles at most one in thirty is refused.

mod signs;

#[cfg(test)]
mod tests;

use super::body::weigh;
use super::{Draft, Fault, Limits};
use crate::desk::decode::{Page, Tree};

/// A body of more weight than this is no wall's and no error page's.
const WALL_WEIGHT_MAX: usize = 1_500;

/// A page with less visible text than this is a shell that a script was to fill.
const SHELL_WEIGHT_MAX: usize = 200;

/// How much of the visible text is looked at for a wall's sentences, in bytes.
const WALL_TEXT_BYTES: usize = 6_000;

/// Refuses a page that is no article.
pub(super) fn check(page: &Page, tree: &Tree, draft: &Draft, limits: &Limits) -> Result<(), Fault> {
    let weight: usize = draft.body.iter().map(|block| weigh(&block.text)).sum();
    let url = page.final_url.as_ref().unwrap_or(&page.url);
    let stated = stated(&draft.hints.types);
    if weight < WALL_WEIGHT_MAX
        && let Some(fault) = wall(draft, tree)
    {
        return Err(fault);
    }
    if let Some(Stated::Other(fault)) = stated {
        return Err(fault);
    }
    if stated != Some(Stated::Article)
        && let Some(fault) = signs::address(url)
    {
        return Err(fault);
    }
    if draft.body.is_empty() {
        return Err(if weigh(&tree.text(tree.root())) < SHELL_WEIGHT_MAX { Fault::EmptyShell } else { Fault::NoText });
    }
    let least = if stated == Some(Stated::Article) { limits.stated_weight_min } else { limits.unstated_weight_min };
    if weight < least { Err(Fault::TooShort) } else { Ok(()) }
}

/// What a page states to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stated {
    /// An article.
    Article,
    /// Something else.
    Other(Fault),
}

/// What the page's types say, best evidence first: any word of an article outranks the rest, since templates add types for
/// what stands beside it.
fn stated(types: &[String]) -> Option<Stated> {
    let of = |name: &String| match name.as_str() {
        "article"
        | "newsarticle"
        | "reportagenewsarticle"
        | "analysisnewsarticle"
        | "opinionnewsarticle"
        | "backgroundnewsarticle"
        | "reviewnewsarticle"
        | "askpublicnewsarticle"
        | "advertisercontentarticle"
        | "satiricalarticle"
        | "scholarlyarticle"
        | "techarticle"
        | "blogposting"
        | "liveblogposting"
        | "socialmediaposting"
        | "report"
        | "blog" => Some(Stated::Article),
        "product" | "product.group" | "product.item" | "productgroup" | "individualproduct" | "productmodel"
        | "offer" | "aggregateoffer" | "offercatalog" => Some(Stated::Other(Fault::Shop)),
        "discussionforumposting" | "qapage" | "forum" => Some(Stated::Other(Fault::Forum)),
        "searchresultspage" => Some(Stated::Other(Fault::SearchResult)),
        "collectionpage" => Some(Stated::Other(Fault::SectionFront)),
        _ => None,
    };
    let all: Vec<Stated> = types.iter().filter_map(of).collect();
    all.iter().find(|stated| **stated == Stated::Article).or(all.first()).copied()
}

/// The wall or error that a page of little text shows instead of an article.
fn wall(draft: &Draft, tree: &Tree) -> Option<Fault> {
    let title =
        tree.elements_named("title").next().and_then(|id| tree.first_child(id)).and_then(|id| tree.text_node(id));
    let headings = tree.elements_named("h1").take(3).map(|id| tree.line(id));
    let lines: Vec<String> = draft
        .headline
        .iter()
        .map(|found| found.value.clone())
        .chain(title.map(str::to_owned))
        .chain(headings)
        .collect();
    let text = tree.line(tree.root());
    let head = text.get(..text.floor_char_boundary(WALL_TEXT_BYTES)).unwrap_or_default();
    signs::wall(&lines, head, text.len() < WALL_TEXT_BYTES)
}
