//! One exchange with the platform: for a message, the intent is durable before a byte leaves.

use yijie_core::failure::Language as FailureLanguage;
use yijie_core::settlement::ask::{Category, Doubt, End, Message, Query, Refusal};
use yijie_core::settlement::ids::{MessageId, StayKey, VisitId};
use yijie_core::settlement::{Event, Fate, Illegal, Reply, Stay, Step};
use yijie_core::teeth::{Tooth, bites};

use super::case::{Case, end_of, kind_of};
use super::counter::{Came, Counter, Progress};
use super::standing::Standing;
use super::unwritten::{Ended, Unwritten, may_wait};
use super::{Desk, Trouble, day_of};
use crate::journal::{AttemptEnd, AuditLine, EndKind, IntendError, Intent, JournalError};
use crate::platform::transport::{Response, SendError};
use crate::platform::{Ask, Asked, Body, Dossier, EncodeError, Expected, Failure, Infno, Look, SignInLook, Stamp};

impl Desk {
    /// Sends a message: intent, bytes, end; each durable before the next, or with the next one's intent.
    pub(super) fn send(&self, case: &mut Case, message: &Message, counter: &mut dyn Counter) -> Result<Step, Trouble> {
        self.turn_to_bill(case)?;
        let sign_no = if let Some(known) = self.known_sign_no()? {
            known
        } else {
            // A sign-in may take its time, and what is known must not wait for it.
            self.write_now(case, &Step::Send(message.clone()), counter)?;
            self.sign_no(counter)?
        };
        let now = match self.steady_now() {
            Ok(now) => now,
            Err(trouble) => {
                // No intent comes that would take it along.
                self.write_now(case, &Step::Send(message.clone()), counter)?;
                return Err(trouble);
            }
        };
        let (rules, mut stay) = (self.rules(), case.stay.clone());
        let (mut prepared, mut early) = (None, None);
        let intended: Result<_, IntendError<Unmade>> = self.journal().intend(now.wall, |id| {
            let step =
                stay.handle(Event::Intended { message_id: id.clone(), message: message.clone() }, now, &rules)?;
            let act = stay.acts.iter().find(|act| act.sent_as(id)).ok_or(Unmade::NoAct)?.id;
            let dossier = dossier(case);
            let on_the_wire = reversed_before(&case.stay).filter(|_| bites(Tooth::ReversedIdReused)).unwrap_or(id);
            let stamp = Stamp { message_id: on_the_wire, sign_no: Some(&sign_no), at: now.wall };
            let body = self.language.encode(Ask::Message(message), &dossier, &stamp)?;
            let line =
                AuditLine::new(self.operator(), "intent", format!("act {act} {} {}", kind_of(message), body.infno()));
            let entry = case.entry(&stay, &step, now, &self.rules())?;
            let entry = case.unwritten.iter().fold(entry, |entry, unwritten| unwritten.add_to(entry));
            let intent = Intent {
                entry: entry.audit(line),
                act,
                infno: body.infno().as_str().to_owned(),
                bill: Some(stay.terms.bill.clone()),
                body: body.text().as_bytes().to_vec(),
            };
            if bites(Tooth::SendBeforeIntent) {
                early = Some(self.exchange(&body));
            }
            prepared = Some(body);
            Ok(intent)
        });
        let id = match intended {
            Ok(id) => id,
            Err(error) => {
                let trouble = match error {
                    IntendError::Journal(error) => Trouble::from(error),
                    IntendError::Content(unmade) => Trouble::from(unmade),
                };
                self.write_now(case, &Step::Send(message.clone()), counter)?;
                return Err(trouble);
            }
        };
        if let Some(unwritten) = case.unwritten.take() {
            self.tell_of(case, unwritten, &Step::Send(message.clone()), counter);
        }
        case.wrote(stay);
        let body = prepared.ok_or_else(|| Trouble::internal("an intent without a body"))?;
        let heard = early.unwrap_or_else(|| self.exchange(&body));
        self.sent(case, message, id, heard, counter, now.instant.ms)
    }

    /// Takes in how the attempt ended, and makes that durable before anything follows from it but the next intent.
    fn sent(
        &self,
        case: &mut Case,
        message: &Message,
        message_id: MessageId,
        heard: Result<Response, SendError>,
        counter: &mut dyn Counter,
        since_ms: u64,
    ) -> Result<Step, Trouble> {
        let cancelled_total = match message {
            Message::CancelSettlement { settlement, .. } => {
                let made = case.stay.settlements.iter().find(|made| made.settled.settlement == *settlement);
                made.map(|made| made.settled.statement.total)
            }
            _ => None,
        };
        let person = case.stay.terms.insured.person.clone();
        let expected = Expected { person: &person, message_id: &message_id, lines: &case.bill.lines, cancelled_total };
        let reply = heard.as_ref().map(|response| response.body.clone()).unwrap_or_default();
        let end = self.language.end(message, &expected, heard);
        if let End::Refused(refusal) | End::InDoubt(Doubt::Refusal(refusal)) = &end {
            self.heed(Infno::of_message(message), refusal);
        }
        let (kind, words, brought) = (EndKind::from(&end), words_of(&end), came_of(&end));

        let now = self.clock.now();
        let mut stay = case.stay.clone();
        let step =
            stay.handle(Event::Ended { message_id: message_id.clone(), end: Box::new(end) }, now, &self.rules())?;
        let fate = stay.acts.iter().find(|act| act.sent_as(&message_id));
        let ended = fate.and_then(|act| act.attempts.last()).and_then(|attempt| attempt.end.as_ref());
        let detail = format!("{} {} {}", kind_of(message), message_id, end_of(ended));
        let end = AttemptEnd { message_id, kind, words, reply };
        let line = AuditLine::new(self.operator(), "end", detail);
        let took_ms = now.instant.ms.saturating_sub(since_ms);
        if may_wait(message, kind, &case.stay, &stay, &step) {
            let ended = Ended { end, message: message.clone(), came: brought, took_ms };
            case.leave_to_intent(stay, Unwritten::ended(ended, line));
            return Ok(step);
        }
        let mut entry = case.entry(&stay, &step, now, &self.rules())?.end(end).audit(line);
        if let (Some(balance), Some(settlement)) = (case.balance(&stay), stay.printable()) {
            entry = entry.instruct(settlement.message_id.clone(), balance.moves);
        }
        if matches!(step, Step::Rest(_)) {
            // Where nothing follows, the stay is left with this commit and needs no other.
            entry = entry.audit(self.left(&Standing::of(&stay, &step)));
        }
        if bites(Tooth::ReceiptFromReply)
            && let Some(made) = stay.printable()
        {
            self.print_from_reply(case, made)?;
        }
        self.journal().write(&entry)?;
        case.wrote(stay);
        self.tell_watchers(&mut case.told, &case.stay, &step);
        counter.done(&Progress::Sent(message, brought), took_ms);
        Ok(step)
    }

    /// Asks a question of the machine. It costs no commit: asked again, it is answered again.
    pub(super) fn ask(&self, case: &mut Case, query: &Query, counter: &mut dyn Counter) -> Result<Step, Trouble> {
        if let Query::DayBooks(books) = query {
            return self.ask_books(case, query, books, counter);
        }
        self.turn_to_bill(case)?;
        let sign_no = self.sign_no(counter)?;
        let asked = self.steady_now()?;
        let message_id = self.journal().query_id(asked.wall)?;
        let stamp = Stamp { message_id: &message_id, sign_no: Some(&sign_no), at: asked.wall };
        let body = self.language.encode(Ask::Query(query), &dossier(case), &stamp)?;
        let heard = self.exchange(&body);
        let person = &case.stay.terms.insured.person;
        let expected = Expected { person, message_id: &message_id, lines: &case.bill.lines, cancelled_total: None };
        let (reply, brought) = match self.language.answer(query, &expected, heard) {
            Asked::Answer(answer) => (Reply::Answer(answer), Came::Answer),
            Asked::Refused(refusal) => {
                self.heed(body.infno(), &refusal);
                (Reply::Refused(refusal), Came::Refusal)
            }
            Asked::Failed(failure) => {
                let trouble = Trouble::from(&failure);
                let brought = if matches!(failure, Failure::NotSent(_)) { Came::Unsent } else { Came::Doubt };
                (Reply::Failed(format!("{}: {}", trouble.code, trouble.detail(FailureLanguage::English))), brought)
            }
        };
        let now = self.clock.now();
        counter.done(&Progress::Asked(query, brought), now.instant.ms.saturating_sub(asked.instant.ms));
        let event = Event::Asked { query: query.clone(), asked: asked.instant, reply };
        Ok(case.stay.handle(event, now, &self.rules())?)
    }

    /// Asks a question of the desk's own: who is this, what is filed.
    pub(super) fn look<T>(
        &self,
        look: Look<'_>,
        counter: &mut dyn Counter,
        read: impl Fn(Result<Response, SendError>) -> Asked<T>,
    ) -> Result<T, Trouble> {
        let mut renewed = false;
        loop {
            let sign_no = self.sign_no(counter)?;
            match self.look_once(look, Some(&sign_no), &read)? {
                Asked::Answer(answer) => return Ok(answer),
                Asked::Refused(refusal) if crate::platform::wants_sign_in(&refusal) && !renewed => {
                    renewed = true;
                    self.sign_in(counter)?;
                }
                Asked::Refused(refusal) => return Err(Trouble::from(&refusal)),
                Asked::Failed(failure) => return Err(Trouble::from(&failure)),
            }
        }
    }

    pub(super) fn look_once<T>(
        &self,
        look: Look<'_>,
        sign_no: Option<&str>,
        read: impl Fn(Result<Response, SendError>) -> Asked<T>,
    ) -> Result<Asked<T>, Trouble> {
        let now = self.steady_now()?;
        let message_id = self.journal().query_id(now.wall)?;
        let stamp = Stamp { message_id: &message_id, sign_no, at: now.wall };
        let body = self.language.encode_look(look, &stamp)?;
        Ok(read(self.exchange(&body)))
    }

    /// The number of the operator's sign-in of the day, made where there is none.
    pub(super) fn sign_no(&self, counter: &mut dyn Counter) -> Result<String, Trouble> {
        // One lane signs in for all: the others find its number.
        let _one = self.signing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match self.known_sign_no()? {
            Some(sign_no) => Ok(sign_no),
            None => self.sign_in(counter),
        }
    }

    fn known_sign_no(&self) -> Result<Option<String>, Trouble> {
        let day = day_of(self.clock.now().wall);
        Ok(self.journal().sign_in(self.operator(), day)?)
    }

    /// Signs the operator in, and keeps the number for the day.
    pub(super) fn sign_in(&self, counter: &mut dyn Counter) -> Result<String, Trouble> {
        let began = self.clock.now();
        let look = SignInLook { mac: self.settings.mac.clone(), ip: self.settings.ip.clone() };
        let read = |heard| self.language.signed_in(heard);
        let signed_in = match self.look_once(Look::SignIn(&look), None, read)? {
            Asked::Answer(signed_in) => signed_in,
            Asked::Refused(refusal) => return Err(Trouble::from(&refusal)),
            Asked::Failed(failure) => return Err(Trouble::from(&failure)),
        };
        let now = self.clock.now();
        self.journal().keep_sign_in(self.operator(), day_of(now.wall), &signed_in.sign_no, now.wall)?;
        counter.done(&Progress::SignedIn, now.instant.ms.saturating_sub(began.instant.ms));
        Ok(signed_in.sign_no)
    }

    /// A platform that says that it is busy is given time by every lane.
    fn heed(&self, infno: Infno, refusal: &Refusal) {
        if refusal.category == Category::Busy {
            self.pacing.busy(infno, self.clock.now(), self.clock.chance());
        }
    }

    /// Signs one message for this moment and sends it, once.
    fn exchange(&self, body: &Body) -> Result<Response, SendError> {
        let began = self.clock.now();
        let request = self.language.request(body, began.wall, &self.clock.nonce());
        let heard = self.transport.send(&request);
        let now = self.clock.now();
        let took_ms = now.instant.ms.saturating_sub(began.instant.ms);
        self.pacing.heard(body.infno(), took_ms, &heard, now, self.clock.chance());
        heard
    }

    /// The bill's lines in uploads that the platform will take. The visit may not be known yet, so it is counted at
    /// its longest.
    pub(super) fn batches(
        &self,
        key: &StayKey,
        bill: &yijie_core::bill::Bill,
        insured: &yijie_core::person::Insured,
    ) -> Result<Vec<Vec<yijie_core::settlement::ids::LineNo>>, Trouble> {
        let now = self.clock.now();
        let longest = || Trouble::internal("an identifier of full length");
        let visit = VisitId::parse(&"9".repeat(30)).map_err(|_| longest())?;
        let message_id = MessageId::parse(&"9".repeat(30)).map_err(|_| longest())?;
        let stamp = Stamp { message_id: &message_id, sign_no: Some("999999999999999999999999999999"), at: now.wall };
        let dossier = Dossier { stay: key, bill, insured, visit: Some(&visit) };
        Ok(self.language.batches(&dossier, &visit, &stamp)?)
    }
}

/// A message id that was reversed, which must never be used again.
fn reversed_before(stay: &Stay) -> Option<&MessageId> {
    stay.acts.iter().rev().find_map(|act| match (&act.message, &act.fate) {
        (Message::Reverse { original, .. }, Fate::Done(_)) => Some(original),
        _ => None,
    })
}

fn dossier(case: &Case) -> Dossier<'_> {
    Dossier {
        stay: &case.stay.key,
        bill: &case.bill,
        insured: &case.stay.terms.insured,
        visit: case.stay.visit.as_ref(),
    }
}

/// Why a message was not made. Nothing of it is in the journal.
enum Unmade {
    Encode(EncodeError),
    Illegal(Illegal),
    Journal(JournalError),
    NoAct,
}

impl From<EncodeError> for Unmade {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<Illegal> for Unmade {
    fn from(error: Illegal) -> Self {
        Self::Illegal(error)
    }
}

impl From<JournalError> for Unmade {
    fn from(error: JournalError) -> Self {
        Self::Journal(error)
    }
}

impl From<Unmade> for Trouble {
    fn from(unmade: Unmade) -> Self {
        match unmade {
            Unmade::Encode(error) => error.into(),
            Unmade::Illegal(error) => error.into(),
            Unmade::Journal(error) => error.into(),
            Unmade::NoAct => Self::internal("an intent without an act"),
        }
    }
}

/// The platform's words, as people are shown them.
fn words_of(end: &End) -> Option<String> {
    use yijie_core::settlement::ask::NotSent;
    match end {
        End::Refused(refusal) | End::InDoubt(Doubt::Refusal(refusal)) => Some(refusal.text.clone()),
        End::NotSent(NotSent::Unreachable(text) | NotSent::Gateway(text) | NotSent::Credentials(text)) => {
            Some(text.clone())
        }
        End::InDoubt(Doubt::Broken(text) | Doubt::Unreadable(text) | Doubt::NotOurs(text)) => Some(text.clone()),
        End::InDoubt(Doubt::HttpStatus(status)) => Some(format!("HTTP {status}")),
        End::Done(_) | End::InDoubt(Doubt::TimedOut | Doubt::FoundOpen | Doubt::SecondCopy) => None,
    }
}

fn came_of(end: &End) -> Came {
    match end {
        End::Done(_) => Came::Answer,
        End::Refused(_) => Came::Refusal,
        End::NotSent(_) => Came::Unsent,
        End::InDoubt(_) => Came::Doubt,
    }
}

/// The transaction number of a message, for people who speak with the platform's hot line.
pub(super) fn infno_of(message: &Message) -> &'static str {
    Infno::of_message(message).as_str()
}
