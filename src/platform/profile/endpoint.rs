//! Where messages go and how they are signed.

use serde::Deserialize;
use thiserror::Error;

use crate::platform::infno::Infno;

/// The way to the platform.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndpointRules {
    /// The address of a transaction.
    pub url: UrlTemplate,
    /// `Content-Type` of a message.
    pub content_type: String,
    /// How a message is signed.
    pub auth: Auth,
    /// In what the signature counts time.
    #[serde(default)]
    pub timestamp: TimestampUnit,
    /// `_api_name` of the `csb` signature, with `{infno}`.
    #[serde(default)]
    pub api_name: String,
    /// `_api_version` of the `csb` signature.
    #[serde(default)]
    pub api_version: String,
}

/// How a message is signed. Bodies are not signed by any of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// Not at all: a box in the hospital signs.
    None,
    /// HMAC-SHA1 over the four header fields (Hunan, Jiangxi, Jiangsu).
    Csb,
    /// SHA-256 over time, secret, nonce, time (Guangdong, Hebei).
    XTif,
}

/// In what a signature counts time since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimestampUnit {
    /// Ten digits.
    #[default]
    Seconds,
    /// Thirteen digits.
    Milliseconds,
}

/// The address of a transaction: `{base}` is the configured address, `{infno}` the transaction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct UrlTemplate(String);

impl UrlTemplate {
    /// The address of one transaction.
    pub fn url(&self, base: &str, infno: Infno) -> String {
        self.0.replace("{base}", base.trim_end_matches('/')).replace("{infno}", infno.as_str())
    }
}

impl TryFrom<String> for UrlTemplate {
    type Error = NotATemplate;

    fn try_from(text: String) -> Result<Self, NotATemplate> {
        let rest = text.replace("{base}", "").replace("{infno}", "");
        if !text.starts_with("{base}") || rest.contains(['{', '}', ' ']) { Err(NotATemplate) } else { Ok(Self(text)) }
    }
}

/// Not the template of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must begin with {{base}}, may hold {{infno}} and no other braces or blanks")]
pub struct NotATemplate;
