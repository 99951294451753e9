//! 9001 sign-in, 9002 sign-out.

use serde_json::{Value, json};

use super::{Call, stamp};
use crate::training::{
    books::Session,
    platform::Platform,
    refusal::{Outcome, refuse},
};

impl Platform {
    /// The same operator gets the same serial from every terminal, for the day.
    pub(super) fn sign_in(&mut self, call: &Call<'_>) -> Value {
        let operator = call.envelope.row("signIn").text("opter_no");
        let key = (call.envelope.institution().to_owned(), operator.to_owned());
        let today = call.now.date();
        let serial = self.books.serial();
        let session = self
            .books
            .sessions
            .entry(key)
            .and_modify(|session| {
                if session.day != today {
                    *session = new_session(call, serial);
                }
            })
            .or_insert_with(|| new_session(call, serial));
        json!({ "signinoutb": { "sign_time": stamp(call.now), "sign_no": session.sign_no } })
    }

    /// Signs out all terminals of the operator.
    pub(super) fn sign_out(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("signOut");
        let key = (call.envelope.institution().to_owned(), row.text("opter_no").to_owned());
        match self.books.sessions.get(&key) {
            Some(session) if session.sign_no == row.text("sign_no") => {
                self.books.sessions.remove(&key);
                Ok(json!({ "signinoutb": { "sign_time": stamp(call.now) } }))
            }
            _ => refuse("操作员未签到，不能签退"),
        }
    }
}

fn new_session(call: &Call<'_>, serial: u64) -> Session {
    let sign_no = format!("S{}{serial:010}", call.now.strftime("%Y%m%d%H%M%S"));
    Session { sign_no, day: call.now.date() }
}
