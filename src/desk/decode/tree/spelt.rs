//! Names as the markup spells them, of elements and of attributes: read at the cost of a few steps, and packed in numbers.

use crate::desk::eights::each;

/// The longest name that is packed, in bytes: as many as a number has.
const PACKED_MAX: usize = size_of::<u128>();

/// The bit that tells a small letter of ASCII from its capital.
const CASE: u8 = 0x20;

/// The name's bytes as one number, capitals as small letters, the first byte lowest; 0 for names longer than a number, which no
/// known one is.
pub(super) const fn pack(mut name: &[u8]) -> u128 {
    if name.len() > PACKED_MAX {
        return 0;
    }
    let mut packed = 0;
    while let [rest @ .., last] = name {
        packed = packed << 8 | packed_byte(*last) as u128;
        name = rest;
    }
    packed
}

/// Signs behind the letters get the bit as well: no known name has any.
const fn packed_byte(byte: u8) -> u8 {
    match byte {
        // A null is a byte, too.
        0 => 1,
        1..b'@' => byte,
        _ => byte | CASE,
    }
}

/// What a name is as the markup spells it.
pub(super) struct Spelt {
    /// How many bytes it has.
    pub(super) length: usize,
    /// It in lower case as [`pack`] packs it; 0 for names longer than any that is known.
    pub(super) key: u128,
    /// Whether letters in it may be capitals: whether one of its bytes is another when packed.
    pub(super) may_have_upper: bool,
}

/// The name that a text begins with; `ends`: which bytes end one, a bit each.
#[inline]
pub(super) fn spelt(text: &[u8], ends: u64) -> Spelt {
    // Nearly all names are of a few bytes, which are looked at together: so the end of one is found without a guess at its length.
    match spelt_near(text) {
        Some((spelt, end)) if is_end(end, ends) => spelt,
        _ => spelt_far(text, ends),
    }
}

/// The same of any name.
#[inline(never)]
fn spelt_far(text: &[u8], ends: u64) -> Spelt {
    // What ends a name is a sign.
    let (eights, _) = text.as_chunks();
    let length = eights.iter().take_while(|eight| signs(u64::from_le_bytes(**eight)) == 0).count() * size_of::<u64>();
    let rest = text.get(length..).unwrap_or_default();
    let length = length + rest.iter().position(|&byte| is_end(byte, ends)).unwrap_or(rest.len());
    let name = text.get(..length).unwrap_or_default();
    Spelt { length, key: pack(name), may_have_upper: name.iter().any(u8::is_ascii_uppercase) }
}

/// The name of at most fifteen bytes that a text begins with and the sign behind it, which may be one that ends no name.
#[inline]
fn spelt_near(text: &[u8]) -> Option<(Spelt, u8)> {
    let (first, behind) = text.split_first_chunk()?;
    let first = u64::from_le_bytes(*first);
    let signs = signs(first);
    if signs != 0 {
        let (name, end) = split_at_sign(first, signs);
        let key = name.packed.into();
        return Some((Spelt { length: name.length, key, may_have_upper: name.may_have_upper }, end));
    }
    let second = u64::from_le_bytes(*behind.first_chunk()?);
    let signs = self::signs(second);
    if signs == 0 {
        return None;
    }
    let (name, end) = split_at_sign(second, signs);
    let key = u128::from(first | each(CASE)) | u128::from(name.packed) << u64::BITS;
    let may_have_upper = name.may_have_upper || !first & each(CASE) != 0;
    Some((Spelt { length: 8 + name.length, key, may_have_upper }, end))
}

/// What stands before the first sign of eight bytes.
struct Near {
    length: usize,
    packed: u64,
    may_have_upper: bool,
}

/// Eight bytes that hold [signs]: what stands before the first one, and that sign. Of what is no sign, all below `@` has the bit
/// of small letters.
#[inline]
fn split_at_sign(eight: u64, signs: u64) -> (Near, u8) {
    let bits = signs.trailing_zeros() & !7;
    let own = !(u64::MAX << bits);
    let [end, ..] = (eight >> bits).to_le_bytes();
    let may_have_upper = !eight & each(CASE) & own != 0;
    (Near { length: bits as usize / 8, packed: (eight | each(CASE)) & own, may_have_upper }, end)
}

/// The upper bit of each of eight bytes that is a sign: of ASCII below the digits but the hyphen, and `<`, `=`, `>`, `?`.
#[inline]
fn signs(eight: u64) -> u64 {
    // In the upper bit of each byte of ASCII; no sum of lower seven overflows.
    let lower = eight & each(0x7f);
    let from = |byte: u8| lower + each(0x80 - byte);
    let is_other = |byte: u8| (lower ^ each(byte)) + each(0x7f);
    (!from(b'0') & is_other(b'-') | from(b'<') & !from(b'?' + 1)) & !eight & each(0x80)
}

/// The bytes that end tags' names, and those that end attributes' names, a bit each.
pub(super) const TAG_NAME_ENDS: u64 = bits(b" \n\t\r\x0c/>");
pub(super) const ATTR_NAME_ENDS: u64 = TAG_NAME_ENDS | bits(b"=");

/// A bit for each of these bytes, which are below 64.
const fn bits(mut bytes: &[u8]) -> u64 {
    let mut bits = 0;
    while let [byte, rest @ ..] = bytes {
        bits |= 1 << *byte;
        bytes = rest;
    }
    bits
}

/// Whether a byte is one of these.
#[inline]
fn is_end(byte: u8, ends: u64) -> bool {
    ends.checked_shr(byte.into()).unwrap_or_default() & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_however_it_is_read() {
        for name in [
            "",
            "p",
            "DIV",
            "h1",
            "data-x",
            "aria-Hidden",
            "x:é_y",
            "h\x111",
            "figcaption",
            "data-ad-slot_id",
            "annotation-xml_",
        ] {
            for length in 0..=name.len() {
                let Some(name) = name.get(..length) else { continue };
                for end in ["", ">", " x=1", "/>", "=\"a\" and more of it", "\n   ", "'<>", "\0"] {
                    let text = format!("{name}{end}");
                    let (near, far) =
                        (spelt(text.as_bytes(), ATTR_NAME_ENDS), spelt_far(text.as_bytes(), ATTR_NAME_ENDS));
                    assert_eq!((near.length, near.key), (far.length, far.key), "{text:?}");
                    assert!(near.may_have_upper || !far.may_have_upper, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn packed_names_are_told_apart_but_for_capitals() {
        assert_eq!(pack(b"Article"), pack(b"article"));
        assert_ne!(pack(b"h1"), pack(b"1h"));
        assert_eq!(pack(b"a-name-beyond-all-numbers"), 0);
        assert_ne!(pack(b"h\x11"), pack(b"h1"));
        assert_ne!(pack(b"p\0"), pack(b"p"));
    }
}
