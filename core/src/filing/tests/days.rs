//! Every boundary day from both sides. The admission is on 2026-11-09, today is 2026-11-22.

use super::*;
use crate::filing::{Doubt, LateFiling, Purpose, Reason, SameDay};

const REFERRED: Purpose = Purpose::Referred;

#[derive(Debug, PartialEq)]
enum Said {
    Covered,
    Doubt(Doubt),
    Reason(Reason),
}

fn said(case: &Case) -> Said {
    match case.outlook() {
        Outlook::Covered { .. } => Said::Covered,
        Outlook::Probably { mut why, .. } if why.len() == 1 => Said::Doubt(why.remove(0)),
        Outlook::NotCovered { mut reasons } if reasons.len() == 1 => Said::Reason(reasons.remove(0)),
        other => panic!("{other:?}"),
    }
}

fn late(begins_on: &str) -> Said {
    Said::Doubt(Doubt::Late { begins_on: day(begins_on) })
}

fn not_yet(begins_on: &str) -> Said {
    Said::Reason(Reason::NotYetBegun { filed_as: REFERRED, begins_on: day(begins_on) })
}

fn expired(ended_on: &str) -> Said {
    Said::Reason(Reason::Expired { filed_as: REFERRED, ended_on: day(ended_on) })
}

#[test]
fn filing_serves_from_its_first_day_and_late_ones_are_a_doubt_until_today() {
    let begun = |begins_on| said(&Case::new().filed(referral(begins_on, "2027-04-25")));
    assert_eq!(begun("2026-11-08"), Said::Covered);
    assert_eq!(begun("2026-11-09"), Said::Covered, "the same day counts");
    assert_eq!(begun("2026-11-10"), late("2026-11-10"));
    assert_eq!(begun("2026-11-22"), late("2026-11-22"));
    assert_eq!(begun("2026-11-23"), not_yet("2026-11-23"));
}

#[test]
fn same_day_does_not_count_where_the_rules_say_so() {
    let begun = |begins_on| {
        let mut case = Case::new().filed(referral(begins_on, "2027-04-25"));
        case.rules.same_day = SameDay::TooLate;
        said(&case)
    };
    assert_eq!(begun("2026-11-08"), Said::Covered);
    assert_eq!(begun("2026-11-09"), late("2026-11-09"));
}

#[test]
fn late_filing_does_not_count_where_the_rules_say_so() {
    let begun = |begins_on| {
        let mut case = Case::new().filed(referral(begins_on, "2027-04-25"));
        case.rules.late_filing = LateFiling::NotHonoured;
        said(&case)
    };
    assert_eq!(begun("2026-11-09"), Said::Covered);
    assert_eq!(begun("2026-11-10"), not_yet("2026-11-10"));
}

#[test]
fn filing_serves_through_its_last_day() {
    let ended = |ends_on| said(&Case::new().filed(referral("2026-05-09", ends_on)));
    assert_eq!(ended("2026-11-10"), Said::Covered, "it may end during the stay");
    assert_eq!(ended("2026-11-09"), Said::Covered);
    assert_eq!(ended("2026-11-08"), expired("2026-11-08"));
}

#[test]
fn late_filing_must_last_until_it_is_leant_on() {
    let ended = |ends_on| said(&Case::new().filed(referral("2026-11-12", ends_on)));
    assert_eq!(ended("2026-11-22"), late("2026-11-12"));
    assert_eq!(ended("2026-11-21"), expired("2026-11-21"));
}

#[test]
fn filing_of_one_day_serves_on_that_day_only() {
    let of = |on| said(&Case::new().filed(referral(on, on)));
    assert_eq!(of("2026-11-08"), expired("2026-11-08"));
    assert_eq!(of("2026-11-09"), Said::Covered);
    assert_eq!(of("2026-11-10"), expired("2026-11-10"));
}

#[test]
fn filing_that_ends_before_it_begins_never_serves() {
    assert_eq!(said(&Case::new().filed(referral("2026-11-09", "2026-11-08"))), expired("2026-11-08"));
    assert_eq!(said(&Case::new().filed(referral("2026-11-10", "2026-11-09"))), expired("2026-11-09"));
}

#[test]
fn open_ended_filing_serves_for_ever() {
    let mut case = Case::new().filed(row(FilingKind::Residence, "440100", "1999-01-01", None));
    assert_eq!(said(&case), Said::Covered);
    case.stay = Some(Stay { admitted_on: Date::MAX, way: AdmissionWay::Ordinary });
    assert_eq!(said(&case), Said::Covered);
}

#[test]
fn without_a_stay_the_question_is_of_today() {
    let seen = |begins_on, ends_on| said(&Case { stay: None, ..Case::new().filed(referral(begins_on, ends_on)) });
    assert_eq!(seen("2026-11-22", "2027-04-25"), Said::Covered);
    assert_eq!(seen("2026-11-23", "2027-04-25"), not_yet("2026-11-23"));
    assert_eq!(seen("2026-05-22", "2026-11-22"), Said::Covered);
    assert_eq!(seen("2026-05-22", "2026-11-21"), expired("2026-11-21"));
}

#[test]
fn without_a_stay_nothing_is_late() {
    let mut case = Case { stay: None, ..Case::new().filed(referral("2026-11-22", "2027-04-25")) };
    case.rules.same_day = SameDay::TooLate;
    assert_eq!(said(&case), not_yet("2026-11-22"));
}
