//! The fixtures: consistent in themselves, and true to the rules they state.

use std::collections::BTreeSet;

use crate::training::{Faults, Settings, catalogue::Class, people::FilingKind, world::World};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

fn world() -> World {
    World::training().expect("fixtures")
}

#[test]
fn citizen_numbers_have_their_check_digit_birthday_and_gender() {
    for person in world().people() {
        let citizen = person.citizen.reveal();
        let digits: Vec<u32> = citizen.chars().take(17).map(|digit| digit.to_digit(10).expect("digit")).collect();
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let check = "10X98765432".chars().nth(usize::try_from(sum % 11).expect("small")).expect("digit");
        assert_eq!(citizen.chars().last(), Some(check), "{}", person.psn_no);
        assert_eq!(citizen[6..14], person.born.strftime("%Y%m%d").to_string(), "{}", person.psn_no);
        assert_eq!(person.gender == "1", digits[16] % 2 == 1, "{}", person.psn_no);
    }
}

#[test]
fn people_and_codes_are_distinct() {
    let world = world();
    let unique = |values: Vec<&str>| values.len() == values.iter().collect::<BTreeSet<_>>().len();
    assert!(unique(world.people().iter().map(|person| person.psn_no.as_str()).collect()));
    assert!(unique(world.people().iter().map(|person| person.citizen.reveal()).collect()));
    assert!(unique(world.people().iter().filter_map(|person| Some(person.card.as_ref()?.reveal())).collect()));
    let text = include_str!("../../../fixtures/training/catalogue.toml");
    let codes: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("code = ")).collect();
    assert!(codes.len() >= 40 && unique(codes));
}

#[test]
fn every_person_has_a_policy_and_every_visit_its_person() {
    let world = world();
    for person in world.people() {
        for row in person.insurance.iter().filter(|row| matches!(row.insutype.as_str(), "310" | "390")) {
            assert!(world.policy(row).is_ok(), "{}", person.psn_no);
        }
    }
    for visit in &world.earlier_visits {
        assert!(world.person(&visit.psn_no).is_some() && world.institution(&visit.institution).is_some());
    }
}

#[test]
fn every_kind_of_filing_has_its_person() {
    let world = world();
    for kind in [
        FilingKind::RetiredResettled,
        FilingKind::LongTermResident,
        FilingKind::PostedForWork,
        FilingKind::Referred,
        FilingKind::SelfDirected,
    ] {
        let found = world.people().iter().flat_map(|person| &person.filings).any(|filing| filing.kind == kind);
        assert!(found, "nobody filed as {kind:?}");
    }
}

#[test]
fn code_prefix_says_the_class() {
    let world = world();
    let text = include_str!("../../../fixtures/training/catalogue.toml");
    for code in text.lines().filter_map(|line| line.strip_prefix("code = ")) {
        let item = world.catalogue.item(code.trim_matches('"')).expect("listed");
        let capped = item.limit() < rust_decimal::Decimal::from(999_999);
        match &item.code[..2] {
            "XJ" => assert!(item.class == Class::InScope && item.preself.is_zero() && !capped, "{code}"),
            "XY" => assert!(item.class == Class::PartlyPaidFirst && !item.preself.is_zero() && !capped, "{code}"),
            "XE" => assert!(capped, "{code}"),
            "ZF" => assert!(item.class == Class::SelfPaid, "{code}"),
            other => panic!("{other} is no class"),
        }
    }
}

#[test]
fn people_print_masked() {
    let world = world();
    let printed = format!("{:?}", world.people());
    for person in world.people() {
        assert!(!printed.contains(person.name.reveal()) && !printed.contains(person.citizen.reveal()));
        assert!(person.card.as_ref().is_none_or(|card| !printed.contains(card.reveal())));
    }
}

#[test]
fn files_of_faults_and_switches_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/training");
    let texts = |name: &str| {
        let entries = std::fs::read_dir(folder.join(name)).expect("folder");
        entries.map(|entry| std::fs::read_to_string(entry.expect("entry").path()).expect("text")).collect::<Vec<_>>()
    };
    let (faults, settings) = (texts("faults"), texts("settings"));
    assert!(faults.len() >= 5 && settings.len() >= 3);
    for text in faults {
        Faults::from_toml(&text).expect("faults");
    }
    for text in settings {
        Settings::from_toml(&text).expect("settings");
    }
}
