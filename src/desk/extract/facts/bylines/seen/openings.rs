//! How a line that nothing marks as a byline signs: with a word that introduces a name, behind a date, or with the title
//! that Korean puts after one.

use super::beside;
use crate::desk::extract::dating::{shape::has_year, tells_publication};
use crate::desk::extract::facts::openers::Openers;
use crate::desk::extract::ungendered;

/// Words that open a byline, each followed by a name.
const OPENINGS: Openers = Openers::of(&[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "autor",
    "autorin",
    "autorka",
    "author",
    "autore",
    "auteur",
    "tekst",
    "text",
    "words",
    "written",
    "posted",
    "автор",
    "аутор",
    "от",
    "текст",
    "пише",
    "yazan",
    "oleh",
    "penulis",
    "przez",
    "oprac",
    "napsal",
    "napsala",
    "napisał",
    "napisała",
    "piše",
    "írta",
    "szerző",
    "geschreven",
    "skrevet",
    "kirjoittaja",
    "avtor",
    "autors",
    "escribe",
    "γράφει",
    "מאת",
    "लेखक",
    "लेखिका",
    "نویسنده",
    "بقلم",
    "โดย",
    "作者",
    "撰文",
    "文",
    "取材・文",
    "執筆",
    "記者",
    "记者",
]);

/// Words that open one where a colon follows: elsewhere they begin other lines, too.
const LABELS: Openers = Openers::of(&[
    "authors",
    "autoren",
    "autores",
    "autori",
    "autorinnen",
    "autorzy",
    "auteurs",
    "haber",
    "muhabir",
    "reporter",
    "reporters",
    "verfasser",
    "verfasserin",
    "авторы",
    "автори",
    "كتب",
    "كتبت",
    "إعداد",
]);

/// Words that open one together.
const PHRASES: Openers = Openers::of(&[
    "a cura di",
    "an article by",
    "article by",
    "articolo di",
    "aufgezeichnet von",
    "ein artikel von",
    "ein beitrag von",
    "ein bericht von",
    "ein essay von",
    "ein gastbeitrag von",
    "ein interview von",
    "ein kommentar von",
    "ein leitartikel von",
    "ein text von",
    "eine analyse von",
    "eine glosse von",
    "eine kolumne von",
    "eine reportage von",
    "eine rezension von",
    "gastbeitrag von",
    "gastkommentar von",
    "text by",
    "text von",
    "words by",
]);

/// Words behind which somebody's full name stands and nothing else.
const TALKS: &[&str] = &["Das Gespräch führte ", "Das Interview führte "];

/// Words that do so where a colon or a word of [`BYS`] follows: elsewhere they begin titles, too.
const PAIRS: Openers = Openers::of(&[
    "story and photos",
    "tekst og foto",
    "text & foto",
    "text & fotos",
    "text and photos",
    "text und bild",
    "text und bilder",
    "text und foto",
    "text und fotos",
    "text/foto",
    "text/fotos",
    "texte et photo",
    "texte et photos",
    "texto e fotos",
    "texto y foto",
    "texto y fotos",
    "words & pictures",
    "words and photos",
    "words and pictures",
]);

/// Words that open one where a word of [`BYS`] follows, at once or behind a date.
const VERBS: Openers = Openers::of(&[
    "published",
    "reported",
    "submitted",
    "écrit",
    "escrito",
    "publicado",
    "postado",
    "redactado",
    "rédigé",
    "publié",
    "scritto",
    "pubblicato",
    "scris",
    "geplaatst",
    "geschrieben",
    "verfasst",
    "veröffentlicht",
    "skriven",
    "publisert",
    "soumis",
    "enviado",
    "gespeichert",
    "inviato",
    "ingediend",
    "analysis",
    "column",
    "commentary",
    "interview",
    "opinion",
    "report",
    "review",
    "story",
    "kommentar",
]);

/// Words behind them, and between a date and a name.
const BYS: &[&str] = &["by", "von", "par", "por", "door", "av", "af", "przez"];

/// Words that do so behind a verb alone: elsewhere they join the parts of a date.
const OFS: &[&str] = &["da", "de"];

/// Articles before a name.
const ARTICLES: &[&str] = &["ο", "η"];

/// Words before a name behind which it stands, where all before them are in lower case: `By political reporter …`.
const TRADES: &[&str] = &[
    "reporter",
    "correspondent",
    "editor",
    "writer",
    "columnist",
    "journalist",
    "verslaggever",
    "Korrespondent",
    "Korrespondenten",
    "Korrespondentin",
    "Mitarbeiter",
    "Mitarbeiterin",
    "Redakteur",
    "Redakteurin",
];

/// Words between two that are a name, or two names: particles and joining words.
const BETWEEN: &[&str] = &[
    "von", "van", "de", "da", "del", "della", "der", "den", "di", "los", "las", "dos", "du", "la", "le", "el", "al",
    "bin", "ibn", "ter", "zu", "and", "und", "et", "y", "e", "og", "och", "en", "i", "и", "і", "ja", "ve", "dan", "és",
    "și", "και",
];

/// Words that no name begins with, but that of a group.
const NOT_NAMES: &[&str] = &["the", "on", "in", "at", "date"];
const GROUPS: &[&str] = &["Team", "Staff", "Editors", "Newsroom", "Desk"];

/// The most words of a line that are looked at.
const WORDS_MAX: usize = 12;

/// Chinese words right behind which a name stands, and the longest line that they open, in characters, and the longest text in brackets
/// that ends with a Korean title: in a longer one they begin a sentence. Set by hand; `a_report_signs_in_brackets` moves with it.
const DENSE: &[&str] = &["记者", "記者", "本报记者", "本報記者"];
const DENSE_CHARS_MAX: usize = 30;

/// How many characters a Chinese name has.
const DENSE_NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// The title that Korean puts after a reporter's name, and how many syllables a name has.
const KOREAN_TITLE: &str = "기자";
const KOREAN_NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// How many bytes of a line's beginning are looked at for a date, and how many bytes a date in front of a byline takes: one
/// in words, with a weekday and a word for publishing.
const DATE_BYTES_MAX: usize = 40;
const FRONT_BYTES_MAX: usize = 60;

/// Whether a line that begins with this text may sign: a quick look.
pub(super) fn may_sign(text: &str) -> bool {
    OPENINGS.open(text)
        || LABELS.open(text)
        || PHRASES.open(text)
        || PAIRS.open(text)
        || VERBS.open(text)
        || TALKS.iter().any(|talk| text.starts_with(talk))
        || text.bytes().take(DATE_BYTES_MAX).any(|byte| byte.is_ascii_digit())
        || !text.is_ascii()
            && (text.contains(KOREAN_TITLE)
                || DENSE.iter().any(|word| text.starts_with(word))
                || text.starts_with(BRACKETS) && bracketed(text).is_some())
}

/// What the brackets say with which a Chinese report opens: `〔記者王小明／台北報導〕`; of those of a Korean one the name and the title with
/// which they end: `[서울=하버포스트 홍길동 기자]`.
pub(super) fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(BRACKETS)?;
    let inner = inner.get(..inner.find(BRACKET_ENDS)?)?;
    if dense(inner) {
        return Some(inner);
    }
    let is_korean = inner.ends_with(KOREAN_TITLE) && inner.chars().count() <= DENSE_CHARS_MAX;
    inner.get(korean(inner).filter(|_| is_korean)?..)
}

/// What opens and closes such brackets.
const BRACKETS: [char; 5] = ['〔', '【', '［', '[', '（'];
const BRACKET_ENDS: [char; 5] = ['〕', '】', '］', ']', '）'];

/// The lines from where their first signs. An opening word may stand on a line of its own.
pub(super) fn signed(lines: &str) -> Option<&str> {
    let first = lines.lines().next().unwrap_or_default();
    let joined = || lines.lines().take(2).collect::<Vec<_>>().join(" ");
    if opens_byline(first) || dense(first) || first.split(' ').count() <= 2 && opens_byline(&joined()) {
        return Some(lines);
    }
    let at = behind_date(first).or_else(|| behind_bar(first)).or_else(|| korean(first))?;
    lines.get(at..)
}

/// The line that signs below a date in one block: `Published: March 11, 2025`, and below it `By Jane Doe`. The date is labelled as a
/// publication's or not at all, and the byline is an opening word and a full name: of an event, a book or a play more is said there.
pub(super) fn below_date(lines: &str) -> Option<&str> {
    let (date, rest) = lines.split_once('\n').filter(|(date, _)| date.len() <= FRONT_BYTES_MAX && has_year(date))?;
    let (byline, behind) = rest.split_once('\n').unwrap_or((rest, ""));
    let (by, name) = byline.split_once(' ')?;
    let is_labelled = date.split_once(':').is_some_and(|(front, _)| front.ends_with(char::is_alphabetic));
    // A year alone is a book's, a picture's or a film's.
    let has_day = || date.split(|c: char| !c.is_ascii_digit()).any(|day| matches!(day.parse::<u32>(), Ok(1..=31)));
    let is_stamp = has_day() && (!is_labelled || tells_publication(&date.to_lowercase()));
    let is_by = BYS.iter().any(|known| known.eq_ignore_ascii_case(by));
    (is_stamp && is_by && beside::is_name(name) && !behind.contains(':')).then_some(byline)
}

/// Whether a line begins like a byline: an opening word and a name with a capital.
fn opens_byline(line: &str) -> bool {
    let line = &*ungendered(line);
    // "Das Gespräch führten Minister und Verbände" tells of another one.
    if let Some(name) = TALKS.iter().find_map(|talk| line.strip_prefix(talk)) {
        return beside::is_name(name.trim_start());
    }
    let is_labelled =
        || line.split([' ', ':', '：']).next().is_some_and(|word| line.get(word.len()..).is_some_and(colon));
    let is_joined = |pair: &&str| line.get(pair.len()..).is_some_and(|rest| colon(rest) || opens_with_by(rest));
    let phrase = PHRASES.find(line).or_else(|| PAIRS.find(line).filter(is_joined));
    let is_opened = phrase.is_some() || OPENINGS.open(line) || (LABELS.open(line) && is_labelled());
    if !is_opened {
        return false;
    }
    let is_sentence = !line.contains(super::UNIT) && line.ends_with(['.', '!', '?', '。', '！', '？', '।']);
    let words = line.split([' ', ':', '：', '/', '／', '|', '｜', '=', '＝']).filter(|word| is_word(word));
    let words: Vec<&str> = words.take(WORDS_MAX).collect();
    let opening = phrase.map_or(1, |phrase| phrase.split([' ', '/']).filter(|word| is_word(word)).count());
    let mut rest = words.get(opening..).unwrap_or_default();
    if let [first, others @ ..] = rest
        && (BYS.contains(first) || *first == "By" || ARTICLES.contains(first))
    {
        rest = others;
    }
    let trade = rest.iter().position(|word| TRADES.contains(word));
    let is_trade = trade.is_some_and(|at| rest.iter().take(at).all(|word| word.starts_with(char::is_lowercase)));
    if let Some(at) = trade.filter(|_| is_trade) {
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    let is_dated = || has_year(line) && rest.first().is_some_and(|first| is_name(first));
    !is_sentence && (names_somebody(rest) || is_dated())
}

/// Whether words begin with somebody's name: a single word alone, or two with capitals, a particle or a joining word between
/// them perhaps. What goes on in lower case behind one is a sentence: `By Monday the water had gone`.
fn names_somebody(words: &[&str]) -> bool {
    let [first, rest @ ..] = words else { return false };
    let goes_on = match rest {
        [] => true,
        [next, ..] if is_name(next) || next.starts_with(char::is_numeric) => true,
        // `Anne van der Berg`, `Ana de la Cruz`.
        [next, then, last, ..] if BETWEEN.contains(next) && BETWEEN.contains(then) && is_name(last) => {
            !first.ends_with(',')
        }
        [next, then, ..] => BETWEEN.contains(next) && is_name(then) && !first.ends_with(','),
        [_] => false,
    };
    let is_group = || words.iter().any(|word| GROUPS.contains(word));
    let is_word = NOT_NAMES.iter().any(|word| first.eq_ignore_ascii_case(word)) && !is_group();
    is_name(first) && !is_word && goes_on
}

fn colon(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：'])
}

/// Whether a word of [`BYS`] comes first.
fn opens_with_by(rest: &str) -> bool {
    rest.split_whitespace().next().is_some_and(|first| BYS.iter().any(|by| first.eq_ignore_ascii_case(by)))
}

/// Whether a text ends with a word or a sign that introduces a name.
pub(super) fn introduces(front: &str) -> bool {
    let front = front.trim_end();
    let last = front.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    front.ends_with([':', '：', '|', '•', '·', '–', '—']) || BYS.contains(&last.as_str()) || last == "di"
}

/// Whether the word is more than a sign.
fn is_word(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

/// Whether a name may begin with the word: a capital, or a letter of a script that has none.
fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
}

/// Where a line signs behind a date (`March 11, 2025 by Jane Doe`) or behind the word for publishing (`Publié par …`).
fn behind_date(line: &str) -> Option<usize> {
    let opens = VERBS.open(line);
    let mut at = 0;
    let mut words = line.split(' ').peekable();
    while let Some(word) = words.next() {
        let begin = at;
        at += word.len() + 1;
        let front = line.get(..begin).unwrap_or_default();
        let is_verb = opens && !front.trim_end().contains(' ');
        let is_by = BYS.iter().any(|by| word.eq_ignore_ascii_case(by)) || is_verb && OFS.contains(&word);
        let is_dated = || front.len() <= FRONT_BYTES_MAX && has_year(front);
        if begin > 0 && is_by && (is_verb || is_dated()) && words.peek().is_some_and(|next| is_name(next)) {
            return Some(if is_verb { 0 } else { begin });
        }
    }
    None
}

/// Where a line signs behind a date and a bar: `03.05.2024 | Autor: Jane Doe`.
fn behind_bar(line: &str) -> Option<usize> {
    line.match_indices(['|', '｜', '·', '•']).find_map(|(bar, sign)| {
        let front = line.get(..bar).filter(|front| front.len() <= FRONT_BYTES_MAX && has_year(front))?;
        let rest = line.get(front.len() + sign.len()..)?;
        let begin = line.len() - rest.trim_start().len();
        opens_byline(rest.trim_start()).then_some(begin)
    })
}

/// Whether a short line begins with a word right behind which a name stands.
fn dense(line: &str) -> bool {
    let is_name = |rest: &str| {
        let name = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        DENSE_NAME.contains(&name.chars().count())
    };
    DENSE.iter().any(|word| line.strip_prefix(word).is_some_and(is_name)) && line.chars().count() <= DENSE_CHARS_MAX
}

/// Words in front of a name or of the title that are none: of whose pictures and films stand there, and which kind of reporter it is.
const KOREAN_OTHERS: &[&str] = &["사진", "영상", "그래픽", "편집", "촬영", "관련기사", "ⓒ", "▲"];
const KOREAN_KINDS: &[&str] = &["인턴", "선임", "수습", "전문", "객원", "취재", "시민", "담당"];

/// Where in a line a name with the Korean title behind it stands; a place or the paper may stand in front: `서울=홍길동 기자`.
fn korean(line: &str) -> Option<usize> {
    let mut at = 0;
    let mut before: Option<(usize, &str)> = None;
    for word in line.split([' ', '=', '/', ',', '[', ']']) {
        if let Some(name) = word.strip_suffix(KOREAN_TITLE) {
            let is_title = name.is_empty() || KOREAN_KINDS.contains(&name);
            let (begin, name) = if is_title { before? } else { (at, name) };
            let is_name = KOREAN_NAME.contains(&name.chars().count()) && name.chars().all(|c| matches!(c, '가'..='힣'));
            let front = line.get(..begin + name.len())?;
            return (is_name && !KOREAN_OTHERS.iter().any(|other| front.contains(other))).then_some(begin);
        }
        // What a bracket or a sign parts from the title is no name.
        if !KOREAN_KINDS.contains(&word) {
            before = Some((at, word)).filter(|(_, word)| !word.is_empty());
        }
        at += word.len() + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Option<&str>) {
        assert_eq!(may_sign(line).then(|| signed(line)).flatten(), expect, "{line}");
    }

    #[test]
    fn an_opening_word_and_a_name_sign() {
        check("By Jane Doe", Some("By Jane Doe"));
        check("By Monday evening the council had gone home.", None);
        check("By Monday the water had gone", None);
        check("By The Numbers", None);
        check("By The Post Team", Some("By The Post Team"));
        check("Posted On Monday", None);
        check("Written by\nJane Doe", Some("Written by\nJane Doe"));
        check("By evening", None);
        check("By Krystyna", Some("By Krystyna"));
        check("Por Ana y Juan Lima", Some("Por Ana y Juan Lima"));
        check("Por Dios y por todo", None);
        check("Door Jan de Vries", Some("Door Jan de Vries"));
        check("By Anne van der Berg", Some("By Anne van der Berg"));
        check("Por Ana de los Ángeles Lima", Some("Por Ana de los Ángeles Lima"));
        check("Von Montag an und der Rest", None);
        check("By political reporter Jane Doe", Some("By political reporter Jane Doe"));
        check("מאת: דוד כהן", Some("מאת: דוד כהן"));
        check("Γράφει ο Νίκος Παπαδάκης", Some("Γράφει ο Νίκος Παπαδάκης"));
        check("Reporter: Budi Hartono | Editor: Joko Susilo", Some("Reporter: Budi Hartono | Editor: Joko Susilo"));
        check("Reporter Budi", None);
        check("Column by Jane Doe", Some("Column by Jane Doe"));
        check("Ein Beitrag von Anna Berg", Some("Ein Beitrag von Anna Berg"));
        check("Gastbeitrag von Anna Berg", Some("Gastbeitrag von Anna Berg"));
        check("A cura di Anna Berg", Some("A cura di Anna Berg"));
        check("An article by Jane Doe", Some("An article by Jane Doe"));
        check("Ein Beitrag von gestern", None);
        check("Article by article the council voted", None);
        check("Text & Fotos: Anna Berg", Some("Text & Fotos: Anna Berg"));
        check("Text/Fotos: Anna Berg", Some("Text/Fotos: Anna Berg"));
        check("Words and pictures by Jane Doe", Some("Words and pictures by Jane Doe"));
        check("Texte et photos : Anne Petit", Some("Texte et photos : Anne Petit"));
        check("Text und Fotos der Woche", None);
        check("Text and Photos Win Press Award", None);
        check("Words and Pictures Sell Books", None);
        check("Text und Fotos von Anna Berg", Some("Text und Fotos von Anna Berg"));
        check("Autoren: Anna Berg und Karl Tal", Some("Autoren: Anna Berg und Karl Tal"));
        check("Autoren Anna Berg und Karl Tal", None);
        check("Autor:in: Anna Berg", Some("Autor:in: Anna Berg"));
        check("Autor*innen: Anna Berg, Karl Tal", Some("Autor*innen: Anna Berg, Karl Tal"));
        check("Verfasserin Anna Berg wechselt zur Konkurrenz", None);
        check("Eine Rezension von Anna Berg", Some("Eine Rezension von Anna Berg"));
        check("Das Gespräch führte Anna Berg", Some("Das Gespräch führte Anna Berg"));
        check("Das Gespräch führte zu nichts", None);
        check("Das Gespräch führte Anna Berg im Hafen", None);
        check("Column inches were filled by evening", None);
        check("от Иван Петров", Some("от Иван Петров"));
        check("от вчера мостът е затворен", None);
        check(
            "Soumis par Anne Petit le dim 15/06/2025 - 18:32",
            Some("Soumis par Anne Petit le dim 15/06/2025 - 18:32"),
        );
        check("記者王小明／台北報導", Some("記者王小明／台北報導"));
        check("记者从市议会获悉，港口街的旧游泳馆将于暑假之前重新开放，工程费用约为二百万元", None);
    }

    #[test]
    fn a_line_signs_behind_its_date() {
        check("March 11, 2025 By Jane Doe", Some("By Jane Doe"));
        check("11 March 2025 | by Jane Doe", Some("by Jane Doe"));
        check("Posted on March 11, 2025 by Jane Doe in News", Some("by Jane Doe in News"));
        check("Publié par Anne Petit - 11 mars 2025", Some("Publié par Anne Petit - 11 mars 2025"));
        check("1998 and 3 more: the foundation of a circle of friends that was led by Jane Doe", None);
        check("11.03.2025, 14:05 Uhr | Autor: Jane Doe", Some("Autor: Jane Doe"));
        check("March 11, 2025 · News · By Jane Doe", Some("By Jane Doe"));
        check("March 11, 2025 | News | Elmhaven", None);
        check("Publié le 11 mars 2025", None);
        check("4,000 signed by evening", None);
    }

    #[test]
    fn a_line_signs_below_its_date() {
        for (lines, byline) in [
            ("Published: March 11, 2025\nBy Jane Doe", "By Jane Doe"),
            ("11. März 2025\nVon Anna Berg\nElmhafen", "Von Anna Berg"),
            ("Tuesday, 11 March 2025 at 9:30 am\nBy Jane Doe", "By Jane Doe"),
        ] {
            assert_eq!(below_date(lines), Some(byline), "{lines}");
        }
        for other in [
            "Samstag, 20. November 2021\nVon Bach bis Beatles",
            "The bridge\nBy Jane Doe",
            "Published: March 11, 2025\nBy Monday the water had gone",
            "Freitag, 12. Mai 2023\nAutor: Juli Berg\nOrt: Stadthalle",
            "Premiere: 12. Mai 2023\nVon Karl Tal",
            "12. Mai 2023\nVon Karl Tal\nRegie: Anna Berg",
            "Saturday, March 15, 2025\nBy Invitation Only",
            "Beschluss vom 12. Mai 2023\nVon Bund und Ländern",
            "Elmhafen, 12. Mai 2023\nText: Psalm 23",
            "The Harbour (Elm Press, 2019)\nBy Tom Low",
            "Herbst 1902\nVon Karl Maria Tal",
        ] {
            assert_eq!(below_date(other), None, "{other}");
        }
    }

    #[test]
    fn a_report_signs_in_brackets() {
        assert_eq!(bracketed("〔記者王小明／台北報導〕港口街的舊游泳館明年重新開放。"), Some("記者王小明／台北報導"));
        assert_eq!(bracketed("〔港口街報導〕舊游泳館明年重新開放。"), None);
        assert_eq!(bracketed("記者王小明報導"), None);
        assert_eq!(bracketed("[서울=하버포스트 홍길동 기자] 다리는 내년에 다시 열린다."), Some("홍길동 기자"));
        assert_eq!(bracketed("[하버=서울, 홍길동 기자] 다리는"), Some("홍길동 기자"));
        assert_eq!(bracketed("[하버포스트 홍길동 인턴기자] 다리는"), Some("홍길동 인턴기자"));
        for other in ["[기자 칼럼] 다리는", "[기자수첩] 다리는", "[홍길동 기자는 말했다] 다리는", "[사진 기자] 다리는"]
        {
            assert_eq!(bracketed(other), None, "{other}");
        }
        assert_eq!(
            bracketed(&format!("[{}홍길동 기자] 다리는", "하버포스트 ".repeat(5))),
            None,
            "too long for a byline"
        );
    }

    #[test]
    fn a_korean_title_signs() {
        check("홍길동 기자 hong@example.com | 입력 2025-03-11", Some("홍길동 기자 hong@example.com | 입력 2025-03-11"));
        check("(서울) 홍길동 기자 =", Some("홍길동 기자 ="));
        check("하버포스트=홍길동 기자", Some("홍길동 기자"));
        check("기자 회견", None);
        check("홍길동 = 기자 회견", None);
        check("홍길동 인턴기자", Some("홍길동 인턴기자"));
        check("홍길동 전문 기자", Some("홍길동 전문 기자"));
        for other in ["사진=홍길동 기자", "ⓒ하버포스트=홍길동 기자", "[사진 = 홍길동 기자]", "취재 기자"]
        {
            check(other, None);
        }
    }
}
