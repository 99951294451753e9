//! A thread kept from session to session: to start one costs as much as a command to a card.

use crate::CardError;
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// A thread that does one thing after the other and sleeps in between. Let go of, it ends once it is done with what it
/// is at, which may be never.
pub(super) struct Hand {
    jobs: Sender<Job>,
}

impl Hand {
    /// Starts one.
    pub(super) fn hire() -> Result<Self, CardError> {
        let (jobs, given) = channel::<Job>();
        thread::Builder::new()
            .name("card-session".into())
            .spawn(move || {
                for job in given {
                    job();
                }
            })
            .map_err(|error| CardError::ReaderFailed { detail: error.to_string() })?;
        Ok(Self { jobs })
    }

    /// Has it do this. Whether and when it is done, the job itself must tell.
    pub(super) fn give(&self, job: Job) -> Result<(), CardError> {
        self.jobs.send(job).map_err(|_| CardError::ReaderFailed { detail: "the thread of the sessions is gone".into() })
    }
}

type Job = Box<dyn FnOnce() + Send>;
