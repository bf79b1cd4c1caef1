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

/// The one zone of the country whose top-level domain that is, or else of the region of a language tag.
pub(super) fn zone(top_level: &str, region: Option<&str>) -> Option<&'static TimeZone> {
    let by_region = || {
        let code = region?.to_ascii_lowercase();
        ZONES.get(if code == "gb" { "uk" } else { code.as_str() })
    };
    ZONES.get(top_level).or_else(by_region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_zone_of_the_database() {
        for (name, countries) in COUNTRIES {
            for country in *countries {
                assert_eq!(zone(country, None).and_then(TimeZone::iana_name), Some(*name), "{country}");
            }
        }
    }

    #[test]
    fn the_domain_tells_the_country_and_else_the_region() {
        let check = |top_level: &str, region: Option<&str>, expected: Option<&str>| {
            assert_eq!(zone(top_level, region).and_then(TimeZone::iana_name), expected, "{top_level} {region:?}");
        };
        check("de", Some("GB"), Some("Europe/Berlin"));
        check("com", Some("GB"), Some("Europe/London"));
        check("com", Some("JP"), Some("Asia/Tokyo"));
        check("com", Some("US"), None);
        check("ru", None, None);
        check("com", None, None);
    }
}
