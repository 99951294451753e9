//! The field check: every node is held against a table of names, lengths and types before an act sees it.

pub(super) mod tables;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::{
    amount,
    refusal::{Outcome, refuse},
};

/// One field of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    name: &'static str,
    kind: Kind,
    need: Need,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// At most so many characters.
    Text(usize),
    /// At most so many decimal digits, as text.
    Digits(usize),
    /// A number or its text: at most so many digits, of which so many after the point.
    Amount(usize, usize),
    /// `yyyy-MM-dd`
    Date,
    /// `yyyy-MM-dd HH:mm:ss`
    DateTime,
    /// Text that is a JSON object.
    Extension(usize),
    /// An array of numbers from 0 to 255.
    Bytes,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Always,
    /// For a patient insured elsewhere.
    Away,
    Never,
}

/// Whether the patient of a message is insured elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Away {
    Yes,
    No,
}

/// What happens to a field that no table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    Refuse,
    Ignore,
}

/// A node of a transaction's input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) fields: &'static [Field],
}

/// How a node comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An object.
    Single,
    /// An array of at least one object.
    Many,
    /// Either: where the document says one and its example shows the other.
    Either,
}

/// Checks all nodes of a transaction.
pub(super) fn check(nodes: &[Node], input: &Map<String, Value>, away: Away, strictness: Strictness) -> Outcome<()> {
    for node in nodes {
        let Some(value) = input.get(node.name) else {
            return refuse(format!("输入节点{}不能为空", node.name));
        };
        let fits = match value {
            Value::Object(_) => node.shape != Shape::Many,
            Value::Array(rows) => node.shape != Shape::Single && !rows.is_empty(),
            _ => false,
        };
        if !fits {
            return refuse(format!("输入节点{}格式错误", node.name));
        }
        let rows = rows(input, node.name);
        if let Value::Array(sent) = value
            && sent.len() != rows.len()
        {
            return refuse(format!("输入节点{}格式错误", node.name));
        }
        for row in rows {
            check_row(node.name, node.fields, row.fields(), away, strictness)?;
        }
    }
    let known = |name: &String| nodes.iter().any(|node| node.name == name);
    match input.keys().find(|name| !known(name)) {
        Some(name) if strictness == Strictness::Refuse => refuse(format!("未知的输入节点{name}")),
        _ => Ok(()),
    }
}

/// Checks one row.
pub(super) fn check_row(
    node: &str,
    table: &[Field],
    row: &Map<String, Value>,
    away: Away,
    strictness: Strictness,
) -> Outcome<()> {
    for field in table {
        let name = field.name;
        let needed = field.need == Need::Always || field.need == Need::Away && away == Away::Yes;
        match row.get(name).filter(|value| !is_empty(value)) {
            None if needed => return refuse(format!("{node}.{name}不能为空")),
            None => {}
            Some(value) => {
                if let Err(why) = field.kind.accepts(value) {
                    return refuse(format!("{node}.{name}{why}"));
                }
            }
        }
    }
    let known = |name: &String| table.iter().any(|field| field.name == name);
    match row.keys().find(|name| !known(name)) {
        Some(name) if strictness == Strictness::Refuse => refuse(format!("{node}中有未知字段{name}")),
        _ => Ok(()),
    }
}

/// The rows of a node, whichever way it came.
pub(super) fn rows<'a>(input: &'a Map<String, Value>, node: &str) -> Vec<Row<'a>> {
    match input.get(node) {
        Some(Value::Object(row)) => vec![Row(Some(row))],
        Some(Value::Array(rows)) => rows.iter().filter_map(Value::as_object).map(|row| Row(Some(row))).collect(),
        _ => Vec::new(),
    }
}

/// A row that has been checked: reading it can't fail.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row<'a>(Option<&'a Map<String, Value>>);

impl<'a> Row<'a> {
    /// The text of a field; empty if it is missing. Numbers give their token.
    pub(super) fn text(self, field: &str) -> &'a str {
        match self.value(field) {
            Some(Value::String(text)) => text,
            Some(Value::Number(number)) => number.as_str(),
            _ => "",
        }
    }

    /// An amount; zero if it is missing or empty.
    pub(super) fn amount(self, field: &str) -> Decimal {
        self.value(field).and_then(amount::read).unwrap_or_default()
    }

    /// A date and time, if there is one.
    pub(super) fn datetime(self, field: &str) -> Option<DateTime> {
        self.text(field).parse().ok()
    }

    /// A date, if there is one.
    pub(super) fn date(self, field: &str) -> Option<Date> {
        self.text(field).parse().ok()
    }

    fn value(self, field: &str) -> Option<&'a Value> {
        self.0.and_then(|row| row.get(field))
    }

    fn fields(self) -> &'a Map<String, Value> {
        static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.0.unwrap_or(&NOTHING)
    }
}

impl Kind {
    /// Whether a value that is there has the right type and length; the end of the sentence if not.
    fn accepts(self, value: &Value) -> Result<(), String> {
        match self {
            Self::Bytes => {
                let is_byte = |byte: &Value| byte.as_u64().is_some_and(|byte| byte < 256);
                let bytes = value.as_array().is_some_and(|bytes| !bytes.is_empty() && bytes.iter().all(is_byte));
                if bytes { Ok(()) } else { Err("类型错误，应为字节数组".into()) }
            }
            Self::Amount(digits, places) => amount_fits(value, digits, places),
            Self::Text(max) => text_fits(value, max, |_| true),
            Self::Digits(max) => text_fits(value, max, |text| text.bytes().all(|byte| byte.is_ascii_digit())),
            Self::Date => text_fits(value, 10, |text| text.len() == 10 && text.parse::<Date>().is_ok()),
            Self::DateTime => text_fits(value, 19, |text| {
                text.len() == 19 && text.as_bytes().get(10) == Some(&b' ') && text.parse::<DateTime>().is_ok()
            }),
            Self::Extension(max) => {
                text_fits(value, max, |text| serde_json::from_str::<Map<String, Value>>(text).is_ok())
            }
        }
    }
}

fn text_fits(value: &Value, max: usize, is_well_formed: impl Fn(&str) -> bool) -> Result<(), String> {
    let Value::String(text) = value else { return Err("类型错误，应为字符串".into()) };
    if text.chars().count() > max {
        Err(format!("长度超过{max}"))
    } else if is_well_formed(text) {
        Ok(())
    } else {
        Err("格式错误".into())
    }
}

fn amount_fits(value: &Value, digits: usize, places: usize) -> Result<(), String> {
    let Some(amount) = amount::read(value) else { return Err("类型错误，应为数值".into()) };
    let amount = amount.normalize();
    let scale = usize::try_from(amount.scale()).unwrap_or(usize::MAX);
    let whole = amount.trunc().abs().to_string().len();
    if scale > places {
        Err(format!("小数位数超过{places}"))
    } else if whole > digits - places {
        Err(format!("长度超过({digits},{places})"))
    } else {
        Ok(())
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}
