//! 3201, 9101, 3202 and 9102: the totals, the tickets, and the file that comes bare where it comes at all.

use super::*;
use crate::platform::FileTicket;

const TOTALS: &str = include_str!("../../../../fixtures/platform/replies/3201.json");
const COMPARED: &str = include_str!("../../../../fixtures/platform/replies/3202.json");
const UPLOADED: &str = include_str!("../../../../fixtures/platform/replies/9101.json");
const FILE: &[u8] = include_bytes!("../../../../fixtures/platform/replies/9102.zip");

/// The answer with another value at the end of this path.
fn altered(text: &str, path: &str, value: Value) -> String {
    let mut reply: Value = serde_json::from_str(text).unwrap();
    *reply.pointer_mut(path).unwrap() = value;
    reply.to_string()
}

fn ticket(number: &str, name: &str) -> FileTicket {
    FileTicket { number: number.to_owned(), name: name.to_owned() }
}

#[test]
fn books_balance_by_nought_alone_whatever_an_edition_numbers_otherwise() {
    let language = language("jiangxi");
    for (result, balanced) in [("0", true), ("1", false), ("2", false), ("3", false), ("9", false)] {
        let reply = language.totals_balance(Ok(ok(altered(TOTALS, "/output/stmtinfo/stmt_rslt", json!(result)))));
        assert_eq!(reply, Asked::Answer(balanced), "{result}");
    }
    let reply = language.totals_balance(Ok(ok(altered(TOTALS, "/output/stmtinfo/stmt_rslt", Value::Null))));
    assert!(matches!(reply, Asked::Failed(_)), "no result is no balance: {reply:?}");
}

#[test]
fn ticket_is_found_with_its_node_and_without_one() {
    let language = language("jiangxi");
    let compared = language.compared(Ok(ok(COMPARED)));
    assert_eq!(compared, Asked::Answer(ticket("DZ202611220000042", "stmt_H36010000001_20261122.zip")));
    let uploaded = language.uploaded(Ok(ok(UPLOADED)));
    assert_eq!(uploaded, Asked::Answer(ticket("SC202611220000041", "360100-21-20261122.zip")));
    let without = language.compared(Ok(ok(altered(COMPARED, "/output/fileinfo/file_qury_no", json!("")))));
    assert!(matches!(without, Asked::Failed(_)), "{without:?}");
}

#[test]
fn file_comes_bare_and_its_refusal_in_an_envelope() {
    let language = language("jiangxi");
    assert_eq!(language.downloaded(Ok(ok(FILE))), Asked::Answer(FILE.to_vec()));
    let refused = language.downloaded(Ok(ok(refused_with("文件不存在"))));
    assert!(matches!(refused, Asked::Refused(ref refusal) if refusal.category == Category::NotFound), "{refused:?}");
    let success = language.downloaded(Ok(ok(NOTHING)));
    assert!(matches!(success, Asked::Failed(_)), "a success without a file: {success:?}");
    let page = language.downloaded(Ok(Response { status: 502, body: FILE.to_vec() }));
    assert!(matches!(page, Asked::Failed(Failure::Unclear(Doubt::HttpStatus(502)))), "{page:?}");
}
