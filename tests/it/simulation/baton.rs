//! One thread at a time: tasks pass a baton, and whoever holds it runs. Who is next, when time passes and what goes
//! wrong is drawn from one seeded generator, so a seed is a whole run.

use std::sync::{
    Arc, Condvar, Mutex, MutexGuard,
    atomic::{AtomicU64, Ordering},
};

/// `SplitMix64` (Steele, Lea, Flood 2014): small, seedable, good enough to shuffle with.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap()
    }

    /// True that many times in ten thousand.
    pub fn chance(&mut self, in_ten_thousand: u64) -> bool {
        self.below(10_000) < in_ten_thousand
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Awake,
    /// Does nothing until then.
    Asleep(u64),
    Gone,
}

struct Task {
    standing: Standing,
    killed: bool,
    turn: Arc<Condvar>,
}

struct Table {
    random: Random,
    holder: usize,
    tasks: Vec<Task>,
    steps: u64,
}

/// Where the baton goes round, and the time that passes meanwhile.
pub struct Baton {
    table: Mutex<Table>,
    now_ms: AtomicU64,
    steps_max: u64,
}

/// A task's place in the round. The first one made holds the baton.
#[derive(Clone)]
pub struct Seat {
    baton: Arc<Baton>,
    me: usize,
}

impl Baton {
    pub fn new(seed: u64, steps_max: u64) -> Arc<Self> {
        let table = Table { random: Random::new(seed), holder: 0, tasks: Vec::new(), steps: 0 };
        Arc::new(Self { table: Mutex::new(table), now_ms: AtomicU64::new(0), steps_max })
    }

    /// A new place in the round.
    pub fn seat(self: &Arc<Self>) -> Seat {
        let mut table = self.table();
        table.tasks.push(Task { standing: Standing::Awake, killed: false, turn: Arc::default() });
        Seat { baton: Arc::clone(self), me: table.tasks.len() - 1 }
    }

    pub fn now_ms(&self) -> u64 {
        self.now_ms.load(Ordering::Relaxed)
    }

    /// Draws from the run's generator.
    pub fn draw<T>(&self, draw: impl FnOnce(&mut Random) -> T) -> T {
        draw(&mut self.table().random)
    }

    /// Whether the run has gone on for longer than any healthy one.
    pub fn exhausted(&self) -> bool {
        self.table().steps > self.steps_max
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap()
    }
}

impl Seat {
    /// A point at which another task may go first.
    pub fn step(&self, switch: u64) {
        let mut table = self.baton.table();
        table.steps += 1;
        if table.random.chance(switch) {
            let passed = table.random.below(3);
            self.baton.now_ms.fetch_add(passed, Ordering::Relaxed);
            self.hand_on(table);
        }
    }

    /// Does nothing for that long, while the others go on.
    pub fn rest(&self, ms: u64) {
        let mut table = self.baton.table();
        table.steps += 1;
        table.tasks[self.me].standing = Standing::Asleep(self.baton.now_ms() + ms);
        self.hand_on(table);
    }

    /// Waits for its first turn.
    pub fn arrive(&self) {
        self.wait(self.baton.table());
    }

    /// Leaves the round.
    pub fn leave(&self) {
        let mut table = self.baton.table();
        table.tasks[self.me].standing = Standing::Gone;
        let next = self.next(&mut table);
        table.holder = next;
        table.tasks[next].turn.notify_one();
    }

    pub fn kill(&self) {
        self.baton.table().tasks[self.me].killed = true;
    }

    pub fn killed(&self) -> bool {
        self.baton.table().tasks[self.me].killed
    }

    pub fn gone(&self) -> bool {
        self.baton.table().tasks[self.me].standing == Standing::Gone
    }

    /// Whether it is asleep at this moment; the holder of the baton asks it of others.
    pub fn asleep(&self) -> bool {
        let now = self.baton.now_ms();
        matches!(self.baton.table().tasks[self.me].standing, Standing::Asleep(until) if until > now)
    }

    fn hand_on(&self, mut table: MutexGuard<'_, Table>) {
        let next = self.next(&mut table);
        table.holder = next;
        if next != self.me {
            table.tasks[next].turn.notify_one();
            self.wait(table);
        }
    }

    fn wait(&self, mut table: MutexGuard<'_, Table>) {
        let turn = Arc::clone(&table.tasks[self.me].turn);
        while table.holder != self.me {
            table = turn.wait(table).unwrap();
        }
    }

    /// Draws who is next; where all are asleep, time passes until one wakes.
    fn next(&self, table: &mut Table) -> usize {
        loop {
            let now = self.baton.now_ms();
            let mut soonest = u64::MAX;
            let mut awake = Vec::with_capacity(table.tasks.len());
            for (number, task) in table.tasks.iter_mut().enumerate() {
                match task.standing {
                    Standing::Asleep(until) if until > now => soonest = soonest.min(until),
                    Standing::Gone => {}
                    Standing::Asleep(_) | Standing::Awake => {
                        task.standing = Standing::Awake;
                        awake.push(number);
                    }
                }
            }
            if !awake.is_empty() {
                return awake[table.random.index(awake.len())];
            }
            assert_ne!(soonest, u64::MAX, "the round has no task left");
            self.baton.now_ms.store(soonest, Ordering::Relaxed);
        }
    }
}
