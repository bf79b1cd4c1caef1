//! How much speaks for an article where a page's own statements leave it open.
//!
//! Every fact has a weight in half units of log-odds, rounded from a logistic regression on about two thousand pages of
//! news sites, blogs, shops, manuals, firms and listings, fitted on part of the hosts and checked on the others. The
//! weights add up; a page below [`SCORE_MIN`] is none, and is told by the kind that most of the weight against it speaks of.

use url::Url;

use super::measure::{self, Measured};
use crate::desk::decode::Tree;
use crate::desk::decode::tree::Tag;
use crate::desk::extract::{Draft, Fault};

/// What a page has before anything is known of it: most of what a news crawl brings are articles.
const START: i32 = 3;

/// The least score of an article: of real ones about one in a hundred is below, of what passes the other checks and is
/// none more than half. `a_page_is_judged_by_all_that_speaks` moves with it.
const SCORE_MIN: i32 = -1;

/// The most that [measuring](measure) the page and reading its names can take away: a page with more to spare needn't be measured.
const MEASURED_MAX: i32 = 12;

/// A body of less weight than this is short for a page that states nothing.
const SHORT_WEIGHT_MAX: usize = 500;

/// What a short body takes away.
const SHORT_BODY: i32 = 2;

/// What an author adds, whether the page names one or only has an element for one.
const AUTHOR: i32 = 2;

/// The sum for the page, and what speaks against it by kind.
#[derive(Default)]
struct Score {
    sum: i32,
    shop: i32,
    documentation: i32,
    front: i32,
    landing: i32,
}

impl Score {
    fn add(&mut self, holds: bool, weight: i32) {
        self.sum += if holds { weight } else { 0 };
    }

    /// A fact that speaks of another kind of page, whose own count it raises.
    fn against(&mut self, holds: bool, weight: i32, kind: fn(&mut Self) -> &mut i32) {
        if holds {
            self.sum -= weight;
            *kind(self) += weight;
        }
    }

    /// Whether anything but a short body speaks of another kind of page. An address of few words is no proof alone.
    fn speaks(&self, is_short: bool) -> bool {
        let short = if is_short { SHORT_BODY } else { 0 };
        self.shop + self.documentation + self.front + self.landing > short
    }

    /// The kind that most of the weight speaks of; what nothing else is said of presents something.
    fn fault(&self, tree: &Tree) -> Fault {
        let most = self.shop.max(self.documentation).max(self.front).max(self.landing);
        match () {
            () if most > 0 && self.shop == most => Fault::Shop,
            () if most > 0 && self.documentation == most => Fault::Documentation,
            () if most > 0 && self.front == most || super::lists_articles(tree) => Fault::SectionFront,
            () => Fault::LandingPage,
        }
    }
}

/// What the page is instead of an article, where more speaks against one than for it; `weight` is its body's.
pub(super) fn check(url: &Url, tree: &Tree, draft: &Draft, weight: usize) -> Option<Fault> {
    let mut score = Score { sum: START, ..Score::default() };
    let types = |named: fn(&str) -> bool| draft.hints.types.iter().any(|name| named(name));
    score.add(!draft.published.is_empty(), 2);
    score.add(types(|name| name == "article"), 2);
    score.add(types(|name| name.len() > 7 && name.ends_with("article") || name.ends_with("blogposting")), 2);
    let is_short = weight < SHORT_WEIGHT_MAX;
    score.against(is_short, SHORT_BODY, |score| &mut score.landing);
    address(url, &mut score);
    let is_signed = !draft.bylines.is_empty();
    score.add(is_signed, AUTHOR);
    if score.sum - MEASURED_MAX >= SCORE_MIN || score.sum - most_against(tree) >= SCORE_MIN {
        return None;
    }
    measured(&measure::measure(tree), weight, &mut score);
    if score.sum - PRICES >= SCORE_MIN {
        return None;
    }
    let named = measure::named(tree);
    score.add(named.has_author && !is_signed, AUTHOR);
    score.against(named.prices > PRICES_MAX, PRICES, |score| &mut score.shop);
    (score.sum < SCORE_MIN && score.speaks(is_short)).then(|| score.fault(tree))
}

/// The most that measuring a page can take away that has so few elements of some kinds, hidden ones counted.
fn most_against(tree: &Tree) -> i32 {
    let codes = if tree.count(Tag::Pre) + tree.count(Tag::Code) > CODES_MAX { 0 } else { CODES };
    let inputs = if tree.count(Tag::Input) > INPUTS_MAX { 0 } else { INPUTS };
    MEASURED_MAX - codes - inputs
}

fn measured(page: &Measured, weight: usize, score: &mut Score) {
    score.add(page.is_post, 1);
    score.against(page.is_shop || page.has_cart, 3, |score| &mut score.shop);
    score.against(page.codes > CODES_MAX, CODES, |score| &mut score.documentation);
    score.add(2 * weight < page.weight, -2);
    let headings = page.heading_weight > HEADING_WEIGHT_MAX && 10 * page.heading_weight > page.weight;
    score.against(headings, 2, |score| &mut score.front);
    score.against(page.inputs > INPUTS_MAX, INPUTS, |score| &mut score.landing);
}

/// How many prices, stretches of code and fields of forms an article has beside it and in it: a novelty with its price,
/// a command, forms for search, newsletter and comment.
const PRICES_MAX: usize = 2;
const CODES_MAX: usize = 3;
const INPUTS_MAX: usize = 8;

/// What more prices, stretches of code and fields of forms take away.
const PRICES: i32 = 2;
const CODES: i32 = 1;
const INPUTS: i32 = 2;

/// The heaviest that a headline is by itself, in weight: a short article's may be a tenth of the page. `table-in-body` of the
/// golden pages moves with it.
const HEADING_WEIGHT_MAX: usize = 150;

/// Words of addresses under which sites keep what they publish by date.
#[rustfmt::skip]
const STORY_WORDS: &[&str] = &[
    "actu", "actualite", "actualites", "aktuelles", "article", "articles", "articulo", "artikel", "artykul", "berita", "blog", "blogs",
    "clanek", "features", "haber", "haberler", "insights", "magazine", "magazin", "meldung", "meldungen", "nachrichten", "news", "nieuws", "noticia", "noticias", "notizia",
    "notizie", "novosti", "nyheder", "nyheter", "opinion", "post", "posts", "press", "presse", "pressemitteilungen", "stories", "story", "uutiset", "vijesti", "wiadomosci", "zpravy",
];

/// Words of addresses of manuals.
#[rustfmt::skip]
const MANUAL_WORDS: &[&str] = &[
    "api", "developer", "developers", "doc", "docs", "documentation", "dokumentation", "glossary", "handbook", "help", "hilfe", "kb", "man",
    "manual", "manuals", "reference", "support", "tutorial", "tutorials", "wiki",
];

/// Words of addresses of pages that stand for years: what a firm does and who it is.
#[rustfmt::skip]
const STANDING_WORDS: &[&str] = &[
    "about", "about-us", "careers", "company", "contact", "course", "courses", "department", "departments", "dienstleistungen", "impressum", "kontakt", "landing",
    "leistungen", "lp", "pages", "plans", "platform", "pricing", "products", "program", "programs", "service", "services", "servicios", "solution", "solutions",
    "ueber-uns", "what-we-do",
];

/// Words of addresses of lists.
#[rustfmt::skip]
const LIST_WORDS: &[&str] = &[
    "archive", "archives", "author", "authors", "c", "categoria", "categories", "category", "directory", "genre", "kategorie", "l", "list", "lists", "market", "page",
    "section", "sections", "tag", "tags", "topic", "topics",
];

/// How many words an article's address has at least in one of its parts, and in the last one.
const SLUG_WORDS_MIN: usize = 3;
const LAST_WORDS_MIN: usize = 2;

/// What the address says: its words, how many of them are written together, whether it numbers what stands there.
fn address(url: &Url, score: &mut Score) {
    let path = url.path().to_ascii_lowercase();
    let parts = || path.split('/').filter(|part| !part.is_empty());
    let host = url.domain().unwrap_or_default().split('.').next().unwrap_or_default();
    let has = |list: &[&str]| list.contains(&host) || parts().any(|part| list.contains(&unended(part)));
    score.add(has(STORY_WORDS), 4);
    score.against(has(MANUAL_WORDS), 5, |score| &mut score.documentation);
    score.against(has(STANDING_WORDS), 2, |score| &mut score.landing);
    score.against(has(LIST_WORDS), 2, |score| &mut score.front);
    let mut digits = 0_usize;
    let is_numbered = path.bytes().any(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits >= 4
    });
    score.add(is_numbered, 2);
    score.add(parts().map(words).max().unwrap_or_default() < SLUG_WORDS_MIN, -2);
    score.add(parts().next_back().map(words).unwrap_or_default() < LAST_WORDS_MIN, -2);
}

/// A part of an address without the ending of a file.
fn unended(part: &str) -> &str {
    let mut endings = ["html", "htm", "php", "aspx", "asp", "cfm", "jsp"].iter();
    endings.find_map(|ending| part.strip_suffix(ending)?.strip_suffix('.')).unwrap_or(part)
}

/// How many words a part of an address is made of, numbers and file endings left out.
fn words(part: &str) -> usize {
    let spelled =
        unended(part).split(['-', '_', '+']).filter(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic()));
    // Scripts that part no words are percent-encoded, two letters or so a word, three bytes a letter.
    spelled.count().max(part.bytes().filter(|&byte| byte == b'%').count() / 6)
}
