//! What looks like another thing's and is the text's own: below linked heads, beside the text, in oddly named parts.

use super::*;
use crate::desk::decode::tree::Tag;
use crate::desk::extract::Hints;

/// A text of some length, told anew for each day.
fn text(day: usize) -> String {
    [A, B, C, A, B].iter().enumerate().map(|(at, text)| p(&format!("{text} So said {at} on day {day}."))).collect()
}

fn headed(markup: &str, headline: &str) -> Vec<String> {
    let headline = Some(Found { value: headline.to_owned(), from: Evidence::OpenGraph });
    with(markup, &Draft { headline, ..Draft::default() })
}

#[test]
fn a_linked_sub_headline_may_have_a_short_line_below_it() {
    let head = "# 1. The harbour fern of Elmhaven";
    let page = |between: &str, text: &str| {
        body(&around(&format!("<h2>1. <a href=/fern>The harbour fern of Elmhaven</a></h2>{between}{text}")))
    };
    let line = p("From the pier");
    assert_eq!(page(&line, &p(B)), [A, head, "From the pier", B, C]);
    let keeps = |between: &str| page(between, &p(B)).contains(&head.to_owned());
    assert!(keeps("") && keeps(&(line.clone() + &p("It likes salt"))));
    assert!(!keeps(&(line.clone() + &p("It likes salt") + &p("It likes rain"))), "three lines");
    assert!(!keeps(&p("12 May 2030")), "another article's date");
    assert!(!keeps("<p><a href=/all>All ferns of the harbour</a></p>"), "a button");
    assert!(!keeps("<h2><a href=/moss>The harbour moss of Elmhaven</a></h2><p><a href=/x>More moss here</a></p>"));
    assert!(!page(&line, &format!("<div>{}</div>", p(B))).contains(&head.to_owned()), "another block");
    let card = format!("<div class=x><h3><a href=/s/1>Harbour basin number 1 is drained</a></h3>{line}{}</div>", p(B));
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{}{card}{}</div></main>", text(1), text(2));
    assert_eq!(body(&page).len(), 10, "an announcement in a box of its own");
}

#[test]
fn the_first_of_several_large_heads_is_no_headline() {
    let page = |days: &[&str]| {
        let days: String = days.iter().enumerate().map(|(at, day)| format!("<h1>{day}</h1>{}", text(at))).collect();
        let markup = format!(
            "<fieldset><legend>The bridge of Elmhaven in spring</legend><div class=text>{}{days}</div></fieldset>",
            p(A)
        );
        headed(&markup, "The bridge of Elmhaven in spring")
    };
    assert_eq!(page(&["Day 7", "Day 8", "Day 9"])[..2], [A, "# Day 7"]);
    assert_ne!(page(&["Day 7", "Day 8"])[0], A, "one other");
    assert_ne!(page(&["The Elmhaven bridge", "Day 8", "Day 9"])[0], A, "worded anew");
}

#[test]
fn a_chunk_below_a_title_that_is_no_heading_stays() {
    let page = |title: &str| {
        let chunk = |text: &str| format!("<section class=c><div class=typo>{text}</div></section>");
        let (first, rest) = (chunk(&p(C)), chunk(&text(1)));
        headed(
            &format!("<main><section class=c><x-title>{title}</x-title></section>{first}{rest}</main>"),
            "Bridge stays open",
        )
    };
    assert_eq!(page("Bridge stays open")[0], C);
    assert_eq!(page("Bridge stays open | Elmhaven Post")[0], C);
    assert_ne!(page("Elmhaven Post")[0], C, "no title");
    assert_ne!(page("Bridge stays open and so does the ferry")[0], C, "another article");
    assert_ne!(page(&format!("Bridge stays open | {}", "Elmhaven Post ".repeat(5)))[0], C, "a teaser");
}

#[test]
fn questions_right_behind_the_text_are_its_own() {
    let answer = "The town pays for all of it, says the mayor of Elmhaven, and for whatever comes of that.";
    let other = "In the spring of next year, or as soon as the last of its planks has been nailed down again.";
    let (first, second) = ("Who pays for the bridge?", "When will it open?");
    let asked = |first: &str, second: &str| {
        format!(
            "<h2>On the bridge</h2><div class=x><h3>{first}</h3><div>{}</div></div>\
             <div class=x><h3>{second}</h3><div>{}</div></div>",
            p(answer),
            p(other)
        )
    };
    let headline = Some(Found { value: "Bridge stays open".to_owned(), from: Evidence::OpenGraph });
    let facts = Draft { headline, ..Draft::default() };
    let page = |behind: &str| {
        let frames = "<div class=w><div class=v><div class=u>";
        let text = text(1);
        with(&format!("<main><h1>Bridge stays open</h1>{frames}<div class=text>{text}</div>{behind}</main>"), &facts)
            .len()
    };
    let part = |class: &str, inner: &str| format!("<div class={class}>{inner}</div>");
    assert_eq!(page(&part("faq-sec", &asked(first, second))), 10);
    assert_eq!(page(&part("known", &asked(first, second))), 5, "of no name");
    assert_eq!(page(&part("faq-sec", &asked("How do I cancel my subscription?", second))), 5, "of the site");
    let card = "<a href=/b>Who pays for the bridge?</a>";
    assert_eq!(page(&part("faq-sec", &asked(card, second))), 5, "another article");
    assert_eq!(page(&format!("</div>{}", part("faq-sec", &asked(first, second)))), 10, "a level up");
    assert_eq!(page(&format!("</div></div>{}", part("faq-sec", &asked(first, second)))), 10, "two levels up");
    assert_eq!(page(&format!("</div></div></div>{}", part("faq-sec", &asked(first, second)))), 5, "three");
    assert_eq!(page(&part("faq-sec", &asked(first, "On its opening"))), 5, "one question");
    assert_eq!(page(&part("accordion", &asked("On the author", "On the photographer"))), 5, "no questions");
    let long = format!("Who pays for {}the bridge?", "the repair of the pier and of ".repeat(6));
    assert_eq!(page(&part("faq-sec", &asked(&long, second))), 5, "a text that ends in a question");
    let faq = part("faq-sec", &asked(first, second));
    for before in [
        "<footer>Elmhaven Post</footer>",
        "<aside>Elmhaven</aside>",
        "<article>Ferry</article>",
        "<div class=comments>Ann</div>",
        "<div class=sidebar>Ann</div>",
    ] {
        assert_eq!(page(&format!("{before}{faq}")), 5, "{before}");
    }
    let link = "<a href=/pays>What it pays for, and since when it has done so</a>";
    let linked = [answer, other].iter().fold(faq.clone(), |faq, text| faq.replace(text, &format!("{text} {link}")));
    assert_eq!(page(&linked), 5, "it leads elsewhere");
    assert_eq!(page(&faq.replace(other, "In the spring of next year.")), 5, "hardly any text");
}

#[test]
fn a_mark_made_of_the_heading_says_nothing() {
    let page = |mark: &str, heading: &str| {
        let part = format!("<div id={mark}><div>{heading}</div>{}</div>", p(B));
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{}{part}</div></main>", text(1)))
    };
    let keeps = |mark: &str, heading: &str| page(mark, heading).contains(&B.to_owned());
    assert!(keeps("1-heading-how-popular-ferries-became", "<h2 id=how-popular-ferries-became>The ferries</h2>"));
    let own = |mark: &str, line: &str| format!("<h2 id={mark}>{line}</h2>");
    let ferries = own("how-popular-ferries-became", "How popular ferries became");
    assert!(keeps("part-how-popular-ferries-became", &ferries));
    assert!(!keeps("podcast-of-the-week", "<h2>Podcast of the week</h2>"), "a box's own name");
    assert!(!keeps("how-popular-ferries-became", "<h2>The ferries</h2>"), "another's words");
    assert!(!keeps("popular-ferries", &own("popular-ferries", "Popular ferries")), "two words");
    let card = own("how-popular-ferries-became", "<a href=/x>How popular ferries became</a>");
    assert!(!keeps("how-popular-ferries-became", &card), "a card");
    assert!(!keeps("you-may-also-like", &own("you-may-also-like", "You may also like")), "a list of others");
    assert!(!keeps("our-newsletter-for-you", &own("our-newsletter-for-you", "Our newsletter for you")), "a sure word");
    assert!(!keeps("unhow-popular-ferries-became", &ferries), "a part of a word");
    let deep = format!("{}{ferries}", "<i></i>".repeat(24));
    assert!(!keeps("how-popular-ferries-became", &deep), "it doesn't begin with it");
}

#[test]
fn the_last_of_many_facts_of_one_label_stays() {
    let list = "<ul><li>Two benches</li><li>A lamp</li></ul>";
    let page = |facts: [&str; 3]| {
        let [one, two, third] = facts.map(p);
        let markup = format!("{}{one}{}{two}{}{list}{third}", p(A), p(B), p(C));
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{markup}</div></main>"))
    };
    let ends = |facts: [&str; 3]| page(facts).last().is_some_and(|last| last == facts[2]);
    assert!(ends(["Cost a day: 270 marks", "Cost a day: 395 marks", "Cost a day: 681 marks"]));
    assert!(!ends(["Cost a day: 270 marks", "Price a day: 395 marks", "Cost a day: 681 marks"]), "once before");
    assert!(!ends(["Now on: the pier", "Now on: the ferry", "Now on: the harbour"]), "no figure");
    assert!(!ends(["Quelle: Beispielamt", "Quelle: Beispielrat", "Quelle: Musteramt"]), "where it is from");
    assert!(!ends(["Read on: the pier", "Read on: the ferry", "Read on: the harbour"]), "where to go on");
}

#[test]
fn a_link_that_its_item_describes_stays() {
    let page = |said: &dyn Fn(usize) -> String| {
        let item = |n: usize| {
            format!("<li><p><a href=/b/{n}>The Harbour Book no. {n} by Ann Example</a></p>{}</li>", p(&said(n)))
        };
        body(&around(&format!("<ol>{}</ol>", (1..=6).map(item).collect::<String>())))
    };
    let linked = "* The Harbour Book no. 2 by Ann Example".to_owned();
    assert!(page(&|n| format!("{A} {B} {C} {B} It is volume {n}.")).contains(&linked));
    assert!(!page(&|n| format!("{A} {B} It is volume {n}.")).contains(&linked), "a summary");
}

#[test]
fn a_large_first_letter_joins_its_word() {
    let rest = B.strip_prefix('E').unwrap();
    let page = |letter: &str, rest: &str| {
        let markup = format!("<main><h1>Bridge stays open</h1>{letter}{rest}{}{}</main>", p(A), p(C));
        let headline_at = Tree::parse(&markup, &decode::Limits::default()).elements(Tag::H1).next();
        with(&markup, &Draft { hints: Hints { headline_at, ..Hints::default() }, ..Draft::default() })
    };
    assert_eq!(page("<div class=cap>E</div>", &p(rest)), [B, A, C]);
    assert_eq!(page("<p>E</p>", &format!("<div>{rest}</div>")), [B, A, C]);
    assert_eq!(page("<div>E</div>", &format!("<div>{}</div>", p(rest))), [B, A, C]);
    let deep = format!("<div><div>{}</div></div>", p(rest));
    assert!(page("<div>E</div>", &deep).contains(&rest.to_owned()), "another part");
    let rises = "iPhone sales in Elmhaven rose by a third, the shops of the town said on Monday.";
    for apart in ["<div><a href=/x>E</a></div>", "<div hidden>E</div>", "<div><div>E</div></div>"] {
        assert!(page(apart, &p(rest)).contains(&rest.to_owned()), "{apart}");
    }
    assert!(page("<div>X</div>", &p(rises)).contains(&rises.to_owned()), "a name that begins small");
    assert!(
        page(&p(&format!("{C} {A}")), &format!("<div>E</div>{}", p(rest))).contains(&rest.to_owned()),
        "behind text"
    );
    for apart in ["<h3>E</h3>", "<ul><li>E</li></ul>", "<div>En</div>", "<div>e</div>", "<div>1</div>"] {
        assert!(page(apart, &p(rest)).contains(&rest.to_owned()), "{apart}");
    }
    assert!(page("<div>E</div>", &p(B)).contains(&B.to_owned()), "a sentence of its own");
    assert!(!page("<div>E</div>", &p("ngineers said no.")).contains(&"Engineers said no.".to_owned()));
}
