//! What happens at the desk, as Server-Sent Events: readers and cards coming and going, stays standing differently.
//!
//! A stream begins with what is there now. There are no keep-alives: on a loopback line a reader that went away is
//! noticed by its closed socket, and nothing wakes up while nothing happens.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::desk::{CardReaders, ReaderEvent, Watch};
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;
use yijie_core::failure::Api;

use super::amount::Amount;
use super::failed::{ErrorAnswer, Failed};
use super::language::Speaks;
use super::limits::{EVENTS_BEHIND_MAX, READERS_MAX, STREAMS_MAX};
use super::shared::{Shared, mark};
use crate::desk::{Desk, Finished, Trouble};

/// The data of an event. Its name stands in the event's own `event:` line as well.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Told {
    /// True at a training platform.
    pub training: bool,
    /// `reader_added`, `reader_removed`, `card_in`, `card_mute`, `card_out`, `service_lost`, `service_back`,
    /// `stay` (it stands differently) or `finished` (the queue brought it to an end by itself).
    pub event: &'static str,
    /// The reader, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// The stay, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay_no: Option<String>,
    /// How the stay stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// Of `finished`: the patient, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<String>,
    /// Of `finished`: what the patient gets back, in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<Amount>,
    /// Of `finished`: what the patient still owes, in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect: Option<Amount>,
}

/// What is in a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    Card,
    MuteCard,
}

/// Everybody who listens, and what they would have heard.
#[derive(Default)]
pub struct Hub(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    training: bool,
    closed: bool,
    readers: BTreeMap<String, Holds>,
    streams: Vec<mpsc::Sender<Told>>,
}

/// Events of readers, cards and stays
///
/// A stream of Server-Sent Events, beginning with what is there now. It ends when the API stops, or when its reader
/// is too far behind: connect again and begin anew.
#[utoipa::path(get, path = "/v1/events", tag = "events", responses(
    (status = 200, description = "Each event's data is one of these", body = Told, content_type = "text/event-stream"),
    (status = 503, description = "Too many streams", body = ErrorAnswer),
))]
pub async fn events(State(shared): State<Arc<Shared>>, Speaks(language): Speaks) -> Response {
    let Some(stream) = shared.events.listen() else {
        return Failed::from(Trouble::new(Api::TooBusy, "")).answer(language, shared.training);
    };
    let stream = ReceiverStream::new(stream).map(|told| {
        let event = Event::default().event(told.event);
        Ok::<_, Infallible>(event.json_data(&told).unwrap_or_default())
    });
    let mut response = Sse::new(stream).into_response();
    mark(&mut response, shared.training);
    response
}

/// Has the hub told of the desk's stays and of the readers. Readers that cannot be watched are no reason not to
/// serve: whoever asks for them is told why.
pub fn follow(hub: &Arc<Hub>, desk: &Desk, readers: &dyn CardReaders) -> Option<Watch> {
    hub.lock().training = desk.is_training();
    // The desk outlives the API, and must not keep its hub alive.
    let of_stays = Arc::downgrade(hub);
    desk.watch_stays(Box::new(move |stay, standing| {
        if let Some(hub) = of_stays.upgrade() {
            hub.stay(stay.stay_no.to_string(), standing);
        }
    }));
    let of_queue = Arc::downgrade(hub);
    desk.watch_finished(Box::new(move |finished| {
        if let Some(hub) = of_queue.upgrade() {
            hub.finished(finished);
        }
    }));
    let of_readers = Arc::clone(hub);
    let watch = readers.watch(Box::new(move |event| of_readers.reader(event)));
    watch.inspect_err(|error| tracing::warn!(code = %Trouble::from(error.clone()).code, "readers are not watched")).ok()
}

impl Hub {
    /// A new stream, beginning with what is there now. `None` if there are too many.
    fn listen(&self) -> Option<mpsc::Receiver<Told>> {
        let mut inner = self.lock();
        inner.streams.retain(|stream| !stream.is_closed());
        if inner.closed || inner.streams.len() >= STREAMS_MAX {
            return None;
        }
        let (stream, receiver) = mpsc::channel(EVENTS_BEHIND_MAX);
        for (reader, holds) in &inner.readers {
            let now = [Some("reader_added"), holds.event()];
            for event in now.into_iter().flatten() {
                stream.try_send(inner.of_reader(event, Some(reader.clone()))).ok()?;
            }
        }
        inner.streams.push(stream);
        Some(receiver)
    }

    /// What is in each reader, as far as is known.
    pub fn readers(&self) -> BTreeMap<String, Holds> {
        self.lock().readers.clone()
    }

    /// Ends every stream.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.streams.clear();
    }

    fn stay(&self, stay_no: String, standing: &'static str) {
        let mut inner = self.lock();
        let told = Told {
            training: inner.training,
            event: "stay",
            reader: None,
            stay_no: Some(stay_no),
            standing: Some(standing),
            patient: None,
            refund: None,
            collect: None,
        };
        inner.tell(&told);
    }

    fn finished(&self, finished: &Finished) {
        let mut inner = self.lock();
        let told = Told {
            training: inner.training,
            event: "finished",
            reader: None,
            stay_no: Some(finished.key.stay_no.to_string()),
            standing: Some(finished.standing),
            patient: Some(finished.patient.clone()),
            refund: Some(finished.refund.into()),
            collect: Some(finished.collect.into()),
        };
        inner.tell(&told);
    }

    fn reader(&self, event: ReaderEvent) {
        let mut inner = self.lock();
        let (event, reader, holds) = match event {
            ReaderEvent::ReaderAdded { reader } => ("reader_added", Some(reader), Some(Holds::Nothing)),
            ReaderEvent::ReaderRemoved { reader } => ("reader_removed", Some(reader), None),
            ReaderEvent::CardIn { reader, .. } => ("card_in", Some(reader), Some(Holds::Card)),
            ReaderEvent::CardMute { reader } => ("card_mute", Some(reader), Some(Holds::MuteCard)),
            ReaderEvent::CardOut { reader } => ("card_out", Some(reader), Some(Holds::Nothing)),
            ReaderEvent::ServiceLost => ("service_lost", None, None),
            ReaderEvent::ServiceBack => ("service_back", None, None),
        };
        match (&reader, holds) {
            (Some(reader), Some(holds)) if inner.has_room_for(reader) => {
                inner.readers.insert(reader.clone(), holds);
            }
            (Some(reader), _) => {
                inner.readers.remove(reader);
            }
            (None, _) => inner.readers.clear(),
        }
        let told = inner.of_reader(event, reader);
        inner.tell(&told);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn has_room_for(&self, reader: &str) -> bool {
        self.readers.len() < READERS_MAX || self.readers.contains_key(reader)
    }

    fn of_reader(&self, event: &'static str, reader: Option<String>) -> Told {
        Told {
            training: self.training,
            event,
            reader,
            stay_no: None,
            standing: None,
            patient: None,
            refund: None,
            collect: None,
        }
    }

    /// Whoever is gone or too far behind is dropped.
    fn tell(&mut self, told: &Told) {
        self.streams.retain(|stream| stream.try_send(told.clone()).is_ok());
    }
}

impl Holds {
    fn event(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Card => Some("card_in"),
            Self::MuteCard => Some("card_mute"),
        }
    }
}
