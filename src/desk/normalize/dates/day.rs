//! Calendar days as pages write them, in figures and in words.

use jiff::civil::Date;

use super::{Clue, Order, clock::Clock, months, tokens::Token};

/// A day and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// The day.
    pub(super) date: Date,
    /// Whether it states its year.
    pub(super) has_year: bool,
    /// The day in the other order, where its figures don't tell which is meant.
    pub(super) swapped: Option<Date>,
    /// The index of its first token.
    pub(super) start: usize,
    /// The index after its last token.
    pub(super) end: usize,
}

/// The first day that states its year; else the first without one, which is then the last such day before the fetch.
pub(super) fn find(tokens: &[Token], clocks: &[Clock], clue: &Clue) -> Option<Day> {
    let free = |at: usize| !clocks.iter().any(|clock| (clock.start..clock.end).contains(&at));
    let starts = || (0..tokens.len()).filter(|&at| free(at));
    // Eight figures behind other words may be an article's number.
    let is_compact = |at: usize| compact(tokens, at).is_some();
    let whole = |late: bool| {
        let mut starts = starts().filter(|&at| late || at == 0 || !is_compact(at));
        starts.find_map(|at| with_year(tokens, at, clocks, clue))
    };
    whole(false).or_else(|| whole(true)).or_else(|| starts().find_map(|at| without_year(tokens, at, clue)))
}

/// A day with its year at `at`.
fn with_year(tokens: &[Token], at: usize, clocks: &[Clock], clue: &Clue) -> Option<Day> {
    let day = |parts: Option<(Date, usize)>| {
        parts.map(|(date, end)| Day { date, has_year: true, swapped: None, start: at, end })
    };
    let either = |day: Day| {
        let in_doubt = tokens.get(at + 1).and_then(Token::sign) != Some('.');
        let swapped = Date::new(day.date.year(), day.date.day(), day.date.month()).ok();
        let may_be = |swapped: &Date| in_doubt && *swapped != day.date && *swapped <= latest(clue);
        Day { swapped: swapped.filter(may_be), ..day }
    };
    day(compact(tokens, at))
        .or_else(|| day(year_first(tokens, at, clue)))
        .or_else(|| day(figures(tokens, at, clue)).map(either))
        .or_else(|| day(day_month_year(tokens, at, clue)))
        .or_else(|| day(month_day_year(tokens, at, clocks, clue)))
}

/// `20230428`, alone or before a `T`.
fn compact(tokens: &[Token], at: usize) -> Option<(Date, usize)> {
    let (value, digits) = tokens.get(at)?.number()?;
    let value = match digits {
        8 => value,
        12 => value / 10_000,
        14 => value / 1_000_000,
        _ => return None,
    };
    let year = value / 10_000;
    let stuck = at.checked_sub(1).is_some_and(|before| {
        tokens.get(before).is_some_and(|token| token.word().is_some())
            && tokens.get(at).is_some_and(|token| !token.spaced)
    });
    (!stuck && (1900..2200).contains(&year))
        .then(|| date(year, value / 100 % 100, value % 100))?
        .map(|date| (date, at + 1))
}

/// `2023-04-28`, `2023. 4. 28.`, `2023年4月28日`, `2023. április 28.`, `2023. gada 28. aprīlis`.
fn year_first(tokens: &[Token], at: usize, clue: &Clue) -> Option<(Date, usize)> {
    let (year, month_at) = (year(tokens, at, clue)?, skip(tokens, at + 1));
    if let Some((month, end)) = months::read(tokens, month_at, clue) {
        let (day, end) = small(tokens, skip(tokens, end), 31)?;
        return Some((calendar(year, month, day)?, day_end(tokens, end)));
    }
    let (first, end) = small(tokens, month_at, 31)?;
    let next = skip(tokens, end);
    if let Some((month, end)) = months::read(tokens, next, clue) {
        return Some((calendar(year, month, first)?, end));
    }
    let separated = next > end || tokens.get(end).is_some_and(|token| token.number().is_some());
    let (second, end) = small(tokens, next, 31)?;
    let date = calendar(year, first, second).or_else(|| calendar(year, second, first))?;
    separated.then_some((date, day_end(tokens, end)))
}

/// `28.04.2023`, `4/28/2023`, `28-4-23`: three numbers parted by one sign.
fn figures(tokens: &[Token], at: usize, clue: &Clue) -> Option<(Date, usize)> {
    let (first, a) = tokens.get(at)?.number().filter(|(_, digits)| *digits <= 2)?;
    let sign = tokens.get(at + 1)?.sign().filter(|sign| matches!(sign, '/' | '.' | '-' | '|' | '·'))?;
    let (second, b) = tokens.get(at + 2)?.number().filter(|(_, digits)| *digits <= 2)?;
    if tokens.get(at + 3)?.sign()? != sign {
        return None;
    }
    let end = at + 5;
    if tokens.get(end).and_then(Token::sign) == Some(':') {
        return None;
    }
    // A point is never used month first.
    let order = if sign == '.' && clue.order() == Order::Month { Order::Day } else { clue.order() };
    if let Some(year) = year(tokens, at + 4, clue) {
        let (day, month) = if order == Order::Month { (second, first) } else { (first, second) };
        let (usual, other) = (calendar(year, month, day), calendar(year, day, month));
        // What was published can't lie ahead: where the usual order says so, the other is meant.
        let is_past = |date: &Date| *date <= latest(clue);
        // With points the day stands first, so that a day ahead is one.
        if sign == '.' {
            return usual.or(other).map(|date| (date, end));
        }
        return usual.filter(is_past).or(other.filter(is_past)).or(usual).or(other).map(|date| (date, end));
    }
    let (third, 2) = tokens.get(at + 4)?.number()? else { return None };
    // `1.2.14` is a version or a chapter in English, and behind a word that it numbers in any language.
    let numbers = |before: usize| tokens.get(before).is_some_and(|token| token.word().is_some());
    if a + b < 3 && sign == '.' && (matches!(clue.language(), "en" | "") || at.checked_sub(1).is_some_and(numbers)) {
        return None;
    }
    let orders: [(u64, u64, u64); 3] = match order {
        Order::Day => [(third, second, first), (third, first, second), (first, second, third)],
        Order::Month => [(third, first, second), (third, second, first), (first, second, third)],
        Order::Year => [(first, second, third), (third, second, first), (third, first, second)],
    };
    orders
        .into_iter()
        .filter_map(|(year, month, day)| date(2000 + year, month, day))
        .find(|date| *date <= latest(clue))
        .map(|date| (date, end))
}

/// `28 April 2023`, `28. dubna 2023`, `28 de abril de 2023`, `28-Apr-23`, `28 tháng 4, 2023`.
fn day_month_year(tokens: &[Token], at: usize, clue: &Clue) -> Option<(Date, usize)> {
    let (day, end) = small(tokens, at, 31)?;
    let (month, end) = joined_month(tokens, end, clue)?;
    // Arab papers name the month twice: "24 نيسان / أبريل 2020".
    let twin = months::read(tokens, skip(tokens, end), clue).filter(|(twin, _)| *twin == month);
    let next = skip(tokens, twin.map_or(end, |(_, end)| end));
    if let Some(year) = year(tokens, next, clue) {
        return Some((calendar(year, month, day)?, next + 1));
    }
    let (year, 2) = tokens.get(next)?.number()? else { return None };
    let timed = tokens.get(next + 1).is_some_and(|token| matches!(token.sign(), Some(':' | '.')))
        || tokens.get(next + 1).and_then(Token::word).is_some_and(|word| matches!(word, "h" | "uhr" | "am" | "pm"));
    // Thai papers cut the year of the Buddhist era.
    let century = if clue.language() == "th" && year >= 50 { 2500 - 543 } else { 2000 };
    (!timed).then(|| date(century + year, month, day)).flatten().map(|date| (date, next + 1))
}

/// The month behind the tokens that join it to the day, and the index after it. A joining word may begin its name: `tháng Tư`.
fn joined_month(tokens: &[Token], at: usize, clue: &Clue) -> Option<(u64, usize)> {
    (at..=skip(tokens, at)).find_map(|at| months::read(tokens, at, clue))
}

/// `April 28, 2023`, `Apr 28 19:20:36 CEST 2023`.
fn month_day_year(tokens: &[Token], at: usize, clocks: &[Clock], clue: &Clue) -> Option<(Date, usize)> {
    let (month, end) = months::read(tokens, at, clue)?;
    let is_first = at.checked_sub(1).and_then(|before| tokens.get(before)).is_none_or(|token| token.number().is_none());
    let is_last = tokens.get(end + 1).and_then(Token::sign) != Some(':');
    if let Some((glued, 5 | 6)) = tokens.get(end)?.number().filter(|_| is_first && is_last) {
        // Boxes of their own, parted by style alone: `Apr` `28` `2023`.
        return date(glued % 10_000, month, glued / 10_000).map(|date| (date, end + 1));
    }
    let (day, end) = small(tokens, skip(tokens, end), 31)?;
    let next = skip(tokens, end);
    let next = clocks.iter().find(|clock| clock.start == next).map_or(next, |clock| skip(tokens, clock.end));
    let year = year(tokens, next, clue)?;
    // The end is the day's own, so that a clock between day and year still follows the day.
    Some((calendar(year, month, day)?, next + 1))
}

/// `28 April`, `April 28`, `4月28日`: the last such day that is not after the fetch.
fn without_year(tokens: &[Token], at: usize, clue: &Clue) -> Option<Day> {
    let east = || {
        let (month, end) = small(tokens, at, 12)?;
        let unit = tokens.get(end)?.word().filter(|word| matches!(*word, "月" | "월"))?;
        let (day, end) = small(tokens, end + 1, 31)?;
        tokens.get(end)?.word().filter(|word| matches!((unit, *word), ("月", "日" | "号" | "號") | ("월", "일")))?;
        Some((month, day, end + 1))
    };
    let worded = || {
        let (day, end) = small(tokens, at, 31)?;
        let (month, end) = joined_month(tokens, end, clue)?;
        Some((month, day, end))
    };
    let month_first = || {
        let (month, end) = months::read(tokens, at, clue)?;
        let (day, end) = small(tokens, skip(tokens, end), 31)?;
        Some((month, day, end))
    };
    let (month, day, end) = east().or_else(worded).or_else(month_first)?;
    let latest = latest(clue);
    let year = u64::try_from(latest.year()).ok()?;
    // The 29th of February may be up to eight years back.
    let date = (0..=8).filter_map(|back| date(year.checked_sub(back)?, month, day)).find(|date| *date <= latest)?;
    Some(Day { date, has_year: false, swapped: None, start: at, end })
}

/// The last day that is believed.
fn latest(clue: &Clue) -> Date {
    jiff::tz::Offset::UTC.to_datetime(clue.latest()).date()
}

/// A year with all its digits, or of an era, at `at`.
fn year(tokens: &[Token], at: usize, clue: &Clue) -> Option<u64> {
    if let Some(year) = of_era(tokens, at) {
        return Some(year);
    }
    let (year, 4) = tokens.get(at)?.number()? else { return None };
    match year {
        // The Buddhist era, by which Thai papers date.
        2440..=2700 if clue.language() == "th" || year > 2500 => Some(year - 543),
        // The Solar Hijri calendar: `calendar` converts it.
        1300..=1499 if matches!(clue.language(), "fa" | "ps" | "prs") => Some(year),
        1600..=2199 => Some(year),
        _ => None,
    }
}

/// The year at `at` that the word before it counts from an era's beginning: the Japanese emperors' (`令和7年`), the
/// Republic of China's (`民國114年`).
fn of_era(tokens: &[Token], at: usize) -> Option<u64> {
    let era = tokens.get(at.checked_sub(1)?)?.word()?;
    let eras: [(&[&str], u64); 4] =
        [(&["令和"], 2018), (&["平成"], 1988), (&["昭和"], 1925), (&["民國", "民国"], 1911)];
    let (_, before) = eras.into_iter().find(|(names, _)| names.iter().any(|name| era.ends_with(name)))?;
    let (year, 1..=3) = tokens.get(at)?.number()? else { return None };
    Some(before + year)
}

/// The number at `at`, of one or two digits, in `1..=max`, and the index after it.
fn small(tokens: &[Token], at: usize, max: u64) -> Option<(u64, usize)> {
    let (value, digits) = tokens.get(at)?.number()?;
    (digits <= 2 && (1..=max).contains(&value)).then_some((value, at + 1))
}

/// A day of the Gregorian calendar, or of the Solar Hijri one where the year says so.
fn calendar(year: u64, month: u64, day: u64) -> Option<Date> {
    if year < 1500 { solar_hijri(year, month, day) } else { date(year, month, day) }
}

/// A Gregorian day.
fn date(year: u64, month: u64, day: u64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day of the Solar Hijri calendar by the 33-year cycle, which is exact for the years 1210 to 1500 or so
/// (Reingold and Dershowitz, Calendrical Calculations, §15.3).
fn solar_hijri(year: u64, month: u64, day: u64) -> Option<Date> {
    if !(1..=12).contains(&month) || day < 1 || day > if month <= 6 { 31 } else { 30 } {
        return None;
    }
    // 1 Farvardin 1210 was 21 March 1831. A year of the cycle is leap where its remainder is one of these.
    let leap = |year: u64| matches!(year % 33, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let years: u64 = (1210..year).map(|year| 365 + u64::from(leap(year))).sum();
    let months = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    let days = i64::try_from(years + months + day - 1).ok()?;
    Date::new(1831, 3, 21).ok()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The index after a day's own unit.
fn day_end(tokens: &[Token], at: usize) -> usize {
    let unit = tokens.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "日" | "号" | "號" | "일"));
    at + usize::from(unit)
}

/// The index after up to four tokens that only join the parts of a date (`พ.ศ.` has four).
fn skip(tokens: &[Token], at: usize) -> usize {
    let joins = |token: &&Token| {
        token
            .sign()
            .is_some_and(|sign| matches!(sign, ',' | '.' | '-' | '/' | '\'' | '’' | '´' | '،' | 'º' | 'ª' | '°'))
            || token.word().is_some_and(is_joint)
    };
    at + tokens.iter().skip(at).take(4).take_while(joins).count()
}

/// Ordinal endings and little words between the parts of a date, folded.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "st" | "nd"
            | "rd"
            | "th"
            | "er"
            | "o"
            | "a"
            | "of"
            | "de"
            | "del"
            | "d"
            | "di"
            | "da"
            | "do"
            | "den"
            | "the"
            | "ta"
            | "thang"
            | "nam"
            | "gada"
            | "g"
            | "m"
            | "r"
            | "i"
            | "e"
            | "го"
            | "г"
            | "р"
            | "року"
            | "року."
            | "год"
            | "года"
            | "s"
            | "na"
            | "an"
            | "el"
            | "la"
            | "month"
            | "წლის"
            | "წელი"
            | "թ"
            | "жылғы"
            | "жылы"
            | "ж"
            | "il"
            | "ci"
            | "cu"
            | "de l"
            | "年"
            | "月"
            | "년"
            | "월"
            | "พ"
            | "ศ"
            | "ค"
            | "ה"
            | "ב"
            | "عام"
            | "سنة"
            | "ل"
            | "من"
            | "tahun"
            | "-"
    )
}
