use super::*;

/// Of a page in that language that was fetched in May 2023, of a country whose clocks nobody knows.
fn clue(tag: &str) -> Clue<'_> {
    Clue {
        tag,
        top_level: "zz",
        fetched_at: "2023-05-01T12:00:00Z".parse().unwrap(),
        skew_seconds_max: 86_400,
        zone: None,
        numeric_dates: None,
    }
}

fn at(raw: &str, tag: &str) -> Option<(String, &'static str, bool)> {
    read(raw, &clue(tag)).map(|reading| (reading.at.to_string(), reading.precision.name(), reading.zone_known))
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
    check("Associated Press April 28, 2023 GMT", "en", "2023-04-28T00:00:00Z", "day", false);
    check("الجمعة 28 نيسان / أبريل 2023 09:22", "ar", "2023-04-28T09:22:00Z", "minute", false);
    check("28. April 2023, 18.11 Uhr", "de", "2023-04-28T18:11:00Z", "minute", false);
    check("April 28, 2023 6:11 p.m. EDT", "en-US", "2023-04-28T22:11:00Z", "minute", true);
    check("Publié le 28 avril 2023 à 14h30", "fr", "2023-04-28T14:30:00Z", "minute", false);
    check("2023年4月28日 18:11", "zh", "2023-04-28T18:11:00Z", "minute", false);
    check("2023년 4월 28일 오후 6시 11분", "ko", "2023-04-28T18:11:00Z", "minute", false);
    check("Apr 282023", "en", "2023-04-28T00:00:00Z", "day", false);
    check("28 tháng 4, 2023", "vi", "2023-04-28T00:00:00Z", "day", false);
    check("28 Tháng Tư, 2023", "vi", "2023-04-28T00:00:00Z", "day", false);
    check("Tháng Mười Một 28, 2022", "vi", "2022-11-28T00:00:00Z", "day", false);
    check("4月 28, 2023", "ja", "2023-04-28T00:00:00Z", "day", false);
    check("28·04·23", "es", "2023-04-28T00:00:00Z", "day", false);
    check("28 april 2023 18.11", "sv", "2023-04-28T18:11:00Z", "minute", false);
    check("2023 04.28.", "hu", "2023-04-28T00:00:00Z", "day", false);
    check("Article 20220512 | 2023/04/28 - 18:11", "en", "2023-04-28T18:11:00Z", "minute", false);
}

#[test]
fn years_of_other_eras() {
    let day = |raw: &str, tag: &str| check(raw, tag, "2023-04-28T00:00:00Z", "day", false);
    day("令和5年4月28日", "ja");
    day("平成35年4月28日", "ja");
    day("民國112年4月28日", "zh-TW");
    day("28 เม.ย. 66", "th");
    day("28 เมษายน พ.ศ. 2566", "th");
}

#[test]
fn months_in_many_languages() {
    let day = |raw: &str, tag: &str| check(raw, tag, "2023-04-28T00:00:00Z", "day", false);
    day("28 de abril de 2023", "es");
    day("28 aprile 2023", "it");
    day("28 kwietnia 2023", "pl");
    day("28. dubna 2023", "cs");
    day("28. travnja 2023.", "hr");
    day("28. априла 2023.", "sr");
    day("28 апреля 2023 г.", "ru");
    day("28 квітня 2023 року", "uk");
    day("28. huhtikuuta 2023", "fi");
    day("2023. gada 28. aprīlis", "lv");
    day("2023 m. balandžio 28 d.", "lt");
    day("2023. április 28., péntek", "hu");
    day("28 Απριλίου 2023", "el");
    day("28 ΑΠΡΙΛΙΟΥ 2023", "el");
    day("28 Nisan 2023 Cuma", "tr");
    day("٢٨ أبريل ٢٠٢٣", "ar");
    day("28 نيسان 2023", "ar");
    day("28 באפריל 2023", "he");
    day("२८ अप्रैल २०२३", "hi");
    day("২৮ এপ্রিল ২০২৩", "bn");
    day("28 เมษายน 2566", "th");
    day("28 เม.ย. 2566", "th");
    day("28 აპრილი 2023", "ka");
    day("28 Ապրիլի, 2023", "hy");
    day("28 сәуір 2023", "kk");
    day("۱۴۰۲/۰۲/۰۸", "fa");
    day("۸ اردیبهشت ۱۴۰۲", "fa");
    day("۸ ارديبهشت ۱۴۰۲", "fa");
    day("vendredi 28 avril 2023", "fr");
    day("mar. 28 avril 2023", "fr");
    day("28-Apr-23", "en");
}

#[test]
fn a_word_of_two_months_is_the_languages_own() {
    check("12 listopada 2022", "hr", "2022-10-12T00:00:00Z", "day", false);
    check("12 listopada 2022", "pl", "2022-11-12T00:00:00Z", "day", false);
}

#[test]
fn dates_told_from_the_fetch() {
    check("5 minutes ago", "en", "2023-05-01T11:55:00Z", "minute", true);
    check("3 hours ago", "en", "2023-05-01T00:00:00Z", "day", false);
    check("vor 2 Tagen", "de", "2023-04-29T00:00:00Z", "day", false);
    check("hace 2 días", "es", "2023-04-29T00:00:00Z", "day", false);
    check("il y a 2 jours", "fr", "2023-04-29T00:00:00Z", "day", false);
    check("2日前", "ja", "2023-04-29T00:00:00Z", "day", false);
    check("2시간 전", "ko", "2023-05-01T00:00:00Z", "day", false);
    check("gestern, 18:11 Uhr", "de", "2023-04-30T18:11:00Z", "minute", false);
    check("2 дня назад", "ru", "2023-04-29T00:00:00Z", "day", false);
}

#[test]
fn opening_hours_are_no_date() {
    for hours in ["Open today 9:00 - 18:00", "Heute erreichbar: 9:00 bis 18:00 Uhr", "Today, 9 a.m. to 6 p.m."] {
        assert_eq!(chosen(&[hours]).0, None, "{hours}");
    }
    check("Today 10:32 | updated 11:40", "en", "2023-05-01T10:32:00Z", "minute", false);
    check("Today 10:32 - 11:40", "en", "2023-05-01T10:32:00Z", "minute", false);
    check("gestern, 18:15 - 19:00 Uhr", "de", "2023-04-30T18:15:00Z", "minute", false);
}

#[test]
fn zones_by_abbreviation_and_place() {
    check("28 Apr 2023 18:11 IST", "en-IN", "2023-04-28T12:41:00Z", "minute", true);
    check("28 Apr 2023 18:11 IST", "en-IE", "2023-04-28T17:11:00Z", "minute", true);
    check("Apr 28, 2023, 6:11 PM ET", "en-US", "2023-04-28T22:11:00Z", "minute", true);
    check("28.04.2023, 18:11 Uhr MESZ", "de", "2023-04-28T16:11:00Z", "minute", true);
    check("28 апреля 2023, 18:11 МСК", "ru", "2023-04-28T15:11:00Z", "minute", true);
}

fn chosen(candidates: &[&str]) -> (Option<String>, Vec<Note>) {
    let found: Vec<Found<String>> =
        candidates.iter().map(|raw| Found { value: (*raw).to_owned(), from: Evidence::Visible }).collect();
    let (chosen, notes) = choose(&found, &[], &clue("en"));
    (chosen.map(|(dated, _)| dated.at.to_string()), notes)
}

#[test]
fn the_first_readable_candidate_wins() {
    assert_eq!(chosen(&["soon", "2023-04-28T18:11Z", "2022-01-01"]).0.as_deref(), Some("2023-04-28T18:11:00Z"));
    assert_eq!(chosen(&["soon"]), (None, vec![Note::DateUnreadable]));
    assert_eq!(chosen(&[]), (None, vec![]));
}

#[test]
fn a_bare_day_takes_its_time_from_a_lower_candidate() {
    assert_eq!(chosen(&["2023-04-28", "2023-04-28T18:11+02:00"]).0.as_deref(), Some("2023-04-28T16:11:00Z"));
    assert_eq!(chosen(&["2023-04-28", "2023-04-27T18:11+02:00"]).0.as_deref(), Some("2023-04-28T00:00:00Z"));
    assert_eq!(chosen(&["2023-04-28 18:11", "2023-04-28T18:11:05+02:00"]).0.as_deref(), Some("2023-04-28T16:11:05Z"));
    assert_eq!(chosen(&["2023-04-28", "2023-04-28 18:11"]).0.as_deref(), Some("2023-04-28T18:11:00Z"));
}

/// The first candidate is the address's, the others are seen.
fn filed(candidates: &[&str]) -> Option<(String, String)> {
    let evidence = [Evidence::Url].into_iter().chain(std::iter::repeat(Evidence::Visible));
    let mut found: Vec<Found<String>> =
        candidates.iter().zip(evidence).map(|(raw, from)| Found { value: (*raw).to_owned(), from }).collect();
    found.rotate_left(1);
    choose(&found, &[], &clue("en")).0.map(|(dated, _)| (dated.to_string(), dated.raw))
}

#[test]
fn a_day_without_a_year_takes_the_year_of_the_address() {
    let year = |found: Option<(String, String)>| found.map(|(at, _)| at.chars().take(10).collect::<String>());
    assert_eq!(year(filed(&["2014-05", "18 May"])).as_deref(), Some("2014-05-18"));
    assert_eq!(year(filed(&["2014-06", "18 May"])).as_deref(), Some("2022-05-18"));
    assert_eq!(year(filed(&["2014-05-18", "18 May"])).as_deref(), Some("2014-05-18"));
    assert_eq!(year(filed(&["2014-05-19", "18 May"])).as_deref(), Some("2014-05-19"));
}

#[test]
fn of_the_dates_seen_the_one_in_the_month_of_the_address_counts() {
    let found = filed(&["2014-05", "2 January 2016", "18 May 2014", "19 May 2014"]);
    assert_eq!(found.map(|(_, raw)| raw).as_deref(), Some("18 May 2014"));
}

/// The date chosen from spellings and where they stood.
fn weighed(candidates: &[(&str, Evidence)], tag: &str) -> String {
    let found: Vec<Found<String>> =
        candidates.iter().map(|(raw, from)| Found { value: (*raw).to_owned(), from: *from }).collect();
    choose(&found, &[], &clue(tag)).0.unwrap().0.to_string()
}

#[test]
fn a_day_that_two_tell_outweighs_the_first() {
    use Evidence::{JsonLd, Meta, OpenGraph, Visible};
    let day = |candidates: &[(&str, Evidence)], changed: &str| {
        let listed = |all: &[(&str, Evidence)]| -> Vec<Found<String>> {
            all.iter().map(|(raw, from)| Found { value: (*raw).to_owned(), from: *from }).collect()
        };
        let chosen = choose(&listed(candidates), &listed(&[(changed, JsonLd)]), &clue("en")).0;
        chosen.unwrap().0.to_string().chars().take(10).collect::<String>()
    };
    let shown = |stated: &'static str| {
        vec![("2023-04-20T08:00:00Z", JsonLd), ("24 April 2023", Visible), (stated, OpenGraph), ("2023-04-25", Meta)]
    };
    assert_eq!(day(&shown("2023-04-24T08:00:00Z"), ""), "2023-04-24", "seen and stated");
    assert_eq!(day(&shown("2023-04-24T08:00:00Z"), "2023-04-24"), "2023-04-20", "the last change's");
    assert_eq!(day(&shown("2023-04-26T08:00:00Z"), ""), "2023-04-20", "seen alone");
    let near = [("2023-04-23T23:00:00Z", JsonLd), ("24 April 2023", Visible), ("2023-04-24", Meta)];
    assert_eq!(day(&near, ""), "2023-04-24", "two sides of a midnight");
    let updated = |shown: &'static str| [(shown, Visible), ("2023-04-20T08:00:00Z", OpenGraph)];
    assert_eq!(day(&updated("24 April 2023"), "2023-04-24T09:30:00Z"), "2023-04-20", "a reader sees the last change");
    assert_eq!(day(&updated("24 April 2023"), "2023-04-26T09:30:00Z"), "2023-04-24");
    assert_eq!(day(&updated("Published 24 April 2023"), "2023-04-24T09:30:00Z"), "2023-04-24", "said to be the first");
}

#[test]
fn a_change_tells_the_zone_of_the_publication() {
    let chosen = |candidates: &[&str], changed: &str| {
        let listed = |all: &[&str]| -> Vec<Found<String>> {
            all.iter().map(|raw| Found { value: (*raw).to_owned(), from: Evidence::JsonLd }).collect()
        };
        choose(&listed(candidates), &listed(&[changed]), &clue("en")).0.unwrap().0
    };
    let told = |candidates: &[&str], changed: &str| chosen(candidates, changed).to_string();
    let changed = "2023-04-08T22:04:55-05:00";
    assert_eq!(told(&["2023-04-08T21:34:30"], changed), "2023-04-08T21:34:30-05:00");
    assert_eq!(told(&["2023-04-08T21:34:30", "2023-04-08T21:34:30Z"], changed), "2023-04-08T21:34:30-05:00");
    assert!(!chosen(&["2023-04-08T21:34:30"], changed).zone_known);
    assert_eq!(told(&["2023-04-08T21:34:30Z"], changed), "2023-04-08T21:34:30Z", "stated without a twin");
    assert_eq!(told(&["2023-04-08T22:34:30"], changed), "2023-04-08T22:34:30Z", "after the change");
    assert_eq!(told(&["2023-04-08T21:34:30"], "2023-04-08T22:04:55Z"), "2023-04-08T21:34:30Z");
    assert_eq!(told(&["2023-04-01T21:34:30"], "2023-04-15T21:04:55-05:00"), "2023-04-01T21:34:30-05:00");
    assert_eq!(told(&["2023-04-01T21:34:30"], "2023-04-15T22:04:55-05:00"), "2023-04-01T21:34:30Z", "two weeks");
}

#[test]
fn an_instant_in_utc_takes_the_clock_that_readers_see() {
    let local =
        |candidates: &[&str]| weighed(&candidates.iter().map(|raw| (*raw, Evidence::JsonLd)).collect::<Vec<_>>(), "en");
    assert_eq!(local(&["2023-04-28T02:11:35Z", "April 27, 2023 10:11 pm"]), "2023-04-27T22:11:35-04:00");
    assert_eq!(local(&["2023-04-28T02:11:35Z", "April 27, 2023 10:11 pm EDT"]), "2023-04-27T22:11:35-04:00");
    assert_eq!(local(&["2023-04-28T02:11:35Z", "April 27, 2023 10:25 pm"]), "2023-04-28T02:11:35Z");
    assert_eq!(local(&["2023-04-28T02:11:35+02:00"]), "2023-04-28T02:11:35+02:00");
}

#[test]
fn an_instant_in_utc_is_on_the_day_that_readers_see() {
    use Evidence::{JsonLd, Url, Visible};
    let late = ("2023-04-28T02:11:35Z", JsonLd);
    assert_eq!(weighed(&[late, ("2023-04-27", Url)], "en"), "2023-04-27T23:11:35-03:00");
    assert_eq!(weighed(&[late, ("27 April 2023", Visible)], "en"), "2023-04-27T23:11:35-03:00");
    assert_eq!(weighed(&[("27 April 2023", Visible), late], "en"), "2023-04-27T23:11:35-03:00");
    assert_eq!(
        weighed(&[("2023-04-27T22:00:00Z", JsonLd), ("28 April 2023", Visible)], "de"),
        "2023-04-28T00:00:00+02:00"
    );
    assert_eq!(weighed(&[late, ("28 April 2023", Visible), ("2023-04-27", Url)], "en"), late.0, "one agrees");
    assert_eq!(weighed(&[late, ("26 April 2023", Visible)], "en"), late.0, "two days off is another time");
    assert_eq!(weighed(&[("2023-04-28T18:11:35Z", JsonLd), ("2023-04-27", Url)], "en"), "2023-04-28T18:11:35Z");
}

#[test]
fn a_stated_instant_is_more_exact_than_the_clock_that_readers_see() {
    use Evidence::{JsonLd, Visible};
    let seen = ("28 April 2023, 18:25", Visible);
    assert_eq!(weighed(&[seen, ("2023-04-28T18:11:35+02:00", JsonLd)], "en"), "2023-04-28T18:11:35+02:00");
    assert_eq!(weighed(&[seen, ("2023-04-27T18:11:35+02:00", JsonLd)], "en"), "2023-04-28T18:25:00Z");
}

#[test]
fn figures_in_doubt_are_read_as_another_date_confirms() {
    use Evidence::{Meta, Visible};
    let doubtful = ("04/05/2022 12:43:42", Meta);
    assert_eq!(weighed(&[doubtful, ("5. April 2022", Visible)], "de"), "2022-04-05T12:43:42Z");
    assert_eq!(weighed(&[doubtful, ("4. Mai 2022", Visible)], "de"), "2022-05-04T12:43:42Z");
    assert_eq!(weighed(&[doubtful, ("6. April 2022", Visible)], "de"), "2022-05-04T12:43:42Z");
    assert_eq!(weighed(&[("04.05.2022", Meta), ("5. April 2022", Visible)], "de"), "2022-05-04T00:00:00Z");
}

#[test]
fn a_date_after_the_fetch_is_passed_over() {
    let (at, notes) = chosen(&["2024-01-01T00:00:01Z", "2023-04-28T18:11Z"]);
    assert_eq!(at.as_deref(), Some("2023-04-28T18:11:00Z"));
    assert_eq!(notes, [Note::DateInFuture]);
}

proptest::proptest! {
    #[test]
    fn no_spelling_panics(raw in "\\PC{0,60}|([0-9]{1,14}|[:./ TZ+-]|Apr|am|年|h){0,14}") {
        let _ = at(&raw, "en-US");
        let _ = at(&raw, "fa");
    }

    #[test]
    fn a_written_instant_is_read_back(second in -2_000_000_000_i64..1_600_000_000) {
        let stamp = jiff::Timestamp::from_second(second).unwrap();
        let read = at(&stamp.to_string(), "en").map(|(at, _, _)| at);
        proptest::prop_assert_eq!(read, Some(stamp.to_string()));
    }
}

#[test]
fn figures_follow_language_and_country() {
    check("05/04/2023", "en-GB", "2023-04-05T00:00:00Z", "day", false);
    check("04/05/2023", "en-US", "2023-04-05T00:00:00Z", "day", false);
    check("04.05.22", "en-US", "2022-05-04T00:00:00Z", "day", false);
    check("28 | 04 | 2023", "de", "2023-04-28T00:00:00Z", "day", false);
    check("28/04/2023", "en-US", "2023-04-28T00:00:00Z", "day", false);
    check("04.05.2022 14:30", "tr", "2022-05-04T14:30:00Z", "minute", false);
    check("von Ada Lark, 8.5.22", "de", "2022-05-08T00:00:00Z", "day", false);
    assert_eq!(at("Version 1.2.14", "de"), None);
    assert_eq!(at("1.2.14", "en"), None);
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
        "0000000000",
        "99999999999999999999999",
    ] {
        assert_eq!(at(raw, "en"), None, "{raw}");
    }
}

#[test]
fn a_number_that_ends_a_name_is_no_hour() {
    check("von Muster1 am 20.09.2020", "de", "2020-09-20T00:00:00Z", "day", false);
    check("von 3 am 20.09.2020", "de", "2020-09-20T00:00:00Z", "day", false);
    check("posted 3 am 20 September 2020", "en", "2020-09-20T03:00:00Z", "minute", false);
    check("20 September 2020 3am", "en", "2020-09-20T03:00:00Z", "minute", false);
}

#[test]
fn figures_are_read_in_the_order_that_lies_in_the_past() {
    check("10/04/2023", "en-US", "2023-04-10T00:00:00Z", "day", false);
    check("04/10/2023", "en-GB", "2023-04-10T00:00:00Z", "day", false);
    check("04/03/2023", "en-US", "2023-04-03T00:00:00Z", "day", false);
    // Neither lies in the past: the usual order says which day ahead it is.
    check("10/11/2023", "en-US", "2023-10-11T00:00:00Z", "day", false);
}

#[test]
fn the_same_figures_with_a_zone_are_the_local_time() {
    let stated = |values: [&str; 2]| {
        let found = values.map(|value| Found { value: value.to_owned(), from: Evidence::JsonLd });
        choose(&found, &[], &clue("de")).0.map(|(dated, _)| dated.to_string())
    };
    let zoned = Some("2020-05-14T15:40:14+02:00".to_owned());
    assert_eq!(stated(["2020-05-14T15:40:14+00:00", "2020-05-14T15:40:14+02:00"]), zoned);
    assert_eq!(stated(["2020-05-14T13:40:14+00:00", "2020-05-14T15:40:14+02:00"]), zoned);
    assert_eq!(
        stated(["2020-05-14T15:40:14+00:00", "2020-05-14T15:41:14+02:00"]).as_deref(),
        Some("2020-05-14T15:40:14Z")
    );
}

#[test]
fn a_time_without_a_zone_is_read_on_the_clocks_of_its_country() {
    let check = |raw: &str, top_level: &str, tag: &str, expected: &str| {
        let found = [Found { value: raw.to_owned(), from: Evidence::JsonLd }];
        let (chosen, notes) = choose(&found, &[], &Clue { top_level, ..clue(tag) });
        let dated = chosen.unwrap().0;
        assert_eq!(dated.to_string(), expected, "{raw} {top_level} {tag}");
        let is_told = dated.zone_known || dated.precision == Precision::Day;
        assert_eq!(notes, if is_told { vec![] } else { vec![Note::DateZoneAssumed] }, "{raw}");
    };
    check("2019-06-20T07:30:00", "de", "de", "2019-06-20T07:30:00+02:00");
    check("2019-12-20T07:30:00", "de", "de", "2019-12-20T07:30:00+01:00");
    check("20.06.2019, 07:30 Uhr", "at", "de", "2019-06-20T07:30:00+02:00");
    check("2019-06-20 07:30", "com", "ja-JP", "2019-06-20T07:30:00+09:00");
    check("2019-06-20 07:30", "com", "ja", "2019-06-20T07:30:00+09:00");
    check("2019-06-20 07:30", "us", "ja", "2019-06-20T07:30:00Z");
    check("2019-06-20 07:30", "com", "en-US", "2019-06-20T07:30:00Z");
    check("2019-06-20 07:30", "test", "xx", "2019-06-20T07:30:00Z");
    check("2019-06-20T07:30:00Z", "de", "de", "2019-06-20T07:30:00Z");
    check("2019-06-20T07:30:00+03:00", "de", "de", "2019-06-20T07:30:00+03:00");
    check("2019-06-20", "de", "de", "2019-06-20T00:00:00Z");
    // Clocks were put forward, and back: the hour that was left out, and the earlier of two.
    check("2019-03-31 02:30", "de", "de", "2019-03-31T02:30:00+01:00");
    check("2019-10-27 02:30", "de", "de", "2019-10-27T02:30:00+02:00");
    // West of Greenwich a clock that showed UTC would be hours ahead of the fetch.
    let shown = Offset::UTC.to_datetime(clue("es").fetched_at).to_string();
    check(shown.get(..16).unwrap(), "pe", "es", &format!("{}:00Z", shown.get(..16).unwrap()));
    check("2015-12-20 07:30", "tr", "tr", "2015-12-20T07:30:00+02:00");
    check("2019-12-20 07:30", "tr", "tr", "2019-12-20T07:30:00+03:00");
}

#[test]
fn the_sources_own_zone_goes_before_its_countrys() {
    let tokyo = TimeZone::fixed(Offset::from_hours(9).unwrap());
    let clue = Clue { top_level: "de", zone: Some(&tokyo), ..clue("de") };
    let found = [Found { value: "2019-06-20 07:30".to_owned(), from: Evidence::JsonLd }];
    let (chosen, notes) = choose(&found, &[], &clue);
    assert_eq!(chosen.unwrap().0.to_string(), "2019-06-20T07:30:00+09:00");
    assert!(notes.is_empty());
}

#[test]
fn a_zone_that_another_date_of_the_same_minute_states_goes_before_the_countrys() {
    let found = ["2019-06-20 07:30", "2019-06-20T07:30:12+03:00"]
        .map(|raw| Found { value: raw.to_owned(), from: Evidence::JsonLd });
    let dated = choose(&found, &[], &Clue { top_level: "de", ..clue("de") }).0.unwrap().0;
    assert_eq!((dated.to_string().as_str(), dated.zone_known), ("2019-06-20T07:30:12+03:00", true));
}

#[test]
fn a_time_of_the_other_season_is_read_on_the_clocks_of_its_country() {
    use Evidence::{Meta, Visible};
    let found = [("01/07/2022 12:43:42", Meta), ("7. Januar 2022", Visible)]
        .map(|(raw, from)| Found { value: raw.to_owned(), from });
    let dated = choose(&found, &[], &Clue { top_level: "de", ..clue("de") }).0.unwrap().0;
    assert_eq!(dated.to_string(), "2022-01-07T12:43:42+01:00");
}
