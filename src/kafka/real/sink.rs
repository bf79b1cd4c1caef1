//! Output records, what the ledger is to take back, and offsets, in transactions.

use std::{
    mem,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use rdkafka::{
    ClientContext, Message, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::ConsumerGroupMetadata,
    error::{KafkaResult, RDKafkaErrorCode},
    producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext},
};

use super::{CALL_MAX, REQUEST_MAX, Settings, failure, group::MARK, ledger, limit, record};
use crate::{
    desk::{
        capture::position::Position,
        wire::{Channel, Outgoing},
    },
    kafka::{Failure, Sink, TopicPartition},
};

/// The transactional producer.
pub struct RealSink {
    settings: Settings,
    producer: Arc<BaseProducer<Deliveries>>,
    /// Whether the producer has its transactional id: one that was made anew takes it over first.
    initialized: bool,
    sent: usize,
    /// When the transaction that is open was begun.
    begun: Instant,
    /// Whether its commit was asked for: from there on only the broker knows what became of it.
    commit_asked: bool,
}

/// Keeps the first delivery that failed, as the transaction's own calls repeat it at best, and whether a connection was lost.
#[derive(Default)]
pub(super) struct Deliveries {
    failed: Mutex<Option<RDKafkaErrorCode>>,
    disturbed: AtomicBool,
}

impl Deliveries {
    pub(super) fn take(&self) -> Option<RDKafkaErrorCode> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether a connection was lost since this was last asked. One whose answers don't come in time is lost, too.
    fn take_disturbed(&self) -> bool {
        self.disturbed.swap(false, Ordering::Relaxed)
    }
}

impl ClientContext for Deliveries {
    /// A connection that is lost is told in the log, and not always as an error (librdkafka 2.12.1, `rd_kafka_broker_set_error`).
    fn log(&self, _: RDKafkaLogLevel, facility: &str, why: &str) {
        // What it means for the transaction is told by the calls on it.
        tracing::debug!(facility, why, "from the producer's client");
        if facility == "FAIL" {
            self.disturbed.store(true, Ordering::Relaxed);
        }
    }
}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        let code = match result {
            Err((error, _)) => Some(error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail)),
            // The broker said that it had the record before, by its number, and not where: the client takes that for delivered. If
            // it is another record that has this number, this one is nowhere. So the transaction is made again.
            Ok(message) if message.offset() < 0 => Some(RDKafkaErrorCode::DuplicateSequenceNumber),
            Ok(_) => None,
        };
        if let Some(code) = code {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            // The others of its batch are purged because of it; its own code is the one that tells.
            if failed.is_none_or(|known| known == RDKafkaErrorCode::PurgeQueue) {
                *failed = Some(code);
            }
        }
    }
}

/// How long a call rests before it is to be made again.
const CALLED_AGAIN: Duration = Duration::from_millis(20);

/// Records sent between two looks at what has been delivered.
const SENDS_A_POLL: usize = 64;

impl RealSink {
    /// Makes the client and takes the transactional id over from whoever had it.
    pub fn connect(settings: &Settings) -> Result<Self, Failure> {
        let mut sink = Self {
            producer: producer(settings)?,
            settings: settings.clone(),
            initialized: false,
            sent: 0,
            begun: Instant::now(),
            commit_asked: false,
        };
        let started = Instant::now();
        loop {
            match sink.initialize() {
                Ok(()) => return Ok(sink),
                Err(Failure::Retry(why)) if started.elapsed() < settings.transaction_timeout + REQUEST_MAX * 2 => {
                    tracing::info!(why, "waiting for the transaction coordinator");
                }
                Err(failure) => return Err(Failure::Fatal(failure.to_string())),
            }
        }
    }

    /// Takes the transactional id: what a producer before this one left open is aborted, and what it still sends refused.
    fn initialize(&mut self) -> Result<(), Failure> {
        self.settled("initializing", |producer| producer.init_transactions(REQUEST_MAX))?;
        self.initialized = true;
        Ok(())
    }

    /// Puts a new client in the place of this one, which may take its time to go.
    fn renew(&mut self) -> Result<(), Failure> {
        let old = mem::replace(&mut self.producer, producer(&self.settings)?);
        self.initialized = false;
        let name = "kafka-gone".to_owned();
        let dropping = thread::Builder::new().name(name).spawn(move || drop(old));
        dropping.map(drop).map_err(|error| Failure::Fatal(format!("starting a thread: {error}")))
    }

    /// Whether the broker has aborted the transaction by now, or will at its next look, and surely has not committed it.
    fn is_overdue(&self) -> bool {
        !self.commit_asked && self.begun.elapsed() >= self.settings.transaction_timeout
    }

    /// Puts a record into the transaction. One that has failed already takes no more, and the next call on it tells why.
    fn queue(&self, record: BaseRecord<'_, [u8], [u8]>) -> Result<(), Failure> {
        let code = |error: rdkafka::error::KafkaError| error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Fail);
        match record::queue(&self.producer, record).map_err(code) {
            Ok(()) | Err(RDKafkaErrorCode::State | RDKafkaErrorCode::Fatal) => Ok(()),
            Err(code) => Err(failure::of_delivery(code)),
        }
    }

    /// Waits until all that was sent is delivered, in half of the transaction's time, so that it can still be aborted from here.
    fn delivered(&self) -> Result<(), Failure> {
        drain(&self.producer, (self.settings.transaction_timeout / 2).saturating_sub(self.begun.elapsed()))
    }

    fn topic(&self, channel: Channel) -> &str {
        let topics = &self.settings.topics;
        match channel {
            Channel::Articles => &topics.articles,
            Channel::Links => &topics.links,
            Channel::Rejects => &topics.rejects,
        }
    }

    /// A transactional call, waited for no longer than a client that keeps its time-outs would take.
    fn settled(
        &self,
        doing: &'static str,
        call: impl FnOnce(&BaseProducer<Deliveries>) -> KafkaResult<()> + Send + 'static,
    ) -> Result<(), Failure> {
        let producer = Arc::clone(&self.producer);
        // Reports of deliveries come by polling alone, and the call may wait for them.
        let poll = || self.producer.poll(Duration::ZERO);
        let settled = limit::within(CALL_MAX, doing, poll, move || call(&producer))?
            .map_err(|error| failure::of_transaction(doing, error));
        if let Err(Failure::Retry(_)) = settled {
            // Some are told at once, and whoever made the call makes it again.
            thread::sleep(CALLED_AGAIN);
        }
        settled
    }
}

/// The client of a transactional id that it doesn't have yet.
fn producer(settings: &Settings) -> Result<Arc<BaseProducer<Deliveries>>, Failure> {
    let timeout = settings.transaction_timeout.as_millis().to_string();
    let mut config = settings.producer(
        &[("linger.ms", "5")],
        &[
            ("transactional.id", &settings.transactional_id),
            ("transaction.timeout.ms", &timeout),
            ("enable.idempotence", "true"),
            ("acks", "all"),
            ("log.connection.close", "true"),
        ],
    );
    config.set_log_level(RDKafkaLogLevel::Info);
    let created = config.create_with_context(Deliveries::default());
    created.map(Arc::new).map_err(|error| failure::of_creation("the transactional producer", error))
}

/// Waits until every record is delivered or has failed, and no longer than `limit`. `commit` would do so too, but in
/// steps of 100 ms.
pub(super) fn drain(producer: &BaseProducer<Deliveries>, limit: Duration) -> Result<(), Failure> {
    let started = Instant::now();
    while producer.in_flight_count() > 0 {
        record::serve_deliveries(producer);
        let waited = producer.in_flight_count();
        if waited > 0 && started.elapsed() > limit {
            return Err(Failure::Abort(format!("{waited} records are not delivered in time")));
        }
    }
    match producer.context().take() {
        // Dropped by the client because the transaction has failed before: the next call on it tells why.
        None | Some(RDKafkaErrorCode::PurgeQueue | RDKafkaErrorCode::PurgeInflight) => Ok(()),
        Some(code) => Err(failure::of_delivery(code)),
    }
}

impl Sink for RealSink {
    type Membership = Arc<ConsumerGroupMetadata>;

    fn begin(&mut self) -> Result<(), Failure> {
        // Lost connections are heard of by polling alone.
        self.producer.poll(Duration::ZERO);
        // A commit or positions that were sent and then, as the connection was lost, sent again may have a twin on its way, which
        // brokers would take for this transaction's while that is of the same epoch (librdkafka #5423).
        if self.initialized && self.producer.context().take_disturbed() {
            tracing::info!("a connection was lost; going on with a new producer");
            self.renew()?;
        }
        if !self.initialized {
            self.initialize()?;
            // Of this epoch nothing has been sent.
            self.producer.context().take_disturbed();
        }
        self.sent = 0;
        self.begun = Instant::now();
        self.commit_asked = false;
        self.producer.begin_transaction().map_err(|error| failure::of_transaction("beginning a transaction", error))
    }

    fn send(&mut self, record: Outgoing) -> Result<(), Failure> {
        let headers = record::headers(&record.headers);
        let mut message = BaseRecord::<[u8], [u8]>::to(self.topic(record.channel)).headers(headers);
        message.key = record.key.as_deref();
        message.payload = record.value.as_deref();
        self.queue(message)?;
        self.sent += 1;
        if self.sent.is_multiple_of(SENDS_A_POLL) {
            self.producer.poll(Duration::ZERO);
        }
        Ok(())
    }

    fn append(&mut self, entries: &[Vec<u8>]) -> Result<(), Failure> {
        self.delivered()?;
        for entry in entries {
            let entry =
                BaseRecord::<[u8], [u8]>::to(&self.settings.topics.ledger).partition(ledger::PARTITION).payload(entry);
            self.queue(entry)?;
        }
        Ok(())
    }

    fn send_offsets(
        &mut self,
        positions: &[(TopicPartition, Position)],
        membership: &Arc<ConsumerGroupMetadata>,
    ) -> Result<(), Failure> {
        self.delivered()?;
        let mut list = TopicPartitionList::new();
        for (at, position) in positions {
            let partition = record::partition(at.partition);
            list.add_partition_offset(&at.topic, partition, record::place(*position))
                .map_err(|error| Failure::Abort(format!("naming positions: {error}")))?;
            if let Some(mut element) = list.find_partition(&at.topic, partition) {
                element.set_metadata(MARK);
            }
        }
        let membership = Arc::clone(membership);
        let sent = self.settled("sending positions", move |producer| {
            producer.send_offsets_to_transaction(&list, &membership, REQUEST_MAX)
        });
        match sent {
            Err(Failure::Fatal(why)) if self.is_overdue() => Err(Failure::Abort(why)),
            sent => sent,
        }
    }

    fn commit(&mut self) -> Result<(), Failure> {
        self.commit_asked = true;
        let committed = self.settled("committing", |producer| producer.commit_transaction(REQUEST_MAX));
        // What would have had it aborted was told when the positions were sent; from here on it may be committed for all that.
        committed.map_err(|failure| if let Failure::Abort(why) = failure { Failure::Fatal(why) } else { failure })
    }

    fn abort(&mut self) -> Result<(), Failure> {
        if self.initialized {
            // It drops what has not left, and waits for what has: a record that came to the broker behind the mark of
            // the abort would be one of the next transaction's.
            let aborted = self.settled("aborting", |producer| producer.abort_transaction(REQUEST_MAX));
            match aborted {
                // The broker aborts by itself what is open for too long and fences the producer, which can't tell that
                // from a newer instance; and one whose records a broker holds back, as quotas have it do, waits for
                // them until then. A new producer is at once where this one would be. If there is a newer instance, the
                // two meet in the next transaction, long before its time is up. Where a commit was asked for, this replica
                // ends instead: the next one reads on from what was committed.
                Err(Failure::Retry(why) | Failure::Fatal(why)) if self.is_overdue() => {
                    tracing::warn!(why, "a transaction ran out of its time; going on with a new producer");
                }
                aborted => aborted?,
            }
            // Under the epoch of this producer nothing else may be sent, as two things of the aborted transaction may have come to
            // a broker without its answer being heard. Positions, which are not waited for, would be committed with the next
            // transaction. And records that were sent and then dropped leave their numbers to those of the next transaction
            // (librdkafka 2.12.1, `rd_kafka_toppar_purge_queues`), which the broker then takes for the ones it has: it
            // says that it has them, and they are nowhere. `late` among the broker's tests shows both.
            self.renew()?;
        }
        self.initialize()
    }
}
