//! Money that changes hands at the desk: each move has an id that makes it once, handed to the hospital's system
//! until that acknowledges it.

use jiff::Timestamp;
use rusqlite::{Params, Row, params};
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::{MessageId, StayKey};
use yijie_core::split::{MoneyMove, PaymentWay};
use yijie_core::teeth::{Tooth, bites};

use super::page::{Page, instant, instant_if};
use super::read::message_id;
use super::{Journal, JournalError};

/// A money instruction as it stands. Instants are to the millisecond.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// What makes it once: the message id of its cause and its number there.
    pub id: String,
    /// The stay.
    pub stay: StayKey,
    /// The message that settled or cancelled.
    pub cause: MessageId,
    /// What changes hands.
    pub money: MoneyMove,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was first handed to the hospital's system.
    pub handed_over_at: Option<Timestamp>,
    /// When the hospital's system said that it has it.
    pub acknowledged_at: Option<Timestamp>,
}

impl Journal {
    /// The instructions of a stay, in order.
    pub fn instructions(&self, stay: &StayKey) -> Result<Vec<Instruction>, JournalError> {
        let page = self.page();
        page.select_instructions("WHERE stay_no = ? ORDER BY made_at_ms, cause, n", [page.stay_no(stay)?])
    }

    /// What the hospital's system has not acknowledged yet, the oldest first.
    pub fn unacknowledged(&self) -> Result<Vec<Instruction>, JournalError> {
        self.page().select_instructions("WHERE acknowledged_at_ms IS NULL ORDER BY made_at_ms, cause, n", [])
    }

    /// The instruction was handed over. The first time counts.
    pub fn hand_over(&mut self, id: &str, now: Timestamp) -> Result<(), JournalError> {
        self.stamp(id, now, "UPDATE instructions SET handed_over_at_ms = coalesce(handed_over_at_ms, ?2) WHERE id = ?1")
    }

    /// The hospital's system has the instruction. The first time counts.
    pub fn acknowledge(&mut self, id: &str, now: Timestamp) -> Result<(), JournalError> {
        self.stamp(
            id,
            now,
            "UPDATE instructions SET handed_over_at_ms = coalesce(handed_over_at_ms, ?2),
                    acknowledged_at_ms = coalesce(acknowledged_at_ms, ?2) WHERE id = ?1",
        )
    }

    fn stamp(&mut self, id: &str, now: Timestamp, update: &str) -> Result<(), JournalError> {
        self.commit(|page| match page.db.prepare_cached(update)?.execute(params![id, now.as_millisecond()])? {
            0 => Err(JournalError::Unknown { what: "instruction", name: id.to_owned() }),
            _ => Ok(()),
        })
    }
}

impl Page<'_> {
    /// Makes the instructions of a cause, once.
    pub(super) fn put_moves(
        &self,
        stay: &StayKey,
        at: Timestamp,
        cause: &MessageId,
        moves: &[MoneyMove],
    ) -> Result<(), JournalError> {
        self.attempt_is_of(cause, stay)?;
        let made = self.select_instructions("WHERE cause = ? ORDER BY n", [cause.as_str()])?;
        let before = if bites(Tooth::RefundTwice) { u32::try_from(made.len()).unwrap_or_default() } else { 0 };
        if !made.is_empty() && before == 0 {
            return if made.iter().map(|instruction| &instruction.money).eq(moves) {
                Ok(())
            } else {
                Err(JournalError::Contradiction(format!("other money was instructed for {cause}")))
            };
        }
        for (money, n) in moves.iter().zip(before + 1..) {
            let (kind, way, deposit_no, amount) = columns(money)?;
            self.db.prepare_cached(PUT)?.execute(params![
                format!("{cause}-{n:02}"),
                self.stay_no(stay)?,
                cause.as_str(),
                n,
                kind,
                way,
                deposit_no,
                amount.cents(),
                at.as_millisecond()
            ])?;
        }
        Ok(())
    }

    fn select_instructions(&self, which: &str, params: impl Params) -> Result<Vec<Instruction>, JournalError> {
        let mut select = self.db.prepare_cached(&format!("{SELECT} {which}"))?;
        let mut rows = select.query(params)?;
        let mut instructions = Vec::new();
        while let Some(row) = rows.next()? {
            instructions.push(self.instruction(row)?);
        }
        Ok(instructions)
    }

    fn instruction(&self, row: &Row<'_>) -> Result<Instruction, JournalError> {
        let amount = Yuan::from_cents(row.get(6)?);
        let money = match row.get::<_, String>(3)?.as_str() {
            "collect" => MoneyMove::Collect { amount },
            _ => MoneyMove::Refund { way: way(row.get(4)?)?, receipt_no: row.get(5)?, amount },
        };
        Ok(Instruction {
            id: row.get(0)?,
            stay: self.stay_key(&row.get::<_, String>(1)?)?,
            cause: message_id(&row.get::<_, String>(2)?)?,
            money,
            made_at: instant(row.get(7)?)?,
            handed_over_at: instant_if(row.get(8)?)?,
            acknowledged_at: instant_if(row.get(9)?)?,
        })
    }
}

type Columns<'a> = (&'static str, Option<String>, Option<&'a str>, Yuan);

fn columns(money: &MoneyMove) -> Result<Columns<'_>, JournalError> {
    Ok(match money {
        MoneyMove::Collect { amount } => ("collect", None, None, *amount),
        MoneyMove::Refund { way, receipt_no, amount } => {
            let way = serde_json::to_value(way).ok().and_then(|way| way.as_str().map(str::to_owned));
            let way = way.ok_or_else(|| JournalError::Internal("a payment way is no word".to_owned()))?;
            ("refund", Some(way), Some(receipt_no), *amount)
        }
    })
}

fn way(text: String) -> Result<PaymentWay, JournalError> {
    serde_json::from_value(text.into()).map_err(|_| JournalError::Damaged("a payment way".to_owned()))
}

const PUT: &str = "
    INSERT INTO instructions (id, stay_no, cause, n, kind, way, deposit_no, amount_cents, made_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

const SELECT: &str = "
    SELECT id, stay_no, cause, kind, way, deposit_no, amount_cents, made_at_ms, handed_over_at_ms, acknowledged_at_ms
    FROM instructions";
