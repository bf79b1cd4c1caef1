//! Where values come from: the file, then the environment. Each fault is told with its place and its remedy.

use toml::de::{DeTable, DeValue};

use super::keys::{Given, KEYS, PROPERTIES, is_secret, properties};
use super::{Config, Refusal, check};

/// Takes over what a file says. False if it is no TOML.
pub(super) fn file(config: &mut Config, name: &str, text: &str, refusal: Refusal, problems: &mut Vec<String>) -> bool {
    let line = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    match DeTable::parse(text) {
        Ok(table) => {
            let mut found = Vec::new();
            flatten(table.get_ref(), "", &mut found);
            // Told in the order of the file, which is how they are mended.
            found.sort_by_key(|(_, at, _)| *at);
            for (path, at, given) in found {
                if let Err(problem) = set(config, &path, &given, refusal) {
                    problems.push(format!("{name}:{}: {problem}", line(at)));
                }
            }
            true
        }
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            problems.push(format!("{name}:{}: {}", line(at), error.message().replace('\n', ", ")));
            false
        }
    }
}

/// Takes over what the environment says. Of a variable and its `_FILE` twin the later name wins, the twin.
pub(super) fn environment(
    config: &mut Config,
    env: impl Iterator<Item = (String, String)>,
    refusal: Refusal,
    problems: &mut Vec<String>,
) {
    let mut variables: Vec<_> = env.filter(|(name, _)| name.starts_with("COPYDESK__")).collect();
    variables.sort();
    for (name, value) in variables {
        let path = name.trim_start_matches("COPYDESK__").to_ascii_lowercase().replace("__", ".");
        let (path, given) = match path.strip_suffix("_file") {
            Some(path) if !is_key(&format!("{path}_file")) => match std::fs::read_to_string(&value) {
                Ok(text) => (path.to_owned(), text.trim_end_matches(['\r', '\n']).to_owned()),
                Err(error) => {
                    problems.push(format!("{name}: {value}: {error}"));
                    continue;
                }
            },
            _ => (path, value),
        };
        let path = match PROPERTIES.iter().find(|table| under(&path, table).is_some()) {
            Some(table) => {
                let property = under(&path, table).unwrap_or_default();
                format!("{table}.{}", property.replace('_', "."))
            }
            None => path,
        };
        if let Err(problem) = set(config, &path, &Given::Variable(given), refusal) {
            problems.push(format!("{name}: {problem}"));
        }
    }
}

/// What stands under a table.
fn under<'a>(path: &'a str, table: &str) -> Option<&'a str> {
    path.strip_prefix(table)?.strip_prefix('.')
}

fn is_key(path: &str) -> bool {
    KEYS.iter().any(|key| key.path == path)
}

fn set(config: &mut Config, path: &str, given: &Given, refusal: Refusal) -> Result<(), String> {
    if let Some(key) = KEYS.iter().find(|key| key.path == path) {
        return key.set(config, given).map_err(|problem| format!("{path} {problem}"));
    }
    let Some((table, property)) = PROPERTIES.iter().find_map(|table| Some((*table, under(path, table)?))) else {
        let hint = nearest(path).map(|key| format!("; is {key} meant?")).unwrap_or_default();
        return Err(format!("{path} is no key{hint}"));
    };
    if let Some(why) = check::reserved(property) {
        return Err(format!("{path} can't be set: {why}"));
    }
    let value = match given {
        Given::Text(text) | Given::Variable(text) => text.clone(),
        Given::Whole(number) => number.to_string(),
        Given::Flag(flag) => flag.to_string(),
        // The value is not shown: it may be a secret.
        Given::List(_) | Given::Other(_) => return Err(format!("{path} must be a string, a whole number or a flag")),
    };
    if let Some(why) = refusal(property, &value) {
        // What is said of a value may quote it.
        let why = if is_secret(property) { "the Kafka client takes no such value" } else { &why };
        return Err(format!("{path} can't be set: {why}"));
    }
    properties(config, table).insert(property.to_owned(), value);
    Ok(())
}

/// The values of a document, each with its path and where it stands.
fn flatten(table: &DeTable<'_>, above: &str, found: &mut Vec<(String, usize, Given)>) {
    for (name, value) in table {
        let path = if above.is_empty() { name.get_ref().to_string() } else { format!("{above}.{}", name.get_ref()) };
        let given = match value.get_ref() {
            DeValue::Table(table) => {
                flatten(table, &path, found);
                continue;
            }
            DeValue::String(text) => Given::Text(text.to_string()),
            DeValue::Boolean(flag) => Given::Flag(*flag),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Given::Other("a number beyond 64 bits"), Given::Whole),
            DeValue::Float(_) => Given::Other("a fraction"),
            DeValue::Datetime(_) => Given::Other("a date"),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .map_or(Given::Other("a list of other things"), Given::List),
        };
        found.push((path, name.span().start, given));
    }
}

/// The key that is spelt most like this, if one is spelt nearly so.
fn nearest(path: &str) -> Option<&'static str> {
    let last = |path: &'static str| path.rsplit('.').next().unwrap_or(path);
    let near = |to: &str, of: &str| Some(distance(to, of)).filter(|distance| *distance <= 2.max(of.len() / 5));
    let own = path.rsplit('.').next().unwrap_or(path);
    KEYS.iter()
        // The whole path spelt nearly so, or the name spelt rightly in the wrong section.
        .filter_map(|key| {
            near(path, key.path).or((last(key.path) == own).then_some(usize::MAX)).map(|far| (far, key.path))
        })
        .min()
        .map(|(_, path)| path)
}

/// How many letters must be put in, left out or changed to make one of the other (Levenshtein 1965).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().take(100).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = corner + usize::from(from != *to);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
