//! The card in the reader.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yijie_core::card::{Generation, SocialSecurityCard};
use yijie_core::failure::Language;
use yijie_core::person::Secret;

use crate::desk::ReadCard;

/// What the card says. Personal values are masked unless revealed; what the card lacks is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CardView {
    /// True at a training platform.
    pub training: bool,
    /// The reader that holds it.
    pub reader: String,
    /// How many commands it took to read it.
    pub commands: u32,
    /// True if personal values are shown in full.
    pub revealed: bool,
    /// The holder's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 社会保障号码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citizen_id: Option<String>,
    /// 卡号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_number: Option<String>,
    /// 卡识别码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identification: Option<String>,
    /// Shown only where revealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born_on: Option<String>,
    /// `1`, `2` or `3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<u8>,
    /// The division where it was issued, which need not be where its holder is insured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_in: Option<String>,
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// What a cashier may want to look at, in the language asked for.
    pub warnings: Vec<String>,
}

/// Whether personal values are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Masked.
    Masked,
    /// In full.
    Revealed,
}

impl CardView {
    /// The card as it was read.
    pub fn of(read: &ReadCard, show: Show, language: Language, training: bool) -> Self {
        fn shown<S: Secret + ToString>(secret: Option<&S>, show: Show) -> Option<String> {
            secret.map(|secret| match show {
                Show::Masked => secret.to_string(),
                Show::Revealed => secret.reveal().to_owned(),
            })
        }
        let ReadCard { card, reader, commands } = read;
        let card: &SocialSecurityCard = card;
        Self {
            training,
            reader: reader.clone(),
            commands: *commands,
            revealed: show == Show::Revealed,
            name: shown(card.name.as_ref(), show),
            citizen_id: shown(card.citizen_id.as_ref(), show),
            card_number: shown(card.number.as_ref(), show),
            identification: shown(card.identification.as_ref(), show),
            born_on: card.born_on.filter(|_| show == Show::Revealed).map(|day| day.to_string()),
            generation: card.generation.map(|generation| match generation {
                Generation::First => 1,
                Generation::Second => 2,
                Generation::Third => 3,
            }),
            issued_in: card.issuing_division.map(|division| division.to_string()),
            issued_on: card.issued_on.map(|day| day.to_string()),
            valid_until: card.valid_until.map(|day| day.to_string()),
            warnings: card.warnings.iter().map(|warning| warning.sentence(language)).collect(),
        }
    }
}
