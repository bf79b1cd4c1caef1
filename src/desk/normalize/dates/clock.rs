//! Times of day as pages write them: `18:11`, `6.11 p.m.`, `14h30`, `0204 GMT`, `오후 6시 11분`.

use jiff::civil;

use super::{
    Clue,
    tokens::Token,
    zones::{self, Zone},
};

/// A time of day and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// The time; its date is another question.
    pub(super) time: civil::Time,
    /// Whether it is the day's end (`24:00`).
    pub(super) next_day: bool,
    /// Whether seconds are stated.
    pub(super) seconds: bool,
    /// The zone, where one is stated.
    pub(super) zone: Option<Zone>,
    /// The index of its first token.
    pub(super) start: usize,
    /// The index after its last token.
    pub(super) end: usize,
}

/// Every time of day in the tokens, in order.
pub(super) fn all(tokens: &[Token], clue: &Clue) -> Vec<Clock> {
    let (mut clocks, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match read(tokens, at, clue) {
            Some(clock) => {
                at = clock.end.max(at + 1);
                clocks.push(clock);
            }
            None => at += 1,
        }
    }
    clocks
}

/// The hour, minute, second and nanosecond as written, and the index after them.
struct Digits {
    hour: u64,
    minute: u64,
    second: Option<u64>,
    nanosecond: u64,
    end: usize,
}

/// The time of day that starts at `at`.
fn read(tokens: &[Token], at: usize, clue: &Clue) -> Option<Clock> {
    let (value, digits) = tokens.get(at)?.number()?;
    let found = colons(tokens, at, value, digits)
        .or_else(|| units(tokens, at, value, digits))
        .or_else(|| point(tokens, at, value, digits))
        .or_else(|| compact(tokens, at, value, digits, clue))
        .or_else(|| {
            let bare = digits <= 2 && half_after(tokens, at + 1).is_some() && may_be_hour(tokens, at, clue);
            bare.then_some(Digits { hour: value, minute: 0, second: None, nanosecond: 0, end: at + 1 })
        })?;
    let (mut hour, mut end) = (found.hour, found.end);
    let half = match half_after(tokens, end) {
        Some((half, next)) => {
            end = next;
            Some(half)
        }
        None => half_before(tokens, at),
    };
    match half {
        Some(Half::Morning) if hour == 12 => hour = 0,
        Some(Half::Afternoon) if hour < 12 => hour += 12,
        _ => {}
    }
    let zone = zones::read(tokens, end, clue);
    let next_day = hour == 24 && found.minute == 0;
    if next_day {
        hour = 0;
    }
    // A leap second has no place in civil time; it is the minute's last.
    let second = found.second.unwrap_or(0).min(59);
    let time = civil::Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(found.minute).ok()?,
        i8::try_from(second).ok()?,
        i32::try_from(found.nanosecond).ok()?,
    )
    .ok()?;
    let (zone, end) = zone.map_or((None, end), |(zone, next)| (Some(zone), next));
    Some(Clock { time, next_day, seconds: found.second.is_some(), zone, start: at, end })
}

/// Whether a bare number in front of a half of the day is an hour: it is none where it ends a name (`reader1 am 20.09.2020`), nor
/// where German goes on with the day (`von 3 am 20.09.2020`).
fn may_be_hour(tokens: &[Token], at: usize, clue: &Clue) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let is_glued =
        before.is_some_and(|token| token.word().is_some()) && tokens.get(at).is_some_and(|token| !token.spaced);
    let is_day = || clue.language() == "de" && tokens.get(at + 2).is_some_and(|token| token.number().is_some());
    !is_glued && !is_day()
}

/// `18:11`, `18:11:01`, `18:11:01.250`.
fn colons(tokens: &[Token], at: usize, hour: u64, digits: usize) -> Option<Digits> {
    if digits > 2 || tokens.get(at + 1)?.sign()? != ':' {
        return None;
    }
    let (minute, 2) = tokens.get(at + 2)?.number()? else { return None };
    let mut found = Digits { hour, minute, second: None, nanosecond: 0, end: at + 3 };
    if tokens.get(at + 3).and_then(Token::sign) == Some(':')
        && let Some((second, 2)) = tokens.get(at + 4).and_then(Token::number)
    {
        found.second = Some(second);
        found.end = at + 5;
        let point = tokens.get(at + 5).and_then(Token::sign).is_some_and(|c| matches!(c, '.' | ','));
        if let Some(token) = tokens.get(at + 6).filter(|token| point && !token.spaced)
            && token.number().is_some()
        {
            found.nanosecond = nanoseconds(&token.text);
            found.end = at + 7;
        }
    }
    Some(found)
}

/// The digits after a second's point as nanoseconds; finer ones are cut.
fn nanoseconds(digits: &str) -> u64 {
    digits
        .chars()
        .chain(std::iter::repeat('0'))
        .take(9)
        .fold(0, |sum, c| sum * 10 + u64::from(c.to_digit(10).unwrap_or(0)))
}

/// `14h30`, `14 h`, `18 Uhr 11`, `18 ч 11 мин`, `18時11分01秒`, `6시 11분`.
fn units(tokens: &[Token], at: usize, hour: u64, digits: usize) -> Option<Digits> {
    let unit = tokens.get(at + 1)?.word()?;
    let is_hour =
        matches!(unit, "h" | "uhr" | "ч" | "год" | "时" | "時" | "点" | "點" | "시" | "น" | "gio" | "uur" | "val");
    if digits > 2 || !is_hour {
        return None;
    }
    let mut found = Digits { hour, minute: 0, second: None, nanosecond: 0, end: at + 2 };
    let Some(token) =
        tokens.get(at + 2).filter(|token| !token.spaced || matches!(unit, "시" | "ч" | "h" | "год" | "uhr"))
    else {
        return Some(found);
    };
    let marked = tokens.get(at + 3).and_then(Token::word).is_some_and(is_minute);
    // "14 h 30" may be followed by a day: "14h 28 avril". Without a unit a spaced number is taken for minutes only
    // where no word follows.
    let plain = !token.spaced || tokens.get(at + 3).and_then(Token::word).is_none();
    if let Some((minute, 1 | 2)) = token.number().filter(|(minute, _)| *minute < 60 && (marked || plain)) {
        found.minute = minute;
        found.end = at + 3 + usize::from(marked);
        let second =
            tokens.get(found.end).and_then(Token::number).filter(|(second, digits)| *digits <= 2 && *second < 60);
        let is_second = tokens.get(found.end + 1).and_then(Token::word).is_some_and(|word| matches!(word, "秒" | "초"));
        if let Some((second, _)) = second.filter(|_| is_second) {
            found.second = Some(second);
            found.end += 2;
        }
    }
    Some(found)
}

/// Words for a minute after its number.
fn is_minute(word: &str) -> bool {
    matches!(word, "分" | "분" | "min" | "мин" | "хв" | "m" | "phut")
}

/// `14.30`, where a word before or after it, or the year before it, says that it is a time.
fn point(tokens: &[Token], at: usize, hour: u64, digits: usize) -> Option<Digits> {
    if digits > 2 || tokens.get(at + 1)?.sign()? != '.' || tokens.get(at + 2)?.spaced {
        return None;
    }
    let (minute, 2) = tokens.get(at + 2)?.number()? else { return None };
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).and_then(Token::word);
    let before_point = at.checked_sub(2).and_then(|i| tokens.get(i)).and_then(Token::word);
    let announced = before.or(before_point).is_some_and(|word| {
        matches!(
            word,
            "um" | "kl"
                | "klo"
                | "ore"
                | "pukul"
                | "jam"
                | "alle"
                | "at"
                | "om"
                | "kello"
                | "la"
                | "ora"
                | "orario"
                | "kell"
                | "ob"
                | "idag"
                | "igar"
                | "tanaan"
                | "eilen"
        )
    });
    let year = at.checked_sub(1).and_then(|i| tokens.get(i)).and_then(Token::number);
    // What stands before the year is the rest of the day, so that "2025 03.11" is one.
    let follows_day = at.checked_sub(2).and_then(|i| tokens.get(i)).is_some_and(|token| token.number().is_none())
        && year.is_some_and(|(year, digits)| digits == 4 && (1_900..2_200).contains(&year));
    let announced = announced || follows_day;
    let after = tokens.get(at + 3);
    let confirmed = after.and_then(Token::word).is_some_and(|word| {
        matches!(
            word,
            "uhr" | "h" | "hrs" | "uur" | "wib" | "wita" | "wit" | "am" | "pm" | "น" | "gmt" | "ist" | "est" | "bst"
        )
    }) || half_after(tokens, at + 3).is_some();
    let ended = after
        .is_none_or(|token| token.sign() != Some('.') || tokens.get(at + 4).is_none_or(|next| next.number().is_none()));
    ((announced || confirmed) && ended && minute < 60).then_some(Digits {
        hour,
        minute,
        second: None,
        nanosecond: 0,
        end: at + 3,
    })
}

/// `0204 GMT`, `1811 hrs`; after a date's `T`, `1811` and `181101`.
fn compact(tokens: &[Token], at: usize, value: u64, digits: usize, clue: &Clue) -> Option<Digits> {
    let previous = at.checked_sub(1).and_then(|i| tokens.get(i)).and_then(Token::word);
    let stuck = !tokens.get(at)?.spaced;
    let after_t = stuck && previous == Some("t");
    let plain = |hour, minute, second| Digits { hour, minute, second, nanosecond: 0, end: at + 1 };
    match digits {
        6 if after_t => Some(plain(value / 10_000, value / 100 % 100, Some(value % 100))),
        4 if after_t => Some(plain(value / 100, value % 100, None)),
        // "April 28, 2023 GMT" ends with a year.
        4 if (1_900..2_100).contains(&value) && ends_day(tokens, at) => None,
        4 => {
            let word = tokens.get(at + 1).and_then(Token::word);
            let zoned = tokens.get(at + 1).is_some_and(|token| token.word().is_some())
                && zones::read(tokens, at + 1, clue).is_some();
            (zoned || matches!(word, Some("hrs" | "hours"))).then(|| plain(value / 100, value % 100, None))
        }
        _ => None,
    }
}

/// Whether a day's number or a month's name stands right before `at`.
fn ends_day(tokens: &[Token], at: usize) -> bool {
    let mut before = tokens.iter().take(at).rev().skip_while(|token| matches!(token.sign(), Some(',' | '.')));
    before.next().is_some_and(|token| {
        token.number().is_some_and(|(value, digits)| digits <= 2 && (1..=31).contains(&value))
            || token.word().is_some_and(super::months::is_name)
    })
}

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// The half of the day written at `at`, and the index after it.
fn half_after(tokens: &[Token], at: usize) -> Option<(Half, usize)> {
    let word = tokens.get(at)?.word()?;
    let half = match word {
        "am" | "πμ" | "ص" | "صباحا" | "öö" | "oo" | "sa" => Half::Morning,
        "pm" | "μμ" | "م" | "مساء" | "مساءا" | "os" | "ch" => Half::Afternoon,
        "a" | "p" | "π" | "μ" => {
            // "p.m.", "p. m."
            let point = tokens.get(at + 1)?.sign() == Some('.');
            let next = if point { at + 2 } else { at + 1 };
            tokens.get(next)?.word().filter(|word| matches!(*word, "m" | "μ"))?;
            let end = next + 1 + usize::from(tokens.get(next + 1).and_then(Token::sign) == Some('.'));
            return Some((if matches!(word, "a" | "π") { Half::Morning } else { Half::Afternoon }, end));
        }
        _ => return None,
    };
    Some((half, at + 1))
}

/// The half of the day written right before `at`, as Korean, Chinese and Japanese do.
fn half_before(tokens: &[Token], at: usize) -> Option<Half> {
    let word = tokens.get(at.checked_sub(1)?)?.word()?;
    if ["오전", "上午", "午前", "凌晨", "早上", "清晨"].iter().any(|half| word.ends_with(half)) {
        Some(Half::Morning)
    } else if ["오후", "下午", "午後", "晚上", "傍晚", "中午"].iter().any(|half| word.ends_with(half)) {
        Some(Half::Afternoon)
    } else {
        None
    }
}
