//! Bytes looked at eight together: what stands near is found in a few steps, and without a guess at how near.

/// How many bytes are looked at before a search is left to `memchr`, which a call costs as much as.
const NEAR_BYTES: usize = 32;

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
fn first_near(wanted: [u8; 3], near: &[u8; NEAR_BYTES]) -> usize {
    let hits = hits(near, |byte| wanted.iter().fold(u8::MAX, |apart, wanted| apart.min(byte ^ wanted)));
    let (eights, _) = hits.as_chunks();
    for (before, &eight) in eights.iter().enumerate() {
        let hits = u64::from_le_bytes(eight);
        if hits != 0 {
            return before * 8 + hits.trailing_zeros() as usize / 8;
        }
    }
    NEAR_BYTES
}

/// All bits of each byte that is `apart` by nothing from what is wanted. All are compared, whatever those before are: so processors
/// compare a dozen at once.
#[inline]
fn hits<const BYTES: usize>(text: &[u8; BYTES], apart: impl Fn(u8) -> u8) -> [u8; BYTES] {
    let mut hits = [0; BYTES];
    for (hit, byte) in hits.iter_mut().zip(text) {
        *hit = if apart(*byte) == 0 { u8::MAX } else { 0 };
    }
    hits
}

/// How many bytes are looked at together where all are wanted that are found: as many as a number has bits.
pub(super) const BLOCK_BYTES: usize = u64::BITS as usize;

/// Where the bytes stand in a block that are `apart` by nothing from what is wanted: a bit for each place, the first lowest.
#[inline]
pub(super) fn places_of(block: &[u8; BLOCK_BYTES], apart: impl Fn(u8) -> u8) -> u64 {
    let hits = hits(block, apart);
    // Of each eight the bit that is its place among them is taken: a square of bits that is to be turned.
    let (eights, _) = hits.as_chunks();
    let square = eights.iter().zip(0..).fold(0, |all, (&eight, at)| all | u64::from_le_bytes(eight) & each(1) << at);
    turned(square)
}

/// A square of eight times eight bits, its rows made columns: those of two times two bits change places, of four times four, and of all.
///
/// # Source: Warren, Hacker's Delight, §7–3.
const fn turned(square: u64) -> u64 {
    let square =
        square & 0xaa55_aa55_aa55_aa55 | (square & 0x00aa_00aa_00aa_00aa) << 7 | square >> 7 & 0x00aa_00aa_00aa_00aa;
    let square =
        square & 0xcccc_3333_cccc_3333 | (square & 0x0000_cccc_0000_cccc) << 14 | square >> 14 & 0x0000_cccc_0000_cccc;
    square & 0xf0f0_f0f0_0f0f_0f0f | (square & 0x0000_0000_f0f0_f0f0) << 28 | square >> 28 & 0x0000_0000_f0f0_f0f0
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
    // The last eight, some of which may have been looked at, tell at once what is true of most texts.
    if let Some(last) = text.last_chunk()
        && u64::from_le_bytes(*last) & each(0x80) == 0
    {
        return text.len();
    }
    text.len() - rest.len() + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

/// A text in lower case, in which `other` writes what stands for each character beyond ASCII: the tables of Unicode are left to those.
pub(super) fn lowered(text: &str, other: impl Fn(&mut String, char)) -> String {
    let mut lower = String::with_capacity(text.len());
    let mut rest = text;
    // From one of them to the next.
    while let Some((ascii, others)) = rest.split_at_checked(ascii_len(rest.as_bytes())) {
        lower.push_str(ascii);
        let mut others = others.chars();
        let Some(c) = others.next() else { break };
        other(&mut lower, c);
        rest = others.as_str();
    }
    lower.make_ascii_lowercase();
    lower
}

/// Whether one of these bytes stands in a text that is mostly short.
#[inline]
pub(super) fn holds<const N: usize>(wanted: [u8; N], text: &[u8]) -> bool {
    let any = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        wanted.iter().fold(0, |found, &byte| found | zeros(eight ^ each(byte))) != 0
    };
    match text.last_chunk() {
        // Some of the last eight may have been looked at.
        Some(last) => text.as_chunks().0.iter().any(any) || any(last),
        None => text.iter().any(|byte| wanted.contains(byte)),
    }
}

/// What is left of a text behind its eights, the first byte lowest, and behind that as often as it fits a byte.
#[inline]
pub(super) fn rest_of(text: &[u8], behind: u8) -> u64 {
    let rest = text.len() % 8;
    match text.last_chunk() {
        Some(_) if rest == 0 => each(behind),
        Some(last) => u64::from_le_bytes(*last) >> (64 - 8 * rest) | each(behind) << (8 * rest),
        None => text.iter().rev().fold(each(behind), |rest, &byte| rest << 8 | u64::from(byte)),
    }
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
    fn all_places_of_a_block_are_found() {
        let places = |block: &_| places_of(block, |byte| (byte ^ b'"').min(byte ^ b'\\'));
        for others in [0, 1, b'a', b'!', b'#', 0x7f, 0x80, 0xa2, 0xff] {
            let mut block = [others; BLOCK_BYTES];
            assert_eq!(places(&block), 0);
            for first in 0..BLOCK_BYTES {
                block[first] = b'"';
                block[BLOCK_BYTES - 1 - first / 2] = b'\\';
                assert_eq!(places(&block), 1 << first | 1 << (BLOCK_BYTES - 1 - first / 2));
                block.fill(others);
            }
        }
    }

    #[test]
    fn a_rest_is_what_stands_behind_the_eights() {
        let text: Vec<u8> = (1..40).collect();
        for length in 0..text.len() {
            let expected: Vec<u8> = text[length / 8 * 8..length].iter().copied().chain([b' '; 8]).take(8).collect();
            assert_eq!(rest_of(&text[..length], b' ').to_le_bytes(), *expected);
        }
    }

    #[test]
    fn bytes_are_held_wherever_they_stand() {
        for length in 0..30 {
            let text = vec![b'a'; length];
            assert!(!holds([b':', b'['], &text));
            for at in 0..length {
                let mut text = text.clone();
                text[at] = b'[';
                assert!(holds([b':', b'['], &text), "{at} of {length}");
            }
        }
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
