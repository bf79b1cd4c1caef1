//! Calls of the client that may never come back.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use crate::kafka::Failure;

/// How often the caller looks up from waiting.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// Makes a blocking call on a thread of its own and waits for it no longer than `limit`, with `meanwhile` every
/// millisecond, as the client may need to be polled for its call to end. A call that takes longer is
/// given up with its thread, and the failure is fatal: what the client does after that is its own affair, and only a
/// new one knows where it stands.
///
/// librdkafka takes a time-out for each of its transactional calls and does not always keep it: sending positions waits
/// for ever if the group's coordinator goes away in a certain moment (librdkafka #5456, #5511).
pub fn within<T: Send + 'static>(
    limit: Duration,
    doing: &str,
    mut meanwhile: impl FnMut(),
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (done, told) = mpsc::channel();
    let name = "kafka-call".to_owned();
    let made = thread::Builder::new().name(name).spawn(move || {
        // Nobody may be waiting any more.
        let _ = done.send(call());
    });
    made.map_err(|error| Failure::Fatal(format!("{doing}: starting a thread: {error}")))?;
    let started = Instant::now();
    loop {
        match told.recv_timeout(LOOK_EVERY) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) if started.elapsed() < limit => meanwhile(),
            Err(_) => {
                let why = format!("{doing}: the client has not come back for {} s", started.elapsed().as_secs());
                return Err(Failure::Fatal(why));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_comes_back_is_answered() {
        assert_eq!(within(Duration::from_mins(1), "counting", || (), || 7), Ok(7));
    }

    #[test]
    fn what_a_call_waits_for_is_done_meanwhile() {
        let (send, wait) = mpsc::channel();
        let answer = within(Duration::from_mins(1), "waiting", || send.send(7).unwrap(), move || wait.recv());
        assert_eq!(answer, Ok(Ok(7)));
    }

    #[test]
    fn a_call_that_never_comes_back_is_given_up() {
        let (hold, never) = mpsc::channel::<()>();
        let given_up = within(Duration::from_millis(10), "waiting", || (), move || never.recv());
        let Err(Failure::Fatal(why)) = given_up else { panic!("{given_up:?}") };
        assert!(why.starts_with("waiting: "), "{why}");
        drop(hold);
    }

    #[test]
    fn a_call_that_panics_is_given_up() {
        assert!(within(Duration::from_mins(1), "failing", || (), || panic!("as it should")).is_err());
    }
}
