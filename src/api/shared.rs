//! What all requests share, and how work gets from a request to the desk and its answer back.

use std::sync::Arc;
use std::time::Instant;

use crate::desk::{CardReaders, Plan};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use yijie_core::failure::{Api, Language, Program};

use super::ApiParts;
use super::events::Hub;
use super::failed::Failed;
use super::limits::{REQUESTS_MAX, WORKS_MAX};
use super::token::Token;
use crate::desk::{Counter, Desk, Progress, ReadCard, Trouble, Which, read};

/// On every answer at a training platform, so that nothing that came from it can pass for real.
pub const TRAINING_MARK: HeaderName = HeaderName::from_static("x-yijie-training");

/// What all requests share.
pub struct Shared {
    pub desk: Arc<Desk>,
    pub readers: Arc<dyn CardReaders>,
    pub events: Arc<Hub>,
    pub token: Token,
    pub origins: Vec<String>,
    pub port: u16,
    pub training: bool,
    pub requests: Arc<Semaphore>,
    works: Arc<Semaphore>,
    which: Which,
}

impl Shared {
    /// For an API that listens at `port`.
    pub fn new(parts: ApiParts, token: Token, port: u16, events: Arc<Hub>) -> Self {
        Self {
            training: parts.desk.is_training(),
            desk: parts.desk,
            readers: parts.readers,
            events,
            token,
            origins: parts.origins,
            port,
            requests: Arc::new(Semaphore::new(REQUESTS_MAX)),
            works: Arc::new(Semaphore::new(WORKS_MAX)),
            which: parts.which,
        }
    }

    /// Does `job` where it may block, and answers 200. Once begun it goes on to its end, whether or not anybody
    /// still waits for the answer.
    pub async fn work<T, J>(self: Arc<Self>, language: Language, job: J) -> Response
    where
        T: Serialize + Send + 'static,
        J: FnOnce(&Self) -> Result<T, Failed> + Send + 'static,
    {
        self.work_as(language, move |shared| Ok((StatusCode::OK, job(shared)?))).await
    }

    /// The same, under the status that the job gives.
    pub async fn work_as<T, J>(self: Arc<Self>, language: Language, job: J) -> Response
    where
        T: Serialize + Send + 'static,
        J: FnOnce(&Self) -> Result<(StatusCode, T), Failed> + Send + 'static,
    {
        let training = self.training;
        let Some(room) = self.room_for_work() else {
            return Failed::from(Trouble::new(Api::TooBusy, "")).answer(language, training);
        };
        let done = tokio::task::spawn_blocking(move || {
            let _room = room;
            job(&self)
        });
        match done.await {
            Ok(Ok((status, body))) => answer(status, training, &body),
            Ok(Err(failed)) => failed.answer(language, training),
            Err(_) => Failed::from(Trouble::new(Program::Internal, "")).answer(language, training),
        }
    }

    /// Room for one more work on the desk, if there is any.
    pub fn room_for_work(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.works).try_acquire_owned().ok()
    }

    /// Reads the card that is in the reader now.
    pub fn read_card(&self, plan: Plan, counter: &mut dyn Counter) -> Result<ReadCard, Trouble> {
        let began = Instant::now();
        let card = read(self.readers.as_ref(), &self.which, plan, self.desk.today())?;
        counter.done(&Progress::CardRead, u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX));
        Ok(card)
    }
}

/// An answer in JSON. None of them may be kept by anybody on the way.
pub fn answer<T: Serialize>(status: StatusCode, training: bool, body: &T) -> Response {
    let (status, text) = match serde_json::to_vec(body) {
        Ok(text) => (status, text),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, b"{}".to_vec()),
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    mark(&mut response, training);
    response
}

/// Marks an answer of a training platform.
pub fn mark(response: &mut Response, training: bool) {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if training {
        response.headers_mut().insert(TRAINING_MARK, HeaderValue::from_static("true"));
    }
}
