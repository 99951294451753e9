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
fn required_key_of_the_wrong_shape_is_not_called_missing_as_well() {
    let shaped = of_file(&WHOLE.replace("slot = 7", "slot = \"7\""));
    assert_eq!(shaped, ["yijie.toml:6: desk.slot must be a whole number without quotes, but is a string"]);
    let table =
        of_file(&WHOLE[..WHOLE.find("[platform]").unwrap()].replace("[institution]", "platform = 1\n[institution]"));
    assert_eq!(table, [r#"yijie.toml:1: "platform" must be a table: [platform]"#]);
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
fn chinese_sentence_names_the_place_and_the_key_it_resembles() {
    let fake = Fake::default().with_file("yijie.toml", format!("{WHOLE}proxi = 1\n[log]\nlevel = \"loud\"\n"));
    let faults = fake.with_variable("YIJIE_DESK_SLOT", "x").load().unwrap_err();
    let sentences: Vec<String> = faults.iter().map(|fault| fault.sentence(Language::Chinese)).collect();
    assert_eq!(
        sentences,
        [
            "yijie.toml 第 12 行：没有配置项 platform.proxi，是否为 platform.proxy？",
            "yijie.toml 第 14 行：log.level 的值 \"loud\" 不对，应为 error、warn、info、debug、trace 之一",
            "YIJIE_DESK_SLOT：desk.slot 的值 \"x\" 不对，应为 0 至 99 的整数",
        ]
    );
}

#[test]
fn every_fault_is_said_in_chinese_with_all_that_the_english_names() {
    let said = || Said::new("expected", "应有");
    let faults = [
        (Fault::Unreadable { why: "denied".into() }, "denied"),
        (Fault::TooLarge { bytes_max: 4711 }, "4711"),
        (Fault::NotUtf8, "UTF-8"),
        (Fault::NotToml { why: "unclosed".into() }, "unclosed"),
        (Fault::UnknownKey { key: "a.b".into(), nearest: None }, "a.b"),
        (Fault::UnknownKey { key: "a.b".into(), nearest: Some("a.c".into()) }, "a.c"),
        (Fault::UnknownVariable { nearest: Some("YIJIE_X".into()) }, "YIJIE_X"),
        (Fault::NotATable { section: "log" }, "[log]"),
        (Fault::WrongShape { key: "log.level", expected: Shape::Text, found: said() }, "log.level"),
        (Fault::WrongValue { key: "log.level", found: Some("loud".into()), expected: said() }, "loud"),
        (Fault::WrongValue { key: "platform.secret", found: None, expected: said() }, "platform.secret"),
        (Fault::SecretInFile { key: "platform.key" }, "YIJIE_PLATFORM_KEY"),
        (Fault::GivenTwice { key: "platform.key" }, "platform.key_file"),
        (Fault::SecretFile { key: "platform.key", why: said() }, "platform.key"),
        (Fault::Missing { key: "desk.slot" }, "--desk-slot"),
        (Fault::NoFile { looked_in: vec!["/etc/yijie.toml".into()] }, "/etc/yijie.toml"),
        (Fault::More { more: 7 }, "7"),
    ];
    for (fault, named) in faults {
        let error = ConfigError { origin: Origin::Default, fault };
        let (english, chinese) = (error.sentence(Language::English), error.sentence(Language::Chinese));
        assert!(english.contains(named) && chinese.contains(named), "{english} | {chinese}");
        assert!(english.is_ascii() && chinese.chars().any(|character| character > '\u{4e00}'), "{english} | {chinese}");
    }
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
