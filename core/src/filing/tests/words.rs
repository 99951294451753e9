//! What is read out at the window.

use super::*;
use crate::failure::Language::{Chinese, English};
use crate::filing::{NotAsked, Purpose, Reason};

fn told(case: &Case) -> (String, String) {
    let outlook = case.outlook();
    (outlook.sentence(Chinese), outlook.remedy(Chinese))
}

#[test]
fn man_of_the_opening_story_is_told_what_he_needed() {
    let resettled = FilingRow {
        begins_on: day("2016-03-01"),
        ..with_memo(residence("210400"), "异地安置退休；已登记，未办理联网手续")
    };
    let (sentence, remedy) = told(&Case::new().between("210100", "440100").filed(resettled.clone()));
    assert_eq!(sentence, "异地安置退休备案（自2016-03-01起）的就医地为210400，不包括本院所在地。");
    assert!(remedy.contains("变更就医地") && remedy.contains("手工报销"), "{remedy}");
    let at_fushun = Case::new().between("210100", "210400").filed(resettled);
    let (sentence, remedy) = told(&at_fushun);
    assert_eq!(sentence, "异地安置退休备案已于2016-03-01登记（就医地210400），但一直未办理联网手续。");
    assert!(remedy.contains("全额结算") && remedy.contains("办完联网手续"), "{remedy}");
    let english = at_fushun.outlook();
    assert_eq!(
        format!("{} {}", english.sentence(English), english.remedy(English)),
        "Filed (resettled retiree) to 210400 on 2016-03-01; networking was never done. Pay in full now and claim at \
         the insured place, or have its agency finish networking, check again and settle."
    );
}

#[test]
fn covered_patient_is_told_since_when_and_until_when() {
    let sentence = told(&Case::new().filed(residence("440100"))).0;
    assert_eq!(sentence, "异地安置（居住）备案已生效：自2021-03-01起，长期有效。");
    let sentence = told(&Case::new().filed(referral("2026-10-26", "2027-04-25"))).0;
    assert_eq!(sentence, "异地转诊备案已生效：自2026-10-26起，有效期至2027-04-25。");
    assert_eq!(told(&Case::new().emergency()).0, "患者于2026-11-09急诊入院，视同已备案。");
}

#[test]
fn reasons_are_told_up_to_three_and_remedies_once() {
    let mut case = Case::new().insured(InsuranceStatus::Paused);
    for year in 2020..2026 {
        case = case.filed(referral(&format!("{year}-01-01"), &format!("{year}-06-30")));
    }
    let (sentence, remedy) = told(&case);
    assert_eq!(
        sentence,
        "参保状态为暂停参保。异地转诊备案已过期，有效期至2025-06-30。异地转诊备案已过期，有效期至2024-06-30。"
    );
    assert_eq!(remedy.matches("续办备案").count(), 1, "{remedy}");
}

#[test]
fn what_could_not_be_asked_is_told_beside_what_was_found() {
    let case = Case::new().not_asked(FilingKind::Referred, "平台超时").filed(residence("210400"));
    let sentence = told(&case).0;
    assert!(sentence.starts_with("没能查到异地转诊备案：平台超时。异地安置（居住）备案"), "{sentence}");
}

#[test]
fn words_of_others_are_cut_short_and_kept_on_one_line() {
    let why = Some(format!("第一行\n第二行{}", "长".repeat(500)));
    let sentence = NotAsked { kind: FilingKind::Residence, why }.sentence(Chinese);
    assert!(sentence.chars().count() < 80 && !sentence.contains('\n'), "{sentence}");
}

#[test]
fn every_reason_has_words_of_its_own_in_both_languages() {
    let filed_as = Purpose::Referred;
    let (to, since) = (place("210400"), day("2016-03-01"));
    let reasons = [
        Reason::InsurancePaused { since: None },
        Reason::InsuranceEnded { status: "4".into() },
        Reason::NotNetworked { filed_as, to: None, since },
        Reason::Pending { filed_as },
        Reason::NotYetBegun { filed_as, begins_on: since },
        Reason::Expired { filed_as, ended_on: since },
        Reason::Rejected { filed_as },
        Reason::Withdrawn { filed_as },
        Reason::OtherDestination { to, filed_as, since },
        Reason::NoFiling,
    ];
    for language in [Chinese, English] {
        let mut sentences: Vec<_> = reasons.iter().map(|reason| reason.sentence(language)).collect();
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), reasons.len());
        for reason in &reasons {
            for text in [reason.sentence(language), reason.remedy(language)] {
                let end = if language == Chinese { '。' } else { '.' };
                assert!(text.ends_with(end), "{text}");
                assert!(!text.contains("  "), "{text}");
                assert_eq!(text.is_ascii(), language == English, "{text}");
            }
        }
    }
}
