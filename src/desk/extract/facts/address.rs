//! Whether two addresses, as pages spell them, name the same page.
//!
//! It is a comparison of spellings for choosing among evidence; the one spelling of an article's URL is `normalize`'s.

/// Whether both name the same page: host without `www.`, `m.` or `amp.`, path without the last slash, and the query
/// where both have one. An address without a host is compared by its path alone; the fragment never counts.
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (Parts::of(a), Parts::of(b));
    let hosts = a.host.is_empty() || b.host.is_empty() || a.host.eq_ignore_ascii_case(b.host);
    let queries = a.query.is_empty() || b.query.is_empty() || a.query == b.query;
    let bare = a.path.is_empty() && b.path.is_empty() && (a.host.is_empty() || b.host.is_empty());
    hosts && queries && !bare && a.path.eq_ignore_ascii_case(b.path)
}

/// Whether the address names a page below its host's front page.
pub(super) fn is_deep(url: &str) -> bool {
    let parts = Parts::of(url);
    !parts.path.is_empty() || !parts.query.is_empty()
}

/// Whether a link on a page of `host` leads to that site's front page, in whatever language.
pub(super) fn is_front(href: &str, host: &str) -> bool {
    let href = href.trim();
    let parts = Parts::of(href);
    let own = Parts::of_host(host);
    let is_here = if parts.host.is_empty() { href.starts_with('/') } else { parts.host.eq_ignore_ascii_case(own) };
    let is_language = |query: &str| ["lang=", "locale=", "hl="].iter().any(|name| query.starts_with(name));
    is_here && parts.path.is_empty() && (parts.query.is_empty() || is_language(parts.query))
}

/// Whether a link leads to a page: a scheme without a host asks for none, and neither does what stays on its own.
pub(super) fn is_page(href: &str) -> bool {
    let href = href.trim();
    Parts::of(href).are_page(href)
}

/// Whether a link on the page at `own` leads to another page of its site, none below its own address.
pub(super) fn is_other(href: &str, own: &str) -> bool {
    let href = href.trim();
    let (there, here) = (Parts::of(href), Parts::of(own));
    let is_within =
        |host: &str, site: &str| host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let is_ours = there.host.is_empty() || is_within(there.host, here.host) || is_within(here.host, there.host);
    let is_below = there.path.strip_prefix(here.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    is_ours && there.are_page(href) && (here.path.is_empty() || !is_below)
}

/// An address up to its query or fragment.
pub(super) fn without_query(url: &str) -> &str {
    let end = memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len());
    url.get(..end).unwrap_or_default()
}

/// An address parted at its first two slashes, behind which a host stands.
pub(super) fn parted(url: &str) -> Option<(&str, &str)> {
    let mut slashes = memchr::memchr_iter(b'/', url.as_bytes());
    let at = slashes.find(|at| url.as_bytes().get(at + 1) == Some(&b'/'))?;
    Some((url.get(..at)?, url.get(at + 2..)?))
}

struct Parts<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Self {
        let url = url.trim();
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let (url, query) = url.split_once('?').unwrap_or((url, ""));
        let (host, path) = match parted(url) {
            Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
                rest.find('/').map_or((rest, ""), |at| rest.split_at(at))
            }
            _ => ("", url),
        };
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        Self { host: Self::of_host(host), path: path.trim_matches('/'), query }
    }

    /// Whether `href`, of which these are the parts, leads to a page.
    fn are_page(&self, href: &str) -> bool {
        !self.host.is_empty() || !href.is_empty() && !href.starts_with('#') && !self.path.contains(':')
    }

    /// A host without what names a form of the site.
    fn of_host(host: &'a str) -> &'a str {
        ["www.", "m.", "amp."].into_iter().find_map(|front| host.strip_prefix(front)).unwrap_or(host)
    }
}

#[cfg(test)]
mod tests;
