//! From a question to an outlook: the insurance, then the place, then every row on its own, then the best of them.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::area::{self, Destination, Objection};
use super::memo::{Purpose, State};
use super::outlook::{Basis, Doubt, Filed, NotAsked, Outlook, Reason};
use super::rules::{EmergencyRule, LateFiling, Rules, SameDay};
use super::{FilingKind, FilingRow, Question, Stay};
use crate::bill::AdmissionWay;
use crate::person::InsuranceStatus;

impl Question<'_> {
    /// What can be said. Whatever the platform told, there is an answer.
    pub fn outlook(&self, rules: &Rules) -> Outlook {
        let blocked = self.insurance_reason();
        if area::is_local(self.insurance.insured_place, self.treating_place, rules) {
            return blocked.map_or(Outlook::Local, |reason| Outlook::NotCovered { reasons: vec![reason] });
        }
        let rows = self.judged_rows(rules);
        let Some(reason) = blocked else { return self.best(rows, rules) };
        // No filing helps. What else is wrong with them is worth one way to the agency instead of two.
        let mut reasons = vec![reason];
        if rows.covered.is_none() && rows.probable.is_none() && self.not_asked().is_empty() {
            reasons.extend(rows.reasons);
        }
        Outlook::NotCovered { reasons }
    }

    fn best(&self, rows: Rows, rules: &Rules) -> Outlook {
        let filed = rows.covered.map(|filed| (filed.begins_on, filed.ends_on, Basis::Filing(filed)));
        let emergency = self.deemed_filed(rules).map(|day| (day, None, Basis::DeemedFiled));
        // Of equals the first: a filing says more than a presumption.
        let basis = filed.into_iter().chain(emergency).min_by_key(|(_, _, by)| by.cut());
        if let Some((since, until, by)) = basis {
            return Outlook::Covered { by, since, until };
        }
        if let Some((filed, why)) = rows.probable {
            return Outlook::Probably { filed, why };
        }
        let could_not_ask = self.not_asked();
        if could_not_ask.is_empty() {
            return Outlook::NotCovered { reasons: rows.reasons };
        }
        let found = rows.reasons.into_iter().filter(|reason| *reason != Reason::NoFiling).collect();
        Outlook::Unknown { could_not_ask, found }
    }

    fn insurance_reason(&self) -> Option<Reason> {
        match &self.insurance.status {
            // Where the status is left out, the platform judges.
            InsuranceStatus::InForce | InsuranceStatus::NotTold => None,
            InsuranceStatus::Paused => Some(Reason::InsurancePaused { since: self.insurance.paused_on }),
            InsuranceStatus::Ended(status) => Some(Reason::InsuranceEnded { status: status.clone() }),
        }
    }

    /// The day since which the stay counts as filed for being an emergency.
    fn deemed_filed(&self, rules: &Rules) -> Option<Date> {
        let Stay { admitted_on, way } = self.stay?;
        let deemed = way == AdmissionWay::Emergency && rules.emergency == EmergencyRule::DeemedFiled;
        deemed.then_some(admitted_on)
    }

    fn not_asked(&self) -> Vec<NotAsked> {
        let failed = |kind| {
            let mut answers = self.filings.iter().filter(|asked| asked.kind == kind).peekable();
            if answers.peek().is_none() {
                return Some(NotAsked { kind, why: None });
            }
            let why = answers.find_map(|asked| asked.answer.as_ref().err())?;
            Some(NotAsked { kind, why: Some(why.clone()) })
        };
        FilingKind::ALL.into_iter().filter_map(failed).collect()
    }

    fn judged_rows(&self, rules: &Rules) -> Rows {
        let mut covered = Vec::new();
        let mut probable = Vec::new();
        let mut reasons = Vec::new();
        for row in self.filings.iter().filter_map(|asked| asked.answer.as_ref().ok()).flatten() {
            match self.judge(row, rules) {
                Verdict::Serves => covered.push(Filed::from(row)),
                Verdict::Perhaps(why) => probable.push((Filed::from(row), why)),
                Verdict::Fails(reason) => reasons.push(reason),
            }
        }
        reasons.sort_by_key(nearness);
        reasons.dedup();
        if reasons.is_empty() {
            reasons.push(Reason::NoFiling);
        }
        Rows {
            covered: covered.into_iter().min_by_key(merit),
            probable: probable.into_iter().min_by_key(|(filed, why)| (why.len(), merit(filed))),
            reasons,
        }
    }

    /// One row on its own: where it leads, what became of it, when it is in force.
    fn judge(&self, row: &FilingRow, rules: &Rules) -> Verdict {
        let mut doubts = Vec::new();
        let destination = Destination::of(row);
        match destination.objection(row, self, rules) {
            Some(Objection::Reason(reason)) => return Verdict::Fails(reason),
            Some(Objection::Doubt(doubt)) => doubts.push(doubt),
            None => {}
        }
        let filed_as = Purpose::of(row);
        let state = State::of(row);
        match state {
            State::Approved | State::Pending => {}
            State::Rejected => return Verdict::Fails(Reason::Rejected { filed_as }),
            State::Withdrawn => return Verdict::Fails(Reason::Withdrawn { filed_as }),
            State::NotNetworked => {
                let to = destination.place();
                return Verdict::Fails(Reason::NotNetworked { filed_as, to, since: row.begins_on });
            }
        }
        match self.time_objection(row, rules) {
            Some(Objection::Reason(reason)) => return Verdict::Fails(reason),
            Some(Objection::Doubt(doubt)) => doubts.push(doubt),
            None => {}
        }
        let named = row.insurance.as_deref().map(str::trim).filter(|named| !named.is_empty());
        if let Some(named) = named.filter(|named| *named != self.insurance.kind) {
            doubts.push(Doubt::OtherInsurance { named: named.to_owned() });
        }
        match (state, doubts.is_empty()) {
            (State::Pending, true) => Verdict::Perhaps(vec![Doubt::Pending]),
            // Nothing stands yet that a second doubt could lean on.
            (State::Pending, false) => Verdict::Fails(Reason::Pending { filed_as }),
            (_, true) => Verdict::Serves,
            (_, false) => Verdict::Perhaps(doubts),
        }
    }

    /// A filing must have begun when the patient is admitted, and not have ended; it is in force on both its days.
    fn time_objection(&self, row: &FilingRow, rules: &Rules) -> Option<Objection> {
        let admitted_on = self.stay.map_or(self.today, |stay| stay.admitted_on);
        let FilingRow { begins_on, ends_on, .. } = *row;
        let in_time = match rules.same_day {
            SameDay::Counts => begins_on <= admitted_on,
            SameDay::TooLate => begins_on < admitted_on,
        };
        // In time it must reach the admission; late, the day on which it is leant on.
        let needed_on = if in_time { admitted_on } else { self.today.max(admitted_on) };
        let filed_as = Purpose::of(row);
        if let Some(ended_on) = ends_on.filter(|last| *last < needed_on) {
            return Some(Objection::Reason(Reason::Expired { filed_as, ended_on }));
        }
        if in_time {
            None
        } else if self.stay.is_some() && begins_on <= self.today && rules.late_filing == LateFiling::Honoured {
            Some(Objection::Doubt(Doubt::Late { begins_on }))
        } else {
            Some(Objection::Reason(Reason::NotYetBegun { filed_as, begins_on }))
        }
    }
}

/// What a row is worth to the stay.
enum Verdict {
    Serves,
    Perhaps(Vec<Doubt>),
    Fails(Reason),
}

/// The best of the rows.
struct Rows {
    covered: Option<Filed>,
    probable: Option<(Filed, Vec<Doubt>)>,
    /// Never empty.
    reasons: Vec<Reason>,
}

impl From<&FilingRow> for Filed {
    fn from(row: &FilingRow) -> Self {
        Self {
            kind: row.kind,
            purpose: Purpose::of(row),
            to: Destination::of(row).place(),
            begins_on: row.begins_on,
            ends_on: row.ends_on,
        }
    }
}

/// Smaller is better: the smaller cut, then the later end, then the earlier beginning.
fn merit(filed: &Filed) -> impl Ord + use<> {
    (filed.purpose.cut(), Reverse(filed.ends_on.unwrap_or(Date::MAX)), filed.begins_on)
}

/// Smaller is nearer to being mended; of two alike, the later day.
fn nearness(reason: &Reason) -> impl Ord + use<> {
    let (rank, day) = match reason {
        Reason::InsurancePaused { since } => (0, *since),
        Reason::InsuranceEnded { .. } => (1, None),
        Reason::NotNetworked { since, .. } => (2, Some(*since)),
        Reason::Pending { .. } => (3, None),
        Reason::NotYetBegun { begins_on, .. } => (4, Some(*begins_on)),
        Reason::Expired { ended_on, .. } => (5, Some(*ended_on)),
        Reason::Rejected { .. } => (6, None),
        Reason::Withdrawn { .. } => (7, None),
        Reason::OtherDestination { since, .. } => (8, Some(*since)),
        Reason::NoFiling => (9, None),
    };
    (rank, Reverse(day))
}
