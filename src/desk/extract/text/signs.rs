//! Lines that state a fact of the article: dates, bylines, numbers.
//!
//! Only a light look: whether a line is a date line, not which date it is.

use std::sync::LazyLock;

use regex::Regex;

use super::words;
use crate::desk::extract::dating;

/// What a short line states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A publication date, or one without a label.
    Published,
    /// A modification date.
    Modified,
    /// Who wrote it.
    Byline,
    /// The source's number for it.
    Number(String),
    /// Keywords, without their label.
    Keywords(String),
}

/// The longest line that states a fact, in characters.
const CHARS_MAX: usize = 160;

/// The most letters of a line that tells a date: of one that is little else, of one that says which it is, and of one that tells
/// who wrote the text, as a name comes with a role.
/// Set by hand; `a_line_that_signs_may_tell_the_date_as_well` holds the last above the first.
const LETTERS_MAX: usize = 34;
const LABELLED_LETTERS_MAX: usize = 60;
const SIGNED_LETTERS_MAX: usize = 90;

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:news|article|story|item|post|code|artikel|haber)\s*(?:id|code|no\.?|number|nr\.?)\s*[:#]?\s*([0-9][0-9A-Za-z-]{2,30})$").ok()
});

static KEYWORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:tags?|keywords|filed under|schlagwörter|mots-clés|etiquetas|тэги|теги|키워드|タグ|キーワード|关键词|關鍵字)\s*[:：]\s*(.{2,})$").ok()
});

/// A four-digit year, numbers parted as a date's are, a time of day, or a number and a unit of the calendar.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \b(?:1[5-9]|2[0-2])\p{Nd}\p{Nd}\b | [\u{6F0}-\u{6F9}\u{660}-\u{669}\u{966}-\u{96F}\u{E50}-\u{E59}]{4}
        | \b\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4}
        | \b\p{Nd}{1,2}:\p{Nd}{2}\b | \p{Nd}{1,2}\s?[月월] | \b\p{Nd}{8}\b",
    )
    .ok()
});

/// Words that tell of time before now.
static AGO: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b\p{Nd}+\s*\p{L}+\.?\s*(?:ago|geleden|назад|тому|önce|lalu|siden|sedan|sitten|temu|fa|atrás)\b|\b(?:vor|hace|il y a|há|przed|pred|před|acum|منذ)\s+\p{Nd}+|\p{Nd}+\s?(?:小时|分钟|小時|分鐘|天|日|時間|分)前|\p{Nd}+\s?(?:시간|분|일) 전").ok()
});

/// Labels that say which date follows.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "date",
    "created",
    "first published",
    "issued",
    "publication date",
    "released",
    "on",
    "veröffentlicht",
    "erschienen",
    "stand",
    "datum",
    "publié",
    "publiée",
    "mis en ligne",
    "publicado",
    "publicación",
    "publicada",
    "fecha",
    "data",
    "pubblicato",
    "gepubliceerd",
    "geplaatst",
    "opublikowano",
    "dodano",
    "data publikacji",
    "vydáno",
    "publikováno",
    "zveřejněno",
    "objavljeno",
    "publisert",
    "publiceret",
    "publicerad",
    "publicerat",
    "julkaistu",
    "опубликовано",
    "дата",
    "опубліковано",
    "публикувано",
    "δημοσίευση",
    "δημοσιεύθηκε",
    "yayınlanma",
    "yayın tarihi",
    "giriş",
    "publicat",
    "megjelent",
    "közzétéve",
    "đăng",
    "ngày đăng",
    "tayang",
    "dipublikasikan",
    "入力",
    "입력",
    "등록",
    "승인",
    "기사입력",
    "公開",
    "配信",
    "掲載",
    "发布时间",
    "发布",
    "發布時間",
    "發布",
    "تاريخ النشر",
    "نشر",
    "تاریخ انتشار",
    "פורסם",
    "प्रकाशित",
    "প্রকাশ",
    "เผยแพร่",
];
const MODIFIED: &[&str] = &[
    "updated",
    "last updated",
    "modified",
    "last modified",
    "update",
    "akt.",
    "upd",
    "edited",
    "aktualisiert",
    "zuletzt aktualisiert",
    "geändert",
    "letzte aktualisierung",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizado",
    "actualizada",
    "última actualización",
    "atualizado",
    "atualizada",
    "aggiornato",
    "ultimo aggiornamento",
    "modificato",
    "bijgewerkt",
    "laatst bijgewerkt",
    "gewijzigd",
    "aktualizacja",
    "aktualizowano",
    "aktualizováno",
    "upraveno",
    "aktualizované",
    "ažurirano",
    "posodobljeno",
    "oppdatert",
    "sist oppdatert",
    "opdateret",
    "uppdaterad",
    "uppdaterat",
    "päivitetty",
    "обновлено",
    "изменено",
    "оновлено",
    "обновена",
    "ενημέρωση",
    "τελευταία ενημέρωση",
    "güncelleme",
    "güncellenme",
    "son güncelleme",
    "actualizat",
    "frissítve",
    "cập nhật",
    "diperbarui",
    "수정",
    "최종수정",
    "更新",
    "最終更新",
    "更新时间",
    "更新時間",
    "آخر تحديث",
    "עודכן",
    "अपडेटेड",
    "আপডেট",
    "อัปเดต",
];

/// Words with which bylines open.
const BYLINES: &[&str] = &[
    "by",
    "written by",
    "posted by",
    "reported by",
    "author",
    "authors",
    "von",
    "autor",
    "autorin",
    "autoren",
    "ein kommentar von",
    "eine analyse von",
    "ein gastbeitrag von",
    "gastbeitrag von",
    "interview von",
    "kolumne von",
    "kommentar von",
    "analysis by",
    "column by",
    "opinion by",
    "story by",
    "words by",
    "article by",
    "guide by",
    "post by",
    "recipe by",
    "review by",
    "text by",
    "contributor",
    "contributors",
    "text",
    "text von",
    "par",
    "auteur",
    "propos recueillis par",
    "por",
    "autora",
    "escrito por",
    "di",
    "a cura di",
    "autore",
    "door",
    "av",
    "af",
    "skrevet av",
    "skrevet af",
    "tekst",
    "przez",
    "oprac.",
    "opracował",
    "autorka",
    "napsal",
    "napsala",
    "piše",
    "автор",
    "автори",
    "авторы",
    "текст",
    "του",
    "της",
    "γράφει ο",
    "γράφει η",
    "yazan",
    "írta",
    "szerző",
    "de",
    "oleh",
    "penulis",
    "tác giả",
    "記者",
    "记者",
    "文",
    "作者",
    "كتب",
    "كتبت",
    "بقلم",
    "מאת",
    "reporter",
];

/// What the line states, where it states one of these facts and little else.
pub(super) fn read(line: &str, words: usize) -> Option<Sign> {
    if line.chars().count() > CHARS_MAX {
        return None;
    }
    let captured = |pattern: &LazyLock<Option<Regex>>| {
        let captures = pattern.as_ref()?.captures(line)?;
        captures.get(1).map(|group| group.as_str().trim().to_owned())
    };
    if let Some(number) = captured(&NUMBER) {
        return Some(Sign::Number(number));
    }
    if let Some(keywords) = captured(&KEYWORDS) {
        return Some(Sign::Keywords(keywords));
    }
    let lower = line.to_lowercase();
    let labelled = |labels: &[&str]| labels.iter().any(|label| opens(&lower, label));
    let modified = labelled(MODIFIED);
    let published = labelled(PUBLISHED);
    if is_match(&DATE, line) || is_match(&AGO, line) {
        let digits = line.chars().filter(|c| c.is_numeric()).count();
        let letters = line.chars().filter(|c| c.is_alphabetic()).count();
        let relative = is_match(&AGO, line);
        let is_labelled = modified || published || dating::spoken(&lower).next().is_some();
        let spare = match (is_labelled, names_author(line, words)) {
            (_, true) => SIGNED_LETTERS_MAX,
            (true, _) => LABELLED_LETTERS_MAX,
            _ => LETTERS_MAX,
        };
        if (relative || digits >= 4) && letters <= spare && words <= 16 {
            return Some(if modified && !published { Sign::Modified } else { Sign::Published });
        }
    }
    names_author(line, words).then_some(Sign::Byline)
}

/// Whether the line says who wrote it; it may go on with the date.
pub(super) fn names_author(line: &str, words: usize) -> bool {
    let lower = line.to_lowercase();
    words <= 16 && BYLINES.iter().any(|opener| is_byline(line, &lower, opener))
}

/// The opener that the line is and nothing else: the name stands on the next one.
pub(super) fn opener(line: &str) -> Option<&'static str> {
    let lower = line.trim_end_matches([':', '：', ' ']).to_lowercase();
    BYLINES.iter().copied().find(|opener| *opener == lower)
}

/// Whether the line tells of time but of no day of a year: how long a text takes to read, or a month and a day.
pub(super) fn is_timed(line: &str) -> bool {
    line.len() <= TIMED_BYTES_MAX && is_match(&TIMED, line)
}

/// The longest such line, in bytes. Set by hand; no test moves with it.
const TIMED_BYTES_MAX: usize = 40;

static TIMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\d{1,3}[ -](?:mins?|minutes?|minuten)\b.{0,12}$|^(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}$")
        .ok()
});

/// Whether a word with which a line of dates goes on introduces a date.
pub(super) fn is_date_label(word: &str) -> bool {
    let lower = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    PUBLISHED.contains(&lower.as_str()) || MODIFIED.contains(&lower.as_str())
}

/// Whether the line opens with the opener and goes on with a name.
fn is_byline(line: &str, lower: &str, opener: &str) -> bool {
    let Some(rest) = lower.strip_prefix(opener) else { return false };
    let dense = opener.chars().last().is_some_and(crate::desk::extract::unspaced::is_dense);
    let named = rest.strip_prefix([':', '：', '/', '／']).is_some_and(|rest| !rest.trim().is_empty());
    if dense || named {
        return named && words(rest) <= 14;
    }
    // Without a colon the next word is a name: a capital, no sentence's end.
    let next = line.get(opener.len()..).and_then(|rest| rest.strip_prefix(' ')).and_then(|rest| rest.chars().next());
    let count = words(rest);
    next.is_some_and(char::is_uppercase)
        && (1..=9).contains(&count)
        && !line.ends_with(['?', '!', ':'])
        && (!line.ends_with('.') || count <= 3)
}

/// Whether the line opens with a label: a word of its own, a colon after it or not.
fn opens(lower: &str, label: &str) -> bool {
    lower.strip_prefix(label).is_some_and(|rest| {
        !rest.starts_with(char::is_alphabetic)
            || label.chars().last().is_some_and(crate::desk::extract::unspaced::is_dense)
    })
}

/// Whether the pattern occurs in the line.
fn is_match(pattern: &LazyLock<Option<Regex>>, line: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(line))
}
