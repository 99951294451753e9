//! Every fault with its place.

use proptest::prelude::*;

use super::*;

fn of_file(text: &str) -> Vec<String> {
    Fake::default().with_file("yijie.toml", text).sentences()
}

/// The faults of lines appended to a file that is whole.
fn of_lines(lines: &str) -> Vec<String> {
    of_file(&format!("{WHOLE}{lines}\n"))
}

#[test]
fn unknown_key_names_its_line_and_the_key_it_resembles() {
    assert_eq!(
        of_lines("proxi = \"http://p\""),
        [r#"yijie.toml:12: unknown key "platform.proxi"; did you mean "platform.proxy"?"#]
    );
    assert_eq!(
        of_lines("retention_days = 3"),
        [r#"yijie.toml:12: unknown key "platform.retention_days"; did you mean "journal.retention_days"?"#]
    );
    assert_eq!(
        of_lines("[recept]\npaper = \"a5\""),
        [r#"yijie.toml:12: unknown key "recept"; did you mean "receipt"?"#]
    );
    assert_eq!(of_lines("[weather]\nrain = 1"), [r#"yijie.toml:12: unknown key "weather""#]);
}

#[test]
fn wrong_shape_names_what_belongs_there() {
    assert_eq!(of_lines("[log]\nlevel = 3"), ["yijie.toml:13: log.level must be text in quotes, but is an integer"]);
    assert_eq!(
        of_lines("[journal]\nretention_days = \"30\""),
        ["yijie.toml:13: journal.retention_days must be a whole number without quotes, but is a string"]
    );
    assert_eq!(
        of_lines("[api]\norigins = [\"http://a\", 1]"),
        [r#"yijie.toml:13: api.origins must be a list of texts in quotes, ["…", "…"], but is an array"#]
    );
    assert_eq!(of_file(&format!("log = 1\n{WHOLE}")), [r#"yijie.toml:1: "log" must be a table: [log]"#]);
    assert_eq!(of_lines("[[log]]\nlevel = \"info\""), [r#"yijie.toml:12: "log" must be a table: [log]"#]);
}

#[test]
fn wrong_value_names_line_value_and_what_was_expected() {
    assert_eq!(
        of_lines("[log]\n\nlevel = \"loud\""),
        [r#"yijie.toml:14: log.level is "loud": expected one of error, warn, info, debug, trace"#]
    );
    assert_eq!(
        of_lines("[limits]\nqueue_items_max = 0"),
        [r#"yijie.toml:13: limits.queue_items_max is "0": expected a whole number from 1 to 100000"#]
    );
    let huge = of_lines("[limits]\nqueue_items_max = 99999999999999999999999");
    assert!(huge[0].starts_with("yijie.toml:13: limits.queue_items_max is \"9999"), "{huge:?}");
}

#[test]
fn all_faults_of_all_sources_are_listed_in_order() {
    let text = WHOLE.replace("division = \"360100\"", "divison = \"360100\"").replace("slot = 7", "slot = 100");
    let fake = Fake::default()
        .with_file("yijie.toml", text)
        .with_variable("YIJIE_LOG_LEVEL", "loud")
        .with_variable("YIJIE_PLATFORM_ULR", "http://p")
        .with_variable("YIJIE_CONFG", "x");
    let flags = Overrides::default().with(key("receipt.paper"), "a4");
    let faults = Config::load(&flags, &fake).unwrap_err();
    let sentences: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            r#"yijie.toml:4: unknown key "institution.divison"; did you mean "institution.division"?"#,
            r#"yijie.toml:6: desk.slot is "100": expected a whole number from 0 to 99"#,
            "YIJIE_PLATFORM_ULR: unknown variable: every YIJIE_ variable must be a key; did you mean \"YIJIE_PLATFORM_URL\"?",
            "YIJIE_CONFG: unknown variable: every YIJIE_ variable must be a key; did you mean \"YIJIE_CONFIG\"?",
            r#"YIJIE_LOG_LEVEL: log.level is "loud": expected one of error, warn, info, debug, trace"#,
            r#"--receipt-paper: receipt.paper is "a4": expected one of 58mm, 80mm, a5"#,
            "institution.division is missing: set division = \"360100\" under [institution] in yijie.toml, or \
         YIJIE_INSTITUTION_DIVISION, or --institution-division",
        ]
    );
}

#[test]
fn nothing_configured_says_what_is_missing_how_to_set_it_and_where_a_file_was_looked_for() {
    let sentences = Fake::default().with_variable("HOME", "/home/li").sentences();
    let (last, missing) = sentences.split_last().unwrap();
    let required: Vec<_> = KEYS.iter().filter(|key| key.is_required()).collect();
    assert_eq!(missing.len(), required.len());
    for (sentence, key) in missing.iter().zip(required) {
        assert!(sentence.starts_with(&format!("{} is missing", key.path)), "{sentence}");
        assert!(sentence.contains(&key.variable()) && sentence.contains(&key.flag().unwrap()), "{sentence}");
    }
    assert_eq!(
        last,
        "no configuration file; looked for yijie.toml, /home/li/.config/yijie/yijie.toml, /etc/yijie/yijie.toml"
    );
}

#[test]
fn broken_toml_lists_its_broken_lines_and_calls_no_key_missing() {
    let sentences = of_file("[institution]\ncode = \nname = \"x\"\n[desk\n");
    assert!(sentences.len() >= 2, "{sentences:?}");
    assert!(sentences[0].starts_with("yijie.toml:2: not TOML"), "{sentences:?}");
    assert!(sentences.iter().all(|sentence| sentence.contains(": not TOML: ")), "{sentences:?}");
    let twice = of_lines("url = \"http://other\"");
    assert_eq!(twice.len(), 1);
    assert!(twice[0].starts_with("yijie.toml:12: not TOML: duplicate key"), "{twice:?}");
}

#[test]
fn file_in_gbk_names_the_line_of_its_first_foreign_byte() {
    let mut bytes = b"[institution]\nname = \"".to_vec();
    bytes.extend_from_slice(&[0xC4, 0xCF, 0xB2, 0xFD, b'"', b'\n']);
    let sentences = Fake::default().with_file("yijie.toml", bytes).sentences();
    assert_eq!(sentences, ["yijie.toml:2: is not UTF-8; save it as UTF-8"]);
}

#[test]
fn file_that_is_named_and_absent_or_unreadable_or_huge_is_a_fault_and_not_passed_over() {
    let absent = Fake::default().with_file("yijie.toml", WHOLE).with_variable("YIJIE_CONFIG", "/no.toml");
    assert_eq!(absent.sentences(), ["/no.toml: cannot be read: entity not found"]);
    let forbidden = Fake { forbidden: vec!["yijie.toml".into()], ..Fake::default() };
    let forbidden = forbidden.with_file("/etc/yijie/yijie.toml", WHOLE);
    assert_eq!(forbidden.sentences(), ["yijie.toml: cannot be read: permission denied"]);
    let huge = Fake::default().with_file("yijie.toml", format!("{WHOLE}#{}", " ".repeat(1 << 20)));
    assert_eq!(huge.sentences(), ["yijie.toml: is larger than 1048576 bytes"]);
}

#[cfg(unix)]
#[test]
fn variable_in_another_encoding_is_a_fault() {
    use std::os::unix::ffi::OsStringExt;
    let mut fake = Fake::default().with_file("yijie.toml", WHOLE);
    fake.variables.push(("YIJIE_READER_NAME".into(), OsString::from_vec(vec![0xC4, 0xCF])));
    assert_eq!(fake.sentences(), ["YIJIE_READER_NAME: is not UTF-8; save it as UTF-8"]);
}

#[test]
fn faults_beyond_what_a_person_reads_are_counted() {
    let lines: Vec<String> = (0..150).map(|number| format!("zzzzzzzz{number} = 1")).collect();
    let faults = of_lines(&lines.join("\n"));
    assert_eq!(faults.len(), 101);
    assert_eq!(faults[100], "and 50 more");
}

#[test]
fn every_fault_has_a_chinese_sentence_with_its_place() {
    let fake = Fake::default().with_file("yijie.toml", format!("{WHOLE}proxi = 1\n[log]\nlevel = \"loud\"\n"));
    let faults = fake.load().unwrap_err();
    let sentences: Vec<String> = faults.iter().map(|fault| fault.sentence(Language::Chinese)).collect();
    assert_eq!(
        sentences,
        [
            "yijie.toml 第 12 行：没有配置项 platform.proxi，是否为 platform.proxy？",
            "yijie.toml 第 14 行：log.level 的值 \"loud\" 不对，应为error、warn、info、debug、trace 之一",
        ]
    );
}

proptest! {
    #[test]
    fn any_text_as_file_is_read_or_refused_without_panic(text in "\\PC{0,200}|[\\[\\]={}\"'.,#a-z0-9\n \r\t\\\\]{0,200}") {
        let fake = Fake::default().with_file("yijie.toml", &text);
        for fault in fake.load().unwrap_err() {
            if let Origin::File { line: Some(line), .. } = fault.origin {
                prop_assert!((1..=1 + text.matches('\n').count()).contains(&line));
            }
            prop_assert!(!fault.sentence(Language::Chinese).is_empty());
        }
    }

    #[test]
    fn any_bytes_as_file_are_read_or_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Fake::default().with_file("yijie.toml", bytes).load().is_err());
    }

    #[test]
    fn any_value_of_any_key_is_taken_or_refused_without_panic(
        at in 0..KEYS.len(),
        text in "\\PC{0,60}|[a-z]{0,6}:[/\\[\\]@:*.a-z0-9-]{0,20}",
    ) {
        let fake = Fake::default().with_file("yijie.toml", WHOLE).with_variable(&KEYS[at].variable(), &text);
        if let Err(faults) = fake.load() {
            prop_assert_eq!(faults.len(), 1);
        }
    }
}
