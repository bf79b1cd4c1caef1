//! A page as a crawler sends it: the article's text amid markup, scripts and styles that make up most of its bytes.
//!
//! It is as dense as news pages are: of 125 of some sixty publishers, half hold fewer than 410 elements, 800 attributes and 115
//! texts in 100 KB, and half of the bytes are scripts and styles; of 133 articles of other kinds of sites, half have fewer than
//! 720 elements, and a sixth is scripts. And it is as hard to pack: gzip makes half of the 125 less than 5.1 times as small, and
//! half of them come to between 4.3 and 5.9 times.

use std::{fmt::Write as _, sync::LazyLock};

use super::address;
use crate::pages::{self, Draw};

/// What teasers take of a page, so that it has some 100,000 bytes.
const TEASER_BYTES: usize = 52_000;

/// The page of that number. The same publisher's pages have the same surroundings.
pub(super) fn page(number: usize) -> String {
    static AROUND: LazyLock<[String; 2]> = LazyLock::new(|| [before_the_article(), behind_the_article()]);
    let text = pages::text(number);
    let (headline, body) = text.split_once("\n\n").expect("a headline and a body");
    let paragraphs: String = body.split("\n\n").fold(String::new(), |mut all, paragraph| {
        let _ = writeln!(all, "<p class=\"text\">{}</p>", paragraph.trim());
        all
    });
    let [before, behind] = &*AROUND;
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline}</title>\
         <link rel=\"canonical\" href=\"{url}\">\
         <meta property=\"article:published_time\" content=\"2030-05-01T10:00:00Z\">\
         <script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
         \"headline\":\"{headline}\",\"datePublished\":\"2030-05-01T10:00:00Z\",\"mainEntityOfPage\":\"{url}\"}}</script>\
         {before}<article><h1>{headline}</h1>\n{paragraphs}</article>{behind}",
        url = address(number),
    )
}

/// Letters and digits as scripts and addresses have them: keys, digests, names of minified code.
fn code(draw: &mut Draw, length: usize) -> String {
    (0..length).map(|_| char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[draw.below(36)])).collect()
}

fn before_the_article() -> String {
    let mut draw = Draw(1);
    let mut page = String::from("<style>");
    for rule in 0..200 {
        let (class, margin, color) = (code(&mut draw, 5), draw.below(64), draw.below(1 << 24));
        let _ = writeln!(page, ".{class} > .item:nth-child({rule}) {{ margin: {margin}px auto; color: #{color:06x} }}");
    }
    page.push_str("</style><script>window.state = [");
    for _ in 0..750 {
        let (id, slot, on) = (draw.below(100_000), code(&mut draw, 6), draw.below(2) == 0);
        let _ = write!(page, "{{\"id\":{id},\"slot\":\"side-{slot}\",\"on\":{on}}},");
    }
    page.push_str("0];</script></head><body><header><nav><ul>");
    for link in 0..40 {
        let _ = write!(page, "<li class=\"nav\"><a href=\"/section/{link}\">Section {link}</a></li>");
    }
    page.push_str("</ul></nav></header><main>");
    page
}

fn behind_the_article() -> String {
    let mut draw = Draw(2);
    let mut page = String::from("</main><aside>");
    let mut teaser = 0;
    while page.len() < TEASER_BYTES {
        let picture = code(&mut draw, 32);
        let mut image = |width: u32| {
            let signed = code(&mut draw, 16);
            format!("https://images.example/{picture}/{width}x{width}.jpg?s={signed}")
        };
        let images = [image(300), image(600), image(300)];
        let (id, address) = (draw.below(10_000_000), code(&mut draw, 24));
        let _ = writeln!(
            page,
            "<div class=\"teaser teaser--wide teaser__block-{teaser} grid__item grid__item--third\" data-position=\"{teaser}\" \
             data-track='{{\"area\":\"aside\",\"position\":{teaser},\"kind\":\"teaser\"}}'>\
             <a class=\"teaser__link\" href=\"https://www.paper.example/news/section-{teaser}/{address}-{id}\">\
             <picture><source media=\"(min-width: 600px)\" srcset=\"{} 300w, {} 600w\"><img class=\"teaser__picture\" src=\"{}\" \
             loading=\"lazy\" width=\"300\" height=\"200\" alt=\"\"></picture>\
             <h3 class=\"teaser__headline\">More from section {teaser}</h3></a>\
             <span class=\"teaser__meta\">{teaser} comments</span></div>",
            images[0], images[1], images[2],
        );
        teaser += 1;
    }
    page.push_str("</aside><footer>All rights reserved</footer></body></html>");
    page
}

#[test]
fn the_page_is_as_dense_as_news_pages_are() {
    let page = page(1);
    let of_100_kb = |count: usize| count * 100_000 / page.len();
    let names = page.as_bytes().windows(2).filter(|at| at[0] == b'<' && at[1].is_ascii_alphabetic()).count();
    let code: usize = page
        .match_indices("<s")
        .filter_map(|(from, _)| page.get(from..)?.strip_prefix("<script").or(page.get(from..)?.strip_prefix("<style")))
        .filter_map(|code| code.find("</s"))
        .sum();
    assert!((95_000..105_000).contains(&page.len()), "{} bytes", page.len());
    assert!((410..720).contains(&of_100_kb(names)), "{names} elements");
    assert!((17..51).contains(&(code * 100 / page.len())), "{code} bytes of scripts and styles");
    let packed = flate2::read::GzEncoder::new(page.as_bytes(), flate2::Compression::default());
    let packed = std::io::copy(&mut { packed }, &mut std::io::sink()).expect("memory is read");
    let ratio = page.len() as f64 / packed as f64;
    assert!((4.3..5.9).contains(&ratio), "packed to a part of {ratio}");
}
