//! The checkers: they read both sides' books, the journal's rows and the platform's own, and ask nobody's opinion.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use yijie::journal::{AuditTrail, Journal};
use yijie_core::bill::Bill;
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::StayKey;
use yijie_core::split::MoneyMove;

use super::bench::Bench;
use super::flow::Flow;
use super::world::World;

/// What is wrong with the books when all is quiet.
pub fn books(bench: &Bench, journal: &Journal, world: &World, flow: &Flow, key: &StayKey) -> Vec<String> {
    let books = world.state().platform.books();
    let state = match journal.stay(key) {
        Ok(Some(stored)) => match stored.state.read("state") {
            Ok(state) => state,
            Err(error) => return vec![format!("the state cannot be read: {error}")],
        },
        Ok(None) => Value::Null,
        Err(error) => return vec![format!("the journal cannot be read: {error}")],
    };
    let there = Books { platform: &books, state: &state, flow };
    let mut wrong = Vec::new();
    wrong.extend(there.one_stands_a_visit());
    wrong.extend(there.same_figures());
    wrong.extend(there.nothing_lost());
    wrong.extend(there.nothing_open());
    match fates(journal, key) {
        Ok(fates) => wrong.extend(there.every_standing_id_is_accounted_for(&fates)),
        Err(error) => wrong.push(error),
    }
    match journal.instructions(key) {
        Ok(made) => {
            let made = made.iter().map(|one| (one.cause.to_string(), signed(&one.money))).collect::<Vec<_>>();
            wrong.extend(there.money_once(&made));
        }
        Err(error) => wrong.push(error.to_string()),
    }
    if !matches!(journal.verify_audit(), Ok(AuditTrail::Whole { .. })) {
        wrong.push("the audit trail is broken".to_owned());
    }
    wrong.extend(papers(bench, world, &there));
    wrong
}

struct Books<'a> {
    platform: &'a Value,
    state: &'a Value,
    flow: &'a Flow,
}

impl Books<'_> {
    fn rows(&self) -> impl Iterator<Item = &Value> {
        self.platform["settlements"].as_array().into_iter().flatten()
    }

    fn standing(&self) -> impl Iterator<Item = &Value> {
        self.rows().filter(|row| row["state"] == "stands")
    }

    /// P1.
    fn one_stands_a_visit(&self) -> Vec<String> {
        let mut visits: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.standing() {
            *visits.entry(text(&row["mdtrt_id"])).or_default() += 1;
        }
        let doubled = visits.into_iter().filter(|(_, count)| *count > 1);
        doubled.map(|(visit, count)| format!("P1: {count} settlements stand on visit {visit}")).collect()
    }

    /// P2.
    fn every_standing_id_is_accounted_for(&self, fates: &BTreeMap<String, String>) -> Vec<String> {
        self.standing()
            .filter_map(|row| {
                let id = text(&row["msgid"]);
                match fates.get(id).map(String::as_str) {
                    Some("sent" | "open" | "in_doubt" | "done" | "needs_person") => None,
                    fate => Some(format!("P2: {id} stands on the platform; in the journal it is {fate:?}")),
                }
            })
            .collect()
    }

    /// P4: the settlements that stand here are those that stand there, to the cent.
    fn same_figures(&self) -> Vec<String> {
        let there: BTreeMap<_, _> = self
            .standing()
            .map(|row| {
                let figures = ["medfee_sumamt", "fund_pay_sumamt", "psn_cash_pay"].map(|name| cents(&row[name]));
                ((text(&row["setl_id"]).to_owned(), text(&row["msgid"]).to_owned()), figures)
            })
            .collect();
        let here: BTreeMap<_, _> = self
            .settlements()
            .filter(|made| made["cancelled_by"].is_null())
            .map(|made| {
                let statement = &made["settled"]["statement"];
                let figures = ["total", "fund_total", "cash"].map(|name| cents(&statement[name]));
                let id = text(&made["settled"]["settlement"]).to_owned();
                ((id, text(&made["message_id"]).to_owned()), figures)
            })
            .collect();
        if here == there { Vec::new() } else { vec![format!("P4: here {here:?}, there {there:?}")] }
    }

    /// Every flow ends in a settlement of its last bill.
    fn nothing_lost(&self) -> Option<String> {
        let wanted = self.flow.bills().last()?.total;
        let found: Vec<_> = self.standing().map(|row| cents(&row["medfee_sumamt"])).collect();
        (found != [Some(wanted.cents())]).then(|| format!("lost: {wanted} should stand, there is {found:?}"))
    }

    /// P5: every act has ended.
    fn nothing_open(&self) -> Vec<String> {
        let acts = self.state["acts"].as_array().into_iter().flatten();
        let open = acts.filter(|act| act["fate"] == "open" || act["fate"].get("in_doubt").is_some());
        open.map(|act| format!("P5: act {} has not ended: {}", act["id"], act["message"])).collect()
    }

    /// Each settlement's money is told once, and is what the platform's figures leave of the deposits.
    fn money_once(&self, made: &[(String, i64)]) -> Vec<String> {
        let mut wrong = Vec::new();
        for row in self.settlements() {
            let cause = text(&row["message_id"]);
            let told: i64 = made.iter().filter(|(of, _)| of == cause).map(|(_, cents)| cents).sum();
            let there = self.rows().find(|there| there["msgid"] == cause && there["state"] != "negative");
            let bill = self.flow.bills().find(|bill| bill.digest().as_str() == text(&row["bill"]));
            let (Some(cash), Some(bill)) = (there.and_then(|there| cents(&there["psn_cash_pay"])), bill) else {
                wrong.push(format!("P4: settlement {cause} is on no book of the platform's"));
                continue;
            };
            let due = deposited(bill) - cash;
            if told != due {
                wrong.push(format!("money: {told} cents were told for {cause}, {due} are due"));
            }
        }
        let known: BTreeSet<_> = self.settlements().map(|row| text(&row["message_id"])).collect();
        wrong.extend(
            made.iter()
                .filter(|(cause, _)| !known.contains(cause.as_str()))
                .map(|(cause, _)| format!("money was told for {cause}, which settled nothing")),
        );
        wrong
    }

    fn settlements(&self) -> impl Iterator<Item = &Value> {
        self.state["settlements"].as_array().into_iter().flatten()
    }
}

/// P3 at rest: an original comes out once; what it speaks of stands, or it is void.
fn papers(bench: &Bench, world: &World, there: &Books<'_>) -> Vec<String> {
    let void = match void_receipts(bench) {
        Ok(void) => void,
        Err(error) => return vec![format!("the receipts cannot be read: {error}")],
    };
    let mut wrong = Vec::new();
    let mut originals: BTreeMap<String, u32> = BTreeMap::new();
    let state = world.state();
    for paper in state.papers.iter().filter(|paper| paper.job.ends_with("-original")) {
        let Some(settlement) = &paper.settlement else { continue };
        *originals.entry(settlement.clone()).or_default() += 1;
        let stands = there.standing().any(|row| row["setl_id"] == settlement.as_str());
        let message = there.rows().find(|row| row["setl_id"] == settlement.as_str()).map(|row| text(&row["msgid"]));
        let is_void = message.is_some_and(|message| void.contains(message));
        if stands == is_void {
            wrong.push(format!("P3: the original of {settlement}: stands {stands}, void {is_void}"));
        }
        if !paper.text.contains(settlement.as_str()) {
            wrong.push(format!("P3: the paper of {settlement} does not name it"));
        }
    }
    let twice = originals.into_iter().filter(|(_, count)| *count > 1);
    wrong.extend(twice.map(|(settlement, count)| format!("P3: {count} originals of {settlement}")));
    wrong
}

/// Settlements whose receipt is void, by message id, as the rows have it.
fn void_receipts(bench: &Bench) -> rusqlite::Result<BTreeSet<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags_and_vfs(bench.path(), flags, bench.drive.name())?;
    let mut select = db.prepare("SELECT settlement FROM receipts WHERE voided_at_ms IS NOT NULL")?;
    let rows = select.query_map([], |row| row.get(0))?;
    rows.collect()
}

/// What the journal says became of each message, by the act that it was for.
fn fates(journal: &Journal, key: &StayKey) -> Result<BTreeMap<String, String>, String> {
    let acts = journal.acts(key).map_err(|error| error.to_string())?;
    let attempts = journal.attempts(key).map_err(|error| error.to_string())?;
    Ok(attempts
        .iter()
        .filter_map(|attempt| {
            let act = acts.iter().find(|act| act.act == attempt.act)?;
            Some((attempt.message_id.to_string(), act.fate.clone()))
        })
        .collect())
}

/// What was sent, how each message ended, and what stands at the other end.
pub fn story(journal: &Journal, world: &World, key: &StayKey) -> Vec<String> {
    let (acts, attempts) = (journal.acts(key).unwrap_or_default(), journal.attempts(key).unwrap_or_default());
    let told = attempts.iter().map(|attempt| {
        let fate = acts.iter().find(|act| act.act == attempt.act).map_or("no act", |act| act.fate.as_str());
        let ends = attempt.ends.iter().map(|end| format!("{:?} {}", end.kind, end.words.as_deref().unwrap_or("")));
        let ends = ends.collect::<Vec<_>>().join(", ");
        format!("act {} ({fate}) {} {} {}: {ends}", attempt.act, attempt.opened_at, attempt.infno, attempt.message_id)
    });
    let books = world.state().platform.books();
    let rows = books["settlements"].as_array().into_iter().flatten();
    let rows = rows.map(|row| format!("platform: {} {} {}", row["setl_id"], row["msgid"], row["state"]));
    told.chain(rows).collect()
}

fn deposited(bill: &Bill) -> i64 {
    bill.deposits.iter().map(|deposit| deposit.amount.cents()).sum()
}

/// To the patient above nothing, from the patient below.
fn signed(money: &MoneyMove) -> i64 {
    match money {
        MoneyMove::Refund { amount, .. } => amount.cents(),
        MoneyMove::Collect { amount } => -amount.cents(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn cents(value: &Value) -> Option<i64> {
    Yuan::from_json(value).ok().map(Yuan::cents)
}
