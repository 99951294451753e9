use proptest::prelude::*;

use super::*;

fn yuan(token: &str) -> Yuan {
    token.parse().unwrap()
}

/// A real cross-city reply (Chongqing): fund, account, cash and hospital all present.
fn observed() -> Statement {
    Statement {
        total: yuan("23442.46"),
        charged: Charged {
            own_pay: yuan("2533.97"),
            over_limit: yuan("1396.89"),
            pre_self_pay: yuan("703.44"),
            in_scope: yuan("18808.16"),
        },
        funds: vec![FundShare { fund: Fund::LargeAmount, amount: yuan("18785.39") }],
        fund_total: yuan("18785.39"),
        personal_account: yuan("170.04"),
        mutual_aid: Yuan::ZERO,
        cash: yuan("3982.02"),
        personal_given: Some(yuan("4152.06")),
        hospital_share: yuan("505.01"),
        deductible: None,
        account_left: Some(Yuan::ZERO),
        details: Vec::new(),
    }
}

#[test]
fn observed_settlement_adds_up() {
    assert_eq!(observed().faults(), []);
}

#[test]
fn cancel_with_negative_figures_and_no_personal_share_adds_up() {
    let cancel = Statement {
        total: yuan("-3379.26"),
        charged: Charged {
            own_pay: yuan("-956.34"),
            over_limit: yuan("-186.31"),
            pre_self_pay: yuan("-197.22"),
            in_scope: yuan("-2039.39"),
        },
        funds: vec![FundShare { fund: Fund::Pooled, amount: yuan("-2039.39") }],
        fund_total: yuan("-2039.39"),
        personal_account: Yuan::ZERO,
        cash: yuan("-1307.01"),
        personal_given: None,
        hospital_share: yuan("-32.86"),
        ..observed()
    };
    assert_eq!(cancel.faults(), []);
    assert_eq!(cancel.personal(), yuan("-1307.01"));
}

#[test]
fn each_broken_identity_is_named_with_both_sides() {
    let cent = Yuan::from_cents(1);
    let named = |change: &dyn Fn(&mut Statement)| {
        let mut statement = observed();
        change(&mut statement);
        statement.faults().iter().map(|fault| fault.identity).collect::<Vec<_>>()
    };
    assert_eq!(named(&|s| s.charged.in_scope = s.charged.in_scope - cent), [Identity::ByCatalogue]);
    assert_eq!(named(&|s| s.hospital_share = Yuan::ZERO), [Identity::ByPayer]);
    assert_eq!(named(&|s| s.cash = s.cash + cent), [Identity::PersonalShare]);
    assert_eq!(named(&|s| s.funds.clear()), [Identity::Funds]);
    assert_eq!(named(&|s| s.mutual_aid = yuan("170.05")), [Identity::MutualAid]);
    assert_eq!(named(&|s| s.deductible = Some(yuan("18808.17"))), [Identity::Deductible]);
}

#[test]
fn disabled_fund_may_stand_inside_or_beside_other() {
    let disabled = FundShare { fund: Fund::Disabled, amount: yuan("100.00") };
    let mut inside = observed();
    inside.funds = vec![FundShare { fund: Fund::Other, amount: inside.fund_total }, disabled];
    assert_eq!(inside.faults(), []);
    let mut beside = observed();
    beside.funds = vec![FundShare { fund: Fund::Pooled, amount: beside.fund_total - disabled.amount }, disabled];
    assert_eq!(beside.faults(), []);
}

#[test]
fn mutual_aid_is_never_added_to_the_personal_share() {
    let mut statement = observed();
    statement.mutual_aid = yuan("100.00");
    assert_eq!(statement.faults(), []);
    assert_eq!(statement.personal(), yuan("4152.06"));
}

#[test]
fn same_split_ignores_account_balance_and_row_order() {
    let mut other = observed();
    other.account_left = None;
    other.funds.insert(0, FundShare { fund: Fund::MedicalAid, amount: Yuan::ZERO });
    assert!(observed().same_split(&other));
    other.cash = other.cash + Yuan::from_cents(1);
    assert!(!observed().same_split(&other));
}

fn deposit(cents: i64, day: i8, way: PaymentWay) -> Deposit {
    Deposit {
        receipt_no: format!("YJ{day:02}"),
        way,
        amount: Yuan::from_cents(cents),
        paid_at: jiff::civil::date(2026, 11, day).at(9, 0, 0, 0),
    }
}

#[test]
fn deposits_above_the_due_go_back_by_the_way_they_came_latest_first() {
    let deposits = [deposit(500_000, 2, PaymentWay::BankCard), deposit(300_000, 9, PaymentWay::WeChat)];
    let balance = Balance::of(yuan("4512.99"), &deposits);
    assert_eq!(balance.amount(), yuan("3487.01"));
    assert_eq!(
        balance.moves,
        [
            MoneyMove::Refund { way: PaymentWay::WeChat, receipt_no: "YJ09".into(), amount: yuan("3000.00") },
            MoneyMove::Refund { way: PaymentWay::BankCard, receipt_no: "YJ02".into(), amount: yuan("487.01") },
        ]
    );
}

#[test]
fn deposits_below_the_due_leave_the_rest_to_collect() {
    let balance = Balance::of(yuan("6512.99"), &[deposit(500_000, 2, PaymentWay::Cash)]);
    assert_eq!(balance.moves, [MoneyMove::Collect { amount: yuan("1512.99") }]);
    assert_eq!(Balance::of(Yuan::ZERO, &[]).moves, []);
}

proptest! {
    #[test]
    fn moves_always_come_to_the_balance(
        due in -1_000_000_i64..5_000_000,
        cents in proptest::collection::vec(1_i64..2_000_000, 0..6),
    ) {
        let deposits: Vec<_> = cents
            .iter()
            .enumerate()
            .map(|(at, &cents)| deposit(cents, i8::try_from(at).unwrap() + 1, PaymentWay::Cash))
            .collect();
        let balance = Balance::of(Yuan::from_cents(due), &deposits);
        let moved: Yuan = balance
            .moves
            .iter()
            .map(|money| match money {
                MoneyMove::Refund { amount, .. } => *amount,
                MoneyMove::Collect { amount } => -*amount,
            })
            .sum();
        prop_assert_eq!(moved, balance.amount());
        for money in &balance.moves {
            let (MoneyMove::Refund { amount, .. } | MoneyMove::Collect { amount }) = money;
            prop_assert!(*amount > Yuan::ZERO);
        }
    }
}
