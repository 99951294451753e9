//! Addresses: of the platform, of a proxy, of the local API and of the pages that may call it.

use std::net::SocketAddr;
use std::path::Path;

use url::{Host, Url};

use super::{Said, Setting};

/// An `http` or `https` address without user name and password, which would show in logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl(String);

impl HttpUrl {
    /// As it was written, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if the address is on this machine.
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        })
    }
}

impl Setting for HttpUrl {
    const PLACEHOLDER: &'static str = "URL";

    fn expected() -> Said {
        Said::new(
            "an address beginning with http:// or https://, without user name, password, ? or #",
            "以 http:// 或 https:// 开头的地址，不含用户名、密码、? 和 #",
        )
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        let text = text.trim().trim_end_matches('/');
        let scheme = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        // The library takes `http:host` too, and drops blanks and line ends inside; nobody writes that on purpose.
        let plain = (scheme.starts_with("http://") || scheme.starts_with("https://"))
            && !text.chars().any(|character| character.is_whitespace() || character.is_control());
        let url = Url::parse(text).ok().filter(|url| {
            plain
                && url.has_host()
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        });
        url.map(|_| Self(text.to_owned())).ok_or_else(Self::expected)
    }

    fn may_be_quoted(text: &str) -> bool {
        !text.contains('@')
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.clone())
    }
}

/// An address and port on this machine. Port 0 takes any free one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loopback(SocketAddr);

impl Loopback {
    /// The address.
    pub fn address(self) -> SocketAddr {
        self.0
    }
}

impl Setting for Loopback {
    const PLACEHOLDER: &'static str = "ADDRESS:PORT";

    fn expected() -> Said {
        Said::new(
            "an address and port of this machine only, as 127.0.0.1:8737",
            "仅限本机的地址和端口，如 127.0.0.1:8737",
        )
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        let address = text.trim().parse::<SocketAddr>().ok().filter(|address| address.ip().is_loopback());
        address.map(Self).ok_or_else(Self::expected)
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// Where a web page comes from, exactly as a browser writes it in `Origin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebOrigin(String);

impl WebOrigin {
    /// As in the header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn expected() -> Said {
        Said::new(
            "origins as a browser writes them, as http://his.hospital.local:8080: no path, no * and no default port",
            "浏览器所写的来源，如 http://his.hospital.local:8080：不含路径、* 和默认端口",
        )
    }

    /// Takes what a browser would write and nothing that only resembles it: a near miss would never match.
    pub(super) fn parse(text: &str) -> Result<Self, Said> {
        let url = Url::parse(text).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.origin().ascii_serialization() == text
                && !text.contains('*')
        });
        url.map(|_| Self(text.to_owned())).ok_or_else(Self::expected)
    }
}
