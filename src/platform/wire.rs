//! How single values are written and read.

use jiff::civil::{Date, DateTime};
use serde_json::{Map, Value};
use yijie_core::money::{AmountError, Yuan};

/// `yyyy-MM-dd HH:mm:ss`.
pub(super) fn datetime_text(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `yyyy-MM-dd`.
pub(super) fn date_text(on: Date) -> String {
    on.strftime("%Y-%m-%d").to_string()
}

/// One row of an answer.
pub(super) type Row = Map<String, Value>;

/// The first of these fields that holds something, as text. `null`, `""` and the literal `null` of real platforms
/// hold nothing; a number is its token.
pub(super) fn text(row: &Row, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match row.get(*name)? {
        Value::String(text) => {
            Some(text.trim()).filter(|text| !matches!(*text, "" | "null" | "NULL")).map(str::to_owned)
        }
        Value::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    })
}

/// The first of these fields that is there and not `null`, as an amount. `None` where none is.
pub(super) fn amount(row: &Row, names: &[&str]) -> Result<Option<Yuan>, AmountError> {
    let given = names.iter().filter_map(|name| row.get(*name)).find(|value| match value {
        Value::Null => false,
        Value::String(text) => !matches!(text.trim(), "" | "null" | "NULL"),
        _ => true,
    });
    given.map(Yuan::from_json).transpose()
}

/// A date, with or without a time behind it.
pub(super) fn date(row: &Row, names: &[&str]) -> Option<Date> {
    let text = text(row, names)?;
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Date::strptime("%Y%m%d", &text).ok();
    }
    Date::strptime("%Y-%m-%d", text.get(..10)?).ok()
}

/// A point in time, +08:00; a bare date is its midnight, and parts of a second are dropped.
pub(super) fn datetime(row: &Row, names: &[&str]) -> Option<DateTime> {
    let text = text(row, names)?;
    if text.len() == 10 {
        return date(row, names).map(|on| on.at(0, 0, 0, 0));
    }
    let whole = text.get(..19)?.replace('T', " ");
    DateTime::strptime("%Y-%m-%d %H:%M:%S", whole).ok()
}

/// `1` or `0` for a flag.
pub(super) fn flag(set: bool) -> &'static str {
    if set { "1" } else { "0" }
}
