//! SQLite on the disk: what a commit is worth under either setting, and what each mishap leaves.

use rusqlite::{Connection, OpenFlags};

use super::*;

fn connect(drive: &Drive, synchronous: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags_and_vfs("numbers", flags, drive.name())?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", synchronous)?;
    Ok(db)
}

fn template(drive: &Drive) -> Image {
    drive.disk().begin(&Image::default(), Vec::new(), 1);
    let db = connect(drive, "FULL").unwrap();
    db.execute_batch("CREATE TABLE numbers (n INTEGER PRIMARY KEY, filler BLOB)").unwrap();
    drop(db);
    drive.disk().image()
}

/// Writes numbers until something fails, and says how many were acknowledged.
fn count_up(drive: &Drive, synchronous: &str, to: i64) -> i64 {
    let Ok(db) = connect(drive, synchronous) else { return 0 };
    for n in 1..=to {
        if db.execute("INSERT INTO numbers VALUES (?, randomblob(300))", [n]).is_err() {
            return n - 1;
        }
    }
    to
}

/// The numbers that are there, which must be the first ones.
fn kept(drive: &Drive) -> i64 {
    let db = connect(drive, "FULL").unwrap();
    let sound: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let (count, last): (i64, i64) = db
        .query_row("SELECT count(*), coalesce(max(n), 0) FROM numbers", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert_eq!(count, last);
    last
}

/// How many of so many seeds lost an acknowledged commit by a power cut somewhere.
fn losses(name: &str, synchronous: &str) -> (u32, u32) {
    let drive = Drive::register(name).unwrap();
    let image = template(&drive);
    let (mut lost, mut runs) = (0, 0);
    for seed in 0..400 {
        let moment = Moment::Change(1 + seed % 40);
        let mishap = if seed % 2 == 0 { Mishap::StopBefore } else { Mishap::StopAfter };
        drive.disk().begin(&image, vec![(moment, mishap)], seed);
        let acknowledged = count_up(&drive, synchronous, 20);
        assert!(drive.disk().happened() <= 1);
        drive.disk().stop();
        drive.disk().restart(Restart::Power);
        runs += 1;
        lost += u32::from(kept(&drive) < acknowledged);
    }
    (lost, runs)
}

#[test]
fn acknowledged_commit_outlives_every_power_cut_where_each_is_synced() {
    assert_eq!(losses("full", "FULL"), (0, 400));
}

#[test]
fn acknowledged_commits_are_lost_by_power_cuts_where_they_are_not_synced() {
    let (lost, runs) = losses("normal", "NORMAL");
    assert!(lost * 2 > runs, "{lost} of {runs}");
}

#[test]
fn process_that_stops_loses_nothing_that_was_written() {
    let drive = Drive::register("process").unwrap();
    let image = template(&drive);
    for nth in 1..60 {
        drive.disk().begin(&image, vec![(Moment::Change(nth), Mishap::StopAfter)], nth);
        let acknowledged = count_up(&drive, "NORMAL", 20);
        drive.disk().restart(Restart::Process);
        assert!(kept(&drive) >= acknowledged, "{nth}");
    }
}

#[test]
fn full_disk_refuses_until_it_has_room_and_loses_nothing() {
    let drive = Drive::register("room").unwrap();
    let image = template(&drive);
    drive.disk().begin(&image, vec![(Moment::Sync(5), Mishap::Full)], 7);
    let acknowledged = count_up(&drive, "FULL", 20);
    assert!((1..20).contains(&acknowledged), "{acknowledged}");
    assert_eq!(drive.disk().happened(), 1);
    drive.disk().heal();
    assert_eq!(kept(&drive), acknowledged);
}

#[test]
fn sync_that_failed_is_an_error_that_the_program_hears() {
    let drive = Drive::register("sync").unwrap();
    let image = template(&drive);
    drive.disk().begin(&image, vec![(Moment::Sync(4), Mishap::Fail)], 7);
    assert!(count_up(&drive, "FULL", 20) < 20);
    assert_eq!(drive.disk().happened(), 1);
}

#[test]
fn same_seed_leaves_the_same_numbers() {
    let drive = Drive::register("same").unwrap();
    let image = template(&drive);
    let left = |seed: u64| {
        drive.disk().begin(&image, vec![(Moment::Change(9 + seed), Mishap::StopBefore)], seed);
        count_up(&drive, "NORMAL", 20);
        drive.disk().restart(Restart::Power);
        kept(&drive)
    };
    let first: Vec<_> = (0..40).map(left).collect();
    assert_eq!(first, (0..40).map(left).collect::<Vec<_>>());
    assert!(first.iter().any(|kept| *kept != first[0]), "chance decides something");
}
