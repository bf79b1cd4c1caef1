use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use super::keys::{ANY, KEYS, PROPERTIES};
use super::{Config, GroupProtocol, LogFormat};

/// A client that takes all but one value, and says which.
fn refusal(name: &str, value: &str) -> Option<String> {
    (value == "wrong").then(|| format!("Invalid value \"{value}\" for \"{name}\""))
}

/// Loads a file with this text, and these variables over it.
fn load(text: &str, env: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let name = file.path().display().to_string();
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    // Problems name the file by its path, which differs on each run.
    Config::load(Some(file.path()), env, refusal)
        .map_err(|error| error.problems().iter().map(|problem| problem.replace(&name, "FILE")).collect())
}

fn refused(text: &str, env: &[(&str, &str)], expect: &[&str]) {
    assert_eq!(load(text, env).expect_err(text), expect);
}

fn shipped() -> (PathBuf, String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config/copydesk.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    (path, text)
}

#[test]
fn the_shipped_file_is_the_defaults_key_by_key() {
    let (path, text) = shipped();
    assert_eq!(Config::load(Some(&path), std::iter::empty(), refusal), Ok(Config::default()));
    let table: toml::Table = text.parse().unwrap();
    let mut section = String::new();
    let mut keys = KEYS.iter();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            assert_eq!(format!("{section}.{name}"), keys.next().unwrap().path, "file and code list keys in one order");
        }
    }
    assert!(keys.next().is_none(), "every key is in the file");
    assert!(table["kafka"]["properties"].as_table().unwrap().is_empty());
}

/// What may be set stands beside each key, so that nobody has to try.
#[test]
fn every_range_stands_in_the_shipped_file() {
    let (_, text) = shipped();
    let (mut comment, mut keys) = (String::new(), KEYS.iter());
    for line in text.lines() {
        if let Some(said) = line.strip_prefix("# ") {
            comment = comment + said + " ";
        } else if line.contains(" = ") {
            let key = keys.next().unwrap();
            let range = format!("{} to {}", key.range.start(), key.range.end());
            assert!(key.range == ANY || comment.contains(&range), "{}: {range}", key.path);
            comment.clear();
        } else {
            comment.clear();
        }
    }
}

#[test]
fn what_is_shown_loads_again_as_it_is() {
    let shown = Config::default().show();
    assert_eq!(load(&shown, &[]), Ok(Config::default()));
    let text = "[kafka.producer]\n\"linger.ms\" = 5\n[log]\nformat = \"text\"\n[verdict]\ncontainment_min = 700";
    let config = load(text, &[]).unwrap();
    assert_eq!(config.kafka.producer["linger.ms"], "5");
    assert_eq!(load(&config.show(), &[]), Ok(config));
}

#[test]
fn the_environment_wins_over_the_file() {
    let config = load(
        "[kafka]\nbrokers = [\"a:1\"]\ngroup = \"file\"\n[batch]\nwait_ms = 7",
        &[
            ("COPYDESK__KAFKA__BROKERS", "b:9092, c:9092"),
            ("COPYDESK__BATCH__WAIT_MS", " 250 "),
            ("COPYDESK__TOPICS__CREATE", "true"),
            ("COPYDESK__CAPTURE__FIELDS__URL", "uri"),
            ("COPYDESK__KAFKA__PROPERTIES__SSL_CA_LOCATION", "/ca.pem"),
            ("COPYDESK_CONFIG", "somewhere"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(config.kafka.brokers, ["b:9092", "c:9092"]);
    assert_eq!(config.kafka.group, "file");
    assert_eq!(config.batch.wait, Duration::from_millis(250));
    assert!(config.topics.create);
    assert_eq!(config.policy().capture.fields.url, ["uri"]);
    assert_eq!(config.kafka.properties["ssl.ca.location"], "/ca.pem");
}

#[test]
fn secrets_come_from_files_and_never_show() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    secret.write_all(b"hunter2\n").unwrap();
    let path = secret.path().display().to_string();
    let config = load(
        "[kafka.properties]\nsasl.username = \"desk\"\n[kafka.consumer]\n\"ssl.key.pem\" = \"hunter2\"",
        &[("COPYDESK__KAFKA__PROPERTIES__SASL_PASSWORD_FILE", &path)],
    )
    .unwrap();
    assert_eq!(config.kafka.properties["sasl.password"], "hunter2");
    let shown = config.show();
    assert!(shown.contains("\"sasl.username\" = \"desk\""), "{shown}");
    assert!(shown.contains("\"sasl.password\" = \"<redacted>\""), "{shown}");
    for told in [shown, format!("{config:?}"), format!("{config:#?}")] {
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn a_file_variable_works_for_every_key_and_says_what_it_misses() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"text").unwrap();
    let path = file.path().display().to_string();
    assert_eq!(load("", &[("COPYDESK__LOG__FORMAT_FILE", &path)]).unwrap().log.format, LogFormat::Text);
    let problems = load("", &[("COPYDESK__LOG__FORMAT_FILE", "/does/not/exist")]).unwrap_err();
    assert!(problems[0].starts_with("COPYDESK__LOG__FORMAT_FILE: /does/not/exist: "), "{problems:?}");
}

#[test]
fn unknown_keys_are_refused_with_their_place_and_a_hint() {
    refused(
        "[decode]\n\npage_bytes_mx = 1",
        &[],
        &["FILE:3: decode.page_bytes_mx is no key; is decode.page_bytes_max meant?"],
    );
    refused("window_seconds = 1", &[], &["FILE:1: window_seconds is no key; is verdict.window_seconds meant?"]);
    refused("[nothing]\nlike = \"it\"", &[], &["FILE:2: nothing.like is no key"]);
    refused(
        "",
        &[("COPYDESK__KAFKA__BROKER", "a:1")],
        &["COPYDESK__KAFKA__BROKER: kafka.broker is no key; is kafka.brokers meant?"],
    );
}

#[test]
fn values_out_of_range_or_of_the_wrong_type_are_refused_all_at_once() {
    refused(
        "[batch]\nrecords_max = 0\nwait_ms = \"soon\"\n[topics]\ncreate = 1\nraw = \"pages\"\n[ops]\nlisten = \"9600\"\n\
         [log]\nformat = \"xml\"\nfilter = 1.5",
        &[("COPYDESK__VERDICT__CONTAINMENT_MIN", "1001"), ("COPYDESK__WORKERS__THREADS", "-1")],
        &[
            "FILE:2: batch.records_max must be a whole number from 1 to 100000, not 0",
            "FILE:3: batch.wait_ms must be a whole number from 1 to 10000, not \"soon\"",
            "FILE:5: topics.create must be true or false, not 1",
            "FILE:6: topics.raw must be a list of strings, not \"pages\"",
            "FILE:8: ops.listen must be an IP address and port, not \"9600\"",
            "FILE:10: log.format must be \"json\" or \"text\", not \"xml\"",
            "FILE:11: log.filter must be a string, not a fraction",
            "COPYDESK__VERDICT__CONTAINMENT_MIN: verdict.containment_min must be a whole number from 1 to 1000, not \
             \"1001\"",
            "COPYDESK__WORKERS__THREADS: workers.threads must be a whole number from 0 to 1024, not \"-1\"",
        ],
    );
}

#[test]
fn properties_that_the_promise_rests_on_are_refused() {
    for table in PROPERTIES {
        for name in [
            "isolation.level",
            "enable.auto.commit",
            "transactional.id",
            "group.id",
            "bootstrap.servers",
            "delivery.report.only.error",
        ] {
            let problems = load(&format!("[{table}]\n\"{name}\" = \"x\""), &[]).unwrap_err();
            assert!(problems[0].starts_with(&format!("FILE:2: {table}.{name} can't be set: ")), "{problems:?}");
        }
    }
    let problems = load("", &[("COPYDESK__KAFKA__PRODUCER__ACKS", "1")]).unwrap_err();
    assert_eq!(
        problems,
        ["COPYDESK__KAFKA__PRODUCER__ACKS: kafka.producer.acks can't be set: exactly once rests on all"]
    );
}

#[test]
fn what_the_client_refuses_is_told_with_its_place_and_without_secrets() {
    refused(
        "[kafka.properties]\n\"linger.ms\" = 5\n\"security.protocol\" = \"wrong\"\n\"ssl.key.password\" = \"wrong\"",
        &[("COPYDESK__KAFKA__CONSUMER__SESSION_TIMEOUT_MS", "wrong")],
        &[
            "FILE:3: kafka.properties.security.protocol can't be set: Invalid value \"wrong\" for \"security.protocol\"",
            "FILE:4: kafka.properties.ssl.key.password can't be set: the Kafka client takes no such value",
            "COPYDESK__KAFKA__CONSUMER__SESSION_TIMEOUT_MS: kafka.consumer.session.timeout.ms can't be set: Invalid value \
             \"wrong\" for \"session.timeout.ms\"",
        ],
    );
}

#[test]
fn what_the_brokers_decide_is_refused_where_they_share_the_partitions_out() {
    let config = load("[kafka]\ngroup_protocol = \"consumer\"\nstatic_membership = true", &[]).unwrap();
    assert_eq!((config.kafka.group_protocol, config.kafka.static_membership), (GroupProtocol::Consumer, true));
    assert_eq!(load(&config.show(), &[]), Ok(config));
    refused(
        "[kafka]\ngroup_protocol = \"consumer\"\n[kafka.properties]\n\"heartbeat.interval.ms\" = 1\n[kafka.consumer]\n\
         \"session.timeout.ms\" = 1",
        &[],
        &[
            "kafka.properties.heartbeat.interval.ms can't be set with kafka.group_protocol = \"consumer\": brokers do",
            "kafka.consumer.session.timeout.ms can't be set with kafka.group_protocol = \"consumer\": brokers do",
        ],
    );
    assert!(load("[kafka.consumer]\n\"session.timeout.ms\" = 6000", &[]).is_ok());
    refused(
        "[kafka]\ngroup_protocol = \"eager\"\n[kafka.consumer]\n\"group.instance.id\" = \"a\"\n\"group.protocol\" = \"consumer\"",
        &[],
        &[
            "FILE:2: kafka.group_protocol must be \"classic\" or \"consumer\", not \"eager\"",
            "FILE:4: kafka.consumer.group.instance.id can't be set: kafka.static_membership sets it",
            "FILE:5: kafka.consumer.group.protocol can't be set: kafka.group_protocol sets it",
        ],
    );
}

#[test]
fn keys_must_go_together() {
    refused("[topics]\nlinks = \"articles\"", &[], &["topics must differ, and \"articles\" stands twice"]);
    refused("[topics]\nraw = [\"a b\"]", &[], &["\"a b\" is no name for a topic: 1 to 249 of a-z A-Z 0-9 . _ -"]);
    refused(
        "[verdict]\nwindow_seconds = 1209600",
        &[],
        &["topics.ledger_retention_hours must be 696 at least: twice verdict.window_seconds and a day"],
    );
    refused(
        "[kafka]\nmessage_bytes_max = 1048576",
        &[],
        &["kafka.message_bytes_max must be 10616832 at least: capture's caps and 64 KiB for a dead letter"],
    );
    refused(
        "[batch]\ninflight_bytes_max = 1048576",
        &[],
        &["batch.inflight_bytes_max must be batch.bytes_max at least"],
    );
    refused("[kafka]\nbrokers = []", &[], &["kafka.brokers must name one broker at least"]);
    refused("[ops]\nheartbeat_ms = 50000", &[], &["ops.heartbeat_ms must be above batch.settle_ms"]);
    refused(
        "[kafka]\ntransaction_timeout_ms = 120000",
        &[],
        &["ops.heartbeat_ms must be above kafka.transaction_timeout_ms"],
    );
    refused(
        "[ops]\nheartbeat_ms = 300000",
        &[],
        &["ops.heartbeat_ms must be below the consumer's max.poll.interval.ms, 300000"],
    );
    assert!(load("[ops]\nheartbeat_ms = 300000\n[kafka.consumer]\n\"max.poll.interval.ms\" = 400000", &[]).is_ok());
    // Told beside what is wrong with other keys, and not of keys that are wrong themselves.
    refused(
        "[kafka]\nbrokers = []\ngroup = \"\"\n[batch]\nrecords_max = 0\ninflight_bytes_max = 0\n[decode]\nattr_bytes_max = 0",
        &[],
        &[
            "FILE:5: batch.records_max must be a whole number from 1 to 100000, not 0",
            "FILE:6: batch.inflight_bytes_max must be a whole number from 1048576 to 8589934592, not 0",
            "FILE:8: decode.attr_bytes_max must be a whole number from 1024 to 16777216, not 0",
            "kafka.brokers must name one broker at least",
            "kafka.group must not be empty",
        ],
    );
}

#[test]
fn a_filter_that_nothing_of_ours_passes_is_refused() {
    let levels = "levels are off, error, warn, info, debug and trace, alone or as in copydesk::run=debug";
    refused(
        "[log]\nfilter = \"warning\"",
        &[],
        &[&format!(
            "FILE:2: log.filter would log nothing: \"warning\" is neither a level nor a target of copydesk's; {levels}"
        )],
    );
    let told = load("", &[("COPYDESK__LOG__FILTER", "librdkafka=debug,verbose")]).unwrap_err();
    assert_eq!(
        told,
        [format!(
            "COPYDESK__LOG__FILTER: log.filter would log nothing: \"verbose\" is neither a level nor a target of copydesk's; {levels}"
        )]
    );
    let told = load("[log]\nfilter = \"librdkafka=debug\"", &[]).unwrap_err();
    assert!(told[0].contains("log nothing: \"librdkafka=debug\" has neither a level for all"), "{told:?}");
    assert!(
        load("[log]\nfilter = \"copydesk=loud\"", &[]).unwrap_err()[0]
            .starts_with("FILE:2: log.filter can't be read: ")
    );
    for good in [
        "info",
        "WARN",
        "off",
        "2",
        "",
        "warn,copydesk=debug",
        "copydesk::run=trace,info",
        "info,librdkafka=debug",
        "copydesk",
        "copydesk::kafka",
        "hyper,info",
        "[batch]=debug",
        "copydesk[batch{n=1}]=debug",
    ] {
        let text = format!("[log]\nfilter = \"{good}\"");
        assert_eq!(load(&text, &[]).map(|config| config.log.filter), Ok(good.to_owned()));
    }
}

#[test]
fn brokers_that_are_no_addresses_are_refused() {
    refused(
        "[kafka]\nbrokers = [\"http://a:9092\", \"a:9092\", \"a:99999\", \"\"]",
        &[],
        &["FILE:2: kafka.brokers must be addresses as host:port, not \"http://a:9092\", \"a:99999\", \"\""],
    );
    refused(
        "",
        &[("COPYDESK__KAFKA__BROKERS", "[\"a:1\",\"b:2\"]")],
        &["COPYDESK__KAFKA__BROKERS: kafka.brokers must be addresses as host:port, not '[\"a:1\"', '\"b:2\"]'"],
    );
    for bad in
        ["a:0", "a:", ":9092", "a b:1", "a:1:2", "a:+1", "[::1", "[a]:1", "[::1]9092", "ftp://a", "a/b", "a:1,,b:2"]
    {
        let told = load(&format!("[kafka]\nbrokers = [\"{bad}\"]"), &[]).expect_err(bad);
        assert!(told.len() == 1 && told[0].contains(bad), "{told:?}");
    }
    let good = [
        "a",
        "kafka-0.kafka.svc:9092",
        "my_broker:65535",
        "10.0.0.7:1",
        "[::1]:9092",
        "[fe80::1%eth0]",
        "::1",
        "SASL_SSL://a:9093",
        "a:1, b:2",
    ];
    let list = good.map(|broker| format!("\"{broker}\"")).join(", ");
    assert_eq!(load(&format!("[kafka]\nbrokers = [{list}]"), &[]).unwrap().kafka.brokers, good);
}

#[test]
fn documents_that_are_no_toml_are_refused_with_their_line() {
    let problems = load("[kafka]\ngroup = \n", &[]).unwrap_err();
    assert!(problems[0].starts_with("FILE:2: "), "{problems:?}");
    let missing = Config::load(Some("/does/not/exist".as_ref()), std::iter::empty(), refusal).unwrap_err();
    assert!(missing.to_string().starts_with("/does/not/exist: "));
}

#[test]
fn the_transactional_id_is_the_instances_own() {
    let mut kafka = Config::default().kafka;
    assert_eq!(kafka.transactional_id_on("desk-0"), "copydesk-desk-0");
    kafka.transactional_id = "chosen".to_owned();
    assert_eq!(kafka.transactional_id_on("desk-0"), "chosen");
    let env = [("HOSTNAME".to_owned(), "desk-7".to_owned())];
    assert_eq!(super::host(env.into_iter()).as_deref(), Some("desk-7"));
}
