//! Who reads: a pool of threads in the service, the caller itself in simulation.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::desk::{
    self, Policy, Reading,
    capture::RawRecord,
    verdict::{Reason, Stage},
};

/// What a record was read as: an entry for each page it carries.
pub type Readings = Vec<Result<Reading, Reason>>;

/// A record that is being read.
#[derive(Clone, Debug, Default)]
pub struct Pending(Arc<Mutex<State>>);

#[derive(Debug, Default)]
enum State {
    #[default]
    Waiting,
    Begun,
    Read(Readings),
    Taken,
}

impl Pending {
    /// A record that has been read.
    pub fn done(readings: Readings) -> Self {
        Self(Arc::new(Mutex::new(State::Read(readings))))
    }

    /// The readings, once; `None` while the record is being read.
    pub fn take(&self) -> Option<Readings> {
        let mut state = self.state();
        match std::mem::replace(&mut *state, State::Taken) {
            State::Read(readings) => Some(readings),
            other => {
                *state = other;
                None
            }
        }
    }

    /// Whether a reader has begun with it and has not come back.
    pub fn is_begun(&self) -> bool {
        matches!(*self.state(), State::Begun)
    }

    /// Whether no reader has begun with it.
    pub fn is_waiting(&self) -> bool {
        matches!(*self.state(), State::Waiting)
    }

    fn set(&self, next: State) {
        *self.state() = next;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads records, at once or later.
pub trait Readers {
    /// Starts to read a record.
    fn read(&self, record: Arc<RawRecord>) -> Pending;

    /// A reader doesn't come back from a record: others take its place, and records that no reader has begun with must
    /// be handed in again. An error where that can't go on: none takes its place.
    fn replace_one(&mut self) -> Result<(), String>;
}

/// Is told how long a stage took on a page.
pub type Timed = Arc<dyn Fn(Stage, Duration) + Send + Sync>;

/// What reads a record, telling the time of each stage.
type Read = Arc<dyn Fn(&RawRecord, &mut dyn FnMut(Stage)) -> Readings + Send + Sync>;

/// Readers that may be left behind before the replica gives up: each goes on to use a core and what it holds. A defect
/// that costs so many is one that a restart and an operator should see.
const LEFT_BEHIND_MAX: usize = 8;

/// Reads on a pool of threads.
pub struct Pool {
    threads: rayon::ThreadPool,
    read: Read,
    timed: Timed,
    left_behind: usize,
}

impl Pool {
    /// A pool of that many threads that read by this policy; 0 for one a core.
    pub fn new(threads: usize, policy: Arc<Policy>) -> anyhow::Result<Self> {
        Self::of(threads, Arc::new(move |record, done| desk::read_told(record, &policy, done)))
    }

    /// A pool of threads that read in a way of their own.
    pub fn of(threads: usize, read: Read) -> anyhow::Result<Self> {
        Ok(Self { threads: start(threads)?, read, timed: Arc::new(|_, _| ()), left_behind: 0 })
    }

    /// Tells how long each stage takes.
    #[must_use]
    pub fn timed(self, timed: Timed) -> Self {
        Self { timed, ..self }
    }
}

impl Readers for Pool {
    fn read(&self, record: Arc<RawRecord>) -> Pending {
        let pending = Pending::default();
        let (read, timed, reading) = (Arc::clone(&self.read), Arc::clone(&self.timed), pending.clone());
        // First come, first read: the oldest batch is the one that everything waits for.
        self.threads.spawn_fifo(move || {
            reading.set(State::Begun);
            let mut began = Instant::now();
            let mut done = |stage| {
                let now = Instant::now();
                timed(stage, now.duration_since(began));
                began = now;
            };
            reading.set(State::Read(read(&record, &mut done)));
        });
        pending
    }

    fn replace_one(&mut self) -> Result<(), String> {
        self.left_behind += 1;
        if self.left_behind > LEFT_BEHIND_MAX {
            return Err(format!("{} readers don't come back from their pages", self.left_behind));
        }
        // Threads that do come back read what waits for them, though the new ones read it as well, and end.
        self.threads = start(self.threads.current_num_threads()).map_err(|error| error.to_string())?;
        Ok(())
    }
}

fn start(threads: usize) -> anyhow::Result<rayon::ThreadPool> {
    Ok(rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|number| format!("read-{number}"))
        // Trees are built and walked without recursion; JSON's depth is capped by its parser.
        .stack_size(4 << 20)
        .build()?)
}

/// Reads at once, on the caller's thread.
pub struct Inline {
    policy: Policy,
}

impl Inline {
    /// Reads by this policy.
    pub fn new(policy: Policy) -> Self {
        Self { policy }
    }
}

impl Readers for Inline {
    fn read(&self, record: Arc<RawRecord>) -> Pending {
        Pending::done(desk::read_guarded(&record, &self.policy))
    }

    fn replace_one(&mut self) -> Result<(), String> {
        Ok(())
    }
}
