//! `copydesk rejects` on the letters of a service that ran: what is listed, sent back and deleted.

use std::process::{Command, Output};

use copydesk::desk::wire::Dialect;

use crate::{
    audit::{self, header},
    binary::Binary,
    kafka::Record,
    pages,
    service::Service,
};

/// Runs the subcommand.
fn run(service: &Service, arguments: &[&str]) -> Output {
    let (folder, file) = Binary::configure(service);
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.arg("rejects").args(arguments).arg("--config").arg(file);
    let ran = command.output().expect("the binary was built");
    drop(folder);
    ran
}

/// Runs the subcommand, which succeeds; its standard output, and what it said beside it.
fn rejects(service: &Service, arguments: &[&str]) -> (String, String) {
    let ran = run(service, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes text");
    let (out, said) = (text(ran.stdout), text(ran.stderr));
    assert!(ran.status.success(), "{arguments:?}: {said}");
    (out, said)
}

fn letters(service: &Service) -> Vec<Record> {
    service.kafka.read_all(&service.settings.topics.rejects)
}

/// Has a replica judge all that was sent.
fn judge(service: &Service) {
    let replica = service.start(0);
    service.until_committed(service.sent().values().sum());
    replica.leave();
}

const BROKEN: &[u8] = b"{\"url\": \"https://one.example/\" \xff\x00 not JSON";

#[test]
fn letters_are_listed_sent_back_and_deleted() {
    let mut service = Service::new("letters", 2);
    // The dialect whose numbers are no text; those of the other tests are the default's.
    service.bounds.dialect = Dialect::Spring;
    let neighbours = pages::draw(20, 5, 1);
    service.feed(&neighbours);
    let own: [(&str, &[u8]); 3] =
        [("content-type", b"application/json"), ("url", b"https://news.one.example/a"), ("crawler", b"\x00\xfe")];
    let at = service.send(1, Some(b"key \xff"), BROKEN, &own);
    let captcha: &[u8] = b"%PDF-1.7";
    service.send(1, None, captcha, &[("content-type", b"application/pdf"), ("url", b"https://two.example/b")]);
    judge(&service);
    assert_eq!(letters(&service).len(), 2);

    // The order of letters in different partitions is nobody's promise.
    let list = |arguments: &[&str]| {
        let mut lines: Vec<String> = rejects(&service, arguments).0.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    let all = list(&["list"]);
    assert_eq!(all.len(), 2, "{all:?}");
    let (one, _) = rejects(&service, &["list", "--json", "--reason", "bad-json", "--host", "one.example"]);
    let told: serde_json::Value = serde_json::from_str(one.trim_end()).expect("one letter, an object");
    assert_eq!(told["source"]["offset"], at);
    assert_eq!(told["url"], "https://news.one.example/a");
    assert_eq!(told["bytes"], BROKEN.len());
    assert!(list(&["list", "--until", "2020-01-01T00:00:00Z"]).is_empty());
    assert_eq!(list(&["list", "--since", "1h"]), all);

    // One is given back byte for byte.
    let place = all.iter().find(|line| line.contains("bad-json")).and_then(|line| line.split('\t').next());
    let got = run(&service, &["get", place.expect("its place is told")]);
    assert!(got.status.success() && got.stdout == BROKEN, "{got:?}");
    let said = String::from_utf8(got.stderr).expect("it writes text");
    assert!(said.contains("key: key \\xff\n") && said.contains("crawler: \\x00\\xfe\n"), "{said}");
    for nowhere in ["0:999999", "77:0", "0:18446744073709551615"] {
        let got = run(&service, &["get", nowhere]);
        let said = String::from_utf8(got.stderr).expect("it writes text");
        assert!(!got.status.success() && said.contains(&format!("no letter lies at {nowhere}")), "{said}");
    }

    // Nothing is sent by a rehearsal.
    let (_, said) = rejects(&service, &["replay", "--dry-run"]);
    assert!(said.contains("2 would be replayed"), "{said}");
    assert_eq!(service.kafka.read_all(service.raw()).len(), neighbours.len() + 2);

    // Sent back, it is what it was; rejected again, its letter counts.
    let (_, said) = rejects(&service, &["replay", "--host", "one.example"]);
    assert!(said.contains("1 replayed"), "{said}");
    let sent = service.kafka.read_all(service.raw()).pop().expect("the partition's last");
    assert_eq!((sent.partition, sent.key.as_deref(), sent.value.as_deref()), (1, Some(&b"key \xff"[..]), Some(BROKEN)));
    let mut expected: Vec<(String, Option<Vec<u8>>)> =
        own.iter().map(|(name, value)| ((*name).to_owned(), Some(value.to_vec()))).collect();
    expected.push(("copydesk-replays".to_owned(), Some(b"0".to_vec())));
    assert_eq!(sent.headers, expected);

    let replica = service.start(1);
    service.kafka.until("the third letter", || (letters(&service).len() == 3).then_some(()));
    replica.leave();
    let again = letters(&service).into_iter().find(|letter| header(letter, "copydesk-replays") == "1");
    let again = again.expect("its letter counts the replay");
    assert_eq!(again.value.as_deref(), Some(BROKEN));
    let (_, said) = rejects(&service, &["replay", "--dry-run", "--replays-max", "1"]);
    assert!(said.contains("1  left alone") && said.contains("2 would be replayed"), "{said}");

    // Kafka deletes from the front: what lies behind another letter stays.
    let (_, said) = rejects(&service, &["purge", "--reason", "bad-json", "--dry-run"]);
    let would: u64 = said
        .lines()
        .rev()
        .find_map(|line| {
            let (_, deleted) = line.split_once(" looked at, ")?;
            deleted.strip_suffix(" would be deleted")?.parse().ok()
        })
        .expect("it says how many");
    assert_eq!(letters(&service).len(), 3);
    rejects(&service, &["purge", "--reason", "bad-json"]);
    let left = letters(&service);
    assert_eq!(left.len() as u64, 3 - would);
    let reason = |letter: &Record| header(letter, "copydesk-reason");
    // In each partition what is left begins with a letter that wasn't meant.
    for partition in 0..2 {
        let front = left.iter().filter(|letter| letter.partition == partition).min_by_key(|letter| letter.offset);
        assert!(front.is_none_or(|letter| reason(letter) != "bad-json"), "{left:?}");
    }
    rejects(&service, &["purge", "--all"]);
    assert_eq!(letters(&service), []);
    assert_eq!(audit::articles(&service).len(), neighbours.len());
}

#[test]
fn nothing_is_deleted_or_sent_unasked() {
    let service = Service::new("purge", 1);
    let ran = run(&service, &["replay"]);
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(!ran.status.success() && said.contains("replay needs a filter, or --all"), "{said}");
    let ran = run(&service, &["purge"]);
    assert!(!ran.status.success());
    assert!(String::from_utf8_lossy(&ran.stderr).contains("--all"));
}
