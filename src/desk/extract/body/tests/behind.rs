//! What stands behind the text, and questions with their answers.

use super::*;
use crate::desk::extract::Hints;

/// Running text of more weight than what is left out behind a text needs above it.
fn text() -> String {
    [A, B, C, A, B].iter().enumerate().map(|(at, text)| p(&format!("{text} That was said {at} times."))).collect()
}

#[test]
fn what_a_site_says_of_its_writers_behind_the_text_is_left_out() {
    let page = |last: &str| body(&format!("<main><h1>Bridge stays open</h1>{}{}</main>", text(), p(last))).len();
    for last in [
        "The opinions expressed in this article are those of the author and not of the Elmhaven Post.",
        "The Elmhaven Post is not responsible for the opinions, statements or media content presented by contributors.",
        "Namentlich gekennzeichnete Beiträge geben nicht unbedingt die Meinung der Redaktion wieder.",
        "Meinungen in Beiträgen auf post.example entsprechen nicht immer denen der Redaktion.",
        "Les opinions exprimées dans ce texte n’engagent que leur auteur.",
    ] {
        assert_eq!(page(last), 5, "{last}");
    }
    for news in [
        "The views expressed by the minister do not reflect those of the government, a spokesman said on Tuesday.",
        "“The opinions expressed by the author Roe are those of a private citizen,” the mayor said.",
        "Meinungen in Kommentaren im Netz müssen sich Richter nicht gefallen lassen, urteilte das Gericht.",
        "Les propos du ministre n’engagent que lui, a déclaré mardi la porte-parole du parti au conseil.",
    ] {
        assert_eq!(page(news), 6, "{news}");
    }
    assert_eq!(page("The opinions in the council are divided, as those who were there all said."), 6);
    assert_eq!(page("The mayor says that the town is not responsible for the opinions of its ferrymen."), 6);
    let long = format!("The opinions expressed in this article are those of the author. {} {}", A, B.repeat(3));
    assert_eq!(page(&long), 6, "it says more");
    let front = "<p>The opinions expressed in this article are those of the author.</p>";
    let early = format!("<main><h1>Bridge stays open</h1>{}{front}{}{}</main>", p(A), p(B), p(C));
    assert_eq!(body(&early).len(), 4, "hardly any text above");
    let amid = format!("<main><h1>Bridge stays open</h1>{}{front}{}</main>", text(), text().replace("said", "told"));
    assert_eq!(body(&amid).len(), 10, "the last few lines");
    let behind = format!("{}{front}{}", text(), text().replace("said", "told").repeat(2).replace("told 4", "heard 4"));
    assert!(
        body(&format!("<main><h1>Bridge stays open</h1>{behind}</main>"))
            .contains(&front.replace("<p>", "").replace("</p>", ""))
    );
}

#[test]
fn a_box_on_the_author_behind_the_text_goes_whole() {
    let page = |class: &str, said: &str| {
        let boxed =
            format!("<div class={class}><span>Jane Doe</span><div><p>{said}</p><p>{said} Again.</p></div></div>");
        body(&format!("<main><article><h1>Bridge stays open</h1>{}{boxed}</article></main>", text())).len()
    };
    let said =
        "I am Jane, and have lived at the harbour for all of my life, with a cat and two dogs, and I write of it here.";
    assert_eq!((page("author-bio", said), page("single-author__description", said)), (5, 5));
    assert_eq!(page("harbour-life", said), 8, "another name");
    assert_eq!(page("author-bio", &said.repeat(8)), 7, "most of the page");
    let first = format!("<div class=author-info>{}{}</div>", p(A), p(B));
    assert_eq!(body(&format!("<main><h1>Bridge stays open</h1>{first}{}</main>", p(C))).len(), 3, "the text itself");
}

#[test]
fn the_line_that_announced_an_author_goes_too() {
    let page = |behind: &str| body(&format!("<main><h1>Bridge stays open</h1>{}{behind}</main>", text())).len();
    let bio = p("Ms Doe has written of bridges and the sea for twenty years, and of little else in that time.");
    for head in ["Zu den AutorInnen:", "Zu den Autorinnen und Autoren", "About the writers", "Über die Autor:innen"] {
        assert_eq!(page(&format!("{}{bio}", p(head))), 5, "{head}");
    }
    let line = p("Those who wrote this text for us:");
    assert_eq!(page(&format!("{line}<div class=author-bio>{bio}</div>")), 5);
    assert_eq!(page(&format!("{line}<div class=people>{bio}</div>")), 7, "nothing was left out");
    let long =
        p("What those say of themselves who wrote this text for us on a boat between the two harbours of the town:");
    assert_eq!(page(&format!("{long}<div class=author-bio>{bio}</div>")), 6, "it tells something");
}

#[test]
fn a_list_of_articles_in_the_articles_own_element_goes() {
    let item = |n: usize| {
        format!(
            "<li>What the town of Elmhaven told about basin {n}, <a href=/s/{n}>and what came of all of it</a></li>"
        )
    };
    let page = |head: &str, items: &[String], behind: &str| {
        let items = items.concat();
        body(&format!(
            "<main><h1>Bridge stays open</h1><div class=text>{}{head}<ul>{items}</ul>{behind}</div></main>",
            text()
        ))
        .len()
    };
    let two = [1, 2].map(item);
    assert_eq!(page("<h3>Related stories</h3>", &two, ""), 5);
    assert_eq!(page("<div role=heading aria-level=3>More great Elmhaven Post stories</div>", &two, ""), 5);
    assert_eq!(page("<h3>What came of it</h3>", &two, ""), 8, "the text's own");
    assert_eq!(page("<h3>Related stories</h3>", &two[..1], ""), 6, "one");
    let plain = [item(1), "<li>What the town told about the pier in the summer, and to whom it did.</li>".to_owned()];
    assert_eq!(page("<h3>Related stories</h3>", &plain, ""), 7, "an item without a link");
    let others = [item(1), item(2).replace("/s/2", "https://other.example/2")];
    assert_eq!(page("<h3>Related stories</h3>", &others, ""), 7, "sources");
    assert_eq!(
        page(
            "<h3>Related stories</h3>",
            &two,
            &p("It was the last of the bridges, and the oldest of all that were there.")
        ),
        8
    );
    assert_eq!(
        page(
            "<h3>Related stories</h3>",
            &two,
            "<h3>What it costs</h3><p>It was the last of the bridges, and the oldest that was there.</p>"
        ),
        7
    );
}

#[test]
fn a_briefing_keeps_its_items() {
    let item = |n: usize| {
        format!(
            "<li>Basin {n} was closed for the summer, and the town of Elmhaven says that it opens again in May. <a href=/s/{n}>More</a></li>"
        )
    };
    let items: String = (1..=4).map(item).collect();
    let page = format!(
        "<main><h1>Bridge stays open</h1><div class=text>{}<h2>Top stories</h2><ul>{items}</ul></div></main>",
        text()
    );
    assert_eq!(body(&page).len(), 10);
}

#[test]
fn an_article_on_authors_keeps_what_it_says_of_them() {
    let bio = |of: &str| -> String {
        let line = |n| {
            p(&format!("{of} has written of bridge {n} and the sea for years, and of little else in all of that time."))
        };
        (0..10).map(line).collect()
    };
    let page = |boxes: &str| {
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{}{boxes}</div></main>", text())).len()
    };
    let card = |of: &str| format!("<div class=author-card><h3>{of}</h3>{}</div>", bio(of));
    assert_eq!(page(&card("Jane Doe")), 5);
    assert_eq!(page(&["Jane Doe", "John Roe", "Ann Poe"].map(card).concat()), 38, "three of them");
    assert_eq!(
        page(&format!(
            "{}{}",
            card("Jane Doe"),
            p("The last of the bridges was the oldest of all that there were, says the mayor.")
        )),
        17,
        "the text goes on"
    );
}

#[test]
fn a_question_that_opens_its_answer_is_a_sub_headline() {
    let part =
        |button: &str| format!("<div><div><button {button}</button><div class=answer>{}</div></div></div>", p(B));
    let page = |button: &str| body(&around(&part(button)));
    let asked = [A, "# Who pays for the bridge?", B, C];
    assert_eq!(page("class=accordion-button aria-expanded=true>Who pays for the bridge? <i></i>"), asked);
    assert_eq!(page("aria-controls=x>Who pays for the bridge?"), asked);
    assert_eq!(page(">Who pays for the bridge?"), [A, B, C], "it opens nothing");
    assert_eq!(page("aria-expanded=true>Any questions?"), [A, B, C]);
    assert_eq!(page("aria-expanded=true>Show all of the answers"), [A, B, C]);
    let long = format!("aria-expanded=true>Who pays for {}the bridge?", "the repair of the pier and ".repeat(8));
    assert_eq!(page(&long), [A, B, C]);
    let empty = "<div><button aria-expanded=true>Who pays for the bridge?</button><div><a href=/x>Menu</a></div></div>";
    assert_eq!(body(&around(empty)), [A, C]);
    let role = |level: &str| body(&around(&format!("<div role=heading {level}>What it costs</div>{}", p(B))));
    assert_eq!(
        (role(""), role("aria-level=4")),
        (role("aria-level=1"), vec![A.into(), "# What it costs".into(), B.into(), C.into()])
    );
}

#[test]
fn answers_that_the_stated_body_leaves_out_stay() {
    let page = |boxed: &str| {
        let stated: String =
            [A, B, C, A, B].iter().enumerate().map(|(at, text)| format!("{text} That was said {at} times. ")).collect();
        let hints = Hints { article_body: Some(stated), ..Hints::default() };
        let answer = format!(
            "{boxed}<h3>Who pays for it?</h3><p>The town pays for all of it, says the mayor of Elmhaven, and for what comes.</p></div></details>"
        );
        with(
            &format!("<main><h1>Bridge stays open</h1><div class=text>{}{answer}</div></main>", text()),
            &Draft { hints, ..Draft::default() },
        )
        .len()
    };
    assert_eq!(page("<div class=boxed>"), 5);
    assert_eq!(page("<div class='page-faqs__list'>"), 7);
    assert_eq!(page("<div class=FAQElement>"), 7);
    assert_eq!(page("<div itemscope itemtype='https://schema.org/Question'>"), 7);
    assert_eq!(page("<details><div>"), 7);
    assert_eq!(page(&format!("<details>{}", "<div>".repeat(6))), 7);
    assert_eq!(page(&format!("<details>{}", "<div>".repeat(9))), 5, "too far around it");
    assert_eq!(page(&format!("<div class='faq {}'>", "x".repeat(390))), 7);
    assert_eq!(page(&format!("<div class='faq {}'>", "x".repeat(400))), 5);
}
