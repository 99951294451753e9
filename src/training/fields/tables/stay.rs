//! Admission, its change, discharge, their undoing, and the queries about a visit.
//! Field, type and need as the Jiangxi edition has them; what only the Hunan edition knows is allowed.

use super::{
    super::{
        Field,
        Kind::{Amount, Date, DateTime, Extension, Text},
        Node, Shape,
    },
    away, may, must,
};

pub(super) const T2401: &[Node] = &[
    Node { name: "mdtrtinfo", shape: Shape::Single, fields: MDTRTINFO_2401 },
    Node { name: "diseinfo", shape: Shape::Many, fields: DISEINFO_2401 },
];

pub(super) const T2403: &[Node] = &[
    Node { name: "adminfo", shape: Shape::Single, fields: ADMINFO_2403 },
    Node { name: "diseinfo", shape: Shape::Many, fields: DISEINFO_2403 },
];

pub(super) const T2404: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2404 }];

pub(super) const T2402: &[Node] = &[
    Node { name: "dscginfo", shape: Shape::Single, fields: DSCGINFO_2402 },
    Node { name: "diseinfo", shape: Shape::Many, fields: DISEINFO_2402 },
];

pub(super) const T2405: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2405 }];

pub(super) const T5201: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5201 }];

pub(super) const T5202: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5202 }];

pub(super) const T5303: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5303 }];

const MDTRTINFO_2401: &[Field] = &[
    must("psn_no", Text(30)),
    must("insutype", Text(6)),
    may("coner_name", Text(50)),
    may("tel", Text(50)),
    must("begntime", DateTime),
    must("mdtrt_cert_type", Text(3)),
    may("mdtrt_cert_no", Text(50)),
    may("card_sn", Text(32)),
    may("cert_type", Text(3)),
    away("certno", Text(20)),
    must("med_type", Text(6)),
    must("ipt_no", Text(30)),
    may("medrcdno", Text(30)),
    must("atddr_no", Text(30)),
    must("chfpdr_name", Text(50)),
    must("adm_diag_dscr", Text(200)),
    must("adm_dept_codg", Text(30)),
    must("adm_dept_name", Text(100)),
    must("adm_bed", Text(30)),
    must("dscg_maindiag_code", Text(20)),
    must("dscg_maindiag_name", Text(300)),
    may("main_cond_dscr", Text(1000)),
    may("dise_codg", Text(30)),
    may("dise_name", Text(500)),
    may("oprn_oprt_code", Text(30)),
    may("oprn_oprt_name", Text(500)),
    may("fpsc_no", Text(50)),
    may("matn_type", Text(6)),
    may("birctrl_type", Text(6)),
    may("latechb_flag", Text(3)),
    may("geso_val", Amount(2, 0)),
    may("fetts", Amount(3, 0)),
    may("fetus_cnt", Amount(3, 0)),
    may("pret_flag", Text(3)),
    may("birctrl_matn_date", Date),
    may("dise_type_code", Text(6)),
    may("exp_content", Extension(4000)),
    may("insuplc_admdvs", Text(6)),
    may("mdtrtarea_admvs", Text(6)),
    away("psn_cert_type", Text(3)),
    away("psn_type", Text(3)),
    away("psn_name", Text(20)),
];

const DISEINFO_2401: &[Field] = &[
    must("psn_no", Text(30)),
    must("diag_type", Text(3)),
    must("maindiag_flag", Text(3)),
    must("diag_srt_no", Amount(2, 0)),
    must("diag_code", Text(20)),
    must("diag_name", Text(100)),
    may("adm_cond", Text(500)),
    must("diag_dept", Text(50)),
    must("dise_dor_no", Text(30)),
    must("dise_dor_name", Text(50)),
    must("diag_time", DateTime),
];

const ADMINFO_2403: &[Field] = &[
    must("mdtrt_id", Text(30)),
    must("psn_no", Text(30)),
    may("coner_name", Text(50)),
    may("tel", Text(50)),
    must("begntime", DateTime),
    may("endtime", DateTime),
    must("mdtrt_cert_type", Text(3)),
    must("med_type", Text(6)),
    must("ipt_otp_no", Text(30)),
    may("medrcdno", Text(30)),
    must("atddr_no", Text(30)),
    must("chfpdr_name", Text(50)),
    must("adm_diag_dscr", Text(200)),
    must("adm_dept_codg", Text(30)),
    must("adm_dept_name", Text(100)),
    must("adm_bed", Text(30)),
    must("dscg_maindiag_code", Text(20)),
    must("dscg_maindiag_name", Text(300)),
    may("main_cond_dscr", Text(1000)),
    may("dise_codg", Text(30)),
    may("dise_name", Text(500)),
    may("oprn_oprt_code", Text(30)),
    may("oprn_oprt_name", Text(500)),
    may("fpsc_no", Text(50)),
    may("matn_type", Text(6)),
    may("birctrl_type", Text(6)),
    may("latechb_flag", Text(3)),
    may("geso_val", Amount(2, 0)),
    may("fetts", Amount(3, 0)),
    may("fetus_cnt", Amount(3, 0)),
    may("pret_flag", Text(3)),
    may("birctrl_matn_date", Date),
    may("dise_type_code", Text(6)),
    may("exp_content", Extension(4000)),
    may("ttp_pay_prop", Amount(5, 4)),
];

const DISEINFO_2403: &[Field] = &[
    must("mdtrt_id", Text(30)),
    must("psn_no", Text(30)),
    must("diag_type", Text(3)),
    must("maindiag_flag", Text(3)),
    must("diag_srt_no", Amount(2, 0)),
    must("diag_code", Text(20)),
    must("diag_name", Text(100)),
    may("adm_cond", Text(500)),
    must("diag_dept", Text(50)),
    must("dise_dor_no", Text(30)),
    must("dise_dor_name", Text(50)),
    must("diag_time", DateTime),
];

const DATA_2404: &[Field] =
    &[must("mdtrt_id", Text(30)), must("psn_no", Text(30)), may("exp_content", Extension(4000))];

const DSCGINFO_2402: &[Field] = &[
    must("mdtrt_id", Text(30)),
    must("psn_no", Text(30)),
    must("insutype", Text(6)),
    must("endtime", DateTime),
    may("dise_codg", Text(30)),
    may("dise_name", Text(500)),
    may("oprn_oprt_code", Text(30)),
    may("oprn_oprt_name", Text(500)),
    may("fpsc_no", Text(50)),
    may("matn_type", Text(6)),
    may("birctrl_type", Text(6)),
    may("latechb_flag", Text(3)),
    may("geso_val", Amount(2, 0)),
    may("fetts", Amount(3, 0)),
    may("fetus_cnt", Amount(3, 0)),
    may("pret_flag", Text(3)),
    may("birctrl_matn_date", Date),
    may("cop_flag", Text(3)),
    must("dscg_dept_codg", Text(30)),
    must("dscg_dept_name", Text(100)),
    may("dscg_bed", Text(30)),
    must("dscg_way", Text(3)),
    may("die_date", Date),
    may("exp_content", Extension(4000)),
];

const DISEINFO_2402: &[Field] = &[
    must("mdtrt_id", Text(30)),
    must("psn_no", Text(30)),
    must("diag_type", Text(3)),
    must("maindiag_flag", Text(3)),
    must("diag_srt_no", Amount(2, 0)),
    must("diag_code", Text(20)),
    must("diag_name", Text(100)),
    must("diag_dept", Text(50)),
    must("dise_dor_no", Text(30)),
    must("dise_dor_name", Text(50)),
    must("diag_time", DateTime),
];

const DATA_2405: &[Field] =
    &[must("mdtrt_id", Text(30)), must("psn_no", Text(30)), may("exp_content", Extension(4000))];

const DATA_5201: &[Field] = &[
    must("psn_no", Text(30)),
    must("begntime", DateTime),
    must("endtime", DateTime),
    must("med_type", Text(6)),
    may("mdtrt_id", Text(30)),
];

const DATA_5202: &[Field] = &[must("mdtrt_id", Text(30)), must("psn_no", Text(30))];

const DATA_5303: &[Field] = &[may("psn_no", Text(30)), must("begntime", DateTime), must("endtime", DateTime)];
