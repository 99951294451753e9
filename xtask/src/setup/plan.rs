//! Decides what to do about what is missing, and puts it into words. Looks at nothing and runs nothing.

use std::fmt::Write as _;

use super::apt::{Machine, Rights};
use super::need::Need;

/// What to do about needs that are not met.
pub enum Plan {
    /// Install these Debian packages.
    Install {
        /// Each once.
        packages: Vec<&'static str>,
        /// How we may.
        rights: Rights,
        /// Why.
        missing: Vec<&'static Need>,
    },
    /// A person must install these Debian packages: we may not.
    Show {
        /// Each once.
        packages: Vec<&'static str>,
        /// Why.
        missing: Vec<&'static Need>,
    },
    /// A person must find them: this is no Debian.
    List {
        /// What to find.
        missing: Vec<&'static Need>,
    },
}

impl Plan {
    /// The plan for this machine.
    pub fn of(missing: &[&'static Need], machine: Machine) -> Self {
        let mut packages: Vec<_> = missing.iter().flat_map(|need| need.debian).copied().collect();
        packages.dedup();
        let missing = missing.to_vec();
        match machine {
            Machine::Debian(Some(rights)) => Self::Install { packages, rights, missing },
            Machine::Debian(None) => Self::Show { packages, missing },
            Machine::Other => Self::List { missing },
        }
    }

    /// What is missing and why, and what happens now or must be done.
    pub fn words(&self) -> String {
        let (Self::Install { missing, .. } | Self::Show { missing, .. } | Self::List { missing }) = self;
        let mut text = "Missing on this machine:\n".to_owned();
        for need in missing {
            let _ = writeln!(text, "  - {}: {}", need.what, need.why);
        }
        match self {
            Self::Install { packages, rights, .. } => {
                let how = match rights {
                    Rights::Root => "apt-get",
                    Rights::Sudo => "sudo apt-get",
                };
                let _ = writeln!(text, "Installing by {how}: {}", packages.join(" "));
            }
            Self::Show { packages, .. } => {
                let _ =
                    writeln!(text, "Installing wants root, and sudo would ask for a password. Run this, then again:");
                let _ = writeln!(text, "  sudo apt-get install --no-install-recommends {}", packages.join(" "));
            }
            Self::List { missing } => {
                let _ = writeln!(text, "This is no Debian-like system, so install them yourself:");
                let names =
                    |pick: fn(&Need) -> &str| missing.iter().map(|need| pick(need)).collect::<Vec<_>>().join(" ");
                let _ = writeln!(text, "  Fedora: dnf install {}", names(|need| need.fedora));
                let _ = writeln!(text, "  Arch:   pacman -S {}", names(|need| need.arch));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::need::NEEDS;
    use super::*;

    fn words(machine: Machine) -> String {
        Plan::of(&[&NEEDS[0], &NEEDS[2]], machine).words()
    }

    #[test]
    fn what_is_missing_is_named_with_its_reason_whatever_the_machine() {
        for machine in [Machine::Debian(Some(Rights::Root)), Machine::Debian(None), Machine::Other] {
            let text = words(machine);
            assert!(text.contains("a C compiler: SQLite"), "{text}");
            assert!(text.contains("PC/SC library with its headers: Yijie reads cards"), "{text}");
        }
    }

    #[test]
    fn debian_with_rights_installs_exactly_what_is_missing() {
        let Plan::Install { packages, .. } = Plan::of(&[&NEEDS[0], &NEEDS[2]], Machine::Debian(Some(Rights::Sudo)))
        else {
            panic!("not installed");
        };
        assert_eq!(packages, ["gcc", "libc6-dev", "libpcsclite-dev"]);
        assert!(words(Machine::Debian(Some(Rights::Sudo))).contains("sudo apt-get: gcc libc6-dev libpcsclite-dev\n"));
    }

    #[test]
    fn debian_without_rights_shows_the_exact_command() {
        let command = "sudo apt-get install --no-install-recommends gcc libc6-dev libpcsclite-dev\n";
        assert!(words(Machine::Debian(None)).contains(command));
    }

    #[test]
    fn other_systems_get_the_names_of_theirs() {
        let text = words(Machine::Other);
        assert!(
            text.contains("dnf install gcc pcsc-lite-devel\n") && text.contains("pacman -S gcc pcsclite\n"),
            "{text}"
        );
        assert!(!text.contains("apt-get"), "{text}");
    }
}
