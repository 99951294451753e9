//! Garbage is never believed.

use proptest::prelude::*;

use super::*;

/// Any JSON of moderate size.
fn any_json() -> impl Strategy<Value = Value> {
    let names = prop_oneof!["[a-z_]{1,8}", Just("output".to_owned()), Just("data".to_owned()), Just("code".to_owned())];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(names.clone(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn doubtful(end: &End) -> bool {
    matches!(end, End::InDoubt(_))
}

proptest! {
    #[test]
    fn any_bytes_leave_every_message_in_doubt(status in 100_u16..600, body in proptest::collection::vec(any::<u8>(), 0..200)) {
        for message in SAMPLE.messages() {
            let end = end_of(&message, Ok(Response { status, body: body.clone() }));
            prop_assert!(doubtful(&end), "{end:?}");
        }
    }

    #[test]
    fn any_json_without_an_infcode_leaves_every_message_in_doubt(value in any_json()) {
        for message in SAMPLE.messages() {
            let end = end_of(&message, Ok(ok(value.to_string())));
            prop_assert!(doubtful(&end), "{end:?}");
        }
    }

    #[test]
    fn any_output_of_a_success_is_never_a_settlement_or_a_visit(output in any_json()) {
        let body = json!({"infcode": 0, "output": output}).to_string();
        for message in [settle(), SAMPLE.messages().remove(0), SAMPLE.messages().remove(7)] {
            let end = end_of(&message, Ok(ok(body.clone())));
            prop_assert!(doubtful(&end), "{end:?}");
        }
    }

    #[test]
    fn any_unknown_refusal_leaves_money_in_doubt(text in "[a-z0-9 的了是]{0,40}", code in 1_i32..10_000) {
        let body = json!({"infcode": -code, "err_msg": text}).to_string();
        for at in [0, 6, 7, 8] {
            let end = end_of(&SAMPLE.messages()[at], Ok(ok(body.clone())));
            prop_assert!(doubtful(&end), "{end:?}");
        }
    }
}
