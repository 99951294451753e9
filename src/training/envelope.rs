//! The envelope: what every message carries around its nodes, and what every answer does.

use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    exchange::{Reply, Request},
    fields::{self, Row, Strictness, tables},
    institutions::Institution,
    quirks::Quirks,
    refusal::{Outcome, refuse},
};

/// A body larger than this isn't read.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The specification's length of `input`, in characters of its JSON text.
const INPUT_CHARACTERS_MAX: usize = 40_000;

/// A request whose envelope is in order.
#[derive(Clone, Debug)]
pub(super) struct Envelope {
    fields: Map<String, Value>,
    input: Map<String, Value>,
}

impl Envelope {
    /// Reads and checks an envelope. Whether `input` has the nodes of its transaction is checked apart.
    pub(super) fn read(request: &Request, strictness: Strictness) -> Outcome<Self> {
        if request.body.len() > BODY_BYTES_MAX {
            return refuse("报文长度超过限制");
        }
        let Ok(Value::Object(mut fields)) = serde_json::from_slice(&request.body) else {
            return refuse("报文格式错误，不是合法的JSON对象");
        };
        let input = fields.remove("input");
        fields::check_row("报文", tables::ENVELOPE, &fields, fields::Away::No, strictness)?;
        let Some(Value::Object(input)) = input else {
            return refuse("交易输入input不能为空且必须是JSON对象");
        };
        let length = Value::Object(input.clone()).to_string().chars().count();
        if length > INPUT_CHARACTERS_MAX {
            return refuse(format!("交易输入input长度{length}超过{INPUT_CHARACTERS_MAX}"));
        }
        let envelope = Self { fields, input };
        if path_infno(&request.path).is_some_and(|infno| infno != envelope.infno()) {
            return refuse("请求地址与报文交易编号不一致");
        }
        check_message_id(envelope.msgid(), envelope.institution())?;
        Ok(envelope)
    }

    pub(super) fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn infno(&self) -> &str {
        self.text("infno")
    }

    pub(super) fn msgid(&self) -> &str {
        self.text("msgid")
    }

    pub(super) fn institution(&self) -> &str {
        self.text("fixmedins_code")
    }

    pub(super) fn operator(&self) -> &str {
        self.text("opter")
    }

    /// The insured place; empty for a patient of our own.
    pub(super) fn insured_place(&self) -> &str {
        self.text("insuplc_admdvs")
    }

    /// The nodes.
    pub(super) fn input(&self) -> &Map<String, Value> {
        &self.input
    }

    /// The single row of a node; an empty row if it is missing, which the field check has refused before.
    pub(super) fn row(&self, node: &str) -> Row<'_> {
        fields::rows(&self.input, node).into_iter().next().unwrap_or_default()
    }

    /// All rows of a node.
    pub(super) fn rows(&self, node: &str) -> Vec<Row<'_>> {
        fields::rows(&self.input, node)
    }

    /// What tells two messages with the same id apart: a digest of everything but when it was sent.
    pub(super) fn essence(&self) -> [u8; 32] {
        let text = format!("{}{}", self.infno(), Value::Object(self.input.clone()));
        Sha256::digest(text).into()
    }
}

/// Writes replies.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) quirks: &'a Quirks,
    pub(super) now: DateTime,
    /// The receiver's message id, of the platform's making even for a failure.
    pub(super) reference: String,
}

impl Writer<'_> {
    pub(super) fn success(&self, output: Value) -> Reply {
        self.write(0, &self.quirks.success(), &self.quirks.output(output))
    }

    pub(super) fn failure(&self, text: &str) -> Reply {
        let trace = format!("{:0>32}", self.reference);
        self.write(-1, &self.quirks.failure(text, &trace), &Value::Null)
    }

    fn write(&self, code: i8, err_msg: &Value, output: &Value) -> Reply {
        let stamp = self.now.strftime("%Y%m%d%H%M%S000").to_string();
        let body = json!({
            "infcode": self.quirks.infcode(code),
            "inf_refmsgid": self.reference,
            "refmsg_time": stamp,
            "respond_time": stamp,
            "err_msg": err_msg,
            "warn_msg": Value::Null,
            "cainfo": Value::Null,
            "signtype": Value::Null,
            "output": output,
        });
        Reply::json(200, &body)
    }
}

/// The receiver's message id: division (6), time (14), serial (10).
pub(super) fn reference(institution: Option<&Institution>, now: DateTime, serial: u64) -> String {
    let division = institution.map_or("000000", |institution| institution.division.as_str());
    format!("{division}{}{serial:010}", now.strftime("%Y%m%d%H%M%S"))
}

/// The transaction that a path ends in; none for the single URL that serves all.
pub(super) fn path_infno(path: &str) -> Option<&str> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let infno = last.strip_prefix("hsa-fsi-").unwrap_or(last);
    (infno.len() == 4 && infno.bytes().all(|byte| byte.is_ascii_digit())).then_some(infno)
}

/// Institution (12), `yyyyMMddHHmmss` (14), serial (4): thirty characters.
fn check_message_id(msgid: &str, institution: &str) -> Outcome<()> {
    let well_formed = msgid.len() == 30
        && msgid.strip_prefix(institution).is_some_and(|rest| {
            rest.len() == 18
                && rest.bytes().all(|byte| byte.is_ascii_digit())
                && rest.get(..14).is_some_and(|time| compact_time(time).is_some())
        });
    if well_formed {
        Ok(())
    } else {
        refuse("发送方报文ID不符合规范：定点医药机构编号(12)+时间(14)+顺序号(4)")
    }
}

/// `yyyyMMddHHmmss`.
fn compact_time(text: &str) -> Option<DateTime> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    let date = Date::new(text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
    let time = Time::new(part(8, 10)?, part(10, 12)?, part(12, 14)?, 0).ok()?;
    Some(DateTime::from_parts(date, time))
}
