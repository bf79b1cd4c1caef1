//! The words of bylines: what introduces a name, joins two, follows one, or stands in place of one. All folded.

/// Words that introduce the name of an author, the longest that fits counting.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "by", "written by", "posted by", "reported by", "published by", "authored by", "contributed by", "submitted by", "story by", "guide by", "recipe by",
    "words by", "article by", "text by", "content by", "post by", "blog by", "report by", "review by", "created by", "prepared by",
    "guest post by", "a guest post by", "this post was written by", "this article was written by", "opinion by", "analysis by",
    "reporting by", "compiled by",
    "commentary by", "column by", "interview by", "soumis par", "enviado por", "gespeichert von", "inviato da", "ingediend door", "from", "posted", "author", "authors", "contributor", "contributors", "the author", "writer", "text", "words", "reporter",
    "reporters", "journalist",
    "von", "text von", "verfasst von", "geschrieben von", "veröffentlicht von", "erstellt von", "ein kommentar von", "kommentar von",
    "eine rezension von", "rezension von", "eine kritik von", "kritik von", "eine glosse von", "ein porträt von", "ein leitartikel von",
    "leitartikel von", "ein interview von", "ein text von", "aufgezeichnet von", "protokolliert von", "das gespräch führte",
    "das gespräch führten", "das interview führte", "das interview führten",
    "eine analyse von", "ein gastbeitrag von", "gastbeitrag von", "gastkommentar von", "ein beitrag von", "ein artikel von",
    "eingestellt", "eingestellt von", "ein bericht von", "ein essay von", "eine kolumne von", "kolumne von", "eine reportage von", "interview von",
    "interview", "autor", "autorin",
    "von unserem korrespondenten", "von unserer korrespondentin", "von unserem redakteur", "von unserer redakteurin",
    "von unserem mitarbeiter", "von unserer mitarbeiterin",
    "autoren", "autorinnen", "text und foto", "text & foto", "vom", "durch", "alles von", "mehr von", "beitrag von", "artikel von",
    "weitere artikel von", "weitere beiträge von", "alle artikel von", "alle beiträge von", "gepostet von",
    "par", "écrit par", "rédigé par", "publié par", "recueilli par", "propos recueillis par", "auteur", "auteurs", "texte",
    "de notre envoyé spécial", "de notre envoyée spéciale", "de notre correspondant", "de notre correspondante",
    "por", "escrito por", "publicado por", "redactado por", "postado por", "escribe", "autora", "autores", "texto", "reportagem de",
    "de nuestro corresponsal", "de nuestra corresponsal",
    "di", "a cura di", "scritto da", "pubblicato da", "articolo di", "autore", "autori", "testo", "dal nostro inviato", "dalla nostra inviata",
    "dal nostro corrispondente", "dalla nostra corrispondente",
    "door", "geschreven door", "door onze verslaggever", "van onze verslaggever", "door onze correspondent", "van onze correspondent",
    "gepost door", "meer van", "av", "af", "upplagd av", "indsendt af", "lagt inn av", "skrevet av", "skrevet af", "skriven av", "publisert av",
    "tekst", "tekst og foto", "forfatter",
    "skribent", "kirjoittaja", "teksti",
    "przez", "od", "autorka", "autorzy", "pisze", "napisał", "napisała", "oprac.", "opracował", "opracowała", "piše", "napsal", "napsala", "napisao",
    "napisala", "napisao/la", "írta", "szerző", "de", "scris de", "articol de", "avtor", "avtorica", "autors", "autorius", "nga",
    "автор", "авторы", "автори", "аутор", "пише", "текст", "от", "από", "γράφει ο", "γράφει η", "γράφει", "του", "της", "κείμενο",
    "yazan", "yazar", "haber", "muhabir", "oleh", "penulis", "tác giả", "bài",
    "文", "記者", "记者", "本報記者", "本报记者", "撰文", "撰稿", "作者", "文/", "文／", "取材・文", "執筆", "編輯", "编辑", "来源", "기자", "글",
    "كتب", "كتبت", "كتبه", "بقلم", "الكاتب", "إعداد", "نویسنده", "מאת", "लेखक", "लेखिका", "লেখক", "โดย", "ผู้เขียน", "ავტორი",
];

/// Words that introduce one with a colon behind them, and are roles elsewhere.
#[rustfmt::skip]
pub(super) const LABELS: &[&str] = &[
    "autoría", "autrice", "verfasser", "verfasserin",
];

/// Words for a text and for its pictures that one label names together, with a word or a sign between: `Text & Fotos:`.
#[rustfmt::skip]
pub(super) const TEXTS: &[&str] = &[
    "bericht", "interview", "report", "reportage", "story", "tekst", "teksti", "testo", "text", "texte", "texto", "words",
];
#[rustfmt::skip]
pub(super) const PICTURES: &[&str] = &[
    "bild", "bilder", "foto", "foto's", "fotografia", "fotografias", "fotografie", "fotografien", "fotografías", "fotos", "illustration", "illustrationen",
    "illustrations", "image", "images", "kuvat", "photo", "photographs", "photography", "photos", "pictures", "video", "videos", "zdjęcia",
];

/// Words that, with a colon, name where the text came from: an agency most often.
#[rustfmt::skip]
pub(super) const SOURCES: &[&str] = &[
    "bron", "forrás", "kaynak", "zdroj", "źródło", "πηγή", "джерело", "извор", "источник", "المصدر", "منبع", "출처",
];

/// Those of the next list that, with a colon, name where the text came from as well as where a picture did.
pub(super) const RIGHTS: &[&str] = &["quelle", "source", "fuente", "fonte"];

/// Words that introduce the credit of a picture, of a translation or of another who is no author.
#[rustfmt::skip]
pub(super) const OTHERS: &[&str] = &[
    "foto", "fotos", "photo", "photos", "photograph", "photographs", "photographed", "photography", "photographer", "bild", "bilder",
    "fotografie", "illustration", "illustrations", "illustrated", "video", "grafik", "graphics", "image", "images", "picture", "pictures",
    "zdjęcia", "фото", "foto's", "fotograf", "fotó", "crédit", "credit", "quelle", "source", "fuente", "fonte", "translated",
    "traduction", "traduit", "traducido", "übersetzung", "übersetzt", "摄影", "攝影", "写真", "撮影", "사진", "영상", "그래픽", "편집", "촬영", "edited", "editado", "redigiert", "bearbeitet",
    "reviewed", "checked", "fact-checked", "verified", "approved", "updated", "produced", "designed", "design", "developed", "sponsored", "powered",
    "presented", "narrated", "hosted", "brought", "recommended", "code", "layout", "curated", "shared", "liked", "editing", "editor",
    "编辑", "編輯", "责任编辑", "责编", "責任編輯",
];

/// Words that may stand before one of those: `Medically reviewed by`.
pub(super) const ADVERBS: &[&str] =
    &["medically", "fact", "scientifically", "technically", "clinically", "legally", "expertly", "financially"];

/// Units of time that follow a number.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "min", "mins", "min.", "minute", "minutes", "minuten", "minutos", "minuti", "minuter", "minutter", "hour", "hours", "hrs", "hr", "h", "uhr", "am",
    "pm", "a.m.", "p.m.", "day", "days", "week", "weeks", "month", "months", "year", "years", "stunden", "tage", "tagen", "ago", "comments", "views",
    "kommentare", "artikel", "articles", "posts",
];

/// Words that stand between such a word, or an opener's first word, and the name.
pub(super) const BYS: &[&str] = &["by", "von", "par", "por", "door", "av", "af"];

/// What may stand before a label: "Ein Kommentar von", "An interview by", "Weitere Artikel von".
pub(super) const ARTICLES: &[&str] = &["a", "alle", "an", "ein", "eine", "mehr", "un", "una", "une", "uma", "weitere"];

/// Words that join two names. Those of one letter join only where both sides are full names.
pub(super) const JOINTS: &[&str] = &[
    "and", "und", "et", "og", "och", "y", "e", "i", "и", "і", "та", "en", "a", "ja", "ve", "dan", "és", "și", "şi",
    "ir", "un", "και", "with", "mit", "avec", "con", "com", "met", "med", "&", "+", "와", "과", "và", "na", "eta",
    "agus",
];

/// Words in lower case that may stand within a person's name.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "von", "vom", "van", "vande", "vanden", "der", "den", "dem", "de", "del", "dela", "della", "dello", "dei", "degli", "di", "da", "dal", "das",
    "do", "dos", "du", "des", "la", "le", "los", "las", "les", "lo", "el", "al", "bin", "ibn", "bint", "ben", "bat", "ter", "ten", "te", "tot",
    "zu", "zum", "zur", "av", "af", "y", "e", "i", "auf", "in't", "'t", "op", "het", "thor", "st", "san", "santa", "d", "abu", "ould", "o",
];

/// Words that name a group or a desk, wherever they stand in a part.
#[rustfmt::skip]
pub(super) const COLLECTIVES: &[&str] = &[
    "staff", "editors", "editorial", "reporters", "correspondents", "writers", "contributors", "newsroom", "news", "desk", "team", "teams",
    "agency", "agencies", "agencias", "agences", "agenturen", "agentur", "wire", "wires", "press", "service", "services", "online", "bureau",
    "autoren", "autorinnen", "redaktion", "redaktionen", "onlineredaktion", "redaktionsnetzwerk", "rédaction", "redaction", "redacción", "redaccion", "redação",
    "redacao", "redazione", "redactie", "redakcja", "redakcji", "redakce", "redakcia", "redakcija", "szerkesztőség", "toimitus",
    "redaksjonen", "redaksjon", "redaksi", "redacția", "redactia", "редакция", "редакція", "редакцията", "merkezi", "haber", "σύνταξη", "تحرير",
    "التحرير", "מערכת", "newspaper", "magazine", "media", "tv", "radio", "gmbh", "inc", "ltd", "llc", "world", "sports", "university",
    "institute", "foundation", "association", "department", "college", "society", "group", "company", "corporation", "council",
    "ministry", "office", "committee", "network", "blog", "studio", "editores", "equipo", "equipe", "équipe", "agencia", "agência", "agências",
    "agenzia", "agenzie", "ajans", "ajansı", "агентство", "агентства",
];

/// Words that tell what a group is for; no person's name has one.
pub(super) const PURPOSES: &[&str] = &["for", "für", "of", "pour", "para", "voor", "för"];

/// Words, in lower case, that tell in Portuguese from where a text came: `Do UOL`, `Da Redação`. Particles of family names are spelt alike.
pub(super) const WHENCE: &[&str] = &["da", "das", "do", "dos"];

/// Last words, in lower case, after which more must follow: what stands before a role in the name of a column is no person
/// (`Letters to the Editor`).
pub(super) const UNFINISHED: &[&str] = &["de", "der", "des", "from", "la", "of", "the", "to"];

/// What ends a firm's name, without its last dot.
pub(super) const FIRMS: &[&str] = &[
    "gmbh", "ag", "kg", "ohg", "mbh", "verlag", "ltd", "limited", "inc", "llc", "plc", "corp", "e.v", "ev", "s.a",
    "s.r.l",
];

/// Words that no name begins with, where a reader sees it: they tell of a place, a time or a source.
pub(super) const PREPOSITIONS: &[&str] =
    &["aus", "auf", "bei", "für", "mit", "nach", "ohne", "über", "unter", "from", "for", "with", "about"];

/// Words that an opener leaves over where a date followed: `Posted on`, `Publiziert am`.
pub(super) const FUNCTION_WORDS: &[&str] =
    &["on", "by", "at", "in", "von", "am", "um", "le", "il", "el", "em", "op", "den", "the"];

/// Words that name a person's office, trade or degree of it.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "editor", "reporter", "correspondent", "writer", "columnist", "contributor", "contributing", "director", "professor", "lecturer", "analyst",
    "producer", "journalist", "author", "guest", "chief", "senior", "deputy", "associate", "managing", "political", "former",
    "founder", "co-founder", "cofounder", "ceo", "cto", "cfo", "coo", "cmo", "manager", "consultant", "coordinator", "specialist", "expert",
    "president", "vice", "principal", "engineer", "developer", "strategist", "marketer", "marketing", "researcher", "scientist", "intern",
    "freelance", "freelancer", "blogger", "instructor", "educator", "educators", "officer", "advisor", "adviser", "assistant", "content",
    "redakteur", "redakteurin", "redaktør", "redaktor", "redaktorin", "chefredakteur", "korrespondent", "korrespondentin", "reporterin", "autor",
    "autorin", "volontär", "volontärin", "journalistin", "ressort", "ressortleiter", "leiter", "leiterin", "politik", "wirtschaft", "freier",
    "freie", "mitarbeiter", "mitarbeiterin", "rédacteur", "rédactrice", "journaliste", "correspondant", "correspondante", "envoyé", "envoyée",
    "spécial", "spéciale", "redactor", "redactora", "corresponsal", "periodista", "editora", "jornalista", "correspondente", "repórter",
    "giornalista",
    "corrispondente", "inviato", "inviata", "verslaggever", "dziennikarz", "dziennikarka", "redaktorka", "novinar", "szerkesztő",
    "újságíró", "toimittaja", "journalisten", "reportere", "корреспондент", "кореспондент", "журналист", "журналіст", "редактор", "muhabir",
    "muhabiri", "editörü", "مراسل", "הכתב", "phóng", "viên", "editore", "publisher", "web",
];

/// Those of them, and others, that stand in front of a name: `political reporter Jane Doe`.
#[rustfmt::skip]
pub(super) const TRADES: &[&str] = &[
    "reporter", "correspondent", "editor", "writer", "columnist", "journalist", "contributor", "redakteur", "redakteurin", "reporterin",
    "korrespondent", "korrespondentin", "volontär", "volontärin", "journalistin", "journaliste", "correspondant", "correspondante", "corresponsal",
    "periodista", "giornalista", "corrispondente", "verslaggever", "redacteur", "dziennikarz", "dziennikarka", "редактор", "корреспондент",
    "кореспондент", "журналист", "журналіст", "muhabir", "muhabiri",
];

/// Words of papers' names in capitals, in lower case.
#[rustfmt::skip]
pub(super) const PAPERS: &[&str] = &[
    "chronicle", "courier", "gazette", "globe", "guardian", "herald", "journal", "mail", "post", "record", "register", "star", "sun", "telegraph", "times",
    "today", "tribune",
];

/// What a role is about, between a name and the role: no role by itself, as persons are called so.
#[rustfmt::skip]
pub(super) const BEATS: &[&str] = &[
    "business", "city", "consumer", "court", "courts", "crime", "culture", "education", "environment", "health", "home", "legal", "local", "property",
    "science", "sport", "sports", "technology",
];

/// Words of a page's own furniture: a part that begins or ends with one is a button or a label.
#[rustfmt::skip]
pub(super) const FURNITURE: &[&str] = &[
    "about", "advertisement", "all", "anzeige", "articles", "bio", "biography", "click", "comment", "comments", "contact", "copyright", "dept",
    "download", "email", "facebook", "follow", "full", "home", "instagram", "kommentare", "latest", "learn", "linkedin", "listen",
    "lesezeit", "login",
    "min", "mins", "minuten", "minutes", "more", "newsletter", "photo", "posts", "print", "profile", "read", "reading", "save", "search", "see",
    "share", "show", "sign", "stand", "subscribe", "tags", "time", "topics", "twitter", "uhr", "updated", "aktualisiert", "published",
    "veröffentlicht",
    "view", "visit", "website", "whatsapp", "youtube", "written", "authored", "posted", "article", "by", "edt", "est", "gmt", "ist", "utc", "cet",
    "cest", "pst", "pdt", "publié", "publicado", "pubblicato", "gepubliceerd", "opublikowano", "publiziert", "geschrieben", "erstellt", "mis", "jour",
    "link", "category", "categories", "sponsored", "spotlight", "reviewed", "edited", "checked", "über", "alle", "artikel", "sobre",
    "teilen", "mehr", "am", "pm", "today", "yesterday", "ago", "hours", "days",
    "kontaktieren", "abonnieren", "folgen", "suivre", "seguir", "segui", "artikelübersicht",
];

/// Days, which stand where an author does in a byline without one, and licences.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend",
    "sonntag", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica",
];
pub(super) const LICENCES: &[&str] = &["ccby", "cc0", "creativecommons"];

/// Names of accounts and unfilled templates, and heads of the box about an author: nobody signs so.
#[rustfmt::skip]
pub(super) const ACCOUNTS: &[&str] = &[
    "admin", "administrator", "anonymous", "anónimo", "anonym", "author", "autor", "default", "guest", "name", "none", "null", "owner", "publisher",
    "root", "superuser", "sysadmin", "test", "undefined", "unknown", "user", "username", "web", "webadmin", "webmaster", "website", "wpadmin", "na",
    "firstnamelastname", "noauthor", "nobyline", "copyright", "updated", "published", "red",
    "autora", "autore", "autoren", "autorin", "autorinnen", "autrice", "auteur", "beitragsautor", "beitragsautorin", "redakteur",
    "redakteurin", "verfasser", "verfasserin",
    "zurperson", "autoreninfo", "autorenprofil", "autorenbox", "allebeiträge", "zurartikelübersicht", "abouttheauthor", "allposts", "lauteur",
    "lautore", "informazionisullautore",
];

/// What East Asian bylines put after a name, and what names a report's place rather than a person.
pub(super) const ENDINGS: &[&str] = &[
    "선임기자",
    "인턴기자",
    "객원기자",
    "전문기자",
    "수습기자",
    "시민기자",
    "특파원",
    "논설위원",
    "편집위원",
    "기자",
    "앵커",
    "記者",
    "记者",
    "撰稿",
    "編輯",
    "编辑",
    "特派員",
    "支局長",
    "編集委員",
    "論説委員",
];

/// What ends a part that tells where or by whom a story was reported: `台北報導`, `综合报道`.
pub(super) const REPORTS: &[&str] = &["报道", "報導", "報道", "電", "电", "讯", "訊"];

/// What ends the name of a desk in scripts without spaces.
pub(super) const DESKS: &[&str] = &["編集部", "编辑部", "編輯部", "取材班", "報道部"];

/// Whether the list holds the folded word.
pub(super) fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}
