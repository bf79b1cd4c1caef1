//! Dates: every spelling of when the article was published and when it was changed, best evidence first.
//!
//! Nothing is parsed here; which spelling can be read, and what it means, `normalize` finds out.

mod labels;
mod metas;
mod visible;

use super::CANDIDATES_MAX;
use super::json_ld::Article;
use super::microdata::Item;
use super::scan::Scan;
use crate::desk::decode::{Page, Tree};
use crate::desk::extract::dating::{Spoken, path};
use crate::desk::extract::{Evidence, Found};

/// The candidates for both dates, ranked.
pub(super) struct Dates {
    pub(super) published: Vec<Found<String>>,
    pub(super) modified: Vec<Found<String>>,
}

/// Gathers the page's dates.
pub(super) fn dates(
    page: &Page,
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline_at: Option<usize>,
) -> Dates {
    let mut out = Dates { published: Vec::new(), modified: Vec::new() };
    let stated = |names: &[&str]| {
        let all = names.iter().filter_map(|name| scan.metas(name).next().map(|value| (name.contains(':'), value)));
        all.map(|(is_graph, value)| (if is_graph { Evidence::OpenGraph } else { Evidence::Meta }, value.to_owned()))
            .collect::<Vec<_>>()
    };
    add(&mut out.published, article.published.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.published, stated(metas::PUBLISHED).into_iter());
    add(&mut out.published, item.all("datepublished").map(|raw| (Evidence::Microdata, raw.to_owned())));
    add(&mut out.published, article.created.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.published, item.all("datecreated").map(|raw| (Evidence::Microdata, raw.to_owned())));
    add(&mut out.modified, article.modified.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.modified, stated(metas::MODIFIED).into_iter());
    add(&mut out.modified, item.all("datemodified").map(|raw| (Evidence::Microdata, raw.to_owned())));

    let address = page.final_url.as_ref().unwrap_or(&page.url);
    let path = path::dates(address.path());
    let in_path = |kept: &[String]| kept.iter().map(|raw| (Evidence::Url, raw.clone())).collect::<Vec<_>>();
    let (changes, seen): (Vec<_>, Vec<_>) =
        visible::seen(tree, scan, headline_at).into_iter().partition(|seen| seen.is_change);
    add(&mut out.published, in_path(&path.folders).into_iter());
    add(&mut out.published, seen.into_iter().map(|seen| (Evidence::Visible, seen.text)));
    add(&mut out.published, in_path(&path.slugs).into_iter());
    for meta in &scan.metas {
        match metas::spoken(&meta.name) {
            Some(Spoken::Published) => add(&mut out.published, [(Evidence::Meta, meta.content.clone())].into_iter()),
            Some(Spoken::Changed) => add(&mut out.modified, [(Evidence::Meta, meta.content.clone())].into_iter()),
            _ => {}
        }
    }
    if path.folders.is_empty() {
        add(&mut out.published, in_path(&path.months).into_iter());
    }
    add(&mut out.modified, changes.into_iter().map(|seen| (Evidence::Visible, seen.text)));
    let header = page.http_headers.iter().find(|(name, _)| name == "last-modified");
    add(&mut out.modified, header.map(|(_, value)| (Evidence::Http, value.clone())).into_iter());
    out
}

fn add(out: &mut Vec<Found<String>>, values: impl Iterator<Item = (Evidence, String)>) {
    for (from, value) in values {
        let is_new = !out.iter().any(|known| known.value == value);
        if is_new && out.len() < CANDIDATES_MAX {
            out.push(Found { value, from });
        }
    }
}
