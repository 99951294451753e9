//! Of a Unix machine.

use std::fs;

pub fn machine_id() -> Option<String> {
    let read = |path| fs::read_to_string(path).ok().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    read("/etc/machine-id").or_else(|| read("/var/lib/dbus/machine-id")).or_else(|| read("/etc/hostname"))
}

pub fn mac() -> Option<String> {
    let mut cards: Vec<_> = fs::read_dir("/sys/class/net").ok()?.flatten().map(|card| card.path()).collect();
    cards.sort();
    let address = |card: &std::path::PathBuf| fs::read_to_string(card.join("address")).ok();
    let real = |address: &String| !address.trim().is_empty() && !address.starts_with("00:00:00:00:00:00");
    cards.iter().filter_map(address).find(real).map(|address| address.trim().replace(':', "-").to_ascii_uppercase())
}
