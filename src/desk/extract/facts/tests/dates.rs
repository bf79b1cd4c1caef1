//! Which of a page's dates are the article's, and where its headline stands among them.

use super::*;

#[test]
fn the_headline_stands_where_readers_see_it() {
    let seen = |markup: &str| {
        let tree = Tree::parse(format!("<title>Rain stops play</title>{markup}"), &decode::Limits::default());
        let at = gather(&page(), &tree, &Limits::default(), None).hints.headline_at;
        at.map(|id| format!("{}{}", tree.name(id), tree.attr(id, "id").unwrap_or_default()))
    };
    let heading = "<h1>Rain stops play</h1>";
    let second = "<h2 id=b>Rain stops play</h2><p>It rained.</p>";
    assert_eq!(
        seen(&format!("<header><h1 class=visually-hidden>Rain stops play</h1></header>{second}")).as_deref(),
        Some("h2b")
    );
    assert_eq!(seen(&format!("<div class=comment-header>{heading}</div><p>It rained.</p>")).as_deref(), Some("h1"));
    assert_eq!(seen(&format!("<div class='w-full mr-[--sidebar-width]'>{heading}</div>")).as_deref(), Some("h1"));
    assert_eq!(seen(&format!("<ol class=breadcrumbs><li>{heading}</ol><p>It rained.</p>")), None);
}
