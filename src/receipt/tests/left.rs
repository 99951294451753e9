//! Slips of patients who left, notices and hand-overs: whole papers on every width.

use insta::assert_snapshot;
use yijie_core::settlement::{Circumstance, Way};

use super::*;

const WAYS: [Way; 3] = [Way::DepositKept, Way::PaidInFull, Way::SelfPaid];

fn leaving(way: Way) -> LeavingSlip {
    LeavingSlip {
        hospital: hospital(),
        stay_no: StayNo::parse("ZY2026110087").unwrap(),
        patient: patient(),
        way,
        in_doubt: (way != Way::SelfPaid).then(message),
        total: yuan("44671.59"),
        deposited: yuan("8000.00"),
        paid: if way == Way::DepositKept { Yuan::ZERO } else { yuan("36671.59") },
        presettlement: Some(worked_statement()),
        claim: Claim {
            insured_place: Some(worked().insured_place),
            insurance: Some("310".into()),
            admitted_on: date(2026, 11, 10),
            discharged_on: date(2026, 11, 22),
        },
        telephone: "020-81048888".into(),
        left_at: date(2026, 11, 22).at(15, 40, 0, 0),
        by: "王芳".into(),
        again: None,
        realm: Realm::Real,
    }
}

fn notice(paid: &str, circumstances: Vec<Circumstance>) -> Notice {
    let paid = deposit(paid, 22, PaymentWay::BankCard);
    Notice {
        hospital: hospital(),
        stay_no: StayNo::parse("ZY2026110087").unwrap(),
        patient: patient(),
        way: Way::PaidInFull,
        circumstances,
        balance: Balance::of(yuan("5312.99"), &[paid]),
        settlement: worked().settlement,
        settled_at: date(2026, 11, 23).at(8, 12, 0, 0),
        telephone: "020-81048888".into(),
        realm: Realm::Real,
    }
}

fn hand_over() -> HandOver {
    let stay = |no: &str, patient: &str, total: &str, way, says: &str| OpenStay {
        stay_no: StayNo::parse(no).unwrap(),
        patient: patient.into(),
        total: Some(yuan(total)),
        way,
        since: Some(date(2026, 11, 22).at(15, 30, 14, 0)),
        says: says.into(),
    };
    HandOver {
        hospital: hospital(),
        from: "王芳".into(),
        to: "赵敏".into(),
        at: date(2026, 11, 22).at(17, 30, 0, 0),
        open: vec![
            stay(
                "ZY2026110087",
                "李**",
                "44671.59",
                Some(Way::DepositKept),
                "正在查明，请勿再次结算。程序自动继续，下次 15:31:14。",
            ),
            stay("ZY2026110090", "王**", "1280.00", None, "需要您处理：平台上有一笔本程序没有办过的结算。"),
        ],
        warnings: vec!["待办队列快到上限：2 / 2 笔。".into()],
        realm: Realm::Real,
    }
}

#[test]
fn slips_of_the_three_ways_on_58_mm() {
    for way in WAYS {
        assert_snapshot!(format!("leaving_{way:?}_58"), render_leaving(&leaving(way), Paper::Mm58));
    }
}

#[test]
fn slips_of_the_three_ways_on_80_mm() {
    for way in WAYS {
        assert_snapshot!(format!("leaving_{way:?}_80"), render_leaving(&leaving(way), Paper::Mm80));
    }
}

#[test]
fn slips_of_the_three_ways_on_a5_in_training() {
    for way in WAYS {
        let slip = LeavingSlip { realm: Realm::Training, presettlement: None, ..leaving(way) };
        assert_snapshot!(format!("leaving_{way:?}_a5_training"), render_leaving(&slip, Paper::A5));
    }
}

#[test]
fn notice_of_a_refund_and_of_what_is_due() {
    assert_snapshot!(render_notice(&notice("44671.59", Vec::new()), Paper::Mm58));
    let owing = notice("2000.00", vec![Circumstance::Died, Circumstance::LeftOwing]);
    assert_snapshot!(render_notice(&owing, Paper::A5));
}

#[test]
fn hand_over_lists_every_open_stay_with_masked_names() {
    assert_snapshot!(render_hand_over(&hand_over(), Paper::Mm80));
    assert_snapshot!(render_hand_over(&HandOver { open: Vec::new(), ..hand_over() }, Paper::Mm58));
}

#[test]
fn every_paper_says_in_its_first_line_that_it_is_no_settlement_and_fits() {
    for paper in PAPERS {
        for realm in [Realm::Real, Realm::Training] {
            for way in WAYS {
                let text = render_leaving(&LeavingSlip { realm, ..leaving(way) }, paper);
                assert!(text.lines().next().unwrap().contains("【非"), "{text}");
                fits(&text, paper, realm);
            }
            let text = render_notice(&Notice { realm, ..notice("44671.59", Vec::new()) }, paper);
            assert!(text.lines().next().unwrap().contains("不是结算单"), "{text}");
            fits(&text, paper, realm);
        }
    }
}

#[test]
fn only_the_self_paid_slip_sends_the_patient_to_claim_at_home() {
    for way in WAYS {
        let text = render_leaving(&leaving(way), Paper::A5).replace('\n', "");
        assert_eq!(text.contains("申请手工报销"), way == Way::SelfPaid);
        assert_eq!(text.contains("请勿自行手工报销"), way != Way::SelfPaid);
    }
}

fn fits(text: &str, paper: Paper, realm: Realm) {
    let wide = |line: &&str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() > paper.columns();
    assert_eq!(text.lines().find(wide), None, "{text}");
    for line in [text.lines().next(), text.lines().last()] {
        assert_eq!(line.unwrap().contains("训练"), realm == Realm::Training);
    }
}
