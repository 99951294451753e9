//! Whole outlooks: who is covered by what, and what is said to the others.

use super::*;
use crate::filing::{Basis, Cut, Doubt, EmergencyRule, Filed, NotAsked, Purpose, Reason};

fn basis(case: &Case) -> Basis {
    match case.outlook() {
        Outlook::Covered { by, .. } => by,
        other => panic!("{other:?}"),
    }
}

fn purpose(case: &Case) -> Purpose {
    match basis(case) {
        Basis::Filing(filed) => filed.purpose,
        Basis::DeemedFiled => panic!("deemed filed"),
    }
}

fn reasons(case: &Case) -> Vec<Reason> {
    match case.outlook() {
        Outlook::NotCovered { reasons } => reasons,
        other => panic!("{other:?}"),
    }
}

#[test]
fn resettled_patient_is_covered_by_their_filing_with_its_dates() {
    let case = Case::new().filed(with_memo(residence("440100"), "异地安置退休；已生效"));
    let filed = Filed {
        kind: FilingKind::Residence,
        purpose: Purpose::RetiredResettled,
        to: Some(place("440100")),
        begins_on: day("2021-03-01"),
        ends_on: None,
    };
    let since = day("2021-03-01");
    assert_eq!(case.outlook(), Outlook::Covered { by: Basis::Filing(filed), since, until: None });
}

#[test]
fn man_of_the_opening_story_seen_elsewhere_has_another_destination() {
    let resettled = FilingRow {
        begins_on: day("2016-03-01"),
        ..with_memo(residence("210400"), "异地安置退休；已登记，未办理联网手续")
    };
    let case = Case::new().between("210100", "440100").filed(resettled.clone());
    let elsewhere =
        Reason::OtherDestination { to: place("210400"), filed_as: Purpose::RetiredResettled, since: day("2016-03-01") };
    assert_eq!(case.outlook(), Outlook::NotCovered { reasons: vec![elsewhere] });
    let case = Case::new().between("210100", "210400").filed(resettled);
    let not_networked = Reason::NotNetworked {
        filed_as: Purpose::RetiredResettled,
        to: Some(place("210400")),
        since: day("2016-03-01"),
    };
    assert_eq!(case.outlook(), Outlook::NotCovered { reasons: vec![not_networked] }, "where he lives");
    assert_eq!(Case::new().between("210100", "210100").outlook(), Outlook::Local, "at home");
}

#[test]
fn patient_of_this_city_needs_no_filing() {
    assert_eq!(Case::new().between("440106", "440100").outlook(), Outlook::Local);
    let silent = Case { filings: Vec::new(), ..Case::new().between("440106", "440100") };
    assert_eq!(silent.outlook(), Outlook::Local, "whatever could be asked");
}

#[test]
fn unfiled_patient_has_no_filing() {
    assert_eq!(reasons(&Case::new()), [Reason::NoFiling]);
}

#[test]
fn emergency_counts_as_filed_since_the_admission() {
    let expected = Outlook::Covered { by: Basis::DeemedFiled, since: day("2026-11-09"), until: None };
    assert_eq!(Case::new().emergency().outlook(), expected);
    let deaf = Case { filings: Vec::new(), ..Case::new().emergency() };
    assert_eq!(deaf.outlook(), expected, "whatever could be asked");
}

#[test]
fn emergency_does_not_count_where_it_must_be_filed_nor_does_another_way_of_coming() {
    let mut case = Case::new().emergency();
    case.rules.emergency = EmergencyRule::MustBeFiled;
    assert_eq!(reasons(&case), [Reason::NoFiling]);
    for way in [AdmissionWay::Ordinary, AdmissionWay::Transfer] {
        let stay = Some(Stay { admitted_on: day("2026-11-09"), way });
        assert_eq!(reasons(&Case { stay, ..Case::new() }), [Reason::NoFiling]);
    }
}

#[test]
fn best_of_several_is_the_one_that_costs_the_patient_least() {
    let on_their_own = || with_memo(residence("440100"), "其他临时外出就医；已生效");
    let referred = || referral("2026-10-26", "2027-04-25");
    let resident = || with_memo(residence("440100"), "异地长期居住；已生效");
    assert_eq!(purpose(&Case::new().filed(on_their_own())), Purpose::SelfDirected);
    assert_eq!(purpose(&Case::new().filed(on_their_own()).filed(referred())), Purpose::Referred);
    assert_eq!(
        purpose(&Case::new().filed(on_their_own()).filed(referred()).filed(resident())),
        Purpose::LongTermResident
    );
    assert_eq!(basis(&Case::new().filed(on_their_own()).emergency()), Basis::DeemedFiled);
    assert_eq!(purpose(&Case::new().filed(resident()).emergency()), Purpose::LongTermResident);
    assert_eq!(purpose(&Case::new().filed(referred()).emergency()), Purpose::Referred, "a filing before a presumption");
    assert_eq!(basis(&Case::new().emergency()).cut(), Cut::Small);
}

#[test]
fn row_that_serves_hides_the_rows_that_do_not() {
    let case = Case::new()
        .filed(residence("210400"))
        .filed(with_memo(residence("440100"), "待审核"))
        .filed(residence("440100"))
        .filed(referral("2025-12-20", "2026-06-20"));
    assert_eq!(purpose(&case), Purpose::Residence);
}

#[test]
fn of_equal_filings_the_one_that_lasts_longest_is_named() {
    let short = referral("2026-10-26", "2026-12-01");
    let long = referral("2026-11-01", "2027-04-30");
    for (first, second) in [(&short, &long), (&long, &short)] {
        let case = Case::new().filed(first.clone()).filed(second.clone());
        let Outlook::Covered { since, until, .. } = case.outlook() else { panic!() };
        assert_eq!((since, until), (day("2026-11-01"), Some(day("2027-04-30"))));
    }
}

#[test]
fn insurance_not_in_force_is_told_in_spite_of_filing_emergency_or_home() {
    let paused = || InsuranceStatus::Paused;
    let mut case = Case::new().filed(residence("440100")).emergency().insured(paused());
    case.insurance.paused_on = Some(day("2026-08-01"));
    assert_eq!(reasons(&case), [Reason::InsurancePaused { since: Some(day("2026-08-01")) }]);
    let at_home = Case::new().between("440100", "440100").insured(paused());
    assert_eq!(reasons(&at_home), [Reason::InsurancePaused { since: None }]);
    let ended = Case::new().filed(residence("440100")).insured(InsuranceStatus::Ended("4".into()));
    assert_eq!(reasons(&ended), [Reason::InsuranceEnded { status: "4".into() }]);
}

#[test]
fn paused_insurance_does_not_hide_that_nothing_is_filed() {
    let case = Case::new().insured(InsuranceStatus::Paused);
    assert_eq!(reasons(&case), [Reason::InsurancePaused { since: None }, Reason::NoFiling]);
    let partly = Case::new().insured(InsuranceStatus::Paused).not_asked(FilingKind::Referred, "超时");
    assert_eq!(reasons(&partly), [Reason::InsurancePaused { since: None }], "unless that is not known");
}

#[test]
fn insurance_of_untold_status_is_left_to_the_platform() {
    let case = Case::new().filed(residence("440100")).insured(InsuranceStatus::NotTold);
    assert_eq!(purpose(&case), Purpose::Residence);
}

#[test]
fn kind_that_could_not_be_asked_leaves_the_outlook_open() {
    let case = Case::new().not_asked(FilingKind::Referred, "超时").filed(residence("210400"));
    let Outlook::Unknown { could_not_ask, found } = case.outlook() else { panic!() };
    assert_eq!(could_not_ask, [NotAsked { kind: FilingKind::Referred, why: Some("超时".into()) }]);
    assert!(matches!(found[..], [Reason::OtherDestination { .. }]), "{found:?}");
    let case = Case::new().not_asked(FilingKind::Referred, "超时").filed(residence("440100"));
    assert_eq!(purpose(&case), Purpose::Residence, "unless another kind serves");
}

#[test]
fn kind_that_nobody_asked_for_is_not_taken_for_empty() {
    let mut case = Case::new();
    case.filings.retain(|asked| asked.kind != FilingKind::Emergency);
    let could_not_ask = vec![NotAsked { kind: FilingKind::Emergency, why: None }];
    assert_eq!(case.outlook(), Outlook::Unknown { could_not_ask, found: Vec::new() });
}

#[test]
fn filing_for_another_insurance_is_a_doubt() {
    let other = FilingRow { insurance: Some("390".into()), ..residence("440100") };
    let Outlook::Probably { why, .. } = Case::new().filed(other).outlook() else { panic!() };
    assert_eq!(why, [Doubt::OtherInsurance { named: "390".into() }]);
    for silent in [None, Some(" ".to_owned())] {
        let case = Case::new().filed(FilingRow { insurance: silent, ..residence("440100") });
        assert_eq!(purpose(&case), Purpose::Residence);
    }
}

#[test]
fn reasons_come_nearest_first_and_none_twice() {
    let case = Case::new()
        .filed(residence("210400"))
        .filed(referral("2024-12-20", "2025-06-20"))
        .filed(referral("2025-12-20", "2026-06-20"))
        .filed(referral("2025-12-20", "2026-06-20"))
        .filed(with_memo(residence("440100"), "未联网"));
    let reasons = reasons(&case);
    let expired = |day| Reason::Expired { filed_as: Purpose::Referred, ended_on: day };
    assert_eq!(reasons.len(), 4, "{reasons:?}");
    assert!(matches!(reasons[0], Reason::NotNetworked { .. }));
    assert_eq!(reasons[1..3], [expired(day("2026-06-20")), expired(day("2025-06-20"))]);
    assert!(matches!(reasons[3], Reason::OtherDestination { .. }));
}

#[test]
fn outlook_is_told_to_programs_by_stable_names() {
    let shown = serde_json::to_string(&Case::new().filed(with_memo(residence("440100"), "异地长期居住")).outlook());
    assert_eq!(
        shown.unwrap(),
        r#"{"outlook":"covered","by":{"basis":"filing","kind":"residence","purpose":"long_term_resident","to":"440100","begins_on":"2021-03-01","ends_on":null},"since":"2021-03-01","until":null}"#
    );
    let shown = serde_json::to_string(&Case::new().outlook());
    assert_eq!(shown.unwrap(), r#"{"outlook":"not_covered","reasons":[{"reason":"no_filing"}]}"#);
}
