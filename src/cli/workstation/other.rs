//! Of any other machine.

pub fn machine_id() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

pub fn mac() -> Option<String> {
    None
}
