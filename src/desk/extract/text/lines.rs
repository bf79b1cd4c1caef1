//! Lines of visible text become blocks: paragraphs rejoined where the crawler kept hard line breaks.

use crate::desk::extract::unspaced::is_dense;

/// The widest column at which text is taken for hard-wrapped, in characters: terminals and mail wrap at 72 to 100.
/// Test `wrapped_lines_become_paragraphs` moves with it.
const COLUMN_CHARS_MAX: usize = 110;

/// The narrowest column: below it lines are menus and verse.
const COLUMN_CHARS_MIN: usize = 40;

/// How much of the column's width a line that was broken for width fills at least, in percent: the next word was too
/// long for the rest.
const FILL_PERCENT_MIN: usize = 75;

/// How many lines in a hundred that are followed by another line fill the column in wrapped text.
const WRAPPED_PERCENT_MIN: usize = 60;

/// The most blocks that are looked at: a page of more is a dump, and each block costs time.
const BLOCKS_MAX: usize = 20_000;

/// The text's blocks, trimmed, none empty, inner white space as single spaces; of so many lines at most.
pub(super) fn blocks(text: &str, lines_max: usize) -> Vec<String> {
    let lines = lines(text, lines_max);
    let column = column(&lines);
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.is_empty() {
            open = false;
            continue;
        }
        let width = line.chars().count();
        if blocks.len() == BLOCKS_MAX {
            break;
        }
        match blocks.last_mut().filter(|_| open) {
            Some(block) => join(block, &line),
            None => blocks.push(line),
        }
        // A line well short of the column ends its paragraph, as does every line of text that isn't wrapped.
        open = column.is_some_and(|column| width * 100 >= column * FILL_PERCENT_MIN);
    }
    blocks
}

/// The text's lines, tidied, the first `lines_max` of them; of empty lines in a row one, which parts paragraphs as
/// well as many.
fn lines(text: &str, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\u{2028}', '\u{2029}', '\u{85}']).map(tidy) {
        if lines.len() == lines_max {
            break;
        }
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines
}

/// Single spaces, nothing at the ends.
fn tidy(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split(|c: char| c.is_whitespace() || c == '\u{feff}').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The width at which the text was wrapped, where it was: no line is wider, and most lines that have a successor
/// fill it.
fn column(lines: &[String]) -> Option<usize> {
    let widths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let column = widths.iter().copied().max()?;
    if !(COLUMN_CHARS_MIN..=COLUMN_CHARS_MAX).contains(&column) {
        return None;
    }
    let followed = || widths.iter().zip(widths.iter().skip(1)).filter(|(width, next)| **width > 0 && **next > 0);
    let all = followed().count();
    let full = followed().filter(|(width, _)| **width * 100 >= column * FILL_PERCENT_MIN).count();
    (all >= 3 && full * 100 >= all * WRAPPED_PERCENT_MIN).then_some(column)
}

/// Joins a wrapped line to its paragraph: with a space, but in scripts without spaces with none, and after a hyphen
/// that broke a word without the hyphen.
fn join(block: &mut String, line: &str) {
    let (last, first) = (block.chars().last(), line.chars().next());
    if let (Some(last), Some(first)) = (last, first) {
        if last == '\u{ad}'
            || (last == '-' && first.is_lowercase() && block.chars().rev().nth(1).is_some_and(char::is_lowercase))
        {
            block.pop();
        } else if !(is_dense(last) && is_dense(first)) {
            block.push(' ');
        }
    }
    block.push_str(line);
}
