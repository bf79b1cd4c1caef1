//! What kind of thing the bytes are: markup, text, or nothing that holds a page.
//!
//! What the bytes themselves say outranks what the server says, as in the WHATWG's MIME Sniffing Standard.

use super::Fault;

/// A readable page's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// HTML or XHTML.
    Markup,
    /// Plain text.
    Text,
}

/// Magic bytes of what crawlers fetch by mistake. § WHATWG MIME Sniffing 6, and common file formats beside it.
const MAGIC: &[&[u8]] = &[
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"RIFF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"OggS",
    b"ID3",
    b"\x1aE\xdf\xa3",
    b"wOFF",
    b"wOF2",
    b"%!PS-Adobe-",
    b"{\\rtf",
    b"\x7fELF",
    b"\0\0\x01\0",
    b"SQLite format 3\0",
    b"\0asm",
];

/// Whether the bytes are a file of a format that is no text, or hold so many control bytes that they can be no text.
/// `wide`: the server says that they are UTF-16, half of whose bytes look like controls in many scripts.
pub(super) fn is_binary(bytes: &[u8], wide: bool) -> bool {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if marked {
        return false;
    }
    let head = bytes.get(..4096).unwrap_or(bytes);
    let boxed = bytes.get(4..8).is_some_and(|kind| kind == b"ftyp");
    // One control byte in ten; text has none, and UTF-16 without its mark is told by HTTP or not at all.
    let controls = head.iter().filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | 0x1b));
    boxed
        || MAGIC.iter().any(|magic| bytes.starts_with(magic))
        || !wide && controls.count() * 10 > head.len() && !alternates(head)
}

/// Whether every other byte is null, as in UTF-16 of Latin text.
fn alternates(head: &[u8]) -> bool {
    let (even, odd): (usize, usize) = head.chunks_exact(2).fold((0, 0), |(even, odd), pair| match pair {
        [0, 0] => (even, odd),
        [0, _] => (even + 1, odd),
        [_, 0] => (even, odd + 1),
        _ => (even, odd),
    });
    even.max(odd) * 4 > head.len()
}

/// What decoded text is. `stripped`: the crawler says that it kept the visible text only.
pub(super) fn kind(text: &str, content_type: Option<&str>, stripped: bool) -> Result<Kind, Fault> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if start.is_empty() {
        return Err(Fault::EmptyPage);
    }
    if is_garbled(text) {
        return Err(Fault::Binary);
    }
    let head = head(start, 2048).to_ascii_lowercase();
    if let Some(root) = root(&head) {
        match root {
            "rss" | "feed" | "rdf:rdf" | "urlset" | "sitemapindex" => return Err(Fault::Feed),
            "html" | "head" | "body" | "title" | "meta" | "link" | "script" | "style" | "div" | "p" | "h1"
            | "table" | "article" | "main" | "section" | "header" | "nav" | "span" | "a" | "br" | "center" | "font"
            | "form" | "img" | "noscript" | "b" | "base" | "ul" | "iframe" => return Ok(Kind::Markup),
            _ if head.starts_with("<?xml") => return Err(Fault::UnsupportedMediaType),
            _ => {}
        }
    }
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json" => {
            Err(Fault::Feed)
        }
        _ if stripped => Ok(Kind::Text),
        "text/html" | "application/xhtml+xml" | "text/xml" | "application/xml" => Ok(Kind::Markup),
        "text/plain" | "text/markdown" => Ok(if has_markup(text) { Kind::Markup } else { Kind::Text }),
        _ if is_json(&head) => Err(Fault::UnsupportedMediaType),
        "" | "application/octet-stream" | "unknown/unknown" | "*/*" | "text" | "binary/octet-stream" => {
            Ok(Kind::Markup)
        }
        _ if essence.ends_with("html") => Ok(Kind::Markup),
        _ if ["image/", "audio/", "video/", "font/", "application/pdf", "application/zip"]
            .iter()
            .any(|prefix| essence.starts_with(prefix)) =>
        {
            Err(Fault::Binary)
        }
        _ => Err(Fault::UnsupportedMediaType),
    }
}

/// The name of the first element, behind the XML declaration, doctype, comments and instructions; `None` where text
/// comes first or no element within what is given.
fn root(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let tag = rest.strip_prefix('<')?;
        rest = if let Some(comment) = tag.strip_prefix("!--") {
            // A comment longer than the head hides the root; what begins with a comment is markup.
            let Some((_, rest)) = comment.split_once("-->") else { return Some("html") };
            rest
        } else if let Some(doctype) = tag.strip_prefix("!doctype") {
            if doctype.trim_start().starts_with("html") {
                return Some("html");
            }
            tag.split_once('>')?.1
        } else if tag.starts_with('?') {
            tag.split_once('>')?.1
        } else {
            let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
            return Some(name).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        };
    }
}

/// Whether text said to be plain holds a page's own tags.
fn has_markup(text: &str) -> bool {
    let head = head(text, 4096).to_ascii_lowercase();
    ["<html", "<!doctype html", "<body", "</p>", "</div>", "<head>"].iter().any(|tag| head.contains(tag))
}

fn is_json(head: &str) -> bool {
    let second = head.chars().skip(1).find(|c| !c.is_whitespace());
    match head.chars().next() {
        Some('{') => matches!(second, Some('"' | '}')),
        Some('[') => matches!(second, Some('"' | '{' | '[' | ']')),
        _ => false,
    }
}

/// The first bytes of a text, cut between characters.
fn head(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or_default()
}

/// Whether replacement and control characters are more than a tenth: decoded from what was no text, or by a charset that
/// it wasn't in.
fn is_garbled(text: &str) -> bool {
    let head = head(text, 20_000);
    // Bytes that can begin such a character are counted first: nearly every page has fewer of them.
    let begins_bad = |b: u8| b < 0x20 && !matches!(b, 9..=13) || matches!(b, 0x7f | 0xc2 | 0xef);
    let begins = |b: u8| b & 0xc0 != 0x80;
    let may_be_bad = count(head, begins_bad);
    // A character has four bytes at most.
    if may_be_bad * 40 <= head.len() || may_be_bad * 10 <= count(head, begins) {
        return false;
    }
    let is_bad = |c: char| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace());
    let (bad, all) = head.chars().fold((0, 0), |(bad, all), c| (bad + usize::from(is_bad(c)), all + 1));
    bad * 10 > all
}

/// How many bytes are counted together: their count is a byte, and processors, which add by the dozen, have none left over.
const PIECE_BYTES: usize = 192;
const _: () = assert!(PIECE_BYTES <= u8::MAX as usize);

/// How many of the text's bytes are of a kind.
fn count(text: &str, is: impl Fn(u8) -> bool) -> usize {
    let pieces = text.as_bytes().chunks(PIECE_BYTES);
    pieces.map(|piece| usize::from(piece.iter().map(|&byte| u8::from(is(byte))).sum::<u8>())).sum()
}
