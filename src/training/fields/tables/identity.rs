//! Sign-in, person, benefit and filing look-up.
//! Field, type and need as the Jiangxi edition has them; what only the Hunan edition knows is allowed.

use super::{
    super::{
        Field,
        Kind::{DateTime, Extension, Text},
        Node, Shape,
    },
    away, may, must,
};

pub(super) const T9001: &[Node] = &[Node { name: "signIn", shape: Shape::Single, fields: SIGNIN_9001 }];

pub(super) const T9002: &[Node] = &[Node { name: "signOut", shape: Shape::Single, fields: SIGNOUT_9002 }];

pub(super) const T1101: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_1101 }];

pub(super) const T2001: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_2001 }];

pub(super) const T5302: &[Node] = &[Node { name: "data", shape: Shape::Single, fields: DATA_5302 }];

const SIGNIN_9001: &[Field] = &[must("opter_no", Text(20)), must("mac", Text(20)), must("ip", Text(20))];

const SIGNOUT_9002: &[Field] = &[must("sign_no", Text(30)), must("opter_no", Text(20))];

const DATA_1101: &[Field] = &[
    must("mdtrt_cert_type", Text(3)),
    must("mdtrt_cert_no", Text(50)),
    may("card_sn", Text(32)),
    may("begntime", DateTime),
    away("psn_cert_type", Text(6)),
    away("certno", Text(50)),
    away("psn_name", Text(50)),
];

const DATA_2001: &[Field] = &[
    must("psn_no", Text(30)),
    must("insutype", Text(6)),
    must("fixmedins_code", Text(12)),
    must("med_type", Text(6)),
    must("begntime", DateTime),
    may("endtime", DateTime),
    may("dise_codg", Text(30)),
    may("dise_name", Text(500)),
    may("oprn_oprt_code", Text(30)),
    may("oprn_oprt_name", Text(500)),
    may("matn_type", Text(6)),
    may("birctrl_type", Text(6)),
    may("exp_content", Extension(4000)),
];

const DATA_5302: &[Field] = &[must("psn_no", Text(30)), must("biz_appy_type", Text(3))];
