//! The ledger: an idempotent producer that appends, and a consumer assigned by hand that tails.

use std::time::{Duration, Instant};

use rdkafka::{
    ClientConfig, Message, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::RDKafkaErrorCode,
    producer::{BaseProducer, BaseRecord, Producer},
};

use super::{
    REQUEST_MAX, Settings,
    failure::{self, Passing},
    record,
    sink::Deliveries,
};
use crate::{
    desk::capture::{Offset, position::Position},
    kafka::{Failure, Ledger, Tailed},
};

/// The ledger's only partition.
pub(super) const PARTITION: i32 = 0;

/// How often the log's ends are looked at: one that ends before the tail's place was truncated or made anew. It is believed
/// when it is seen twice, as a broker that stood still while another took its place tells of the end that it had.
const ENDS_EVERY: Duration = Duration::from_secs(10);

/// How long that look may hold the loop up, which does without an answer.
const LOOK_MAX: Duration = Duration::from_secs(1);

/// How long the loop rests when a question was not answered: some errors are told at once.
const ASKED_AGAIN: Duration = Duration::from_millis(50);

/// How often entries are asked for again that came with a wrong checksum. Set by hand: what was garbled on its way is whole when it
/// comes again, and what a disk gives back is the same each time. `a_ledger_whose_checksum_is_wrong_is_not_read_past` waits for all
/// of them.
const TRIES_MAX: u32 = 5;

/// How long the loop rests before each. Set by hand: all of them together are less than it may take for one question.
const TRIED_AGAIN: Duration = Duration::from_millis(200);

/// The ledger's two clients.
pub struct RealLedger {
    producer: BaseProducer<Deliveries>,
    consumer: BaseConsumer,
    topic: String,
    position: Position,
    looked: Instant,
    end: Option<Position>,
    /// Whether the log ended before the tail's place when it was last looked at.
    past_end: bool,
    /// Why the tail is to be placed anew, as long as that couldn't be done.
    lost: Option<String>,
    /// Where the tail has met what can't be read, and how often in a row.
    unread: Option<(Position, u32)>,
    passing: Passing,
}

/// Gives a client of the ledger a name of its own in the broker's logs and quotas: what slows down the pages that come or what is
/// published is not to slow down the memory that all replicas wait for.
fn name(config: &mut ClientConfig) {
    if let Some(name) = config.get("client.id").map(|name| format!("{name}-ledger")) {
        config.set("client.id", name);
    }
}

impl RealLedger {
    /// Makes the clients; the tail stands at the log's beginning.
    pub fn connect(settings: &Settings) -> Result<Self, Failure> {
        let mut config = settings.producer(
            // An entry is waited for as soon as it is appended: nothing lingers.
            &[("linger.ms", "0")],
            &[("enable.idempotence", "true"), ("acks", "all")],
        );
        name(&mut config);
        let producer = config
            .create_with_context(Deliveries::default())
            .map_err(|error| failure::of_creation("the ledger's producer", error))?;
        let mut config = settings.consumer(
            &[],
            &[
                // The client looks for the group's coordinator although nothing is ever committed here, so it is
                // given the one name that the deployment is allowed anyway.
                ("group.id", &settings.group),
                ("group.protocol", "classic"),
                ("enable.auto.commit", "false"),
                ("enable.auto.offset.store", "false"),
                // The default would skip what was lost without a word.
                ("auto.offset.reset", "error"),
                ("check.crcs", "true"),
                // What a transaction takes back counts once it is committed; until then it holds every tail up.
                ("isolation.level", "read_committed"),
            ],
        );
        // The member's name is the raw consumer's alone.
        config.remove("group.instance.id");
        name(&mut config);
        let consumer: BaseConsumer =
            config.create().map_err(|error| failure::of_creation("the ledger's consumer", error))?;
        let topic = settings.topics.ledger.clone();
        let mut ledger = Self {
            producer,
            consumer,
            topic,
            position: Position(0),
            looked: Instant::now(),
            end: None,
            past_end: false,
            lost: None,
            unread: None,
            passing: Passing::default(),
        };
        let started = Instant::now();
        loop {
            match ledger.rewind() {
                Err(Failure::Retry(why)) if started.elapsed() < REQUEST_MAX * 3 => {
                    tracing::info!(why, "waiting for the ledger");
                }
                Err(Failure::Retry(why)) => return Err(Failure::Fatal(why)),
                done => return done.map(|()| ledger),
            }
        }
    }

    /// How many entries are appended of which it isn't known yet whether they arrived.
    pub fn unacknowledged(&self) -> usize {
        usize::try_from(self.producer.in_flight_count()).unwrap_or_default()
    }

    fn ends(&self, wait: Duration) -> Result<(Position, Position), Failure> {
        // The producer asks: behind the consumer's fetches, which the broker holds until there is something new, an answer
        // takes half a second.
        let client = self.producer.client();
        match client.fetch_watermarks(&self.topic, PARTITION, wait) {
            Ok((low, high)) => {
                let position = |offset: i64| Position(u64::try_from(offset).unwrap_or_default());
                Ok((position(low), position(high)))
            }
            Err(error) => {
                let why = format!("asking for the ledger's ends: {error}");
                match error.rdkafka_error_code() {
                    // It has no leader, and the client wouldn't look for one by itself.
                    Some(RDKafkaErrorCode::UnknownPartition) => {
                        let _ = client.fetch_metadata(Some(&self.topic), wait);
                    }
                    Some(code) if failure::is_denied(code) => return Err(Failure::Fatal(why)),
                    _ => {}
                }
                std::thread::sleep(ASKED_AGAIN);
                Err(Failure::Retry(why))
            }
        }
    }

    fn assign(&mut self, at: Position) -> Result<(), Failure> {
        let failed = |error| Failure::Fatal(format!("assigning the ledger's tail: {error}"));
        let mut list = TopicPartitionList::new();
        list.add_partition_offset(&self.topic, PARTITION, record::place(at)).map_err(failed)?;
        self.consumer.assign(&list).map_err(failed)?;
        self.position = at;
        self.past_end = false;
        Ok(())
    }

    fn reset(&mut self, why: String) -> Result<Option<Tailed>, Failure> {
        match self.rewind() {
            Ok(()) => Ok(Some(Tailed::Reset(why))),
            Err(Failure::Retry(_)) => {
                self.lost = Some(why);
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    /// Places the tail before what can't be read, to ask for it again; a failure where that has been done often enough. A replica
    /// that went on behind it would lack entries that others have folded, and judge otherwise than they do.
    ///
    /// The client doesn't step over a batch whose checksum is wrong (librdkafka 2.12.1, `rd_kafka_msgset_reader_v2`). It looks for
    /// the next one in the midst of it, and asks for the same again if it finds nothing. Or it takes what lies there for the head
    /// of a batch of a version that it doesn't know, and asks on from that one's offset
    /// (`rd_kafka_msgset_reader_peek_msg_version`), which may be beyond the log or behind entries that nobody has read; as it does
    /// where a batch's own version has changed. By the first error that it tells of, the tail still stands at the batch, and
    /// placing it there drops what came behind.
    fn ask_again(&mut self, code: RDKafkaErrorCode) -> Result<(), Failure> {
        let at = self.position;
        let tries = self.unread.map_or(0, |(unread, tries)| if unread == at { tries } else { 0 });
        if tries == TRIES_MAX {
            return Err(Failure::Fatal(format!(
                "tailing the ledger: it can't be read at offset {}, and was asked for {tries} times again: its leader \
                 sends other bytes than were written (a bad disk?); have a broker lead the partition that has them whole",
                at.0
            )));
        }
        tracing::warn!(offset = at.0, error = %code, "the ledger can't be read at this offset; asking for it again");
        self.unread = Some((at, tries + 1));
        std::thread::sleep(TRIED_AGAIN);
        self.assign(at)
    }

    /// Transactions' markers and what was dropped take places that the client doesn't give out: where the log goes on behind the tail and
    /// nothing comes, its own position tells how far it has come (librdkafka 2.12.1, `rd_kafka_op_handle_std`); behind an assignment
    /// it has none before the first record or marker, as the question goes behind the assignment in the client's queue. `a_ledger_that_ends_in_a_marker_is_read_to_its_end` moves with it.
    fn pass_markers(&mut self) {
        if self.end.is_none_or(|end| end <= self.position) {
            return;
        }
        let positions = self.consumer.position().ok();
        let passed = positions.and_then(|list| list.find_partition(&self.topic, PARTITION).map(|found| found.offset()));
        if let Some(rdkafka::Offset::Offset(at)) = passed {
            self.position = self.position.max(Position(u64::try_from(at).unwrap_or_default()));
        }
    }

    /// A tail that stands past the log's end is not told so by a fetch that simply finds nothing.
    fn overtaken(&mut self) -> Option<String> {
        if self.looked.elapsed() < ENDS_EVERY {
            return None;
        }
        let told = self.ends(LOOK_MAX);
        self.looked = Instant::now();
        let (low, high) = told.ok()?;
        self.end = Some(high);
        let was_past = std::mem::replace(&mut self.past_end, self.position > high);
        (self.position < low || (self.past_end && was_past))
            .then(|| format!("the tail stands at {}, the log goes from {} to {}", self.position.0, low.0, high.0))
    }
}

impl Ledger for RealLedger {
    fn append(&mut self, entry: Vec<u8>) -> Result<(), Failure> {
        let entry = BaseRecord::<[u8], [u8]>::to(&self.topic).partition(PARTITION).payload(&entry);
        record::queue(&self.producer, entry)
            .map_err(|error| Failure::Fatal(format!("appending to the ledger: {error}")))
    }

    fn poll(&mut self, wait: Duration) -> Result<Option<Tailed>, Failure> {
        self.producer.poll(Duration::ZERO);
        if let Some(code) = self.producer.context().take() {
            if let Some((_, why)) = self.producer.client().fatal_error() {
                return Err(Failure::Fatal(format!("appending to the ledger: {why}")));
            }
            if failure::is_denied(code) {
                return Err(Failure::Fatal(format!("appending to the ledger: {code}")));
            }
            return Ok(Some(Tailed::AppendFailed(code.to_string())));
        }
        if let Some(why) = self.lost.take().or_else(|| self.overtaken()) {
            return self.reset(why);
        }
        match self.consumer.poll(wait) {
            Some(Ok(message)) => {
                let offset = Offset(u64::try_from(message.offset()).unwrap_or_default());
                let entry = Tailed::Entry {
                    offset,
                    appended_ms: message.timestamp().to_millis().unwrap_or_default(),
                    bytes: message.payload().unwrap_or_default().to_vec(),
                };
                self.position = offset.next();
                self.unread = None;
                Ok(Some(entry))
            }
            Some(Err(error)) => match error.rdkafka_error_code() {
                Some(code @ (RDKafkaErrorCode::BadMessage | RDKafkaErrorCode::NotImplemented)) => {
                    self.ask_again(code).map(|()| None)
                }
                // It has asked for a place that it took from a batch that it couldn't read.
                Some(code @ RDKafkaErrorCode::AutoOffsetReset)
                    if self.unread.is_some_and(|(at, _)| at == self.position) =>
                {
                    self.ask_again(code).map(|()| None)
                }
                Some(RDKafkaErrorCode::AutoOffsetReset | RDKafkaErrorCode::OffsetOutOfRange) => {
                    self.reset(error.to_string())
                }
                // The tail takes no part in the group; the consumer that does is told the same.
                Some(RDKafkaErrorCode::GroupAuthorizationFailed) => Ok(None),
                _ => {
                    if let Some(failure) = failure::of_poll("tailing the ledger", &error) {
                        return Err(failure);
                    }
                    self.passing.tell("tailing the ledger", &error, Instant::now());
                    Ok(None)
                }
            },
            None => {
                self.pass_markers();
                Ok(None)
            }
        }
    }

    fn end(&mut self) -> Result<Position, Failure> {
        let (_, high) = self.ends(REQUEST_MAX)?;
        self.end = Some(high);
        Ok(high)
    }

    fn seek(&mut self, to: Position) -> Result<bool, Failure> {
        let (low, high) = self.ends(REQUEST_MAX)?;
        let holds = (low..high).contains(&to);
        if holds {
            self.assign(to)?;
        }
        Ok(holds)
    }

    fn rewind(&mut self) -> Result<(), Failure> {
        let (low, _) = self.ends(REQUEST_MAX)?;
        self.assign(low)
    }

    fn position(&self) -> Position {
        self.position
    }

    fn end_seen(&self) -> Option<Position> {
        self.end
    }
}
