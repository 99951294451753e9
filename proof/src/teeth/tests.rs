//! Every deliberate bug is caught. To hunt for all of them takes minutes and is for `cargo xtask prove teeth`; here each
//! is made in a schedule that is known to show it, and the model's own tests make the rest.

use std::time::Duration;

use yijie_core::teeth::Tooth;

use super::catch;
use crate::{model, simulation};

const SEED: u64 = 2026;

/// Schedules that hunts have found.
const KNOWN: &[(Tooth, &str)] = &[
    (Tooth::SendBeforeIntent, "plain:m5:stop-after-send"),
    (Tooth::SynchronousNormal, "plain:s2:power-before"),
    (Tooth::TimeOutRefused, "changed:m4:reply-lost"),
    (Tooth::ServerErrorRefused, "changed:m4:bad-gateway"),
    (Tooth::AlreadySettledIsOurs, "plain:m7:twice-second-answer"),
    (Tooth::OpenAttemptForgotten, "plain:m7:stop-after-send"),
    (Tooth::SettledAgainInDoubt, "plain:m7:twice-second-answer"),
    (Tooth::DrainRacesLiveWork, "plain:m3:drain"),
    (Tooth::RefundedAdopted, "cancel:m8:late"),
    (Tooth::CounterNotDurable, "plain:none"),
    (Tooth::RestoredSends, "plain:c2:restored"),
    (Tooth::ReceiptFromReply, "plain:none"),
    (Tooth::ReceiptNotVoided, "cancel:none"),
    (Tooth::OriginalTwice, "plain:none"),
    (Tooth::RefundTwice, "cancel:none"),
    (Tooth::BankersRounding, "plain:none"),
    (Tooth::OthersReplyTaken, "plain:m7:miscounted"),
    (Tooth::WrongTotalAccepted, "plain:m7:miscounted"),
];

/// Bugs that have a trial of their own.
const TRIALS: &[Tooth] = &[Tooth::RedirectFollowed, Tooth::LateReplyMoves, Tooth::BillSwappedInDoubt];

#[test]
fn known_schedules_go_wrong_with_their_bug_and_well_without_it() {
    for (tooth, only) in KNOWN {
        let (with, without) = simulation::with_and_without(*tooth, SEED, only).unwrap();
        assert!(!with.is_empty(), "{} goes unnoticed in {only}", tooth.word());
        assert_eq!(without, Vec::<String>::new(), "{only} is wrong anyway");
    }
}

#[test]
fn bugs_that_no_schedule_can_show_are_caught_by_their_trials() {
    for tooth in TRIALS {
        assert!(catch(*tooth, SEED, Duration::from_secs(10)).unwrap().is_some(), "{}", tooth.word());
    }
}

#[test]
fn every_deliberate_bug_has_something_that_catches_it() {
    assert!(Tooth::ALL.len() >= 20);
    let known = |tooth: &Tooth| KNOWN.iter().any(|(of, _)| of == tooth);
    let missed =
        Tooth::ALL.iter().filter(|tooth| !known(tooth) && !TRIALS.contains(tooth) && !model::looks_for(**tooth));
    assert_eq!(missed.map(|tooth| tooth.word()).collect::<Vec<_>>(), Vec::<&str>::new());
}
