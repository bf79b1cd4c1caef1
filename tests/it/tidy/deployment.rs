//! What `deploy/` and the runbook say of the service is so.

use std::collections::BTreeSet;

use clap::CommandFactory;
use copydesk::{
    cli::Arguments,
    desk::verdict::Reason,
    ops::{config::Config, metrics::Metrics},
};
use regex::Regex;

use super::{read, top};

const RUNBOOK: &str = "deploy/RUNBOOK.md";
const ALERTS: &str = "deploy/prometheus/alerts.yaml";
const DASHBOARD: &str = "deploy/kubernetes/dashboard.json";

/// The runbook's headings of the third level.
fn headings(runbook: &str) -> Vec<&str> {
    runbook.lines().filter_map(|line| line.strip_prefix("### ")).collect()
}

/// A heading as a link's end names it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// What stands behind this key on a line of its own, of every line that has it.
fn values<'a>(yaml: &'a str, key: &str) -> Vec<&'a str> {
    yaml.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix(key)?.strip_prefix(": ")).collect()
}

#[test]
fn every_reason_and_every_alert_has_one_heading() {
    let (runbook, alerts) = (read(RUNBOOK), read(ALERTS));
    let headings = headings(&runbook);
    let reasons = Reason::all().map(Reason::name).collect::<Vec<_>>();
    let wanted = reasons.iter().chain(&values(&alerts, "alert")).copied().collect::<Vec<_>>();
    for name in &wanted {
        let found = headings.iter().filter(|heading| heading == &name).count();
        assert_eq!(found, 1, "headings of {name} in {RUNBOOK}");
    }
    let procedures = runbook.split("\n## Procedures\n").nth(1).expect("the procedures are in the runbook");
    let procedures: BTreeSet<_> = self::headings(procedures).into_iter().collect();
    for heading in headings {
        assert!(wanted.contains(&heading) || procedures.contains(heading), "{heading} is no alert and no reason");
    }
}

#[test]
fn every_alert_links_to_its_heading() {
    let alerts = read(ALERTS);
    let links = values(&alerts, "runbook_url");
    let wanted: Vec<_> = values(&alerts, "alert").iter().map(|name| format!("{RUNBOOK}#{}", anchor(name))).collect();
    assert_eq!(links, wanted);
}

#[test]
fn links_within_the_runbook_lead_somewhere() {
    let runbook = read(RUNBOOK);
    let headings = runbook.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches(['#', ' ']));
    let anchors: BTreeSet<String> = headings.map(anchor).collect();
    for link in Regex::new(r"\]\(#([^)]+)\)").unwrap().captures_iter(&runbook) {
        assert!(anchors.contains(&link[1]), "#{} leads nowhere", &link[1]);
    }
}

#[test]
fn the_runbook_names_keys_and_commands_that_exist() {
    let runbook = read(RUNBOOK);
    let keys = read("config/copydesk.toml").parse::<toml::Table>().unwrap();
    let known = |path: &str| {
        let mut at = Some(&toml::Value::Table(keys.clone())).cloned();
        for part in path.split('.') {
            at = at.and_then(|value| value.get(part).cloned());
        }
        at.is_some()
    };
    let sections = keys.keys().cloned().collect::<Vec<_>>().join("|");
    for key in Regex::new(&format!(r"`(({sections})\.[a-z_.]+)`")).unwrap().captures_iter(&runbook) {
        assert!(known(&key[1]), "{} is no key of config/copydesk.toml", &key[1]);
    }
    let command = Arguments::command();
    for said in Regex::new(r"(?m)(?:`|-- )copydesk ([a-z]+)(?: ([a-z]+))?").unwrap().captures_iter(&runbook) {
        let found = command.find_subcommand(&said[1]).unwrap_or_else(|| panic!("copydesk has no command {}", &said[1]));
        if let Some(second) = said.get(2) {
            assert!(found.find_subcommand(second.as_str()).is_some(), "copydesk has no command {}", &said[0]);
        }
    }
}

/// The families of metrics that are exposed, and the names of a histogram's parts.
fn exposed() -> BTreeSet<String> {
    let metrics = Metrics::new(&["pages.raw".to_owned()]).with_process();
    metrics.lag("pages.raw", 0, 0, std::time::Duration::ZERO);
    let text = metrics.expose();
    let mut names = BTreeSet::new();
    for line in text.lines() {
        match line.strip_prefix("# TYPE ").and_then(|line| line.split_once(' ')) {
            Some((name, "histogram")) => names.extend(["_bucket", "_sum", "_count"].map(|end| format!("{name}{end}"))),
            Some((name, _)) => drop(names.insert(name.to_owned())),
            None => {}
        }
    }
    names
}

#[test]
fn alerts_runbook_and_dashboard_ask_for_metrics_that_exist() {
    let exposed = exposed();
    let metric = Regex::new(r"\b(?:copydesk|process)_[a-z0-9_]+").unwrap();
    let recorded = Regex::new(r"\bjob:[a-z0-9_:]+").unwrap();
    let alerts = read(ALERTS);
    let rules = values(&alerts, "record").into_iter().collect::<BTreeSet<_>>();
    for path in [ALERTS, RUNBOOK, DASHBOARD] {
        let text = read(path);
        for name in recorded.find_iter(&text) {
            assert!(rules.contains(name.as_str()), "{path} asks for {}, which no rule records", name.as_str());
        }
        let text = recorded.replace_all(&text, "");
        for name in metric.find_iter(&text).map(|name| name.as_str()) {
            let family = exposed.contains(name) || exposed.contains(&format!("{name}_bucket"));
            assert!(family, "{path} asks for {name}, which is not exposed");
        }
    }
}

#[test]
fn the_alerts_name_labels_that_metrics_have() {
    let alerts = read(ALERTS);
    let metrics = Metrics::new(&["pages.raw".to_owned()]).expose();
    let selected = Regex::new(r"(copydesk_[a-z_]+)\{([^}]*)\}").unwrap();
    let equals = Regex::new(r#"([a-z]+)="([^"]*)""#).unwrap();
    let mut seen = 0;
    for found in selected.captures_iter(&alerts) {
        for label in equals.captures_iter(&found[2]) {
            seen += 1;
            let sample = Regex::new(&format!(r"(?m)^{}\{{[^}}]*\b{}", &found[1], regex::escape(&label[0]))).unwrap();
            assert!(sample.is_match(&metrics), "no sample of {} has {}", &found[1], &label[0]);
        }
    }
    assert!(seen > 5, "the alerts select by labels");
}

#[test]
fn deployed_configurations_load() {
    for path in ["deploy/kubernetes/copydesk.toml", "deploy/compose/copydesk.toml"] {
        let loaded = Config::load(Some(&top().join(path)), std::iter::empty(), copydesk::kafka::real::refusal);
        assert!(loaded.is_ok_and(|config| config != Config::default()), "{path} loads and changes something");
    }
}

#[test]
fn the_reasons_that_an_alert_leaves_out_exist() {
    let alerts = read(ALERTS);
    let names: BTreeSet<_> = Reason::all().map(Reason::name).collect();
    let patterns = Regex::new(r#"reason!?=~?"([^"]*)""#).unwrap();
    for found in patterns.captures_iter(&alerts) {
        for name in found[1].split('|') {
            assert!(names.contains(name), "{name} is no reason");
        }
    }
}
