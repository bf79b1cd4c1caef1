use super::*;
use crate::desk::extract::facts::tests::read;

fn urls(markup: &str) -> Vec<String> {
    read(&format!("<h1>Old bridge stays open</h1>{markup}")).pictures.into_iter().map(|p| p.url).collect()
}

#[test]
fn a_figure_that_leads_to_another_page_is_a_teaser() {
    let check = |href: &str, is_ours: bool| {
        let markup = format!("<figure><a href='{href}'><div><img data-src=/a.jpg></div></a></figure>");
        assert_eq!(urls(&markup).len(), usize::from(is_ours), "{href}");
    };
    check("/city/other-story", false);
    check("https://www.the-example.test/city/other-story.html", false);
    check("https://city.the-example.test/", false);
    check("/large/a.JPG?w=1", true);
    check("#", true);
    check("javascript:void(0)", true);
    check("/?attachment_id=3", true);
    check("/city/2024/05/17/rain-stops-play/old-bridge", true);
    check("/city/2024/05/17/rain-stops-play", true);
    check("https://pictures.example/album", true);
}

#[test]
fn a_figures_link_may_lead_to_more_pictures() {
    let check = |before: &str, href: &str, caption: &str, is_ours: bool| {
        let figure = format!("<figure><a href='{href}'><img src=/a.jpg></a>{caption}</figure>");
        assert_eq!(urls(&format!("{before}{figure}")).len(), usize::from(is_ours), "{href} {caption}");
    };
    let caption = "<figcaption>The bridge</figcaption>";
    let text = format!("<p>{}</p>", "It rained on the bridge. ".repeat(BELOW_MAX / 20));
    check(&text, "/gallery/old-bridge-123", caption, true);
    check(&text, "/City/Fotostrecke/old-bridge/?page=1", "", true);
    check(&text, "/gallery/", "", false);
    check(&text, "/city/gallery-opens", "", false);
    check(&text, "/gallery/other", "<figcaption><a href=/gallery/other>Other bridge</a></figcaption>", false);
    check("", "/city/other", caption, true);
    check("", "/city/other", "", false);
    check("", "/city/other", "<figcaption><a href=/city/other>Other bridge falls</a></figcaption>", false);
    check(&text, "/city/other", caption, false);
    let second = "<figure><img src=/a.jpg></figure><figure><a href=/x><img src=/b.jpg></a>";
    assert_eq!(urls(&format!("{second}{caption}</figure>")), ["/a.jpg"]);
}

#[test]
fn a_caption_tells_whose_a_figure_is() {
    let check = |class: &str, caption: &str, is_ours: bool| {
        let markup = format!("<figure class='{class}'><img src=/a.jpg><figcaption>{caption}</figcaption></figure>");
        assert_eq!(urls(&markup).len(), usize::from(is_ours), "{caption}");
    };
    check("", "The old bridge", true);
    check("", "The old bridge, see <a href=/x>our map</a>", true);
    check("", "<a href=/city/other>Other bridge falls</a>", false);
    check("", "Reklama", false);
    check("author-avatar", "Anna Beispiel", false);
}

#[test]
fn a_card_holds_another_storys_figure() {
    let check = |markup: &str, is_ours: bool| {
        let page = format!("<h1>Old bridge stays open</h1><p>It was to close.</p>{markup}");
        assert_eq!(urls(&page).len(), usize::from(is_ours), "{markup}");
    };
    let figure = "<figure><img src=/b.jpg></figure>";
    check(&format!("<div>{figure}<h3><a href=/other>Old mill burns down at night</a></h3></div>"), false);
    check(&format!("<li><div>{figure}</div><a href=/other><h4>Old mill burns down at night</h4></a></li>"), false);
    check(&format!("<article>{figure}<h3>Mill burns</h3></article>"), true);
    check(&format!("<div>{figure}<h3>The mayor's plan</h3></div>"), true);
    check(&format!("<div><h3>By <a href=/author/jane>Jane Doe of Elmhaven</a></h3>{figure}</div>"), true);
    check(&format!("<div>{figure}<h3>What the <a href=/plan>council's plan</a> says</h3></div>"), true);
    check(&format!("<div><h4><a href=/harbour>Harbour</a></h4>{figure}</div>"), true);
    let text = "The bridge will be mended at night. ".repeat(12);
    check(&format!("<div>{figure}<h3><a href=/other>Mill burns</a></h3><p>{text}</div>"), true);
    let posts = |other: &str| {
        urls(&format!("<article><h1>Old bridge</h1><p>{text}</article><article>{figure}{other}</article>"))
    };
    assert_eq!(posts("<h3><a href=/other>Old mill burns down at night</a></h3>"), Vec::<String>::new());
    assert_eq!(posts("<p>The bridge, see <a href=/map>our map</a>"), ["/b.jpg"]);
    assert_eq!(posts("<p>The bridge"), ["/b.jpg"]);
    assert_eq!(urls("<h1>Old bridge</h1><figure><img width=60 src=/b.jpg></figure>"), Vec::<String>::new());
}

#[test]
fn the_widest_of_a_pictures_addresses_is_taken() {
    let check = |markup: &str, expected: &str| {
        assert_eq!(urls(&format!("<figure>{markup}</figure>")), [expected], "{markup}");
    };
    check("<img src=/a.jpg>", "/a.jpg");
    check("<img src=/blank.gif data-lazy=/a.jpg>", "/a.jpg");
    check("<img src=/s.jpg srcset='/w_3,h_2/a.jpg 330w, /w_9,h_6/a.jpg 1340w,/b.jpg 600w'>", "/w_9,h_6/a.jpg");
    check("<img src=/a.jpg srcset='/b.jpg 2x'>", "/a.jpg");
    check("<picture><source srcset='/b.jpg 330w, /c.jpg 900w'><img src=/a.jpg></picture>", "/c.jpg");
}

#[test]
fn images_between_paragraphs_are_the_articles() {
    let check = |image: &str, expected: &[(&str, Option<&str>)]| {
        let markup = format!("<div><p id=a>It rained.</p>{image}<p id=z>It stopped.</p></div><p><img src=/b.jpg></p>");
        let tree = Tree::parse(&markup, &crate::desk::decode::Limits::default());
        let holders: Vec<NodeId> = tree.elements(Tag::P).filter(|&id| tree.id_attr(id).is_some()).collect();
        let mut out = Vec::new();
        add_pictures(&mut out, &tree, &crate::desk::extract::facts::tests::page(), &holders);
        let found: Vec<_> = out.iter().map(|p| (p.url.as_str(), p.caption.as_deref())).collect();
        assert_eq!(found, expected, "{image}");
    };
    let plain = ("/a.jpg", None);
    check("<p><img src=/a.jpg></p>", &[plain]);
    check("<p><a href=/large/a.jpg><img src=/a.jpg></a></p>", &[plain]);
    check("<p>In the <img src=/a.jpg> town.</p>", &[plain]);
    check(
        "<div class=wp-caption><img src=/a.jpg><p class=wp-caption-text>The bridge</p></div>",
        &[("/a.jpg", Some("The bridge"))],
    );
    check("<p><a href=/other><img src=/a.jpg></a></p>", &[]);
    check("<p>Fine <img class=wp-smiley src=/a.png></p>", &[]);
    check("<p><img src=/a.png width=1 height=1></p>", &[]);
    check("<p><img src=/line.gif></p><p><img src=/play.svg></p>", &[]);
    check("<div><ul><li><div><b><img src=/a.png></b></div></li></ul></div>", &[]);
    check("<p><img src=/a.jpg hidden></p>", &[]);
    check("<div style='display:none'><img src=/a.jpg></div>", &[]);
    check("<div class=anzeige><img src=/a.jpg></div>", &[]);
    check("<div class=authorBio><span><img src=/a.jpg></span></div>", &[]);
    check("<div class=shadow-header><img src=/a.jpg></div>", &[plain]);
    check("<p><a href='https://shop.example/?from=post'><img src=/a.jpg></a></p>", &[]);
    check("<p><a href=https://pictures.example/large/a.JPG><img src=/a.jpg></a></p>", &[plain]);
    check("<p><a href='javascript:void(0)'><img src=/a.jpg></a></p>", &[plain]);
    check("<div><img src=/a.jpg><b><a href=/other>Other bridge falls</a></b></div>", &[]);
    check(
        "<div><img src=/a.jpg><p class=caption>The bridge, see <a href=/map>our map</a></p></div>",
        &[("/a.jpg", Some("The bridge, see our map"))],
    );
    check("<p id=b><img src=/a.jpg> It stood as <a href=/other>others</a> fell.</p>", &[plain]);
}

#[test]
fn what_every_page_shows_is_no_picture_of_the_story() {
    let check = |url: &str, is_ours: bool| {
        let found = urls(&format!("<meta property=og:image content='{url}'>"));
        assert_eq!(found.len(), usize::from(is_ours), "{url}");
    };
    check("/a/bridge.jpg", true);
    check("/a/image-1.jpg", true);
    check("/a/avatar-review.jpg", true);
    check("/a/logos-of-towns.jpg", true);
    check("/a/google-logo-office-berlin.jpg", true);
    check("/a/twitter-logo-2024.jpg", true);
    check("/a/logo-default-large.png", false);
    check("/a/example_logo_1200x630.png", false);
    check("/media/themes/culture/bridge-2024.jpg", true);
    check("/wp-content/themes/post/share.png", false);
    check("/sites/all/themes/post/share.png", false);
    check("/themes/custom/post/share.png", false);
    check("/a/apple-touch-icon-180.png", false);
    check("/a/ms-icon-310x310.png", false);
    check("/a/films-icon-2024.jpg", true);
    check("/a/android-chrome-512x512.png", false);
    check("/a/mstile-144x144.png", false);
    check("/a/android-icon-192x192.png", false);
    check("/a/favicon-512.png", false);
    check("/a/icon-old-bridge.jpg", true);
    check("/a/icons/bridge.png", true);
    check("/a/no-image.png", false);
    check("The old bridge from above", false);
    check("old bridge 2024.jpg", true);
    check("/a/avatar-2.png", false);
    check("/a/default-user-image.png", false);
    check("/a/opengraph_default.png", false);
    check("/a/facebook.png", true);
    check("/a/default.jpg", true);
    check("/a/placeholder_16x9.jpg", false);
    check("https://secure.gravatar.com/avatar/0af?s=96", false);
    check("&lt;img src=/a.jpg&gt;", false);
    let icon = "<link rel='shortcut icon' href=/a/bridge.png><meta property=og:image content=https://www.the-example.test/a/bridge.png>";
    assert_eq!(urls(icon), Vec::<String>::new());
    let logo = r#"{"@type":"NewsArticle","headline":"Old bridge stays open","publisher":{"name":"Coast Voice","logo":"/a/coast.png"}}"#;
    let shared = "<meta property=og:image content=/a/coast.png>";
    assert_eq!(urls(&format!("<script type=application/ld+json>{logo}</script>{shared}")), Vec::<String>::new());
    let shown = "<meta property=og:image content=/a/logo.png><figure><img src=/a/logo.png></figure>";
    assert_eq!(urls(shown), ["/a/logo.png"]);
    let stated = |file: &str| {
        let json = format!(r#"{{"@type":"NewsArticle","headline":"Old bridge stays open","image":"{file}"}}"#);
        let meta = "<meta property=og:image content=/a/bridge.jpg>";
        urls(&format!("<script type=application/ld+json>{json}</script>{meta}"))
    };
    assert_eq!(stated("/a/logo.png"), ["/a/bridge.jpg"]);
    assert_eq!(stated("/a/placeholder.png"), ["/a/bridge.jpg"]);
    assert_eq!(stated("/a/old-bridge.jpg"), ["/a/old-bridge.jpg"]);
}
