//! What a page is made of, counted in one walk: text, headings, prices, code, fields of forms.

use super::weigh;
use crate::desk::decode::tree::Step;
use crate::desk::decode::{NodeId, Tree};

/// The counts of a page, nothing of what is hidden among them.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// The [weight](weigh) of its text, and of that within headings.
    pub(super) weight: usize,
    pub(super) heading_weight: usize,
    /// Elements named as a price.
    pub(super) prices: usize,
    /// Stretches of code or preformatted text.
    pub(super) codes: usize,
    /// Fields of forms.
    pub(super) inputs: usize,
    /// Whether an element is named as a byline's or an author's.
    pub(super) names_author: bool,
    /// Whether the content management calls the page a post, an article or news.
    pub(super) is_post: bool,
    /// Whether the shop software calls the page a product or a list of them.
    pub(super) is_shop: bool,
}

/// The most bytes of a class that are read; what names the part stands early.
const CLASS_BYTES_MAX: usize = 400;

/// Words of `<body>`'s class with which WordPress, Drupal, HubSpot, Shopify and Squarespace mark what is published by date.
const POST_WORDS: &[&str] = &[
    "single-post",
    "postid-",
    "node-type-article",
    "node-type-blog",
    "node-type-news",
    "node-type-story",
    "hs-blog-post",
    "template-article",
    "collection-type-blog",
];

/// Those with which WooCommerce, Shopify and Magento mark goods.
const SHOP_WORDS: &[&str] = &[
    "woocommerce",
    "single-product",
    "template-product",
    "template-collection",
    "catalog-product",
    "catalog-category",
];

/// Counts the page.
pub(super) fn measure(tree: &Tree) -> Measured {
    let mut out = Measured::default();
    let mut heading: Option<NodeId> = None;
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => {
                if let Some(text) = tree.text_node(id) {
                    let weight = weigh(text.trim());
                    out.weight += weight;
                    out.heading_weight += if heading.is_some() { weight } else { 0 };
                    continue;
                }
                if tree.is_hidden(id) {
                    walk.skip_subtree(id);
                    continue;
                }
                let name = tree.name(id);
                match name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading = heading.or(Some(id)),
                    "pre" | "code" => out.codes += 1,
                    "input" => out.inputs += 1,
                    _ => {}
                }
                let says = |word: &str| {
                    tree.attrs(id).any(|(name, value)| matches!(name, "class" | "id") && contains(value, word))
                };
                if name == "body" {
                    out.is_post = POST_WORDS.iter().any(|word| says(word));
                    out.is_shop = SHOP_WORDS.iter().any(|word| says(word));
                }
                out.prices += usize::from(says("price"));
                out.names_author = out.names_author || says("byline") || says("author");
            }
            Step::Leave(id) => heading = heading.filter(|&open| open != id),
        }
    }
    out
}

/// Whether a word stands in a class or an id, ASCII case ignored.
fn contains(value: &str, word: &str) -> bool {
    let head = value.as_bytes().get(..CLASS_BYTES_MAX).unwrap_or(value.as_bytes());
    head.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}
