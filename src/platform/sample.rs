//! One stay that the tests of this room share.

use jiff::Timestamp;
use yijie_core::bill::Bill;
use yijie_core::money::Yuan;
use yijie_core::person::Insured;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::{AccountUse, Message, Query, Reversible};
use yijie_core::settlement::day_books::ClearingGroup;
use yijie_core::settlement::ids::{InstitutionCode, LineNo, MessageId, SettlementId, StayKey, StayNo, VisitId};

use super::Sums;
use super::classify::Expected;
use super::transport::Response;
use super::{Credentials, Dossier, Hospital, Language, OperatorKind, Profile, Stamp};

pub const MESSAGE_ID: &str = "H36010000001202611221516260101";
pub const ORIGINAL_ID: &str = "H36010000001202611221515010100";
pub const VISIT: &str = "360100G0000123456";

pub struct Sample {
    pub stay: StayKey,
    pub bill: Bill,
    pub insured: Insured,
    pub message_id: MessageId,
    pub visit: VisitId,
}

impl Sample {
    pub fn new() -> Self {
        let bill: Bill = serde_json::from_str(include_str!("../../fixtures/platform/bill.json")).unwrap();
        Self {
            stay: StayKey {
                institution: InstitutionCode::parse("H36010000001").unwrap(),
                stay_no: bill.stay_no.clone(),
            },
            bill,
            insured: serde_json::from_str(include_str!("../../fixtures/platform/insured.json")).unwrap(),
            message_id: MessageId::parse(MESSAGE_ID).unwrap(),
            visit: VisitId::parse(VISIT).unwrap(),
        }
    }

    pub fn dossier(&self) -> Dossier<'_> {
        Dossier { stay: &self.stay, bill: &self.bill, insured: &self.insured, visit: None }
    }

    pub fn stamp(&self) -> Stamp<'_> {
        // 15:16:26 in Beijing.
        Stamp { message_id: &self.message_id, sign_no: Some("QD0001"), at: now() }
    }

    pub fn expected(&self) -> Expected<'_> {
        Expected { cancelled_total: Some(total()), ..self.dossier().expects(&self.message_id) }
    }

    /// Every message that the machine can send.
    pub fn messages(&self) -> Vec<Message> {
        let visit = self.visit.clone();
        let lines: Vec<LineNo> = self.bill.lines.iter().map(|line| line.no.clone()).collect();
        vec![
            Message::Admit { ipt_no: StayNo::parse("ZY2026001234").unwrap() },
            Message::CancelAdmission { visit: visit.clone() },
            Message::UploadFees { visit: visit.clone(), lines: lines.clone() },
            Message::RemoveFees { visit: visit.clone(), lines },
            Message::Discharge { visit: visit.clone() },
            Message::UndoDischarge { visit: visit.clone() },
            self.settle(),
            Message::CancelSettlement { visit, settlement: SettlementId::parse("S0001").unwrap() },
            Message::Reverse { original: MessageId::parse(ORIGINAL_ID).unwrap(), original_kind: Reversible::Settle },
        ]
    }

    pub fn settle(&self) -> Message {
        Message::Settle { visit: self.visit.clone(), total: total(), account: AccountUse::Use }
    }

    /// Every query that the machine can ask.
    pub fn queries(&self) -> Vec<Query> {
        let visit = self.visit.clone();
        vec![
            Query::InHospital,
            Query::Visits,
            Query::Presettle { visit: visit.clone(), total: total(), account: AccountUse::Keep },
            Query::Settlements { visit, settlement: None },
        ]
    }
}

pub fn now() -> Timestamp {
    "2026-11-22T07:16:26.5Z".parse().unwrap()
}

/// The total of the settlement that a public client saw in Chongqing.
pub fn total() -> Yuan {
    Yuan::from_cents(2_344_246)
}

pub fn group() -> ClearingGroup {
    ClearingGroup { insurance: "310".into(), agency: "360100".into(), kind: "21".into() }
}

/// One settlement and its negative, and another.
pub fn sums() -> Sums {
    let account = Yuan::from_cents(312_045);
    Sums { rows: 3, total: total(), fund: Yuan::from_cents(2_000_000), account, cash: Yuan::from_cents(32_201) }
}

pub fn hospital() -> Hospital {
    Hospital {
        institution: InstitutionCode::parse("H36010000001").unwrap(),
        name: "南昌市第一医院".into(),
        division: DivisionCode::parse("360100").unwrap(),
        operator_code: "0012".into(),
        operator_name: "赵收费".into(),
        operator_kind: OperatorKind::Desk,
    }
}

pub fn language(profile: &str) -> Language {
    let credentials = Credentials::new("key-1", "secret-1").unwrap();
    Language::new(Profile::built_in(profile).unwrap(), hospital(), "http://127.0.0.1:9/", credentials).unwrap()
}

pub fn ok(body: impl Into<Vec<u8>>) -> Response {
    Response { status: 200, body: body.into() }
}
