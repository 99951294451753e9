//! The transactions, one group a file. Each gets a call whose fields have been checked, and answers with `output`.

mod admission;
mod discharge;
mod fees;
mod person;
mod reconcile;
mod registration;
mod reversal;
mod session;
mod settlement;
mod settlement_query;
mod statement;
mod visit_query;

use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

use super::{
    books::{Visit, VisitState},
    envelope::Envelope,
    people::Person,
    platform::Platform,
    refusal::{Outcome, refuse},
};

/// A checked message and the time it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    pub(super) envelope: &'a Envelope,
    /// The wall clock at +08:00.
    pub(super) now: DateTime,
}

/// What a transaction answers.
#[derive(Clone, Debug)]
pub(super) enum Output {
    /// `output` of an envelope.
    Nodes(Value),
    /// A file, without an envelope.
    File(Vec<u8>),
}

const ALREADY_SETTLED: &str = "该患者已做医保结算，请先撤销结算";

impl Platform {
    /// Carries out one transaction.
    pub(super) fn act(&mut self, call: &Call<'_>) -> Outcome<Output> {
        match call.envelope.infno() {
            "9102" => self.give_file(call).map(Output::File),
            _ => self.nodes(call).map(Output::Nodes),
        }
    }

    fn nodes(&mut self, call: &Call<'_>) -> Outcome<Value> {
        match call.envelope.infno() {
            "9001" => Ok(self.sign_in(call)),
            "9002" => self.sign_out(call),
            "1101" => self.identify(call),
            "2001" => self.check_benefit(call),
            "5302" => self.list_filings(call),
            "2401" => self.admit(call),
            "2403" => self.change_admission(call),
            "2404" => self.cancel_admission(call),
            "2402" => self.discharge(call),
            "2405" => self.undo_discharge(call),
            "2301" => self.upload_fees(call),
            "2302" => self.delete_fees(call),
            "2303" => self.pre_settle(call),
            "2304" => self.settle(call),
            "2305" => self.cancel_settlement(call),
            "2601" => self.reverse(call),
            "3201" => self.compare_totals(call),
            "3202" => self.compare_rows(call),
            "5201" => self.list_visits(call),
            "5202" => self.list_diagnoses(call),
            "5203" => self.list_settlements(call),
            "5204" => self.list_fees(call),
            "5303" => self.list_inpatients(call),
            "9101" => self.take_file(call),
            other => refuse(format!("交易编号{other}未开通")),
        }
    }

    /// The visit that a node names, if it is this institution's and this person's.
    fn visit(&self, call: &Call<'_>, mdtrt_id: &str, psn_no: &str) -> Outcome<&Visit> {
        self.person(psn_no)?;
        match self.books.visits.get(mdtrt_id) {
            Some(visit) if visit.institution != call.envelope.institution() => refuse("就诊信息不属于本机构"),
            Some(visit) if visit.psn_no != psn_no => refuse("就诊ID与人员编号不符"),
            Some(visit) if visit.state == VisitState::Cancelled => refuse("入院登记已撤销，未找到有效的入院登记"),
            Some(visit) => Ok(visit),
            None => refuse("未找到入院登记信息，请先办理入院登记"),
        }
    }

    /// As [`Platform::visit`], and nothing that was settled hangs on it.
    fn unsettled_visit(&self, call: &Call<'_>, mdtrt_id: &str, psn_no: &str) -> Outcome<&Visit> {
        let visit = self.visit(call, mdtrt_id, psn_no)?;
        if self.books.standing_of(mdtrt_id).any(|settlement| !settlement.interim) {
            return refuse(ALREADY_SETTLED);
        }
        Ok(visit)
    }

    /// A visit to be changed, once [`Platform::visit`] has found it.
    fn visit_mut(&mut self, mdtrt_id: &str) -> Outcome<&mut Visit> {
        match self.books.visits.get_mut(mdtrt_id) {
            Some(visit) => Ok(visit),
            None => refuse("未找到入院登记信息，请先办理入院登记"),
        }
    }
}

/// A node's row from `json!`.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(row) => row,
        _ => Map::new(),
    }
}

/// What every answer says about a person.
fn person_row(person: &Person, certificate: &str, call: &Call<'_>) -> Map<String, Value> {
    object(json!({
        "psn_no": person.psn_no,
        "psn_cert_type": certificate,
        "certno": person.citizen.reveal(),
        "psn_name": person.name.reveal(),
        "gend": person.gender,
        "naty": person.ethnicity,
        "brdy": person.born.to_string(),
        "age": format!("{}.0", person.age(call.now.date())).parse::<serde_json::Number>().ok(),
    }))
}

/// `yyyy-MM-dd HH:mm:ss`.
fn stamp(time: DateTime) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The credentials at the desk: a card with its identification code, a citizen number, or a voucher.
fn holds(person: &Person, kind: &str, number: &str, card_sn: &str) -> bool {
    let is = |held: Option<&super::people::Private>, shown: &str| held.is_some_and(|held| held.reveal() == shown);
    match kind {
        "01" => is(person.voucher.as_ref(), number),
        "02" => person.citizen.reveal() == number,
        "03" => is(person.card.as_ref(), number) && is(person.card_sn.as_ref(), card_sn),
        _ => false,
    }
}
