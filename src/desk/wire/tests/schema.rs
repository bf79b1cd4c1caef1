//! As much of JSON Schema 2020-12 as the shipped schemas use; a keyword it doesn't know is a failure, not a pass.

use serde_json::Value;

use crate::desk::wire::Outgoing;

/// A schema of `config/schema/`.
pub(super) fn load(name: &str) -> Value {
    let path = format!("{}/config/schema/{name}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "the test reads the file that is shipped")]
    let text = std::fs::read_to_string(&path).expect(&path);
    serde_json::from_str(&text).expect(&path)
}

/// Checks a record's value, and that its header names this schema.
pub(super) fn check(schema: &Value, record: &Outgoing) {
    let named = record.headers.iter().find(|(name, _)| name == "ce_dataschema").and_then(|(_, value)| value.as_deref());
    assert_eq!(named, schema["$id"].as_str().map(str::as_bytes));
    check_value(schema, &serde_json::from_slice(record.value.as_ref().unwrap()).unwrap());
}

/// Checks a value.
pub(super) fn check_value(schema: &Value, value: &Value) {
    assert_eq!(faults(schema, value, "$"), Vec::<String>::new(), "{value:#}");
}

fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut hold = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{at}: {what}"));
        }
    };
    for (keyword, rule) in schema.as_object().unwrap() {
        match keyword.as_str() {
            // The first four say nothing of a value; the others are looked at below.
            "$schema" | "$id" | "title" | "description" | "properties" | "additionalProperties" | "items" => {}
            "type" => hold(
                match rule.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    other => panic!("unknown type {other}"),
                },
                "type",
            ),
            "required" => {
                for name in rule.as_array().unwrap() {
                    hold(value.get(name.as_str().unwrap()).is_some(), &format!("{name} is missing"));
                }
            }
            "enum" => hold(rule.as_array().unwrap().contains(value), "enum"),
            "pattern" => {
                let pattern = regex::Regex::new(rule.as_str().unwrap()).unwrap();
                hold(value.as_str().is_none_or(|text| pattern.is_match(text)), "pattern");
            }
            "minLength" => hold(value.as_str().is_none_or(|text| text.len() as u64 >= rule.as_u64().unwrap()), keyword),
            "minimum" => hold(value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()), keyword),
            "maximum" => hold(value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()), keyword),
            other => panic!("unknown keyword {other}"),
        }
    }
    for (name, field) in value.as_object().into_iter().flatten() {
        let rule = schema.get("properties").and_then(|rules| rules.get(name)).or(schema.get("additionalProperties"));
        match rule {
            // What a root lets through unseen, no sample may use.
            None | Some(Value::Bool(_)) => faults.push(format!("{at}.{name}: not in the schema")),
            Some(rule) => faults.extend(self::faults(rule, field, &format!("{at}.{name}"))),
        }
    }
    for (item, index) in value.as_array().into_iter().flatten().zip(0..) {
        faults.extend(self::faults(&schema["items"], item, &format!("{at}[{index}]")));
    }
    faults
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let schema = load("link.v1.json");
    let found = faults(&schema, &serde_json::json!({"id": "ABC", "verdict": "new", "extra": 1, "version": 0}), "$");
    for part in ["$.id: pattern", "$.verdict: enum", "$.extra: not", "$.version: minimum", "\"url\" is missing"] {
        assert!(found.iter().any(|fault| fault.contains(part)), "{part} not in {found:?}");
    }
}
