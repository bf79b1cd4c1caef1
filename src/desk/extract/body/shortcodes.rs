//! Shortcodes: what a content system replaces before it shows a text, and leaves in it where the part that knew how is gone.

/// Their names, and what names of builders of pages begin with.
const NAMES: &[&str] = &["ad", "caption", "embed", "gallery", "sourcecode"];
const PREFIXES: &[&str] = &["et_pb_", "vc_"];

/// Where the text begins and ends between those at its ends, in bytes.
pub(super) fn outside(text: &str) -> (usize, usize) {
    let mut inner = text;
    let mut from = 0;
    while let Some((_, rest)) =
        inner.strip_prefix('[').and_then(|rest| rest.split_once(']')).filter(|(code, _)| is_code(code))
    {
        let rest = rest.trim_start();
        from += inner.len() - rest.len();
        inner = rest;
    }
    while let Some((rest, _)) =
        inner.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')).filter(|(_, code)| is_code(code))
    {
        inner = rest.trim_end();
    }
    (from, from + inner.len())
}

/// Whether that stands in brackets as a shortcode does.
fn is_code(code: &str) -> bool {
    let code = code.strip_prefix('/').unwrap_or(code);
    let name = code.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap_or_default();
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_at_the_ends_of_a_text_are_left_out() {
        let check = |text: &str, expect: &str| {
            let (from, to) = outside(text);
            assert_eq!(text.get(from..to), Some(expect), "{text}");
        };
        check("[ad#ad-2]", "");
        check("[sourcecode language=\"bash\"]cross bridge[/sourcecode]", "cross bridge");
        check("[vc_row][vc_column]The bridge stays. [/vc_column][/vc_row]", "The bridge stays.");
        check("[Update] The bridge stays [1]", "[Update] The bridge stays [1]");
        check("[add a bridge]", "[add a bridge]");
    }
}
