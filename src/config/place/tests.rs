use super::*;

fn set(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

#[test]
fn unix_follows_the_base_directories_and_ends_at_etc() {
    let own = set(&[("XDG_CONFIG_HOME", "/x"), ("XDG_STATE_HOME", "/s"), ("HOME", "/home/li")]);
    assert_eq!(unix::configuration_directories(&own), [PathBuf::from("/x/yijie"), "/etc/yijie".into()]);
    assert_eq!(unix::state_directory(&own), PathBuf::from("/s/yijie"));
    let home = set(&[("XDG_CONFIG_HOME", "relative"), ("XDG_STATE_HOME", ""), ("HOME", "/home/li")]);
    assert_eq!(unix::configuration_directories(&home)[0], PathBuf::from("/home/li/.config/yijie"));
    assert_eq!(unix::state_directory(&home), PathBuf::from("/home/li/.local/state/yijie"));
    assert_eq!(unix::configuration_directories(&[]), [PathBuf::from("/etc/yijie")]);
    assert_eq!(unix::state_directory(&[]), PathBuf::from("/var/lib/yijie"));
}

#[test]
fn windows_keeps_everything_in_program_data() {
    let variables = set(&[("PROGRAMDATA", "D:/Data")]);
    assert_eq!(windows::configuration_directories(&variables), [Path::new("D:/Data").join("yijie")]);
    assert_eq!(windows::state_directory(&[]), Path::new(r"C:\ProgramData").join("yijie"));
}
