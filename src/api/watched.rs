//! Work that tells each step as it is done, to a caller that asks for lines of JSON instead of one document.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use yijie_core::failure::{Api, Language, Program};
use yijie_core::settlement::{Stay, Waiting};

use super::failed::{Failed, status_of};
use super::figures::figures;
use super::language::Speaks;
use super::limits::EVENTS_BEHIND_MAX;
use super::shared::{Shared, mark};
use super::view::{FrameView, StepView};
use crate::desk::{Confirmation, Counter, Progress, Trouble};

/// How a caller wants to be answered.
#[derive(Debug, Clone, Copy)]
pub struct Asks {
    /// In which language.
    pub language: Language,
    /// Line by line, as it is done.
    pub watches: bool,
}

/// A counter at which nobody stands: steps are told to whoever watches, and what was agreed to elsewhere is agreed to.
#[derive(Default)]
pub struct Teller {
    lines: Option<mpsc::Sender<FrameView>>,
    /// The figures that somebody agreed to, and no others.
    pub agreed: Option<String>,
}

impl Asks {
    fn of(headers: &HeaderMap) -> Self {
        let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let watches = accepts.split(',').any(|range| range.split(';').next().is_some_and(|kind| kind.trim() == LINES));
        Self { language: Speaks::of(headers).0, watches }
    }
}

impl<S: Sync> FromRequestParts<S> for Asks {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Shared {
    /// Does `job` where it may block, and answers with its document, or with its steps and the document last. Once
    /// begun it goes on to its end, whether or not anybody still waits for the answer.
    pub async fn watched<T, J>(self: Arc<Self>, asks: Asks, job: J) -> Response
    where
        T: Serialize + Send + 'static,
        J: FnOnce(&Self, &mut Teller) -> Result<(StatusCode, T), Failed> + Send + 'static,
    {
        if !asks.watches {
            return self.work_as(asks.language, move |shared| job(shared, &mut Teller::default())).await;
        }
        let training = self.training;
        let Some(room) = self.room_for_work() else {
            return Failed::from(Trouble::new(Api::TooBusy, "")).answer(asks.language, training);
        };
        let (lines, told) = mpsc::channel(EVENTS_BEHIND_MAX);
        // However far behind its reader is, there is room for the last line.
        let Ok(last_line) = lines.clone().reserve_owned().await else {
            return Failed::from(Trouble::new(Program::Internal, "")).answer(asks.language, training);
        };
        tokio::task::spawn_blocking(move || {
            let _room = room;
            let mut teller = Teller { lines: Some(lines), agreed: None };
            last_line.send(match job(&self, &mut teller) {
                Ok((status, body)) => last(status, &body),
                Err(failed) => last(status_of(failed.code()), &failed.view(asks.language, Some(training))),
            });
        });
        let body = Body::from_stream(ReceiverStream::new(told).map(|frame| Ok::<_, Infallible>(line(&frame))));
        let mut response = Response::new(body);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(LINES));
        mark(&mut response, training);
        response
    }
}

impl Counter for Teller {
    fn done(&mut self, what: &Progress<'_>, took_ms: u64) {
        self.tell(StepView::of(what, took_ms));
    }

    fn waits(&mut self, why: &Waiting, ms: u64) {
        self.tell(StepView::waiting(why, ms));
    }

    fn confirm(&mut self, stay: &Stay) -> Confirmation {
        match &self.agreed {
            Some(agreed) if figures(stay).as_ref() == Some(agreed) => Confirmation::Agreed,
            _ => Confirmation::NobodyThere,
        }
    }
}

impl Teller {
    fn tell(&self, step: StepView) {
        if let Some(lines) = &self.lines {
            // Whoever is gone or too far behind misses a step, and the work goes on.
            let _ = lines.try_send(FrameView { step: Some(step), ..FrameView::default() });
        }
    }
}

fn last<T: Serialize>(status: StatusCode, body: &T) -> FrameView {
    let answer = serde_json::to_value(body).unwrap_or(Value::Null);
    FrameView { step: None, status: Some(status.as_u16()), answer: Some(answer) }
}

fn line(frame: &FrameView) -> Vec<u8> {
    let mut line = serde_json::to_vec(frame).unwrap_or_default();
    line.push(b'\n');
    line
}

/// One JSON text a line.
const LINES: &str = "application/x-ndjson";
