//! What goes in and what comes out, as bytes.

use std::collections::BTreeMap;

use serde_json::Value;

/// One message as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The path of the URL; its end names the transaction, `/ebus/training/hsa/hgs/2304` or `/CSB/hsa-fsi-2304`.
    pub path: String,
    /// Header names in lower case, with their values.
    pub headers: BTreeMap<String, String>,
    /// The body, which should be an envelope in UTF-8.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What the platform answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`, and `Location` of a redirect.
    pub headers: BTreeMap<String, String>,
    /// The body as it leaves.
    pub body: Vec<u8>,
}

impl Reply {
    pub(super) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = BTreeMap::from([("content-type".to_owned(), content_type.to_owned())]);
        Self { status, headers, body: body.into() }
    }

    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body.to_string())
    }
}
