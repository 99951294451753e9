//! Flags made from the keys.

use clap::Command;

use super::*;

fn parsed(arguments: &[&str]) -> Overrides {
    let command = add_flags(Command::new("yijie").subcommand(Command::new("settle")), Language::English);
    Overrides::from_matches(&command.try_get_matches_from(arguments).unwrap())
}

#[test]
fn flags_are_taken_before_and_after_the_subcommand() {
    let before = parsed(&["yijie", "--platform-url", "http://p", "--config", "/c.toml", "settle"]);
    let after = parsed(&["yijie", "settle", "--platform-url", "http://p", "--config", "/c.toml"]);
    let expected = Overrides { config_file: Some("/c.toml".into()), ..Overrides::default() };
    assert_eq!(before, expected.with(key("platform.url"), "http://p"));
    assert_eq!(after, before);
}

#[test]
fn language_before_the_configuration_is_of_flag_then_variable_then_locale() {
    let fake = Fake::default().with_variable("LANG", "zh_CN.UTF-8");
    assert_eq!(parsed(&["yijie"]).language(&fake), Language::Chinese);
    let fake = fake.with_variable("YIJIE_LANGUAGE", "en");
    assert_eq!(parsed(&["yijie"]).language(&fake), Language::English);
    assert_eq!(parsed(&["yijie", "--lang", "zh"]).language(&fake), Language::Chinese);
    assert_eq!(parsed(&["yijie", "--lang", "auto"]).language(&fake), Language::Chinese);
    assert_eq!(parsed(&["yijie", "--lang", "klingon"]).language(&fake), Language::English);
}

#[test]
fn every_key_but_a_secret_has_a_flag_and_language_also_a_short_name() {
    for key in KEYS.iter().filter(|key| !key.secret) {
        let flag = format!("--{}=x", key.flag().unwrap());
        assert_eq!(parsed(&["yijie", &flag]), Overrides::default().with(key, "x"), "{flag}");
    }
    assert_eq!(parsed(&["yijie", "--lang", "zh"]), parsed(&["yijie", "--language", "zh"]));
    let secret = ["yijie", "--platform-secret", "x"];
    assert!(add_flags(Command::new("yijie"), Language::English).try_get_matches_from(secret).is_err());
    assert_eq!(Overrides::default().with(key("platform.secret"), "x"), Overrides::default());
}

#[test]
fn help_explains_flags_in_both_languages_and_names_no_secret() {
    let help = |language| add_flags(Command::new("yijie"), language).render_long_help().to_string();
    let (english, chinese) = (help(Language::English), help(Language::Chinese));
    assert!(english.contains("--limits-doubt-wait-ms-max") && english.contains("at the counter"));
    assert!(chinese.contains("转入待办队列"));
    assert!(!english.contains("--platform-secret ") && english.contains("--platform-secret-file"));
    let mut command = add_flags(Command::new("yijie"), Language::English);
    assert!(!command.render_help().to_string().contains("--limits-doubt-wait-ms-max"));
}

#[test]
fn command_with_the_flags_is_sound() {
    add_flags(Command::new("yijie").subcommand(Command::new("settle")), Language::Chinese).debug_assert();
}

#[test]
fn reader_of_the_flag_or_the_variable_is_known_without_a_configuration() {
    let named = |name: &str| Some(ReaderChoice::Named(name.to_owned()));
    let fake = Fake::default();
    assert_eq!(parsed(&["yijie"]).reader(&fake), None);
    let fake = fake.with_variable("YIJIE_READER_NAME", "ACS ACR39U");
    assert_eq!(parsed(&["yijie"]).reader(&fake), named("ACS ACR39U"));
    assert_eq!(parsed(&["yijie", "--reader-name", "Virtual PCD"]).reader(&fake), named("Virtual PCD"));
}
