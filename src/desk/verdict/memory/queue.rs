//! A queue in chunks: what is put in at its end moves no row, and what is taken out at its front gives its room back.

use std::collections::VecDeque;

/// Bytes of a chunk, nearly: the allocator cuts its pages of half a megabyte into nine such pieces without a remainder to
/// speak of; a power of two would leave an eighth of each.
const CHUNK_BYTES: usize = 56 << 10;

/// Rows, first in, first out.
#[derive(Debug)]
pub(super) struct Queue<T> {
    chunks: VecDeque<Vec<T>>,
    /// Rows of the first chunk that were taken out.
    taken: usize,
    len: usize,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { chunks: VecDeque::new(), taken: 0, len: 0 }
    }
}

impl<T: Copy> Queue<T> {
    const ROWS: usize = CHUNK_BYTES / size_of::<T>();

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn get(&self, at: usize) -> Option<&T> {
        let at = at + self.taken;
        self.chunks.get(at / Self::ROWS)?.get(at % Self::ROWS)
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        let at = at + self.taken;
        self.chunks.get_mut(at / Self::ROWS)?.get_mut(at % Self::ROWS)
    }

    pub(super) fn push(&mut self, row: T) {
        if self.chunks.back().is_none_or(|chunk| chunk.len() == Self::ROWS) {
            // The first chunk grows as it needs, so that a small memory is small.
            self.chunks.push_back(Vec::with_capacity(if self.chunks.is_empty() { 0 } else { Self::ROWS }));
        }
        if let Some(chunk) = self.chunks.back_mut() {
            chunk.push(row);
            self.len += 1;
        }
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        let row = *self.get(0)?;
        self.taken += 1;
        self.len -= 1;
        if self.taken == Self::ROWS || self.len == 0 {
            self.chunks.pop_front();
            self.taken = 0;
        }
        Some(row)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten().skip(self.taken)
    }

    /// How many rows come before the first that is not `before`, which those in front are.
    pub(super) fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).is_some_and(&before) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_queue_is_a_queue(steps in proptest::collection::vec((0..3000_u32, 0..3000_u32), 1..8)) {
            // Rows of a kilobyte, so that a chunk has 56.
            let row = |n: u32| [n; 256];
            let (mut queue, mut model) = (Queue::default(), VecDeque::new());
            let mut next = 0;
            for (pushed, popped) in steps {
                for _ in 0..pushed / 10 {
                    queue.push(row(next));
                    model.push_back(next);
                    next += 1;
                }
                for _ in 0..popped / 10 {
                    prop_assert_eq!(queue.pop().map(|row| row[0]), model.pop_front());
                }
                prop_assert_eq!(queue.len(), model.len());
                prop_assert!(queue.iter().map(|row| &row[0]).eq(&model));
                prop_assert_eq!(queue.get(model.len() / 2).map(|row| row[0]), model.get(model.len() / 2).copied());
                prop_assert_eq!(queue.get(model.len()), None);
                let bound = next.saturating_sub(100);
                prop_assert_eq!(queue.partition_point(|row| row[0] < bound), model.partition_point(|&n| n < bound));
            }
        }
    }
}
