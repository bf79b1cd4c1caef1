//! Sets of patterns that lines are held against. The crate's own way with Unicode is exact and slow to set up; what stands
//! here for edges and dots is exact enough for wording.

use std::sync::OnceLock;

use regex::bytes::RegexSet;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

/// What `\b` stands for in the patterns: the edge of a word in any script, at the cost of one character. The crate's own
/// knows Unicode only at a tenth of the speed.
const EDGE: &str = r"(?:[^\p{L}\p{N}]|$)";

/// What `\b` and `\W` stand for in [loose](Pattern::loose) sets, and in [strict](Pattern::strict) ones.
const LOOSE_EDGE: &str = r"(?:(?-u:[^0-9A-Za-z\x80-\xff]|[\xc2-\xf4][\x80-\xbf]*)|$)";
const LOOSE_OTHER: &str = r"(?-u:\W)";
const STRICT_EDGE: &str = r"(?:(?-u:[^0-9A-Za-z\x80-\xff])|$)";
const STRICT_OTHER: &str = r"(?-u:[^0-9A-Z_a-z\x80-\xff])";

/// What `.` stands for in the patterns, counted or not: the bytes of a character, as a line has no others. The crate's own
/// asks of them to be UTF-8, which takes five times the states, and the patterns count hundreds of characters.
const SIGN: &str = r"(?-u:[^\n\x80-\xbf][\x80-\xbf]*)";
const SIGNS: &str = r"(?-u:[^\n]*)";

/// What begins a class of other characters than those behind it.
const OTHER_THAN: &str = "[^";

/// What stands before a class of bytes.
const BYTES: &str = "(?-u:";

/// Any text.
const ANYTHING: &str = r"(?s-u:.*)";

/// The edge of a word of ASCII letters, which costs nothing and stays as it is.
const ASCII_EDGE: &str = r"(?-u:\b)";

/// A set of patterns; `None` if one of them is none.
pub(super) fn set<'p>(patterns: impl Iterator<Item = &'p &'p str>) -> Option<RegexSet> {
    // Those that end at a word's edge have one between them, which is made of hundreds of ranges.
    let (edged, others): (Vec<&str>, Vec<&str>) = patterns.copied().partition(|pattern| pattern.ends_with(r"\b"));
    let edged = edged.iter().map(|pattern| pattern.trim_end_matches(r"\b")).collect::<Vec<_>>().join("|");
    let edged = (!edged.is_empty()).then(|| format!(r"(?:{edged})\b"));
    let whole = others.into_iter().chain(edged.as_deref()).map(|pattern| whole(pattern, EDGE));
    RegexSet::new(whole).ok()
}

/// A pattern for texts in lower case. Its automata are made as late as they can be, since each takes a while: the exact one, and two
/// that are made in a fraction of the time. These are exact for texts of ASCII.
pub(super) struct Pattern {
    spelt: &'static str,
    /// What all that it matches has one of: what it ends with. Nothing where it may end with anything.
    ends: Vec<String>,
    /// As if every character beyond ASCII were the edge of a word: matches what the pattern does, and more.
    loose: OnceLock<Option<RegexSet>>,
    /// As if none were: matches nothing else than the pattern does.
    strict: OnceLock<Option<RegexSet>>,
    exact: OnceLock<Option<RegexSet>>,
}

/// The most ends of a pattern that a text is searched for: more of them cost as much as the pattern. No test moves with it.
const ENDS_MAX: usize = 24;

impl Pattern {
    /// Of a pattern and of what it [parses](without_edges) to.
    pub(super) fn new(spelt: &'static str, parsed: &Hir) -> Self {
        let ends = Extractor::new().kind(ExtractKind::Suffix).extract(parsed);
        let ends = ends.literals().filter(|ends| ends.len() <= ENDS_MAX).unwrap_or_default();
        let ends = ends.iter().map(|end| String::from_utf8(end.as_bytes().to_vec()).ok()).collect::<Option<_>>();
        let (loose, strict, exact) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { spelt, ends: ends.unwrap_or_default(), loose, strict, exact }
    }

    fn loose(&self) -> Option<&RegexSet> {
        let spelt = || whole(self.spelt, LOOSE_EDGE).replace(r"\W", LOOSE_OTHER);
        self.loose.get_or_init(|| RegexSet::new([spelt()]).ok()).as_ref()
    }

    fn strict(&self) -> Option<&RegexSet> {
        let spelt = || whole(self.spelt, STRICT_EDGE).replace(r"\W", STRICT_OTHER);
        self.strict.get_or_init(|| RegexSet::new([spelt()]).ok()).as_ref()
    }

    fn exact(&self) -> Option<&RegexSet> {
        self.exact.get_or_init(|| set(std::iter::once(&self.spelt))).as_ref()
    }

    /// Whether it asks what is a word and what is none.
    fn asks_for_words(&self) -> bool {
        self.spelt.split(ASCII_EDGE).any(|part| part.contains(r"\b") || part.contains(r"\W"))
    }

    /// Whether it matches a text in lower case.
    pub(super) fn is_match(&self, lower: &str) -> bool {
        let is = |set: Option<&RegexSet>| set.is_some_and(|set| set.is_match(lower.as_bytes()));
        (self.ends.is_empty() || self.ends.iter().any(|end| lower.contains(end)))
            && is(self.loose())
            && (lower.is_ascii() || !self.asks_for_words() || is(self.strict()) || is(self.exact()))
    }

    /// Whether it is one.
    #[cfg(test)]
    pub(super) fn compile(&self) -> bool {
        self.loose().is_some() && self.strict().is_some() && self.exact().is_some()
    }
}

/// A pattern without the edges of words, which add nothing to what a text begins or ends with.
pub(super) fn without_edges(pattern: &str) -> Option<Hir> {
    let pattern = pattern.replace(r"\b", "");
    // Some of them speak of bytes.
    ParserBuilder::new().utf8(false).build().parse(&pattern).ok()
}

/// A pattern that may match anywhere in a text, unless it begins where that does.
fn whole(pattern: &str, edge: &str) -> String {
    let pattern = spelt_out(pattern, edge);
    // Where a search may begin anywhere, the crate makes an automaton of all beginnings to find the next by, which takes
    // longer than the few lines do that are searched. It makes none for what begins with anything.
    if pattern.starts_with('^') || pattern.starts_with("(?:^") { pattern } else { format!("{ANYTHING}(?:{pattern})") }
}

/// A pattern with what it stands for in place of `\b`, `.` and classes of other characters than some of ASCII.
fn spelt_out(pattern: &str, edge: &str) -> String {
    let edges = others_spelt_out(pattern).split(ASCII_EDGE).map(|part| part.replace(r"\b", edge)).collect::<Vec<_>>();
    edges.join(ASCII_EDGE).replace(".*", SIGNS).replace(".{", &format!("{SIGN}{{"))
}

/// A pattern with the bytes of a character in place of each class of other characters than some of ASCII, as [`SIGN`] has them.
fn others_spelt_out(pattern: &str) -> String {
    let mut parts = pattern.split(OTHER_THAN);
    let mut spelt = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']').filter(|(members, _)| members.is_ascii() && !spelt.ends_with(BYTES)) {
            Some((members, rest)) => spelt.push_str(&format!(r"(?-u:[^{members}\x80-\xbf][\x80-\xbf]*){rest}")),
            None => spelt.extend([OTHER_THAN, part]),
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_know_words_and_characters_beyond_ascii() {
        for (spelt, text, expect) in [
            (r"^read on\b", "read on: here", true),
            (r"^read on\b", "read on: über die brücke", true),
            (r"^read on\b", "read on–over the bridge", true),
            (r"^read on\b", "read onß", false),
            (r"^share\W*$", "share!", true),
            (r"^share\W*$", "share…", true),
            (r"^share\W*$", "shareß", false),
            (r"^photo by [^.,]{2,4}$", "photo by jürg", true),
            (r"^photo by [^.,]{2,3}$", "photo by jürg", false),
            (r"^add .{0,9}\bsource\b", "add a source: us", true),
            (r"^add .{0,9}\bsource\b", "add a bridge", false),
            (r"(over|across) [^。]{1,2}橋", "it leads over 古橋", true),
        ] {
            let pattern = Pattern::new(spelt, &without_edges(spelt).unwrap());
            assert_eq!(pattern.is_match(text), expect, "{spelt} {text}");
        }
    }
}
