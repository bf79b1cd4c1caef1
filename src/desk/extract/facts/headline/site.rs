//! The names that a site goes by, and titles without them.

use crate::desk::extract::facts::likeness::Folded;
use crate::desk::extract::is_unspaced;

/// How many bytes longer than a site's name a text may be and still be that name: `News`, `Online`, a country.
const SITE_BYTES_MORE: usize = 8;

/// The longest part of a host's name that is too short to be the site's, in bytes: `city` in `citynews`.
const LABEL_BYTES_MIN: usize = 4;

/// Signs that part the headline from the site's name in a title, with the spaces around them.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " // ", " › ", " ‹ ", " ~ ", " < ", " : ", "|",
    "｜", "ㅣ",
];

/// Signs that part them, too, but stand within headlines as well: what is behind must be a name that the site goes by, or
/// what is in front a line of the page.
pub(super) const WEAK_SEPARATORS: &[&str] = &[": ", "：", "_", " / ", "-", " @ "];

/// The names that a site goes by, for taking them out of titles.
#[derive(Debug, Default)]
pub(in super::super) struct Site {
    /// Each name's letters and digits in lower case.
    names: Vec<String>,
    /// The host's labels but the last.
    labels: Vec<String>,
    /// The host as a whole, and what is registered of it as a whole and without its ending.
    host: String,
    registered: [String; 2],
    /// How long the longest of all these is, in bytes.
    longest: usize,
}

impl Site {
    /// The site of these names and this host. Templates fill the page's title in where the site's name belongs: what
    /// is most of the title names no site.
    pub(in super::super) fn new<'a>(names: impl Iterator<Item = &'a str>, host: &str, title: Option<&str>) -> Self {
        let title = squashed(title.unwrap_or_default());
        let is_title = |name: &String| title.starts_with(name) && name.len() * 2 > title.len();
        let names = names.map(squashed).filter(|name| !name.is_empty() && !is_title(name)).collect();
        let mut labels: Vec<String> = host.split('.').map(squashed).filter(|label| label.len() > 3).collect();
        // The last label is a country's or a kind's.
        if host.rsplit('.').next().is_none_or(|last| last.len() > 3) {
            labels.pop();
        }
        let domain = psl::domain_str(host).unwrap_or_default();
        let registered = [domain, domain.split('.').next().unwrap_or_default()].map(squashed);
        let host = squashed(host.strip_prefix("www.").unwrap_or(host));
        let mut site = Self { names, labels, host, registered, longest: 0 };
        let all = site.names.iter().chain(&site.labels).chain(&site.registered).chain([&site.host]);
        site.longest = all.map(String::len).max().unwrap_or_default();
        site
    }

    /// Whether the text is no more than one of the site's names.
    pub(in super::super) fn is_named(&self, text: &str) -> bool {
        // Most of what is asked for is a headline, which has more letters than any name.
        let mut letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        if letters.nth(self.longest + SITE_BYTES_MORE).is_some() {
            return false;
        }
        let text = squashed(text);
        if text.is_empty() {
            return false;
        }
        // However short a label is, what says just that is the site's name.
        self.host == text
            || self.registered.contains(&text)
            || self.names.iter().any(|name| *name == text || name.contains(&text) && text.len() * 2 >= name.len())
            || self
                .names
                .iter()
                .any(|name| name.len() >= 4 && text.contains(name) && text.len() <= name.len() + SITE_BYTES_MORE)
            || self.labels.iter().any(|label| {
                *label == text
                    || text.contains(label) && text.len() <= label.len() + SITE_BYTES_MORE
                    || label.contains(&text) && text.len() * 2 > label.len() && text.len() > LABEL_BYTES_MIN
            })
    }

    /// The title without the segments at its ends that name the site.
    pub(in super::super) fn strip<'t>(&self, title: &'t str) -> &'t str {
        let mut rest = title.trim();
        let signs: Vec<&str> = separators(rest).collect();
        let weak: Vec<&str> = held(rest, WEAK_SEPARATORS).collect();
        loop {
            let tail = signs.iter().filter_map(|sign| rest.rsplit_once(sign)).max_by_key(|(front, _)| front.len());
            if let Some((front, end)) = tail
                && self.is_named(end)
                && !front.trim().is_empty()
            {
                rest = front.trim();
                continue;
            }
            let head = signs.iter().filter_map(|sign| rest.split_once(sign)).min_by_key(|(front, _)| front.len());
            if let Some((front, end)) = head
                && self.is_named(front)
                && !end.trim().is_empty()
            {
                rest = end.trim();
                continue;
            }
            let parted = |(story, site): (&'t str, &'t str)| {
                (self.is_called(site) && !story.trim().is_empty()).then_some(story.trim())
            };
            let ends = weak.iter().flat_map(|sign| {
                let front = rest.split_once(sign).filter(|(site, story)| !joins(sign, site, story));
                let tail = rest.rsplit_once(sign).filter(|(story, site)| {
                    // A word alone may be the second half of a compound.
                    site.trim().contains(' ') || !joins(sign, story, site)
                });
                [tail, front.map(|(site, story)| (story, site))].into_iter().flatten()
            });
            match ends.filter_map(parted).max_by_key(|story| story.len()) {
                Some(story) => rest = story,
                None => return rest,
            }
        }
    }

    /// Whether a second headline is what the site says of itself on every page: it begins with the site's name or is the end of
    /// the page's title, and has no longer word of the headline in it.
    pub(in super::super) fn is_slogan(&self, text: &str, headline: &str, title: Option<&str>) -> bool {
        let letters = squashed(text);
        let mut names = self.names.iter().chain(&self.labels).filter(|name| name.len() >= LABEL_BYTES_MIN);
        // Up to the end of a word: "Postbank" doesn't begin with the name of a "Post".
        let begins = |name: &String| {
            let mut front = String::new();
            text.split(|c: char| !c.is_alphanumeric()).any(|word| {
                front.push_str(&squashed(word));
                front == *name
            })
        };
        let is_end = || title.and_then(segments).is_some_and(|(_, end)| squashed(end) == letters);
        let is_told = || {
            let told = Folded::of(headline);
            Folded::of(text)
                .words()
                .any(|word| word.len() >= LABEL_BYTES_MIN && told.words().any(|other| other == word))
        };
        (names.any(|name| letters.starts_with(name.as_str()) && begins(name)) || is_end()) && !is_told()
    }

    /// Whether the text is one of the site's names or its host, letter by letter.
    pub(in super::super) fn is_itself(&self, text: &str) -> bool {
        self.is_called(text) || !self.host.is_empty() && squashed(text) == self.host
    }

    /// Whether the text is one of the names that the page states for its site, letter by letter.
    pub(in super::super) fn is_stated(&self, text: &str) -> bool {
        let text = squashed(text);
        !text.is_empty() && self.names.contains(&text)
    }

    /// Whether the text is one of the site's names, stated or taken from its host, letter by letter.
    fn is_called(&self, text: &str) -> bool {
        let text = squashed(text);
        !text.is_empty() && self.names.iter().chain(&self.labels).any(|name| *name == text)
    }
}

/// Whether the sign between the two is a hyphen that makes one word of theirs: `Post-Redaktion`. Scripts without spaces have none.
fn joins(sign: &str, front: &str, end: &str) -> bool {
    let is_open = |edge: Option<char>| edge.is_none_or(|c| c.is_whitespace() || is_unspaced(c));
    sign == "-" && !is_open(front.chars().next_back()) && !is_open(end.chars().next())
}

/// The [`SEPARATORS`] that a title holds: most hold one or none, and to part a text by each costs far more.
pub(super) fn separators(title: &str) -> impl Iterator<Item = &'static str> {
    held(title, SEPARATORS)
}

/// Those of the signs that a title holds.
fn held(title: &str, signs: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
    // A bit for each character of ASCII, and one for all others: nearly all signs are told from a title by theirs.
    let bits = |text: &str| text.bytes().fold(0_u128, |bits, byte| bits | 1 << byte.min(0x7f));
    let own = bits(title);
    signs.iter().copied().filter(move |sign| bits(sign) & !own == 0 && title.contains(sign))
}

/// Whether the text is the segment at either end of the title: there stands what the site is called.
pub(in super::super) fn ends(title: &str, text: &str) -> bool {
    let text = squashed(text);
    let ends = separators(title)
        .flat_map(|sign| [title.split_once(sign).map(|(end, _)| end), title.rsplit_once(sign).map(|(_, end)| end)]);
    !text.is_empty() && ends.flatten().any(|end| squashed(end) == text)
}

/// The first and the last segment of a title that has several.
pub(in super::super) fn segments(title: &str) -> Option<(&str, &str)> {
    let fronts = separators(title).filter_map(|sign| title.split_once(sign)).map(|(front, _)| front);
    let ends = separators(title).filter_map(|sign| title.rsplit_once(sign)).map(|(_, end)| end);
    Some((fronts.min_by_key(|front| front.len())?, ends.min_by_key(|end| end.len())?))
}

/// The letters and digits of a name, in lower case.
pub(in super::super) fn squashed(name: &str) -> String {
    Folded::of(name).text
}
