//! Text and numbers within bounds.

use std::fmt;
use std::path::Path;

use super::{Said, Setting, Shape};

/// One line of text of at most `CHARS_MAX` characters.
#[derive(Clone, PartialEq, Eq)]
pub struct Text<const CHARS_MAX: usize>(String);

impl<const CHARS_MAX: usize> Text<CHARS_MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const CHARS_MAX: usize> fmt::Debug for Text<CHARS_MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl<const CHARS_MAX: usize> Setting for Text<CHARS_MAX> {
    fn expected() -> Said {
        Said::new(format!("1 to {CHARS_MAX} characters on one line"), format!("一行 1 至 {CHARS_MAX} 个字符"))
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        let text = text.trim();
        let fits = (1..=CHARS_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(Self::expected()) }
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.clone())
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole<const MIN: u64, const MAX: u64>(u64);

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// The number.
    pub fn value(self) -> u64 {
        self.0
    }
}

impl<const MIN: u64, const MAX: u64> Setting for Whole<MIN, MAX> {
    const SHAPE: Shape = Shape::Integer;
    const PLACEHOLDER: &'static str = "N";

    fn expected() -> Said {
        Said::new(format!("a whole number from {MIN} to {MAX}"), format!("{MIN} 至 {MAX} 的整数"))
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        let number = text.trim().parse().ok().filter(|number| (MIN..=MAX).contains(number));
        number.map(Self).ok_or_else(Self::expected)
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

/// The number of a desk within its hospital: two digits of every message id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskNumber(u8);

impl DeskNumber {
    /// 0 to 99.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl Setting for DeskNumber {
    const SHAPE: Shape = Shape::Integer;
    const PLACEHOLDER: &'static str = "N";

    fn expected() -> Said {
        Said::new("a whole number from 0 to 99", "0 至 99 的整数")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        text.trim().parse().ok().filter(|number| *number <= 99).map(Self).ok_or_else(Self::expected)
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}
