//! Lines within a block.

use super::*;

#[test]
fn lines_that_a_text_is_broken_into_are_kept() {
    let verses = "<p>The old bridge stands<br>in rain and sun,<br>and no one hands<br>a coin to anyone.</p>";
    assert_eq!(
        body(&around(verses)),
        [A, "The old bridge stands\nin rain and sun,\nand no one hands\na coin to anyone.", C]
    );
    let results = "<p>1. Elmhaven Rowing Club and the School of Salzbek<br>2. Rowers of the Harbour Street and their Friends<br>3. Nobody</p>";
    assert_eq!(
        body(&around(results))[1],
        "1. Elmhaven Rowing Club and the School of Salzbek\n2. Rowers of the Harbour Street and their Friends\n3. Nobody"
    );
    let wrapped = "<p>The council meets on every second Monday of a month, and<br>whoever wants to speak about the bridge has to say<br>so on the Friday before.</p>";
    assert_eq!(
        body(&around(wrapped))[1],
        "The council meets on every second Monday of a month, and whoever wants to speak about the bridge has to say so on the Friday before."
    );
    let items =
        "<p>Bridge, of the town, which may be one of these, as the council<br>a) the old one<br>b) the new one</p>";
    assert_eq!(body(&around(items))[1].matches('\n').count(), 2);
    let head = "<h2>What the bridge<br>would cost</h2>";
    assert_eq!(body(&around(&format!("{head}{}", p(B))))[1], "# What the bridge would cost");
}

#[test]
fn a_sentence_is_not_torn_at_a_break() {
    let long = [A, B].join(" ");
    let (begin, end) = long.split_at(150);
    assert_eq!(
        body(&format!("<h1>x</h1><div>{begin}<br>{end} {C}<br>{B} {C}</div>")),
        [format!("{begin} {end} {C}"), format!("{B} {C}")]
    );
}

#[test]
fn preformatted_text_keeps_its_lines() {
    let code = "<pre><code><span>open</span> bridge\n  <span>wait</span> 5\nclose bridge\n</code></pre>";
    assert_eq!(body(&around(code)), [A, "| open bridge\nwait 5\nclose bridge", C]);
    let wrapped = "<p>The council meets on every second Monday of a month, and<br>whoever wants to speak has to say so before.</p>";
    assert!(!body(&around(&format!("<pre>\n</pre>{wrapped}")))[1].contains('\n'), "what stands behind it");
}

#[test]
fn how_characters_are_read_is_no_text_of_its_own() {
    let bare = "<p>町は<ruby>橋<rt>はし</rt></ruby>を<ruby>残<rt>のこ</rt></ruby>すと決め、技師の反対を押し切って一年の延長を認めた。</p>";
    assert_eq!(body(&around(bare))[1], "町は橋を残すと決め、技師の反対を押し切って一年の延長を認めた。");
    let apart = "<p><ruby>橋<rp>（</rp><rt>はし</rt>\n<rp>）</rp></ruby>は町の議会の決定により、技師の反対を押し切ってもう一年のあいだ残ることになった。</p>";
    assert!(body(&around(apart))[1].contains("（はし）") || body(&around(apart))[1].contains("（はし ）"));
    let set_apart = bare.replace("<rt>", "<rp>（</rp><rt>").replace("</rt>", "</rt><rp>）</rp>");
    assert_eq!(
        body(&around(&set_apart))[1],
        "町は橋（はし）を残（のこ）すと決め、技師の反対を押し切って一年の延長を認めた。"
    );
}

#[test]
fn a_note_that_opens_over_a_word_is_no_text() {
    let told = "The council kept the old bridge open, which the engineers had warned of in the spring.";
    for note in ["class=tooltiptext", "class='x tooltiptext'", "role=tooltip"] {
        let noted = format!("bridge<span {note}>It spans the river.</span>");
        let page = p(&told.replace("bridge", &format!("<span class=tooltip>{noted}</span>")));
        assert_eq!(body(&around(&page)), [A, told, C], "{note}");
    }
    for word in
        ["a class=tooltiptext href=/x", "abbr role=tooltip", "span class=tooltip-text", "span class=tooltip-content"]
    {
        let page = p(&told.replace("engineers", &format!("<{word}>engineers</{}>", word.split(' ').next().unwrap())));
        assert_eq!(body(&around(&page)), [A, told, C], "{word}");
    }
}
