//! Dates: every spelling of when the article was published and when it was changed, best evidence first.
//!
//! Nothing is parsed here; which spelling can be read, and what it means, `normalize` finds out.

use super::json_ld::Article;
use super::microdata::Item;
use super::scan::{Scan, Spot};
use super::{CANDIDATES_MAX, short};
use crate::desk::decode::{Page, Tree};
use crate::desk::extract::{Evidence, Found};

/// The longest text taken for a date, in characters: a date in words with its time, zone and an introduction.
const CHARS_MAX: usize = 80;

/// The longest unmarked line taken for a date, in characters: longer ones are sentences that name a day.
const LINE_CHARS_MAX: usize = 60;

/// How far from the headline a visible date may stand, in characters of text.
const BEFORE_MAX: usize = 400;
const AFTER_MAX: usize = 3_000;

/// `<meta>` names that state when it was published, best first, in lower case.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date.published",
    "dcterms.date",
    "dc.date",
    "datepublished",
    "publication_date",
    "publish-date",
    "publish_date",
    "published-date",
    "pubdate",
    "publishdate",
    "pdate",
    "date_published",
    "citation_publication_date",
    "citation_date",
    "rnews:datepublished",
    "vr:published_time",
    "release_date",
    "analyticsattributes.articledate",
    "originalpublicationdate",
    "og:pubdate",
    "og:release_date",
    "ptime",
    "article_date_original",
    "article.published",
    "article:created",
    "displaydate",
    "video:release_date",
    "date",
    "weibo:article:create_at",
    "created",
    "datecreated",
    "article.created",
    "content_create_date",
    "time",
];

/// `<meta>` names that state when it was changed, best first, in lower case.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "article:updated_time",
    "article:updated",
    "dc.date.modified",
    "dcterms.modified",
    "datemodified",
    "modified_time",
    "lastmod",
    "last-modified",
    "lastmodified",
    "last_updated",
    "last_modified",
    "updated_time",
    "article.updated",
    "date_modified",
    "modificationdate",
    "weibo:article:update_at",
    "bt:moddate",
    "revised",
    "updated",
];

/// Words that introduce the date of a change, in the languages of most news pages.
const CHANGE_WORDS: &[&str] = &[
    "updated",
    "update",
    "modified",
    "aktualisiert",
    "geändert",
    "actualizado",
    "actualizada",
    "actualización",
    "mis à jour",
    "modifié",
    "aggiornato",
    "aggiornamento",
    "bijgewerkt",
    "laatste update",
    "uppdaterad",
    "oppdatert",
    "opdateret",
    "päivitetty",
    "aktualizacja",
    "aktualizováno",
    "atualizado",
    "atualizada",
    "обновлено",
    "оновлено",
    "güncelleme",
    "güncellendi",
    "ενημέρωση",
    "frissítve",
    "actualizat",
    "更新",
    "수정",
    "cập nhật",
    "diperbarui",
];

/// Words that label a date in a list of facts.
const DATE_LABELS: &[&str] =
    &["date", "datum", "dato", "data", "fecha", "posted", "published", "publicado", "publié", "veröffentlicht", "дата"];

/// The candidates for both dates, ranked.
pub(super) struct Dates {
    pub(super) published: Vec<Found<String>>,
    pub(super) modified: Vec<Found<String>>,
}

/// Gathers the page's dates.
pub(super) fn dates(
    page: &Page,
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline_at: Option<usize>,
) -> Dates {
    let mut out = Dates { published: Vec::new(), modified: Vec::new() };
    let metas = |names: &[&str]| {
        let all = names.iter().filter_map(|name| scan.metas(name).next().map(|value| (name.contains(':'), value)));
        all.map(|(is_graph, value)| (if is_graph { Evidence::OpenGraph } else { Evidence::Meta }, value.to_owned()))
            .collect::<Vec<_>>()
    };
    add(&mut out.published, article.published.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.published, metas(PUBLISHED).into_iter());
    add(&mut out.published, item.all("datepublished").map(|raw| (Evidence::Microdata, raw.to_owned())));
    add(&mut out.published, article.created.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.published, item.all("datecreated").map(|raw| (Evidence::Microdata, raw.to_owned())));
    add(&mut out.modified, article.modified.iter().map(|raw| (Evidence::JsonLd, raw.clone())));
    add(&mut out.modified, metas(MODIFIED).into_iter());
    add(&mut out.modified, item.all("datemodified").map(|raw| (Evidence::Microdata, raw.to_owned())));

    let (changes, seen): (Vec<_>, Vec<_>) =
        visible(tree, scan, headline_at).into_iter().partition(|seen| seen.is_change);
    add(&mut out.published, seen.into_iter().map(|seen| (Evidence::Visible, seen.text)));
    add(&mut out.published, in_path(page.url.path()).into_iter().map(|raw| (Evidence::Url, raw)));
    add(&mut out.modified, changes.into_iter().map(|seen| (Evidence::Visible, seen.text)));
    let header = page.http_headers.iter().find(|(name, _)| name == "last-modified");
    add(&mut out.modified, header.map(|(_, value)| (Evidence::Http, value.clone())).into_iter());
    out
}

fn add(out: &mut Vec<Found<String>>, values: impl Iterator<Item = (Evidence, String)>) {
    for (from, value) in values {
        let is_new = !out.iter().any(|known| known.value == value);
        if is_new && out.len() < CANDIDATES_MAX && value.chars().any(char::is_numeric) {
            out.push(Found { value, from });
        }
    }
}

/// A date that a reader sees.
struct Seen {
    text: String,
    is_change: bool,
}

/// The dates seen around the headline, nearest first: `<time>`, then marked elements, then short lines with a year or
/// that count back from the fetch.
fn visible(tree: &Tree, scan: &Scan<'_>, headline_at: Option<usize>) -> Vec<Seen> {
    let at = headline_at.unwrap_or(0);
    let near = |spot: &Spot| !spot.aside && spot.at + BEFORE_MAX >= at && spot.at <= at + AFTER_MAX;
    // Behind the headline comes first: what stands before it may belong to the page's head.
    let ranked = |spots: &[Spot]| {
        let mut spots: Vec<Spot> = spots.iter().copied().filter(near).collect();
        spots.sort_by_key(|spot| if spot.at >= at { spot.at - at } else { 2 * (at - spot.at) });
        spots.truncate(4 * CANDIDATES_MAX);
        spots
    };
    let mut out = Vec::new();
    for spot in ranked(&scan.times) {
        let text = short::line(tree, spot.id, CHARS_MAX, |_| false);
        let stated = tree.attr(spot.id, "datetime").map(str::trim).filter(|stated| stated.len() >= 8);
        let is_change = is_change(text.as_deref().unwrap_or_default()) || is_change(&before(tree, spot));
        if let Some(text) = stated.map(str::to_owned).or(text) {
            out.push(Seen { text, is_change });
        }
    }
    for spot in ranked(&scan.dates) {
        if let Some(text) = short::line(tree, spot.id, CHARS_MAX, |_| false).filter(|text| has_day(text)) {
            out.extend(parted(text));
        }
    }
    for spot in ranked(&scan.lines) {
        if let Some(text) =
            short::line(tree, spot.id, LINE_CHARS_MAX, |_| false).filter(|text| has_year(text) || counts_back(text))
        {
            out.extend(parted(text));
        }
    }
    // A list of facts behind the text names the date, too.
    let behind = scan.lines.iter().filter(|spot| spot.at > at + AFTER_MAX);
    let labelled = |text: &String| {
        let label = text.split([' ', ':']).next().unwrap_or_default().to_lowercase();
        DATE_LABELS.contains(&label.as_str()) && has_year(text)
    };
    let lines = behind.filter_map(|spot| short::line(tree, spot.id, LINE_CHARS_MAX, |_| false));
    out.extend(lines.filter(labelled).take(1).flat_map(parted));
    out
}

/// A text that may name both dates: what stands behind a word of change is the change's.
fn parted(text: String) -> Vec<Seen> {
    let lower = text.to_lowercase();
    // Lower case may be longer than the text: then it is not cut.
    let word = CHANGE_WORDS.iter().filter_map(|word| lower.find(word)).min();
    let cut = word.filter(|_| lower.len() == text.len()).and_then(|at| text.split_at_checked(at));
    match cut {
        Some((first, change)) if has_day(first) => vec![
            Seen { text: first.trim().to_owned(), is_change: false },
            Seen { text: change.trim().to_owned(), is_change: true },
        ],
        _ => vec![Seen { is_change: word.is_some(), text }],
    }
}

/// The text just before an element: within its parent, or its parent's neighbour.
fn before(tree: &Tree, spot: Spot) -> String {
    let previous = tree.previous_sibling(spot.id);
    let text = previous
        .and_then(|id| tree.text_node(id).map(str::to_owned).or_else(|| short::line(tree, id, CHARS_MAX, |_| false)));
    text.unwrap_or_default().chars().take(CHARS_MAX).collect()
}

fn is_change(text: &str) -> bool {
    let lower = text.to_lowercase();
    CHANGE_WORDS.iter().any(|word| lower.contains(word))
}

/// Whether the text could name a day: at least two digits, or one and a word (`3 hours ago`).
fn has_day(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    digits >= 2 || digits == 1 && text.chars().any(char::is_alphabetic)
}

/// Whether a line that nothing marks could tell a date from the reader's day: a word for publishing or changing leads it,
/// and it holds one short number and a word right behind that (`Published 3 hours ago`, unlike `Updated on the 19.`).
fn counts_back(text: &str) -> bool {
    let lower = text.to_lowercase();
    let led = DATE_LABELS.iter().chain(CHANGE_WORDS).any(|word| lower.starts_with(word));
    let Some((_, from)) = text.find(char::is_numeric).and_then(|at| text.split_at_checked(at)) else { return false };
    let rest = from.trim_start_matches(char::is_numeric);
    let is_short = from.chars().take_while(|c| c.is_numeric()).count() <= 2;
    let unit = rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic());
    led && is_short && unit && !rest.contains(char::is_numeric)
}

/// Whether the text holds a year of this or the last century beside a day's number.
fn has_year(text: &str) -> bool {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let is_year = |number: &&str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    numbers.iter().any(is_year) && numbers.iter().any(|number| number.len() <= 2) && numbers.len() <= 8
}

/// The day that a URL's path names, as `2024-05-17`: `/2024/05/17/`, `/2024-05-17-`, `/20240517/`.
fn in_path(path: &str) -> Option<String> {
    let numbers: Vec<&str> =
        path.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(64).collect();
    let day = |year: &str, month: &str, day: &str| {
        let within = |part: &str, max: u32| part.parse().is_ok_and(|n: u32| (1..=max).contains(&n)) && part.len() <= 2;
        let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
        (is_year && within(month, 12) && within(day, 31)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
    };
    let apart = numbers.windows(3).find_map(|three| match three {
        &[a, b, c] => day(a, b, c),
        _ => None,
    });
    apart.or_else(|| {
        let joined = numbers.iter().filter(|number| number.len() == 8);
        joined.filter_map(|n| Some((n.get(..4)?, n.get(4..6)?, n.get(6..)?))).find_map(|(a, b, c)| day(a, b, c))
    })
}
