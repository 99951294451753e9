//! May this stay be settled here, on which filing, and with what cut: the insured place's word.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{
    people::{Filing, FilingKind, FilingState, Insurance, Person},
    policy::{Policy, Unfiled},
    refusal::{Outcome, refuse},
    region::{self, Distance},
    world::World,
};

/// What the question is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay<'a> {
    pub(super) person: &'a Person,
    pub(super) insurance: &'a Insurance,
    /// Filings made while the platform runs, on a phone at the desk.
    pub(super) late_filings: &'a [Filing],
    pub(super) treating_place: &'a str,
    pub(super) admitted_on: Date,
    /// Admitted as an emergency or to be rescued.
    pub(super) emergency: bool,
    /// Today, for late filings.
    pub(super) today: Date,
}

/// Decides. The error is what the insured place answers.
pub(super) fn cut(world: &World, stay: &Stay<'_>) -> Outcome<Decimal> {
    insured(stay)?;
    let distance = region::distance(&stay.insurance.place, stay.treating_place);
    let policy = world.policy(stay.insurance)?;
    if distance == Distance::SamePool
        || world.freed_by_zone(&stay.insurance.place, stay.treating_place, stay.admitted_on)
    {
        return Ok(Decimal::ZERO);
    }
    let filings = || stay.person.filings.iter().chain(stay.late_filings);
    let filed = filings().filter(|filing| serves(filing, stay, policy)).map(|filing| filing.kind);
    let emergency = (stay.emergency && policy.emergency_deemed_filed).then_some(FilingKind::Emergency);
    let best = filed.chain(emergency).map(|kind| world.cuts().of(kind, distance)).min();
    match best {
        Some(cut) => Ok(cut),
        None if policy.unfiled == Unfiled::Cut => Ok(world.cuts().of(FilingKind::SelfDirected, distance)),
        None => refuse(why_unfiled(filings(), stay, policy)),
    }
}

/// The insurance itself.
fn insured(stay: &Stay<'_>) -> Outcome<()> {
    match stay.insurance.status.as_str() {
        "1" => Ok(()),
        "2" => {
            let since = stay.insurance.paused.map(|day| format!("（自{day}起）")).unwrap_or_default();
            refuse(format!("参保状态为暂停参保{since}，待遇封锁，不能直接结算"))
        }
        _ => refuse("参保状态异常，不能直接结算"),
    }
}

fn serves(filing: &Filing, stay: &Stay<'_>, policy: &Policy) -> bool {
    let begun = filing.from <= stay.admitted_on || policy.late_filing && filing.from <= stay.today;
    filing.state == FilingState::Approved
        && filing.networked
        && begun
        && filing.until.is_none_or(|day| day >= stay.admitted_on)
        && region::covers(&filing.destination, stay.treating_place)
}

/// The insured place's explanation, from the filing that comes nearest.
fn why_unfiled<'a>(filings: impl Iterator<Item = &'a Filing>, stay: &Stay<'_>, policy: &Policy) -> String {
    let nearest = filings
        .filter(|filing| filing.state != FilingState::Withdrawn)
        .max_by_key(|filing| (region::covers(&filing.destination, stay.treating_place), filing.from));
    let Some(filing) = nearest else { return "参保人未办理异地就医备案，请先备案".into() };
    let kind = filing.kind.words();
    let Filing { destination, from, .. } = filing;
    if !region::covers(destination, stay.treating_place) {
        return format!("{kind}备案的就医地为{destination}，不在本次就医地{}", stay.treating_place);
    }
    if filing.state == FilingState::Pending {
        return format!("{kind}备案正在审核，尚未生效");
    }
    if !filing.networked {
        return format!("{kind}备案已于{from}登记（就医地{destination}），未办理联网手续，不能直接结算");
    }
    match filing.until {
        Some(until) if until < stay.admitted_on => format!("{kind}备案已过期，有效期至{until}"),
        _ if policy.late_filing => format!("{kind}备案自{from}起生效，尚未开始"),
        _ => format!("{kind}备案自{from}起生效，入院早于备案，不予补办"),
    }
}
