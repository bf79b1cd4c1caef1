//! One broker process: broker and controller in one, on loopback, with a data folder of its own.

use std::{
    fs, io,
    net::TcpListener,
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
data=$1; shift
exec 3<&0
trap '' PIPE
# The arguments are words and not patterns.
set -f
if "$@" kafka.tools.StorageTool format -t Y29weWRlc2stdGVzdHMtMQ -c "$data/server.properties" $FORMAT </dev/null 3<&-; then
    "$@" kafka.Kafka "$data/server.properties" </dev/null 3<&- & node=$!
    trap 'kill -9 "$node"' HUP INT TERM
    { while read -r _; do :; done; kill -9 "$node"; } <&3 3<&- & watch=$!
    exec 3<&-
    wait "$node"
    status=$?
else
    status=$?
fi
rm -rf "$data"
[ -z "$watch" ] || kill "$watch" 2>/dev/null
echo "ended with status $status"
"#;

/// A started broker. It ends when this is dropped, and at the latest with the process.
pub(super) struct Node {
    process: Mutex<Process>,
    tail: Tail,
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
            let (broker, controller) = free_ports().map_err(|error| format!("free ports: {error}"))?;
            let node = Self::spawn(libs, broker, controller, &mut beyond)?;
            let address = format!("127.0.0.1:{broker}");
            match ready(&address, START, || node.gone()) {
                Ok(()) => return Ok((node, address)),
                Err(error) => last = format!("{error}\n{}", node.tail.text()),
            }
            if !last.contains("BindException") {
                break;
            }
        }
        Err(format!("Kafka does not start (it needs Java 17 or later): {last}"))
    }

    fn spawn(
        libs: &Path,
        broker: u16,
        controller: u16,
        beyond: &mut impl FnMut(&Path) -> Result<Beyond, String>,
    ) -> Result<Self, String> {
        let data = tempfile::Builder::new()
            .prefix("copydesk-kafka-")
            .tempdir()
            .map_err(|error| format!("temporary folder: {error}"))?;
        let properties = data.path().join("server.properties");
        let beyond = beyond(data.path())?;
        fs::write(&properties, settings(data.path(), broker, controller, &beyond))
            .map_err(|error| format!("{}: {error}", properties.display()))?;

        // The guard would only say "not found".
        Command::new(java()).arg("-version").output().map_err(|error| format!("{NEEDED} (java: {error})"))?;
        let mut guard = Command::new("sh");
        guard
            .args(["-c", GUARD, "kafka"])
            .arg(data.path())
            .arg(java())
            .args(jvm(libs))
            .env("FORMAT", beyond.format)
            .stdin(Stdio::piped())
            // Ctrl-C goes to the whole foreground group; the guard must live to clean up.
            .process_group(0);
        let mut process = Process::start(guard).map_err(|error| format!("sh: {error}"))?;
        // From here on the guard removes the folder, after the last write to it.
        let _ = data.keep();
        let lifeline = process.take_input().expect("its standard input is piped");
        Ok(Self { tail: process.tail(), process: Mutex::new(process), _lifeline: lifeline })
    }

    /// Whether the broker has ended.
    fn gone(&self) -> bool {
        self.process.lock().is_ok_and(|process| process.ends_within(Duration::ZERO))
    }

    /// What the broker wrote last.
    pub(super) fn tail(&self) -> String {
        self.tail.text()
    }
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

/// Both are held until both are known, else the system may give the same one twice.
pub(super) fn free_ports() -> io::Result<(u16, u16)> {
    let (one, other) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
    Ok((one.local_addr()?.port(), other.local_addr()?.port()))
}

fn settings(data: &Path, broker: u16, controller: u16, beyond: &Beyond) -> String {
    let logs = data.join("logs");
    format!(
        "\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}{listeners}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}{listeners}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT{protocols}
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}

# A misspelt topic is an error, as in production.
auto.create.topics.enable=false
unclean.leader.election.enable=false
default.replication.factor=1
min.insync.replicas=1
message.max.bytes=10485760

# One node, and few partitions of the internal topics: fifty of each would be half of the start-up time.
offsets.topic.num.partitions=2
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=2
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1

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

# There is nobody to hand leadership to, and nothing worth a flush.
controlled.shutdown.enable=false
{properties}",
        logs = logs.display(),
        listeners = beyond.listeners,
        protocols = beyond.protocols,
        properties = beyond.properties,
    )
}
