use serde_json::json;

use super::*;

/// Every object that the schema describes and that stands in the bill: its pointer and its definition.
fn objects(schema: &Value, definition: &Value, pointer: &str, bill: &Value, found: &mut Vec<(String, Value)>) {
    let mut definition = definition;
    while let Some(name) = definition["$ref"].as_str() {
        definition = &schema["$defs"][name.trim_start_matches("#/$defs/")];
    }
    if let Some(choices) = definition["anyOf"].as_array() {
        return objects(schema, &choices[0], pointer, bill, found);
    }
    let Some(value) = bill.pointer(pointer) else { return };
    if let Some(items) = definition.get("items") {
        assert!(value.is_array(), "{pointer}");
        objects(schema, items, &format!("{pointer}/0"), bill, found);
    }
    if let Some(properties) = definition["properties"].as_object() {
        found.push((pointer.to_owned(), definition.clone()));
        for (name, property) in properties {
            objects(schema, property, &format!("{pointer}/{name}"), bill, found);
        }
    }
}

fn described() -> Vec<(String, Value)> {
    let (schema, mut found) = (json_schema(), Vec::new());
    objects(&schema, &schema, "", &value(ADMISSION), &mut found);
    assert!(found.len() >= 14, "{}", found.len());
    found
}

#[test]
fn schema_requires_what_the_reader_requires() {
    for (pointer, definition) in described() {
        let required: Vec<&str> = definition["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for name in definition["properties"].as_object().unwrap().keys() {
            let mut bill = value(ADMISSION);
            bill.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(name);
            let missing = |fault: &BillFault| fault.flaw == Flaw::Missing;
            let refused = parse(&bill).is_err_and(|faults| faults.iter().any(missing));
            assert_eq!(refused, required.contains(&name.as_str()), "{pointer}/{name}");
        }
    }
}

#[test]
fn schema_and_reader_know_the_same_fields() {
    for (pointer, definition) in described() {
        assert_eq!(definition["additionalProperties"], json!(false), "{pointer}");
        for name in definition["properties"].as_object().unwrap().keys() {
            let mut bill = value(ADMISSION);
            bill.pointer_mut(&pointer).unwrap()[name] = json!(["odd"]);
            let unknown = |fault: &BillFault| fault.flaw == Flaw::UnknownField;
            assert!(!parse(&bill).is_err_and(|faults| faults.iter().any(unknown)), "{pointer}/{name}");
        }
        let mut bill = value(ADMISSION);
        bill.pointer_mut(&pointer).unwrap()["odd"] = json!(1);
        assert!(said(&bill).iter().any(|fault| fault.contains("odd") && fault.contains("unknown field")), "{pointer}");
    }
}

#[test]
fn schema_and_reader_take_texts_of_the_same_length() {
    let mut tried = 0;
    for (pointer, definition) in described() {
        for (name, property) in definition["properties"].as_object().unwrap() {
            let Some(len_max) = property["maxLength"].as_u64() else { continue };
            // A doctor's name is shorter than a department's; the schema knows only the longer.
            let len_max = if pointer.ends_with("octor") && name == "name" { 50 } else { len_max };
            let text = |len: u64| "长".repeat(usize::try_from(len).unwrap());
            let mut bill = value(ADMISSION);
            bill.pointer_mut(&pointer).unwrap()[name] = json!(text(len_max));
            assert_eq!(said(&bill), [""; 0], "{pointer}/{name}");
            bill.pointer_mut(&pointer).unwrap()[name] = json!(text(len_max + 1));
            assert!(said(&bill)[0].contains("longer than"), "{pointer}/{name}");
            tried += 1;
        }
    }
    assert!(tried >= 25, "{tried}");
}
