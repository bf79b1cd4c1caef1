//! Markup to tree: html5ever's tokenizer and tree builder between two guards of ours.
//!
//! html5ever follows the standard, and the standard has quadratic corners: repeated attributes are looked for in all
//! before them, scopes are searched up the whole stack of open elements. [`feed`] cuts tags with more attributes than
//! any page needs before the tokenizer sees them; [`Guard`] stands between tokenizer and tree builder, lets no stack grow
//! past the depth cap and no tree past the node cap. With both the cost is linear in the page, at a constant the caps set.

mod sink;

use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::{NodeId, Tree};
use crate::desk::decode::Limits;
use sink::Sink;

/// The longest tag, in bytes, that is fed without counting its attributes first: two bytes make one, so it holds at most
/// half as many.
const TAG_BYTES_PLAIN: usize = 512;

/// The most attributes a tag keeps. The widest real tags have a few dozen.
const TAG_ATTRS_MAX: usize = 256;

/// How many start tags may pass between two looks at the stack.
const TAGS_BETWEEN_LOOKS: usize = 16;

/// [`Tree::parse`].
pub(super) fn build(markup: &str, limits: &Limits) -> Tree {
    let sink = Sink::new(limits, markup.len());
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(sink, options),
        depth_max: limits.depth_max,
        looked: Cell::new(0),
        full: Cell::new(false),
        dropped: Cell::new(0),
        raw: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    feed(&tokenizer, markup);
    tokenizer.end();
    tokenizer.sink.builder.sink.into_tree()
}

/// How much is fed at once, in bytes.
const PIECE_BYTES: usize = 1 << 16;

/// Feeds the markup, cutting the tail off tags with more than [`TAG_ATTRS_MAX`] attributes.
fn feed(tokenizer: &Tokenizer<Guard>, markup: &str) {
    let mut fed = 0;
    let mut at = 0;
    let bytes = markup.as_bytes();
    while let Some(tag) = next_long_tag(bytes, at) {
        // Whether this is a tag or a script's text is known once all before it has been read.
        push(tokenizer, markup.get(fed..tag).unwrap_or_default());
        fed = tag;
        at = tag + 1;
        if !tokenizer.sink.raw.get() {
            let (keep, end) = measure(bytes, tag);
            if keep < end {
                push(tokenizer, markup.get(fed..keep).unwrap_or_default());
                fed = end;
            }
            at = end;
        }
        if tokenizer.sink.builder.sink.is_full() {
            return;
        }
    }
    // In pieces, so that a page past the node cap is not tokenized to its end for nothing.
    let mut rest = markup.get(fed..).unwrap_or_default();
    while !rest.is_empty() && !tokenizer.sink.builder.sink.is_full() {
        let (piece, tail) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        push(tokenizer, piece);
        rest = tail;
    }
}

fn push(tokenizer: &Tokenizer<Guard>, markup: &str) {
    if markup.is_empty() {
        return;
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(markup));
    // It stops at the end of each script and at each charset declaration for those who care.
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
}

/// Where the next tag begins that does not end within [`TAG_BYTES_PLAIN`] bytes.
fn next_long_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', bytes.get(at..)?)?;
        let window = bytes.get(at + 1..).map(|rest| rest.get(..TAG_BYTES_PLAIN).unwrap_or(rest))?;
        let starts = window.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
        if starts && window.len() == TAG_BYTES_PLAIN && memchr::memchr(b'>', window).is_none() {
            return Some(at);
        }
        at += 1;
    }
}

/// Where to cut the tag that begins at `tag`, and where it ends (at its `>`): equal if it need not be cut.
/// Follows the tokenizer's attribute states (WHATWG HTML §13.2.5.32–39) closely enough to count no attribute too few.
fn measure(bytes: &[u8], tag: usize) -> (usize, usize) {
    let mut attrs = 0;
    let mut cut = None;
    let mut at = tag + 1;
    // The name, up to white space, a slash or the end.
    let mut between = false;
    let mut value = false;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'"' | b'\'' if value => {
                let Some(length) = bytes.get(at + 1..).and_then(|rest| memchr::memchr(byte, rest)) else {
                    at = bytes.len();
                    break;
                };
                at += length + 1;
                (value, between) = (false, true);
            }
            // White space after `=` still leads to the value; within an unquoted value it ends it.
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' if value => {
                let leads = matches!(bytes.get(at - 1), Some(b'=' | b' ' | b'\t' | b'\n' | b'\x0c' | b'\r'));
                (value, between) = (leads, !leads);
            }
            b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' => between = true,
            b'/' if !value => between = true,
            b'=' if !between && !value && attrs > 0 => value = true,
            b'=' if between && attrs > 0 && !value => {
                // `a =b` goes on with the attribute; a lone `=` begins a name. Both are followed as a value: the
                // latter at most hides one attribute, never a run of them.
                (value, between) = (true, false);
            }
            _ if between => {
                between = false;
                attrs += 1;
                if attrs > TAG_ATTRS_MAX && cut.is_none() {
                    cut = Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    let end = at.min(bytes.len());
    (cut.unwrap_or(end), end)
}

/// Counts the handles that the tree builder holds: the stack of open elements and the active formatting elements.
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// Between tokenizer and tree builder: keeps the stack of open elements within the depth cap.
///
/// Where the stack is full, start tags are dropped, and their end tags with them: what they hold hangs on the deepest
/// element instead. Text is never dropped.
struct Guard {
    builder: TreeBuilder<NodeId, Sink>,
    depth_max: usize,
    /// Start tags since the last look at the stack.
    looked: Cell<usize>,
    full: Cell<bool>,
    /// Start tags dropped whose end tags are still to come.
    dropped: Cell<usize>,
    /// Whether the tokenizer reads raw text (a script, a style, a title) up to its end tag.
    raw: Cell<bool>,
}

impl Guard {
    fn look(&self) {
        let count = Count(Cell::new(0));
        self.builder.trace_handles(&count);
        self.full.set(count.0.get() >= self.depth_max);
        self.looked.set(0);
    }

    /// Whether the tag goes to the tree builder.
    fn admits(&self, tag: &Tag) -> bool {
        match tag.kind {
            TagKind::StartTag => {
                self.looked.set(self.looked.get() + 1);
                if self.full.get() || self.looked.get() >= TAGS_BETWEEN_LOOKS {
                    self.look();
                }
                // Elements that hold raw text pass: dropped, their text would be read as the page's.
                let raw = matches!(
                    &*tag.name,
                    "script" | "style" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes"
                );
                let void =
                    matches!(&*tag.name, "br" | "img" | "hr" | "input" | "meta" | "link" | "wbr" | "area" | "source");
                if self.full.get() && !raw && !void {
                    self.dropped.set(self.dropped.get() + usize::from(!tag.self_closing));
                    return false;
                }
                true
            }
            TagKind::EndTag => {
                if self.raw.get() || self.dropped.get() == 0 {
                    return true;
                }
                self.dropped.set(self.dropped.get() - 1);
                false
            }
        }
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::ParseError(_) | Token::CommentToken(_) => return TokenSinkResult::Continue,
            Token::TagToken(_) if self.builder.sink.is_full() => return TokenSinkResult::Continue,
            Token::TagToken(tag) => {
                let admits = self.admits(tag);
                self.raw.set(false);
                if !admits {
                    return TokenSinkResult::Continue;
                }
            }
            _ => {}
        }
        let result = self.builder.process_token(token, line);
        if matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext) {
            self.raw.set(true);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
