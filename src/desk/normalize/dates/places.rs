//! The zone of a country whose clocks all show one: what a time of day without a zone is read in, where the source's own zone
//! isn't known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Zones by their IANA names, and the top-level domains of the countries that have no other. Those with islands or provinces in
/// another zone are left out, but for France, whose have domains of their own; so are domains that the world buys (`me`, `tv`).
#[rustfmt::skip]
const COUNTRIES: &[(&str, &[&str])] = &[
    ("Africa/Accra", &["gh"]), ("Africa/Johannesburg", &["za"]), ("Africa/Lagos", &["ng"]), ("Africa/Nairobi", &["ke"]),
    ("America/Argentina/Buenos_Aires", &["ar"]), ("America/Costa_Rica", &["cr"]), ("America/Guatemala", &["gt"]),
    ("America/La_Paz", &["bo"]), ("America/Lima", &["pe"]), ("America/Montevideo", &["uy"]), ("America/Panama", &["pa"]),
    ("Asia/Bangkok", &["th"]), ("Asia/Colombo", &["lk"]), ("Asia/Dhaka", &["bd"]), ("Asia/Dubai", &["ae"]),
    ("Asia/Ho_Chi_Minh", &["vn"]), ("Asia/Hong_Kong", &["hk"]), ("Asia/Jerusalem", &["il"]), ("Asia/Karachi", &["pk"]),
    ("Asia/Kathmandu", &["np"]), ("Asia/Kolkata", &["in"]), ("Asia/Kuala_Lumpur", &["my"]), ("Asia/Manila", &["ph"]),
    ("Asia/Seoul", &["kr"]), ("Asia/Shanghai", &["cn"]), ("Asia/Singapore", &["sg"]), ("Asia/Taipei", &["tw"]),
    ("Asia/Tbilisi", &["ge"]), ("Asia/Tehran", &["ir"]), ("Asia/Tokyo", &["jp"]),
    ("Atlantic/Reykjavik", &["is"]), ("Europe/Amsterdam", &["nl"]), ("Europe/Athens", &["gr"]), ("Europe/Belgrade", &["rs"]),
    ("Europe/Berlin", &["de"]), ("Europe/Bratislava", &["sk"]), ("Europe/Brussels", &["be"]), ("Europe/Bucharest", &["ro"]),
    ("Europe/Budapest", &["hu"]), ("Europe/Chisinau", &["md"]), ("Europe/Copenhagen", &["dk"]), ("Europe/Dublin", &["ie"]),
    ("Europe/Helsinki", &["fi"]), ("Europe/Istanbul", &["tr"]), ("Europe/Kyiv", &["ua"]), ("Europe/Ljubljana", &["si"]),
    ("Europe/London", &["uk"]), ("Europe/Luxembourg", &["lu"]), ("Europe/Malta", &["mt"]), ("Europe/Minsk", &["by"]),
    ("Europe/Oslo", &["no"]), ("Europe/Paris", &["fr"]), ("Europe/Prague", &["cz"]), ("Europe/Riga", &["lv"]),
    ("Europe/Rome", &["it"]), ("Europe/Sarajevo", &["ba"]), ("Europe/Skopje", &["mk"]), ("Europe/Sofia", &["bg"]),
    ("Europe/Stockholm", &["se"]), ("Europe/Tallinn", &["ee"]), ("Europe/Tirane", &["al"]), ("Europe/Vaduz", &["li"]),
    ("Europe/Vienna", &["at"]), ("Europe/Vilnius", &["lt"]), ("Europe/Warsaw", &["pl"]), ("Europe/Zagreb", &["hr"]),
    ("Europe/Zurich", &["ch"]),
];

/// The zones by top-level domain, out of the binary's own database.
static ZONES: LazyLock<BTreeMap<&str, TimeZone>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let known = COUNTRIES.iter().filter_map(|(name, countries)| Some((database.get(name).ok()?, *countries)));
    known.flat_map(|(zone, countries)| countries.iter().map(move |country| (*country, zone.clone()))).collect()
});

/// Languages whose countries share one clock, each with the top-level domain of one of them. Those that are written in many zones
/// (English, Spanish, Portuguese, French, Arabic, Russian), or near as often in two (Chinese, Dutch), tell none.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &str)] = &[
    ("bg", "bg"), ("cs", "cz"), ("da", "dk"), ("de", "de"), ("el", "gr"), ("et", "ee"), ("fi", "fi"), ("he", "il"), ("hi", "in"), ("hr", "hr"),
    ("hu", "hu"), ("is", "is"), ("it", "it"), ("ja", "jp"), ("ko", "kr"), ("lt", "lt"), ("lv", "lv"), ("nb", "no"), ("no", "no"), ("pl", "pl"),
    ("ro", "ro"), ("sk", "sk"), ("sl", "si"), ("sr", "rs"), ("sv", "se"), ("th", "th"), ("tr", "tr"), ("uk", "ua"), ("vi", "vn"),
];

/// How many letters a country's top-level domain has (RFC 1591), and those that the world buys: they tell no country.
const COUNTRY_LETTERS: usize = 2;
const BOUGHT: &[&str] = &["ai", "cc", "co", "eu", "fm", "io", "me", "to", "tv", "ws"];

/// The one zone of the country whose top-level domain that is, or else of the region of a language tag. Where neither tells a
/// country, it is that of the language's own.
pub(super) fn zone(top_level: &str, language: &str, region: Option<&str>) -> Option<&'static TimeZone> {
    let by_region = || {
        let code = region?.to_ascii_lowercase();
        ZONES.get(if code == "gb" { "uk" } else { code.as_str() })
    };
    let is_worlds = top_level.len() != COUNTRY_LETTERS || BOUGHT.contains(&top_level);
    let by_language = || {
        let (_, country) = LANGUAGES.iter().find(|(own, _)| *own == language)?;
        ZONES.get(country).filter(|_| is_worlds && region.is_none())
    };
    ZONES.get(top_level).or_else(by_region).or_else(by_language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_zone_of_the_database() {
        for (name, countries) in COUNTRIES {
            for country in *countries {
                assert_eq!(zone(country, "", None).and_then(TimeZone::iana_name), Some(*name), "{country}");
            }
        }
    }

    #[test]
    fn the_domain_tells_the_country_and_else_the_region_and_the_language() {
        let check = |top_level: &str, region: Option<&str>, expected: Option<&str>| {
            assert_eq!(zone(top_level, "", region).and_then(TimeZone::iana_name), expected, "{top_level} {region:?}");
        };
        check("de", Some("GB"), Some("Europe/Berlin"));
        check("com", Some("GB"), Some("Europe/London"));
        check("com", Some("JP"), Some("Asia/Tokyo"));
        check("com", Some("US"), None);
        check("ru", None, None);
        check("com", None, None);
        let check = |top_level: &str, language: &str, region: Option<&str>, expected: Option<&str>| {
            let zone = zone(top_level, language, region).and_then(TimeZone::iana_name);
            assert_eq!(zone, expected, "{top_level} {language} {region:?}");
        };
        check("com", "ko", None, Some("Asia/Seoul"));
        check("tv", "de", None, Some("Europe/Berlin"));
        check("com", "de", Some("CH"), Some("Europe/Zurich"));
        check("com", "ko", Some("US"), None);
        check("ca", "ko", None, None);
        check("com", "es", None, None);
        for (language, country) in LANGUAGES {
            assert_eq!(zone("com", language, None), zone(country, "", None), "{language}");
        }
    }
}
