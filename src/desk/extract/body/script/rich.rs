//! Rich text as editors store it: an array of blocks with children, written out as the markup that it stands for.
//!
//! Editors agree on little more than this: a block is an object with a kind (`type`, `_type`, `nodeType`, `tagName`),
//! children in an array, and text in a string; what has text alone within a block is a stretch of its line. Portable
//! Text, ProseMirror, Lexical, Slate, Contentful and Arc's ANS are of that make; Editor.js and Gutenberg keep a block's text
//! in an object of its data.

use serde_json::{Map, Value};

/// Names of the array that holds a block's parts.
const CHILDREN: &[&str] = &["children", "content", "nodes", "items", "content_elements"];

/// Names of a string that is text, and of one that may be markup.
const TEXT: &[&str] = &["text", "value", "data"];
const MARKUP: &[&str] = &["content", "html"];

/// Names of the object that holds a block's text, where the block itself holds none.
const HELD: &[&str] = &["data", "attributes"];

/// Names under which an object tells of its kind.
const KIND: &[&str] = &["type", "_type", "nodeType", "tagName", "tag", "name"];

/// What has one of these is another story, not a block of this one.
const FOREIGN: &[&str] = &["headline", "title", "slug"];

/// How deep children may nest: lists in lists in boxes.
const DEPTH_MAX: usize = 16;

/// The markup of an array of blocks; `None` where it holds none.
pub(super) fn markup(items: &[Value]) -> Option<String> {
    let mut out = String::new();
    for item in items {
        if let Value::Object(object) = item {
            block(object, &mut out);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A block of the outermost array: a paragraph, whatever it is called, unless its kind says better.
fn block(object: &Map<String, Value>, out: &mut String) {
    if FOREIGN.iter().any(|key| object.contains_key(*key)) {
        return;
    }
    let mut inner = String::new();
    inside(object, &mut inner, 0);
    if inner.trim().is_empty() {
        return;
    }
    let name = element(kind(object)).unwrap_or("p");
    // Markup that brings its own blocks is one no more.
    if inner.contains("<p>") || inner.contains("<p ") {
        out.push_str(&inner);
    } else {
        out.push_str(&format!("<{name}>{inner}</{name}>\n"));
    }
}

/// What stands within an object: its children, else its text.
fn inside(object: &Map<String, Value>, out: &mut String, depth: usize) {
    if depth > DEPTH_MAX {
        return;
    }
    let children = CHILDREN.iter().find_map(|key| object.get(*key)?.as_array());
    for child in children.into_iter().flatten() {
        let Value::Object(child) = child else { continue };
        match element(kind(child)) {
            Some(name) => {
                out.push_str(&format!("<{name}>"));
                inside(child, out, depth + 1);
                out.push_str(&format!("</{name}>\n"));
            }
            None => inside(child, out, depth + 1),
        }
    }
    if children.is_some() {
        return;
    }
    if let Some(text) = TEXT.iter().find_map(|key| object.get(*key)?.as_str()) {
        out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
    } else if let Some(markup) = MARKUP.iter().find_map(|key| object.get(*key)?.as_str()) {
        out.push_str(markup);
    } else if let Some(held) = HELD.iter().find_map(|key| object.get(*key)?.as_object()) {
        inside(held, out, depth + 1);
    }
}

fn kind(object: &Map<String, Value>) -> &str {
    KIND.iter().find_map(|key| object.get(*key)?.as_str()).unwrap_or_default()
}

/// The element that a kind of block is; `None` for parts of a line and what nobody knows.
fn element(kind: &str) -> Option<&'static str> {
    let kind = kind.to_ascii_lowercase();
    Some(match kind.as_str() {
        "p" | "paragraph" => "p",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "heading" | "header" | "subhead" => "h3",
        "ul" | "ol" | "list" | "bulletlist" | "bullet_list" | "orderedlist" | "ordered_list" | "unordered-list" => "ul",
        "li" | "listitem" | "list_item" | "list-item" => "li",
        "blockquote" | "quote" | "pullquote" => "blockquote",
        "figure" | "image" | "figcaption" | "caption" => "figcaption",
        _ => return None,
    })
}
