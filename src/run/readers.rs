//! Who reads: a pool of threads in the service, the caller itself in simulation.

use std::{
    sync::{Arc, Mutex, PoisonError},
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
pub struct Pending(Arc<Mutex<Option<Readings>>>);

impl Pending {
    /// A record that has been read.
    pub fn done(readings: Readings) -> Self {
        Self(Arc::new(Mutex::new(Some(readings))))
    }

    /// The readings, once; `None` while the record is being read.
    pub fn take(&self) -> Option<Readings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, readings: Readings) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(readings);
    }
}

/// Reads records, at once or later.
pub trait Readers {
    /// Starts to read a record.
    fn read(&self, record: Arc<RawRecord>) -> Pending;
}

/// Is told how long a stage took on a page.
pub type Timed = Arc<dyn Fn(Stage, Duration) + Send + Sync>;

/// Reads on a pool of threads.
pub struct Pool {
    threads: rayon::ThreadPool,
    policy: Arc<Policy>,
    timed: Timed,
}

impl Pool {
    /// A pool of that many threads; 0 for one a core.
    pub fn new(threads: usize, policy: Arc<Policy>) -> anyhow::Result<Self> {
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|number| format!("read-{number}"))
            // Trees are built and walked without recursion; JSON's depth is capped by its parser.
            .stack_size(4 << 20)
            .build()?;
        Ok(Self { threads, policy, timed: Arc::new(|_, _| ()) })
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
        let (policy, timed, reading) = (Arc::clone(&self.policy), Arc::clone(&self.timed), pending.clone());
        // First come, first read: the oldest batch is the one that everything waits for.
        self.threads.spawn_fifo(move || {
            let mut began = Instant::now();
            let mut done = |stage| {
                let now = Instant::now();
                timed(stage, now.duration_since(began));
                began = now;
            };
            reading.put(desk::read_told(&record, &policy, &mut done));
        });
        pending
    }
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
}
