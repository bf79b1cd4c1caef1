//! Different stories that share most of their words, and copies that share few: what tells them apart.

use super::*;

/// So many words of letters alone, no two alike and none of another seed's.
fn prose(seed: u32, words: u32) -> String {
    let letters = |mut n: u32| -> String {
        std::iter::from_fn(|| {
            let digit = char::from(b'a' + u8::try_from(n % 20).unwrap());
            n /= 20;
            (n > 0 || digit != 'a').then_some(digit)
        })
        .collect()
    };
    (1..=words).map(|n| format!("{}zz{} ", letters(seed + 7), letters(n * 7 + 20))).collect()
}

fn see(desk: &mut Desk, url: &str, headline: &str, body: &str) -> &'static str {
    desk.claim(article(url, headline, body)).verdict.name()
}

/// Judges two pages after another in an empty memory, and checks the verdict on the second.
fn check_pair(first: (&str, &str, &str), second: (&str, &str, &str), name: &str) {
    let mut desk = Desk::open();
    assert_eq!(see(&mut desk, first.0, first.1, first.2), "new");
    assert_eq!(see(&mut desk, second.0, second.1, second.2), name, "{} after {}", second.0, first.0);
}

/// Moves with `SAME_SITE_CONTAINMENT_MIN` and `SAME_SITE_FOREIGN_MAX`.
#[test]
fn a_daily_column_is_no_copy_of_yesterdays() {
    let column = |own: u32| prose(1, 100) + &prose(own, 130) + &prose(2, 150);
    let monday = ("a.example/1", "Morning briefing: Monday", column(3));
    let tuesday = ("a.example/2", "Morning briefing: Tuesday", column(4));
    check_pair((monday.0, monday.1, &monday.2), (tuesday.0, tuesday.1, &tuesday.2), "new");
    // Another outlet that prints so much of it has copied it.
    check_pair((monday.0, monday.1, &monday.2), ("b.example/2", tuesday.1, &tuesday.2), "near_duplicate");
    // The column again at another address, one passage replaced, is the same.
    let again = prose(1, 100) + &prose(3, 90) + &prose(5, 40) + &prose(2, 150);
    check_pair((monday.0, monday.1, &monday.2), ("a.example/3", monday.1, &again), "near_duplicate");
}

/// Moves with `OWN_LEADS_MAX`.
#[test]
fn what_follows_the_news_makes_no_copy() {
    let release = |own: u32, words: u32| prose(own, words) + &prose(1, 150);
    let headline = "Fenmore Group announces results";

    check_pair(("a.example/1", headline, &release(2, 100)), ("b.example/1", headline, &release(3, 110)), "new");
    let rewritten = release(3, 30);
    check_pair(("a.example/1", headline, &release(2, 40)), ("b.example/1", headline, &rewritten), "near_duplicate");
    // A reprint that adds a long lead of its own keeps the original's.
    let extended = prose(3, 120) + &release(2, 100);
    check_pair(("a.example/1", headline, &release(2, 100)), ("b.example/1", headline, &extended), "near_duplicate");
}

#[test]
fn the_next_report_of_a_site_states_other_numbers_in_its_headline() {
    let report = |number: u32| format!("{} cases {} {number} {}", number * 3, prose(1, 150), prose(1, 300));
    let headline = |number: u32| format!("Institute counts {number} new infections");
    let (sunday, monday) = (report(3852), report(1978));
    check_pair(("a.example/1", &headline(3852), &sunday), ("a.example/2", &headline(1978), &monday), "new");
    check_pair(
        ("a.example/1", &headline(3852), &sunday),
        ("a.example/2", "Institute counts 3852 infections", &monday),
        "near_duplicate",
    );
}

#[test]
fn a_brief_excerpt_is_compared_without_its_headline() {
    let headline = "Ten plain words that stand above the text of this story";
    let whole = prose(31, 200);
    let excerpt: String = whole.split_inclusive(' ').take(38).collect();
    check_pair(("a.example/1", headline, &whole), ("b.example/1", headline, &excerpt), "near_duplicate");
    check_pair(("a.example/1", headline, &excerpt), ("b.example/1", headline, &whole), "near_duplicate");
}

#[test]
fn a_brief_texts_numbers_may_stand_in_the_others_headline() {
    let headline = "Ten ways to save 500 euros in 2026";
    let whole = prose(31, 200) + "7 times";
    let excerpt: String = whole.split_inclusive(' ').take(38).collect();
    check_pair(("a.example/1", headline, &whole), ("b.example/1", headline, &excerpt), "near_duplicate");
}

/// Moves with `FRAME_HEADLINE_MIN`.
#[test]
fn a_frame_under_a_headline_of_common_words_makes_no_copy() {
    let mut desk = Desk::open();
    let stub = |own: u32| prose(own, 12) + &prose(1, 280);
    for (n, headline) in [
        "Harbor opens in spring",
        "Mayor leaves his office",
        "Floods reach the valley",
        "Teams draw at home",
        "Snow closes mountain roads",
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(see(&mut desk, &format!("a.example/{n}"), headline, &stub(10 + u32::try_from(n).unwrap())), "new");
    }
    assert_eq!(see(&mut desk, "a.example/9", "The mayor of the valley", &stub(20)), "new");
}
