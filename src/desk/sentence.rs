//! The one sentence that a cashier reads of a stay, whatever broke.

use yijie_core::failure::Language;

use super::beijing;
use super::queue::Waits;
use super::standing::Standing;

/// Exactly one of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sentence {
    /// Settled.
    Settled,
    /// Not settled, safe to try again.
    NotSettled,
    /// Being found out, or being done: do not settle again.
    FindingOut,
    /// Needs a person.
    NeedsYou,
}

impl Sentence {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NotSettled => "not_settled",
            Self::FindingOut => "finding_out",
            Self::NeedsYou => "needs_you",
        }
    }

    /// The sentence.
    pub fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Settled, Language::Chinese) => "已结算。",
            (Self::Settled, Language::English) => "Settled.",
            (Self::NotSettled, Language::Chinese) => "未结算，可以放心重试。",
            (Self::NotSettled, Language::English) => "Not settled, safe to try again.",
            (Self::FindingOut, Language::Chinese) => "正在查明，请勿再次结算。",
            (Self::FindingOut, Language::English) => "Being found out, do not settle again.",
            (Self::NeedsYou, Language::Chinese) => "需要您处理：",
            (Self::NeedsYou, Language::English) => "Needs you: ",
        }
    }
}

impl Standing {
    /// The sentence of this standing.
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Settled | Self::DealtWith => Sentence::Settled,
            // A closed stay may be tried again without harm: it is refused by name.
            Self::Untouched | Self::Cancelled | Self::Withdrawn | Self::Closed(_) | Self::NotSettled(_) => {
                Sentence::NotSettled
            }
            Self::Queued(_) | Self::InDoubt(_) | Self::Withdrawing(_) => Sentence::FindingOut,
            Self::ToConfirm
            | Self::Left(_)
            | Self::Unaccounted(_)
            | Self::NeedsCashier(_)
            | Self::NeedsPerson { .. } => Sentence::NeedsYou,
        }
    }
}

impl Standing {
    /// The same without what the case adds: a platform's words may name the patient.
    #[must_use]
    pub fn without_words(mut self) -> Self {
        match &mut self {
            Self::Closed(trouble)
            | Self::Withdrawing(trouble)
            | Self::Left(trouble)
            | Self::Unaccounted(trouble)
            | Self::NotSettled(trouble)
            | Self::Queued(trouble)
            | Self::InDoubt(trouble)
            | Self::NeedsCashier(trouble)
            | Self::NeedsPerson { trouble, .. } => trouble.detail = "".into(),
            Self::Untouched | Self::Settled | Self::Cancelled | Self::Withdrawn | Self::DealtWith | Self::ToConfirm => {
            }
        }
        self
    }
}

impl Waits {
    /// The same, without the platform's words, which may name the patient.
    pub fn next_unnamed(&self, language: Language) -> String {
        let mut item = self.clone();
        item.standing = item.standing.without_words();
        item.next(language)
    }

    /// What happens next, and when. May hold the platform's words.
    pub fn next(&self, language: Language) -> String {
        let trouble = self.standing.trouble();
        let by_itself = self.standing.sentence() == Sentence::FindingOut;
        if by_itself && let Some(at) = self.line.next_at {
            let at = beijing(at).strftime("%m-%d %H:%M:%S");
            return match language {
                Language::Chinese => format!("程序自动继续，下次 {at}。"),
                Language::English => format!("The program goes on by itself, next at {at}."),
            };
        }
        trouble
            .map(|trouble| format!("{} {}", trouble.sentence(language), trouble.next_step(language)))
            .unwrap_or_default()
    }
}
