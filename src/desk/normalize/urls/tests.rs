use proptest::prelude::*;

use super::super::super::extract::Evidence;
use super::*;

fn url(raw: &str) -> Url {
    Url::parse(raw).unwrap()
}

#[test]
fn an_address_has_one_spelling() {
    let check = |raw: &str, expect: &str| assert_eq!(canonical(&url(raw)), expect, "{raw}");
    check("http://Example.COM:80/a", "https://example.com/a");
    check("https://example.com:443/a#top", "https://example.com/a");
    check("http://example.com:8080/a", "http://example.com:8080/a");
    check("https://user:pw@example.com./a/../b", "https://example.com/b");
    check("https://example.com/a?", "https://example.com/a");
    check("https://example.com/a?utm_source=x&id=7&fbclid=q&b=2", "https://example.com/a?id=7&b=2");
    check("https://example.com/%7euser/%c3%a9", "https://example.com/~user/%C3%A9");
    check("https://zeitung.example/ä", "https://zeitung.example/%C3%A4");
    check("https://bücher.example/", "https://xn--bcher-kva.example/");
    check("https://example.com/?p=12", "https://example.com/?p=12");
}

#[test]
fn a_key_that_begins_like_a_services_names_stays() {
    let check = |query: &str, expect: &str| {
        assert_eq!(canonical(&url(&format!("https://town.example/news.asp?{query}"))), expect, "{query}");
    };
    check("pk_no=1412361&pk_campaign=x&PK_KWD=y", "https://town.example/news.asp?pk_no=1412361");
    check("at_no=7&at_medium=x&at_custom1=y", "https://town.example/news.asp?at_no=7");
    check("ns_id=7&ns_mchannel=x", "https://town.example/news.asp?ns_id=7");
    check("wt_id=7&wt_mc=x&wt_zmc=y", "https://town.example/news.asp?wt_id=7");
    check("feature=7&referrer=x", "https://town.example/news.asp?feature=7");
}

#[test]
fn a_copy_in_an_archive_is_the_page_itself() {
    let check = |raw: &str, expect: &str| assert_eq!(canonical(&url(raw)), expect, "{raw}");
    let front = "https://web.archive.org/web/";
    check(&format!("{front}20240517093000/http://town.example/a?utm_source=x&id=7"), "https://town.example/a?id=7");
    check(&format!("{front}20240517093000id_/https://town.example/a"), "https://town.example/a");
    // Neither a list of copies nor a copy of a copy, nor what another host keeps.
    for raw in [
        format!("{front}2024*/http://town.example/a"),
        format!("{front}20240517093000/{front}20240517093000/http://town.example/a"),
        "https://other.example/web/20240517093000/http://town.example/a".to_owned(),
    ] {
        assert_ne!(domain(&url(&canonical(&url(&raw)))), "town.example", "{raw}");
    }
    let own = url(&format!("{front}20240517093000/http://town.example/city/a?page=2"));
    for claim in ["/web/20240517093000/http://town.example/city/a", "http://town.example/city/a"] {
        let claims = [Found { value: claim.to_owned(), from: Evidence::Markup }];
        assert_eq!(choose(&own, &claims).0.as_str(), "https://town.example/city/a", "{claim}");
    }
    let strange = [Found { value: "https://web.archive.org/details/a".to_owned(), from: Evidence::Markup }];
    assert_eq!(choose(&own, &strange).0.as_str(), "https://town.example/city/a?page=2");
}

#[test]
fn claims_are_believed_within_the_domain_only() {
    let check = |own: &str, claim: &str, expect: &str| {
        let claims = [Found { value: claim.to_owned(), from: Evidence::Markup }];
        let (chosen, _, refused) = choose(&url(own), &claims);
        assert_eq!(chosen.as_str(), expect, "{claim} on {own}");
        assert_eq!(refused, chosen == url(own) && url(own) != url(expect).join(claim).unwrap(), "{claim}");
    };
    let own = "https://www.example.co.uk/news/2023/ministers-agree-on-budget-12345";
    check(own, "https://example.co.uk/news/ministers-agree-12345", "https://example.co.uk/news/ministers-agree-12345");
    check(own, "/news/12345", "https://www.example.co.uk/news/12345");
    check(own, "https://other.co.uk/news/12345", own);
    check(own, "https://www.example.co.uk/", own);
    check(own, "https://www.example.co.uk/news", own);
    check(own, "javascript:void(0)", own);
    check(own, "https://www.example.co.uk/{{slug}}", own);
    let amp = "https://example.com/2023/ministers-agree-on-budget/amp";
    check(
        amp,
        "https://example.com/2023/ministers-agree-on-budget",
        "https://example.com/2023/ministers-agree-on-budget",
    );
}

#[test]
fn sites_under_a_public_suffix_are_strangers() {
    assert_eq!(domain(&url("https://a.news.example.co.uk/x")), "example.co.uk");
    assert_eq!(domain(&url("https://one.github.io/x")), "one.github.io");
    assert_eq!(domain(&url("http://192.0.2.7/x")), "192.0.2.7");
}

#[test]
fn aliases_are_sorted_and_without_the_canonical_one() {
    let canonical = url("https://example.com/a");
    let claims = ["/amp/a", "https://m.example.com/a", "/a?utm_source=x", "/amp/a#x", "https://sho.rt/a", "/"];
    assert_eq!(aliases(&canonical, claims.into_iter()), ["https://example.com/amp/a", "https://m.example.com/a"]);
}

#[test]
fn a_page_may_be_reached_beside_its_canonical_address() {
    let canonical = "https://example.com/harbour/heron-home";
    let long = format!("https://example.com/{}", "x".repeat(URL_BYTES_MAX));
    for (reached, beside) in [
        ("http://www.example.com/?p=12&utm_source=x", Some("https://www.example.com/?p=12")),
        ("https://m.example.com/heron#top", Some("https://m.example.com/heron")),
        (canonical, None),
        ("http://example.com/harbour/heron-home?utm_source=x", None),
        ("https://other.example/heron", None),
        ("https://example.com/", None),
        (&long, None),
    ] {
        assert_eq!(spelling_beside(reached, canonical).as_deref(), beside, "{reached}");
    }
    assert_eq!(spelling_beside("https://example.com/a", "no address"), None);
}

proptest! {
    #[test]
    fn spelling_twice_changes_nothing(path in "[a-zA-Z0-9/%._~&=?;+é -]{0,40}", host in "[a-z]{1,8}\\.(com|co\\.uk|de)\\.?") {
        if let Ok(url) = Url::parse(&format!("http://{host}/{path}")) {
            let once = canonical(&url);
            prop_assert_eq!(canonical(&Url::parse(&once).unwrap()), once);
        }
    }
}

#[test]
fn a_claim_that_forgets_which_article_was_asked_for_is_refused() {
    let chosen = |own: &str, claim: &str| {
        let claims = [Found { value: claim.to_owned(), from: Evidence::OpenGraph }];
        choose(&url(own), &claims).0.to_string()
    };
    let asked = "https://town.example/media/releases.html?newsID=417-ab";
    assert_eq!(chosen(asked, "https://town.example/media/releases.html"), asked);
    let named = "https://town.example/media/the-bridge-stays-open.html";
    assert_eq!(chosen(&format!("{named}?id=417"), named), named, "the path names the article");
    assert_eq!(
        chosen("https://town.example/media/releases.html?page=12", "https://town.example/media/releases.html"),
        "https://town.example/media/releases.html"
    );
}
