//! Where a text came from, as a label on the page says it (`Quelle: dpa`) or a line of its own (`SID`). A picture's source stands
//! so as well, and none of it is told here.

use super::{BYLINES_MAX, Begun, Story};
use crate::desk::decode::tree::{Key, Tag};
use crate::desk::decode::{NodeId, Tree};
use crate::desk::extract::facts::openers::Openers;
use crate::desk::extract::facts::scan::{Spot, is_marked};
use crate::desk::extract::facts::short;

/// Words that, with a colon, introduce where a text came from.
#[rustfmt::skip]
const SOURCE_LABELS: Openers = Openers::of(&[
    "quelle", "source", "fuente", "fonte", "bron", "źródło", "zdroj", "forrás", "kaynak", "källa", "kilde", "lähde", "izvor", "sursa", "источник",
    "джерело", "извор", "πηγή",
]);

/// The longest line that a source and its label fill, in characters. Set by hand; `a_label_introduces_the_source` moves with it.
const SOURCE_CHARS_MAX: usize = 50;

/// The lines below the headline that name the text's source behind a label, label and all.
pub(super) fn labelled(tree: &Tree, begun: &[Begun<'_>], at: usize) -> Vec<String> {
    let behind = begun.iter().filter(|(spot, text)| !spot.aside && spot.at >= at && SOURCE_LABELS.open(text));
    let behind = behind.filter(|(spot, _)| !is_of_picture(tree, spot.id));
    let lines = behind.filter_map(|(spot, _)| short::line(tree, spot.id, SOURCE_CHARS_MAX, |_| false));
    let is_labelled = |line: &String| line.split_once(':').is_some_and(|(label, _)| !label.contains(' '));
    lines.filter(is_labelled).take(BYLINES_MAX).collect()
}

/// The longest line that is an agency's name, with a date or a picture's credit behind it, in characters, how many words of it name the
/// agency, and how many such lines are looked at. Set by hand; `an_agency_may_sign_on_a_line_of_its_own` moves with the first two.
const ALONE_CHARS_MAX: usize = 60;
const ALONE_WORDS_MAX: usize = 2;
const ALONE_MAX: usize = 40;

/// Agencies whose names are spelt as other words are, in lower case, and the article in front of some of them.
const SPELT: Openers = Openers::of(&[
    "adnkronos",
    "agence france-presse",
    "agência brasil",
    "anadolu",
    "associated press",
    "belga",
    "canadian press",
    "europa press",
    "interfax",
    "keystone-sda",
    "kyodo",
    "lusa",
    "reuters",
    "ritzau",
    "tanjug",
    "the associated press",
    "the canadian press",
    "xinhua",
    "yonhap",
]);
const ARTICLE: &str = "the ";

/// What introduces the agencies that a text was made of, in lower case, the longest first where one begins with another; and the first words
/// of these.
#[rustfmt::skip]
const WITHS: &[&str] = &[
    "mit material von", "mit material der", "mit informationen von", "unter verwendung von material von", "mit", "avec l'", "avec l’", "avec",
    "con información de la", "con información de", "con informaciones de", "con", "com informações da", "com informações do", "com informações de",
    "com", "with additional reporting by", "with reporting by", "with reporting from", "with inputs from", "with input from", "with files from",
    "with information from", "with material from", "with", "met", "med",
];
const WITH_WORDS: Openers = Openers::of(&["avec", "com", "con", "med", "met", "mit", "unter", "with"]);

/// How many words name the agencies behind it. Set by hand: six names and the word between the last two;
/// `an_agency_may_sign_on_a_line_of_its_own` moves with it.
const WITH_WORDS_MAX: usize = 7;

/// The lines below the headline that may be an agency's name and nothing else: in capitals or in small letters, in brackets, behind a
/// word that joins it to the text, or with a sign and a year. Which of them is one, `normalize` tells.
pub(super) fn alone(tree: &Tree, begun: &[Begun<'_>], at: usize, story: &Story) -> Vec<String> {
    let is_block = |spot: &Spot| !spot.aside && spot.at >= at && matches!(tree.tag(spot.id), Tag::P | Tag::Div);
    let behind = begun.iter().filter(|(spot, text)| is_block(spot) && may_be_alone(text)).take(ALONE_MAX);
    let lines = behind.filter_map(|(spot, _)| Some((spot.id, short::line(tree, spot.id, ALONE_CHARS_MAX, |_| false)?)));
    let named = lines.filter_map(|(id, line)| Some((id, credited(&line)?.to_owned())));
    // What is listed is other stories.
    let is_item = |id| tree.ancestors(id).take(PICTURE_DEPTH_MAX).any(|above| tree.is(above, Tag::Li));
    let is_others =
        |id| is_marked(tree, id, CREDIT_WORDS) || is_item(id) || is_of_picture(tree, id) || story.is_of_other(tree, id);
    let ours = named.filter(|&(id, _)| !leads(tree, id) && !is_others(id));
    ours.map(|(_, name)| name).take(BYLINES_MAX).collect()
}

/// Whether a line may begin with an agency's name: its first two letters are of one case, or a known word begins it.
fn may_be_alone(text: &str) -> bool {
    // In bytes, of which a letter beyond ASCII takes two or more.
    if text.len() > 2 * ALONE_CHARS_MAX {
        return false;
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let mut letters = text.chars();
    let pair = (letters.next(), letters.next());
    let is_cased = matches!(pair, (Some(one), Some(two)) if one.is_lowercase() && two.is_lowercase() || one.is_uppercase() && two.is_uppercase());
    is_cased || SPELT.open(text) || WITH_WORDS.open(text)
}

/// What a line names that is no more than a source: before the bar behind which a picture's credit and a date stand. Behind the sign of
/// copyright alone stands a picture's.
fn credited(line: &str) -> Option<&str> {
    let (front, rest) = line.split_once(" | ").unwrap_or((line, ""));
    let name = front.trim_matches(|c: char| !c.is_alphabetic());
    let is_pictures = front.contains('©') && !front.contains(|c: char| c.is_ascii_digit()) && rest.is_empty();
    let (name, words_max) = match joined(name) {
        Some(agencies) => (agencies, WITH_WORDS_MAX),
        None => (behind(name, ARTICLE).unwrap_or(name), ALONE_WORDS_MAX),
    };
    let is_name = || !name.is_empty() && !AMBIGUOUS.iter().any(|other| name.eq_ignore_ascii_case(other));
    (!is_pictures && is_name() && name.split(' ').count() <= words_max).then_some(name)
}

/// What stands behind the words that introduce agencies.
fn joined(line: &str) -> Option<&str> {
    WITHS.iter().find_map(|with| {
        let rest = behind(line, with)?;
        (rest.starts_with(' ') || with.ends_with(['\'', '’'])).then(|| rest.trim_start())
    })
}

/// The rest of a line that begins with these words in lower case, whatever its own case.
fn behind<'l>(line: &'l str, words: &str) -> Option<&'l str> {
    let (front, rest) = line.split_at_checked(words.len())?;
    let is_it = if front.is_ascii() { front.eq_ignore_ascii_case(words) } else { front.to_lowercase() == words };
    is_it.then_some(rest)
}

/// Agencies' names, in lower case, that stand alone on pages as other things: as a badge, a score or the head of a column.
const AMBIGUOUS: &[&str] = &["aa", "beta", "ep", "pa", "sta", "tt"];

/// Words in class names of what says whose a picture is.
const CREDIT_WORDS: &[&str] = &["copyright", "credit", "credits", "source"];

/// Whether an element holds a link, or is in one.
fn leads(tree: &Tree, id: NodeId) -> bool {
    let inner = tree.descendants(id).take(PICTURE_NODES_MAX);
    inner.chain(tree.ancestors(id).take(PICTURE_DEPTH_MAX)).any(|id| tree.is(id, Tag::A))
}

/// Words in class names of what stands below a picture.
const CAPTION_WORDS: &[&str] = &["caption", "bildunterschrift", "image", "photo", "foto", "picture"];

/// How many levels above a line its picture's box is looked for, and how many nodes of what stands in front of it. Set by hand;
/// `a_label_introduces_the_source` moves with both.
const PICTURE_DEPTH_MAX: usize = 3;
const PICTURE_NODES_MAX: usize = 8;

/// Whether a line stands below a picture, by the name of a box around it or what is in front of it.
fn is_of_picture(tree: &Tree, id: NodeId) -> bool {
    let holds = |at| {
        std::iter::once(at).chain(tree.descendants(at).take(PICTURE_NODES_MAX)).any(|inner| tree.is(inner, Tag::Img))
    };
    let mut boxes = std::iter::once(id).chain(tree.ancestors(id)).take(PICTURE_DEPTH_MAX);
    holds(id)
        || boxes.any(|at| {
            let class = tree.value(at, Key::Class).unwrap_or_default().to_ascii_lowercase();
            let before = || std::iter::successors(tree.previous_sibling(at), |&before| tree.previous_sibling(before));
            CAPTION_WORDS.iter().any(|word| class.contains(word)) || before().take(2).any(holds)
        })
}
