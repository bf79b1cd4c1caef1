//! The inline text that is being gathered into a unit, or several where empty lines part it.

use super::weight::{ends_sentence, is_spaced, trimmed, weigh};

/// A finished stretch of text between empty lines.
#[derive(Debug)]
pub(super) struct Part {
    /// Where it stands in the text gathered, in bytes.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) weight: usize,
    pub(super) link_weight: usize,
    /// Where its places stand in [`Run::places`].
    pub(super) places: (usize, usize),
}

/// The least weight of each line, where single line breaks part paragraphs rather than verses or addresses.
const BROKEN_LINE_WEIGHT: usize = 120;

/// The least weight of a line that is broken to fit a page's width: shorter ones are verses, addresses, results. Set by hand;
/// `lines_that_a_text_is_broken_into_are_kept` moves with it.
const WRAPPED_WEIGHT_MIN: usize = 40;

/// Of how many lines that are broken so one shows it, by a word in small letters behind the break: others begin with a name, in German
/// with a noun. Set by hand; the same test moves with it.
const WRAPPED_LINES: usize = 3;

/// Whether a text is a web address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let begins = ["http://", "https://", "www."].iter().any(|begin| text.starts_with(begin));
    begins && text.is_ascii() && !text.contains(' ')
}

/// Whether a sentence goes on behind a line break.
fn goes_on(line: &str, next: &str) -> bool {
    let next = next.trim_start();
    // `a) a new pier`.
    let is_item = || next.chars().nth(1).is_some_and(|second| matches!(second, ')' | '.'));
    next.starts_with(char::is_lowercase) && !is_item() && !ends_sentence(line.trim_end())
}

/// Inline text as it is met.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// All text of the page that was gathered, white space collapsed but for the line breaks that are kept.
    pub(super) text: String,
    /// The places of what was gathered; see [`Part::places`].
    pub(super) places: Vec<usize>,
    /// The block that holds the first of it.
    pub(super) block: Option<usize>,
    /// The parts that are finished.
    pub(super) done: Vec<Part>,
    /// Where the part that is open begins in the text, and its places.
    from: usize,
    from_place: usize,
    /// Whether white space is owed before the next word.
    space: bool,
    /// Line breaks since the last text.
    breaks: usize,
    /// How many paragraphs were parted by [wide spaces](indented).
    indents: usize,
    /// Where single line breaks stand in the text.
    lines: Vec<usize>,
    /// Whether the part that is open holds preformatted text.
    is_pre: bool,
    weight: usize,
    link_weight: usize,
}

impl Run {
    /// Adds text that stands in a place, and gives its weight; `block` is the block around it.
    pub(super) fn push(&mut self, text: &str, place: usize, block: usize, is_link: bool) -> usize {
        let words = trimmed(text);
        if words.is_empty() {
            self.space |= !text.is_empty();
            return 0;
        }
        self.space |= text.starts_with(char::is_whitespace);
        // Most texts are words with single spaces between, which are taken as one.
        let weight = if is_spaced(words) {
            self.add(words, place, block, is_link)
        } else {
            let mut parts = indented(words, INDENTS_MAX.saturating_sub(self.indents));
            let first = parts.next().map_or(0, |part| self.words(part, place, block, is_link));
            parts.fold(first, |weight, part| {
                // As two line breaks do.
                self.breaks += 2;
                self.indents += 1;
                weight + 1 + self.words(part, place, block, is_link)
            })
        };
        self.space = text.ends_with(char::is_whitespace);
        weight
    }

    /// As [`push`](Self::push) does, of preformatted text: it keeps its line breaks.
    pub(super) fn push_lines(&mut self, text: &str, place: usize, block: usize, is_link: bool) -> usize {
        let mut weight = 0;
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.breaks = 1;
            }
            weight += self.push(line, place, block, is_link);
            self.is_pre |= !self.is_empty();
        }
        weight
    }

    /// Adds words one by one, and gives the weight.
    fn words(&mut self, words: &str, place: usize, block: usize, is_link: bool) -> usize {
        let weights = words.split_whitespace().map(|word| self.add(word, place, block, is_link) + 1);
        weights.sum::<usize>().saturating_sub(1)
    }

    /// Adds a word, or words with single spaces between, and gives the weight.
    fn add(&mut self, words: &str, place: usize, block: usize, is_link: bool) -> usize {
        self.block.get_or_insert(block);
        if self.breaks > 1 {
            self.part();
        } else if self.breaks == 1 && !self.is_empty() {
            self.lines.push(self.text.len());
            self.space = true;
        }
        self.breaks = 0;
        if self.space && !self.is_empty() {
            self.text.push(' ');
            self.weight += 1;
        }
        self.space = true;
        self.text.push_str(words);
        // Where a link's text is its address, what stands beside it says what it is for.
        let weight = if is_link && is_address(words) { 0 } else { weigh(words) };
        self.weight += weight;
        self.link_weight += if is_link && weight > 0 { weight + 1 } else { 0 };
        if self.places.len() == self.from_place || self.places.last() != Some(&place) {
            self.places.push(place);
        }
        weight
    }

    /// Notes that a word ends here, whatever the markup.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Whether a sentence ended right here, without white space behind it.
    pub(super) fn is_at_stop(&self) -> bool {
        !self.space && self.breaks == 0 && !self.is_empty() && self.text.ends_with(['.', '!', '?', '…', '”', '»'])
    }

    pub(super) fn break_line(&mut self) {
        self.breaks += 1;
    }

    /// Whether no text has been gathered since the last part.
    pub(super) fn is_empty(&self) -> bool {
        self.text.len() == self.from
    }

    /// Ends the block: what was gathered is in [`done`](Self::done). What is open of a table's row is one line.
    #[inline]
    pub(super) fn end(&mut self, is_row: bool) {
        if is_row {
            self.lines.clear();
        }
        if !self.is_empty() {
            self.part();
        }
        (self.space, self.breaks, self.is_pre) = (false, 0, false);
    }

    /// Ends the part that is open.
    fn part(&mut self) {
        let (from, to) = (self.from, self.text.len());
        let places = (self.from_place, self.places.len());
        let (weight, link_weight) = (self.weight, self.link_weight.min(self.weight));
        (self.from, self.from_place) = (to, self.places.len());
        (self.weight, self.link_weight) = (0, 0);
        let is_pre = std::mem::take(&mut self.is_pre);
        if from == to {
            self.lines.clear();
            return;
        }
        if is_pre || self.lines.is_empty() || weight < BROKEN_LINE_WEIGHT * (self.lines.len() + 1) {
            self.keep_lines(from, is_pre);
            self.lines.clear();
            self.done.push(Part { from, to, weight, link_weight, places });
            return;
        }
        let mut start = from;
        for end in self.lines.drain(..).chain([to]) {
            let line = self.text.get(start..end).unwrap_or_default();
            let next = self.text.get(end..to).unwrap_or_default();
            if goes_on(line, next) {
                continue;
            }
            let at = start + (line.len() - line.trim_start().len());
            let line = line.trim();
            start = end;
            if !line.is_empty() {
                let own = weigh(line);
                let linked = link_weight * own / weight.max(1);
                self.done.push(Part { from: at, to: at + line.len(), weight: own, link_weight: linked, places });
            }
        }
    }

    /// Keeps the line breaks of the part that begins there: verses, addresses, results, and all that is preformatted. Those that break a
    /// text to fit a page's width go: behind many of them a sentence goes on in small letters.
    fn keep_lines(&mut self, from: usize, is_pre: bool) {
        let starts = std::iter::once(from).chain(self.lines.iter().copied());
        let breaks_sentence = |(start, &at): (usize, &usize)| {
            let (line, next) = (self.text.get(start..at)?, self.text.get(at..)?);
            Some(weigh(line.trim()) >= WRAPPED_WEIGHT_MIN && goes_on(line, next))
        };
        let broken: Vec<bool> = starts.zip(&self.lines).map(|at| breaks_sentence(at).unwrap_or_default()).collect();
        let is_wrapped = broken.iter().filter(|is| **is).count() * WRAPPED_LINES >= broken.len();
        for (at, is_broken) in std::mem::take(&mut self.lines).into_iter().zip(broken) {
            let is_kept = is_pre || !is_wrapped && !is_broken;
            if is_kept && self.text.get(at..=at) == Some(" ") {
                self.text.replace_range(at..=at, "\n");
            }
        }
    }
}

/// The paragraphs of a text that parts them by lines of its own, each set in by the wide space that Japanese and Chinese
/// papers begin one with: no browser drops that, and nobody writes it within a sentence. What is behind the last that may
/// be parted stays whole.
fn indented(text: &str, mut most: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let begins = |(at, _): (usize, &str)| {
            let before = text.get(..at)?.trim_end_matches(GAPS);
            text.get(before.len()..at)?.contains('\n').then_some((before, at))
        };
        let mut indents = text.match_indices(INDENT).filter(|_| most > 0);
        let Some((before, at)) = indents.find_map(begins) else { return Some(text) };
        most -= 1;
        rest = text.get(at..).map(str::trim_start);
        Some(before)
    })
}

/// The most paragraphs of a page that are parted so: a novel's chapter. Each takes as much memory as an element, and the
/// cap on elements does not count it. The shape `lines set in by a wide space` moves with it.
const INDENTS_MAX: usize = 4_000;

/// The wide space, and what may stand between a line's end and the next one's begin.
const INDENT: char = '\u{3000}';
const GAPS: [char; 4] = ['\n', '\r', '\t', ' '];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_weighs_the_same_in_one_piece_and_by_the_word() {
        let run = |texts: &[&str]| {
            let mut run = Run::default();
            let weight: usize = texts.iter().map(|text| run.push(text, 1, 1, true)).sum();
            run.end(false);
            (run.text.clone(), run.done.iter().map(|part| (part.weight, part.link_weight)).collect::<Vec<_>>(), weight)
        };
        let (text, parts, weight) = run(&["The bridge stays"]);
        assert_eq!((text.as_str(), weight), ("The bridge stays", 16));
        assert_eq!((text, parts, weight), run(&["\tThe\n bridge stays "]));
    }

    #[test]
    fn lines_set_in_by_a_wide_space_are_paragraphs() {
        let parts = |text: &str| {
            let mut run = Run::default();
            run.push(text, 0, 0, false);
            run.end(false);
            let parts = run.done.iter().map(|part| run.text.get(part.from..part.to).unwrap_or_default().to_owned());
            parts.collect::<Vec<_>>()
        };
        assert_eq!(parts("　橋は残る。\n　町は直す。"), ["橋は残る。", "町は直す。"]);
        assert_eq!(parts("　橋は残る。\n\n \t　町は直す。\n"), ["橋は残る。", "町は直す。"]);
        assert_eq!(parts("橋は\n残る。　町は直す。"), ["橋は 残る。 町は直す。"]);
    }
}
