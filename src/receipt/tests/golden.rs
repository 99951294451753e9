//! Whole papers, to be read by a person when they change.

use insta::assert_snapshot;

use super::*;

#[test]
fn worked_case_on_58_mm() {
    assert_snapshot!(render(&worked(), Paper::Mm58));
}

#[test]
fn worked_case_on_80_mm() {
    assert_snapshot!(render(&worked(), Paper::Mm80));
}

#[test]
fn worked_case_on_a5() {
    assert_snapshot!(render(&worked(), Paper::A5));
}

#[test]
fn copy_is_marked_and_moves_no_money() {
    assert_snapshot!(render(&Receipt { mark: Mark::Copy(2), ..worked() }, Paper::Mm58));
}

#[test]
fn void_is_marked_and_asks_for_no_money() {
    assert_snapshot!(render(&Receipt { mark: Mark::Void, ..worked() }, Paper::Mm58));
}

#[test]
fn training_is_marked_in_first_and_last_line() {
    assert_snapshot!(render(&Receipt { realm: Realm::Training, ..worked() }, Paper::Mm58));
}

#[test]
fn cancel_is_negative_and_names_what_it_cancels() {
    let receipt = Receipt {
        act: Act::Cancelled { of: worked().settlement },
        settlement: SettlementId::parse("440100202611230000412399").unwrap(),
        statement: cancelled_statement(),
        presettlement: None,
        balance: None,
        ..worked()
    };
    assert_snapshot!(render(&receipt, Paper::Mm80));
}

#[test]
fn deposits_below_what_is_due_are_collected() {
    let balance = Balance::of(yuan("5312.99"), &[deposit("5000.00", 10, PaymentWay::BankCard)]);
    assert_snapshot!(render(&Receipt { balance: Some(balance), ..worked() }, Paper::Mm58));
}

#[test]
fn deposits_equal_to_what_is_due_move_nothing() {
    let balance = Balance::of(yuan("5312.99"), &[deposit("5312.99", 10, PaymentWay::Alipay)]);
    assert_snapshot!(render(&Receipt { balance: Some(balance), ..worked() }, Paper::Mm58));
}

#[test]
fn figures_that_do_not_add_up_and_differ_are_flagged() {
    let mut receipt = worked();
    receipt.statement.cash = yuan("5312.98");
    receipt.statement.hospital_share = yuan("505.01");
    assert_snapshot!(render(&receipt, Paper::Mm80));
}

#[test]
fn slip_in_doubt_on_58_mm() {
    assert_snapshot!(render_slip(&in_doubt(), Paper::Mm58));
}

#[test]
fn slip_in_doubt_on_a5_in_training() {
    assert_snapshot!(render_slip(&Slip { realm: Realm::Training, ..in_doubt() }, Paper::A5));
}

#[test]
fn slip_waiting_without_pre_settlement() {
    let slip = Slip { standing: Standing::Waiting, presettlement: None, ..in_doubt() };
    assert_snapshot!(render_slip(&slip, Paper::Mm80));
}
