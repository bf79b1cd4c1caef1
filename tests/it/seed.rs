//! The smallest acceptance test: a page that a crawler stripped to its text, menus and captcha and all.

use copydesk::desk::{Policy, Reading, capture::RawRecord, read_guarded};

#[test]
fn the_seed_page_comes_out_whole() {
    let root = std::env::var("COPYDESK_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let Ok(seed) = std::fs::read(format!("{root}/seed/page.txt")) else {
        eprintln!("skipped: no seed page under {root}");
        return;
    };
    let header = |name: &str, value: &str| (name.to_owned(), Some(value.as_bytes().to_vec()));
    let headers = vec![
        header("url", "https://news.example/200356"),
        header("content-type", "text/plain"),
        header("fetched-at", "2017-09-12T08:00:00Z"),
    ];
    let record = RawRecord { key: None, value: Some(seed), headers, timestamp_ms: 0 };
    let readings = read_guarded(&record, &Policy::default());
    let [Ok(Reading::Article(sketched))] = readings.as_slice() else { panic!("{readings:?}") };
    let article = &sketched.article;
    assert_eq!(
        article.headline,
        "Lavrov: Moscow to bring diplomatic missions in US, Washington’s in Russia, to parity"
    );
    assert_eq!(article.published_at.as_ref().unwrap().at.to_string(), "2017-09-11T02:04:00Z");
    assert_eq!(article.external_id.as_deref(), Some("200356"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.body.len(), 13);
    let body = article.body_text();
    assert!(body.starts_with("Moscow will bring the terms of work"), "{body}");
    assert!(body.ends_with("behaving like raiders.”"), "{body}");
    for furniture in ["Security Key", "Captcha refresh", "Page Generated in", "to parity\n", "Published:", "News ID"] {
        assert!(!body.contains(furniture), "{furniture}");
    }
}
