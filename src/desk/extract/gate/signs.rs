//! Signs of what is no article: sentences of walls and errors in several languages, words of addresses.

use std::sync::LazyLock;

use regex::bytes::RegexSet;
use url::Url;

use super::Fault;
use crate::desk::extract::patterns;

/// Headlines and titles of error pages, whole or at their start.
const ERROR_TITLES: &[&str] = &[
    r"^(error ?:? ?)?(40[0-9]|410|429|451|50[0-9])\b(?:.{0,40}(error|found|forbidden|denied|unavailable|gateway|gefunden|trouvé|encontrad|trovata|gone|$)|$)",
    r"^(sorry[,!. ]*|oops[,!. ]*|whoops[,!. ]*|uh[- ]oh[,!. ]*|error[:!. ]*)?((the |this )?(page|site|article|story|content|url|document|resource)( you requested| you('re| are) looking for)? (((is|was|could|can|does|has)( ?n't| not| no longer)|cannot|can't|no longer|not) (be )?(found|available|exists?|accessible)|(is )?(unavailable|missing|gone)\b)|not found|file not found|page unavailable|access denied|forbidden|service unavailable|bad gateway|internal server error|something went wrong|site (is )?under (maintenance|construction))",
    r"^(seite|artikel|inhalt|beitrag) (wurde )?(leider )?(nicht|nicht mehr) (gefunden|verfügbar|vorhanden)",
    r"^(page|article|contenu) (introuvable|non trouvée?|inexistante?)|^cette page n'existe",
    r"^(página|artículo|contenido|artigo) (no|não) (encontrad|existe|disponible)",
    r"^pagina (non trovata|niet gevonden|inesistente)",
    r"^(siden|sidan|sivua) (blev )?(ikke|hittades inte|finnes ikke|kunne ikke|ei löydy)",
    r"^(nie znaleziono|strona nie (istnieje|została))|^stránka (nebyla )?nenalezena|^страница не (найдена|существует)|^сторінк(?-u:[^ ])+ не знайдено|^sayfa bulunamadı|^ページが見つかりません|^お探しのページ|^(找不到|页面不存在|頁面不存在|您访问的页面)|^페이지를 찾을 수|^الصفحة غير موجودة|^halaman tidak ditemukan|^không tìm thấy trang",
];

/// What headlines of error pages say in their own words, anywhere in them: no page with that headline holds an article,
/// however much text stands below it.
#[rustfmt::skip]
const ERRORS: &[&str] = &[
    r"(?-u:\b)(page|article|story|content|url|document) (you requested |you are looking for |you're looking for |requested )?(could not|couldn't|cannot|can't|can not|was not|wasn't|is not|isn't|not) (be )?found(?-u:\b)|(?-u:\b)(can't|cannot|couldn't|could not|unable to|didn't|don't) (seem to )?find (that|this|the|your|what) (page|article|story|you)(?-u:\b)|^(error )?404(?-u:\b)|(?-u:\b)(page|article|story|link) (does not|doesn't|no longer) exists?(?-u:\b)|(?-u:\b)(page|article|story|listing) (has|you requested has|you are looking for has) (expired|been removed|moved)(?-u:\b)",
    r"(?-u:\b)(seite|artikel|inhalt|beitrag)(?-u:\b).{0,24}(?-u:\b)nicht (gefunden|verfügbar|vorhanden)|(?-u:\b)(seite|artikel) existiert nicht|(?-u:\b)(page|contenu|article)(?-u:\b).{0,30}(introuvable|n'existe (pas|plus)|non trouvée?)",
    r"(?-u:\b)(página|contenido|artículo)(?-u:\b).{0,20} no (encontrad|existe|disponible)|(?-u:\b)no (se )?(encontramos|encontró|ha encontrado|pudimos encontrar) (la|esta) página|(?-u:\b)(página|conteúdo) não (encontrad|existe|disponível)|(?-u:\b)pagina (non (trovata|esiste|disponibile)|inesistente|(kan )?niet (worden )?gevonden|bestaat niet|nu (a fost găsit|există))",
    r"(?-u:\b)(sidan|siden|sivua) (hittades inte|kunde inte hittas|finns inte|finnes ikke|ble ikke funnet|blev ikke fundet|findes ikke|eksisterer ikke|ei löydy|ei löytynyt)|(?-u:\b)stron[aęy] nie (znaleziono|istnieje|została)|(?-u:\b)nie (znaleziono|odnaleziono|ma takiej) (strony|artykułu)|(?-u:\b)stránka (nebyla |nebola )?(nenalezena|nájdená|nenájdená|neexistuje|nenašla)|(?-u:\b)(az )?oldal nem (található|létezik)",
    r"страниц(?-u:[^ ])+ не (найден|существует)|такой страницы (нет|не существует)|сторінк(?-u:[^ ])+ не (знайден|існує)|страницата не (е намерена|съществува)|η σελίδα δεν (βρέθηκε|υπάρχει)|sayfa(yı)? bulunamad|sayfa mevcut değil",
    r"ページ(が|は).{0,6}(見つかりません|存在しません|削除)|页面不存在|頁面不存在|找不到(该页|頁面|页面|網頁|网页)|(页面|網頁|网页|頁面).{0,6}(不存在|未找到|找不到)|페이지를 찾을 수 없|존재하지 않는 페이지",
    r"الصفحة (غير موجودة|المطلوبة غير)|صفحه.{0,14}(یافت نشد|پیدا نشد|وجود ندارد)|(הדף|העמוד).{0,14}(לא נמצא|אינו קיים)|halaman (ini )?tidak ditemukan|không tìm thấy trang|trang.{0,14}không tồn tại|ไม่พบหน้า|(पेज|पृष्ठ) नहीं मिल",
];

/// Headlines of pages with rules and rights that stand under every site, whole.
#[rustfmt::skip]
const STANDING: &[&str] = &[
    r"^(our )?(privacy|cookies?|data protection) (policy|statement|notice)$|^cookies? policy$|^terms (of (use|service)|and conditions|& conditions)( of use)?$|^accessibility statement$|^(log ?in|sign ?in|register)$",
    r"^datenschutz(erklärung|hinweise?|bestimmungen)?$|^(allgemeine geschäftsbedingungen|agb|nutzungsbedingungen|cookie-?(richtlinie|hinweise?|einstellungen))$|^(mentions légales|politique de (confidentialité|cookies)|conditions générales( d'utilisation| de vente)?)$",
    r"^(aviso (legal|de privacidad)|política de (privacidad|privacidade|cookies)|términos y condiciones|condiciones de uso|termos (de uso|e condições))$|^(note legali|informativa (sulla )?privacy|privacy( e cookie)? policy)$",
    r"^(privacyverklaring|privacybeleid|cookiebeleid|cookieverklaring|algemene voorwaarden|integritetspolicy|cookiepolicy|personvernerklæring|privatlivspolitik|tietosuojaseloste)$",
    r"^(polityka (prywatności|cookies)|zásady ochrany osobních údajů|obchodní podmínky|adatvédelmi (nyilatkozat|tájékoztató)|politica de (confidențialitate|cookies)|termeni și condiții)$",
    r"^(политика конфиденциальности|пользовательское соглашение|политика обработки персональных данных|політика конфіденційності|πολιτική (απορρήτου|cookies)|όροι χρήσης|gizlilik politikası|kullanım koşulları)$",
    r"^(プライバシーポリシー|個人情報保護方針|利用規約|隐私政策|隱私權政策|隱私政策|使用条款|服务条款|개인정보 ?처리방침|이용약관|سياسة الخصوصية|شروط الاستخدام|حریم خصوصی|מדיניות (ה)?פרטיות|kebijakan privasi|chính sách bảo mật|điều khoản sử dụng|गोपनीयता नीति)$",
];

/// Headlines of pages on which a site says who it is and how to reach it, whole, in lower case: no article without a date is called
/// so.
#[rustfmt::skip]
const IMPRINTS: &[&str] = &[
    "about", "about us", "our team", "our story", "contact", "contact us", "imprint", "legal notice", "work with us", "advertise", "advertise with us",
    "impressum", "über uns", "wir über uns", "kontakt", "mediadaten", "kontakt und impressum", "impressum und datenschutz", "impressum & datenschutz",
    "à propos", "à propos de nous", "qui sommes-nous", "qui sommes-nous ?", "nous contacter", "contactez-nous", "sobre nosotros", "quiénes somos", "¿quiénes somos?", "contacto", "contáctanos",
    "chi siamo", "contatti", "quem somos", "sobre nós", "contato", "over ons", "colofon", "om oss", "om os", "kontakta oss", "kontakt oss", "kontakt os", "tietoa meistä", "yhteystiedot",
    "o nas", "o nás", "kontakty", "rólunk", "kapcsolat", "impresszum", "despre noi", "o nama", "о нас", "о компании", "контакты", "про нас", "контакти", "hakkımızda", "iletişim", "会社概要", "关于我们", "關於我們",
];

/// Headlines of pages that lead to what a site has of a kind, whole: no article is called by such a word alone.
#[rustfmt::skip]
const HUBS: &[&str] = &[
    r"^(all |latest |our |more )?(podcasts|obituaries|videos|photos|photo galleries|galleries|newsletters|puzzles|crosswords|quizzes|recipes|jobs|classifieds|horoscopes?|comics|columnists|live scores|fixtures|(latest|breaking) news)$",
    r"^(alle )?(todesanzeigen|traueranzeigen|bildergalerien|rätsel|rezepte|stellenmarkt|horoskop|newsticker|aktuelle nachrichten)$",
    r"^(avis de décès|vidéos|galeries|recettes|dernières actualités|obituarios|necrológicas|vídeos|fotogalerías|recetas|horóscopo|últimas noticias|receitas|últimas notícias|necrologie|ricette|oroscopo|ultime notizie|laatste nieuws|recepten|overlijdensberichten)$",
];

/// Headlines and titles of walls that ask for consent, whole: a longer headline may be an article's about them.
const CONSENT_TITLES: &[&str] = &[
    r"^(before you continue( to [^ ]+)?|we value your privacy|your privacy( choices)?|(your )?(cookie|privacy|consent) (settings|preferences|choices|notice)|cookie consent)( [|–-] .*)?$",
    r"^(ihre privatsphäre( ist uns wichtig)?|(ihre )?(datenschutz|cookie)-?einstellungen|wir respektieren ihre privatsphäre|(nous respectons )?votre vie privée|(tu|su) privacidad( es importante)?|la tua privacy|uw privacy)( [|–-] .*)?$",
];

/// Sentences of a page that asks for proof of being human.
const CAPTCHA: &[&str] = &[
    r"verify (that )?you are (a )?human|are you a robot|i'?m not a robot|checking (if the site connection is secure|your browser)|complete the (security check|captcha)|enable javascript and cookies to continue|unusual (traffic|activity) (from|on) your|attention required! \| cloudflare|^just a moment\.\.\.|pardon our interruption|making sure you'?re not a bot|please verify you|ddos protection by|press (&|and) hold to confirm",
    r"bestätigen sie, dass sie (ein mensch|kein roboter)|ich bin kein roboter|je ne suis pas un robot|no soy un robot|não sou um robô|non sono un robot|подтвердите, что вы не робот|我不是机器人|我不是機器人|私はロボットでは",
];

/// Sentences of a page that asks for consent before it shows anything.
const CONSENT: &[&str] = &[
    r"before you continue to|we value your privacy|your privacy choices|consent or pay|accept (all )?(cookies|and continue)|manage (your )?(privacy|cookie) (settings|preferences)",
    r"(mit werbung weiterlesen|weiter mit werbung|werbung und tracking|akzeptieren und weiter|zustimmen (und|&) weiter|ihre zustimmung|cookies zustimmen)",
    r"continuer sans accepter|accepter (et|&) (continuer|fermer)|aceptar y continuar|accetta e continua|accepteren en doorgaan|akceptuję i przechodzę|přijmout vše|godta alle|acceptera alla|принять все",
];

/// Sentences of a page that shows a form for subscribers instead of the text; forms for those who want to comment are none.
const LOGIN: &[&str] = &[
    r"(log|sign) ?in to (continue|read|view|access)|(you must|please) (log|sign) ?in[.!:]|subscribe to (continue|keep) reading|to continue reading|this (content|article|story) is (reserved )?(for|only available to) (subscribers|members)|already a subscriber\?",
    r"melden sie sich an, um .{0,60}(lesen|weiter)|jetzt anmelden und weiterlesen|diesen artikel (jetzt )?weiterlesen|nur für (abonnenten|registrierte)|réservé aux abonnés|connectez-vous pour (lire|continuer|poursuivre|accéder)|inicia sesión para (leer|continuar|seguir|acceder)|exclusivo para (suscriptores|assinantes)|accedi per (continuare|leggere)|alleen voor abonnees|tylko dla (subskrybentów|zalogowanych)|logg inn for å (lese|fortsette)|logga in för att (läsa|fortsätta)|только для подписчиков",
];

fn sets<const N: usize>(lists: [&[&'static str]; N]) -> Option<[RegexSet; N]> {
    let made: Option<Vec<RegexSet>> = lists.iter().map(|list| patterns::set(list.iter())).collect();
    made?.try_into().ok()
}

/// What walls are told by. Few pages are short enough to be asked, and to make the sets takes a while.
static WALLS: LazyLock<Option<[RegexSet; 5]>> =
    LazyLock::new(|| sets([ERROR_TITLES, CONSENT_TITLES, CAPTCHA, CONSENT, LOGIN]));

/// What any page is asked for.
static WHOLE: LazyLock<Option<[RegexSet; 3]>> = LazyLock::new(|| sets([ERRORS, STANDING, HUBS]));

/// What a page's headlines, the best first, say it is: an error, or a wall. Only the best tells a wall for consent: a
/// banner in front of an article has a headline of its own.
pub(super) fn headline(lines: &[String]) -> Option<Fault> {
    let [errors, consents, captcha, ..] = WALLS.as_ref()?;
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    let any = |set: &RegexSet| lines.iter().any(|line| set.is_match(line.as_bytes()));
    match () {
        () if any(errors) => Some(Fault::ErrorPage),
        () if any(captcha) => Some(Fault::Captcha),
        () if lines.first().is_some_and(|line| consents.is_match(line.as_bytes())) => Some(Fault::ConsentWall),
        () => None,
    }
}

/// The longest headline that is taken by a part of it or as a whole, in characters.
const WHOLE_CHARS_MAX: usize = 90;

/// What headlines say that need no look at the text below them: an error, a page that every site has.
pub(super) fn whole(lines: &[String]) -> Option<Fault> {
    let [errors, standing, _] = WHOLE.as_ref()?;
    let short = lines.iter().filter(|line| line.chars().count() <= WHOLE_CHARS_MAX).map(|line| plain(line));
    for (at, line) in short.enumerate() {
        if errors.is_match(line.as_bytes()) {
            return Some(Fault::ErrorPage);
        }
        if at == 0 && standing.is_match(line.as_bytes()) {
            return Some(Fault::LandingPage);
        }
    }
    None
}

/// Whether the headline is that of a page on which a site says who it is, which stands for years.
pub(super) fn presents(headline: &str) -> bool {
    let is_short = headline.chars().count() <= WHOLE_CHARS_MAX;
    is_short && IMPRINTS.contains(&plain(headline).as_str())
}

/// What the headline of a page that doesn't state to be an article says: that it leads to what the site has of a kind.
pub(super) fn hub(headline: &str) -> Option<Fault> {
    let [_, _, hubs] = WHOLE.as_ref()?;
    let is_short = headline.len() <= WHOLE_CHARS_MAX;
    (is_short && hubs.is_match(plain(headline).as_bytes())).then_some(Fault::SectionFront)
}

/// The wall whose sentence stands in a text.
pub(super) fn sentence(text: &str) -> Option<Fault> {
    let [_, _, captcha, consent, login] = WALLS.as_ref()?;
    let text = plain(text);
    match () {
        () if captcha.is_match(text.as_bytes()) => Some(Fault::Captcha),
        () if consent.is_match(text.as_bytes()) => Some(Fault::ConsentWall),
        () if login.is_match(text.as_bytes()) => Some(Fault::LoginWall),
        () => None,
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace('’', "'")
}

/// Words in front of a subject's or an author's name in addresses of lists.
#[rustfmt::skip]
const LISTINGS: &[&str] = &[
    "auteur", "auteurs", "autor", "autore", "autoren", "autores", "autori", "etiket", "etiketler", "etiqueta", "etiquetas", "forfatter",
    "journalist", "keyword", "kirjoittaja", "mot-cle", "profil", "profile", "redakteur", "schlagwort", "sujet", "tema", "temas", "thema",
    "themen", "topics", "yazar", "yazarlar",
];

/// The most words of such a name.
const LISTED_WORDS_MAX: usize = 3;

/// What an address says even of a page that states to be an article, in the word that content systems state of each of
/// their pages: words that stand for a board or a shop alone, where none stands for what is published by date.
pub(super) fn board_or_shop(url: &Url) -> Option<Fault> {
    let host = url.domain().unwrap_or_default().split('.').next().unwrap_or_default();
    let mut fault = matches!(host, "forum" | "forums" | "discuss" | "discussion").then_some(Fault::Forum);
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    // How one software for boards names its threads: `/t/old-bridge/417`.
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if matches!(parts.as_slice(), ["t", name, number, ..] if name.contains('-') && is_number(number)) {
        fault = Some(Fault::Forum);
    }
    for part in parts {
        match part {
            "blog" | "blogs" | "news" | "article" | "articles" | "magazine" => return None,
            "forum" | "forums" | "thread" | "threads" | "viewtopic.php" | "showthread.php" | "discussions" => {
                fault = Some(Fault::Forum);
            }
            "shop" | "cart" | "checkout" | "product" => fault = Some(Fault::Shop),
            _ => {}
        }
    }
    fault
}

/// What an address says of a page that doesn't state to be an article.
pub(super) fn address(url: &Url) -> Option<Fault> {
    let parts: Vec<String> =
        url.path().split('/').filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect();
    let host = url.domain().unwrap_or_default().split('.').next().unwrap_or_default();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(&part.as_str()));
    let asks = |names: &[&str]| url.query_pairs().any(|(name, value)| names.contains(&&*name) && !value.is_empty());
    if has(&["search", "suche", "recherche", "buscar", "busca", "cerca", "zoeken", "szukaj", "hledat"])
        || parts.len() <= 1 && asks(&["q", "query", "search", "s", "keyword"])
    {
        return Some(Fault::SearchResult);
    }
    if matches!(host, "forum" | "forums" | "community" | "discuss" | "discourse")
        || has(&[
            "forum",
            "forums",
            "thread",
            "threads",
            "viewtopic.php",
            "showthread.php",
            "questions",
            "discussion",
            "discussions",
            "topic",
        ])
    {
        return Some(Fault::Forum);
    }
    if matches!(host, "shop" | "store")
        || has(&[
            "product",
            "products",
            "produkt",
            "produkte",
            "producto",
            "shop",
            "store",
            "cart",
            "checkout",
            "dp",
            "itm",
            "collections",
            "listing",
            "pdp",
        ])
    {
        return Some(Fault::Shop);
    }
    let front =
        matches!(parts.last().map(String::as_str), None | Some("index.html" | "index.php" | "index.htm" | "home"))
            && parts.len() <= 1
            && url.query().is_none();
    let is_number = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    // `/2026/10/`: what was published in a month.
    let dated = (1..=3).contains(&parts.len())
        && parts.iter().all(is_number)
        && parts.first().is_some_and(|part| part.len() == 4 && (part.starts_with("19") || part.starts_with("20")));
    // A listing's word leads its address: `/tag/europe`. At the end of a longer one it may be an article's own word.
    let listing = |part: Option<&String>| {
        part.is_some_and(|part| {
            matches!(
                part.as_str(),
                "tag" | "tags" | "category" | "categories" | "author" | "authors" | "archive" | "archives"
            )
        })
    };
    // Some sites have their articles below such a word, with longer names than a subject or a person has.
    let named = |part: Option<&String>| part.is_some_and(|part| LISTINGS.contains(&part.as_str()));
    let named = parts.len() <= 3
        && parts.last().is_some_and(|part| part.split('-').count() <= LISTED_WORDS_MAX)
        && named(parts.len().checked_sub(2).and_then(|at| parts.get(at)));
    // Some sites keep all that they write under `/page/`; a list's page has a number.
    let paged = parts.iter().zip(parts.iter().skip(1)).any(|(part, next)| part == "page" && is_number(next));
    let listed = parts.len() <= 4
        && (paged || listing(parts.first()) || listing(parts.len().checked_sub(2).and_then(|at| parts.get(at))));
    (front || listed || named || dated).then_some(Fault::SectionFront)
}
