//! The shapes that real replies come in. None of them changes what a reply says.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::amount;

/// How replies are written.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of its own, read from a file by name")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quirks {
    /// `infcode` as a number or as text.
    pub infcode: InfcodeStyle,
    /// Amounts as numbers or as text.
    pub money: MoneyStyle,
    /// How an amount of zero is written.
    pub zero: ZeroStyle,
    /// `err_msg` of a success.
    pub success_text: SuccessText,
    /// `err_msg` of a failure ends in a trace id and an address.
    pub trace_suffix: bool,
    /// `psn_part_amt` is null in the reply to 2305.
    pub cancel_part_null: bool,
    /// Fields that no specification has.
    pub extra_fields: bool,
    /// A multi-row node with one row comes as an object.
    pub lone_rows_as_objects: bool,
    /// `output` is a JSON string instead of an object.
    pub output_as_text: bool,
}

impl Quirks {
    /// `infcode`: 0 success, -1 failure.
    pub(super) fn infcode(&self, code: i8) -> Value {
        match self.infcode {
            InfcodeStyle::Number => json!(code),
            InfcodeStyle::Text => json!(code.to_string()),
        }
    }

    /// `err_msg` of a success.
    pub(super) fn success(&self) -> Value {
        match self.success_text {
            SuccessText::Empty => json!(""),
            SuccessText::Null => Value::Null,
            SuccessText::Word => json!("success"),
        }
    }

    /// `err_msg` of a failure.
    pub(super) fn failure(&self, text: &str, trace: &str) -> Value {
        if self.trace_suffix { json!(format!("{text}({trace}@10.72.3.18)")) } else { json!(text) }
    }

    /// Reshapes the nodes of a successful reply.
    pub(super) fn output(&self, mut output: Value) -> Value {
        if let Value::Object(nodes) = &mut output {
            for node in nodes.values_mut() {
                self.node(node);
            }
        }
        if self.output_as_text { json!(output.to_string()) } else { output }
    }

    fn node(&self, node: &mut Value) {
        match node {
            Value::Object(row) => self.row(row),
            Value::Array(rows) => {
                for row in rows.iter_mut().filter_map(Value::as_object_mut) {
                    self.row(row);
                }
                if self.lone_rows_as_objects && rows.len() == 1 {
                    *node = rows.remove(0);
                }
            }
            _ => {}
        }
    }

    fn row(&self, row: &mut Map<String, Value>) {
        for value in row.values_mut() {
            self.amount(value);
        }
        if self.extra_fields {
            row.insert("psn_insu_rlts_id".into(), json!("4300000000001"));
            row.insert("othfund_pay".into(), amount::number("0"));
            row.insert("expContent".into(), Value::Null);
        }
    }

    /// Every number with a decimal point is an amount, a ratio or a count.
    fn amount(&self, value: &mut Value) {
        let Value::Number(number) = &*value else { return };
        let token = number.as_str();
        if !token.contains('.') {
            return;
        }
        let is_zero = amount::parse(token).is_some_and(|amount| amount.is_zero());
        let token = if is_zero && self.zero == ZeroStyle::Exponent { "0E-8" } else { token };
        let shaped = match self.money {
            MoneyStyle::Number => amount::number(token),
            MoneyStyle::Text => json!(token),
        };
        *value = shaped;
    }
}

/// `infcode` as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InfcodeStyle {
    /// `0`
    #[default]
    Number,
    /// `"0"`
    Text,
}

/// An amount as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyStyle {
    /// `38158.60`
    #[default]
    Number,
    /// `"38158.60"`
    Text,
}

/// Zero as it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroStyle {
    /// `0.00`
    #[default]
    Plain,
    /// `0E-8`
    Exponent,
}

/// What stands in `err_msg` when nothing went wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessText {
    /// `""`
    #[default]
    Empty,
    /// `null`
    Null,
    /// `"success"`
    Word,
}
