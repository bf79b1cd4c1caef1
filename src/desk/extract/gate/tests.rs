use super::*;
use crate::desk::capture::{Body, Capture, Format};
use crate::desk::decode;

const TEXT: &str = "The council voted on Monday to keep the old bridge open for another year, against the mayor's advice. \
    Engineers had told the members that the repairs would cost more than a new one. ";

fn verdict(url: &str, markup: &str) -> &'static str {
    let capture = Capture {
        format: Format::Native,
        url: url::Url::parse(url).expect("a URL"),
        final_url: None,
        status: None,
        http_headers: Vec::new(),
        content_type: None,
        content_encoding: None,
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        traceparent: None,
        body: Body::Markup(markup.into()),
    };
    let page = decode::page(capture, &decode::Limits::default()).expect("a page");
    super::super::draft(&page, &Limits::default()).map_or_else(Fault::name, |_| "article")
}

fn article(head: &str, times: usize) -> String {
    let paragraphs: String = (0..times).map(|i| ["<p>", TEXT, &i.to_string(), " times.</p>"].concat()).collect();
    format!(
        "<html><head><title>Bridge stays open</title>{head}</head><body><h1>Bridge stays open</h1>{paragraphs}</body></html>"
    )
}

const STORY: &str = "https://news.example/2024/05/bridge-stays-open";

#[test]
fn articles_pass() {
    assert_eq!(verdict(STORY, &article("", 6)), "article");
    assert_eq!(
        verdict(STORY, &article("<meta property=og:type content=article>", 1)),
        "article",
        "a brief that says what it is"
    );
    assert_eq!(verdict("https://news.example/", &article("<meta property=og:type content=article>", 6)), "article");
}

#[test]
fn types_are_believed() {
    let typed = |name: &str| {
        let head = format!(
            r#"<script type="application/ld+json">{{"@context":"https://schema.org","@type":"{name}","name":"x"}}</script>"#
        );
        verdict(STORY, &article(&head, 6))
    };
    assert_eq!(typed("Product"), "shop");
    assert_eq!(typed("DiscussionForumPosting"), "forum");
    assert_eq!(typed("QAPage"), "forum");
    assert_eq!(typed("SearchResultsPage"), "search-result");
    assert_eq!(typed("CollectionPage"), "section-front");
    assert_eq!(typed("NewsArticle"), "article");
}

#[test]
fn addresses_tell_where_nothing_is_stated() {
    let page = article("", 6);
    assert_eq!(verdict("https://news.example/", &page), "section-front");
    assert_eq!(verdict("https://news.example/tag/bridges", &page), "section-front");
    assert_eq!(verdict("https://news.example/search?q=bridge", &page), "search-result");
    assert_eq!(verdict("https://forum.example/t/bridge/12", &page), "forum");
    assert_eq!(verdict("https://news.example/forums/bridge", &page), "forum");
    assert_eq!(verdict("https://example.com/products/bridge", &page), "shop");
    assert_eq!(verdict("https://news.example/page-of-history", &page), "article");
}

#[test]
fn walls_and_errors_are_named() {
    let check = |title: &str, text: &str, expect: &str| {
        let page = format!("<title>{title}</title><h1>{title}</h1><p>{text}</p>");
        assert_eq!(verdict(STORY, &page), expect, "{title}: {text}");
    };
    check("404 Not Found", "nginx", "error-page");
    check(
        "Seite nicht gefunden",
        "Die gewünschte Seite gibt es nicht, vielleicht hilft die Suche weiter.",
        "error-page",
    );
    check("Sorry, this page isn’t available", "Try one of these instead.", "error-page");
    check("Just a moment...", "Checking your browser before accessing the site.", "captcha");
    check("News Example", "Please verify that you are human by completing the security check below.", "captcha");
    check("News Example", "We value your privacy. We and our partners store information on a device.", "consent-wall");
    check("Bridge stays open", "Bitte melden Sie sich an, um den Artikel zu lesen. Schon registriert?", "login-wall");
    check("Bridge stays open", "", "empty-shell");
}

#[test]
fn a_sentence_of_a_wall_under_an_article_is_no_wall() {
    let page = article("", 9) + "<p>Already a subscriber? We value your privacy.</p>";
    assert_eq!(verdict(STORY, &page), "article");
}

#[test]
fn little_text_is_too_short() {
    assert_eq!(
        verdict(
            STORY,
            "<h1>Bridge</h1><p>The bridge stays open for another year, the council says, and no longer.</p>"
        ),
        "too-short"
    );
    let links: String = (0..40).map(|i| format!("<li><a href=/{i}>Story number {i} of the day</a></li>")).collect();
    assert_eq!(verdict(STORY, &format!("<h1>News</h1><ul>{links}</ul>")), "no-text");
}
