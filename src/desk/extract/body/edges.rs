//! Edges: where the text begins and ends among the units that were picked.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::phrase;
use super::place::Kind;
use super::unit::{Cut, Unit, Units};
use crate::desk::extract::{Role, wording};

/// The least weight of a paragraph with links, and of a sub-headline that ends as a sentence does, at an edge of the text: a line of
/// print. `a_sentence_set_as_a_heading_ends_the_text` moves with it.
const LINE_WEIGHT_MIN: usize = 60;

/// The least weight of such a sub-headline with links in it: two lines of print. The same test moves with it.
const LARGE_WEIGHT_MIN: usize = 120;

/// Cuts off what stands before the first and behind the last running text and reads as none: dates, bylines, tags, lists
/// of links.
pub(super) fn trim(units: &mut Units, picked: &mut Vec<usize>) {
    let solid = |index: &usize| {
        units.get(*index).is_some_and(|unit| {
            unit.level == 0
                && (unit.is_prose() || units.ends_sentence(unit) && unit.weight >= 25 && unit.link_share() < 0.3)
        })
    };
    // Some writers set the first paragraph in the type of a sub-headline; a poster has nothing else.
    let has_prose = picked.iter().any(|&index| units.get(index).is_some_and(Unit::is_prose));
    let opens = |index: &usize| {
        let large = |unit: &Unit| unit.level > 1 && unit.weight >= LINE_WEIGHT_MIN && units.ends_sentence(unit);
        solid(index) || has_prose && units.get(*index).is_some_and(large)
    };
    // A question, or what ends in a colon, heads something that was left out.
    let closes = |index: &usize| {
        let is_plain = |unit: &Unit| {
            unit.link_weight == 0 || unit.weight >= LARGE_WEIGHT_MIN && unit.link_share() < PLAIN_SHARE_MAX
        };
        let tells = |unit: &Unit| is_plain(unit) && units.text(unit).ends_with(['.', '。', '!']);
        solid(index) || opens(index) && units.get(*index).is_some_and(tells)
    };
    let (Some(first), Some(last)) = (picked.iter().position(opens), picked.iter().rposition(closes)) else {
        picked.drain(..).for_each(|index| units.cut(index, Cut::Edge));
        return;
    };
    let first = first - closers(units, picked.get(..first).unwrap_or_default().iter().rev(), picked.get(first));
    // The sub-headlines in front of the text belong to it, those that an author set as large as the headline, too.
    let heads = |index: &&usize| units.get(**index).is_some_and(|unit| unit.level > 0 && !unit.boiler);
    let first = first - picked.get(..first).unwrap_or_default().iter().rev().take_while(heads).count();
    let (text, behind) = picked.split_at_checked(last + 1).unwrap_or_default();
    let mut last = last + tail(units, behind, text);
    loop {
        last += closers(units, picked.get(last + 1..).unwrap_or_default().iter(), picked.get(last));
        let verses = verses(units, picked.get(last + 1..).unwrap_or_default(), picked.get(last));
        if verses == 0 {
            break;
        }
        last += verses;
    }
    let ends = [picked.get(first), picked.get(last)].map(|index| index.copied().filter(|index| opens(index)));
    ends.into_iter().flatten().for_each(|index| units.set_as_text(index));
    picked.drain(last + 1..).for_each(|index| units.cut(index, Cut::Edge));
    picked.drain(..first).for_each(|index| units.cut(index, Cut::Edge));
}

/// The share of links up to which an item of a list is the text's own. Set by hand;
/// `a_list_at_the_end_stays_with_its_announcement` moves with it.
const PLAIN_SHARE_MAX: f64 = 0.2;

/// The share of links from which an item behind plain ones of its list only leads elsewhere. Set by hand;
/// `a_list_at_the_end_stays_with_its_announcement` moves with it.
const LEADING_SHARE_MIN: f64 = 0.6;

/// The share of links up to which an item says something. Set by hand;
/// `a_list_at_the_end_stays_with_its_announcement` moves with it.
const TELLING_SHARE_MAX: f64 = 0.5;

/// Words that announce no more of the text but where it is from and whom to ask, in lower case.
#[rustfmt::skip]
const SOURCES: &[&str] = &[
    "bron", "bronnen", "bibliographie", "bibliography", "contact", "contacts", "crédits", "credits", "fonte", "fontes", "fonti", "forrás", "források", "fuente",
    "fuentes", "fußnoten", "kaynak", "kaynaklar", "kilde", "kilder", "kontakt", "källa", "källor", "literatur", "lähde", "lähteet", "notes", "quelle",
    "quellen", "references", "referenzen", "source", "sources", "surse", "sursă", "zdroj", "zdroje", "źródła", "źródło", "πηγές", "πηγή",
    "джерела", "джерело", "источник", "источники", "出典", "参考", "参考资料", "来源", "來源", "출처",
];

/// Labels of who made a text or a film, how to reach them and what a site counts, in lower case.
#[rustfmt::skip]
const IMPRINTS: &[&str] = &[
    "adresse", "address", "ansprechpartner", "ansprechpartnerin", "auteur", "author", "authors", "autor", "autore", "autorin", "bearbeitung", "camera", "copyright", "editor", "editors", "email",
    "facebook", "fax", "handy", "homepage", "id", "instagram", "internet", "isin", "kamera", "linkedin", "mail", "mobil", "mobile", "pressekontakt", "press", "produktion", "producer",
    "redaktion", "schnitt", "tel", "telefax", "telefon", "telefono", "telefoon", "téléphone", "teléfono", "telephone", "phone", "text", "texte", "texto", "testo", "tekst", "twitter", "views",
    "web", "website", "wkn", "автор", "редактор", "текст", "телефон",
];

/// The most words of a label in front of a fact. Set by hand: `Man of the match:` has four, and sentences with a colon have more;
/// `facts_at_the_end_of_the_text_stay` moves with these.
const LABEL_WORDS_MAX: usize = 4;

/// The heaviest line that states a fact, in weight: two lines of print. Set by hand.
const FACT_WEIGHT_MAX: usize = 160;

/// Words with which a site asks for something in front of a colon, in lower case. `facts_at_the_end_of_the_text_stay` moves with them.
#[rustfmt::skip]
const IMPERATIVES: &[&str] = &[
    "abonnez", "abonniere", "abonnieren", "abonnér", "compartilhe", "comparte", "condividi", "delen", "donate", "donez", "faites", "folge", "folgen", "follow", "følg", "följ",
    "iscriviti", "join", "lees", "leggi", "lesen", "lies", "lire", "lisez", "partagez", "read", "seguici", "share", "siga", "sigue", "soutenez", "sostieni", "spende", "spenden", "steun",
    "subscribe", "suivez", "support", "suscríbete", "síguenos", "teilen", "unterstütze", "unterstützen", "volg", "watch", "подписывайтесь", "поделиться", "читайте",
];

/// Words that may stand in front of such, in lower case.
const URGING: &[&str] = &["bitte", "hier", "here", "jetzt", "now", "please"];

/// Whether a text begins by asking for something.
fn demands(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let mut words = words.map(str::to_lowercase).skip_while(|word| URGING.contains(&word.as_str()));
    words.next().is_some_and(|word| IMPERATIVES.contains(&word.as_str()))
}

/// Whether a text is a label with what it stands for: `Referee: Anna Beispiel`.
fn is_fact(text: &str) -> bool {
    let Some((label, fact)) = text.split_once([':', '：']) else { return false };
    let first = label.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let first = first.to_lowercase();
    fact.chars().any(char::is_alphanumeric)
        && label.split(' ').count() <= LABEL_WORDS_MAX
        && label.starts_with(char::is_alphabetic)
        && label.ends_with(char::is_alphabetic)
        && !label.contains(['.', ',', '!', '?'])
        && !SOURCES.contains(&first.as_str())
        && !IMPRINTS.contains(&first.as_str())
        && !demands(label)
        && !phrase::is_promo(text)
}

/// What stands behind the rank that a text begins with: `1. Anna Beispiel 1:31:22`.
fn ranked(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_rank = (1..=RANK_DIGITS_MAX).contains(&(text.len() - rest.len()));
    rest.strip_prefix(['.', ')']).filter(|rest| is_rank && rest.starts_with(' '))
}

/// The most digits of a rank. Set by hand: lists in articles have fewer than a hundred lines; `facts_at_the_end_of_the_text_stay`
/// moves with it.
const RANK_DIGITS_MAX: usize = 2;

/// Which of these units, behind the last running text, state facts line by line: paragraphs beside it, two or more in a row. Lines
/// with ranks were announced, or most of them have a result: what is read most has ranks as well.
fn facts(units: &Units, behind: &[usize], edge: Option<&usize>) -> Vec<bool> {
    let holder = |index: &usize| {
        let unit = units.get(*index).filter(|unit| unit.role == Role::Paragraph)?;
        Some(units.places.get(unit.place).filter(|place| place.kind == Kind::Paragraph)?.above)
    };
    let text = |index: &usize| units.get(*index).map(|unit| units.text(unit)).unwrap_or_default();
    let mut above = edge.map(text).unwrap_or_default();
    let edge = edge.and_then(holder);
    let states = |index: &usize| {
        edge.is_some()
            && holder(index) == edge
            && units.get(*index).is_some_and(|unit| unit.link_weight == 0 && unit.weight <= FACT_WEIGHT_MAX)
    };
    let behind_rank = |index: &usize| ranked(text(index)).filter(|_| states(index));
    let mut found = Vec::with_capacity(behind.len());
    for lines in behind.chunk_by(|one, next| behind_rank(one).is_some() && behind_rank(next).is_some()) {
        let results = lines.iter().filter_map(behind_rank).filter(|rest| rest.contains(char::is_numeric)).count();
        let is_list = above.ends_with([':', '：']) && wording::heads_tail(above).is_none() && !phrase::is_promo(above)
            || results * 2 > lines.len();
        let stands = |index: &usize| states(index) && (is_fact(text(index)) || is_list && behind_rank(index).is_some());
        found.extend(lines.iter().map(stands));
        above = lines.last().map(text).unwrap_or_default();
    }
    let is = |at: Option<usize>| at.and_then(|at| found.get(at)) == Some(&true);
    (0..found.len()).map(|at| is(Some(at)) && (is(at.checked_sub(1)) || is(at.checked_add(1)))).collect()
}

/// How many times the label of a fact that stands alone behind the text stands in front of others in it. Set by hand: each day of a plan
/// ends with what it costs; `the_last_of_many_facts_of_one_label_stays` moves with it.
const LABELS_MIN: usize = 2;

/// The label of a unit that states a fact in figures, a paragraph without links.
fn label<'u>(units: &'u Units, unit: &Unit) -> Option<&'u str> {
    let is_paragraph = units.places.get(unit.place).is_some_and(|place| place.kind == Kind::Paragraph);
    let stands = is_paragraph && unit.role == Role::Paragraph && unit.link_weight == 0;
    let is_figure = |text: &str| is_fact(text) && text.contains(char::is_numeric);
    let text = Some(units.text(unit)).filter(|text| stands && unit.weight <= FACT_WEIGHT_MAX && is_figure(text))?;
    text.split_once([':', '：']).map(|(label, _)| label)
}

/// The labels of facts in a text, each with how many times it stands there.
fn labels<'u>(units: &'u Units, text: &[usize]) -> BTreeMap<&'u str, usize> {
    let mut labels = BTreeMap::new();
    for label in text.iter().filter_map(|&index| label(units, units.get(index)?)) {
        *labels.entry(label).or_default() += 1;
    }
    labels
}

/// How many of these units, behind the last running text, are a list or a table of its own: items that are no links, and the
/// sub-headline or the line with a colon that announces them. Behind plain ones an item may hold a link. `text` are the units up to
/// that text.
fn tail(units: &Units, behind: &[usize], text: &[usize]) -> usize {
    let facts = facts(units, behind, text.last());
    let labels = LazyCell::new(|| labels(units, text));
    let is_item = |at: usize, unit: &Unit| {
        matches!(unit.role, Role::ListItem | Role::Preformatted) && unit.link_share() < PLAIN_SHARE_MAX
            || facts.get(at) == Some(&true)
            || label(units, unit).is_some_and(|label| labels.get(label) >= Some(&LABELS_MIN))
    };
    let names_sources = |text: &str| {
        let first = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        SOURCES.contains(&first.as_str())
    };
    let announces = |unit: &Unit| {
        let text = units.text(unit);
        let heads = unit.level > 0 && wording::heads_tail(text).is_none();
        let announces = heads || unit.role == Role::Paragraph && text.ends_with([':', '：']);
        announces && unit.link_weight == 0 && !names_sources(text)
    };
    let listed = |unit: &Unit| {
        let item =
            units.places.around(unit.place).find(|(_, place)| matches!(place.kind, Kind::Item | Kind::Definition));
        item.or(units.places.get(unit.place).map(|place| (unit.place, place))).map(|(_, place)| place.above)
    };
    // A list most of whose items say something is the text's own where it was announced.
    let is_told = |from: usize, list: Option<usize>| {
        let items = behind.iter().skip(from).map_while(|&index| units.get(index));
        let items = items.take_while(|unit| unit.role == Role::ListItem && listed(unit) == list);
        let (telling, all) = items.fold((0, 0), |(telling, all), unit| {
            (telling + usize::from(unit.link_share() < TELLING_SHARE_MAX), all + 1)
        });
        telling * 2 > all
    };
    let mut told = None;
    let mut list = None;
    let mut taken = 0;
    while let Some(unit) = behind.get(taken).and_then(|&index| units.get(index)) {
        let next = || behind.get(taken + 1).and_then(|&index| units.get(index));
        let holder = listed(unit);
        let is_listed = unit.role == Role::ListItem;
        let goes_on = is_listed && unit.link_share() < LEADING_SHARE_MIN && list == holder;
        if is_item(taken, unit) || goes_on || is_listed && told.is_some() && told == holder {
            list = holder;
        } else if !announces(unit) {
            break;
        } else if let Some(next) = next().filter(|next| next.role == Role::ListItem && is_told(taken + 1, listed(next)))
        {
            told = listed(next);
        } else if !next().is_some_and(|next| is_item(taken + 1, next)) {
            break;
        }
        taken += 1;
    }
    taken
}

/// The least weight of a sentence that stands for itself: two words. `short_sentences_at_the_edges_stay` moves with it.
const CLOSER_WEIGHT_MIN: usize = 8;

/// The share of links up to which a paragraph at an edge of the text is a sentence with links in it. Set by hand;
/// `sentences_with_links_at_the_edges_stay` moves with it.
const LINKED_SHARE_MAX: f64 = 0.75;

/// The paragraph that a unit is, and what holds it.
fn paragraph(units: &Units, index: usize) -> Option<(&Unit, usize)> {
    let unit = units.get(index)?;
    let place = units.places.get(unit.place).filter(|place| place.kind == Kind::Paragraph)?;
    Some((unit, place.above))
}

/// Whether a unit is a short sentence in what holds the text, or a longer one with links. Dates have figures, bylines no stop,
/// and what ends in a colon heads something else.
fn closes(units: &Units, index: usize, holder: usize) -> bool {
    paragraph(units, index).is_some_and(|(unit, above)| {
        let text = units.text(unit);
        let is_short = || unit.link_weight == 0 && !text.contains(|c: char| c.is_numeric());
        let is_linked =
            || unit.weight >= LINE_WEIGHT_MIN && unit.link_share() < LINKED_SHARE_MAX && !phrase::asks(text);
        above == holder
            && unit.role == Role::Paragraph
            && unit.weight >= CLOSER_WEIGHT_MIN
            && units.ends_sentence(unit)
            && !text.ends_with([':', '：'])
            && (is_short() || is_linked())
    })
}

/// How many of these units, from an edge of the text outwards, are sentences of its own: paragraphs beside the unit at that edge.
fn closers<'u>(units: &Units, outwards: impl Iterator<Item = &'u usize>, edge: Option<&usize>) -> usize {
    let Some((_, holder)) = edge.and_then(|edge| paragraph(units, *edge)) else { return 0 };
    outwards.take_while(|index| closes(units, **index, holder)).count()
}

/// The most lines without a stop that a sentence is broken into, one paragraph each: a stanza. Set by hand;
/// `a_last_sentence_may_be_broken_into_lines` moves with it.
const VERSES_MAX: usize = 5;

/// How many of these units, behind the last running text, are the lines that a sentence is broken into, each a paragraph beside
/// that text, the last one with the stop.
fn verses(units: &Units, behind: &[usize], edge: Option<&usize>) -> usize {
    let Some((_, holder)) = edge.and_then(|edge| paragraph(units, *edge)) else { return 0 };
    let is_open = |index: &&usize| {
        paragraph(units, **index).is_some_and(|(unit, above)| {
            let text = units.text(unit);
            above == holder
                && unit.role == Role::Paragraph
                && unit.link_weight == 0
                && unit.weight >= CLOSER_WEIGHT_MIN
                && !text.contains(|c: char| c.is_numeric() || matches!(c, ':' | '：' | '©' | '|' | '@'))
        })
    };
    let open = behind.iter().take_while(is_open).take_while(|index| !closes(units, **index, holder));
    let open = open.take(VERSES_MAX + 1).count();
    // A line with a capital begins a sentence of its own, and a question is asked of the reader.
    let goes_on = |text: &str| text.starts_with(char::is_lowercase) && !text.ends_with(['?', '？']);
    let stops = |index: usize| units.get(index).is_some_and(|unit| goes_on(units.text(unit)));
    let ends = behind.get(open).is_some_and(|&index| closes(units, index, holder) && stops(index));
    if open <= VERSES_MAX && open > 0 && ends { open + 1 } else { 0 }
}
