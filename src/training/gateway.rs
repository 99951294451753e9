//! The gateway before the platform: signatures in headers. Its refusals are not in the envelope.
//! Recipes: platform interface, transport variants csb (Hunan edition, 4.5) and x-tif.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::json;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::{
    exchange::{Reply, Request},
    refusal::{Outcome, refuse},
};

/// The key id that the training platform accepts out of the box (`x-tif-paasid`, `_api_access_key`).
pub const TRAINING_KEY_ID: &str = "yijie-training";
/// The secret that goes with [`TRAINING_KEY_ID`]. It guards nothing: it is here so that signing is exercised.
pub const TRAINING_SECRET: &str = "training-secret-known-to-everybody";

/// How far the signature's time may be from the platform's.
const SIGNATURE_AGE_MAX_S: i64 = 30 * 60;
const WALL_CLOCK_AHEAD_OF_UTC_S: i64 = 8 * 3600;

const MISSING_HEADER: &str = "缺少服务网关的请求头!";
const STALE: &str = "签名时间戳超时!";
const UNKNOWN_USER: &str = "非法用户!";
const WRONG_SIGNATURE: &str = "签名不一致!";

/// Whose signatures are accepted. One pair of credentials serves both recipes; the headers say which is meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gateway {
    /// `x-tif-paasid` or `_api_access_key`.
    pub key_id: String,
    /// The secret shared with the client.
    pub secret: String,
    /// Unsigned requests pass too: a front-end box that signs by itself.
    pub open: bool,
}

impl Default for Gateway {
    fn default() -> Self {
        Self { key_id: TRAINING_KEY_ID.into(), secret: TRAINING_SECRET.into(), open: false }
    }
}

impl Gateway {
    /// Lets a request pass, or answers as the gateway does.
    pub(super) fn admit(&self, request: &Request, now: DateTime) -> Result<(), Reply> {
        let signed_by = |prefix: &str| request.headers.keys().any(|name| name.starts_with(prefix));
        let verdict = if signed_by("x-tif-") {
            self.x_tif(request, now)
        } else if signed_by("_api_") {
            self.csb(request, now)
        } else if self.open {
            Ok(())
        } else {
            Err(MISSING_HEADER)
        };
        verdict.map_err(unauthorized)
    }

    /// lower-hex(SHA-256(timestamp + secret + nonce + timestamp)), the timestamp in seconds.
    fn x_tif(&self, request: &Request, now: DateTime) -> Result<(), &'static str> {
        let key_id = present(request, "x-tif-paasid")?;
        let timestamp = present(request, "x-tif-timestamp")?;
        let nonce = present(request, "x-tif-nonce")?;
        let signature = present(request, "x-tif-signature")?;
        self.known(key_id)?;
        fresh(timestamp, now)?;
        let digest = Sha256::digest(format!("{timestamp}{}{nonce}{timestamp}", self.secret));
        let expected = lower_hex(&digest);
        if signature == expected { Ok(()) } else { Err(WRONG_SIGNATURE) }
    }

    /// base64(HMAC-SHA1(secret, "k=v&k=v…")) over the four headers in the order of their names.
    fn csb(&self, request: &Request, now: DateTime) -> Result<(), &'static str> {
        let key_id = present(request, "_api_access_key")?;
        let name = present(request, "_api_name")?;
        let timestamp = present(request, "_api_timestamp")?;
        let version = present(request, "_api_version")?;
        let signature = present(request, "_api_signature")?;
        self.known(key_id)?;
        fresh(timestamp, now)?;
        let text =
            format!("_api_access_key={key_id}&_api_name={name}&_api_timestamp={timestamp}&_api_version={version}");
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).map_err(|_| WRONG_SIGNATURE)?;
        mac.update(text.as_bytes());
        let claimed = STANDARD.decode(signature).map_err(|_| WRONG_SIGNATURE)?;
        mac.verify_slice(&claimed).map_err(|_| WRONG_SIGNATURE)
    }

    fn known(&self, key_id: &str) -> Result<(), &'static str> {
        if key_id == self.key_id { Ok(()) } else { Err(UNKNOWN_USER) }
    }
}

/// The gateway's own answer: a bare object, not an envelope.
pub(super) fn unauthorized(message: &str) -> Reply {
    Reply::json(401, &json!({ "code": 401, "message": message }))
}

fn present<'a>(request: &'a Request, header: &str) -> Result<&'a str, &'static str> {
    request.header(header).filter(|value| !value.is_empty()).ok_or(MISSING_HEADER)
}

/// Seconds, or the milliseconds that csb's document asks for: thirteen digits.
fn fresh(timestamp: &str, now: DateTime) -> Result<(), &'static str> {
    let sent: i64 = timestamp.parse().map_err(|_| STALE)?;
    let sent_s = if timestamp.len() >= 13 { sent / 1000 } else { sent };
    let age_s = unix_seconds(now) - sent_s;
    if age_s.abs() <= SIGNATURE_AGE_MAX_S { Ok(()) } else { Err(STALE) }
}

/// Unix time of a wall clock that is always eight hours ahead of UTC.
fn unix_seconds(wall: DateTime) -> i64 {
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    wall.duration_since(epoch).as_secs() - WALL_CLOCK_AHEAD_OF_UTC_S
}

fn lower_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// csb signs the name of the interface; it must be that of the transaction in the envelope.
pub(super) fn names_transaction(request: &Request, infno: &str) -> Outcome<()> {
    match request.header("_api_name") {
        Some(name) if name.strip_prefix("hsa-fsi-") != Some(infno) => refuse("_api_name与报文交易编号不一致"),
        _ => Ok(()),
    }
}
