//! Signs of what is no article: sentences of walls and errors in several languages, words of addresses.

use std::sync::LazyLock;

use regex::RegexSet;
use url::Url;

use super::Fault;

/// Headlines and titles of error pages, whole or at their start.
const ERROR_TITLES: &[&str] = &[
    r"^(error ?:? ?)?(40[0-9]|410|429|451|50[0-9])\b(?:.{0,40}(error|found|forbidden|denied|unavailable|gateway|gefunden|trouvé|encontrad|trovata|gone|$)|$)",
    r"^(sorry[,!. ]*|oops[,!. ]*|whoops[,!. ]*|uh[- ]oh[,!. ]*|error[:!. ]*)?((the |this )?(page|site|article|story|content|url|document|resource)( you requested| you('re| are) looking for)? (((is|was|could|can|does|has)( ?n't| not| no longer)|cannot|can't|no longer|not) (be )?(found|available|exists?|accessible)|(is )?(unavailable|missing|gone)\b)|not found|file not found|page unavailable|access denied|forbidden|service unavailable|bad gateway|internal server error|something went wrong|site (is )?under (maintenance|construction))",
    r"^(seite|artikel|inhalt|beitrag) (wurde )?(leider )?(nicht|nicht mehr) (gefunden|verfügbar|vorhanden)",
    r"^(page|article|contenu) (introuvable|non trouvée?|inexistante?)|^cette page n'existe",
    r"^(página|artículo|contenido|artigo) (no|não) (encontrad|existe|disponible)",
    r"^pagina (non trovata|niet gevonden|inesistente)",
    r"^(siden|sidan|sivua) (blev )?(ikke|hittades inte|finnes ikke|kunne ikke|ei löydy)",
    r"^(nie znaleziono|strona nie (istnieje|została))|^stránka (nebyla )?nenalezena|^страница не (найдена|существует)|^сторінк\S+ не знайдено|^sayfa bulunamadı|^ページが見つかりません|^お探しのページ|^(找不到|页面不存在|頁面不存在|您访问的页面)|^페이지를 찾을 수|^الصفحة غير موجودة|^halaman tidak ditemukan|^không tìm thấy trang",
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

static SETS: LazyLock<Option<[RegexSet; 5]>> = LazyLock::new(|| {
    let set = |list: &[&str]| RegexSet::new(list).ok();
    Some([set(ERROR_TITLES)?, set(CONSENT_TITLES)?, set(CAPTCHA)?, set(CONSENT)?, set(LOGIN)?])
});

/// What a page's headlines, the best first, say it is: an error, or a wall. Only the best tells a wall for consent: a
/// banner in front of an article has a headline of its own.
pub(super) fn headline(lines: &[String]) -> Option<Fault> {
    let [errors, consents, captcha, ..] = SETS.as_ref()?;
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    let any = |set: &RegexSet| lines.iter().any(|line| set.is_match(line));
    match () {
        () if any(errors) => Some(Fault::ErrorPage),
        () if any(captcha) => Some(Fault::Captcha),
        () if lines.first().is_some_and(|line| consents.is_match(line)) => Some(Fault::ConsentWall),
        () => None,
    }
}

/// The wall whose sentence stands in a text.
pub(super) fn sentence(text: &str) -> Option<Fault> {
    let [_, _, captcha, consent, login] = SETS.as_ref()?;
    let text = plain(text);
    match () {
        () if captcha.is_match(&text) => Some(Fault::Captcha),
        () if consent.is_match(&text) => Some(Fault::ConsentWall),
        () if login.is_match(&text) => Some(Fault::LoginWall),
        () => None,
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace('’', "'")
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
    // A listing's word leads its address: `/tag/europe`. At the end of a longer one it may be an article's own word.
    let listing = |part: Option<&String>| {
        part.is_some_and(|part| {
            matches!(
                part.as_str(),
                "tag" | "tags" | "category" | "categories" | "author" | "authors" | "archive" | "archives"
            )
        })
    };
    // Some sites keep all that they write under `/page/`; a list's page has a number.
    let is_number = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    let paged = parts.iter().zip(parts.iter().skip(1)).any(|(part, next)| part == "page" && is_number(next));
    let listed = parts.len() <= 4
        && (paged || listing(parts.first()) || listing(parts.len().checked_sub(2).and_then(|at| parts.get(at))));
    (front || listed).then_some(Fault::SectionFront)
}
