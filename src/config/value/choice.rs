//! Values that are one of a few.

use std::path::{Path, PathBuf};

use super::{Said, Setting};

/// Declares a choice among fixed words.
macro_rules! words {
    ($($(#[$doc:meta])* $Type:ident { $($(#[$variant_doc:meta])* $Variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $Type {
            $($(#[$variant_doc])* $Variant,)*
        }

        impl $Type {
            /// As it is configured.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $word,)*
                }
            }
        }

        impl Setting for $Type {
            const PLACEHOLDER: &'static str = "WORD";

            fn expected() -> Said {
                let words = [$($word),*];
                Said::new(format!("one of {}", words.join(", ")), words.join("、") + " 之一")
            }

            fn parse(text: &str, _: &Path) -> Result<Self, Said> {
                match text.trim() {
                    $($word => Ok(Self::$Variant),)*
                    _ => Err(Self::expected()),
                }
            }

            fn shown(&self) -> Option<String> {
                Some(self.as_str().to_owned())
            }
        }
    )*};
}

words! {
    /// How the journal is sealed.
    SealCipher {
        /// AES-256-GCM.
        Aes256Gcm = "aes-256-gcm",
        /// SM4-GCM.
        Sm4Gcm = "sm4-gcm",
    }

    /// The paper of receipts.
    Paper {
        /// A roll of 58 mm.
        Roll58 = "58mm",
        /// A roll of 80 mm.
        Roll80 = "80mm",
        /// A sheet of A5.
        A5 = "a5",
    }

    /// How much is logged.
    LogLevel {
        /// What went wrong here.
        Error = "error",
        /// And what looks wrong.
        Warn = "warn",
        /// And what was done.
        Info = "info",
        /// And how.
        Debug = "debug",
        /// And every step.
        Trace = "trace",
    }
}

/// Which platform dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileChoice {
    /// One that comes with the program. Whether there is one of that name, the platform's room knows.
    BuiltIn(String),
    /// One of the hospital's own.
    File(PathBuf),
}

impl Setting for ProfileChoice {
    const PLACEHOLDER: &'static str = "NAME|PATH";

    fn expected() -> Said {
        Said::new(
            "the name of a built-in profile (letters, digits, -), or a path with a slash or ending in .toml",
            "内置方言名（小写字母、数字、-），或含斜杠、以 .toml 结尾的路径",
        )
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        let text = text.trim();
        let is_path = text.contains(['/', '\\'])
            || Path::new(text).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
        if is_path {
            return PathBuf::parse(text, base).map(Self::File).map_err(|_| Self::expected());
        }
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.is_empty() && text.bytes().all(fits) {
            Ok(Self::BuiltIn(text.to_owned()))
        } else {
            Err(Self::expected())
        }
    }

    fn shown(&self) -> Option<String> {
        Some(match self {
            Self::BuiltIn(name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        })
    }
}

/// Which card reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderChoice {
    /// Whichever has a card.
    Any,
    /// The one of this name.
    Named(String),
}

impl Setting for ReaderChoice {
    const PLACEHOLDER: &'static str = "NAME";

    fn expected() -> Said {
        Said::new("a reader's name of at most 128 characters, or any", "读卡器名称（不超过 128 个字符）或 any")
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        match super::Text::<128>::parse(text, base) {
            Ok(name) if name.as_str() == "any" => Ok(Self::Any),
            Ok(name) => Ok(Self::Named(name.as_str().to_owned())),
            Err(_) => Err(Self::expected()),
        }
    }

    fn shown(&self) -> Option<String> {
        Some(match self {
            Self::Any => "any".to_owned(),
            Self::Named(name) => name.clone(),
        })
    }
}

/// Where receipts are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printer {
    /// Nowhere.
    None,
    /// Into files in this directory.
    File(PathBuf),
    /// To a printer on the network that takes raw bytes.
    Tcp {
        /// Name or address, an IPv6 address without its brackets.
        host: String,
        /// Port, not nought.
        port: u16,
    },
    /// To a device file.
    Device(PathBuf),
}

impl Setting for Printer {
    const PLACEHOLDER: &'static str = "PRINTER";

    fn expected() -> Said {
        Said::new(
            "file:DIRECTORY, tcp:HOST:PORT, device:PATH, or none",
            "file:目录、tcp:主机:端口、device:设备路径 或 none",
        )
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        let text = text.trim();
        let path = |rest| PathBuf::parse(rest, base).map_err(|_| Self::expected());
        match text.split_once(':') {
            None if text == "none" => Ok(Self::None),
            Some(("file", rest)) => path(rest).map(Self::File),
            Some(("device", rest)) => path(rest).map(Self::Device),
            Some(("tcp", rest)) => tcp(rest).ok_or_else(Self::expected),
            _ => Err(Self::expected()),
        }
    }

    fn shown(&self) -> Option<String> {
        Some(match self {
            Self::None => "none".to_owned(),
            Self::File(path) => format!("file:{}", path.display()),
            Self::Device(path) => format!("device:{}", path.display()),
            Self::Tcp { host, port } if host.contains(':') => format!("tcp:[{host}]:{port}"),
            Self::Tcp { host, port } => format!("tcp:{host}:{port}"),
        })
    }
}

fn tcp(rest: &str) -> Option<Printer> {
    let (host, port) = rest.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port != 0)?;
    let host = match url::Host::parse(host).ok()? {
        url::Host::Domain(name) => name,
        url::Host::Ipv4(address) => address.to_string(),
        url::Host::Ipv6(address) => address.to_string(),
    };
    Some(Printer::Tcp { host, port })
}
