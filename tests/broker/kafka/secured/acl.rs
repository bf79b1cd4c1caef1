//! Grants, and what takes them back.
//!
//! # Source
//! Kafka protocol, CreateAcls (key 30), version 1.

use crate::kafka::{
    Kafka,
    request::{Request, ask},
};

/// What a grant is about, by its exact name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource<'a> {
    Topic(&'a str),
    Group(&'a str),
    TransactionalId(&'a str),
}

/// What is granted. To read or to write is to describe, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Read,
    Write,
    Describe,
    DescribeConfigs,
}

impl Resource<'_> {
    fn encoded(self) -> (u8, String) {
        match self {
            Self::Topic(name) => (2, name.to_owned()),
            Self::Group(name) => (3, name.to_owned()),
            Self::TransactionalId(name) => (5, name.to_owned()),
        }
    }
}

impl Deed {
    fn encoded(self) -> u8 {
        match self {
            Self::Read => 3,
            Self::Write => 4,
            Self::Describe => 8,
            Self::DescribeConfigs => 10,
        }
    }
}

const LITERAL: u8 = 3;

/// Whether it is granted. What is forbidden stays so, whatever else is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Deny = 2,
    Allow = 3,
}

/// Gives the users that word on it, from any host. What is made afterwards is seen by nobody before the word holds, as
/// both are told by the one log of the cluster's metadata.
pub(super) fn create(kafka: &Kafka, users: &[String], resource: Resource<'_>, deed: Deed, word: Word) {
    let (kind, name) = resource.encoded();
    let mut body = Request::default();
    body.int(u32::try_from(users.len()).expect("few"));
    for user in users {
        body.byte(kind).text(&name).byte(LITERAL).text(user).text("*").byte(deed.encoded()).byte(word as u8);
    }
    let answer = ask(kafka.brokers(), 30, 1, &body).unwrap_or_else(|error| kafka.fail(&format!("granting: {error}")));
    // Throttle time and count; then for each grant a code and the length of a message, 0 where nothing is wrong.
    let expected = vec![0; 4 * users.len()];
    assert_eq!(answer.get(8..), Some(&expected[..]), "{resource:?} {deed:?}: {answer:?}");
}
