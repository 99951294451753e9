//! What must hold in every state, and what must be possible.

use yijie_core::settlement::ask::Message;
use yijie_core::settlement::ids::MessageId;
use yijie_core::settlement::{Act, Attention, Fate, Negative, Proof, Rest};

use super::books::Booked;
use super::lane::{At, Lane};
use super::net::Net;
use super::setting::Setting;
use super::world::World;

/// A promise, and whether a state keeps it.
pub type Holds = fn(&Setting, &World) -> bool;

/// Kept in every state.
pub const ALWAYS: &[(&str, Holds)] = &[
    ("P1 at most one settlement of a visit stands", one_stands),
    ("P2 whatever stands is in a journal, and not as refused or undone", known),
    ("P3 what may be printed stands, and nothing that takes it back is under way", printable_stands),
    ("P4 at rest, the journals and the platform's books agree", books_agree),
    ("P5 every act ends", gets_on),
    ("P5 at rest, nothing is open, and no person is asked who need not be", nothing_left),
];

/// Seen in some state.
pub const SOMETIMES: &[(&str, Holds)] = &[
    ("ends by adoption", |_, world| acts(world).any(|act| is_settle(act) && act.fate == Fate::Done(Proof::Evidence))),
    ("ends by reversal", |_, world| {
        acts(world).any(|act| is_settle(act) && act.fate == Fate::NotDone(Negative::TakenBack))
    }),
    ("a late original is caught", |_, world| {
        world.books.iter().flat_map(|books| &books.settled).any(|booked| booked.late && !booked.stands)
    }),
    ("ends at a person's", |_, world| world.lanes.iter().any(|lane| lane.stay().awaits_person().is_some())),
];

fn one_stands(setting: &Setting, world: &World) -> bool {
    world.books.iter().enumerate().all(|(visit, books)| {
        let standing = books.standing().count();
        // Where a platform takes several, two may stand for a moment; at rest, a person knows of it.
        let excused = !setting.rules.one_standing_settlement
            && (!world.is_quiet(setting) || of_visit(world, visit).any(is_a_persons));
        standing <= 1 || excused
    })
}

fn known(_: &Setting, world: &World) -> bool {
    world.books.iter().enumerate().all(|(visit, books)| {
        books.standing().all(|booked| of_visit(world, visit).any(|lane| knows(lane, &booked.message_id)))
    })
}

/// True if the journal has the id as of something that may stand.
fn knows(lane: &Lane, id: &MessageId) -> bool {
    let stay = lane.stay();
    // A journal that was restored waits for a person with everything in it.
    if lane.at == At::Held {
        return true;
    }
    let Some(act) = stay.acts.iter().find(|act| act.sent_as(id)) else { return false };
    match &act.fate {
        Fate::Open | Fate::InDoubt(_) | Fate::Person(_) => true,
        Fate::Done(_) => {
            let cancelled = |made: &&yijie_core::settlement::Settlement| made.cancelled_by.is_some();
            let made = stay.settlements.iter().rev().find(|made| made.message_id == *id);
            // A cancel that was not believed yet leaves it open.
            made.filter(cancelled).is_none()
        }
        Fate::Refused(_) | Fate::NotDone(_) => false,
    }
}

fn printable_stands(_: &Setting, world: &World) -> bool {
    world.lanes.iter().filter(|lane| !matches!(lane.at, At::Held)).all(|lane| {
        let Some(printable) = lane.stay().printable() else { return true };
        let books = &world.books[usize::from(lane.visit)];
        let stands = |booked: &Booked| booked.message_id == printable.message_id;
        books.standing().any(stands) && !takes_back(&world.net, printable)
    })
}

fn takes_back(net: &Net, made: &yijie_core::settlement::Settlement) -> bool {
    net.copies().iter().any(|copy| match &copy.sending.message {
        Message::Reverse { original, .. } => *original == made.message_id,
        Message::CancelSettlement { settlement, .. } => *settlement == made.settled.settlement,
        _ => false,
    })
}

fn books_agree(setting: &Setting, world: &World) -> bool {
    if !world.is_quiet(setting) {
        return true;
    }
    world.books.iter().enumerate().all(|(visit, books)| {
        if of_visit(world, visit).any(is_a_persons) {
            return true;
        }
        let made = of_visit(world, visit).flat_map(|lane| &lane.stay().settlements);
        let mut journals: Vec<_> = made
            .filter(|made| made.cancelled_by.is_none())
            .map(|made| (&made.message_id, made.settled.clone()))
            .collect();
        let mut platform: Vec<_> = books.standing().map(|booked| (&booked.message_id, books.figures(booked))).collect();
        journals.sort_by_key(|(id, _)| *id);
        platform.sort_by_key(|(id, _)| *id);
        journals == platform
    })
}

fn gets_on(setting: &Setting, world: &World) -> bool {
    usize::from(world.calm) <= setting.lanes.len() * STEPS_MAX
}

fn nothing_left(setting: &Setting, world: &World) -> bool {
    if !world.is_quiet(setting) {
        return true;
    }
    let ended = acts(world).all(|act| !act.is_unresolved()) || world.lanes.iter().any(|lane| lane.at == At::Held);
    let needless = |lane: &Lane| match lane.rests(&setting.rules) {
        // Where two desks work on one visit, each sees the other's settlement as somebody else's.
        Some(Rest::NeedsPerson(_, Attention::OthersSettlement)) => {
            of_visit(world, usize::from(lane.visit)).count() == 1
        }
        Some(Rest::NeedsPerson(..)) => true,
        _ => false,
    };
    ended && !(setting.finds_out_alone() && world.lanes.iter().any(needless))
}

impl World {
    /// True when everybody rests and nothing is under way.
    pub fn is_quiet(&self, setting: &Setting) -> bool {
        self.net.copies().is_empty()
            && self.lanes.iter().all(|lane| {
                lane.at == At::Held || !matches!(lane.rests(&setting.rules), None | Some(Rest::NeedsCashier))
            })
    }
}

fn is_a_persons(lane: &Lane) -> bool {
    lane.at == At::Held || lane.stay().awaits_person().is_some()
}

fn of_visit(world: &World, visit: usize) -> impl Iterator<Item = &Lane> {
    world.lanes.iter().filter(move |lane| usize::from(lane.visit) == visit)
}

fn acts(world: &World) -> impl Iterator<Item = &Act> {
    world.lanes.iter().flat_map(|lane| &lane.stay().acts)
}

fn is_settle(act: &Act) -> bool {
    matches!(act.message, Message::Settle { .. })
}

/// Steps of one lane, without anything from outside, within which it has to come to rest.
const STEPS_MAX: usize = 60;
