use super::*;

fn said(text: &str) -> Vec<Spoken> {
    spoken(&text.to_lowercase()).map(|(_, spoken)| spoken).collect()
}

#[test]
fn words_for_both_dates_are_told_apart() {
    assert_eq!(said("Published 3 May 2024, updated 4 May"), [Spoken::Published, Spoken::Changed]);
    assert_eq!(said("Zuletzt aktualisiert: 4.5.2024"), [Spoken::Changed]);
    assert_eq!(said("Mis à jour le 4 mai, publié le 3 mai"), [Spoken::Changed, Spoken::Published]);
    assert_eq!(said("发布时间：2024年5月3日 更新"), [Spoken::Published, Spoken::Changed]);
    assert_eq!(said("© 2024"), [Spoken::Other]);
    assert_eq!(said("3 May 2024"), []);
}

#[test]
fn a_word_counts_where_it_begins() {
    assert_eq!(said("Unpublished 3 May"), []);
    assert_eq!(said("Stand: 3. Mai"), [Spoken::Published]);
    assert_eq!(said("Das war der Stand am 3. Mai"), []);
    assert_eq!(said("Standing room only"), []);
}

#[test]
fn a_paragraph_may_open_with_its_date() {
    use shape::dateline;
    assert_eq!(dateline("(3.5.2024) The council voted").as_deref(), Some("(3.5.2024"));
    assert_eq!(dateline("Elmhaven, 3 May 2024 – The council voted").as_deref(), Some("Elmhaven, 3 May 2024"));
    assert_eq!(dateline("03.05.2024 „Der Rat hat").as_deref(), Some("03.05.2024"));
    assert_eq!(dateline("Elmhaven, 3. Mai 2024. Der Rat").as_deref(), Some("Elmhaven, 3. Mai 2024"));
    assert_eq!(dateline("Elmhaven, 3 May 2024 /Wire/ -- The council").as_deref(), Some("Elmhaven, 3 May 2024"));
    assert_eq!(dateline("On May 3, 2024, the council voted"), None);
    assert_eq!(dateline("On 3 May 2024 the council voted"), None);
    assert_eq!(dateline("The tide was at its highest on May 3, 2024. It"), None);
    assert_eq!(dateline("In 2024 – or later – the council"), None);
    assert_eq!(dateline("The members of the council of Elmhaven, elected on 3 May 2024 – by"), None);
}

#[test]
fn only_a_word_for_publishing_tells_publication() {
    assert!(tells_publication("published 3 may 2024"));
    assert!(!tells_publication("date: 3 may 2024"));
    assert!(!tells_publication("updated 4 may, published 3 may 2024"));
    assert!(!tells_publication("3 may 2024"));
}

#[test]
fn a_year_may_be_an_eras() {
    assert!(shape::has_year("令和7年5月17日"));
    assert!(!shape::has_year("第7年5月17日"));
    assert!(shape::has_year("17·05·24"));
}

#[test]
fn a_text_is_led_by_what_its_beginning_says() {
    for word in PUBLISHED.iter().chain(CHANGED).chain(OTHERS).chain(OPENERS) {
        assert!(
            word.chars().count() < HEAD_CHARS && !word.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit()),
            "{word}"
        );
    }
    for text in [
        "Published 3 hours ago",
        "Updated on the 19.",
        "Data: 3 maja",
        "The data of May",
        "",
        " Posted by Ann",
        "ДАТА 3",
    ] {
        let first = spoken(&text.to_lowercase()).next();
        assert_eq!(is_led(text), first.is_some_and(|(at, _)| at == 0), "{text}");
        let long = format!("{text}{}", " the bridge stays".repeat(20));
        assert_eq!(is_led(&long), is_led(text), "{text}");
    }
}

#[test]
fn a_line_of_two_dates_is_a_stamp() {
    for line in [
        "Veröffentlicht am 06.10.2030 um 21:40 Uhr, aktualisiert am 07.10.2030 um 08:15 Uhr",
        "Publié le 4 octobre 2030 à 18h05 - Mis à jour le 5 octobre 2030 à 07h12",
        "Publicado el 5 de octubre de 2030 a las 13:47 horas, actualizado el 6 de octubre de 2030 a las 09:10 horas",
        "Published on October 6, 2030 at 9:40 p.m. EDT, updated on October 7, 2030 at 8:15 a.m. EDT",
        "Wed 14 Oct 2030 14.32 BST First published on Wed 14 Oct 2030 09.20 BST",
        "公開日時 2030年10月6日 21時40分 更新日時 2030年10月7日 8時15分",
    ] {
        assert!(is_stamp(line), "{line}");
    }
    for line in [
        "Published in 2024 and updated on 3 May 2025, the guide lists what is left.",
        "Published 6 October 2030 in a book that nobody has updated since it was printed, sold, forgotten and found again by his \
         daughter in a cellar of Port Elm",
        "The list, published and updated on 6 October 2030",
        "Published and updated by the council",
        "The fair of 3 May 2030, published by the council in print on 4 May 2030, and what became of it",
        "From 3 May 2030 to 4 May 2030",
    ] {
        assert!(!is_stamp(line), "{line}");
    }
}
