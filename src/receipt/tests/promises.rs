//! What holds for every paper, whatever is printed on it.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;
use yijie_core::split::MoneyMove;

use super::*;

/// Columns as a printer in Chinese mode gives them, counted here on its own.
fn columns(line: &str) -> usize {
    line.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}

fn too_wide(text: &str, paper: Paper) -> Option<&str> {
    text.lines().find(|line| columns(line) > paper.columns() || line.width_cjk() > paper.columns())
}

fn amount() -> BoxedStrategy<Yuan> {
    prop_oneof![
        1 => Just(0),
        3 => -9_999_999_999_i64..=9_999_999_999,
        1 => Just(-9_999_999_999_999_999),
    ]
    .prop_map(Yuan::from_cents)
    .boxed()
}

prop_compose! {
    /// Any figures at all, most of which do not add up.
    fn any_statement()(
        amounts in prop::array::uniform12(amount()),
        funds in prop::collection::vec((0_usize..8, amount()), 0..8),
        given in any::<bool>(),
    ) -> Statement {
        let all = [Fund::Pooled, Fund::CivilServant, Fund::LargeAmount, Fund::SeriousIllness,
            Fund::Enterprise, Fund::MedicalAid, Fund::Disabled, Fund::Other];
        let [total, own_pay, over_limit, pre_self_pay, in_scope, fund_total, personal_account, mutual_aid, cash,
            hospital_share, deductible, part] = amounts;
        Statement {
            total,
            charged: Charged { own_pay, over_limit, pre_self_pay, in_scope },
            funds: funds.into_iter().map(|(at, amount)| FundShare { fund: all[at], amount }).collect(),
            fund_total, personal_account, mutual_aid, cash, hospital_share,
            personal_given: given.then_some(part),
            deductible: given.then_some(deductible),
            account_left: Some(part),
            details: Vec::new(),
        }
    }
}

prop_compose! {
    /// Figures that add up, of a settlement or of its cancel; the personal share is left out in some.
    fn sound_statement()(
        parts in prop::array::uniform5(0_i64..9_999_999), other in 0_i64..9_999_999, share in 0_i64..9_999_999,
        cancel in any::<bool>(), given in any::<bool>(),
    ) -> Statement {
        let yuan = |cents: i64| Yuan::from_cents(if cancel { -cents } else { cents });
        let [pooled, aid, account, cash, hospital] = parts;
        let total = parts.iter().sum::<i64>();
        let (own_pay, over_limit) = (share.min(total), other.min(total - share.min(total)));
        Statement {
            total: yuan(total),
            charged: Charged {
                own_pay: yuan(own_pay),
                over_limit: yuan(over_limit),
                pre_self_pay: Yuan::ZERO,
                in_scope: yuan(total - own_pay - over_limit),
            },
            funds: vec![
                FundShare { fund: Fund::Pooled, amount: yuan(pooled) },
                FundShare { fund: Fund::MedicalAid, amount: yuan(aid) },
            ],
            fund_total: yuan(pooled + aid),
            personal_account: yuan(account),
            mutual_aid: Yuan::ZERO,
            cash: yuan(cash),
            personal_given: given.then_some(yuan(account + cash)),
            hospital_share: yuan(hospital),
            deductible: None,
            account_left: None,
            details: Vec::new(),
        }
    }
}

/// Names that are hard to set: rare, long, Latin, mixed, with marks that turn or join text.
fn name() -> BoxedStrategy<String> {
    prop_oneof!["[䶮㛃𬭎囍堃𠅤𣗋·]{1,50}", "[A-Za-z]{1,50}", "[A-Za-z䶮𬭎· .,-]{1,48}", "\\PC{1,50}"]
        .prop_filter("a name", |text| PersonName::parse(text).is_ok())
        .boxed()
}

// Boxed: the value trees of so many fields would fill a test thread's stack.
fn statement() -> BoxedStrategy<Statement> {
    any_statement().boxed()
}

fn receipt() -> BoxedStrategy<Receipt> {
    any_receipt().boxed()
}

prop_compose! {
    fn any_receipt()(
        name in name(), hospital_name in name(), place in name(), operator in name(),
        statement in statement(), presettlement in prop::option::of(statement()),
        due in amount(), deposits in prop::collection::vec((1_i64..=9_999_999_999, "[!-~]{0,40}"), 0..4),
        id in "[!-~]{1,30}", insurance in "[0-9]{3,6}",
        mark in prop_oneof![Just(Mark::Original), any::<u32>().prop_map(Mark::Copy), Just(Mark::Void)],
        cancelled in any::<bool>(), training in any::<bool>(),
    ) -> Receipt {
        let deposits: Vec<Deposit> = deposits.into_iter().map(|(cents, receipt_no)| Deposit {
            receipt_no, amount: Yuan::from_cents(cents), ..deposit("1", 10, PaymentWay::Transfer)
        }).collect();
        let settlement = SettlementId::parse(&id).unwrap();
        let one = worked();
        Receipt {
            hospital: Hospital { name: hospital_name, ..one.hospital },
            stay_no: StayNo::parse(&id).unwrap(),
            patient: Patient { name: PersonName::parse(&name).unwrap(), ..one.patient },
            insured_place: Place { name: Some(place), ..one.insured_place },
            insurance,
            act: if cancelled { Act::Cancelled { of: settlement.clone() } } else { Act::Settled },
            settlement, statement, presettlement, operator, mark,
            balance: Some(Balance::of(due, &deposits)),
            realm: if training { Realm::Training } else { Realm::Real },
            ..one
        }
    }
}

proptest! {
    #[test]
    fn receipt_line_is_never_wider_than_its_paper(receipt in receipt()) {
        for paper in PAPERS {
            let text = render(&receipt, paper);
            prop_assert_eq!(too_wide(&text, paper), None, "{:?}\n{}", paper, text);
        }
    }

    #[test]
    fn slip_line_is_never_wider_than_its_paper(
        name in name(), telephone in "[!-~]{0,60}", total in amount(), presettlement in prop::option::of(statement()),
    ) {
        let one = in_doubt();
        let patient = Patient { name: PersonName::parse(&name).unwrap(), ..one.patient.clone() };
        let slip = Slip { patient, total, presettlement, telephone, ..one };
        for paper in PAPERS {
            let text = render_slip(&slip, paper);
            prop_assert_eq!(too_wide(&text, paper), None, "{:?}\n{}", paper, text);
        }
    }

    #[test]
    fn no_text_reaches_the_paper_as_a_command(receipt in receipt(), word in any::<String>()) {
        let hospital = Hospital { name: word.clone(), ..receipt.hospital };
        let place = Place { name: Some(word.clone()), ..receipt.insured_place };
        let receipt = Receipt { hospital, insured_place: place, operator: word.clone(), insurance: word, ..receipt };
        for paper in PAPERS {
            let text = render(&receipt, paper);
            prop_assert!(!text.chars().any(|character| character.is_control() && character != '\n'), "{:?}", text);
            prop_assert_eq!(too_wide(&text, paper), None);
        }
    }

    #[test]
    fn every_figure_of_the_split_stands_whole_on_its_paper(receipt in receipt()) {
        let statement = &receipt.statement;
        let charged = &statement.charged;
        for paper in PAPERS {
            let text = render(&receipt, paper);
            let words: Vec<&str> = text.split_whitespace().collect();
            for figure in [statement.total, statement.fund_total, statement.personal_account, statement.cash,
                charged.own_pay, charged.over_limit, charged.pre_self_pay, charged.in_scope] {
                prop_assert!(words.contains(&figure.to_string().as_str()), "{} in\n{}", figure, text);
            }
            for share in statement.funds.iter().filter(|share| !share.amount.is_zero()) {
                prop_assert!(words.contains(&share.amount.to_string().as_str()), "{:?} in\n{}", share, text);
            }
        }
    }

    #[test]
    fn statement_is_flagged_exactly_when_it_does_not_add_up(
        statement in sound_statement(), figure in 0_usize..9, off in prop_oneof![Just(0_i64), Just(1), Just(-1)],
    ) {
        let mut statement = statement;
        let figures = [
            &mut statement.total, &mut statement.charged.own_pay, &mut statement.charged.in_scope,
            &mut statement.funds[0].amount, &mut statement.fund_total, &mut statement.personal_account,
            &mut statement.cash, &mut statement.hospital_share, &mut statement.charged.over_limit,
        ];
        for (at, amount) in figures.into_iter().enumerate() {
            if at == figure {
                *amount = *amount + Yuan::from_cents(off);
            }
        }
        let text = render(&Receipt { statement, ..worked() }, Paper::A5);
        prop_assert_eq!(text.contains("平台数字待核"), off != 0);
    }

    #[test]
    fn training_paper_says_so_in_first_and_last_line_and_real_paper_nowhere(receipt in receipt()) {
        for paper in PAPERS {
            let text = render(&Receipt { realm: Realm::Training, ..receipt.clone() }, paper);
            prop_assert!(text.lines().next().unwrap().contains("【训练】"));
            prop_assert!(text.lines().last().unwrap().contains("【训练】"));
            let text = render(&Receipt { realm: Realm::Real, ..receipt.clone() }, paper);
            prop_assert!(!text.contains("训练"));
        }
    }
}

#[test]
fn sound_worked_case_carries_no_flag() {
    let text = render(&worked(), Paper::Mm58);
    for flag in ["待核", "与预结算不同", "训练", "作废", "补打"] {
        assert!(!text.contains(flag), "{flag}");
    }
}

#[test]
fn cash_that_misses_a_personal_share_which_fits_the_total_is_flagged() {
    let mut receipt = worked();
    // Funds and the given personal share come to the total; funds, account and cash do not.
    receipt.statement.cash = yuan("5312.98");
    assert!(render(&receipt, Paper::Mm80).contains("平台数字待核"));
}

#[test]
fn due_that_is_not_the_cash_share_is_flagged() {
    let balance = Balance::of(yuan("5312.98"), &[]);
    let text = render(&Receipt { balance: Some(balance), ..worked() }, Paper::Mm58);
    assert!(text.replace('\n', "").contains("应付现金与平台所给个人现金不一致"));
}

#[test]
fn pre_settlement_is_printed_only_where_it_differs() {
    let mut receipt = worked();
    let shown = receipt.presettlement.as_mut().unwrap();
    shown.account_left = None;
    assert!(!render(&receipt, Paper::Mm80).contains("与预结算不同"));
    receipt.presettlement.as_mut().unwrap().cash = yuan("5000.00");
    let text = render(&receipt, Paper::Mm80);
    assert!(text.contains("与预结算不同") && text.contains("5000.00"));
}

#[test]
fn void_and_copy_ask_nobody_for_money() {
    let void = render(&Receipt { mark: Mark::Void, ..worked() }, Paper::Mm58);
    assert!(!void.contains("应退患者") && !void.contains("退微信"));
    assert!(void.matches("【作废】").count() == 2);
    let copy = render(&Receipt { mark: Mark::Copy(1), ..worked() }, Paper::Mm58);
    assert!(copy.contains("补打件不作退款、收款凭据"));
}

#[test]
fn each_refund_stands_with_its_way_and_its_deposit() {
    let receipt = worked();
    let text = render(&receipt, Paper::Mm58);
    for movement in &receipt.balance.unwrap().moves {
        let MoneyMove::Refund { receipt_no, amount, .. } = movement else { panic!("deposits are above what is due") };
        let line = text.lines().find(|line| line.contains(receipt_no)).unwrap();
        assert!(line.ends_with(&amount.to_string()), "{line}");
    }
}

#[test]
fn citizen_number_is_masked_and_name_is_not() {
    for text in PAPERS.map(|paper| render(&worked(), paper) + &render_slip(&in_doubt(), paper)) {
        assert!(text.contains("李秀兰"));
        assert!(text.contains("**************002X"));
        assert!(!text.contains("19540312"));
    }
}

#[test]
fn receipt_and_slip_in_debug_name_nobody() {
    let shown = format!("{:?}{:?}", worked(), in_doubt());
    assert!(!shown.contains("李秀兰") && !shown.contains("43010219540312002X"));
}

#[test]
fn slip_says_in_its_first_line_that_it_is_no_settlement() {
    for paper in PAPERS {
        for (realm, standing) in [(Realm::Real, Standing::Waiting), (Realm::Training, in_doubt().standing)] {
            let text = render_slip(&Slip { standing, realm, ..in_doubt() }, paper);
            for line in [text.lines().next().unwrap(), text.lines().last().unwrap()] {
                assert!(line.contains("【非结算凭证】"), "{line}");
                assert_eq!(line.contains("【训练】"), realm == Realm::Training);
            }
        }
    }
}

#[test]
fn slip_in_doubt_forbids_the_manual_claim_and_gives_the_telephone() {
    let text = render_slip(&in_doubt(), Paper::A5);
    assert!(text.contains("请勿办理手工报销") && text.contains("020-81048888"));
}

#[test]
fn unknown_insurance_stands_as_its_code() {
    let text = render(&Receipt { insurance: "39905".into(), ..worked() }, Paper::Mm58);
    assert!(text.lines().any(|line| line.starts_with("险种") && line.ends_with("39905")));
}
