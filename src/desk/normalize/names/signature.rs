//! What a part of a byline names: a person, a desk, an agency, or nobody.

use super::cut::Part;
use super::words::{ACCOUNTS, BYS, COLLECTIVES, FURNITURE, PARTICLES, REPORTS, ROLES, is_in};
use super::{agencies, bare, text};

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
}

/// Whether the part stands in what a reader sees, where it may be anything, or in a field for authors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Field,
    Seen,
}

/// Who a part names, if anybody. `own` are the source's names, bare.
pub(super) fn signature(part: &Part, own: &[String], stands: Where) -> Option<Signature> {
    if let Some(name) = agencies::named(&part.text) {
        return Some(Signature::Agency(name, part.text.clone()));
    }
    if part.bracketed || part.text.is_empty() {
        return None;
    }
    let seen = stands == Where::Seen;
    let folded = |text: &str| -> Vec<String> {
        let bare = text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
        bare.filter(|word| !word.is_empty()).collect()
    };
    let has =
        |words: &[String], list: &[&str]| words.iter().flat_map(|word| word.split('-')).any(|word| is_in(list, word));
    let whole = part.text.as_str();
    let is_group = has(&folded(whole), COLLECTIVES);
    let whole = if seen && !is_group { unprosed(whole, part.opened)? } else { whole };
    let whole = if is_group { whole } else { unroled(whole, part, stands) };
    let squashed = bare(whole);
    let letters = whole.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 && !whole.chars().any(text::is_unspaced)
        || whole.chars().count() > NAME_CHARS_MAX
        || whole.contains(['{', '}', '<', '>', '=', '\\'])
        || is_in(ACCOUNTS, &squashed)
        || REPORTS.iter().any(|end| whole.ends_with(end))
    {
        return None;
    }
    let words = folded(whole);
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
    let is_own = own.iter().any(|own| *own == squashed || squashed.strip_prefix("the").is_some_and(|rest| rest == own))
        // `BBC World`: what begins with the source's short name is a part of it.
        || part.after_comma && words.first().is_some_and(|first| own.iter().any(|own| own == first));
    let named = || whole.to_owned();
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
        // An address's last part: `jane-doe`.
        let slug = is_lower && whole.contains('-');
        let takes = !slug && (!seen || part.opened || !is_lower && !is_in(PARTICLES, &squashed) && squashed != "the");
        let is_full = whole.chars().all(is_hangul) && (2..=4).contains(&letters) || !seen && is_given_name(whole);
        let signature = if is_full { Signature::Person(named()) } else { Signature::Single(named()) };
        return takes.then_some(signature);
    }
    // Several words in lower case are a sentence's, or the name of a site.
    if is_lower && words.len() >= 3 {
        return desk(false);
    }
    (!seen || !is_lower || part.opened).then(|| Signature::Person(named()))
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
    Some(whole)
}

/// A part up to the role that follows the name without a sign: `Jane Doe Senior Reporter`. What is only seen must be
/// introduced, for two words before a role may be a paper's section; in a field one word may end an organization's name.
fn unroled<'a>(whole: &'a str, part: &Part, stands: Where) -> &'a str {
    if stands == Where::Seen && !part.opened {
        return whole;
    }
    let mut end = 0;
    for (at, word) in whole.split(' ').enumerate() {
        if is_in(ROLES, &word.to_lowercase()) {
            let rest = whole.get(end..).unwrap_or_default();
            let is_behind = at >= 2 && (stands == Where::Seen || rest.contains(' '));
            return if is_behind { whole.get(..end).unwrap_or(whole).trim_end() } else { whole };
        }
        end += word.len() + 1;
    }
    whole
}

/// Whether a single word is spelt like a given name, not like an account's: `Krystyna`, not `KatieS`, `jdoe` or `SID`.
fn is_given_name(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && word.chars().count() >= 3 && chars.all(char::is_lowercase)
}

/// Whether the character is a Korean syllable.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}
