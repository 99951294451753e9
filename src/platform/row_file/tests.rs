//! The files, against one that another implementation packed and against anything at all.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use yijie_core::person::PersonNumber;

use super::*;

const RESULT: &[u8] = include_bytes!("../../../fixtures/platform/replies/9102.zip");

fn packed(text: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("stmt.txt", SimpleFileOptions::default()).unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn ours(cents: i64) -> OurRow {
    OurRow {
        settlement: SettlementId::parse("S0001").unwrap(),
        visit: VisitId::parse("360100G0000123456").unwrap(),
        person: PersonNumber::parse("36010000000000000001").unwrap(),
        total: Yuan::from_cents(cents),
        fund: Yuan::from_cents(cents / 2),
        account: Yuan::ZERO,
        cash: Yuan::from_cents(cents / 2),
        negative: cents < 0,
    }
}

#[test]
fn rows_are_written_in_the_columns_of_the_specification_without_a_heading() {
    let archive = write(&[ours(2_344_246), ours(-2_344_246)], "rows.txt").unwrap();
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut text = String::new();
    archive.by_name("rows.txt").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(
        text,
        "S0001\t360100G0000123456\t36010000000000000001\t23442.46\t11721.23\t0.00\t0\r\n\
         S0001\t360100G0000123456\t36010000000000000001\t-23442.46\t-11721.23\t0.00\t1\r\n"
    );
}

#[test]
fn result_of_another_hand_is_read_row_by_row() {
    let read = read(RESULT).unwrap();
    let shown: Vec<_> = read.iter().map(|difference| (difference.row.side, difference.row.negative)).collect();
    assert_eq!(
        shown,
        [(BookSide::Centre, false), (BookSide::Centre, true), (BookSide::Hospital, false), (BookSide::Both, false)],
        "and the row that agrees is left out"
    );
    let first = &read[0];
    assert_eq!(first.row.message_id, MessageId::parse("H36010000001202611221515010100").ok());
    assert_eq!((&first.row.settlement, &first.row.visit), (&None, &None), "null is nothing");
    assert_eq!((first.total, first.memo.as_deref()), (Some(Yuan::from_cents(2_344_246)), Some("中心多")));
    assert_eq!(read[1].row.message_id, None, "29 characters are some other program's");
    assert_eq!(read[2].row.settlement, SettlementId::parse("S0003").ok());
}

#[test]
fn edition_of_seven_columns_is_read_without_amounts() {
    let line = "360\tnull\tnull\tH36010000001202611221515010100\t1\t0\tnull\n";
    let read = read(&packed(line)).unwrap();
    assert_eq!((read.len(), read[0].total, read[0].memo.as_deref()), (1, None, None));
}

#[test]
fn heading_byte_order_mark_and_blank_lines_are_no_rows() {
    let text = "\u{feff}psn_no\tmdtrt_id\tsetl_id\tmsgid\tstmt_rslt\trefd_setl_flag\tmemo\n\n\n";
    assert_eq!(read(&packed(text)).unwrap(), []);
}

#[test]
fn row_that_makes_no_sense_spoils_the_file_and_is_not_quoted() {
    for (line, why) in [
        ("36010000000000000001\tnull\tnull\n", "columns"),
        ("36010000000000000001\tnull\tnull\tH36010000001202611221515010100\tnull\t0\tnull\n", "stmt_rslt"),
        ("36010000000000000001\tnull\tnull\tnull\t1\t0\tnull\n", "names no message"),
        ("1\tnull\tnull\tH36010000001202611221515010100\t1\t0\tnull\t1.234\n", "decimal"),
    ] {
        let error = read(&packed(line)).unwrap_err();
        assert!(matches!(&error, RowFileError::Row { row: 1, .. }), "{error}");
        assert!(error.to_string().contains(why) && !error.to_string().contains("3601000"), "{error}");
    }
}

#[test]
fn archive_that_swells_beyond_the_limit_is_not_read_to_its_end() {
    let bomb = packed(&"0".repeat(BYTES_MAX + 1));
    assert!(bomb.len() < BYTES_MAX / 100);
    assert_eq!(read(&bomb), Err(RowFileError::TooLarge { what: "bytes", max: BYTES_MAX }));
}

#[test]
fn archive_without_a_file_is_no_answer() {
    let empty = ZipWriter::new(Cursor::new(Vec::new())).finish().unwrap().into_inner();
    assert!(matches!(read(&empty), Err(RowFileError::Archive(_))));
}

#[test]
fn archive_cut_anywhere_is_never_a_file_of_fewer_rows() {
    let whole = read(RESULT).unwrap();
    for len in 0..RESULT.len() {
        if let Ok(rows) = read(&RESULT[..len]) {
            assert_eq!(rows, whole, "cut at {len}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9a-zA-Zul\t\n\r.\\-中]{0,300}") {
        let _ = read(&packed(&text));
    }

    #[test]
    fn any_flipped_byte_of_an_archive_never_loses_a_row(at in 0..RESULT.len(), flip in 1_u8..) {
        let mut bytes = RESULT.to_vec();
        bytes[at] ^= flip;
        if let Ok(rows) = read(&bytes) {
            prop_assert_eq!(rows.len(), 4);
        }
    }
}
