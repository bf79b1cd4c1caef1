//! Text: an article from a page that the crawler stripped to its visible text.
//!
//! In: lines, menus, prompts and footers among them, hard-wrapped or not. Out: headline, date lines, byline, the
//! source's number and the body. Without markup the lines' length, punctuation and wording are the only signs.
//! Refuses a page whose best run of text is shorter than a brief.

mod headline;
mod lines;
mod signs;
mod weigh;

use super::body::{self, is_credit};
use super::dating::{self, Spoken};
use super::{Block, Draft, Evidence, Fault, Found, Limits, Role};
use crate::desk::decode::Page;
use signs::Sign;
use weigh::{Kind, Weighed};

/// The least body, in words: the shortest news brief has as many.
const BODY_WORDS_MIN: usize = 20;

/// How many lines above the body, counted from it, may state its date and byline.
const FACTS_LINES_MAX: usize = 40;

/// The longest line that is only the word for the date below it, in bytes.
const LABEL_BYTES_MAX: usize = 40;

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
    draft.publisher = title.and_then(|title| title.site).map(|site| Found { value: site, from: Evidence::Title });
    facts(&mut draft, page, &blocks, start, end);
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

/// Dates, bylines, number and keywords: from the lines above the body, nearest first, then from those below.
fn facts(draft: &mut Draft, page: &Page, blocks: &[Weighed], start: usize, end: usize) {
    let address = page.final_url.as_ref().unwrap_or(&page.url);
    let path = dating::path::dates(address.path());
    let in_path = |value: &String| Found { value: value.clone(), from: Evidence::Url };
    draft.published.extend(path.folders.iter().map(in_path));
    let above = (0..start).rev().take(FACTS_LINES_MAX);
    let inside = (start..end).take(FACTS_LINES_MAX);
    let below = (end..blocks.len()).take(FACTS_LINES_MAX / 4);
    let mut bare = None;
    for at in above.chain(inside).chain(below) {
        let Some(block) = blocks.get(at) else { continue };
        let found = || Found { value: block.text.clone(), from: Evidence::Visible };
        let dated = matches!(block.sign, Some(Sign::Published | Sign::Modified));
        if block.sign == Some(Sign::Byline) || (dated && signs::names_author(&block.text, block.words)) {
            draft.bylines.push(found());
        }
        match &block.sign {
            Some(Sign::Published | Sign::Modified) => dates(draft, blocks, at),
            Some(Sign::Number(number)) if draft.external_id.is_none() => {
                draft.external_id = Some(Found { value: number.clone(), from: Evidence::Visible });
            }
            Some(Sign::Keywords(keywords)) if draft.keywords.is_empty() => {
                draft.keywords.push(Found { value: keywords.clone(), from: Evidence::Visible });
            }
            _ => {}
        }
        if dated && bare.is_none() && at < start {
            bare = name_beside(blocks, at);
        }
    }
    if draft.bylines.is_empty() {
        draft.bylines.extend(bare.map(|value| Found { value, from: Evidence::Visible }));
    }
    draft.published.extend(path.slugs.iter().map(in_path));
    if path.folders.is_empty() {
        draft.published.extend(path.months.iter().map(in_path));
    }
}

/// The dates of a date line, each to its field: a line may hold both, and the word for one may stand in the line above.
fn dates(draft: &mut Draft, blocks: &[Weighed], at: usize) {
    let Some(block) = blocks.get(at) else { return };
    let above = at.checked_sub(1).and_then(|above| blocks.get(above)).map(|above| above.text.as_str());
    let above = above.filter(|above| above.len() <= LABEL_BYTES_MAX && !above.contains(char::is_numeric));
    let label = above.and_then(|above| dating::spoken(&above.to_lowercase()).last().map(|(_, spoken)| spoken));
    let lower = block.text.to_lowercase();
    for (value, spoken) in
        dating::shape::parted(&block.text, &lower, &dating::spoken(&lower).collect::<Vec<_>>(), label)
    {
        let found = Found { value, from: Evidence::Visible };
        match spoken {
            Some(Spoken::Changed) => draft.modified.push(found),
            Some(Spoken::Other) => {}
            _ => draft.published.push(found),
        }
    }
}

/// A bare name on the line above or below a date line.
fn name_beside(blocks: &[Weighed], at: usize) -> Option<String> {
    let lines = [at.checked_sub(1), at.checked_add(1)];
    let mut blocks = lines.into_iter().flatten().filter_map(|at| blocks.get(at));
    blocks.find(|block| block.kind == Kind::Short && signs::is_bare_name(&block.text)).map(|block| block.text.clone())
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
