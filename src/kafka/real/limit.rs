//! Calls of the client that may never come back.

use std::{sync::mpsc, thread, time::Duration};

use crate::kafka::Failure;

/// Makes a blocking call on a thread of its own and waits for it no longer than `limit`. A call that takes longer is
/// given up with its thread, and the failure is fatal: what the client does after that is its own affair, and only a
/// new one knows where it stands.
///
/// librdkafka takes a time-out for each of its transactional calls and does not always keep it: sending positions waits
/// for ever if the group's coordinator goes away in a certain moment (librdkafka #5456, #5511).
pub fn within<T: Send + 'static>(
    limit: Duration,
    doing: &str,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (done, told) = mpsc::channel();
    let name = "kafka-call".to_owned();
    let made = thread::Builder::new().name(name).spawn(move || {
        // Nobody may be waiting any more.
        let _ = done.send(call());
    });
    made.map_err(|error| Failure::Fatal(format!("{doing}: starting a thread: {error}")))?;
    told.recv_timeout(limit)
        .map_err(|_| Failure::Fatal(format!("{doing}: the client has not come back for {} s", limit.as_secs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_comes_back_is_answered() {
        assert_eq!(within(Duration::from_mins(1), "counting", || 7), Ok(7));
    }

    #[test]
    fn a_call_that_never_comes_back_is_given_up() {
        let (hold, never) = mpsc::channel::<()>();
        let given_up = within(Duration::from_millis(10), "waiting", move || never.recv());
        let Err(Failure::Fatal(why)) = given_up else { panic!("{given_up:?}") };
        assert!(why.starts_with("waiting: "), "{why}");
        drop(hold);
    }

    #[test]
    fn a_call_that_panics_is_given_up() {
        assert!(within(Duration::from_mins(1), "failing", || panic!("as it should")).is_err());
    }
}
