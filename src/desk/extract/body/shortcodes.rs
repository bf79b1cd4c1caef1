//! Shortcodes: what a content system replaces before it shows a text, and leaves in it where the part that knew how is gone.

use std::collections::BTreeSet;

/// Their names, and what names of builders of pages begin with.
const NAMES: &[&str] = &["ad", "caption", "embed", "gallery", "sourcecode"];
const PREFIXES: &[&str] = &["et_pb_", "vc_"];

/// What a value with blanks in it stands between: systems that set quotation marks set them here as well.
const QUOTES: &[char] = &['"', '\'', '“', '”', '„', '″'];

/// The text without those at its ends, and without the others of these names in it: what closes one stands behind its content.
/// Nothing where none stands at an end.
pub(super) fn outside(text: &str) -> Option<String> {
    let mut inner = text;
    let mut names = BTreeSet::new();
    while let Some((code, rest)) =
        inner.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|(code, _)| is_code(code))
    {
        names.insert(parts(code).0);
        inner = rest.trim_start();
    }
    while let Some((rest, code)) =
        inner.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).filter(|(_, code)| is_code(code))
    {
        names.insert(parts(code).0);
        inner = rest.trim_end();
    }
    if names.is_empty() {
        return None;
    }
    let mut pieces = inner.split('[');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_cut = |code: &str| is_code(code) && names.contains(parts(code).0);
        if let Some((_, rest)) = piece.split_once(']').filter(|(code, _)| is_cut(code)) {
            out.push_str(if out.ends_with(char::is_whitespace) { rest.trim_start() } else { rest });
        } else {
            out.push('[');
            out.push_str(piece);
        }
    }
    Some(out)
}

/// The name of what stands in brackets, and what follows it.
fn parts(code: &str) -> (&str, &str) {
    let code = code.strip_prefix('/').unwrap_or(code);
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let rest = code.trim_start_matches(is_name);
    (code.strip_suffix(rest).unwrap_or(code), rest)
}

/// Whether that stands in brackets as a shortcode does: a name, and behind it nothing, an anchor or attributes.
fn is_code(code: &str) -> bool {
    let (name, rest) = parts(code);
    (NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix)))
        && (rest.is_empty() || rest.starts_with('#') || rest.starts_with([' ', '\n', '/']) && are_attributes(rest))
}

/// Whether each word has a value, which may hold blanks between quotation marks.
fn are_attributes(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start();
        if rest.is_empty() || rest == "/" {
            return true;
        }
        let Some((key, value)) = rest.split_once('=') else { return false };
        if key.is_empty() || key.contains(char::is_whitespace) {
            return false;
        }
        let quote = value.chars().next().filter(|c| QUOTES.contains(c));
        rest = if let Some(quote) = quote {
            let ends = |c: char| c == quote || !quote.is_ascii() && !c.is_ascii() && QUOTES.contains(&c);
            let Some((_, rest)) = value.strip_prefix(quote).and_then(|value| value.split_once(ends)) else {
                return false;
            };
            rest
        } else {
            value.split_once(char::is_whitespace).map_or("", |(_, rest)| rest)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_at_the_ends_of_a_text_are_left_out() {
        let check = |text: &str, expect: &str| {
            assert_eq!(outside(text).as_deref().unwrap_or(text), expect, "{text}");
        };
        check("[ad#ad-2]", "");
        check("[sourcecode language=\"bash\"]cross bridge[/sourcecode]", "cross bridge");
        check("[vc_row][vc_column]The bridge stays. [/vc_column][/vc_row]", "The bridge stays.");
        check("[gallery ids=\"1, 2\" link='a file' /] The bridge stays.", "The bridge stays.");
        check("[caption caption=“The old bridge” width=300]The bridge stays.", "The bridge stays.");
        check("[caption id=1]A photo[/caption] The mayor stays.", "A photo The mayor stays.");
        check("The mayor stays. [caption id=1] A photo[/caption]", "The mayor stays. A photo");
        check("[caption id=1]A photo [1][/caption] and [embed] here", "A photo [1] and [embed] here");
        check("[Update] The bridge stays [1]", "[Update] The bridge stays [1]");
        check("[add a bridge]", "[add a bridge]");
        for text in [
            "[ad hoc committees] will meet again on the bridge.",
            "[gallery owners in the town say] that the bridge stays.",
            "[caption by A = B] The bridge stays.",
            "[ad-lib] The bridge stays.",
            "The bridge stays [caption: the old one]",
        ] {
            check(text, text);
        }
    }
}
