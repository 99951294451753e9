//! Patients who leave, withdraw and come back, persons who decide, and cashiers who hand over.

use yijie_core::failure::Settlement;
use yijie_core::settlement::ids::StayKey;
use yijie_core::settlement::{Afterwards, Circumstance, Departure, Ruling, Way, Withdrawal};
use yijie_core::split::{Deposit, MoneyMove, PaymentWay};

use super::*;

fn departure(way: Way, cents: i64) -> Departure {
    let paid = Deposit {
        receipt_no: "SF202611220001".to_owned(),
        way: PaymentWay::BankCard,
        amount: Yuan::from_cents(cents),
        paid_at: "2026-11-22T16:00:00".parse().unwrap(),
    };
    Departure { way, paid: if cents == 0 { Vec::new() } else { vec![paid] }, by: "王芳".to_owned() }
}

fn word(by: &str) -> Word {
    Word { by: by.to_owned(), reason: "票据已全部收回".to_owned() }
}

fn leaves(trial: &Trial, key: &StayKey, way: Way, cents: i64) -> Result<Left, Trouble> {
    trial.desk.patient_leaves(LeftStay::Known(key), departure(way, cents))
}

fn code<T>(result: Result<T, Trouble>) -> yijie_core::failure::Code {
    result.err().expect("it is refused").code
}

/// A settlement whose reply was lost, and nothing found out yet.
fn in_doubt() -> (Trial, StayKey) {
    let trial = trial(&format!("{LOST_REPLY}{UNREACHABLE_AFTERWARDS}"));
    let left = trial.settle(&bill()).unwrap();
    assert!(matches!(left.standing, Standing::InDoubt(_)), "{:?}", left.standing);
    let key = left.stay.key;
    (trial, key)
}

fn replay(trial: &Trial, key: &StayKey) -> Outcome {
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    match trial.desk.replay(key, Patience { doubt_ms_max: 10_000, platform_ms_max: 10_000 }, &mut Nobody) {
        Replayed::Came(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

fn refunded(outcome: &Outcome) -> Yuan {
    let amount = |money: &MoneyMove| match money {
        MoneyMove::Refund { amount, .. } => *amount,
        MoneyMove::Collect { amount } => -*amount,
    };
    outcome.balance.as_ref().unwrap().moves.iter().map(amount).sum()
}

#[test]
fn stay_in_doubt_is_left_against_the_deposit_and_not_closed() {
    let (trial, key) = in_doubt();
    assert_eq!(code(leaves(&trial, &key, Way::SelfPaid, 0)), Settlement::MayStand.into());
    let left = leaves(&trial, &key, Way::DepositKept, 0).unwrap();
    assert!(left.slip.text.lines().next().unwrap().contains("非结算凭证"), "{}", left.slip.text);
    assert!(left.slip.text.replace('\n', "").contains("请勿自行手工报销"));
    assert_eq!(trial.desk.queue().unwrap()[0].left, Some(Way::DepositKept));
}

#[test]
fn patient_who_paid_in_full_gets_the_difference_back_once_and_is_told_once() {
    let (trial, key) = in_doubt();
    leaves(&trial, &key, Way::PaidInFull, 4_000_000).unwrap();
    let settled = replay(&trial, &key);
    assert_eq!(settled.standing, Standing::Settled);
    let deposits: Yuan = bill().deposits.iter().map(|deposit| deposit.amount).sum();
    let due = settled.stay.standing().unwrap().settled.statement.cash;
    assert_eq!(refunded(&settled), deposits + Yuan::from_cents(4_000_000) - due);
    let notice = trial.desk.paper_due(&key).unwrap().unwrap();
    assert!(notice.text.contains("退费通知"), "{}", notice.text);
    assert_eq!(trial.desk.paper_due(&key).unwrap(), None, "once");
    replay(&trial, &key);
    let instructions = trial.desk.story(&key).unwrap().instructions;
    assert_eq!(instructions.len(), settled.balance.unwrap().moves.len(), "made once");
    assert_eq!(code(leaves(&trial, &key, Way::DepositKept, 0)), Settlement::SettledAlready.into());
}

#[test]
fn stay_closed_as_self_paid_before_anybody_was_identified_is_settled_only_after_its_papers_are_back() {
    let trial = trial("");
    let bill = bill();
    let key = trial.desk.key(bill.stay_no.clone());
    let left = trial.desk.patient_leaves(LeftStay::Billed(&bill), departure(Way::SelfPaid, 0)).unwrap();
    assert!(matches!(left.outcome.standing, Standing::Closed(_)));
    assert!(left.slip.text.contains("手工报销说明") || left.slip.text.contains("自费说明"), "{}", left.slip.text);
    assert_eq!(code(trial.settle(&bill)), Settlement::ClosedSelfPaid.into());
    assert_eq!(trial.standing_on_the_platform(), 0);
    let Deciding::Taken(open) = trial.desk.reopen(&key, &word("李主任"), &mut Nobody).unwrap() else { panic!() };
    assert!(matches!(open.standing, Standing::Left(_)), "{:?}", open.standing);
    assert_eq!(trial.desk.queue().unwrap().len(), 1, "who left is owed a settlement");
    assert_eq!(trial.settle(&bill).unwrap().standing, Standing::Settled);
    assert_eq!(code(trial.desk.reopen(&key, &word("李主任"), &mut Nobody)), Settlement::NotClosed.into());
}

#[test]
fn nameless_and_groundless_decisions_are_refused() {
    let trial = trial("");
    let bill = bill();
    let key = trial.desk.key(bill.stay_no.clone());
    trial.desk.patient_leaves(LeftStay::Billed(&bill), departure(Way::SelfPaid, 0)).unwrap();
    let arguments = yijie_core::failure::Usage::Arguments.into();
    for (by, reason) in [(" ", "票据已收回"), ("李主任", ""), ("李主任", "a\nb")] {
        let word = Word { by: by.to_owned(), reason: reason.to_owned() };
        assert_eq!(code(trial.desk.reopen(&key, &word, &mut Nobody)), arguments);
    }
}

#[test]
fn four_eyes_take_two_different_names() {
    let mut trial = trial("");
    trial.desk = trial.desk.under(HouseRules { eyes: Eyes::Four, ..HouseRules::default() });
    let bill = bill();
    let key = trial.desk.key(bill.stay_no.clone());
    trial.desk.patient_leaves(LeftStay::Billed(&bill), departure(Way::SelfPaid, 0)).unwrap();
    let first = trial.desk.reopen(&key, &word("李主任"), &mut Nobody).unwrap();
    assert!(matches!(first, Deciding::Proposed(_)));
    assert_eq!(code(trial.settle(&bill)), Settlement::ClosedSelfPaid.into(), "nothing follows from one word");
    assert_eq!(code(trial.desk.reopen(&key, &word(" 李主任"), &mut Nobody)), Settlement::SecondPerson.into());
    let Deciding::Taken(open) = trial.desk.reopen(&key, &word("赵敏"), &mut Nobody).unwrap() else { panic!() };
    let decision = &open.stay.decisions[0].decision;
    assert_eq!((decision.by.as_str(), decision.second.as_deref()), ("李主任", Some("赵敏")));
    let trail = trial.desk.journal().audit_of(&key).unwrap();
    assert!(trail.iter().any(|line| line.line.what == "decided" && line.line.detail.contains("confirmed by 赵敏")));
}

#[test]
fn ruling_that_is_not_offered_is_refused_by_name() {
    let (trial, key) = in_doubt();
    let refused = trial.desk.resolve(&key, Ruling::NotDone, &word("李主任"), &mut Nobody);
    assert_eq!(code(refused), Settlement::RulingNotOffered.into());
}

#[test]
fn withdrawn_stay_leaves_nothing_on_the_platform_and_turns_to_self_pay() {
    let trial = trial("");
    let settled = trial.settle(&bill()).unwrap();
    assert_eq!(settled.standing, Standing::Settled);
    let key = settled.stay.key;
    let withdrawal = |then| Withdrawal { reason: "患者要求".to_owned(), by: "王芳".to_owned(), then };
    let self_paid = withdrawal(Afterwards::SelfPaid(departure(Way::SelfPaid, 0)));
    let first = trial.desk.withdraw(&key, self_paid.clone(), Refunds::NotSaid, &mut Agrees);
    assert_eq!(code(first), Settlement::RefundFirst.into());
    let mut outcome = trial.desk.withdraw(&key, self_paid, Refunds::Recovered, &mut Agrees).unwrap();
    assert!(matches!(outcome.standing, Standing::Withdrawing(_) | Standing::InDoubt(_)), "{:?}", outcome.standing);
    for _ in 0..20 {
        if matches!(outcome.standing, Standing::Closed(_)) {
            break;
        }
        outcome = replay(&trial, &key);
    }
    assert!(matches!(outcome.standing, Standing::Closed(_)), "{:?}", outcome.standing);
    assert_eq!(trial.standing_on_the_platform(), 0);
    let books = trial.platform.books();
    let own = |visit: &&serde_json::Value| visit["ipt_no"] == key.stay_no.as_str();
    let visits = books["visits"].as_array().unwrap();
    assert!(visits.iter().filter(own).all(|visit| visit["state"] == "cancelled"), "{visits:?}");
    let slip = trial.desk.paper_due(&key).unwrap().unwrap();
    assert!(slip.text.contains("自费结清离院单"), "{}", slip.text);
    assert_eq!(trial.desk.paper_due(&key).unwrap(), None, "once");
}

#[test]
fn limits_turn_away_what_is_new_and_keep_what_waits() {
    let mut trial = trial("");
    let (one, mut other) = (bill(), bill());
    other.stay_no = StayNo::parse("ZY-OTHER").unwrap();
    trial.desk.settings.queue_items_max = 100;
    let most = Some(one.total + Yuan::from_cents(10_000));
    trial.desk = trial.desk.under(HouseRules { waiting_total_max: most, ..HouseRules::default() });
    trial.desk.patient_leaves(LeftStay::Billed(&one), departure(Way::DepositKept, 0)).unwrap();
    let refused = trial.desk.patient_leaves(LeftStay::Billed(&other), departure(Way::DepositKept, 0));
    assert_eq!(code(refused), Settlement::QueueFull.into());
    let warnings = trial.desk.queue_warnings().unwrap();
    assert_eq!(
        warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(),
        [yijie_core::failure::Code::from(Settlement::QueueNearlyFull)]
    );
    trial.desk.patient_leaves(LeftStay::Billed(&other), departure(Way::SelfPaid, 0)).unwrap();
    assert_eq!(trial.desk.queue().unwrap().len(), 1, "what waits is kept, what is closed does not wait");
    assert_eq!(trial.settle(&one).unwrap().standing, Standing::Settled, "what waits is worked off");
}

#[test]
fn hand_over_lists_what_is_open_masked_and_stands_in_the_trail() {
    let (trial, key) = in_doubt();
    trial.desk.note(&key, Circumstance::Died, "王芳").unwrap();
    let handed = trial.desk.hand_over("王芳", "赵敏").unwrap();
    let name = yijie_core::person::Secret::reveal(&bill().patient.name).to_owned();
    assert!(handed.paper.text.contains(key.stay_no.as_str()) && !handed.paper.text.contains(&name));
    assert_eq!(handed.open[0].circumstances, [Circumstance::Died]);
    assert_eq!(code(trial.desk.hand_over("", "赵敏")), yijie_core::failure::Usage::Arguments.into());
}

#[test]
fn every_standing_says_exactly_one_of_the_four_sentences() {
    use yijie_core::failure::Language;
    let trouble = || Trouble::new(Settlement::Queued, "");
    let all = [
        (Standing::Untouched, Sentence::NotSettled),
        (Standing::Settled, Sentence::Settled),
        (Standing::Cancelled, Sentence::NotSettled),
        (Standing::Withdrawn, Sentence::NotSettled),
        (Standing::Closed(trouble()), Sentence::NotSettled),
        (Standing::DealtWith, Sentence::Settled),
        (Standing::Withdrawing(trouble()), Sentence::FindingOut),
        (Standing::Left(trouble()), Sentence::NeedsYou),
        (Standing::ToConfirm, Sentence::NeedsYou),
        (Standing::NotSettled(trouble()), Sentence::NotSettled),
        (Standing::Queued(trouble()), Sentence::FindingOut),
        (Standing::InDoubt(trouble()), Sentence::FindingOut),
        (Standing::NeedsCashier(trouble()), Sentence::NeedsYou),
        (Standing::NeedsPerson { act: 1, trouble: trouble() }, Sentence::NeedsYou),
    ];
    for (standing, sentence) in all {
        assert_eq!(standing.sentence(), sentence, "{}", standing.word());
        assert!(!sentence.text(Language::Chinese).is_empty() && !sentence.text(Language::English).is_empty());
    }
}
