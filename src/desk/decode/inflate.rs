//! Content codings undone, under caps of bytes and of ratio (RFC 9110 §8.4.1; brotli: RFC 7932; zstd: RFC 8878, RFC 9659).

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::{Fault, Limits};

/// Codings that are stacked deeper than this are nobody's page.
const CODINGS_MAX: usize = 4;

/// The most members of a gzip file. Servers that compress piece by piece send a few dozen; an empty member is twenty
/// bytes long and costs as much as some kilobytes of text.
const MEMBERS_MAX: usize = 1000;

/// The size from which the ratio is looked at, in bytes: a small page may be one repeated byte.
const RATIO_FREE_BYTES: usize = 1 << 20;

/// Bits of the largest window that zstd may ask for, so that a page takes eight megabytes of memory for it: what RFC 9659 §3
/// allows on the web.
const ZSTD_WINDOW_BITS_MAX: u32 = 23;

/// Undoes what `Content-Encoding` says, last coding first.
///
/// Crawlers often inflate a body and keep the header. So a coding whose mark the bytes don't bear is taken for undone:
/// without gzip's magic they are no gzip; text is no `br`. Bytes with gzip's or zstd's magic are inflated though nobody said so.
/// A stream that ends too early gives what came, as an uncompressed one does; a broken one is refused.
pub(super) fn inflate<'a>(bytes: &'a [u8], codings: Option<&str>, limits: &Limits) -> Result<Cow<'a, [u8]>, Fault> {
    let mut bytes = Cow::Borrowed(bytes);
    let codings: Vec<&str> = codings.unwrap_or_default().split(',').map(str::trim).filter(|c| !c.is_empty()).collect();
    if codings.len() > CODINGS_MAX {
        return Err(Fault::UnsupportedContentEncoding);
    }
    for coding in codings.iter().rev() {
        bytes = match coding.to_ascii_lowercase().as_str() {
            "identity" | "none" | "utf-8" => bytes,
            "gzip" | "x-gzip" if is_gzip(&bytes) => Cow::Owned(members(&bytes, limits)?),
            "deflate" if is_zlib(&bytes) => Cow::Owned(read(ZlibDecoder::new(&*bytes), bytes.len(), limits)?),
            "zstd" if is_zstd(&bytes) => Cow::Owned(frames(&bytes, limits)?),
            _ if is_text(&bytes) => bytes,
            "gzip" | "x-gzip" | "zstd" => return Err(Fault::InflateFailed),
            "br" => Cow::Owned(brotli(&bytes, limits)?),
            // RFC 9110 means zlib's wrapping; servers that send the bare stream are as old as the name.
            "deflate" => Cow::Owned(read(DeflateDecoder::new(&*bytes), bytes.len(), limits)?),
            _ => return Err(Fault::UnsupportedContentEncoding),
        };
    }
    if is_gzip(&bytes) {
        bytes = Cow::Owned(members(&bytes, limits)?);
    } else if is_zstd(&bytes) {
        bytes = Cow::Owned(frames(&bytes, limits)?);
    }
    Ok(bytes)
}

/// The frames of zstd, one after the other.
fn frames(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let decoder = zstd::stream::read::Decoder::with_buffer(bytes).and_then(|mut decoder| {
        decoder.window_log_max(ZSTD_WINDOW_BITS_MAX)?;
        Ok(decoder)
    });
    read(decoder.map_err(|_| Fault::InflateFailed)?, bytes.len(), limits)
}

/// The lower bits of a brotli stream's first byte where its window has more than the 24 bits that RFC 7932 §9.1 gives numbers:
/// a gigabyte that a page would take for it.
const BROTLI_LARGE_WINDOW: u8 = 0b001_0001;

/// A brotli stream. While it is read it takes up to 16 MB beside the page for its window, as RFC 7932 has it.
fn brotli(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    if bytes.first().is_some_and(|first| first & 0x7f == BROTLI_LARGE_WINDOW) {
        return Err(Fault::InflateFailed);
    }
    read(Decompressor::new(bytes.chain(Ends), 4 << 10), bytes.len(), limits)
}

/// Says that a stream ends too early, where the decoder would take the end for broken bytes.
struct Ends;

impl Read for Ends {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(ErrorKind::UnexpectedEof.into())
    }
}

/// The members of a gzip file, one after the other (RFC 1952 §2.2). What follows a whole member and is none itself is
/// padding, as gzip(1) has it.
fn members(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut rest = bytes;
    for _ in 0..MEMBERS_MAX {
        let mut member = GzDecoder::new(rest);
        append(&mut out, &mut member, bytes.len(), limits)?;
        rest = member.into_inner();
        if !is_gzip(rest) {
            return Ok(out);
        }
    }
    Err(Fault::InflateFailed)
}

fn read(mut reader: impl Read, compressed: usize, limits: &Limits) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    append(&mut out, &mut reader, compressed, limits)?;
    Ok(out)
}

/// Appends what the reader gives to `out`, which the caps hold for as a whole.
fn append(out: &mut Vec<u8>, reader: &mut impl Read, compressed: usize, limits: &Limits) -> Result<(), Fault> {
    let ratio_bytes = compressed.saturating_mul(limits.inflate_ratio_max).max(RATIO_FREE_BYTES);
    let most = limits.page_bytes_max.min(ratio_bytes);
    if out.is_empty() {
        out.reserve(compressed.saturating_mul(4).min(most));
    }
    let mut piece = [0; 16 << 10];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => out.extend_from_slice(piece.get(..length).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof && !out.is_empty() => return Ok(()),
            Err(_) => return Err(Fault::InflateFailed),
        }
        if out.len() > most {
            return Err(if out.len() > limits.page_bytes_max { Fault::PageTooLarge } else { Fault::InflateRatio });
        }
    }
}

/// § RFC 1952 2.3.1: two magic bytes, and deflate as the only method.
fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// § RFC 8878 3.1.1: four magic bytes.
fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

/// § RFC 1950 2.2: deflate as the method, and a header that divides by 31.
fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [cmf, flags, ..] => cmf & 0x0f == 8 && (u16::from(*cmf) << 8 | u16::from(*flags)) % 31 == 0,
        _ => false,
    }
}

/// Whether the bytes begin as text does: no control bytes but white space in the first few hundred, and some UTF-8. A few
/// bytes alone must be UTF-8 as a whole: what is compressed well is as short.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..256).unwrap_or(bytes);
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | 0x1b);
    let valid = std::str::from_utf8(head).map_or_else(|e| e.valid_up_to(), str::len);
    // Compressed bytes are control bytes at one in nine.
    !head.iter().any(control) && (valid == head.len() || head.len() >= 64 && valid > 32)
}
