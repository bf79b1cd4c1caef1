//! Scripts that put no spaces between words.

/// Whether the letter is of a script that is written without spaces between words: Han, Kana, Thai, Lao, Khmer, Burmese.
pub(in crate::desk) fn is_unspaced(c: char) -> bool {
    !c.is_ascii()
        && matches!(c,
        '\u{0E00}'..='\u{0EFF}' // Thai, Lao
        | '\u{1000}'..='\u{109F}' // Burmese
        | '\u{1780}'..='\u{17FF}' // Khmer
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9D}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Whether no space need stand beside the character in a script without spaces: its letters and their punctuation.
pub(super) fn is_dense(c: char) -> bool {
    is_unspaced(c) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF65}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_by_their_letters() {
        assert!("橋はสะพานຂົວស្ពានတံတား々".chars().all(is_unspaced));
        assert!(!"bridge мост 다리 جسر 。".chars().any(is_unspaced));
        assert!("橋。（".chars().all(is_dense) && !"bridge.(다".chars().any(is_dense));
    }
}
