//! Whether this machine lets us have the namespaces that the private PC/SC stack runs in. Many containers don't.

use std::process::Command;

use super::program::run;

/// Tries what the stack will do, in namespaces that are gone at once.
pub fn probe() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("it runs on Linux alone".to_owned());
    }
    let try_as = |way: &[&str]| run(Command::new("unshare").args(way).args(["--", "sh", "-c", SCRIPT]));
    // As the stack: root may lack the right that a user namespace gives, and the other way round.
    let Err(first) = try_as(&["-m", "-n"]) else { return Ok(()) };
    try_as(&["-r", "-m", "-n"]).map_err(|second| {
        format!("no private namespaces here ({first}; {second}); a container needs CAP_SYS_ADMIN or user namespaces")
    })
}

/// A mount and a loopback of one's own.
const SCRIPT: &str = "mount --bind /tmp /run && { ip link set lo up 2>/dev/null || perl -MSocket -e 1; }";
