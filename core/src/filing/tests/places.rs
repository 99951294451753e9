//! Which destinations serve which hospitals.

use super::*;
use crate::filing::{Doubt, Reason};

fn filed_to(to: &str, treating: &str) -> Outlook {
    Case::new().between("620100", treating).filed(residence(to)).outlook()
}

#[track_caller]
fn serves(to: &str, treating: &str) {
    let outlook = filed_to(to, treating);
    assert!(matches!(outlook, Outlook::Covered { .. }), "{to} for {treating}: {outlook:?}");
}

#[track_caller]
fn leads_elsewhere(to: &str, treating: &str) {
    let Outlook::NotCovered { reasons } = filed_to(to, treating) else { panic!("{to} for {treating}") };
    assert!(matches!(reasons[..], [Reason::OtherDestination { to: told, .. }] if told == place(to)), "{reasons:?}");
}

#[test]
fn five_provinces_are_filed_to_as_a_whole() {
    for (to, treating) in [
        ("110000", "110105"),
        ("110100", "110228"),
        ("120000", "120110"),
        ("310000", "310115"),
        ("500100", "500228"),
        ("460000", "460200"),
        ("460100", "469021"),
    ] {
        serves(to, treating);
    }
    leads_elsewhere("110000", "120101");
}

#[test]
fn everywhere_else_is_filed_to_by_city() {
    serves("140100", "140105");
    serves("140105", "140100");
    leads_elsewhere("140100", "140200");
    leads_elsewhere("440100", "440300");
    leads_elsewhere("320100", "310115");
}

#[test]
fn city_directly_under_a_province_stands_for_itself() {
    serves("429004", "429004");
    leads_elsewhere("429004", "429005");
    let neighbours = Case::new().between("429004", "429005").outlook();
    assert!(matches!(neighbours, Outlook::NotCovered { .. }), "{neighbours:?}");
}

#[test]
fn filing_to_a_province_that_is_filed_to_by_city_is_a_doubt() {
    for (to, treating) in [("440000", "440100"), ("429000", "429004"), ("420000", "429004")] {
        let Outlook::Probably { why, .. } = filed_to(to, treating) else { panic!("{to} for {treating}") };
        assert_eq!(why, [Doubt::WideDestination { to: place(to) }]);
    }
    leads_elsewhere("440000", "450100");
}

#[test]
fn patient_of_the_same_pooling_area_is_local() {
    for (insured, treating) in [("440106", "440100"), ("110228", "110105"), ("460100", "460200"), ("429004", "429004")]
    {
        assert_eq!(Case::new().between(insured, treating).outlook(), Outlook::Local, "{insured} in {treating}");
    }
    for (insured, treating) in [("440300", "440100"), ("140100", "140700"), ("120101", "110101")] {
        assert_ne!(Case::new().between(insured, treating).outlook(), Outlook::Local, "{insured} in {treating}");
    }
}

#[test]
fn filing_that_names_this_hospital_serves() {
    let named = |code| Case::new().filed(at_hospital(residence("440100"), code, "广州一院"));
    assert!(matches!(named("H44010000001").outlook(), Outlook::Covered { .. }));
    assert!(matches!(named(" h44010000001 ").outlook(), Outlook::Covered { .. }));
    let mut local_code = named("0301");
    local_code.institution = Some("0301");
    assert!(matches!(local_code.outlook(), Outlook::Covered { .. }));
}

#[test]
fn filing_that_names_a_hospital_of_this_city_is_a_doubt() {
    let named = |code, name| at_hospital(residence("440100"), code, name);
    let doubt = |case: &Case| match case.outlook() {
        Outlook::Probably { why, .. } => why,
        other => panic!("{other:?}"),
    };
    let hospital = |text: &str| [Doubt::HospitalNamed { hospital: text.into() }];
    assert_eq!(doubt(&Case::new().filed(named("H44010000002", "广州二院"))), hospital("广州二院"));
    assert_eq!(doubt(&Case::new().filed(named("0302", ""))), hospital("0302"), "a code of the province's own");
    assert_eq!(doubt(&Case::new().filed(named("", "广州二院"))), hospital("广州二院"));
    let nameless = Case { institution: None, ..Case::new().filed(named("H44010000001", "广州一院")) };
    assert_eq!(doubt(&nameless), hospital("广州一院"), "we do not know our own code");
    let empty_code = Case { institution: Some(""), ..Case::new().filed(named("", "广州二院")) };
    assert_eq!(doubt(&empty_code), hospital("广州二院"), "two empty codes are not the same hospital");
}

#[test]
fn filing_that_names_a_hospital_elsewhere_leads_there() {
    let case = Case::new().filed(at_hospital(residence("440100"), "H21040000012", "抚顺中心医院"));
    let Outlook::NotCovered { reasons } = case.outlook() else { panic!() };
    assert!(matches!(reasons[..], [Reason::OtherDestination { to, .. }] if to == place("210400")), "{reasons:?}");
}

#[test]
fn hospital_code_of_another_shape_tells_no_division() {
    for code in ["H2104000001", "H210400000123", "P21040000012", "H2104O000012", "H01040000012", "H"] {
        let case = Case::new().filed(at_hospital(residence("440100"), code, "某院"));
        assert!(matches!(case.outlook(), Outlook::Probably { .. }), "{code}");
    }
}

#[test]
fn filing_without_a_destination_is_a_doubt() {
    for institution in [None, Some((" ".to_owned(), String::new()))] {
        let case = Case::new().filed(FilingRow { institution, ..residence("440100") });
        let Outlook::Probably { why, .. } = case.outlook() else { panic!() };
        assert_eq!(why, [Doubt::DestinationNotTold]);
    }
}
