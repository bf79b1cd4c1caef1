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
    ("EFE", &["efe", "agencia efe"]),
    ("Europa Press", &["europa press", "ep"]),
    ("Lusa", &["lusa", "agência lusa"]),
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
    ("BTA", &["бта"]),
    ("TASS", &["tass", "тасс", "itar-tass"]),
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

/// The agency that a part of a byline names, where it names one and nothing else.
pub(super) fn named(part: &str) -> Option<&'static str> {
    let folded = part.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let folded = folded.strip_prefix("the ").filter(|rest| rest.len() > 3).unwrap_or(&folded);
    let (name, _) = AGENCIES.iter().find(|(_, spellings)| {
        spellings.iter().any(|spelling| *spelling == folded || spelling.strip_prefix("the ") == Some(folded))
    })?;
    Some(name)
}
