//! The charset of a page, by the WHATWG's order of trust (HTML §13.2.3.2), and its text.

mod misread;
mod prescan;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::str::Utf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Charset, CharsetSource};
pub(super) use misread::mended;

/// How many bytes the detector looks at: enough text behind any head.
const DETECT_BYTES_MAX: usize = 512 << 10;

/// Finds the charset and decodes; what is malformed becomes U+FFFD. `tld` is the host's last label.
///
/// Two declarations are not believed, against the standard, because the bytes deny them: UTF-8 where the bytes are
/// malformed again and again, and windows-1252 (which is also what latin-1 means) where the bytes are UTF-8, a few
/// slips aside.
/// A browser's reader sees the mistake; a stream's reader must not.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, tld: Option<&str>) -> (Cow<'a, str>, Charset) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        return (text, Charset { name: encoding.name(), source: CharsetSource::Bom });
    }
    let declared = content_type
        .and_then(http)
        .map(|encoding| (encoding, CharsetSource::Http))
        .or_else(|| prescan::prescan(bytes).map(|encoding| (encoding, CharsetSource::Meta)));
    let utf8 = std::str::from_utf8(bytes);
    let (encoding, source) = match declared {
        Some((encoding, source)) if !denies(bytes, utf8, encoding) => (encoding, source),
        _ if is_whole(utf8) || is_mostly_utf8(bytes) => (UTF_8, CharsetSource::Detector),
        _ => (detect(bytes, tld), CharsetSource::Detector),
    };
    let text = match utf8 {
        Ok(text) if encoding == UTF_8 => Cow::Borrowed(text),
        _ => encoding.decode_without_bom_handling(bytes).0,
    };
    (text, Charset { name: encoding.name(), source })
}

/// The charset parameter of a media type, where its label is known. § RFC 9110 8.3.1, WHATWG Encoding 4.2
fn http(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(label.as_bytes())).flatten()
    })
}

/// Whether the media type says UTF-16, in either order.
pub(super) fn is_utf16(content_type: Option<&str>) -> bool {
    content_type.and_then(http).is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE)
}

/// Whether the bytes, read as UTF-8 beside, can't be what is declared.
fn denies(bytes: &[u8], utf8: Result<&str, Utf8Error>, declared: &'static Encoding) -> bool {
    if declared == WINDOWS_1252 {
        return (is_whole(utf8) || is_mostly_utf8(bytes)) && !bytes.is_ascii();
    }
    // One malformed place in a kilobyte, and more than a cut at the end explains.
    declared == UTF_8 && utf8.is_err() && {
        let malformed = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
        malformed > 3 && malformed > bytes.len() / 1024
    }
}

/// Whether it is UTF-8, but for a character cut off at the end.
fn is_whole(utf8: Result<&str, Utf8Error>) -> bool {
    utf8.map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// How many characters beyond ASCII there must be for each malformed place that is a slip in UTF-8: a stray byte of another charset,
/// pasted or put in by a template. Of 1,900 articles of many languages, each spelt in the legacy charsets that hold it, none reads as
/// more than 1.2. `a_stray_byte_makes_no_other_charset` moves with it.
const CHARACTERS_A_SLIP: usize = 8;

/// Whether it is UTF-8 but for a few places.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut characters, mut slips) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|byte| *byte >= 0xc2).count();
        slips += usize::from(!chunk.invalid().is_empty());
    }
    characters >= CHARACTERS_A_SLIP * slips
}

/// The charset that the bytes look like; they are no UTF-8.
fn detect(bytes: &[u8], tld: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let head = bytes.get(..DETECT_BYTES_MAX).unwrap_or(bytes);
    detector.feed(head, head.len() == bytes.len());
    // The detector takes lower-case ASCII labels only; URLs hold no others, save what is no name.
    let tld = tld.filter(|tld| {
        !tld.is_empty() && tld.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    let deny = if bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).nth(3).is_some() {
        Utf8Detection::Deny
    } else {
        Utf8Detection::Allow
    };
    detector.guess(tld.map(str::as_bytes), deny)
}
