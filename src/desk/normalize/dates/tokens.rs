//! A spelt date cut into numbers, words and signs, with the differences that mean nothing taken out.

use unicode_normalization::UnicodeNormalization;

/// The most of a spelling that is looked at, in characters: the longest date line of a page has half as many.
const CHARS_MAX: usize = 240;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of digits, of any script.
    Number(u64),
    /// A run of letters, folded.
    Word,
    /// Any other visible character.
    Sign(char),
}

/// A number, a word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its text, folded; digits in ASCII.
    pub(super) text: String,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    /// Whether the page writes it in capitals.
    pub(super) capitals: bool,
}

impl Token {
    /// The number and how many digits it is written with.
    pub(super) fn number(&self) -> Option<(u64, usize)> {
        match self.kind {
            Kind::Number(value) => Some((value, self.text.len())),
            _ => None,
        }
    }

    /// The folded word.
    pub(super) fn word(&self) -> Option<&str> {
        (self.kind == Kind::Word).then_some(self.text.as_str())
    }

    /// The sign.
    pub(super) fn sign(&self) -> Option<char> {
        match self.kind {
            Kind::Sign(c) => Some(c),
            _ => None,
        }
    }
}

/// Letters without case, accents and points, in compatibility form: `Août`, `AOUT` and `août` are one word.
///
/// Marks of Indic scripts and Thai are letters there and stay.
pub(super) fn fold(raw: &str) -> String {
    raw.nfkd()
        .filter(|&c| !is_accent(c))
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_accent(c))
        .map(|c| if c == 'ı' { 'i' } else { c })
        .nfc()
        .collect()
}

/// Cuts a spelling into tokens.
pub(super) fn cut(raw: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut run = Run::default();
    for c in raw.chars().take(CHARS_MAX).nfkc().filter(|c| !is_mark(*c)) {
        if c.is_whitespace() {
            run.end(&mut tokens);
            run.spaced = true;
        } else if let Some(digit) = digit(c) {
            if !run.digits {
                run.end(&mut tokens);
            }
            run.digits = true;
            run.text.push(digit);
        } else if c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) {
            // A unit stuck to its number (`28日星期五`, `6시`) is a word of its own.
            let unit = run.digits && is_unit(c);
            if run.digits {
                run.end(&mut tokens);
            }
            run.text.push(c);
            if unit {
                run.end(&mut tokens);
            }
        } else {
            run.end(&mut tokens);
            let sign = if matches!(c, '−' | '‐' | '‑' | '–' | '—') { '-' } else { c };
            let spaced = std::mem::take(&mut run.spaced);
            tokens.push(Token { kind: Kind::Sign(sign), text: sign.to_string(), spaced, capitals: false });
        }
    }
    run.end(&mut tokens);
    tokens
}

/// The digits or letters read so far.
#[derive(Default)]
struct Run {
    text: String,
    digits: bool,
    spaced: bool,
}

impl Run {
    /// Ends the run: what was read becomes a token.
    fn end(&mut self, tokens: &mut Vec<Token>) {
        let raw = std::mem::take(&mut self.text);
        let digits = std::mem::take(&mut self.digits);
        let text = if digits { raw.clone() } else { fold(&raw) };
        if text.is_empty() {
            return;
        }
        let kind = match text.parse() {
            Ok(value) if digits => Kind::Number(value),
            // Twenty digits are no date.
            Err(_) if digits => Kind::Sign('#'),
            _ => Kind::Word,
        };
        let capitals = !digits && !raw.chars().any(char::is_lowercase);
        tokens.push(Token { kind, text, spaced: std::mem::take(&mut self.spaced), capitals });
    }
}

/// The ASCII digit for a decimal digit of any script that papers print.
fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 16] = [
        0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0,
    ];
    let code = u32::from(c);
    let value = ZEROS.iter().filter_map(|&zero| code.checked_sub(zero)).find(|&value| value < 10)?;
    char::from_digit(value, 10)
}

/// Units that East Asian languages write after a number without a space.
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '時'
            | '时'
            | '点'
            | '點'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}

/// Accents of Latin, Greek and Cyrillic, and the optional points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{0655}' | '\u{0670}')
}

/// Characters without width.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
