//! Dates: every spelling of when the article was published and when it was changed, best evidence first.
//!
//! Nothing is parsed here; which spelling can be read, and what it means, `normalize` finds out.

mod labels;
mod line;
mod metas;
mod visible;

use std::collections::BTreeSet;

use super::headline::Choice;
use super::json_ld::Article;
use super::microdata::Item;
use super::scan::Scan;
use super::{CANDIDATES_MAX, address};
use crate::desk::decode::{Page, Tree};
use crate::desk::extract::dating::shape::{dateline, has_year, is_brief};
use crate::desk::extract::dating::{Spoken, path};
use crate::desk::extract::{Evidence, Found, Limits, body::published_in_script};
use visible::{Seen, Standing};

/// The candidates for both dates, ranked.
pub(super) struct Dates {
    pub(super) published: Vec<Found<String>>,
    pub(super) modified: Vec<Found<String>>,
}

/// The most visible dates of a kind that are taken before what the page states elsewhere: both in words and as an
/// attribute, above and below the headline.
const PLAIN_MAX: usize = 4;

/// The most dates that a word for publishing introduces off the headline where they are the article's: one, in words and
/// as an attribute. `a_line_below_the_headline_outranks_what_both_dates_were_filled_with` moves with it.
const SAID_MAX: usize = 2;

/// Gathers the page's dates.
///
/// What a line by the headline calls the date of publication, readers take for it; else what JSON-LD states is the first
/// day most often, and what markup by the headline calls a date the next: above `<meta>`s, which content systems fill with
/// the last change or with the day of the import. A date that is also stated of the change was filled in by a template,
/// and stands behind what a reader sees.
pub(super) fn dates(
    page: &Page,
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline: &Choice,
    limits: &Limits,
) -> Dates {
    let headline_at = headline.at.map(|spot| spot.at);
    let mut out = Dates { published: Vec::new(), modified: Vec::new() };
    let json_ld = |raws: &[String]| raws.iter().map(|raw| (Evidence::JsonLd, raw.clone())).collect::<Vec<_>>();
    let micro = |name| item.all(name).map(|raw| (Evidence::Microdata, raw.to_owned())).collect::<Vec<_>>();
    add(&mut out.modified, json_ld(&article.modified));
    add(&mut out.modified, stated(scan, metas::MODIFIED));
    add(&mut out.modified, micro("datemodified"));
    // Names that the vocabulary doesn't have, for the same.
    add(&mut out.modified, micro("dateupdated"));
    add(&mut out.modified, micro("dateupdate"));

    let (changes, seen): (Vec<_>, Vec<_>) =
        visible::seen(tree, scan, headline_at).into_iter().partition(|seen| seen.is_change);
    let texts = |seen: Vec<Seen>| seen.into_iter().map(|seen| (Evidence::Visible, seen.text));
    let by = |standing, seen: Vec<Seen>| seen.into_iter().partition(|seen: &Seen| seen.standing == standing);
    let (told, seen): (Vec<Seen>, Vec<Seen>) = by(Standing::Told, seen);
    let (first, seen): (Vec<Seen>, Vec<Seen>) = by(Standing::First, seen);
    let (plain, seen): (Vec<Seen>, Vec<Seen>) = by(Standing::Plain, seen);
    let (close, off): (Vec<Seen>, Vec<Seen>) = by(Standing::Close, seen);
    let is_own = |(_, raw): &(Evidence, String)| !out.modified.iter().any(|found| found.value == *raw);
    let (own, filled): (Vec<_>, Vec<_>) = json_ld(&article.published).into_iter().partition(is_own);
    let (told, mut echoed): (Vec<_>, Vec<_>) = texts(told).take(PLAIN_MAX).partition(is_own);
    let (plain, more): (Vec<_>, Vec<_>) = texts(plain).take(PLAIN_MAX).partition(is_own);
    echoed.extend(more);
    let own_url = page.final_url.as_ref().unwrap_or(&page.url);
    let path = path::dates(own_url.path());
    let in_path = |kept: &[String]| kept.iter().map(|raw| (Evidence::Url, raw.clone())).collect::<Vec<_>>();
    let is_late =
        |(_, raw): &(Evidence, String)| path.folders.first().is_some_and(|folder| path::is_later(raw, folder));

    add(&mut out.published, told);
    if own.first().or(filled.first()).is_some_and(is_late) {
        add(&mut out.published, in_path(&path.folders));
    }
    add(&mut out.published, own);
    add(&mut out.published, texts(first).take(PLAIN_MAX));
    add(&mut out.published, plain);
    if !filled.is_empty() {
        let bare = close.iter().map(|seen| (Evidence::Visible, seen.text.clone()));
        add(&mut out.published, bare.filter(|seen| is_own(seen) && is_day(&seen.1)));
        // More of them are other stories'.
        let said = || off.iter().filter(|seen| seen.standing == Standing::Said).map(|seen| seen.text.as_str());
        if said().collect::<BTreeSet<_>>().len() <= SAID_MAX {
            add(&mut out.published, said().map(|text| (Evidence::Visible, text.to_owned())).filter(is_own));
        }
    }
    add(&mut out.published, filled);
    add(&mut out.published, stated(scan, metas::PUBLISHED));
    add(&mut out.published, micro("datepublished"));
    add(&mut out.published, echoed);
    add(&mut out.published, texts(close));
    add(&mut out.published, stated(scan, metas::DATED));
    add(&mut out.published, json_ld(&article.created));
    add(&mut out.published, micro("datecreated"));

    add(&mut out.published, in_path(&path.folders));
    add(&mut out.published, texts(off));
    add(&mut out.published, in_path(&path.slugs));
    for meta in &scan.metas {
        let found = || [(Evidence::Meta, meta.content.clone())];
        match metas::spoken(&meta.name) {
            Some(Spoken::Published) => add(&mut out.published, found()),
            Some(Spoken::Changed) => add(&mut out.modified, found()),
            _ => {}
        }
    }
    if path.folders.is_empty() {
        add(&mut out.published, in_path(&path.months));
    }
    add(&mut out.modified, texts(changes));
    if out.modified.is_empty() {
        add(&mut out.published, beside(scan));
    }
    // The month by which the address files it tells no day.
    let is_undated = out.modified.is_empty() && out.published.iter().all(|found| path.months.contains(&found.value));
    if is_undated && address::is_deep(own_url.as_str()) {
        let cards = visible::on_own_cards(tree, scan, own_url.as_str());
        add(&mut out.published, cards.into_iter().map(|text| (Evidence::Visible, text)));
    }
    // Reading the scripts costs more than all the rest.
    if !out.published.iter().chain(&out.modified).any(|found| has_year(&found.value))
        && let Some(headline) = &headline.headline
    {
        let stated = published_in_script(tree, &headline.value, limits);
        add(&mut out.published, stated.into_iter().map(|raw| (Evidence::Markup, raw)));
    }
    let header = page.http_headers.iter().find(|(name, _)| name == "last-modified");
    add(&mut out.modified, header.map(|(_, value)| (Evidence::Http, value.clone())));
    out
}

/// The most words of a line that is a day and nothing else: Portuguese has `3 de maio de 2024`. The golden page `date-in-lead`
/// moves with it.
const DAY_WORDS_MAX: usize = 3;

/// Whether a line that holds a date is that and nothing else: no sentence, and no word before a colon (`Release: 14.11.2019`).
fn is_day(line: &str) -> bool {
    let words = line.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let names = |front: &str| front.trim_end().ends_with(char::is_alphabetic);
    words <= DAY_WORDS_MAX && !line.split([':', '：']).rev().skip(1).any(names)
}

/// Dates that stand beside other facts, for pages that tell none elsewhere: the last segment of the title (`Headline | The
/// Example | 17.05.2024`), and the opening or the last words in brackets of the description.
fn beside(scan: &Scan<'_>) -> Vec<(Evidence, String)> {
    let title = scan.title.as_deref().and_then(|title| title.rsplit_once(BARS));
    let title = title.map(|(_, last)| last.trim()).filter(|last| has_year(last) && is_brief(last));
    let description = scan.meta(&["og:description", "description"]).map(str::trim);
    let last = description.and_then(|text| Some(text.trim_end_matches('.').strip_suffix(')')?.rsplit_once('(')?.1));
    let last = last.filter(|last| has_year(last) && is_brief(last)).map(str::to_owned);
    let spelt = description.and_then(dateline).or(last).map(|text| (Evidence::Meta, text));
    title.map(|title| (Evidence::Title, title.to_owned())).into_iter().chain(spelt).collect()
}

/// Signs that part the segments of a title.
const BARS: &[char] = &['|', '｜', '–', '—'];

/// What the `<meta>`s of these names state, the first name best.
fn stated(scan: &Scan<'_>, names: &[&str]) -> Vec<(Evidence, String)> {
    let evidence = |name: &str| if name.contains(':') { Evidence::OpenGraph } else { Evidence::Meta };
    names.iter().filter_map(|name| Some((evidence(name), scan.metas(name).next()?.to_owned()))).collect()
}

fn add(out: &mut Vec<Found<String>>, values: impl IntoIterator<Item = (Evidence, String)>) {
    for (from, value) in values {
        let is_new = !out.iter().any(|known| known.value == value);
        if is_new && out.len() < CANDIDATES_MAX {
            out.push(Found { value, from });
        }
    }
}
