use super::*;

fn check(bytes: &[u8], content_type: Option<&str>, name: &str, source: CharsetSource) {
    let (_, charset) = decode(bytes, content_type, Some("com"));
    assert_eq!((charset.name, charset.source), (name, source), "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn trust_goes_bom_http_meta_detector() {
    use CharsetSource::{Bom, Detector, Http, Meta};
    let meta = b"<meta charset=koi8-r><p>\xc1\xc2";
    check(b"\xef\xbb\xbf<meta charset=koi8-r>", Some("text/html; charset=big5"), "UTF-8", Bom);
    check(b"\xff\xfea\0", None, "UTF-16LE", Bom);
    check(meta, Some("text/html; Charset=\"windows-1251\""), "windows-1251", Http);
    check(meta, Some("text/html; charset=nonsense"), "KOI8-R", Meta);
    check(meta, None, "KOI8-R", Meta);
    check("<p>größer".as_bytes(), None, "UTF-8", Detector);
}

#[test]
fn a_declaration_that_the_bytes_deny_is_not_believed() {
    let utf8 = "<meta charset=iso-8859-1><p>größer als größer".as_bytes();
    check(utf8, None, "UTF-8", CharsetSource::Detector);
    let latin = b"<meta charset=utf-8><p>gr\xf6\xdfer als gr\xf6\xdfer und sch\xf6ner als sch\xf6n, f\xfcr immer";
    check(latin, Some("text/html; charset=utf-8"), "windows-1252", CharsetSource::Detector);
    check(b"<meta charset=utf-8><p>one bad byte \xff here", None, "UTF-8", CharsetSource::Meta);
}

#[test]
fn a_stray_byte_makes_no_other_charset() {
    let page = |umlauts: usize| [b"<p>10\xa0Uhr ", "größer ".repeat(umlauts).as_bytes()].concat();
    check(&page(4), None, "UTF-8", CharsetSource::Detector);
    check(&page(3), None, "windows-1252", CharsetSource::Detector);
    check(&[b"<meta charset=iso-8859-1>", &*page(4)].concat(), None, "UTF-8", CharsetSource::Detector);
}

#[test]
fn the_prescan_follows_the_standard() {
    let check = |head: &str, expect: Option<&str>| {
        assert_eq!(prescan::prescan(head.as_bytes()).map(Encoding::name), expect, "{head}");
    };
    check("<meta charset=utf-8>", Some("UTF-8"));
    check("<META/CHARSET = 'Shift_JIS' >", Some("Shift_JIS"));
    check("<meta http-equiv=Content-Type content='text/html; charset=euc-kr'>", Some("EUC-KR"));
    check("<meta content='text/html; charset=euc-kr'>", None);
    check("<meta content='text/html; charset=euc-kr' http-equiv=content-type>", Some("EUC-KR"));
    check("<meta name=charset content=charset><meta charset=gbk>", Some("GBK"));
    check("<!-- <meta charset=big5> --><meta charset=gbk>", Some("GBK"));
    check("<!--><meta charset=gbk>", Some("GBK"));
    check("<a title='<meta charset=big5>'><meta charset=gbk>", Some("GBK"));
    check("<meta charset=utf-16le>", Some("UTF-8"));
    check("<meta charset=x-user-defined>", Some("windows-1252"));
    check("<meta charset=bogus><meta charset=gbk>", Some("GBK"));
    check("<metax charset=gbk>", None);
    check(&(" ".repeat(1010) + "<meta charset=gbk>"), None);
    check("<meta charset='gbk", None);
}

#[test]
fn the_host_helps_the_detector() {
    let (text, charset) =
        decode(b"<p>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xdd\xf2\xee \xf2\xe5\xea\xf1\xf2.", None, Some("ru"));
    assert_eq!((charset.name, &*text), ("windows-1251", "<p>Привет, мир! Это текст."));
}
