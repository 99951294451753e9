//! Names are secret.

use serde_json::Value;

use super::fixture::{LI_XIULAN, Trial, WORKED_CASE, stay_no};

fn secrets() -> Vec<String> {
    let bill: Value = serde_json::from_str(WORKED_CASE).unwrap();
    ["name", "citizen_id"].iter().map(|field| bill["patient"][field].as_str().unwrap().to_owned()).collect()
}

#[test]
fn answers_hold_no_personal_value_unless_revealed() {
    let trial = Trial::start();
    let secrets = secrets();
    let masked = |what: &str, body: &Value| {
        let text = body.to_string();
        assert!(!secrets.iter().any(|secret| text.contains(secret)), "{what}: {text}");
    };
    let shown = trial.presettled();
    masked("presettlement", &shown);
    masked("card", &trial.get("/v1/card").1);
    masked("check", &trial.post("/v1/check", "").1);
    masked("settlement", &trial.settle(shown["figures"].as_str().unwrap()).1);
    masked("story", &trial.get(&format!("/v1/stays/{}", stay_no())).1);
    masked("receipt", &trial.post(&format!("/v1/stays/{}/receipt", stay_no()), "").1);
    masked("instructions", &trial.get("/v1/instructions").1);

    let card = trial.get("/v1/card?reveal=true").1.to_string();
    assert!(secrets.iter().all(|secret| card.contains(secret)), "revealed on purpose: {card}");
    let paper = trial.post(&format!("/v1/stays/{}/receipt?reveal=true", stay_no()), "").1.to_string();
    assert!(paper.contains(&secrets[0]));
}

#[test]
fn platforms_words_that_name_the_patient_are_masked() {
    let trial = Trial::start();
    let name = &secrets()[0];
    trial.insert(LI_XIULAN);
    trial.breaks(&format!(
        "[[fault]]\ninfno = \"2301\"\nnth = 1\naction = \"refuse\"\ntext = \"参保人{name}费用未上传\"\n"
    ));
    let (status, refused) = trial.post(&format!("/v1/stays/{}/presettlement", stay_no()), WORKED_CASE);
    let text = refused.to_string();
    assert!(status >= 400 || status == 202, "{text}");
    assert!(text.contains("费用未上传"), "the words are told: {text}");
    assert!(!text.contains(name.as_str()), "{text}");
}

#[test]
fn check_without_a_card_goes_by_the_numbers_given() {
    let trial = Trial::start();
    let secrets = secrets();
    let whom = serde_json::json!({ "name": secrets[0], "citizen_id": secrets[1] });
    let (status, checked) = trial.post("/v1/check", &whom.to_string());
    assert_eq!((status, checked["insurance"]["kind"].as_str()), (200, Some("310")), "{checked}");
    assert_eq!(trial.post("/v1/check", "").1["error"]["code"], "card.absent");
    assert_eq!(trial.post("/v1/check", r#"{"name":"x"}"#).0, 400);
}
