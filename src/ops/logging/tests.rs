use std::io::Write;
use std::sync::{Arc, Mutex};

use super::{Error, subscriber};
use crate::ops::config::{Log, LogFormat};

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What two events, one of them below the filter, leave in the log.
fn logged(format: LogFormat) -> String {
    let buffer = Buffer::default();
    let out = buffer.clone();
    let log = Log { format, filter: "info".to_owned() };
    tracing::subscriber::with_default(subscriber(&log, move || out.clone()).unwrap(), || {
        tracing::info!(records = 3, "committed");
        tracing::debug!("unheard");
    });
    let bytes = buffer.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn json_is_one_flat_object_a_line() {
    let logged = logged(LogFormat::Json);
    assert_eq!(logged.lines().count(), 1, "{logged}");
    let line: serde_json::Value = serde_json::from_str(&logged).unwrap();
    assert_eq!((&line["level"], &line["message"], &line["records"]), (&"INFO".into(), &"committed".into(), &3.into()));
    assert!(line["timestamp"].is_string() && line["target"].is_string());
}

#[test]
fn text_is_for_people() {
    let logged = logged(LogFormat::Text);
    assert!(logged.contains("INFO") && logged.contains("committed") && logged.contains("records"), "{logged}");
    assert_eq!(logged.lines().count(), 1);
}

#[test]
fn a_filter_that_cannot_be_read_is_refused() {
    let log = Log { format: LogFormat::Json, filter: "copydesk=loud".to_owned() };
    assert!(matches!(subscriber(&log, std::io::sink), Err(Error::Filter(_))));
}
