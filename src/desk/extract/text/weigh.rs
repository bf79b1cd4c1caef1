//! Which run of blocks is the article: every block has a weight, and the run with the greatest sum is the body.
//!
//! Sentences weigh their words, menus and labels weigh against. A run bridges a few bad lines where enough text follows
//! them; the head of what follows an article costs so much that only an article's other half outweighs it.

use super::super::body::is_promo;
use super::super::wording::{self, Wording};
use super::signs::{self, Sign};

/// What a block is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph: sentences.
    Prose,
    /// A short sentence, a question, a quotation: prose beside prose.
    Brief,
    /// Some words without a sentence's end: a sub-headline, a list item, a menu's entry.
    Short,
    /// A date line, byline or the like.
    Fact,
    /// A head of what follows.
    Tail,
    /// A label or a prompt.
    Noise,
    /// Many words without a sentence's end, most in capitals: a row of menu entries, or a headline.
    Row,
}

/// A block with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Weighed {
    pub(super) text: String,
    pub(super) words: usize,
    pub(super) kind: Kind,
    pub(super) sign: Option<Sign>,
    pub(super) weight: i64,
}

/// The words that make a sentence a paragraph of its own, and those that make any text one.
/// Chosen on pages of many languages; test `menus_weigh_against` moves with them.
const SENTENCE_WORDS_MIN: usize = 9;
const PROSE_WORDS_MIN: usize = 24;

/// The most that one paragraph weighs: one long legal notice shall not outweigh an article.
const WEIGHT_MAX: i64 = 90;

const SHORT_WEIGHT: i64 = -7;
pub(super) const NOISE_WEIGHT: i64 = -10;
const TAIL_WEIGHT: i64 = -60;

/// A block by itself.
pub(super) fn weigh(text: String) -> Weighed {
    let words = super::words(&text);
    let wording = wording::of(&text, words);
    // A date in figures has no letters, as a mark has none.
    let is_bare = wording == Wording::Label && is_figures(&text);
    let sign = if wording == Wording::Plain || is_bare { signs::read(&text, words) } else { None };
    let ends = ends_sentence(&text);
    let stops = sentence_stops(&text);
    let kind = match wording {
        Wording::Tail => Kind::Tail,
        _ if sign.is_some() => Kind::Fact,
        Wording::Label | Wording::Prompt => Kind::Noise,
        Wording::Plain if is_promo(&text) => Kind::Noise,
        Wording::Plain if words >= SENTENCE_WORDS_MIN && (ends || stops > 0) => Kind::Prose,
        Wording::Plain if words >= PROSE_WORDS_MIN => {
            if text.contains([',', ';', ':', '、', '，', '،']) || is_running(&text) {
                Kind::Prose
            } else {
                Kind::Row
            }
        }
        Wording::Plain if ends && words >= 2 => Kind::Brief,
        Wording::Plain if words >= 12 && !is_running(&text) => Kind::Row,
        Wording::Plain => Kind::Short,
    };
    let count = i64::try_from(words).unwrap_or(WEIGHT_MAX).min(WEIGHT_MAX);
    let weight = match kind {
        Kind::Prose => count,
        Kind::Brief => count / 2,
        Kind::Short => SHORT_WEIGHT,
        Kind::Fact => SHORT_WEIGHT / 2,
        Kind::Noise | Kind::Row => NOISE_WEIGHT,
        Kind::Tail => TAIL_WEIGHT,
    };
    Weighed { text, words, kind, sign, weight }
}

/// Whether a text is a day in figures: no price, no result, and with a year of four figures or a clock.
fn is_figures(text: &str) -> bool {
    let is_one = |c: char| c.is_ascii_digit() || " .,:/-|–".contains(c);
    let has_year = || text.split(|c: char| !c.is_ascii_digit()).any(|number| matches!(number.len(), 4 | 8));
    text.chars().all(is_one) && (has_year() || text.contains(':'))
}

/// The run of greatest weight, as first index and index after the last.
pub(super) fn heaviest(blocks: &[Weighed]) -> Option<(usize, usize)> {
    let (mut best, mut found) = (0, None);
    let (mut sum, mut start) = (0, 0);
    let mut course = Course::default();
    for (at, block) in blocks.iter().enumerate() {
        // Heads of tails above the article are those of a menu.
        if sum <= 0 && best < -TAIL_WEIGHT {
            course = Course::default();
        }
        let (weight, from) = course.weight(at, block, block.weight);
        if sum <= 0 {
            (sum, start) = (0, from);
        }
        sum += weight;
        if sum > best {
            (best, found) = (sum, Some((start, at + 1)));
        }
    }
    found
}

/// What came before. Behind the head of a tail a paragraph under a title, a name, a date or a mark is another article's summary
/// or what a reader says, until two paragraphs in a row tell that an article goes on or begins.
#[derive(Default)]
struct Course {
    is_tailed: bool,
    above: Option<Kind>,
    /// The first of such paragraphs, and the weight of all.
    owed: Option<(usize, i64)>,
}

impl Course {
    /// What the next block, which weighs so much by itself, adds to a run, and where a run begins that begins with it.
    fn weight(&mut self, at: usize, block: &Weighed, weight: i64) -> (i64, usize) {
        let above = self.above.replace(block.kind);
        if block.kind == Kind::Tail {
            (self.is_tailed, self.owed) = (true, None);
        }
        if !self.is_tailed || !super::is_prose(block) {
            return (weight, at);
        }
        match above {
            Some(Kind::Short | Kind::Fact | Kind::Row | Kind::Noise) => {
                let (first, owed) = self.owed.unwrap_or((at, 0));
                self.owed = Some((first, owed + weight));
                (0, at)
            }
            Some(Kind::Prose | Kind::Brief) => {
                self.is_tailed = false;
                let (first, owed) = self.owed.take().unwrap_or((at, 0));
                (weight + owed, first)
            }
            _ => (weight, at),
        }
    }
}

/// The weights in the run below a headline: lists and labels between an article's paragraphs cost little where it is known
/// where it begins.
fn below(block: &Weighed) -> i64 {
    match block.kind {
        Kind::Short => -4,
        Kind::Fact => -3,
        Kind::Noise | Kind::Row => -6,
        Kind::Tail => 2 * TAIL_WEIGHT,
        Kind::Prose | Kind::Brief => block.weight,
    }
}

/// The run of greatest weight that begins below one of these headlines, as first index, index after the last, and weight.
pub(super) fn heaviest_below(blocks: &[Weighed], headlines: &[usize]) -> Option<(usize, usize, i64)> {
    let mut found: Option<(usize, usize, i64)> = None;
    for &headline in headlines {
        let (mut sum, mut first) = (0, None);
        let mut course = Course::default();
        for (at, block) in blocks.iter().enumerate().skip(headline + 1) {
            if first.is_none() && !matches!(block.kind, Kind::Prose | Kind::Brief) {
                continue;
            }
            let first = *first.get_or_insert(at);
            sum += course.weight(at, block, below(block)).0;
            if found.is_none_or(|(.., best)| sum > best) {
                found = Some((first, at + 1, sum));
            }
        }
    }
    found
}

/// The run's weight.
pub(super) fn sum(blocks: &[Weighed], (start, end): (usize, usize)) -> i64 {
    blocks.get(start..end).unwrap_or_default().iter().map(|block| block.weight).sum()
}

/// Whether the text ends as a sentence does, quotation marks and brackets after it aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '“', '»', '«', ')', ']', '\'', '」', '』', '）', '›', '*', ' '])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '॥', '؟', '۔', '։', '።', ':', '：', '；'])
}

/// How many sentences end within the text.
fn sentence_stops(text: &str) -> usize {
    let dense = text.chars().filter(|c| matches!(c, '。' | '！' | '？' | '।')).count();
    let spaced = [". ", "! ", "? ", ".” ", ".\" ", "؟ ", "۔ ", "… "]
        .iter()
        .map(|stop| text.matches(stop).count())
        .sum::<usize>();
    dense + spaced
}

/// Whether the text runs on like a sentence rather than lists titles: in scripts with case, many words in lower case.
fn is_running(text: &str) -> bool {
    let (mut lower, mut upper) = (0_usize, 0_usize);
    for word in text.split(' ') {
        match word.chars().find(|c| c.is_alphabetic()) {
            Some(c) if c.is_uppercase() => upper += 1,
            Some(c) if c.is_lowercase() => lower += 1,
            _ => {}
        }
    }
    lower > upper || lower + upper == 0
}
