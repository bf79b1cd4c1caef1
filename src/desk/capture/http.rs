//! The page's HTTP response headers as crawlers write them in JSON: an object of strings or lists of strings, or a list
//! of pairs.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Fault, json};

/// The HTTP response headers that a capture keeps: what says how to read the page, and what the article's facts may
/// come from. Cookies and the rest end here.
pub const HTTP_HEADERS_KEPT: &[&str] = &[
    "content-encoding",
    "content-language",
    "content-location",
    "content-type",
    "date",
    "last-modified",
    "link",
    "x-robots-tag",
];

/// The kept headers, names in lower case, in their order.
pub(super) type Kept = Vec<(String, String)>;

/// Reads headers from JSON of their own.
pub(super) fn headers(json: &str) -> Result<Kept, Fault> {
    let mut parser = serde_json::Deserializer::from_str(json);
    let Headers(kept) = Headers::deserialize(&mut parser).map_err(|_| Fault::BadHttpHeaders)?;
    parser.end().map_err(|_| Fault::BadHttpHeaders)?;
    kept
}

/// The last header of that name that says something.
pub(super) fn last(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().rev().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.clone())
}

/// Answers the same for every plain value of these types.
macro_rules! otherwise {
    ($answer:expr => $($visit:ident($type:ty)),+) => {
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok($answer)
        })+
    };
}

/// Reads headers where they stand in a larger document. Null is none; what can't be headers is a fault, which leaves
/// the document readable.
pub(super) struct Headers(pub(super) Result<Kept, Fault>);

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Self)
    }
}

impl json::Value<'_> for Headers {
    fn text(_: Cow<'_, str>) -> Self {
        Self(Err(Fault::BadHttpHeaders))
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Result<Kept, Fault>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HTTP headers")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Ok(Kept::new()))
    }

    otherwise!(Err(Fault::BadHttpHeaders) => visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut kept = Kept::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            map.next_value_seed(Values { name: known(&name), kept: &mut kept })?;
        }
        Ok(Ok(kept))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut kept, mut broken) = (Kept::new(), false);
        while let Some(is_pair) = list.next_element_seed(Pair(&mut kept))? {
            broken |= !is_pair;
        }
        Ok(if broken { Err(Fault::BadHttpHeaders) } else { Ok(kept) })
    }
}

/// The kept header of this name, however it is spelt.
fn known(name: &str) -> Option<&'static str> {
    HTTP_HEADERS_KEPT.iter().copied().find(|known| known.eq_ignore_ascii_case(name.trim()))
}

/// Reads `[name, value]`; says whether it was that.
struct Pair<'k>(&'k mut Kept);

impl<'de> DeserializeSeed<'de> for Pair<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Pair<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pair of a header's name and its value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let mut name = Vec::new();
        let Some(()) = list.next_element_seed(Values { name: Some(""), kept: &mut name })? else { return Ok(false) };
        let name = name.first().and_then(|(_, name)| known(name));
        let values = list.next_element_seed(Values { name, kept: self.0 })?;
        let rest = list.next_element::<IgnoredAny>()?;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(values.is_some() && rest.is_none())
    }

    otherwise!(false => visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}

/// Reads one header's value, or its several, and keeps them where the header has a name. Values that are no text and
/// no number are passed over.
struct Values<'k> {
    name: Option<&'static str>,
    kept: &'k mut Kept,
}

impl Values<'_> {
    fn keep(&mut self, value: &str) {
        if let Some(name) = self.name {
            self.kept.push((name.to_owned(), value.trim().to_owned()));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Values<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a header's value")
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.keep(value);
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.keep(&value.to_string());
        Ok(())
    }

    otherwise!(() => visit_bool(bool), visit_i64(i64), visit_f64(f64));

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Values { name: self.name, kept: &mut *self.kept })?.is_some() {}
        Ok(())
    }
}
