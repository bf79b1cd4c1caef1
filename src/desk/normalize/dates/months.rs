//! The months' names: by language, with their abbreviations and the cases in which dates put them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{
    Clue,
    tokens::{Token, fold},
};

/// Languages, and their names of January to December, alternatives parted by spaces; `_` is a space within a name.
///
/// One word can be two months (`listopad` is October in Croatian and November in Polish): the page's language decides,
/// then the order of this table.
#[rustfmt::skip]
const NAMES: &[(&str, [&str; 12])] = &[
    ("en", ["january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec"]),
    ("de", ["januar jan jänner jän", "februar feb feber febr", "märz mär mrz maerz", "april apr", "mai", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "dezember dez"]),
    ("fr", ["janvier janv jan", "février févr fév fevr", "mars", "avril avr", "mai", "juin", "juillet juil", "août aou", "septembre sept", "octobre oct", "novembre nov", "décembre déc"]),
    ("es", ["enero ene", "febrero feb", "marzo mar", "abril abr", "mayo may", "junio jun", "julio jul", "agosto ago", "septiembre setiembre sep sept set", "octubre oct", "noviembre nov", "diciembre dic"]),
    ("pt", ["janeiro jan", "fevereiro fev", "março mar", "abril abr", "maio mai", "junho jun", "julho jul", "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez"]),
    ("it", ["gennaio gen genn", "febbraio feb febbr", "marzo mar", "aprile apr", "maggio mag", "giugno giu", "luglio lug", "agosto ago", "settembre set sett", "ottobre ott", "novembre nov", "dicembre dic"]),
    ("nl", ["januari jan", "februari feb", "maart mrt", "april apr", "mei", "juni jun", "juli jul", "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("pl", ["stycznia styczeń sty stycz", "lutego luty lut", "marca marzec mar", "kwietnia kwiecień kwi kwie", "maja maj", "czerwca czerwiec cze czerw", "lipca lipiec lip", "sierpnia sierpień sie sierp", "września wrzesień wrz wrzes", "października październik paź paźdz", "listopada listopad lis list", "grudnia grudzień gru grudz"]),
    ("cs", ["ledna leden led", "února únor úno", "března březen bře", "dubna duben dub", "května květen kvě", "června červen čvn", "července červenec čvc", "srpna srpen srp", "září zář", "října říjen říj", "listopadu listopad lis", "prosince prosinec pro"]),
    ("sk", ["januára január jan", "februára február feb", "marca marec mar", "apríla apríl apr", "mája máj", "júna jún", "júla júl", "augusta august aug", "septembra september sep", "októbra október okt", "novembra november nov", "decembra december dec"]),
    ("hr", ["siječnja siječanj sij", "veljače veljača velj", "ožujka ožujak ožu", "travnja travanj tra", "svibnja svibanj svi", "lipnja lipanj lip", "srpnja srpanj srp", "kolovoza kolovoz kol", "rujna rujan ruj", "listopada listopad lis", "studenoga studenog studeni stu", "prosinca prosinac pro"]),
    ("sr", ["januara januar jan јануара јануар јан", "februara februar feb фебруара фебруар феб", "marta mart mar марта март мар", "aprila april apr априла април апр", "maja maj мaj маја мај", "juna jun јуна јун", "jula jul јула јул", "avgusta avgust avg августа август авг", "septembra septembar sep sept септембра септембар сеп септ", "oktobra oktobar okt октобра октобар окт", "novembra novembar nov новембра новембар нов", "decembra decembar dec децембра децембар дец"]),
    ("bs", ["januara januar jan", "februara februar feb", "marta mart mar", "aprila april apr", "maja maj", "juna juni jun", "jula juli jul", "augusta avgusta august aug", "septembra septembar sep", "oktobra oktobar okt", "novembra novembar nov", "decembra decembar dec"]),
    ("sl", ["januarja januar jan", "februarja februar feb", "marca marec mar", "aprila april apr", "maja maj", "junija junij jun", "julija julij jul", "avgusta avgust avg", "septembra september sep", "oktobra oktober okt", "novembra november nov", "decembra december dec"]),
    ("ru", ["января январь янв", "февраля февраль фев февр", "марта март мар", "апреля апрель апр", "мая май", "июня июнь июн", "июля июль июл", "августа август авг", "сентября сентябрь сен сент", "октября октябрь окт", "ноября ноябрь ноя нояб", "декабря декабрь дек"]),
    ("uk", ["січня січень січ", "лютого лютий лют", "березня березень бер", "квітня квітень квіт", "травня травень трав", "червня червень черв", "липня липень лип", "серпня серпень серп", "вересня вересень вер", "жовтня жовтень жовт", "листопада листопад лист", "грудня грудень груд"]),
    ("be", ["студзеня студзень", "лютага люты", "сакавіка сакавік", "красавіка красавік", "мая май", "чэрвеня чэрвень", "ліпеня ліпень", "жніўня жнівень", "верасня верасень", "кастрычніка кастрычнік", "лістапада лістапад", "снежня снежань"]),
    ("bg", ["януари ян яну", "февруари фев", "март мар", "април апр", "май", "юни юн", "юли юл", "август авг", "септември сеп септ", "октомври окт", "ноември ное ноем", "декември дек"]),
    ("mk", ["јануари јан", "февруари фев", "март мар", "април апр", "мај", "јуни јун", "јули јул", "август авг", "септември сеп", "октомври окт", "ноември ное", "декември дек"]),
    ("da", ["januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("sv", ["januari jan", "februari feb", "mars mar", "april apr", "maj", "juni jun", "juli jul", "augusti aug", "september sep sept", "oktober okt", "november nov", "december dec"]),
    ("no", ["januar jan", "februar feb", "mars mar", "april apr", "mai", "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov", "desember des"]),
    ("fi", ["tammikuuta tammikuu tammi", "helmikuuta helmikuu helmi", "maaliskuuta maaliskuu maalis", "huhtikuuta huhtikuu huhti", "toukokuuta toukokuu touko", "kesäkuuta kesäkuu kesä", "heinäkuuta heinäkuu heinä", "elokuuta elokuu elo", "syyskuuta syyskuu syys", "lokakuuta lokakuu loka", "marraskuuta marraskuu marras", "joulukuuta joulukuu joulu"]),
    ("et", ["jaanuar jaan", "veebruar veebr", "märts", "aprill apr", "mai", "juuni", "juuli", "august aug", "september sept", "oktoober okt", "november nov", "detsember dets"]),
    ("lv", ["janvāris janvārī janvāra janv", "februāris februārī februāra febr", "marts martā marta", "aprīlis aprīlī aprīļa apr", "maijs maijā maija", "jūnijs jūnijā jūnija jūn", "jūlijs jūlijā jūlija jūl", "augusts augustā augusta aug", "septembris septembrī septembra sept", "oktobris oktobrī oktobra okt", "novembris novembrī novembra nov", "decembris decembrī decembra dec"]),
    ("lt", ["sausio sausis saus", "vasario vasaris vas", "kovo kovas kov", "balandžio balandis bal", "gegužės gegužė geg", "birželio birželis birž", "liepos liepa liep", "rugpjūčio rugpjūtis rugp", "rugsėjo rugsėjis rugs", "spalio spalis spal", "lapkričio lapkritis lapkr", "gruodžio gruodis gruod"]),
    ("hu", ["január jan januári", "február febr feb", "március márc", "április ápr", "május máj", "június jún", "július júl", "augusztus aug", "szeptember szept", "október okt", "november nov", "december dec"]),
    ("ro", ["ianuarie ian", "februarie feb", "martie mar", "aprilie apr", "mai", "iunie iun", "iulie iul", "august aug", "septembrie sept sep", "octombrie oct", "noiembrie nov noi", "decembrie dec"]),
    ("el", ["ιανουαρίου ιανουάριος ιαν γενάρη", "φεβρουαρίου φεβρουάριος φεβ φλεβάρη", "μαρτίου μάρτιος μαρ μάρτη", "απριλίου απρίλιος απρ απρίλη", "μαΐου μάιος μάϊος μαι μάη", "ιουνίου ιούνιος ιουν ιούνη", "ιουλίου ιούλιος ιουλ ιούλη", "αυγούστου αύγουστος αυγ", "σεπτεμβρίου σεπτέμβριος σεπ σεπτ", "οκτωβρίου οκτώβριος οκτ", "νοεμβρίου νοέμβριος νοε νοεμ", "δεκεμβρίου δεκέμβριος δεκ"]),
    ("tr", ["ocak oca", "şubat şub", "mart mar", "nisan nis", "mayıs may", "haziran haz", "temmuz tem", "ağustos ağu", "eylül eyl", "ekim eki", "kasım kas", "aralık ara"]),
    ("az", ["yanvar yan", "fevral fev", "mart mar", "aprel apr", "may", "iyun", "iyul", "avqust avq", "sentyabr sen", "oktyabr okt", "noyabr noy", "dekabr dek"]),
    ("uz", ["yanvar январ", "fevral феврал", "mart март", "aprel апрел", "may май", "iyun июн", "iyul июл", "avgust август", "sentabr сентябр", "oktabr октябр", "noyabr ноябр", "dekabr декабр"]),
    ("sq", ["janar jan", "shkurt shk", "mars mar", "prill pri", "maj", "qershor qer", "korrik korr", "gusht gush", "shtator sht", "tetor tet", "nëntor nën", "dhjetor dhj"]),
    ("is", ["janúar jan", "febrúar feb", "mars mar", "apríl apr", "maí", "júní jún", "júlí júl", "ágúst ágú", "september sep sept", "október okt", "nóvember nóv", "desember des"]),
    ("fo", ["januar", "februar", "mars", "apríl", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"]),
    ("ga", ["eanáir ean", "feabhra feabh", "márta", "aibreáin aibreán aib", "bealtaine beal", "meitheamh meith", "iúil", "lúnasa lún", "mheán_fómhair meán_fómhair", "dheireadh_fómhair deireadh_fómhair", "samhna samhain", "nollag nollaig noll"]),
    ("cy", ["ionawr ion", "chwefror chwef", "mawrth", "ebrill ebr", "mai", "mehefin meh", "gorffennaf gorff", "awst", "medi", "hydref hyd", "tachwedd tach", "rhagfyr rhag"]),
    ("ca", ["gener gen", "febrer febr", "març", "abril abr", "maig", "juny", "juliol jul", "agost ag", "setembre set", "octubre oct", "novembre nov", "desembre des"]),
    ("eu", ["urtarrilaren urtarrila urt", "otsailaren otsaila ots", "martxoaren martxoa mar", "apirilaren apirila api", "maiatzaren maiatza mai", "ekainaren ekaina eka", "uztailaren uztaila uzt", "abuztuaren abuztua abu", "irailaren iraila ira", "urriaren urria urr", "azaroaren azaroa aza", "abenduaren abendua abe"]),
    ("gl", ["xaneiro xan", "febreiro feb", "marzo mar", "abril abr", "maio", "xuño", "xullo", "agosto ago", "setembro set", "outubro out", "novembro nov", "decembro dec"]),
    ("af", ["januarie jan", "februarie feb", "maart mrt", "april apr", "mei", "junie jun", "julie jul", "augustus aug", "september sep", "oktober okt", "november nov", "desember des"]),
    ("lb", ["januar", "februar", "mäerz", "abrëll", "mee", "juni", "juli", "august", "september", "oktober", "november", "dezember"]),
    ("mt", ["jannar", "frar", "marzu", "april", "mejju", "ġunju", "lulju", "awwissu", "settembru", "ottubru", "novembru", "diċembru"]),
    ("ar", ["يناير كانون_الثاني جانفي", "فبراير شباط فيفري", "مارس آذار مارش", "أبريل ابريل إبريل نيسان أفريل", "مايو أيار ماي مايس", "يونيو يونيه حزيران جوان", "يوليو يوليه تموز جويلية", "أغسطس اغسطس آب أوت", "سبتمبر أيلول", "أكتوبر اكتوبر تشرين_الأول تشرين_الاول", "نوفمبر تشرين_الثاني", "ديسمبر كانون_الأول كانون_الاول"]),
    ("fa", ["ژانویه ژانويه فروردین فروردين", "فوریه فوريه اردیبهشت ارديبهشت", "مارس خرداد", "آوریل آوريل تیر تير", "مه مرداد", "ژوئن شهریور شهريور", "ژوئیه ژوئيه جولای جولاي مهر", "اوت آگوست آبان", "سپتامبر آذر", "اکتبر اكتبر دی دي", "نوامبر بهمن", "دسامبر اسفند"]),
    ("he", ["ינואר בינואר ינו", "פברואר בפברואר פבר", "מרץ במרץ מרס במרס", "אפריל באפריל אפר", "מאי במאי", "יוני ביוני", "יולי ביולי", "אוגוסט באוגוסט אוג", "ספטמבר בספטמבר ספט", "אוקטובר באוקטובר אוק", "נובמבר בנובמבר נוב", "דצמבר בדצמבר דצמ"]),
    ("hi", ["जनवरी जन", "फ़रवरी फरवरी फर", "मार्च", "अप्रैल अप्रेल", "मई", "जून", "जुलाई जुल", "अगस्त अग", "सितंबर सितम्बर सित", "अक्टूबर अक्तूबर अक्ट", "नवंबर नवम्बर नव", "दिसंबर दिसम्बर दिस"]),
    ("mr", ["जानेवारी", "फेब्रुवारी", "मार्च", "एप्रिल", "मे", "जून", "जुलै", "ऑगस्ट", "सप्टेंबर", "ऑक्टोबर", "नोव्हेंबर", "डिसेंबर"]),
    ("ne", ["जनवरी", "फेब्रुअरी", "मार्च", "अप्रिल", "मे", "जुन", "जुलाई", "अगस्ट", "सेप्टेम्बर", "अक्टोबर", "नोभेम्बर", "डिसेम्बर"]),
    ("bn", ["জানুয়ারি জানুয়ারী জানু", "ফেব্রুয়ারি ফেব্রুয়ারী ফেব", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট আগষ্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]),
    ("pa", ["ਜਨਵਰੀ", "ਫ਼ਰਵਰੀ ਫਰਵਰੀ", "ਮਾਰਚ", "ਅਪ੍ਰੈਲ", "ਮਈ", "ਜੂਨ", "ਜੁਲਾਈ", "ਅਗਸਤ", "ਸਤੰਬਰ", "ਅਕਤੂਬਰ", "ਨਵੰਬਰ", "ਦਸੰਬਰ"]),
    ("gu", ["જાન્યુઆરી", "ફેબ્રુઆરી", "માર્ચ", "એપ્રિલ", "મે", "જૂન", "જુલાઈ", "ઑગસ્ટ ઓગસ્ટ", "સપ્ટેમ્બર", "ઑક્ટોબર ઓક્ટોબર", "નવેમ્બર", "ડિસેમ્બર"]),
    ("ur", ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]),
    ("ta", ["ஜனவரி ஜன", "பிப்ரவரி பிப்", "மார்ச்", "ஏப்ரல் ஏப்", "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட் ஆக", "செப்டம்பர் செப்", "அக்டோபர் அக்", "நவம்பர் நவ", "டிசம்பர் டிச"]),
    ("te", ["జనవరి", "ఫిబ్రవరి", "మార్చి", "ఏప్రిల్", "మే", "జూన్", "జులై జూలై", "ఆగస్టు", "సెప్టెంబర్", "అక్టోబర్", "నవంబర్", "డిసెంబర్"]),
    ("kn", ["ಜನವರಿ", "ಫೆಬ್ರವರಿ", "ಮಾರ್ಚ್", "ಏಪ್ರಿಲ್", "ಮೇ", "ಜೂನ್", "ಜುಲೈ", "ಆಗಸ್ಟ್", "ಸೆಪ್ಟೆಂಬರ್", "ಅಕ್ಟೋಬರ್", "ನವೆಂಬರ್", "ಡಿಸೆಂಬರ್"]),
    ("ml", ["ജനുവരി", "ഫെബ്രുവരി", "മാർച്ച്", "ഏപ്രിൽ", "മേയ് മെയ്", "ജൂൺ", "ജൂലൈ", "ഓഗസ്റ്റ്", "സെപ്റ്റംബർ", "ഒക്ടോബർ", "നവംബർ", "ഡിസംബർ"]),
    ("th", ["มกราคม ม.ค มกรา", "กุมภาพันธ์ ก.พ", "มีนาคม มี.ค", "เมษายน เม.ย", "พฤษภาคม พ.ค", "มิถุนายน มิ.ย", "กรกฎาคม ก.ค", "สิงหาคม ส.ค", "กันยายน ก.ย", "ตุลาคม ต.ค", "พฤศจิกายน พ.ย", "ธันวาคม ธ.ค"]),
    ("vi", ["tháng_một tháng_giêng", "tháng_hai", "tháng_ba", "tháng_tư", "tháng_năm", "tháng_sáu", "tháng_bảy", "tháng_tám", "tháng_chín", "tháng_mười", "tháng_mười_một", "tháng_mười_hai tháng_chạp"]),
    ("id", ["januari jan", "februari feb pebruari", "maret mar", "april apr", "mei", "juni jun", "juli jul", "agustus agu agt", "september sep sept", "oktober okt", "november nov nopember", "desember des"]),
    ("ms", ["januari jan", "februari feb", "mac", "april apr", "mei", "jun", "julai jul", "ogos ogo", "september sep", "oktober okt", "november nov", "disember dis"]),
    ("fil", ["enero", "pebrero", "marso", "abril", "mayo", "hunyo", "hulyo", "agosto", "setyembre", "oktubre", "nobyembre", "disyembre"]),
    ("sw", ["januari jan", "februari feb", "machi mac", "aprili apr", "mei", "juni jun", "julai jul", "agosti ago", "septemba sep", "oktoba okt", "novemba nov", "desemba des"]),
    ("ka", ["იანვარი იანვარს იან", "თებერვალი თებერვალს თებ", "მარტი მარტს მარ", "აპრილი აპრილს აპრ", "მაისი მაისს მაი", "ივნისი ივნისს ივნ", "ივლისი ივლისს ივლ", "აგვისტო აგვისტოს აგვ", "სექტემბერი სექტემბერს სექ", "ოქტომბერი ოქტომბერს ოქტ", "ნოემბერი ნოემბერს ნოე", "დეკემბერი დეკემბერს დეკ"]),
    ("hy", ["հունվարի հունվար հնվ", "փետրվարի փետրվար փտվ", "մարտի մարտ մրտ", "ապրիլի ապրիլ ապր", "մայիսի մայիս մյս", "հունիսի հունիս հնս", "հուլիսի հուլիս հլս", "օգոստոսի օգոստոս օգս", "սեպտեմբերի սեպտեմբեր սեպ", "հոկտեմբերի հոկտեմբեր հոկ", "նոյեմբերի նոյեմբեր նոյ", "դեկտեմբերի դեկտեմբեր դեկ"]),
    ("kk", ["қаңтар қаң", "ақпан ақп", "наурыз нау", "сәуір сәу", "мамыр мам", "маусым мау", "шілде шіл", "тамыз там", "қыркүйек қыр", "қазан қаз", "қараша қар", "желтоқсан жел"]),
];

/// Which months a folded word is, by language, in the table's order.
type Names = BTreeMap<String, Vec<(&'static str, u64)>>;

static INDEX: LazyLock<Names> = LazyLock::new(|| {
    let mut index = Names::new();
    for (language, months) in NAMES {
        for (month, names) in (1..).zip(months) {
            for name in names.split(' ').filter(|name| !name.is_empty()) {
                index.entry(fold(&name.replace('_', " "))).or_default().push((language, month));
            }
        }
    }
    index
});

/// The month named at `at`, and the index after it. Figures count where a word says that they are a month.
pub(super) fn read(tokens: &[Token], at: usize, clue: &Clue) -> Option<(u64, usize)> {
    let token = tokens.get(at)?;
    if let Some((value, digits)) = token.number() {
        // Vietnamese counts its months: "28 tháng 4". So do Chinese, Japanese and Korean: "4月 28, 2023".
        let word = |at: Option<usize>| at.and_then(|i| tokens.get(i)).and_then(Token::word);
        let before = word(at.checked_sub(1)) == Some("thang");
        let behind = matches!(word(Some(at + 1)), Some("月" | "월"));
        return ((before || behind) && digits <= 2 && (1..=12).contains(&value))
            .then_some((value, at + 1 + usize::from(behind)));
    }
    let word = token.word()?;
    let next = |ahead: usize| tokens.get(at + ahead).and_then(Token::word);
    // "tháng mười một" is November.
    if let (Some(second), Some(third)) = (next(1), next(2).filter(|_| word == "thang"))
        && let Some(month) = lookup(&format!("{word} {second} {third}"), clue)
    {
        return Some((month, at + 3));
    }
    if let Some(next) = tokens.get(at + 1).and_then(Token::word)
        && let Some(month) = lookup(&format!("{word} {next}"), clue)
    {
        return Some((month, at + 2));
    }
    // Thai abbreviates with a point within: "เม.ย."
    if tokens.get(at + 1).and_then(Token::sign) == Some('.')
        && let Some(next) = tokens.get(at + 2).and_then(Token::word)
        && let Some(month) = lookup(&format!("{word}.{next}"), clue)
    {
        return Some((month, at + 3));
    }
    lookup(word, clue).map(|month| (month, at + 1))
}

/// Whether the word names a month in any language.
pub(super) fn is_name(word: &str) -> bool {
    INDEX.contains_key(&fold(word))
}

/// The month of a folded word.
fn lookup(word: &str, clue: &Clue) -> Option<u64> {
    let months = INDEX.get(word)?;
    let own = match clue.language() {
        "nb" | "nn" => "no",
        "me" | "cnr" | "sh" => "sr",
        "tl" => "fil",
        language => language,
    };
    let own = months.iter().find(|(language, _)| *language == own);
    own.or(months.first()).map(|(_, month)| *month)
}
