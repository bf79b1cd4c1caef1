//! Dates, bylines, number and keywords of a page of visible text: from the lines around its headline and the head of its body.

use super::super::dating::{self, Spoken};
use super::super::{Draft, Evidence, Found};
use super::signs::Sign;
use super::weigh::Weighed;
use super::{Place, bylines};
use crate::desk::decode::Page;

/// How many lines above the body, counted from it, may state its date, how many below the headline where the body is farther off, and
/// how many of the body's first lines, as a standfirst belongs to it. Set by hand; `a_date_right_below_the_headline_is_found_far_above_the_body`
/// and `a_date_below_the_standfirst_goes_before_one_above_the_headline` hold them to a line at least, and no test moves with them.
const ABOVE_MAX: usize = 40;
const HEADED_MAX: usize = 12;
const OPENING_MAX: usize = 8;

/// How many lines of the body, and behind it, may as well, and the longest line that is only the word for the date below it, in bytes.
/// Set by hand; no test moves with them.
const INSIDE_MAX: usize = 40;
const BELOW_MAX: usize = 10;
const LABEL_BYTES_MAX: usize = 40;

/// Adds what the lines tell, the likeliest first.
pub(super) fn add(draft: &mut Draft, page: &Page, blocks: &[Weighed], place: Place) {
    let address = page.final_url.as_ref().unwrap_or(&page.url);
    let path = dating::path::dates(address.path());
    let in_path = |value: &String| Found { value: value.clone(), from: Evidence::Url };
    let visible = |value: &str| Found { value: value.to_owned(), from: Evidence::Visible };
    draft.published.extend(path.folders.iter().map(in_path));
    let Place { headline, start, end } = place;
    let top = headline.map_or(0, |at| at + 1);
    // Nearest to the body first.
    let between = (top..start).rev().take(ABOVE_MAX).chain((top..start.saturating_sub(ABOVE_MAX)).take(HEADED_MAX));
    let opening = (start..end).take(OPENING_MAX);
    let above = (0..top).rev().take(ABOVE_MAX);
    let far = (start..end).take(INSIDE_MAX).skip(OPENING_MAX).chain((end..blocks.len()).take(BELOW_MAX));
    let lines = between.clone().chain(opening.clone()).chain(above.clone()).chain(far.clone());
    for block in lines.filter_map(|at| blocks.get(at)) {
        match &block.sign {
            Some(Sign::Number(number)) if draft.external_id.is_none() => draft.external_id = Some(visible(number)),
            Some(Sign::Keywords(keywords)) if draft.keywords.is_empty() => draft.keywords.push(visible(keywords)),
            _ => {}
        }
    }
    let told = |at| dates(blocks, at);
    let mut near: Vec<Told> = between.flat_map(told).collect();
    let (opening, above): (Vec<Told>, Vec<Told>) = (opening.flat_map(told).collect(), above.flat_map(told).collect());
    // A text that tells of several days begins with other ones than its own.
    near.extend(if opening.len() == 1 { [opening, above] } else { [above, opening] }.into_iter().flatten());
    near.sort_by_key(|told| told.spoken != Some(Spoken::Published));
    for told in near {
        told.add_to(draft);
    }
    let far: Vec<Told> = far.flat_map(told).collect();
    // Farther off stand the dates of other stories as well; where only one stands there it is this one's.
    let is_one =
        far.iter().all(|told| told.spoken.is_none() && Some(&told.text) == far.first().map(|first| &first.text));
    far.into_iter().filter(|told| is_one || told.spoken.is_some()).for_each(|told| told.add_to(draft));
    draft.bylines.extend(bylines::find(blocks, place, draft.publisher.as_ref()).iter().map(|name| visible(name)));
    draft.published.extend(path.slugs.iter().map(in_path));
    if path.folders.is_empty() {
        draft.published.extend(path.months.iter().map(in_path));
    }
}

/// A date that a line tells.
struct Told {
    text: String,
    /// What the word says that introduces it.
    spoken: Option<Spoken>,
    is_change: bool,
}

impl Told {
    fn add_to(self, draft: &mut Draft) {
        let found = Found { value: self.text, from: Evidence::Visible };
        match self.spoken {
            Some(Spoken::Other) => {}
            _ if self.is_change => draft.modified.push(found),
            _ => draft.published.push(found),
        }
    }
}

/// The dates of a date line: it may hold two, and the word for one may stand in the line above.
fn dates(blocks: &[Weighed], at: usize) -> Vec<Told> {
    let is_dated = |block: &&Weighed| matches!(block.sign, Some(Sign::Published | Sign::Modified));
    let Some(block) = blocks.get(at).filter(is_dated) else { return Vec::new() };
    let above = at.checked_sub(1).and_then(|above| blocks.get(above)).map(|above| above.text.as_str());
    let above = above.filter(|above| above.len() <= LABEL_BYTES_MAX && !above.contains(char::is_numeric));
    let label = above.and_then(|above| dating::spoken(&above.to_lowercase()).last().map(|(_, spoken)| spoken));
    let lower = block.text.to_lowercase();
    let words: Vec<_> = dating::spoken(&lower).collect();
    let parted = dating::shape::parted(&block.text, &lower, &words, label).into_iter();
    let is_change = |spoken| block.sign == Some(Sign::Modified) || spoken == Some(Spoken::Changed);
    parted.map(|(text, spoken)| Told { text, spoken, is_change: is_change(spoken) }).collect()
}
