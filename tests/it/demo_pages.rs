//! The demo's sample pages, judged in order: what `copydesk demo` shows is what its manifest promises.

use std::{collections::BTreeMap, fmt::Write};

use copydesk::{cli::demo::pages, desk::normalize::ArticleId};

use super::judged::Desk;

#[test]
fn every_sample_gets_the_verdict_that_the_manifest_promises() {
    let samples = pages::samples().unwrap();
    let mut desk = Desk::new();
    let mut known: BTreeMap<&str, Option<ArticleId>> = BTreeMap::new();
    let mut report = String::new();
    for sample in &samples {
        let judged = desk.judge(sample.partition, &sample.record);
        let expected = &sample.expected;
        let of = expected.of.as_deref().map(|of| known[of]);
        let right = expected.verdict == judged.verdict.name()
            && of.is_none_or(|of| of.is_some() && of == judged.of())
            && expected.reason.as_deref() == judged.reason();
        if !right {
            writeln!(report, "{}: expected {expected:?}, was {:?}", sample.name, judged.verdict).unwrap();
        }
        known.insert(&sample.name, judged.article);
    }
    assert!(report.is_empty(), "samples are judged otherwise than the manifest promises:\n{report}");
}
