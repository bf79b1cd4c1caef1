//! Requests that the client library's Rust side has no call for, written out byte by byte.
//!
//! # Source
//! Kafka protocol. The header is the one before the compact encoding; a request in that begins with the header's tagged fields.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use super::PATIENCE;

/// Bytes as the protocol writes them.
#[derive(Default)]
pub(super) struct Request(Vec<u8>);

impl Request {
    pub(super) fn byte(&mut self, byte: u8) -> &mut Self {
        self.0.push(byte);
        self
    }

    pub(super) fn short(&mut self, number: u16) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn int(&mut self, number: u32) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn long(&mut self, number: u64) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn float(&mut self, number: f64) -> &mut Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    /// A text in the compact encoding, of less than 127 bytes.
    pub(super) fn compact(&mut self, text: &str) -> &mut Self {
        self.byte(u8::try_from(text.len() + 1).expect("short")).0.extend(text.as_bytes());
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.short(u16::try_from(text.len()).expect("short")).0.extend(text.as_bytes());
        self
    }
}

/// What the broker answers, behind the header.
pub(super) fn ask(broker: &str, key: u16, version: u16, body: &Request) -> io::Result<Vec<u8>> {
    let mut request = Request::default();
    request.short(key).short(version).int(1).text("copydesk-tests").0.extend(&body.0);
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
