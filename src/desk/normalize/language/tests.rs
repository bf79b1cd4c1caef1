use super::*;

const GERMAN: &str = "Die Ministerin hat am Dienstag den neuen Haushalt vorgestellt. Er sieht höhere Ausgaben für Schulen \
    und Straßen vor, während die Steuern im kommenden Jahr gleich bleiben sollen. Die Opposition kritisierte den Entwurf \
    als unseriös und kündigte an, im Parlament dagegen zu stimmen.";

fn said(tags: &[&str]) -> Vec<Found<String>> {
    tags.iter().map(|tag| Found { value: (*tag).to_owned(), from: Evidence::Markup }).collect()
}

#[test]
fn tags_have_their_canonical_case() {
    let check = |raw: &str, expect: Option<&str>| assert_eq!(tag(raw).as_deref(), expect, "{raw}");
    check("en_US", Some("en-US"));
    check("EN-us", Some("en-US"));
    check("zh-hant-tw", Some("zh-Hant-TW"));
    check("zh-cmn-Hans-CN", Some("zh-Hans-CN"));
    check("sr-latn", Some("sr-Latn"));
    check("es-419", Some("es-419"));
    check("de-DE-x-formal", Some("de-DE"));
    check("ger", Some("de"));
    check("deu", Some("de"));
    check("iw", Some("he"));
    check("en_US.UTF-8", Some("en-US"));
    check("de, en", Some("de"));
    check("English", Some("en"));
    check("x-default", None);
    check("und", None);
    check("", None);
    check("1", None);
}

#[test]
fn the_text_overrules_a_wrong_declaration() {
    let (chosen, disputed) = choose(&said(&["en"]), GERMAN);
    assert_eq!(chosen, Some(("de".to_owned(), Evidence::Detected)));
    assert!(disputed);
}

#[test]
fn a_declaration_that_the_text_bears_out_keeps_its_region() {
    let (chosen, disputed) = choose(&said(&["en", "de_AT"]), GERMAN);
    assert_eq!(chosen, Some(("de-AT".to_owned(), Evidence::Markup)));
    assert!(!disputed);
}

#[test]
fn a_short_text_overrules_nothing() {
    let (chosen, disputed) = choose(&said(&["fr"]), "Die Ministerin kam.");
    assert_eq!(chosen.map(|(tag, _)| tag).as_deref(), Some("fr"));
    assert!(!disputed);
}

#[test]
fn a_language_that_the_detector_does_not_know_stands() {
    let (chosen, _) = choose(&said(&["fo"]), GERMAN);
    assert_eq!(chosen.map(|(tag, _)| tag).as_deref(), Some("fo"));
}

#[test]
fn scripts_of_one_language_decide_without_much_text() {
    let check = |text: &str, expect: &str| {
        let (chosen, _) = choose(&said(&["en"]), text);
        assert_eq!(chosen.map(|(tag, _)| tag).as_deref(), Some(expect), "{text}");
    };
    check("外相は会見で新しい方針を述べた。", "ja");
    check("外交部长在记者会上宣布了新政策。", "zh");
    check("외교부 장관은 기자회견에서 새 방침을 밝혔다.", "ko");
    check("รัฐมนตรีแถลงนโยบายใหม่", "th");
    check("Ο υπουργός ανακοίνωσε τη νέα πολιτική.", "el");
}

#[test]
fn letters_overrule_a_neighbours_declaration() {
    let text = "Міська рада вирішила знову відкрити старий басейн, який стояв порожній відтоді, як прорвало трубу. Її рішення \
        є остаточним, а гроші надійдуть від продажу складу. Двоє депутатів проголосували проти, бо ніхто не запитав, скільки \
        коштуватиме опалення через десять років.";
    assert_eq!(choose(&said(&["ru"]), text).0, Some(("uk".to_owned(), Evidence::Detected)));
    assert_eq!(choose(&said(&["ru", "uk-UA"]), text).0, Some(("uk-UA".to_owned(), Evidence::Markup)));
}

#[test]
fn languages_without_a_model_are_told_by_their_words() {
    let check = |text: &str, expect: &str| {
        let (chosen, _) = choose(&said(&["en"]), text);
        assert_eq!(chosen.map(|(tag, _)| tag).as_deref(), Some(expect), "{text}");
    };
    check(
        "Këshilli vendosi të hënën në mbrëmje të rihapë pishinën e vjetër në rrugën e Portit, e cila është bosh që kur një tub \
        i plasur përmbyti dhomën e makinerive. Riparimi do të kushtojë dy milionë dhe duhet të përfundojë para verës. Më shumë \
        se katër mijë banorë kishin firmosur për pishinën, dhe paratë do të vijnë nga shitja e një magazine.",
        "sq",
    );
    check(
        "Majlis bandar raya pada malam Isnin memutuskan untuk membuka semula kolam renang lama yang kosong sejak paip pecah. \
        Pembaikannya menelan belanja dua juta ringgit. Datuk Bandar berkata wang itu akan diperoleh daripada jualan gudang, \
        tetapi dua ahli menentang kerana tiada siapa bertanya berapa kosnya sepuluh tahun lagi.",
        "ms",
    );
}

#[test]
fn without_a_declaration_the_text_speaks() {
    let (chosen, disputed) = choose(&[], GERMAN);
    assert_eq!(chosen, Some(("de".to_owned(), Evidence::Detected)));
    assert!(!disputed);
}

#[test]
fn function_words_tell_a_language() {
    let german = GERMAN.repeat(2);
    assert!(function_words::speaks("de", &german));
    assert!(
        ["en", "nl", "fr", "es", "it", "pt", "pl", "sv", ""]
            .iter()
            .all(|other| !function_words::speaks(other, &german))
    );
    assert!(!function_words::speaks("de", "Die Ministerin kam."));
}

#[test]
fn what_the_detector_takes_for_its_kin_is_told_by_its_commonest_words() {
    assert_eq!(apart_from_kin("zu", "Kuba ibhulorho ivuliwe, abantu bayavuya kwaye bayacula."), "xh");
    assert_eq!(apart_from_kin("zu", "Bathi ukuthi ibhuloho livuliwe futhi bayacula."), "zu");
    assert_eq!(apart_from_kin("de", "Kwaye"), "de");
}
