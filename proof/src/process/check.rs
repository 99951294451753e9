//! Both sides' books, laid side by side.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::day::STAYS;
use super::station::Station;

/// What the books came to.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub settlements: u64,
    pub cancels: u64,
    pub reversals: u64,
}

/// At any moment: no visit has two settlements that stand.
pub fn always(books: &Value) -> Result<(), String> {
    let mut visits = BTreeMap::<&str, usize>::new();
    for row in standing(books)? {
        let count = visits.entry(row["mdtrt_id"].as_str().unwrap_or_default()).or_default();
        *count += 1;
        if *count > 1 {
            return Err(format!("doubled: {books:#}"));
        }
    }
    Ok(())
}

/// When everything is quiet: what stands there is what this desk says, to the cent, and the other way round.
pub fn at_the_end(books: &Value, station: &Station) -> Result<Found, String> {
    always(books)?;
    let standing = standing(books)?;
    let mut theirs: BTreeMap<&str, &Value> =
        standing.iter().map(|row| (row["msgid"].as_str().unwrap_or_default(), *row)).collect();
    let mut used = BTreeSet::new();
    for (stay, _) in STAYS {
        let shown = station.run(&["show", stay, "--json"])?.json()?;
        for told in shown["story"].as_array().into_iter().flatten() {
            let id = told["message_id"].as_str().unwrap_or_default().to_owned();
            if !used.insert(id) {
                return Err(format!("a message id was used twice: {shown:#}"));
            }
        }
        let originals = station.originals(stay);
        if shown["status"] == "settled" {
            let id = shown["settlement"]["message_id"].as_str().unwrap_or_default();
            let Some(row) = theirs.remove(id) else {
                return Err(format!("{stay} is settled here and not there: {shown:#}\n{books:#}"));
            };
            for (ours, name) in [("cash", "psn_cash_pay"), ("total", "medfee_sumamt")] {
                let ours = &shown["settlement"]["statement"][ours];
                if *ours != row[name] {
                    return Err(format!("{stay}: {ours} here, {} there", row[name]));
                }
            }
        } else if shown["status"] != "cancelled" {
            return Err(format!("{stay} has no end: {shown:#}"));
        }
        // A kill between the journal and the printer costs the original: what follows are copies.
        if originals > 1 {
            return Err(format!("{stay}: {originals} originals"));
        }
    }
    if let Some(id) = theirs.keys().next() {
        return Err(format!("lost: {id} stands on the platform and not here: {books:#}"));
    }
    let count = |state: &str| rows(books).map(|rows| rows.iter().filter(|row| row["state"] == state).count() as u64);
    Ok(Found { settlements: standing.len() as u64, cancels: count("cancelled")?, reversals: count("reversed")? })
}

fn rows(books: &Value) -> Result<&Vec<Value>, String> {
    books["settlements"].as_array().ok_or_else(|| format!("no books: {books:#}"))
}

fn standing(books: &Value) -> Result<Vec<&Value>, String> {
    Ok(rows(books)?.iter().filter(|row| row["state"] == "stands").collect())
}
