//! How a fixture is laid out: one line of the file for each part and each fee line, so that a diff can be read.

use std::fmt::Write;

use serde::Serialize;
use yijie_core::bill::Bill;

use super::Fault;

/// The bill as a file.
pub fn text(bill: &Bill) -> Result<String, Fault> {
    let mut text = String::from("{\n");
    field(&mut text, "schema", &bill.schema)?;
    field(&mut text, "stay_no", &bill.stay_no)?;
    field(&mut text, "patient", &bill.patient)?;
    field(&mut text, "admission", &bill.admission)?;
    field(&mut text, "discharge", &bill.discharge)?;
    list(&mut text, "diagnoses", &bill.diagnoses)?;
    list(&mut text, "lines", &bill.lines)?;
    list(&mut text, "deposits", &bill.deposits)?;
    writeln!(text, "  \"total\": {}\n}}", serde_json::to_string(&bill.total)?)?;
    Ok(text)
}

fn field(text: &mut String, name: &str, value: &impl Serialize) -> Result<(), Fault> {
    writeln!(text, "  \"{name}\": {},", serde_json::to_string(value)?)?;
    Ok(())
}

fn list(text: &mut String, name: &str, items: &[impl Serialize]) -> Result<(), Fault> {
    let items: Vec<String> = items.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    writeln!(text, "  \"{name}\": [\n    {}\n  ],", items.join(",\n    "))?;
    Ok(())
}
