//! Keywords become a list: one spelling of each, and none that are the site's.

use std::collections::BTreeSet;

use super::text;
use crate::desk::extract::{Block, Evidence, Found, KEYWORD_SEPARATORS};

/// How many keywords an article keeps, and the longest in characters.
const KEYWORDS_MAX: usize = 64;
const KEYWORD_CHARS_MAX: usize = 80;

/// A keyword of so many words that ends like a sentence is one. Set by hand; `keywords_are_split_and_deduplicated` moves with
/// it.
const SENTENCE_WORDS_MIN: usize = 5;

/// What stands in front of a sign in what content systems note among the keywords, in lower case.
const CODE_LABELS: &[&str] = &[
    "article",
    "articleid",
    "channel",
    "content",
    "content-type",
    "contenttype",
    "ems",
    "format",
    "length",
    "section",
    "target",
    "type",
];

/// Keywords and where they were found. Where metas state the site's, which stand on all of its pages, the tags that readers see take
/// their place.
pub(super) fn choose(
    found: &[Found<String>],
    domain: &str,
    headline: &str,
    body: &[Block],
    authors: &[String],
) -> (Vec<String>, Option<Evidence>) {
    let Some(Found { from, .. }) = found.first() else { return (Vec::new(), None) };
    // As if the authors were known already, but for one that the headline tells of.
    let others: Vec<&String> = authors.iter().filter(|author| !headline.contains(*author)).collect();
    let is_shown = |found: &&Found<String>| *from == Evidence::Meta && found.from == Evidence::Visible;
    let stated = listed(found.iter().filter(|found| !is_shown(found)), domain, &others);
    if !stated.is_empty() && (*from != Evidence::Meta || are_told(&stated, headline, body)) {
        return (stated, Some(*from));
    }
    let shown = listed(found.iter().filter(is_shown), domain, &others);
    let from = (!shown.is_empty()).then_some(Evidence::Visible);
    (shown, from)
}

/// The keywords of these values, split where a page lists several in one, without repeats (case ignored), quotes, sentences, and what
/// names the site, its section or an author.
fn listed<'f>(found: impl Iterator<Item = &'f Found<String>>, domain: &str, authors: &[&String]) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = authors.iter().map(|author| author.to_lowercase()).collect();
    for part in found.flat_map(|found| found.value.split(KEYWORD_SEPARATORS)) {
        let keyword = text::line(part);
        let keyword = uncoded(&keyword).trim_matches(['#', '"', '“', '”', '„', '«', '»', '-', ' ']);
        let lower = keyword.to_lowercase();
        let is_sentence = keyword.ends_with('.') && keyword.split(' ').count() >= SENTENCE_WORDS_MIN;
        let is_site = !domain.is_empty() && lower.contains(domain)
            || ["clone:", "path:", "section:"].iter().any(|label| lower.starts_with(label));
        // `type_news`, `Type/Article`: what a content system notes for itself.
        let is_code = lower.split_once(['_', '/']).is_some_and(|(label, _)| CODE_LABELS.contains(&label))
            || is_machine_word(keyword);
        let is_keyword =
            !keyword.is_empty() && keyword.chars().count() <= KEYWORD_CHARS_MAX && !is_sentence && !is_site && !is_code;
        if is_keyword && seen.insert(lower) {
            keywords.push(keyword.to_owned());
        }
        if keywords.len() == KEYWORDS_MAX {
            break;
        }
    }
    keywords
}

/// A keyword without what a content system notes around it: `subject:Local news (general_news)`.
fn uncoded(keyword: &str) -> &str {
    let keyword = keyword.strip_prefix("subject:").unwrap_or(keyword);
    let noted = keyword.strip_suffix(')').and_then(|keyword| keyword.rsplit_once(" ("));
    let is_code = |code: &str| code.contains('_') && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    noted.filter(|(_, code)| is_code(code)).map_or(keyword, |(name, _)| name)
}

/// Whether a keyword is a constant or a security's number, and no word: `FIRST_PRINT_EDITION`, `ISIN_DE0001`, `BX:ABC10Y`.
fn is_machine_word(keyword: &str) -> bool {
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    // "US_ELECTION" is what a reader would say.
    let is_long = || keyword.matches('_').count() > 1 || keyword.contains(|c: char| c.is_ascii_digit() || c == ':');
    let is_constant = keyword.contains('_')
        && is_long()
        && keyword.bytes().all(|byte| is_capital(byte) || matches!(byte, b'_' | b':'));
    let is_symbol = |(exchange, symbol): (&str, &str)| {
        let is_mixed =
            symbol.contains(|c: char| c.is_ascii_digit()) && symbol.contains(|c: char| c.is_ascii_uppercase());
        exchange.len() > 1 && is_mixed && exchange.bytes().chain(symbol.bytes()).all(is_capital)
    };
    is_constant && keyword.contains(|c: char| c.is_ascii_uppercase())
        || keyword
            .split_once(':')
            .is_some_and(|parted| parted.0.bytes().all(|byte| !byte.is_ascii_digit()) && is_symbol(parted))
}

/// How many keywords are a list that can be a site's own, which stands on all of its pages, and of how many the article says one that
/// are its own. Set by hand; `keywords_that_the_article_says_nothing_of_are_the_sites` moves with both.
const SITE_KEYWORDS_MIN: usize = 5;
const KEYWORDS_A_TOLD: usize = 5;

/// Whether an article tells of its keywords.
fn are_told(keywords: &[String], headline: &str, body: &[Block]) -> bool {
    if keywords.len() < SITE_KEYWORDS_MIN {
        return true;
    }
    let texts = std::iter::once(headline).chain(body.iter().map(|block| block.text.as_str()));
    let said = text::lower(&texts.flat_map(|text| [text, "\n"]).collect::<String>());
    let told = keywords.iter().filter(|keyword| said.contains(&keyword.to_lowercase())).count();
    told * KEYWORDS_A_TOLD >= keywords.len()
}
