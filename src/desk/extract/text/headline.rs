//! The headline of a page of visible text: the line that the page's title says too, or says twice, above the body.

use super::super::wording::{self, Wording};
use super::weigh::{Kind, Weighed};

/// A headline and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// Its text.
    pub(super) text: String,
    /// The site's name, where the page's title adds it.
    pub(super) site: Option<String>,
    /// The index of its last occurrence above or at the head of the body.
    at: Option<usize>,
}

impl Title {
    /// Where the body starts: after the headline, where that stands near the run's head.
    pub(super) fn body_from(&self, start: usize, end: usize) -> usize {
        self.at.map(|at| at + 1).filter(|&after| after > start && after < end).unwrap_or(start)
    }

    /// Where it stands above a body that starts there.
    pub(super) fn above(&self, start: usize) -> Option<usize> {
        self.at.filter(|&at| at < start)
    }
}

/// The longest headline, and the shortest, in characters.
const CHARS_MAX: usize = 250;
const CHARS_MIN: usize = 8;

/// A first line of so many words is the page's title even where no line of the text says it again; of half as many,
/// where nothing else is a headline. A menu's first entry has fewer.
const TITLE_WORDS_MIN: usize = 5;

/// How many lines above the body are looked at.
const LINES_MAX: usize = 60;

/// Finds the headline of the body at `start..end`.
pub(super) fn find(blocks: &[Weighed], start: usize, end: usize) -> Option<Title> {
    // What a crawler stores of `<title>` comes first, with the site's name behind a separator.
    // Or a link that leads past the menu. What the text says several times passes for noise, and is the title all the same.
    let is_label = |first: &Weighed| wording::of(&first.text, first.words) == Wording::Label;
    let is_title = |first: &&Weighed| start > 0 && is_sized(first) && !is_label(first);
    let first = blocks.first().filter(is_title);
    // Its own copy in the text may lie within the run: a headline with a full stop, or a teaser above it.
    let reach = start + (end - start) / 3;
    let near = || (0..reach.max(start)).rev().take(LINES_MAX + reach - start).filter(|&at| at > 0);
    if let Some(first) = first {
        // A line that says all of it before one that says most.
        let whole = blocks.iter().enumerate().take(reach).skip(1).find(|(_, block)| block.text == first.text);
        let said = whole.or_else(|| {
            near().find_map(|at| {
                let block = blocks.get(at).filter(|block| is_sized(block))?;
                contains(&first.text, &block.text).then_some((at, block))
            })
        });
        if let Some((at, block)) = said {
            let site = site(&first.text, &block.text);
            return Some(Title { text: block.text.clone(), site, at: Some(at) });
        }
        // A kicker and the headline, which the page's title joins.
        let (text, site) = parted(&first.text);
        let joins = |at: &usize| {
            if !blocks.get(*at).is_some_and(is_sized) {
                return false;
            }
            // One word is a section's name.
            let kicker = at.checked_sub(1).and_then(|above| blocks.get(above)).filter(|above| above.words >= 2);
            let lines = [kicker, blocks.get(*at)];
            let said: String = lines.into_iter().flatten().map(|block| bare(&block.text)).collect();
            said == bare(&text)
        };
        if let Some(at) = near().find(joins) {
            return Some(Title { text, site, at: Some(at) });
        }
    }
    // The page says its headline in other words than its title: the line that shares most of them.
    let alike = first.and_then(|first| {
        let shared = |at: &usize| {
            blocks.get(*at).filter(|block| fits(block)).map_or(0, |block| shared(&first.text, &block.text))
        };
        (1..start).rev().take(ALIKE_LINES_MAX).filter(|at| shared(at) >= SHARED_PERCENT_MIN).max_by_key(shared)
    });
    if let Some((at, block)) = alike.and_then(|at| Some((at, blocks.get(at)?))) {
        return Some(Title { text: block.text.clone(), site: None, at: Some(at) });
    }
    let stated = |words_min: usize| {
        let (text, site) = first.map(|first| parted(&first.text))?;
        (super::words(&text) >= words_min).then_some(Title { text, site, at: None })
    };
    if let Some(title) = stated(TITLE_WORDS_MIN) {
        return Some(title);
    }
    // Said twice, one above the other.
    let twice = (1..start).rev().take(LINES_MAX).find(|&at| {
        let (Some(one), Some(other)) = (blocks.get(at - 1), blocks.get(at)) else { return false };
        fits(other) && same(&one.text, &other.text)
    });
    if let Some(block) = twice.and_then(|at| blocks.get(at)) {
        return Some(Title { text: block.text.clone(), site: None, at: twice });
    }
    if let Some(title) = stated(TITLE_WORDS_MIN / 2) {
        return Some(title);
    }
    // The nearest line above that could be one; else what the text begins with.
    let above = (0..start).rev().take(LINES_MAX).find(|&at| {
        blocks.get(at).is_some_and(|block| {
            fits(block) && block.words >= 3 && matches!(block.kind, Kind::Short | Kind::Brief | Kind::Prose | Kind::Row)
        })
    });
    let at = above.or(Some(start))?;
    let block = blocks.get(at)?;
    Some(Title { text: block.text.clone(), site: None, at: Some(at) })
}

/// The most copies of the page's title that are looked below.
const COPIES_MAX: usize = 8;

/// Where the text says the page's title again, in page order: an article begins below one of them.
pub(super) fn copies(blocks: &[Weighed]) -> Vec<usize> {
    let Some(first) = blocks.first().filter(|first| is_sized(first)) else { return Vec::new() };
    let is_copy = |block: &Weighed| is_sized(block) && contains(&first.text, &block.text);
    let copies = blocks.iter().enumerate().skip(1).filter(|(_, block)| is_copy(block));
    copies.map(|(at, _)| at).take(COPIES_MAX).collect()
}

/// How near above the body a headline in other words stands, in lines, and how many words in a hundred it shares with
/// the page's title at least.
const ALIKE_LINES_MAX: usize = 15;
const SHARED_PERCENT_MIN: usize = 50;

/// How many of a line's words the page's title has too, in percent; none counts of a line under four words, and short
/// words don't count.
fn shared(title: &str, line: &str) -> usize {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(str::to_lowercase)
            .collect()
    };
    let (title, line) = (words(title), words(line));
    if line.len() < 3 {
        return 0;
    }
    line.iter().filter(|word| title.contains(word)).count() * 100 / line.len()
}

/// Whether two lines say the same, case, quotation marks and punctuation aside.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || (!one.is_empty() && bare(one) == bare(other))
}

/// Whether a block could be a headline by its wording too, where nothing else says that it is one. A trail of sections is none: its signs
/// part three names at least, and quotation marks are no signs.
fn fits(block: &Weighed) -> bool {
    let text = &block.text;
    let is_trail = || !text.contains('«') && [" › ", " » ", " > "].iter().any(|sign| text.matches(sign).count() >= 2);
    is_sized(block) && !matches!(block.kind, Kind::Fact | Kind::Tail | Kind::Noise) && !is_trail()
}

/// Whether a block is as long as a headline.
fn is_sized(block: &Weighed) -> bool {
    let chars = block.text.chars().count();
    (CHARS_MIN..=CHARS_MAX).contains(&chars) && block.words >= 2
}

/// Whether the page's title says the line: all of it, or all but the site's name.
fn contains(title: &str, line: &str) -> bool {
    let (title, line) = (bare(title), bare(line));
    let enough = line.chars().count() * 100 >= title.chars().count() * 45;
    enough && (title.starts_with(&line) || title.ends_with(&line))
        || (line.starts_with(&title) && title.chars().count() >= 20)
}

/// Letters and digits in lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The site's name: what the title says besides the headline, behind a separator.
fn site(title: &str, headline: &str) -> Option<String> {
    let (rest, name) = parted(title);
    name.filter(|_| same(&rest, headline))
}

/// A title without the site's name behind its last separator, and that name.
fn parted(title: &str) -> (String, Option<String>) {
    for separator in [" | ", " – ", " — ", " - ", " :: ", " · ", " • ", " » ", "｜", "_", " / "] {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && super::words(head) >= 2
            && super::words(tail) <= 5
        {
            // The name may come with a slogan or a section before it: all of it goes.
            let (head, _) = parted_again(head, separator);
            return (head.trim().to_owned(), Some(tail.trim().to_owned()));
        }
    }
    (title.to_owned(), None)
}

/// Cuts one more short tail (`Headline | Section | Site`).
fn parted_again<'a>(head: &'a str, separator: &str) -> (&'a str, Option<&'a str>) {
    match head.rsplit_once(separator) {
        Some((rest, tail)) if super::words(rest) >= 3 && super::words(tail) <= 3 => (rest, Some(tail)),
        _ => (head, None),
    }
}
