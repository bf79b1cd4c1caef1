//! Who signs, and what only looks like a byline.

use super::{read, values};

fn bylines(rest: &str) -> Vec<String> {
    let draft = read(&format!("<title>Rain stops all play</title><h1>Rain stops all play</h1>{rest}"));
    let mut out: Vec<String> = values(&draft.bylines).into_iter().map(str::to_owned).collect();
    // What an element holds and what it says are the same here.
    out.dedup();
    out
}

#[test]
fn the_site_is_no_author_where_no_reader_sees_it_sign() {
    let meta = "<meta property=og:site_name content='The Example'><meta name=author content='The Example'>";
    assert!(bylines(meta).is_empty());
    assert_eq!(bylines(&format!("{meta}<p class=byline>By The Example</p>")), ["The Example", "By The Example"]);
}

#[test]
fn the_next_meta_names_whom_the_first_leaves_to_the_site() {
    let meta = "<meta property=og:site_name content='The Example'><meta name=author content='The Example'>
        <meta property=og:article:author content='Jane Doe'>";
    assert_eq!(bylines(meta), ["Jane Doe"]);
}

#[test]
fn an_address_to_write_to_signs_nothing() {
    let address = "<address><p>Jane Doe</p></address>";
    assert_eq!(bylines(address), ["Jane Doe"]);
    assert!(bylines(&format!("<div class=contactbox><div>{address}</div></div>")).is_empty());
}

#[test]
fn a_byline_may_stand_below_its_date_in_one_block() {
    assert_eq!(bylines("<p>Published: November 3, 2021<br>By Jane Doe</p>"), ["By Jane Doe"]);
    assert_eq!(bylines("<div>3. November 2021<br>Von Anna Berg</div>"), ["Von Anna Berg"]);
    assert!(bylines("<p>The bridge<br>By night</p>").is_empty());
    assert!(bylines("<li>3 May 2021<br>By Tom Low<br><a href=/b>Cats win</a></li>").is_empty());
}

#[test]
fn who_is_spoken_of_signs_nothing() {
    let text = |href: &str, front: &str| {
        let link = format!("<a href='{href}'>Jane Doe</a>");
        bylines(&format!(
            "<p>{front} {link} said that the rain had come earlier than anybody at the school had thought.</p>"
        ))
    };
    assert!(text("https://school.example/people/jane-doe", "The head of physics").is_empty());
    assert!(text("https://network.example/profile/Jane-Doe", "The head of physics").is_empty());
    assert_eq!(text("/author/jane-doe", "This test is led by").first().map(String::as_str), Some("Jane Doe"));
    assert_eq!(text("/people/jane-doe", "A report from the lawns, by").first().map(String::as_str), Some("Jane Doe"));
    assert_eq!(
        bylines("<p>Von <a href='/people/jane-doe'>Jane Doe</a></p>").first().map(String::as_str),
        Some("Jane Doe")
    );
    assert!(bylines("<p><a href='/people/news/rain-star-found-62257.html'>Officers found</a> it.</p>").is_empty());
}

#[test]
fn labels_and_licences_are_no_bylines() {
    assert_eq!(
        bylines("<p><span class=meta-prep-author>Posted on</span> <a rel=author href=/x>Jane Doe</a></p>"),
        ["Jane Doe"]
    );
    assert!(bylines("<p><a class=license-author href=/x>John Roe</a></p>").is_empty());
}

#[test]
fn a_query_names_an_author_by_number_alone() {
    assert_eq!(bylines("<p><a href='/?author=12'>Jane Doe</a></p>"), ["Jane Doe"]);
    assert!(bylines("<p><a href='/shop?author=John+Roe'>John Roe</a></p>").is_empty());
}

#[test]
fn a_trail_beside_the_author_names_sections() {
    let markup = "<div class=article-author><span itemprop=name>Jane Doe</span>
        <ul class=breadcrumbs><li><span itemprop=name>City</span></ul></div>";
    assert_eq!(bylines(markup).first().map(String::as_str), Some("Jane Doe"));
}

#[test]
fn a_text_may_be_signed_at_its_end() {
    let text = "<div>The rain came down on the lawns all day, and nobody stayed to see it.</div>".repeat(30);
    let page = |end: &str| bylines(&format!("{text}{end}"));
    assert_eq!(page("<p>(Reporting by Jane Doe; Editing by Ann Poe)</p>"), ["Reporting by Jane Doe"]);
    assert!(page("<p>Reporting by the Harbour Post; Editing by Ann Poe</p>").is_empty());
    assert_eq!(page("<p>By Jane Doe</p><p>(Reporting by Tom Low; Editing by Ann Poe)</p>"), ["By Jane Doe"]);
    assert_eq!(page("<p>Written by Jane Doe</p>"), ["Written by Jane Doe"]);
    assert_eq!(page("<p>Written by Jane Doe</p><meta name=author content=AFP>"), ["AFP"]);
    assert!(page("<ul><li>Directed by Tom Low<li>Written by Jane Doe</ul>").is_empty());
    assert_eq!(page("<p><em>Von Anna Berg</em></p>"), ["Von Anna Berg"]);
    assert!(page("<p><em>Von Anna Berg</em></p><p>Von Karl Tal</p>").is_empty(), "they signed other stories");
    assert!(page("<p>Von Montag an</p>").is_empty());
}

#[test]
fn a_label_introduces_the_source() {
    let sources = |rest: &str| {
        let draft = read(&format!("<title>Rain stops all play</title><h1>Rain stops all play</h1>{rest}"));
        values(&draft.sources).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(sources("<p>It rained all day.</p><p>Quelle: dpa</p>"), ["Quelle: dpa"]);
    assert_eq!(sources("<ul><li><b>Fuente:</b> EFE</ul>"), ["Fuente: EFE"]);
    assert!(sources("<figure><div>Quelle: AFP</div></figure>").is_empty());
    assert!(sources("<div class=bildunterschrift>Quelle: dpa</div>").is_empty());
    assert!(sources("<div><img src=/a.jpg><p>Quelle: dpa</p></div>").is_empty());
    assert!(sources("<p>Source of the river: the old spring</p>").is_empty());
    assert!(sources("<p>Source: the report of the council of Elmhaven for the year 2030</p>").is_empty());
}

#[test]
fn a_credit_of_others_is_no_byline() {
    assert!(bylines("<ul><li>Bild:</li><li><address>picture-archive</address></li></ul>").is_empty());
    assert!(bylines("<p>Photos by <a rel=author href=/author/john>John Roe</a></p>").is_empty());
    assert!(bylines("<p>Rain fell. Foto: <a rel=author href=/author/john>John Roe</a></p>").is_empty());
    assert!(bylines("<p>Übersetzt von <a rel=author href=/autor/karl>Karl Tal</a></p>").is_empty());
    assert_eq!(
        bylines("<p>Text und Foto: <a rel=author href=/autor/anna>Anna Berg</a></p>").first().map(String::as_str),
        Some("Anna Berg")
    );
    let apart = |breaks: usize| {
        let breaks = "<br>".repeat(breaks);
        bylines(&format!("<p><b>Foto:</b>{breaks}<a rel=author href=/author/john>John Roe</a></p>"))
    };
    assert!(apart(15).is_empty());
    assert_eq!(apart(16), ["John Roe"], "what stands so far in front is another's label");
    assert_eq!(bylines("<p><b>Photos</b> <a rel=author href=/author/jane>Jane Doe</a></p>"), ["Jane Doe"]);
}

#[test]
fn a_licence_is_no_author() {
    let licence = "<p><a href=https://licences.test/licenses/by/4.0/>Attribution 4.0 International License</a></p>";
    assert!(bylines(licence).is_empty());
    assert_eq!(bylines("<p><a href=/by/jane-doe>Jane Doe</a></p>"), ["Jane Doe"]);
}

#[test]
fn a_card_of_another_story_signs_nothing() {
    let text = "<p>The rain came down on the lawns all day, and nobody stayed to see it.</p>".repeat(4);
    let check = |rest: &str, expected: &[&str]| {
        assert_eq!(bylines(&format!("{text}{rest}")), expected, "{rest}");
    };
    check("<ul><li><a href=/other><h4>The old bridge stays</h4><span class=item__author>John Roe</span></a></ul>", &[]);
    check(
        "<div class=item><h3><a href=/other>The old bridge stays</a></h3><span class=author>John Roe</span></div>",
        &[],
    );
    check("<div><a href=/other><h3>The old bridge stays</h3></a><p><span class=author>John Roe</span></p></div>", &[]);
    check("<a href=/other><h4>Old bridge</h4><span class=item__author>John Roe</span></a>", &[]);
    check("<a href=/team/jane><h4>Jane Doe</h4><span class=author>Jane Doe</span></a>", &["Jane Doe"]);
    check("<div class=with-author><h3><a href=/other>The old bridge stays</a></h3><i>John Roe</i></div>", &[]);
    check("<p class=author>By Jane Doe</p>", &["By Jane Doe"]);
    check("<div class=author><h3><a href=/in/jane>Annamaria Beispielsen</a></h3></div>", &["Annamaria Beispielsen"]);
    check("<div><h4><a href=/city>Old town and port</a></h4><p class=author>Jane Doe</p></div>", &["Jane Doe"]);
    check("<div><h4><a href=/author/jane>Jane Doe</a></h4><p class=author>Jane Doe</p></div>", &["Jane Doe"]);
    check("<a href=/team/jane><h4 class=author>Jane Doe</h4></a>", &["Jane Doe"]);
    let card = |chars: usize| {
        let rest = "<p>".to_owned() + &"rain ".repeat(chars / 5);
        bylines(&format!(
            "{text}<div><h3><a href=/other>The old bridge stays</a></h3>{rest}<p class=author>John Roe</div>"
        ))
    };
    assert!(card(300).is_empty());
    assert_eq!(card(400), ["John Roe"], "a long box may be the story's");
    let deep = |levels: usize| {
        let (open, close) = ("<div>".repeat(levels), "</div>".repeat(levels));
        let title = "<h3><a href=/other>The old bridge stays</a></h3>";
        bylines(&format!("{text}<section>{title}{open}<b class=author>John Roe</b>{close}</section>"))
    };
    assert!(deep(3).is_empty());
    assert_eq!(deep(4), ["John Roe"]);
}

#[test]
fn a_box_beside_the_story_signs_where_nothing_else_does() {
    let boxed = |name: &str| {
        format!("<aside><div class=author><p>Written by</p><p><a href=/author/x>{name}</a></p></div></aside>")
    };
    assert_eq!(bylines(&boxed("Jane Doe")), ["Jane Doe"]);
    assert!(bylines(&(boxed("Jane Doe") + &boxed("John Roe"))).is_empty());
    assert_eq!(bylines(&("<p class=author>Ann Poe</p>".to_owned() + &boxed("Jane Doe"))), ["Ann Poe"]);
}

#[test]
fn another_article_signs_nothing() {
    let page = |rest: &str| {
        let draft =
            read(&format!("<title>Rain stops all play</title><article><h1>Rain stops all play</h1></article>{rest}"));
        values(&draft.bylines).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(page("<article><span class=author>John Roe</span><p>Old bridge</p></article>").is_empty());
    assert_eq!(page("<p class=author>Jane Doe</p>"), ["Jane Doe"]);
    let nested = "<title>Rain stops all play</title><article><h1>Rain stops all play</h1><article><p class=author>Jane Doe</article>";
    assert_eq!(values(&read(nested).bylines), ["Jane Doe"]);
}

#[test]
fn an_imprint_signs_nothing() {
    let check = |address: &str, expected: &[&str]| {
        assert_eq!(bylines(&format!("<address>{address}</address>")), expected, "{address}");
    };
    check("Jane Doe", &["Jane Doe"]);
    check("By Jane Doe, 12 May 2024", &["By Jane Doe, 12 May 2024"]);
    check("© 1995-2020 <a href=/x>Harbour Group</a>", &[]);
    check("Harbour Media<br>Hauptstr. 5<br>20095 Elmhaven", &[]);
    check("Harbour desk, Tel. 040 1234", &[]);
    check(&format!("Jane Doe {}", "rain ".repeat(60)), &[]);
    let page =
        "<title>Rain stops all play</title><main><h1>Rain stops all play</h1></main><address>Harbour Group</address>";
    assert!(read(page).bylines.is_empty());
}

#[test]
fn an_agency_may_sign_on_a_line_of_its_own() {
    let check = |rest: &str, expected: &[&str]| {
        let draft = read(&format!("<title>Rain stops all play</title><h1>Rain stops all play</h1>{rest}"));
        assert_eq!(values(&draft.sources), expected, "{rest}");
    };
    check("<div class=aut>SID</div>", &["SID"]);
    check("<p>It rained all day.</p><p>(dpa/lno)</p>", &["dpa/lno"]);
    check("<p>It rained all day.</p><div>© dpa-AFX | Abb.: Harbour | 07.11.2023 08:03</div>", &["dpa-AFX"]);
    check("<p>© 2023 AFP</p>", &["AFP"]);
    check("<p>© AFP</p>", &[]);
    check("<div><img src=/a.jpg><p>dpa</p></div>", &[]);
    check("<p class=credit>dpa</p>", &[]);
    check("<p><a href=/x>AFP</a></p>", &[]);
    check("<div>BETA</div>", &[]);
    check(&format!("<p>© 2023 AFP | {}</p>", "x".repeat(47)), &["AFP"]);
    check(&format!("<p>© 2023 AFP | {}</p>", "x".repeat(48)), &[]);
    check("<p>BBC World Service</p>", &[]);
    check("<p>Weather</p>", &[]);
    check("<p>© 2020 Reuters</p>", &["Reuters"]);
    check("<p>© Reuters</p>", &[]);
    check("<p>Reuters</p>", &["Reuters"]);
    check("<p>(Reuters)</p>", &["Reuters"]);
    check("<p>The Associated Press</p>", &["Associated Press"]);
    check("<p>mit dpa</p>", &["dpa"]);
    check("<p>Mit Material von dpa und AFP</p>", &["dpa und AFP"]);
    check("<p><em>avec AFP</em></p>", &["AFP"]);
    check("<p>Avec l’AFP</p>", &["AFP"]);
    check("<p>(Con información de AFP, EFE y Reuters)</p>", &["AFP, EFE y Reuters"]);
    check("<p>Com informações da Reuters</p>", &["Reuters"]);
    check("<p>With inputs from PTI</p>", &["PTI"]);
    check("<p>With files from The Canadian Press</p>", &["The Canadian Press"]);
    check("<p>With AP, AFP, dpa, EFE, PTI, ANI and IANS</p>", &[]);
    check("<p>With AP, AFP, dpa, EFE, PTI and ANI</p>", &["AP, AFP, dpa, EFE, PTI and ANI"]);
    check("<p>Within reach</p>", &[]);
    check("<div><img src=/a.jpg><p>Mit dpa</p></div>", &[]);
}

#[test]
fn a_name_stands_beside_the_date_above_or_below_the_headline() {
    let check = |line: &str, expected: &[&str]| {
        assert_eq!(bylines(&format!("<p>{line}</p>")), expected, "{line}");
        let above =
            read(&format!("<title>Rain stops all play</title><small>{line}</small><h1>Rain stops all play</h1>"));
        assert_eq!(values(&above.bylines), expected, "{line}");
    };
    check("04.02.2022 | Anna Beispiel", &["Anna Beispiel"]);
    check("04.02.2022 | 13:10 Uhr | Anna Beispiel", &["Anna Beispiel"]);
    check("04.02.2022 | Weather", &[]);
    let kicker = "<title>Rain stops all play</title><p>Bad Homburg | 04.02.2022</p><h1>Rain stops all play</h1>";
    assert_eq!(values(&read(kicker).bylines), Vec::<&str>::new());
    check("04.02.2022 | Aktuelle Meldung", &[]);
}
