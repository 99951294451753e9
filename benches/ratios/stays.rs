//! A journal of many settled stays against an empty one: a settlement, a start, the queue; and how verifying grows.
//!
//! The stays are made of one that the desk really settled, each under its own number, message ids and bill, through the
//! journal's own door; then their bodies are emptied as the retention rule does it. They are made in memory, where
//! nothing is synced, and moved to the disk that is measured.

use std::convert::Infallible;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use yijie::desk::verify;
use yijie::journal::{AttemptEnd, AuditLine, EndKind, Entry, Intent, Journal, JsonText, Rest, StayRecord};
use yijie_core::bill::Bill;
use yijie_core::money::Yuan;
use yijie_core::settlement::ids::{BillDigest, MessageId, StayKey, StayNo};
use yijie_core::split::MoneyMove;

use crate::statistics::{Pairs, milliseconds};
use crate::trial::{JOURNAL, Trial, bill, open_journal};
use crate::{Fallible, machine};

/// Fills one journal and measures it beside an empty one.
pub fn measure(runs: usize, stays: usize) -> Fallible<()> {
    println!("\nA journal of {stays} settled stays, its bodies pruned, against an empty one");
    let (empty, full) = (machine::scratch()?, machine::scratch()?);
    let template = Template::settle()?;
    let mut sizes = Vec::new();
    for count in [stays / 10, stays] {
        let began = Instant::now();
        template.fill(full.path(), count)?;
        println!("  {count} stays made in {:.1} s", began.elapsed().as_secs_f64());
        let took = time_verify(full.path())?;
        sizes.push((count, took));
    }
    let (empty_path, full_path) = (empty.path(), full.path());
    let (mut opened, mut queued, mut settled) = (Pairs::default(), Pairs::default(), Pairs::default());
    let many = Trial::start(full_path)?;
    let none = Trial::start(empty_path)?;
    for run in 0..WARM_UP + runs {
        let pair = |of: &Trial, run: usize| -> Fallible<(Duration, Duration)> {
            let bill = bill(run)?;
            of.begin();
            let began = Instant::now();
            of.settle(&bill)?;
            let took = began.elapsed();
            let thought = of.platform.end().1;
            let began = Instant::now();
            of.queue()?;
            Ok((took.saturating_sub(thought), began.elapsed()))
        };
        let (ours, floor) = (pair(&many, run)?, pair(&none, run)?);
        if run >= WARM_UP {
            settled.push(ours.0, floor.0);
            queued.push(ours.1, floor.1);
        }
    }
    drop((many, none));
    for run in 0..WARM_UP + runs {
        let (ours, floor) = (time_start(full_path)?, time_start(empty_path)?);
        if run >= WARM_UP {
            opened.push(ours, floor);
        }
    }
    settled.print("a settlement, without the platform", Some(AIM));
    queued.print("the queue", Some(AIM));
    opened.print("a start: open, prune, queue", Some(AIM));
    for (count, took) in sizes {
        let each = milliseconds(took) / f64::from(u32::try_from(count)?);
        println!("  verify {count:>7} stays {:>10.0} ms, {each:.4} ms each", milliseconds(took));
    }
    Ok(())
}

fn now() -> Fallible<Timestamp> {
    let seconds = std::time::SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
    Timestamp::from_second(i64::try_from(seconds)?).map_err(|error| error.to_string().into())
}

fn time_verify(folder: &Path) -> Fallible<Duration> {
    let journal = open_journal(folder, now()?)?;
    let began = Instant::now();
    let verified = verify(&journal, &mut |_| {}).map_err(|trouble| trouble.to_string())?;
    let took = began.elapsed();
    match verified.findings.first() {
        Some(finding) => Err(format!("the journal that was made is not whole: {finding}").into()),
        None => Ok(took),
    }
}

/// What the program does with its journal when it starts.
fn time_start(folder: &Path) -> Fallible<Duration> {
    let began = Instant::now();
    let mut journal = open_journal(folder, now()?)?;
    journal.prune(now()? - SignedDuration::from_hours(24 * 400), now()?)?;
    journal.open_stays()?;
    Ok(began.elapsed())
}

/// A stay that was really settled, of which the others are made.
struct Template {
    stay_no: String,
    state: String,
    bill: Value,
    digest: BillDigest,
    record: Box<dyn Fn(Bill, JsonText) -> StayRecord>,
    acts: Vec<yijie::journal::ActRow>,
    attempts: Vec<yijie::journal::StoredAttempt>,
    moves: Vec<MoneyMove>,
}

impl Template {
    fn settle() -> Fallible<Self> {
        let folder = machine::scratch()?;
        let trial = Trial::start(folder.path())?;
        trial.begin();
        let outcome = trial.settle(&short(&bill(0)?)?)?;
        let key = outcome.stay.key.clone();
        drop(trial);
        let journal = open_journal(folder.path(), now()?)?;
        let stored = journal.stay(&key)?.ok_or("the stay was not written")?;
        let line = stored.line;
        let record = move |bill: Bill, state| StayRecord {
            status: line.status.clone(),
            rest: Rest::AtRest,
            needs_person: false,
            patient: line.patient.clone(),
            person: Some(bill.patient.citizen_id.clone()),
            total: line.total,
            bill: Some(bill.digest()),
            waits_since: None,
            next_at: None,
            state,
        };
        let made = journal.instructions(&key)?;
        Ok(Self {
            stay_no: key.stay_no.to_string(),
            state: stored.state.read::<Value>("state")?.to_string(),
            digest: outcome.bill.digest(),
            bill: serde_json::to_value(outcome.bill)?,
            record: Box::new(record),
            acts: journal.acts(&key)?,
            attempts: journal.attempts(&key)?,
            moves: made.into_iter().map(|one| one.money).collect(),
        })
    }

    /// Makes a journal of so many stays in the folder, in the place of the one that is there.
    fn fill(&self, folder: &Path, stays: usize) -> Fallible<()> {
        let memory = tempfile::Builder::new().tempdir_in(MEMORY)?;
        let key = folder.join("journal.key");
        if key.exists() {
            std::fs::copy(&key, memory.path().join("journal.key"))?;
        }
        let begins = now()? - SignedDuration::from_hours(24 * 800);
        let mut journal = open_journal(memory.path(), begins)?;
        for stay in 0..stays {
            let at = begins + SignedDuration::from_secs(i64::try_from(stay / 16)?);
            self.write(&mut journal, stay, at)?;
        }
        journal.prune(now()?, now()?)?;
        drop(journal);
        std::fs::copy(memory.path().join("journal.key"), &key)?;
        for ending in ["-wal", "-shm", ".lock"] {
            let _ = std::fs::remove_file(folder.join(format!("{JOURNAL}{ending}")));
        }
        // The copy is where its binding says: the file's own name is bound, and given anew here.
        std::fs::copy(memory.path().join(JOURNAL), folder.join(JOURNAL))?;
        crate::trial::settle_in(folder)?;
        Ok(())
    }

    fn write(&self, journal: &mut Journal, stay: usize, at: Timestamp) -> Fallible<()> {
        let number = format!("OLD{stay:08}");
        let mut bill = self.bill.clone();
        bill["stay_no"] = number.clone().into();
        let text = JsonText::of(&bill)?;
        let bill: Bill = serde_json::from_value(bill)?;
        let (opening, digest) = (JsonText::of(&Value::Null)?, bill.digest());
        let mut state = self.state.replace(&self.stay_no, &number).replace(self.digest.as_str(), digest.as_str());
        let institution = self.attempts.first().map(|attempt| attempt.stay.institution.clone());
        let key = StayKey { institution: institution.ok_or("no attempt")?, stay_no: StayNo::parse(&number)? };
        let mut ids: Vec<MessageId> = Vec::new();
        let mut first = Some((digest.clone(), text));
        for attempt in &self.attempts {
            let id = journal.intend::<Infallible>(at, |_| {
                let mut entry = Entry::of(key.clone(), at);
                if let Some((digest, text)) = first.take() {
                    entry = entry.record((self.record)(bill.clone(), opening.clone())).bill(digest, text);
                    for act in &self.acts {
                        entry = entry.act(act.clone());
                    }
                }
                let (act, infno) = (attempt.act, attempt.infno.clone());
                Ok(Intent { entry, act, infno, bill: Some(digest.clone()), body: vec![b'7'; 2_000] })
            })?;
            state = state.replace(attempt.message_id.as_str(), id.as_str());
            ids.push(id);
        }
        let state: Value = serde_json::from_str(&state)?;
        let mut entry = Entry::of(key, at).record((self.record)(bill, JsonText::of(&state)?));
        for (attempt, id) in self.attempts.iter().zip(&ids) {
            let kind = attempt.ends.first().map_or(EndKind::Done, |end| end.kind);
            entry = entry.end(AttemptEnd { message_id: id.clone(), kind, words: None, reply: vec![b'7'; 1_000] });
        }
        if let Some(last) = ids.last().filter(|_| !self.moves.is_empty()) {
            entry = entry.instruct(last.clone(), self.moves.clone());
        }
        Ok(journal.write(&entry.audit(AuditLine::new("bench", "left", "settled")))?)
    }
}

/// The same bill with its first lines only, so that a hundred thousand fit on the disk.
fn short(bill: &Bill) -> Fallible<Bill> {
    let mut value = serde_json::to_value(bill)?;
    let lines = value["lines"].as_array_mut().ok_or("a bill without lines")?;
    lines.truncate(LINES);
    let amounts = lines.iter().map(|line| line["amount"].to_string());
    let total = amounts.map(|amount| Yuan::parse(amount.trim_matches('"'))).sum::<Result<Yuan, _>>()?;
    value["total"] = serde_json::to_value(total)?;
    Ok(serde_json::from_value(value)?)
}

/// Lines of a stay that is made.
const LINES: usize = 5;
/// A file system in memory.
const MEMORY: &str = "/dev/shm";
const AIM: f64 = 1.1;
const WARM_UP: usize = 5;
