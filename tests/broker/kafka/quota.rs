//! Bytes a second that a broker takes of a client: what is beyond them waits, as at a broker that is too slow.
//!
//! # Source
//! Kafka protocol, AlterClientQuotas (key 49), version 0.

use super::{
    Kafka,
    request::{Request, ask},
};

impl Kafka {
    /// Takes so many bytes a second of producers with that client id; `None` takes all that comes.
    pub(crate) fn limit_producers(&self, client_id: &str, bytes_a_second: Option<u32>) {
        let mut body = Request::default();
        // One entry: a client id; one value of it, and whether it is removed. And it is no rehearsal.
        body.int(1).int(1).text("client-id").text(client_id);
        body.int(1).text("producer_byte_rate").float(bytes_a_second.unwrap_or_default().into());
        body.byte(bytes_a_second.is_none().into()).byte(0);
        let answer = ask(self.brokers(), 49, 0, &body).unwrap_or_else(|error| self.fail(&format!("a quota: {error}")));
        // Throttle time, count and a code, 0 where nothing is wrong.
        assert_eq!(answer.get(4..10), Some(&[0, 0, 0, 1, 0, 0][..]), "{answer:?}");
    }
}
