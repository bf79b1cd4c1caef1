//! Hostile records, as a table: what it is, the record, and how it must end.
//!
//! Each row is built when it is read and dropped after it: some are 50 MB. Rows of one kind are a test of their own,
//! so that they run on all cores.

use std::io::Write;

use base64::Engine as _;
use copydesk::desk::capture::RawRecord;
use flate2::{Compression, write::GzEncoder};

/// What a row is, how its record is made, and how it ends: `article`, `gone`, or a reason's name.
pub type Row = (&'static str, fn() -> RawRecord, &'static str);

/// A record's headers that say nothing unusual.
pub const URL: (&str, &str) = ("url", "https://courier.example/harbour/ferry-returns-4711");
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");
const TEXT: (&str, &str) = ("copydesk-format", "text");

/// The fetch time of all records: no test asks a clock.
const FETCHED_MS: i64 = 1_760_000_000_000;

/// The most bytes of a page that decode reads.
const PAGE_BYTES_MAX: usize = 10 << 20;

/// A story's paragraphs: enough of them that a page with these is an article, whatever else is on it.
const PARAGRAPHS: &[&str] = &[
    "The car ferry Maren returned to the harbour of Lesk on Tuesday after eleven weeks in the yard, and took its first \
     forty vehicles to the island before noon.",
    "Engineers had found cracks in both propeller shafts in June. The replacement parts, cast in a foundry two hundred \
     kilometres inland, were delayed twice because the road bridge at Orlo was closed to heavy lorries.",
    "Islanders had been served by a chartered passenger boat in the meantime, which carried no cars and did not sail in \
     winds above force six. The grocer on Kessa said that she had lost a third of her summer trade.",
    "The shipping office expects the regular timetable to be in force again by the weekend. A second vessel, ordered \
     last year, is to be delivered in the spring.",
];

/// A record with these headers and this value.
pub fn record(headers: &[(&str, &str)], value: impl Into<Vec<u8>>) -> RawRecord {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), Some(value.as_bytes().to_vec()))).collect();
    RawRecord { key: Some(b"k".to_vec()), value: Some(value.into()), headers, timestamp_ms: FETCHED_MS }
}

/// A record whose value is a page in HTML.
pub fn html(value: impl Into<Vec<u8>>) -> RawRecord {
    record(&[URL, HTML], value)
}

/// A record whose value is a page stripped to its text.
pub fn text(value: impl Into<Vec<u8>>) -> RawRecord {
    record(&[URL, TEXT], value)
}

/// A record whose value is an envelope with a URL and these fields.
fn json(fields: &str) -> RawRecord {
    record(&[], format!(r#"{{"url":"{}",{fields}}}"#, URL.1))
}

/// A news page with `head` in its head, and `inside` after the first of its paragraphs.
pub fn story(head: &str, inside: &str) -> String {
    let (first, rest) = PARAGRAPHS.split_first().unwrap();
    let rest: String = rest.iter().map(|paragraph| format!("<p>{paragraph}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=en><head><title>Ferry returns to Lesk</title>\
         <meta property=og:type content=article>{head}</head><body><article><h1>Ferry returns to Lesk</h1>\n\
         <p>{first}</p>\n{inside}\n{rest}</article></body></html>"
    )
}

/// The news page, and behind it, where nothing of the story is lost, what is hostile.
pub fn story_before(behind: &str) -> String {
    story("", "").replace("</article></body></html>", &format!("</article>{behind}"))
}

/// The news page stripped to its text, with `behind` behind it.
pub fn plain_story(behind: &str) -> String {
    format!("Ferry returns to Lesk\n\n{}\n\n{behind}\n", PARAGRAPHS.join("\n\n"))
}

pub fn ld(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// As much of `piece` as fills `bytes`.
pub fn filled(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

/// Numbered pieces, no two alike.
pub fn numbered(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// Bytes that no coding makes small, the same in each run.
fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.flatten().take(bytes).collect()
}

/// Records that are broken before there is a page in them.
pub const CAPTURE: &[Row] = &[
    ("text that is not UTF-8", || text(b"Plain words, then \xff\xfe and more.".to_vec()), "bad-utf8"),
    ("an unfinished object", || record(&[], "{"), "bad-json"),
    (
        "an envelope cut in its body",
        || record(&[], r#"{"url":"https://a.example/b","html":"<p>Half a sen"#),
        "bad-json",
    ),
    ("two objects", || record(&[], r#"{"url":"https://a.example/b","html":"<p>x"} {}"#), "bad-json"),
    ("no JSON at all", || record(&[("content-type", "application/json")], "<p>x"), "bad-json"),
    (
        "JSON that is not UTF-8",
        || record(&[], b"{\"url\":\"https://a.example/b\",\"html\":\"\xff\"}".to_vec()),
        "bad-json",
    ),
    ("lists nested 100,000 deep", || json(&format!("\"x\":{}", "[".repeat(100_000))), "bad-json"),
    ("objects nested 100,000 deep", || json(&r#""x":{"#.repeat(100_000)), "bad-json"),
    (
        "a URL in lists nested 100 deep",
        || record(&[], format!("{{\"url\":{}\"x\"{}}}", "[".repeat(100), "]".repeat(100))),
        "bad-url",
    ),
    ("a 9 MB string that does not end", || json(&format!("\"html\":\"{}", "x".repeat(9 << 20))), "bad-json"),
    ("a number beyond any", || json("\"html\":\"<p>x\",\"status\":1e999"), "bad-json"),
    ("a lone surrogate", || json(r#""html":"<p>\ud800</p>""#), "bad-json"),
    ("a million fields", || json(&format!("{}\"html\":\"\"", r#""x":1,"#.repeat(1_000_000))), "empty-body"),
    ("no URL", || record(&[], r#"{"html":"<p>x"}"#), "missing-url"),
    ("a URL that is null", || record(&[], r#"{"url":null,"html":"<p>x"}"#), "missing-url"),
    ("a URL that is an object", || record(&[], r#"{"url":{"a":1},"html":"<p>x"}"#), "missing-url"),
    ("a relative URL", || record(&[("url", "/a/b"), HTML], "<p>x"), "bad-url"),
    ("a URL of FTP", || record(&[("url", "ftp://a.example/b"), HTML], "<p>x"), "bad-url"),
    ("a URL of a script", || record(&[("url", "javascript:alert(1)"), HTML], "<p>x"), "bad-url"),
    ("a URL without a host", || record(&[("url", "http://"), HTML], "<p>x"), "bad-url"),
    (
        "an overlong URL",
        || record(&[("url", &format!("https://a.example/{}", "x".repeat(9000))), HTML], "<p>x"),
        "bad-url",
    ),
    (
        "a URL in Latin-1",
        || {
            let mut record = record(&[HTML], "<p>x");
            record.headers.push(("url".into(), Some(b"https://a.example/caf\xe9".to_vec())));
            record
        },
        "missing-url",
    ),
    ("an empty value", || html(""), "empty-body"),
    ("an empty value without a type", || record(&[URL], ""), "empty-body"),
    ("a blank value", || html(" \r\n\t ".repeat(1000)), "empty-body"),
    ("blank text", || text("\u{3000}\u{a0}\n".repeat(1000)), "empty-body"),
    ("a blank field", || json(r#""html":"  \n ""#), "empty-body"),
    ("no field", || json(r#""title":"x""#), "missing-body"),
    ("a body that is a number", || json(r#""html":17"#), "missing-body"),
    ("a body that is no base64", || json(r#""html":"*!*","encoding":"base64""#), "bad-base64"),
    (
        "text in base64 that is not UTF-8",
        || json(&format!(r#""text":"{}","encoding":"base64""#, base64(b"\xff\xfe\xfd"))),
        "bad-utf8",
    ),
    ("50 MB", || html(vec![b'x'; 50 << 20]), "record-too-large"),
    ("50 MB of an envelope", || record(&[], vec![b'{'; 50 << 20]), "record-too-large"),
    (
        "100,000 headers",
        || {
            let mut record = html(story("", ""));
            record.headers.extend((0..100_000).map(|number| (format!("x{number}"), Some(Vec::new()))));
            record
        },
        "headers-too-large",
    ),
    ("a header of 1 MB", || record(&[URL, HTML, ("x", &"y".repeat(1 << 20))], story("", "")), "headers-too-large"),
    (
        "headers that are all null",
        || {
            let mut record = html(story("", ""));
            record.headers.iter_mut().for_each(|(_, value)| *value = None);
            record
        },
        "missing-url",
    ),
    (
        "headers without names",
        || {
            let mut record = html(story("", ""));
            record.headers.extend((0..50).map(|_| (String::new(), Some(vec![0xff; 9]))));
            record
        },
        "article",
    ),
    (
        "HTTP headers that are no JSON",
        || record(&[URL, HTML, ("http-headers", "Date: x")], story("", "")),
        "bad-http-headers",
    ),
    (
        "HTTP headers nested 30,000 deep",
        || record(&[URL, HTML, ("http-headers", &"[".repeat(30_000))], story("", "")),
        "bad-http-headers",
    ),
    ("a status beyond HTTP's", || record(&[URL, HTML, ("status", "99999")], story("", "")), "bad-status"),
    ("a negative status", || record(&[URL, HTML, ("status", "-200")], story("", "")), "bad-status"),
    ("a status in words", || record(&[URL, HTML, ("status", "OK")], story("", "")), "bad-status"),
    ("a status in fractions", || json(r#""html":"<p>x","status":200.5"#), "bad-status"),
    (
        "a format that nobody knows",
        || record(&[URL, ("copydesk-format", "\0\u{202e}")], story("", "")),
        "unknown-format",
    ),
    ("noise", || record(&[], noise(4096)), "unknown-format"),
    ("null, and a key that is noise", || RawRecord { key: Some(noise(64)), ..RawRecord::default() }, "missing-url"),
    ("null, and a key that is no URL", || RawRecord { key: Some(b"17".to_vec()), ..RawRecord::default() }, "bad-url"),
    ("null, and nothing else", RawRecord::default, "missing-url"),
    ("a timestamp before all time", || RawRecord { timestamp_ms: i64::MIN, ..html(story("", "")) }, "article"),
    ("a timestamp after all time", || RawRecord { timestamp_ms: i64::MAX, ..html(story("", "")) }, "article"),
    (
        "fetched in the year 999999",
        || record(&[URL, HTML, ("fetched-at", "+999999-01-01T00:00:00Z")], story("", "")),
        "article",
    ),
    ("fetched at minus infinity", || json(r#""html":"<p>x</p>","fetched_at":-1e300"#), "empty-shell"),
    (
        "gone in the year 999999",
        || RawRecord { value: None, ..record(&[URL, ("fetched-at", "999999-01-01")], "") },
        "gone",
    ),
];

/// Bytes that are no page, or not the kind of page that they are said to be.
pub const DECODE: &[Row] = &[
    ("a gzip bomb", || record(&[URL, HTML, ("content-encoding", "gzip")], gzip(vec![b' '; 64 << 20])), "inflate-ratio"),
    ("a gzip bomb that says nothing", || html(gzip(vec![b'<'; 64 << 20])), "inflate-ratio"),
    (
        "a gzip bomb in base64",
        || json(&format!(r#""html":"{}","encoding":"base64""#, base64(gzip(vec![0; 64 << 20])))),
        "inflate-ratio",
    ),
    (
        "gzip of more than a page",
        || {
            let words = noise(PAGE_BYTES_MAX + 1).iter().map(|byte| byte % 4 + b'a').collect::<Vec<_>>();
            html(gzip(words))
        },
        "page-too-large",
    ),
    (
        "gzip cut in its header",
        || record(&[URL, HTML, ("content-encoding", "gzip")], &gzip(story("", ""))[..12]),
        "inflate-failed",
    ),
    (
        "gzip cut at its end",
        || {
            let mut bytes = gzip(story("", ""));
            bytes.truncate(bytes.len() - 9);
            html(bytes)
        },
        "article",
    ),
    (
        "gzip whose checksum denies it",
        || {
            let mut bytes = gzip(story("", ""));
            let checksum = bytes.len() - 8;
            bytes[checksum] ^= 1;
            html(bytes)
        },
        "inflate-failed",
    ),
    ("gzip of gzip", || record(&[URL, HTML, ("content-encoding", "gzip")], gzip(gzip(story("", "")))), "article"),
    (
        "gzip of gzip of gzip",
        || record(&[URL, HTML, ("content-encoding", "gzip")], gzip(gzip(gzip(story("", ""))))),
        "binary",
    ),
    ("a bomb in a bomb", || html(gzip(gzip(vec![b' '; 64 << 20]))), "binary"),
    ("400,000 empty members of gzip", || html(gzip("").repeat(400_000)), "inflate-failed"),
    (
        "a page in pieces, each a member of gzip",
        || html(story("", "").as_bytes().chunks(100).flat_map(gzip).collect::<Vec<u8>>()),
        "article",
    ),
    (
        "100,000 members of gzip",
        || html([gzip(story("", "")), gzip("<p>x").repeat(100_000)].concat()),
        "inflate-failed",
    ),
    (
        "codings without end",
        || record(&[URL, HTML, ("content-encoding", &"gzip,".repeat(5000))], gzip(story("", ""))),
        "unsupported-content-encoding",
    ),
    (
        "a coding that nobody knows",
        || record(&[URL, HTML, ("content-encoding", "rot13")], noise(4096)),
        "unsupported-content-encoding",
    ),
    ("HTML said to be a picture", || record(&[URL, ("content-type", "image/png")], story("", "")), "article"),
    ("a PDF said to be HTML", || html([b"%PDF-1.7\n".to_vec(), noise(100_000)].concat()), "binary"),
    ("a ZIP said to be HTML", || html([b"PK\x03\x04".to_vec(), noise(100_000)].concat()), "binary"),
    ("a PNG said to be HTML", || html([b"\x89PNG\r\n\x1a\n".to_vec(), noise(100_000)].concat()), "binary"),
    (
        "a program said to be text",
        || {
            record(
                &[URL, ("content-type", "text/plain; charset=latin1")],
                [b"\x7fELF\x02\x01".to_vec(), noise(10_000)].concat(),
            )
        },
        "binary",
    ),
    ("noise said to be HTML", || html(noise(9 << 20)), "binary"),
    ("NUL bytes", || html(vec![0; 5 << 20]), "binary"),
    ("NUL bytes in a text", || text("\0".repeat(1 << 20)), "empty-page"),
    ("control characters", || text("\u{1}\u{7f}\u{85}".repeat(100_000)), "binary"),
    ("a story with NUL bytes in it", || html(story("", "<p>\0</p>\0\0").replace("ferry", "fer\0ry")), "article"),
    (
        "a charset that nobody knows",
        || record(&[URL, ("content-type", "text/html; charset=\0klingon\"';")], story("", "")),
        "article",
    ),
    (
        "a charset of UTF-7",
        || record(&[URL, ("content-type", "text/html; charset=utf-7")], story("<meta charset=utf-7>", "")),
        "article",
    ),
    ("half a UTF-16 letter", || record(&[URL, HTML], b"\xff\xfe<\0p\0>\0\x00\xd8".to_vec()), "binary"),
    ("9 MB of a comment", || html(format!("<!--{}", "x".repeat(9 << 20))), "empty-shell"),
    ("a feed", || html(format!("<?xml version='1.0'?><rss>{}", "<item>".repeat(10_000))), "feed"),
    (
        "an entity bomb",
        || {
            record(
                &[URL, ("content-type", "application/xml")],
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>",
            )
        },
        "empty-shell",
    ),
];
