//! One schedule: a flow, the faults on its way, and what is found at its end.

use std::sync::Arc;

use yijie::desk::{Choices, Desk, Due, Nobody, Patience, Refunds, Replayed, Shown, Standing, Trouble};
use yijie::journal::JournalError;
use yijie_core::bill::Bill;
use yijie_core::failure::{Code, Storage};
use yijie_core::person::Credential;
use yijie_core::settlement::ids::StayKey;
use yijie_crash_vfs::{Mishap, Moment, Restart};

use super::bench::Bench;
use super::check;
use super::fault::{Fault, Kind, Place};
use super::flow::{Cashier, Flow, Says, Step};
use super::world::World;

/// What came of a schedule.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// What may never happen and did. Empty: all is well.
    pub wrong: Vec<String>,
    /// How many of the faults struck.
    pub struck: usize,
    /// Places that the run came by.
    pub places: Places,
    /// Where something is wrong: what was sent and how each message ended, as the journal has it.
    pub story: Vec<String>,
}

/// How many places of each kind a run came by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    pub messages: u32,
    pub syncs: u32,
    pub changes: u32,
    pub prints: u32,
    pub clicks: u32,
}

/// Runs a schedule. `chance` decides what a power cut leaves of what was not synced.
pub fn run(bench: &Bench, flow: &Flow, faults: &[Fault], chance: u64) -> Found {
    let mut run = match Run::begin(bench, flow, faults, chance) {
        Ok(run) => run,
        Err(why) => return Found { wrong: vec![format!("cannot begin: {why}")], ..Found::default() },
    };
    for step in &flow.steps {
        run.step(step);
        if run.person.is_some() || !run.world.state().wrong.is_empty() {
            break;
        }
    }
    run.end()
}

/// To which stays the queue comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turns {
    /// Those that wait. What is only watched is left, so that the cashier may be faster than the look.
    Open,
    /// Every one.
    All,
}

struct Run<'a> {
    bench: &'a Bench,
    flow: &'a Flow,
    world: World,
    key: StayKey,
    desk: Option<Arc<Desk>>,
    person: Option<String>,
}

impl<'a> Run<'a> {
    fn begin(bench: &'a Bench, flow: &'a Flow, faults: &[Fault], chance: u64) -> Result<Self, String> {
        bench.forget_lock();
        let (disk_faults, others): (Vec<Fault>, Vec<Fault>) =
            faults.iter().partition(|fault| matches!(fault.place, Place::Sync(_) | Place::Change(_)));
        bench.drive.disk().begin(&bench.journal, disk_faults.iter().filter_map(plan).collect(), chance);
        let world = World::new(bench.drive.clone(), bench.platform.clone(), others);
        let bill = flow.bill().ok_or("a flow without a bill")?;
        let institution = yijie_core::settlement::ids::InstitutionCode::parse("H44010000001");
        let key =
            StayKey { institution: institution.map_err(|error| error.to_string())?, stay_no: bill.stay_no.clone() };
        world.state().key = Some(key.clone());
        if disk_faults.iter().any(|fault| matches!(fault.kind, Kind::PowerBefore | Kind::PowerAfter)) {
            // One machine has one way to stop in a schedule, save that a planned stop says its own.
            world.state().restart = Restart::Power;
        }
        Ok(Self { bench, flow, world, key, desk: None, person: None })
    }

    /// Asks for something until it is so.
    fn step(&mut self, step: &Step) {
        let mut says = match step {
            Step::Settle(_, says) => *says,
            _ => Says::Yes,
        };
        for attempt in 0..ATTEMPTS_MAX {
            if attempt == ATTEMPTS_BEFORE_HEALED {
                self.heal();
            }
            let asked_again = self.click();
            let Some(desk) = self.running() else { continue };
            let answer = self.ask(&desk, step, says);
            if asked_again && answer.is_ok() {
                self.ask(&desk, step, says).ok();
            }
            says = if says == Says::YesAndTheLineGoes { Says::Yes } else { says };
            let spoiled = matches!(&answer, Err(trouble) if is_of_storage(trouble.code));
            self.drain(&desk, Turns::Open);
            if self.is_reached(&desk, step, answer.is_ok()) {
                return;
            }
            if spoiled || self.world.has_stopped() {
                drop(desk);
                self.stop();
            }
            if self.person.is_some() {
                return;
            }
            self.world.pass(10_000);
        }
        let standing = self.running().and_then(|desk| desk.show(&self.key).ok()).map(|outcome| outcome.standing);
        self.world.state().wrong.push(format!("P5: stuck before {}, {standing:?}", name(step)));
    }

    fn click(&mut self) -> bool {
        let kind = {
            let mut state = self.world.state();
            state.clicks += 1;
            let n = state.clicks;
            state.due(|place| place == Place::Click(n))
        };
        if kind == Some(Kind::Restored) {
            self.restore();
        }
        kind == Some(Kind::Again)
    }

    fn ask(&self, desk: &Desk, step: &Step, says: Says) -> Result<(), Trouble> {
        let mut cashier = Cashier { says, world: self.world.clone() };
        match step {
            Step::Settle(bill, _) => {
                let holder = desk.identify(&shown(bill), None, &mut cashier)?;
                desk.settle(bill, &holder, Choices { account: self.flow.account }, &mut cashier).map(drop)
            }
            Step::Print => desk.receipt(&self.key, &mut cashier).map(drop),
            Step::Cancel => desk.cancel(&self.key, "费用有误", Refunds::Recovered, &mut cashier).map(drop),
        }
    }

    fn is_reached(&mut self, desk: &Desk, step: &Step, answered: bool) -> bool {
        if self.world.has_stopped() {
            return false;
        }
        let Ok(outcome) = desk.show(&self.key) else { return false };
        if let Standing::NeedsPerson { trouble, .. } = &outcome.standing {
            self.person = Some(format!("{} {:?}", trouble.code, trouble.detail));
        }
        let of_this_bill = match step {
            Step::Settle(bill, Says::Yes | Says::YesAndTheLineGoes) => outcome.stay.terms.bill == bill.digest(),
            _ => true,
        };
        // A paper is there once the desk gave it; everything else is so if the journal says it.
        let given = answered || !matches!(step, Step::Print);
        given && of_this_bill && step.is_reached(&outcome.standing)
    }

    /// The queue at work, as the worker does it, until nothing is left that it could do.
    fn drain(&mut self, desk: &Desk, which: Turns) {
        for _ in 0..TURNS_MAX {
            if self.world.has_stopped() {
                return;
            }
            let Ok(to_do) = desk.to_do() else { return };
            let is_due = |due: &&Due| due.works_alone() && (which == Turns::All || due.waits.standing.is_open());
            let Some(line) = to_do.iter().find(is_due).map(|due| &due.waits.line) else { return };
            let now = yijie::desk::Clock::now(&self.world).wall;
            let due = line.next_at.unwrap_or(line.changed_at);
            if let Ok(wait) = u64::try_from(due.duration_since(now).as_millis()) {
                self.world.pass(wait.min(WAIT_MS_MAX));
            }
            match desk.replay(&self.key, Patience::NONE, &mut Nobody) {
                Replayed::Came(outcome) => {
                    desk.finish_up(&self.key, &outcome).ok();
                }
                Replayed::Failed(trouble) if is_of_storage(trouble.code) => return,
                Replayed::Failed(_) => self.world.pass(30_000),
                Replayed::Busy => {}
            }
        }
    }

    /// The desk, started anew where it has to be.
    fn running(&mut self) -> Option<Arc<Desk>> {
        for _ in 0..STARTS_MAX {
            if self.world.has_stopped() {
                self.stop();
            }
            if let Some(desk) = &self.desk {
                return Some(Arc::clone(desk));
            }
            match self.bench.desk(&self.world) {
                Ok(desk) => self.desk = Some(desk),
                Err(JournalError::Damaged(what)) => {
                    self.world.state().wrong.push(format!("the journal does not open: {what}"));
                    return None;
                }
                // It stopped again, or a fault struck the opening.
                Err(_) => self.world.pass(1_000),
            }
        }
        None
    }

    /// The program is gone; what stopped is brought back.
    fn stop(&mut self) {
        self.desk = None;
        let mut disk = self.world.drive.disk();
        let how = if disk.has_stopped() { self.how() } else { Restart::Process };
        disk.restart(how);
        drop(disk);
        if how == Restart::Power {
            self.bench.forget_lock();
        }
        let mut state = self.world.state();
        state.run += 1;
        state.pass(2_000);
    }

    fn how(&self) -> Restart {
        self.world.state().restart
    }

    /// Yesterday's journal in place of today's: it must not open where anything was sent since.
    fn restore(&mut self) {
        if self.world.state().ids.is_empty() {
            return;
        }
        self.desk = None;
        let today = {
            let mut disk = self.world.drive.disk();
            let today = disk.image();
            disk.replace(&self.bench.journal);
            today
        };
        match self.bench.desk(&self.world) {
            // It went on, as if nothing had been: the checkers see what comes of it.
            Ok(desk) => self.desk = Some(desk),
            Err(_) => self.world.drive.disk().replace(&today),
        }
    }

    fn heal(&mut self) {
        self.world.heal();
    }

    fn end(mut self) -> Found {
        self.heal();
        self.world.pass(2 * super::line::HORIZON_MS);
        if let Some(desk) = self.running() {
            self.drain(&desk, Turns::All);
        }
        self.desk = None;
        let mut wrong = std::mem::take(&mut self.world.state().wrong);
        let places = {
            let disk = self.world.drive.disk();
            let state = self.world.state();
            let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
            Places {
                messages: state.messages,
                syncs: count(disk.syncs()),
                changes: count(disk.changes()),
                prints: state.prints,
                clicks: state.clicks,
            }
        };
        let struck = self.world.state().happened.len() + self.world.drive.disk().happened();
        if self.world.has_stopped() {
            self.stop();
        }
        let mut story = Vec::new();
        match self.bench.open(yijie::desk::Clock::now(&self.world).wall) {
            Ok(journal) => {
                wrong.extend(check::books(self.bench, &journal, &self.world, self.flow, &self.key));
                if !wrong.is_empty() || self.person.is_some() {
                    story = check::story(&journal, &self.world, &self.key);
                }
            }
            Err(error) => wrong.push(format!("the journal does not open at the end: {error}")),
        }
        if let Some(why) = &self.person {
            wrong.push(format!("P5: on a person's list, though the profile offers evidence both ways: {why}"));
        }
        Found { wrong, struck, places, story }
    }
}

/// What the disk is to do, and when.
fn plan(fault: &Fault) -> Option<(Moment, Mishap)> {
    let moment = match fault.place {
        Place::Sync(n) => Moment::Sync(u64::from(n)),
        Place::Change(n) => Moment::Change(u64::from(n)),
        _ => return None,
    };
    let mishap = match fault.kind {
        Kind::Stop | Kind::PowerBefore => Mishap::StopBefore,
        Kind::PowerAfter => Mishap::StopAfter,
        Kind::Fails => Mishap::Fail,
        Kind::Full => Mishap::Full,
        _ => return None,
    };
    Some((moment, mishap))
}

fn shown(bill: &Bill) -> Shown {
    Shown {
        credential: Credential::CitizenId,
        citizen_id: bill.patient.citizen_id.clone(),
        name: bill.patient.name.clone(),
    }
}

fn is_of_storage(code: Code) -> bool {
    [Storage::WriteFailed, Storage::Damaged, Storage::DiskFull].iter().any(|storage| code == (*storage).into())
}

fn name(step: &Step) -> &'static str {
    match step {
        Step::Settle(..) => "settled",
        Step::Print => "printed",
        Step::Cancel => "cancelled",
    }
}

const ATTEMPTS_BEFORE_HEALED: u32 = 5;
const ATTEMPTS_MAX: u32 = 12;
const STARTS_MAX: u32 = 8;
const TURNS_MAX: u32 = 120;
/// The clock may be an hour wrong.
const WAIT_MS_MAX: u64 = 700_000;
