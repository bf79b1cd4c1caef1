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
    super::super::draft(&page, &Limits::default(), None).map_or_else(Fault::name, |_| "article")
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
    assert_eq!(typed("ProfilePage"), "section-front");
    assert_eq!(typed("JobPosting"), "landing-page");
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
    assert_eq!(verdict("https://news.example/2026/10/", &page), "section-front");
    assert_eq!(verdict("https://news.example/autor/anna-beispiel", &page), "section-front");
    assert_eq!(verdict("https://news.example/autor/why-the-old-bridge-stays-open", &page), "article");
}

#[test]
fn an_address_outranks_the_type_that_any_page_may_state_and_no_other() {
    let stated = article("<meta property=og:type content=article>", 6);
    assert_eq!(verdict("https://news.example/forum/bridge", &stated), "forum");
    assert_eq!(verdict("https://news.example/tag/bridge", &stated), "article");
    assert_eq!(verdict("https://talk.example/t/old-bridge/417", &stated), "forum");
    assert_eq!(verdict("https://news.example/t/why-the-old-bridge-stays", &stated), "article");
    let precise =
        r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle"}</script>"#;
    assert_eq!(verdict("https://news.example/forum/bridge", &article(precise, 6)), "article");
}

#[test]
fn headlines_of_errors_and_standing_pages_tell_them_whatever_stands_below() {
    let page =
        |headline: &str| article("<meta property=og:type content=article>", 9).replace("Bridge stays open", headline);
    for error in [
        "We can’t find that page",
        "Die Seite wurde leider nicht gefunden",
        "Страница не найдена",
        "ページが見つかりません",
    ] {
        assert_eq!(verdict(STORY, &page(error)), "error-page", "{error}");
    }
    for standing in ["Privacy policy", "Datenschutzerklärung", "利用規約"] {
        assert_eq!(verdict(STORY, &page(standing)), "landing-page", "{standing}");
    }
    for story in ["Why the new privacy policy of the council matters", "Missing page of the old map found"] {
        assert_eq!(verdict(STORY, &page(story)), "article", "{story}");
    }
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
fn a_real_body_outweighs_a_wall_beside_it() {
    let banner = "<div><h1>We value your privacy</h1><p>We store cookies. Accept all cookies?</p></div>";
    let prompt = "<div class=paywall><h2>Already a subscriber?</h2><p>Log in to continue.</p></div>";
    let page = |times| article("<meta property=og:type content=article>", times);
    for wall in [banner, prompt] {
        assert_eq!(verdict(STORY, &page(3).replace("</body>", wall)), "article", "{wall}");
        assert_eq!(verdict(STORY, &page(3).replace("<body>", &["<body>", wall].concat())), "article", "{wall}");
    }
    assert_eq!(verdict(STORY, &page(1).replace("</body>", prompt)), "login-wall", "a teaser");
}

#[test]
fn a_form_for_comments_is_no_wall() {
    for form in ["Connectez-vous pour commenter.", "Bitte melden Sie sich an, um zu kommentieren."] {
        let page = article("<meta property=og:type content=article>", 1).replace("</body>", &["<p>", form].concat());
        assert_eq!(verdict(STORY, &page), "article", "{form}");
    }
}

#[test]
fn a_headline_for_consent_is_a_wall_whatever_the_text() {
    let page = article("", 3).replace("Bridge stays open", "Your privacy choices");
    assert_eq!(verdict(STORY, &page), "consent-wall");
}

#[test]
fn linked_headlines_and_no_text_are_a_front() {
    let cards = |count: usize| {
        let card = |i| format!("<div><a href=/{i}><h2>Story number {i} of the day</h2></a><p>It is short.</p></div>");
        ["<h1>News</h1>", &(0..count).map(card).collect::<String>()].concat()
    };
    assert_eq!(verdict("https://news.example/local/", &cards(LINKED_HEADLINES_MIN)), "section-front");
    assert_ne!(verdict("https://news.example/local/", &cards(LINKED_HEADLINES_MIN - 1)), "section-front");
    let stated = ["<meta property=og:type content=article>", &cards(9)].concat();
    assert_ne!(verdict(STORY, &stated), "section-front", "it says that it is an article");
}

#[test]
fn a_numbered_page_is_a_list_and_a_named_one_may_be_an_article() {
    let page = article("", 3);
    assert_eq!(verdict("https://news.example/page/2", &page), "section-front");
    assert_eq!(verdict("https://news.example/page/how-the-bridge-was-saved", &page), "article");
}

#[test]
fn a_dated_brief_may_be_short() {
    let brief = article("", 2);
    assert_eq!(verdict(STORY, &brief), "article", "its address files it");
    let undated = "https://news.example/bridge-stays-open-for-a-year";
    assert_eq!(verdict(undated, &brief), "too-short");
    let signed = brief.replacen("</h1>", "</h1><p class=date>3 May 2024</p><p class=byline>By Ada Lark</p>", 1);
    assert_eq!(verdict(undated, &signed), "article");
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

#[test]
fn a_page_is_judged_by_all_that_speaks() {
    let service = "https://firm.example/services/repair";
    let form = "<form>".to_owned() + &"<input>".repeat(9) + "</form>";
    let page = |head: &str| article(head, 3).replace("</body>", &form);
    assert_eq!(verdict(service, &page("")), "landing-page", "words of its address, and a form");
    let typed = "<meta property=og:type content=article><meta property=article:published_time content=2024-05-06>";
    assert_eq!(verdict(service, &page(typed)), "article", "it states a type and a date");
    assert_eq!(
        verdict("https://firm.example/blog/why-we-repair-bridges", &page("")),
        "article",
        "its address is a blog's"
    );
    let manual = article("", 3).replace("</body>", &"<p><code>open()</code></p>".repeat(4));
    assert_eq!(verdict("https://docs.firm.example/bridge", &manual), "documentation");
    assert_eq!(verdict("https://firm.example/how-we-open-the-bridge", &manual), "article", "code alone is no manual");
    let goods = article("", 3)
        .replace("</body>", &"<p class=price>12</p>".repeat(3))
        .replace("<body", "<body class=woocommerce");
    assert_eq!(verdict("https://firm.example/bridge", &goods), "shop");
    let cart = article("", 3).replace("</body>", "<button>Add to cart</button>");
    assert_eq!(verdict("https://firm.example/bridge", &cart), "shop");
}

#[test]
fn a_short_page_with_its_date_is_a_brief() {
    let page = |date: &str| {
        format!(
            "<html><head><title>Bridge stays open</title></head><body><h1>Bridge stays open</h1>{date}<p>{TEXT}</p></body></html>"
        )
    };
    assert_eq!(verdict(STORY, &page("<p class=date>3 May 2024</p>")), "article");
    let stated =
        page("").replace("</head>", "<meta property=article:published_time content=2024-05-03T10:00:00Z></head>");
    assert_eq!(verdict(STORY, &stated), "article");
    assert_eq!(verdict("https://news.example/bridge-stays-open", &page("")), "too-short");
}

#[test]
fn what_leads_to_all_of_a_kind_is_a_front() {
    let page = |headline: &str, head: &str| article(head, 6).replace("Bridge stays open", headline);
    assert_eq!(verdict(STORY, &page("Podcasts", "")), "section-front");
    assert_eq!(verdict(STORY, &page("Traueranzeigen", "")), "section-front");
    assert_eq!(verdict(STORY, &page("Podcasts", "<meta property=og:type content=article>")), "article");
    assert_eq!(verdict(STORY, &page("Podcasts of the old bridge", "")), "article");
}

#[test]
fn templates_of_lists_and_pictures_make_no_articles() {
    let page = |classes: &str| {
        article("<meta property=og:type content=article>", 6).replace("<body", &format!("<body class='{classes}'"))
    };
    for (classes, expect) in [
        ("archive category category-town", "section-front"),
        ("archive tax-region term-7", "section-front"),
        ("search search-results", "search-result"),
        ("error404", "error-page"),
        ("single single-attachment attachment attachmentid-7", "no-text"),
        ("single single-post postid-7 blog", "article"),
        ("archive", "article"),
        ("page page-id-7 search", "article"),
    ] {
        assert_eq!(verdict(STORY, &page(classes)), expect, "{classes}");
    }
}

#[test]
fn a_blogs_index_lists_posts() {
    let page = |classes: &str, posts: usize| {
        let posts = format!("<div class='post hentry'><p>{TEXT}</p></div>").repeat(posts);
        article("", 6).replace("<body", &format!("<body class='{classes}'")).replace("</body>", &posts)
    };
    assert_eq!(verdict(STORY, &page("blog", POSTS)), "section-front");
    assert_eq!(verdict(STORY, &page("blog", POSTS - 1)), "article");
    assert_eq!(verdict(STORY, &page("blog home", 0)), "section-front");
    assert_eq!(verdict(STORY, &page("hs-blog-post blog-post", POSTS)), "article");
}

const POSTS: usize = 2;

#[test]
fn an_article_may_tell_of_an_error() {
    let news =
        r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03T10:00:00Z"}</script>"#;
    let page =
        |head: &str, times| article(head, times).replace("Bridge stays open", "Page not found: the town's lost book");
    assert_eq!(verdict(STORY, &page(news, 9)), "article");
    assert_eq!(verdict(STORY, &page(news, 2)), "error-page");
    assert_eq!(verdict(STORY, &page("<meta property=og:type content=article>", 9)), "error-page");
}

#[test]
fn a_post_by_its_template_is_an_article() {
    let teasers =
        "<div><h2><a href=/x>The pier is sold again</a></h2><p>The harbour master said so on Monday evening.</p></div>";
    let page = |class: &str| {
        article("", 1).replace("<body", &format!("<body class='{class}'")).replace("</body>", &teasers.repeat(9))
    };
    assert_eq!(verdict("https://news.example/the-bridge-stays", &page("single single-post postid-7")), "article");
    assert_ne!(verdict("https://news.example/the-bridge-stays", &page("page page-id-7")), "article");
}

#[test]
fn pages_on_which_a_site_says_who_it_is_are_none() {
    let page = |headline: &str, head: &str| article(head, 6).replace("Bridge stays open", headline);
    let dated = "<meta property=article:published_time content=2024-05-03>";
    assert_eq!(verdict("https://news.example/kontakt/impressum-zeitung/", &page("Impressum", "")), "landing-page");
    assert_eq!(verdict("https://news.example/news/about-us", &page("About us", "")), "landing-page");
    assert_eq!(verdict("https://news.example/news/about-us", &page("About us", dated)), "article");
    assert_eq!(verdict("https://news.example/news/about-the-bridge", &page("About the bridge", "")), "article");
}
