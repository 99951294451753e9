//! Answers misread on purpose, as other clients misread them. See [`crate::teeth`].

use super::ask::{Answer, Category, Clearing, Doubt, End, Refusal, Settled};
use super::ids::{MessageId, SettlementId};
use super::stay::Stay;
use crate::teeth::{Tooth, bites};

/// How the attempt ended, misread as the tooth has it. Without the feature it is what came.
pub(super) fn misread(stay: &Stay, message_id: &MessageId, end: End) -> End {
    let refused =
        |text: &str| End::Refused(Refusal { category: Category::System, code: String::new(), text: text.to_owned() });
    match end {
        End::InDoubt(Doubt::TimedOut) if bites(Tooth::TimeOutRefused) => refused("timed out"),
        End::InDoubt(Doubt::HttpStatus(500..)) if bites(Tooth::ServerErrorRefused) => refused("server error"),
        End::InDoubt(Doubt::Refusal(refusal))
            if refusal.category == Category::Unclassified && bites(Tooth::UnknownRefusalBelieved) =>
        {
            End::Refused(refusal)
        }
        End::InDoubt(Doubt::Refusal(refusal))
            if refusal.category == Category::AlreadySettled && bites(Tooth::AlreadySettledIsOurs) =>
        {
            let taken = stay.agreed.as_deref().zip(SettlementId::parse(message_id.as_str()).ok());
            let doubt = End::InDoubt(Doubt::Refusal(refusal));
            taken.map_or(doubt, |(statement, settlement)| {
                End::Done(Answer::Settled(Box::new(Settled {
                    settlement,
                    statement: statement.clone(),
                    settled_at: None,
                    clearing: Clearing::default(),
                })))
            })
        }
        other => other,
    }
}
