//! Keys and certificates for a day, made on the spot.

use openssl::{
    asn1::Asn1Time,
    bn::{BigNum, MsbOption},
    ec::{EcGroup, EcKey},
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    symm::Cipher,
    x509::{
        X509, X509Builder, X509Name, X509NameBuilder,
        extension::{BasicConstraints, SubjectAlternativeName},
    },
};

/// Who vouches for others.
pub(super) struct Authority(Identity);

/// Who was vouched for: a key, and the certificate that says whose it is.
pub(super) struct Identity {
    key: PKey<Private>,
    certificate: X509,
}

impl Authority {
    /// One that vouches for itself.
    pub(super) fn new(name: &str) -> Result<Self, ErrorStack> {
        let (key, name) = (new_key()?, common_name(name)?);
        let mut builder = begin(&name, &key)?;
        builder.set_issuer_name(&name)?;
        builder.append_extension(BasicConstraints::new().critical().ca().build()?)?;
        builder.sign(&key, MessageDigest::sha256())?;
        Ok(Self(Identity { key, certificate: builder.build() }))
    }

    /// Makes a key and vouches that it is this one's: a host's by its address, or a user's by his name.
    pub(super) fn vouch(&self, name: &str) -> Result<Identity, ErrorStack> {
        let key = new_key()?;
        let mut builder = begin(&common_name(name)?, &key)?;
        builder.set_issuer_name(self.0.certificate.subject_name())?;
        if name.parse::<std::net::IpAddr>().is_ok() {
            let context = builder.x509v3_context(Some(&self.0.certificate), None);
            let extension = SubjectAlternativeName::new().ip(name).build(&context)?;
            builder.append_extension(extension)?;
        }
        builder.sign(&self.0.key, MessageDigest::sha256())?;
        Ok(Identity { key, certificate: builder.build() })
    }

    /// Its own certificate, as PEM.
    pub(super) fn certificate(&self) -> Result<Vec<u8>, ErrorStack> {
        self.0.certificate()
    }
}

impl Identity {
    /// The certificate, as PEM.
    pub(super) fn certificate(&self) -> Result<Vec<u8>, ErrorStack> {
        self.certificate.to_pem()
    }

    /// The private key, as PEM (PKCS #8), locked with a password if there is one.
    pub(super) fn key(&self, password: Option<&str>) -> Result<Vec<u8>, ErrorStack> {
        match password {
            Some(password) => self.key.private_key_to_pem_pkcs8_passphrase(Cipher::aes_256_cbc(), password.as_bytes()),
            None => self.key.private_key_to_pem_pkcs8(),
        }
    }
}

fn new_key() -> Result<PKey<Private>, ErrorStack> {
    PKey::from_ec_key(EcKey::generate(&*EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?)?)
}

fn common_name(name: &str) -> Result<X509Name, ErrorStack> {
    let mut builder = X509NameBuilder::new()?;
    builder.append_entry_by_nid(Nid::COMMONNAME, name)?;
    Ok(builder.build())
}

/// All of a certificate but who vouches for it.
fn begin(name: &X509Name, key: &PKey<Private>) -> Result<X509Builder, ErrorStack> {
    let mut serial = BigNum::new()?;
    serial.rand(127, MsbOption::MAYBE_ZERO, false)?;
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*serial.to_asn1_integer()?)?;
    builder.set_subject_name(name)?;
    builder.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    builder.set_not_after(&*Asn1Time::days_from_now(1)?)?;
    builder.set_pubkey(key)?;
    Ok(builder)
}
