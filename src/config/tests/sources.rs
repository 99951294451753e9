//! Which source counts, and where it came from.

use super::*;

#[test]
fn whole_file_gives_typed_values_and_defaults_fill_the_rest() {
    let config = Fake::default().with_file("yijie.toml", WHOLE).with_variable("HOME", "/home/li").load().unwrap();
    assert_eq!(config.institution.code.as_str(), "H36010200001");
    assert_eq!(config.institution.division.as_str(), "360100");
    assert_eq!(config.desk.slot.number(), 7);
    assert_eq!(config.platform.profile, ProfileChoice::BuiltIn("jiangxi".into()));
    assert_eq!(config.platform.url.as_str(), "http://10.36.1.20:8080/CSB");
    assert_eq!(config.reader.name, ReaderChoice::Any);
    assert_eq!(config.journal.path, Path::new("/home/li/.local/state/yijie/journal.sqlite"));
    assert_eq!(config.limits.doubt_wait_ms_max.value(), 30_000);
    assert_eq!(config.receipt.paper, Paper::Roll80);
    assert_eq!(config.api.listen.address().to_string(), "127.0.0.1:8737");
    assert!(config.api.origins.is_empty());
    assert_eq!(config.platform.proxy, None);
}

#[test]
fn each_source_overrides_the_one_before_it_and_is_named_as_the_origin() {
    let level = |fake: &Fake, flags: &Overrides| {
        let config = Config::load(flags, fake).unwrap();
        (config.log.level, config.origin(key("log.level")).to_string())
    };
    let none = Overrides::default();
    let fake = Fake::default().with_file("yijie.toml", WHOLE);
    assert_eq!(level(&fake, &none), (LogLevel::Info, "default".into()));
    let fake = fake.with_file("yijie.toml", format!("{WHOLE}[log]\nlevel = \"warn\"\n"));
    assert_eq!(level(&fake, &none), (LogLevel::Warn, "yijie.toml:13".into()));
    let fake = fake.with_variable("YIJIE_LOG_LEVEL", "debug");
    assert_eq!(level(&fake, &none), (LogLevel::Debug, "YIJIE_LOG_LEVEL".into()));
    let flags = none.with(key("log.level"), "trace");
    assert_eq!(level(&fake, &flags), (LogLevel::Trace, "--log-level".into()));
}

#[test]
fn every_key_can_be_set_by_its_variable() {
    let mut fake = Fake::default();
    for key in KEYS.iter().filter(|key| !key.path.ends_with("_file") || !key.path.starts_with("platform.")) {
        let text = if key.secret { "s3cret" } else { key.example.trim_matches(['"', '[', ']']) };
        fake = fake.with_variable(&key.variable(), text);
    }
    let config = fake.load().unwrap();
    for effective in config.effective().iter().filter(|effective| effective.from != Origin::Default) {
        let key = key(effective.key);
        assert_eq!(effective.from, Origin::Env { var: key.variable() });
    }
    assert_eq!(config.effective().iter().filter(|effective| effective.from == Origin::Default).count(), 3);
}

#[test]
fn file_is_the_one_named_by_flag_then_by_variable_then_the_nearest() {
    let marked = |name: &str| format!("{WHOLE}[reader]\nname = \"{name}\"\n");
    let fake = Fake::default()
        .with_file("/by/flag.toml", marked("flag"))
        .with_file("/by/variable.toml", marked("variable"))
        .with_file("yijie.toml", marked("here"))
        .with_file("/home/li/.config/yijie/yijie.toml", marked("home"))
        .with_file("/etc/yijie/yijie.toml", marked("machine"))
        .with_variable("HOME", "/home/li");
    let name = |fake: &Fake, flags: &Overrides| match Config::load(flags, fake).unwrap().reader.name {
        ReaderChoice::Named(name) => name,
        ReaderChoice::Any => "any".to_owned(),
    };
    let none = Overrides::default();
    let flag = Overrides { config_file: Some("/by/flag.toml".into()), ..Overrides::default() };
    let mut fake = fake.with_variable("YIJIE_CONFIG", "/by/variable.toml");
    assert_eq!(name(&fake, &flag), "flag");
    assert_eq!(name(&fake, &none), "variable");
    fake.variables.pop();
    assert_eq!(name(&fake, &none), "here");
    fake.files.remove(Path::new("yijie.toml"));
    assert_eq!(name(&fake, &none), "home");
    fake.files.remove(Path::new("/home/li/.config/yijie/yijie.toml"));
    assert_eq!(name(&fake, &none), "machine");
}

#[test]
fn relative_path_in_a_file_is_relative_to_the_file_and_elsewhere_to_the_program() {
    let text = format!("{WHOLE}ca_file = \"ca.pem\"\n[receipt]\nprinter = \"file:out\"\n[log]\nfile = \"/abs.log\"\n");
    let fake = Fake::default()
        .with_file("/etc/yijie/yijie.toml", text.replace("\"jiangxi\"", "\"own.toml\""))
        .with_variable("YIJIE_JOURNAL_PATH", "j.sqlite");
    let config = fake.load().unwrap();
    assert_eq!(config.platform.ca_file.as_deref(), Some(Path::new("/etc/yijie/ca.pem")));
    assert_eq!(config.platform.profile, ProfileChoice::File("/etc/yijie/own.toml".into()));
    assert_eq!(config.receipt.printer, Printer::File("/etc/yijie/out".into()));
    assert_eq!(config.log.file.as_deref(), Some(Path::new("/abs.log")));
    assert_eq!(config.journal.path, Path::new("j.sqlite"));
}

#[cfg(unix)]
#[test]
fn files_of_the_machine_are_read_as_those_of_the_tests_are() {
    use std::os::unix::fs::PermissionsExt;

    /// The machine's files under an empty environment.
    struct Bare;
    impl Surroundings for Bare {
        fn variables(&self) -> Vec<(OsString, OsString)> {
            Vec::new()
        }
        fn read(&self, path: &Path, bytes_max: usize) -> io::Result<Vec<u8>> {
            Machine.read(path, bytes_max)
        }
        fn is_private(&self, path: &Path) -> io::Result<bool> {
            Machine.is_private(path)
        }
    }

    let directory = tempfile::tempdir().unwrap();
    let (file, secret) = (directory.path().join("desk.toml"), directory.path().join("secret"));
    std::fs::write(&file, format!("{WHOLE}secret_file = \"secret\"\n")).unwrap();
    std::fs::write(&secret, "s\n").unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
    let flags = Overrides { config_file: Some(file), ..Overrides::default() };
    let config = Config::load(&flags, &Bare).unwrap();
    assert_eq!(config.platform.secret.as_ref().map(SecretText::reveal), Some("s"));
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(Config::load(&flags, &Bare).unwrap_err()[0].to_string().contains("chmod 600"));
    let elsewhere = Overrides { config_file: Some(directory.path().join("none.toml")), ..Overrides::default() };
    assert!(matches!(Config::load(&elsewhere, &Bare).unwrap_err()[0].fault, Fault::Unreadable { .. }));
}

#[test]
fn dotted_keys_inline_tables_and_a_byte_order_mark_are_read_as_well() {
    let text = "\u{feff}institution = { code = \"H36010200001\", name = \"院\", division = \"360100\" }\r\n\
                desk.slot = 0x07\r\ndesk.operator = '0042'\r\ndesk.operator_name = '陈'\r\n\
                platform.profile = 'jiangxi'\r\nplatform.url = 'https://p'\r\napi.origins = ['http://a', 'http://b:81']\r\n";
    let config = Fake::default().with_file("yijie.toml", text).load().unwrap();
    assert_eq!(config.desk.slot.number(), 7);
    assert_eq!(config.api.origins.len(), 2);
    assert_eq!(config.origin(key("platform.url")).to_string(), "yijie.toml:6");
}

#[test]
fn training_desk_is_complete_and_takes_nothing_of_the_real_one() {
    let fake = Fake::default()
        .with_file("yijie.toml", WHOLE)
        .with_file("/real.secret", "real")
        .with_variable("YIJIE_PLATFORM_URL", "http://real")
        .with_variable("YIJIE_PLATFORM_SECRET", "real")
        .with_variable("YIJIE_JOURNAL_PATH", "/real/journal.sqlite");
    let desk = TrainingDesk { directory: Path::new("/t"), url: "http://127.0.0.1:9", key: "k", secret: "s" };
    let flags = Overrides::default()
        .with(key("language"), "zh")
        .with(key("platform.url"), "http://real")
        .with(key("platform.proxy"), "http://real")
        .with(key("platform.secret_file"), "/real.secret")
        .with(key("journal.path"), "/real/journal.sqlite");
    let config = Config::training(&desk, &flags, &fake).unwrap();
    assert_eq!(config.language, LanguageChoice::Fixed(Language::Chinese));
    assert_eq!(config.platform.profile, ProfileChoice::BuiltIn("training".into()));
    assert_eq!(config.platform.secret.as_ref().map(SecretText::reveal), Some("s"));
    assert_eq!(config.receipt.printer, Printer::File("/t/receipts".into()));
    assert_eq!(config.journal.key_file, Path::new("/t/journal.key"));
    for effective in config.effective() {
        let value = effective.value.as_deref().unwrap_or_default();
        assert!(!value.contains("real") && !value.contains(".local"), "{effective:?}");
    }
    assert_eq!(config.origin(key("platform.url")), &Origin::Training);
    let wrong = TrainingDesk { url: "nowhere", ..desk };
    assert_eq!(Config::training(&wrong, &flags, &fake).unwrap_err().len(), 1);
}
