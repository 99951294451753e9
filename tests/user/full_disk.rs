//! A disk that runs full at any moment: told as such, and nothing is lost or doubled once there is room.

use std::fs;
use std::process::Command;
use std::thread;

use super::workstation::{LI_STAY, Workstation, bill_path};

/// Settles with the journal on a disk of so many KiB; makes room; settles again. Both answers stand in files, since
/// the disk is seen by these programs only.
const SCRIPT: &str = r#"
mount -t tmpfs -o size="$1"k none state || exit 99
shift
"$@" >first.json 2>first.err; echo $? >first.exit
mount -o remount,size=64m state || exit 98
"$@" >second.json 2>second.err; echo $? >second.exit
cp -a state/. kept/
"#;

fn settle_on_a_disk_of(kib: u32) -> Option<i32> {
    let station = Workstation::new();
    for folder in ["state", "kept"] {
        fs::create_dir(station.path(folder)).unwrap();
    }
    let settle = station.command(&[
        "settle",
        &bill_path("worked-case"),
        "--no-card",
        "--yes",
        "--json",
        "--journal-path",
        "state/journal.sqlite",
    ]);
    let mut command = Command::new("unshare");
    command.args(["-r", "-m", "--", "sh", "-c", SCRIPT, "sh", &kib.to_string()]);
    command.arg(settle.get_program()).args(settle.get_args());
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", station.path("."));
    let output = command.env("LANG", "C.UTF-8").current_dir(station.path(".")).output().ok()?;
    if !station.path("first.exit").is_file() {
        println!("SKIPPED full disk: {}", String::from_utf8_lossy(&output.stderr).trim());
        return None;
    }
    let text = |name: &str| fs::read_to_string(station.path(name)).unwrap();
    let exit = |name: &str| text(name).trim().parse::<i32>().unwrap();
    let first = exit("first.exit");
    assert!(matches!(first, 0 | 7), "{kib} KiB: {first}\n{}\n{}", text("first.json"), text("first.err"));
    if first == 7 {
        let answer: serde_json::Value = serde_json::from_str(&text("first.json")).unwrap();
        let code = answer["error"]["code"].as_str().unwrap();
        assert!(matches!(code, "journal.disk_full" | "journal.write_failed"), "{kib} KiB: {answer:#}");
    }
    assert_eq!(
        exit("second.exit"),
        0,
        "{kib} KiB\n{}\n{}\n{}",
        text("first.json"),
        text("second.json"),
        text("second.err")
    );
    let answer: serde_json::Value = serde_json::from_str(&text("second.json")).unwrap();
    assert_eq!(answer["status"], "settled");
    let standing = station.standing();
    assert_eq!(standing.len(), 1, "{kib} KiB: {:#?}", station.rows());
    assert_eq!(answer["settlement"]["message_id"], standing[0].msgid.as_str());
    assert_eq!(station.rows().len(), 1, "{kib} KiB: nothing was taken back");
    assert_eq!(answer["stay_no"], LI_STAY);
    Some(first)
}

#[test]
fn disk_that_runs_full_at_any_moment_loses_and_doubles_nothing() {
    let sizes: Vec<u32> = (0..16).map(|nth| 40 + nth * 100).collect();
    let firsts: Vec<_> = thread::scope(|scope| {
        let runs: Vec<_> = sizes
            .chunks(4)
            .map(|sizes| scope.spawn(move || sizes.iter().map(|kib| settle_on_a_disk_of(*kib)).collect::<Vec<_>>()))
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    if firsts.iter().all(Option::is_some) {
        println!("{:?}", sizes.iter().zip(&firsts).collect::<Vec<_>>());
        assert!(firsts.contains(&Some(7)) && firsts.contains(&Some(0)), "sizes on both sides of enough: {firsts:?}");
    }
}
