//! Every error is an entry of the failure book, in the language asked for.

use serde_json::Value;
use yijie_core::failure::{Code, Language};

use super::fixture::{Trial, told};

#[test]
fn errors_are_in_the_failure_book_whatever_is_wrong() {
    let trial = Trial::start();
    let got: Vec<(u16, Value)> = vec![
        trial.get("/v1/card"),
        trial.get("/v1/stays/unknown"),
        trial.get("/v1/stays/%E6%9D%8E"),
        trial.get("/v1/nothing"),
        trial.get("/"),
        trial.get("/v1/replay"),
        trial.get("/v1/card?reveal=perhaps"),
        trial.get("/v1/card?revael=true"),
        trial.post("/v1/health", ""),
        trial.post("/v1/check", "{"),
        trial.post("/v1/check", r#"{"nmae":"x"}"#),
        trial.post("/v1/stays/A1/settlement", "{}"),
        trial.post("/v1/stays/A1/settlement", r#"{"figures":"0"}"#),
        trial.post("/v1/stays/A1/cancel", r#"{"reason":"x"}"#),
        trial.post("/v1/stays/A1/presettlement", "not a bill"),
        trial.post("/v1/stays/A1/receipt", ""),
        trial.post("/v1/stays/A1/slip", ""),
    ];
    let statuses: Vec<u16> = got.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [409, 404, 400, 404, 404, 405, 400, 400, 405, 400, 400, 400, 404, 404, 422, 404, 404]);
    for (_, body) in &got {
        let code = Code::find(body["error"]["code"].as_str().unwrap()).expect("in the book");
        let entry = code.entry();
        let detail = body["error"]["detail"].as_str().unwrap_or_default();
        assert_eq!(body["error"]["sentence"], entry.sentence(Language::Chinese, detail), "{body}");
        assert_eq!(body["error"]["next_step"], entry.next_step(Language::Chinese, detail));
    }
    assert_eq!(got[1].1["error"]["code"], "stay.unknown");
}

#[test]
fn error_speaks_the_language_that_was_asked_for() {
    let trial = Trial::start();
    let ask = trial.client.get(trial.url("/v1/card")).bearer_auth(&trial.token).header("accept-language", "en");
    assert_eq!(
        told(ask).1["error"]["sentence"],
        Code::find("card.absent").unwrap().entry().sentence(Language::English, "")
    );
}

#[test]
fn bill_check_lists_every_fault_and_stores_nothing() {
    let trial = Trial::start();
    let mut bill: Value = serde_json::from_str(super::fixture::WORKED_CASE).unwrap();
    let sound = trial.post("/v1/bills/check", super::fixture::WORKED_CASE).1;
    assert_eq!((&sound["sound"], sound["total"].to_string()), (&true.into(), "44671.59".to_owned()));
    bill["total"] = serde_json::json!("1.00");
    bill["lines"][0]["price"] = serde_json::json!("x");
    bill["nmae"] = serde_json::json!(1);
    let (status, checked) = trial.post("/v1/bills/check", &bill.to_string());
    assert_eq!((status, &checked["sound"]), (200, &false.into()));
    let paths: Vec<_> =
        checked["faults"].as_array().unwrap().iter().map(|fault| fault["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"lines[0].price") && paths.contains(&"nmae"), "{paths:?}");
    let (status, refused) =
        trial.post(&format!("/v1/stays/{}/presettlement", super::fixture::stay_no()), &bill.to_string());
    assert_eq!((status, refused["error"]["faults"].as_array().unwrap().len()), (422, paths.len()));
    assert_eq!(trial.get("/v1/queue").1["queue"], serde_json::json!([]));
}

#[test]
fn openapi_document_in_docs_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&crate::api::document()).unwrap());
    if std::env::var_os("YIJIE_WRITE_DOCS").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == now, "docs/openapi.json is out of date: run this test with YIJIE_WRITE_DOCS=1 and look at it");
}

#[test]
fn openapi_document_is_served_as_it_is_kept() {
    let trial = Trial::start();
    let served = trial.get("/v1/openapi.json").1;
    assert_eq!(served, serde_json::to_value(crate::api::document()).unwrap());
    assert_eq!(served["components"]["schemas"]["Amount"]["type"], "number");
}
