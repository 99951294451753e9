//! What the platform has on its books: visits, fee lines, settlements and their negatives, messages.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{amount::yuan, catalogue::Parts, exchange::Reply, people::Filing, pricing::Split};

/// The books. Everything is ordered, so the same messages give the same books.
#[derive(Clone, Debug, Default)]
pub(super) struct Books {
    pub(super) visits: BTreeMap<String, Visit>,
    /// In the order they were made; a cancel is a row of its own.
    pub(super) settlements: Vec<Settlement>,
    /// Sign-ins by institution and operator.
    pub(super) sessions: BTreeMap<(String, String), Session>,
    pub(super) messages: BTreeMap<String, Message>,
    /// Message ids that 2601 named.
    pub(super) reversed: BTreeSet<String>,
    /// Personal accounts that have moved, by person and kind of insurance.
    pub(super) balances: BTreeMap<(String, String), Decimal>,
    /// Filings made since the start, by person.
    pub(super) late_filings: BTreeMap<String, Vec<Filing>>,
    /// Files to be fetched, by `file_qury_no`.
    pub(super) files: BTreeMap<String, StoredFile>,
    serial: u64,
}

impl Books {
    /// The next number of the platform's own.
    pub(super) fn serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    pub(super) fn settlement(&self, setl_id: &str) -> Option<&Settlement> {
        // A negative row may carry the id of its original, which is older and comes first.
        self.settlements.iter().find(|settlement| settlement.setl_id == setl_id)
    }

    pub(super) fn settlements_of<'a>(&'a self, mdtrt_id: &'a str) -> impl Iterator<Item = &'a Settlement> {
        self.settlements.iter().filter(move |settlement| settlement.mdtrt_id == mdtrt_id)
    }

    /// The settlements of a visit that stand.
    pub(super) fn standing_of<'a>(&'a self, mdtrt_id: &'a str) -> impl Iterator<Item = &'a Settlement> {
        self.settlements_of(mdtrt_id).filter(|settlement| settlement.state == SettlementState::Stands)
    }

    /// Moves a personal account; the balance afterwards.
    pub(super) fn pay_from_account(&mut self, account: (String, String), opening: Decimal, paid: Decimal) -> Decimal {
        let balance = self.balances.entry(account).or_insert(opening);
        *balance -= paid;
        *balance
    }

    /// The books as a document for a trainer or a test: numbers of the platform's own, no names.
    pub(super) fn document(&self) -> Value {
        let visits: Vec<Value> = self.visits.values().map(Visit::document).collect();
        let settlements: Vec<Value> = self.settlements.iter().map(Settlement::document).collect();
        json!({
            "training": true,
            "notice": "培训平台，数据均为虚构",
            "visits": visits,
            "settlements": settlements,
            "reversed_msgids": self.reversed,
            "messages": self.messages.len(),
        })
    }
}

/// A sign-in, good for its day.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) sign_no: String,
    pub(super) day: Date,
}

/// A message id that was used.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// What the message said, to tell a repetition from a second message with the same id.
    pub(super) essence: [u8; 32],
    /// The first reply, where the platform gives it again.
    pub(super) reply: Option<Reply>,
}

/// A file that was uploaded (9101), or waits to be fetched (9102).
#[derive(Clone, Debug)]
pub(super) struct StoredFile {
    pub(super) institution: String,
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// A stay in hospital.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) mdtrt_id: String,
    /// The message that registered it; empty for one that was there at the start.
    pub(super) msgid: String,
    pub(super) psn_no: String,
    pub(super) institution: String,
    pub(super) insutype: String,
    pub(super) insured_place: String,
    pub(super) ipt_no: String,
    pub(super) med_type: String,
    pub(super) begin: DateTime,
    pub(super) end: Option<DateTime>,
    pub(super) emergency: bool,
    pub(super) state: VisitState,
    /// What else the registration and the discharge said, under the platform's names.
    pub(super) details: BTreeMap<String, String>,
    pub(super) diagnoses: Vec<Diagnosis>,
    /// Fee lines by `feedetl_sn`.
    pub(super) lines: BTreeMap<String, FeeLine>,
}

impl Visit {
    fn document(&self) -> Value {
        let total: Decimal = self.lines.values().map(|line| line.amount).sum();
        json!({
            "mdtrt_id": self.mdtrt_id,
            "psn_no": self.psn_no,
            "fixmedins_code": self.institution,
            "ipt_no": self.ipt_no,
            "msgid": self.msgid,
            "state": match self.state {
                VisitState::Admitted => "admitted",
                VisitState::Discharged => "discharged",
                VisitState::Cancelled => "cancelled",
            },
            "lines": self.lines.len(),
            "uploaded": yuan(total),
        })
    }
}

/// Where a stay stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VisitState {
    Admitted,
    Discharged,
    /// Undone by 2404 or 2601: it never was.
    Cancelled,
}

/// A diagnosis at admission or discharge.
#[derive(Clone, Debug)]
pub(super) struct Diagnosis {
    /// `inout_diag_type`: 1 admission, 2 discharge.
    pub(super) stage: &'static str,
    pub(super) row: Map<String, Value>,
}

/// An uploaded fee line.
#[derive(Clone, Debug)]
pub(super) struct FeeLine {
    /// For a refund: the line that it refunds.
    pub(super) original: Option<String>,
    pub(super) code: String,
    pub(super) amount: Decimal,
    pub(super) count: Decimal,
    pub(super) price: Decimal,
    pub(super) parts: Parts,
    /// The line as sent.
    pub(super) row: Map<String, Value>,
}

/// A settlement, or the negative of one.
#[derive(Clone, Debug)]
pub(super) struct Settlement {
    pub(super) setl_id: String,
    pub(super) mdtrt_id: String,
    pub(super) psn_no: String,
    pub(super) institution: String,
    /// `medins_setl_id`: the sender's message id.
    pub(super) msgid: String,
    pub(super) insutype: String,
    pub(super) time: DateTime,
    pub(super) split: Split,
    /// The balance of the personal account afterwards.
    pub(super) balance: Decimal,
    /// `feedetl_sn` of the lines it covers.
    pub(super) lines: Vec<String>,
    pub(super) interim: bool,
    pub(super) invoice: String,
    pub(super) certificate_type: String,
    pub(super) clearing_agency: String,
    pub(super) clearing_type: String,
    pub(super) state: SettlementState,
}

impl Settlement {
    /// Whether the row counts in reconciliation: a reversal takes a row away, a cancel adds its negative.
    pub(super) fn counts(&self) -> bool {
        self.state != SettlementState::Reversed
    }

    fn document(&self) -> Value {
        let state = match &self.state {
            SettlementState::Stands => "stands",
            SettlementState::Cancelled => "cancelled",
            SettlementState::Reversed => "reversed",
            SettlementState::Negative { .. } => "negative",
        };
        json!({
            "setl_id": self.setl_id,
            "mdtrt_id": self.mdtrt_id,
            "psn_no": self.psn_no,
            "msgid": self.msgid,
            "setl_time": self.time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            "state": state,
            "interim": self.interim,
            "medfee_sumamt": yuan(self.split.total()),
            "fund_pay_sumamt": yuan(self.split.fund_total()),
            "psn_part_amt": yuan(self.split.patient()),
            "acct_pay": yuan(self.split.account),
            "psn_cash_pay": yuan(self.split.cash),
            "hosp_part_amt": yuan(self.split.hospital),
        })
    }
}

/// What a row on the books is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SettlementState {
    Stands,
    /// By 2305; its negative is a row of its own.
    Cancelled,
    /// By 2601; it counts nowhere.
    Reversed,
    /// The negative of a settlement.
    Negative {
        of: usize,
    },
}
