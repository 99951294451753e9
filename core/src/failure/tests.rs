use std::collections::BTreeSet;

use super::*;

#[test]
fn failure_codes_are_unique_and_written_alike() {
    let mut seen = BTreeSet::new();
    for code in Code::all() {
        let text = code.as_str();
        assert!(seen.insert(text), "{text} stands twice");
        assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'_')), "{text}");
        assert_eq!(Code::find(text), Some(code));
    }
    assert!(seen.len() > 100, "{}", seen.len());
    assert_eq!(Code::find("card.eaten"), None);
}

#[test]
fn failure_entries_say_everything_in_both_languages() {
    let chinese = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
    for entry in Code::all().map(Code::entry) {
        for text in [entry.chinese.sentence, entry.chinese.next_step] {
            assert!(text.chars().filter(|&character| chinese(character)).count() >= 5, "{}: {text}", entry.code);
            assert!(text.ends_with(['。', '}']), "{}: {text}", entry.code);
            assert!(!text.contains([',', ';', '?']), "{}: half-width mark in {text}", entry.code);
        }
        for text in [entry.english.sentence, entry.english.next_step] {
            assert!(text.len() >= 9, "{}: {text}", entry.code);
            assert!(!text.chars().any(chinese), "{}: {text}", entry.code);
            assert!(text.ends_with(['.', '}']), "{}: {text}", entry.code);
        }
    }
}

#[test]
fn failure_details_stand_in_both_languages_or_in_none() {
    for entry in Code::all().map(Code::entry) {
        let has = |text: &str| text.contains(DETAIL);
        assert_eq!(has(entry.chinese.sentence), has(entry.english.sentence), "{}", entry.code);
        assert_eq!(has(entry.chinese.next_step), has(entry.english.next_step), "{}", entry.code);
        for words in [entry.chinese, entry.english] {
            for text in [words.sentence, words.next_step] {
                let other = text.replace(DETAIL, "");
                assert!(!other.contains(['{', '}', '|', '<']), "{}: {other}", entry.code);
            }
        }
    }
}

#[test]
fn failure_sentence_carries_the_detail_and_says_when_there_is_none() {
    let entry = Code::from(Bill::TotalDiffers).entry();
    let said = entry.sentence(Language::Chinese, "44671.59 / 44671.58");
    assert_eq!(said, "账单总额与明细合计不等：44671.59 / 44671.58。");
    assert_eq!(entry.sentence(Language::English, ""), "The bill's total is not the sum of its lines: nothing told.");
}

#[test]
fn failure_exit_is_the_one_that_its_kind_documents() {
    for entry in Code::all().map(Code::entry) {
        let group = entry.code.split('.').next().unwrap();
        let expected: &[Exit] = match group {
            "card" | "reader" => &[Exit::Card, Exit::HospitalData, Exit::Usage],
            "printer" => &[Exit::Storage],
            "journal" | "receipt" => &[Exit::Storage, Exit::Usage],
            "network" => &[Exit::NotSent],
            "platform" => &[Exit::Refused, Exit::Waiting, Exit::NotSent, Exit::HospitalData],
            "settlement" => &[Exit::Waiting, Exit::Refused, Exit::Usage, Exit::HospitalData],
            "bill" | "mapping" => &[Exit::HospitalData],
            "usage" | "config" | "desk" | "stay" => &[Exit::Usage],
            "api" => &[Exit::Usage, Exit::HospitalData],
            "internal" => &[Exit::ThisProgram, Exit::Waiting],
            other => panic!("{other} is not a group"),
        };
        assert!(expected.contains(&entry.exit), "{} ends with {:?}", entry.code, entry.exit);
    }
}

#[test]
fn every_exit_code_is_reached_by_some_failure() {
    for exit in Exit::ALL {
        assert!(Code::all().any(|code| code.entry().exit == *exit), "{exit:?}");
    }
    assert_eq!(Exit::ALL.iter().map(|exit| exit.code()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn doubt_by_an_unknown_refusal_is_never_called_a_refusal() {
    use crate::settlement::ask::{Category, Doubt, NotSent, Refusal};
    let refusal = |category| Refusal { category, code: "-1".into(), text: "…".into() };
    let code = Code::from(&Doubt::Refusal(refusal(Category::Unclassified)));
    assert_eq!(code.as_str(), "settlement.in_doubt");
    for category in [Category::AlreadySettled, Category::InProgress, Category::Busy, Category::System] {
        assert_eq!(Code::from(&Doubt::Refusal(refusal(category))).entry().exit, Exit::Waiting, "{category:?}");
    }
    let skew = NotSent::Gateway("签名时间戳超时!".into());
    assert_eq!(Code::from(&skew).as_str(), "platform.clock_skew");
}

#[test]
fn bill_with_several_kinds_of_faults_is_invalid_and_with_one_kind_is_that() {
    use crate::bill::{BillFault, Flaw, Place};
    let fault = |flaw| BillFault { place: Place::default(), flaw };
    let (missing, unknown) = (fault(Flaw::Missing), fault(Flaw::UnknownField));
    assert_eq!(Code::of_bill(&[missing.clone(), unknown]).as_str(), "bill.fields");
    assert_eq!(Code::of_bill(&[missing, fault(Flaw::NoLines)]).as_str(), "bill.invalid");
}

#[test]
fn refusal_of_every_category_has_an_entry_that_shows_the_platforms_words() {
    use crate::settlement::ask::Category;
    let categories = [
        Category::NotFiled,
        Category::FilingExpired,
        Category::AlreadyAdmitted,
        Category::NotAdmitted,
        Category::AlreadyDischarged,
        Category::FeesMissing,
        Category::TotalsDiffer,
        Category::LineAlreadyThere,
        Category::BadLine,
        Category::AlreadySettled,
        Category::UnknownOriginal,
        Category::AlreadyReversed,
        Category::CannotUndo,
        Category::NotDesignated,
        Category::InsuranceSuspended,
        Category::CardNotAccepted,
        Category::NotFound,
        Category::Session,
        Category::Malformed,
        Category::InProgress,
        Category::Busy,
        Category::System,
        Category::Unclassified,
    ];
    let mut seen = BTreeSet::new();
    for category in categories {
        let code = Code::from(category);
        // `NotFiled` is `platform.refused.not_filed`.
        let name = code.as_str().strip_prefix("platform.refused.").unwrap().replace('_', "");
        assert_eq!(name, format!("{category:?}").to_lowercase());
        assert!(seen.insert(code));
        for language in [Language::Chinese, Language::English] {
            assert!(code.entry().sentence(language, "未查询到备案").contains("未查询到备案"), "{code}");
        }
    }
}

#[test]
fn failure_particulars_are_said_in_the_language_of_their_sentence() {
    let (agreed, now) = (crate::money::Yuan::from_cents(1_00), crate::money::Yuan::from_cents(2_00));
    let particulars = [
        Particular::TimedOut,
        Particular::LineBroke,
        Particular::AnswerUnreadable,
        Particular::AnswerNotOurs,
        Particular::EndedUnderWay,
        Particular::NoEvidence,
        Particular::Exhausted,
        Particular::Contradiction,
        Particular::CashChanged { agreed, now },
    ];
    let chinese = |text: &str| text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
    for particular in particulars {
        let detail = Detail::from(particular);
        assert!(chinese(&detail.text(Language::Chinese)), "{particular:?}");
        assert!(!chinese(&detail.text(Language::English)), "{particular:?}");
        assert!(!detail.is_empty());
    }
    assert!(Detail::from(" ").is_empty());
}
