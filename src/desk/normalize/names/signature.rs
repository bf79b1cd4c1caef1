//! What a part of a byline names: a person, a desk, an agency, or nobody.

use super::cut::{Part, is_phrase, unsourced};
use super::words::{
    ACCOUNTS, BEATS, BYS, COLLECTIVES, DESKS, FIRMS, FUNCTION_WORDS, FURNITURE, LICENCES, PARTICLES, PREPOSITIONS,
    REPORTS, ROLES, TRADES, UNFINISHED, WEEKDAYS, is_in,
};
use super::{agencies, bare, text};
use crate::desk::extract::Evidence;

/// The longest name, in characters, and the most words of a person's.
const NAME_CHARS_MAX: usize = 80;
const NAME_WORDS_MAX: usize = 7;

/// Who signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// A person by their full name.
    Person(String),
    /// A person, or who knows what, by a single word: `Krystyna`, `jdoe`, `srf`.
    Single(String),
    /// A desk, a group, an office, or the publisher itself.
    Desk(String),
    /// An agency: the name that goes out, and the page's spelling.
    Agency(&'static str, String),
    /// An agency that a label calls the text's source, and nobody's name.
    Source(&'static str, String),
}

/// Whether the part stands in what a reader sees, where it may be anything, or in a field for authors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Field,
    Seen,
}

impl Where {
    /// Where evidence of that kind stands.
    pub(super) fn of(evidence: Evidence) -> Self {
        if evidence == Evidence::Visible { Self::Seen } else { Self::Field }
    }
}

/// Who a part names, if anybody. `own` are the source's names, bare.
pub(super) fn signature(part: &Part, own: &[String], stands: Where) -> Option<Signature> {
    let is_beside = part.bracketed || part.after.is_some();
    let source = unsourced(&part.text);
    let agency = if is_beside { agencies::named_beside(source) } else { agencies::named(source) };
    if let Some(name) = agency {
        return Some(Signature::Agency(name, source.to_owned()));
    }
    if part.bracketed || part.text.is_empty() || is_commission(&part.text) {
        return None;
    }
    let seen = stands == Where::Seen;
    let folded = |text: &str| -> Vec<String> {
        let bare = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        bare.filter(|word| !word.is_empty()).collect()
    };
    let has =
        |words: &[String], list: &[&str]| words.iter().flat_map(|word| word.split('-')).any(|word| is_in(list, word));
    let whole = alone(&part.text, own);
    let whole = if seen && !part.opened { whole } else { untitled(whole) };
    let is_group = has(&folded(whole), COLLECTIVES);
    let whole = if seen && !is_group { unprosed(whole, part.opened)? } else { whole };
    let whole = if is_group { whole } else { unroled(whole, part, stands) };
    let whole = if part.opened { unfurnished(whole) } else { whole };
    let squashed = bare(whole);
    let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 && !whole.chars().any(text::is_unspaced)
        || whole.chars().count() > NAME_CHARS_MAX
        || whole.contains(['{', '}', '<', '>', '=', '\\', '©'])
        || is_in(ACCOUNTS, &squashed)
        || is_in(WEEKDAYS, &squashed)
        || is_licence(&squashed)
        || REPORTS.iter().any(|end| whole.ends_with(end))
    {
        return None;
    }
    let words = folded(whole);
    if seen && words.len() > 1 && words.first().is_some_and(|word| is_in(PREPOSITIONS, word)) {
        return None;
    }
    let ends = [words.first(), words.last()];
    let is_furniture = ends.into_iter().flatten().any(|word| is_in(FURNITURE, word));
    if seen && (is_furniture || words.last().is_some_and(|word| is_in(BYS, word)) || whole.contains(':')) {
        return None;
    }
    // What a template didn't fill in: `page.author.name`.
    if !whole.contains(' ')
        && whole.matches('.').count() >= 3
        && whole.chars().all(|c| c.is_ascii_lowercase() || c == '.')
    {
        return None;
    }
    let cased = whole.chars().any(char::is_lowercase) || whole.chars().any(char::is_uppercase);
    let is_lower = cased && !whole.chars().any(char::is_uppercase);
    if is_lower && is_account(whole) {
        return None;
    }
    let is_own = own.iter().any(|own| *own == squashed || squashed.strip_prefix("the").is_some_and(|rest| rest == own))
        // `BBC World`: what begins with the source's short name is a part of it.
        || part.after == Some(',') && words.first().is_some_and(|first| own.iter().any(|own| own == first));
    let named = || whole.to_owned();
    if DESKS.iter().any(|end| whole.ends_with(end)) {
        return Some(Signature::Desk(named()));
    }
    // What a reader sees may be anything: a desk must be known as one, or be introduced.
    let desk = |known: bool| (!seen || known || part.opened).then(|| Signature::Desk(named()));
    if has(&words, COLLECTIVES) || is_own {
        return if seen && is_lower && !part.opened { None } else { desk(true) };
    }
    let is_odd = whole.contains(['_', '?', '!', '&', '@', '+']) || whole.chars().any(char::is_numeric);
    if has(&words, ROLES) || is_odd || words.len() > NAME_WORDS_MAX {
        return desk(false);
    }
    if words.len() == 1 && !whole.chars().any(text::is_unspaced) {
        // An address's last part: `jane-doe`. A site's name may have such a sign, too.
        let slug = is_lower && whole.contains('-') && !is_firm(whole);
        let is_name = part.opened && !is_in(FUNCTION_WORDS, &squashed)
            || !is_lower && !is_in(PARTICLES, &squashed) && squashed != "the";
        let takes = !slug && (!seen || is_name);
        let is_full = whole.chars().all(is_hangul) && (2..=4).contains(&letters) || !seen && is_given_name(whole);
        let signature = if is_full { Signature::Person(named()) } else { Signature::Single(named()) };
        return takes.then_some(signature);
    }
    // Several words in lower case are a sentence's, or the name of a site.
    if is_lower && words.len() >= 3 || !seen && is_phrase(whole) {
        return desk(false);
    }
    (!seen || !is_lower || part.opened).then(|| Signature::Person(named()))
}

/// Whether a word in lower case is an account's that several use, named for a trade or for its rights: `editor`, `xyadmin`.
fn is_account(whole: &str) -> bool {
    whole.ends_with("admin") && !whole.contains(' ') || is_in(ROLES, whole)
}

/// Whether a name without its signs is a licence's: `ccby40`, `ccbyncsa`.
fn is_licence(squashed: &str) -> bool {
    let rest = LICENCES.iter().find_map(|licence| squashed.strip_prefix(licence));
    rest.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || "acdns".contains(c)))
}

/// Whether a text ends with what follows a firm's name: its legal form.
pub(super) fn is_legal(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    text.contains(' ') && is_in(FIRMS, &last)
}

/// Whether a text names a firm or a site: by what follows its name, or by its domain.
pub(super) fn is_firm(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let is_domain = || {
        let parted = last.rsplit_once('.').filter(|(name, end)| name.len() > 2 && end.len() > 1);
        last.len() == text.len() && parted.is_some_and(|(_, end)| end.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    is_legal(text) || is_domain()
}

/// Whether the part tells for whom somebody wrote: `Special to the Example Post`.
fn is_commission(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["special to ", "special for ", "for the "].iter().any(|opening| lower.starts_with(opening))
}

/// A full name without the agency's or the paper's that follows without a sign: `JANE DOE Associated Press`, `Jane Doe for
/// Example Post`.
fn alone<'a>(whole: &'a str, own: &[String]) -> &'a str {
    let is_other = |rest: &str| {
        let lower = rest.to_lowercase();
        let meant = lower.strip_prefix("for ").map(|meant| meant.strip_prefix("the ").unwrap_or(meant));
        meant.is_some_and(|meant| !meant.is_empty())
            || rest.contains(' ') && (agencies::named(rest).is_some() || own.contains(&bare(rest)))
    };
    // "Redaktion Example Post" is the paper's desk.
    if whole.split(' ').next().is_some_and(|first| is_in(COLLECTIVES, &first.to_lowercase())) {
        return whole;
    }
    let mut tails =
        whole.match_indices(' ').skip(1).filter_map(|(at, _)| Some((whole.get(..at)?, whole.get(at + 1..)?)));
    tails.find(|(_, rest)| is_other(rest)).map_or(whole, |(name, _)| name)
}

/// A full name without the trade in front of it: `political reporter Jane Doe`, `Redakteurin Anna Berg`.
fn untitled(whole: &str) -> &str {
    let mut words = whole.split(' ');
    let mut at = 0;
    for _ in 0..TITLE_WORDS_MAX {
        let Some(word) = words.next() else { break };
        at += word.len() + 1;
        let lower = word.to_lowercase();
        let name = whole.get(at..).unwrap_or_default();
        let is_name = |word: &str| !word.starts_with(char::is_lowercase) && !is_in(ROLES, &word.to_lowercase());
        let is_full = name.contains(' ') && name.split(' ').all(|word| is_name(word) || is_in(PARTICLES, word));
        if is_in(TRADES, &lower) && is_full {
            return name;
        }
        if word != lower && !is_in(ROLES, &lower) && !is_in(COLLECTIVES, &lower) {
            break;
        }
    }
    whole
}

/// The most words of a trade in front of a name: `chief political correspondent`.
const TITLE_WORDS_MAX: usize = 4;

/// An introduced name without the furniture that follows it: `Jane Doe Published`.
fn unfurnished(whole: &str) -> &str {
    let mut name = whole;
    while let Some((front, last)) = name.rsplit_once(' ').filter(|(front, _)| front.contains(' ')) {
        if !is_in(FURNITURE, &last.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()) {
            break;
        }
        name = front;
    }
    name
}

/// A seen part up to where it goes on as prose: `Jane Doe is our man in Cairo`. Nothing where it is prose from the
/// beginning.
fn unprosed(whole: &str, opened: bool) -> Option<&str> {
    let starts_lower = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let mut at = 0;
    let mut end = 0;
    let mut names = 0_u32;
    if whole.contains(' ') && whole.split(' ').next().is_some_and(|word| starts_lower(word) && !is_in(PARTICLES, word))
    {
        return None;
    }
    for word in whole.split(' ') {
        let folded = word.trim_matches(|c: char| !c.is_alphanumeric());
        if starts_lower(word) && !is_in(PARTICLES, folded) && !word.contains(['\'', '’']) && names > 0 {
            // One word and then prose is a sentence or a button, where no word introduced it.
            return if names >= 2 || opened { whole.get(..end) } else { None };
        }
        at += word.len();
        if !starts_lower(word) && !word.is_empty() {
            names += 1;
            end = at;
        }
        at += 1;
    }
    // A particle that nothing follows stood in front of what was left out: `par Anne Petit le 3 mai`.
    Some(whole.rsplit_once(' ').filter(|(_, last)| starts_lower(last)).map_or(whole, |(front, _)| front))
}

/// A part up to the role that follows the name without a sign: `Jane Doe Senior Reporter`. What is only seen must be
/// introduced, for two words before a role may be a paper's section; in a field one word may end an organization's name.
fn unroled<'a>(whole: &'a str, part: &Part, stands: Where) -> &'a str {
    if stands == Where::Seen && !part.opened || is_phrase(whole) {
        return whole;
    }
    let mut end = 0;
    for (at, word) in whole.split(' ').enumerate() {
        if is_in(ROLES, &word.to_lowercase()) {
            let rest = whole.get(end..).unwrap_or_default();
            let is_behind = at >= 2 && (stands == Where::Seen || rest.contains(' '));
            let name = without_beat(whole.get(..end).unwrap_or(whole).trim_end());
            let is_whole = !is_in(UNFINISHED, &name.rsplit(' ').next().unwrap_or_default().to_lowercase());
            return if is_behind && is_whole { name } else { whole };
        }
        end += word.len() + 1;
    }
    whole
}

/// A name without what its bearer's role is about: `Jane Doe Court` of `Jane Doe Court Reporter`. Two words are a name.
fn without_beat(name: &str) -> &str {
    let parted =
        name.rsplit_once(' ').filter(|(front, last)| front.contains(' ') && is_in(BEATS, &last.to_lowercase()));
    parted.map_or(name, |(front, _)| front.trim_end())
}

/// Whether a single word is spelt like a given name, not like an account's: `Krystyna`, not `KatieS`, `jdoe` or `SID`.
pub(super) fn is_given_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && word.chars().count() >= 3 && chars.all(char::is_lowercase)
}

/// Whether the character is a Korean syllable.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}
