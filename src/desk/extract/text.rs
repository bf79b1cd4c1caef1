//! Text: an article from a page that the crawler stripped to its visible text.
//!
//! In: lines, menus, prompts and footers among them, hard-wrapped or not. Out: headline, date lines, byline, the
//! source's number and the body. Without markup the lines' length, punctuation and wording are the only signs.
//! Refuses a page whose best run of text is shorter than a brief.

mod bylines;
mod facts;
mod headline;
mod lines;
mod signs;
mod weigh;

use super::body::{self, is_credit};
use super::{Block, Draft, Evidence, Fault, Found, Limits, Role};
use crate::desk::decode::Page;
use weigh::{Kind, Weighed};

/// The least body, in words: the shortest news brief has as many.
const BODY_WORDS_MIN: usize = 20;

/// Where the article stands among the blocks.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The headline's last copy, where the text says it; above the body.
    headline: Option<usize>,
    /// The body's first block, and the first behind it.
    start: usize,
    end: usize,
}

/// Drafts the article that a page of visible text holds.
pub(super) fn draft(page: &Page, text: &str, limits: &Limits) -> Result<Draft, Fault> {
    let mut blocks: Vec<Weighed> = lines::blocks(text, limits.text_lines_max).into_iter().map(weigh::weigh).collect();
    discount_repeats(&mut blocks);
    discount_captions(&mut blocks);
    let (start, end) = run(&blocks).ok_or(Fault::NoText)?;
    let title = headline::find(&blocks, start, end);
    let start = title.as_ref().map_or(start, |title| title.body_from(start, end));

    let mut draft = Draft { body: body(&blocks, start, end, title.as_ref()), ..Draft::default() };
    if draft.body.iter().map(|block| words(&block.text)).sum::<usize>() < BODY_WORDS_MIN {
        return Err(Fault::NoText);
    }
    let visible = |value: &str| Found { value: value.to_owned(), from: Evidence::Visible };
    draft.headline = title.as_ref().map(|title| visible(&title.text));
    let headline = title.as_ref().and_then(|title| title.above(start));
    let place = Place { headline, start, end };
    draft.publisher = title.and_then(|title| title.site).map(|site| Found { value: site, from: Evidence::Title });
    facts::add(&mut draft, page, &blocks, place);
    Ok(draft)
}

/// The run of blocks that is the article: the one below the headline, where that is known and the run is no mere stub beside
/// the heaviest of the page.
fn run(blocks: &[Weighed]) -> Option<(usize, usize)> {
    let heaviest = weigh::heaviest(blocks)?;
    let below = weigh::heaviest_below(blocks, &headline::copies(blocks));
    let below = below.filter(|&(_, _, sum)| sum * 100 >= weigh::sum(blocks, heaviest) * BELOW_PERCENT_MIN);
    Some(below.map_or(heaviest, |(start, end, _)| (start, end)))
}

/// How much the run below the headline weighs at least, in percent of the page's heaviest.
const BELOW_PERCENT_MIN: i64 = 50;

/// Short lines that stand on the page several times are its furniture, whatever they say.
fn discount_repeats(blocks: &mut [Weighed]) {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for block in blocks.iter().filter(|block| block.words < 12) {
        *counts.entry(block.text.to_lowercase()).or_default() += 1;
    }
    for block in blocks.iter_mut().filter(|block| block.kind == Kind::Brief || block.kind == Kind::Short) {
        if counts.get(&block.text.to_lowercase()).is_some_and(|&count| count >= 3) {
            block.kind = Kind::Noise;
            block.weight = weigh::NOISE_WEIGHT;
        }
    }
}

/// The heaviest caption: two lines of print. Of some eighty lines above a credit on the text of news pages that are shorter, three
/// are paragraphs of the article; of those up to 250, more than half are. `a_line_above_a_credit_is_a_caption` moves with it.
const CAPTION_WEIGHT_MAX: usize = 150;

/// A line above one that says whose a picture is is the picture's caption.
fn discount_captions(blocks: &mut [Weighed]) {
    for at in 1..blocks.len() {
        if !blocks.get(at).is_some_and(|credit| is_credit(&credit.text)) {
            continue;
        }
        let above = at.checked_sub(1).and_then(|above| blocks.get_mut(above));
        let is_caption = |block: &&mut Weighed| is_prose(block) && body::weigh(&block.text) <= CAPTION_WEIGHT_MAX;
        if let Some(caption) = above.filter(is_caption) {
            (caption.kind, caption.weight) = (Kind::Noise, 0);
        }
    }
}

/// The run's blocks without what only stands between them: labels, prompts, date lines, links to other stories.
fn body(blocks: &[Weighed], start: usize, end: usize, title: Option<&headline::Title>) -> Vec<Block> {
    let run = blocks.get(start..end).unwrap_or_default();
    let mut body: Vec<Block> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut at = 0;
    while let Some(block) = run.get(at) {
        let shorts = run.iter().skip(at).take_while(|block| block.kind == Kind::Short).count();
        if shorts == 0 {
            let prose = matches!(block.kind, Kind::Prose | Kind::Brief);
            if prose && !is_title(block, title) && seen.insert(block.text.clone()) {
                body.push(Block { role: Role::Paragraph, text: block.text.clone() });
            }
            at += 1;
            continue;
        }
        let listed = body.last().is_some_and(|last| last.text.ends_with([':', '：']));
        let before = at == 0 || run.get(at - 1).is_some_and(is_prose);
        let after = run.get(at + shorts).is_some_and(is_prose);
        let role = if listed { Role::ListItem } else { Role::Heading };
        if listed || (shorts <= SHORTS_MAX && before && after) {
            for block in run.iter().skip(at).take(shorts) {
                if !is_title(block, title) && !credits(&block.text) && seen.insert(block.text.clone()) {
                    body.push(Block { role, text: block.text.clone() });
                }
            }
        }
        at += shorts;
    }
    body
}

/// How many short lines in a row are sub-headlines; more are cards of other stories.
const SHORTS_MAX: usize = 2;

fn is_prose(block: &Weighed) -> bool {
    matches!(block.kind, Kind::Prose | Kind::Brief)
}

/// Whether the block only says the headline again.
fn is_title(block: &Weighed, title: Option<&headline::Title>) -> bool {
    title.is_some_and(|title| headline::same(&block.text, &title.text))
}

/// Whether a short line is a picture's credit.
fn credits(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.starts_with(['©', '(', '[', '▲', '▶'])
        || lower.contains("getty")
        || lower.contains('©')
        || [
            "foto",
            "photo",
            "bild",
            "credit",
            "image",
            "picture",
            "legende",
            "quelle",
            "source",
            "фото",
            "zdj",
            "写真",
            "圖",
            "图",
            "illustration",
        ]
        .iter()
        .any(|opener| lower.starts_with(opener))
}

/// The words of a text as a reader counts them; two characters of a script without spaces are one word.
fn words(text: &str) -> usize {
    let (mut words, mut dense, mut inside) = (0_usize, 0_usize, false);
    for c in text.chars() {
        if super::unspaced::is_dense(c) {
            dense += usize::from(c.is_alphanumeric());
            inside = false;
        } else if c.is_whitespace() {
            inside = false;
        } else if c.is_alphanumeric() {
            words += usize::from(!inside);
            inside = true;
        }
    }
    words + dense.div_ceil(2)
}

#[cfg(test)]
mod tests;
