//! A name is a secret: the most talkative settlement there is leaves none of it in logs, on standard error, in the
//! queue or in the journal's bytes.

use std::fs;

use super::workstation::{LI_STAY, Workstation, bill_path};

/// Whatever names Li Xiulan: as bill, card and platform have it.
const SECRETS: [&str; 6] = [
    "李秀兰",
    "430102195803124623",
    "A43017219",
    "430100D156000005007A51C29B3E640F",
    "02000000000",
    "training-secret-known-to-everybody",
];

fn assert_silent(what: &str, bytes: &[u8]) {
    for secret in SECRETS {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} stands in {what}");
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!bytes.windows(wide.len()).any(|window| window == wide), "{secret} stands in {what} as UTF-16");
    }
}

#[test]
fn most_verbose_settlement_with_a_lost_reply_names_nobody() {
    let faults = "[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"drop_reply\"\n\
                  [[fault]]\ninfno = \"2301\"\nnth = 1\naction = \"truncate\"\n\
                  [[fault]]\ninfno = \"1101\"\nnth = 1\naction = \"refuse\"\ntext = \"李秀兰430102195803124623未查询到参保信息\"\n";
    let station = Workstation::at_faulty(faults);
    station.configure("\n[log]\nlevel = \"trace\"\nfile = \"yijie.log\"\n");
    let bill = bill_path("worked-case");
    // The platform's own words are shown at the desk, and only there.
    let refused = station.run(&["settle", &bill, "--no-card", "--yes", "--json"]).exits(3);
    assert_silent("standard error", refused.err.as_bytes());
    let settled = station.run(&["settle", &bill, "--no-card", "--yes", "--json"]).exits(0);
    assert_silent("standard error", settled.err.as_bytes());
    let mut answer = settled.json();
    answer["paper"].take();
    assert_silent("the answer beside the paper", answer.to_string().as_bytes());
    for arguments in
        [vec!["show", LI_STAY, "--json"], vec!["queue", "--json"], vec!["replay", "--json"], vec!["config", "--json"]]
    {
        let said = station.run(&arguments).exits(0);
        assert_silent(&format!("{arguments:?}"), format!("{}{}", said.out, said.err).as_bytes());
    }
    let cancelled = station.run(&["cancel", LI_STAY, "--reason", "李秀兰要求撤销", "--refund-recovered"]).exits(0);
    assert_silent("cancel", format!("{}{}", cancelled.out, cancelled.err).as_bytes());

    let log = fs::read(station.path("yijie.log")).unwrap();
    assert!(log.len() > 200, "nothing was logged at all: {}", String::from_utf8_lossy(&log));
    assert_silent("the log", &log);
    let mut seen = 0;
    for entry in fs::read_dir(station.path(".")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("journal.") {
            seen += 1;
            assert_silent(&path.display().to_string(), &fs::read(&path).unwrap());
        }
    }
    assert!(seen >= 2, "the journal and its key");
    // The search finds what is there.
    assert!(std::panic::catch_unwind(|| assert_silent("x", "…李秀兰…".as_bytes())).is_err());
}

#[test]
fn journal_of_a_killed_program_names_nobody_either() {
    let station = Workstation::at_faulty("[[fault]]\ninfno = \"2304\"\nnth = 1\naction = \"hold\"\nms = 1500\n");
    let bill = bill_path("worked-case");
    let mut command = station.command(&["settle", &bill, "--no-card", "--yes", "--json"]);
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    while station.rows().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "it ended too early");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let log = fs::read(station.path("journal.sqlite-wal")).unwrap();
    assert!(!log.is_empty(), "its write-ahead log was left behind");
    assert_silent("the write-ahead log", &log);
    assert_silent("the journal", &fs::read(station.path("journal.sqlite")).unwrap());
}

#[test]
fn logs_on_standard_error_name_nobody_and_stay_out_of_the_answer() {
    let station = Workstation::new();
    let settle = ["settle", &bill_path("worked-case"), "--no-card", "--yes", "--json", "--log-level", "trace"];
    let said = station.run(&settle).exits(0);
    assert_eq!(said.json()["status"], "settled");
    assert!(said.err.contains("yijie::"), "something was logged: {}", said.err);
    assert_silent("standard error", said.err.as_bytes());
}
