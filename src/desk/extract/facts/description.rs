//! The standfirst as structured data state it, without the link to the whole text that some content systems put at its end.

use super::found;
use super::headline::{Site, squashed};
use super::json_ld::Article;
use super::likeness::likeness;
use super::microdata::Item;
use super::scan::Scan;
use crate::desk::extract::{Evidence, Found};

/// `<meta>` names that state it, best first.
const METAS: &[&str] = &[
    "description",
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
    "twitter:description",
    "sailthru.description",
];

/// What a link to the whole text says, in lower case.
const READ_MORE: &[&str] = &[
    "continue reading",
    "czytaj dalej",
    "czytaj więcej",
    "leer más",
    "leggi tutto",
    "lees verder",
    "lire la suite",
    "read more",
    "seguir leyendo",
    "weiterlesen",
];

/// What a feed says of where its entry comes from: how the sentence begins, and what stands in its middle, in lower case.
const SOURCE_SENTENCES: &[(&str, &str)] = &[
    ("der beitrag ", " erschien zuerst auf "),
    ("la entrada ", " se publicó primero en "),
    ("the post ", " appeared first on "),
];

/// How like the title behind such a link is to the headline. Set by hand; `a_description_ends_before_what_leads_to_the_text`
/// moves with it.
const TITLE_LIKE_MIN: f64 = 0.7;

/// Signs around such a link, and those by which a text ends.
const SIGNS: &[char] = &[' ', '»', '›', '→', '>', '…', '.', '[', ']', '(', ')', ':'];
const ENDS: &[char] = &['…', '.', '!', '?', ']'];

/// Quotation marks around the title behind it.
const QUOTES: &[char] = &['"', '“', '”', '„', '«', '\'', '‘', '’'];

/// Signs of a template that nobody filled in.
const UNFILLED: &[&str] = &["{{", "}}", "%%", "[object Object]"];

/// The first of the stated ones that says more than the headline.
pub(super) fn description(
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline: Option<&str>,
    site: &Site,
) -> Option<Found<String>> {
    let headline = headline.unwrap_or_default();
    let letters = squashed(headline);
    let told = |text: &str, from| {
        let text = without_link(text, headline);
        // A long text is no headline with a name behind it.
        let is_headline = text.len() <= 2 * headline.len() && squashed(site.strip(text)) == letters;
        let is_slogan = || is_label(text, site) && site.is_slogan(text, headline, scan.title.as_deref());
        let is_unfilled = UNFILLED.iter().any(|sign| text.contains(sign));
        (!text.is_empty() && !is_unfilled && !is_headline && !is_slogan()).then(|| found(text, from))
    };
    let json_ld = article.description.as_deref().and_then(|text| told(text, Evidence::JsonLd));
    let graph = || scan.meta(&["og:description"]).and_then(|text| told(text, Evidence::OpenGraph));
    let meta = || scan.meta(METAS).and_then(|text| told(text, Evidence::Meta));
    let micro = || item.first("description").and_then(|text| told(text, Evidence::Microdata));
    json_ld.or_else(graph).or_else(meta).or_else(micro)
}

/// The most words of what names a site and is no sentence. Set by hand; `a_description_says_more_than_the_headline` moves with it.
const LABEL_WORDS_MAX: usize = 3;

/// The most words of what a site says of itself behind its name. Set by hand: a line; no test moves with it.
const SLOGAN_WORDS_MAX: usize = 12;

/// Signs between a site's name and what it says of itself on every page.
const SLOGAN_SIGNS: &[&str] = &[" - ", " – ", " — ", " | ", ": ", ". ", ", "];

/// Whether a text is the site's name with hardly a word more, or with a sign behind it: what begins so and goes on as a sentence may tell
/// of the site's own deeds.
fn is_label(text: &str, site: &Site) -> bool {
    let is_short = |rest: &str| rest.split(' ').count() <= SLOGAN_WORDS_MAX;
    let parted = || SLOGAN_SIGNS.iter().filter_map(|sign| text.split_once(sign));
    let fronts = || parted().filter(|(_, rest)| is_short(rest)).map(|(front, _)| front);
    let words = text.split(' ').filter(|word| word.contains(char::is_alphanumeric)).take(LABEL_WORDS_MAX + 1);
    words.count() <= LABEL_WORDS_MAX || site.is_named(text) || fronts().any(|front| site.is_named(front))
}

/// The text before the link to the whole article, where one ends it.
fn without_link<'t>(text: &'t str, headline: &str) -> &'t str {
    // Of ASCII only, so that places are those of the text.
    let lower = text.to_ascii_lowercase();
    let is_rest = |rest: &str| {
        let title = rest.trim_matches(SIGNS);
        let is_quoted = title.starts_with(QUOTES) && title.ends_with(QUOTES);
        title.is_empty() || is_quoted || likeness(title, headline) >= TITLE_LIKE_MIN
    };
    // To ask whether it is said at all costs far less than to search from the end.
    let last = |said: &str| lower.contains(said).then(|| lower.rfind(said)).flatten();
    let link = READ_MORE.iter().find_map(|said| {
        let at = last(said)?;
        text.get(at + said.len()..).filter(|rest| is_rest(rest)).map(|_| at)
    });
    let source = || {
        SOURCE_SENTENCES.iter().find_map(|(begins, middle)| {
            let at = last(begins)?;
            let behind = at + begins.len();
            let end = behind + lower.get(behind..)?.find(middle)?;
            let title = text.get(behind..end)?;
            let is_title = title.starts_with(QUOTES) || likeness(title, headline) >= TITLE_LIKE_MIN;
            let is_last = !text.get(end + middle.len()..)?.contains(". ");
            (is_title && is_last).then_some(at)
        })
    };
    let Some(front) = link.or_else(source).and_then(|at| text.get(..at)) else { return text };
    let front = front.trim_end_matches([' ', '(', '»', '›', '→']);
    if front.is_empty() || front.ends_with(ENDS) { front } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_link;
    use crate::desk::extract::facts::tests::read;

    #[test]
    fn a_description_ends_before_what_leads_to_the_text() {
        let check = |text: &str, expected: &str| {
            assert_eq!(without_link(text, "Old bridge stays open for a year"), expected, "{text}");
        };
        check("The bridge stays. Read more", "The bridge stays.");
        check("The bridge stays [&hellip;] Weiterlesen »", "The bridge stays [&hellip;]");
        check("The bridge … Continue reading “Old bridge stays”", "The bridge …");
        check("The bridge ... Continue reading Old bridge stays open →", "The bridge ...");
        let source = "The post Old bridge stays open for a year appeared first on Example Post.";
        check(&format!("The bridge stays. {source}"), "The bridge stays.");
        check(source, "");
        let other = "The council met. The post that appeared first on every list has gone to the mayor.";
        check(other, other);
        check("The town wants to read more", "The town wants to read more");
        check("The town. Read more of it in the spring.", "The town. Read more of it in the spring.");
    }

    #[test]
    fn a_description_says_more_than_the_headline() {
        let check = |stated: &str, expected: Option<&str>| {
            let markup = format!(
                "<meta property=og:site_name content='Example Post'><meta name=description content='{stated}'><h1>Old bridge stays open</h1>"
            );
            assert_eq!(read(&markup).description.map(|found| found.value).as_deref(), expected, "{stated}");
        };
        check("Old bridge stays open", None);
        check("Old bridge stays open | Example Post", None);
        check("Old bridge stays open for a year", Some("Old bridge stays open for a year"));
        check("Example Post, all that moves the coast", None);
        check("Example Post Website", None);
        check("{{ entry.teaser }}", None);
        check("%%excerpt%%", None);
        check("Nine of {ten} say 5 % are enough", Some("Nine of {ten} say 5 % are enough"));
        check("Example Post and its readers ask the mayor", Some("Example Post and its readers ask the mayor"));
        check("Example Post asks who wants the bridge", Some("Example Post asks who wants the bridge"));
    }
}
