use std::borrow::Cow;

use super::{Body, Capture, Fault, Fields, Format, Limits, RawRecord, open};

/// A page's record: headers as `name: value`, and the value.
fn record(headers: &[(&str, &str)], value: impl AsRef<[u8]>) -> RawRecord {
    RawRecord {
        key: None,
        value: Some(value.as_ref().to_vec()),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), Some(value.as_bytes().to_vec()))).collect(),
        timestamp_ms: 1_505_095_440_000,
    }
}

fn only<'a>(record: &'a RawRecord, limits: &Limits) -> Result<Capture<'a>, Fault> {
    let mut captures = open(record, limits);
    assert_eq!(captures.len(), 1, "one record, one page");
    captures.remove(0)
}

fn check(record: &RawRecord, expect: impl FnOnce(Capture<'_>)) {
    expect(only(record, &Limits::default()).expect("a capture"));
}

fn refused(record: &RawRecord, expect: Fault) {
    assert_eq!(only(record, &Limits::default()).map(|capture| capture.body), Err(expect));
}

const URL: (&str, &str) = ("url", "https://news.example/a");
const PAGE: &str = "<html><p>Prose.</p></html>";

fn envelope(rest: &str) -> RawRecord {
    record(&[], format!(r#"{{"url":"https://news.example/a",{rest}}}"#))
}

#[test]
fn native_borrows_the_value_and_reads_every_header() {
    let record = record(
        &[
            URL,
            ("final-url", "https://news.example/b"),
            ("status", "200"),
            ("Content-Type", " text/html; charset=koi8-r "),
            ("fetched-at", "2017-09-11T05:04:00+03:00"),
            ("http-headers", r#"{"Last-Modified":["x"],"Set-Cookie":"id=1","LINK":["<a>","<b>"],"Date":null}"#),
            ("content-encoding", "gzip"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ],
        b"\x1f\x8b\x08",
    );
    check(&record, |capture| {
        assert_eq!(capture.format, Format::Native);
        assert_eq!(capture.url.as_str(), "https://news.example/a");
        assert_eq!(capture.final_url.unwrap().as_str(), "https://news.example/b");
        assert_eq!(capture.status, Some(200));
        assert_eq!(capture.content_type.as_deref(), Some("text/html; charset=koi8-r"));
        assert_eq!(capture.content_encoding.as_deref(), Some("gzip"));
        assert_eq!(capture.fetched_at.to_string(), "2017-09-11T02:04:00Z");
        let kept: Vec<_> = capture.http_headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(kept, [("last-modified", "x"), ("link", "<a>"), ("link", "<b>")]);
        assert_eq!(capture.traceparent.as_deref(), Some("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        assert!(matches!(capture.body, Body::Bytes(Cow::Borrowed(b"\x1f\x8b\x08"))));
    });
}

#[test]
fn detection_asks_header_then_content_type_then_bytes() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [u8], Result<Format, Fault>);
    let cases: &[Case<'_>] = &[
        (&[URL, ("copydesk-format", "TEXT"), ("content-type", "text/html")], b"<p>x", Ok(Format::Text)),
        (&[URL, ("copydesk-format", "native")], b"{}", Ok(Format::Native)),
        (&[URL, ("copydesk-format", "avro")], b"<p>x", Err(Fault::UnknownFormat)),
        (&[URL, ("content-type", "text/plain")], b"<p>x", Ok(Format::Text)),
        (&[URL, ("content-type", "Text/HTML; charset=x")], b"{", Ok(Format::Native)),
        (&[URL, ("content-type", "image/png")], b"\x89PNG", Ok(Format::Native)),
        (&[("content-type", "application/json")], br#"{"url":"http://a.example","html":"x"}"#, Ok(Format::Json)),
        (&[("content-type", "application/ld+json")], br#"{"url":"http://a.example","html":"x"}"#, Ok(Format::Json)),
        (&[URL, ("content-type", "application/warc")], b"WARC/1.1", Err(Fault::UnknownFormat)),
        (&[URL, ("content-type", "application/cloudevents+json")], b"{}", Err(Fault::UnknownFormat)),
        (&[URL, ("content-type", "application/octet-stream")], b"<p>x", Ok(Format::Native)),
        (&[URL, ("content-type", "html")], b"<p>x", Ok(Format::Native)),
        (&[], b"\xef\xbb\xbf{\"url\":\"http://a.example\",\"html\":\"x\"}", Ok(Format::Json)),
        (&[URL], b"\n <p>x", Ok(Format::Native)),
        (&[URL], b"Plain words.", Ok(Format::Text)),
        (&[URL], b"Warning: no such file in /srv/a.php on line 3 <html><p>x</p>", Ok(Format::Native)),
        (&[URL], b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<p>x</p>", Err(Fault::UnknownFormat)),
        (
            &[URL, ("content-type", "application/octet-stream")],
            b"WARC/1.0\r\nWARC-Type: response",
            Err(Fault::UnknownFormat),
        ),
        (&[URL], b"HTTP/3 is the third version of the protocol", Ok(Format::Text)),
        (&[URL], b"\xff\xfe<\0", Ok(Format::Native)),
        (&[URL], b"a\0b", Ok(Format::Native)),
        (&[URL, ("content-encoding", "br")], b"abc", Ok(Format::Native)),
        (&[], b"Plain words.", Err(Fault::UnknownFormat)),
        (&[], b"", Err(Fault::UnknownFormat)),
        (&[], b"<p>x", Err(Fault::MissingUrl)),
    ];
    for (headers, value, expect) in cases {
        let record = record(headers, value);
        let found = only(&record, &Limits::default()).map(|capture| capture.format);
        assert_eq!(found, *expect, "{headers:?} {value:?}");
    }
}

#[test]
fn json_takes_its_facts_from_the_envelope_and_fills_gaps_from_the_headers() {
    let mut record = envelope(
        r#""html":"<p>caf\u00e9</p>","status_code":"200","response_url":"/b","crawled_at":"2017-09-11T02:04:00",
           "response_headers":{"Content-Type":["text/html; charset=x"]},"links":[{"url":"https://other.example"}]"#,
    );
    record.headers = vec![
        ("content-type".into(), Some(b"application/json".to_vec())),
        ("url".into(), Some(b"https://header.example".to_vec())),
        ("traceparent".into(), Some(b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00".to_vec())),
    ];
    check(&record, |capture| {
        assert_eq!(capture.url.as_str(), "https://news.example/a");
        assert_eq!(capture.final_url.unwrap().as_str(), "https://news.example/b");
        assert_eq!(capture.status, Some(200));
        assert_eq!(capture.content_type.as_deref(), Some("text/html; charset=x"));
        assert_eq!(capture.fetched_at.to_string(), "2017-09-11T02:04:00Z");
        assert!(capture.traceparent.is_some());
        assert_eq!(capture.body, Body::Markup("<p>café</p>".into()));
    });
}

#[test]
fn json_bodies_are_markup_text_or_bytes() {
    let packed = "PGh0bWw+PHA+UHJvc2UuPC9wPjwvaHRtbD4=";
    let cases = [
        (r#""html":"<p>x""#.to_owned(), Body::Markup("<p>x".into())),
        (r#""body":"Lead <b>bold</b>""#.to_owned(), Body::Markup("Lead <b>bold</b>".into())),
        (r#""content":"if a < b and c > d""#.to_owned(), Body::Text("if a < b and c > d".into())),
        (r#""text":"<p>x</p>""#.to_owned(), Body::Text("<p>x</p>".into())),
        (r#""text":"second","raw":"first""#.to_owned(), Body::Text("first".into())),
        (r#""raw":"third","html":"first","body":"second""#.to_owned(), Body::Text("first".into())),
        (r#""html":"","body":null,"raw":["listed"]"#.to_owned(), Body::Text("listed".into())),
        (r#""html":"first","html":"last""#.to_owned(), Body::Text("last".into())),
        (format!(r#""body":"{packed}","encoding":"Base64""#), Body::Bytes(PAGE.as_bytes().into())),
        (format!(r#""body":"{packed}","encoding":"utf-8""#), Body::Bytes(PAGE.as_bytes().into())),
        (r#""html":"PHA+\r\nPC9w\r\nPg","encoding":"base64""#.to_owned(), Body::Bytes(b"<p></p>"[..].into())),
        (r#""text":"Y2Fmw6k=","encoding":"base64""#.to_owned(), Body::Text("café".into())),
        (r#""body":"Oneword""#.to_owned(), Body::Text("Oneword".into())),
    ];
    for (fields, expect) in cases {
        check(&envelope(&fields), |capture| assert_eq!(capture.body, expect, "{fields}"));
    }
}

#[test]
fn a_plain_json_string_is_borrowed() {
    check(&envelope(r#""text":"Plain words.""#), |capture| {
        assert!(matches!(capture.body, Body::Text(Cow::Borrowed("Plain words."))));
    });
}

#[test]
fn field_names_are_the_deployments_choice() {
    let fields = Fields { url: vec!["u".into()], body: vec!["markup".into()], ..Fields::default() };
    let limits = Limits { fields, ..Limits::default() };
    let mapped = record(&[], r#"{"u":"http://a.example/","markup":"<p>","html":"not looked at"}"#);
    assert_eq!(only(&mapped, &limits).unwrap().body, Body::Markup("<p>".into()));
    assert_eq!(only(&envelope(r#""html":"<p>""#), &limits), Err(Fault::MissingUrl));
}

#[test]
fn instants_are_read_in_every_spelling_crawlers_use() {
    for spelling in [
        r#""2017-09-11T02:04:00Z""#,
        r#""2017-09-11T02:04:00""#,
        r#""2017-09-11 02:04:00.000""#,
        r#""2017-09-10T22:04:00-04:00""#,
        "1505095440",
        "1505095440.0",
        "1505095440000",
        "1505095440000000",
        r#""1505095440""#,
    ] {
        let mut record = envelope(&format!(r#""html":"<p>","fetched_at":{spelling}"#));
        record.timestamp_ms = 1;
        check(&record, |capture| assert_eq!(capture.fetched_at.to_string(), "2017-09-11T02:04:00Z", "{spelling}"));
    }
    for unreadable in [r#""yesterday""#, "-5", "0", "1e300", "null", "{}"] {
        check(&envelope(&format!(r#""html":"<p>","fetched_at":{unreadable}"#)), |capture| {
            assert_eq!(capture.fetched_at.as_millisecond(), 1_505_095_440_000, "{unreadable}");
        });
    }
}

#[test]
fn text_is_utf8_or_left_to_decode() {
    let cp1251 = b"\xcf\xf0\xe8\xe2\xe5\xf2";
    check(&record(&[URL, ("content-type", "text/plain; charset=windows-1251")], cp1251), |capture| {
        assert_eq!(capture.body, Body::Bytes(cp1251[..].into()));
    });
    check(&record(&[URL, ("content-type", "text/plain; charset=\"UTF-8\"")], "\u{feff}é"), |capture| {
        assert_eq!(capture.body, Body::Text("é".into()));
    });
    check(&record(&[URL, ("copydesk-format", "text"), ("content-encoding", "gzip")], b"\x1f\x8b"), |capture| {
        assert_eq!(capture.body, Body::Bytes(b"\x1f\x8b"[..].into()));
    });
}

#[test]
fn http_coding_is_believed_unless_the_bytes_are_inflated() {
    let http = ("http-headers", r#"[["Content-Encoding","br"],["Content-Type","text/html"]]"#);
    let coded = record(&[URL, ("copydesk-format", "native"), http], b"\x0b\x02\x80");
    check(&coded, |capture| assert_eq!(capture.content_encoding.as_deref(), Some("br")));
    let inflated = record(&[URL, ("copydesk-format", "native"), http], PAGE);
    check(&inflated, |capture| {
        assert_eq!(capture.content_encoding, None);
        assert_eq!(capture.content_type.as_deref(), Some("text/html"));
    });
}

#[test]
fn gone_is_said_by_null_or_status() {
    let mut null = record(&[URL, ("status", "200")], "");
    null.value = None;
    check(&null, |capture| assert_eq!(capture.body, Body::Gone));
    let keyed = RawRecord { key: Some(b"https://news.example/a".to_vec()), ..RawRecord::default() };
    check(&keyed, |capture| {
        assert_eq!((capture.url.as_str(), capture.body), ("https://news.example/a", Body::Gone));
        assert_eq!(capture.fetched_at.as_millisecond(), 0);
    });
    refused(&RawRecord { key: Some(b"42".to_vec()), ..RawRecord::default() }, Fault::BadUrl);
    refused(&RawRecord::default(), Fault::MissingUrl);
    check(&envelope(r#""status":410"#), |capture| assert_eq!(capture.body, Body::Gone));
    check(&record(&[URL, ("status", "404"), ("content-type", "text/html")], "<h1>Not found"), |capture| {
        assert_eq!(capture.body, Body::Gone);
    });
}

#[test]
fn statuses_that_are_no_page() {
    for (status, expect) in [("500", Fault::ErrorStatus), ("403", Fault::ErrorStatus), ("301", Fault::Redirect)] {
        refused(&record(&[URL, ("status", status), ("copydesk-format", "native")], ""), expect);
        refused(&envelope(&format!(r#""status":{status}"#)), expect);
    }
    refused(&record(&[URL, ("status", "302")], PAGE), Fault::Redirect);
    check(&record(&[URL, ("status", "206")], PAGE), |capture| assert_eq!(capture.status, Some(206)));
    for status in ["ok", "-1", "0", "100", "600", "70000", "200.5"] {
        refused(&record(&[URL, ("status", status)], PAGE), Fault::BadStatus);
    }
    refused(&envelope(r#""html":"<p>","status":200.5"#), Fault::BadStatus);
}

#[test]
fn urls_that_are_refused() {
    refused(&record(&[("content-type", "text/html")], PAGE), Fault::MissingUrl);
    refused(&record(&[], r#"{"html":"<p>"}"#), Fault::MissingUrl);
    let long = format!("https://news.example/{}", "a".repeat(8000));
    for url in ["/a", "news.example", "ftp://news.example/a", "javascript:alert(1)", "http://", "https://[::1", &long] {
        refused(&record(&[("url", url)], PAGE), Fault::BadUrl);
    }
    check(&record(&[("url", "https://me:secret@news.example/a"), ("final-url", "about:blank")], PAGE), |capture| {
        assert_eq!(capture.url.as_str(), "https://news.example/a");
        assert_eq!(capture.final_url, None);
    });
}

#[test]
fn bodies_that_are_refused() {
    refused(&record(&[URL], " \n"), Fault::EmptyBody);
    refused(&record(&[URL, ("content-type", "text/plain")], "\u{feff}\u{a0}"), Fault::EmptyBody);
    refused(&record(&[URL, ("content-type", "text/plain")], b"\xff"), Fault::BadUtf8);
    refused(&envelope(r#""html":" ","text":"""#), Fault::EmptyBody);
    refused(&envelope(r#""html":null,"body":{"html":"<p>"}"#), Fault::MissingBody);
    refused(&envelope(r#""html":"not base64!","encoding":"base64""#), Fault::BadBase64);
    refused(&envelope(r#""html":"IA==","encoding":"base64""#), Fault::EmptyBody);
    refused(&envelope(r#""text":"/w==","encoding":"base64""#), Fault::BadUtf8);
}

#[test]
fn envelopes_that_are_refused() {
    let json = [("content-type", "application/json")];
    for value in ["[]", "\"json failed to parse\"", "{", "{\"url\":1,}", "{}{}", "{\"html\":\"\\ud800\"}", ""] {
        refused(&record(&json, value), Fault::BadJson);
    }
    refused(&record(&json, b"{\"url\":\"\xff\"}"), Fault::BadJson);
    refused(&envelope(&format!(r#""deep":{}"#, "[".repeat(200_000))), Fault::BadJson);
    refused(&envelope(&format!(r#""html":{}"#, "[".repeat(200_000))), Fault::BadJson);
    for headers in [r#""a""#, "7", "[7]", r#"[["a"]]"#, r#"["Date","x"]"#, r#"[["a","b","c"]]"#] {
        refused(&envelope(&format!(r#""html":"<p>","headers":{headers}"#)), Fault::BadHttpHeaders);
        refused(&record(&[URL, ("http-headers", headers)], PAGE), Fault::BadHttpHeaders);
    }
    refused(&record(&[URL, ("http-headers", "{")], PAGE), Fault::BadHttpHeaders);
}

#[test]
fn caps_hold_before_anything_is_read() {
    let limits = Limits { record_bytes_max: 8, headers_max: 2, header_bytes_max: 40, ..Limits::default() };
    assert_eq!(only(&record(&[URL], "<p>abcdef"), &limits), Err(Fault::RecordTooLarge));
    assert!(only(&record(&[URL], "<p>abcde"), &limits).is_ok());
    assert_eq!(only(&record(&[URL, ("a", ""), ("b", "")], "<p>"), &limits), Err(Fault::HeadersTooLarge));
    assert_eq!(only(&record(&[URL, ("a", "0123456789abcdef")], "<p>"), &limits), Err(Fault::HeadersTooLarge));
}

#[test]
fn trace_context_that_is_broken_goes_no_further() {
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    for broken in [
        format!("00-{}-{span}-01", "0".repeat(32)),
        format!("00-{trace}-{}-01", "0".repeat(16)),
        format!("00-{}-{span}-01", trace.to_uppercase()),
        format!("00-{trace}-{span}"),
        "x".to_owned(),
    ] {
        check(&record(&[URL, ("traceparent", &broken)], PAGE), |capture| assert_eq!(capture.traceparent, None));
    }
}

#[test]
fn every_fault_is_listed_once_under_its_own_name() {
    let names: std::collections::BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    assert_eq!(names.len(), Fault::ALL.len());
    assert!(Fault::ALL.is_sorted(), "ALL is in the order of the enum");
    assert_eq!(Fault::ALL.last(), Some(&Fault::BadUtf8));
}

proptest::proptest! {
    #[test]
    fn any_bytes_open_without_panic(
        value in proptest::option::of(proptest::collection::vec(proptest::num::u8::ANY, 0..200)),
        format in "native|json|text|",
        url in "https?://[a-z\\[:@]{0,5}.*",
    ) {
        let headers = [("copydesk-format", format), ("url", url)];
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), Some(value.into_bytes()))).collect();
        let record = RawRecord { value, headers, ..RawRecord::default() };
        proptest::prop_assert_eq!(open(&record, &Limits::default()).len(), 1);
    }

    #[test]
    fn any_envelope_opens_without_panic(rest in "[\\[\\]{}\":,a-z0-9<>/\\\\ ]{0,60}") {
        proptest::prop_assert_eq!(open(&envelope(&rest), &Limits::default()).len(), 1);
    }
}
