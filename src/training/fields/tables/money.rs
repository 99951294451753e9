//! Fees, settlement, reversal, reconciliation, and the queries about them.
//! Field, type and need as the Jiangxi edition has them; what only the Hunan edition knows is allowed.

use super::{
    super::{
        Field,
        Kind::{Amount, Date, DateTime, Digits, Extension, Text},
        Node, Shape,
    },
    away, may, must,
};

pub(super) const T2301: &[Node] = &[Node { name: "feedetail", shape: Shape::Many, fields: FEEDETAIL_2301 }];

pub(super) const T2302: &[Node] = &[Node { name: "data", shape: Shape::Either, fields: DATA_2302 }];

pub(super) const T2303: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2303 }];

pub(super) const T2304: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2304 }];

pub(super) const T2305: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2305 }];

pub(super) const T2601: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2601 }];

pub(super) const T5203: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5203 }];

pub(super) const T3201: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_3201 }];

pub(super) const T3202: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_3202 }];

/// The document gives the keys of 5204 only in words: person, settlement, visit, all required.
pub(super) const T5204: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5203 }];

const FEEDETAIL_2301: &[Field] = &[
    must("feedetl_sn", Digits(30)),
    may("init_feedetl_sn", Text(30)),
    must("mdtrt_id", Text(30)),
    may("drord_no", Text(30)),
    must("psn_no", Text(30)),
    must("med_type", Text(6)),
    must("fee_ocur_time", DateTime),
    must("med_list_codg", Text(50)),
    must("medins_list_codg", Text(150)),
    must("det_item_fee_sumamt", Amount(16, 2)),
    must("cnt", Amount(16, 4)),
    must("pric", Amount(16, 6)),
    must("bilg_dept_codg", Text(30)),
    must("bilg_dept_name", Text(100)),
    must("bilg_dr_codg", Text(30)),
    must("bilg_dr_name", Text(50)),
    may("acord_dept_codg", Text(30)),
    may("acord_dept_name", Text(100)),
    may("orders_dr_code", Text(30)),
    may("orders_dr_name", Text(50)),
    may("hosp_appr_flag", Text(3)),
    may("tcmdrug_used_way", Text(6)),
    may("etip_flag", Text(3)),
    may("etip_hosp_code", Text(30)),
    may("dscg_tkdrug_flag", Text(3)),
    may("matn_fee_flag", Text(6)),
    may("memo", Text(500)),
    may("comb_no", Text(3)),
    may("exp_content", Extension(4000)),
];

const DATA_2302: &[Field] = &[
    must("feedetl_sn", Text(30)),
    must("mdtrt_id", Text(30)),
    must("psn_no", Text(30)),
    may("exp_content", Extension(4000)),
];

const DATA_2303: &[Field] = &[
    must("psn_no", Text(30)),
    must("mdtrt_cert_type", Text(3)),
    may("mdtrt_cert_no", Text(50)),
    may("card_sn", Text(32)),
    away("psn_cert_type", Text(3)),
    away("certno", Text(20)),
    away("psn_type", Text(3)),
    away("psn_name", Text(20)),
    must("medfee_sumamt", Amount(16, 2)),
    must("psn_setlway", Text(6)),
    must("mdtrt_id", Text(30)),
    may("acct_used_flag", Text(1)),
    must("insutype", Text(6)),
    must("mid_setl_flag", Text(3)),
    may("fulamt_ownpay_amt", Amount(16, 2)),
    may("overlmt_selfpay", Amount(16, 2)),
    may("preselfpay_amt", Amount(16, 2)),
    may("inscp_scp_amt", Amount(16, 2)),
    may("dscgTime", Date),
    may("insuplc_admdvs", Text(6)),
    may("mdtrtarea_admvs", Text(6)),
    may("exp_content", Extension(4000)),
    may("invono", Text(20)),
];

const DATA_2304: &[Field] = &[
    must("psn_no", Text(30)),
    must("mdtrt_cert_type", Text(3)),
    may("mdtrt_cert_no", Text(50)),
    may("card_sn", Text(32)),
    away("psn_cert_type", Text(3)),
    away("certno", Text(20)),
    away("psn_type", Text(3)),
    away("psn_name", Text(20)),
    must("medfee_sumamt", Amount(16, 2)),
    must("psn_setlway", Text(6)),
    must("mdtrt_id", Text(30)),
    must("insutype", Text(6)),
    must("acct_used_flag", Text(1)),
    may("insuplc_admdvs", Text(6)),
    may("mdtrtarea_admvs", Text(6)),
    may("invono", Text(20)),
    must("mid_setl_flag", Text(3)),
    may("fulamt_ownpay_amt", Amount(16, 2)),
    may("overlmt_selfpay", Amount(16, 2)),
    may("preselfpay_amt", Amount(16, 2)),
    may("inscp_scp_amt", Amount(16, 2)),
    may("dscgTime", Date),
    may("exp_content", Extension(4000)),
];

const DATA_2305: &[Field] = &[
    must("mdtrt_id", Text(30)),
    must("setl_id", Text(30)),
    must("psn_no", Text(30)),
    may("exp_content", Extension(4000)),
];

const DATA_2601: &[Field] = &[must("psn_no", Text(30)), must("omsgid", Text(30)), must("oinfno", Text(4))];

const DATA_5203: &[Field] = &[must("psn_no", Text(30)), may("setl_id", Text(30)), must("mdtrt_id", Text(30))];

const DATA_3201: &[Field] = &[
    must("insutype", Text(6)),
    must("clr_type", Text(6)),
    must("setl_optins", Text(6)),
    must("stmt_begndate", Date),
    must("stmt_enddate", Date),
    must("medfee_sumamt", Amount(16, 2)),
    must("fund_pay_sumamt", Amount(16, 2)),
    must("acct_pay", Amount(16, 2)),
    must("fixmedins_setl_cnt", Amount(10, 0)),
    may("refd_setl_flag", Text(6)),
    may("fixmedins_refd_setl_flag", Text(6)),
];

const DATA_3202: &[Field] = &[
    must("setl_optins", Text(6)),
    must("file_qury_no", Text(30)),
    must("stmt_begndate", Date),
    must("stmt_enddate", Date),
    must("medfee_sumamt", Amount(16, 2)),
    must("fund_pay_sumamt", Amount(16, 2)),
    must("cash_payamt", Amount(16, 2)),
    must("fixmedins_setl_cnt", Amount(10, 0)),
    may("clr_type", Text(6)),
    may("refd_setl_flag", Text(3)),
    may("fixmedins_refd_setl_flag", Text(6)),
];
