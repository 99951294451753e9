//! What refusals mean. Every refusal is `infcode` -1 with free text, so each profile lists its words.

use serde::Deserialize;
use thiserror::Error;
use yijie_core::settlement::ask::{Category, Message, NotSent};

use super::Profile;
use crate::platform::infno::Infno;

/// Words by which one kind of refusal is known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalWords {
    /// What it means.
    pub category: Category,
    /// All of these stand in the text.
    #[serde(default)]
    pub all: Vec<String>,
    /// One of these stands in the text; empty asks for none.
    #[serde(default)]
    pub any: Vec<String>,
    /// None of these stands in the text.
    #[serde(default)]
    pub none: Vec<String>,
    /// Only in answers to these transactions; empty is any.
    #[serde(default)]
    pub only: Vec<Infno>,
}

impl RefusalWords {
    fn describes(&self, text: &str, infno: Infno) -> bool {
        let stands = |word: &String| text.contains(&word.to_lowercase());
        (self.only.is_empty() || self.only.contains(&infno))
            && !(self.all.is_empty() && self.any.is_empty())
            && self.all.iter().all(stands)
            && (self.any.is_empty() || self.any.iter().any(stands))
            && !self.none.iter().any(stands)
    }
}

/// Which refusals prove that nothing happened, for each message that moves money or opens a visit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NothingHappened {
    /// 2401.
    pub admit: Vec<PlainNo>,
    /// 2304.
    pub settle: Vec<PlainNo>,
    /// 2305.
    pub cancel_settlement: Vec<PlainNo>,
    /// 2601, where the two answers that are evidence also belong.
    pub reverse: Vec<PlainNo>,
}

/// A kind of refusal that can prove that nothing happened. Those that never can are not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Category")]
pub struct PlainNo(Category);

impl TryFrom<Category> for PlainNo {
    type Error = ProvesNothing;

    fn try_from(category: Category) -> Result<Self, ProvesNothing> {
        match category {
            Category::AlreadySettled
            | Category::AlreadyAdmitted
            | Category::InProgress
            | Category::Busy
            | Category::System
            | Category::Unclassified => Err(ProvesNothing),
            _ => Ok(Self(category)),
        }
    }
}

/// The refusal may come although the message, or an earlier copy of it, was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a refusal of this kind never proves that nothing happened")]
pub struct ProvesNothing;

/// The gateway's own texts, with its code 401.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewayWords {
    /// Something about this message was wrong: headers, clock.
    pub message: Vec<String>,
    /// The gateway knows neither the key nor the user.
    pub credentials: Vec<String>,
}

impl Profile {
    /// What a refusal is about.
    pub fn category(&self, infno: Infno, text: &str) -> Category {
        let text = without_trace(text).to_lowercase();
        let known = self.refusals.iter().find(|words| words.describes(&text, infno));
        known.map_or(Category::Unclassified, |words| words.category)
    }

    /// True if a refusal of this kind proves that the message did nothing. Messages that set a state are believed
    /// unless the platform speaks of itself; those that move money or open a visit only by the profile's list.
    pub fn proves_nothing_happened(&self, message: &Message, category: Category) -> bool {
        let listed = |list: &[PlainNo]| list.iter().any(|no| no.0 == category);
        match message {
            Message::Admit { .. } => listed(&self.nothing_happened.admit),
            Message::Settle { .. } => listed(&self.nothing_happened.settle),
            Message::CancelSettlement { .. } => listed(&self.nothing_happened.cancel_settlement),
            Message::Reverse { .. } => listed(&self.nothing_happened.reverse),
            Message::CancelAdmission { .. }
            | Message::UploadFees { .. }
            | Message::RemoveFees { .. }
            | Message::Discharge { .. }
            | Message::UndoDischarge { .. } => {
                !matches!(category, Category::InProgress | Category::Busy | Category::System)
            }
        }
    }

    /// What the gateway's 401 means, if its text is a known one.
    pub fn turned_away(&self, text: &str) -> Option<NotSent> {
        let bare = |text: &str| without_trace(text).trim_end_matches(['!', '！', '.', '。', ' ']).to_owned();
        let is = |known: &String| bare(known) == bare(text);
        if self.gateway.credentials.iter().any(is) {
            Some(NotSent::Credentials(text.to_owned()))
        } else if self.gateway.message.iter().any(is) {
            Some(NotSent::Gateway(text.to_owned()))
        } else {
            None
        }
    }
}

/// The text without the trace that some platforms append: `…(4c7a…@10.1.2.3)`.
pub fn without_trace(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_suffix(')').or_else(|| text.strip_suffix('）')) else { return text };
    let Some(open) = inner.rfind(['(', '（']) else { return text };
    if inner[open..].contains('@') { text[..open].trim_end() } else { text }
}
