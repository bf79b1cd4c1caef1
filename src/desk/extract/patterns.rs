//! Sets of patterns that lines are held against. The crate's own way with Unicode is exact and slow to set up; what stands
//! here for edges and dots is exact enough for wording.

use regex::bytes::RegexSet;

/// What `\b` stands for in the patterns: the edge of a word in any script, at the cost of one character. The crate's own
/// knows Unicode only at a tenth of the speed.
const EDGE: &str = r"(?:[^\p{L}\p{N}]|$)";

/// What `\b` stands for in [quick] sets: as [`EDGE`] in ASCII, and any character beyond it.
const QUICK_EDGE: &str = r"(?:(?-u:[^0-9A-Za-z\x80-\xff]|[\xc2-\xf4][\x80-\xbf]*)|$)";

/// What `.` stands for in the patterns, counted or not: the bytes of a character, as a line has no others. The crate's own
/// asks of them to be UTF-8, which takes five times the states, and the patterns count hundreds of characters.
const SIGN: &str = r"(?-u:[^\n\x80-\xbf][\x80-\xbf]*)";
const SIGNS: &str = r"(?-u:[^\n]*)";

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
    let whole = others.into_iter().chain(edged.as_deref()).map(|pattern| {
        let pattern = spelt_out(pattern, EDGE);
        // Where a search may begin anywhere, the crate makes an automaton of all beginnings to find the next by, which takes
        // longer than the few lines do that are searched. It makes none for what begins with anything.
        if pattern.starts_with('^') || pattern.starts_with("(?:^") {
            pattern
        } else {
            format!("{ANYTHING}(?:{pattern})")
        }
    });
    RegexSet::new(whole).ok()
}

/// A set of one pattern for texts in lower case that takes every character beyond ASCII for a word's edge: it is made in a
/// fraction of the time, and matches what the pattern does, and more only of texts with such characters.
pub(super) fn quick(pattern: &str) -> Option<RegexSet> {
    RegexSet::new([spelt_out(pattern, QUICK_EDGE)]).ok()
}

/// Whether a pattern asks for the edge of a word, so that its [quick] set may match more.
pub(super) fn has_edge(pattern: &str) -> bool {
    pattern.split(ASCII_EDGE).any(|part| part.contains(r"\b"))
}

/// A pattern with what it stands for in place of `\b` and `.`.
fn spelt_out(pattern: &str, edge: &str) -> String {
    let edges = pattern.split(ASCII_EDGE).map(|part| part.replace(r"\b", edge)).collect::<Vec<_>>().join(ASCII_EDGE);
    edges.replace(".*", SIGNS).replace(".{", &format!("{SIGN}{{"))
}
