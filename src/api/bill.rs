//! A bill looked at before anything is done with it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use yijie_core::bill::Bill;

use super::body::Sent;
use super::language::Speaks;
use super::shared::Shared;
use super::view::{BillView, ErrorAnswer, FaultView, WarningView};

/// Check a bill
///
/// Lists every fault and every warning. Nothing is stored and nothing is sent. The body is the bill
/// (`docs/bill.schema.json`).
#[utoipa::path(post, path = "/v1/bills/check", tag = "bills",
    request_body(content = serde_json::Value, description = "A bill", content_type = "application/json"),
    responses(
        (status = 200, description = "Sound or not", body = BillView),
        (status = 413, description = "Larger than 16 MiB", body = ErrorAnswer),
    ))]
pub async fn check_bill(State(shared): State<Arc<Shared>>, Speaks(language): Speaks, Sent(body): Sent) -> Response {
    let work = move |shared: &Shared| {
        let training = shared.training;
        Ok(match Bill::parse(&body) {
            Err(faults) => BillView {
                training,
                sound: false,
                faults: faults.iter().map(|fault| FaultView::of(fault, language)).collect(),
                warnings: Vec::new(),
                stay_no: None,
                digest: None,
                total: None,
                lines: None,
            },
            Ok(bill) => BillView {
                training,
                sound: true,
                faults: Vec::new(),
                warnings: shared
                    .desk
                    .warnings(&bill)
                    .iter()
                    .map(|warning| WarningView {
                        path: warning.place.path.clone(),
                        line: warning.place.line.as_ref().map(ToString::to_string),
                        sentence: warning.sentence(language),
                    })
                    .collect(),
                stay_no: Some(bill.stay_no.to_string()),
                digest: Some(bill.digest().to_string()),
                total: Some(bill.total.into()),
                lines: Some(bill.lines.len()),
            },
        })
    };
    shared.work(language, work).await
}
