//! A child process whose output is kept: its last lines are the only explanation there is when it fails.

use std::{
    collections::VecDeque,
    io::{self, BufRead, BufReader, PipeReader},
    os::unix::process::ExitStatusExt as _,
    process::{Child, ChildStdin, Command},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

/// How many lines are kept: a Java stack trace with its causes, or a whole configuration.
const KEPT: usize = 200;

/// Of these the first ones, which say what it is and where it listens.
const KEPT_FIRST: usize = 3;

/// The first and the last lines that a process wrote.
#[derive(Clone, Default)]
pub(crate) struct Tail(Arc<Mutex<VecDeque<String>>>);

impl Tail {
    fn push(&self, line: String) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.remove(KEPT_FIRST);
        }
        lines.push_back(line);
    }

    /// The lines, oldest first.
    pub(crate) fn text(&self) -> String {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// A running child.
pub(crate) struct Process {
    child: Child,
    tail: Tail,
    /// Nothing is ever sent: it disconnects when the output ends, that is with the last process that can write to it.
    ended: Receiver<()>,
}

impl Process {
    /// Starts it, standard output and error into one tail. Takes the command by value, as a command that lives on keeps
    /// the pipe open and its end would never be seen.
    pub(crate) fn start(mut command: Command) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let child = command.stdout(writer.try_clone()?).stderr(writer).spawn()?;
        drop(command);
        let (tail, (alive, ended)) = (Tail::default(), mpsc::channel());
        let kept = tail.clone();
        thread::spawn(move || keep(reader, &kept, alive));
        Ok(Self { child, tail, ended })
    }

    /// Waits until it has ended, at most that long.
    pub(crate) fn ends_within(&self, limit: Duration) -> bool {
        matches!(self.ended.recv_timeout(limit), Err(RecvTimeoutError::Disconnected))
    }

    /// Runs it to its end: an error unless it succeeds in time.
    pub(crate) fn succeed_within(mut self, limit: Duration) -> Result<(), String> {
        if !self.ends_within(limit) {
            // It may have gone in this moment; either way it is collected below.
            let _ = self.child.kill();
            let _ = self.child.wait();
            return Err(format!("still not done after {limit:?}\n{}", self.tail.text()));
        }
        match self.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{status}\n{}", self.tail.text())),
            Err(error) => Err(error.to_string()),
        }
    }

    /// What it wrote last, also later on.
    pub(crate) fn tail(&self) -> Tail {
        self.tail.clone()
    }

    /// Asks it to stop (SIGTERM).
    pub(crate) fn ask_to_stop(&self) {
        self.signal("TERM");
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, signal: &str) {
        send(signal, &self.child.id().to_string());
    }

    /// Sends a signal to all processes of the group that it leads.
    pub(crate) fn signal_group(&self, signal: &str) {
        send(signal, &format!("-{}", self.child.id()));
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        // It may have gone in this moment; either way it is collected here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Its exit code; `None` if it does not end within the limit or was killed.
    pub(crate) fn code_within(&mut self, limit: Duration) -> Option<i32> {
        self.ends_within(limit).then(|| self.child.wait().ok()?.code()).flatten()
    }

    /// The signal that ended it; `None` if it does not end within the limit or ended otherwise.
    pub(crate) fn signal_within(&mut self, limit: Duration) -> Option<i32> {
        self.ends_within(limit).then(|| self.child.wait().ok()?.signal()).flatten()
    }

    /// Its standard input, when that is a pipe and nobody has taken it yet.
    pub(crate) fn take_input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }
}

fn send(signal: &str, target: &str) {
    let sent = Command::new("kill").args(["-s", signal, "--", target]).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill could not be run");
}

/// Reads to the end of the output, then lets `alive` go.
fn keep(reader: PipeReader, tail: &Tail, alive: Sender<()>) {
    for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
        tail.push(String::from_utf8_lossy(&line).into_owned());
    }
    drop(alive);
}
