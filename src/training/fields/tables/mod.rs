//! The tables, as data. A field's line is its name, its type with its length, and whether it must be there.

mod files;
mod identity;
mod money;
mod stay;

use super::{
    Field, Kind,
    Kind::{DateTime, Text},
    Need, Node,
};

/// The nodes of a transaction; none for one that the training platform doesn't know.
pub(in super::super) fn nodes(infno: &str) -> Option<&'static [Node]> {
    Some(match infno {
        "1101" => identity::T1101,
        "2001" => identity::T2001,
        "2301" => money::T2301,
        "2302" => money::T2302,
        "2303" => money::T2303,
        "2304" => money::T2304,
        "2305" => money::T2305,
        "2401" => stay::T2401,
        "2402" => stay::T2402,
        "2403" => stay::T2403,
        "2404" => stay::T2404,
        "2405" => stay::T2405,
        "2601" => money::T2601,
        "3201" => money::T3201,
        "3202" => money::T3202,
        "5201" => stay::T5201,
        "5202" => stay::T5202,
        "5203" => money::T5203,
        "5204" => money::T5204,
        "5302" => identity::T5302,
        "5303" => stay::T5303,
        "9001" => identity::T9001,
        "9002" => identity::T9002,
        "9101" => files::T9101,
        "9102" => files::T9102,
        _ => return None,
    })
}

/// The envelope without `input`. The last lines are what provinces add.
pub(in super::super) const ENVELOPE: &[Field] = &[
    must("infno", Text(4)),
    must("msgid", Text(30)),
    must("mdtrtarea_admvs", Text(6)),
    may("insuplc_admdvs", Text(6)),
    must("recer_sys_code", Text(10)),
    may("dev_no", Text(100)),
    may("dev_safe_info", Text(2000)),
    may("cainfo", Text(1024)),
    may("signtype", Text(10)),
    must("infver", Text(6)),
    must("opter_type", Text(3)),
    must("opter", Text(30)),
    must("opter_name", Text(50)),
    must("inf_time", DateTime),
    must("fixmedins_code", Text(12)),
    must("fixmedins_name", Text(20)),
    may("sign_no", Text(30)),
    may("fixmedins_soft_fcty", Text(100)),
    may("enc_type", Text(10)),
    may("encType", Text(10)),
    may("app_id", Text(50)),
    may("serv_code", Text(50)),
    may("serv_sign", Text(1024)),
];

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Always }
}

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Never }
}

const fn away(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, need: Need::Away }
}
