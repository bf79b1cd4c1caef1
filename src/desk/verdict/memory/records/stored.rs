//! Records in a snapshot.

use super::{
    super::super::lineage::{Change, Fields},
    super::LedgerTime,
    super::snapshot::{Reader, Stored, Torn},
    ContentMark, Fate, Order, PackedOrder, Record, Records, Row, Share, SourceKey, order_of, row_of,
};

impl Records {
    /// No records, as if so many had come and gone.
    pub(in super::super) fn after(gone: u64) -> Result<Self, Torn> {
        // Far more than ever come, and far from where adding to it would overflow.
        if gone > u64::MAX / 4 { Err(Torn::Damaged) } else { Ok(Self { gone, left: gone, ..Self::default() }) }
    }

    /// Every record with its place, oldest first.
    pub(in super::super) fn placed(&self) -> impl Iterator<Item = (Order, Record)> {
        (self.gone..).map(Order::after).zip(self.queue.iter().map(|row| row.record()))
    }

    pub(in super::super) fn put_record(&self, at: usize, bytes: &mut Vec<u8>) -> bool {
        self.queue.get(at).inspect(|row| row.record().put(bytes)).is_some()
    }

    /// Reads the next record; of those before `horizon` two may be of one source position.
    pub(in super::super) fn take_record(&mut self, from: &mut Reader<'_>, horizon: LedgerTime) -> Result<(), Torn> {
        let record = Record::take(from)?;
        let last = self.queue.len().checked_sub(1).and_then(|last| self.queue.get(last));
        if last.is_some_and(|last| last.at() > record.at) {
            return Err(Torn::Damaged);
        }
        let (hash, row) = (record.source.0[0], row_of(self.next()));
        let (queue, gone) = (&self.queue, self.gone);
        let same = |row| {
            let place = usize::try_from(order_of(gone, row).before().saturating_sub(gone)).ok();
            place
                .and_then(|place| queue.get(place))
                .is_some_and(|known| known.source() == record.source && known.at() >= horizon)
        };
        if self.places.find(hash, same).is_some() {
            return Err(Torn::Damaged);
        }
        self.queue.push(Row::of(&record));
        self.places.insert(hash, row);
        Ok(())
    }
}

impl Stored for Record {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.at.put(bytes);
        let SourceKey([low, high]) = self.source;
        low.put(bytes);
        high.put(bytes);
        self.content.put(bytes);
        self.version.put(bytes);
        self.fate.put(bytes);
        self.spread.put(bytes);
        self.story.put(bytes);
        self.text.put(bytes);
        self.copy.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            at: Stored::take(from)?,
            source: SourceKey([u64::take(from)?, u64::take(from)?]),
            content: Stored::take(from)?,
            version: Stored::take(from)?,
            fate: Stored::take(from)?,
            spread: Stored::take(from)?,
            story: Stored::take(from)?,
            text: Stored::take(from)?,
            copy: Stored::take(from)?,
        })
    }
}

impl Stored for Fate {
    fn put(&self, bytes: &mut Vec<u8>) {
        match *self {
            Self::New => bytes.push(0),
            Self::Update { version, change } => {
                numbered(1, version, bytes);
                change.fields.0.put(bytes);
                change.ratio.put(bytes);
                change.minor.put(bytes);
            }
            Self::Unchanged { version } => numbered(2, version, bytes),
            Self::UnchangedCopy(share) => shared(3, share, bytes),
            Self::Duplicate(share) => shared(4, share, bytes),
            Self::NearDuplicate(share) => shared(5, share, bytes),
            Self::Withdrawn { version } => numbered(6, version, bytes),
            Self::GoneUnknown => bytes.push(7),
            Self::Undeliverable => bytes.push(8),
        }
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(match u8::take(from)? {
            0 => Self::New,
            1 => Self::Update {
                version: u32::take(from)?,
                change: Change {
                    fields: Fields(u8::take(from)?),
                    ratio: Stored::take(from)?,
                    minor: Stored::take(from)?,
                },
            },
            2 => Self::Unchanged { version: u32::take(from)? },
            3 => Self::UnchangedCopy(Share::take(from)?),
            4 => Self::Duplicate(Share::take(from)?),
            5 => Self::NearDuplicate(Share::take(from)?),
            6 => Self::Withdrawn { version: u32::take(from)? },
            7 => Self::GoneUnknown,
            8 => Self::Undeliverable,
            _ => return Err(Torn::Damaged),
        })
    }
}

fn numbered(fate: u8, version: u32, bytes: &mut Vec<u8>) {
    bytes.push(fate);
    version.put(bytes);
}

fn shared(fate: u8, share: Share, bytes: &mut Vec<u8>) {
    bytes.push(fate);
    share.put(bytes);
}

impl Stored for Share {
    fn put(&self, bytes: &mut Vec<u8>) {
        for share in [self.containment, self.resemblance, self.of_copy, self.of_original] {
            share.put(bytes);
        }
        self.kind.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Ok(Self {
            containment: Stored::take(from)?,
            resemblance: Stored::take(from)?,
            of_copy: Stored::take(from)?,
            of_original: Stored::take(from)?,
            kind: Stored::take(from)?,
        })
    }
}

impl Stored for Order {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Stored::take(from).map(Self)
    }
}

impl Stored for PackedOrder {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.order().put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Order::take(from).map(Self::of)
    }
}

impl Stored for ContentMark {
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, Torn> {
        Stored::take(from).map(Self)
    }
}
