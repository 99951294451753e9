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
use yijie_core::failure::{Api, Bill, Code, Fault, Language, Settlement, Storage, Usage};

use super::shared::answer;
use super::view::{ErrorAnswer, ErrorView, StayView, TroubleView};
use crate::desk::Trouble;

/// What was asked for and did not succeed.
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

    /// Its entry of the failure book.
    pub fn code(&self) -> Code {
        self.trouble.code
    }

    /// As callers read it. `training` is left out where it is not known.
    pub fn view(self, language: Language, training: Option<bool>) -> ErrorAnswer {
        let error = TroubleView::of(&self.trouble, language);
        match self.stay {
            Some(stay) => ErrorAnswer::Stay(Box::new(StayView { error: Some(error), ..*stay })),
            None => ErrorAnswer::Alone(ErrorView { training, error }),
        }
    }

    /// As the API answers it.
    pub fn answer(self, language: Language, training: bool) -> Response {
        let status = status_of(self.code());
        self.answer_as(status, language, training)
    }

    /// The same, under a status of its own.
    pub fn answer_as(self, status: StatusCode, language: Language, training: bool) -> Response {
        // Only the code: what a case adds may be the platform's words, which may name the patient.
        tracing::debug!(code = %self.code(), status = status.as_u16(), "refused");
        let mut response = answer(status, training, &self.view(language, Some(training)));
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
