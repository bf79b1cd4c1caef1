//! Words that no text of a language does without, and few texts of another hold.
//!
//! The statistical detector compares a text with some fifty languages, which costs as much as all else that is done to an
//! article's text. Where the page states a language and the text is full of its function words, there is nothing to ask.

/// Function words of the languages in Latin script that most news is written in, in lower case. Words that two of these
/// share (`de`, `en`, `que`) are left out.
const WORDS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "als", "auch", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "ein", "eine", "für", "im",
            "ist", "mit", "nach", "nicht", "sich", "und", "von", "wird", "zu",
        ],
    ),
    (
        "en",
        &[
            "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "he", "his", "is", "it", "not", "of",
            "on", "that", "the", "this", "to", "was", "which", "with",
        ],
    ),
    (
        "es",
        &[
            "al", "como", "con", "el", "este", "fue", "ha", "las", "lo", "los", "más", "para", "pero", "por", "su",
            "sus", "una", "y",
        ],
    ),
    (
        "fr",
        &[
            "au", "aux", "avec", "ce", "cette", "dans", "des", "du", "est", "et", "il", "le", "les", "ont", "par",
            "pas", "plus", "pour", "qui", "sont", "sur", "une",
        ],
    ),
    ("is", &["að", "eru", "ekki", "fyrir", "hefur", "með", "og", "sem", "um", "við", "á", "í", "það", "því"]),
    (
        "it",
        &[
            "alla", "anche", "che", "da", "dei", "del", "della", "di", "gli", "ha", "le", "nel", "non", "per", "più",
            "si", "sono", "una", "è",
        ],
    ),
    (
        "nl",
        &[
            "aan", "bij", "dat", "door", "er", "heeft", "het", "maar", "naar", "niet", "om", "ook", "op", "te", "uit",
            "van", "voor", "wordt", "zijn",
        ],
    ),
    (
        "pl",
        &[
            "ale", "był", "dla", "i", "jak", "jego", "jest", "na", "nie", "oraz", "po", "przez", "się", "są", "tym",
            "w", "z", "za", "że",
        ],
    ),
    (
        "pt",
        &[
            "ao", "com", "da", "das", "do", "dos", "em", "foi", "mais", "na", "no", "não", "o", "os", "para", "pela",
            "pelo", "por", "são", "um", "uma", "à",
        ],
    ),
    ("sq", &["dhe", "e", "janë", "kanë", "më", "nga", "në", "një", "për", "që", "së", "të", "është"]),
];

/// How many words are looked at, and the fewest that say anything.
const SAMPLE_WORDS_MAX: usize = 200;
const SAMPLE_WORDS_MIN: usize = 50;

/// One word in so many must be a function word of the language. In news it is one in four to six, of another language's
/// text at most one in ten. Test `function_words_tell_a_language` moves with it.
const WORDS_PER_HIT_MAX: usize = 8;

/// How many kinds of letter are told apart: those of ASCII, upper and lower case as one.
const LETTERS: usize = 32;

/// Whether the text is in the language of this primary subtag beyond doubt.
pub(super) fn speaks(primary: &str, text: &str) -> bool {
    let Some((_, common)) = WORDS.iter().find(|(language, _)| *language == primary) else { return false };
    // Of each kind of first letter, a bit for each length: most words that aren't common are told from all that are by both.
    let mut lengths = [0_u32; LETTERS];
    let bit = |word: &str| 1 << (word.len() % 32);
    let kind = |word: &str| word.bytes().next().map_or(0, usize::from) % LETTERS;
    for known in *common {
        lengths.get_mut(kind(known)).into_iter().for_each(|lengths| *lengths |= bit(known));
    }
    let may_be = |word: &str| lengths.get(kind(word)).is_some_and(|lengths| lengths & bit(word) != 0);
    let is_common = |word: &str| may_be(word) && common.iter().any(|known| known.eq_ignore_ascii_case(word));
    let (mut words, mut hits) = (0, 0);
    let all = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in all.take(SAMPLE_WORDS_MAX) {
        words += 1;
        hits += usize::from(is_common(word));
        // The words to come can't outnumber so many hits.
        if words >= SAMPLE_WORDS_MIN && hits * WORDS_PER_HIT_MAX >= SAMPLE_WORDS_MAX {
            return true;
        }
    }
    words >= SAMPLE_WORDS_MIN && hits * WORDS_PER_HIT_MAX >= words
}
