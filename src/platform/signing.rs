//! How a message proves who sends it. Bodies are not signed; the headers are.

use std::fmt;

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::infno::Infno;
use super::profile::{Auth, EndpointRules, TimestampUnit};

/// The key that the platform's operator gave the hospital. The secret never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    key: String,
    secret: Zeroizing<String>,
}

impl Credentials {
    /// An access key or paasid, and its secret. Both are empty where a box in the hospital signs.
    pub fn new(key: &str, secret: &str) -> Result<Self, NotCredentials> {
        if key.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self { key: key.to_owned(), secret: Zeroizing::new(secret.to_owned()) })
        } else {
            Err(NotCredentials)
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, ***)", self.key)
    }
}

/// The key cannot stand in a header. A fault of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the platform's key must be printable ASCII without blanks")]
pub struct NotCredentials;

/// The headers that sign a message, for one moment and one nonce (printable ASCII, used once).
pub fn headers(
    rules: &EndpointRules,
    credentials: &Credentials,
    infno: Infno,
    at: Timestamp,
    nonce: &str,
) -> Vec<(String, String)> {
    let time = match rules.timestamp {
        TimestampUnit::Seconds => at.as_second().to_string(),
        TimestampUnit::Milliseconds => at.as_millisecond().to_string(),
    };
    let named =
        |pairs: &[(&str, &str)]| pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
    match rules.auth {
        Auth::None => Vec::new(),
        Auth::Csb => {
            let api_name = rules.api_name.replace("{infno}", infno.as_str());
            named(&[
                ("_api_name", &api_name),
                ("_api_version", &rules.api_version),
                ("_api_timestamp", &time),
                ("_api_access_key", &credentials.key),
                ("_api_signature", &csb(credentials, &api_name, &time, &rules.api_version)),
            ])
        }
        Auth::XTif => named(&[
            ("x-tif-paasid", &credentials.key),
            ("x-tif-timestamp", &time),
            ("x-tif-nonce", nonce),
            ("x-tif-signature", &x_tif(credentials, nonce, &time)),
        ]),
    }
}

/// Base64 of HMAC-SHA1 over the other four fields, sorted by name (interface specification, 4.5.3).
fn csb(credentials: &Credentials, api_name: &str, time: &str, version: &str) -> String {
    let key = &credentials.key;
    let text = format!("_api_access_key={key}&_api_name={api_name}&_api_timestamp={time}&_api_version={version}");
    base64::engine::general_purpose::STANDARD.encode(hmac_sha1(credentials.secret.as_bytes(), text.as_bytes()))
}

/// Lower-case hexadecimal of SHA-256 over time, secret, nonce and the time again.
fn x_tif(credentials: &Credentials, nonce: &str, time: &str) -> String {
    let text = Zeroizing::new(format!("{time}{}{nonce}{time}", credentials.secret.as_str()));
    hex(&Sha256::digest(text.as_bytes()))
}

/// Two lower-case digits a byte.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| DIGITS[usize::from(digit)]).collect()
}

/// HMAC over a key of any length (RFC 2104): longer than a block it is hashed first, shorter it is filled with noughts.
fn hmac_sha1(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = hmac::digest::Key::<Hmac<Sha1>>::default();
    if key.len() > block.len() {
        let hashed = Sha1::digest(key);
        block[..hashed.len()].copy_from_slice(&hashed);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = Hmac::<Sha1>::new(&block);
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests;
