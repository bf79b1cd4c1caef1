//! The words with which pages introduce dates: what was published when, and what was changed.
//!
//! In the languages of most news pages, in lower case. A word counts where it begins; in scripts with spaces a letter
//! in front of it makes it part of another word, an ending behind it doesn't (`aktualisiert` and `aktualisierte`).

pub(super) mod first;
pub(super) mod path;
pub(super) mod shape;

use std::cmp::Reverse;
use std::sync::LazyLock;

use crate::desk::extract::unspaced::is_unspaced;

/// Words that say when the article first stood there. Nouns that could as well be part of a sentence (`date`, `stand`)
/// count only at a line's beginning: see [`OPENERS`].
const PUBLISHED: &[&str] = &[
    "published",
    "first published",
    "publish date",
    "publication date",
    "posted",
    "created",
    "issued",
    "released",
    "submitted",
    "filed ",
    "first aired",
    "veröffentlicht",
    "veröffentlichung",
    "publiziert",
    "erschienen",
    "erstellt",
    "eingestellt am",
    "online seit",
    "geschrieben am",
    "publié",
    "mis en ligne",
    "mise en ligne",
    "date de publication",
    "paru le",
    "posté le",
    "créé le",
    "publicado",
    "publicada",
    "publicación",
    "publicação",
    "criado em",
    "creado el",
    "pubblicato",
    "pubblicata",
    "pubblicazione",
    "postato",
    "gepubliceerd",
    "geplaatst",
    "opublikowano",
    "opublikowany",
    "publikacji",
    "dodano",
    "utworzono",
    "vydáno",
    "publikováno",
    "publikované",
    "zveřejněno",
    "zverejnené",
    "vloženo",
    "objavljeno",
    "објављено",
    "publisert",
    "publiceret",
    "offentliggjort",
    "oprettet",
    "publicerad",
    "publicerat",
    "julkaistu",
    "avaldatud",
    "publicēts",
    "paskelbta",
    "опубликован",
    "размещено",
    "опубліковано",
    "публикуван",
    "објавено",
    "δημοσίευση",
    "δημοσιεύθηκε",
    "δημοσιεύτηκε",
    "yayınlanma",
    "yayınlandı",
    "yayın tarihi",
    "oluşturulma",
    "eklenme",
    "publicat",
    "megjelent",
    "közzétéve",
    "létrehozva",
    "ngày đăng",
    "dipublikasikan",
    "diterbitkan",
    "tayang",
    "diposting",
    "入力",
    "입력",
    "등록",
    "승인",
    "게재",
    "公開",
    "配信",
    "掲載",
    "投稿日",
    "发布",
    "發布",
    "发表",
    "發表",
    "刊登",
    "تاريخ النشر",
    "نشر في",
    "نُشر",
    "تاریخ انتشار",
    "منتشر شده",
    "פורסם",
    "תאריך פרסום",
    "प्रकाशित",
    "প্রকাশ",
    "เผยแพร่",
];

/// Words that introduce a date of either kind where a line begins with them.
const OPENERS: &[&str] = &[
    "date",
    "datum",
    "stand",
    "dato",
    "data",
    "fecha",
    "dátum",
    "tarih",
    "giriş",
    "дата",
    "ημερομηνία",
    "đăng",
    "日期",
    "日時",
    "时间",
    "時間",
    "تاریخ",
    "التاريخ",
    "नशर",
    "วันที่",
];

/// Words that say when it was changed.
const CHANGED: &[&str] = &[
    "updated",
    "update",
    "upd.",
    "upd:",
    "last change",
    "modified",
    "edited",
    "revised",
    "last reviewed",
    "last saved",
    "aktualisier",
    "geändert",
    "überarbeitet",
    "bearbeitet",
    "letzte änderung",
    "letzte bearbeitung",
    "mis à jour",
    "mise à jour",
    "mis a jour",
    "modifié",
    "màj",
    "dernière modification",
    "actualizado",
    "actualizada",
    "actualización",
    "modificado",
    "modificación",
    "atualizado",
    "atualizada",
    "atualização",
    "aggiornato",
    "aggiornata",
    "aggiornamento",
    "modificato",
    "ultima modifica",
    "bijgewerkt",
    "gewijzigd",
    "laatste update",
    "aktualizacja",
    "aktualizowano",
    "zaktualizowano",
    "zmodyfikowano",
    "aktualizováno",
    "aktualizované",
    "aktualizace",
    "upraveno",
    "upravené",
    "ažurirano",
    "ажурирано",
    "posodobljeno",
    "izmjena",
    "oppdatert",
    "sist endret",
    "opdateret",
    "ændret",
    "uppdaterad",
    "uppdaterat",
    "ändrad",
    "päivitetty",
    "muokattu",
    "uuendatud",
    "atnaujinta",
    "atjaunots",
    "обновлен",
    "изменен",
    "отредактирован",
    "оновлено",
    "змінено",
    "обновен",
    "редактиран",
    "ажурирана",
    "ενημέρωση",
    "ενημερώθηκε",
    "τροποποιήθηκε",
    "güncelle",
    "son düzenleme",
    "actualizat",
    "modificat",
    "frissítve",
    "módosítva",
    "cập nhật",
    "diperbarui",
    "terakhir diubah",
    "수정",
    "更新",
    "修改",
    "آخر تحديث",
    "تحديث",
    "بروزرسانی",
    "עודכן",
    "अपडेट",
    "संशोधित",
    "আপডেট",
    "อัปเดต",
    "อัพเดต",
    "แก้ไข",
];

/// Words after which a date is another thing's: the copyright's, an event's, a deadline's.
const OTHERS: &[&str] = &[
    "©",
    "(c)",
    "copyright",
    "all rights reserved",
    "alle rechte",
    "aktuelles datum",
    "current date",
    "heute ist",
    "today is",
    "expires",
    "deadline",
    "valid until",
    "gültig bis",
    "available until",
    "available through",
    "verfügbar bis",
    "abrufbar bis",
    "disponible jusqu",
    "disponible hasta",
    "disponível até",
    "disponibile fino",
    "beschikbaar tot",
    "dostępny do",
    "dostępne do",
    "dostupné do",
    "tilgjengelig til",
    "tilgængelig til",
    "tillgänglig till",
    "katsottavissa",
    "доступно до",
    "accessed",
    "retrieved",
    "abgerufen",
    "archived",
    "joined",
    "member since",
    "mitglied seit",
    "registriert",
    "born",
    "geboren",
    "date de naissance",
    "fecha de nacimiento",
    "data de nascimento",
    "data di nascita",
    "geboortedatum",
    "data urodzenia",
    "datum narození",
    "fødselsdato",
    "födelsedatum",
    "дата рождения",
    "дата народження",
    "doğum tarihi",
    "出生日期",
    "生年月日",
    "생년월일",
];

/// Which date words speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spoken {
    /// When it first stood there.
    Published,
    /// When it was changed.
    Changed,
    /// When something else was, is or will be.
    Other,
}

/// Every word with what it speaks of, by [how it begins](beginning), longer ones before those that begin them.
static WORDS: LazyLock<Vec<Vec<(&str, Spoken)>>> = LazyLock::new(|| {
    let lists = [(PUBLISHED, Spoken::Published), (CHANGED, Spoken::Changed), (OTHERS, Spoken::Other)];
    let mut words = vec![Vec::new(); BEGINNINGS];
    for (word, spoken) in lists.into_iter().flat_map(|(list, spoken)| list.iter().map(move |word| (*word, spoken))) {
        if let Some(alike) = words.get_mut(beginning(word)) {
            alike.push((word, spoken));
        }
    }
    for alike in &mut words {
        alike.sort_unstable_by_key(|(word, _)| Reverse(word.len()));
    }
    words
});

/// How many beginnings of words are told apart, a power of two.
const BEGINNINGS: usize = 512;

/// What the first two bytes of a word tell of it: nearly all words of a text begin like none of the list.
fn beginning(text: &str) -> usize {
    let mut bytes = text.bytes().map(usize::from);
    let (first, second) = (bytes.next().unwrap_or_default(), bytes.next().unwrap_or_default());
    (first * 31 + second) % BEGINNINGS
}

/// Where in a text in lower case words for a date begin, in order.
pub(super) fn spoken(lower: &str) -> impl Iterator<Item = (usize, Spoken)> {
    let mut is_inside = false;
    lower.char_indices().filter_map(move |(at, c)| {
        let begins = (!is_inside || is_dense(c)) && !c.is_whitespace();
        is_inside = c.is_alphabetic();
        let rest = lower.get(at..).filter(|_| begins)?;
        begun(rest).or_else(|| (at == 0 && opens_any(lower)).then_some(Spoken::Published)).map(|spoken| (at, spoken))
    })
}

/// More characters than any word for a date has, and the one behind it.
const HEAD_CHARS: usize = 48;

/// Whether a text begins with a word for a date, case ignored. None begins with a figure, as many texts do.
fn is_led(text: &str) -> bool {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let head = text.char_indices().nth(HEAD_CHARS).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    let lower = head.to_lowercase();
    begun(&lower).is_some() || opens_any(&lower)
}

/// The longest line that tells when the text came out and when it was changed, in bytes, and the most words of it beside the
/// figures: Spanish has sixteen. Set by hand; `a_line_of_two_dates_is_a_stamp` moves with them.
const STAMP_BYTES_MAX: usize = 240;
const STAMP_WORDS_MAX: usize = 20;

/// The most of them where the line begins with a date, in front of a word for one: `Wed 14 Oct 2030 14.32 BST First published on
/// Wed 14 Oct 2030 09.20 BST`. The same test moves with it.
const BARE_STAMP_WORDS_MAX: usize = 10;

/// Whether a line tells when the text came out and when it was changed, and nothing else: a word for both, one of them in front, or
/// two whole days with a word for one; and no sentence's end.
pub(super) fn is_stamp(line: &str) -> bool {
    let is_whole = line.len() <= STAMP_BYTES_MAX && !line.ends_with(['.', '!', '?', '。']) && shape::has_year(line);
    if !is_whole {
        return false;
    }
    let lower = line.to_lowercase();
    let kinds: Vec<(usize, Spoken)> = spoken(&lower).collect();
    let any = |kind: Spoken| kinds.iter().any(|(_, spoken)| *spoken == kind);
    let words = line.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let days = || shape::parted(line, &lower, &kinds, None).iter().filter(|(day, _)| shape::has_year(day)).count();
    is_led(line) && any(Spoken::Published) && any(Spoken::Changed) && words <= STAMP_WORDS_MAX
        || (any(Spoken::Published) || any(Spoken::Changed)) && words <= BARE_STAMP_WORDS_MAX && days() > 1
}

fn opens_any(lower: &str) -> bool {
    OPENERS.iter().any(|word| opens(lower, word))
}

/// Whether the text, in lower case, says that it is the date of publication: first of all, and with a word that means
/// nothing else. `Date` may be an event's, and `Stand` the last change's.
pub(in crate::desk) fn tells_publication(lower: &str) -> bool {
    let is_plain = |at: usize| lower.get(at..).and_then(begun) == Some(Spoken::Published);
    spoken(lower).next().is_some_and(|(at, _)| is_plain(at))
}

/// What the text speaks of with its first word or words.
fn begun(text: &str) -> Option<Spoken> {
    WORDS.get(beginning(text))?.iter().find(|(word, _)| text.starts_with(word)).map(|(_, spoken)| *spoken)
}

/// Whether the text begins with the word and goes on with something else than a letter.
fn opens(lower: &str, word: &str) -> bool {
    lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || word.ends_with(is_dense))
}

/// Whether a word may begin right behind the letter: in scripts without spaces, and in Hangul, which joins endings on.
fn is_dense(c: char) -> bool {
    !c.is_ascii() && (is_unspaced(c) || matches!(c, '\u{AC00}'..='\u{D7AF}'))
}

#[cfg(test)]
mod tests;
