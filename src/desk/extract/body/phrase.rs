//! What sentences tell: promotion has the same shape on every site of a language, whatever its markup is called.

mod begins;
mod credit;

use std::{cell::LazyCell, sync::LazyLock};

use begins::Begins;
use regex::Regex;

use crate::desk::eights;
use crate::desk::extract::dating;
use crate::desk::extract::patterns::{Pattern, without_edges};

/// Words with which a site speaks to its readers or of itself, in lower case. Articles say them as well, but seldom in a sentence that
/// ends them and is much of it a link.
#[rustfmt::skip]
const ASKING: &[&str] = &[
    "abonnieren", "abonniere", "abonnez", "app", "aquí", "boletín", "click", "comments", "download", "email", "facebook", "hier", "here", "ici", "instagram", "iscriviti",
    "kommentare", "kommentieren", "linkedin", "newsletter", "newsletters", "nos", "notre", "nuestra", "nuestro", "our", "podcast", "registrieren", "share", "subscribe", "suscribirse", "telegram",
    "twitter", "uns", "unser", "unsere", "unserem", "unseren", "unserer", "us", "whatsapp", "you", "your", "youtube",
];

/// Whether a text asks its reader for something.
pub(super) fn asks(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| ASKING.contains(&&*word.to_lowercase()))
}

/// The longest text, in characters, that a promotion is looked for in: longer ones are paragraphs that happen to begin so.
const PROMO_CHARS_MAX: usize = 320;

/// Beginnings of lines that lead elsewhere or ask for something, whatever follows.
#[rustfmt::skip]
const BEGINS: &[&str] = &[
    // Read on, read also
    r"^(read|see|watch|listen|view) (more|also|next|here|the full)\b", r"^(read|watch|listen) on( (here|in|at)\b| ?[:|»>→]|\W*$)",
    r"^(also|must) (read|see|watch)\b",
    r"^(more|related)( on this| from| stor| article| read| news| cover| topic| link|:)",
    r"^recommended (for you|reading|articles?|stories|videos?|links?|posts?)\b|^recommended ?[:|]|^recommended$",
    r"^(don'?t miss (our|the latest|a|these|this|out on (our|the latest))|you may (also )?(like|be interested)|you might (also )?like|up next|continue reading|keep reading|click here)\b",
    r"^(read|related|more|watch|see|video|photos?|gallery|listen|opinion|analysis|explainer|live|mira|vea|lea)( more)? ?[:|»>→]",
    r"^for the latest (stories|news|updates|headlines)\b", r"^to (view|read|see|access) the (full|whole|rest)\b.*(subscri|sign|log ?in|regist)",
    r"^(zum weiterlesen|empfehlungen der redaktion|empfehlungen aus der redaktion)\b", r"^zum thema( ?[:|].*)?$",
    r"^(lesen sie|lies) (auch|mehr|hier|weiter|dazu)",
    r"^(mehr (zum thema|dazu|lesen|infos?)|weiterlesen|auch interessant|das könnte sie|das könnte dich|lesetipp)|^mehr über .{0,60}[:?]?$",
    // Sentences begin so as well: labels have a sign behind it, or no stop.
    r"^(mehr (aus|von)|passend dazu|hier lesen|hier geht('s| es))( ?[:|»>→]|\W*$)|^mehr (aus|von) [^!?]{1,60}[^.!?]$|^hier lesen sie\b|^hier geht('s| es) (direkt )?(weiter|zum|zur|zu)( [^.!?]{1,80})?$",
    r"^(à lire|lire (aussi|plus|la suite|également)|à voir|voir aussi|a lire|retrouvez )|^(sur le même sujet|pour aller plus loin)( ?[:|].*)?$",
    r"^(leggi (anche|di più|tutto)|guarda anche|vedi anche)|^(per approfondire|approfondimenti?|approfondisci)( ?[:|].*)?$",
    r"^(lee|lea|leer|ver|vea|mira) (también|además|más|mas)\b|^(te puede interesar|le puede interesar|más información (aquí|en este)|también te puede|relacionado|noticias relacionadas)",
    r"^(leia|ler|veja|confira|saiba|leia-se) (também|mais|tambem|ainda)",
    r"^(lees|bekijk|luister) (ook|meer|verder)\b",
    r"^(les|læs|läs|sjå|se|lue) (også|mera|vidare|videre|också|ocksa|myös|lisää)\b|^läs även\b|^(les|læs|läs|se) (mer|mere|även)( (om|her|här|på|i)\b.*| ?[:|].*|\W*)$",
    r"^(czytaj|zobacz|przeczytaj|sprawdź) (także|też|również|więcej|dalej|koniecznie)",
    r"^(čtěte|přečtěte|čítajte|prečítajte)( si| také| tiež| aj| dále|:)|^(viac|více)( k tématu| na tému| o téme)?:|^mohlo by (vás|vám|ťa)\b",
    r"^(olvasd|olvassa|kapcsolódó)\b|^további (cikk|hír|tartalm|ajánl|olvasnival)",
    r"^(citește|citiți|citiţi|citeşte|vezi) (și|şi|mai)",
    r"^(прочетете|вижте|още по темата|четете|прочитајте|погледајте|опширније)",
    r"^(читайте|читать|смотрите|читай|по теме|подробнее|дивіться) ?(также|також|ещё|еще|ще|далее|так само|:)|^(подробнее|читайте|смотрите) (об этом )?(в|на) ",
    r"^(больше новостей|ещё больше|еще больше|більше новин)\b", r"^(нашли|заметили|знайшли|помітили|увидели) (ошибку|опечатку|помилку|неточность)",
    r"^(pročitajte|pogledajte|čitajte|preberite|opširnije)\b", r"^(loe (ka|veel|edasi|lisaks)|lasi (arī|vēl)|skaitykite (taip|daugiau)|taip pat skaitykite|lexo (edhe|më)|lexoni (edhe|më))",
    r"^(διαβάστε|δείτε) (επίσης|περισσότερα|ακόμη|ακόμα|ολόκληρο)",
    r"^(baca (juga|selengkapnya)|lihat juga|simak (juga|breaking news)|dapatkan (update|berita))",
    r"^(xem thêm|đọc thêm|đọc tiếp|tin liên quan)",
    r"^(ilginizi çekebilir|bunlar da ilginizi|haberin devamı|ayrıca oku)",
    r"^(اقرأ أيض|إقرأ أيض|اقرأ المزيد|اقرأوا أيض|شاهد أيض|طالع أيض|بیشتر بخوانید|همچنین بخوانید|مزید پڑھیں|یہ بھی پڑھیں)", r"^(קראו (גם|עוד)|קרא (גם|עוד)|לקריאה נוספת)", r"^อ่าน(เพิ่มเติม|ต่อ|ข่าว|ประกอบ)",
    r"^(इसे भी पढ़|यह भी पढ़|ये भी पढ़|हे ही वाचा|हेही वाचा|यो पनि पढ्नुहोस्|आरও পড়ুন|আরও পড়ুন|আরো পড়ুন|மேலும் படிக்க|ఇవి కూడా చదవండి|ఇది కూడా చదవండి|ಇದನ್ನೂ ಓದಿ|ഇതും വായിക്കു|આ પણ વાંચો|ਇਹ ਵੀ ਪੜ੍ਹੋ)",
    r"^(関連記事|関連リンク|あわせて読みたい|合わせて読みたい|【関連|関連[:：]|続きを読む|相关阅读|相關閱讀|延伸閱讀|延伸阅读|推荐阅读|推薦閱讀|看更多|更多(新闻|新聞|内容|內容|精彩|资讯|資訊|文章|报道|報導)|관련기사|관련 기사)|^更多.{0,8}$",
    r"^(請繼續往下|请继续往下|點我下載|点我下载|不用抽 )",
    r"^(残り ?[0-9０-９]+ ?文字|この記事は(有料|会員)|有料会員(に|限定)|会員限定|無料会員)", r"^खबरें और भी हैं",
    // Who wrote, edited or supplied it, where a line says nothing else
    r"^(责任编辑|責任編輯|编辑|編輯|责编|責編|来源|來源|图片来源|圖片來源|图源|资料来源|資料來源|原标题|原標題|审核|校对|监制)[:：/／]",
    // Subscribe, follow, support
    r"(sign up|subscribe|register) (to|for) (our|my) .{0,40}newsletter", r"^follow (us )?on (google|x|twitter|facebook|instagram)\b.{0,20}$",
    r"^(add|make|choose|set) .{0,60}\bpreferred source\b", r"^get more .{0,40}by choosing us\b", r"^our journalism depends on\b",
    r"^do you have an opinion on the issues raised\b", r"^(are you|have you been) affected by .{0,80}(get in touch|contact|e-?mail|write)",
    r"^(what do you think|have your say|let us know|tell us)\b.{0,80}\b(comments|leave a comment)\b", r"^voit keskustella aiheesta\b", r"^dziękujemy, że przeczytał", r"^więcej takich (historii|artykułów|tekstów)\b",
    r"^(sign up|subscribe|join|register|log ?in|sign in|get|receive|download|support|donate|become) (to|for|up|our|now|today|in|the|a|us|your)\b.*(newsletter|inbox|email|e-mail|account|app|subscri|member|channel|whatsapp|telegram|news|free|stories|journalism|alert)",
    // What a form for an address says
    r"^(enter|type in) your e-?mail( address)?( here)?\W*$", r"^this (site|form) is protected by (recaptcha|hcaptcha)\b",
    r"^by (signing up|subscribing|submitting|registering|clicking|entering your e-?mail).{0,100} (you|i) (also )?(agree|consent|accept|confirm|acknowledge)\b",
    r"^mit (der|ihrer|deiner) (anmeldung|registrierung)\b.{0,100}(stimmen sie|stimmst du|akzeptieren sie|akzeptierst du|einverstanden)", r"^en (vous inscrivant|vous abonnant|cliquant|validant)\b.{0,100}(acceptez|consentez)",
    r"^(al|cuando) (suscribirte|suscribirse|registrarte|registrarse|inscribirte)\b.{0,100}(acept|consient)", r"^(iscrivendoti|registrandoti|ao se inscrever|ao se cadastrar)\b.{0,100}(accett|acconsent|aceita|concorda)",
    r"^(puedes|puede) (también )?seguirnos (en|por)\b",
    r"^nie (mehr|wieder) .{0,60}verpassen ?\?$", r"^nie (mehr|wieder) .{0,60}verpassen ?\?.{0,20}(abonnieren|melden) sie\b",
    r"^(follow|like|join|find|connect with) (.{2,40}) (on|at) ?.*(twitter|facebook|instagram|linkedin|telegram|whatsapp|tiktok|youtube|threads|bluesky|google news|@| x\b)",
    r"^(get|read|receive|find) .{0,50}\bour (google news|whatsapp|telegram|facebook)\b",
    r"^(get|receive) (the|our|all|breaking|more)\b.*(newsletter|inbox|notification|alert)",
    // Too many sentences begin so for it to be looked for by its beginning.
    r"(?:^the .{3,40}) is committed to publishing a diversity of letters\b",
    r"newsletter.*(abonnieren|anmelden|bestellen|sign ?-?up|subscri|inscri|iscriv|abonn|suscri|assine|inscreva)",
    r"newsletter.{0,24} (informiert|liefert|bringt|versorgt)\b",
    r"^(sign up|subscribe)\b",
    r"^(folgen sie|folge) (uns|dem|der)\b", r"^(do you have|have you got|got|have) (a|any) (story|tip|news tip|question|comment)\b.{0,80}\b(us|email|e-mail|write|contact|call|send|tell)\b",
    r"^(jetzt|hier|gleich) .{0,24}(abonnieren|anmelden|registrieren|bestellen|testen|kaufen|downloaden|herunterladen)",
    r"^(abonnieren|abonnez|inscrivez|suivez[ -](nous|notre|nos|toute|l'act|le direct|en direct)|suscríbete|suscríbase|síguenos|assine (a|o|já|nossa|agora)\b|inscreva-se|iscriviti|seguici|abonneer|sledujte nás|kövess|iratkozz|подпи(шись|шитесь|сывайтесь|сывайся)|підпи(шись|шіться|суйтесь|суйся)|abone ol|تابعونا|تابعنا|フォローする|訂閱|订阅|הצטרפו ל|עקבו אחר|הירשמו ל)",
    r"^zapisz się\b", r"^(sigue|siga|segui|seguite|volg|følg|följ|seuraa|śledź|obserwuj|dołącz|sledujte|sleduj|bizi|theo dõi|ikuti|تابع|اشترك|انضم|следите|стежте|слідкуйте|следвайте|únete|unite|rejoignez|unisciti|urmărește|urmăriți|ακολουθήστε|ما را|हमें|हमारे|ताज़ा)\b([^.!?]|[.][a-z]){0,60}(facebook|twitter|instagram|telegram|whatsapp|youtube|linkedin|tiktok|google|zalo|newsletter|nieuwsbrief|nyhetsbrev|uutiskirje|телеграм|вконтакте|канал|واتساب|تلغرام|تلگرام|فيسبوك|قناتنا|نشرتنا|व्हाट्स|टेलीग्राम|फेसबुक|गूगल)",
    r"^(关注|關注|追蹤|扫描|长按|加入|ติดตาม)[^。，,]{0,24}(微信|微博|公众号|公眾號|二维码|二維碼|facebook|line|youtube|instagram)", r"^(line|ライン)(で|公式|の)[^。]{0,12}(友だち|登録|追加)",
    r"^(bereits|schon) .{0,20}(abonnent|registriert|kunde)",
    r"^(already|have) .{0,12}(subscriber|account|registered|member)",
    r"^(support (us|our|independent|local|quality|the work)|help us|your support|we rely on|if you (value|like|enjoy|appreciate|liked|enjoyed) (our|this (article|story|post|newsletter|podcast|site|content|work)|what|reading)|we need your|this (story|article) is (free|for subscribers))\b",
    r"^if you .{3,100}\b(please )?consider (a donation|becoming a|donating|making a|supporting|subscribing)\b",
    r"^(unterstützen sie|unterstütze uns|soutenez|sostieni) |^(apoya (a |nuestr|el periodismo)|steun (ons|onze))",
    r"^(dieses thema im programm|player wird|video wird|audio wird|hat ihnen (der|dieser|das)|(hat (ihnen|dir|euch)|(ihnen|dir|euch) hat) (der|dieser|unser) (artikel|beitrag|text) gefallen|did you (like|enjoy) this|hai (trovato|apprezzato)|cet article vous|te ha gustado|gefällt ihnen)", r"affiliate (links?|commission|partner)|affiliate-link", r"^more (on|from|about|in|by) .{0,60}:?$",
    r"^(stay (up to date|updated|informed|connected|tuned)|for more (news|stories|updates))\b.{0,120}(follow us|click here|sign up|subscribe|newsletter|download|our (app|channel|site|website))", r"^(contact|email|e-mail|reach|write to):? .{0,60}@", r"^fehler (gefunden|entdeckt)",
    r"(partner|provisions)-?links?\b", r"^((die|alle) )?mit (einem )?(\(?\*+\)?|stern(chen)?( \(\*\))?) (gekennzeichnet|markiert|versehen)e?n? .{0,30}link",
    // Read on for money
    r"^(artikel|diesen artikel|hier|jetzt) (jetzt )?(weiterlesen|freischalten)\b|^(cet article|ce contenu|contenu|article) (est )?réservé|^(contenido|conteúdo|contenuto) (exclusivo|esclusivo|riservato|reservado)|^(dit artikel is )?(alleen|exclusief) voor abonnees|^(den här artikeln|artikeln|denne saken|denne artikkelen|saken) (är|er) (kun )?(för|for) (pren|abon)|^(artykuł|materiał|tekst) (jest )?(dostępny )?tylko dla|^материал (доступен )?только",
    r"^(sie (möchten|wollen)|möchten sie|wollen sie|jetzt|einfach) .{0,24}weiterlesen\b", r"^weiterlesen mit\b|^mit .{1,24} (lesen sie|alle) .{0,24}(inhalte|artikel)|^danach (nur )?[0-9.,]+ ?(€|euro)|^(monatlich|jederzeit|flexibel) kündbar", r"^sie (sind|haben) (bereits|schon) (abonnent|registriert|ein(en)? (zugang|abo|konto))",
    r"^il (vous )?reste [0-9]+.{0,12}(article|à lire|à découvrir)|^profitez de (notre|nos) offres?\b|^la suite (de cet article )?est réservée|^(vous êtes )?déjà abonnée?( ?\?|$)", r"^((sigue|continúa|siga|continue|prosegui|continua)( a)? (leyendo|lendo|leggere)|ya eres suscriptor|este contenido es exclusivo|questo (contenuto|articolo) è riservato|verder lezen|lees verder|dit artikel is (alleen|exclusief)|czytaj dalej|pozostało .{1,10}(%|proc)|(les|læs|läs) (hele|resten|hela|vidare))\b",
    r"^((you have|you've) .{1,12}(free )?(article|story|stories).{0,6}(left|remaining)|this (article|story|content) is (for|available to|exclusive to) (subscribers|members)|(unlock|get unlimited) (this|access))\b",
    // Share, comment, print, advertisement
    r"^(share|tweet|e?-?mail|print|copy link|save|bookmark|comments?)([ :(]+(this|on|via|to|it|article|story|link|page|post|for later|[0-9]+)\b.{0,50})?$",
    r"^(like|liked|love|loved|enjoy|enjoyed) (this|our) (article|blog|content|piece|podcast|post|story|video) ?\?",
    r"^(möchten|möchtest|wollen|willst) (sie|du) .{0,12}(artikel|beitrag|text) .{0,16}teilen\b",
    r"^(leave a (comment|reply)|post a comment|report (a|an)|drucken|merken|kommentare?|kommentieren|partager|imprimer|compartir|compartilhar|condividi|del på|udostępnij|поделиться|поділитися|paylaş|sdílet|分享|シェア)\b.{0,60}$", r"^(teilen|delen|dela)( (sie|via|op|på|auf|dit|diesen|den här)\b.{0,50})?\W*$", r"^teilen mit ?:?$", r"^please (follow|like|share)( and (follow|like|share))? (us|this)\W*$",
    r"^(like this|gefällt mir|j'aime ça|me gusta esto|mi piace|curtir isso|vind ik leuk|vind-ik-leuk) ?:( (loading|wird geladen|cargando|chargement|caricamento|carregando|laden)\b.{0,8})?$",
    r"^(advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|annonse?|annonce|reklama?|reklame|mainos|реклама|広告|廣告|广告|iklan|ilan|διαφήμιση|hirdetés|publicitate|reclamă|quảng cáo|sponsored|promoted|paid (post|content))\b.{0,24}$", r"^(โฆษณา|광고|إعلان|تبلیغات|פרסומת|विज्ञापन|বিজ্ঞাপন)\W*$",
    r"^(advertisement )?scroll (to continue|untuk (melanjutkan|lanjut))\b", r"^(scroll|swipe|tap|click|klicken sie|klick) (down|here|to|for|through|hier|left|right|the)\b.{0,120}$", r"^(tap|click|klicken sie|klick|klicke) (on|auf) (an|any|das|die|ein|each|einzelne|the) (bild|bilder|foto|fotos|image|images|photo|photos|picture|pictures|thumbnail)\b.{0,120}$",
    r"^(zum )?(vergrößern|vergrössern)\b.{0,30}klicken\W*$", r"^click .{0,20}to (enlarge|zoom)\W*$",
    r"^(hier klicken|cliquez|clique aqui|haz clic aquí|haga clic aquí|clicca qui|story continues|article continues|artikel läuft|l'article continue)",
    r"^(artikkelen|saken|artiklen|artikeln|artikel|het artikel|de tekst|tekst|juttu|článek|článok|articolul|articulo|el artículo|o artigo|l'articolo|a cikk|artykuł|tekst) (fortsetter|fortsætter|fortsätter|gaat verder|loopt door|jatkuu|pokračuje|continuă|continúa|continua|folytatódik|a hirdetés|kontynuowany)\b.{0,60}$", r"^(dalszy ciąg|dalsza część|reszta) (tekstu|artykułu|materiału)", r"^(la suite|lisez la suite) après (cette|la) pub", r"^lesen sie nach der anzeige weiter",
    // How long it takes to read, which picture of how many, what was said of it
    r"^(reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|leestijd|lästid|lesetid|læsetid|czas czytania)\b.{0,24}$",
    r"^(photo|photograph|image|picture)s? by [^.,;:!?]{2,40}$", r"^original-content von ?:", r"^dieser artikel wurde ausgedruckt\b", r"^(optimieren sie ihre browsereinstellungen|bitte passen sie die einstellungen an)",
    // All that begins with a number: one pattern, since many lines do.
    r"^[0-9]{1,2} min(s|utes|uten)?\W*$|^[0-9]+([ -]?(min|mins|minutes?) (read|listen)| (of|von|sur|de|di) [0-9]+| (comments|kommentare|commentaires|comentarios|comentários|commenti|reacties|kommentarer|komentarzy))$|^[0-9]+ (wochen?|monate?|tage?) (lang )?(kostenlos|gratis)",
    // Rights, credits, corrections of form
    r"^(©|ⓒ|\(c\) ?\d|copyright ?(©|ⓒ|\(c\)|\d|by|:|$)|저작권자 ?(©|ⓒ|\(c\)|<)|무단 ?전재|기사 ?제보|제보하기|제보는)",
    r"^copyright .{2,40}all rights reserved\b", r"^\(?the-cnn-wire\b", r"^\(?(distributed|syndicated) by .{2,60}\b(agency|syndicate|llc|inc)\b.{0,12}$",
    r"^(all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|tutti i diritti|wszelkie prawa|все права)",
    r"^(header|featured|cover|title|lead) (image|photo|picture)( by|:) .{2,80}$", r"^(image|photo|picture) source: .{2,80}$", r"^\(?(photos?|foto|fotos|image|images|bild|bilder|beitragsbild|bildnachweis(e|\(e\))?|titelbild|picture|video|illustration|graphic|grafik|quelle|source|fuente|fonte|crédito|credit|credits|kuva|zdjęcie|фото|fotó|kép|圖|图|写真|사진)( credit| by| von| de)? ?[:：/／©＝=]",
    r"^(this (article|story) (was|is|first|originally)|dieser (artikel|text|beitrag) (ist|erschien|wurde)).{0,140}(publish|appear|erschien|zuerst|translated|syndicated|produced|reproduced|provided)",
    r"^\(?(reporting by|edited by|editing by|additional reporting|written by|writing by|compiled by)\b(.{0,80}|[^.!?]*; ?((additional )?reporting|editing|writing) by\b[^.!?]*)$",
    r"^(last (updated|modified)|updated|published|posted|first published|veröffentlicht|aktualisiert|publié|mis à jour|actualizado|publicado|aggiornato|pubblicato|bijgewerkt|oppdatert|publisert|publicerad|uppdaterad|julkaistu|opublikowano|aktualizacja|опубликовано|обновлено)(\b.{0,59}[^.]|( \S+){1,7}\.)?$",
    r"^(topics?|tags?|keywords?|schlagworte|themen|mots-clés|etiquetas|temas|tagi|temat|sujets?|filed under|categories|category|in this (article|story))( in this article)? ?:",
    r"(benötigt|requires|nécessite|richiede|requiere) javascript", r"(cookie|javascript).{0,80}(enable|accept|aktivier|akzeptier|accepter|aceptar|activer|einwillig|zustimm|consent)",
    r"^(we use cookies|this (site|website) uses cookies|an dieser stelle (finden|wird)|empfohlener (redaktioneller|externer) inhalt|externer inhalt|recommended external|dieser inhalt|to view this (content|video)|your browser does not|ihr browser|please enable)", r"^loading\W*$",
];

/// Beginnings of what stands in place of a post or a film until its reader agrees to load it: notices that may be as long as a paragraph.
#[rustfmt::skip]
const NOTICES: &[&str] = &[
    r"^zum schutz (ihrer|deiner|eurer) (persönlichen |privaten )?daten (ist|wird|wurden?|haben wir)\b.{0,100}(verbindung|laden|inhalte?|videos?|karten?)\b.{0,60}(blockiert|deaktiviert|unterbunden|nicht geladen|nicht automatisch)",
    r"^um (ihre|deine|eure) (persönlichen |privaten )?(daten|privatsphäre) zu schützen,? (ist|wird|wurden?|haben wir)\b.{0,100}(verbindung|laden|inhalte?|videos?|karten?)\b.{0,60}(blockiert|deaktiviert|unterbunden|nicht geladen|nicht automatisch)",
    r"^(aufgrund|wegen) (ihrer|deiner|eurer) (cookie|datenschutz)-?(einstellungen|präferenzen) (kann|können|wird|werden) (dieser|diese|dieses|der|die|das) (inhalte?|videos?|karten?|beitrag)\b", r"^wir (brauchen|benötigen) (ihre|deine|eure) (zustimmung|einwilligung)\b.{0,120}(inhalt|laden|anzuzeigen|video|karte)",
    r"^this (content|video|post|embed) is (hosted|provided) by a third party\b", r"^by showing the external content you accept\b", r"^(this|the) (content|video|post|embed) (is|was|has been) blocked because you (have not|haven't|did not|didn't) accept",
    r"^(ce contenu|cette vidéo|ce message) est bloquée? (car|parce que|tant que) vous n'avez pas accepté\b", r"^(pour|afin de) (voir|afficher|visionner|consulter|lire) (ce contenu|cette vidéo|ce message|ce tweet)\b.{0,80}(accepte|acceptez|activer|autorise).{0,40}(cookie|traceur)",
    r"^para (ver|visualizar|mostrar|poder ver) (este contenido|este vídeo|este video|esta publicación|este tuit)\b.{0,80}(acepta|consent).{0,60}cookies", r"^para (ver|visualizar|exibir) (este conteúdo|este vídeo)\b.{0,80}aceit.{0,60}cookies",
    r"^per (vedere|visualizzare) (questo contenuto|questo video|il contenuto|il video)\b.{0,80}(accetta|consen).{0,60}cookie", r"^(deze inhoud|deze video|dit bericht) (kan|kon) niet (worden )?(getoond|geladen|weergegeven)\b.{0,80}cookies",
];

/// The longest of them, in bytes: what is blocked, by whom, and how to take the consent back. Set by hand;
/// `what_asks_for_consent_in_place_of_a_post_is_left_out` moves with it.
const NOTICE_BYTES_MAX: usize = 1_000;

/// Beginnings of what a site says of its writers behind their text.
#[rustfmt::skip]
const CLOSINGS: &[&str] = &[
    r"^(the )?(opinions|views)( and opinions| and views)?( expressed| presented| stated) (in|by) (this|these|the) (article|column|commentary|piece|post|op-ed|author|contributor|columnist)s?\b.{0,120}(those of|the author's|not (necessarily )?(represent|reflect))",
    r"^namentlich gekennzeichnete (artikel|beiträge|kommentare|texte)\b.{0,80}(meinung|ansicht)", r"^(meinungen|äußerungen) in (beiträgen|gastbeiträgen) auf .{2,40} entsprechen\b",
    r"^(gastbeiträge|gastkommentare|die meinung (der autor|des autor|der kolumn|des kolumn|des gast))\b.{0,120}(meinung|ansicht|redaktion).{0,60}(wieder|entsprechen|übereinstimmen|widerspiegeln)",
    r"^les (opinions|propos|points de vue)\b.{0,80}n'engagent que (leurs? auteur|l'auteur)", r"^las opiniones (expresadas|vertidas|contenidas)\b.{0,120}\bautor(es)?\b", r"^le opinioni (espresse|contenute)\b.{0,120}\bautor[ei]\b",
];

/// Likewise, behind a name.
const DISOWNS: &str =
    r"^.{2,40} is not responsible for the (opinions|statements|views)\b.{0,100}(contributor|columnist|presented by)";

/// What stands in all that [`DISOWNS`] matches.
const DISOWNS_WORDS: &[u8] = b"not responsible for the";

/// The longest of them, in bytes: three lines of print. `what_a_site_says_of_its_writers_behind_the_text_is_left_out` moves with it.
const CLOSING_BYTES_MAX: usize = 400;

/// Credits in brackets, wherever they stand.
const BRACKETED_CREDITS: &str = r"\((ap|afp|reuters|epa|dpa|getty|image|file|handout|courtesy)[^)]{0,12} photo\b|\((photo|foto|image|picture|pic|bild)s? ?(by|credit|courtesy|von|:)|\(ap photo";

/// What stands right behind the bracket of each.
const BRACKETED_WORDS: &[&str] = &[
    "ap", "afp", "reuters", "epa", "dpa", "getty", "image", "file", "handout", "courtesy", "photo", "foto", "picture",
    "pic", "bild",
];

/// Lines that send the reader to what the site has elsewhere, wherever they say so.
#[rustfmt::skip]
const CHANNELS: &[&str] = &[
    r"(^|(?-u:[\x00-\x60\x7b-\x7f]))(our|nuestr[oa]|noss[oa]|notre|nostr[oa]|unser(e|en|em)?|onze?|vår|vores|nasz|naszego|naszym|náš|našem|наш|нашем|нашому) ((new|official|neuen?|offiziellen?|nuev[oa]|nov[oa]|oficial|nouvelle|officielle|nuovo|ufficiale) )?(canale?|channel|kana[lł]u?|chaîne|grupo|group|gruppe|groupe|page|página|pagina|seite|account|канале?|каналі)?(-| |de |do |di |auf |on |på |no |su |w |в |na |‘)*(whatsapp|telegram|youtube|facebook|instagram|viber|tiktok|телеграм)",
    r"(^|(?-u:[\x00-\x60\x7b-\x7f]))(us on|uns auf|uns auch auf|uns bei|nous sur|nos en|nos no|ci su|ons op|oss på|os på|nas na|nás na|нас в|μας στο|minket a|meitä|-ne pe|bizi|kami di|saluran) ((?-u:[^ ])+ ){0,2}(whatsapp|telegram|youtube|facebook|instagram|viber|google news|google haberler|tiktok|linkedin)",
    r"(whatsapp|telegram|youtube|facebook|instagram|google news|google haberler|tiktok).{0,30}(katıl|takip ed|abone ol)",
    r"(^|[.!?] )(inscreva-se|iscriviti|join our|participe|rejoignez|súmate|unisciti|únete)\b.{0,24}(canal|canale|channel|chaîne|group|groupe|grupo|gruppo)\b.{0,12}(telegram|whatsapp)",
    r"(^|[.!?] )(receba|recibe|ricevi|recevez)\b.{0,24}(notícias|noticias|notizie|actualités)\b.{0,24}(telegram|whatsapp)",
];

/// The patterns, each with what tells cheaply that a line matches none of it: nearly every line is told from its first letters,
/// its last one, and the words that it lacks.
struct Sets {
    begins: Begins,
    /// Finds the [`ANYWHERE_WORDS`] in lower case.
    anywhere_words: Regex,
    anywhere: Vec<Worded>,
    channels: Vec<Worded>,
    bracketed: Pattern,
    notices: Begins,
    closings: Begins,
    disowns: Pattern,
}

static SETS: LazyLock<Option<Sets>> = LazyLock::new(|| {
    let begins = |pattern: &&&str| pattern.starts_with('^');
    Some(Sets {
        begins: Begins::of(BEGINS.iter().filter(begins).chain(NOTICES).copied())?,
        anywhere_words: Regex::new(&ANYWHERE_WORDS.join("|")).ok()?,
        anywhere: BEGINS.iter().filter(|spelt| !begins(spelt)).map(|spelt| Worded::of(spelt)).collect::<Option<_>>()?,
        channels: CHANNELS.iter().map(|spelt| Worded::of(spelt)).collect::<Option<_>>()?,
        bracketed: Pattern::new(BRACKETED_CREDITS, &without_edges(BRACKETED_CREDITS)?),
        notices: Begins::of(NOTICES.iter().copied())?,
        closings: Begins::of(CLOSINGS.iter().copied())?,
        disowns: Pattern::new(DISOWNS, &without_edges(DISOWNS)?),
    })
});

/// A pattern with those of the [`ANYWHERE_WORDS`] that it speaks of, one of which stands in all that it matches.
struct Worded {
    words: Vec<&'static str>,
    pattern: Pattern,
}

impl Worded {
    fn of(spelt: &'static str) -> Option<Self> {
        let words = ANYWHERE_WORDS.iter().filter(|word| spelt.contains(**word)).copied().collect();
        Some(Self { words, pattern: Pattern::new(spelt, &without_edges(spelt)?) })
    }

    /// Whether it matches a line in lower case that says such words.
    fn is_match(&self, said: &[&str], lower: &str) -> bool {
        self.words.iter().any(|word| said.contains(word)) && self.pattern.is_match(lower)
    }
}

/// What stands in every line that a pattern of [`BEGINS`] without a beginning, or one of [`CHANNELS`], matches.
const ANYWHERE_WORDS: &[&str] = &[
    "newsletter",
    "affiliate",
    "partner",
    "provisions",
    "cookie",
    "javascript",
    "whatsapp",
    "telegram",
    "youtube",
    "facebook",
    "instagram",
    "viber",
    "google news",
    "google haberler",
    "tiktok",
    "linkedin",
    "телеграм",
    "committed to publishing",
];

/// Whether a line promotes, links, credits or asks rather than tells.
pub(in crate::desk::extract) fn is_promo(text: &str) -> bool {
    // A character has four bytes at most.
    if text.len() > PROMO_CHARS_MAX && (text.len() > PROMO_CHARS_MAX * 4 || text.chars().nth(PROMO_CHARS_MAX).is_some())
    {
        return text.len() <= NOTICE_BYTES_MAX && opens_as(text, |sets| &sets.notices);
    }
    if memchr::memchr(b'\n', text.as_bytes()).is_some() {
        return is_promo(&text.replace('\n', " "));
    }
    let Some(sets) = &*SETS else { return false };
    let line = bare(text);
    let lower = LazyCell::new(|| lowered(line));
    sets.begins.is_match(line, || &lower)
        || (!line.ends_with('.') || line.contains('©')) && credit::ends(&lower)
        || memchr::memchr(b'(', line.as_bytes()).is_some() && opens_credit(&lower) && sets.bracketed.is_match(&lower)
        || names_author(line)
        || dating::is_stamp(line)
        || sets.anywhere_words.is_match(&lower) && leads_elsewhere(sets, text, line, &lower)
}

/// A text without the signs in front of its words that no pattern begins with.
fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '【')).trim_end()
}

/// Whether a text begins as one of these patterns does.
fn opens_as(text: &str, of: fn(&Sets) -> &Begins) -> bool {
    let line = bare(text);
    let lower = LazyCell::new(|| lowered(line).replace('\n', " "));
    SETS.as_ref().is_some_and(|sets| of(sets).is_match(line, || &lower))
}

/// Whether a site says of its writers that they speak for themselves: behind a text it is none of it.
pub(super) fn disowns(text: &str) -> bool {
    let names_itself = || {
        memchr::memmem::find(text.as_bytes(), DISOWNS_WORDS).is_some()
            && SETS.as_ref().is_some_and(|sets| sets.disowns.is_match(&lowered(text).replace('\n', " ")))
    };
    // What is quoted is somebody's.
    text.len() <= CLOSING_BYTES_MAX
        && !text.contains(['"', '“', '”', '„', '«'])
        && (opens_as(text, |sets| &sets.closings) || names_itself())
}

/// Whether a line says in some of the [`ANYWHERE_WORDS`] that its reader is to go elsewhere.
fn leads_elsewhere(sets: &Sets, text: &str, line: &str, lower: &str) -> bool {
    let said: Vec<&str> = ANYWHERE_WORDS.iter().copied().filter(|word| lower.contains(word)).collect();
    // Letters beyond ASCII count as they are spelt.
    if !line.is_ascii() && !said.iter().any(|word| holds(line, word)) {
        return false;
    }
    let any = |patterns: &[Worded]| patterns.iter().any(|pattern| pattern.is_match(&said, lower));
    // What is quoted speaks of others.
    any(&sets.anywhere) || !text.contains(QUOTES) && text.len() <= CHANNEL_BYTES_MAX && any(&sets.channels)
}

/// Whether a bracket in a line in lower case begins as one of the [`BRACKETED_CREDITS`] does.
fn opens_credit(lower: &str) -> bool {
    let mut inside = lower.split('(').skip(1);
    inside.any(|inside| BRACKETED_WORDS.iter().any(|word| inside.starts_with(word)))
}

/// The longest line that sends the reader elsewhere, in bytes: a paragraph that does so besides has more to say.
/// `lines_that_lead_elsewhere_are_left_out_in_many_languages` moves with it.
const CHANNEL_BYTES_MAX: usize = 200;

/// Signs that open what somebody else says.
const QUOTES: &[char] = &['“', '„', '«', '"'];

/// Words in front of an author's name, in lower case, and those within one that begin small.
const BYLINES: &[&str] = &["by", "von", "par", "por", "di", "av", "door", "text", "autor", "author"];
const PARTICLES: &[&str] = &[
    "and", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "et", "la", "le", "och", "og", "ten",
    "und", "van", "von", "y",
];

/// The most words of such a line, and bytes.
const BYLINE_WORDS_MAX: usize = 5;
const BYLINE_BYTES_MAX: usize = 80;

/// Whether a line says who wrote the text, and nothing else. Names are told by their capitals: `Von Anfang an` is a
/// sub-headline.
fn names_author(line: &str) -> bool {
    if line.len() > BYLINE_BYTES_MAX {
        return false;
    }
    let Some((opener, name)) = line.split_once([' ', ':']) else { return false };
    let opens = BYLINES.iter().any(|known| opener.eq_ignore_ascii_case(known));
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-');
    let is_word = |word: &str| {
        let begins = word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()) || PARTICLES.contains(&word);
        begins && word.chars().all(is_letter)
    };
    let words = || name.split(' ').filter(|word| !word.is_empty());
    opens && (1..BYLINE_WORDS_MAX).contains(&words().count()) && words().all(is_word)
}

/// Whether a line says whose a picture is and nothing else.
pub(in crate::desk::extract) fn is_credit(line: &str) -> bool {
    line.len() <= CREDIT_BYTES_MAX && credit::is_line(&lowered(line).replace('\n', " "))
}

/// The longest such line, in bytes.
const CREDIT_BYTES_MAX: usize = 240;

/// Whether a word stands in a line, ASCII case ignored.
fn holds(line: &str, word: &str) -> bool {
    line.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// The line in lower case, its apostrophes those of typewriters.
fn lowered(line: &str) -> String {
    eights::lowered(line, |lower, c| match c {
        '’' => lower.push('\''),
        // Turkish; Unicode would add a dot to the letter.
        'İ' => lower.push('i'),
        c => lower.extend(c.to_lowercase()),
    })
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::literal::Extractor;

    use super::*;

    #[test]
    fn the_patterns_compile() {
        let sets = SETS.as_ref().unwrap();
        let worded = sets.anywhere.iter().chain(&sets.channels).map(|worded| &worded.pattern);
        assert!(sets.begins.compile() && worded.chain([&sets.bracketed, &sets.disowns]).all(Pattern::compile));
        assert!(sets.notices.compile() && sets.closings.compile());
        let anywhere = BEGINS.iter().filter(|pattern| !pattern.starts_with('^')).chain(CHANNELS);
        for pattern in anywhere {
            assert!(ANYWHERE_WORDS.iter().any(|word| pattern.contains(word)), "{pattern}");
        }
        let begun = Extractor::new().extract(&without_edges(BRACKETED_CREDITS).unwrap());
        for begun in begun.literals().unwrap().iter().map(|begun| std::str::from_utf8(begun.as_bytes()).unwrap()) {
            assert!(opens_credit(begun), "{begun}");
        }
        // The edge that they share is all of theirs, not that of their last alternative alone.
        for pattern in BEGINS.iter().chain(NOTICES).filter_map(|pattern| pattern.strip_suffix(r"\b")) {
            let hir = regex_syntax::parse(pattern).unwrap();
            assert!(!matches!(hir.kind(), regex_syntax::hir::HirKind::Alternation(_)), "{pattern}");
        }
    }

    #[test]
    fn walls_ask_for_money_in_words_of_their_own() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("Sie möchten weiterlesen?", true);
        check("Weiterlesen mit Beispiel Plus", true);
        check("Danach 8,90 € pro Monat. Monatlich kündbar.", true);
        check("4 Wochen kostenlos", true);
        check("Il vous reste 80 % de cet article à découvrir", true);
        check("Profitez de notre offre : 1 € le premier mois, sans engagement.", true);
        check("You've 2 free articles left", true);
        check("Mit der Brücke ist Anna Beispiel aufgewachsen.", false);
        check("Il reste 80 familles dans la vallée.", false);
        check("Danach sprach die Bürgermeisterin von 20 Euro.", false);
    }

    #[test]
    fn a_site_speaks_of_its_gain_and_asks_for_more_in_many_words() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check(
            "If you found the reporting above valuable, please consider making a donation to the Example Post.",
            true,
        );
        check("** mit ** markierte Links in diesem Text sind teilweise Partner-Links", true);
        check("Mit Sternchen (*) gekennzeichnete Links bringen uns eine Provision.", true);
        check("Manche Verweise sind Provisionslinks.", true);
        check("Möchten Sie den Artikel teilen?", true);
        check("Like this article? Share it!", true);
        check("If you think that the bridge is old, consider the ferry, the mayor said.", false);
        check("Die Partner links und rechts des Flusses sind sich einig.", false);
        check("Möchten Sie die Brücke teilen, Frau Beispiel?", false);
    }

    #[test]
    fn labels_are_told_from_sentences_that_begin_so() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("Mehr von ihnen kamen über die Brücke als je zuvor.", false);
        check("Mehr aus Versehen als aus Absicht blieb die Brücke offen.", false);
        check("Passend dazu gab es auch neue Fähren", false);
        check("Hier geht es um mehr als um eine Brücke.", false);
        check("Hier lesen Kinder den Alten vor.", false);
        check("Mehr aus dem Ressort", true);
        check("Mehr von Anna Beispiel:", true);
        check("Mehr von Anna Beispiel auf post.example", true);
        check("Passend dazu: Die Fähre fährt wieder", true);
        check("Passend dazu", true);
        check("Hier geht's zum Plan der Brücke", true);
        check("Hier geht es weiter", true);
        check("Hier lesen: was die Brücke kostet", true);
        check("Hier lesen Sie, was die Brücke kostet.", true);
    }

    #[test]
    fn agencies_and_letters_are_offered_in_words_of_their_own() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("The-CNN-Wire™ & © 2030 Example Network, Inc., an Example Company. All rights reserved.", true);
        check("(The-CNN-Wire)", true);
        check("Distributed by Example Content Agency, LLC.", true);
        check("Distributed by hand, the leaflets told of the old bridge.", false);
        check("Nie mehr die wichtigsten News verpassen? Abonnieren Sie den Beispielboten.", true);
        check("Nie wieder wollte sie einen Zug verpassen? Das sagte sie so.", false);
        check("Warum soll man die Fähre verpassen? Der Fahrplan ist doch bekannt.", false);
    }

    #[test]
    fn what_asks_for_consent_in_place_of_a_post_is_left_out() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        let more = "Wenn Sie ihn sehen wollen, stimmen Sie bitte den Bedingungen unten zu. ".repeat(5);
        check("Zum Schutz Ihrer persönlichen Daten ist die Verbindung zu Beispielfilm blockiert worden.", true);
        check(
            &format!(
                "Um Deine persönlichen Daten zu schützen, haben wir das automatische Laden der Inhalte von post.example blockiert. {more}"
            ),
            true,
        );
        check(
            &format!(
                "Um Deine persönlichen Daten zu schützen, haben wir das automatische Laden der Inhalte von post.example blockiert. {}",
                more.repeat(3)
            ),
            false,
        );
        check("Aufgrund Ihrer Cookie-Einstellungen kann dieser Inhalt nicht dargestellt werden.", true);
        check(
            "This content is hosted by a third party. By showing the external content you accept the terms of post.example.",
            true,
        );
        check("Ce contenu est bloqué car vous n’avez pas accepté les cookies.", true);
        check("Para ver este contenido es necesario aceptar las cookies de terceros.", true);
        check("Zum Schutz der Daten wurde das Netz der Stadt blockiert.", false);
        check(
            &format!("Um die Daten der Bürger zu schützen, hat die Stadt das Laden der Karten blockiert. {more}"),
            false,
        );
        check("Many sites ask their readers to accept the cookies of others before they show a film.", false);
    }

    #[test]
    fn credits_are_told_from_sentences() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("The old bridge in May. Photo: Ann Example", true);
        check("Die alte Brücke. Bildrechte: Beispielfunk/Anna Beispiel", true);
        check("A man crosses the bridge, Monday. (AP Photo/Ann Example)", true);
        check("The bridge © Example Agency", true);
        check("The bridge was in every photo: the one of May, the one of June.", false);
        check("She took a photo of the bridge.", false);
    }

    #[test]
    fn buttons_and_channels_are_told_from_sentences() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("Please follow and like us:", true);
        check("Please share this:", true);
        check("Teilen mit:", true);
        check("Gefällt mir: Wird geladen…", true);
        check("Bildnachweis(e): Anna Beispiel", true);
        check("Beitragsbild: Anna Beispiel", true);
        check("Únete al canal de Telegram aquí.", true);
        check("Receba notícias no WhatsApp. Entre no nosso grupo.", true);
        check("Please share this with your neighbours, she said.", false);
        check("Die Brücke teilen mit uns die Nachbarn.", false);
        check("Teilen mit Nachbarn und Freunden", false);
        check("Like this: fold the map twice and cut.", false);
        check("Most parents join a group on WhatsApp when their child starts school.", false);
        check("La policía investiga los mensajes entre miembros del grupo de WhatsApp de la alcaldesa.", false);
        check("She joined the council, which has a group on Telegram.", false);
    }

    #[test]
    fn what_tells_readers_to_click_is_told_from_steps() {
        let check = |text: &str, expect: bool| assert_eq!(is_promo(text), expect, "{text}");
        check("Click on the image to see all of the bridge", true);
        check("Click to enlarge", true);
        check("Zum Vergrößern bitte anklicken", true);
        check("Klicken Sie hier, um alles zu sehen", true);
        check("Klicken Sie auf „Brücke“ und dann auf „Öffnen“", false);
        check("Click on Settings, then on Bridges", false);
        check("Más información sobre las inscripciones puede hallarse en el ayuntamiento.", false);
        check("Más información aquí", true);
        check("Featured image by Ann Example", true);
        check("Picture by picture, the old bridge was drawn.", false);
        check("4 min", true);
        check("4 min from the end the ball was lost.", false);
    }
}
