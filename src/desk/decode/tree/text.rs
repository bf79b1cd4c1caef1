//! The visible text of a node.

use super::{Arena, Key, Keys, NodeId, Span, Step, Tag, Tree, class};

/// How many nodes behind a reading its bracket is looked for. Set by hand: each character of a word may have a reading of its own.
const RUBY_SIBLINGS_MAX: usize = 8;

impl Tree {
    /// What a reader sees of the node: white space collapsed to single spaces, a line break where a block begins or ends
    /// and at `<br>`, nothing of what is [hidden](Self::is_hidden). Trimmed, no empty lines.
    pub fn text(&self, id: NodeId) -> String {
        let mut out = String::new();
        let mut walk = self.walk(id);
        let mut glue = Glue::default();
        while let Some(step) = walk.next() {
            match step {
                Step::Text(node) => glue.push(&mut out, self.text_node(node).unwrap_or_default()),
                Step::Enter(node) => {
                    if node != id && self.is_hidden(node) {
                        walk.skip_subtree(node);
                    } else if self.is(node, Tag::Br) || self.is_block(node) {
                        glue.line = true;
                    } else if self.tag(node).is(class::CELL) {
                        glue.space = true;
                    }
                }
                Step::Leave(node) => {
                    if self.is_block(node) {
                        glue.line = true;
                    } else if self.tag(node).is(class::CELL) {
                        glue.space = true;
                    }
                }
            }
        }
        out
    }

    /// [`text`](Self::text) on one line.
    pub fn line(&self, id: NodeId) -> String {
        self.text(id).replace('\n', " ")
    }

    /// Whether readers never see the element: scripts, styles, templates, `noscript`, media fallbacks, the `hidden`
    /// attribute, `display:none` or `visibility:hidden` in its own `style`, `aria-hidden="true"`. The `<head>`'s parts count as hidden; stylesheets
    /// are not read.
    pub fn is_hidden(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| node.hidden)
    }

    /// Whether the element says how the characters before it are read (`<rt>`), in small letters that no brackets set apart
    /// (`<rp>`): run together with the text they would be other words (WHATWG HTML §4.5.12).
    pub fn is_reading(&self, id: NodeId) -> bool {
        if self.tag(id) != Tag::Rt {
            return false;
        }
        // White space and other readings may stand between it and its bracket.
        let mut next = self.next_sibling(id);
        for _ in 0..RUBY_SIBLINGS_MAX {
            match next {
                Some(sibling) if self.tag(sibling) == Tag::Rp => return false,
                Some(sibling) => next = self.next_sibling(sibling),
                None => return true,
            }
        }
        true
    }

    /// Whether the element begins and ends a line by HTML's default style sheet (WHATWG HTML §15.3).
    pub fn is_block(&self, id: NodeId) -> bool {
        self.tag(id).is(class::BLOCK)
    }
}

/// The attributes that can hide an element.
pub(super) const HIDING: Keys = Keys::of(&[Key::Hidden, Key::AriaHidden, Key::Style]);

impl Arena {
    /// Whether an element's attributes hide it.
    pub(super) fn hides(&self, source: &str, tag: Tag, attrs: Span) -> bool {
        let attrs = |keys| self.keyed(source, tag, attrs, keys);
        attrs(HIDING).any(|(key, value)| match key {
            // React streams the page's parts as `<div hidden id="S:1">` and has a script move them into place.
            Key::Hidden => {
                let is_streamed = attrs(Keys::of(&[Key::Id])).next().is_some_and(|(_, id)| id.trim().starts_with("S:"));
                !value.eq_ignore_ascii_case("until-found") && !is_streamed
            }
            // It hides from screen readers only, which closed menus and dialogs do as well; running text marked so is
            // there to be read.
            Key::AriaHidden => {
                value.eq_ignore_ascii_case("true") && !matches!(tag, Tag::P | Tag::Article | Tag::Main | Tag::Section)
            }
            Key::Style => style_hides(value),
            _ => false,
        })
    }
}

/// Whether an inline style hides the element.
fn style_hides(style: &str) -> bool {
    // Both properties have it in their names, and few others do.
    if memchr::memchr2(b'y', b'Y', style.as_bytes()).is_none() {
        return false;
    }
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let value = value.trim().split('!').next().unwrap_or_default().trim();
        let property = property.trim();
        property.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none")
            || property.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden")
    })
}

/// What stands between the text written and the text to come.
#[derive(Default)]
struct Glue {
    space: bool,
    line: bool,
}

impl Glue {
    /// Appends text with its white space collapsed, after what is owed.
    fn push(&mut self, out: &mut String, text: &str) {
        self.space |= text.starts_with(is_space);
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                if self.line {
                    out.push('\n');
                } else if self.space {
                    out.push(' ');
                }
            }
            (self.line, self.space) = (false, true);
            out.push_str(word);
        }
        if !text.is_empty() {
            self.space = text.ends_with(is_space) || (self.space && text.trim_matches(is_space).is_empty());
        }
    }
}

/// White space that collapses; the no-break spaces are a page's own doing, but nobody means two of them.
fn is_space(c: char) -> bool {
    c.is_whitespace()
}
