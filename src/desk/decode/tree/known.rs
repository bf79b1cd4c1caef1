//! What known names stand for, told in a step or two: a table of [packed](super::spelt::pack) names by their hash.

/// Names with what each stands for.
pub(super) struct Known<T, const SLOTS: usize> {
    /// Each name in the first free slot from its own on; 0 where there is none.
    slots: [(u128, T); SLOTS],
    /// What every other name stands for.
    other: T,
}

impl<T: Copy, const SLOTS: usize> Known<T, SLOTS> {
    /// Of names that come once each, for a third of the slots at most.
    pub(super) const fn of(mut names: &[(u128, T)], other: T) -> Self {
        assert!(SLOTS.is_power_of_two() && names.len() * 3 <= SLOTS, "a name is looked for until a free slot comes");
        let mut slots = [(0, other); SLOTS];
        while let [name, rest @ ..] = names {
            let mut at = hash(name.0) as usize;
            while let [(1.., _), ..] = slots.split_at(at % SLOTS).1 {
                at += 1;
            }
            if let Some(free) = slots.split_at_mut(at % SLOTS).1.first_mut() {
                *free = *name;
            }
            names = rest;
        }
        Self { slots, other }
    }

    /// What the name stands for.
    #[inline]
    pub(super) fn get(&self, name: u128) -> T {
        let mut at = usize::from(hash(name));
        loop {
            match self.slots.get(at % SLOTS) {
                Some((known, meaning)) if *known == name => return *meaning,
                Some((1.., _)) => at += 1,
                _ => return self.other,
            }
        }
    }
}

/// Tells most packed names apart; so does its upper byte.
#[allow(clippy::cast_possible_truncation)] // Both halves are meant.
pub(super) const fn hash(name: u128) -> u16 {
    let (low, high) = (name as u64, (name >> u64::BITS) as u64);
    let sum = low.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(high.wrapping_mul(0xf39c_c060_5ced_c835));
    let [highest, next, ..] = sum.to_be_bytes();
    u16::from_be_bytes([highest, next])
}
