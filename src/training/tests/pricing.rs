//! The worked case, and the identities of a settlement over random bills.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::desk::{Desk, LI_STAY, Stay, WANG_STAY, WORKED, ZHANG_STAY, lines, number, settlement};
use crate::training::{
    amount,
    catalogue::Parts,
    pricing::{Terms, price},
    world::World,
};

fn money(info: &Value, field: &str) -> Decimal {
    amount::read(&info[field]).unwrap_or_else(|| panic!("{field} is no amount: {}", info[field]))
}

fn tokens(info: &Value, fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| info[*field].to_string()).collect()
}

#[test]
fn worked_case_comes_out_to_the_cent() {
    let mut desk = Desk::ready(|_| {});
    let info = desk.settle()["setlinfo"].clone();
    let fields = ["medfee_sumamt", "fund_pay_sumamt", "psn_part_amt", "hosp_part_amt", "hifp_pay", "hifob_pay"];
    assert_eq!(tokens(&info, &fields), ["44671.59", "38158.60", "6512.99", "0.00", "36531.00", "1627.60"]);
    assert_eq!(money(&info, "acct_pay") + money(&info, "psn_cash_pay"), Decimal::new(651_299, 2));
}

#[test]
fn worked_case_does_not_depend_on_how_the_lines_are_cut() {
    let mut desk = Desk::new();
    let cut = [
        ("ZF120100014", "80", "15.00", "1200.00"),
        ("XE080500021", "1", "2085.59", "2085.59"),
        ("XY080500011", "1", "5000.00", "5000.00"),
        ("XY080500014", "40", "86.00", "3440.00"),
        ("XY210200002", "1", "420.00", "420.00"),
        ("XJ331505012", "11", "2860.00", "31460.00"),
        ("XJ250301001", "213.2", "5.00", "1066.00"),
    ];
    desk.ask("2301", "430100", json!({ "feedetail": lines(LI_STAY.psn_no, LI_STAY.mdtrt_id, &cut) }));
    let info = desk.ask("2303", "430100", json!({ "data": settlement(&LI_STAY, "44671.59") }))["setlinfo"].clone();
    assert_eq!(tokens(&info, &["inscp_scp_amt", "fund_pay_sumamt"]), ["42000.00", "38158.60"]);
}

#[test]
fn account_kept_by_the_patient_makes_all_of_the_share_cash() {
    let mut desk = Desk::ready(|_| {});
    let mut row = settlement(&LI_STAY, "44671.59");
    row.insert("acct_used_flag".into(), json!("0"));
    let info = desk.ask("2303", "430100", json!({ "data": row }))["setlinfo"].clone();
    assert_eq!(tokens(&info, &["acct_pay", "psn_cash_pay", "balc"]), ["0.00", "6512.99", "3120.45"]);
}

#[test]
fn referral_to_another_province_is_cut_by_ten_points() {
    let mut desk = Desk::new();
    desk.ask("2301", "140100", json!({ "feedetail": lines(WANG_STAY.psn_no, WANG_STAY.mdtrt_id, &[("XJ331507005", "5", "6240.00", "31200.00")]) }));
    let info = desk.ask("2303", "140100", json!({ "data": settlement(&WANG_STAY, "31200.00") }))["setlinfo"].clone();
    // (31 200 - 1 000) x (0.86 - 0.10)
    assert_eq!(tokens(&info, &["hifp_pay", "psn_part_amt"]), ["22952.00", "8248.00"]);
}

#[test]
fn hospital_share_and_serious_illness_insurance_make_four_payers() {
    let mut desk = Desk::new();
    desk.ask("2301", "610100", json!({ "feedetail": lines(ZHANG_STAY.psn_no, ZHANG_STAY.mdtrt_id, &[("XJ331507005", "10", "6240.00", "62400.00")]) }));
    let info = desk.ask("2303", "610100", json!({ "data": settlement(&ZHANG_STAY, "62400.00") }))["setlinfo"].clone();
    // pool 61 600 x 0.65 = 40 040; left 21 560; (21 560 - 10 000) x 0.60 = 6 936; left 14 624; x 0.02 = 292.48
    let fields = ["hifp_pay", "hifmi_pay", "hosp_part_amt", "psn_part_amt"];
    assert_eq!(tokens(&info, &fields), ["40040.00", "6936.00", "292.48", "15131.52"]);
}

#[test]
fn interim_settlement_takes_the_deductible_once() {
    let mut desk = Desk::new();
    let item = ("XJ331507005", "1", "6240.00", "6240.00");
    desk.ask("2301", "430100", json!({ "feedetail": lines(LI_STAY.psn_no, LI_STAY.mdtrt_id, &[item]) }));
    let mut interim = settlement(&LI_STAY, "6240.00");
    interim.insert("mid_setl_flag".into(), json!("1"));
    let first = desk.ask("2304", "430100", json!({ "data": interim }))["setlinfo"].clone();
    let second = super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, 2, item);
    desk.ask("2301", "430100", json!({ "feedetail": [second] }));
    desk.discharge(&LI_STAY);
    let last = desk.ask("2304", "430100", json!({ "data": settlement(&LI_STAY, "6240.00") }))["setlinfo"].clone();
    assert_eq!(tokens(&first, &["act_pay_dedc"]), ["1400.00"]);
    assert_eq!(tokens(&last, &["act_pay_dedc", "medfee_sumamt"]), ["0.00", "6240.00"]);
}

/// I1 to I7 of the settlement's arithmetic.
fn check_identities(stay: &Stay, output: &Value, total: Decimal) -> Result<(), TestCaseError> {
    let info = &output["setlinfo"];
    let sum = |fields: &[&str]| fields.iter().map(|field| money(info, field)).sum::<Decimal>();
    let fund = money(info, "fund_pay_sumamt");
    prop_assert_eq!(total, money(info, "medfee_sumamt"));
    prop_assert_eq!(total, sum(&["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"]), "I1");
    prop_assert_eq!(total, fund + sum(&["psn_part_amt", "hosp_part_amt"]), "I2");
    prop_assert_eq!(money(info, "psn_part_amt"), sum(&["acct_pay", "psn_cash_pay"]), "I3");
    prop_assert!(money(info, "acct_mulaid_pay") <= money(info, "acct_pay"), "I4");
    let buckets = ["hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay"];
    prop_assert_eq!(fund, sum(&buckets), "I5");
    let details = output["setldetail"].as_array().expect("rows");
    let is_fund = |row: &&Value| {
        let kind = row["fund_pay_type"].as_str().expect("kind");
        !kind.starts_with("3102") && !kind.starts_with("9999")
    };
    let of_funds: Decimal = details.iter().filter(is_fund).map(|row| money(row, "fund_payamt")).sum();
    prop_assert_eq!(fund, of_funds, "I6");
    prop_assert!(money(info, "act_pay_dedc") <= money(info, "inscp_scp_amt").max(Decimal::ZERO), "I7");
    for field in ["psn_part_amt", "acct_pay", "psn_cash_pay", "hosp_part_amt", "fund_pay_sumamt"] {
        prop_assert!(money(info, field) >= Decimal::ZERO, "{} of {} is negative", field, stay.psn_no);
    }
    Ok(())
}

const CODES: [&str; 8] = [
    "XJ331507005",
    "XJ090100021",
    "XY090300018",
    "XY080500011",
    "XE080500022",
    "XE080300005",
    "XY090300031",
    "ZF110200009",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn identities_hold_for_every_bill(
        bill in prop::collection::vec((0..CODES.len(), 1..4_000_u32, 1..2_000_000_u32), 1..40),
        who in 0..3_usize,
        account in any::<bool>(),
    ) {
        let stay = [LI_STAY, WANG_STAY, ZHANG_STAY][who].clone();
        let mut desk = Desk::new();
        let mut total = Decimal::ZERO;
        let mut rows = Vec::new();
        for (index, (code, count, price)) in bill.iter().enumerate() {
            let (count, price) = (Decimal::new(i64::from(*count), 2), Decimal::new(i64::from(*price), 4));
            let charged = amount::round_cents(count * price);
            total += charged;
            let item = (CODES[*code], count.to_string(), price.to_string(), charged.to_string());
            rows.push(super::desk::line(stay.psn_no, stay.mdtrt_id, index + 1, (item.0, &item.1, &item.2, &item.3)));
        }
        desk.ask("2301", stay.insured, json!({ "feedetail": rows }));
        desk.discharge(&stay);
        let mut row = settlement(&stay, "0");
        row.insert("medfee_sumamt".into(), number(&total.to_string()));
        row.insert("acct_used_flag".into(), json!(if account { "1" } else { "0" }));
        let shown = desk.ask("2303", stay.insured, json!({ "data": row.clone() }));
        check_identities(&stay, &shown, total)?;
        let settled = desk.ask("2304", stay.insured, json!({ "data": row }));
        check_identities(&stay, &settled, total)?;
        let cancel = json!({ "data": { "mdtrt_id": stay.mdtrt_id, "psn_no": stay.psn_no, "setl_id": settled["setlinfo"]["setl_id"] } });
        let cancelled = desk.ask("2305", stay.insured, cancel);
        for field in ["medfee_sumamt", "fund_pay_sumamt", "psn_part_amt", "acct_pay", "psn_cash_pay", "inscp_scp_amt"] {
            prop_assert_eq!(money(&cancelled["setlinfo"], field), -money(&settled["setlinfo"], field));
        }
    }
}

#[test]
fn refunds_of_single_pieces_never_make_a_share_negative() {
    let mut desk = Desk::new();
    let first = super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, 1, ("XJ090100021", "3", "0.333333", "1.00"));
    let refunds = (2..5).map(|sn| {
        let mut row =
            super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, sn, ("XJ090100021", "-1", "0.333333", "-0.33"));
        row["init_feedetl_sn"] = json!("1");
        row
    });
    let rows: Vec<Value> = std::iter::once(first).chain(refunds).collect();
    desk.ask("2301", "430100", json!({ "feedetail": rows }));
    let info = desk.ask("2303", "430100", json!({ "data": settlement(&LI_STAY, "0.01") }))["setlinfo"].clone();
    assert_eq!(tokens(&info, &["medfee_sumamt", "fund_pay_sumamt", "psn_part_amt"]), ["0.01", "0.00", "0.01"]);
}

#[test]
fn worked_lines_add_up() {
    let total: Decimal = WORKED.iter().map(|line| amount::parse(line.3).expect("amount")).sum();
    assert_eq!(total, Decimal::new(4_467_159, 2));
}

#[test]
fn halves_of_a_cent_go_away_from_zero_on_both_sides() {
    let mut desk = Desk::new();
    // 5 % of 0.10 is half a cent; banker's rounding would make it nothing.
    let charge = super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, 1, ("XY090300018", "2", "0.10", "0.20"));
    let mut refund = super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, 2, ("XY090300018", "-1", "0.10", "-0.10"));
    refund["init_feedetl_sn"] = json!("1");
    let small = super::desk::line(LI_STAY.psn_no, LI_STAY.mdtrt_id, 3, ("XY090300018", "1", "0.10", "0.10"));
    let output = desk.ask("2301", "430100", json!({ "feedetail": [charge, refund, small] }));
    let first: Vec<String> = (0..3).map(|index| output["result"][index]["preselfpay_amt"].to_string()).collect();
    assert_eq!(first, ["0.01", "-0.01", "0.01"]);
}

#[test]
fn amount_in_scope_that_rounding_lifted_above_the_total_costs_the_patient_nothing() {
    let world = World::training().expect("fixtures");
    let insurance = &world.person(LI_STAY.psn_no).expect("her").insurance[0];
    let policy = world.policy(insurance).expect("policy");
    let cent = Decimal::new(1, 2);
    // What is left of 2 x 0.10 at 5 % after both pieces were refunded one by one.
    let parts = Parts { paid_first: -cent, in_scope: cent, ..Parts::default() };
    let split = price(
        parts,
        &Terms {
            policy,
            cut: Decimal::ZERO,
            deductible_taken: policy.deductible,
            civil_servant: false,
            medical_aid: false,
            account: cent,
        },
    );
    assert_eq!((split.fund_total(), split.account, split.cash), (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO));
}
