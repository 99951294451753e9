//! A stay's fee sheet, filled day by day.

use jiff::civil::{DateTime, date};
use yijie_core::bill::{
    Admission, AdmissionWay, Bill, Diagnosis, DiagnosisKind, Discharge, DischargeWay, FeeLine, Named, Patient, Schema,
};
use yijie_core::money::{Quantity, UnitPrice, Yuan};
use yijie_core::person::{CitizenId, PersonName, Telephone};
use yijie_core::settlement::ids::{LineNo, StayNo};
use yijie_core::split::{Deposit, PaymentWay};

use super::Fault;
use super::items::Item;

/// Who lies where, and why.
pub struct Stay {
    pub no: &'static str,
    pub name: &'static str,
    pub citizen_id: &'static str,
    pub admitted_at: DateTime,
    pub discharged_at: DateTime,
    pub department: (&'static str, &'static str),
    pub bed: &'static str,
    pub doctor: (&'static str, &'static str),
    pub diagnoses: &'static [(&'static str, &'static str)],
}

/// A stay with its lines so far.
pub struct Sheet {
    stay: Stay,
    lines: Vec<FeeLine>,
}

impl Sheet {
    /// An empty sheet.
    pub fn of(stay: Stay) -> Self {
        Self { stay, lines: Vec::new() }
    }

    /// Charges an item on a day of November 2026; its number.
    pub fn charge(&mut self, day: i8, item: Item, count: &str) -> Result<LineNo, Fault> {
        let price: UnitPrice = item.price.parse()?;
        let count: Quantity = count.parse()?;
        let amount = Yuan::of_line(price, count)?;
        let position = u8::try_from(self.lines.len() % 10)?;
        let line = FeeLine {
            no: self.next_no()?,
            refund_of: None,
            order_no: None,
            // Nothing is booked after the patient left in the morning, nor before the afternoon of the first day.
            occurred_at: date(2026, 11, day).at(
                i8::try_from(if day == self.stay.admitted_at.day() { 16 } else { 8 })?,
                i8::try_from(position * 5)?,
                0,
                0,
            ),
            catalogue_code: item.code.into(),
            hospital_code: format!("GZ{}", item.code.trim_start_matches(|letter: char| letter.is_alphabetic())),
            name: item.name.into(),
            price,
            count,
            amount,
            department: named(self.stay.department),
            doctor: named(self.stay.doctor),
            approval: None,
            taken_home: false,
            memo: None,
        };
        let no = line.no.clone();
        self.lines.push(line);
        Ok(no)
    }

    /// Charges an item each day from `from` to `to`, one line for every `step` days.
    pub fn daily(&mut self, from: i8, to: i8, step: i8, item: Item, per_day: i8) -> Result<(), Fault> {
        let mut day = from;
        while day <= to {
            let days = step.min(to - day + 1);
            self.charge(day, item, &(i32::from(days) * i32::from(per_day)).to_string())?;
            day += days;
        }
        Ok(())
    }

    /// Gives back some units of a line for an amount of the hospital's own.
    pub fn refund(&mut self, day: i8, original: &LineNo, count: &str, amount: &str) -> Result<(), Fault> {
        let line = self.lines.iter().find(|line| line.no == *original).ok_or("no such line")?;
        let line = FeeLine {
            no: self.next_no()?,
            refund_of: Some(original.clone()),
            occurred_at: date(2026, 11, day).at(9, 30, 0, 0),
            count: count.parse()?,
            amount: amount.parse()?,
            memo: Some("退药".into()),
            ..line.clone()
        };
        self.lines.push(line);
        Ok(())
    }

    /// The lines that take home what they name.
    pub fn taken_home(&mut self, no: &LineNo) {
        for line in self.lines.iter_mut().filter(|line| line.no == *no) {
            line.taken_home = true;
        }
    }

    /// The bill, in the order of time, with its deposits.
    pub fn bill(mut self, deposits: &[(i8, PaymentWay, &str)]) -> Result<Bill, Fault> {
        self.lines.sort_by_key(|line| (line.refund_of.is_some(), line.occurred_at));
        let stay = &self.stay;
        let diagnosis = |(at, (code, name)): (usize, &(&str, &str))| Diagnosis {
            kind: DiagnosisKind::Western,
            main: at == 0,
            code: (*code).into(),
            name: (*name).into(),
            department: stay.department.1.into(),
            doctor: named(stay.doctor),
            diagnosed_at: stay.discharged_at.date().at(8, 0, 0, 0),
        };
        let deposit = |(at, (day, way, amount)): (usize, &(i8, PaymentWay, &str))| {
            Ok::<_, Fault>(Deposit {
                receipt_no: format!("YJ{}{:02}", &stay.no[2..], at + 1),
                way: *way,
                amount: amount.parse()?,
                paid_at: date(2026, 11, *day).at(9, 40, 0, 0),
            })
        };
        Ok(Bill {
            schema: Schema::V1,
            stay_no: StayNo::parse(stay.no)?,
            patient: Patient {
                name: PersonName::parse(stay.name)?,
                citizen_id: CitizenId::parse(stay.citizen_id)?,
                telephone: Some(Telephone::parse("02000000000")?),
                contact: None,
            },
            admission: Admission {
                admitted_at: stay.admitted_at,
                visit: None,
                visit_kind: None,
                way: AdmissionWay::Ordinary,
                registration: None,
            },
            discharge: Discharge {
                discharged_at: stay.discharged_at,
                way: DischargeWay::Ordered,
                department: named(stay.department),
                bed: Some(stay.bed.into()),
                died_on: None,
            },
            diagnoses: stay.diagnoses.iter().enumerate().map(diagnosis).collect(),
            total: self.lines.iter().map(|line| line.amount).sum(),
            deposits: deposits.iter().enumerate().map(deposit).collect::<Result<_, _>>()?,
            invoice_no: None,
            lines: self.lines,
        })
    }

    /// The stay's last four digits and a serial: twelve digits, none twice in a hospital.
    fn next_no(&self) -> Result<LineNo, Fault> {
        Ok(LineNo::parse(&format!("26{}{:06}", &self.stay.no[self.stay.no.len() - 4..], self.lines.len() + 1))?)
    }
}

/// A code and a name.
pub fn named((code, name): (&str, &str)) -> Named {
    Named { code: code.into(), name: name.into() }
}
