//! Dates told from the reader's day: "3 hours ago", "gestern 18:11", "2時間前".
//!
//! The reader's day is the fetch's, in UTC: minutes are exact to the minute, hours and more to the day.

use jiff::{SignedDuration, civil, tz::Offset};

use super::{Clue, Precision, Reading, clock::Clock, dated, tokens::Token};

/// A unit's length in seconds, and the words for it, folded.
#[rustfmt::skip]
const UNITS: &[(i64, &[&str])] = &[
    (1, &["second", "seconds", "sec", "secs", "sekunde", "sekunden", "seconde", "secondes", "segundo", "segundos", "secondi", "seconden", "sekund", "секунд", "секунды", "秒", "초", "秒前", "초전", "saniye", "detik", "giay"]),
    (60, &["minute", "minutes", "min", "mins", "minuten", "minuto", "minutos", "minuti", "minut", "minuty", "minutter", "minuter", "minuutti", "minuuttia", "minuta", "perc", "perccel", "percek", "минут", "минуты", "минуту", "мин", "хвилин", "хвилини", "хв", "минути", "λεπτα", "λεπτο", "dakika", "dk", "menit", "minit", "phut", "นาที", "नาท", "मिनट", "মিনিট", "நிமிடங்கள்", "分", "分钟", "分鐘", "分钟前", "分鐘前", "分前", "분", "분전", "دقيقة", "دقائق", "دقیقه", "דקות", "minute-i"]),
    (3_600, &["hour", "hours", "hr", "hrs", "h", "stunde", "stunden", "std", "heure", "heures", "hora", "horas", "ora", "ore", "uur", "uren", "godzin", "godziny", "godzine", "godz", "hodin", "hodiny", "hodinu", "hodinami", "sat", "sata", "sati", "ur", "ure", "timer", "time", "timme", "timmar", "tunti", "tuntia", "oraja", "oran", "час", "часа", "часов", "година", "години", "годин", "год", "ωρες", "ωρα", "saat", "jam", "gio", "ชั่วโมง", "घंटे", "घंटा", "ঘণ্টা", "时间", "小时", "小時", "小时前", "小時前", "時間", "時間前", "時", "时", "시", "시간", "시간전", "ساعة", "ساعات", "ساعت", "שעות", "ore-i"]),
    (86_400, &["day", "days", "d", "tag", "tage", "tagen", "jour", "jours", "dia", "dias", "giorno", "giorni", "dag", "dagen", "dage", "dagar", "dager", "paiva", "paivaa", "dni", "dzien", "den", "dny", "dnem", "dana", "dan", "nap", "napja", "день", "дня", "дней", "днi", "днів", "ден", "дни", "ημερες", "ημερα", "gun", "hari", "ngay", "วัน", "दिन", "দিন", "天", "天前", "日前", "日", "일", "일전", "يوم", "ايام", "أيام", "روز", "ימים", "zile", "zi"]),
    (604_800, &["week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas", "settimana", "settimane", "weken", "tydzien", "tygodni", "tygodnie", "tyden", "tydny", "tydnu", "uge", "uger", "uke", "uker", "vecka", "veckor", "viikko", "viikkoa", "неделю", "недели", "недель", "тиждень", "тижні", "тижнів", "εβδομαδες", "hafta", "minggu", "tuan", "สัปดาห์", "周", "周前", "週間", "週間前", "週前", "주", "주전", "saptamani", "het"]),
];

/// Words before or after a number and its unit that say it lies in the past, folded.
#[rustfmt::skip]
const PAST: &[&str] = &[
    "ago", "vor", "hace", "il y a", "fa", "atras", "ha", "geleden", "temu", "przed", "pred", "prije", "pre", "siden", "for", "sedan", "sitten",
    "zpet", "назад", "тому", "преди", "πριν", "once", "evvel", "lalu", "yang", "truoc", "ที่แล้ว", "ที่ผ่านมา", "पहले", "আগে", "முன்", "前", "전", "قبل", "منذ", "پیش", "לפני", "acum",
    "ezelott", "eest", "tagasi", "pries", "pirms", "fa", "duela", "y", "enne",
];

/// Words for days next to the fetch's: how many days back, folded.
#[rustfmt::skip]
const DAYS: &[(&str, i64)] = &[
    ("today", 0), ("heute", 0), ("aujourd", 0), ("hoy", 0), ("hoje", 0), ("oggi", 0), ("vandaag", 0), ("dzis", 0), ("dzisiaj", 0), ("dnes", 0), ("danas", 0), ("danes", 0), ("idag", 0), ("tanaan", 0),
    ("сегодня", 0), ("сьогоднi", 0), ("сьогодні", 0), ("днес", 0), ("денес", 0), ("данас", 0), ("σημερα", 0), ("bugun", 0), ("azi", 0), ("astazi", 0), ("ma", 0), ("tana", 0), ("siandien", 0), ("sodien", 0), ("今天", 0), ("今日", 0), ("오늘", 0), ("اليوم", 0), ("امروز", 0), ("היום", 0), ("आज", 0), ("আজ", 0), ("วันนี้", 0),
    ("yesterday", 1), ("gestern", 1), ("hier", 1), ("ayer", 1), ("ontem", 1), ("ieri", 1), ("gisteren", 1), ("wczoraj", 1), ("vcera", 1), ("jucer", 1), ("juce", 1), ("vceraj", 1), ("igar", 1), ("eilen", 1),
    ("вчера", 1), ("вчора", 1), ("јуче", 1), ("χθες", 1), ("dun", 1), ("tegnap", 1), ("eile", 1), ("vakar", 1), ("昨天", 1), ("昨日", 1), ("어제", 1), ("أمس", 1), ("امس", 1), ("دیروز", 1), ("אתמול", 1), ("कल", 1), ("গতকাল", 1), ("kemarin", 1), ("เมื่อวาน", 1),
    ("vorgestern", 2), ("前天", 2), ("一昨日", 2),
];

/// The farthest back that is believed, in seconds: weeks are told up to a few months.
const BACK_SECONDS_MAX: i64 = 400 * 86_400;

/// Reads a date told from the fetch.
pub(super) fn read(tokens: &[Token], clocks: &[Clock], clue: &Clue) -> Option<Reading> {
    let reading = ago(tokens, clue).or_else(|| named(tokens, clocks, clue))?;
    Some(Reading { assumed: true, ..reading })
}

/// A number, a unit and a word for the past.
fn ago(tokens: &[Token], clue: &Clue) -> Option<Reading> {
    let past = tokens.iter().filter_map(Token::word).any(|word| PAST.contains(&word) || word.ends_with(['前', '전']));
    if !past {
        return None;
    }
    let (count, seconds) = tokens.iter().enumerate().find_map(|(at, token)| {
        let count = match token.number() {
            Some((value, 1..=3)) => i64::try_from(value).ok()?,
            None if matches!(
                token.word()?,
                "a" | "an" | "one" | "einer" | "einem" | "une" | "un" | "una" | "uma" | "een" | "en" | "et"
            ) =>
            {
                1
            }
            _ => return None,
        };
        let unit = tokens.get(at + 1)?.word()?;
        let (seconds, _) = UNITS.iter().find(|(_, words)| words.contains(&unit))?;
        Some((count, *seconds))
    })?;
    let back = count.checked_mul(seconds).filter(|back| *back <= BACK_SECONDS_MAX)?;
    let at = clue.fetched_at.checked_sub(SignedDuration::from_secs(back)).ok()?;
    let local = Offset::UTC.to_datetime(at);
    if seconds < 3_600 {
        let local = local.date().to_datetime(civil::Time::new(local.hour(), local.minute(), 0, 0).ok()?);
        let at = Offset::UTC.to_timestamp(local).ok()?;
        return Some(Reading {
            local,
            at,
            precision: Precision::Minute,
            zone_known: true,
            assumed: true,
            swapped: None,
        });
    }
    dated(clue.local(at).date(), None, clue)
}

/// "Today", "yesterday" and their kin, with a time of day or without; nothing where hours are told ("Open today 9:00 - 18:00").
fn named(tokens: &[Token], clocks: &[Clock], clue: &Clue) -> Option<Reading> {
    let back = tokens
        .iter()
        .filter_map(Token::word)
        .find_map(|word| DAYS.iter().find(|(day, _)| *day == word).map(|(_, back)| *back))?;
    if back == 0 && clocks.windows(2).any(|pair| is_span(tokens, pair)) {
        return None;
    }
    let at = clue.fetched_at.checked_sub(SignedDuration::from_secs(back * 86_400)).ok()?;
    dated(clue.local(at).date(), clocks.first(), clue)
}

/// Whether nothing but what means "to" stands between two times of day, both on a quarter: of when a text came out and when it was
/// changed they seldom are.
fn is_span(tokens: &[Token], clocks: &[Clock]) -> bool {
    let [from, to] = clocks else { return false };
    if [from, to].iter().any(|clock| clock.time.minute() % QUARTER != 0) {
        return false;
    }
    let between = tokens.get(from.end..to.start).unwrap_or_default();
    let is_to = |token: &Token| match token.sign() {
        Some(sign) => ['-', '–', '—'].contains(&sign),
        None => token.word().is_some_and(|word| TO.contains(&word)),
    };
    !between.is_empty() && between.iter().all(is_to)
}

/// Minutes of a quarter of an hour. Set by hand; `opening_hours_are_no_date` moves with it.
const QUARTER: i8 = 15;

/// Words between the two ends of opening hours, folded.
const TO: &[&str] = &["a", "al", "alle", "ate", "bis", "do", "hasta", "tot", "to", "uhr", "until"];
