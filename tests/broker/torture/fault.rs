//! What goes wrong.

use std::{
    collections::BTreeMap,
    os::unix::fs::symlink,
    time::{Duration, Instant},
};

use super::fleet::Fleet;
use crate::{
    kafka::{BROKERS, Cluster},
    pages::Draw,
};

/// A fault and its weight: how often it is drawn in the long form.
pub(super) const FAULTS: &[(Fault, usize)] = &[
    (Fault::KillReplica, 150),
    (Fault::Rollout, 4),
    (Fault::Freeze, 8),
    (Fault::Supersede, 4),
    (Fault::KillBroker, 8),
    (Fault::RollBrokers, 2),
    (Fault::Blackout, 2),
    (Fault::JoinAndLeave, 6),
    (Fault::SlowBroker, 4),
    (Fault::FullDisk, 2),
];

/// A way to hurt the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// SIGKILL to a replica, which is started again at once or after a while.
    KillReplica,
    /// SIGTERM to one replica after the other.
    Rollout,
    /// SIGSTOP to a replica until the group has given it up, then SIGCONT: a zombie with a transaction open.
    Freeze,
    /// The same, and meanwhile another process has taken its transactional id.
    Supersede,
    /// SIGKILL to a broker, which is started again.
    KillBroker,
    /// SIGKILL to one broker after the other, each when the one before is whole: the controller moves at least once.
    RollBrokers,
    /// SIGKILL to all brokers at once.
    Blackout,
    /// One replica more, and one less.
    JoinAndLeave,
    /// A broker that stands still three quarters of the time.
    SlowBroker,
    /// No room for a replica's snapshots, the one among them that it makes as it stops.
    FullDisk,
}

/// The scene of a run, and the tally of what was done to it.
pub(super) struct Scene<'a> {
    pub(super) cluster: Cluster,
    pub(super) fleet: Fleet<'a>,
    pub(super) draw: Draw,
    pub(super) struck: BTreeMap<Fault, usize>,
    pub(super) replicas_killed: usize,
    pub(super) brokers_killed: usize,
}

impl Scene<'_> {
    /// Lets time pass; what ends is started again.
    pub(super) fn pass(&mut self, time: Duration) {
        let until = Instant::now() + time;
        while Instant::now() < until {
            self.fleet.tend();
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn millis(&mut self, least: usize, below: usize) -> Duration {
        Duration::from_millis((least + self.draw.below(below - least)) as u64)
    }

    /// One fault of that kind, from its beginning until what was stopped runs again.
    pub(super) fn strike(&mut self, fault: Fault) {
        *self.struck.entry(fault).or_default() += 1;
        let (replica, broker) = (self.draw.below(self.fleet.len()), self.draw.below(BROKERS));
        match fault {
            Fault::KillReplica => {
                self.until_running(replica);
                let again = if self.draw.below(2) == 0 { Duration::ZERO } else { self.millis(0, 5_000) };
                self.fleet.kill(replica, again);
                self.replicas_killed += 1;
            }
            Fault::Rollout => {
                for number in 0..self.fleet.len() {
                    self.fleet.stop(number);
                    let breath = self.millis(500, 2_000);
                    self.pass(breath);
                }
            }
            Fault::Freeze => {
                self.until_running(replica);
                self.fleet.signal(replica, "STOP");
                let long = self.millis(3_500, 8_000);
                self.pass(long);
                self.fleet.signal(replica, "CONT");
            }
            Fault::Supersede => {
                self.until_running(replica);
                self.fleet.signal(replica, "STOP");
                let long = self.millis(0, 5_000);
                self.pass(long);
                self.fleet.supersede(replica);
            }
            Fault::KillBroker => self.bounce(&[broker]),
            Fault::RollBrokers => (0..BROKERS).for_each(|number| self.bounce(&[number])),
            Fault::Blackout => self.bounce(&[0, 1, 2]),
            Fault::JoinAndLeave => {
                self.fleet.join();
                let long = self.millis(3_000, 6_000);
                self.pass(long);
                self.fleet.leave();
            }
            Fault::SlowBroker => {
                for _ in 0..20 {
                    self.cluster.freeze(broker);
                    self.pass(Duration::from_millis(150));
                    self.cluster.thaw(broker);
                    self.pass(Duration::from_millis(50));
                }
            }
            Fault::FullDisk => {
                self.until_running(replica);
                let part = self.fleet.disk(replica).join("memory.snapshot.part");
                // Whatever part of a snapshot is being written is lost with its name.
                let _ = std::fs::remove_file(&part);
                symlink("/dev/full", &part).expect("the folder is ours");
                let long = self.millis(0, 4_000);
                self.pass(long);
                self.fleet.stop(replica);
                let _ = std::fs::remove_file(&part);
            }
        }
    }

    /// What strikes a replica strikes one that runs: its host may be about to start it.
    fn until_running(&mut self, replica: usize) {
        while !self.fleet.is_running(replica) {
            self.pass(Duration::from_millis(20));
        }
    }

    /// Kills brokers, starts them again, and waits until nothing is missing on any.
    fn bounce(&mut self, brokers: &[usize]) {
        for &number in brokers {
            self.cluster.kill(number);
            self.brokers_killed += 1;
        }
        let down = self.millis(200, 4_000);
        self.pass(down);
        for &number in brokers {
            self.cluster.revive(number);
        }
        self.cluster.until_whole();
    }
}
