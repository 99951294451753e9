//! One bill for each kind of fault: a sound bill with a few words replaced, and what Yijie says to it.

use jiff::civil::date;
use yijie_core::bill::Bill;
use yijie_core::failure::Language;
use yijie_core::split::PaymentWay::{Cash, WeChat};

use super::items::{ASPIRIN, BED, CEFOPERAZONE};
use super::sheet::{Sheet, Stay};
use super::{Fault, layout};

/// Name and bytes of each.
pub fn all() -> Result<Vec<(&'static str, Vec<u8>)>, Fault> {
    let sound = sound()?;
    let mut bills = Vec::new();
    for (name, changes) in CHANGES {
        let mut text = sound.clone();
        for (from, to) in *changes {
            if !text.contains(from) {
                return Err(format!("{name}: {from} is not in the bill").into());
            }
            text = text.replacen(from, to, 1);
        }
        bills.push((*name, text.into_bytes()));
    }
    let half = sound.len() / 2 - 1;
    bills.push(("not-json-truncated", sound.bytes().take(half).collect()));
    bills.push(("not-json-empty", Vec::new()));
    // 李秀兰 as a hospital system that writes GBK would have it.
    bills.push(("not-utf8-gbk", replaced(sound.as_bytes(), "李秀兰".as_bytes(), b"\xC0\xEE\xD0\xE3\xC0\xBC")));
    Ok(bills)
}

/// What Yijie says: for each fault its code, the sentence in English and in Chinese.
pub fn expected(bill: &[u8]) -> String {
    let faults = Bill::parse(bill).err().unwrap_or_default();
    let said = |fault: &yijie_core::bill::BillFault| {
        let (english, chinese) = (fault.sentence(Language::English), fault.sentence(Language::Chinese));
        format!("{}\n  {english}\n  {chinese}\n", fault.code())
    };
    faults.iter().map(said).collect()
}

/// Three charges and a refund: lines[0] a bed, [1] tablets, [2] vials, [3] a tablet back.
fn sound() -> Result<String, Fault> {
    let mut sheet = Sheet::of(Stay {
        no: "ZY2026110001",
        name: "李秀兰",
        citizen_id: "430102195803124623",
        admitted_at: date(2026, 11, 2).at(9, 12, 0, 0),
        discharged_at: date(2026, 11, 20).at(10, 30, 0, 0),
        department: ("0301", "骨科"),
        bed: "12-03",
        doctor: ("D4401000301", "林涛"),
        diagnoses: &[("S72.000", "股骨颈骨折"), ("E11.900", "2型糖尿病")],
    });
    sheet.charge(2, BED, "18")?;
    let tablets = sheet.charge(3, ASPIRIN, "3")?;
    sheet.charge(4, CEFOPERAZONE, "6")?;
    sheet.refund(5, &tablets, "-1", "-0.33")?;
    layout::text(&sheet.bill(&[(2, Cash, "500.00"), (3, WeChat, "600.00")])?)
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = text.windows(from.len()).position(|window| window == from).unwrap_or(text.len());
    [&text[..at], to, text.get(at + from.len()..).unwrap_or_default()].concat()
}

type Change = (&'static str, &'static str);

const CHANGES: &[(&str, &[Change])] = &[
    ("not-an-object", &[("{\n  \"schema\"", "[{\n  \"schema\""), ("1312.27\n}", "1312.27\n}]")]),
    ("schema-unknown", &[("yijie.bill/1", "yijie.bill/9")]),
    ("field-missing", &[("\"citizen_id\":\"430102195803124623\",", "")]),
    ("field-unknown", &[("\"discharged_at\"", "\"dischraged_at\"")]),
    ("field-twice", &[("\"amount\":1080.00", "\"amount\":1080.00,\"amount\":108.00"), ("1312.27", "340.27")]),
    (
        "field-of-another-kind",
        &[("\"main\":true", "\"main\":\"yes\""), ("\"no\":\"260001000001\"", "\"no\":260001000001")],
    ),
    ("list-is-not-one", &[("\"deposits\": [", "\"deposits\": {}, \"invoice_no\": \"1\", \"unused\": [")]),
    ("choice-unknown", &[("\"way\":\"ordered\"", "\"way\":\"walked\""), ("\"we_chat\"", "\"cheque\"")]),
    ("text-empty", &[("\"name\":\"骨科\"", "\"name\":\" \"")]),
    ("text-too-long", &[("\"bed\":\"12-03\"", "\"bed\":\"1234567890123456789012345678901\"")]),
    ("text-garbled", &[("股骨颈骨折", "股骨\\u0007骨折")]),
    ("identifier-garbled", &[("\"stay_no\": \"ZY2026110001\"", "\"stay_no\": \"住院 1\"")]),
    ("price-with-seven-places", &[("\"price\":0.333333", "\"price\":0.3333333")]),
    ("amount-with-three-places", &[("\"amount\":231.60", "\"amount\":231.605")]),
    ("amount-not-a-number", &[("\"total\": 1312.27", "\"total\": \"1,312.27\"")]),
    ("amount-too-large", &[("\"count\":18.0000", "\"count\":18e15")]),
    ("time-with-offset", &[("2026-11-20T10:30:00", "2026-11-20T10:30:00Z")]),
    ("date-impossible", &[("2026-11-20T10:30:00", "2026-11-31T10:30:00")]),
    ("total-differs", &[("1312.27", "1312.28")]),
    ("total-negative", &[("\"total\": 1312.27", "\"total\": -1312.27")]),
    ("no-lines", &[("\"lines\": [", "\"lines\": [], \"unused\": [")]),
    ("line-number-with-letters", &[("\"no\":\"260001000001\"", "\"no\":\"XM0001\"")]),
    ("line-number-zero", &[("\"no\":\"260001000001\"", "\"no\":\"000\"")]),
    ("line-number-too-long", &[("\"no\":\"260001000001\"", "\"no\":\"1234567890123456\"")]),
    ("line-number-twice", &[("\"no\":\"260001000003\"", "\"no\":\"260001000001\"")]),
    ("refund-of-nothing", &[("\"refund_of\":\"260001000002\",", "")]),
    ("refund-of-unknown-line", &[("\"refund_of\":\"260001000002\"", "\"refund_of\":\"260001000099\"")]),
    ("refund-of-refund", &[("\"no\":\"260001000003\"", "\"no\":\"260001000003\",\"refund_of\":\"260001000004\"")]),
    (
        "refund-not-negative",
        &[("\"count\":-1.0000,\"amount\":-0.33", "\"count\":1.0000,\"amount\":0.33"), ("1312.27", "1312.93")],
    ),
    ("refund-price-differs", &[("\"price\":0.333333,\"count\":-1", "\"price\":0.330000,\"count\":-1")]),
    ("refund-count-exceeded", &[("\"count\":-1.0000", "\"count\":-3.0001")]),
    ("refund-amount-exceeded", &[("\"amount\":-0.33", "\"amount\":-1.01"), ("1312.27", "1311.59")]),
    ("signs-differ", &[("\"amount\":231.60", "\"amount\":-231.60"), ("1312.27", "849.07")]),
    ("price-negative", &[("\"price\":60.000000", "\"price\":-60.000000")]),
    ("discharge-before-admission", &[("2026-11-20T10:30:00", "2026-11-01T10:30:00")]),
    ("death-outside-stay", &[("\"bed\":\"12-03\"", "\"bed\":\"12-03\",\"died_on\":\"2026-11-21\"")]),
    ("no-main-diagnosis", &[("\"main\":true", "\"main\":false")]),
    ("two-main-diagnoses", &[("\"main\":false", "\"main\":true")]),
    ("deposit-of-nothing", &[("\"amount\":500.00", "\"amount\":0.00")]),
    ("deposit-receipt-twice", &[("YJ202611000102", "YJ202611000101")]),
    (
        "many-at-once",
        &[
            ("\"total\": 1312.27", "\"total\": 1312.00"),
            ("\"price\":0.333333", "\"price\":0.3333333"),
            ("\"refund_of\":\"260001000002\"", "\"refund_of\":\"260001000003\""),
            ("\"main\":true", "\"main\":false"),
            ("2026-11-20T10:30:00", "2026-11-01T10:30:00"),
            ("\"tel", "\"tle"),
            ("\"amount\":600.00", "\"amount\":-600.00"),
        ],
    ),
];
