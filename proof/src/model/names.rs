//! The stays, visits, messages and figures of the model, and its clock, which always says *now*.
#![expect(clippy::expect_used, reason = "every text here is written here, and fits")]

use jiff::Timestamp;
use yijie_core::money::Yuan;
use yijie_core::person::{
    CardNumber, CitizenId, Credential, IdentificationCode, Insured, PersonName, PersonNumber, VoucherToken,
};
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ask::{AccountUse, Clearing, Settled};
use yijie_core::settlement::ids::{
    BillDigest, InstitutionCode, LineNo, MessageId, SettlementId, StayKey, StayNo, VisitId,
};
use yijie_core::settlement::{Instant, Now, Stay, Terms};
use yijie_core::split::{Charged, Fund, FundShare, Statement};

/// The clock does not move: when time passes, everything that happened moves into the past instead, so that two
/// states that differ only in when they came about are one.
pub const NOW: Now = Now { wall: Timestamp::UNIX_EPOCH, instant: Instant { run: THIS_RUN, ms: NOW_MS } };
/// The run of the program that is up.
pub const THIS_RUN: u64 = 1;
/// Every run before it: points of two runs are never compared.
pub const EARLIER_RUN: Instant = Instant { run: 0, ms: 0 };
/// Desk slots that are given out at first; a restored journal takes one beyond them.
pub const SLOTS: u8 = 2;
/// Far enough from zero for any past.
pub const NOW_MS: u64 = 1 << 40;

/// The stay of this number, as the hospital's bill of it begins.
pub fn stay(visit: u8, terms: Terms) -> Stay {
    let key = StayKey { institution: InstitutionCode::parse("H44010000001").expect("fits"), stay_no: stay_no(visit) };
    Stay::new(key, terms)
}

pub fn stay_no(visit: u8) -> StayNo {
    StayNo::parse(&format!("ZY{visit}")).expect("fits")
}

/// The visit that the platform opened for it; `times` counts how often it did.
pub fn visit_id(visit: u8, times: u8) -> VisitId {
    VisitId::parse(&format!("V{visit}-{times}")).expect("fits")
}

pub fn line(number: u8) -> LineNo {
    LineNo::parse(&number.to_string()).expect("fits")
}

/// A settlement number that says which visit's it is.
pub fn settlement_id(visit: u8, number: u8) -> SettlementId {
    SettlementId::parse(&format!("S{visit}-{number}")).expect("fits")
}

/// The serial of a message id: desk slot, visit, count.
pub fn message_id(slot: u8, visit: u8, count: u8) -> MessageId {
    MessageId::parse(&format!("H4401000000120261120120000{slot}{visit}{count:02}")).expect("fits")
}

/// What a cashier asks for: on the visit, where the admission and the fees are left out of the model.
pub fn terms(visit: Option<VisitId>, batches: Vec<Vec<LineNo>>, lasts: bool) -> Terms {
    Terms {
        bill: BillDigest::of_bytes([7; 32]),
        total: total(),
        batches,
        account: AccountUse::Use,
        may_register: true,
        visit,
        insured: insured(lasts),
    }
}

/// What a settlement of this number brings.
pub fn settled(visit: u8, number: u8) -> Settled {
    Settled {
        settlement: settlement_id(visit, number),
        statement: statement(20_000),
        settled_at: None,
        clearing: Clearing::default(),
    }
}

/// Three hundred yuan, of which the fund pays this much.
pub fn statement(fund_cents: i64) -> Statement {
    let fund = Yuan::from_cents(fund_cents);
    Statement {
        total: total(),
        charged: Charged { own_pay: Yuan::ZERO, over_limit: Yuan::ZERO, pre_self_pay: Yuan::ZERO, in_scope: total() },
        funds: vec![FundShare { fund: Fund::Pooled, amount: fund }],
        fund_total: fund,
        personal_account: Yuan::ZERO,
        mutual_aid: Yuan::ZERO,
        cash: total() - fund,
        personal_given: None,
        hospital_share: Yuan::ZERO,
        deductible: None,
        account_left: None,
        details: Vec::new(),
    }
}

fn total() -> Yuan {
    Yuan::from_cents(30_000)
}

fn insured(lasts: bool) -> Insured {
    Insured {
        person: PersonNumber::parse("43010000000000000001").expect("fits"),
        name: PersonName::parse("李秀兰").expect("fits"),
        certificate_kind: "01".into(),
        certificate_no: CitizenId::parse("11010519491231002X").expect("fits"),
        person_kind: "12".into(),
        insurance: "310".into(),
        insured_place: DivisionCode::parse("430100").expect("fits"),
        credential: if lasts {
            Credential::Card {
                number: CardNumber::parse("X00000019").expect("fits"),
                identification: IdentificationCode::parse("430100D15600000500BF7C7A48FB4966").expect("fits"),
            }
        } else {
            Credential::Voucher(VoucherToken::parse("EC-0001").expect("fits"))
        },
    }
}
