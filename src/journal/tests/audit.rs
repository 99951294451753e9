//! The trail proves itself.

use super::*;

const LINES: u32 = 6;

/// A journal whose trail has [`LINES`] lines: one of its making and five of a stay.
fn with_trail(desk: &Desk) -> Journal {
    let mut journal = desk.open();
    let mut entry = Entry::of(stay("ZY1"), now()).record(record("new", Rest::Open));
    for n in 0..4 {
        entry = entry.audit(AuditLine::new("liu", "step", format!("number {n}")));
    }
    journal.write(&entry).unwrap();
    journal.note(now(), &AuditLine::new("liu", "card read", "")).unwrap();
    journal
}

/// The trail after somebody with a database tool was at it.
fn after(tampering: &str) -> AuditTrail {
    let desk = Desk::new();
    drop(with_trail(&desk));
    desk.connection()
        .execute_batch(&format!(
            "DROP TRIGGER audit_is_never_edited; DROP TRIGGER audit_is_never_shortened; {tampering}"
        ))
        .unwrap();
    desk.open().verify_audit().unwrap()
}

#[test]
fn untouched_trail_is_whole() {
    let desk = Desk::new();
    assert_eq!(with_trail(&desk).verify_audit().unwrap(), AuditTrail::Whole { lines: LINES });
    assert_eq!(after(""), AuditTrail::Whole { lines: LINES });
}

#[test]
fn edited_line_is_found() {
    for edit in [
        "actor = 'chen'",
        "what = 'stop'",
        "detail = 'number 7'",
        "at_ms = at_ms + 1",
        "stay_no = NULL",
        "stay_no = 'ZY2'",
        "actor = 'l', what = 'iustep'",
        "hash = zeroblob(32)",
        "prev = zeroblob(32)",
    ] {
        assert_eq!(after(&format!("UPDATE audit SET {edit} WHERE seq = 4")), AuditTrail::Broken { line: 4 }, "{edit}");
    }
}

#[test]
fn removed_line_is_found_the_last_one_too() {
    assert_eq!(after("DELETE FROM audit WHERE seq = 1"), AuditTrail::Broken { line: 1 });
    assert_eq!(after("DELETE FROM audit WHERE seq = 4"), AuditTrail::Broken { line: 4 });
    assert_eq!(after("DELETE FROM audit WHERE seq = 6"), AuditTrail::Broken { line: 6 });
    assert_eq!(after("DELETE FROM audit"), AuditTrail::Broken { line: 1 });
}

#[test]
fn removed_line_is_found_when_those_after_it_move_up() {
    assert_eq!(
        after("DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3"),
        AuditTrail::Broken { line: 3 }
    );
}

#[test]
fn lines_in_another_order_are_found() {
    let swap = "UPDATE audit SET seq = 99 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 4;
                UPDATE audit SET seq = 4 WHERE seq = 99";
    assert_eq!(after(swap), AuditTrail::Broken { line: 3 });
}

#[test]
fn line_added_at_the_end_is_found_even_if_it_hashes() {
    // Its hash is right, since SM3 has no key; the sealed end of the trail is not.
    let desk = Desk::new();
    let journal = with_trail(&desk);
    let head: Vec<u8> =
        journal.db.query_row("SELECT value FROM meta WHERE name = 'audit_head'", [], |row| row.get(0)).unwrap();
    drop(journal);
    let mut journal = desk.open();
    journal.note(now(), &AuditLine::new("liu", "invented", "")).unwrap();
    journal.db.execute("UPDATE meta SET value = ? WHERE name = 'audit_head'", [head]).unwrap();
    assert_eq!(journal.verify_audit().unwrap(), AuditTrail::Broken { line: LINES + 1 });
}

#[test]
fn trail_hashed_anew_without_the_key_is_found() {
    let (desk, elsewhere) = (Desk::new(), Desk::new());
    drop(with_trail(&desk));
    // A trail as long, each hash right, with one line that says something else.
    let mut forged = elsewhere.open();
    for n in 1..LINES {
        forged.note(now(), &AuditLine::new("liu", "forged", n.to_string())).unwrap();
    }
    assert_eq!(forged.verify_audit().unwrap(), AuditTrail::Whole { lines: LINES });
    drop(forged);
    let db = desk.connection();
    db.execute("ATTACH ? AS forger", [elsewhere.path().to_str().unwrap()]).unwrap();
    db.execute_batch(
        "DROP TRIGGER audit_is_never_shortened; DELETE FROM audit; INSERT INTO audit SELECT * FROM forger.audit",
    )
    .unwrap();
    drop(db);
    assert_eq!(desk.open().verify_audit().unwrap(), AuditTrail::Broken { line: LINES });
}

#[test]
fn trail_is_only_appended_to() {
    let desk = Desk::new();
    let journal = with_trail(&desk);
    for tampering in ["UPDATE audit SET actor = 'chen'", "DELETE FROM audit"] {
        let refused = journal.db.execute(tampering, []).unwrap_err();
        assert!(refused.to_string().contains("only appended to"), "{refused}");
    }
}

#[test]
fn trail_of_a_stay_is_read_in_order() {
    let desk = Desk::new();
    let journal = with_trail(&desk);
    let lines = journal.audit_of(&stay("ZY1")).unwrap();
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(lines[3].line, AuditLine::new("liu", "step", "number 3"));
    assert_eq!(lines[3].at, now());
}
