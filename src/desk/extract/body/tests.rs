use proptest::prelude::*;

use super::*;
use crate::desk::decode;
use crate::desk::extract::{Evidence, Found, publishers::Matches};

/// The body of a page, a block a line, roles in front where they are no paragraphs.
fn body(markup: &str) -> Vec<String> {
    with(markup, &Draft::default())
}

fn with(markup: &str, facts: &Draft) -> Vec<String> {
    let tree = Tree::parse(markup, &decode::Limits::default());
    let line = |block: Block| match block.role {
        Role::Paragraph => block.text,
        Role::Heading => format!("# {}", block.text),
        Role::ListItem => format!("* {}", block.text),
        Role::Quote => format!("> {}", block.text),
        Role::Preformatted => format!("| {}", block.text),
    };
    blocks(&tree, facts, &Limits::default(), &Matches::default()).into_iter().map(line).collect()
}

const A: &str = "The council voted on Monday to keep the old bridge open for another year, against advice.";
const B: &str = "Engineers had told the members that the repairs would cost more than building a new one.";
const C: &str = "The mayor said that she would put the question to the town's people before the summer.";

fn p(text: &str) -> String {
    format!("<p>{text}</p>")
}

/// A plain page around a body.
fn around(inner: &str) -> String {
    format!(
        "<nav><a href=/>Home</a><p>{B} {B}</p></nav><main><h1>Bridge stays open</h1><div class=text>{}{inner}{}</div></main>\
         <footer><p>Published by the example company, which holds all rights in all of these pages.</p></footer>",
        p(A),
        p(C)
    )
}

#[test]
fn frames_around_the_text_are_left_out() {
    assert_eq!(body(&around(&p(B))), [A, B, C]);
}

#[test]
fn roles_follow_the_markup() {
    let inner = "<h2>What it costs</h2><ul><li>A new deck, by the spring of next year</li></ul><blockquote><p>We can wait, \
                 said one.</p></blockquote><table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>4 million</td></tr></table>\
                 <pre>a  b</pre>";
    let expect = [
        A,
        "# What it costs",
        "* A new deck, by the spring of next year",
        "> We can wait, said one.",
        "| Year Cost",
        "| 2023 4 million",
        "| a b",
        C,
    ];
    assert_eq!(body(&around(inner)), expect);
}

#[test]
fn line_breaks_part_paragraphs() {
    assert_eq!(body(&format!("<h1>x</h1><div>{A}<br><br>{B}<br> <br/>{C}</div>")), [A, B, C]);
    let long = [A, B].join(" ");
    assert_eq!(
        body(&format!("<h1>x</h1><div>{long}<br>{C} {A}<br>{B} {C}</div>")),
        [long.clone(), format!("{C} {A}"), format!("{B} {C}")]
    );
    assert_eq!(
        body(&around("<p>Town Hall<br>Main Street 1, where it is.</p>")),
        [A, "Town Hall Main Street 1, where it is.", C]
    );
}

#[test]
fn a_body_cut_in_chunks_is_put_together() {
    let chunk = |text: &str| {
        format!(
            "<div class=chunk><div class=inner>{}</div></div><div class=ad><p>Buy this, it is cheap.</p></div>",
            p(text)
        )
    };
    assert_eq!(body(&format!("<h1>x</h1><main>{}{}{}</main>", chunk(A), chunk(B), chunk(C))), [A, B, C]);
}

#[test]
fn boxes_within_the_text_are_left_out_by_name() {
    for class in
        ["related-articles", "c-newsletter__box", "articleComments", "promo", "share-bar", "AuthorBio", "teaser"]
    {
        assert_eq!(
            body(&around(&format!("<div class='{class}'><p>Another story that one could read here.</p></div>"))),
            [A, C],
            "{class}"
        );
    }
    for class in ["content-with-sidebar", "print:hidden-author", "has-comments", "paywall", "elementor-widget"] {
        assert_eq!(body(&around(&format!("<div class='{class}'>{}</div>", p(B)))), [A, B, C], "{class}");
    }
}

#[test]
fn lines_that_lead_elsewhere_are_left_out_in_many_languages() {
    for line in [
        "Read also: The bridge that fell down.",
        "Lesen Sie auch: Die Brücke, die einstürzte.",
        "À lire aussi : le pont qui s'est effondré.",
        "Lea también: el puente que se cayó.",
        "Leggi anche: il ponte che è crollato.",
        "Czytaj także: most, który się zawalił.",
        "Les også: Brua som falt.",
        "Читайте также: мост, который рухнул.",
        "Baca juga: Jembatan yang runtuh.",
        "関連記事：落ちた橋。",
        "اقرأ أيضًا: الجسر الذي سقط.",
        "Sign up for our daily newsletter.",
        "Jetzt unseren Newsletter abonnieren und nichts verpassen.",
        "Follow us on Facebook and Instagram.",
        "Advertisement",
        "© 2024 Example News. All rights reserved.",
        "Photo: Example Agency",
    ] {
        assert_eq!(body(&around(&p(line))), [A, C], "{line}");
    }
    for line in [
        "Read the letter, she said, and then tell me.",
        "Follow the river and one gets to the bridge.",
        "Photos were not allowed.",
    ] {
        assert_eq!(body(&around(&p(line))), [A, line, C], "{line}");
    }
}

#[test]
fn links_as_a_whole_are_teasers_and_links_in_sentences_are_not() {
    assert_eq!(body(&around("<p><a href=/x>The bridge that fell down in the year before last</a></p>")), [A, C]);
    assert_eq!(
        body(&around(&format!("<p>{B} <a href=/x>The report</a> says so.</p>"))),
        [A, &format!("{B} The report says so."), C]
    );
    assert_eq!(
        body(&around("<ul><li><a href=/1>One story of today</a></li><li><a href=/2>Another one</a></li></ul>")),
        [A, C]
    );
}

#[test]
fn hidden_text_and_captions_are_left_out() {
    let hidden = [
        format!("<p hidden>{B}</p>"),
        format!("<div style='display: none'>{}</div>", p(B)),
        format!("<noscript>{}</noscript><template>{}</template>", p(B), p(B)),
        format!("<figure><img src=a.jpg><figcaption>{B}</figcaption></figure>"),
        format!("<p class=caption>{B}</p>"),
    ];
    for inner in hidden {
        assert_eq!(body(&around(&inner)), [A, C], "{inner}");
    }
    assert_eq!(body(&format!("<div hidden id='S:0'>{}</div>", around(&p(B)))), [A, B, C], "streamed by React");
}

#[test]
fn the_standfirst_is_admitted_and_the_headline_is_not_repeated() {
    let page = format!(
        "<header><p class=kicker>Town</p><h1>Bridge stays open</h1><p class=standfirst>The old one does it for a year</p>\
         <p class=byline>By Ann Example</p></header><div class=text><h2>Bridge stays open</h2>{}{}{}</div>",
        p(A),
        p(B),
        p(A)
    );
    let headline = Some(Found { value: "Bridge stays open".to_owned(), from: Evidence::OpenGraph });
    let facts = Draft { headline, ..Draft::default() };
    assert_eq!(with(&page, &facts), ["The old one does it for a year", A, B]);
}

#[test]
fn another_article_on_the_page_is_cut_off() {
    let one = format!(
        "<article><h1>Bridge stays open</h1>{}</article>",
        [p(A), p(B), p(C)].concat() + &p(&[C, B, A].join(" "))
    );
    let two = format!(
        "<article><h1>Harbour closes</h1>{}</article>",
        p("The harbour closes for the winter, as it did in the years before this one, they said.")
    );
    let body = body(&format!("<main>{one}{two}</main>"));
    assert_eq!(body, [A, B, C, &[C, B, A].join(" ")]);
}

#[test]
fn large_sub_headlines_are_kept_and_those_without_text_are_not() {
    assert_eq!(body(&around(&format!("<h2>Empty</h2><h2>What it costs</h2>{}", p(B)))), [A, "# What it costs", B, C]);
    assert_eq!(body(&around(&format!("<h1>What it costs</h1>{}", p(B)))), [A, "# What it costs", B, C]);
}

#[test]
fn scripts_without_spaces_are_weighed_by_their_letters() {
    let a = "市議会は月曜日、古い橋をもう一年開けておくことを賛成多数で決めた。";
    let b = "技術者は、修理には新しい橋を架けるよりも費用がかかると議員に説明していた。";
    assert_eq!(body(&format!("<h1>橋</h1><div><p>{a}</p><p>{b}</p></div><div><p>広告</p></div>")), [a, b]);
    assert!(weigh(a) > 80 && weigh("bridge") == 6);
}

#[test]
fn stated_text_stands_in_where_the_page_shows_none() {
    let mut facts = Draft::default();
    facts.hints.article_body = Some(format!("{A}\n\n{B}\nRead also: another one"));
    assert_eq!(with("<div id=app>Loading</div>", &facts), [A, B]);
    let shown = around(&p(&[B, B, B].join(" ")));
    assert_eq!(with(&shown, &facts).len(), 3, "what the page shows goes first");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_page_cut_anywhere_gives_only_what_it_holds(cut in 0..2_000_usize) {
        let page = around(&format!("<h2>What it costs</h2>{}<ul><li>One<li>Two</ul><table><tr><td>a<td>b</table>", p(B)));
        let cut = page.floor_char_boundary(cut.min(page.len()));
        let tree = Tree::parse(page.get(..cut).unwrap_or_default(), &decode::Limits::default());
        let all = tree.line(tree.root());
        for block in blocks(&tree, &Draft::default(), &Limits::default(), &Matches::default()) {
            prop_assert!(all.contains(&block.text), "{}", block.text);
            prop_assert!(!block.text.is_empty());
        }
    }
}
