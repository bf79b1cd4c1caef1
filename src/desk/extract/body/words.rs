//! What names in markup tell: class, id, role and test attributes that newsrooms' templates give to what is no running
//! text. Whole words only, split at punctuation and at capitals, so that `shared-content` is no share button.

use std::collections::BTreeMap;

use crate::desk::decode::tree::{NodeId, Tree};

/// What an element's names say of what is in it.
#[allow(clippy::struct_excessive_bools)] // Four answers to four questions; any of them may hold together.
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

/// What a word in a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Readers' comments, lists of other articles, boxes of facts: never running text, however long.
    Talk,
    /// Surely no running text.
    Strong,
    /// Most likely no running text, where it is short.
    Weak,
    /// The standfirst.
    Lead,
    /// Part of the frame around the text: `content-sidebar-wrap` is around both, whatever else the name says.
    Frame,
}

use Part::{Frame, Lead, Strong, Talk, Weak};

/// The words, sorted.
#[rustfmt::skip]
const WORDS: &[(&str, Part)] = &[
    ("abstract", Lead), ("ad", Weak), ("addtoany", Strong), ("ads", Weak), ("adsbygoogle", Strong), ("advert", Strong),
    ("advertisement", Strong), ("advertising", Strong), ("advertisment", Strong), ("also", Weak), ("anzeige", Weak),
    ("author", Weak), ("authors", Weak), ("autor", Weak), ("badge", Weak), ("bajada", Lead), ("banner", Weak),
    ("barrier", Weak), ("bio", Weak), ("biography", Weak), ("breadcrumb", Strong), ("breadcrumbs", Strong),
    ("button", Weak), ("buttons", Weak), ("byline", Weak), ("bylines", Weak), ("calltoaction", Strong),
    ("caption", Weak), ("captions", Weak), ("carousel", Weak), ("categories", Weak), ("category", Weak),
    ("chapeau", Lead), ("chapo", Lead), ("comment", Talk), ("commentaires", Talk), ("commentlist", Talk),
    ("comments", Talk), ("community", Weak), ("consent", Strong), ("contributors", Weak), ("cookie", Strong),
    ("cookies", Strong), ("copyright", Strong), ("credit", Weak), ("credits", Weak), ("cta", Strong), ("date", Weak),
    ("dateline", Weak), ("deck", Lead), ("dek", Lead), ("dialog", Weak), ("didomi", Strong), ("disabled", Frame),
    ("disclaimer", Weak), ("disqus", Talk), ("donate", Strong), ("donation", Strong), ("embed", Weak),
    ("enabled", Frame), ("entradilla", Lead), ("excerpt", Lead), ("factbox", Talk), ("faktaboks", Talk),
    ("faktabox", Talk), ("flyout", Weak), ("follow", Weak), ("footer", Weak), ("footnote", Weak), ("footnotes", Weak),
    ("format", Frame), ("gallery", Weak), ("gdpr", Strong), ("grid", Frame), ("has", Frame), ("hashtags", Weak),
    ("hentry", Frame), ("infobox", Talk), ("ingress", Lead), ("intro", Lead), ("introduction", Lead),
    ("invisible", Weak), ("is", Frame), ("keywords", Weak), ("kicker", Weak), ("kommentar", Talk), ("kommentare", Talk),
    ("kurzfassung", Lead), ("latest", Weak), ("layout", Frame), ("lead", Lead), ("leadin", Lead), ("leadtext", Lead),
    ("lede", Lead), ("legend", Weak), ("login", Weak), ("main", Frame), ("manchet", Lead), ("masthead", Weak),
    ("menu", Weak), ("meta", Weak), ("modal", Weak), ("more", Weak), ("most", Weak), ("mostread", Strong),
    ("mpu", Weak), ("nav", Weak), ("navbar", Weak), ("navigation", Weak), ("newsletter", Strong),
    ("newsletters", Strong), ("no", Frame), ("not", Frame), ("occhiello", Lead), ("off", Frame), ("offscreen", Weak),
    ("onetrust", Strong), ("outbrain", Strong), ("overlay", Weak), ("overline", Weak), ("page", Frame),
    ("pagination", Strong), ("perex", Lead), ("player", Weak), ("podcast", Weak), ("poll", Weak), ("popular", Weak),
    ("popup", Weak), ("privacy", Strong), ("promo", Weak), ("promobox", Weak), ("promos", Weak), ("promotion", Weak),
    ("pubdate", Weak), ("publication", Weak), ("published", Weak), ("quiz", Weak), ("rating", Weak), ("readmore", Weak),
    ("readtime", Weak), ("recommendation", Talk), ("recommendations", Talk), ("recommended", Talk), ("register", Weak),
    ("registration", Weak), ("regwall", Weak), ("reklama", Weak), ("reklame", Weak), ("relacionadas", Talk),
    ("relacionados", Talk), ("related", Talk), ("respond", Talk), ("sapo", Lead), ("screenreader", Weak),
    ("share", Weak), ("shares", Weak), ("sharethis", Strong), ("sharing", Strong), ("shop", Weak), ("sidebar", Strong),
    ("signin", Weak), ("signup", Strong), ("skip", Weak), ("slideshow", Weak), ("social", Weak), ("sommario", Lead),
    ("sponsor", Weak), ("sponsored", Weak), ("sr", Weak), ("standfirst", Lead), ("status", Frame), ("subhead", Lead),
    ("subheading", Lead), ("subheadline", Lead), ("subscribe", Strong), ("subscription", Weak), ("subtitle", Lead),
    ("subtitulo", Lead), ("summary", Lead), ("survey", Weak), ("synopsis", Lead), ("taboola", Strong), ("tag", Weak),
    ("taglist", Weak), ("tags", Weak), ("teaser", Weak), ("teasers", Weak), ("teasertext", Lead), ("time", Weak),
    ("timestamp", Weak), ("toc", Weak), ("toolbar", Weak), ("tooltip", Weak), ("topics", Weak), ("trending", Weak),
    ("trompete", Lead), ("type", Frame), ("underrubrik", Lead), ("upsell", Weak), ("vorspann", Lead), ("werbung", Weak),
    ("with", Frame), ("without", Frame), ("zajawka", Lead),
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

/// The answers for a page's names, each looked up once: templates repeat them.
#[derive(Default)]
pub(super) struct Names<'a> {
    known: BTreeMap<&'a str, Named>,
}

impl<'a> Names<'a> {
    /// What the element's names say.
    pub(super) fn judge(&mut self, tree: &'a Tree, id: NodeId) -> Named {
        let mut named = Named::default();
        for (name, value) in tree.attrs(id) {
            match name {
                "class" | "id" | "role" | "itemprop" | "data-testid" | "data-component" | "data-type"
                | "data-module" => {
                    let said = *self.known.entry(value).or_insert_with(|| Named::of(value));
                    named.talk |= said.talk;
                    named.strong |= said.strong;
                    named.weak |=
                        said.weak || name == "role" && matches!(value, "complementary" | "contentinfo" | "search");
                    named.lead |= said.lead;
                }
                _ => {}
            }
        }
        named
    }
}

impl Named {
    /// What a list of names says.
    fn of(value: &str) -> Self {
        let mut named = Self::default();
        // A colon or bracket is a style's own syntax (`print:hidden`): it names no part.
        let list = value.split_ascii_whitespace().filter(|name| !name.contains([':', '[', '/']));
        for name in list.take(NAMES_MAX) {
            let parts: Vec<Part> = split(name).iter().filter_map(|word| part(word)).collect();
            named.lead |= parts.contains(&Lead);
            if !parts.contains(&Frame) {
                named.talk |= parts.contains(&Talk);
                named.strong |= parts.contains(&Strong);
                named.weak |= parts.contains(&Weak);
            }
        }
        named
    }
}

fn part(word: &str) -> Option<Part> {
    let at = WORDS.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
    WORDS.get(at).map(|(_, part)| *part)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_none_is_twofold() {
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn names_are_split_at_punctuation_and_capitals() {
        assert_eq!(split("c-newsLetter__box2 AMPAd"), ["news", "letter", "box", "ampad"]);
        assert!(Named::of("x relatedArticles").talk && !Named::of("unrelatedArticles").talk);
        assert_eq!(Named::of("content-with-sidebar print:share"), Named::default());
    }
}
