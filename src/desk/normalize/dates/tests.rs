use super::*;

fn at(raw: &str, tag: &str) -> Option<(String, &'static str, bool)> {
    let clue = Clue {
        tag,
        top_level: "example",
        fetched_at: "2023-05-01T12:00:00Z".parse().unwrap(),
        skew_seconds_max: 86_400,
    };
    read(raw, &clue).map(|reading| (reading.at.to_string(), reading.precision.name(), reading.zone_known))
}

#[track_caller]
fn check(raw: &str, tag: &str, expect: &str, precision: &str, zone_known: bool) {
    let got = at(raw, tag);
    let got = got.as_ref().map(|(at, precision, zone)| (at.as_str(), *precision, *zone));
    assert_eq!(got, Some((expect, precision, zone_known)), "{raw}");
}

#[test]
fn machine_formats() {
    check("2023-04-28T18:11:01Z", "", "2023-04-28T18:11:01Z", "second", true);
    check("2023-04-28T18:11:01.250+02:00", "", "2023-04-28T16:11:01.25Z", "second", true);
    check("2023-04-28T18:11:01+0200", "", "2023-04-28T16:11:01Z", "second", true);
    check("2023-04-28T18:11+02", "", "2023-04-28T16:11:00Z", "minute", true);
    check("2023-04-28 18:11:01.0", "", "2023-04-28T18:11:01Z", "second", false);
    check("20230428T181101Z", "", "2023-04-28T18:11:01Z", "second", true);
    check("20230428", "", "2023-04-28T00:00:00Z", "day", false);
    check("2023-04-28", "", "2023-04-28T00:00:00Z", "day", false);
    check("Fri, 28 Apr 2023 18:11:01 GMT", "", "2023-04-28T18:11:01Z", "second", true);
    check("Fri, 28 Apr 2023 18:11:01 -0700", "", "2023-04-29T01:11:01Z", "second", true);
    check("Fri Apr 28 19:20:36 CEST 2023", "", "2023-04-28T17:20:36Z", "second", true);
    check("Fri Apr 28 2023 19:20:36 GMT+0200 (CEST)", "", "2023-04-28T17:20:36Z", "second", true);
    check("1682705461", "", "2023-04-28T18:11:01Z", "second", true);
    check("1682705461000", "", "2023-04-28T18:11:01Z", "second", true);
}

#[test]
fn written_dates() {
    check("Published: 0204 GMT September 11, 2017", "en", "2017-09-11T02:04:00Z", "minute", true);
    check("28. April 2023, 18.11 Uhr", "de", "2023-04-28T18:11:00Z", "minute", false);
    check("April 28, 2023 6:11 p.m. EDT", "en-US", "2023-04-28T22:11:00Z", "minute", true);
    check("Publié le 28 avril 2023 à 14h30", "fr", "2023-04-28T14:30:00Z", "minute", false);
    check("2023年4月28日 18:11", "zh", "2023-04-28T18:11:00Z", "minute", false);
    check("2023년 4월 28일 오후 6시 11분", "ko", "2023-04-28T18:11:00Z", "minute", false);
    check("28 tháng 4, 2023", "vi", "2023-04-28T00:00:00Z", "day", false);
}

#[test]
fn figures_follow_language_and_country() {
    check("05/04/2023", "en-GB", "2023-04-05T00:00:00Z", "day", false);
    check("04/05/2023", "en-US", "2023-04-05T00:00:00Z", "day", false);
    check("28/04/2023", "en-US", "2023-04-28T00:00:00Z", "day", false);
    check("04.05.2022 14:30", "tr", "2022-05-04T14:30:00Z", "minute", false);
    check("23.04.28", "ko", "2023-04-28T00:00:00Z", "day", false);
}

#[test]
fn what_is_no_day_is_not_read() {
    for raw in [
        "",
        "April 2023",
        "2023",
        "yes",
        "12:30",
        "0000-00-00",
        "2023-13-45",
        "1970-01-01T00:00:00Z",
        "99999999999999999999999",
    ] {
        assert_eq!(at(raw, "en"), None, "{raw}");
    }
}
