//! Parameters that say how a reader came to a page, not which page it is.
//!
//! Only names that no publishing system uses to choose an article: `id`, `p`, `ref`, `source`, `page` and the like stay, for
//! dropping one that chooses the article would give two articles one id.

/// Names that begin so.
const PREFIXES: &[&str] =
    &["utm_", "hsa_", "mtm_", "pk_", "piwik_", "matomo_", "at_", "vero_", "oly_", "ns_", "_hs", "trk_", "wt_", "wt."];

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
    "feature",
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
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) || NAMES.contains(&name.as_str())
}
