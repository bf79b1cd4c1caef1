//! Markup to tokens, by the tokenizer's rules of WHATWG HTML §13.2.5.
//!
//! Texts and values are [spans](Span) of the markup: nothing is copied but what holds character references. Comments,
//! doctypes and instructions are passed over. Every byte is looked at a bounded number of times, whatever the page.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::super::Limits;
use super::known::hash;
use super::references;
use super::spelt::{ATTR_NAME_ENDS, TAG_NAME_ENDS, spelt};
use super::tag::Tag;
use super::{Arena, Attr, Key, Keys, Span};
use crate::desk::eights::first_of;

/// How many of a tag's attributes a name is looked for in before it counts as new: browsers look in all, which a tag of
/// thousands makes them pay for.
const TWICE_LOOKED: usize = 16;

/// A token.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    /// Text.
    Text(Text),
    /// A start tag; its attributes are the arena's newest.
    Start(Start),
    /// An end tag.
    End(Name),
    /// The page's end.
    Eof,
}

/// A stretch of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) span: Span,
    /// Whether it stands for itself: no character reference, no null.
    pub(super) plain: bool,
    /// Whether it is white space.
    pub(super) blank: bool,
}

/// An element's name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) tag: Tag,
    /// Tells most names apart that have no tag.
    pub(super) hash: u8,
    /// As the markup spells it.
    pub(super) span: Span,
}

impl Name {
    /// The name of an element that no tag spells.
    pub(super) fn none(tag: Tag) -> Self {
        Self { tag, hash: 0, span: Span::source(0, 0) }
    }
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) name: Name,
    /// The first of its attributes in the arena.
    pub(super) attrs: usize,
    /// How much of the arena's extra text there was before it.
    pub(super) extra: usize,
    pub(super) self_closing: bool,
    /// The keys of its attributes, of those that have one.
    pub(super) keys: Keys,
}

/// The place in the markup up to which it has been read.
pub(super) struct Tokens<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    attr_bytes_max: usize,
    pub(super) tag_attrs_max: usize,
    /// Whether a doctype has been met.
    pub(super) doctype: bool,
}

impl<'s> Tokens<'s> {
    pub(super) fn new(source: &'s str, limits: &Limits) -> Self {
        let (attr_bytes_max, tag_attrs_max) = (limits.attr_bytes_max, limits.tag_attrs_max);
        Self { source, bytes: source.as_bytes(), at: 0, attr_bytes_max, tag_attrs_max, doctype: false }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn rest(&self, at: usize) -> &'s [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The next token; `foreign`: whether SVG or MathML is open, where character data sections are text.
    pub(super) fn next(&mut self, arena: &mut Arena, foreign: bool) -> Token {
        loop {
            match self.byte(self.at) {
                None => return Token::Eof,
                Some(b'<') if self.opens_tag(self.at) => {}
                Some(_) => return Token::Text(self.text()),
            }
            match self.byte(self.at + 1) {
                Some(b'!') => self.declaration(foreign),
                Some(b'?') => self.skip_past(b'>', self.at + 2),
                Some(b'/') => match self.byte(self.at + 2) {
                    Some(byte) if byte.is_ascii_alphabetic() => return self.end_tag(arena),
                    _ => self.skip_past(b'>', self.at + 2),
                },
                _ => return self.start_tag(arena),
            }
        }
    }

    /// Whether `<` at this place is more than text.
    fn opens_tag(&self, at: usize) -> bool {
        match self.byte(at + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => self.byte(at + 2).is_some(),
            Some(byte) => byte.is_ascii_alphabetic(),
            None => false,
        }
    }

    fn text(&mut self) -> Text {
        let from = self.at;
        let mut plain = true;
        loop {
            match first_of([b'<', b'&', 0], self.rest(self.at)) {
                None => self.at = self.bytes.len(),
                Some(ahead) => {
                    self.at += ahead;
                    if self.byte(self.at) != Some(b'<') {
                        plain = false;
                        self.at += 1;
                        continue;
                    }
                    if !self.opens_tag(self.at) {
                        self.at += 1;
                        continue;
                    }
                }
            }
            let span = Span::source(from, self.at);
            let blank = plain && is_blank(self.bytes.get(from..self.at).unwrap_or_default());
            return Text { span, plain, blank };
        }
    }

    /// What begins with `<!`: a comment, a doctype, a character data section, or nonsense up to `>`.
    fn declaration(&mut self, foreign: bool) {
        let start = self.at + 2;
        let rest = self.rest(start);
        if rest.starts_with(b"--") {
            self.at = self.comment_end(start + 2);
            return;
        }
        if foreign && rest.starts_with(b"[CDATA[") {
            self.at = memchr::memmem::find(rest, b"]]>").map_or(self.bytes.len(), |ahead| start + ahead + 3);
            return;
        }
        self.doctype |= rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype"));
        self.skip_past(b'>', start);
    }

    /// Where the comment ends whose text begins here.
    fn comment_end(&self, from: usize) -> usize {
        let rest = self.rest(from);
        if rest.starts_with(b">") {
            return from + 1;
        }
        if rest.starts_with(b"->") {
            return from + 2;
        }
        let mut at = from;
        while let Some(ahead) = memchr::memchr(b'>', self.rest(at)) {
            at += ahead;
            let text = self.bytes.get(from..at).unwrap_or_default();
            at += 1;
            if text.ends_with(b"--") || text.ends_with(b"--!") {
                return at;
            }
        }
        self.bytes.len()
    }

    fn skip_past(&mut self, byte: u8, from: usize) {
        self.at = memchr::memchr(byte, self.rest(from)).map_or(self.bytes.len(), |ahead| from + ahead + 1);
    }

    /// The name that begins here.
    fn name(&mut self, from: usize) -> Name {
        let spelt = spelt(self.rest(from), TAG_NAME_ENDS);
        self.at = from + spelt.length;
        let tag = Tag::of(spelt.key);
        let [hash, _] = if tag == Tag::Other { hash(spelt.key).to_be_bytes() } else { [0, 0] };
        Name { tag, hash, span: Span::source(from, self.at) }
    }

    fn end_tag(&mut self, arena: &mut Arena) -> Token {
        let (attrs, extra) = (arena.attrs.len(), arena.extra.len());
        let name = self.name(self.at + 2);
        if self.byte(self.at) == Some(b'>') {
            self.at += 1;
            return Token::End(name);
        }
        // An end tag may have attributes, which mean nothing.
        let ended = self.attributes(arena, attrs).is_some();
        arena.forget(attrs, extra);
        if ended { Token::End(name) } else { Token::Eof }
    }

    fn start_tag(&mut self, arena: &mut Arena) -> Token {
        let (attrs, extra) = (arena.attrs.len(), arena.extra.len());
        let name = self.name(self.at + 1);
        if name.tag == Tag::Other {
            // The name of an element that has none of its own stands before its attributes.
            arena.keep_name(self.source, name.span);
        }
        match self.attributes(arena, arena.attrs.len()) {
            Some((self_closing, keys)) => Token::Start(Start { name, attrs, extra, self_closing, keys }),
            None => Token::Eof,
        }
    }

    /// Reads attributes up to the tag's end and keeps them: whether it closes itself, and their keys. Nothing where the page
    /// ends within the tag.
    fn attributes(&mut self, arena: &mut Arena, first: usize) -> Option<(bool, Keys)> {
        let (mut keys, mut hashes) = (Keys::default(), 0_u64);
        let most = first.saturating_add(self.tag_attrs_max);
        let mut at = self.at;
        loop {
            match self.bytes.get(at..)? {
                [b'>', ..] => {
                    self.at = at + 1;
                    return Some((false, keys));
                }
                [b'/', b'>', ..] => {
                    self.at = at + 2;
                    return Some((true, keys));
                }
                [byte, ..] if *byte == b'/' || is_space(*byte) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let name = self.attr_name(at)?;
            let (value, behind) = self.value(name.to)?;
            at = behind;
            // An attribute whose name is there already is left out. Hashes tell nearly all apart that have no key.
            let is_new = if name.key == Key::Other {
                let hash = 1 << (u32::from(name.hash) % u64::BITS);
                let may_be_twice = hashes & hash != 0;
                hashes |= hash;
                !may_be_twice || !self.is_twice(arena, first, name)
            } else {
                keys.add(name.key)
            };
            if is_new && arena.attrs.len() < most {
                self.keep(arena, name, value);
            }
        }
    }

    /// The name of the attribute that begins here.
    #[inline]
    fn attr_name(&self, from: usize) -> Option<AttrName> {
        let mut spelt = spelt(self.bytes.get(from..)?, ATTR_NAME_ENDS);
        if spelt.length == 0 {
            // Whatever the first byte is, it is the name's. What begins with `=` has no key.
            spelt = self::spelt(self.bytes.get(from + 1..)?, ATTR_NAME_ENDS);
            (spelt.length, spelt.key) = (spelt.length + 1, 0);
        }
        let to = from + spelt.length;
        let (key, hash) = (Key::of(spelt.key), hash(spelt.key));
        Some(AttrName { from, to, key, hash, may_have_upper: spelt.may_have_upper })
    }

    /// The value of the attribute whose name ends here, its quotes left out, and where what follows it begins. Nothing where the
    /// page ends before that.
    #[inline]
    fn value(&self, at: usize) -> Option<(Value, usize)> {
        // Nearly all stand in these quotes and for themselves.
        if let [b'=', b'"', rest @ ..] = self.bytes.get(at..)?
            && let Some(length) = first_of([b'"', b'&', 0], rest)
            && rest.get(length) == Some(&b'"')
        {
            let (from, to) = (at + 2, at + 2 + length);
            return Some((Value { from, to, plain: true }, to + 1));
        }
        self.odd_value(at)
    }

    /// The same of any value, or of none.
    #[cold]
    fn odd_value(&self, at: usize) -> Option<(Value, usize)> {
        let behind_space = self.past_space(at)?;
        if self.byte(behind_space) != Some(b'=') {
            return Some((Value { from: at, to: at, plain: true }, at));
        }
        let from = self.past_space(behind_space + 1)?;
        let (from, length, behind) = match self.rest(from) {
            [quote @ (b'"' | b'\''), spelt @ ..] => (from + 1, memchr::memchr(*quote, spelt)?, 1),
            spelt => (from, spelt.iter().position(|&byte| byte == b'>' || is_space(byte))?, 0),
        };
        let to = from + length;
        let plain = memchr::memchr2(b'&', 0, self.bytes.get(from..to)?).is_none();
        Some((Value { from, to, plain }, to + behind))
    }

    /// Where the white space ends that stands here; nothing where nothing else is left.
    fn past_space(&self, from: usize) -> Option<usize> {
        Some(from + self.rest(from).iter().position(|&byte| !is_space(byte))?)
    }

    /// Whether a tag has an attribute of this name already, which has no key.
    #[inline(never)]
    fn is_twice(&self, arena: &Arena, first: usize, name: AttrName) -> bool {
        let known = arena.attrs.get(first..).unwrap_or_default().iter().take(TWICE_LOOKED);
        let length = name.to - name.from;
        let mut alike = known.filter(|attr| attr.key == Key::Other && attr.name.range().len() == length);
        let spelt = self.bytes.get(name.from..name.to).unwrap_or_default();
        alike.any(|attr| arena.slice(self.source, attr.name).as_bytes().eq_ignore_ascii_case(spelt))
    }

    /// Keeps an attribute.
    fn keep(&self, arena: &mut Arena, name: AttrName, value: Value) {
        let as_it_is = value.plain && value.to - value.from <= self.attr_bytes_max;
        let key = name.key;
        let name = if name.may_have_upper { self.lowered(arena, name) } else { Span::source(name.from, name.to) };
        let value = if as_it_is { Span::source(value.from, value.to) } else { self.resolved(arena, value) };
        arena.attrs.push(Attr { name, value, key });
    }

    /// The name in lower case.
    #[cold]
    fn lowered(&self, arena: &mut Arena, name: AttrName) -> Span {
        let spelt = self.source.get(name.from..name.to).unwrap_or_default();
        if spelt.bytes().any(|byte| byte.is_ascii_uppercase()) {
            arena.keep_text(&spelt.to_ascii_lowercase())
        } else {
            Span::source(name.from, name.to)
        }
    }

    /// The value with its references resolved; one past the cap is empty.
    #[inline(never)]
    fn resolved(&self, arena: &mut Arena, value: Value) -> Span {
        if value.to - value.from > self.attr_bytes_max {
            return Span::source(0, 0);
        }
        let (from, raw) = (arena.extra.len(), self.source.get(value.from..value.to).unwrap_or_default());
        references::decode(raw, references::Place::Attribute, &mut arena.extra);
        Span::extra(from, arena.extra.len())
    }

    /// Reads text up to the end tag of the element it stands in, and past that tag. At the page's end the rest is text.
    pub(super) fn raw(&mut self, tag: Tag, arena: &mut Arena) -> Text {
        let from = self.at;
        let end = self.raw_end(tag);
        self.at = end;
        let text = self.bytes.get(from..end).unwrap_or_default();
        let plain = !tag.is(super::tag::class::RCDATA) || memchr::memchr(b'&', text).is_none();
        if end < self.bytes.len() {
            let (attrs, extra) = (arena.attrs.len(), arena.extra.len());
            self.at = end + 2 + tag.name().len();
            if self.attributes(arena, attrs).is_none() {
                self.at = self.bytes.len();
            }
            arena.forget(attrs, extra);
        }
        Text { span: Span::source(from, end), plain, blank: is_blank(text) }
    }

    /// Everything that is left, as text.
    pub(super) fn remainder(&mut self) -> Text {
        let span = Span::source(self.at, self.bytes.len());
        self.at = self.bytes.len();
        Text { span, plain: true, blank: false }
    }

    /// Where the end tag of an element begins that holds raw text; the page's end where there is none.
    fn raw_end(&self, tag: Tag) -> usize {
        let mut at = self.at;
        loop {
            let Some(end) = self.next_raw_end(tag, at) else { return self.bytes.len() };
            let before = self.bytes.get(at..end).unwrap_or_default();
            let comment = if tag == Tag::Script { COMMENT.find(before) } else { None };
            let Some(comment) = comment else { return end };
            match self.escaped_end(at + comment + 2) {
                Escaped::Script(end) => return end,
                Escaped::Comment(behind) => at = behind,
            }
        }
    }

    /// What comes first in a script behind the `<!` of `<!--`: the end of that comment, or of the script. Within
    /// `<!-- <script>` a script's end tag ends the inner one only (§13.2.5.15–31, "escaped", "double escaped").
    fn escaped_end(&self, from: usize) -> Escaped {
        let mut at = from;
        let mut double = false;
        while let Some(ahead) = memchr::memchr2(b'<', b'>', self.rest(at)) {
            at += ahead + 1;
            if self.byte(at - 1) == Some(b'>') {
                if at >= from + 3 && self.bytes.get(at - 3..at - 1) == Some(b"--") {
                    return Escaped::Comment(at);
                }
                continue;
            }
            let ends = self.byte(at) == Some(b'/');
            let rest = self.rest(at + usize::from(ends));
            if named(rest, b"script") {
                match (ends, double) {
                    (true, false) => return Escaped::Script(at - 1),
                    (ends, _) => double = !ends,
                }
            }
        }
        Escaped::Script(self.bytes.len())
    }

    fn next_raw_end(&self, tag: Tag, from: usize) -> Option<usize> {
        let name = tag.name().as_bytes();
        let mut at = from;
        loop {
            at += END_TAG.find(self.rest(at))?;
            if named(self.rest(at + 2), name) {
                return Some(at);
            }
            at += 2;
        }
    }
}

/// What an end tag begins with, and a comment.
static END_TAG: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("</"));
static COMMENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("<!--"));

/// An attribute's name as the markup spells it, from one place to another.
#[derive(Clone, Copy)]
struct AttrName {
    from: usize,
    to: usize,
    key: Key,
    /// Tells most names apart that have no key.
    hash: u16,
    /// Whether letters in it may be capitals.
    may_have_upper: bool,
}

/// An attribute's value as the markup spells it, from one place to another.
#[derive(Clone, Copy)]
struct Value {
    from: usize,
    to: usize,
    /// Whether it stands for itself: no character reference, no null.
    plain: bool,
}

/// What ends an escaped stretch of a script.
enum Escaped {
    /// The script ends here.
    Script(usize),
    /// The comment ends here, and the script goes on.
    Comment(usize),
}

/// Whether a tag of this name begins with these bytes.
fn named(bytes: &[u8], name: &[u8]) -> bool {
    bytes.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
        && bytes.get(name.len()).is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
}

/// White space of markup (§13.2.5: tab, line feed, form feed, carriage return, space).
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// Whether a text is white space.
fn is_blank(text: &[u8]) -> bool {
    // All of eight are asked, whatever those before say: so processors ask them at once.
    let (eights, rest) = text.as_chunks::<8>();
    let is_control = |byte: u8| (byte != 0x0b) & (byte.wrapping_sub(b'\t') <= b'\r' - b'\t');
    let is_blank = |eight: &[u8; 8]| eight.iter().fold(true, |all, &byte| all & ((byte == b' ') | is_control(byte)));
    eights.iter().all(is_blank) && rest.iter().copied().all(is_space)
}
