//! What a key can hold. A value of the type is a proof: parsing is the only door.

mod address;
mod choice;
mod secret;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use yijie_core::person::PersonName;
use yijie_core::region::DivisionCode;
use yijie_core::settlement::ids::InstitutionCode;

pub use address::{HttpUrl, Loopback, WebOrigin};
pub use choice::{LogLevel, Paper, Printer, ProfileChoice, ReaderChoice};
pub use secret::SecretText;

/// What a type must say of itself to stand in the configuration.
pub trait Setting: Sized {
    /// How it stands in the file.
    const SHAPE: Shape = Shape::Text;
    /// What stands for it in a usage line.
    const PLACEHOLDER: &'static str = "TEXT";
    /// True if its value is never shown.
    const IS_SECRET: bool = false;
    /// True if it may stay unset.
    const IS_OPTIONAL: bool = false;

    /// What it takes, to be read after "expected".
    fn expected() -> Said;

    /// Reads it. Paths in it are relative to `base`. On failure says what was expected.
    fn parse(text: &str, base: &Path) -> Result<Self, Said>;

    /// How it is shown to people, masked where it must be; none where it is unset.
    fn shown(&self) -> Option<String>;

    /// False for a wrong value that an error must not quote: a secret, a name, an address with a password in it.
    fn may_be_quoted(_text: &str) -> bool {
        !Self::IS_SECRET
    }

    /// The value of a key that nobody gives, if it may stay unset.
    fn absent() -> Option<Self> {
        None
    }
}

/// How a value stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// An integer, without quotes.
    Integer,
    /// An array of strings; separated by commas in a variable or a flag.
    List,
}

impl Shape {
    /// In words.
    pub fn english(self) -> &'static str {
        match self {
            Self::Text => "text in quotes",
            Self::Integer => "a whole number without quotes",
            Self::List => "a list of texts in quotes, [\"…\", \"…\"]",
        }
    }

    /// In Chinese words.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Text => "带引号的文字",
            Self::Integer => "不带引号的整数",
            Self::List => "带引号文字的列表 [\"…\", \"…\"]",
        }
    }
}

/// The same thing said in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In English.
    pub english: Cow<'static, str>,
    /// In Chinese.
    pub chinese: Cow<'static, str>,
}

impl Said {
    pub(super) fn new(english: impl Into<Cow<'static, str>>, chinese: impl Into<Cow<'static, str>>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

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

impl Setting for PathBuf {
    const PLACEHOLDER: &'static str = "PATH";

    fn expected() -> Said {
        Said::new(
            "a path; in the file, a relative one is relative to the file's own directory",
            "路径；配置文件中的相对路径相对于该文件所在目录",
        )
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        let sound = !text.is_empty() && !text.contains('\0');
        if sound { Ok(base.join(text)) } else { Err(Self::expected()) }
    }

    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl Setting for InstitutionCode {
    fn expected() -> Said {
        Said::new("twelve letters and digits, as H36010200001", "十二位字母数字，如 H36010200001")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        // The type lets in what any platform ever gave; what a person types here is letters and digits.
        let code = Self::parse(text).ok().filter(|code| code.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        code.ok_or_else(<Self as Setting>::expected)
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for DivisionCode {
    fn expected() -> Said {
        Said::new("a division code of six digits, as 360100", "六位医保区划代码，如 360100")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        Self::parse(text).map_err(|_| <Self as Setting>::expected())
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for PersonName {
    fn expected() -> Said {
        Said::new("a person's name of at most 50 characters", "姓名，不超过 50 个字符")
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        Self::parse(text).map_err(|_| <Self as Setting>::expected())
    }

    fn may_be_quoted(_: &str) -> bool {
        false
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Setting> Setting for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const PLACEHOLDER: &'static str = T::PLACEHOLDER;
    const IS_SECRET: bool = T::IS_SECRET;
    const IS_OPTIONAL: bool = true;

    fn expected() -> Said {
        T::expected()
    }

    fn parse(text: &str, base: &Path) -> Result<Self, Said> {
        T::parse(text, base).map(Some)
    }

    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }

    fn may_be_quoted(text: &str) -> bool {
        T::may_be_quoted(text)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl Setting for Vec<WebOrigin> {
    const SHAPE: Shape = Shape::List;
    const PLACEHOLDER: &'static str = "ORIGIN,…";

    fn expected() -> Said {
        WebOrigin::expected()
    }

    fn parse(text: &str, _: &Path) -> Result<Self, Said> {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(WebOrigin::parse).collect()
    }

    fn may_be_quoted(text: &str) -> bool {
        !text.contains('@')
    }

    fn shown(&self) -> Option<String> {
        Some(self.iter().map(WebOrigin::as_str).collect::<Vec<_>>().join(","))
    }
}
