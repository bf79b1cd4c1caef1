//! Zones as pages write them: offsets, abbreviations, and the few names that follow a rule.

use jiff::{Timestamp, civil, tz};

use super::{Clue, tokens::Token};

/// A zone as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// So many seconds east of Greenwich.
    Offset(i32),
    /// A rule in POSIX's notation: summer time by the date.
    Rule(&'static str),
}

impl Zone {
    /// The instant at which clocks of this zone show that time; the earlier of two where clocks were put back.
    pub(super) fn at(&self, local: civil::DateTime) -> Option<Timestamp> {
        match self {
            Self::Offset(seconds) => tz::Offset::from_seconds(*seconds).ok()?.to_timestamp(local).ok(),
            Self::Rule(rule) => tz::TimeZone::posix(rule).ok()?.to_ambiguous_timestamp(local).compatible().ok(),
        }
    }
}

/// Abbreviations with one meaning, in minutes east of Greenwich, sorted.
const KNOWN: &[(&str, i32)] = &[
    ("acdt", 630),
    ("acst", 570),
    ("adt", -180),
    ("aedt", 660),
    ("aest", 600),
    ("akdt", -480),
    ("akst", -540),
    ("art", -180),
    ("awst", 480),
    ("brt", -180),
    ("cat", 120),
    ("cdt", -300),
    ("cest", 120),
    ("cet", 60),
    ("cot", -300),
    ("eat", 180),
    ("edt", -240),
    ("eest", 180),
    ("eet", 120),
    ("est", -300),
    ("gmt", 0),
    ("gst", 240),
    ("hadt", -540),
    ("hae", -240),
    ("hkt", 480),
    ("hne", -300),
    ("hst", -600),
    ("ict", 420),
    ("idt", 180),
    ("jst", 540),
    ("kst", 540),
    ("mdt", -360),
    ("mesz", 120),
    ("mez", 60),
    ("msk", 180),
    ("mst", -420),
    ("myt", 480),
    ("ndt", -150),
    ("npt", 345),
    ("nst", -210),
    ("nzdt", 780),
    ("nzst", 720),
    ("pdt", -420),
    ("pet", -300),
    ("pht", 480),
    ("pkt", 300),
    ("sast", 120),
    ("sgt", 480),
    ("trt", 180),
    ("tsi", 180),
    ("ut", 0),
    ("utc", 0),
    ("wat", 60),
    ("west", 60),
    ("wet", 0),
    ("wib", 420),
    ("wit", 540),
    ("wita", 480),
    ("мск", 180),
    ("гринвич", 0),
    ("гринвичу", 0),
];

/// Names without a season, by rule.
const RULES: &[(&str, &str)] = &[
    ("et", "EST5EDT,M3.2.0,M11.1.0"),
    ("ct", "CST6CDT,M3.2.0,M11.1.0"),
    ("mt", "MST7MDT,M3.2.0,M11.1.0"),
    ("pt", "PST8PDT,M3.2.0,M11.1.0"),
];

/// The zone written at `at`, and the index after it.
pub(super) fn read(tokens: &[Token], mut at: usize, clue: &Clue) -> Option<(Zone, usize)> {
    // "18:11 Uhr (MESZ)", "18:11 hrs IST", "18:11, GMT"
    for _ in 0..3 {
        let token = tokens.get(at)?;
        let passed = matches!(token.sign(), Some('(' | '[' | ','))
            || matches!(token.word(), Some("uhr" | "hrs" | "hours" | "uur" | "h" | "local" | "horas" | "по"));
        if !passed {
            break;
        }
        at += 1;
    }
    let token = tokens.get(at)?;
    if token.sign().is_some() {
        return offset(tokens, at).map(|(seconds, next)| (Zone::Offset(seconds), next));
    }
    let word = token.word()?;
    // Zones are written in capitals; "ist" and "est" are German and French words.
    if !token.capitals && !matches!(word, "z" | "gmt" | "utc" | "мск" | "гринвичу") {
        return None;
    }
    match word {
        "z" => return Some((Zone::Offset(0), at + 1)),
        "gmt" | "utc" | "ut" => {
            let shifted = offset(tokens, at + 1);
            return Some(shifted.map_or((Zone::Offset(0), at + 1), |(seconds, next)| (Zone::Offset(seconds), next)));
        }
        _ => {}
    }
    if let Some((_, rule)) = RULES.iter().find(|(name, _)| *name == word) {
        return Some((Zone::Rule(rule), at + 1));
    }
    let minutes = by_place(word, clue).or_else(|| KNOWN.iter().find(|(name, _)| *name == word).map(|(_, m)| *m))?;
    Some((Zone::Offset(minutes * 60), at + 1))
}

/// Abbreviations that mean different zones in different places.
fn by_place(word: &str, clue: &Clue) -> Option<i32> {
    let (language, region) = (clue.language(), clue.region());
    Some(match word {
        "ist" if region == Some("IE") || language == "ga" => 60,
        "ist" if region == Some("IL") || language == "he" => 120,
        "ist" => 330,
        "bst" if region == Some("BD") || language == "bn" => 360,
        "bst" => 60,
        "cst" if region == Some("CN") || language == "zh" => 480,
        "cst" => -360,
        "ast" if language == "ar" => 180,
        "ast" => -240,
        "pst" if region == Some("PH") || matches!(language, "fil" | "tl") => 480,
        "pst" => -480,
        "est" if region == Some("AU") => 600,
        "edt" if region == Some("AU") => 660,
        _ => return None,
    })
}

/// An offset from Greenwich (`+02:00`, `+0200`, `-5`) at `at`, in seconds, and the index after it.
fn offset(tokens: &[Token], at: usize) -> Option<(i32, usize)> {
    let sign = match tokens.get(at)?.sign()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let first = tokens.get(at + 1).filter(|token| !token.spaced)?;
    let (value, digits) = first.number()?;
    let value = i32::try_from(value).ok()?;
    let minutes = match (tokens.get(at + 2).and_then(Token::sign), tokens.get(at + 3).and_then(Token::number)) {
        (Some(':'), Some((minutes, 2))) if digits <= 2 => Some(i32::try_from(minutes).ok()?),
        _ => None,
    };
    let (hours, minutes, next) = match (digits, minutes) {
        (1 | 2, Some(minutes)) => (value, minutes, at + 4),
        (1 | 2, None) => (value, 0, at + 2),
        (3 | 4, _) => (value / 100, value % 100, at + 2),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 3600 + minutes * 60), next))
}
