//! Hostile pages: readable bytes whose markup, data or words are meant to blow something up.

use super::records::{Row, URL, filled, html, ld, numbered, plain_story, record, story, story_before, text};

/// Markup against the parser. Most rows are a news page with the hostile part within or behind it: the story is still
/// to be read.
pub const MARKUP: &[Row] = &[
    ("a million nested divisions", || html(story_before(&filled("<div>", 5_000_000))), "article"),
    ("100,000 nested b", || html(story_before(&filled("<b>x", 400_000))), "article"),
    (
        "100,000 nested b, no two alike",
        || html(story_before(&numbered(100_000, |n| format!("<b id=b{n}>x")))),
        "article",
    ),
    ("100,000 nested a", || html(story_before(&filled("<a href=/x>x", 1_200_000))), "article"),
    ("100,000 nested nobr", || html(story_before(&filled("<nobr>x", 700_000))), "article"),
    ("100,000 nested tables", || html(story_before(&filled("<table>", 700_000))), "article"),
    ("100,000 nested cells", || html(story_before(&filled("<table><tr><td>x", 1_600_000))), "article"),
    ("100,000 nested pictures", || html(story_before(&filled("<svg>", 500_000))), "article"),
    ("100,000 nested pictures and what leaves them", || html(story_before(&filled("<svg><p>x", 900_000))), "article"),
    ("100,000 nested formulas", || html(story_before(&filled("<math><mi>x", 1_100_000))), "article"),
    ("100,000 nested templates", || html(story_before(&filled("<template>", 1_000_000))), "article"),
    ("100,000 nested lists", || html(story_before(&filled("<ul><li>x", 900_000))), "article"),
    ("100,000 nested buttons", || html(story_before(&filled("<button>x", 900_000))), "article"),
    ("100,000 nested choices", || html(story_before(&filled("<select><option>x", 1_700_000))), "article"),
    ("100,000 nested forms", || html(story_before(&filled("<form><p>x", 1_000_000))), "article"),
    ("100,000 nested quotations", || html(story_before(&filled("<blockquote>x", 1_300_000))), "article"),
    ("100,000 nested unknown elements", || html(story_before(&numbered(100_000, |n| format!("<x{n}>x")))), "article"),
    ("100,000 paragraphs in bold", || html(story_before(&filled("<p><b>x", 700_000))), "article"),
    (
        "100,000 bold divisions closed in the wrong order",
        || html(story_before(&filled("<b><div>x</b>", 1_300_000))),
        "article",
    ),
    (
        "eight kinds of formatting, never closed",
        || html(story_before(&filled("<p><b><i><u><s><em><tt><big><small>x", 3_900_000))),
        "article",
    ),
    ("formatting closed by others", || html(story_before(&filled("<a><b><i></a></b></i><div>", 2_600_000))), "article"),
    (
        "100,000 lines that a table throws out",
        || html(story_before(&format!("<table>{}", filled("<b>x<tr>", 800_000)))),
        "article",
    ),
    ("a million end tags", || html(story_before(&filled("</p></b></x>", 4_000_000))), "article"),
    ("a million line breaks", || html(story_before(&filled("<br>", 4_000_000))), "article"),
    (
        "100,000 attributes",
        || html(story("", &format!("<p{}>x</p>", numbered(100_000, |n| format!(" a{n}=1"))))),
        "article",
    ),
    ("100,000 times one attribute", || html(story("", &format!("<p{}>x</p>", filled(" a=1", 400_000)))), "article"),
    (
        "100,000 attributes without a value",
        || html(story("", &format!("<p {}>x</p>", filled("a/", 200_000)))),
        "article",
    ),
    (
        "100,000 bodies with another attribute each",
        || html(story_before(&numbered(100_000, |n| format!("<body a{n}=1>")))),
        "article",
    ),
    ("an attribute of 5 MB", || html(story("", &format!("<img src=\"data:{}\">", filled("x", 5_000_000)))), "article"),
    (
        "a class of a million words",
        || html(story("", &format!("<p class=\"{}\">x</p>", filled("x ", 60_000)))),
        "article",
    ),
    (
        "an attribute that does not end",
        || html(story_before(&format!("<p title=\"{}", filled("<p>x", 5_000_000)))),
        "article",
    ),
    ("a tag's name of 5 MB", || html(story_before(&format!("<{}>", filled("x", 5_000_000)))), "article"),
    ("a million entities", || html(story("", &format!("<p>{}</p>", filled("&amp;", 5_000_000)))), "article"),
    (
        "entities that do not end",
        || html(story("", &format!("<p>{}</p>", filled("&CounterClockwiseContourIntegra", 5_000_000)))),
        "article",
    ),
    (
        "numbers of no letter",
        || html(story("", &format!("<p>{}</p>", filled("&#x110000;&#0;&#xD800;&#99999999999;", 5_000_000)))),
        "article",
    ),
    ("9 MB of <", || html(filled("<", 9 << 20)), "no-text"),
    ("9 MB of </", || html(story_before(&filled("</", 9 << 20))), "article"),
    ("9 MB of <!", || html(story_before(&filled("<!", 9 << 20))), "article"),
    ("9 MB of <a", || html(story_before(&filled("<a ", 9 << 20))), "article"),
    ("9 MB of comments", || html(story("", &filled("<!---->", 9 << 20))), "article"),
    ("a comment that does not end", || html(story_before(&format!("<!-- {}", filled("-- ", 5_000_000)))), "article"),
    (
        "a script that does not end",
        || html(story_before(&format!("<script>{}", filled("<!--<script>", 5_000_000)))),
        "article",
    ),
    ("a style that does not end", || html(story_before(&format!("<style>{}", filled("</styl", 5_000_000)))), "article"),
    ("a title that does not end", || html(format!("<html><title>{}", filled("Ferry ", 5_000_000))), "empty-shell"),
    (
        "a text area that does not end",
        || html(story_before(&format!("<textarea>{}", filled("<p>x", 5_000_000)))),
        "article",
    ),
    ("plain text to the end", || html(story_before(&format!("<plaintext>{}", filled("<p>x", 5_000_000)))), "article"),
    ("frames", || html(filled("<frameset>", 1_000_000)), "empty-shell"),
];

/// Pages that name a fact a hundred thousand times, or at a length that none has.
pub const FACTS: &[Row] = &[
    ("100,000 headlines", || html(story("", &numbered(100_000, |n| format!("<h1>Ferry {n} returns</h1>")))), "article"),
    (
        "100,000 sub-headlines",
        || html(story("", &numbered(100_000, |n| format!("<h2>Ferry {n} returns</h2>")))),
        "article",
    ),
    ("a headline of 5 MB", || html(story("", &format!("<h1>{}</h1>", filled("Ferry returns ", 5_000_000)))), "article"),
    (
        "100,000 titles of properties",
        || html(story(&numbered(100_000, |n| format!("<meta property=og:title content='Ferry {n}'>")), "")),
        "article",
    ),
    (
        "100,000 descriptions",
        || html(story(&numbered(100_000, |n| format!("<meta name=description content='Ferry {n}'>")), "")),
        "article",
    ),
    (
        "100,000 dates",
        || html(story("", &numbered(100_000, |n| format!("<time datetime='2025-10-09T{n}'>9 May {n}</time>")))),
        "article",
    ),
    (
        "100,000 dates of properties",
        || html(story(&numbered(100_000, |n| format!("<meta property=article:published_time content='{n}'>")), "")),
        "article",
    ),
    (
        "100,000 bylines",
        || html(story("", &numbered(100_000, |n| format!("<p class=byline>By Ida Brandt {n}</p>")))),
        "article",
    ),
    (
        "100,000 authors of properties",
        || html(story(&numbered(100_000, |n| format!("<meta name=author content='Ida Brandt {n}'>")), "")),
        "article",
    ),
    (
        "a byline of 60 kB",
        || html(story(&format!("<meta name=author content='{}'>", filled("Ida Brandt and ", 60_000)), "")),
        "article",
    ),
    (
        "100,000 pictures",
        || html(story("", &numbered(100_000, |n| format!("<figure><img src=/{n}.jpg></figure>")))),
        "article",
    ),
    (
        "100,000 canonical addresses",
        || html(story(&numbered(100_000, |n| format!("<link rel=canonical href='/{n}?utm_source=x'>")), "")),
        "article",
    ),
    (
        "100,000 tags",
        || html(story("", &numbered(100_000, |n| format!("<a rel=tag href=/t/{n}>Tag {n}</a> ")))),
        "article",
    ),
    (
        "keywords of 60 kB",
        || html(story(&format!("<meta name=keywords content='{}'>", numbered(8_000, |n| format!("k{n},"))), "")),
        "article",
    ),
    (
        "100,000 paragraphs",
        || html(story("", &numbered(100_000, |n| format!("<p>The ferry came for the {n}th time.</p>")))),
        "article",
    ),
    (
        "100,000 times one paragraph",
        || html(story("", &filled("<p>The ferry came once more, they said.</p>", 4_000_000))),
        "article",
    ),
    (
        "100,000 links",
        || html(story_before(&numbered(100_000, |n| format!("<p><a href=/{n}>Ferry {n} returns to Lesk</a></p>")))),
        "article",
    ),
    (
        "100,000 things of microdata",
        || {
            html(story(
                "",
                &filled(
                    "<div itemscope itemtype=https://schema.org/NewsArticle><b itemprop=headline>x</b></div>",
                    9 << 20,
                ),
            ))
        },
        "article",
    ),
    (
        "nested things of microdata",
        || {
            html(story_before(&filled(
                "<div itemscope itemprop=author itemtype=https://schema.org/Person><b itemprop=name>x",
                9 << 20,
            )))
        },
        "article",
    ),
    (
        "a paragraph of 8 MB",
        || html(story("", &format!("<p>{}</p>", filled("The ferry came once more. ", 8 << 20)))),
        "article",
    ),
    ("a word of 8 MB", || html(story("", &format!("<p>{}</p>", filled("x", 8 << 20)))), "article"),
    ("a line of 9 MB and no tag", || html(filled("The ferry came once more, ", 9 << 20)), "no-headline"),
    (
        "a URL of 2,000 steps up",
        || record(&[("url", &format!("https://a.example/{}", "x/../".repeat(1_500)))], story("", "")),
        "article",
    ),
    (
        "a URL of 2,000 parameters",
        || record(&[("url", &format!("https://a.example/?{}", "utm_a=1&".repeat(900)))], story("", "")),
        "article",
    ),
    (
        "a host of 250 letters",
        || record(&[("url", &format!("https://{}example/x", "xn--a.".repeat(30)))], story("", "")),
        "bad-url",
    ),
];

/// JSON-LD that is too large, too deep, in a circle or broken.
pub const DATA: &[Row] = &[
    (
        "5 MB of JSON-LD",
        || html(story(&ld(&format!("[{}{{}}]", filled(r#"{"@type":"Person","name":"x"},"#, 5_000_000))), "")),
        "article",
    ),
    (
        "2 MB of JSON-LD",
        || html(story(&ld(&format!("[{}{{}}]", filled(r#"{"@type":"NewsArticle","headline":"x"},"#, 2_000_000))), "")),
        "article",
    ),
    (
        "2 MB of the smallest objects",
        || html(story(&ld(&format!("[{}{{}}]", filled(r#"{"":0},"#, 2_000_000))), "")),
        "article",
    ),
    ("2 MB of the smallest lists", || html(story(&ld(&format!("[{}[]]", filled("[0],", 2_000_000))), "")), "article"),
    ("2 MB of the smallest numbers", || html(story(&ld(&format!("[{}0]", filled("0,", 2_000_000))), "")), "article"),
    (
        "1 MB of broken JSON-LD",
        || html(story(&ld(&filled(r#"{"@type":"NewsArticle","headline":"x" "y","#, 1_000_000)), "")),
        "article",
    ),
    (
        "1 MB of quotes",
        || html(story(&ld(&format!("{{\"@type\":\"NewsArticle\",\"headline\":{}", filled("\"", 1_000_000))), "")),
        "article",
    ),
    (
        "1 MB of backslashes",
        || html(story(&ld(&format!("{{\"headline\":\"{}", filled("\\", 1_000_000))), "")),
        "article",
    ),
    ("lists nested 100,000 deep", || html(story(&ld(&"[".repeat(100_000)), "")), "article"),
    (
        "closed lists nested 100,000 deep",
        || html(story(&ld(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))), "")),
        "article",
    ),
    ("graphs nested 100,000 deep", || html(story(&ld(&r#"{"@graph":["#.repeat(100_000)), "")), "article"),
    (
        "things that name each other",
        || {
            html(story(
                &ld(r##"{"@graph":[{"@type":"NewsArticle","@id":"#a","author":{"@id":"#b"},"mainEntity":{"@id":"#a"}},
        {"@type":"Person","@id":"#b","name":{"@id":"#a"},"author":{"@id":"#b"},"mainEntityOfPage":{"@id":"#a"}}]}"##),
                "",
            ))
        },
        "article",
    ),
    (
        "20,000 things that name the next",
        || {
            html(story(
                &ld(&format!(
                    r##"{{"@graph":[{}{{"@type":"NewsArticle","author":{{"@id":"#0"}}}}]}}"##,
                    numbered(20_000, |n| format!(
                        r##"{{"@id":"#{n}","@type":"Person","name":{{"@id":"#{}"}}}},"##,
                        n + 1
                    ))
                )),
                "",
            ))
        },
        "article",
    ),
    ("100,000 blocks of JSON-LD", || html(story(&filled(&ld(r#"{"@type":"NewsArticle"}"#), 6_000_000), "")), "article"),
    (
        "100,000 authors in JSON-LD",
        || {
            html(story(
                &ld(&format!(
                    r#"{{"@type":"NewsArticle","author":[{}""]}}"#,
                    numbered(100_000, |n| format!(r#"{{"name":"A{n}"}},"#))
                )),
                "",
            ))
        },
        "article",
    ),
    (
        "lone surrogates in JSON-LD",
        || html(story(&ld(r#"{"@type":"NewsArticle","headline":"\ud800\udfff\udc00 Ferry"}"#), "")),
        "article",
    ),
    (
        "numbers beyond any in JSON-LD",
        || html(story(&ld(r#"{"@type":"NewsArticle","wordCount":1e99999,"headline":-0}"#), "")),
        "article",
    ),
    (
        "an article's body of 1 MB in JSON-LD",
        || {
            html(story(
                &ld(&format!(
                    r#"{{"@type":"NewsArticle","articleBody":"{}"}}"#,
                    filled("The ferry came once more.\\n", 1_000_000)
                )),
                "",
            ))
        },
        "article",
    ),
];

/// Texts and values: lines without end, letters that no reader sees, dates that never were.
pub const WORDS: &[Row] = &[
    ("10 MB of one word", || text(filled("x", 10 << 20)), "no-text"),
    ("10 MB of one line", || text(filled("The ferry came once more, they said. ", 10 << 20)), "no-text"),
    ("a million lines", || text(numbered(1_000_000, |n| format!("l {n}\n"))), "no-text"),
    ("a million empty lines", || text(plain_story(&filled("\n", 1_000_000))), "article"),
    ("10 MB of line breaks and a letter", || text(filled("a\n", 10 << 20)), "no-text"),
    ("a million times one line", || text(plain_story(&filled("they said\n", 9_000_000))), "article"),
    (
        "200,000 lines of prose",
        || text(numbered(200_000, |n| format!("The ferry came for the {n}th time.\n\n"))),
        "article",
    ),
    (
        "100,000 lines of dates",
        || text(plain_story(&numbered(100_000, |n| format!("Published: 9 May {n}, 10:0{n}\n")))),
        "article",
    ),
    (
        "a million combining marks",
        || text(plain_story(&format!("a{}", filled("\u{301}\u{323}", 4_000_000)))),
        "article",
    ),
    ("a million joiners", || text(plain_story(&filled("\u{200d}\u{feff}", 6_000_000))), "article"),
    ("ligatures that grow", || text(plain_story(&filled("\u{fdfa} ", 4_000_000))), "article"),
    ("marks that turn the line", || text(plain_story("\u{202e}\u{2066}yrref ehT\u{202d} said so.\u{2069}")), "article"),
    ("letters beyond the first plane", || text(plain_story(&filled("𝕱𝖊𝖗𝖗𝖞 👩‍👩‍👧‍👦 ", 4_000_000))), "article"),
    ("a million points", || text(plain_story(&filled(". ", 2_000_000))), "article"),
    ("a million digits", || text(plain_story(&filled("1234567890", 10_000_000 / 4))), "article"),
    ("a million times of day", || text(plain_story(&filled("10:00:00 ", 4_000_000))), "article"),
    ("ideographs without a space", || text(plain_story(&filled("渡船返回港口", 4_000_000))), "article"),
    (
        "dates that never were",
        || {
            let dates = [
                "+999999-12-31T23:59:59Z",
                "-999999-01-01",
                "99999999999999999999999-01-01",
                "2025-13-45T99:99:99+99:99",
                "0000-00-00 00:00:00",
                "9 May 999999",
                "999999999999999999 years ago",
                "-5 minutes ago",
                "1e300",
                "-1",
                "9223372036854775807",
                "9999-12-31T23:59:59-23:59",
                "-009999-01-01T00:00:00+23:59",
                "١٤٤٧/١٣/٩٩",
            ];
            let metas = dates.map(|date| format!("<meta property=article:published_time content='{date}'>")).concat();
            let seen = dates.map(|date| format!("<time datetime='{date}'>{date}</time> ")).concat();
            html(story(&metas, &seen))
        },
        "article",
    ),
    (
        "a date of 60 kB",
        || {
            html(story(
                &format!(
                    "<meta property=article:published_time content='{}'>",
                    filled("2025-10-09 10:00 May ", 60_000)
                ),
                "",
            ))
        },
        "article",
    ),
    (
        "a date of 5 MB",
        || html(story("", &format!("<time>{}</time>", filled("9 May 2025 10:00 ", 5_000_000)))),
        "article",
    ),
    (
        "a language that nobody speaks",
        || {
            html(
                story("<meta http-equiv=content-language content='x-\u{202e}-zz'>", "").replace("lang=en", "lang='\0'"),
            )
        },
        "article",
    ),
    (
        "a URL with every escape",
        || record(&[("url", &format!("{}?{}", URL.1, "%00%ff%e2%80%ae".repeat(300)))], story("", "")),
        "article",
    ),
];
