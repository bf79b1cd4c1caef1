//! Following the ledger: the replica's copy of the memory, and the answers it waits for.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    ops::Range,
    time::Duration,
};

use super::{
    batch::{Batch, Page, Row, Standing},
    outgoing,
    snapshot::{Head, Mark, Resume},
    watch::{Event, Watch},
};
use crate::{
    desk::{
        Reading,
        capture::{SourcePosition, TopicId, position::Position},
        verdict::{
            Claim, Entry, Genesis, Judgement, LedgerClock, LedgerRecord, LedgerTime, Memory, Reason, Rules, Unreadable,
            Verdict, memory::tapes::TapeRoom,
        },
    },
    kafka::{Failure, Ledger, Tailed, TopicPartition},
};

/// Entries folded in one turn, at most, so that a long tail doesn't keep the group from being served.
const ENTRIES_A_TURN: usize = 2_000;

/// The longest that a ledger is silent while a replica works: a sixth of the step that its clock believes
/// ([`STEP_MAX_MS`](crate::desk::verdict::clock::STEP_MAX_MS)), at the cost of a hundred bytes from each replica. Set by hand;
/// `a_silent_ledger_is_stamped_every_hour` moves with it.
const SILENCE_MAX: Duration = Duration::from_hours(1);

/// When the loop turns, and how long it may wait for the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// By the replica's own clock.
    pub now: Duration,
    /// The longest wait.
    pub wait: Duration,
}

/// What the replica knows of the cluster, and what it waits to learn.
pub struct Following {
    memory: Memory,
    rules: Rules,
    ledger: u128,
    phase: Phase,
    /// The ledger's own statement of what it is, and when it was last made.
    genesis: Option<(Genesis, LedgerTime)>,
    /// Entries appended and not yet met in the tail, in the order they were appended.
    appended: VecDeque<(SourcePosition, Vec<u8>)>,
    /// Pages whose verdict is awaited.
    awaited: HashSet<SourcePosition>,
    answers: HashMap<SourcePosition, Judgement>,
    lost_append: bool,
    /// The ledger's clock, as of the last record that was met.
    clock: LedgerClock,
    /// When a record was last met in the tail, by the replica's own clock.
    stamped: Duration,
    /// The last record that was folded.
    last: Option<Mark>,
    /// The last snapshot's place in the ledger, or where folding began.
    kept: Option<Position>,
    /// Whether the ledger was found without a trace of any record before, and nobody has asked since.
    is_anew: bool,
}

enum Phase {
    /// Has a snapshot, and places the tail before the last record that it had folded.
    Resuming(Box<Resume>),
    /// Waits to meet that record: only the ledger that the snapshot was folded from has it there.
    Proving(Box<Resume>),
    /// Has no use for its snapshot, and places the tail at the ledger's beginning.
    Rewinding,
    /// Folds up to the end that the ledger had when this began; `None` until the broker has told it.
    CatchingUp(Option<Position>),
    /// Has appended the ledger's genesis, and waits to meet one: its own or another's.
    Founding,
    /// Knows all there was, and follows what comes.
    Working,
}

impl Phase {
    fn works(&self) -> bool {
        matches!(self, Self::Working)
    }
}

impl Following {
    /// Knows nothing yet; folds into this empty memory.
    pub fn new(memory: Memory, ledger: u128) -> Self {
        Self {
            rules: memory.rules().clone(),
            memory,
            ledger,
            phase: Phase::CatchingUp(None),
            genesis: None,
            appended: VecDeque::new(),
            awaited: HashSet::new(),
            answers: HashMap::new(),
            lost_append: false,
            clock: LedgerClock::default(),
            stamped: Duration::ZERO,
            last: None,
            kept: None,
            is_anew: false,
        }
    }

    /// Whether the ledger was found without a trace of any record before; once.
    pub fn take_anew(&mut self) -> bool {
        std::mem::take(&mut self.is_anew)
    }

    /// Keeps tapes there; nothing is folded yet.
    pub fn set_tapes(&mut self, room: TapeRoom) {
        self.memory = self.memory.emptied().with_tapes(room);
    }

    /// Begins with a snapshot, if the ledger bears it out.
    pub fn resume(&mut self, resume: Resume) {
        self.phase = Phase::Resuming(Box::new(resume));
    }

    /// The replica's copy of the memory.
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// What a snapshot says beside the memory; `None` while there is nothing worth one.
    pub fn head(&self) -> Option<Head> {
        let (genesis, renewed) = self.genesis?;
        Some(Head { ledger: genesis.ledger, renewed, clock: self.clock, last: self.last? })
    }

    /// From where to where records were folded since the last snapshot.
    pub fn unkept(&self) -> Option<Range<Position>> {
        let folded = self.last?.offset.next();
        Some(self.kept.unwrap_or(folded)..folded).filter(|unkept| unkept.start < unkept.end)
    }

    /// A snapshot of what is known by now is being made.
    pub fn set_kept(&mut self) {
        self.kept = self.last.map(|last| last.offset.next());
    }

    /// Whether it knows all that there was.
    pub fn is_working(&self) -> bool {
        self.phase.works()
    }

    /// Entries that are still to be folded before the replica works, as of when it began; after that, those up to the end
    /// that was last seen, or its own that it hasn't met in the tail where they are more. `None` before the broker has told the
    /// ledger's end.
    pub fn lag(&self, ledger: &impl Ledger) -> Option<u64> {
        match self.phase {
            Phase::Resuming(_) | Phase::Proving(_) | Phase::Rewinding => None,
            Phase::CatchingUp(end) => end.map(|end| end.0.saturating_sub(ledger.position().0)),
            Phase::Founding | Phase::Working => {
                let seen = ledger.end_seen().map_or(0, |end| end.0.saturating_sub(ledger.position().0));
                Some(seen.max(self.appended.len() as u64))
            }
        }
    }

    /// A memory that lost what it compares with would judge otherwise than other replicas'.
    fn check(&self) -> Result<(), Failure> {
        self.memory.lost().map_or(Ok(()), |lost| Err(Failure::Fatal(lost.to_string())))
    }

    /// Folds what the tail gives; true while it knows all that there was.
    pub fn learn(&mut self, ledger: &mut impl Ledger, moment: Moment, watch: &mut dyn Watch) -> Result<bool, Failure> {
        self.check()?;
        if let Phase::Resuming(_) | Phase::Proving(_) | Phase::Rewinding = self.phase {
            self.prove(ledger, moment.wait, watch)?;
            return Ok(false);
        }
        self.fold(ledger, moment, watch)?;
        if std::mem::take(&mut self.lost_append) {
            self.append_again(ledger, watch)?;
        }
        match self.phase {
            Phase::CatchingUp(None) => match ledger.end() {
                Ok(end) => self.phase = Phase::CatchingUp(Some(end)),
                Err(Failure::Retry(_)) => {}
                Err(failure) => return Err(failure),
            },
            Phase::CatchingUp(Some(end)) if ledger.position() >= end => {
                if self.genesis.is_some() {
                    self.phase = Phase::Working;
                    watch.saw(&Event::CaughtUp { memory: &self.memory });
                } else {
                    self.found(ledger)?;
                    self.phase = Phase::Founding;
                    // A log whose records have expired goes on counting where they ended.
                    self.is_anew = end == Position(0);
                    watch.saw(&Event::Founds);
                }
            }
            Phase::Founding if self.genesis.is_some() => {
                self.phase = Phase::Working;
                watch.saw(&Event::CaughtUp { memory: &self.memory });
            }
            _ => {}
        }
        Ok(self.is_working())
    }

    /// Takes the snapshot's word for all that comes before its last record, if that record stands where it stood.
    fn prove(&mut self, ledger: &mut impl Ledger, wait: Duration, watch: &mut dyn Watch) -> Result<(), Failure> {
        let placed = match &self.phase {
            Phase::Resuming(resume) => ledger.seek(resume.head.last.offset.position()),
            Phase::Rewinding => ledger.rewind().map(|()| true),
            _ => Ok(true),
        };
        let placed = match placed {
            Err(Failure::Retry(_)) => return Ok(()),
            placed => placed?,
        };
        match std::mem::replace(&mut self.phase, Phase::CatchingUp(None)) {
            Phase::Resuming(resume) if placed => self.phase = Phase::Proving(resume),
            Phase::Resuming(_) => self.refuse("the ledger doesn't reach to where it was made", watch),
            Phase::Proving(resume) => match ledger.poll(wait)? {
                Some(Tailed::Entry { offset, appended_ms, bytes }) => {
                    if Mark::of(offset, appended_ms, &bytes) == resume.head.last {
                        self.go_on(*resume, watch);
                    } else {
                        self.refuse("the ledger has another record where it was made", watch);
                    }
                }
                // The tail stands at the ledger's beginning already.
                Some(Tailed::Reset(why)) => watch.saw(&Event::SnapshotRefused { why: &why }),
                Some(Tailed::AppendFailed(_)) | None => self.phase = Phase::Proving(resume),
            },
            _ => {}
        }
        Ok(())
    }

    fn refuse(&mut self, why: &str, watch: &mut dyn Watch) {
        watch.saw(&Event::SnapshotRefused { why });
        self.phase = Phase::Rewinding;
    }

    fn go_on(&mut self, Resume { head, memory }: Resume, watch: &mut dyn Watch) {
        self.genesis = Some((Genesis::new(head.ledger, &self.rules), head.renewed));
        self.clock = head.clock;
        self.last = Some(head.last);
        self.kept = Some(head.last.offset.next());
        self.memory = memory;
        watch.saw(&Event::Resumed { from: head.last.offset, memory: &self.memory });
    }

    /// How many of a batch's records are claimed together: what wasn't judged before waits behind a page that is taken back, as it may be
    /// a copy of it. Pages of one record don't wait for each other.
    pub fn together(&self, batch: &Batch) -> usize {
        let is_refused = |row: &Row, page: &Page| page.reading.is_err() || row.standing > Standing::Good;
        let rows = || batch.rows().iter().map(|row| (row, &row.pages));
        let takes_back = |(row, pages): &(&Row, &Vec<Page>)| {
            let mut refused = pages.iter().filter(|page| is_refused(row, page));
            refused.any(|page| self.memory.recall(&page.source).is_some_and(|known| has_version(&known)))
        };
        let claims = |(row, pages): &(&Row, &Vec<Page>)| {
            pages.iter().any(|page| !is_refused(row, page) && self.memory.recall(&page.source).is_none())
        };
        let Some(first) = rows().position(|row| takes_back(&row)) else { return batch.records() };
        let behind = rows().skip(first + 1).position(|row| claims(&row));
        behind.map_or(batch.records(), |behind| first + 1 + behind)
    }

    /// Appends an entry for every page of a batch whose verdict isn't known yet. Pages that were judged before, by
    /// this replica or by one that died, get that verdict again.
    pub fn claim(&mut self, batch: &mut Batch, ledger: &mut impl Ledger) -> Result<(), Failure> {
        for row in batch.rows_mut() {
            for page in &mut row.pages {
                let known = self.memory.recall(&page.source);
                let was_published = known.as_ref().is_some_and(has_version);
                match claim_of(page, row.standing, known) {
                    Next::Judged(judgement) => page.judgement = Some(judgement),
                    Next::Claim(claim) => {
                        if !self.append(Entry { source: page.source, claim }, ledger)? {
                            page.judgement = Some(rejected(Reason::Panicked));
                        }
                    }
                }
                page.is_taken_back = was_published && outgoing::is_dead_letter(page);
            }
        }
        batch.set_claimed();
        Ok(())
    }

    /// Hands a batch the verdicts that have come for its pages.
    pub fn answer(&mut self, batch: &mut Batch) {
        if !batch.claimed() || self.answers.is_empty() {
            return;
        }
        for page in batch.rows_mut().iter_mut().flat_map(|row| &mut row.pages) {
            if page.judgement.is_none() {
                page.judgement = self.answers.remove(&page.source);
            }
        }
    }

    /// Looks once more at what is about to go out. What is known to be published and can't be is taken back. What is known by now to have
    /// been taken back isn't published: where positions were set back meanwhile, a replica that couldn't read the page may have had it.
    pub fn confirm(&self, batch: &mut Batch) {
        for page in batch.rows_mut().iter_mut().flat_map(|row| &mut row.pages) {
            let publishes = page.judgement.as_ref().is_some_and(|judgement| judgement.verdict.publishes());
            if !publishes && !outgoing::is_dead_letter(page) {
                continue;
            }
            let known = self.memory.recall(&page.source);
            page.is_taken_back = known.as_ref().is_some_and(has_version) && outgoing::is_dead_letter(page);
            if let Some(known) = known.filter(|known| publishes && matches!(known.verdict, Verdict::Rejected(_))) {
                page.judgement = Some(known);
            }
        }
    }

    /// Waits for no answer on pages of these partitions any more: they are others' to publish.
    pub fn forget(&mut self, partitions: &[TopicPartition]) {
        let lost: Vec<_> = partitions.iter().map(|at| (TopicId::of(&at.topic), at.partition)).collect();
        let kept = |source: &SourcePosition| !lost.contains(&(source.topic, source.partition));
        self.appended.retain(|(source, _)| kept(source));
        self.awaited.retain(kept);
        self.answers.retain(|source, _| kept(source));
    }

    /// Waits for no answer any more: what was claimed is in the ledger, and is known when its pages are read again.
    pub fn forget_claims(&mut self) {
        self.appended.clear();
        self.awaited.clear();
        self.answers.clear();
    }

    /// Appends an entry and awaits its verdict. False if no replica could read it, so that it would be awaited for
    /// ever: a defect of the codec's, which must not hold up the page's neighbours.
    fn append(&mut self, entry: Entry, ledger: &mut impl Ledger) -> Result<bool, Failure> {
        let source = entry.source;
        let bytes = LedgerRecord::Entry(entry).encode();
        if LedgerRecord::decode(&bytes).is_err() {
            return Ok(false);
        }
        self.awaited.insert(source);
        self.appended.push_back((source, bytes.clone()));
        ledger.append(bytes)?;
        Ok(true)
    }

    /// An append may have been lost, or only its acknowledgement: what hasn't been met in the tail is appended again.
    /// The fold knows an entry that it meets twice.
    fn append_again(&mut self, ledger: &mut impl Ledger, watch: &mut dyn Watch) -> Result<(), Failure> {
        if let Phase::Founding = self.phase {
            self.found(ledger)?;
        }
        let awaited = &self.awaited;
        self.appended.retain(|(source, _)| awaited.contains(source));
        for (_, bytes) in &self.appended {
            ledger.append(bytes.clone())?;
        }
        watch.saw(&Event::Reappended { entries: self.appended.len() });
        Ok(())
    }

    fn fold(&mut self, ledger: &mut impl Ledger, moment: Moment, watch: &mut dyn Watch) -> Result<(), Failure> {
        let Moment { now, mut wait } = moment;
        let (mut entries, mut skipped) = (0, 0);
        while entries < ENTRIES_A_TURN {
            match ledger.poll(wait)? {
                None => break,
                Some(Tailed::Entry { offset, appended_ms, bytes }) => {
                    entries += 1;
                    self.kept.get_or_insert(offset.position());
                    self.last = Some(Mark::of(offset, appended_ms, &bytes));
                    wait = Duration::ZERO;
                    self.stamped = now;
                    if self.phase.works()
                        && let Some(step_ms) = self.clock.disbelieved(appended_ms)
                    {
                        watch.saw(&Event::LedgerClock { step_ms });
                    }
                    let at = self.clock.tell(appended_ms);
                    if !self.fold_one(at, &bytes)? {
                        skipped += 1;
                    }
                }
                Some(Tailed::AppendFailed(_)) => {
                    self.lost_append = true;
                    break;
                }
                Some(Tailed::Reset(why)) => {
                    watch.saw(&Event::LedgerLost { why: &why });
                    *self = Self::new(self.memory.emptied(), self.ledger);
                    break;
                }
            }
        }
        if entries > 0 {
            watch.saw(&Event::Folded { entries, skipped, memory: &self.memory });
        }
        self.renew(ledger, now)
    }

    /// Folds one record; false if it is damaged and skipped, as every replica skips it. One that others can read and this
    /// replica can't ends it.
    fn fold_one(&mut self, at: LedgerTime, bytes: &[u8]) -> Result<bool, Failure> {
        match LedgerRecord::decode(bytes) {
            Ok(LedgerRecord::Genesis(genesis)) => self.met(genesis, at).map(|()| true),
            Ok(LedgerRecord::Entry(entry)) => {
                let judgement = self.memory.fold(at, &entry);
                self.check()?;
                if self.awaited.remove(&entry.source) {
                    self.answers.insert(entry.source, judgement);
                }
                while self.appended.front().is_some_and(|(source, _)| !self.awaited.contains(source)) {
                    self.appended.pop_front();
                }
                Ok(true)
            }
            Err(Unreadable::Damaged) => Ok(false),
            Err(unreadable @ Unreadable::Foreign) => Err(Failure::Fatal(format!(
                "{unreadable}: replicas that can read it fold the ledger otherwise than this one; run their version, or \
                 begin a new ledger topic"
            ))),
        }
    }

    /// The ledger says what it is. Replicas that fold by other rules would come to other verdicts.
    fn met(&mut self, genesis: Genesis, at: LedgerTime) -> Result<(), Failure> {
        if !genesis.agrees_with(&self.rules) {
            return Err(Failure::Fatal(format!(
                "the ledger is folded by other rules ({genesis:?}) than this replica's ({:?}): run the same version \
                 with the same [verdict] and [updates] values, or begin a new ledger topic",
                self.rules
            )));
        }
        match &mut self.genesis {
            Some((first, renewed)) if first.ledger == genesis.ledger => *renewed = at,
            // Two replicas that founded at once: the first of both counts.
            Some(_) => {}
            None => self.genesis = Some((genesis, at)),
        }
        Ok(())
    }

    fn found(&self, ledger: &mut impl Ledger) -> Result<(), Failure> {
        ledger.append(LedgerRecord::Genesis(Genesis::new(self.ledger, &self.rules)).encode())
    }

    /// States the genesis again: half a window after it was made, as it expires like everything in the log; and after a silence
    /// of the whole ledger, so that its clock goes on.
    fn renew(&mut self, ledger: &mut impl Ledger, now: Duration) -> Result<(), Failure> {
        let at = self.clock.now();
        let half = i64::try_from(self.rules.window_seconds.saturating_mul(500)).unwrap_or(i64::MAX);
        let is_silent = now.saturating_sub(self.stamped) >= SILENCE_MAX;
        match &mut self.genesis {
            Some((genesis, made)) if self.phase.works() && (is_silent || at.0.saturating_sub(made.0) > half) => {
                // Not again until this one is met, or has had as long again to be.
                (*made, self.stamped) = (at, now);
                ledger.append(LedgerRecord::Genesis(*genesis).encode())
            }
            _ => Ok(()),
        }
    }
}

enum Next {
    Judged(Judgement),
    Claim(Claim),
}

/// What becomes of a page that has been read: a verdict at once, or a claim on one.
fn claim_of(page: &Page, standing: Standing, known: Option<Judgement>) -> Next {
    match (&page.reading, known) {
        (Err(reason), _) => Next::Judged(rejected(*reason)),
        (Ok(_), _) if standing > Standing::Good => Next::Judged(rejected(Reason::Undeliverable)),
        (Ok(_), Some(known)) => Next::Judged(known),
        (Ok(Reading::Article(sketched)), None) => Next::Claim(Claim::of(sketched)),
        (Ok(Reading::Gone { url, .. }), None) => Next::Claim(Claim::Withdrawal { url: url.clone() }),
    }
}

/// Whether it gave the article a version, of which readers were told or not, as too little had changed.
fn has_version(judgement: &Judgement) -> bool {
    matches!(judgement.verdict, Verdict::New | Verdict::Update { .. })
}

fn rejected(reason: Reason) -> Judgement {
    Judgement::alone(Verdict::Rejected(reason))
}

#[cfg(test)]
pub(super) mod tests;
