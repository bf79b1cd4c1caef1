//! Replicas of the binary, as a platform runs them: each on a host of its own, and one that ends is started again.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{binary::Binary, service::Service};

/// How long the platform waits before it starts a replica again that has ended by itself.
const BACK_OFF: Duration = Duration::from_millis(500);

/// The exit code of a replica that did not finish in the time that it has to stop.
const LEFT_AT_DEADLINE: i32 = 124;

/// In what time a replica ends that has lost its transactional id: one that doesn't know what became of its commit asks for
/// `batch.settle_ms` (a minute), which may begin with a call that doesn't come back.
const GIVES_UP: Duration = Duration::from_secs(90);

/// The hosts and what runs on them.
pub(super) struct Fleet<'a> {
    service: &'a Service,
    hosts: Vec<Host<'a>>,
    /// Why replicas ended by themselves, and how many.
    pub(super) ended: BTreeMap<String, usize>,
}

struct Host<'a> {
    transactional_id: String,
    disk: TempDir,
    running: Option<Binary<'a>>,
    due: Instant,
}

impl<'a> Fleet<'a> {
    /// That many replicas, started.
    pub(super) fn start(service: &'a Service, count: usize) -> Self {
        let mut fleet = Self { service, hosts: Vec::new(), ended: BTreeMap::new() };
        (0..count).for_each(|_| fleet.join());
        fleet
    }

    /// How many hosts there are.
    pub(super) fn len(&self) -> usize {
        self.hosts.len()
    }

    /// One more replica.
    pub(super) fn join(&mut self) {
        self.hosts.push(Host {
            transactional_id: format!("{}-{}", self.service.settings.group, self.hosts.len()),
            disk: tempfile::tempdir().expect("a folder"),
            running: None,
            due: Instant::now(),
        });
        self.tend();
    }

    /// The last replica stops for good, in peace.
    pub(super) fn leave(&mut self) {
        let last = self.hosts.len() - 1;
        self.stop(last);
        self.hosts.pop();
    }

    /// Starts what is due, and notes what has ended by itself.
    pub(super) fn tend(&mut self) {
        (0..self.hosts.len()).for_each(|number| self.tend_one(number));
    }

    fn tend_one(&mut self, number: usize) {
        let host = &mut self.hosts[number];
        if let Some(running) = &mut host.running
            && let Some((code, said)) = running.ended_within(Duration::ZERO)
        {
            assert_eq!(code, Some(1), "{} did not end as one that gives up: {said}", host.transactional_id);
            *self.ended.entry(reason(&said)).or_default() += 1;
            host.running = None;
            host.due = Instant::now() + BACK_OFF;
        }
        if host.running.is_none() && Instant::now() >= host.due {
            host.running = Some(Binary::start_on(self.service, &host.transactional_id, host.disk.path()));
        }
    }

    /// Whether a replica runs at this moment.
    pub(super) fn is_running(&self, number: usize) -> bool {
        self.hosts[number].running.is_some()
    }

    /// Kills a replica that runs (SIGKILL); its host starts it again after that long.
    pub(super) fn kill(&mut self, number: usize, again: Duration) {
        let host = &mut self.hosts[number];
        host.running.take().expect("it runs").kill();
        host.due = Instant::now() + again;
    }

    /// Stops a replica in peace; its host starts it again at the next look.
    pub(super) fn stop(&mut self, number: usize) {
        let host = &mut self.hosts[number];
        if let Some(running) = host.running.take() {
            running.signal("TERM");
            let (code, said) = running.end();
            // It may have given up in the same moment, or its client may not come back from a call: then it leaves at
            // its deadline.
            assert!(matches!(code, Some(0 | 1 | LEFT_AT_DEADLINE)), "{}: {code:?}: {said}", host.transactional_id);
            if code == Some(LEFT_AT_DEADLINE) {
                *self.ended.entry("left at its deadline".to_owned()).or_default() += 1;
            }
        }
        host.due = Instant::now();
    }

    /// Sends a replica a signal, if it runs.
    pub(super) fn signal(&self, number: usize, signal: &str) {
        self.hosts[number].running.iter().for_each(|running| running.signal(signal));
    }

    /// Another process takes a frozen replica's id, as when a platform believes its host dead. The frozen one goes on,
    /// and one of the two must find out and end: the one that took the id first. That is the other one where the frozen
    /// one was stopped before it had taken the id.
    pub(super) fn supersede(&mut self, number: usize) {
        let (service, host) = (self.service, &mut self.hosts[number]);
        let Some(zombie) = host.running.take() else { return };
        let successor = Binary::start_on(service, &host.transactional_id, host.disk.path());
        service.kafka.until("the successor is ready", || successor.is_ready().then_some(()));
        zombie.signal("CONT");
        let mut rivals = [zombie, successor];
        let waiting = Instant::now();
        let (loser, (code, said)) = loop {
            let look = Duration::from_millis(20);
            let ended = (0..).zip(&mut rivals).find_map(|(number, rival)| Some((number, rival.ended_within(look)?)));
            if let Some(ended) = ended {
                break ended;
            }
            let [zombie, successor] = &rivals;
            assert!(
                waiting.elapsed() < GIVES_UP,
                "neither of two with one id gives up\nthe first: {}\nthe second: {}",
                zombie.said(),
                successor.said()
            );
        };
        assert_eq!(code, Some(1), "a superseded replica did not end as one that gives up: {said}");
        *self.ended.entry(reason(&said)).or_default() += 1;
        let [zombie, successor] = rivals;
        host.running = Some(if loser == 0 { successor } else { zombie });
    }

    /// Where a replica's snapshots are.
    pub(super) fn disk(&self, number: usize) -> PathBuf {
        self.hosts[number].disk.path().to_owned()
    }

    /// Stops all in peace, and gives the snapshots that they leave. One that gives up over a call from before is started
    /// again first.
    pub(super) fn leave_snapshots(mut self) -> Vec<Vec<u8>> {
        (0..self.hosts.len()).map(|number| self.leave_snapshot(number)).collect()
    }

    fn leave_snapshot(&mut self, number: usize) -> Vec<u8> {
        loop {
            // What a replica has been told last is not yet what it knows, unless it is ready.
            let running = self.service.kafka.until("a replica is ready", || {
                self.tend_one(number);
                let ready = self.hosts[number].running.as_ref().is_some_and(Binary::is_ready);
                ready.then(|| self.hosts[number].running.take()).flatten()
            });
            running.signal("TERM");
            let (code, said) = running.end();
            let host = &self.hosts[number];
            match code {
                Some(0) => {
                    return std::fs::read(host.disk.path().join("memory.snapshot")).unwrap_or_else(|error| {
                        panic!("{} left no snapshot ({error}): {said}", host.transactional_id)
                    });
                }
                Some(1 | LEFT_AT_DEADLINE) => *self.ended.entry(reason(&said)).or_default() += 1,
                code => panic!("{}: {code:?}: {said}", host.transactional_id),
            }
        }
    }
}

impl Drop for Fleet<'_> {
    /// What the replicas said last is what explains a run that failed.
    fn drop(&mut self) {
        if std::thread::panicking() {
            for host in &mut self.hosts {
                let Some(running) = &mut host.running else { continue };
                println!("{} said last:\n{}\n", host.transactional_id, running.said());
                if running.ended_within(Duration::ZERO).is_some() {
                    continue;
                }
                for (name, value) in running.metrics() {
                    if name.contains("lag") || name.contains("position") || name.contains("assigned") {
                        println!("{name} {value}");
                    }
                }
            }
            println!("gave up: {:#?}", self.ended);
        }
    }
}

/// The last error that a replica told of, numbers blanked so that equal ones count as one.
fn reason(said: &str) -> String {
    let told = said.lines().rev().find_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        Some(line["error"].as_str().or(line["fields"]["error"].as_str())?.to_owned())
    });
    let told = told.unwrap_or_else(|| said.lines().last().unwrap_or_default().to_owned());
    told.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).take(160).collect()
}
