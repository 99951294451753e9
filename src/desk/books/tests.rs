//! A platform whose only evidence is its books of the day.

use yijie_core::bill::Bill;
use yijie_core::failure::Settlement as Code;
use yijie_core::settlement::Rules;

use super::super::tests::{Trial, bill, trial_at};
use super::super::{Nobody, Patience, Refunds, Replayed, Standing};

const LOST_REPLY: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n";
const LOST_REQUEST: &str = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_request\"\n";
const PATIENT: Patience = Patience { doubt_ms_max: 30_000, platform_ms_max: 30_000 };

fn books_only(rules: &mut Rules) {
    rules.horizon_ms = 300;
    rules.figures_by_visit = false;
    rules.presettle_trusted = false;
    rules.reverse_settle = false;
    rules.refund_shown = false;
    assert!(rules.day_books);
}

/// Waits until nothing that was sent so far can arrive any more.
fn no_second_copy_comes() {
    std::thread::sleep(std::time::Duration::from_millis(400));
}

fn wang() -> Bill {
    Bill::parse(include_bytes!("../../../fixtures/bills/wang-jianguo.json")).unwrap()
}

fn replayed(trial: &Trial, bill: &Bill) -> Standing {
    match trial.desk.replay(&trial.desk.key(bill.stay_no.clone()), PATIENT, &mut Nobody) {
        Replayed::Came(outcome) => outcome.standing,
        Replayed::Busy => panic!("busy"),
        Replayed::Failed(trouble) => panic!("{trouble:?}"),
    }
}

#[track_caller]
fn needs_person_for(standing: &Standing, code: Code) {
    assert!(
        matches!(standing, Standing::NeedsPerson { trouble, .. } if trouble.code == code.into()),
        "{standing:?} is not {code:?}"
    );
}

fn fault(infno: &str, nth: u32, action: &str) -> String {
    format!("[[fault]]\ninfno = \"{infno}\"\nnth = {nth}\naction = \"{action}\"\n")
}

#[test]
fn settlement_whose_reply_was_lost_is_found_in_the_books_and_left_standing() {
    let trial = trial_at(LOST_REPLY, 1, books_only);
    assert!(matches!(trial.settle(&bill()).unwrap().standing, Standing::InDoubt(_)));
    needs_person_for(&replayed(&trial, &bill()), Code::StandsUnknown);
    assert_eq!(trial.standing_on_the_platform(), 1, "neither doubled nor destroyed");
}

#[test]
fn settlement_that_never_arrived_is_not_in_the_books_and_is_settled_anew() {
    let trial = trial_at(LOST_REQUEST, 1, books_only);
    trial.settle(&bill()).unwrap();
    assert_eq!(replayed(&trial, &bill()), Standing::Settled);
    assert_eq!(trial.standing_on_the_platform(), 1);
}

#[test]
fn stays_in_doubt_share_one_fetch_of_the_same_day_and_group() {
    let lost = format!("{LOST_REPLY}{}", fault("2304", 2, "drop_reply"));
    // A second comparison would be refused, and refused again.
    let once: String = (2..20).map(|nth| fault("3202", nth, "busy")).collect();
    let trial = trial_at(&format!("{lost}{once}"), 2, books_only);
    for bill in [bill(), wang()] {
        assert!(matches!(trial.settle(&bill).unwrap().standing, Standing::InDoubt(_)));
    }
    no_second_copy_comes();
    for bill in [bill(), wang()] {
        needs_person_for(&replayed(&trial, &bill), Code::StandsUnknown);
    }
}

#[test]
fn fetch_from_before_the_horizon_of_a_stay_does_not_serve_it() {
    let lost = format!("{LOST_REPLY}{}", fault("2304", 2, "drop_reply"));
    let trial = trial_at(&lost, 2, books_only);
    trial.settle(&bill()).unwrap();
    needs_person_for(&replayed(&trial, &bill()), Code::StandsUnknown);
    trial.settle(&wang()).unwrap();
    needs_person_for(&replayed(&trial, &wang()), Code::StandsUnknown);
}

#[test]
fn desk_s_own_settlements_and_cancels_balance_so_that_no_file_is_sent() {
    let lost = fault("2304", 3, "drop_request");
    let no_file: String = (1..20).map(|nth| fault("9101", nth, "busy")).collect();
    let trial = trial_at(&format!("{lost}{no_file}"), 2, |rules| {
        books_only(rules);
        rules.reverse_settle = false;
    });
    let cancelled = bill();
    let key = trial.desk.key(cancelled.stay_no.clone());
    assert_eq!(trial.settle(&cancelled).unwrap().standing, Standing::Settled);
    no_second_copy_comes();
    let left = trial.desk.cancel(&key, "费用有误", Refunds::Recovered, &mut Nobody).unwrap();
    assert_eq!(left.standing, Standing::Cancelled);
    assert_eq!(trial.settle(&cancelled).unwrap().standing, Standing::Settled);
    trial.settle(&wang()).unwrap();
    assert_eq!(replayed(&trial, &wang()), Standing::Settled, "two rows and a negative one: the totals agree");
    assert_eq!(trial.standing_on_the_platform(), 2);
}

#[test]
fn file_that_cannot_be_believed_leaves_it_to_a_person() {
    let broken: String = (1..20).map(|nth| fault("9102", nth, "truncate")).collect();
    let trial = trial_at(&format!("{LOST_REPLY}{broken}"), 1, books_only);
    trial.settle(&bill()).unwrap();
    needs_person_for(&replayed(&trial, &bill()), Code::NeedsPerson);
    assert_eq!(trial.standing_on_the_platform(), 1);
}

#[test]
fn books_that_do_not_answer_are_asked_again() {
    for infno in ["3201", "9101", "3202", "9102"] {
        let trial = trial_at(&format!("{LOST_REPLY}{}", fault(infno, 1, "bad_gateway")), 1, books_only);
        trial.settle(&bill()).unwrap();
        needs_person_for(&replayed(&trial, &bill()), Code::StandsUnknown);
    }
}

#[test]
fn cancel_whose_reply_was_lost_is_seen_by_its_negative_row() {
    let lost = "[[fault]]\ninfno = \"2305\"\nnth = 1\naction = \"drop_reply\"\n";
    let trial = trial_at(lost, 1, books_only);
    assert_eq!(trial.settle(&bill()).unwrap().standing, Standing::Settled);
    no_second_copy_comes();
    let key = trial.desk.key(bill().stay_no);
    let left = trial.desk.cancel(&key, "费用有误", Refunds::Recovered, &mut Nobody).unwrap();
    assert!(matches!(left.standing, Standing::InDoubt(_)), "{:?}", left.standing);
    assert_eq!(replayed(&trial, &bill()), Standing::Cancelled);
    assert_eq!(trial.standing_on_the_platform(), 0);
}

#[test]
fn cancel_within_the_horizon_of_its_settlement_waits_and_is_then_carried_out() {
    let trial = trial_at("", 1, books_only);
    assert_eq!(trial.settle(&bill()).unwrap().standing, Standing::Settled);
    let key = trial.desk.key(bill().stay_no);
    let left = trial.desk.cancel(&key, "费用有误", Refunds::Recovered, &mut Nobody).unwrap();
    assert!(matches!(left.standing, Standing::Queued(_)), "{:?}", left.standing);
    assert_eq!(trial.standing_on_the_platform(), 1, "a second copy of the settlement would find the stay free");
    assert_eq!(replayed(&trial, &bill()), Standing::Cancelled);
    assert_eq!(trial.standing_on_the_platform(), 0);
}
