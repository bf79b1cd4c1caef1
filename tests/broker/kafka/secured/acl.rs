//! Grants. The client library's Rust side has no call for them, so the one request is written out here.
//!
//! # Source
//! Kafka protocol, CreateAcls (key 30), version 1.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use crate::kafka::{Kafka, PATIENCE};

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
const ALLOW: u8 = 3;

/// Grants it to the users, from any host. What is made afterwards is seen by nobody before the grant holds, as both are
/// told by the one log of the cluster's metadata.
pub(super) fn create(kafka: &Kafka, users: &[String], resource: Resource<'_>, deed: Deed) {
    let (kind, name) = resource.encoded();
    let mut body = Request::default();
    body.int(u32::try_from(users.len()).expect("few"));
    for user in users {
        body.byte(kind).text(&name).byte(LITERAL).text(user).text("*").byte(deed.encoded()).byte(ALLOW);
    }
    let answer = ask(kafka.brokers(), 30, 1, &body.0).unwrap_or_else(|error| kafka.fail(&format!("granting: {error}")));
    // Throttle time and count; then for each grant a code and the length of a message, 0 where nothing is wrong.
    let expected = vec![0; 4 * users.len()];
    assert_eq!(answer.get(8..), Some(&expected[..]), "{resource:?} {deed:?}: {answer:?}");
}

/// Bytes as the protocol writes them.
#[derive(Default)]
struct Request(Vec<u8>);

impl Request {
    fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    fn short(&mut self, number: u16) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn int(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.short(u16::try_from(text.len()).expect("short")).0.extend(text.as_bytes());
        self
    }
}

/// What the broker answers, behind the header.
fn ask(broker: &str, key: u16, version: u16, body: &[u8]) -> io::Result<Vec<u8>> {
    let mut request = Request::default();
    request.short(key).short(version).int(1).text("copydesk-tests").0.extend(body);
    let mut stream = TcpStream::connect(broker)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&u32::try_from(request.0.len()).expect("small").to_be_bytes())?;
    stream.write_all(&request.0)?;
    let mut size = [0; 4];
    stream.read_exact(&mut size)?;
    let mut answer = vec![0; usize::try_from(u32::from_be_bytes(size)).expect("small")];
    stream.read_exact(&mut answer)?;
    Ok(answer.split_off(4))
}
