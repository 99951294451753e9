//! Exchanges typed by hand from the interface's tables, one at least for each transaction, played in their order.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read},
    path::PathBuf,
};

use serde_json::{Map, Value, json};

use crate::training::{gateway::Gateway, platform::Platform, settings::Settings};

use super::desk::request;

fn exchanges() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/platform");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    let name = |path: &PathBuf| path.file_name().expect("name").to_string_lossy().into_owned();
    files
        .iter()
        .filter(|path| name(path).starts_with(|digit: char| digit.is_ascii_digit()))
        .map(|path| (name(path), serde_json::from_str(&fs::read_to_string(path).expect("file")).expect("JSON")))
        .collect()
}

fn replies() -> Vec<(String, Value, Value)> {
    let mut platform = platform();
    let played = exchanges().into_iter().map(|(name, exchange)| (name, play(&mut platform, &exchange), exchange));
    played.collect()
}

fn platform() -> Platform {
    let settings = Settings { gateway: Gateway { open: true, ..Gateway::default() }, ..Settings::default() };
    Platform::new(settings).expect("fixtures")
}

fn play(platform: &mut Platform, exchange: &Value) -> Value {
    let envelope = &exchange["request"];
    let now = exchange["now"].as_str().expect("now").parse().expect("time");
    let reply = platform.handle(&request(envelope["infno"].as_str().expect("infno"), envelope), now);
    match reply.headers.get("content-type").map(String::as_str) {
        Some("application/octet-stream") => json!({ "infcode": 0, "output": { "text": unpacked(&reply.body) } }),
        _ => serde_json::from_slice(&reply.body).expect("envelope"),
    }
}

/// The lines of the one text in an archive.
fn unpacked(archive: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut text = String::new();
    archive.by_index(0).expect("a file").read_to_string(&mut text).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

/// Everything that was typed is there, to the token; arrays have the same length.
fn holds(path: &str, typed: &Value, got: &Value) {
    match (typed, got) {
        (Value::Object(typed), Value::Object(got)) => {
            for (key, value) in typed {
                holds(&format!("{path}.{key}"), value, got.get(key).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(typed), Value::Array(got)) => {
            assert_eq!(typed.len(), got.len(), "{path}");
            for (index, (typed, got)) in typed.iter().zip(got).enumerate() {
                holds(&format!("{path}[{index}]"), typed, got);
            }
        }
        (typed, got) => assert_eq!(typed.to_string(), got.to_string(), "{path}"),
    }
}

#[test]
fn golden_exchanges_are_answered_as_typed() {
    let mut seen = BTreeMap::new();
    for (name, reply, exchange) in replies() {
        *seen.entry(exchange["request"]["infno"].to_string()).or_insert(0) += 1;
        if let Some(text) = exchange.get("refused") {
            assert_eq!(reply["infcode"], json!(-1), "{name}");
            assert_eq!(&reply["err_msg"], text, "{name}");
        } else {
            assert_eq!(reply["infcode"], json!(0), "{name}: {}", reply["err_msg"]);
            holds(&name, &exchange["output"], &reply["output"]);
        }
    }
    assert_eq!(seen.len(), 25, "one exchange at least for each transaction: {seen:?}");
}

#[test]
fn golden_replies_carry_every_field_the_tables_require() {
    let required: Map<String, Value> =
        serde_json::from_str(include_str!("../../../fixtures/platform/required-output.json")).expect("JSON");
    let mut checked = 0;
    for (name, reply, exchange) in replies() {
        let infno = exchange["request"]["infno"].as_str().expect("infno");
        let Some(nodes) = required.get(infno).and_then(Value::as_object) else { continue };
        if exchange.get("refused").is_some() {
            continue;
        }
        for (node, fields) in nodes {
            let rows = match &reply["output"][node] {
                Value::Array(rows) => rows.clone(),
                row => vec![row.clone()],
            };
            for row in rows {
                for field in fields.as_array().expect("fields") {
                    let field = field.as_str().expect("name");
                    assert!(row.get(field).is_some(), "{name}: {node}.{field} is missing");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 300, "only {checked} fields were checked");
}

#[test]
fn golden_exchanges_give_the_same_bytes_again() {
    let bytes = || replies().into_iter().map(|(_, reply, _)| reply.to_string()).collect::<Vec<_>>();
    assert_eq!(bytes(), bytes());
}

#[test]
fn golden_request_without_a_required_field_is_refused_by_its_name() {
    let required: Map<String, Value> =
        serde_json::from_str(include_str!("../../../fixtures/platform/required-input.json")).expect("JSON");
    let mut platform = platform();
    let mut checked = 0;
    for (name, exchange) in exchanges() {
        let nodes = required.get(exchange["request"]["infno"].as_str().expect("infno")).and_then(Value::as_object);
        let accepted = exchange.get("refused").is_none();
        for (node, fields) in nodes.into_iter().flatten().filter(|_| accepted) {
            for field in fields.as_array().expect("fields") {
                let field = field.as_str().expect("name");
                let mut bare = exchange.clone();
                let rows = &mut bare["request"]["input"][node];
                let row = if rows.is_array() { &mut rows[0] } else { rows };
                let removed = row.as_object_mut().expect("a row").remove(field);
                assert!(removed.is_some(), "{name} never had {node}.{field}");
                let reply = play(&mut platform.clone(), &bare);
                assert_eq!(reply["err_msg"], json!(format!("{node}.{field}不能为空")), "{name}");
                checked += 1;
            }
        }
        play(&mut platform, &exchange);
    }
    assert!(checked > 130, "only {checked} fields were checked");
}
