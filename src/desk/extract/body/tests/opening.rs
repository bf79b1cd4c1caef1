//! What stands between the headline and the text: decks, key points, sub-headlines.

use super::*;
use crate::desk::decode::tree::Tag;
use crate::desk::extract::Hints;

/// The body of a page whose headline is known.
fn headed(markup: &str, headline: &str) -> Vec<String> {
    let headline_at = Tree::parse(markup, &decode::Limits::default()).elements(Tag::H1).next();
    let hints = Hints { headline_at, ..Hints::default() };
    let headline = Some(Found { value: headline.to_owned(), from: Evidence::Visible });
    with(markup, &Draft { headline, hints, ..Draft::default() })
}

#[test]
fn a_heading_that_ends_with_the_headline_repeats_it() {
    let of = |headline: &str, head: &str| {
        let text = [A, B, C].map(p).concat();
        headed(&format!("<main><h1>{headline}</h1><div class=text>{head}{text}</div></main>"), headline)
    };
    let page = |head: &str| of("Bridge stays open", head);
    assert_eq!(page("<h2>News of Monday | Bridge stays open</h2>"), [A, B, C]);
    assert_eq!(page("<h2>3 May 2030 Bridge stays open</h2>"), [A, B, C]);
    assert_eq!(page("<h2>Why the bridge stays open</h2>").len(), 4, "three words without a sign in front");
    let kicker = "<h2><span class=kicker>Harbour</span> Old bridge stays open</h2>";
    assert_eq!(of("Old bridge stays open", kicker), [A, B, C]);
    assert_eq!(page("<h2>Bridge stays open for a year</h2>").len(), 4, "it says more");
    let long = "What the engineers of the harbour, who are ten, and the mayor of the town said";
    assert_eq!(page(&format!("<h2>{long}: Bridge stays open</h2>")).len(), 4, "more than a kicker");
    let text = format!("{}<h2>Harbour: Bridge stays open</h2>{}", p(A), p(B));
    assert_eq!(headed(&format!("<main><h1>Bridge stays open</h1>{text}</main>"), "Bridge stays open").len(), 3);
    let two = format!("<main><h1>Bridge open</h1><h2>Is the bridge open</h2>{}</main>", [A, B].map(p).concat());
    assert_eq!(headed(&two.replace("Is the", "Harbour:"), "Bridge open").len(), 3, "two words");
}

#[test]
fn key_points_in_front_of_the_text_stay() {
    let page = |points: &[&str]| {
        let points: String = points.iter().map(|point| format!("<li>{point}</li>")).collect();
        let text = [A, B, C].map(p).concat();
        body(&format!(
            "<main><h1>Bridge stays open</h1><div class=text><p><strong>What matters most</strong></p><ul>{points}</ul>{text}</div></main>"
        ))
    };
    let own = ["The council keeps the old bridge", "Nobody knows who pays for it"];
    assert_eq!(
        page(&own),
        ["What matters most", "* The council keeps the old bridge", "* Nobody knows who pays for it", A, B, C]
    );
    assert_eq!(page(&["The council keeps the old bridge"]), [A, B, C], "one is no list");
    assert_eq!(page(&[own[0]; 9]).len(), 3, "a list of what there is");
    assert_eq!(page(&[own[0], "Bridges"]), [A, B, C], "a name");
    assert_eq!(page(&[own[0], "The ferry sails at 19:30"]), [A, B, C], "an hour");
    assert_eq!(page(&[own[0], "Opened again on 3 May 2030"]), [A, B, C], "a day");
    assert_eq!(page(&[own[0], "<a href=/f>The ferry sails again</a>"]), [A, B, C], "a link");
    let text = [A, B, C].map(p).concat();
    let points = "<ul><li>The council keeps the old bridge</li><li>Nobody knows who pays for it</li></ul>";
    let apart = format!("<main><div><h1>Bridge stays open</h1>{points}</div><div class=text>{text}</div></main>");
    assert_eq!(body(&apart), [A, B, C], "it stands elsewhere");
    let head = format!("<main><h1>Bridge stays open</h1><div class=text><h3>In short</h3>{points}{text}</div></main>");
    assert_eq!(body(&head).first().map(String::as_str), Some("# In short"));
    let line = format!("<main><h1>Bridge stays open</h1><div class=text><p>In short</p>{points}{text}</div></main>");
    assert_eq!(body(&line).len(), 5, "a line in plain type");
}

#[test]
fn sub_headlines_in_front_of_the_text_stay() {
    let page = |front: &str, behind: &str| {
        let text = format!("{}{behind}{}{}", p(A), p(B), p(C));
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{front}{text}</div></main>"))
    };
    let front = "<h3>What it costs</h3><p><strong>Danger of delay</strong></p>";
    assert_eq!(
        page(front, "<h3>Who pays for it</h3>"),
        ["# What it costs", "Danger of delay", A, "# Who pays for it", B, C]
    );
    assert_eq!(page(front, ""), [A, B, C], "no others of its rank");
    assert_eq!(page(front, "<h4>Who pays for it</h4>").len(), 4, "another rank");
    let plain = front.replace("strong", "span");
    assert_eq!(page(&plain, "<h3>Who pays for it</h3>").len(), 4, "no line in bold");
    let lines = format!("<h3>What it costs</h3>{}", "<p><strong>Danger of delay</strong></p>".repeat(3));
    assert_eq!(page(&lines, "<h3>Who pays for it</h3>").len(), 4);
}

#[test]
fn a_weak_name_is_not_enough_for_the_line_below_the_headline() {
    let page = |class: &str, line: &str| {
        let text = [A, B, C].map(p).concat();
        let head = format!("<header><h1>Bridge stays open</h1><h2 class='{class}'>{line}</h2></header>");
        headed(&format!("<main>{head}<div class=text>{text}</div></main>"), "Bridge stays open")
    };
    let line = "New pier makes room for the ferry";
    assert_eq!(page("meta-category", line), [line, A, B, C]);
    assert_eq!(page("meta-category", "Bridges and ferries"), [A, B, C], "a section");
    assert_eq!(page("meta-category", &format!("<a href=/b>{line}</a>")), [A, B, C], "a link");
    assert_eq!(page("sharing-category", line), [A, B, C], "a strong word");
}

#[test]
fn the_head_of_a_table_of_contents_that_is_not_there_goes() {
    let page = |head: &str| body(&around(&format!("{head}{}", p(B))));
    assert_eq!(page("<h2>Inhaltsverzeichnis</h2>"), [A, B, C]);
    assert_eq!(page("<p>Table of contents:</p>"), [A, B, C]);
    assert_eq!(page("<h2>Inhalt</h2>").len(), 4, "what a film is about");
    assert_eq!(page("<h2>Inhalt</h2><h3>What it costs</h3>"), [A, "# What it costs", B, C]);
    let listed = "<h2>Table of contents</h2><ul><li>What it costs, and who pays</li><li>Who wants it</li></ul>";
    assert_eq!(page(listed).len(), 6, "it is there");
    let below = format!(
        "<main><h1>Bridge stays open</h1><div><h2>Inhaltsverzeichnis</h2></div><div class=text>{}{}</div></main>",
        p(A),
        p(B)
    );
    assert_eq!(body(&below), [A, B]);
}
