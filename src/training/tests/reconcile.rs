//! 9101, 3202, 9102: what only the centre has, what only the institution has, and what differs.

use std::io::{Cursor, Read, Write};

use serde_json::{Value, json};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::desk::{Desk, LI, LI_VISIT, number, request};
use crate::training::settings::{ResultColumns, Settings, StatementCodes};

const SETTLED: (&str, &str, &str) = ("44671.59", "38158.60", "3120.45");

fn packed(text: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("rows.txt", SimpleFileOptions::default()).expect("file");
    archive.write_all(text.as_bytes()).expect("text");
    archive.finish().expect("archive").into_inner()
}

fn line(setl_id: &str, (medical, fund, account): (&str, &str, &str), flag: &str) -> String {
    format!("{setl_id}\t{LI_VISIT}\t{LI}\t{medical}\t{fund}\t{account}\t{flag}\n")
}

fn upload(desk: &mut Desk, bytes: &[u8]) -> Value {
    let node = json!({ "in": bytes, "filename": "rows.zip", "fixmedins_code": desk.institution.clone() });
    desk.ask("9101", "", json!({ "fsUploadIn": node }))["file_qury_no"].clone()
}

fn comparison(file: &Value, count: usize, medical: &str, fund: &str) -> Value {
    json!({ "data": {
        "setl_optins": "440100", "clr_type": "21", "file_qury_no": file,
        "stmt_begndate": "2026-11-10", "stmt_enddate": "2026-11-10",
        "medfee_sumamt": number(medical), "fund_pay_sumamt": number(fund), "cash_payamt": number("0.00"),
        "fixmedins_setl_cnt": count,
    }})
}

/// The rows of the result, after a comparison with this text.
fn differences(desk: &mut Desk, text: &str, medical: &str, fund: &str) -> Vec<Vec<String>> {
    let file = upload(desk, &packed(text));
    let info = desk.ask("3202", "", comparison(&file, text.lines().count(), medical, fund))["fileinfo"].clone();
    let node = json!({
        "file_qury_no": info["file_qury_no"], "filename": info["filename"],
        "fixmedins_code": desk.institution.clone(),
    });
    let envelope = desk.envelope("9102", "", json!({ "fsDownloadIn": node }));
    let reply = desk.platform.handle(&request("9102", &envelope), desk.now);
    assert_eq!(reply.headers["content-type"], "application/octet-stream");
    let mut archive = ZipArchive::new(Cursor::new(reply.body)).expect("an archive");
    let mut text = String::new();
    archive.by_index(0).expect("a file").read_to_string(&mut text).expect("UTF-8");
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn settled(change: impl FnOnce(&mut Settings)) -> (Desk, String, String) {
    let mut desk = Desk::ready(change);
    let info = desk.settle()["setlinfo"].clone();
    let text = |field: &str| info[field].as_str().expect("text").to_owned();
    let (setl_id, msgid) = (text("setl_id"), text("medins_setl_id"));
    (desk, setl_id, msgid)
}

#[test]
fn settlement_that_the_institution_does_not_have_is_listed_by_its_message_id_alone() {
    let (mut desk, _, msgid) = settled(|_| {});
    let rows = differences(&mut desk, "", "0.00", "0.00");
    assert_eq!(rows, [[LI, "null", "null", &msgid, "1", "0", "中心多", "44671.59", "38158.60", "3120.45"]]);
}

#[test]
fn settlement_that_both_have_alike_is_not_listed() {
    let (mut desk, setl_id, _) = settled(|_| {});
    let text = line(&setl_id, SETTLED, "0");
    assert!(differences(&mut desk, &text, "44671.59", "38158.60").is_empty());
}

#[test]
fn settlement_with_other_figures_is_listed_with_both_ids() {
    let (mut desk, setl_id, msgid) = settled(|_| {});
    let text = line(&setl_id, ("44671.60", "38158.60", "3120.45"), "0");
    let rows = differences(&mut desk, &text, "44671.60", "38158.60");
    assert_eq!(rows[0][..6], [LI, LI_VISIT, &setl_id, &msgid, "3", "0"]);
}

#[test]
fn settlement_that_only_the_institution_has_is_listed_without_a_message_id() {
    let (mut desk, setl_id, _) = settled(|_| {});
    let text = line(&setl_id, SETTLED, "0") + &line("S0", ("1.00", "0.50", "0.00"), "0");
    let rows = differences(&mut desk, &text, "44672.59", "38159.10");
    assert_eq!(rows, [[LI, LI_VISIT, "S0", "null", "2", "0", "医药机构多", "1.00", "0.50", "0.00"]]);
}

#[test]
fn cancel_adds_a_negative_row_and_a_reversal_takes_the_row_away() {
    let (mut desk, setl_id, msgid) = settled(|_| {});
    let data = json!({ "psn_no": LI, "mdtrt_id": LI_VISIT, "setl_id": setl_id });
    desk.ask("2305", "430100", json!({ "data": data }));
    let rows = differences(&mut desk, &line(&setl_id, SETTLED, "0"), "44671.59", "38158.60");
    assert_eq!((rows.len(), rows[0][5].as_str(), rows[0][7].as_str()), (1, "1", "-44671.59"));

    let (mut desk, ..) = settled(|_| {});
    let reversal = json!({ "data": { "psn_no": LI, "omsgid": msgid, "oinfno": "2304" } });
    desk.ask("2601", "430100", reversal);
    assert!(differences(&mut desk, "", "0.00", "0.00").is_empty());
}

#[test]
fn other_days_and_other_groups_are_not_compared() {
    let (mut desk, ..) = settled(|_| {});
    let file = upload(&mut desk, &packed(""));
    for (field, value) in [("clr_type", "9968"), ("setl_optins", "440300"), ("stmt_enddate", "2026-11-09")] {
        let mut input = comparison(&file, 0, "0.00", "0.00");
        input["data"][field] = json!(value);
        if field == "stmt_enddate" {
            input["data"]["stmt_begndate"] = json!("2026-11-09");
        }
        let info = desk.ask("3202", "", input)["fileinfo"].clone();
        let stored = &desk.platform.books.files[info["file_qury_no"].as_str().expect("number")];
        let mut archive = ZipArchive::new(Cursor::new(&stored.bytes)).expect("an archive");
        assert_eq!(archive.by_index(0).expect("a file").size(), 0, "{field}");
    }
}

#[test]
fn hunan_numbers_every_imbalance_alike_and_gives_seven_columns() {
    let (mut desk, ..) = settled(|settings| {
        settings.statement_codes = StatementCodes::Hunan;
        settings.result_columns = ResultColumns::Seven;
    });
    let rows = differences(&mut desk, &line("S0", ("1.00", "0.50", "0.00"), "0"), "1.00", "0.50");
    let results: Vec<_> = rows.iter().map(|row| (row.len(), row[4].as_str())).collect();
    assert_eq!(results, [(7, "1"), (7, "1")]);
}

#[test]
fn file_that_does_not_fit_its_totals_or_cannot_be_read_is_refused() {
    let (mut desk, setl_id, _) = settled(|_| {});
    let text = line(&setl_id, SETTLED, "0");
    let file = upload(&mut desk, &packed(&text));
    for (count, medical, fund) in
        [(2, "44671.59", "38158.60"), (1, "44671.58", "38158.60"), (1, "44671.59", "38158.61")]
    {
        let refused = desk.refused("3202", "", comparison(&file, count, medical, fund));
        assert_eq!(refused, "对账明细文件合计与总额不一致");
    }
    for (bytes, words) in [
        (b"no archive".to_vec(), "不是有效的压缩文件"),
        (packed("S0\tV0\n"), "第1行格式错误"),
        (packed(&line("null", SETTLED, "0")), "第1行格式错误"),
        (packed(&line("S0", SETTLED, "2")), "第1行格式错误"),
    ] {
        let file = upload(&mut desk, &bytes);
        let refused = desk.refused("3202", "", comparison(&file, 1, "44671.59", "38158.60"));
        assert!(refused.contains(words), "{refused}");
    }
    let unknown = comparison(&json!("F0"), 0, "0.00", "0.00");
    assert_eq!(desk.refused("3202", "", unknown), "对账明细文件不存在");
}

#[test]
fn bytes_are_numbers_up_to_255_and_files_their_own_institutions() {
    let mut desk = Desk::new();
    let node = |bytes: Value, institution: &str| json!({ "fsUploadIn": { "in": bytes, "filename": "rows.zip", "fixmedins_code": institution } });
    for bytes in [json!([256]), json!([-1]), json!(["1"]), json!("UEs="), json!([])] {
        let refused = desk.refused("9101", "", node(bytes, "H44010000001"));
        assert!(refused.starts_with("fsUploadIn.in"), "{refused}");
    }
    assert_eq!(desk.refused("9101", "", node(json!([80]), "H99999999999")), "文件不属于本机构");
    let fetch = json!({ "fsDownloadIn": { "file_qury_no": "F0", "filename": "x", "fixmedins_code": "H44010000001" } });
    assert_eq!(desk.refused("9102", "", fetch), "文件不存在或已过期");
}
