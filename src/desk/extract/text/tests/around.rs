//! What the lines around the article tell: date, byline, headline.

use super::*;

const TITLE: &str = "Harbor towns to share the cost of new sea walls";

/// A page whose headline has these lines above it and below it, and whose body has these behind its first paragraph, a standfirst.
fn around(above: &str, below: &str, inside: &str) -> Draft {
    let text = format!(
        "{TITLE} | Example Post\n\nHome\n\nPolitics\n\n{above}\n\n{TITLE}\n\n{below}\n\n\
        The coastal towns will carry a third of the cost of the new sea walls, the ministry of works announced on Tuesday.\n\n{inside}\n\n\
        “We have asked every town to name its share,” the minister told reporters in the capital, and the towns agreed.\n\n\
        A first list of works is expected in May, after the towns have met the engineers and looked at their budgets.\n\n\
        The towns want a longer period to pay, and some of them, Elmhaven among them, want the state to carry the whole sum."
    );
    drafted(&text)
}

fn published(draft: &Draft) -> Vec<&str> {
    draft.published.iter().map(|found| found.value.as_str()).collect()
}

fn bylines(draft: &Draft) -> Vec<&str> {
    draft.bylines.iter().map(|found| found.value.as_str()).collect()
}

#[test]
fn a_date_in_figures_is_found_wherever_it_stands() {
    for date in ["22.11.2024 07.57", "2024-11-22", "22/11/2024", "2024.11.22 20:00", "2024-11-22 | 12:42"] {
        for draft in [around(date, "", ""), around("", date, ""), around("", "", date)] {
            assert_eq!(published(&draft), [date]);
        }
    }
}

#[test]
fn a_line_that_signs_may_tell_the_date_as_well() {
    let line = "Von Hanna Beispiel, Redakteurin für Häfen 09.09.2025, 15:15 Uhr";
    let draft = around("", "", line);
    assert_eq!((published(&draft), bylines(&draft)), (vec![line], vec![line]));
}

#[test]
fn a_date_below_the_standfirst_goes_before_one_above_the_headline() {
    let draft = around("16 January 2023\n\nElections", "", "28 April 2023");
    assert_eq!(published(&draft), ["28 April 2023", "16 January 2023"]);
    // Unless a word introduces that one, or the body tells of several.
    let draft = around("Published: 16 January 2023", "", "28 April 2023");
    assert_eq!(published(&draft), ["Published: 16 January 2023", "28 April 2023"]);
    let draft = around("16 January 2023", "", "3.2.1990\n\n4.3.1991");
    assert_eq!(published(&draft), ["16 January 2023", "3.2.1990", "4.3.1991"]);
}

#[test]
fn a_date_right_below_the_headline_is_found_far_above_the_body() {
    let menu: String = (0..60).map(|n| format!("Harbor number {n}\n\n")).collect();
    assert_eq!(published(&around("", &format!("3 May 2024\n\n{menu}"), "")), ["3 May 2024"]);
}

/// Lists of other stories have dates as well, one each.
#[test]
fn a_date_behind_the_text_is_believed_where_it_is_the_only_one_or_is_introduced() {
    let said: String = (0..9)
        .map(|n| {
            format!("Harbor number {n} won't say what it will cost, as nobody knows before the engineers come.\n\n")
        })
        .collect();
    let behind = |lines: &str| around("", "", &format!("{said}{lines}"));
    assert_eq!(published(&behind("3 May 2024")), ["3 May 2024"]);
    assert_eq!(published(&behind("3 May 2024\n\n4 May 2024")), Vec::<&str>::new());
    assert_eq!(published(&behind("Published 3 May 2024\n\n4 May 2024")), ["Published 3 May 2024"]);
}

#[test]
fn names_sign_beside_dates() {
    let cases: &[(&str, &str)] = &[
        ("Jane Doe\n\n3 May 2024", "Jane Doe"),
        ("3 May 2024\n\nShare\n\nJane Doe", "Jane Doe"),
        ("Jane Doe\n\n9 min read", "Jane Doe"),
        ("Jane Doe\n\nJan 23", "Jane Doe"),
        ("Jane Doe\n\nJohn Roe\n\n3 May 2024", "Jane Doe, John Roe"),
        ("Jane Doe, Print Managing Editor\n\n3 May 2024", "Jane Doe"),
        ("Jane Doe | John Roe\n\n3 May 2024", "Jane Doe | John Roe"),
        ("Jane Doe Example Post\n\n3 May 2024", "Jane Doe"),
        ("Jane Doe 24.04.2024, 19:35", "Jane Doe"),
        ("Jane Doe, 24.04.2024 10:00", "Jane Doe"),
        ("Jane Doe Published Jul 17, 2024, 11:21am", "Jane Doe"),
        ("Jane Doe 5 hours ago", "Jane Doe"),
        ("June Carter 24.04.2024, 19:35", "June Carter"),
        ("Jane Doe / EXAMPLEPOST.COM / Sep 2, 2024, 17:07", "Jane Doe"),
        ("December 15, 2025 · 30 min · Jane Doe", "Jane Doe"),
        ("July 1, 2023 By Jane Doe, Editor", "By Jane Doe, Editor"),
        ("By\n\nJane Doe\n\n3 May 2024", "By Jane Doe"),
        ("By\n\nJane Doe 0,\n\nJohn Roe", "By Jane Doe, John Roe"),
        ("Written by:\n\nJane Doe, Editor\n\nReviewed by\n\nJohn Roe", "Written by Jane Doe, Editor"),
        ("Kolumne von Jane Doe", "Kolumne von Jane Doe"),
    ];
    for (lines, byline) in cases {
        assert_eq!(bylines(&around("", lines, "")).first(), Some(byline), "{lines}");
    }
    assert_eq!(bylines(&around("", "", "Jane Doe\n\n3 May 2024")), ["Jane Doe"], "below the standfirst");
}

#[test]
fn labels_places_and_people_of_the_story_do_not_sign() {
    for lines in
        ["Elmhaven Elmhaven\n\n3 May 2024", "Sea Walls\n\n3 May 2024", "Susan December 9, 2024", "Longer Period"]
    {
        assert_eq!(bylines(&around("", lines, "")), Vec::<&str>::new(), "{lines}");
    }
    assert_eq!(bylines(&around("Latin America\n\n3 May 2024", "", "")), Vec::<&str>::new(), "a menu's");
}

#[test]
fn a_kicker_and_a_headline_that_the_title_joins_are_one_headline() {
    let headed = |kicker: &str| {
        let (_, body) = PAGE.split_once("The coastal").unwrap();
        let title = format!("{kicker}: {TITLE} | Example Post");
        drafted(&format!("{title}\n\nHome\n\n{kicker}\n\n{TITLE}\n\nThe coastal{body}")).headline.unwrap().value
    };
    assert_eq!(headed("After the flood"), format!("After the flood: {TITLE}"));
    assert_eq!(headed("Politics"), TITLE, "a section");
}

#[test]
fn a_trail_and_a_link_to_the_text_are_no_headlines() {
    let (_, body) = PAGE.split_once("The coastal").unwrap();
    let headed =
        |line: &str| drafted(&format!("Skip to main content\n\n{line}\n\nThe coastal{body}")).headline.unwrap().value;
    assert_eq!(headed(&format!("{TITLE}\n\nHome › News › Politics")), TITLE);
    for headline in ["« Nous paierons » promet le maire de la ville", "Why quality > quantity now holds for harbors"]
    {
        assert_eq!(headed(headline), headline);
    }
}
