//! What 9001 and the journal want to know of this machine.

#[cfg(not(unix))]
#[path = "workstation/other.rs"]
mod system;
#[cfg(unix)]
#[path = "workstation/unix.rs"]
mod system;

use std::net::UdpSocket;

/// What tells this machine from others: the journal is bound to it.
pub fn machine_id() -> String {
    system::machine_id().unwrap_or_else(|| "unknown".to_owned())
}

/// The network card's address, as 9001 wants it.
pub fn mac() -> String {
    system::mac().unwrap_or_else(|| "00-00-00-00-00-00".to_owned())
}

/// The address from which this machine would reach the platform. Nothing is sent to find out.
pub fn ip(platform_url: &str) -> String {
    let local = || {
        let rest = platform_url.split_once("://").map_or(platform_url, |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or(rest);
        let peer = if authority.contains(':') { authority.to_owned() } else { format!("{authority}:80") };
        let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
        socket.connect(peer).ok()?;
        Some(socket.local_addr().ok()?.ip().to_string())
    };
    local().unwrap_or_else(|| "127.0.0.1".to_owned())
}
