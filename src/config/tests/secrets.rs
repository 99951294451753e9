//! Secrets stay secret, and come from where they may.

use super::*;

const SECRET: &str = "Tr0ub4dor";

fn shown(config: &Config) -> String {
    let json = serde_json::to_string(config.effective()).unwrap();
    format!("{config:?} {config:#?} {:?} {json}", config.effective())
}

#[test]
fn secret_by_variable_counts_and_is_never_shown() {
    let fake = Fake::default()
        .with_file("yijie.toml", WHOLE)
        .with_variable("YIJIE_PLATFORM_KEY", "Acc3ssKey")
        .with_variable("YIJIE_PLATFORM_SECRET", SECRET);
    let config = fake.load().unwrap();
    assert_eq!(config.platform.secret.as_ref().map(SecretText::reveal), Some(SECRET));
    let shown = shown(&config);
    assert!(!shown.contains(SECRET) && !shown.contains("Acc3ssKey") && !shown.contains("陈小红"), "{shown}");
    let effective = config.effective().iter().find(|effective| effective.key == "platform.secret").unwrap();
    assert_eq!(effective.value.as_deref(), Some("***"));
}

#[test]
fn secret_by_file_counts_without_its_line_end_and_names_the_file() {
    let fake = Fake::default()
        .with_file("/etc/yijie/yijie.toml", format!("{WHOLE}secret_file = \"platform.secret\"\n"))
        .with_file("/etc/yijie/platform.secret", format!("{SECRET}\r\n"));
    let config = fake.load().unwrap();
    assert_eq!(config.platform.secret.as_ref().map(SecretText::reveal), Some(SECRET));
    assert_eq!(config.origin(key("platform.secret")).to_string(), "/etc/yijie/platform.secret");
    assert!(!shown(&config).contains(SECRET));
}

#[test]
fn secret_in_the_configuration_file_is_refused_with_the_reason_and_without_the_value() {
    let fake = Fake::default().with_file("yijie.toml", format!("{WHOLE}secret = \"{SECRET}\"\nkey = 5\n"));
    let sentences = fake.sentences();
    assert_eq!(sentences.len(), 2);
    assert!(sentences[0].starts_with("yijie.toml:12: platform.secret must not stand in"), "{sentences:?}");
    assert!(sentences[0].contains("YIJIE_PLATFORM_SECRET") && sentences[0].contains("platform.secret_file"));
    assert!(sentences[1].starts_with("yijie.toml:13: platform.key must not stand in"), "{sentences:?}");
    assert!(!format!("{:?}", fake.load()).contains(SECRET));
}

#[test]
fn misplaced_secret_is_not_quoted_by_any_fault() {
    for text in [
        format!("{WHOLE}secert = \"{SECRET}\"\n"),
        format!("{WHOLE}secret = \"{SECRET}\n"),
        format!("{WHOLE}url = \"{SECRET}\"\n"),
        format!("{WHOLE}secret = {SECRET}\n"),
    ] {
        let faults = Fake::default().with_file("yijie.toml", &text).load().unwrap_err();
        assert!(!format!("{faults:?}").contains(SECRET), "{faults:?}");
        for fault in faults {
            assert!(!fault.to_string().contains(SECRET) && !fault.sentence(Language::Chinese).contains(SECRET));
        }
    }
    let fake = Fake::default()
        .with_file("yijie.toml", WHOLE)
        .with_variable("YIJIE_PLATFORM_SECRET", &format!("{SECRET} with blanks"));
    let faults = fake.load().unwrap_err();
    assert!(!format!("{faults:?} {}", faults[0]).contains(SECRET), "{faults:?}");
}

#[test]
fn password_inside_an_address_is_refused_and_not_quoted() {
    let fake = Fake::default()
        .with_file("yijie.toml", WHOLE)
        .with_variable("YIJIE_PLATFORM_PROXY", &format!("http://user:{SECRET}@proxy:3128"));
    let faults = fake.load().unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(!format!("{faults:?} {}", faults[0]).contains(SECRET), "{faults:?}");
}

#[test]
fn name_that_cannot_be_is_not_quoted() {
    let fake = Fake::default().with_file("yijie.toml", WHOLE).with_variable("YIJIE_DESK_OPERATOR_NAME", "陈\u{7}小红");
    let faults = fake.load().unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(!format!("{faults:?} {}", faults[0]).contains("小红"), "{faults:?}");
}

#[test]
fn later_source_of_a_secret_counts_and_two_in_one_source_are_a_fault() {
    let fake = Fake::default()
        .with_file("yijie.toml", format!("{WHOLE}secret_file = \"/s\"\n"))
        .with_file("/s", "of-the-file")
        .with_file("/f", "of-the-flag")
        .with_variable("YIJIE_PLATFORM_SECRET", "of-the-variable");
    let secret = |config: Config| config.platform.secret.unwrap().reveal().to_owned();
    assert_eq!(secret(fake.load().unwrap()), "of-the-variable");
    let flags = Overrides::default().with(key("platform.secret_file"), "/f");
    assert_eq!(secret(Config::load(&flags, &fake).unwrap()), "of-the-flag");
    let both = fake.with_variable("YIJIE_PLATFORM_SECRET_FILE", "/s");
    assert_eq!(
        both.sentences(),
        ["YIJIE_PLATFORM_SECRET_FILE: platform.secret and platform.secret_file are both given; give one"]
    );
}

#[test]
fn secret_file_that_cannot_serve_says_why_and_who_named_it() {
    let named = |path: &str| format!("{WHOLE}secret_file = \"{path}\"\n");
    let of = |fake: Fake, path| fake.with_file("yijie.toml", named(path)).sentences();
    assert_eq!(of(Fake::default(), "/s"), ["yijie.toml:12: the file of platform.secret /s is not there"]);
    let open = Fake { open_to_others: vec!["/s".into()], ..Fake::default() };
    assert_eq!(
        of(open.with_file("/s", SECRET), "/s"),
        ["yijie.toml:12: the file of platform.secret /s can be read by others: run chmod 600 on it"]
    );
    assert_eq!(
        of(Fake::default().with_file("/s", " ".repeat(5_000)), "/s"),
        ["yijie.toml:12: the file of platform.secret /s is larger than 4096 bytes"]
    );
    let empty = of(Fake::default().with_file("/s", "\n"), "/s");
    assert_eq!(empty.len(), 1);
    assert!(empty[0].starts_with("/s: platform.secret: expected 1 to 1024"), "{empty:?}");
}

#[cfg(unix)]
#[test]
fn machine_tells_a_private_file_from_an_open_one() {
    use std::os::unix::fs::PermissionsExt;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "four").unwrap();
    for (mode, private) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o644, false)] {
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(Machine.is_private(file.path()).unwrap(), private, "{mode:o}");
    }
    assert_eq!(Machine.read(file.path(), 3).unwrap(), b"fou");
    assert!(Machine.read(Path::new("/"), 3).is_err());
}
