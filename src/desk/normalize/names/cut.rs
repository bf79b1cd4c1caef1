//! A byline cut into the parts that may each name somebody.

use super::super::{dates, text};
use super::agencies;
use super::words::{
    ADVERBS, ARTICLES, BYS, COLLECTIVES, ENDINGS, JOINTS, LABELS, OPENERS, OTHERS, PICTURES, PURPOSES, RIGHTS, SOURCES,
    TEXTS, UNITS, WHENCE, is_in,
};

/// A part of a byline that might name somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its text, without what introduces it.
    pub(super) text: String,
    /// The sign that stands before it, where one parts it from what is in front.
    pub(super) after: Option<char>,
    /// Whether it stood in brackets.
    pub(super) bracketed: bool,
    /// Whether a word introduced it: `By`, `Von`, `Text:`.
    pub(super) opened: bool,
}

impl Part {
    /// Whether it tells where somebody writes from who was introduced before: `Por Ana Lima, de Porto Alegre`. In small letters some of
    /// these words say so behind any name: `Ana Lima, do Harbour Post`.
    pub(super) fn is_origin(&self) -> bool {
        let is_told = || self.opened && ORIGINS.iter().any(|word| self.text.starts_with(word));
        let is_whence = || self.text.split_once(' ').is_some_and(|(first, _)| is_in(WHENCE, first));
        self.after == Some(',') && (is_told() || is_whence())
    }
}

/// A text without the word in front that tells from where it came: `Da Folhapress`.
pub(super) fn unsourced(text: &str) -> &str {
    let parted = text.split_once(' ').filter(|(first, _)| is_in(WHENCE, &first.to_lowercase()));
    parted.map_or(text, |(_, rest)| rest)
}

/// What divides the elements of a visible byline: a reader sees them apart, whatever stands between them in the markup.
pub(super) const UNIT: char = '\u{1F}';

/// Signs behind a label.
const COLONS: &[char] = &[':', '：', '＝'];

/// A part of a byline that says one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Credit {
    pub(super) text: String,
    /// Whether a label introduced it.
    pub(super) labelled: bool,
    /// Whether it names agencies from which the text came, and no author.
    pub(super) is_source: bool,
}

/// A byline's credits of authors, each with whether a label introduced it: cut at labels (`Text: … Foto: …`,
/// `Written by … Reviewed by …`), those of pictures, translations and reviews left out.
pub(super) fn credits(byline: &str) -> Vec<Credit> {
    let words: Vec<&str> = byline.split(' ').filter(|word| !word.is_empty()).flat_map(unlabelled).collect();
    let folded: Vec<String> = words.iter().map(|word| word.trim_end_matches(COLONS).to_lowercase()).collect();
    let at = |index: usize| folded.get(index).map_or("", String::as_str);
    let mut credits = vec![Credit::default()];
    let mut counted = true;
    let mut next = 0;
    while let Some(&word) = words.get(next) {
        let own = at(next);
        let both = of_both(&words, &folded, next);
        if both > 0 {
            counted = true;
            credits.push(Credit { text: String::new(), labelled: true, is_source: false });
            next += both;
            while words.get(next) == Some(&":") {
                next += 1;
            }
            continue;
        }
        let colon = word.ends_with(COLONS) || words.get(next + 1) == Some(&":");
        let by = is_in(BYS, at(next + 1));
        // "Fact checked by", "medically reviewed by": the adverb belongs to the label.
        let adverb = is_in(ADVERBS, own) && is_in(OTHERS, at(next + 1)) && is_in(BYS, at(next + 2));
        let is_other = (colon || by) && is_in(OTHERS, own) || adverb;
        let is_opener = colon && [OPENERS, LABELS, SOURCES].iter().any(|list| is_in(list, own))
            || by && is_in(OPENERS, &format!("{own} {}", at(next + 1)));
        let is_source = colon && is_in(RIGHTS, own);
        if is_other || is_opener {
            counted = !is_other || is_source;
            // "Ein Kommentar von": the article belongs to the label.
            credits.pop_if(|credit| is_in(ARTICLES, &credit.text.to_lowercase()));
            credits.push(Credit { text: String::new(), labelled: is_opener, is_source });
            next += if adverb { 3 } else { 1 + usize::from(by) };
            while words.get(next) == Some(&":") {
                next += 1;
            }
            continue;
        }
        if counted && let Some(Credit { text, .. }) = credits.last_mut() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        next += 1;
    }
    // A picture's source is its archive or its photographer, that of a text an agency.
    let are_agencies = |credit: &str| agencies::parts(credit).all(|part| agencies::named_beside(part).is_some());
    credits.retain(|credit| !credit.text.is_empty() && (!credit.is_source || are_agencies(&credit.text)));
    credits
}

/// How many words from there on introduce who wrote a text and took its pictures as well: `Text & Fotos:`, `Words and pictures by`. Without a
/// colon or a word behind it they do so only where a byline begins.
fn of_both(words: &[&str], folded: &[String], at: usize) -> usize {
    let word = |index: usize| folded.get(index).map_or("", String::as_str);
    let has_colon = |index: usize| words.get(index).is_some_and(|word| word.ends_with(COLONS));
    let is_glued =
        word(at).split_once('/').is_some_and(|(text, pictures)| is_in(TEXTS, text) && is_in(PICTURES, pictures));
    let is_joined = || is_in(JOINTS, word(at + 1)) || word(at + 1) == "/";
    let is_parted = || is_in(TEXTS, word(at)) && !has_colon(at) && is_joined() && is_in(PICTURES, word(at + 2));
    let count = match is_glued {
        true => 1,
        false if is_parted() => 3,
        false => return 0,
    };
    let by = is_in(BYS, word(at + count));
    let is_label = by || has_colon(at + count - 1) || words.get(at + count) == Some(&":");
    if is_label || at == 0 { count + usize::from(by) } else { 0 }
}

/// A word parted behind the label that it begins with, where a sign of East Asian scripts stands between: `作者：王小明`.
fn unlabelled(word: &str) -> impl Iterator<Item = &str> {
    let sign = word.char_indices().find(|(_, c)| matches!(c, '：' | '＝')).map(|(at, _)| at);
    let label = sign.and_then(|at| word.get(..at)).filter(|label| is_in(OPENERS, label) || is_in(OTHERS, label));
    let (first, rest) = label.map_or((word, None), |label| {
        let end = label.len() + '：'.len_utf8();
        (word.get(..end).unwrap_or(word), word.get(end..))
    });
    std::iter::once(first).chain(rest.filter(|rest| !rest.is_empty()))
}

/// Whether a line ends with what introduces somebody who is no author: `Reviewed by`.
pub(super) fn introduces_other(line: &str) -> bool {
    let line = line.trim_end_matches([' ', ':', UNIT]).to_lowercase();
    let mut words = line.rsplit(' ').filter(|word| !word.is_empty());
    let last = words.next().unwrap_or_default();
    is_in(BYS, last) && words.next().is_some_and(|word| is_in(OTHERS, word))
}

/// Words behind a comma that tell where from, and introduce a name elsewhere.
const ORIGINS: &[&str] = &["de ", "di ", "da "];

/// One credit cut at commas, slashes, brackets, dates and joining words; each part without opener and ending.
pub(super) fn parts(credit: &str, opened: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut text, mut after, mut depth) = (String::new(), None, 0_u32);
    let mut opened = opened;
    let mut end = |text: &mut String, after: Option<char>, bracketed: bool| {
        let text = std::mem::take(text);
        for piece in undated(&text) {
            for (nth, name) in unjoined(&piece).into_iter().enumerate() {
                // What ends with a colon is the label of a date that was left out.
                let is_label = name.ends_with(COLONS);
                let part = Part { text: name, after: after.filter(|_| nth == 0), bracketed, opened };
                let (text, introduced) =
                    if part.is_origin() { (part.text.clone(), false) } else { stripped(&part.text) };
                opened |= introduced;
                let text = super::once(text);
                if !text.is_empty() && (introduced || !is_label) {
                    parts.push(Part { text, opened, ..part });
                }
            }
        }
    };
    let mut chars = credit.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '/'
            && is_in(OPENERS, &text.trim().to_lowercase())
            && chars.next_if(|next| next.is_lowercase()).is_some()
        {
            // "Napisao/la": an ending for the other gender.
            while chars.next_if(|next| next.is_lowercase()).is_some() {}
            continue;
        }
        let spaced = text.ends_with(' ') && chars.peek().is_none_or(|next| *next == ' ');
        let (next, deeper) = match c {
            '(' | '[' | '（' | '【' | '〔' => (None, depth.saturating_add(1)),
            ')' | ']' | '）' | '】' | '〕' => (None, depth.saturating_sub(1)),
            ',' | '，' => (Some(','), depth),
            '–' | '—' => (Some('–'), depth),
            '-' if spaced => (Some('–'), depth),
            ';' | '|' | '/' | '／' | '、' | '•' | '·' | '⋅' | '；' | '｜' | '»' | UNIT
                if !(c == '·' && text.chars().any(super::text::is_unspaced)) =>
            {
                (Some(c), depth)
            }
            _ => {
                text.push(c);
                continue;
            }
        };
        end(&mut text, after, depth > 0);
        (after, depth) = (next, deeper);
    }
    end(&mut text, after, depth > 0);
    parts
}

/// A text cut at its dates and other numbers, which are left out.
fn undated(text: &str) -> Vec<String> {
    if !text.chars().any(char::is_numeric) {
        return vec![text.trim().to_owned()];
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let is_numeric =
        |word: &&str| word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_numeric);
    // A number alone may be part of a name; a date has several, or a sign between its digits, or a unit behind it.
    let is_date = |word: &&str| {
        let digits = word.chars().filter(|c| c.is_numeric()).count();
        is_numeric(word) && (digits >= 4 || digits >= 2 && word.contains(['.', ':', '/', '-']))
    };
    let is_month = |word: &&str| dates::is_month(word.trim_matches(|c: char| !c.is_alphabetic()));
    let mut pieces = vec![String::new()];
    for (at, word) in words.iter().enumerate() {
        let around = || [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| words.get(at));
        let is_counted = || words.get(at + 1).is_some_and(|unit| is_in(UNITS, &unit.to_lowercase()));
        let numbered = is_numeric(word) && (around().any(|word| is_month(word) || is_date(word)) || is_counted());
        if is_date(word) || numbered || is_month(word) && around().any(is_numeric) {
            if pieces.last().is_some_and(|last| !last.is_empty()) {
                pieces.push(String::new());
            }
        } else if let Some(last) = pieces.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    pieces
}

/// A text cut at joining words, and behind the titles that follow Korean names or stand before Chinese ones.
fn unjoined(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    if let Some(names) = titled(&words) {
        return names;
    }
    let is_ending = |word: &&str| is_in(ENDINGS, word) || word.ends_with("전문기자");
    if let Some(at) = words.iter().position(is_ending).filter(|&at| at > 0) {
        // What stands before the name there is a place or a paper: `광양 홍길동 기자`, `하버포스트=홍길동 기자`.
        let name = words.get(at - 1).map_or("", |name| {
            let (label, rest) = name.rsplit_once('=').unwrap_or(("", name));
            if is_in(OTHERS, label) { "" } else { rest }
        });
        let name = (!name.is_empty()).then(|| name.to_owned());
        let rest = words.get(at + 1..).unwrap_or_default().join(" ");
        return name.into_iter().chain(unjoined_rest(&rest)).collect();
    }
    let names = split(&words, false).into_iter().flat_map(|name| {
        let shouted = !name.iter().any(|word| word.contains(char::is_lowercase));
        if shouted { split(&name, true) } else { vec![name] }
    });
    let names: Vec<String> = names.map(|name| name.join(" ")).filter(|name| !name.is_empty()).collect();
    // "Staff and news service reports" is one desk's name.
    let is_desk = |name: &String| {
        agencies::named(name).is_none() && name.split(' ').any(|word| is_in(COLLECTIVES, &word.to_lowercase()))
    };
    if names.len() > 1 && names.iter().all(is_desk) { vec![words.join(" ")] } else { names }
}

/// Whether a word joins persons: in capitals only where all of the name is, as in `JANE DOE AND JOHN ROE`.
fn is_joint(word: &str, shouted: bool) -> bool {
    is_in(JOINTS, word) || word == "And" || shouted && is_in(JOINTS, &word.to_lowercase())
}

/// The words of a text cut at joining words that stand between persons.
fn split<'a>(words: &[&'a str], shouted: bool) -> Vec<Vec<&'a str>> {
    let unspaced = words.iter().any(|word| word.chars().any(text::is_unspaced));
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for (at, word) in words.iter().enumerate() {
        let (left, right) = (names.last().map_or(0, Vec::len), words.len() - at - 1);
        let between = if word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic) {
            left >= 2 && right >= 2
        } else {
            // "Berg & Tal" is a firm; two persons have a full name between them. At an end it joins what stood apart.
            unspaced && right >= 1 || left != 1 || right != 1
        };
        let joined = || names.last().map(|name| name.join(" ")).unwrap_or_default();
        // Behind an agency stands another, however short both are.
        let parts = |left: &str| (between || agencies::named(left).is_some()) && !is_phrase(left);
        if is_joint(word, shouted) && parts(&joined()) {
            names.push(Vec::new());
        } else if let Some(name) = names.last_mut() {
            name.push(word);
        }
    }
    names
}

/// Whether a text of several words has one that stands in no name, but in those of groups: `Example Agency for Woods`.
pub(super) fn is_phrase(text: &str) -> bool {
    let mut words = text.split(' ');
    words.next().is_some_and(|first| first.starts_with(char::is_uppercase))
        && words.next().is_some()
        && text.split(' ').any(|word| is_in(PURPOSES, word))
}

/// The names behind the Chinese word for a reporter, which may follow the paper's name: `某报记者 王小明 李华`. Spaces part
/// them, unlike family and given name in Japanese, where the word stands behind the name.
fn titled(words: &[&str]) -> Option<Vec<String>> {
    let (first, names) = words.split_first()?;
    let is_name = |name: &&str| (2..=4).contains(&name.chars().count()) && name.chars().all(text::is_unspaced);
    let is_title =
        is_in(REPORTERS, first) || REPORTERS.iter().any(|title| first.strip_suffix(title).is_some_and(is_paper));
    (is_title && !names.is_empty() && names.iter().all(is_name))
        .then(|| names.iter().map(|name| format!("记者{name}")).collect())
}

/// The Chinese words for a reporter, simplified and traditional.
const REPORTERS: &[&str] = &["记者", "記者"];

/// Whether a Chinese word ends like the name of an agency, a paper or a station.
fn is_paper(word: &str) -> bool {
    word.ends_with(['社', '报', '報', '网', '網', '台', '闻', '聞'])
}

/// The names behind a titled one: titled as well, or none.
fn unjoined_rest(rest: &str) -> Vec<String> {
    let words: Vec<&str> = rest.split(' ').collect();
    let pairs = words.windows(2).filter(|pair| pair.get(1).is_some_and(|word| is_in(ENDINGS, word)));
    pairs.filter_map(|pair| pair.first()).map(|name| (*name).to_owned()).collect()
}

/// A name without the words before and after it, and without quotation marks and stray signs around it; whether a
/// word introduced it.
fn stripped(name: &str) -> (String, bool) {
    let mut name = unhitched(name);
    let mut is_introduced = false;
    // "Text: Von Anna Berg" opens twice.
    loop {
        let lower = name.to_lowercase();
        let opener = OPENERS
            .iter()
            // Nearly every opener is told from a name by its first byte.
            .filter(|opener| opener.bytes().next() == lower.bytes().next() && opens(&lower, opener))
            .max_by_key(|opener| opener.len())
            // Lower case may be longer than the name's own spelling: then nothing is cut.
            .and_then(|opener| name.get(opener.len()..));
        let Some(rest) = opener else { break };
        name = unhitched(rest);
        is_introduced = true;
    }
    // `某报记者王小明`: the paper, the title and the name in one.
    let glued = REPORTERS.iter().filter_map(|title| name.split_once(title)).find(|(paper, rest)| {
        is_paper(paper) && (2..=4).contains(&rest.chars().count()) && rest.chars().all(text::is_unspaced)
    });
    if let Some((_, rest)) = glued {
        return (rest.to_owned(), true);
    }
    for ending in ENDINGS {
        if let Some(rest) = name.strip_suffix(ending).filter(|rest| !rest.trim().is_empty()) {
            name = unhitched(rest);
            is_introduced = true;
            break;
        }
    }
    (name.to_owned(), is_introduced)
}

/// A name without stray signs around it, and without the joining words that these hid: `&és Anna Berg`.
fn unhitched(name: &str) -> &str {
    let shouted = !name.contains(char::is_lowercase);
    let joins = |word: &str| word.chars().nth(1).is_some() && is_joint(word, shouted);
    let mut name = unstrayed(name);
    loop {
        let ahead = name.split_once(' ').filter(|(first, _)| joins(first)).map(|(_, rest)| rest);
        let behind = || name.rsplit_once(' ').filter(|(_, last)| joins(last)).map(|(rest, _)| rest);
        match ahead.or_else(behind) {
            Some(rest) => name = unstrayed(rest),
            None => return name,
        }
    }
}

/// A name without stray signs around it, but for the full stop of its last word where that is cut short: `Example e. V.`.
fn unstrayed(raw: &str) -> &str {
    let front = raw.trim_start_matches(is_stray);
    let name = front.trim_end_matches(is_stray);
    let is_short = || {
        let lower = name.to_lowercase();
        ABBREVIATIONS.iter().any(|short| lower.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ')))
    };
    match front.get(..=name.len()) {
        Some(dotted) if dotted.ends_with('.') && is_short() => dotted,
        _ => name,
    }
}

/// Last words of names that end with a full stop, without it, in lower case.
const ABBREVIATIONS: &[&str] =
    &["b.v", "co", "corp", "e. v", "e.v", "inc", "jr", "ltd", "n.v", "s.a", "s.p.a", "s.r.l", "sr"];

/// Whether a folded name begins with an opener and goes on with another word.
fn opens(lower: &str, opener: &str) -> bool {
    let Some(rest) = lower.strip_prefix(opener) else { return false };
    let unspaced = opener.chars().last().is_some_and(text::is_unspaced) && opener.chars().count() > 1;
    // "de Vries" is a name, "De" at the head of a byline an opener: both look alike folded, so a particle opens only
    // where a full name follows. "Von" before a single name opens far oftener than it belongs to it.
    let particle = matches!(opener, "de" | "di" | "af" | "av" | "nga" | "vom" | "durch");
    let words = rest.split_whitespace().count();
    let agency = agencies::named(rest).is_some();
    // An opener alone opens what an element of its own holds.
    rest.starts_with([' ', ':', '：', '/', '／', '=', '＝']) && (!particle || words >= 2 || agency)
        || unspaced && !rest.is_empty()
        || rest.is_empty()
}

/// Signs that stick to names.
const STRAY: &str = "&\"“”„«»*:：-=._~|©><+#’‘▲■●!?;✍";

/// Whether the character sticks to names without being part of one.
fn is_stray(c: char) -> bool {
    c.is_whitespace() || STRAY.contains(c)
}
