//! The service as it is deployed: the binary with a configuration file, its probes, its signals, its exit code.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use reqwest::blocking as http;
use tempfile::TempDir;

use crate::{
    kafka::{PATIENCE, process::Process},
    service::Service,
};

/// What a process complained of: what it says itself as it fails, and the errors in its log.
pub(crate) fn complaints(said: &str) -> Vec<String> {
    let own = |line: &str| line.strip_prefix("copydesk: ").map(str::to_owned);
    let logged = |line: &str| {
        let told: serde_json::Value = serde_json::from_str(line).ok()?;
        (told["level"] == "ERROR").then(|| told["error"].as_str().unwrap_or_default().to_owned())
    };
    said.lines().filter_map(|line| own(line).or_else(|| logged(line))).collect()
}

/// A running `copydesk run`, which is killed when this is dropped.
pub(crate) struct Binary<'a> {
    service: &'a Service,
    process: Process,
    _folder: TempDir,
}

impl<'a> Binary<'a> {
    /// Starts it on the service's topics. The transactional id is the same each time, as on a host that is restarted.
    pub(crate) fn start(service: &'a Service) -> Self {
        Self::launch(service, &service.settings.transactional_id, service.disk.path(), &["run"], &[])
    }

    /// Starts one of several, each with a transactional id and a disk of its own.
    pub(crate) fn start_on(service: &'a Service, transactional_id: &str, disk: &Path) -> Self {
        Self::launch(service, transactional_id, disk, &["run"], &[])
    }

    /// Starts any subcommand that takes the service's configuration, with these variables.
    pub(crate) fn command(service: &'a Service, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::launch(service, &service.settings.transactional_id, service.disk.path(), arguments, variables)
    }

    fn launch(
        service: &'a Service,
        transactional_id: &str,
        disk: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let (folder, file) = written(&configuration(service, transactional_id, disk));
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(arguments).arg("--config").arg(&file).envs(variables.iter().copied());
        let process = Process::start(command).expect("the binary was built");
        Self { service, process, _folder: folder }
    }

    /// The configuration of a service as a file, and the folder that goes with it.
    pub(crate) fn configure(service: &Service) -> (TempDir, PathBuf) {
        written(&configuration(service, &service.settings.transactional_id, service.disk.path()))
    }

    /// Kills it with no time to do anything more.
    pub(crate) fn kill(mut self) {
        self.process.kill();
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, signal: &str) {
        self.process.signal(signal);
    }

    /// Its exit code and what it said last, if it ends by itself within the limit.
    pub(crate) fn ended_within(&mut self, limit: Duration) -> Option<(Option<i32>, String)> {
        self.process.ends_within(limit).then(|| (self.process.code_within(limit), self.process.tail().text()))
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Bytes that it has in RAM (`VmRSS`), or had at most (`VmHWM`), by proc(5), which gives KiB. Panics with what it said
    /// last if it has ended.
    pub(crate) fn memory_bytes(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it is our child");
        let told = status.lines().find_map(|told| told.strip_prefix(line)?.strip_prefix(':'));
        let told = told.unwrap_or_else(|| panic!("it ended: {}", self.said()));
        told.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
    }

    /// What it said last.
    pub(crate) fn said(&self) -> String {
        self.process.tail().text()
    }

    /// Asks it to stop; its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        self.process.ask_to_stop();
        self.process.code_within(PATIENCE)
    }

    /// Waits until it ends by itself; its exit code and what it said last.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let code = self.process.code_within(PATIENCE);
        (code, self.process.tail().text())
    }

    /// Where its probes and metrics are served.
    pub(crate) fn address(&self) -> String {
        self.service.kafka.until("the address of the probes", || {
            let ended = self.process.ends_within(Duration::from_millis(20));
            let tail = self.process.tail().text();
            assert!(!ended, "it ended: {tail}");
            let (_, rest) = tail.split_once("\"listen\":\"")?;
            Some(rest.split_once('"')?.0.to_owned())
        })
    }

    /// Whether its probe says that it is ready, asked after a moment. It may have ended by then.
    pub(crate) fn is_ready(&self) -> bool {
        std::thread::sleep(Duration::from_millis(20));
        let tail = self.process.tail().text();
        let address = tail.split_once("\"listen\":\"").and_then(|(_, rest)| Some(rest.split_once('"')?.0));
        let answer = address.map(|address| http::get(format!("http://{address}/readyz")));
        answer.is_some_and(|answer| answer.is_ok_and(|answer| answer.status().is_success()))
    }

    /// What a path answers: status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.address());
        let answer = http::get(&url).unwrap_or_else(|error| panic!("{url}: {error}\n{}", self.process.tail().text()));
        (answer.status().as_u16(), answer.text().expect("the answer is text"))
    }

    /// Its metrics, each with its labels as written.
    pub(crate) fn metrics(&self) -> BTreeMap<String, f64> {
        let (status, text) = self.get("/metrics");
        assert_eq!(status, 200);
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        samples
            .map(|line| {
                let (name, value) = line.rsplit_once(' ').expect("a sample has a value");
                (name.to_owned(), value.parse().expect("a value is a number"))
            })
            .collect()
    }
}

impl Drop for Binary<'_> {
    fn drop(&mut self) {
        self.process.kill();
    }
}

/// Client properties that have keys of their own.
const OWN_KEYS: [&str; 3] = ["bootstrap.servers", "group.protocol", "group.instance.id"];

fn written(configuration: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copydesk.toml");
    std::fs::write(&file, configuration).expect("the folder is ours");
    (folder, file)
}

fn configuration(service: &Service, transactional_id: &str, disk: &Path) -> String {
    let (settings, topics) = (&service.settings, &service.settings.topics);
    let mut text = format!(
        "\
[kafka]
brokers = [{brokers:?}]
group = {group:?}
transactional_id = {id:?}
transaction_timeout_ms = {timeout}
group_protocol = {protocol:?}
static_membership = {named}

[topics]
raw = {raw:?}
articles = {articles:?}
links = {links:?}
rejects = {rejects:?}
ledger = {ledger:?}

[batch]
records_max = {records}

[workers]
threads = {threads}

[ops]
listen = \"127.0.0.1:0\"

[snapshot]
directory = \"{disk}\"
every_entries = {every}
",
        brokers = settings.common["bootstrap.servers"],
        group = settings.group,
        id = transactional_id,
        timeout = settings.transaction_timeout.as_millis(),
        protocol = settings.consumer.get("group.protocol").map_or("classic", String::as_str),
        named = settings.consumer.contains_key("group.instance.id"),
        raw = topics.raw,
        articles = topics.articles,
        links = topics.links,
        rejects = topics.rejects,
        ledger = topics.ledger,
        records = service.bounds.batch_records_max,
        disk = disk.display(),
        every = service.snapshot_every,
        threads = service.threads,
    );
    for (table, properties) in [("properties", &settings.common), ("consumer", &settings.consumer)] {
        let _ = writeln!(text, "\n[kafka.{table}]");
        for (name, value) in properties.iter().filter(|(name, _)| !OWN_KEYS.contains(&name.as_str())) {
            let _ = writeln!(text, "{name:?} = {value:?}");
        }
    }
    text
}
