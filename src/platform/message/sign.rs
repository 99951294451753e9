//! 9001 and 9002: the operator signs in for the day, and out at every terminal.

use jiff::civil::DateTime;
use serde::Serialize;

use crate::platform::dossier::Hospital;
use crate::platform::envelope::Reply;
use crate::platform::wire;

/// From where the operator signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInLook {
    /// `mac`: of the workstation's network card.
    pub mac: String,
    /// `ip`: of the workstation.
    pub ip: String,
}

/// Which sign-in ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOutLook {
    /// `sign_no`.
    pub sign_no: String,
}

/// What 9001 answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// `sign_no`: goes into every later message.
    pub sign_no: String,
    /// `sign_time`, +08:00.
    pub signed_at: Option<DateTime>,
}

#[derive(Serialize)]
pub(super) struct SignInInput<'a> {
    #[serde(rename = "signIn")]
    sign_in: SignInNode<'a>,
}

#[derive(Serialize)]
struct SignInNode<'a> {
    opter_no: &'a str,
    mac: &'a str,
    ip: &'a str,
}

#[derive(Serialize)]
pub(super) struct SignOutInput<'a> {
    #[serde(rename = "signOut")]
    sign_out: SignOutNode<'a>,
}

#[derive(Serialize)]
struct SignOutNode<'a> {
    sign_no: &'a str,
    opter_no: &'a str,
}

impl SignInLook {
    pub(super) fn input<'a>(&'a self, hospital: &'a Hospital) -> SignInInput<'a> {
        SignInInput { sign_in: SignInNode { opter_no: &hospital.operator_code, mac: &self.mac, ip: &self.ip } }
    }
}

impl SignOutLook {
    pub(super) fn input<'a>(&'a self, hospital: &'a Hospital) -> SignOutInput<'a> {
        SignOutInput { sign_out: SignOutNode { sign_no: &self.sign_no, opter_no: &hospital.operator_code } }
    }
}

/// Reads 9001, whose node some provinces call otherwise.
pub(in crate::platform) fn read_signed_in(reply: &Reply) -> Result<SignedIn, String> {
    let row = match reply.one("signinoutb")? {
        Some(row) => row,
        None => reply.one("result")?.ok_or("neither signinoutb nor result")?,
    };
    let sign_no = wire::text(row, &["sign_no"]).ok_or("no sign_no")?;
    Ok(SignedIn { sign_no, signed_at: wire::datetime(row, &["sign_time"]) })
}
