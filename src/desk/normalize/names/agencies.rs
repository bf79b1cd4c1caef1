//! News agencies, by every name under which papers credit them.

/// The name that goes out, then the spellings that name it (folded: lower case).
#[rustfmt::skip]
const AGENCIES: &[(&str, &[&str])] = &[
    ("AFP", &["afp", "agence france-presse", "agence france presse", "法新社", "afp通信", "аfp", "афп"]),
    ("AP", &["ap", "the associated press", "associated press", "美联社", "美聯社", "ap通信"]),
    ("Reuters", &["reuters", "thomson reuters", "reuter", "rtr", "路透社", "路透", "ロイター", "로이터", "рейтер", "رويترز"]),
    ("dpa", &["dpa", "deutsche presse-agentur", "deutsche presse agentur", "dpa-infocom", "dpa-afx", "dpa/lby", "lby", "lsw", "lnw", "lhe", "lni", "lno", "lrs", "lth", "tmn", "dpa-tmn"]),
    ("epd", &["epd", "evangelischer pressedienst"]),
    ("KNA", &["kna", "katholische nachrichten-agentur"]),
    ("SID", &["sid", "sport-informations-dienst"]),
    ("APA", &["apa", "austria presse agentur"]),
    ("Keystone-SDA", &["sda", "keystone-sda", "keystone/sda", "ats", "keystone-ats"]),
    ("ANSA", &["ansa", "agenzia ansa"]),
    ("Adnkronos", &["adnkronos"]),
    ("AGI", &["agi", "agenzia italia"]),
    ("Askanews", &["askanews"]),
    ("LaPresse", &["lapresse"]),
    ("Italpress", &["italpress"]),
    ("EFE", &["efe", "agencia efe"]),
    ("Europa Press", &["europa press", "ep"]),
    ("Lusa", &["lusa", "agência lusa"]),
    ("Agência Brasil", &["agência brasil", "agencia brasil"]),
    ("Estadão Conteúdo", &["estadão conteúdo", "estadao conteudo"]),
    ("Folhapress", &["folhapress"]),
    ("Télam", &["télam", "telam"]),
    ("Belga", &["belga", "agence belga"]),
    ("ANP", &["anp"]),
    ("NTB", &["ntb", "©ntb"]),
    ("TT", &["tt", "tt nyhetsbyrån"]),
    ("Ritzau", &["ritzau", "/ritzau/"]),
    ("STT", &["stt"]),
    ("PAP", &["pap", "polska agencja prasowa"]),
    ("ČTK", &["čtk", "ctk"]),
    ("TASR", &["tasr"]),
    ("SITA", &["sita"]),
    ("MTI", &["mti"]),
    ("Agerpres", &["agerpres"]),
    ("Mediafax", &["mediafax"]),
    ("HINA", &["hina"]),
    ("Tanjug", &["tanjug", "танјуг"]),
    ("Beta", &["beta", "бета"]),
    ("FoNet", &["fonet"]),
    ("SRNA", &["srna", "срна"]),
    ("Fena", &["fena"]),
    ("STA", &["sta"]),
    ("BNS", &["bns"]),
    ("ELTA", &["elta"]),
    ("LETA", &["leta"]),
    ("BTA", &["бта"]),
    ("TASS", &["tass", "тасс", "itar-tass"]),
    ("Sputnik", &["sputnik", "спутник"]),
    ("Interfax", &["interfax", "интерфакс"]),
    ("RIA Novosti", &["ria novosti", "риа новости"]),
    ("Ukrinform", &["ukrinform", "укрінформ"]),
    ("UNIAN", &["unian", "уніан", "униан"]),
    ("Anadolu", &["anadolu", "anadolu agency", "anadolu ajansı", "aa"]),
    ("DHA", &["dha", "demirören haber ajansı"]),
    ("İHA", &["iha", "i̇ha", "ihlas haber ajansı"]),
    ("PA Media", &["pa", "pa media", "press association", "pa news agency"]),
    ("The Canadian Press", &["the canadian press", "canadian press", "la presse canadienne"]),
    ("AAP", &["aap", "australian associated press"]),
    ("UPI", &["upi", "united press international"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
    ("PTI", &["pti", "press trust of india"]),
    ("ANI", &["ani"]),
    ("IANS", &["ians"]),
    ("Xinhua", &["xinhua", "xinhua news agency", "新华社", "新華社"]),
    ("CNA", &["中央社"]),
    ("China News Service", &["中新社", "中国新闻社", "中新网"]),
    ("Kyodo", &["kyodo", "kyodo news", "共同", "共同通信", "共同通信社"]),
    ("Jiji", &["jiji", "jiji press", "時事", "時事通信", "時事通信社"]),
    ("Yonhap", &["yonhap", "yonhap news agency", "연합뉴스"]),
    ("Newsis", &["newsis", "뉴시스"]),
    ("Antara", &["antara"]),
    ("Bernama", &["bernama"]),
    ("VNA", &["ttxvn", "vna"]),
    ("IRNA", &["irna", "ایرنا"]),
    ("ISNA", &["isna", "ایسنا"]),
    ("SPA", &["واس"]),
    ("MENA", &["أ ش أ", "أ.ش.أ"]),
];

/// Spellings, in lower case, that are initials, places or words as well, each with the cases in which agencies write them.
const CASED: &[(&str, &[&str])] = &[
    ("aa", &["AA"]),
    ("ani", &["ANI"]),
    ("ap", &["AP"]),
    ("apa", &["APA", "apa"]),
    ("ats", &["ATS", "ats"]),
    ("beta", &["Beta", "BETA"]),
    ("ep", &["EP"]),
    ("pa", &["PA"]),
    ("sta", &["STA"]),
    ("tt", &["TT"]),
];

/// Languages in which two letters name the Turkish agency; in others they are somebody's initials.
const AA_LANGUAGES: &[&str] = &["en", "tr"];

/// The agency that a part of a byline names, where it names one and nothing else.
pub(super) fn named(part: &str) -> Option<&'static str> {
    let folded = part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let folded = folded.strip_prefix("the ").filter(|rest| rest.len() > 3).unwrap_or(&folded);
    let (name, _) = AGENCIES.iter().find(|(_, spellings)| {
        spellings.iter().any(|spelling| *spelling == folded || spelling.strip_prefix("the ") == Some(folded))
    })?;
    Some(name)
}

/// The agency that a part names which stands behind another or in brackets: there a short spelling counts in its own case
/// alone.
pub(super) fn named_beside(part: &str) -> Option<&'static str> {
    named(part).filter(|_| {
        let bare = part.trim_matches(|c: char| !c.is_alphanumeric());
        let cases = CASED.iter().find(|(spelling, _)| spelling.eq_ignore_ascii_case(bare)).map(|(_, cases)| *cases);
        cases.is_none_or(|cases| cases.contains(&bare))
    })
}

/// Whether a spelling names the agency in a text of that language.
pub(super) fn is_named_in(spelling: &str, language: &str) -> bool {
    !spelling.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("aa")
        || AA_LANGUAGES.contains(&language)
}

/// The parts of a text that tells where a story came from: `FR mit dpa`, `dpa/gem`.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', ',', ';', '&', '+', '|']).flat_map(|part| {
        let mut rest = Some(part);
        std::iter::from_fn(move || {
            let text = rest?;
            let joint = text.match_indices(' ').find_map(|(at, _)| {
                let behind = text.get(at + 1..)?;
                let (word, name) = behind.split_once(' ')?;
                JOINTS.contains(&word).then(|| (text.get(..at).unwrap_or_default(), name))
            });
            rest = joint.map(|(_, name)| name);
            Some(joint.map_or(text, |(before, _)| before).trim())
        })
    })
}

/// Words that join the sources of a text.
const JOINTS: &[&str] =
    &["a", "and", "avec", "con", "e", "en", "et", "i", "med", "met", "mit", "och", "og", "und", "with", "y"];
