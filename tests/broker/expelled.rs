//! A static member that the group has forgotten while a revocation waited for it.
//!
//! librdkafka 2.12.1 has its application answer the revocation, and then joins again under another member id, with the partitions
//! that it kept: the classic protocol lets a static member in at once. What it has read of them may be another's by then,
//! and the broker takes its positions, as they are of a good member.

use std::time::Duration;

use copydesk::kafka::{Arrival, Failure, Source, real::RealSource};

use crate::{kafka::secured::Secured, service::Service};

const PARTITIONS: i32 = 2;

fn join(service: &Service, name: &str) -> RealSource {
    let mut settings = service.settings.clone();
    settings.consumer.insert("group.instance.id".to_owned(), name.to_owned());
    settings.consumer.insert("session.timeout.ms".to_owned(), "30000".to_owned());
    let mut source = RealSource::connect(&settings).expect("the settings are good");
    source.subscribe().expect("the topic is there");
    source
}

/// What came in one poll: how many partitions were given, and how many taken.
fn poll(source: &mut RealSource) -> Result<(Option<usize>, usize), Failure> {
    Ok(match source.poll(Duration::from_millis(20))? {
        Some(Arrival::Assigned(partitions)) => (Some(partitions.len()), 0),
        Some(Arrival::Revoked(partitions)) => (None, partitions.len()),
        _ => (None, 0),
    })
}

/// One poll of a member that must go on; `own` is how many partitions it has, whenever they came.
fn follow(source: &mut RealSource, own: &mut usize) -> Option<usize> {
    let (given, taken) = poll(source).expect("it reads");
    *own = *own + given.unwrap_or(0) - taken;
    given
}

#[test]
fn a_member_that_comes_back_as_another_commits_nothing_of_what_it_kept() {
    // Whoever is put out is put out by the one broker that there is.
    let service = Service::on(&Secured::shared().kafka, "expelled", PARTITIONS);
    service.create_topics();
    let mut first = join(&service, "first");
    service.kafka.until("all partitions", || (poll(&mut first).expect("it reads").0 == Some(2)).then_some(()));
    let mut second = join(&service, "second");
    // Of the first generation with two members the second gets nothing, and the first is to give a partition back.
    let mut own = 0;
    service.kafka.until("an assignment", || follow(&mut second, &mut own));
    service.kafka.expel(&service.settings.group, "first");
    service.kafka.until("the first to know that it is no member", || {
        follow(&mut second, &mut own);
        first.membership().is_none().then_some(())
    });
    service.kafka.until("the second to have all", || {
        follow(&mut second, &mut own);
        (own == 2).then_some(())
    });

    let mut kept = 2;
    // A slow one may be asked for what it kept before it is a member again: it has nothing then, and goes on in peace.
    let ended = service.kafka.until("the first to end, or to have given all back", || {
        follow(&mut second, &mut own);
        assert!(first.membership().is_none() || kept == 0, "it may commit what is another's");
        match poll(&mut first) {
            Ok((_, taken)) => {
                kept -= taken.min(kept);
                (kept == 0).then_some(None)
            }
            Err(failure) => Some(Some(failure)),
        }
    });
    let is_told = |why: &Failure| matches!(why, Failure::Fatal(why) if why.contains("another member"));
    assert!(ended.as_ref().is_none_or(is_told), "{ended:?}");
}
