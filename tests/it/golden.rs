//! Laws that hold for every golden page: cut anywhere it is read or refused, in any charset it says the same, and what is
//! normal is not changed by being read again.

use std::path::{Path, PathBuf};

use copydesk::desk::{
    Policy, Reading,
    capture::RawRecord,
    decode::{Charset, CharsetSource, Content, Page},
    extract::{Draft, Evidence, Found, Picture},
    normalize::{self, Article},
    read, read_guarded,
    verdict::Reason,
};
use encoding_rs::Encoding;
use rayon::prelude::*;

use super::pages::fed;

fn cases() -> Vec<PathBuf> {
    super::folders(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages"))
}

fn one(record: &RawRecord, policy: &Policy) -> Result<Article, Reason> {
    match read(record, policy).pop().expect("one record, one outcome")? {
        Reading::Article(sketched) => Ok(sketched.article),
        Reading::Gone { .. } => panic!("no golden page is gone"),
    }
}

/// Cuts of a page that are tried: each byte of a small one, as many spread over a larger one.
const CUTS_MAX: usize = 120;

#[test]
fn a_golden_page_cut_anywhere_is_read_or_refused() {
    cases().par_iter().for_each(|case| {
        let (mut record, policy) = fed(case);
        let whole = record.value.take().unwrap();
        // From the end, as the last bytes hold what a transfer loses first.
        for cut in (0..whole.len()).rev().step_by(whole.len().div_ceil(CUTS_MAX)) {
            record.value = Some(whole[..cut].to_vec());
            let readings = read_guarded(&record, &policy);
            assert_eq!(readings.len(), 1);
            assert_ne!(readings[0].as_ref().err(), Some(&Reason::Panicked), "{} at {cut}", case.display());
        }
    });
}

/// Every charset of the WHATWG's Encoding Standard, but `replacement`, which spells nothing.
const CHARSETS: &[&str] = &[
    "utf-8",
    "ibm866",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "iso-8859-8-i",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "windows-874",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "x-mac-cyrillic",
    "gbk",
    "gb18030",
    "big5",
    "euc-jp",
    "iso-2022-jp",
    "shift_jis",
    "euc-kr",
    "utf-16be",
    "utf-16le",
    "x-user-defined",
];

/// The text in that charset, where all of it can be spelt.
fn spelt(text: &str, charset: &str) -> Option<Vec<u8>> {
    match charset {
        "utf-16be" => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "utf-16le" => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        _ => {
            let (bytes, _, unspelt) = Encoding::for_label(charset.as_bytes()).unwrap().encode(text);
            (!unspelt).then(|| bytes.into_owned())
        }
    }
}

#[test]
fn a_golden_page_says_the_same_in_every_charset() {
    let mut met = std::collections::BTreeMap::<&str, usize>::new();
    for case in cases() {
        let (mut record, policy) = fed(&case);
        let Ok(text) = String::from_utf8(record.value.clone().unwrap()) else { continue };
        let kind = if case.join("page.html").exists() { "text/html" } else { "text/plain" };
        record.headers.retain(|(name, _)| name != "content-type");
        record.headers.push(("content-type".to_owned(), None));
        let outcomes = CHARSETS.iter().filter_map(|charset| {
            record.value = Some(spelt(&text, charset)?);
            record.headers.last_mut()?.1 = Some(format!("{kind}; charset={charset}").into_bytes());
            Some((*charset, one(&record, &policy)))
        });
        let outcomes: Vec<_> = outcomes.collect();
        for (charset, outcome) in &outcomes {
            assert_eq!(outcome, &outcomes[0].1, "{} in {charset}", case.display());
            *met.entry(charset).or_default() += 1;
        }
    }
    assert_eq!(met.len(), CHARSETS.len(), "every charset spells one of the pages: {met:?}");
}

/// The draft of a page that states every fact in its one spelling.
fn stated(article: &Article) -> Draft {
    let found = |value: &String| Found { value: value.clone(), from: Evidence::Meta };
    let at = |dated: &normalize::Dated| found(&dated.at.to_string());
    Draft {
        headline: Some(found(&article.headline)),
        alternative_headline: article.alternative_headline.as_ref().map(found),
        description: article.description.as_ref().map(found),
        correction: article.correction.as_ref().map(found),
        bylines: article.authors.iter().map(found).collect(),
        published: article.published_at.iter().map(at).collect(),
        modified: article.modified_at.iter().map(at).collect(),
        section: article.section.as_ref().map(found),
        keywords: article.keywords.iter().map(found).collect(),
        pictures: article
            .images
            .iter()
            .map(|image| Picture { url: image.url.clone(), caption: image.caption.clone() })
            .collect(),
        canonicals: vec![found(&article.urls.canonical)],
        aliases: article.urls.aliases.iter().map(found).collect(),
        languages: article.language.iter().map(found).collect(),
        publisher: article.publisher.name.as_ref().map(found),
        external_id: article.external_id.as_ref().map(found),
        is_accessible_for_free: article.is_accessible_for_free.map(|value| Found { value, from: Evidence::Meta }),
        body: article.body.clone(),
        ..Draft::default()
    }
}

#[test]
fn normalizing_twice_changes_nothing() {
    let mut articles = 0;
    for case in cases() {
        let (record, policy) = fed(&case);
        let Ok(once) = one(&record, &policy) else { continue };
        articles += 1;
        let page = Page {
            url: once.urls.canonical.parse().unwrap(),
            final_url: None,
            http_headers: Vec::new(),
            fetched_at: once.fetched_at,
            traceparent: once.traceparent.clone(),
            charset: Charset { name: "UTF-8", source: CharsetSource::Crawler },
            content: Content::Text(String::new()),
        };
        let again = normalize::article(stated(&once), &page, &policy.normalize, None).unwrap();
        let at = |dated: &Option<normalize::Dated>| dated.as_ref().map(|dated| dated.at);
        assert_eq!(at(&again.published_at), at(&once.published_at), "{}", case.display());
        assert_eq!(at(&again.modified_at), at(&once.modified_at), "{}", case.display());
        // How exactly and where facts were stated is the page's, and so is the agency, which its bylines name.
        let same = Article {
            published_at: once.published_at.clone(),
            modified_at: once.modified_at.clone(),
            urls: normalize::Urls {
                fetched: once.urls.fetched.clone(),
                final_url: once.urls.final_url.clone(),
                ..again.urls.clone()
            },
            agency: once.agency.clone(),
            provenance: once.provenance.clone(),
            notes: once.notes.clone(),
            ..again
        };
        assert_eq!(same, once, "{}", case.display());
    }
    assert!(articles > 40, "of the golden pages only {articles} are articles");
}
