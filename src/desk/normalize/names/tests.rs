use proptest::prelude::*;

use super::*;

const OWN: &[&str] = &["Example Post", "example-post.test"];

fn read_one(raw: &str, from: Evidence) -> Credits {
    read(&[Found { value: raw.to_owned(), from }], OWN, "en")
}

/// The persons that a field for authors names.
fn persons(raw: &str) -> Vec<String> {
    let own: Vec<String> = OWN.iter().map(|name| bare(name)).collect();
    let person = |signature| match signature {
        Signature::Person(name) => Some(name),
        _ => None,
    };
    signatures(raw, &own, Where::Field).into_iter().filter_map(person).collect()
}

#[test]
fn names_come_without_the_words_around_them() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(persons(raw), expect, "{raw}");
    check("By Jane Doe", &["Jane Doe"]);
    check("C. C. Byrne", &["C. C. Byrne"]);
    check("Wednesday", &[]);
    check("Jane Doe, CC-BY 4.0", &["Jane Doe"]);
    check("BY JANE DOE AND JOHN ROE", &["JANE DOE", "JOHN ROE"]);
    check("Von Anna Berg und Karl Tal, dpa", &["Anna Berg", "Karl Tal"]);
    check("Par Luc Petit et Anne Grand", &["Luc Petit", "Anne Grand"]);
    check("Par Luc Petit avec AFP", &["Luc Petit"]);
    check("Column by Jane Doe", &["Jane Doe"]);
    check("Soumis par Anne Petit", &["Anne Petit"]);
    check("Jane DoeJane Doe", &["Jane Doe"]);
    check("Jane Doe Jane Doe", &["Jane Doe"]);
    check("Jane Doe, Staff Writer", &["Jane Doe"]);
    check("Jane Doe, correspondent in Berlin", &["Jane Doe"]);
    check("Jane Doe, Nairobi", &["Jane Doe"]);
    check("Jane Doe (Berlin)", &["Jane Doe"]);
    check("Jane Doe, John Roe", &["Jane Doe", "John Roe"]);
    check("Jane Doe, John Roe and Ann Poe", &["Jane Doe", "John Roe", "Ann Poe"]);
    check("Jane Doe jane@example.com @janedoe", &["Jane Doe"]);
    check("Text: Anna Berg Foto: Karl Tal", &["Anna Berg"]);
    check("Written by Jane Doe Edited by John Roe", &["Jane Doe"]);
    check("Jane Doe Medically reviewed by John Roe, MD", &["Jane Doe"]);
    check("Example Post", &[]);
    check("Redaktion", &[]);
    check("Von dpa", &[]);
    check("jane-doe", &[]);
    check("https://example.com/author/jane", &[]);
    check("José Ortega y Gasset", &["José Ortega y Gasset"]);
    check("Juan Pérez y María López", &["Juan Pérez", "María López"]);
    check("Ursula von der Leyen", &["Ursula von der Leyen"]);
    check("Paula und Rita Berg", &["Paula", "Rita Berg"]);
    check("Tim Berg", &["Tim Berg"]);
    check("&és Anna Berg", &["Anna Berg"]);
    check("By Jane Doe and JOHN ROE ET ANN POE", &["Jane Doe", "JOHN ROE", "ANN POE"]);
    check("Von Anna Berg 28.04.2023, 18:11 Uhr", &["Anna Berg"]);
    check("By Jane Doe, May 4, 2023", &["Jane Doe"]);
    check("May 4, 2023 · Jane Doe", &["Jane Doe"]);
    check("Jane Doe - Product marketer", &["Jane Doe"]);
    check("홍길동 기자", &["홍길동"]);
    check("하버포스트=홍길동 기자", &["홍길동"]);
    check("사진=홍길동 기자", &[]);
    check("記者：王小明", &["王小明"]);
    check("文／王小明", &["王小明"]);
    check("記者王小明／台北報導", &["王小明"]);
    check("Иван Иванов и Пётр Петров", &["Иван Иванов", "Пётр Петров"]);
    check("By JANE DOE and JOHN ROE Associated Press", &["JANE DOE", "JOHN ROE"]);
    check("Jane Doe Example Post", &["Jane Doe"]);
    check("Jane Doe for the Daily Example", &["Jane Doe"]);
    check("Jane Doe, Special to the Daily Example", &["Jane Doe"]);
    check("By chief political correspondent Jane Doe", &["Jane Doe"]);
    check("Von Redakteurin Anna Berg", &["Anna Berg"]);
    check("Ein Kommentar von Anna Berg", &["Anna Berg"]);
    check("Alles von Anna Berg", &["Anna Berg"]);
    check("Weitere Artikel von Anna Berg", &["Anna Berg"]);
    check("Gepostet von Anna Berg", &["Anna Berg"]);
    check("Meer van Jan de Berg", &["Jan de Berg"]);
    check("durch Karl Tal", &["Karl Tal"]);
    check("An article by Jane Doe", &["Jane Doe"]);
    check("Autoren: Anna Berg und Karl Tal", &["Anna Berg", "Karl Tal"]);
    check("Autor:innen: Anna Berg, Karl Tal", &["Anna Berg", "Karl Tal"]);
    check("Autor*in: Anna Berg", &["Anna Berg"]);
    check("Verfasserin: Anna Berg", &["Anna Berg"]);
    check("Eine Rezension von Anna Berg", &["Anna Berg"]);
    check("Das Gespräch führte Anna Berg", &["Anna Berg"]);
    check("Anna von Arnim", &["Anna von Arnim"]);
    check("Von unserem Korrespondenten Karl Tal, Paris", &["Karl Tal"]);
    check("Luc Petit, à Marseille", &["Luc Petit"]);
    check("Doe, Jane", &["Jane Doe"]);
    check("Reuters, Berlin", &[]);
    check("作者：王小明 编辑：李华", &["王小明"]);
    check("某报记者 王小明 李华", &["王小明", "李华"]);
    check("新华社记者王小明", &["王小明"]);
    check("某報／記者林怡君／台中報導", &["林怡君"]);
    check("文＝高橋直人 写真＝木村花", &["高橋直人"]);
    check("홍길동 의학전문기자", &["홍길동"]);
}

#[test]
fn a_seen_byline_ends_where_prose_begins() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::Visible).authors, expect, "{raw}");
    check("Jane Doe is our reporter in Cairo", &["Jane Doe"]);
    check("Written by:\nJane Doe\nSenior Editor\nJane has told of rivers for ten years", &["Jane Doe"]);
    check("By \u{1F} Jane Doe \u{1F} Chief Architect", &["Jane Doe"]);
    check("Jane Doe\n& John Roe", &["Jane Doe", "John Roe"]);
    check("Posted by JDoe at 11:15", &["JDoe"]);
    check("Jane Doe \u{1F} 5 min read", &["Jane Doe"]);
    check("Ana Lima, Example Post — Porto Alegre", &["Ana Lima"]);
    check("By Jane Doe Published", &["Jane Doe"]);
    check("Bron: Belga", &["Belga"]);
    check("Rédigé par Anne Petit le 11 mars 2025", &["Anne Petit"]);
    check("홍길동 기자 | 입력 : 2025-03-11", &["홍길동"]);
    check("Napisao/la Ivana Lučić", &["Ivana Lučić"]);
    check("By Jane Doe \u{1F} training", &["Jane Doe"]);
    check("Jane Doe And John Roe For The Example", &["Jane Doe", "John Roe"]);
    check("Read more", &[]);
    check("Full Bio", &[]);
    check("View All Posts", &[]);
    check("Reporting by Jane Doe in Elmhaven and John Roe", &["Jane Doe", "John Roe"]);
}

#[test]
fn agencies_stand_apart() {
    let check = |raw: &str, expect: Option<&str>| {
        assert_eq!(read_one(raw, Evidence::JsonLd).agency.as_deref(), expect, "{raw}");
    };
    check("dpa", Some("dpa"));
    check("Anna Berg (dpa)", Some("dpa"));
    check("AFP/Reuters", Some("AFP"));
    check("The Associated Press", Some("AP"));
    check("新华社", Some("Xinhua"));
    check("Anna Berg", None);
    check("By Jane Doe, Reuters", Some("Reuters"));
    check("Jane Doe, AP", Some("AP"));
    check("Jane Doe, Beta", Some("Beta"));
    check("Jane Doe, AFP und dpa", Some("AFP"));
    check("Jane Doe, Télam", Some("Télam"));
    check("Jane Doe, Ap", None);
    check("Jane Doe (ep)", None);
    check("Quelle: dpa", Some("dpa"));
    check("Fonte: ANSA", Some("ANSA"));
    check("Anna Berg Quelle: AFP/dpa", Some("AFP"));
    check("Anna Berg Quelle: AFP/Archiv", None);
    let seen = |raw: &str| read_one(raw, Evidence::Visible).agency;
    for raw in
        ["Von Anna Berg (dpa)", "Von Anna Berg/dpa", "Von Anna Berg und dpa", "Von Anna Berg, dpa", "Source: AFP"]
    {
        assert!(seen(raw).is_some(), "{raw}");
    }
    assert!(read_one("Quelle: AFP/dpa", Evidence::Visible).authors.is_empty(), "a source is no author");
    assert_eq!(read_one("Anna Berg, dpa", Evidence::JsonLd).authors, ["Anna Berg"]);
}

#[test]
fn two_letters_are_initials_but_in_the_agencys_own_languages() {
    let agency = |raw: &str, language: &str| {
        read(&[Found { value: raw.to_owned(), from: Evidence::Meta }], OWN, language).agency
    };
    assert_eq!(agency("Auswärtige Autoren (AA)", "de"), None);
    assert_eq!(agency("Jane Doe, AA", "tr").as_deref(), Some("Anadolu"));
    assert_eq!(agency("Jane Doe (aa)", "en"), None);
    assert_eq!(agency("AA", "en").as_deref(), Some("Anadolu"));
}

#[test]
fn a_line_about_a_texts_source_names_its_agency_alone() {
    let check = |raw: &str, expect: Option<&str>| {
        let sources = [Found { value: raw.to_owned(), from: Evidence::Visible }];
        assert_eq!(agency(&sources, "de").map(|(name, _)| name), expect, "{raw}");
    };
    check("dpa", Some("dpa"));
    check("dpa/gem", Some("dpa"));
    check("FR mit dpa", Some("dpa"));
    check("Quelle: dpa", Some("dpa"));
    check("Quelle: AFP/dpa", Some("AFP"));
    check("Quelle: picture alliance/dpa", None);
    check("EPW/Bloomberg", Some("Bloomberg"));
    check("AFP, EFE y Reuters", Some("AFP"));
    check("The Canadian Press", Some("The Canadian Press"));
    check("AP", Some("AP"));
    check("ap", None);
    check("AA", None);
    check("Anna Berg", None);
}

#[test]
fn the_publisher_is_passed_over_for_a_visible_byline() {
    let bylines = [
        Found { value: "Example Post".to_owned(), from: Evidence::JsonLd },
        Found { value: "By Jane Doe".to_owned(), from: Evidence::Visible },
    ];
    let credits = read(&bylines, OWN, "en");
    assert_eq!(credits.authors, ["Jane Doe"]);
    assert_eq!(credits.authors_from, Some((Evidence::Visible, "By Jane Doe".to_owned())));
}

#[test]
fn where_no_person_signs_whoever_does_is_the_author() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::JsonLd).authors, expect, "{raw}");
    check("Example Post", &["Example Post"]);
    check("The Example Team", &["The Example Team"]);
    check("Redaktion", &["Redaktion"]);
    check("Berg & Tal", &["Berg & Tal"]);
    check("dpa", &["dpa"]);
    check("編集部", &["編集部"]);
    check("Staff and news service reports", &["Staff and news service reports"]);
    check("Auswärtige Autoren", &["Auswärtige Autoren"]);
    check("Zur Person", &[]);
    check("Alle Beiträge", &[]);
    check("L'autore", &[]);
    check("admin", &[]);
    check("No Author", &[]);
    check("undefined", &[]);
    let seen = read_one("Sports News", Evidence::Visible);
    assert_eq!(seen.authors, ["Sports News"], "marked as a byline");
    assert!(read_one("Berg & Tal", Evidence::Visible).authors.is_empty(), "what is only seen may be anything");
}

proptest! {
    #[test]
    fn a_name_read_again_is_the_same(raw in "(By |Von |Text: )?[A-ZÄa-zé ,./()&-]{0,40}( and | und |, )?[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}") {
        for name in persons(&raw) {
            prop_assert_eq!(persons(&name), vec![name.clone()], "{}", raw);
        }
    }

    #[test]
    fn no_byline_panics(raw in "[\\PC\\n\u{1F}]{0,80}") {
        let _ = read_one(&raw, Evidence::Visible);
        let _ = read_one(&raw, Evidence::JsonLd);
    }
}

#[test]
fn a_fuller_list_that_a_reader_sees_comes_first() {
    let seen = |bylines: &[&str]| {
        let found = |raw: &&str| Found { value: (*raw).to_owned(), from: Evidence::Visible };
        read(&bylines.iter().map(found).collect::<Vec<_>>(), OWN, "en").authors
    };
    assert_eq!(seen(&["Jane Doe", "By Jane Doe and John Roe"]), ["Jane Doe", "John Roe"]);
    assert_eq!(seen(&["Jane Doe", "By John Roe and Jane Doe"]), ["Jane Doe"]);
    assert_eq!(seen(&["Jane Doe", "By Jane Doe, Berlin"]), ["Jane Doe"]);
    assert_eq!(seen(&["Por Caio Lima, de Porto Alegre e Recife"]), ["Caio Lima"]);
}

#[test]
fn a_fuller_list_comes_before_a_field_that_holds_its_first_name() {
    let of = |bylines: &[(&str, Evidence)]| {
        let found = |(raw, from): &(&str, Evidence)| Found { value: (*raw).to_owned(), from: *from };
        read(&bylines.iter().map(found).collect::<Vec<_>>(), OWN, "en").authors
    };
    let (field, seen) = (Evidence::JsonLd, Evidence::Visible);
    assert_eq!(of(&[("Jane Doe", field), ("By Jane Doe and John Roe", seen)]), ["Jane Doe", "John Roe"]);
    assert_eq!(of(&[("Jane Doe", field), ("Jane Doe, John Roe", Evidence::Meta)]), ["Jane Doe", "John Roe"]);
    assert_eq!(of(&[("Jane Doe", field), ("By John Roe and Jane Doe", seen)]), ["Jane Doe"]);
    let two = [("Jane Doe", field), ("John Roe", field), ("By Jane Doe and Ann Poe", seen)];
    assert_eq!(of(&two), ["Jane Doe", "John Roe"], "the field's list is as long");
}

#[test]
fn a_firms_town_and_country_are_no_persons() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::JsonLd).authors, expect, "{raw}");
    check("Tal-Verlag GmbH, Hamburg, Germany", &["Tal-Verlag GmbH"]);
    check("harbour-post.test, Elmhaven, Germany", &["harbour-post.test"]);
    check("Jane Doe, Tal-Verlag GmbH", &["Jane Doe"]);
}

#[test]
fn a_group_whose_name_holds_common_words_is_no_person() {
    assert!(persons("Staatliches Amt für Wald und Wiese - SAW").is_empty());
    assert_eq!(persons("Jean d'Arbre de Ville"), ["Jean d'Arbre de Ville"]);
    assert_eq!(persons("Omar bin Said"), ["Omar bin Said"]);
}

#[test]
fn the_sources_name_is_not_parted_at_its_signs() {
    let own = &["Berg Post & Tal Bote"];
    let names = |raw: &str| read(&[Found { value: raw.to_owned(), from: Evidence::JsonLd }], own, "en").authors;
    assert_eq!(names("Berg Post & Tal Bote"), ["Berg Post & Tal Bote"]);
}

#[test]
fn what_begins_like_a_place_or_is_left_of_a_date_names_nobody() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::Visible).authors, expect, "{raw}");
    check("Posted on", &[]);
    check("Publiziert am", &[]);
    check("Aus Tal-Sonderheft", &[]);
    check("Posted by jdoe", &["jdoe"]);
}

#[test]
fn an_account_of_several_signs_nothing() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::JsonLd).authors, expect, "{raw}");
    check("editor", &[]);
    check("oradmin", &[]);
    check("Redaktion", &["Redaktion"]);
    check("jdoe", &["jdoe"]);
}

#[test]
fn a_firm_that_made_the_site_signs_nothing() {
    let check = |raw: &str, from: Evidence, expect: &[&str]| assert_eq!(read_one(raw, from).authors, expect, "{raw}");
    check("Webwerk GmbH", Evidence::Meta, &[]);
    check("Webwerk GmbH", Evidence::JsonLd, &["Webwerk GmbH"]);
    check("Example Verlag GmbH", Evidence::Meta, &["Example Verlag GmbH"]);
    check("Pos GmbH", Evidence::Meta, &["Pos GmbH"]);
    check("Po GmbH", Evidence::Meta, &[]);
}

#[test]
fn a_name_keeps_the_full_stop_of_a_word_cut_short() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::JsonLd).authors, expect, "{raw}");
    check("Verein der Brücken e. V.", &["Verein der Brücken e. V."]);
    check("Harbour Bridges Inc.", &["Harbour Bridges Inc."]);
    check("By John Roe Jr.", &["John Roe Jr."]);
    check("By John Roe.", &["John Roe"]);
}

#[test]
fn who_wrote_a_text_and_took_its_pictures_is_its_author() {
    for label in [
        "Text & Fotos:",
        "Text und Fotos:",
        "Text/Fotos:",
        "Text / Fotos:",
        "Text & Foto",
        "Text und Bilder",
        "Words and pictures by",
        "Texte et photos :",
        "Texto y fotos:",
    ] {
        let raw = format!("{label} Anna Berg");
        assert_eq!(persons(&raw), ["Anna Berg"], "{raw}");
        assert_eq!(read_one(&raw, Evidence::Visible).authors, ["Anna Berg"], "{raw}");
    }
    assert_eq!(persons("Text & Fotos: Anna Berg und Karl Tal"), ["Anna Berg", "Karl Tal"]);
    assert_eq!(persons("Anna Berg Text und Fotos: Karl Tal"), ["Anna Berg", "Karl Tal"]);
    assert_eq!(persons("Text: Anna Berg Fotos: Karl Tal"), ["Anna Berg"]);
}

#[test]
fn what_tells_where_a_text_came_from_is_no_person() {
    let read = |raw: &str, language: &str| {
        let found = [
            Found { value: raw.to_owned(), from: Evidence::JsonLd },
            Found { value: "Por Ana Lima".to_owned(), from: Evidence::Visible },
        ];
        read(&found, OWN, language)
    };
    for raw in ["Do Correio", "Da Redação", "Redação", "DO CORREIO", "Da Folhapress"] {
        assert_eq!(read(raw, "pt").authors, ["Ana Lima"], "{raw}");
    }
    assert_eq!(read("Do Correio", "vi").authors, ["Do Correio"]);
    assert_eq!(read("Da Folhapress", "pt").agency.as_deref(), Some("Folhapress"));
    assert_eq!(read("Maria Silva, da Folhapress", "pt").agency.as_deref(), Some("Folhapress"));
    for raw in ["Maria Silva, do Correio", "Maria Silva, da Agência do Porto"] {
        assert_eq!(read(raw, "pt").authors, ["Maria Silva"], "{raw}");
    }
    for raw in ["Maria da Silva", "Maria Da Silva"] {
        assert_eq!(read(raw, "pt").authors, [raw], "{raw}");
    }
    let alone = [Found { value: "Dos Santos".to_owned(), from: Evidence::JsonLd }];
    assert_eq!(super::read(&alone, OWN, "pt").authors, ["Dos Santos"]);
}

#[test]
fn a_name_behind_its_label_is_said_once() {
    assert_eq!(persons("Written by: Jane Doe Jane Doe"), ["Jane Doe"]);
    assert_eq!(persons("By Jane Doe Jane Roe"), ["Jane Doe Jane Roe"]);
}

#[test]
fn a_column_that_is_named_for_a_role_is_no_person() {
    assert!(persons("Letters To The Editor").is_empty());
    assert_eq!(persons("Jane Doe Senior Editor"), ["Jane Doe"]);
}

#[test]
fn what_a_role_is_about_is_no_name() {
    let seen = |raw: &str| read_one(raw, Evidence::Visible).authors;
    assert_eq!(seen("By Jane Doe Court Reporter"), ["Jane Doe"]);
    assert_eq!(seen("By Margaret Court Senior Reporter"), ["Margaret Court"]);
    assert_eq!(seen("By Margaret Court"), ["Margaret Court"]);
    assert!(seen("Red.").is_empty(), "the desk, cut short");
}

#[test]
fn a_paper_behind_a_bar_is_no_person() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::JsonLd).authors, expect, "{raw}");
    check("Jane Doe, John Roe | HARBOUR POST", &["Jane Doe", "John Roe"]);
    check("Jane Doe | The Elmhaven Voice", &["Jane Doe"]);
    check("Jane Doe | John Roe", &["Jane Doe", "John Roe"]);
    check("JANE DOE | JOHN ROE", &["JANE DOE", "JOHN ROE"]);
    check("Jane Doe | JOHN ROE", &["Jane Doe", "JOHN ROE"]);
    check("Max Muster | 山田太郎", &["Max Muster", "山田太郎"]);
    assert_eq!(read_one("Jane Doe | REUTERS", Evidence::JsonLd).agency.as_deref(), Some("Reuters"));
    assert_eq!(read_one("Jane Doe | The Associated Press", Evidence::JsonLd).agency.as_deref(), Some("AP"));
}

#[test]
fn whose_portrait_stands_beside_a_name_is_no_author() {
    let check = |raw: &str, expect: &[&str]| assert_eq!(read_one(raw, Evidence::Visible).authors, expect, "{raw}");
    check("© Max Muster \u{1F} Anna Berg", &["Anna Berg"]);
    check("(c) Max Muster\nAnna Berg", &["Anna Berg"]);
    check("© Anna Berg", &["Anna Berg"]);
    check("© Anna Berg \u{1F} Redaktion", &["Anna Berg"]);
}

#[test]
fn a_word_for_who_wrote_it_names_nobody() {
    for label in ["Autor*innen", "Autor:innen", "Redakteur*in", "Auteur·ice", "Beitragsautor", "Autoren"] {
        for from in [Evidence::Visible, Evidence::Meta] {
            assert!(read_one(label, from).authors.is_empty(), "{label}");
        }
    }
}

#[test]
fn who_is_named_by_one_word_signs_with_the_full_name() {
    let check = |field: &str, seen: &str| {
        let bylines = [(field, Evidence::JsonLd), (seen, Evidence::Visible)];
        read(&bylines.map(|(value, from)| Found { value: value.to_owned(), from }), OWN, "de").authors
    };
    assert_eq!(check("Nils", "Eine Kolumne von Nils Berg"), ["Nils Berg"]);
    assert_eq!(check("Berg", "Von Nils Berg"), ["Berg"]);
    assert_eq!(check("Nils", "Von Nils Berg und Anna Tal"), ["Nils"]);
    assert_eq!(check("Tobi", "Von Tobias Berg"), ["Tobi"]);
    assert_eq!(check("Nils Tal", "Von Nils Berg"), ["Nils Tal"]);
}
