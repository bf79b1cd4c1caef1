//! Passwords that are taken away.
//!
//! # Source
//! Kafka protocol, AlterUserScramCredentials (key 51), version 0; KIP-554.

use crate::kafka::{
    Kafka,
    request::{Request, ask},
};

/// SCRAM-SHA-512, as the protocol numbers it.
const SHA_512: u8 = 2;

impl Kafka {
    /// Forgets a user's password for SCRAM-SHA-512.
    pub(super) fn forget_password(&self, user: &str) {
        let mut body = Request::default();
        // No tagged fields in the header. One deletion, compactly written: counts and lengths are one higher.
        body.byte(0).byte(2).compact(user).byte(SHA_512).byte(0);
        // Nothing to set, no tagged fields.
        body.byte(1).byte(0);
        let answer =
            ask(self.brokers(), 51, 0, &body).unwrap_or_else(|error| self.fail(&format!("a password: {error}")));
        // No tagged fields, throttle time, one result: its user, and a code, 0 where nothing is wrong.
        let code = 1 + 4 + 1 + 1 + user.len();
        assert_eq!(answer.get(code..code + 2), Some(&[0, 0][..]), "{answer:?}");
    }
}
