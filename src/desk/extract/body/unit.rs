//! Units: the page's visible text cut where a reader sees a new line, each with what is known of it.

use std::cell::OnceCell;

use super::phrase;
use super::place::Places;
use super::said::key;
use super::weight::ends_sentence;
use crate::desk::extract::Role;

/// Why a unit is no part of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// It stands elsewhere on the page than the body.
    Elsewhere,
    /// An element around it is named or placed as something else than running text.
    Named,
    /// It is the headline again.
    Headline,
    /// It leads elsewhere, asks for something or credits someone.
    Promotion,
    /// It is made of links.
    Links,
    /// It is a box that announces another article.
    Teaser,
    /// A script has to show it first.
    Hidden,
    /// It stands before the first or behind the last running text.
    Edge,
    /// It has been said before.
    Repeated,
    /// It is not in the body that the page states as data.
    Unstated,
    /// It is a sub-headline that no text follows.
    Headless,
}

impl Cut {
    /// The name that `trace` shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::Named => "named",
            Self::Headline => "headline",
            Self::Promotion => "promotion",
            Self::Links => "links",
            Self::Teaser => "teaser",
            Self::Hidden => "hidden",
            Self::Edge => "edge",
            Self::Repeated => "repeated",
            Self::Unstated => "unstated",
            Self::Headless => "headless",
        }
    }
}

/// A stretch of text that stands on lines of its own.
#[derive(Debug)]
pub(super) struct Unit {
    /// The part it plays, by its element.
    pub(super) role: Role,
    /// The heading's level, 1 to 6; 0 for no heading.
    pub(super) level: u8,
    /// The block that holds it directly.
    pub(super) place: usize,
    /// Where its text stands in [`Units::text`], in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
    /// How much it says: see [`weigh`](super::weight::weigh).
    pub(super) weight: usize,
    /// How much of that is links.
    pub(super) link_weight: usize,
    /// Which places it stands in, as the walk noted them.
    pub(super) pieces: (usize, usize),
    /// Whether all of it is named or placed as something else than an article's text.
    pub(super) boiler: bool,
    /// The outermost hidden place around it.
    pub(super) hidden: Option<usize>,
    /// Whether all of it is named as the standfirst.
    pub(super) lead: bool,
    /// Why it is no part of the body; `None` where it is one.
    pub(super) cut: Option<Cut>,
    /// See [`Units::key`].
    pub(super) key: OnceCell<String>,
    /// See [`Units::is_promo`].
    pub(super) promo: OnceCell<bool>,
}

/// The least weight of running text, in Latin letters: a line of print. Lower, and bylines and teasers decide where the
/// body is; higher, and bodies of one-line paragraphs are lost.
pub(super) const PROSE_WEIGHT: usize = 70;

/// The share of links above which a line is a link: what may stand beside it is a date or a mark. Set by hand; pages written for
/// the tests come out alike from .8 to .95.
const LINK_LINE_SHARE: f64 = 0.9;

impl Unit {
    /// The share of links in it, 0 to 1.
    pub(super) fn link_share(&self) -> f64 {
        if self.weight == 0 { 0.0 } else { self.link_weight as f64 / self.weight as f64 }
    }

    /// Whether it is a link and hardly anything else.
    pub(super) fn is_link(&self) -> bool {
        self.link_share() > LINK_LINE_SHARE
    }

    /// Whether it reads as running text of an article: long enough, and not made of links.
    pub(super) fn is_prose(&self) -> bool {
        self.level == 0
            && self.weight >= PROSE_WEIGHT
            && self.link_share() < 0.4
            && !self.boiler
            && self.hidden.is_none()
    }

    /// Whether it can be seen, and nothing around it says that it is something else than an article's text.
    pub(super) fn is_plain(&self) -> bool {
        !self.boiler && self.hidden.is_none()
    }
}

/// The units of a page, in document order.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// All their text, white space collapsed but for the line breaks that are kept.
    pub(super) text: String,
    pub(super) list: Vec<Unit>,
    pub(super) places: Places,
    /// Places in which an e-mail address is asked for.
    pub(super) asks: Vec<usize>,
    /// Which unit is the headline, where its element is known and seen.
    pub(super) headline: Option<usize>,
}

impl Units {
    pub(super) fn get(&self, index: usize) -> Option<&Unit> {
        self.list.get(index)
    }

    pub(super) fn text(&self, unit: &Unit) -> &str {
        self.text.get(unit.from..unit.to).unwrap_or_default()
    }

    /// The [key] of a unit's text, which is worked out once.
    pub(super) fn key<'a>(&'a self, unit: &'a Unit) -> &'a str {
        unit.key.get_or_init(|| key(self.text(unit)))
    }

    /// Whether a unit [promotes](phrase::is_promo), which is worked out once.
    pub(super) fn is_promo(&self, unit: &Unit) -> bool {
        *unit.promo.get_or_init(|| phrase::is_promo(self.text(unit)))
    }

    /// Whether a unit ends as a sentence does.
    pub(super) fn ends_sentence(&self, unit: &Unit) -> bool {
        ends_sentence(self.text(unit))
    }

    /// Makes text of a sub-headline: a standfirst or a first paragraph in large type needs no text below it.
    pub(super) fn set_as_text(&mut self, index: usize) {
        if let Some(unit) = self.list.get_mut(index).filter(|unit| unit.level > 0) {
            (unit.role, unit.level) = (Role::Paragraph, 0);
        }
    }

    /// Leaves a unit out of the body.
    pub(super) fn cut(&mut self, index: usize, why: Cut) {
        if let Some(unit) = self.list.get_mut(index) {
            unit.cut = Some(why);
        }
    }
}
