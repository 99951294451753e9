//! The card in the reader, and who the platform says its holder is.

use std::sync::Arc;

use crate::desk::Plan;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::card::{Generation, SocialSecurityCard};
use yijie_core::failure::{Api, Language};
use yijie_core::filing::{FilingKind, FilingRow};
use yijie_core::person::{CitizenId, Credential, Insurance, InsuranceStatus, PersonName, Secret, VoucherToken};

use super::amount::Amount;
use super::body::{Flags, SentJson};
use super::failed::{ErrorAnswer, TroubleView};
use super::language::Speaks;
use super::shared::Shared;
use super::story::Reveal;
use super::veil::Veil;
use crate::desk::{Checked, Nobody, Shown, Trouble};

/// What the card says. Personal values are masked unless revealed; what the card lacks is left out.
#[derive(Debug, Serialize, ToSchema)]
pub struct CardView {
    /// True at a training platform.
    pub training: bool,
    /// The reader that holds it.
    pub reader: String,
    /// True if personal values are shown in full.
    pub revealed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citizen_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identification: Option<String>,
    /// Shown only where revealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born_on: Option<String>,
    /// `1`, `2` or `3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u8>,
    /// Where it was issued, which need not be where its holder is insured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuing_division: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// How many oddities a cashier may want to look at.
    pub warnings: usize,
}

/// Whom to ask for. Empty, the card in the reader is read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Whom {
    /// Without a card: the citizen number.
    citizen_id: Option<String>,
    /// Without a card: the name.
    name: Option<String>,
    /// Without a card: the token of an electronic voucher, where there is one.
    voucher: Option<String>,
    /// Which of several insurances, by its kind.
    insurance: Option<String>,
}

/// Who somebody is, and what is filed for them.
#[derive(Debug, Serialize, ToSchema)]
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
    /// What is filed, kind by kind. It predicts and never refuses: the platform judges.
    pub filings: Vec<FilingsView>,
}

/// One insurance.
#[derive(Debug, Serialize, ToSchema)]
pub struct InsuranceView {
    /// `310` employees, `390` residents, others by the province's dictionary.
    pub kind: String,
    /// `in_force`, `paused`, `ended` or `not_told`.
    pub status: &'static str,
    /// Where.
    pub insured_place: String,
    /// The personal account.
    pub balance: Amount,
}

/// Filings of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilingsView {
    /// `residence`, `referred` or `emergency`.
    pub kind: &'static str,
    /// Each filing.
    pub rows: Vec<FilingView>,
    /// Why they could not be asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trouble: Option<TroubleView>,
}

/// One filing.
#[derive(Debug, Serialize, ToSchema)]
pub struct FilingView {
    /// Its first day.
    pub begins_on: String,
    /// Its last day; open-ended where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<String>,
    /// The hospital that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
}

/// The card in the reader
#[utoipa::path(get, path = "/v1/card", tag = "desk", params(Reveal), responses(
    (status = 200, description = "What it says", body = CardView),
    (status = 409, description = "No card, or not one that can be read", body = ErrorAnswer),
    (status = 503, description = "No reader", body = ErrorAnswer),
))]
pub async fn card(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    Flags(reveal): Flags<Reveal>,
) -> Response {
    let work = move |shared: &Shared| {
        let read = shared.read_card(Plan::Full)?;
        Ok(CardView::of(&read.card, read.reader, reveal.reveal, shared.training))
    };
    shared.work(language, work).await
}

/// Who is this, and what is filed
///
/// By the card in the reader, or by the numbers given.
#[utoipa::path(post, path = "/v1/check", tag = "desk", request_body = Whom, responses(
    (status = 200, description = "Who, which insurance, which filings", body = CheckView),
    (status = 409, description = "No card, or not one that can be read", body = ErrorAnswer),
    (status = 502, description = "The platform said no", body = ErrorAnswer),
    (status = 504, description = "The platform is not reached", body = ErrorAnswer),
))]
pub async fn check(
    State(shared): State<Arc<Shared>>,
    Speaks(language): Speaks,
    SentJson(whom): SentJson<Whom>,
) -> Response {
    let work = move |shared: &Shared| {
        let shown = match whom.shown()? {
            Some(shown) => shown,
            None => Shown::card(&shared.read_card(Plan::Identity)?.card)?,
        };
        let mut veil = Veil::of_shown(&shown);
        let checked = shared.desk.check(&shown, whom.insurance.as_deref(), &mut Nobody);
        let checked = checked.map_err(|trouble| veil.trouble(trouble))?;
        veil.holder(&checked.holder);
        Ok(CheckView::of(&checked, &veil, language, shared.training))
    };
    shared.work(language, work).await
}

impl Whom {
    /// What was given instead of a card. `None` if nothing was.
    fn shown(&self) -> Result<Option<Shown>, Trouble> {
        let refused = |what: &str| Trouble::new(Api::BadRequest, what);
        let (Some(id), Some(name)) = (&self.citizen_id, &self.name) else {
            return match (&self.citizen_id, &self.name, &self.voucher) {
                (None, None, None) => Ok(None),
                _ => Err(refused("citizen_id, name")),
            };
        };
        let credential = match &self.voucher {
            Some(token) => Credential::Voucher(VoucherToken::parse(token).map_err(|_| refused("voucher"))?),
            None => Credential::CitizenId,
        };
        Ok(Some(Shown {
            credential,
            citizen_id: CitizenId::parse(id).map_err(|_| refused("citizen_id"))?,
            name: PersonName::parse(name).map_err(|_| refused("name"))?,
        }))
    }
}

impl CardView {
    fn of(card: &SocialSecurityCard, reader: String, revealed: bool, training: bool) -> Self {
        fn shown<S: Secret + ToString>(secret: Option<&S>, revealed: bool) -> Option<String> {
            secret.map(|secret| if revealed { secret.reveal().to_owned() } else { secret.to_string() })
        }
        Self {
            training,
            reader,
            revealed,
            name: shown(card.name.as_ref(), revealed),
            citizen_id: shown(card.citizen_id.as_ref(), revealed),
            card_number: shown(card.number.as_ref(), revealed),
            identification: shown(card.identification.as_ref(), revealed),
            born_on: card.born_on.filter(|_| revealed).map(|day| day.to_string()),
            generation: card.generation.map(|generation| match generation {
                Generation::First => 1,
                Generation::Second => 2,
                Generation::Third => 3,
            }),
            issuing_division: card.issuing_division.map(|division| division.to_string()),
            issued_on: card.issued_on.map(|day| day.to_string()),
            valid_until: card.valid_until.map(|day| day.to_string()),
            warnings: card.warnings.len(),
        }
    }
}

impl CheckView {
    fn of(checked: &Checked, veil: &Veil, language: Language, training: bool) -> Self {
        let person = &checked.holder.person;
        let filings = |(kind, rows): &(FilingKind, Result<Vec<FilingRow>, Trouble>)| FilingsView {
            kind: match kind {
                FilingKind::Residence => "residence",
                FilingKind::Referred => "referred",
                FilingKind::Emergency => "emergency",
            },
            rows: rows.iter().flatten().map(FilingView::from).collect(),
            trouble: rows.as_ref().err().map(|trouble| TroubleView::of(&veil.trouble(trouble.clone()), language)),
        };
        Self {
            training,
            name: person.name.to_string(),
            certificate_no: person.certificate_no.to_string(),
            insurance: InsuranceView::from(&checked.holder.insurance),
            insurances: person.insurances.iter().map(InsuranceView::from).collect(),
            filings: checked.filings.iter().map(filings).collect(),
        }
    }
}

impl From<&Insurance> for InsuranceView {
    fn from(insurance: &Insurance) -> Self {
        Self {
            kind: insurance.kind.clone(),
            status: match insurance.status {
                InsuranceStatus::InForce => "in_force",
                InsuranceStatus::Paused => "paused",
                InsuranceStatus::Ended(_) => "ended",
                InsuranceStatus::NotTold => "not_told",
            },
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
