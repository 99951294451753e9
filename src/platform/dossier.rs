//! What a message is made of: the stay, its bill, the insured person, and the hospital that speaks.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use yijie_core::bill::Bill;
use yijie_core::person::Insured;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::{InstitutionCode, MessageId, StayKey, VisitId};

use super::classify::Expected;
use super::encode_error::EncodeError;

/// Everything that a stay's messages carry. The insured person is the one pinned at the stay's first message:
/// queries and reversals must take the way that their original took.
#[derive(Debug, Clone, Copy)]
pub struct Dossier<'a> {
    /// Whose lane it is.
    pub stay: &'a StayKey,
    /// The version of the bill that the act was decided on.
    pub bill: &'a Bill,
    /// Person, insurance and credential.
    pub insured: &'a Insured,
    /// The visit, where it is known: narrows 5201 down.
    pub visit: Option<&'a VisitId>,
}

impl<'a> Dossier<'a> {
    /// What an answer must fit to be the answer to a message of this stay. For a cancel, the caller adds the total
    /// that is cancelled.
    pub fn expects(&self, message_id: &'a MessageId) -> Expected<'a> {
        Expected { person: &self.insured.person, message_id, lines: &self.bill.lines, cancelled_total: None }
    }
}

/// What is new in every message.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// `msgid`: used once, ever.
    pub message_id: &'a MessageId,
    /// `sign_no`: the operator's sign-in, where there is one.
    pub sign_no: Option<&'a str>,
    /// `inf_time`.
    pub at: Timestamp,
}

impl Stamp<'_> {
    /// The time on the wire, which is +08:00 wherever the workstation believes to be.
    pub(super) fn wire_time(&self) -> DateTime {
        BEIJING.to_datetime(self.at)
    }
}

/// The hospital and the operator at the desk, as every envelope names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hospital {
    /// `fixmedins_code`.
    pub institution: InstitutionCode,
    /// `fixmedins_name`: at most twenty characters, as registered.
    pub name: String,
    /// `mdtrtarea_admvs`: the treating place.
    pub division: DivisionCode,
    /// `opter`: at most thirty characters.
    pub operator_code: String,
    /// `opter_name`: at most fifty characters.
    pub operator_name: String,
    /// `opter_type`.
    pub operator_kind: OperatorKind,
}

impl Hospital {
    /// Checks that every envelope can carry it.
    pub(super) fn check(&self) -> Result<(), EncodeError> {
        EncodeError::fit("fixmedins_name", &self.name, 20)?;
        EncodeError::fit("opter", &self.operator_code, 30)?;
        EncodeError::fit("opter_name", &self.operator_name, 50)?;
        Ok(())
    }
}

/// What the operator sits at (`opter_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorKind {
    /// 1: a desk.
    Desk,
    /// 2: a self-service terminal.
    SelfService,
    /// 3: a mobile terminal.
    Mobile,
}

impl OperatorKind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Desk => "1",
            Self::SelfService => "2",
            Self::Mobile => "3",
        }
    }
}

const BEIJING: Offset = Offset::constant(8);
