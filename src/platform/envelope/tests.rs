//! What real platforms do to the envelope of an answer.

use serde_json::json;

use super::*;

fn read(body: &str) -> Result<Reply, Unread> {
    Reply::read(body.as_bytes())
}

#[test]
fn infcode_is_read_as_number_or_string() {
    for code in ["0", "\"0\"", "\" 0 \""] {
        assert_eq!(read(&format!("{{\"infcode\":{code}}}")).unwrap().outcome, Outcome::Success, "{code}");
    }
    for code in ["-1", "\"-1\"", "1", "500"] {
        let outcome = read(&format!("{{\"infcode\":{code},\"err_msg\":\"no\"}}")).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Failure { text, .. } if text == "no"), "{code}");
    }
}

#[test]
fn infcode_that_is_no_number_is_no_answer() {
    for code in ["null", "\"\"", "\"ok\"", "true", "{}", "[0]", "0.0", "1e400"] {
        let unread = read(&format!("{{\"infcode\":{code},\"output\":{{}}}}"));
        assert!(matches!(unread, Err(Unread::Nonsense(_))), "{code}: {unread:?}");
    }
    assert!(matches!(read("{\"output\":{}}"), Err(Unread::Nonsense(_))));
}

#[test]
fn output_is_read_as_nothing_object_or_json_in_a_string() {
    for output in
        ["null", "{}", "\"\"", "[]", "\"null\"", "{\"data\":[]}", "{\"data\":[],\"recordCounts\":0,\"pages\":\"0\"}"]
    {
        assert!(read(&format!("{{\"infcode\":0,\"output\":{output}}}")).unwrap().has_no_nodes(), "{output}");
    }
    assert!(read("{\"infcode\":0}").unwrap().has_no_nodes());
    for output in ["\"scrambled\"", "0", "{\"result\":{\"mdtrt_id\":\"1\"}}", "[{\"a\":0}]"] {
        assert!(!read(&format!("{{\"infcode\":0,\"output\":{output}}}")).unwrap().has_no_nodes(), "{output}");
    }
    let reply = read(r#"{"infcode":0,"output":"{\"result\":{\"mdtrt_id\":\"1\"}}"}"#).unwrap();
    assert_eq!(reply.one("result").unwrap().unwrap()["mdtrt_id"], "1");
}

#[test]
fn node_is_read_as_object_or_array_either_way() {
    let reply = Reply {
        outcome: Outcome::Success,
        output: json!({"one": [{"a": 1}], "many": {"a": 1}, "two": [{"a": 1}, {"a": 2}], "text": "x", "none": [null]}),
    };
    assert_eq!(reply.one("one").unwrap().unwrap()["a"], 1);
    assert_eq!(reply.rows("many").unwrap().len(), 1);
    assert!(reply.one("two").is_err());
    assert!(reply.rows("text").is_err());
    assert!(reply.rows("none").unwrap().is_empty());
    assert_eq!(reply.one("absent"), Ok(None));
}

#[test]
fn wrapped_envelope_is_unwrapped_unless_the_wrapper_contradicts_it() {
    let wrapped =
        |code: i64, inner: &str| format!("{{\"code\":{code},\"type\":\"x\",\"message\":\"m\",\"data\":{inner}}}");
    let good = r#"{"infcode":0,"output":{}}"#;
    assert_eq!(read(&wrapped(0, good)).unwrap().outcome, Outcome::Success);
    assert_eq!(read(&wrapped(200, &wrapped(0, good))).unwrap().outcome, Outcome::Success);
    assert_eq!(read(&wrapped(0, &json!(good).to_string())).unwrap().outcome, Outcome::Success);
    assert!(matches!(read(&wrapped(500, good)), Err(Unread::Nonsense(_))));
    assert!(matches!(read(&wrapped(500, r#"{"infcode":-1}"#)).unwrap().outcome, Outcome::Failure { .. }));
    assert_eq!(read(&wrapped(401, "null")), Err(Unread::Gateway { code: 401, text: "m".into() }));
    let deep = (0..5).fold(good.to_owned(), |inner, _| wrapped(0, &inner));
    assert!(read(&deep).is_err());
}

#[test]
fn bytes_that_are_no_json_object_are_told_apart() {
    assert_eq!(read("\u{feff} <html>"), Err(Unread::Html));
    assert!(read("\u{feff}{\"infcode\":0}").is_ok());
    for body in ["", "  ", "null", "[]", "0", "{", "{\"infcode\":0}x", "{\"infcode\":0"] {
        assert!(matches!(read(body), Err(Unread::Nonsense(_))), "{body}");
    }
    assert!(matches!(Reply::read(b"{\"infcode\":0,\"err_msg\":\"\xb3\xc9\xb9\xa6\"}"), Err(Unread::Nonsense(_))));
    assert!(matches!(read(&"[".repeat(100_000)), Err(Unread::Nonsense(_))));
}

#[test]
fn unreadable_answer_is_never_quoted() {
    let Err(Unread::Nonsense(why)) = read(r#"{"psn_name":"李秀兰","#) else { panic!() };
    assert!(!why.contains("李秀兰"), "{why}");
}
