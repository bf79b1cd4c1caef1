//! The words of bylines: what introduces a name, joins two, follows one, or stands in place of one.

/// Words that introduce a name, folded; longer ones first where one begins another.
const OPENERS: &[&str] = &[
    "written by",
    "posted by",
    "reported by",
    "published by",
    "story by",
    "words by",
    "edited by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "a cura di",
    "door",
    "av",
    "af",
    "przez",
    "od",
    "autor",
    "autorin",
    "autoren",
    "autorka",
    "autora",
    "autores",
    "auteur",
    "autore",
    "author",
    "authors",
    "text",
    "texte",
    "texto",
    "testo",
    "tekst",
    "skrevet af",
    "skrevet av",
    "de",
    "reporter",
    "journalist",
    "автор",
    "авторы",
    "текст",
    "από",
    "γράφει ο",
    "γράφει η",
    "του",
    "της",
    "yazan",
    "haber",
    "oleh",
    "penulis",
    "reporters",
    "pisze",
    "piše",
    "napsal",
    "napsala",
    "írta",
    "szerző",
    "scritto da",
    "publié par",
    "escrito por",
    "publicado por",
    "escribe",
    "geschreven door",
    "tekst og foto",
    "text und foto",
    "ein kommentar von",
    "kommentar von",
    "eine analyse von",
    "ein gastbeitrag von",
    "interview von",
    "interview",
    "opinion by",
    "analysis by",
    "文",
    "記者",
    "记者",
    "撰文",
    "作者",
    "文/",
    "文／",
    "編輯",
    "编辑",
    "来源",
    "기자",
    "글",
    "كتب",
    "كتبت",
    "بقلم",
    "מאת",
];

/// Words that introduce the credit of a picture, of a translation or of another who is no author.
const OTHERS: &[&str] = &[
    "foto",
    "fotos",
    "photo",
    "photos",
    "photograph",
    "photography",
    "photographer",
    "bild",
    "bilder",
    "fotografie",
    "illustration",
    "video",
    "grafik",
    "graphics",
    "image",
    "images",
    "picture",
    "pictures",
    "zdjęcia",
    "фото",
    "foto's",
    "fotograf",
    "fotó",
    "photographs",
    "crédit",
    "credit",
    "quelle",
    "source",
    "fuente",
    "fonte",
    "translated by",
    "traduction",
    "übersetzung",
    "摄影",
    "攝影",
    "사진",
];

/// Words that join two names, folded. Those of one letter join only where both sides are full names.
const JOINTS: &[&str] = &[
    "and", "und", "et", "og", "och", "y", "e", "i", "и", "і", "та", "en", "a", "ja", "ve", "dan", "és", "și", "şi",
    "ir", "un", "και", "with", "mit", "avec", "con", "com", "met", "med", "και", "&", "+", "와", "과", "và", "na",
    "és", "eta", "agus",
];

/// Words that name an office or a group, not a person, wherever they stand in a part.
#[rustfmt::skip]
const ROLES: &[&str] = &[
    "staff", "editor", "editors", "editorial", "reporter", "reporters", "correspondent", "correspondents", "writer", "writers",
    "columnist", "contributor", "contributors", "newsroom", "news", "desk", "team", "admin", "administrator", "webmaster",
    "agency", "agencies", "agencias", "agences", "agenturen", "agentur", "wire", "wires", "press", "service", "online", "web",
    "director", "professor", "lecturer", "analyst", "producer", "journalist", "author", "guest", "bureau", "chief", "senior",
    "deputy", "associate", "managing", "political", "redaktion", "redaktionen", "redakteur", "redakteurin", "redaktør",
    "redaktor", "redaktorin", "onlineredaktion", "redaktionsnetzwerk", "chefredakteur", "korrespondent", "korrespondentin",
    "reporterin", "autor", "autorin", "volontär", "volontärin", "journalistin", "ressort", "ressortleiter", "leiter", "leiterin", "politik", "wirtschaft",
    "rédaction", "redaction", "rédacteur", "rédactrice", "journaliste", "correspondant", "correspondante", "envoyé", "envoyée",
    "spécial", "redacción", "redaccion", "redactor", "redactora", "corresponsal", "periodista", "editora", "redação",
    "jornalista", "correspondente", "repórter", "redazione", "giornalista", "corrispondente", "inviato", "inviata", "redactie",
    "verslaggever", "correspondente", "redakcja", "redakcji", "dziennikarz", "redakce", "redaktorka", "redakcia", "redakcija",
    "novinar", "szerkesztőség", "szerkesztő", "újságíró", "toimitus", "toimittaja", "redaksjonen", "redaksjon", "redaktionen",
    "journalisten", "reportere", "redaksi", "redacția", "redactia", "редакция", "редакція", "редакцията", "корреспондент",
    "кореспондент", "журналист", "журналіст", "редактор", "muhabir", "muhabiri", "editörü", "haber", "merkezi", "σύνταξη",
    "newsroom", "تحرير", "التحرير", "مراسل", "הכתב", "מערכת", "phóng", "viên", "tim", "newspaper", "magazine", "media", "tv",
    "gmbh", "inc", "ltd", "copyright", "updated", "published", "min", "read", "uhr", "share", "follow", "comments", "subscribe",
    "anonymous", "unknown", "null", "undefined", "none", "n/a", "user", "editore", "publisher", "world", "sports", "university",
    "institute", "foundation", "association", "department", "college", "society", "group", "company", "corporation", "council",
];

/// What East Asian bylines put after a name.
const ENDINGS: &[&str] = &[
    "선임기자",
    "인턴기자",
    "특파원",
    "논설위원",
    "편집위원",
    "기자",
    "앵커",
    "記者",
    "记者",
    "报道",
    "報導",
    "報道",
    "撰稿",
    "編輯",
    "编辑",
    "特派員",
    "支局長",
];

/// A part of a byline that might be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    /// Whether a comma stands before it.
    pub(super) after_comma: bool,
    /// Whether it stood in brackets.
    pub(super) bracketed: bool,
}

/// The byline's credits of authors: cut at labels (`Text: … Foto: …`), those of pictures and translations left out.
pub(super) fn credits(byline: &str) -> Vec<String> {
    let mut credits = vec![String::new()];
    let mut counted = true;
    let mut words = byline.split(' ').peekable();
    while let Some(word) = words.next() {
        let label = word.strip_suffix([':', '：']).or_else(|| (words.peek() == Some(&":")).then_some(word));
        let folded = label.unwrap_or_default().to_lowercase();
        if label.is_some() && (is_in(OTHERS, &folded) || is_in(OPENERS, &folded)) {
            if words.peek() == Some(&":") {
                words.next();
            }
            counted = is_in(OPENERS, &folded);
            credits.push(String::new());
        } else if counted && let Some(last) = credits.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    credits.retain(|credit| !credit.is_empty());
    credits
}

/// One credit cut at commas, slashes, brackets and joining words; each part without opener and ending.
pub(super) fn parts(credit: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut text, mut after_comma, mut depth) = (String::new(), false, 0_u32);
    let mut end = |text: &mut String, after_comma: bool, bracketed: bool| {
        let text = std::mem::take(text);
        for (nth, name) in unjoined(text.trim()).into_iter().enumerate() {
            let name = stripped(&name);
            if !name.is_empty() {
                parts.push(Part { text: name, after_comma: after_comma && nth == 0, bracketed });
            }
        }
    };
    for c in credit.chars() {
        match c {
            '(' | '[' | '（' | '【' | '〔' => {
                end(&mut text, after_comma, depth > 0);
                depth = depth.saturating_add(1);
                after_comma = false;
            }
            ')' | ']' | '）' | '】' | '〕' => {
                end(&mut text, after_comma, depth > 0);
                depth = depth.saturating_sub(1);
                after_comma = false;
            }
            ',' | '，' => {
                end(&mut text, after_comma, depth > 0);
                after_comma = true;
            }
            ';' | '|' | '/' | '／' | '、' | '•' | '·' | '；' | '｜' | '–' | '—' | '\n'
                if !(c == '·' && text.chars().any(super::text::is_unspaced)) =>
            {
                end(&mut text, after_comma, depth > 0);
                after_comma = false;
            }
            _ => text.push(c),
        }
    }
    end(&mut text, after_comma, depth > 0);
    parts
}

/// A text cut at joining words.
fn unjoined(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let shouted = !text.chars().any(char::is_lowercase);
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for (at, word) in words.iter().enumerate() {
        let folded = word.to_lowercase();
        let joins = is_in(JOINTS, &folded) && (*word == folded || shouted);
        let (left, right) = (names.last().map_or(0, Vec::len), words.len() - at - 1);
        let between = if folded.chars().count() == 1 && folded.chars().all(char::is_alphabetic) {
            left >= 2 && right >= 2
        } else {
            right >= 1
        };
        if joins && between {
            names.push(Vec::new());
        } else if let Some(name) = names.last_mut() {
            name.push(word);
        }
    }
    names.into_iter().map(|name| name.join(" ")).filter(|name| !name.is_empty()).collect()
}

/// A name without the words before and after it, and without quotation marks and stray signs around it.
fn stripped(name: &str) -> String {
    let mut name = name.trim_matches(is_stray);
    // "Text: Von Anna Berg" opens twice; more than three openers are no name.
    for _ in 0..3 {
        let lower = name.to_lowercase();
        let opener = OPENERS
            .iter()
            .filter(|opener| opens(&lower, opener))
            .max_by_key(|opener| opener.len())
            // Lower case may be longer than the name's own spelling: then nothing is cut.
            .and_then(|opener| name.get(opener.len()..));
        let Some(rest) = opener else { break };
        name = rest.trim_start_matches(is_stray);
    }
    for ending in ENDINGS {
        if let Some(rest) = name.strip_suffix(ending).filter(|rest| !rest.trim().is_empty()) {
            name = rest.trim_matches(is_stray);
            break;
        }
    }
    name.to_owned()
}

/// Whether a folded name begins with an opener and goes on with another word.
fn opens(lower: &str, opener: &str) -> bool {
    let Some(rest) = lower.strip_prefix(opener) else { return false };
    let unspaced = opener.chars().last().is_some_and(super::text::is_unspaced) && !opener.chars().count() == 1;
    // "de Vries" and "von Berg" in lower case are names; "De" and "Von" at the head of a byline are openers: both
    // look alike folded, so a particle opens only where a full name follows.
    let particle = matches!(opener, "de" | "di" | "von" | "af" | "av");
    let words = rest.split_whitespace().count();
    let agency = super::agencies::named(rest).is_some();
    rest.starts_with([' ', ':', '：', '/', '／']) && (!particle || words >= 2 || agency) || unspaced
}

/// Signs that stick to names.
const STRAY: &str = "&\"“”„«»*:：-=._~|©><+#’‘▲■●!?;";

/// Whether the character sticks to names without being part of one.
fn is_stray(c: char) -> bool {
    c.is_whitespace() || STRAY.contains(c)
}

/// Whether a part can be a person's name.
pub(super) fn is_name(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2
        || part.chars().any(|c| c.is_ascii_digit())
        || part.contains(['{', '}', '<', '>', '=', '\\', '_', '?', '!'])
    {
        return false;
    }
    let words: Vec<String> =
        part.split([' ', '-']).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    if words.iter().any(|word| is_in(ROLES, word)) {
        return false;
    }
    // Two to four letters in lower case are a desk's initials.
    let initials = letters <= 4
        && !part.contains(' ')
        && part.chars().all(|c| c.is_lowercase() && c.is_alphabetic())
        && part.is_ascii();
    // A sentence is no name: it ends in a point after a long word, or is lower case throughout several words.
    let prose = words.len() >= 3 && part.is_ascii() && !part.chars().any(char::is_uppercase);
    // An address's last part: `jane-doe`.
    let slug = part.is_ascii() && part.contains('-') && !part.contains(' ') && !part.chars().any(char::is_uppercase);
    !initials && !prose && !slug
}

/// Whether the list holds the folded word.
fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}
