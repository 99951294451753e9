//! Is the journal what this desk wrote? Page by page, line by line, stay by stay.
//!
//! A journal is verified as it stood at one moment, beside the process that works with it, and whether or not it may
//! send from here.

use std::collections::BTreeMap;
use std::fmt;

use yijie_core::bill::Bill;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{AttemptEnd, Stay};
use yijie_core::split::Balance;

use super::Trouble;
use super::case::row;
use crate::journal::{AuditTrail, EndKind, Journal, JournalError, StoredAttempt};

/// What a verification came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Stays looked at.
    pub stays: u32,
    /// Messages looked at.
    pub messages: u64,
    /// Sealed values that were opened.
    pub sealed: u64,
    /// Lines of the audit trail.
    pub audit_lines: u32,
    /// What is wrong, the first [`FINDINGS_MAX`] of it.
    pub findings: Vec<Finding>,
    /// How much is wrong.
    pub findings_all: u64,
}

/// Something that is not as it was written. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Of which kind.
    pub kind: FindingKind,
    /// The stay, where it is of one.
    pub stay: Option<StayKey>,
    /// What.
    pub detail: String,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// The file: a page, an index, a reference.
    File,
    /// The audit trail.
    Audit,
    /// A sealed value that does not open.
    Sealed,
    /// A state that the machine never reaches.
    State,
    /// A row that says otherwise than the state.
    Row,
    /// Figures or instructions about money that do not add up.
    Money,
}

/// How far a verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verifying {
    /// The file's pages.
    File,
    /// The audit trail.
    Audit,
    /// So many stays of so many.
    Stays {
        /// Looked at.
        done: u32,
        /// All.
        all: u32,
    },
}

/// Verifies a journal. What it finds is in the answer; only what could not even be looked at is an error.
pub fn verify(journal: &Journal, told: &mut dyn FnMut(Verifying)) -> Result<Verified, Trouble> {
    let mut found =
        Verified { stays: 0, messages: 0, sealed: 0, audit_lines: 0, findings: Vec::new(), findings_all: 0 };
    let moment = journal.snapshot();
    if let Err(error) = &moment {
        found.stumbled(None, error);
        return Ok(found);
    }
    told(Verifying::File);
    match journal.file_faults() {
        Ok(faults) => faults.into_iter().for_each(|fault| found.add(FindingKind::File, None, fault)),
        Err(error) => found.stumbled(None, &error),
    }
    told(Verifying::Audit);
    match journal.verify_audit() {
        Ok(AuditTrail::Whole { lines }) => found.audit_lines = lines,
        Ok(AuditTrail::Broken { line }) => found.add(FindingKind::Audit, None, format!("line {line}")),
        Err(error) => found.stumbled(None, &error),
    }
    if let Err(error) = every_stay(journal, &mut found, told) {
        found.stumbled(None, &error);
    }
    Ok(found)
}

fn every_stay(journal: &Journal, found: &mut Verified, told: &mut dyn FnMut(Verifying)) -> Result<(), JournalError> {
    let all = journal.stay_count()?;
    let mut last = None;
    loop {
        told(Verifying::Stays { done: found.stays, all });
        let page = journal.stays_after(last.as_ref(), STAYS_AT_ONCE)?;
        if page.is_empty() {
            return Ok(());
        }
        for key in page {
            found.stays += 1;
            if let Err(error) = one_stay(journal, &key, found) {
                found.stumbled(Some(&key), &error);
            }
            last = Some(key);
        }
    }
}

fn one_stay(journal: &Journal, key: &StayKey, found: &mut Verified) -> Result<(), JournalError> {
    let Some(stored) = journal.stay(key)? else { return Ok(()) };
    // The state, and the masked name beside it.
    found.sealed += 2;
    let attempts = journal.attempts(key)?;
    opens(journal, key, &attempts, found);
    let Ok(stay) = stored.state.read::<Stay>("state") else {
        found.add(FindingKind::State, Some(key), "the state cannot be read".to_owned());
        return Ok(());
    };
    for unsound in stay.unsound() {
        found.add(FindingKind::State, Some(key), unsound.to_string());
    }
    let mut differs = |what: &str| found.add(FindingKind::Row, Some(key), format!("{what} differ from the state"));
    if stay.key != *key {
        differs("the stay's number");
    }
    if stored.line.total != Some(stay.terms.total) || stored.line.bill.as_ref() != Some(&stay.terms.bill) {
        differs("total and bill");
    }
    if journal.acts(key)? != stay.acts.iter().map(row).collect::<Vec<_>>() {
        differs("the acts");
    }
    messages_agree(&stay, &attempts, found);
    money_agrees(journal, &stay, found)
}

/// Opens what is sealed of the messages of a stay.
fn opens(journal: &Journal, key: &StayKey, attempts: &[StoredAttempt], found: &mut Verified) {
    for attempt in attempts {
        found.messages += 1;
        found.sealed += attempt.ends.iter().filter(|end| end.words.is_some()).count() as u64;
        match journal.attempt_body(&attempt.message_id) {
            Ok(body) => found.sealed += u64::from(body.is_some()),
            Err(error) => found.stumbled(Some(key), &error),
        }
        match journal.replies(&attempt.message_id) {
            Ok(replies) => found.sealed += replies.len() as u64,
            Err(error) => found.stumbled(Some(key), &error),
        }
    }
}

/// Every message of the state is a row and the other way round, and they ended alike.
fn messages_agree(stay: &Stay, attempts: &[StoredAttempt], found: &mut Verified) {
    let mut rows: BTreeMap<_, _> = attempts.iter().map(|attempt| (&attempt.message_id, attempt)).collect();
    for act in &stay.acts {
        for attempt in &act.attempts {
            let id = &attempt.message_id;
            let agrees = rows.remove(id).is_some_and(|row| row.act == act.id && ended_alike(attempt.end.as_ref(), row));
            if !agrees {
                found.add(FindingKind::Row, Some(&stay.key), format!("message {id} differs from the state"));
            }
        }
    }
    for id in rows.keys() {
        found.add(FindingKind::Row, Some(&stay.key), format!("message {id} is not in the state"));
    }
}

fn ended_alike(end: Option<&AttemptEnd>, row: &StoredAttempt) -> bool {
    let first = row.ends.first().map(|end| end.kind);
    match end {
        None => first.is_none(),
        Some(AttemptEnd::Done) => first == Some(EndKind::Done),
        Some(AttemptEnd::Refused(_)) => first == Some(EndKind::Refused),
        Some(AttemptEnd::NotSent(_)) => first == Some(EndKind::NotSent),
        // Left behind by a program that stopped: it has no end, or one that came later.
        Some(AttemptEnd::InDoubt(_)) => true,
    }
}

/// Bills are what their digests say; what changes hands is what the settlement and the deposits come to.
fn money_agrees(journal: &Journal, stay: &Stay, found: &mut Verified) -> Result<(), JournalError> {
    let key = Some(&stay.key);
    let mut bills = BTreeMap::new();
    for digest in journal.bills_of(&stay.key)? {
        found.sealed += 1;
        let bill = journal.bill(&digest)?.and_then(|bill| bill.read::<Bill>("bill").ok());
        match bill.filter(|bill| bill.digest() == digest) {
            Some(bill) => drop(bills.insert(digest, bill)),
            None => found.add(FindingKind::Money, key, format!("the bill {digest} is another one")),
        }
    }
    let instructions = journal.instructions(&stay.key)?;
    for made in &stay.settlements {
        let id = &made.message_id;
        let Some(bill) = bills.get(&made.bill) else {
            found.add(FindingKind::Money, key, format!("the bill of the settlement of {id} is missing"));
            continue;
        };
        let due = Balance::of(made.settled.statement.cash, &bill.deposits).moves;
        let told = instructions.iter().filter(|one| one.cause == *id).map(|one| &one.money);
        if told.clone().next().is_some() && !told.eq(&due) {
            found.add(FindingKind::Money, key, format!("the money of {id} is not what the settlement comes to"));
        }
        let receipt = journal.receipt_of(id)?;
        if made.cancelled_by.is_none() && receipt.is_some_and(|receipt| receipt.voided_at.is_some()) {
            found.add(FindingKind::Row, key, format!("the receipt of {id} is void, and its settlement stands"));
        }
    }
    Ok(())
}

impl Verified {
    fn add(&mut self, kind: FindingKind, stay: Option<&StayKey>, detail: String) {
        self.findings_all += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding { kind, stay: stay.cloned(), detail });
        }
    }

    fn stumbled(&mut self, stay: Option<&StayKey>, error: &JournalError) {
        let kind = match (error, stay) {
            (JournalError::Damaged(_), Some(_)) => FindingKind::Sealed,
            _ => FindingKind::File,
        };
        self.add(kind, stay, error.to_string());
    }

    /// What to remember of it, unless all is well.
    pub fn damage(&self) -> Option<String> {
        let first = self.findings.first()?;
        Some(format!("{}: {first}", self.findings_all))
    }
}

impl FindingKind {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Audit => "audit",
            Self::Sealed => "sealed",
            Self::State => "state",
            Self::Row => "row",
            Self::Money => "money",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        if let Some(stay) = &self.stay {
            write!(f, " {}", stay.stay_no)?;
        }
        write!(f, " {}", self.detail)
    }
}

/// Most findings that are listed.
pub const FINDINGS_MAX: usize = 1_000;
const STAYS_AT_ONCE: u32 = 500;
