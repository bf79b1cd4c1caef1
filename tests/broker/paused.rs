//! Partitions that come and go while intake is paused.
//!
//! librdkafka 2.12.1 keeps a pause with the partition, and not with its assignment: one that was paused when it was revoked
//! comes back paused, whatever has happened in between. Nothing tells of it: it counts as fetched from, and as read to the
//! end that the broker told last.

use std::{collections::BTreeSet, time::Duration};

use copydesk::kafka::{Arrival, Source, real::RealSource};

use crate::service::Service;

const PARTITIONS: i32 = 2;

/// A member of the group, and what came to it.
struct Member {
    source: RealSource,
    assigned: BTreeSet<u32>,
    read: BTreeSet<u32>,
}

impl Member {
    fn join(service: &Service) -> Self {
        let mut source = RealSource::connect(&service.settings).expect("the settings are good");
        source.subscribe().expect("the topic is there");
        Self { source, assigned: BTreeSet::new(), read: BTreeSet::new() }
    }

    fn poll(&mut self) {
        match self.source.poll(Duration::from_millis(20)).expect("it reads") {
            Some(Arrival::Assigned(partitions)) => self.assigned.extend(partitions.iter().map(|at| at.partition.0)),
            Some(Arrival::Revoked(partitions)) => partitions.iter().for_each(|at| {
                self.assigned.remove(&at.partition.0);
            }),
            Some(Arrival::Record { from, .. }) => {
                self.read.insert(from.partition.0);
            }
            Some(Arrival::Displaced { .. } | Arrival::Unreadable(_)) | None => {}
        }
    }

    /// Polls until it has that many partitions.
    fn until_assigned(&mut self, service: &Service, count: usize) {
        service.kafka.until(&format!("{count} partitions"), || {
            self.poll();
            (self.assigned.len() == count).then_some(())
        });
    }
}

#[test]
fn a_partition_that_was_paused_when_it_went_flows_when_it_comes_back() {
    let service = Service::new("paused", PARTITIONS);
    let mut first = Member::join(&service);
    first.until_assigned(&service, 2);
    first.source.pause(true).expect("it pauses");

    let mut second = Member::join(&service);
    service.kafka.until("a partition each", || {
        first.poll();
        second.poll();
        (first.assigned.len() == 1 && second.assigned.len() == 1).then_some(())
    });
    first.source.pause(false).expect("it resumes");
    second.source.unsubscribe();
    second.poll();
    drop(second);
    first.until_assigned(&service, 2);

    for partition in 0..PARTITIONS {
        service.send(partition, None, b"page", &[]);
    }
    service.kafka.until("a record of each partition", || {
        first.poll();
        (first.read.len() == 2).then_some(())
    });
}
