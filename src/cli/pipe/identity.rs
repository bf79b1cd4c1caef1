//! The `id` of a line, read without the rest of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The line's own `id`, given back as it came: the first, should it have several. Null where it has none, or breaks
/// off before it. What stands behind it is not looked at.
pub fn of(line: &[u8]) -> Value {
    let mut id = Value::Null;
    // The object is left in its middle, which is an error to the parser and none to us.
    let _ = Id(&mut id).deserialize(&mut serde_json::Deserializer::from_slice(line));
    id
}

struct Id<'i>(&'i mut Value);

impl<'de> DeserializeSeed<'de> for Id<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, line: D) -> Result<(), D::Error> {
        line.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Id<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut line: M) -> Result<(), M::Error> {
        while let Some(key) = line.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == "id" {
                *self.0 = line.next_value()?;
                break;
            }
            line.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn an_id_of_any_kind_is_given_back() {
        assert_eq!(of(br#"{"html":"<p>","id":"a\u00e9"}"#), json!("aé"));
        assert_eq!(of(br#"{"id":7}"#), json!(7));
        assert_eq!(of(br#"{"id":[1],"html":"#), json!([1]));
        assert_eq!(of(br#"{"html":"#), json!(null));
        assert_eq!(of(br#"{"url":"x"}"#), json!(null));
        assert_eq!(of(b"no json"), json!(null));
    }
}
