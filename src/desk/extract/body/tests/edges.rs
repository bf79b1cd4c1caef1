//! What stays at the edges of the text.

use super::*;

#[test]
fn a_list_at_the_end_stays_with_its_announcement() {
    let page =
        |tail: &str| format!("<main><h1>Bridge stays open</h1><div class=text>{}{}{tail}</div></main>", p(A), p(B));
    let list = "<p>The council also wants:</p><ul><li>A new pier</li><li>A lamp at <a href=/x>one end</a></li></ul>";
    assert_eq!(body(&page(list)), [A, B, "The council also wants:", "* A new pier", "* A lamp at one end"]);
    let links = "<p>Read more:</p><ul><li><a href=/x>A new pier</a></li><li><a href=/y>Two benches</a></li></ul>";
    assert_eq!(body(&page(links)), [A, B], "links alone");
    let sources = "<p>Quellen:</p><ul><li>Council of Elmhaven</li></ul>";
    assert_eq!(body(&page(sources)), [A, B], "where it is from");
    let told = "<p>The council also wants:</p><ul><li><a href=/x>A new pier of oak</a></li><li>A lamp at one end</li><li>Benches</li></ul>";
    assert_eq!(body(&page(told)).len(), 6, "most items say something");
    assert_eq!(body(&page(&told.replace("<li>", "<li><p>").replace("</li>", "</p></li>"))).len(), 6, "in paragraphs");
    let mixed = "<ul><li>A new pier</li><li>See <a href=/y>the plans for the new pier</a></li></ul>";
    assert_eq!(body(&page(mixed)), [A, B, "* A new pier"], "an item that leads elsewhere");
}

#[test]
fn a_paragraph_that_opens_with_its_place_is_text() {
    let first =
        "<p class=dateline>ELMHAVEN — The bridge has stood for a hundred years, and it will stand a little longer.</p>";
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{first}{}{}{}</div></main>", p(A), p(B), p(C));
    assert_eq!(body(&page).first().map(|line| line.starts_with("ELMHAVEN")), Some(true));
}

#[test]
fn sentences_with_links_at_the_edges_stay() {
    let last = "<p>Before that <a href=/x>the harbour master had said that nobody would pay for a bridge</a> of that kind.</p>";
    assert_eq!(body(&format!("<main><h1>x</h1><div>{}{}{last}</div></main>", p(A), p(B))).len(), 3);
    let pitch = last.replace("Before that", "Read here");
    assert_eq!(body(&format!("<main><h1>x</h1><div>{}{}{pitch}</div></main>", p(A), p(B))), [A, B]);
}

#[test]
fn sub_headlines_in_front_of_the_text_stay_all() {
    let heads = "<h2>Bridges</h2><h3>The old one</h3>";
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{heads}{}{}</div></main>", p(A), p(B));
    assert_eq!(body(&page), ["# Bridges", "# The old one", A, B]);
}

#[test]
fn a_sentence_set_as_a_heading_ends_the_text() {
    let last = "So for now and most likely for years the bridge will stay as it is.";
    let page = |last: &str| {
        format!("<main><h1>Bridge stays open</h1><div class=text>{}{}<h2>{last}</h2></div></main>", p(A), p(B))
    };
    assert_eq!(body(&page(last)), [A, B, last]);
    let linked = "So for now and most likely for years the bridge will stay as it is, and whoever has a doubt of that may look it up at the harbour or <a href=/x>here</a>.";
    assert_eq!(body(&page(linked)).len(), 3);
    assert_eq!(body(&page("So for now and most likely for years it will stay as it is, <a href=/x>here</a>.")), [A, B]);
    assert_eq!(body(&page("What others read of the bridge")), [A, B]);
    assert_eq!(body(&page("Why did the council close the old bridge without asking anybody at all?")), [A, B]);
}

#[test]
fn a_table_at_the_end_stays_with_its_head() {
    let table = "<h2>What it costs</h2><table><tr><td>Pier</td><td>4 million</td></tr><tr><td>Lamp</td><td>100</td></tr></table>";
    let page = format!("<main><h1>Bridge stays open</h1><div class=text>{}{}{table}</div></main>", p(A), p(B));
    assert_eq!(body(&page), [A, B, "# What it costs", "| Pier 4 million", "| Lamp 100"]);
}

#[test]
fn facts_at_the_end_of_the_text_stay() {
    let page = |tail: &str| {
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{}{}{tail}</div></main>", p(A), p(B)))
    };
    let lines = |lines: &[&str]| page(&lines.iter().map(|line| p(line)).collect::<String>());
    assert_eq!(
        lines(&["Referee: Anna Beispiel", "Attendance: 34,500"])[2..],
        ["Referee: Anna Beispiel", "Attendance: 34,500"]
    );
    assert_eq!(lines(&["1. Anna Beispiel 1:31:22", "2. Bert Example 1:31:40"]).len(), 4, "ranks");
    let headed =
        format!("<h3>The match in figures</h3>{}{}", p("Referee: Anna Beispiel"), p("Goals: Muster 12, Beispiel 34"));
    assert_eq!(
        page(&headed)[2..],
        ["# The match in figures", "Referee: Anna Beispiel", "Goals: Muster 12, Beispiel 34"]
    );
    assert_eq!(lines(&["Attendance: 34,500"]), [A, B], "one line alone");
    assert_eq!(lines(&["Telefon: 0123 456", "E-Mail: post@example.com"]), [A, B], "how to reach somebody");
    assert_eq!(lines(&["Quelle: Beispielamt", "Redaktion: Anna Beispiel"]), [A, B], "where it is from");
    for (asked, more) in [
        ("Follow us on: Beispielbook, Examplegram", "Donate now: IBAN XX00 1234"),
        ("Jetzt spenden: IBAN XX00 1234", "Please share: the old bridge of Elmhaven"),
        ("Síguenos en: Beispielbook", "Suivez-nous: Examplegram"),
    ] {
        assert_eq!(lines(&[asked, more]), [A, B], "{asked}");
    }
    let read = ["1. The pier of Salzbek is sold", "2. Two benches for the harbour", "3. Lamps at 12 corners"];
    assert_eq!(lines(&read), [A, B], "what is read most");
    let announced = ["The council wants, in this order:", read[0], read[1], read[2]];
    assert_eq!(lines(&announced)[2..], announced, "an announced list");
    let results = ["9. Anna Beispiel 1:31:22", "10. Bert Example 1:31:40", "11. Cara Muster, not at the finish"];
    assert_eq!(lines(&results)[2..], results, "most lines have a result");
    assert_eq!(lines(&["100. Anna Beispiel 1:31:22", "101. Bert Example 1:31:40"]), [A, B], "no ranks");
}

#[test]
fn a_last_sentence_may_be_broken_into_lines() {
    let lines = |lines: &[&str]| {
        let lines: String = lines.iter().map(|line| p(line)).collect();
        body(&format!("<main><h1>Bridge stays open</h1><div class=text>{}{}{lines}</div></main>", p(A), p(B))).len()
    };
    assert_eq!(lines(&["We walk on planks", "that nobody has counted", "into the evening."]), 5);
    assert_eq!(lines(&["About the author", "She covers the harbour."]), 2, "a sentence of its own");
    assert_eq!(lines(&["Nobody knows it yet", "not even we"]), 2, "no stop");
    assert_eq!(lines(&["Next up: the bridge", "as long as it stands."]), 2, "a label");
    assert_eq!(lines(&["Bert Example", "did you read that?"]), 2, "a question");
    let long = ["We walk on planks"; 6].into_iter().chain(["into the evening."]).collect::<Vec<_>>();
    assert_eq!(lines(&long), 2, "more than a stanza");
}
