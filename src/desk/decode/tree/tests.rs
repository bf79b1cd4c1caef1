use super::*;

fn tree(markup: &str) -> Tree {
    Tree::parse(markup, &Limits::default())
}

fn named<'t>(tree: &'t Tree, name: &'t str) -> impl Iterator<Item = NodeId> {
    tree.descendants(tree.root()).filter(move |&id| tree.name(id) == name)
}

fn first(tree: &Tree, name: &str) -> NodeId {
    named(tree, name).next().expect("the element is there")
}

/// The tree as nested names, to compare shapes.
fn shape(tree: &Tree, id: NodeId) -> String {
    let mut out = String::new();
    for step in tree.walk(id) {
        match step {
            Step::Enter(node) => out.extend(["<", tree.name(node), ">"]),
            Step::Text(node) => out.push_str(tree.text_node(node).unwrap_or_default()),
            Step::Leave(_) => out.push_str("</>"),
        }
    }
    out
}

#[test]
fn misnested_markup_is_mended_as_the_standard_says() {
    let page = tree("<!DOCTYPE html><p>1<b>2<i>3</b>4</i>5<p>6<table><tr><td>7</table>");
    assert_eq!(
        shape(&page, first(&page, "body")),
        "<body><p>1<b>2<i>3</></><i>4</>5</><p>6</><table><tbody><tr><td>7</></></></></>"
    );
}

#[test]
fn foster_parented_text_stands_before_its_table() {
    let page = tree("<table>a<tr>b<td>c</td></tr>d</table>e");
    assert_eq!(shape(&page, first(&page, "body")), "<body>abd<table><tbody><tr><td>c</></></></>e</>");
}

#[test]
fn attributes_are_read_with_entities_resolved() {
    let page = tree(r#"<p id=" a " class="One  two" title="x &amp; y" title="second">t</p><body lang=en data-x=1>"#);
    let p = first(&page, "p");
    assert_eq!(page.attr(p, "title"), Some("x & y"));
    assert_eq!(page.id_attr(p), Some("a"));
    assert_eq!(page.classes(p).collect::<Vec<_>>(), ["One", "two"]);
    assert!(page.has_class(p, "one") && !page.has_class(p, "on"));
    assert_eq!(page.attr(first(&page, "body"), "lang"), Some("en"), "a late body tag adds what is missing");
}

#[test]
fn scripts_are_kept_and_styles_dropped() {
    let page = tree(
        r#"<script>var a = "<p>";</script><style>p{}</style><script type="application/ld+json">{"a":"</p>"}</script>"#,
    );
    let texts: Vec<&str> = page.descendants(page.root()).filter_map(|id| page.text_node(id)).collect();
    assert_eq!(texts, [r#"var a = "<p>";"#, r#"{"a":"</p>"}"#]);
    assert_eq!(page.text(page.root()), "");
    let page = tree("<noscript><p>seen without scripts</noscript>");
    let texts: Vec<&str> = page.descendants(page.root()).filter_map(|id| page.text_node(id)).collect();
    assert_eq!(texts, ["<p>seen without scripts"]);
}

#[test]
fn visible_text_breaks_lines_at_blocks_and_collapses_space() {
    let page = tree(
        "<div>  one\n two<p>three <b>fo</b>ur</p>five<br>six<script>no</script><span hidden>no</span>\
         <span style='color:red; display : none !important'>no</span><noscript>no</noscript> seven</div>",
    );
    assert_eq!(page.text(page.root()), "one two\nthree four\nfive\nsix seven");
    assert_eq!(page.line(first(&page, "p")), "three four");
}

#[test]
fn walks_can_leave_subtrees_out() {
    let page = tree("<ul><li>a<ul><li>b</ul><li>c</ul>");
    let ul = first(&page, "ul");
    let mut walk = page.descendants(ul);
    let mut names = Vec::new();
    while let Some(id) = walk.next() {
        if page.is(id, Tag::Ul) {
            walk.skip_subtree(id);
        }
        names.push(page.text_node(id).unwrap_or(page.name(id)));
    }
    assert_eq!(names, ["li", "a", "ul", "li", "c"]);
    let deepest = named(&page, "li").nth(1).expect("a third item");
    let above: Vec<&str> = page.ancestors(deepest).map(|id| page.name(id)).collect();
    assert_eq!(above, ["ul", "li", "ul", "body", "html", ""]);
}

#[test]
fn elements_come_in_document_order() {
    for markup in [
        "<p>1<b>2<p>3</b>4<p>5",
        "<p>1<table>2<p>3<tr><td><p>4</table><p>5",
        "<a>1<div>2<p>3<a>4<p>5",
        "<template><tr>1<p>2<td><p>3</template><p>4",
        "<form><p>1<div></form><p>2</div><p>3",
        "<head></head><script></script><p>1<ul><li><p>2<li>3</ul><p>4",
    ] {
        let page = tree(markup);
        for (tag, name) in [(Tag::P, "p"), (Tag::Td, "td"), (Tag::A, "a"), (Tag::B, "b"), (Tag::Script, "script")] {
            assert!(page.elements(tag).eq(named(&page, name)), "{name} in {markup}");
        }
    }
}

#[test]
fn deep_nesting_is_dissolved_and_keeps_its_text() {
    for tag in ["div", "b", "span", "table", "ul><li", "a href=x", "section"] {
        let markup = format!("<{tag}>").repeat(100_000) + "the text";
        let page = tree(&markup);
        let deep = page.descendants(page.root()).map(|id| page.ancestors(id).count()).max();
        assert!(deep.is_some_and(|deep| deep <= 2 * Limits::default().depth_max), "{tag}: {deep:?}");
        let kept = page.descendants(page.root()).any(|id| page.text_node(id).is_some_and(|t| t.contains("the text")));
        assert!(kept, "{tag}");
    }
}

#[test]
fn svg_makes_one_node_and_html_behind_it_goes_on() {
    let page = tree(&("<p>before".to_owned() + &"<svg><desc>".repeat(100_000) + "label</svg><p>after"));
    assert_eq!(named(&page, "svg").count(), 1);
    assert!(named(&page, "desc").next().is_none());
    let page = tree("<p>before<svg><path d='M0 0'/><text>label</text><p>after");
    assert_eq!(page.text(page.root()), "before\nafter");
}

#[test]
fn distinct_formatting_elements_do_not_multiply() {
    let open: String = (0..1000).flat_map(|i| ["<div><b id=x".to_owned(), i.to_string(), ">".to_owned()]).collect();
    let page = tree(&(open + &"</div><p>t".repeat(5_000)));
    assert!(page.len() <= Limits::default().nodes_max + 1_000, "{}", page.len());
}

#[test]
fn nodes_are_capped() {
    let limits = Limits { nodes_max: 100, ..Limits::default() };
    let page = Tree::parse("<p>x".repeat(1_000_000), &limits);
    assert!(page.is_cut() && page.len() < 110, "{}", page.len());
    assert!(!tree("<p>x").is_cut());
}

#[test]
fn a_tag_of_a_million_attributes_keeps_some_and_ends_where_it_ends() {
    let attrs: String = (0..300_000).flat_map(|i| [" a".to_owned(), i.to_string()]).collect();
    for (open, close) in [("<p", ">"), ("<p id='1'", ">"), ("<p x = '>' y=\"", "\">")] {
        let page = tree(&format!("<i>{open}{attrs}{close}after</p>"));
        let p = first(&page, "p");
        assert!(page.attrs(p).count() <= 256);
        assert_eq!(page.text(p), "after", "{open}");
    }
    let late = tree(&format!("<script>if (a <b{attrs}) {{}}</script><p>after"));
    assert_eq!(late.text(late.root()), "after", "a script's text is no tag");
}

#[test]
fn long_attribute_values_read_as_empty() {
    let page = tree(&format!("<img src='{}' alt=x>", "d".repeat(100_000)));
    let img = first(&page, "img");
    assert_eq!((page.attr(img, "src"), page.attr(img, "alt")), (Some(""), Some("x")));
}

#[test]
fn text_around_a_tag_that_comes_to_nothing_is_one_up_to_a_length() {
    let texts = |length: usize| {
        let page = tree(&format!("<p>{}</nothing>after", "x".repeat(length)));
        let p = first(&page, "p");
        page.children(p).count()
    };
    assert_eq!((texts(512), texts(513)), (1, 2));
}

#[test]
fn a_repeated_attribute_is_looked_for_in_the_first_ones() {
    let twice = |between: usize| {
        let others: String = (0..between).map(|n| format!(" a{n}")).collect();
        let page = tree(&format!("<p x=1{others} x=2>"));
        let p = first(&page, "p");
        assert_eq!(page.attr(p, "x"), Some("1"), "the first value counts all the same");
        page.attrs(p).filter(|(name, _)| *name == "x").count()
    };
    assert_eq!(twice(200), 1);
}

#[test]
fn attributes_are_found_by_key_as_by_name() {
    let page = tree("<p CLASS=a class=b ID='c' data-TestId=d itemprop=\"e\" data-x=1 DATA-X=2 =y href>");
    let p = first(&page, "p");
    let stated = [
        (Key::Class, "class", "a"),
        (Key::Id, "id", "c"),
        (Key::DataTestId, "data-testid", "d"),
        (Key::ItemProp, "itemprop", "e"),
        (Key::Href, "href", ""),
    ];
    for (key, name, value) in stated {
        assert_eq!((page.value(p, key), page.attr(p, name)), (Some(value), Some(value)));
    }
    assert_eq!(page.value(p, Key::Style), None);
    let names: Vec<_> = page.attrs(p).map(|(name, _)| name).collect();
    assert_eq!(names, ["class", "id", "data-testid", "itemprop", "data-x", "=y", "href"]);
}
