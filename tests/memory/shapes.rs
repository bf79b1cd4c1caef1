//! Hostile shapes of any size: pages that are one thing over and over.

use copydesk::desk::capture::RawRecord;

/// What a shape is, and a page of it with so many bytes.
pub type Shape = (&'static str, fn(usize) -> RawRecord);

/// Every shape.
pub const SHAPES: &[Shape] = &[
    ("an ordinary page", |n| {
        html(&over(
            "<div class=story><p>The ferry came once <a href=/x>more</a>, they said, and it took forty vehicles to the island before noon.</p></div>\n",
            n,
        ))
    }),
    ("nested divisions", |n| html(&over("<div>", n))),
    ("nested divisions with text", |n| html(&over("<div>x", n))),
    ("nested formatting", |n| html(&over("<b><i>x", n))),
    ("nested lists", |n| html(&over("<ul><li>x", n))),
    ("nested tables", |n| html(&over("<table><tr><td>x", n))),
    ("nested pictures", |n| html(&over("<svg><g>", n))),
    ("a table of short cells", |n| html(&format!("<table>{}", over("<tr><td>1<td>2<td>3", n)))),
    ("a table of long rows", |n| html(&format!("<table><tr>{}", over("<td>The ferry came.", n)))),
    ("a list of links", |n| html(&format!("<ul>{}", over("<li><a href=/x>Ferry returns</a>", n)))),
    ("paragraphs", |n| html(&over("<p>The ferry came once more, they said.", n))),
    ("paragraphs of a letter", |n| html(&over("<p>x", n))),
    ("headings", |n| html(&over("<h2>Ferry returns to Lesk</h2>", n))),
    ("line breaks", |n| html(&over("x<br>", n))),
    ("text nodes parted by empty elements", |n| html(&over("x<i></i>", n))),
    ("end tags", |n| html(&over("</p></b></x>", n))),
    ("unclosed formatting in paragraphs", |n| html(&over("<p><b><u>x", n))),
    ("formatting closed in the wrong order", |n| html(&over("<b><div>x</b>", n))),
    ("text that a table throws out", |n| html(&format!("<table>{}", over("<b>x<tr>", n)))),
    ("one line", |n| html(&over("The ferry came once more, they said. ", n))),
    ("empty lines before a wide space", |n| html(&format!("<p>{}\u{3000}", over("x\n\n\n", n)))),
    ("lines set in by a wide space", |n| html(&over("\n\u{3000}x", n))),
    ("white space between wide spaces", |n| html(&format!("<p>\u{3000}{}\u{3000}", over("\n", n)))),
    ("captions", |n| html(&over("<div class=caption>The ferry came once more, they said to all of us.</div>", n))),
    ("nested captions", |n| html(&over("<div class=caption><div class=credit>x", n))),
    ("boxes of links with heads", |n| html(&over("<div><h4>More</h4><a href=/x>Ferry returns</a></div>", n))),
    ("nested headings", |n| html(&over("<div><h4>Ferry returns to Lesk</h4>", n))),
    ("quotes", |n| html(&over("<blockquote><p>The ferry came once more, they said, and it took forty.", n))),
    ("one word", |n| html(&over("x", n))),
    ("<", |n| html(&over("<", n))),
    ("<a", |n| html(&over("<a ", n))),
    ("</", |n| html(&over("</", n))),
    ("<!", |n| html(&over("<!", n))),
    ("comments", |n| html(&over("<!-- x -->", n))),
    ("a comment that does not end", |n| html(&format!("<!-- {}", over("-- ", n)))),
    ("a script that does not end", |n| html(&format!("<script>{}", over("<!--<script>", n)))),
    ("a title that does not end", |n| html(&format!("<title>{}", over("Ferry ", n)))),
    ("plain text to the end", |n| html(&format!("<plaintext>{}", over("<p>x", n)))),
    ("entities", |n| html(&over("&amp;", n))),
    ("entities that do not end", |n| html(&over("&CounterClockwiseContourIntegra", n))),
    ("attributes of one tag", |n| html(&format!("<p {}>", count(" a", n)))),
    ("attributes of many tags", |n| html(&over("<p class='a b c' id=d data-e=f title='g h'>", n))),
    ("one attribute", |n| html(&format!("<p title='{}'>", over("x ", n)))),
    ("classes", |n| html(&over("<p class='story-body__paragraph story-body__text c-article'>x", n))),
    ("meta entries", |n| html(&over("<meta property=og:title content='Ferry returns'>", n))),
    ("dates", |n| html(&over("<time datetime=2025-10-09>9 May 2025</time>", n))),
    ("days in links", |n| html(&over("<p>x <a href=/x>3 May 2024</a>", n))),
    ("first publications", |n| {
        let sentence =
            "<p>This article was originally published on 3 May 2024, and it has been read by many since, they said.";
        html(&over(sentence, n))
    }),
    ("lists with announcements", |n| {
        html(&over("<p>The council wants:</p><ul><li>A pier of <a href=/x>oak</a></ul>", n))
    }),
    ("bylines", |n| html(&over("<p class=byline>By Ida Brandt</p>", n))),
    ("pictures", |n| html(&over("<figure><img src=/a.jpg><figcaption>x</figcaption></figure>", n))),
    ("microdata", |n| {
        html(&over("<div itemscope itemtype=https://schema.org/NewsArticle><b itemprop=headline>x</b></div>", n))
    }),
    ("nested microdata", |n| html(&over("<div itemscope itemprop=author><b itemprop=name>x", n))),
    ("one body of JSON-LD", |n| {
        ld(&format!(r#"{{"@type":"NewsArticle","articleBody":"{}"}}"#, over("The ferry came. ", n)))
    }),
    ("objects of JSON-LD", |n| ld(&format!("[{}{{}}]", over(r#"{"@type":"NewsArticle","headline":"x"},"#, n)))),
    ("small objects of JSON-LD", |n| ld(&format!("[{}{{}}]", over(r#"{"":0},"#, n)))),
    ("lists of JSON-LD", |n| ld(&format!("[{}[]]", over("[0],", n)))),
    ("nested lists of JSON-LD", |n| ld(&over("[", n))),
    ("broken JSON-LD", |n| ld(&over(r#"{"@type":"NewsArticle","headline":"x" "y","#, n))),
    ("quotes of JSON-LD", |n| ld(&format!(r#"{{"headline":{}"#, over("\"", n)))),
    ("blocks of JSON-LD", |n| html(&over("<script type=application/ld+json>{\"@type\":\"NewsArticle\"}</script>", n))),
    ("a state of small lists", |n| script(&format!("s=[{}[]]", over("[0],", n)))),
    ("a state of texts", |n| {
        script(&format!(
            r#"s={{"title":"Ferry returns to Lesk","body":[{}{{}}]}}"#,
            over(r#"{"text":"The ferry came once more."},"#, n)
        ))
    }),
    ("a state of states", |n| script(&over(r#"s={"title":"Ferry returns to Lesk","a":"x"};"#, n))),
    ("states of small objects", |n| html(&over(r#"<script>s=[{"":0},{"":0},{"":0},{"":0},{"":0}]</script>"#, n))),
    ("brackets behind signs", |n| script(&over("=[", n))),
    ("strings behind signs that do not end", |n| script(&over(r#"=["("#, n))),
    ("rows of a stream", |n| html(&over(r#"<script>self.__next_f.push([1,"1:[0]\n2:T5,Ferry"])</script>"#, n))),
    ("text: one word", |n| text(&over("x", n))),
    ("text: one line", |n| text(&over("The ferry came once more, they said. ", n))),
    ("text: short lines", |n| text(&over("l\n", n))),
    ("text: no two lines alike", |n| text(&count("\nThe ferry came for the time of ", n))),
    ("text: paragraphs", |n| text(&over("The ferry came once more to the island, they said.\n\n", n))),
    ("text: empty lines", |n| text(&format!("{STORY}{}", over("\n", n)))),
    ("text: dates", |n| text(&format!("{STORY}{}", over("Published: 9 May 2025, 10:00\n", n)))),
    ("text: times of day", |n| text(&format!("{STORY}{}", over("10:00:00 ", n)))),
    ("text: combining marks", |n| text(&format!("{STORY}a{}", over("\u{301}\u{323}", n)))),
    ("text: ligatures that grow", |n| text(&format!("{STORY}{}", over("\u{fdfa} ", n)))),
    ("text: ideographs", |n| text(&format!("{STORY}{}", over("渡船返回港口", n)))),
    ("text: letters beyond the first plane", |n| text(&format!("{STORY}{}", over("𝕱𝖊𝖗𝖗𝖞 ", n)))),
    ("text: invisible characters", |n| text(&format!("{STORY}{}", over("\u{200d}\u{feff}", n)))),
];

const STORY: &str = "Ferry returns to Lesk\n\nThe car ferry Maren returned to the harbour of Lesk on Tuesday after eleven \
                     weeks in the yard, and took its first forty vehicles to the island before noon.\n\n";

/// A unit over and over, up to so many bytes.
fn over(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

/// A unit with a number behind it over and over, up to so many bytes.
fn count(unit: &str, bytes: usize) -> String {
    (0..)
        .scan(0, |sum, n| {
            let next = format!("{unit}{n}");
            *sum += next.len();
            (*sum <= bytes).then_some(next)
        })
        .collect()
}

fn html(body: &str) -> RawRecord {
    record(
        ("content-type", "text/html; charset=utf-8"),
        format!(
            "<!doctype html><html lang=en><title>Ferry returns to Lesk</title><h1>Ferry returns to Lesk</h1>{body}"
        ),
    )
}

fn ld(json: &str) -> RawRecord {
    html(&format!("<script type=application/ld+json>{json}</script><p>{STORY}"))
}

fn script(code: &str) -> RawRecord {
    html(&format!("<script>{code}</script>"))
}

fn text(lines: &str) -> RawRecord {
    record(("copydesk-format", "text"), lines.to_owned())
}

fn record(header: (&str, &str), value: String) -> RawRecord {
    let headers = [header, ("url", "https://courier.example/harbour/ferry-returns-4711")];
    let headers = headers.map(|(name, value)| (name.to_owned(), Some(value.as_bytes().to_vec()))).into();
    RawRecord { key: None, value: Some(value.into_bytes()), headers, timestamp_ms: 1_760_000_000_000 }
}
