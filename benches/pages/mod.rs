//! Pages to measure on: generated from the samples' words in the shape of real news pages, where a twentieth is text and
//! the rest is scripts, styles, data blocks, menus and teasers.

use std::fmt::Write as _;

use copydesk::desk::capture::RawRecord;

/// The samples whose sentences fill the pages.
const WORDS: &[&str] = &[
    include_str!("../../src/cli/demo/pages/ferry-herald.html"),
    include_str!("../../src/cli/demo/pages/walks-herald.html"),
    include_str!("../../src/cli/demo/pages/storm-courier.html"),
    include_str!("../../src/cli/demo/pages/market-monday.html"),
];

/// The page's address.
pub const URL: &str = "https://harbour-post.example/local/town-clock-goes-back-to-work";

/// The sentences of the samples, without their markup.
pub fn sentences() -> Vec<&'static str> {
    let texts = WORDS.iter().flat_map(|page| page.split("<p>").skip(1));
    let paragraphs = texts.filter_map(|rest| rest.split("</p>").next()).filter(|text| !text.contains('<'));
    paragraphs.flat_map(|text| text.split_inclusive(". ")).map(str::trim).filter(|text| text.len() > 40).collect()
}

/// An article's text of about so many words, a paragraph a line.
pub fn prose(words: usize) -> String {
    let mut out = String::new();
    let mut left = words;
    for (place, sentence) in sentences().iter().cycle().enumerate() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(sentence.split(' ').count());
        out.push_str(sentence);
        out.push(if place % 3 == 2 { '\n' } else { ' ' });
    }
    out
}

/// A news page of about so many bytes.
pub fn page(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 4096);
    out.push_str(
        r#"<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Town clock goes back to work after nine years | Harbour Post</title>
<link rel="canonical" href="https://harbour-post.example/local/town-clock-goes-back-to-work">
<meta property="og:title" content="Town clock goes back to work after nine years">
<meta property="og:site_name" content="Harbour Post"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-10-05T14:20:00+01:00">
<meta name="description" content="The town clock struck noon for the first time in nine years.">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":
"Town clock goes back to work after nine years","datePublished":"2026-10-05T14:20:00+01:00","author":
[{"@type":"Person","name":"Rosamund Thackeray-Boyle"}],"publisher":{"@type":"Organization","name":"Harbour Post"}}</script>
"#,
    );
    // Half of a page is what no reader sees.
    let unseen = bytes / 2;
    while out.len() < unseen / 2 {
        let n = out.len();
        let _ = writeln!(
            out,
            "<style>.c{n}{{margin:0 {n}px;color:#333}}@media (min-width:{n}px){{.c{n}>a{{float:left}}}}</style>"
        );
    }
    out.push_str("</head><body class=\"page page--article\"><header><nav class=\"main-menu\"><ul>");
    for section in ["Local", "Sport", "Weather", "Business", "Culture", "Harbour", "Letters"] {
        let _ = write!(out, "<li class=\"menu__item\"><a class=\"menu__link\" href=\"/{section}\">{section}</a></li>");
    }
    out.push_str(
        "</ul></nav></header><main><article class=\"story\"><h1 class=\"story__headline\">Town clock goes back to work after \
         nine years</h1><p class=\"byline\">By <a rel=\"author\" href=\"/authors/rtb\">Rosamund Thackeray-Boyle</a></p>\
         <time datetime=\"2026-10-05T14:20:00+01:00\">5 October 2026</time><div class=\"story__body\">",
    );
    for (place, paragraph) in prose(bytes / 120 + 150).lines().enumerate() {
        let _ = writeln!(out, "<p class=\"story__paragraph\" data-place=\"{place}\">{paragraph}</p>");
        if place % 4 == 3 {
            out.push_str(
                "<figure><img src=\"/i/clock.jpg\" alt=\"\"><figcaption>The clock at noon</figcaption></figure>",
            );
        }
    }
    out.push_str("</div></article>");
    while out.len() < unseen {
        let n = out.len();
        let _ = writeln!(
            out,
            "<script>window.q=window.q||[];q.push({{\"slot\":{n},\"sizes\":[[300,250],[728,90]]}});</script>"
        );
    }
    out.push_str("<aside class=\"related\">");
    for (place, sentence) in sentences().iter().cycle().enumerate() {
        if out.len() >= bytes {
            break;
        }
        let _ = writeln!(
            out,
            "<div class=\"teaser teaser--small\" data-id=\"{place}\"><a class=\"teaser__link\" href=\"/local/{place}\">\
             <span class=\"teaser__kicker\">Local</span><h3 class=\"teaser__title\">{}</h3></a><span class=\"teaser__time\">\
             {} minutes ago</span></div>",
            sentence.chars().take(60).collect::<String>(),
            place % 60
        );
    }
    out.push_str("</aside></main><footer><p>© Harbour Post 2026</p></footer></body></html>");
    out
}

/// The page as fetched, in a record of its own with these headers besides its URL.
pub fn native(value: Vec<u8>, headers: &[(&str, &str)]) -> RawRecord {
    let header = |&(name, value): &(&str, &str)| (name.to_owned(), Some(value.as_bytes().to_vec()));
    let headers = [("url", URL)].iter().chain(headers).map(header).collect();
    RawRecord { value: Some(value), headers, ..RawRecord::default() }
}
