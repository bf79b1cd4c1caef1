use proptest::prelude::*;

use super::*;

const URL: &str = "https://news.example/city/rain-stops-play";

fn read(block: &str) -> Article {
    let known = Known { urls: vec![URL], headlines: vec!["Rain stops play in the park"] };
    article(&parse([block].into_iter(), &Limits::default()), &known)
}

#[test]
fn an_article_gives_its_facts() {
    let read = read(
        r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Rain stops play &amp; all in the park",
        "alternativeHeadline": "Wet", "description": "<p>It rained.</p>", "author": [{"@type": "Person", "name": "Ada Lark"},
        {"@type": "Person", "givenName": "Bo", "familyName": "Wren"}, {"@type": "Organization", "name": "Desk"}, "Cy Finch"],
        "datePublished": "2024-05-17T08:00:00+02:00", "dateModified": "2024-05-17T09:00:00+02:00",
        "articleSection": ["City", "Weather"], "keywords": "rain, park", "inLanguage": {"@type": "Language", "name": "en"},
        "image": [{"@type": "ImageObject", "url": "/a.jpg", "caption": "A park"}, "/b.jpg"],
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Example"}, "isAccessibleForFree": "False",
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".paid"},
        "identifier": {"@type": "PropertyValue", "value": "4711"}, "articleBody": "It rained\nall day.",
        "url": "https://news.example/city/rain-stops-play"}"#,
    );
    assert_eq!(read.headline.as_deref(), Some("Rain stops play & all in the park"));
    assert_eq!(read.alternative_headline.as_deref(), Some("Wet"));
    assert_eq!(read.description.as_deref(), Some("It rained."));
    assert_eq!(read.authors, ["Ada Lark", "Bo Wren", "Cy Finch"]);
    assert_eq!(read.author_organizations, ["Desk"]);
    assert_eq!(read.published, ["2024-05-17T08:00:00+02:00"]);
    assert_eq!(read.modified, ["2024-05-17T09:00:00+02:00"]);
    assert_eq!(read.sections, ["City", "Weather"]);
    assert_eq!(read.keywords, ["rain, park"]);
    assert_eq!(read.languages, ["en"]);
    assert_eq!(read.images, [("/a.jpg".to_owned(), Some("A park".to_owned())), ("/b.jpg".to_owned(), None)]);
    assert_eq!(read.publisher.as_deref(), Some("The Example"));
    assert_eq!(read.is_accessible_for_free, Some(false));
    assert_eq!(read.paid_selectors, [".paid"]);
    assert_eq!(read.identifier.as_deref(), Some("4711"));
    assert_eq!(read.body.as_deref(), Some("It rained\nall day."));
    assert_eq!(read.types, ["NewsArticle"]);
}

#[test]
fn types_are_read_in_every_spelling() {
    for stated in [
        r#""NewsArticle""#,
        r#"["WebPage", "NewsArticle"]"#,
        r#""http://schema.org/NewsArticle""#,
        r#""schema:NewsArticle""#,
    ] {
        let read = read(&format!(r#"{{"@type": {stated}, "headline": "Rain"}}"#));
        assert_eq!(read.headline.as_deref(), Some("Rain"), "{stated}");
    }
}

#[test]
fn a_person_of_several_names_is_several_persons() {
    let read = read(
        r#"{"@type": "NewsArticle", "headline": "Rain", "author": {"@type": "Person", "name": ["Ada Lark", "Bo Wren"]},
        "publisher": {"@type": "Organization", "name": ["The Example", "Example"]}}"#,
    );
    assert_eq!(read.authors, ["Ada Lark; Bo Wren"]);
    assert_eq!(read.publisher.as_deref(), Some("The Example"));
}

#[test]
fn a_graph_joins_its_nodes_by_id() {
    let read = read(
        r##"{"@graph": [{"@type": "WebPage", "@id": "https://news.example/city/rain-stops-play", "inLanguage": "en-GB",
        "name": "Rain | The Example"},
        {"@type": "Article", "headline": "Rain stops play", "author": {"@id": "#ada"}, "publisher": {"@id": "#us"},
        "mainEntityOfPage": {"@id": "https://news.example/city/rain-stops-play"}},
        {"@type": "Person", "@id": "#ada", "name": "Ada Lark"},
        {"@type": "Organization", "@id": "#us", "name": "The Example"},
        {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": 2, "item": {"@id": "/city", "name": "City"}},
        {"@type": "ListItem", "position": 1, "name": "Home", "item": "/"}]}]}"##,
    );
    assert_eq!(read.headline.as_deref(), Some("Rain stops play"));
    assert_eq!(read.authors, ["Ada Lark"]);
    assert_eq!(read.publisher.as_deref(), Some("The Example"));
    assert_eq!(read.languages, ["en-GB"]);
    let trail = [("Home".to_owned(), Some("/".to_owned())), ("City".to_owned(), Some("/city".to_owned()))];
    assert_eq!(read.breadcrumbs, trail);
    assert_eq!(read.types, ["WebPage", "Article", "Person", "Organization", "BreadcrumbList"]);
}

#[test]
fn the_node_of_this_page_is_taken() {
    let read = read(
        r#"[{"@type": "NewsArticle", "headline": "Something else", "url": "https://news.example/other",
        "datePublished": "2020-01-01", "author": "Nobody"},
        {"@type": "NewsArticle", "headline": "Rain stops play in the park", "datePublished": "2024-05-17"}]"#,
    );
    assert_eq!(read.headline.as_deref(), Some("Rain stops play in the park"));
    assert_eq!(read.published, ["2024-05-17"]);
    assert!(read.authors.is_empty());
}

#[test]
fn another_pages_node_is_not_taken_at_all() {
    let teaser = r#"{"@type": "NewsArticle", "headline": "Minister resigns", "url": "https://news.example/other"}"#;
    assert_eq!(read(teaser).headline, None);
    let listed = r#"{"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": [
        {"@type": "NewsArticle", "headline": "Minister resigns"}]}}"#;
    assert_eq!(read(listed).headline, None);
    assert_eq!(read(listed).types, ["CollectionPage", "ItemList"]);
}

#[test]
fn an_entry_of_a_live_blog_is_not_the_live_blog() {
    let read = read(
        r#"{"@type": "LiveBlogPosting", "headline": "Rain, live", "liveBlogUpdate": [
        {"@type": "BlogPosting", "headline": "Rain stops play in the park", "datePublished": "2024-05-17"}]}"#,
    );
    assert_eq!(read.headline.as_deref(), Some("Rain, live"));
    assert!(read.published.is_empty());
}

#[test]
fn blocks_past_the_cap_are_left_out_whole() {
    let block = r#"{"@type": "Article", "headline": "Rain"}"#;
    let parsed = |blocks: &[&'static str], limits: Limits| parse(blocks.iter().copied(), &limits).values.len();
    let bytes = |json_ld_bytes_max| Limits { json_ld_bytes_max, ..Limits::default() };
    assert_eq!(parsed(&[block, block], bytes(block.len())), 1);
    assert_eq!(parsed(&[block], bytes(block.len() - 1)), 0);
    let two = r#"[{"a":1},{"b":[2,3]}]"#;
    let objects = |json_ld_objects_max| Limits { json_ld_objects_max, ..Limits::default() };
    assert_eq!((parsed(&[two], objects(2)), parsed(&[two], objects(1))), (1, 0));
    let values = |json_ld_values_max| Limits { json_ld_values_max, ..Limits::default() };
    assert_eq!((parsed(&[two], values(6)), parsed(&[two], values(5))), (1, 0));
}

#[test]
fn repeated_values_are_capped() {
    let many = format!(r#"{{"@type": "Article", "keywords": [{}"x"]}}"#, "\"x\", ".repeat(1000));
    assert_eq!(read(&many).keywords.len(), VALUES_MAX);
}

#[test]
fn values_of_the_wrong_kind_are_no_facts() {
    let read = read(
        r#"{"@type": "Article", "headline": {}, "author": [null, 7, {"name": []}], "datePublished": true, "image": {},
        "publisher": [], "isAccessibleForFree": "perhaps", "inLanguage": [[]], "identifier": null}"#,
    );
    let types = vec!["Article".to_owned()];
    assert_eq!(read, Article { types, authors: vec!["7".to_owned()], ..Article::default() });
}

proptest! {
    #[test]
    fn no_block_panics(block in "[\\[\\]{}\",:@typegrahNwsAicl ]{0,200}") {
        read(&block);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read(&String::from_utf8_lossy(&bytes));
    }
}
