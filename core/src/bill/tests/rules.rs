use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::money::Yuan;

const CENT: Tolerance = Tolerance { cents: 1 };

#[test]
fn line_off_by_a_cent_warns_and_off_by_more_warns_louder() {
    let odd = |amount: i64| {
        let mut bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
        bill.lines[0].amount = Yuan::from_cents(amount);
        bill.warnings(CENT).into_iter().map(|warning| warning.oddity).collect::<Vec<_>>()
    };
    let found = Yuan::from_cents(18_000);
    assert_eq!(odd(18_000), []);
    assert_eq!(odd(18_001), [Oddity::Rounded { given: Yuan::from_cents(18_001), found }]);
    assert_eq!(odd(17_998), [Oddity::AmountFarOff { given: Yuan::from_cents(17_998), found }]);
}

#[test]
fn amount_that_differs_from_price_times_count_does_not_stop() {
    let mut bill = value(ADMISSION);
    bill["lines"][0]["amount"] = json!(200);
    let total: Yuan = Bill::parse(ADMISSION.as_bytes()).unwrap().total + Yuan::from_cents(2_000);
    bill["total"] = serde_json::to_value(total).unwrap();
    assert!(parse(&bill).is_ok());
}

#[test]
fn lines_outside_the_stay_warn() {
    let mut bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    bill.lines[0].occurred_at = bill.admission.admitted_at;
    bill.lines[1].occurred_at = bill.discharge.discharged_at;
    assert_eq!(bill.warnings(CENT), []);
    bill.lines[0].occurred_at = "2026-11-10T08:59:59".parse().unwrap();
    bill.lines[1].occurred_at = "2026-11-18T10:15:01".parse().unwrap();
    let odd: Vec<String> = bill.warnings(CENT).iter().map(ToString::to_string).collect();
    assert_eq!(odd.len(), 2);
    assert!(odd[0].ends_with("before the admission") && odd[1].ends_with("after the discharge"), "{odd:?}");
}

#[test]
fn refund_of_all_units_that_leaves_cents_warns() {
    let mut bill = Bill::parse(REFUNDS.as_bytes()).unwrap();
    let last = bill.lines.iter_mut().find(|line| line.amount == Yuan::from_cents(-34)).unwrap();
    last.amount = Yuan::from_cents(-33);
    let odd: Vec<_> = bill.warnings(CENT).into_iter().map(|warning| warning.oddity).collect();
    assert_eq!(odd, [Oddity::CentsLeft { left: Yuan::from_cents(1) }]);
}

#[test]
fn death_and_its_day_belong_together() {
    let mut bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    let odd = |bill: &Bill| bill.warnings(CENT).into_iter().map(|warning| warning.oddity).collect::<Vec<_>>();
    bill.discharge.way = DischargeWay::Died;
    assert_eq!(odd(&bill), [Oddity::DayOfDeathMissing]);
    bill.discharge.died_on = Some("2026-11-18".parse().unwrap());
    assert_eq!(odd(&bill), []);
    bill.discharge.way = DischargeWay::Ordered;
    assert_eq!(odd(&bill), [Oddity::LeftAlive]);
}

#[test]
fn day_of_death_may_be_the_first_and_the_last_of_the_stay() {
    for (day, fits) in [("2026-11-09", false), ("2026-11-10", true), ("2026-11-18", true), ("2026-11-19", false)] {
        let mut bill = value(ADMISSION);
        bill["discharge"]["died_on"] = json!(day);
        assert_eq!(parse(&bill).is_ok(), fits, "{day}");
    }
}

#[test]
fn diagnoses_beyond_two_digits_stop() {
    let mut bill = value(ADMISSION);
    let mut second = bill["diagnoses"][0].clone();
    second["main"] = json!(false);
    let list = bill["diagnoses"].as_array_mut().unwrap();
    list.resize(100, second);
    assert_eq!(said(&bill), ["diagnoses: 100 diagnoses, more than 99"]);
}

#[test]
fn rules_are_checked_over_what_could_be_read() {
    let mut bill = value(REFUNDS);
    bill["lines"][0]["price"] = json!("sixty");
    let back = bill["lines"].as_array().unwrap().len() - 1;
    bill["lines"][back]["count"] = json!(-2.6);
    let said = said(&bill);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("lines[0].price") && said[0].ends_with("not a number"));
    assert!(said[1].ends_with("refunds come to a count of 2.6000, more than the line's 2.5000"));
}

#[test]
fn refund_whose_original_could_not_be_read_is_not_blamed() {
    let mut bill = value(REFUNDS);
    let lines = bill["lines"].as_array().unwrap();
    let refunded = lines.iter().find_map(|line| line["refund_of"].as_str()).unwrap().to_owned();
    let original = lines.iter().position(|line| line["no"] == refunded).unwrap();
    bill["lines"][original]["price"] = json!("?");
    assert_eq!(said(&bill).len(), 1);
}

#[test]
fn card_of_another_person_is_refused_and_a_dot_makes_no_other() {
    let bill = Bill::parse(ADMISSION.as_bytes()).unwrap();
    let id = |text| CitizenId::parse(text).unwrap();
    let name = |text| PersonName::parse(text).unwrap();
    let ours = id("650102197704095847");
    assert_eq!(bill.is_of(&ours, &name("古丽巴哈尔·阿卜杜热西提·买𬱖热木")), Ok(()));
    assert_eq!(bill.is_of(&ours, &name("古丽巴哈尔•阿卜杜热西提． 买𬱖热木")), Ok(()));
    assert_eq!(bill.is_of(&ours, &name("古丽巴哈尔")), Err(WrongPerson::Name));
    let other = id("430102195803124623");
    assert_eq!(bill.is_of(&other, &name("古丽巴哈尔·阿卜杜热西提·买𬱖热木")), Err(WrongPerson::CitizenId));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// However a line is given back, what counts is what all refunds come to.
    #[test]
    fn refunds_fit_exactly_when_their_sums_do(back in proptest::collection::vec((1..4_i64, 0..150_i64), 1..5)) {
        let mut bill = value(REFUNDS);
        let lines = bill["lines"].as_array_mut().unwrap();
        lines.retain(|line| line["refund_of"].is_null());
        let vials = |line: &&Value| line["catalogue_code"] == "XY090300007";
        let original = lines.iter().find(vials).unwrap().clone();
        for (at, (count, yuan)) in back.iter().enumerate() {
            let mut refund = original.clone();
            refund["no"] = json!((at + 1).to_string());
            refund["refund_of"] = original["no"].clone();
            refund["count"] = json!(-count);
            refund["amount"] = json!(-yuan);
            lines.push(refund);
        }
        let total: Yuan = lines.iter().map(|line| Yuan::from_json(&line["amount"]).unwrap()).sum();
        bill["total"] = serde_json::to_value(total).unwrap();
        let (count, yuan) = back.iter().fold((0, 0), |(count, yuan), refund| (count + refund.0, yuan + refund.1));
        // Six vials at 38.60.
        let expected = usize::from(count > 6) + usize::from(yuan * 100 > 23_160);
        prop_assert_eq!(said(&bill).len(), expected);
    }

    #[test]
    fn total_is_held_to_the_cent(cents in -5..=5_i64) {
        let mut bill = value(ADMISSION);
        let total = Bill::parse(ADMISSION.as_bytes()).unwrap().total + Yuan::from_cents(cents);
        bill["total"] = serde_json::to_value(total).unwrap();
        prop_assert_eq!(parse(&bill).is_ok(), cents == 0);
    }
}
