//! A discharge bill as the hospital's system hands it over.
//!
//! The names are plain words; how each field is called on the wire stands beside it. Amounts are JSON numbers or
//! strings and are never rounded. Unknown fields are an error, since a misspelt one would otherwise be lost.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::money::{Quantity, UnitPrice, Yuan};
use crate::person::{CitizenId, PersonName, Telephone};
use crate::settlement::ids::{LineNo, StayNo, VisitId};
use crate::split::Deposit;

/// One version of a stay's bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bill {
    /// `yijie.bill/1`.
    pub schema: Schema,
    /// The hospital's number of the stay (住院号): `ipt_no`.
    pub stay_no: StayNo,
    /// Whose bill it is. The card must be this person's.
    pub patient: Patient,
    /// The admission, and what 2401 needs where it is not registered yet.
    pub admission: Admission,
    /// The discharge: 2402.
    pub discharge: Discharge,
    /// Diagnoses at discharge, the main one among them.
    pub diagnoses: Vec<Diagnosis>,
    /// Fee lines: 2301.
    pub lines: Vec<FeeLine>,
    /// Sum of all lines: `medfee_sumamt`.
    pub total: Yuan,
    /// Deposits already paid.
    #[serde(default)]
    pub deposits: Vec<Deposit>,
    /// Number of the hospital's invoice, where it exists already: `invono`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_no: Option<String>,
}

/// The version of this format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schema {
    /// The first.
    #[serde(rename = "yijie.bill/1")]
    V1,
}

/// Whose bill it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patient {
    /// As on the card.
    pub name: PersonName,
    /// As on the card.
    pub citizen_id: CitizenId,
    /// `tel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<Telephone>,
    /// `coner_name`: whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<PersonName>,
}

/// The admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Admission {
    /// `begntime`, +08:00.
    pub admitted_at: DateTime,
    /// `mdtrt_id`, where the hospital's system already knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// `med_type`; absent, the profile's code for an ordinary inpatient stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_kind: Option<String>,
    /// How the patient came: `IPT_TYPE` of the cross-province extension.
    #[serde(default)]
    pub way: AdmissionWay,
    /// What 2401 needs. Present, Yijie registers the admission where the platform has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
}

/// How the patient came (`IPT_TYPE`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdmissionWay {
    /// 1: ordinary.
    #[default]
    Ordinary,
    /// 2: emergency or rescue, which is deemed filed.
    Emergency,
    /// 3: transferred.
    Transfer,
}

/// What 2401 needs beyond the rest of the bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// `medrcdno`: number of the medical record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_no: Option<String>,
    /// `atddr_no` and `chfpdr_name`.
    pub attending_doctor: Named,
    /// `adm_diag_dscr`.
    pub diagnosis: String,
    /// `adm_dept_codg` and `adm_dept_name`.
    pub department: Named,
    /// `adm_bed`.
    pub bed: String,
    /// `main_cond_dscr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// A department or a doctor: the hospital's code and the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// At most thirty characters.
    pub code: String,
    /// At most fifty characters for a doctor, a hundred for a department.
    pub name: String,
}

/// The discharge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discharge {
    /// `endtime`, +08:00.
    pub discharged_at: DateTime,
    /// `dscg_way`.
    pub way: DischargeWay,
    /// `dscg_dept_codg` and `dscg_dept_name`.
    pub department: Named,
    /// `dscg_bed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bed: Option<String>,
    /// `die_date`, where the patient died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_on: Option<Date>,
}

/// How the patient left (`dscg_way`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DischargeWay {
    /// 1: on the doctor's order.
    Ordered,
    /// 2: to another hospital, on the doctor's order.
    Transferred,
    /// 3: to a community or township institution.
    Community,
    /// 4: not on the doctor's order.
    AgainstAdvice,
    /// 5: died.
    Died,
    /// 9: otherwise.
    Other,
}

/// A diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// `diag_type`.
    #[serde(default)]
    pub kind: DiagnosisKind,
    /// `maindiag_flag`: exactly one of them.
    #[serde(default)]
    pub main: bool,
    /// `diag_code`, ICD-10 of the insurance edition.
    pub code: String,
    /// `diag_name`.
    pub name: String,
    /// `diag_dept`: the department's name.
    pub department: String,
    /// `dise_dor_no` and `dise_dor_name`.
    pub doctor: Named,
    /// `diag_time`, +08:00.
    pub diagnosed_at: DateTime,
}

/// Which medicine a diagnosis belongs to (`diag_type`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisKind {
    /// 1: western.
    #[default]
    Western,
    /// 2: Chinese medicine, the disease.
    ChineseDisease,
    /// 3: Chinese medicine, the syndrome.
    ChineseSyndrome,
}

/// A fee line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeLine {
    /// `feedetl_sn`: digits, unique in the stay.
    pub no: LineNo,
    /// `init_feedetl_sn`: the line that this one gives back, whole or in part; its count is negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_of: Option<LineNo>,
    /// `drord_no`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_no: Option<String>,
    /// `fee_ocur_time`, +08:00.
    pub occurred_at: DateTime,
    /// `med_list_codg`: the insurance catalogue's code.
    pub catalogue_code: String,
    /// `medins_list_codg`: the hospital's own code.
    pub hospital_code: String,
    /// The item's name, for people.
    pub name: String,
    /// `pric`: six places at most.
    pub price: UnitPrice,
    /// `cnt`: four places at most.
    pub count: Quantity,
    /// `det_item_fee_sumamt`: authoritative; price × count is only checked against it.
    pub amount: Yuan,
    /// `bilg_dept_codg` and `bilg_dept_name`.
    pub department: Named,
    /// `bilg_dr_codg` and `bilg_dr_name`.
    pub doctor: Named,
    /// `hosp_appr_flag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// `dscg_tkdrug_flag`: taken home at discharge.
    #[serde(default)]
    pub taken_home: bool,
    /// `memo`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
}

/// The hospital's word on an item of restricted use (`hosp_appr_flag`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// 0: none was needed.
    NotNeeded,
    /// 1: within the restriction, to be shared by the funds.
    Approved,
    /// 2: outside it, paid by the patient.
    SelfPay,
}
