mod behind;
mod data;
mod edges;
mod elsewhere;
mod labels;
mod lines;
mod own;
mod parts;

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
    find(&tree, facts, &Matches::default(), &Limits::default()).blocks.into_iter().map(line).collect()
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
fn a_heading_around_the_text_is_none() {
    let text = [A, B, C].map(p).concat();
    assert_eq!(
        body(&format!("<h1>Bridge stays open</h1><h4><div>{text}</div><div>{text}{text}</div></h4>"))
            .first()
            .map(String::as_str),
        Some(A)
    );
}

/// That many other articles as a site announces them.
fn cards(count: usize) -> String {
    let card = |number| {
        format!(
            "<div class=item><h3><a href=/s/{number}>Harbour basin number {number} is drained</a></h3>\
             <p>The town wants to see what lies at the bottom of basin {number} before it is filled in for good.</p></div>"
        )
    };
    (0..count).map(card).collect()
}

#[test]
fn rows_of_cards_are_no_text() {
    let page = |text: &str, cards: &str| {
        format!(
            "<main><article><h1>Bridge stays open</h1><div>{text}</div></article><section><h2>Latest</h2>{cards}</section></main>"
        )
    };
    assert_eq!(body(&page(&(p(A) + &p(B)), &cards(20))), [A, B]);
    let grid: String = (0..6).map(|_| format!("<div class=row>{}</div>", cards(2))).collect();
    assert_eq!(body(&page(&(p(A) + &p(B)), &grid)), [A, B], "two in a row");
    let read = |markup: &str| {
        let tree = Tree::parse(markup, &decode::Limits::default());
        find(&tree, &Draft::default(), &Matches::default(), &Limits::default())
    };
    assert!(read(&page("", &cards(12))).lists_cards, "there is nothing else");
    assert!(!read(&page(&(p(A) + &p(B)), &cards(12))).lists_cards);
    // A text whose chapters are headed by links is one all the same.
    let chapters = format!("<main><h1>Bridge stays open</h1><div class=article-body>{}{}</div></main>", p(A), cards(6));
    assert_eq!(body(&chapters).len(), 13);
}

#[test]
fn cards_of_many_makes_are_no_text() {
    let page = |card: &dyn Fn(usize) -> String| {
        let cards: String = (0..20).map(card).collect();
        body(&format!(
            "<main><article><h1>Bridge stays open</h1><div>{}{}</div></article><div class=list>{cards}</div></main>",
            p(A),
            p(B)
        ))
    };
    let title = |number: usize| format!("Harbour basin number {number} is drained");
    let summary =
        |number: usize| format!("The town wants to see what lies at the bottom of basin {number} before long.");
    let check = |card: &dyn Fn(usize) -> String, why: &str| assert_eq!(page(card), [A, B], "{why}");
    let linked = |n: usize| format!("<h3><a href=/s/{n}>{}</a></h3>", title(n));
    check(
        &|n| format!("<div>{}{}<h3><a href=/s/{n}>READ THE REST</a></h3></div>", linked(n), p(&summary(n))),
        "button",
    );
    check(&|n| format!("<div><h4>Politics</h4>{}{}</div>", linked(n), p(&summary(n))), "section");
    check(&|n| format!("<div>{}<h5>12 May 2030</h5>{}</div>", linked(n), p(&summary(n))), "date");
    check(&|n| format!("<div>{}{}{}</div>", linked(n), p(&summary(n)), p(&summary(n + 90))), "two paragraphs");
    check(&|n| format!("<div><a href=/s/{n}><strong>{}</strong></a>{}</div>", title(n), p(&summary(n))), "bold");
    check(&|n| format!("<div><p><a href=/s/{n}>{}</a></p>{}</div>", title(n), p(&summary(n))), "line");
    let leads = |n: usize| format!("<p><a href=/s/{n}>Mehr lesen</a></p>");
    check(&|n| format!("<div><h3>{}</h3>{}{}</div>", title(n), p(&summary(n)), leads(n)), "unlinked heading");
    let shops = |n: usize| format!("<div><p><a href=//s{n}.example/>{}</a></p>{}</div>", title(n), p(&summary(n)));
    assert!(page(&shops).len() > 2, "they lead to many sites");
}

#[test]
fn heads_between_the_pieces_of_a_body_stay() {
    let piece = |text: &str| format!("<div class=t>{text}</div>");
    let page = format!(
        "<main><h1>Bridge stays open</h1><div><h2>What it costs</h2>{}<h2>What is left to do</h2>{}</div></main>",
        piece(
            &(p(A)
                + &p(B)
                + &p("The council's engineers will look at the deck once a month until the winter is over."))
        ),
        piece(&p(C))
    );
    let found = body(&page);
    assert_eq!([&*found[0], &*found[4], &*found[5]], ["# What it costs", "# What is left to do", C], "{found:?}");
}

#[test]
fn short_sentences_at_the_edges_stay() {
    let page = |before: &str, after: &str| {
        let text = [before, A, B, C, after].map(|line| if line.is_empty() { String::new() } else { p(line) }).concat();
        format!("<main><h1>Bridge stays open</h1><div>{text}</div></main>")
    };
    assert_eq!(body(&page("Was it close?", "The trial continues.")).len(), 5);
    assert_eq!(body(&page("5 May 2026.", "Updated at 11.20.")).len(), 3, "dates");
    assert_eq!(body(&page("Ann Example", "Example Agency")).len(), 3, "names");
}

#[test]
fn a_wall_behind_the_text_goes_whole() {
    let wall = "<div class=box><h2>Subscribe to keep reading</h2><p>Get unlimited access to all our reporting for $1 a week, \
                and cancel whenever you like.</p><h3>What you get</h3><p>Every article, every day, on all of your devices.</p>\
                <p>A puzzle in the morning and a letter from the editor at night.</p><p>Already a subscriber? Log in</p></div>";
    let page = format!("<main><h1>Bridge stays open</h1><div>{}{}{wall}</div></main>", p(A), p(B));
    assert_eq!(body(&page), [A, B]);
}

#[test]
fn what_stands_around_a_field_for_an_address_is_left_out() {
    let sign_up = "<div class=inline-box><h4>The Morning Brief</h4><p>The stories that you need to start your day with, every \
                   morning at seven.</p><form><input type=email><button>Go</button></form><p>By going on you agree to our terms \
                   and to the processing of your data.</p></div>";
    assert_eq!(body(&around(&(p(B) + sign_up))), [A, B, C]);
    let brief = format!(
        "<main><h1>Bridge stays open</h1><div class=article-body>{}{}<form><input type=email></form></div></main>",
        p(A),
        p(B)
    );
    assert_eq!(body(&brief), [A, B], "what holds the text is no box");
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
        [A, "Town Hall\nMain Street 1, where it is.", C]
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
    for class in [
        "related-articles",
        "c-newsletter__box",
        "articleComments",
        "promo",
        "share-bar",
        "AuthorBio",
        "teaser",
        "fact-box",
        "page-info article-footer",
        "image-text ad",
    ] {
        assert_eq!(
            body(&around(&format!("<div class='{class}'><p>Another story that one could read here.</p></div>"))),
            [A, C],
            "{class}"
        );
    }
    for class in [
        "content-with-sidebar",
        "print:hidden-author",
        "has-comments",
        "paywall",
        "elementor-widget elementor-invisible",
        "paragraph paragraph--published",
        "text_qSR5N box__3AdVs",
        "what-the-author-said-about-the-time-of-the-bridge",
    ] {
        assert_eq!(body(&around(&format!("<div class='{class}'>{}</div>", p(B)))), [A, B, C], "{class}");
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
fn boxes_that_announce_another_article_are_left_out() {
    let teaser =
        format!("<div class=x><h3><a href=/x>The bridge that fell down in the year before last</a></h3>{}</div>", p(B));
    let long = [A, B, C].join(" ").repeat(3);
    assert_eq!(body(&around(&(p(&long) + &teaser))), [A, &long, C]);
    let list: String = (1..6)
        .map(|n| format!("<div><h3><a href=/x>The bridge of number {n} here</a></h3><p>{n}. {B}</p></div>"))
        .collect();
    assert_eq!(body(&around(&list)).len(), 12, "a list of places is what the article is about");
}

#[test]
fn a_box_goes_with_what_tells_it() {
    let offer =
        "<div><h3>Subscribe to read on</h3><p>One crown for the first month, then ten, and none after that.</p></div>";
    assert_eq!(body(&around(offer)), [A, C]);
    let picture = "<div><img src=a.jpg><p>The bridge by night, with a lamp at either end of it</p><p>Photo: Ann Example</p></div>";
    assert_eq!(body(&around(picture)), [A, C]);
}

#[test]
fn tables_quotations_and_lists_in_figures_are_no_captions() {
    let inner = format!(
        "<figure class=wp-block-table><table><tr><td>2023</td><td>4 million</td></tr></table><figcaption>{A}</figcaption></figure>\
         <figure><blockquote>{B}</blockquote></figure><figure><img src=a.jpg><p>{A}</p></figure>"
    );
    assert_eq!(body(&around(&inner)), [A, "| 2023 4 million", &format!("> {B}"), C]);
}

#[test]
fn a_quotation_taken_from_the_text_is_not_said_twice() {
    let whole = format!("{B} {C}");
    assert_eq!(body(&around(&format!("<blockquote>{B}</blockquote>{}", p(&whole)))), [A, &whole, C]);
    assert_eq!(body(&around(&format!("<div class=pull-quote-box>{B}</div>{}", p(&whole)))), [A, &whole, C]);
}

#[test]
fn so_many_quotations_are_looked_for_in_the_text_and_no_more() {
    let said =
        |n: usize| format!("“The bridge stays open in winter {n}, whatever the engineers may say of it,” said one");
    let kept = |quotes: usize| {
        let taken: String = (0..quotes).map(|n| format!("<blockquote>{}</blockquote>", said(n))).collect();
        let whole: String = (0..quotes).map(|n| p(&format!("{} of them all.", said(n)))).collect();
        body(&around(&(whole + &taken))).iter().filter(|block| block.starts_with("> ")).count()
    };
    assert_eq!((kept(64), kept(65)), (0, 65));
}

#[test]
fn what_a_click_opens_is_text_and_what_hides_for_other_reasons_is_not() {
    let answer = format!("<div style='display:none'>{}{}</div>", p(B), p(B).replace("Engineers", "Builders"));
    assert_eq!(body(&around(&format!("<h2>What it costs</h2>{answer}"))).len(), 5);
    for inner in [
        format!("<div class=modal style='display:none'>{}{}</div>", p(B), p(B)),
        format!("<aside hidden>{}{}</aside>", p(B), p(B)),
        "<div hidden><p>Tap to unmute the film of the bridge.</p></div>".to_owned(),
    ] {
        assert_eq!(body(&around(&inner)), [A, C], "{inner}");
    }
}

#[test]
fn a_consent_dialog_longer_than_the_article_is_not_the_body() {
    let terms =
        p("We and our partners store information on this device, and you can refuse that at any time.").repeat(9);
    let page =
        format!("<h1>Bridge stays open</h1><div>{}{}</div><div id=onetrust-consent-sdk>{terms}</div>", p(A), p(B));
    assert_eq!(body(&page), [A, B]);
}

#[test]
fn a_longer_text_beside_the_stated_body_is_not_the_body() {
    let other = p("The harbour closes for the winter, as it did in the years before this one, they said.");
    let page = |class: &str| {
        format!("<h1>Bridge stays open</h1><div class={class}>{}{}</div><div class=b>{other}{other}</div>", p(A), p(B))
            .replacen(&other, &other.replace("winter", "summer"), 1)
    };
    assert_eq!(body(&page("article-body")), [A, B]);
    let mut facts = Draft::default();
    facts.hints.article_body = Some(format!("{A} {B}"));
    assert_eq!(with(&page("a"), &facts), [A, B]);
}

#[test]
fn chunks_above_the_largest_one_belong_to_the_body() {
    let chunk =
        |text: &str| format!("<div class=widget><div class=text>{text}</div></div><div class=ad><p>Buy it.</p></div>");
    let large = [p(C), p(&[C, A].join(" ")), p(&[A, C].join(" ")), p(&[B, C].join(" "))].concat();
    let page = format!("<h1>x</h1><main>{}{}</main>", chunk(&(p(A) + &p(B) + &p(&[B, A].join(" ")))), chunk(&large));
    assert_eq!(body(&page).len(), 7);
}

#[test]
fn a_paragraph_outside_of_the_body_that_the_page_states_belongs_to_it() {
    let mut facts = Draft::default();
    let long = [B, C, A].join(" ");
    facts.hints.article_body = Some([A, B, C, &long].join(" "));
    let page = format!(
        "<main><h1>x</h1><div class=free>{}</div><div class=other><p>The harbour closes for the winter, as it did in the \
         years before this one.</p></div><section>{}{}{}</section></main>",
        p(A),
        p(B),
        p(C),
        p(&long)
    );
    assert_eq!(with(&page, &facts), [A, B, C, &long]);
}

#[test]
fn what_is_left_out_says_why() {
    let inner = format!("<p>Advertisement</p><div class=promo>{}</div><div class=modal hidden>{}</div>", p(B), p(A));
    let tree = Tree::parse(around(&inner), &decode::Limits::default());
    let cuts = cuts(&tree, &Draft::default(), &Matches::default(), &Limits::default());
    for why in [Cut::Promotion, Cut::Named, Cut::Hidden] {
        assert!(cuts.iter().any(|(cut, _)| *cut == why), "{}", why.name());
    }
    assert!(cuts.iter().all(|(cut, text)| *cut != Cut::Elsewhere || text.len() > 60));
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
fn a_sentence_around_links_is_text_and_a_link_alone_is_none() {
    let link = "<a href=/b>what the engineers had told the members of the council</a>";
    let sentence = format!("The paper printed {link}.");
    let told = "The paper printed what the engineers had told the members of the council.";
    assert_eq!(body(&around(&p(&sentence))), [A, told, C]);
    assert_eq!(body(&around(&p(&format!("{link}.")))), [A, C]);
}

#[test]
fn a_standfirst_may_be_a_sub_headline_or_a_teaser() {
    let page =
        |lead: &str| format!("<main><h1>Bridge stays open</h1>{lead}<div class=text>{}{}</div></main>", p(A), p(C));
    assert_eq!(body(&page(&format!("<h2>{B}</h2>"))), [B, A, C]);
    assert_eq!(body(&page(&format!("<div class=teaser-text>{}</div>", p(B)))), [B, A, C]);
    assert_eq!(body(&page("<h2>Local news</h2>")), [A, C]);
    let large =
        format!("<main><h1>Bridge stays open</h1><div><h3>{A}</h3><h3>What it costs</h3>{}{}</div></main>", p(B), p(C));
    assert_eq!(body(&large), [A, "# What it costs", B, C], "the first paragraph in large type");
}

#[test]
fn an_introduction_above_the_body_belongs_to_an_article_that_holds_the_headline() {
    let long = |text: &str| p(&[text; 3].join(" "));
    let beside = "Readers asked whether the bus will cross the bridge as long as it stays open, and it will.";
    let page = |above: &str, below: &str| {
        let text = [A, B, C].map(long).concat();
        let text = format!("<div><div class=text>{text}</div></div>");
        format!("<article><h1>Bridge stays open</h1><div>{above}</div>{text}<div>{below}</div></article>")
    };
    let item = format!("<ul><li>{beside}</ul>");
    assert_eq!(body(&page(&item, "")).first().map(String::as_str), Some(["* ", beside].concat().as_str()));
    assert_eq!(body(&page(&format!("<article>{item}</article>"), "")).len(), 3, "another article");
    assert_eq!(body(&page("", &p(beside))).len(), 3, "what stands below is mostly about the author");
}

#[test]
fn short_lines_within_an_introduction_stay() {
    let line = |n: usize| {
        p(&format!("Reader {n} asked whether the bus will cross the bridge as long as it stays open for all."))
    };
    let text = [A, B, C].map(|text| p(&[text; 3].join(" "))).concat();
    let page = |above: &str| {
        body(&format!("<article><h1>Bridge stays open</h1><div>{above}</div><div><div>{text}</div></div></article>"))
            .len()
    };
    assert_eq!(page(&format!("{}<p>It will.</p>{}{}", line(1), line(2), line(3))), 7);
    assert_eq!(page(&format!("<p>Elmhaven</p>{}{}{}", line(1), line(2), line(3))), 6, "what stands above is none");
}

#[test]
fn stated_text_stands_in_where_the_page_shows_none() {
    let mut facts = Draft::default();
    facts.hints.article_body = Some(format!("{A}\n\n{B}\nRead also: another one"));
    assert_eq!(with("<div id=app>Loading</div>", &facts), [A, B]);
    let shown = around(&p(&[B, B, B].join(" ")));
    assert_eq!(with(&shown, &facts).len(), 3, "what the page shows goes first");
    let all = [A, B, C].map(|text| format!("{text} {text} {text}"));
    facts.hints.article_body = Some(all.join("\n"));
    assert_eq!(with(&around(""), &facts), all, "the page shows the beginning only");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_page_cut_anywhere_gives_only_what_it_holds(cut in 0..2_000_usize) {
        let page = around(&format!("<h2>What it costs</h2>{}<ul><li>One<li>Two</ul><table><tr><td>a<td>b</table>", p(B)));
        let cut = page.floor_char_boundary(cut.min(page.len()));
        let tree = Tree::parse(page.get(..cut).unwrap_or_default(), &decode::Limits::default());
        let all = tree.line(tree.root());
        for block in find(&tree, &Draft::default(), &Matches::default(), &Limits::default()).blocks {
            prop_assert!(all.contains(&block.text), "{}", block.text);
            prop_assert!(!block.text.is_empty());
        }
    }
}

#[test]
fn the_head_of_a_box_of_links_goes_with_them() {
    let links = "<ul><li><a href=/a>The harbour basin is drained at last</a></li><li><a href=/b>Who pays for the lamps</a></li></ul>";
    let linked = format!("<div class=card><h4>Our readers know this as well</h4>{links}</div>");
    assert_eq!(body(&around(&(linked + &p(B)))), [A, B, C]);
    let chapter = format!("<div><h4>What it costs</h4></div>{}", p(B));
    assert_eq!(body(&around(&chapter)), [A, "# What it costs", B, C], "a head in a wrapper of its own");
}

#[test]
fn a_gallery_is_told_in_its_captions() {
    let slide = |text: &str, number: usize| {
        format!(
            "<li><figure><img src={number}.jpg><figcaption><span class=count>{number}/3</span><span class=text>{text}</span>\
             <span class=copyright>Ann Example</span></figcaption></figure></li>"
        )
    };
    let page = |slides: &str| format!("<main><h1>The old bridge in pictures</h1><ul>{slides}</ul></main>");
    let slides: String = [A, B, C].into_iter().zip(1..).map(|(text, number)| slide(text, number)).collect();
    assert_eq!(body(&page(&slides)), [A, B, C]);
    let all = [
        A,
        B,
        C,
        "The anglers have the bridge to themselves at night, and say that the noise does not trouble them.",
        "Of the bolts that were set in the first year four hundred still hold, and two are in the museum.",
    ];
    let named = all.map(|text| format!("<li><img src=a.jpg><div class=gallery-caption>{text}</div></li>")).concat();
    assert_eq!(body(&page(&named)), all, "captions by their class alone");
    assert!(body(&page(&slide(A, 1))).is_empty(), "one caption is no gallery");
    assert!(
        body(&page(&["1/3", "2/3", "3/3"].map(|text| slide(text, 1)).concat())).is_empty(),
        "captions that tell nothing"
    );
}
