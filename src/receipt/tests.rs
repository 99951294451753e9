//! Papers as a cashier would hold them, and promises that hold for every paper.

mod golden;
mod left;
mod promises;

use jiff::civil::date;
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::{MessageId, SettlementId, StayNo};
use yijie_core::split::{Balance, Charged, Deposit, Fund, FundShare, PaymentWay, Statement};

use super::*;

const PAPERS: [Paper; 3] = [Paper::Mm58, Paper::Mm80, Paper::A5];

fn yuan(token: &str) -> Yuan {
    token.parse().unwrap()
}

/// A retiree insured in Changsha, treated in Guangzhou: of 44671.59 the patient pays 6512.99.
fn worked_statement() -> Statement {
    Statement {
        total: yuan("44671.59"),
        charged: Charged {
            own_pay: yuan("1860.00"),
            over_limit: yuan("412.35"),
            pre_self_pay: yuan("1523.24"),
            in_scope: yuan("40876.00"),
        },
        funds: vec![
            FundShare { fund: Fund::Pooled, amount: yuan("33158.60") },
            FundShare { fund: Fund::CivilServant, amount: Yuan::ZERO },
            FundShare { fund: Fund::LargeAmount, amount: yuan("5000.00") },
        ],
        fund_total: yuan("38158.60"),
        personal_account: yuan("1200.00"),
        mutual_aid: yuan("200.00"),
        cash: yuan("5312.99"),
        personal_given: Some(yuan("6512.99")),
        hospital_share: Yuan::ZERO,
        deductible: Some(yuan("1600.00")),
        account_left: Some(yuan("86.40")),
        details: Vec::new(),
    }
}

/// The same figures with the other sign, as a cancel gives them.
fn cancelled_statement() -> Statement {
    let one = worked_statement();
    let Charged { own_pay, over_limit, pre_self_pay, in_scope } = one.charged;
    Statement {
        total: -one.total,
        charged: Charged {
            own_pay: -own_pay,
            over_limit: -over_limit,
            pre_self_pay: -pre_self_pay,
            in_scope: -in_scope,
        },
        funds: one.funds.iter().map(|share| FundShare { fund: share.fund, amount: -share.amount }).collect(),
        fund_total: -one.fund_total,
        personal_account: -one.personal_account,
        mutual_aid: -one.mutual_aid,
        cash: -one.cash,
        personal_given: None,
        deductible: None,
        account_left: None,
        ..one
    }
}

fn deposit(amount: &str, day: i8, way: PaymentWay) -> Deposit {
    Deposit {
        receipt_no: format!("YJ202611{day:02}"),
        way,
        amount: yuan(amount),
        paid_at: date(2026, 11, day).at(9, 0, 0, 0),
    }
}

fn hospital() -> Hospital {
    Hospital { name: "广州市第一人民医院".into(), code: InstitutionCode::parse("H44010000001").unwrap() }
}

fn patient() -> Patient {
    Patient {
        name: PersonName::parse("李秀兰").unwrap(), citizen_id: CitizenId::parse("43010219540312002X").unwrap()
    }
}

fn message() -> MessageId {
    MessageId::parse("H44010000001202611221530120101").unwrap()
}

/// The worked case with two deposits, 8000 together, above what is due.
fn worked() -> Receipt {
    let deposits = [deposit("6000.00", 10, PaymentWay::Cash), deposit("2000.00", 16, PaymentWay::WeChat)];
    Receipt {
        hospital: hospital(),
        stay_no: StayNo::parse("ZY2026110087").unwrap(),
        patient: patient(),
        insured_place: Place { code: DivisionCode::parse("430100").unwrap(), name: Some("湖南省长沙市".into()) },
        treating_place: Place { code: DivisionCode::parse("440100").unwrap(), name: Some("广东省广州市".into()) },
        insurance: "310".into(),
        admitted_on: date(2026, 11, 10),
        discharged_on: date(2026, 11, 22),
        act: Act::Settled,
        settlement: SettlementId::parse("440100202611220000412345").unwrap(),
        message: message(),
        settled_at: date(2026, 11, 22).at(15, 30, 14, 0),
        presettlement: Some(worked_statement()),
        balance: Some(Balance::of(yuan("5312.99"), &deposits)),
        statement: worked_statement(),
        operator: "王芳".into(),
        mark: Mark::Original,
        realm: Realm::Real,
    }
}

fn in_doubt() -> Slip {
    Slip {
        hospital: hospital(),
        stay_no: StayNo::parse("ZY2026110087").unwrap(),
        patient: patient(),
        standing: Standing::InDoubt { message: message() },
        total: yuan("44671.59"),
        deposited: yuan("8000.00"),
        presettlement: Some(worked_statement()),
        telephone: "020-81048888".into(),
        issued_at: date(2026, 11, 22).at(15, 33, 0, 0),
        operator: "王芳".into(),
        realm: Realm::Real,
    }
}
