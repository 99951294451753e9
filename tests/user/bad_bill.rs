//! A bill that cannot be settled: every fault is told with its place, nothing is sent, and the mended bill goes
//! through once.

use std::fs;

use super::said::yuan;
use super::workstation::{LI_STAY, Workstation, bill_path, fixture};

#[test]
fn every_faulty_bill_is_refused_with_all_its_faults_and_nothing_is_sent() {
    let station = Workstation::new();
    let mut seen = 0;
    for entry in fs::read_dir(fixture("bills/faults")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        seen += 1;
        let bill = path.to_str().unwrap();
        let expected = fs::read_to_string(path.with_extension("txt")).unwrap();
        // `CODE`, and below it the sentences: English, then Chinese.
        let mut faults = Vec::new();
        for line in expected.lines() {
            match line.strip_prefix("  ") {
                Some(sentence) => faults.push(sentence),
                None => assert!(line.starts_with("bill."), "{bill}: {line}"),
            }
        }
        let codes: Vec<_> = expected.lines().filter(|line| !line.starts_with(' ')).collect();
        let sentences: Vec<_> = faults.iter().step_by(2).copied().collect();
        assert_eq!(codes.len(), sentences.len(), "{bill}");

        let said = station.run(&["settle", bill, "--no-card", "--yes", "--json"]).exits(6);
        let error = said.json()["error"].clone();
        let told: Vec<_> = error["faults"].as_array().unwrap().iter().collect();
        let told_codes: Vec<_> = told.iter().map(|fault| fault["code"].as_str().unwrap()).collect();
        let told_sentences: Vec<_> = told.iter().map(|fault| fault["sentence"].as_str().unwrap()).collect();
        assert_eq!((told_codes, told_sentences), (codes, sentences), "{bill}");
        let code = error["code"].as_str().unwrap().to_owned();
        said.fails(&code);

        let person = station.run(&["settle", bill, "--no-card", "--yes", "--lang", "zh"]).exits(6);
        for sentence in faults.iter().skip(1).step_by(2) {
            assert!(person.out.contains(sentence), "{bill}: {sentence}\n{}", person.out);
        }
    }
    assert!(seen > 30, "{seen} faulty bills");
    assert_eq!(station.books()["messages"], 0);
    assert_eq!(station.run(&["queue", "--json"]).exits(0).json()["queue"], serde_json::json!([]));
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn bill_that_is_not_there_or_too_large_is_told_as_such() {
    let station = Workstation::new();
    let error = station.settle("no-such-bill").exits(6).fails("bill.missing");
    assert!(error["detail"].as_str().unwrap().contains("no-such-bill"), "{error}");
    fs::create_dir(station.path("folder.json")).unwrap();
    station.run(&["settle", "folder.json", "--no-card", "--yes", "--json"]).exits(6).fails("bill.unreadable");

    // The default limit by a file that has no content, so that the test writes no 16 MiB.
    let huge = fs::File::create(station.path("huge.json")).unwrap();
    huge.set_len(16 * 1024 * 1024 + 1).unwrap();
    let error = station.run(&["settle", "huge.json", "--no-card", "--yes", "--json"]).exits(6).fails("bill.too_large");
    assert!(error["next_step"].as_str().unwrap().contains("16 MiB"), "{error}");
    let bill = bill_path("worked-case");
    let limited = ["settle", &bill, "--no-card", "--yes", "--json", "--limits-bill-bytes-max", "2048"];
    station.run(&limited).exits(6).fails("bill.too_large");
    assert_eq!(station.books()["messages"], 0);
    station.settle("worked-case").exits(0);
    station.one_stands(LI_STAY);
}

#[test]
fn bill_changed_before_settlement_replaces_what_was_uploaded() {
    // The first run ends after the upload: the platform refuses the pre-settlement.
    let refuse = "[[fault]]\ninfno = \"2303\"\nnth = 1\naction = \"refuse\"\ntext = \"参保地暂停服务维护\"\n";
    let station = Workstation::at_faulty(refuse);
    let mut bill: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(bill_path("worked-case")).unwrap()).unwrap();
    let first = station.settle("worked-case");
    assert_ne!(first.exit, Some(0), "{}", first.out);
    assert_eq!(station.rows(), []);

    let lines = bill["lines"].as_array_mut().unwrap();
    let cheap = lines.iter().position(|line| yuan(&line["amount"]) == "18.00").unwrap();
    lines.remove(cheap);
    bill["total"] = serde_json::from_str("44653.59").unwrap();
    fs::write(station.path("bill.json"), bill.to_string()).unwrap();
    let answer = station.run(&["settle", "bill.json", "--no-card", "--yes", "--json"]).exits(0).json();
    assert_eq!(answer["settlement"]["statement"]["total"].to_string(), "44653.59");
    assert_eq!(station.books()["visits"][0]["lines"], 108);
    station.one_stands(LI_STAY);
}

#[test]
fn other_bill_of_a_settled_stay_changes_nothing_until_the_settlement_is_cancelled() {
    let station = Workstation::new();
    let first = station.settle("worked-case").exits(0).json();
    station.settle("deposit-above").exits(6).fails("settlement.other_bill");
    station.one_stands(LI_STAY);
    // Money and paper are still those of the bill that was settled.
    let again = station.settle("worked-case").exits(0).json();
    assert_eq!(again["balance"], first["balance"]);
    assert_eq!(again["settlement"], first["settlement"]);
    station.run(&["cancel", LI_STAY, "--reason", "x", "--refund-recovered"]).exits(0);
    let other = station.settle("deposit-above").exits(0).json();
    assert_eq!(yuan(&other["balance"]["deposited"]), "9000.00");
    station.one_stands(LI_STAY);
}

#[test]
fn other_bill_of_a_stay_in_doubt_is_kept_aside_and_the_settlement_keeps_its_own() {
    let faults = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n[[fault]]\ninfno = \"5203\"\naction = \"drop_request\"\n";
    let mut station = Workstation::at_faulty(faults);
    station.configure("\n[limits]\ndoubt_wait_ms_max = 0\n");
    station.settle("worked-case").exits(4);
    station.settle("deposit-above").exits(4);
    station.mend_line();
    station.configure("");
    let replayed = station.run(&["replay", "--json"]).exits(0).json();
    assert_eq!(yuan(&replayed["replayed"][0]["balance"]["deposited"]), "8000.00", "{replayed:#}");
    station.one_stands(LI_STAY);
    assert_eq!(station.rows().len(), 1);
    station.settle("deposit-above").exits(6).fails("settlement.other_bill");
}
