//! Parameters that say how a reader came to a page, not which page it is.
//!
//! Only names that no publishing system uses to choose an article: `id`, `p`, `ref`, `source`, `page` and the like stay, for
//! dropping one that chooses the article would give two articles one id.

/// Names that begin so.
const PREFIXES: &[&str] = &["utm_", "hsa_", "mtm_", "piwik_", "matomo_", "vero_", "oly_", "_hs", "trk_", "wt."];

/// Short beginnings with which an article's own key may begin as well (`pk_no`, `at_id`), each with how such a service's names go on.
#[rustfmt::skip]
const SERVICES: &[(&str, &[&str])] = &[
    ("at_", &[
        "ad", "bbc", "campaign", "channel", "creation", "custom", "detail", "emailtype", "format", "general", "link", "medium", "network", "objective",
        "platform", "ptr", "recipient", "send", "term", "type", "variant",
    ]),
    ("ns_", &["campaign", "fee", "linkname", "mchannel", "source", "url"]),
    ("pk_", &["campaign", "cid", "content", "cpn", "keyword", "kwd", "medium", "source"]),
    ("wt_", &["ad", "cc", "cg", "eid", "mc", "ref", "rss", "zmc"]),
];

/// Whole names, sorted.
const NAMES: &[&str] = &[
    "__s",
    "__tn__",
    "_bta_c",
    "_bta_tid",
    "_branch_match_id",
    "_ga",
    "_gl",
    "_ke",
    "_openstat",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "amp_js_v",
    "campaign_id",
    "cmp",
    "cmpid",
    "dclid",
    "ef_id",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "ftag",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gws_rd",
    "ic_cid",
    "icid",
    "igsh",
    "igshid",
    "ito",
    "mbid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "mkwid",
    "msclkid",
    "ncid",
    "ocid",
    "outputtype",
    "pcrid",
    "piwik_campaign",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "referrer",
    "s_cid",
    "s_kwcid",
    "smid",
    "smtyp",
    "spm",
    "srsltid",
    "syclid",
    "taid",
    "tblci",
    "tdsourcetag",
    "ttclid",
    "twclid",
    "usqp",
    "wbraid",
    "wickedid",
    "xtor",
    "yclid",
    "ysclid",
    "zanpid",
];

/// Whether a parameter of this name only says how the reader came; case is ignored.
pub fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_services = |(service, names): &(&str, &[&str])| {
        name.strip_prefix(service).is_some_and(|own| names.iter().any(|known| own.starts_with(known)))
    };
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || SERVICES.iter().any(is_services)
        || NAMES.contains(&name.as_str())
}
