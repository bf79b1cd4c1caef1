//! The publisher's or site's name: what structured data state, else what its feed, its titles, its icon and its logo are called.

use super::address;
use super::headline::{segments, squashed};
use super::json_ld::Article;
use super::microdata::Item;
use super::plain::plain;
use super::scan::Scan;
use super::section::{is_catch_all, is_named_like};
use super::{CANDIDATES_MAX, found};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::{Evidence, Found};

/// The longest name of a publisher, in characters.
const CHARS_MAX: usize = 80;

/// The least letters, in bytes, of a name that is told by the host's. Set by hand;
/// `the_titles_end_that_is_called_like_the_host_names_the_site` moves with it.
const LETTERS_MIN: usize = 3;

/// Platforms that write their own name for the publisher of each page that they host, in lower case.
const PLATFORMS: &[&str] =
    &["blogger", "ghost", "joomla", "medium", "squarespace", "substack", "tumblr", "wix", "wordpress", "wordpress.com"];

/// News agencies that papers name for the publisher of what they take over, in lower case.
const AGENCIES: &[&str] = &[
    "afp",
    "agence france-presse",
    "ap",
    "apa",
    "associated press",
    "bloomberg",
    "dpa",
    "efe",
    "reuters",
    "the associated press",
    "the canadian press",
    "thomson reuters",
];

/// `<meta>` names that state the publisher, best first, and those of them in which some sites write the author.
const METAS: &[&str] = &["dc.publisher", "dcterms.publisher", "publisher", "cre", "application-name"];
const PERSONAL_METAS: &[&str] = &["dc.publisher", "dcterms.publisher", "publisher"];

/// Words at the end of a feed's title that say what it is, in lower case.
const FEED_WORDS: &[&str] =
    &["(atom)", "(rss)", "0.92", "1.0", "2.0", "atom", "feed", "feeds", "newsfeed", "rss", "rss-feed", "xml", "[rss]"];

/// The sign behind the site's name in the title of a feed, as one content system writes it in every language.
const FEED_SIGN: &str = " » ";

/// The publisher's or site's name, of a page on that host.
pub(super) fn publisher(
    tree: &Tree,
    scan: &Scan<'_>,
    article: &Article,
    item: &Item,
    headline: Option<&str>,
    host: &str,
) -> Option<Found<String>> {
    // Templates fill a story's title in where the site's name belongs.
    let is_title =
        |name: &str| headline.is_some_and(|headline| squashed(headline) == squashed(name)) && !is_called(name, host);
    let is_name = |name: &&str| !name.contains("://") && name.chars().count() <= CHARS_MAX && !is_title(name);
    let told = |name: &str, from| found(unsloganed(name, host), from);
    let json_ld = article.publisher.as_deref().filter(is_name).map(|name| told(name, Evidence::JsonLd));
    let graph = || scan.meta(&["og:site_name"]).filter(is_name).map(|name| told(name, Evidence::OpenGraph));
    let micro = || item.first("publisher").filter(is_name).map(|name| told(name, Evidence::Microdata));
    let is_own = |found: &Found<String>| {
        let lower = found.value.to_lowercase();
        !PLATFORMS.contains(&lower.as_str()) && !is_other_agency(&found.value, host)
    };
    let meta = || stated(scan, host).filter(is_name).map(|name| found(name, Evidence::Meta));
    let linked = || of_feeds(tree, scan, headline, host).filter(|name| is_name(&name.as_str()));
    let linked = || linked().map(|name| found(&name, Evidence::Markup));
    let titled = || of_title(scan, host).filter(is_name).map(|name| found(name, Evidence::Title));
    let app = || scan.meta(&["apple-mobile-web-app-title"]).filter(is_name).map(|name| found(name, Evidence::Meta));
    let logo = || of_logo(tree, scan, host).map(|name| found(&name, Evidence::Visible));
    let platform = json_ld.clone();
    let stated = json_ld.filter(is_own).or_else(graph).or_else(micro).or_else(meta);
    stated.or_else(linked).or_else(titled).or_else(app).or(platform).or_else(logo)
}

/// A name without what the site says of itself beside it, where one end of it alone is called like the host: `Harbour Post | News and
/// more`. What the other end spells out stays with it: `HP - Harbour Post`.
fn unsloganed<'n>(name: &'n str, host: &str) -> &'n str {
    let Some((front, end)) = segments(name).map(|(front, end)| (front.trim(), end.trim())) else { return name };
    // A name may stand beside its spelling in another script.
    let is_latin = |name: &str| name.chars().filter(|c| c.is_alphabetic()).all(|c| c < LATIN_END);
    if is_latin(front) != is_latin(end) {
        return name;
    }
    match (is_called(front, host), is_called(end, host)) {
        (true, false) if !is_short_for(front, end) => front,
        (false, true) if !is_short_for(end, front) => end,
        _ => name,
    }
}

/// Behind Unicode's Latin letters (the block Latin Extended-B ends there).
const LATIN_END: char = '\u{250}';

/// Whether a name in capitals may be an abbreviation of another: its letters stand in the other in their order.
fn is_short_for(name: &str, other: &str) -> bool {
    let mut letters = other.chars().flat_map(char::to_uppercase);
    name.chars().all(|letter| letter.is_uppercase() && letters.any(|other| other == letter))
}

/// The agency that the page names for its publisher on another's host.
pub(super) fn agency<'a>(article: &'a Article, host: &str) -> Option<&'a str> {
    article.publisher.as_deref().filter(|name| is_other_agency(name, host))
}

/// Whether a name is a news agency's that the host isn't called for, by its name or its initials.
fn is_other_agency(name: &str, host: &str) -> bool {
    let lower = name.to_lowercase();
    let initials = initials(&lower);
    let is_short =
        initials.len() > 1 && label(host).strip_prefix(&*initials).is_some_and(|rest| ["", "news"].contains(&rest));
    AGENCIES.contains(&lower.as_str()) && !is_called(&lower, host) && !is_short
}

/// The host's registered label.
fn label(host: &str) -> &str {
    psl::domain_str(host).unwrap_or(host).split('.').next().unwrap_or_default()
}

/// The first letters of a name's words, in lower case.
fn initials(name: &str) -> String {
    name.split(is_sign).filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect()
}

/// What the picture says that leads to the front page, where it is called like the host or the title's end is.
fn of_logo(tree: &Tree, scan: &Scan<'_>, host: &str) -> Option<String> {
    let is_front = |&link: &NodeId| tree.value(link, Key::Href).is_some_and(|href| address::is_front(href, host));
    let links = tree.elements(Tag::A).filter(is_front).take(LOGO_LINKS_MAX);
    let pictures =
        links.flat_map(|link| tree.descendants(link).take(LOGO_NODES_MAX)).filter(|&id| tree.is(id, Tag::Img));
    let names = pictures
        .filter_map(|picture| tree.attr(picture, "alt"))
        .map(|alt| unlabelled(&plain(alt, CHARS_MAX)).to_owned());
    let is_end = |name: &str| scan.title.as_deref().is_some_and(|title| super::headline::ends(title, name));
    names.into_iter().find(|name| {
        name.contains(char::is_alphabetic) && (is_initialled(name, host) || is_called(name, host) || is_end(name))
    })
}

/// A picture's text without the words that say what it is.
fn unlabelled(alt: &str) -> &str {
    let is_label = |word: &str| LOGO_LABELS.iter().any(|label| word.trim_end_matches('.').eq_ignore_ascii_case(label));
    let name = alt.trim_matches(is_sign);
    let name = name.split_once(is_sign).filter(|(first, _)| is_label(first)).map_or(name, |(_, rest)| rest);
    let name = name.rsplit_once(is_sign).filter(|(_, last)| is_label(last)).map_or(name, |(rest, _)| rest);
    if is_label(name) { "" } else { name.trim_matches(is_sign) }
}

/// Words of a logo's text that say what it is and where it leads, in lower case.
const LOGO_LABELS: &[&str] = &["home", "homepage", "logo", "startseite"];

/// Whether the host's registered label is the first letters of a name's first words.
fn is_initialled(name: &str, host: &str) -> bool {
    let label = label(host);
    label.len() >= LETTERS_MIN && initials(name).starts_with(label)
}

/// The most links to the front page whose pictures are looked at, and nodes of each. Set by hand: a page has one for large screens and
/// one for small ones; no test moves with them.
const LOGO_LINKS_MAX: usize = 4;
const LOGO_NODES_MAX: usize = 8;

/// What a `<meta>` calls the publisher: no mail address, and no person who is the author as well.
fn stated<'a>(scan: &'a Scan<'_>, host: &str) -> Option<&'a str> {
    let author = scan.meta(&["author"]);
    let is_person = |name: &str| author == Some(name) && !is_called(name, host);
    let ours = |name: &&str| !name.contains('@');
    METAS
        .iter()
        .find_map(|meta| scan.metas(meta).find(ours).filter(|name| !PERSONAL_METAS.contains(meta) || !is_person(name)))
}

/// The site's name in the title of its feed: in front of the sign that parts it, or without the words that say what it is. The
/// host or the page's title tells that it is the site's, or else all feeds do that have that sign.
fn of_feeds(tree: &Tree, scan: &Scan<'_>, headline: Option<&str>, host: &str) -> Option<String> {
    let is_feed = |kind: &str| kind.contains("rss") || kind.contains("atom");
    let feeds = scan.linked("alternate").filter(|link| tree.value(link.id, Key::Type).is_some_and(is_feed));
    let titles = feeds.take(CANDIDATES_MAX).filter_map(|link| tree.attr(link.id, "title"));
    let titles: Vec<String> = titles.map(|title| plain(title, 2 * CHARS_MAX)).collect();
    let is_ours = |name: &str| {
        let is_ends = || scan.title.as_deref().is_some_and(|title| super::headline::ends(title, name));
        headline.is_none_or(|headline| squashed(headline) != squashed(name)) && (is_called(name, host) || is_ends())
    };
    let signed =
        titles.iter().filter_map(|title| Some(title.split_once(FEED_SIGN)?.0.trim_end_matches(is_sign).trim()));
    let signed: Vec<&str> = signed.filter(|name| !name.is_empty() && !is_catch_all(&name.to_lowercase())).collect();
    let mut names = signed.iter().copied().chain(titles.iter().map(|title| without_feed(title)));
    let shared = || {
        let first = *signed.first()?;
        let is_headline = headline.is_some_and(|headline| squashed(headline) == squashed(first));
        (!is_headline && signed.iter().all(|name| *name == first)).then_some(first)
    };
    names.find(|name| !name.is_empty() && is_ours(name)).or_else(shared).map(str::to_owned)
}

/// A feed's title without the words at its end that say what it is.
fn without_feed(title: &str) -> &str {
    let mut name = title.trim_matches(is_sign);
    loop {
        let (front, last) = name.rsplit_once(is_sign).unwrap_or(("", name));
        if !FEED_WORDS.contains(&last.to_lowercase().as_str()) {
            return name;
        }
        name = front.trim_matches(is_sign);
    }
}

/// Whether a character parts a name from what stands behind it.
fn is_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|' | ':' | '»')
}

/// The segment at an end of the page's title that is called like the host.
fn of_title<'a>(scan: &'a Scan<'_>, host: &str) -> Option<&'a str> {
    let (front, end) = segments(scan.title.as_deref()?)?;
    [end, front].into_iter().map(str::trim).find(|name| is_called(name, host))
}

/// Whether a name says what the host's registered label does, or most of either is the other.
fn is_called(name: &str, host: &str) -> bool {
    let label = label(host);
    let (letters, own) = (squashed(name), squashed(label));
    let bare = LABEL_ARTICLES.iter().find_map(|article| own.strip_prefix(article)).unwrap_or(&own);
    // A part of the label may be a section's name ("City" on city-news), what holds it is hardly another's.
    let is_most = |own: &str| {
        own.len() >= LETTERS_MIN
            && letters.len() >= LETTERS_MIN
            && (letters.contains(own) && 2 * own.len() >= letters.len()
                || own.contains(&letters) && LABEL_PERCENT_MIN * own.len() <= 100 * letters.len())
    };
    is_most(&own) || is_most(bare) || own.len() >= LETTERS_MIN && is_named_like(name, label)
}

/// Words that a host's label may begin with and a name lacks.
const LABEL_ARTICLES: &[&str] = &["der", "die", "das", "the", "le", "la", "el", "il", "de"];

/// How much of the host's label a shorter name must be, in percent. Set by hand;
/// `the_titles_end_that_is_called_like_the_host_names_the_site` moves with it.
const LABEL_PERCENT_MIN: usize = 80;

#[cfg(test)]
mod tests {
    use crate::desk::extract::facts::tests::read;

    /// The publisher of a page on `www.the-example.test`.
    fn publisher(markup: &str) -> Option<String> {
        read(&format!("{markup}<h1>Old bridge stays open</h1>")).publisher.map(|found| found.value)
    }

    #[test]
    fn a_feeds_title_names_the_site() {
        let check = |title: &str, expected: Option<&str>| {
            let markup = format!(
                "<title>Old bridge stays open - Coast Voice</title><link rel=alternate type=application/rss+xml href=/f title='{title}'>"
            );
            assert_eq!(publisher(&markup).as_deref(), expected, "{title}");
        };
        check("Harbour Notes &raquo; Feed", Some("Harbour Notes"));
        check("Harbour Notes &raquo; Kommentar-Feed", Some("Harbour Notes"));
        check("Harbour Notes - &raquo; Feed", Some("Harbour Notes"));
        check("The Example RSS Feed", Some("The Example"));
        check("Coast Voice - Atom", Some("Coast Voice"));
        check("Latest stories", None);
        check("Old bridge stays open &raquo; Comments", None);
        check("RSS 2.0", None);
        check("Atom 1.0", None);
    }

    #[test]
    fn the_titles_end_that_is_called_like_the_host_names_the_site() {
        let check = |title: &str, expected: Option<&str>| {
            assert_eq!(publisher(&format!("<title>{title}</title>")).as_deref(), expected, "{title}");
        };
        check("Old bridge stays open | The Example", Some("The Example"));
        check("The Example of a long name - Old bridge stays open", None);
        check("The Example News – Old bridge stays open", Some("The Example News"));
        check("Old bridge stays open | Example", Some("Example"));
        check("Old bridge stays open | City", None);
        check("Old bridge stays open | Exam", None);
        check("The example of the old bridge", None);
    }

    #[test]
    fn a_person_and_a_mail_address_are_no_publisher() {
        let check = |publisher_meta: &str, expected: Option<&str>| {
            let markup =
                format!("<meta name=author content='Anna Beispiel'><meta name=publisher content='{publisher_meta}'>");
            assert_eq!(publisher(&markup).as_deref(), expected, "{publisher_meta}");
        };
        check("Harbour Press", Some("Harbour Press"));
        check("Anna Beispiel", None);
        check("desk@the-example.test", None);
        let app = "<meta name=apple-mobile-web-app-title content='Coast Voice'>";
        assert_eq!(publisher(app).as_deref(), Some("Coast Voice"));
    }

    #[test]
    fn an_agency_is_not_the_publisher_of_what_a_paper_takes_over() {
        let check = |agency: &str, name: &str, expected: Option<&str>| {
            let markup = format!(
                r#"<meta property=og:site_name content="{name}"><script type=application/ld+json>{{"@type":"NewsArticle",
                "headline":"Old bridge stays open","publisher":{{"@type":"Organization","name":"{agency}"}}}}</script>"#
            );
            assert_eq!(publisher(&markup).as_deref(), expected, "{agency}");
        };
        check("Associated Press", "Coast Voice", Some("Coast Voice"));
        check("Associated Press", "", Some("Associated Press"));
        check("Harbour Press", "Coast Voice", Some("Harbour Press"));
        assert!(super::is_other_agency("Associated Press", "www.coast.test"));
        assert!(!super::is_other_agency("Associated Press", "apnews.test"));
        assert!(!super::is_other_agency("Reuters", "www.reuters.test"));
        assert!(super::is_other_agency("Reuters", "www.rhine.test"));
        assert!(super::is_other_agency("Associated Press", "apothecary.test"));
    }

    #[test]
    fn a_storys_title_is_no_publisher() {
        let check = |name: &str, title: &str, expected: Option<&str>| {
            let markup = format!(
                "<title>Old bridge stays open</title><meta property=og:title content='{title}'><meta property=og:site_name content='{name}'>"
            );
            assert_eq!(publisher(&markup).as_deref(), expected, "{name}");
        };
        check("Old bridge stays open", "Old bridge stays open", None);
        check("Harbour Notes", "Harbour Notes", Some("Harbour Notes"));
        check("Coast Voice", "Old bridge stays open", Some("Coast Voice"));
    }

    #[test]
    fn a_stated_name_comes_without_the_sites_slogan() {
        let check = |name: &str, expected: &str| {
            let markup = format!("<meta property=og:site_name content='{name}'>");
            assert_eq!(publisher(&markup).as_deref(), Some(expected), "{name}");
        };
        check("The Example | News of the coast", "The Example");
        check("All that moves you - The Example", "The Example");
        check("Coast Voice - The Harbour", "Coast Voice - The Harbour");
        check("The Example - the-example.test", "The Example - the-example.test");
        check("Coast-Voice", "Coast-Voice");
        check("EXAMPLE - Extra matters of people", "EXAMPLE - Extra matters of people");
        check("EXAMPLE - News of the coast", "EXAMPLE");
        check("Пример — The Example", "Пример — The Example");
    }

    #[test]
    fn the_logo_names_the_site_where_nothing_else_does() {
        let check = |alt: &str, expected: Option<&str>| {
            assert_eq!(publisher(&format!("<a href=/><img alt='{alt}'></a>")).as_deref(), expected, "{alt}");
        };
        check("Logo - The Example", Some("The Example"));
        check("The Example Logo", Some("The Example"));
        check("The Example - Startseite", Some("The Example"));
        check("Coast Voice", None);
        check("Logo", None);
        assert!(super::is_initialled("Zeitung für Brücken", "www.zfb.test"));
        assert!(!super::is_initialled("Zeitung für Brücken", "www.bruecken.test"));
    }
}
