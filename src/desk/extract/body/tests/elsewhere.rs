//! Lines and parts that lead elsewhere, ask for something, or are what readers say.

use super::*;

#[test]
fn lines_that_lead_elsewhere_are_left_out_in_many_languages() {
    for line in [
        "Read also: The bridge that fell down.",
        "Lesen Sie auch: Die Brücke, die einstürzte.",
        "À lire aussi : le pont qui s'est effondré.",
        "Lea también: el puente que se cayó.",
        "Leggi anche: il ponte che è crollato.",
        "Czytaj także: most, który się zawalił.",
        "Les også: Brua som falt.",
        "Читайте также: мост, который рухнул.",
        "Baca juga: Jembatan yang runtuh.",
        "関連記事：落ちた橋。",
        "اقرأ أيضًا: الجسر الذي سقط.",
        "Sign up for our daily newsletter.",
        "Jetzt unseren Newsletter abonnieren und nichts verpassen.",
        "Follow us on Facebook and Instagram.",
        "Advertisement",
        "© 2024 Example News. All rights reserved.",
        "Photo: Example Agency",
        "The bridge by night. (Picture: Example Agency)",
        "Share this article",
        "Support our journalism.",
        "Our newsletter “Town” informiert Sie jeden Morgen.",
        "Tap here to read on in the app.",
        "Read on: the bridge that fell.",
        "Läs också: Bron som föll.",
        "İlginizi çekebilir: Yıkılan köprü.",
        "¡Únete a nuestro canal de WhatsApp!",
        "Die Brücke auf unserem WhatsApp-Kanal",
        "Haberler için WhatsApp kanalımıza katılın.",
        "Нашли ошибку? Выделите её.",
        "更多新闻请关注微信公众号",
        "Quảng cáo",
        "By Jane van der Example",
        "Share",
        "Enter your email address",
        "By signing up you agree to our terms, and to letters of ours.",
        "This site is protected by reCAPTCHA and the terms of it apply.",
        "Mit der Anmeldung stimmen Sie unseren Bedingungen zu.",
        "En vous inscrivant, vous acceptez nos conditions.",
        "Al suscribirte aceptas nuestras condiciones.",
        "Puedes seguirnos en Facebook y en nuestro boletín.",
        "What do you think? Leave a comment below.",
    ] {
        assert_eq!(body(&around(&p(line))), [A, C], "{line}");
    }
    for line in [
        "Read the letter, she said, and then tell me.",
        "Read on to see which bridges have stood the longest.",
        "Follow the river and one gets to the bridge.",
        "Photos were not allowed.",
        "Tapping the new well took three weeks.",
        "Support for the bridge grows.",
        "By signing up early the town got a better price.",
        "En cliquant sur la carte on voit le pont.",
        "Enter your house by the back door, the mayor said.",
        "Share prices of the builder fell by a tenth.",
        "Loading the lorries takes an hour.",
        "Volgens de raad blijft de brug nog een jaar open.",
        "Följande dag stängdes bron för alla bilar.",
        "Подписание договора перенесли на пятницу.",
        "تابع المجلس أعمال الجسر حتى المساء.",
        "Zum Thema Brücke sagte der Rat nichts.",
        "További vizsgálatok következnek a hídnál.",
        "Sigue sin conocerse cuánto cuesta el puente.",
        "更多居民要求保留这座旧桥。",
        "Von Anfang an war die Brücke zu schmal",
        "“We put the bridge on our Facebook page,” she said.",
        "If you like bridges, this is the town to see.",
    ] {
        assert_eq!(body(&around(&p(line))), [A, line, C], "{line}");
    }
}

#[test]
fn what_stands_below_the_text_under_a_head_of_its_own_is_left_out() {
    let story = |n: usize| format!("<h3><a href=/{n}>The bridge of number {n} here</a></h3><p>{n}. {B} {A}</p>");
    let said = |n: usize| format!("<b>Reader {n}</b><p>{n}. {B} {A}</p>");
    let long = [A, B, C].join(" ").repeat(2);
    let page = |head: &str, part: fn(usize) -> String| {
        let parts: String = (1..6).map(|n| format!("<div>{}</div>", part(n))).collect();
        body(&format!(
            "<h1>Bridge stays open</h1><div><div>{}</div><div><h2>{head}</h2>{parts}</div></div>",
            p(&long) + &p(C)
        ))
    };
    assert_eq!(page("Related articles", story), [&long, C]);
    assert_eq!(page("5 comments", said), [&long, C]);
    assert_eq!(page("Related articles", said).len(), 12, "no list of articles without links");
    assert_eq!(page("What the members say", story).len(), 13, "places that the article is about");
}

#[test]
fn readers_speak_below_a_head_in_the_articles_own_element() {
    let long = [A, B, C].join(" ").repeat(2);
    let said = "<div><b>Tim</b> 7 October 2030</div><div>The bridge should have been closed years ago, I say, and so do all.</div>";
    let page = |head: &str, behind: &str| {
        body(&format!("<article><h1>Bridge stays open</h1>{}{head}{said}{behind}</article>", p(&long) + &p(C)))
    };
    assert_eq!(page("<h3>Comments (3)</h3>", ""), [&long, C]);
    let next = format!("<h2>What comes next</h2>{}", p(A));
    assert_eq!(
        page("<h3>Comments</h3>", &next),
        [&long, C, "# What comes next", A],
        "the next head of its rank ends it"
    );
    assert!(page("<h3>What the members say</h3>", "").len() > 2);
}

#[test]
fn a_line_of_both_dates_is_no_text() {
    let stamp = "Veröffentlicht am 06.10.2030 um 21:40 Uhr, aktualisiert am 07.10.2030 um 08:15 Uhr";
    assert_eq!(body(&format!("<h1>Bridge stays open</h1><p>{stamp}</p>{}{}", p(A), p(C))), [A, C]);
}
