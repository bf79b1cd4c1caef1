//! Laws that hold for every input: nothing panics, what is normal stays as it is, and the same bytes read the same.

use std::sync::LazyLock;

use copydesk::{
    cli::demo::pages::samples,
    desk::{
        Policy, Reading,
        capture::RawRecord,
        normalize::{canonical, language, text},
        read_guarded,
        verdict::Reason,
    },
};
use proptest::{
    collection::vec,
    prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest},
    sample::Index,
};

/// The records of the sample pages.
static SAMPLES: LazyLock<Vec<RawRecord>> =
    LazyLock::new(|| samples().unwrap().into_iter().map(|sample| sample.record).collect());

/// Every sample is small; a stage that is hurt by a cut or a flipped byte is hurt within a few hundred of them.
const CASES: u32 = 256;

fn read(record: &RawRecord) -> Vec<Result<Reading, Reason>> {
    read_guarded(record, &Policy::default())
}

/// Whether the record has an outcome, and it is not that a stage panicked.
fn is_read(record: &RawRecord) -> bool {
    let readings = read(record);
    !readings.is_empty() && readings.iter().all(|reading| !matches!(reading, Err(Reason::Panicked)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_cut_anywhere_is_read_or_refused(sample: Index, at: Index) {
        let mut record = sample.get(&SAMPLES).clone();
        if let Some(value) = &mut record.value {
            value.truncate(at.index(value.len() + 1));
        }
        prop_assert!(is_read(&record));
    }

    #[test]
    fn a_page_with_wrong_bytes_is_read_or_refused(sample: Index, flips in vec(any::<(Index, u8)>(), 1..64)) {
        let mut record = sample.get(&SAMPLES).clone();
        if let Some(value) = record.value.as_mut().filter(|value| !value.is_empty()) {
            for (at, byte) in flips {
                *at.get_mut(value) = byte;
            }
        }
        prop_assert!(is_read(&record));
    }

    #[test]
    fn two_pages_run_into_one_are_read_or_refused(first: Index, second: Index, from: Index, to: Index) {
        let mut record = first.get(&SAMPLES).clone();
        let tail = second.get(&SAMPLES).value.as_deref().unwrap_or_default();
        if let Some(value) = &mut record.value {
            value.truncate(from.index(value.len() + 1));
            value.extend_from_slice(&tail[to.index(tail.len() + 1)..]);
        }
        prop_assert!(is_read(&record));
    }

    #[test]
    fn any_bytes_and_headers_are_read_or_refused(
        value in vec(any::<u8>(), 0..2000),
        headers in vec(any::<(Index, Option<Vec<u8>>)>(), 0..8),
        timestamp_ms: i64,
    ) {
        const NAMES: &[&str] = &["url", "status", "content-type", "content-encoding", "fetched-at", "http-headers"];
        let mut record = RawRecord { key: None, value: Some(value), headers: Vec::new(), timestamp_ms };
        record.headers.push(("url".to_owned(), Some(b"https://courier.example/1".to_vec())));
        record.headers.extend(headers.into_iter().map(|(name, value)| ((*name.get(NAMES)).to_owned(), value)));
        prop_assert!(is_read(&record));
    }

    #[test]
    fn a_normal_line_stays_as_it_is(raw in "\\PC{0,60}|[\\s\\p{Mn}\\p{Cf}\\p{Lo}a-z&;#]{0,60}") {
        let line = text::line(&raw);
        prop_assert_eq!(text::line(&line), line.clone());
        let lines = text::lines(&raw);
        prop_assert_eq!(text::lines(&lines), lines.clone());
    }

    #[test]
    fn a_canonical_url_is_its_own(path in "[a-zA-Z0-9/._~%&=?#+ -]{0,40}", query in "[a-z_%&=0-9]{0,30}") {
        if let Ok(url) = url::Url::parse(&format!("HTTP://WWW.Courier.example:80/{path}?{query}&utm_source=x")) {
            let once = canonical(&url);
            let again = url::Url::parse(&once);
            prop_assert!(again.is_ok(), "{} is no URL", once);
            prop_assert_eq!(canonical(&again.unwrap()), once);
        }
    }

    #[test]
    fn a_language_tag_is_its_own(raw in "[a-zA-Z]{1,9}([-_][a-zA-Z0-9]{1,9}){0,3}") {
        if let Some(tag) = language::tag(&raw) {
            prop_assert_eq!(language::tag(&tag), Some(tag.clone()));
        }
    }
}

#[test]
fn an_articles_words_are_normal_already() {
    let mut articles = 0;
    for reading in SAMPLES.iter().flat_map(read) {
        let Ok(Reading::Article(sketched)) = reading else { continue };
        let article = &sketched.article;
        articles += 1;
        assert_eq!(text::line(&article.headline), article.headline);
        for block in &article.body {
            assert_eq!(text::lines(&block.text), block.text);
        }
        for keyword in article.keywords.iter().chain(&article.section).chain(&article.agency) {
            assert_eq!(&text::line(keyword), keyword);
        }
        let url = url::Url::parse(&article.urls.canonical).unwrap();
        assert_eq!(canonical(&url), article.urls.canonical);
        assert_eq!(article.language.as_deref().and_then(language::tag), article.language);
    }
    assert!(articles > 20, "of the samples only {articles} are articles");
}

#[test]
fn the_same_records_read_the_same() {
    let once = SAMPLES.iter().map(read).collect::<Vec<_>>();
    let again = SAMPLES.iter().map(read).collect::<Vec<_>>();
    assert_eq!(format!("{once:?}"), format!("{again:?}"));
}
