//! What a caller reads when something went wrong: always an entry of the failure book.
//!
//! | status | when |
//! | --- | --- |
//! | 400 | usage or configuration; a malformed request (`api.bad_request`) |
//! | 401 | the token is missing or wrong |
//! | 403 | the host or the origin is refused |
//! | 404 | no such address, stay or instruction |
//! | 405 | the address is there, and does not know the method (`api.not_found`) |
//! | 409 | the state of the stay, the card or the receipt stands in the way; nothing was done |
//! | 413 | the body or the bill is too large |
//! | 422 | hospital data: every fault of the bill is listed |
//! | 500 | this program |
//! | 502 | the platform, or what it holds of the patient |
//! | 503 | the reader or printer; too many requests at once |
//! | 504 | the line to the platform |
//! | 507 | local storage |

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use yijie_core::bill::BillFault;
use yijie_core::failure::{Api, Bill, Code, Fault, Language, Settlement, Storage, Usage};

use super::shared::answer;
use super::stay::StayView;
use crate::desk::Trouble;

/// A request that did not succeed.
#[derive(Debug)]
pub struct Failed {
    trouble: Box<Trouble>,
    stay: Option<Box<StayView>>,
}

impl Failed {
    /// With the stay as it was left.
    pub fn leaving(trouble: Trouble, stay: StayView) -> Self {
        Self { trouble: Box::new(trouble), stay: Some(Box::new(stay)) }
    }

    /// As the caller reads it.
    pub fn answer(self, language: Language, training: bool) -> Response {
        let status = status_of(self.trouble.code);
        self.answer_as(status, language, training)
    }

    /// The same, under a status of its own.
    pub fn answer_as(self, status: StatusCode, language: Language, training: bool) -> Response {
        // Only the code: what a case adds may be the platform's words, which may name the patient.
        tracing::debug!(code = %self.trouble.code, status = status.as_u16(), "refused");
        let error = TroubleView::of(&self.trouble, language);
        let mut response =
            answer(status, training, &ErrorAnswer { training, error, stay: self.stay.map(|stay| *stay) });
        if status == StatusCode::UNAUTHORIZED {
            let scheme = axum::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(axum::http::header::WWW_AUTHENTICATE, scheme);
        }
        response.into_response()
    }
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self { trouble: Box::new(trouble), stay: None }
    }
}

/// An error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorAnswer {
    /// True at a training platform.
    pub training: bool,
    /// What went wrong.
    pub error: TroubleView,
    /// The stay as it was left, where one was worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay: Option<StayView>,
}

/// An entry of the failure book, with what this case adds to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TroubleView {
    /// Stable: programs go by it.
    #[schema(example = "card.absent")]
    pub code: &'static str,
    /// Whose fault it is: `card`, `reader`, `platform`, `network`, `hospital_data`, `usage`, `storage`,
    /// `this_program`.
    #[schema(example = "card")]
    pub fault: &'static str,
    /// What happened, for the cashier, in the language asked for.
    pub sentence: String,
    /// What to do now.
    pub next_step: String,
    /// What this case adds: the platform's words, a path, a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Every fault of the bill, where it is a bill's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultView>,
}

/// One fault of a bill.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FaultView {
    /// Its entry in the failure book.
    pub code: &'static str,
    /// Where: `lines[17].price`, counted from zero; empty for the bill as a whole.
    pub path: String,
    /// The number of the fee line that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// For the cashier.
    pub sentence: String,
}

impl TroubleView {
    /// In this language.
    pub fn of(trouble: &Trouble, language: Language) -> Self {
        Self {
            code: trouble.code.as_str(),
            fault: fault_word(trouble.code.entry().fault),
            sentence: trouble.sentence(language),
            next_step: trouble.next_step(language),
            detail: Some(trouble.detail(language).into_owned()).filter(|detail| !detail.is_empty()),
            faults: trouble.faults.iter().map(|fault| FaultView::of(fault, language)).collect(),
        }
    }
}

impl FaultView {
    /// In this language.
    pub fn of(fault: &BillFault, language: Language) -> Self {
        Self {
            code: fault.code().as_str(),
            path: fault.place.path.clone(),
            line: fault.place.line.as_ref().map(ToString::to_string),
            sentence: fault.sentence(language),
        }
    }
}

/// The table above. A few entries have a status of their own, the others go by whose fault they are.
pub fn status_of(code: Code) -> StatusCode {
    match code {
        Code::Api(Api::Host | Api::Origin) => StatusCode::FORBIDDEN,
        Code::Api(Api::Token) => StatusCode::UNAUTHORIZED,
        Code::Api(Api::BadRequest) => StatusCode::BAD_REQUEST,
        Code::Api(Api::BodyTooLarge) | Code::Bill(Bill::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Code::Api(Api::NoSuchThing) | Code::Usage(Usage::UnknownStay) => StatusCode::NOT_FOUND,
        Code::Api(Api::TooBusy) => StatusCode::SERVICE_UNAVAILABLE,
        Code::Api(Api::Conflict) | Code::Storage(Storage::ReceiptMissing | Storage::ReceiptVoid) => {
            StatusCode::CONFLICT
        }
        Code::Settlement(Settlement::NoAdmission) => StatusCode::UNPROCESSABLE_ENTITY,
        Code::Settlement(_) => StatusCode::CONFLICT,
        code => match code.entry().fault {
            Fault::Card => StatusCode::CONFLICT,
            Fault::Reader => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Platform => StatusCode::BAD_GATEWAY,
            Fault::Network => StatusCode::GATEWAY_TIMEOUT,
            Fault::HospitalData => StatusCode::UNPROCESSABLE_ENTITY,
            Fault::Usage => StatusCode::BAD_REQUEST,
            Fault::Storage => StatusCode::INSUFFICIENT_STORAGE,
            Fault::ThisProgram => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Card => "card",
        Fault::Reader => "reader",
        Fault::Platform => "platform",
        Fault::Network => "network",
        Fault::HospitalData => "hospital_data",
        Fault::Usage => "usage",
        Fault::Storage => "storage",
        Fault::ThisProgram => "this_program",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_book_has_an_error_status() {
        for code in Code::all() {
            let status = status_of(code);
            assert!(status.is_client_error() || status.is_server_error(), "{code}: {status}");
        }
    }
}
