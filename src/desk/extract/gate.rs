//! Gate: is the page an article at all?
//!
//! Most of what a crawl brings besides articles says what it is: in its schema.org or OpenGraph type, in its address, in
//! its headline, or by how little it says. A page that states that it is an article is believed unless it shows a wall or an
//! error instead of one; a page that states nothing must say more. Better a stray shop page published than an
//! article refused: the thresholds are set so that of real articles about one in a hundred is refused. What passes these
//! checks is [scored](score): by its address, its make, its prices, its forms and what else tells kinds of pages apart.
//!
//! Texts are measured in [weight](weigh), so that seventy characters of Japanese are as long as two hundred of English.

mod measure;
mod score;
mod signs;
mod template;

#[cfg(test)]
mod tests;

use super::body::weigh;
use super::{Draft, Evidence, Fault, Limits};
use crate::desk::decode::tree::Tag;
use crate::desk::decode::{NodeId, Page, Tree};

/// A body of more weight than this is no wall's and no error page's, whatever stands on the page: walls that explain
/// themselves at length stay below.
const WALL_WEIGHT_MAX: usize = 1_500;

/// The least weight of a body that outweighs a wall's sentence elsewhere on the page, where the body holds no such
/// sentence itself: two short paragraphs. An article stands behind a banner about cookies, before an offer to subscribe
/// and above a form for comments. Teasers before a paywall are mostly shorter.
/// `a_real_body_outweighs_a_wall_beside_it` moves with it.
const OWN_WEIGHT_MIN: usize = 400;

/// A page with less visible text than this is a shell that a script was to fill.
const SHELL_WEIGHT_MAX: usize = 200;

/// The longest visible text of a whole page in which a wall's sentence makes it a wall, in weight: each of these
/// sentences stands at the foot of real articles too.
const WALL_TEXT_WEIGHT_MAX: usize = 2_500;

/// So many headlines that are links make a page without an article's text a list of articles.
const LINKED_HEADLINES_MIN: usize = 5;

/// Refuses a page of visible text whose headline says that it is no article.
pub(super) fn check_text(draft: &Draft) -> Result<(), Fault> {
    let lines: Vec<String> = draft.headline.iter().map(|found| found.value.clone()).collect();
    signs::whole(&lines).map_or(Ok(()), Err)
}

/// Refuses a page that is no article.
pub(super) fn check(page: &Page, tree: &Tree, draft: &Draft, limits: &Limits) -> Result<(), Fault> {
    let weight: usize = draft.body.iter().map(|block| weigh(&block.text)).sum();
    let url = page.final_url.as_ref().unwrap_or(&page.url);
    let is_post = template::is_post(tree);
    let stated = stated(&draft.hints.types).or(is_post.then_some(Stated::Article));
    let lines = headlines(draft, tree);
    if weight < WALL_WEIGHT_MAX
        && let Some(fault) = wall(&lines, draft, tree, weight)
    {
        return Err(fault);
    }
    if let Some(fault) = signs::whole(&lines)
        && !(fault == Fault::ErrorPage && tells_of_errors(draft, weight))
    {
        return Err(fault);
    }
    let is_news = draft.hints.types.iter().any(|name| is_precise(name));
    if draft.published.is_empty() && !is_news && lines.first().is_some_and(|headline| signs::presents(headline)) {
        return Err(Fault::LandingPage);
    }
    // Posts of some themes bear the names of lists.
    let is_told = |fault: &Fault| *fault == Fault::NoText || !is_news;
    if let Some(fault) = template::fault(tree).filter(is_told) {
        return Err(fault);
    }
    if let Some(Stated::Other(fault)) = stated {
        return Err(fault);
    }
    let hub = || lines.first().and_then(|headline| signs::hub(headline));
    if stated != Some(Stated::Article)
        && let Some(fault) = signs::address(url).or_else(hub)
    {
        return Err(fault);
    }
    // Many content systems state of each of their pages, in OpenGraph's word, that it is an article.
    if !is_post && !is_news {
        if let Some(fault) = signs::board_or_shop(url) {
            return Err(fault);
        }
        if draft.hints.lists_cards {
            return Err(Fault::SectionFront);
        }
    }
    let least = match stated {
        Some(Stated::Article) => limits.stated_weight_min,
        _ if weight < limits.unstated_weight_min && is_dated(draft, tree) => limits.dated_weight_min,
        _ => limits.unstated_weight_min,
    };
    if weight >= least && !draft.body.is_empty() {
        return score::check(url, tree, draft, weight).map_or(Ok(()), Err);
    }
    if stated != Some(Stated::Article) && lists_articles(tree) {
        return Err(Fault::SectionFront);
    }
    if draft.body.is_empty() {
        return Err(if weigh(&tree.text(tree.root())) < SHELL_WEIGHT_MAX { Fault::EmptyShell } else { Fault::NoText });
    }
    Err(Fault::TooShort)
}

/// Whether an error in the headline is what an article tells of: the page says precisely that it is an article and when it was
/// published, and its body is none that an error page has.
fn tells_of_errors(draft: &Draft, weight: usize) -> bool {
    let is_stated = |from: Evidence| !matches!(from, Evidence::Visible | Evidence::Title | Evidence::Url);
    weight >= WALL_WEIGHT_MAX
        && draft.hints.types.iter().any(|name| is_precise(name))
        && draft.published.iter().any(|found| is_stated(found.from))
}

/// Whether a page that states no type has a headline of its own and says when it was published: markup and an address that
/// files by day say so of nothing but articles, what a reader sees may be the date of the day above a list.
fn is_dated(draft: &Draft, tree: &Tree) -> bool {
    let any = |is: fn(Evidence) -> bool| draft.published.iter().any(|found| is(found.from));
    let stated = || any(|from| !matches!(from, Evidence::Visible | Evidence::Title));
    let seen = || any(|from| from == Evidence::Visible) && !lists_articles(tree);
    draft.hints.headline_at.is_some() && (stated() || seen())
}

/// Whether the page shows headline after headline, each the link to its article.
fn lists_articles(tree: &Tree) -> bool {
    let is_link = |id: NodeId| tree.is(id, Tag::A);
    let linked = |id: &NodeId| tree.ancestors(*id).take(3).any(is_link) || tree.descendants(*id).take(8).any(is_link);
    let headlines = [Tag::H2, Tag::H3, Tag::H4].into_iter().flat_map(|tag| tree.elements(tag));
    headlines.filter(linked).nth(LINKED_HEADLINES_MIN - 1).is_some()
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
        "jobposting"
        | "realestatelisting"
        | "apartment"
        | "singlefamilyresidence"
        | "event"
        | "musicevent"
        | "theaterevent"
        | "exhibitionevent"
        | "aboutpage"
        | "contactpage" => Some(Stated::Other(Fault::LandingPage)),
        "product" | "product.group" | "product.item" | "productgroup" | "individualproduct" | "productmodel"
        | "offer" | "aggregateoffer" | "offercatalog" => Some(Stated::Other(Fault::Shop)),
        "discussionforumposting" | "qapage" | "forum" => Some(Stated::Other(Fault::Forum)),
        "searchresultspage" => Some(Stated::Other(Fault::SearchResult)),
        "collectionpage" | "profilepage" | "profile" => Some(Stated::Other(Fault::SectionFront)),
        _ => None,
    };
    let all: Vec<Stated> = types.iter().filter_map(of).collect();
    all.iter().find(|stated| **stated == Stated::Article).or(all.first()).copied()
}

/// Whether a type says of an article which kind it is.
fn is_precise(name: &str) -> bool {
    name.len() > "article".len() && name.ends_with("article")
        || name.ends_with("blogposting")
        || matches!(name, "socialmediaposting" | "report")
}

/// The page's headline, its title and its first headings.
fn headlines(draft: &Draft, tree: &Tree) -> Vec<String> {
    let title = tree.elements(Tag::Title).next().and_then(|id| tree.first_child(id)).and_then(|id| tree.text_node(id));
    let headings = tree.elements(Tag::H1).take(3).map(|id| tree.line(id));
    let headline = draft.headline.iter().map(|found| found.value.clone());
    headline.chain(title.map(str::to_owned)).chain(headings).collect()
}

/// The wall or error that a page of little text shows instead of an article.
fn wall(lines: &[String], draft: &Draft, tree: &Tree, weight: usize) -> Option<Fault> {
    if let Some(fault) = signs::headline(lines) {
        return Some(fault);
    }
    let speaks = weight >= OWN_WEIGHT_MIN && !draft.body.iter().any(|block| signs::sentence(&block.text).is_some());
    if speaks {
        return None;
    }
    let text = tree.line(tree.root());
    if weigh(&text) < WALL_TEXT_WEIGHT_MAX { signs::sentence(&text) } else { None }
}
