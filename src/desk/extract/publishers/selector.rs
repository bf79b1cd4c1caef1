//! Selectors: a subset of CSS Selectors Level 4, parsed.
//!
//! In: `.story > p, [itemprop="articleBody"] p`. Out: for each selector of the list its compounds, outermost first, each
//! with the combinator in front of it. Understood: type selectors and `*`, `.class`, `#id`, `[attr]`,
//! `[attr=value]` and its kin `~=` `^=` `$=` `*=`, the descendant and the child combinator, lists, escapes.
//! Names of elements and attributes ignore ASCII case; classes, ids and values don't.
//!
//! Not understood, and refused: pseudo-classes, pseudo-elements, sibling combinators, namespaces, `|=`, case flags.
//!
//! # Source: CSS Selectors Level 4 §3–§6, §15; CSS Syntax Level 3 §4.3.7 (escapes), §4.3.11 (identifiers).

use crate::desk::decode::tree::Key;
use crate::desk::decode::{NodeId, Tree};

/// The longest selector list, in characters: several times what style sheets of news sites hold.
pub const SELECTOR_CHARS_MAX: usize = 1_000;

/// What is wrong with a selector, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}, at character {at}")]
pub struct SelectorError {
    /// The character, counted from one.
    pub at: usize,
    /// What is wrong there.
    pub what: &'static str,
}

/// A compound selector: what one element must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Compound {
    /// The element's name in lower case; any where there is none.
    name: Option<String>,
    tests: Vec<Test>,
    /// Whether the element above must match the compound before; where not, any element further up.
    pub(super) is_child: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Class(String),
    Id(String),
    Attr { name: String, value: Option<(Match, String)> },
}

/// How an attribute's value must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    Whole,
    Word,
    Start,
    End,
    Part,
}

impl Compound {
    /// Whether the element is what the compound says.
    pub(super) fn is(&self, tree: &Tree, id: NodeId) -> bool {
        if self.name.as_ref().is_some_and(|name| tree.name(id) != name && !tree.name(id).eq_ignore_ascii_case(name)) {
            return false;
        }
        self.tests.iter().all(|test| match test {
            Test::Class(class) => tree.classes(id).any(|word| word == class),
            Test::Id(own) => tree.value(id, Key::Id).is_some_and(|id| id == own),
            Test::Attr { name, value } => tree.attr(id, name).is_some_and(|stated| match value {
                None => true,
                Some((Match::Whole, value)) => stated == value,
                Some((Match::Word, value)) => stated.split_ascii_whitespace().any(|word| word == value),
                // An empty value matches nothing in these (§6.2).
                Some((_, value)) if value.is_empty() => false,
                Some((Match::Start, value)) => stated.starts_with(value.as_str()),
                Some((Match::End, value)) => stated.ends_with(value.as_str()),
                Some((Match::Part, value)) => memchr::memmem::find(stated.as_bytes(), value.as_bytes()).is_some(),
            }),
        })
    }
}

/// Parses a list of selectors.
pub(super) fn parse(text: &str) -> Result<Vec<Vec<Compound>>, SelectorError> {
    let chars: Vec<char> = text.chars().take(SELECTOR_CHARS_MAX + 1).collect();
    if chars.len() > SELECTOR_CHARS_MAX {
        return Err(SelectorError { at: SELECTOR_CHARS_MAX + 1, what: "the selector is longer than 1000 characters" });
    }
    let mut rest = Rest { chars, at: 0 };
    let mut list = vec![rest.complex()?];
    while rest.take(',') {
        list.push(rest.complex()?);
    }
    if rest.peek().is_some() {
        return Err(rest.fault("only descendant and child (>) combinators and commas part selectors"));
    }
    Ok(list)
}

/// What is left to read.
struct Rest {
    chars: Vec<char>,
    at: usize,
}

impl Rest {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) -> bool {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.at > from
    }

    fn fault(&self, what: &'static str) -> SelectorError {
        SelectorError { at: self.at + 1, what }
    }

    /// Compounds and the combinators between them, up to a comma or the end; the space around it is read too.
    fn complex(&mut self) -> Result<Vec<Compound>, SelectorError> {
        self.skip_space();
        let mut compounds = vec![self.compound()?];
        loop {
            let spaced = self.skip_space();
            let is_child = self.take('>');
            if is_child {
                self.skip_space();
            } else if !spaced || matches!(self.peek(), None | Some(',' | '+' | '~' | '|')) {
                return Ok(compounds);
            }
            compounds.push(Compound { is_child, ..self.compound()? });
        }
    }

    fn compound(&mut self) -> Result<Compound, SelectorError> {
        let mut compound = Compound::default();
        let from = self.at;
        if !self.take('*') && self.peek().is_some_and(begins_name) {
            compound.name = Some(self.name()?.to_ascii_lowercase());
        }
        loop {
            match self.peek() {
                Some('.') => {
                    self.at += 1;
                    compound.tests.push(Test::Class(self.name()?));
                }
                Some('#') => {
                    self.at += 1;
                    compound.tests.push(Test::Id(self.name()?));
                }
                Some('[') => {
                    self.at += 1;
                    compound.tests.push(self.attr()?);
                }
                Some(':') => return Err(self.fault("pseudo-classes and pseudo-elements are not understood")),
                Some('|') => return Err(self.fault("namespaces are not understood")),
                _ if self.at > from => return Ok(compound),
                _ => return Err(self.fault("an element's name, *, .class, #id or [attribute] must stand here")),
            }
        }
    }

    /// `attr]`, `attr=value]`, `attr="value"]`: what stands behind the bracket.
    fn attr(&mut self) -> Result<Test, SelectorError> {
        self.skip_space();
        let name = self.name()?.to_ascii_lowercase();
        self.skip_space();
        let how = match self.peek() {
            Some(']') => {
                self.at += 1;
                return Ok(Test::Attr { name, value: None });
            }
            Some('~') => Match::Word,
            Some('^') => Match::Start,
            Some('$') => Match::End,
            Some('*') => Match::Part,
            _ => Match::Whole,
        };
        self.at += usize::from(how != Match::Whole);
        if !self.take('=') {
            return Err(self.fault("= or ] must stand here"));
        }
        self.skip_space();
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                self.string(quote)?
            }
            _ => self.name()?,
        };
        self.skip_space();
        if !self.take(']') {
            return Err(self.fault("] must stand here"));
        }
        Ok(Test::Attr { name, value: Some((how, value)) })
    }

    /// A string, up to its closing quote.
    fn string(&mut self, quote: char) -> Result<String, SelectorError> {
        let mut out = String::new();
        loop {
            match self.peek() {
                None => return Err(self.fault("the closing quote is missing")),
                Some(c) if c == quote => {
                    self.at += 1;
                    return Ok(out);
                }
                Some('\\') => out.push(self.escape()?),
                Some(c) => {
                    self.at += 1;
                    out.push(c);
                }
            }
        }
    }

    /// An identifier.
    fn name(&mut self) -> Result<String, SelectorError> {
        let mut out = String::new();
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return Err(self.fault("a name begins with no digit; write \\31 and a space for 1"));
        }
        while let Some(c) = self.peek() {
            match c {
                '\\' => out.push(self.escape()?),
                '-' => {
                    self.at += 1;
                    out.push(c);
                    if out == "-" && self.peek().is_some_and(|c| c.is_ascii_digit()) {
                        return Err(self.fault("a name begins with no digit"));
                    }
                }
                c if begins_name(c) || c.is_ascii_digit() => {
                    self.at += 1;
                    out.push(c);
                }
                _ => break,
            }
        }
        if out.is_empty() || out == "-" { Err(self.fault("a name must stand here")) } else { Ok(out) }
    }

    /// `\` and a character, or one to six hexadecimal digits and at most one space.
    fn escape(&mut self) -> Result<char, SelectorError> {
        self.at += 1;
        let mut code = 0;
        let from = self.at;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)).filter(|_| self.at < from + 6) {
            code = code * 16 + digit;
            self.at += 1;
        }
        if self.at > from {
            if self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
                self.at += 1;
            }
            return Ok(char::from_u32(code).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let c = self.peek().filter(|&c| c != '\n').ok_or_else(|| self.fault("a character must follow the \\"))?;
        self.at += 1;
        Ok(c)
    }
}

/// Whether a name may begin so, digits left out.
fn begins_name(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '_' | '-' | '\\') || !c.is_ascii()
}
