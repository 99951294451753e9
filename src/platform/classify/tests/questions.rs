//! Questions leave nothing in doubt: an answer, a no, or no answer.

use super::*;
use crate::platform::FilingsLook;
use crate::platform::message::PersonLook;
use yijie_core::person::InsuranceStatus;

#[test]
fn presettlement_of_ours_is_an_answer_and_of_another_total_is_not() {
    let Asked::Answer(Answer::Presettled(presettled)) = answer_to(2, PRESETTLED) else { panic!() };
    let statement = &presettled.statement;
    assert!(statement.faults().is_empty());
    for (field, value) in [("medfee_sumamt", json!(1)), ("psn_no", json!("1")), ("mdtrt_id", json!("1"))] {
        let asked = answer_to(2, &with(PRESETTLED, field, value));
        assert!(matches!(asked, Asked::Failed(Failure::Unclear(Doubt::NotOurs(_)))), "{field}");
    }
}

#[test]
fn refused_question_is_refused_whatever_its_words() {
    let Asked::Refused(refusal) = answer_to(2, &refused_with("系统异常")) else { panic!() };
    assert_eq!(refusal.category, Category::System);
    let Asked::Refused(refusal) = answer_to(2, &refused_with("该患者已结算")) else { panic!() };
    assert_eq!(refusal.category, Category::AlreadySettled);
}

#[test]
fn listed_settlement_tells_its_message_and_whether_it_was_refunded() {
    let rows = |body: &str| match answer_to(3, body) {
        Asked::Answer(Answer::Settlements(rows)) => rows,
        other => panic!("{other:?}"),
    };
    let [row] = &rows(LISTED)[..] else { panic!() };
    assert_eq!(row.message_id.as_ref(), Some(&Sample::new().message_id));
    assert!(!row.refunded);
    assert_eq!(row.settled.statement.personal_given.unwrap().to_string(), "4152.06");
    assert_eq!(row.settled.statement.cash.to_string(), "3982.02");
    assert!(row.settled.statement.faults().is_empty());
    assert!(rows(&with(LISTED, "refd_setl_flag", json!(1)))[0].refunded);
    let mut negative: Value = serde_json::from_str(&with(LISTED, "medfee_sumamt", json!("-23442.46"))).unwrap();
    negative["output"]["setlinfo"]["refd_setl_flag"] = Value::Null;
    assert!(rows(&negative.to_string())[0].refunded);
    assert_eq!(rows(&with(LISTED, "medins_setl_id", json!("short")))[0].message_id, None);
    assert!(rows(NOTHING).is_empty());
}

#[test]
fn listed_settlement_of_another_or_unreadable_is_no_answer_rather_than_none() {
    for (field, value) in
        [("psn_no", json!("1")), ("mdtrt_id", json!("1")), ("setl_id", Value::Null), ("cash_payamt", json!("x"))]
    {
        let asked = answer_to(3, &with(LISTED, field, value));
        assert!(matches!(asked, Asked::Failed(Failure::Unclear(Doubt::NotOurs(_)))), "{field}");
    }
    let other = answer_to(3, ADMITTED);
    assert!(matches!(other, Asked::Failed(Failure::Unclear(Doubt::NotOurs(_)))), "{other:?}");
}

#[test]
fn listed_visits_are_this_persons_only() {
    let in_hospital = answer_to(0, include_str!("../../../../fixtures/platform/replies/5303.json"));
    let Asked::Answer(Answer::Visits(rows)) = in_hospital else { panic!("{in_hospital:?}") };
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].stay_no.as_ref(), Some(&Sample::new().stay.stay_no));
    assert_eq!((rows[0].in_hospital, &rows[1].stay_no), (Some(true), &None));
    let visits = answer_to(1, include_str!("../../../../fixtures/platform/replies/5201.json"));
    let Asked::Answer(Answer::Visits(rows)) = visits else { panic!("{visits:?}") };
    assert_eq!(rows[0].in_hospital, Some(false));
    assert_eq!(answer_to(0, NOTHING), Asked::Answer(Answer::Visits(vec![])));
}

#[test]
fn person_is_read_with_objects_for_arrays_and_the_older_name_of_the_place() {
    let sample = Sample::new();
    let look = person_look(&sample);
    let body = include_str!("../../../../fixtures/platform/replies/1101.json");
    let Asked::Answer(person) = JIANGXI.person(&look, Ok(ok(body))) else { panic!() };
    let usual = person.usual_insurance().unwrap();
    assert_eq!((usual.insured_place.as_str(), usual.balance.to_string().as_str()), ("430100", "182.34"));
    assert_eq!(usual.status, InsuranceStatus::InForce);
    let other = body.replace("11010519491231002X", "440524188001010014");
    let asked = JIANGXI.person(&look, Ok(ok(other)));
    assert!(matches!(asked, Asked::Failed(Failure::Unclear(Doubt::NotOurs(_)))));
}

#[test]
fn filings_and_sign_in_are_read_under_either_name() {
    let sample = Sample::new();
    let language = &*JIANGXI;
    let look = FilingsLook {
        person: &sample.insured.person,
        kind: yijie_core::filing::FilingKind::Residence,
        insured_place: sample.insured.insured_place,
    };
    let body = include_str!("../../../../fixtures/platform/replies/5302.json");
    let Asked::Answer(rows) = language.filings(&look, Ok(ok(body))) else { panic!() };
    assert_eq!((rows[0].begins_on.to_string().as_str(), rows[0].ends_on), ("2026-10-01", None));
    assert_eq!(language.filings(&look, Ok(ok(NOTHING))), Asked::Answer(vec![]));
    let body = include_str!("../../../../fixtures/platform/replies/9001.json");
    for body in [body.to_owned(), body.replace("signinoutb", "result")] {
        let Asked::Answer(signed) = language.signed_in(Ok(ok(body))) else { panic!() };
        assert_eq!(signed.sign_no, "QD0001");
    }
    for output in [json!({"sign_time": "2026-11-22 20:00:00"}), json!("2026-11-22 20:00:00")] {
        let body = json!({"infcode": 0, "output": output}).to_string();
        assert_eq!(language.signed_out(Ok(ok(body))), Asked::Answer(()));
    }
}

fn person_look(sample: &Sample) -> PersonLook<'_> {
    PersonLook {
        credential: &sample.insured.credential,
        citizen_id: &sample.insured.certificate_no,
        name: &sample.insured.name,
        insured_place: None,
    }
}
