//! Dates as pages spell them become UTC instants.
//!
//! In: candidate spellings, ranked. Out: the first that can be read and is not later than the fetch, with its
//! precision; a better-ranked bare day takes its time of day from a lower one of the same day, an instant in UTC the
//! publisher's offset from one that shows the same instant on a local clock, or on a local day, figures in doubt the
//! order that another date confirms, a time without a zone the clock of a change that follows soon, and a day without a year the
//! year of the address. A day that is stated alone gives way to one that is both stated and shown. Reads RFC 3339 and
//! ISO 8601 in their common forms, RFC 9110 and RFC 5322 dates, Unix time, numeric dates in the order that language
//! and country use, dates in words in some sixty languages and their own digits, and relative ones ("3 hours ago").
//!
//! It doesn't read week and ordinal dates, nor a month without a day: that is no day.

mod clock;
mod day;
mod months;
mod places;
mod relative;
mod tokens;
mod zones;

use jiff::{SignedDuration, Timestamp, civil, tz::Offset, tz::TimeZone};

use super::{Dated, Note, Precision, language};
use crate::desk::extract::{Evidence, Found, publishers::NumericDates, tells_publication};
use clock::Clock;

/// The earliest year that is believed: the first newspaper's. What content systems write for "never" lies before it
/// or is the Unix epoch itself.
const YEAR_MIN: i16 = 1605;

/// How many candidates are looked at for one field.
const CANDIDATES_MAX: usize = 24;

/// Offsets from UTC are whole quarters of an hour, fourteen hours at most; nearly all are whole halves, and of the rest
/// (Nepal's, Chatham's) a chance meeting of two times is as likely.
const OFFSET_STEP_SECONDS: i64 = 1_800;
const OFFSET_SECONDS_MAX: i64 = 14 * 3_600;

/// The zones in which publishers live, in whole hours east of Greenwich: Hawaii's to Tonga's.
const HOURS_OF_ZONES: std::ops::RangeInclusive<i8> = -10..=13;

/// What is known of a page that helps to read its dates.
#[derive(Clone, Debug)]
pub struct Clue<'a> {
    /// The language tag in canonical case, or empty.
    pub tag: &'a str,
    /// The host's last label (`uk`, `com`).
    pub top_level: &'a str,
    /// When the page was fetched.
    pub fetched_at: Timestamp,
    /// How far a date may lie after the fetch, in seconds.
    pub skew_seconds_max: i64,
    /// The zone of the source's clocks, where its entry states one: what a date without a zone is read in. Else a time of day
    /// is read in the one zone of its country, where that has no other, or as UTC's.
    pub zone: Option<&'a TimeZone>,
    /// The order of the source's numeric dates, where its entry states one.
    pub numeric_dates: Option<NumericDates>,
}

/// Which part a numeric date names first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// 28/4/2023
    Day,
    /// 4/28/2023
    Month,
    /// 23.4.28: only two-digit years are in doubt.
    Year,
}

impl Clue<'_> {
    fn language(&self) -> &str {
        language::primary(self.tag)
    }

    fn region(&self) -> Option<&str> {
        language::region(self.tag)
    }

    /// The order of numeric dates by CLDR's short formats: the region decides, then the language. English without a
    /// region is read as its host's country writes, and as the United States do under a generic domain.
    fn order(&self) -> Order {
        match self.numeric_dates {
            Some(NumericDates::DayFirst) => return Order::Day,
            Some(NumericDates::MonthFirst) => return Order::Month,
            None => {}
        }
        if matches!(self.region(), Some("US" | "PH" | "PR" | "GU" | "FM" | "PW" | "MH")) {
            return Order::Month;
        }
        match self.language() {
            "en" | "" if self.region().is_none() => match self.top_level {
                "com" | "org" | "net" | "us" | "gov" | "edu" | "mil" | "info" | "news" | "ph" => Order::Month,
                _ => Order::Day,
            },
            "fil" | "tl" => Order::Month,
            "zh" | "ja" | "ko" | "hu" | "lt" | "mn" | "sv" | "ne" | "si" | "eu" => Order::Year,
            _ => Order::Day,
        }
    }

    /// The zone of the source's clocks: the one that is known, or the only one of its country or its language.
    fn clocks(&self) -> Option<&TimeZone> {
        self.zone.or_else(|| places::zone(self.top_level, self.language(), self.region()))
    }

    /// The instant at which the source's clocks show that time; UTC's where nothing tells its zone, or where a country's clocks
    /// would show it after the fetch only.
    fn instant(&self, local: civil::DateTime) -> Option<Timestamp> {
        let at = at_in(self.clocks(), local)?;
        let is_ahead = || at.duration_since(self.fetched_at) > AHEAD_MAX;
        if self.zone.is_none() && is_ahead() { at_in(None, local) } else { Some(at) }
    }

    /// The first moment of a day that is stated bare. It is UTC's where the source's zone is not known: no clock is stated
    /// that a country's could be taken for.
    fn midnight(&self, local: civil::DateTime) -> Option<Timestamp> {
        at_in(self.zone, local)
    }

    /// What the source's clocks show at that instant; UTC's where nothing tells its zone.
    fn local(&self, at: Timestamp) -> civil::DateTime {
        self.clocks().map_or_else(|| Offset::UTC.to_datetime(at), |zone| zone.to_datetime(at))
    }

    /// The last instant that is believed.
    fn latest(&self) -> Timestamp {
        self.fetched_at.checked_add(SignedDuration::from_secs(self.skew_seconds_max.max(0))).unwrap_or(self.fetched_at)
    }
}

/// How far clocks of a country that is only assumed may show a time after the fetch. Set by hand: crawlers' and publishers' clocks are
/// minutes apart. `a_time_without_a_zone_is_read_on_the_clocks_of_its_country` moves with it.
const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(10);

/// The instant at which clocks of that zone show that time, UTC's without one; the earlier of two where clocks were put back.
fn at_in(zone: Option<&TimeZone>, local: civil::DateTime) -> Option<Timestamp> {
    match zone {
        Some(zone) => zone.to_ambiguous_timestamp(local).compatible().ok(),
        None => Offset::UTC.to_timestamp(local).ok(),
    }
}

/// A date as read: local parts and, where stated, the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reading {
    local: civil::DateTime,
    at: Timestamp,
    precision: Precision,
    zone_known: bool,
    /// Whether its year, or all of it, was told from the fetch: "3 May", "yesterday".
    assumed: bool,
    /// Its day in the other order, where its figures could be read in either: 4/5/2023.
    swapped: Option<civil::Date>,
}

impl Reading {
    fn dated(&self, raw: &str) -> Dated {
        Dated {
            at: self.at,
            offset: self.offset(),
            precision: self.precision,
            zone_known: self.zone_known,
            raw: super::text::line(raw),
        }
    }

    /// How far its clock is ahead of UTC.
    fn offset(&self) -> Offset {
        let ahead = Offset::UTC.to_datetime(self.at).duration_until(self.local).as_secs();
        i32::try_from(ahead).ok().and_then(|ahead| Offset::from_seconds(ahead).ok()).unwrap_or(Offset::UTC)
    }

    /// The same day and time in another year.
    fn in_year(&self, year: i16, clue: &Clue) -> Option<Self> {
        self.on(civil::Date::new(year, self.local.month(), self.local.day()).ok()?, clue)
    }

    /// The same time on another day.
    fn on(&self, date: civil::Date, clue: &Clue) -> Option<Self> {
        let local = date.to_datetime(self.local.time());
        // What was read on the source's clocks is read on them again: the other day may be in another season.
        let is_sources = self.precision != Precision::Day && clue.instant(self.local) == Some(self.at);
        let at = if is_sources { clue.instant(local)? } else { self.offset().to_timestamp(local).ok()? };
        Some(Self { local, at, assumed: false, swapped: None, ..self.clone() })
    }
}

/// The date of a field from its ranked candidates, where it was found, and the doubts on the way.
///
/// `changes` are the candidates for the date of the last change, where they tell which of two days was the first.
pub fn choose(
    candidates: &[Found<String>],
    changes: &[Found<String>],
    clue: &Clue,
) -> (Option<(Dated, Evidence)>, Vec<Note>) {
    let mut notes = Vec::new();
    let mut read: Vec<(Reading, &Found<String>)> = Vec::new();
    for found in candidates.iter().take(CANDIDATES_MAX) {
        match self::read(&found.value, clue) {
            Some(reading) if reading.at > clue.latest() => notes.push(Note::DateInFuture),
            Some(reading) => read.push((reading, found)),
            None => {}
        }
        // What is exact to the second in a zone of its own can be told no better.
        if read.first().is_some_and(|(first, _)| is_exact(first)) {
            break;
        }
    }
    if let Some(at) = outweighing(&read, changes, clue) {
        read.swap(0, at);
    }
    let month = candidates.iter().filter(|found| found.from == Evidence::Url).find_map(|found| month(&found.value));
    let Some((mut reading, found)) = best(&read, month, clue) else {
        if candidates.iter().any(|found| month.is_none() || found.from != Evidence::Url) {
            notes.push(Note::DateUnreadable);
        }
        return (None, notes);
    };
    if let Some(at) = beside(&reading, &read, changes, clue) {
        (reading.at, reading.zone_known) = (at, false);
    }
    if !reading.zone_known && reading.precision != Precision::Day {
        notes.push(Note::DateZoneAssumed);
    }
    (Some((reading.dated(&found.value), found.from)), notes)
}

/// The best of what was read, made exact by the others.
fn best<'a>(
    read: &[(Reading, &'a Found<String>)],
    month: Option<(i16, i8)>,
    clue: &Clue,
) -> Option<(Reading, &'a Found<String>)> {
    let (mut first, mut found) = read.first().cloned()?;
    if let Some((year, month)) = month.filter(|_| is_shown(found)) {
        // Of the dates that a reader sees, the article's is the one in the month by which its address files it.
        let is_filed = |(reading, found): &&(Reading, &Found<String>)| {
            is_shown(found) && !reading.assumed && (reading.local.year(), reading.local.month()) == (year, month)
        };
        if let Some(filed) = read.iter().find(is_filed) {
            (first, found) = filed.clone();
        } else if first.assumed && first.local.month() == month {
            first = first.in_year(year, clue)?;
        }
    }
    if first.assumed {
        // A whole date of the same day has the year. So has one that isn't just seen: it is the article's own.
        let day = |reading: &Reading| (reading.local.month(), reading.local.day());
        let mut whole = read.iter().filter(|(reading, _)| !reading.assumed);
        if let Some(other) = whole.find(|(reading, found)| day(reading) == day(&first) || !is_shown(found)) {
            if let Some(dated) = first.in_year(other.0.local.year(), clue).filter(|first| day(first) == day(&other.0)) {
                first = dated;
            } else {
                (first, found) = other.clone();
            }
        }
    }
    if let Some(swapped) = first.swapped {
        // Figures that could be read in either order are read in that which another date of the page confirms.
        let agreed = |date| read.iter().any(|(other, _)| is_whole(other) && other.local.date() == date);
        if agreed(swapped) && !agreed(first.local.date()) {
            first = first.on(swapped, clue)?;
        }
    }
    let mut refining = read.iter().filter(|(reading, _)| refines(reading, &first));
    // A time in a known zone says most.
    if let Some(exact) = refining.clone().find(|(reading, _)| reading.zone_known).or_else(|| refining.next()) {
        first = exact.0.clone();
        found = exact.1;
    } else if is_shown(found)
        && let Some((exact, by)) = read.iter().find_map(|(reading, by)| Some((seen_at(reading, &first)?, *by)))
    {
        // The instant is another's, the day and the clock are those that a reader sees.
        return Some((exact, by));
    } else if is_shown(found)
        && !first.zone_known
        && let Some(stated) = read.iter().find(|(other, from)| !is_shown(from) && is_same_day(other, &first))
    {
        // A reader's clock is no more than rounded, or the last change's: the page states an instant of that day.
        return Some(stated.clone());
    }
    if let Some((zoned, by)) = read.iter().find(|(other, by)| states_zone(other, &first) && !is_shown(by)) {
        (first, found) = (zoned.clone(), *by);
    }
    if let Some(local) = read.iter().find_map(|(reading, _)| shown_locally(&first, reading)) {
        first.local = local;
    } else if let Some((day, _)) = read.iter().find(|(reading, found)| tells_day(&first, reading, found.from))
        && let Some(local) = on_day(&first, day.local.date())
    {
        first.local = local;
    }
    Some((first, found))
}

/// How many days two dates lie apart at least where they are no two sides of one midnight. Set by hand;
/// `a_day_that_two_tell_outweighs_the_first` moves with it.
const APART_DAYS_MIN: i32 = 2;

/// How many days two dates lie apart at most where clocks of one place are taken to have had the same zone at both. Set by hand: most
/// changes follow within hours, and clocks are put forward and back twice a year. `a_change_tells_the_zone_of_the_publication` moves with it.
const ZONE_DAYS_MAX: i64 = 14;

/// The instant of a time without a zone, or of one that is called UTC's although the page states its figures without a zone as well, on the
/// clock on which the page states a change.
fn beside(
    reading: &Reading,
    read: &[(Reading, &Found<String>)],
    changes: &[Found<String>],
    clue: &Clue,
) -> Option<Timestamp> {
    let is_twin = |(other, _): &(Reading, _)| !other.zone_known && other.local == reading.local;
    let is_called_utc = || is_bare_utc(reading) && reading.precision == Precision::Second && read.iter().any(is_twin);
    if clue.zone.is_some() || reading.precision == Precision::Day || reading.zone_known && !is_called_utc() {
        return None;
    }
    let stated = changes.iter().take(CANDIDATES_MAX).filter(|found| !is_shown(found));
    let on_its_clock = |change: Reading| {
        let at = change.offset().to_timestamp(reading.local).ok().filter(|_| is_exact(&change))?;
        let days = change.at.duration_since(at).as_hours() / 24;
        (at <= change.at && days < ZONE_DAYS_MAX).then_some(at)
    };
    stated.filter_map(|found| self::read(&found.value, clue)).find_map(on_its_clock)
}

/// The place of a statement that outweighs the best-ranked one. A reader is shown the day of the last change where that
/// is what the page states of it, too, beside an earlier day of publication; and a day of publication that both a
/// reader is shown and the page states elsewhere outweighs another that is stated alone.
fn outweighing(read: &[(Reading, &Found<String>)], changes: &[Found<String>], clue: &Clue) -> Option<usize> {
    let (first, found) = read.first().filter(|(first, _)| is_whole(first))?;
    let days = |other: &Reading| first.local.date().until(other.local.date()).map_or(0, |span| span.get_days());
    let is_stated = |found: &Found<String>| {
        matches!(found.from, Evidence::JsonLd | Evidence::OpenGraph | Evidence::Microdata | Evidence::Meta)
    };
    let is_change = |date: civil::Date| {
        let stated = changes.iter().take(CANDIDATES_MAX).filter(|found| is_stated(found));
        stated.filter_map(|found| self::read(&found.value, clue)).any(|change| change.local.date() == date)
    };
    let of_day = |date: civil::Date| move |(other, _): &&(Reading, _)| is_whole(other) && other.local.date() == date;
    let date = first.local.date();
    if is_shown(found) {
        let is_earlier = |(other, by): &(Reading, &Found<String>)| {
            is_stated(by) && by.from != Evidence::Meta && is_whole(other) && days(other) <= -APART_DAYS_MIN
        };
        let at = read.iter().position(is_earlier)?;
        let is_confirmed = || read.iter().filter(of_day(date)).any(|(_, by)| is_stated(by));
        let is_told = || tells_publication(&found.value.to_lowercase());
        return (is_change(date) && !is_confirmed() && !is_told()).then_some(at);
    }
    let is_agreed = |(other, by): &(Reading, &Found<String>)| {
        is_stated(by)
            && by.from != found.from
            && is_whole(other)
            && days(other).abs() >= APART_DAYS_MIN
            && read.iter().filter(of_day(other.local.date())).any(|(_, by)| is_shown(by))
    };
    let at = read.iter().position(is_agreed).filter(|_| is_stated(found))?;
    (!is_change(read.get(at)?.0.local.date())).then_some(at)
}

/// Whether a reader sees it.
fn is_shown(found: &Found<String>) -> bool {
    found.from == Evidence::Visible
}

/// Whether the reading states its year and its day, and could not mean another.
fn is_whole(reading: &Reading) -> bool {
    !reading.assumed && reading.swapped.is_none()
}

/// Whether the reading is an instant in a known zone on the other's day.
fn is_same_day(reading: &Reading, other: &Reading) -> bool {
    reading.zone_known && reading.precision != Precision::Day && reading.local.date() == other.local.date()
}

/// An instant in UTC on the clock, or on the day, that a reader is shown for it.
fn seen_at(exact: &Reading, shown: &Reading) -> Option<Reading> {
    let local = match shown.precision {
        Precision::Day => on_day(exact, shown.local.date()),
        _ => shown_locally(exact, shown),
    };
    Some(Reading { local: local?, ..exact.clone() })
}

/// Whether another evidence tells the local day of an instant in UTC: a bare day, the same or next to it.
fn tells_day(first: &Reading, other: &Reading, from: Evidence) -> bool {
    let is_near = |days: jiff::Span| days.get_days().abs() <= 1;
    is_bare_utc(first)
        && is_whole(other)
        && other.precision == Precision::Day
        && from != Evidence::JsonLd
        && other.local.date().since(first.local.date()).is_ok_and(is_near)
}

/// The local time of an instant in UTC that fell on the day before or after in the publisher's zone, of which nothing
/// else is known: that of the zone nearest to Greenwich in which it did, in whole hours.
fn on_day(exact: &Reading, day: civil::Date) -> Option<civil::DateTime> {
    if !is_bare_utc(exact) {
        return None;
    }
    let since_midnight = exact.local.duration_since(exact.local.date().to_datetime(civil::Time::midnight())).as_secs();
    let hours = match exact.local.date().until(day).ok()?.get_days() {
        1 => 24 - since_midnight.div_euclid(3_600),
        -1 => -1 - since_midnight.div_euclid(3_600),
        _ => return None,
    };
    let offset = Offset::from_hours(i8::try_from(hours).ok().filter(|hours| HOURS_OF_ZONES.contains(hours))?).ok()?;
    Some(offset.to_datetime(exact.at))
}

/// Whether it is an instant, told by UTC's clock.
fn is_bare_utc(reading: &Reading) -> bool {
    reading.zone_known && reading.offset().is_zero() && reading.precision != Precision::Day
}

/// Whether nothing could be added: a second in a zone that isn't just UTC.
fn is_exact(reading: &Reading) -> bool {
    reading.zone_known && reading.precision == Precision::Second && !reading.offset().is_zero()
}

/// Whether another statement tells the zone of a time that is called UTC's: the same figures to the second on a clock that
/// isn't. Content systems print their local time with the wrong zone far oftener than two clocks meet.
fn states_zone(other: &Reading, first: &Reading) -> bool {
    is_bare_utc(first) && first.precision == Precision::Second && is_exact(other) && other.local == first.local
}

/// The year and month by which an address files an article: `2024-05`.
fn month(raw: &str) -> Option<(i16, i8)> {
    let (year, month) = raw.split_once('-').filter(|_| raw.len() == 7)?;
    Some((year.parse().ok()?, month.parse().ok().filter(|month| (1..=12).contains(month))?))
}

/// The local time of an instant in UTC, where another reading shows that instant on a clock of its own, zone stated or
/// not: content systems write UTC for machines and the publisher's time for readers.
fn shown_locally(first: &Reading, other: &Reading) -> Option<civil::DateTime> {
    if !is_bare_utc(first) || other.precision == Precision::Day || other.assumed {
        return None;
    }
    let ahead = other.local.duration_since(first.local).as_secs();
    // A reader's clock may leave out the seconds.
    let ahead = (ahead + 59).div_euclid(60) * 60;
    let is_offset = ahead != 0 && ahead % OFFSET_STEP_SECONDS == 0 && ahead.abs() <= OFFSET_SECONDS_MAX;
    let agrees = !other.zone_known || (other.at.duration_since(first.at).as_secs()).abs() < 60;
    let offset = Offset::from_seconds(i32::try_from(ahead).ok()?).ok().filter(|_| is_offset && agrees)?;
    Some(offset.to_datetime(first.at))
}

/// Whether the word names a month in any language, a point or comma after it aside.
pub fn is_month(word: &str) -> bool {
    months::is_name(word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether one date lies before another as far as both are exact: of a bare day only the day counts.
pub fn is_before(one: &Dated, other: &Dated) -> bool {
    let day = |dated: &Dated| jiff::tz::Offset::UTC.to_datetime(dated.at).date();
    if one.precision == Precision::Day || other.precision == Precision::Day {
        // A day without a zone may begin up to half a day off.
        return day(one).tomorrow().is_ok_and(|next| next < day(other));
    }
    one.at < other.at
}

/// Whether one date is the bare day of another, each on its own clock, and says less than that one or begins before it.
pub fn is_day_of(one: &Dated, other: &Dated) -> bool {
    let day = |dated: &Dated| dated.offset.to_datetime(dated.at).date();
    one.precision == Precision::Day
        && day(one) == day(other)
        && (other.precision != Precision::Day || one.at < other.at)
}

/// Whether a lower-ranked reading says the same as the first, only more exactly: a time of day on the day that the first
/// gives bare, or the zone of the wall clock that the first gives without one.
fn refines(next: &Reading, first: &Reading) -> bool {
    if next.precision == Precision::Day || next.assumed {
        return false;
    }
    match (first.precision, first.zone_known) {
        (Precision::Day, _) => next.local.date() == first.local.date(),
        (_, false) => {
            let apart = next.local.duration_since(first.local).as_secs();
            next.zone_known && apart.abs() < 60
        }
        _ => false,
    }
}

/// Reads one spelling.
fn read(raw: &str, clue: &Clue) -> Option<Reading> {
    let tokens = tokens::cut(raw);
    if let Some(reading) = unix(raw.trim()) {
        return Some(reading);
    }
    let clocks = clock::all(&tokens, clue);
    let Some(day) = day::find(&tokens, &clocks, clue) else {
        return relative::read(&tokens, &clocks, clue);
    };
    Some(Reading { assumed: !day.has_year, swapped: day.swapped, ..dated(day.date, nearest(&clocks, &day), clue)? })
}

/// Seconds or milliseconds since 1970, as nine to thirteen digits and nothing else: how many they are tells which, so a
/// number filled up with zeros in front is none.
fn unix(raw: &str) -> Option<Reading> {
    let digits = raw.split_once('.').map_or(raw, |(whole, _)| whole);
    if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        9 | 10 => Timestamp::from_second(value).ok()?,
        12 | 13 if value < 4_102_444_800_000 => Timestamp::from_millisecond(value).ok()?,
        _ => return None,
    };
    let local = jiff::tz::Offset::UTC.to_datetime(at);
    Some(Reading { local, at, precision: Precision::Second, zone_known: true, assumed: false, swapped: None })
}

/// The time of day that belongs to the day: the nearest, one after it before one in front of it.
fn nearest<'a>(clocks: &'a [Clock], day: &day::Day) -> Option<&'a Clock> {
    let after = clocks.iter().find(|clock| clock.start >= day.start);
    let before = clocks.iter().rfind(|clock| clock.end <= day.start);
    match (before, after) {
        (Some(before), Some(after)) => {
            let gap = after.start.saturating_sub(day.end);
            Some(if day.start - before.end < gap { before } else { after })
        }
        (before, after) => after.or(before),
    }
}

/// A day and its time of day as an instant; without a zone the source's own is taken, or else its country's or UTC assumed.
fn dated(date: civil::Date, clock: Option<&Clock>, clue: &Clue) -> Option<Reading> {
    if date.year() < YEAR_MIN {
        return None;
    }
    // Midnight to the second is what systems write that keep the day alone.
    let clock = clock.filter(|clock| clock.next_day || clock.time != civil::Time::midnight() || clock.zone.is_some());
    let Some(clock) = clock else {
        // Systems also write the day of the epoch for "never".
        if date == civil::date(1970, 1, 1) {
            return None;
        }
        let local = date.to_datetime(civil::Time::midnight());
        let at = clue.midnight(local)?;
        let zone_known = clue.zone.is_some();
        return Some(Reading { local, at, precision: Precision::Day, zone_known, assumed: false, swapped: None });
    };
    let date = if clock.next_day { date.tomorrow().ok()? } else { date };
    let local = date.to_datetime(clock.time);
    let at = match &clock.zone {
        Some(zone) => zone.at(local)?,
        None => clue.instant(local)?,
    };
    if at == Timestamp::UNIX_EPOCH {
        return None;
    }
    let precision = match (clock.time == civil::Time::midnight(), clock.seconds) {
        (true, _) => Precision::Day,
        (false, true) => Precision::Second,
        (false, false) => Precision::Minute,
    };
    let zone_known = clock.zone.is_some() || clue.zone.is_some();
    Some(Reading { local, at, precision, zone_known, assumed: false, swapped: None })
}

#[cfg(test)]
mod tests;
