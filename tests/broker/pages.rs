//! Pages whose verdicts are known before they are judged, whatever the order in which partitions are read.
//!
//! Texts are sentences over a small list of words, drawn by number: two numbers share no sentence to speak of. What
//! must come after another page (a recrawl, an update) lies behind it in the same partition; copies lie in another
//! partition, and which of the two is the original is for the ledger to say.

/// A page in a partition of the raw topic.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) partition: i32,
    pub(crate) url: String,
    pub(crate) text: String,
    pub(crate) content_type: &'static str,
    pub(crate) expected: Expected,
}

/// What must become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// One of the pages that tell this story first: one of them is new, and the others are its duplicates.
    Story(usize),
    /// The same URL with the same words.
    Unchanged,
    /// The same URL with other words.
    Update,
    /// No page.
    Rejected,
}

/// Bytes of the largest batch that a topic takes which refuses [`too_long`].
pub(crate) const BATCH_BYTES: usize = 200_000;

/// An article that such a topic refuses, if what is sent is as large as what is written.
pub(crate) fn too_long(number: usize) -> Page {
    let text: Vec<String> = (0..).take(200).map(|paragraph| text(700_000 + 1_000 * number + paragraph)).collect();
    let text = text.join("\n\n");
    assert!(text.len() > BATCH_BYTES);
    let url = format!("https://long{number}.example/read");
    Page { partition: 0, url, text, content_type: "text/plain", expected: Expected::Rejected }
}

const NOUNS: &[&str] = &[
    "harbour",
    "council",
    "river",
    "ferry",
    "market",
    "school",
    "winter",
    "bridge",
    "garden",
    "letter",
    "window",
    "station",
    "village",
    "engine",
    "forest",
    "captain",
    "teacher",
    "library",
    "orchestra",
    "museum",
    "bakery",
    "railway",
    "cottage",
    "meadow",
    "island",
    "lantern",
    "kitchen",
    "theatre",
    "workshop",
    "harvest",
    "mountain",
    "valley",
    "festival",
    "printer",
    "carpenter",
    "painter",
    "farmer",
    "doctor",
    "sailor",
    "neighbour",
    "visitor",
    "worker",
    "builder",
    "reader",
    "writer",
    "singer",
    "morning",
    "evening",
    "summer",
    "autumn",
    "spring",
    "weekend",
    "budget",
    "contract",
    "meeting",
    "report",
    "decision",
    "plan",
    "project",
    "season",
    "record",
];

const VERBS: &[&str] = &[
    "opened",
    "closed",
    "visited",
    "repaired",
    "painted",
    "carried",
    "followed",
    "measured",
    "counted",
    "welcomed",
    "refused",
    "accepted",
    "delivered",
    "collected",
    "borrowed",
    "returned",
    "planned",
    "described",
    "explained",
];

const PLACES: &[&str] = &["near", "behind", "above", "beside", "under", "before", "after", "within", "without"];

/// The text of story `number`: a headline and four paragraphs, some 170 words.
pub(crate) fn text(number: usize) -> String {
    let mut words = Words(Draw(number as u64));
    let headline =
        format!("{} {} {} {} in {number}", capital(words.of(NOUNS)), words.of(NOUNS), words.of(VERBS), words.of(NOUNS));
    let paragraphs: Vec<String> = (0..4).map(|_| words.paragraph()).collect();
    format!("{headline}\n\n{}\n", paragraphs.join("\n\n"))
}

/// `count` pages and a few more over `partitions`, in the order in which they are to be sent; `seed` makes them others
/// than those of another call.
pub(crate) fn draw(seed: usize, count: usize, partitions: i32) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    for number in seed * 100_000..seed * 100_000 + count {
        let spread = |number: usize| i32::try_from(number % 1_009).expect("small") % partitions;
        let url = |number: usize| format!("https://host{}.example/news/{number}", number % 40);
        let story = |number: usize, expected| Page {
            partition: spread(number),
            url: url(number),
            text: text(number),
            content_type: "text/plain",
            expected,
        };
        match number % 10 {
            5 | 6 => {
                let original = story(number, Expected::Story(number));
                let copy = Page {
                    partition: (original.partition + 1) % partitions,
                    url: format!("https://mirror{}.example/{number}.html", number % 7),
                    ..original.clone()
                };
                pages.extend([original, copy]);
            }
            7 => pages.push(story(number - 7, Expected::Unchanged)),
            8 => {
                let mut page = story(number - 7, Expected::Update);
                page.text.push_str("\nThe council added a further report on the matter in the evening.\n");
                pages.push(page);
            }
            9 => pages.push(Page { text: " \n".to_owned(), ..story(number, Expected::Rejected) }),
            _ => pages.push(story(number, Expected::Story(number))),
        }
    }
    pages
}

/// Draws numbers (splitmix64): the same ones for the same seed.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).expect("an index")
    }
}

/// Draws words.
struct Words(Draw);

impl Words {
    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.0.below(list.len())]
    }

    fn sentence(&mut self) -> String {
        format!(
            "The {} {} the {} {} the {} and {} a {} with the {}.",
            self.of(NOUNS),
            self.of(VERBS),
            self.of(NOUNS),
            self.of(PLACES),
            self.of(NOUNS),
            self.of(VERBS),
            self.of(NOUNS),
            self.of(NOUNS)
        )
    }

    fn paragraph(&mut self) -> String {
        (0..3).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
