//! A desk for one: pages are read and judged one after the other, as a ledger without neighbours would have it.

use copydesk::desk::{
    self, Policy, Reading,
    capture::{Offset, Part, Partition, RawRecord, SourcePosition, TopicId},
    normalize::ArticleId,
    verdict::{Claim, Entry, KnownAs, LedgerTime, Memory, Reason, Verdict},
};

/// One desk and its memory.
pub(crate) struct Desk {
    policy: Policy,
    memory: Memory,
    records: u64,
}

/// What became of a page.
#[derive(Debug)]
pub(crate) struct Judged {
    /// The article it holds, if it holds one, or had held.
    pub(crate) article: Option<ArticleId>,
    /// Its fate.
    pub(crate) verdict: Verdict,
    /// How its article is known, where pages name it otherwise.
    pub(crate) known_as: Option<KnownAs>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::under(Policy::default())
    }

    pub(crate) fn under(policy: Policy) -> Self {
        Self { memory: Memory::new(policy.verdict.clone()), policy, records: 0 }
    }

    /// Reads the page in a record and judges it; the ledger's time is the record's.
    pub(crate) fn judge(&mut self, partition: Partition, record: &RawRecord) -> Judged {
        let mut readings = desk::read(record, &self.policy);
        assert_eq!(readings.len(), 1);
        let (url, claim) = match readings.pop().unwrap() {
            Ok(Reading::Article(sketched)) => (sketched.article.urls.canonical.clone(), Claim::of(&sketched)),
            Ok(Reading::Gone { url, .. }) => (url.clone(), Claim::Withdrawal { url }),
            Err(reason) => return Judged { article: None, verdict: Verdict::Rejected(reason), known_as: None },
        };
        let source = SourcePosition {
            topic: TopicId::of("pages"),
            partition,
            offset: Offset(self.records),
            part: Part(0),
            timestamp_ms: record.timestamp_ms,
        };
        self.records += 1;
        let judgement = self.memory.fold(LedgerTime(record.timestamp_ms), &Entry { source, claim });
        assert!(!judgement.replayed, "no source position is used twice");
        let url = judgement.known_as.as_ref().map_or(&url, |known| &known.url);
        Judged { article: Some(ArticleId::of(url)), verdict: judgement.verdict, known_as: judgement.known_as }
    }
}

impl Judged {
    /// The article that the verdict points at: the original of a copy, the page's own for all that names its own past.
    pub(crate) fn of(&self) -> Option<ArticleId> {
        match &self.verdict {
            Verdict::New | Verdict::Rejected(_) => None,
            Verdict::Duplicate(link) | Verdict::NearDuplicate(link) => Some(link.original),
            Verdict::Update { .. } | Verdict::Unchanged { .. } | Verdict::Withdrawn { .. } => self.article,
        }
    }

    /// Why it was rejected.
    pub(crate) fn reason(&self) -> Option<&'static str> {
        match &self.verdict {
            Verdict::Rejected(reason) => Some(Reason::name(*reason)),
            _ => None,
        }
    }
}
