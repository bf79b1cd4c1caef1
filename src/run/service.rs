//! A replica on its own thread: turns until it is told to stop, then finishes what is in flight within a deadline.

use std::time::Duration;

use super::{Replica, Turn};
use crate::{
    kafka::{Clock, Failure, Ledger, Sink, Source},
    ops::shutdown::Shutdown,
};

/// Runs a replica until a stop is wished or it fails. Once it is wished, no more pages are taken in; those in flight
/// are published if that takes no longer than `drain_max`, and are left to others if it does. Then the partitions are
/// given back, which the client may put off to its end, and what is left of the time is for a last snapshot of the memory.
pub fn drive<S: Source, K: Sink<Membership = S::Membership>, L: Ledger>(
    mut replica: Replica<S, K, L>,
    shutdown: &Shutdown,
    clock: &dyn Clock,
    drain_max: Duration,
) -> Result<(), Failure> {
    while !shutdown.is_wished() {
        replica.turn()?;
    }
    replica.leave();
    let stopping = clock.elapsed();
    while clock.elapsed().saturating_sub(stopping) < drain_max {
        // A replica that is still catching up has nothing in flight.
        if replica.turn()? != Turn::Busy {
            break;
        }
    }
    replica.depart();
    replica.keep_last(drain_max.saturating_sub(clock.elapsed().saturating_sub(stopping)));
    Ok(())
}
