//! The insurance platform's language: envelope, messages, profiles, signing, classification, transport.
//!
//! [`Language`] is the door. In this order: [`Language::encode`] makes the exact text of a message; the caller
//! journals it; [`Language::request`] signs it; a [`Transport`](transport::Transport) sends it, once;
//! [`Language::end`] says how the attempt ended. Nothing here keeps state, reads a clock or tries again.

mod classify;
mod dossier;
mod encode_error;
mod envelope;
mod infno;
mod message;
pub mod profile;
#[cfg(test)]
mod sample;
mod signing;
pub mod transport;
mod wire;

use jiff::Timestamp;
use yijie_core::filing::FilingRow;
use yijie_core::person::Person;
use yijie_core::settlement::ask::{Answer, End, Message, Query};
use yijie_core::settlement::ids::{LineNo, VisitId};

pub use classify::{Asked, Expected, Failure, wants_sign_in};
pub use dossier::{Dossier, Hospital, OperatorKind, Stamp};
pub use encode_error::EncodeError;
pub use envelope::Body;
pub use infno::Infno;
pub use message::{FilingsLook, Look, PersonLook, SignInLook, SignOutLook, SignedIn};
pub use profile::{Profile, ProfileError};
pub use signing::{Credentials, NotCredentials};

use message::Source;
use transport::{Request, Response, SendError};

/// One hospital's way of speaking with one platform.
#[derive(Debug, Clone)]
pub struct Language {
    profile: Profile,
    hospital: Hospital,
    base_url: String,
    credentials: Credentials,
}

/// A message or a query of the machine.
#[derive(Debug, Clone, Copy)]
pub enum Ask<'a> {
    /// Changes something.
    Message(&'a Message),
    /// Changes nothing.
    Query(&'a Query),
}

impl Ask<'_> {
    /// Its transaction.
    pub fn infno(self) -> Infno {
        match self {
            Self::Message(message) => Infno::of_message(message),
            Self::Query(query) => Infno::of_query(query),
        }
    }
}

impl Language {
    /// `base_url` is the platform's configured address, before what the profile appends for a transaction.
    pub fn new(
        profile: Profile,
        hospital: Hospital,
        base_url: &str,
        credentials: Credentials,
    ) -> Result<Self, EncodeError> {
        hospital.check()?;
        Ok(Self { profile, hospital, base_url: base_url.to_owned(), credentials })
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The hospital.
    pub fn hospital(&self) -> &Hospital {
        &self.hospital
    }

    /// The exact text of a message or query of a stay.
    pub fn encode(&self, ask: Ask<'_>, dossier: &Dossier<'_>, stamp: &Stamp<'_>) -> Result<Body, EncodeError> {
        let source = self.source(dossier, stamp);
        match ask {
            Ask::Message(message) => source.message(message),
            Ask::Query(query) => source.query(query),
        }
    }

    /// The exact text of a question of the desk's own.
    pub fn encode_look(&self, look: Look<'_>, stamp: &Stamp<'_>) -> Result<Body, EncodeError> {
        look.seal(&self.profile, &self.hospital, stamp)
    }

    /// The bill's lines in batches that 2301 can take: every line once, in order. The same batches serve 2302, whose
    /// rows are shorter. They hold for every visit number that is not longer than `visit`.
    pub fn batches(
        &self,
        dossier: &Dossier<'_>,
        visit: &VisitId,
        stamp: &Stamp<'_>,
    ) -> Result<Vec<Vec<LineNo>>, EncodeError> {
        message::batches(&self.source(dossier, stamp), visit)
    }

    /// The message signed for one moment. `nonce` is printable ASCII and used once.
    pub fn request(&self, body: &Body, at: Timestamp, nonce: &str) -> Request {
        let rules = &self.profile.endpoint;
        let mut headers = vec![("Content-Type".to_owned(), rules.content_type.clone())];
        headers.extend(signing::headers(rules, &self.credentials, body.infno(), at, nonce));
        let bytes = body.text().len();
        tracing::debug!(infno = %body.infno(), message_id = %body.message_id(), bytes, "signed");
        Request {
            url: rules.url.url(&self.base_url, body.infno()),
            headers,
            body: body.text().to_owned(),
            limits: self.profile.limits.of(&self.profile.time, body.infno()),
        }
    }

    /// How a message's attempt ended.
    pub fn end(&self, message: &Message, expected: &Expected<'_>, heard: Result<Response, SendError>) -> End {
        classify::end(&self.profile, message, expected, heard)
    }

    /// How a query was answered.
    pub fn answer(&self, query: &Query, expected: &Expected<'_>, heard: Result<Response, SendError>) -> Asked<Answer> {
        classify::answer(&self.profile, query, expected, heard)
    }

    /// What 9001 answered.
    pub fn signed_in(&self, heard: Result<Response, SendError>) -> Asked<SignedIn> {
        classify::asked(&self.profile, Infno::SignIn, heard, message::read_signed_in)
    }

    /// What 9002 answered. Its time comes as a node or as a string and is of no use.
    pub fn signed_out(&self, heard: Result<Response, SendError>) -> Asked<()> {
        classify::asked(&self.profile, Infno::SignOut, heard, |_| Ok(()))
    }

    /// What 1101 answered.
    pub fn person(&self, look: &PersonLook<'_>, heard: Result<Response, SendError>) -> Asked<Person> {
        classify::asked(&self.profile, Infno::Person, heard, |reply| message::read_person(reply, look))
    }

    /// What 5302 answered.
    pub fn filings(&self, look: &FilingsLook<'_>, heard: Result<Response, SendError>) -> Asked<Vec<FilingRow>> {
        classify::asked(&self.profile, Infno::Filings, heard, |reply| message::read_filings(reply, look))
    }

    fn source<'a>(&'a self, dossier: &'a Dossier<'a>, stamp: &'a Stamp<'a>) -> Source<'a> {
        Source { profile: &self.profile, hospital: &self.hospital, dossier, stamp }
    }
}

#[cfg(test)]
mod tests;
