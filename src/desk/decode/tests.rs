use std::borrow::Cow;
use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::*;
use crate::desk::capture::Format;

const PAGE: &str = "<!doctype html><title>t</title><p>Ein Absatz, der größer ist.";

/// [`PAGE`] and once more, as brotli's own tool compresses it.
#[rustfmt::skip]
const TWICE_IN_BROTLI: &[u8] = &[
    0x1b, 0x7d, 0x00, 0xf8, 0x8d, 0xd4, 0x51, 0x8d, 0xdb, 0xd9, 0xd4, 0x6d, 0xa9, 0x8e, 0x7e, 0x0c, 0x49, 0x04,
    0x83, 0x29, 0x28, 0x1e, 0x79, 0x11, 0xd9, 0x9f, 0xec, 0xf5, 0xf5, 0x69, 0xdb, 0x85, 0x08, 0x83, 0xcc, 0x57,
    0x1a, 0x03, 0x15, 0x9c, 0x50, 0x88, 0x81, 0x89, 0xf7, 0x6f, 0x7c, 0x6d, 0xd8, 0x45, 0x5f, 0x3e, 0xe3, 0x0b,
    0xb6, 0x12, 0x87, 0x39, 0x29, 0x61, 0x1e, 0xa5, 0x06,
];

/// Five million spaces, likewise.
const BOMB_IN_BROTLI: &[u8] = &[0x9b, 0xff, 0xff, 0x4f, 0xf8, 0x25, 0x40, 0xe2, 0xb1, 0x40, 0x20, 0xf7, 0xfe, 0x09];

fn capture(body: Body<'_>) -> Capture<'_> {
    Capture {
        format: Format::Native,
        url: url::Url::parse("https://news.example/a").expect("a URL"),
        final_url: None,
        status: None,
        http_headers: Vec::new(),
        content_type: None,
        content_encoding: None,
        fetched_at: Timestamp::UNIX_EPOCH,
        traceparent: None,
        body,
    }
}

fn bytes(bytes: &[u8]) -> Capture<'_> {
    capture(Body::Bytes(Cow::Borrowed(bytes)))
}

fn coded<'a>(body: &'a [u8], coding: &str) -> Capture<'a> {
    Capture { content_encoding: Some(coding.to_owned()), ..bytes(body) }
}

fn typed<'a>(body: &'a str, media: &str) -> Capture<'a> {
    Capture { content_type: Some(media.to_owned()), ..bytes(body.as_bytes()) }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).expect("memory takes it");
    out.finish().expect("memory takes it")
}

fn text(capture: Capture<'_>) -> Result<String, Fault> {
    match page(capture, &Limits::default())?.content {
        Content::Html(tree) => Ok(format!("markup: {}", tree.text(tree.root()))),
        Content::Text(text) => Ok(format!("text: {text}")),
    }
}

fn fault(capture: Capture<'_>) -> &'static str {
    text(capture).map_or_else(Fault::name, |text| panic!("read as {text}"))
}

#[test]
fn every_coding_is_undone() {
    let expect = Ok("markup: Ein Absatz, der größer ist.".to_owned());
    let gz = gzip(PAGE.as_bytes());
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(PAGE.as_bytes()).expect("memory takes it");
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(PAGE.as_bytes()).expect("memory takes it");
    assert_eq!(text(coded(PAGE.as_bytes(), "identity")), expect);
    assert_eq!(text(coded(&gz, "gzip")), expect);
    assert_eq!(text(bytes(&gz)), expect, "gzip that nobody announced");
    assert_eq!(text(coded(&gzip(&gz), "gzip, X-GZIP")), expect);
    assert_eq!(text(coded(&zlib.finish().expect("memory takes it"), "deflate")), expect);
    assert_eq!(text(coded(&raw.finish().expect("memory takes it"), "deflate")), expect);
    let zstd = zstd::encode_all(PAGE.as_bytes(), 3).expect("memory takes it");
    assert_eq!(text(coded(&zstd, "zstd")), expect);
    assert_eq!(text(bytes(&zstd)), expect, "zstd that nobody announced");
    assert_eq!(text(coded(TWICE_IN_BROTLI, "br")), text(bytes(PAGE.repeat(2).as_bytes())));
    for coding in ["gzip", "br", "zstd", "deflate"] {
        assert_eq!(text(coded(PAGE.as_bytes(), coding)), expect, "{coding} undone by the crawler");
    }
}

#[test]
fn broken_codings_are_told_apart() {
    let gz = gzip(PAGE.repeat(20).as_bytes());
    let mut broken = gz.clone();
    broken[12] ^= 0xff;
    broken[14] ^= 0x55;
    assert_eq!(fault(coded(&broken, "gzip")), "inflate-failed");
    assert_eq!(fault(coded(b"\x01\x02\x03\x04 not gzip", "gzip")), "inflate-failed");
    assert_eq!(fault(coded(b"\x1b\x02\x03\x04\x00\x01", "br")), "inflate-failed");
    assert_eq!(fault(coded(b"\x1b\x02\x03\x04\x00\x01", "zstd")), "inflate-failed");
    assert_eq!(fault(coded(b"\x1b\x02\x03\x04\x00\x01", "compress")), "unsupported-content-encoding");
    let mut wide = zstd::stream::Encoder::new(Vec::new(), 3).expect("a level");
    wide.window_log(24).expect("a window");
    wide.write_all(PAGE.as_bytes()).expect("memory takes it");
    assert_eq!(fault(coded(&wide.finish().expect("memory takes it"), "zstd")), "inflate-failed", "a window of 16 MB");
    // A window of a gigabyte, which RFC 7932 has no number for.
    assert_eq!(fault(coded(b"\x11\x1e\x80\x01", "br")), "inflate-failed");
    assert_eq!(fault(coded(&gz, "gzip,gzip,gzip,gzip,gzip")), "unsupported-content-encoding");
    let cut = &gz[..gz.len() - 10];
    assert!(text(coded(cut, "gzip")).is_ok_and(|text| text.starts_with("markup: Ein Absatz")), "what came is kept");
    let cut = &TWICE_IN_BROTLI[..TWICE_IN_BROTLI.len() - 2];
    assert!(text(coded(cut, "br")).is_ok_and(|text| text.starts_with("markup: Ein Absatz")), "what came is kept");
}

#[test]
fn bombs_are_refused() {
    let bomb = gzip(&vec![b' '; 5 << 20]);
    assert_eq!(fault(coded(&bomb, "gzip")), "inflate-ratio");
    assert_eq!(fault(coded(BOMB_IN_BROTLI, "br")), "inflate-ratio");
    let zstd = zstd::encode_all(&*vec![b' '; 5 << 20], 3).expect("memory takes it");
    assert_eq!(fault(coded(&zstd, "zstd")), "inflate-ratio");
    let loose = Limits { inflate_ratio_max: usize::MAX, page_bytes_max: 4 << 20, ..Limits::default() };
    assert_eq!(page(coded(&bomb, "gzip"), &loose).map(|_| ()), Err(Fault::PageTooLarge));
    let tight = Limits { page_bytes_max: 10, ..Limits::default() };
    assert_eq!(page(bytes(PAGE.as_bytes()), &tight).map(|_| ()), Err(Fault::PageTooLarge));
}

#[test]
fn what_is_no_page_is_named() {
    assert_eq!(fault(bytes(b"")), "empty-page");
    assert_eq!(fault(bytes(b" \n\t")), "empty-page");
    assert_eq!(fault(bytes(b"%PDF-1.7 ...")), "binary");
    assert_eq!(fault(bytes(b"\x89PNG\r\n\x1a\n....")), "binary");
    assert_eq!(fault(bytes(&[7u8; 300])), "binary");
    assert_eq!(fault(typed("PK is a party", "image/png")), "binary");
    assert_eq!(fault(typed("<?xml version='1.0'?><rss version='2.0'>", "text/xml")), "feed");
    assert_eq!(fault(typed("<feed xmlns='http://www.w3.org/2005/Atom'>", "text/html")), "feed");
    assert_eq!(fault(typed("<?xml version='1.0'?>\n<!-- made by x -->\n<urlset>", "application/xml")), "feed");
    assert_eq!(fault(typed("<?xml version='1.0'?><catalog>", "application/xml")), "unsupported-media-type");
    assert_eq!(fault(typed("{\"a\": 1}", "application/json")), "unsupported-media-type");
    assert_eq!(fault(bytes(b"[{\"a\": 1}]")), "unsupported-media-type");
    assert_eq!(fault(typed("var a = 1;", "text/javascript")), "unsupported-media-type");
}

#[test]
fn text_is_text_unless_it_is_markup() {
    assert_eq!(text(typed("a < b", "text/plain")).as_deref(), Ok("text: a < b"));
    assert_eq!(text(typed(PAGE, "text/plain")).as_deref(), Ok("markup: Ein Absatz, der größer ist."));
    assert_eq!(
        text(typed("<?xml version='1.0'?><html><p>x</p></html>", "application/xhtml+xml")).as_deref(),
        Ok("markup: x")
    );
    assert_eq!(text(capture(Body::Text("One line.\nTwo.".into()))).as_deref(), Ok("text: One line.\nTwo."));
    assert_eq!(text(capture(Body::Text(PAGE.into()))).as_deref(), Ok("markup: Ein Absatz, der größer ist."));
    assert_eq!(text(capture(Body::Markup("bare <b>words".into()))).as_deref(), Ok("markup: bare words"));
}

#[test]
fn utf16_without_a_mark_is_read_where_http_says_so() {
    let utf16: Vec<u8> = "<p>wide".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let capture = Capture { content_type: Some("text/html; charset=utf-16le".to_owned()), ..bytes(&utf16) };
    assert_eq!(text(capture).as_deref(), Ok("markup: wide"));
}

#[test]
fn pages_that_were_misread_are_mended_whatever_they_come_as() {
    let stored: String = PAGE.replace('.', " – “sie bleibt”").bytes().map(char::from).collect();
    let expect = Ok("markup: Ein Absatz, der größer ist – “sie bleibt”".to_owned());
    assert_eq!(text(capture(Body::Markup(stored.as_str().into()))), expect);
    assert_eq!(text(capture(Body::Text(stored.as_str().into()))), expect);
    assert_eq!(text(typed(&stored, "text/html; charset=utf-8")), expect);
    let page = page(capture(Body::Markup(stored.as_str().into())), &Limits::default());
    let charset = Charset { name: "UTF-8", source: CharsetSource::Detector };
    assert_eq!(page.map(|page| page.charset), Ok(charset));
}

#[test]
fn names_are_distinct() {
    let mut names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Fault::ALL.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..600), coding in "(gzip|deflate|br|zstd|)") {
        let capture = Capture { content_encoding: Some(coding), ..bytes(&body) };
        if let Ok(page) = page(capture, &Limits::default())
            && let Content::Html(tree) = &page.content
        {
            prop_assert!(tree.len() < 2 * body.len() + 10);
        }
    }

    #[test]
    fn any_tags_are_read(parts in prop::collection::vec("</?(p|b|a|table|tr|td|template|svg|math|select|form|body|html|frameset|i x=1)>|[a-z<&;\"' ]{0,3}", 0..60)) {
        let markup = format!("<!doctype html>{}", parts.concat());
        let tree = Tree::parse(&markup, &Limits::default());
        let below = tree.descendants(tree.root()).count();
        prop_assert!(below < tree.len());
        for id in tree.descendants(tree.root()) {
            let parent = tree.parent(id).expect("what is below the root has a parent");
            prop_assert!(tree.children(parent).any(|child| child == id));
        }
    }

    #[test]
    fn a_page_cut_anywhere_is_read(cut in 0..PAGE.len()) {
        let _ = page(bytes(&PAGE.as_bytes()[..cut]), &Limits::default());
    }
}
