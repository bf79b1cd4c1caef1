//! Who wrote a page of visible text: the lines around its headline and the head of its body that sign.
//!
//! In: the blocks and where the article stands. Out: bylines as the page spells them, the likeliest first. A word that introduces a
//! name is the best sign, on its line or on the one above. Without one a name must be spelt like one, and stand on a date line or beside
//! one. People who are written about stand there as well, under pictures; the text says their names, and hardly ever its author's.

use std::{cell::OnceCell, collections::HashMap};

use super::super::Found;
use super::super::facts::is_name;
use super::super::wording::{self, Wording};
use super::signs::{self, Sign};
use super::weigh::{Kind, Weighed};
use super::{Place, is_prose};

/// How many lines between the headline and the body, counted from either, of the body and above the headline may sign; and how many
/// farther off may with a word that introduces the name, above the body and in it, and behind it.
/// Set by hand: share buttons and a picture stand between as well; no test moves with them.
const HEADED_MAX: usize = 12;
const BETWEEN_MAX: usize = 40;
const OPENING_MAX: usize = 12;
const ABOVE_MAX: usize = 4;
const FAR_MAX: usize = 40;
const BEHIND_MAX: usize = 10;

/// The most names that stand on lines of their own behind one opener, and the most words of a line that begins with a name: name, role,
/// paper. Set by hand; no test moves with them.
const LISTED_MAX: usize = 12;
const WORDS_MAX: usize = 9;

/// The bylines.
pub(super) fn find(blocks: &[Weighed], place: Place, site: Option<&Found<String>>) -> Vec<String> {
    let Place { headline, start, end } = place;
    let nearest = start.saturating_sub(BETWEEN_MAX);
    let headed = headline.map_or(0..0, |at| at + 1..nearest).take(HEADED_MAX);
    let between = headline.map_or(nearest, |at| nearest.max(at + 1))..start;
    let below: Vec<usize> = headed.chain(between).chain((start..end).take(OPENING_MAX)).collect();
    let above = headline.map_or(0..0, |at| at.saturating_sub(ABOVE_MAX)..at).rev();
    let near: Vec<usize> = below.iter().copied().chain(above).collect();
    let text = Text { blocks, place, site: site.map(|site| site.value.as_str()), said: OnceCell::new() };

    let mut out: Vec<String> = near.iter().filter_map(|&at| text.opened(at)).collect();
    out.extend(near.iter().filter_map(|&at| text.dated(at)));
    out.extend(text.bare(&below));
    let above = (0..start).rev().take(FAR_MAX);
    let far = above.chain((start..end).take(FAR_MAX)).chain((end..blocks.len()).take(BEHIND_MAX));
    out.extend(far.filter(|at| !near.contains(at)).filter_map(|at| text.signed(at)));
    out
}

/// The blocks of a page, and where the article stands among them.
struct Text<'b> {
    blocks: &'b [Weighed],
    place: Place,
    site: Option<&'b str>,
    /// How often the article says each of its words.
    said: OnceCell<HashMap<&'b str, usize>>,
}

impl<'b> Text<'b> {
    fn get(&self, at: usize) -> Option<&'b Weighed> {
        self.blocks.get(at)
    }

    fn is_dated(&self, at: usize) -> bool {
        self.get(at).is_some_and(|block| matches!(block.sign, Some(Sign::Published | Sign::Modified)))
    }

    /// The line on which a word introduces a name.
    fn signed(&self, at: usize) -> Option<String> {
        let block = self.get(at)?;
        let names = || signs::names_author(&block.text, block.words);
        (block.sign == Some(Sign::Byline) || self.is_dated(at) && names()).then(|| block.text.clone())
    }

    /// The byline that a word introduces, on the line or alone on it: then the names stand on those below.
    fn opened(&self, at: usize) -> Option<String> {
        if let Some(signed) = self.signed(at) {
            return Some(signed);
        }
        let block = self.get(at)?;
        signs::opener(&block.text)?;
        let opener = block.text.trim_end_matches([':', '：', ' ']);
        let first = uncounted(&self.get(at + 1)?.text);
        let name = first_name(first)?;
        // Where readers choose the size of letters, `Text` is a label as well.
        if opener.eq_ignore_ascii_case("text") && !self.may_sign(name) {
            return None;
        }
        let mut names = vec![first];
        for next in (at + 2..).take(LISTED_MAX).map_while(|at| self.get(at)) {
            let name = uncounted(&next.text);
            if !is_name(name) || names.contains(&name) || !self.may_sign(name) {
                break;
            }
            names.push(name);
        }
        Some(format!("{opener} {}", names.join(", ")))
    }

    /// The name on a date line: at its beginning, behind a word that introduces it, or between signs.
    fn dated(&self, at: usize) -> Option<String> {
        let line = self.get(at).filter(|_| self.is_dated(at) && self.signed(at).is_none())?.text.as_str();
        if let Some(opened) = opened_behind(line) {
            return Some(opened.to_owned());
        }
        let between = || line.split(['|', '•', '·', '—', '/']).map(str::trim).find(|part| is_name(part));
        let name = dated_name(line).or_else(between)?;
        self.may_sign(name).then(|| name.to_owned())
    }

    /// The names with which lines begin beside a date line; those on lines in a row are one byline.
    fn bare(&self, lines: &[usize]) -> Option<String> {
        let first = lines.iter().position(|&at| self.bare_name(at).is_some())?;
        let row = lines.iter().skip(first).map_while(|&at| self.bare_name(at));
        let mut names: Vec<&str> = Vec::new();
        for name in row.take(LISTED_MAX) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Some(names.join(", "))
    }

    fn bare_name(&self, at: usize) -> Option<&'b str> {
        let block = self.get(at).filter(|block| block.words <= WORDS_MAX)?;
        // A name that the page says often passes for noise, and so do labels.
        let is_plain = || wording::of(&block.text, block.words) == Wording::Plain;
        if !(block.kind == Kind::Short || block.kind == Kind::Noise && is_plain()) {
            return None;
        }
        let line = block.text.as_str();
        let line = self.site.and_then(|site| line.strip_suffix(site)).map_or(line, str::trim_end);
        let name = first_name(line)?;
        let near = at.saturating_sub(BESIDE)..=at + BESIDE;
        let is_beside = near
            .into_iter()
            .any(|at| self.is_dated(at) || self.get(at).is_some_and(|near| signs::is_timed(&near.text)));
        let is_listed = || line.split([',', '|', '&']).all(|name| is_name(name.trim()));
        (is_beside && !self.is_pictures(at) && self.may_sign(name)).then(|| if is_listed() { line } else { name })
    }

    /// Whether the line names whose a picture is: an agency of pictures, or whoever stands below a word for a picture or a label.
    fn is_pictures(&self, at: usize) -> bool {
        let (line, above) = (self.get(at), at.checked_sub(1).and_then(|above| self.get(above)));
        let is_labels = |above: &Weighed| {
            let label = above.text.trim_end_matches([':', ',', '：', ' ']);
            let lower = label.to_lowercase();
            label.len() < above.text.len()
                || above.words <= LABEL_WORDS_MAX && PICTURES.iter().any(|word| lower.contains(word))
        };
        line.is_some_and(|line| line.text.to_lowercase().contains(PICTURE_AGENCY)) || above.is_some_and(is_labels)
    }

    /// Whether a text that is spelt like a name may be the author's: the headline and the article's paragraphs don't say its last
    /// word, nor most of its words as words of the language. A paragraph that begins with the name tells of the author, and so do the last
    /// ones that say all of it.
    fn may_sign(&self, name: &str) -> bool {
        let said = self.said.get_or_init(|| self.told().flat_map(words_of).fold(HashMap::new(), counted));
        let times = |word: &str| said.get(word).copied().unwrap_or(0);
        let Some(last) = name.rsplit(' ').next() else { return false };
        let last_ones = self.told().count().saturating_sub(BIOGRAPHY_MAX);
        let is_of_author =
            |(at, text): &(usize, &str)| text.starts_with(name) || *at >= last_ones && text.contains(name);
        let of_author = self.told().enumerate().filter(is_of_author).flat_map(|(_, text)| words_of(text));
        if times(last) > of_author.filter(|word| *word == last).count() {
            return false;
        }
        let is_common = |word: &&str| {
            let lower = word.to_lowercase();
            lower != **word && times(&lower) > 0
        };
        name.split(' ').filter(is_common).count() * 2 <= name.split(' ').count()
    }

    /// The headline and the article's paragraphs, as far as they are looked at.
    fn told(&self) -> impl Iterator<Item = &'b str> {
        let Place { headline, start, end } = self.place;
        let paragraphs = self.blocks.get(start..end).unwrap_or_default().iter().filter(|block| is_prose(block));
        let told = headline.and_then(|at| self.get(at)).into_iter().chain(paragraphs).map(|block| block.text.as_str());
        let mut bytes = 0;
        told.take_while(move |text| {
            bytes += text.len();
            bytes <= TOLD_BYTES_MAX
        })
    }
}

/// How much of the text is looked at for a name, in bytes: of nearly all articles the whole.
/// Set by hand: it bounds what a page costs whose text is hostile; no test moves with it.
const TOLD_BYTES_MAX: usize = 256 << 10;

/// How many paragraphs at the end may tell of the author.
/// Set by hand: one tells who it is, one how to write; no test moves with it.
const BIOGRAPHY_MAX: usize = 2;

/// Words for pictures in lower case, which begin others; an agency of pictures; and how many words the line of a label has.
/// Set by hand; `labels_places_and_people_of_the_story_do_not_sign` moves with the words.
const PICTURES: &[&str] =
    &["photo", "foto", "bild", "image", "illustration", "credit", "caption", "video", "picture", "фото", "写真"];
const PICTURE_AGENCY: &str = "getty images";
const LABEL_WORDS_MAX: usize = 3;

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
}

fn counted<'t>(mut said: HashMap<&'t str, usize>, word: &'t str) -> HashMap<&'t str, usize> {
    *said.entry(word).or_default() += 1;
    said
}

/// How many lines from a date line a name stands.
/// Set by hand: a button or a sign stands between them; `names_sign_beside_dates` moves with it.
const BESIDE: usize = 2;

/// A line without the numbers at its end, which count what its author has written.
fn uncounted(line: &str) -> &str {
    line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',' || c == ' ')
}

/// The name that a line is, or is up to a sign that parts name and role.
fn first_name(line: &str) -> Option<&str> {
    let parted = [", ", " | ", " – ", " — ", " - ", " · ", " • ", " / ", " & "];
    let end = parted.iter().filter_map(|sign| line.find(sign)).min().unwrap_or(line.len());
    line.get(..end).filter(|name| is_name(name))
}

/// What a date line says from the word on that introduces a name: `May 3, 2024 By Jane Doe`.
fn opened_behind(line: &str) -> Option<&str> {
    let words = line.match_indices(' ').filter_map(|(at, _)| line.get(at + 1..));
    words
        .filter(|rest| rest.get(..BY.len()).is_some_and(|word| word.eq_ignore_ascii_case(BY)))
        .find(|rest| rest.get(BY.len()..).is_some_and(|name| name.starts_with(char::is_uppercase)))
}

/// The word that introduces a name behind a date; those of other languages introduce much else.
const BY: &str = "by ";

/// The name with which a date line begins: two to four words, and then the date, a sign, or a word that introduces the date.
fn dated_name(line: &str) -> Option<&str> {
    let is_figure = |word: &str| word.starts_with(|c: char| c.is_numeric());
    let mut ends = line.match_indices(' ').map(|(at, _)| at).skip(1).take(NAME_WORDS_MAX - 1);
    ends.find_map(|end| {
        let (name, rest) = line.split_at_checked(end)?;
        let (name, is_parted) = name.strip_suffix(',').map_or((name, false), |name| (name, true));
        let mut words = rest.trim_start().split(' ');
        let (next, behind) = (words.next()?, words.next());
        let is_sign = !next.contains(char::is_alphanumeric);
        // `Jane Doe June 3`.
        let is_date = is_figure(next) || behind.is_some_and(is_figure) || signs::is_date_label(next);
        let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let is_day = is_figure(next) && MONTHS.contains(&last.as_str());
        let is_whole = is_name(name) && !is_day;
        (is_whole && (is_parted || is_sign || is_date)).then_some(name)
    })
}

/// The most words of a name, as [`is_name`] has it.
const NAME_WORDS_MAX: usize = 4;

/// Months that stand in front of the day, as in English and Turkish pages, and are no names' last words.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];
