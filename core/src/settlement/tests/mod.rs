//! The machine on a table of (state, event) → (state, step), and as properties against a platform of a page.

mod books;
mod leaving;
mod people;
mod platform;
mod refused;
mod restored;
mod ruling;
mod sound;
mod table;
mod walk;
mod watching;
mod withdrawal;

use super::ask::{AccountUse, Clearing, Presettled, Settled};
use super::ids::{BillDigest, InstitutionCode, LineNo, MessageId, SettlementId, StayKey, StayNo, VisitId};
use super::{Instant, Now, Rules, Stay, Terms};
use crate::money::Yuan;
use crate::person::{
    CardNumber, CitizenId, Credential, IdentificationCode, Insured, PersonName, PersonNumber, VoucherToken,
};
use crate::region::DivisionCode;
use crate::split::{Charged, Fund, FundShare, Statement};

fn key() -> StayKey {
    StayKey {
        institution: InstitutionCode::parse("H44010000001").unwrap(),
        stay_no: StayNo::parse("ZY2026110001").unwrap(),
    }
}

fn visit() -> VisitId {
    VisitId::parse("440100000001").unwrap()
}

fn lines(from: u32, to: u32) -> Vec<LineNo> {
    (from..=to).map(|no| LineNo::parse(&no.to_string()).unwrap()).collect()
}

fn digest(of: char) -> BillDigest {
    BillDigest::parse(&of.to_string().repeat(64)).unwrap()
}

fn insured() -> Insured {
    Insured {
        person: PersonNumber::parse("43010000000000000001").unwrap(),
        name: PersonName::parse("李秀兰").unwrap(),
        certificate_kind: "01".into(),
        certificate_no: CitizenId::parse("11010519491231002X").unwrap(),
        person_kind: "12".into(),
        insurance: "310".into(),
        insured_place: DivisionCode::parse("430100").unwrap(),
        credential: Credential::Card {
            number: CardNumber::parse("X00000019").unwrap(),
            identification: IdentificationCode::parse("430100D15600000500BF7C7A48FB4966").unwrap(),
        },
    }
}

fn voucher() -> Credential {
    Credential::Voucher(VoucherToken::parse("EC-0001").unwrap())
}

fn total() -> Yuan {
    "300.00".parse().unwrap()
}

fn terms() -> Terms {
    Terms {
        bill: digest('a'),
        total: total(),
        batches: vec![lines(1, 2), lines(3, 3)],
        account: AccountUse::Use,
        may_register: true,
        visit: None,
        insured: insured(),
    }
}

fn new_stay() -> Stay {
    Stay::new(key(), terms())
}

fn statement(fund_cents: i64) -> Statement {
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

fn presettled(fund_cents: i64) -> Presettled {
    Presettled { statement: statement(fund_cents), clearing: clearing() }
}

fn clearing() -> Clearing {
    Clearing { agency: Some("440100".into()), kind: Some("21".into()), way: None }
}

fn settled(number: u32) -> Settled {
    Settled {
        settlement: SettlementId::parse(&format!("S{number}")).unwrap(),
        statement: statement(20_000),
        settled_at: None,
        clearing: clearing(),
    }
}

fn message_id(number: u32) -> MessageId {
    MessageId::parse(&format!("H4401000000120261120120000{number:04}")).unwrap()
}

fn now(run: u64, ms: u64) -> Now {
    Now { wall: jiff::Timestamp::UNIX_EPOCH, instant: Instant { run, ms } }
}

/// A platform that shows everything.
fn open_rules() -> Rules {
    Rules {
        horizon_ms: HORIZON_MS,
        figures_by_visit: true,
        presettle_trusted: true,
        refund_shown: true,
        one_standing_settlement: true,
        ..Rules::default()
    }
}

const HORIZON_MS: u64 = 10_000;
