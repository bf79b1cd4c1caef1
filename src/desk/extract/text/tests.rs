mod around;

use super::*;

/// A page in the shape of a stripped one: labels around the article, the headline twice, one paragraph a line.
const PAGE: &str = "Home\nPolitics\nWorld\nSport\nLogin\n\nNews ID: 417723\nPublished: 0915 GMT March 3, 2021\n\n\
    Ministers: harbor towns to share the cost of new sea walls\n\n\
    Ministers: harbor towns to share the cost of new sea walls\n\n\
    The coastal towns will carry a third of the cost of the new sea walls, the ministry of works announced on Tuesday.\n\n\
    “We have asked every town to name its share,” the minister told reporters in the capital.\n\n\
    A first list of works is expected in May, after the towns have met the engineers and looked at their budgets.\n\n\
    What comes next\n\n\
    The towns want a longer period to pay, and some of them want the state to carry the whole sum.\n\n\
    Share\nFacebook\nTwitter\n\nRelated articles\n\nHarbor festival draws record crowd\n\nTrains late again on the northern line\n\n\
    Security Key:\nCaptcha refresh\nPage Generated in 0/1878 sec\n© 2021 Example Post. All rights reserved.";

fn page() -> Page {
    Page {
        url: url::Url::parse("https://example.com/news/417723").unwrap(),
        final_url: None,
        http_headers: Vec::new(),
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        traceparent: None,
        charset: crate::desk::decode::Charset { name: "UTF-8", source: crate::desk::decode::CharsetSource::Crawler },
        content: crate::desk::decode::Content::Text(String::new()),
    }
}

fn drafted(text: &str) -> Draft {
    draft(&page(), text, &Limits::default()).unwrap()
}

fn texts(draft: &Draft) -> Vec<&str> {
    draft.body.iter().map(|block| block.text.as_str()).collect()
}

#[test]
fn a_stripped_page_gives_its_article_and_nothing_around_it() {
    let draft = drafted(PAGE);
    assert_eq!(draft.headline.as_ref().unwrap().value, "Ministers: harbor towns to share the cost of new sea walls");
    assert_eq!(draft.external_id.as_ref().unwrap().value, "417723");
    assert_eq!(draft.published.first().unwrap().value, "Published: 0915 GMT March 3, 2021");
    let body = texts(&draft);
    assert_eq!(body.len(), 5, "{body:?}");
    assert!(body[0].starts_with("The coastal towns"));
    assert_eq!(draft.body[3].role, Role::Heading);
    assert!(body[4].ends_with("the whole sum."));
}

#[test]
fn wrapped_lines_become_paragraphs() {
    let wrapped = "The coastal towns will carry a third of the cost of the new\nsea walls, the ministry of works announced \
        on Tuesday. Towns\nwith fewer than a thousand people pay nothing at all for it.\n\nA first list of works is \
        expected in May, after all the towns\nhave met the engineers and looked at what is left of their\nbudgets.\n";
    assert_eq!(lines::blocks(wrapped, 100).len(), 2);
    assert!(lines::blocks(wrapped, 100)[0].contains("the new sea walls"));
    let three = "One line.\nAnother line.\nA third.";
    assert_eq!((lines::blocks(three, 3).len(), lines::blocks(three, 2).len()), (3, 2));
}

#[test]
fn menus_weigh_against() {
    let kind = |text: &str| weigh::weigh(text.to_owned()).kind;
    assert_eq!(kind("Home Politics World Sport Culture Science Travel Weather Jobs Cars Homes Dating Shop"), Kind::Row);
    assert_eq!(kind("Politics"), Kind::Short);
    assert_eq!(kind("Related articles"), Kind::Tail);
    assert_eq!(kind("He said no."), Kind::Brief);
    assert_eq!(kind("28 April 2023, 18:11"), Kind::Fact);
    assert_eq!(kind("By Jane Doe"), Kind::Fact);
    assert_eq!(kind("The towns want a longer period to pay, and some of them want more."), Kind::Prose);
    assert_eq!(kind("外相は会見で新しい方針を述べ、各国に協力を求めた。"), Kind::Prose);
}

#[test]
fn a_line_above_a_credit_is_a_caption() {
    let caption = "The sea wall of the old harbor at low water, before the flood of the last winter broke it.";
    let page = PAGE.replace("What comes next\n\n", &format!("{caption}\nPhoto: Ann Example\n\n"));
    assert_eq!(texts(&drafted(&page)).len(), 4);
    assert!(texts(&drafted(&page.replace("Photo: Ann Example\n\n", ""))).contains(&caption));
}

#[test]
fn stories_told_below_the_head_of_a_tail_are_no_other_half() {
    let story = "Those who live behind the walls have asked for a louder horn, since the old one can't be heard in a storm. It was \
        built for a smaller town, and the keeper who blew it has moved away from the coast.";
    let told: String = (0..9).map(|n| format!("Story of number {n}\n\n{n}. {story}\n\n")).collect();
    let page = PAGE.replace("Harbor festival draws record crowd", &told);
    let draft = drafted(&page);
    assert_eq!(texts(&draft).len(), 5, "{:?}", texts(&draft));
    // Readers who speak more than once.
    let said: String =
        (0..9).map(|n| format!("Ann Example\n\n{n}.5.2021 11:0{n}\n\n{n}. {story}\n\nReply\n\n")).collect();
    let draft = drafted(&page.replace("Related articles", "Comments").replace(&told, &said));
    assert_eq!(texts(&draft).len(), 5, "{:?}", texts(&draft));
}

#[test]
fn a_page_without_running_text_is_refused() {
    assert_eq!(draft(&page(), "Home\nPolitics\nSport\n", &Limits::default()), Err(Fault::NoText));
    assert_eq!(draft(&page(), "", &Limits::default()), Err(Fault::NoText));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(\\PC{0,30}\n){0,12}") {
        let _ = draft(&page(), &text, &Limits::default());
    }
}
