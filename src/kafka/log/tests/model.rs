//! Random calls against a model that is as simple as can be: lists of what each transaction wrote.

use proptest::prelude::*;

use super::*;

/// What one of three producers does next; producers are named by number.
#[derive(Clone, Debug)]
enum Step {
    Begin(usize),
    Send(usize),
    Offsets(usize, u64),
    Commit(usize),
    Abort(usize),
    /// Another instance takes the transactional id over.
    Init(usize),
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    prop_oneof![
        3 => who.clone().prop_map(Step::Begin),
        6 => who.clone().prop_map(Step::Send),
        2 => (who.clone(), 0..100_u64).prop_map(|(who, position)| Step::Offsets(who, position)),
        3 => who.clone().prop_map(Step::Commit),
        1 => who.clone().prop_map(Step::Abort),
        1 => who.prop_map(Step::Init),
        1 => (0..40_000_u64).prop_map(Step::Pass),
    ]
}

#[derive(Default)]
struct Open {
    began: Option<u64>,
    values: Vec<u32>,
    position: Option<(u64, u64)>,
}

/// What the model knows of a producer.
#[derive(Default)]
struct Modelled {
    open: Option<Open>,
    fenced: bool,
}

proptest! {
    #[test]
    fn what_is_visible_is_what_was_committed(steps in prop::collection::vec(step(), 1..200)) {
        let bench = Bench::with(Limits { session_timeout: Duration::MAX / 2, ..Limits::default() }, None);
        let (mut source, _, _) = bench.cluster.replica("reader");
        source.subscribe().unwrap();
        settle(&mut source);
        let mut sinks: Vec<_> = (0..3).map(|who: usize| bench.cluster.replica(&who.to_string()).1).collect();
        let mut models: Vec<_> = (0..3).map(|_| Modelled::default()).collect();
        let mut committed: Vec<u32> = Vec::new();
        let mut position: Option<(u64, u64)> = None;
        let (mut now, mut sent) = (0_u64, 0_u32);
        for step in steps {
            // Who has been in a transaction for too long is fenced, whatever happens next.
            for model in &mut models {
                let began = model.open.as_ref().and_then(|open| open.began);
                if began.is_some_and(|began| began + 60_000 < now) {
                    *model = Modelled { open: Some(Open::default()), fenced: true };
                }
            }
            match step {
                Step::Begin(who) => {
                    let begun = sinks[who].begin();
                    // One that is fenced and idle does not know it yet.
                    if begun.is_ok() {
                        prop_assert!(models[who].open.is_none() || models[who].fenced);
                        models[who].open = Some(Open::default());
                    } else {
                        prop_assert!(models[who].open.is_some() || models[who].fenced);
                    }
                }
                Step::Send(who) => {
                    sent += 1;
                    let result = sinks[who].send(article(&sent.to_be_bytes()));
                    if models[who].fenced { continue; }
                    match &mut models[who].open {
                        None => fatal(&result),
                        Some(open) => {
                            prop_assert_eq!(result, Ok(()));
                            open.began.get_or_insert(now);
                            open.values.push(sent);
                        }
                    }
                }
                Step::Offsets(who, to) => {
                    let result = sinks[who].send_offsets(&[(at(0), Position(to))], &source.membership().unwrap());
                    if models[who].fenced { fatal(&result); continue; }
                    match &mut models[who].open {
                        None => fatal(&result),
                        Some(open) => {
                            prop_assert_eq!(result, Ok(()));
                            sent += 1;
                            open.began.get_or_insert(now);
                            open.position = Some((u64::from(sent), to));
                        }
                    }
                }
                Step::Commit(who) => {
                    let result = sinks[who].commit();
                    if models[who].fenced { fatal(&result); continue; }
                    match models[who].open.take() {
                        None => fatal(&result),
                        Some(open) => {
                            prop_assert_eq!(result, Ok(()));
                            committed.extend(open.values);
                            position = position.max(open.position);
                        }
                    }
                }
                Step::Abort(who) => {
                    let result = sinks[who].abort();
                    if models[who].fenced { fatal(&result); continue; }
                    if models[who].open.take().is_some() {
                        prop_assert_eq!(result, Ok(()));
                    } else {
                        fatal(&result);
                    }
                }
                Step::Init(who) => {
                    sinks[who] = bench.cluster.replica(&who.to_string()).1;
                    models[who] = Modelled::default();
                }
                Step::Pass(ms) => {
                    now += ms;
                    bench.pass(Duration::from_millis(ms));
                }
            }
            prop_assert_eq!(bench.committed(0), position.map(|(_, to)| to));
        }
        // Once every transaction has ended, readers see what was committed, in the order in which it was sent.
        bench.pass(Duration::from_mins(2));
        committed.sort_unstable();
        let visible: Vec<_> = bench.visible().iter().map(|v| u32::from_be_bytes(v[..].try_into().unwrap())).collect();
        prop_assert_eq!(visible, committed);
    }

    /// Whatever members come, go and fall silent, no partition has two readers, and in the end each has one.
    #[test]
    fn a_partition_has_one_reader(steps in prop::collection::vec((0..4_usize, 0..6_u8), 1..200)) {
        let bench = Bench::new();
        let mut sources: Vec<_> = (0..4).map(|who: usize| bench.cluster.replica(&who.to_string()).0).collect();
        let mut holders: Vec<Vec<TopicPartition>> = vec![Vec::new(); 4];
        let follow = |holders: &mut Vec<Vec<TopicPartition>>, who: usize, arrival| match arrival {
            Some(Arrival::Assigned(list)) => {
                for partition in &list {
                    // Whoever else believes to hold it must have been expelled: its offsets would be refused.
                    for (other, held) in holders.iter_mut().enumerate() {
                        if other != who { held.retain(|at| at != partition); }
                    }
                }
                holders[who].extend(list);
            }
            Some(Arrival::Revoked(list)) => holders[who].retain(|at| !list.contains(at)),
            _ => {}
        };
        for (who, what) in steps {
            match what {
                0 => sources[who].subscribe().unwrap(),
                1 => { sources[who].unsubscribe(); holders[who].clear(); }
                2 => bench.pass(Duration::from_secs(20)),
                _ => {
                    let before: Vec<_> = bench.cluster.members();
                    let arrival = poll(&mut sources[who]);
                    if let Some(Arrival::Assigned(list)) = &arrival {
                        for (other, held) in holders.iter().enumerate() {
                            let live = sources[other].membership().is_some_and(|m| before.contains(&m.member));
                            prop_assert!(other == who || !live || held.iter().all(|at| !list.contains(at)));
                        }
                    }
                    follow(&mut holders, who, arrival);
                }
            }
        }
        for source in &mut sources { source.subscribe().unwrap(); }
        for _ in 0..8 {
            for (who, source) in sources.iter_mut().enumerate() {
                while let Some(arrival) = poll(source) { follow(&mut holders, who, Some(arrival)); }
            }
        }
        for held in &holders { prop_assert_eq!(held.len(), 1); }
    }
}
