//! The binary at the doors of a cluster that asks who is there: let in by password and by certificate, and turned away
//! in one line, soon, and without a word of its secrets.

use std::time::{Duration, Instant};

use crate::{
    audit,
    binary::Binary,
    kafka::secured::{Deed, HOLDER, KEY_PASSWORD, LEAVER, PASSWORD, Resource, Secured, USER},
    pages,
    service::Service,
};

/// From the start of the process to its end when it is turned away. Ten seconds go by where nothing but silence tells.
const REFUSED_MAX: Duration = Duration::from_secs(40);

/// Lines of log from the start to the refusal: that it starts, has caught up, and got its partitions, among others.
const LINES_MAX: usize = 12;

// Secrets are no part of the configuration file.
const SASL_PASSWORD: &str = "COPYDESK__KAFKA__PROPERTIES__SASL_PASSWORD";
const SASL_PASSWORD_FILE: &str = "COPYDESK__KAFKA__PROPERTIES__SASL_PASSWORD_FILE";
const SSL_KEY_PASSWORD: &str = "COPYDESK__KAFKA__PROPERTIES__SSL_KEY_PASSWORD";

/// All that a service needs to be allowed.
fn grants(service: &Service) -> Vec<(Resource<'_>, Deed)> {
    let topics = &service.settings.topics;
    let mut grants = vec![
        (Resource::Topic(service.raw()), Deed::Read),
        (Resource::Topic(&topics.ledger), Deed::Read),
        (Resource::Topic(&topics.ledger), Deed::Write),
        (Resource::Topic(&topics.articles), Deed::Write),
        (Resource::Topic(&topics.links), Deed::Write),
        (Resource::Topic(&topics.rejects), Deed::Write),
        (Resource::Group(&service.settings.group), Deed::Read),
        (Resource::TransactionalId(&service.settings.transactional_id), Deed::Write),
    ];
    let all = [service.raw(), &topics.ledger, &topics.articles, &topics.links, &topics.rejects];
    for topic in all {
        // To read or to write is to describe: this is for who lacks the one that he should have.
        grants.push((Resource::Topic(topic), Deed::Describe));
        grants.push((Resource::Topic(topic), Deed::DescribeConfigs));
    }
    grants
}

/// A service with topics, allowed all that it needs but what `without` picks.
fn service(name: &str, without: impl Fn(&Service) -> Vec<(Resource<'_>, Deed)>) -> Service {
    let secured = Secured::shared();
    let service = Service::on(&secured.kafka, name, 2);
    let missing = without(&service);
    for (resource, deed) in grants(&service).into_iter().filter(|grant| !missing.contains(grant)) {
        secured.allow(resource, deed);
    }
    // After the grants, so that they hold when the topics are there.
    service.create_topics();
    service
}

/// The configuration of one who comes by the door for passwords.
fn by_password(service: &mut Service, mechanism: &str) {
    let secured = Secured::shared();
    come_by(
        service,
        &[
            ("bootstrap.servers", &secured.by_password),
            ("security.protocol", "SASL_SSL"),
            ("sasl.mechanism", mechanism),
            ("sasl.username", USER),
            ("ssl.ca.location", &secured.file("ca.pem")),
        ],
    );
}

/// The configuration of one who comes by the door for certificates.
fn by_certificate(service: &mut Service) {
    let secured = Secured::shared();
    come_by(
        service,
        &[
            ("bootstrap.servers", &secured.by_certificate),
            ("security.protocol", "SSL"),
            ("ssl.ca.location", &secured.file("ca.pem")),
            ("ssl.certificate.location", &secured.file("client.pem")),
            ("ssl.key.location", &secured.file("client.key")),
        ],
    );
}

fn come_by(service: &mut Service, properties: &[(&str, &str)]) {
    let properties = properties.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
    service.settings.common.extend(properties);
}

/// Has the service judge some pages, and reads back what came of them.
fn judges(service: &Service, variables: &[(&str, &str)]) {
    let pages = pages::draw(50, 120, service.partitions);
    service.feed(&pages);
    let binary = Binary::command(service, &["run"], variables);
    service.until_committed(i64::try_from(pages.len()).expect("a count"));
    assert_eq!(binary.stop(), Some(0));
    audit::audit(service, &pages);
}

#[test]
fn it_judges_pages_behind_a_password() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    // As an editor leaves it.
    std::fs::write(file.path(), format!("{PASSWORD}\n")).expect("the file is ours");
    let path = file.path().display().to_string();
    for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-512"] {
        let mut service = service("by-password", |_| Vec::new());
        by_password(&mut service, mechanism);
        judges(&service, &[(SASL_PASSWORD_FILE, &path)]);
    }
}

#[test]
fn it_judges_pages_behind_a_certificate() {
    let mut service = service("by-certificate", |_| Vec::new());
    by_certificate(&mut service);
    judges(&service, &[(SSL_KEY_PASSWORD, KEY_PASSWORD)]);
}

/// Starts the binary on a page; the one line with which it refuses to go on.
fn refusal(service: &Service, variables: &[(&str, &str)]) -> String {
    service.feed(&pages::draw(51, 10, service.partitions));
    ends(Binary::command(service, &["run"], variables))
}

/// The one line with which it refuses to go on from here.
fn ends(binary: Binary<'_>) -> String {
    let started = Instant::now();
    let (code, said) = binary.end();
    assert_eq!(code, Some(1), "{said}");
    assert!(started.elapsed() < REFUSED_MAX, "it took {:?}: {said}", started.elapsed());
    println!("after {:?}: {said}", started.elapsed());
    silent_of_secrets(&said);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.len() <= LINES_MAX, "{said}");
    let complaints: Vec<&&str> = lines
        .iter()
        // That there is one broker and one copy of all is said each time.
        .filter(|line| !line.contains("the promise is weakened"))
        .filter(|line| {
            line.starts_with("copydesk: ")
                || line.contains("\"level\":\"ERROR\"")
                || line.contains("\"level\":\"WARN\"")
        })
        .collect();
    assert_eq!(complaints.len(), 1, "{said}");
    assert_eq!(Some(complaints[0]), lines.last(), "{said}");
    (*complaints[0]).to_owned()
}

fn silent_of_secrets(said: &str) {
    for secret in [PASSWORD, KEY_PASSWORD, "wrong-secret"] {
        assert!(!said.contains(secret), "{said}");
    }
}

#[test]
fn a_wrong_password_is_refused() {
    let mut service = service("wrong-password", |_| Vec::new());
    by_password(&mut service, "SCRAM-SHA-512");
    let said = refusal(&service, &[(SASL_PASSWORD, "wrong-secret")]);
    assert!(said.contains("invalid credentials with SASL mechanism SCRAM-SHA-512"), "{said}");
}

#[test]
fn a_broker_of_another_authority_is_refused() {
    let mut service = service("unknown-authority", |_| Vec::new());
    by_password(&mut service, "SCRAM-SHA-512");
    come_by(&mut service, &[("ssl.ca.location", &Secured::shared().file("stranger.pem"))]);
    let said = refusal(&service, &[(SASL_PASSWORD, PASSWORD)]);
    assert!(said.contains("certificate verify failed"), "{said}");
}

#[test]
fn a_client_without_a_certificate_is_refused() {
    let mut service = service("no-certificate", |_| Vec::new());
    by_certificate(&mut service);
    for name in ["ssl.certificate.location", "ssl.key.location"] {
        service.settings.common.remove(name);
    }
    let said = refusal(&service, &[]);
    assert!(said.contains("alert bad certificate"), "{said}");
}

#[test]
fn a_key_that_stays_locked_is_refused() {
    let mut service = service("locked-key", |_| Vec::new());
    by_certificate(&mut service);
    let said = refusal(&service, &[(SSL_KEY_PASSWORD, "wrong-secret")]);
    assert!(said.contains("ssl.key.location"), "{said}");
}

#[test]
fn a_misspelt_property_is_refused_without_its_value() {
    let mut service = service("misspelt", |_| Vec::new());
    by_password(&mut service, "SCRAM-SHA-512");
    let said = refusal(&service, &[("COPYDESK__KAFKA__PROPERTIES__SASL_PASSWROD", "wrong-secret")]);
    assert!(said.contains("sasl.passwrod"), "{said}");
}

/// What the service says that lacks one grant.
fn refusal_without(name: &str, missing: impl Fn(&Service) -> (Resource<'_>, Deed)) -> String {
    let mut service = service(name, |service| vec![missing(service)]);
    by_password(&mut service, "SCRAM-SHA-256");
    refusal(&service, &[(SASL_PASSWORD, PASSWORD)])
}

#[test]
fn who_may_not_read_raw_pages_is_refused() {
    let said = refusal_without("no-raw", |service| (Resource::Topic(service.raw()), Deed::Read));
    assert!(said.contains("reading raw pages") && said.contains("Topic authorization failed"), "{said}");
}

#[test]
fn who_may_not_join_the_group_is_refused() {
    let said = refusal_without("no-group", |service| (Resource::Group(&service.settings.group), Deed::Read));
    assert!(said.contains("reading raw pages") && said.contains("Group authorization failed"), "{said}");
}

#[test]
fn who_may_not_write_articles_is_refused() {
    let said =
        refusal_without("no-articles", |service| (Resource::Topic(&service.settings.topics.articles), Deed::Write));
    assert!(said.contains("sending positions: ") && said.contains("Topic authorization failed"), "{said}");
}

#[test]
fn who_may_not_know_of_a_topic_is_refused_by_its_name() {
    let mut service = service("no-links", |service| {
        let links = Resource::Topic(&service.settings.topics.links);
        vec![(links, Deed::Write), (links, Deed::Describe), (links, Deed::DescribeConfigs)]
    });
    by_password(&mut service, "SCRAM-SHA-256");
    let said = refusal(&service, &[(SASL_PASSWORD, PASSWORD)]);
    let topic = &service.settings.topics.links;
    assert!(said.contains(&format!("asking for the topic {topic}: ")), "{said}");
    assert!(said.contains("Topic authorization failed"), "{said}");
}

#[test]
fn who_may_not_use_the_transactional_id_is_refused() {
    let said = refusal_without("no-transactions", |service| {
        (Resource::TransactionalId(&service.settings.transactional_id), Deed::Write)
    });
    assert!(said.contains("Transactional Id authorization failed"), "{said}");
}

#[test]
fn who_may_not_append_to_the_ledger_is_refused() {
    let said = refusal_without("no-append", |service| (Resource::Topic(&service.settings.topics.ledger), Deed::Write));
    assert!(said.contains("appending to the ledger") && said.contains("Topic authorization failed"), "{said}");
}

#[test]
fn who_may_not_read_the_ledger_is_refused() {
    let said = refusal_without("no-tail", |service| (Resource::Topic(&service.settings.topics.ledger), Deed::Read));
    assert!(said.contains("tailing the ledger") && said.contains("Topic authorization failed"), "{said}");
}

#[test]
fn who_may_not_see_the_ledgers_settings_is_refused() {
    let said = refusal_without("no-settings", |service| {
        (Resource::Topic(&service.settings.topics.ledger), Deed::DescribeConfigs)
    });
    assert!(said.contains("reading the settings of") && said.contains("needs DescribeConfigs"), "{said}");
}

#[test]
fn a_grant_that_is_taken_away_ends_it() {
    type Taken = for<'a> fn(&'a Service) -> (Resource<'a>, Deed);
    let taken: [(Taken, &[&str]); 3] = [
        (|service| (Resource::Topic(service.raw()), Deed::Read), &["reading raw pages"]),
        (|service| (Resource::Topic(&service.settings.topics.ledger), Deed::Write), &["appending to the ledger"]),
        // The broker may refuse the record itself, or the client drop it since the transaction has failed.
        (
            |service| (Resource::Topic(&service.settings.topics.articles), Deed::Write),
            &["producing", "sending positions"],
        ),
    ];
    for (taken, doing) in taken {
        let mut service = service("taken-away", |_| Vec::new());
        by_password(&mut service, "SCRAM-SHA-256");
        let pages = pages::draw(52, 20, service.partitions);
        service.feed(&pages);
        let binary = Binary::command(&service, &["run"], &[(SASL_PASSWORD, PASSWORD)]);
        service.until_committed(i64::try_from(pages.len()).expect("a count"));
        let (resource, deed) = taken(&service);
        Secured::shared().forbid(resource, deed);
        service.feed(&pages::draw(53, 20, service.partitions));
        let said = ends(binary);
        let tells = doing.iter().any(|doing| said.contains(doing));
        assert!(tells && said.contains("Topic authorization failed"), "{said}");
        // What was published before stays, once.
        let committed: i64 = service.committed().values().sum();
        assert_eq!(i64::try_from(audit::fates(&service).len()), Ok(committed), "{said}");
    }
}

#[test]
fn a_password_that_is_taken_away_ends_it() {
    let mut service = service("password-taken", |_| Vec::new());
    by_password(&mut service, "SCRAM-SHA-512");
    come_by(&mut service, &[("sasl.username", LEAVER)]);
    let pages = pages::draw(54, 20, service.partitions);
    service.feed(&pages);
    let binary = Binary::command(&service, &["run"], &[(SASL_PASSWORD, PASSWORD)]);
    service.until_committed(i64::try_from(pages.len()).expect("a count"));
    Secured::shared().forget_leaver();
    let said = ends(binary);
    // Whichever client is asked first says it in its own words.
    assert!(said.contains("uthentication"), "{said}");
    audit::audit(&service, &pages);
}

#[test]
fn other_commands_are_refused_alike_and_show_no_secret() {
    let mut service = service("other-commands", |_| Vec::new());
    by_password(&mut service, "SCRAM-SHA-512");
    come_by(&mut service, &[("ssl.key.password", KEY_PASSWORD)]);
    let (code, said) = Binary::command(&service, &["topics", "check"], &[(SASL_PASSWORD, "wrong-secret")]).end();
    silent_of_secrets(&said);
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.contains("invalid credentials"), "{said}");

    let (code, said) = Binary::command(&service, &["topics", "check"], &[(SASL_PASSWORD, PASSWORD)]).end();
    assert_eq!(code, Some(0), "{said}");
    for told in [
        "warning: topics ",
        "not looked at: the settings of broker 1: this takes DescribeConfigs on the cluster",
        "not looked at: the settings of topic __transaction_state: this takes Describe and DescribeConfigs on it",
    ] {
        assert!(said.contains(told), "{said}");
    }

    let (code, said) = Binary::command(&service, &["config", "show"], &[(SASL_PASSWORD, PASSWORD)]).end();
    silent_of_secrets(&said);
    assert_eq!(code, Some(0), "{said}");
    for shown in ["\"sasl.password\" = \"<redacted>\"", "\"ssl.key.password\" = \"<redacted>\"", USER] {
        assert!(said.contains(shown), "{said}");
    }
    assert!(!said.contains(HOLDER), "a certificate is named by its file: {said}");
}
