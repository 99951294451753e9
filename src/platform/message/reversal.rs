//! 2601: a message whose fate is not known is reversed by its id.

use serde::Serialize;
use yijie_core::settlement::ask::Reversible;
use yijie_core::settlement::ids::MessageId;

use super::Source;
use crate::platform::infno::Infno;

#[derive(Serialize)]
pub(super) struct ReverseInput<'a> {
    data: ReverseNode<'a>,
}

#[derive(Serialize)]
struct ReverseNode<'a> {
    psn_no: &'a str,
    omsgid: &'a str,
    oinfno: &'static str,
}

/// 2601. The message itself goes under an id of its own.
pub(super) fn reverse<'a>(from: &Source<'a>, original: &'a MessageId, kind: Reversible) -> ReverseInput<'a> {
    let oinfno = Infno::from(kind).as_str();
    ReverseInput { data: ReverseNode { psn_no: from.psn_no(), omsgid: original.as_str(), oinfno } }
}
