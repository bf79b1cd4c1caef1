mod bylines;
mod dates;
mod headlines;

use proptest::prelude::*;

use super::*;
use crate::desk::decode::{self, Charset, CharsetSource, Content};

const URL: &str = "https://www.the-example.test/city/2024/05/17/rain-stops-play";

pub(super) fn page() -> Page {
    Page {
        url: url::Url::parse(URL).unwrap(),
        final_url: None,
        http_headers: Vec::new(),
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        traceparent: None,
        charset: Charset { name: "UTF-8", source: CharsetSource::Crawler },
        content: Content::Text(String::new()),
    }
}

pub(super) fn read(markup: &str) -> Draft {
    let tree = Tree::parse(markup, &decode::Limits::default());
    gather(&page(), &tree, &Limits::default(), None)
}

fn headline(markup: &str) -> String {
    read(markup).headline.map(|found| found.value).unwrap_or_default()
}

pub(super) fn values(found: &[Found<String>]) -> Vec<&str> {
    found.iter().map(|found| found.value.as_str()).collect()
}

#[test]
fn the_h1_most_like_the_title_is_the_headline() {
    let markup = "<title>Rain stops play in the park | The Example</title><h1>The Example</h1><h1>Most read today</h1>
        <h1>Rain stops play <em>in the park</em></h1>";
    let draft = read(markup);
    assert_eq!(draft.headline, Some(found("Rain stops play in the park", Evidence::Visible)));
    assert!(draft.hints.headline_at.is_some());
}

#[test]
fn the_site_name_is_taken_off_the_title() {
    for title in [
        "Rain stops play | The Example",
        "Rain stops play - Weather - The Example",
        "The Example: Rain stops play",
        "Rain stops play — the-example.test",
        "Rain stops play｜The Example",
    ] {
        let headline = headline(&format!("<meta property=og:site_name content='The Example'><title>{title}</title>"));
        assert!(
            headline.starts_with("Rain stops play") || headline.ends_with(": Rain stops play"),
            "{title}: {headline}"
        );
        assert!(!headline.ends_with("Example") && !headline.contains(".test"), "{title}: {headline}");
    }
}

#[test]
fn signs_that_stand_in_headlines_part_only_the_sites_own_name() {
    for title in ["Rain: stops-play_The Example", "Rain: stops-play-The Example", "The Example: Rain: stops-play"] {
        let markup = format!("<meta property=og:site_name content='The Example'><title>{title}</title>");
        assert_eq!(headline(&markup), "Rain: stops-play", "{title}");
    }
}

#[test]
fn a_compound_with_the_sites_name_stays_whole() {
    let check = |title: &str, expected: &str| {
        assert_eq!(headline(&format!("<meta property=og:site_name content=Post><title>{title}</title>")), expected);
    };
    check("Post-Redaktion zieht um", "Post-Redaktion zieht um");
    check("Old bridge, told by Coast-Post", "Old bridge, told by Coast-Post");
    check("Old bridge stays open -Post", "Old bridge stays open");
    check("Post- Old bridge stays open", "Old bridge stays open");
}

#[test]
fn a_line_that_says_most_of_the_title_is_the_headline() {
    let page = |title: &str| format!("<title>{title}</title><div><a>The Other</a></div><div>Rain stops all play</div>");
    assert_eq!(headline(&page("Rain stops all play - City - The Other")), "Rain stops all play");
    assert_eq!(headline(&page("Rain stops all play_City_The Other")), "Rain stops all play");
    let draft = read(&page("City / Rain stops all play"));
    assert_eq!(draft.headline, Some(found("Rain stops all play", Evidence::Visible)));
    assert!(draft.hints.headline_at.is_some());
    let other = "Rain stops all play on the lawns of the park - The Other";
    assert_eq!(headline(&page(other)), other, "less than half of the title is another line");
}

#[test]
fn a_heading_below_the_second_level_may_be_that_line() {
    assert_eq!(headline("<title>City: Rain stops all play</title><h3>Rain stops all play</h3>"), "Rain stops all play");
    let cell =
        "<title>Rain stops all play - The Other</title><table><tr><td><b>Rain stops all play</b></td></tr></table>";
    assert_eq!(headline(cell), "Rain stops all play");
}

#[test]
fn microdata_names_the_headline_where_the_title_is_the_sections() {
    let item = |names: &str| {
        format!("<title>The town: details</title><div itemscope itemtype=https://schema.org/Article>{names}</div>")
    };
    assert_eq!(headline(&item("<h3 itemprop=headline>Rain stops all play</h3>")), "Rain stops all play");
    let list = item("<h3 itemprop=headline>Rain stops all play</h3><h3 itemprop=headline>Play goes on all day</h3>");
    assert_eq!(headline(&list), "The town: details");
}

#[test]
fn a_byline_beside_the_text_signs() {
    let page = |class: &str| {
        format!(
            "<title>Rain stops all play</title><h1>Rain stops all play</h1><aside class='{class}'>By <a href=/x>Jane Doe</a></aside>"
        )
    };
    assert_eq!(values(&read(&page("article-authors")).bylines), ["By Jane Doe"]);
    assert!(read(&page("related-stories")).bylines.is_empty());
}

#[test]
fn a_platform_that_names_the_paper_comes_last() {
    let markup = "<meta property=og:site_name content='Harbour Post'><meta name=author content='Harbour Post | Portal'>
        <h1>Rain stops play</h1><p class=byline>By Jane Doe</p>";
    assert_eq!(values(&read(markup).bylines), ["By Jane Doe", "Harbour Post | Portal"]);
}

#[test]
fn bars_part_a_title_that_nothing_shows() {
    assert_eq!(headline("<title>Rain stops all play | City | The Other</title>"), "Rain stops all play");
    assert_eq!(headline("<title>City | Rain stops all play</title>"), "Rain stops all play");
    let shown = "<title>Watch | Rain stops all play</title><h1>Watch | Rain stops all play</h1>";
    assert_eq!(headline(shown), "Watch | Rain stops all play");
}

#[test]
fn a_badge_in_the_h1_is_no_part_of_what_is_shared() {
    let markup =
        "<meta property=og:title content='Rain stops all play'><h1><i>Plus</i><span>Rain stops all play</span></h1>";
    assert_eq!(headline(markup), "Rain stops all play");
    let other =
        "<meta property=og:title content='Rain stops play'><h1><i>Plus</i> <span>Rain stops all play</span></h1>";
    assert_eq!(headline(other), "Plus Rain stops all play");
}

#[test]
fn a_story_named_as_the_site_keeps_its_headline() {
    let markup = "<meta property=og:site_name content='Old bridge stays open for a year'>\
        <meta property=og:title content='Old bridge stays open for a year'><h1>Old bridge stays open for a year</h1>";
    assert_eq!(headline(markup), "Old bridge stays open for a year");
    let front = "<meta property=og:site_name content='Harbour Post'><meta property=og:title content='Harbour Post'>";
    assert!(read(front).headline.is_none());
}

#[test]
fn a_logo_is_no_headline() {
    let markup =
        "<meta property=og:title content='Rain stops play'><h1><a>The Example</a></h1><h2>Rain stops play</h2>";
    let draft = read(markup);
    assert_eq!(draft.headline, Some(found("Rain stops play", Evidence::Visible)));
    assert!(draft.hints.headline_at.is_some(), "the h2 shows it");
}

#[test]
fn a_kicker_is_no_part_of_the_headline() {
    let marked = "<title>Rain stops play</title><h1><span class='article__kicker'>Parks</span> <span>Rain stops play</span></h1>";
    assert_eq!(headline(marked), "Rain stops play");
    let stated = "<meta property=og:title content='Rain stops play'><h1>Parks: Rain stops play</h1>";
    assert_eq!(headline(stated), "Rain stops play");
}

#[test]
fn news_json_ld_comes_before_the_h1_and_other_json_ld_behind_it() {
    let page = |kind: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\": \"{kind}\", \"headline\": \"Rain stops play in park\"}}</script>
            <title>Rain stops play</title><h1>Rain stops all play</h1>"
        )
    };
    assert_eq!(headline(&page("NewsArticle")), "Rain stops play in park");
    assert_eq!(headline(&page("BlogPosting")), "Rain stops all play");
}

#[test]
fn a_headline_cut_for_search_engines_gives_way_to_the_whole() {
    let markup = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Rain stops play in...\"}</script>
        <h1>Rain stops play in the park</h1>";
    assert_eq!(headline(markup), "Rain stops play in the park");
}

#[test]
fn a_social_headline_of_its_own_is_the_alternative() {
    let markup = "<meta property=og:title content='You will not believe this park'><title>Rain stops play</title><h1>Rain stops play</h1>";
    let draft = read(markup);
    assert_eq!(draft.alternative_headline, Some(found("You will not believe this park", Evidence::OpenGraph)));
    assert_eq!(read("<title>Rain stops play</title><h1>Rain stops play</h1>").alternative_headline, None);
}

#[test]
fn bylines_are_ranked_and_the_publisher_is_none() {
    let markup = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Rain stops play\",
        \"author\": {\"@type\": \"Person\", \"name\": \"The Example\"}, \"publisher\": {\"name\": \"The Example\"}}</script>
        <meta name=author content='https://www.the-example.test/ada'>
        <h1>Rain stops play</h1><div class='article-byline'>By <a href='/author/ada'>Ada Lark</a></div>
        <div class=author-bio>Ada Lark has written about parks.</div>";
    assert_eq!(values(&read(markup).bylines), ["Ada Lark", "By Ada Lark"]);
}

#[test]
fn persons_that_structured_data_name_come_first() {
    let markup = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Rain stops play\",
        \"author\": [{\"name\": \"Ada Lark\"}, {\"name\": \"Bo Wren\"}]}</script><meta name=author content='A. Lark'>
        <h1>Rain stops play</h1><address>Ada Lark and Bo Wren</address>";
    let found: Vec<_> = read(markup).bylines.iter().map(|found| (found.value.clone(), found.from)).collect();
    let expect = [
        ("Ada Lark", Evidence::JsonLd),
        ("Bo Wren", Evidence::JsonLd),
        ("A. Lark", Evidence::Meta),
        ("Ada Lark and Bo Wren", Evidence::Visible),
    ];
    assert_eq!(found, expect.map(|(name, from)| (name.to_owned(), from)));
}

#[test]
fn an_unmarked_line_signs_where_it_begins_like_a_byline() {
    let page = |line: &str| format!("<h1>Rain stops play</h1><p>{line}</p><p>It rained all day.</p>");
    assert_eq!(values(&read(&page("By Ada Lark")).bylines), ["By Ada Lark"]);
    assert_eq!(values(&read(&page("Von Ada Lark, Berlin")).bylines), ["Von Ada Lark, Berlin"]);
    assert!(read(&page("By noon it rained")).bylines.is_empty());
    assert!(read(&page("By Monday all was over.")).bylines.is_empty());
}

#[test]
fn marked_elements_beside_each_other_are_one_byline() {
    let page = |line: &str| format!("<h1>Rain stops play</h1><p>{line}</p><p>It rained all day.</p>");
    let names = "<span class=author>Ada Lark</span> and <span class=author>Bo Wren</span>";
    assert_eq!(values(&read(&page(names)).bylines), ["Ada Lark; Bo Wren"]);
    let stacked = "<h1>Rain stops play</h1><div class=author-name>Ada Lark</div><div class=author-name>Bo Wren</div><p>It rained.</p>";
    assert_eq!(values(&read(stacked).bylines), ["Ada Lark; Bo Wren"]);
    let reviewed = stacked.replace("Bo Wren", "Bo Wren, head of the weather service");
    assert_eq!(values(&read(&reviewed).bylines), ["Ada Lark", "Bo Wren, head of the weather service"]);
}

#[test]
fn a_full_name_beside_the_date_or_on_the_last_line_signs() {
    let page = |line: &str| format!("<h1>Rain stops play</h1><p>{line}</p><p>It rained all day.</p>");
    assert_eq!(values(&read(&page("Ada Lark | May 3, 2024")).bylines), ["Ada Lark"]);
    assert_eq!(values(&read(&page("<span>Ada Lark</span> <time>May 3, 2024</time>")).bylines), ["Ada Lark"]);
    assert!(read(&page("<a href='/parks'>Ash Lane</a> | May 3, 2024")).bylines.is_empty(), "a section");
    assert!(read(&page("World News | May 3, 2024")).bylines.is_empty());
    assert!(read(&page("Ada Lark | May")).bylines.is_empty(), "no date");
    let text = "It rained all day. ".repeat(20);
    let end = |style: &str| format!("<h1>Rain stops play</h1><p>{text}</p><p style='{style}'><b>Lê Phương</b></p>");
    assert_eq!(values(&read(&end("text-align: right;")).bylines), ["Lê Phương"]);
    assert!(read(&end("text-align: left;")).bylines.is_empty());
    assert_eq!(
        values(&read(&page("雨で試合は中止になった。</p><p>【田中健一、鈴木花子】")).bylines),
        ["田中健一、鈴木花子"]
    );
    assert!(read(&page("雨で試合は中止になった。</p><p>【関連記事】")).bylines.is_empty());
}

#[test]
fn a_line_that_signs_comes_before_what_is_marked_far_behind_it() {
    let card = "<div><span class=card-author>Cy Finch</span></div>";
    let text = "<p>It rained all day.</p>".repeat(30);
    let page = |line: &str| format!("<h1>Rain stops play</h1>{line}{text}{card}");
    assert_eq!(values(&read(&page("<p>By Ada Lark</p>")).bylines), ["By Ada Lark", "Cy Finch"]);
    assert_eq!(values(&read(&page("")).bylines), ["Cy Finch"]);
}

#[test]
fn what_the_title_ends_with_is_the_sites_name() {
    let page = |title: &str| {
        format!(
            "<title>{title}</title><meta name=author content='Coast Voice'><h1>Rain</h1><p class=author>Ada Lark</p>"
        )
    };
    assert_eq!(values(&read(&page("Rain - Coast Voice")).bylines), ["Ada Lark", "Coast Voice"]);
    assert_eq!(values(&read(&page("Rain")).bylines), ["Coast Voice", "Ada Lark"]);
}

#[test]
fn the_articles_own_foot_is_a_part_of_it() {
    let page = |class: &str| format!("<h1>Rain stops play</h1><footer class='{class}'><p>By Ada Lark</p></footer>");
    assert_eq!(values(&read(&page("entry-footer")).bylines), ["By Ada Lark"]);
    assert!(read(&page("page-foot")).bylines.is_empty());
}

#[test]
fn many_days_in_no_item_are_teasers() {
    let day = |n: u32| format!("<p><meta itemprop=datePublished content='2024-05-0{n}'></p>");
    let all: String = (1..6).map(day).collect();
    let micro = |markup: &str| {
        let published = read(markup).published;
        published.iter().filter(|found| found.from == Evidence::Microdata).count()
    };
    assert_eq!(micro(&format!("<h1>Rain stops play</h1>{all}")), 0);
    assert_eq!(micro(&format!("<h1>Rain stops play</h1>{}", day(1))), 1);
}

#[test]
fn a_figure_around_the_headline_holds_more_than_a_picture() {
    let date = "<figcaption>Photo</figcaption><div><span class=date>17.05.2024</span></div>";
    let shown = |markup: String| values(&read(&markup).published).contains(&"17.05.2024");
    assert!(shown(format!("<figure>{date}<h1>Rain stops play</h1></figure>")));
    assert!(!shown(format!("<figure>{date}</figure><h1>Rain stops play</h1>")));
}

#[test]
fn bylines_of_teasers_and_captions_are_not_the_articles() {
    let markup = "<h1>Rain stops play</h1><p>It rained.</p><aside><p class=byline>By Cy Finch</p></aside>
        <div class='related-stories'><span class=author>Di Crane</span></div><figure><p>By Ed Swift</p></figure>";
    assert!(read(markup).bylines.is_empty());
}

#[test]
fn a_plain_line_may_be_the_headline() {
    let page = |title: &str, line: &str| {
        let found = read(&format!("<title>{title}</title><div><p>{line}</p><h2>What the rain did</h2></div>"));
        found.hints.headline_at.is_some()
    };
    assert!(page("Rain stops play", "Rain stops play"));
    assert!(!page("Rain stops play", "Rain stops play in the park"), "it says more");
    assert!(!page("Rain", "Rain"), "a single word may be a section's name");
}

#[test]
fn dates_are_ranked_by_evidence() {
    let markup = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Rain stops play\",
        \"datePublished\": \"2024-05-17T08:00:00+02:00\", \"dateModified\": \"2024-05-17T09:00:00+02:00\"}</script>
        <meta property=article:published_time content='2024-05-17T06:00:00Z'>
        <meta property=article:modified_time content='2024-05-17T07:00:00Z'>
        <h1>Rain stops play</h1><time datetime='2024-05-17T08:00'>17 May</time><p class=date>17 May 2024, 8 am</p>";
    let draft = read(markup);
    let published = [
        "2024-05-17T08:00:00+02:00",
        "2024-05-17T08:00",
        "17 May",
        "17 May 2024, 8 am",
        "2024-05-17T06:00:00Z",
        "2024-05-17",
    ];
    assert_eq!(values(&draft.published), published);
    assert_eq!(draft.published.last().map(|found| found.from), Some(Evidence::Url));
    assert_eq!(values(&draft.modified), ["2024-05-17T09:00:00+02:00", "2024-05-17T07:00:00Z"]);
}

#[test]
fn what_says_updated_is_a_modification() {
    let markup = "<h1>Rain stops play</h1><p class=dates>17 May 2024 · Updated: 18 May 2024</p>
        <p>Aktualisiert am <time datetime='2024-05-19'>19. Mai</time></p>";
    let draft = read(markup);
    assert_eq!(values(&draft.published), ["17 May 2024 ·", "2024-05-17"]);
    assert_eq!(values(&draft.modified), ["2024-05-19", "19. Mai", "Updated: 18 May 2024"]);
}

#[test]
fn dates_stand_where_readers_look_for_them() {
    let published = |markup: &str| {
        let draft = read(&format!("<h1>Rain stops play</h1>{markup}"));
        draft.published.iter().find(|found| found.from == Evidence::Visible).map(|found| found.value.clone())
    };
    let prose = "It rained all day and nobody played. ".repeat(120);
    // Text of its own in a long block, after an icon, split by markup, with its word in the line above.
    assert_eq!(published(&format!("<div>3 May 2023 <p>{prose}</div>")).as_deref(), Some("3 May 2023"));
    assert_eq!(published("<p><i class=icon></i> 3 May 2023, Ada Lark").as_deref(), Some("3 May 2023, Ada Lark"));
    assert_eq!(published("<p><b>3</b> <b>May</b> <b>2023</b>").as_deref(), Some("3 May 2023"));
    let labelled = "<p>4 May 2023<dl><dt>Published<dd>3.5.2023</dl>";
    assert_eq!(published(labelled).as_deref(), Some("3.5.2023"));
    // Behind the text a word must introduce it; a copyright and another story's link never do.
    let behind = format!("<p>{prose}<p>3 May 2023<p>Erstellt am 4. Mai 2023");
    assert_eq!(published(&behind).as_deref(), Some("Erstellt am 4. Mai 2023"));
    assert_eq!(published("<p>© 3 May 2023<p><a href=/b>3 May 2023 Sun shines on the last day of play</a>"), None);
    // A short aside beside the headline tells of the article, a long one of others.
    assert_eq!(published("<aside>3 May 2023</aside>").as_deref(), Some("3 May 2023"));
    let long = format!("<aside><p>3 May 2023<p>{prose}</aside>");
    assert_eq!(published(&format!("{long}<p class=date>4 May 2023")).as_deref(), Some("4 May 2023"));
    // Unless there is no other: the part's name may mislead.
    assert_eq!(published(&long).as_deref(), Some("3 May 2023"));
    // hAtom keeps the instant in an abbreviation's title.
    let hatom = "<abbr class=published title='2023-05-03T08:00:00-07:00'>08:00</abbr>";
    assert_eq!(published(hatom).as_deref(), Some("2023-05-03T08:00:00-07:00"));
}

#[test]
fn a_date_among_other_words_is_the_articles_where_it_stands_apart() {
    let published = |markup: &str| {
        let draft = read(markup);
        let seen = draft.published.iter().find(|found| found.from == Evidence::Visible);
        seen.map(|found| found.value.clone())
    };
    let headline = "<title>Rain stops play</title><h1>Rain stops play</h1>";
    let prose = "It rained all day and nobody played. ".repeat(120);
    // A text of its own in a crowded line; not beside the link to another story.
    let crowded = "<p>3 May 2023 <b>By our own correspondent at the cricket ground</b>";
    assert_eq!(published(&format!("{headline}{crowded}")).as_deref(), Some("3 May 2023"));
    let other = "<p><a href=/b>Sun shines on the very last day of the cricket season</a> <i class=date>3 May 2023</i>";
    assert_eq!(published(&format!("{headline}{other}")), None);
    // At the head of a paragraph, short or long.
    for text in [
        "(3.5.2023) Rain has stopped the play of the whole long day at the ground",
        &format!("Elmhaven, 3 May 2023 – {prose}"),
    ] {
        let opening = published(&format!("{headline}<p>{text}"));
        assert!(opening.is_some_and(|opening| opening.ends_with("2023")), "{text}");
    }
    // The day in the page's head stands behind the article's own.
    let head =
        format!("<p>Thursday, 4 May 2023<p>{}<h1>Rain stops play</h1><p>3 May 2023", "Weather and sport. ".repeat(12));
    assert_eq!(published(&head).as_deref(), Some("3 May 2023"));
    // Far from the headline it counts where it is the only one.
    let only = format!("{headline}<p>{prose}<p>Ada Lark, 3 May 2023, 10:25");
    assert_eq!(published(&only).as_deref(), Some("Ada Lark, 3 May 2023, 10:25"));
    assert_eq!(published(&format!("{only}<p>Bo Finch, 4 May 2023")), None);
    // An article's foot is its own, and so is a frame that is named for its layout.
    let foot = format!("{headline}<p>{prose}<div class=entry-footer>3 May 2023 <p>{prose}</div>");
    assert_eq!(published(&foot).as_deref(), Some("3 May 2023"));
    let framed =
        format!("<title>Rain stops play</title><div class=with-sidebar><h1>Rain stops play</h1>3 May 2023<p>{prose}");
    assert_eq!(published(&framed).as_deref(), Some("3 May 2023"));
}

#[test]
fn what_readers_see_outranks_what_templates_fill_in() {
    let first = |json_ld: &str, markup: &str| {
        let block = format!(
            "<script type='application/ld+json'>{{\"@type\": \"Article\", \"headline\": \"Rain stops play\"{json_ld}}}</script>"
        );
        read(&format!("{block}<h1>Rain stops play</h1>{markup}")).published.first().map(|found| found.value.clone())
    };
    let seen = "<p class=date>3 May 2024</p>";
    let changed = r#", "datePublished": "2024-05-09", "dateModified": "2024-05-09""#;
    assert_eq!(first(changed, seen).as_deref(), Some("3 May 2024"), "both filled in at the change");
    let own = r#", "datePublished": "2024-05-04", "dateModified": "2024-05-09""#;
    assert_eq!(first(own, seen).as_deref(), Some("2024-05-04"));
    assert_eq!(first("", &format!("<meta name=date content=2024-05-09>{seen}")).as_deref(), Some("3 May 2024"));
    let line = "<p>Published: 3 May 2024</p>";
    assert_eq!(first(own, line).as_deref(), Some("Published: 3 May 2024"), "readers are told so");
    let told = "<time datetime=2024-05-09T08:00Z>Published 3 May 2024</time>";
    assert_eq!(first("", told).as_deref(), Some("Published 3 May 2024"));
}

#[test]
fn microdata_of_the_articles_own_item_is_read() {
    let markup = "<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop=headline>Rain stops play</h1>
        <span itemprop=author itemscope itemtype='https://schema.org/Person'><b itemprop=name>Ada Lark</b></span>
        <meta itemprop=datePublished content='2024-05-17T08:00Z'><div itemprop=articleBody><p>It rained.</p><p>All day.</p></div>
        <div itemscope itemtype='https://schema.org/Comment'><i itemprop=author>Troll</i></div></div>
        <div itemscope itemtype='https://schema.org/Article'><i itemprop=author>Cy Finch</i></div>";
    let draft = read(markup);
    assert!(draft.bylines.contains(&found("Ada Lark", Evidence::Microdata)));
    assert!(!values(&draft.bylines).contains(&"Troll") && !values(&draft.bylines).contains(&"Cy Finch"));
    assert_eq!(draft.published.first(), Some(&found("2024-05-17T08:00Z", Evidence::Microdata)));
    assert_eq!(draft.hints.article_body.as_deref(), Some("It rained.\nAll day."));
    assert_eq!(draft.hints.types, ["newsarticle"]);
}

#[test]
fn the_rest_is_read_where_it_stands() {
    let markup = "<html lang=en-GB><link rel=canonical href=/c><link rel=amphtml href=/amp><link rel=shortlink href=/?p=1>
        <link rel=alternate hreflang=de href=/de><meta property=og:url content=/o><meta property=og:locale content=en_GB>
        <meta property=og:type content=Article><meta property=og:description content='It&amp;#39;s wet'>
        <meta property=article:section content=City><meta property=article:tag content=Rain><meta property=article:tag content=Parks>
        <meta property=og:site_name content='The Example'><meta name=article-id content=4711>
        <meta property=article:content_tier content=locked><meta property=og:image content=/a.jpg><h1>Rain stops play</h1>
        <figure><img src=/b.jpg><figcaption>A wet park</figcaption></figure>";
    let draft = read(markup);
    assert_eq!(values(&draft.languages), ["en-GB", "en_GB"]);
    assert_eq!(values(&draft.canonicals), ["/c", "/o"]);
    assert_eq!(values(&draft.aliases), ["/amp", "/?p=1"]);
    assert_eq!(draft.hints.types, ["article"]);
    assert_eq!(draft.description, Some(found("It's wet", Evidence::OpenGraph)));
    assert_eq!(draft.section, Some(found("City", Evidence::OpenGraph)));
    assert_eq!(values(&draft.keywords), ["Rain", "Parks"]);
    assert_eq!(draft.publisher, Some(found("The Example", Evidence::OpenGraph)));
    assert_eq!(draft.external_id, Some(found("4711", Evidence::Meta)));
    assert_eq!(draft.is_accessible_for_free, Some(Found { value: false, from: Evidence::OpenGraph }));
    let pictures: Vec<_> =
        draft.pictures.iter().map(|picture| (picture.url.as_str(), picture.caption.as_deref())).collect();
    assert_eq!(pictures, [("/a.jpg", None), ("/b.jpg", Some("A wet park"))]);
}

#[test]
fn the_section_is_the_breadcrumb_before_this_page() {
    let markup = r#"<h1>Rain stops play</h1><script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
        {"position": 1, "name": "Home", "item": "/"}, {"position": 2, "name": "City", "item": "/city"},
        {"position": 3, "name": "Rain stops play", "item": "/city/2024/05/17/rain-stops-play"}]}</script>"#;
    assert_eq!(read(markup).section, Some(found("City", Evidence::JsonLd)));
}

#[test]
fn what_react_streams_late_is_read_and_what_is_hidden_is_not() {
    let streamed = "<div hidden id='S:1'><h1>Rain stops play</h1><p class=byline>By Ada Lark</p></div>";
    assert_eq!(values(&read(streamed).bylines), ["By Ada Lark"]);
    let hidden = "<h1>Rain stops play</h1><div hidden><p class=byline>By Ada Lark</p></div>";
    assert!(read(hidden).bylines.is_empty());
}

#[test]
fn candidates_are_capped_on_hostile_pages() {
    let many = |unit: &str| unit.repeat(5_000);
    let markup = format!(
        "<h1>Rain stops play</h1>{}{}{}{}{}",
        many("<time datetime=2024-05-17>x</time>"),
        (0..5_000).map(|n| format!("<meta property=article:tag content=t{n}>")).collect::<Vec<_>>().concat(),
        (0..5_000).map(|n| format!("<figure><img src=/{n}.jpg></figure>")).collect::<Vec<_>>().concat(),
        many("<p class=byline>By Ada Lark"),
        many("<div itemprop=articleBody class=date>1 May 2024"),
    );
    let draft = read(&markup);
    assert!(draft.keywords.len() <= CANDIDATES_MAX && draft.published.len() <= CANDIDATES_MAX);
    assert!(draft.bylines.len() <= 6 * CANDIDATES_MAX && draft.pictures.len() <= 50);
}

proptest! {
    #[test]
    fn no_markup_panics(parts in proptest::collection::vec(prop_oneof![
        Just("<h1>"), Just("</h1>"), Just("<div class=byline>"), Just("<time datetime='"), Just("'>"), Just("</div>"),
        Just("<meta property=og:title content='"), Just("<script type=application/ld+json>{\"@type\":\"Article\","), Just("</script>"),
        Just("<div itemscope itemtype=Article>"), Just("<p itemprop=author>"), Just("Updated 1 May 2024 "), Just(" | "), Just("İ: "),
    ], 0..40)) {
        read(&parts.concat());
    }
}

#[test]
fn the_object_of_an_older_plugin_says_what_its_metas_would() {
    let draft = read(
        r#"<title>Rain stops play</title><meta name=parsely-page content='{"title": "Rain stops play", "section": "City",
        "pub_date": "2024-05-17T08:20:00Z", "author": "Ann Porter", "authors": ["Ann Porter", "Carl Dunn"], "tags": [1]}'>"#,
    );
    assert_eq!(values(&draft.bylines), ["Ann Porter", "Carl Dunn"]);
    assert_eq!(draft.section, Some(found("City", Evidence::Meta)));
    assert_eq!(draft.published.first().map(|date| date.value.as_str()), Some("2024-05-17T08:20:00Z"));
    assert_eq!(values(&read("<meta name=parsely-page content='{\"author\": \"Ann'>").bylines), [""; 0]);
}

#[test]
fn a_byline_may_stand_right_above_the_headline() {
    let signed = |above: &str, below: &str| {
        let draft = read(&format!("{above}<h1>Rain stops play</h1><p>3 May 2024</p>{below}<p>It rained.</p>"));
        draft.bylines.first().map(|found| found.value.clone())
    };
    assert_eq!(signed("<p>By Ada Lark</p>", "").as_deref(), Some("By Ada Lark"));
    assert_eq!(signed("<p>By Ada Lark</p>", "<p>By Ben Wren</p>").as_deref(), Some("By Ben Wren"));
    let far = "<p>The news of all the world and of the town, every day from six in the morning until late.</p>";
    assert_eq!(signed(&format!("<p>By Ada Lark</p>{far}"), ""), None);
}
