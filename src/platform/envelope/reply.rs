//! Reading an answer, with everything that real platforms do to the envelope.

use serde_json::{Map, Value};

/// An answer that is surely the platform's own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    /// `infcode`: 0 is success, anything else is not.
    pub outcome: Outcome,
    /// `output`, unpacked where it came as a string; `Null` where there is none.
    pub output: Value,
}

/// What `infcode` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0.
    Success,
    /// Anything else, with the text.
    Failure {
        /// As a number in text.
        code: String,
        /// `err_msg`.
        text: String,
    },
}

/// What came instead of an answer of the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unread {
    /// A page for people.
    Html,
    /// The gateway's own words, outside any envelope: `{"code":401,"message":"…"}`.
    Gateway {
        /// Its code.
        code: i64,
        /// Its message.
        text: String,
    },
    /// Nothing that can be made sense of, and why. Never quotes the answer.
    Nonsense(String),
}

impl Reply {
    /// Reads the bytes of an answer.
    pub fn read(body: &[u8]) -> Result<Self, Unread> {
        let nonsense = |why: &str| Unread::Nonsense(why.to_owned());
        let text = std::str::from_utf8(body).map_err(|_| nonsense("not UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(nonsense("empty"));
        }
        if text.starts_with('<') {
            return Err(Unread::Html);
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Unread::Nonsense(format!("not JSON at line {} column {}", error.line(), error.column()))
        })?;
        let Value::Object(fields) = value else { return Err(nonsense("not a JSON object")) };
        Self::unwrap(fields, WRAPPINGS_MAX)
    }

    /// Finds the envelope, which some gateways wrap as `{code, type, message, data: {envelope}}`.
    fn unwrap(mut fields: Map<String, Value>, wrappings: u8) -> Result<Self, Unread> {
        if fields.contains_key("infcode") {
            return Self::from_fields(fields);
        }
        let code = fields.get("code").and_then(whole_number);
        if let Some(Value::Object(inner)) = fields.remove("data").map(unpacked)
            && wrappings > 0
        {
            let reply = Self::unwrap(inner, wrappings - 1)?;
            // A wrapper that reports a fault around a success: one of the two is wrong.
            if reply.outcome == Outcome::Success && code.is_some_and(|code| code != 0 && code != 200) {
                return Err(Unread::Nonsense("the gateway reports a fault around a success".to_owned()));
            }
            return Ok(reply);
        }
        match code {
            Some(code) => Err(Unread::Gateway { code, text: text_of(fields.get("message")) }),
            None => Err(Unread::Nonsense("no infcode".to_owned())),
        }
    }

    fn from_fields(mut fields: Map<String, Value>) -> Result<Self, Unread> {
        let Some(code) = fields.get("infcode").and_then(whole_number) else {
            return Err(Unread::Nonsense("infcode is not a number".to_owned()));
        };
        let output = unpacked(fields.remove("output").unwrap_or_default());
        let outcome = if code == 0 {
            Outcome::Success
        } else {
            Outcome::Failure { code: code.to_string(), text: text_of(fields.get("err_msg")) }
        };
        Ok(Self { outcome, output })
    }

    /// True if `output` holds no node with anything in it. Counters and the like beside the nodes do not count.
    pub fn has_no_nodes(&self) -> bool {
        match &self.output {
            Value::Object(nodes) => {
                nodes.values().all(|node| !(node.is_object() || node.is_array()) || is_nothing(node))
            }
            other => is_nothing(other),
        }
    }

    /// The node, as one row. An array of exactly one is that one; an empty node is none.
    pub fn one(&self, node: &str) -> Result<Option<&Map<String, Value>>, String> {
        match self.rows(node)?.as_slice() {
            [] => Ok(None),
            [row] => Ok(Some(row)),
            rows => Err(format!("{} rows where one belongs in {node}", rows.len())),
        }
    }

    /// The node, as rows. An object is one row; nothing is none.
    pub fn rows(&self, node: &str) -> Result<Vec<&Map<String, Value>>, String> {
        match self.output.get(node) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(value) if is_nothing(value) => Ok(Vec::new()),
            Some(Value::Object(row)) => Ok(vec![row]),
            Some(Value::Array(rows)) => {
                let not_a_row = || format!("a row of {node} is not an object");
                rows.iter().map(|row| row.as_object().ok_or_else(not_a_row)).collect()
            }
            Some(_) => Err(format!("{node} is neither an object nor an array")),
        }
    }

    /// Every value of a field of this name, however deep, that is not empty.
    pub fn everywhere<'a>(&'a self, field: &str) -> Vec<&'a Value> {
        fn walk<'a>(value: &'a Value, field: &str, found: &mut Vec<&'a Value>) {
            match value {
                Value::Object(fields) => {
                    for (name, value) in fields {
                        if name == field && !is_nothing(value) {
                            found.push(value);
                        }
                        walk(value, field, found);
                    }
                }
                Value::Array(rows) => rows.iter().for_each(|row| walk(row, field, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        walk(&self.output, field, &mut found);
        found
    }
}

/// A JSON text inside a string is taken out of it; anything else stays as it is.
fn unpacked(value: Value) -> Value {
    match value {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => match serde_json::from_str::<Value>(&text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_) | Value::Null)) => inner,
            _ => Value::String(text),
        },
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => matches!(text.trim(), "" | "null" | "NULL"),
        Value::Array(rows) => rows.iter().all(is_nothing),
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A whole number, written as a number or as a string.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_str().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        None | Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
    }
}

const WRAPPINGS_MAX: u8 = 2;
