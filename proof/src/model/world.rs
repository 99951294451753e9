//! The state of the model, and what each action makes of it.

use yijie_core::settlement::ask::{Category, Doubt, End, NotSent};
use yijie_core::settlement::{Event, Presence, Reply, Rest, Step};

use super::action::{Action, Fault};
use super::books::{Books, refusal};
use super::lane::{Answered, At, Heard, Lane, Sending};
use super::names::{self, NOW, NOW_MS};
use super::net::{Copy, Net};
use super::setting::Setting;

/// Everybody's memory, and everything under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct World {
    pub lanes: Vec<Lane>,
    pub net: Net,
    /// What the platform holds, by visit.
    pub books: Vec<Books>,
    /// How much may still go wrong.
    pub faults: u8,
    pub clicks: u8,
    pub cancels: u8,
    /// How many steps everybody took since something last came from outside.
    pub calm: u8,
}

impl World {
    /// Everything that can happen now.
    pub fn actions(&self, setting: &Setting, actions: &mut Vec<Action>) {
        for (at, lane) in (0_u8..).zip(&self.lanes) {
            self.of_lane(at, lane, setting, actions);
        }
        for (at, copy) in (0_u8..).zip(self.net.copies()) {
            actions.push(Action::Deliver(at));
            if self.faults > 0 {
                if !copy.second {
                    actions.push(Action::Fault(Fault::Twice(at)));
                }
                if self.gave_up(copy) {
                    actions.push(Action::Fault(Fault::LateReply(at)));
                }
            }
        }
        self.of_desks(setting, actions);
        actions.extend((0_u8..).zip(&self.books).filter(|(_, books)| books.unwilling).map(|(at, _)| Action::Mend(at)));
        if self.time_to_pass(setting).is_some() {
            actions.push(Action::Pass);
        }
    }

    fn of_lane(&self, at: u8, lane: &Lane, setting: &Setting, actions: &mut Vec<Action>) {
        let faulty = self.faults > 0;
        match &lane.at {
            At::Leisure => match lane.stay().next(NOW, &setting.rules) {
                Step::Rest(rest) => {
                    if rest == Rest::NeedsCashier {
                        actions.push(Action::Step(at));
                    }
                    if self.clicks > 0 && matches!(rest, Rest::Nothing | Rest::Halted(_)) {
                        actions.push(Action::Begin(at));
                    }
                    if self.cancels > 0 && rest == Rest::Settled {
                        actions.push(Action::Cancel(at));
                    }
                }
                Step::Wait { until, .. } => {
                    if until.ms <= NOW_MS {
                        actions.push(Action::Step(at));
                    }
                    // The first click is for the first settlement.
                    if self.clicks > 0 && lane.ids > 0 {
                        actions.push(Action::Begin(at));
                    }
                }
                Step::Ask(_) => {
                    actions.push(Action::Step(at));
                    if faulty {
                        actions.extend([Fault::AskFails(at), Fault::AskSlow(at)].map(Action::Fault));
                    }
                }
                Step::InFlight => {}
                Step::Send(_) | Step::SignIn | Step::Confirm => actions.push(Action::Step(at)),
            },
            At::Saved(_) => {
                actions.push(Action::Send(at));
                if faulty {
                    actions.push(Action::Fault(Fault::NotSent(at)));
                }
            }
            At::Sent(_, heard) => {
                actions.extend((0_u8..).zip(heard).map(|(which, _)| Action::Receive(at, which)));
                if faulty {
                    actions.push(Action::Fault(Fault::TimesOut(at)));
                    if !heard.is_empty() {
                        actions.push(Action::Fault(Fault::Garbled(at)));
                    }
                    if setting.swaps {
                        actions.push(Action::Fault(Fault::Swapped(at)));
                    }
                }
            }
            At::Answered(_) => actions.push(Action::Step(at)),
            At::Down | At::Held => {}
        }
    }

    fn of_desks(&self, setting: &Setting, actions: &mut Vec<Action>) {
        let mut seen = None;
        for lane in &self.lanes {
            // The lanes of one desk stand together.
            if seen.replace(lane.desk) == Some(lane.desk) {
                continue;
            }
            match lane.at {
                At::Down => actions.push(Action::Start(lane.desk)),
                At::Held => {}
                _ if self.faults > 0 && lane.ids > 0 => actions.push(Action::Fault(Fault::Crash(lane.desk))),
                _ => {}
            }
            if setting.restores && lane.at != At::Held {
                if lane.put_by.is_none() {
                    actions.push(Action::PutBy(lane.desk));
                } else if self.faults > 0 {
                    actions.push(Action::Fault(Fault::Restore(lane.desk)));
                }
            }
        }
        if self.faults > 0 && self.lanes.iter().filter(|lane| matches!(lane.at, At::Sent(..))).count() > 1 {
            actions.push(Action::Fault(Fault::Restart));
        }
    }

    /// What becomes of the world. `None`: this cannot happen now.
    pub fn after(&self, action: Action, setting: &Setting) -> Option<Self> {
        let mut world = self.clone();
        world.calm = match action {
            Action::Step(_) | Action::Send(_) | Action::Receive(..) | Action::Pass => self.calm.saturating_add(1),
            Action::Deliver(at) if !self.gave_up(self.net.copies().get(usize::from(at))?) => {
                self.calm.saturating_add(1)
            }
            _ => 0,
        };
        match action {
            Action::Begin(at) => {
                world.clicks = self.clicks.checked_sub(1)?;
                let lane = world.lane_mut(at)?;
                let terms = Box::new(lane.stay().terms.clone());
                lane.tell(Event::Begin(terms), &setting.rules);
            }
            Action::Cancel(at) => {
                world.cancels = self.cancels.checked_sub(1)?;
                world.lane_mut(at)?.tell(Event::Cancel { reason: "费用有误".into() }, &setting.rules);
            }
            Action::Step(at) => world.step(at, setting)?,
            Action::Send(at) => {
                let lane = world.lane_mut(at)?;
                let At::Saved(sending) = &lane.at else { return None };
                let sending = sending.clone();
                lane.at = At::Sent(sending.clone(), Vec::new());
                world.net.send(at, sending);
            }
            Action::Deliver(at) => {
                world.deliver(at, false, setting);
            }
            Action::Receive(at, which) => {
                let At::Sent(_, heard) = &self.lane(at)?.at else { return None };
                let end = heard.get(usize::from(which))?.0.clone();
                world.ends(at, end, setting)?;
            }
            Action::Mend(visit) => world.books.get_mut(usize::from(visit))?.unwilling = false,
            Action::Pass => world.pass(setting)?,
            Action::Start(desk) => world.start(desk, setting),
            Action::PutBy(desk) => {
                for lane in world.lanes.iter_mut().filter(|lane| lane.desk == desk) {
                    lane.put_by = Some(lane.stay.clone());
                }
            }
            Action::Fault(fault) => {
                world.faults = self.faults.checked_sub(1)?;
                world.goes_wrong(fault, setting)?;
            }
        }
        Some(world)
    }

    fn goes_wrong(&mut self, fault: Fault, setting: &Setting) -> Option<()> {
        match fault {
            Fault::NotSent(at) => self.ends(at, End::NotSent(NotSent::Unreachable("connect".into())), setting),
            Fault::TimesOut(at) => self.ends(at, End::InDoubt(Doubt::TimedOut), setting),
            Fault::Garbled(at) => self.ends(at, End::InDoubt(Doubt::Refusal(refusal(Category::System))), setting),
            Fault::Swapped(at) => self.ends(at, End::Refused(refusal(Category::NotFiled)), setting),
            Fault::AskFails(at) => {
                let Some(Step::Ask(query)) = self.lane(at)?.wants(&setting.rules) else { return None };
                self.asked(
                    at,
                    Answered { query, asked: NOW.instant, reply: Reply::Failed("no answer".into()) },
                    setting,
                )
            }
            Fault::AskSlow(at) => {
                let Some(Step::Ask(query)) = self.lane(at)?.wants(&setting.rules) else { return None };
                let reply = self.books.get(usize::from(self.lane(at)?.visit))?.ask(&query, setting.lines());
                self.lane_mut(at)?.at = At::Answered(Box::new(Answered { query, asked: NOW.instant, reply }));
                Some(())
            }
            Fault::Twice(at) => {
                self.deliver(at, true, setting);
                Some(())
            }
            Fault::LateReply(at) => {
                let copy = self.net.copies().get(usize::from(at))?.clone();
                let end = Box::new(self.deliver(at, false, setting));
                let event = Event::Ended { message_id: copy.sending.id, end };
                self.lane_mut(copy.lane)?.tell(event, &setting.rules);
                Some(())
            }
            Fault::Crash(desk) => {
                self.lanes.iter_mut().filter(|lane| lane.desk == desk).for_each(Lane::stop);
                Some(())
            }
            Fault::Restart => {
                self.net.clear_open();
                for at in 0..u8::try_from(self.lanes.len()).ok()? {
                    if matches!(self.lane(at)?.at, At::Sent(..)) {
                        self.ends(at, End::InDoubt(Doubt::Broken("reset".into())), setting)?;
                    }
                }
                Some(())
            }
            Fault::Restore(desk) => {
                for at in 0..u8::try_from(self.lanes.len()).ok()? {
                    let lane = self.lane_mut(at)?;
                    if lane.desk != desk {
                        continue;
                    }
                    lane.stay = lane.put_by.take()?;
                    lane.stop();
                    lane.at = At::Held;
                    lane.slot += names::SLOTS;
                    self.net.over(at, setting.rules.horizon_ms);
                }
                Some(())
            }
        }
    }

    fn step(&mut self, at: u8, setting: &Setting) -> Option<()> {
        let rules = &setting.rules;
        let lane = self.lane_mut(at)?;
        if let At::Answered(answered) = &lane.at {
            let answered = Answered::clone(answered);
            lane.at = At::Leisure;
            return self.asked(at, answered, setting);
        }
        match lane.wants(rules)? {
            Step::Send(message) => {
                let id = lane.next_id();
                lane.tell(Event::Intended { message_id: id.clone(), message: message.clone() }, rules);
                lane.at = At::Saved(Sending { id, message });
            }
            Step::Ask(query) => {
                let reply = self.books.get(usize::from(self.lane(at)?.visit))?.ask(&query, setting.lines());
                self.asked(at, Answered { query, asked: NOW.instant, reply }, setting)?;
            }
            Step::SignIn => lane.tell(Event::SignedIn, rules),
            Step::Confirm => lane.tell(Event::Agreed, rules),
            Step::Rest(Rest::NeedsCashier) => lane.tell(Event::Resumed(Presence::Cashier), rules),
            Step::Wait { .. } => lane.resume(rules),
            Step::InFlight | Step::Rest(_) => return None,
        }
        Some(())
    }

    fn asked(&mut self, at: u8, Answered { query, asked, reply }: Answered, setting: &Setting) -> Option<()> {
        self.lane_mut(at)?.tell(Event::Asked { query, asked, reply }, &setting.rules);
        Some(())
    }

    /// The attempt that a lane is at ends.
    fn ends(&mut self, at: u8, end: End, setting: &Setting) -> Option<()> {
        let lane = self.lane_mut(at)?;
        let (At::Saved(sending) | At::Sent(sending, _)) = std::mem::replace(&mut lane.at, At::Leisure) else {
            return None;
        };
        lane.tell(Event::Ended { message_id: sending.id, end: Box::new(end) }, &setting.rules);
        self.net.over(at, setting.rules.horizon_ms);
        Some(())
    }

    /// A message arrives at the platform. Its answer reaches whoever still waits for it.
    fn deliver(&mut self, at: u8, again: bool, setting: &Setting) -> End {
        let copy = self.net.deliver(usize::from(at), again);
        let late = self.gave_up(&copy);
        let visit = self.lanes[usize::from(copy.lane)].visit;
        let sending = (&copy.sending.id, &copy.sending.message);
        let end = self.books[usize::from(visit)].receive(sending, late, (&setting.rules, setting.lines()));
        if let At::Sent(sending, heard) = &mut self.lanes[usize::from(copy.lane)].at
            && *sending == copy.sending
        {
            let heard_now = Heard(end.clone());
            if !heard.contains(&heard_now) {
                heard.push(heard_now);
            }
        }
        end
    }

    /// True if nobody holds the connection of this message any more.
    fn gave_up(&self, copy: &Copy) -> bool {
        let lane = &self.lanes[usize::from(copy.lane)];
        !matches!(&lane.at, At::Sent(sending, _) if *sending == copy.sending)
    }

    fn start(&mut self, desk: u8, setting: &Setting) {
        for at in 0..self.lanes.len() {
            let lane = &mut self.lanes[at];
            if lane.desk != desk || lane.at != At::Down {
                continue;
            }
            lane.at = At::Leisure;
            // The queue looks at what is open; what rests is left alone until somebody asks for it.
            if lane.stay().is_in_doubt() || lane.rests(&setting.rules).is_none() {
                lane.tell(Event::Resumed(Presence::Nobody), &setting.rules);
            }
            self.net.over(u8::try_from(at).unwrap_or(u8::MAX), setting.rules.horizon_ms);
        }
    }

    /// How long until somebody who waits is due, or until everything under way has arrived or is lost.
    fn time_to_pass(&self, setting: &Setting) -> Option<u64> {
        let due = self.lanes.iter().filter_map(|lane| lane.due_ms(&setting.rules)).filter(|ms| *ms > 0).min();
        let slow = self.lanes.iter().any(|lane| lane.is_answered_within(setting.rules.horizon_ms));
        let lost =
            (slow || self.net.copies().iter().any(|copy| copy.left_ms.is_some())).then_some(setting.rules.horizon_ms);
        due.or(lost)
    }

    fn pass(&mut self, setting: &Setting) -> Option<()> {
        let ms = self.time_to_pass(setting)?;
        self.net.pass(ms);
        for lane in &mut self.lanes {
            let waited = lane.due_ms(&setting.rules).is_some_and(|due| due > 0);
            lane.pass(ms);
            if waited && lane.due_ms(&setting.rules).is_none_or(|due| due == 0) {
                lane.resume(&setting.rules);
            }
        }
        Some(())
    }

    fn lane(&self, at: u8) -> Option<&Lane> {
        self.lanes.get(usize::from(at))
    }

    fn lane_mut(&mut self, at: u8) -> Option<&mut Lane> {
        self.lanes.get_mut(usize::from(at))
    }
}
