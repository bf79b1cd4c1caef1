//! Languages in Cyrillic script that their letters tell from each other: those that no neighbour has, and the absence of the
//! neighbours'. The detector has models of some of them, and of others none.

/// A language, letters of which it has one in fifty at least, letters that it must have besides, and letters that it lacks.
struct Alphabet {
    tag: &'static str,
    own: &'static str,
    besides: &'static str,
    lacks: &'static str,
}

/// The alphabets, those with the rarest letters first.
const ALPHABETS: &[Alphabet] = &[
    Alphabet { tag: "ba", own: "әҙҡғҫһөү", besides: "ҙҡ", lacks: "құҷ" },
    Alphabet { tag: "kk", own: "әғқңөұүһі", besides: "құ", lacks: "ҷҙ" },
    Alphabet { tag: "tt", own: "әҗңөүһ", besides: "әҗ", lacks: "құҷҙ" },
    Alphabet { tag: "tg", own: "ғӣқӯҳҷ", besides: "ҳҷ", lacks: "ңұў" },
    Alphabet { tag: "uz", own: "ғқҳў", besides: "қў", lacks: "ҷңұ" },
    Alphabet { tag: "ky", own: "ңөү", besides: "ңөү", lacks: "әқұҷі" },
    Alphabet { tag: "mn", own: "өү", besides: "өү", lacks: "ңәқұҷі" },
    Alphabet { tag: "be", own: "іў", besides: "іўы", lacks: "иїєқ" },
    Alphabet { tag: "uk", own: "іїєґ", besides: "іїє", lacks: "ыэъўқ" },
];

/// One letter in so many must be of the language's own, and at most one in so many of those that it lacks: a quotation's.
/// Test `letters_tell_cyrillic_languages_apart` moves with both.
const LETTERS_PER_OWN_MAX: usize = 50;
const LETTERS_PER_LACKING_MIN: usize = 200;

/// The language of a text in Cyrillic script, where its letters tell it.
pub(super) fn cyrillic(sample: &str) -> Option<&'static str> {
    let text = sample.to_lowercase();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let count = |of: &str| text.chars().filter(|c| of.contains(*c)).count();
    let is_written = |alphabet: &&Alphabet| {
        count(alphabet.own) * LETTERS_PER_OWN_MAX >= letters
            && alphabet.besides.chars().all(|letter| text.contains(letter))
            && count(alphabet.lacks) * LETTERS_PER_LACKING_MIN <= letters
    };
    ALPHABETS.iter().find(is_written).map(|alphabet| alphabet.tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_cyrillic_languages_apart() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(cyrillic(text), expect, "{text}");
        check(
            "Міська рада вирішила знову відкрити старий басейн, який стояв порожній. Її рішення є остаточним.",
            Some("uk"),
        );
        check("Гарадскі савет вырашыў зноў адкрыць стары басейн, які стаяў пусты пасля аварыі.", Some("be"));
        check("Қалалық мәслихат ескі бассейнді қайта ашу туралы шешім қабылдады, ғимарат бос тұр.", Some("kk"));
        check(
            "Шаардык кеңеш эски бассейнди кайра ачуу чечимин кабыл алды, үй бош турат, өткөн жылы жабылган.",
            Some("ky"),
        );
        check("Хотын зөвлөл хуучин усан санг дахин нээхээр шийджээ, үүнээс өмнө барилга хоосон байв.", Some("mn"));
        check("Городской совет решил снова открыть старый бассейн, который пустовал с прошлого года.", None);
        check("Общинският съвет реши да отвори отново стария плувен басейн, който стои празен.", None);
        check("Скупштина града одлучила је да поново отвори стари базен који стоји празан.", None);
    }
}
