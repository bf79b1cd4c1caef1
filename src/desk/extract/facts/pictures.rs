//! Pictures: those that structured data name, then the figures around the article's text.

use super::json_ld::Article;
use super::scan::Scan;
use super::short;
use crate::desk::decode::tree::Tag;
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::Picture;

/// The most pictures of one article.
const PICTURES_MAX: usize = 50;

/// The longest caption, in characters.
const CAPTION_CHARS_MAX: usize = 1_000;

/// Attributes that hold a picture's address, best first: pages that load late keep the real one out of `src`.
const SOURCES: &[&str] = &["data-src", "data-original", "data-lazy-src", "src"];

/// Gathers the article's pictures.
pub(super) fn pictures(tree: &Tree, scan: &Scan<'_>, article: &Article, headline_at: Option<usize>) -> Vec<Picture> {
    let mut out: Vec<Picture> = Vec::new();
    let mut add = |url: &str, caption: Option<String>| {
        let url = url.trim();
        if url.is_empty() || url.starts_with("data:") {
            return;
        }
        if let Some(known) = out.iter_mut().find(|known| known.url == url) {
            known.caption = known.caption.take().or(caption);
        } else if out.len() < PICTURES_MAX {
            out.push(Picture { url: url.to_owned(), caption });
        }
    };
    for (url, caption) in &article.images {
        add(url, caption.clone());
    }
    for name in ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"] {
        // Behind the first of these come other crops of the same picture.
        if article.images.is_empty() {
            scan.metas(name).take(PICTURES_MAX).for_each(|url| add(url, None));
        }
    }
    // Figures before the headline belong to the page's head, unless they lead into it.
    let from = headline_at.unwrap_or(0).saturating_sub(300);
    for spot in scan.figures.iter().filter(|spot| !spot.aside && spot.at >= from) {
        let inside: Vec<NodeId> = tree.descendants(spot.id).take(100).collect();
        let image = inside.iter().copied().find(|&id| tree.is(id, Tag::Img));
        let caption = inside.iter().copied().find(|&id| tree.is(id, Tag::FigCaption));
        let caption = caption.and_then(|id| short::line(tree, id, CAPTION_CHARS_MAX, |_| false));
        let url = image
            .and_then(|id| SOURCES.iter().find_map(|name| tree.attr(id, name).filter(|url| !url.starts_with("data:"))));
        if let (Some(url), true) = (url, !tree.ancestors(spot.id).take(64).any(|id| tree.is(id, Tag::A))) {
            add(url, caption);
        }
    }
    out
}
