//! The binary's subcommands that need no broker, as somebody at a terminal has them.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Output, Stdio},
};

/// A page whose file says nothing of its address.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/date-month-first/page.html");

/// A subcommand, by its words.
fn command(words: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(words.split_whitespace()).env_remove("COPYDESK_CONFIG").stdin(Stdio::null());
    command
}

fn traced(words: &str) -> String {
    let ended = command(&format!("trace {words}")).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    String::from_utf8(ended.stdout).unwrap()
}

/// What it ends with after it was given this on standard input.
fn fed(command: &mut Command, input: &[u8], output: Stdio) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped()).spawn().unwrap();
    // It may have ended before it has read all.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn page_line() -> String {
    let html = std::fs::read_to_string(PAGE).unwrap();
    serde_json::json!({"id": "p-1", "url": "https://news.example/town-clock", "html": html}).to_string() + "\n"
}

/// The subcommands that put something out with nothing installed.
fn talkative() -> [(String, String); 6] {
    let none = String::new();
    [
        ("config show".to_owned(), none.clone()),
        ("config check".to_owned(), none.clone()),
        (format!("trace {PAGE}"), none.clone()),
        ("demo".to_owned(), none),
        ("pipe --pages".to_owned(), page_line()),
        ("pipe --articles --jobs 1".to_owned(), "{\"id\":1,\"text\":\"The ferry sails.\"}\n".to_owned()),
    ]
}

#[test]
fn a_reader_that_has_gone_ends_a_command_quietly() {
    for (words, input) in talkative() {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ended = fed(&mut command(&words), input.as_bytes(), writer.into());
        assert!(ended.status.success() && ended.stderr.is_empty(), "{words}: {ended:?}");
    }
    // What it found is told by the exit code as well, and that is read.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ended = fed(command("config check").env("COPYDESK__BATCH__WAIT_MS", "soon"), b"", writer.into());
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_in_one_line() {
    for (words, input) in talkative() {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let ended = fed(&mut command(&words), input.as_bytes(), full.into());
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), said.lines().count()), (Some(1), 1), "{words}: {said}");
        assert!(said.starts_with("copydesk: ") && said.contains("No space left on device"), "{words}: {said}");
    }
}

#[test]
fn a_byte_order_mark_before_the_input_costs_no_line_its_id() {
    let article = "{\"id\":\"p-1\",\"text\":\"The ferry sails at noon.\"}\n".to_owned();
    for (words, line) in [("pipe --pages", page_line()), ("pipe --articles", article)] {
        let marked = ["\u{feff}", &line].concat();
        let ended = fed(&mut command(words), marked.as_bytes(), Stdio::piped());
        let told: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert_eq!((&told["id"], &told["verdict"]), (&"p-1".into(), &"new".into()), "{words}: {told}");
    }
}

#[test]
fn a_page_without_an_address_is_traced_as_an_article() {
    let told = traced(PAGE);
    assert!(told.contains("https://page.example/the-page-to-trace\n"), "{told}");
    assert!(told.ends_with("── verdict\nverdict               new\n"), "{told}");
}

#[test]
fn pages_that_came_before_a_traced_one_are_named_one_by_one() {
    let told = traced(&format!("--after {PAGE} --after {PAGE} {PAGE}"));
    assert!(told.contains("verdict               unchanged\n"), "{told}");
    let usage = command("trace --help").output().unwrap();
    let usage = String::from_utf8(usage.stdout).unwrap();
    assert!(usage.contains("--after <FILE>") && !usage.contains("--after <FILE>..."), "{usage}");
}

#[test]
fn brokers_that_are_away_are_named_with_the_cause() {
    std::thread::scope(|scope| {
        for words in ["rejects list", "rejects replay --all", "rejects purge --all", "topics check"] {
            scope.spawn(move || {
                let ended = command(words).env("COPYDESK__KAFKA__BROKERS", "127.0.0.1:1").output().unwrap();
                let said = String::from_utf8(ended.stderr).unwrap();
                assert_eq!(ended.status.code(), Some(1), "{words}: {said}");
                let last = said.lines().last().unwrap_or_default();
                assert!(last.starts_with("copydesk: reaching the cluster: 127.0.0.1:1"), "{words}: {said}");
                assert!(last.contains("Connection refused"), "{words}: {said}");
            });
        }
    });
}

#[test]
fn a_service_that_is_stopped_before_the_cluster_has_answered_ends_in_order() {
    let mut run = command("run");
    run.env("COPYDESK__KAFKA__BROKERS", "127.0.0.1:1").env("COPYDESK__OPS__LISTEN", "127.0.0.1:0");
    let mut service = run.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(service.stderr.take().unwrap()).lines().map(Result::unwrap);
    // By then it hears signals.
    assert!(said.any(|line| line.contains("waiting for the cluster")));
    let told = Command::new("kill").arg("-TERM").arg(service.id().to_string()).status().unwrap();
    let last = said.last();
    assert!(told.success() && service.wait().unwrap().success(), "{last:?}");
}

#[test]
fn a_configuration_that_is_named_by_nothing_is_the_defaults() {
    let shown = |named: Option<&str>| {
        let mut command = command("config show");
        named.map(|path| command.env("COPYDESK_CONFIG", path));
        let ended = command.output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        ended.stdout
    };
    assert_eq!(shown(Some("")), shown(None));
}

/// A line that ends with `…` is cut there, and one that is a label and `…` stands for all of that label that follow.
#[test]
fn the_readme_shows_what_a_trace_prints() {
    let readme = include_str!("../../README.md");
    let (_, shown) = readme.split_once("$ copydesk ").unwrap();
    let (words, shown) = shown.split_once("\n── ").unwrap();
    let words = words.replace('\\', "").replace("tests/pages", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages"));
    let shown = format!("── {}", shown.split("```").next().unwrap());
    let printed = traced(words.trim_start_matches("trace "));
    let mut printed = printed.lines().peekable();
    for line in shown.lines() {
        match line.strip_suffix('…') {
            Some(label) if label.ends_with("  ") => {
                while printed.next_if(|printed| printed.starts_with(label)).is_some() {}
            }
            Some(begun) => assert!(printed.next().unwrap().starts_with(begun), "{line}"),
            None => assert_eq!(printed.next(), Some(line)),
        }
    }
    assert_eq!(printed.next(), None);
}
