//! Words that tell a text's first publication from later ones: `Originally published 3 May 2024`.

/// Words for it, in lower case.
const FIRST: &[&str] = &[
    "originally published",
    "originally posted",
    "originally appeared",
    "first published",
    "first posted",
    "ursprünglich veröffentlicht",
    "ursprünglich erschienen",
    "erstmals veröffentlicht",
    "zuerst veröffentlicht",
    "erstveröffentlichung",
    "initialement publié",
    "publié initialement",
    "publié pour la première fois",
    "publicado originalmente",
    "publicada originalmente",
    "originalmente publicado",
    "publicado por primera vez",
    "pubblicato originariamente",
    "originariamente pubblicato",
    "pubblicato per la prima volta",
    "oorspronkelijk gepubliceerd",
    "pierwotnie opublikowan",
    "po raz pierwszy opublikowan",
    "původně publikován",
    "ursprungligen publicerad",
    "oprindeligt publiceret",
    "opprinnelig publisert",
    "julkaistu alun perin",
    "первоначально опубликован",
    "впервые опубликован",
    "вперше опубліковано",
    "ilk yayın",
    "初出",
    "최초 게재",
];

/// What a sentence about the text itself begins with: a book or a study that it speaks of came out some day, too.
const OWN: &[&str] = &[
    "this article",
    "this blog",
    "this column",
    "this content",
    "this entry",
    "this essay",
    "this guide",
    "this interview",
    "this page",
    "this piece",
    "this post",
    "this report",
    "this review",
    "this story",
    "the article",
    "the post",
    "dieser artikel",
    "dieser beitrag",
    "dieser eintrag",
    "dieser text",
    "dieses interview",
    "der artikel",
    "der beitrag",
    "cet article",
    "ce texte",
    "esta entrada",
    "este artículo",
    "este texto",
    "este artigo",
    "questo articolo",
    "dit artikel",
    "dit bericht",
    "ten artykuł",
    "ten tekst",
    "tento článek",
    "denna artikel",
    "denne artikel",
    "denne artikkelen",
    "эта статья",
    "этот материал",
    "ця стаття",
    "bu yazı",
    "bu haber",
    "この記事",
    "本文",
    "이 기사",
];

/// Whether the text, in lower case, begins as a sentence about itself: `This entry was posted on 3 May 2024`.
pub(in crate::desk::extract) fn is_of_itself(lower: &str) -> bool {
    OWN.iter().any(|words| lower.starts_with(words))
}

/// Whether the text, in lower case, says when it was first published: with its first words, or in a sentence about itself.
pub(in crate::desk::extract) fn tells_first(lower: &str) -> bool {
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let begins = |list: &[&str]| list.iter().any(|words| text.starts_with(words));
    begins(FIRST) || begins(OWN) && FIRST.iter().any(|words| text.contains(words))
}

/// How many characters behind the words are read for the day: one in words with its time. Set by hand;
/// `a_sentence_is_read_from_its_verb_on` moves with it.
const DAY_CHARS_MAX: usize = 60;

/// What a longer sentence says from those words on, where it is about the text itself: the day, and no more of it than needed.
pub(in crate::desk::extract) fn stretch(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case may be longer than the text: then it is not cut.
    if lower.len() != text.len() || !tells_first(&lower) {
        return None;
    }
    let from = FIRST.iter().filter_map(|words| lower.find(words)).min()?;
    let rest = text.get(from..)?;
    Some(rest.char_indices().nth(DAY_CHARS_MAX).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_read_from_its_verb_on() {
        let text = "This article was originally published on 3 May 2024 at 8:20pm but has been updated since, and will be again.";
        assert_eq!(stretch(text), Some("originally published on 3 May 2024 at 8:20pm but has been up"));
        assert_eq!(stretch("This article was published on 3 May 2024."), None);
    }

    #[test]
    fn a_text_tells_when_it_came_out_first() {
        for text in
            ["originally published 3 May 2024", "*This article was first published on", "Zuerst veröffentlicht am"]
        {
            assert!(tells_first(&text.to_lowercase()), "{text}");
        }
        for text in ["Published 3 May 2024", "The novel was first published on 3 May 1950.", "This article was updated"]
        {
            assert!(!tells_first(&text.to_lowercase()), "{text}");
        }
    }
}
