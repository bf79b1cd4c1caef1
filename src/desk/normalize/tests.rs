use super::super::decode::{Charset, CharsetSource, Content};
use super::super::extract::{Picture, Role};
use super::*;

fn page() -> Page {
    Page {
        url: "http://www.example.com/news/harbor-towns-share-cost-417723?utm_source=feed".parse().unwrap(),
        final_url: None,
        http_headers: Vec::new(),
        fetched_at: "2021-03-04T08:00:00Z".parse().unwrap(),
        traceparent: None,
        charset: Charset { name: "UTF-8", source: CharsetSource::Http },
        content: Content::Text(String::new()),
    }
}

fn found(value: &str, from: Evidence) -> Found<String> {
    Found { value: value.to_owned(), from }
}

fn draft() -> Draft {
    let paragraph = |text: &str| Block { role: Role::Paragraph, text: text.to_owned() };
    Draft {
        headline: Some(found("Harbor  towns to\nshare the cost", Evidence::Visible)),
        bylines: vec![found("By Jane Doe and John Roe (AP)", Evidence::Visible)],
        published: vec![found("2021-03-03", Evidence::JsonLd), found("March 3, 2021 9:15 GMT", Evidence::Visible)],
        modified: vec![found("2021-03-01T00:30:00Z", Evidence::JsonLd)],
        keywords: vec![found("towns, harbor; Towns", Evidence::Meta)],
        pictures: vec![
            Picture { url: "/a.jpg".into(), caption: None },
            Picture { url: "https://www.example.com/a.jpg".into(), caption: Some("The wall".into()) },
        ],
        canonicals: vec![found("https://other.example.org/x", Evidence::Markup)],
        languages: vec![found("en_US", Evidence::OpenGraph)],
        publisher: Some(found("Example Post", Evidence::JsonLd)),
        body: vec![
            paragraph("The coastal towns will carry a third of the cost of the new sea walls, the ministry announced."),
            paragraph(" \u{200b} "),
            paragraph("A first list of works is expected in May, after the towns have met the engineers."),
        ],
        ..Draft::default()
    }
}

#[test]
fn a_draft_becomes_an_article_with_one_spelling_of_every_fact() {
    let article = article(draft(), &page(), &Rules::default(), None).unwrap();
    assert_eq!(article.headline, "Harbor towns to share the cost");
    assert_eq!(article.urls.canonical, "https://www.example.com/news/harbor-towns-share-cost-417723");
    assert_eq!(article.id, ArticleId::of(&article.urls.canonical));
    assert_eq!(article.publisher, Publisher { name: Some("Example Post".into()), domain: "example.com".into() });
    assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(article.agency.as_deref(), Some("AP"));
    assert_eq!(article.language.as_deref(), Some("en-US"));
    assert_eq!(article.keywords, ["towns", "harbor"]);
    assert_eq!(article.body.len(), 2);
    assert_eq!(article.word_count, 34);
    let image = Image { url: "http://www.example.com/a.jpg".into(), caption: Some("The wall".into()) };
    assert_eq!(article.images, [image]);
    let published = article.published_at.unwrap();
    assert_eq!(published.at.to_string(), "2021-03-03T09:15:00Z");
    assert_eq!((published.precision, published.zone_known), (Precision::Minute, true));
    assert_eq!(article.modified_at, None);
    assert_eq!(article.notes, [Note::ModifiedBeforePublished, Note::CanonicalRefused]);
    assert_eq!(article.provenance["headline"].raw.as_deref(), Some("Harbor  towns to\nshare the cost"));
    assert_eq!(article.provenance["published_at"].from, Evidence::Visible);
    assert!(!article.provenance.contains_key("modified_at"));
}

#[test]
fn keywords_that_the_article_says_nothing_of_are_the_sites() {
    let keywords = |raw: &str, from: Evidence| {
        let draft = Draft { keywords: vec![found(raw, from)], ..draft() };
        article(draft, &page(), &Rules::default(), None).unwrap().keywords
    };
    let sites = "breaking news, weather, chat, singles, hotels, recipes";
    assert!(keywords(sites, Evidence::Meta).is_empty());
    assert_eq!(keywords(sites, Evidence::JsonLd).len(), 6, "stated of the article");
    assert_eq!(keywords("sea walls, weather, chat, singles, hotels", Evidence::Meta).len(), 5, "one of five");
    assert_eq!(keywords("type_news, Type/Article, harbor, SPD/CDU", Evidence::Meta), ["harbor", "SPD/CDU"]);
}

#[test]
fn tags_that_readers_see_take_the_place_of_the_sites_keywords() {
    let read = |raw: &str| {
        let keywords = vec![found(raw, Evidence::Meta), found("Harbor", Evidence::Visible)];
        let article = article(Draft { keywords, ..draft() }, &page(), &Rules::default(), None).unwrap();
        (article.keywords, article.provenance["keywords"].from)
    };
    let sites = "breaking news, weather, chat, singles, hotels, recipes";
    assert_eq!(read(sites), (vec!["Harbor".to_owned()], Evidence::Visible));
    assert_eq!(read("sea walls"), (vec!["sea walls".to_owned()], Evidence::Meta));
}

#[test]
fn a_day_on_which_the_article_was_published_is_no_change() {
    let modified = |published: &str, day: &str| {
        let published = vec![found(published, Evidence::JsonLd)];
        let draft = Draft { published, modified: vec![found(day, Evidence::Visible)], ..draft() };
        article(draft, &page(), &Rules::default(), None).unwrap().modified_at.map(|dated| dated.at.to_string())
    };
    assert_eq!(modified("2021-03-03T09:15:00Z", "March 3, 2021"), None);
    assert_eq!(modified("2021-03-03T08:00:00+09:00", "March 3, 2021"), None, "begins later in UTC");
    assert_eq!(modified("2021-03-02T23:30:00-05:00", "March 3, 2021").as_deref(), Some("2021-03-03T00:00:00Z"));
    assert_eq!(modified("2021-03-03", "March 3, 2021").as_deref(), Some("2021-03-03T00:00:00Z"));
}

#[test]
fn the_publisher_is_no_part_of_another_headline() {
    let second = |text: &str| {
        let draft = Draft { alternative_headline: Some(found(text, Evidence::OpenGraph)), ..draft() };
        article(draft, &page(), &Rules::default(), None).unwrap().alternative_headline
    };
    assert_eq!(second("Sea walls: who pays? | Example Post").as_deref(), Some("Sea walls: who pays?"));
    assert_eq!(second("Harbor towns to share the cost - EXAMPLE POST"), None);
    assert_eq!(second("Harbor towns - Elmhaven").as_deref(), Some("Harbor towns - Elmhaven"));
    assert_eq!(unsigned("What you need to know – today", "Today"), "What you need to know – today");
    assert_eq!(unsigned("What you need to know – Today", "Today"), "What you need to know");
    let draft = Draft { alternative_headline: Some(found("Who pays? | Example Post", Evidence::OpenGraph)), ..draft() };
    let article = article(draft, &page(), &Rules::default(), None).unwrap();
    assert_eq!(article.provenance["alternative_headline"].raw.as_deref(), Some("Who pays? | Example Post"));
}

#[test]
fn keywords_are_split_and_deduplicated() {
    let raw =
        "«Harbor; Sea walls», “ferry”, harbor | example.com, Section: Towns, Works begin in May this year., St. Elm.";
    let draft = Draft { keywords: vec![found(raw, Evidence::Meta)], ..draft() };
    let article = article(draft, &page(), &Rules::default(), None).unwrap();
    assert_eq!(article.keywords, ["Harbor", "Sea walls", "ferry", "St. Elm."]);
}

#[test]
fn an_author_is_no_keyword() {
    let keywords = vec![found("Sea walls, jane doe, Jane", Evidence::JsonLd)];
    let draft = Draft { keywords, bylines: vec![found("Jane Doe", Evidence::JsonLd)], ..draft() };
    let article = article(draft, &page(), &Rules::default(), None).unwrap();
    assert_eq!(
        (article.authors, article.keywords),
        (vec!["Jane Doe".to_owned()], vec!["Sea walls".to_owned(), "Jane".to_owned()])
    );
}

#[test]
fn what_a_content_system_notes_is_no_keyword() {
    let keywords = |raw: &str| {
        let draft = Draft { keywords: vec![found(raw, Evidence::JsonLd)], ..draft() };
        article(draft, &page(), &Rules::default(), None).unwrap().keywords
    };
    assert_eq!(keywords("subject:Sea walls (sea_walls),path:news,clone:no"), ["Sea walls"]);
    assert_eq!(keywords("US_ELECTION,COVID:19,UK:EU"), ["US_ELECTION", "COVID:19", "UK:EU"]);
    assert_eq!(keywords("ISIN_DE0001,FIRST_PRINT_EDITION,BX:ABC10Y,FLAG:IS_OPEN,USA,G_7 talks"), ["USA", "G_7 talks"]);
    assert_eq!(keywords("Ferry (ship),Elmhaven: the port"), ["Ferry (ship)", "Elmhaven: the port"]);
}

#[test]
fn an_article_has_a_headline_and_a_body() {
    let refused = |draft: Draft| article(draft, &page(), &Rules::default(), None).unwrap_err();
    assert_eq!(refused(Draft { headline: None, ..draft() }), Fault::NoHeadline);
    assert_eq!(refused(Draft { headline: Some(found(" \u{ad}", Evidence::Title)), ..draft() }), Fault::NoHeadline);
    assert_eq!(refused(Draft { body: Vec::new(), ..draft() }), Fault::NoBody);
}

#[test]
fn a_page_that_only_says_when_it_was_changed_is_dated_by_that() {
    let changed = Draft { published: Vec::new(), modified: vec![found("2021-03-02", Evidence::Visible)], ..draft() };
    let article = super::article(changed, &page(), &Rules::default(), None).unwrap();
    assert_eq!(article.published_at.map(|dated| dated.at.to_string()).as_deref(), Some("2021-03-02T00:00:00Z"));
    assert!(article.notes.contains(&Note::PublishedAssumed));
    let header = Draft { published: Vec::new(), modified: vec![found("2021-03-02", Evidence::Http)], ..draft() };
    assert_eq!(super::article(header, &page(), &Rules::default(), None).unwrap().published_at, None);
}
