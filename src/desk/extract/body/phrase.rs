//! What sentences tell: promotion has the same shape on every site of a language, whatever its markup is called.

mod credit;

use std::{cell::LazyCell, sync::LazyLock};

use regex::{Regex, bytes::RegexSet};
use regex_syntax::hir::literal::Extractor;

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
    r"^(read|related|more|watch|see|video|photos?|gallery|listen|opinion|analysis|explainer|live|mira|vea|lea)( more)? ?[:|»>→]",
    r"^for the latest (stories|news|updates|headlines)\b", r"^to (view|read|see|access) the (full|whole|rest)\b.*(subscri|sign|log ?in|regist)",
    r"^(zum weiterlesen|empfehlungen der redaktion|empfehlungen aus der redaktion)\b",
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
    r"^(unterstützen sie|unterstütze uns|soutenez|apoya|sostieni|steun) ",
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

/// Credits in brackets, wherever they stand.
const BRACKETED_CREDITS: &[&str] = &[
    r"\((ap|afp|reuters|epa|dpa|getty|image|file|handout|courtesy)[^)]{0,12} photo\b|\((photo|foto|image|picture|pic|bild)s? ?(by|credit|courtesy|von|:)|\(ap photo",
];

/// What `\b` stands for in the patterns: the edge of a word in any script, at the cost of one character. The crate's own
/// knows Unicode only at a tenth of the speed.
const EDGE: &str = r"(?:[^\p{L}\p{N}]|$)";

/// What `.` stands for in the patterns, counted or not: the bytes of a character, as a line has no others. The crate's own
/// asks of them to be UTF-8, which takes five times the states, and the patterns count hundreds of characters.
const SIGN: &str = r"(?-u:[^\n\x80-\xbf][\x80-\xbf]*)";
const SIGNS: &str = r"(?-u:[^\n]*)";

/// The patterns in sets, each with what tells cheaply that a line matches none of it: nearly every line is told from its
/// first letters, its last one, and the words that it lacks.
struct Sets {
    /// What the lines begin with that [`Self::begins`] can match.
    openings: Openings,
    begins: RegexSet,
    anywhere_words: Regex,
    anywhere: RegexSet,
    bracketed: RegexSet,
}

static SETS: LazyLock<Option<Sets>> = LazyLock::new(|| {
    let begins = |pattern: &&&str| pattern.starts_with('^');
    Some(Sets {
        openings: Openings::of(BEGINS.iter().filter(begins).copied())?,
        begins: set(BEGINS.iter().filter(begins))?,
        anywhere_words: Regex::new(&format!("(?i-u:{})", ANYWHERE_WORDS.join("|"))).ok()?,
        anywhere: set(BEGINS.iter().filter(|pattern| !begins(pattern)))?,
        bracketed: set(BRACKETED_CREDITS.iter())?,
    })
});

/// What stands in every line that a pattern of [`BEGINS`] without a beginning matches.
const ANYWHERE_WORDS: &[&str] = &["newsletter", "affiliate", "cookie", "javascript"];

fn set<'p>(patterns: impl Iterator<Item = &'p &'p str>) -> Option<RegexSet> {
    // Those that end at a word's edge have one between them, which is made of hundreds of ranges.
    let (edged, others): (Vec<&str>, Vec<&str>) = patterns.copied().partition(|pattern| pattern.ends_with(r"\b"));
    let edged = edged.iter().map(|pattern| pattern.trim_end_matches(r"\b")).collect::<Vec<_>>().join("|");
    let edged = (!edged.is_empty()).then(|| format!(r"(?:{edged})\b"));
    RegexSet::new(others.into_iter().map(spelt_out).chain(edged.as_deref().map(spelt_out))).ok()
}

/// A pattern with what it stands for in place of `\b` and `.`.
fn spelt_out(pattern: &str) -> String {
    pattern.replace(r"\b", EDGE).replace(".*", SIGNS).replace(".{", &format!("{SIGN}{{"))
}

/// Whether a line promotes, links, credits or asks rather than tells.
pub(in crate::desk::extract) fn is_promo(text: &str) -> bool {
    // A character has four bytes at most.
    if text.len() > PROMO_CHARS_MAX && (text.len() > PROMO_CHARS_MAX * 4 || text.chars().nth(PROMO_CHARS_MAX).is_some())
    {
        return false;
    }
    let Some(sets) = &*SETS else { return false };
    let line = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '【')).trim_end();
    let lower = LazyCell::new(|| lowered(line));
    sets.openings.begin(line) && sets.begins.is_match(lower.as_bytes())
        || (!line.ends_with('.') || line.contains('©')) && credit::ends(&lower)
        || line.contains('(') && sets.bracketed.is_match(lower.as_bytes())
        || sets.anywhere_words.is_match(line) && sets.anywhere.is_match(lower.as_bytes())
}

/// The line in lower case, its apostrophes those of typewriters.
fn lowered(line: &str) -> String {
    let mut lower = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '’' => lower.push('\''),
            // Nearly every character: the tables of Unicode are left to the others.
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
    lower
}

/// The beginnings of all texts that a set of patterns can match.
struct Openings {
    /// Each [packed](opening), sorted, none with another in front.
    all: Vec<u64>,
}

/// How many bytes of an opening are compared, at most. Six tell `this article` from most sentences with `this`.
const OPENING_BYTES_MAX: usize = 6;

impl Openings {
    /// Of patterns that are bound to a line's beginning. `None` for one that can begin with anything.
    fn of<'p>(patterns: impl Iterator<Item = &'p str>) -> Option<Self> {
        let mut extractor = Extractor::new();
        // Long alternations of words come whole.
        extractor.limit_total(4_096);
        let mut all = Vec::new();
        for pattern in patterns {
            // An edge adds nothing to what a text begins with.
            let literals = extractor.extract(&regex_syntax::parse(&pattern.replace(r"\b", "")).ok()?);
            all.extend(literals.literals()?.iter().map(|literal| opening(literal.as_bytes())));
        }
        all.sort_unstable();
        all.dedup_by(|longer, shorter| begins(*longer, *shorter));
        (!all.contains(&0)).then_some(Self { all })
    }

    /// Whether the line, in lower case, begins with one of them.
    fn begin(&self, line: &str) -> bool {
        let head = lowered(line.get(..line.floor_char_boundary(OPENING_BYTES_MAX * 2)).unwrap_or(line));
        let head = opening(head.as_bytes());
        // None has another in front: the last one that isn't greater is the only one that can.
        let at = self.all.partition_point(|&opening| opening <= head);
        at.checked_sub(1).and_then(|at| self.all.get(at)).is_some_and(|&opening| begins(head, opening))
    }
}

/// The first bytes of a text as one number, the first of them highest, nulls behind the last: sorted as the texts are.
fn opening(text: &[u8]) -> u64 {
    let bytes = text.iter().take(OPENING_BYTES_MAX).enumerate();
    bytes.fold(0, |packed, (at, &byte)| packed | u64::from(byte) << (56 - 8 * at))
}

/// Whether a text begins with another, both of them packed.
fn begins(text: u64, other: u64) -> bool {
    let behind = other.trailing_zeros() / 8 * 8;
    text.checked_shr(behind) == other.checked_shr(behind)
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
        // The edge that they share is all of theirs, not that of their last alternative alone.
        for pattern in BEGINS.iter().filter_map(|pattern| pattern.strip_suffix(r"\b")) {
            let hir = regex_syntax::parse(pattern).unwrap();
            assert!(!matches!(hir.kind(), regex_syntax::hir::HirKind::Alternation(_)), "{pattern}");
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
