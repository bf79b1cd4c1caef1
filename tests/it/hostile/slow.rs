//! A record that its reader never comes back from: it is rejected, and its neighbours go on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use copydesk::{
    cli::demo::pages::samples,
    desk::{
        Policy,
        capture::{Partition, RawRecord},
        read_told,
    },
    kafka::{
        Failure, SystemClock,
        log::{Cluster, Layout, Limits},
    },
    run::{Bounds, Replica, Turn, readers::Pool},
};

/// How long a reader is watched: far longer than the samples take, which all are read within one turn's length.
const READ_MAX: Duration = Duration::from_secs(2);

/// Stands for a defect: a page on which a stage loops until the test is over.
const LOOPS: &[u8] = b"<p>loops</p>";

fn cluster() -> Cluster {
    Cluster::new(Layout::default(), Limits::default(), Arc::new(SystemClock::start()))
}

fn feed(cluster: &Cluster, value: &[u8]) {
    let headers = [("url", "https://loops.example/"), ("content-type", "text/html")];
    let headers = headers.map(|(name, value)| (name.to_owned(), Some(value.as_bytes().to_vec()))).to_vec();
    cluster.produce("raw", Partition(0), RawRecord { value: Some(value.to_vec()), headers, ..RawRecord::default() });
}

/// Runs a replica with one reader, who loops on pages that tell it to, until the raw topic is done or it fails.
fn run(cluster: &Cluster) -> Result<(), Failure> {
    let over = Arc::new(AtomicBool::new(false));
    let policy = Arc::new(Policy::default());
    let (rules, until) = (policy.verdict.clone(), Arc::clone(&over));
    let pool = Pool::of(
        1,
        Arc::new(move |record, done| {
            while record.value.as_deref() == Some(LOOPS) && !until.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(10));
            }
            read_told(record, &policy, done)
        }),
    );
    let bounds = Bounds { read_max: READ_MAX, ..Bounds::default() };
    let clock = Box::new(SystemClock::start());
    let mut replica =
        Replica::new(cluster.replica("one"), clock, Box::new(pool.unwrap()), Box::new(()), bounds, rules, 7);
    let ended = loop {
        match replica.turn() {
            Err(failure) => break Err(failure),
            Ok(Turn::Idle) if cluster.lag() == 0 => break Ok(()),
            Ok(_) => {}
        }
    };
    over.store(true, Ordering::Relaxed);
    // Else whoever comes next waits until the group gives this one up.
    replica.depart();
    ended
}

#[test]
fn a_reader_that_never_comes_back_costs_one_page() {
    let cluster = cluster();
    let mut sent = 0;
    for (number, sample) in samples().unwrap().into_iter().enumerate() {
        if number == 3 || number == 20 {
            feed(&cluster, LOOPS);
            sent += 1;
        }
        cluster.produce("raw", Partition(0), sample.record);
        sent += 1;
    }
    run(&cluster).unwrap();
    let letters = cluster.read_committed("rejects");
    let slow = letters.iter().filter(|letter| letter.record.header("copydesk-reason") == Some("too-slow"));
    assert_eq!(slow.map(|letter| letter.record.value.as_deref()).collect::<Vec<_>>(), [Some(LOOPS), Some(LOOPS)]);
    let told = [letters, cluster.read_committed("articles"), cluster.read_committed("links")];
    assert_eq!(told.iter().map(Vec::len).sum::<usize>(), sent, "a neighbour has not one verdict");
}

#[test]
fn a_replica_whose_readers_all_hang_gives_up_and_is_further_when_it_is_back() {
    let cluster = cluster();
    for _ in 0..12 {
        feed(&cluster, LOOPS);
    }
    let Err(Failure::Fatal(why)) = run(&cluster) else { panic!("it goes on without readers") };
    assert!(why.contains("readers don't come back"), "{why}");
    assert_eq!(cluster.read_committed("rejects").len(), 9);
    run(&cluster).unwrap();
    assert_eq!(cluster.read_committed("rejects").len(), 12);
}
