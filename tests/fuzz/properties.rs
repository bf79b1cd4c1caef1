//! What must hold whatever the bytes are, a function for each fuzz target. They run under libFuzzer by the crate beside
//! this file, and over the corpora that it leaves as one of the fast tests.

use std::{collections::BTreeSet, io::Write as _};

use copydesk::desk::{
    self, Policy, Reading,
    capture::{self, RawRecord, SourcePosition},
    decode::{self, Content, NodeId, Page, Tree, tree::Step},
    extract::{Evidence, Found},
    normalize::{Article, ArticleId, canonical, dates, language, text},
    verdict::{Claim, Entry, LedgerRecord},
};
use jiff::Timestamp;

/// The fetch time of every record: no property asks a clock. 9 October 2025.
const FETCHED_MS: i64 = 1_760_000_000_000;

/// What `normalize` lets out at most, in characters and pieces. Its own constants are private; these are what readers of
/// the article's schema may count on.
const LINE_CHARS_MAX: usize = 500;
const LIST_MAX: usize = 64;

/// Bytes as a server might send them: by the first byte's bits, what it says of their type and coding. What is read is within its
/// caps, and the same however it was packed.
pub fn decode(data: &[u8]) {
    const TYPES: [&str; 8] = [
        "",
        "text/html",
        "text/html; charset=utf-8",
        "text/html; charset=windows-1252",
        "text/html; charset=shift_jis",
        "text/html; charset=utf-16le",
        "text/plain; charset=gb18030",
        "application/xhtml+xml; charset=euc-kr",
    ];
    let Some((&choice, body)) = data.split_first() else { return };
    let content_type = TYPES[usize::from(choice & 7)];
    let plain = page(&record(body, &[("content-type", content_type)]));
    match choice >> 3 & 3 {
        // Broken, more often than not.
        1 => drop(page(&record(body, &[("content-type", content_type), ("content-encoding", "gzip")]))),
        2 => drop(page(&record(body, &[("content-type", content_type), ("content-encoding", "deflate, gzip")]))),
        // Nothing is another record than nothing packed, and so are blanks. Of no stated type, text that is packed is a
        // page in bytes.
        3 if !body.trim_ascii().is_empty() && !content_type.is_empty() => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(body).unwrap();
            let packed = packed.finish().unwrap();
            let unpacked = page(&record(&packed, &[("content-type", content_type), ("content-encoding", "gzip")]));
            assert_eq!(unpacked.map(|page| seen(&page)), plain.as_ref().map(seen).map_err(|fault| *fault));
        }
        _ => {}
    }
    let Ok(page) = plain else { return };
    match page.content {
        Content::Text(text) => assert!(text.len() <= 3 * decode::Limits::default().page_bytes_max),
        Content::Html(tree) => sound_tree(&tree, &decode::Limits::default()),
    }
}

/// Markup, under caps that the first bytes choose: the tree is one, within its caps, and of a page cut anywhere too.
pub fn tree(data: &[u8]) {
    let Some((&[nodes, depth, cut], markup)) = data.split_first_chunk() else { return };
    let limits = decode::Limits {
        nodes_max: 100 + 40 * usize::from(nodes),
        depth_max: 16 + usize::from(depth),
        attr_bytes_max: 1024,
        tag_attrs_max: 32,
        ..decode::Limits::default()
    };
    let markup = String::from_utf8_lossy(markup);
    let tree = Tree::parse(&*markup, &limits);
    sound_tree(&tree, &limits);
    assert_eq!(shape(&tree), shape(&Tree::parse(&*markup, &limits)), "parsed twice");
    let (head, _) = markup.split_at(markup.floor_char_boundary(markup.len() * usize::from(cut) / 256));
    sound_tree(&Tree::parse(head, &limits), &limits);
}

/// Spellings of dates, a line each behind a line with the language and the host's last label: what is read lies between
/// the first newspaper and the fetch, and says the same when it is read again.
pub fn dates(data: &[u8]) {
    let data = String::from_utf8_lossy(data);
    let mut lines = data.split('\n');
    let (tag, top_level) = lines.next().unwrap_or_default().split_once(' ').unwrap_or_default();
    let tag = language::tag(tag).unwrap_or_default();
    let clue = dates::Clue {
        tag: &tag,
        top_level,
        fetched_at: Timestamp::from_millisecond(FETCHED_MS).unwrap(),
        skew_seconds_max: 86_400,
        zone: None,
        numeric_dates: None,
    };
    let found = |value: &str| Found { value: value.to_owned(), from: Evidence::Visible };
    let spellings: Vec<Found<String>> = lines.map(found).collect();
    let (read, _) = dates::choose(&spellings, &[], &clue);
    assert_eq!(read, dates::choose(&spellings, &[], &clue).0, "read twice");
    let Some((dated, _)) = read else { return };
    let first: Timestamp = "1604-12-31T00:00:00Z".parse().unwrap();
    assert!(dated.at >= first, "{dated:?}");
    assert!(dated.at.as_millisecond() <= FETCHED_MS + 86_400_000, "{dated:?}");
    assert!(spellings.iter().any(|spelling| text::line(&spelling.value) == dated.raw), "{dated:?}");
    assert!(!dates::is_before(&dated, &dated));
    let (again, notes) = dates::choose(&[found(&dated.at.to_string())], &[], &clue);
    assert_eq!(again.map(|(again, _)| again.at), Some(dated.at), "{dated:?}, {notes:?}");
}

/// A data block in a news page: the page is read or refused, and what is read is sound.
pub fn json_ld(data: &[u8]) {
    let data = String::from_utf8_lossy(data);
    let page = format!(
        "<html lang=en><title>Ferry returns to Lesk</title><script type=application/ld+json>{data}</script>\
         <h1>Ferry returns to Lesk</h1><p>By Ida Brandt<p>{STORY}"
    );
    read(&record(page.as_bytes(), &[("content-type", "text/html; charset=utf-8")]));
}

const STORY: &str = "The car ferry Maren returned to the harbour of Lesk on Tuesday after eleven weeks in the yard, and \
                     took its first forty vehicles to the island before noon. Islanders had been served by a chartered \
                     passenger boat in the meantime, which carried no cars and did not sail in winds above force six.";

/// A page stripped to its text: what is read is sound, and nothing in its body is made up. What is markup all the same is
/// read as such, and its tags are no text.
pub fn text(data: &[u8]) {
    let said = String::from_utf8_lossy(data);
    let record = record(said.as_bytes(), &[("copydesk-format", "text")]);
    let is_text = page(&record).is_ok_and(|page| matches!(page.content, Content::Text(_)));
    let own = letters(&text::lines(&said));
    if let Some(article) = read(&record) {
        for block in &article.body {
            assert!(!is_text || own.contains(&letters(&block.text)), "the page doesn't say {:?}", block.text);
        }
    }
}

/// Letters and digits alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn record(value: &[u8], headers: &[(&str, &str)]) -> RawRecord {
    let url = ("url", "https://courier.example/harbour/ferry-returns-4711?utm_source=x");
    let headers = headers.iter().filter(|(_, value)| !value.is_empty()).chain([&url]);
    RawRecord {
        key: None,
        value: Some(value.to_vec()),
        headers: headers.map(|(name, value)| ((*name).to_owned(), Some(value.as_bytes().to_vec()))).collect(),
        timestamp_ms: FETCHED_MS,
    }
}

/// The page of a record that holds one, decoded.
fn page(record: &RawRecord) -> Result<Page, &'static str> {
    let mut captures = capture::open(record, &capture::Limits::default());
    let capture = captures.pop().expect("one record, one outcome").map_err(capture::Fault::name)?;
    decode::page(capture, &decode::Limits::default()).map_err(decode::Fault::name)
}

/// What a reader sees of a page.
fn seen(page: &Page) -> String {
    match &page.content {
        Content::Text(text) => text.clone(),
        Content::Html(tree) => shape(tree),
    }
}

/// Reads a record that holds one page. It is not guarded: a panic is what the fuzzer looks for.
fn read(record: &RawRecord) -> Option<Article> {
    let mut readings = desk::read(record, &Policy::default());
    assert_eq!(readings.len(), 1);
    let Ok(Reading::Article(sketched)) = readings.pop()? else { return None };
    let source = SourcePosition {
        topic: capture::TopicId(0),
        partition: capture::Partition(0),
        offset: capture::Offset(0),
        part: capture::Part(0),
        timestamp_ms: FETCHED_MS,
    };
    let entry = Entry { source, claim: Claim::of(&sketched) };
    assert_eq!(LedgerRecord::decode(&entry.encode()).ok(), Some(LedgerRecord::Entry(entry)));
    sound_article(&sketched.article);
    Some(sketched.article)
}

/// Whether every fact is in its one spelling and within its cap.
fn sound_article(article: &Article) {
    let one_line = |value: &String| {
        assert_eq!(&text::line(value), value);
        assert!(!value.is_empty() && value.chars().count() <= LINE_CHARS_MAX, "{value:?}");
    };
    one_line(&article.headline);
    article.alternative_headline.iter().chain(&article.publisher.name).chain(&article.section).for_each(one_line);
    article.authors.iter().chain(&article.keywords).chain(&article.agency).for_each(one_line);
    assert!(article.authors.len() <= LIST_MAX && article.keywords.len() <= LIST_MAX);
    assert!(article.images.len() <= LIST_MAX && article.urls.aliases.len() <= LIST_MAX);
    assert!(!article.body.is_empty());
    for block in &article.body {
        assert!(!block.text.is_empty());
        assert_eq!(text::lines(&block.text), block.text);
    }
    let words = article.body.iter().map(|block| text::words(&block.text)).sum::<u32>();
    assert_eq!(article.word_count, words);
    let url = article.urls.canonical.parse().expect("the canonical address is one");
    assert_eq!(canonical(&url), article.urls.canonical);
    assert_eq!(ArticleId::of(&article.urls.canonical), article.id);
    if let Some(tag) = &article.language {
        assert_eq!(language::tag(tag).as_ref(), Some(tag));
    }
    let latest = article.fetched_at.as_second() + 86_400;
    for dated in article.published_at.iter().chain(&article.modified_at) {
        assert!(dated.at.as_second() <= latest, "{dated:?}");
    }
    if let (Some(published), Some(modified)) = (&article.published_at, &article.modified_at) {
        assert!(!dates::is_before(modified, published));
    }
}

/// Whether it is a tree: each node below the root once, its links agreeing, all within the caps.
fn sound_tree(tree: &Tree, limits: &decode::Limits) {
    // Where markup is misnested, a node may be made beyond the cap before it is noticed: at most once for each open
    // element.
    assert!(tree.len() <= limits.nodes_max + limits.depth_max + 16, "{} nodes", tree.len());
    let mut met = BTreeSet::new();
    let mut open: Vec<NodeId> = Vec::new();
    let mut visit = |id: NodeId, parent: Option<NodeId>| {
        assert!(id.index() < tree.len() && met.insert(id), "{id:?} twice");
        assert_eq!(tree.parent(id), parent);
        if let Some(next) = tree.next_sibling(id) {
            assert_eq!(tree.previous_sibling(next), Some(id));
        }
        if let Some(first) = tree.first_child(id) {
            assert_eq!(tree.previous_sibling(first), None);
        }
        assert_eq!(tree.text_node(id).is_some(), !tree.is_element(id) && id != tree.root());
        for (name, value) in tree.attrs(id) {
            assert!(!name.is_empty() && value.len() <= limits.attr_bytes_max, "{name}");
        }
    };
    for step in tree.walk(tree.root()) {
        match step {
            Step::Text(id) => {
                assert!(tree.text_node(id).is_some(), "{id:?} is no text");
                visit(id, open.last().copied());
            }
            Step::Enter(id) => {
                assert!(tree.text_node(id).is_none(), "{id:?} is a text");
                visit(id, open.last().copied());
                open.push(id);
                assert!(open.len() <= 2 * limits.depth_max, "{} open", open.len());
            }
            Step::Leave(id) => assert_eq!(open.pop(), Some(id)),
        }
    }
    let text = tree.text(tree.root());
    assert_eq!(text.trim(), text);
    assert!(!text.contains("\n\n") && !text.contains("  "), "{text:?}");
}

/// The tree in one line, to compare.
fn shape(tree: &Tree) -> String {
    let mut out = String::new();
    for step in tree.walk(tree.root()) {
        match step {
            Step::Text(id) => out.extend([tree.text_node(id).unwrap_or_default(), "()"]),
            Step::Enter(id) => {
                out.push_str(tree.name(id));
                out.extend(tree.attrs(id).flat_map(|(name, value)| [" ", name, "=", value]));
                out.push('(');
            }
            Step::Leave(_) => out.push(')'),
        }
    }
    out
}
