//! Microdata, and RDFa Lite by the same rules: what the article's own item says of it.
//!
//! A property belongs to the nearest item around it. Items within the article (its author, its publisher) give their
//! name; items beside it (teasers, comments) give nothing.
//!
//! # Source: HTML Standard §5.2 (microdata); RDFa Lite 1.1 §2 for `typeof` and `property`.

use super::json_ld::is_article_type;
use super::plain::{plain, plain_some};
use super::scan::{Scan, Spot};
use super::short;
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};

/// The most characters of a value.
const CHARS_MAX: usize = 1_000_000;

/// The longest value but a body's, in characters, and how many bodies are read.
const SHORT_CHARS_MAX: usize = 2_000;
const BODIES_MAX: usize = 4;

/// The most nodes of a section's element that are looked at. Set by hand: it has a few links; no test moves with it.
const SECTION_NODES_MAX: usize = 50;

/// The most dates in no item besides the first of their name: the same day in another spelling, and the next one's.
const OTHERS_MAX: usize = 2;

/// The most items around a property that are climbed through: deeper ones are not the article's.
const DEPTH_MAX: usize = 256;

/// What the article's item says.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Names in lower case with their values, in page order.
    properties: Vec<(String, String)>,
    /// Types of the items at the top of the page, as written.
    pub(super) types: Vec<String>,
}

impl Item {
    /// The values of a property (name in lower case), in page order.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.properties.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a property.
    pub(super) fn first<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.all(name).next()
    }
}

/// Reads the item that holds `headline`, else the first article's.
pub(super) fn item(tree: &Tree, scan: &Scan<'_>, headline: Option<NodeId>) -> Item {
    let mut out = Item::default();
    let of_headline = headline.and_then(|id| tree.ancestors(id).take(DEPTH_MAX).find(|&id| is_article(tree, id)));
    let mut main = of_headline;
    let mut bodies = 0;
    // Dates that stand in no item: teasers' as well as the article's own.
    let mut bare: Vec<(String, String)> = Vec::new();
    for &Spot { id, aside, .. } in &scan.properties {
        let owner = owner(tree, id);
        let is_article_here = owner.is_some_and(|owner| is_article(tree, owner));
        if main.is_none() && is_article_here && !aside {
            main = owner;
        }
        // Pages that set no item around the article mean it all the same.
        let is_ours = match owner {
            None => !aside && tree.value(id, Key::ItemProp).is_some(),
            Some(owner) => main == Some(owner) || is_page(tree, owner) && !aside,
        };
        if !is_ours {
            continue;
        }
        let stated = tree.value(id, Key::ItemProp).or_else(|| tree.value(id, Key::Property)).unwrap_or_default();
        for name in stated.split_ascii_whitespace().take(8) {
            let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name).to_ascii_lowercase();
            bodies += usize::from(name == "articlebody");
            if name == "articlebody" && bodies > BODIES_MAX {
                continue;
            }
            if let Some(value) = value(tree, id, &name) {
                let is_bare = owner.is_none() && name.starts_with("date");
                if is_bare { &mut bare } else { &mut out.properties }.push((name, value));
            }
        }
    }
    bare.retain(|(name, _)| out.first(name).is_none());
    // Several days are other stories'.
    let first = |name: &str| bare.iter().find(|(other, _)| other == name);
    let is_other = |one: &&(String, String)| first(&one.0).is_some_and(|first| first.1 != one.1);
    if bare.iter().filter(is_other).count() <= OTHERS_MAX {
        out.properties.append(&mut bare);
    }
    out.types.extend(main.and_then(|id| stated_type(tree, id)).map(str::to_owned));
    out
}

/// The item that a property belongs to.
fn owner(tree: &Tree, id: NodeId) -> Option<NodeId> {
    tree.ancestors(id).take(DEPTH_MAX).find(|&above| stated_type(tree, above).is_some() || opens_item(tree, above))
}

fn opens_item(tree: &Tree, id: NodeId) -> bool {
    tree.value(id, Key::ItemScope).is_some() || tree.value(id, Key::TypeOf).is_some()
}

fn stated_type(tree: &Tree, id: NodeId) -> Option<&str> {
    tree.value(id, Key::ItemType).or_else(|| tree.value(id, Key::TypeOf))
}

fn is_article(tree: &Tree, id: NodeId) -> bool {
    stated_type(tree, id).is_some_and(|stated| stated.split_ascii_whitespace().any(is_article_type))
}

fn is_page(tree: &Tree, id: NodeId) -> bool {
    stated_type(tree, id).is_some_and(|stated| stated.trim_end_matches('/').ends_with("WebPage"))
}

/// The value of a property: `content` or `datetime` where stated, an address for what links, the name of an item,
/// else the text.
fn value(tree: &Tree, id: NodeId, name: &str) -> Option<String> {
    let attr = |key: &str| tree.attr(id, key).and_then(|value| plain_some(value, CHARS_MAX));
    if let Some(stated) = attr("content").or_else(|| attr("datetime")) {
        return Some(stated);
    }
    if opens_item(tree, id) {
        let inner = tree.descendants(id).take(500).find(|&inner| {
            let key = if matches!(name, "image" | "logo") { "url" } else { "name" };
            let stated =
                tree.value(inner, Key::ItemProp).or_else(|| tree.value(inner, Key::Property)).unwrap_or_default();
            stated.rsplit(['/', '#', ':']).next().is_some_and(|stated| stated == key)
        });
        return match inner {
            Some(inner) => {
                let stated = ["content", "src", "href"].into_iter().find_map(|key| match key {
                    "href" if !matches!(name, "image" | "logo") => None,
                    key => tree.attr(inner, key),
                });
                stated
                    .map(|value| plain(value, CHARS_MAX))
                    .or_else(|| short::line(tree, inner, SHORT_CHARS_MAX, |_| false))
            }
            None => short::line(tree, id, SHORT_CHARS_MAX, |_| false),
        }
        .filter(|value| !value.is_empty());
    }
    let address = match tree.name(id) {
        "img" => attr("src"),
        "a" | "link" if matches!(name, "url" | "mainentityofpage" | "image") => attr("href"),
        "meta" => return None,
        _ => None,
    };
    let text = || match name {
        "articlebody" => Some(tree.text(id)),
        // Of several sections the first.
        "articlesection" => {
            let mut links = tree.descendants(id).take(SECTION_NODES_MAX).filter(|&inner| tree.is(inner, Tag::A));
            let first = links.next().filter(|_| links.next().is_some());
            let named = first.unwrap_or(id);
            short::line(tree, named, SHORT_CHARS_MAX, |_| false)
        }
        _ => short::line(tree, id, SHORT_CHARS_MAX, |_| false),
    };
    address.or_else(text).filter(|value| !value.is_empty())
}
