//! Snapshots: the whole memory as bytes, so that a replica that starts again needs only the ledger's tail.
//!
//! Equal memories give equal bytes, and a memory that is read back judges, forgets and digests as the one that was
//! written: the tables by which rows are found are made anew, and everything that a verdict depends on is stored, the
//! places of rows and the order in which they are used again included.
//!
//! # Blocks
//! A snapshot is a row of blocks of about [`BLOCK_BYTES`]. Each can be made by itself ([`Memory::block`]), so that
//! whoever writes can do other work in between, as long as nothing is folded meanwhile; and each can be read by
//! itself ([`Restoring::take`]), so that nobody holds a whole snapshot beside the memory that it becomes.
//!
//! Integers are little-endian and nothing is padded. An optional value is a byte, 0 or 1, and the value if 1; a list is
//! its length (`u32`) and its items. A block is its number (`u32`, counted from 0), its section (`u8`) and items up to
//! its end; a section goes on in the next block where one is full.
//!
//! | section | items |
//! |---|---|
//! | 0 head | one: format version, fold version, rules, time, records gone, records evicted, digest, front of the serial numbers |
//! | 1 records | every record, oldest first |
//! | 2 stories, 3 their free places | every place in order, a story or none; then the free places, in the order they came free |
//! | 4 articles, 5 their free places | likewise |
//! | 6 texts, 7 their free places | likewise; behind a text stand its tape and whether it is the one that its exact words are found by |
//! | 8 serial numbers | the place of each recent number's text |
//! | 9 index | every chain that isn't empty: its number, and its postings without those of forgotten texts, the oldest first |
//! | 10 end | none |
//!
//! # Limits
//! Reading is total: any bytes give a memory or [`Torn`], without a panic, and nothing is allocated that the bytes
//! don't fill. Torn is what this code doesn't write; whether the bytes are those that were written is for a checksum to
//! say, which whoever keeps them adds.

mod bytes;

use xxhash_rust::xxh3::Xxh3;

use super::{
    super::{Rules, entry::FOLD_VERSION},
    LedgerTime, Memory,
    records::Records,
    serials::Serials,
    stories::Stories,
    texts::Texts,
};

pub(super) use bytes::{Reader, Stored, put_values};

/// The version of the layout. It rises with any change to it; a snapshot of another version is not read.
pub const SNAPSHOT_VERSION: u32 = 6;

/// Bytes after which a block is full: what is made in some five milliseconds, so that a loop that makes one each turn goes
/// on turning. The bench tells how long (`benches/memory.rs`).
pub const BLOCK_BYTES: usize = 1 << 20;

/// Why bytes are no snapshot, or none that this memory can go on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Torn {
    /// It ends too early, or goes on too long.
    #[error("the snapshot is cut short or goes on after its end")]
    Cut,
    /// It was written by software that lays it out or folds otherwise.
    #[error("the snapshot is of another version")]
    Version,
    /// It was folded by other rules.
    #[error("the snapshot was folded by other rules")]
    Rules,
    /// Its parts contradict each other.
    #[error("the snapshot is damaged")]
    Damaged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Head,
    Records,
    Stories,
    StoriesFree,
    Articles,
    ArticlesFree,
    Texts,
    TextsFree,
    Serials,
    Index,
    End,
}

impl Section {
    const ALL: [Self; 11] = [
        Self::Head,
        Self::Records,
        Self::Stories,
        Self::StoriesFree,
        Self::Articles,
        Self::ArticlesFree,
        Self::Texts,
        Self::TextsFree,
        Self::Serials,
        Self::Index,
        Self::End,
    ];

    fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }
}

/// Where in a snapshot a block begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    block: u32,
    section: Section,
    item: usize,
}

impl Cursor {
    /// The first block's.
    pub const START: Self = Self { block: 0, section: Section::Head, item: 0 };
}

impl Memory {
    /// One block of the snapshot, and where the next begins. Blocks make a snapshot if the memory folded nothing between
    /// the first and the last of them.
    pub fn block(&self, from: Cursor) -> (Vec<u8>, Option<Cursor>) {
        let mut bytes = Vec::with_capacity(BLOCK_BYTES + BLOCK_BYTES / 8);
        from.block.put(&mut bytes);
        (from.section as u8).put(&mut bytes);
        let mut item = from.item;
        let block = from.block.saturating_add(1);
        while bytes.len() < BLOCK_BYTES {
            if !self.put_item(from.section, item, &mut bytes) {
                return (bytes, from.section.next().map(|section| Cursor { block, section, item: 0 }));
            }
            item += 1;
        }
        (bytes, Some(Cursor { block, item, ..from }))
    }

    /// The whole snapshot, block by block.
    pub fn blocks(&self) -> impl Iterator<Item = Vec<u8>> {
        let mut next = Some(Cursor::START);
        std::iter::from_fn(move || {
            let (bytes, after) = self.block(next?);
            next = after;
            Some(bytes)
        })
    }

    /// A digest of the whole snapshot: equal where every byte of it is.
    pub fn snapshot_digest(&self) -> u128 {
        let mut hash = Xxh3::new();
        self.blocks().for_each(|block| hash.update(&block));
        hash.digest128()
    }

    /// Puts an item of a section; false where the section has no more.
    fn put_item(&self, section: Section, item: usize, bytes: &mut Vec<u8>) -> bool {
        match section {
            Section::Head => self.put_head(item, bytes),
            Section::Records => self.records.put_record(item, bytes),
            Section::Stories => self.stories.put_story(item, bytes),
            Section::StoriesFree => self.stories.put_story_free(item, bytes),
            Section::Articles => self.stories.put_article(item, bytes),
            Section::ArticlesFree => self.stories.put_article_free(item, bytes),
            Section::Texts => self.texts.put_text(item, bytes),
            Section::TextsFree => self.texts.put_free(item, bytes),
            Section::Serials => self.texts.put_serial(item, bytes),
            Section::Index => self.texts.put_list(item, self.live(), bytes),
            Section::End => false,
        }
    }

    fn put_head(&self, item: usize, bytes: &mut Vec<u8>) -> bool {
        if item > 0 {
            return false;
        }
        SNAPSHOT_VERSION.put(bytes);
        FOLD_VERSION.put(bytes);
        self.rules.put(bytes);
        self.now.put(bytes);
        self.records.gone().put(bytes);
        self.evicted.put(bytes);
        self.digest.put(bytes);
        self.texts.serials_front().put(bytes);
        true
    }
}

/// A memory that is being read from the blocks of a snapshot.
#[derive(Debug)]
pub struct Restoring {
    memory: Memory,
    headed: bool,
    block: u32,
    section: Section,
}

impl Restoring {
    /// Nothing is read yet. It goes into this empty memory, by whose rules the snapshot must have been folded.
    pub fn new(empty: Memory) -> Self {
        Self { memory: empty, headed: false, block: 0, section: Section::Head }
    }

    /// Reads the next block.
    pub fn take(&mut self, block: &[u8]) -> Result<(), Torn> {
        let mut from = Reader::new(block);
        let (number, section) = (u32::take(&mut from)?, u8::take(&mut from)?);
        let section = Section::ALL.get(usize::from(section)).copied().ok_or(Torn::Damaged)?;
        let goes_on = section == self.section || (number > 0 && Some(section) == self.section.next());
        if number != self.block || !goes_on {
            return Err(Torn::Damaged);
        }
        self.section = section;
        self.block = self.block.checked_add(1).ok_or(Torn::Damaged)?;
        while !from.is_empty() {
            self.take_item(&mut from)?;
        }
        Ok(())
    }

    /// The memory, once every block is read.
    pub fn finish(self) -> Result<Memory, Torn> {
        let mut memory = self.memory;
        if !self.headed || self.section != Section::End {
            return Err(Torn::Cut);
        }
        memory.stories.check(&memory.records)?;
        memory.texts.settle()?;
        memory.leave_behind();
        Ok(memory)
    }

    fn take_item(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        let horizon = self.memory.horizon();
        let Memory { records, stories, texts, .. } = &mut self.memory;
        match self.section {
            Section::Head => self.take_head(from),
            Section::Records => records.take_record(from, horizon),
            Section::Stories => stories.take_story(from),
            Section::StoriesFree => stories.take_story_free(from),
            Section::Articles => stories.take_article(from),
            Section::ArticlesFree => stories.take_article_free(from),
            Section::Texts => texts.take_text(from),
            Section::TextsFree => texts.take_free(from),
            Section::Serials => texts.take_serial(from),
            Section::Index => texts.take_list(from),
            Section::End => Err(Torn::Cut),
        }
    }

    fn take_head(&mut self, from: &mut Reader<'_>) -> Result<(), Torn> {
        if (u32::take(from)?, u32::take(from)?) != (SNAPSHOT_VERSION, FOLD_VERSION) {
            return Err(Torn::Version);
        }
        let rules = Rules::take(from)?;
        if rules != self.memory.rules {
            return Err(Torn::Rules);
        }
        let now = LedgerTime::take(from)?;
        let (gone, evicted, digest) = (u64::take(from)?, u64::take(from)?, u128::take(from)?);
        if self.headed || evicted > gone {
            return Err(Torn::Damaged);
        }
        self.headed = true;
        let room = self.memory.texts.tape_room().clone();
        let texts = Texts::numbered_from(Serials::starting(u32::take(from)?)?, room);
        let (records, stories) = (Records::after(gone)?, Stories::default());
        self.memory = Memory { rules, now, records, stories, texts, evicted, digest };
        Ok(())
    }
}
