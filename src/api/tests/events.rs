//! What happens at the desk is told as it happens.

use std::io::{BufRead, BufReader};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

use super::fixture::{LI_XIULAN, Trial};

/// The data of every event, as it comes. Ends when the stream does.
fn listen(trial: &Trial) -> mpsc::Receiver<Value> {
    let answer = trial.client.get(trial.url("/v1/events")).bearer_auth(&trial.token).send().unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(answer).lines().map_while(Result::ok) {
            if let Some(data) = line.strip_prefix("data: ") {
                let _ = tell.send(serde_json::from_str(data).unwrap());
            }
        }
    });
    told
}

fn next(told: &mpsc::Receiver<Value>) -> Value {
    told.recv_timeout(Duration::from_secs(20)).expect("an event")
}

#[test]
fn stream_tells_cards_coming_and_going_and_begins_with_what_is_there() {
    let trial = Trial::start();
    let told = listen(&trial);
    assert_eq!(next(&told)["event"], "reader_added");
    trial.insert(LI_XIULAN);
    let came = next(&told);
    assert_eq!(
        (&came["event"], &came["reader"], &came["training"]),
        (&"card_in".into(), &"Reader".into(), &true.into())
    );
    assert_eq!(trial.get("/v1/readers").1["readers"][0]["holds"], "card");
    let late = listen(&trial);
    assert_eq!((next(&late)["event"].clone(), next(&late)["event"].clone()), ("reader_added".into(), "card_in".into()));
    trial.slot.pull();
    assert_eq!(next(&told)["event"], "card_out");
    assert_eq!(next(&late)["event"], "card_out");
}

#[test]
fn stream_tells_how_a_stay_stands_and_ends_with_the_api() {
    let trial = Trial::start();
    let told = listen(&trial);
    let shown = trial.presettled();
    trial.settle(shown["figures"].as_str().unwrap());
    let mut standings = Vec::new();
    while standings.last().map(String::as_str) != Some("settled") {
        let event = next(&told);
        if event["event"] == "stay" {
            standings.push(event["status"].as_str().unwrap().to_owned());
        }
    }
    assert!(standings.contains(&"to_confirm".to_owned()), "{standings:?}");
    let began = std::time::Instant::now();
    trial.api.stop();
    assert!(began.elapsed() < Duration::from_secs(4), "an open stream does not hold the API up");
    while told.recv_timeout(Duration::from_secs(5)).is_ok() {}
}

#[test]
fn streams_beyond_the_limit_are_refused() {
    let trial = Trial::start();
    let open: Vec<_> = (0..crate::api::limits::STREAMS_MAX).map(|_| listen(&trial)).collect();
    for told in &open {
        assert_eq!(next(told)["event"], "reader_added");
    }
    let (status, refused) = trial.get("/v1/events");
    assert_eq!((status, refused["error"]["code"].as_str()), (503, Some("api.too_busy")));
}
