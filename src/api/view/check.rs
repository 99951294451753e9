//! Who somebody is, what is filed for them, and what that means for a stay here.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::failure::Language;
use yijie_core::filing::{FilingKind, FilingRow, Outlook};
use yijie_core::person::{Insurance, InsuranceStatus};

use super::{Amount, TroubleView};
use crate::api::veil::Veil;
use crate::desk::{Checked, Trouble};

/// Who somebody is, what is filed for them, and whether a stay may be settled here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckView {
    /// True at a training platform.
    pub training: bool,
    /// Masked.
    pub name: String,
    /// Masked.
    pub certificate_no: String,
    /// The insurance that a stay would go by.
    pub insurance: InsuranceView,
    /// Every insurance, stopped ones too.
    pub insurances: Vec<InsuranceView>,
    /// What is filed, kind by kind.
    pub filings: Vec<FilingsView>,
    /// True if nothing stands in the way.
    pub covered: bool,
    /// May a stay be settled here, and if not, why. It predicts and never refuses: the platform judges.
    pub outlook: String,
    /// The same for programs: `local`, `covered`, `probably`, `not_covered` or `unknown`.
    pub outlook_kind: String,
    /// What now.
    pub remedy: String,
}

/// One insurance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InsuranceView {
    /// `310` employees, `390` residents, others by the province's dictionary.
    pub kind: String,
    /// `in_force`, `paused`, `ended` or `not_told`.
    pub status: String,
    /// Where.
    pub insured_place: String,
    /// The personal account.
    pub balance: Amount,
}

/// Filings of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilingsView {
    /// `residence`, `referred` or `emergency`.
    pub kind: String,
    /// Each filing.
    pub rows: Vec<FilingView>,
    /// Why they could not be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<TroubleView>,
}

/// One filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilingView {
    /// Its first day.
    pub begins_on: String,
    /// Its last day; open-ended where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<String>,
    /// The hospital that it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
}

impl CheckView {
    /// What was found out, under this veil.
    pub fn of(checked: &Checked, veil: &Veil, language: Language, training: bool) -> Self {
        let (person, outlook) = (&checked.holder.person, &checked.outlook);
        let filings = |(kind, rows): &(FilingKind, Result<Vec<FilingRow>, Trouble>)| FilingsView {
            kind: kind_word(*kind).to_owned(),
            rows: rows.iter().flatten().map(FilingView::from).collect(),
            error: rows.as_ref().err().map(|trouble| TroubleView::of(&veil.trouble(trouble.clone()), language)),
        };
        Self {
            training,
            name: person.name.to_string(),
            certificate_no: person.certificate_no.to_string(),
            insurance: InsuranceView::from(&checked.holder.insurance),
            insurances: person.insurances.iter().map(InsuranceView::from).collect(),
            filings: checked.filings.iter().map(filings).collect(),
            covered: matches!(outlook, Outlook::Local | Outlook::Covered { .. }),
            outlook: veil.text(&outlook.sentence(language)),
            outlook_kind: outlook_word(outlook).to_owned(),
            remedy: veil.text(&outlook.remedy(language)),
        }
    }
}

impl From<&Insurance> for InsuranceView {
    fn from(insurance: &Insurance) -> Self {
        let status = match insurance.status {
            InsuranceStatus::InForce => "in_force",
            InsuranceStatus::Paused => "paused",
            InsuranceStatus::Ended(_) => "ended",
            InsuranceStatus::NotTold => "not_told",
        };
        Self {
            kind: insurance.kind.clone(),
            status: status.to_owned(),
            insured_place: insurance.insured_place.to_string(),
            balance: insurance.balance.into(),
        }
    }
}

impl From<&FilingRow> for FilingView {
    fn from(row: &FilingRow) -> Self {
        Self {
            begins_on: row.begins_on.to_string(),
            ends_on: row.ends_on.map(|day| day.to_string()),
            institution: row.institution.as_ref().map(|(_, name)| name.clone()),
        }
    }
}

fn kind_word(kind: FilingKind) -> &'static str {
    match kind {
        FilingKind::Residence => "residence",
        FilingKind::Referred => "referred",
        FilingKind::Emergency => "emergency",
    }
}

fn outlook_word(outlook: &Outlook) -> &'static str {
    match outlook {
        Outlook::Local => "local",
        Outlook::Covered { .. } => "covered",
        Outlook::Probably { .. } => "probably",
        Outlook::NotCovered { .. } => "not_covered",
        Outlook::Unknown { .. } => "unknown",
    }
}
