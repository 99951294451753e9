//! The envelope around every message (interface specification, 4.1) and around every answer.

mod reply;

use serde::Serialize;

use super::dossier::{Hospital, Stamp};
use super::encode_error::EncodeError;
use super::infno::Infno;
use super::profile::{Profile, SignNo};
use super::wire;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::MessageId;
use zeroize::Zeroizing;

pub(super) use reply::{Outcome, Reply, Unread};

/// A message ready to be journalled and sent: the exact text, once and for all.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    infno: Infno,
    message_id: MessageId,
    text: Zeroizing<String>,
}

impl Body {
    /// What it is.
    pub fn infno(&self) -> Infno {
        self.infno
    }

    /// Under which id it goes.
    pub fn message_id(&self) -> &MessageId {
        &self.message_id
    }

    /// The envelope as it goes over the wire. Personal data in full: for the sealed journal and the transport only.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Puts a message's input into its envelope. `insured_place` is unknown only before 1101.
    pub(super) fn seal(
        profile: &Profile,
        hospital: &Hospital,
        infno: Infno,
        insured_place: Option<DivisionCode>,
        stamp: &Stamp<'_>,
        input: &impl Serialize,
    ) -> Result<Self, EncodeError> {
        let input = Zeroizing::new(to_json(input)?);
        let (chars, chars_max) = (input.chars().count(), profile.limits.input_chars_max);
        if chars > chars_max {
            return Err(EncodeError::InputTooLong { chars, chars_max });
        }
        if stamp.sign_no.is_none() && profile.envelope.sign_no == SignNo::Required && infno != Infno::SignIn {
            return Err(EncodeError::NotSignedIn);
        }
        let head = Head {
            infno: infno.as_str(),
            msgid: stamp.message_id.as_str(),
            mdtrtarea_admvs: hospital.division.as_str(),
            insuplc_admdvs: insured_place.as_ref().map_or("", DivisionCode::as_str),
            recer_sys_code: &profile.envelope.recer_sys_code,
            dev_no: "",
            dev_safe_info: "",
            cainfo: "",
            signtype: "",
            infver: &profile.envelope.infver,
            opter_type: hospital.operator_kind.code(),
            opter: &hospital.operator_code,
            opter_name: &hospital.operator_name,
            inf_time: wire::datetime_text(stamp.wire_time()),
            fixmedins_code: hospital.institution.as_str(),
            fixmedins_name: &hospital.name,
            sign_no: stamp.sign_no.unwrap_or_default(),
            extra: &profile.envelope.extra,
        };
        let head = to_json(&head)?;
        // The input is spliced in as counted, so what was measured is what is sent.
        let open = head.strip_suffix('}').unwrap_or(&head);
        let text = Zeroizing::new(format!("{open},\"input\":{}}}", input.as_str()));
        Ok(Self { infno, message_id: stamp.message_id.clone(), text })
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} {}, {} bytes)", self.infno, self.message_id, self.text.len())
    }
}

/// The envelope's own fields, in the order of the specification.
#[derive(Serialize)]
struct Head<'a> {
    infno: &'a str,
    msgid: &'a str,
    mdtrtarea_admvs: &'a str,
    insuplc_admdvs: &'a str,
    recer_sys_code: &'a str,
    dev_no: &'a str,
    dev_safe_info: &'a str,
    cainfo: &'a str,
    signtype: &'a str,
    infver: &'a str,
    opter_type: &'a str,
    opter: &'a str,
    opter_name: &'a str,
    inf_time: String,
    fixmedins_code: &'a str,
    fixmedins_name: &'a str,
    sign_no: &'a str,
    #[serde(flatten)]
    extra: &'a std::collections::BTreeMap<String, String>,
}

pub(super) fn to_json(value: &impl Serialize) -> Result<String, EncodeError> {
    serde_json::to_string(value).map_err(|error| EncodeError::Unwritable(error.to_string()))
}

#[cfg(test)]
mod tests;
