//! From a bill to a settlement, once.

use super::fixture::{LI_XIULAN, Trial, WORKED_CASE, stay_no};

#[test]
fn stay_settled_through_the_api_comes_to_the_worked_case_and_stands_once() {
    let trial = Trial::start();
    let shown = trial.presettled();
    assert_eq!(trial.standing(), 0, "a pre-settlement settles nothing");
    assert_eq!(shown["presettlement"]["total"].to_string(), "44671.59");
    assert_eq!(shown["presettlement"]["personal"].to_string(), "6512.99");
    let figures = shown["figures"].as_str().unwrap();
    let (status, settled) = trial.settle(figures);
    assert_eq!((status, settled["status"].as_str()), (200, Some("settled")), "{settled}");
    assert_eq!(settled["repeated"], false);
    assert_eq!(settled["settlement"]["statement"]["fund_total"].to_string(), "38158.60");
    assert_eq!(trial.standing(), 1);

    let (status, again) = trial.settle(figures);
    assert_eq!((status, &again["repeated"]), (200, &true.into()));
    assert_eq!(again["settlement"], settled["settlement"]);
    trial.slot.pull();
    let (status, again) = trial.post(&format!("/v1/stays/{}/presettlement", stay_no()), WORKED_CASE);
    assert_eq!((status, &again["repeated"]), (200, &true.into()), "the first result needs no card");
    assert_eq!(again["settlement"], settled["settlement"]);
    assert_eq!(trial.standing(), 1);
}

#[test]
fn figures_that_are_others_now_settle_nothing() {
    let trial = Trial::start();
    let shown = trial.presettled();
    let (status, refused) = trial.settle(&"0".repeat(64));
    assert_eq!((status, refused["error"]["code"].as_str()), (409, Some("settlement.presettle_changed")));
    assert_eq!(refused["figures"], shown["figures"], "the figures of now are told");
    let path = format!("/v1/stays/{}/settlement", stay_no());
    let figures = &shown["figures"];
    let (status, _) = trial.post(&path, &format!(r#"{{"figures":{figures},"account":"keep"}}"#));
    assert_eq!(status, 409);
    let (status, _) = trial.post(&path, &format!(r#"{{"figures":{figures},"insurance":"999"}}"#));
    assert_eq!(status, 409);
    assert_eq!(trial.standing(), 0);
    assert_eq!(trial.settle(figures.as_str().unwrap()).0, 200, "the agreed ones still settle");
}

#[test]
fn settlements_asked_for_at_once_make_one() {
    let trial = Trial::start();
    let shown = trial.presettled();
    let figures = shown["figures"].as_str().unwrap();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4).map(|_| scope.spawn(|| trial.settle(figures))).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    let firsts = answers.iter().filter(|(_, stay)| stay["repeated"] == false).count();
    assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
    assert_eq!(firsts, 1);
    assert!(answers.iter().all(|(_, stay)| stay["settlement"] == answers[0].1["settlement"]));
    let books = trial.platform.books();
    assert_eq!(books["settlements"].as_array().unwrap().len(), 1, "one was ever made");
}

#[test]
fn settlement_without_an_answer_waits_in_the_queue_and_is_found_out() {
    let trial = Trial::start();
    let shown = trial.presettled();
    trial.breaks("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n");
    trial.breaks("[[fault]]\ninfno = \"5203\"\nnth = 1\naction = \"drop_reply\"\n");
    let (status, stay) = trial.settle(shown["figures"].as_str().unwrap());
    assert_eq!((status, stay["status"].as_str()), (202, Some("in_doubt")), "{stay}");
    assert_eq!(stay["error"]["code"], "settlement.in_doubt");
    let (_, queue) = trial.get("/v1/queue");
    assert_eq!(queue["queue"][0]["stay_no"], stay_no());
    let (status, slip) = trial.post(&format!("/v1/stays/{}/slip", stay_no()), "");
    assert_eq!(status, 200, "{slip}");
    for _ in 0..50 {
        let (status, replayed) = trial.post("/v1/replay", "");
        assert_eq!((status, &replayed["replayed"][0]["stay_no"]), (200, &stay_no().into()), "{replayed}");
        if replayed["replayed"][0]["status"] == "settled" {
            assert!(replayed["replayed"][0]["paper"].as_str().unwrap().contains("44671.59"), "{replayed}");
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    assert_eq!(trial.get("/v1/queue").1["queue"], serde_json::json!([]));
    assert_eq!(trial.standing(), 1);
}

#[test]
fn receipt_is_the_original_once_and_void_after_a_cancel() {
    let trial = Trial::start();
    let shown = trial.presettled();
    let receipt = || trial.post(&format!("/v1/stays/{}/receipt", stay_no()), "");
    assert_eq!(receipt().0, 409, "nothing is settled yet");
    trial.settle(shown["figures"].as_str().unwrap());
    let (status, original) = receipt();
    assert_eq!((status, original.get("copy")), (200, None));
    assert!(original["paper"].as_str().unwrap().contains("44671.59"));
    assert_eq!(receipt().1["copy"], 1);
    let cancel = |reason: &str| {
        let body = format!(r#"{{"reason":"{reason}","refund_recovered":true}}"#);
        trial.post(&format!("/v1/stays/{}/cancel", stay_no()), &body)
    };
    assert_eq!(cancel(" ").0, 400);
    let unsaid = trial.post(&format!("/v1/stays/{}/cancel", stay_no()), r#"{"reason":"账单有误"}"#);
    assert_eq!(unsaid.1["error"]["code"], "settlement.refund_first");
    let (status, cancelled) = cancel("账单有误");
    assert_eq!((status, cancelled["status"].as_str()), (200, Some("cancelled")), "{cancelled}");
    assert_eq!(trial.standing(), 0);
    assert_eq!(receipt().1["error"]["code"], "receipt.void");
    assert_eq!(cancel("again").1["error"]["code"], "settlement.nothing_to_cancel");
}

#[test]
fn money_instruction_is_told_until_it_is_acknowledged() {
    let trial = Trial::start();
    let shown = trial.presettled();
    trial.settle(shown["figures"].as_str().unwrap());
    let (_, told) = trial.get("/v1/instructions");
    let instructions = told["instructions"].as_array().unwrap().clone();
    assert!(!instructions.is_empty());
    for instruction in &instructions {
        assert!(instruction["handed_over_at"].is_string());
        let path = format!("/v1/instructions/{}/acknowledgement", instruction["id"].as_str().unwrap());
        assert_eq!(trial.post(&path, "").0, 200);
        assert_eq!(trial.post(&path, "").0, 200, "said again it changes nothing");
    }
    assert_eq!(trial.get("/v1/instructions").1["instructions"], serde_json::json!([]));
    let (_, story) = trial.get(&format!("/v1/stays/{}", stay_no()));
    assert!(story["instructions"][0]["acknowledged_at"].is_string());
    assert_eq!(trial.post("/v1/instructions/none-01/acknowledgement", "").0, 404);
}

#[test]
fn presettlement_of_another_stays_bill_or_anothers_card_sends_nothing() {
    let trial = Trial::start();
    trial.insert(LI_XIULAN);
    let (status, refused) = trial.post("/v1/stays/OTHER/presettlement", WORKED_CASE);
    assert_eq!((status, refused["error"]["code"].as_str()), (400, Some("api.bad_request")));
    trial.insert(super::fixture::WANG_JIANGUO);
    let (status, refused) = trial.post(&format!("/v1/stays/{}/presettlement", stay_no()), WORKED_CASE);
    assert_eq!((status, refused["error"]["code"].as_str()), (422, Some("card.wrong_person")));
    assert_eq!(trial.get(&format!("/v1/stays/{}", stay_no())).0, 404, "the journal never heard of it");
}
