use super::super::tests::read;
use super::*;

fn section(markup: &str) -> String {
    read(markup).section.map(|found| found.value).unwrap_or_default()
}

const HEADLINE: &str = "<h1>Rain stops play in the park</h1>";

#[test]
fn the_first_of_several_sections_is_taken() {
    for (stated, expected) in [
        ("City,Weather", "City"),
        ("Home,Weather", "Weather"),
        ("City, Weather, Parks", "City"),
        ("Money, Tips", "Money, Tips"),
        ("1,000 Words", "1,000 Words"),
    ] {
        assert_eq!(section(&format!("<meta property=article:section content='{stated}'>")), expected, "{stated}");
    }
}

#[test]
fn a_name_for_readers_stands_before_slugs_and_catch_alls() {
    let trail = "<nav class=breadcrumb><a href=/>Home</a> <a href=/crime>Crime &amp; Safety</a></nav>";
    for stated in ["crime-safety", "crime", "Uncategorized", "{$category}", "null", "Rain stops play in the park"] {
        let meta = format!("<meta property=article:section content='{stated}'>");
        assert_eq!(section(&format!("{meta}{trail}{HEADLINE}")), "Crime & Safety", "{stated}");
    }
    let slug =
        |slug: &str, page: &str| section(&format!("<meta property=article:section content={slug}>{page}{HEADLINE}"));
    assert_eq!(slug("crime-safety", ""), "crime-safety");
    assert_eq!(slug("roads", trail), "roads", "the trail leads elsewhere");
    assert_eq!(slug("city-life", "<a href=/more>More</a><a href=/s/city-life/>City &amp; Life</a>"), "City & Life");
    assert_eq!(section("<meta property=article:section content=Uncategorized>"), "Uncategorized");
    assert_eq!(section("<meta property=article:section content='{$category}'>"), "");
}

#[test]
fn the_article_is_linked_in_its_category() {
    let category = "<a rel='category tag' href=/category/parks>Parks</a>";
    let other = "<aside><a rel='category tag' href=/category/roads>Roads</a></aside>";
    assert_eq!(section(&format!("{other}{HEADLINE}<p>It rains.</p>{category}")), "Parks");
    let catch_all = "<a rel='category tag' href=/category/u>Uncategorized</a>, ";
    assert_eq!(section(&format!("{HEADLINE}<p>It rains.</p>{catch_all}{category}")), "Parks");
    assert_eq!(section(&format!("{HEADLINE}<a rel=tag href=/tag/rain>Rain</a>")), "");
    assert_eq!(section(&format!("{HEADLINE}<p>It rains.</p><a rel=category href='?cat=1'>Parks</a>")), "Parks");
    let amp = "<a href=/category/roads>Roads</a><header><a href=/category/parks>Parks &amp; more</a>";
    assert_eq!(section(&format!("{amp}{HEADLINE}</header><p>{}", "It rains. ".repeat(40))), "Parks & more");
    let item = "<div itemscope itemtype='https://schema.org/Article'><p itemprop=articleSection><a href=/p>Parks</a> <a href=/r>Roads</a></p>";
    assert_eq!(section(&format!("{item}{HEADLINE}</div>")), "Parks");
    let between = |chars: usize| format!("{category}<p>{}</p>{HEADLINE}", "x".repeat(chars));
    assert_eq!(section(&between(CATEGORY_ABOVE_MAX - 20)), "Parks");
    assert_eq!(section(&between(CATEGORY_ABOVE_MAX + 20)), "", "far above the headline");
}

#[test]
fn a_trail_leads_through_the_section() {
    let trail = |entries: &str| format!("<div class=breadcrumbs>{entries}</div>{HEADLINE}");
    let here = "<a href=/city/2024/05/17/rain-stops-play>Rain stops …</a>";
    assert_eq!(
        section(&trail(&format!("<a href=/>Paper</a><a href=/city>City</a><a href=/parks>Parks</a>{here}"))),
        "Parks"
    );
    assert_eq!(
        section(&trail(
            "<a href=/city>City</a> <a href='/2024'>Year 2024</a> <a href='/x/5'>Issue: 5</a> <a href=/2024/05/>May</a> <a href=/>← Back</a>"
        )),
        "City"
    );
    // A menu is none.
    let links =
        |count: usize| (0..count).map(|at| format!("<a href=/{at}>Part {}</a>", "x".repeat(at))).collect::<String>();
    assert_ne!(section(&trail(&links(TRAIL_LINKS_MAX))), "");
    assert_eq!(section(&trail(&links(TRAIL_LINKS_MAX + 1))), "");
    // Buttons for sharing are none of its entries.
    let share = "<a href='https://social.test/?u=x'>Share</a><a href=/print>Print</a>";
    let head = format!("<div class=breadcrumb-head><a href=/city>City</a>{HEADLINE}{share}</div>");
    assert_eq!(section(&head), "City");
    assert_eq!(section(&trail("<a href=/city>City</a><a href='mailto:?body=x'>Mail</a>")), "City");
    // Some mark each entry.
    let each = "<a class=breadcrumb-link href=/>Home</a><a class=breadcrumb-link href=/parks>Parks</a>";
    assert_eq!(section(&format!("{each}{HEADLINE}")), "Parks");
}

#[test]
fn the_menu_names_the_folder_of_the_address() {
    let menu = |entries: &str| format!("<nav>{entries}</nav>{HEADLINE}");
    assert_eq!(section(&menu("<a href=/parks>Parks</a><a href=/city/>City</a>")), "City");
    assert_eq!(section(&menu("<a href=https://www.the-example.test/city>City</a>")), "City");
    assert_eq!(
        section(&menu("<a href=/city>Sign up</a><a href=https://other.test/city>City</a><a href=/city/2024>2024</a>")),
        ""
    );
}

#[test]
fn names_are_told_from_folders() {
    for (name, folder) in [("Köln", "koeln"), ("Köln", "koln"), ("Food & Drink", "food-drink"), ("Élysée", "elysee")]
    {
        assert!(super::is_named_like(name, folder), "{name} {folder}");
    }
    for (name, folder) in [("Sign up", "news"), ("Köln", "kultur"), ("Культура", "kultura"), ("", "")] {
        assert!(!super::is_named_like(name, folder), "{name} {folder}");
    }
}

#[test]
fn a_link_beside_the_headline_names_the_category() {
    let link = "<a href=/category/parks/>Parks</a>";
    let check = |page: &str, expected: &str| assert_eq!(section(page), expected, "{page}");
    check(&format!("<div><header><span>{link}</span>{HEADLINE}</header><p>It rains.</p></div>"), "Parks");
    check(&format!("{HEADLINE}<p>It rains.</p><a rel=tag href=/category/parks/>Parks</a>"), "Parks");
    let far = "x".repeat(HEAD_CHARS_MAX);
    check(&format!("<body><div><header>{HEADLINE}</header></div><p>{far}</p>{link}"), "");
    let entry = |name: &str| format!("<li class='menu-item current-post-parent'><a href=/category/c>{name}</a>");
    check(&format!("<ul>{}<ul>{}</ul></ul>{HEADLINE}<p>{far}</p>", entry("Town"), entry("Parks")), "Parks");
}

#[test]
fn a_menu_in_a_trail_is_no_part_of_it() {
    let entries = "<ul><li><a href=/>Home</a></li><li><a href=/parks>Parks</a><ul><li><a href=/roads>Roads</a></li>
        <li><a href=/feeds>RSS feeds</a></li></ul></li></ul>";
    assert_eq!(section(&format!("<div class=breadcrumb>{entries}</div>{HEADLINE}")), "Parks");
}
