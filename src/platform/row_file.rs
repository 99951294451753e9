//! The files of 3202: rows of text, tabs between their columns, in a zip archive.
//!
//! One row of ours is one settlement, or the negative of one; the platform's file lists the rows that differ.

use std::io::{Cursor, Read, Write};

use thiserror::Error;
use yijie_core::money::Yuan;
use yijie_core::person::{PersonNumber, Secret};
use yijie_core::settlement::day_books::{BookRow, BookSide};
use yijie_core::settlement::ids::{MessageId, SettlementId, VisitId};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A settlement of ours, or its negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OurRow {
    /// `setl_id`.
    pub settlement: SettlementId,
    /// `mdtrt_id`.
    pub visit: VisitId,
    /// `psn_no`.
    pub person: PersonNumber,
    /// `medfee_sumamt`.
    pub total: Yuan,
    /// `fund_pay_sumamt`.
    pub fund: Yuan,
    /// `acct_pay`.
    pub account: Yuan,
    /// Not in the file, but in the sums beside it.
    pub cash: Yuan,
    /// `refd_setl_flag`: the negative of a settlement.
    pub negative: bool,
}

/// A row in which the books differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it shows.
    pub row: BookRow,
    /// `psn_no`.
    pub person: Option<PersonNumber>,
    /// `memo`: the platform's words.
    pub memo: Option<String>,
    /// `medfee_sumamt`, which not every edition gives.
    pub total: Option<Yuan>,
    /// `fund_pay_sumamt`.
    pub fund: Option<Yuan>,
    /// `acct_pay`.
    pub account: Option<Yuan>,
}

/// Why a file of rows cannot be written or believed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RowFileError {
    /// The platform: not an archive that can be read.
    #[error("not a readable zip archive: {0}")]
    Archive(String),
    /// The platform: larger than may be.
    #[error("larger than {max} {what}")]
    TooLarge {
        /// Bytes, rows or files.
        what: &'static str,
        /// How many there may be.
        max: usize,
    },
    /// The platform: a row that makes no sense. Left out, it would look as though nothing differed.
    #[error("row {row}: {why}")]
    Row {
        /// From one.
        row: usize,
        /// What is wrong, without the value.
        why: String,
    },
}

/// The archive that 9101 uploads: one text file of this name.
pub fn write(rows: &[OurRow], name: &str) -> Result<Vec<u8>, RowFileError> {
    let text: String = rows.iter().map(OurRow::line).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let written = archive
        .start_file(name, SimpleFileOptions::default())
        .and_then(|()| archive.write_all(text.as_bytes()).map_err(Into::into));
    written.and_then(|()| archive.finish()).map(Cursor::into_inner).map_err(|error| broken(&error))
}

/// The rows of the archive that 9102 downloads, those that agree left out.
pub fn read(archive: &[u8]) -> Result<Vec<Difference>, RowFileError> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(|error| broken(&error))?;
    if archive.len() > FILES_MAX {
        return Err(RowFileError::TooLarge { what: "files", max: FILES_MAX });
    }
    let mut rows = Vec::new();
    let mut files = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(|error| broken(&error))?;
        if file.is_dir() {
            continue;
        }
        files += 1;
        let mut bytes = Vec::new();
        let most = BYTES_MAX as u64 + 1;
        file.by_ref().take(most).read_to_end(&mut bytes).map_err(|error| RowFileError::Archive(error.to_string()))?;
        if bytes.len() > BYTES_MAX {
            return Err(RowFileError::TooLarge { what: "bytes", max: BYTES_MAX });
        }
        // Only the remark is other than ASCII, and of an edition in another encoding it is not worth the whole.
        read_text(&String::from_utf8_lossy(&bytes), &mut rows)?;
    }
    if files == 0 { Err(RowFileError::Archive("no file in it".to_owned())) } else { Ok(rows) }
}

fn read_text(text: &str, rows: &mut Vec<Difference>) -> Result<(), RowFileError> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        // Some editions name the columns first.
        if at == 0 && line.starts_with("psn_no\t") {
            continue;
        }
        if rows.len() >= ROWS_MAX {
            return Err(RowFileError::TooLarge { what: "rows", max: ROWS_MAX });
        }
        let read = Difference::parse(line).map_err(|why| RowFileError::Row { row: at + 1, why })?;
        rows.extend(read);
    }
    Ok(())
}

impl OurRow {
    /// The columns in the order of the interface specification, 3202 upload.
    fn line(&self) -> String {
        let Self { settlement, visit, person, total, fund, account, .. } = self;
        let flag = if self.negative { "1" } else { "0" };
        format!("{settlement}\t{visit}\t{}\t{total}\t{fund}\t{account}\t{flag}\r\n", person.reveal())
    }
}

impl Difference {
    /// Reads the columns in the order of the interface specification, 3202 result. `None`: the row agrees.
    fn parse(line: &str) -> Result<Option<Self>, String> {
        let columns: Vec<&str> = line.trim_end_matches('\r').split('\t').map(str::trim).collect();
        let column = |at: usize| columns.get(at).copied().filter(|text| !matches!(*text, "" | "null" | "NULL"));
        if columns.len() < COLUMNS_MIN {
            return Err(format!("{} columns where at least {COLUMNS_MIN} belong", columns.len()));
        }
        let result = column(4).ok_or("no stmt_rslt")?;
        if result == "0" {
            return Ok(None);
        }
        let settlement = column(2).and_then(|id| SettlementId::parse(id).ok());
        let side = match (&settlement, result) {
            (None, _) => BookSide::Centre,
            (Some(_), "2") => BookSide::Hospital,
            // Hunan has one number for every imbalance.
            (Some(_), _) => BookSide::Both,
        };
        let message_id = column(3);
        if message_id.is_none() && side == BookSide::Centre {
            // It may be the very one that is looked for.
            return Err("only the platform has it, and it names no message".to_owned());
        }
        let amount = |at: usize| column(at).map(Yuan::parse).transpose().map_err(|error| error.to_string());
        Ok(Some(Self {
            row: BookRow {
                side,
                // Other programs number their messages as they like.
                message_id: message_id.and_then(|id| MessageId::parse(id).ok()),
                visit: column(1).and_then(|id| VisitId::parse(id).ok()),
                settlement,
                negative: column(5) == Some("1"),
            },
            person: column(0).and_then(|no| PersonNumber::parse(no).ok()),
            memo: column(6).map(|memo| memo.chars().take(MEMO_CHARS_MAX).collect()),
            total: amount(7)?,
            fund: amount(8)?,
            account: amount(9)?,
        }))
    }
}

fn broken(error: &zip::result::ZipError) -> RowFileError {
    RowFileError::Archive(error.to_string())
}

/// Up to `refd_setl_flag`; the remark and the amounts behind it are not in every edition.
const COLUMNS_MIN: usize = 6;
const FILES_MAX: usize = 16;
const BYTES_MAX: usize = 32 << 20;
const ROWS_MAX: usize = 200_000;
const MEMO_CHARS_MAX: usize = 500;

#[cfg(test)]
mod tests;
