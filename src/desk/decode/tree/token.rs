//! Markup to tokens, by the tokenizer's rules of WHATWG HTML §13.2.5.
//!
//! Texts and values are [spans](Span) of the markup: nothing is copied but what holds character references. Comments,
//! doctypes and instructions are passed over. Every byte is looked at a bounded number of times, whatever the page.

use super::super::Limits;
use super::known::hash;
use super::references;
use super::tag::{PACKED_MAX, Tag};
use super::{Arena, Attr, Key, Keys, Span};
use crate::desk::eights::{each, first_of};

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
    /// Whether it has an attribute that can hide it.
    pub(super) may_hide: bool,
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
        let rest = self.rest(from);
        let spelt = spelt(rest, &TAG_NAME);
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
            Some((self_closing, may_hide)) => Token::Start(Start { name, attrs, extra, self_closing, may_hide }),
            None => Token::Eof,
        }
    }

    /// Reads attributes up to the tag's end and keeps them: whether it closes itself, and whether one may hide it.
    /// Nothing where the page ends within the tag.
    fn attributes(&mut self, arena: &mut Arena, first: usize) -> Option<(bool, bool)> {
        let (mut may_hide, mut keys) = (false, Keys::default());
        let mut at = self.at;
        loop {
            let byte = self.byte(at)?;
            let closes = byte == b'/' && self.byte(at + 1)? == b'>';
            if byte == b'>' || closes {
                self.at = at + 1 + usize::from(closes);
                return Some((closes, may_hide));
            }
            if is_space(byte) || byte == b'/' {
                at += 1;
                continue;
            }
            let name = self.attr_name(at)?;
            let (value, behind) = self.value(name.to)?;
            at = behind;
            may_hide |= matches!(name.key, Key::Hidden | Key::Style | Key::AriaHidden);
            // An attribute whose name is there already is left out.
            let is_new = keys.add(name.key) || name.key == Key::Other && !self.is_twice(arena, first, name);
            if is_new && arena.attrs.len() < first.saturating_add(self.tag_attrs_max) {
                self.keep(arena, name, value);
            }
        }
    }

    /// The name of the attribute that begins here.
    fn attr_name(&self, from: usize) -> Option<AttrName> {
        let mut spelt = spelt(self.rest(from), &ATTR_NAME);
        if spelt.length == 0 {
            // Whatever the first byte is, it is the name's. What begins with `=` has no key.
            spelt = self::spelt(self.rest(from + 1), &ATTR_NAME);
            (spelt.length, spelt.key) = (spelt.length + 1, 0);
        }
        let to = from + spelt.length;
        // A name that the page's end cuts off is none.
        self.byte(to)?;
        Some(AttrName { from, to, key: Key::of(spelt.key), has_upper: spelt.has_upper })
    }

    /// The value of the attribute whose name ends here, its quotes left out, and where what follows it begins.
    fn value(&self, at: usize) -> Option<(Value, usize)> {
        match self.rest(at) {
            [b'=', quote @ (b'"' | b'\''), ..] => self.quoted(*quote, at + 2),
            _ => self.odd_value(at),
        }
    }

    /// The value up to this quote.
    fn quoted(&self, quote: u8, from: usize) -> Option<(Value, usize)> {
        let rest = self.rest(from);
        let mut length = first_of([quote, b'&', 0], rest)?;
        let plain = rest.get(length) == Some(&quote);
        if !plain {
            length += memchr::memchr(quote, rest.get(length..)?)?;
        }
        let to = from + length;
        Some((Value { from, to, plain }, to + 1))
    }

    /// A value that doesn't follow its name at once, that has no quotes, or that there isn't.
    #[cold]
    fn odd_value(&self, at: usize) -> Option<(Value, usize)> {
        let behind_space = self.past_space(at)?;
        if self.byte(behind_space) != Some(b'=') {
            return Some((Value { from: at, to: at, plain: true }, at));
        }
        let from = self.past_space(behind_space + 1)?;
        if let Some(quote @ (b'"' | b'\'')) = self.byte(from) {
            return self.quoted(quote, from + 1);
        }
        let spelt = self.rest(from);
        let length = spelt.iter().position(|&byte| byte == b'>' || is_space(byte))?;
        let plain = !spelt.iter().take(length).any(|&byte| byte == b'&' || byte == 0);
        let to = from + length;
        Some((Value { from, to, plain }, to))
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
        let name = if name.has_upper { self.lowered(arena, name) } else { Span::source(name.from, name.to) };
        let value = if as_it_is { Span::source(value.from, value.to) } else { self.resolved(arena, value) };
        arena.attrs.push(Attr { name, value, key });
    }

    /// The name in lower case.
    #[cold]
    fn lowered(&self, arena: &mut Arena, name: AttrName) -> Span {
        arena.keep_text(&self.source.get(name.from..name.to).unwrap_or_default().to_ascii_lowercase())
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
            match memchr::memmem::find(before, b"<!--") {
                Some(comment) if tag == Tag::Script => match self.escaped_end(at + comment + 2) {
                    Escaped::Script(end) => return end,
                    Escaped::Comment(behind) => at = behind,
                },
                _ => return end,
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
            at += memchr::memmem::find(self.rest(at), b"</")?;
            if named(self.rest(at + 2), name) {
                return Some(at);
            }
            at += 2;
        }
    }
}

/// An attribute's name as the markup spells it, from one place to another.
#[derive(Clone, Copy)]
struct AttrName {
    from: usize,
    to: usize,
    key: Key,
    has_upper: bool,
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

/// What a name is as the markup spells it.
struct Spelt {
    /// How many bytes it has.
    length: usize,
    /// It in lower case as [`pack`](super::tag::pack) packs it.
    key: u128,
    has_upper: bool,
}

/// The name that a text begins with, by a table of what is in names.
#[inline]
fn spelt(text: &[u8], table: &[u8; 256]) -> Spelt {
    // Nearly all names are of seven bytes or fewer, which are looked at together: so the end of one is found without a
    // guess at its length.
    if let Some(eight) = text.first_chunk()
        && let Some(spelt) = spelt_near(u64::from_le_bytes(*eight))
        && text.get(spelt.length).is_some_and(|&byte| table.get(usize::from(byte)) == Some(&0))
    {
        return spelt;
    }
    spelt_far(text, table)
}

/// The same of any name, a byte after the other.
#[inline(never)]
fn spelt_far(text: &[u8], table: &[u8; 256]) -> Spelt {
    let mut spelt = Spelt { length: 0, key: 0, has_upper: false };
    for &byte in text {
        let Some(&lower @ 1..) = table.get(usize::from(byte)) else { break };
        spelt.length += 1;
        spelt.key = spelt.key << 8 | u128::from(lower);
        spelt.has_upper |= byte.is_ascii_uppercase();
    }
    if spelt.length > PACKED_MAX {
        spelt.key = 0;
    }
    spelt
}

/// What stands before the first sign in eight bytes; nothing where there is none or nothing before it. Signs are all of
/// ASCII below the digits but the hyphen, and `<`, `=`, `>`, `?`.
#[inline]
fn spelt_near(eight: u64) -> Option<Spelt> {
    // In the upper bit of each byte of ASCII; no sum of lower seven overflows.
    let lower = eight & each(0x7f);
    let from = |byte: u8| lower + each(0x80 - byte);
    let is_ascii = !eight & each(0x80);
    let is_other = |byte: u8| (lower ^ each(byte)) + each(0x7f);
    let is_upper = from(b'A') & !from(b'Z' + 1) & is_ascii;
    let is_sign = (!from(b'0') & is_other(b'-') | from(b'<') & !from(b'?' + 1)) & is_ascii;
    let bits = is_sign.trailing_zeros() & !7;
    let behind = u64::BITS.checked_sub(bits).filter(|behind| (1..u64::BITS).contains(behind))?;
    let key = ((eight | is_upper >> 2).swap_bytes() >> behind).into();
    Some(Spelt { length: bits as usize / 8, key, has_upper: is_upper << behind != 0 })
}

/// The bytes of tags' names in lower case; 0 for what ends one.
static TAG_NAME: [u8; 256] = lower(b'/', b'>');

/// The bytes of attributes' names in lower case; 0 for what ends one.
static ATTR_NAME: [u8; 256] = {
    let mut table = lower(b'/', b'>');
    if let Some(place) = table.split_at_mut(b'=' as usize).1.first_mut() {
        *place = 0;
    }
    table
};

/// Each byte in lower case, but 0 for these two and for white space.
const fn lower(end: u8, other: u8) -> [u8; 256] {
    let mut table = [0; 256];
    let (mut places, mut byte): (&mut [u8], u8) = (&mut table, 0);
    while let [place, rest @ ..] = places {
        *place = match byte {
            _ if byte == end || byte == other || is_space(byte) => 0,
            // A null ends no name.
            0 => 1,
            _ => byte.to_ascii_lowercase(),
        };
        (places, byte) = (rest, byte.wrapping_add(1));
    }
    table
}
