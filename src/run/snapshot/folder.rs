//! The file that a snapshot is kept in, written by a thread of its own.
//!
//! A snapshot is written beside the one before, made safe (`fsync`), and takes its name in one step: a crash at any
//! moment leaves the old one or the new one. A disk that is full or can't be written fails the snapshot and nothing
//! else; the next one tries again. The directory is one replica's alone.

use std::{
    fs::{self, File},
    io::{self, BufReader, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use super::{Refusal, Resume, Shelf, read};
use crate::desk::verdict::Memory;

const NAME: &str = "memory.snapshot";
const PART: &str = "memory.snapshot.part";

/// Bytes that may wait for the disk: enough to keep it busy while the loop makes the next ones.
const WAITING_BYTES_MAX: usize = 16 << 20;

enum Step {
    Begin,
    Bytes(Vec<u8>),
    Finish,
}

/// A directory in which the last snapshot is kept.
pub struct Folder {
    steps: Sender<Step>,
    told: Receiver<Result<(), String>>,
    waiting: Arc<AtomicUsize>,
}

impl Folder {
    /// The directory; it is made when the first snapshot is written.
    pub fn open(directory: &Path) -> io::Result<Self> {
        let (steps, to_do) = channel();
        let (tell, told) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let writer = Writer { directory: directory.to_owned(), file: None, waiting: Arc::clone(&waiting) };
        thread::Builder::new().name("snapshot".to_owned()).spawn(move || writer.run(&to_do, &tell))?;
        Ok(Self { steps, told, waiting })
    }

    /// The snapshot that is kept there, if there is one, read into an empty memory.
    pub fn read(directory: &Path, empty: Memory) -> Result<Option<Resume>, Refusal> {
        match File::open(directory.join(NAME)) {
            Ok(file) => read(BufReader::with_capacity(1 << 20, file), empty).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl Shelf for Folder {
    fn begin(&mut self) {
        // What is still told of a snapshot that was given up is not told of this one.
        while self.told.try_recv().is_ok() {}
        let _ = self.steps.send(Step::Begin);
    }

    fn has_room(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) < WAITING_BYTES_MAX
    }

    fn put(&mut self, bytes: Vec<u8>) {
        self.waiting.fetch_add(bytes.len(), Ordering::Relaxed);
        // A writer that is gone is told of as a failure.
        let _ = self.steps.send(Step::Bytes(bytes));
    }

    fn finish(&mut self) {
        let _ = self.steps.send(Step::Finish);
    }

    fn told(&mut self, wait: Duration) -> Option<Result<(), String>> {
        use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
        match self.told.recv_timeout(wait) {
            Ok(told) => Some(told),
            Err(Timeout) => None,
            Err(Disconnected) => Some(Err("its writer is gone".to_owned())),
        }
    }
}

struct Writer {
    directory: PathBuf,
    /// `None` before a snapshot is begun, and from where it failed.
    file: Option<File>,
    waiting: Arc<AtomicUsize>,
}

impl Writer {
    fn run(mut self, steps: &Receiver<Step>, tell: &Sender<Result<(), String>>) {
        for step in steps {
            let told = match self.step(step) {
                Ok(false) => continue,
                Ok(true) => Ok(()),
                Err(error) => {
                    self.file = None;
                    Err(format!("{}: {error}", self.directory.display()))
                }
            };
            if tell.send(told).is_err() {
                return;
            }
        }
    }

    /// True if the snapshot is kept by it.
    fn step(&mut self, step: Step) -> io::Result<bool> {
        match step {
            Step::Begin => {
                self.file = None;
                fs::create_dir_all(&self.directory)?;
                self.file = Some(File::create(self.directory.join(PART))?);
                Ok(false)
            }
            Step::Bytes(bytes) => {
                self.waiting.fetch_sub(bytes.len(), Ordering::Relaxed);
                if let Some(file) = &mut self.file {
                    file.write_all(&bytes)?;
                }
                Ok(false)
            }
            Step::Finish => {
                let Some(file) = self.file.take() else { return Ok(false) };
                file.sync_all()?;
                fs::rename(self.directory.join(PART), self.directory.join(NAME))?;
                // The name is as safe as the bytes only when the directory is.
                File::open(&self.directory)?.sync_all()?;
                Ok(true)
            }
        }
    }
}
