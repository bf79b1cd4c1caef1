//! The body that a page states as data, and whether a text stands in it.

/// A text's letters and digits in lower case: what two spellings of one sentence have in common.
pub(super) fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether two texts differ in case, spaces and punctuation at most.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// A text's [letters].
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        // Nearly every character: the tables of Unicode are left to the others.
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && c.is_alphanumeric() {
            key.extend(c.to_lowercase());
        }
    }
    key
}

/// A stated body, searched in the order of the page: each text is looked for behind the one before first.
pub(super) struct Said<'a> {
    all: &'a str,
    from: usize,
}

impl<'a> Said<'a> {
    /// Of the stated body's [letters].
    pub(super) fn new(all: &'a str) -> Self {
        Self { all, from: 0 }
    }

    /// Whether a text stands in it.
    pub(super) fn holds(&mut self, text: &str) -> bool {
        if self.all.is_empty() {
            return false;
        }
        let own = key(text);
        let find = |from: usize| Some(from + memchr::memmem::find(self.all.get(from..)?.as_bytes(), own.as_bytes())?);
        let Some(at) = find(self.from).or_else(|| find(0)) else { return false };
        self.from = at + own.len();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_whatever_its_case_and_punctuation_and_order() {
        let all = key("The bridge stays. Engineers said: “It costs more.”");
        let mut said = Said::new(&all);
        for text in ["the bridge stays", "It costs more!", "ENGINEERS SAID"] {
            assert!(said.holds(text), "{text}");
        }
        assert!(!said.holds("The harbour closes."));
        assert!(!Said::new("").holds("The bridge stays."));
        assert!(is_same("The bridge", "“the-bridge”"));
    }
}
