//! Which letters are meant.

use anyhow::{Context, bail};
use clap::Args;
use jiff::{Span, Timestamp, tz::Offset};

use crate::{
    desk::{
        capture::{self, Limits, RawRecord},
        verdict::Reason,
        wire::{self, Letter},
    },
    kafka::real::letters::Stretch,
};

/// Which letters are meant: those that every kind of filter given lets through.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Letters with this reason; may be given several times
    #[arg(long, value_name = "NAME")]
    reason: Vec<String>,
    /// Letters whose page lies on this host or below it; may be given several times
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Letters written at this time or later: 2030-05-01T12:00:00Z, or 36h, 2d for as long ago
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Letters written before this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
}

impl Filter {
    /// Whether it lets everything through.
    pub(super) fn is_empty(&self) -> bool {
        self.reason.is_empty() && self.host.is_empty() && self.since.is_none() && self.until.is_none()
    }

    /// The filter, its words checked. Fails on a reason that there isn't and on a time that can't be read.
    pub(super) fn choice(&self, limits: Limits) -> anyhow::Result<Choice> {
        for name in &self.reason {
            if !Reason::all().any(|reason| reason.name() == name) {
                let known: Vec<&str> = Reason::all().map(Reason::name).collect();
                bail!("there is no reason {name:?}; there are {}", known.join(", "));
            }
        }
        let now = Timestamp::now();
        let time = |said: &Option<String>| said.as_deref().map(|said| instant(said, now)).transpose();
        Ok(Choice {
            reasons: self.reason.clone(),
            hosts: self.host.iter().map(|host| host.to_ascii_lowercase()).collect(),
            since_ms: time(&self.since)?,
            until_ms: time(&self.until)?,
            limits,
        })
    }
}

/// Which letters are meant, in words that are checked.
#[derive(Debug)]
pub(super) struct Choice {
    reasons: Vec<String>,
    hosts: Vec<String>,
    /// Milliseconds since the epoch.
    since_ms: Option<i64>,
    until_ms: Option<i64>,
    limits: Limits,
}

impl Choice {
    /// Where the letters lie that can be meant.
    pub(super) fn stretch(&self) -> Stretch {
        self.since_ms.map_or(Stretch::All, Stretch::Since)
    }

    /// What the letter says, if it is meant. A record that is no letter of copydesk's never is.
    pub(super) fn takes<'a>(&self, record: &'a RawRecord) -> Option<Letter<'a>> {
        let letter = wire::letter(record)?;
        let at = record.timestamp_ms;
        let in_time = self.since_ms.is_none_or(|since| at >= since) && self.until_ms.is_none_or(|until| at < until);
        let reason = self.reasons.is_empty() || self.reasons.iter().any(|name| name == letter.reason);
        (in_time && reason && (self.hosts.is_empty() || self.is_on_host(record))).then_some(letter)
    }

    fn is_on_host(&self, record: &RawRecord) -> bool {
        let url = self.url(record).and_then(|url| url::Url::parse(&url).ok());
        let Some(host) = url.as_ref().and_then(url::Url::host_str) else { return false };
        let below = |name: &String| host.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.'));
        self.hosts.iter().any(|name| host == name || below(name))
    }

    /// The page's address as far as the record gives one away, also where it can't be read as a whole.
    pub(super) fn url(&self, record: &RawRecord) -> Option<String> {
        let opened = capture::open(record, &self.limits).into_iter().find_map(Result::ok);
        opened.map(|capture| capture.url.into()).or_else(|| record.header("url").map(str::to_owned))
    }
}

/// An instant in milliseconds since the epoch: as RFC 3339 writes it, or a span before `now`.
fn instant(said: &str, now: Timestamp) -> anyhow::Result<i64> {
    if let Ok(at) = said.parse::<Timestamp>() {
        return Ok(at.as_millisecond());
    }
    let ago: Span = said
        .parse()
        .ok()
        .with_context(|| format!("{said:?} is no time: 2030-05-01T12:00:00Z, or 36h, 2d for as long ago"))?;
    // In UTC every day has 24 hours.
    let at = Offset::UTC.to_datetime(now).checked_sub(ago.abs()).and_then(|at| Offset::UTC.to_timestamp(at));
    Ok(at.with_context(|| format!("{said:?} is too long ago"))?.as_millisecond())
}

/// A record's time as it is shown.
pub(super) fn time(timestamp_ms: i64) -> String {
    Timestamp::from_millisecond(timestamp_ms).map_or_else(|_| String::new(), |at| format!("{at:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(reason: &str, url: &str, timestamp_ms: i64) -> RawRecord {
        let header = |name: &str, value: &str| (name.to_owned(), Some(value.as_bytes().to_vec()));
        RawRecord {
            value: Some(b"<p>".to_vec()),
            headers: vec![header("url", url), header("copydesk-reason", reason)],
            timestamp_ms,
            ..RawRecord::default()
        }
    }

    fn filter(reason: &[&str], host: &[&str], since: Option<&str>, until: Option<&str>) -> Filter {
        let owned = |list: &[&str]| list.iter().map(|&item| item.to_owned()).collect();
        Filter {
            reason: owned(reason),
            host: owned(host),
            since: since.map(str::to_owned),
            until: until.map(str::to_owned),
        }
    }

    #[test]
    fn every_kind_of_filter_must_agree() {
        let record = letter("bad-json", "https://news.harbour.example/1", 1_000);
        let takes = |filter: Filter| filter.choice(Limits::default()).unwrap().takes(&record).is_some();
        assert!(takes(filter(&[], &[], None, None)));
        assert!(takes(filter(&["captcha", "bad-json"], &["harbour.example"], Some("1970-01-01T00:00:01Z"), None)));
        assert!(!takes(filter(&["captcha"], &["harbour.example"], None, None)));
        assert!(!takes(filter(&["bad-json"], &["arbour.example"], None, None)));
        assert!(!takes(filter(&[], &[], None, Some("1970-01-01T00:00:01Z"))));
        assert!(!takes(filter(&[], &[], Some("1970-01-01T00:00:02Z"), None)));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let refused = |filter: Filter| filter.choice(Limits::default()).unwrap_err().to_string();
        assert!(refused(filter(&["no-such"], &[], None, None)).contains("bad-json"));
        assert!(refused(filter(&[], &[], Some("yesterday"), None)).contains("yesterday"));
    }

    #[test]
    fn a_span_is_that_long_ago() {
        let now: Timestamp = "2030-05-03T12:00:00Z".parse().unwrap();
        let day: Timestamp = "2030-05-01T12:00:00Z".parse().unwrap();
        for said in ["2d", "48h", "2030-05-01T12:00:00Z"] {
            assert_eq!(instant(said, now).unwrap(), day.as_millisecond(), "{said}");
        }
    }

    #[test]
    fn a_record_of_another_hand_is_never_meant() {
        let record = RawRecord { value: Some(Vec::new()), ..RawRecord::default() };
        assert!(filter(&[], &[], None, None).choice(Limits::default()).unwrap().takes(&record).is_none());
    }
}
