//! Names that nothing introduces and that nothing marks: beside the date below the headline or right above it (`Jane Doe | May 3, 2024`), and
//! alone on the last line, set to the right, as Vietnamese papers sign, or in brackets, as Japanese ones do.
//!
//! What stands there may be a section or a place as well: a name has two to four words with capitals, and leads nowhere but
//! to an author's page.

use super::super::super::scan::Scan;
use super::{ABOVE_MAX, Begun, Story, UNIT, is_author_link, lines};
use crate::desk::decode::tree::{Key, Keys, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::dating::shape::has_year;
use crate::desk::extract::facts::openers::Openers;
use crate::desk::extract::facts::short;

/// How far behind the headline the date may stand, in characters of text: a standfirst's length.
const AFTER_MAX: usize = 400;

/// The longest line that holds both, in characters, and the most dates that are looked at.
const LINE_CHARS_MAX: usize = 90;
const DATES_MAX: usize = 12;

/// The most parts of such a line: name, role, date, and how long it takes to read.
const PARTS_MAX: usize = 4;

/// How far behind the headline the last line stands at least, in the same unit.
const END_MIN: usize = 300;

/// The longest name, in characters.
const NAME_CHARS_MAX: usize = 40;

/// Words of sections, of places and of kinds of texts, in lower case: what has one is no name, but for the few that are names as well.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "aktuelle", "aktuelles", "analysis", "and", "appointment", "article", "artikel", "arts", "bericht", "blog", "breaking", "business", "city", "climate",
    "communiqué", "community", "comunicado", "comunicato", "county", "culture", "date", "datum", "desk", "east", "editor", "editorial", "editoriale",
    "education", "entertainment", "environment", "estate", "feature", "features", "finance", "food", "guest", "health", "home", "international",
    "interview", "invitation", "kommentar", "kultur", "latest", "life", "lifestyle", "local", "lokales", "meldung", "min", "minutes", "mitteilung", "money",
    "nachricht", "nachrichten", "national", "new", "news", "north", "nota", "of", "only", "opinion", "ort", "panorama", "politics", "politik", "post",
    "press", "pressemeldung", "pressemitteilung", "read", "real", "release", "reportage", "reporter", "science", "share", "south", "sponsored",
    "sport", "sports", "staff", "stampa", "state", "stellungnahme", "stories", "story", "style", "team", "tech", "technology", "termine", "the",
    "thema", "top", "travel", "united", "university", "veranstaltung", "west", "wirtschaft", "wissen", "world",
];

/// The names beside dates, as they stand.
pub(super) fn dates(tree: &Tree, scan: &Scan<'_>, at: usize) -> Vec<String> {
    let near = scan.numbered.iter().filter(|date| {
        let spot = date.spot;
        !spot.aside && spot.at + ABOVE_MAX >= at && spot.at <= at + AFTER_MAX
    });
    let mut out: Vec<String> = Vec::new();
    for date in near.take(DATES_MAX) {
        // Above the headline a kicker stands beside the date as well, which no sign parts from it.
        let is_above = date.spot.at < at;
        let is_line = |&id: &NodeId| tree.is_block(id) || tree.is(id, Tag::Small);
        let Some(block) = tree.ancestors(date.spot.id).find(is_line) else { continue };
        if short::line(tree, block, LINE_CHARS_MAX, |_| false).is_none() || leads_elsewhere(tree, block) {
            continue;
        }
        let Some(lines) = lines(tree, block) else { continue };
        let line = lines.lines().next().unwrap_or_default();
        let parts: Vec<&str> = line
            .split(|c| ['|', '•', '·'].contains(&c) || c == UNIT && !is_above)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        // A kicker stands in front of it there, and a name behind.
        if is_above && parts.first().is_none_or(|first| !has_year(first)) {
            continue;
        }
        let is_dated = date.time.is_some() || parts.iter().any(|part| has_year(part));
        let mut names = parts.iter().copied().filter(|part| is_name(part) && !is_subject(scan, part));
        if let Some(name) = names.next().filter(|_| is_dated && parts.len() <= PARTS_MAX)
            && !out.iter().any(|known| known == name)
        {
            out.push(name.to_owned());
        }
    }
    out
}

/// Whether the title has a word of the name: who the story is about, or the site.
fn is_subject(scan: &Scan<'_>, name: &str) -> bool {
    let title = scan.title.as_deref().unwrap_or_default().to_lowercase();
    name.split(' ').map(str::to_lowercase).any(|word| word.chars().count() > 3 && title.contains(&word))
}

/// The name on the last line that is set to the right.
pub(super) fn end(tree: &Tree, scan: &Scan<'_>, at: usize) -> Option<String> {
    let behind = scan.lines.iter().rev().filter(|spot| !spot.aside && spot.at > at + END_MIN);
    let line = behind
        .filter(|spot| is_right(tree, spot.id))
        .find_map(|spot| short::line(tree, spot.id, NAME_CHARS_MAX, |_| false));
    line.filter(|line| is_name(line) && !is_subject(scan, line))
}

/// The line far below the headline that is an opening word and a name and nothing else: where a text is signed at its end.
/// Where several persons sign so, they did other stories.
pub(super) fn last(tree: &Tree, begun: &[Begun<'_>], at: usize, story: &Story) -> Option<String> {
    let named = |line: String| {
        let (_, rest) = line.split_once([' ', ':'])?;
        is_name(rest.trim_start_matches([' ', ':'])).then_some(line)
    };
    let line = |id| short::line(tree, id, NAME_CHARS_MAX, |_| false).and_then(named);
    only(begun, at, |text| ENDS.open(text), |id| line(id).filter(|_| !story.is_of_other(tree, id)))
}

/// The closing line of a wire's report, or where no field states an author one that says who wrote it and nothing else: such a line of
/// a list is a film's or a song's.
pub(super) fn closing(tree: &Tree, begun: &[Begun<'_>], at: usize, story: &Story, is_stated: bool) -> Option<String> {
    let line = |id| {
        let line = short::line(tree, id, WIRE_CHARS_MAX, |_| false)?;
        let is_alone = || line.split_once(" by ").is_some_and(|(_, name)| is_name(name)) && !in_list(tree, id);
        let signs = !is_stated && WRITTEN.open(&line) && is_alone();
        if signs { Some(line) } else { wired(&line).map(str::to_owned) }
    };
    let opens = |text: &str| WIRE_ENDS.open(text.trim_start_matches('(')) || WRITTEN.open(text);
    only(begun, at, opens, |id| line(id).filter(|_| !story.is_of_other(tree, id)))
}

/// What the lines far below the headline say that open so, where all say the same.
fn only(
    begun: &[Begun<'_>],
    at: usize,
    opens: impl Fn(&str) -> bool,
    read: impl Fn(NodeId) -> Option<String>,
) -> Option<String> {
    let behind = begun.iter().filter(|(spot, text)| !spot.aside && spot.at > at + END_MIN && opens(text));
    let mut signed = behind.take(LAST_MAX).filter_map(|(spot, _)| read(spot.id));
    let first = signed.next()?;
    signed.all(|other| other == first).then_some(first)
}

fn in_list(tree: &Tree, id: NodeId) -> bool {
    std::iter::once(id).chain(tree.ancestors(id).take(LIST_DEPTH)).any(|around| tree.is(around, Tag::Li))
}

/// How many levels above a line the item of a list is looked for. Set by hand; no test moves with it.
const LIST_DEPTH: usize = 3;

/// Words that sign a text at its end, and how many such lines are looked at. Set by hand: a list of other stories has as many.
const ENDS: Openers = Openers::of(&["by", "von", "par", "por", "di", "door"]);
const LAST_MAX: usize = 24;

/// Words with which a wire's closing line begins, with which one does that names who wrote a text, and the longest of them, in
/// characters. Set by hand: several persons with their towns, and who edited; no test moves with it.
const WIRE_ENDS: Openers = Openers::of(&["reporting by", "writing by"]);
const WRITTEN: Openers = Openers::of(&["written by"]);
const WIRE_CHARS_MAX: usize = 200;

/// What a wire's closing line says of who wrote it: `(Reporting by Jane Doe in Elmhaven and John Roe; Editing by Ann Poe)` up to the last
/// of them. Brackets, or who edited it, make it a wire's; nothing where somebody whom it names is no full name.
fn wired(line: &str) -> Option<&str> {
    let opening = WIRE_ENDS.find(line.trim_start_matches('('))?;
    let bare = line.trim_start_matches('(').trim_end_matches([')', '.']);
    let lower = bare.to_ascii_lowercase();
    let edited = EDITED.iter().filter_map(|edited| lower.find(edited)).min();
    if edited.is_none() && !line.starts_with('(') {
        return None;
    }
    let writers = bare.get(..edited.unwrap_or(bare.len()))?.trim_end_matches([' ', ';', ',']);
    let (mut end, mut at, mut is_placed) = (None, opening.len(), false);
    for piece in writers.get(opening.len()..)?.split(", ").flat_map(|names| names.split(" and ")) {
        // The sign or the word in front.
        at = writers.get(at..)?.find(piece)? + at;
        let name = piece.split_once(" in ").map_or(piece, |(name, _)| name);
        let full = name.strip_prefix("and ").unwrap_or(name).trim();
        if is_name(full) {
            end = Some(at + name.len());
        } else if !is_placed || full.contains(' ') {
            return None;
        }
        // Behind a town stands another: `in Elmhaven and Salzbek`.
        is_placed |= name.len() < piece.len();
        at += piece.len();
    }
    writers.get(..end?)
}

/// What introduces who edited or helped in such a line, in lower case.
const EDITED: &[&str] =
    &["; editing by", ", editing by", "; additional", ", additional", "; writing by", ", writing by", "; reporting by"];

/// The names with which a Japanese text ends in brackets of their own: `【田中健一、鈴木花】`.
pub(super) fn bracketed(tree: &Tree, begun: &[Begun<'_>], at: usize) -> Option<String> {
    let behind = begun.iter().rev().filter(|(spot, text)| !spot.aside && spot.at > at && text.starts_with('【'));
    let lines = behind.filter_map(|(spot, _)| short::line(tree, spot.id, NAME_CHARS_MAX, |_| false));
    let inner = lines.filter_map(|line| line.strip_prefix('【')?.strip_suffix('】').map(str::to_owned));
    inner.filter(|inner| !JAPANESE_LABELS.iter().any(|label| inner.contains(label))).find(|inner| {
        let is_name = |name: &str| JAPANESE_NAME.contains(&name.chars().count()) && name.chars().all(is_ideograph);
        inner.split(['、', '・']).all(is_name)
    })
}

/// How many characters a Japanese name has, and words of what else stands in such brackets.
const JAPANESE_NAME: std::ops::RangeInclusive<usize> = 3..=6;
const JAPANESE_LABELS: &[&str] =
    &["関連", "記事", "写真", "動画", "広告", "速報", "会員", "特集", "一覧", "最新", "地図", "募集", "案内"];

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | 'ヶ')
}

/// Whether a style sets the element to the right.
fn is_right(tree: &Tree, id: NodeId) -> bool {
    let is_styled = |style: &str| {
        let rest = style.contains(ALIGNMENT).then(|| style.split_once(ALIGNMENT)).flatten();
        rest.is_some_and(|(_, rest)| rest.trim_start_matches([':', ' ']).starts_with("right"))
    };
    tree.keyed(id, STYLING).any(|(key, value)| match key {
        Key::Style => is_styled(value),
        // Few values are this one, whatever the attribute's name.
        _ => value.eq_ignore_ascii_case("right") && tree.attr(id, "align") == Some(value),
    })
}

/// The attributes among which a style or an alignment may be, and the property of a style that sets text to a side.
const STYLING: Keys = Keys::of(&[Key::Style, Key::Other]);
const ALIGNMENT: &str = "text-align";

/// Whether it holds a link that leads elsewhere than to an author.
pub(super) fn leads_elsewhere(tree: &Tree, id: NodeId) -> bool {
    let links = tree.descendants(id).filter(|&inner| tree.is(inner, Tag::A));
    links.filter_map(|link| tree.value(link, Key::Href)).any(|href| !is_author_link(href))
}

/// Whether a text is spelt like a person's full name.
pub(in crate::desk::extract) fn is_name(text: &str) -> bool {
    let words = text.split(' ').count();
    let is_part = |word: &str| {
        let mut chars = word.chars();
        let capital = chars.next().is_some_and(char::is_uppercase);
        let is_initial = word.ends_with('.') && word.chars().count() == 2;
        capital && (is_initial || chars.all(|c| c.is_lowercase() || matches!(c, '-' | '’' | '\'') || c.is_uppercase()))
    };
    (2..=4).contains(&words)
        && text.chars().count() <= NAME_CHARS_MAX
        && text.chars().any(char::is_lowercase)
        && text.split(' ').all(|word| is_part(word) && !OTHERS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_signs_at_its_end() {
        let check = |line: &str, expect: Option<&str>| assert_eq!(wired(line), expect, "{line}");
        check("Reporting by Jane Doe; Editing by John Roe", Some("Reporting by Jane Doe"));
        check("(Reporting by Jane Doe, Editing by John Roe)", Some("Reporting by Jane Doe"));
        check("(Reporting by Jane Doe)", Some("Reporting by Jane Doe"));
        check("(Reporting by Jane Doe and Ann Poe; Writing by Tom Low)", Some("Reporting by Jane Doe and Ann Poe"));
        check(
            "(Reporting by Jane Doe in Elmhaven, Ann Poe and Tom Low in Port Hale; editing by John Roe.)",
            Some("Reporting by Jane Doe in Elmhaven, Ann Poe and Tom Low"),
        );
        check("(Reporting by Jane Doe in Elmhaven and Salzbek; editing by John Roe)", Some("Reporting by Jane Doe"));
        check("(Writing by Jane Doe, Ann Poe, and Tom Low)", Some("Writing by Jane Doe, Ann Poe, and Tom Low"));
        check("(Reporting by the Harbour Post showed that the bridge was unsafe)", None);
        check("(Reporting by Jane Doe showed that the bridge was unsafe)", None);
        check("Reporting by Human Rights Watch", None);
        check("Additional reporting by Ann Poe", None);
    }

    #[test]
    fn a_full_name_has_capitals() {
        for name in ["Jane Doe", "Lê Phương", "Ann J. Porter", "Sean McAllister-O’Dowd"] {
            assert!(is_name(name), "{name}");
        }
        for other in
            ["Jane", "JANE DOE", "Jane doe", "World News", "5 Min", "Read More", "New York", "Jane Doe is here"]
        {
            assert!(!is_name(other), "{other}");
        }
    }
}
