//! What a content system calls a page in the class of its `<body>`, where that tells that it is an article, or none.
//!
//! `WordPress` writes which of its templates made the page, in words of its own. Others use some of them for other things: those
//! are believed beside another of the same page only.

use super::Fault;
use crate::desk::decode::Tree;
use crate::desk::decode::tree::Tag;

/// How the words begin by which a list says what it lists.
const LISTED: &[&str] = &["author-", "category-", "post-type-archive", "tag-", "tax-", "term-"];

/// Words of a page with one post, or of one that stands by itself.
const SINGLE: &[&str] = &["page", "single", "singular"];

/// So many posts make a page of the blog's template a list. Set by hand: a post alone may be called so, too;
/// `a_blogs_index_lists_posts` moves with it.
const POSTS_MIN: usize = 2;

/// Whether the page is one post.
pub(super) fn is_post(tree: &Tree) -> bool {
    tree.elements(Tag::Body).next().is_some_and(|body| tree.classes(body).any(|class| class == "single-post"))
}

/// What the page is instead of an article.
pub(super) fn fault(tree: &Tree) -> Option<Fault> {
    let body = tree.elements(Tag::Body).next()?;
    let classes: Vec<&str> = tree.classes(body).collect();
    let has = |word: &str| classes.contains(&word);
    let begins = |words: &[&str]| classes.iter().any(|class| words.iter().any(|word| class.starts_with(word)));
    // The page of a picture, with nothing but its caption.
    if has("attachment") && begins(&["attachmentid-"]) {
        return Some(Fault::NoText);
    }
    if SINGLE.iter().any(|word| has(word)) {
        return None;
    }
    match () {
        () if has("error404") => Some(Fault::ErrorPage),
        () if has("search") && begins(&["search-results", "search-no-results"]) => Some(Fault::SearchResult),
        () if has("archive") && begins(LISTED) => Some(Fault::SectionFront),
        () if has("blog") && (has("home") || lists_posts(tree)) => Some(Fault::SectionFront),
        () => None,
    }
}

/// Whether the page holds several posts.
fn lists_posts(tree: &Tree) -> bool {
    let parts = [Tag::Article, Tag::Div, Tag::Section].into_iter().flat_map(|tag| tree.elements(tag));
    let posts = parts.filter(|&id| tree.classes(id).any(|class| matches!(class, "hentry" | "type-post")));
    posts.take(POSTS_MIN).count() == POSTS_MIN
}
