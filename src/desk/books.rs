//! The platform's books of some days against this desk's (3201, 9101, 3202, 9102), as evidence for stays in doubt.
//!
//! What they show depends on when they were asked for, so the moment is kept with them. Stays in doubt that ask for
//! the same group and days share one fetch, as long as it left after the last moment at which the message of each
//! could still arrive.
//!
//! Only rows that this desk does not have are evidence, so it does no harm that other desks' rows differ as well.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use yijie_core::failure::Language as FailureLanguage;
use yijie_core::settlement::ask::{Answer, Category, Query, Refusal};
use yijie_core::settlement::day_books::{BookRow, ClearingGroup, DayBooks};
use yijie_core::settlement::{Event, Instant, Reply, Settlement, Stay, Step};

use super::case::Case;
use super::counter::{Came, Counter, Progress};
use super::{Desk, Trouble, day_of};
use crate::platform::row_file::{self, OurRow, RowFileError};
use crate::platform::{
    Asked, DownloadLook, Failure, Look, RowsLook, Span, Sums, TotalsLook, UploadLook, wants_sign_in,
};

/// Books that were fetched, the newest last.
#[derive(Debug, Default)]
pub(super) struct Fetches(Mutex<Vec<Fetched>>);

#[derive(Debug)]
struct Fetched {
    group: ClearingGroup,
    days: (Date, Date),
    /// When the first question of them left.
    asked: Instant,
    rows: Arc<[BookRow]>,
}

/// Why there are no books.
enum Without {
    /// The platform said no, or gave what cannot be believed.
    Refused(Refusal),
    /// No usable answer: ask again.
    Failed(String),
    /// A fault of this workstation.
    Trouble(Trouble),
}

impl Desk {
    /// Asks for the books on behalf of a stay.
    pub(super) fn ask_books(
        &self,
        case: &mut Case,
        query: &Query,
        books: &DayBooks,
        counter: &mut dyn Counter,
    ) -> Result<Step, Trouble> {
        let began = self.clock.now().instant;
        let (asked, reply, brought) = match self.books(books, counter) {
            Ok((asked, rows)) => (asked, Reply::Answer(Answer::DayBooks(rows.to_vec())), Came::Answer),
            Err(Without::Refused(refusal)) => (began, Reply::Refused(refusal), Came::Refusal),
            Err(Without::Failed(why)) => (began, Reply::Failed(why), Came::Doubt),
            Err(Without::Trouble(trouble)) => return Err(trouble),
        };
        let now = self.clock.now();
        counter.done(&Progress::Asked(query, brought), now.instant.ms.saturating_sub(began.ms));
        self.tell(case, Event::Asked { query: query.clone(), asked, reply })
    }

    /// The books, from an earlier fetch where it serves. Whoever comes meanwhile waits, and is given the same.
    fn books(&self, books: &DayBooks, counter: &mut dyn Counter) -> Result<(Instant, Arc<[BookRow]>), Without> {
        let mut fetches = self.fetches.0.lock().unwrap_or_else(PoisonError::into_inner);
        let days = (books.first, books.last);
        let serves = |fetched: &&Fetched| {
            fetched.group == books.group && fetched.days == days && fetched.asked.has_reached(books.asked_from)
        };
        if let Some(fetched) = fetches.iter().rev().find(serves) {
            return Ok((fetched.asked, Arc::clone(&fetched.rows)));
        }
        let asked = self.clock.now().instant;
        let rows: Arc<[BookRow]> = self.fetch(books, counter)?.into();
        fetches.retain(|fetched| fetched.group != books.group || fetched.days != days);
        if fetches.len() >= FETCHES_MAX {
            fetches.remove(0);
        }
        fetches.push(Fetched { group: books.group.clone(), days, asked, rows: Arc::clone(&rows) });
        Ok((asked, rows))
    }

    /// Totals first; only where they do not balance, file against file.
    fn fetch(&self, books: &DayBooks, counter: &mut dyn Counter) -> Result<Vec<BookRow>, Without> {
        let ours = self.our_rows(books)?;
        let sums = Sums::of(&ours);
        let span = Span { group: &books.group, first: books.first, last: books.last };
        let balanced = self.hear(Look::Totals(&TotalsLook { span, sums: &sums }), counter, |heard| {
            self.language.totals_balance(heard)
        })?;
        if balanced {
            return Ok(Vec::new());
        }
        let (text, archive) = names(books);
        let bytes = row_file::write(&ours, &text).map_err(|error| unbelievable(&error))?;
        let upload = UploadLook { name: &archive, bytes: &bytes };
        let ticket = self.hear(Look::Upload(&upload), counter, |heard| self.language.uploaded(heard))?;
        let compare = RowsLook { span, sums: &sums, file: &ticket.number };
        let ticket = self.hear(Look::Rows(&compare), counter, |heard| self.language.compared(heard))?;
        let download = DownloadLook { ticket: &ticket };
        let file = self.hear(Look::Download(&download), counter, |heard| self.language.downloaded(heard))?;
        let differences = row_file::read(&file).map_err(|error| unbelievable(&error))?;
        tracing::info!(ours = ours.len(), differ = differences.len(), "books compared with the platform's");
        Ok(differences.into_iter().map(|difference| difference.row).collect())
    }

    /// What this desk settled and cancelled in the group on these days, as far as its journal knows.
    fn our_rows(&self, books: &DayBooks) -> Result<Vec<OurRow>, Without> {
        let first = TimeZone::fixed(BEIJING).to_timestamp(books.first.at(0, 0, 0, 0));
        let since = first.map_err(|error| Without::Trouble(Trouble::internal(error.to_string())))?;
        let stored = self.journal().stays_changed_since(since).map_err(|error| Without::Trouble(error.into()))?;
        let mut rows = Vec::new();
        for stored in stored {
            // The fault of a state that cannot be read is told where it is opened; here it is one row that differs.
            let Ok(stay) = stored.state.read::<Stay>("state") else { continue };
            for made in &stay.settlements {
                rows.extend(rows_of(&stay, made, books));
            }
        }
        Ok(rows)
    }

    fn hear<T>(
        &self,
        look: Look<'_>,
        counter: &mut dyn Counter,
        read: impl Fn(Result<crate::platform::transport::Response, crate::platform::transport::SendError>) -> Asked<T>,
    ) -> Result<T, Without> {
        let sign_no = self.sign_no(counter).map_err(Without::Trouble)?;
        match self.look_once(look, Some(&sign_no), &read) {
            Ok(Asked::Answer(answer)) => Ok(answer),
            Ok(Asked::Refused(refusal)) if wants_sign_in(&refusal) => {
                self.sign_in(counter).map_err(Without::Trouble)?;
                Err(Without::Failed(refusal.text))
            }
            Ok(Asked::Refused(refusal)) => Err(Without::Refused(refusal)),
            Ok(Asked::Failed(failure)) => Err(Without::from(&failure)),
            Err(trouble) if trouble.code == yijie_core::failure::Bill::TooLarge.into() => {
                // As good as refused: the same file would be as long the next time.
                Err(Without::Refused(Refusal {
                    category: Category::Malformed,
                    code: String::new(),
                    text: trouble.detail(FailureLanguage::English).into_owned(),
                }))
            }
            Err(trouble) => Err(Without::Trouble(trouble)),
        }
    }
}

impl From<&Failure> for Without {
    fn from(failure: &Failure) -> Self {
        let trouble = Trouble::from(failure);
        Self::Failed(format!("{}: {}", trouble.code, trouble.detail(FailureLanguage::English)))
    }
}

/// A settlement's row, and its negative where it was cancelled, each on its own day.
fn rows_of(stay: &Stay, made: &Settlement, books: &DayBooks) -> Vec<OurRow> {
    let settled = &made.settled;
    let group = ClearingGroup::of(&stay.terms.insured.insurance, &settled.clearing);
    let (Some(visit), true) = (&stay.visit, group.as_ref() == Some(&books.group)) else { return Vec::new() };
    let statement = &settled.statement;
    let row = OurRow {
        settlement: settled.settlement.clone(),
        visit: visit.clone(),
        person: stay.terms.insured.person.clone(),
        total: statement.total,
        fund: statement.fund_total,
        account: statement.personal_account,
        cash: statement.cash,
        negative: false,
    };
    let within = |day: Option<Date>| day.is_some_and(|day| (books.first..=books.last).contains(&day));
    let negative = OurRow {
        total: -row.total,
        fund: -row.fund,
        account: -row.account,
        cash: -row.cash,
        negative: true,
        ..row.clone()
    };
    let act_day = |id| stay.act(id).and_then(|act| act.attempts.last()).map(|attempt| day_of(attempt.intended_at));
    let settled_on = settled.settled_at.map(jiff::civil::DateTime::date).or_else(|| act_day(made.act));
    let positive = within(settled_on).then_some(row);
    let negative = within(made.cancelled_by.and_then(act_day)).then_some(negative);
    positive.into_iter().chain(negative).collect()
}

/// Names of the text and of the archive around it.
fn names(books: &DayBooks) -> (String, String) {
    let stem = format!("{}-{}-{}", books.group.agency, books.group.kind, books.first.strftime("%Y%m%d"));
    (format!("{stem}.txt"), format!("{stem}.zip"))
}

/// A file that cannot be believed is as good as a refusal: nothing follows from it, and it would be the same again.
fn unbelievable(error: &RowFileError) -> Without {
    Without::Refused(Refusal { category: Category::Unclassified, code: String::new(), text: error.to_string() })
}

const BEIJING: jiff::tz::Offset = jiff::tz::Offset::constant(8);
/// Groups times spans of days that stays in doubt ask for at a time.
const FETCHES_MAX: usize = 32;

#[cfg(test)]
mod tests;
