//! `config/publishers.toml`: facts about sources, a table for each host, checked once at the start.
//!
//! In: the file. Out: the desk's [`Publishers`], or all that is wrong, each with its line. The shipped file documents
//! every key.

#[cfg(test)]
mod tests;

use std::path::Path;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Error;
use crate::desk::{
    extract::publishers::{Field, NumericDates, Publishers, SourceFacts},
    normalize::language,
};

/// The largest file, in bytes: entries of a kilobyte for thirty thousand sources.
const FILE_BYTES_MAX: usize = 32 << 20;

/// The longest name of a publisher, in characters.
const NAME_CHARS_MAX: usize = 200;

/// The most paths without articles of one entry, and the longest, in bytes.
const PATHS_MAX: usize = 64;
const PATH_BYTES_MAX: usize = 200;

/// Loads the file.
///
/// # Errors
/// Everything that is wrong with it, a line each.
pub fn load(path: &Path) -> Result<Publishers, Error> {
    let mut problems = Vec::new();
    let publishers = read(path, &mut problems);
    if problems.is_empty() { Ok(publishers) } else { Err(Error { problems }) }
}

/// Reads the file; what is wrong with it goes to `problems`.
pub(super) fn read(path: &Path, problems: &mut Vec<String>) -> Publishers {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) if text.len() > FILE_BYTES_MAX => {
            problems.push(format!("{name}: larger than {} MiB", FILE_BYTES_MAX >> 20));
            Publishers::default()
        }
        Ok(text) => parse(&name, &text, problems),
        Err(error) => {
            problems.push(format!("{name}: {error}"));
            Publishers::default()
        }
    }
}

fn parse(name: &str, text: &str, problems: &mut Vec<String>) -> Publishers {
    let line = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            problems.push(format!("{name}:{}: {}", line(at), error.message().replace('\n', ", ")));
            return Publishers::default();
        }
    };
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (key, value) in table.get_ref() {
        let mut entry = SourceFacts::default();
        match (host(key.get_ref()), value.get_ref()) {
            (Ok(host), DeValue::Table(facts)) => {
                entry.host = host;
                for (fact, value) in facts {
                    if let Err((at, problem)) = set(&mut entry, fact.get_ref(), value) {
                        let at = at.unwrap_or(fact.span().start);
                        wrong.push((at, format!("{}: {} {problem}", key.get_ref(), fact.get_ref())));
                    }
                }
            }
            (Err(problem), _) => wrong.push((key.span().start, format!("{:?} {problem}", key.get_ref()))),
            (Ok(_), _) => wrong.push((
                key.span().start,
                format!("{:?} must be a table of facts: [\"{}\"]", key.get_ref(), key.get_ref()),
            )),
        }
        found.push((key.span().start, entry));
    }
    found.sort_by(|(_, a), (_, b)| a.host.cmp(&b.host));
    for pair in found.windows(2).filter(|pair| pair[0].1.host == pair[1].1.host && !pair[0].1.host.is_empty()) {
        let at = pair[0].0.max(pair[1].0);
        wrong.push((at, format!("{:?} stands twice", pair[0].1.host)));
    }
    // Told in the order of the file, which is how they are mended.
    wrong.sort();
    problems.extend(wrong.into_iter().map(|(at, problem)| format!("{name}:{}: {problem}", line(at))));
    Publishers::new(found.into_iter().map(|(_, entry)| entry))
}

/// The host that a table is named for, as DNS spells it.
fn host(key: &str) -> Result<String, &'static str> {
    let host = match url::Host::parse(key) {
        Ok(url::Host::Domain(host)) => host,
        Ok(_) => return Err("must be a host's name, not an address"),
        Err(_) => return Err("is no host's name; write it without scheme, port and path, as in \"news.example\""),
    };
    let host = host.trim_end_matches('.');
    if host.contains('*') {
        return Err("names no host: facts about a host hold for those below it, without a star");
    }
    if !host.contains('.') {
        return Err(
            "is no host's name; one with dots stands in quotation marks, as in [\"news.example\"], and facts below it",
        );
    }
    // Facts about `com` or `co.uk` would be facts about strangers.
    if psl::domain_str(host).is_none() {
        return Err("is no publisher's own: a whole top-level domain, or one under which anybody registers");
    }
    Ok(host.to_owned())
}

/// What is wrong, and where in the file if that is known more closely than the key.
type Problem = (Option<usize>, String);

/// Takes over one fact.
fn set(entry: &mut SourceFacts, key: &str, value: &Spanned<DeValue<'_>>) -> Result<(), Problem> {
    let at_key = |problem: &str| (None, problem.to_owned());
    if let Some(field) = Field::ALL.iter().find(|field| field.name() == key) {
        for (at, text) in texts(value)? {
            entry.selectors.add(*field, text).map_err(|error| (Some(at), format!("{text:?}: {error}")))?;
        }
        return Ok(());
    }
    match key {
        "name" => {
            let name = text(value)?.trim();
            if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
                return Err(at_key("must be 1 to 200 characters"));
            }
            entry.name = Some(name.to_owned());
        }
        "language" => {
            let tag = text(value)?;
            let canonical = language::tag(tag).filter(|canonical| canonical.eq_ignore_ascii_case(tag));
            entry.language = Some(canonical.ok_or_else(|| {
                (None, format!("must be a BCP 47 tag of language, script and region, such as \"pt-BR\", not {tag:?}"))
            })?);
        }
        "zone" => {
            let name = text(value)?;
            entry.zone = Some(zone(name).ok_or_else(|| {
                (
                    None,
                    format!(
                        "must be an IANA name such as \"Europe/Oslo\" or an offset such as \"+05:30\", not {name:?}"
                    ),
                )
            })?);
        }
        "numeric_dates" => {
            entry.numeric_dates = Some(match text(value)? {
                "day-first" => NumericDates::DayFirst,
                "month-first" => NumericDates::MonthFirst,
                other => return Err((None, format!("must be \"day-first\" or \"month-first\", not {other:?}"))),
            });
        }
        "not_articles" => {
            let paths = texts(value)?;
            if paths.len() > PATHS_MAX {
                return Err(at_key("must be 64 paths at most"));
            }
            for (at, path) in paths {
                let bare = path.trim_end_matches('/');
                if !path.starts_with('/') || bare.is_empty() || path.len() > PATH_BYTES_MAX {
                    return Err((
                        Some(at),
                        format!("must be paths such as \"/weather\", of 200 bytes at most, not {path:?}"),
                    ));
                }
                entry.not_articles.push(bare.to_owned());
            }
        }
        _ => {
            let fields = Field::ALL.iter().map(|field| field.name());
            let known: Vec<&str> = ["name", "language", "zone", "numeric_dates"]
                .into_iter()
                .chain(fields)
                .chain(["not_articles"])
                .collect();
            return Err((None, format!("is no key; the keys are {}", known.join(", "))));
        }
    }
    Ok(())
}

fn text<'a>(value: &'a Spanned<DeValue<'_>>) -> Result<&'a str, Problem> {
    value.get_ref().as_str().ok_or_else(|| (None, "must be a string".to_owned()))
}

/// A string, or a list of them, each with its place.
fn texts<'a>(value: &'a Spanned<DeValue<'_>>) -> Result<Vec<(usize, &'a str)>, Problem> {
    let wrong = || (None, "must be a string or a list of strings".to_owned());
    let one = |item: &'a Spanned<DeValue<'_>>| Some((item.span().start, item.get_ref().as_str()?));
    match value.get_ref() {
        DeValue::String(_) => one(value).map(|item| vec![item]).ok_or_else(wrong),
        DeValue::Array(items) => items.iter().map(one).collect::<Option<Vec<_>>>().ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

/// A zone by its name in the IANA database that comes with the binary, or by its offset from UTC.
fn zone(name: &str) -> Option<TimeZone> {
    let offset = |sign: i32, rest: &str| {
        let (hours, minutes) = rest.split_once(':')?;
        let number = |part: &str, max: i32| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<i32>().ok().filter(|number| digits && *number <= max)
        };
        let seconds = sign * (number(hours, 14)? * 3600 + number(minutes, 59)? * 60);
        Some(TimeZone::fixed(Offset::from_seconds(seconds).ok()?))
    };
    match name.split_at_checked(1)? {
        ("+", rest) => offset(1, rest),
        ("-", rest) => offset(-1, rest),
        _ => TimeZoneDatabase::bundled().get(name).ok(),
    }
}
