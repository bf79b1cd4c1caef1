//! What pages say around their articles, in the languages of the press: prompts, labels, the heads of what follows.
//!
//! Without markup the wording is the only sign. Lists are of whole short lines or of openings, so that an article that
//! mentions a newsletter keeps its sentence.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::body::weigh;
use super::unspaced::is_dense;

/// Heads of what follows an article: related stories, comments, the newsletter's form. Whole lines or, where they
/// have two words or more, their openings.
#[rustfmt::skip]
const TAILS: &[&str] = &[
    "related", "related articles", "related stories", "related news", "related content", "related posts", "related topics", "related tags",
    "related links", "more from", "more on this", "more in", "more stories", "more news", "more articles", "more like this", "read next", "up next",
    "read more", "recommended", "recommended for you", "recommended stories", "you may also like", "you might also like", "you may like", "also read", "see also", "most popular", "most read", "trending", "trending now", "popular posts",
    "popular articles", "latest news", "latest stories", "latest posts", "latest articles", "recent posts", "recent articles", "top stories", "editor's picks", "editors' picks", "editor’s picks", "around the web", "from around the web",
    "from our partners", "sponsored content", "what to read next", "next article", "previous article", "next post", "previous post", "post navigation", "share this article",
    "about the author", "about the authors", "author bio", "end of article", "filed under", "tags", "topics", "categories", "explore more", "keep reading", "don't miss", "don’t miss",
    "comments", "leave a reply", "leave a comment", "add a comment", "post a comment", "join the conversation", "join the discussion", "view comments", "show comments", "conversation", "reader interactions", "reader comments", "leave a review", "cancel reply",
    "mehr zum thema", "mehr zu", "mehr aus", "mehr von", "mehr lesen", "zum thema", "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte ihnen auch gefallen", "auch interessant", "lesen sie auch", "lesen sie mehr",
    "weitere artikel", "weitere themen", "weitere nachrichten", "weitere meldungen", "weiterlesen", "meistgelesen", "meistgelesene artikel", "meist gelesen", "neueste artikel", "neueste beiträge", "aktuelle nachrichten", "am beliebtesten",
    "kommentare", "lesermeinungen", "lesermeinung", "leserbriefe", "kommentar schreiben", "kommentar verfassen", "schreibe einen kommentar", "schreiben sie einen kommentar", "diskutieren sie mit", "diskussion", "leserkommentare", "themen", "schlagwörter", "schlagworte", "aus dem ressort", "verwandte artikel", "verwandte themen", "über den autor", "über die autorin", "zur startseite", "anzeige: empfehlungen", "empfehlungen der redaktion", "ähnliche artikel", "ähnliche beiträge", "newsletter bestellen",
    "à lire aussi", "lire aussi", "à lire également", "sur le même sujet", "sur le même thème", "les plus lus", "les plus lues", "plus d'articles", "articles similaires", "dans la même rubrique", "à découvrir", "commentaires", "réagir", "laisser un commentaire", "vos réactions", "voir aussi", "mots-clés", "notre sélection", "contenus sponsorisés", "dernières actualités", "la rédaction vous conseille",
    "más sobre", "más noticias", "más información", "más leídas", "lo más leído", "lo más visto", "noticias relacionadas", "artículos relacionados", "temas relacionados", "te puede interesar", "te recomendamos", "también te puede interesar", "lea también", "lee también", "comentarios", "deja un comentario", "deja una respuesta", "archivado en", "etiquetas", "últimas noticias", "ver también", "contenido patrocinado", "temas",
    "leia também", "leia mais", "veja também", "saiba mais", "mais lidas", "notícias relacionadas", "comentários", "deixe um comentário", "mais sobre", "últimas notícias", "mais notícias", "relacionadas", "artigos relacionados",
    "leggi anche", "potrebbe interessarti", "potrebbero interessarti", "potrebbe interessarti anche", "articoli correlati", "articoli più letti", "i più letti", "più letti", "ultime notizie", "commenti", "lascia un commento", "vedi anche", "argomenti", "in evidenza",
    "lees ook", "lees meer", "lees verder", "meer over", "meer nieuws", "gerelateerde artikelen", "meest gelezen", "reacties", "plaats een reactie", "ook interessant", "laatste nieuws", "deel dit artikel", "aanbevolen",
    "les også", "læs også", "läs också", "läs även", "les mer", "læs mere", "läs mer", "mer om", "mere om", "mest lest", "mest læste", "mest lästa", "mest läst", "siste nytt", "seneste nyt", "senaste nytt", "kommentarer", "relaterede artikler", "relaterade artiklar", "flere nyheder", "fler nyheter", "flere saker", "fakta om", "lue myös", "luetuimmat", "kommentit", "lisää aiheesta", "uusimmat",
    "czytaj także", "czytaj też", "czytaj więcej", "czytaj również", "zobacz także", "zobacz też", "zobacz również", "przeczytaj także", "polecane", "polecamy", "najczęściej czytane", "najnowsze", "komentarze", "dodaj komentarz", "powiązane", "więcej na ten temat", "tematy", "tagi",
    "čtěte také", "čtěte dále", "související témata", "související články", "související", "diskuze", "diskuse", "nejčtenější", "mohlo by vás zajímat", "další články", "témata", "čítajte aj", "prečítajte si", "súvisiace články", "najčítanejšie", "diskusia", "komentáře", "sdílejte článek",
    "pročitajte i", "pročitajte još", "pročitaj još", "pročitaj više", "vezane vijesti", "povezani članci", "povezane vijesti", "komentari", "najčitanije", "najnovije", "preberite tudi", "preberite še", "komentarji", "najbolj brano", "више о", "прочитајте још", "коментари", "најчитаније",
    "читайте также", "читать также", "читайте по теме", "смотрите также", "по теме", "материалы по теме", "другие новости", "новости партнеров", "новости по теме", "самое читаемое", "самое популярное", "популярное", "комментарии", "оставить комментарий", "главные новости", "последние новости", "теги", "похожие новости", "рекомендуем",
    "читайте також", "за темою", "новини за темою", "популярні новини", "останні новини", "коментарі", "теги", "дивіться також", "прочетете още", "още по темата", "коментари", "вижте още", "най-четени", "още новини", "свързани новини", "прочитајте",
    "διαβάστε επίσης", "διαβάστε ακόμα", "διαβάστε περισσότερα", "σχετικά άρθρα", "δείτε επίσης", "σχόλια", "περισσότερα", "δημοφιλή", "τελευταία νέα", "ροή ειδήσεων",
    "ilgili haberler", "i̇lgili haberler", "ilginizi çekebilir", "i̇lginizi çekebilir", "diğer haberler", "son dakika", "yorumlar", "yorum yap", "en çok okunanlar", "çok okunanlar", "benzer haberler", "etiketler", "bunlar da ilginizi çekebilir",
    "citește și", "citește mai mult", "citiţi şi", "citeşte şi", "citiți și", "articole similare", "cele mai citite", "comentarii", "adaugă un comentariu", "știri pe aceeași temă", "recomandări", "ultimele știri", "pe aceeași temă",
    "kapcsolódó", "kapcsolódó cikkek", "kapcsolódó cikkeink", "ajánló", "olvasta már", "hozzászólások", "legolvasottabb", "legfrissebb", "ezt olvasta már", "további cikkek", "ez is érdekelheti",
    "loe ka", "loe veel", "seotud lood", "kommentaarid", "skaityti daugiau", "taip pat skaitykite", "susiję straipsniai", "komentarai", "lasi arī", "saistītie raksti", "komentāri", "lasi vēl", "lexo edhe", "komente", "të ngjashme",
    "tin liên quan", "bài liên quan", "tin cùng chuyên mục", "cùng chuyên mục", "tin mới", "bình luận", "ý kiến bạn đọc", "đọc nhiều", "xem thêm", "đọc thêm", "chủ đề", "tin nổi bật", "từ khóa",
    "baca juga", "berita terkait", "artikel terkait", "berita lainnya", "terpopuler", "terkini", "komentar", "tulis komentar", "rekomendasi", "simak juga", "lihat juga", "baca selengkapnya", "topik terkait", "berita terpopuler", "ข่าวที่เกี่ยวข้อง", "ข่าวอื่นๆ", "อ่านเพิ่มเติม", "ข่าวล่าสุด", "แท็ก", "ความคิดเห็น",
    "관련기사", "관련 기사", "많이 본 뉴스", "주요뉴스", "주요 뉴스", "댓글", "실시간 뉴스", "인기기사", "최신기사", "최신뉴스", "추천기사", "이 시각 주요뉴스", "관련뉴스", "기자의 다른기사",
    "関連記事", "関連ニュース", "おすすめ記事", "おすすめ", "ランキング", "アクセスランキング", "あわせて読みたい", "新着記事", "最新記事", "最新ニュース", "人気記事", "コメント", "この記事をシェア", "注目の記事", "ピックアップ", "キーワード", "タグ", "写真特集",
    "相关新闻", "相关阅读", "相关文章", "相关报道", "热门文章", "热门新闻", "延伸阅读", "推荐阅读", "最新新闻", "最新文章", "评论", "网友评论", "猜你喜欢", "编辑推荐", "更多新闻", "相關新聞", "相關文章", "延伸閱讀", "推薦閱讀", "熱門新聞", "最新新聞", "留言", "更多新聞", "其他新聞", "你可能也喜歡", "你可能有興趣", "看更多", "關鍵字",
    "اقرأ أيضا", "اقرأ أيضاً", "أخبار ذات صلة", "مواضيع ذات صلة", "الأكثر قراءة", "التعليقات", "المزيد", "اقرأ المزيد", "شاهد أيضا", "آخر الأخبار", "كلمات مفتاحية", "اخبار مرتبط", "مطالب مرتبط", "بیشتر بخوانید", "پربازدیدترین", "نظرات", "نظر شما", "ارسال نظر", "برچسب‌ها", "کتب ذات صلة", "קרא עוד", "כתבות נוספות", "תגובות", "עוד בנושא", "אולי יעניין אותך", "יכול לעניין אותך",
    "ये भी पढ़ें", "यह भी पढ़ें", "संबंधित खबरें", "और पढ़ें", "टिप्पणियाँ", "ताज़ा खबरें", "আরও পড়ুন", "মন্তব্য", "সম্পর্কিত খবর", "மேலும் படிக்க", "ఇవి కూడా చదవండి",
];

/// Whole lines that are buttons, labels and advertisement marks.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "advertisement", "advertising", "ad", "ads", "anzeige", "werbung", "publicité", "publicidad", "publicidade", "pubblicità", "advertentie", "annonse", "annonce", "annons", "mainos", "reklama", "reklam", "reklame", "oglas", "реклама", "διαφήμιση", "reclamă", "publicitate", "hirdetés", "quảng cáo", "iklan", "advertentie", "โฆษณา", "광고", "広告", "ad広告", "广告", "廣告", "إعلان", "فرسומת", "פרסומת", "विज्ञापन", "বিজ্ঞাপন", "story continues below", "article continues below", "continue reading the main story", "scroll to continue",
    "gift this article", "listen to this article", "open image in gallery", "show caption", "hide caption", "loading poll",
    "share", "share this", "share article", "tweet", "email", "e-mail", "mail", "print", "drucken", "copy link", "link copied", "save", "saved", "save this story", "bookmark", "listen", "gift", "gift article", "follow", "follow us", "follow us on", "like", "facebook", "twitter", "x", "x.com", "whatsapp", "telegram", "linkedin", "pinterest", "reddit", "instagram", "youtube", "tiktok", "bluesky", "threads", "mastodon", "pocket", "flipboard", "messenger", "viber", "line", "weibo", "wechat", "xing", "rss", "google news", "vk", "ok", "ok.ru", "copy url", "more options", "more sharing options",
    "teilen", "merken", "vorlesen", "artikel teilen", "artikel merken", "schließen", "schliessen", "link kopieren", "zum artikel", "einloggen", "anmelden", "registrieren", "bild", "foto", "fotos", "video", "audio", "podcast", "galerie", "bilder", "mehr", "partager", "imprimer", "envoyer", "enregistrer", "sauvegarder", "s'abonner", "écouter", "fermer", "compartir", "imprimir", "guardar", "enviar", "cerrar", "escuchar", "suscríbete", "suscribirse", "compartilhar", "compartilhe", "partilhar", "salvar", "ouvir", "condividi", "stampa", "salva", "ascolta", "chiudi", "delen", "opslaan", "afdrukken", "luisteren", "deel", "del", "dela", "jaa", "skriv ut", "udskriv", "udostępnij", "drukuj", "zapisz", "sdílet", "tisk", "zdieľať", "podijeli", "podeli", "deli", "поделиться", "печать", "поширити", "поділитися", "сподели", "подели", "κοινοποίηση", "paylaş", "yazdır", "distribuie", "trimite", "megosztás", "nyomtatás", "chia sẻ", "bagikan", "cetak", "แชร์", "공유", "공유하기", "인쇄", "프린트", "글자크기", "シェア", "ツイート", "ポスト", "印刷", "保存", "分享", "打印", "列印", "收藏", "مشاركة", "شارك", "طباعة", "اشتراک گذاری", "שתפו", "शेयर करें", "শেয়ার",
    "menu", "search", "close", "home", "login", "log in", "sign in", "sign up", "register", "subscribe", "subscribe now", "newsletter", "newsletters", "skip", "next", "previous", "back", "back to top", "loading", "loading...", "submit", "send", "cancel", "play", "pause", "mute", "settings", "view all", "see all", "show more", "load more", "expand", "mehr anzeigen", "weniger anzeigen", "alle anzeigen", "afficher plus", "afficher moins", "voir plus", "voir moins", "mostrar más", "mostrar menos", "ver más", "mostrar mais", "ver mais", "mostra di più", "mostra altro", "mostra meno", "meer tonen", "toon meer", "toon minder", "pokaż więcej", "zwiń", "zobrazit více", "zobraziť viac", "visa mer", "visa mindre", "vis mer", "vis mere", "näytä lisää", "mutass többet", "показать ещё", "показать еще", "показать больше", "показати більше", "view gallery", "view image", "enlarge", "open image", "full screen", "image", "photo", "photos", "gallery", "feedback", "report", "reply", "report an error", "view profile", "show all", "buy now", "learn more", "watch now", "sign up now", "get started", "security key", "captcha refresh", "captcha", "refresh", "abo", "abonnieren", "suche", "zurück", "weiter", "нравится", "выйти из полноэкранного режима", "развернуть на весь экран", "이미지 확대보기", "사진 확대", "画像を拡大", "點擊放大", "点击放大", "by", "von", "par", "por", "image source", "image caption", "caption", "watch", "read", "comment", "source", "neuer abschnitt", "box aufklappen", "box zuklappen", "box aufklappen box zuklappen",
    "skip to content", "skip to main content", "skip to navigation", "skip navigation", "jump to content", "zum inhalt", "zum inhalt springen",
    "zum hauptinhalt springen", "direkt zum inhalt", "aller au contenu", "aller au contenu principal", "saltar al contenido",
    "ir al contenido", "ir al contenido principal", "pular para o conteúdo", "ir para o conteúdo", "vai al contenuto", "salta al contenuto",
    "ga naar inhoud", "naar de inhoud", "hopp til innhold", "gå til indhold", "hoppa till innehåll", "siirry sisältöön", "przejdź do treści",
    "přeskočit na obsah", "ana içeriğe atla", "içeriğe atla", "перейти к содержимому", "перейти к контенту", "перейти к основному содержанию",
];

/// Sentences and parts of them with which a site speaks of itself to its reader.
#[rustfmt::skip]
const PROMPTS: &[&str] = &[
    "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados", "todos os direitos reservados", "tutti i diritti riservati", "alle rechten voorbehouden", "wszelkie prawa zastrzeżone", "všechna práva vyhrazena", "sva prava pridržana", "все права защищены", "всі права захищені", "všetky práva vyhradené", "tüm hakları saklıdır", "toate drepturile rezervate", "minden jog fenntartva", "无断转载", "無断転載", "무단전재", "무단 전재", "版权所有", "版權所有", "未經授權", "未经授权", "جميع الحقوق محفوظة", "copyright ©", "© copyright", "with permission from the publisher",
    "enable javascript", "javascript aktivier", "javascript is disabled", "your browser does not support", "browser is not supported", "activer javascript", "ad blocker", "adblock", "werbeblocker",
    "sign up for our", "sign up to our", "sign up for the", "sign up to get", "sign up here", "subscribe to our", "subscribe to the", "get the latest news", "get our latest", "delivered to your inbox", "in your inbox", "to your inbox", "straight to your", "by signing up", "by subscribing", "by submitting this form", "unsubscribe at any time", "already a subscriber", "already have an account", "create a free account", "create an account", "log in to", "to continue reading", "subscribe to continue", "become a member", "start your free trial", "free trial", "privacy policy", "terms of service", "terms of use", "terms & conditions", "cookie policy", "we use cookies", "uses cookies", "accept cookies", "cookie settings", "manage your cookie", "your consent", "download our app", "download the app", "download our free", "follow us on", "like us on", "join our whatsapp", "our telegram channel", "whatsapp channel", "support our journalism", "support independent", "make a donation", "we may earn a commission", "affiliate commission", "affiliate links", "this article originally appeared", "was originally published", "send us a tip", "submit a tip", "report a typo", "report an error", "found a mistake", "your email address will not be published", "required fields are marked", "save my name, email", "this site uses akismet", "you must be logged in", "page generated in", "click here to", "opens in a new", "opens in new window",
    "newsletter abonnieren", "newsletter anmelden", "melden sie sich", "jetzt anmelden", "jetzt abonnieren", "kostenlos testen", "jetzt testen", "bereits abonnent", "datenschutzerklärung", "datenschutzbestimmungen", "nutzungsbedingungen", "ihre einwilligung", "ihre zustimmung", "zustimmung widerrufen", "personenbezogene daten", "externen inhalt", "externer inhalt", "an dieser stelle finden sie", "in einem neuen fenster", "folgen sie uns", "folgen sie der", "dieser artikel ist erschienen", "fehler gefunden", "fehler im text", "schicken sie uns", "schreiben sie uns", "ihr feedback", "hinweis der redaktion zur werbung", "affiliate-link", "werbung überspringen", "auf facebook teilen", "zum kommentieren", "kommentarfunktion", "nettiquette", "netiquette",
    "abonnez-vous", "inscrivez-vous", "notre newsletter", "la newsletter", "politique de confidentialité", "déjà abonné", "en vous inscrivant", "réservé aux abonnés", "suivez-nous", "passer la publicité", "données personnelles", "suscríbete", "nuestro boletín", "nuestra newsletter", "política de privacidad", "síguenos", "ya eres suscriptor", "inicia sesión", "condiciones de uso", "únete a nuestro", "regístrate", "política de privacidade", "siga-nos", "nosso canal", "newsletter e", "iscriviti", "informativa sulla privacy", "seguici su", "abbonati", "riproduzione riservata", "schrijf je in", "meld je aan", "onze nieuwsbrief", "privacybeleid", "volg ons", "abonneer", "word abonnee", "nyhetsbrev", "nyhedsbrev", "personvern", "følg oss", "følg os", "abonner på", "bliv abonnent", "tilmeld dig", "prenumerera", "uutiskirje", "newslettera", "zapisz się", "polityka prywatności", "zaloguj się", "odebírejte", "přihlaste se", "přeskočit reklamu", "pretplatite se", "pratite nas", "prijavite se", "подпишитесь", "подписывайтесь", "наш телеграм", "telegram-канал", "нашли ошибку", "заметили ошибку", "персональных данных", "підписуйтесь", "підпишіться", "помилку в тексті", "абонирайте се", "последвайте ни", "ακολουθήστε", "εγγραφείτε", "abone ol", "bizi takip", "kişisel verilerin", "abonează-te", "abonați-vă", "urmărește-ne", "urmăriți", "iratkozzon fel", "hírlevél", "kövessen minket", "đăng ký nhận", "ikuti kami", "구독하기", "저작권자", "제보하기", "기사제보", "会員登録", "ログイン", "有料会員", "メルマガ", "関連リンク", "订阅", "关注我们", "下載app", "訂閱", "加入好友", "點我", "اشترك", "تابعونا", "عضویت در", "फॉलो करें",
];

/// Those of [`TAILS`] under which readers speak.
#[rustfmt::skip]
const TALK: &[&str] = &[
    "comments", "leave a reply", "leave a comment", "add a comment", "post a comment", "join the conversation", "join the discussion", "view comments", "show comments", "reader interactions", "reader comments",
    "kommentare", "lesermeinungen", "lesermeinung", "leserbriefe", "kommentar schreiben", "kommentar verfassen", "schreibe einen kommentar", "schreiben sie einen kommentar", "diskutieren sie mit", "leserkommentare", "commentaires", "laisser un commentaire", "vos réactions",
    "comentarios", "deja un comentario", "deja una respuesta", "comentários", "deixe um comentário", "commenti", "lascia un commento", "reacties", "plaats een reactie", "kommentarer", "kommentit", "komentarze", "dodaj komentarz",
    "diskuze", "diskuse", "diskusia", "komentáře", "komentari", "komentarji", "комментарии", "оставить комментарий", "коментарі", "коментари", "σχόλια", "yorumlar", "yorum yap", "comentarii", "hozzászólások", "bình luận", "komentar",
    "ความคิดเห็น", "댓글", "コメント", "评论", "网友评论", "留言", "التعليقات", "نظرات", "نظر شما", "תגובות", "टिप्पणियाँ", "মন্তব্য",
];

/// What a short line is, by its wording alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// The head of what follows an article.
    Tail,
    /// A button, a label, a mark.
    Label,
    /// The site speaking of itself, or the link to another article.
    Prompt,
    /// Nothing known.
    Plain,
}

/// The most words of a line that is a tail's head, and the most characters of a prompt.
const TAIL_WORDS_MAX: usize = 9;
const PROMPT_CHARS_MAX: usize = 400;

/// A line of more weight than this speaks of the site only where it says two of the [`PROMPTS`]: reports on newsletters and
/// on personal data say one. About three lines of print.
const PROMPT_WEIGHT: usize = 200;

/// What the line's wording says.
pub(super) fn of(line: &str, words: usize) -> Wording {
    if line.chars().count() > PROMPT_CHARS_MAX {
        return Wording::Plain;
    }
    let lower = line.to_lowercase();
    if is_label(&lower) {
        return Wording::Label;
    }
    match tail(&lower, words) {
        Some(Tail::Head) => return Wording::Tail,
        Some(Tail::Link) => return Wording::Prompt,
        None => {}
    }
    let said = if weigh(line) > PROMPT_WEIGHT { 2 } else { 1 };
    let prompts = PROMPT.as_ref().is_some_and(|prompt| prompt.find_iter(&lower).take(said).count() == said);
    if prompts { Wording::Prompt } else { Wording::Plain }
}

/// The longest button, in bytes.
const BUTTON_BYTES_MAX: usize = 48;

/// Whether a line is a button, a label or a mark.
pub(super) fn is_button(line: &str) -> bool {
    line.len() <= BUTTON_BYTES_MAX && line.contains(char::is_alphabetic) && is_label(&folded(line))
}

/// A text on one line in lower case.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('\n', " ")
}

/// Whether a line in lower case is a button, a label or a mark.
fn is_label(lower: &str) -> bool {
    let bare = bare(lower);
    bare.is_empty() || SETS.labels.contains(bare) || SETS.labels.contains(lower)
}

/// Whether a line is the head of what follows an article, and whether readers speak below it.
pub(super) fn heads_tail(line: &str) -> Option<Talk> {
    let lower = folded(line);
    let bare = bare(&lower);
    let words = bare.split(' ').count();
    (tail(&lower, words)? == Tail::Head).then(|| if TALK.contains(&bare) { Talk::Readers } else { Talk::Site })
}

/// Who speaks below the head of a tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// Readers.
    Readers,
    /// The site, of its other articles.
    Site,
}

/// What a line is that begins as the head of a tail does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tail {
    /// The head of what follows.
    Head,
    /// A head with the link to one article behind it: the text goes on below.
    Link,
}

/// A line without signs and digits at its ends.
fn bare(lower: &str) -> &str {
    lower.trim_matches(|c: char| !c.is_alphabetic())
}

/// The most characters that follow a head in a script without spaces: more of them ask or lead elsewhere.
const DENSE_REST_CHARS_MAX: usize = 4;

/// How heads begin and end that name the site in between (`More great Example stories`), in lower case.
const AROUND: &[(&str, &str)] =
    &[("more great ", " stories"), ("more great ", " articles"), ("more great ", " reads"), ("more great ", " posts")];

/// What a sentence ends in.
const STOPS: &[char] = &['.', '。', '।', '።', '։'];

/// What a line in lower case is by the longest of the [`TAILS`] that it says or opens with.
fn tail(lower: &str, words: usize) -> Option<Tail> {
    let bare = bare(lower);
    if !SETS.tails.may_begin(bare) {
        return None;
    }
    let names_site = |(opens, ends): &(&str, &str)| {
        bare.strip_prefix(opens).is_some_and(|rest| rest.ends_with(ends)) && words <= TAIL_WORDS_MAX
    };
    if SETS.tails.contains(bare) || AROUND.iter().any(names_site) {
        return Some(Tail::Head);
    }
    // Heads end where a word does, or anywhere in scripts without spaces.
    let ends = bare.char_indices().skip(1).filter(|&(at, c)| {
        !c.is_alphanumeric() || is_dense(c) || bare.get(..at).is_some_and(|head| head.ends_with(is_dense))
    });
    let opens = |&(at, _): &(usize, char)| {
        let head = bare.get(..at).unwrap_or_default();
        (head.contains(' ') || head.starts_with(is_dense)) && SETS.tails.contains(head)
    };
    let (at, _) = ends.take_while(|&(at, _)| at <= SETS.tail_bytes_max).filter(opens).last()?;
    let rest = bare.get(at..).unwrap_or_default().trim_start();
    if rest.contains([':', '：', '|', '»', '】', '→']) {
        return Some(Tail::Link);
    }
    let is_parted = rest.len() < bare.len() - at;
    if lower.trim_end().ends_with(STOPS) {
        // A short sentence leads elsewhere; where no space ends the head, it only begins with the same word.
        return (words <= TAIL_WORDS_MAX && is_parted).then_some(Tail::Link);
    }
    if !is_parted && rest.chars().nth(DENSE_REST_CHARS_MAX).is_some() {
        return Some(Tail::Link);
    }
    (words <= TAIL_WORDS_MAX).then_some(Tail::Head)
}

/// The lists, to be looked up.
struct Sets {
    tails: Lines,
    labels: Lines,
    tail_bytes_max: usize,
}

static SETS: LazyLock<Sets> = LazyLock::new(|| Sets {
    tails: Lines::new(TAILS),
    labels: Lines::new(LABELS),
    tail_bytes_max: TAILS.iter().map(|head| head.len()).max().unwrap_or_default(),
});

/// A list of lines. Nearly all that is looked for is none of them, which one bit tells without a search.
struct Lines {
    all: BTreeSet<&'static str>,
    /// The bits of [`hint`] of all, and those of [`start`].
    hints: [u64; HINTS],
    starts: [u64; HINTS],
}

const HINTS: usize = 64;

impl Lines {
    fn new(lines: &[&'static str]) -> Self {
        let bits = |of: fn(&str) -> (usize, u64)| {
            let mut bits = [0; HINTS];
            for (place, bit) in lines.iter().map(|line| of(line)) {
                if let Some(bits) = bits.get_mut(place) {
                    *bits |= bit;
                }
            }
            bits
        };
        Self { all: lines.iter().copied().collect(), hints: bits(hint), starts: bits(start) }
    }

    /// Whether a line may begin with one of them.
    fn may_begin(&self, line: &str) -> bool {
        let (place, bit) = start(line);
        self.starts.get(place).is_some_and(|starts| starts & bit != 0)
    }

    fn contains(&self, line: &str) -> bool {
        let (place, bit) = hint(line);
        self.hints.get(place).is_some_and(|hints| hints & bit != 0) && self.all.contains(line)
    }
}

/// A place and a bit in it that lines of one length, first and last byte have in common.
fn hint(line: &str) -> (usize, u64) {
    let end = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    let (first, last) = (end(line.as_bytes().first()), end(line.as_bytes().last()));
    let hash = line.len() * 331 + first * 37 + last * 1_031;
    (hash / 64 % HINTS, 1 << (hash % 64))
}

/// A place and a bit in it that lines of the same first two bytes have in common.
fn start(line: &str) -> (usize, u64) {
    let [first, second] = line.as_bytes().first_chunk().map_or([0, 0], |start| start.map(usize::from));
    let hash = first * 331 + second * 37;
    (hash / 64 % HINTS, 1 << (hash % 64))
}

/// All of [`PROMPTS`] as one automaton.
static PROMPT: LazyLock<Option<regex::Regex>> = LazyLock::new(|| {
    let escaped: Vec<String> = PROMPTS.iter().map(|prompt| regex::escape(prompt)).collect();
    regex::Regex::new(&escaped.join("|")).ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_told_from_links_and_sentences() {
        let check = |line: &str, expect: Wording| assert_eq!(of(line, line.split(' ').count()), expect, "{line}");
        check("Related articles", Wording::Tail);
        check("Mehr aus dem Ressort", Wording::Tail);
        check("関連記事", Wording::Tail);
        check("Comments (12)", Wording::Tail);
        check("Читайте также: Паром снова ходит", Wording::Prompt);
        check("Lees ook: de veerpont vaart weer", Wording::Prompt);
        check("Share", Wording::Label);
        check("The ferry sails again.", Wording::Plain);
        check("Themen der Sitzung waren die Fähre und der Hafen.", Wording::Plain);
        check("Mehr aus Salzbek finden Sie auf unserer Themenseite.", Wording::Prompt);
        check("评论人士认为，这一决定来得太晚了。", Wording::Plain);
        check("更多新闻请关注微信公众号", Wording::Prompt);
        check("Simak juga video: Feri lama menyeberang", Wording::Prompt);
    }

    #[test]
    fn readers_speak_below_some_heads() {
        assert_eq!(heads_tail("6 Kommentare"), Some(Talk::Readers));
        assert_eq!(heads_tail("Lo más leído"), Some(Talk::Site));
        assert_eq!(heads_tail("More great Elmhaven Post stories"), Some(Talk::Site));
        assert_eq!(heads_tail("More great news for the bridge"), None);
        assert_eq!(heads_tail("What it costs"), None);
        assert!(TALK.iter().all(|head| TAILS.contains(head)), "{TALK:?}");
        assert!(TAILS.iter().all(|head| head.len() > 1 && SETS.tails.may_begin(head)), "{TAILS:?}");
    }

    #[test]
    fn a_paragraph_that_names_one_prompt_is_none() {
        let line = "The council wants to know why the personal details of passengers were kept for years, and who read the privacy policy \
            before it was printed on the back of every ticket that the ferry sold between the flood and the strike.";
        assert_eq!(of(line, 40), Wording::Plain);
        assert_eq!(of("Read our privacy policy.", 4), Wording::Prompt);
    }
}
