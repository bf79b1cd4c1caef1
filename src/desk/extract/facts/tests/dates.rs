//! Which of a page's dates are the article's, and where its headline stands among them.

use super::*;

#[test]
fn a_line_below_the_headline_outranks_what_both_dates_were_filled_with() {
    let block = |rest: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\": \"Article\", \"datePublished\": \"2024-05-09\"{rest}}}</script>"
        )
    };
    let first = |json_ld: &str| {
        let page = format!("{}<h1>Rain stops play</h1><div><p>3 May 2024</p></div>", block(json_ld));
        read(&page).published.first().map(|found| found.value.clone())
    };
    assert_eq!(first(", \"dateModified\": \"2024-05-09\"").as_deref(), Some("3 May 2024"));
    assert_eq!(first("").as_deref(), Some("2024-05-09"));
    let filled = block(", \"dateModified\": \"2024-05-09\"");
    let shown = |below: &str| {
        let prose = "It rained all day and nobody played. ".repeat(120);
        let page = format!("{filled}<h1>Rain stops play</h1><p>{prose}</p>{below}");
        read(&page).published.first().map(|found| found.value.clone())
    };
    let said = "<div>Published <time datetime=2024-05-03>3 May 2024</time></div>";
    assert_eq!(shown(said).as_deref(), Some("2024-05-03"), "at the text's end");
    assert_eq!(
        shown(&said.repeat(2).replace("3 May", "2 May").replace("05-03", "05-02")).as_deref(),
        Some("2024-05-02")
    );
    let others: String = (1..5).map(|day| said.replace("05-03", &format!("05-0{day}"))).collect();
    assert_eq!(shown(&others).as_deref(), Some("2024-05-09"), "other stories' days");
    let close = |line: &str| {
        let page = format!("{filled}<h1>Rain stops play</h1><div><p>{line}</p></div>");
        read(&page).published.first().map(|found| found.value.clone())
    };
    assert_eq!(close("Release: 14.11.2019").as_deref(), Some("2024-05-09"));
    assert_eq!(close("It had not rained since 3 May 2017.").as_deref(), Some("2024-05-09"));
    assert_eq!(close("3 de maio de 2024").as_deref(), Some("3 de maio de 2024"));
}

#[test]
fn a_folder_long_before_the_statement_dates_the_article() {
    let first = |day: &str| {
        let page = format!(
            "<script type='application/ld+json'>{{\"@type\": \"Article\", \"datePublished\": \"{day}T08:00Z\"}}</script>
             <h1>Rain stops play</h1>"
        );
        read(&page).published.first().map(|found| found.value.clone())
    };
    assert_eq!(first("2026-02-03").as_deref(), Some("2024-05-17"), "the day of a move");
    assert_eq!(first("2024-05-18").as_deref(), Some("2024-05-18T08:00Z"));
}

#[test]
fn a_date_beside_the_title_counts_where_there_is_no_other() {
    let dated = |markup: &str| {
        let found = read(markup).published;
        found.into_iter().filter(|found| found.from != Evidence::Url).map(|found| found.value).collect::<Vec<_>>()
    };
    assert_eq!(dated("<title>Rain stops play | The Example | 03.05.2024</title>"), ["03.05.2024"]);
    let described = |text: &str| format!("<h1>Rain stops play</h1><meta name=description content='{text}'>");
    assert_eq!(dated(&described("Elmhaven, 3 May 2024 – It rained.")), ["Elmhaven, 3 May 2024"]);
    assert_eq!(dated(&described("It rained all day (news of 3 May 2024).")), ["news of 3 May 2024"]);
    assert!(dated(&described("It rained (not much) on 3 May 2024.")).is_empty());
}

#[test]
fn a_quote_and_a_link_tell_other_days() {
    let seen = |markup: &str| {
        let found = read(&format!("<h1>Rain stops play</h1>{markup}")).published;
        found.into_iter().filter(|found| found.from == Evidence::Visible).map(|found| found.value).collect::<Vec<_>>()
    };
    let post = "<blockquote><p>Wet!</p><a href=https://posts.example/1><time datetime=2023-01-02T08:00Z>2 Jan 2023</time></a></blockquote>";
    assert!(seen(post).is_empty());
    let link = "<p><a class=publication href=/a.pdf title='Report of 2 January 2023'>Report</a></p>";
    assert!(seen(link).is_empty());
    assert_eq!(seen("<p class=date title='2 January 2023'><i></i></p>"), ["2 January 2023"]);
}

#[test]
fn a_minute_by_the_headline_is_the_articles() {
    let markup = "<p class=date>Tue, 4 May 2024</p><h1>Rain stops play</h1><p>Wire<br>3 May 2024, 10:11 pm</p>";
    assert_eq!(read(markup).published.first().map(|found| found.value.as_str()), Some("Wire 3 May 2024, 10:11 pm"));
}

#[test]
fn the_headline_stands_where_readers_see_it() {
    let seen = |markup: &str| {
        let tree = Tree::parse(format!("<title>Rain stops play</title>{markup}"), &decode::Limits::default());
        let at = gather(&page(), &tree, &Limits::default(), None).hints.headline_at;
        at.map(|id| format!("{}{}", tree.name(id), tree.attr(id, "id").unwrap_or_default()))
    };
    let heading = "<h1>Rain stops play</h1>";
    let second = "<h2 id=b>Rain stops play</h2><p>It rained.</p>";
    assert_eq!(
        seen(&format!("<header><h1 class=visually-hidden>Rain stops play</h1></header>{second}")).as_deref(),
        Some("h2b")
    );
    assert_eq!(seen(&format!("<div class=comment-header>{heading}</div><p>It rained.</p>")).as_deref(), Some("h1"));
    assert_eq!(seen(&format!("<div class='w-full mr-[--sidebar-width]'>{heading}</div>")).as_deref(), Some("h1"));
    assert_eq!(seen(&format!("<ol class=breadcrumbs><li>{heading}</ol><p>It rained.</p>")), None);
}

#[test]
fn a_film_s_length_hides_no_date_of_a_part_apart() {
    let markup = "<h1>Rain stops play</h1><p class=time>24 min</p><p>It rained all day and nobody played at all.</p>
        <ul class=sidebar><li><p>Published</p><p>3 May 2024</p></li><li>Length: as long as it takes, and more of that</li></ul>";
    assert!(values(&read(markup).published).contains(&"3 May 2024"));
}

#[test]
fn scripts_date_what_the_page_does_not() {
    let state = r#"{"story": {"title": "Rain stops play", "publicationDate": "2024-05-03T08:00Z", "body": {"createdAt": "2024-05-02"}},
        "more": [{"title": "Sun shines", "publicationDate": "2023-01-02T08:00Z"}]}"#;
    let with = |rest: &str| format!("<h1>Rain stops play</h1>{rest}<script type=application/json>{state}</script>");
    let stated = |markup: &str| {
        let found = read(markup).published;
        found.into_iter().filter(|found| found.from == Evidence::Markup).map(|found| found.value).collect::<Vec<_>>()
    };
    let at = |url: &str, markup: &str| {
        let tree = Tree::parse(markup, &decode::Limits::default());
        let page = Page { url: url::Url::parse(url).unwrap(), ..page() };
        gather(&page, &tree, &Limits::default(), None).published
    };
    let found = at("https://www.the-example.test/rain", &with(""));
    assert_eq!(values(&found), ["2024-05-03T08:00Z"]);
    assert!(stated(&with("<p class=date>3 May 2024</p>")).is_empty(), "the page tells");
}

/// What a reader sees of the publication, best first, below a headline.
fn shown(markup: &str) -> Vec<String> {
    let found = read(&format!("<h1>Rain stops play</h1>{markup}")).published;
    found.into_iter().filter(|found| found.from == Evidence::Visible).map(|found| found.value).collect()
}

#[test]
fn json_ld_in_a_meta_is_read() {
    let markup = r#"<meta name="script:ld+json" content="{&quot;@type&quot;:&quot;Article&quot;,&quot;datePublished&quot;:&quot;2024-05-03&quot;}">"#;
    assert_eq!(values(&read(markup).published).first(), Some(&"2024-05-03"));
}

#[test]
fn how_long_it_stays_and_who_was_born_when_date_nothing() {
    for line in ["Verfügbar bis 3.5.2024", "Disponible jusqu’au 3 mai 2024", "<span>出生日期</span> 1964年5月3日"]
    {
        assert!(shown(&format!("<p>{line}</p>")).is_empty(), "{line}");
    }
    assert_eq!(shown("<p>3 May 2024 | Available until 3 June 2024</p>"), ["3 May 2024 |"]);
}

#[test]
fn a_byline_below_the_text_tells_the_day() {
    let prose = format!("<p>{}</p>", "It rained all day and nobody played. ".repeat(200));
    let below = |class: &str| {
        shown(&format!(
            "{prose}<div class={class}>Author: <b>Ada Lark</b> on 3 May 2024</div>{prose}<p>Since 2 May 2021</p>"
        ))
    };
    assert_eq!(below("author"), ["Author: Ada Lark on 3 May 2024"]);
    assert!(below("box").is_empty(), "one of several lines");
}

#[test]
fn a_verb_may_stand_behind_the_day() {
    let prose = "Es regnete den ganzen Tag, und niemand spielte. ".repeat(40);
    let lines = |line: &str| shown(&format!("<p>{prose}</p><p>2. Mai 2024</p><p>{line}</p>"));
    assert_eq!(lines("Am 3. Mai 2024 veröffentlicht").first().map(String::as_str), Some("Am 3. Mai 2024"));
    assert_eq!(lines("Am 3. Mai 2024 aktualisiert").first().map(String::as_str), Some("2. Mai 2024"));
}

#[test]
fn a_sentence_about_the_text_itself_tells_the_day() {
    let prose = format!("<p>{}</p>", "It rained all day and nobody played. ".repeat(200));
    let page = |told: &str| {
        shown(&format!("{prose}<p>{told} and is filed under <a href=/tag/rain>Rain</a>.</p><p>2 May 2021</p>"))
    };
    assert_eq!(page("This entry was posted on 3 May 2024").len(), 1);
    assert!(page("The last of the notes was posted on 3 May 2024").is_empty());
}

#[test]
fn the_first_publication_is_told_apart() {
    let prose = format!("<p>{}</p>", "It rained all day and nobody played. ".repeat(200));
    let page = |told: &str| shown(&format!("<p class=date>9 May 2024</p>{prose}<p>{told}</p>"));
    let long = "This article was originally published on 3 May 2024 but has been updated since then, and it will be again when it rains.";
    assert_eq!(page(long).first().map(|text| text.contains("3 May 2024")), Some(true));
    assert_eq!(page("First published 3 May 2024").first().map(String::as_str), Some("First published 3 May 2024"));
    assert_eq!(page("The novel was first published on 3 May 1950.").first().map(String::as_str), Some("9 May 2024"));
}

#[test]
fn the_days_of_a_list_of_links_are_others() {
    let list = |count: usize| -> String {
        let items = (1..=count).map(|day| format!("<li><a href=/{day}.pdf>Note of {day} May 2023</a></li>"));
        format!("<p>{}</p><ul>{}</ul>", "It rained all day. ".repeat(60), items.collect::<String>())
    };
    assert_eq!(shown(&list(3)).len(), 3);
    assert!(shown(&list(4)).is_empty());
}

/// The dates of publication of a page at this path.
fn published_at(path: &str, markup: String) -> Vec<String> {
    let tree = Tree::parse(markup, &decode::Limits::default());
    let url = url::Url::parse("https://www.the-example.test").unwrap().join(path).unwrap();
    let found = gather(&Page { url, ..page() }, &tree, &Limits::default(), None).published;
    found.into_iter().map(|found| found.value).collect()
}

#[test]
fn a_card_that_leads_to_the_page_itself_dates_it() {
    let cards = |href: &str| {
        let card = |href: &str, day: u8| {
            format!(
                "<a href='{href}'><div class=teaser><p>0{day}.05.2024</p><h2>A headline of one of many stories that stand here</h2></div></a>"
            )
        };
        let markup = format!("<h1>Rain stops play</h1>{}{}", card("/other", 2), card(href, 3));
        published_at("/rain", markup)
    };
    assert_eq!(cards("/rain"), ["03.05.2024"]);
    assert!(cards("/sun").is_empty());
}

#[test]
fn a_line_that_begins_with_a_link_to_the_page_dates_it() {
    let line = |href: &str| {
        let line = |href: &str, day: u8| {
            format!(
                "<p><a href='{href}'>Rain stops play</a> was noted on <nobr>{day} May 2024</nobr> and put by Ada under <a href=/s>Sport of all kinds</a>"
            )
        };
        let prose = "It rained all day and nobody played. ".repeat(200);
        let markup =
            format!("<h1>Rain</h1><p>{prose}</p><div class=sidebar>{}{}</div>", line("/other", 2), line(href, 3));
        published_at("/2024/05/rain", markup)
    };
    assert_eq!(line("/2024/05/rain"), ["2024-05", "3 May 2024"]);
    assert_eq!(line("/2024/05/sun"), ["2024-05"]);
}

#[test]
fn the_only_day_of_a_page_is_its_own_whatever_its_part_is_called() {
    let prose = format!("<p>{}</p>", "It rained all day and nobody played. ".repeat(200));
    let page = |day: &str| shown(&format!("{prose}<div class='teaser single'>{day} Topic: Sport<br>{prose}</div>"));
    assert_eq!(page("<i>3 May 2024</i>"), ["3 May 2024"]);
    assert!(page("<i>3 May 2024</i><p>4 May 2024</p>").is_empty(), "one of several");
    assert!(page("<div class=print-footer>3 May 2024</div>").is_empty(), "the day of the print");
}

#[test]
fn other_spellings_of_the_last_change_count() {
    let markup = "<meta itemprop=dateUpdate content='2024-05-04 10:00'>";
    assert_eq!(values(&read(markup).modified), ["2024-05-04 10:00"]);
}

#[test]
fn a_day_and_its_hour_may_touch() {
    let line = |markup: &str| shown(&format!("<div>{markup}</div>")).first().cloned();
    assert_eq!(line("<span>3 May 2024</span><span>14:05</span>").as_deref(), Some("3 May 2024 14:05"));
    assert_eq!(line("<b>3</b>. May <i>2024</i>").as_deref(), Some("3. May 2024"));
}

#[test]
fn what_is_introduced_outranks_the_date_of_the_day_above() {
    let prose = "It rained all day and nobody played. ".repeat(120);
    let seen = |below: &str| {
        let front = "<ul><li class=date>Friday, 17 May 2024</li><li><a href=/about>About this paper, its readers and its makers</a>
            <li><a href=/offers>Offers for readers, and what to do about a paper that comes too late</a></ul>";
        let draft = read(&format!("{front}<h1>Rain stops play</h1><p>{prose}</p>{below}"));
        let mut visible = draft.published.into_iter().filter(|found| found.from == Evidence::Visible);
        visible.next().map(|found| found.value)
    };
    assert_eq!(seen("<div>Published 3 May 2024</div>").as_deref(), Some("Published 3 May 2024"));
    assert_eq!(seen("<div>3 May 2024</div>").as_deref(), Some("Friday, 17 May 2024"));
}
