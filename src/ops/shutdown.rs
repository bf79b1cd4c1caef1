//! The wish to stop: SIGTERM or SIGINT. The first asks the loop to finish; another that comes later, or the deadline,
//! ends the process.

use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// The process's exit code when it did not stop within the deadline (`timeout`'s own).
pub const EXIT_LATE: i32 = 124;

/// The process's exit code when a second signal ended it: 128 and SIGINT's number, as shells say it.
pub const EXIT_FORCED: i32 = 130;

/// Whether the service is to stop. Clones are of one wish.
#[derive(Clone, Debug)]
pub struct Shutdown {
    wish: watch::Receiver<bool>,
}

impl Shutdown {
    /// A wish, and the hand that makes it.
    pub fn new() -> (Wish, Self) {
        let (sender, wish) = watch::channel(false);
        (Wish(sender), Self { wish })
    }

    /// Whether it is wished.
    pub fn is_wished(&self) -> bool {
        *self.wish.borrow()
    }

    /// Waits until it is wished; also returns once nobody is left to wish it.
    pub async fn wished(mut self) {
        // An error says that the hand is gone, and with it all reason to go on.
        let _ = self.wish.wait_for(|wished| *wished).await;
    }
}

/// The hand that wishes a stop.
#[derive(Debug)]
pub struct Wish(watch::Sender<bool>);

impl Wish {
    /// Wishes it.
    pub fn make(&self) {
        self.0.send_replace(true);
    }
}

/// Waits for the signals; wishes a stop on the first and returns the process's exit code on the second or once
/// `deadline` has passed since the first, whichever comes first. Whoever calls it ends the process with that code; a
/// service that stops in time has ended before.
///
/// # Errors
/// The platform refuses to deliver signals.
pub async fn on_signals(wish: Wish, deadline: Duration) -> std::io::Result<i32> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut next = async move || {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    };
    let first = next().await;
    tracing::info!(signal = first, deadline_ms = deadline.as_millis(), "stopping");
    wish.make();
    Ok(end(next, TOGETHER, deadline).await)
}

/// For so long after the first signal another is the same wish: who runs a service under a supervisor signals the process and its
/// group at once. Set by hand: nobody who means it twice is as quick; no test moves with it.
const TOGETHER: Duration = Duration::from_secs(1);

/// Which comes first: a signal that doesn't come together with the first, or the deadline.
async fn end<S>(mut next: impl AsyncFnMut() -> S, together: Duration, deadline: Duration) -> i32 {
    let first = Instant::now();
    let second = async move {
        loop {
            next().await;
            if first.elapsed() >= together {
                break;
            }
        }
    };
    if tokio::time::timeout(deadline, second).await.is_ok() {
        tracing::error!("a second signal: what is in flight is left to other replicas");
        EXIT_FORCED
    } else {
        tracing::error!("the deadline has passed: what is in flight is left to other replicas");
        EXIT_LATE
    }
}

#[cfg(test)]
mod tests;
