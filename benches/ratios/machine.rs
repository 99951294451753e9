//! What was measured on, and what the disk alone costs.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::Fallible;
use crate::statistics::{Quartiles, milliseconds};

/// Prints the machine, the file system and the build.
pub fn facts() -> Fallible<()> {
    let cpus = thread::available_parallelism()?;
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let profile = if cfg!(debug_assertions) { "debug (of no use)" } else { "release" };
    println!("Machine: {cpus} cpus, {}", model.trim_start_matches([' ', '\t', ':']));
    println!("Load: {}", load.split(' ').take(3).collect::<Vec<_>>().join(" "));
    println!("Profile: {profile}, {}", std::env::consts::ARCH);
    let folder = scratch()?;
    println!("Journal on: {}", file_system(folder.path()));
    for (what, preallocated, sync) in KINDS {
        let times = syncs(folder.path(), preallocated, sync)?;
        println!("  one {what:<42} {:>7.3} ms [{:.3} – {:.3}]", times.median, times.lower, times.upper);
    }
    Ok(())
}

/// A folder below `target`, on the disk: temporary folders are memory on many machines, where a sync costs nothing.
pub fn scratch() -> Fallible<tempfile::TempDir> {
    let beside = std::env::current_exe()?;
    let folder = beside.parent().unwrap_or(Path::new("."));
    Ok(tempfile::Builder::new().prefix("yijie-bench-").tempdir_in(folder)?)
}

/// The kind of the file system that holds this path, by the longest mount point above it.
fn file_system(path: &Path) -> String {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let rows = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (device, at, kind) = (words.next()?, words.next()?, words.next()?);
        path.starts_with(at).then(|| (at.len(), format!("{kind} ({device})")))
    });
    rows.max_by_key(|(length, _)| *length).map_or_else(|| "unknown".to_owned(), |(_, kind)| kind)
}

/// Writes of 4 KiB, each made durable.
fn syncs(folder: &Path, place: Written, sync: fn(&File) -> std::io::Result<()>) -> Fallible<Quartiles> {
    let file = File::create(folder.join("syncs"))?;
    let page = [7_u8; 4096];
    if place == Written::Over {
        for n in 0..SYNCS {
            file.write_all_at(&page, n * 4096)?;
        }
        file.sync_all()?;
    }
    let mut times: Vec<Duration> = Vec::new();
    for n in 0..SYNCS {
        let began = Instant::now();
        file.write_all_at(&page, n * 4096)?;
        sync(&file)?;
        times.push(began.elapsed());
    }
    Ok(Quartiles::of(times.into_iter().map(milliseconds)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Over,
    AtTheEnd,
}

type Kind = (&'static str, Written, fn(&File) -> std::io::Result<()>);

const KINDS: [Kind; 4] = [
    ("write over 4 KiB + fdatasync", Written::Over, File::sync_data),
    ("write over 4 KiB + fsync", Written::Over, File::sync_all),
    ("append 4 KiB + fdatasync", Written::AtTheEnd, File::sync_data),
    ("append 4 KiB + fsync", Written::AtTheEnd, File::sync_all),
];
const SYNCS: u64 = 100;
