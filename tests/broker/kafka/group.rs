//! Members that are put out of their group, as an operator puts them out.
//!
//! # Source
//! Kafka protocol, LeaveGroup (key 13), version 3.

use super::{
    Kafka,
    request::{Request, ask},
};

impl Kafka {
    /// Puts the static member of that name out of a group.
    pub(crate) fn expel(&self, group: &str, instance: &str) {
        let mut body = Request::default();
        // One member: whatever its id, and its name.
        body.text(group).int(1).text("").text(instance);
        let answer = ask(self.brokers(), 13, 3, &body).unwrap_or_else(|error| self.fail(&format!("leaving: {error}")));
        // Behind the throttle time a code, and at the end the member's own; 0 where nothing is wrong.
        assert!(answer.get(4..6) == Some(&[0, 0][..]) && answer.ends_with(&[0, 0]), "{answer:?}");
    }
}
