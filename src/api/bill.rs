//! A bill looked at before anything is done with it.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use yijie_core::bill::Bill;

use super::amount::Amount;
use super::body::Sent;
use super::failed::{ErrorAnswer, FaultView};
use super::language::Speaks;
use super::shared::Shared;

/// What a bill is like.
#[derive(Debug, Serialize, ToSchema)]
pub struct BillView {
    /// True at a training platform.
    pub training: bool,
    /// True if it may be submitted.
    pub sound: bool,
    /// Every fault; empty for a sound bill.
    pub faults: Vec<FaultView>,
    /// What is odd and stops nothing.
    pub warnings: Vec<WarningView>,
    /// The stay, for a sound bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay_no: Option<String>,
    /// Its digest, for a sound bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Its total, for a sound bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// How many fee lines, for a sound bill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<usize>,
}

/// One oddity of a bill.
#[derive(Debug, Serialize, ToSchema)]
pub struct WarningView {
    /// Where.
    pub path: String,
    /// The number of the fee line that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// For the cashier.
    pub sentence: String,
}

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
