//! Laws of the source: who may name what, and how large a file may be.

use regex::Regex;

use super::rust_files;

/// The stages in the order of the journey; each names only those before it.
const STAGES: &[&str] = &["capture", "decode", "extract", "normalize", "sketch", "verdict", "wire"];

/// Lines of a file, at most.
const LINES_MAX: usize = 600;

/// Words that say nothing of what a module does.
const BANNED: &[&str] =
    &["util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "process", "info"];

/// The code without its comments. Within a string, `//` counts as one too: no harm where names are looked for.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The stage that a file belongs to, by its path.
fn stage(path: &str) -> Option<usize> {
    let rest = path.strip_prefix("src/desk/")?;
    let name = rest.split(['/', '.']).next()?;
    STAGES.iter().position(|stage| *stage == name)
}

/// The stages that code names: at the head of a path, or anywhere within an import.
fn named(code: &str) -> Vec<usize> {
    let imports = Regex::new(r"(?s)\buse\s[^;]*;").unwrap();
    STAGES
        .iter()
        .enumerate()
        .filter(|(_, stage)| {
            let path = Regex::new(&format!(r"\b(super|desk)::{stage}\b|(?m)(^|[^:\w]){stage}::")).unwrap();
            let word = Regex::new(&format!(r"(^|[^\w]){stage}(::|,|\}}|;|\s)")).unwrap();
            // An import from outside this crate may have any name in it.
            let own = |import: &str| import.contains("super") || import.contains("crate");
            path.is_match(code)
                || imports.find_iter(code).any(|import| own(import.as_str()) && word.is_match(import.as_str()))
        })
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn names_of_stages_are_found_in_paths_and_imports() {
    let found = |code| named(code).into_iter().map(|number| STAGES[number]).collect::<Vec<_>>();
    assert_eq!(found("let a = crate::desk::wire::size;"), ["wire"]);
    assert_eq!(found("use super::super::{\n    capture,\n    sketch::Sketch,\n};"), ["capture", "sketch"]);
    assert_eq!(found("verdict::Memory::new()"), ["verdict"]);
    assert_eq!(found("use unicode_normalization::is_nfc;\nlet wire = known.sketch.len();"), Vec::<&str>::new());
}

#[test]
fn a_stage_names_only_stages_before_it() {
    for (path, text) in rust_files("src/desk") {
        // Tests of a stage may run those after it.
        let Some(own) = stage(&path).filter(|_| !path.contains("tests")) else { continue };
        for other in named(&code(&text)) {
            assert!(other <= own, "{path} names {}, which stands after {}", STAGES[other], STAGES[own]);
        }
    }
}

#[test]
fn no_file_is_longer_than_one_can_keep_in_mind() {
    for (path, text) in ["src", "tests"].into_iter().flat_map(rust_files) {
        let lines = text.lines().count();
        assert!(lines <= LINES_MAX, "{path} has {lines} lines, more than {LINES_MAX}");
    }
}

#[test]
fn only_the_kafka_shell_names_the_client_library() {
    let client = Regex::new(r"\brdkafka(_sys)?\b").unwrap();
    for (path, text) in ["src", "tests"].into_iter().flat_map(rust_files) {
        if !(path.starts_with("src/kafka") || path.starts_with("tests/broker") || path.starts_with("tests/it/tidy")) {
            assert!(!client.is_match(&code(&text)), "{path} names the client library");
        }
    }
}

#[test]
fn only_what_meets_the_outside_derives_serde() {
    let derived = Regex::new(r"(?s)derive\([^)]*\b(Serialize|Deserialize)\b").unwrap();
    for (path, text) in rust_files("src") {
        if !["src/desk/capture", "src/desk/wire", "src/ops"].iter().any(|own| path.starts_with(own)) {
            assert!(!derived.is_match(&code(&text)), "{path} derives serde");
        }
    }
}

#[test]
fn the_desk_and_the_shells_keep_apart() {
    let outward = Regex::new(r"\bcrate::(\{[^}]*\b)?(kafka|run|ops|cli)\b").unwrap();
    let to_ops = Regex::new(r"\bcrate::(\{[^}]*\b)?(run|ops|cli)\b").unwrap();
    let to_kafka = Regex::new(r"\bcrate::(\{[^}]*\b)?(run|kafka|cli)\b").unwrap();
    for (path, text) in rust_files("src") {
        let code = code(&text);
        let (law, broken) = match path.split('/').nth(1).unwrap().trim_end_matches(".rs") {
            "desk" => ("the desk names no shell", outward.is_match(&code)),
            "kafka" => ("kafka names neither run, ops nor cli", to_ops.is_match(&code)),
            "ops" => ("ops names neither run, kafka nor cli", to_kafka.is_match(&code)),
            _ => continue,
        };
        assert!(!broken, "{path}: {law}");
    }
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    for (path, _) in ["src", "tests"].into_iter().flat_map(rust_files) {
        for part in path.trim_end_matches(".rs").split('/') {
            // There it is the operating system's word: a broker's JVM.
            let exact = path == "tests/broker/kafka/process.rs";
            assert!(exact || !BANNED.contains(&part), "{path}: {part:?} says nothing");
        }
    }
}
