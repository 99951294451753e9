//! Whatever the platform tells, there is an answer, and *covered* is never said without ground.

use proptest::prelude::*;

use super::*;
use crate::failure::Language;
use crate::filing::{Basis, EmergencyRule, LateFiling, SameDay};

fn any_day() -> impl Strategy<Value = Date> {
    prop_oneof![
        8 => (-20_i64..20).prop_map(|days| day("2026-11-09").saturating_add(jiff::Span::new().days(days))),
        1 => Just(Date::MIN),
        1 => Just(Date::MAX),
    ]
}

fn any_place() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["440100", "440106", "440300", "440000", "110000", "110105", "429004", "429005", "460200"])
}

fn any_institution() -> impl Strategy<Value = Option<(String, String)>> {
    let code = prop_oneof![
        4 => any_place().prop_map(str::to_owned),
        2 => any_place().prop_map(|place| format!("H{place}00001")),
        1 => "\\PC{0,14}",
    ];
    prop::option::weighted(0.9, (code, "\\PC{0,60}"))
}

fn any_memo() -> impl Strategy<Value = Option<String>> {
    let word = prop::sample::select(vec![
        "异地转诊",
        "；",
        "待审核",
        "未",
        "审核通过",
        "驳回",
        "已撤销",
        "未联网",
        "长期居住",
    ]);
    prop::option::of(prop_oneof![
        4 => prop::collection::vec(word, 0..4).prop_map(|words| words.concat()),
        1 => "\\PC{0,40}",
    ])
}

fn any_kind() -> impl Strategy<Value = FilingKind> {
    prop::sample::select(FilingKind::ALL.to_vec())
}

fn any_row(kind: FilingKind) -> impl Strategy<Value = FilingRow> {
    let insurance = prop::option::of(prop::sample::select(vec!["310", "390", ""]));
    (insurance, any_day(), prop::option::of(any_day()), any_institution(), any_memo()).prop_map(
        move |(insurance, begins_on, ends_on, institution, memo)| FilingRow {
            kind,
            insurance: insurance.map(str::to_owned),
            begins_on,
            ends_on,
            institution,
            memo,
        },
    )
}

fn any_asked() -> impl Strategy<Value = Asked> {
    any_kind().prop_flat_map(|kind| {
        let rows = prop::collection::vec(any_row(kind), 0..4);
        prop_oneof![6 => rows.prop_map(Ok), 1 => "\\PC{0,60}".prop_map(Err)]
            .prop_map(move |answer| Asked { kind, answer })
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let same_day = prop::sample::select(vec![SameDay::Counts, SameDay::TooLate]);
    let emergency = prop::sample::select(vec![EmergencyRule::DeemedFiled, EmergencyRule::MustBeFiled]);
    let late_filing = prop::sample::select(vec![LateFiling::Honoured, LateFiling::NotHonoured]);
    (same_day, emergency, late_filing).prop_map(|(same_day, emergency, late_filing)| Rules {
        same_day,
        emergency,
        late_filing,
        ..Rules::NATIONAL
    })
}

fn any_stay() -> impl Strategy<Value = Option<Stay>> {
    let way = prop::sample::select(vec![AdmissionWay::Ordinary, AdmissionWay::Emergency, AdmissionWay::Transfer]);
    prop::option::weighted(0.8, (any_day(), way).prop_map(|(admitted_on, way)| Stay { admitted_on, way }))
}

prop_compose! {
    fn any_case()(
        status in prop::sample::select(vec![
            InsuranceStatus::InForce, InsuranceStatus::NotTold, InsuranceStatus::Paused,
            InsuranceStatus::Ended("4".into()),
        ]),
        insured in any_place(),
        treating in any_place(),
        institution in prop::option::of(Just("H44010000001")),
        filings in prop::collection::vec(any_asked(), 0..6),
        stay in any_stay(),
        today in any_day(),
        rules in any_rules(),
    ) -> Case {
        Case { institution, filings, stay, today, rules, ..Case::new().between(insured, treating).insured(status) }
    }
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} in {}", self.insurance, self.treating_place)?;
        write!(f, " ({:?}), {:?}, {}, {:?}: {:#?}", self.institution, self.stay, self.today, self.rules, self.filings)
    }
}

/// The two places are one pooling area: said again in other words than the room's.
fn same_area(one: DivisionCode, other: DivisionCode) -> bool {
    let (one, other) = (one.to_string(), other.to_string());
    match &one[..2] {
        "11" | "12" | "31" | "46" | "50" => other.starts_with(&one[..2]),
        _ if one[2..].starts_with("90") => one == other,
        _ => other.starts_with(&one[..4]),
    }
}

/// A row that may carry *covered*: leads here, is in force on the day, and no word against it.
fn carries(row: &FilingRow, case: &Case) -> bool {
    let day = case.stay.map_or(case.today, |stay| stay.admitted_on);
    let leads_here = row.institution.as_ref().is_some_and(|(code, _)| {
        let code = code.trim();
        DivisionCode::parse(code).is_ok_and(|to| same_area(to, case.treating_place)) || Some(code) == case.institution
    });
    let memo = row.memo.as_deref().unwrap_or_default();
    let words_against = ["待审核", "驳回", "已撤销", "未联网"];
    let spoken_against = words_against.iter().any(|word| memo.contains(word)) && !memo.contains("审核通过");
    leads_here && row.begins_on <= day && row.ends_on.is_none_or(|last| last >= day) && !spoken_against
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn covered_is_never_said_without_a_row_or_an_emergency(case in any_case()) {
        let outlook = case.outlook();
        let in_force = matches!(case.insurance.status, InsuranceStatus::InForce | InsuranceStatus::NotTold);
        match &outlook {
            Outlook::Local => {
                prop_assert!(in_force && same_area(case.insurance.insured_place, case.treating_place));
            }
            Outlook::Covered { by: Basis::DeemedFiled, .. } => {
                prop_assert!(in_force && case.stay.is_some_and(|stay| stay.way == AdmissionWay::Emergency));
                prop_assert_eq!(case.rules.emergency, EmergencyRule::DeemedFiled);
            }
            Outlook::Covered { by: Basis::Filing(filed), since, until } => {
                let mut rows = case.filings.iter().filter_map(|asked| asked.answer.as_ref().ok()).flatten();
                let found = rows.any(|row| {
                    (row.kind, row.begins_on, row.ends_on) == (filed.kind, *since, *until) && carries(row, &case)
                });
                prop_assert!(in_force && found, "{:?}", outlook);
            }
            Outlook::Probably { why, .. } => prop_assert!(in_force && !why.is_empty()),
            Outlook::NotCovered { reasons } => prop_assert!(!reasons.is_empty()),
            Outlook::Unknown { could_not_ask, .. } => prop_assert!(in_force && !could_not_ask.is_empty()),
        }
    }

    #[test]
    fn every_outlook_has_a_sentence_and_a_remedy(case in any_case()) {
        let outlook = case.outlook();
        for language in [Language::Chinese, Language::English] {
            prop_assert!(!outlook.sentence(language).is_empty() && !outlook.remedy(language).is_empty());
            prop_assert!(!outlook.sentence(language).chars().any(char::is_control));
        }
    }

    #[test]
    fn order_of_the_answers_changes_no_verdict(mut case in any_case()) {
        let forward = case.outlook();
        case.filings.reverse();
        for asked in &mut case.filings {
            if let Ok(rows) = &mut asked.answer {
                rows.reverse();
            }
        }
        let backward = case.outlook();
        prop_assert_eq!(std::mem::discriminant(&forward), std::mem::discriminant(&backward));
        if let (Outlook::Covered { by: one, .. }, Outlook::Covered { by: other, .. }) = (&forward, &backward) {
            prop_assert_eq!(one.cut(), other.cut());
        }
    }
}
