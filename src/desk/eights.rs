//! Bytes looked at eight together: what stands near is found in a few steps, and without a guess at how near.

/// How many bytes are looked at before a search is left to `memchr`, which a call costs as much as.
pub(super) const NEAR_BYTES: usize = 32;

/// A byte eight times.
pub(super) const fn each(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Where in a text the first of three bytes stands that is mostly near.
#[inline]
pub(super) fn first_of(wanted: [u8; 3], text: &[u8]) -> Option<usize> {
    let Some((near, far)) = text.split_first_chunk() else {
        return text.iter().position(|byte| wanted.contains(byte));
    };
    match first_near(wanted, near) {
        NEAR_BYTES => {
            let [one, two, three] = wanted;
            Some(NEAR_BYTES + memchr::memchr3(one, two, three, far)?)
        }
        at => Some(at),
    }
}

/// Where the first of these bytes stands; behind the last place where there is none.
#[inline]
pub(super) fn first_near<const N: usize>(wanted: [u8; N], near: &[u8; NEAR_BYTES]) -> usize {
    let (eights, _) = near.as_chunks::<8>();
    for (before, &eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(eight);
        let found = wanted.iter().fold(0, |found, &byte| found | zeros(eight ^ each(byte)));
        if found != 0 {
            return before * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    NEAR_BYTES
}

/// How many bytes of ASCII a text begins with.
#[inline]
pub(super) fn ascii_len(text: &[u8]) -> usize {
    let (eights, rest) = text.as_chunks::<8>();
    for (before, &eight) in eights.iter().enumerate() {
        let beyond = u64::from_le_bytes(eight) & each(0x80);
        if beyond != 0 {
            return before * 8 + beyond.trailing_zeros() as usize / 8;
        }
    }
    text.len() - rest.len() + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

/// The upper bit of the first of eight bytes that is zero; bits of bytes behind it, none of those before.
fn zeros(eight: u64) -> u64 {
    // One taken away sets the upper bit of a zero, which borrows of the bytes behind it.
    eight.wrapping_sub(each(1)) & !eight & each(0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_stands() {
        let wanted = [b'"', b'\\', b'<'];
        for at in 0..80 {
            for others in [0, 1, b'a', b'!', b'#', 0x7f, 0x80, 0xa2, 0xff] {
                let mut text = [others; 90];
                assert_eq!(first_of(wanted, &text), None);
                text[at] = b'"';
                text[at + 1..].fill(b'\\');
                assert_eq!(first_of(wanted, &text), Some(at));
                assert_eq!(first_of(wanted, &text[..=at]), Some(at));
                assert_eq!(first_near(wanted, text.first_chunk().unwrap()), at.min(NEAR_BYTES));
            }
        }
        assert_eq!(first_of(wanted, b""), None);
    }

    #[test]
    fn ascii_is_counted_up_to_what_is_none() {
        for length in 0..30 {
            for at in 0..=length {
                let mut text = vec![b'a'; length];
                text[at..].fill(0xc3);
                assert_eq!(ascii_len(&text), at);
            }
        }
    }
}
