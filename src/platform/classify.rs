//! How an attempt ended: the one place that decides between *done*, *refused*, *not sent* and *in doubt*.
//!
//! The first three are proofs. Whatever proves nothing is doubt, and doubt is dear (a stay stops until its fate is
//! known) but never wrong; a false *refused* settles twice, and a false *done* prints what nobody paid.

use yijie_core::bill::FeeLine;
use yijie_core::money::Yuan;
use yijie_core::person::{PersonNumber, Secret};
use yijie_core::settlement::ask::{Answer, Category, Doubt, End, Message, NotSent, Query, Refusal};
use yijie_core::settlement::ids::{MessageId, VisitId};
use yijie_core::split::Statement;
use yijie_core::teeth::{Tooth, bites};

use super::envelope::{Outcome, Reply, Unread};
use super::infno::Infno;
use super::message;
use super::profile::Profile;
use super::transport::{Response, SendError, Stage};

/// What an answer must fit to be the answer to our message.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// `psn_no` of the message.
    pub person: &'a PersonNumber,
    /// `msgid` of the attempt.
    pub message_id: &'a MessageId,
    /// Lines of the bill that the message was made from: 2301 echoes their amounts.
    pub lines: &'a [FeeLine],
    /// For 2305: the total of the settlement that it cancels. The answer must be its negative.
    pub cancelled_total: Option<Yuan>,
}

/// How a question was answered. A question leaves nothing in doubt: it is asked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked<T> {
    /// Code 0 and ours.
    Answer(T),
    /// The platform said no. *Not found* is such a no: whether it is evidence is for the machine to say.
    Refused(Refusal),
    /// No answer that could be used.
    Failed(Failure),
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It never left.
    NotSent(NotSent),
    /// It left, and what came back cannot be used.
    Unclear(Doubt),
}

/// How a message's attempt ended.
pub(super) fn end(
    profile: &Profile,
    message: &Message,
    expected: &Expected<'_>,
    heard: Result<Response, SendError>,
) -> End {
    let infno = Infno::of_message(message);
    let reply = match hear(profile, heard) {
        Ok(reply) => reply,
        Err(Failure::NotSent(why)) => return End::NotSent(why),
        Err(Failure::Unclear(doubt)) => return End::InDoubt(doubt),
    };
    match &reply.outcome {
        Outcome::Success => match read_done(message, expected, &reply) {
            Ok(answer) => End::Done(answer),
            Err(why) => End::InDoubt(Doubt::NotOurs(why)),
        },
        Outcome::Failure { code, text } => {
            let refusal = refusal(profile, infno, code, text);
            let plain = profile.proves_nothing_happened(message, refusal.category);
            if plain && !(needs_proof(message) && carries_an_id(&reply)) {
                End::Refused(refusal)
            } else {
                End::InDoubt(Doubt::Refusal(refusal))
            }
        }
    }
}

/// How a query of the machine was answered.
pub(super) fn answer(
    profile: &Profile,
    query: &Query,
    expected: &Expected<'_>,
    heard: Result<Response, SendError>,
) -> Asked<Answer> {
    asked(profile, Infno::of_query(query), heard, |reply| {
        let psn_no = expected.person.reveal();
        match query {
            Query::InHospital => message::read_in_hospital(reply, psn_no).map(Answer::Visits),
            Query::Visits => message::read_visits(reply, psn_no).map(Answer::Visits),
            Query::Settlements { visit, .. } => {
                message::read_settlements(reply, psn_no, visit).map(Answer::Settlements)
            }
            Query::Presettle { visit, total, .. } => {
                ours(reply, expected, Some(visit))?;
                named(reply, psn_no, visit)?;
                let statement = message::read_presettled(reply)?;
                same_total(&statement, *total)?;
                Ok(Answer::Presettled(Box::new(statement)))
            }
        }
    })
}

/// How any question was answered, read by `read`.
pub(super) fn asked<T>(
    profile: &Profile,
    infno: Infno,
    heard: Result<Response, SendError>,
    read: impl FnOnce(&Reply) -> Result<T, String>,
) -> Asked<T> {
    let reply = match hear(profile, heard) {
        Ok(reply) => reply,
        Err(failure) => return Asked::Failed(failure),
    };
    match &reply.outcome {
        Outcome::Success => match read(&reply) {
            Ok(answer) => Asked::Answer(answer),
            Err(why) => Asked::Failed(Failure::Unclear(Doubt::NotOurs(why))),
        },
        Outcome::Failure { code, text } => Asked::Refused(refusal(profile, infno, code, text)),
    }
}

/// The platform's own envelope, or why there is none.
fn hear(profile: &Profile, heard: Result<Response, SendError>) -> Result<Reply, Failure> {
    let response = heard.map_err(|error| match error.stage {
        Stage::Prepare | Stage::Connect | Stage::Tls => Failure::NotSent(NotSent::Unreachable(error.what)),
        Stage::TimedOut => Failure::Unclear(Doubt::TimedOut),
        Stage::Broken => Failure::Unclear(Doubt::Broken(error.what)),
        Stage::TooLarge => Failure::Unclear(Doubt::Unreadable(error.what)),
    })?;
    let status = response.status;
    let reply = Reply::read(&response.body);
    // The gateway's own 401, in HTTP's status or only in its JSON, before the message reached the platform.
    if matches!(status, 200 | 401)
        && let Err(Unread::Gateway { code: 401, text }) = &reply
    {
        let known = profile.turned_away(text);
        return Err(known.map_or(Failure::Unclear(Doubt::HttpStatus(401)), Failure::NotSent));
    }
    if !(200..300).contains(&status) {
        return Err(Failure::Unclear(Doubt::HttpStatus(status)));
    }
    reply.map_err(|unread| {
        Failure::Unclear(match unread {
            Unread::Html => Doubt::HttpStatus(status),
            Unread::Gateway { code, .. } => Doubt::Unreadable(format!("the gateway answered with its own code {code}")),
            Unread::Nonsense(why) => Doubt::Unreadable(why),
        })
    })
}

fn refusal(profile: &Profile, infno: Infno, code: &str, text: &str) -> Refusal {
    // What it means is found in the whole text; what is kept of it is bounded.
    let kept = text.chars().take(REFUSAL_CHARS_MAX).collect();
    Refusal { category: profile.category(infno, text), code: code.to_owned(), text: kept }
}

/// True for the messages that move money or open a visit.
fn needs_proof(message: &Message) -> bool {
    matches!(
        message,
        Message::Admit { .. } | Message::Settle { .. } | Message::CancelSettlement { .. } | Message::Reverse { .. }
    )
}

/// True if a refusal names a visit or a settlement all the same, or holds what cannot be looked through.
fn carries_an_id(reply: &Reply) -> bool {
    reply.output.is_string() || ["mdtrt_id", "setl_id"].iter().any(|field| !reply.everywhere(field).is_empty())
}

/// Reads a success. Any fault makes it somebody else's or nobody's.
fn read_done(message: &Message, expected: &Expected<'_>, reply: &Reply) -> Result<Answer, String> {
    let psn_no = expected.person.reveal();
    match message {
        Message::Admit { .. } => {
            ours(reply, expected, None)?;
            no_settlement(reply)?;
            message::read_admitted(reply)
        }
        Message::UploadFees { visit, lines } => {
            ours(reply, expected, Some(visit))?;
            message::check_uploaded(reply, lines, expected.lines)?;
            Ok(Answer::Uploaded)
        }
        Message::CancelAdmission { visit }
        | Message::RemoveFees { visit, .. }
        | Message::Discharge { visit }
        | Message::UndoDischarge { visit } => {
            ours(reply, expected, Some(visit))?;
            no_settlement(reply)?;
            Ok(Answer::Accepted)
        }
        Message::Reverse { .. } => {
            ours(reply, expected, None)?;
            no_settlement(reply)?;
            Ok(Answer::Accepted)
        }
        Message::Settle { visit, total, .. } => {
            ours(reply, expected, Some(visit))?;
            named(reply, psn_no, visit)?;
            echoed(reply, expected.message_id)?;
            let answer = message::read_settled(reply)?;
            if let Answer::Settled(settled) = &answer {
                same_total(&settled.statement, *total)?;
            }
            Ok(answer)
        }
        Message::CancelSettlement { visit, .. } => {
            // Its table has no `psn_no`, and whose message id it echoes (its own or the settlement's) is not
            // written anywhere; visit and negative total are what it can be known by.
            ours(reply, expected, Some(visit))?;
            visit_named(reply, visit)?;
            let answer = message::read_cancelled(reply)?;
            if let (Answer::Cancelled { statement, .. }, Some(total)) = (&answer, expected.cancelled_total) {
                same_total(statement, -total)?;
            }
            if let Answer::Cancelled { statement, .. } = &answer
                && statement.total > Yuan::ZERO
            {
                return Err("a cancel with a positive total".to_owned());
            }
            Ok(answer)
        }
    }
}

/// Nowhere in the answer may another person or visit be named.
fn ours(reply: &Reply, expected: &Expected<'_>, visit: Option<&VisitId>) -> Result<(), String> {
    if bites(Tooth::OthersReplyTaken) {
        return Ok(());
    }
    let others = |field, own: &str| {
        reply.everywhere(field).into_iter().any(|value| match value {
            serde_json::Value::String(text) => text.trim() != own,
            serde_json::Value::Number(number) => number.as_str() != own,
            _ => true,
        })
    };
    if others("psn_no", expected.person.reveal()) {
        return Err("somebody else's psn_no".to_owned());
    }
    if visit.is_some_and(|visit| others("mdtrt_id", visit.as_str())) {
        return Err("another mdtrt_id".to_owned());
    }
    Ok(())
}

/// The settlement's node names person and visit.
fn named(reply: &Reply, psn_no: &str, visit: &VisitId) -> Result<(), String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    if super::wire::text(row, &["psn_no"]).as_deref() != Some(psn_no) && !bites(Tooth::OthersReplyTaken) {
        return Err("setlinfo does not name the person".to_owned());
    }
    visit_named(reply, visit)
}

fn visit_named(reply: &Reply, visit: &VisitId) -> Result<(), String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    let named = super::wire::text(row, &["mdtrt_id"]);
    if named.as_deref() == Some(visit.as_str()) || bites(Tooth::OthersReplyTaken) {
        Ok(())
    } else {
        Err("setlinfo does not name the visit".to_owned())
    }
}

/// Where the platform echoes the message id, it is ours.
fn echoed(reply: &Reply, message_id: &MessageId) -> Result<(), String> {
    let row = reply.one("setlinfo")?.ok_or("no setlinfo")?;
    match super::wire::text(row, &["medins_setl_id"]) {
        Some(echo) if echo != message_id.as_str() && !bites(Tooth::OthersReplyTaken) => {
            Err("another message's medins_setl_id".to_owned())
        }
        _ => Ok(()),
    }
}

fn same_total(statement: &Statement, total: Yuan) -> Result<(), String> {
    let lax = bites(Tooth::WrongTotalAccepted) || bites(Tooth::OthersReplyTaken);
    if statement.total == total || lax {
        Ok(())
    } else {
        Err(format!("total {} where {total} was asked", statement.total))
    }
}

/// A message that answers with no settlement got one: the answer belongs to another.
fn no_settlement(reply: &Reply) -> Result<(), String> {
    if reply.everywhere("setl_id").is_empty() { Ok(()) } else { Err("a settlement where none belongs".to_owned()) }
}

/// True if the operator has to sign in (again) before anything else.
pub fn wants_sign_in(refusal: &Refusal) -> bool {
    refusal.category == Category::Session
}

/// The specification gives `err_msg` two hundred characters; platforms take more.
const REFUSAL_CHARS_MAX: usize = 2_000;

#[cfg(test)]
mod tests;
