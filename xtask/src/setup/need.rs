//! What the chores need that Cargo does not bring, why, and what it is called where.

use std::process::Command;

use super::program::{answers, reads};

/// One thing that a machine has or lacks.
pub struct Need {
    /// Its everyday name.
    pub what: &'static str,
    /// What for, as the end of a sentence.
    pub why: &'static str,
    /// For whom.
    pub wanted: Wanted,
    /// Debian packages.
    pub debian: &'static [&'static str],
    /// Fedora package.
    pub fedora: &'static str,
    /// Arch package.
    pub arch: &'static str,
    is_met: fn() -> bool,
}

/// Whether anything works without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing does.
    ToBuild,
    /// Only the private PC/SC stack does not.
    ByTheStack,
}

/// The needs that this machine does not meet. Asked of what is there and answers, not of a list of packages: whoever
/// has a compiler of their own is not given another one.
pub fn unmet() -> Vec<&'static Need> {
    // macOS and Windows bring PC/SC with them, and no stack of ours can run there.
    if !cfg!(target_os = "linux") {
        return Vec::new();
    }
    NEEDS.iter().filter(|need| !(need.is_met)()).collect()
}

/// The build script of the `pcsc` crate then asks nobody.
fn is_pcsc_told() -> bool {
    std::env::var_os("PCSC_LIB_DIR").is_some()
}

fn has_c_compiler() -> bool {
    // With a header, for a compiler can be there without the C library's.
    std::env::var_os("CC").is_some()
        || reads(Command::new("cc").args(["-fsyntax-only", "-x", "c", "-"]), "#include <stdio.h>\n")
}

pub const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler",
        why: "SQLite and the cryptography of TLS are built from C",
        wanted: Wanted::ToBuild,
        debian: &["gcc", "libc6-dev"],
        fedora: "gcc",
        arch: "gcc",
        is_met: has_c_compiler,
    },
    Need {
        what: "pkg-config",
        why: "it tells the build where the PC/SC library is",
        wanted: Wanted::ToBuild,
        debian: &["pkg-config"],
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
        is_met: || is_pcsc_told() || answers(Command::new("pkg-config").arg("--version")),
    },
    Need {
        what: "the PC/SC library with its headers",
        why: "Yijie reads cards through it (a client's library; no service comes with it)",
        wanted: Wanted::ToBuild,
        debian: &["libpcsclite-dev"],
        fedora: "pcsc-lite-devel",
        arch: "pcsclite",
        is_met: || is_pcsc_told() || answers(Command::new("pkg-config").args(["--exists", "libpcsclite"])),
    },
    Need {
        what: "unshare and mount",
        why: "they give the private PC/SC stack of demo and tests namespaces of its own",
        wanted: Wanted::ByTheStack,
        debian: &["util-linux", "mount"],
        fedora: "util-linux",
        arch: "util-linux",
        is_met: || answers(Command::new("unshare").arg("--version")) && answers(Command::new("mount").arg("--version")),
    },
    Need {
        what: "ip",
        why: "it brings up the loopback in there",
        wanted: Wanted::ByTheStack,
        debian: &["iproute2"],
        fedora: "iproute",
        arch: "iproute2",
        // The stack does as well with the perl that every Debian has.
        is_met: || answers(Command::new("ip").arg("-V")) || answers(Command::new("perl").args(["-MSocket", "-e", "1"])),
    },
];
