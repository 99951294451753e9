//! Whatever is sent, in whatever order: the books stay in order.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::desk::{Desk, LI, LI_STAY, LI_VISIT, WORKED, discharge, lines, settlement};
use crate::training::{amount, exchange::Request};

/// What a desk, or a network that repeats it, may send next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Upload,
    Delete,
    Discharge,
    UndoDischarge,
    PreSettle,
    Settle,
    CancelLast,
    ReverseLast,
    CancelAdmission,
    RepeatLast,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Upload),
        1 => Just(Step::Delete),
        2 => Just(Step::Discharge),
        1 => Just(Step::UndoDischarge),
        1 => Just(Step::PreSettle),
        4 => Just(Step::Settle),
        2 => Just(Step::CancelLast),
        2 => Just(Step::ReverseLast),
        1 => Just(Step::CancelAdmission),
        2 => Just(Step::RepeatLast),
    ]
}

fn last(desk: &Desk, field: &str) -> Value {
    let books = desk.platform.books();
    let rows = books["settlements"].as_array().cloned().unwrap_or_default();
    rows.last().map_or(json!("none"), |row| row[field].clone())
}

/// The message of a step.
fn message(desk: &mut Desk, step: Step) -> Value {
    let visit = json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT } });
    let (infno, input) = match step {
        Step::Upload => ("2301", json!({ "feedetail": lines(LI, LI_VISIT, &WORKED) })),
        Step::Delete => ("2302", json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT, "feedetl_sn": "0000" } })),
        Step::Discharge => ("2402", discharge(&LI_STAY)),
        Step::UndoDischarge => ("2405", visit),
        Step::PreSettle => ("2303", json!({ "data": settlement(&LI_STAY, "44671.59") })),
        Step::Settle | Step::RepeatLast => ("2304", json!({ "data": settlement(&LI_STAY, "44671.59") })),
        Step::CancelLast => {
            ("2305", json!({ "data": { "psn_no": LI, "mdtrt_id": LI_VISIT, "setl_id": last(desk, "setl_id") } }))
        }
        Step::ReverseLast => {
            ("2601", json!({ "data": { "psn_no": LI, "omsgid": last(desk, "msgid"), "oinfno": "2304" } }))
        }
        Step::CancelAdmission => ("2404", visit),
    };
    desk.envelope(infno, "430100", input)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_settlement_stands_at_most_and_the_account_agrees(steps in prop::collection::vec(step(), 1..40)) {
        let mut desk = Desk::ready(|_| {});
        let mut sent = Value::Null;
        for step in steps {
            if !matches!(step, Step::RepeatLast) || sent.is_null() {
                sent = message(&mut desk, step);
            }
            desk.post(&sent);
            let books = desk.platform.books();
            let rows = books["settlements"].as_array().expect("rows");
            let sum = |states: &[&str], field: &str| -> Decimal {
                let wanted = rows.iter().filter(|row| states.iter().any(|state| row["state"] == json!(state)));
                wanted.map(|row| amount::read(&row[field]).expect("amount")).sum()
            };
            let standing = rows.iter().filter(|row| row["state"] == json!("stands")).count();
            prop_assert!(standing <= 1, "{} stand after {:?}", standing, step);
            let counted = sum(&["stands", "cancelled", "negative"], "medfee_sumamt");
            prop_assert_eq!(counted, sum(&["stands"], "medfee_sumamt"), "a cancel and its original are nothing");
            let opening = Decimal::new(312_045, 2);
            let balance = desk.platform.books.balances.values().next().copied().unwrap_or(opening);
            prop_assert_eq!(balance, opening - sum(&["stands"], "acct_pay"));
        }
    }

    #[test]
    fn arbitrary_bytes_are_answered_and_change_nothing(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut desk = Desk::new();
        let before = desk.platform.books()["visits"].clone();
        let reply = desk.platform.handle(&Request { path: "/CSB".into(), body, ..Request::default() }, desk.now);
        prop_assert_eq!(reply.status, 200);
        prop_assert_eq!(&desk.platform.books()["visits"], &before);
    }

    #[test]
    fn a_value_of_another_type_anywhere_is_refused_or_read_never_worse(
        path in 0..23_usize,
        value in prop_oneof![
            Just(Value::Null), Just(json!([])), Just(json!({})), Just(json!(true)), Just(json!("")),
            Just(json!("1E400")), Just(json!("\u{0}")), Just(json!("-0")), Just(json!("99999999999999999999999999999")),
        ],
    ) {
        let mut desk = Desk::ready(|_| {});
        let mut row = settlement(&LI_STAY, "44671.59");
        let field = row.keys().nth(path % row.len()).cloned().expect("a field");
        row.insert(field, value);
        let reply = desk.send("2304", "430100", json!({ "data": row }));
        prop_assert!(reply["infcode"] == json!(0) || reply["infcode"] == json!(-1));
    }
}
