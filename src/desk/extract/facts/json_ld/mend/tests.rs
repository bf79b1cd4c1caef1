use proptest::prelude::*;
use serde_json::json;

use super::*;

fn check(raw: &str, expect: &[Value]) {
    assert_eq!(values(raw), expect, "{raw}");
}

#[test]
fn wrappers_and_comments_are_dropped() {
    let one = [json!({"a": 1})];
    check("<!-- {\"a\": 1} -->", &one);
    check("<![CDATA[\n{\"a\": 1}\n]]>", &one);
    check("//<![CDATA[\n{\"a\": 1}\n//]]>", &one);
    check("//<![CDATA[ {\"a\": 1} //]]>", &one);
    check("/* <![CDATA[ */ {\"a\": /* one */ 1} /* ]]> */", &one);
    check("{ // the first\n \"a\": 1 };", &one);
    check("window.ld = {\"a\": 1};", &one);
}

#[test]
fn several_values_in_a_row_are_all_read() {
    check("{\"a\": 1}\n{\"b\": [2]}, {\"c\": 3};", &[json!({"a": 1}), json!({"b": [2]}), json!({"c": 3})]);
}

#[test]
fn commas_too_many_and_too_few() {
    check("{\"a\": [1, 2,], \"b\": 3,,}", &[json!({"a": [1, 2], "b": 3})]);
    check("{\"a\": \"x\"\n \"b\": \"y\"}", &[json!({"a": "x", "b": "y"})]);
    check("[{\"a\": 1} {\"b\": 2}]", &[json!([{"a": 1}, {"b": 2}])]);
    check("{\"a\": , \"b\": }", &[json!({"a": null, "b": null})]);
}

#[test]
fn strings_with_raw_breaks_and_quotation_marks() {
    check("{\"a\": \"one\ntwo\tthree\"}", &[json!({"a": "one two three"})]);
    check("{\"a\": \"\"No\", he said\", \"b\": 1,}", &[json!({"a": "\"No\", he said", "b": 1})]);
    check("{\"a\": \"She said \"yes\"\", \"b\": \"\",}", &[json!({"a": "She said \"yes\"", "b": ""})]);
    check("{'a': 'it is \"it\"', b: c1,}", &[json!({"a": "it is \"it\"", "b": "c1"})]);
}

#[test]
fn escapes_that_json_does_not_know() {
    check("{\"a\": \"it\\'s \\x 50\\% \\u00e9 \\u12\",}", &[json!({"a": "it's x 50% é 12"})]);
    check("{\"a\": \"\\ud83d\\ude00 \\ud83d!\"}", &[json!({"a": "😀 \u{FFFD}!"})]);
}

#[test]
fn a_block_escaped_for_html_is_decoded() {
    check("{&quot;a&quot;: &quot;b&quot;}", &[json!({"a": "b"})]);
}

#[test]
fn an_end_cut_off_is_closed() {
    check("{\"a\": \"b\", \"c\": [1, {\"d\": \"e", &[json!({"a": "b", "c": [1, {"d": "e"}]})]);
    check("{\"a\": \"b\", \"c\":", &[json!({"a": "b", "c": null})]);
}

#[test]
fn nesting_is_capped_and_costs_no_stack() {
    let deep = "[".repeat(200_000);
    assert!(values(&deep).len() <= 1);
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(values(&deep).len() <= 1);
}

#[test]
fn what_is_no_json_gives_nothing() {
    for raw in ["", "null null", "article", "<p>One</p>", "}{", ":::"] {
        assert!(values(raw).iter().all(|value| value.is_null() || value == &json!({})), "{raw}");
    }
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    // Quadratic work on any of these would take minutes.
    for unit in ["// ", "/*", "\" ", "\",", "<![CDATA[", "{\"", "\\u", "'", "[,", "//\r"] {
        values(&format!("{{{}", unit.repeat(400_000)));
        values(&unit.repeat(400_000));
    }
}

proptest! {
    #[test]
    fn no_text_panics(raw in "\\PC{0,300}") {
        values(&raw);
    }

    #[test]
    fn no_json_like_text_panics(raw in "[\\[\\]{}\",:'/*\\\\nu0-9a \n<!-]{0,200}") {
        values(&raw);
    }

    #[test]
    fn no_bytes_panic(raw in proptest::collection::vec(any::<u8>(), 0..300)) {
        values(&String::from_utf8_lossy(&raw));
    }

    #[test]
    fn sound_json_is_left_alone(texts in proptest::collection::vec("\\PC{0,40}", 0..5)) {
        let value = json!({"a": texts});
        prop_assert_eq!(values(&value.to_string()), vec![value]);
    }
}
