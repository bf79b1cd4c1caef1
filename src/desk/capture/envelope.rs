//! The JSON envelope: one object with a URL, a body and what else the crawler cared to say.
//!
//! Read in one pass into the eleven facts of [`Fields`]; all else is skipped without being built. Strings are
//! borrowed from the record wherever JSON needed no escapes.

use std::{borrow::Cow, fmt};

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Fact, Fields};
use super::json::{self, Broken, Object};
use super::said::{self, Said};
use super::{Body, Capture, Fault, Format, Limits, RawRecord, format, http};

/// Opens a record whose value is an envelope.
pub(super) fn capture<'a>(record: &'a RawRecord, value: &'a [u8], limits: &Limits) -> Result<Capture<'a>, Fault> {
    let envelope = parse(value, &limits.fields)?;
    // The record's `content-type` and `content-encoding` describe the envelope, not the page in it.
    let headers = Said { content_type: None, content_encoding: None, ..Said::by_headers(record)? };
    let base64 = envelope.encoding.text().is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let said = Said {
        url: envelope.url.text().or(headers.url),
        final_url: envelope.final_url.text().or(headers.final_url),
        status: envelope.status.text().or(headers.status),
        content_type: envelope.content_type.text(),
        content_encoding: envelope.content_encoding.text(),
        fetched_at: envelope.fetched_at.instant().or(headers.fetched_at),
        http_headers: match envelope.headers {
            Some((_, kept)) => kept?,
            None => headers.http_headers,
        },
        traceparent: envelope.traceparent.text().or(headers.traceparent),
    };
    let (body, text) = (envelope.body, envelope.text);
    said.capture(Format::Json, record, limits, |_| match (body.body(), text.body()) {
        (Some(text), _) if !text.trim().is_empty() => filled(text, false, base64),
        (_, Some(text)) if !text.trim().is_empty() => filled(text, true, base64),
        (None, None) => Err(Fault::MissingBody),
        _ => Err(Fault::EmptyBody),
    })
}

/// What a body that isn't empty holds.
fn filled(text: Cow<'_, str>, plain: bool, base64: bool) -> Result<Body<'_>, Fault> {
    if base64 {
        let bytes = unpacked(&text).ok_or(Fault::BadBase64)?;
        return match plain {
            _ if bytes.iter().all(u8::is_ascii_whitespace) => Err(Fault::EmptyBody),
            true => String::from_utf8(bytes).map(|text| Body::Text(text.into())).map_err(|_| Fault::BadUtf8),
            false => Ok(Body::Bytes(bytes.into())),
        };
    }
    if plain {
        return Ok(Body::Text(text));
    }
    if format::is_markup(&text) {
        return Ok(Body::Markup(text));
    }
    // Scrapy Cluster packs bodies or doesn't, by a setting that the message doesn't state. Packed markup gives itself
    // away: one word, and markup when unpacked.
    match unpacked(&text) {
        Some(bytes) if format::first_byte(&bytes) == Some(b'<') => Ok(Body::Bytes(bytes.into())),
        _ => Ok(Body::Text(text)),
    }
}

/// Base64 in the standard alphabet, padded or not; line breaks of MIME's kind are passed over.
fn unpacked(text: &str) -> Option<Vec<u8>> {
    const PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const BASE64: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, PADDING);
    let text = text.trim();
    // Prose has a space within its first words: no use in copying it.
    if text.contains([' ', '\t']) {
        return None;
    }
    let bytes: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    BASE64.decode(bytes).ok()
}

/// The envelope's facts as the best field of each states them.
#[derive(Default)]
struct Envelope<'a> {
    url: Stated<'a>,
    final_url: Stated<'a>,
    status: Stated<'a>,
    content_type: Stated<'a>,
    content_encoding: Stated<'a>,
    fetched_at: Stated<'a>,
    body: Stated<'a>,
    text: Stated<'a>,
    encoding: Stated<'a>,
    traceparent: Stated<'a>,
    headers: Option<(usize, Result<http::Kept, Fault>)>,
}

/// The value of the best field that states a fact, and that field's rank.
#[derive(Default)]
struct Stated<'a>(Option<(usize, Scalar<'a>)>);

/// A value that can state a fact.
pub(super) enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    /// Null, a truth value, an object: nothing that states a fact.
    Nothing,
}

impl<'a> Stated<'a> {
    /// Takes the value, unless a better field has spoken. Of one field that stands twice the last counts, as in most
    /// parsers (RFC 8259 § 4 leaves it open). An empty string gives way to any field that says more.
    fn offer(&mut self, rank: usize, value: Scalar<'a>) {
        let says = |value: &Scalar<'_>| match value {
            Scalar::Nothing => 0,
            Scalar::Text(text) if text.trim().is_empty() => 1,
            Scalar::Text(_) | Scalar::Number(_) => 2,
        };
        let better = match &self.0 {
            None => true,
            Some((known_rank, known)) => match says(&value).cmp(&says(known)) {
                std::cmp::Ordering::Equal => rank <= *known_rank,
                order => order.is_gt(),
            },
        };
        if better && says(&value) > 0 {
            self.0 = Some((rank, value));
        }
    }

    /// The fact as text that isn't empty.
    fn text(&self) -> Option<Cow<'a, str>> {
        match &self.0 {
            Some((_, Scalar::Text(text))) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Some((_, Scalar::Number(number))) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// The fact as text, possibly empty, without copying it.
    fn body(self) -> Option<Cow<'a, str>> {
        match self.0 {
            Some((_, Scalar::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The fact as an instant.
    fn instant(&self) -> Option<jiff::Timestamp> {
        match &self.0 {
            Some((_, Scalar::Text(text))) => said::instant(text.trim()),
            Some((_, Scalar::Number(number))) => said::unix_time(*number),
            _ => None,
        }
    }
}

fn parse<'a>(value: &'a [u8], fields: &Fields) -> Result<Envelope<'a>, Fault> {
    read(Object::open(format::without_mark(value)), fields).map_err(|Broken| Fault::BadJson)
}

fn read<'a>(object: Result<Object<'a>, Broken>, fields: &Fields) -> Result<Envelope<'a>, Broken> {
    let mut object = object?;
    let mut envelope = Envelope::default();
    while let Some(name) = object.name()? {
        let Some((fact, rank)) = fields.fact(&name) else {
            object.value::<IgnoredAny>()?;
            continue;
        };
        let stated = match fact {
            Fact::Headers => {
                let http::Headers(kept) = object.value()?;
                if envelope.headers.as_ref().is_none_or(|(known, _)| rank <= *known) {
                    envelope.headers = Some((rank, kept));
                }
                continue;
            }
            Fact::Url => &mut envelope.url,
            Fact::FinalUrl => &mut envelope.final_url,
            Fact::Status => &mut envelope.status,
            Fact::ContentType => &mut envelope.content_type,
            Fact::ContentEncoding => &mut envelope.content_encoding,
            Fact::FetchedAt => &mut envelope.fetched_at,
            Fact::Body => &mut envelope.body,
            Fact::Text => &mut envelope.text,
            Fact::Encoding => &mut envelope.encoding,
            Fact::Traceparent => &mut envelope.traceparent,
        };
        stated.offer(rank, object.value()?);
    }
    Ok(envelope)
}

impl<'a> json::Value<'a> for Scalar<'a> {
    fn text(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

/// Reads one value: a string, a number, or the first of a list of them (some indexers make every field a list).
impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let first = list.next_element()?.unwrap_or(Scalar::Nothing);
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }
}
