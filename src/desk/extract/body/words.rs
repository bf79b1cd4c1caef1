//! What names in markup tell: class, id, role and test attributes that newsrooms' templates give to what is no running
//! text. Whole words only, split at punctuation and at capitals, so that `shared-content` is no share button.

use std::sync::LazyLock;

use crate::desk::decode::tree::{Key, Keys, NodeId, Tag, Tree, class};
use crate::desk::eights::holds;
use crate::desk::extract::letters::ascii_lower;
use crate::desk::extract::lexicon::{Answers, Lexicon, WORD_BYTES_MAX};

/// What an element's names say of what is in it.
#[allow(clippy::struct_excessive_bools)] // Answers to different questions; any of them may hold together.
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
    /// A dialog that asks for consent: never running text, unless there is hardly anything else.
    pub(super) consent: bool,
    /// A picture and what belongs to it: a caption, a credit.
    pub(super) picture: bool,
    /// The article's body.
    pub(super) body: bool,
    /// A quotation, often one that is taken from the text.
    pub(super) quote: bool,
    /// The article's own teaser, which is its standfirst, or another one's.
    pub(super) teaser: bool,
    /// What announces an article: another one, or this one, of which it is the first paragraphs.
    pub(super) announces: bool,
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
    /// What announces an article: no running text, unless it begins this one's.
    Announcement,
    /// The standfirst.
    Lead,
    /// A consent dialog.
    Consent,
    /// A picture and what belongs to it.
    Picture,
    /// The article's body.
    Body,
    /// A quotation.
    Quote,
    /// Part of the frame around the text: `content-sidebar-wrap` is around both, whatever else the name says.
    Frame,
}

use Part::{Announcement, Body, Consent, Frame, Lead, Picture, Quote, Strong, Talk, Weak};

/// The words, sorted.
#[rustfmt::skip]
const WORDS: &[(&str, Part)] = &[
    ("aboutauthor", Weak), ("abstract", Lead), ("ad", Weak), ("addtoany", Strong), ("ads", Weak),
    ("adsbygoogle", Strong), ("advert", Strong), ("advertisement", Strong), ("advertising", Strong),
    ("advertisment", Strong), ("affiliate", Weak), ("also", Weak), ("alsolike", Weak), ("alsoread", Weak), ("ansprechpartner", Weak), ("anzeige", Weak),
    ("articlebody", Body), ("articlecontent", Body), ("articletags", Weak), ("articleteaser", Lead),
    ("articletext", Body), ("author", Weak),
    ("authorbox", Weak), ("authors", Weak), ("autor", Weak), ("badge", Weak), ("bajada", Lead), ("banner", Weak),
    ("barrier", Weak), ("bigquote", Quote), ("bild", Picture), ("bildunterschrift", Picture), ("bio", Weak), ("biography", Weak), ("blockquote", Quote), ("blueskyembed", Strong),
    ("bodycontent", Body), ("bodytext", Body), ("breadcrumb", Strong), ("breadcrumbs", Strong), ("button", Weak),
    ("buttons", Weak), ("byline", Weak), ("bylines", Weak), ("calltoaction", Strong), ("caption", Weak),
    ("captions", Weak), ("carousel", Weak), ("categories", Weak), ("category", Weak), ("chapeau", Lead),
    ("chapo", Lead), ("citat", Quote), ("citation", Quote), ("citazione", Quote), ("comment", Talk), ("commentaires", Talk), ("commentlist", Talk), ("comments", Talk),
    ("community", Weak), ("consent", Consent), ("contentbody", Body), ("contenttext", Body), ("contributors", Weak),
    ("cookie", Strong), ("cookiebanner", Consent), ("cookiebot", Consent), ("cookieconsent", Consent),
    ("cookienotice", Consent), ("cookies", Strong), ("copyright", Strong), ("credit", Weak), ("credits", Weak),
    ("cta", Strong), ("cytat", Quote), ("date", Weak), ("deck", Lead), ("dek", Lead), ("dialog", Weak),
    ("didomi", Consent), ("disabled", Frame), ("disclaimer", Weak), ("disclosure", Weak), ("disqus", Talk),
    ("donate", Strong), ("donation", Strong), ("embed", Weak), ("enabled", Frame), ("entradilla", Lead),
    ("entrycontent", Body), ("excerpt", Lead), ("exergue", Quote), ("factbox", Talk), ("factsheet", Talk), ("faktaboks", Talk),
    ("faktabox", Talk), ("faktenbox", Talk), ("fieldteaser", Lead), ("flyout", Weak), ("follow", Weak), ("footer", Talk), ("footnote", Weak),
    ("footnotes", Weak), ("format", Frame), ("foto", Picture), ("gallery", Weak), ("gdpr", Consent), ("grid", Frame),
    ("has", Frame), ("hashtags", Weak), ("hat", Lead), ("hentry", Frame), ("image", Picture), ("imagecaption", Picture),
    ("images", Picture), ("img", Picture), ("infobox", Talk), ("infokasten", Talk), ("infotext", Picture),
    ("ingress", Lead), ("instagrammedia", Strong), ("intro", Lead), ("introduction", Lead), ("is", Frame), ("iubenda", Consent), ("keywords", Weak),
    ("kicker", Weak), ("kommentar", Talk), ("kommentare", Talk), ("kurzfassung", Lead), ("latest", Weak),
    ("layout", Frame), ("lead", Lead), ("leadin", Lead), ("leadtext", Lead), ("lede", Lead), ("legend", Weak),
    ("leseempfehlung", Weak), ("likes", Weak), ("login", Weak), ("main", Frame), ("manchet", Lead), ("masthead", Weak),
    ("mediainfo", Picture), ("menu", Weak), ("meta", Weak), ("modal", Weak), ("more", Weak), ("most", Weak),
    ("mostread", Strong), ("mpu", Weak), ("nav", Weak), ("navbar", Weak), ("navigation", Weak), ("newsbody", Body),
    ("newscontent", Body), ("newsletter", Strong), ("newsletters", Strong), ("newsteaser", Lead), ("no", Frame), ("node", Frame),
    ("not", Frame), ("occhiello", Lead), ("off", Frame), ("offscreen", Weak), ("onetrust", Consent),
    ("outbrain", Strong), ("overlay", Weak), ("overline", Weak), ("page", Frame), ("pagination", Strong),
    ("paragraph", Frame), ("perex", Lead), ("photo", Picture), ("photocredit", Picture), ("photos", Picture),
    ("picture", Picture), ("player", Weak), ("podcast", Weak), ("poll", Weak), ("popular", Weak), ("popup", Weak),
    ("postbody", Body), ("postcontent", Body), ("postmetadata", Weak), ("presscontact", Weak), ("pressekontakt", Weak), ("privacy", Strong), ("promo", Weak), ("promobox", Weak),
    ("promos", Weak), ("promotion", Weak), ("pubdate", Weak), ("publication", Weak), ("published", Weak),
    ("pullquote", Weak), ("quiz", Weak), ("quote", Quote), ("quotes", Quote), ("rating", Weak), ("ratings", Weak), ("readalso", Weak), ("readmore", Weak), ("readtime", Weak),
    ("recommendation", Talk), ("recommendations", Talk), ("recommended", Talk), ("recommender", Talk), ("register", Weak),
    ("registration", Weak), ("regwall", Weak), ("reklama", Weak), ("reklame", Weak), ("relacionadas", Talk),
    ("relacionados", Talk), ("related", Talk), ("relatedlinks", Weak), ("relatedposts", Talk), ("respond", Talk), ("rsswidget", Talk), ("sapo", Lead),
    ("screenreader", Weak), ("seealso", Weak), ("share", Weak), ("sharedaddy", Strong), ("shares", Weak), ("sharethis", Strong),
    ("sharing", Strong), ("shop", Weak), ("sidebar", Strong), ("signin", Weak), ("signup", Strong), ("sitat", Quote), ("slideshow", Weak),
    ("social", Weak), ("sommario", Lead), ("sponsor", Weak), ("sponsored", Weak), ("sr", Weak), ("standfirst", Lead),
    ("status", Frame), ("storybody", Body), ("storycontent", Body), ("storytext", Body), ("subdeck", Lead), ("subhead", Lead),
    ("subheading", Lead), ("subheadline", Lead), ("subscribe", Strong), ("subscription", Weak), ("subtitle", Lead),
    ("subtitulo", Lead), ("summary", Lead), ("survey", Weak), ("synopsis", Lead), ("taboola", Strong), ("tag", Weak),
    ("taglist", Weak), ("tags", Weak), ("teaser", Announcement), ("teasers", Announcement), ("teasertext", Lead), ("tiktokembed", Strong), ("time", Weak),
    ("timestamp", Weak), ("toc", Weak), ("toolbar", Weak), ("tooltip", Weak), ("tooltiptext", Weak), ("topics", Weak), ("trending", Weak),
    ("trompete", Lead), ("trustarc", Consent), ("type", Frame), ("underrubrik", Lead), ("upsell", Weak),
    ("usercentrics", Consent), ("video", Picture), ("videos", Picture), ("vorspann", Lead), ("voting", Weak), ("weiterlesen", Weak), ("werbung", Weak), ("with", Frame),
    ("without", Frame), ("zajawka", Lead), ("zitat", Quote),
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
            // A table of contents lists headings by a mark on each.
            let is_listed = said.weak && tree.tag(id).is(class::HEADING) && key == Key::Class;
            if is_listed && value.split_ascii_whitespace().any(names_contents) {
                let others = value.split_ascii_whitespace().filter(|name| !names_contents(name) && is_name(name));
                others.take(NAMES_MAX).for_each(|name| seen.named.join(Named::of(name)));
                continue;
            }
            seen.named.join(said);
            seen.named.weak |= key == Key::Role && matches!(value, "complementary" | "contentinfo" | "search");
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
                is_teaser |= said.lead && (said.weak || said.announces);
                named.join(said);
            }
            named.weak &= !is_teaser;
            named.announces &= !is_teaser;
            named.teaser = is_teaser;
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

impl Named {
    /// What both say.
    fn join(&mut self, other: Self) {
        self.talk |= other.talk;
        self.strong |= other.strong;
        self.weak |= other.weak;
        self.lead |= other.lead;
        self.consent |= other.consent;
        self.picture |= other.picture;
        self.body |= other.body;
        self.quote |= other.quote;
        self.teaser |= other.teaser;
        self.announces |= other.announces;
    }

    /// What a name says.
    fn of(name: &str) -> Self {
        let (mut said, mut frame) = (Self::default(), false);
        let lexicon = &*LEXICON;
        each_word(name, |before, word| match lexicon.get_joined(before, word) {
            Some(Talk) => said.talk = true,
            Some(Strong) => said.strong = true,
            Some(Weak) => said.weak = true,
            Some(Announcement) => said.announces = true,
            Some(Lead) => said.lead = true,
            Some(Consent) => said.consent = true,
            Some(Picture) => said.picture = true,
            Some(Body) => said.body = true,
            Some(Quote) => said.quote = true,
            Some(Frame) => frame = true,
            None => {}
        });
        if frame { Self { lead: said.lead, body: said.body, ..Self::default() } } else { said }
    }
}

/// The [`WORDS`] to look up.
static LEXICON: LazyLock<Lexicon<Part>> = LazyLock::new(|| Lexicon::new(WORDS.iter().copied()));

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
        assert!(!named("teaser-text news-teaser").announces && named("text-teaser field-summary").announces);
        assert!(named("x relatedArticles").talk && !named("unrelatedArticles").talk);
        assert_eq!(named("content-with-sidebar print:share"), Named::default());
        assert_eq!(named("why_the-ferry-will_no_longer-share-the-old-pier"), Named::default(), "a sentence");
    }
}
