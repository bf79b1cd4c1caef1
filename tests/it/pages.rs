//! `tests/pages/<case>/`: a page as fetched, and the article that the desk should read from it.
//!
//! - `page.html` or `page.txt`: the bytes, as small as the fault that the case guards against allows;
//! - `capture.json`: `url`, `headers` of the HTTP answer, `fetched_at`;
//! - `expected.json`: the fields that matter, or the `reason` why there is no article;
//! - `why.md`: what the case guards;
//! - `publishers.toml`, in some: what is known of the source.
//!
//! `COPYDESK_BLESS=1` writes what the desk says into the fields that `expected.json` holds already. Look at the
//! difference before committing it: the expectation is what is right, not what came out.

use std::{fmt::Write, fs, path::Path, sync::Arc};

use copydesk::{
    desk::{
        self, Policy, Reading,
        capture::RawRecord,
        extract::{Role, publishers::Publishers},
        normalize::{Article, Dated, Image},
    },
    ops::config::publishers,
};
use serde_json::{Map, Value, json};

#[test]
fn every_page_is_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let cases = super::folders(&root);
    assert!(cases.len() >= 60, "only {} cases in {}", cases.len(), root.display());
    let bless = std::env::var_os("COPYDESK_BLESS").is_some();
    let mut report = String::new();
    let mut failed = 0;
    for case in &cases {
        let name = case.file_name().unwrap().to_string_lossy();
        let expected: Map<String, Value> =
            serde_json::from_slice(&fs::read(case.join("expected.json")).unwrap()).unwrap();
        assert!(!expected.is_empty(), "{name} expects nothing");
        let why = fs::read_to_string(case.join("why.md")).unwrap();
        assert!(!why.trim().is_empty(), "{name} doesn't say why");
        let actual = read(case);
        let differences: Vec<(&String, &Value, Value)> = expected
            .iter()
            .map(|(field, value)| (field, value, said(&actual, field, value)))
            .filter(|(_, value, said)| *value != said)
            .collect();
        if differences.is_empty() {
            continue;
        }
        if bless {
            let mut blessed = expected.clone();
            for (field, _, said) in differences {
                blessed.insert(field.clone(), said);
            }
            let text = serde_json::to_string_pretty(&blessed).unwrap() + "\n";
            fs::write(case.join("expected.json"), text).unwrap();
            continue;
        }
        failed += 1;
        writeln!(report, "\n== {name}: {}", why.trim()).unwrap();
        if let (Err(reason), None) = (&actual, expected.get("reason")) {
            writeln!(report, "  rejected: {reason}").unwrap();
            continue;
        }
        for (field, value, said) in differences {
            writeln!(report, "  {field}").unwrap();
            compare(&mut report, value, &said);
        }
    }
    assert!(failed == 0, "{failed} of {} pages are read otherwise than expected:\n{report}", cases.len());
}

/// The record that a case's page comes in, and what is known of its source.
pub fn fed(case: &Path) -> (RawRecord, Policy) {
    let capture: Value = serde_json::from_slice(&fs::read(case.join("capture.json")).unwrap()).unwrap();
    let text = |key: &str| capture[key].as_str().unwrap_or_else(|| panic!("{}: no {key}", case.display()));
    let (page, format) = match fs::read(case.join("page.html")) {
        Ok(page) => (page, "native"),
        Err(_) => (fs::read(case.join("page.txt")).unwrap(), "text"),
    };
    let http = &capture["headers"];
    let mut record = RawRecord { value: Some(page), ..RawRecord::default() };
    let mut head = |name: &str, value: &str| record.headers.push((name.to_owned(), Some(value.as_bytes().to_vec())));
    head("copydesk-format", format);
    head("url", text("url"));
    head("fetched-at", text("fetched_at"));
    head("http-headers", &http.to_string());
    if let Some(content_type) = http["content-type"].as_str() {
        head("content-type", content_type);
    }
    let known = case.join("publishers.toml");
    let publishers = if known.exists() { publishers::load(&known).unwrap() } else { Publishers::default() };
    (record, Policy { publishers: Arc::new(publishers), ..Policy::default() })
}

/// The article in a case's page, or the reason why there is none.
fn read(case: &Path) -> Result<Box<Article>, &'static str> {
    let (record, policy) = fed(case);
    let mut readings = desk::read(&record, &policy);
    assert_eq!(readings.len(), 1, "{}", case.display());
    match readings.pop().unwrap() {
        Ok(Reading::Article(sketched)) => Ok(Box::new(sketched.article)),
        Ok(Reading::Gone { url, .. }) => panic!("{}: {url} is gone", case.display()),
        Err(reason) => Err(reason.name()),
    }
}

/// What the desk says of a field, in the shape in which `expected.json` says it.
fn said(actual: &Result<Box<Article>, &'static str>, field: &str, expected: &Value) -> Value {
    let article = match actual {
        Ok(article) => article,
        Err(reason) if field == "reason" => return json!(reason),
        Err(_) => return Value::Null,
    };
    let texts = || article.body.iter().map(|block| block.text.as_str());
    match field {
        "reason" => Value::Null,
        "headline" => json!(article.headline),
        "alternative_headline" => json!(article.alternative_headline),
        "description" => json!(article.description),
        "correction" => json!(article.correction),
        "body" => texts().collect(),
        "body_text" => json!(article.body_text()),
        // Of the texts that the body must hold, those that it does.
        "body_contains" => {
            expected.as_array().unwrap().iter().filter(|text| texts().any(|own| *text == own)).cloned().collect()
        }
        "roles" => article.body.iter().map(|block| role(block.role)).collect(),
        "authors" => json!(article.authors),
        "agency" => json!(article.agency),
        "published_at" => instant(article.published_at.as_ref()),
        "published_precision" => json!(article.published_at.as_ref().map(|dated| dated.precision.name())),
        "modified_at" => instant(article.modified_at.as_ref()),
        "language" => json!(article.language),
        "section" => json!(article.section),
        "keywords" => json!(article.keywords),
        "images" => article.images.iter().map(image).collect(),
        "canonical" => json!(article.urls.canonical),
        "aliases" => json!(article.urls.aliases),
        "publisher" => json!(article.publisher.name),
        "external_id" => json!(article.external_id),
        "is_accessible_for_free" => json!(article.is_accessible_for_free),
        "word_count" => json!(article.word_count),
        "notes" => article.notes.iter().map(|note| note.name()).collect(),
        other => panic!("expected.json names a field that no article has: {other}"),
    }
}

fn instant(dated: Option<&Dated>) -> Value {
    json!(dated.map(|dated| dated.at.to_string()))
}

fn image(image: &Image) -> Value {
    json!({ "url": image.url, "caption": image.caption })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Paragraph => "paragraph",
        Role::Heading => "heading",
        Role::ListItem => "list item",
        Role::Quote => "quote",
        Role::Preformatted => "preformatted",
    }
}

/// Writes how two values differ: for lists the items that one has and the other hasn't.
fn compare(report: &mut String, expected: &Value, said: &Value) {
    let (Some(wanted), Some(got)) = (expected.as_array(), said.as_array()) else {
        writeln!(report, "    - {expected}\n    + {said}").unwrap();
        return;
    };
    for item in wanted.iter().filter(|item| !got.contains(item)) {
        writeln!(report, "    - {item}").unwrap();
    }
    for item in got.iter().filter(|item| !wanted.contains(item)) {
        writeln!(report, "    + {item}").unwrap();
    }
    if wanted.len() == got.len() && wanted.iter().all(|item| got.contains(item)) {
        writeln!(report, "    the same items in another order: {said}").unwrap();
    }
}
