//! Three brokers, each of which can be killed, started again, and made to stand still.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use rdkafka::producer::{BaseProducer, Producer};
use tempfile::TempDir;

use super::{
    Kafka, libs,
    node::{Node, Place, places},
    ready,
};

/// How many brokers: records are on three, and acknowledged when two have them.
pub(crate) const BROKERS: usize = 3;

/// How long three JVMs that start at once on a machine that is busy may take to serve.
const START: Duration = Duration::from_mins(4);

/// A cluster of its own. Its brokers end when this is dropped, and at the latest with the process.
pub(crate) struct Cluster {
    libs: PathBuf,
    folder: TempDir,
    places: [Place; BROKERS],
    nodes: [Option<Node>; BROKERS],
    /// As its clients see it.
    pub(crate) kafka: &'static Kafka,
}

impl Cluster {
    /// Starts it and waits until it serves.
    pub(crate) fn start() -> Self {
        let libs = libs().unwrap_or_else(|reason| panic!("{reason}"));
        let places: [Place; BROKERS] = places().expect("the system has ports to give");
        let brokers = places.map(|place| place.broker.to_string()).join(",");
        let folder = tempfile::Builder::new().prefix("copydesk-cluster-").tempdir().expect("a folder");
        // Clients and services refer to it for as long as they like.
        let kafka: &'static Kafka = Box::leak(Box::new(Kafka::at(brokers)));
        let mut cluster = Self { libs, folder, places, nodes: [const { None }; BROKERS], kafka };
        (0..BROKERS).for_each(|number| cluster.revive(number));
        cluster.until_whole();
        cluster
    }

    /// Kills a broker (SIGKILL).
    pub(crate) fn kill(&mut self, number: usize) {
        if let Some(node) = self.nodes[number].take() {
            node.kill();
        }
    }

    /// Starts a broker that was killed; it serves some time later.
    pub(crate) fn revive(&mut self, number: usize) {
        let data = self.folder.path().join(number.to_string());
        std::fs::create_dir_all(&data).expect("the folder is ours");
        let node = Node::member(&self.libs, &data, &self.places, number).unwrap_or_else(|reason| panic!("{reason}"));
        self.nodes[number] = Some(node);
    }

    /// Has a broker stand still (SIGSTOP).
    pub(crate) fn freeze(&self, number: usize) {
        self.nodes[number].as_ref().expect("it runs").signal("STOP");
    }

    /// Has a broker that stands still go on (SIGCONT).
    pub(crate) fn thaw(&self, number: usize) {
        self.nodes[number].as_ref().expect("it runs").signal("CONT");
    }

    /// Waits until all brokers serve and each partition is on all of them.
    pub(crate) fn until_whole(&self) {
        let deadline = Instant::now() + START;
        if let Err(why) = ready(self.kafka.brokers(), BROKERS, START, || false) {
            self.fail(&why);
        }
        let client: BaseProducer = self.kafka.config().create().expect("the settings are good");
        loop {
            let lacking = client.client().fetch_metadata(None, Duration::from_secs(2)).map_or(usize::MAX, |metadata| {
                let partitions = metadata.topics().iter().flat_map(rdkafka::metadata::MetadataTopic::partitions);
                partitions.filter(|partition| partition.isr().len() < BROKERS).count()
            });
            if lacking == 0 {
                return;
            }
            if Instant::now() > deadline {
                self.fail(&format!("{lacking} partitions are not on all brokers after {START:?}"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn fail(&self, what: &str) -> ! {
        let tails: Vec<String> = self.nodes.iter().flatten().map(Node::tail).collect();
        panic!("{what}\nthe brokers' last lines:\n{}", tails.join("\n--\n"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for number in 0..BROKERS {
            self.kill(number);
        }
    }
}
