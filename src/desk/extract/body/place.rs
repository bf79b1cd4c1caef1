//! Places: the elements in which a page's text stands, with what their names say and how much text they hold.

use super::words::Named;
use crate::desk::decode::tree::{NodeId, Tag, Tree, class};

/// What an element is to the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<html>`.
    Root,
    /// `<body>`.
    Page,
    /// `<main>`.
    Main,
    /// `<article>`.
    Article,
    /// `<section>`.
    Section,
    /// `<div>` and other plain blocks.
    Division,
    /// `<table>`.
    Table,
    /// `<tr>` and `<tbody>`.
    Row,
    /// `<td>` and `<th>`.
    Cell,
    /// An element that holds running text only where it holds most of it: `<aside>`, `<form>`, `<address>`.
    Aside,
    /// `<footer>`.
    Footer,
    /// `<figure>`.
    Figure,
    /// `<ul>`, `<ol>`, `<dl>`.
    List,
    /// `<li>`.
    Item,
    /// `<dt>` and `<dd>`.
    Definition,
    /// `<p>`.
    Paragraph,
    /// `<h1>` to `<h6>`.
    Heading(u8),
    /// `<blockquote>`.
    Quote,
    /// `<pre>` and its kin.
    Preformatted,
    /// `<br>`.
    Break,
    /// An element that never holds running text: menus, captions, buttons.
    Furniture,
    /// An element whose content no reader sees as text: scripts, styles, media.
    Unseen,
    /// `<rt>` in no brackets: how the characters before it are read, in small letters above them.
    Reading,
    /// Anything that stands within a line.
    Inline,
}

impl Kind {
    /// Of an element.
    pub(super) fn of(tree: &Tree, id: NodeId) -> Self {
        match tree.tag(id) {
            Tag::Div
            | Tag::Center
            | Tag::Details
            | Tag::Dir
            | Tag::FieldSet
            | Tag::Header
            | Tag::HGroup
            | Tag::Hr
            | Tag::OptGroup
            | Tag::Option
            | Tag::Summary
            | Tag::Caption
            | Tag::THead
            | Tag::TFoot => Self::Division,
            Tag::P => Self::Paragraph,
            Tag::Li => Self::Item,
            Tag::Ul | Tag::Ol | Tag::Dl => Self::List,
            Tag::Br => Self::Break,
            Tag::Section => Self::Section,
            Tag::Article => Self::Article,
            Tag::H1 => Self::Heading(1),
            Tag::H2 => Self::Heading(2),
            Tag::H3 => Self::Heading(3),
            Tag::H4 => Self::Heading(4),
            Tag::H5 => Self::Heading(5),
            Tag::H6 => Self::Heading(6),
            Tag::Aside | Tag::Form | Tag::Address | Tag::Search => Self::Aside,
            Tag::Footer => Self::Footer,
            Tag::Figure => Self::Figure,
            Tag::Nav | Tag::FigCaption | Tag::Button | Tag::Input | Tag::Dialog | Tag::Menu | Tag::Legend => {
                Self::Furniture
            }
            Tag::Td | Tag::Th => Self::Cell,
            Tag::Tr | Tag::TBody => Self::Row,
            Tag::Table => Self::Table,
            Tag::BlockQuote => Self::Quote,
            Tag::Pre | Tag::Listing | Tag::Xmp | Tag::PlainText => Self::Preformatted,
            Tag::Dt | Tag::Dd => Self::Definition,
            Tag::Rt if tree.is_reading(id) => Self::Reading,
            Tag::Main => Self::Main,
            Tag::Body => Self::Page,
            Tag::Html => Self::Root,
            Tag::Other if matches!(tree.name(id), "label" | "progress" | "meter" | "amp-ad") => Self::Furniture,
            tag if tag.is(class::HIDDEN) => Self::Unseen,
            _ => Self::Inline,
        }
    }

    /// Whether it begins and ends a line.
    pub(super) fn is_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Break | Self::Furniture | Self::Unseen | Self::Reading)
    }
}

/// An element that text stands in: a block, or an inline element whose names say something.
#[derive(Debug)]
pub(super) struct Place {
    /// The element.
    pub(super) id: NodeId,
    /// The place around it; its own index for the first.
    pub(super) above: usize,
    /// One past the last place in it.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// What its names say.
    pub(super) named: Named,
    /// The weight of visible text outside of links in it, labels left out.
    pub(super) bulk: u32,
    /// Whether it is named or placed as something else than an article's text: navigation, promotion, comments.
    pub(super) boiler: bool,
    /// Whether it stands in a figure, as captions and credits do.
    pub(super) figure: bool,
    /// The outermost place around it that is hidden.
    pub(super) hidden: Option<usize>,
    /// Whether it is the standfirst's.
    pub(super) lead: bool,
}

/// The least weight of a text that counts for a place's bulk: labels and dates are none.
pub(super) const BULK_WEIGHT_MIN: usize = 25;

/// The share of the page's text from which an element is its holder, whatever its names say: a consent dialog's terms may
/// be longer than a short article.
const HOLDER_SHARE: f64 = 0.9;

/// The share of the page's text from which an element is no frame of the article, whatever its names say.
const FRAME_SHARE: f64 = 0.3;

/// The share of the page's text from which an element beside the article's holder is no frame of it: a brief is shorter than
/// its side column. `brief-beside-column` of the golden pages moves with it.
const BESIDE_SHARE: f64 = 0.8;

/// The least text of the article's holder for that: two lines.
const OWN_WEIGHT_MIN: u32 = 120;

/// The most text that is dropped on a word that speaks of pictures: a caption or two.
const PICTURE_WEIGHT_MAX: u32 = 200;

/// The heaviest text of a heading, in weight: the longest leads that are set as headings have some four hundred characters.
/// What holds more is a frame that borrows a heading's looks. `a_heading_around_the_text_is_none` moves with it.
const HEADING_WEIGHT_MAX: u32 = 600;

/// The most text that is dropped on a weak word: more is a body whose template is oddly named.
const WEAK_WEIGHT_MAX: u32 = 800;

/// The least weight of the paragraphs in a teaser that begins the article, of which there are two, and of one alone: a line of print,
/// and two. Set by hand; `a_teaser_that_begins_the_body_is_text` moves with the first.
const PARAGRAPH_WEIGHT_MIN: u32 = 70;
const LONG_WEIGHT_MIN: u32 = 150;

/// How many places stand between the opening of the body and such a teaser at most. Set by hand: pictures, buttons and what holds
/// them; `a_teaser_that_begins_the_body_is_text` moves with it.
const OPENING_PLACES_MAX: usize = 100;

/// The most text that goes with a field for an e-mail address, in weight: a pitch and the terms, five lines of print.
/// `what_stands_around_a_field_for_an_address_is_left_out` moves with it.
const SIGN_UP_WEIGHT_MAX: u32 = 350;

/// The share of the page's text from which an item of a list is no item but the article's holder.
const LIST_ITEM_SHARE_MAX: f64 = 0.2;

/// The places of a page, those around before those within.
#[derive(Debug, Default)]
pub(super) struct Places {
    list: Vec<Place>,
}

impl Places {
    /// Makes room for so many.
    pub(super) fn reserve(&mut self, places: usize) {
        self.list.reserve(places);
    }

    /// Notes an element that was entered.
    pub(super) fn open(&mut self, id: NodeId, above: Option<usize>, kind: Kind, named: Named) -> usize {
        let at = self.list.len();
        let above = above.unwrap_or(at);
        self.list.push(Place {
            id,
            above,
            end: at + 1,
            kind,
            named,
            bulk: 0,
            boiler: false,
            figure: false,
            hidden: None,
            lead: false,
        });
        at
    }

    /// Notes that the element was left.
    pub(super) fn close(&mut self, at: usize) {
        let end = self.list.len();
        if let Some(place) = self.list.get_mut(at) {
            place.end = end;
        }
    }

    /// Adds to the text that stands directly in a place.
    pub(super) fn add(&mut self, at: usize, weight: usize) {
        if let Some(place) = self.list.get_mut(at) {
            place.bulk = place.bulk.saturating_add(u32::try_from(weight).unwrap_or(u32::MAX));
        }
    }

    /// Notes that a place is hidden until a script shows it.
    pub(super) fn hide(&mut self, at: usize) {
        if let Some(place) = self.list.get_mut(at) {
            place.hidden = Some(at);
        }
    }

    /// Once all is noted: sums up what stands within each place, and says which are no running text. What holds the
    /// `headline`'s place is judged by the rest of its names only. In the places `asks` an e-mail address is asked for.
    pub(super) fn settle(&mut self, headline: Option<usize>, asks: &[usize]) {
        for at in (1..self.list.len()).rev() {
            let Some((above, bulk)) = self.get(at).map(|place| (place.above, place.bulk)) else { continue };
            self.add(above, bulk as usize);
        }
        for place in &mut self.list {
            if matches!(place.kind, Kind::Heading(_)) && place.bulk > HEADING_WEIGHT_MAX {
                place.kind = Kind::Division;
            }
        }
        for at in asks {
            if let Some(asks) = self.sign_up(*at, headline)
                && let Some(place) = self.list.get_mut(asks)
            {
                place.named = place.named.and(Named::TALK);
            }
        }
        let own = headline.and_then(|headline| self.own(headline));
        for at in 0..self.list.len() {
            let Some(place) = self.get(at) else { continue };
            let above = self.get(place.above).filter(|_| place.above != at);
            let (boiler, figure, lead, hidden) = above
                .map_or((false, false, false, None), |above| (above.boiler, above.figure, above.lead, above.hidden));
            // A table, a quotation or a list in a figure is no caption.
            let is_own = matches!(place.kind, Kind::Table | Kind::Quote | Kind::Preformatted | Kind::List);
            let holds_headline = headline.is_some_and(|headline| self.is_within(headline, at));
            // What holds the headline is the article's head, with a picture in it.
            let is_figure = place.kind == Kind::Figure && self.share(at) < 0.3 && !holds_headline;
            let figure = (figure || is_figure) && !is_own;
            let holds_own = own.is_some_and(|own| self.is_within(own, at));
            // Nothing in the page's foot is the article, be it all the text there is.
            let is_foot = place.kind == Kind::Footer && headline.is_some() && !self.is_in_article(at);
            let boiler = boiler || !holds_headline && !holds_own && (is_foot || self.is_boiler(at, own));
            let (lead, hidden) = (lead || place.named.has(Named::LEAD), hidden.or(place.hidden));
            if let Some(place) = self.list.get_mut(at) {
                (place.boiler, place.figure, place.lead, place.hidden) = (boiler, figure, lead, hidden);
            }
        }
    }

    /// The box around a field for an e-mail address: what stands in it says what is sent there.
    fn sign_up(&self, field: usize, headline: Option<usize>) -> Option<usize> {
        let mut found = None;
        for (at, place) in self.around(field) {
            let holds = matches!(place.kind, Kind::Division | Kind::Section | Kind::Aside | Kind::Item | Kind::Cell);
            let is_article =
                headline.is_some_and(|headline| self.is_within(headline, at)) || place.named.has(Named::BODY);
            if !holds || is_article || place.bulk > SIGN_UP_WEIGHT_MAX {
                break;
            }
            if place.bulk > 0 {
                found = Some(at);
                // A form's own text is its terms; what it is for stands around it.
                if place.kind != Kind::Aside {
                    break;
                }
            }
        }
        found
    }

    /// The article's holder by its element, where that holds the `headline`'s place and some text; else the first such element
    /// below the headline, or one that is named the body, in no part beside the text.
    fn own(&self, headline: usize) -> Option<usize> {
        let is_holder = |place: &Place| matches!(place.kind, Kind::Article | Kind::Main);
        if let Some((at, place)) = self.around(headline).find(|(_, place)| is_holder(place)) {
            return (place.bulk >= OWN_WEIGHT_MIN).then_some(at);
        }
        let below = self.list.iter().enumerate().skip(headline + 1);
        let holds = |place: &Place| is_holder(place) || place.named.has(Named::BODY);
        let is_beside = |place: &Place| place.kind == Kind::Aside || place.named.has(Named::TALK);
        let mut found = below.filter(|(at, place)| {
            place.bulk >= OWN_WEIGHT_MIN && holds(place) && !self.around(*at).any(|(_, place)| is_beside(place))
        });
        found.next().map(|(at, _)| at)
    }

    /// Whether a place stands in an element that holds an article.
    fn is_in_article(&self, at: usize) -> bool {
        self.around(at).any(|(_, place)| matches!(place.kind, Kind::Article | Kind::Main))
    }

    /// Whether a place's own names or kind say that it is no running text. `own` is the article's holder, where its
    /// element says so.
    fn is_boiler(&self, at: usize, own: Option<usize>) -> bool {
        let Some(place) = self.get(at) else { return false };
        // Of most places nothing is said.
        if place.named == Named::default() && !matches!(place.kind, Kind::Footer | Kind::Aside) {
            return false;
        }
        let (said, share) = (place.named, self.share(at));
        !matches!(place.kind, Kind::Root | Kind::Page | Kind::Main)
            && (said.has(Named::CONSENT) && share < HOLDER_SHARE
                || (said.has(Named::TALK) || place.kind == Kind::Footer) && share < 0.7
                || (said.has(Named::STRONG) || place.kind == Kind::Aside) && share < self.frame_share(at, own)
                || (said.has(Named::WEAK) || said.has(Named::ANNOUNCES) && !self.begins_body(at))
                    && (share < 0.1 && place.bulk < WEAK_WEIGHT_MAX || share < 0.3 && place.bulk < WEAK_WEIGHT_MAX / 2)
                || said.has(Named::PICTURE) && share < 0.1 && place.bulk < PICTURE_WEIGHT_MAX)
    }

    /// Whether a place that announces an article is the first paragraphs of this one: it begins what is named its body, or stands
    /// right before that, and holds nothing but paragraphs.
    fn begins_body(&self, at: usize) -> bool {
        // Of these there may be as many as a page has elements.
        let Some(place) = self.get(at).filter(|place| place.bulk >= PARAGRAPH_WEIGHT_MIN) else { return false };
        let is_before = |(outer, around): (usize, &Place)| {
            let mut before = self.list.get(outer + 1..at).unwrap_or_default().iter();
            let is_empty = |place: &Place| place.end > at || place.bulk == 0 || matches!(place.kind, Kind::Heading(_));
            around.named.has(Named::BODY) && at - outer <= OPENING_PLACES_MAX && before.all(is_empty)
        };
        let goes_on =
            || self.get(place.end).is_some_and(|next| next.named.has(Named::BODY) && next.above == place.above);
        let inside = || self.list.get(at + 1..place.end).unwrap_or_default().iter();
        let is_other = |place: &Place| matches!(place.kind, Kind::Heading(_) | Kind::List | Kind::Figure);
        let paragraphs =
            || inside().filter(|place| place.kind == Kind::Paragraph && place.bulk >= PARAGRAPH_WEIGHT_MIN);
        (goes_on() || self.around(at).skip(1).any(is_before))
            && !inside().any(is_other)
            && (paragraphs().nth(1).is_some() || paragraphs().any(|place| place.bulk >= LONG_WEIGHT_MIN))
    }

    /// The share of the page's text from which a place is no frame of the article.
    fn frame_share(&self, at: usize, own: Option<usize>) -> f64 {
        if own.is_some_and(|own| !self.is_within(at, own)) { BESIDE_SHARE } else { FRAME_SHARE }
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Place> {
        self.list.get(at)
    }

    /// A place and those around it, innermost first.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = (usize, &Place)> {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let at = next?;
            let place = self.get(at)?;
            next = (place.above != at).then_some(place.above);
            Some((at, place))
        })
    }

    /// Whether one place is the other or stands in it.
    pub(super) fn is_within(&self, at: usize, outer: usize) -> bool {
        self.get(outer).is_some_and(|place| (outer..place.end).contains(&at))
    }

    /// The share of the page's text that the place holds, 0 to 1.
    pub(super) fn share(&self, at: usize) -> f64 {
        let all = self.get(0).map_or(0, |place| place.bulk);
        let own = self.get(at).map_or(0, |place| place.bulk);
        if all == 0 { 0.0 } else { f64::from(own) / f64::from(all) }
    }

    /// Whether it is an item of a list, and not the article's holder: some templates put the whole article into one item.
    pub(super) fn is_item(&self, at: usize) -> bool {
        let is_item = self.get(at).is_some_and(|place| matches!(place.kind, Kind::Item | Kind::Definition));
        is_item && self.share(at) < LIST_ITEM_SHARE_MAX
    }
}
