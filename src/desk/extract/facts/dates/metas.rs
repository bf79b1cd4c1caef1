//! The names of `<meta>`s that state when the article was published or changed.

use std::sync::LazyLock;

use crate::desk::extract::dating::Spoken;
use crate::desk::extract::lexicon::Lexicon;

/// `<meta>` names that state when it was published, best first, in lower case.
pub(super) const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.published",
    "datepublished",
    "publication_date",
    "publish-date",
    "publish_date",
    "published-date",
    "pubdate",
    "publishdate",
    "pdate",
    "date_published",
    "citation_publication_date",
    "citation_date",
    "rnews:datepublished",
    "vr:published_time",
    "release_date",
    "analyticsattributes.articledate",
    "originalpublicationdate",
    "og:pubdate",
    "og:release_date",
    "ptime",
    "article_date_original",
    "article.published",
    "displaydate",
    "video:release_date",
];

/// `<meta>` names that state a date without saying of what, or when the file was made, best first, in lower case. Content
/// systems fill them as they please: what a reader sees beside the headline is oftener right.
pub(super) const DATED: &[&str] = &[
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "article:created",
    "date",
    "weibo:article:create_at",
    "created",
    "datecreated",
    "article.created",
    "content_create_date",
    "time",
];

/// `<meta>` names that state when it was changed, best first, in lower case.
pub(super) const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "og:article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "article:updated_time",
    "article:updated",
    "dc.date.modified",
    "dcterms.modified",
    "datemodified",
    "modified_time",
    "lastmod",
    "last-modified",
    "lastmodified",
    "last_updated",
    "last_modified",
    "updated_time",
    "article.updated",
    "date_modified",
    "modificationdate",
    "weibo:article:update_at",
    "bt:moddate",
    "revised",
    "updated",
];

/// Words of names that nobody has listed, from which it is plain which date they state.
const PUBLICATION_WORDS: &[&str] = &[
    "publish",
    "published",
    "publication",
    "publishdate",
    "publisheddate",
    "publishtime",
    "pubdate",
    "issued",
    "posted",
];
const CHANGE_WORDS: &[&str] = &["modified", "modification", "updated", "lastupdate", "lastmod", "revised"];

/// Words that make it the date of another thing, or no date.
const OTHER_WORDS: &[&str] =
    &["end", "event", "expiration", "expires", "expiry", "image", "next", "site", "unpublish", "video"];

/// Each of these words with what it speaks of.
static WORDS: LazyLock<Lexicon<Spoken>> = LazyLock::new(|| {
    let lists = [(PUBLICATION_WORDS, Spoken::Published), (CHANGE_WORDS, Spoken::Changed), (OTHER_WORDS, Spoken::Other)];
    Lexicon::new(lists.into_iter().flat_map(|(list, spoken)| list.iter().map(move |&word| (word, spoken))))
});

/// Which date a name that no list holds states: `w-published-date`, `articlePublishDate`.
pub(super) fn spoken(name: &str) -> Option<Spoken> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    // Of several the last of the order in which they are declared tells.
    words.filter_map(|word| WORDS.get(word.as_bytes())).max().filter(|spoken| *spoken != Spoken::Other)
}
