//! The manual and the example are what the declaration says.

use std::collections::BTreeSet;

use super::*;

/// Compares a committed file with what is generated, or renews it when asked to by `RENEW_DOCS`.
fn committed(name: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("RENEW_DOCS").is_some() {
        std::fs::write(&path, generated).unwrap();
    }
    // Git may check out with other line ends.
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == generated, "{name} is not current: run RENEW_DOCS=1 cargo test --lib config::");
}

#[test]
fn manual_is_current() {
    committed("docs/configuration.md", &markdown());
}

#[test]
fn example_is_current() {
    committed("yijie.example.toml", &example());
}

#[test]
fn manual_names_every_key_with_its_variable_and_flag() {
    let manual = markdown();
    for key in KEYS {
        assert!(manual.contains(&format!("### `{}`", key.path)), "{}", key.path);
        assert!(manual.contains(&format!("- `{}`, ", key.variable())), "{}", key.path);
    }
}

#[test]
fn example_loads_as_it_stands_and_with_every_comment_lifted() {
    let load = |text: &str| {
        Fake::default()
            .with_file("yijie.toml", text)
            .with_file("/etc/yijie/platform.key", "k")
            .with_file("/etc/yijie/platform.secret", "s")
            .load()
    };
    assert!(load(&example()).is_ok());
    let assigns = |line: &str| KEYS.iter().any(|key| line.starts_with(&format!("# {} = ", key.parts().1)));
    let lifted: String = example()
        .lines()
        .map(|line| if assigns(line) { format!("{}\n", &line[2..]) } else { format!("{line}\n") })
        .collect();
    let config = load(&lifted).unwrap();
    let unset = config.effective().iter().filter(|effective| effective.from == Origin::Default).count();
    assert_eq!(unset, 0, "{:?}", config.effective());
}

#[test]
fn keys_differ_in_path_variable_and_flag() {
    let distinct = |names: Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
    assert!(distinct(KEYS.iter().map(|key| key.path.to_owned()).collect()));
    assert!(distinct(KEYS.iter().map(Key::variable).collect()));
    assert!(distinct(KEYS.iter().filter_map(Key::flag).collect()));
    assert!(KEYS.iter().all(|key| key.variable() != "YIJIE_CONFIG" && key.flag().as_deref() != Some("config")));
}
