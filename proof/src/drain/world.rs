//! Desks and platform on one clock: an event at a time, by time and then by order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use yijie_core::pace::{Begin, Heard, Pace, Sign};

use super::chance::Chance;
use super::client::{Came, Desk, Stay};
use super::platform::{Message, Platform, Served, Transaction};
use super::scenario::{Manner, Scenario};

/// What came of a scenario. Time zero is when the platform is back.
#[derive(Debug, Clone)]
pub struct Run {
    /// Stays that waited.
    pub stays: u64,
    /// Stays that were not done when the simulation was given up.
    pub left: u64,
    /// When the last was done.
    pub ended_ms: u64,
    /// What the waiting stays need at least, with every server at work from the first moment.
    pub ideal_ms: u64,
    /// Messages that arrived.
    pub messages: u64,
    /// Of them, told *busy*, or without even a connection.
    pub turned_away: u64,
    /// Of them, answered when the client had given up.
    pub too_late: u64,
    /// What the platform can do in a second: milliseconds of servers.
    pub capacity: u64,
    /// What was asked for in each second: milliseconds of servers.
    pub asked: Vec<u64>,
    /// What was done in each second: milliseconds of servers of accepted messages.
    pub served: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A desk may begin a turn.
    Tries { desk: usize },
    /// A naive stay sends again.
    Again { desk: usize, stay: usize },
    /// A message reaches the platform.
    Arrives(Message),
    /// A server is done with it.
    Served(Message, Came),
    /// The client has its answer.
    Answered(Message, Came),
    /// The client has waited long enough.
    GivenUp { desk: usize, stay: usize, exchange: u64 },
}

struct World<'a> {
    scenario: &'a Scenario,
    chance: Chance,
    desks: Vec<Desk>,
    platform: Platform,
    now_ms: u64,
    back_ms: u64,
    order: u64,
    events: BinaryHeap<Reverse<(u64, u64, Event)>>,
    left: u64,
    run: Run,
}

/// Runs a scenario to its end.
pub fn run(scenario: &Scenario, seed: u64) -> Run {
    let mut world = World::new(scenario, seed);
    while let Some(Reverse((at_ms, _, event))) = world.events.pop() {
        if world.left == 0 || at_ms > world.back_ms + GIVEN_UP_MS {
            break;
        }
        world.now_ms = at_ms;
        world.happens(event);
    }
    world.run.left = world.left;
    world.run
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let back_ms = scenario.outage_ms;
        let mut stays_in_all = 0;
        let mut ideal_work_ms = 0;
        let desks: Vec<Desk> = (0..scenario.desks)
            .map(|_| {
                let stays = stays_of(scenario, &mut chance);
                stays_in_all += stays.len() as u64;
                ideal_work_ms += stays.iter().map(|stay| work_of(scenario, stay)).sum::<u64>();
                let mut pace = Pace::new(scenario.lanes_max);
                if scenario.desks_know_the_usual {
                    for transaction in [Transaction::Presettle, Transaction::Settle, Transaction::Look] {
                        let took_ms = transaction.work_ms(scenario.works_ms) + scenario.travel_ms;
                        let heard = Heard { transaction: transaction.number(), took_ms, sign: Sign::Answered };
                        pace.heard(heard, 0, chance.draw());
                    }
                }
                Desk { stays, pace, tries_at: None }
            })
            .collect();
        let run = Run {
            stays: stays_in_all,
            left: stays_in_all,
            ended_ms: 0,
            ideal_ms: ideal_work_ms / u64::from(scenario.servers),
            messages: 0,
            turned_away: 0,
            too_late: 0,
            capacity: u64::from(scenario.servers) * 1_000,
            asked: Vec::new(),
            served: Vec::new(),
        };
        let platform = Platform::new(scenario);
        let mut world = Self {
            scenario,
            chance,
            desks,
            platform,
            now_ms: 0,
            back_ms,
            order: 0,
            events: BinaryHeap::new(),
            left: stays_in_all,
            run,
        };
        world.line_breaks();
        world
    }

    /// Every desk notices within the first minute.
    fn line_breaks(&mut self) {
        for desk in 0..self.desks.len() {
            let at_ms = self.chance.below(60_000);
            match self.scenario.manner {
                Manner::Paced => self.tries(desk, at_ms),
                Manner::Every(every_ms) => {
                    // Only the phase of the last tries before the return matters.
                    for stay in 0..self.desks[desk].stays.len() {
                        let phase_ms = self.chance.below(every_ms);
                        self.at(self.back_ms.saturating_sub(phase_ms), Event::Again { desk, stay });
                    }
                }
            }
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Tries { desk } => self.turns(desk),
            Event::Again { desk, stay } => self.sends(desk, stay),
            Event::Arrives(message) => self.arrives(message),
            Event::Served(message, came) => self.served(message, came),
            Event::Answered(message, came) => self.ends(message, came),
            Event::GivenUp { desk, stay, exchange } => {
                let waiting = &self.desks[desk].stays[stay];
                if waiting.exchange == exchange
                    && waiting.at_work
                    && let Some(transaction) = waiting.next
                {
                    let sent_ms = self.now_ms.saturating_sub(self.scenario.client_waits_ms_max);
                    self.ends(Message { desk, stay, transaction, exchange, sent_ms }, Came::TimedOut);
                }
            }
        }
    }

    /// As many turns as the desk's pace allows.
    fn turns(&mut self, desk: usize) {
        self.desks[desk].tries_at = None;
        loop {
            let now_ms = self.now_ms;
            let waiting = &self.desks[desk].stays;
            let open = |stay: &&Stay| stay.next.is_some() && !stay.at_work;
            let Some(due_ms) = waiting.iter().filter(open).map(|stay| stay.due_ms).min() else { return };
            if due_ms > now_ms {
                return self.tries(desk, due_ms);
            }
            match self.desks[desk].pace.begin(now_ms) {
                Begin::AfterAnother => return,
                Begin::At(at_ms) => return self.tries(desk, at_ms),
                Begin::Now => {}
            }
            let due = |(_, stay): &(usize, &Stay)| stay.next.is_some() && !stay.at_work && stay.due_ms <= now_ms;
            let first =
                self.desks[desk].stays.iter().enumerate().filter(due).min_by_key(|(at, stay)| (stay.turns, *at));
            let Some(stay) = first.map(|(at, _)| at) else { return };
            self.desks[desk].stays[stay].turns += 1;
            self.sends(desk, stay);
        }
    }

    fn tries(&mut self, desk: usize, at_ms: u64) {
        let earlier = self.desks[desk].tries_at.is_some_and(|tries_at| tries_at <= at_ms && tries_at > self.now_ms);
        if !earlier {
            self.desks[desk].tries_at = Some(at_ms);
            self.at(at_ms, Event::Tries { desk });
        }
    }

    fn sends(&mut self, desk: usize, stay: usize) {
        self.order += 1;
        let exchange = self.order;
        let waiting = &mut self.desks[desk].stays[stay];
        let Some(transaction) = waiting.next else { return };
        waiting.at_work = true;
        waiting.exchange = exchange;
        let message = Message { desk, stay, transaction, exchange, sent_ms: self.now_ms };
        if self.now_ms < self.back_ms {
            self.comes(message, Came::Nothing, CONNECT_FAILS_MS);
        } else {
            self.at(self.now_ms + self.scenario.travel_ms / 2, Event::Arrives(message));
            let given_up = Event::GivenUp { desk, stay, exchange };
            self.at(self.now_ms + self.scenario.client_waits_ms_max, given_up);
        }
    }

    fn arrives(&mut self, message: Message) {
        self.run.messages += 1;
        let asks_ms = message.transaction.work_ms(self.scenario.works_ms);
        add(&mut self.run.asked, self.now_ms - self.back_ms, asks_ms);
        if self.platform.arrives(message) {
            self.work();
        } else {
            self.run.turned_away += 1;
            self.comes(message, Came::Nothing, self.scenario.travel_ms / 2);
        }
    }

    /// Every idle server takes something up.
    fn work(&mut self) {
        while let Some((Served { message, accepted }, takes_ms)) = self.platform.takes_up() {
            let came = if accepted { Came::Answer } else { Came::Busy };
            if accepted {
                let from_ms = self.now_ms - self.back_ms;
                for ms in (0..takes_ms).step_by(100) {
                    add(&mut self.run.served, from_ms + ms, takes_ms.min(ms + 100) - ms);
                }
            } else {
                self.run.turned_away += 1;
            }
            self.at(self.now_ms + takes_ms, Event::Served(message, came));
        }
    }

    fn served(&mut self, message: Message, came: Came) {
        if came == Came::Answer && message.transaction == Transaction::Settle {
            self.desks[message.desk].stays[message.stay].settled = true;
        }
        self.platform.done();
        self.comes(message, came, self.scenario.travel_ms / 2);
        self.work();
    }

    fn comes(&mut self, message: Message, came: Came, after_ms: u64) {
        self.at(self.now_ms + after_ms, Event::Answered(message, came));
    }

    /// The client takes in what came of its message.
    fn ends(&mut self, message: Message, came: Came) {
        let (now_ms, chance) = (self.now_ms, self.chance.draw());
        let desk = &mut self.desks[message.desk];
        let stay = &mut desk.stays[message.stay];
        if stay.exchange != message.exchange || !stay.at_work {
            self.run.too_late += u64::from(came == Came::Answer);
            return;
        }
        let paced = self.scenario.manner == Manner::Paced;
        let goes_on = if paced {
            let sign = match came {
                Came::Answer => Sign::Answered,
                Came::Busy => Sign::Busy { retry_after_ms: None },
                Came::Nothing => Sign::Absent,
                Came::TimedOut => Sign::Silent,
            };
            let took_ms = now_ms - message.sent_ms;
            desk.pace.heard(Heard { transaction: message.transaction.number(), took_ms, sign }, now_ms, chance);
            stay.came(message.transaction, came, now_ms)
        } else {
            stay.came_to_the_naive(message.transaction, came)
        };
        if goes_on {
            return self.sends(message.desk, message.stay);
        }
        stay.at_work = false;
        if stay.next.is_none() {
            self.left -= 1;
            self.run.ended_ms = now_ms.saturating_sub(self.back_ms);
        }
        match self.scenario.manner {
            Manner::Paced => {
                desk.pace.end();
                self.turns(message.desk);
            }
            Manner::Every(every_ms) => {
                if stay.next.is_some() {
                    self.at(now_ms + every_ms, Event::Again { desk: message.desk, stay: message.stay });
                }
            }
        }
    }

    fn at(&mut self, at_ms: u64, event: Event) {
        self.order += 1;
        self.events.push(Reverse((at_ms, self.order, event)));
    }
}

impl Run {
    /// The most that was asked for in any so many seconds, as a part of the capacity.
    pub fn peak(&self, seconds: usize) -> f64 {
        let most = self.asked.windows(seconds).map(|window| window.iter().sum::<u64>()).max().unwrap_or(0);
        ratio(most, self.capacity * seconds as u64)
    }

    /// The time that it took, as a part of the ideal.
    pub fn to_ideal(&self) -> f64 {
        ratio(self.ended_ms, self.ideal_ms)
    }

    /// How busy the platform was with accepted messages, from its return to the end.
    pub fn busy(&self) -> f64 {
        let seconds = if self.left == 0 { self.ended_ms / 1_000 } else { self.served.len() as u64 };
        ratio(self.served.iter().sum(), self.capacity * seconds)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
    let ratio = part as f64 / whole.max(1) as f64;
    ratio
}

/// As many stays as were discharged while the platform was away: a Poisson process, second by second.
fn stays_of(scenario: &Scenario, chance: &mut Chance) -> Vec<Stay> {
    let mut stays = Vec::new();
    for _ in 0..scenario.outage_ms / 1_000 {
        if chance.below(scenario.discharge_every_ms / 1_000) == 0 {
            stays.push(Stay::waiting(chance.permille(scenario.doubts_permille)));
        }
    }
    stays
}

fn work_of(scenario: &Scenario, stay: &Stay) -> u64 {
    let [presettle, settle, look] = scenario.works_ms;
    if stay.in_doubt { look } else { presettle + settle }
}

fn add(seconds: &mut Vec<u64>, at_ms: u64, amount: u64) {
    let second = usize::try_from(at_ms / 1_000).unwrap_or(usize::MAX);
    if seconds.len() <= second {
        seconds.resize(second + 1, 0);
    }
    seconds[second] += amount;
}

/// How long after the return a simulation is given up.
const GIVEN_UP_MS: u64 = 3_600_000;
/// How soon a connection to a platform that is away fails.
const CONNECT_FAILS_MS: u64 = 1_000;
