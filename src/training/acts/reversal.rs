//! 2601 reversal: undoes a message by its id, for the sender that doesn't know what became of it.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::Call;
use crate::training::{
    books::{SettlementState, VisitState},
    platform::Platform,
    refusal::{Outcome, refuse},
    settings::ReversedIds,
};

const UNKNOWN_ORIGINAL: &str = "原交易不存在";
const ALREADY_REVERSED: &str = "原交易已冲正，不能重复冲正";

impl Platform {
    /// Reverses one message of this institution.
    pub(super) fn reverse(&mut self, call: &Call<'_>) -> Outcome<Value> {
        let row = call.envelope.row("data");
        let (omsgid, oinfno, psn_no) = (row.text("omsgid"), row.text("oinfno"), row.text("psn_no"));
        self.person(psn_no)?;
        if !self.settings.reversible.contains(oinfno) {
            return refuse(format!("交易{oinfno}不支持冲正"));
        }
        let done = match oinfno {
            "2401" => self.reverse_admission(call, omsgid, psn_no),
            "2304" | "2305" => self.reverse_settlement(call, omsgid, oinfno, psn_no),
            _ => refuse(format!("交易{oinfno}不支持冲正")),
        };
        let unknown = done.as_ref().is_err_and(|refusal| refusal.text() == UNKNOWN_ORIGINAL);
        let remembers_unknown = self.settings.reversed_ids == ReversedIds::RememberedEvenUnknown;
        if done.is_ok() || unknown && remembers_unknown {
            self.books.reversed.insert(omsgid.to_owned());
        }
        done.map(|()| json!({}))
    }

    fn reverse_admission(&mut self, call: &Call<'_>, omsgid: &str, psn_no: &str) -> Outcome<()> {
        let of = |visit: &&crate::training::books::Visit| {
            visit.msgid == omsgid && visit.psn_no == psn_no && visit.institution == call.envelope.institution()
        };
        let Some(visit) = self.books.visits.values().find(of) else { return refuse(UNKNOWN_ORIGINAL) };
        if visit.state == VisitState::Cancelled {
            return refuse(ALREADY_REVERSED);
        }
        let mdtrt_id = visit.mdtrt_id.clone();
        self.check_undoable(&mdtrt_id)?;
        self.visit_mut(&mdtrt_id)?.state = VisitState::Cancelled;
        Ok(())
    }

    /// A reversed settlement counts nowhere; a reversed cancel lets its settlement stand again.
    fn reverse_settlement(&mut self, call: &Call<'_>, omsgid: &str, oinfno: &str, psn_no: &str) -> Outcome<()> {
        let Some(index) = self.books.settlements.iter().position(|row| {
            row.msgid == omsgid && row.psn_no == psn_no && row.institution == call.envelope.institution()
        }) else {
            return refuse(UNKNOWN_ORIGINAL);
        };
        let found = self.books.settlements[index].clone();
        match (&found.state, oinfno) {
            (SettlementState::Stands, "2304") => {}
            (SettlementState::Negative { of }, "2305") => {
                self.books.settlements[*of].state = SettlementState::Stands;
            }
            (SettlementState::Reversed, _) => return refuse(ALREADY_REVERSED),
            (SettlementState::Cancelled, "2304") => return refuse("原交易已撤销，不能冲正"),
            _ => return refuse(UNKNOWN_ORIGINAL),
        }
        let account = (found.psn_no.clone(), found.insutype.clone());
        self.books.pay_from_account(account, Decimal::ZERO, -found.split.account);
        self.books.settlements[index].state = SettlementState::Reversed;
        Ok(())
    }
}
