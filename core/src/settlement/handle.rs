//! The machine's one door: an event in, the next step out.

use super::act::{Act, Attempt, AttemptEnd, Fate, Negative, Proof};
use super::ask::{Answer, Category, Doubt, End, Message, NotSent, Query, Refusal};
use super::doubt::{self, Search, TakeBack, Verdict};
use super::event::{Accounting, Event, Illegal, Presence, Reply, Rest, Step};
use super::forward;
use super::ids::{ActId, MessageId};
use super::leaving::Forbidden;
use super::misread::misread;
use super::moment::{Instant, Now, back_off_ms, jittered_ms};
use super::rules::Rules;
use super::stay::{Goal, Halt, Look, Pause, SignIn, Stay, Terms};
use crate::failure::Code;
use crate::teeth::{Tooth, bites};

impl Stay {
    /// Takes in what happened and says what to do next. The state afterwards is what the journal keeps; the step
    /// follows from it alone, so whoever reads the journal later is told the same.
    pub fn handle(&mut self, event: Event, now: Now, rules: &Rules) -> Result<Step, Illegal> {
        match event {
            Event::Begin(terms) => {
                self.may_begin().map_err(|why| forbidden("settlement", why))?;
                self.begin(*terms, now);
            }
            Event::Resumed(presence) => self.resumed(presence, now),
            Event::Intended { message_id, message } => self.intended(message_id, message, now)?,
            Event::Ended { message_id, end } => self.ended(&message_id, *end, now, rules)?,
            Event::Asked { query, asked, reply } => self.asked(&query, asked, reply, now, rules),
            Event::LineBack => self.pause = None,
            Event::SignedIn => self.sign_in.wanted = false,
            Event::Agreed => self.agreed()?,
            Event::Declined => self.halt = Some(Halt::Declined),
            Event::Cancel { reason } => self.cancel(reason, now, rules)?,
            Event::Ruled { act, ruling } => self.ruled(act, ruling, rules).map_err(|why| illegal("ruling", why))?,
            Event::Left(departure) => {
                self.leave_behind(now);
                self.left(*departure, now).map_err(|why| forbidden("leaving", why))?;
            }
            Event::Withdraw(withdrawal) => {
                self.leave_behind(now);
                self.withdraw(*withdrawal).map_err(|why| forbidden("withdrawal", why))?;
            }
            Event::Decided(decision) => {
                self.decided(*decision, now, rules).map_err(|why| illegal("decision", &why))?;
            }
            Event::Proposed(decision) => self.proposed = Some(decision),
            Event::PaperNoted(paper) => {
                self.papers.insert(paper);
            }
            Event::Noted { circumstance, by } => self.noted(circumstance, by, now),
            Event::Restored => self.restored(now),
            Event::AccountedFor(accounting) => self.accounted_for(accounting, now)?,
        }
        self.conclude(now, rules);
        self.close_if_withdrawn(now);
        Ok(self.next(now, rules))
    }

    /// What to do next, from the state alone.
    pub fn next(&self, now: Now, rules: &Rules) -> Step {
        forward::next(self, now, rules)
    }

    fn begin(&mut self, terms: Terms, now: Now) {
        // Whoever sent what is still open is gone, or the lane could not have been entered.
        self.leave_behind(now);
        self.attended = true;
        self.halt = None;
        self.pause = None;
        self.look = Look::default();
        self.sign_in = SignIn::default();
        let unknown = self.is_in_doubt() || self.awaits_person().is_some();
        if unknown && !bites(Tooth::BillSwappedInDoubt) {
            // A cancel in doubt keeps its goal: what the desk wants next is asked again once it is known.
            if matches!(self.goal, Goal::Nothing) {
                self.goal = Goal::Settle;
            }
            self.terms.insured.credential = terms.insured.credential.clone();
            if terms.bill != self.terms.bill {
                self.held = Some(Box::new(terms));
            }
        } else {
            self.goal = Goal::Settle;
            self.drop_open();
            self.take_terms(terms);
        }
    }

    /// The bill and choices change only while nothing is in doubt. The routing stays as the first message took it.
    fn take_terms(&mut self, terms: Terms) {
        let pinned = self.acts.iter().any(|act| !matches!(act.fate, Fate::NotDone(_) | Fate::Refused(_)));
        let insured = if pinned {
            crate::person::Insured { credential: terms.insured.credential.clone(), ..self.terms.insured.clone() }
        } else {
            terms.insured.clone()
        };
        if let Some(visit) = terms.visit.clone().filter(|_| self.visit.is_none()) {
            self.visit = Some(visit);
        }
        self.terms = Terms { insured, ..terms };
        self.unidentified = false;
        self.held = None;
        self.presettlement = None;
        self.agreed = None;
        self.recounts = 0;
    }

    fn resumed(&mut self, presence: Presence, now: Now) {
        self.attended = presence == Presence::Cashier;
        self.leave_behind(now);
        // Whoever looks again may have mended them.
        if matches!(self.halt, Some(Halt::Credentials(_))) {
            self.halt = None;
        }
        if self.pause.as_ref().is_some_and(|pause| pause.until.run != now.instant.run) {
            self.pause = None;
        }
    }

    /// Attempts that are still open were left behind by a program that stopped; and whoever waits for the horizon
    /// across a restart begins to wait again.
    fn leave_behind(&mut self, now: Now) {
        for act in &mut self.acts {
            let mut found_open = false;
            for attempt in &mut act.attempts {
                if attempt.end.is_none() && bites(Tooth::OpenAttemptForgotten) {
                    attempt.end = Some(AttemptEnd::NotSent(NotSent::Unreachable(String::new())));
                }
                if attempt.end.is_none() {
                    attempt.end = Some(AttemptEnd::InDoubt(Doubt::FoundOpen));
                    attempt.over = Some(now.instant);
                    attempt.over_at = Some(now.wall);
                    found_open = true;
                }
                if attempt.over.is_some_and(|over| over.run != now.instant.run) {
                    attempt.over = Some(now.instant);
                }
            }
            if found_open && act.fate == Fate::Open && !matches!(act.message, Message::Reverse { .. }) {
                act.fate = Fate::InDoubt(Box::new(Search::new(Doubt::FoundOpen)));
            }
        }
    }

    fn intended(&mut self, message_id: MessageId, message: Message, now: Now) -> Result<(), Illegal> {
        if self.acts.iter().any(Act::is_in_flight) {
            return Err(illegal("intent", "another message is under way"));
        }
        if self.unaccounted {
            return Err(illegal("intent", "the journal was restored, and the stay is not accounted for"));
        }
        if matches!(message, Message::Settle { .. }) {
            self.may_begin().map_err(|why| forbidden("intent", why))?;
        }
        let attempt =
            Attempt { message_id, intended_at: now.wall, intended: now.instant, over: None, over_at: None, end: None };
        let open = self.acts.iter_mut().find(|act| act.message == message && act.is_unresolved());
        if let Some(act) = open {
            let adds = !act.message.sets_a_state() && !bites(Tooth::SettledAgainInDoubt);
            if matches!(act.fate, Fate::InDoubt(_)) && adds {
                return Err(illegal("intent", "an act that adds is never sent again while it is in doubt"));
            }
            act.attempts.push(attempt);
            return Ok(());
        }
        // Something else is wanted now than was wanted before and never sent.
        self.drop_open();
        let id = ActId(self.acts.last().map_or(1, |act| act.id.0.saturating_add(1)));
        let bill = self.terms.bill.clone();
        self.acts.push(Act { id, message, bill, attempts: vec![attempt], fate: Fate::Open, rounds: 0, watch: None });
        Ok(())
    }

    pub(super) fn drop_open(&mut self) {
        for act in &mut self.acts {
            if act.fate == Fate::Open && !matches!(act.message, Message::Reverse { .. }) {
                act.fate = Fate::NotDone(Negative::Dropped);
            }
        }
    }

    fn ended(&mut self, message_id: &MessageId, end: End, now: Now, rules: &Rules) -> Result<(), Illegal> {
        let found = self.acts.iter().find(|act| act.sent_as(message_id)).map(|act| (act.id, act.is_unresolved()));
        let Some((id, unresolved)) = found else { return Err(illegal("end", "no such attempt")) };
        let open = self.attempt_mut(id, message_id).is_some_and(|attempt| attempt.end.is_none());
        if !open || !unresolved {
            self.came_late(id, &end);
            return Ok(());
        }
        let end = misread(self, message_id, end);
        let answer = match &end {
            End::Done(answer) => Some(answer.clone()),
            _ => None,
        };
        let (summary, answered) = match end {
            End::Done(_) => (AttemptEnd::Done, true),
            End::Refused(refusal) => (AttemptEnd::Refused(refusal), true),
            End::NotSent(why) => (AttemptEnd::NotSent(why), false),
            End::InDoubt(doubt) => (AttemptEnd::InDoubt(doubt), false),
        };
        if let Some(attempt) = self.attempt_mut(id, message_id) {
            attempt.end = Some(summary.clone());
            attempt.over = Some(now.instant);
            attempt.over_at = Some(now.wall);
        }
        if answered {
            self.pause = None;
        }
        match summary {
            AttemptEnd::Done => {
                self.sign_in.refusals = 0;
                if let Some(answer) = answer {
                    self.happened(id, message_id, answer, Proof::Reply);
                }
            }
            AttemptEnd::Refused(refusal) => self.refused(id, message_id, refusal, now, rules),
            AttemptEnd::NotSent(why) => self.not_sent(id, why, now),
            AttemptEnd::InDoubt(why) => self.doubted(id, why, now),
        }
        Ok(())
    }

    fn refused(&mut self, id: ActId, message_id: &MessageId, refusal: Refusal, now: Now, rules: &Rules) {
        if refusal.category == Category::Session && self.sign_in.refusals < SESSION_REFUSALS_MAX {
            self.sign_in = SignIn { wanted: true, refusals: self.sign_in.refusals + 1 };
            // Signed in, a second copy of it would be carried out, and stand beside the next attempt.
            let settles = self.act(id).is_some_and(|act| matches!(act.message, Message::Settle { .. }));
            if settles && !rules.one_standing_settlement {
                self.doubted(id, Doubt::SecondCopy, now);
            }
            return;
        }
        self.sign_in.refusals = 0;
        let Some(act) = self.act(id) else { return };
        match (&act.message, refusal.category) {
            // Its original's doubt reads the reversal's answers.
            (Message::Reverse { .. }, _) => {}
            (Message::Discharge { .. }, Category::AlreadyDischarged)
            | (Message::RemoveFees { .. }, Category::NotFound) => {
                self.happened(id, message_id, Answer::Accepted, Proof::Evidence);
            }
            // Its second copy may have been the one that was answered, and what is refused may be in force: 5201 tells.
            (Message::Discharge { .. } | Message::UndoDischarge { .. }, _) => {
                self.doubted(id, Doubt::Refusal(refusal), now);
            }
            // The message came twice, or an earlier upload arrived after all. It proves that a line is there, not what
            // it says: exactly these lines are removed and sent anew, but not for ever.
            (Message::UploadFees { lines, .. }, Category::LineAlreadyThere)
                if self.taken_back(lines) < UPLOADS_TAKEN_BACK_MAX =>
            {
                self.doubted(id, Doubt::Refusal(refusal), now);
            }
            // Words that nobody knows prove nothing: lines that are there unknown to us would stand in the way of a
            // changed bill for ever. They are removed first.
            (Message::UploadFees { .. }, Category::Unclassified) => self.doubted(id, Doubt::Refusal(refusal), now),
            // An earlier attempt of this act may still have happened.
            _ if matches!(act.fate, Fate::InDoubt(_)) => self.doubted(id, Doubt::Refusal(refusal), now),
            _ => {
                let moves_money = matches!(act.message, Message::Settle { .. } | Message::CancelSettlement { .. });
                self.ends_refused(id, refusal);
                if moves_money {
                    self.watch(id);
                }
            }
        }
    }

    /// How often an upload of these lines was taken back.
    fn taken_back(&self, lines: &[super::ids::LineNo]) -> usize {
        let of_lines = |act: &&Act| {
            act.fate == Fate::NotDone(Negative::TakenBack)
                && matches!(&act.message, Message::UploadFees { lines: before, .. } if before == lines)
        };
        self.acts.iter().filter(of_lines).count()
    }

    fn ends_refused(&mut self, id: ActId, refusal: Refusal) {
        self.set_fate(id, Fate::Refused(refusal.clone()));
        // Refused for lines that a late removal took: they are uploaded again, and the settlement is made anew.
        let settles = self.act(id).is_some_and(|act| matches!(act.message, Message::Settle { .. }));
        if settles && refusal.category.speaks_of_fees() && self.may_lack_fees() {
            return self.recount();
        }
        self.halt = Some(Halt::ActRefused(id, refusal));
    }

    fn not_sent(&mut self, id: ActId, why: NotSent, now: Now) {
        let Some(act) = self.act(id) else { return };
        let tries = act.not_sent_in_a_row();
        if matches!(act.message, Message::Settle { .. }) {
            // By the time it can be sent, the figures may have changed.
            self.presettlement = None;
        }
        match why {
            NotSent::Credentials(text) => self.halt = Some(Halt::Credentials(text)),
            NotSent::Unreachable(text) | NotSent::Gateway(text) => self.pause_for(tries, text, now.instant),
        }
    }

    fn doubted(&mut self, id: ActId, why: Doubt, now: Now) {
        let Some(act) = self.act_mut(id) else { return };
        if matches!(act.message, Message::Reverse { .. }) {
            return;
        }
        let tries = match &act.fate {
            Fate::InDoubt(search) => search.tries + 1,
            _ => 0,
        };
        // What was found out before speaks of earlier attempts only.
        let take_back = match &act.fate {
            Fate::InDoubt(search) => search.take_back,
            _ => TakeBack::IfRemade,
        };
        let mut search = Search { tries, take_back, ..Search::new(why) };
        if tries > 0 {
            search.not_before = Some(now.instant.plus_ms(back_off_ms(tries)));
        }
        act.fate = Fate::InDoubt(Box::new(search));
    }

    fn pause_for(&mut self, tries: u32, why: String, now: Instant) {
        self.pause = Some(Pause { tries, until: now.plus_ms(jittered_ms(tries, now)), why });
    }

    fn asked(&mut self, query: &Query, asked: Instant, reply: Reply, now: Now, rules: &Rules) {
        let subject = doubt::subject(self).map(|(act, _)| act.id);
        let reply = match reply {
            Reply::Failed(why) => {
                let tries = self.pause.as_ref().map_or(0, |pause| pause.tries) + 1;
                return self.pause_for(tries, why, now.instant);
            }
            Reply::Refused(refusal)
                if refusal.category == Category::Session && self.sign_in.refusals < SESSION_REFUSALS_MAX =>
            {
                self.sign_in = SignIn { wanted: true, refusals: self.sign_in.refusals + 1 };
                return;
            }
            Reply::Refused(refusal) => Err(refusal),
            Reply::Answer(answer) => Ok(answer),
        };
        if let Err(refusal) = &reply
            && refusal.category.is_transient()
        {
            let tries = self.pause.as_ref().map_or(0, |pause| pause.tries) + 1;
            let why = format!("{}: {}", Code::from(refusal.category), refusal.text);
            return self.pause_for(tries, why, now.instant);
        }
        self.pause = None;
        self.sign_in.refusals = 0;
        if let Ok(Answer::Presettled(presettled)) = &reply {
            self.clearings.insert(presettled.clearing.clone());
        }
        if let Some(act) = subject {
            return doubt::note(self, act, query, asked, reply.as_ref(), rules);
        }
        let forward = forward::towards_goal(self, now, rules);
        doubt::watch::note(self, query, asked, reply.as_ref(), rules);
        // A question may be asked only for what it says of a watched message.
        if doubt::subject(self).is_none() && forward == Step::Ask(query.clone()) {
            self.looked(query, reply, rules);
        }
    }

    /// The end of every doubt that the evidence allows to end.
    fn conclude(&mut self, now: Now, rules: &Rules) {
        // What is under way ends first; it is part of the evidence.
        if self.acts.iter().any(Act::is_in_flight) {
            return;
        }
        // Each round resolves one act, or stops.
        for _ in 0..=self.acts.len() {
            let Some((act, search)) = doubt::subject(self) else { break };
            let (id, why) = (act.id, search.why.clone());
            let uploads = matches!(act.message, Message::UploadFees { .. });
            // Even of an act whose every attempt was refused evidence may show that it is in force.
            let latest = || act.attempts.last().map(|attempt| &attempt.message_id);
            let message_id = act.effective_id().or_else(latest).cloned();
            match doubt::judge(self, act, search, now, rules) {
                Verdict::Then(_) => break,
                Verdict::Happened(answer) => {
                    if let Some(message_id) = message_id {
                        self.happened(id, &message_id, *answer, Proof::Evidence);
                    }
                }
                Verdict::Adopt(message_id, settled) => {
                    self.happened(id, &message_id, Answer::Settled(settled), Proof::Evidence);
                }
                Verdict::Sibling(sibling, message_id, settled) => {
                    self.happened(sibling, &message_id, Answer::Settled(settled), Proof::Evidence);
                    self.not_done(id, Negative::NeverHappened);
                }
                Verdict::Person(attention) => self.set_fate(id, Fate::Person(attention)),
                Verdict::NotDone(negative) if why == Doubt::SecondCopy => self.as_answered(id, negative),
                // What was in doubt only because of the words of its refusal was refused.
                Verdict::NotDone(Negative::NeverHappened) => match why {
                    Doubt::Refusal(refusal) if !refusal.category.is_transient() => self.ends_refused(id, refusal),
                    _ => self.not_done(id, Negative::NeverHappened),
                },
                Verdict::NotDone(negative) => match why {
                    // Its lines are gone for certain, so it is as refused as it was said to be.
                    Doubt::Refusal(refusal) if uploads && refusal.category == Category::Unclassified => {
                        self.ends_refused(id, refusal);
                    }
                    _ => self.not_done(id, negative),
                },
            }
        }
        if !self.is_in_doubt()
            && self.awaits_person().is_none()
            && let Some(held) = self.held.take()
            // A settlement that stands keeps the bill that it was made of: a person chooses whether to cancel it.
            && self.standing().is_none()
        {
            self.take_terms(*held);
        }
        match forward::towards_goal(self, now, rules) {
            Step::Rest(Rest::NeedsCashier | Rest::Halted(Halt::Credentials(_))) => {}
            // What was wanted and never left is wanted no more.
            Step::Rest(_) => self.drop_open(),
            _ => {}
        }
        if !self.is_in_doubt() && self.awaits_person().is_none() {
            doubt::watch::conclude(self, now, rules);
        }
    }

    /// No second copy of it stands: what the first was answered holds.
    fn as_answered(&mut self, id: ActId, negative: Negative) {
        let made = self.settlements.iter().any(|made| made.act == id);
        match self.act(id).and_then(Act::plain_no) {
            _ if made => self.set_fate(id, Fate::Done(Proof::Reply)),
            Some(refusal) => self.set_fate(id, Fate::Refused(refusal)),
            None => self.not_done(id, negative),
        }
    }

    fn not_done(&mut self, id: ActId, negative: Negative) {
        self.set_fate(id, Fate::NotDone(negative));
        // What comes next is worked out anew.
        self.presettlement = None;
        self.look = Look::default();
    }

    fn agreed(&mut self) -> Result<(), Illegal> {
        let Some(presettlement) = &mut self.presettlement else {
            return Err(illegal("agreement", "there is no pre-settlement to agree to"));
        };
        presettlement.agreed = true;
        self.agreed = Some(presettlement.statement.clone());
        Ok(())
    }

    fn cancel(&mut self, reason: String, now: Now, rules: &Rules) -> Result<(), Illegal> {
        if self.is_in_doubt() || self.awaits_person().is_some() {
            return Err(illegal("cancel", "something of the stay is in doubt"));
        }
        if self.standing().is_none() {
            return Err(illegal("cancel", "no settlement stands"));
        }
        self.drop_open();
        // Cancelled before its horizon has passed, a settlement may come a second time and be carried out again.
        self.leave_behind(now);
        let comes_again = |act: &Act| {
            let until = act.copies_until(rules.horizon_ms).filter(|until| !now.instant.has_reached(*until));
            until.filter(|_| matches!(act.message, Message::Settle { .. })).map(|_| act.id)
        };
        let ids: Vec<_> = self.acts.iter().filter_map(comes_again).collect();
        for id in ids {
            self.watch(id);
        }
        self.goal = Goal::Cancel { reason };
        self.halt = None;
        self.pause = None;
        Ok(())
    }

    /// What was agreed may be out of date, and what was found out speaks of what the journal knew then.
    fn restored(&mut self, now: Now) {
        self.leave_behind(now);
        self.unaccounted = true;
        self.presettlement = None;
        self.pause = None;
        self.look = Look::default();
    }

    fn accounted_for(&mut self, accounting: Accounting, now: Now) -> Result<(), Illegal> {
        if !self.unaccounted {
            return Err(illegal("accounting", "the stay is accounted for"));
        }
        self.leave_behind(now);
        self.unaccounted = false;
        if accounting == Accounting::DealtWith {
            self.drop_open();
            let ids: Vec<_> = self.acts.iter().filter(|act| act.is_unresolved()).map(|act| act.id).collect();
            for id in ids {
                self.set_fate(id, Fate::Done(Proof::Ruling));
            }
            self.goal = Goal::Nothing;
        }
        Ok(())
    }

    pub(super) fn set_fate(&mut self, id: ActId, fate: Fate) {
        let Some(act) = self.act_mut(id) else { return };
        act.fate = fate;
        let resolved = !act.is_unresolved();
        let ids: Vec<_> = act.attempts.iter().map(|attempt| attempt.message_id.clone()).collect();
        if resolved {
            self.close_reversals(&ids);
        }
    }

    /// A reversal ends with the doubt that it was sent for.
    fn close_reversals(&mut self, originals: &[MessageId]) {
        for act in &mut self.acts {
            let Message::Reverse { original, .. } = &act.message else { continue };
            if act.fate != Fate::Open || !originals.contains(original) {
                continue;
            }
            act.fate = match act.last_answer() {
                Some((_, AttemptEnd::Done)) => Fate::Done(Proof::Reply),
                Some((_, AttemptEnd::Refused(refusal))) => Fate::Refused(refusal.clone()),
                _ => Fate::NotDone(Negative::Dropped),
            };
        }
    }

    fn attempt_mut(&mut self, id: ActId, message_id: &MessageId) -> Option<&mut Attempt> {
        self.act_mut(id)?.attempts.iter_mut().find(|attempt| attempt.message_id == *message_id)
    }
}

fn forbidden(event: &'static str, why: Forbidden) -> Illegal {
    illegal(event, &why.to_string())
}

fn illegal(event: &'static str, why: &str) -> Illegal {
    Illegal { event, why: why.to_owned() }
}

const SESSION_REFUSALS_MAX: u32 = 2;
const UPLOADS_TAKEN_BACK_MAX: usize = 30;
