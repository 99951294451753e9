//! A secret: never shown, wiped when dropped.

use std::fmt;
use std::path::Path;

use zeroize::Zeroizing;

use super::{Said, Setting};

/// A credential. Prints as stars.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The secret. Each call is a place where it leaves its type.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Setting for SecretText {
    const PLACEHOLDER: &'static str = "SECRET";
    const IS_SECRET: bool = true;

    fn expected() -> Said {
        Said::new("1 to 1024 printable ASCII characters without blanks", "1 至 1024 个可打印的 ASCII 字符，不含空格")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        let text = text.trim();
        let fits = (1..=SECRET_BYTES_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(Self::expected()) }
    }

    fn shown(&self) -> Option<String> {
        Some(MASK.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

const MASK: &str = "***";
const SECRET_BYTES_MAX: usize = 1_024;
