//! The `id` of a line, read without building the rest of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The line's own `id`, given back as it came; null where it has none or is no JSON object.
pub fn of(line: &[u8]) -> Value {
    Id.deserialize(&mut serde_json::Deserializer::from_slice(line)).unwrap_or_default()
}

struct Id;

impl<'de> DeserializeSeed<'de> for Id {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, line: D) -> Result<Value, D::Error> {
        line.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Id {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut line: M) -> Result<Value, M::Error> {
        let mut id = Value::Null;
        while let Some(key) = line.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == "id" {
                id = line.next_value()?;
            } else {
                line.next_value::<IgnoredAny>()?;
            }
        }
        Ok(id)
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
        assert_eq!(of(br#"{"url":"x"}"#), json!(null));
        assert_eq!(of(b"no json"), json!(null));
    }
}
