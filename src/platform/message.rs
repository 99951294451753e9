//! Every message and query: what goes into its `input`, and how its answer reads. One file a family.

mod admission;
mod diagnosis;
mod discharge;
mod evidence;
mod fees;
mod file;
mod filing;
mod person;
mod reconcile;
mod reversal;
mod settlement;
mod sign;
mod statement;

use serde::Serialize;
use yijie_core::settlement::ask::{Message, Query};

use super::dossier::{Dossier, Hospital, Stamp};
use super::encode_error::EncodeError;
use super::envelope::Body;
use super::infno::Infno;
use super::profile::Profile;

pub use file::{DownloadLook, FileTicket, UploadLook};
pub use filing::FilingsLook;
pub use person::PersonLook;
pub use reconcile::{RowsLook, Span, Sums, TotalsLook};
pub use sign::{SignInLook, SignOutLook, SignedIn};

pub(super) use admission::read_admitted;
pub(super) use evidence::{read_in_hospital, read_settlements, read_visits};
pub(super) use fees::{batches, check_uploaded};
pub(super) use file::{read_file, read_ticket};
pub(super) use filing::read_filings;
pub(super) use person::read_person;
pub(super) use reconcile::read_totals;
pub(super) use settlement::{presettled, read_cancelled, read_presettled, read_settled};
pub(super) use sign::read_signed_in;

/// A question of the desk's own, outside any stay.
#[derive(Debug, Clone, Copy)]
pub enum Look<'a> {
    /// 9001.
    SignIn(&'a SignInLook),
    /// 9002.
    SignOut(&'a SignOutLook),
    /// 1101.
    Person(&'a PersonLook<'a>),
    /// 5302.
    Filings(&'a FilingsLook<'a>),
    /// 3201.
    Totals(&'a TotalsLook<'a>),
    /// 3202.
    Rows(&'a RowsLook<'a>),
    /// 9101.
    Upload(&'a UploadLook<'a>),
    /// 9102.
    Download(&'a DownloadLook<'a>),
}

/// What every message of a stay is made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub profile: &'a Profile,
    pub hospital: &'a Hospital,
    pub dossier: &'a Dossier<'a>,
    pub stamp: &'a Stamp<'a>,
}

impl<'a> Source<'a> {
    /// The envelope with a message of the machine in it.
    pub fn message(&self, message: &Message) -> Result<Body, EncodeError> {
        let infno = Infno::of_message(message);
        match message {
            Message::Admit { ipt_no } => self.seal(infno, &admission::admit(self, ipt_no)?),
            Message::CancelAdmission { visit } | Message::UndoDischarge { visit } => {
                self.seal(infno, &admission::VisitInput::of(self, visit))
            }
            Message::UploadFees { visit, lines } => self.seal(infno, &fees::upload(self, visit, lines)?),
            Message::RemoveFees { visit, lines } => self.seal(infno, &fees::remove(self, visit, lines)),
            Message::Discharge { visit } => self.seal(infno, &discharge::discharge(self, visit)?),
            Message::Settle { visit, total, account } => {
                let invoice = self.dossier.bill.invoice_no.as_deref();
                self.seal(infno, &settlement::settle(self, visit, *total, *account, invoice)?)
            }
            Message::CancelSettlement { visit, settlement } => {
                self.seal(infno, &settlement::cancel(self, visit, settlement))
            }
            Message::Reverse { original, original_kind } => {
                self.seal(infno, &reversal::reverse(self, original, *original_kind))
            }
        }
    }

    /// The envelope with a query of the machine in it.
    pub fn query(&self, query: &Query) -> Result<Body, EncodeError> {
        let infno = Infno::of_query(query);
        match query {
            Query::InHospital => self.seal(infno, &evidence::in_hospital(self)),
            Query::Visits => self.seal(infno, &evidence::visits(self)),
            Query::Presettle { visit, total, account } => {
                self.seal(infno, &settlement::settle(self, visit, *total, *account, None)?)
            }
            Query::Settlements { visit, settlement } => {
                self.seal(infno, &evidence::settlements(self, visit, settlement.as_ref()))
            }
            Query::DayBooks(_) => Err(EncodeError::SeveralMessages),
        }
    }

    /// `psn_no`.
    fn psn_no(&self) -> &'a str {
        use yijie_core::person::Secret;
        self.dossier.insured.person.reveal()
    }

    /// `med_type`.
    fn med_type(&self) -> &'a str {
        let given = self.dossier.bill.admission.visit_kind.as_deref();
        given.unwrap_or(&self.profile.dictionary.inpatient)
    }

    fn seal(&self, infno: Infno, input: &impl Serialize) -> Result<Body, EncodeError> {
        let place = self.dossier.insured.insured_place;
        Body::seal(self.profile, self.hospital, infno, Some(place), self.stamp, input)
    }
}

impl Look<'_> {
    /// The envelope with a look in it.
    pub(super) fn seal(&self, profile: &Profile, hospital: &Hospital, stamp: &Stamp<'_>) -> Result<Body, EncodeError> {
        match self {
            Self::SignIn(look) => Body::seal(profile, hospital, Infno::SignIn, None, stamp, &look.input(hospital)),
            Self::SignOut(look) => Body::seal(profile, hospital, Infno::SignOut, None, stamp, &look.input(hospital)),
            Self::Person(look) => {
                Body::seal(profile, hospital, Infno::Person, look.insured_place, stamp, &look.input(profile))
            }
            Self::Filings(look) => {
                Body::seal(profile, hospital, Infno::Filings, Some(look.insured_place), stamp, &look.input())
            }
            Self::Totals(look) => Body::seal(profile, hospital, Infno::CompareTotals, None, stamp, &look.input()),
            Self::Rows(look) => Body::seal(profile, hospital, Infno::CompareRows, None, stamp, &look.input()),
            Self::Upload(look) => Body::seal(profile, hospital, Infno::UploadFile, None, stamp, &look.input(hospital)),
            Self::Download(look) => {
                Body::seal(profile, hospital, Infno::DownloadFile, None, stamp, &look.input(hospital))
            }
        }
    }
}
