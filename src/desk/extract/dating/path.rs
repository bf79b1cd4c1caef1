//! Dates that an address names.
//!
//! Content systems file articles by day (`/2024/05/17/slug`) or month (`/2024/05/slug`); editors put a day into the slug,
//! which may be an event's.

/// What an address says of the date, as it spells it but for the order: `2024-05-17`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::desk::extract) struct Path {
    /// Days by which the article is filed.
    pub(in crate::desk::extract) folders: Vec<String>,
    /// Days within a folder's or the article's name.
    pub(in crate::desk::extract) slugs: Vec<String>,
    /// Months by which it is filed: `2024-05`.
    pub(in crate::desk::extract) months: Vec<String>,
}

/// The most numbers of a path that are looked at.
const NUMBERS_MAX: usize = 64;

/// A run of digits and what stands behind it.
struct Run<'a> {
    digits: &'a str,
    /// The sign behind it; `/` at the path's end, too.
    sign: Option<char>,
    /// Whether that sign alone parts it from the next run.
    joined: bool,
}

/// Reads a URL's path.
pub(in crate::desk::extract) fn dates(path: &str) -> Path {
    let runs = runs(path);
    let mut out = Path { folders: worded(path), ..Path::default() };
    for (at, run) in runs.iter().enumerate() {
        let second = runs.get(at + 1).filter(|_| run.joined);
        let third = runs.get(at + 2).filter(|_| second.is_some_and(|second| second.joined && second.sign == run.sign));
        if let (Some(second), Some(third)) = (second, third) {
            let is_filed = run.sign == Some('/') && third.sign == Some('/');
            if let Some(day) = day(run.digits, second.digits, third.digits) {
                if is_filed { &mut out.folders } else { &mut out.slugs }.push(day);
            } else if run.sign != Some('/')
                && is_year(third.digits)
                && run.digits.len() <= 2
                && second.digits.len() <= 2
            {
                // Which of the two is the day, language and country tell.
                out.slugs.push(format!("{}-{}-{}", run.digits, second.digits, third.digits));
            }
        }
        if let (Some('/'), Some(second)) = (run.sign, second.filter(|second| second.digits.len() == 2))
            && second.sign == Some('/')
            && let Some(first) = day(run.digits, second.digits, "1")
        {
            out.months.extend(first.get(..7).map(str::to_owned));
        }
        if let (8, Some((year, rest))) = (run.digits.len(), run.digits.split_at_checked(4))
            && let Some((month, date)) = rest.split_at_checked(2)
        {
            out.slugs.extend(day(year, month, date));
        }
    }
    out
}

/// How many months after the day by which an address files an article a statement must lie to be of another event: what is
/// filed on a month's last day may come out on the next one's first.
const LATER_MONTHS_MIN: u32 = 2;

/// Whether a stated date, year first, lies so long after a folder's day that the article stood there before: sites that
/// moved state the day of the move. `a_statement_may_come_long_after_the_folder` moves with it.
pub(in crate::desk::extract) fn is_later(stated: &str, folder: &str) -> bool {
    let months = |raw: &str| {
        let (year, rest) = raw.trim().split_at_checked(4)?;
        let month = rest.strip_prefix(['-', '/'])?.get(..2)?;
        Some(year.parse::<u32>().ok()? * 12 + month.parse::<u32>().ok()?)
    };
    months(stated).zip(months(folder)).is_some_and(|(stated, folder)| stated >= folder + LATER_MONTHS_MIN)
}

fn runs(path: &str) -> Vec<Run<'_>> {
    let mut out = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let Some((_, from)) = rest.split_at_checked(at) else { break };
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let Some((digits, after)) = from.split_at_checked(end) else { break };
        let mut signs = after.chars();
        let sign = signs.next().unwrap_or('/');
        let sign = Some(sign).filter(|sign| matches!(sign, '/' | '-' | '_' | '.'));
        out.push(Run { digits, sign, joined: sign.is_some() && signs.next().is_some_and(|c| c.is_ascii_digit()) });
        if out.len() == NUMBERS_MAX {
            break;
        }
        rest = after;
    }
    out
}

/// Days whose month is a word: `/2024/may/17/`.
fn worded(path: &str) -> Vec<String> {
    let folders: Vec<&str> = path.split('/').take(NUMBERS_MAX).collect();
    let days = folders.windows(3).filter_map(|three| match three {
        &[year, month, date] => {
            let is_named = |name: &str| {
                let head = name.get(..month.len()).filter(|head| head.len() >= 3);
                head.is_some_and(|head| head.eq_ignore_ascii_case(month))
            };
            let month = MONTHS.iter().position(|name| is_named(name))?;
            day(year, &(month + 1).to_string(), date)
        }
        _ => None,
    });
    days.collect()
}

/// The months as folders are called after them, whole or cut (`oct`, `sept`).
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    let within = |part: &str, max: u32| part.len() <= 2 && part.parse().is_ok_and(|n: u32| (1..=max).contains(&n));
    (is_year(year) && within(month, 12) && within(day, 31)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, folders: &[&str], slugs: &[&str], months: &[&str]) {
        let found = dates(path);
        assert_eq!((found.folders, found.slugs, found.months), (owned(folders), owned(slugs), owned(months)), "{path}");
    }

    fn owned(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn articles_are_filed_by_day_or_month() {
        check("/news/2024/05/17/rain/", &["2024-05-17"], &[], &["2024-05"]);
        check("/2024/5/7/rain", &["2024-05-07"], &[], &[]);
        check("/2024/may/7/rain", &["2024-05-07"], &[], &[]);
        check("/2024/Sept/7/rain", &["2024-09-07"], &[], &[]);
        check("/2024/october/07/rain", &["2024-10-07"], &[], &[]);
        check("/2024/ma/7/rain", &[], &[], &[]);
        check("/2024/05/rain-7.html", &[], &[], &["2024-05"]);
        check("/2024/05/7-tips", &[], &["2024-05-07"], &["2024-05"]);
        check("/2024/5/rain-7-tips", &[], &[], &[]);
    }

    #[test]
    fn a_statement_may_come_long_after_the_folder() {
        assert!(is_later("2024-07-17T08:00:00Z", "2024-05-17"));
        assert!(is_later("2025/01/02", "2024-05-17"));
        assert!(!is_later("2024-06-01", "2024-05-31"));
        assert!(!is_later("17 July 2024", "2024-05-17"));
        assert!(!is_later("2023-07-17", "2024-05-17"));
    }

    #[test]
    fn slugs_name_days() {
        check("/news/2024-05-17-rain", &[], &["2024-05-17"], &[]);
        check("/news/17-05-2024-rain", &[], &["17-05-2024"], &[]);
        check("/news/20240517/rain", &[], &["2024-05-17"], &[]);
        check("/news/rain-120240517", &[], &[], &[]);
        check("/news/1999-2-31-4", &[], &["1999-02-31"], &[]);
    }
}
