//! What the room promises, case by case.

mod days;
mod outlooks;
mod places;
mod properties;
mod remarks;
mod words;

use jiff::civil::Date;

use super::{Asked, FilingKind, FilingRow, Outlook, Question, Rules, Stay};
use crate::bill::AdmissionWay;
use crate::money::Yuan;
use crate::person::{Insurance, InsuranceStatus};
use crate::region::DivisionCode;

/// Somebody of Changsha in a hospital of Guangzhou, admitted on 2026-11-09, seen on 2026-11-22; every kind answered.
struct Case {
    insurance: Insurance,
    treating_place: DivisionCode,
    institution: Option<&'static str>,
    filings: Vec<Asked>,
    stay: Option<Stay>,
    today: Date,
    rules: Rules,
}

impl Case {
    fn new() -> Self {
        let filings = FilingKind::ALL.map(|kind| Asked { kind, answer: Ok(Vec::new()) });
        Self {
            insurance: Insurance {
                kind: "310".into(),
                person_kind: "12".into(),
                status: InsuranceStatus::InForce,
                insured_place: place("430100"),
                balance: Yuan::ZERO,
                paused_on: None,
                employer: None,
            },
            treating_place: place("440100"),
            institution: Some("H44010000001"),
            filings: filings.into(),
            stay: Some(Stay { admitted_on: day("2026-11-09"), way: AdmissionWay::Ordinary }),
            today: day("2026-11-22"),
            rules: Rules::NATIONAL,
        }
    }

    fn between(mut self, insured: &str, treating: &str) -> Self {
        (self.insurance.insured_place, self.treating_place) = (place(insured), place(treating));
        self
    }

    fn filed(mut self, row: FilingRow) -> Self {
        let rows = self.filings.iter_mut().find(|asked| asked.kind == row.kind).unwrap();
        rows.answer.as_mut().unwrap().push(row);
        self
    }

    fn not_asked(mut self, kind: FilingKind, why: &str) -> Self {
        self.filings.iter_mut().find(|asked| asked.kind == kind).unwrap().answer = Err(why.into());
        self
    }

    fn emergency(mut self) -> Self {
        self.stay.as_mut().unwrap().way = AdmissionWay::Emergency;
        self
    }

    fn insured(mut self, status: InsuranceStatus) -> Self {
        self.insurance.status = status;
        self
    }

    fn outlook(&self) -> Outlook {
        let question = Question {
            insurance: &self.insurance,
            treating_place: self.treating_place,
            institution: self.institution,
            filings: &self.filings,
            stay: self.stay,
            today: self.today,
        };
        question.outlook(&self.rules)
    }
}

/// As the training platform writes it: a whole destination in place of a hospital.
fn row(kind: FilingKind, to: &str, begins_on: &str, ends_on: Option<&str>) -> FilingRow {
    FilingRow {
        kind,
        insurance: Some("310".into()),
        begins_on: day(begins_on),
        ends_on: ends_on.map(day),
        institution: Some((to.into(), format!("就医地{to}全部联网定点医药机构"))),
        memo: None,
    }
}

fn residence(to: &str) -> FilingRow {
    row(FilingKind::Residence, to, "2021-03-01", None)
}

fn referral(begins_on: &str, ends_on: &str) -> FilingRow {
    row(FilingKind::Referred, "440100", begins_on, Some(ends_on))
}

fn with_memo(row: FilingRow, memo: &str) -> FilingRow {
    FilingRow { memo: Some(memo.into()), ..row }
}

fn at_hospital(row: FilingRow, code: &str, name: &str) -> FilingRow {
    FilingRow { institution: Some((code.into(), name.into())), ..row }
}

fn place(code: &str) -> DivisionCode {
    DivisionCode::parse(code).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
