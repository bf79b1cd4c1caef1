//! The tree is the one that browsers build: held against html5ever's, on tag soup made at random.

use copydesk::desk::decode::{Limits, NodeId, Tree, tree::Step};
use html5ever::{ParseOpts, parse_document, tendril::TendrilSink, tree_builder::TreeBuilderOpts};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use proptest::{
    collection::vec,
    prelude::{Just, ProptestConfig, Strategy, prop_assert_eq, prop_oneof, proptest},
    sample::select,
};

/// Elements whose content no reader sees and the tree leaves out.
fn is_opaque(name: &str) -> bool {
    matches!(name, "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "svg" | "math")
}

fn push_text(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| !c.is_whitespace()));
}

fn push_element<'a>(out: &mut String, name: &str, attrs: impl Iterator<Item = (&'a str, &'a str)>) {
    out.push('<');
    out.push_str(name);
    for (name, value) in attrs {
        out.extend([" ", name, "=", value]);
    }
    out.push('>');
}

/// Our tree as text: nested elements with their attributes, white space left out.
fn ours(tree: &Tree, id: NodeId) -> String {
    let mut out = String::new();
    let mut walk = tree.walk(id);
    while let Some(step) = walk.next() {
        match step {
            Step::Text(id) => push_text(&mut out, tree.text_node(id).unwrap()),
            Step::Enter(id) if tree.is_element(id) => {
                push_element(&mut out, tree.name(id), tree.attrs(id));
                if is_opaque(tree.name(id)) {
                    walk.skip_subtree(id);
                }
            }
            Step::Leave(id) if tree.is_element(id) => out.push_str("</>"),
            _ => {}
        }
    }
    out
}

/// html5ever's tree as text, in the same spelling.
fn theirs(handle: &Handle, out: &mut String) {
    match &handle.data {
        NodeData::Text { contents } => push_text(out, &contents.borrow()),
        NodeData::Element { name, attrs, template_contents, .. } => {
            let attrs = attrs.borrow();
            push_element(out, &name.local, attrs.iter().map(|attr| (&*attr.name.local, &*attr.value)));
            if !is_opaque(&name.local) {
                if let Some(contents) = &*template_contents.borrow() {
                    contents.children.borrow().iter().for_each(|child| theirs(child, out));
                }
                handle.children.borrow().iter().for_each(|child| theirs(child, out));
            }
            out.push_str("</>");
        }
        _ => handle.children.borrow().iter().for_each(|child| theirs(child, out)),
    }
}

fn both(markup: &str) -> (String, String) {
    let tree = Tree::parse(markup, &Limits::default());
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let dom = parse_document(RcDom::default(), options).one(markup);
    let mut standard = String::new();
    theirs(&dom.document, &mut standard);
    (ours(&tree, tree.root()), standard)
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "i",
    "em",
    "font",
    "nobr",
    "code",
    "p",
    "div",
    "span",
    "h1",
    "h2",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "col",
    "form",
    "button",
    "select",
    "option",
    "optgroup",
    "br",
    "hr",
    "img",
    "input",
    "pre",
    "blockquote",
    "section",
    "article",
    "header",
    "main",
    "address",
    "center",
    "object",
    "marquee",
    "ruby",
    "rt",
    "rp",
    "rb",
    "rtc",
    "svg",
    "math",
    "desc",
    "title",
    "mi",
    "path",
    "head",
    "body",
    "html",
    "meta",
    "link",
    "base",
    "script",
    "style",
    "noscript",
    "template",
    "textarea",
    "iframe",
    "xmp",
    "x-card",
    "time",
    "label",
    "figure",
    "figcaption",
    "summary",
    "details",
    "dialog",
    "image",
    "param",
    "source",
    "area",
    "embed",
    "wbr",
    "video",
];

/// The kinds of elements that misnested markup is most often made of: with all of them they would seldom meet.
const COMMON: &[&str] = &["a", "b", "i", "p", "div", "table", "tr", "td", "li", "ul", "h2", "font"];

fn piece() -> impl Strategy<Value = String> {
    let attr =
        select(vec!["", "", "", " class=x", " id='a b'", " TITLE=\"x &amp; y&lt\"", " x=1 x=2 Y", " a=>", " hidden/"]);
    let tag = (prop_oneof![select(NAMES), select(COMMON)], attr, select(vec!["<", "<", "</"]));
    prop_oneof![
        6 => tag.prop_map(|(name, attr, open)| format!("{open}{name}{attr}>")),
        1 => select(NAMES).prop_map(|name| format!("<{}/>", name.to_uppercase())),
        3 => select(vec!["one", "two ", "a &amp; b", "&eacute&notit;", "1 < 2 <", "&#150;&#x41;", "& &x; &copy=1"])
            .prop_map(str::to_owned),
        1 => select(vec!["<!-- c -->", "<!-->", "<!--->", "<!-- a --!>", "<!x>", "</>", "</ x>", "<?php x?>", "<![CDATA[x]]>"])
            .prop_map(str::to_owned),
        1 => Just("<script>if (a < b) '<p>' <!-- </script>".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tag_soup_makes_the_tree_that_browsers_make(pieces in vec(piece(), 0..24)) {
        let markup = "<!DOCTYPE html>".to_owned() + &pieces.concat();
        let (ours, standard) = both(&markup);
        prop_assert_eq!(ours, standard, "{}", markup);
    }
}

#[test]
fn an_inner_script_in_a_comment_ends_no_script() {
    let (ours, standard) = both(
        "<!DOCTYPE html><script><!-- <script> </script> <p>still a script</p> --></script><p>text<script>//<!--</script>end",
    );
    assert_eq!(ours, standard);
}
