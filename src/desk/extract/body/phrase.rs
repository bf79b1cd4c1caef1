//! What sentences tell: promotion has the same shape on every site of a language, whatever its markup is called.

use std::sync::LazyLock;

use regex::RegexSet;

/// The longest text, in characters, that a promotion is looked for in: longer ones are paragraphs that happen to begin so.
const PROMO_CHARS_MAX: usize = 320;

/// Beginnings of lines that lead elsewhere or ask for something, whatever follows.
#[rustfmt::skip]
const BEGINS: &[&str] = &[
    // Read on, read also
    r"^(read|see|watch|listen|view) (more|also|next|on|here|the full)\b",
    r"^(also|must) (read|see|watch)\b",
    r"^(more|related)( on this| from| in| stor| article| read| news| cover| topic| link|:)",
    r"^recommended (for you|reading|articles?|stories|videos?|links?|posts?)\b|^recommended ?[:|]|^recommended$",
    r"^(don'?t miss (our|the latest|a|these|this|out on (our|the latest))|you may (also )?(like|be interested)|you might (also )?like|up next|continue reading|keep reading|click here)\b",
    r"^(read|related|more|watch|see|video|photos?|gallery|listen|opinion|analysis|explainer|live)( more)? ?[:|»>→]",
    r"^(lesen sie|lies) (auch|mehr|hier|weiter|dazu)",
    r"^(mehr (zum thema|dazu|lesen|infos?|aus|von|über)|weiterlesen|zum thema|auch interessant|passend dazu|das könnte sie|das könnte dich|hier geht es|hier geht's|hier lesen|lesetipp)",
    r"^(à lire|lire (aussi|plus|la suite|également)|à voir|voir aussi|a lire|sur le même sujet|pour aller plus loin|retrouvez )",
    r"^(leggi (anche|di più|tutto)|guarda anche|vedi anche|approfondi|per approfondire)",
    r"^(lee|lea|leer|ver|vea|mira) (también|además|más|mas)\b|^(te puede interesar|le puede interesar|más información|también te puede|relacionado|noticias relacionadas)",
    r"^(leia|veja|confira|saiba|leia-se) (também|mais|tambem|ainda)",
    r"^(lees|bekijk|luister) (ook|meer|verder)\b",
    r"^(les|læs|läs|sjå|se|lue) (også|mer|mere|mera|vidare|videre|även|ocksa|myös|lisää)\b",
    r"^(czytaj|zobacz|przeczytaj|sprawdź) (także|też|również|więcej|dalej|koniecznie)",
    r"^(čtěte|přečtěte|čítajte|prečítajte|viac|více|více k tématu|mohlo by)( si| také| tiež| aj| vás|:)",
    r"^(olvasd|olvassa|további|kapcsolódó)\b",
    r"^(citește|citiţi|citeşte|vezi) (și|şi|mai)",
    r"^(прочетете|вижте|още по темата|четете)",
    r"^(читайте|читать|смотрите|читай|по теме|подробнее|дивіться) ?(также|також|ещё|еще|ще|далее|так само|:|в)",
    r"^(pročitajte|pogledajte|čitajte|preberite|opširnije)\b",
    r"^(διαβάστε|δείτε) (επίσης|περισσότερα|ακόμη|ακόμα|ολόκληρο)",
    r"^(baca (juga|selengkapnya)|lihat juga|simak juga)",
    r"^(xem thêm|đọc thêm|tin liên quan)",
    r"^(ilginizi çekebilir|bunlar da ilginizi|haberin devamı|ayrıca oku)",
    r"^(اقرأ أيض|إقرأ أيض|اقرأ المزيد|شاهد أيض|بیشتر بخوانید|مزید پڑھیں|یہ بھی پڑھیں)",
    r"^(इसे भी पढ़|यह भी पढ़|ये भी पढ़|आरও পড়ুন|আরও পড়ুন|மேலும் படிக்க)",
    r"^(関連記事|あわせて読みたい|【関連|関連:|相关阅读|相關閱讀|延伸閱讀|延伸阅读|推荐阅读|推薦閱讀|更多|看更多|관련기사|관련 기사)",
    // Subscribe, follow, support
    r"^(sign up|subscribe|join|register|log ?in|sign in|get|receive|download|support|donate|become) (to|for|up|our|now|today|in|the|a|us|your)\b.*(newsletter|inbox|email|e-mail|account|app|subscri|member|channel|whatsapp|telegram|news|free|stories|journalism|alert)",
    r"^(follow|like|join|find|connect with) (.{2,40}) (on|at) ?.*(twitter|facebook|instagram|linkedin|telegram|whatsapp|tiktok|youtube|threads|bluesky|google news|@| x\b)",
    r"^(get|receive) (the|our|all|breaking|more)\b.*(newsletter|inbox|notification|alert)",
    r"newsletter.*(abonnieren|anmelden|bestellen|sign ?-?up|subscri|inscri|iscriv|abonn|suscri|assine|inscreva)",
    r"newsletter.{0,24} (informiert|liefert|bringt|versorgt)\b",
    r"^(sign up|subscribe)\b",
    r"^(folgen sie|folge) (uns|dem|der)\b",
    r"^(jetzt|hier|gleich) .{0,40}(abonnieren|anmelden|registrieren|bestellen|testen|kaufen|downloaden|herunterladen)",
    r"^(abonnieren|abonnez|inscrivez|suivez|suscríbete|suscríbase|síguenos|sigue|siga|assine|inscreva|iscriviti|seguici|segui|abonneer|volg|følg|följ|seuraa|śledź|obserwuj|zapisz|sledujte|kövess|iratkozz|подпис|подпиш|підпис|следите|takip|abone|theo dõi|تابع|اشترك|フォロー|关注|訂閱|订阅|追蹤)",
    r"^(bereits|schon) .{0,20}(abonnent|registriert|kunde)",
    r"^(already|have) .{0,12}(subscriber|account|registered|member)",
    r"^(support (us|our|independent|local|quality|the work)|help us|your support|we rely on|if you (value|like|enjoy|appreciate|liked|enjoyed) (our|this (article|story|post|newsletter|podcast|site|content|work)|what|reading)|we need your|this (story|article) is (free|for subscribers))\b",
    r"^(unterstützen sie|soutenez|apoya|sostieni|steun) ",
    r"^(dieses thema im programm|player wird|video wird|audio wird|hat ihnen (der|dieser|das)|did you (like|enjoy) this|hai (trovato|apprezzato)|cet article vous|te ha gustado|gefällt ihnen)", r"affiliate (links?|commission|partner)|affiliate-link", r"^more (on|from|about|in|by) .{0,60}:?$",
    // Share, comment, print, advertisement
    r"^(share|tweet|e?-?mail|print|copy link|save|bookmark|comments?)([ :(]+(this|on|via|to|it|article|story|link|page|post|for later|[0-9]+)\b.{0,50})?$",
    r"^(leave a (comment|reply)|post a comment|report (a|an)|teilen|drucken|merken|kommentare?|kommentieren|partager|imprimer|compartir|compartilhar|condividi|delen|dela|del på|udostępnij|поделиться|поділитися|paylaş|sdílet|分享|シェア)\b.{0,60}$",
    r"^(advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|annonse?|annonce|reklama?|reklame|mainos|реклама|広告|廣告|广告|iklan|ilan|διαφήμιση|hirdetés|sponsored|promoted|paid (post|content))\b.{0,24}$",
    r"^(scroll|swipe|tap|click|klicken sie|klick) (down|here|to|on|for|through|hier|auf|left|right|the)\b.{0,120}$",
    r"^(hier klicken|cliquez|story continues|article continues|artikel läuft|l'article continue)",
    // Rights, credits, corrections of form
    r"^(©|\(c\) ?\d|copyright)",
    r"^(all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|tutti i diritti|wszelkie prawa|все права)",
    r"^\(?(photos?|foto|fotos|image|images|bild|bilder|picture|video|illustration|graphic|grafik|quelle|source|fuente|fonte|crédito|credit|credits|kuva|zdjęcie|фото|fotó|kép|圖|图|写真|사진)( credit| by| von| de)? ?[:/©]",
    r"^(this (article|story) (was|is|first|originally)|dieser (artikel|text|beitrag) (ist|erschien|wurde)).{0,140}(publish|appear|erschien|zuerst|translated|syndicated|produced|reproduced|provided)",
    r"^(reporting by|edited by|editing by|additional reporting|written by|writing by|compiled by)\b.{0,80}$",
    r"^(last (updated|modified)|updated|published|posted|first published|veröffentlicht|aktualisiert|publié|mis à jour|actualizado|publicado|aggiornato|pubblicato|bijgewerkt|oppdatert|publisert|publicerad|uppdaterad|julkaistu|opublikowano|aktualizacja|опубликовано|обновлено)\b.{0,60}$",
    r"^(topics?|tags?|keywords?|schlagworte|themen|mots-clés|etiquetas|temas|tagi|temat|sujets?|filed under|categories|category|in this (article|story))( in this article)? ?:",
    r"^(by|von|par|por|di|av|door|text|autor|author)[ :] ?[\p{L}][\p{L}.'-]+( [\p{L}][\p{L}.'-]+){0,3}$",
    r"(cookie|javascript).{0,80}(enable|accept|aktivier|akzeptier|accepter|aceptar|activer|einwillig|zustimm|consent)",
    r"^(we use cookies|this (site|website) uses cookies|an dieser stelle (finden|wird)|empfohlener (redaktioneller|externer) inhalt|externer inhalt|recommended external|dieser inhalt|to view this (content|video)|your browser does not|ihr browser|please enable)", r"^loading\W*$",
];

/// Ends of captions: who holds the rights in the picture.
const CREDITS: &[&str] = &[
    r"(bildrechte|bildquelle|bild|fotos?|photos?|photo credit|photograph|fotografie|zdjęcie|fot\.|фото|kuva|kép|image|grafik) ?[:/©] ?[^.:]{2,60}$",
    r"(getty images|shutterstock|imago images|imago|picture[ -]alliance|alamy|afp via getty|unsplash|istock|/ ?(afp|epa|dpa|ap|reuters|ansa|efe|tass|xinhua))[^.]{0,24}$",
    r"© ?.{2,60}$",
];

/// The same in brackets, wherever they stand.
const BRACKETED_CREDITS: &[&str] = &[
    r"\((ap|afp|reuters|epa|dpa|getty|image|file|handout|courtesy)[^)]{0,12} photo\b|\((photo|foto|image|picture|pic|bild)s? ?(by|credit|courtesy|von|:)|\(ap photo",
];

/// The longest end of a line that [`CREDITS`] can match, in characters.
const CREDIT_CHARS_MAX: usize = 100;

/// What `\b` stands for in the patterns: the edge of a word in any script, at the cost of one character. The crate's own
/// knows Unicode only at a tenth of the speed.
const EDGE: &str = r"(?:[^\p{L}\p{N}]|$)";

/// The patterns in sets: those of a line's beginning are through with most lines after a letter or two; the others search
/// the whole line, and are asked only about lines that can match.
struct Sets {
    begins: RegexSet,
    anywhere: RegexSet,
    credits: RegexSet,
    bracketed: RegexSet,
}

static SETS: LazyLock<Option<Sets>> = LazyLock::new(|| {
    let begins = |pattern: &&&str| pattern.starts_with('^');
    Some(Sets {
        begins: set(BEGINS.iter().filter(begins))?,
        anywhere: set(BEGINS.iter().filter(|pattern| !begins(pattern)))?,
        credits: set(CREDITS.iter())?,
        bracketed: set(BRACKETED_CREDITS.iter())?,
    })
});

/// What stands in every line that a pattern of [`BEGINS`] without a beginning matches.
const ANYWHERE_WORDS: &[&str] = &["newsletter", "affiliate", "cookie", "javascript"];

fn set<'p>(patterns: impl Iterator<Item = &'p &'p str>) -> Option<RegexSet> {
    RegexSet::new(patterns.map(|pattern| pattern.replace(r"\b", EDGE))).ok()
}

/// Whether a line promotes, links, credits or asks rather than tells.
pub(in crate::desk::extract) fn is_promo(text: &str) -> bool {
    // A character has four bytes at most.
    if text.len() > PROMO_CHARS_MAX * 4 || text.chars().nth(PROMO_CHARS_MAX).is_some() {
        return false;
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '’' => lower.push('\''),
            // Nearly every character: the tables of Unicode are left to the others.
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
    let line = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '【')).trim_end();
    let Some(sets) = &*SETS else { return false };
    let end = line.char_indices().rev().nth(CREDIT_CHARS_MAX).map_or(0, |(at, _)| at);
    sets.begins.is_match(line)
        || sets.credits.is_match(line.get(end..).unwrap_or(line))
        || line.contains('(') && sets.bracketed.is_match(line)
        || ANYWHERE_WORDS.iter().any(|word| line.contains(word)) && sets.anywhere.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_compile() {
        assert!(SETS.is_some());
        let anywhere = BEGINS.iter().filter(|pattern| !pattern.starts_with('^'));
        for pattern in anywhere {
            assert!(ANYWHERE_WORDS.iter().any(|word| pattern.contains(word)), "{pattern}");
        }
    }

    #[test]
    fn credits_are_told_from_sentences() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("The old bridge in May. Photo: Ann Example", true);
        check("Die alte Brücke. Bildrechte: Beispielfunk/Anna Beispiel", true);
        check("A man crosses the bridge, Monday. (AP Photo/Ann Example)", true);
        check("The bridge © Example Agency", true);
        check("The bridge was in every photo: the one of May, the one of June.", false);
        check("She took a photo of the bridge.", false);
    }
}
