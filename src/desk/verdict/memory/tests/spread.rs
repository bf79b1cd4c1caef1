//! What a link tells of its copy and of the story.

use super::{
    super::super::{Kind, Link},
    *,
};

fn linked(judgement: &Judgement) -> Link {
    match &judgement.verdict {
        Verdict::Duplicate(link) | Verdict::NearDuplicate(link) | Verdict::Unchanged { link: Some(link), .. } => {
            link.clone()
        }
        other => panic!("no link: {other:?}"),
    }
}

const HEADLINE: &str = "A headline of five words";

fn see(desk: &mut Desk, url: &str, body: &str) -> Judgement {
    desk.claim(article(url, HEADLINE, body))
}

#[test]
fn a_link_tells_the_kind_of_copy_and_each_sides_share() {
    let mut desk = Desk::open();
    see(&mut desk, "a.example/1", &text(1, 300));
    let part: String = text(1, 300).split_inclusive(' ').take(150).collect();
    let longer = text(1, 300) + &text(2, 300);
    for (url, body, kind, of_copy, of_original) in [
        ("b.example/1", text(1, 300), Kind::Exact, 1000..=1000, 1000..=1000),
        ("c.example/1", text(1, 280), Kind::Reprint, 1000..=1000, 900..=950),
        ("d.example/1", part, Kind::Excerpt, 1000..=1000, 490..=520),
        ("e.example/1", longer, Kind::Extension, 490..=530, 1000..=1000),
        ("a.example/2", text(1, 290), Kind::SameSite, 1000..=1000, 950..=980),
    ] {
        let link = linked(&see(&mut desk, url, &body));
        assert_eq!((link.kind, link.original_url.as_str()), (kind, "a.example/1"), "{url}");
        assert_eq!(link.original_publisher, "a.example");
        assert!(of_copy.contains(&link.of_copy.0) && of_original.contains(&link.of_original.0), "{link:?}");
    }
}

#[test]
fn a_link_tells_how_far_the_story_had_spread() {
    let mut desk = Desk::open();
    see(&mut desk, "a.example/1", &text(1, 300));
    for (url, articles, publishers) in [
        ("b.example/1", 2, "a.example b.example"),
        ("b.example/2", 3, "a.example b.example"),
        ("c.example/1", 4, "a.example b.example c.example"),
    ] {
        let link = linked(&see(&mut desk, url, &text(1, 300)));
        assert_eq!((link.story_articles, link.publishers.join(" ").as_str()), (articles, publishers));
        assert_eq!(usize::from(link.story_publishers), link.publishers.len());
    }
    // A page read again is told what it was told first; a page seen again tells what holds by now.
    let first = linked(&desk.memory.recall(&source(1)).unwrap());
    assert_eq!((first.story_articles, first.publishers.len()), (2, 2));
    let unchanged = linked(&see(&mut desk, "b.example/1", &text(1, 300)));
    assert_eq!((unchanged.story_articles, unchanged.story_publishers), (4, 3));
}

#[test]
fn the_publishers_of_a_story_are_bounded() {
    let mut desk = Desk::open();
    for site in 0..1_100 {
        see(&mut desk, &format!("s{site}.example/1"), &text(1, 100));
    }
    let link = linked(&see(&mut desk, "last.example/1", &text(1, 100)));
    assert_eq!((link.story_articles, usize::from(link.story_publishers)), (1_101, PUBLISHERS_MAX));
    assert_eq!(link.publishers.len(), PUBLISHERS_NAMED_MAX);
}
