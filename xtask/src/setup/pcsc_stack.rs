//! Gets the PC/SC stack that demo and tests run privately: packages of the distribution, unpacked into a folder and
//! never installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt;
use super::program::run;

/// The folder below `target` into which the packages are unpacked; unpacks them if they are not there yet.
///
/// Says on standard error what it fetches and why. The error says what is missing, and what still works without it.
pub fn ensure(target: &Path, variable: &str) -> Result<PathBuf, String> {
    // Whoever unpacked them by hand is believed, or told what is wrong.
    if let Some(named) = std::env::var_os(variable).filter(|named| !named.is_empty()).map(PathBuf::from) {
        return match std::path::absolute(&named) {
            Ok(folder) if is_whole(&folder) => Ok(folder),
            _ => Err(format!("{variable} names {}, which lacks {}", named.display(), NEEDED.join(" or "))),
        };
    }
    let folder = target.join("pcsc-stack");
    if is_whole(&folder) {
        return Ok(folder);
    }
    for tool in ["apt-get", "dpkg"] {
        Command::new(tool)
            .arg("--version")
            .output()
            .map_err(|_| format!("{tool} is not here, so this is no Debian-like system. {BY_HAND}"))?;
    }
    eprintln!("Fetching {} into {}:", PACKAGES.join(", "), folder.display());
    eprintln!("a PC/SC service with a virtual reader, run privately for the demo and the tests; nothing is installed.");

    // Unpacked beside its place and moved there when whole: a broken download leaves nothing half done.
    let fresh = target.join(format!("pcsc-stack.{}", std::process::id()));
    let outcome = fetch(&fresh).and_then(|()| put_in_place(&fresh, &folder));
    if fresh.exists()
        && let Err(error) = fs::remove_dir_all(&fresh)
    {
        eprintln!("could not remove {}: {error}", fresh.display());
    }
    outcome.map(|()| folder).map_err(|why| format!("{why}. {BY_HAND}"))
}

fn fetch(fresh: &Path) -> Result<(), String> {
    let archives = fresh.join("archives");
    fs::create_dir_all(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    if let Err(first) = download(&archives) {
        // A machine that was just set up has no package lists yet.
        apt::update().map_err(|second| format!("{first}; {second}"))?;
        download(&archives)?;
    }
    let entries = fs::read_dir(&archives).map_err(|error| format!("{}: {error}", archives.display()))?;
    for archive in entries.flatten().map(|entry| entry.path()) {
        run(Command::new("dpkg").arg("-x").arg(&archive).arg(fresh.join("unpacked")))?;
    }
    Ok(())
}

fn download(archives: &Path) -> Result<(), String> {
    run(Command::new("apt-get").args(["-q", "download"]).args(PACKAGES).current_dir(archives))
}

fn put_in_place(fresh: &Path, folder: &Path) -> Result<(), String> {
    let unpacked = fresh.join("unpacked");
    if !is_whole(&unpacked) {
        return Err(format!("the packages do not hold {}", NEEDED.join(" and ")));
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    match fs::rename(&unpacked, folder) {
        // Another run was faster: its packages are as good.
        Err(_) if is_whole(folder) => Ok(()),
        end => end.map_err(|error| format!("{}: {error}", folder.display())),
    }
}

fn is_whole(folder: &Path) -> bool {
    NEEDED.iter().all(|file| folder.join(file).is_file())
}

/// The service, the virtual reader, and the two libraries they want that a small machine may lack.
const PACKAGES: [&str; 4] = ["pcscd", "vsmartcard-vpcd", "libpcsclite1", "libqrencode4"];

const NEEDED: [&str; 2] = ["usr/sbin/pcscd", "usr/lib/pcsc/drivers/serial/libifdvpcd.so"];

const BY_HAND: &str = "To run the demo and the tests on a real PC/SC stack, unpack (not install) the packages pcscd and \
    vsmartcard-vpcd into a folder and name it in YIJIE_PCSC_STACK; without it they use the same virtual card in process";
