//! What names in markup tell: class, id, role and test attributes that newsrooms' templates give to what is no running
//! text. Whole words only, split at punctuation and at capitals, so that `shared-content` is no share button.

use std::sync::LazyLock;

use super::anchors;
use crate::desk::decode::tree::{Key, Keys, NodeId, Tag, Tree, class};
use crate::desk::eights::holds;
use crate::desk::extract::letters::ascii_lower;
use crate::desk::extract::lexicon::{Answers, Lexicon, WORD_BYTES_MAX};

/// What an element's names say of what is in it; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named(u16);

impl Named {
    /// What readers say, lists of other articles, boxes of facts: never running text, be it as long as it may.
    pub(super) const TALK: Self = Self(1);
    /// Surely no running text.
    pub(super) const STRONG: Self = Self(1 << 1);
    /// Most likely none, unless much of the page is in it.
    pub(super) const WEAK: Self = Self(1 << 2);
    /// The standfirst.
    pub(super) const LEAD: Self = Self(1 << 3);
    /// A dialog that asks for consent: never running text, unless there is hardly anything else.
    pub(super) const CONSENT: Self = Self(1 << 4);
    /// A picture and what belongs to it: a caption, a credit.
    pub(super) const PICTURE: Self = Self(1 << 5);
    /// The article's body.
    pub(super) const BODY: Self = Self(1 << 6);
    /// A quotation, often one that is taken from the text.
    pub(super) const QUOTE: Self = Self(1 << 7);
    /// The article's own teaser, which is its standfirst, or another one's.
    pub(super) const TEASER: Self = Self(1 << 8);
    /// What announces an article: another one, or this one, of which it is the first paragraphs.
    pub(super) const ANNOUNCES: Self = Self(1 << 9);
    /// Of a word, that its name is of the frame around the text: `content-sidebar-wrap` is around both, whatever else the name says.
    const FRAME: Self = Self(1 << 10);
    /// What is said of the author.
    pub(super) const PORTRAIT: Self = Self(1 << 11);
    /// Of a word, that it names who wrote the text, and that something may be said of somebody: in one name they are the author's portrait.
    const WRITER: Self = Self(1 << 12);
    const SAID: Self = Self(1 << 13);

    /// What either says.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it says one of these.
    pub(super) const fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// Says that too, where it is so.
    pub(super) const fn add_if(&mut self, is: bool, other: Self) {
        if is {
            self.0 |= other.0;
        }
    }

    /// No longer says that.
    pub(super) const fn remove(&mut self, other: Self) {
        self.0 &= !other.0;
    }

    /// What a name says.
    fn of(name: &str) -> Self {
        let mut said = Self::default();
        let lexicon = &*LEXICON;
        each_word(name, |before, word| {
            let own = if before.is_empty() { lexicon.get(word) } else { lexicon.get_joined(before, word) };
            said = said.and(own.unwrap_or_default());
        });
        said.add_if(said.has(Self::WRITER) && said.has(Self::SAID), Self::PORTRAIT);
        said.remove(Self::WRITER.and(Self::SAID));
        if said.has(Self::FRAME) { Self(said.0 & Self::LEAD.and(Self::BODY).0) } else { said }
    }
}

// Short, as the words are that they stand beside.
const ABOUT: Named = Named::SAID;
const ANNOUNCES: Named = Named::ANNOUNCES;
const AUTHOR: Named = Named::WEAK.and(Named::WRITER);
const BIO: Named = Named::WEAK.and(Named::SAID);
const BODY: Named = Named::BODY;
const CONSENT: Named = Named::CONSENT;
const FRAME: Named = Named::FRAME;
const LEAD: Named = Named::LEAD;
const PICTURE: Named = Named::PICTURE;
const PORTRAIT: Named = Named::WEAK.and(Named::PORTRAIT);
const QUOTE: Named = Named::QUOTE;
const STRONG: Named = Named::STRONG;
const TALK: Named = Named::TALK;
const WEAK: Named = Named::WEAK;

/// What no heading's words excuse.
const SURE: Named = STRONG.and(TALK).and(CONSENT);

/// The words, sorted.
#[rustfmt::skip]
const WORDS: &[(&str, Named)] = &[
    ("about", ABOUT), ("aboutauthor", PORTRAIT), ("abstract", LEAD), ("ad", WEAK), ("addtoany", STRONG), ("ads", WEAK),
    ("adsbygoogle", STRONG), ("advert", STRONG), ("advertisement", STRONG), ("advertising", STRONG),
    ("advertisment", STRONG), ("affiliate", WEAK), ("also", WEAK), ("alsolike", WEAK), ("alsoread", WEAK), ("ansprechpartner", WEAK), ("anzeige", WEAK),
    ("articlebody", BODY), ("articlecontent", BODY), ("articletags", WEAK), ("articleteaser", LEAD),
    ("articletext", BODY), ("author", AUTHOR), ("authorbio", PORTRAIT),
    ("authorbox", PORTRAIT), ("authorcard", PORTRAIT), ("authorinfo", PORTRAIT), ("authorline", AUTHOR), ("authorprofile", PORTRAIT), ("authors", AUTHOR), ("autor", AUTHOR),
    ("autorbox", PORTRAIT), ("autorenbox", PORTRAIT), ("autoreninfo", PORTRAIT), ("autorenzeile", AUTHOR), ("autorinfo", PORTRAIT), ("autorzeile", AUTHOR), ("badge", WEAK), ("bajada", LEAD), ("banner", WEAK),
    ("barrier", WEAK), ("bigquote", QUOTE), ("bild", PICTURE), ("bildunterschrift", PICTURE), ("bio", BIO), ("biography", BIO), ("blockquote", QUOTE), ("blueskyembed", STRONG),
    ("bodycontent", BODY), ("bodytext", BODY), ("box", ABOUT), ("breadcrumb", STRONG), ("breadcrumbs", STRONG), ("button", WEAK),
    ("buttons", WEAK), ("byline", WEAK), ("bylines", WEAK), ("calltoaction", STRONG), ("caption", WEAK),
    ("captions", WEAK), ("card", ABOUT), ("carousel", WEAK), ("categories", WEAK), ("category", WEAK), ("chapeau", LEAD),
    ("chapo", LEAD), ("citat", QUOTE), ("citation", QUOTE), ("citazione", QUOTE), ("comment", TALK), ("commentaires", TALK), ("commentlist", TALK), ("comments", TALK),
    ("community", WEAK), ("consent", CONSENT), ("contentbody", BODY), ("contenttext", BODY), ("contributors", WEAK),
    ("cookie", STRONG), ("cookiebanner", CONSENT), ("cookiebot", CONSENT), ("cookieconsent", CONSENT),
    ("cookienotice", CONSENT), ("cookies", STRONG), ("copyright", STRONG), ("credit", WEAK), ("credits", WEAK),
    ("cta", STRONG), ("cytat", QUOTE), ("date", WEAK), ("deck", LEAD), ("dek", LEAD), ("description", ABOUT), ("dialog", WEAK),
    ("didomi", CONSENT), ("disabled", FRAME), ("disclaimer", WEAK), ("disclosure", WEAK), ("disqus", TALK),
    ("donate", STRONG), ("donation", STRONG), ("embed", WEAK), ("enabled", FRAME), ("entradilla", LEAD),
    ("entrycontent", BODY), ("excerpt", LEAD), ("exergue", QUOTE), ("factbox", TALK), ("factsheet", TALK), ("faktaboks", TALK),
    ("faktabox", TALK), ("faktenbox", TALK), ("fieldteaser", LEAD), ("flyout", WEAK), ("follow", WEAK), ("footer", TALK), ("footnote", WEAK),
    ("footnotes", WEAK), ("format", FRAME), ("foto", PICTURE), ("gallery", WEAK), ("gdpr", CONSENT), ("grid", FRAME),
    ("has", FRAME), ("hashtags", WEAK), ("hat", LEAD), ("hentry", FRAME), ("image", PICTURE), ("imagecaption", PICTURE),
    ("images", PICTURE), ("img", PICTURE), ("info", ABOUT), ("infobox", TALK), ("infokasten", TALK), ("infotext", PICTURE),
    ("ingress", LEAD), ("instagrammedia", STRONG), ("intro", LEAD), ("introduction", LEAD), ("is", FRAME), ("iubenda", CONSENT), ("keywords", WEAK),
    ("kicker", WEAK), ("kommentar", TALK), ("kommentare", TALK), ("kurzfassung", LEAD), ("latest", WEAK),
    ("layout", FRAME), ("lead", LEAD), ("leadin", LEAD), ("leadtext", LEAD), ("lede", LEAD), ("legend", WEAK),
    ("leseempfehlung", WEAK), ("likes", WEAK), ("login", WEAK), ("main", FRAME), ("manchet", LEAD), ("masthead", WEAK),
    ("mediainfo", PICTURE), ("menu", WEAK), ("meta", WEAK), ("modal", WEAK), ("more", WEAK), ("most", WEAK),
    ("mostread", STRONG), ("mpu", WEAK), ("nav", WEAK), ("navbar", WEAK), ("navigation", WEAK), ("newsbody", BODY),
    ("newscontent", BODY), ("newsletter", STRONG), ("newsletters", STRONG), ("newsteaser", LEAD), ("no", FRAME), ("node", FRAME),
    ("not", FRAME), ("occhiello", LEAD), ("off", FRAME), ("offscreen", WEAK), ("onetrust", CONSENT),
    ("outbrain", STRONG), ("overlay", WEAK), ("overline", WEAK), ("page", FRAME), ("pagination", STRONG),
    ("paragraph", FRAME), ("perex", LEAD), ("photo", PICTURE), ("photocredit", PICTURE), ("photos", PICTURE),
    ("picture", PICTURE), ("player", WEAK), ("podcast", WEAK), ("poll", WEAK), ("popular", WEAK), ("popup", WEAK),
    ("postbody", BODY), ("postcontent", BODY), ("postmetadata", WEAK), ("presscontact", WEAK), ("pressekontakt", WEAK), ("privacy", STRONG), ("profile", ABOUT), ("promo", WEAK), ("promobox", WEAK),
    ("promos", WEAK), ("promotion", WEAK), ("pubdate", WEAK), ("publication", WEAK), ("published", WEAK),
    ("pullquote", WEAK), ("quiz", WEAK), ("quote", QUOTE), ("quotes", QUOTE), ("rating", WEAK), ("ratings", WEAK), ("readalso", WEAK), ("readmore", WEAK), ("readtime", WEAK),
    ("recommendation", TALK), ("recommendations", TALK), ("recommended", TALK), ("recommender", TALK), ("register", WEAK),
    ("registration", WEAK), ("regwall", WEAK), ("reklama", WEAK), ("reklame", WEAK), ("relacionadas", TALK),
    ("relacionados", TALK), ("related", TALK), ("relatedlinks", WEAK), ("relatedposts", TALK), ("respond", TALK), ("rsswidget", TALK), ("sapo", LEAD),
    ("screenreader", WEAK), ("seealso", WEAK), ("share", WEAK), ("sharedaddy", STRONG), ("shares", WEAK), ("sharethis", STRONG),
    ("sharing", STRONG), ("shop", WEAK), ("sidebar", STRONG), ("signin", WEAK), ("signup", STRONG), ("sitat", QUOTE), ("slideshow", WEAK),
    ("social", WEAK), ("sommario", LEAD), ("sponsor", WEAK), ("sponsored", WEAK), ("sr", WEAK), ("standfirst", LEAD),
    ("status", FRAME), ("storybody", BODY), ("storycontent", BODY), ("storytext", BODY), ("subdeck", LEAD), ("subhead", LEAD),
    ("subheading", LEAD), ("subheadline", LEAD), ("subscribe", STRONG), ("subscription", WEAK), ("subtitle", LEAD),
    ("subtitulo", LEAD), ("summary", LEAD), ("survey", WEAK), ("synopsis", LEAD), ("taboola", STRONG), ("tag", WEAK),
    ("taglist", WEAK), ("tags", WEAK), ("teaser", ANNOUNCES), ("teasers", ANNOUNCES), ("teasertext", LEAD), ("textauthor", AUTHOR), ("tiktokembed", STRONG), ("time", WEAK),
    ("timestamp", WEAK), ("toc", WEAK), ("toolbar", WEAK), ("tooltip", WEAK), ("tooltiptext", WEAK), ("topics", WEAK), ("trending", WEAK),
    ("trompete", LEAD), ("trustarc", CONSENT), ("type", FRAME), ("underrubrik", LEAD), ("upsell", WEAK),
    ("usercentrics", CONSENT), ("video", PICTURE), ("videos", PICTURE), ("vorspann", LEAD), ("voting", WEAK), ("weiterlesen", WEAK), ("werbung", WEAK), ("with", FRAME),
    ("without", FRAME), ("zajawka", LEAD), ("zitat", QUOTE),
];

/// What an element's attributes say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// What its names say.
    pub(super) named: Named,
    /// Whether it has an address, as links do.
    pub(super) has_href: bool,
    /// Whether that leads to no other page: to a part of this one, or to what a script does.
    pub(super) is_local: bool,
    /// Whether its role is that of a heading.
    pub(super) is_heading: bool,
}

/// The attributes that tell.
const TELLING: Keys = Keys::of(&[
    Key::Class,
    Key::Id,
    Key::Role,
    Key::ItemProp,
    Key::DataTestId,
    Key::DataComponent,
    Key::DataType,
    Key::DataModule,
    Key::Href,
]);

/// The answers for a page's names: for its lists of them, and for each name, which other lists repeat.
#[derive(Default)]
pub(super) struct Names<'a> {
    lists: Answers<'a, Named>,
    /// Nothing for a name of no part.
    names: Answers<'a, Option<Named>>,
}

impl<'a> Names<'a> {
    /// What the element's attributes say.
    pub(super) fn judge(&mut self, tree: &'a Tree, id: NodeId) -> Seen {
        let mut seen = Seen::default();
        // Systems make the anchor of a heading from its words, which are the author's, and mark with others where one is to read on.
        let is_anchor = tree.tag(id).is(class::HEADING) || matches!(tree.tag(id), Tag::P | Tag::A | Tag::Span);
        for (key, value) in tree.keyed(id, TELLING) {
            if key == Key::Href {
                seen.has_href = true;
                seen.is_local = value.is_empty() || value.starts_with('#') || value.starts_with("javascript:");
                continue;
            }
            if is_anchor && key == Key::Id {
                continue;
            }
            let said = self.of(value);
            if key == Key::Id && said.has(WEAK) && !said.has(SURE) && anchors::is_of_heading(tree, id, value) {
                continue;
            }
            // A table of contents lists headings by a mark on each.
            let is_listed = said.has(WEAK) && tree.tag(id).is(class::HEADING) && key == Key::Class;
            if is_listed && value.split_ascii_whitespace().any(names_contents) {
                let others = value.split_ascii_whitespace().filter(|name| !names_contents(name) && is_name(name));
                let others = others.take(NAMES_MAX).map(Named::of);
                seen.named = others.fold(seen.named, Named::and);
                continue;
            }
            let is_beside = key == Key::Role && matches!(value, "complementary" | "contentinfo" | "search");
            seen.named = seen.named.and(said);
            seen.named.add_if(is_beside, WEAK);
            seen.is_heading |= key == Key::Role && value == "heading";
        }
        seen
    }

    /// What a list of names says.
    fn of(&mut self, list: &'a str) -> Named {
        self.lists.of(list, |list| {
            let (mut named, mut is_teaser) = (Named::default(), false);
            let of_name = |name| self.names.of(name, |name| is_name(name).then(|| Named::of(name)));
            for said in list.split_ascii_whitespace().filter_map(of_name).take(NAMES_MAX) {
                // `teaser-text` is the article's own teaser where it stands between headline and body.
                is_teaser |= said.has(LEAD) && said.has(WEAK.and(ANNOUNCES));
                named = named.and(said);
            }
            if is_teaser {
                named.remove(WEAK.and(ANNOUNCES));
                named = named.and(Named::TEASER);
            }
            named
        })
    }
}

/// Whether it names a table of contents: `skip-toc`.
fn names_contents(name: &str) -> bool {
    name.split(['-', '_']).any(|word| word.eq_ignore_ascii_case("toc"))
}

/// Whether it names a part. A style's own syntax (`print:hidden`) names none, which has a colon or bracket; neither do
/// whole sentences, which headings are linked to by, nor what Elementor fades in.
fn is_name(name: &str) -> bool {
    let parts = || name.split(['-', '_']).filter(|part| !part.is_empty());
    // Each but the last has a sign behind it.
    let signs = || name.bytes().filter(|byte| matches!(byte, b'-' | b'_')).count();
    let is_long = name.len() > 2 * NAME_WORDS_MAX && signs() >= NAME_WORDS_MAX && parts().count() > NAME_WORDS_MAX;
    !is_long && !holds([b':', b'[', b'/'], name.as_bytes()) && name != "elementor-invisible"
}

/// The [`WORDS`] to look up.
static LEXICON: LazyLock<Lexicon<Named>> = LazyLock::new(|| Lexicon::new(WORDS.iter().copied()));

/// The most words of a name; what has more is a sentence.
const NAME_WORDS_MAX: usize = 8;

/// The most names of one attribute that are looked at.
const NAMES_MAX: usize = 24;

/// Gives the words of a name, each behind nothing and behind the word before, which are one word as well: split at what is
/// no letter and at capitals. Left out are words longer than any known one, and what a style's hash is made of: letters
/// around digits, and pairs of letters within a longer run.
fn each_word<'n>(name: &'n str, mut give: impl FnMut(&'n [u8], &'n [u8])) {
    let (mut before, mut rest): (&[u8], &[u8]) = (&[], name.as_bytes());
    while !rest.is_empty() {
        let small = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let (_, behind) = rest.split_at_checked(small).unwrap_or_default();
        let others = behind.iter().take_while(|&&byte| ascii_lower(byte) != 0).count();
        let run = rest.get(..small + others).unwrap_or_default();
        rest = behind.get(others + 1..).unwrap_or_default();
        // Nearly all are one word.
        if others > 0 || small > WORD_BYTES_MAX {
            each_of_run(run, &mut before, &mut give);
        } else if small > 1 {
            give(&[], run);
            if !before.is_empty() {
                give(before, run);
            }
            before = run;
        }
    }
}

/// [`each_word`] of what stands between two signs, behind the word `before` it.
fn each_of_run<'n>(run: &'n [u8], before: &mut &'n [u8], give: &mut impl FnMut(&'n [u8], &'n [u8])) {
    if run.len() < 2 {
        return;
    }
    let digits = run.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let letters = run.get(..run.len() - digits).unwrap_or_default();
    if letters.iter().any(u8::is_ascii_digit) {
        *before = &[];
        return;
    }
    let mut end = |from: usize, to: usize, before: &mut &'n [u8]| {
        let word = letters.get(from..to).unwrap_or_default();
        if word.len() > 2 || word.len() == letters.len() {
            give(&[], word);
        }
        if !before.is_empty() {
            give(before, word);
        }
        *before = word;
    };
    let (mut from, mut upper) = (0, true);
    for (at, byte) in letters.iter().enumerate() {
        if byte.is_ascii_uppercase() && !upper {
            end(from, at, before);
            from = at;
        }
        upper = byte.is_ascii_uppercase();
        if at - from == WORD_BYTES_MAX {
            *before = &[];
            from = at;
        }
    }
    end(from, letters.len(), before);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_none_is_twofold() {
        assert!(WORDS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert!(WORDS.iter().all(|(word, _)| word.len() <= WORD_BYTES_MAX));
    }

    #[test]
    fn names_are_split_at_punctuation_and_capitals() {
        let words = |name| {
            let mut words = Vec::new();
            each_word(name, |before, word| words.push(String::from_utf8([before, word].concat()).unwrap()));
            words.into_iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>()
        };
        assert_eq!(words("c-newsLetter__box2"), ["news", "letter", "newsletter", "box", "letterbox"]);
        assert_eq!(words("ad ad-box"), ["ad", "ad", "adad", "box", "adbox"]);
        assert!(words("paragraph__qSR5N").iter().all(|word| word == "paragraph"), "a hash is no word");
        let named = |list| Names::default().of(list);
        assert!(!named("teaser-text news-teaser").has(ANNOUNCES) && named("text-teaser field-summary").has(ANNOUNCES));
        assert!(named("x relatedArticles").has(TALK) && !named("unrelatedArticles").has(TALK));
        let is_portrait = |list| named(list).has(Named::PORTRAIT);
        assert!(is_portrait("post-author-info") && is_portrait("authorBio") && is_portrait("authorbox"));
        assert!(!is_portrait("author info") && !is_portrait("box bio") && !is_portrait("author-name"));
        assert_eq!(named("content-with-sidebar print:share"), Named::default());
        assert_eq!(named("why_the-ferry-will_no_longer-share-the-old-pier"), Named::default(), "a sentence");
    }
}
