//! A broker process: broker and controller in one, on loopback, with a data folder of its own.

use std::{
    fs, io,
    net::{SocketAddr, TcpListener},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use super::{
    NEEDED,
    process::{Process, Tail},
    ready,
};

/// From the first JVM to a broker that serves: seconds, and far more on a machine that compiles beside it.
const START: Duration = Duration::from_mins(3);

/// A free port can be taken by somebody else before the broker binds it.
const STARTS: u32 = 3;

/// Runs the broker and outlives the test process by a moment. A static is never dropped and a killed process cleans up
/// nothing, so the end of the test process is seen from outside: standard input is a pipe that only the test process
/// holds, and its end means that nobody needs the broker any more. By then nobody reads its output either: a complaint
/// into that pipe must not be the end of the guard. Any sixteen bytes in base64 name a cluster.
const GUARD: &str = r#"
data=$1; keep=$2; shift 2
exec 3<&0
trap '' PIPE
# The arguments are words and not patterns.
set -f
if [ -e "$data/logs/meta.properties" ] || "$@" kafka.tools.StorageTool format -t Y29weWRlc2stdGVzdHMtMQ -c "$data/server.properties" $FORMAT </dev/null 3<&-; then
    "$@" kafka.Kafka "$data/server.properties" </dev/null 3<&- & node=$!
    trap 'kill -9 "$node"' HUP INT TERM
    { while read -r _; do :; done; kill -9 "$node"; } <&3 3<&- & watch=$!
    exec 3<&-
    wait "$node"
    status=$?
else
    status=$?
fi
[ "$keep" = yes ] || rm -rf "$data"
[ -z "$watch" ] || kill "$watch" 2>/dev/null
echo "ended with status $status"
"#;

/// What becomes of a broker's data when it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Data {
    /// The guard removes it, after the last write to it.
    Removed,
    /// It is there when the broker is started again.
    Kept,
}

/// A started broker. It ends when this is dropped, and at the latest with the process.
pub(super) struct Node {
    process: Mutex<Process>,
    tail: Tail,
    data: PathBuf,
    _lifeline: ChildStdin,
}

/// What a node has that the plain one has not.
#[derive(Default)]
pub(super) struct Beyond {
    /// Further listeners, and their protocols: each with a comma before it.
    pub(super) listeners: String,
    pub(super) protocols: String,
    /// Further lines of its properties.
    pub(super) properties: String,
    /// Arguments of `StorageTool format`, parted by spaces.
    pub(super) format: String,
}

impl Node {
    /// Starts a broker and waits until it serves; gives its address too.
    pub(super) fn start(libs: &Path) -> Result<(Self, String), String> {
        Self::start_with(libs, |_| Ok(Beyond::default()))
    }

    /// [`Node::start`], with what `beyond` makes in the node's folder.
    pub(super) fn start_with(
        libs: &Path,
        mut beyond: impl FnMut(&Path) -> Result<Beyond, String>,
    ) -> Result<(Self, String), String> {
        let mut last = String::new();
        for _ in 0..STARTS {
            let [place] = places().map_err(|error| format!("free ports: {error}"))?;
            let data = tempfile::Builder::new()
                .prefix("copydesk-kafka-")
                .tempdir()
                .map_err(|error| format!("temporary folder: {error}"))?;
            // From here on the guard removes the folder.
            let data = data.keep();
            let beyond = beyond(&data)?;
            let settings = settings(&data, &[place], 0, &beyond);
            let node = Self::spawn(libs, &data, Data::Removed, &settings, &beyond.format)?;
            let address = place.broker.to_string();
            match ready(&address, 1, START, || node.gone()) {
                Ok(()) => return Ok((node, address)),
                Err(error) => last = format!("{error}\n{}", node.tail.text()),
            }
            if !last.contains("BindException") {
                break;
            }
        }
        Err(format!("Kafka does not start (it needs Java 17 or later): {last}"))
    }

    /// Starts, or starts again, a broker of a cluster; it serves some time later.
    pub(super) fn member(libs: &Path, data: &Path, places: &[Place], index: usize) -> Result<Self, String> {
        Self::spawn(libs, data, Data::Kept, &settings(data, places, index, &Beyond::default()), "")
    }

    fn spawn(libs: &Path, data: &Path, after: Data, settings: &str, format: &str) -> Result<Self, String> {
        let properties = data.join("server.properties");
        fs::write(&properties, settings).map_err(|error| format!("{}: {error}", properties.display()))?;

        // The guard would only say "not found".
        Command::new(java()).arg("-version").output().map_err(|error| format!("{NEEDED} (java: {error})"))?;
        let mut guard = Command::new("sh");
        guard
            .args(["-c", GUARD, "kafka"])
            .arg(data)
            .arg(if after == Data::Kept { "yes" } else { "no" })
            .arg(java())
            .args(jvm(libs))
            .env("FORMAT", format)
            .stdin(Stdio::piped())
            // Ctrl-C goes to the whole foreground group; the guard must live to clean up. And the group is what is
            // signalled when the broker is to stand still.
            .process_group(0);
        let mut process = Process::start(guard).map_err(|error| format!("sh: {error}"))?;
        let lifeline = process.take_input().expect("its standard input is piped");
        let (tail, data) = (process.tail(), data.to_owned());
        Ok(Self { process: Mutex::new(process), tail, data, _lifeline: lifeline })
    }

    /// Has it stand still (SIGSTOP) or go on (SIGCONT), with its guard.
    pub(super) fn signal(&self, signal: &str) {
        self.process.lock().expect("nobody panics with it").signal_group(signal);
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub(super) fn kill(self) {
        self.signal("KILL");
        self.process.into_inner().expect("nobody panics with it").kill();
    }

    /// Whether the broker has ended.
    fn gone(&self) -> bool {
        self.process.lock().is_ok_and(|process| process.ends_within(Duration::ZERO))
    }

    /// The folder of its partitions' logs.
    pub(super) fn logs(&self) -> PathBuf {
        logs(&self.data)
    }

    /// What the broker wrote last.
    pub(super) fn tail(&self) -> String {
        self.tail.text()
    }
}

fn logs(data: &Path) -> PathBuf {
    data.join("logs")
}

fn java() -> PathBuf {
    std::env::var_os("JAVA_HOME").map_or_else(|| "java".into(), |home| Path::new(&home).join("bin/java"))
}

/// A small heap and the quick compiler alone: these brokers live for seconds, and start-up is most of it.
fn jvm(libs: &Path) -> [String; 7] {
    [
        "-Xms128m".into(),
        "-Xmx512m".into(),
        "-XX:+UseSerialGC".into(),
        "-XX:TieredStopAtLevel=1".into(),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn".into(),
        "-cp".into(),
        format!("{}/*", libs.display()),
    ]
}

/// Where a broker listens.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) broker: SocketAddr,
    pub(super) controller: SocketAddr,
}

/// Free ports for that many brokers, each on a loopback address of its own where the system has more than one. All are
/// held until all are known, else the system may give the same one twice.
pub(super) fn places<const N: usize>() -> io::Result<[Place; N]> {
    let mut held = Vec::new();
    let mut places = Vec::new();
    for number in 1..=N {
        let host = format!("127.0.0.{}:0", if cfg!(target_os = "linux") { number } else { 1 });
        let (broker, controller) = (TcpListener::bind(&host)?, TcpListener::bind(&host)?);
        places.push(Place { broker: broker.local_addr()?, controller: controller.local_addr()? });
        held.extend([broker, controller]);
    }
    Ok(places.try_into().unwrap_or_else(|_| unreachable!("one was made for each")))
}

/// The settings of one broker of a cluster: of one, or of three that lose none of what they acknowledged while two live.
fn settings(data: &Path, places: &[Place], index: usize, beyond: &Beyond) -> String {
    let logs = logs(data);
    let Place { broker, controller } = places[index];
    let voters: Vec<String> = (1..).zip(places).map(|(id, place)| format!("{id}@{}", place.controller)).collect();
    let (replication, in_sync) = if places.len() < 3 { (1, 1) } else { (3, 2) };
    format!(
        "\
process.roles=broker,controller
node.id={id}
controller.quorum.voters={voters}
listeners=PLAINTEXT://{broker},CONTROLLER://{controller}{listeners}
advertised.listeners=PLAINTEXT://{broker}{listeners}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT{protocols}
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}

# A misspelt topic is an error, as in production.
auto.create.topics.enable=false
unclean.leader.election.enable=false
default.replication.factor={replication}
min.insync.replicas={in_sync}
message.max.bytes=10485760

# Few partitions of the internal topics: fifty of each would be half of the start-up time.
offsets.topic.num.partitions=2
offsets.topic.replication.factor={replication}
transaction.state.log.num.partitions=2
transaction.state.log.replication.factor={replication}
transaction.state.log.min.isr={in_sync}
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor={replication}
share.coordinator.state.topic.min.isr={in_sync}

# A broker that is gone or stands still is noticed in seconds.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500

# Groups form at once, and tests may choose time-outs of a second.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
group.consumer.min.session.timeout.ms=1000
group.consumer.session.timeout.ms=6000
group.consumer.min.heartbeat.interval.ms=200
group.consumer.heartbeat.interval.ms=500

# A transaction whose time is up is aborted soon after, not ten seconds later; so with records past their retention.
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
log.initial.task.delay.ms=1000
log.retention.check.interval.ms=1000

# Nothing is worth a flush, and leaders are found by those who are left.
controlled.shutdown.enable=false
{properties}",
        id = index + 1,
        voters = voters.join(","),
        logs = logs.display(),
        listeners = beyond.listeners,
        protocols = beyond.protocols,
        properties = beyond.properties,
    )
}
