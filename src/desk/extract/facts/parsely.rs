//! Parse.ly's page metadata: a `<meta name="parsely-page">` whose content is a JSON object, as its older plugins write it.
//! Newer ones state each of its values in a meta of its own; what the object says is taken as if they had.

use serde_json::{Map, Value};

use super::{
    CANDIDATES_MAX,
    scan::{Meta, Scan},
};

/// The object's names, and the metas' that state the same.
const NAMES: &[(&str, &str)] = &[
    ("title", "parsely-title"),
    ("author", "parsely-author"),
    ("authors", "parsely-author"),
    ("pub_date", "parsely-pub-date"),
    ("section", "parsely-section"),
    ("tags", "parsely-tags"),
    ("post_id", "parsely-post-id"),
];

/// The metas that the page's object stands for; none where it has none, or a broken one.
pub(super) fn metas(scan: &Scan<'_>) -> Vec<Meta> {
    let mut objects = scan.metas("parsely-page").filter_map(|raw| serde_json::from_str::<Map<String, Value>>(raw).ok());
    let Some(object) = objects.next() else { return Vec::new() };
    let mut metas: Vec<Meta> = Vec::new();
    for (key, name) in NAMES {
        let value = object.get(*key);
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let texts = value.into_iter().chain(list.iter().take(CANDIDATES_MAX)).filter_map(Value::as_str);
        for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
            if !metas.iter().any(|meta| meta.name == *name && meta.content == text) {
                metas.push(Meta { name: (*name).to_owned(), content: text.to_owned() });
            }
        }
    }
    metas
}
