//! Whether cost is linear in a page's size, whatever the page: `cargo bench --bench linear`.
//!
//! Pages of one hostile shape each, of 1 and of 10 MB, are read and compared with an ordinary page of 200 KB by their time
//! for a byte: at most ten times as much is the aim. With `COPYDESK_PAGES` naming a file of pages as `pipe --pages` takes
//! them, the spread over those is told, too: the 99th percentile of the time for a page at most four times the median,
//! weighed by size.

mod pages;

use std::io::BufRead as _;
use std::time::{Duration, Instant};

use copydesk::desk::{Policy, capture::RawRecord, read_guarded};

/// How often each page is read; the fastest counts, which other work on the machine disturbs least.
const ROUNDS: usize = 5;

/// A shape: its name, and the piece that it repeats.
const SHAPES: &[(&str, &str)] = &[
    ("nested div", "<div>"),
    ("nested b, words", "<b>x "),
    ("nested tables", "<table><tr><td>x"),
    ("misnested formatting", "<p><b><i><u>x</b></p>"),
    ("links closed by links", "<a href=/x>x"),
    ("unclosed paragraphs", "<p>One sentence of words. "),
    ("short paragraphs", "<p>x</p>"),
    ("line breaks", "<br>"),
    ("spans with classes", "<span class=\"author-date byline related\">x</span>"),
    ("times", "<time>5 October 2026</time>"),
    ("headings", "<h1>Another headline</h1>"),
    ("list items with links", "<li><a href=\"/a/b\">Another story of the day</a></li>"),
    ("entities", "&amp;&eacute;&#8220;"),
    ("broken entities", "&CounterClockwiseContourIntegra"),
    ("less-than signs", "< "),
    ("end tags", "</p></b></x>"),
    ("comments", "<!-- x -->"),
    ("scripts", "<script>var x = '<p>';</script>"),
    ("data blocks", "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"x\"}</script>"),
    ("metas", "<meta name=\"author\" content=\"Somebody &amp;amp; others\">"),
    ("attributes", "<p a=1 b=2 c=3 d=4 e=5 f=6 g=7 h=8>"),
    ("one line of words", "word "),
    ("one word", "x"),
    ("spaces", " "),
    ("letters and marks", "e\u{301}\u{327}"),
    ("Han", "海辺の無人駅に図書室"),
];

fn main() {
    let ordinary = per_byte(&pages::page(200_000));
    println!("ordinary page of 200 KB      {ordinary:>7.1} ns/byte");
    println!("{:28} {:>7} {:>7}   times the ordinary page's, at 1 MB and at 10 MB", "shape", "1 MB", "10 MB");
    for (name, piece) in SHAPES {
        // The envelope's own cap is 10 MB.
        let of = |bytes: usize| per_byte(&hostile(piece, bytes)) / ordinary;
        println!("{name:28} {:>7.1} {:>7.1}", of(1_000_000), of(9_500_000));
    }
    if let Some(path) = std::env::var_os("COPYDESK_PAGES") {
        spread(&path);
    }
}

/// An ordinary page in whose body the piece is repeated up to that size.
fn hostile(piece: &str, bytes: usize) -> String {
    let page = pages::page(20_000);
    let (head, tail) = page.split_once("</article>").expect("the page has an article");
    format!("{head}{}</article>{tail}", piece.repeat(bytes.saturating_sub(page.len()) / piece.len()))
}

/// The time of reading a page, in nanoseconds for a byte.
fn per_byte(page: &str) -> f64 {
    let record = pages::native(page.as_bytes().to_vec(), &[("content-type", "text/html; charset=utf-8")]);
    fastest(&record).as_nanos() as f64 / page.len() as f64
}

fn fastest(record: &RawRecord) -> Duration {
    let policy = Policy::default();
    let once = || {
        let began = Instant::now();
        std::hint::black_box(read_guarded(record, &policy));
        began.elapsed()
    };
    (0..ROUNDS).map(|_| once()).min().unwrap_or_default()
}

/// Tells the spread of the time for a page over a file of them.
fn spread(path: &std::ffi::OsStr) {
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("COPYDESK_PAGES names a file"));
    let mut times: Vec<(f64, f64)> = Vec::new();
    for line in file.split(b'\n').map_while(Result::ok).filter(|line| !line.is_empty()) {
        let bytes = line.len();
        let headers = vec![("copydesk-format".to_owned(), Some(b"json".to_vec()))];
        let time = fastest(&RawRecord { value: Some(line), headers, ..RawRecord::default() });
        times.push((time.as_secs_f64() * 1e3, time.as_nanos() as f64 / bytes as f64));
    }
    let at = |mut values: Vec<f64>, percent: usize| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() * percent / 100).copied().unwrap_or_default()
    };
    let (page, byte): (Vec<f64>, Vec<f64>) = times.iter().copied().unzip();
    let (page_median, page_99) = (at(page.clone(), 50), at(page, 99));
    let (byte_median, byte_99) = (at(byte.clone(), 50), at(byte, 99));
    println!("{} pages", times.len());
    println!("a page: median {page_median:.2} ms, p99 {page_99:.2} ms, {:.1} times", page_99 / page_median);
    println!("a byte: median {byte_median:.2} ns, p99 {byte_99:.2} ns, {:.1} times", byte_99 / byte_median);
}
