//! Headings that show no headline, and headings whose parts do.

use super::{Evidence, Limits, Tree, decode, found, gather, headline, page, read};

#[test]
fn a_heading_in_a_trail_gives_way_to_one_on_the_page() {
    let markup = "<title>Rain stops all play</title><nav><h1>Rain stops all play</h1></nav><nav><h1>Menu</h1></nav>
        <h1>Rain stops all play in the park</h1>";
    let draft = read(markup);
    assert_eq!(draft.headline, Some(found("Rain stops all play in the park", Evidence::Visible)));
    assert_eq!(headline("<nav><h1>Menu</h1></nav><h1>Rain stops all play</h1>"), "Rain stops all play");
}

#[test]
fn a_part_named_as_a_menu_and_without_links_is_none() {
    let at = |part: &str| {
        let markup = format!(
            "<title>Rain stops all play in town</title>{part}<p>It rained all day.</p><h2>Why rain stops play in town</h2>"
        );
        let tree = Tree::parse(markup, &decode::Limits::default());
        gather(&page(), &tree, &Limits::default(), None).hints.headline_at.map(|id| tree.name(id).to_owned())
    };
    let heading = "<h1>Rain stops all play in town</h1>";
    assert_eq!(at(&format!("<section class='top nav-smooth'>{heading}</section>")).as_deref(), Some("h1"));
    assert_eq!(
        at(&format!("<section class='top nav-smooth'><a href=/x>Town</a>{heading}</section>")).as_deref(),
        Some("h2")
    );
    assert_eq!(at(&format!("<nav>{heading}</nav>")).as_deref(), Some("h2"));
    assert_eq!(at("<section><h1 class=nav-title>Rain stops all play in town</h1></section>").as_deref(), Some("h2"));
}

#[test]
fn a_second_heading_that_is_shared_comes_before_a_trail_for_engines() {
    let markup =
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Elmhaven: when the ferry sails\"}</script>
        <meta property=og:title content='Old boat goes back to work'><title>Elmhaven: when the ferry sails</title>
        <nav><ol class=breadcrumb><li><h1>Elmhaven: when the ferry sails</h1></ol></nav>
        <article><h2>Old boat goes back to work</h2></article>";
    let draft = read(markup);
    assert_eq!(draft.headline, Some(found("Old boat goes back to work", Evidence::Visible)));
    assert!(draft.hints.headline_at.is_some());
}

#[test]
fn a_heading_that_leads_to_the_front_page_is_a_logo() {
    let page = |logo: &str| format!("<title>Rain stops all play | Park Life</title>{logo}<h2>City</h2>");
    assert_eq!(headline(&page("<h1><a href=/>Park Life</a></h1>")), "Rain stops all play");
    assert_eq!(
        headline(&page("<a href='https://the-example.test/?lang=de'><h1>Park Life</h1></a>")),
        "Rain stops all play"
    );
    assert_eq!(headline(&page("<h1><a href='/?p=12'>Park Life</a></h1>")), "Park Life");
    assert_eq!(headline(&page("<h1><a href='https://other.test/'>Park Life</a></h1>")), "Park Life");
    assert_eq!(headline(&page("<h1><a href=/>Life</a> in the park</h1>")), "Life in the park");
    let whole = "<title>Rain stops all play</title><h1><a href=/>Rain stops all play</a></h1>";
    assert_eq!(read(whole).headline, Some(found("Rain stops all play", Evidence::Visible)));
}

#[test]
fn a_heading_that_says_all_of_a_title_comes_before_one_that_says_a_segment() {
    let markup = "<title>Rain stops all play | City</title><meta property=og:title content='Rain stops all play'>
        <h1>City</h1><h1>Rain stops all play</h1>";
    assert_eq!(headline(markup), "Rain stops all play");
    let lines = "<title>Parks - Rain stops all play on the lawns</title><h1>Parks | Entry</h1>
        <h2>Rain stops all play on the lawns</h2>";
    assert_eq!(headline(lines), "Rain stops all play on the lawns");
}

#[test]
fn microdata_name_the_headline_within_a_heading() {
    let markup = "<title>Rain stops all play</title>
        <h1><span>Open Parks</span><br><span itemprop=headline>Rain stops all play</span><i>.</i></h1>";
    assert_eq!(headline(markup), "Rain stops all play");
}

#[test]
fn a_line_below_the_headline_in_its_heading_is_no_part_of_what_is_shared() {
    let markup = "<meta property=og:title content='Rain stops all play'>
        <h1>Rain stops all play <span>What players and their guests ought to know before they come</span></h1>";
    assert_eq!(headline(markup), "Rain stops all play");
}

#[test]
fn a_hidden_colon_behind_a_kicker_leaves_the_kicker_off() {
    let markup = "<meta property=og:title content='Parks: Rain stops all play'><h1><span class=kicker>Parks</span>
        <span hidden>: </span><span>Rain stops all play</span></h1>";
    assert_eq!(headline(markup), "Rain stops all play");
}

#[test]
fn a_heading_in_a_part_for_comments_shows_what_the_title_says() {
    let markup = "<meta property=og:title content='Opinion: Rain stops all play'>
        <article class=ArticleHeaderComment><h1>Rain stops all play</h1></article>";
    assert_eq!(headline(markup), "Rain stops all play");
}

#[test]
fn microdata_name_the_headline_where_all_titles_are_the_sites() {
    let site = "Park Life: Lawns and Paths";
    let markup = format!(
        "<title>{site}</title><meta property=og:title content='{site}'><meta property=og:site_name content='{site}'>
        <h1 itemprop=headline>Rain stops all play</h1>"
    );
    assert_eq!(headline(&markup), "Rain stops all play");
}

#[test]
fn dots_that_no_reader_sees_are_left_off() {
    let markup =
        "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Rain stops all play...\"}</script>
        <meta property=og:title content='Rain stops'><h1>Rain stops all play</h1>";
    assert_eq!(headline(markup), "Rain stops all play");
}

#[test]
fn a_second_headline_says_more_than_a_name() {
    let second = |title: &str| {
        let markup = format!("<meta property=og:title content='Rain stops'><title>{title}</title><h1>Rain stops</h1>");
        read(&markup).alternative_headline.map(|found| found.value)
    };
    assert_eq!(second("Rain stops « Jane Doe on parks"), None);
    assert_eq!(second("Lawns, Paths and Trees » Rain stops"), None);
    assert_eq!(second("Rain stops: the other parks of Elmhaven"), None);
    assert_eq!(second("Detail"), None);
    assert_eq!(second("The Example, the best of all towns"), None, "a slogan");
    assert!(second("The Examples that moved all of the country").is_some(), "another word");
    assert_eq!(second("The Example finds no rain at all"), Some("The Example finds no rain at all".to_owned()));
    assert_eq!(second("Why the players went home"), Some("Why the players went home".to_owned()));
}

#[test]
fn a_lone_heading_tells_more_than_the_title_of_a_section() {
    let check = |title: &str, body: &str, expected: &str| {
        assert_eq!(headline(&format!("<title>{title}</title>{body}")), expected, "{title} {body}");
    };
    check("Aktuelles | Verband", "<h1>Old bridge will stay open</h1>", "Old bridge will stay open");
    check("Welcome to our club", "<h1>A game stopped</h1>", "Welcome to our club");
    check("Welcome to our club", "<h1>The rain stops play</h1>", "The rain stops play");
    check("Welcome to our club", "<h3 class=entry-title>The rain stops play</h3>", "The rain stops play");
    check("Welcome to our club", "<h1>The rain stops play</h1><h1>Other news of ours</h1>", "Welcome to our club");
    check("Aktuelles | Verband", "<h1>Our club</h1>", "Aktuelles");
    check("Mayor resigns", "<h1>All the news of every day</h1><h2>Mayor resigns</h2>", "Mayor resigns");
}

#[test]
fn a_heading_that_is_the_titles_first_part_is_the_headline() {
    let title = "Rain stops all play : Park Life Archive | all about lawns and paths of the town | since 2005";
    let page = |line: &str| headline(&format!("<title>{title}</title>{line}"));
    assert_eq!(page("<h3 class=entry-title>Rain stops all play</h3>"), "Rain stops all play");
    assert_eq!(page("<div class=entry-title>Rain stops all play</div>"), "Rain stops all play");
    assert_ne!(page("<div>Rain stops all play</div>"), "Rain stops all play");
}

#[test]
fn a_word_with_hints_where_to_break_is_the_same_word() {
    let markup = "<meta property=og:title content='Messenger and bridges'><h1 class=aural>Office of (OOB) bridges</h1>
        <h1>Mes&shy;sen&shy;ger and bridges</h1>";
    assert_eq!(super::super::headline::squashed(&headline(markup)), "messengerandbridges");
}

#[test]
fn what_is_seen_and_shared_and_titles_the_page_comes_before_what_is_stated_alone() {
    let check = |shared: &str, expected: &str| {
        let markup = format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Elmhaven asks when the ferry sails\"}}</script>
            <meta property=og:title content='{shared}'><title>Old boat goes back to work</title><h1>Old boat goes back to work</h1>"
        );
        assert_eq!(headline(&markup), expected, "{shared}");
    };
    check("Old boat goes back to work", "Old boat goes back to work");
    check("Old boat is repaired at last", "Elmhaven asks when the ferry sails");
}

#[test]
fn a_site_may_be_called_by_the_few_letters_of_its_host() {
    let check = |host: &str, title: &str, expected: &str| {
        let site = super::super::headline::Site::new(std::iter::empty(), host, None);
        assert_eq!(site.strip(title), expected, "{host} {title}");
    };
    check("www.abc.example", "Rain stops all play | ABC", "Rain stops all play");
    check("www.abc.example", "Rain stops all play - abc.example", "Rain stops all play");
    check("m.abc.example", "Rain stops all play - abc.example", "Rain stops all play");
    check("www.abc.example", "Rain stops all play | ABC of rain", "Rain stops all play | ABC of rain");
    check("www.abc.example", "Rain stops all play | AB", "Rain stops all play | AB");
}

#[test]
fn a_tail_that_all_titles_have_and_no_reader_sees_is_left_off() {
    let check = |stated: &str, title: &str, expected: &str| {
        let markup = format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"{stated}\"}}</script>
            <title>{title}</title><h1>Rain stops all play</h1>"
        );
        assert_eq!(headline(&markup), expected, "{stated} {title}");
    };
    for sign in ["|", "-", "–"] {
        let stated = format!("Rain stops all play {sign} Weather");
        check(&stated, &stated, "Rain stops all play");
        check(&stated, "Rain stops all play", &stated);
    }
    let story = "Rain stops all play, says the club";
    check(story, story, story);
    let tail = "Rain stops all play | Weather in the parks";
    check(tail, tail, tail);
    let tail = "Rain stops all play | Weather and parks";
    check(tail, tail, "Rain stops all play");
}

#[test]
fn a_kicker_that_a_title_parts_or_lacks_is_no_part_of_the_headline() {
    let check = |heading: &str, title: &str, expected: &str| {
        let markup = format!("<meta property=og:title content='{title}'><h1>{heading}</h1>");
        assert_eq!(headline(&markup), expected, "{heading} {title}");
    };
    let bare = "Rain stops all play";
    for tag in ["span", "strong", "em", "div"] {
        check(&format!("<{tag}>Parks</{tag}> {bare}"), bare, bare);
        check(&format!("<{tag}>Parks</{tag}> {bare}"), &format!("Parks: {bare}"), bare);
        check(&format!("<{tag}>Parks</{tag}> {bare}"), &format!("Parks - {bare}"), bare);
    }
    check(&format!("<span>Parks</span><span>{bare}</span>"), &format!("Parks: {bare}"), bare);
    check(&format!("<span>Parks:</span> {bare}"), &format!("Parks: {bare}"), &format!("Parks: {bare}"));
    let sentence = format!("It pours. {bare}");
    let markup =
        format!("<title>{sentence}</title><meta property=og:title content='{bare}'><h1><em>It pours.</em> {bare}</h1>");
    assert_eq!(headline(&markup), sentence);
    check(&format!("<em>Parks</em>: {bare}"), &format!("Parks: {bare}"), &format!("Parks: {bare}"));
    let quotation = "“Rain stops all play”";
    check(&format!("<em>Doe</em> {quotation}"), &format!("Doe: {quotation}"), &format!("Doe {quotation}"));
    let small = "rain stops all play";
    check(&format!("<em>When</em> {small}"), &format!("When - {small}"), &format!("When {small}"));
    check("<em>Parks of the town</em> are closed", "Parks of the town - are closed", "Parks of the town are closed");
}
