//! What names in markup tell: class, id, role and test attributes that newsrooms' templates give to what is no running
//! text. Whole words only, split at punctuation and at capitals, so that `shared-content` is no share button.

use crate::desk::decode::tree::{NodeId, Tree};

/// What an element's names say of what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// What readers say, or a list of other articles: never running text, be it as long as it may.
    pub(super) talk: bool,
    /// Surely no running text.
    pub(super) strong: bool,
    /// Most likely none, unless much of the page is in it.
    pub(super) weak: bool,
    /// The standfirst.
    pub(super) lead: bool,
}

/// Words of readers' comments and of lists of other articles.
const TALK: &[&str] = &[
    "comment",
    "commentaires",
    "commentlist",
    "comments",
    "disqus",
    "kommentar",
    "kommentare",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "relacionadas",
    "relacionados",
    "respond",
];

/// Words of what is surely no running text.
const STRONG: &[&str] = &[
    "addtoany",
    "adsbygoogle",
    "advert",
    "advertisement",
    "advertising",
    "advertisment",
    "breadcrumb",
    "breadcrumbs",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "donate",
    "donation",
    "factbox",
    "faktabox",
    "faktaboks",
    "gdpr",
    "infobox",
    "mostread",
    "newsletter",
    "newsletters",
    "outbrain",
    "pagination",
    "sharethis",
    "sharing",
    "sidebar",
    "signup",
    "subscribe",
    "taboola",
];

/// Words of what most likely is none, where it is short.
const WEAK: &[&str] = &[
    "ad",
    "ads",
    "also",
    "anzeige",
    "author",
    "authors",
    "autor",
    "badge",
    "banner",
    "barrier",
    "bio",
    "biography",
    "button",
    "buttons",
    "byline",
    "bylines",
    "caption",
    "captions",
    "carousel",
    "categories",
    "category",
    "community",
    "contributors",
    "credit",
    "credits",
    "date",
    "dateline",
    "dialog",
    "disclaimer",
    "embed",
    "flyout",
    "follow",
    "footer",
    "footnote",
    "footnotes",
    "gallery",
    "hashtags",
    "keywords",
    "kicker",
    "latest",
    "legend",
    "login",
    "masthead",
    "menu",
    "meta",
    "modal",
    "more",
    "most",
    "mpu",
    "nav",
    "navbar",
    "navigation",
    "offscreen",
    "overlay",
    "overline",
    "player",
    "podcast",
    "poll",
    "popular",
    "popup",
    "promo",
    "promobox",
    "promos",
    "promotion",
    "published",
    "publication",
    "pubdate",
    "quiz",
    "rating",
    "readmore",
    "readtime",
    "register",
    "registration",
    "regwall",
    "reklama",
    "reklame",
    "screenreader",
    "share",
    "shares",
    "shop",
    "signin",
    "skip",
    "slideshow",
    "social",
    "sponsor",
    "sponsored",
    "sr",
    "subscription",
    "survey",
    "tag",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "time",
    "timestamp",
    "toc",
    "toolbar",
    "tooltip",
    "topics",
    "trending",
    "upsell",
    "werbung",
];

/// Words that turn a name into one of the page's frame: `content-sidebar-wrap` is the frame of both.
const FRAME: &[&str] = &[
    "has", "with", "without", "no", "layout", "grid", "main", "enabled", "disabled", "off", "type", "status", "format",
    "hentry", "page", "is", "not",
];

/// Words of the standfirst; sorted.
const LEAD: &[&str] = &[
    "abstract",
    "bajada",
    "chapeau",
    "chapo",
    "deck",
    "dek",
    "entradilla",
    "excerpt",
    "ingress",
    "intro",
    "introduction",
    "kurzfassung",
    "lead",
    "leadin",
    "leadtext",
    "lede",
    "manchet",
    "occhiello",
    "perex",
    "sapo",
    "sommario",
    "standfirst",
    "subheadline",
    "subhead",
    "subheading",
    "subtitle",
    "subtitulo",
    "summary",
    "synopsis",
    "teasertext",
    "trompete",
    "underrubrik",
    "vorspann",
    "zajawka",
];

/// Elements that never hold running text.
pub(super) fn is_furniture(name: &str) -> bool {
    matches!(
        name,
        "nav"
            | "figcaption"
            | "button"
            | "input"
            | "label"
            | "dialog"
            | "menu"
            | "progress"
            | "meter"
            | "amp-ad"
            | "legend"
    )
}

/// Elements that hold running text only where they hold most of it.
pub(super) fn is_aside(name: &str) -> bool {
    matches!(name, "aside" | "footer" | "form" | "figure" | "address" | "search")
}

/// What the element's names say.
pub(super) fn judge(tree: &Tree, id: NodeId) -> Named {
    let mut named = Named::default();
    for (name, value) in tree.attrs(id) {
        match name {
            "class" | "id" | "role" | "itemprop" | "data-testid" | "data-component" | "data-type" | "data-module" => {
                // A colon or bracket is a style's own syntax (`print:hidden`): it names no part.
                let names = value.split_ascii_whitespace().filter(|name| !name.contains([':', '[', '/']));
                for name in names.take(NAMES_MAX) {
                    named.add(name);
                }
            }
            _ => {}
        }
    }
    named.weak |=
        matches!(tree.attr(id, "role"), Some("complementary" | "contentinfo" | "navigation" | "banner" | "search"));
    named
}

impl Named {
    fn add(&mut self, name: &str) {
        let words = split(name);
        let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        self.lead |= any(LEAD);
        if any(FRAME) {
            return;
        }
        self.talk |= any(TALK);
        self.strong |= any(STRONG);
        self.weak |= any(WEAK);
    }
}

/// The most names of one attribute that are looked at.
const NAMES_MAX: usize = 24;

/// The words of a name: in lower case, split at what is no letter and at capitals.
fn split(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| part.len() > 1) {
        let mut word = String::new();
        let mut upper = true;
        for c in part.chars() {
            if c.is_ascii_uppercase() && !upper {
                words.push(std::mem::take(&mut word));
            }
            upper = c.is_ascii_uppercase();
            word.push(c.to_ascii_lowercase());
        }
        words.push(word);
    }
    words
}
