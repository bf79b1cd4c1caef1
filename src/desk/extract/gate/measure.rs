//! What a page is made of, counted in one walk: text, headings, code, fields of forms; and in another one what it is named.

use crate::desk::decode::tree::{Key, Keys, Step, Tag, class};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::body::{trimmed, weigh};
use crate::desk::extract::facts::openers::Openers;
use crate::desk::extract::lexicon::Answers;

/// The counts of a page, nothing of what is hidden among them.
#[allow(clippy::struct_excessive_bools)] // Answers to different questions; any of them may hold together.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// The [weight](weigh) of its text, and of that within headings.
    pub(super) weight: usize,
    pub(super) heading_weight: usize,
    /// Stretches of code or preformatted text.
    pub(super) codes: usize,
    /// Fields of forms.
    pub(super) inputs: usize,
    /// Whether a button puts goods into a cart.
    pub(super) has_cart: bool,
    /// Whether the content management calls the page a post, an article or news.
    pub(super) is_post: bool,
    /// Whether the shop software calls the page a product or a list of them.
    pub(super) is_shop: bool,
}

/// What the elements of a page are named, those that are hidden left out.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Elements named as a price.
    pub(super) prices: usize,
    /// Whether an element is named as a byline's or an author's.
    pub(super) has_author: bool,
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

/// Buttons that put goods into a cart, in lower case.
#[rustfmt::skip]
const CARTS: &[&str] = &[
    "add to cart", "add to basket", "add to bag", "in den warenkorb", "in den einkaufswagen", "ajouter au panier", "añadir al carrito", "agregar al carrito", "añadir a la cesta",
    "adicionar ao carrinho", "aggiungi al carrello", "in winkelwagen", "in winkelmand", "lägg i varukorgen", "legg i handlekurv", "læg i kurv", "lisää ostoskoriin",
    "do koszyka", "dodaj do koszyka", "do košíku", "přidat do košíku", "kosárba", "adaugă în coș", "в корзину", "добавить в корзину", "до кошика", "προσθήκη στο καλάθι", "sepete ekle",
    "カートに入れる", "加入购物车", "加入購物車", "장바구니 담기", "أضف إلى السلة", "הוסף לסל", "thêm vào giỏ hàng", "tambah ke keranjang",
];

/// The longest of them in bytes, and the shortest.
const CART_BYTES: std::ops::RangeInclusive<usize> = 8..=40;

/// The same words, for telling soon what begins with none of them.
const CART_OPENERS: Openers = Openers::of(CARTS);

fn is_cart(text: &str) -> bool {
    if !CART_BYTES.contains(&text.len()) || !CART_OPENERS.may_open(text) {
        return false;
    }
    if text.is_ascii() {
        return CARTS.iter().any(|cart| cart.eq_ignore_ascii_case(text));
    }
    CARTS.contains(&text.to_lowercase().as_str())
}

/// What a class or an id speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    price: bool,
    author: bool,
}

/// Counts the page.
pub(super) fn measure(tree: &Tree) -> Measured {
    let mut out = Measured::default();
    let mut heading: Option<NodeId> = None;
    let mut walk = tree.walk(tree.root());
    while let Some(step) = walk.next() {
        match step {
            Step::Text(id) => {
                let text = trimmed(tree.text_node(id).unwrap_or_default());
                let weight = weigh(text);
                out.has_cart |= !out.has_cart && is_cart(text);
                out.weight += weight;
                out.heading_weight += if heading.is_some() { weight } else { 0 };
            }
            Step::Enter(id) => {
                if tree.is_hidden(id) {
                    walk.skip_subtree(id);
                    continue;
                }
                match tree.tag(id) {
                    tag if tag.is(class::HEADING) => heading = heading.or(Some(id)),
                    Tag::Pre | Tag::Code => out.codes += 1,
                    Tag::Input => out.inputs += 1,
                    Tag::Body => {
                        let names = names(tree, id).map(head).collect::<Vec<_>>().join(" ").to_ascii_lowercase();
                        let says = |word: &&str| names.contains(*word);
                        out.is_post = POST_WORDS.iter().any(says);
                        out.is_shop = SHOP_WORDS.iter().any(says);
                    }
                    _ => {}
                }
            }
            Step::Leave(id) => heading = heading.filter(|&open| open != id),
        }
    }
    out
}

/// Reads what the page's elements are named, which most pages needn't be asked for.
pub(super) fn named(tree: &Tree) -> Named {
    let (mut out, mut known) = (Named::default(), Answers::default());
    let mut nodes = tree.descendants(tree.root());
    while let Some(id) = nodes.next() {
        if tree.is_hidden(id) {
            nodes.skip_subtree(id);
            continue;
        }
        let said = names(tree, id).fold(Said::default(), |all, names| {
            let said = known.of(names, said);
            Said { price: all.price | said.price, author: all.author | said.author }
        });
        out.prices += usize::from(said.price);
        out.has_author |= said.author;
    }
    out
}

/// An element's class and id.
fn names(tree: &Tree, id: NodeId) -> impl Iterator<Item = &str> {
    tree.keyed(id, Keys::of(&[Key::Class, Key::Id])).map(|(_, value)| value)
}

fn said(names: &str) -> Said {
    let (head, mut said) = (head(names).as_bytes(), Said::default());
    if !may_say(head) {
        return said;
    }
    for (at, byte) in head.iter().enumerate() {
        let begins = |word: &[u8]| head.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
        match byte.to_ascii_lowercase() {
            b'p' => said.price |= begins(b"price"),
            b'a' => said.author |= begins(b"author"),
            b'b' => said.author |= begins(b"byline"),
            _ => {}
        }
    }
    said
}

/// Whether the first and the fourth letter of a word for either stand there. All places are asked, whatever those before say: so
/// processors ask a dozen at once.
fn may_say(names: &[u8]) -> bool {
    let fourths = names.get(3..).unwrap_or_default();
    let begins = |one: u8, four: u8| matches!((one | 0x20, four | 0x20), (b'p', b'c') | (b'a', b'h') | (b'b', b'i'));
    names.iter().zip(fourths).fold(false, |found, (&one, &four)| found | begins(one, four))
}

/// What is read of a class or an id.
fn head(names: &str) -> &str {
    names.get(..names.floor_char_boundary(CLASS_BYTES_MAX)).unwrap_or(names)
}
