//! Parts that belong to the text, and parts that only stand in it.

use super::*;
use crate::desk::decode::tree::Tag;
use crate::desk::extract::Hints;

/// The body of a page whose headline is known.
fn headed(markup: &str) -> Vec<String> {
    let headline_at = Tree::parse(markup, &decode::Limits::default()).elements(Tag::H1).next();
    with(markup, &Draft { hints: Hints { headline_at, ..Hints::default() }, ..Draft::default() })
}

#[test]
fn a_list_is_one_thing_whatever_its_items_are_linked_to() {
    let list = |items: &[&str]| {
        format!("<ul>{}</ul>", items.iter().map(|item| format!("<li>{item}</li>")).collect::<String>())
    };
    let linked = "<a href=/pier>The pier of the harbour master</a>";
    let mixed = list(&["A lamp at one end of the bridge", linked, linked, "Two benches"]);
    assert_eq!(
        body(&around(&mixed)),
        [
            A,
            "* A lamp at one end of the bridge",
            "* The pier of the harbour master",
            "* The pier of the harbour master",
            "* Two benches",
            C
        ]
    );
    assert_eq!(body(&around(&list(&[linked, linked, linked]))), [A, C], "a list of other pages");
    assert_eq!(
        body(&around(&list(&[linked, linked, linked, linked, "Two benches"]))),
        [A, "* Two benches", C],
        "one of five"
    );
    assert_eq!(body(&around(&list(&["Tags:", linked, linked]))), [A, C], "a label tells nothing");
    let bought = "A lamp at one end of the bridge<p><a href=/shop>Buy it in the shop of the town</a></p>";
    assert_eq!(
        body(&around(&list(&[bought, "Two benches"]))),
        [A, "* A lamp at one end of the bridge", "* Two benches", C],
        "what stands below in an item"
    );
}

#[test]
fn a_line_that_announced_links_goes_with_them() {
    let links =
        "<ul><li><a href=/1>The pier of the harbour</a></li><li><a href=/2>The lamp of the bridge</a></li></ul>";
    assert_eq!(body(&around(&format!("<p>On the same matter we wrote:</p>{links}{}", p(B)))), [A, B, C]);
    let one = "<p>The mayor said on Monday:</p><p><a href=/1>What the mayor said about the pier</a></p>";
    assert_eq!(body(&around(&format!("{one}<blockquote>{}</blockquote>", p(B))))[1], "The mayor said on Monday:");
    let text = "<ul><li>The pier of the harbour</li><li>The lamp of the bridge</li></ul>";
    assert_eq!(body(&around(&format!("<p>The council wants:</p>{text}")))[1], "The council wants:");
}

#[test]
fn the_head_of_an_emptied_box_goes() {
    let boxed = "<div class=x><h2>Latest from the harbour</h2><ul><li><a href=/1>The pier of the harbour</a> <span class=date>1 May</span></li>\
        <li><a href=/2>The lamp of the bridge</a></li></ul></div>";
    assert_eq!(body(&around(&format!("{boxed}{}", p(B)))), [A, B, C]);
}

#[test]
fn a_stretch_of_the_text_that_ends_in_a_link_stays() {
    let stretch = |inner: &str| format!("<div class=column><div class=wrapper>{inner}</div></div>");
    let link = "<p><a href=/forum>What others say of it in the forum</a></p>";
    let last = stretch(&format!("<h2>What it costs</h2>{}{link}", p(C)));
    let page = format!(
        "<main><h1>Bridge stays open</h1>{}{}{last}</main>",
        stretch(&[A, B].map(p).concat()),
        stretch(&[B, A, C].map(|text| p(&format!("{text} Again."))).concat())
    );
    let found = body(&page);
    assert_eq!(found.get(found.len() - 2..), Some(&["# What it costs".to_owned(), C.to_owned()][..]));
}

#[test]
fn what_is_said_of_the_author_behind_the_text_is_left_out() {
    let facts =
        Draft { bylines: vec![Found { value: "By Jane Doe".into(), from: Evidence::Visible }], ..Draft::default() };
    let above: String = [A, B, C, A, B].map(|text| p(&format!("{text} It is so."))).concat();
    let page = |last: &str| format!("<main><h1>Bridge stays open</h1>{above}{}{}</main>", p(C), p(last));
    let bio = "Jane Doe is a reporter in Elmhaven, where she has written of bridges and the sea for twenty years.";
    assert_eq!(with(&page(bio), &facts).last().map(String::as_str), Some(C));
    let other = bio.replace("Jane Doe", "John Roe");
    assert_eq!(with(&page(&other), &facts).last(), Some(&other), "another person");
    let headed = page("Mr Roe has written of bridges and the sea for twenty years, and of little else in that time.")
        .replace("<p>Mr Roe", "<p>About the author:</p><p>Mr Roe");
    assert_eq!(with(&headed, &facts).last().map(String::as_str), Some(C));
    let short = format!("<main><h1>Bridge stays open</h1>{}{}</main>", p(A), p(bio));
    assert_eq!(with(&short, &facts).last().map(String::as_str), Some(bio), "a portrait");
}

#[test]
fn a_named_body_goes_on_in_blocks_without_a_name() {
    let more =
        "<div>The council meets again in June, when the engineers will have looked at every one of the piers.</div>";
    let text = format!("<div class=part>{}</div>", [A, B, C].map(p).concat());
    let page = |more: &str| format!("<h1>Bridge stays open</h1><div class=entry-content>{text}{more}</div>");
    assert_eq!(body(&page(more)).len(), 4);
    let named = more.replace("<div>", "<div class=card>");
    assert_eq!(body(&page(&named)), [A, B, C]);
}

#[test]
fn a_column_is_none_of_an_article_whose_headline_stands_above_it() {
    let column: String = (1..4).map(|number| p(&format!("{B} {C} So says rule {number} of the town."))).collect();
    let article = format!("<article>{}{}</article>", p(A), p(C));
    let page = format!(
        "<header><h1>Bridge stays open</h1></header><div class=with-sidebar>{article}<div class=sidebar>{column}</div></div>"
    );
    let tree = Tree::parse(&page, &decode::Limits::default());
    let headline_at = tree.descendants(tree.root()).find(|&id| tree.name(id) == "h1");
    let facts = Draft { hints: Hints { headline_at, ..Hints::default() }, ..Draft::default() };
    assert_eq!(with(&page, &facts), [A, C]);
}

#[test]
fn the_figure_around_the_headline_is_no_caption() {
    let head = format!("<figure><img src=/b.jpg><h1>Bridge stays open</h1>{}</figure>", p(B));
    assert_eq!(body(&format!("<main>{head}<div>{}{}</div></main>", p(A), p(C))), [B, A, C]);
}

#[test]
fn the_anchor_of_a_paragraph_names_nothing() {
    assert_eq!(body(&around(&format!("<p id=more>{B}</p>"))), [A, B, C]);
}

#[test]
fn a_short_line_below_the_headline_is_its_second_line() {
    let page = |line: &str| format!("<header><h1>Bridge stays open</h1>{line}</header><main>{}{}</main>", p(A), p(B));
    assert_eq!(body(&page("<h2>The town pays all of it</h2>")), ["The town pays all of it", A, B]);
    assert_eq!(body(&page("<h2>Town and harbour</h2>")), [A, B], "a section's name");
    assert_eq!(body(&page("<h2><a href=/t>All of the town's news</a></h2>")), [A, B]);
}

#[test]
fn what_readers_say_may_be_longer_than_the_text() {
    let text: String = (1..6).map(|number| p(&format!("{A} That was said {number} times."))).collect();
    let said: String =
        (1..30).map(|number| format!("<li><p>{C} That is what I think, number {number}.</p></li>")).collect();
    let page = format!(
        "<div><h1>Bridge stays open</h1><div class=text>{text}</div><div><h2>Reader comments</h2><ul>{said}</ul></div></div>"
    );
    assert_eq!(body(&page).len(), 5);
}

#[test]
fn a_chunk_between_others_may_be_laid_out_otherwise() {
    let chunk = |laid: &str, text: &str| format!("<div class='part {laid}'><div class=inner>{}</div></div>", p(text));
    let page = |middle: &str| {
        let chunks =
            [chunk("full", A), middle.to_owned(), chunk("full", B), chunk("full", &format!("{A} {B}"))].concat();
        format!("<h1>Bridge stays open</h1><main>{chunks}</main>")
    };
    assert_eq!(body(&page(&chunk("centred", C))).len(), 4);
}

#[test]
fn an_address_that_is_spelt_out_is_no_link() {
    let shown = "<p>The plans lie at <a href=https://plans.example/elmhaven/bridge>https://plans.example/elmhaven/bridge</a></p>";
    assert_eq!(body(&around(shown))[1], "The plans lie at https://plans.example/elmhaven/bridge");
    let alone = "<p><a href=https://plans.example/elmhaven/bridge>https://plans.example/elmhaven/bridge</a></p>";
    assert_eq!(body(&around(alone)), [A, C]);
}

#[test]
fn rows_of_tables_may_be_alike() {
    let table = |price: &str| {
        format!(
            "<table><tr><th>Part of the bridge</th><th>Cost in thousands of crowns</th></tr><tr><td>Pier</td><td>{price}</td></tr></table>"
        )
    };
    let found = body(&around(&[table("4"), p(B), table("5")].concat()));
    let head = "| Part of the bridge Cost in thousands of crowns";
    assert_eq!(found.iter().filter(|line| *line == head).count(), 2);
}

#[test]
fn the_caption_around_the_headline_is_none() {
    let lead = "<figure><img src=/b.jpg><figcaption><h1>Bridge stays open</h1><p>The town pays for it with money that it has not, and the harbour will be sold.</p></figcaption></figure>";
    let page = format!("<main>{lead}<div>{}{}</div></main>", p(A), p(B));
    let tree = Tree::parse(&page, &decode::Limits::default());
    let headline_at = tree.descendants(tree.root()).find(|&id| tree.name(id) == "h1");
    let facts = Draft { hints: Hints { headline_at, ..Hints::default() }, ..Draft::default() };
    assert_eq!(with(&page, &facts).len(), 3);
}

#[test]
fn what_opens_a_part_of_the_page_is_no_link() {
    let question = "What will the repairs of the old bridge cost?";
    let check = |part: &str, expect: &str| {
        assert_eq!(body(&around(&part.replace("{}", question)))[1..3], [expect, B], "{part}");
    };
    let head = format!("# {question}");
    check(&format!("<div><h3><a href='#c1'>{{}}</a></h3><div id=c1>{}</div></div>", p(B)), &head);
    check(&format!("<div><h3><a href='' class=box-toggle-title>{{}}</a></h3><div>{}</div></div>", p(B)), &head);
    check(&format!("<div><h3><button data-bs-toggle=collapse>{{}}</button></h3><div>{}</div></div>", p(B)), &head);
    check(&format!("<div><p><a href='#c1' data-toggle=collapse>{{}}</a></p><div>{}</div></div>", p(B)), question);
    let listed = format!("<ul><li><a href='#' class=accordion-title>{question}</a><div>{}</div></li></ul>", p(B));
    assert_eq!(body(&around(&listed))[1..3], [question, B], "an item around an answer");
    check(&format!("<div><h3><b><i><a href='#c1'>{{}}</a></i></b></h3><div id=c1>{}</div></div>", p(B)), &head);
    for class in ["accordion-toggle", "elementor-toggle-title", "faq__collapse-title"] {
        let part = format!("<div><p><a href='#' class={class}>{{}}</a></p><div>{}</div></div>", p(B));
        check(&part, question);
    }
    check(&format!("<div><a href='#' aria-expanded=false>{{}}</a><div>{}</div></div>", p(B)), question);
    for link in [
        "<a href='#' class=font-toggle>Make the letters of this text larger or smaller</a>",
        "<a href='#' class=menu-toggle>Show all the pages on the old bridge</a>",
        "<a href='#' class=nav-toggle>Show all the pages on the old bridge</a>",
        "<a href='#' class=comments-toggle>Show all the comments on the old bridge</a>",
        "<a href='javascript:void(0)' aria-expanded=false>Show all the comments on the old bridge</a>",
        "<a href='#' aria-expanded=false>Show all the pages on the old bridge</a><ul><li><a href=/b>Bridge</a></li></ul>",
    ] {
        assert_eq!(body(&around(&format!("<div>{link}</div>"))), [A, C], "{link}");
    }
    let contents: String =
        ["cost", "time"].map(|part| format!("<li><a href='#{part}'>What it means for the {part}</a></li>")).concat();
    assert_eq!(body(&around(&format!("<ul>{contents}</ul>"))), [A, C], "a table of contents");
}

#[test]
fn what_lists_and_tables_have_in_common_stays_in_each() {
    let list = |theme: &str| {
        format!(
            "<ul><li>Place: the great hall of the old inn in Elmhaven</li><li>Theme: {theme}</li><li>Free for all who come</li></ul>"
        )
    };
    let text = format!("{}{}{}", list("bridges"), p(B), list("ferries"));
    assert_eq!(body(&around(&text)).len(), 9);
    assert_eq!(body(&around(&format!("{}{}", text, list("bridges")))).len(), 11, "a list that is there twice");
    let table = |last: &str| {
        let rows = ["Elmhaven Rowing Club and School", "Rowers of the Harbour Street in Salzbek", last];
        let rows = rows.map(|row| format!("<tr><td>1</td><td>{row} 12 points</td></tr>")).concat();
        format!("<table>{rows}<tr><td>4</td><td>Friends of {last}</td></tr></table>")
    };
    assert_eq!(body(&around(&format!("{}{}{}", table("north"), p(B), table("south")))).len(), 11);
}

#[test]
fn a_label_in_a_list_of_links_goes_with_them() {
    let link = |n: usize| format!("<li><a href=/s/{n}>Harbour basin number {n} is drained for good</a></li>");
    let links = [1, 2].map(link).concat();
    assert_eq!(body(&around(&format!("<ul><li>MORE OF ELMHAVEN</li>{links}</ul>"))), [A, C]);
    let told = "<li>The pier is to be torn down.</li>";
    assert_eq!(body(&around(&format!("<ul>{told}{links}</ul>"))).len(), 5, "an item that says something");
}

#[test]
fn a_teaser_behind_the_text_is_another_articles() {
    let teaser = "<div class=article-teaser><h3>The pier of Salzbek</h3><p>The town of Salzbek wants to sell its pier to a firm.</p></div>";
    let long = p(&[A, B, C].join(" ").repeat(4));
    let page = |above: &str, behind: &str| {
        headed(&format!("<main><h1>Bridge stays open</h1>{above}<div>{long}{behind}{}{long}</div></main>", p(C))).len()
    };
    let own = "<div class=article-teaser><p>The town of Elmhaven wants to keep its old bridge for a year.</p></div>";
    assert_eq!(page("", ""), 2, "what is said twice is there once");
    assert_eq!((page("", teaser), page(own, "")), (2, 3));
    let told = "In Salzbek the council wants to sell the old pier to a firm that nobody in the town knows.";
    let linked = "<h3><a href=/s/1>The pier of Salzbek is sold</a></h3>";
    for (behind, expect) in [
        (format!("<p class=article-teaser>{told}</p>"), 3),
        (format!("<div class=teaser-text><p>{told}</p></div>"), 3),
        (format!("<div class=teaser-text><p>{told} <a href=/s/1>More</a></p></div>"), 2),
        (format!("<div>{linked}<div class=teaser-text><p>{told}</p></div></div>"), 2),
    ] {
        assert_eq!(page("", &behind), expect, "{behind}");
    }
}

#[test]
fn a_sentence_in_large_type_needs_no_text_below_it() {
    let quote = "“Nobody has ever paid for a bridge of this kind”";
    let page = |head: &str| body(&around(&format!("<h3>{head}</h3><h3>What it costs</h3>{}", p(B))));
    assert_eq!(page(quote)[1..3], [format!("# {quote}").as_str(), "# What it costs"]);
    assert_eq!(page("The mayor on the bridge")[1], "# What it costs");
}

#[test]
fn posts_of_networks_and_whom_to_ask_are_no_text() {
    let post = "<blockquote class=instagram-media><p>A post shared by Anna Beispiel (@anna) on the old bridge.</p></blockquote>";
    assert_eq!(body(&around(&(post.to_owned() + &p(B)))), [A, B, C]);
    let contact = "<div class=ansprechpartner_list><p>Anna Beispiel speaks for the town and for its bridge.</p></div>";
    assert_eq!(body(&around(&(p(B) + contact))), [A, B, C]);
}

#[test]
fn what_stands_in_the_foot_of_a_page_is_no_body() {
    let foot = [A, B, C].map(p).concat();
    assert!(headed(&format!("<h1>Bridge stays open</h1><footer>{foot}</footer>")).is_empty());
    assert_eq!(headed(&format!("<main><h1>Bridge stays open</h1><footer>{foot}</footer></main>")).len(), 3);
}
