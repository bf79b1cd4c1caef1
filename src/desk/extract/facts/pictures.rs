//! Pictures: those that structured data name, then the figures around the article's text.

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use url::Url;

use super::json_ld::Article;
use super::keywords::{is_of, own_post, post};
use super::scan::{Scan, Spot, is_marked};
use super::{address, cards, short};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Page, Tree};
use crate::desk::extract::Picture;

/// The most pictures of one article.
const PICTURES_MAX: usize = 50;

/// The longest caption, in characters.
const CAPTION_CHARS_MAX: usize = 1_000;

/// How many nodes of a figure are looked at, and how many levels above it a link around it is looked for. Set by hand: figures
/// have a dozen nodes, and pages are some 30 levels deep; no test moves with them.
const NODES_MAX: usize = 100;
const LINK_DEPTH_MAX: usize = 64;

/// How far above the headline a figure stands at most, in characters of text: figures before it belong to the page's head,
/// unless they lead into it. Set by hand: a kicker, a date and a summary stand between; no test moves with it.
const ABOVE_MAX: usize = 300;

/// How far below the headline's start the first figure is the article's by its caption, wherever it leads. Set by hand: behind a
/// headline and a summary; `a_figures_link_may_lead_to_more_pictures` moves with it.
const BELOW_MAX: usize = 600;

/// Attributes that list a picture in several widths, and those that hold one address, best first: pages that load late keep
/// the real one out of `src`.
const SETS: &[&str] = &["data-srcset", "data-lazy-srcset", "srcset"];
const SOURCES: &[&str] = &["data-src", "data-original", "data-lazy-src", "data-lazy", "src"];

/// The most addresses of such a list that are looked at. Set by hand: pages list up to a dozen; no test moves with it.
const WIDTHS_MAX: usize = 30;

/// Parts of addresses of what is no story's picture, in lower case: markup that was left in, portraits of accounts, signs.
const REFUSED_PARTS: &[&str] = &["%3c", "<", "apple-touch-icon", "favicon", "gravatar.com/", "placeholder"];

/// What the names of files begin with that are signs of a site for devices, in lower case.
const ICON_STEMS: &[&str] = &["android-chrome", "android-icon", "ms-icon", "mstile"];

/// The most addresses that a page states for the sign of its site. Set by hand: one for each of a dozen sizes; no test moves with it.
const ICONS_MAX: usize = 16;

/// The folder of a site's designs, the folders of content systems that it stands in, and those that it holds in another, in
/// lower case. Sections and albums may be named so, too.
const DESIGNS_FOLDER: &str = "/themes/";
const DESIGNS_PARENTS: &[&str] = &["app", "wp", "wp-content"];
const DESIGNS_CHILDREN: &[&str] = &["contrib/", "custom/"];

/// Words that make a file's name one for no picture where it has no others, in lower case.
const EMPTY_WORDS: &[&str] =
    &["avatar", "blank", "default", "dummy", "image", "img", "no", "photo", "pixel", "spacer", "transparent"];

/// Those of them that may be a picture's whole name.
const PLAIN_WORDS: &[&str] = &["default", "image", "img", "photo"];

/// Words beside the default one that say what shows it: networks to which the page is posted, and accounts.
const SHARE_WORDS: &[&str] = &["facebook", "fb", "og", "opengraph", "share", "sharing", "social", "twitter", "user"];

/// Words of a file's name for the site's own sign, in lower case.
const LOGO_WORDS: &[&str] = &["logo", "logos"];

/// Words beside it that leave it the site's own, in lower case: what it is for, and how it looks.
#[rustfmt::skip]
const LOGO_FORM_WORDS: &[&str] = &[
    "amp", "background", "bg", "big", "black", "brand", "card", "color", "colour", "cover", "dark", "default", "facebook", "fallback", "fb", "full", "header",
    "horizontal", "icon", "image", "img", "json", "large", "ld", "ldjson", "light", "main", "medium", "meta", "news", "og", "opengraph", "preview", "publisher", "px", "rgb", "schema",
    "share", "sharing", "site", "small", "social", "square", "thumb", "thumbnail", "transparent", "web", "website", "white", "wide",
];

/// How many levels above a figure a box of another story may open. Set by hand; `a_card_holds_another_storys_figure` moves with it.
const CARD_DEPTH_MAX: usize = 2;

/// How many levels above an image in the text its box may open, one of them the text's own. Set by hand;
/// `images_between_paragraphs_are_the_articles` moves with it.
const BOX_DEPTH_MAX: usize = 5;

/// The least width and height of a picture, in pixels. Set by hand: icons and portraits of accounts have fewer; the same test
/// moves with it.
const SIDE_MIN: u32 = 120;

/// Words of class names of signs in the text and of what stands below a picture.
const SIGN_WORDS: &[&str] = &["avatar", "emoji", "icon", "icons", "smiley"];
const CAPTION_WORDS: &[&str] = &["bildunterschrift", "caption", "figcaption", "imagecaption"];

/// Words of class names of boxes in the text that hold no picture of the story: advertisements, portraits of authors, teasers.
#[rustfmt::skip]
const OTHER_WORDS: &[&str] = &[
    "ad", "ads", "advert", "advertisement", "anzeige", "author", "autor", "avatar", "banner", "bio", "byline", "newsletter", "promo", "related", "share",
    "sponsor", "sponsored", "teaser", "werbung",
];

/// Folders of pages that show a picture, or a row of them, in lower case.
#[rustfmt::skip]
const GALLERY_FOLDERS: &[&str] = &[
    "attachment", "bilder", "bildergalerie", "foto", "fotos", "fotostrecke", "galeria", "galerie", "galleria", "gallery", "media", "photo", "photos",
];

/// Words of class names of figures that show a person's account.
const AVATAR_WORDS: &[&str] = &["avatar", "avatars"];

/// What stands below an advertisement, in lower case.
#[rustfmt::skip]
const AD_LABELS: &[&str] = &[
    "ad", "advert", "advertentie", "advertisement", "advertising", "annonce", "annons", "annonse", "anzeige", "hirdetés", "mainos", "pubblicità", "publicidad",
    "publicidade", "publicité", "reklama", "reklame", "reklám", "sponsored", "werbung", "реклама",
];

/// Endings of files that are pictures, in lower case.
pub(in crate::desk) const ENDINGS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// Gathers the pictures of the article at that address.
pub(super) fn pictures(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    own: &Url,
    headline: Option<Spot>,
) -> Vec<Picture> {
    let headline_at = headline.map(|headline| headline.at);
    let mut out: Vec<Picture> = Vec::new();
    let icons = ["icon", "apple-touch-icon"].into_iter().flat_map(|rel| scan.linked(rel)).map(|link| link.href);
    let icons = icons.chain(article.logo.as_deref()).take(ICONS_MAX).filter_map(|url| own.join(url.trim()).ok());
    let icons: Vec<Url> = icons.collect();
    let is_logo = |url: &str| is_logo(url, own) || own.join(url.trim()).is_ok_and(|url| icons.contains(&url));
    for (url, caption) in article.images.iter().filter(|(url, caption)| caption.is_some() || !is_logo(url)) {
        add(&mut out, url, caption.clone());
    }
    // Beside what structured data name these are other crops of the same picture.
    if out.is_empty() {
        for name in ["og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"] {
            let urls = scan.metas(name).take(PICTURES_MAX).filter(|url| !is_logo(url));
            urls.for_each(|url| add(&mut out, url, None));
        }
    }
    let from = headline_at.unwrap_or(0).saturating_sub(ABOVE_MAX);
    let is_below = |at: usize| headline_at.is_some_and(|headline| at > headline && at - headline <= BELOW_MAX);
    let first = scan.figures.iter().find(|spot| !spot.aside && is_below(spot.at)).map(|spot| spot.id);
    let own_post = LazyCell::new(|| own_post(tree, headline));
    let is_others = |figure| !is_of(tree, figure, *own_post) && is_of_card(tree, figure, own);
    let figures = scan.figures.iter().filter(|spot| !spot.aside && spot.at >= from);
    for spot in figures.filter(|spot| !is_others(spot.id)) {
        if let Some((url, caption)) = shown(tree, spot.id, own, first == Some(spot.id)) {
            add(&mut out, url, caption);
        }
    }
    out
}

/// Adds the pictures that stand between the elements that hold the body's blocks, in no figure: in paragraphs of their own and
/// in the boxes that older content systems set around a picture and its caption.
pub(in crate::desk::extract) fn add_pictures(out: &mut Vec<Picture>, tree: &Tree, page: &Page, holders: &[NodeId]) {
    let own = page.final_url.as_ref().unwrap_or(&page.url);
    let (Some(first), Some(last)) = (holders.first(), holders.last()) else { return };
    let parents: BTreeSet<NodeId> = holders.iter().filter_map(|&holder| tree.parent(holder)).collect();
    let texts: BTreeSet<NodeId> = holders.iter().copied().collect();
    let leads = |id: NodeId, to: fn(&str, &Url) -> bool| {
        tree.is(id, Tag::A) && tree.value(id, Key::Href).is_some_and(|href| to(href, own))
    };
    let is_other = |id: NodeId| {
        tree.is(id, Tag::Figure)
            || tree.is_hidden(id)
            || leads(id, is_story)
            || leads(id, is_elsewhere)
            || is_marked(tree, id, OTHER_WORDS)
    };
    let between = tree.elements(Tag::Img).filter(|id| id > first && id < last).take(PICTURES_MAX);
    for image in between {
        // What stands beside a paragraph, or in one.
        let around: Vec<NodeId> =
            tree.ancestors(image).take(BOX_DEPTH_MAX).take_while(|id| !parents.contains(id)).collect();
        let is_beside = around.len() < BOX_DEPTH_MAX;
        if !is_beside || around.iter().any(|&id| is_other(id)) || tree.is_hidden(image) || is_sign(tree, image) {
            continue;
        }
        let outer = around.last().copied();
        let inside: Vec<NodeId> = outer.into_iter().flat_map(|outer| tree.descendants(outer).take(NODES_MAX)).collect();
        let caption = inside.iter().copied().find(|&id| is_marked(tree, id, CAPTION_WORDS));
        // What the article's own text and a caption lead to is no teaser's.
        let is_told = |id: NodeId| Some(id) == caption || texts.contains(&id);
        let is_teaser =
            |id: NodeId| leads(id, is_story) && !is_told(id) && !tree.ancestors(id).take(LINK_DEPTH_MAX).any(is_told);
        if inside.iter().copied().any(is_teaser) {
            continue;
        }
        let caption = caption.and_then(|id| short::line(tree, id, CAPTION_CHARS_MAX, |_| false));
        if let Some(url) = source(tree, image).filter(|url| !is_drawn(url)) {
            add(out, url, caption);
        }
    }
}

/// Whether an image is a sign in the text: a smiley, an icon, a pixel that counts readers.
fn is_sign(tree: &Tree, image: NodeId) -> bool {
    let is_small = |name: &str| {
        let side = tree.attr(image, name).and_then(|side| side.trim().trim_end_matches("px").parse::<u32>().ok());
        side.is_some_and(|side| side < SIDE_MIN)
    };
    is_small("width") || is_small("height") || is_marked(tree, image, SIGN_WORDS)
}

/// Whether an address is that of a drawing, as icons and lines between paragraphs are.
fn is_drawn(url: &str) -> bool {
    ends(url, &["gif", "svg"])
}

/// Adds a picture; one that is known already gets the caption that it lacks.
fn add(out: &mut Vec<Picture>, url: &str, caption: Option<String>) {
    let url = url.trim();
    if is_refused(url) {
        return;
    }
    if let Some(known) = out.iter_mut().find(|known| known.url == url) {
        known.caption = known.caption.take().or(caption);
    } else if out.len() < PICTURES_MAX {
        out.push(Picture { url: url.to_owned(), caption });
    }
}

/// The first picture of a figure with its caption, where the figure is the article's: no teaser of another page, no
/// advertisement, no account's portrait. The first below the headline is the article's wherever it leads, if a caption says
/// what it shows.
fn shown<'t>(tree: &'t Tree, figure: NodeId, own: &Url, is_first: bool) -> Option<(&'t str, Option<String>)> {
    let inside: Vec<NodeId> = tree.descendants(figure).take(NODES_MAX).collect();
    let image = inside.iter().copied().find(|&id| tree.is(id, Tag::Img)).filter(|&image| !is_sign(tree, image))?;
    let leads_off =
        |id: NodeId| tree.is(id, Tag::A) && tree.value(id, Key::Href).is_some_and(|href| is_story(href, own));
    let is_link = |id: NodeId| tree.is(id, Tag::A);
    if tree.ancestors(figure).take(LINK_DEPTH_MAX).any(is_link) || is_marked(tree, figure, AVATAR_WORDS) {
        return None;
    }
    let caption = inside.iter().copied().find(|&id| tree.is(id, Tag::FigCaption));
    let line = caption.and_then(|id| short::line(tree, id, CAPTION_CHARS_MAX, |_| false));
    let is_ad = line.as_ref().is_some_and(|line| AD_LABELS.contains(&line.to_lowercase().as_str()));
    let is_linked = || caption.is_some_and(|id| short::line(tree, id, CAPTION_CHARS_MAX, leads_off).is_none());
    let in_card = || tree.ancestors(figure).take(CARD_DEPTH_MAX).any(|above| is_card(tree, above, own));
    if is_ad || line.is_some() && is_linked() || line.is_none() && in_card() {
        return None;
    }
    let is_teaser = |id: NodeId| leads_off(id) && !tree.value(id, Key::Href).is_some_and(is_gallery);
    let mut above = tree.ancestors(image).take(LINK_DEPTH_MAX).take_while(|&id| id != figure);
    let is_lead = is_first && line.is_some();
    if !is_lead && above.any(is_teaser) {
        return None;
    }
    Some((source(tree, image)?, line))
}

/// Whether an element is a box that tells of another page: small, without the page's own headline, and with a heading that is all a link
/// to it.
fn is_card(tree: &Tree, at: NodeId, own: &Url) -> bool {
    let within = || tree.descendants(at).take(NODES_MAX);
    // Most have no heading, which costs less to see than whether they are small.
    within().any(|id| cards::is_heading(tree, id))
        && short::fits(tree, at, cards::CHARS_MAX)
        && !within().any(|id| tree.is(id, Tag::H1))
        && within().any(|id| cards::is_heading(tree, id) && is_linked(tree, id, own))
}

/// Whether a figure stands in a small `<article>` of another story, by that one's headline or its own link.
fn is_of_card(tree: &Tree, figure: NodeId, own: &Url) -> bool {
    let leads_off = || tree.descendants(figure).take(NODES_MAX).any(|id| tree.is(id, Tag::A) && leads(tree, id, own));
    post(tree, figure)
        .is_some_and(|post| is_card(tree, post, own) || short::fits(tree, post, cards::CHARS_MAX) && leads_off())
}

/// Whether all of a heading is a link to another page of a headline's length: a section's name is shorter, and so is an author's.
fn is_linked(tree: &Tree, heading: NodeId, own: &Url) -> bool {
    let line = short::line(tree, heading, cards::CHARS_MAX, |_| false).unwrap_or_default();
    let mut links = tree.descendants(heading).chain(tree.ancestors(heading).take(1)).filter(|&id| tree.is(id, Tag::A));
    cards::is_headline(&line)
        && links.any(|link| {
            leads(tree, link, own)
                && short::line(tree, link, cards::CHARS_MAX, |_| false).is_some_and(|text| text.ends_with(&line))
        })
}

/// Whether a link leads to another page, of this site or of another.
fn leads(tree: &Tree, link: NodeId, own: &Url) -> bool {
    tree.value(link, Key::Href).is_some_and(|href| is_story(href, own) || is_elsewhere(href, own))
}

/// The address of an image: the widest that the page lists, else the first that is a picture's.
fn source(tree: &Tree, image: NodeId) -> Option<&str> {
    let sources = tree.parent(image).filter(|&id| tree.name(id) == "picture").into_iter();
    let sources = sources.flat_map(|id| tree.children(id)).filter(|&id| tree.name(id) == "source").take(WIDTHS_MAX);
    let lists = std::iter::once(image).chain(sources);
    let lists = lists.flat_map(|id| SETS.iter().filter_map(move |name| tree.attr(id, name)));
    let mut widest: Vec<(u32, &str)> = lists.flat_map(widths).collect();
    // Of equals the first.
    widest.sort_by_key(|(width, _)| Reverse(*width));
    let widest = widest.into_iter().find(|(_, url)| !is_refused(url));
    let single = || SOURCES.iter().filter_map(|name| tree.attr(image, name)).find(|url| !is_refused(url.trim()));
    widest.map(|(_, url)| url).or_else(single)
}

/// The addresses of a list of widths, `/a.jpg 330w, /b.jpg 660w`, each with its width in pixels.
fn widths(list: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = list;
    let entries = std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        // An address may hold commas.
        let (url, behind) = rest.split_once(char::is_whitespace)?;
        let (width, behind) = behind.split_once(',').unwrap_or((behind, ""));
        rest = behind;
        Some((width.trim().strip_suffix('w').and_then(|width| width.parse().ok()), url))
    });
    entries.take(WIDTHS_MAX).filter_map(|(width, url)| Some((width?, url)))
}

/// Whether a link on the article's page leads to another page of the site: not to a picture, nor to a page below its own, as
/// pictures have in some content systems.
fn is_story(href: &str, own: &Url) -> bool {
    !is_file(href) && !href.contains("attachment_id") && address::is_other(href, own.as_str())
}

/// Whether a link on the article's page leads to another site, and not to a picture there.
fn is_elsewhere(href: &str, own: &Url) -> bool {
    let is_within =
        |host: &str, site: &str| host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
    let there = own.join(href.trim()).ok().and_then(|there| there.host_str().map(bare));
    let here = own.host_str().map(bare).unwrap_or_default();
    !is_file(href) && there.is_some_and(|there| !is_within(&there, &here) && !is_within(&here, &there))
}

/// Whether a link leads to a page in a folder of pictures.
fn is_gallery(href: &str) -> bool {
    let path = address::without_query(href);
    let mut folders = path.trim_end_matches('/').rsplit('/').skip(1);
    folders.any(|folder| GALLERY_FOLDERS.iter().any(|known| known.eq_ignore_ascii_case(folder)))
}

/// Whether a link leads to a picture's file.
fn is_file(href: &str) -> bool {
    ends(href, ENDINGS)
}

/// Whether the file at an address has one of these endings.
fn ends(href: &str, endings: &[&str]) -> bool {
    let path = address::without_query(href);
    path.rsplit_once('.').is_some_and(|(_, own)| endings.iter().any(|ending| ending.eq_ignore_ascii_case(own)))
}

/// Whether an address is that of no picture of a story.
fn is_refused(url: &str) -> bool {
    // What is in the place of an address may be what the picture shows.
    let is_told = || url.contains(' ') && !url.contains('/') && !is_file(url);
    if url.is_empty() || url.starts_with("data:") || is_told() {
        return true;
    }
    let lower = url.to_ascii_lowercase();
    if is_design(&lower) || is_icon(&lower) || REFUSED_PARTS.iter().any(|part| lower.contains(part)) {
        return true;
    }
    let is_known = |word: &str| EMPTY_WORDS.contains(&word) || SHARE_WORDS.contains(&word);
    let is_none = |word: &str| EMPTY_WORDS.contains(&word) && !PLAIN_WORDS.contains(&word);
    let is_shared = || words(&lower).any(|word| SHARE_WORDS.contains(&word));
    let is_default = || words(&lower).any(|word| word == "default") && is_shared();
    words(&lower).all(is_known) && (words(&lower).any(is_none) || is_default())
}

/// Whether an address in lower case is that of a site's sign for devices.
fn is_icon(lower: &str) -> bool {
    let file = address::without_query(lower).rsplit('/').next().unwrap_or_default();
    ICON_STEMS.iter().any(|stem| file.starts_with(stem))
}

/// Whether an address in lower case is that of a part of a site's design: `/wp-content/themes/`, `/sites/all/themes/`,
/// `/themes/custom/`.
fn is_design(lower: &str) -> bool {
    // To ask whether it stands there costs far less than to part at it.
    lower.contains(DESIGNS_FOLDER)
        && lower.split_once(DESIGNS_FOLDER).is_some_and(|(front, behind)| {
            let mut folders = front.rsplit('/');
            let is_child = folders.next().is_some_and(|parent| DESIGNS_PARENTS.contains(&parent));
            let is_grandchild = folders.next() == Some("sites");
            is_child || is_grandchild || DESIGNS_CHILDREN.iter().any(|child| behind.starts_with(child))
        })
}

/// Whether a file's name calls it a logo, and no other than the site's own.
fn is_logo(url: &str, own: &Url) -> bool {
    let host = own.host_str().unwrap_or_default();
    let lower = url.to_ascii_lowercase();
    let is_named = |word: &str| LOGO_WORDS.contains(&word);
    let is_form = |word: &str| word.chars().nth(1).is_none() || LOGO_FORM_WORDS.contains(&word) || host.contains(word);
    words(&lower).any(is_named) && words(&lower).all(|word| is_named(word) || is_form(word))
}

/// The words of the name of the file at an address in lower case, figures left out.
fn words(lower: &str) -> impl Iterator<Item = &str> {
    let path = address::without_query(lower);
    let file = path.rsplit('/').next().unwrap_or_default();
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests;
