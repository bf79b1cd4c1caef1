//! Addresses in one spelling, and which of those that a page claims names the article.
//!
//! A page may claim any address as its canonical one. A claim is believed only within the page's own registrable
//! domain, and only where it can name one article: a site's front page claimed by a page below it can't.

pub mod tracking;

use url::Url;

use super::super::extract::Found;

/// The longest address that is believed, in bytes: what search engines and browsers agree to carry. A page's own
/// address is never cut, for cutting could give two articles one id.
pub const URL_BYTES_MAX: usize = 2048;

/// How many aliases an article keeps.
pub const ALIASES_MAX: usize = 16;

/// The one spelling of an address, from which the article's id is taken.
///
/// - the scheme is `https` on default ports: one page answers under both, and its id must be one;
/// - host in lower case and Punycode, no trailing dot, no user, no default port, no fragment;
/// - a copy in an archive is the page of which it is one ([`ARCHIVES`]);
/// - dot segments resolved, escapes in upper case, unreserved characters unescaped (RFC 3986 §6.2.2);
/// - parameters that say how the reader came dropped ([`tracking`]), the others kept in their order.
///
/// What is no `http` or `https` address comes back as it is. Spelling twice changes nothing.
pub fn canonical(url: &Url) -> String {
    spelled(url).map_or_else(|| url.to_string(), |url| url.to_string())
}

/// The registrable domain of the address (`example.co.uk`), or its host where it has none (an IP address).
pub fn domain(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if !matches!(url.host(), Some(url::Host::Domain(_))) {
        return host;
    }
    psl::domain_str(&host).map_or_else(|| host.clone(), str::to_owned)
}

/// The address by which the article is known, which claim gave it (`None` where it is the page's own), and whether a
/// claim before it was refused.
pub fn choose<'a>(own: &Url, claims: &'a [Found<String>]) -> (Url, Option<&'a Found<String>>, bool) {
    let base = own;
    let own = spelled(own).unwrap_or_else(|| own.clone());
    let mut refused = false;
    for claim in claims {
        // What an archive has made relative is so to its own address.
        match resolved(base, &claim.value) {
            Some(url) if names_article(&own, &url) => return (url, Some(claim), refused),
            Some(_) => refused = true,
            None => refused |= !claim.value.trim().is_empty(),
        }
    }
    (own, None, refused)
}

/// Other addresses of the article, absolute, within the same registrable domain, sorted, without repeats and without
/// the canonical one.
pub fn aliases<'a>(canonical: &Url, claims: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut urls: Vec<String> = claims
        .filter_map(|claim| resolved(canonical, claim))
        .filter(|url| domain(url) == domain(canonical) && !is_root(url) && url != canonical)
        .map(|url| url.to_string())
        .collect();
    urls.sort();
    urls.dedup();
    urls.truncate(ALIASES_MAX);
    urls
}

/// The one spelling of an address at which the page of `canonical` was reached, where it differs from that: another address
/// of the same site, no front page, no longer than [`URL_BYTES_MAX`].
pub fn spelling_beside(reached: &str, canonical: &str) -> Option<String> {
    if reached == canonical {
        return None;
    }
    let canonical = Url::parse(canonical).ok()?;
    let reached = resolved(&canonical, reached)?;
    let beside = reached != canonical && domain(&reached) == domain(&canonical) && !is_root(&reached);
    beside.then(|| reached.to_string())
}

/// An address as written on the page at `base`, absolute; `None` for what is not `http` or `https` or is too long.
/// Nothing is dropped from it: a picture's parameters choose the picture.
pub fn absolute(base: &Url, raw: &str) -> Option<Url> {
    let raw = raw.trim();
    if raw.is_empty() || raw.len() > URL_BYTES_MAX {
        return None;
    }
    let mut url = base.join(raw).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(|host| !host.contains(['.', ':'])) {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    (url.as_str().len() <= URL_BYTES_MAX).then_some(url)
}

/// A claimed address in its one spelling.
fn resolved(base: &Url, raw: &str) -> Option<Url> {
    spelled(&absolute(base, raw)?)
}

/// Hosts of archives that keep other sites' pages under those' own addresses, behind the moment of the copy:
/// `/web/20240517093000/https://…`. Only these are believed: on any other host such an address could pass a page off as another
/// site's.
const ARCHIVES: &[&str] = &["arquivo.pt", "web.archive.org"];

/// The digits of the moment of a copy: a date and a time to the second.
const MOMENT_DIGITS: usize = 14;

/// The address of the page that an archive holds under this one.
fn archived(url: &Url) -> Option<Url> {
    url.host_str().filter(|host| ARCHIVES.contains(host))?;
    let (_, copy) = url.path().strip_prefix('/')?.split_once('/')?;
    let (moment, address) = copy.split_once('/')?;
    // Letters behind it ask for the page without the archive's own frame: `20240517093000id_`.
    let digits = moment.trim_end_matches(|c: char| c == '_' || c.is_ascii_lowercase());
    let is_moment = digits.len() == MOMENT_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_address = address.starts_with("http://") || address.starts_with("https://");
    let mut inner = Url::parse(address).ok().filter(|inner| is_moment && is_address && inner.host_str().is_some())?;
    if inner.host_str().is_some_and(|host| ARCHIVES.contains(&host)) {
        return None;
    }
    inner.set_query(url.query());
    Some(inner)
}

/// The address in its one spelling, where it is `http` or `https`.
fn spelled(url: &Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let mut url = archived(url).unwrap_or_else(|| url.clone());
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    if url.port().is_none() {
        url.set_scheme("https").ok()?;
    }
    let host = url.host_str()?.trim_end_matches('.').to_owned();
    if Some(host.as_str()) != url.host_str() {
        url.set_host(Some(&host)).ok()?;
    }
    let path = unescaped(url.path());
    url.set_path(&path);
    let query = url.query().and_then(|query| {
        let kept: Vec<String> = query
            .split('&')
            .map(unescaped)
            .filter(|pair| !pair.is_empty() && !tracking::is_tracking(pair.split('=').next().unwrap_or_default()))
            .collect();
        (!kept.is_empty()).then(|| kept.join("&"))
    });
    url.set_query(query.as_deref());
    Some(url)
}

/// Whether a claimed address can name the article on the page at `own`.
fn names_article(own: &Url, claimed: &Url) -> bool {
    if domain(own) != domain(claimed) {
        return false;
    }
    // A template that was never filled in names every page of the site.
    if claimed.as_str().contains(['{', '}', '*']) || claimed.as_str().contains("%7B") {
        return false;
    }
    if is_root(claimed) {
        return is_root(own);
    }
    if loses_number(own, claimed) {
        return false;
    }
    // A deep page that claims one of its own folders claims a section.
    let (own_path, claimed_path) = (folder(own), folder(claimed));
    let above = own_path.len() > claimed_path.len() && own_path.starts_with(&claimed_path);
    !(above && claimed.query().is_none() && claimed.host() == own.host() && is_section(&claimed_path, &own_path))
}

/// The fewest digits of such a number, and the fewest signs between the words of an article's own name in a path. Set by hand;
/// `a_claim_that_forgets_which_article_was_asked_for_is_refused` moves with both.
const NUMBER_DIGITS_MIN: usize = 2;
const NAME_SIGNS_MIN: usize = 2;

/// Names of parameters that ask for an article, in lower case.
const NUMBER_KEYS: &[&str] = &["article_id", "articleid", "id", "news_id", "newsid", "story_id", "storyid"];

/// Whether a claim leaves out by which number a page that shows any article was asked for one: `/releases.html?newsID=417`.
fn loses_number(own: &Url, claimed: &Url) -> bool {
    let names = |key: &str| NUMBER_KEYS.contains(&key.to_ascii_lowercase().as_str());
    let is_number = |value: &str| value.bytes().filter(u8::is_ascii_digit).count() >= NUMBER_DIGITS_MIN;
    // An article's own path has a number or several words in it.
    let last = own.path().rsplit('/').next().unwrap_or_default();
    let is_shared =
        last.matches(['-', '_']).count() < NAME_SIGNS_MIN && !last.bytes().any(|byte| byte.is_ascii_digit());
    let same = own.host() == claimed.host() && folder(own) == folder(claimed) && claimed.query().is_none();
    same && is_shared && own.query_pairs().any(|(key, value)| names(&key) && is_number(&value))
}

/// Whether the claimed path is a folder above the article: what is left below it looks like an article's own name.
fn is_section(claimed: &str, own: &str) -> bool {
    let below = own.get(claimed.len()..).unwrap_or_default().trim_matches('/');
    let name = below.rsplit('/').next().unwrap_or_default();
    // `/story/amp`, `/story/page/2`, `/story/index.html` are parts of the story claimed; a long name or a number of
    // an article is not.
    !claimed.ends_with(".html/")
        && (name.len() >= 20 || name.bytes().filter(u8::is_ascii_digit).count() >= 5)
        && claimed.trim_end_matches('/').rsplit('/').next().is_none_or(|last| last.len() < 20)
}

/// The path with exactly one slash at its end.
fn folder(url: &Url) -> String {
    format!("{}/", url.path().trim_end_matches('/'))
}

/// Whether the address is a site's front page: nothing asked for, not even by a parameter.
fn is_root(url: &Url) -> bool {
    let path = url.path().trim_matches('/');
    url.query().is_none() && (path.is_empty() || matches!(path, "index.html" | "index.htm" | "index.php" | "home"))
}

/// Escapes in upper case; escaped letters, digits, `-`, `.`, `_` and `~` written plainly (RFC 3986 §6.2.2.1–2).
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let code = rest.get(at + 1..at + 3).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some((hex, byte)) = code.and_then(|hex| Some((hex, u8::from_str_radix(hex, 16).ok()?))) else {
            // A stray sign is itself escaped, or it could make an escape with what follows.
            out.push_str("%25");
            rest = rest.get(at + 1..).unwrap_or_default();
            continue;
        };
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex.to_ascii_uppercase());
        }
        rest = rest.get(at + 3..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
