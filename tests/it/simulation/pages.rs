//! The pages of a run: tiny, drawn from the seed, and known by their family: what is the same text, or nearly.
//!
//! A record's value is one line a page, `URL|text`; its reader is [`Lines`]. So a run exercises the loop, the ledger
//! and the memory, with the desk's own sketches, and leaves HTML to other tests.

use std::{collections::BTreeMap, sync::Arc};

use copydesk::{
    desk::{
        Reading,
        capture::RawRecord,
        extract::{self, Block, Role},
        normalize::{Article, ArticleId, Publisher, Urls},
        sketch::{self, Sketched, Tape},
        verdict::Reason,
    },
    run::readers::{Pending, Readers, Readings},
};

use super::baton::Random;

/// In a URL: the broker refuses what would be published of the page.
pub const POISON: &str = "poison";

/// In a URL: it refuses the page's own bytes as well.
pub const DEEP_POISON: &str = "deep-poison";

/// In a URL: some replicas can't read the page.
pub const FUSSY: &str = "fussy";

const UNREADABLE: &str = "unreadable";
const GONE: &str = "gone";

pub fn contains(bytes: &[u8], marker: &str) -> bool {
    bytes.windows(marker.len()).any(|window| window == marker.as_bytes())
}

/// What is known of a page before it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub url: String,
    /// `None` for a page that can't be read, or is gone.
    pub text: Option<String>,
    /// Pages of one family are the same text or nearly; pages of two share nothing.
    pub family: Option<usize>,
    pub gone: bool,
}

impl Page {
    pub fn poison(&self) -> bool {
        self.url.contains(POISON)
    }

    pub fn fussy(&self) -> bool {
        self.url.contains(FUSSY)
    }

    fn line(&self) -> String {
        let text = match &self.text {
            Some(text) => text,
            None if self.gone => GONE,
            None => UNREADABLE,
        };
        format!("{}|{text}", self.url)
    }
}

/// A raw record to be produced, and the pages in it.
#[derive(Clone, Debug)]
pub struct Raw {
    pub partition: u32,
    pub record: RawRecord,
    pub pages: Vec<Page>,
}

/// Draws a run's pages; of so many in 10,000 the address says that they are fussy.
pub fn draw(random: &mut Random, partitions: u32, count: usize, fussy: u64) -> Vec<Raw> {
    // A refusal makes batches small for a while: most runs have none, so that batches are large in them.
    let poisoned = random.chance(3_000);
    let mut desk = Drawing { random, poisoned, fussy, texts: BTreeMap::new(), families: Vec::new(), urls: 0 };
    let mut raws = Vec::new();
    let mut pages = 0;
    while pages < count {
        let group: Vec<Page> = (0..=usize::from(desk.random.chance(2_000))).map(|_| desk.page()).collect();
        pages += group.len();
        let partition = u32::try_from(desk.random.below(u64::from(partitions))).unwrap();
        // The same words on several hosts in the same moment.
        if desk.random.chance(1_500)
            && let Some(text) = group[0].text.clone()
        {
            let twin = Page { url: desk.url(""), text: Some(text), family: group[0].family, gone: false };
            pages += 1;
            raws.push(raw((partition + 1) % partitions, vec![twin]));
        }
        raws.push(raw(partition, group));
    }
    raws
}

fn raw(partition: u32, pages: Vec<Page>) -> Raw {
    let lines: Vec<String> = pages.iter().map(Page::line).collect();
    let record = RawRecord { value: Some(lines.join("\n").into_bytes()), ..RawRecord::default() };
    Raw { partition, record, pages }
}

struct Drawing<'a> {
    random: &'a mut Random,
    /// Whether the broker refuses some pages.
    poisoned: bool,
    fussy: u64,
    /// What each URL last said, and of which family it is.
    texts: BTreeMap<String, (String, usize)>,
    /// The first text of each family.
    families: Vec<String>,
    urls: usize,
}

impl Drawing<'_> {
    fn page(&mut self) -> Page {
        let known = self.texts.len();
        let kind = if known < 3 { 0 } else { self.random.below(if self.poisoned { 100 } else { 94 }) };
        let plain = |url: String, (text, family): (String, usize)| Page {
            url,
            text: Some(text),
            family: Some(family),
            gone: false,
        };
        match kind {
            // A new story.
            0..38 => {
                let text = self.text();
                self.families.push(text.clone());
                let url = self.url("");
                self.remember(url, text, self.families.len() - 1)
            }
            // The same words elsewhere.
            38..58 => {
                let (text, family) = self.told();
                let url = self.url("");
                self.remember(url, text, family)
            }
            // Nearly the same words elsewhere.
            58..70 => {
                let family = self.random.index(self.families.len());
                let text = self.edited(&self.families[family].clone());
                let url = self.url("");
                self.remember(url, text, family)
            }
            // A known page with other words.
            70..78 => {
                let (url, family) = self.known();
                let text = self.edited(&self.families[family].clone());
                self.remember(url, text, family)
            }
            // A known page as it was.
            78..86 => {
                let (url, _) = self.known();
                plain(url.clone(), self.texts[&url].clone())
            }
            86..90 => Page { url: self.url(""), text: None, family: None, gone: false },
            90..94 => {
                let url = if self.random.chance(7_000) { self.known().0 } else { self.url("") };
                Page { url, text: None, family: None, gone: true }
            }
            // What the broker refuses: a story of its own, or a copy.
            _ => {
                let marker = if self.random.chance(3_000) { DEEP_POISON } else { POISON };
                let url = self.url(marker);
                if self.random.chance(5_000) {
                    plain(url, self.told())
                } else {
                    let text = self.text();
                    self.families.push(text.clone());
                    plain(url, (text, self.families.len() - 1))
                }
            }
        }
    }

    fn remember(&mut self, url: String, text: String, family: usize) -> Page {
        self.texts.insert(url.clone(), (text.clone(), family));
        Page { url, text: Some(text), family: Some(family), gone: false }
    }

    fn url(&mut self, marker: &str) -> String {
        self.urls += 1;
        let marker = if self.fussy > 0 && marker.is_empty() && self.random.chance(self.fussy) { FUSSY } else { marker };
        format!("https://host{}.example/{marker}/{}", self.random.below(40), self.urls)
    }

    fn known(&mut self) -> (String, usize) {
        let index = self.random.index(self.texts.len());
        let (url, (_, family)) = self.texts.iter().nth(index).unwrap();
        (url.clone(), *family)
    }

    fn told(&mut self) -> (String, usize) {
        let family = self.random.index(self.families.len());
        (self.families[family].clone(), family)
    }

    fn text(&mut self) -> String {
        let words: Vec<String> = (0..60 + self.random.below(60)).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// Two words of it changed and one added: far from the threshold on the near side.
    fn edited(&mut self, text: &str) -> String {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        for _ in 0..2 {
            let at = self.random.index(words.len());
            words[at] = self.word();
        }
        words.push(self.word());
        words.join(" ")
    }

    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "za"];
        let mut number = self.random.next();
        (0..4)
            .map(|_| {
                let syllable = SYLLABLES[usize::try_from(number % 16).unwrap()];
                number /= 16;
                syllable
            })
            .collect()
    }
}

/// What makes the marks of a sketch: this software, or a later version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    Now,
    /// Samples otherwise: every mark is another, the content hash is the same.
    Resampled,
    /// Folds words otherwise: the content hash is another as well.
    Refolded,
}

/// Reads a run's records on the caller's thread.
pub struct Lines {
    pub marks: Marks,
    /// Whether it fails on fussy pages.
    pub picky: bool,
}

impl Readers for Lines {
    fn read(&self, record: Arc<RawRecord>) -> Pending {
        let value = String::from_utf8(record.value.clone().unwrap()).unwrap();
        Pending::done(value.lines().map(|line| self.reading(line)).collect::<Readings>())
    }

    fn replace_one(&mut self) -> Result<(), String> {
        unreachable!("reading takes no time")
    }
}

impl Lines {
    fn reading(&self, line: &str) -> Result<Reading, Reason> {
        let (url, text) = line.split_once('|').unwrap();
        match text {
            _ if self.picky && url.contains(FUSSY) => Err(Reason::TooSlow),
            UNREADABLE => Err(Reason::Extract(extract::Fault::NoText)),
            GONE => {
                Ok(Reading::Gone { url: url.to_owned(), fetched_at: jiff::Timestamp::UNIX_EPOCH, traceparent: None })
            }
            text => Ok(Reading::Article(Box::new(marked(sketch::sketch(article(url, text)), self.marks)))),
        }
    }
}

/// The article as a later version would sketch it: marks that mean as much, and have nothing to do with today's.
fn marked(mut sketched: Sketched, marks: Marks) -> Sketched {
    if marks == Marks::Now {
        return sketched;
    }
    let sketch = &mut sketched.sketch;
    sketch.version += 1;
    sketch.fingerprints.iter_mut().for_each(|mark| *mark ^= 0x5a5a_5a5a);
    sketch.numbers.iter_mut().chain(&mut sketch.headline).for_each(|mark| *mark ^= 0x5a5a);
    sketch.fingerprints.sort_unstable();
    sketch.numbers.sort_unstable();
    sketch.headline.sort_unstable();
    sketch.tape = Tape::of(sketch.tape.values().into_iter().map(|token| token * 5 + 3));
    if marks == Marks::Refolded {
        sketched.content.0 ^= 0x5a5a;
    }
    sketched
}

fn article(url: &str, text: &str) -> Article {
    let host = url.trim_start_matches("https://").split('/').next().unwrap();
    Article {
        id: ArticleId::of(url),
        urls: Urls { fetched: url.to_owned(), final_url: None, canonical: url.to_owned(), aliases: Vec::new() },
        publisher: Publisher { name: None, domain: host.to_owned() },
        headline: text.split(' ').take(6).collect::<Vec<_>>().join(" "),
        alternative_headline: None,
        description: None,
        body: vec![Block { role: Role::Paragraph, text: text.to_owned() }],
        correction: None,
        authors: Vec::new(),
        agency: None,
        published_at: None,
        modified_at: None,
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        language: Some("en".to_owned()),
        section: None,
        keywords: Vec::new(),
        images: Vec::new(),
        external_id: None,
        is_accessible_for_free: None,
        word_count: 0,
        traceparent: None,
        provenance: BTreeMap::new(),
        notes: Vec::new(),
    }
}
