//! A node that lets in who can show who he is, and lets him do what he may.
//!
//! Beside the plain listener, on which the tests themselves do as they like, it has one with SCRAM over TLS and one
//! with TLS that asks for a client's certificate. Keys and certificates are made when it starts, and go with its folder.

mod acl;
mod certificates;
mod passwords;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

pub(crate) use self::acl::{Deed, Resource};
use self::{acl::Word, certificates::Authority};
use super::{
    Kafka, libs,
    node::{Beyond, Node, places},
};

/// The user that comes with a password.
pub(crate) const USER: &str = "desk";

/// Its password.
pub(crate) const PASSWORD: &str = "correct-horse-battery";

/// Another user with that password, who is shown the door.
pub(crate) const LEAVER: &str = "leaver";

/// The name in the certificate of the user that comes with one.
pub(crate) const HOLDER: &str = "desk-by-certificate";

/// What the holder's private key is locked with.
pub(crate) const KEY_PASSWORD: &str = "staple-of-the-key";

/// A Kafka that asks who is there.
pub(crate) struct Secured {
    /// Its plain side, where everybody is an operator.
    pub(crate) kafka: Kafka,
    /// The address of the listener with passwords.
    pub(crate) by_password: String,
    /// The address of the listener with certificates.
    pub(crate) by_certificate: String,
    folder: PathBuf,
}

impl Secured {
    /// The one that all tests share, started by the first that asks.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Result<Secured, String>> = OnceLock::new();
        match SHARED.get_or_init(Self::start) {
            Ok(secured) => secured,
            Err(reason) => panic!("{reason}"),
        }
    }

    fn start() -> Result<Self, String> {
        let mut started = None;
        let (node, brokers) = Node::start_with(&libs()?, |data| {
            // Two free ports on the loopback address that the broker's certificate is for.
            let [two] = places().map_err(|error| format!("free ports: {error}"))?;
            let folder = data.join("secrets");
            write_secrets(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            let (by_password, by_certificate) = (two.broker.to_string(), two.controller.to_string());
            let scram =
                |user: &str, mechanism: &str| format!("--add-scram {mechanism}=[name={user},password={PASSWORD}]");
            let beyond = Beyond {
                listeners: format!(",PASSWORD://{by_password},CERTIFICATE://{by_certificate}"),
                protocols: ",PASSWORD:SASL_SSL,CERTIFICATE:SSL".to_owned(),
                properties: properties(&folder),
                format: [scram(USER, "SCRAM-SHA-256"), scram(USER, "SCRAM-SHA-512"), scram(LEAVER, "SCRAM-SHA-512")]
                    .join(" "),
            };
            started = Some((folder, by_password, by_certificate));
            Ok(beyond)
        })?;
        let (folder, by_password, by_certificate) = started.ok_or("no node was prepared")?;
        Ok(Self { kafka: Kafka::of(node, brokers), by_password, by_certificate, folder })
    }

    /// A file of the clients': `ca.pem`, which vouches for the broker; `stranger.pem`, which does not; `client.pem` and
    /// `client.key`, which is locked.
    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Forgets the leaver's password.
    pub(crate) fn forget_leaver(&self) {
        self.kafka.forget_password(LEAVER);
    }

    /// Lets all users do this to a resource.
    pub(crate) fn allow(&self, resource: Resource<'_>, deed: Deed) {
        acl::create(&self.kafka, &users(), resource, deed, Word::Allow);
    }

    /// Lets none do it any more.
    pub(crate) fn forbid(&self, resource: Resource<'_>, deed: Deed) {
        acl::create(&self.kafka, &users(), resource, deed, Word::Deny);
    }
}

fn users() -> [String; 3] {
    [USER.to_owned(), LEAVER.to_owned(), format!("CN={HOLDER}")].map(|user| format!("User:{user}"))
}

fn write_secrets(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir(folder)?;
    let write = |name: &str, bytes: Vec<u8>| fs::write(folder.join(name), bytes);
    let authority = Authority::new("copydesk tests")?;
    let (broker, client) = (authority.vouch("127.0.0.1")?, authority.vouch(HOLDER)?);
    write("ca.pem", authority.certificate()?)?;
    write("stranger.pem", Authority::new("nobody knows")?.certificate()?)?;
    write("broker.pem", [broker.key(None)?, broker.certificate()?].concat())?;
    write("client.pem", client.certificate()?)?;
    write("client.key", client.key(Some(KEY_PASSWORD))?)?;
    Ok(())
}

fn properties(folder: &Path) -> String {
    format!(
        "
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.password.scram-sha-256.sasl.jaas.config={module} required;
listener.name.password.scram-sha-512.sasl.jaas.config={module} required;
# Who comes by this one shows his password again every few seconds.
listener.name.password.scram-sha-512.connections.max.reauth.ms=4000
ssl.keystore.type=PEM
ssl.keystore.location={broker}
ssl.truststore.type=PEM
ssl.truststore.location={authority}
listener.name.certificate.ssl.client.auth=required

# Who comes by the plain listener has no name, and may do all.
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
",
        module = "org.apache.kafka.common.security.scram.ScramLoginModule",
        broker = folder.join("broker.pem").display(),
        authority = folder.join("ca.pem").display(),
    )
}
